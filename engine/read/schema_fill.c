#include "base/text.h"
#include "read/full_width.h"
#include "read/schema_path.h"

#include <string.h>

typedef struct filler {
    tp_arena *arena;
    tp_diags *diags;
    bool nomem;
    bool partial;         /* a fragment: keys may be absent, cross-field checks do not apply */
    const tp_key *broken; /* its fallback does not parse: a fault of the table */
} filler;

static const tp_msg msg_required = {"schema.required", "缺少必填键 {0}",
                                    "the required key {0} is missing"};
static const tp_msg msg_kind = {"schema.type", "{0} 应为{1}，实际是{2}",
                                "{0} should be {1}, found {2}"};
static const tp_msg msg_precision = {"schema.precision", "{0} 最多保留 6 位小数，实际是{1}",
                                     "{0} may have at most 6 decimals, found {1}"};
static const tp_msg msg_range = {"schema.range", "{0} 应{1}，实际是{2}",
                                 "{0} should be {1}, found {2}"};
static const tp_msg msg_date = {"schema.date", "{0} 应为存在的日期 YYYY-MM-DD，实际是{1}",
                                "{0} should be a date that exists, YYYY-MM-DD, found {1}"};
static const tp_msg msg_choice = {"schema.choice", "{0} 应为 {1} 之一，实际是{2}",
                                  "{0} should be one of {1}, found {2}"};
static const tp_msg msg_choice_near = {"schema.choice",
                                       "{0} 应为 {1} 之一，实际是{2}；是否要写“{3}”？",
                                       "{0} should be one of {1}, found {2}; did you mean {3}?"};
static const tp_msg msg_element = {"schema.empty-element", "{0} 是空的列表项",
                                   "{0} is an empty list item"};

static const tp_msg msg_letter = {"schema.full-width-letter",
                                  "{0} 中的“{1}”是全角字符，与半角的“{2}”不是同一个字；请核对",
                                  "{0} holds the full-width \"{1}\", which is not the half-width "
                                  "\"{2}\"; look whether it is meant"};

static const tp_words a_map = {"映射（键: 值）", "a map (key: value)"};
static const tp_words a_list = {"列表（每项以“- ”开头）", "a list (items begin with \"- \")"};
static const tp_words a_text = {"文本", "a text"};
static const tp_words texts = {"文本或文本的列表", "a text or a list of texts"};
static const tp_words words_kind = {"文本，或含 zh、en 的映射", "a text, or a map with zh and en"};

static bool fill_map(filler *f, char *out, const tp_schema *schema, const tp_node *map,
                     const tp_key_path *path);

static const char *path_text(filler *f, const tp_key_path *path)
{
    const char *text = tp_key_path_text(f->arena, path, NULL);
    f->nomem = f->nomem || !text;
    if (!text || !*text)
        return "(root)";
    return text;
}

static bool complain(filler *f, const tp_msg *msg, const tp_node *node, const tp_key_path *path,
                     const tp_words *middle)
{
    tp_words args[3] = {tp_same(path_text(f, path))};
    size_t count = 1;
    if (middle)
        args[count++] = *middle;
    args[count++] = tp_node_found(f->arena, node);
    tp_schema_error(f->diags, node->pos, msg, count, args);
    return false;
}

static bool wrong_kind(filler *f, const tp_node *node, const tp_key_path *path, tp_words wanted)
{
    return complain(f, &msg_kind, node, path, &wanted);
}

/* Texts for people are not looked up anywhere: a letter in another width would stay unseen. */
static void doubt_letters(filler *f, const tp_node *node, const tp_key_path *path)
{
    const tp_full_width sign = tp_full_width_letter(node->text);
    if (!sign.length)
        return;
    char full[4] = "", half[2] = {sign.half, '\0'};
    memcpy(full, node->text + sign.at, 3);
    for (size_t i = 0; i < f->diags->count; i++)
        if (f->diags->items[i].pos.line == node->pos.line &&
            f->diags->items[i].pos.column == node->pos.column)
            return;
    tp_diag_warn(f->diags, node->pos, &msg_letter, path_text(f, path), full, half);
}

/* --- scalars --- */

static void write_bound(tp_buf *out, tp_type type, int64_t bound)
{
    if (type == TP_T_DEC)
        tp_buf_dec(out, bound);
    else
        tp_buf_int(out, bound);
}

static bool out_of_range(filler *f, const tp_key *key, const tp_node *node, const tp_key_path *path)
{
    tp_buf zh = {0}, en = {0};
    if (key->least != INT64_MIN && key->most != INT64_MAX) {
        tp_buf_text(&zh, "在 ");
        write_bound(&zh, key->type, key->least);
        tp_buf_text(&zh, " 到 ");
        write_bound(&zh, key->type, key->most);
        tp_buf_text(&zh, " 之间");
        write_bound(&en, key->type, key->least);
        tp_buf_text(&en, " to ");
        write_bound(&en, key->type, key->most);
    } else {
        bool below = key->least != INT64_MIN;
        tp_buf_text(&zh, below ? "不小于 " : "不大于 ");
        tp_buf_text(&en, below ? "at least " : "at most ");
        write_bound(&zh, key->type, below ? key->least : key->most);
        write_bound(&en, key->type, below ? key->least : key->most);
    }
    if (tp_buf_ok(&zh) && tp_buf_ok(&en))
        complain(f, &msg_range, node, path, &(tp_words){zh.bytes, en.bytes});
    else
        f->nomem = true;
    tp_buf_finish(&zh);
    tp_buf_finish(&en);
    return false;
}

static bool fill_number(filler *f, const tp_key *key, const tp_node *node, char *at,
                        const tp_key_path *path)
{
    static const tp_words whole = {"整数", "a whole number"};
    static const tp_words decimal = {"数值（如 0.85，不写百分号、千分位或指数）",
                                     "a plain number such as 0.85 (no %, separators, exponents)"};
    int64_t value = 0;
    size_t length = strlen(node->text);
    tp_parse parsed = key->type == TP_T_INT ? tp_int_parse(node->text, length, &value)
                                            : tp_dec_parse(node->text, length, &value);
    if (parsed == TP_PARSE_PRECISION)
        return complain(f, &msg_precision, node, path, NULL);
    bool ranged = key->least || key->most;
    if (parsed == TP_PARSE_RANGE || (parsed == TP_PARSE_OK && value == INT64_MIN)) {
        const tp_key any = {.type = key->type, .least = -INT64_MAX, .most = INT64_MAX - 1};
        return out_of_range(f, ranged ? key : &any, node, path);
    }
    if (parsed != TP_PARSE_OK)
        return wrong_kind(f, node, path, key->type == TP_T_INT ? whole : decimal);
    if (ranged && (value < key->least || value > key->most))
        return out_of_range(f, key, node, path);
    if (at)
        *(int64_t *)(void *)at = value;
    return true;
}

/* The choices as one text; the candidates for a suggestion. */
static bool wrong_choice(filler *f, const tp_key *key, const tp_node *node, const tp_key_path *path)
{
    enum { MOST = 64 };
    const char *names[MOST];
    size_t count = 0;
    tp_buf list = {0};
    for (const tp_choice *c = key->choices; c->en; c++) {
        tp_buf_text(&list, list.length ? " | " : "");
        tp_buf_text(&list, c->en);
        if (c->zh)
            tp_buf_format(&list, " (%s)", c->zh);
        if (count + 2 <= MOST)
            names[count++] = c->en;
        if (c->zh && count + 1 <= MOST)
            names[count++] = c->zh;
    }
    const char *near = tp_text_closest(node->text, names, count);
    const tp_words args[] = {tp_same(path_text(f, path)), tp_same(list.bytes),
                             tp_node_found(f->arena, node), tp_same(near)};
    if (tp_buf_ok(&list) && list.bytes)
        tp_schema_error(f->diags, node->pos, near ? &msg_choice_near : &msg_choice, near ? 4 : 3,
                        args);
    else
        f->nomem = true;
    tp_buf_finish(&list);
    return false;
}

static bool fill_choice(filler *f, const tp_key *key, const tp_node *node, char *at,
                        const tp_key_path *path)
{
    for (int i = 0; key->choices[i].en; i++) {
        const tp_choice *c = &key->choices[i];
        if (strcmp(node->text, c->en) != 0 && (!c->zh || strcmp(node->text, c->zh) != 0))
            continue;
        if (at)
            *(int *)(void *)at = i;
        return true;
    }
    return wrong_choice(f, key, node, path);
}

static bool fill_bool(filler *f, const tp_node *node, char *at, const tp_key_path *path)
{
    static const tp_words wanted = {"true 或 false（也可写 是、否）", "true or false"};
    bool yes = !strcmp(node->text, "true") || !strcmp(node->text, "是");
    if (!yes && strcmp(node->text, "false") != 0 && strcmp(node->text, "否") != 0)
        return wrong_kind(f, node, path, wanted);
    if (at)
        *(bool *)(void *)at = yes;
    return true;
}

static bool fill_scalar(filler *f, const tp_key *key, const tp_node *node, char *at,
                        const tp_key_path *path)
{
    static const tp_words number = {"一个数值", "a number"}, date = {"日期", "a date"},
                          choice = {"一个选项", "one of the choices"};
    if (node->kind != TP_NODE_SCALAR)
        return wrong_kind(f, node, path,
                          key->type == TP_T_TEXT                             ? a_text
                          : key->type == TP_T_DATE                           ? date
                          : key->type == TP_T_ENUM || key->type == TP_T_BOOL ? choice
                                                                             : number);
    switch (key->type) {
    case TP_T_INT:
    case TP_T_DEC:
        return fill_number(f, key, node, at, path);
    case TP_T_ENUM:
        return fill_choice(f, key, node, at, path);
    case TP_T_BOOL:
        return fill_bool(f, node, at, path);
    case TP_T_DATE: {
        tp_date value = TP_DATE_NONE;
        if (tp_date_parse(node->text, strlen(node->text), &value) != TP_PARSE_OK)
            return complain(f, &msg_date, node, path, NULL);
        if (at)
            *(tp_date *)(void *)at = value;
        return true;
    }
    default:
        if (!strcmp(key->name, "name"))
            doubt_letters(f, node, path);
        if (at)
            *(const char **)(void *)at = node->text;
        return true;
    }
}

/* --- texts and words --- */

static bool fill_texts(filler *f, const tp_node *node, char *at, const tp_key_path *path)
{
    if (node->kind == TP_NODE_MAP)
        return wrong_kind(f, node, path, texts);
    size_t count = node->kind == TP_NODE_LIST ? node->count : 1;
    const char **items = tp_arena_array(f->arena, count, sizeof *items);
    if (!items) {
        f->nomem = true;
        return false;
    }
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        const tp_node *item = node->kind == TP_NODE_LIST ? node->child[i] : node;
        tp_key_path here = {path, NULL, i + 1};
        if (item->kind == TP_NODE_SCALAR)
            items[i] = item->text;
        else if (item->kind == TP_NODE_NULL)
            ok = complain(f, &msg_element, item, &here, NULL);
        else
            ok = wrong_kind(f, item, &here, a_text);
    }
    if (ok && at)
        *(tp_texts *)(void *)at = (tp_texts){items, count};
    return ok;
}

static bool fill_words(filler *f, const tp_node *node, char *at, const tp_key_path *path)
{
    tp_words value = {NULL, NULL};
    bool ok = true;
    if (node->kind == TP_NODE_SCALAR) {
        doubt_letters(f, node, path);
        value = tp_same(node->text);
    } else if (node->kind == TP_NODE_MAP) {
        for (size_t i = 0; i < node->count; i++) {
            const tp_node *child = node->child[i];
            tp_key_path here = {path, child->key, 0};
            if (child->kind == TP_NODE_NULL)
                continue;
            if (child->kind == TP_NODE_SCALAR)
                doubt_letters(f, child, &here);
            if (child->kind != TP_NODE_SCALAR)
                ok = wrong_kind(f, child, &here, a_text);
            else if (!strcmp(child->key, "zh"))
                value.zh = child->text;
            else if (!strcmp(child->key, "en"))
                value.en = child->text;
        }
        value.zh = value.zh ? value.zh : value.en;
        value.en = value.en ? value.en : value.zh;
    } else {
        return wrong_kind(f, node, path, words_kind);
    }
    if (ok && at)
        *(tp_words *)(void *)at = value;
    return ok;
}

static bool fill_text_map(filler *f, const tp_node *node, char *at, const tp_key_path *path)
{
    if (node->kind != TP_NODE_MAP)
        return wrong_kind(f, node, path, a_map);
    tp_text_member *items = tp_arena_array(f->arena, node->count, sizeof *items);
    if (!items) {
        f->nomem = true;
        return false;
    }
    size_t count = 0;
    bool ok = true;
    for (size_t i = 0; i < node->count; i++) {
        const tp_node *child = node->child[i];
        const tp_key_path here = {path, child->key, 0};
        if (child->kind == TP_NODE_SCALAR) {
            doubt_letters(f, child, &here);
            items[count++] = (tp_text_member){child->key, child->text, child->pos};
        }
        if (child->kind != TP_NODE_SCALAR && child->kind != TP_NODE_NULL)
            ok = wrong_kind(f, child, &here, a_text);
    }
    if (ok && at)
        *(tp_list *)(void *)at = (tp_list){items, count};
    return ok;
}

/* --- containers --- */

static bool fill_members(filler *f, const tp_key *key, const tp_node *node, char *at,
                         const tp_key_path *path)
{
    bool list = key->type == TP_T_LIST;
    if (node->kind != (list ? TP_NODE_LIST : TP_NODE_MAP))
        return wrong_kind(f, node, path, list ? a_list : a_map);
    size_t size = key->of->size, count = 0;
    char *items = size ? tp_arena_array(f->arena, node->count, size) : NULL;
    if (size && !items) {
        f->nomem = true;
        return false;
    }
    bool ok = true, partial = f->partial;
    f->partial = partial && !list; /* lists replace as a whole, so their elements are complete */
    for (size_t i = 0; i < node->count && !f->nomem; i++) {
        const tp_node *child = node->child[i];
        const tp_key_path here = {path, list ? NULL : child->key, list ? i + 1 : 0};
        if (child->kind == TP_NODE_NULL && !list)
            continue;
        if (child->kind == TP_NODE_NULL)
            ok = complain(f, &msg_element, child, &here, NULL);
        else
            ok = fill_map(f, items ? items + count++ * size : NULL, key->of, child, &here) && ok;
    }
    f->partial = partial;
    if (at)
        *(tp_list *)(void *)at = (tp_list){items, count};
    return ok;
}

static void store_none(const tp_key *key, char *at)
{
    if (key->type == TP_T_INT || key->type == TP_T_DEC)
        *(int64_t *)(void *)at = INT64_MIN;
    else if (key->type == TP_T_ENUM)
        *(int *)(void *)at = -1;
}

/* A key that is absent: its default, written as the user would. */
static bool fill_default(filler *f, const tp_key *key, char *at, const tp_key_path *path)
{
    if (key->type == TP_T_STRUCT)
        return fill_map(f, at, key->of, NULL, path);
    if (!at)
        return true;
    store_none(key, at);
    if (!key->fallback)
        return true;
    const tp_node node = {.kind = TP_NODE_SCALAR, .text = key->fallback};
    size_t errors = f->diags->errors;
    bool ok = key->type == TP_T_TEXTS   ? fill_texts(f, &node, at, path)
              : key->type == TP_T_WORDS ? fill_words(f, &node, at, path)
                                        : fill_scalar(f, key, &node, at, path);
    if (f->diags->errors > errors)
        f->broken = key;
    return ok;
}

static bool fill_value(filler *f, const tp_key *key, const tp_node *node, char *at,
                       const tp_key_path *path)
{
    if (at)
        store_none(key, at);
    switch (key->type) {
    case TP_T_STRUCT:
        return fill_map(f, at, key->of, node, path);
    case TP_T_LIST:
    case TP_T_MAP:
        return fill_members(f, key, node, at, path);
    case TP_T_TEXTS:
        return fill_texts(f, node, at, path);
    case TP_T_WORDS:
        return fill_words(f, node, at, path);
    case TP_T_TEXT_MAP:
        return fill_text_map(f, node, at, path);
    case TP_T_NODE:
        if (at)
            *(const tp_node **)(void *)at = node;
        return true;
    default:
        return fill_scalar(f, key, node, at, path);
    }
}

static void fill_pseudo(const tp_key *key, const tp_node *map, const tp_key_path *path, char *at)
{
    if (!at)
        return;
    if (key->type == TP_T_KEY)
        *(const char **)(void *)at = path->key;
    else if (key->type == TP_T_POS && map)
        *(tp_pos *)(void *)at = map->pos;
    else if (key->type == TP_T_SELF)
        *(const tp_node **)(void *)at = map;
    else if (key->type == TP_T_PRESENT)
        *(bool *)(void *)at = map != NULL;
}

static bool fill_key(filler *f, const tp_key *key, char *at, const tp_node *map,
                     const tp_key_path *path)
{
    const tp_node *node = tp_node_get(map, key->name);
    tp_key_path here = {path, key->name, 0};
    if (node && node->kind != TP_NODE_NULL)
        return fill_value(f, key, node, at, &here);
    if (map && !f->partial && (key->flags & TP_KEY_REQUIRED)) {
        tp_pos pos = node ? node->key_pos : map->pos;
        const tp_words args[] = {tp_same(path_text(f, &here))};
        tp_schema_error(f->diags, pos, &msg_required, 1, args);
        return false;
    }
    return fill_default(f, key, at, &here);
}

static bool fill_map(filler *f, char *out, const tp_schema *schema, const tp_node *map,
                     const tp_key_path *path)
{
    if (map && map->kind != TP_NODE_MAP) {
        wrong_kind(f, map, path, a_map);
        map = NULL;
        fill_map(f, out, schema, NULL, path);
        return false;
    }
    bool ok = true;
    for (size_t i = 0; i < schema->count && !f->nomem; i++) {
        const tp_key *key = &schema->keys[i];
        char *at = out && schema->size ? out + key->offset : NULL;
        if (key->name)
            ok = fill_key(f, key, at, map, path) && ok;
        else
            fill_pseudo(key, map, path, at);
    }
    bool checked = schema->check && !f->partial && (out || !schema->size);
    if (ok && map && checked && !f->nomem) {
        size_t errors = f->diags->errors;
        schema->check(out, map, f->diags);
        ok = f->diags->errors == errors;
    }
    return ok;
}

tp_status tp_schema_check_values(const tp_node *map, const char *path, const tp_schema *schema,
                                 tp_arena *arena, tp_diags *diags, tp_err *err)
{
    filler f = {.arena = arena, .diags = diags, .partial = true};
    const tp_key_path root = {NULL, path, 0};
    bool ok = fill_map(&f, NULL, schema, map, &root);
    if (f.nomem || diags->out_of_memory)
        return tp_fail_nomem(err);
    return ok ? TP_OK : tp_fail(err, TP_E_INPUT, "%s is not valid", path);
}

tp_status tp_schema_fill(void *out, const tp_schema *schema, const tp_node *map, const char *path,
                         tp_arena *arena, tp_diags *diags, tp_err *err)
{
    filler f = {.arena = arena, .diags = diags};
    const tp_key_path root = {NULL, path, 0};
    bool ok = fill_map(&f, out, schema, map, &root);
    if (f.nomem || diags->out_of_memory)
        return tp_fail_nomem(err);
    if (f.broken)
        return tp_fail(err, TP_E_INTERNAL, "schema %s: the default of %s is not valid",
                       schema->name, f.broken->name);
    if (!ok)
        return tp_fail(err, TP_E_INPUT, "%s is not valid", schema->name);
    return TP_OK;
}
