#include "report/comparison/sections.h"
#include "report/views/plan.h"
#include "report/views/run_rows.h"

#include <string.h>

/* What got better, what got worse, what else is different: each as a list of clauses. */
enum { BETTER, WORSE, OTHER, LISTS };

typedef struct clauses {
    tp_reporting *r;
    tp_buf text[LISTS][2]; /* by language */
} clauses;

static void begin(clauses *c, tp_reporting *r)
{
    c->r = r;
    for (int list = 0; list < LISTS; list++)
        for (int lang = 0; lang < 2; lang++)
            tp_buf_init(&c->text[list][lang]);
}

static void end(clauses *c)
{
    for (int list = 0; list < LISTS; list++)
        for (int lang = 0; lang < 2; lang++) {
            c->r->page.failed = c->r->page.failed || c->text[list][lang].failed;
            tp_buf_finish(&c->text[list][lang]);
        }
}

static void add(clauses *c, int list, tp_words words, size_t count, const char *const *zh,
                const char *const *en)
{
    tp_buf *text = c->text[list];
    if (text[0].length) {
        tp_buf_text(&text[0], "，");
        tp_buf_text(&text[1], ", ");
    }
    tp_words_fill(&text[0], words.zh, count, zh);
    tp_words_fill(&text[1], words.en, count, en);
}

/* A count that changed: {0} by how many, {1} the same with its noun, {2} before, {3} after. */
static void counted(clauses *c, int list, const tp_words words[2], int64_t before, int64_t after)
{
    if (before == after)
        return;
    int64_t size = after > before ? after - before : before - after;
    const char *args[] = {tp_report_count(c->r, size), tp_report_slots(c->r, size),
                          tp_report_count(c->r, before), tp_report_count(c->r, after)};
    add(c, list, words[after > before], 4, args, args);
}

static const tp_words unresolved_words[2] = {
    {"未解决的少 {0} 个（{2} → {3}）", "{1} fewer unresolved ({2} → {3})"},
    {"未解决的多 {0} 个（{2} → {3}）", "{1} more unresolved ({2} → {3})"}};
static const tp_words statutory_words[2] = {
    {"法定保障缺口少 {0} 个（{2} → {3}）", "statutory shortfall less by {0} ({2} → {3})"},
    {"法定保障缺口多 {0} 个（{2} → {3}）", "statutory shortfall more by {0} ({2} → {3})"}};
static const tp_words refused_words[2] = {
    {"不予受理少 {0} 个（{2} → {3}）", "{0} fewer refused ({2} → {3})"},
    {"不予受理多 {0} 个（{2} → {3}）", "{0} more refused ({2} → {3})"}};
static const tp_words deposit_words[2] = {
    {"收储少 {0} 个（{2} → {3}）", "{0} fewer deposited ({2} → {3})"},
    {"收储多 {0} 个（{2} → {3}）", "{0} more deposited ({2} → {3})"}};
static const tp_words reclaim_words[2] = {
    {"硬性收储少 {0} 个（{2} → {3}）", "{0} fewer reclaimed ({2} → {3})"},
    {"硬性收储多 {0} 个（{2} → {3}）", "{0} more reclaimed ({2} → {3})"}};
static const tp_words kept_words[2] = {
    {"周转池期末余额少 {0} 个（{2} → {3}）", "{0} fewer left in the pools ({2} → {3})"},
    {"周转池期末余额多 {0} 个（{2} → {3}）", "{0} more left in the pools ({2} → {3})"}};

static const tp_words over_words[2] = {
    {"超编人员少 {0} 人（{2} → {3}）", "{0} fewer people above usage rights ({2} → {3})"},
    {"超编人员多 {0} 人（{2} → {3}）", "{0} more people above usage rights ({2} → {3})"}};
static const tp_words regrouped_words[2] = {
    {"机构编制调整变动的少 {0} 个（{2} → {3}）", "the reorganisation moves {0} fewer ({2} → {3})"},
    {"机构编制调整变动的多 {0} 个（{2} → {3}）", "the reorganisation moves {0} more ({2} → {3})"}};
static const tp_words decided_words[2] = {{"处理的到期借用少 {0} 个（{2} → {3}）",
                                           "{0} fewer on loans fallen due are decided ({2} → {3})"},
                                          {"处理的到期借用多 {0} 个（{2} → {3}）",
                                           "{0} more on loans fallen due are decided ({2} → {3})"}};
static const tp_words due_words[2] = {{"到期借用续用的少 {0} 个（{2} → {3}）",
                                       "of loans fallen due {0} fewer are used on ({2} → {3})"},
                                      {"到期借用续用的多 {0} 个（{2} → {3}）",
                                       "of loans fallen due {0} more are used on ({2} → {3})"}};
static const tp_words due_back_words[2] = {
    {"到期当即归还的少 {0} 个（{2} → {3}）", "{0} fewer given back at once ({2} → {3})"},
    {"到期当即归还的多 {0} 个（{2} → {3}）", "{0} more given back at once ({2} → {3})"}};
static const tp_words converted_words[2] = {
    {"跨类别统筹少 {0} 个（{2} → {3}）", "{0} fewer change category ({2} → {3})"},
    {"跨类别统筹多 {0} 个（{2} → {3}）", "{0} more change category ({2} → {3})"}};
static const tp_words sent_words[2] = {
    {"跨池调剂少 {0} 个（{2} → {3}）", "{0} fewer sent between pools ({2} → {3})"},
    {"跨池调剂多 {0} 个（{2} → {3}）", "{0} more sent between pools ({2} → {3})"}};

/* Refused here though the baseline settles it: that is worse whatever the totals say. */
static void refused_beside(clauses *c, size_t i)
{
    tp_reporting *r = c->r;
    int64_t beside = r->cmp.refuses_settled[i * r->n];
    if (!beside)
        return;
    const char *count[] = {tp_report_count(r, beside)};
    add(c, WORSE,
        (tp_words){"基准已解决的有 {0} 个在此不予受理",
                   "{0} that the baseline settles are refused here"},
        1, count, count);
}

static int64_t settled(const tp_group_figures *g)
{
    return g->own + g->lent;
}

/* The sector that gains most and the one that loses most, in slots settled. Demands without a
 * sector are none. */
static void sectors(clauses *c, size_t i)
{
    tp_reporting *r = c->r;
    const tp_figures *base = &r->cmp.figures[0], *f = &r->cmp.figures[i];
    int64_t most = 0, least = 0;
    const char *up = "", *down = "";
    for (size_t k = 0; k < f->n_sectors; k++)
        for (size_t b = 0; b < base->n_sectors; b++) {
            if (!*f->by_sector[k].name ||
                strcmp(f->by_sector[k].name, base->by_sector[b].name) != 0)
                continue;
            int64_t change = settled(&f->by_sector[k]) - settled(&base->by_sector[b]);
            if (change > most) {
                most = change;
                up = f->by_sector[k].name;
            }
            if (change < least) {
                least = change;
                down = f->by_sector[k].name;
            }
        }
    tp_words high = tp_report_sector(up), low = tp_report_sector(down);
    const char *zh_up[] = {high.zh, tp_report_count(r, most)}, *en_up[] = {high.en, zh_up[1]};
    const char *zh_down[] = {low.zh, tp_report_count(r, -least)}, *en_down[] = {low.en, zh_down[1]};
    if (most)
        add(c, BETTER,
            (tp_words){"自有和投放合计增加最多的领域是{0}（+{1}）",
                       "{0} gains most, own and lent (+{1})"},
            2, zh_up, en_up);
    if (least)
        add(c, WORSE,
            (tp_words){"自有和投放合计减少最多的领域是{0}（−{1}）",
                       "{0} loses most, own and lent (−{1})"},
            2, zh_down, en_down);
}

/* Who can use more slots than in the baseline, who fewer, and the one that loses most. */
static void units(clauses *c, size_t i)
{
    tp_reporting *r = c->r;
    int64_t more = 0, fewer = 0;
    const tp_whom *worst = NULL, *best = NULL;
    for (size_t k = 0; k < r->n_whom; k++) {
        const tp_whom *at = &r->whom[k];
        more += at->change[i] > 0;
        fewer += at->change[i] < 0;
        if (at->change[i] < 0 && (!worst || at->change[i] < worst->change[i]))
            worst = at;
        if (at->change[i] > 0 && (!best || at->change[i] > best->change[i]))
            best = at;
    }
    if (best) {
        const char *args[] = {tp_report_count(r, more), best->name,
                              tp_report_count(r, best->change[i]),
                              tp_report_nouns(r, more, "unit", "units")};
        add(c, OTHER,
            (tp_words){"{0} 个单位可用编制增加（最多：{1} +{2}）",
                       "{3} can use more slots (most: {1} +{2})"},
            4, args, args);
    }
    if (worst) {
        const char *args[] = {tp_report_count(r, fewer), worst->name,
                              tp_report_count(r, -worst->change[i]),
                              tp_report_nouns(r, fewer, "unit", "units")};
        add(c, OTHER,
            (tp_words){"{0} 个单位可用编制减少（最多：{1} −{2}）",
                       "{3} can use fewer (most: {1} −{2})"},
            4, args, args);
    }
}

static void say(tp_reporting *r, const char *open, tp_words frame, size_t count,
                const char *const *zh, const char *const *en)
{
    tp_html_element(r->out, open,
                    (tp_words){tp_page_words(&r->page, frame, count, zh).zh,
                               tp_page_words(&r->page, frame, count, en).en});
}

static size_t rows_unlike(const tp_reporting *r, size_t i)
{
    size_t unlike = 0;
    for (size_t k = 0; k < r->cmp.n_rows; k++)
        unlike += r->cmp.rows[k].count[i] != r->cmp.rows[k].count[0] ||
                  r->cmp.rows[k].open[i] != r->cmp.rows[k].open[0];
    return unlike;
}

/* Loans fallen due that are decided otherwise, were it only until another day. */
static void due_otherwise(clauses *c, size_t i)
{
    tp_reporting *r = c->r;
    tp_ids *loans = tp_ids_create(r->arena, 16);
    for (size_t k = 0; k < r->cmp.n_rows && loans; k++) {
        const tp_compared_row *row = &r->cmp.rows[k];
        if (!row->loan || (row->count[i] == row->count[0] && row->open[i] == row->open[0]))
            continue;
        const char *key = tp_arena_format(r->arena, "%s\t%s", row->unit, row->loan);
        r->page.failed =
            r->page.failed || !key || tp_ids_add(loans, key, strlen(key), NULL) == TP_ID_NONE;
        if (r->page.failed)
            return;
    }
    r->page.failed = r->page.failed || !loans;
    if (!loans || !tp_ids_count(loans))
        return;
    const char *args[] = {tp_report_count(r, tp_ids_count(loans)),
                          tp_report_nouns(r, tp_ids_count(loans), "loan", "loans")};
    add(c, OTHER, (tp_words){"到期借用有 {0} 笔处理不同", "{1} fallen due decided otherwise"}, 2,
        args, args);
}

/* Demands that are lent something in both, for another time. */
static int64_t periods_unlike(const tp_reporting *r, size_t i)
{
    const tp_run *base = r->cmp.runs[0], *run = r->cmp.runs[i];
    int64_t unlike = 0;
    for (int32_t d = 0; d < run->data->n_demands; d++) {
        int32_t k = tp_dataset_demand(base->data, run->data->demands[d].code);
        unlike += k != TP_ID_NONE && run->result->loan[d] && base->result->loan[k] &&
                  run->data->demands[d].term_months != base->data->demands[k].term_months;
    }
    return unlike;
}

/* All totals are the same, and still not the same is done. */
static void rows_otherwise(clauses *c, int64_t unlike)
{
    const char *args[] = {tp_report_count(c->r, unlike),
                          tp_report_nouns(c->r, unlike, "movement", "movements")};
    add(c, OTHER,
        (tp_words){"合计都相同，逐笔有 {0} 处不同", "all totals are the same, {1} differ"}, 2, args,
        args);
}

static const char *or_none(const tp_buf *text, const char *none)
{
    return text->length && text->bytes ? text->bytes : none;
}

static void compare_sentence(tp_reporting *r, size_t i)
{
    const tp_figures *base = &r->cmp.figures[0], *f = &r->cmp.figures[i];
    const tp_group_figures *law = &base->by_class[TP_STATUTORY],
                           *law_here = &f->by_class[TP_STATUTORY];
    tp_words label = r->label[r->entry[i]];
    const char *zh_label[] = {label.zh}, *en_label[] = {label.en};
    clauses c;
    bool alike = base->all.own == f->all.own && base->all.denied == f->all.denied &&
                 base->all.unmet == f->all.unmet && !r->cmp.refuses_settled[i * r->n];
    int64_t other_rows = (int64_t)rows_unlike(r, i), other_periods = periods_unlike(r, i);
    if (alike && !other_rows && !other_periods) {
        say(r, "li",
            (tp_words){"“{0}”与基准的调剂结果完全相同，每个单位、每件申请的数量都一样。",
                       "“{0}” moves exactly what the baseline moves, unit by unit."},
            1, zh_label, en_label);
        return;
    }
    begin(&c, r);
    int64_t before = base->all.unmet + base->all.denied, after = f->all.unmet + f->all.denied;
    counted(&c, after < before ? BETTER : WORSE, unresolved_words, before, after);
    before = law->unmet + law->denied;
    after = law_here->unmet + law_here->denied;
    counted(&c, after < before ? BETTER : WORSE, statutory_words, before, after);
    counted(&c, f->all.denied < base->all.denied ? BETTER : WORSE, refused_words, base->all.denied,
            f->all.denied);
    refused_beside(&c, i);
    counted(&c, f->over < base->over ? BETTER : WORSE, over_words, base->over, f->over);
    sectors(&c, i);
    counted(&c, OTHER, regrouped_words, base->regrouped, f->regrouped);
    due_otherwise(&c, i);
    if (other_periods) {
        const char *args[] = {tp_report_count(r, other_periods),
                              tp_report_nouns(r, other_periods, "loan", "loans")};
        add(&c, OTHER, (tp_words){"{0} 笔借用的使用期不同", "{1} used for another time"}, 2, args,
            args);
    }
    counted(&c, OTHER, decided_words, base->due, f->due);
    if (base->due && f->due) {
        counted(&c, OTHER, due_words, base->due_kept, f->due_kept);
        counted(&c, OTHER, due_back_words, base->due_back, f->due_back);
    }
    counted(&c, OTHER, deposit_words, base->deposits, f->deposits);
    counted(&c, OTHER, reclaim_words, base->reclaimed, f->reclaimed);
    counted(&c, OTHER, sent_words, base->transfers, f->transfers);
    counted(&c, OTHER, converted_words, base->conversions, f->conversions);
    counted(&c, OTHER, kept_words, base->closing, f->closing);
    units(&c, i);
    if (!c.text[BETTER][0].length && !c.text[WORSE][0].length && !c.text[OTHER][0].length)
        rows_otherwise(&c, other_rows);
    const char *zh[] = {label.zh, or_none(&c.text[BETTER][0], "没有"),
                        or_none(&c.text[WORSE][0], "没有"), or_none(&c.text[OTHER][0], "没有")};
    const char *en[] = {label.en, or_none(&c.text[BETTER][1], "nothing"),
                        or_none(&c.text[WORSE][1], "nothing"),
                        or_none(&c.text[OTHER][1], "nothing")};
    say(r, "li",
        (tp_words){"与基准相比，“{0}”变好的：{1}；变差的：{2}。其他变化：{3}。",
                   "“{0}” against the baseline. Better: {1}. Worse: {2}. Also: {3}."},
        4, zh, en);
    end(&c);
}

static void due_sentence(tp_reporting *r, const tp_figures *f)
{
    const char *args[] = {tp_report_count(r, f->due), tp_report_slots(r, f->due),
                          tp_report_count(r, f->due_kept), tp_report_count(r, f->due_back),
                          tp_report_count(r, f->due_owed)};
    say(r, "li",
        (tp_words){"测算之前先处理到期借用：共 {0} 个编制，其中续用 {2} 个，当即归还 {3} "
                   "个，随减员归还 {4} 个；逐笔见“存入、借用之外的调整”一节。",
                   "Before anything is solved, loans that fall due are decided: {1}; used on: "
                   "{2}, given back at once: {3}, as posts fall vacant: {4}. Each stands "
                   "under “Besides deposits and loans”."},
        sizeof args / sizeof *args, args, args);
}

/* What the run does besides deposits and loans: said where it does it. */
static void beside_sentences(tp_reporting *r, size_t i)
{
    const tp_figures *f = &r->cmp.figures[i];
    const char *args[] = {tp_report_count(r, f->regrouped),  tp_report_slots(r, f->regrouped),
                          tp_report_count(r, f->cut),        tp_report_count(r, f->people),
                          tp_report_count(r, f->over),       tp_report_count(r, f->conversions),
                          tp_report_slots(r, f->conversions)};
    enum { N = sizeof args / sizeof *args };
    if (f->regrouped)
        say(r, "li",
            (tp_words){"测算之前先执行机构编制调整：{0} 个编制变动归属，其中 {2} 个收归周转池。",
                       "Before anything is solved a reorganisation is carried out: {1} change "
                       "owner, {2} of them for the pools."},
            N, args, args);
    if (f->due)
        due_sentence(r, f);
    if (f->people)
        say(r, "li",
            (tp_words){"超编人员划转 {3} 人，划转后仍超编 {4} 人。",
                       "People above usage rights who move: {3}; still above: {4}."},
            N, args, args);
    if (f->conversions)
        say(r, "li",
            (tp_words){"投放的编制中有 {5} 个由其他类别转为借用单位所需的类别。",
                       "{6} change category for those who borrow."},
            N, args, args);
}

static void own_sentence(tp_reporting *r, size_t i)
{
    const tp_figures *f = &r->cmp.figures[i];
    const char *zh[] = {r->label[r->entry[i]].zh,
                        tp_report_count(r, f->all.demands),
                        tp_report_count(r, f->all.asked),
                        tp_report_count(r, f->all.own),
                        tp_report_count(r, f->all.lent),
                        tp_report_count(r, f->all.unmet),
                        tp_report_count(r, f->all.denied),
                        tp_report_count(r, f->deposits),
                        tp_report_count(r, f->touched_units),
                        tp_report_count(r, f->all.lent + f->all.unmet)};
    const char *en[] = {r->label[r->entry[i]].en,
                        tp_report_nouns(r, f->all.demands, "demand asks", "demands ask"),
                        tp_report_slots(r, f->all.asked),
                        tp_report_count(r, f->all.own),
                        tp_report_count(r, f->all.lent),
                        tp_report_count(r, f->all.unmet),
                        tp_report_count(r, f->all.denied),
                        tp_report_slots(r, f->deposits),
                        tp_report_nouns(r, f->touched_units, "unit", "units"),
                        tp_report_count(r, f->all.lent + f->all.unmet)};
    static const tp_words lent = {
        "“{0}”：{1} 件申请共需 {2} 个编制，自有空编解决 {3} 个，周转池投放 {4} 个，尚缺 {5} "
        "个，不予受理 {6} 个；收储 {7} 个，涉及 {8} 个单位。若不调剂，尚缺 {9} 个。",
        "“{0}”: {1} for {2}; own vacancies cover {3}, the pools lend {4}; short: {5}, "
        "refused: {6}. Deposits come to {7}; {8} touched in all. If nothing is done, {9} are "
        "short."};
    static const tp_words none = {
        "“{0}”没有投放任何编制：{1} 件申请共需 {2} 个，自有空编解决 {3} 个，尚缺 {5} "
        "个，不予受理 {6} 个；收储 {7} 个。",
        "“{0}” lends nothing: {1} for {2}; own vacancies cover {3}; short: {5}, refused: {6}. "
        "Deposits come to {7}."};
    static const tp_words idle = {"“{0}”：没有用编申请；收储 {7} 个，涉及 {8} 个单位。",
                                  "“{0}”: there is no demand. Deposits come to {7}; {8} touched "
                                  "in all."};
    tp_words frame = !f->all.demands ? idle : f->all.lent ? lent : none;
    say(r, "li", frame, 10, zh, en);
}

/* Runs that cannot be compared, or should not be trusted as they stand. */
static void warn_entry(tp_reporting *r, size_t i)
{
    const tp_report_entry *entry = &r->report->entries[i];
    tp_words label = r->label[i];
    tp_words status = tp_run_status_words(entry->run, &r->page);
    if (entry->run->result->status != TP_OPTIMAL)
        tp_html_element(
            r->out, "li class=\"warn\"",
            (tp_words){
                TP_PAGE_WORDS(&r->page, ((tp_words){"“{0}”：{1}", ""}), label.zh, status.zh).zh,
                TP_PAGE_WORDS(&r->page, ((tp_words){"", "“{0}”: {1}"}), label.en, status.en).en});
    if (entry->ledger_moved || entry->dataset_replaced) {
        tp_words why = entry->ledger_moved && entry->dataset_replaced
                           ? (tp_words){"台账有了新的记录，数据也已更换",
                                        "the ledger has moved and the data were replaced"}
                       : entry->ledger_moved
                           ? (tp_words){"台账有了新的记录", "the ledger has moved"}
                           : (tp_words){"数据已更换", "the data were replaced"};
        tp_html_element(
            r->out, "li class=\"warn\"",
            (tp_words){
                TP_PAGE_WORDS(&r->page,
                              ((tp_words){"“{0}”已过期：测算之后{1}，须重新测算后才能审定。", ""}),
                              label.zh, why.zh)
                    .zh,
                TP_PAGE_WORDS(&r->page,
                              ((tp_words){"", "“{0}” is stale: since it was solved, {1}. "
                                              "Run it again before it is approved."}),
                              label.en, why.en)
                    .en});
    }
}

static void conflicts(tp_reporting *r)
{
    for (size_t i = 0; i < r->report->n_entries; i++) {
        const tp_run *run = r->report->entries[i].run;
        if (run->result->status != TP_INFEASIBLE)
            continue;
        tp_page page;
        tp_page_init(&page, r->arena, (tp_words){NULL, NULL});
        tp_run_rows rows = {.run = run, .page = &page};
        tp_rows_conflict(&rows);
        tp_html_element(r->out, "h3", r->label[i]);
        const tp_view *view = tp_page_find(&page, "conflict");
        if (view)
            tp_html_view(r->out, view, NULL);
        r->page.failed = r->page.failed || !tp_page_ok(&page);
    }
}

static void standing(tp_reporting *r)
{
    size_t drafts = 0, n = r->report->n_entries;
    for (size_t i = 0; i < n; i++)
        drafts += r->report->entries[i].state == TP_RUN_DRAFT ||
                  r->report->entries[i].state == TP_RUN_PROPOSED;
    if (drafts == n)
        tp_html_element(r->out, "li",
                        n == 1 ? (tp_words){"本方案为草案，未经编委会审定。",
                                            "This is a draft: the committee has not approved it."}
                               : (tp_words){"各方案均为草案，未经编委会审定。",
                                            "All of these are drafts: the committee has approved "
                                            "none of them."});
}

/* Said first: the sentences that follow compare with it. */
static void stand_in(tp_reporting *r)
{
    if (!r->n || r->entry[0] == 0)
        return;
    tp_html_element(
        r->out, "li class=\"warn\"",
        (tp_words){TP_PAGE_WORDS(&r->page,
                                 ((tp_words){"基准方案没有结果，以下改以“{0}”为基准对比。", ""}),
                                 r->label[r->entry[0]].zh)
                       .zh,
                   TP_PAGE_WORDS(&r->page,
                                 ((tp_words){"", "The baseline has no answer; below, “{0}” "
                                                 "stands in for it."}),
                                 r->label[r->entry[0]].en)
                       .en});
}

/* Runs on other data, or from other books, than the one they are compared with: not all of a
 * difference comes from the scenario. */
static void unlike_inputs(tp_reporting *r)
{
    for (size_t i = 1; i < r->n; i++) {
        const tp_run *base = r->runs[0], *run = r->runs[i];
        bool data = strcmp(run->data->sha256, base->data->sha256) != 0;
        bool books = strcmp(run->ledger_head, base->ledger_head) != 0;
        if (!data && !books)
            continue;
        tp_words what = data && books ? (tp_words){"数据和台账", "data and ledger"}
                        : data        ? (tp_words){"数据", "data"}
                                      : (tp_words){"台账", "ledger"};
        tp_words label = r->label[r->entry[i]];
        const char *zh[] = {label.zh, what.zh}, *en[] = {label.en, what.en};
        say(r, "li class=\"warn\"",
            (tp_words){"“{0}”与基准所用的{1}不同，差别不全是方案造成的，指标不标最优。",
                       "“{0}” does not rest on the same {1} as the baseline: not every "
                       "difference comes from the scenario."},
            2, zh, en);
    }
}

/* Plans: that all this is of period 1, and what the last one ends with. */
static void plan_sentences(tp_reporting *r)
{
    for (size_t i = 0; i < r->n; i++) {
        const tp_run *run = r->runs[i];
        int last = run->result->n_periods - 1;
        if (!last)
            continue;
        tp_plan_sums first = tp_plan_sums_of(run, 0), end = tp_plan_sums_of(run, last);
        tp_words label = r->label[r->entry[i]];
        const char *count[] = {tp_report_count(r, first.unfiled), tp_report_count(r, last + 1),
                               tp_report_count(r, end.own),       tp_report_count(r, end.lent),
                               tp_report_count(r, end.missing),   tp_report_count(r, end.refused),
                               tp_report_count(r, end.unfiled)};
        const char *zh[8] = {label.zh}, *en[8] = {label.en};
        for (size_t k = 0; k < 7; k++)
            zh[k + 1] = en[k + 1] = count[k];
        say(r, "li",
            first.unfiled
                ? (tp_words){"“{0}”以上各数为第 1 期（不予受理中有 {1} 个届时尚未提出，列入以后各"
                             "期）；按逐年展望，到第 {2} 期末自有空编解决 {3} 个、在借 {4} "
                             "个、尚缺 "
                             "{5} 个、不予受理 {6} 个、尚未提出 {7} 个。",
                             "“{0}”: these are the figures of period 1 (of the refused, {1} were "
                             "not filed by then and come later); in the outlook, by the end of "
                             "period {2} own vacancies cover {3}, {4} are on loan, {5} short, {6} "
                             "refused, {7} not filed."}
                : (tp_words){"“{0}”以上各数为第 1 期；按逐年展望，到第 {2} 期末自有空编解决 {3} "
                             "个、"
                             "在借 {4} 个、尚缺 {5} 个、不予受理 {6} 个。",
                             "“{0}”: these are the figures of period 1; in the outlook, by the end "
                             "of period {2} own vacancies cover {3}, {4} are on loan, {5} short, "
                             "{6} refused."},
            8, zh, en);
    }
}

/* "Is this the best there is?", answered before it is asked. */
static void best(tp_reporting *r)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->runs[i]->result->status != TP_OPTIMAL)
            return;
    if (r->n)
        tp_html_element(
            r->out, "li",
            r->n == 1
                ? (tp_words){"是否最好：已证明，在本方案的规则和目标次序之内没有更好的安排。",
                             "Is this the best? Yes, proven: under this scenario's rules and order "
                             "of goals there is no better arrangement."}
                : (tp_words){"是否最好：各方案都已证明，在各自的规则和目标次序之内没有更好的安排；"
                             "方案之间的取舍由会议决定。",
                             "Is this the best? Each is proven best under its own rules and order "
                             "of goals; which of them to choose is for the meeting."});
}

tp_status tp_report_conclusion(tp_reporting *r)
{
    tp_report_open(r, "conclusion", (tp_words){"结论", "Conclusion"});
    tp_report_opening(r);
    tp_buf_text(r->out, "<ul class=\"conclusion\">\n");
    stand_in(r);
    if (r->n) {
        own_sentence(r, 0);
        beside_sentences(r, 0);
    }
    for (size_t i = 1; i < r->n; i++)
        compare_sentence(r, i);
    unlike_inputs(r);
    plan_sentences(r);
    best(r);
    for (size_t i = 0; i < r->report->n_entries; i++)
        warn_entry(r, i);
    standing(r);
    tp_buf_text(r->out, "</ul>\n");
    tp_report_changes(r);
    conflicts(r);
    tp_report_close(r);
    return TP_OK;
}
