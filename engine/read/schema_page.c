#include "read/schema_place.h"

#include <string.h>

/* The reference page: one table of keys a section; a struct that is used in several places has a
 * section of its own at the end. */

typedef struct page {
    tp_buf *out;
    tp_arena *arena;
    tp_lang lang;
    const tp_schema **used; /* structs met, and how often */
    size_t *times;
    size_t count, capacity, times_capacity;
} page;

static const char *in(const page *p, const char *zh, const char *en)
{
    return p->lang == TP_EN ? en : zh;
}

static size_t usage(const page *p, const tp_schema *schema)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->used[i] == schema)
            return i;
    return SIZE_MAX;
}

static void count_uses(page *p, const tp_place *place)
{
    size_t next = 0;
    for (const tp_key *first; (first = tp_place_next(place, &next));) {
        const tp_key *key;
        tp_place below;
        if (!tp_place_under(place, first->name, p->arena, &key, &below)) {
            p->out->failed = true;
            return;
        }
        if (!below.count)
            continue;
        size_t at = below.count == 1 ? usage(p, below.of[0]) : SIZE_MAX;
        if (at != SIZE_MAX) {
            p->times[at]++;
            continue;
        }
        if (below.count == 1) {
            if (!tp_arena_grow(p->arena, &p->used, &p->capacity, p->count, 1) ||
                !tp_arena_grow(p->arena, &p->times, &p->times_capacity, p->count, 1)) {
                p->out->failed = true;
                return;
            }
            p->used[p->count] = below.of[0];
            p->times[p->count++] = 1;
        }
        count_uses(p, &below);
    }
}

/* The struct under a key if it has a section of its own. */
static const tp_schema *shared(const page *p, const tp_place *below)
{
    size_t at = below->count == 1 ? usage(p, below->of[0]) : SIZE_MAX;
    return at != SIZE_MAX && p->times[at] > 1 ? below->of[0] : NULL;
}

static void write_bound(page *p, const tp_key *key, int64_t bound)
{
    if (key->type == TP_T_DEC)
        tp_buf_dec(p->out, bound);
    else
        tp_buf_int(p->out, bound);
}

static void write_range(page *p, const tp_key *key)
{
    bool lower = key->least != INT64_MIN, upper = key->most != INT64_MAX;
    if (!key->least && !key->most)
        return;
    tp_buf_text(p->out, in(p, "，", ", "));
    if (lower && upper) {
        write_bound(p, key, key->least);
        tp_buf_text(p->out, "…");
        write_bound(p, key, key->most);
        return;
    }
    tp_buf_text(p->out, lower ? "≥ " : "≤ ");
    write_bound(p, key, lower ? key->least : key->most);
}

static void write_type(page *p, const tp_key *key)
{
    static const tp_words words[] = {
        [TP_T_TEXT] = {"文本", "text"},
        [TP_T_WORDS] = {"文本，或 {zh: …, en: …}", "text, or {zh: …, en: …}"},
        [TP_T_INT] = {"整数", "whole number"},
        [TP_T_DEC] = {"小数（至多 6 位）", "decimal (up to 6 digits)"},
        [TP_T_DATE] = {"日期 YYYY-MM-DD", "date YYYY-MM-DD"},
        [TP_T_BOOL] = {"true（是）或 false（否）", "true or false"},
        [TP_T_ENUM] = {"选项", "choice"},
        [TP_T_TEXTS] = {"文本或文本列表", "text or list of texts"},
        [TP_T_STRUCT] = {"映射", "map"},
        [TP_T_LIST] = {"列表", "list"},
        [TP_T_MAP] = {"映射：名称 → 内容", "map: name → contents"},
        [TP_T_TEXT_MAP] = {"映射：名称 → 文本", "map: name → text"},
        [TP_T_NODE] = {"映射：名称 → 内容", "map: name → contents"}};
    if (key->type != TP_T_ENUM) {
        tp_buf_text(p->out, tp_words_in(words[key->type], p->lang));
    } else {
        for (const tp_choice *c = key->choices; c->en; c++) {
            tp_buf_format(p->out, "%s`%s`", c == key->choices ? "" : " \\| ", c->en);
            if (c->zh)
                tp_buf_format(p->out, in(p, "（%s）", " (%s)"), c->zh);
        }
    }
    write_range(p, key);
}

static void write_row(page *p, const char *path, const tp_key *key, const tp_schema *link)
{
    tp_buf_format(p->out, "| `%s`%s | ", path, key->flags & TP_KEY_REQUIRED ? " \\*" : "");
    write_type(p, key);
    if (link)
        tp_buf_format(p->out, in(p, "，见 [%s](#%s)", ", see [%s](#%s)"), link->name, link->name);
    tp_buf_text(p->out, " | ");
    if (key->fallback)
        tp_buf_format(p->out, "`%s`", key->fallback);
    const char *doc = tp_words_in(key->doc, p->lang);
    tp_buf_format(p->out, " | %s |\n", doc ? doc : "");
}

static void write_rows(page *p, const tp_place *place, const char *prefix)
{
    size_t next = 0;
    for (const tp_key *first; (first = tp_place_next(place, &next));) {
        const tp_key *key;
        tp_place below;
        if (first->flags & TP_KEY_HIDDEN)
            continue;
        const char *path = tp_arena_format(p->arena, "%s%s", prefix, first->name);
        if (!path || !tp_place_under(place, first->name, p->arena, &key, &below)) {
            p->out->failed = true;
            return;
        }
        const tp_schema *link = shared(p, &below);
        write_row(p, path, key, link);
        if (link || !below.count)
            continue;
        const char *deeper = tp_arena_format(p->arena, "%s%s.", path,
                                             key->type == TP_T_LIST  ? "[]"
                                             : key->type == TP_T_MAP ? in(p, ".名称", ".NAME")
                                                                     : "");
        if (deeper)
            write_rows(p, &below, deeper);
        else
            p->out->failed = true;
    }
}

static void write_head(page *p)
{
    tp_buf_text(p->out, in(p, "| 键 | 取值 | 缺省 | 含义 |\n|---|---|---|---|\n",
                           "| key | value | default | meaning |\n|---|---|---|---|\n"));
}

/* Keys without anything below them come first, together; then one section a key. */
static void write_sections(page *p, const tp_place *root)
{
    write_head(p);
    for (int nested = 0; nested < 2; nested++) {
        size_t next = 0;
        for (const tp_key *first; (first = tp_place_next(root, &next));) {
            const tp_key *key;
            tp_place below;
            if (first->flags & TP_KEY_HIDDEN)
                continue;
            if (!tp_place_under(root, first->name, p->arena, &key, &below)) {
                p->out->failed = true;
                return;
            }
            if ((below.count > 0) != (nested == 1))
                continue;
            const tp_schema *link = shared(p, &below);
            if (nested) {
                tp_buf_format(p->out, "\n## %s\n\n", key->name);
                write_head(p);
            }
            write_row(p, key->name, key, link);
            const char *prefix = tp_arena_format(p->arena, "%s%s.", key->name,
                                                 key->type == TP_T_LIST  ? "[]"
                                                 : key->type == TP_T_MAP ? in(p, ".名称", ".NAME")
                                                                         : "");
            if (nested && !link && prefix)
                write_rows(p, &below, prefix);
        }
    }
}

void tp_schema_page(tp_buf *out, const tp_schema *const *schemas, size_t count, tp_lang lang)
{
    page p = {.out = out, .arena = tp_arena_create(), .lang = lang};
    tp_place root;
    if (!p.arena || !tp_place_root(&root, &(tp_schema_set){schemas, count}, p.arena)) {
        out->failed = true;
        tp_arena_free(p.arena);
        return;
    }
    count_uses(&p, &root);
    tp_buf_text(out, in(&p, "带 \\* 的键必填。[] 表示列表的每一项。\n\n",
                        "Keys with \\* are required. [] stands for each item of a list.\n\n"));
    write_sections(&p, &root);
    for (size_t i = 0; i < p.count; i++) {
        if (p.times[i] < 2)
            continue;
        tp_buf_format(out, "\n## %s\n\n", p.used[i]->name);
        write_head(&p);
        write_rows(&p, &(tp_place){&p.used[i], 1}, "");
    }
    tp_arena_free(p.arena);
}
