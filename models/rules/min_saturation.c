/* Units with a light workload get no loans. */
#include "models/rule.h"
#include "models/rules/borrow.h"
#include "models/rules/trend.h"
#include "models/say.h"

extern const int tp_rule_at_min_saturation;

enum { DENY, ALLOW };

typedef struct min_saturation_params {
    tp_dec min_saturation;
    int unevaluated;
} min_saturation_params;

static const tp_choice unevaluated_choices[] = {{"deny", "不予"}, {"allow", "允许"}, {NULL, NULL}};
static const tp_key keys[] = {
    {.name = "min_saturation",
     .title = {"最低饱满度", "least saturation"},
     .type = TP_T_DEC,
     .offset = offsetof(min_saturation_params, min_saturation),
     .flags = TP_KEY_THRESHOLD,
     .least = 0,
     .most = 1000 * TP_DEC_ONE,
     .doc = {"工作饱满度低于此值的单位不得借用。",
             "A unit whose saturation is below this gets no loans."}},
    {.name = "unevaluated",
     .title = {"未评估单位", "unevaluated units"},
     .type = TP_T_ENUM,
     .offset = offsetof(min_saturation_params, unevaluated),
     .fallback = "deny",
     .choices = unevaluated_choices,
     .doc = {"设了最低饱满度时，没有饱满度的单位能否借用。",
             "Where min_saturation is set: whether units without a saturation may borrow."}},
};
TP_BORROW_TABLE(min_saturation, min_saturation_params);

static const tp_words too_light = {"工作饱满度 {0}，低于借用下限 {1}",
                                   "saturation {0} is below {1}"};
static const tp_words not_evaluated = {
    "没有工作饱满度，未评估单位不得借用（下限 {0}）",
    "no saturation: units not evaluated get no loans (least {0})"};

static const tp_words lapsed = {
    "{1} 的评估结果已过有效期，未评估单位不得借用（下限 {0}）",
    "the evaluation of {1} counts no more: units not evaluated get no loans (least {0})"};

static const tp_words not_final = {
    "{1} 的评估结果尚未定稿，未评估单位不得借用（下限 {0}）",
    "the evaluation of {1} is not final: units not evaluated get no loans (least {0})"};

static bool denies(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why)
{
    const min_saturation_params *p = tp_binding_params(c->bind, self);
    tp_dec least = p->min_saturation;
    if (least == TP_DEC_NONE)
        return false;
    tp_dec has = tp_case_saturation(c, c->data->demands[demand].unit);
    if (has == TP_DEC_NONE ? p->unevaluated == ALLOW : has >= least)
        return false;
    if (arena) {
        int32_t unit = c->data->demands[demand].unit;
        const tp_outcome *old = tp_dataset_lapsed(c->data, unit, c->as_of);
        const tp_outcome *coming = tp_dataset_pending(c->data, unit, c->as_of);
        if (old)
            why->text = TP_SAY(arena, lapsed, tp_say_dec(arena, least),
                               tp_say_date(arena, old->evaluated_on));
        else if (has == TP_DEC_NONE && coming)
            why->text = TP_SAY(arena, not_final, tp_say_dec(arena, least),
                               tp_say_date(arena, coming->evaluated_on));
        else if (has == TP_DEC_NONE)
            why->text = TP_SAY(arena, not_evaluated, tp_say_dec(arena, least));
        else
            why->text = tp_say_then(
                arena, TP_SAY(arena, too_light, tp_say_dec(arena, has), tp_say_dec(arena, least)),
                tp_trend_say(c, unit, arena));
        why->pos = tp_scenario_pos(c->scenario, "borrow.min_saturation");
    }
    return true;
}

static bool refuses(const tp_measure *m, int self, int32_t demand, tp_date *until)
{
    (void)until;
    const min_saturation_params *p = tp_binding_params(m->bind, self);
    if (p->min_saturation == TP_DEC_NONE)
        return false;
    tp_dec has = tp_measure_saturation(m, m->data->demands[demand].unit);
    if (has == TP_DEC_NONE)
        return p->unevaluated == DENY;
    return has < p->min_saturation;
}

static const tp_msg no_outcome = {
    "borrow.no-outcome", "申请 {0} 的单位 {1} 在 {2} 前没有工作饱满度，将被拒绝",
    "demand {0}: unit {1} has no saturation as of {2} and will be refused"};

static tp_status advise(const tp_case *c, int self, tp_diags *diags, tp_err *err)
{
    (void)err;
    const min_saturation_params *p = tp_binding_params(c->bind, self);
    if (p->min_saturation == TP_DEC_NONE || p->unevaluated == ALLOW)
        return TP_OK;
    char as_of[TP_DATE_TEXT];
    tp_date_format(c->as_of, as_of);
    for (int32_t i = 0; i < c->data->n_demands; i++) {
        const tp_demand *d = &c->data->demands[c->data->demand_input_order[i]];
        if (tp_case_saturation(c, d->unit) == TP_DEC_NONE)
            tp_diag_warn(diags, d->pos, &no_outcome, d->code, c->data->units[d->unit].code, as_of);
    }
    return TP_OK;
}

static const tp_words w_saturation = {"借用的最低饱满度由 {0} 降到 {1}",
                                      "the least saturation for loans from {0} to {1}"};
static const tp_words w_unevaluated = {"允许未评估单位借用（或先评估）",
                                       "units not evaluated may borrow (or it is evaluated first)"};

static const tp_words w_drafts = {"暂用未定稿的评估结果（或待其定稿）",
                                  "evaluations count that are not final (or it becomes final)"};

static const tp_words w_trend = {"以后各期的饱满度不再推算", "saturations are not carried on"};

static tp_status open_gate(tp_opening *o)
{
    const min_saturation_params *p = tp_binding_params(o->c->bind, tp_rule_at_min_saturation);
    tp_trend trend;
    if (tp_trend_behind(o->c, o->line->unit, &trend) && trend.last->saturation >= p->min_saturation)
        return tp_opening_set(o, "evaluation.trend", "none", w_trend);
    const tp_outcome *coming = tp_dataset_pending(o->c->data, o->line->unit, o->c->as_of);
    if (coming && !o->c->data->use_drafts && coming->saturation != TP_DEC_NONE &&
        coming->saturation >= p->min_saturation)
        return tp_opening_set(o, "evaluation.drafts", "use", w_drafts);
    const tp_node *node = tp_node_path(o->c->scenario->normal, "borrow.min_saturation");
    tp_dec has = tp_case_saturation(o->c, o->line->unit);
    if (has == TP_DEC_NONE)
        return tp_opening_set(o, "borrow.unevaluated", "allow", w_unevaluated);
    const char *to = tp_say_dec(o->arena, has);
    return tp_opening_set(o, "borrow.min_saturation", to,
                          TP_SAY(o->arena, w_saturation, node && node->text ? node->text : "", to));
}

extern const tp_rule tp_rule_min_saturation;
const tp_rule tp_rule_min_saturation = {
    .id = "borrow.min_saturation",
    .name = {"最低饱满度", "least saturation"},
    .doc = {"工作不饱满的单位不得借用。", "Units with a light workload get no loans."},
    .source = "models/README.md, 2 Denials and own slots",
    .in_principle = true,
    .schema = &tp_schema_min_saturation,
    .judges_outcome = true,
    .advise = advise,
    .denies = denies,
    .open = open_gate,
    .refuses = refuses,
};
