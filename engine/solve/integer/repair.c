#include "solve/integer/repair.h"

#include <string.h>

enum { MENDS_PER_ROW = 64, FOLLOW_UPS = 8 };

typedef struct shift {
    int32_t col;
    int64_t by;
} shift;

struct tp_repair {
    const tp_task *task;
    int32_t rows; /* at creation: cuts come later and follow from these */
    tp_matrix_columns columns;
    tp_wide *activity; /* [n_rows] */
    int64_t *x;
    shift done[FOLLOW_UPS + 1]; /* shifts of the move being tried */
    int n_done;
};

tp_status tp_repair_create(tp_repair **out, const tp_task *task, tp_arena *arena, tp_err *err)
{
    tp_repair *r = tp_arena_alloc(arena, sizeof *r);
    if (!r)
        return tp_fail_nomem(err);
    r->activity = tp_arena_array(arena, (size_t)task->program->n_rows + 1, sizeof *r->activity);
    if (!r->activity)
        return tp_fail_nomem(err);
    r->rows = task->program->n_rows;
    *out = r;
    return tp_program_columns(&r->columns, task->program, arena, err);
}

/* How much the row lacks: > 0 to be raised, < 0 to be lowered, 0 fine. */
static tp_wide lack(const tp_repair *r, int32_t i)
{
    if (r->task->row_lo[i] != -TP_INF && r->activity[i] < r->task->row_lo[i])
        return r->task->row_lo[i] - r->activity[i];
    if (r->task->row_hi[i] != TP_INF && r->activity[i] > r->task->row_hi[i])
        return r->task->row_hi[i] - r->activity[i];
    return 0;
}

static void apply(tp_repair *r, int32_t j, int64_t by)
{
    r->x[j] += by;
    for (int64_t k = r->columns.start[j]; k < r->columns.start[j + 1]; k++)
        r->activity[r->columns.row[k]] += (tp_wide)r->columns.coef[k] * by;
}

/* Steps column j must go to mend row i; 0: it cannot. */
static int64_t steps(const tp_repair *r, int32_t i, int64_t coef, int32_t j)
{
    tp_wide need = lack(r, i);
    tp_wide size = coef > 0 ? coef : -coef;
    bool up = (need > 0) == (coef > 0);
    tp_wide count = tp_ceil_div(need > 0 ? need : -need, size);
    tp_wide room = up ? r->task->hi[j] - r->x[j] : r->x[j] - r->task->lo[j];
    if (count > room)
        return 0;
    return up ? (int64_t)count : -(int64_t)count;
}

static bool breaks_nothing(const tp_repair *r, int32_t j)
{
    for (int64_t k = r->columns.start[j]; k < r->columns.start[j + 1]; k++)
        if (lack(r, r->columns.row[k]) != 0)
            return false;
    return true;
}

/* Mends a row with one column without cost that breaks nothing else. */
static bool follow_up(tp_repair *r, int32_t i)
{
    const tp_program *p = r->task->program;
    int tries = 0;
    for (int64_t k = p->start[i]; k < p->start[i + 1] && tries < MENDS_PER_ROW; k++) {
        int32_t j = p->entries[k].col;
        if (r->task->cost[j] != 0)
            continue;
        int64_t by = steps(r, i, p->entries[k].coef, j);
        if (!by)
            continue;
        tries++;
        apply(r, j, by);
        if (breaks_nothing(r, j)) {
            r->done[r->n_done++] = (shift){j, by};
            return true;
        }
        apply(r, j, -by);
    }
    return false;
}

static void undo(tp_repair *r)
{
    while (r->n_done > 0) {
        r->n_done--;
        apply(r, r->done[r->n_done].col, -r->done[r->n_done].by);
    }
}

static bool try_shift(tp_repair *r, int32_t j, int64_t by)
{
    r->n_done = 0;
    apply(r, j, by);
    r->done[r->n_done++] = (shift){j, by};
    for (int64_t k = r->columns.start[j]; k < r->columns.start[j + 1]; k++) {
        int32_t i = r->columns.row[k];
        if (lack(r, i) == 0)
            continue;
        if (r->n_done > FOLLOW_UPS || !follow_up(r, i)) {
            undo(r);
            return false;
        }
    }
    return true;
}

static bool mend(tp_repair *r, int32_t i)
{
    const tp_program *p = r->task->program;
    int tries = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int64_t k = p->start[i]; k < p->start[i + 1] && tries < MENDS_PER_ROW; k++) {
            int32_t j = p->entries[k].col;
            if ((r->task->cost[j] != 0) != (pass == 1))
                continue;
            int64_t by = steps(r, i, p->entries[k].coef, j);
            if (!by)
                continue;
            tries++;
            if (try_shift(r, j, by))
                return true;
        }
    }
    return false;
}

bool tp_repair_run(tp_repair *r, const tp_task *task, int64_t *x)
{
    const tp_program *p = task->program;
    r->task = task;
    r->x = x;
    for (int32_t i = 0; i < r->rows; i++)
        if (!tp_program_activity(p, i, x, &r->activity[i]))
            return false;
    for (int round = 0; round < 3; round++) {
        bool fine = true;
        for (int32_t i = 0; i < r->rows; i++)
            if (lack(r, i) != 0)
                fine = mend(r, i) && fine;
        if (fine)
            return true;
    }
    return false;
}
