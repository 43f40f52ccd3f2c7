/* The header of a table: which column is which, and what is wrong with it. */
#include "read/columns_parts.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

static const tp_msg MSG_UNKNOWN = {"table.unknown-column", "“{0}”不是“{2}”表的列",
                                   "\"{0}\" is not a column of {1}"};
static const tp_msg MSG_UNKNOWN_NEAR = {"table.unknown-column",
                                        "“{0}”不是“{2}”表的列；是否应为“{3}”？",
                                        "\"{0}\" is not a column of {1}; did you mean \"{3}\"?"};
static const tp_msg MSG_BELOW = {
    "table.header-below", "表头似乎在第 {0} 行；表头须为第一行，请删去其上的标题等各行",
    "the header seems to stand in row {0}; it must be the first row: remove what is above it"};
static const tp_msg MSG_IGNORED = {"table.ignored-column", "列“{0}”不读取",
                                   "the column \"{0}\" is not read"};
static const tp_msg MSG_HEADER = {"table.header-as-meant", "表头“{0}”按“{1}”读取",
                                  "the header \"{0}\" is read as \"{1}\""};
static const tp_msg MSG_HEADER_SPACE = {"table.header-as-meant", "表头“{0}”前后的空格已忽略",
                                        "the space round the header \"{0}\" is ignored"};
static const tp_msg MSG_MERGED = {"table.merged", "“{0}”：合并单元格“{2}”的内容用于其中每一格",
                                  "{1}: \"{2}\" stands for every one of the merged cells"};
static const tp_msg MSG_MERGED_FIGURE = {
    "table.merged-figure", "“{0}”是数字或日期，不能合并单元格：请取消合并，逐行填写",
    "{1} is a figure or a date: cells of it must not be merged; unmerge them and fill each row"};
static const tp_msg MSG_MERGED_HEADER = {
    "table.merged-header", "表头与其下的单元格合并：请取消合并，表头只占第一行",
    "the header is merged with cells below it: unmerge them, the "
    "header is the first row only"};
static const tp_msg MSG_TWICE = {"table.duplicate-column", "列“{0}”重复（第 {1} 列已是该列）",
                                 "column \"{0}\" is there twice (it is column {1} already)"};
static const tp_msg MSG_UNNAMED = {"table.unnamed-column", "本列有内容却没有列名",
                                   "this column has cells but no name"};
static const tp_msg MSG_MISSING = {"table.missing-column", "缺少必需的列“{0}”（{1}）",
                                   "the required column \"{1}\" ({0}) is missing"};

/* Calls for each Chinese header of a column: copies the next of "a|b|c" to name; false at the
 * end. */
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
    for (char name[TP_COLUMN_ZH]; next_alias(&rest, name, sizeof name);)
        if (strcmp(name, text) == 0)
            return true;
    return false;
}

/* The same without heed to case. */
static bool is_nearly_named(const tp_column *column, const char *text)
{
    return strcasecmp(column->name, text) == 0;
}

/* Columns that people keep for themselves. */
static bool is_remark(const tp_cell *cell)
{
    return strcmp(cell->text, "序号") == 0 || strcmp(cell->text, "备注") == 0;
}

/* The proper Chinese header, in a buffer. */
const char *tp_column_zh(const tp_column *column, char buffer[TP_COLUMN_ZH])
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
    tp_diag_error(diags, pos, *best ? &MSG_UNKNOWN_NEAR : &MSG_UNKNOWN, tp_shown(cell->text, shown),
                  columns->name, columns->zh, best);
}

/* The column a header cell names, columns->count: none. */
static size_t named_by(const tp_columns *columns, const tp_cell *cell)
{
    size_t i = 0;
    while (i < columns->count && !is_named(&columns->items[i], cell->text))
        i++;
    for (size_t k = 0; i == columns->count && k < columns->count; k++)
        if (is_nearly_named(&columns->items[k], cell->text))
            return k;
    return i;
}

void tp_rows_match(tp_rows *rows)
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

/* A header that is not quite what was asked for. */
static void note_header(const tp_rows *rows, const tp_cell *cell, const tp_column *column,
                        tp_diags *diags)
{
    char shown[TP_SHOWN];
    tp_pos pos = tp_table_pos(rows->table, cell, rows->arena);
    if (!is_named(column, cell->text))
        tp_diag_note(diags, pos, &MSG_HEADER, tp_shown(cell->text, shown), column->name);
    else if (cell->marks & TP_CELL_TRIMMED)
        tp_diag_note(diags, pos, &MSG_HEADER_SPACE, tp_shown(cell->text, shown));
}

static void report_named(tp_rows *rows, size_t k, tp_diags *diags)
{
    const tp_cell *cell = &rows->table->header[k];
    size_t i = named_by(rows->columns, cell);
    if (i < rows->columns->count && rows->place[i] == (int32_t)k)
        note_header(rows, cell, &rows->columns->items[i], diags);
    if (i == rows->columns->count || rows->place[i] == (int32_t)k)
        return;
    char number[TP_DEC_TEXT];
    tp_int_format(rows->place[i] + 1, number);
    tp_diag_error(diags, tp_table_pos(rows->table, cell, rows->arena), &MSG_TWICE, cell->text,
                  number);
    rows->sound = false;
}

bool tp_column_is_figure(const tp_column *column)
{
    return column->type == TP_COL_WHOLE || column->type == TP_COL_DECIMAL ||
           column->type == TP_COL_DATE;
}

/* The cell a merge takes its text from; NULL if that is not in the table's rows. */
static const tp_cell *merged_from(const tp_table *table, const tp_merge *merge)
{
    size_t low = 0, high = table->rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tp_table_cell(table, middle, 0)->line < merge->line)
            low = middle + 1;
        else
            high = middle;
    }
    bool there = low < table->rows && tp_table_cell(table, low, 0)->line == merge->line &&
                 (size_t)merge->column <= table->columns;
    return there ? tp_table_cell(table, low, (size_t)merge->column - 1) : NULL;
}

static void report_merge(tp_rows *rows, const tp_merge *merge, tp_diags *diags)
{
    const tp_table *table = rows->table;
    bool headed = merge->line <= table->header[0].line;
    if (headed && merge->to_line <= table->header[0].line)
        return;
    const tp_cell *from = headed ? NULL : merged_from(table, merge);
    if (!headed && (!from || !from->length))
        return;
    for (size_t i = 0; i < rows->columns->count; i++) {
        const tp_column *column = &rows->columns->items[i];
        char zh[TP_COLUMN_ZH], shown[TP_SHOWN];
        int32_t place = rows->place[i] + 1;
        if (place < 1 || place < merge->column || place > merge->to_column)
            continue;
        const tp_cell *at = headed ? &table->header[place - 1] : from;
        tp_pos pos = tp_table_pos(table, at, rows->arena);
        bool wrong = headed || tp_column_is_figure(column);
        rows->sound = rows->sound && !wrong;
        tp_diag_add(diags, wrong ? TP_ERROR : TP_NOTE, pos,
                    headed  ? &MSG_MERGED_HEADER
                    : wrong ? &MSG_MERGED_FIGURE
                            : &MSG_MERGED,
                    3, TP_ARGS_(tp_column_zh(column, zh), column->name, tp_shown(at->text, shown)));
    }
}

/* A row near the top that names at least two columns, where the first row names none. */
void tp_rows_look(tp_rows *rows, const tp_cell *cells)
{
    size_t named = 0;
    if (rows->header_below || rows->looked++ >= TP_ROWS_NEAR_TOP)
        return;
    for (size_t i = 0; i < rows->columns->count; i++)
        if (rows->place[i] >= 0)
            return;
    for (size_t k = 0; k < rows->table->columns; k++)
        named += cells[k].length && named_by(rows->columns, &cells[k]) < rows->columns->count;
    if (named >= 2)
        rows->header_below = cells[0].line;
}

void tp_rows_report(tp_rows *rows, tp_diags *diags)
{
    const tp_table *table = rows->table;
    const tp_columns *columns = rows->columns;
    if (rows->header_below) {
        char line[TP_DEC_TEXT];
        tp_int_format(rows->header_below, line);
        tp_diag_error(diags, tp_table_pos(table, &table->header[0], rows->arena), &MSG_BELOW, line);
        rows->sound = false;
        return;
    }
    for (size_t i = 0; i < table->n_merges; i++)
        report_merge(rows, &table->merges[i], diags);
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
        if (!cell->length || named_by(columns, cell) < columns->count)
            continue;
        if (is_remark(cell)) {
            tp_diag_note(diags, tp_table_pos(table, cell, rows->arena), &MSG_IGNORED, cell->text);
            continue;
        }
        report_unknown(rows, cell, diags);
        rows->sound = false;
    }
    for (size_t i = 0; i < columns->count; i++) {
        char zh[TP_COLUMN_ZH];
        if (rows->place[i] >= 0 || !columns->items[i].required)
            continue;
        tp_diag_error(diags, tp_table_pos(table, &table->header[0], rows->arena), &MSG_MISSING,
                      tp_column_zh(&columns->items[i], zh), columns->items[i].name);
        rows->sound = false;
    }
}
