/* The elastic program: the case's own, with a column on every row that may give way. */
#include "explain/conflict_repair.h"

#include "models/rule.h"
#include "models/totals.h"
#include "solve/solver.h"

#include <string.h>

/* A column that counts slots, and the figure that moves with it. */
typedef struct slack {
    int32_t col, row;
    tp_knob_kind kind;
    int32_t subject;
    int64_t sign; /* the figure moves by sign × slots */
    int64_t most;
    int32_t used; /* 0/1 column: it moves at all; -1: not asked for */
} slack;

typedef struct fall {
    tp_knob_kind kind;
    int32_t col; /* by how much it falls */
} fall;

typedef struct elastic {
    const tp_case *c;
    tp_program *program;
    const tp_knob *knobs;
    size_t n_knobs;
    slack *slacks;
    size_t count, capacity;
    fall *falls; /* knobs that fall once for many rows */
    size_t n_falls;
    tp_entry *entries; /* of the row at hand */
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

/* ---- rules that say themselves how their rows give way ---- */

typedef struct own_easing {
    tp_easing ask; /* first: the rule sees this */
    elastic *e;
} own_easing;

static bool own_slack(tp_easing *ask, tp_knob_kind kind, int32_t subject, int64_t most,
                      int64_t coef, int64_t sign)
{
    elastic *e = ((own_easing *)ask)->e;
    e->n = ask->n;
    bool ok = add_slack(e, ask->row, kind, subject, most, coef, sign);
    ask->n = e->n;
    return ok;
}

static int32_t own_column(tp_easing *ask, int64_t most)
{
    return column(((own_easing *)ask)->e, most);
}

static bool own_tie(tp_easing *ask, int64_t lo, int64_t hi, const tp_entry *entries, int64_t n)
{
    static const tp_origin none = {.maker = -1};
    return tp_program_row(((own_easing *)ask)->e->program, lo, hi, none, entries, n) >= 0;
}

static int64_t own_widest(const tp_easing *ask, int64_t figure)
{
    return widest(ask->c->program, ask->row, figure, true);
}

static int32_t fall_of(const elastic *e, tp_knob_kind kind)
{
    for (size_t i = 0; i < e->n_falls; i++)
        if (e->falls[i].kind == kind)
            return e->falls[i].col;
    return -1;
}

static bool ease_own(elastic *e, const tp_rule *rule, int32_t row)
{
    own_easing own = {.ask = {.c = e->c,
                              .row = row,
                              .entries = e->entries,
                              .n = e->n,
                              .falls = fall_of(e, rule->knob_falls),
                              .slack = own_slack,
                              .column = own_column,
                              .tie = own_tie,
                              .widest = own_widest},
                      .e = e};
    bool ok = rule->eases(&own.ask);
    e->n = own.ask.n;
    return ok;
}

/* A column for each knob that a rule lets fall for all its rows at once. */
static bool add_falls(elastic *e)
{
    e->falls = tp_arena_array(e->arena, (size_t)tp_n_rules + 1, sizeof *e->falls);
    if (!e->falls)
        return false;
    for (int r = 0; r < tp_n_rules; r++) {
        tp_knob_kind kind = tp_rules[r]->knob_falls;
        const tp_knob *knob = tp_knob_find(e->knobs, e->n_knobs, kind, 0);
        if (tp_rules[r]->ease != TP_EASE_OWN || !knob || fall_of(e, kind) >= 0)
            continue;
        int32_t col = column(e, knob->value);
        if (col < 0)
            return false;
        e->falls[e->n_falls++] = (fall){kind, col};
    }
    return true;
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
    case TP_EASE_OWN:
        return ease_own(e, rule, row);
    case TP_EASE_WIDEN: /* hard, as the room of a line is */
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
    if (!add_falls(e))
        return tp_fail_nomem(e->err);
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
    tp_settling ask; /* first: a rule sees this */
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

static const tp_knob *own_knob(const tp_settling *ask, tp_knob_kind kind, int32_t subject)
{
    const elastic *e = ((const mover *)ask)->e;
    return tp_knob_find(e->knobs, e->n_knobs, kind, subject);
}

static void own_move(tp_settling *ask, tp_knob_kind kind, int32_t subject, int64_t to)
{
    move((mover *)ask, kind, subject, to);
}

static void settle_own(mover *m, const tp_rule *rule, const slack *s)
{
    m->ask = (tp_settling){.c = m->e->c,
                           .x = m->x,
                           .row = s->row,
                           .kind = s->kind,
                           .subject = s->subject,
                           .by = m->x[s->col],
                           .knob = own_knob,
                           .move = own_move};
    rule->settles(&m->ask);
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
        const tp_rule *rule = tp_rules[e->c->program->row_origin[s->row].maker];
        if (rule->ease == TP_EASE_OWN)
            settle_own(m, rule, s);
        else if (s->kind == TP_KNOB_SHARE_LEAST || s->kind == TP_KNOB_SHARE_MOST)
            move(m, s->kind, s->subject, kept_share(m, s));
        else if (knob)
            move(m, s->kind, s->subject, knob->value + s->sign * by);
    }
    for (size_t i = 0; i < e->n_falls; i++) {
        const tp_knob *knob = tp_knob_find(e->knobs, e->n_knobs, e->falls[i].kind, 0);
        if (m->x[e->falls[i].col] > 0)
            move(m, knob->kind, 0, knob->value - m->x[e->falls[i].col]);
    }
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
    for (size_t i = 0; i < e.n_falls; i++)
        cost[e.falls[i].col] = TP_DEC_ONE;
    const tp_task task = {
        .program = e.program, .cost = cost, .lo = e.program->lo, .hi = e.program->hi, .stop = stop};
    tp_solution solution;
    status = tp_solver_glpk.solve(&task, &solution, arena, err);
    if (status != TP_OK || !solution.x)
        return status;
    mover m = {.e = &e, .x = solution.x, .items = items};
    move_all(&m);
    *out = m.items;
    *count = m.count;
    return TP_OK;
}
