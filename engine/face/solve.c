/* Setting, solving, reading and keeping runs. */
#include "face/parts.h"

#include "run/document.h"
#include "store/approval.h"
#include "workspace/keep.h"
#include "workspace/stored_run.h"

#include <stdlib.h>

static const tp_msg msg_now = {"face.no-now", "存入数据库须在打开时给出时间（now）",
                               "keeping a run needs the time (now) given to open"};
static const tp_pos nowhere = {0};

tp_status tp_face_run(turnpool_run **out, const tp_run *run, tp_err *err)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return tp_fail_nomem(err);
    (*out)->run = tp_run_hold(run);
    return TP_OK;
}

void turnpool_run_free(turnpool_run *run)
{
    if (!run)
        return;
    tp_run_free(run->run);
    tp_arena_free(run->arena);
    free(run);
}

const char *turnpool_run_id(const turnpool_run *run)
{
    return run->run->id;
}

const char *turnpool_run_source(const turnpool_run *run)
{
    return run->run->data->path ? run->run->data->path : "";
}

turnpool_answer turnpool_run_answer(const turnpool_run *run)
{
    static const turnpool_answer of[] = {[TP_OPTIMAL] = TURNPOOL_OPTIMAL,
                                         [TP_FEASIBLE] = TURNPOOL_FEASIBLE,
                                         [TP_INFEASIBLE] = TURNPOOL_INFEASIBLE,
                                         [TP_NO_ANSWER] = TURNPOOL_NONE};
    return of[run->run->result->status];
}

turnpool_status turnpool_set(turnpool *t, const char *const *settings)
{
    tp_err err = {0};
    tp_setting *items;
    size_t count;
    turnpool_status begun = tp_face_begin(t, TP_FACE_SESSION);
    if (begun)
        return begun;
    tp_status status = tp_face_settings(t, settings, t->call, &items, &count, &err);
    if (!status)
        status = tp_session_set(t->session, items, count, &t->diags, &err);
    return tp_face_end(t, status, &err);
}

turnpool_status turnpool_solve(turnpool *t, turnpool_run **out)
{
    tp_err err = {0};
    const tp_run *run;
    *out = NULL;
    turnpool_status begun = tp_face_begin(t, TP_FACE_SESSION);
    if (begun)
        return begun;
    const tp_session_solve_options how = {.gap = t->gap, .stop = t->stop, .progress = t->progress};
    tp_status status = tp_session_solve(t->session, &how, &run, &err);
    if (!status)
        status = tp_face_run(out, run, &err);
    return tp_face_end(t, status, &err);
}

turnpool_status turnpool_document(const turnpool_run *run, char **text, size_t *length)
{
    tp_buf out;
    tp_buf_init(&out);
    tp_document_write(&out, run->run);
    bool given = tp_face_give(&out, text, length);
    tp_buf_finish(&out);
    return given ? TURNPOOL_OK : TURNPOOL_FAILURE;
}

turnpool_status turnpool_keep(turnpool *t, const turnpool_run *run)
{
    tp_err err = {0};
    turnpool_status begun = tp_face_begin(t, TP_FACE_STORE);
    if (begun)
        return begun;
    tp_status status = TP_OK;
    if (t->now) {
        status = tp_keep(t->store, run->run, &(tp_asking){.at = t->now}, t->now, &err);
    } else {
        tp_diag_error(&t->diags, nowhere, &msg_now, "");
        status = tp_fail(&err, TP_E_USAGE, "no time given");
    }
    return tp_face_end(t, status, &err);
}

/* The store may be closed before the run is: its texts are the run's own. */
static tp_status load(turnpool *t, const char *name, turnpool_run **out, tp_err *err)
{
    tp_opened_run opened;
    tp_arena *arena = tp_arena_create();
    if (!arena)
        return tp_fail_nomem(err);
    tp_status status = tp_run_open_named(t->store, name, arena, &opened, err);
    if (status) {
        tp_arena_free(arena);
        return status;
    }
    status = tp_face_run(out, opened.run, err);
    if (status) {
        tp_arena_free(arena);
    } else {
        (*out)->arena = arena;
        (*out)->opened = (tp_opened_run){.record = opened.record, .stored = opened.stored};
    }
    tp_opened_run_free(&opened);
    return status;
}

turnpool_status turnpool_load(turnpool *t, const char *name, turnpool_run **out)
{
    tp_err err = {0};
    *out = NULL;
    turnpool_status begun = tp_face_begin(t, TP_FACE_STORE);
    if (begun)
        return begun;
    return tp_face_end(t, load(t, name, out, &err), &err);
}
