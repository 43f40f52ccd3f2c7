/* What-ifs: sessions over copies of what a run stands on, and the dataset's figures as if they were
 * others. */
#include "run/session_parts.h"

#include <stdlib.h>
#include <string.h>

tp_status tp_session_keep_text(tp_session *session, const char *text, size_t length,
                               const char *origins, tp_err *err)
{
    session->text = tp_arena_copy(session->arena, text, length);
    session->text_length = length;
    session->origins = origins ? tp_arena_text(session->arena, origins) : NULL;
    return session->text && (session->origins || !origins) ? TP_OK : tp_fail_nomem(err);
}

static int64_t swap_date(tp_date *at, int64_t value)
{
    int64_t was = *at;
    *at = (tp_date)value;
    return was;
}

static int64_t swap(int64_t *at, int64_t value)
{
    int64_t was = *at;
    *at = value;
    return was;
}

/* Puts the edit in and returns what was there. */
static int64_t apply(tp_dataset *data, const tp_data_edit *edit)
{
    switch (edit->kind) {
    case TP_EDIT_LIMIT_LEAST:
        return swap(&data->limits[edit->subject].at_least, edit->value);
    case TP_EDIT_LIMIT_MOST:
        return swap(&data->limits[edit->subject].at_most, edit->value);
    case TP_EDIT_CAP:
        return swap(&data->lines[edit->subject].cap, edit->value);
    case TP_EDIT_LENT:
        return swap(&data->lines[edit->subject].lent, edit->value);
    case TP_EDIT_ISSUE_CLOSED:
        return swap_date(&data->issues[edit->subject].closed_on, edit->value);
    case TP_EDIT_MINIMUM:
        return swap(&data->demands[edit->subject].minimum, edit->value);
    }
    return 0;
}

static void undo(tp_session *session)
{
    while (session->n_undo)
        apply(session->data, &session->undo[--session->n_undo]);
}

tp_status tp_session_vary(tp_session *session, const tp_variation *variation, tp_diags *diags,
                          tp_err *err)
{
    if (variation->n_edits > session->undo_capacity) {
        tp_data_edit *wider = calloc(variation->n_edits, sizeof *wider);
        if (!wider)
            return tp_fail_nomem(err);
        if (session->n_undo)
            memcpy(wider, session->undo, session->n_undo * sizeof *wider);
        free(session->undo);
        session->undo = wider;
        session->undo_capacity = variation->n_edits;
    }
    bool edited = session->n_undo > 0;
    undo(session);
    for (size_t i = 0; i < variation->n_edits; i++) {
        tp_data_edit *kept = &session->undo[session->n_undo++];
        *kept = variation->edits[i];
        kept->value = apply(session->data, kept);
    }
    tp_status status = tp_session_settle(session, variation, diags, err);
    if (status == TP_OK || (!variation->n_edits && !edited))
        return status;
    /* The case of an earlier what-if stands on figures that are gone: start again from the bottom.
     */
    undo(session);
    tp_err ignored = {0};
    tp_status back = tp_session_settle(session, &(tp_variation){0}, diags, &ignored);
    return back == TP_OK ? status : back;
}

static tp_status copy_reference(tp_session *session, const tp_run *run, tp_err *err)
{
    const tp_reference *from = run->reference;
    size_t lines = (size_t)session->data->n_lines, demands = (size_t)session->data->n_demands;
    tp_reference *to = tp_arena_alloc(session->arena, sizeof *to);
    int64_t *deposit = tp_arena_array(session->arena, lines + 1, sizeof *deposit);
    int64_t *loan = tp_arena_array(session->arena, demands + 1, sizeof *loan);
    const char *name = tp_case_reference(run->scenario, NULL);
    if (!to || !deposit || !loan)
        return tp_fail_nomem(err);
    memcpy(deposit, from->deposit, lines * sizeof *deposit);
    memcpy(loan, from->loan, demands * sizeof *loan);
    *to = (tp_reference){"", deposit, loan};
    session->kept = to;
    session->kept_name = name ? tp_arena_text(session->arena, name) : NULL;
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
    tp_status status = tp_dataset_parse(&session->data, text[0].bytes, text[0].length,
                                        text[1].bytes ? text[1].bytes : "", diags, err);
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
    memcpy(session->ledger_head, run->ledger_head, TP_SHA256_HEX);
    memcpy(session->evaluation_sha256, run->evaluation_sha256, TP_SHA256_HEX);
    if (status == TP_OK && run->reference)
        status = copy_reference(session, run, err);
    if (status == TP_OK)
        status = tp_session_set(session, NULL, 0, diags, err);
    if (status == TP_OK)
        *out = session;
    else
        tp_session_free(session);
    return status;
}
