/* The figures of a run: one source for tables, comparisons and reports.
 *
 * Units: counts are slots unless said otherwise; tp_wide and tp_dec are millionths.
 * Owns: everything lives in the arena given. Groups are in order of first appearance in the input.
 * Identity kept everywhere: asked = own + lent + short, over live and denied demands alike (a
 * denied demand is short of all it asked). */
#ifndef TP_EXPLAIN_FIGURES_H
#define TP_EXPLAIN_FIGURES_H

#include "run/run.h"

typedef struct tp_group_figures {
    const char *name; /* sector; "" for demands without one */
    int32_t demands, denied_demands;
    int64_t asked, own, lent, unmet, denied; /* unmet: live, short; denied: asked by denied ones */
} tp_group_figures;

typedef struct tp_figures {
    tp_group_figures all;
    tp_group_figures by_class[TP_CLASSES]; /* name: statutory, talent, normal */
    tp_group_figures *by_sector;
    size_t n_sectors;

    int64_t deposits, reclaimed, transfers, conversions;
    int64_t people;         /* who move from one line to another */
    int64_t over;           /* people above usage rights once they have */
    int64_t regrouped, cut; /* slots a reorganisation moves; of them to the pools */
    int64_t due, due_kept, due_back, due_owed; /* running loans decided as they fall due; of them
                                                * used on, given back at once, still to come */
    int32_t donors, borrowers;                 /* lines with a deposit, with a loan */
    int32_t touched_units; /* units with any movement, of people or by a reorganisation as well */
    int64_t opening, closing, required;
    tp_wide need_value;      /* Σ v·y, whether or not a tier wants it */
    tp_wide burden_value;    /* Σ c·D */
    tp_dec donor_saturation; /* mean over deposited slots, half up; TP_DEC_NONE: no such slot */
    /* Lowest (own + lent) / asked among sectors, what is refused counting as asked; bottom 0: no
     * demand. (The goal `fair` looks at live demands only, as a tier must.) */
    const char *lowest_sector;
    int64_t lowest_top, lowest_bottom;
} tp_figures;

tp_status tp_figures_of(tp_figures *out, const tp_run *run, tp_arena *arena, tp_err *err);

#endif
