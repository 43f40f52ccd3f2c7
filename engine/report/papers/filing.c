/* 备案: the part of the committee's table that is for its information, and the sheet of a system's
 * filing. */
#include "models/rules/filing.h"
#include "report/papers/anchor.h"
#include "report/papers/papers.h"

#include <string.h>

static const tp_filing *items_of(const tp_papers *p, size_t *count)
{
    const tp_list *list = tp_filings_stated(p->run->kase->bind);
    *count = list->count;
    return list->items;
}

static const char *label_of(tp_paper *paper, const tp_papers *p, int32_t unit)
{
    const tp_unit *u = &p->run->data->units[unit];
    return strcmp(u->name, u->code) == 0 ? u->code
                                         : tp_paper_format(paper, "%s %s", u->code, u->name);
}

/* Words with an item's name, basis, days, total, what was filed before, now, and what is left. */
static void say_item(tp_paper *paper, const tp_papers *p, tp_block_kind kind, size_t item,
                     tp_words frame)
{
    size_t count;
    const tp_filing *at = &items_of(p, &count)[item];
    int64_t now = p->filed.moved[item];
    const char *args[] = {
        at->name,
        at->basis,
        tp_paper_date(paper, at->from),
        tp_paper_date(paper, at->until),
        tp_paper_format(paper, "%lld", (long long)at->total),
        tp_paper_format(paper, "%lld", (long long)(at->filed + at->booked)),
        tp_paper_format(paper, "%lld", (long long)now),
        tp_paper_format(paper, "%lld", (long long)(tp_filing_left(at) - now)),
    };
    tp_paper_fill(paper, kind, frame, sizeof args / sizeof *args, args);
}

static const tp_paper_column loan_columns[][8] = {{{"序号", 6, TP_CELL_CENTRE},
                                                   {"借用单位", 26, 0},
                                                   {"类别", 10, 0},
                                                   {"申请", 10, 0},
                                                   {"申请数", 9, TP_CELL_RIGHT},
                                                   {"自有", 8, TP_CELL_RIGHT},
                                                   {"备案数", 9, TP_CELL_RIGHT},
                                                   {"列入总量", 22, 0}},
                                                  {{"No.", 6, TP_CELL_CENTRE},
                                                   {"Borrower", 25, 0},
                                                   {"Category", 12, 0},
                                                   {"Demand", 10, 0},
                                                   {"Asked", 9, TP_CELL_RIGHT},
                                                   {"Own", 8, TP_CELL_RIGHT},
                                                   {"Filed", 9, TP_CELL_RIGHT},
                                                   {"Under", 21, 0}}};

/* Of one item, or of all (-1). */
static void loan_table(tp_paper *paper, const tp_papers *p, int32_t item)
{
    const tp_dataset *data = p->run->data;
    tp_paper_table *table = tp_paper_table_add(paper, loan_columns[p->lang], item < 0 ? 8 : 7);
    size_t count;
    const tp_filing *items = items_of(p, &count);
    int64_t number = 0, sums[3] = {0};
    for (int32_t at = 0; at < data->n_demands; at++) {
        int32_t d = data->demand_input_order[at], its = p->filed.item[d];
        int64_t figures[] = {data->demands[d].quantity, p->run->result->own[d], p->loan[d]};
        if (its < 0 || (item >= 0 && its != item))
            continue;
        tp_paper_cell_count(paper, table, ++number);
        tp_paper_cell(paper, table, label_of(paper, p, data->demands[d].unit));
        tp_paper_cell(paper, table,
                      tp_dataset_name(data, data->lines[data->demands[d].line].category));
        tp_paper_cell(paper, table, data->demands[d].code);
        for (int k = 0; k < 3; k++) {
            tp_paper_cell_count(paper, table, figures[k]);
            sums[k] += figures[k];
        }
        if (item < 0)
            tp_paper_cell(paper, table, items[its].name);
    }
    if (number < 2)
        return;
    table->total = true;
    tp_paper_cell(paper, table, "");
    tp_paper_cell(paper, table, tp_paper_words(paper, (tp_words){"合计", "Total"}));
    tp_paper_cell(paper, table, "");
    tp_paper_cell(paper, table, "");
    for (int k = 0; k < 3; k++)
        tp_paper_cell_count(paper, table, sums[k]);
    if (item < 0)
        tp_paper_cell(paper, table, "");
}

static const tp_paper_column give_columns[][4] = {{{"序号", 10, TP_CELL_CENTRE},
                                                   {"存入单位", 50, 0},
                                                   {"类别", 20, 0},
                                                   {"编制数", 20, TP_CELL_RIGHT}},
                                                  {{"No.", 10, TP_CELL_CENTRE},
                                                   {"Depositor", 50, 0},
                                                   {"Category", 20, 0},
                                                   {"Slots", 20, TP_CELL_RIGHT}}};

/* What of each deposit stands behind the item's loans. */
static void give_table(tp_paper *paper, const tp_papers *p, int32_t item)
{
    const tp_dataset *data = p->run->data;
    tp_paper_table *table = tp_paper_table_add(paper, give_columns[p->lang], 4);
    int64_t number = 0;
    for (int32_t at = 0; at < data->n_lines; at++) {
        int32_t l = data->line_input_order[at];
        if (!p->filed.deposit[l] || tp_filing_of_line(p->run->kase->bind, l) != item)
            continue;
        tp_paper_cell_count(paper, table, ++number);
        tp_paper_cell(paper, table, label_of(paper, p, data->lines[l].unit));
        tp_paper_cell(paper, table, tp_dataset_name(data, data->lines[l].category));
        tp_paper_cell_count(paper, table, p->filed.deposit[l]);
    }
}

void tp_filing_section(tp_paper *paper, const tp_papers *p)
{
    size_t count;
    items_of(p, &count);
    bool any = false;
    for (size_t i = 0; p->filed.item && i < count; i++)
        any = any || p->filed.moved[i];
    if (!any)
        return;
    tp_paper_add(paper, TP_BLOCK_CAPTION,
                 tp_paper_words(paper, (tp_words){"只须备案、供会议知悉的借用（不须审定）",
                                                  "For information: loans that are filed and need "
                                                  "no decision"}));
    loan_table(paper, p, -1);
    for (size_t i = 0; i < count; i++)
        if (p->filed.moved[i])
            say_item(paper, p, TP_BLOCK_NOTE, i,
                     (tp_words){"“{0}”（{1}，{2}至{3}）：总量 {4} 个，此前已备案 {5} 个，本次 {6} "
                                "个，尚余 {7} 个；支撑的编制已计入第三部分的存入",
                                "{0} ({1}, {2} to {3}): total {4}, filed before {5}, now {6}, left "
                                "{7}; the slots behind them are among the deposits of part 3"});
}

void tp_filing_paper(tp_paper *paper, const tp_papers *p, int32_t item)
{
    paper->mark = tp_papers_mark(p);
    paper->title = tp_paper_words(paper, (tp_words){"编制调剂备案表", "Filing sheet"});
    tp_paper_add(paper, TP_BLOCK_TITLE, paper->title);
    tp_paper_add(paper, TP_BLOCK_NUMBER, p->title);
    say_item(paper, p, TP_BLOCK_BODY, (size_t)item,
             (tp_words){"总量：{0}。依据：{1}。有效期：{2}至{3}。",
                        "Total: {0}. Basis: {1}. In force from {2} to {3}."});
    say_item(paper, p, TP_BLOCK_BODY, (size_t)item,
             (tp_words){"批准总量 {4} 个，此前已备案 {5} 个，本次备案 {6} 个，尚余 {7} 个。",
                        "Approved {4}, filed before {5}, filed now {6}, left {7}."});
    tp_paper_add(paper, TP_BLOCK_CAPTION,
                 tp_paper_words(paper, (tp_words){"一、借用", "1. Loans"}));
    loan_table(paper, p, item);
    tp_paper_add(paper, TP_BLOCK_CAPTION,
                 tp_paper_words(paper, (tp_words){"二、支撑这些借用的存入", "2. Deposits behind "
                                                                            "them"}));
    give_table(paper, p, item);
    tp_paper_add(
        paper, TP_BLOCK_NOTE,
        tp_paper_words(
            paper, (tp_words){"以上编制只在本系统单位之间周转，所有权不变，各周转池余额不变。",
                              "These slots move among the system's own units: ownership and the "
                              "pools' balances stay as they are."}));
    tp_paper_add(paper, TP_BLOCK_BODY, "");
    if (p->approved.filed) {
        const char *args[] = {p->decided_by, tp_paper_date(paper, p->decided_on)};
        tp_paper_fill(paper, TP_BLOCK_BODY,
                      (tp_words){"备案人：{0}　备案日期：{1}", "Filed by: {0}. Date: {1}"}, 2,
                      args);
        tp_paper_add(paper, TP_BLOCK_SIGNATURE, p->issuer);
    } else {
        tp_paper_add(paper, TP_BLOCK_BODY,
                     tp_paper_words(paper, (tp_words){"报备单位（盖章）：　　　　　　经办人：",
                                                      "Filed for (seal):               By:"}));
        tp_paper_add(paper, TP_BLOCK_BODY,
                     tp_paper_words(paper, (tp_words){"备案机关（盖章）：　　　　　　日　期：",
                                                      "Received by (seal):             Date:"}));
    }
    tp_anchor_note(paper, p->head);
}
