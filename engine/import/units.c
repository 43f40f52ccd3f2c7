/* Units by name or code, and the register of codes that later imports reuse. */
#include "import/parts.h"

#include "base/text.h"
#include "read/csv.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const tp_msg MSG_TWO_CODES = {"import.code-differs",
                                     "“{0}”在 {2} 的编码是“{3}”，此处是“{1}”",
                                     "{0} has the code {3} in {2}, but {1} here"};
static const tp_msg MSG_CODE_NAME = {"import.code-taken",
                                     "编码“{0}”在 {2} 属于“{3}”，此处属于“{1}”",
                                     "the code {0} belongs to {3} in {2}, but to {1} here"};
static const tp_msg MSG_SEVERAL = {"import.namesakes", "有不止一个单位叫“{0}”，须写明单位编码",
                                   "more than one unit is called {0}: give its code"};
static const tp_msg MSG_ATTRIBUTE = {
    "import.attribute-differs", "“{0}”的{1}在 {3} 是“{4}”，此处是“{2}”；取先出现的",
    "{1} of {0} is {4} in {3}, but {2} here: the first one counts"};

tp_units *tp_units_create(tp_arena *arena, size_t expected)
{
    tp_units *u = tp_arena_alloc(arena, sizeof *u);
    if (!u || !tp_arena_grow(arena, &u->items, &u->capacity, 0, expected + 1) ||
        !tp_arena_grow(arena, &u->lines, &u->lines_capacity, 0, expected * 2 + 1))
        return NULL;
    u->names = tp_ids_create(arena, expected);
    u->codes = tp_ids_create(arena, expected);
    u->categories = tp_ids_create(arena, 32);
    u->known_keys = tp_ids_create(arena, 64);
    u->next_code = 1;
    return u->names && u->codes && u->categories && u->known_keys ? u : NULL;
}

/* ---- register of codes ---- */

static void note_code(tp_units *u, const char *code)
{
    int64_t number;
    if (*code == 'U' && tp_int_parse(code + 1, strlen(code + 1), &number) == TP_PARSE_OK &&
        number >= u->next_code && number < 100000000)
        u->next_code = number + 1;
}

static bool know(tp_import *import, const char *code, const char *name, const char *key)
{
    tp_units *u = import->units;
    if (!*code || !*key || tp_ids_find(u->known_keys, key, strlen(key)) != TP_ID_NONE)
        return true;
    tp_code_row row = {tp_arena_text(import->arena, code), tp_arena_text(import->arena, name),
                       tp_arena_text(import->arena, key)};
    if (!row.code || !row.name || !row.key ||
        !tp_arena_grow(import->arena, &u->known, &u->known_capacity, u->n_known, 1) ||
        tp_ids_add(u->known_keys, key, strlen(key), NULL) == TP_ID_NONE)
        return false;
    u->known[u->n_known++] = row;
    note_code(u, row.code);
    return true;
}

tp_status tp_units_recall(tp_import *import, const char *folder, tp_diags *diags, tp_err *err)
{
    struct stat info;
    const tp_table *table = NULL;
    tp_source source;
    const char *path = tp_arena_format(import->arena, "%s/codes.csv", folder);
    if (!path)
        return tp_fail_nomem(err);
    if (stat(path, &info) != 0)
        return TP_OK;
    tp_status status = tp_source_read(&source, import->arena, path, NULL, diags, err);
    if (status == TP_OK)
        status = tp_csv_read(&table, import->arena, &source, diags, err);
    if (status != TP_OK || !table || table->columns < 2)
        return status;
    for (size_t r = 0; r < table->rows; r++) {
        const tp_cell *code = tp_table_cell(table, r, 0), *name = tp_table_cell(table, r, 1);
        const char *key = tp_plain(import->arena, name->text);
        if (!key || !know(import, code->text, name->text, key))
            return tp_fail_nomem(err);
    }
    return TP_OK;
}

bool tp_units_follow(tp_import *import, const tp_import *before)
{
    const tp_units *from = before->units;
    for (size_t i = 0; i < from->n_known; i++)
        if (!know(import, from->known[i].code, from->known[i].name, from->known[i].key))
            return false;
    for (size_t i = 0; i < from->count; i++)
        if (!know(import, from->items[i].attribute[0].text, from->items[i].attribute[1].text,
                  from->items[i].key))
            return false;
    return true;
}

/* ---- units ---- */

static const char *shown(const tp_import *import, tp_from from)
{
    tp_buf text = {0};
    tp_pos pos = tp_from_pos(import, from, import->arena);
    tp_pos_write(&text, &pos);
    const char *copy = tp_arena_text(import->arena, text.bytes ? text.bytes : "");
    tp_buf_finish(&text);
    return copy ? copy : "";
}

/* A name broken over lines to fit its cell, on one line. NULL: memory is out. */
static const char *on_one_line(tp_import *import, const char *name)
{
    if (!strpbrk(name, "\r\n\t"))
        return name;
    char *copy = tp_arena_text(import->arena, name), *to = copy;
    for (const char *at = copy; at && *at; at++) {
        bool gap = strchr(" \r\n\t", *at) != NULL;
        if (!gap)
            *to++ = *at;
        else if (to > copy && to[-1] != ' ' && (unsigned char)to[-1] < 0x80)
            *to++ = ' '; /* between words; Chinese needs none */
    }
    if (copy)
        *to = '\0';
    return copy;
}

int32_t tp_units_add(tp_import *import, const char *name, const char *key, tp_from from)
{
    tp_units *u = import->units;
    bool fresh;
    name = on_one_line(import, name);
    if (!name || !tp_arena_grow(import->arena, &u->items, &u->capacity, u->count, 1))
        return -1;
    int32_t id = tp_ids_add(u->names, key, strlen(key), &fresh), unit = (int32_t)u->count;
    if (id == TP_ID_NONE ||
        !tp_arena_grow(import->arena, &u->first, &u->first_capacity, (size_t)id, 1))
        return -1;
    tp_register_unit *item = &u->items[u->count++];
    *item = (tp_register_unit){
        .key = key, .namesake = -1, .first_line = -1, .last_line = -1, .parent = -1};
    for (int i = 0; i < TP_ATTRIBUTES; i++)
        item->attribute[i].text = "";
    item->attribute[TP_F_NAME - TP_F_CODE] = (tp_value){name, from};
    if (fresh) {
        u->first[id] = unit;
        return unit;
    }
    int32_t at = u->first[id];
    while (u->items[at].namesake >= 0)
        at = u->items[at].namesake;
    u->items[at].namesake = unit;
    return unit;
}

static int32_t by_name(const tp_units *u, const char *key)
{
    int32_t id = tp_ids_find(u->names, key, strlen(key));
    return id == TP_ID_NONE ? -1 : u->first[id];
}

static int32_t by_code(const tp_units *u, const char *code)
{
    int32_t id = tp_ids_find(u->codes, code, strlen(code));
    return id == TP_ID_NONE ? -1 : u->by_code[id];
}

int32_t tp_units_find(const tp_import *import, const char *text, bool *several)
{
    const tp_units *u = import->units;
    int32_t unit = by_code(u, text);
    *several = false;
    if (unit >= 0)
        return unit;
    const char *key = tp_plain(import->arena, text);
    unit = key ? by_name(u, key) : -1;
    if (unit >= 0)
        *several = u->items[unit].namesake >= 0;
    const char *answer = unit < 0 && key ? tp_map_unit(import, key) : NULL;
    return answer ? by_code(u, answer) : unit;
}

static bool give_code(tp_import *import, int32_t unit, const char *code, tp_from from)
{
    tp_units *u = import->units;
    int32_t id = tp_ids_add(u->codes, code, strlen(code), NULL);
    if (id == TP_ID_NONE ||
        !tp_arena_grow(import->arena, &u->by_code, &u->by_code_capacity, (size_t)id, 1))
        return false;
    u->by_code[id] = unit;
    u->items[unit].attribute[0] = (tp_value){tp_ids_name(u->codes, id), from};
    note_code(u, code);
    return true;
}

static const char *qualifier_of(const tp_register_unit *unit)
{
    const char *parent = unit->attribute[TP_F_PARENT - TP_F_CODE].text;
    return *parent ? parent : unit->attribute[TP_F_REGION - TP_F_CODE].text;
}

/* Among namesakes the one of that parent or region; the first without any; -1: a new one. */
static int32_t among_namesakes(const tp_units *u, int32_t unit, const tp_naming *n)
{
    for (int32_t at = unit; at >= 0; at = u->items[at].namesake) {
        const char *own = qualifier_of(&u->items[at]);
        if (!*n->qualifier || !*own || strcmp(own, n->qualifier) == 0)
            return at;
    }
    return -1;
}

static int32_t coded_unit(tp_import *import, const tp_naming *n, const char *name, const char *key)
{
    tp_units *u = import->units;
    const char *code = n->code->text;
    int32_t unit = by_code(u, code);
    if (unit >= 0) {
        const tp_register_unit *had = &u->items[unit];
        if (*key && *had->key && strcmp(had->key, key) != 0) {
            TP_ASK(import, n->code_from, &MSG_CODE_NAME, code, name,
                   shown(import, had->attribute[0].from), had->attribute[1].text);
            return -1;
        }
        return unit;
    }
    int32_t named = *key ? by_name(u, key) : -1;
    if (named >= 0) {
        /* Namesakes of different codes are different units, if something tells them apart. */
        const tp_value *had = &u->items[named].attribute[0];
        if (!*had->text)
            return give_code(import, named, code, n->code_from) ? named : -2;
        if (!*n->qualifier || among_namesakes(u, named, n) >= 0) {
            TP_ASK(import, n->code_from, &MSG_TWO_CODES, name, code, shown(import, had->from),
                   had->text);
            return -1;
        }
    }
    unit = tp_units_add(import, name, key, n->name_from);
    return unit >= 0 && give_code(import, unit, code, n->code_from) ? unit : -2;
}

int32_t tp_units_of(tp_import *import, const tp_naming *n)
{
    tp_units *u = import->units;
    const char *name = n->name->length ? n->name->text : "";
    char *key = tp_plain(import->arena, name);
    if (!key)
        return -2;
    if (n->code->length)
        return coded_unit(import, n, *name ? name : n->code->text, key);
    const char *answer = tp_map_unit(import, key);
    if (answer && by_code(u, answer) >= 0)
        return by_code(u, answer);
    int32_t unit = by_name(u, key);
    if (unit >= 0) {
        int32_t same = among_namesakes(u, unit, n);
        if (same >= 0 && !*n->qualifier && u->items[unit].namesake >= 0) {
            TP_ASK(import, n->name_from, &MSG_SEVERAL, name);
            return -1;
        }
        if (same >= 0)
            return same;
    }
    unit = tp_units_add(import, name, key, n->name_from);
    return unit < 0 ? -2 : unit;
}

const char *tp_unit_mark(tp_import *import, int32_t unit)
{
    tp_register_unit *item = &import->units->items[unit];
    if (!item->mark) {
        char mark[1 + TP_DEC_TEXT] = "#";
        item->mark = tp_arena_copy(import->arena, mark, 1 + tp_int_format(unit, mark + 1));
    }
    return item->mark;
}

void tp_units_attribute(tp_import *import, int32_t unit, tp_field_id field, const char *text,
                        tp_from from)
{
    tp_register_unit *item = &import->units->items[unit];
    if (field < TP_F_KIND || field > TP_F_ENTRY || !*text)
        return;
    tp_value *value = &item->attribute[field - TP_F_CODE];
    if (!*value->text)
        *value = (tp_value){text, from};
    else if (strcmp(value->text, text) != 0)
        TP_FINDING(import, from, &MSG_ATTRIBUTE, item->attribute[1].text,
                   tp_register_fields[field].zh, text, shown(import, value->from), value->text);
}

tp_register_line *tp_units_line(tp_import *import, int32_t unit, const char *category, tp_from from)
{
    tp_units *u = import->units;
    int32_t id = tp_ids_add(u->categories, category, strlen(category), NULL);
    if (id == TP_ID_NONE)
        return NULL;
    const char *name = tp_ids_name(u->categories, id);
    tp_register_unit *item = &u->items[unit];
    for (int32_t l = item->first_line; l >= 0; l = u->lines[l].next)
        if (u->lines[l].category == name)
            return &u->lines[l];
    if (!tp_arena_grow(import->arena, &u->lines, &u->lines_capacity, u->n_lines, 1))
        return NULL;
    int32_t line = (int32_t)u->n_lines++;
    u->lines[line] =
        (tp_register_line){.unit = unit, .next = -1, .category = name, .category_from = from};
    if (item->last_line >= 0)
        u->lines[item->last_line].next = line;
    else
        item->first_line = line;
    item->last_line = line;
    return &u->lines[line];
}
