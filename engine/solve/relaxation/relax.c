/* The engine for a relaxation: Clp for large ones, where it is there, else GLPK. Where Clp does not
 * come to an end, GLPK takes over with the same rows and boxes. */
#include "solve/relaxation/relax.h"

#include "solve/relaxation/engine.h"

#include <limits.h>
#include <string.h>

/* Columns and rows from which on Clp pays. In a search for whole points GLPK's cuts from the
 * tableau are worth more below; where only the relaxation is wanted it pays soon. */
enum { LARGE = 6000, LARGE_RELAXED = 500, LARGE_TREE = 1500 };

static tp_status check_range(const tp_task *t, tp_err *err)
{
    const tp_program *p = t->program;
    if (p->n_cols >= INT_MAX - 1 || p->n_rows >= INT_MAX - 1)
        return tp_fail(err, TP_E_OVERFLOW, "program too large for an engine");
    for (int32_t j = 0; j < p->n_cols; j++)
        if (!tp_relax_fits(t->lo[j]) || !tp_relax_fits(t->hi[j]) || !tp_relax_fits(t->cost[j]))
            return tp_fail(err, TP_E_OVERFLOW, "column %d does not fit a double", (int)j);
    for (int64_t k = 0; k < p->start[p->n_rows]; k++)
        if (!tp_relax_fits(p->entries[k].coef))
            return tp_fail(err, TP_E_OVERFLOW, "coefficient %lld does not fit a double",
                           (long long)p->entries[k].coef);
    for (int32_t i = 0; i < p->n_rows; i++)
        if ((t->row_lo[i] != -TP_INF && !tp_relax_fits(t->row_lo[i])) ||
            (t->row_hi[i] != TP_INF && !tp_relax_fits(t->row_hi[i])))
            return tp_fail(err, TP_E_OVERFLOW, "row %d does not fit a double", (int)i);
    return TP_OK;
}

static bool large(const tp_task *t)
{
    return (int64_t)t->program->n_cols + t->program->n_rows >= (t->relax ? LARGE_RELAXED : LARGE);
}

tp_status tp_relax_open(tp_relax **out, const tp_relax_spec *spec, tp_arena *arena, tp_err *err)
{
    *out = NULL;
    const tp_program *p = spec->task->program;
    size_t cols = (size_t)p->n_cols;
    tp_status st = check_range(spec->task, err);
    tp_relax *r = st ? NULL : tp_arena_alloc(arena, sizeof *r);
    if (st || !r)
        return st ? st : tp_fail_nomem(err);
    *r = (tp_relax){.engine = spec->engine, .spec = *spec, .task = *spec->task, .rows = p->n_rows};
    r->arena = arena;
    r->spec.task = &r->task;
    if (!r->engine)
        r->engine = tp_relax_clp && large(&r->task) ? tp_relax_clp : &tp_relax_glpk;
    r->lo = tp_arena_array(arena, cols + 1, sizeof *r->lo);
    r->hi = tp_arena_array(arena, cols + 1, sizeof *r->hi);
    if (!r->lo || !r->hi)
        return tp_fail_nomem(err);
    if (cols) {
        memcpy(r->lo, r->task.lo, cols * sizeof *r->lo);
        memcpy(r->hi, r->task.hi, cols * sizeof *r->hi);
    }
    st = r->engine->open(&r->self, &r->spec, arena, err);
    *out = st ? NULL : r;
    return st;
}

bool tp_relax_tree_engine(const tp_relax *r, const tp_relax_engine **engine)
{
    const tp_program *p = r->task.program;
    *engine = tp_relax_clp;
    return tp_relax_clp && r->engine != tp_relax_clp && !r->spec.engine &&
           (int64_t)p->n_cols + p->n_rows >= LARGE_TREE;
}

void tp_relax_close(tp_relax *r)
{
    if (r && r->self)
        r->engine->close(r->self);
    if (r)
        r->self = NULL;
}

/* Of a program that was opened as it stands now, with the rows that came since. */
static void as_it_stands(tp_relax *r)
{
    r->task.lo = r->lo;
    r->task.hi = r->hi;
    r->task.row_lo = r->task.program->row_lo;
    r->task.row_hi = r->task.program->row_hi;
}

/* GLPK in Clp's place. Rows added since are rows of the program by now. */
static tp_status take_over(tp_relax *r, tp_err *err)
{
    tp_relax_close(r);
    r->engine = &tp_relax_glpk;
    as_it_stands(r);
    return r->engine->open(&r->self, &r->spec, r->arena, err);
}

static tp_status lost(tp_err *err)
{
    return tp_fail(err, TP_E_SOLVER, "the relaxation is void");
}

tp_status tp_relax_solve(tp_relax *r, tp_relax_point *out, tp_err *err)
{
    memset(out, 0, sizeof *out);
    if (!r->self)
        return lost(err);
    tp_status st = r->engine->solve(r->self, out, err);
    if (r->engine == &tp_relax_glpk || r->spec.engine || (!st && out->status != TP_RELAXED_FAILED))
        return st;
    st = take_over(r, err);
    return st ? st : r->engine->solve(r->self, out, err);
}

tp_status tp_relax_box(tp_relax *r, int32_t col, int64_t lo, int64_t hi, tp_err *err)
{
    if (!r->self)
        return lost(err);
    r->lo[col] = lo;
    r->hi[col] = hi;
    return r->engine->box(r->self, col, lo, hi, err);
}

tp_status tp_relax_probe(tp_relax *r, int steps, tp_relax_point *out, tp_err *err)
{
    memset(out, 0, sizeof *out);
    return r->self ? r->engine->probe(r->self, steps, out, err) : lost(err);
}

tp_status tp_relax_remember(tp_relax *r, tp_err *err)
{
    return r->self ? r->engine->remember(r->self, err) : lost(err);
}

tp_status tp_relax_recall(tp_relax *r, tp_err *err)
{
    return r->self ? r->engine->recall(r->self, err) : lost(err);
}

tp_status tp_relax_add(tp_relax *r, const tp_program *p, int32_t row, tp_err *err)
{
    if (!r->self)
        return lost(err);
    if (row >= r->rows + TP_RELAX_MORE_ROWS)
        return tp_fail(err, TP_E_SOLVER, "too many rows added");
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++)
        if (!tp_relax_fits(p->entries[k].coef))
            return tp_fail(err, TP_E_OVERFLOW, "coefficient of an added row");
    r->task.program = p;
    return r->engine->add(r->self, p, row, err);
}

static tp_status lend_basis(tp_relax *r, tp_err *err)
{
    const tp_program *p = r->task.program;
    bool *basic =
        tp_arena_array(r->shown.arena, (size_t)p->n_cols + (size_t)p->n_rows + 1, sizeof *basic);
    if (!basic)
        return tp_fail_nomem(err);
    r->engine->tell_basis(r->self, basic);
    return tp_relax_glpk.take_basis(r->shown.self, basic, err);
}

tp_status tp_relax_tableau_open(tp_relax *r, tp_err *err)
{
    if (!r->self)
        return lost(err);
    if (r->engine->tableau || !r->engine->tell_basis)
        return TP_OK;
    if (!(r->shown.arena = tp_arena_create()))
        return tp_fail_nomem(err);
    as_it_stands(r);
    tp_relax_spec spec = r->spec;
    spec.beside = NULL;
    spec.hooks = NULL;
    tp_status st = tp_relax_glpk.open(&r->shown.self, &spec, r->shown.arena, err);
    if (!st)
        st = lend_basis(r, err);
    if (st)
        tp_relax_tableau_close(r);
    return st == TP_E_SOLVER ? TP_OK : st; /* then there is none */
}

void tp_relax_tableau_close(tp_relax *r)
{
    if (r->shown.self)
        tp_relax_glpk.close(r->shown.self);
    r->shown.self = NULL;
    tp_arena_free(r->shown.arena);
    r->shown.arena = NULL;
}

tp_status tp_relax_tableau(tp_relax *r, int32_t col, double *multipliers, bool *basic, tp_err *err)
{
    *basic = false;
    if (!r->self)
        return lost(err);
    if (r->engine->tableau)
        return r->engine->tableau(r->self, col, multipliers, basic, err);
    if (!r->shown.self)
        return TP_OK;
    tp_status st = tp_relax_glpk.tableau(r->shown.self, col, multipliers, basic, err);
    if (st == TP_E_SOLVER)
        tp_relax_tableau_close(r);
    *basic = *basic && !st;
    return st == TP_E_SOLVER ? TP_OK : st;
}

tp_status tp_relax_ray(tp_relax *r, double *ray, bool *found, tp_err *err)
{
    *found = false;
    return r->self && r->engine->ray ? r->engine->ray(r->self, ray, found, err) : TP_OK;
}

const char *tp_relax_version(int engine, const char **name)
{
    const tp_relax_engine *all[] = {&tp_relax_glpk, tp_relax_clp, NULL};
    const tp_relax_engine *e = engine >= 0 && engine < 2 ? all[engine] : NULL;
    if (!e)
        return NULL;
    *name = e->name;
    return e->version();
}
