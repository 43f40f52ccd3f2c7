#include "models/answer.h"

#include "base/invariant.h"
#include "run/columns.h"
#include "run/document.h"
#include "run/session_parts.h"
#include "solve/relaxation/relax.h"

#include <string.h>

const char *tp_run_engine(tp_arena *arena)
{
    const char *name, *clp = tp_relax_version(1, &name), *cbc = tp_solver_cbc_version();
    return tp_arena_format(arena, "turnpool " TP_VERSION ", GLPK %s%s%s%s%s",
                           tp_solver_glpk.version, clp ? ", Clp " : "", clp ? clp : "",
                           cbc ? ", Cbc " : "", cbc ? cbc : "");
}

tp_status tp_session_task(tp_session *session, tp_tiers_task *out, tp_err *err)
{
    const tp_case *c = session->now->kase;
    if (!c->program)
        return tp_fail(err, TP_E_INTERNAL, "the case has no program");
    *out = (tp_tiers_task){.program = c->program,
                           .tiers = c->tiers,
                           .n_tiers = c->n_tiers,
                           .tie_break = c->tie_break,
                           .tie_break_then = c->tie_break_then,
                           .tidy = tp_columns_tidy,
                           .tidy_user = c};
    return TP_OK;
}

tp_status tp_session_name_run(tp_run *run, tp_err *err)
{
    char hex[TP_SHA256_HEX], answer[TP_SHA256_HEX] = "";
    run->id[0] = '\0';
    tp_buf key;
    tp_buf_init(&key);
    if (run->result->status == TP_FEASIBLE || run->result->status == TP_NO_ANSWER) {
        tp_document_write(&key, run);
        if (!tp_buf_ok(&key) || !tp_sha256_of(key.bytes, key.length, answer))
            key.failed = true;
        key.length = 0;
    }
    tp_buf_format(&key, "turnpool.run/1\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n", run->data->sha256,
                  run->scenario->sha256, run->reference_sha256, run->evaluation_sha256,
                  run->ledger_head, run->engine, answer);
    bool ok = tp_buf_ok(&key) && tp_sha256_of(key.bytes, key.length, hex);
    tp_buf_finish(&key);
    if (!ok)
        return tp_fail_nomem(err);
    memcpy(run->id, hex, TP_RUN_ID_TEXT - 1);
    run->id[TP_RUN_ID_TEXT - 1] = '\0';
    return TP_OK;
}

/* A concession may leave a demand's tranches filled out of order; the books know only the loan, so
 * the tiers' final values are taken with tranches filled in order (never worse). */
static tp_status settle(tp_run *run, tp_err *err)
{
    int32_t n = run->task.program->n_cols;
    bool *known = tp_arena_array(run->arena, (size_t)n + 1, sizeof *known);
    if (!known)
        return tp_fail_nomem(err);
    tp_status status = tp_columns_set(run->answer.x, known, run->kase, run->result, err);
    for (size_t t = 0; t < run->answer.n_tiers && status == TP_OK; t++) {
        const tp_tier_spec *spec = &run->task.tiers[t];
        if (spec->kind == TP_TIER_LINEAR &&
            !tp_objective_value(&spec->objective, n, run->answer.x, &run->answer.tiers[t].final))
            status = tp_fail(err, TP_E_OVERFLOW, "a tier's value is out of range");
    }
    return status;
}

static tp_status make_result(tp_session *session, tp_run *run, tp_err *err)
{
    tp_status status =
        tp_answer_create(&run->result, session->now->kase, run->answer.x, run->arena, err);
    if (status != TP_OK)
        return status;
    run->result->status = run->answer.status;
    if (run->answer.x)
        status = settle(run, err);
    if (status != TP_OK)
        return status;
    run->result->tiers = run->answer.tiers;
    run->result->n_tiers = run->answer.n_tiers;
    if (run->answer.status == TP_INFEASIBLE)
        run->result->n_tiers = 0;
    return status;
}

/* What the answer says in words: complete before anybody sees the run. A run that a limit stopped
 * is named by all of its answer. */
static tp_status tell(const tp_session_solve_options *options, tp_run *run, tp_err *err)
{
    bool named = run->result->status == TP_FEASIBLE || run->result->status == TP_NO_ANSWER;
    return options->figures_only && !named
               ? TP_OK
               : tp_answer_tell(run->result, run->kase, run->arena, err);
}

tp_status tp_session_solve(tp_session *session, const tp_session_solve_options *options,
                           const tp_run **out, tp_err *err)
{
    static const tp_session_solve_options none = {0};
    options = options ? options : &none;
    *out = NULL;
    tp_run *run = tp_run_create(session->now);
    if (!run)
        return tp_fail_nomem(err);
    tp_session_fill_run(session, run);
    run->engine = tp_run_engine(run->arena);
    tp_status status = run->engine ? tp_session_task(session, &run->task, err) : tp_fail_nomem(err);
    run->task.gap = options->gap;
    run->task.stop = options->stop;
    run->task.progress = options->progress;
    run->task.stop_after = options->stop_after;
    run->task.unproven = options->skip_proofs;
    run->task.start = options->start;
    if (status == TP_OK)
        status = tp_tiers_solve(&run->answer, &run->task, run->arena, err);
    if (status == TP_OK)
        status = make_result(session, run, err);
    if (status == TP_OK && run->answer.status == TP_INFEASIBLE && !options->skip_conflict)
        status = tp_session_conflict(session, run, err);
    if (status == TP_OK)
        status = tell(options, run, err);
    if (status == TP_OK)
        status = tp_session_name_run(run, err);
    if (status != TP_OK) {
        tp_run_free(run);
        return status;
    }
    /* The run may outlive whoever asked. */
    run->task.stop = (tp_stop){0};
    run->task.progress = (tp_progress){0};
    tp_invariant(tp_run_sound(run));
    tp_run_free(session->run);
    session->run = run;
    *out = run;
    return TP_OK;
}
