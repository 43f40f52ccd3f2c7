#include "read/schema_path.h"

#include <string.h>

void tp_key_path_write(tp_buf *out, const tp_key_path *path)
{
    if (path->up)
        tp_key_path_write(out, path->up);
    if (path->index) {
        tp_buf_format(out, "[%zu]", path->index);
        return;
    }
    if (!path->key || !*path->key)
        return;
    if (out->length)
        tp_buf_char(out, '.');
    bool quote = path->up && strpbrk(path->key, ".[]") && !strchr(path->key, '"');
    tp_buf_text(out, quote ? "\"" : "");
    tp_buf_text(out, path->key);
    tp_buf_text(out, quote ? "\"" : "");
}

const char *tp_key_path_text(tp_arena *arena, const tp_key_path *path, const char *key)
{
    tp_buf text;
    tp_buf_init(&text);
    const tp_key_path last = {path, key, 0};
    tp_key_path_write(&text, key ? &last : path);
    const char *copy = NULL;
    if (tp_buf_ok(&text))
        copy = tp_arena_copy(arena, text.length ? text.bytes : "", text.length);
    tp_buf_finish(&text);
    return copy;
}

tp_words tp_node_found(tp_arena *arena, const tp_node *node)
{
    enum { SHOWN = 40 };
    if (node->kind == TP_NODE_LIST)
        return (tp_words){"列表", "a list"};
    if (node->kind == TP_NODE_MAP)
        return (tp_words){"映射（键: 值）", "a map"};
    if (node->kind == TP_NODE_NULL)
        return (tp_words){"空值", "nothing"};
    size_t length = 0, points = 0;
    const char *text = node->text;
    while (text[length] && points < SHOWN) {
        length++;
        while (((unsigned char)text[length] & 0xC0) == 0x80)
            length++;
        points++;
    }
    const char *more = text[length] ? "…" : "";
    tp_words words = {tp_arena_format(arena, "“%.*s%s”", (int)length, text, more),
                      tp_arena_format(arena, "\"%.*s%s\"", (int)length, text, more)};
    if (!words.zh || !words.en)
        return (tp_words){"文本", "a text"};
    return words;
}

static bool same_pos(tp_pos a, tp_pos b)
{
    if (a.line != b.line || a.column != b.column || !a.file != !b.file)
        return false;
    return !a.file || !strcmp(a.file, b.file);
}

void tp_schema_error(tp_diags *diags, tp_pos pos, const tp_msg *msg, size_t count,
                     const tp_words *args)
{
    size_t before = diags->count;
    tp_diag_add_words(diags, TP_ERROR, pos, msg, count, args);
    if (diags->count == before)
        return;
    const tp_diag *last = &diags->items[before];
    for (size_t i = 0; i < before; i++) {
        const tp_diag *d = &diags->items[i];
        if (d->severity == TP_ERROR && same_pos(d->pos, last->pos) &&
            !strcmp(d->code, last->code) && !strcmp(d->text[TP_EN], last->text[TP_EN])) {
            diags->count--;
            diags->errors--;
            return;
        }
    }
}
