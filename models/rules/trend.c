/* The trend of saturations: in later periods of a plan a unit's is carried on along the exact line
 * through its two latest outcomes. The data of those periods say so (models/foresee.h); this file
 * has the key, the line, and what the line decides. */
#include "models/rules/trend.h"

#include "models/rule.h"
#include "models/rules/evaluation.h"
#include "models/say.h"
#include "models/threshold.h"

extern const int tp_rule_at_trend;

enum { NONE, LINEAR, SATURATION_MOST = 1000 };

typedef struct trend_params {
    int trend;
} trend_params;

static const tp_choice trend_choices[] = {{"none", "不推算"}, {"linear", "直线推算"}, {NULL, NULL}};
static const tp_key keys[] = {
    {.name = "trend",
     .title = {"饱满度趋势", "trend of saturations"},
     .type = TP_T_ENUM,
     .offset = offsetof(trend_params, trend),
     .fallback = "none",
     .choices = trend_choices,
     .doc = {"多期规划中，以后各期的工作饱满度：none 沿用最近一次；linear "
             "按最近两次评估（相隔按整月计）的直线推算到当期，四舍五入到 6 位小数，不小于 "
             "0。第一期不变；horizon.assume 写明的优先；只评估过一次的沿用。",
             "Saturations in the later periods of a plan: none, the latest stays; linear, on along "
             "the line through the two latest evaluations (in whole months), rounded half up to 6 "
             "digits, never below 0. Period 1 is as evaluated; what horizon.assume states comes "
             "first; a unit evaluated once keeps it."}},
};
TP_EVALUATION_TABLE(trend, trend_params);

bool tp_trend_asked(const tp_binding *b)
{
    const trend_params *p = tp_binding_params(b, tp_rule_at_trend);
    return p->trend == LINEAR;
}

static bool states(const tp_dataset *data, const tp_outcome *at)
{
    return at->saturation != TP_DEC_NONE && (at->status == TP_OUTCOME_FINAL || data->use_drafts);
}

bool tp_trend_of(const tp_dataset *data, int32_t unit, tp_date day, tp_trend *out)
{
    const tp_outcome *first = data->outcomes + data->units[unit].first_outcome;
    const tp_outcome *last = tp_dataset_outcome(data, unit, day), *before = last;
    if (!last || last->saturation == TP_DEC_NONE)
        return false;
    do {
        if (before == first)
            return false;
        before--;
    } while (!states(data, before));
    *out = (tp_trend){.before = before,
                      .last = last,
                      .apart = tp_date_months(before->evaluated_on, last->evaluated_on),
                      .ahead = tp_date_months(last->evaluated_on, day)};
    if (out->apart <= 0)
        return false;
    tp_wide most = (tp_wide)SATURATION_MOST * TP_DEC_ONE;
    tp_wide sum = (tp_wide)last->saturation * out->apart +
                  ((tp_wide)last->saturation - before->saturation) * out->ahead;
    tp_wide on = sum > 0 ? tp_half_up_div(sum, out->apart) : 0;
    out->saturation = (tp_dec)(on < most ? on : most);
    return true;
}

bool tp_trend_behind(const tp_case *c, int32_t unit, tp_trend *out)
{
    const tp_outcome *has = c->outcome[unit];
    return has && has->projected && tp_trend_of(tp_case_at(c, 0)->data, unit, c->as_of, out);
}

/* ---- in words ---- */

static const tp_words carried = {
    "（推算：{0} 评估 {1}、{2} 评估 {3}，按直线推至 {4}；不推算则为 {3}，evaluation.trend 或 "
    "horizon.assume 可变）",
    " (projected: {1} on {0}, {3} on {2}, carried on to {4}; {3} without evaluation.trend, and "
    "horizon.assume may state another)"};

tp_words tp_trend_say(const tp_case *c, int32_t unit, tp_arena *arena)
{
    tp_trend at;
    if (!tp_trend_behind(c, unit, &at))
        return (tp_words){"", ""};
    return TP_SAY(arena, carried, tp_say_date(arena, at.before->evaluated_on),
                  tp_say_dec(arena, at.before->saturation),
                  tp_say_date(arena, at.last->evaluated_on), tp_say_dec(arena, at.last->saturation),
                  tp_say_date(arena, c->as_of));
}

/* ---- what it decides ---- */

static bool crosses(const tp_case *c, int32_t unit, const tp_threshold *t, tp_trend *at)
{
    return tp_trend_behind(c, unit, at) &&
           (at->saturation < t->at) != (at->last->saturation < t->at) &&
           tp_threshold_concerns(c, t, unit);
}

tp_status tp_trend_crossings(const tp_case *first, tp_arena *arena, tp_crossing **out,
                             size_t *count, tp_err *err)
{
    tp_threshold *thresholds;
    size_t n, capacity = 0;
    *out = NULL;
    *count = 0;
    if (first->n_periods == 1 || !tp_trend_asked(first->bind))
        return TP_OK;
    if (!tp_thresholds(first->scenario, arena, &thresholds, &n))
        return tp_fail_nomem(err);
    for (int32_t u = 0; u < first->data->n_units; u++)
        for (size_t i = 0; i < n; i++) {
            tp_trend at;
            int t = 1;
            while (t < first->n_periods && !crosses(tp_case_at(first, t), u, &thresholds[i], &at))
                t++;
            if (t == first->n_periods)
                continue;
            if (!tp_arena_grow(arena, out, &capacity, *count, 1))
                return tp_fail_nomem(err);
            (*out)[(*count)++] = (tp_crossing){.unit = u,
                                               .period = t,
                                               .trend = at,
                                               .path = thresholds[i].path,
                                               .rule = thresholds[i].rule,
                                               .at = thresholds[i].at};
        }
    return TP_OK;
}

static const tp_msg one_period = {"evaluation.trend.one-period",
                                  "只有一期：evaluation.trend 不起作用",
                                  "with one period evaluation.trend has no effect"};
static const tp_msg crossed = {
    "evaluation.trend",
    "{0} 处界限因推算的饱满度而越过（如 {1} 自第 {2} 期起推算为 {3}，最近评估为 {4}；{5} 为 {6}）",
    "projected saturations cross {0} {0|threshold|thresholds} (such as {1}: {3} from period {2} "
    "on, evaluated {4}; {5} is {6})"};

static tp_status advise(const tp_case *c, int self, tp_diags *diags, tp_err *err)
{
    (void)self;
    tp_crossing *list;
    size_t count;
    if (!tp_trend_asked(c->bind))
        return TP_OK;
    tp_pos pos = tp_scenario_pos(c->scenario, "evaluation.trend");
    if (c->n_periods == 1)
        tp_diag_warn(diags, pos, &one_period, "");
    tp_status status = tp_trend_crossings(c, c->arena, &list, &count, err);
    if (status != TP_OK || !count)
        return status;
    char figure[5][TP_DEC_TEXT];
    tp_int_format((int64_t)count, figure[0]);
    tp_int_format(list->period + 1, figure[1]);
    tp_dec_format(list->trend.saturation, figure[2]);
    tp_dec_format(list->trend.last->saturation, figure[3]);
    tp_dec_format(list->at, figure[4]);
    tp_diag_warn(diags, pos, &crossed, figure[0], c->data->units[list->unit].code, figure[1],
                 figure[2], figure[3], list->path, figure[4]);
    return TP_OK;
}

extern const tp_rule tp_rule_trend;
const tp_rule tp_rule_trend = {
    .id = "evaluation.trend",
    .name = {"饱满度趋势", "trend of saturations"},
    .doc = {"多期规划的以后各期，工作饱满度按最近两次评估的直线推算。",
            "In the later periods of a plan saturations go on along the line through a unit's two "
            "latest evaluations."},
    .source = "models/README.md, 11 Several periods",
    .schema = &tp_schema_trend,
    .advise = advise,
};
