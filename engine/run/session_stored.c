#include "run/session_parts.h"

#include "domain/pool_index.h"
#include "models/answer.h"
#include "run/columns.h"
#include "run/document.h"

#include <string.h>

/* The column vector: what the answer says, and what the certificate adds for the goals' own. */
static tp_status rebuild_columns(tp_run *run, tp_err *err)
{
    const tp_program *program = run->task.program;
    size_t n = (size_t)program->n_cols + 1;
    run->answer.x = tp_arena_array(run->arena, n, sizeof *run->answer.x);
    bool *known = tp_arena_array(run->arena, n, sizeof *known);
    if (!run->answer.x || !known)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < run->n_goal_columns; i++) {
        const tp_entry *pair = &run->goal_columns[i];
        if (pair->col >= program->n_cols || program->col_origin[pair->col].maker < tp_n_rules)
            return tp_fail(err, TP_E_INPUT, "the certificate names a column that no goal made");
        run->answer.x[pair->col] = pair->coef;
    }
    return tp_columns_set(run->answer.x, known, run->kase, run->result, err);
}

/* Whether lines fall in a pool is not in the document: the case knows. */
static tp_status mark_pools(tp_run *run, tp_err *err)
{
    tp_arena *passing = tp_arena_create();
    tp_pool_index *index =
        passing ? tp_pool_index_create(passing, run->result->pools, run->result->n_pools) : NULL;
    for (int32_t p = 0; index && p < run->kase->n_pools; p++) {
        const tp_pool *pool = &run->kase->pools[p];
        int32_t at = tp_pool_index_find(index, pool->scope, pool->category, pool->ring);
        if (at != TP_ID_NONE)
            run->result->pools[at].of_lines = pool->of_lines;
    }
    tp_arena_free(passing);
    return index ? TP_OK : tp_fail_nomem(err);
}

/* The run's parts from its documents; the case is derived afresh from dataset and scenario. */
static tp_status read_run(tp_session *session, tp_run *run, const tp_session_stored *stored,
                          tp_diags *diags, tp_err *err)
{
    tp_session_fill_run(session, run);
    tp_status status = tp_document_read(run, stored->document, stored->document_length, diags, err);
    if (status == TP_OK)
        status =
            tp_certificate_read(run, stored->certificate, stored->certificate_length, diags, err);
    if (status != TP_OK)
        return status;
    if (run->reference) {
        status = tp_session_keep_reference(session, run, err);
        run->reference = session->kept;
    }
    tp_stand *stand = session->now;
    stand->reference = run->reference;
    memcpy(stand->reference_sha256, run->reference_sha256, TP_SHA256_HEX);
    if (status == TP_OK)
        status = tp_case_create(&stand->kase,
                                &(tp_case_options){.data = stand->data,
                                                   .scenario = stand->scenario,
                                                   .reference = stand->reference},
                                diags, err);
    run->kase = stand->kase;
    for (int t = 0; status == TP_OK && t < run->kase->n_periods; t++)
        tp_answer_period(run->result->periods[t], tp_case_at(run->kase, t));
    if (status == TP_OK)
        status = mark_pools(run, err);
    if (status == TP_OK)
        status = tp_session_task(session, &run->task, err);
    if (status == TP_OK && tp_answered(run->result->status))
        status = rebuild_columns(run, err);
    run->answer.status = run->result->status;
    run->answer.tiers = run->result->tiers;
    run->answer.n_tiers = run->result->n_tiers;
    return status;
}

tp_status tp_session_restore(tp_session **out, const tp_run **run, const tp_session_stored *stored,
                             tp_diags *diags, tp_err *err)
{
    *out = NULL;
    *run = NULL;
    tp_session *session = tp_session_create(err);
    if (!session)
        return TP_E_NOMEM;
    size_t n_sections;
    tp_scenario_options options = {.sections = tp_case_sections(&n_sections)};
    options.n_sections = n_sections;
    tp_status status = tp_dataset_parse(&session->ground->data, stored->dataset,
                                        stored->dataset_length, stored->order, diags, err);
    if (status == TP_OK && stored->path &&
        !(session->ground->data->path = tp_arena_text(session->ground->arena, stored->path)))
        status = tp_fail_nomem(err);
    if (status == TP_OK) {
        session->now = tp_stand_create(session->ground);
        status = session->now ? TP_OK : tp_fail_nomem(err);
    }
    if (status == TP_OK)
        status = tp_scenario_parse(&session->now->scenario, stored->scenario,
                                   stored->scenario_length, stored->origins, &options, diags, err);
    if (status == TP_OK)
        status = tp_session_keep_text(session, stored->scenario, stored->scenario_length,
                                      stored->origins, err);
    if (stored->source && strlen(stored->source) < TP_SHA256_HEX)
        memcpy(session->source_sha256, stored->source, strlen(stored->source) + 1);
    if (status == TP_OK)
        status = tp_session_settle(session, session->now, diags, err);
    tp_run *restored = NULL;
    if (status == TP_OK) {
        restored = tp_run_create(session->now);
        session->run = restored;
        status = restored ? read_run(session, restored, stored, diags, err) : tp_fail_nomem(err);
    }
    if (status == TP_OK) {
        memcpy(session->ledger_head, restored->ledger_head, TP_SHA256_HEX);
        session->ledger_on = restored->ledger_on;
        session->ledger_loans = restored->ledger_loans;
        memcpy(session->evaluation_sha256, restored->evaluation_sha256, TP_SHA256_HEX);
    }
    if (status != TP_OK) {
        tp_session_free(session);
        return status;
    }
    *out = session;
    *run = restored;
    return TP_OK;
}
