#include "solve/side_rows/decomposition.h"

#include "lp/dual.h"
#include "solve/exact/multipliers.h"
#include "solve/side_rows/blocks.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

enum {
    ROUNDS = 12,         /* of putting broken rows back */
    WORKERS = 4,         /* threads; how many does not change the answer */
    SMALL = 2000,        /* free columns not worth a thread */
    SCALE_CAP = 12000000 /* of the common multipliers; beyond it they are rounded */
};

typedef struct piece {
    int32_t block;
    tp_arena *arena;
    tp_task sub;
    tp_solution found;
    tp_status status;
    tp_err err;
} piece;

typedef struct split {
    const tp_task *task;
    tp_blocks blocks;
    tp_arena *arena;
    tp_solution *out;
    bool *active; /* [rows] */
    /* Multipliers as fractions of their own row's scale until all is done. */
    int64_t *y, *scale; /* [rows] */
    int64_t nodes;
    /* Blocks searched, by their smallest column: lower bound on their part of the cost. */
    bool *searched;    /* [cols] */
    tp_wide *at_least; /* [cols] */
    bool all_optimal, empty;
} split;

/* --- searching blocks in parallel --- */

typedef struct work {
    const split *s;
    piece *pieces;
    int32_t count;
    atomic_int next;
    pthread_mutex_t lock; /* around the caller's stop */
} work;

static tp_stop_reason ask_one_at_a_time(void *user)
{
    work *w = user;
    pthread_mutex_lock(&w->lock);
    tp_stop_reason reason = w->s->task->stop.ask(w->s->task->stop.user);
    pthread_mutex_unlock(&w->lock);
    return reason;
}

static void solve_piece(work *w, piece *p)
{
    p->arena = tp_arena_create();
    p->status = p->arena ? tp_blocks_extract(&w->s->blocks, p->block, &p->sub, p->arena, &p->err)
                         : tp_fail_nomem(&p->err);
    if (p->status)
        return;
    if (w->s->task->stop.ask)
        p->sub.stop = (tp_stop){ask_one_at_a_time, w};
    p->status = tp_solver_glpk.solve(&p->sub, &p->found, p->arena, &p->err);
}

static void *worker(void *user)
{
    work *w = user;
    for (int at; (at = atomic_fetch_add(&w->next, 1)) < w->count;)
        solve_piece(w, &w->pieces[at]);
    return NULL;
}

static void solve_pieces(split *s, piece *pieces, int32_t count)
{
    work w = {.s = s, .pieces = pieces, .count = count, .lock = PTHREAD_MUTEX_INITIALIZER};
    pthread_t threads[WORKERS - 1];
    int started = 0;
    int64_t size = 0;
    for (int32_t i = 0; i < count; i++) {
        int32_t b = pieces[i].block;
        size += s->blocks.first_col[b + 1] - s->blocks.first_col[b];
    }
    if (size > SMALL && count > 1)
        while (started < WORKERS - 1 && pthread_create(&threads[started], NULL, worker, &w) == 0)
            started++;
    worker(&w); /* alone if no thread could be had */
    for (int i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&w.lock);
}

/* --- putting answers together --- */

/* A block that contradicts itself contradicts the whole, and its proof is the whole's. */
static void take_contradiction(split *s, const piece *p)
{
    const tp_blocks *b = &s->blocks;
    const int32_t *rows = b->rows + b->first_row[p->block];
    s->empty = true;
    s->out->status = TP_SOLVED_INFEASIBLE;
    s->out->x = NULL;
    s->out->nodes = s->nodes;
    s->out->method = "blocks";
    s->out->scale = p->found.scale;
    memset(s->out->y, 0, (size_t)s->task->program->n_rows * sizeof *s->out->y);
    for (int32_t i = 0; p->found.scale && i < b->first_row[p->block + 1] - b->first_row[p->block];
         i++)
        if (rows[i] < s->task->program->n_rows)
            s->out->y[rows[i]] = p->found.y[i];
}

/* *done = false: the block has no answer to go on with. */
static tp_status take(split *s, const piece *p, bool *done, tp_err *err)
{
    const tp_blocks *b = &s->blocks;
    const int32_t *cols = b->cols + b->first_col[p->block],
                  *rows = b->rows + b->first_row[p->block];
    int32_t n_cols = b->first_col[p->block + 1] - b->first_col[p->block];
    int32_t n_rows = b->first_row[p->block + 1] - b->first_row[p->block];
    if (p->status == TP_E_OVERFLOW || p->status == TP_E_SOLVER) {
        *done = false;
        return TP_OK;
    }
    if (p->status)
        return tp_fail(err, p->status, "%s", p->err.text);
    s->nodes += p->found.nodes;
    if (p->found.status == TP_SOLVED_INFEASIBLE) {
        take_contradiction(s, p);
        return TP_OK;
    }
    if (!p->found.x) {
        *done = false;
        return TP_OK;
    }
    for (int32_t j = 0; j < n_cols; j++)
        s->out->x[cols[j]] = p->found.x[j];
    for (int32_t i = 0; i < n_rows; i++) {
        s->y[rows[i]] = p->found.scale ? p->found.y[i] : 0;
        s->scale[rows[i]] = p->found.scale ? p->found.scale : 1;
    }
    s->searched[cols[0]] = true;
    s->at_least[cols[0]] = p->found.bound;
    s->all_optimal &= p->found.status == TP_SOLVED_OPTIMAL;
    if (p->found.stopped)
        s->out->stopped = p->found.stopped;
    return TP_OK;
}

/* Blocks that a row put back in this round stands in. */
static tp_status search_blocks(split *s, const bool *fresh, bool *done, tp_err *err)
{
    tp_blocks *b = &s->blocks;
    tp_arena *scratch = tp_arena_create();
    bool *dirty = scratch ? tp_arena_array(scratch, (size_t)b->n_blocks + 1, sizeof *dirty) : NULL;
    piece *pieces =
        scratch ? tp_arena_array(scratch, (size_t)b->n_blocks + 1, sizeof *pieces) : NULL;
    if (!dirty || !pieces) {
        tp_arena_free(scratch);
        return tp_fail_nomem(err);
    }
    for (int32_t i = 0; i < b->n_rows; i++) {
        int32_t at = fresh[i] ? tp_blocks_of_row(b, i) : -1;
        if (at >= 0)
            dirty[at] = true;
    }
    int32_t count = 0, free_cols = b->first_col[b->n_blocks];
    for (int32_t k = 0; k < b->n_blocks; k++) {
        if (!dirty[k])
            continue;
        if (b->first_col[k + 1] - b->first_col[k] > free_cols / 2)
            *done = false;
        pieces[count++].block = k;
    }
    tp_status st = TP_OK;
    if (*done)
        solve_pieces(s, pieces, count);
    for (int32_t i = 0; i < count && *done && !st && !s->empty; i++)
        st = take(s, &pieces[i], done, err);
    for (int32_t i = 0; i < count; i++)
        tp_arena_free(pieces[i].arena);
    tp_arena_free(scratch);
    return st;
}

/* Rows of earlier tiers held whole: the tiers' parts are held block by block among the cuts. */
static bool held_row(const split *s, int32_t i)
{
    const tp_program *p = s->task->program;
    return i < p->n_rows && p->row_origin[i].maker == -1;
}

/* Puts back the rows x breaks; false if there is none. */
static bool put_back(split *s, bool *fresh)
{
    tp_blocks *b = &s->blocks;
    bool any = false;
    memset(fresh, 0, (size_t)b->n_rows * sizeof *fresh);
    for (int32_t i = 0; i < b->n_rows; i++) {
        if (s->active[i] || held_row(s, i) || tp_blocks_keeps(b, i, s->out->x))
            continue;
        s->active[i] = fresh[i] = any = true;
        tp_blocks_tie(b, i);
    }
    return any;
}

/* Rows that lie wholly within one block come along with the first that is broken there. */
static void bring_along(split *s, bool *fresh)
{
    tp_blocks *b = &s->blocks;
    for (int32_t i = 0; i < b->n_rows; i++)
        if (fresh[i] && tp_blocks_of_row(b, i) >= 0)
            b->local[b->cols[b->first_col[tp_blocks_of_row(b, i)]]] = -1; /* mark */
    for (int32_t i = 0; i < b->n_rows; i++) {
        int32_t at = s->active[i] || held_row(s, i) ? -1 : tp_blocks_of_row(b, i);
        if (at < 0 || b->local[b->cols[b->first_col[at]]] != -1 || !tp_blocks_binds(b, i))
            continue;
        tp_row_view r = tp_blocks_row(b, i);
        bool within = true;
        for (int64_t k = 0; k < r.count && within; k++)
            within = b->block[r.entries[k].col] == at || b->block[r.entries[k].col] < 0;
        s->active[i] = fresh[i] = within || s->active[i];
    }
}

/* --- the whole again --- */

/* One scale for all: the least common one while it is handy. */
static void common_scale(split *s)
{
    int64_t all = 1;
    for (int32_t i = 0; i < s->task->program->n_rows && all <= SCALE_CAP; i++)
        if (s->y[i])
            all = s->scale[i] / tp_gcd(all, s->scale[i]) * all;
    if (all > SCALE_CAP)
        all = SCALE_CAP;
    s->out->scale = all;
    for (int32_t i = 0; i < s->task->program->n_rows; i++) {
        tp_wide v = (tp_wide)s->y[i] * all;
        tp_wide half = s->scale[i] / 2;
        v = s->y[i] < 0 ? -((-v + half) / s->scale[i]) : (v + half) / s->scale[i];
        s->out->y[i] = v > INT64_MAX / 2 || v < -INT64_MAX / 2 ? 0 : (int64_t)v;
    }
}

/* Every block's part of the cost, held where it stands: what the next task may rely on. */
static tp_status hold_parts(split *s, tp_err *err)
{
    const tp_blocks *b = &s->blocks;
    tp_program *holds = tp_program_create(s->arena);
    tp_entry *entries = tp_arena_array(s->arena, (size_t)b->n_cols + 1, sizeof *entries);
    if (!holds || !entries)
        return tp_fail_nomem(err);
    holds->n_cols = b->n_cols;
    for (int32_t k = 0; k < b->n_blocks; k++) {
        int64_t n = 0;
        tp_wide sum = 0;
        for (int32_t c = b->first_col[k]; c < b->first_col[k + 1]; c++) {
            int32_t j = b->cols[c];
            sum += (tp_wide)s->task->cost[j] * s->out->x[j];
            if (s->task->cost[j])
                entries[n++] = (tp_entry){j, s->task->cost[j]};
        }
        if (sum <= -(tp_wide)TP_INF || sum >= (tp_wide)TP_INF)
            return tp_fail(err, TP_E_OVERFLOW, "a block's part of a tier");
        if (n &&
            tp_program_row(holds, -TP_INF, (int64_t)sum, (tp_origin){.maker = -1}, entries, n) < 0)
            return tp_fail_nomem(err);
    }
    s->out->holds = holds;
    return TP_OK;
}

/* Value and bound; parts are held only where the multipliers alone leave slack. */
static tp_status finish(split *s, tp_err *err)
{
    const tp_task *t = s->task;
    tp_solution *out = s->out;
    tp_blocks *b = &s->blocks;
    out->value = out->bound = 0;
    for (int32_t j = 0; j < b->n_cols; j++)
        out->value += (tp_wide)t->cost[j] * out->x[j];
    out->bound = out->value;
    for (int32_t k = 0; k < b->n_blocks; k++) {
        int32_t first = b->cols[b->first_col[k]];
        if (!s->searched[first])
            continue;
        for (int32_t c = b->first_col[k]; c < b->first_col[k + 1]; c++)
            out->bound -= (tp_wide)t->cost[b->cols[c]] * out->x[b->cols[c]];
        out->bound += s->at_least[first];
    }
    out->status = s->all_optimal ? TP_SOLVED_OPTIMAL : TP_SOLVED_FEASIBLE;
    out->method = "blocks";
    out->nodes = s->nodes;
    out->integral = false;
    common_scale(s);
    tp_dual_problem q = {.program = t->program,
                         .cost = t->cost,
                         .lo = t->lo,
                         .hi = t->hi,
                         .row_lo = t->row_lo,
                         .row_hi = t->row_hi};
    tp_dual_bound proved;
    tp_arena *scratch = tp_arena_create();
    if (!scratch)
        return tp_fail_nomem(err);
    tp_status st = tp_dual_bound_of(&proved, &q, out->y, out->scale, false, scratch, err);
    tp_arena_free(scratch);
    if (st == TP_E_INPUT) { /* the blocks' multipliers do not fit together: none are kept */
        out->scale = 0;
        return s->all_optimal && t->gap == 0 ? hold_parts(s, err) : TP_OK;
    }
    if (st)
        return st;
    bool tight = (tp_wide)out->scale * out->value == proved.numerator;
    return tight || !s->all_optimal || t->gap > 0 ? TP_OK : hold_parts(s, err);
}

static tp_status prepare(split *s, const tp_network *net, tp_err *err)
{
    tp_status st = tp_blocks_init(&s->blocks, s->task, s->arena, err);
    if (st)
        return st;
    size_t rows = (size_t)s->blocks.n_rows + 1, cols = (size_t)s->blocks.n_cols + 1;
    s->active = tp_arena_array(s->arena, rows, sizeof *s->active);
    s->y = tp_arena_array(s->arena, rows, sizeof *s->y);
    s->scale = tp_arena_array(s->arena, rows, sizeof *s->scale);
    s->searched = tp_arena_array(s->arena, cols, sizeof *s->searched);
    s->at_least = tp_arena_array(s->arena, cols, sizeof *s->at_least);
    if (!s->active || !s->y || !s->scale || !s->searched || !s->at_least)
        return tp_fail_nomem(err);
    s->all_optimal = true;
    for (int32_t i = 0; i < s->blocks.n_rows; i++) {
        s->scale[i] = 1;
        if (i >= s->task->program->n_rows || !tp_network_keeps_row(net, i))
            continue;
        s->y[i] = s->out->y[i];
        if (tp_blocks_binds(&s->blocks, i)) {
            s->active[i] = true;
            tp_blocks_tie(&s->blocks, i);
        }
    }
    return TP_OK;
}

tp_status tp_decompose(const tp_network *network, const tp_task *task, tp_solution *out, bool *done,
                       tp_arena *arena, tp_err *err)
{
    split s = {.task = task, .arena = arena, .out = out};
    tp_status st = prepare(&s, network, err);
    bool *fresh = tp_arena_array(arena, (size_t)s.blocks.n_rows + 1, sizeof *fresh);
    *done = true;
    if (!st && !fresh)
        return tp_fail_nomem(err);
    for (int round = 0; !st && *done && !s.empty && put_back(&s, fresh); round++) {
        tp_blocks_list(&s.blocks, s.active);
        bring_along(&s, fresh);
        tp_blocks_list(&s.blocks, s.active);
        *done = round < ROUNDS;
        if (*done)
            st = search_blocks(&s, fresh, done, err);
    }
    return st || !*done || s.empty ? st : finish(&s, err);
}
