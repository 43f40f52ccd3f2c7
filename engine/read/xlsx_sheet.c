/* A sheet as a table of ours: one header, rows under it. */
#include "read/xlsx_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const tp_msg MSG_ERROR = {"xlsx.error-value", "单元格是错误值 {0}",
                                 "the cell holds the error value {0}"};
static const tp_msg MSG_FORMULA = {"xlsx.formula-without-value",
                                   "公式没有计算结果；请用表格软件打开并保存一次",
                                   "the formula has no computed value; open and save the workbook "
                                   "in a spreadsheet program"};
static const tp_msg MSG_OUTSIDE = {"xlsx.outside-header", "单元格在表头各列之外",
                                   "the cell stands outside the columns of the header"};
static const tp_msg MSG_WIDE = {"xlsx.too-many-columns", "表头超过 {0} 列",
                                "the header has more than {0} columns"};
static const tp_msg MSG_LARGE = {"xlsx.too-many-rows", "行数过多：单元格总数超过 {0}",
                                 "too many rows: more than {0} cells in all"};
static const tp_msg MSG_LONG = {"xlsx.cell-too-long", "单元格过长：最多 {0} 字节",
                                "the cell is too long: at most {0} bytes are allowed"};

static const tp_msg MSG_HIDDEN_SHEET = {"xlsx.hidden-sheet", "本表被隐藏，已照常读取",
                                        "this sheet is hidden; it was read all the same"};
static const tp_msg MSG_HIDDEN_ROWS = {
    "xlsx.hidden-rows", "有 {0} 行被隐藏或被筛选掉（{1}），已照常读取",
    "{0} {0|row is|rows are} hidden or filtered out ({1}); they were read all the same"};
static const tp_msg MSG_HIDDEN_COLUMN = {"xlsx.hidden-column", "本列被隐藏，已照常读取",
                                         "this column is hidden; it was read all the same"};

typedef struct sheet {
    tp_workbook *book;
    tp_arena *arena;
    tp_diags *diags;
    tp_table *table;
    tp_buf cells; /* of the rows so far, tp_cell each */
    int32_t line; /* of the row at hand */
    tp_cell row[TP_TABLE_MOST_COLUMNS];
    int32_t reach; /* last column of the row with a text */
    bool reported; /* a cell outside the header, once a row */
    bool hidden_row;
    size_t hidden_rows;
    tp_buf hidden_text; /* their numbers, the first few */
    bool hidden_column[TP_TABLE_MOST_COLUMNS + 1];
    tp_buf merges;
    bool stopped; /* by a diagnostic of our own */
    bool no_memory;
} sheet;

static tp_pos pos_at(sheet *s, int32_t column)
{
    tp_cell cell = {.line = s->line, .column = column};
    return tp_table_pos(s->table, &cell, s->arena);
}

static void report(sheet *s, int32_t column, const tp_msg *msg, const char *text)
{
    tp_diag_error(s->diags, pos_at(s, column), msg, text);
}

static bool begin_row(void *self, int32_t row, bool hidden)
{
    sheet *s = self;
    s->line = row;
    s->hidden_row = hidden;
    size_t width = s->table->header ? s->table->columns : TP_TABLE_MOST_COLUMNS;
    memset(s->row, 0, width * sizeof *s->row);
    s->reach = 0;
    s->reported = false;
    return true;
}

static bool note_column(void *self, int32_t column)
{
    sheet *s = self;
    if (column <= TP_TABLE_MOST_COLUMNS)
        s->hidden_column[column] = true;
    return true;
}

static bool note_merge(void *self, const tp_merge *merge)
{
    sheet *s = self;
    tp_buf_add(&s->merges, (const char *)merge, sizeof *merge);
    return true;
}

/* Rows that a filter hides are told of as hidden rows. */
static bool note_filter(void *self)
{
    (void)self;
    return true;
}

/* The text of a cell in its normal form, in the table's arena. False: it has none, or memory is
 * out. */
static bool cell_text(sheet *s, const tp_xlsx_cell *cell, tp_shared_text *out)
{
    *out = (tp_shared_text){"", 0, 0, 0};
    if (cell->kind == TP_XLSX_UNCOMPUTED || cell->kind == TP_XLSX_ERROR) {
        bool formula = cell->kind == TP_XLSX_UNCOMPUTED;
        report(s, cell->column, formula ? &MSG_FORMULA : &MSG_ERROR, formula ? "" : cell->text);
        return false;
    }
    if (cell->shared) {
        *out = *cell->shared;
        return true;
    }
    char *copy = tp_arena_copy(s->arena, cell->text, cell->length);
    if (!copy)
        return !(s->no_memory = true);
    if (cell->kind == TP_XLSX_TEXT)
        out->marks = tp_cell_trimming(copy, cell->length);
    else if (cell->kind != TP_XLSX_TRUTH)
        out->marks = (uint8_t)(TP_CELL_NUMBER | (cell->lost ? TP_CELL_LOST : 0));
    out->text = tp_cell_normal(s->arena, copy, cell->length, &out->length);
    s->no_memory |= !out->text;
    return out->text != NULL;
}

static bool take_cell(void *self, const tp_xlsx_cell *cell)
{
    sheet *s = self;
    tp_shared_text text;
    char most[16];
    if (!cell_text(s, cell, &text))
        return !s->no_memory;
    if (text.length > TP_CELL_MOST_BYTES) {
        snprintf(most, sizeof most, "%d", (int)TP_CELL_MOST_BYTES);
        report(s, cell->column, &MSG_LONG, most);
        return true;
    }
    if (!text.length)
        return true;
    int32_t width = s->table->header ? (int32_t)s->table->columns : TP_TABLE_MOST_COLUMNS;
    if (cell->column <= width) {
        s->row[cell->column - 1] = (tp_cell){.text = text.text,
                                             .length = text.length,
                                             .line = s->line,
                                             .column = cell->column,
                                             .marks = text.marks};
        s->reach = cell->column > s->reach ? cell->column : s->reach;
    } else if (!s->table->header) {
        snprintf(most, sizeof most, "%d", (int)TP_TABLE_MOST_COLUMNS);
        report(s, cell->column, &MSG_WIDE, most);
        s->stopped = true;
        return false;
    } else if (!s->reported) {
        report(s, cell->column, &MSG_OUTSIDE, "");
        s->reported = true;
    }
    return true;
}

static void note_hidden_row(sheet *s)
{
    enum { NAMED = 5 };
    if (s->hidden_rows < NAMED)
        tp_buf_format(&s->hidden_text, "%s%d", s->hidden_rows ? ", " : "", (int)s->line);
    else if (s->hidden_rows == NAMED)
        tp_buf_text(&s->hidden_text, ", …");
    s->hidden_rows++;
}

/* What a person who looks at the sheet does not see. */
static void report_hidden(sheet *s, bool whole)
{
    tp_pos pos = {.file = s->table->file, .cell = s->table->sheet};
    if (whole)
        tp_diag_warn(s->diags, pos, &MSG_HIDDEN_SHEET, "");
    for (size_t c = 0; c < s->table->columns; c++)
        if (s->hidden_column[s->table->header[c].column] && s->table->header[c].length)
            tp_diag_warn(s->diags, tp_table_pos(s->table, &s->table->header[c], s->arena),
                         &MSG_HIDDEN_COLUMN, "");
    if (s->hidden_rows) {
        char count[24];
        snprintf(count, sizeof count, "%zu", s->hidden_rows);
        tp_diag_warn(s->diags, pos, &MSG_HIDDEN_ROWS, count, s->hidden_text.bytes);
    }
}

/* The first row that stands at `line` or below. */
static size_t row_at(const tp_table *table, int32_t line)
{
    size_t low = 0, high = table->rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tp_table_cell(table, middle, 0)->line < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Gives every cell of a merge the text of its first one. */
static void spread(sheet *s, const tp_merge *merge, tp_cell *cells, size_t *left)
{
    const tp_table *table = s->table;
    size_t first = row_at(table, merge->line);
    bool headed = merge->line <= table->header[0].line;
    if (headed || first == table->rows || (size_t)merge->column > table->columns)
        return;
    const tp_cell from = cells[first * table->columns + (size_t)merge->column - 1];
    for (size_t r = first; r < table->rows && *left; r++) {
        tp_cell *row = &cells[r * table->columns];
        if (row->line > merge->to_line || from.line != merge->line)
            break;
        for (size_t c = (size_t)merge->column; c <= (size_t)merge->to_column && c <= table->columns;
             c++, *left -= *left > 0) {
            tp_cell *cell = &row[c - 1];
            if (cell->length || (cell->line == from.line && cell->column == from.column))
                continue;
            cell->text = from.text;
            cell->length = from.length;
            cell->marks = (uint8_t)(from.marks | TP_CELL_MERGED);
        }
    }
}

static void spread_merges(sheet *s, tp_cell *cells)
{
    tp_table *table = s->table;
    table->n_merges = s->merges.length / sizeof(tp_merge);
    table->merges =
        (const tp_merge *)(void *)tp_arena_copy(s->arena, s->merges.bytes, s->merges.length);
    if (!table->merges) {
        s->no_memory = true;
        return;
    }
    /* Spreadsheets do not let merges overlap; a file that does gets no more work than it has
     * cells. */
    size_t left = 2 * table->rows * table->columns + 1;
    for (size_t i = 0; i < table->n_merges; i++)
        spread(s, &table->merges[i], cells, &left);
}

static bool end_row(void *self)
{
    sheet *s = self;
    if (!s->reach)
        return true;
    tp_table *table = s->table;
    size_t width = table->header ? table->columns : (size_t)s->reach;
    for (size_t i = 0; i < width; i++)
        if (!s->row[i].text)
            s->row[i] = (tp_cell){.text = "", .line = s->line, .column = (int32_t)i + 1};
    if (!table->header) {
        table->columns = width;
        tp_cell *header = tp_arena_array(s->arena, width, sizeof *header);
        if (!header)
            return !(s->no_memory = true);
        memcpy(header, s->row, width * sizeof *header);
        table->header = header;
        return true;
    }
    if (table->rows >= TP_TABLE_MOST_CELLS / width) {
        char most[16];
        snprintf(most, sizeof most, "%d", (int)TP_TABLE_MOST_CELLS);
        report(s, 1, &MSG_LARGE, most);
        s->stopped = true;
        return false;
    }
    if (s->hidden_row)
        note_hidden_row(s);
    tp_buf_add(&s->cells, (const char *)s->row, width * sizeof *s->row);
    table->rows++;
    return tp_buf_ok(&s->cells) || !(s->no_memory = true);
}

static tp_status read_sheet(sheet *s, const tp_sheet_part *part, tp_err *err)
{
    const tp_xlsx_taker taker = {.self = s,
                                 .row = begin_row,
                                 .cell = take_cell,
                                 .row_end = end_row,
                                 .merge = note_merge,
                                 .hidden_column = note_column,
                                 .filter = note_filter};
    tp_xml_fault fault = tp_xlsx_walk(s->book, part, &taker);
    if (s->no_memory || !tp_buf_ok(&s->cells) || !tp_buf_ok(&s->merges) ||
        !tp_buf_ok(&s->hidden_text))
        return tp_fail_nomem(err);
    if (s->stopped)
        return tp_fail(err, TP_E_INPUT, "sheet %s is too large", part->name);
    tp_status status = tp_xlsx_fault(s->book, part->name, fault, s->diags, err);
    if (status != TP_OK || !s->table->header)
        return status;
    tp_cell *cells = (tp_cell *)(void *)tp_arena_copy(s->arena, s->cells.bytes, s->cells.length);
    s->table->cells = cells;
    if (cells && s->merges.length)
        spread_merges(s, cells);
    report_hidden(s, part->hidden);
    return cells && !s->no_memory ? TP_OK : tp_fail_nomem(err);
}

tp_status tp_xlsx_read(const tp_table **out, tp_workbook *book, size_t index, tp_arena *arena,
                       tp_diags *diags, tp_err *err)
{
    *out = NULL;
    tp_table *table = tp_arena_alloc(arena, sizeof *table);
    sheet *s = table ? calloc(1, sizeof *s) : NULL;
    if (!s)
        return tp_fail_nomem(err);
    *s = (sheet){.book = book, .arena = arena, .diags = diags, .table = table};
    tp_buf_init(&s->cells);
    table->file = book->path;
    table->sheet = book->sheets[index].name;
    tp_status status = read_sheet(s, &book->sheets[index], err);
    tp_buf_finish(&s->cells);
    tp_buf_finish(&s->merges);
    tp_buf_finish(&s->hidden_text);
    free(s);
    if (status == TP_OK && table->header)
        *out = table;
    return status;
}
