/* All of GLPK's hazards in one file.
 *
 * GLPK reports errors by abort(). Every entry is guarded: its error hook jumps back here, and as
 * GLPK's environment is then void, it is freed and the relaxation with it. Its environment is
 * thread-local, so a relaxation stays in the thread that opened it. It prints unless told not to,
 * and even then on errors: a terminal hook swallows that. It takes NaN for a number: coefficients
 * are integers here and checked to fit a double. */
#include "solve/relaxation/engine.h"

#include <glpk.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

enum { SLICE_ITERATIONS = 400, SLICE_MS = 60000, CALM_RESTARTS = 3, ROWS_AT_FIRST = 64 };

typedef struct glpk {
    tp_arena *arena;
    tp_task task;
    const tp_relax_hooks *hooks;
    bool elastic;
    glp_prob *lp;
    int32_t n_cols; /* without elastic ones */
    bool owns_env;
    bool starved;              /* it gave up because memory was out */
    const struct glpk *beside; /* may hold the environment; NULL: none */
    int *glp_row;              /* [n_rows] row in GLPK, 0: left out (open on both sides) */
    int32_t *row_of;           /* and back */
    double *x, *y, *d;
    unsigned char *basis; /* statuses kept: rows, then columns */
    size_t basis_kept;
    int kept_rows, steps;
    int attempt;
    /* Arguments and results of the guarded calls: no locals survive a jump. */
    tp_relax_point *point;
    double *tableau; /* [n_rows] being filled */
    bool basic;
    const bool *others; /* basis of another engine */
    int *ind;           /* [n_cols, with elastic ones, + n_rows + 2] scratch */
    double *val;
    int32_t row_room, row_index; /* rows there may be at most */
    int32_t rows_kept;           /* the arrays have room for so many */
    int box_col;
    int64_t box_lo, box_hi;
} glpk;

typedef struct guard {
    jmp_buf env;
} guard;

static void on_error(void *info)
{
    longjmp(((guard *)info)->env, 1);
}

/* Nothing is printed; what it says before it gives up tells a lack of memory from all else. */
static int on_print(void *info, const char *text)
{
    if (strstr(text, "no memory available") || strstr(text, "memory allocation limit"))
        ((glpk *)info)->starved = true;
    return 1;
}

static tp_status gave_up(const glpk *r, const char *what, tp_err *err)
{
    return r->starved ? tp_fail_nomem(err) : tp_fail(err, TP_E_SOLVER, "%s", what);
}

/* Runs a step; false if GLPK gave up, in which case its environment is gone. */
static bool guarded(void (*step)(glpk *), glpk *r)
{
    guard g;
    glp_error_hook(on_error, &g);
    if (setjmp(g.env)) {
        glp_error_hook(NULL, NULL);
        /* Where another relaxation opened the environment, its problem lives there too: what this
         * one leaves behind is freed when that one closes. */
        if (r->owns_env)
            glp_free_env();
        r->lp = NULL;
        return false;
    }
    glp_term_hook(on_print, r);
    step(r);
    glp_error_hook(NULL, NULL);
    return true;
}

static tp_relax_fault fault_of(const glpk *r)
{
    return r->hooks && r->hooks->fault ? r->hooks->fault(r->hooks->user, r->attempt)
                                       : TP_FAULT_NONE;
}

static int side_type(bool below, bool above, double lo, double hi)
{
    if (!below && !above)
        return GLP_FR;
    if (!above)
        return GLP_LO;
    if (!below)
        return GLP_UP;
    return lo < hi ? GLP_DB : GLP_FX;
}

static void add_columns(glpk *r)
{
    const tp_program *p = r->task.program;
    if (p->n_cols)
        glp_add_cols(r->lp, p->n_cols);
    for (int32_t j = 0; j < p->n_cols; j++) {
        double lo = (double)r->task.lo[j], hi = (double)r->task.hi[j];
        glp_set_col_bnds(r->lp, j + 1, lo < hi ? GLP_DB : GLP_FX, lo, hi);
        double cost = r->elastic ? 0.0 : (double)r->task.cost[j];
        glp_set_obj_coef(r->lp, j + 1, cost);
        /* All columns are boxed: standing on the cheap side, the slack basis is dual feasible. */
        glp_set_col_stat(r->lp, j + 1, lo >= hi ? GLP_NS : cost < 0 ? GLP_NU : GLP_NL);
    }
}

static int add_elastic(glpk *r, int row, double coef)
{
    int at = glp_add_cols(r->lp, 1);
    glp_set_col_bnds(r->lp, at, GLP_LO, 0.0, 0.0);
    glp_set_obj_coef(r->lp, at, 1.0);
    int ind[2] = {0, row};
    double val[2] = {0, coef};
    glp_set_mat_col(r->lp, at, 1, ind, val);
    return at;
}

static void add_rows(glpk *r, int *ind, double *val)
{
    const tp_program *p = r->task.program;
    for (int32_t i = 0; i < p->n_rows; i++) {
        int64_t lo = r->task.row_lo[i], hi = r->task.row_hi[i];
        if (lo == -TP_INF && hi == TP_INF)
            continue;
        int at = glp_add_rows(r->lp, 1);
        r->glp_row[i] = at;
        r->row_of[at] = i;
        int n = 0;
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++) {
            ind[++n] = p->entries[k].col + 1;
            val[n] = (double)p->entries[k].coef;
        }
        glp_set_mat_row(r->lp, at, n, ind, val);
        glp_set_row_bnds(r->lp, at, side_type(lo != -TP_INF, hi != TP_INF, (double)lo, (double)hi),
                         (double)lo, (double)hi);
    }
    for (int32_t i = 0; r->elastic && i < p->n_rows; i++) {
        if (r->glp_row[i] && r->task.row_lo[i] != -TP_INF)
            add_elastic(r, r->glp_row[i], 1.0);
        if (r->glp_row[i] && r->task.row_hi[i] != TP_INF)
            add_elastic(r, r->glp_row[i], -1.0);
    }
}

static void build(glpk *r)
{
    const tp_program *p = r->task.program;
    glp_term_out(GLP_OFF);
    tp_relax_fault fault = fault_of(r);
    if (fault == TP_FAULT_MEMORY)
        glp_mem_limit(1);
    r->lp = glp_create_prob();
    if (fault == TP_FAULT_MEMORY)
        glp_add_rows(r->lp, 1000000); /* more than the limit of one megabyte holds */
    glp_set_obj_dir(r->lp, GLP_MIN);
    add_columns(r);
    add_rows(r, r->ind, r->val);
    if (fault == TP_FAULT_INDEX)
        glp_set_row_bnds(r->lp, glp_get_num_rows(r->lp) + 7, GLP_FR, 0, 0);
    if (fault == TP_FAULT_NAN && p->n_cols)
        glp_set_obj_coef(r->lp, 1, NAN);
    glp_scale_prob(r->lp, GLP_SF_GM | GLP_SF_EQ | GLP_SF_2N | GLP_SF_SKIP);
}

/* Room for so many rows: most relaxations are small and get few. What the arrays held is kept, and
 * whoever borrowed them keeps what they were. */
static tp_status make_room(glpk *r, int32_t rows, tp_err *err)
{
    if (rows <= r->rows_kept)
        return TP_OK;
    int32_t had = r->rows_kept, more = had ? had : ROWS_AT_FIRST;
    size_t n = (size_t)(rows > had + more ? rows : had + more) + 2;
    size_t all = (size_t)r->n_cols + (r->elastic ? 3 : 1) * n + 2;
    int *glp_row = tp_arena_array(r->arena, n, sizeof *glp_row);
    int32_t *row_of = tp_arena_array(r->arena, n, sizeof *row_of);
    unsigned char *basis = tp_arena_array(r->arena, all, sizeof *basis);
    double *y = tp_arena_array(r->arena, n, sizeof *y);
    r->ind = tp_arena_array(r->arena, all, sizeof *r->ind);
    r->val = tp_arena_array(r->arena, all, sizeof *r->val);
    if (!glp_row || !row_of || !basis || !y || !r->ind || !r->val)
        return tp_fail_nomem(err);
    if (had) {
        memcpy(glp_row, r->glp_row, ((size_t)had + 1) * sizeof *glp_row);
        memcpy(row_of, r->row_of, ((size_t)had + 1) * sizeof *row_of);
        memcpy(y, r->y, ((size_t)had + 1) * sizeof *y);
        memcpy(basis, r->basis, r->basis_kept);
    }
    r->glp_row = glp_row;
    r->row_of = row_of;
    r->basis = basis;
    r->y = y;
    r->rows_kept = (int32_t)n - 2;
    return TP_OK;
}

static tp_status open_glpk(void **out, const tp_relax_spec *spec, tp_arena *arena, tp_err *err)
{
    *out = NULL;
    const tp_program *p = spec->task->program;
    glpk *r = tp_arena_alloc(arena, sizeof *r);
    if (!r)
        return tp_fail_nomem(err);
    r->arena = arena;
    r->task = *spec->task;
    r->hooks = spec->hooks;
    r->elastic = spec->elastic;
    size_t cols = (size_t)p->n_cols + 2;
    r->n_cols = p->n_cols;
    r->row_room = p->n_rows + TP_RELAX_MORE_ROWS;
    r->x = tp_arena_array(arena, cols, sizeof *r->x);
    r->d = tp_arena_array(arena, cols, sizeof *r->d);
    if (!r->x || !r->d || make_room(r, p->n_rows + ROWS_AT_FIRST, err))
        return tp_fail_nomem(err);
    int env = glp_init_env(); /* 1: it was there already */
    if (env > 1)
        return tp_fail_nomem(err);
    r->owns_env = env == 0;
    r->beside = tp_relax_self(spec->beside, &tp_relax_glpk);
    if (!guarded(build, r))
        return gave_up(r, "GLPK refused the program", err);
    *out = r;
    return TP_OK;
}

static void destroy(glpk *r)
{
    glp_delete_prob(r->lp);
}

static void close_glpk(void *self)
{
    glpk *r = self;
    /* Where the one beside it gave up, all that lived in its environment went with it. */
    if (r->beside && r->beside->owns_env && !r->beside->lp)
        r->lp = NULL;
    if (!r->lp)
        return;
    if (guarded(destroy, r) && r->owns_env)
        glp_free_env();
    r->lp = NULL;
}

static void set_box(glpk *r)
{
    double lo = (double)r->box_lo, hi = (double)r->box_hi;
    glp_set_col_bnds(r->lp, r->box_col + 1, lo < hi ? GLP_DB : GLP_FX, lo, hi);
}

static tp_status box_glpk(void *self, int32_t col, int64_t lo, int64_t hi, tp_err *err)
{
    glpk *r = self;
    if (!r->lp)
        return gave_up(r, "the relaxation is void", err);
    r->box_col = col;
    r->box_lo = lo;
    r->box_hi = hi;
    return guarded(set_box, r) ? TP_OK : gave_up(r, "GLPK refused a box", err);
}

static tp_stop_reason ask(const glpk *r)
{
    return tp_stop_asked(&r->task.stop);
}

/* One method, in slices of iterations (not of time: the path must not depend on the clock). */
static bool simplex(glpk *r, int method, bool presolve)
{
    glp_smcp parm;
    glp_init_smcp(&parm);
    parm.msg_lev = GLP_MSG_OFF;
    parm.meth = method;
    parm.presolve = presolve ? GLP_ON : GLP_OFF;
    parm.tm_lim = SLICE_MS;
    int64_t size = (int64_t)glp_get_num_rows(r->lp) + glp_get_num_cols(r->lp);
    int64_t slices = 64 + size * 64 / SLICE_ITERATIONS;
    for (int64_t k = 0; k < slices; k++) {
        parm.it_lim = presolve ? INT_MAX : SLICE_ITERATIONS;
        tp_relax_fault fault = fault_of(r);
        int rc = fault == TP_FAULT_BASIS       ? GLP_ESING
                 : fault == TP_FAULT_ITERATION ? GLP_EITLIM
                                               : glp_simplex(r->lp, &parm);
        r->point->iterations = glp_get_it_cnt(r->lp);
        if (rc == 0) {
            int status = glp_get_status(r->lp);
            r->point->status = status == GLP_OPT      ? TP_RELAXED_OPTIMAL
                               : status == GLP_NOFEAS ? TP_RELAXED_INFEASIBLE
                                                      : TP_RELAXED_FAILED;
            return r->point->status != TP_RELAXED_FAILED;
        }
        if (rc == GLP_ENOPFS) {
            r->point->status = TP_RELAXED_INFEASIBLE;
            return true;
        }
        if (fault == TP_FAULT_ITERATION || (rc != GLP_EITLIM && rc != GLP_ETMLIM))
            return false;
        r->point->stopped = ask(r);
        if (r->point->stopped) {
            r->point->status = TP_RELAXED_STOPPED;
            return true;
        }
    }
    return false;
}

static bool rational(glpk *r)
{
    glp_smcp parm;
    glp_init_smcp(&parm);
    parm.msg_lev = GLP_MSG_OFF;
    parm.tm_lim = SLICE_MS;
    parm.it_lim = 20000;
    if ((int64_t)glp_get_num_rows(r->lp) > 2000 || glp_exact(r->lp, &parm) != 0)
        return false;
    int status = glp_get_status(r->lp);
    r->point->status = status == GLP_OPT      ? TP_RELAXED_OPTIMAL
                       : status == GLP_NOFEAS ? TP_RELAXED_INFEASIBLE
                                              : TP_RELAXED_FAILED;
    r->point->exact = true;
    return r->point->status != TP_RELAXED_FAILED;
}

static void fetch(glpk *r)
{
    const tp_program *p = r->task.program;
    bool finite = isfinite(glp_get_obj_val(r->lp));
    for (int32_t j = 0; j < p->n_cols; j++) {
        r->x[j] = glp_get_col_prim(r->lp, j + 1);
        r->d[j] = glp_get_col_dual(r->lp, j + 1);
        finite = finite && isfinite(r->x[j]) && isfinite(r->d[j]);
    }
    for (int32_t i = 0; i < p->n_rows; i++) {
        r->y[i] = r->glp_row[i] ? glp_get_row_dual(r->lp, r->glp_row[i]) : 0.0;
        finite = finite && isfinite(r->y[i]);
    }
    r->point->x = r->x;
    r->point->y = r->y;
    r->point->d = r->d;
    r->point->value = glp_get_obj_val(r->lp);
    if (!finite)
        r->point->status = TP_RELAXED_FAILED;
    if (fault_of(r) == TP_FAULT_WRONG)
        for (int32_t j = 0; j < p->n_cols; j++)
            r->x[j] = (double)r->task.hi[j] + 1.0;
}

static void solve_all_ways(glpk *r)
{
    r->point->status = TP_RELAXED_FAILED;
    bool done = false;
    for (int way = 0; way < 5 && !done; way++) {
        r->attempt++;
        switch (way) {
        case 0:
            done = simplex(r, GLP_DUALP, false);
            break;
        case 1:
            done = simplex(r, GLP_PRIMAL, false);
            break;
        case 2:
            glp_std_basis(r->lp);
            done = simplex(r, GLP_PRIMAL, false);
            break;
        case 3:
            glp_adv_basis(r->lp, 0);
            done = simplex(r, GLP_PRIMAL, true);
            break;
        default:
            glp_std_basis(r->lp);
            done = rational(r);
        }
    }
    if (!done)
        r->point->status = TP_RELAXED_FAILED;
    if (r->point->status == TP_RELAXED_OPTIMAL)
        fetch(r);
}

static tp_status solve_glpk(void *self, tp_relax_point *out, tp_err *err)
{
    glpk *r = self;
    memset(out, 0, sizeof *out);
    if (!r->lp)
        return gave_up(r, "the relaxation is void", err);
    /* Rows that another relaxation of the program was given count as well. */
    tp_status st = make_room(r, r->task.program->n_rows, err);
    if (st)
        return st;
    r->point = out;
    bool fine = guarded(solve_all_ways, r);
    r->point = NULL;
    return fine ? TP_OK : gave_up(r, "GLPK gave up on the relaxation", err);
}

static void probe(glpk *r)
{
    glp_smcp parm;
    glp_init_smcp(&parm);
    parm.msg_lev = GLP_MSG_OFF;
    parm.meth = GLP_DUAL;
    parm.it_lim = r->steps;
    parm.tm_lim = SLICE_MS;
    int rc = glp_simplex(r->lp, &parm);
    int status = glp_get_status(r->lp);
    r->point->value = glp_get_obj_val(r->lp);
    r->point->status = rc == GLP_EITLIM                  ? TP_RELAXED_STOPPED
                       : rc == 0 && status == GLP_OPT    ? TP_RELAXED_OPTIMAL
                       : rc == 0 && status == GLP_NOFEAS ? TP_RELAXED_INFEASIBLE
                                                         : TP_RELAXED_FAILED;
    if (!isfinite(r->point->value))
        r->point->status = TP_RELAXED_FAILED;
    if (r->point->status == TP_RELAXED_OPTIMAL)
        fetch(r);
}

static tp_status probe_glpk(void *self, int steps, tp_relax_point *out, tp_err *err)
{
    glpk *r = self;
    memset(out, 0, sizeof *out);
    if (!r->lp)
        return gave_up(r, "the relaxation is void", err);
    /* Rows that another relaxation of the program was given count as well. */
    tp_status st = make_room(r, r->task.program->n_rows, err);
    if (st)
        return st;
    r->point = out;
    r->steps = steps;
    bool fine = guarded(probe, r);
    r->point = NULL;
    return fine ? TP_OK : gave_up(r, "GLPK gave up on a trial", err);
}

static void remember(glpk *r)
{
    r->kept_rows = glp_get_num_rows(r->lp);
    for (int i = 1; i <= r->kept_rows; i++)
        r->basis[i - 1] = (unsigned char)glp_get_row_stat(r->lp, i);
    for (int j = 1; j <= glp_get_num_cols(r->lp); j++)
        r->basis[r->kept_rows + j - 1] = (unsigned char)glp_get_col_stat(r->lp, j);
    r->basis_kept = (size_t)(r->kept_rows + glp_get_num_cols(r->lp));
}

static void recall(glpk *r)
{
    for (int i = 1; i <= r->kept_rows; i++)
        glp_set_row_stat(r->lp, i, r->basis[i - 1]);
    for (int j = 1; j <= glp_get_num_cols(r->lp); j++)
        glp_set_col_stat(r->lp, j, r->basis[r->kept_rows + j - 1]);
}

static tp_status remember_glpk(void *self, tp_err *err)
{
    glpk *r = self;
    if (!r->lp)
        return gave_up(r, "the relaxation is void", err);
    return guarded(remember, r) ? TP_OK : gave_up(r, "GLPK lost its basis", err);
}

static tp_status recall_glpk(void *self, tp_err *err)
{
    glpk *r = self;
    if (!r->lp)
        return gave_up(r, "the relaxation is void", err);
    return guarded(recall, r) ? TP_OK : gave_up(r, "GLPK lost its basis", err);
}

static void add_one(glpk *r)
{
    const tp_program *p = r->task.program;
    int32_t i = r->row_index;
    int64_t lo = p->row_lo[i], hi = p->row_hi[i];
    int n = 0;
    for (int64_t k = p->start[i]; k < p->start[i + 1]; k++) {
        r->ind[++n] = p->entries[k].col + 1;
        r->val[n] = (double)p->entries[k].coef;
    }
    int at = glp_add_rows(r->lp, 1);
    glp_set_mat_row(r->lp, at, n, r->ind, r->val);
    glp_set_row_bnds(r->lp, at, side_type(lo != -TP_INF, hi != TP_INF, (double)lo, (double)hi),
                     (double)lo, (double)hi);
    r->glp_row[i] = at;
    r->row_of[at] = i;
    double size = 0;
    for (int k = 1; k <= n; k++)
        size = fmax(size, fabs(r->val[k]) * glp_get_sjj(r->lp, r->ind[k]));
    if (size > 0)
        glp_set_rii(r->lp, at, 1.0 / size);
}

static tp_status add_glpk(void *self, const tp_program *p, int32_t row, tp_err *err)
{
    glpk *r = self;
    if (!r->lp)
        return gave_up(r, "the relaxation is void", err);
    if (row >= r->row_room)
        return gave_up(r, "too many rows added", err);
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++)
        if (!tp_relax_fits(p->entries[k].coef))
            return tp_fail(err, TP_E_OVERFLOW, "coefficient of an added row");
    tp_status st = make_room(r, p->n_rows, err);
    if (st)
        return st;
    r->task.program = p;
    r->row_index = row;
    return guarded(add_one, r) ? TP_OK : gave_up(r, "GLPK refused a row", err);
}

static void tableau(glpk *r)
{
    int m = glp_get_num_rows(r->lp), j = r->box_col + 1;
    r->basic =
        glp_get_col_stat(r->lp, j) == GLP_BS && (glp_bf_exists(r->lp) || !glp_factorize(r->lp));
    if (!r->basic)
        return;
    int n = glp_eval_tab_row(r->lp, m + j, r->ind, r->val);
    for (int32_t i = 0; i < r->task.program->n_rows; i++)
        r->tableau[i] = 0;
    for (int k = 1; k <= n; k++)
        if (r->ind[k] <= m)
            r->tableau[r->row_of[r->ind[k]]] = r->val[k];
}

static tp_status tableau_glpk(void *self, int32_t col, double *multipliers, bool *basic,
                              tp_err *err)
{
    glpk *r = self;
    if (!r->lp)
        return gave_up(r, "the relaxation is void", err);
    r->box_col = col;
    r->tableau = multipliers;
    bool fine = guarded(tableau, r);
    *basic = r->basic;
    return fine ? TP_OK : gave_up(r, "GLPK refused a row of its tableau", err);
}

/* Which side the others stand on does not matter to a tableau. */
static void take(glpk *r)
{
    const tp_program *p = r->task.program;
    for (int32_t j = 0; j < p->n_cols; j++)
        glp_set_col_stat(r->lp, j + 1, r->others[j] ? GLP_BS : GLP_NL);
    for (int32_t i = 0; i < p->n_rows; i++)
        if (r->glp_row[i])
            glp_set_row_stat(r->lp, r->glp_row[i], r->others[p->n_cols + i] ? GLP_BS : GLP_NL);
    r->basic = glp_factorize(r->lp) == 0;
}

static tp_status take_glpk(void *self, const bool *basic, tp_err *err)
{
    glpk *r = self;
    if (!r->lp)
        return gave_up(r, "the relaxation is void", err);
    r->others = basic;
    bool fine = guarded(take, r) && r->basic;
    r->others = NULL;
    return fine ? TP_OK : gave_up(r, "GLPK refused a basis", err);
}

const tp_relax_engine tp_relax_glpk = {
    .name = "GLPK",
    .version = glp_version,
    .open = open_glpk,
    .close = close_glpk,
    .solve = solve_glpk,
    .box = box_glpk,
    .probe = probe_glpk,
    .remember = remember_glpk,
    .recall = recall_glpk,
    .add = add_glpk,
    .tableau = tableau_glpk,
    .take_basis = take_glpk,
};
