#include "base/json.h"

#include <string.h>

void tp_json_init(tp_json *json, tp_buf *out)
{
    *json = (tp_json){.out = out, .first = true};
}

static void before_value(tp_json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->depth == 0)
        return;
    if (!json->first)
        tp_buf_add(json->out, ", ", json->flat ? 2 : 1);
    json->first = false;
    if (json->flat)
        return;
    tp_buf_char(json->out, '\n');
    for (int i = 0; i < json->depth; i++)
        tp_buf_text(json->out, "  ");
}

static void open_with(tp_json *json, char mark, bool flat)
{
    before_value(json);
    tp_buf_char(json->out, mark);
    json->depth++;
    json->flat += flat || json->flat;
    json->first = true;
}

static void close_with(tp_json *json, char mark)
{
    bool empty = json->first, was_flat = json->flat > 0;
    json->depth--;
    json->flat -= was_flat;
    if (!empty && !was_flat) {
        tp_buf_char(json->out, '\n');
        for (int i = 0; i < json->depth; i++)
            tp_buf_text(json->out, "  ");
    }
    tp_buf_char(json->out, mark);
    json->first = false;
}

void tp_json_object(tp_json *json)
{
    open_with(json, '{', false);
}

void tp_json_flat_object(tp_json *json)
{
    open_with(json, '{', true);
}

void tp_json_end_object(tp_json *json)
{
    close_with(json, '}');
}

void tp_json_array(tp_json *json)
{
    open_with(json, '[', false);
}

void tp_json_flat_array(tp_json *json)
{
    open_with(json, '[', true);
}

void tp_json_end_array(tp_json *json)
{
    close_with(json, ']');
}

/* The text ends, or a character has to be escaped. */
static bool is_marked(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\' || c == 0x7F;
}

static void escaped(tp_buf *out, unsigned char c)
{
    if (c == '"' || c == '\\')
        tp_buf_format(out, "\\%c", c);
    else if (c == '\n')
        tp_buf_text(out, "\\n");
    else if (c == '\t')
        tp_buf_text(out, "\\t");
    else if (c == '\r')
        tp_buf_text(out, "\\r");
    else
        tp_buf_format(out, "\\u%04x", c);
}

static void quoted(tp_buf *out, const char *text)
{
    const char *end = text;
    while (!is_marked((unsigned char)*end))
        end++;
    char *to = tp_buf_room(out, (size_t)(end - text) + 2);
    if (!to)
        return;
    *to++ = '"';
    memcpy(to, text, (size_t)(end - text));
    to += end - text;
    if (!*end)
        *to++ = '"';
    tp_buf_wrote(out, to);
    if (!*end)
        return;
    for (; *end; end++)
        if (is_marked((unsigned char)*end))
            escaped(out, (unsigned char)*end);
        else
            tp_buf_char(out, *end);
    tp_buf_char(out, '"');
}

void tp_json_key(tp_json *json, const char *key)
{
    before_value(json);
    quoted(json->out, key);
    tp_buf_add(json->out, ": ", 2);
    json->after_key = true;
}

void tp_json_text(tp_json *json, const char *text)
{
    before_value(json);
    if (text)
        quoted(json->out, text);
    else
        tp_buf_text(json->out, "null");
}

void tp_json_int(tp_json *json, tp_wide value)
{
    before_value(json);
    tp_buf_int(json->out, value);
}

void tp_json_bool(tp_json *json, bool value)
{
    before_value(json);
    tp_buf_text(json->out, value ? "true" : "false");
}

void tp_json_null(tp_json *json)
{
    tp_json_text(json, NULL);
}

void tp_json_key_object(tp_json *json, const char *key)
{
    tp_json_key(json, key);
    tp_json_object(json);
}

void tp_json_key_flat_object(tp_json *json, const char *key)
{
    tp_json_key(json, key);
    tp_json_flat_object(json);
}

void tp_json_key_array(tp_json *json, const char *key)
{
    tp_json_key(json, key);
    tp_json_array(json);
}

void tp_json_key_flat_array(tp_json *json, const char *key)
{
    tp_json_key(json, key);
    tp_json_flat_array(json);
}

void tp_json_key_text(tp_json *json, const char *key, const char *text)
{
    tp_json_key(json, key);
    tp_json_text(json, text);
}

void tp_json_key_int(tp_json *json, const char *key, tp_wide value)
{
    tp_json_key(json, key);
    tp_json_int(json, value);
}

void tp_json_key_bool(tp_json *json, const char *key, bool value)
{
    tp_json_key(json, key);
    tp_json_bool(json, value);
}

void tp_json_key_dec6(tp_json *json, const char *key, tp_wide millionths)
{
    char text[TP_DEC_TEXT];
    tp_dec_format6(millionths, text);
    tp_json_key_text(json, key, text);
}

void tp_json_key_date(tp_json *json, const char *key, tp_date date)
{
    char text[TP_DATE_TEXT];
    tp_date_format(date, text);
    tp_json_key_text(json, key, date == TP_DATE_NONE ? NULL : text);
}

void tp_json_key_words(tp_json *json, const char *key, tp_words words)
{
    tp_json_key(json, key);
    tp_json_flat_object(json);
    tp_json_key_text(json, "zh", words.zh);
    tp_json_key_text(json, "en", words.en);
    tp_json_end_object(json);
}

void tp_json_end(tp_json *json)
{
    tp_buf_char(json->out, '\n');
}
