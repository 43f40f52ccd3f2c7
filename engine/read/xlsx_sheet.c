/* The cells of one sheet. */
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

enum { LAST_ROW = 1048576, LAST_COLUMN = 16384 };

typedef enum cell_type {
    CELL_NUMBER,
    CELL_SHARED,
    CELL_INLINE, /* text in <is> */
    CELL_TEXT,   /* a formula's text, or an ISO date */
    CELL_BOOL,
    CELL_ERROR
} cell_type;

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
    /* the cell at hand */
    int32_t column;
    cell_type type;
    size_t style;
    bool in_cell, in_value, in_inline, in_text, formula, valued;
    int phonetic;
    tp_buf text;
    uint8_t marks; /* of a number */
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

static void report(sheet *s, const tp_msg *msg, const char *text)
{
    tp_diag_error(s->diags, pos_at(s, s->column), msg, text);
}

static void begin_row(sheet *s, const char *const *attributes)
{
    const char *number = tp_xml_attribute(attributes, "r");
    int64_t line = s->line + 1;
    if (number && tp_int_parse(number, strlen(number), &line) != TP_PARSE_OK)
        line = 0;
    s->line = line < 1 || line > LAST_ROW ? LAST_ROW : (int32_t)line;
    const char *hidden = tp_xml_attribute(attributes, "hidden");
    s->hidden_row = hidden && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0);
    s->column = s->reach = 0;
    s->reported = false;
    memset(s->row, 0, sizeof s->row);
}

static int32_t column_of(const char *reference, int32_t next)
{
    int32_t column = 0;
    if (!reference)
        return next;
    for (; *reference >= 'A' && *reference <= 'Z' && column <= LAST_COLUMN; reference++)
        column = column * 26 + (*reference - 'A' + 1);
    return column < 1 || column > LAST_COLUMN ? next : column;
}

static int32_t number_of(const char *const *attributes, const char *name)
{
    const char *text = tp_xml_attribute(attributes, name);
    int64_t value = 0;
    if (!text || tp_int_parse(text, strlen(text), &value) != TP_PARSE_OK || value < 0)
        return 0;
    return value > LAST_ROW ? LAST_ROW : (int32_t)value;
}

static void note_columns(sheet *s, const char *const *attributes)
{
    const char *hidden = tp_xml_attribute(attributes, "hidden");
    if (!hidden || (strcmp(hidden, "1") != 0 && strcmp(hidden, "true") != 0))
        return;
    int32_t to = number_of(attributes, "max");
    for (int32_t c = number_of(attributes, "min"); c && c <= to && c <= TP_TABLE_MOST_COLUMNS; c++)
        s->hidden_column[c] = true;
}

/* "B12": its column and row; what follows. */
static const char *take_reference(const char *text, int32_t *column, int32_t *line)
{
    *column = *line = 0;
    for (; *text >= 'A' && *text <= 'Z' && *column <= LAST_COLUMN; text++)
        *column = *column * 26 + (*text - 'A' + 1);
    for (; *text >= '0' && *text <= '9' && *line <= LAST_ROW; text++)
        *line = *line * 10 + (*text - '0');
    return text;
}

static void note_merge(sheet *s, const char *const *attributes)
{
    const char *at = tp_xml_attribute(attributes, "ref");
    tp_merge merge;
    if (!at)
        return;
    at = take_reference(at, &merge.column, &merge.line);
    if (*at != ':')
        return;
    take_reference(at + 1, &merge.to_column, &merge.to_line);
    if (merge.column > 0 && merge.line > 0 && merge.to_column >= merge.column &&
        merge.to_line >= merge.line)
        tp_buf_add(&s->merges, (const char *)&merge, sizeof merge);
}

static void begin_cell(sheet *s, const char *const *attributes)
{
    static const struct {
        const char *name;
        cell_type type;
    } types[] = {{"s", CELL_SHARED}, {"inlineStr", CELL_INLINE}, {"str", CELL_TEXT},
                 {"d", CELL_TEXT},   {"b", CELL_BOOL},           {"e", CELL_ERROR}};
    const char *type = tp_xml_attribute(attributes, "t");
    const char *style = tp_xml_attribute(attributes, "s");
    int64_t number = 0;
    s->column = column_of(tp_xml_attribute(attributes, "r"),
                          s->column < LAST_COLUMN ? s->column + 1 : LAST_COLUMN);
    s->type = CELL_NUMBER;
    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i].name) == 0)
            s->type = types[i].type;
    s->style = style && tp_int_parse(style, strlen(style), &number) == TP_PARSE_OK && number >= 0
                   ? (size_t)number
                   : 0;
    s->in_cell = true;
    s->formula = s->valued = false;
    s->text.length = 0;
}

static bool sheet_start(void *self, const char *name, const char *const *attributes)
{
    sheet *s = self;
    if (strcmp(name, "row") == 0)
        begin_row(s, attributes);
    else if (strcmp(name, "c") == 0)
        begin_cell(s, attributes);
    else if (strcmp(name, "col") == 0)
        note_columns(s, attributes);
    else if (strcmp(name, "mergeCell") == 0)
        note_merge(s, attributes);
    else if (!s->in_cell)
        return true;
    else if (strcmp(name, "v") == 0)
        s->in_value = s->valued = true;
    else if (strcmp(name, "f") == 0)
        s->formula = true;
    else if (strcmp(name, "is") == 0)
        s->in_inline = true;
    else if (strcmp(name, "rPh") == 0)
        s->phonetic++;
    else if (strcmp(name, "t") == 0)
        s->in_text = s->in_inline && !s->phonetic;
    return true;
}

static bool sheet_text(void *self, const char *bytes, size_t length)
{
    sheet *s = self;
    if ((s->in_value || s->in_text) && s->text.length <= TP_CELL_MOST_BYTES)
        tp_buf_add(&s->text, bytes, length);
    return true;
}

/* The text of a number or date, in a buffer of the caller's; NULL: as it stands. */
static const char *number_text(sheet *s, char buffer[TP_XLSX_NUMBER])
{
    const tp_workbook *book = s->book;
    char plain[TP_XLSX_NUMBER];
    bool lost;
    if (!tp_xlsx_number(s->text.bytes, s->text.length, plain, &lost))
        return NULL;
    s->marks = (uint8_t)(TP_CELL_NUMBER | (lost ? TP_CELL_LOST : 0));
    if (s->style < book->n_styles && book->date_style[s->style] &&
        tp_xlsx_date(plain, book->date1904, buffer))
        return buffer;
    return strcpy(buffer, plain);
}

static tp_shared_text shared_text(sheet *s)
{
    int64_t index = 0;
    if (tp_int_parse(s->text.bytes, s->text.length, &index) == TP_PARSE_OK && index >= 0 &&
        (uint64_t)index < s->book->n_shared)
        return s->book->shared[index];
    report(s, &MSG_ERROR, "#SHARED!");
    return (tp_shared_text){"", 0, 0, 0};
}

/* The text of the cell at hand, in the table's arena. */
static tp_shared_text cell_text(sheet *s)
{
    tp_shared_text out = {"", 0, 0, 0};
    char buffer[TP_XLSX_NUMBER];
    const char *text = NULL;
    if (!s->text.length) {
        /* An empty value is one only where the formula gives a text. */
        if (s->formula && (!s->valued || s->type != CELL_TEXT))
            report(s, &MSG_FORMULA, "");
        return out;
    }
    switch (s->type) {
    case CELL_SHARED:
        return shared_text(s);
    case CELL_ERROR:
        report(s, &MSG_ERROR, s->text.bytes);
        return out;
    case CELL_BOOL:
        text = s->text.bytes[0] == '1' ? "TRUE" : "FALSE";
        break;
    case CELL_NUMBER:
        text = number_text(s, buffer);
        break;
    case CELL_INLINE:
    case CELL_TEXT:
        s->text.length = tp_xlsx_unescape(s->text.bytes, s->text.length);
        break;
    }
    size_t length = text ? strlen(text) : s->text.length;
    char *copy = tp_arena_copy(s->arena, text ? text : s->text.bytes, length);
    out.marks = text ? s->marks : copy ? tp_cell_trimming(copy, length) : 0;
    out.text = copy ? tp_cell_normal(s->arena, copy, length, &out.length) : NULL;
    if (!out.text) {
        s->no_memory = true;
        return (tp_shared_text){"", 0, 0, 0};
    }
    return out;
}

static bool end_cell(sheet *s)
{
    s->in_cell = s->in_value = s->in_inline = s->in_text = false;
    s->phonetic = 0;
    tp_shared_text text = cell_text(s);
    if (text.length > TP_CELL_MOST_BYTES) {
        char most[16];
        snprintf(most, sizeof most, "%d", (int)TP_CELL_MOST_BYTES);
        report(s, &MSG_LONG, most);
        return !s->no_memory;
    }
    if (!text.length)
        return !s->no_memory;
    int32_t width = s->table->header ? (int32_t)s->table->columns : TP_TABLE_MOST_COLUMNS;
    if (s->column <= width) {
        s->row[s->column - 1] = (tp_cell){.text = text.text,
                                          .length = text.length,
                                          .line = s->line,
                                          .column = s->column,
                                          .marks = text.marks};
        s->reach = s->column > s->reach ? s->column : s->reach;
    } else if (!s->table->header) {
        char most[16];
        snprintf(most, sizeof most, "%d", (int)TP_TABLE_MOST_COLUMNS);
        report(s, &MSG_WIDE, most);
        s->stopped = true;
        return false;
    } else if (!s->reported) {
        report(s, &MSG_OUTSIDE, "");
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

static bool end_row(sheet *s)
{
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
        report(s, &MSG_LARGE, most);
        s->stopped = true;
        return false;
    }
    if (s->hidden_row)
        note_hidden_row(s);
    tp_buf_add(&s->cells, (const char *)s->row, width * sizeof *s->row);
    table->rows++;
    return tp_buf_ok(&s->cells) || !(s->no_memory = true);
}

static bool sheet_end(void *self, const char *name)
{
    sheet *s = self;
    if (strcmp(name, "c") == 0 && s->in_cell)
        return end_cell(s);
    if (strcmp(name, "row") == 0)
        return end_row(s);
    if (strcmp(name, "v") == 0)
        s->in_value = false;
    else if (strcmp(name, "t") == 0)
        s->in_text = false;
    else if (strcmp(name, "is") == 0)
        s->in_inline = false;
    else if (strcmp(name, "rPh") == 0 && s->phonetic)
        s->phonetic--;
    return true;
}

static tp_status read_sheet(sheet *s, const tp_sheet_part *part, tp_err *err)
{
    tp_xml_handler handler = {
        .self = s, .start = sheet_start, .end = sheet_end, .text = sheet_text};
    tp_xml_fault fault =
        part->member ? tp_xml_read(s->book->zip, part->member, &handler) : TP_XML_ABSENT;
    if (s->no_memory || !tp_buf_ok(&s->text) || !tp_buf_ok(&s->cells) || !tp_buf_ok(&s->merges) ||
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
    tp_buf_init(&s->text);
    tp_buf_text(&s->text, ""); /* so that its bytes are never NULL */
    table->file = book->path;
    table->sheet = book->sheets[index].name;
    tp_status status = read_sheet(s, &book->sheets[index], err);
    tp_buf_finish(&s->cells);
    tp_buf_finish(&s->text);
    tp_buf_finish(&s->merges);
    tp_buf_finish(&s->hidden_text);
    free(s);
    if (status == TP_OK && table->header)
        *out = table;
    return status;
}
