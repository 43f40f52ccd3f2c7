#include "run/session.h"

#include "domain/dataset_doubt.h"
#include "models/remake.h"
#include "run/books.h"
#include "run/session_parts.h"

#include <stdlib.h>
#include <string.h>

void tp_session_free(tp_session *session)
{
    if (!session)
        return;
    tp_run_free(session->run);
    tp_stand_free(session->base);
    tp_stand_free(session->now);
    tp_ground_free(session->ground);
    free(session);
}

static char *keep(tp_arena *arena, const char *text)
{
    return text ? tp_arena_text(arena, text) : NULL;
}

/* Copies of settings, so that the caller's need not live on. */
static tp_status keep_settings(tp_arena *arena, const tp_setting *settings, size_t count,
                               tp_setting *out, tp_err *err)
{
    for (size_t i = 0; i < count; i++) {
        out[i] = (tp_setting){keep(arena, settings[i].key), keep(arena, settings[i].value),
                              keep(arena, settings[i].origin), settings[i].line};
        if (!out[i].key || !out[i].value)
            return tp_fail_nomem(err);
    }
    return TP_OK;
}

tp_session *tp_session_create(tp_err *err)
{
    tp_session *session = calloc(1, sizeof *session);
    if (session)
        session->ground = tp_ground_create();
    if (!session || !session->ground) {
        free(session);
        tp_fail_nomem(err);
        return NULL;
    }
    return session;
}

/* The scenario under the settings given at open, then these, then the ledger's balances. */
static tp_status load_scenario(tp_session *session, const tp_variation *wanted, tp_stand *stand,
                               tp_diags *diags, tp_err *err)
{
    size_t total = session->n_settings + wanted->n_settings, n_sections;
    tp_setting *all = tp_arena_array(stand->arena, total + 1, sizeof *all);
    if (!all)
        return tp_fail_nomem(err);
    if (session->n_settings)
        memcpy(all, session->settings, session->n_settings * sizeof *all);
    tp_status status = keep_settings(stand->arena, wanted->settings, wanted->n_settings,
                                     all + session->n_settings, err);
    if (status != TP_OK)
        return status;
    const tp_scenario_figure figures[] = {tp_books_opening(session->books),
                                          tp_books_reorganise(session->books),
                                          tp_books_filing(session->books)};
    tp_scenario_options options = {.settings = all,
                                   .n_settings = total,
                                   .figures = figures,
                                   .n_figures = sizeof figures / sizeof *figures};
    options.base = session->text || !session->base ? NULL : session->base->scenario;
    options.sections = tp_case_sections(&n_sections);
    options.n_sections = n_sections;
    return session->text ? tp_scenario_parse(&stand->scenario, session->text, session->text_length,
                                             session->origins, &options, diags, err)
                         : tp_scenario_load(&stand->scenario, session->file, &options, diags, err);
}

static void derived(void *user)
{
    const tp_progress *progress = user;
    if (progress->step)
        progress->step(progress->user, "model", "derive");
}

static tp_status begin_stand(tp_session *session, const tp_variation *wanted, tp_stand **stand,
                             tp_diags *diags, tp_err *err)
{
    *stand = tp_stand_create(session->ground);
    return *stand ? load_scenario(session, wanted, *stand, diags, err) : tp_fail_nomem(err);
}

/* The first over the data as loaded stays, for later ones to take over from: so what a stand is
 * made of never depends on those between. */
tp_status tp_session_adopt(tp_session *session, tp_stand *stand, tp_progress progress,
                           tp_diags *diags, tp_err *err)
{
    tp_status status = tp_session_reference(session, stand, diags, err);
    if (!stand->edited && session->base && session->base->source == stand->source)
        stand->base = tp_stand_hold(session->base);
    if (status == TP_OK)
        status = tp_case_create(&stand->kase,
                                &(tp_case_options){.data = stand->data,
                                                   .scenario = stand->scenario,
                                                   .reference = stand->reference,
                                                   .base = stand->base ? stand->base->kase : NULL,
                                                   .derived = derived,
                                                   .user = &progress},
                                diags, err);
    if (status != TP_OK) {
        tp_stand_free(stand);
        return status;
    }
    tp_stand_free(session->now);
    session->now = stand;
    if (!session->base && !stand->edited)
        session->base = tp_stand_hold(stand);
    return TP_OK;
}

tp_status tp_session_settle(tp_session *session, tp_stand *stand, tp_diags *diags, tp_err *err)
{
    const tp_stand *first = session->base ? session->base : session->now;
    if (first == stand)
        first = NULL;
    if (first && first->shared && tp_remade_alike(first->scenario, stand->scenario)) {
        stand->data = stand->source = first->source;
        return TP_OK;
    }
    tp_arena *arena = first ? stand->arena : session->ground->arena;
    tp_status status =
        tp_remake(&stand->source, session->ground->data, stand->scenario, arena, diags, err);
    stand->shared = !first || stand->source == session->ground->data;
    stand->data = stand->source;
    return status;
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
    tp_stand *stand = NULL;
    if (!session)
        return TP_E_NOMEM;
    session->books = options->books;
    session->references = options->references;
    session->n_settings = options->n_settings;
    tp_arena *arena = session->ground->arena;
    session->file = keep(arena, file);
    session->settings = tp_arena_array(arena, options->n_settings + 1, sizeof *session->settings);
    tp_status status =
        session->file && session->settings
            ? keep_settings(arena, options->settings, options->n_settings, session->settings, err)
            : tp_fail_nomem(err);
    if (status == TP_OK)
        status = begin_stand(session, &(tp_variation){0}, &stand, diags, err);
    told(options, "scenario");
    if (status == TP_OK)
        status = tp_session_load_data(session, stand->scenario, options, diags, err);
    if (status == TP_OK)
        status = tp_books_reconcile(session->ground->data, options->books, diags, err);
    if (status == TP_OK)
        tp_books_check_date(options->books, stand->scenario->as_of, diags);
    told(options, "read");
    if (status == TP_OK)
        tp_doubt_day(session->ground->data, stand->scenario->as_of,
                     tp_scenario_pos(stand->scenario, "as_of"), diags);
    if (status == TP_OK) {
        stand->data = stand->source = session->ground->data;
        status = tp_session_settle(session, stand, diags, err);
    }
    if (status == TP_OK)
        status = tp_session_adopt(session, stand, options->progress, diags, err);
    else
        tp_stand_free(stand);
    told(options, "model");
    if (status == TP_OK)
        *out = session;
    else
        tp_session_free(session);
    return status;
}

tp_status tp_session_vary(tp_session *session, const tp_variation *wanted, tp_diags *diags,
                          tp_err *err)
{
    tp_stand *stand;
    tp_status status = begin_stand(session, wanted, &stand, diags, err);
    if (status == TP_OK)
        status = tp_session_settle(session, stand, diags, err);
    if (status == TP_OK)
        status = tp_stand_edit(stand, wanted->edits, wanted->n_edits, err);
    if (status == TP_OK)
        return tp_session_adopt(session, stand, (tp_progress){0}, diags, err);
    tp_stand_free(stand);
    return status;
}

tp_status tp_session_set(tp_session *session, const tp_setting *settings, size_t n_settings,
                         tp_diags *diags, tp_err *err)
{
    const tp_variation wanted = {.settings = settings, .n_settings = n_settings};
    return tp_session_vary(session, &wanted, diags, err);
}

const tp_dataset *tp_session_data(const tp_session *session)
{
    return session->now->data;
}

const tp_scenario *tp_session_scenario(const tp_session *session)
{
    return session->now->scenario;
}

const tp_case *tp_session_case(const tp_session *session)
{
    return session->now->kase;
}

const char *tp_session_ledger_head(const tp_session *session)
{
    const tp_books *books = session->books;
    return books && books->head ? books->head : session->ledger_head;
}
