/* Sessions of their own over what a run stands on. */
#include "run/session_parts.h"

#include <string.h>

tp_status tp_session_keep_text(tp_session *session, const char *text, size_t length,
                               const char *origins, tp_err *err)
{
    session->text = tp_arena_copy(session->ground->arena, text, length);
    session->text_length = length;
    session->origins = origins ? tp_arena_text(session->ground->arena, origins) : NULL;
    return session->text && (session->origins || !origins) ? TP_OK : tp_fail_nomem(err);
}

tp_status tp_session_keep_reference(tp_session *session, const tp_run *run, tp_err *err)
{
    const tp_reference *from = run->reference;
    size_t lines = (size_t)run->data->n_lines, demands = (size_t)run->data->n_demands;
    tp_reference *to = tp_arena_alloc(session->ground->arena, sizeof *to);
    int64_t *deposit = tp_arena_array(session->ground->arena, lines + 1, sizeof *deposit);
    int64_t *loan = tp_arena_array(session->ground->arena, demands + 1, sizeof *loan);
    tp_session_line *line = tp_arena_array(session->ground->arena, lines + 1, sizeof *line);
    const char *name = tp_case_reference(run->scenario, NULL);
    bool good = to && deposit && loan && line;
    const char *category = "";
    for (size_t l = 0; good && l < lines; l++) {
        const char *is = tp_dataset_name(run->data, run->data->lines[l].category);
        if (strcmp(is, category) != 0)
            category = tp_arena_text(session->ground->arena, is);
        line[l] = (tp_session_line){run->data->lines[l].unit, category};
        good = category != NULL;
    }
    if (!good)
        return tp_fail_nomem(err);
    memcpy(deposit, from->deposit, lines * sizeof *deposit);
    memcpy(loan, from->loan, demands * sizeof *loan);
    *to = (tp_reference){"", deposit, loan};
    session->kept = to;
    session->kept_line = line;
    session->n_kept_lines = (int32_t)lines;
    session->kept_name = name ? tp_arena_text(session->ground->arena, name) : NULL;
    return session->kept_name || !name ? TP_OK : tp_fail_nomem(err);
}

static tp_status copy_inputs(tp_session *session, const tp_run *run, tp_buf text[4],
                             tp_diags *diags, tp_err *err)
{
    tp_dataset_canonical(&text[0], run->data);
    tp_dataset_order(&text[1], run->data);
    tp_scenario_canonical(&text[2], run->scenario);
    tp_scenario_origins(&text[3], run->scenario);
    for (int i = 0; i < 4; i++)
        if (!tp_buf_ok(&text[i]))
            return tp_fail_nomem(err);
    tp_status status = tp_dataset_parse(&session->ground->data, text[0].bytes, text[0].length,
                                        text[1].bytes ? text[1].bytes : "", diags, err);
    if (status == TP_OK && run->data->path &&
        !(session->ground->data->path = tp_arena_text(session->ground->arena, run->data->path)))
        status = tp_fail_nomem(err);
    if (status == TP_OK)
        status = tp_session_keep_text(session, text[2].bytes, text[2].length,
                                      text[3].bytes ? text[3].bytes : "", err);
    return status;
}

tp_status tp_session_clone(tp_session **out, const tp_run *run, tp_diags *diags, tp_err *err)
{
    *out = NULL;
    tp_session *session = tp_session_create(err);
    if (!session)
        return TP_E_NOMEM;
    tp_buf text[4];
    for (int i = 0; i < 4; i++)
        tp_buf_init(&text[i]);
    tp_status status = copy_inputs(session, run, text, diags, err);
    for (int i = 0; i < 4; i++)
        tp_buf_finish(&text[i]);
    memcpy(session->source_sha256, run->source_sha256, TP_SHA256_HEX);
    memcpy(session->ledger_head, run->ledger_head, TP_SHA256_HEX);
    session->ledger_on = run->ledger_on;
    session->ledger_loans = run->ledger_loans;
    memcpy(session->evaluation_sha256, run->evaluation_sha256, TP_SHA256_HEX);
    if (status == TP_OK && run->reference)
        status = tp_session_keep_reference(session, run, err);
    if (status == TP_OK)
        status = tp_session_set(session, NULL, 0, diags, err);
    if (status == TP_OK)
        *out = session;
    else
        tp_session_free(session);
    return status;
}
