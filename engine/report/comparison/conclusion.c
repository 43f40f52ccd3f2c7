#include "report/comparison/sections.h"
#include "report/views/run_rows.h"

#include <string.h>

/* One clause about a change: "lends 12 slots more (98 → 110)"; nothing where there is none. */
static void clause(tp_reporting *r, tp_buf text[2], const tp_words words[2], int64_t before,
                   int64_t after)
{
    if (before == after)
        return;
    int64_t size = after > before ? after - before : before - after;
    const char *args[] = {tp_report_count(r, size), tp_report_slots(r, size),
                          tp_report_count(r, before), tp_report_count(r, after)};
    for (int lang = 0; lang < 2; lang++) {
        if (text[lang].length)
            tp_buf_text(&text[lang], lang == TP_ZH ? "，" : ", ");
        tp_words_fill(&text[lang], tp_words_in(words[after > before], (tp_lang)lang), 4, args);
    }
}

static const struct {
    tp_words words[2]; /* less, more */
} changes[] = {
    {{{"少投放 {0} 个（{2} → {3}）", "lends {1} fewer ({2} → {3})"},
      {"多投放 {0} 个（{2} → {3}）", "lends {1} more ({2} → {3})"}}},
    {{{"尚缺减少 {0} 个（{2} → {3}）", "leaves {1} fewer short ({2} → {3})"},
      {"尚缺增加 {0} 个（{2} → {3}）", "leaves {1} more short ({2} → {3})"}}},
    {{{"不予受理的申请少 {0} 个（{2} → {3}）", "refuses {1} fewer ({2} → {3})"},
      {"不予受理的申请多 {0} 个（{2} → {3}）", "refuses {1} more ({2} → {3})"}}},
    {{{"收储少 {0} 个（{2} → {3}）", "takes in {1} fewer ({2} → {3})"},
      {"收储多 {0} 个（{2} → {3}）", "takes in {1} more ({2} → {3})"}}},
    {{{"硬性收储少 {0} 个（{2} → {3}）", "reclaims {1} fewer ({2} → {3})"},
      {"硬性收储多 {0} 个（{2} → {3}）", "reclaims {1} more ({2} → {3})"}}},
    {{{"周转池留存少 {0} 个（{2} → {3}）", "keeps {1} fewer in the pools ({2} → {3})"},
      {"周转池留存多 {0} 个（{2} → {3}）", "keeps {1} more in the pools ({2} → {3})"}}},
};
enum { CHANGES = sizeof changes / sizeof *changes };

static void take(const tp_figures *f, int64_t out[CHANGES])
{
    const int64_t all[CHANGES] = {f->all.lent, f->all.unmet, f->all.denied,
                                  f->deposits, f->reclaimed, f->closing};
    memcpy(out, all, sizeof all);
}

static void both(tp_reporting *r, const tp_buf text[2], const tp_words frame, size_t i)
{
    tp_words label = r->label[r->entry[i]];
    const char *zh[] = {label.zh, text[0].bytes ? text[0].bytes : ""};
    const char *en[] = {label.en, text[1].bytes ? text[1].bytes : ""};
    tp_html_element(r->out, "li",
                    (tp_words){tp_page_words(&r->page, frame, 2, zh).zh,
                               tp_page_words(&r->page, frame, 2, en).en});
}

static size_t rows_unlike(const tp_reporting *r, size_t i)
{
    size_t unlike = 0;
    for (size_t k = 0; k < r->cmp.n_rows; k++)
        unlike += r->cmp.rows[k].count[i] != r->cmp.rows[k].count[0];
    return unlike;
}

static void compare_sentence(tp_reporting *r, size_t i)
{
    int64_t before[CHANGES], after[CHANGES];
    tp_buf text[2];
    tp_buf_init(&text[0]);
    tp_buf_init(&text[1]);
    take(&r->cmp.figures[0], before);
    take(&r->cmp.figures[i], after);
    for (size_t k = 0; k < CHANGES; k++)
        clause(r, text, changes[k].words, before[k], after[k]);
    size_t unlike = rows_unlike(r, i);
    if (!unlike) {
        both(r, text,
             (tp_words){"“{0}”与基准的调剂结果完全相同，每个单位、每件申请的数量都一样。",
                        "“{0}” moves exactly what the baseline moves, unit by unit."},
             i);
    } else if (!text[0].length) {
        tp_buf_text(&text[0], tp_report_count(r, (int64_t)unlike));
        tp_buf_text(&text[1],
                    tp_report_nouns(r, (int64_t)unlike, "movement differs", "movements differ"));
        both(r, text,
             (tp_words){"“{0}”的各项总数与基准相同，但有 {1} 项调剂的数量不同。",
                        "“{0}” has the same totals as the baseline, but {1}."},
             i);
    } else {
        both(r, text, (tp_words){"与基准相比，“{0}”{1}。", "Against the baseline, “{0}” {1}."}, i);
    }
    tp_buf_finish(&text[0]);
    tp_buf_finish(&text[1]);
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
                        tp_report_count(r, f->touched_units)};
    const char *en[] = {r->label[r->entry[i]].en,
                        tp_report_nouns(r, f->all.demands, "demand asks", "demands ask"),
                        tp_report_slots(r, f->all.asked),
                        tp_report_count(r, f->all.own),
                        tp_report_count(r, f->all.lent),
                        tp_report_count(r, f->all.unmet),
                        tp_report_count(r, f->all.denied),
                        tp_report_slots(r, f->deposits),
                        tp_report_nouns(r, f->touched_units, "unit", "units")};
    static const tp_words lent = {
        "“{0}”：{1} 件申请共需 {2} 个编制，自有空编解决 {3} 个，周转池投放 {4} 个，尚缺 {5} "
        "个，不予受理 {6} 个；收储 {7} 个，涉及 {8} 个单位。",
        "“{0}”: {1} for {2}; own vacancies cover {3}, the pools lend {4}; short: {5}, "
        "refused: {6}. Deposits come to {7}; {8} touched in all."};
    static const tp_words none = {
        "“{0}”没有投放任何编制：{1} 件申请共需 {2} 个，自有空编解决 {3} 个，尚缺 {5} "
        "个，不予受理 {6} 个；收储 {7} 个。",
        "“{0}” lends nothing: {1} for {2}; own vacancies cover {3}; short: {5}, refused: {6}. "
        "Deposits come to {7}."};
    static const tp_words idle = {"“{0}”：没有用编申请；收储 {7} 个，涉及 {8} 个单位。",
                                  "“{0}”: there is no demand. Deposits come to {7}; {8} touched "
                                  "in all."};
    tp_words frame = !f->all.demands ? idle : f->all.lent ? lent : none;
    tp_html_element(r->out, "li",
                    (tp_words){tp_page_words(&r->page, frame, 9, zh).zh,
                               tp_page_words(&r->page, frame, 9, en).en});
}

/* "Most goes up in …, most goes down in …". */
static void sector_sentence(tp_reporting *r, size_t i)
{
    const tp_figures *base = &r->cmp.figures[0], *f = &r->cmp.figures[i];
    int64_t most = 0, least = 0;
    const char *up = "", *down = "";
    for (size_t k = 0; k < f->n_sectors; k++)
        for (size_t b = 0; b < base->n_sectors; b++) {
            if (strcmp(f->by_sector[k].name, base->by_sector[b].name) != 0)
                continue;
            int64_t change = f->by_sector[k].lent - base->by_sector[b].lent;
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
    const char *zh[] = {r->label[r->entry[i]].zh, high.zh, tp_report_count(r, most), low.zh,
                        tp_report_count(r, -least)};
    const char *en[] = {r->label[r->entry[i]].en, high.en, tp_report_count(r, most), low.en,
                        tp_report_count(r, -least)};
    tp_words frame = {NULL, NULL};
    if (most && least)
        frame = (tp_words){"按领域看，“{0}”中{1}增加最多（+{2}），{3}减少最多（−{4}）。",
                           "By sector, “{0}” gains most in {1} (+{2}) and loses most in {3} "
                           "(−{4})."};
    else if (most)
        frame = (tp_words){"按领域看，“{0}”中{1}增加最多（+{2}），没有领域减少。",
                           "By sector, “{0}” gains most in {1} (+{2}); none loses."};
    else if (least)
        frame = (tp_words){"按领域看，“{0}”中{3}减少最多（−{4}），没有领域增加。",
                           "By sector, “{0}” loses most in {3} (−{4}); none gains."};
    if (frame.zh)
        tp_html_element(r->out, "li",
                        (tp_words){tp_page_words(&r->page, frame, 5, zh).zh,
                                   tp_page_words(&r->page, frame, 5, en).en});
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
        tp_buf text[2];
        tp_buf_init(&text[0]);
        tp_buf_init(&text[1]);
        tp_buf_text(&text[0], what.zh);
        tp_buf_text(&text[1], what.en);
        both(r, text,
             (tp_words){"“{0}”与基准所用的{1}不同，差别不全是方案造成的。",
                        "“{0}” does not rest on the same {1} as the baseline: not every "
                        "difference comes from the scenario."},
             i);
        tp_buf_finish(&text[0]);
        tp_buf_finish(&text[1]);
    }
}

tp_status tp_report_conclusion(tp_reporting *r)
{
    tp_report_open(r, "conclusion", (tp_words){"结论", "Conclusion"});
    tp_buf_text(r->out, "<ul class=\"conclusion\">\n");
    stand_in(r);
    if (r->n)
        own_sentence(r, 0);
    for (size_t i = 1; i < r->n; i++) {
        compare_sentence(r, i);
        sector_sentence(r, i);
    }
    unlike_inputs(r);
    for (size_t i = 0; i < r->report->n_entries; i++)
        warn_entry(r, i);
    standing(r);
    tp_buf_text(r->out, "</ul>\n");
    conflicts(r);
    tp_report_close(r);
    return TP_OK;
}
