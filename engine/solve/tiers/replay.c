/* The certificates replayed: the same chain of tightened spaces as the driver's, from the stored
 * multipliers and values alone, without any solver. */
#include "solve/held/held.h"
#include "solve/tiers/max_min.h"

#include <string.h>

#define WORDS(chinese, english) ((tp_words){(chinese), (english)})

typedef struct replay {
    tp_replay *report;
    const tp_tiers_task *task;
    const tp_tier_result *tiers;
    const int64_t *x;
    tp_arena *arena;
    size_t capacity;
    tp_held held;
} replay;

static tp_status object(replay *r, size_t tier, tp_words text, tp_err *err)
{
    size_t at = r->report->count;
    if (!text.zh || !text.en || !tp_arena_grow(r->arena, &r->report->findings, &r->capacity, at, 1))
        return tp_fail_nomem(err);
    r->report->findings[at] = (tp_replay_finding){tier, text};
    r->report->count++;
    return TP_OK;
}

static tp_status object_figures(replay *r, size_t tier, tp_words what, tp_wide stated,
                                tp_wide found, tp_err *err)
{
    char a[TP_DEC_TEXT], b[TP_DEC_TEXT];
    tp_dec_format6(stated, a);
    tp_dec_format6(found, b);
    const char *goal = r->task->tiers[tier].goal;
    tp_words text = {
        tp_arena_format(r->arena, "目标 %s：%s记为 %s，重新计算为 %s", goal, what.zh, a, b),
        tp_arena_format(r->arena, "tier %s: %s stated as %s, recomputed as %s", goal, what.en, a,
                        b)};
    return object(r, tier, text, err);
}

static tp_status object_plain(replay *r, size_t tier, tp_words what, tp_err *err)
{
    const char *goal = r->task->tiers[tier].goal;
    tp_words text = {tp_arena_format(r->arena, "目标 %s：%s", goal, what.zh),
                     tp_arena_format(r->arena, "tier %s: %s", goal, what.en)};
    return object(r, tier, text, err);
}

static const tp_words word_value = {"最优值", "value"};
static const tp_words word_final = {"最终值", "final value"};
static const tp_words word_bound = {"界", "bound"};
static const tp_words word_certified = {"乘子证明的界", "bound proven by the multipliers"};

/* Everything that must hold between the stated figures of a tier, in minimised terms. */
static tp_status check_figures(replay *r, size_t t, tp_wide certified, tp_wide final, tp_err *err)
{
    const tp_tier_spec *spec = &r->task->tiers[t];
    const tp_tier_result *tier = &r->tiers[t];
    int sense = spec->kind == TP_TIER_RATIO ? -1 : (int)spec->objective.sense;
    tp_status st = TP_OK;
    if (tier->sense != sense || tier->concede != spec->concede)
        st = object_plain(
            r, t, WORDS("方向或让步与方案不符", "sense or concession is not the scenario's"), err);
    if (!st && tier->certified != certified)
        st = object_figures(r, t, word_certified, tier->certified, certified, err);
    if (!st && tier->final != final)
        st = object_figures(r, t, word_final, tier->final, final, err);
    tp_wide value = tier->value * sense, bound = tier->bound * sense;
    tp_wide worst = value + tp_held_concession(spec, tier->value);
    if (!st && spec->kind == TP_TIER_LINEAR && final * sense > worst)
        st = object_figures(r, t, word_final, worst * sense, final, err);
    if (!st && tier->proven && spec->concede == 0 && final != tier->value)
        st = object_figures(r, t, word_value, tier->value, final, err);
    if (!st && (bound < certified * sense || bound > value || (tier->proven && bound != value)))
        st = object_figures(r, t, word_bound, tier->bound, tier->proven ? tier->value : certified,
                            err);
    bool shown = tier->value == certified;
    tp_proof due = !tier->proven ? TP_PROOF_NONE : shown ? TP_PROOF_CERTIFICATE : TP_PROOF_SOLVER;
    if (!st && (tier->proof != due || (!tier->proven && shown)))
        st = object_plain(
            r, t, WORDS("证明状态与乘子不符", "proof status does not fit the multipliers"), err);
    return st;
}

static tp_status hold_lost(replay *r, size_t t, tp_err *err)
{
    return object_plain(
        r, t, WORDS("按所记数值保持该目标后无解", "no answer keeps the stated value"), err);
}

static tp_status linear_tier(replay *r, size_t t, bool *go_on, tp_arena *scratch, tp_err *err)
{
    const tp_objective *o = &r->task->tiers[t].objective;
    const tp_tier_result *tier = &r->tiers[t];
    int64_t *cost;
    tp_dual_bound bound;
    tp_wide lower, final;
    tp_status st = tp_held_cost(&cost, &r->held, t, scratch, err);
    if (st)
        return st;
    st = tp_held_bound(&bound, &lower, &r->held, cost, &tier->multipliers, scratch, err);
    if (st == TP_E_INPUT || st == TP_E_OVERFLOW) {
        *go_on = false;
        return object_plain(r, t, WORDS("乘子不成立", "the multipliers prove nothing"), err);
    }
    if (st)
        return st;
    if (!tp_objective_value(o, r->task->program->n_cols, r->x, &final))
        return tp_fail(err, TP_E_OVERFLOW, "value of a tier");
    st = check_figures(r, t, o->constant + (int)o->sense * lower, final, err);
    if (st)
        return st;
    tp_wide most = (int)o->sense * (tier->value - o->constant) +
                   tp_held_concession(&r->task->tiers[t], tier->value);
    bool empty = false;
    const tp_hold hold = {cost, &tier->multipliers, &bound, most};
    st = tp_held_linear(&r->held, &hold, &empty, err);
    *go_on = !st && !empty;
    return st == TP_E_INPUT || st == TP_E_OVERFLOW || (!st && empty) ? hold_lost(r, t, err) : st;
}

/* What the multipliers leave possible, in millionths; the stated fractions must fit it. */
static tp_status ratio_certified(replay *r, size_t t, tp_wide *out, tp_arena *scratch, tp_err *err)
{
    const tp_tier_spec *spec = &r->task->tiers[t];
    const tp_tier_result *tier = &r->tiers[t];
    tp_fraction next = {tier->next_numerator, tier->next_denominator};
    *out = TP_DEC_ONE;
    if (!next.bottom)
        return TP_OK;
    tp_wide proof = 0;
    tp_fraction below = {0, 0}, again = {0, 0};
    tp_status st = TP_OK;
    if (next.bottom > 0) {
        st = tp_ratio_proof(&proof, &r->held, spec, next, &tier->multipliers, scratch, err);
        below = tp_ratio_below(spec, next);
        if (below.bottom)
            again = tp_ratio_above(spec, below);
    }
    if (st && st != TP_E_INPUT && st != TP_E_OVERFLOW)
        return st;
    if (st || proof <= 0 || !below.bottom || tp_fraction_compare(again, next) != 0)
        return object_plain(
            r, t, WORDS("乘子没有排除更高的比例", "the multipliers do not rule out more"), err);
    *out = tp_fraction_floor6(below);
    return TP_OK;
}

static tp_status ratio_tier(replay *r, size_t t, bool *go_on, tp_arena *scratch, tp_err *err)
{
    const tp_tier_spec *spec = &r->task->tiers[t];
    const tp_tier_result *tier = &r->tiers[t];
    tp_fraction theta = {tier->numerator, tier->denominator}, final;
    tp_wide certified;
    *go_on = false;
    if (theta.bottom <= 0)
        return object_plain(r, t, WORDS("比例不成立", "the ratio is not a number"), err);
    tp_status st = ratio_certified(r, t, &certified, scratch, err);
    if (!st)
        st = tp_ratio_of(&final, spec, r->task->program, r->x, err);
    if (!st && tier->value != tp_fraction_floor6(theta))
        st = object_figures(r, t, word_value, tier->value, tp_fraction_floor6(theta), err);
    if (!st && tier->proven && spec->concede == 0 && tp_fraction_compare(theta, final) != 0)
        st = object_figures(r, t, word_value, tier->value, tp_fraction_floor6(final), err);
    if (!st)
        st = check_figures(r, t, certified, tp_fraction_floor6(final), err);
    if (st)
        return st;
    bool empty = false;
    st = tp_held_ratio(&r->held, theta.top, theta.bottom, &empty, err);
    *go_on = !st && !empty;
    return st == TP_E_OVERFLOW || (!st && empty) ? hold_lost(r, t, err) : st;
}

tp_status tp_tiers_replay(tp_replay *report, const tp_tiers_task *task, const tp_tier_result *tiers,
                          size_t n_tiers, const int64_t *x, tp_arena *arena, tp_err *err)
{
    *report = (tp_replay){0};
    replay r = {.report = report, .task = task, .tiers = tiers, .x = x, .arena = arena};
    bool go_on = true, empty;
    int32_t row, col;
    if (n_tiers > task->n_tiers)
        return tp_fail(err, TP_E_INPUT, "more tiers than the scenario has");
    tp_program_violated(task->program, x, &row, &col);
    tp_status st = tp_held_init(&r.held, task, arena, &empty, err);
    if (!st && (row >= 0 || col >= 0 || empty)) {
        go_on = false;
        st = object(&r, 0, WORDS("答案不满足规则", "the answer breaks the program's rows"), err);
    }
    for (size_t t = 0; t < n_tiers && !st && go_on; t++) {
        tp_arena *scratch = tp_arena_create();
        if (!scratch)
            return tp_fail_nomem(err);
        st = task->tiers[t].kind == TP_TIER_RATIO ? ratio_tier(&r, t, &go_on, scratch, err)
                                                  : linear_tier(&r, t, &go_on, scratch, err);
        tp_arena_free(scratch);
    }
    return st;
}
