/* Opening, closing, messages: what every call of the face begins and ends with. */
#include "face/parts.h"

#include <stdlib.h>
#include <string.h>

static const tp_msg msg_usage = {"face.usage", "{0}", "{0}"};
static const tp_msg msg_failed = {"face.failed", "未能完成：{0}", "it could not be done: {0}"};
static const tp_msg msg_setting = {"face.setting", "“{0}”应写作 键=值",
                                   "'{0}' should read key=value"};
static const tp_msg msg_value = {"face.value", "{0} 不能是“{1}”", "{0} cannot be '{1}'"};
static const tp_pos nowhere = {0};
enum { FEW_WARNINGS = 10 };

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

size_t turnpool_errors(const turnpool *t)
{
    return t ? t->n_errors : 0;
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
    if (t->few)
        tp_diags_write_few(&t->messages, &t->diags, FEW_WARNINGS, (tp_words){t->few, t->few},
                           t->lang);
    else
        tp_diags_write(&t->messages, &t->diags, t->lang);
    t->n_errors = t->diags.errors;
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
        const char *text = tp_arena_text(arena, texts[i] + strspn(texts[i], " "));
        const char *equals = text ? strchr(text, '=') : NULL;
        if (!text)
            return tp_fail_nomem(err);
        if (!equals || equals == text) {
            tp_diag_error(&t->diags, nowhere, &msg_setting, text);
            return tp_fail(err, TP_E_USAGE, "setting %s", text);
        }
        size_t length = (size_t)(equals - text);
        while (length && text[length - 1] == ' ')
            length--;
        (*out)[i] = (tp_setting){.key = tp_arena_copy(arena, text, length), .value = equals + 1};
        if (!(*out)[i].key)
            return tp_fail_nomem(err);
    }
    return TP_OK;
}

static tp_stop_reason ask(void *user)
{
    const turnpool *t = user;
    int said = t->ask(t->user);
    return said == 2 ? TP_STOP_TIME : said ? TP_STOP_USER : TP_GO_ON;
}

static void tell(void *user, const char *stage, tp_wide value, tp_wide bound)
{
    const turnpool *t = user;
    char figure[TP_DEC_TEXT], limit[TP_DEC_TEXT];
    tp_dec_format(value, figure);
    tp_dec_format(bound, limit);
    t->tell(t->user, stage, figure, limit);
}

/* What the caller's struct holds, however old its header is. */
static turnpool_options known(const turnpool_options *given)
{
    turnpool_options all = {0};
    size_t size = given->size < sizeof all ? given->size : sizeof all;
    memcpy(&all, given, size);
    return all;
}

static tp_status wrong(turnpool *t, const char *name, const char *value, tp_err *err)
{
    tp_diag_error(&t->diags, nowhere, &msg_value, name, value);
    return tp_fail(err, TP_E_USAGE, "%s", name);
}

/* Dates and numbers come as text. */
static tp_status read_values(turnpool *t, const turnpool_options *o, tp_date *today, tp_date *on,
                             tp_err *err)
{
    *today = *on = TP_DATE_NONE;
    if (o->today && tp_date_parse(o->today, strlen(o->today), today) != TP_PARSE_OK)
        return wrong(t, "today", o->today, err);
    if (o->ledger_on && tp_date_parse(o->ledger_on, strlen(o->ledger_on), on) != TP_PARSE_OK)
        return wrong(t, "ledger_on", o->ledger_on, err);
    if (o->gap && (tp_dec_parse(o->gap, strlen(o->gap), &t->gap) != TP_PARSE_OK || t->gap < 0 ||
                   t->gap > TP_DEC_ONE))
        return wrong(t, "gap", o->gap, err);
    return TP_OK;
}

static tp_status open_scenario(turnpool *t, const turnpool_options *o, tp_date on, tp_err *err)
{
    tp_setting *settings;
    tp_status status = tp_inputs_gather(&t->inputs, t->store, on, t->arena, err);
    tp_session_options *options = &t->inputs.options;
    if (!status)
        status = tp_face_settings(t, o->settings, t->arena, &settings, &options->n_settings, err);
    if (status)
        return status;
    options->settings = settings;
    options->encoding = o->encoding ? tp_arena_text(t->arena, o->encoding) : NULL;
    if (o->encoding && !options->encoding)
        return tp_fail_nomem(err);
    return tp_session_open(&t->session, o->scenario, options, &t->diags, err);
}

static tp_status open_all(turnpool *t, const turnpool_options *o, tp_err *err)
{
    tp_date today, on;
    tp_status status = read_values(t, o, &today, &on, err);
    if (status)
        return status;
    if (o->language && strcmp(o->language, "zh") != 0 && strcmp(o->language, "en") != 0) {
        tp_diag_error(&t->diags, nowhere, &msg_usage, "language: zh, en");
        return tp_fail(err, TP_E_USAGE, "language");
    }
    if (!o->scenario && !o->store) {
        tp_diag_error(&t->diags, nowhere, &msg_usage, "scenario, store: NULL");
        return tp_fail(err, TP_E_USAGE, "nothing to open");
    }
    if (o->store) {
        const tp_store_options how = {.create = o->create != 0,
                                      .read_only = o->read_only != 0,
                                      .today = today,
                                      .now = t->now,
                                      .diags = &t->diags};
        status = tp_store_open(&t->store, o->store, &how, err);
    }
    return status || !o->scenario ? status : open_scenario(t, o, on, err);
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
    t->few = t->arena && all.few_warnings ? tp_arena_text(t->arena, all.few_warnings) : NULL;
    if (!t->arena || !t->call || (all.now && !now) || (all.few_warnings && !t->few)) {
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
    t->tell = all.progress;
    if (all.progress)
        t->progress = (tp_progress){.tell = tell, .user = t};
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
