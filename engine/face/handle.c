/* Opening, closing, messages: what every call of the face begins and ends with. */
#include "face/parts.h"

#include <stdlib.h>
#include <string.h>

static const tp_msg msg_usage = {"face.usage", "{0}", "{0}"};
static const tp_msg msg_failed = {"face.failed", "未能完成：{0}", "it could not be done: {0}"};
static const tp_msg msg_setting = {"face.setting", "“{0}”应写作 键=值",
                                   "'{0}' should read key=value"};
static const tp_pos nowhere = {0};

const char *turnpool_version(void)
{
    return TP_VERSION;
}

int turnpool_api(void)
{
    return TURNPOOL_API;
}

void turnpool_free(void *text)
{
    free(text);
}

const char *turnpool_messages(const turnpool *t)
{
    return t && t->messages.bytes ? t->messages.bytes : "";
}

bool tp_face_give(const tp_buf *written, char **text, size_t *length)
{
    *text = tp_buf_ok(written) ? malloc(written->length + 1) : NULL;
    if (!*text)
        return false;
    memcpy(*text, written->bytes ? written->bytes : "", written->length);
    (*text)[written->length] = '\0';
    if (length)
        *length = written->length;
    return true;
}

static turnpool_status code_of(tp_status status)
{
    switch (status) {
    case TP_OK:
        return TURNPOOL_OK;
    case TP_E_USAGE:
        return TURNPOOL_USAGE;
    case TP_E_INPUT:
        return TURNPOOL_INPUT;
    case TP_E_REFUSED:
        return TURNPOOL_REFUSED;
    case TP_E_STOPPED:
        return TURNPOOL_STOPPED;
    default:
        return TURNPOOL_FAILURE;
    }
}

turnpool_status tp_face_begin(turnpool *t, tp_face_needs needs)
{
    tp_buf_finish(&t->messages);
    tp_buf_init(&t->messages);
    tp_arena_free(t->call);
    t->call = tp_arena_create();
    if (!t->call)
        return TURNPOOL_FAILURE;
    tp_diags_init(&t->diags, t->call);
    if (!t->usable || ((needs & TP_FACE_SESSION) && !t->session) ||
        ((needs & TP_FACE_STORE) && !t->store)) {
        const char *why = !t->usable              ? "turnpool_open failed"
                          : needs & TP_FACE_STORE ? "turnpool_open was given no store"
                                                  : "turnpool_open was given no scenario";
        tp_diag_error(&t->diags, nowhere, &msg_usage, why);
        return tp_face_end(t, TP_E_USAGE, NULL);
    }
    return TURNPOOL_OK;
}

turnpool_status tp_face_end(turnpool *t, tp_status status, const tp_err *err)
{
    if (status && !t->diags.errors)
        tp_diag_error(&t->diags, nowhere, &msg_failed,
                      err && *err->text ? err->text : tp_status_name(status));
    tp_diags_write(&t->messages, &t->diags, t->lang);
    return code_of(status);
}

tp_status tp_face_settings(turnpool *t, const char *const *texts, tp_arena *arena, tp_setting **out,
                           size_t *count, tp_err *err)
{
    size_t n = 0;
    while (texts && texts[n])
        n++;
    *count = n;
    *out = tp_arena_array(arena, n + 1, sizeof **out);
    if (!*out)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        const char *text = tp_arena_text(arena, texts[i]);
        const char *equals = text ? strchr(text, '=') : NULL;
        if (!text)
            return tp_fail_nomem(err);
        if (!equals || equals == text) {
            tp_diag_error(&t->diags, nowhere, &msg_setting, text);
            return tp_fail(err, TP_E_USAGE, "setting %s", text);
        }
        (*out)[i] = (tp_setting){.key = tp_arena_copy(arena, text, (size_t)(equals - text)),
                                 .value = equals + 1};
        if (!(*out)[i].key)
            return tp_fail_nomem(err);
    }
    return TP_OK;
}

static tp_stop_reason ask(void *user)
{
    const turnpool *t = user;
    return t->ask(t->user) ? TP_STOP_USER : TP_GO_ON;
}

/* What the caller's struct holds, however old its header is. */
static turnpool_options known(const turnpool_options *given)
{
    turnpool_options all = {0};
    size_t size = given->size < sizeof all ? given->size : sizeof all;
    memcpy(&all, given, size);
    return all;
}

static tp_status open_all(turnpool *t, const turnpool_options *o, tp_err *err)
{
    tp_status status = TP_OK;
    if (o->language && strcmp(o->language, "zh") != 0 && strcmp(o->language, "en") != 0) {
        tp_diag_error(&t->diags, nowhere, &msg_usage, "language: zh, en");
        return tp_fail(err, TP_E_USAGE, "language");
    }
    if (!o->scenario && !o->store) {
        tp_diag_error(&t->diags, nowhere, &msg_usage, "scenario, store: NULL");
        return tp_fail(err, TP_E_USAGE, "nothing to open");
    }
    if (o->store) {
        const tp_store_options how = {.create = o->create != 0, .diags = &t->diags};
        status = tp_store_open(&t->store, o->store, &how, err);
    }
    if (!status && o->scenario) {
        tp_setting *settings;
        status = tp_inputs_gather(&t->inputs, t->store, TP_DATE_NONE, t->arena, err);
        if (!status)
            status = tp_face_settings(t, o->settings, t->arena, &settings,
                                      &t->inputs.options.n_settings, err);
        if (!status) {
            t->inputs.options.settings = settings;
            status = tp_session_open(&t->session, o->scenario, &t->inputs.options, &t->diags, err);
        }
    }
    return status;
}

turnpool_status turnpool_open(turnpool **out, const turnpool_options *options)
{
    tp_err err = {0};
    *out = calloc(1, sizeof **out);
    turnpool *t = *out;
    if (!t)
        return TURNPOOL_FAILURE;
    t->arena = tp_arena_create();
    t->call = tp_arena_create();
    const turnpool_options all = known(options);
    const char *now = t->arena && all.now ? tp_arena_text(t->arena, all.now) : NULL;
    if (!t->arena || !t->call || (all.now && !now)) {
        turnpool_close(t);
        *out = NULL;
        return TURNPOOL_FAILURE;
    }
    tp_buf_init(&t->messages);
    tp_diags_init(&t->diags, t->call);
    t->lang = all.language && strcmp(all.language, "en") == 0 ? TP_EN : TP_ZH;
    t->now = now;
    t->ask = all.stop;
    t->user = all.user;
    if (all.stop)
        t->stop = (tp_stop){ask, t};
    tp_status status = open_all(t, &all, &err);
    t->usable = !status;
    return tp_face_end(t, status, &err);
}

void turnpool_close(turnpool *t)
{
    if (!t)
        return;
    tp_session_free(t->session);
    tp_store_close(t->store);
    tp_buf_finish(&t->messages);
    tp_arena_free(t->call);
    tp_arena_free(t->arena);
    free(t);
}
