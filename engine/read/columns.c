#include "read/columns.h"

#include "base/text.h"

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

static void match_cell(tp_rows *rows, size_t index, tp_diags *diags)
{
    const tp_table *table = rows->table;
    const tp_cell *cell = &table->header[index];
    if (!cell->length) {
        for (size_t row = 0; row < table->rows; row++) {
            const tp_cell *filled = tp_table_cell(table, row, index);
            if (filled->length) {
                tp_diag_add(diags, TP_ERROR, tp_table_pos(table, cell, rows->arena), &MSG_UNNAMED,
                            0, NULL);
                rows->sound = false;
                break;
            }
        }
        return;
    }
    for (size_t i = 0; i < rows->columns->count; i++) {
        if (!is_named(&rows->columns->items[i], cell->text))
            continue;
        if (rows->place[i] >= 0) {
            char number[TP_DEC_TEXT];
            tp_int_format(rows->place[i] + 1, number);
            tp_diag_error(diags, tp_table_pos(table, cell, rows->arena), &MSG_TWICE, cell->text,
                          number);
            rows->sound = false;
        } else {
            rows->place[i] = (int32_t)index;
        }
        return;
    }
}

tp_status tp_rows_open(tp_rows *rows, const tp_columns *columns, const tp_table *table,
                       tp_arena *arena, tp_diags *diags, tp_err *err)
{
    *rows = (tp_rows){.columns = columns,
                      .table = table,
                      .arena = arena,
                      .file = tp_arena_text(arena, table->file),
                      .place = tp_arena_array(arena, columns->count, sizeof(int32_t)),
                      .complete = true,
                      .sound = true};
    if (!rows->file || !rows->place)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < columns->count; i++)
        rows->place[i] = -1;
    for (size_t i = 0; i < table->columns; i++)
        match_cell(rows, i, diags);
    /* Unknown ones only now: a suggestion must be a column that is not there. */
    for (size_t i = 0; i < table->columns; i++) {
        bool known = !table->header[i].length;
        for (size_t k = 0; k < columns->count && !known; k++)
            known = is_named(&columns->items[k], table->header[i].text);
        if (!known) {
            report_unknown(rows, &table->header[i], diags);
            rows->sound = false;
        }
    }
    for (size_t i = 0; i < columns->count; i++) {
        char zh[64];
        if (rows->place[i] >= 0 || !columns->items[i].required)
            continue;
        tp_diag_error(diags, tp_table_pos(table, &table->header[0], arena), &MSG_MISSING,
                      zh_name(&columns->items[i], zh), columns->items[i].name);
        rows->complete = rows->sound = false;
    }
    return TP_OK;
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

static void report_cell(const tp_rows *rows, size_t index, size_t k, const tp_msg *msg,
                        tp_diags *diags)
{
    const tp_column *column = &rows->columns->items[k];
    const tp_cell *cell = tp_table_cell(rows->table, index, (size_t)rows->place[k]);
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

bool tp_rows_read(const tp_rows *rows, size_t index, void *out, tp_diags *diags)
{
    bool good = rows->complete;
    const tp_cell *cells = tp_table_cell(rows->table, index, 0);
    for (size_t k = 0; k < rows->columns->count; k++) {
        const tp_column *column = &rows->columns->items[k];
        void *field = (char *)out + column->offset;
        const tp_cell *cell = rows->place[k] < 0 ? NULL : &cells[rows->place[k]];
        const tp_msg *fault = NULL;
        if (cell && cell->length) {
            fault = set_field(column, field, cell);
            if (!fault)
                continue;
        } else if (cell && column->required) {
            fault = &MSG_EMPTY;
        }
        set_none(column, field);
        if (fault) {
            report_cell(rows, index, k, fault, diags);
            good = false;
        } else if (column->fallback) {
            const tp_cell stands = {.text = column->fallback,
                                    .length = (int32_t)strlen(column->fallback)};
            set_field(column, field, &stands);
        }
    }
    return good;
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
    const tp_cell *cell = tp_table_cell(rows->table, index, place < 0 ? 0 : (size_t)place);
    tp_pos pos = tp_table_pos(rows->table, cell, rows->arena);
    pos.file = rows->file;
    return pos;
}
