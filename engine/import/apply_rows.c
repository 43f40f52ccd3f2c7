/* Rows of all other tables: each cell by the type of its field, units and kinds of slots looked
 * up. */
#include "import/parts.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static const tp_msg MSG_NO_UNIT = {"import.unknown-unit", "单位表里没有“{0}”{1}",
                                   "there is no unit {0}{1}"};
static const tp_msg MSG_UNNAMED = {"import.row-without-unit", "这一行没有单位",
                                   "the row names no unit"};
static const tp_msg MSG_NAMESAKES = {"import.namesakes", "有不止一个单位叫“{0}”，须写明单位编码",
                                     "more than one unit is called {0}: give its code"};
static const tp_msg MSG_NO_LINE = {"import.no-such-line", "“{0}”没有“{1}”编制",
                                   "{0} has no slots of {1}"};
static const tp_msg MSG_WHICH = {"import.row-without-category",
                                 "没有写编制类别，而“{0}”有不止一类编制",
                                 "no kind of slot is named, and {0} has several"};
static const tp_msg MSG_ONLY = {"import.only-category", "没有写编制类别，按该单位唯一的“{0}”",
                                "no kind of slot is named; the unit has only {0}"};
static const tp_msg MSG_CHOICE = {"import.choice", "“{0}”不是{1}；可用：{2}",
                                  "{0} is no {1}; allowed: {2}"};
static const tp_msg MSG_PERCENT = {"import.percent", "表头以 % 计，{0} 按 {1}",
                                   "the header counts in %: {0} is {1}"};

static const tp_field_id units_out[] = {TP_F_CODE,  TP_F_NAME,   TP_F_KIND,   TP_F_SYSTEM,
                                        TP_F_LEVEL, TP_F_REGION, TP_F_PARENT, TP_F_ENTRY};
static const tp_field_id posts_out[] = {
    TP_F_CODE, TP_F_CATEGORY, TP_F_AUTHORISED, TP_F_IN_POST,  TP_F_COMMITTED,
    TP_F_LENT, TP_F_BORROWED, TP_F_CAP,        TP_F_STANDARD, TP_F_FROZEN};
static const tp_field_id vacancies_out[] = {TP_F_CODE, TP_F_CATEGORY, TP_F_COUNT, TP_F_SINCE};
static const tp_field_id outcomes_out[] = {TP_F_CODE,       TP_F_EVALUATED_ON, TP_F_GRADE,
                                           TP_F_SCORE,      TP_F_SATURATION,   TP_F_OUTCOME_STATUS,
                                           TP_F_OBJECTED_ON};
static const tp_field_id issues_out[] = {
    TP_F_ISSUE, TP_F_CODE, TP_F_ISSUE_CLASS, TP_F_FOUND_ON, TP_F_DUE_ON, TP_F_CLOSED_ON, TP_F_TEXT};
static const tp_field_id demands_out[] = {
    TP_F_DEMAND,       TP_F_CODE,   TP_F_CATEGORY, TP_F_QUANTITY, TP_F_MINIMUM,
    TP_F_DEMAND_CLASS, TP_F_SECTOR, TP_F_FILED_ON, TP_F_TERM,     TP_F_DOCUMENT};
static const tp_field_id attrition_out[] = {TP_F_CODE, TP_F_CATEGORY, TP_F_ON, TP_F_COUNT};
static const tp_field_id limits_out[] = {
    TP_F_LIMIT,         TP_F_CODE,     TP_F_KIND,     TP_F_SYSTEM, TP_F_LEVEL,
    TP_F_REGION,        TP_F_PARENT,   TP_F_CATEGORY, TP_F_SECTOR, TP_F_DEMAND_CLASS,
    TP_F_LIMIT_MEASURE, TP_F_AT_LEAST, TP_F_AT_MOST,  TP_F_PERIOD};
static const tp_field_id findings_out[] = {TP_F_CODE,  TP_F_FINDING, TP_F_SOURCE, TP_F_FROM,
                                           TP_F_UNTIL, TP_F_EFFECT,  TP_F_FACTOR};
static const tp_field_id loans_out[] = {TP_F_LOAN,  TP_F_CODE,     TP_F_CATEGORY,
                                        TP_F_COUNT, TP_F_LOAN_DUE, TP_F_DEMAND};

const char *const tp_import_out_names[TP_OUTS] = {"units",    "posts",   "vacancies", "outcomes",
                                                  "issues",   "demands", "attrition", "limits",
                                                  "findings", "loans"};

const tp_field_id *tp_import_out_fields(tp_import_out out, size_t *count)
{
#define OUT(list)                                                                                  \
    {                                                                                              \
        list, sizeof(list) / sizeof *(list)                                                        \
    }
    static const struct {
        const tp_field_id *fields;
        size_t count;
    } all[TP_OUTS] = {OUT(units_out),    OUT(posts_out),   OUT(vacancies_out), OUT(outcomes_out),
                      OUT(issues_out),   OUT(demands_out), OUT(attrition_out), OUT(limits_out),
                      OUT(findings_out), OUT(loans_out)};
#undef OUT
    *count = all[out].count;
    return all[out].fields;
}

int tp_import_out_of(tp_import_kind kind)
{
    const char *table = tp_import_kinds[kind].table;
    for (int t = 0; table && t < TP_OUTS; t++)
        if (strcmp(tp_import_out_names[t], table) == 0)
            return t;
    return -1;
}

bool tp_out_reserve(tp_import *import, tp_import_out out, size_t rows)
{
    tp_import_table *t = &import->out[out];
    size_t used = t->rows * t->n_fields;
    return tp_arena_grow(import->arena, &t->values, &t->capacity, used, rows * t->n_fields);
}

bool tp_out_add(tp_import *import, tp_import_out out, const tp_value *values)
{
    tp_import_table *t = &import->out[out];
    size_t n = t->n_fields, used = t->rows * n;
    if (!tp_arena_grow(import->arena, &t->values, &t->capacity, used, n))
        return false;
    for (size_t i = 0; i < n; i++) {
        t->values[used + i] = values[i];
        if (!t->values[used + i].text)
            t->values[used + i].text = "";
        t->used[i] |= *t->values[used + i].text != '\0';
    }
    t->rows++;
    return true;
}

typedef struct placing {
    tp_import *import;
    const tp_block *b;
    tp_import_out out;
    const tp_block_column *columns[TP_IMPORT_MOST_FIELDS]; /* of the table's fields; NULL: none */
    const tp_block_column *code, *name;
    size_t row;
    int32_t unit;
    /* Of the last row that named a kind of slot: as it wrote it, and what that means. */
    const char *category_written, *category;
    bool wrong, no_memory;
} placing;

/* ---- units ---- */

static void ask_unit(placing *p, const char *text, tp_from from)
{
    tp_units *u = p->import->units;
    const char **names = tp_arena_array(p->import->arena, u->count + 1, sizeof *names);
    const char *closest = NULL;
    enum { MOST_COMPARED = 5000 };
    for (size_t i = 0; names && i < u->count; i++)
        names[i] = u->items[i].attribute[1].text;
    if (names && u->count <= MOST_COMPARED)
        closest = tp_text_closest(text, names, u->count);
    for (size_t i = 0; names && !closest && i < u->count; i++)
        if (strlen(text) > 6 && strstr(names[i], text))
            closest = names[i];
    const char *hint = closest
                           ? tp_arena_format(p->import->arena,
                                             "；是否为“%s”？请在 map.yaml 的 units 写明", closest)
                           : "";
    const char *english =
        closest ? tp_arena_format(p->import->arena, "; is it %s? Say so under units in map.yaml",
                                  closest)
                : "";
    tp_pos pos = tp_from_pos(p->import, from, p->import->arena);
    tp_words args[] = {{text, text}, {hint ? hint : "", english ? english : ""}};
    tp_diag_add_words(&p->import->asks, TP_ERROR, pos, &MSG_NO_UNIT, 2, args);
    p->wrong = true;
}

/* The unit a text names, as its index; said if there is none. */
static int32_t unit_named(placing *p, const char *text, tp_from from)
{
    bool several;
    int32_t unit = tp_units_find(p->import, text, &several);
    if (unit < 0)
        ask_unit(p, text, from);
    if (unit >= 0 && several) {
        TP_ASK(p->import, from, &MSG_NAMESAKES, text);
        p->wrong = true;
    }
    return unit;
}

static tp_value take_unit(placing *p)
{
    for (int pass = 0; pass < 2; pass++) {
        const tp_block_column *c = pass ? p->name : p->code;
        const tp_grid_cell *cell = c ? tp_block_cell(p->b, p->row, c) : NULL;
        if (!cell || !cell->length)
            continue;
        tp_from from = tp_from_cell(p->b, p->row, c);
        p->unit = unit_named(p, cell->text, from);
        /* The code is known when tables are made; until then the unit's number stands for it. */
        const char *mark = p->unit < 0 ? "" : tp_unit_mark(p->import, p->unit);
        p->no_memory |= !mark;
        return (tp_value){mark, from};
    }
    if (p->b->kind != TP_IS_LIMITS) {
        const tp_block_column *at = p->name ? p->name : p->code ? p->code : &p->b->columns[0];
        TP_ASK(p->import, tp_from_cell(p->b, p->row, at), &MSG_UNNAMED, "");
        p->wrong = true;
    }
    return (tp_value){"", {0}};
}

/* ---- cells ---- */

static tp_value take_category(placing *p, const tp_block_column *c)
{
    tp_import *import = p->import;
    const tp_grid_cell *cell = c ? tp_block_cell(p->b, p->row, c) : NULL;
    tp_value out = {"", {0}};
    if (cell && cell->length) {
        if (!p->category || strcmp(cell->text, p->category_written) != 0) {
            char *plain = tp_plain(import->arena, cell->text);
            p->category = plain ? tp_map_category(import, plain) : NULL;
            p->category_written = cell->text;
        }
        out = (tp_value){p->category, tp_from_cell(p->b, p->row, c)};
        p->no_memory |= !out.text;
    }
    if (p->b->kind == TP_IS_LIMITS || p->unit < 0 || p->no_memory)
        return out;
    tp_units *u = import->units;
    const tp_register_unit *unit = &u->items[p->unit];
    tp_from row = tp_from_cell(p->b, p->row, p->name ? p->name : &p->b->columns[0]);
    for (int32_t l = unit->first_line; l >= 0; l = u->lines[l].next)
        if (strcmp(u->lines[l].category, out.text) == 0) {
            __atomic_store_n(&u->lines[l].needed, true, __ATOMIC_RELAXED); /* tables side by side */
            return out;
        }
    int32_t only = -1, kinds = 0;
    for (int32_t l = unit->first_line; l >= 0; l = u->lines[l].next)
        for (int k = 0; k < TP_FIGURES; k++)
            if (u->lines[l].figure[k] && only != l) {
                only = l;
                kinds++;
            }
    if (*out.text) {
        TP_ASK(import, out.from, &MSG_NO_LINE, unit->attribute[1].text, out.text);
        p->wrong = true;
    } else if (kinds == 1) {
        out.text = u->lines[only].category;
        tp_diag_warn(&import->altered, tp_from_pos(import, row, import->arena), &MSG_ONLY,
                     out.text);
    } else {
        TP_ASK(import, row, &MSG_WHICH, unit->attribute[1].text);
        p->wrong = true;
    }
    return out;
}

/* "statutory=法定保障|法定;talent=…" as people read it: 法定保障 (statutory), … */
static const char *choices_as_words(const char *list, tp_arena *arena)
{
    tp_buf out;
    tp_buf_init(&out);
    for (const char *at = list; *at;) {
        size_t name = strcspn(at, "="), all = strcspn(at, ";");
        const char *word = at + name + 1;
        tp_buf_format(&out, "%s%.*s (%.*s)", at == list ? "" : ", ", (int)strcspn(word, "|;"), word,
                      (int)name, at);
        at += all + (at[all] == ';');
    }
    const char *text = tp_buf_ok(&out) && out.bytes ? tp_arena_text(arena, out.bytes) : NULL;
    tp_buf_finish(&out);
    return text ? text : "";
}

static const char *choose(placing *p, tp_field_id field, const tp_grid_cell *cell, tp_from from)
{
    const char *list = tp_register_fields[field].choices,
               *plain = tp_plain(p->import->arena, cell->text);
    for (const char *at = list; plain && *at;) {
        size_t name = strcspn(at, "=");
        const char *words = at + name + 1;
        size_t all = strcspn(words, ";");
        bool found = strlen(plain) == name && memcmp(plain, at, name) == 0;
        for (const char *w = words; w < words + all && !found;) {
            size_t m = strcspn(w, "|;");
            found = strlen(plain) == m && memcmp(plain, w, m) == 0;
            w += m + 1;
        }
        if (found)
            return tp_arena_copy(p->import->arena, at, name);
        at = words + all + (words[all] == ';');
    }
    TP_ASK(p->import, from, &MSG_CHOICE, cell->text, tp_register_fields[field].zh,
           choices_as_words(list, p->import->arena));
    p->wrong = true;
    return "";
}

/* The cell's own text where that is how we write it. */
static const char *kept_text(placing *p, const tp_grid_cell *cell, const char *as)
{
    return strcmp(cell->text, as) == 0 ? cell->text : tp_arena_text(p->import->arena, as);
}

static const char *take_number(placing *p, const tp_block_column *c, const tp_grid_cell *cell,
                               tp_from from)
{
    char as[TP_DEC_TEXT];
    tp_words why;
    tp_take take;
    bool bound = c->field == TP_F_AT_LEAST || c->field == TP_F_AT_MOST;
    if (tp_register_fields[c->field].type == TP_V_COUNT && !bound) {
        int64_t value = 0;
        take = tp_take_count(cell, &value, &why);
        tp_int_format(value, as);
    } else {
        tp_dec value = 0;
        take = tp_take_decimal(cell, &value, &why);
        bool percent = strchr(c->header, '%') || strstr(c->header, "％");
        if (take == TP_TAKE_FINE && percent && !cell->percent && value > 3 * TP_DEC_ONE) {
            value = (tp_dec)tp_half_up_div(value, 100);
            tp_dec_format(value, as);
            tp_diag_warn(&p->import->altered, tp_from_pos(p->import, from, p->import->arena),
                         &MSG_PERCENT, cell->text, as);
        }
        tp_dec_format(value, as);
    }
    if (take == TP_TAKE_EMPTY)
        return "";
    bool fine = tp_say_taken(p->import, from, cell, take, why, as);
    p->wrong |= !fine;
    return fine ? kept_text(p, cell, as) : "";
}

static const char *take_date(placing *p, const tp_grid_cell *cell, tp_from from)
{
    char as[TP_DATE_TEXT * 2];
    tp_date day = TP_DATE_NONE;
    tp_words why;
    tp_take take = tp_take_date(cell, &day, &why);
    tp_date_format(day, as);
    if (take == TP_TAKE_EMPTY)
        return "";
    bool fine = tp_say_taken(p->import, from, cell, take, why, as);
    p->wrong |= !fine;
    return fine ? kept_text(p, cell, as) : "";
}

static tp_value take_cell(placing *p, tp_field_id field, const tp_block_column *c)
{
    if (field == TP_F_CODE)
        return take_unit(p);
    if (field == TP_F_CATEGORY)
        return take_category(p, c);
    if (!c)
        return (tp_value){"", {0}};
    const tp_grid_cell *cell = tp_block_cell(p->b, p->row, c);
    tp_from from = tp_from_cell(p->b, p->row, c);
    if (cell->kind == TP_GRID_NONE)
        return (tp_value){"", from};
    const char *text = NULL;
    switch (tp_register_fields[field].type) {
    case TP_V_COUNT:
    case TP_V_DECIMAL:
        text = take_number(p, c, cell, from);
        break;
    case TP_V_DATE:
        text = take_date(p, cell, from);
        break;
    case TP_V_CHOICE:
        text = choose(p, field, cell, from);
        break;
    case TP_V_UNIT: {
        int32_t unit = unit_named(p, cell->text, from);
        text = unit < 0 ? "" : tp_unit_mark(p->import, unit);
        break;
    }
    default:
        text = cell->text;
        break;
    }
    p->no_memory |= !text;
    return (tp_value){text, from};
}

static bool take_row(placing *p)
{
    tp_import_table *t = &p->import->out[p->out];
    tp_value values[TP_IMPORT_MOST_FIELDS] = {{0}};
    bool any = false;
    p->unit = -1;
    p->wrong = false;
    for (size_t i = 0; i < t->n_fields && !p->no_memory; i++) {
        values[i] = take_cell(p, t->fields[i], p->columns[i]);
        any |= values[i].text && *values[i].text;
    }
    if (p->no_memory)
        return false;
    if (p->out == TP_OUT_DEMANDS || p->out == TP_OUT_ISSUES)
        if (!*values[0].text)
            values[0].text = tp_arena_format(p->import->arena, "%c%03zu",
                                             p->out == TP_OUT_ISSUES ? 'W' : 'D', t->rows + 1);
    return p->wrong || !any || tp_out_add(p->import, p->out, values);
}

/* A table that only says what units are. */
static bool take_unit_row(tp_import *import, const tp_block *b, size_t row,
                          const tp_headings *headings)
{
    static const tp_grid_cell none = {.text = ""};
    const tp_block_column *name = tp_block_column_of(b, TP_F_NAME);
    const tp_block_column *code = tp_block_column_of(b, TP_F_CODE);
    const tp_block_column *parent = tp_block_column_of(b, TP_F_PARENT);
    tp_naming n = {.name = name ? tp_block_cell(b, row, name) : &none,
                   .code = code ? tp_block_cell(b, row, code) : &none,
                   .qualifier = parent ? tp_block_cell(b, row, parent)->text : ""};
    if (!n.name->length && !n.code->length)
        return true;
    n.name_from = tp_from_cell(b, row, name ? name : code);
    n.code_from = tp_from_cell(b, row, code ? code : name);
    int32_t unit = tp_units_of(import, &n);
    if (unit < 0)
        return unit != -2;
    import->units->items[unit].present = true;
    for (size_t i = 0; i < b->n_columns; i++)
        if (b->columns[i].field >= TP_F_KIND && b->columns[i].field <= TP_F_ENTRY)
            tp_units_attribute(import, unit, b->columns[i].field,
                               tp_block_cell(b, row, &b->columns[i])->text,
                               tp_from_cell(b, row, &b->columns[i]));
    for (int level = 0; level < TP_GROUP_LEVELS; level++)
        if (headings->of[level].text)
            tp_units_attribute(import, unit, b->groups[level], headings->of[level].text,
                               headings->of[level].from);
    return true;
}

bool tp_apply_rows(tp_import *import, tp_block *b)
{
    placing p = {.import = import, .b = b, .out = (tp_import_out)tp_import_out_of(b->kind)};
    tp_headings headings = {0};
    const tp_import_table *t = &import->out[p.out];
    for (size_t i = 0; i < t->n_fields; i++)
        p.columns[i] = tp_block_column_of(b, t->fields[i]);
    p.code = tp_block_column_of(b, TP_F_CODE);
    p.name = tp_block_column_of(b, TP_F_NAME);
    if (p.out != TP_OUT_UNITS && !tp_out_reserve(import, p.out, b->end - b->first))
        return false;
    for (size_t row = b->first; row < b->end; row++) {
        tp_row_role role = (tp_row_role)b->roles[row - b->first];
        p.row = row;
        if (role == TP_ROW_GROUP)
            tp_headings_take(import, b, row, &headings);
        if (role != TP_ROW_DATA && role != TP_ROW_SUM)
            continue;
        bool fine =
            b->kind == TP_IS_UNITS ? take_unit_row(import, b, row, &headings) : take_row(&p);
        if (!fine)
            return false;
    }
    return true;
}
