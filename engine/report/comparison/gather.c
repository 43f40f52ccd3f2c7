/* What a report shows beyond its runs: curves of sweeps in the store, earlier loans, what one more
 * slot is worth. */
#include "report/comparison/report.h"
#include "store/sweep.h"

#include <string.h>

/* Beyond this many lines solving again for every limit takes too long to be done unasked. */
enum { WORTH_LINES = 2000, CURVES = 4 };

static tp_status find_worth(tp_report_entry *entry, tp_arena *arena, tp_err *err)
{
    const tp_run *run = entry->run;
    if (!tp_answered(run->result->status) || run->data->n_lines > WORTH_LINES)
        return TP_OK;
    tp_sensitivity *found = tp_arena_alloc(arena, sizeof *found);
    const tp_sensitivity_options wanted = {.threads = 2};
    if (!found)
        return tp_fail_nomem(err);
    entry->sensitivity = found;
    return tp_sensitivity_of(found, run, &wanted, arena, err);
}

static tp_status read_curve(tp_store *store, const tp_sweep_record *sweep, tp_report_curve *out,
                            tp_arena *arena, tp_err *err)
{
    tp_sweep_point_record *stored;
    size_t count;
    tp_status status = tp_store_list_sweep_points(store, sweep->sweep, arena, &stored, &count, err);
    tp_report_point *points = status ? NULL : tp_arena_array(arena, count + 1, sizeof *points);
    if (!points)
        return status ? status : tp_fail_nomem(err);
    for (size_t i = 0; i < count; i++) {
        points[i].settings = stored[i].settings;
        tp_sweep_figures_read(&points[i].outcome, stored[i].figures);
        for (int k = 0; k < 4; k++)
            if (strcmp(stored[i].status, tp_answer_status_names[k]) == 0)
                points[i].outcome.status = (tp_answer_status)k;
    }
    out->keys = sweep->keys;
    out->points = points;
    out->n_points = count;
    return TP_OK;
}

/* The latest sweeps that start from one of the runs. */
static tp_status find_curves(tp_report *report, tp_store *store, tp_arena *arena, tp_err *err)
{
    tp_sweep_record *sweeps;
    size_t count;
    tp_report_curve *curves = tp_arena_array(arena, CURVES, sizeof *curves);
    if (!curves)
        return tp_fail_nomem(err);
    tp_status status = tp_store_list_sweeps(store, arena, &sweeps, &count, err);
    report->curves = curves;
    while (!status && count-- > 0 && report->n_curves < CURVES)
        for (size_t i = 0; i < report->n_entries && !status; i++) {
            if (strcmp(report->entries[i].run->id, sweeps[count].base) != 0)
                continue;
            curves[report->n_curves].entry = i;
            status = read_curve(store, &sweeps[count], &curves[report->n_curves++], arena, err);
            break;
        }
    return status;
}

tp_report_entry tp_report_entry_of(const tp_run *run, const tp_run_standing *standing)
{
    return (tp_report_entry){.run = run,
                             .state = standing->state,
                             .number = standing->number,
                             .ledger_moved = standing->ledger_moved,
                             .dataset_replaced = standing->dataset_replaced};
}

tp_status tp_report_gather(tp_report *report, tp_report_entry *entries, tp_store *store, bool worth,
                           tp_arena *arena, tp_err *err)
{
    tp_ledger *ledger;
    tp_status status = TP_OK;
    report->entries = entries;
    if (store)
        status = find_curves(report, store, arena, err);
    if (!status && store)
        status = tp_ledger_load(&ledger, store, TP_DATE_NONE, arena, err);
    if (!status && store)
        status = tp_report_past_of(report, ledger, entries[0].run->scenario->as_of, arena, err);
    for (size_t i = 0; i < report->n_entries && !status && worth; i++)
        status = find_worth(&entries[i], arena, err);
    return status;
}
