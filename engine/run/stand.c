#include "run/stand.h"

#include "evaluate/evaluate.h"

#include <stdlib.h>
#include <string.h>

/* True for the last one to let go. */
static bool let_go(atomic_int *holders)
{
    return atomic_fetch_sub_explicit(holders, 1, memory_order_acq_rel) == 1;
}

static void hold(atomic_int *holders)
{
    atomic_fetch_add_explicit(holders, 1, memory_order_relaxed);
}

tp_ground *tp_ground_create(void)
{
    tp_ground *ground = calloc(1, sizeof *ground);
    if (!ground)
        return NULL;
    atomic_init(&ground->holders, 1);
    ground->arena = tp_arena_create();
    if (!ground->arena) {
        free(ground);
        return NULL;
    }
    return ground;
}

void tp_ground_free(tp_ground *ground)
{
    if (!ground || !let_go(&ground->holders))
        return;
    tp_dataset_free(ground->data);
    tp_evaluation_free(ground->evaluation);
    tp_arena_free(ground->arena);
    free(ground);
}

tp_stand *tp_stand_create(tp_ground *ground)
{
    tp_arena *arena = tp_arena_create();
    tp_stand *stand = arena ? calloc(1, sizeof *stand) : NULL;
    if (!stand) {
        tp_arena_free(arena);
        return NULL;
    }
    atomic_init(&stand->holders, 1);
    stand->arena = arena;
    stand->ground = ground;
    stand->data = stand->source = ground->data;
    stand->shared = true;
    hold(&ground->holders);
    return stand;
}

tp_stand *tp_stand_hold(tp_stand *stand)
{
    if (stand)
        hold(&stand->holders);
    return stand;
}

void tp_stand_free(tp_stand *stand)
{
    if (!stand || !let_go(&stand->holders))
        return;
    tp_case_free(stand->kase);
    tp_scenario_free(stand->scenario);
    tp_stand_free(stand->base);
    tp_ground_free(stand->ground);
    tp_arena_free(stand->arena);
    free(stand);
}

/* A table of the view that nobody else reads: copied from the source before its first edit. */
static void *own_table(tp_stand *stand, const void *of, const void *original, size_t bytes)
{
    if (of != original)
        return (void *)of;
    void *copy = tp_arena_alloc(stand->arena, bytes ? bytes : 1);
    if (copy && bytes)
        memcpy(copy, original, bytes);
    return copy;
}

#define OWN(stand, view, table, count)                                                             \
    ((view)->table = own_table((stand), (view)->table, (stand)->source->table,                     \
                               (size_t)(view)->count * sizeof *(view)->table))

static bool apply(tp_stand *stand, tp_dataset *view, const tp_data_edit *edit)
{
    switch (edit->kind) {
    case TP_EDIT_LIMIT_LEAST:
    case TP_EDIT_LIMIT_MOST:
        if (!OWN(stand, view, limits, n_limits))
            return false;
        if (edit->kind == TP_EDIT_LIMIT_LEAST)
            view->limits[edit->subject].at_least = edit->value;
        else
            view->limits[edit->subject].at_most = edit->value;
        break;
    case TP_EDIT_CAP:
    case TP_EDIT_LENT:
        if (!OWN(stand, view, lines, n_lines))
            return false;
        if (edit->kind == TP_EDIT_CAP)
            view->lines[edit->subject].cap = edit->value;
        else
            view->lines[edit->subject].lent = edit->value;
        break;
    case TP_EDIT_ISSUE_CLOSED:
        if (!OWN(stand, view, issues, n_issues))
            return false;
        view->issues[edit->subject].closed_on = (tp_date)edit->value;
        break;
    case TP_EDIT_FINDING_UNTIL:
        if (!OWN(stand, view, verdicts, n_verdicts))
            return false;
        view->verdicts[edit->subject].until = (tp_date)edit->value;
        break;
    case TP_EDIT_MINIMUM:
        if (!OWN(stand, view, demands, n_demands))
            return false;
        view->demands[edit->subject].minimum = edit->value;
        break;
    case TP_EDIT_QUANTITY:
        if (!OWN(stand, view, demands, n_demands))
            return false;
        view->demands[edit->subject].quantity = edit->value;
        break;
    case TP_EDIT_IN_POST:
        if (!OWN(stand, view, lines, n_lines))
            return false;
        view->lines[edit->subject].in_post = edit->value;
        break;
    case TP_EDIT_SATURATION:
        if (!OWN(stand, view, outcomes, n_outcomes))
            return false;
        view->outcomes[edit->subject].saturation = edit->value;
        break;
    case TP_EDIT_LOT_LESS: /* all lots at once: apply_lots */
    case TP_EDIT_LOT_MORE:
        break;
    }
    return true;
}

static int by_since(const void *a, const void *b)
{
    const tp_lot *x = a, *y = b;
    return (x->since > y->since) - (x->since < y->since);
}

/* Lots as the edits have them, line by line and oldest first again. */
static bool apply_lots(tp_stand *stand, tp_dataset *view, const tp_data_edit *edits, size_t count)
{
    const tp_dataset *ground = stand->source;
    size_t of_lots = 0;
    for (size_t i = 0; i < count; i++)
        of_lots += edits[i].kind == TP_EDIT_LOT_LESS || edits[i].kind == TP_EDIT_LOT_MORE;
    if (!of_lots)
        return true;
    tp_lot *lots = tp_arena_array(stand->arena, (size_t)ground->n_lots + of_lots + 1, sizeof *lots);
    if (!lots || !OWN(stand, view, lines, n_lines))
        return false;
    int32_t n = 0;
    for (int32_t l = 0; l < view->n_lines; l++) {
        int32_t first = n;
        for (int32_t k = 0; k < ground->lines[l].lots; k++) {
            int32_t at = ground->lines[l].first_lot + k;
            lots[n] = ground->lots[at];
            for (size_t i = 0; i < count; i++)
                if (edits[i].kind == TP_EDIT_LOT_LESS && edits[i].subject == at)
                    lots[n].count -= edits[i].value;
            n += lots[n].count > 0;
        }
        for (size_t i = 0; i < count; i++)
            if (edits[i].kind == TP_EDIT_LOT_MORE && edits[i].subject == l)
                lots[n++] = (tp_lot){.line = l,
                                     .count = edits[i].count,
                                     .since = (tp_date)edits[i].value,
                                     .pos = ground->lines[l].pos};
        if (n > first)
            qsort(&lots[first], (size_t)(n - first), sizeof *lots, by_since);
        view->lines[l].first_lot = first;
        view->lines[l].lots = n - first;
    }
    view->lots = lots;
    view->n_lots = n;
    return true;
}

tp_status tp_stand_edit(tp_stand *stand, const tp_data_edit *edits, size_t count, tp_err *err)
{
    if (!count)
        return TP_OK;
    tp_dataset *view = tp_arena_alloc(stand->arena, sizeof *view);
    if (!view)
        return tp_fail_nomem(err);
    *view = *stand->source;
    view->edited = true;
    for (size_t i = 0; i < count; i++)
        if (!apply(stand, view, &edits[i]))
            return tp_fail_nomem(err);
    if (!apply_lots(stand, view, edits, count))
        return tp_fail_nomem(err);
    stand->data = view;
    stand->edited = true;
    return TP_OK;
}

tp_run *tp_run_create(tp_stand *stand)
{
    tp_arena *arena = tp_arena_create();
    tp_run *run = arena ? tp_arena_alloc(arena, sizeof *run) : NULL;
    struct tp_run_hold *held = run ? tp_arena_alloc(arena, sizeof *held) : NULL;
    if (!held) {
        tp_arena_free(arena);
        return NULL;
    }
    atomic_init(&held->holders, 1);
    held->stand = tp_stand_hold(stand);
    run->arena = arena;
    run->hold = held;
    return run;
}

const tp_run *tp_run_hold(const tp_run *run)
{
    if (run)
        hold(&run->hold->holders);
    return run;
}

void tp_run_free(const tp_run *run)
{
    if (!run || !let_go(&run->hold->holders))
        return;
    tp_stand_free(run->hold->stand);
    tp_arena_free(run->arena);
}

size_t tp_run_bytes(const tp_run *run)
{
    const tp_stand *stand = run->hold->stand;
    return tp_arena_bytes(run->arena) + tp_arena_bytes(stand->arena) +
           (stand->kase ? tp_arena_bytes(stand->kase->arena) : 0);
}

bool tp_run_sound(const tp_run *run)
{
    const tp_result *r = run->result;
    int32_t row = -1, col = -1;
    if (!run->data || !run->scenario || !run->kase || !r || !run->engine ||
        run->kase->data != run->data || run->kase->scenario != run->scenario ||
        run->kase->n_periods != r->n_periods || r->n_lines != run->data->n_lines ||
        r->n_demands != run->data->n_demands || r->n_tiers > run->task.n_tiers ||
        strlen(run->id) != TP_RUN_ID_TEXT - 1 || tp_answered(r->status) != (run->answer.x != NULL))
        return false;
    if (run->answer.x)
        tp_program_violated(run->task.program, run->answer.x, &row, &col);
    return row < 0 && col < 0 && tp_result_sound(r);
}
