#include "read/columns_parts.h"

#include "base/text.h"
#include "read/csv.h"
#include "read/full_width.h"
#include "read/meant.h"

#include <string.h>

static const tp_msg MSG_MEANT = {"table.as-meant", "“{0}”：“{2}”读作 {3}",
                                 "{1}: \"{2}\" is read as {3}"};
static const tp_msg MSG_ROUNDED = {"table.rounded", "“{0}”：{2} 四舍五入为 {3}（6 位小数）",
                                   "{1}: {2} is rounded to {3} (6 fractional digits)"};
static const tp_msg MSG_LETTER = {
    "table.full-width-letter", "“{0}”：“{2}”中有全角字母或数字，与半角的不是同一个编码；请核对",
    "{1}: \"{2}\" holds full-width letters or digits and is not the same as in half width: look "
    "whether that is meant"};
static const tp_msg MSG_SPACE = {"table.space", "“{0}”：“{2}”前后的全角或不间断空格已忽略",
                                 "{1}: the wide or no-break space round \"{2}\" is ignored"};
static const tp_msg MSG_LOST = {"table.digits-lost",
                                "“{0}”：数字单元格 {2} 超过 15 位，表格软件只保留 15 "
                                "位，原编码已丢失；请把该列设为文本后重新填写",
                                "{1}: the number cell {2} has more than 15 digits, of which a "
                                "spreadsheet keeps 15: the code is "
                                "lost; format the column as text and type it again"};
static const tp_msg MSG_EMPTY = {"table.empty-cell", "“{0}”不能为空", "{1} must not be empty"};
static const tp_msg MSG_WHOLE = {"table.not-whole", "“{0}”应为整数（只写数字），现为“{2}”",
                                 "{1} must be a whole number in plain digits, not \"{2}\""};
static const tp_msg MSG_DECIMAL = {"table.not-decimal",
                                   "“{0}”应为小数（如 0.85，不用指数或千位分隔符），现为“{2}”",
                                   "{1} must be a decimal such as 0.85, without exponent or "
                                   "thousands separator, not \"{2}\""};
static const tp_msg MSG_PRECISION = {"table.precision", "“{0}”最多 6 位小数，现为“{2}”",
                                     "{1} has at most 6 fractional digits, not \"{2}\""};
static const tp_msg MSG_RANGE = {"table.range", "“{0}”应在 {3} 至 {4} 之间，现为 {2}",
                                 "{1} must be between {3} and {4}, not {2}"};
static const tp_msg MSG_DATE = {"table.not-date", "“{0}”应为日期（如 2026-06-30），现为“{2}”",
                                "{1} must be a date such as 2026-06-30, not \"{2}\""};
static const tp_msg MSG_NO_DAY = {"table.no-such-day", "“{0}”：日期“{2}”不存在",
                                  "{1}: there is no day \"{2}\""};
static const tp_msg MSG_CHOICE = {"table.not-a-choice", "“{0}”应为 {3} 之一，现为“{2}”",
                                  "{1} must be one of {4}, not \"{2}\""};
static const tp_msg MSG_BREAK = {"table.line-break", "“{0}”不能含有换行或制表符",
                                 "{1} must not contain a line break or a tab"};

const char *tp_shown(const char *text, char buffer[TP_SHOWN])
{
    size_t at = 0, points = 0;
    for (; text[at] && points <= 40 && at < TP_SHOWN - 8; at++) {
        bool starts = ((unsigned char)text[at] & 0xC0) != 0x80;
        if (starts && points == 40)
            break;
        points += starts;
        buffer[at] = (unsigned char)text[at] < 0x20 ? ' ' : text[at];
    }
    strcpy(buffer + at, text[at] ? "…" : "");
    return buffer;
}

static void note_filled(tp_rows *rows, const tp_cell *cells)
{
    for (size_t k = 0; rows->unnamed && k < rows->table->columns; k++)
        rows->filled[k] |= cells[k].length > 0;
}

static void set_none(const tp_column *column, void *field)
{
    switch (column->type) {
    case TP_COL_CODE:
    case TP_COL_TEXT:
        *(const char **)field = NULL;
        break;
    case TP_COL_WHOLE:
        *(int64_t *)field = TP_INT_NONE;
        break;
    case TP_COL_DECIMAL:
        *(tp_dec *)field = TP_DEC_NONE;
        break;
    case TP_COL_DATE:
        *(tp_date *)field = TP_DATE_NONE;
        break;
    case TP_COL_ENUM:
        *(int *)field = -1;
        break;
    }
}

static const tp_msg *set_text(const tp_column *column, void *field, const tp_cell *cell)
{
    if (column->type == TP_COL_CODE && cell->marks & TP_CELL_LOST)
        return &MSG_LOST;
    if (column->type == TP_COL_CODE && !cell->plain && cell->text[strcspn(cell->text, "\n\r\t")])
        return &MSG_BREAK;
    *(const char **)field = cell->text;
    return NULL;
}

static const tp_msg *set_number(const tp_column *column, void *field, const char *text,
                                size_t length)
{
    int64_t value = 0;
    bool whole = column->type == TP_COL_WHOLE;
    switch (whole ? tp_int_parse(text, length, &value) : tp_dec_parse(text, length, &value)) {
    case TP_PARSE_OK:
        break;
    case TP_PARSE_RANGE:
        return column->least || column->most ? &MSG_RANGE : whole ? &MSG_WHOLE : &MSG_DECIMAL;
    case TP_PARSE_PRECISION:
        return &MSG_PRECISION;
    case TP_PARSE_EMPTY:
    case TP_PARSE_SYNTAX:
        return whole ? &MSG_WHOLE : &MSG_DECIMAL;
    }
    if ((column->least || column->most) && (value < column->least || value > column->most))
        return &MSG_RANGE;
    *(int64_t *)field = value;
    return NULL;
}

static const tp_msg *set_date(void *field, const char *text, size_t length)
{
    switch (tp_date_parse(text, length, field)) {
    case TP_PARSE_OK:
        return NULL;
    case TP_PARSE_RANGE:
        return &MSG_NO_DAY;
    default:
        return &MSG_DATE;
    }
}

static const tp_msg *set_choice(const tp_column *column, void *field, const char *text)
{
    for (int i = 0; column->choices[i].en; i++)
        if (strcmp(text, column->choices[i].en) == 0 ||
            (column->choices[i].zh && strcmp(text, column->choices[i].zh) == 0)) {
            *(int *)field = i;
            return NULL;
        }
    return &MSG_CHOICE;
}

static const tp_msg *set_field(const tp_column *column, void *field, const tp_cell *cell)
{
    const char *text = cell->text;
    size_t length = (size_t)cell->length;
    switch (column->type) {
    case TP_COL_CODE:
    case TP_COL_TEXT:
        return set_text(column, field, cell);
    case TP_COL_WHOLE:
    case TP_COL_DECIMAL:
        return set_number(column, field, text, length);
    case TP_COL_DATE:
        return set_date(field, text, length);
    case TP_COL_ENUM:
        return set_choice(column, field, text);
    }
    return NULL;
}

static void bound_text(const tp_column *column, int64_t bound, char buffer[TP_DEC_TEXT])
{
    if (column->type == TP_COL_DECIMAL)
        tp_dec_format(bound, buffer);
    else
        tp_int_format(bound, buffer);
}

static void choices_text(tp_buf *out, const tp_column *column, tp_lang lang)
{
    for (const tp_choice *c = column->choices; c && c->en; c++) {
        if (c != column->choices)
            tp_buf_text(out, lang == TP_EN ? ", " : "、");
        tp_buf_text(out, lang == TP_ZH && c->zh ? c->zh : c->en);
    }
}

static void note_cell(const tp_rows *rows, const tp_cell *cell, size_t k, const tp_msg *msg,
                      const char *meant, tp_diags *diags)
{
    const tp_column *column = &rows->columns->items[k];
    char shown[TP_SHOWN], zh[64];
    tp_diag_note(diags, tp_table_pos(rows->table, cell, diags->arena), msg,
                 tp_column_zh(column, zh), column->name, tp_shown(cell->text, shown), meant);
}

static void doubt_cell(const tp_rows *rows, const tp_cell *cell, size_t k, tp_diags *diags)
{
    const tp_column *column = &rows->columns->items[k];
    char shown[TP_SHOWN], zh[TP_COLUMN_ZH];
    tp_diag_warn(diags, tp_table_pos(rows->table, cell, diags->arena), &MSG_LETTER,
                 tp_column_zh(column, zh), column->name, tp_shown(cell->text, shown));
}

/* What is wrong with a cell may yet be meant in one way only: then it is taken so, and noted. */
static const tp_msg *as_meant(const tp_rows *rows, size_t k, void *field, const tp_cell *cell,
                              const tp_msg *fault, tp_diags *diags)
{
    const tp_column *column = &rows->columns->items[k];
    size_t length = (size_t)cell->length, n = 0;
    const tp_msg *msg = &MSG_MEANT;
    char meant[TP_MEANT];
    if (fault == &MSG_WHOLE || fault == &MSG_DECIMAL) {
        n = tp_meant_number(cell->text, length, meant);
    } else if (fault == &MSG_DATE) {
        n = tp_meant_date(cell->text, length, meant);
    } else if (fault == &MSG_PRECISION && cell->marks & TP_CELL_NUMBER) {
        n = tp_meant_rounded(cell->text, length, meant);
        msg = &MSG_ROUNDED;
    }
    if (!n)
        return fault;
    const tp_cell stands = {.text = meant, .length = (int32_t)n};
    const tp_msg *still = set_field(column, field, &stands);
    if (!still)
        note_cell(rows, cell, k, msg, meant, diags);
    return still == &MSG_RANGE || still == &MSG_NO_DAY ? still : still ? fault : NULL;
}

static void report_cell(const tp_rows *rows, const tp_cell *cell, size_t k, const tp_msg *msg,
                        tp_diags *diags)
{
    const tp_column *column = &rows->columns->items[k];
    char shown[TP_SHOWN], zh[64], least[TP_DEC_TEXT], most[TP_DEC_TEXT];
    const char *third = least, *fourth = most;
    tp_buf lists[2];
    for (int lang = 0; lang < 2; lang++) {
        tp_buf_init(&lists[lang]);
        choices_text(&lists[lang], column, (tp_lang)lang);
    }
    bound_text(column, column->least, least);
    bound_text(column, column->most, most);
    if (column->type == TP_COL_ENUM) {
        third = lists[TP_ZH].bytes ? lists[TP_ZH].bytes : "";
        fourth = lists[TP_EN].bytes ? lists[TP_EN].bytes : "";
    }
    tp_diag_error(diags, tp_table_pos(rows->table, cell, diags->arena), msg,
                  tp_column_zh(column, zh), column->name, tp_shown(cell->text, shown), third,
                  fourth);
    for (int lang = 0; lang < 2; lang++)
        tp_buf_finish(&lists[lang]);
}

/* A row without any cell: "none", or what an empty cell stands for. */
static void fill_blank(tp_rows *rows)
{
    for (size_t k = 0; k < rows->columns->count; k++) {
        const tp_column *column = &rows->columns->items[k];
        void *field = (char *)rows->blank + column->offset;
        set_none(column, field);
        if (column->fallback) {
            const tp_cell stands = {.text = column->fallback,
                                    .length = (int32_t)strlen(column->fallback)};
            set_field(column, field, &stands);
        }
    }
}

static bool fill_row(const tp_rows *rows, const tp_cell *cells, void *out, tp_diags *diags)
{
    bool good = rows->complete;
    memcpy(out, rows->blank, rows->columns->size);
    for (size_t k = 0; k < rows->columns->count; k++) {
        const tp_column *column = &rows->columns->items[k];
        if (rows->place[k] < 0)
            continue;
        const tp_cell *cell = &cells[rows->place[k]];
        void *field = (char *)out + column->offset;
        const tp_msg *fault = NULL;
        if (cell->marks & TP_CELL_MERGED && tp_column_is_figure(column)) {
            good = false; /* the merge is reported */
            continue;
        }
        if (cell->length)
            fault = set_field(column, field, cell);
        else if (column->required)
            fault = &MSG_EMPTY;
        if (fault && cell->length)
            fault = as_meant(rows, k, field, cell, fault, diags);
        if (!fault && column->type == TP_COL_CODE &&
            memchr(cell->text, 0xEF, (size_t)cell->length) &&
            tp_full_width_letter(cell->text).length)
            doubt_cell(rows, cell, k, diags);
        if (cell->marks & TP_CELL_WIDE)
            note_cell(rows, cell, k, &MSG_SPACE, "", diags);
        if (fault) {
            set_none(column, field);
            report_cell(rows, cell, k, fault, diags);
            good = false;
        }
    }
    return good;
}

bool tp_rows_read(const tp_rows *rows, size_t index, void *out, tp_diags *diags)
{
    return fill_row(rows, tp_table_cell(rows->table, index, 0), out, diags);
}

tp_status tp_rows_begin(tp_rows *rows, const tp_columns *columns, const tp_table *table,
                        tp_arena *arena, tp_err *err)
{
    *rows = (tp_rows){.columns = columns,
                      .table = table,
                      .arena = arena,
                      .file = tp_arena_text(arena, table->file),
                      .place = tp_arena_array(arena, columns->count, sizeof(int32_t)),
                      .filled = tp_arena_array(arena, table->columns, sizeof(bool)),
                      .blank = tp_arena_alloc(arena, columns->size),
                      .complete = true,
                      .sound = true};
    if (!rows->file || !rows->place || !rows->filled || !rows->blank)
        return tp_fail_nomem(err);
    tp_rows_match(rows);
    fill_blank(rows);
    if (!table->rest)
        return TP_OK;
    size_t most = tp_csv_most_rows(table->rest);
    rows->row = tp_arena_array(arena, table->columns, sizeof *rows->row);
    rows->line_at = tp_arena_array(arena, most, sizeof *rows->line_at);
    rows->column_at = tp_arena_array(arena, most * table->columns, sizeof *rows->column_at);
    return rows->row && rows->line_at && rows->column_at ? TP_OK : tp_fail_nomem(err);
}

tp_status tp_rows_open(tp_rows *rows, const tp_columns *columns, const tp_table *table,
                       tp_arena *arena, tp_diags *diags, tp_err *err)
{
    tp_status status = tp_rows_begin(rows, columns, table, arena, err);
    if (status != TP_OK)
        return status;
    for (size_t row = 0; rows->unnamed && row < table->rows; row++)
        note_filled(rows, tp_table_cell(table, row, 0));
    for (size_t row = 0; !rows->complete && row < table->rows && row < TP_ROWS_NEAR_TOP; row++)
        tp_rows_look(rows, tp_table_cell(table, row, 0));
    tp_rows_report(rows, diags);
    return TP_OK;
}

/* Keeps where the cells of a row stand. Those of a row stand on one line unless quotes hold a line
 * break: lines of single cells are kept from the first such row on. False: memory is out. */
static bool note_places(tp_rows *rows, size_t index, const tp_cell *cells)
{
    size_t columns = rows->table->columns;
    int32_t *column_at = rows->column_at + index * columns, line = cells[0].line;
    bool one_line = true;
    rows->line_at[index] = line;
    for (size_t k = 0; k < columns; k++) {
        column_at[k] = cells[k].column;
        one_line &= cells[k].line == line;
    }
    if (one_line)
        return true;
    if (!rows->lines_at) {
        size_t most = tp_csv_most_rows(rows->table->rest);
        rows->lines_at = tp_arena_array(rows->arena, most * columns, sizeof *rows->lines_at);
    }
    for (size_t k = 0; rows->lines_at && k < columns; k++)
        rows->lines_at[index * columns + k] = cells[k].line;
    return rows->lines_at != NULL;
}

tp_status tp_rows_next(tp_rows *rows, void *out, tp_row_state *state, tp_diags *diags, tp_err *err)
{
    const tp_table *table = rows->table;
    const tp_cell *cells = rows->row;
    *state = TP_ROW_NONE;
    if (!table->rest) {
        if (rows->given == table->rows)
            return TP_OK;
        cells = tp_table_cell(table, rows->given, 0);
    } else if (!tp_csv_next(table->rest, rows->row)) {
        return TP_OK;
    } else if (!note_places(rows, rows->given, cells)) {
        return tp_fail_nomem(err);
    }
    rows->given++;
    note_filled(rows, cells);
    if (!rows->complete)
        tp_rows_look(rows, cells);
    *state = fill_row(rows, cells, out, diags) ? TP_ROW_GOOD : TP_ROW_WRONG;
    return TP_OK;
}

static tp_cell cell_at(const tp_rows *rows, size_t index, size_t column)
{
    const tp_table *table = rows->table;
    if (!table->rest)
        return *tp_table_cell(table, index, column);
    size_t at = index * table->columns + column;
    int32_t own = rows->lines_at ? rows->lines_at[at] : 0;
    return (tp_cell){.line = own ? own : rows->line_at[index], .column = rows->column_at[at]};
}

static int32_t place_of(const tp_rows *rows, const char *name)
{
    for (size_t k = 0; name && k < rows->columns->count; k++)
        if (strcmp(rows->columns->items[k].name, name) == 0)
            return rows->place[k];
    return -1;
}

bool tp_rows_given(const tp_rows *rows, const char *name)
{
    return place_of(rows, name) >= 0;
}

tp_pos tp_rows_pos(const tp_rows *rows, size_t index, const char *name)
{
    int32_t place = place_of(rows, name);
    const tp_cell cell = cell_at(rows, index, place < 0 ? 0 : (size_t)place);
    tp_pos pos = tp_table_pos(rows->table, &cell, rows->arena);
    pos.file = rows->file;
    return pos;
}
