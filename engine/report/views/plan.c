#include "report/views/plan.h"

#include "models/rules/horizon.h"
#include "report/views/projected.h"
#include "report/views/run_rows.h"

static const tp_words slots = {"单位：个", "slots"};
static const tp_words category_title = {"编制类别", "Category"};

void tp_plan_days_columns(tp_view *view)
{
    tp_view_column_add(view, "from", (tp_words){"自", "From"}, 0);
    tp_view_column_add(view, "to", (tp_words){"至", "To"}, 0);
}

void tp_plan_days(tp_view *view, const tp_result *period)
{
    tp_view_date(view, period->from);
    tp_view_date(view, period->to);
}

tp_plan_sums tp_plan_sums_of(const tp_run *run, int period)
{
    const tp_result *r = run->result->periods[period];
    tp_plan_sums y = {0};
    for (int32_t d = 0; d < r->n_demands; d++) {
        const tp_demand *at = &run->data->demands[d];
        y.asked += at->quantity;
        if (!r->live[d]) {
            *(at->filed_on > r->from ? &y.unfiled : &y.refused) += at->quantity;
            continue;
        }
        int64_t missing = at->quantity - r->own[d] - r->loan[d];
        y.own += r->own[d];
        y.lent += r->loan[d];
        y.missing += missing;
        y.statutory += at->demand_class == TP_STATUTORY ? missing : 0;
        y.given += tp_result_given(r, d);
        y.returned += tp_result_returned(r, d);
    }
    for (int32_t l = 0; l < r->n_lines; l++)
        y.deposits += r->deposit[l];
    for (size_t p = 0; p < r->n_pools; p++)
        y.back += r->pools[p].returned;
    return y;
}

tp_words tp_plan_admits(tp_page *page, const tp_run *run, int32_t demand)
{
    for (int t = 1; t < run->result->n_periods && !run->result->live[demand]; t++) {
        const tp_result *at = run->result->periods[t];
        if (at->live[demand])
            return TP_PAGE_WORDS(page, ((tp_words){"第 {0} 期（{1} 起）", "period {0} (from {1})"}),
                                 tp_page_count(page, t + 1), tp_page_date(page, at->from));
    }
    return (tp_words){NULL, NULL};
}

static const struct {
    const char *id;
    tp_words title;
    unsigned flags;
} year_columns[] = {
    {"asked", {"申请", "Asked"}, 0},
    {"own", {"自有解决", "Own"}, 0},
    {"lent", {"在借", "On loan"}, 0},
    {"short", {"尚缺", "Short"}, 0},
    {"statutory", {"其中法定", "Statutory"}, TP_COL_SPARE},
    {"refused", {"不予受理", "Refused"}, 0},
    {"unfiled", {"尚未提出", "Not filed yet"}, 0},
    {"intake", {"当期新增", "New"}, 0},
    {"returned", {"新借归还", "Given back"}, TP_COL_SPARE},
    {"running", {"在借归还", "Running loans back"}, TP_COL_SPARE},
    {"deposits", {"存入", "Deposits"}, 0},
};
enum { YEAR_COLUMNS = sizeof year_columns / sizeof *year_columns };

static void year_figures(const tp_run *run, int period, int64_t out[YEAR_COLUMNS])
{
    tp_plan_sums y = tp_plan_sums_of(run, period);
    const int64_t figures[YEAR_COLUMNS] = {y.asked,     y.own,     y.lent,    y.missing,
                                           y.statutory, y.refused, y.unfiled, y.given,
                                           y.returned,  y.back,    y.deposits};
    for (size_t i = 0; i < YEAR_COLUMNS; i++)
        out[i] = figures[i];
}

static void add_years(tp_page *page, const tp_run *run)
{
    tp_view *view = tp_page_view(page, "years", (tp_words){"分期总览", "Year by year"});
    view->unit = slots;
    view->note =
        (tp_words){"申请 = 自有解决 + 在借 + 尚缺 + 不予受理 + 尚未提出；这些和存入为期末存量，其余"
                   "为当期变动；第 1 期提交审定，以后各期为展望。",
                   "Asked = own + on loan + short + refused + not filed yet; these and deposits "
                   "are stocks, the rest is what changes; period 1 is what is proposed, the "
                   "others are the outlook."};
    tp_view_column_add(view, "period", (tp_words){"期", "Period"}, TP_COL_NUMBER);
    tp_plan_days_columns(view);
    tp_view_column_add(view, "weight", (tp_words){"权重", "Weight"}, TP_COL_NUMBER | TP_COL_SPARE);
    for (size_t i = 0; i < YEAR_COLUMNS; i++)
        tp_view_column_add(view, year_columns[i].id, year_columns[i].title,
                           TP_COL_NUMBER | year_columns[i].flags);
    for (int t = 0; t < run->result->n_periods; t++) {
        const tp_result *r = run->result->periods[t];
        int64_t figures[YEAR_COLUMNS];
        year_figures(run, t, figures);
        tp_view_count(view, t + 1);
        tp_plan_days(view, r);
        tp_view_dec(view, r->weight);
        for (size_t i = 0; i < YEAR_COLUMNS; i++)
            tp_view_count(view, figures[i]);
    }
}

/* "28 → 30" where it moved. */
static const char *moved_text(tp_page *page, int64_t was, int64_t is)
{
    const char *text =
        was == is ? tp_arena_format(page->arena, "%lld", (long long)is)
                  : tp_arena_format(page->arena, "%lld → %lld", (long long)was, (long long)is);
    page->failed = page->failed || !text;
    return text ? text : "";
}

void tp_plan_across(tp_page *page, const tp_run *run, const tp_run *base)
{
    int periods = run->result->n_periods;
    if (periods == 1 || !tp_answered(run->result->status))
        return;
    tp_view *view = tp_page_view(page, "across", (tp_words){"各期", "The years"});
    view->unit = slots;
    view->note = (tp_words){"第 1 期提交审定，以后各期为展望；与基准不同的写作“原 → 现”。",
                            "Period 1 is what is proposed, the others are the outlook; what "
                            "differs from the baseline stands as before → now."};
    tp_view_column_add(view, "figure", (tp_words){"指标", "Figure"}, 0);
    int64_t now[TP_PERIODS_MOST][YEAR_COLUMNS], was[TP_PERIODS_MOST][YEAR_COLUMNS];
    for (int t = 0; t < periods; t++) {
        char from[TP_DATE_TEXT];
        tp_date_format(run->result->periods[t]->from, from);
        const char *id = tp_arena_format(page->arena, "period_%d", t + 1);
        const char *zh = tp_arena_format(page->arena, "第 %d 期 %s 起", t + 1, from);
        const char *en = tp_arena_format(page->arena, "Period %d from %s", t + 1, from);
        page->failed = page->failed || !id || !zh || !en;
        if (page->failed)
            return;
        tp_view_column_add(view, id, (tp_words){zh, en}, TP_COL_NUMBER);
        year_figures(run, t, now[t]);
        bool beside = tp_answered(base->result->status) && t < base->result->n_periods;
        year_figures(beside ? base : run, t, was[t]);
    }
    for (size_t i = 0; i < YEAR_COLUMNS; i++) {
        tp_view_words(view, year_columns[i].title);
        for (int t = 0; t < periods; t++)
            tp_view_text(view, moved_text(page, was[t][i], now[t][i]));
    }
}

static bool pool_lives(const tp_run *run, size_t p)
{
    for (int t = 0; t < run->result->n_periods; t++) {
        const tp_pool_result *at = &run->result->periods[t]->pools[p];
        if (at->deposits || at->loans || at->in || at->out || at->returned || at->converted_in ||
            at->converted_out)
            return true;
    }
    return false;
}

static void add_pools(tp_page *page, const tp_run *run, bool all)
{
    tp_view *view = tp_page_view(page, "pool_years", (tp_words){"各期周转池", "Pools by year"});
    const tp_result *first = run->result;
    bool rings = false;
    for (size_t p = 0; p < first->n_pools; p++)
        rings = rings || *first->pools[p].ring;
    view->unit = slots;
    tp_view_column_add(view, "scope", (tp_words){"范围", "Scope"}, TP_COL_MERGE | TP_COL_WRAP);
    tp_view_column_add(view, "category", category_title, TP_COL_MERGE);
    if (rings)
        tp_view_column_add(view, "ring", (tp_words){"专项系统", "Ring"}, TP_COL_MERGE);
    tp_view_column_add(view, "period", (tp_words){"期", "Period"}, TP_COL_NUMBER);
    tp_view_column_add(view, "opening", (tp_words){"自有", "Own stock"}, TP_COL_NUMBER);
    tp_view_column_add(view, "returned", (tp_words){"其中归还", "Given back"}, TP_COL_NUMBER);
    tp_view_column_add(view, "deposits", (tp_words){"存入", "Deposits"}, TP_COL_NUMBER);
    tp_view_column_add(view, "loans", (tp_words){"在借", "On loan"}, TP_COL_NUMBER);
    tp_view_column_add(view, "closing", (tp_words){"结余", "Left"}, TP_COL_NUMBER);
    tp_view_column_add(view, "required", (tp_words){"应留", "Required"}, TP_COL_NUMBER);
    for (size_t p = 0; p < first->n_pools; p++)
        for (int t = 0; t < first->n_periods && (all || pool_lives(run, p)); t++) {
            const tp_pool_result *at = &first->periods[t]->pools[p];
            tp_view_words(view, tp_rows_scope(run, at->scope));
            tp_view_text(view, at->category);
            if (rings)
                tp_view_text(view, at->ring);
            tp_view_count(view, t + 1);
            tp_view_count(view, at->opening + at->reclaimed);
            tp_view_count(view, at->returned);
            tp_view_count(view, at->deposits);
            tp_view_count(view, at->loans);
            tp_view_count(view, at->closing);
            tp_view_count(view, at->required);
        }
}

tp_words tp_plan_has(tp_page *page, const tp_run *run, int32_t d, int period)
{
    const tp_result *r = run->result->periods[period];
    if (!r->live[d] && run->data->demands[d].filed_on > r->from)
        return (tp_words){"–", "–"};
    if (!r->live[d])
        return (tp_words){"不受理", "refused"};
    return TP_PAGE_WORDS(page, ((tp_words){"{0}+{1}", "{0}+{1}"}), tp_page_count(page, r->own[d]),
                         tp_page_count(page, r->loan[d]));
}

static void period_columns(tp_page *page, tp_view *view, const tp_run *run)
{
    for (int t = 0; t < run->result->n_periods; t++) {
        const char *id = tp_arena_format(page->arena, "period_%d", t + 1);
        const char *zh = tp_arena_format(page->arena, "第 %d 期", t + 1);
        const char *en = tp_arena_format(page->arena, "Period %d", t + 1);
        page->failed = page->failed || !id || !zh || !en;
        if (id && zh && en)
            tp_view_column_add(view, id, (tp_words){zh, en}, TP_COL_NUMBER);
    }
}

static void add_demands(tp_page *page, const tp_run *run)
{
    const tp_dataset *data = run->data;
    tp_view *view =
        tp_page_view(page, "demand_years", (tp_words){"各期解决情况", "Who is served when"});
    view->unit = slots;
    view->note = (tp_words){"自有＋借用；“–”为届时尚未提出，“不受理”为届时不符合条件。",
                            "Own vacancies + loan; “–”: not filed by then; refused: not admitted "
                            "by then."};
    tp_view_column_add(view, "demand", (tp_words){"申请", "Demand"}, 0);
    tp_view_column_add(view, "unit", (tp_words){"编码", "Code"}, TP_COL_SPARE);
    tp_view_column_add(view, "name", (tp_words){"单位", "Unit"}, TP_COL_WRAP);
    tp_view_column_add(view, "category", category_title, 0);
    tp_view_column_add(view, "asked", (tp_words){"申请数", "Asked"}, TP_COL_NUMBER);
    period_columns(page, view, run);
    for (int32_t i = 0; i < data->n_demands; i++) {
        int32_t d = data->demand_input_order[i];
        tp_view_text(view, data->demands[d].code);
        tp_view_text(view, data->units[data->demands[d].unit].code);
        tp_view_text(view, data->units[data->demands[d].unit].name);
        tp_view_text(view, tp_dataset_name(data, data->lines[data->demands[d].line].category));
        tp_view_count(view, data->demands[d].quantity);
        for (int t = 0; t < run->result->n_periods; t++)
            tp_view_words(view, tp_plan_has(page, run, d, t));
    }
}

static void add_due(tp_page *page, const tp_run *run)
{
    const tp_dataset *data = run->data;
    tp_view *view = tp_page_view(page, "due",
                                 (tp_words){"第 1 期借用的到期", "When loans of "
                                                                 "period 1 fall due"});
    view->unit = slots;
    view->empty = (tp_words){"第 1 期没有借用。", "Nothing is lent in period 1."};
    tp_view_column_add(view, "demand", (tp_words){"申请", "Demand"}, 0);
    tp_view_column_add(view, "unit", (tp_words){"编码", "Code"}, TP_COL_SPARE);
    tp_view_column_add(view, "name", (tp_words){"单位", "Unit"}, TP_COL_WRAP);
    tp_view_column_add(view, "loan", (tp_words){"借用", "Loan"}, TP_COL_NUMBER);
    tp_view_column_add(view, "due", (tp_words){"到期日", "Due"}, 0);
    tp_view_column_add(view, "back", (tp_words){"届时减员可归还", "Back by then from departures"},
                       TP_COL_NUMBER);
    tp_view_column_add(view, "open", (tp_words){"仍须归还", "Still to be returned"}, TP_COL_NUMBER);
    for (int32_t i = 0; i < data->n_demands; i++) {
        int32_t d = data->demand_input_order[i];
        if (!run->result->loan[d])
            continue;
        int64_t back = run->result->back ? run->result->back[d] : 0;
        tp_view_text(view, data->demands[d].code);
        tp_view_text(view, data->units[data->demands[d].unit].code);
        tp_view_text(view, data->units[data->demands[d].unit].name);
        tp_view_count(view, run->result->loan[d]);
        tp_view_date(view, tp_date_add_months(run->result->from, data->demands[d].term_months));
        tp_view_count(view, back);
        tp_view_count(view, run->result->loan[d] - back);
    }
}

void tp_plan_tables(tp_page *page, const tp_run *run, bool all)
{
    if (run->result->n_periods == 1 || !tp_answered(run->result->status))
        return;
    add_years(page, run);
    add_pools(page, run, all);
    add_demands(page, run);
    tp_plan_due_years(page, run);
    add_due(page, run);
    tp_projected_table(page, run, TP_ID_NONE);
}

tp_line_year tp_plan_line(const tp_run *run, int32_t l, int period)
{
    const tp_dataset *data = run->data;
    const tp_case *c = tp_case_at(run->kase, period);
    const tp_result *r = run->result->periods[period];
    const tp_line *line = &c->data->lines[l], *facts = &data->lines[l];
    tp_line_year y = {.authorised = c->line[l].authorised,
                      .occupied = c->line[l].occupied,
                      .running = line->borrowed,
                      .deposit = r->deposit[l]};
    tp_date next = tp_date_add_days(r->to, 1);
    for (int32_t i = 0; i < facts->departures; i++) {
        const tp_departure *leaves = &data->departures[facts->first_departure + i];
        /* Those of the next decision's own day have left by then. */
        y.left += leaves->on > r->from && leaves->on <= next ? leaves->count : 0;
    }
    for (int32_t i = 0; i < line->demands; i++) {
        int32_t d = data->demand_of_line[line->first_demand + i];
        if (!r->live[d])
            continue;
        y.asked += data->demands[d].quantity;
        y.own += r->own[d];
        y.loan += r->loan[d];
        y.given += tp_result_given(r, d);
        y.returned += tp_result_returned(r, d);
        y.missing += data->demands[d].quantity - r->own[d] - r->loan[d];
    }
    if (period)
        y.returned += tp_case_at(run->kase, period - 1)->data->lines[l].borrowed - line->borrowed;
    return y;
}

void tp_plan_due_years(tp_page *page, const tp_run *run)
{
    tp_view *view =
        tp_page_view(page, "due_years", (tp_words){"什么时候到期", "What falls due when"});
    view->unit = slots;
    view->note =
        (tp_words){"第 1 期借用按申请所写期限到期；“减员归还”是已知减员届时归还的部分，其余"
                   "到期时须另行归还或续借。原有借用逾期数为该期期初已过期而未归还的。",
                   "Loans of period 1 fall due by the demands' terms; what known "
                   "departures will have brought back is given, the rest is to be "
                   "returned or renewed. Overdue: loans from before whose due date has "
                   "passed when the period begins."};
    tp_view_column_add(view, "period", (tp_words){"期", "Period"}, TP_COL_NUMBER);
    tp_plan_days_columns(view);
    tp_view_column_add(view, "loans", (tp_words){"到期件数", "Loans due"}, TP_COL_NUMBER);
    tp_view_column_add(view, "slots", (tp_words){"到期", "Slots due"}, TP_COL_NUMBER);
    tp_view_column_add(view, "back", (tp_words){"减员归还", "Back from departures"}, TP_COL_NUMBER);
    tp_view_column_add(view, "open", (tp_words){"仍须归还", "Still to be returned"}, TP_COL_NUMBER);
    tp_view_column_add(view, "overdue", (tp_words){"原有借用逾期", "Overdue from before"},
                       TP_COL_NUMBER);
    const tp_result *first = run->result;
    for (int t = 0; t <= first->n_periods; t++) {
        const tp_result *r = t < first->n_periods ? first->periods[t] : NULL;
        tp_date from = r ? r->from : tp_date_add_days(first->periods[t - 1]->to, 1);
        int64_t loans = 0, slots_due = 0, back = 0, overdue = 0;
        for (int32_t d = 0; d < first->n_demands; d++) {
            tp_date due = tp_date_add_months(first->from, run->data->demands[d].term_months);
            if (!first->loan[d] || due < from || (r && due > r->to))
                continue;
            loans++;
            slots_due += first->loan[d];
            back += first->back ? first->back[d] : 0;
        }
        for (size_t p = 0; r && p < r->n_pools; p++)
            overdue += r->pools[p].overdue;
        if (!r && !loans)
            break;
        if (r) {
            tp_view_count(view, t + 1);
            tp_plan_days(view, r);
        } else {
            tp_view_empty(view);
            tp_view_date(view, from);
            tp_view_empty(view);
        }
        tp_view_count(view, loans);
        tp_view_count(view, slots_due);
        tp_view_count(view, back);
        tp_view_count(view, slots_due - back);
        if (r)
            tp_view_count(view, overdue);
        else
            tp_view_empty(view);
    }
}

void tp_plan_unit(tp_page *page, const tp_run *run, int32_t unit)
{
    const tp_dataset *data = run->data;
    const tp_unit *u = &data->units[unit];
    if (run->result->n_periods == 1 || !tp_answered(run->result->status))
        return;
    tp_view *view = tp_page_view(page, "unit_years", (tp_words){"各期编制", "Its years"});
    static const struct {
        const char *id;
        tp_words title;
    } columns[] = {{"authorised", {"核定", "Authorised"}},
                   {"occupied", {"现有", "In post"}},
                   {"left", {"减员", "Leave"}},
                   {"join", {"进人", "Join"}},
                   {"running", {"原在借", "Running loans"}},
                   {"deposit", {"存入", "Deposited"}},
                   {"own", {"自有解决", "Own"}},
                   {"loan", {"借用", "Borrowed"}},
                   {"returned", {"归还", "Given back"}},
                   {"short", {"尚缺", "Short"}}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    view->unit = slots;
    tp_view_column_add(view, "category", category_title, TP_COL_MERGE);
    tp_view_column_add(view, "period", (tp_words){"期", "Period"}, TP_COL_NUMBER);
    tp_plan_days_columns(view);
    for (size_t i = 0; i < COLUMNS; i++)
        tp_view_column_add(view, columns[i].id, columns[i].title, TP_COL_NUMBER);
    for (int32_t k = 0; k < u->lines; k++)
        for (int t = 0; t < run->result->n_periods; t++) {
            int32_t l = u->first_line + k;
            const tp_result *r = run->result->periods[t];
            tp_line_year y = tp_plan_line(run, l, t);
            const int64_t figures[COLUMNS] = {y.authorised, y.occupied, y.left, y.given,
                                              y.running,    y.deposit,  y.own,  y.loan,
                                              y.returned,   y.missing};
            tp_view_text(view, tp_dataset_name(data, data->lines[l].category));
            tp_view_count(view, t + 1);
            tp_plan_days(view, r);
            for (size_t i = 0; i < COLUMNS; i++)
                tp_view_count(view, figures[i]);
        }
}
