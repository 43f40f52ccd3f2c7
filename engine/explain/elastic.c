/* The elastic program: the case's own, with a column on every row that may give way. */
#include "explain/conflict_repair.h"

#include "models/rule.h"
#include "models/rules/reserve.h"
#include "models/totals.h"
#include "solve/solver.h"

#include <string.h>

enum { RESERVE_BY_COUNT, RESERVE_BY_SHARE }; /* roles of the reserve's rows */

/* A column that counts slots, and the figure that moves with it. */
typedef struct slack {
    int32_t col, row;
    tp_knob_kind kind;
    int32_t subject;
    int64_t sign; /* the figure moves by sign × slots */
    int64_t most;
    int32_t used; /* 0/1 column: it moves at all; -1: not asked for */
} slack;

typedef struct elastic {
    const tp_case *c;
    tp_program *program;
    const tp_knob *knobs;
    size_t n_knobs;
    slack *slacks;
    size_t count, capacity;
    int32_t reserve_col; /* by how much reserve.count falls; -1: not stated */
    tp_entry *entries;   /* of the row at hand */
    int64_t n;
    tp_arena *arena;
    tp_err *err;
} elastic;

static int32_t column(elastic *e, int64_t most)
{
    static const tp_origin none = {.maker = -1};
    return tp_program_col(e->program, 0, most > 0 ? most : 0, none);
}

static bool add_slack(elastic *e, int32_t row, tp_knob_kind kind, int32_t subject, int64_t most,
                      int64_t coef, int64_t sign)
{
    int32_t col = column(e, most);
    if (col < 0 || !tp_arena_grow(e->arena, &e->slacks, &e->capacity, e->count, 1))
        return false;
    e->slacks[e->count++] = (slack){col, row, kind, subject, sign, most, -1};
    e->entries[e->n++] = (tp_entry){col, coef};
    return true;
}

/* The farthest the row's activity can fall below (or rise above) a figure, in its own units. */
static int64_t widest(const tp_program *p, int32_t row, int64_t figure, bool below)
{
    tp_wide reach = 0;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        const tp_entry *at = &p->entries[k];
        bool low = (at->coef > 0) == below;
        reach += (tp_wide)at->coef * (low ? p->lo[at->col] : p->hi[at->col]);
    }
    tp_wide gap = below ? figure - reach : reach - figure;
    return gap > 1000000000 ? 1000000000 : gap < 0 ? 0 : (int64_t)gap;
}

static bool two_sided(elastic *e, int32_t row, tp_knob_kind least, tp_knob_kind most)
{
    const tp_program *p = e->c->program;
    int32_t subject = p->row_origin[row].subject;
    bool ok = true;
    if (p->row_lo[row] != -TP_INF && tp_knob_find(e->knobs, e->n_knobs, least, subject))
        ok = add_slack(e, row, least, subject, widest(p, row, p->row_lo[row], true), 1, -1);
    if (ok && p->row_hi[row] != TP_INF && tp_knob_find(e->knobs, e->n_knobs, most, subject))
        ok = add_slack(e, row, most, subject, widest(p, row, p->row_hi[row], false), -1, 1);
    return ok;
}

/* How much of a share's row one slot is: the coefficient of what it speaks of. */
static int64_t share_scale(const tp_case *c, int32_t row)
{
    const tp_program *p = c->program;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++)
        if (!tp_totals_is(c, p->entries[k].col))
            return p->entries[k].coef;
    return TP_DEC_ONE;
}

static bool ease_share(elastic *e, int32_t row)
{
    const tp_program *p = e->c->program;
    bool least = p->row_lo[row] != -TP_INF;
    int64_t scale = share_scale(e->c, row);
    int64_t most = widest(p, row, 0, least) / scale + 1;
    return add_slack(e, row, least ? TP_KNOB_SHARE_LEAST : TP_KNOB_SHARE_MOST,
                     p->row_origin[row].subject, most, least ? scale : -scale, least ? -1 : 1);
}

/* s >= min(count, H): where H is the lower, the count must first fall to H before it gives way. */
static bool ease_reserve_count(elastic *e, int32_t pool, tp_entry *row, int64_t *n)
{
    static const tp_origin none = {.maker = -1};
    int64_t count = tp_reserve_count(e->c->bind), floor = e->c->pools[pool].floor;
    if (e->reserve_col < 0)
        return true;
    if (count == floor) {
        row[(*n)++] = (tp_entry){e->reserve_col, 1};
        return true;
    }
    int32_t used = column(e, floor), gives = column(e, 1);
    if (used < 0 || gives < 0)
        return false;
    row[(*n)++] = (tp_entry){used, 1};
    const tp_entry only[] = {{used, 1}, {gives, -floor}};
    const tp_entry first[] = {{e->reserve_col, 1}, {used, -1}, {gives, floor - count}};
    return tp_program_row(e->program, -TP_INF, 0, none, only, 2) >= 0 &&
           tp_program_row(e->program, 0, TP_INF, none, first, 3) >= 0;
}

static bool ease_reserve(elastic *e, int32_t row)
{
    const tp_program *p = e->c->program;
    const tp_origin *origin = &p->row_origin[row];
    if (origin->role == RESERVE_BY_COUNT)
        return ease_reserve_count(e, origin->subject, e->entries, &e->n);
    int32_t closing = e->c->pools[origin->subject].closing_col;
    int64_t scale = 1;
    for (int64_t k = 0; k < e->n; k++)
        if (e->entries[k].col == closing)
            scale = e->entries[k].coef;
    return add_slack(e, row, TP_KNOB_RESERVE_SHARE, 0,
                     widest(p, row, p->row_lo[row], true) / scale + 1, scale, -1);
}

static bool ease_row(elastic *e, int32_t row)
{
    const tp_program *p = e->c->program;
    const tp_origin *origin = &p->row_origin[row];
    if (origin->maker < 0 || origin->maker >= tp_n_rules)
        return true; /* a goal's row: it follows what moves */
    const tp_rule *rule = tp_rules[origin->maker];
    switch (rule->ease) {
    case TP_EASE_SIDES:
        return two_sided(e, row, rule->knob_least, rule->knob_most);
    case TP_EASE_SHARE:
        return tp_totals_defines(e->c, row) || ease_share(e, row);
    case TP_EASE_EARMARK:
        if (e->reserve_col >= 0)
            e->entries[e->n++] = (tp_entry){e->reserve_col, 1};
        return add_slack(e, row, TP_KNOB_EARMARK, origin->subject,
                         e->c->pools[origin->subject].earmark, 1, -1);
    case TP_EASE_RESERVE:
        return ease_reserve(e, row);
    case TP_EASE_NONE:
        break;
    }
    return true;
}

static tp_status build(elastic *e)
{
    const tp_program *p = e->c->program;
    e->program = tp_program_create(e->arena);
    e->entries = tp_arena_array(e->arena, (size_t)p->n_cols + 8, sizeof *e->entries);
    if (!e->program || !e->entries)
        return tp_fail_nomem(e->err);
    for (int32_t j = 0; j < p->n_cols; j++)
        if (tp_program_col(e->program, p->lo[j], p->hi[j], p->col_origin[j]) < 0)
            return tp_fail_nomem(e->err);
    e->reserve_col = -1;
    if (tp_knob_find(e->knobs, e->n_knobs, TP_KNOB_RESERVE_COUNT, 0))
        e->reserve_col = column(e, tp_reserve_count(e->c->bind));
    for (int32_t i = 0; i < p->n_rows; i++) {
        e->n = p->start[i + 1] - p->start[i];
        memcpy(e->entries, &p->entries[p->start[i]], (size_t)e->n * sizeof *e->entries);
        if (!ease_row(e, i) || tp_program_row(e->program, p->row_lo[i], p->row_hi[i],
                                              p->row_origin[i], e->entries, e->n) < 0)
            return tp_fail_nomem(e->err);
    }
    return TP_OK;
}

/* Of repairs that move equally many slots, the one with the fewest statements: a switch each. With
 * very many statements that would only cost time. */
enum { MOST_SWITCHES = 200 };
static tp_status add_switches(elastic *e)
{
    static const tp_origin none = {.maker = -1};
    for (size_t i = 0; i < e->count && e->count <= MOST_SWITCHES; i++) {
        slack *s = &e->slacks[i];
        s->used = column(e, 1);
        const tp_entry row[] = {{s->col, 1}, {s->used, -s->most}};
        if (s->used < 0 || tp_program_row(e->program, -TP_INF, 0, none, row, 2) < 0)
            return tp_fail_nomem(e->err);
    }
    return TP_OK;
}

/* ---- from the elastic answer to figures ---- */

typedef struct mover {
    const elastic *e;
    const int64_t *x;
    tp_moved *items;
    size_t count;
} mover;

/* Sets a figure; of two wishes for the same one the one further away counts. */
static void move(mover *m, tp_knob_kind kind, int32_t subject, int64_t to)
{
    const tp_knob *knob = tp_knob_find(m->e->knobs, m->e->n_knobs, kind, subject);
    if (!knob || to == knob->value)
        return;
    for (size_t i = 0; i < m->count; i++) {
        tp_moved *at = &m->items[i];
        if (at->kind != kind || at->subject != subject)
            continue;
        bool further = (to < knob->value) ? to < at->to : to > at->to;
        at->to = further ? to : at->to;
        return;
    }
    m->items[m->count++] = (tp_moved){kind, subject, to};
}

/* What the answer keeps of a share: rounded so that it does keep it. */
static int64_t kept_share(const mover *m, const slack *s)
{
    const tp_program *p = m->e->c->program;
    bool least = s->kind == TP_KNOB_SHARE_LEAST;
    const tp_knob *knob = tp_knob_find(m->e->knobs, m->e->n_knobs, s->kind, s->subject);
    tp_wide some = 0, all = m->x[tp_totals_of_share(m->e->c, p->row_origin[s->row])];
    for (int64_t k = p->start[s->row]; k < p->start[s->row + 1]; k++)
        if (!tp_totals_is(m->e->c, p->entries[k].col))
            some += m->x[p->entries[k].col];
    if (all == 0)
        return knob->value;
    return (int64_t)(least ? tp_floor_div(some * TP_DEC_ONE, all)
                           : tp_ceil_div(some * TP_DEC_ONE, all));
}

static int64_t kept_reserve(const mover *m, int32_t pool)
{
    const tp_case *c = m->e->c;
    tp_wide own = c->pools[pool].opening;
    for (int32_t i = c->pool_start[pool]; i < c->pool_start[pool + 1]; i++) {
        int32_t col = c->line[c->pool_line[i]].deposit_col;
        own += col >= 0 ? m->x[col] : 0;
    }
    tp_wide left = m->x[c->pools[pool].closing_col];
    return own > 0 ? (int64_t)tp_floor_div(left * TP_DEC_ONE, own) : 0;
}

/* Takes so many slots off the pool's earmarks, first entry first. */
static void move_earmark(mover *m, int32_t pool, int64_t by)
{
    const tp_case *c = m->e->c;
    const tp_pool *p = &c->pools[pool];
    int64_t over = tp_reserve_count(c->bind) + p->earmark - p->reach;
    const tp_node *list = tp_node_get(c->scenario->normal, "earmark");
    by += over > 0 ? over : 0; /* the part beyond the pool's reach asks for nothing */
    for (size_t i = 0; list && i < list->count && by > 0; i++) {
        const tp_node *scope = tp_node_get(list->child[i], "scope");
        const tp_node *category = tp_node_get(list->child[i], "category");
        const tp_node *ring = tp_node_get(list->child[i], "ring");
        const tp_knob *knob = tp_knob_find(m->e->knobs, m->e->n_knobs, TP_KNOB_EARMARK, (int32_t)i);
        if (!knob || strcmp(scope->text, p->scope) != 0 ||
            strcmp(category->text, p->category) != 0 ||
            strcmp(ring && ring->text ? ring->text : "", p->ring) != 0)
            continue;
        int64_t take = by < knob->value ? by : knob->value;
        by -= take;
        move(m, TP_KNOB_EARMARK, (int32_t)i, knob->value - take);
    }
}

static void move_all(mover *m)
{
    const elastic *e = m->e;
    for (size_t i = 0; i < e->count; i++) {
        const slack *s = &e->slacks[i];
        int64_t by = m->x[s->col];
        if (by <= 0)
            continue;
        const tp_knob *knob = tp_knob_find(e->knobs, e->n_knobs, s->kind, s->subject);
        if (s->kind == TP_KNOB_EARMARK)
            move_earmark(m, s->subject, by);
        else if (s->kind == TP_KNOB_SHARE_LEAST || s->kind == TP_KNOB_SHARE_MOST)
            move(m, s->kind, s->subject, kept_share(m, s));
        else if (s->kind == TP_KNOB_RESERVE_SHARE)
            move(m, s->kind, 0, kept_reserve(m, e->c->program->row_origin[s->row].subject));
        else if (knob)
            move(m, s->kind, s->subject, knob->value + s->sign * by);
    }
    if (e->reserve_col >= 0 && m->x[e->reserve_col] > 0)
        move(m, TP_KNOB_RESERVE_COUNT, 0, tp_reserve_count(e->c->bind) - m->x[e->reserve_col]);
}

tp_status tp_elastic_solve(tp_moved **out, size_t *count, const tp_case *c, tp_stop stop,
                           tp_arena *arena, tp_err *err)
{
    elastic e = {.c = c, .arena = arena, .err = err};
    tp_knob *knobs;
    *count = 0;
    *out = NULL;
    tp_status status = tp_knobs_of(c, arena, &knobs, &e.n_knobs, err);
    e.knobs = knobs;
    if (status == TP_OK)
        status = build(&e);
    if (status == TP_OK)
        status = add_switches(&e);
    if (status != TP_OK)
        return status;
    int64_t *cost = tp_arena_array(arena, (size_t)e.program->n_cols + 1, sizeof *cost);
    tp_moved *items = tp_arena_array(arena, e.n_knobs + e.count + 2, sizeof *items);
    if (!cost || !items)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < e.count; i++) {
        cost[e.slacks[i].col] = TP_DEC_ONE;
        if (e.slacks[i].used >= 0)
            cost[e.slacks[i].used] = TP_DEC_ONE / 1000;
    }
    if (e.reserve_col >= 0)
        cost[e.reserve_col] = TP_DEC_ONE;
    const tp_task task = {
        .program = e.program, .cost = cost, .lo = e.program->lo, .hi = e.program->hi, .stop = stop};
    tp_solution solution;
    status = tp_solver_glpk.solve(&task, &solution, arena, err);
    if (status != TP_OK || !solution.x)
        return status;
    mover m = {&e, solution.x, items, 0};
    move_all(&m);
    *out = m.items;
    *count = m.count;
    return TP_OK;
}
