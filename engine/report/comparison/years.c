/* Plans of several periods, year by year: what looking ahead is worth, the balance of each pool,
 * who is served when, single units as strips, what falls due. */
#include "explain/outlook.h"
#include "report/comparison/sections.h"
#include "report/views/outlook.h"
#include "report/views/plan.h"
#include "report/views/run_rows.h"

#include <stdlib.h>

enum { POOLS_SHOWN = 8, UNITS_SHOWN = 12, ROWS_OF_A_PAGE = 20 };

/* "1 2026–27": the period and the years it lies in. */
static const char *year_label(tp_reporting *r, const tp_result *period)
{
    int from = period->from / 10000, to = period->to / 10000;
    const char *text =
        from == to ? tp_arena_format(r->arena, "%d: %d", period->period + 1, from)
                   : tp_arena_format(r->arena, "%d: %d–%02d", period->period + 1, from, to % 100);
    r->page.failed = r->page.failed || !text;
    return text ? text : "";
}

static void who_is_served(tp_reporting *r, const tp_run *run)
{
    int n = run->result->n_periods;
    tp_fates_row *rows = tp_arena_array(r->arena, (size_t)n, sizeof *rows);
    for (int t = 0; rows && t < n; t++) {
        const char *label = year_label(r, run->result->periods[t]);
        rows[t].label = (tp_words){label, label};
        tp_plan_sums y = tp_plan_sums_of(run, t);
        rows[t].part[TP_FATE_OWN] = y.own;
        rows[t].part[TP_FATE_LENT] = y.lent;
        rows[t].part[TP_FATE_SHORT] = y.missing;
        rows[t].part[TP_FATE_REFUSED] = y.refused;
        rows[t].part[TP_FATE_UNFILED] = y.unfiled;
    }
    if (!rows) {
        r->page.failed = true;
        return;
    }
    tp_words title = {"各期申请得到解决的情况（单位：个）",
                      "Who is served in which period (slots)"};
    tp_fates_figure figure = {.title = title, .rows = rows, .n_rows = (size_t)n};
    tp_report_figure_open(r, title);
    TP_REPORT_BOTH_SIZES(r, figure) tp_svg_fates(r->out, &figure);
    tp_report_figure_close(r);
}

/* Slots a pool lends over the periods: what makes it worth looking at. */
static int64_t weight_of(const tp_run *run, size_t pool)
{
    int64_t sum = 0;
    for (int t = 0; t < run->result->n_periods; t++) {
        const tp_pool_result *at = &run->result->periods[t]->pools[pool];
        sum += at->loans + at->deposits + at->returned + at->in + at->out + at->converted_in +
               at->converted_out;
    }
    return sum;
}

static bool stocks_of(tp_reporting *r, const tp_run *run, size_t pool, tp_stocks_group *out)
{
    int n = run->result->n_periods;
    const tp_pool_result *first = &run->result->pools[pool];
    tp_words scope = tp_rows_scope(run, first->scope);
    tp_words frame = *first->ring ? (tp_words){"{0} / {1} / {2}", "{0} / {1} / {2}"}
                                  : (tp_words){"{0} / {1}", "{0} / {1}"};
    tp_words label = {TP_PAGE_WORDS(&r->page, frame, scope.zh, first->category, first->ring).zh,
                      TP_PAGE_WORDS(&r->page, frame, scope.en, first->category, first->ring).en};
    tp_stocks_row *rows = tp_arena_array(r->arena, (size_t)n, sizeof *rows);
    if (!rows)
        return false;
    for (int t = 0; t < n; t++) {
        const tp_pool_result *at = &run->result->periods[t]->pools[pool];
        rows[t] = (tp_stocks_row){year_label(r, run->result->periods[t]), at->closing, at->loans,
                                  at->required, at->returned};
    }
    *out = (tp_stocks_group){label, rows, (size_t)n};
    return true;
}

/* Marks the pools that move most; of equals the first. */
static bool *choose_pools(tp_reporting *r, const tp_run *run)
{
    size_t n = run->result->n_pools;
    int64_t *weight = tp_arena_array(r->arena, n + 1, sizeof *weight);
    bool *chosen = tp_arena_array(r->arena, n + 1, sizeof *chosen);
    if (!weight || !chosen)
        return NULL;
    for (size_t p = 0; p < n; p++)
        weight[p] = weight_of(run, p);
    for (int k = 0; k < POOLS_SHOWN; k++) {
        size_t most = n;
        for (size_t p = 0; p < n; p++)
            if (!chosen[p] && weight[p] && (most == n || weight[p] > weight[most]))
                most = p;
        if (most < n)
            chosen[most] = true;
    }
    return chosen;
}

/* The pools that move most, in the order of the answer. */
static void pools_by_year(tp_reporting *r, const tp_run *run)
{
    tp_stocks_group groups[POOLS_SHOWN];
    size_t shown = 0;
    const bool *chosen = choose_pools(r, run);
    for (size_t p = 0; chosen && p < run->result->n_pools; p++)
        if (chosen[p] && !stocks_of(r, run, p, &groups[shown++]))
            chosen = NULL;
    if (!chosen) {
        r->page.failed = true;
        return;
    }
    if (!shown)
        return;
    tp_words title = {"各周转池逐期结余（单位：个）：池中结余、在借、归还和应留",
                      "Balance of each pool by period (slots): left, on loan, given back, to be "
                      "kept"};
    tp_words more = {TP_PAGE_WORDS(&r->page, ((tp_words){"{0}（续）", ""}), title.zh).zh,
                     TP_PAGE_WORDS(&r->page, ((tp_words){"", "{0} (continued)"}), title.en).en};
    /* A picture must fit a page whatever the plan's length. */
    size_t each = run->result->n_periods > ROWS_OF_A_PAGE / 2
                      ? 1
                      : ROWS_OF_A_PAGE / (size_t)run->result->n_periods;
    for (size_t first = 0; first < shown; first += each) {
        size_t rest = shown - first;
        tp_stocks_figure figure = {
            .title = title, .groups = &groups[first], .n_groups = rest < each ? rest : each};
        tp_report_figure_open(r, first ? more : title);
        TP_REPORT_BOTH_SIZES(r, figure) tp_svg_stocks(r->out, &figure);
        tp_report_figure_close(r);
    }
}

typedef struct lively {
    int32_t line, order;
    int64_t lent; /* over the periods */
} lively;

static int most_first(const void *a, const void *b)
{
    const lively *p = a, *q = b;
    if (p->lent != q->lent)
        return p->lent > q->lent ? -1 : 1;
    return (p->order > q->order) - (p->order < q->order);
}

/* The lines that borrow most over the years. */
static void units_by_year(tp_reporting *r, const tp_run *run)
{
    const tp_dataset *data = run->data;
    size_t n = 0, periods = (size_t)run->result->n_periods;
    lively *all = tp_arena_array(r->arena, (size_t)data->n_lines + 1, sizeof *all);
    tp_strip_cell *cells = tp_arena_array(r->arena, UNITS_SHOWN * periods, sizeof *cells);
    tp_words *columns = tp_arena_array(r->arena, periods, sizeof *columns);
    const char *labels[UNITS_SHOWN];
    if (!all || !cells || !columns) {
        r->page.failed = true;
        return;
    }
    for (int32_t i = 0; i < data->n_lines; i++) {
        lively at = {data->line_input_order[i], i, 0};
        for (size_t t = 0; t < periods; t++)
            at.lent += tp_plan_line(run, at.line, (int)t).loan;
        if (at.lent)
            all[n++] = at;
    }
    if (!n)
        return;
    qsort(all, n, sizeof *all, most_first);
    n = n > UNITS_SHOWN ? UNITS_SHOWN : n;
    for (size_t i = 0; i < n; i++) {
        const tp_line *line = &data->lines[all[i].line];
        labels[i] = tp_arena_format(r->arena, "%s %s", data->units[line->unit].name,
                                    tp_dataset_name(data, line->category));
        r->page.failed = r->page.failed || !labels[i];
        for (size_t t = 0; t < periods; t++) {
            tp_line_year y = tp_plan_line(run, all[i].line, (int)t);
            cells[i * periods + t] = (tp_strip_cell){{y.own, y.loan, y.missing}, y.returned};
        }
    }
    for (size_t t = 0; t < periods; t++) {
        const char *label = year_label(r, run->result->periods[t]);
        columns[t] = (tp_words){label, label};
    }
    if (r->page.failed)
        return;
    tp_words title = {"借用最多的单位逐期所得（单位：个）",
                      "What the units that borrow most have, period by period (slots)"};
    tp_strip_figure figure = {title, labels, columns, n, periods, cells, 0};
    tp_report_figure_open(r, title);
    TP_REPORT_BOTH_SIZES(r, figure) tp_svg_strip(r->out, &figure);
    tp_report_figure_close(r);
}

static tp_status one_plan(tp_reporting *r, const tp_run *run)
{
    tp_page page;
    tp_yearly yearly;
    tp_status status = tp_outlook_yearly(&yearly, run, (tp_stop){0}, r->arena, r->err);
    if (status)
        return status;
    tp_page_init(&page, r->arena, (tp_words){NULL, NULL});
    tp_outlook_parts(&page, run, &yearly, NULL);
    tp_report_put(r, &page);
    who_is_served(r, run);
    pools_by_year(r, run);
    units_by_year(r, run);
    tp_page_init(&page, r->arena, (tp_words){NULL, NULL});
    tp_plan_tables(&page, run, false);
    tp_report_put(r, &page);
    return TP_OK;
}

tp_status tp_report_years(tp_reporting *r)
{
    bool opened = false;
    tp_status status = TP_OK;
    for (size_t i = 0; i < r->n && !status; i++) {
        const tp_run *run = r->runs[i];
        if (run->result->n_periods == 1)
            continue;
        if (!opened)
            tp_report_open(r, "years", (tp_words){"逐年展望", "Year by year"});
        opened = true;
        tp_html_element(r->out, "h3", r->label[r->entry[i]]);
        status = one_plan(r, run);
    }
    if (opened)
        tp_report_close(r);
    return status;
}
