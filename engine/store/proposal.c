#include "base/text.h"
#include "store/approval.h"
#include "store/content.h"
#include "store/log_parts.h"

#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_none = {"proposal.none", "没有建议方案第 {0} 号",
                                "there is no proposal {0}"};
static const tp_msg msg_conflict = {
    "proposal.no-answer", "测算 {0} 的方案自相矛盾，没有结果，不能提交",
    "run {0} has no answer (its scenario contradicts itself): it cannot be proposed"};
static const tp_msg msg_no_answer = {
    "proposal.no-answer", "测算 {0} 提前停止，没有结果，不能提交",
    "run {0} has no answer (stopped early): it cannot be proposed"};
static const tp_msg msg_open = {"proposal.open", "测算 {0} 已作为第 {1} 号建议方案提交，尚未审定",
                                "run {0} is already before the committee as proposal {1}"};
static const tp_msg msg_who = {"proposal.who", "须写明提出人", "say who proposes"};

#define PROPOSAL_COLUMNS                                                                           \
    "SELECT p.proposal, p.run, p.title, p.proposed_by, p.proposed_on, a.approval,"                 \
    " iif(u.approval IS NULL, iif(" TP_FILES_SQL(                                                  \
        "a") ", 'filed', a.decision), 'undone')"                                                   \
             " FROM proposal p LEFT JOIN approval a ON a.proposal = p.proposal"                    \
             " LEFT JOIN " TP_UNDONE_APPROVALS " u ON u.approval = a.approval"

static bool read_row(sqlite3_stmt *stmt, tp_arena *arena, void *into)
{
    tp_proposal_row *out = into;
    const char *on = tp_db_text(stmt, 4, arena);
    *out = (tp_proposal_row){.proposal = sqlite3_column_int64(stmt, 0),
                             .run = tp_db_text(stmt, 1, arena),
                             .title = tp_db_text(stmt, 2, arena),
                             .proposed_by = tp_db_text(stmt, 3, arena),
                             .approval = sqlite3_column_int64(stmt, 5),
                             .decision = tp_db_text(stmt, 6, arena)};
    if (on)
        tp_date_parse(on, strlen(on), &out->proposed_on);
    return on && out->run && out->title && out->proposed_by && out->decision;
}

tp_status tp_proposals_list(tp_store *store, tp_arena *arena, tp_proposal_row **out, size_t *count,
                            tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    *out = NULL;
    *count = 0;
    tp_status status = tp_db_prepare(store, &stmt, PROPOSAL_COLUMNS " ORDER BY p.proposal", err);
    if (!status)
        status = tp_db_list(store, stmt, read_row, arena, out, count, err);
    sqlite3_finalize(stmt);
    return status;
}

tp_status tp_proposal_get(tp_store *store, int64_t proposal, tp_arena *arena, tp_proposal_row *out,
                          tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    tp_status status = tp_db_prepare(store, &stmt, PROPOSAL_COLUMNS " WHERE p.proposal = ?1", err);
    if (!status)
        status = tp_db_bind_int(store, stmt, 1, proposal, err);
    if (!status)
        status = tp_db_step(store, stmt, &row, err);
    if (!status && !row) {
        char number[TP_DEC_TEXT];
        tp_int_format(proposal, number);
        tp_diag_error(store->diags, nowhere, &msg_none, number);
        status = tp_fail(err, TP_E_INPUT, "no proposal %s", number);
    } else if (!status && !read_row(stmt, arena, out)) {
        status = tp_fail_nomem(err);
    }
    sqlite3_finalize(stmt);
    return status;
}

static tp_status check_run(tp_store *store, const tp_propose_request *request, tp_arena *arena,
                           tp_err *err)
{
    tp_run_record run;
    tp_proposal_row *rows;
    size_t count;
    tp_status status = tp_store_get_run(store, request->run, arena, &run, err);
    if (!status && strcmp(run.status, "optimal") != 0 && strcmp(run.status, "feasible") != 0) {
        bool conflict = strcmp(run.status, "infeasible") == 0;
        tp_diag_error(store->diags, nowhere, conflict ? &msg_conflict : &msg_no_answer, run.run);
        status = tp_fail(err, TP_E_REFUSED, "status %s", run.status);
    }
    if (!status)
        status = tp_proposals_list(store, arena, &rows, &count, err);
    for (size_t i = 0; !status && i < count; i++)
        if (!rows[i].approval && strcmp(rows[i].run, request->run) == 0) {
            char number[TP_DEC_TEXT];
            tp_int_format(rows[i].proposal, number);
            tp_diag_error(store->diags, nowhere, &msg_open, request->run, number);
            status = tp_fail(err, TP_E_REFUSED, "already proposed");
        }
    return status;
}

static tp_status insert(tp_store *store, const tp_propose_request *request, int64_t *proposal,
                        tp_err *err)
{
    char on[TP_DATE_TEXT];
    tp_date_format(request->on, on);
    tp_status status = tp_db_insert(
        store,
        "INSERT INTO proposal (run, title, proposed_by, proposed_on) VALUES (?1, ?2, ?3, ?4)", 4,
        (const char *const[]){request->run, request->title ? request->title : "", request->by, on},
        err);
    if (status)
        return status;
    char number[TP_DEC_TEXT];
    *proposal = sqlite3_last_insert_rowid(store->db);
    tp_int_format(*proposal, number);
    tp_log_about(store, "propose", number, request->run);
    return TP_OK;
}

/* Whoever signed in is who proposes. */
tp_status tp_propose(tp_store *store, const tp_propose_request *asked, int64_t *proposal,
                     tp_err *err)
{
    tp_propose_request named = *asked;
    const tp_propose_request *request = &named;
    tp_status may = tp_store_by(store, TP_MAY_PROPOSE, &named.by, err);
    if (may)
        return may;
    tp_arena *arena = tp_arena_create();
    const char *folded = !arena ? NULL : !request->by ? "" : tp_text_folded(arena, request->by);
    if (!folded) {
        tp_arena_free(arena);
        return tp_fail_nomem(err);
    }
    if (!*folded) {
        tp_arena_free(arena);
        tp_diag_add(store->diags, TP_ERROR, nowhere, &msg_who, 0, NULL);
        return tp_fail(err, TP_E_USAGE, "nobody proposes");
    }
    tp_content_write write;
    tp_status status = tp_store_check_date(store, request->on, err);
    if (status) {
        tp_arena_free(arena);
        return status;
    }
    status = tp_content_begin(store, &write, err);
    if (!status) {
        status = check_run(store, request, arena, err);
        if (!status)
            status = insert(store, request, proposal, err);
        status = tp_content_end(store, write, status, err);
    }
    tp_arena_free(arena);
    return status;
}
