#include "run/session_parts.h"

#include "domain/scenario_resolve.h"
#include "evaluate/evaluate.h"
#include "read/source.h"
#include "run/document.h"

#include <string.h>

static const tp_msg m_no_source = {"reference.no-store", "参照方案“{0}”需要结果库，这里没有",
                                   "the reference '{0}' needs a store, and there is none here"};
static const tp_msg m_not_found = {"reference.not-found", "找不到参照方案“{0}”",
                                   "there is no reference '{0}'"};

/* Outcomes from the evaluation file in place of the dataset's own. */
static tp_status evaluate(tp_session *session, const tp_scenario *scenario,
                          const tp_session_options *options, tp_diags *diags, tp_err *err)
{
    const tp_evaluate_options evaluation = {
        .encoding = options->encoding, .issues = options->issues, .n_issues = options->n_issues};
    tp_status status =
        tp_evaluate(&session->ground->evaluation, scenario->outcomes, &evaluation, diags, err);
    if (status != TP_OK)
        return status;
    memcpy(session->evaluation_sha256, session->ground->evaluation->sha256, TP_SHA256_HEX);
    return tp_evaluation_supply(session->ground->evaluation, session->ground->data, diags, err);
}

tp_status tp_session_load_data(tp_session *session, const tp_scenario *scenario,
                               const tp_session_options *options, tp_diags *diags, tp_err *err)
{
    const tp_dataset_options dataset = {.encoding = options->encoding,
                                        .without_outcomes = scenario->outcomes != NULL};
    tp_status status =
        tp_dataset_load(&session->ground->data, scenario->data, &dataset, diags, err);
    if (status == TP_OK && options->n_issues)
        status =
            tp_dataset_merge_issues(session->ground->data, options->issues, options->n_issues, err);
    if (status == TP_OK && scenario->outcomes)
        status = evaluate(session, scenario, options, diags, err);
    return status;
}

const tp_evaluation *tp_session_evaluation(const tp_session *session)
{
    return session->ground->evaluation;
}

static bool in_store(const char *reference)
{
    return !strncmp(reference, "run:", 4) || !strncmp(reference, "approval:", 9);
}

/* The JSON text behind a reference: from the store, or a result file. */
static tp_status fetch(tp_session *session, const char *reference, tp_pos pos, tp_arena *arena,
                       tp_source *out, tp_diags *diags, tp_err *err)
{
    if (!in_store(reference))
        return tp_source_read(out, arena, reference, NULL, diags, err);
    if (!session->references.fetch) {
        tp_diag_error(diags, pos, &m_no_source, reference);
        return tp_fail(err, TP_E_INPUT, "no store to look up %s", reference);
    }
    tp_buf text;
    tp_buf_init(&text);
    tp_status status = session->references.fetch(session->references.user, reference, &text, err);
    if (status == TP_OK) {
        *out = (tp_source){.path = reference, .length = text.length};
        out->text =
            tp_buf_ok(&text) && text.bytes ? tp_arena_copy(arena, text.bytes, text.length) : NULL;
        status = out->text ? TP_OK : tp_fail_nomem(err);
    } else if (status == TP_E_INPUT) {
        tp_diag_error(diags, pos, &m_not_found, reference);
    }
    tp_buf_finish(&text);
    return status;
}

tp_status tp_reference_identify(char hex[TP_SHA256_HEX], const tp_reference *reference,
                                const tp_dataset *data, tp_err *err)
{
    tp_buf key;
    tp_buf_init(&key);
    for (int32_t l = 0; l < data->n_lines; l++)
        if (reference->deposit[l])
            tp_buf_format(&key, "deposit\t%s\t%s\t%lld\n", data->units[data->lines[l].unit].code,
                          tp_dataset_name(data, data->lines[l].category),
                          (long long)reference->deposit[l]);
    for (int32_t d = 0; d < data->n_demands; d++)
        if (reference->loan[d])
            tp_buf_format(&key, "loan\t%s\t%lld\n", data->demands[d].code,
                          (long long)reference->loan[d]);
    bool ok = tp_buf_ok(&key) && tp_sha256_of(key.bytes, key.length, hex);
    tp_buf_finish(&key);
    return ok ? TP_OK : tp_fail_nomem(err);
}

/* The reference as kept from the run a session was made of. */
static tp_reference *kept_reference(const tp_session *session, const tp_dataset *data,
                                    tp_arena *arena)
{
    tp_reference *reference = tp_arena_alloc(arena, sizeof *reference);
    int64_t *deposit = tp_arena_array(arena, (size_t)data->n_lines + 1, sizeof *deposit);
    if (!reference || !deposit)
        return NULL;
    *reference = (tp_reference){session->kept->name, deposit, session->kept->loan};
    /* Both are in canonical order. */
    for (int32_t l = 0, k = 0; l < data->n_lines; l++) {
        const char *category = tp_dataset_name(data, data->lines[l].category);
        int32_t n = session->n_kept_lines, unit = data->lines[l].unit, at = k;
        while (at < n && session->kept_line[at].unit < unit)
            at++;
        for (k = at; at < n && session->kept_line[at].unit == unit; at++)
            if (strcmp(session->kept_line[at].category, category) == 0)
                deposit[l] = session->kept->deposit[at];
    }
    return reference;
}

tp_status tp_session_reference(tp_session *session, tp_stand *stand, tp_diags *diags, tp_err *err)
{
    tp_pos pos = {0};
    const char *name = tp_case_reference(stand->scenario, &pos);
    tp_reference *found = NULL;
    stand->reference = NULL;
    stand->reference_sha256[0] = '\0';
    if (!name)
        return TP_OK;
    tp_status status = TP_OK;
    if (session->kept && session->kept_name && !strcmp(session->kept_name, name)) {
        found = kept_reference(session, stand->data, stand->arena);
        status = found ? TP_OK : tp_fail_nomem(err);
    } else {
        /* A tier's own reference is relative to its file; the scenario's is resolved already. */
        if (name != stand->scenario->reference && !in_store(name))
            name = tp_scenario_path_beside(stand->arena, pos.line ? pos.file : NULL, name);
        if (!name)
            return tp_fail_nomem(err);
        tp_source source;
        status = fetch(session, name, pos, stand->arena, &source, diags, err);
        if (status == TP_OK)
            status = tp_reference_read(&found, stand->data, source.text, source.length,
                                       stand->arena, diags, err);
    }
    stand->reference = found;
    return status == TP_OK ? tp_reference_identify(stand->reference_sha256, found, stand->data, err)
                           : status;
}

void tp_session_fill_run(const tp_session *session, tp_run *run)
{
    run->data = session->now->data;
    run->scenario = session->now->scenario;
    run->kase = session->now->kase;
    run->reference = session->now->reference;
    memcpy(run->reference_sha256, session->now->reference_sha256, TP_SHA256_HEX);
    memcpy(run->source_sha256, session->source_sha256, TP_SHA256_HEX);
    memcpy(run->evaluation_sha256, session->evaluation_sha256, TP_SHA256_HEX);
    const tp_books *books = session->books;
    if (books && books->head && strlen(books->head) < TP_SHA256_HEX) {
        memcpy(run->ledger_head, books->head, strlen(books->head) + 1);
        run->ledger_on = books->on;
        run->ledger_loans = books->loans;
    } else {
        memcpy(run->ledger_head, session->ledger_head, TP_SHA256_HEX);
        run->ledger_on = session->ledger_on;
        run->ledger_loans = session->ledger_loans;
    }
}
