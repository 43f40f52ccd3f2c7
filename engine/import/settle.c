/* After all rows: what is missing or doubtful among units, their codes and parents; then the tables
 * units and posts. */
#include "import/parts.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static const tp_msg MSG_RENAMED = {"import.renamed",
                                   "“{0}”是新名称，而以前的“{1}”（{2}）不见了：是同一单位吗？请在 "
                                   "map.yaml 的 units 写“{0}: {2}”，或“{0}: 新单位”",
                                   "{0} is new, and {1} ({2}) of before is gone: the same unit? "
                                   "Say under units in map.yaml \"{0}: {2}\", or \"{0}: new\""};
static const tp_msg MSG_NEW = {"import.new-unit", "新单位“{0}”，编码 {1}",
                               "new unit {0}, with the code {1}"};
static const tp_msg MSG_GONE = {"import.gone-unit", "以前的“{0}”（{1}）不在本次文件中",
                                "{0} ({1}) of before is not in these files"};
static const tp_msg MSG_PARENT = {
    "import.parent-added", "主管部门“{0}”不在表中，补为没有编制的单位",
    "the parent {0} is not in the tables: added as a unit without slots"};
static const tp_msg MSG_PARENTS = {"import.namesakes", "有不止一个单位叫“{0}”，须写明单位编码",
                                   "more than one unit is called {0}: give its code"};
static const tp_msg MSG_NO_IN_POST = {
    "import.no-in-post", "“{0}”的{1}编制没有实有人数：空白按 0，请核对",
    "{1} of {0} has no count in post: empty is taken as 0, to be looked at"};
static const tp_msg MSG_NO_AUTHORISED = {
    "import.no-authorised", "“{0}”的{1}编制没有核定数：空白按 0，请核对",
    "{1} of {0} has none authorised: empty is taken as 0, to be looked at"};
static const tp_msg MSG_NOBODY_IN_POST = {"import.no-in-post-anywhere",
                                          "没有一列给出“{0}”的实有人数",
                                          "no column gives the count in post of {0}"};
static const tp_msg MSG_NOBODY_AUTHORISED = {"import.no-authorised-anywhere",
                                             "没有一列给出“{0}”的核定编制数",
                                             "no column gives the slots authorised of {0}"};
static const tp_msg MSG_NEARLY = {"import.nearly-same-name",
                                  "“{0}”与“{1}”只差“{2}”：是否同一单位？",
                                  "{0} and {1} differ by \"{2}\" alone: are they one unit?"};

/* ---- the same unit under another name ---- */

/* A name without what is often added to or left out of it. */
static const char *core(const char *key, tp_arena *arena)
{
    char *text = tp_arena_text(arena, key), *bracket;
    if (!text)
        return key;
    bracket = strchr(text, '(');
    if (bracket && bracket > text)
        *bracket = '\0';
    return text;
}

static bool alike(const char *a, const char *b, tp_arena *arena)
{
    size_t points = tp_text_points(a, strlen(a)), other = tp_text_points(b, strlen(b));
    if (strcmp(core(a, arena), core(b, arena)) == 0)
        return true;
    if ((points >= 3 && strstr(b, a)) || (other >= 3 && strstr(a, b)))
        return true;
    size_t most = points < 5 ? 1 : points / 3;
    return tp_text_distance(a, b, most) <= most;
}

static bool is_present(const tp_units *u, const tp_code_row *known)
{
    int32_t id = tp_ids_find(u->names, known->key, strlen(known->key));
    int32_t code = tp_ids_find(u->codes, known->code, strlen(known->code));
    return id != TP_ID_NONE || code != TP_ID_NONE;
}

enum { MOST_GONE = 2000, MOST_ASKED = 200 };

static const tp_code_row **gone_units(const tp_import *import, size_t *count)
{
    const tp_units *u = import->units;
    const tp_code_row **gone = tp_arena_array(import->arena, MOST_GONE, sizeof *gone);
    *count = 0;
    for (size_t i = 0; gone && i < u->n_known && *count < MOST_GONE; i++) {
        bool alias = i && strcmp(u->known[i].code, u->known[i - 1].code) == 0;
        if (!alias && !is_present(u, &u->known[i]))
            gone[(*count)++] = &u->known[i];
    }
    return gone;
}

static bool set_code(tp_import *import, int32_t unit, const char *code)
{
    tp_units *u = import->units;
    int32_t id = tp_ids_add(u->codes, code, strlen(code), NULL);
    if (id == TP_ID_NONE ||
        !tp_arena_grow(import->arena, &u->by_code, &u->by_code_capacity, (size_t)id, 1))
        return false;
    u->by_code[id] = unit;
    u->items[unit].attribute[0].text = tp_ids_name(u->codes, id);
    return true;
}

static const char *known_code(const tp_units *u, const char *key)
{
    int32_t id = tp_ids_find(u->known_keys, key, strlen(key));
    return id == TP_ID_NONE ? NULL : u->known[id].code;
}

static bool new_code(tp_import *import, int32_t unit)
{
    tp_units *u = import->units;
    char code[32];
    do
        snprintf(code, sizeof code, "U%04lld", (long long)u->next_code++);
    while (tp_ids_find(u->codes, code, strlen(code)) != TP_ID_NONE);
    return set_code(import, unit, code);
}

static bool give_codes(tp_import *import)
{
    tp_units *u = import->units;
    size_t n_gone, asked = 0;
    const tp_code_row **gone = gone_units(import, &n_gone);
    if (!gone)
        return false;
    for (size_t i = 0; i < u->count; i++) {
        tp_register_unit *unit = &u->items[i];
        if (*unit->attribute[0].text)
            continue;
        const char *answer = tp_map_unit(import, unit->key), *code = known_code(u, unit->key);
        if (answer && *answer == 'n')
            answer = NULL, code = NULL;
        else if (answer)
            code = answer;
        else if (!code)
            for (size_t k = 0; k < n_gone && asked < MOST_ASKED; k++)
                if (alike(unit->key, gone[k]->key, import->arena)) {
                    TP_ASK(import, unit->attribute[1].from, &MSG_RENAMED, unit->attribute[1].text,
                           gone[k]->name, gone[k]->code);
                    asked++;
                    break;
                }
        /* Namesakes cannot share a code. */
        if (code && tp_ids_find(u->codes, code, strlen(code)) != TP_ID_NONE)
            code = NULL;
        if (code ? !set_code(import, (int32_t)i, code) : !new_code(import, (int32_t)i))
            return false;
        if (!code && u->n_known)
            TP_FINDING(import, unit->attribute[1].from, &MSG_NEW, unit->attribute[1].text,
                       unit->attribute[0].text);
    }
    for (size_t k = 0; k < n_gone; k++) {
        int32_t id = tp_ids_find(u->codes, gone[k]->code, strlen(gone[k]->code));
        if (id == TP_ID_NONE && u->count)
            TP_FINDING(import, (tp_from){0}, &MSG_GONE, gone[k]->name, gone[k]->code);
    }
    return true;
}

/* Names that differ only by a bracket or by 市, 县, 区 in front. */
static bool warn_nearly(tp_import *import)
{
    tp_units *u = import->units;
    for (size_t i = 0; i < u->count; i++) {
        const tp_register_unit *unit = &u->items[i];
        const char *bracket = strchr(unit->key, '(');
        if (!bracket || bracket == unit->key)
            continue;
        int32_t id = tp_ids_find(u->names, unit->key, (size_t)(bracket - unit->key));
        if (id == TP_ID_NONE || (size_t)u->first[id] == i)
            continue;
        TP_FINDING(import, unit->attribute[1].from, &MSG_NEARLY, unit->attribute[1].text,
                   u->items[u->first[id]].attribute[1].text, bracket);
    }
    return true;
}

/* ---- parents ---- */

static bool resolve_parents(tp_import *import)
{
    tp_units *u = import->units;
    enum { PARENT = TP_F_PARENT - TP_F_CODE };
    size_t listed = u->count;
    for (size_t i = 0; i < listed; i++) {
        tp_value *value = &u->items[i].attribute[PARENT];
        const char *text = value->text;
        bool several;
        if (u->items[i].parent >= 0 || !*text)
            continue;
        int32_t parent = tp_units_find(import, text, &several);
        if (parent >= 0 && several)
            TP_ASK(import, value->from, &MSG_PARENTS, text);
        if (parent < 0) {
            char *key = tp_plain(import->arena, text);
            parent = key ? tp_units_add(import, text, key, value->from) : -1;
            if (parent < 0)
                return false;
            u->items[parent].bare = true;
            TP_FINDING(import, u->items[i].attribute[PARENT].from, &MSG_PARENT, text);
        }
        u->items[i].parent = parent == (int32_t)i ? -1 : parent;
    }
    return true;
}

/* ---- figures that are missing ---- */

static void check_line(tp_import *import, const tp_register_line *line, const bool given[2],
                       bool asked[2])
{
    static const tp_msg *const empty[] = {&MSG_NO_AUTHORISED, &MSG_NO_IN_POST};
    static const tp_msg *const absent[] = {&MSG_NOBODY_AUTHORISED, &MSG_NOBODY_IN_POST};
    const tp_register_unit *unit = &import->units->items[line->unit];
    for (int k = 0; k < 2; k++) {
        if (line->from[k].row)
            continue;
        tp_from at = line->from[1 - k].row ? line->from[1 - k] : unit->attribute[1].from;
        if (given[k] && line->figure[1 - k])
            TP_FINDING(import, at, empty[k], unit->attribute[1].text, line->category);
        else if (!given[k] && !asked[k]) {
            TP_ASK(import, at, absent[k], line->category);
            asked[k] = true;
        }
    }
}

static bool check_lines(tp_import *import)
{
    tp_units *u = import->units;
    size_t n = (size_t)tp_ids_count(u->categories);
    bool(*given)[2] = tp_arena_array(import->arena, n + 1, sizeof *given);
    bool(*asked)[2] = tp_arena_array(import->arena, n + 1, sizeof *asked);
    if (!given || !asked)
        return false;
    for (size_t l = 0; l < u->n_lines; l++) {
        int32_t id = tp_ids_find(u->categories, u->lines[l].category, strlen(u->lines[l].category));
        for (int k = 0; k < 2; k++)
            given[id][k] |= u->lines[l].from[k].row != 0;
    }
    for (size_t l = 0; l < u->n_lines; l++) {
        int32_t id = tp_ids_find(u->categories, u->lines[l].category, strlen(u->lines[l].category));
        check_line(import, &u->lines[l], given[id], asked[id]);
    }
    return true;
}

bool tp_units_settle(tp_import *import)
{
    return resolve_parents(import) && give_codes(import) && warn_nearly(import) &&
           check_lines(import);
}

/* ---- tables ---- */

static bool is_kept(const tp_register_line *line)
{
    bool any = line->stated || line->needed;
    for (int k = 0; k < TP_FIGURES; k++)
        any |= line->figure[k] != 0;
    return any;
}

/* A count as text: most are small, and the same again and again. NULL: memory is out. */
static const char *count_text(tp_import *import, int64_t value)
{
    char text[TP_DEC_TEXT];
    const char **kept =
        value >= 0 && value < TP_SMALL ? &import->units->small[value] : &(const char *){NULL};
    if (!*kept) {
        tp_int_format(value, text);
        *kept = tp_arena_text(import->arena, text);
    }
    return *kept;
}

static bool add_line(tp_import *import, const tp_register_line *line)
{
    const tp_register_unit *unit = &import->units->items[line->unit];
    tp_value values[2 + TP_FIGURES] = {unit->attribute[0], {line->category, line->category_from}};
    if (!values[0].from.row)
        values[0].from = unit->attribute[1].from;
    for (int k = 0; k < TP_FIGURES; k++) {
        bool given = line->from[k].row || k < 2;
        values[2 + k] = (tp_value){given ? count_text(import, line->figure[k]) : "", line->from[k]};
        if (!values[2 + k].text)
            return false;
    }
    if (!tp_out_add(import, TP_OUT_POSTS, values))
        return false;
    int64_t vacant = line->figure[0] - line->figure[1] - line->figure[2];
    if (!line->since_date || vacant <= 0)
        return true;
    char count[TP_DEC_TEXT], day[TP_DATE_TEXT];
    tp_int_format(vacant, count);
    tp_date_format(line->since_date, day);
    tp_value lot[] = {values[0],
                      values[1],
                      {tp_arena_text(import->arena, count), line->from[1]},
                      {tp_arena_text(import->arena, day), line->since}};
    return lot[2].text && lot[3].text && tp_out_add(import, TP_OUT_VACANCIES, lot);
}

/* Units that stand for a number ("#12") in the other tables get their code. */
static void put_codes(tp_import *import)
{
    const tp_units *u = import->units;
    for (int t = TP_OUT_VACANCIES; t < TP_OUTS; t++) {
        tp_import_table *table = &import->out[t];
        for (size_t i = 0; i < table->rows * table->n_fields; i++) {
            tp_field_id field = table->fields[i % table->n_fields];
            int64_t unit;
            const char *text = table->values[i].text;
            if ((field == TP_F_CODE || field == TP_F_PARENT) && *text == '#' &&
                tp_int_parse(text + 1, strlen(text + 1), &unit) == TP_PARSE_OK)
                table->values[i].text = u->items[unit].attribute[0].text;
        }
    }
}

bool tp_units_tables(tp_import *import)
{
    tp_units *u = import->units;
    put_codes(import);
    if (!tp_out_reserve(import, TP_OUT_UNITS, u->count) ||
        !tp_out_reserve(import, TP_OUT_POSTS, u->n_lines))
        return false;
    for (size_t i = 0; i < u->count; i++) {
        const tp_register_unit *unit = &u->items[i];
        tp_value values[TP_ATTRIBUTES];
        memcpy(values, unit->attribute, sizeof values);
        for (int f = TP_F_KIND; f < TP_F_PARENT; f++)
            if (!*values[f - TP_F_CODE].text && import->answers.defaults[f] && !unit->bare)
                values[f - TP_F_CODE] = (tp_value){import->answers.defaults[f], {0}};
        values[TP_F_PARENT - TP_F_CODE].text =
            unit->parent >= 0 ? u->items[unit->parent].attribute[0].text : "";
        if (!values[0].from.row)
            values[0].from = values[1].from;
        if (!tp_out_add(import, TP_OUT_UNITS, values))
            return false;
        for (int32_t l = unit->first_line; l >= 0; l = u->lines[l].next)
            if (is_kept(&u->lines[l]) && !add_line(import, &u->lines[l]))
                return false;
    }
    return true;
}
