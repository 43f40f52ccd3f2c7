/* Rows of a register: units, and their slots by kind. */
#include "import/parts.h"

#include <stdio.h>
#include <string.h>

static const tp_msg MSG_NO_UNIT = {"import.row-without-unit", "这一行有数字，但没有单位名称",
                                   "the row has figures but names no unit"};
static const tp_msg MSG_NO_CATEGORY = {
    "import.no-category", "不知道这些数字属于哪一类编制；请在 map.yaml 的 category 写明",
    "which kind of slot these figures are of is not said; say it as category in map.yaml"};
static const tp_msg MSG_ROW_CATEGORY = {"import.row-without-category", "这一行没有编制类别",
                                        "the row names no kind of slot"};
static const tp_msg MSG_TWICE = {"import.figure-twice",
                                 "“{0}”的{1}{2}在 {3} 已有数字 {4}，此处又有 {5}",
                                 "{2} of {0} in {1} is {4} in {3} already, and {5} here"};
static const tp_msg MSG_TABLE_TWICE = {
    "import.table-twice", "与 {0} 都列出了同一些单位的数字；请在 map.yaml 把其中一张表写为“不读”",
    "gives figures of the same units as {0}: make one of the two tables `skip` in map.yaml"};
static const tp_msg MSG_COVERED = {"import.merged-figure", "合并单元格里的数字，不知是哪一行的",
                                   "a figure in merged cells: which row's is it?"};
static const tp_msg MSG_SINCE_SEVERAL = {
    "import.since-of-several", "单位有几类编制，不知空编起始日期是哪一类的",
    "the unit has several kinds of slots: whose vacancies began then?"};

static const tp_msg MSG_CARRIED = {"import.blank-carried", "空白的{0}按上面的“{1}”",
                                   "the empty {0} is taken from above: {1}"};

typedef struct posting {
    tp_import *import;
    tp_block *b;
    const tp_block_column *name, *code, *category, *measure;
    const tp_block_column *since; /* the column at hand */
    tp_headings headings;
    int32_t unit; /* of the row before */
    const char *category_now;
    tp_from category_from;
    size_t kinds;   /* how many kinds of slots the columns tell apart */
    int32_t *stack; /* units by indentation: parents of what follows */
    uint8_t *indents;
    size_t depth;
    tp_block *rival; /* the table whose figures these repeat */
    const tp_grid_cell *above[TP_F_ENTRY - TP_F_KIND + 1]; /* attributes of the rows before */
    tp_from above_from[TP_F_ENTRY - TP_F_KIND + 1];
    bool no_memory, asked_category;
} posting;

static const tp_grid_cell none = {.text = ""};

static const tp_grid_cell *cell_of(const posting *p, size_t row, const tp_block_column *c)
{
    return c ? tp_block_cell(p->b, row, c) : &none;
}

/* ---- the unit of a row ---- */

static void set_parent(posting *p, size_t row, bool sum)
{
    uint8_t indent = cell_of(p, row, p->name)->indent;
    while (p->depth && p->indents[p->depth - 1] >= indent)
        p->depth--;
    if (p->depth && p->stack[p->depth - 1] != p->unit)
        p->import->units->items[p->unit].parent = p->stack[p->depth - 1];
    p->indents[p->depth] = indent;
    p->stack[p->depth++] = p->unit;
    p->import->units->items[p->unit].sum |= sum;
}

static const char *qualifier(const posting *p, size_t row)
{
    const tp_block_column *parent = tp_block_column_of(p->b, TP_F_PARENT);
    const tp_block_column *region = tp_block_column_of(p->b, TP_F_REGION);
    if (parent && cell_of(p, row, parent)->length)
        return cell_of(p, row, parent)->text;
    if (region && cell_of(p, row, region)->length)
        return cell_of(p, row, region)->text;
    for (int level = TP_GROUP_LEVELS - 1; level >= 0; level--)
        if ((p->b->groups[level] == TP_F_PARENT || p->b->groups[level] == TP_F_REGION) &&
            p->headings.of[level].text)
            return p->headings.of[level].text;
    return p->b->sheet_field == TP_F_REGION ? p->b->grid->name : "";
}

/* Where the format knows no merged cells, a blank left of the names stands for the text above
 * it. */
static const tp_grid_cell *carried(posting *p, size_t row, size_t column, tp_from *from)
{
    const tp_block_column *c = &p->b->columns[column];
    const tp_grid_cell *cell = cell_of(p, row, c);
    size_t at = (size_t)(c->field - TP_F_KIND);
    *from = tp_from_cell(p->b, row, c);
    if (cell->length) {
        p->above[at] = cell;
        p->above_from[at] = *from;
        return cell;
    }
    if (p->b->grid->spans_known || !p->name || c->column > p->name->column || !p->above[at])
        return cell;
    tp_diag_warn(&p->import->altered, tp_from_pos(p->import, *from, p->import->arena), &MSG_CARRIED,
                 tp_register_fields[c->field].zh, p->above[at]->text);
    *from = p->above_from[at];
    return p->above[at];
}

/* A total or heading ends what was above it; what it names itself, left of the names, holds for the
 * rows below: 教育系统 | 小计. */
static void begin_part(posting *p, size_t row)
{
    memset(p->above, 0, sizeof p->above);
    for (size_t i = 0; i < p->b->n_columns && p->name; i++) {
        const tp_block_column *c = &p->b->columns[i];
        const tp_grid_cell *cell = cell_of(p, row, c);
        const char *plain = cell->length ? tp_plain(p->import->arena, cell->text) : NULL;
        if (c->field < TP_F_KIND || c->field > TP_F_ENTRY || c->column >= p->name->column ||
            !plain || tp_is_total(plain))
            continue;
        p->above[c->field - TP_F_KIND] = cell;
        p->above_from[c->field - TP_F_KIND] = tp_from_cell(p->b, row, c);
    }
}

static void set_attributes(posting *p, size_t row)
{
    tp_import *import = p->import;
    for (size_t i = 0; i < p->b->n_columns; i++) {
        const tp_block_column *c = &p->b->columns[i];
        if (c->field >= TP_F_KIND && c->field <= TP_F_ENTRY) {
            tp_from from;
            const char *text = carried(p, row, i, &from)->text;
            tp_units_attribute(import, p->unit, c->field, text, from);
        }
    }
    for (int level = 0; level < TP_GROUP_LEVELS; level++)
        if (p->headings.of[level].text)
            tp_units_attribute(import, p->unit, p->b->groups[level], p->headings.of[level].text,
                               p->headings.of[level].from);
    if (p->b->sheet_field)
        tp_units_attribute(import, p->unit, p->b->sheet_field, p->b->grid->name, (tp_from){0});
}

/* False: there is none (said), or memory is out. */
static bool take_unit(posting *p, size_t row)
{
    const tp_grid_cell *name = cell_of(p, row, p->name), *code = cell_of(p, row, p->code);
    bool going_on = !name->length && !code->length;
    if (going_on && (p->unit < 0 || (!p->category && !p->measure))) {
        const tp_block_column *first = &p->b->columns[0];
        TP_ASK(p->import, tp_from_cell(p->b, row, p->name ? p->name : first), &MSG_NO_UNIT, "");
        return false;
    }
    if (going_on)
        return true;
    tp_naming naming = {
        .code = code, .name = name, .qualifier = qualifier(p, row), .new_row = true};
    if (p->name)
        naming.name_from = tp_from_cell(p->b, row, p->name);
    if (p->code)
        naming.code_from = tp_from_cell(p->b, row, p->code);
    if (!p->name)
        naming.name_from = naming.code_from;
    p->unit = tp_units_of(p->import, &naming);
    p->no_memory |= p->unit == -2;
    if (p->unit < 0)
        return false;
    p->import->units->items[p->unit].present = true;
    if (p->b->indented && p->name)
        set_parent(p, row, p->b->roles[row - p->b->first] == TP_ROW_SUM);
    set_attributes(p, row);
    return true;
}

/* ---- figures ---- */

static bool take_category(posting *p, size_t row)
{
    if (!p->category) {
        p->category_now = p->b->category;
        p->category_from = (tp_from){0};
        return true;
    }
    const tp_grid_cell *cell = cell_of(p, row, p->category);
    bool same_unit = !cell_of(p, row, p->name)->length && !cell_of(p, row, p->code)->length;
    if (cell->length) {
        char *plain = tp_plain(p->import->arena, cell->text);
        p->category_now = plain ? tp_map_category(p->import, plain) : NULL;
        p->category_from = tp_from_cell(p->b, row, p->category);
        p->no_memory |= !p->category_now;
        return p->category_now != NULL;
    }
    if (p->measure && same_unit && p->category_now)
        return true;
    p->category_now = p->b->category;
    if (p->category_now)
        return true;
    TP_ASK(p->import, tp_from_cell(p->b, row, p->category), &MSG_ROW_CATEGORY, "");
    return false;
}

static void say_twice(posting *p, const tp_register_line *line, tp_field_id field, tp_from from,
                      int64_t value)
{
    tp_import *import = p->import;
    size_t at = (size_t)field - TP_F_AUTHORISED;
    tp_buf first = {0};
    tp_pos pos = tp_from_pos(import, line->from[at], import->arena);
    char had[TP_DEC_TEXT], here[TP_DEC_TEXT];
    tp_pos_write(&first, &pos);
    tp_int_format(line->figure[at], had);
    tp_int_format(value, here);
    bool other_table = line->from[at].grid != from.grid;
    if (other_table && p->rival == p->b) {
        tp_buf_finish(&first);
        return; /* said once for the table */
    }
    if (other_table) {
        p->rival = p->b;
        TP_ASK(import, from, &MSG_TABLE_TWICE, first.bytes ? first.bytes : "");
    } else {
        TP_ASK(import, from, &MSG_TWICE, import->units->items[line->unit].attribute[1].text,
               line->category, tp_register_fields[field].zh, first.bytes ? first.bytes : "", had,
               here);
    }
    tp_buf_finish(&first);
}

static void put_figure(posting *p, size_t row, const tp_block_column *c, tp_field_id field)
{
    const tp_grid_cell *cell = cell_of(p, row, c);
    tp_from from = tp_from_cell(p->b, row, c);
    const char *category = *c->category ? c->category : p->category_now;
    int64_t value = 0;
    tp_words why;
    char as[TP_DEC_TEXT];
    if (cell->kind == TP_GRID_NONE)
        return;
    if (cell->covered) {
        TP_ASK(p->import, from, &MSG_COVERED, "");
        return;
    }
    tp_take take = tp_take_count(cell, &value, &why);
    if (take == TP_TAKE_EMPTY)
        value = 0;
    tp_int_format(value, as);
    if (take != TP_TAKE_EMPTY && !tp_say_taken(p->import, from, cell, take, why, as))
        return;
    if (!category) {
        if (!p->asked_category)
            TP_ASK(p->import, from, &MSG_NO_CATEGORY, "");
        p->asked_category = true;
        return;
    }
    tp_register_line *line =
        tp_units_line(p->import, p->unit, category, *c->category ? (tp_from){0} : p->category_from);
    if (!line) {
        p->no_memory = true;
        return;
    }
    if (*c->category && !line->category_from.row)
        line->category_from = (tp_from){(uint16_t)p->b->grid_index, (uint16_t)c->column,
                                        p->b->grid->rows[p->b->head_end - 1].row};
    size_t at = (size_t)field - TP_F_AUTHORISED;
    line->stated |= !*c->category || p->kinds < 2;
    if (line->from[at].row) {
        if (line->figure[at] != value || line->from[at].grid == from.grid)
            say_twice(p, line, field, from, value);
        return;
    }
    line->figure[at] = value;
    line->from[at] = from;
}

static void put_since(posting *p, size_t row)
{
    const tp_grid_cell *cell = cell_of(p, row, p->since);
    tp_from from = tp_from_cell(p->b, row, p->since);
    tp_date day = TP_DATE_NONE;
    tp_words why;
    char as[TP_DATE_TEXT * 2];
    if (cell->kind == TP_GRID_NONE)
        return;
    tp_take take = tp_take_date(cell, &day, &why);
    tp_date_format(day, as);
    if (take == TP_TAKE_EMPTY || !tp_say_taken(p->import, from, cell, take, why, as))
        return;
    const char *category = *p->since->category ? p->since->category : p->category_now;
    tp_units *u = p->import->units;
    tp_register_line *line = NULL;
    if (category) {
        line = tp_units_line(p->import, p->unit, category, p->category_from);
        p->no_memory |= !line;
    } else if (u->items[p->unit].first_line >= 0 &&
               u->items[p->unit].first_line == u->items[p->unit].last_line) {
        line = &u->lines[u->items[p->unit].first_line];
    } else {
        TP_ASK(p->import, from, &MSG_SINCE_SEVERAL, "");
    }
    if (line) {
        line->since = from;
        line->since_date = day;
    }
}

/* In a table that says 核定 or 实有 row by row, the row's own word counts. */
static tp_field_id measure_of_row(posting *p, size_t row)
{
    const tp_grid_cell *cell = cell_of(p, row, p->measure);
    char *plain = tp_plain(p->import->arena, cell->text);
    tp_piece piece = plain ? tp_measure_piece(plain, p->import->arena) : (tp_piece){0};
    p->no_memory |= !plain;
    return piece.field;
}

static void take_row(posting *p, size_t row)
{
    tp_field_id row_field = p->measure ? measure_of_row(p, row) : TP_F_NONE;
    bool sum = p->b->roles[row - p->b->first] == TP_ROW_SUM;
    if (!take_unit(p, row) || sum || !take_category(p, row) || p->no_memory)
        return;
    if (p->measure && !tp_is_figure(row_field))
        return; /* 空编 and other rows that follow from these */
    for (size_t i = 0; i < p->b->n_columns && !p->no_memory; i++) {
        const tp_block_column *c = &p->b->columns[i];
        if (tp_is_figure(c->field) && !c->total)
            put_figure(p, row, c, p->measure ? row_field : c->field);
    }
    for (size_t i = 0; i < p->b->n_columns && !p->no_memory; i++)
        if (p->b->columns[i].field == TP_F_SINCE) {
            p->since = &p->b->columns[i];
            put_since(p, row);
        }
}

static void count_kinds(posting *p)
{
    for (size_t i = 0; i < p->b->n_columns; i++) {
        const tp_block_column *c = &p->b->columns[i];
        bool seen = !tp_is_figure(c->field) || !*c->category || c->total;
        for (size_t k = 0; k < i && !seen; k++)
            seen = tp_is_figure(p->b->columns[k].field) &&
                   strcmp(p->b->columns[k].category, c->category) == 0;
        p->kinds += !seen;
    }
}

bool tp_apply_posts(tp_import *import, tp_block *b)
{
    posting p = {.import = import, .b = b, .unit = -1};
    size_t rows = b->end - b->first + 1;
    p.stack = tp_arena_array(import->arena, rows, sizeof *p.stack);
    p.indents = tp_arena_alloc(import->arena, rows);
    if (!p.stack || !p.indents)
        return false;
    p.name = tp_block_column_of(b, TP_F_NAME);
    p.code = tp_block_column_of(b, TP_F_CODE);
    p.category = tp_block_column_of(b, TP_F_CATEGORY);
    p.measure = tp_block_column_of(b, TP_F_MEASURE);
    count_kinds(&p);
    for (size_t row = b->first; row < b->end && !p.no_memory; row++) {
        tp_row_role role = (tp_row_role)b->roles[row - b->first];
        if (role == TP_ROW_GROUP || role == TP_ROW_TOTAL)
            begin_part(&p, row);
        if (role == TP_ROW_GROUP)
            tp_headings_take(import, b, row, &p.headings);
        else if (role == TP_ROW_DATA || role == TP_ROW_SUM)
            take_row(&p, row);
    }
    return !p.no_memory;
}
