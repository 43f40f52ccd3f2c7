#include "report/views/run.h"

#include "models/rules/conversions.h"
#include "models/rules/moves.h"
#include "report/views/expiry.h"
#include "report/views/filing.h"
#include "report/views/outlook.h"
#include "report/views/plan.h"
#include "report/views/regroup.h"
#include "report/views/run_rows.h"

#include <string.h>

extern const int tp_rule_at_again;

/* Categories: what is owned, used and idle, and what moves. */
void tp_rows_categories(tp_run_rows *rows)
{
    const tp_run *run = rows->run;
    const tp_dataset *data = run->data;
    tp_view *view =
        tp_page_view(rows->page, "categories", (tp_words){"各类别编制总量", "Slots by category"});
    view->unit = (tp_words){"单位：个", "slots"};
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    static const struct {
        const char *id;
        tp_words title;
        unsigned flags;
    } columns[] = {
        {"authorised", {"核定", "Authorised"}, 0},
        {"occupied", {"占用", "Occupied"}, 0},
        {"vacant", {"空编", "Vacant"}, 0},
        {"over", {"超编", "Over"}, TP_COL_SPARE},
        {"idle", {"长期闲置", "Idle"}, TP_COL_SPARE},
        {"supply", {"可收储", "Could give"}, 0},
        {"deposits", {"收储", "Deposits"}, 0},
        {"loans", {"投放", "Loans"}, 0},
        {"usage", {"使用权（后）", "Usage after"}, 0},
    };
    enum { COLUMNS = sizeof columns / sizeof *columns };
    for (size_t i = 0; i < COLUMNS; i++)
        tp_view_column_add(view, columns[i].id, columns[i].title, TP_COL_NUMBER | columns[i].flags);
    int32_t names = tp_ids_count(data->names);
    tp_wide(*sums)[COLUMNS] = tp_arena_array(rows->page->arena, (size_t)names + 1, sizeof *sums);
    if (!sums) {
        rows->page->failed = true;
        return;
    }
    for (int32_t l = 0; l < data->n_lines; l++) {
        const tp_position *p = &run->kase->line[l];
        tp_wide *sum = sums[data->lines[l].category];
        int64_t loans = 0;
        for (int32_t i = 0; i < data->lines[l].demands; i++)
            loans += run->result->loan[data->demand_of_line[data->lines[l].first_demand + i]];
        const int64_t figures[COLUMNS] = {p->authorised,
                                          p->occupied,
                                          p->vacant,
                                          p->over,
                                          p->idle,
                                          p->supply,
                                          run->result->deposit[l],
                                          loans,
                                          p->usage - run->result->deposit[l] + loans};
        for (size_t i = 0; i < COLUMNS; i++)
            sum[i] += figures[i];
    }
    for (int32_t i = 0; i < data->n_lines; i++) { /* by first appearance in the user's order */
        int32_t category = data->lines[data->line_input_order[i]].category;
        if (sums[category][0] < 0)
            continue;
        tp_view_text(view, tp_dataset_name(data, category));
        for (size_t k = 0; k < COLUMNS; k++)
            tp_view_count(view, sums[category][k]);
        sums[category][0] = -1;
    }
    tp_view_sum(view, (tp_words){"合计", "Total"});
}

static void add_fact(tp_view *view, tp_words name, tp_words value)
{
    tp_view_words(view, name);
    tp_view_words(view, value);
}

static const char *joined(tp_page *page, const char *a, const char *b, const char *c)
{
    const char *text = tp_arena_format(page->arena, "%s%s%s", a, b, c);
    page->failed = page->failed || !text;
    return text ? text : "";
}

static void add_facts(tp_page *page, const tp_run *run)
{
    const tp_scenario *s = run->scenario;
    tp_view *view = tp_page_view(page, "run", (tp_words){NULL, NULL});
    view->facts = true;
    tp_view_column_add(view, "name", (tp_words){"项目", "Item"}, 0);
    tp_view_column_add(view, "value", (tp_words){"内容", "Value"}, TP_COL_WRAP);
    const char *file =
        joined(page, s->path ? s->path : "", s->variant ? "#" : "", s->variant ? s->variant : "");
    const char *date = tp_page_date(page, s->as_of);
    char *short_hash = tp_arena_copy(page->arena, run->data->sha256, 12);
    page->failed = page->failed || !short_hash;
    /* A run out of the store stands on no file any more; the scenario still says what it was. */
    const tp_node *named = s->root ? tp_node_get(s->root, "data") : NULL;
    const char *path = run->data->path && *run->data->path ? run->data->path
                       : named && named->text              ? named->text
                                                           : "";
    const char *data =
        joined(page, path, *path ? "  sha256:" : "sha256:", short_hash ? short_hash : "");
    add_fact(view, (tp_words){"测算编号", "Run"}, (tp_words){run->id, run->id});
    add_fact(view, (tp_words){"方案文件", "Scenario"}, (tp_words){file, file});
    add_fact(view, (tp_words){"数据", "Data"}, (tp_words){data, data});
    add_fact(view, (tp_words){"数据截止", "As of"}, (tp_words){date, date});
    if (*run->ledger_head) {
        char *head = tp_arena_copy(page->arena, run->ledger_head, 12);
        page->failed = page->failed || !head;
        const char *on = run->ledger_on ? tp_page_date(page, run->ledger_on) : "—";
        add_fact(view, (tp_words){"所据台账", "Ledger"},
                 TP_PAGE_WORDS(page,
                               ((tp_words){"截至 {0}，在借 {1} 笔，校验值 {2}",
                                           "as at {0}, {1} running {1|loan|loans}, head {2}"}),
                               on, tp_page_count(page, run->ledger_loans), head ? head : ""));
    }
    add_fact(view, (tp_words){"测算程序", "Engine"}, (tp_words){run->engine, run->engine});
}

/* "…16 个单位存入 98 个，20 件申请借用 96 个…": the answer in two sentences. */
/* What of this is said of period 1 alone, and what of it is only not filed yet. */
static void add_first_period(tp_page *page, const tp_run *run)
{
    const tp_result *r = run->result;
    if (r->n_periods == 1)
        return;
    tp_plan_sums sums = tp_plan_sums_of(run, 0), end = tp_plan_sums_of(run, r->n_periods - 1);
    const char *args[] = {tp_page_date(page, r->from),       tp_page_date(page, r->to),
                          tp_page_count(page, sums.unfiled), tp_page_count(page, r->n_periods),
                          tp_page_count(page, end.own),      tp_page_count(page, end.lent),
                          tp_page_count(page, end.missing),  tp_page_count(page, end.refused),
                          tp_page_count(page, end.unfiled)};
    tp_page_format(page, TP_PART_TEXT,
                   sums.unfiled
                       ? (tp_words){"以上说的是第 1 期（{0} 至 {1}）；不予受理的当中 {2} 个届时"
                                    "尚未提出，列入以后各期。",
                                    "This is said of period 1 ({0} to {1}); of the refused {2} "
                                    "were not filed by then and come in later periods."}
                       : (tp_words){"以上说的是第 1 期（{0} 至 {1}）。",
                                    "This is said of period 1 ({0} to {1})."},
                   sizeof args / sizeof *args, args);
    tp_page_format(page, TP_PART_TEXT,
                   (tp_words){"到第 {3} 期末（展望）：自有空编解决 {4} 个，在借 {5} 个，尚缺 {6} "
                              "个，不予受理 {7} 个，尚未提出 {8} 个。",
                              "By the end of period {3}, in outlook: own vacancies cover {4}, on "
                              "loan {5}, short {6}, refused {7}, not filed {8}."},
                   sizeof args / sizeof *args, args);
}

static void add_summary(tp_page *page, const tp_run *run)
{
    tp_demand_sums sums = tp_run_sums(run, -1);
    int64_t donors = 0, deposits = 0, borrowers = 0;
    int32_t unit = TP_ID_NONE, borrower = TP_ID_NONE;
    for (int32_t l = 0; l < run->data->n_lines; l++) { /* lines of a unit are consecutive */
        bool borrows = false;
        if (run->result->deposit[l] && run->data->lines[l].unit != unit) {
            unit = run->data->lines[l].unit;
            donors++;
        }
        deposits += run->result->deposit[l];
        for (int32_t i = 0; i < run->data->lines[l].demands; i++)
            borrows =
                borrows ||
                run->result->loan[run->data->demand_of_line[run->data->lines[l].first_demand + i]];
        if (borrows && run->data->lines[l].unit != borrower) {
            borrower = run->data->lines[l].unit;
            borrowers++;
        }
    }
    tp_page_format(
        page, TP_PART_TEXT,
        (tp_words){"用编申请 {0} 件、{1} 个：自有空编解决 {2} 个，周转池投放 {3} 个，尚缺 {4} 个，"
                   "不予受理 {5} 个。",
                   "Demands: {0}, for {1} {1|slot|slots}; {2} covered by own vacancies, {3} lent "
                   "from the pools, "
                   "{4} still short, {5} refused."},
        6,
        TP_ARGS_(tp_page_count(page, sums.demands), tp_page_count(page, sums.asked),
                 tp_page_count(page, sums.own), tp_page_count(page, sums.lent),
                 tp_page_count(page, sums.missing), tp_page_count(page, sums.refused)));
    tp_page_format(page, TP_PART_TEXT,
                   (tp_words){"{0} 个单位存入 {1} 个编制，{2} 个单位借用 {3} 个。",
                              "Units that deposit: {0}, {1} {1|slot|slots}; units that borrow: "
                              "{2}, {3} {3|slot|slots}."},
                   4,
                   TP_ARGS_(tp_page_count(page, donors), tp_page_count(page, deposits),
                            tp_page_count(page, borrowers), tp_page_count(page, sums.lent)));
    add_first_period(page, run);
}

/* Refused demands that nothing is wrong with: they were lent under before. */
static void add_lent_before(tp_page *page, const tp_run *run)
{
    int64_t demands = 0, asked = 0;
    for (int32_t d = 0; d < run->data->n_demands; d++)
        for (size_t k = 0; k < run->result->denied[d].count; k++)
            if (strcmp(run->result->denied[d].items[k].rule, tp_rules[tp_rule_at_again]->id) == 0) {
                demands++;
                asked += run->data->demands[d].quantity;
            }
    if (demands)
        tp_page_format(page, TP_PART_TEXT,
                       (tp_words){"不予受理的当中，{0} 件、{1} 个此前已经借出，不重复借出。",
                                  "Of the refused, {0} {0|demand|demands} for {1} {1|slot|slots} "
                                  "{0|was|were} lent under before and {0|is|are} not lent again."},
                       2, TP_ARGS_(tp_page_count(page, demands), tp_page_count(page, asked)));
}

static bool any_name(const tp_dataset *data)
{
    for (int32_t u = 0; u < data->n_units; u++)
        if (strcmp(data->units[u].code, data->units[u].name) != 0)
            return true;
    return false;
}

static bool any_ring(const tp_result *result)
{
    for (size_t i = 0; i < result->n_pools; i++)
        if (*result->pools[i].ring)
            return true;
    return false;
}

static tp_words page_title(tp_page *page, const tp_scenario *scenario)
{
    tp_words title = scenario->title;
    const char *name = scenario->name;
    const char *zh = title.zh ? title.zh : name, *en = title.en ? title.en : name;
    return (tp_words){
        strcmp(zh, name) == 0 ? joined(page, zh, " 测算结果", "")
                              : joined(page, zh, joined(page, "（", name, "）"), "测算结果"),
        strcmp(en, name) == 0 ? joined(page, "Result of ", en, "")
                              : joined(page, "Result of ", en, joined(page, " (", name, ")"))};
}

tp_status tp_run_page(tp_page *page, const tp_run *run, const tp_run_page_options *options,
                      tp_arena *arena, tp_err *err)
{
    tp_page_init(page, arena, (tp_words){NULL, NULL});
    page->title = page_title(page, run->scenario);
    tp_run_rows rows = {.run = run,
                        .page = page,
                        .all = options->all,
                        .named = any_name(run->data),
                        .rings = any_ring(run->result)};
    bool answered = tp_answered(run->result->status);
    tp_status status = TP_OK;
    add_facts(page, run);
    tp_page_text(page, tp_run_status_words(run, page));
    if (!answered) {
        tp_rows_conflict(&rows);
    } else {
        status = tp_stoppers_create(&rows.stoppers, run, arena, err);
        if (status)
            return status;
        add_summary(page, run);
        add_lent_before(page, run);
        if (options->yearly)
            tp_outlook_say(page, run, options->yearly);
        tp_rows_exceptions(&rows);
        tp_regroup_table(page, run->data, run->scenario, TP_ID_NONE);
        tp_expiry_table(page, run->data, run->scenario, TP_ID_NONE);
        tp_rows_totals(&rows);
        tp_rows_pools(&rows);
        tp_rows_empty_pools(&rows);
        tp_rows_deposits(&rows);
        status = tp_rows_loans(&rows, err);
        tp_filing_loans(page, run);
        tp_filing_totals(page, run->kase, run->result);
        if (!status)
            tp_rows_denied(&rows);
        tp_rows_transfers(&rows);
        if (tp_conversions_stated(run->kase->bind)->count)
            tp_rows_conversions(&rows);
        if (tp_moves_stated(run->kase->bind)->count)
            tp_rows_moves(&rows);
        tp_rows_reclaims(&rows);
        tp_rows_categories(&rows);
        if (options->all)
            tp_rows_backing(&rows);
        tp_plan_tables(page, run, options->all);
        if (options->yearly)
            tp_outlook_tables(page, run, options->yearly);
    }
    tp_rows_tiers(&rows);
    if (!status && !tp_page_ok(page))
        status = tp_fail_nomem(err);
    return status;
}
