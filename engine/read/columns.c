#include "read/columns.h"

#include "base/text.h"
#include "read/csv.h"

#include <string.h>

static const tp_msg MSG_UNKNOWN = {"table.unknown-column", "“{0}”不是“{1}”表的列",
                                   "\"{0}\" is not a column of {1}"};
static const tp_msg MSG_UNKNOWN_NEAR = {"table.unknown-column",
                                        "“{0}”不是“{1}”表的列；是否应为“{2}”？",
                                        "\"{0}\" is not a column of {1}; did you mean \"{2}\"?"};
static const tp_msg MSG_TWICE = {"table.duplicate-column", "列“{0}”重复（第 {1} 列已是该列）",
                                 "column \"{0}\" is there twice (it is column {1} already)"};
static const tp_msg MSG_UNNAMED = {"table.unnamed-column", "本列有内容却没有列名",
                                   "this column has cells but no name"};
static const tp_msg MSG_MISSING = {"table.missing-column", "缺少必需的列“{0}”（{1}）",
                                   "the required column \"{1}\" ({0}) is missing"};
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

/* Calls for each Chinese header of a column: copies the next of "a|b|c" to name; false at the end.
 */
static bool next_alias(const char **rest, char *name, size_t size)
{
    size_t n = strcspn(*rest, "|");
    if (!n || n >= size)
        return false;
    memcpy(name, *rest, n);
    name[n] = '\0';
    *rest += n + ((*rest)[n] == '|');
    return true;
}

static bool is_named(const tp_column *column, const char *text)
{
    if (strcmp(column->name, text) == 0)
        return true;
    const char *rest = column->zh;
    for (char name[64]; next_alias(&rest, name, sizeof name);)
        if (strcmp(name, text) == 0)
            return true;
    return false;
}

/* The proper Chinese header, in a buffer. */
static const char *zh_name(const tp_column *column, char buffer[64])
{
    const char *rest = column->zh;
    return next_alias(&rest, buffer, 64) ? buffer : column->name;
}

static void report_unknown(const tp_rows *rows, const tp_cell *cell, tp_diags *diags)
{
    const tp_columns *columns = rows->columns;
    char shown[TP_SHOWN], best[64] = "", name[64];
    size_t points = tp_text_points(cell->text, (size_t)cell->length);
    size_t most = points <= 2 ? 1 : points <= 5 ? 2 : 3;
    for (size_t i = 0; i < columns->count; i++) {
        if (rows->place[i] >= 0)
            continue;
        const char *rest = columns->items[i].zh;
        const char *candidate = columns->items[i].name;
        do {
            size_t distance = tp_text_distance(cell->text, candidate, most);
            size_t longer = tp_text_points(candidate, strlen(candidate));
            if (distance <= most && distance < (longer > points ? longer : points)) {
                strcpy(best, candidate);
                most = distance ? distance - 1 : 0;
            }
            candidate = name;
        } while (next_alias(&rest, name, sizeof name));
    }
    tp_pos pos = tp_table_pos(rows->table, cell, rows->arena);
    if (*best)
        tp_diag_error(diags, pos, &MSG_UNKNOWN_NEAR, tp_shown(cell->text, shown), columns->name,
                      best);
    else
        tp_diag_error(diags, pos, &MSG_UNKNOWN, tp_shown(cell->text, shown), columns->name);
}

/* The column a header cell names, columns->count: none. */
static size_t named_by(const tp_columns *columns, const tp_cell *cell)
{
    size_t i = 0;
    while (i < columns->count && !is_named(&columns->items[i], cell->text))
        i++;
    return i;
}

static void match_header(tp_rows *rows)
{
    const tp_columns *columns = rows->columns;
    const tp_table *table = rows->table;
    for (size_t i = 0; i < columns->count; i++)
        rows->place[i] = -1;
    for (size_t k = 0; k < table->columns; k++) {
        size_t i = table->header[k].length ? named_by(columns, &table->header[k]) : columns->count;
        rows->unnamed |= !table->header[k].length;
        if (i < columns->count && rows->place[i] < 0)
            rows->place[i] = (int32_t)k;
    }
    for (size_t i = 0; i < columns->count; i++)
        rows->complete &= rows->place[i] >= 0 || !columns->items[i].required;
}

static void report_named(tp_rows *rows, size_t k, tp_diags *diags)
{
    const tp_cell *cell = &rows->table->header[k];
    size_t i = named_by(rows->columns, cell);
    if (i == rows->columns->count || rows->place[i] == (int32_t)k)
        return;
    char number[TP_DEC_TEXT];
    tp_int_format(rows->place[i] + 1, number);
    tp_diag_error(diags, tp_table_pos(rows->table, cell, rows->arena), &MSG_TWICE, cell->text,
                  number);
    rows->sound = false;
}

void tp_rows_report(tp_rows *rows, tp_diags *diags)
{
    const tp_table *table = rows->table;
    const tp_columns *columns = rows->columns;
    for (size_t k = 0; k < table->columns; k++) {
        if (table->header[k].length) {
            report_named(rows, k, diags);
        } else if (rows->filled[k]) {
            tp_diag_add(diags, TP_ERROR, tp_table_pos(table, &table->header[k], rows->arena),
                        &MSG_UNNAMED, 0, NULL);
            rows->sound = false;
        }
    }
    /* Unknown ones only now: a suggestion must be a column that is not there. */
    for (size_t k = 0; k < table->columns; k++) {
        const tp_cell *cell = &table->header[k];
        if (cell->length && named_by(columns, cell) == columns->count) {
            report_unknown(rows, cell, diags);
            rows->sound = false;
        }
    }
    for (size_t i = 0; i < columns->count; i++) {
        char zh[64];
        if (rows->place[i] >= 0 || !columns->items[i].required)
            continue;
        tp_diag_error(diags, tp_table_pos(table, &table->header[0], rows->arena), &MSG_MISSING,
                      zh_name(&columns->items[i], zh), columns->items[i].name);
        rows->sound = false;
    }
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
    tp_diag_error(diags, tp_table_pos(rows->table, cell, diags->arena), msg, zh_name(column, zh),
                  column->name, tp_shown(cell->text, shown), third, fourth);
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
        if (cell->length)
            fault = set_field(column, field, cell);
        else if (column->required)
            fault = &MSG_EMPTY;
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
    match_header(rows);
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
