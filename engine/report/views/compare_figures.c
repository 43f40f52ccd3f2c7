/* The figures of several runs side by side. */
#include "report/views/compare.h"

#include <string.h>

typedef enum kind { COUNT, DEC } kind;

static tp_wide short_of(const tp_group_figures *g)
{
    return g->unmet + g->denied;
}

static void difference(tp_view *view, kind k, tp_wide by)
{
    char text[TP_DEC_TEXT + 1];
    if (k == COUNT) {
        tp_view_diff(view, by);
        return;
    }
    text[0] = '+';
    tp_dec_format(by, by > 0 ? text + 1 : text);
    tp_view_text(view, tp_page_copy(view->page, text));
}

/* A row: the baseline's figure, then each run's with its difference; TP_DEC_NONE is empty. */
static void row(const tp_compare_rows *rows, tp_view *view, tp_words name, kind k,
                const tp_wide *value)
{
    tp_view_words(view, name);
    for (size_t r = 0; r < rows->of->n_runs; r++) {
        if (value[r] == TP_DEC_NONE)
            tp_view_empty(view);
        else if (k == COUNT)
            tp_view_count(view, value[r]);
        else
            tp_view_dec(view, value[r]);
        if (r && (value[r] == TP_DEC_NONE || value[0] == TP_DEC_NONE))
            tp_view_empty(view);
        else if (r)
            difference(view, k, value[r] - value[0]);
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

typedef tp_wide (*figure_of)(const tp_figures *f);
#define FIGURE(name, expression)                                                                   \
    static tp_wide name(const tp_figures *f)                                                       \
    {                                                                                              \
        return (expression);                                                                       \
    }
FIGURE(of_asked, f->all.asked)
FIGURE(of_own, f->all.own)
FIGURE(of_lent, f->all.lent)
FIGURE(of_unmet, f->all.unmet)
FIGURE(of_denied, f->all.denied)
FIGURE(of_statutory, short_of(&f->by_class[TP_STATUTORY]))
FIGURE(of_need, f->need_value)
FIGURE(of_lowest, f->lowest_bottom
                      ? tp_floor_div((tp_wide)f->lowest_top * 100 * TP_DEC_ONE, f->lowest_bottom)
                      : TP_DEC_NONE)
FIGURE(of_deposits, f->deposits)
FIGURE(of_donors, f->donors)
FIGURE(of_burden, f->burden_value)
FIGURE(of_saturation, f->donor_saturation)
FIGURE(of_reclaimed, f->reclaimed)
FIGURE(of_closing, f->closing)
FIGURE(of_required, f->required)
FIGURE(of_transfers, f->transfers)
FIGURE(of_borrowers, f->borrowers)
FIGURE(of_units, f->touched_units)

static void add(const tp_compare_rows *rows, tp_view *view, tp_words name, kind k, figure_of of,
                tp_wide *value)
{
    bool any = false;
    for (size_t r = 0; r < rows->of->n_runs; r++) {
        value[r] = of(&rows->of->figures[r]);
        any = any || value[r];
    }
    if (any)
        row(rows, view, name, k, value);
}

static void all_figures(const tp_compare_rows *rows, tp_wide *value)
{
    static const struct {
        tp_words name;
        kind k;
        figure_of of;
    } figures[] = {
        {{"申请编制数", "asked"}, COUNT, of_asked},
        {{"自有空编解决", "covered by own vacancies"}, COUNT, of_own},
        {{"周转池投放", "granted from the pools"}, COUNT, of_lent},
        {{"尚缺", "still short"}, COUNT, of_unmet},
        {{"不予受理", "refused"}, COUNT, of_denied},
        {{"法定保障缺口", "statutory demands short"}, COUNT, of_statutory},
        {{"需求满足值（加权）", "need value (weighted)"}, DEC, of_need},
        {{"最低领域满足率（%）", "lowest fill of a sector (%)"}, DEC, of_lowest},
        {{"收储编制数", "slots deposited"}, COUNT, of_deposits},
        {{"存入的单位×类别", "lines that deposit"}, COUNT, of_donors},
        {{"存入负担（编制×饱满度）", "burden (slots × saturation)"}, DEC, of_burden},
        {{"存入单位平均饱满度", "average saturation of depositors"}, DEC, of_saturation},
        {{"硬性收储", "reclaimed"}, COUNT, of_reclaimed},
        {{"各池期末余额", "left in the pools"}, COUNT, of_closing},
        {{"其中按规定应留", "of which must stay"}, COUNT, of_required},
        {{"跨池调剂", "transferred between pools"}, COUNT, of_transfers},
        {{"借用的单位×类别", "lines that borrow"}, COUNT, of_borrowers},
        {{"涉及单位数", "units touched"}, COUNT, of_units},
    };
    tp_view *view = new_view(rows, "figures", (tp_words){"主要指标", "Figures"});
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        add(rows, view, figures[i].name, figures[i].k, figures[i].of, value);
}

static const tp_group_figures *sector_of(const tp_figures *f, const char *name)
{
    for (size_t i = 0; i < f->n_sectors; i++)
        if (strcmp(f->by_sector[i].name, name) == 0)
            return &f->by_sector[i];
    return NULL;
}

/* Slots granted (own vacancies and loans), by sector in order of first appearance, then by class.
 */
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
            row(rows, sectors, words, COUNT, value);
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
            row(rows, classes, tp_demand_class_words[k], COUNT, value);
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
