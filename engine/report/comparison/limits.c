#include "models/rules/limits.h"
#include "report/comparison/sections.h"
#include "report/views/run_rows.h"
#include "report/views/sensitivity.h"

#include <string.h>

enum { GROUPS = 16 }; /* limits, and pools, in a picture */

typedef struct groups {
    tp_ceiling_group items[GROUPS];
    tp_ceiling_row rows[GROUPS][TP_REPORT_MOST + 1];
    size_t count, left_out;
} groups;

/* The group so named, made if there is room; NULL: none left. */
static tp_ceiling_row *place(groups *g, tp_words label)
{
    for (size_t i = 0; i < g->count; i++)
        if (strcmp(g->items[i].label.zh, label.zh) == 0)
            return &g->rows[i][g->items[i].n_rows++];
    if (g->count == GROUPS) {
        g->left_out++;
        return NULL;
    }
    g->items[g->count] = (tp_ceiling_group){label, g->rows[g->count], 1};
    return g->rows[g->count++];
}

static void add_limits(tp_reporting *r, groups *g)
{
    for (size_t i = 0; i < r->n; i++) {
        size_t count;
        const tp_run *run = r->runs[i];
        const tp_limit *limits = tp_limits_of(run->kase->bind, &count);
        for (size_t k = 0; k < count; k++) {
            /* One of a single period is looked at there; others in period 1. */
            int64_t period = limits[k].period == TP_INT_NONE ? 1 : limits[k].period;
            if (period > run->result->n_periods)
                continue;
            const char *no = tp_report_count(r, period);
            tp_words measure = tp_measure_words[limits[k].measure];
            const char *name = *limits[k].name ? limits[k].name : "—";
            bool one = limits[k].period != TP_INT_NONE && run->result->n_periods > 1;
            tp_words frame = one ? (tp_words){"{0}（{1}，第 {2} 期）", "{0} ({1}, period {2})"}
                                 : (tp_words){"{0}（{1}）", "{0} ({1})"};
            tp_words label = {TP_PAGE_WORDS(&r->page, frame, name, measure.zh, no).zh,
                              TP_PAGE_WORDS(&r->page, frame, name, measure.en, no).en};
            tp_ceiling_row *row = place(g, label);
            if (row)
                *row = (tp_ceiling_row){r->label[r->entry[i]],
                                        tp_limit_used(tp_case_at(run->kase, (int)period - 1)->data,
                                                      run->result->periods[period - 1], &limits[k]),
                                        limits[k].at_least, limits[k].at_most};
        }
    }
}

static void add_pools(tp_reporting *r, groups *g)
{
    for (size_t i = 0; i < r->n; i++)
        for (size_t k = 0; k < r->runs[i]->result->n_pools; k++) {
            const tp_pool_result *pool = &r->runs[i]->result->pools[k];
            if (!pool->required && !pool->closing)
                continue;
            tp_words scope = tp_rows_scope(r->runs[i], pool->scope);
            tp_words frame = *pool->ring ? (tp_words){"{0}·{1}·{2}", "{0} · {1} · {2}"}
                                         : (tp_words){"{0}·{1}", "{0} · {1}"};
            tp_words label = {
                TP_PAGE_WORDS(&r->page, frame, scope.zh, pool->category, pool->ring).zh,
                TP_PAGE_WORDS(&r->page, frame, scope.en, pool->category, pool->ring).en};
            tp_ceiling_row *row = place(g, label);
            if (row)
                *row = (tp_ceiling_row){r->label[r->entry[i]], pool->closing, pool->required,
                                        TP_INT_NONE};
        }
}

static void show(tp_reporting *r, const groups *g, tp_words title, tp_words none)
{
    if (!g->count) {
        tp_html_element(r->out, "h3", title);
        tp_report_say(r, none);
        return;
    }
    tp_words more = {TP_PAGE_WORDS(&r->page, ((tp_words){"{0}（续）", ""}), title.zh).zh,
                     TP_PAGE_WORDS(&r->page, ((tp_words){"", "{0} (continued)"}), title.en).en};
    /* A picture may be split between groups on paper, so each group of four is one. */
    for (size_t first = 0; first < g->count; first += 4) {
        size_t rest = g->count - first;
        tp_ceiling_figure figure = {title, &g->items[first], rest < 4 ? rest : 4, 0};
        tp_report_figure_open(r, first ? more : title);
        TP_REPORT_BOTH_SIZES(r, figure) tp_svg_ceilings(r->out, &figure);
        tp_report_figure_close(r);
    }
    if (g->left_out)
        tp_report_say(r, (tp_words){"其余未列出。", "The others are not shown."});
}

/* The page that `turnpool sensitivity` prints, one table a run. */
static tp_status worth_of(tp_reporting *r, size_t entry)
{
    tp_page page;
    const tp_sensitivity_page_options options = {.all = false};
    tp_status status = tp_sensitivity_page(&page, r->report->entries[entry].sensitivity, &options,
                                           r->arena, r->err);
    if (status)
        return status;
    /* On paper the baseline's alone: the others are folded. */
    tp_buf_text(r->out, entry == r->entry[0] ? "<details open><summary>" : "<details><summary>");
    tp_html_words(r->out, r->label[entry]);
    tp_buf_text(r->out, "</summary>\n");
    for (size_t i = 0; i < page.n_parts; i++) {
        if (page.parts[i].kind == TP_PART_TEXT)
            tp_report_say(r, page.parts[i].text);
        else if (page.parts[i].kind == TP_PART_VIEW)
            tp_html_view(r->out, page.parts[i].view, &(tp_html_table){.without = "place"});
    }
    tp_buf_text(r->out, "</details>\n");
    return TP_OK;
}

static tp_status worth(tp_reporting *r)
{
    bool any = false;
    tp_html_element(r->out, "h3",
                    (tp_words){"多一个名额值多少", "What one more slot would be worth"});
    for (size_t i = 0; i < r->n; i++) {
        if (!r->report->entries[r->entry[i]].sensitivity)
            continue;
        any = true;
        tp_status status = worth_of(r, r->entry[i]);
        if (status)
            return status;
    }
    if (any && r->n > 1)
        tp_html_element(r->out, "p class=\"paper\"",
                        (tp_words){"印刷时只列基准的；其余方案的见电子版。",
                                   "On paper the baseline's alone; the others are in the file."});
    if (!any)
        tp_report_say(
            r, (tp_words){"标“已顶格”的项目正在起约束作用；没有标的，放宽一个名额一般不改变"
                          "结果。本报告没有计算放宽一个名额的所得，可用 turnpool sensitivity "
                          "逐项求解。",
                          "What is marked “binds” stands in the way of something; "
                          "relaxing anything else by one slot does not, as a rule, change "
                          "the answer. What one more slot would be worth was not computed "
                          "here; turnpool sensitivity solves for it."});
    return TP_OK;
}

tp_status tp_report_limits(tp_reporting *r)
{
    groups *limits = tp_arena_alloc(r->arena, sizeof *limits);
    groups *pools = tp_arena_alloc(r->arena, sizeof *pools);
    if (!limits || !pools)
        return tp_fail_nomem(r->err);
    tp_report_open(r, "limits", (tp_words){"总量控制与池内留存", "Limits and reserves"});
    add_limits(r, limits);
    add_pools(r, pools);
    tp_report_say(r, (tp_words){"≤ 为上限，≥ 为下限；■ 表示已用到界限。",
                                "≤ is a ceiling, ≥ a floor; ■ marks what stands at its bound."});
    show(r, limits, (tp_words){"总量控制：已用与上下限", "Limits: used and bounds"},
         (tp_words){"方案没有设总量控制。", "No scenario sets a limit."});
    show(r, pools, (tp_words){"周转池：期末余额与应留存", "Pools: closing balance and reserve"},
         (tp_words){"各池没有余额，也没有应留存的编制。", "No pool holds or must hold a slot."});
    tp_status status = worth(r);
    tp_report_close(r);
    return status;
}
