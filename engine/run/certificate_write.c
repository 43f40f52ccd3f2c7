#include "run/document.h"

#include "base/json.h"
#include "base/sha256.h"
#include "run/proof_json.h"

static const char *const proof_names[] = {"none", "certificate", "solver"};

/* Sparse: most rows of a large program carry no multiplier. */
static void write_rows(tp_json *json, const int64_t *y, int32_t count)
{
    tp_json_key_flat_array(json, "row");
    for (int32_t i = 0; y && i < count; i++)
        if (y[i])
            tp_json_int(json, i);
    tp_json_end_array(json);
    tp_json_key_flat_array(json, "y");
    for (int32_t i = 0; y && i < count; i++)
        if (y[i])
            tp_json_int(json, y[i]);
    tp_json_end_array(json);
}

static void write_ends(tp_json *json, const char *key, const int64_t *ends)
{
    tp_json_key_flat_array(json, key);
    for (int k = 0; k < TP_PARAMETERS_MOST; k++)
        tp_json_int(json, ends[k]);
    tp_json_end_array(json);
}

static void write_multipliers(tp_json *json, const char *key, const tp_multipliers *m)
{
    tp_json_key_object(json, key);
    tp_json_key_int(json, "scale", m->scale);
    tp_json_key_int(json, "count", m->count);
    if (!m->n_parts)
        write_rows(json, m->y, m->count);
    if (m->n_parts) {
        tp_json_key_array(json, "parts");
        for (size_t i = 0; i < m->n_parts; i++) {
            const tp_proof_part *part = &m->parts[i];
            tp_json_object(json);
            write_ends(json, "lo", part->lo);
            write_ends(json, "hi", part->hi);
            tp_json_key_bool(json, "empty", part->empty);
            tp_json_key_bool(json, "linear", part->linear);
            tp_json_key_int(json, "scale", part->scale);
            write_rows(json, part->y, m->count);
            tp_json_end_object(json);
        }
        tp_json_end_array(json);
    }
    if (m->tree) {
        tp_json_key(json, "cases");
        tp_proof_write(json, m->tree, NULL);
    }
    tp_json_end_object(json);
}

static void write_tier(tp_json *json, const tp_tier_result *tier)
{
    tp_json_object(json);
    tp_json_key_text(json, "goal", tier->goal);
    tp_json_key_text(json, "by", tier->by);
    tp_json_key_dec6(json, "concede", tier->concede);
    tp_json_key_dec6(json, "certified", tier->certified);
    tp_json_key_text(json, "proof", proof_names[tier->proof]);
    tp_json_key_text(json, "method", tier->method);
    tp_json_key_int(json, "nodes", tier->nodes);
    tp_json_key_text(json, "stopped_by", tier->stopped_by);
    if (tier->denominator) {
        tp_json_key_int(json, "numerator", tier->numerator);
        tp_json_key_int(json, "denominator", tier->denominator);
        tp_json_key_int(json, "next_numerator", tier->next_numerator);
        tp_json_key_int(json, "next_denominator", tier->next_denominator);
    }
    write_multipliers(json, "multipliers", &tier->multipliers);
    tp_json_end_object(json);
}

static void write_reference(tp_json *json, const tp_run *run)
{
    const tp_dataset *data = run->data;
    const tp_reference *reference = run->reference;
    tp_json_key_object(json, "reference");
    tp_json_key_text(json, "sha256", run->reference_sha256);
    tp_json_key_array(json, "deposits");
    for (int32_t l = 0; l < data->n_lines; l++) {
        if (!reference->deposit[l])
            continue;
        tp_json_flat_object(json);
        tp_json_key_text(json, "unit", data->units[data->lines[l].unit].code);
        tp_json_key_text(json, "category", tp_dataset_name(data, data->lines[l].category));
        tp_json_key_int(json, "count", reference->deposit[l]);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
    tp_json_key_array(json, "loans");
    for (int32_t d = 0; d < data->n_demands; d++) {
        if (!reference->loan[d])
            continue;
        tp_json_flat_object(json);
        tp_json_key_text(json, "demand", data->demands[d].code);
        tp_json_key_int(json, "count", reference->loan[d]);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
    tp_json_end_object(json);
}

/* Columns that goals made for themselves: the run document does not determine them. */
static void write_columns(tp_json *json, const tp_run *run)
{
    const tp_program *program = run->task.program;
    const int64_t *x = run->answer.x;
    tp_json_key_flat_array(json, "goal_columns");
    for (int32_t j = 0; x && j < program->n_cols; j++) {
        if (program->col_origin[j].maker < tp_n_rules || !x[j])
            continue;
        tp_json_flat_array(json);
        tp_json_int(json, j);
        tp_json_int(json, x[j]);
        tp_json_end_array(json);
    }
    tp_json_end_array(json);
}

/* The document that the certificate is about. */
static void write_document_hash(tp_json *json, tp_buf *out, const tp_run *run)
{
    char hex[TP_SHA256_HEX];
    tp_buf document;
    tp_buf_init(&document);
    tp_document_write(&document, run);
    if (!tp_buf_ok(&document) || !tp_sha256_of(document.bytes, document.length, hex))
        out->failed = true;
    else
        tp_json_key_text(json, "document_sha256", hex);
    tp_buf_finish(&document);
}

/* Over everything before it, so that no figure changes unseen. */
static void write_identity(tp_json *json, tp_buf *out, size_t begin)
{
    char hex[TP_SHA256_HEX];
    if (!tp_buf_ok(out) || !tp_sha256_of(out->bytes + begin, out->length - begin, hex))
        out->failed = true;
    else
        tp_json_key_text(json, "sha256", hex);
}

void tp_certificate_write(tp_buf *out, const tp_run *run)
{
    tp_json json;
    size_t begin = out->length;
    tp_json_init(&json, out);
    tp_json_object(&json);
    tp_json_key_text(&json, "schema", "turnpool.certificate/1");
    tp_json_key_text(&json, "run", run->id);
    write_document_hash(&json, out, run);
    tp_json_key_text(&json, "ledger_head", run->ledger_head);
    if (run->ledger_on) {
        tp_json_key_date(&json, "ledger_on", run->ledger_on);
        tp_json_key_int(&json, "ledger_loans", run->ledger_loans);
    }
    tp_json_key_text(&json, "evaluation_sha256", run->evaluation_sha256);
    tp_json_key_array(&json, "tiers");
    for (size_t i = 0; i < run->result->n_tiers; i++)
        write_tier(&json, &run->result->tiers[i]);
    tp_json_end_array(&json);
    write_columns(&json, run);
    if (run->answer.farkas.count || run->answer.farkas.tree)
        write_multipliers(&json, "farkas", &run->answer.farkas);
    if (run->reference)
        write_reference(&json, run);
    write_identity(&json, out, begin);
    tp_json_end_object(&json);
    tp_json_end(&json);
}
