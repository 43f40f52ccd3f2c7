#include "models/change.h"

#include "models/rule.h"
#include "models/say.h"

static const tp_words joint = {"{0}；{1}", "{0}; {1}"};

static tp_status add_words(tp_words *to, tp_words text, tp_arena *arena, tp_err *err)
{
    if (!to->zh) {
        *to = text;
    } else {
        const char *zh = TP_SAY(arena, joint, to->zh, text.zh).zh;
        const char *en = TP_SAY(arena, joint, to->en, text.en).en;
        *to = (tp_words){zh, en};
    }
    return to->zh && to->en ? TP_OK : tp_fail_nomem(err);
}

tp_status tp_change_set(tp_change *change, const char *key, const char *value, tp_words text,
                        tp_arena *arena, tp_err *err)
{
    if (!key || !value ||
        !tp_arena_grow(arena, &change->settings, &change->setting_capacity, change->n_settings, 1))
        return tp_fail_nomem(err);
    tp_setting setting = {.key = tp_arena_text(arena, key), .value = tp_arena_text(arena, value)};
    if (!setting.key || !setting.value)
        return tp_fail_nomem(err);
    change->settings[change->n_settings++] = setting;
    return add_words(&change->text, text, arena, err);
}

tp_status tp_change_edit(tp_change *change, tp_data_edit edit, tp_words text, tp_arena *arena,
                         tp_err *err)
{
    if (!tp_arena_grow(arena, &change->edits, &change->edit_capacity, change->n_edits, 1))
        return tp_fail_nomem(err);
    change->edits[change->n_edits++] = edit;
    tp_status status = add_words(&change->edited, text, arena, err);
    return status ? status : add_words(&change->text, text, arena, err);
}

static tp_status append(tp_change *out, const tp_change *more, tp_arena *arena, tp_err *err)
{
    if (!tp_arena_grow(arena, &out->settings, &out->setting_capacity, out->n_settings,
                       more->n_settings) ||
        !tp_arena_grow(arena, &out->edits, &out->edit_capacity, out->n_edits, more->n_edits))
        return tp_fail_nomem(err);
    for (size_t i = 0; i < more->n_settings; i++)
        out->settings[out->n_settings++] = more->settings[i];
    for (size_t i = 0; i < more->n_edits; i++)
        out->edits[out->n_edits++] = more->edits[i];
    tp_status status = TP_OK;
    if (more->edited.zh)
        status = add_words(&out->edited, more->edited, arena, err);
    return more->text.zh && !status ? add_words(&out->text, more->text, arena, err) : status;
}

tp_status tp_change_join(tp_change *out, const tp_change *first, const tp_change *second,
                         tp_arena *arena, tp_err *err)
{
    tp_change joined = {0};
    tp_status status = append(&joined, first, arena, err);
    if (status == TP_OK)
        status = append(&joined, second, arena, err);
    *out = joined;
    return status;
}

/* In single quotes for a shell, where anything in it asks for them. */
static void write_quoted(tp_buf *out, const char *text)
{
    tp_buf_char(out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            tp_buf_text(out, "'\\''");
        else
            tp_buf_char(out, *text);
    }
    tp_buf_char(out, '\'');
}

const char *tp_change_command(const tp_change *change, tp_arena *arena)
{
    tp_buf text;
    tp_buf_init(&text);
    for (size_t i = 0; i < change->n_settings; i++) {
        const char *both =
            tp_arena_format(arena, "%s=%s", change->settings[i].key, change->settings[i].value);
        tp_buf_text(&text, i ? " --set " : "--set ");
        if (both)
            write_quoted(&text, both);
    }
    const char *made = tp_buf_ok(&text) ? tp_arena_text(arena, text.bytes ? text.bytes : "") : NULL;
    tp_buf_finish(&text);
    return made ? made : "";
}

tp_status tp_opening_set(tp_opening *o, const char *key, const char *value, tp_words text)
{
    if (!text.zh || !text.en)
        return tp_fail_nomem(o->err);
    return tp_change_set(o->change, key, value, text, o->arena, o->err);
}

void tp_opening_wait(tp_opening *o, tp_date date)
{
    if (date > *o->until)
        *o->until = date;
}

static const tp_words in_data = {"数据中：{0}", "in the data: {0}"};
static const tp_words in_both = {"{0}；数据中：{1}", "{0} and in the data: {1}"};

tp_words tp_change_complete(const tp_change *change, tp_arena *arena)
{
    const char *settings = tp_change_command(change, arena);
    if (!change->edited.zh)
        return (tp_words){settings, settings};
    if (!change->n_settings)
        return (tp_words){TP_SAY(arena, in_data, change->edited.zh).zh,
                          TP_SAY(arena, in_data, change->edited.en).en};
    return (tp_words){TP_SAY(arena, in_both, settings, change->edited.zh).zh,
                      TP_SAY(arena, in_both, settings, change->edited.en).en};
}
