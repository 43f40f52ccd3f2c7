#include "serve/keys.h"

#include "models/bind.h"
#include "read/schema_place.h"

#include <string.h>

typedef struct walk {
    tp_entry_fields *out;
    const tp_scenario *scenario;
    tp_arena *arena;
    bool blanks;
    bool failed;
} walk;

static const char *flow(walk *w, const tp_node *node)
{
    tp_buf text;
    if (!node)
        return "";
    if (node->kind == TP_NODE_SCALAR)
        return node->text;
    tp_buf_init(&text);
    tp_tree_write_flow(&text, node);
    const char *made = tp_buf_ok(&text) && text.bytes ? tp_arena_text(w->arena, text.bytes) : NULL;
    tp_buf_finish(&text);
    w->failed = w->failed || !made;
    return made ? made : "";
}

const char *tp_key_step(tp_arena *arena, const char *path, const char *key)
{
    const char *quote = strpbrk(key, ".[]\"") ? "\"" : "";
    return *path ? tp_arena_format(arena, "%s.%s%s%s", path, quote, key, quote)
                 : tp_arena_format(arena, "%s%s%s", quote, key, quote);
}

static const char *step(walk *w, const char *path, const char *key)
{
    const char *made = tp_key_step(w->arena, path, key);
    w->failed = w->failed || !made;
    return made ? made : "";
}

/* "A sentence: details." cut where the details begin, for a label. */
static tp_words shortened(walk *w, tp_words doc)
{
    static const char *const marks[2][4] = {{"，", "；", "。", "："}, {",", ";", ".", ":"}};
    const char *text[2] = {doc.zh ? doc.zh : "", doc.en ? doc.en : ""};
    for (int lang = 0; lang < 2; lang++) {
        size_t length = strlen(text[lang]);
        for (int m = 0; m < 4; m++) {
            const char *at = strstr(text[lang], marks[lang][m]);
            bool ends = at && (lang == 0 || !at[1] || at[1] == ' ');
            if (ends && at > text[lang] && (size_t)(at - text[lang]) < length)
                length = (size_t)(at - text[lang]);
        }
        text[lang] = tp_arena_copy(w->arena, text[lang], length);
        w->failed = w->failed || !text[lang];
    }
    return (tp_words){text[0], text[1]};
}

/* What a key is called: its title; the beginning of what it does where it has none. */
static tp_words named(walk *w, const tp_key *key)
{
    return key->title.zh ? key->title : shortened(w, key->doc);
}

typedef struct spot {
    const char *path;
    const char *under;
    const char *member; /* name of the map's member or list's element it stands in; NULL */
    int depth;
    const tp_entry_table *table; /* the list or map; NULL */
    const char *row, *column;
    tp_words within; /* the struct of the row it stands in; NULLs: the row's own key */
    bool blank;
} spot;

static tp_words joined(walk *w, const char *format, const tp_words *a, const tp_words *b)
{
    const tp_words made = {tp_arena_format(w->arena, format, a->zh, b->zh),
                           tp_arena_format(w->arena, format, a->en, b->en)};
    w->failed = w->failed || !made.zh || !made.en;
    return made;
}

static void add(walk *w, const tp_key *key, const tp_node *node, const spot *at)
{
    tp_entry_fields *out = w->out;
    if (w->failed || !tp_arena_grow(w->arena, &out->items, &out->capacity, out->count, 1)) {
        w->failed = true;
        return;
    }
    tp_words name = named(w, key), heading = name;
    const tp_words member = {at->member, at->member};
    if (at->within.zh)
        heading = joined(w, "%s·%s", &at->within, &name);
    if (at->member)
        name = joined(w, "%s · %s", &member, &heading);
    out->items[out->count++] = (tp_entry_field){.path = at->path,
                                                .key = key,
                                                .node = node,
                                                .value = flow(w, node),
                                                .under = at->under,
                                                .basis = tp_scenario_basis(w->scenario, at->under),
                                                .name = name,
                                                .depth = at->depth,
                                                .table = at->table,
                                                .row = at->row,
                                                .member = at->member,
                                                .column = at->column,
                                                .heading = heading,
                                                .blank = at->blank};
}

/* What a person calls an element of a list: its name, or what it is about. */
static const char *element_name(walk *w, const tp_node *element, size_t index)
{
    static const char *const keys[] = {"name", "demand", "goal", "scope", "unit", "from"};
    for (size_t i = 0; element->kind == TP_NODE_MAP && i < sizeof keys / sizeof *keys; i++) {
        const tp_node *at = tp_node_get(element, keys[i]);
        if (at && at->kind == TP_NODE_SCALAR)
            return at->text;
    }
    return tp_arena_format(w->arena, "%zu", index + 1);
}

static void walk_place(walk *w, const tp_place *place, const tp_node *node, const spot *at);

/* The cells of one row; node NULL: the blank one. A text stands for itself. */
static void walk_row(walk *w, const tp_key *key, const tp_place *below, const tp_node *node,
                     const spot *at)
{
    if (!at->path || !at->row || !at->member)
        w->failed = true;
    else if (key->type == TP_T_TEXT_MAP)
        add(w, key, node, at);
    else
        walk_place(w, below, node, at);
}

static void walk_rows(walk *w, const tp_key *key, const tp_place *below, const tp_node *node,
                      const spot *at)
{
    const bool list = key->type == TP_T_LIST;
    tp_entry_table *table = tp_arena_alloc(w->arena, sizeof *table);
    if (!table) {
        w->failed = true;
        return;
    }
    *table = (tp_entry_table){at->path, key, at->under, !list};
    spot inner = {.under = at->under, .depth = at->depth + 1, .table = table, .column = ""};
    for (size_t i = 0; node && i < node->count; i++) {
        const tp_node *child = node->child[i];
        inner.path = list ? tp_arena_format(w->arena, "%s[%zu]", at->path, i + 1)
                          : step(w, at->path, child->key ? child->key : "");
        inner.row = inner.path;
        inner.member = list ? element_name(w, child, i) : child->key;
        walk_row(w, key, below, child, &inner);
    }
    inner.row = tp_arena_format(w->arena, "%s[]", at->path);
    inner.path =
        key->type == TP_T_TEXT_MAP ? tp_arena_format(w->arena, "%s[].text", at->path) : inner.row;
    inner.member = "+";
    inner.blank = true;
    if (w->blanks)
        walk_row(w, key, below, NULL, &inner);
}

static void walk_key(walk *w, const tp_place *place, const char *name, const tp_node *node,
                     const spot *at)
{
    const tp_key *key;
    tp_place below;
    if (!tp_place_under(place, name, w->arena, &key, &below)) {
        w->failed = true;
        return;
    }
    if (key->flags & TP_KEY_HIDDEN || key->type == TP_T_NODE) /* parts of a family */
        return;
    spot here = *at;
    here.path = step(w, at->path, name);
    here.under = at->under ? at->under : name;
    here.depth = at->depth + 1;
    if (at->table)
        here.column = step(w, at->column, name);
    if (key->type == TP_T_STRUCT && tp_key_nests(key)) {
        if (at->table)
            here.within = named(w, key);
        walk_place(w, &below, node, &here);
    } else if (tp_key_nests(key) || key->type == TP_T_TEXT_MAP) {
        walk_rows(w, key, &below, node, &here);
    } else {
        add(w, key, node, &here);
    }
}

static void walk_place(walk *w, const tp_place *place, const tp_node *node, const spot *at)
{
    size_t next = 0;
    if (node && node->kind != TP_NODE_MAP)
        node = NULL;
    for (const tp_key *key; !w->failed && (key = tp_place_next(place, &next));)
        walk_key(w, place, key->name, node ? tp_node_get(node, key->name) : NULL, at);
}

/* The scenario's own keys, then those of rules and goals. false: memory is out. */
static bool tables_root(tp_place *out, tp_arena *arena)
{
    size_t n;
    const tp_schema *const *sections = tp_case_sections(&n);
    const tp_schema **all = tp_arena_array(arena, n + 1, sizeof *all);
    if (!all)
        return false;
    all[0] = &tp_scenario_schema;
    memcpy(all + 1, sections, n * sizeof(tp_schema *));
    const tp_schema_set set = {all, n + 1};
    return tp_place_root(out, &set, arena);
}

static tp_status walk_all(walk *w, tp_err *err)
{
    tp_place root;
    *w->out = (tp_entry_fields){0};
    w->failed = !tables_root(&root, w->arena);
    if (!w->failed)
        walk_place(w, &root, w->scenario->normal, &(spot){.path = ""});
    return w->failed ? tp_fail_nomem(err) : TP_OK;
}

tp_status tp_keys_of(tp_entry_fields *out, const tp_scenario *scenario, tp_arena *arena,
                     tp_err *err)
{
    return walk_all(&(walk){.out = out, .scenario = scenario, .arena = arena}, err);
}

tp_status tp_keys_with_blanks(tp_entry_fields *out, const tp_scenario *scenario, tp_arena *arena,
                              tp_err *err)
{
    return walk_all(&(walk){.out = out, .scenario = scenario, .arena = arena, .blanks = true}, err);
}

const tp_entry_field *tp_keys_find(const tp_entry_fields *fields, const char *path)
{
    for (size_t i = 0; i < fields->count; i++)
        if (!strcmp(fields->items[i].path, path))
            return &fields->items[i];
    return NULL;
}

bool tp_key_moves(const tp_entry_field *field)
{
    tp_type type = field->key->type;
    return type == TP_T_INT || type == TP_T_DEC || type == TP_T_BOOL || type == TP_T_ENUM;
}

tp_words tp_key_name(const tp_entry_field *field, tp_arena *arena)
{
    walk w = {.arena = arena};
    return named(&w, field->key);
}

tp_words tp_key_section(const char *under, tp_arena *arena)
{
    tp_place root, below;
    const tp_key *key;
    walk w = {.arena = arena};
    if (!tables_root(&root, arena) || !tp_place_under(&root, under, arena, &key, &below) || !key)
        return (tp_words){under, under};
    return named(&w, key);
}

/* The next step of a path, "[2]" left out: its length, and what it is without quotes. */
static const char *next_step(const char **at, tp_arena *arena)
{
    const bool quoted = **at == '"';
    const char *from = *at + quoted;
    const size_t length = quoted ? strcspn(from, "\"") : strcspn(from, ".[");
    const char *name = tp_arena_copy(arena, from, length);
    *at = from + length;
    *at += strcspn(*at, ".");
    *at += **at == '.';
    return name;
}

const tp_key *tp_key_at(const char *path, tp_arena *arena)
{
    tp_place place, below;
    const tp_key *key = NULL;
    if (!tables_root(&place, arena))
        return NULL;
    for (const char *at = path; *at;) {
        const char *name = next_step(&at, arena);
        if (!name || !tp_place_under(&place, name, arena, &key, &below) || !key)
            return NULL;
        if (key->type == TP_T_MAP || key->type == TP_T_TEXT_MAP)
            next_step(&at, arena); /* the member's name */
        place = below;
    }
    return key;
}

bool tp_key_fixed(const tp_entry_field *field)
{
    static const char *const keys[] = {"schema", "extends",  "name",      "title",
                                       "data",   "outcomes", "overrides", "scenarios"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (!strcmp(field->under, keys[i]))
            return true;
    return false;
}

tp_words tp_table_called(const tp_entry_table *table, tp_arena *arena)
{
    walk w = {.arena = arena};
    return named(&w, table->key);
}

bool tp_keys_in_row(const tp_entry_fields *fields, const char *row)
{
    for (size_t i = 0; i < fields->count; i++)
        if (fields->items[i].row && !strcmp(fields->items[i].row, row))
            return true;
    return false;
}

static const char *bound_of(const tp_key *key, int64_t bound, tp_arena *arena)
{
    char text[TP_DEC_TEXT];
    if (key->type == TP_T_DEC)
        tp_dec_format(bound, text);
    else
        tp_int_format(bound, text);
    return tp_arena_text(arena, text);
}

tp_words tp_key_takes(const tp_key *key, tp_arena *arena)
{
    static const tp_words words[] = {
        [TP_T_TEXT] = {"文字", "text"},
        [TP_T_WORDS] = {"文字", "text"},
        [TP_T_INT] = {"整数", "a whole number"},
        [TP_T_DEC] = {"小数", "a decimal"},
        [TP_T_DATE] = {"日期，如 2026-06-30", "a date such as 2026-06-30"},
        [TP_T_BOOL] = {"是或否", "yes or no"},
        [TP_T_ENUM] = {"任选一项", "one of these"},
        [TP_T_TEXTS] = {"一个或几个，用顿号隔开", "one or several, with commas between"},
        [TP_T_TEXT_MAP] = {"文字", "text"},
        [TP_T_NODE] = {"YAML", "YAML"}};
    const bool number = key->type == TP_T_INT || key->type == TP_T_DEC;
    if (!number || (!key->least && !key->most))
        return words[key->type];
    const bool lower = key->least != INT64_MIN, upper = key->most != INT64_MAX;
    const char *low = bound_of(key, key->least, arena), *high = bound_of(key, key->most, arena);
    tp_words made = words[key->type];
    const char *range = lower && upper
                            ? tp_arena_format(arena, "%s…%s", low, high)
                            : tp_arena_format(arena, lower ? "≥ %s" : "≤ %s", lower ? low : high);
    if (range)
        made = (tp_words){tp_arena_format(arena, "%s，%s", made.zh, range),
                          tp_arena_format(arena, "%s, %s", made.en, range)};
    return made.zh && made.en ? made : words[key->type];
}
