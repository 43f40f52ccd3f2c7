#include "evaluate/evaluate.h"

const char *const tp_unit_state_names[3] = {"evaluated", "renormalised", "incomplete"};
const tp_words tp_unit_state_words[3] = {{"已评估", "evaluated"},
                                         {"按已有指标归一", "renormalised over what is there"},
                                         {"资料不全，不出结果", "data missing, no outcome"}};

static tp_status read_all(tp_evaluation *e, const char *path, const tp_evaluate_options *options,
                          tp_diags *diags, tp_err *err)
{
    static const tp_evaluate_options none = {0};
    options = options ? options : &none;
    const tp_evidence_options evidence = {options->encoding, options->issues, options->n_issues};
    tp_status status = tp_spec_read(&e->spec, e->arena, path, diags, err);
    if (status && (status != TP_E_INPUT || !e->spec || !e->spec->data))
        return status;
    /* A faulty file does not hide the faults of the evidence. */
    tp_status loaded = tp_evidence_load(&e->evidence, e->spec, &evidence, diags, err);
    if (status || loaded)
        return status ? status : loaded;
    e->data = e->evidence->data;
    return TP_OK;
}

static tp_status compute(tp_evaluation *e, tp_diags *diags, tp_err *err)
{
    size_t before = diags->errors;
    tp_status status = tp_classes_build(&e->classes, e->spec, e->data, e->arena, diags, err);
    if (!status && diags->errors > before)
        status = tp_fail(err, TP_E_INPUT, "%s does not fit its units", e->spec->path);
    if (!status)
        status = tp_saturation_compute(&e->saturation, e->spec, e->evidence, e->arena, err);
    e->units = tp_arena_array(e->arena, (size_t)e->data->n_units + 1, sizeof *e->units);
    if (!status && !e->units)
        status = tp_fail_nomem(err);
    if (!status)
        status = tp_score_units(e, diags, err);
    if (!status)
        status = tp_grade_units(e, err);
    return status ? status : tp_evidence_identity(e->sha256, e->spec, e->evidence, err);
}

tp_status tp_evaluate(tp_evaluation **out, const char *path, const tp_evaluate_options *options,
                      tp_diags *diags, tp_err *err)
{
    *out = NULL;
    tp_arena *arena = tp_arena_create();
    tp_evaluation *e = arena ? tp_arena_alloc(arena, sizeof *e) : NULL;
    if (!e) {
        tp_arena_free(arena);
        return tp_fail_nomem(err);
    }
    *e = (tp_evaluation){.arena = arena};
    tp_status status = read_all(e, path, options, diags, err);
    if (!status)
        status = compute(e, diags, err);
    if (status)
        tp_evaluation_free(e);
    else
        *out = e;
    return status;
}

void tp_evaluation_free(tp_evaluation *evaluation)
{
    if (!evaluation)
        return;
    tp_evidence_free(evaluation->evidence);
    tp_arena_free(evaluation->arena);
}

tp_status tp_evaluation_supply(const tp_evaluation *e, tp_dataset *data, tp_diags *diags,
                               tp_err *err)
{
    tp_arena *scratch = tp_arena_create();
    tp_given_outcome *outcomes =
        scratch ? tp_arena_array(scratch, (size_t)e->n_ranked + 1, sizeof *outcomes) : NULL;
    tp_status status = outcomes ? TP_OK : tp_fail_nomem(err);
    size_t n = 0;
    for (int32_t unit = 0; unit < e->data->n_units && !status; unit++) {
        const tp_assessed *one = &e->units[unit];
        if (one->score == TP_DEC_NONE)
            continue;
        outcomes[n++] = (tp_given_outcome){
            .unit = e->data->units[unit].code,
            .grade = one->grade == TP_ID_NONE ? NULL : e->spec->grades[one->grade].grade,
            .evaluated_on = e->spec->evaluated_on,
            .score = one->score,
            .saturation = one->saturation,
            .pos = {.file = e->spec->path}};
    }
    if (!status)
        status = tp_dataset_set_outcomes(data, outcomes, n, diags, err);
    tp_arena_free(scratch);
    return status;
}

static const tp_msg msg_beyond = {
    "evaluation.demand-beyond-need",
    "申请 {0} 要 {1} 个编制，单位“{2}”按 {3} 年工作量在目标饱满度下共需 {4} 个，实有 {5} 人",
    "demand {0} asks for {1} {1|slot|slots}; by its workload of {3}, unit {2} needs {4} in all at "
    "the "
    "target "
    "saturation and has {5} {5|person|people}"};

void tp_evaluation_check_demands(const tp_evaluation *e, const tp_dataset *data, tp_diags *diags)
{
    for (int32_t i = 0; i < data->n_demands; i++) {
        const tp_demand *demand = &data->demands[data->demand_input_order[i]];
        const char *code = data->units[demand->unit].code;
        int32_t unit = tp_dataset_unit(e->data, code);
        const tp_unit_load *load = unit == TP_ID_NONE ? NULL : &e->saturation.units[unit];
        if (!load || !load->n_years)
            continue;
        const tp_workload_year *year = &load->years[load->n_years - 1];
        int64_t people = e->evidence->in_post[unit];
        if (demand->quantity <= (year->need > people ? year->need - people : 0))
            continue;
        char quantity[TP_DEC_TEXT], when[TP_DEC_TEXT], need[TP_DEC_TEXT], has[TP_DEC_TEXT];
        tp_int_format(demand->quantity, quantity);
        tp_int_format(year->year, when);
        tp_int_format(year->need, need);
        tp_int_format(people, has);
        tp_diag_warn(diags, demand->pos, &msg_beyond, demand->code, quantity, code, when, need,
                     has);
    }
}
