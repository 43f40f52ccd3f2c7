#include "workspace/decide.h"

#include "run/books.h"

#include <string.h>
#include <unistd.h>

tp_status tp_propose_named(tp_store *store, tp_propose_request *request, tp_lang lang,
                           tp_arena *arena, int64_t *proposal, tp_err *err)
{
    tp_run_record run;
    tp_scenario_record scenario;
    tp_status status = tp_store_find_run(store, request->run, arena, &request->run, err);
    if (!status && !request->title) {
        status = tp_store_get_run(store, request->run, arena, &run, err);
        if (!status)
            status = tp_store_get_scenario(store, run.scenario_sha256, arena, &scenario, err);
        if (!status)
            request->title = tp_words_in(scenario.title, lang);
    }
    return status ? status : tp_propose(store, request, proposal, err);
}

static const tp_msg msg_other_run = {"approval.other-run",
                                     "该工作簿出自测算 {0}，而建议方案为测算 {1}",
                                     "the workbook is of run {0}, the proposal of run {1}"};

/* The dataset as it stands now at the run's source, brought in line with the books. */
static tp_status current_dataset(tp_store *store, const tp_proposal_row *proposal,
                                 tp_decision *decision, tp_arena *arena, tp_err *err)
{
    tp_run_record run;
    tp_books books;
    tp_dataset *data = NULL;
    tp_buf text;
    tp_status status = tp_store_get_run(store, proposal->run, arena, &run, err);
    if (status || !*run.source_path || access(run.source_path, R_OK) != 0)
        return status;
    tp_diags quiet; /* what is wrong with the new data is not the question here */
    tp_diags_init(&quiet, arena);
    status = tp_ledger_books(&books, store, TP_DATE_NONE, arena, err);
    if (status || tp_dataset_load(&data, run.source_path, NULL, &quiet, NULL) ||
        tp_books_reconcile(data, &books, &quiet, NULL)) {
        tp_dataset_free(data);
        return status;
    }
    tp_buf_init(&text);
    tp_dataset_canonical(&text, data);
    decision->current_sha256 = tp_arena_text(arena, data->sha256);
    decision->current = (tp_blob){
        tp_buf_ok(&text) ? tp_arena_copy(arena, text.bytes, text.length) : NULL, text.length};
    tp_buf_finish(&text);
    tp_dataset_free(data);
    return decision->current.bytes && decision->current_sha256 ? TP_OK : tp_fail_nomem(err);
}

tp_status tp_approve_now(tp_store *store, tp_decision *decision, const char *book_run,
                         tp_arena *arena, int64_t *approval, tp_err *err)
{
    tp_proposal_row proposal;
    tp_status status = tp_proposal_get(store, decision->proposal, arena, &proposal, err);
    if (!status && book_run && strcmp(book_run, proposal.run) != 0) {
        tp_diag_error(tp_store_diags(store), (tp_pos){0}, &msg_other_run, book_run, proposal.run);
        return tp_fail(err, TP_E_REFUSED, "workbook of another run");
    }
    if (!status && !proposal.approval)
        status = current_dataset(store, &proposal, decision, arena, err);
    return status ? status : tp_approve(store, decision, approval, err);
}

tp_status tp_file_now(tp_store *store, tp_decision *decision, tp_arena *arena, int64_t *approval,
                      tp_err *err)
{
    tp_proposal_row proposal;
    tp_status status = tp_proposal_get(store, decision->proposal, arena, &proposal, err);
    if (!status && !proposal.approval)
        status = current_dataset(store, &proposal, decision, arena, err);
    return status ? status : tp_file(store, decision, approval, err);
}
