#include "base/json.h"
#include "base/sha256.h"
#include "models/goal.h"
#include "run/audit.h"
#include "run/proof_json.h"

static void key_side(tp_json *json, const char *key, int64_t side)
{
    tp_json_key(json, key);
    if (side == TP_INF || side == -TP_INF)
        tp_json_null(json);
    else
        tp_json_int(json, side);
}

static tp_status name_of(const tp_program *p, bool row, int32_t i, tp_arena *arena,
                         const char **name, tp_err *err)
{
    tp_label label = {0};
    tp_status st = p->namer(p->namer_user, p, row, i, arena, &label, err);
    *name = st || !label.name ? "" : label.name;
    return st;
}

static tp_status write_columns(tp_json *json, const tp_program *p, tp_arena *arena, tp_err *err)
{
    tp_status st = TP_OK;
    tp_json_key_array(json, "columns");
    for (int32_t j = 0; j < p->n_cols && !st; j++) {
        const char *name;
        st = name_of(p, false, j, arena, &name, err);
        tp_json_flat_array(json);
        tp_json_text(json, name);
        tp_json_int(json, p->lo[j]);
        tp_json_int(json, p->hi[j]);
        tp_json_end_array(json);
    }
    tp_json_end_array(json);
    return st;
}

static tp_status write_rows(tp_json *json, const tp_program *p, tp_arena *arena, tp_err *err)
{
    tp_status st = TP_OK;
    tp_json_key_array(json, "rows");
    for (int32_t i = 0; i < p->n_rows && !st; i++) {
        const char *name;
        st = name_of(p, true, i, arena, &name, err);
        tp_json_flat_object(json);
        tp_json_key_text(json, "name", name);
        key_side(json, "lo", p->row_lo[i]);
        key_side(json, "hi", p->row_hi[i]);
        tp_json_key_flat_array(json, "col");
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++)
            tp_json_int(json, p->entries[k].col);
        tp_json_end_array(json);
        tp_json_key_flat_array(json, "coef");
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++)
            tp_json_int(json, p->entries[k].coef);
        tp_json_end_array(json);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
    return st;
}

static void write_steps(tp_json *json, const tp_audit_tier *tier)
{
    tp_json_key_array(json, "tighten");
    for (size_t s = 0; s < tier->n_steps; s++) {
        const tp_audit_step *step = &tier->steps[s];
        const tp_combination *z = &step->tighten;
        tp_json_flat_object(json);
        tp_json_key_flat_array(json, step->n_visit ? "visit" : "rows");
        for (size_t k = 0; k < step->n_visit; k++)
            tp_json_int(json, step->visit[k]);
        for (int32_t k = 0; k < z->count; k++)
            tp_json_int(json, z->row[k]);
        tp_json_end_array(json);
        if (!step->n_visit) {
            tp_json_key_flat_array(json, "z");
            for (int32_t k = 0; k < z->count; k++)
                tp_json_int(json, z->y[k]);
            tp_json_end_array(json);
        }
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

static void write_objective(tp_json *json, const tp_tier_spec *spec, int32_t n_cols)
{
    const tp_objective *o = &spec->objective;
    tp_json_key_int(json, "constant", o->constant);
    tp_json_key_flat_array(json, "cost_col");
    for (int32_t j = 0; j < n_cols; j++)
        if (o->cost[j])
            tp_json_int(json, j);
    tp_json_end_array(json);
    tp_json_key_flat_array(json, "cost");
    for (int32_t j = 0; j < n_cols; j++)
        if (o->cost[j])
            tp_json_int(json, o->cost[j]);
    tp_json_end_array(json);
}

static void write_groups(tp_json *json, const tp_tier_spec *spec, const tp_tier_result *tier)
{
    tp_json_key_array(json, "groups");
    for (size_t g = 0; g < spec->n_groups; g++) {
        tp_json_flat_object(json);
        tp_json_key_int(json, "row", spec->groups[g].row);
        tp_json_key_int(json, "base", spec->groups[g].base);
        tp_json_key_int(json, "total", spec->groups[g].total);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
    tp_json_key_int(json, "numerator", tier->numerator);
    tp_json_key_int(json, "denominator", tier->denominator);
    tp_json_key_int(json, "next_numerator", tier->next_numerator);
    tp_json_key_int(json, "next_denominator", tier->next_denominator);
}

static void write_tier(tp_json *json, const tp_audit *audit, size_t t)
{
    const tp_run *run = audit->run;
    const tp_tier_spec *spec = &run->task.tiers[t];
    const tp_tier_result *tier = &run->result->tiers[t];
    bool ratio = spec->kind == TP_TIER_RATIO;
    tp_json_object(json);
    tp_json_key_text(json, "goal", spec->goal);
    tp_json_key_text(json, "kind", ratio ? "ratio" : "linear");
    tp_json_key_text(json, "sense", ratio || spec->objective.sense == TP_MAX ? "max" : "min");
    tp_json_key_int(json, "concede", spec->concede);
    tp_json_key_int(json, "value", tier->value);
    tp_json_key_int(json, "final", tier->final);
    if (ratio)
        write_groups(json, spec, tier);
    else
        write_objective(json, spec, run->task.program->n_cols);
    write_steps(json, &audit->tiers[t]);
    tp_json_key(json, "proof");
    tp_proof_write(json, audit->tiers[t].proof, NULL);
    tp_json_end_object(json);
}

static void write_answer(tp_json *json, const tp_run *run)
{
    tp_json_key_flat_array(json, "answer");
    for (int32_t j = 0; run->answer.x && j < run->task.program->n_cols; j++)
        tp_json_int(json, run->answer.x[j]);
    tp_json_end_array(json);
}

tp_status tp_audit_write(tp_buf *out, const tp_audit *audit, tp_arena *arena, tp_err *err)
{
    tp_json json;
    const tp_run *run = audit->run;
    const tp_program *p = run->task.program;
    tp_json_init(&json, out);
    tp_json_object(&json);
    tp_json_key_text(&json, "schema", "turnpool.certificate/2");
    tp_json_key_text(&json, "run", run->id);
    tp_json_key_text(&json, "engine", run->engine);
    tp_json_key_text(&json, "dataset_sha256", run->data->sha256);
    tp_json_key_text(&json, "scenario_sha256", run->scenario->sha256);
    tp_json_key_text(&json, "status", tp_answer_status_names[run->result->status]);
    tp_status st = write_columns(&json, p, arena, err);
    if (!st)
        st = write_rows(&json, p, arena, err);
    if (st)
        return st;
    write_answer(&json, run);
    tp_json_key_array(&json, "tiers");
    for (size_t t = 0; t < audit->n_tiers; t++)
        write_tier(&json, audit, t);
    tp_json_end_array(&json);
    tp_json_key(&json, "refutation");
    tp_proof_write(&json, audit->refutation, NULL);
    tp_json_end_object(&json);
    tp_json_end(&json);
    return tp_buf_ok(out) ? TP_OK : tp_fail_nomem(err);
}
