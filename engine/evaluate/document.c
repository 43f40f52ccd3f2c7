#include "base/csv_out.h"
#include "base/json.h"
#include "evaluate/evaluate.h"

/* Exactly 6 digits; empty for none. */
static void csv_dec6(tp_csv_out *csv, tp_dec value)
{
    char text[TP_DEC_TEXT] = "";
    if (value != TP_DEC_NONE)
        tp_dec_format6(value, text);
    tp_csv_text(csv, text);
}

void tp_evaluation_outcomes_csv(tp_buf *out, const tp_evaluation *e)
{
    tp_csv_out csv = {.out = out};
    tp_buf_text(out, "unit,evaluated_on,grade,score,saturation\n");
    for (int32_t i = 0; i < e->data->n_units; i++) {
        int32_t unit = e->data->unit_input_order[i];
        const tp_assessed *one = &e->units[unit];
        if (one->score == TP_DEC_NONE)
            continue;
        tp_csv_text(&csv, e->data->units[unit].code);
        tp_csv_date(&csv, e->spec->evaluated_on);
        tp_csv_text(&csv, one->grade == TP_ID_NONE ? NULL : e->spec->grades[one->grade].grade);
        csv_dec6(&csv, one->score);
        csv_dec6(&csv, one->saturation);
        tp_csv_end_row(&csv);
    }
}

static void key_dec(tp_json *json, const char *key, tp_dec value)
{
    if (value == TP_DEC_NONE) {
        tp_json_key(json, key);
        tp_json_null(json);
    } else {
        tp_json_key_dec6(json, key, value);
    }
}

static void write_group(tp_json *json, const tp_spec *spec, const tp_group *group)
{
    tp_json_object(json);
    tp_json_key_text(json, "group", spec->indicators[group->indicator].id);
    tp_json_key_text(json, "weighing", tp_weighing_words[group->weighing].en);
    if (group->weighing == TP_WEIGHED_BY_AHP) {
        tp_json_key_dec6(json, "lambda_max", group->ahp.lambda_max);
        tp_json_key_dec6(json, "ci", group->ahp.ci);
        tp_json_key_dec6(json, "cr", group->ahp.cr);
    }
    int64_t sum = 0;
    for (int32_t i = 1; i < spec->n_common; i++)
        if (spec->indicators[i].parent == group->indicator)
            sum += spec->indicators[i].weight;
    tp_json_key_flat_object(json, "weights");
    for (int32_t i = 1; i < spec->n_common; i++)
        if (spec->indicators[i].parent == group->indicator && sum)
            tp_json_key_dec6(json, spec->indicators[i].id,
                             tp_half_up_div((tp_wide)spec->indicators[i].weight * TP_DEC_ONE, sum));
    tp_json_end_object(json);
    tp_json_end_object(json);
}

static void write_score(tp_json *json, const tp_indicator *leaf, const tp_score *score)
{
    tp_json_flat_object(json);
    if (leaf->kind == TP_LEAF_MENU)
        tp_json_key_text(json, "value", leaf->options[score->value].label);
    else
        tp_json_key_dec6(json, "value", score->value);
    tp_json_key_dec6(json, "points", score->points);
    tp_json_end_object(json);
}

static void write_leaf(tp_json *json, const tp_evaluation *e, const tp_leaf_trace *leaf)
{
    const tp_indicator *indicator = &e->spec->indicators[leaf->leaf];
    tp_json_object(json);
    tp_json_key_text(json, "indicator", indicator->id);
    tp_json_key_words(json, "name", indicator->name);
    tp_json_key_bool(json, "individual", indicator->individual != TP_ID_NONE);
    tp_json_key_bool(json, "missing", leaf->missing);
    tp_json_key_dec6(json, "stated_weight", leaf->stated);
    tp_json_key_dec6(json, "weight", leaf->weight);
    key_dec(json, "points", leaf->points);
    tp_json_key_dec6(json, "gained", leaf->gained);
    tp_json_key_dec6(json, "lost", leaf->lost);
    tp_json_key_array(json, "sources");
    for (size_t s = 0; s < leaf->n_sources; s++) {
        const tp_source_trace *source = &leaf->sources[s];
        tp_json_object(json);
        tp_json_key_text(json, "source", e->evidence->sources[source->source].id);
        tp_json_key_dec6(json, "share", source->share);
        tp_json_key_dec6(json, "mean", source->mean);
        tp_json_key_array(json, "scores");
        for (int32_t k = 0; k < source->scorers; k++)
            write_score(json, indicator, &source->scores[k]);
        tp_json_end_array(json);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
    tp_json_end_object(json);
}

static void write_load(tp_json *json, const tp_evaluation *e, int32_t unit)
{
    const tp_unit_load *load = &e->saturation.units[unit];
    tp_json_key_array(json, "workload");
    for (size_t y = 0; y < load->n_years; y++) {
        const tp_workload_year *year = &load->years[y];
        tp_json_flat_object(json);
        tp_json_key_int(json, "year", year->year);
        tp_json_key_dec6(json, "hours", year->hours_text);
        tp_json_key_dec6(json, "hours_per_head", year->per_head);
        tp_json_key_dec6(json, "saturation", year->saturation);
        key_dec(json, "growth", year->growth);
        tp_json_key_int(json, "need", year->need);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
    if (load->peers == TP_ID_NONE)
        return;
    const tp_peers *peers = &e->saturation.peers[load->peers];
    static const char *const names[] = {"least", "q1", "median", "q3", "greatest"};
    tp_json_key_flat_object(json, "peers");
    tp_json_key_text(json, "kind", tp_dataset_name(e->data, peers->kind));
    tp_json_key_text(json, "system", tp_dataset_name(e->data, peers->system));
    tp_json_key_int(json, "count", peers->count);
    for (size_t q = 0; q < 5; q++)
        tp_json_key_dec6(json, names[q], peers->quartile[q]);
    tp_json_key_int(json, "quarter", load->quarter);
    tp_json_key_int(json, "outlier", load->outlier);
    tp_json_end_object(json);
}

static tp_status write_unit(tp_json *json, const tp_evaluation *e, int32_t unit, tp_err *err)
{
    const tp_assessed *one = &e->units[unit];
    tp_unit_trace trace;
    tp_arena *arena = tp_arena_create();
    tp_status status =
        arena ? tp_evaluation_trace(e, unit, arena, &trace, err) : tp_fail_nomem(err);
    if (status) {
        tp_arena_free(arena);
        return status;
    }
    const tp_grade_rule *grades = e->spec->grades;
    tp_json_object(json);
    tp_json_key_text(json, "unit", e->data->units[unit].code);
    tp_json_key_text(json, "name", e->data->units[unit].name);
    tp_json_key_text(json, "state", tp_unit_state_names[one->state]);
    tp_json_key_text(json, "grade", one->grade == TP_ID_NONE ? NULL : grades[one->grade].grade);
    tp_json_key_text(json, "earned", one->earned == TP_ID_NONE ? NULL : grades[one->earned].grade);
    key_dec(json, "score", one->score);
    key_dec(json, "before_deductions", one->before);
    tp_json_key_dec6(json, "deduction", one->deduction);
    tp_json_key_int(json, "overdue_rectifications", one->overdue);
    tp_json_key_int(json, "open_issues", one->open);
    if (one->rank)
        tp_json_key_int(json, "rank", one->rank);
    key_dec(json, "saturation", one->saturation);
    write_load(json, e, unit);
    tp_json_key_array(json, "leaves");
    for (size_t i = 0; i < trace.n_leaves; i++)
        write_leaf(json, e, &trace.leaves[i]);
    tp_json_end_array(json);
    tp_json_end_object(json);
    tp_arena_free(arena);
    return TP_OK;
}

static void write_head(tp_json *json, const tp_evaluation *e)
{
    tp_json_key_text(json, "schema", "turnpool.evaluation-trace/1");
    tp_json_key_text(json, "evaluation_sha256", e->sha256);
    tp_json_key_date(json, "evaluated_on", e->spec->evaluated_on);
    tp_json_key_text(json, "rounding", "exact fractions, rounded half up to 6 digits once");
    tp_json_key_flat_object(json, "sources");
    for (size_t s = 0; s < e->evidence->n_sources; s++)
        tp_json_key_dec6(json, e->evidence->sources[s].id, e->evidence->sources[s].weight);
    tp_json_end_object(json);
    tp_json_key_array(json, "groups");
    for (size_t g = 0; g < e->spec->n_groups; g++)
        write_group(json, e->spec, &e->spec->groups[g]);
    tp_json_end_array(json);
    tp_json_key_array(json, "quotas");
    for (size_t q = 0; q < e->n_quotas; q++) {
        const tp_quota_use *use = &e->quotas[q];
        tp_json_flat_object(json);
        tp_json_key_text(json, "grade", e->spec->grades[use->grade].grade);
        tp_json_key_int(json, "candidates", use->candidates);
        tp_json_key_int(json, "allowed", use->allowed);
        tp_json_key_int(json, "held", use->held);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

tp_status tp_evaluation_json(tp_buf *out, const tp_evaluation *e, int32_t unit, tp_err *err)
{
    tp_json json;
    tp_status status = TP_OK;
    tp_json_init(&json, out);
    tp_json_object(&json);
    write_head(&json, e);
    tp_json_key_array(&json, "units");
    for (int32_t i = 0; i < e->data->n_units && !status; i++) {
        int32_t at = e->data->unit_input_order[i];
        if (unit == TP_ID_NONE || unit == at)
            status = write_unit(&json, e, at, err);
    }
    tp_json_end_array(&json);
    tp_json_end_object(&json);
    tp_json_end(&json);
    if (!status && !tp_buf_ok(out))
        status = tp_fail_nomem(err);
    return status;
}
