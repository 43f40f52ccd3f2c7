#include "certify/recheck.h"

#include "base/text.h"
#include "certify/foresight.h"
#include "models/rules/horizon.h"
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
    bool refuses = tp_rules[r]->refuses(m, r, d, &until) && !tp_measure_spares(m, r, d);
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
        const tp_result *was = tp_result_before(m->answer);
        bool live = reasons->count == 0 || (was && was->live[d]); /* it keeps what it has */
        if (status == TP_OK && m->answer->live[d] != live)
            status = tp_finding_add(out, about, &wrong_live, 0, NULL, err);
    }
    return status;
}

static const tp_words wrong_final = {"第 {0} 级目标的终值写作 {1}，按结果计算为 {2}",
                                     "tier {0}: final is {1}, the answer gives {2}"};
static const tp_words wrong_tiers = {"目标级数或名称与方案不符",
                                     "the tiers are not those of the scenario"};

/* A goal of single periods is the sum over them. */
static tp_status measure_goal(const tp_measure *m, const tp_goal *goal, const tp_tier_params *tier,
                              tp_wide *value, tp_err *err)
{
    *value = 0;
    for (int t = 0; t < (goal->whole ? 1 : m->n_periods); t++) {
        tp_wide part = 0;
        tp_status status = goal->measure(m->periods[t], tier, &part, err);
        if (status != TP_OK)
            return status;
        if (__builtin_add_overflow(*value, part, value))
            return tp_fail(err, TP_E_OVERFLOW, "a tier's value is out of range");
    }
    return TP_OK;
}

static tp_status check_tiers(tp_recheck *out, const tp_measure *m, tp_err *err)
{
    size_t count;
    const tp_tier_params *tiers = tp_tiers_of(m->scenario, &count);
    tp_finding about = {
        .rule = "tiers", .line = TP_ID_NONE, .demand = TP_ID_NONE, .of_values = true};
    out->tiers = tp_arena_array(m->arena, count + 1, sizeof *out->tiers);
    if (!out->tiers)
        return tp_fail_nomem(err);
    out->n_tiers = count;
    if (m->answer->n_tiers > count ||
        (m->answer->status == TP_OPTIMAL && m->answer->n_tiers != count))
        return tp_finding_add(&out->findings, about, &wrong_tiers, 0, NULL, err);
    for (size_t i = 0; i < count; i++) {
        const tp_goal *goal = tp_goals[tiers[i].goal];
        tp_status status = measure_goal(m, goal, &tiers[i], &out->tiers[i], err);
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
    for (size_t i = 0; i < answer->n_moves; i++) {
        const tp_move_result *at = &answer->moves[i];
        if (at->entry < 0 || at->from < 0 || at->from >= data->n_lines || at->to < 0 ||
            at->to >= data->n_lines)
            return false;
    }
    for (size_t b = 0; b < answer->n_backing; b++)
        if (answer->backing[b].from < TP_ID_NONE || answer->backing[b].from >= data->n_units ||
            answer->backing[b].to < 0 || answer->backing[b].to >= data->n_units)
            return false;
    return true;
}

/* Bounds of every period first: what a rule measures may speak of several. */
static tp_status run_bounds(tp_measure *m, tp_err *err)
{
    tp_status status = TP_OK;
    measure_bounds(m);
    for (int r = 0; r < tp_n_rules && status == TP_OK; r++)
        if (tp_rules[r]->tighten && !(m->period && tp_rules[r]->first_period))
            status = tp_rules[r]->tighten(m, r, err);
    return status;
}

static tp_status run_rules(tp_recheck *out, tp_measure *m, tp_err *err)
{
    tp_status status = check_denials(m, &out->findings, err);
    for (int r = 0; r < tp_n_rules && status == TP_OK; r++) {
        const tp_rule *rule = tp_rules[r];
        if (m->period == 0)
            out->rules_checked += rule->measure || rule->refuses || rule->deposit_most ||
                                  rule->loan_most || rule->tighten;
        if (rule->measure && !(m->period && rule->first_period))
            status = rule->measure(m, r, &out->findings, err);
    }
    return status == TP_OK ? tp_recheck_backing(m, &out->findings, err) : status;
}

/* A measure over one period's data; `first` NULL: this is the first. */
static tp_status begin_measure(tp_measure *m, const tp_dataset *data, tp_err *err)
{
    size_t lines = (size_t)data->n_lines + 1;
    tp_diags diags;
    tp_diags_init(&diags, m->arena);
    tp_binding *bind;
    m->data = data;
    tp_status status = tp_binding_create(
        &bind, &(tp_binding_source){.data = data, .scenario = m->scenario, .as_of = m->as_of},
        m->arena, &diags, err);
    m->bind = bind;
    m->supply = tp_arena_array(m->arena, lines, sizeof *m->supply);
    m->most = tp_arena_array(m->arena, lines, sizeof *m->most);
    m->room = tp_arena_array(m->arena, lines, sizeof *m->room);
    return status == TP_OK && (!m->supply || !m->most || !m->room) ? tp_fail_nomem(err) : status;
}

/* A measure a period, each over what can be foreseen for it. */
static tp_status begin_all(tp_measure *all, tp_measure **periods, int n, tp_err *err)
{
    const tp_dataset **data = tp_arena_array(all->arena, (size_t)n, sizeof(const tp_dataset *));
    if (!data)
        return tp_fail_nomem(err);
    all->n_periods = n;
    all->weight = TP_DEC_ONE;
    all->periods = periods;
    periods[0] = all;
    tp_status status = begin_measure(all, all->data, err);
    if (status == TP_OK)
        status = tp_foresight(data, n, all, err);
    const tp_horizon *horizon = status == TP_OK ? tp_horizon_of(all->bind) : NULL;
    for (int t = 0; t < n && status == TP_OK; t++) {
        if (t) {
            all[t] = all[0];
            all[t].period = t;
            all[t].as_of = horizon->at[t];
            all[t].answer = all[0].answer->periods[t];
            periods[t] = &all[t];
            status = begin_measure(&all[t], data[t], err);
        }
        all[t].weight = horizon->weight[t];
    }
    for (int t = 0; t < n && status == TP_OK; t++)
        status = run_bounds(&all[t], err);
    return status;
}

tp_status tp_recheck_run(tp_recheck *out, const tp_dataset *data, const tp_scenario *scenario,
                         const tp_reference *reference, const tp_result *answer, tp_arena *arena,
                         tp_err *err)
{
    *out = (tp_recheck){.findings = {.arena = arena}};
    int n = tp_horizon_periods(scenario);
    bool fits = answer->period == 0 && answer->n_periods == n;
    for (int t = 0; t < n && fits; t++)
        fits = well_formed(data, answer->periods[t]);
    if (!fits)
        return tp_finding_add(
            &out->findings,
            (tp_finding){.rule = "answer", .line = TP_ID_NONE, .demand = TP_ID_NONE}, &wrong_shape,
            0, NULL, err);
    tp_measure *all = tp_arena_array(arena, (size_t)n, sizeof *all);
    tp_measure **periods = tp_arena_array(arena, (size_t)n, sizeof(tp_measure *));
    if (!all || !periods)
        return tp_fail_nomem(err);
    all[0] = (tp_measure){.data = data,
                          .scenario = scenario,
                          .as_of = scenario->as_of,
                          .answer = answer,
                          .reference = reference,
                          .arena = arena};
    tp_status status = begin_all(all, periods, n, err);
    for (int t = 0; t < n && status == TP_OK; t++) {
        status = run_rules(out, &all[t], err);
        if (t == 0)
            out->of_first_period = out->findings.count;
    }
    return status == TP_OK ? check_tiers(out, &all[0], err) : status;
}

tp_words tp_finding_rule(const tp_finding *finding)
{
    static const struct {
        const char *id;
        tp_words words;
    } others[] = {{"backing", {"支撑关系", "backing"}},
                  {"balance", {"收支平衡", "balance"}},
                  {"denied", {"不予受理", "refusals"}},
                  {"tiers", {"目标次序", "goals"}},
                  {"answer", {"结果完整", "whole answer"}}};
    int rule = tp_rule_find(finding->rule);
    for (size_t i = 0; i < sizeof others / sizeof *others && rule < 0; i++)
        if (strcmp(others[i].id, finding->rule) == 0)
            return others[i].words;
    return rule < 0 ? (tp_words){finding->rule, finding->rule} : tp_rules[rule]->name;
}
