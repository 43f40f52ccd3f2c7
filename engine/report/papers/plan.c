/* Papers of a plan of several periods: the office's 用编规划 and each unit's 用编进人计划表.
 * Layout: GB/T 9704-2012. */
#include "report/views/plan.h"
#include "report/papers/papers.h"
#include "report/views/outlook.h"
#include "report/views/projected.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static bool is_partial(const tp_papers *p)
{
    return memcmp(p->loan, p->run->result->loan,
                  (size_t)p->run->result->n_demands * sizeof *p->loan) != 0 ||
           memcmp(p->deposit, p->run->result->deposit,
                  (size_t)p->run->result->n_lines * sizeof *p->deposit) != 0;
}

/* What it stands on, and what of it is decided. */
static void standing(tp_paper *paper, const tp_papers *p)
{
    const tp_result *r = p->run->result;
    char periods[TP_DEC_TEXT];
    tp_int_format(r->n_periods, periods);
    const char *args[] = {periods, tp_paper_date(paper, r->from),
                          tp_paper_date(paper, r->periods[r->n_periods - 1]->to), p->meeting,
                          tp_paper_date(paper, p->decided_on)};
    tp_paper_fill(
        paper, TP_BLOCK_BODY,
        W("本规划自{1}至{2}，共{0}期，各期一并测算。第1期按审定执行，以后各期为展望，据当时"
          "的减员、申请和评估结果每年重新测算。",
          "This plan covers {0} periods from {1} to {2}, decided together. Period 1 is "
          "carried out as approved; the later ones are an outlook, computed anew each "
          "year from the departures, demands and evaluations of that day."),
        5, args);
    if (p->draft)
        tp_paper_add(paper, TP_BLOCK_BODY,
                     tp_paper_words(paper, W("本件为草案，尚未经机构编制委员会审定。",
                                             "This is a draft: the committee has not decided.")));
    else
        tp_paper_fill(paper, TP_BLOCK_BODY,
                      W("第1期经{3}（{4}）审定。", "Period 1 was approved by {3} on {4}."), 5,
                      args);
    if (!p->draft && is_partial(p))
        tp_paper_add(
            paper, TP_BLOCK_BODY,
            tp_paper_words(
                paper, W("审定时对第1期有调减，以下各期数字仍为建议方案的数字，执行以审定数为准。",
                         "The committee granted less than proposed in period 1; the figures "
                         "below are those of the proposal, what was approved prevails.")));
}

enum { YEAR_COLUMNS = 10 };
static const tp_paper_column year_columns[][YEAR_COLUMNS] = {{{"期", 5, TP_CELL_CENTRE},
                                                              {"自", 15, TP_CELL_CENTRE},
                                                              {"申请", 10, TP_CELL_RIGHT},
                                                              {"自有解决", 10, TP_CELL_RIGHT},
                                                              {"在借", 10, TP_CELL_RIGHT},
                                                              {"尚缺", 10, TP_CELL_RIGHT},
                                                              {"不予受理", 10, TP_CELL_RIGHT},
                                                              {"尚未提出", 10, TP_CELL_RIGHT},
                                                              {"归还", 10, TP_CELL_RIGHT},
                                                              {"新增用编", 10, TP_CELL_RIGHT}},
                                                             {{"No.", 5, TP_CELL_CENTRE},
                                                              {"From", 15, TP_CELL_CENTRE},
                                                              {"Asked", 10, TP_CELL_RIGHT},
                                                              {"Own", 10, TP_CELL_RIGHT},
                                                              {"On loan", 10, TP_CELL_RIGHT},
                                                              {"Short", 10, TP_CELL_RIGHT},
                                                              {"Refused", 10, TP_CELL_RIGHT},
                                                              {"Not filed", 10, TP_CELL_RIGHT},
                                                              {"Back", 10, TP_CELL_RIGHT},
                                                              {"New", 10, TP_CELL_RIGHT}}};

static void year_table(tp_paper *paper, const tp_papers *p)
{
    tp_paper_add(paper, TP_BLOCK_CAPTION,
                 tp_paper_words(paper, W("各期用编（单位：个）", "Slots by period")));
    tp_paper_table *table = tp_paper_table_add(paper, year_columns[p->lang], YEAR_COLUMNS);
    for (int t = 0; t < p->run->result->n_periods; t++) {
        tp_plan_sums y = tp_plan_sums_of(p->run, t);
        const int64_t figures[] = {
            y.asked, y.own, y.lent, y.missing, y.refused, y.unfiled, y.returned + y.back, y.given};
        tp_paper_cell_count(paper, table, t + 1);
        tp_paper_cell(paper, table, tp_paper_iso(paper, p->run->result->periods[t]->from));
        for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
            tp_paper_cell_count(paper, table, figures[i]);
    }
    tp_paper_add(
        paper, TP_BLOCK_NOTE,
        tp_paper_words(paper, W("申请＝自有解决＋在借＋尚缺＋不予受理＋尚未提出，均为期末存量；"
                                "“归还”“新增用编”为当期变动。",
                                "Asked = own + on loan + short + refused + not filed: stocks "
                                "at the period's end; back and new are what changes in it.")));
}

enum { POOL_COLUMNS = 8 };
static const tp_paper_column pool_columns[][POOL_COLUMNS] = {{{"周转池", 24, 0},
                                                              {"类别", 14, 0},
                                                              {"期", 6, TP_CELL_CENTRE},
                                                              {"自有", 11, TP_CELL_RIGHT},
                                                              {"归还", 11, TP_CELL_RIGHT},
                                                              {"存入", 11, TP_CELL_RIGHT},
                                                              {"在借", 11, TP_CELL_RIGHT},
                                                              {"结余", 12, TP_CELL_RIGHT}},
                                                             {{"Pool", 24, 0},
                                                              {"Category", 14, 0},
                                                              {"No.", 6, TP_CELL_CENTRE},
                                                              {"Own stock", 12, TP_CELL_RIGHT},
                                                              {"Back", 10, TP_CELL_RIGHT},
                                                              {"Deposits", 12, TP_CELL_RIGHT},
                                                              {"On loan", 11, TP_CELL_RIGHT},
                                                              {"Left", 11, TP_CELL_RIGHT}}};

static bool moves(const tp_run *run, size_t pool)
{
    for (int t = 0; t < run->result->n_periods; t++) {
        const tp_pool_result *at = &run->result->periods[t]->pools[pool];
        if (at->deposits || at->loans || at->in || at->out || at->returned || at->converted_in ||
            at->converted_out)
            return true;
    }
    return false;
}

static void pool_table(tp_paper *paper, const tp_papers *p)
{
    const tp_result *first = p->run->result;
    tp_paper_add(
        paper, TP_BLOCK_CAPTION,
        tp_paper_words(paper, W("各周转池逐期结余（单位：个）", "Pools by period (slots)")));
    tp_paper_table *table = tp_paper_table_add(paper, pool_columns[p->lang], POOL_COLUMNS);
    for (size_t i = 0; i < first->n_pools; i++)
        for (int t = 0; t < first->n_periods && moves(p->run, i); t++) {
            const tp_pool_result *at = &first->periods[t]->pools[i];
            const int64_t figures[] = {at->opening + at->reclaimed, at->returned, at->deposits,
                                       at->loans, at->closing};
            tp_paper_cell(paper, table, tp_paper_pool(paper, at->scope, at->ring));
            tp_paper_cell(paper, table, at->category);
            tp_paper_cell_count(paper, table, t + 1);
            for (size_t k = 0; k < sizeof figures / sizeof *figures; k++)
                tp_paper_cell_count(paper, table, figures[k]);
        }
}

/* Who is served when: a column a period, own and borrowed. */
static void demand_table(tp_paper *paper, tp_page *page, const tp_papers *p, int32_t only)
{
    const tp_run *run = p->run;
    size_t periods = (size_t)run->result->n_periods, n = periods + 3;
    tp_paper_column *columns = tp_arena_array(paper->arena, n, sizeof *columns);
    if (!columns) {
        paper->failed = true;
        return;
    }
    columns[0] = (tp_paper_column){tp_paper_words(paper, W("申请", "Demand")), 12, 0};
    columns[1] = (tp_paper_column){tp_paper_words(paper, W("单位", "Unit")), 26, 0};
    columns[2] = (tp_paper_column){tp_paper_words(paper, W("申请数", "Asked")), 9, TP_CELL_RIGHT};
    for (size_t t = 0; t < periods; t++)
        columns[3 + t] = (tp_paper_column){
            tp_paper_format(paper, paper->lang == TP_EN ? "Period %d" : "第%d期", (int)t + 1), 11,
            TP_CELL_RIGHT};
    tp_paper_add(paper, TP_BLOCK_CAPTION,
                 tp_paper_words(
                     paper, W("各期解决情况（自有＋借用，单位：个；“–”为届时尚未提出，“不受理”为届"
                              "时不符合条件）",
                              "Who is served when (own + loan, slots; –: not filed by "
                              "then; refused: not admitted by then)")));
    tp_paper_table *table = tp_paper_table_add(paper, columns, n);
    for (int32_t i = 0; i < run->data->n_demands; i++) {
        int32_t d = run->data->demand_input_order[i];
        const tp_demand *demand = &run->data->demands[d];
        if (only != TP_ID_NONE && demand->unit != only)
            continue;
        tp_paper_cell(paper, table, demand->code);
        tp_paper_cell(paper, table, run->data->units[demand->unit].name);
        tp_paper_cell_count(paper, table, demand->quantity);
        for (size_t t = 0; t < periods; t++)
            tp_paper_cell(paper, table, tp_paper_words(paper, tp_plan_has(page, run, d, (int)t)));
    }
    paper->failed = paper->failed || !tp_page_ok(page);
}

/* What is refused in period 1, why, and when it goes on; of one unit, or of all (TP_ID_NONE). */
static void refused_table(tp_paper *paper, const tp_papers *p, int32_t only)
{
    static const tp_paper_column columns[][5] = {{{"申请", 9, 0},
                                                  {"单位", 20, 0},
                                                  {"申请数", 8, TP_CELL_RIGHT},
                                                  {"理由和依据", 38, 0},
                                                  {"后续办理", 25, 0}},
                                                 {{"Demand", 9, 0},
                                                  {"Unit", 20, 0},
                                                  {"Asked", 8, TP_CELL_RIGHT},
                                                  {"Reasons and basis", 38, 0},
                                                  {"What follows", 25, 0}}};
    const tp_dataset *data = p->run->data;
    tp_paper_table *table = NULL;
    for (size_t i = 0; i < p->n_open; i++) {
        const tp_open_demand *o = &p->open[i];
        const tp_demand *demand = &data->demands[o->demand];
        if (o->kind != TP_OPEN_REFUSED || (only != TP_ID_NONE && demand->unit != only))
            continue;
        if (!table) {
            tp_paper_add(paper, TP_BLOCK_CAPTION,
                         tp_paper_words(paper, W("第1期不予受理的申请（单位：个）",
                                                 "Refused in period 1 (slots)")));
            table = tp_paper_table_add(paper, columns[p->lang], 5);
        }
        tp_paper_cell(paper, table, demand->code);
        tp_paper_cell(paper, table, data->units[demand->unit].name);
        tp_paper_cell_count(paper, table, demand->quantity);
        tp_paper_cell(paper, table, tp_paper_words(paper, o->why));
        tp_paper_cell(paper, table, tp_paper_words(paper, o->next));
    }
}

static void signature(tp_paper *paper, const tp_papers *p)
{
    tp_paper_add(paper, TP_BLOCK_BODY, "");
    tp_paper_add(paper, TP_BLOCK_SIGNATURE, p->issuer);
    tp_paper_add(paper, TP_BLOCK_SIGNATURE, tp_paper_date(paper, p->decided_on));
}

/* Sentences that a page would say, as paragraphs. */
static void say(tp_paper *paper, const tp_page *page)
{
    for (size_t i = 0; i < page->n_parts; i++)
        if (page->parts[i].kind == TP_PART_TEXT)
            tp_paper_add(paper, TP_BLOCK_BODY, tp_paper_words(paper, page->parts[i].text));
    paper->failed = paper->failed || !tp_page_ok(page);
}

void tp_plan_paper(tp_paper *paper, const tp_papers *p, const tp_yearly *yearly)
{
    static const char *const figures[] = {"〇", "一", "二", "三", "四", "五",
                                          "六", "七", "八", "九", "十"};
    const tp_result *r = p->run->result;
    tp_page page;
    paper->mark = tp_papers_mark(p);
    paper->landscape = true;
    int64_t months = 12 * (r->periods[r->n_periods - 1]->to / 10000 - r->from / 10000) +
                     (r->periods[r->n_periods - 1]->to / 100 % 100 - r->from / 100 % 100);
    int64_t years = (months + 6) / 12;
    const char *length = paper->lang == TP_ZH && years >= 1 && years <= 10
                             ? figures[years]
                             : tp_paper_format(paper, "%lld", (long long)years);
    paper->title = tp_paper_format(
        paper, paper->lang == TP_EN ? "Plan of slots for %s years" : "%s年用编规划", length);
    tp_paper_add(paper, TP_BLOCK_TITLE, paper->title);
    tp_paper_add(paper, TP_BLOCK_NUMBER, p->title);
    standing(paper, p);
    tp_page_init(&page, paper->arena, W(NULL, NULL));
    tp_outlook_say(&page, p->run, yearly);
    say(paper, &page);
    year_table(paper, p);
    refused_table(paper, p, TP_ID_NONE);
    pool_table(paper, p);
    demand_table(paper, &page, p, TP_ID_NONE);
    tp_page_init(&page, paper->arena, W(NULL, NULL));
    tp_projected_say(&page, p->run, TP_ID_NONE);
    say(paper, &page);
    signature(paper, p);
}

enum { UNIT_COLUMNS = 10 };
static const tp_paper_column unit_columns[][UNIT_COLUMNS] = {{{"期", 5, TP_CELL_CENTRE},
                                                              {"自", 19, TP_CELL_CENTRE},
                                                              {"核定", 8, TP_CELL_RIGHT},
                                                              {"现有", 8, TP_CELL_RIGHT},
                                                              {"减员", 8, TP_CELL_RIGHT},
                                                              {"进人", 8, TP_CELL_RIGHT},
                                                              {"自有", 8, TP_CELL_RIGHT},
                                                              {"在借", 8, TP_CELL_RIGHT},
                                                              {"归还", 8, TP_CELL_RIGHT},
                                                              {"尚缺", 8, TP_CELL_RIGHT}},
                                                             {{"No.", 5, TP_CELL_CENTRE},
                                                              {"From", 19, TP_CELL_CENTRE},
                                                              {"Authorised", 12, TP_CELL_RIGHT},
                                                              {"In post", 9, TP_CELL_RIGHT},
                                                              {"Leave", 8, TP_CELL_RIGHT},
                                                              {"Join", 7, TP_CELL_RIGHT},
                                                              {"Own", 7, TP_CELL_RIGHT},
                                                              {"On loan", 10, TP_CELL_RIGHT},
                                                              {"Back", 7, TP_CELL_RIGHT},
                                                              {"Short", 8, TP_CELL_RIGHT}}};

static bool planned(const tp_run *run, int32_t line)
{
    if (run->data->lines[line].demands)
        return true; /* if only to be told when it is admitted */
    for (int t = 0; t < run->result->n_periods; t++) {
        tp_line_year y = tp_plan_line(run, line, t);
        if (y.asked || y.deposit || y.running)
            return true;
    }
    return false;
}

static void line_table(tp_paper *paper, const tp_papers *p, int32_t l)
{
    const tp_dataset *data = p->run->data;
    const char *args[] = {tp_dataset_name(data, data->lines[l].category)};
    tp_paper_fill(paper, TP_BLOCK_CAPTION, W("{0}编制（单位：个）", "{0} (slots)"), 1, args);
    tp_paper_table *table = tp_paper_table_add(paper, unit_columns[p->lang], UNIT_COLUMNS);
    for (int t = 0; t < p->run->result->n_periods; t++) {
        tp_line_year y = tp_plan_line(p->run, l, t);
        const int64_t figures[] = {y.authorised, y.occupied, y.left,     y.given,
                                   y.own,        y.loan,     y.returned, y.missing};
        tp_paper_cell_count(paper, table, t + 1);
        tp_paper_cell(paper, table, tp_paper_iso(paper, p->run->result->periods[t]->from));
        for (size_t k = 0; k < sizeof figures / sizeof *figures; k++)
            tp_paper_cell_count(paper, table, figures[k]);
    }
}

/* Of the unit's demands that borrow in period 1: when the loan falls due. */
static void due_lines(tp_paper *paper, const tp_papers *p, int32_t unit)
{
    static const tp_words all_back = {
        "申请{0}第1期借用{1}个，{2}到期；届时已知减员可全部归还。",
        "Demand {0}: {1} on loan in period 1, due on {2}; by then known departures bring all of it "
        "back."};
    const tp_run *run = p->run;
    for (int32_t i = 0; i < run->data->n_demands; i++) {
        int32_t d = run->data->demand_input_order[i];
        const tp_demand *demand = &run->data->demands[d];
        if (demand->unit != unit || !p->loan[d])
            continue;
        int64_t back = run->result->back ? run->result->back[d] : 0;
        back = back > p->loan[d] ? p->loan[d] : back;
        char lent[TP_DEC_TEXT], returned[TP_DEC_TEXT], open[TP_DEC_TEXT];
        tp_int_format(p->loan[d], lent);
        tp_int_format(back, returned);
        tp_int_format(p->loan[d] - back, open);
        const char *args[] = {
            demand->code, lent,
            tp_paper_date(paper, tp_date_add_months(run->result->from, demand->term_months)),
            returned, open};
        tp_paper_fill(
            paper, TP_BLOCK_BODY,
            back == p->loan[d]
                ? all_back
                : W("申请{0}第1期借用{1}个，{2}到期；届时已知减员可归还{3}个，其余{4}个到期前"
                    "归还或者按规定续借。",
                    "Demand {0}: {1} on loan in period 1, due on {2}; by then known "
                    "departures bring back {3}, the other {4} are to be returned or renewed."),
            5, args);
    }
}

void tp_unit_plan_paper(tp_paper *paper, const tp_papers *p, int32_t unit)
{
    const tp_dataset *data = p->run->data;
    const tp_unit *u = &data->units[unit];
    tp_page page;
    paper->mark = tp_papers_mark(p);
    paper->landscape = true;
    paper->title = tp_paper_words(paper, W("用编进人计划表", "Plan of slots and recruitment"));
    tp_paper_add(paper, TP_BLOCK_TITLE, paper->title);
    tp_paper_add(paper, TP_BLOCK_ADDRESSEE,
                 strcmp(u->name, u->code) == 0
                     ? tp_paper_format(paper, p->lang == TP_EN ? "Unit: %s" : "单位：%s", u->code)
                     : tp_paper_format(paper, p->lang == TP_EN ? "Unit: %s (%s)" : "单位：%s（%s）",
                                       u->name, u->code));
    standing(paper, p);
    for (int32_t k = 0; k < u->lines; k++)
        if (planned(p->run, u->first_line + k))
            line_table(paper, p, u->first_line + k);
    tp_paper_add(
        paper, TP_BLOCK_NOTE,
        tp_paper_words(
            paper, W("“现有”为期初在编和在途人员，不含本规划新进的；“进人”为当期新增用编（自有和借"
                     "用）；“自有”“在借”“尚缺”为期末存量。",
                     "In post: at the beginning, without those this plan takes on; join: new "
                     "slots in the period, own and borrowed; own, on loan and short are "
                     "stocks at its end.")));
    tp_page_init(&page, paper->arena, W(NULL, NULL));
    demand_table(paper, &page, p, unit);
    refused_table(paper, p, unit);
    for (int32_t i = 0; i < data->n_demands; i++)
        if (data->demands[data->demand_input_order[i]].unit == unit)
            tp_plan_say(&page, p->run, data->demand_input_order[i]);
    tp_projected_say(&page, p->run, unit);
    say(paper, &page);
    due_lines(paper, p, unit);
    signature(paper, p);
}

tp_status tp_papers_planned(int32_t **out, size_t *count, const tp_papers *papers, tp_err *err)
{
    const tp_dataset *data = papers->run->data;
    *count = 0;
    *out = tp_arena_array(papers->arena, (size_t)data->n_units + 1, sizeof **out);
    if (!*out)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < data->n_units && papers->run->result->n_periods > 1; i++) {
        const tp_unit *u = &data->units[data->unit_input_order[i]];
        bool any = false;
        for (int32_t k = 0; k < u->lines && !any; k++)
            any = planned(papers->run, u->first_line + k);
        if (any)
            (*out)[(*count)++] = data->unit_input_order[i];
    }
    return TP_OK;
}

/* One row a unit, category and period: what all units' papers say, to be filtered. */
static void all_units(tp_page *page, const tp_papers *p)
{
    static const struct {
        const char *id;
        tp_words title;
    } columns[] = {{"authorised", {"核定", "Authorised"}},
                   {"occupied", {"现有", "In post"}},
                   {"left", {"减员", "Leave"}},
                   {"join", {"进人", "Join"}},
                   {"own", {"自有", "Own"}},
                   {"loan", {"在借", "On loan"}},
                   {"returned", {"归还", "Given back"}},
                   {"deposit", {"存入", "Deposited"}},
                   {"short", {"尚缺", "Short"}}};
    const tp_dataset *data = p->run->data;
    tp_view *view = tp_page_view(page, "unit_plans", W("用编进人计划", "Plans of units"));
    view->unit = W("单位：个", "slots");
    tp_view_column_add(view, "unit", W("单位编码", "Unit"), 0);
    tp_view_column_add(view, "name", W("单位名称", "Name"), TP_COL_WRAP);
    tp_view_column_add(view, "category", W("编制类别", "Category"), 0);
    tp_view_column_add(view, "period", W("期", "Period"), TP_COL_NUMBER);
    tp_plan_days_columns(view);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        tp_view_column_add(view, columns[i].id, columns[i].title, TP_COL_NUMBER);
    for (int32_t i = 0; i < data->n_lines; i++) {
        int32_t l = data->line_input_order[i];
        for (int t = 0; t < p->run->result->n_periods && planned(p->run, l); t++) {
            tp_line_year y = tp_plan_line(p->run, l, t);
            const int64_t figures[] = {y.authorised, y.occupied, y.left,    y.given,  y.own,
                                       y.loan,       y.returned, y.deposit, y.missing};
            tp_view_text(view, data->units[data->lines[l].unit].code);
            tp_view_text(view, data->units[data->lines[l].unit].name);
            tp_view_text(view, tp_dataset_name(data, data->lines[l].category));
            tp_view_count(view, t + 1);
            tp_plan_days(view, p->run->result->periods[t]);
            for (size_t k = 0; k < sizeof figures / sizeof *figures; k++)
                tp_view_count(view, figures[k]);
        }
    }
}

/* One row a demand and period, figures apart to be added up; of one unit, or of all. */
static void demand_years(tp_page *page, const tp_papers *p, int32_t only)
{
    const tp_run *run = p->run;
    tp_view *view = tp_page_view(page, "demands", W("逐件逐期", "Demands by period"));
    view->unit = W("单位：个", "slots");
    view->note = W("申请数 = 自有解决 + 借用 + 尚缺 + 不予受理 + 尚未提出",
                   "Asked = own + borrowed + short + refused + not filed yet");
    tp_view_column_add(view, "demand", W("申请", "Demand"), 0);
    tp_view_column_add(view, "unit", W("单位编码", "Unit"), 0);
    tp_view_column_add(view, "name", W("单位名称", "Name"), TP_COL_WRAP);
    tp_view_column_add(view, "period", W("期", "Period"), TP_COL_NUMBER);
    tp_view_column_add(view, "asked", W("申请数", "Asked"), TP_COL_NUMBER);
    tp_view_column_add(view, "own", W("自有解决", "Own"), TP_COL_NUMBER);
    tp_view_column_add(view, "loan", W("借用", "Borrowed"), TP_COL_NUMBER);
    tp_view_column_add(view, "short", W("尚缺", "Short"), TP_COL_NUMBER);
    tp_view_column_add(view, "refused", W("不予受理", "Refused"), TP_COL_NUMBER);
    tp_view_column_add(view, "unfiled", W("尚未提出", "Not filed yet"), TP_COL_NUMBER);
    tp_view_column_add(view, "returned", W("归还", "Given back"), TP_COL_NUMBER);
    for (int32_t i = 0; i < run->data->n_demands; i++) {
        int32_t d = run->data->demand_input_order[i];
        const tp_demand *demand = &run->data->demands[d];
        if (only != TP_ID_NONE && demand->unit != only)
            continue;
        for (int t = 0; t < run->result->n_periods; t++) {
            const tp_result *r = run->result->periods[t];
            bool live = r->live[d], filed = demand->filed_on <= r->from;
            int64_t got = live ? r->own[d] + r->loan[d] : 0;
            const int64_t figures[] = {demand->quantity,
                                       live ? r->own[d] : 0,
                                       live ? r->loan[d] : 0,
                                       live ? demand->quantity - got : 0,
                                       !live && filed ? demand->quantity : 0,
                                       !live && !filed ? demand->quantity : 0,
                                       live ? tp_result_returned(r, d) : 0};
            tp_view_text(view, demand->code);
            tp_view_text(view, run->data->units[demand->unit].code);
            tp_view_text(view, run->data->units[demand->unit].name);
            tp_view_count(view, t + 1);
            for (size_t k = 0; k < sizeof figures / sizeof *figures; k++)
                tp_view_count(view, figures[k]);
        }
    }
}

void tp_plan_workbook(tp_page *page, const tp_papers *p, const tp_yearly *yearly)
{
    tp_plan_tables(page, p->run, true);
    demand_years(page, p, TP_ID_NONE);
    all_units(page, p);
    tp_outlook_tables(page, p->run, yearly);
}

void tp_unit_plan_workbook(tp_page *page, const tp_papers *p, int32_t unit)
{
    tp_plan_unit(page, p->run, unit);
    tp_projected_table(page, p->run, unit);
    demand_years(page, p, unit);
}
