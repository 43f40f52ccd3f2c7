/* 编制使用通知单: what one unit is told of an approval. Layout: GB/T 9704-2012. */
#include "report/papers/anchor.h"
#include "report/papers/papers.h"
#include "report/papers/unsettled.h"

#include <stdlib.h>
#include <string.h>

static const char *unit_name(tp_paper *paper, const tp_papers *p, int32_t unit)
{
    const tp_unit *u = &p->run->data->units[unit];
    if (strcmp(u->name, u->code) == 0)
        return u->code;
    return tp_paper_format(paper, p->lang == TP_EN ? "%s (%s)" : "%s（%s）", u->name, u->code);
}

/* Of people both units are told; else it is the one that gives, or gets. */
static bool concerns(const tp_journal_entry *move, const char *unit)
{
    if (move->kind == TP_JOURNAL_PEOPLE)
        return strcmp(move->from.unit, unit) == 0 || strcmp(move->to.unit, unit) == 0;
    const char *who = move->from.unit ? move->from.unit : move->to.unit;
    return who && strcmp(who, unit) == 0;
}

static int64_t total_of(const tp_papers *p, const char *unit, tp_journal_kind kind)
{
    int64_t total = 0;
    for (size_t i = 0; i < p->n_moves; i++)
        if (p->moves[i].kind == kind && concerns(&p->moves[i], unit))
            total += p->moves[i].count;
    return total;
}

static const tp_paper_column loan_columns[][8] = {{{"申请编号", 13, 0},
                                                   {"编制类别", 13, 0},
                                                   {"领域", 13, 0},
                                                   {"申请数", 10, TP_CELL_RIGHT},
                                                   {"自有空编", 13, TP_CELL_RIGHT},
                                                   {"周转借用", 13, TP_CELL_RIGHT},
                                                   {"尚缺", 8, TP_CELL_RIGHT},
                                                   {"到期日", 17, TP_CELL_CENTRE}},
                                                  {{"Demand", 13, 0},
                                                   {"Category", 16, 0},
                                                   {"Sector", 13, 0},
                                                   {"Asked", 11, TP_CELL_RIGHT},
                                                   {"Own", 8, TP_CELL_RIGHT},
                                                   {"Lent", 8, TP_CELL_RIGHT},
                                                   {"Short", 11, TP_CELL_RIGHT},
                                                   {"Due", 20, TP_CELL_CENTRE}}};

/* Of a draft: the day of approval is not known yet. */
static const char *draft_due(tp_paper *paper, const tp_papers *p, int32_t d)
{
    if (d == TP_ID_NONE || !p->run->data->months_given)
        return tp_paper_words(paper, (tp_words){"批准时确定", "set on approval"});
    return tp_paper_format(paper, p->lang == TP_EN ? "%d months from approval" : "批准后%d个月",
                           (int)p->run->data->demands[d].term_months);
}

static void loan_table(tp_paper *paper, const tp_papers *p, const char *unit)
{
    tp_paper_table *table = tp_paper_table_add(paper, loan_columns[p->lang], 8);
    int64_t sums[4] = {0};
    size_t rows = 0;
    for (size_t i = 0; i < p->n_moves; i++) {
        const tp_journal_entry *e = &p->moves[i];
        if (e->kind != TP_JOURNAL_LOAN || !concerns(e, unit))
            continue;
        int32_t d = tp_dataset_demand(p->run->data, e->demand);
        int64_t asked = d < 0 ? 0 : p->run->data->demands[d].quantity;
        int64_t own = d < 0 ? 0 : p->run->result->own[d];
        tp_paper_cell(paper, table, e->demand);
        tp_paper_cell(paper, table, e->category);
        tp_paper_cell(paper, table, e->sector ? e->sector : "");
        tp_paper_cell_count(paper, table, asked);
        tp_paper_cell_count(paper, table, own);
        tp_paper_cell_count(paper, table, e->count);
        tp_paper_cell_count(paper, table, asked - own - e->count);
        tp_paper_cell(paper, table,
                      e->due_on == TP_DATE_NONE && p->draft ? draft_due(paper, p, d)
                                                            : tp_paper_iso(paper, e->due_on));
        sums[3] += asked - own - e->count;
        sums[0] += asked;
        sums[1] += own;
        sums[2] += e->count;
        rows++;
    }
    if (rows < 2)
        return;
    table->total = true;
    tp_paper_cell(paper, table, tp_paper_words(paper, (tp_words){"合计", "Total"}));
    tp_paper_cell(paper, table, "");
    tp_paper_cell(paper, table, "");
    for (int i = 0; i < 4; i++)
        tp_paper_cell_count(paper, table, sums[i]);
    tp_paper_cell(paper, table, "");
}

static const tp_paper_column give_columns[][4] = {
    {{"业务", 25, 0}, {"编制类别", 25, 0}, {"周转池", 30, 0}, {"数量", 20, TP_CELL_RIGHT}},
    {{"Kind", 25, 0}, {"Category", 25, 0}, {"Pool", 30, 0}, {"Count", 20, TP_CELL_RIGHT}}};

static void give_table(tp_paper *paper, const tp_papers *p, const char *unit)
{
    tp_paper_table *table = tp_paper_table_add(paper, give_columns[p->lang], 4);
    for (size_t i = 0; i < p->n_moves; i++) {
        const tp_journal_entry *e = &p->moves[i];
        if (e->kind == TP_JOURNAL_LOAN || e->kind == TP_JOURNAL_PEOPLE || tp_papers_regroups(e) ||
            !concerns(e, unit))
            continue;
        tp_paper_cell(paper, table, tp_paper_words(paper, tp_journal_kind_words[e->kind]));
        tp_paper_cell(paper, table, e->category);
        tp_paper_cell(paper, table, tp_paper_pool(paper, e->to.scope, e->to.ring));
        tp_paper_cell_count(paper, table, e->count);
    }
}

static const tp_paper_column slot_columns[][6] = {{{"序号", 9, TP_CELL_CENTRE},
                                                   {"申请编号", 16, 0},
                                                   {"编制类别", 16, 0},
                                                   {"编制来源", 16, 0},
                                                   {"使用人姓名", 25, 0},
                                                   {"备注", 18, 0}},
                                                  {{"No.", 9, TP_CELL_CENTRE},
                                                   {"Demand", 16, 0},
                                                   {"Category", 16, 0},
                                                   {"Source", 16, 0},
                                                   {"Name of holder", 25, 0},
                                                   {"Remarks", 18, 0}}};

/* One row a slot, with a blank for the name of who will hold it. */
static void slot_list(tp_paper *paper, const tp_papers *p, const char *unit)
{
    tp_paper_add(paper, TP_BLOCK_CAPTION,
                 tp_paper_words(paper, (tp_words){"用编人员登记表", "Register of holders"}));
    tp_paper_table *table = tp_paper_table_add(paper, slot_columns[p->lang], 6);
    table->tall = true;
    int64_t number = 0;
    for (size_t i = 0; i < p->n_moves; i++) {
        const tp_journal_entry *e = &p->moves[i];
        if (e->kind != TP_JOURNAL_LOAN || !concerns(e, unit))
            continue;
        for (int64_t k = 0; k < e->count; k++) {
            tp_paper_cell_count(paper, table, ++number);
            tp_paper_cell(paper, table, e->demand);
            tp_paper_cell(paper, table, e->category);
            tp_paper_cell(paper, table, tp_paper_words(paper, (tp_words){"周转借用", "on loan"}));
            tp_paper_cell(paper, table, "");
            tp_paper_cell(paper, table, "");
        }
    }
}

static void opening(tp_paper *paper, const tp_papers *p)
{
    const char *args[] = {p->meeting, tp_paper_date(paper, p->decided_on)};
    const char *undone[] = {tp_paper_date(paper, p->undone_on)};
    if (p->undone_on)
        tp_paper_fill(paper, TP_BLOCK_BODY,
                      (tp_words){"本通知单所依据的审定已于{0}冲销，不再作为使用编制的依据。",
                                 "What this notice rests on was undone on {0}: no slot may be used "
                                 "on the strength of it."},
                      1, undone);
    if (p->draft)
        tp_paper_add(
            paper, TP_BLOCK_BODY,
            tp_paper_words(
                paper,
                (tp_words){
                    "本通知单为草案，尚未经机构编制委员会审定，不作为使用编制的依据。",
                    "This is a draft: the committee has not decided, and no slot may be used "
                    "on the strength of it."}));
    else if (p->approved.filed)
        tp_paper_fill(
            paper, TP_BLOCK_BODY,
            (tp_words){"在批准的系统总量以内，已于{1}备案，现将你单位编制周转使用有关事项"
                       "通知如下。",
                       "As filed on {1} within the total approved for the system, your "
                       "unit is notified of the following about the pooled use of slots."},
            2, args);
    else
        tp_paper_fill(paper, TP_BLOCK_BODY,
                      (tp_words){"经{0}（{1}）审定，现将你单位编制周转使用有关事项通知如下。",
                                 "As decided by {0} on {1}, your unit is notified of the following "
                                 "about the pooled use of slots."},
                      2, args);
}

static void loans_part(tp_paper *paper, const tp_papers *p, const char *unit, const char *ordinal)
{
    char count[TP_DEC_TEXT];
    tp_int_format(total_of(p, unit, TP_JOURNAL_LOAN), count);
    tp_paper_fill(paper, TP_BLOCK_HEADING,
                  (tp_words){"{0}、同意借用周转编制", "{0}. Slots lent to you"}, 1, &ordinal);
    const char *args[] = {count};
    tp_paper_fill(paper, TP_BLOCK_BODY,
                  (tp_words){"同意你单位从编制周转池借用编制{0}个，明细如下：",
                             "Your unit may use {0} {0|slot|slots} of the pool, as follows:"},
                  1, args);
    loan_table(paper, p, unit);
    int32_t u = tp_dataset_unit(p->run->data, unit);
    const char *standard = u == TP_ID_NONE ? NULL : p->run->data->units[u].entry_standard;
    if (standard)
        tp_paper_fill(paper, TP_BLOCK_BODY,
                      (tp_words){"进人条件：{0}。", "Whom these slots may take in: {0}."}, 1,
                      &standard);
    tp_paper_add(
        paper, TP_BLOCK_BODY,
        tp_paper_words(
            paper,
            (tp_words){
                "借用编制的所有权不变，只能用于所列申请事项。使用人调离、退休或辞职的，应及时将编制"
                "归还周转池；"
                "到期前三十日内，根据评估结果办理续借、核减或者归还。",
                "Ownership of these slots does not change, and they serve the demands listed "
                "only. When a holder leaves or retires, the slot goes back to the pool. Within "
                "thirty days before the due date they are renewed, reduced or given back, as "
                "the evaluation shows."}));
}

/* What the unit asked for and does not get in full: why, and how it goes on. */
static bool leaves_open(const tp_papers *p, int32_t unit)
{
    for (size_t i = 0; i < p->n_open; i++)
        if (p->run->data->demands[p->open[i].demand].unit == unit)
            return true;
    return false;
}

static void open_part(tp_paper *paper, const tp_papers *p, int32_t unit, const char *ordinal)
{
    tp_paper_fill(paper, TP_BLOCK_HEADING,
                  (tp_words){"{0}、尚未解决的用编申请", "{0}. What stays open"}, 1, &ordinal);
    for (size_t i = 0; i < p->n_open; i++)
        if (p->run->data->demands[p->open[i].demand].unit == unit)
            tp_open_paragraphs(paper, p, &p->open[i]);
}

static void gives_part(tp_paper *paper, const tp_papers *p, const char *unit, const char *ordinal)
{
    char lent[TP_DEC_TEXT], taken[TP_DEC_TEXT];
    int64_t reclaimed = total_of(p, unit, TP_JOURNAL_RECLAIM);
    tp_int_format(total_of(p, unit, TP_JOURNAL_DEPOSIT), lent);
    tp_int_format(reclaimed, taken);
    tp_paper_fill(paper, TP_BLOCK_HEADING,
                  (tp_words){"{0}、存入周转池的编制", "{0}. Slots you place in the pool"}, 1,
                  &ordinal);
    const char *args[] = {lent, taken};
    tp_paper_fill(
        paper, TP_BLOCK_BODY,
        reclaimed
            ? (tp_words){"你单位存入周转池编制{0}个，硬性收储{1}个，明细如下：",
                         "Your unit deposits {0} {0|slot|slots}, and {1} {1|is|are} reclaimed:"}
            : (tp_words){"你单位存入周转池编制{0}个，明细如下：",
                         "Your unit deposits {0} {0|slot|slots}, as follows:"},
        2, args);
    give_table(paper, p, unit);
    tp_paper_add(
        paper, TP_BLOCK_BODY,
        tp_paper_words(
            paper,
            reclaimed
                ? (tp_words){"存入的编制所有权仍属你单位，可在周转池余额范围内申请支取；硬性收储的"
                             "编制所有权转归周转池。",
                             "What is deposited stays yours and can be withdrawn as far as the "
                             "pool's "
                             "balance goes; ownership of what is reclaimed passes to the pool."}
                : (tp_words){"存入的编制所有权仍属你单位，可在周转池余额范围内申请支取。",
                             "What is deposited stays yours and can be withdrawn as far as the "
                             "pool's balance goes."}));
}

static void people_part(tp_paper *paper, const tp_papers *p, const char *unit, const char *ordinal)
{
    tp_paper_fill(paper, TP_BLOCK_HEADING, (tp_words){"{0}、人员划转", "{0}. People who move"}, 1,
                  &ordinal);
    for (size_t i = 0; i < p->n_moves; i++) {
        const tp_journal_entry *e = &p->moves[i];
        if (e->kind != TP_JOURNAL_PEOPLE || !concerns(e, unit))
            continue;
        bool leaves = strcmp(e->from.unit, unit) == 0;
        const char *other = leaves ? e->to.unit : e->from.unit;
        int32_t u = tp_dataset_unit(p->run->data, other);
        char count[TP_DEC_TEXT];
        tp_int_format(e->count, count);
        const char *args[] = {count, e->category, u < 0 ? other : unit_name(paper, p, u)};
        tp_paper_fill(
            paper, TP_BLOCK_BODY,
            leaves ? (tp_words){"你单位超编人员{0}名（{1}）划入{2}，占用该单位空编。",
                                "{0} {0|person|people} ({1}) above your usage rights {0|goes|go} "
                                "to {2} and {0|takes|take} {0|a vacancy|vacancies} there."}
                   : (tp_words){"由{2}划入超编人员{0}名（{1}），占用你单位空编。",
                                "{0} {0|person|people} ({1}) from {2} {0|takes|take} "
                                "{0|a vacancy|vacancies} of yours."},
            3, args);
    }
    tp_paper_add(paper, TP_BLOCK_BODY,
                 tp_paper_words(paper, (tp_words){"编制所有权和使用权不因人员划转改变。",
                                                  "Neither ownership nor use of slots changes "
                                                  "with the people."}));
}

static bool regroups(const tp_journal_entry *e, const char *unit)
{
    return tp_papers_regroups(e) &&
           (strcmp(e->from.unit, unit) == 0 || (e->to.unit && strcmp(e->to.unit, unit) == 0));
}

static bool regrouped(const tp_papers *p, const char *unit)
{
    for (size_t i = 0; i < p->n_moves; i++)
        if (regroups(&p->moves[i], unit))
            return true;
    return false;
}

static const tp_paper_column regroup_columns[][5] = {{{"业务", 16, 0},
                                                      {"编制类别", 18, 0},
                                                      {"转出", 26, 0},
                                                      {"转入", 26, 0},
                                                      {"数量", 14, TP_CELL_RIGHT}},
                                                     {{"Kind", 20, 0},
                                                      {"Category", 16, 0},
                                                      {"From", 25, 0},
                                                      {"To", 25, 0},
                                                      {"Count", 14, TP_CELL_RIGHT}}};

static const char *side_of(tp_paper *paper, const tp_papers *p, tp_account account)
{
    int32_t unit = account.unit ? tp_dataset_unit(p->run->data, account.unit) : TP_ID_NONE;
    if (unit != TP_ID_NONE)
        return unit_name(paper, p, unit);
    return account.unit ? account.unit
                        : tp_paper_format(paper, p->lang == TP_EN ? "pool %s" : "周转池 %s",
                                          tp_paper_pool(paper, account.scope, account.ring));
}

static void regroup_part(tp_paper *paper, const tp_papers *p, const char *unit, const char *ordinal)
{
    tp_paper_fill(paper, TP_BLOCK_HEADING, (tp_words){"{0}、机构编制调整", "{0}. Reorganisation"},
                  1, &ordinal);
    tp_paper_add(paper, TP_BLOCK_BODY,
                 tp_paper_words(paper, (tp_words){"下列编制的所有权随机构编制调整变动：",
                                                  "Ownership of these slots changes with the "
                                                  "reorganisation:"}));
    tp_paper_table *table = tp_paper_table_add(paper, regroup_columns[p->lang], 5);
    bool succeeds = false;
    for (size_t i = 0; i < p->n_moves; i++) {
        const tp_journal_entry *e = &p->moves[i];
        if (!regroups(e, unit))
            continue;
        succeeds = succeeds || e->kind == TP_JOURNAL_SUCCEED;
        tp_paper_cell(paper, table, tp_paper_words(paper, tp_journal_kind_words[e->kind]));
        tp_paper_cell(paper, table, e->category);
        tp_paper_cell(paper, table, side_of(paper, p, e->from));
        tp_paper_cell(paper, table, side_of(paper, p, e->to));
        tp_paper_cell_count(paper, table, e->count);
    }
    if (succeeds)
        tp_paper_add(
            paper, TP_BLOCK_BODY,
            tp_paper_words(paper, (tp_words){"被承接单位在周转池的存入和借用由承接单位继续承担。",
                                             "Deposits and loans of a unit that is succeeded go on "
                                             "with the one that took its place."}));
}

void tp_notice_paper(tp_paper *paper, const tp_papers *p, const tp_notice *notice)
{
    const char *unit = p->run->data->units[notice->unit].code;
    bool borrows = total_of(p, unit, TP_JOURNAL_LOAN) > 0;
    bool gives = total_of(p, unit, TP_JOURNAL_DEPOSIT) + total_of(p, unit, TP_JOURNAL_RECLAIM) > 0;
    bool people = total_of(p, unit, TP_JOURNAL_PEOPLE) > 0;
    bool regroups_too = regrouped(p, unit);
    bool expires = tp_expiry_decided(p, notice->unit) > 0;
    static const tp_words ordinals[] = {{"一", "1"}, {"二", "2"}, {"三", "3"},
                                        {"四", "4"}, {"五", "5"}, {"六", "6"}};
    size_t part = 0;
    tp_words title = borrows ? (tp_words){"编制使用通知单", "Notice of use of slots"}
                     : gives ? (tp_words){"编制存入通知单", "Notice of deposit of slots"}
                     : expires
                         ? (tp_words){"借用编制到期处理通知单", "Notice of loans that fall due"}
                     : regroups_too ? (tp_words){"编制调整通知单", "Notice of reorganisation"}
                                    : (tp_words){"人员划转通知单", "Notice of moves of people"};
    paper->mark = tp_papers_mark(p);
    paper->prefix = p->run->scenario->prefix;
    paper->title = tp_paper_words(paper, title);
    tp_paper_add(paper, TP_BLOCK_TITLE, paper->title);
    tp_paper_add(paper, TP_BLOCK_NUMBER, tp_notice_number(paper, notice->number));
    tp_paper_add(paper, TP_BLOCK_ADDRESSEE,
                 tp_paper_format(paper, p->lang == TP_EN ? "%s:" : "%s：",
                                 unit_name(paper, p, notice->unit)));
    opening(paper, p);
    tp_unsettled_part(paper, p, notice->unit);
    if (borrows)
        loans_part(paper, p, unit, tp_paper_words(paper, ordinals[part++]));
    if (expires)
        tp_expiry_part(paper, p, notice->unit, tp_paper_words(paper, ordinals[part++]));
    if (gives)
        gives_part(paper, p, unit, tp_paper_words(paper, ordinals[part++]));
    if (people)
        people_part(paper, p, unit, tp_paper_words(paper, ordinals[part++]));
    if (regroups_too)
        regroup_part(paper, p, unit, tp_paper_words(paper, ordinals[part++]));
    if (leaves_open(p, notice->unit))
        open_part(paper, p, notice->unit, tp_paper_words(paper, ordinals[part]));
    tp_paper_add(paper, TP_BLOCK_BODY, "");
    tp_paper_add(paper, TP_BLOCK_SIGNATURE, p->issuer);
    tp_paper_add(paper, TP_BLOCK_SIGNATURE, tp_paper_date(paper, p->decided_on));
    tp_anchor_note(paper, p->head);
    if (borrows) {
        tp_paper_add(paper, TP_BLOCK_PAGE, "");
        slot_list(paper, p, unit);
    }
}
