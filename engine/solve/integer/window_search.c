#include "solve/integer/window_search.h"

#include "solve/integer/rounded_total.h"

#include <math.h>

enum {
    WINDOWS_MOST = 600, /* relaxations */
    LEAVES_MOST = 40,
    WINDOWS_BRIEF = 40, /* likewise, of a search that is to end soon */
    LEAVES_BRIEF = 1,
    LEAVES_EACH = 6 /* of one width, before they become twice as wide */
};

typedef struct window {
    int64_t from, to;
    tp_wide bound;
    double at; /* where the relaxation has the total */
} window;

typedef struct windows {
    tp_subproblem *level;
    tp_window_leaf leaf;
    tp_rounded_total by;
    window *open;
    size_t n_open, room;
    int32_t asked, leaves;
    int64_t lo, hi; /* of the total in every point no worse than the best */
    tp_arena *arena;
} windows;

/* A window keeps at least the bound of the one it is a part of. */
static tp_status ask(windows *w, int64_t from, int64_t to, tp_wide least)
{
    tp_subproblem *l = w->level;
    tp_relax_point point;
    bool fine;
    if (from > to)
        return TP_OK;
    tp_status st = tp_rounded_total_window(&w->by, from, to, &fine);
    if (!st)
        st = tp_relax_solve(w->by.relax, &point, l->err);
    if (st)
        return st;
    w->asked++;
    window new = {from, to, least, (double)from + (double)(to - from) / 2};
    if (point.stopped)
        l->stopped = point.stopped;
    if (point.status == TP_RELAXED_INFEASIBLE)
        return TP_OK;
    if (point.status == TP_RELAXED_OPTIMAL) {
        tp_wide bound = tp_subproblem_floor(l, &point);
        new.bound = bound > least ? bound : least;
        new.at = point.x[w->by.total];
        tp_subproblem_round(l, point.x);
    }
    if (!tp_arena_grow(w->arena, &w->open, &w->room, w->n_open, 1))
        return tp_fail_nomem(l->err);
    w->open[w->n_open++] = new;
    return TP_OK;
}

/* The open window with the least bound is taken out; false: none may hold a wanted point. */
static bool next(windows *w, window *out)
{
    size_t best = 0;
    for (size_t i = 1; i < w->n_open; i++) {
        const window *a = &w->open[i], *b = &w->open[best];
        if (a->bound < b->bound || (a->bound == b->bound && a->from < b->from))
            best = i;
    }
    if (w->n_open == 0 || w->open[best].bound > w->level->most)
        return false;
    *out = w->open[best];
    w->open[best] = w->open[--w->n_open];
    return true;
}

/* Single values first; where many of these were open, more at a time. */
static bool small(const windows *w, const window *it)
{
    int32_t doubled = w->leaves / LEAVES_EACH;
    return it->to - it->from < (int64_t)1 << doubled;
}

static tp_status search_leaf(windows *w, window it)
{
    tp_subproblem *l = w->level;
    bool fine, complete = false;
    tp_task task = l->task;
    tp_status st = tp_rounded_total_window(&w->by, it.from, it.to, &fine);
    if (st)
        return st;
    task.program = w->by.program;
    task.lo = w->by.lo;
    task.hi = w->by.hi;
    task.row_lo = w->by.row_lo;
    task.row_hi = w->by.row_hi;
    task.start = NULL;
    task.cuts_from = 0;
    w->leaves++;
    st = w->leaf(l, &task, &complete, &it.bound);
    if (st || complete)
        return st;
    if (!tp_arena_grow(w->arena, &w->open, &w->room, w->n_open, 1))
        return tp_fail_nomem(l->err);
    w->open[w->n_open++] = it;
    return TP_OK;
}

static tp_status split(windows *w, const window *it)
{
    double nearest = nearbyint(it->at);
    int64_t at = (int64_t)floor(it->at);
    bool whole = fabs(it->at - nearest) < 1e-6;
    at = whole ? (int64_t)nearest : at;
    at = at < it->from ? it->from : at > it->to ? it->to : at;
    tp_status st = ask(w, it->from, whole ? at - 1 : at, it->bound);
    if (!st && whole)
        st = ask(w, at, at, it->bound);
    return st ? st : ask(w, at + 1, it->to, it->bound);
}

/* What is left open bounds what the subproblem may still find, and where its total is. */
static void conclude(windows *w, bool *complete)
{
    tp_subproblem *l = w->level;
    tp_wide least = l->most + 1;
    int64_t lo = l->hi[w->by.total] + 1, hi = l->lo[w->by.total] - 1;
    for (size_t i = 0; i < w->n_open; i++) {
        const window *it = &w->open[i];
        if (it->bound > l->most)
            continue;
        least = it->bound < least ? it->bound : least;
        lo = it->from < lo ? it->from : lo;
        hi = it->to > hi ? it->to : hi;
    }
    *complete = lo > hi;
    l->bound = least > l->bound ? least : l->bound;
    if (*complete)
        return;
    l->lo[w->by.total] = lo;
    l->hi[w->by.total] = hi;
}

static tp_status run(windows *w, bool *complete)
{
    tp_subproblem *l = w->level;
    window it;
    bool fine = false, brief = l->order->node_limit > 0;
    tp_status st = tp_rounded_total_open(&w->by, &fine);
    if (st || !fine)
        return st;
    int32_t windows_most = brief ? WINDOWS_BRIEF : WINDOWS_MOST,
            leaves_most = brief ? LEAVES_BRIEF : LEAVES_MOST;
    st = ask(w, l->lo[w->by.total], l->hi[w->by.total], l->bound);
    while (!st && !l->stopped && w->asked < windows_most && w->leaves < leaves_most &&
           next(w, &it)) {
        l->stopped = tp_stop_asked(&l->task.stop);
        st = small(w, &it) ? search_leaf(w, it) : split(w, &it);
    }
    if (!st)
        conclude(w, complete);
    return st;
}

tp_status tp_window_search(tp_subproblem *l, tp_window_leaf leaf, bool *complete)
{
    windows w = {.level = l, .leaf = leaf, .arena = l->arena};
    tp_task task = l->task;
    task.lo = l->lo;
    task.hi = l->hi;
    task.row_lo = l->program->row_lo;
    task.row_hi = l->program->row_hi;
    *complete = false;
    tp_status st = tp_rounded_total_find(&w.by, &task, INT32_MAX, l->arena, l->err);
    if (st || w.by.total < 0)
        return st;
    st = run(&w, complete);
    tp_rounded_total_close(&w.by);
    return st == TP_E_SOLVER || st == TP_E_OVERFLOW ? TP_OK : st;
}
