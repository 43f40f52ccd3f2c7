#include "report/papers/papers.h"

#include "store/log.h"
#include "store/plan_run.h"

#include <string.h>

static tp_status take_counts(tp_papers *out, const char *changes, tp_err *err)
{
    tp_status status = tp_approved_of(&out->approved, out->run, changes, out->arena, err);
    out->loan = out->approved.loan;
    out->deposit = out->approved.deposit;
    out->opinion = out->approved.opinion;
    return status;
}

/* Of a succession the slots; deposits and loans go with them. */
static bool shown(const tp_journal_entry *e)
{
    return e->kind == TP_JOURNAL_RECLAIM || e->kind == TP_JOURNAL_DEPOSIT ||
           e->kind == TP_JOURNAL_TRANSFER || e->kind == TP_JOURNAL_LOAN ||
           e->kind == TP_JOURNAL_CONVERT || e->kind == TP_JOURNAL_PEOPLE ||
           e->kind == TP_JOURNAL_REORGANISE ||
           (e->kind == TP_JOURNAL_SUCCEED && !e->loan && !e->from.scope);
}

bool tp_papers_regroups(const tp_journal_entry *move)
{
    return move->kind == TP_JOURNAL_REORGANISE || move->kind == TP_JOURNAL_SUCCEED;
}

const char *tp_papers_mark(const tp_papers *papers)
{
    return papers->draft ? TP_MARK_DRAFT : papers->undone_on ? TP_MARK_UNDONE : NULL;
}

/* The day on which the last of what was posted was undone. */
static tp_date undone_on(const tp_papers *p, const tp_ledger *ledger)
{
    tp_date on = TP_DATE_NONE;
    for (size_t k = 0; k < p->n_expiries; k++)
        if (!p->expiries[k].undone)
            return TP_DATE_NONE;
    for (size_t k = 0; k < p->n_moves; k++)
        if (p->moves[k].undone < p->moves[k].count)
            return TP_DATE_NONE;
    for (size_t k = 0; k < p->n_moves; k++)
        for (size_t i = 0; i < ledger->n_entries; i++)
            if (ledger->entries[i].corrects == p->moves[k].entry &&
                ledger->entries[i].posted_on > on)
                on = ledger->entries[i].posted_on;
    return on;
}

static tp_status moves_of_posting(tp_papers *out, const tp_ledger *ledger, tp_err *err)
{
    int64_t posting = 0;
    out->moves = tp_arena_array(out->arena, ledger->n_entries + 1, sizeof *out->moves);
    out->expiries = tp_arena_array(out->arena, ledger->n_entries + 1, sizeof *out->expiries);
    if (!out->moves || !out->expiries)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < ledger->n_entries; i++) {
        const tp_journal_entry *e = &ledger->entries[i];
        if (!posting && e->approval == out->approval)
            posting = e->posting;
        if (!posting || e->posting != posting)
            continue;
        out->ledger_head = e->hash;
        if (shown(e))
            out->moves[out->n_moves++] = *e;
        const tp_ledger_loan *loan = e->kind == TP_JOURNAL_RETURN || e->kind == TP_JOURNAL_RENEW
                                         ? tp_ledger_find_loan(ledger, e->loan)
                                         : NULL;
        if (!loan)
            continue;
        out->expiries[out->n_expiries] = *e;
        out->expiries[out->n_expiries++].from.unit = ledger->lines[loan->line].unit;
    }
    out->undone_on = undone_on(out, ledger);
    return TP_OK;
}

static tp_status moves_of_plan(tp_papers *out, tp_err *err)
{
    tp_plan plan;
    tp_status status = tp_plan_of_run(&plan, out->run, &out->approved, out->arena, err);
    if (status)
        return status;
    out->moves = tp_arena_array(out->arena, plan.n_moves + 1, sizeof *out->moves);
    if (!out->moves)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < plan.n_moves; i++)
        if (plan.moves[i].count)
            out->moves[out->n_moves++] =
                (tp_journal_entry){.kind = plan.moves[i].kind,
                                   .category = plan.moves[i].category,
                                   .count = plan.moves[i].count,
                                   .from = plan.moves[i].from,
                                   .to = plan.moves[i].to,
                                   .demand = plan.moves[i].demand,
                                   .sector = plan.moves[i].sector,
                                   .reason = plan.moves[i].reason ? plan.moves[i].reason : ""};
    return TP_OK;
}

/* A proposal's own title; where that is the scenario's, in the language of the papers. */
static const char *title_of(const tp_papers *p, const tp_proposal_row *proposal)
{
    tp_words scenario = p->run->scenario->title;
    if (proposal && strcmp(proposal->title, scenario.zh) != 0 &&
        strcmp(proposal->title, scenario.en) != 0)
        return proposal->title;
    return tp_words_in(scenario, p->lang);
}

static tp_status open_approval(tp_papers *out, tp_opened_run *opened, tp_store *store,
                               int64_t number, const tp_ledger *ledger, tp_err *err)
{
    static const tp_msg msg_none = {
        "export.no-approval", "没有审定第 {0} 号；未审定的方案请用 --draft",
        "there is no approval {0}; use --draft for what is not approved"};
    static const tp_msg msg_rejected = {"export.rejected", "第 {0} 号为不予通过，没有可导出的文书",
                                        "number {0} was rejected: it has no papers"};
    char text[TP_DEC_TEXT];
    tp_int_format(number, text);
    tp_diags *diags = tp_store_diags(store);
    if (number < 1 || (size_t)number > ledger->n_approvals) {
        tp_diag_error(diags, (tp_pos){0}, &msg_none, text);
        return tp_fail(err, TP_E_REFUSED, "no approval %s", text);
    }
    const tp_approval_row *a = &ledger->approvals[number - 1];
    if (strcmp(a->decision, "rejected") == 0) {
        tp_diag_error(diags, (tp_pos){0}, &msg_rejected, text);
        return tp_fail(err, TP_E_REFUSED, "approval %s was a rejection", text);
    }
    tp_proposal_row proposal;
    tp_status status = tp_proposal_get(store, a->proposal, out->arena, &proposal, err);
    if (!status)
        status = tp_run_open(store, a->run, out->arena, opened, err);
    if (status)
        return status;
    out->run = opened->run;
    out->approval = number;
    out->proposal = a->proposal;
    out->title = title_of(out, &proposal);
    out->meeting = a->meeting;
    out->decided_by = a->decided_by;
    out->decided_on = a->decided_on;
    out->decision = a->decision;
    out->reason = a->reason ? a->reason : "";
    status = take_counts(out, a->changes, err);
    return status ? status : moves_of_posting(out, ledger, err);
}

static tp_status open_draft(tp_papers *out, tp_opened_run *opened, tp_store *store,
                            const tp_papers_request *request, tp_err *err)
{
    static const tp_msg msg_none = {"export.no-answer", "测算 {0} 没有可行结果，没有可导出的文书",
                                    "run {0} has no answer: it has no papers"};
    const char *run = request->run;
    tp_proposal_row proposal;
    tp_status status = TP_OK;
    out->draft = true;
    if (request->proposal) {
        status = tp_proposal_get(store, request->proposal, out->arena, &proposal, err);
        if (status)
            return status;
        run = proposal.run;
        out->proposal = request->proposal;
    }
    status = tp_run_open(store, run, out->arena, opened, err);
    if (status)
        return status;
    out->run = opened->run;
    out->title = title_of(out, request->proposal ? &proposal : NULL);
    if (out->run->result->status != TP_OPTIMAL && out->run->result->status != TP_FEASIBLE) {
        tp_diag_error(tp_store_diags(store), (tp_pos){0}, &msg_none, run);
        return tp_fail(err, TP_E_REFUSED, "run %s has no answer", run);
    }
    status = take_counts(out, "", err);
    return status ? status : moves_of_plan(out, err);
}

tp_status tp_papers_gather(tp_papers *out, tp_opened_run *opened, tp_store *store,
                           const tp_papers_request *request, tp_arena *arena, tp_err *err)
{
    static const tp_words issuer = {"机构编制委员会办公室", "Office of the Staffing Committee"};
    *opened = (tp_opened_run){0};
    *out = (tp_papers){.arena = arena,
                       .lang = request->lang,
                       .issuer =
                           request->issuer ? request->issuer : tp_words_in(issuer, request->lang),
                       .meeting = "",
                       .decided_by = "",
                       .decision = "",
                       .reason = "",
                       .ledger_head = "",
                       .head = ""};
    tp_ledger *ledger;
    tp_status status = TP_OK;
    if (request->approval) {
        status = tp_ledger_load(&ledger, store, TP_DATE_NONE, arena, err);
        if (!status)
            status = open_approval(out, opened, store, request->approval, ledger, err);
        if (!status)
            status = tp_books_head_of(store, request->approval, 0, arena, &out->head, err);
        if (!status && !*out->head)
            out->head = out->ledger_head;
    } else {
        status = open_draft(out, opened, store, request, err);
    }
    if (!status)
        status =
            tp_remarks_of(store, opened->record.run, arena, &out->remarks, &out->n_remarks, err);
    if (!status && !request->issuer && out->run->scenario->issuer)
        out->issuer = out->run->scenario->issuer;
    if (!status)
        status = tp_papers_given(out, err);
    if (!status)
        status = tp_papers_filed(out, err);
    if (!status)
        status = tp_drafts_effects(out->run, arena, &out->drafts, &out->n_drafts, err);
    return status ? status : tp_papers_open_demands(out, err);
}

static const char *unit_of(const tp_journal_entry *move)
{
    return move->from.unit ? move->from.unit : move->to.unit;
}

/* Of a unit that has entries of its own, theirs. */
static const char *number_of(const tp_papers *papers, const tp_journal_entry *move,
                             const char *unit)
{
    for (size_t i = 0; i < papers->n_expiries; i++)
        if (papers->expiries[i].notice && strcmp(papers->expiries[i].from.unit, unit) == 0)
            return papers->expiries[i].notice;
    for (size_t i = 0; i < papers->n_moves; i++) {
        const char *other = unit_of(&papers->moves[i]);
        if (other && strcmp(other, unit) == 0)
            return papers->moves[i].notice ? papers->moves[i].notice : "";
    }
    return move && move->notice ? move->notice : "";
}

tp_status tp_papers_notices(tp_notice **out, size_t *count, const tp_papers *papers, tp_err *err)
{
    const tp_dataset *data = papers->run->data;
    bool *seen = tp_arena_array(papers->arena, (size_t)data->n_units + 1, sizeof *seen);
    *out = tp_arena_array(papers->arena, (size_t)data->n_units + 1, sizeof **out);
    *count = 0;
    if (!seen || !*out)
        return tp_fail_nomem(err);
    /* Loans that fall due are entered first. */
    for (size_t i = 0; i < data->n_expired; i++) {
        int32_t unit = data->lines[data->expired[i].line].unit;
        if (data->expired[i].item < 0 || seen[unit])
            continue;
        seen[unit] = true;
        (*out)[(*count)++] = (tp_notice){unit, number_of(papers, NULL, data->units[unit].code)};
    }
    for (size_t i = 0; i < papers->n_moves; i++) {
        const tp_journal_entry *move = &papers->moves[i];
        const char *units[2] = {
            unit_of(move),
            move->kind == TP_JOURNAL_PEOPLE || tp_papers_regroups(move) ? move->to.unit : NULL};
        for (int k = 0; k < 2; k++) { /* from unit to unit: one number for both */
            int32_t unit = units[k] ? tp_dataset_unit(data, units[k]) : TP_ID_NONE;
            if (unit == TP_ID_NONE || seen[unit])
                continue;
            seen[unit] = true;
            (*out)[(*count)++] = (tp_notice){unit, number_of(papers, move, units[k])};
        }
    }
    return TP_OK;
}
