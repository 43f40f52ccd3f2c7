#include "run/session.h"

#include "models/answer.h"
#include "run/books.h"
#include "run/columns.h"
#include "run/document.h"
#include "run/session_parts.h"

#include "evaluate/evaluate.h"

#include <stdlib.h>
#include <string.h>

const char *tp_run_engine(tp_arena *arena)
{
    return tp_arena_format(arena, "turnpool " TP_VERSION ", GLPK %s", tp_solver_glpk.version);
}

tp_status tp_run_tell(const tp_run *run, tp_err *err)
{
    return tp_answer_tell(run->result, run->kase, run->arena, err);
}

static void free_stand(tp_stand *stand)
{
    tp_case_free(stand->kase);
    tp_scenario_free(stand->scenario);
    tp_arena_free(stand->arena);
    *stand = (tp_stand){0};
}

void tp_session_free(tp_session *session)
{
    if (!session)
        return;
    if (session->base.kase != session->now.kase)
        free_stand(&session->base);
    free_stand(&session->now);
    tp_dataset_free(session->data);
    tp_evaluation_free(session->evaluation);
    tp_arena_free(session->run_arena);
    tp_arena_free(session->arena);
    free(session->undo);
    free(session);
}

static char *keep(tp_session *session, const char *text)
{
    return text ? tp_arena_text(session->arena, text) : NULL;
}

/* Copies of settings, so that the caller's need not live on. */
static tp_status keep_settings(tp_session *session, const tp_setting *settings, size_t count,
                               tp_setting **out, tp_err *err)
{
    *out = tp_arena_array(session->arena, count + 1, sizeof **out);
    if (!*out)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < count; i++) {
        (*out)[i] = (tp_setting){keep(session, settings[i].key), keep(session, settings[i].value),
                                 keep(session, settings[i].origin), settings[i].line};
        if (!(*out)[i].key || !(*out)[i].value)
            return tp_fail_nomem(err);
    }
    return TP_OK;
}

tp_session *tp_session_create(tp_err *err)
{
    tp_session *session = calloc(1, sizeof *session);
    if (session)
        session->arena = tp_arena_create();
    if (!session || !session->arena) {
        free(session);
        tp_fail_nomem(err);
        return NULL;
    }
    return session;
}

static tp_status read_scenario(tp_session *session, const tp_scenario_options *options,
                               tp_scenario **out, tp_diags *diags, tp_err *err)
{
    return session->text ? tp_scenario_parse(out, session->text, session->text_length,
                                             session->origins, options, diags, err)
                         : tp_scenario_load(out, session->file, options, diags, err);
}

/* The scenario under the settings given at open, then these, then the ledger's balances. */
static tp_status load_scenario(tp_session *session, const tp_variation *wanted, tp_stand *stand,
                               tp_diags *diags, tp_err *err)
{
    size_t total = session->n_settings + wanted->n_settings, n_sections;
    tp_setting *all = tp_arena_array(stand->arena, total + 2, sizeof *all);
    if (!all)
        return tp_fail_nomem(err);
    if (session->n_settings)
        memcpy(all, session->settings, session->n_settings * sizeof *all);
    if (wanted->n_settings)
        memcpy(all + session->n_settings, wanted->settings, wanted->n_settings * sizeof *all);
    tp_scenario_options options = {.settings = all, .n_settings = total};
    options.base = session->text ? NULL : session->base.scenario;
    options.sections = tp_case_sections(&n_sections);
    options.n_sections = n_sections;
    tp_status status = read_scenario(session, &options, &stand->scenario, diags, err);
    bool needed = false;
    if (status == TP_OK)
        status = tp_books_opening(&all[total], &needed, session->books, stand->scenario,
                                  stand->arena, diags, err);
    if (status != TP_OK || !needed)
        return status;
    tp_scenario_free(stand->scenario);
    stand->scenario = NULL;
    options.n_settings = total + 1;
    return read_scenario(session, &options, &stand->scenario, diags, err);
}

static void derived(void *user)
{
    const tp_progress *progress = user;
    if (progress->step)
        progress->step(progress->user, "model", "derive");
}

static tp_status begin_stand(tp_session *session, const tp_variation *wanted, tp_stand *stand,
                             tp_diags *diags, tp_err *err)
{
    *stand = (tp_stand){.arena = tp_arena_create()};
    return stand->arena ? load_scenario(session, wanted, stand, diags, err) : tp_fail_nomem(err);
}

/* Derives the case of the stand's scenario over the session's dataset; takes the place of the old
 * one only when all went well. The first over the data as loaded stays, for later ones to take over
 * from: so what a stand is made of never depends on those between. */
static tp_status adopt(tp_session *session, tp_stand *stand, tp_progress progress, tp_diags *diags,
                       tp_err *err)
{
    tp_status status = tp_session_reference(session, stand, diags, err);
    if (status == TP_OK)
        status =
            tp_case_create(&stand->kase,
                           &(tp_case_options){.data = session->data,
                                              .scenario = stand->scenario,
                                              .reference = stand->reference,
                                              .base = session->n_undo ? NULL : session->base.kase,
                                              .derived = derived,
                                              .user = &progress},
                           diags, err);
    if (status != TP_OK)
        return status;
    if (session->now.kase != session->base.kase)
        free_stand(&session->now);
    session->now = *stand;
    if (!session->base.kase && !session->n_undo)
        session->base = *stand;
    return TP_OK;
}

static void told(const tp_session_options *options, const char *stage)
{
    if (options->progress.tell)
        options->progress.tell(options->progress.user, stage, 0, 0);
}

tp_status tp_session_open(tp_session **out, const char *file, const tp_session_options *options,
                          tp_diags *diags, tp_err *err)
{
    static const tp_session_options none = {0};
    options = options ? options : &none;
    *out = NULL;
    tp_session *session = tp_session_create(err);
    tp_stand stand = {0};
    if (!session)
        return TP_E_NOMEM;
    session->books = options->books;
    session->references = options->references;
    session->n_settings = options->n_settings;
    session->file = keep(session, file);
    tp_status status = session->file ? keep_settings(session, options->settings,
                                                     options->n_settings, &session->settings, err)
                                     : tp_fail_nomem(err);
    if (status == TP_OK)
        status = begin_stand(session, &(tp_variation){0}, &stand, diags, err);
    told(options, "scenario");
    if (status == TP_OK)
        status = tp_session_load_data(session, stand.scenario, options, diags, err);
    if (status == TP_OK)
        status = tp_books_reconcile(session->data, options->books, diags, err);
    told(options, "read");
    if (status == TP_OK)
        status = adopt(session, &stand, options->progress, diags, err);
    told(options, "model");
    if (status != TP_OK) {
        free_stand(&stand);
        tp_session_free(session);
        return status;
    }
    *out = session;
    return TP_OK;
}

tp_status tp_session_settle(tp_session *session, const tp_variation *wanted, tp_diags *diags,
                            tp_err *err)
{
    tp_stand stand;
    tp_status status = begin_stand(session, wanted, &stand, diags, err);
    if (status == TP_OK)
        status = adopt(session, &stand, (tp_progress){0}, diags, err);
    if (status != TP_OK)
        free_stand(&stand);
    return status;
}

tp_status tp_session_set(tp_session *session, const tp_setting *settings, size_t n_settings,
                         tp_diags *diags, tp_err *err)
{
    const tp_variation wanted = {.settings = settings, .n_settings = n_settings};
    return session->n_undo ? tp_session_vary(session, &wanted, diags, err)
                           : tp_session_settle(session, &wanted, diags, err);
}

const tp_dataset *tp_session_data(const tp_session *session)
{
    return session->data;
}

const char *tp_session_source(const tp_session *session)
{
    return session->source_sha256;
}

const tp_scenario *tp_session_scenario(const tp_session *session)
{
    return session->now.scenario;
}

const tp_case *tp_session_case(const tp_session *session)
{
    return session->now.kase;
}

tp_status tp_session_task(tp_session *session, tp_tiers_task *out, tp_err *err)
{
    const tp_case *c = session->now.kase;
    if (!c->program)
        return tp_fail(err, TP_E_INTERNAL, "the case has no program");
    *out = (tp_tiers_task){
        .program = c->program, .tiers = c->tiers, .n_tiers = c->n_tiers, .tie_break = c->tie_break};
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
        tp_answer_create(&run->result, session->now.kase, run->answer.x, run->arena, err);
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

tp_status tp_session_solve(tp_session *session, const tp_session_solve_options *options,
                           const tp_run **out, tp_err *err)
{
    static const tp_session_solve_options none = {0};
    options = options ? options : &none;
    *out = NULL;
    tp_arena *arena = tp_arena_create();
    tp_run *run = arena ? tp_arena_alloc(arena, sizeof *run) : NULL;
    if (!run) {
        tp_arena_free(arena);
        return tp_fail_nomem(err);
    }
    run->arena = arena;
    tp_session_fill_run(session, run);
    run->engine = tp_run_engine(arena);
    tp_status status = run->engine ? tp_session_task(session, &run->task, err) : tp_fail_nomem(err);
    run->task.gap = options->gap;
    run->task.stop = options->stop;
    run->task.progress = options->progress;
    run->task.stop_after = options->stop_after;
    run->task.start = options->start;
    if (status == TP_OK)
        status = tp_tiers_solve(&run->answer, &run->task, arena, err);
    if (status == TP_OK)
        status = make_result(session, run, err);
    if (status == TP_OK && run->answer.status == TP_INFEASIBLE && !options->skip_conflict)
        status = tp_session_conflict(session, run, err);
    if (status == TP_OK)
        status = tp_session_name_run(run, err);
    if (status != TP_OK) {
        tp_arena_free(arena);
        return status;
    }
    tp_arena_free(session->run_arena);
    session->run_arena = arena;
    *out = run;
    return TP_OK;
}
