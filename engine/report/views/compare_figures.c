/* The figures of several runs side by side. */
#include "report/views/compare.h"
#include "report/views/metrics.h"

#include <string.h>

/* Tenths of a percent, as a reader sees them. */
static tp_wide tenths(tp_wide share)
{
    return tp_half_up_div(share, 1000);
}

/* A difference with its sign, in the unit of the figure; of shares between what is shown, so that
 * a reader who subtracts agrees. */
static void difference(tp_view *view, tp_metric_kind kind, tp_wide value, tp_wide base)
{
    char text[TP_DEC_TEXT + 1] = "+";
    tp_wide by =
        kind == TP_METRIC_SHARE ? (tenths(value) - tenths(base)) * (TP_DEC_ONE / 10) : value - base;
    if (kind == TP_METRIC_COUNT) {
        tp_view_diff(view, by);
        return;
    }
    tp_dec_format(by, by > 0 ? text + 1 : text);
    const char *number = tp_page_copy(view->page, text);
    if (kind == TP_METRIC_SHARE)
        tp_view_words(
            view, TP_PAGE_WORDS(view->page, ((tp_words){"{0} 个百分点", "{0} points"}), number));
    else
        tp_view_text(view, number);
}

static void figure(tp_view *view, tp_metric_kind kind, tp_wide value)
{
    if (value == TP_DEC_NONE)
        tp_view_empty(view);
    else if (kind == TP_METRIC_COUNT)
        tp_view_count(view, value);
    else if (kind == TP_METRIC_SHARE)
        tp_view_share(view, value);
    else
        tp_view_dec(view, value);
}

/* A row: the baseline's figure, then each run's with its difference; TP_DEC_NONE is empty.
 * `metric`: ANY where it is none of the table. */
enum { ANY = -1 };
static void row(const tp_compare_rows *rows, tp_view *view, tp_words name, tp_metric_kind kind,
                const tp_wide *value, int metric)
{
    tp_view_words(view, name);
    for (size_t r = 0; r < rows->of->n_runs; r++) {
        figure(view, kind, value[r]);
        if (r && (value[r] == TP_DEC_NONE || value[0] == TP_DEC_NONE))
            tp_view_empty(view);
        else if (r && metric != ANY && !tp_metric_comparable(rows->of, (size_t)metric, r))
            tp_view_words(view, (tp_words){"权重不同，不可比", "other weights"});
        else if (r)
            difference(view, kind, value[r], value[0]);
    }
}

static tp_view *new_view(const tp_compare_rows *rows, const char *id, tp_words title)
{
    tp_view *view = tp_page_view(rows->page, id, title);
    tp_view_column_add(view, "figure", (tp_words){"指标", "Figure"}, TP_COL_WRAP);
    for (size_t r = 0; r < rows->of->n_runs; r++) {
        char name[32];
        const char *label = rows->label[r];
        tp_int_format((tp_wide)r, name);
        const char *number = tp_page_copy(rows->page, name);
        const char *id_of = tp_arena_format(rows->page->arena, "run%s", number);
        const char *diff = tp_arena_format(rows->page->arena, "diff%s", number);
        if (!id_of || !diff) {
            rows->page->failed = true;
            return view;
        }
        tp_view_column_add(view, id_of, (tp_words){label, label}, TP_COL_NUMBER);
        if (r)
            tp_view_column_add(view, diff, (tp_words){"增减", "±"}, TP_COL_NUMBER);
    }
    return view;
}

static void all_figures(const tp_compare_rows *rows, tp_wide *value)
{
    tp_view *view = new_view(rows, "figures", (tp_words){"主要指标", "Figures"});
    view->note = (tp_words){"未解决 = 尚缺 + 不予受理；满足率以申请数为分母，不予受理的也计入。",
                            "Unresolved = short + refused; shares are of all that was asked, "
                            "refused demands included."};
    for (size_t m = 0; m < tp_n_metrics; m++) {
        bool any = tp_metric_answers(m);
        for (size_t r = 0; r < rows->of->n_runs; r++) {
            value[r] = tp_metric_value(&rows->of->figures[r], m);
            any = any || (value[r] && value[r] != TP_DEC_NONE);
        }
        if (any && tp_metric_shown(rows->of, m))
            row(rows, view, tp_metrics[m].title, tp_metrics[m].kind, value, (int)m);
    }
}

static const tp_group_figures *sector_of(const tp_figures *f, const char *name)
{
    for (size_t i = 0; i < f->n_sectors; i++)
        if (strcmp(f->by_sector[i].name, name) == 0)
            return &f->by_sector[i];
    return NULL;
}

/* Slots granted (own vacancies and loans), by sector in order of first appearance, then by
 * class. */
static void by_group(const tp_compare_rows *rows, tp_wide *value)
{
    const tp_comparison *c = rows->of;
    tp_view *sectors =
        new_view(rows, "sectors",
                 (tp_words){"按领域：周转池投放编制数", "Granted from the pools, by sector"});
    for (size_t r = 0; r < c->n_runs; r++) {
        for (size_t s = 0; s < c->figures[r].n_sectors; s++) {
            const char *name = c->figures[r].by_sector[s].name;
            bool met = false;
            for (size_t k = 0; k < r && !met; k++)
                met = sector_of(&c->figures[k], name) != NULL;
            if (met)
                continue;
            for (size_t k = 0; k < c->n_runs; k++) {
                const tp_group_figures *at = sector_of(&c->figures[k], name);
                value[k] = at ? at->lent : 0;
            }
            tp_words words = *name ? (tp_words){name, name} : (tp_words){"（未填）", "(none)"};
            row(rows, sectors, words, TP_METRIC_COUNT, value, ANY);
        }
    }
    tp_view *classes =
        new_view(rows, "classes",
                 (tp_words){"按申请类别：周转池投放编制数", "Granted from the pools, by class"});
    for (int k = 0; k < TP_CLASSES; k++) {
        bool any = false;
        for (size_t r = 0; r < c->n_runs; r++) {
            value[r] = c->figures[r].by_class[k].lent;
            any = any || c->figures[r].by_class[k].demands;
        }
        if (any)
            row(rows, classes, tp_demand_class_words[k], TP_METRIC_COUNT, value, ANY);
    }
}

void tp_compare_figures(const tp_compare_rows *rows)
{
    tp_wide *value = tp_arena_array(rows->page->arena, rows->of->n_runs + 1, sizeof *value);
    if (!value) {
        rows->page->failed = true;
        return;
    }
    all_figures(rows, value);
    by_group(rows, value);
}
