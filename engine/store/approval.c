#include "store/approval.h"

#include "base/text.h"
#include "store/amend.h"
#include "store/filing.h"
#include "store/log_parts.h"
#include "store/movement_parts.h"
#include "store/plan_run.h"
#include "store/stale.h"

#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_decided = {"approval.decided", "建议方案第 {0} 号已有审定结论（{1}）",
                                   "proposal {0} is decided already ({1})"};
static const tp_msg msg_same = {"approval.same-person", "审定人与提出人（{0}）不得为同一人",
                                "the approver must not be the proposer ({0})"};
static const tp_msg msg_same_files = {"approval.same-person", "备案人与提出人（{0}）不得为同一人",
                                      "whoever files must not be the proposer ({0})"};
static const tp_msg msg_who = {"approval.who", "须写明审定人", "say who approves"};
static const tp_msg msg_early = {"approval.early", "审定日期 {0} 早于提出日期 {1}",
                                 "it would be decided on {0}, before it was proposed on {1}"};
static const tp_msg msg_nothing = {"approval.nothing", "没有任何可登记的事项：请改为不予通过",
                                   "nothing would be posted: reject it instead"};

tp_status tp_run_open(tp_store *store, const char *run, tp_arena *arena, tp_opened_run *out,
                      tp_err *err)
{
    *out = (tp_opened_run){.store = store};
    tp_dataset_record data;
    tp_scenario_record scenario;
    tp_status status = tp_store_get_run(store, run, arena, &out->record, err);
    if (!status)
        status = tp_store_get_dataset(store, out->record.dataset_sha256, arena, &data, err);
    if (!status)
        status = tp_store_get_scenario(store, out->record.scenario_sha256, arena, &scenario, err);
    if (status)
        return status;
    out->stored = (tp_session_stored){.dataset = data.canonical.bytes,
                                      .dataset_length = data.canonical.length,
                                      .order = data.order.bytes,
                                      .source = out->record.source_sha256,
                                      .path = out->record.source_path,
                                      .scenario = scenario.text.bytes,
                                      .scenario_length = scenario.text.length,
                                      .origins = scenario.origins.bytes,
                                      .document = out->record.document.bytes,
                                      .document_length = out->record.document.length,
                                      .certificate = out->record.certificate.bytes,
                                      .certificate_length = out->record.certificate.length};
    /* Warnings about the data were shown when it was run: here only what stops. */
    tp_diags told;
    tp_diags_init(&told, arena);
    status = tp_session_restore(&out->session, &out->run, &out->stored, &told, err);
    for (size_t i = 0; status && i < told.count; i++)
        if (told.items[i].severity == TP_ERROR)
            tp_db_tell(store, told.items[i].code,
                       (tp_words){told.items[i].text[TP_ZH], told.items[i].text[TP_EN]});
    return status;
}

void tp_opened_run_free(tp_opened_run *opened)
{
    tp_session_free(opened->session);
    *opened = (tp_opened_run){0};
}

/* What a decision works on, inside its transaction. */
typedef struct deciding {
    tp_movement m;
    tp_store *store;
    tp_arena *arena;
    const tp_decision *decision;
    tp_proposal_row proposal;
    tp_opened_run opened;
    const char *by; /* the decision's, or whoever signed in */
    tp_may may;
} deciding;

static bool same_name(tp_arena *arena, const char *a, const char *b)
{
    const char *p = tp_text_folded(arena, a), *q = tp_text_folded(arena, b);
    return !p || !q || strcmp(p, q) == 0;
}

static tp_status check_person(deciding *d, tp_err *err)
{
    tp_status status = tp_store_by(d->store, d->may, &d->by, err);
    if (status)
        return status;
    const char *folded = d->by ? tp_text_folded(d->arena, d->by) : "";
    if (!folded)
        return tp_fail_nomem(err);
    if (!*folded) {
        tp_diag_add(d->store->diags, TP_ERROR, nowhere, &msg_who, 0, NULL);
        return tp_fail(err, TP_E_USAGE, "nobody approves");
    }
    if (same_name(d->arena, d->by, d->proposal.proposed_by)) {
        tp_log_refuse(d->store, tp_may_names[d->may], "same person");
        tp_diag_error(d->store->diags, nowhere,
                      d->may == TP_MAY_DECIDE ? &msg_same : &msg_same_files,
                      d->proposal.proposed_by);
        return tp_fail(err, TP_E_REFUSED, "approver is proposer");
    }
    return TP_OK;
}

static tp_status check_dates(deciding *d, tp_err *err)
{
    tp_date on = d->decision->on;
    if (on >= d->proposal.proposed_on)
        return tp_ledger_check_date(d->store, d->m.ledger, on, err);
    char given[TP_DATE_TEXT], bound[TP_DATE_TEXT];
    tp_date_format(on, given);
    tp_date_format(d->proposal.proposed_on, bound);
    tp_diag_error(d->store->diags, nowhere, &msg_early, given, bound);
    return tp_fail(err, TP_E_REFUSED, "dated %s, before %s", given, bound);
}

static tp_words decision_words(const char *decision)
{
    static const struct {
        const char *id;
        tp_words words;
    } known[] = {{"approved", {"已审定", "approved"}},
                 {"partial", {"部分审定", "approved in part"}},
                 {"filed", {"已备案", "filed"}},
                 {"rejected", {"不予通过", "rejected"}},
                 {"undone", {"审定后已冲销", "approved, then undone"}}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].id, decision) == 0)
            return known[i].words;
    return (tp_words){decision, decision};
}

static tp_status prepare(deciding *d, tp_err *err)
{
    const tp_decision *decision = d->decision;
    tp_status status = tp_proposal_get(d->store, decision->proposal, d->arena, &d->proposal, err);
    if (!status && d->proposal.approval) {
        char number[TP_DEC_TEXT];
        tp_int_format(decision->proposal, number);
        const tp_words args[] = {{number, number}, decision_words(d->proposal.decision)};
        tp_diag_add_words(d->store->diags, TP_ERROR, nowhere, &msg_decided, 2, args);
        status = tp_fail(err, TP_E_REFUSED, "decided already");
    }
    if (!status)
        status = check_person(d, err);
    return status ? status : check_dates(d, err);
}

static tp_status post_decision(deciding *d, const char *name, const char *changes,
                               const tp_run_record *run, int64_t *approval, tp_err *err)
{
    const tp_decision *decision = d->decision;
    tp_approval_row row = {.proposal = decision->proposal,
                           .decision = name,
                           .meeting = decision->meeting ? decision->meeting : "",
                           .decided_by = d->by,
                           .decided_on = decision->on,
                           .reason = decision->reason ? decision->reason : "",
                           .changes = changes,
                           .proposed_by = d->proposal.proposed_by,
                           .run = run->run,
                           .document_sha256 = run->document_sha256,
                           .dataset_sha256 = run->dataset_sha256,
                           .scenario_sha256 = run->scenario_sha256};
    tp_status status = tp_posting_approval(&d->m.posting, &row, err);
    *approval = row.approval;
    return status;
}

static void sum_up(tp_booking *booking, const tp_amended *amended)
{
    if (!booking)
        return;
    booking->agreed = amended->agreed;
    booking->cut = amended->cut;
    booking->refused = amended->refused;
    booking->deferred = amended->deferred;
    booking->unused = amended->unused;
}

/* The counts are the amended ones. */
static tp_status carry_out(deciding *d, const tp_run *run, const tp_amended *amended,
                           int64_t *approval, tp_err *err)
{
    tp_plan plan;
    bool whole = !*amended->changes || strcmp(amended->changes, TP_FILED_MARK) == 0;
    tp_status status = tp_amend_check(d->store, run, &amended->counts, d->arena, err);
    if (!status)
        status = tp_plan_of_run(&plan, run, &amended->counts, d->arena, err);
    if (!status && !plan.n_moves) {
        tp_diag_add(d->store->diags, TP_ERROR, nowhere, &msg_nothing, 0, NULL);
        status = tp_fail(err, TP_E_REFUSED, "nothing to post");
    }
    if (!status)
        status = post_decision(d, whole ? "approved" : "partial", amended->changes,
                               &d->opened.record, approval, err);
    if (!status)
        sum_up(d->decision->booking, amended);
    tp_plan_terms terms = {status ? 0 : *approval, d->decision->on, d->by};
    return status ? status : tp_plan_post(&plan, &terms, d->m.ledger, &d->m.posting, err);
}

static tp_status open_current(deciding *d, tp_err *err)
{
    tp_status status = tp_run_open(d->store, d->proposal.run, d->arena, &d->opened, err);
    return status ? status
                  : tp_stale_check(d->store, d->m.ledger, &d->opened.record, d->decision, d->arena,
                                   err);
}

static tp_status approve(deciding *d, int64_t *approval, tp_err *err)
{
    tp_amended amended;
    tp_status status = open_current(d, err);
    if (!status)
        status = tp_amend(&amended, d->store, d->opened.run, d->decision, d->arena, err);
    return status ? status : carry_out(d, d->opened.run, &amended, approval, err);
}

static tp_status file(deciding *d, int64_t *approval, tp_err *err)
{
    tp_filed filed;
    tp_status status = open_current(d, err);
    if (!status)
        status = tp_file_part(&filed, d->store, d->opened.run, d->decision, d->arena, err);
    return status ? status : carry_out(d, &filed.run, &filed.amended, approval, err);
}

static tp_status reject(deciding *d, int64_t *approval, tp_err *err)
{
    tp_run_record run;
    tp_status status = tp_store_get_run(d->store, d->proposal.run, d->arena, &run, err);
    return status ? status : post_decision(d, "rejected", "", &run, approval, err);
}

typedef tp_status (*deed)(deciding *d, int64_t *approval, tp_err *err);

static tp_status decide(tp_store *store, const tp_decision *decision, deed what, tp_may may,
                        int64_t *approval, tp_err *err)
{
    deciding d = {.store = store, .decision = decision, .by = decision->by, .may = may};
    tp_status status = tp_movement_open(&d.m, store, decision->booking, err);
    d.arena = d.m.arena;
    if (!status)
        status = prepare(&d, err);
    if (!status)
        status = what(&d, approval, err);
    tp_opened_run_free(&d.opened);
    if (!status && decision->booking)
        decision->booking->approval = *approval;
    return tp_movement_finish(&d.m, status, err);
}

tp_status tp_approve(tp_store *store, const tp_decision *decision, int64_t *approval, tp_err *err)
{
    return decide(store, decision, approve, TP_MAY_DECIDE, approval, err);
}

tp_status tp_reject(tp_store *store, const tp_decision *decision, int64_t *approval, tp_err *err)
{
    return decide(store, decision, reject, TP_MAY_DECIDE, approval, err);
}

tp_status tp_file(tp_store *store, const tp_decision *decision, int64_t *approval, tp_err *err)
{
    return decide(store, decision, file, TP_MAY_POST, approval, err);
}
