/* Clp behind the interface of relaxations. It prints unless told not to; its own stop conditions
 * are never the clock. Problems of its own (status 2 and beyond) are answered FAILED: relax.c then
 * asks GLPK. */
#include "solve/relaxation/coin.h"
#include "solve/relaxation/engine.h"

#ifdef TP_WITH_CLP

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLICE_ITERATIONS = 40000,
    SLICES_MOST = 400,
    SHORT_SLICE = 2000,
    BASIC = 1,
    NONBASIC_UPPER = 2,
    NONBASIC_LOWER = 3
};
/* Costs are disturbed where Clp meets degeneracy, which is everywhere in these programs; left to
 * itself the library does not. */
enum { PERTURBED = 50 };
enum { ENDED_OPTIMAL = 0, ENDED_INFEASIBLE = 1, ENDED_STOPPED = 3 };

typedef struct clp {
    Clp_Simplex *model;
    tp_task task;
    int32_t n_cols, rows_most;
    bool begun;
    unsigned char *kept; /* statuses: columns, then rows */
    int kept_rows;
    double *x, *y, *d;
    int *ind; /* [n_cols] scratch */
    double *val;
} clp;

static void add_elastic(tp_coin *l, int row, double coef)
{
    CoinBigIndex at = l->start[l->columns];
    l->row[at] = row;
    l->coef[at] = coef;
    l->lo[l->columns] = 0;
    l->hi[l->columns] = DBL_MAX;
    l->cost[l->columns] = 1;
    l->start[++l->columns] = at + 1;
}

/* All columns are boxed: standing on the cheap side, the slack basis is dual feasible. */
static void stand(Clp_Simplex *model, const tp_coin *l)
{
    for (int j = 0; j < l->columns; j++)
        Clp_setColumnStatus(model, j,
                            l->cost[j] < 0 && l->hi[j] < DBL_MAX ? NONBASIC_UPPER : NONBASIC_LOWER);
}

/* With a column for each way a row may be broken if it is elastic. */
static tp_status load(clp *c, const tp_relax_spec *spec, tp_arena *arena, tp_err *err)
{
    const tp_task *t = spec->task;
    const tp_program *p = t->program;
    tp_coin l;
    tp_status st = tp_coin_of(&l, t, spec->elastic ? 2 * (size_t)p->n_rows : 0, arena, err);
    if (st)
        return st;
    for (int32_t j = 0; j < p->n_cols && spec->elastic; j++)
        l.cost[j] = 0.0;
    for (int32_t i = 0; i < p->n_rows && spec->elastic; i++) {
        if (t->row_lo[i] != -TP_INF)
            add_elastic(&l, i, 1.0);
        if (t->row_hi[i] != TP_INF)
            add_elastic(&l, i, -1.0);
    }
    Clp_loadProblem(c->model, l.columns, p->n_rows, l.start, l.row, l.coef, l.lo, l.hi, l.cost,
                    l.row_lo, l.row_hi);
    stand(c->model, &l);
    return TP_OK;
}

static void close_clp(void *self)
{
    clp *c = self;
    if (c->model)
        Clp_deleteModel(c->model);
    c->model = NULL;
}

static tp_status open_clp(void **out, const tp_relax_spec *spec, tp_arena *arena, tp_err *err)
{
    const tp_program *p = spec->task->program;
    *out = NULL;
    if (p->start[p->n_rows] > INT_MAX / 2)
        return tp_fail(err, TP_E_OVERFLOW, "program too large for Clp");
    clp *c = tp_arena_alloc(arena, sizeof *c);
    if (!c)
        return tp_fail_nomem(err);
    *c = (clp){.task = *spec->task, .n_cols = p->n_cols};
    c->rows_most = p->n_rows + TP_RELAX_MORE_ROWS;
    size_t cols = (size_t)p->n_cols + 1, rows = (size_t)c->rows_most + 1;
    size_t all = cols + rows + (spec->elastic ? 2 * rows : 0);
    c->x = tp_arena_array(arena, cols, sizeof *c->x);
    c->d = tp_arena_array(arena, cols, sizeof *c->d);
    c->y = tp_arena_array(arena, rows, sizeof *c->y);
    c->ind = tp_arena_array(arena, cols, sizeof *c->ind);
    c->val = tp_arena_array(arena, cols, sizeof *c->val);
    c->kept = tp_arena_array(arena, all, sizeof *c->kept);
    if (!c->x || !c->d || !c->y || !c->ind || !c->val || !c->kept)
        return tp_fail_nomem(err);
    c->model = Clp_newModel();
    if (!c->model)
        return tp_fail_nomem(err);
    Clp_setLogLevel(c->model, 0);
    Clp_setPerturbation(c->model, PERTURBED);
    tp_status st = load(c, spec, arena, err);
    if (st)
        close_clp(c);
    else
        *out = c;
    return st;
}

static void fetch(clp *c, tp_relax_point *out)
{
    bool finite = isfinite(Clp_objectiveValue(c->model));
    size_t cols = (size_t)c->n_cols, rows = (size_t)c->task.program->n_rows;
    memcpy(c->x, Clp_primalColumnSolution(c->model), cols * sizeof *c->x);
    memcpy(c->d, Clp_dualColumnSolution(c->model), cols * sizeof *c->d);
    memcpy(c->y, Clp_dualRowSolution(c->model), rows * sizeof *c->y);
    for (size_t j = 0; j < cols; j++)
        finite = finite && isfinite(c->x[j]) && isfinite(c->d[j]);
    for (size_t i = 0; i < rows; i++)
        finite = finite && isfinite(c->y[i]);
    out->x = c->x;
    out->y = c->y;
    out->d = c->d;
    out->value = Clp_objectiveValue(c->model);
    if (!finite)
        out->status = TP_RELAXED_FAILED;
}

static tp_relaxed status_of(const clp *c)
{
    int status = Clp_status(c->model);
    return status == ENDED_OPTIMAL      ? TP_RELAXED_OPTIMAL
           : status == ENDED_INFEASIBLE ? TP_RELAXED_INFEASIBLE
           : status == ENDED_STOPPED    ? TP_RELAXED_STOPPED
                                        : TP_RELAXED_FAILED;
}

static tp_status solve_clp(void *self, tp_relax_point *out, tp_err *err)
{
    clp *c = self;
    (void)err;
    for (int slice = 0; slice < SLICES_MOST; slice++) {
        Clp_setMaximumIterations(c->model, Clp_numberIterations(c->model) + SLICE_ITERATIONS);
        if (c->begun)
            Clp_dual(c->model, 0);
        else
            Clp_initialDualSolve(c->model);
        c->begun = true;
        out->status = status_of(c);
        out->iterations = Clp_numberIterations(c->model);
        if (out->status != TP_RELAXED_STOPPED)
            break;
        out->stopped = tp_stop_asked(&c->task.stop);
        if (out->stopped)
            return TP_OK;
    }
    if (out->status == TP_RELAXED_STOPPED)
        out->status = TP_RELAXED_FAILED;
    if (out->status == TP_RELAXED_OPTIMAL)
        fetch(c, out);
    return TP_OK;
}

static tp_status box_clp(void *self, int32_t col, int64_t lo, int64_t hi, tp_err *err)
{
    clp *c = self;
    (void)err;
    Clp_columnLower(c->model)[col] = (double)lo;
    Clp_columnUpper(c->model)[col] = (double)hi;
    return TP_OK;
}

static tp_status probe_clp(void *self, int steps, tp_relax_point *out, tp_err *err)
{
    clp *c = self;
    (void)err;
    Clp_setMaximumIterations(c->model, Clp_numberIterations(c->model) + steps);
    Clp_dual(c->model, 0);
    out->status = status_of(c);
    out->value = Clp_objectiveValue(c->model);
    if (!isfinite(out->value))
        out->status = TP_RELAXED_FAILED;
    if (out->status == TP_RELAXED_OPTIMAL)
        fetch(c, out);
    return TP_OK;
}

static tp_status remember_clp(void *self, tp_err *err)
{
    clp *c = self;
    (void)err;
    c->kept_rows = Clp_numberRows(c->model);
    memcpy(c->kept, Clp_statusArray(c->model),
           (size_t)(Clp_numberColumns(c->model) + c->kept_rows) * sizeof *c->kept);
    return TP_OK;
}

static tp_status recall_clp(void *self, tp_err *err)
{
    clp *c = self;
    (void)err;
    memcpy(Clp_statusArray(c->model), c->kept,
           (size_t)(Clp_numberColumns(c->model) + c->kept_rows) * sizeof *c->kept);
    return TP_OK;
}

static tp_status add_clp(void *self, const tp_program *p, int32_t row, tp_err *err)
{
    clp *c = self;
    int n = 0;
    double lo = p->row_lo[row] == -TP_INF ? -DBL_MAX : (double)p->row_lo[row];
    double hi = p->row_hi[row] == TP_INF ? DBL_MAX : (double)p->row_hi[row];
    if (row != Clp_numberRows(c->model))
        return tp_fail(err, TP_E_INTERNAL, "rows are added in their order");
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        c->ind[n] = p->entries[k].col;
        c->val[n++] = (double)p->entries[k].coef;
    }
    const CoinBigIndex start[] = {0, n};
    Clp_addRows(c->model, 1, &lo, &hi, start, c->ind, c->val);
    c->task.program = p;
    return TP_OK;
}

/* The least Σ y·row may be, by its sign convention: Clp's is tried both ways in doubles; exact
 * arithmetic has the last word elsewhere. */
static double shown(const clp *c, const double *y, double sign)
{
    const tp_program *p = c->task.program;
    const double *row_lo = Clp_rowLower(c->model), *row_hi = Clp_rowUpper(c->model);
    const double *lo = Clp_columnLower(c->model), *hi = Clp_columnUpper(c->model);
    double sum = 0;
    memset(c->val, 0, ((size_t)c->n_cols + 1) * sizeof *c->val);
    for (int32_t i = 0; i < p->n_rows; i++) {
        double v = sign * y[i], side = v > 0 ? row_lo[i] : row_hi[i];
        if (fabs(v) < 1e-11)
            continue;
        if (side <= -DBL_MAX || side >= DBL_MAX)
            return -1;
        sum += v * side;
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++)
            c->val[p->entries[k].col] -= v * (double)p->entries[k].coef;
    }
    for (int32_t j = 0; j < c->n_cols; j++)
        sum += c->val[j] * (c->val[j] > 0 ? lo[j] : hi[j]);
    return sum;
}

/* What the presolve found empty leaves no ray: the steps are taken after all. Nothing is lost
 * between slices here, so they are short, and a stop is soon heard. */
static double *ray_of(clp *c)
{
    double *ray = Clp_infeasibilityRay(c->model);
    for (int slice = 0; !ray && slice < SLICES_MOST && !tp_stop_asked(&c->task.stop); slice++) {
        Clp_setMaximumIterations(c->model, Clp_numberIterations(c->model) + SHORT_SLICE);
        Clp_dual(c->model, 0);
        if (status_of(c) != TP_RELAXED_STOPPED)
            return status_of(c) == TP_RELAXED_INFEASIBLE ? Clp_infeasibilityRay(c->model) : NULL;
    }
    return ray;
}

static tp_status ray_clp(void *self, double *ray, bool *found, tp_err *err)
{
    clp *c = self;
    (void)err;
    double *got = ray_of(c);
    if (!got)
        return TP_OK;
    double sign = shown(c, got, 1) > 1e-9 ? 1 : shown(c, got, -1) > 1e-9 ? -1 : 0;
    *found = sign != 0;
    for (int32_t i = 0; *found && i < c->task.program->n_rows; i++)
        ray[i] = fabs(got[i]) < 1e-11 ? 0 : sign * got[i];
    Clp_freeRay(c->model, got);
    return TP_OK;
}

static void tell_clp(void *self, bool *basic)
{
    clp *c = self;
    for (int j = 0; j < c->n_cols; j++)
        basic[j] = Clp_getColumnStatus(c->model, j) == BASIC;
    /* Rows that are not here yet stand on their own. */
    for (int i = 0; i < c->task.program->n_rows; i++)
        basic[c->n_cols + i] =
            i >= Clp_numberRows(c->model) || Clp_getRowStatus(c->model, i) == BASIC;
}

static const tp_relax_engine engine = {
    .name = "Clp",
    .version = Clp_Version,
    .open = open_clp,
    .close = close_clp,
    .solve = solve_clp,
    .box = box_clp,
    .probe = probe_clp,
    .remember = remember_clp,
    .recall = recall_clp,
    .add = add_clp,
    .ray = ray_clp,
    .tell_basis = tell_clp,
};
const tp_relax_engine *const tp_relax_clp = &engine;

#else

const tp_relax_engine *const tp_relax_clp = NULL;

#endif
