#include "solve/conflict.h"

#include "solve/mip.h"

#include <stdlib.h>
#include <string.h>

typedef struct prober {
    const tp_conflict_task *task;
    tp_network *network; /* NULL: not one */
    int64_t *cost, *row_lo, *row_hi;
} prober;

static tp_status prober_init(prober *p, const tp_conflict_task *task, tp_arena *arena, tp_err *err)
{
    size_t rows = (size_t)task->program->n_rows + 1, cols = (size_t)task->program->n_cols + 1;
    *p = (prober){.task = task,
                  .cost = tp_arena_array(arena, cols, sizeof *p->cost),
                  .row_lo = tp_arena_array(arena, rows, sizeof *p->row_lo),
                  .row_hi = tp_arena_array(arena, rows, sizeof *p->row_hi)};
    if (!p->cost || !p->row_lo || !p->row_hi)
        return tp_fail_nomem(err);
    return tp_network_recognise(&p->network, task->program, NULL, arena, err);
}

/* Solves with cost 0 over the kept groups; only whether there is a point matters. */
static tp_status probe(prober *p, const bool *kept, bool *satisfiable, bool *known, tp_err *err)
{
    const tp_program *program = p->task->program;
    for (int32_t i = 0; i < program->n_rows; i++) {
        int32_t g = p->task->group[i];
        bool open = g >= 0 && (!kept[g] || (p->task->gone && p->task->gone[g]));
        p->row_lo[i] = open ? -TP_INF : program->row_lo[i];
        p->row_hi[i] = open ? TP_INF : program->row_hi[i];
    }
    tp_task task = {.program = program,
                    .cost = p->cost,
                    .lo = program->lo,
                    .hi = program->hi,
                    .row_lo = p->row_lo,
                    .row_hi = p->row_hi,
                    .judge = true,
                    .stop = p->task->stop};
    tp_solution solution;
    tp_arena *scratch = tp_arena_create();
    if (!scratch)
        return tp_fail_nomem(err);
    tp_status status = tp_mip_solve(p->network, &task, &solution, scratch, err);
    if (status == TP_OK) {
        *satisfiable =
            solution.status == TP_SOLVED_OPTIMAL || solution.status == TP_SOLVED_FEASIBLE;
        *known = solution.status != TP_SOLVED_NONE;
    }
    tp_arena_free(scratch);
    return status;
}

/* Groups with a row in the proof; false if the proof alone does not stand on them. */
static bool narrow(const tp_conflict_task *task, bool *kept)
{
    bool any = false;
    if (!task->farkas || !task->farkas->count)
        return false;
    for (int32_t i = 0; i < task->program->n_rows && i < task->farkas->count; i++) {
        if (task->farkas->y[i] && task->group[i] >= 0)
            kept[task->group[i]] = any = true;
    }
    return any;
}

/* Takes away what groups from … to - 1 can spare. Later statements go first: what stays names the
 * earliest lines of the file. What can go one by one can go at once, so halves are tried whole. */
static tp_status filter(prober *p, tp_conflict *out, int32_t from, int32_t to, tp_err *err)
{
    bool satisfiable = true, known = true, any = false;
    bool *kept = out->member;
    if (tp_stop_asked(&p->task->stop)) {
        out->complete = false; /* what was not tried stays */
        return TP_OK;
    }
    for (int32_t g = from; g < to; g++)
        any |= kept[g];
    if (!any)
        return TP_OK;
    bool *before = malloc((size_t)(to - from) * sizeof *before);
    if (!before)
        return tp_fail_nomem(err);
    memcpy(before, kept + from, (size_t)(to - from) * sizeof *before);
    memset(kept + from, 0, (size_t)(to - from) * sizeof *kept);
    tp_status status = probe(p, kept, &satisfiable, &known, err);
    bool back = satisfiable || !known;
    if (back)
        memcpy(kept + from, before, (size_t)(to - from) * sizeof *before);
    free(before);
    if (status || !back)
        return status;
    int32_t middle = from + (to - from) / 2;
    if (to - from == 1) {
        out->complete = out->complete && known;
        return TP_OK;
    }
    status = filter(p, out, middle, to, err);
    return status ? status : filter(p, out, from, middle, err);
}

tp_status tp_conflict_find(tp_conflict *out, const tp_conflict_task *task, tp_arena *arena,
                           tp_err *err)
{
    prober p;
    bool satisfiable = true, known = true, shown = false;
    *out = (tp_conflict){.complete = true};
    out->member = tp_arena_array(arena, (size_t)task->n_groups + 1, sizeof *out->member);
    if (!out->member)
        return tp_fail_nomem(err);
    tp_status status = prober_init(&p, task, arena, err);
    if (status == TP_OK)
        shown = narrow(task, out->member);
    if (shown)
        status = probe(&p, out->member, &satisfiable, &known, err);
    if (status == TP_OK && satisfiable) {
        shown = false;
        for (int32_t g = 0; g < task->n_groups; g++)
            out->member[g] = !task->gone || !task->gone[g];
        status = probe(&p, out->member, &satisfiable, &known, err);
    }
    /* Not one statement is named that is not shown to take part. */
    if (status == TP_OK && ((task->gone && satisfiable) || (!shown && !known))) {
        memset(out->member, 0, (size_t)task->n_groups * sizeof *out->member);
        out->complete = known;
        return TP_OK;
    }
    if (status == TP_OK && satisfiable && known)
        return tp_fail(err, TP_E_INTERNAL, "asked for the conflict of a program without one");
    if (status == TP_OK && task->n_groups)
        status = filter(&p, out, 0, task->n_groups, err);
    for (int32_t g = 0; g < task->n_groups; g++)
        out->members += out->member[g];
    return status;
}
