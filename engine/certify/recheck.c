#include "certify/recheck.h"

#include "base/text.h"
#include "models/say.h"

#include <string.h>

/* S, D̄ and G of every line as the rules' own measuring bounds give them. */
static void measure_bounds(tp_measure *m)
{
    for (int32_t l = 0; l < m->data->n_lines; l++) {
        m->supply[l] = tp_measure_vacant(m, l);
        m->room[l] = INT64_MAX;
    }
    for (int r = 0; r < tp_n_rules; r++) {
        const tp_rule *rule = tp_rules[r];
        int64_t most;
        for (int32_t l = 0; rule->deposit_most && l < m->data->n_lines; l++)
            if (m->supply[l] > 0 && rule->deposit_most(m, r, l, &most) && most < m->supply[l])
                m->supply[l] = most > 0 ? most : 0;
        for (int32_t l = 0; rule->loan_most && l < m->data->n_lines; l++)
            if (m->room[l] > 0 && rule->loan_most(m, r, l, &most) && most < m->room[l])
                m->room[l] = most > 0 ? most : 0;
    }
    for (int32_t l = 0; l < m->data->n_lines; l++)
        m->most[l] = m->supply[l];
}

static const tp_words not_refused = {"结果称该申请被拒绝，规则并不如此",
                                     "the answer denies the demand, this rule does not"};
static const tp_words not_stated = {"规则拒绝该申请，结果未列出",
                                    "this rule denies the demand, the answer does not say so"};
static const tp_words wrong_until = {"解除日期写作 {0}，应为 {1}", "until is {0}, should be {1}"};
static const tp_words wrong_live = {"申请是否被拒绝与列出的理由不符",
                                    "whether the demand is live does not follow from its reasons"};
static const tp_words wrong_basis = {"依据写作“{0}”，应为“{1}”", "basis is {0}, should be {1}"};
static const tp_words unknown_reason = {"理由所列规则“{0}”不存在或重复",
                                        "the reason's rule {0} does not exist or stands twice"};

static const tp_reason *stated_reason(const tp_reasons *reasons, const char *rule)
{
    for (size_t i = 0; i < reasons->count; i++)
        if (strcmp(reasons->items[i].rule, rule) == 0)
            return &reasons->items[i];
    return NULL;
}

static tp_status check_reason(const tp_measure *m, int r, int32_t d, tp_findings *out, tp_err *err)
{
    tp_date until = TP_DATE_NONE;
    bool refuses = tp_rules[r]->refuses(m, r, d, &until);
    const tp_reason *stated = stated_reason(&m->answer->denied[d], tp_rules[r]->id);
    tp_finding about = {.rule = tp_rules[r]->id, .line = m->data->demands[d].line, .demand = d};
    if (refuses != (stated != NULL))
        return tp_finding_add(out, about, refuses ? &not_stated : &not_refused, 0, NULL, err);
    if (!refuses)
        return TP_OK;
    if (stated->until != until) {
        const char *args[] = {tp_say_date(m->arena, stated->until), tp_say_date(m->arena, until)};
        return tp_finding_add(out, about, &wrong_until, 2, args, err);
    }
    const char *basis = tp_scenario_basis(m->scenario, tp_rules[r]->id);
    if (stated->basis && strcmp(stated->basis, basis) != 0) {
        const char *args[] = {stated->basis, basis};
        return tp_finding_add(out, about, &wrong_basis, 2, args, err);
    }
    return TP_OK;
}

static tp_status check_denials(const tp_measure *m, tp_findings *out, tp_err *err)
{
    tp_status status = TP_OK;
    for (int32_t d = 0; d < m->data->n_demands && status == TP_OK; d++) {
        const tp_reasons *reasons = &m->answer->denied[d];
        tp_finding about = {.rule = "denied", .line = m->data->demands[d].line, .demand = d};
        for (int r = 0; r < tp_n_rules && status == TP_OK; r++)
            if (tp_rules[r]->refuses)
                status = check_reason(m, r, d, out, err);
        for (size_t i = 0; i < reasons->count && status == TP_OK; i++) {
            const char *rule = reasons->items[i].rule;
            int found = tp_rule_find(rule);
            if (found < 0 || !tp_rules[found]->refuses ||
                stated_reason(reasons, rule) != &reasons->items[i])
                status = tp_finding_add(out, about, &unknown_reason, 1, &rule, err);
        }
        if (status == TP_OK && m->answer->live[d] != (reasons->count == 0))
            status = tp_finding_add(out, about, &wrong_live, 0, NULL, err);
    }
    return status;
}

static const tp_words wrong_final = {"第 {0} 级目标的终值写作 {1}，按结果计算为 {2}",
                                     "tier {0}: final is {1}, the answer gives {2}"};
static const tp_words wrong_tiers = {"目标级数或名称与方案不符",
                                     "the tiers are not those of the scenario"};

static tp_status check_tiers(tp_recheck *out, const tp_measure *m, tp_err *err)
{
    size_t count;
    const tp_tier_params *tiers = tp_tiers_of(m->scenario, &count);
    tp_finding about = {.rule = "tiers", .line = TP_ID_NONE, .demand = TP_ID_NONE};
    out->tiers = tp_arena_array(m->arena, count + 1, sizeof *out->tiers);
    if (!out->tiers)
        return tp_fail_nomem(err);
    out->n_tiers = count;
    if (m->answer->n_tiers > count ||
        (m->answer->status == TP_OPTIMAL && m->answer->n_tiers != count))
        return tp_finding_add(&out->findings, about, &wrong_tiers, 0, NULL, err);
    for (size_t i = 0; i < count; i++) {
        const tp_goal *goal = tp_goals[tiers[i].goal];
        tp_status status = goal->measure(m, &tiers[i], &out->tiers[i], err);
        if (status != TP_OK)
            return status;
        if (i >= m->answer->n_tiers)
            continue;
        const tp_tier_result *stated = &m->answer->tiers[i];
        if (strcmp(stated->goal, goal->id) != 0 || stated->sense != (int)goal->sense)
            status = tp_finding_add(&out->findings, about, &wrong_tiers, 0, NULL, err);
        if (status == TP_OK && stated->final != out->tiers[i]) {
            const char *args[] = {tp_say_int(m->arena, (tp_wide)i + 1),
                                  tp_say_dec(m->arena, stated->final),
                                  tp_say_dec(m->arena, out->tiers[i])};
            status = tp_finding_add(&out->findings, about, &wrong_final, 3, args, err);
        }
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

static const tp_words wrong_shape = {"结果与数据的规模不符", "the answer does not fit the dataset"};

/* Indices in the answer point somewhere. */
static bool well_formed(const tp_dataset *data, const tp_result *answer)
{
    if (answer->n_lines != data->n_lines || answer->n_demands != data->n_demands)
        return false;
    for (size_t t = 0; t < answer->n_transfers; t++) {
        const tp_transfer_result *at = &answer->transfers[t];
        if (at->from < 0 || (size_t)at->from >= answer->n_pools || at->to < 0 ||
            (size_t)at->to >= answer->n_pools)
            return false;
    }
    for (size_t b = 0; b < answer->n_backing; b++)
        if (answer->backing[b].from < TP_ID_NONE || answer->backing[b].from >= data->n_units ||
            answer->backing[b].to < 0 || answer->backing[b].to >= data->n_units)
            return false;
    return true;
}

static tp_status run_rules(tp_recheck *out, tp_measure *m, tp_err *err)
{
    tp_status status = TP_OK;
    measure_bounds(m);
    for (int r = 0; r < tp_n_rules && status == TP_OK; r++)
        if (tp_rules[r]->tighten)
            status = tp_rules[r]->tighten(m, r, err);
    if (status == TP_OK)
        status = check_denials(m, &out->findings, err);
    for (int r = 0; r < tp_n_rules && status == TP_OK; r++) {
        const tp_rule *rule = tp_rules[r];
        out->rules_checked += rule->measure || rule->refuses || rule->deposit_most ||
                              rule->loan_most || rule->tighten;
        if (rule->measure)
            status = rule->measure(m, r, &out->findings, err);
    }
    if (status == TP_OK)
        status = tp_recheck_backing(m, &out->findings, err);
    return status == TP_OK ? check_tiers(out, m, err) : status;
}

tp_status tp_recheck_run(tp_recheck *out, const tp_dataset *data, const tp_scenario *scenario,
                         const tp_reference *reference, const tp_result *answer, tp_arena *arena,
                         tp_err *err)
{
    *out = (tp_recheck){.findings = {.arena = arena}};
    if (!well_formed(data, answer))
        return tp_finding_add(
            &out->findings,
            (tp_finding){.rule = "answer", .line = TP_ID_NONE, .demand = TP_ID_NONE}, &wrong_shape,
            0, NULL, err);
    tp_diags diags;
    tp_diags_init(&diags, arena);
    tp_binding *bind;
    tp_status status =
        tp_binding_create(&bind, &(tp_binding_source){data, scenario, NULL}, arena, &diags, err);
    if (status != TP_OK)
        return status;
    size_t lines = (size_t)data->n_lines + 1;
    tp_measure m = {.bind = bind,
                    .data = data,
                    .scenario = scenario,
                    .as_of = scenario->as_of,
                    .answer = answer,
                    .reference = reference,
                    .supply = tp_arena_array(arena, lines, sizeof *m.supply),
                    .most = tp_arena_array(arena, lines, sizeof *m.most),
                    .room = tp_arena_array(arena, lines, sizeof *m.room),
                    .arena = arena};
    if (!m.supply || !m.most || !m.room)
        return tp_fail_nomem(err);
    return run_rules(out, &m, err);
}
