/* After the search: what its multipliers leave open is proven by cases, and what is stated of a
 * tier is made what is proven of it. Walks the same chain of held spaces as the replay does. */
#include "solve/tiers/complete.h"

#include "solve/held/held.h"
#include "solve/prove/prove.h"
#include "solve/tiers/max_min.h"

#include <string.h>

typedef struct completion {
    const tp_tiers_task *task;
    tp_tiers_answer *out;
    tp_arena *arena;
    tp_held held;
} completion;

static tp_prove_task space_of(const completion *c, const int64_t *cost)
{
    const tp_space *s = &c->held.space;
    return (tp_prove_task){.program = s->program,
                           .lo = s->lo,
                           .hi = s->hi,
                           .row_lo = s->row_lo,
                           .row_hi = s->row_hi,
                           .cost = cost,
                           .stop = c->task->stop};
}

/* What was not proven is said so: the bound is what the certificate shows, no more. */
static void admit(const completion *c, tp_tier_result *tier)
{
    tp_stop_reason stopped = tier->proven ? tp_stop_asked(&c->task->stop) : TP_GO_ON;
    if (tier->proven)
        tier->stopped_by = stopped == TP_STOP_TIME   ? "time"
                           : stopped == TP_STOP_USER ? "user"
                                                     : "proof";
    tier->proven = false;
    tier->proof = TP_PROOF_NONE;
    tier->bound = tier->certified;
}

static void attest(tp_tier_result *tier)
{
    tier->certified = tier->bound = tier->value;
    tier->proven = true;
    tier->stopped_by = NULL;
    tier->proof = TP_PROOF_CERTIFICATE;
}

/* The value is that of the movements: an answer that a limit stopped may be better than it was when
 * the tier was left. */
static void restate(completion *c, size_t t)
{
    tp_tier_result *tier = &c->out->tiers[t];
    int sense = (int)c->task->tiers[t].objective.sense;
    if (!tier->proven && tier->final * sense < tier->value * sense)
        tier->value = tier->final;
}

static tp_status certified(completion *c, size_t t, const int64_t *cost, tp_arena *scratch,
                           tp_dual_bound *bound, tp_wide *lower, tp_err *err)
{
    const tp_tier_result *tier = &c->out->tiers[t];
    const tp_multipliers none = {.scale = 1};
    tp_status st = tp_held_bound(bound, lower, &c->held, cost, &tier->multipliers, scratch, err);
    if (st != TP_E_INPUT && st != TP_E_OVERFLOW)
        return st;
    c->out->tiers[t].multipliers = none;
    return tp_held_bound(bound, lower, &c->held, cost, &none, scratch, err);
}

static tp_status linear_tier(completion *c, size_t t, tp_arena *scratch, tp_err *err)
{
    const tp_tier_spec *spec = &c->task->tiers[t];
    tp_tier_result *tier = &c->out->tiers[t];
    int sense = (int)spec->objective.sense;
    int64_t *cost;
    tp_dual_bound bound;
    tp_wide lower;
    bool empty = false;
    restate(c, t);
    tp_status st = tp_held_cost(&cost, &c->held, t, scratch, err);
    if (!st)
        st = certified(c, t, cost, scratch, &bound, &lower, err);
    if (st)
        return st;
    tp_wide value = sense * (tier->value - spec->objective.constant);
    tier->certified = spec->objective.constant + sense * lower;
    if (lower >= value) {
        attest(tier);
    } else if (tier->proven) {
        tp_proof_node *tree = NULL;
        tp_prove_task order = space_of(c, cost);
        order.want = value;
        order.at = c->out->x;
        st = tp_prove(&tree, &order, c->arena, err);
        if (tree) {
            tier->multipliers.tree = tree;
            attest(tier);
        }
    }
    if (!st && tier->proof != TP_PROOF_CERTIFICATE)
        admit(c, tier);
    const tp_hold hold = {cost, &tier->multipliers, &bound,
                          value + tp_held_concession(spec, tier->value)};
    return st ? st : tp_held_linear(&c->held, &hold, &empty, err);
}

static tp_status rule_out_more(completion *c, size_t t, tp_fraction theta, tp_arena *scratch,
                               tp_err *err)
{
    const tp_tier_spec *spec = &c->task->tiers[t];
    tp_tier_result *tier = &c->out->tiers[t];
    tp_fraction next = tp_ratio_above(spec, theta);
    if (!next.bottom)
        return TP_OK;
    tp_proof_node *tree = NULL;
    tp_prove_task order = space_of(c, NULL);
    int64_t *row_lo;
    tp_status st = tp_ratio_raised(&row_lo, &c->held, spec, next, scratch, err);
    if (st)
        return st;
    order.row_lo = row_lo;
    st = tp_prove(&tree, &order, c->arena, err);
    if (st || !tree)
        return st;
    tier->multipliers =
        (tp_multipliers){.scale = 1, .count = c->held.space.program->n_rows, .tree = tree};
    tier->next_numerator = next.top;
    tier->next_denominator = next.bottom;
    attest(tier);
    return TP_OK;
}

static tp_status ratio_tier(completion *c, size_t t, tp_arena *scratch, tp_err *err)
{
    tp_tier_result *tier = &c->out->tiers[t];
    tp_fraction theta = {tier->numerator, tier->denominator}, is;
    bool empty = false;
    tp_status st = TP_OK;
    if (!tier->proven) {
        st = tp_ratio_of(&is, &c->task->tiers[t], c->task->program, c->out->x, err);
        if (!st && tp_fraction_compare(is, theta) > 0) {
            theta = is;
            tier->numerator = is.top;
            tier->denominator = is.bottom;
            tier->value = tp_fraction_floor6(is);
            if (tier->value >= tier->certified)
                tier->certified = tier->value;
        }
    }
    if (!st && tier->proven && tier->proof != TP_PROOF_CERTIFICATE)
        st = rule_out_more(c, t, theta, scratch, err);
    if (!st && tier->proof != TP_PROOF_CERTIFICATE)
        admit(c, tier);
    return st ? st : tp_held_ratio(&c->held, theta.top, theta.bottom, &empty, err);
}

static bool complete(const tp_tiers_answer *out)
{
    for (size_t t = 0; t < out->n_tiers; t++)
        if (out->tiers[t].proof != TP_PROOF_CERTIFICATE)
            return false;
    return true;
}

tp_status tp_tiers_complete(tp_tiers_answer *out, const tp_tiers_task *task, tp_arena *arena,
                            tp_err *err)
{
    completion c = {.task = task, .out = out, .arena = arena};
    bool empty;
    if (!out->x || task->unproven || complete(out))
        return TP_OK;
    tp_status st = tp_held_init(&c.held, task, arena, &empty, err);
    for (size_t t = 0; t < out->n_tiers && !st; t++) {
        tp_arena *scratch = tp_arena_create();
        if (!scratch)
            return tp_fail_nomem(err);
        st = task->tiers[t].kind == TP_TIER_RATIO ? ratio_tier(&c, t, scratch, err)
                                                  : linear_tier(&c, t, scratch, err);
        tp_arena_free(scratch);
        if (!st && !out->tiers[t].proven)
            out->status = TP_FEASIBLE;
    }
    /* A search content with a gap may have met the best all the same. */
    if (!st && complete(out))
        out->status = TP_OPTIMAL;
    return st;
}

tp_status tp_tiers_refute(tp_tiers_answer *out, const tp_tiers_task *task, tp_arena *arena,
                          tp_err *err)
{
    const tp_program *p = task->program;
    if (out->status != TP_INFEASIBLE || out->farkas.count || task->unproven)
        return TP_OK;
    tp_proof_node *tree = NULL;
    const tp_prove_task order = {.program = p,
                                 .lo = p->lo,
                                 .hi = p->hi,
                                 .row_lo = p->row_lo,
                                 .row_hi = p->row_hi,
                                 .stop = task->stop};
    tp_status st = tp_prove(&tree, &order, arena, err);
    if (tree)
        out->farkas = (tp_multipliers){.scale = 1, .tree = tree};
    return st;
}
