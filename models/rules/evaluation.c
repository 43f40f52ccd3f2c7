/* Evaluations expire: an outcome counts for so many months, then the unit is one that was not
 * evaluated. The data a case is made of say how long (tp_dataset.valid_months); this file has the
 * key and says who is due. */
#include "models/rules/evaluation.h"

#include "models/rule.h"
#include "models/say.h"

extern const int tp_rule_at_evaluation;

typedef struct evaluation_params {
    int64_t valid_months;
    int drafts;
} evaluation_params;

enum { IGNORE, USE };
static const tp_choice draft_choices[] = {{"ignore", "不作数"}, {"use", "暂用"}, {NULL, NULL}};
static const tp_key keys[] = {
    {.name = "valid_months",
     .title = {"有效月数", "valid months"},
     .type = TP_T_INT,
     .offset = offsetof(evaluation_params, valid_months),
     .least = 1,
     .most = 12000,
     .doc = {"评估结果自评估日期起满多少个月失效，失效后按未评估；不写则一直有效，不能短于各等次的"
             "冻结期。",
             "Months after which an evaluation counts no more, and the unit is one not evaluated; "
             "for ever if absent. Not less than any grade's freeze_months."}},
    {.name = "drafts",
     .title = {"未定稿的评估", "drafts"},
     .type = TP_T_ENUM,
     .offset = offsetof(evaluation_params, drafts),
     .fallback = "ignore",
     .choices = draft_choices,
     .doc =
         {"未定稿（初步、有异议）的评估结果：ignore 不作数，仍按此前的正式结果；use 暂按其测算，"
          "并给出警告。",
          "Outcomes that are not final (draft, objected to): ignore, the final one before counts; "
          "use, with a warning."}},
};
TP_EVALUATION_TABLE(evaluation, evaluation_params);

static int32_t months_of(const tp_scenario *scenario)
{
    const evaluation_params *p = scenario->params[tp_rule_at_evaluation];
    return p->valid_months == TP_INT_NONE ? 0 : (int32_t)p->valid_months;
}

static bool uses_drafts(const tp_scenario *scenario)
{
    const evaluation_params *p = scenario->params[tp_rule_at_evaluation];
    return p->drafts == USE;
}

static bool remakes(const tp_scenario *scenario)
{
    return months_of(scenario) || uses_drafts(scenario);
}

static tp_status remake(tp_remaking *r, tp_err *err)
{
    tp_dataset *view = tp_arena_alloc(r->arena, sizeof *view);
    if (!view)
        return tp_fail_nomem(err);
    *view = *r->data;
    view->valid_months = months_of(r->scenario);
    view->use_drafts = uses_drafts(r->scenario);
    r->data = view;
    return TP_OK;
}

static const tp_msg passed_over = {
    "evaluation.not-final",
    "{0} 个单位最近的评估结果尚未定稿，不作数，仍按此前的正式结果（如 {1}）",
    "the latest evaluations of {0} {0|unit|units} are not final and do not count, the final ones "
    "before do (such as {1})"};
static const tp_msg rests_on = {
    "evaluation.drafts", "测算暂用了 {0} 个单位尚未定稿的评估结果（如 {1}）",
    "the answer rests on evaluations of {0} {0|unit|units} that are not final (such as {1})"};
static const tp_msg too_short = {
    "evaluation.freeze", "等次“{0}”冻结 {1} 个月，长于评估结果的有效期 {2} 个月",
    "the grade {0} freezes for {1} months, longer than evaluations count: {2}"};
static const tp_msg lapsed_units = {
    "evaluation.lapsed", "{0} 个单位的评估结果已满 {1} 个月失效，按未评估处理（如 {2}）",
    "the evaluations of {0} {0|unit|units} are {1} months old and count no more (such as {2})"};

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    (void)self, (void)err;
    int32_t months = months_of(b->scenario);
    const tp_node *grades = months ? tp_node_get(b->scenario->normal, "grades") : NULL;
    for (size_t i = 0; grades && i < grades->count; i++) {
        const tp_node *freeze = tp_node_get(grades->child[i], "freeze_months");
        int64_t figure = 0;
        char text[TP_DEC_TEXT];
        if (!freeze || !freeze->text ||
            tp_int_parse(freeze->text, strlen(freeze->text), &figure) != TP_PARSE_OK ||
            figure <= months)
            continue;
        tp_int_format(months, text);
        tp_diag_error(diags, tp_scenario_pos(b->scenario, "evaluation.valid_months"), &too_short,
                      grades->child[i]->key, freeze->text, text);
    }
    return TP_OK;
}

static void tell_pending(const tp_case *c, tp_diags *diags)
{
    int64_t count = 0;
    const char *first = "";
    char figure[TP_DEC_TEXT];
    for (int32_t u = 0; u < c->data->n_units; u++)
        if (tp_dataset_pending(c->data, u, c->as_of) && !count++)
            first = c->data->units[u].code;
    tp_int_format(count, figure);
    if (count)
        tp_diag_warn(diags, tp_scenario_pos(c->scenario, "evaluation.drafts"),
                     c->data->use_drafts ? &rests_on : &passed_over, figure, first);
}

static tp_status advise(const tp_case *c, int self, tp_diags *diags, tp_err *err)
{
    (void)self, (void)err;
    tell_pending(c, diags);
    int64_t count = 0;
    const char *first = "";
    char figure[2][TP_DEC_TEXT];
    for (int32_t u = 0; u < c->data->n_units; u++)
        if (tp_dataset_lapsed(c->data, u, c->as_of) && !count++)
            first = c->data->units[u].code;
    if (!count)
        return TP_OK;
    tp_int_format(count, figure[0]);
    tp_int_format(c->data->valid_months, figure[1]);
    tp_diag_warn(diags, tp_scenario_pos(c->scenario, "evaluation.valid_months"), &lapsed_units,
                 figure[0], figure[1], first);
    return TP_OK;
}

static const tp_words other_time = {"评估结果按 {0} 个月有效计，应为 {1}",
                                    "evaluations count for {0} months, should be {1}"};

static const tp_words other_drafts = {"未定稿的评估结果是否作数，与方案不符",
                                      "whether evaluations count that are not final is not as the "
                                      "scenario says"};

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    (void)self;
    const tp_finding about = {.rule = "evaluation", .line = TP_ID_NONE, .demand = TP_ID_NONE};
    int32_t is = m->data->valid_months, want = months_of(m->scenario);
    tp_status status = TP_OK;
    const char *args[] = {tp_say_int(m->arena, is), tp_say_int(m->arena, want)};
    if (is != want)
        status = tp_finding_add(out, about, &other_time, 2, args, err);
    if (status == TP_OK && m->data->use_drafts != uses_drafts(m->scenario))
        status = tp_finding_add(out, about, &other_drafts, 0, NULL, err);
    return status;
}

extern const tp_rule tp_rule_evaluation;
const tp_rule tp_rule_evaluation = {
    .id = "evaluation",
    .name = {"评估时效", "validity of evaluations"},
    .doc =
        {"评估结果过了有效期或尚未定稿的不作数：过期的按未评估处理，未定稿的仍按此前的正式结果。",
         "An evaluation that is too old counts no more: the unit is one not evaluated. One that "
         "is not final does not count yet: the final one before it does."},
    .source = "models/README.md, 2 Denials and own slots",
    .schema = &tp_schema_evaluation,
    .remakes = remakes,
    .remake = remake,
    .prepare = prepare,
    .advise = advise,
    .measure = measure,
};
