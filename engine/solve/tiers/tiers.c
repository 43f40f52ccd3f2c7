#include "solve/tiers.h"

#include "base/invariant.h"
#include "solve/conflict/farkas.h"
#include "solve/held/held.h"
#include "solve/mip.h"
#include "solve/side_rows/pricing.h"
#include "solve/tiers/complete.h"
#include "solve/tiers/finals.h"
#include "solve/tiers/max_min.h"
#include "solve/totals/fix_and_optimise.h"
#include "solve/totals/parametric.h"

#include <string.h>

/* Counted, not timed: the same input must end at the same answer. */
enum { TIE_BREAK_NODES = 40, PRICED_NODES = 200 };

/* Beyond so many columns a program with parameters and misfits is not searched whole: an answer
 * with a proven bound comes soon, the relaxation of the whole might not come at all. */
enum { SEARCHED_WHOLE = 20000 };

typedef struct run {
    const tp_tiers_task *task;
    tp_tiers_answer *out;
    tp_arena *arena;
    tp_held held;
    /* What searches learnt beyond the held space: it speeds up, it never enters a certificate. */
    int64_t *lo, *hi; /* [n_cols] within the held boxes */
    tp_program *cuts; /* NULL: none */
    tp_stop_reason stopped;
    bool begun; /* out->x is a point of the held space */
} run;

static const char *stop_word(tp_stop_reason reason)
{
    return reason == TP_STOP_USER ? "user" : reason == TP_STOP_TIME ? "time" : NULL;
}

static tp_status keep_point(run *r, const int64_t *x, tp_err *err)
{
    size_t n = (size_t)r->task->program->n_cols;
    if (!r->out->x && !(r->out->x = tp_arena_array(r->arena, n + 1, sizeof *x)))
        return tp_fail_nomem(err);
    if (n && r->out->x != x)
        memcpy(r->out->x, x, n * sizeof *x);
    if (r->task->tidy)
        r->task->tidy(r->task->tidy_user, r->out->x);
    r->begun = true;
    return TP_OK;
}

static tp_status keep_multipliers(run *r, tp_multipliers *to, int64_t scale, const int64_t *y,
                                  tp_err *err)
{
    int32_t rows = r->held.space.program->n_rows;
    *to = (tp_multipliers){.scale = scale ? scale : 1, .count = rows};
    to->y = tp_arena_array(r->arena, (size_t)rows + 1, sizeof *y);
    if (!to->y)
        return tp_fail_nomem(err);
    if (scale && rows)
        memcpy(to->y, y, (size_t)rows * sizeof *y);
    return TP_OK;
}

static void head_of(run *r, size_t t, tp_tier_result *tier)
{
    const tp_tier_spec *spec = &r->task->tiers[t];
    memset(tier, 0, sizeof *tier);
    tier->goal = spec->goal;
    tier->by = spec->by;
    tier->concede = spec->concede;
    tier->sense = spec->kind == TP_TIER_RATIO ? (int)TP_MAX : (int)spec->objective.sense;
}

/* Minimised cost (without constant) to the tier's own value and back. */
static tp_wide tier_value(const tp_tier_spec *spec, tp_wide cost)
{
    return spec->objective.constant + (spec->objective.sense == TP_MAX ? -cost : cost);
}

typedef struct linear {
    const tp_tier_spec *spec;
    int64_t *cost;
    tp_solution found;
    tp_wide value; /* minimised cost of the point kept */
    int64_t node_limit;
    tp_multipliers zero;
    /* What the boxes alone prove, once looked at, and what the multipliers kept prove. */
    tp_dual_bound boxes, bound;
    tp_wide boxes_rounded;
    bool looked;
    tp_arena *scratch;
} linear;

static tp_status cost_of(const run *r, const linear *l, tp_err *err, tp_wide *out)
{
    tp_objective plain = {.sense = TP_MIN, .constant = 0, .cost = l->cost};
    return tp_objective_value(&plain, r->task->program->n_cols, r->out->x, out)
               ? TP_OK
               : tp_fail(err, TP_E_OVERFLOW, "value of a tier");
}

static tp_status look_at_boxes(const run *r, linear *l, tp_err *err)
{
    if (l->looked)
        return TP_OK;
    l->looked = true;
    return tp_held_bound(&l->boxes, &l->boxes_rounded, &r->held, l->cost, &l->zero, l->scratch,
                         err);
}

/* The point at hand may be the best there is for reasons the boxes alone show. */
static tp_status at_hand(run *r, linear *l, bool *done, tp_err *err)
{
    *done = false;
    if (!r->begun)
        return TP_OK;
    tp_status st = cost_of(r, l, err, &l->value);
    if (!st)
        st = look_at_boxes(r, l, err);
    if (st)
        return st;
    tp_wide rounded = l->boxes_rounded;
    *done = rounded >= l->value || r->stopped != TP_GO_ON;
    if (!*done)
        return TP_OK;
    l->found.method = "bounds";
    l->found.status = rounded >= l->value ? TP_SOLVED_OPTIMAL : TP_SOLVED_FEASIBLE;
    l->found.bound = rounded;
    l->found.stopped = r->stopped;
    return TP_OK;
}

/* Where nothing better is found, the answer at hand stands, with the bound of the relaxation. */
static tp_status settle(run *r, linear *l, bool *done, tp_err *err)
{
    tp_status st =
        tp_fix_and_optimise(&r->held, l->cost, &r->task->stop, &l->found, done, l->scratch, err);
    bool worse = !st && *done && r->begun && l->found.value > l->value;
    if (st || (*done && !worse) || !r->begun)
        return st;
    if (!l->found.n_parts)
        l->found.bound = -((tp_wide)1 << 100);
    l->found.x = NULL;
    l->found.status = TP_SOLVED_FEASIBLE;
    l->found.method = "settled network";
    *done = true;
    return TP_OK;
}

/* The network with its shares and misfits priced, and a search that comes to an end. */
static tp_status price(run *r, const tp_task *task, linear *l, bool *done, tp_err *err)
{
    tp_task brief = *task;
    if (!brief.node_limit)
        brief.node_limit = PRICED_NODES;
    if (!r->held.network || !tp_pricing_pays(r->held.network, &brief))
        return TP_OK;
    return tp_price_side_rows(r->held.network, &brief, &l->found, done, l->scratch, err);
}

static tp_status search(run *r, linear *l, tp_err *err)
{
    tp_task task = {.program = r->held.space.program,
                    .cost = l->cost,
                    .lo = r->lo,
                    .hi = r->hi,
                    .row_lo = r->held.space.row_lo,
                    .row_hi = r->held.space.row_hi,
                    .cuts = r->cuts,
                    .start = r->begun ? r->out->x : NULL,
                    .node_limit = l->node_limit,
                    .gap = r->task->gap,
                    .constant = l->spec->objective.sense == TP_MAX ? -l->spec->objective.constant
                                                                   : l->spec->objective.constant,
                    .stop = r->task->stop,
                    .progress = r->task->progress};
    bool done;
    tp_status st =
        tp_parametric_solve(&r->held, l->cost, &task.stop, &l->found, &done, l->scratch, err);
    if (st == TP_E_INPUT || st == TP_E_OVERFLOW) {
        st = TP_OK; /* another way is open */
        done = false;
        memset(&l->found, 0, sizeof l->found);
    }
    bool large = r->held.parameters && r->task->program->n_cols > SEARCHED_WHOLE;
    if (!st && !done && large)
        st = price(r, &task, l, &done, err);
    if (!st && !done && large)
        st = settle(r, l, &done, err);
    if (!st && done && large && l->found.status == TP_SOLVED_FEASIBLE && !l->found.stopped)
        st = tp_mip_go_on(&task, &l->found, l->scratch, err);
    if (!st && !done)
        st = tp_mip_solve(r->held.network, &task, &l->found, l->scratch, err);
    if (st)
        return st;
    if (l->found.status == TP_SOLVED_INFEASIBLE && r->begun)
        return tp_fail(err, TP_E_SOLVER, "the solver calls a program with a known answer empty");
    if (l->found.x)
        st = keep_point(r, l->found.x, err);
    if (!st && r->begun)
        st = cost_of(r, l, err, &l->value);
    return st;
}

/* The point at hand, or a better one. */
static tp_status look_again(run *r, linear *l, tp_err *err)
{
    bool done = false;
    tp_status st = at_hand(r, l, &done, err);
    return st || done ? st : search(r, l, err);
}

/* Boxes no wider than the held ones. */
static void narrow(run *r, const int64_t *lo, const int64_t *hi)
{
    for (int32_t j = 0; j < r->task->program->n_cols; j++) {
        r->lo[j] = r->lo[j] > lo[j] ? r->lo[j] : lo[j];
        r->hi[j] = r->hi[j] < hi[j] ? r->hi[j] : hi[j];
    }
}

/* What follows stays within the value, in the boxes that are searched as well. */
static tp_status hold_here(run *r, const tp_hold *hold, tp_err *err)
{
    bool empty = false;
    tp_status st = tp_held_linear(&r->held, hold, &empty, err);
    if (st || empty)
        return st ? st : tp_fail(err, TP_E_INTERNAL, "holding a tier left nothing");
    narrow(r, r->held.space.lo, r->held.space.hi);
    return TP_OK;
}

static tp_status add_cuts(run *r, const tp_program *from, tp_err *err)
{
    if (!from || from->n_rows == 0)
        return TP_OK;
    if (!r->cuts && !(r->cuts = tp_program_create(r->arena)))
        return tp_fail_nomem(err);
    r->cuts->n_cols = from->n_cols;
    for (int32_t i = 0; i < from->n_rows; i++)
        if (tp_program_row(r->cuts, from->row_lo[i], from->row_hi[i], from->row_origin[i],
                           from->entries + from->start[i], from->start[i + 1] - from->start[i]) < 0)
            return tp_fail_nomem(err);
    return TP_OK;
}

/* Keeps the cuts for later tiers, and boxes and held parts if the tier is held where it stands. */
static tp_status learn(run *r, const linear *l, tp_err *err)
{
    bool stands = l->spec->concede == 0;
    if (l->found.narrow_lo && stands)
        narrow(r, l->found.narrow_lo, l->found.narrow_hi);
    tp_status st = add_cuts(r, l->found.cuts, err);
    return st || !stands ? st : add_cuts(r, l->found.holds, err);
}

/* What multipliers certify in the held space; the better ones are kept in *best. */
static tp_status weigh_these(run *r, linear *l, const tp_multipliers *m, tp_wide *certified,
                             tp_multipliers *best, tp_err *err)
{
    tp_dual_bound bound;
    tp_wide proven;
    tp_status st = tp_held_bound(&bound, &proven, &r->held, l->cost, m, l->scratch, err);
    if (st == TP_E_INPUT || st == TP_E_OVERFLOW)
        return TP_OK; /* what proves nothing is no fault of the input */
    if (st || proven <= *certified)
        return st;
    *best = *m;
    l->bound = bound;
    *certified = proven;
    return TP_OK;
}

static tp_status weigh(run *r, linear *l, int64_t scale, const int64_t *y, tp_wide *certified,
                       tp_multipliers *best, tp_err *err)
{
    tp_multipliers m;
    tp_status st = keep_multipliers(r, &m, scale, y, err);
    return st ? st : weigh_these(r, l, &m, certified, best, err);
}

static tp_status weigh_parts(run *r, linear *l, tp_wide *certified, tp_multipliers *best,
                             tp_err *err)
{
    size_t n = l->found.n_parts, rows = (size_t)r->held.space.program->n_rows;
    tp_multipliers m = {.scale = 1,
                        .count = (int32_t)rows,
                        .parts = tp_arena_array(r->arena, n + 1, sizeof *m.parts),
                        .n_parts = n};
    if (!m.parts)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        m.parts[i] = l->found.parts[i];
        m.parts[i].y = tp_arena_array(r->arena, rows + 1, sizeof *m.parts[i].y);
        if (!m.parts[i].y)
            return tp_fail_nomem(err);
        memcpy(m.parts[i].y, l->found.parts[i].y, rows * sizeof *m.parts[i].y);
    }
    return weigh_these(r, l, &m, certified, best, err);
}

/* The search worked in narrower boxes than the certificate may use: ask the plain relaxation. */
static tp_status weigh_relaxation(run *r, linear *l, tp_wide *certified, tp_multipliers *best,
                                  tp_err *err)
{
    size_t size = (size_t)r->task->program->n_cols * sizeof *r->lo;
    if (!size || r->stopped ||
        (memcmp(r->lo, r->held.space.lo, size) == 0 && memcmp(r->hi, r->held.space.hi, size) == 0))
        return TP_OK;
    tp_task task = {.program = r->held.space.program,
                    .cost = l->cost,
                    .lo = r->held.space.lo,
                    .hi = r->held.space.hi,
                    .row_lo = r->held.space.row_lo,
                    .row_hi = r->held.space.row_hi,
                    .relax = true,
                    .stop = r->task->stop};
    tp_solution plain;
    tp_status st = tp_solver_glpk.solve(&task, &plain, l->scratch, err);
    return st || !plain.scale ? st : weigh(r, l, plain.scale, plain.y, certified, best, err);
}

/* Writes what is now known of the tier; the certificate is recomputed, never taken on trust. */
static tp_status record(run *r, linear *l, tp_tier_result *tier, tp_err *err)
{
    tp_status st = look_at_boxes(r, l, err);
    if (!st)
        st = keep_multipliers(r, &tier->multipliers, 0, NULL, err);
    l->bound = l->boxes;
    tp_wide certified = l->boxes_rounded;
    if (!st && l->found.n_parts)
        st = weigh_parts(r, l, &certified, &tier->multipliers, err);
    if (!st && l->found.scale)
        st = weigh(r, l, l->found.scale, l->found.y, &certified, &tier->multipliers, err);
    if (!st && certified < l->value)
        st = weigh_relaxation(r, l, &certified, &tier->multipliers, err);
    if (st)
        return st;
    tp_wide lower = l->found.bound > certified ? l->found.bound : certified;
    if (l->found.status == TP_SOLVED_OPTIMAL || lower > l->value)
        lower = l->value;
    tier->proven = lower == l->value;
    tier->proof = !tier->proven           ? TP_PROOF_NONE
                  : certified == l->value ? TP_PROOF_CERTIFICATE
                                          : TP_PROOF_SOLVER;
    tier->value = tier_value(l->spec, l->value);
    tier->bound = tier_value(l->spec, lower);
    tier->certified = tier_value(l->spec, certified);
    tier->nodes = l->found.nodes;
    tier->method = l->found.method ? l->found.method : "none";
    if (!tier->proven) {
        tier->stopped_by = stop_word(l->found.stopped);
        if (!tier->stopped_by)
            tier->stopped_by = r->task->gap > 0 ? "gap" : "iterations";
    }
    return TP_OK;
}

static void step(const run *r, const char *stage, const char *name)
{
    if (r->task->progress.step)
        r->task->progress.step(r->task->progress.user, stage, name);
}

static tp_status solve_linear(run *r, size_t t, tp_arena *scratch, tp_err *err)
{
    linear l = {.spec = &r->task->tiers[t], .scratch = scratch, .zero = {.scale = 1}};
    tp_tier_result *tier = &r->out->tiers[t];
    tp_status st = tp_held_cost(&l.cost, &r->held, t, scratch, err);
    if (!st)
        st = look_again(r, &l, err);
    if (st)
        return st;
    if (!r->begun) {
        r->out->status = l.found.status == TP_SOLVED_INFEASIBLE ? TP_INFEASIBLE : TP_NO_ANSWER;
        r->stopped = l.found.stopped;
        return l.found.scale && r->out->status == TP_INFEASIBLE
                   ? keep_multipliers(r, &r->out->farkas, l.found.scale, l.found.y, err)
                   : TP_OK;
    }
    if (l.found.stopped)
        r->stopped = l.found.stopped;
    step(r, tier->goal, "solve");
    st = record(r, &l, tier, err);
    step(r, tier->goal, "certify");
    if (st)
        return st;
    tp_wide most = l.value + tp_held_concession(l.spec, tier->value);
    const tp_hold hold = {l.cost, &tier->multipliers, &l.bound, most};
    st = hold_here(r, &hold, err);
    return st ? st : learn(r, &l, err);
}

static void record_ratio(tp_tier_result *tier, const tp_tier_spec *spec, const tp_ratio_outcome *o)
{
    tier->value = tp_fraction_floor6(o->theta);
    tier->numerator = o->theta.top;
    tier->denominator = o->theta.bottom;
    tier->next_numerator = o->next.top;
    tier->next_denominator = o->next.bottom;
    tier->multipliers = o->multipliers;
    tier->proven = o->proven;
    tier->proof = !o->proven     ? TP_PROOF_NONE
                  : o->certified ? TP_PROOF_CERTIFICATE
                                 : TP_PROOF_SOLVER;
    tp_fraction most = {1, 1};
    if (o->next.bottom)
        most = tp_ratio_below(spec, o->next);
    tier->certified = o->certified ? tier->value : tp_fraction_floor6(most);
    tier->bound = o->proven ? tier->value : tier->certified;
    tier->nodes = o->nodes;
    tier->method = o->nodes ? "branch-and-bound" : o->method ? o->method : "bounds";
    if (!o->proven)
        tier->stopped_by = stop_word(o->stopped) ? stop_word(o->stopped) : "iterations";
}

static tp_status solve_ratio(run *r, size_t t, tp_arena *scratch, tp_err *err)
{
    const tp_tier_spec *spec = &r->task->tiers[t];
    tp_ratio_outcome o = {0};
    bool empty = false;
    tp_status st = TP_OK;
    if (r->stopped != TP_GO_ON && r->begun) {
        o.status = TP_SOLVED_FEASIBLE;
        o.stopped = r->stopped;
        st = tp_ratio_of(&o.theta, spec, r->held.space.program, r->out->x, err);
        o.proven = o.certified = !st && tp_fraction_compare(o.theta, (tp_fraction){1, 1}) >= 0;
    } else {
        st = tp_ratio_solve(&o, &r->held, r->begun ? r->out->x : NULL, scratch, err);
    }
    if (st)
        return st;
    if (!o.x && !r->begun) {
        r->out->status = o.status == TP_SOLVED_INFEASIBLE ? TP_INFEASIBLE : TP_NO_ANSWER;
        r->stopped = o.stopped;
        return o.farkas.scale
                   ? keep_multipliers(r, &r->out->farkas, o.farkas.scale, o.farkas.y, err)
                   : TP_OK;
    }
    if (o.x)
        st = keep_point(r, o.x, err);
    if (o.stopped)
        r->stopped = o.stopped;
    tp_multipliers kept = {.scale = 1};
    if (!st && o.multipliers.scale)
        st = keep_multipliers(r, &kept, o.multipliers.scale, o.multipliers.y, err);
    if (st)
        return st;
    o.multipliers = kept;
    record_ratio(&r->out->tiers[t], spec, &o);
    st = tp_held_ratio(&r->held, o.theta.top, o.theta.bottom, &empty, err);
    if (!st && empty)
        st = tp_fail(err, TP_E_INTERNAL, "holding a ratio left nothing");
    if (!st)
        narrow(r, r->held.space.lo, r->held.space.hi);
    return st;
}

/* What a tier conceded and no later tier needed is given back, in order: so the final values are
 * unique too. */
static tp_status restore(run *r, size_t t, tp_arena *scratch, tp_err *err)
{
    linear l = {.spec = &r->task->tiers[t], .scratch = scratch, .zero = {.scale = 1}};
    tp_status st = tp_held_cost(&l.cost, &r->held, t, scratch, err);
    if (!st)
        st = look_again(r, &l, err);
    const tp_hold hold = {l.cost, &l.zero, NULL, l.value};
    return st ? st : hold_here(r, &hold, err);
}

static tp_status restore_all(run *r, tp_err *err)
{
    tp_status st = TP_OK;
    for (size_t t = 0; t < r->out->n_tiers && !st; t++)
        if (r->task->tiers[t].kind == TP_TIER_LINEAR && r->task->tiers[t].concede > 0 &&
            r->stopped == TP_GO_ON && !r->task->stop_after)
            st = restore(r, t, r->arena, err);
    return st;
}

/* Holds what a tie-break reached, for the next one. A point that was tidied out of the held space
 * is left as it stands: *held false, and there is no next. */
static tp_status hold_ties(run *r, linear *l, bool *held, tp_err *err)
{
    tp_multipliers best = l->zero;
    tp_status st = look_at_boxes(r, l, err);
    tp_wide certified = l->boxes_rounded;
    if (!st && l->found.scale)
        st = weigh(r, l, l->found.scale, l->found.y, &certified, &best, err);
    *held = !st && certified <= l->value;
    const tp_hold hold = {l->cost, &best, NULL, l->value};
    return *held ? hold_here(r, &hold, err) : st;
}

/* Not a goal of the planner's: it stops at whatever it reaches. */
static tp_status break_ties(run *r, const int64_t *by, bool *held, tp_err *err)
{
    size_t n = (size_t)r->task->program->n_cols;
    tp_tier_spec plain = {.objective = {.sense = TP_MIN}};
    linear l = {
        .spec = &plain, .scratch = r->arena, .zero = {.scale = 1}, .node_limit = TIE_BREAK_NODES};
    if (!by || r->stopped != TP_GO_ON || r->task->stop_after)
        return TP_OK;
    if (!(l.cost = tp_arena_array(r->arena, n + 1, sizeof *l.cost)))
        return tp_fail_nomem(err);
    memcpy(l.cost, by, n * sizeof *l.cost);
    tp_status st = look_again(r, &l, err);
    return st || !held ? st : hold_ties(r, &l, held, err);
}

static tp_status all_tiers(run *r, size_t n, tp_err *err)
{
    for (size_t t = 0; t < n; t++) {
        if (!r->stopped && r->task->stop.ask)
            r->stopped = r->task->stop.ask(r->task->stop.user);
        if (r->stopped && !r->begun) {
            r->out->status = TP_NO_ANSWER;
            return TP_OK;
        }
        tp_arena *scratch = tp_arena_create();
        if (!scratch)
            return tp_fail_nomem(err);
        head_of(r, t, &r->out->tiers[t]);
        tp_status st = r->task->tiers[t].kind == TP_TIER_RATIO ? solve_ratio(r, t, scratch, err)
                                                               : solve_linear(r, t, scratch, err);
        tp_arena_free(scratch);
        if (st || !r->begun)
            return st;
        r->out->n_tiers = t + 1;
        r->out->status = t && r->out->status == TP_FEASIBLE ? TP_FEASIBLE
                         : r->out->tiers[t].proven          ? TP_OPTIMAL
                                                            : TP_FEASIBLE;
        if (r->task->progress.tell)
            r->task->progress.tell(r->task->progress.user, r->out->tiers[t].goal,
                                   r->out->tiers[t].value, r->out->tiers[t].bound);
    }
    return TP_OK;
}

tp_status tp_tiers_solve(tp_tiers_answer *out, const tp_tiers_task *task, tp_arena *arena,
                         tp_err *err)
{
    memset(out, 0, sizeof *out);
    tp_invariant(tp_program_sound(task->program));
    run r = {.task = task, .out = out, .arena = arena};
    bool empty, held = false;
    size_t n =
        task->stop_after && task->stop_after < task->n_tiers ? task->stop_after : task->n_tiers;
    out->tiers = tp_arena_array(arena, task->n_tiers + 1, sizeof *out->tiers);
    if (!out->tiers)
        return tp_fail_nomem(err);
    tp_status st = tp_held_init(&r.held, task, arena, &empty, err);
    if (st)
        return st;
    if (empty) {
        st = tp_contradiction_find(out, task, arena, err);
        if (!st)
            st = tp_contradiction_weigh(out, task, arena, err);
        return st ? st : tp_tiers_refute(out, task, arena, err);
    }
    size_t cols = (size_t)task->program->n_cols;
    r.lo = tp_arena_array(arena, cols + 1, sizeof *r.lo);
    r.hi = tp_arena_array(arena, cols + 1, sizeof *r.hi);
    if (!r.lo || !r.hi)
        return tp_fail_nomem(err);
    for (size_t j = 0; j < cols; j++) {
        r.lo[j] = r.held.space.lo[j];
        r.hi[j] = r.held.space.hi[j];
    }
    if (task->start) {
        int32_t row, col;
        tp_program_violated(task->program, task->start, &row, &col);
        if (row < 0 && col < 0)
            st = keep_point(&r, task->start, err);
    }
    out->status = TP_OPTIMAL;
    if (!st)
        st = tp_network_recognise(&r.held.network, task->program, NULL, arena, err);
    if (!st)
        st = all_tiers(&r, n, err);
    if (!st && out->status == TP_INFEASIBLE)
        st = tp_contradiction_weigh(out, task, arena, err);
    if (!st)
        st = tp_tiers_refute(out, task, arena, err);
    if (!st && r.begun)
        st = restore_all(&r, err);
    if (!st && r.begun)
        st = break_ties(&r, task->tie_break, task->tie_break_then ? &held : NULL, err);
    if (!st && r.begun && held)
        st = break_ties(&r, task->tie_break_then, NULL, err);
    step(&r, "answer", "ties");
    if (!st && r.begun)
        st = tp_tiers_finals(out, task, err);
    if (!st && r.begun)
        st = tp_tiers_complete(out, task, arena, err);
    step(&r, "answer", "proofs");
    return st;
}
