/* 会议纪要: who met, what was decided of each item, and what the books became with it. */
#include "report/papers/anchor.h"
#include "report/papers/papers.h"

#include <string.h>

static const tp_paper_column columns[][7] = {{{"序号", 7, TP_CELL_CENTRE},
                                              {"单位", 33, 0},
                                              {"业务", 9, 0},
                                              {"类别", 13, 0},
                                              {"申请", 11, 0},
                                              {"建议数", 11, TP_CELL_RIGHT},
                                              {"决定", 16, 0}},
                                             {{"No.", 7, TP_CELL_CENTRE},
                                              {"Unit", 29, 0},
                                              {"Kind", 10, 0},
                                              {"Category", 14, 0},
                                              {"Demand", 11, 0},
                                              {"Proposed", 12, TP_CELL_RIGHT},
                                              {"Decision", 17, 0}}};

typedef struct tally {
    int64_t items, agreed, cut, declined, deferred;
} tally;

/* One item: a loan or what is given; `none` is what its opinion was where nothing was approved. */
typedef struct item {
    const char *unit, *category, *demand;
    tp_journal_kind kind;
    int64_t proposed, approved;
    tp_opinion none;
} item;

static bool as_proposed(const item *i)
{
    return i->approved == i->proposed;
}

static const char *decision(tp_paper *paper, const item *i)
{
    if (!i->approved)
        return tp_paper_words(paper, tp_opinion_words[i->none]);
    return tp_paper_format(paper, "%s %lld",
                           tp_paper_words(paper, as_proposed(i) ? tp_opinion_words[TP_AGREE]
                                                                : (tp_words){"调减为", "cut to"}),
                           (long long)i->approved);
}

static item loan_item(const tp_papers *p, int32_t d)
{
    const tp_dataset *data = p->run->data;
    const tp_demand *demand = &data->demands[d];
    return (item){.unit = data->units[demand->unit].name,
                  .category = tp_dataset_name(data, data->lines[demand->line].category),
                  .demand = demand->code,
                  .kind = TP_JOURNAL_LOAN,
                  .proposed = p->run->result->loan[d],
                  .approved = p->loan[d],
                  .none = p->opinion[d]};
}

static item deposit_item(const tp_papers *p, const tp_gift *g)
{
    return (item){.unit = g->unit != TP_ID_NONE ? p->run->data->units[g->unit].name : g->from.unit,
                  .category = g->category,
                  .demand = "",
                  .kind = g->kind,
                  .proposed = g->proposed,
                  .approved = g->approved,
                  .none = TP_DISAGREE};
}

static void count_item(tally *t, const item *i)
{
    t->items++;
    t->agreed += as_proposed(i);
    t->cut += i->approved && !as_proposed(i);
    t->deferred += !i->approved && i->none == TP_DEFER;
    t->declined += !i->approved && i->none != TP_DEFER;
}

/* With a table, the items that are (or are not) as proposed are put into it. Items are what an
 * opinion can be given of; what else is given follows from the rules and the plan. */
static void each_item(tp_paper *paper, const tp_papers *p, tally *t, tp_paper_table *table,
                      bool agreed)
{
    const tp_dataset *data = p->run->data;
    int64_t number = 0;
    for (size_t k = 0; k < (size_t)data->n_demands + p->n_given; k++) {
        bool loan = k < (size_t)data->n_demands;
        int32_t d = loan ? data->demand_input_order[k] : 0;
        const tp_gift *g = loan ? NULL : &p->given[k - (size_t)data->n_demands];
        if (loan ? !p->run->result->loan[d] : g->kind != TP_JOURNAL_DEPOSIT)
            continue;
        item i = loan ? loan_item(p, d) : deposit_item(p, g);
        count_item(t, &i);
        if (!table || as_proposed(&i) != agreed)
            continue;
        tp_paper_cell_count(paper, table, ++number);
        tp_paper_cell(paper, table, i.unit);
        tp_paper_cell(paper, table, tp_paper_words(paper, tp_journal_kind_words[i.kind]));
        tp_paper_cell(paper, table, i.category);
        tp_paper_cell(paper, table, i.demand);
        tp_paper_cell_count(paper, table, i.proposed);
        tp_paper_cell(paper, table, decision(paper, &i));
    }
}

static void list(tp_paper *paper, const tp_papers *p, tp_words title, bool agreed, int64_t count)
{
    tally unused = {0};
    tp_paper_add(paper, TP_BLOCK_HEADING, tp_paper_words(paper, title));
    if (!count) {
        tp_paper_add(paper, TP_BLOCK_BODY, tp_paper_words(paper, (tp_words){"没有。", "None."}));
        return;
    }
    each_item(paper, p, &unused, tp_paper_table_add(paper, columns[p->lang], 7), agreed);
}

/* Filled in, or a line for the pen. */
static void attended(tp_paper *paper, tp_words label, const char *who)
{
    const char *args[] = {tp_paper_words(paper, label),
                          who && *who ? who : "＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿"};
    tp_paper_fill(paper, TP_BLOCK_BODY, (tp_words){"{0}：{1}", "{0}: {1}"}, 2, args);
}

static void totals(tp_paper *paper, const tp_papers *p, const tally *t)
{
    int64_t lent = 0, deposits = 0, refused = 0;
    const int64_t counts[] = {t->items, t->agreed, t->cut, t->declined, t->deferred};
    const char *args[8];
    for (int32_t d = 0; d < p->run->data->n_demands; d++) {
        lent += p->loan[d];
        refused += !p->run->result->live[d];
    }
    for (int32_t l = 0; l < p->run->data->n_lines; l++)
        deposits += p->deposit[l];
    for (int i = 0; i < 5; i++)
        args[i] = tp_paper_format(paper, "%lld", (long long)counts[i]);
    args[5] = tp_paper_format(paper, "%lld", (long long)lent);
    args[6] = tp_paper_format(paper, "%lld", (long long)deposits);
    args[7] = tp_paper_format(paper, "%lld", (long long)refused);
    tp_paper_fill(
        paper, TP_BLOCK_BODY,
        t->items
            ? (tp_words){"会议逐项审议借用和存入 {0} 项：按建议同意 {1} 项，调减 {2} 项，不同意 "
                         "{3} "
                         "项，暂缓 {4} 项。审定借用编制 {5} 个、存入编制 {6} 个。",
                         "{0} {0|loan or deposit was|loans and deposits were} gone through: {1} "
                         "agreed to as proposed, {2} cut, {3} turned down, {4} put off. {5} "
                         "{5|slot is|slots are} lent, {6} deposited."}
            : (tp_words){"没有需要逐项审议的借用和存入。", "There were no loans and no deposits to "
                                                           "go through."},
        8, args);
    tp_expiry_sentence(paper, p);
    if (refused)
        tp_paper_fill(paper, TP_BLOCK_BODY,
                      (tp_words){"另有 {7} 件申请依规定不予受理，理由和依据见审议表。",
                                 "{7} more {7|demand is|demands are} refused by the rules; the "
                                 "committee table says why."},
                      8, args);
}

static const tp_paper_column other_columns[][5] = {{{"序号", 7, TP_CELL_CENTRE},
                                                    {"单位或周转池", 46, 0},
                                                    {"业务", 17, 0},
                                                    {"类别", 18, 0},
                                                    {"数量", 12, TP_CELL_RIGHT}},
                                                   {{"No.", 7, TP_CELL_CENTRE},
                                                    {"Unit or pool", 44, 0},
                                                    {"Kind", 19, 0},
                                                    {"Category", 18, 0},
                                                    {"Count", 12, TP_CELL_RIGHT}}};

/* Whose it was, and who has it now where that is a unit too. */
static const char *between(tp_paper *paper, const tp_papers *p, const tp_gift *g)
{
    const tp_dataset *data = p->run->data;
    int32_t to = g->to.unit ? tp_dataset_unit(data, g->to.unit) : TP_ID_NONE;
    const char *heir = to != TP_ID_NONE ? data->units[to].name : g->to.unit;
    const char *from = g->unit != TP_ID_NONE ? data->units[g->unit].name : g->from.unit;
    if (!from)
        return tp_paper_arc(paper, g);
    return heir ? tp_paper_format(paper, "%s → %s", from, heir) : from;
}

/* What is done with the plan and bears no opinion of its own. */
static void others(tp_paper *paper, const tp_papers *p, const char *ordinal)
{
    tp_paper_table *table = NULL;
    int64_t number = 0;
    for (size_t i = 0; i < p->n_given; i++) {
        const tp_gift *g = &p->given[i];
        if (g->kind == TP_JOURNAL_DEPOSIT)
            continue;
        if (!table) {
            tp_paper_fill(paper, TP_BLOCK_HEADING,
                          (tp_words){"{0}、随方案一并办理的事项", "{0}. Done with the plan"}, 1,
                          &ordinal);
            table = tp_paper_table_add(paper, other_columns[p->lang], 5);
        }
        tp_paper_cell_count(paper, table, ++number);
        tp_paper_cell(paper, table, between(paper, p, g));
        tp_paper_cell(paper, table, tp_paper_words(paper, tp_journal_kind_words[g->kind]));
        tp_paper_cell(paper, table, tp_paper_gift_category(paper, p, i));
        tp_paper_cell_count(paper, table, g->approved);
        i += tp_gift_has_half(p, i);
    }
}

void tp_minutes_paper(tp_paper *paper, const tp_papers *p, const tp_attendance *who)
{
    tally t = {0};
    each_item(paper, p, &t, NULL, false);
    paper->mark = tp_papers_mark(p);
    paper->title = tp_paper_format(paper, p->lang == TP_EN ? "Minutes: %s" : "%s纪要", p->meeting);
    tp_paper_add(paper, TP_BLOCK_TITLE, paper->title);
    const char *args[] = {tp_paper_date(paper, p->decided_on), p->meeting,
                          tp_paper_format(paper, "%lld", (long long)p->proposal), p->title};
    tp_paper_fill(paper, TP_BLOCK_BODY,
                  (tp_words){"{0}，{1}审议了建议方案第 {2} 号《{3}》，形成以下决定。",
                             "On {0} {1} considered proposal no. {2}, “{3}”, and decided as "
                             "follows."},
                  4, args);
    attended(paper, (tp_words){"主持", "In the chair"}, who->chair);
    attended(paper, (tp_words){"出席", "Present"}, who->present);
    attended(paper, (tp_words){"缺席", "Absent"}, who->absent);
    attended(paper, (tp_words){"表决", "Votes"}, who->votes);
    totals(paper, p, &t);
    if (*p->reason)
        tp_paper_fill(paper, TP_BLOCK_BODY, (tp_words){"说明：{0}", "Remarks: {0}"}, 1, &p->reason);
    list(paper, p, (tp_words){"一、未按建议同意的事项", "1. Decided otherwise than proposed"},
         false, t.items - t.agreed);
    list(paper, p, (tp_words){"二、按建议同意的事项", "2. Agreed to as proposed"}, true, t.agreed);
    bool due = tp_expiry_minuted(
        paper, p,
        tp_paper_words(paper, (tp_words){"三、到期借用的处理", "3. Loans that fall due"}));
    others(paper, p, tp_paper_words(paper, due ? (tp_words){"四", "4"} : (tp_words){"三", "3"}));
    const char *by[] = {p->decided_by};
    tp_paper_add(paper, TP_BLOCK_BODY, "");
    tp_paper_fill(paper, TP_BLOCK_SIGNATURE, (tp_words){"审定人：{0}", "Approved by: {0}"}, 1, by);
    tp_paper_add(paper, TP_BLOCK_SIGNATURE, tp_paper_date(paper, p->decided_on));
    tp_anchor_note(paper, p->head);
}
