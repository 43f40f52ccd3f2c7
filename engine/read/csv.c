#include "read/csv.h"

#include "base/csv_out.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const tp_msg MSG_UNTERMINATED = {
    "csv.unterminated-quote", "此处的引号没有结束，直到文件末尾；其后内容未读取",
    "the quote opened here is never closed; nothing after it was read"};
static const tp_msg MSG_STRAY = {"csv.stray-quote",
                                 "单元格中间出现引号；含引号的内容须整体加引号，内部引号写两次",
                                 "a quote inside an unquoted cell; quote the whole cell and write "
                                 "the inner quote twice"};
static const tp_msg MSG_AFTER_QUOTE = {
    "csv.after-quote", "引号结束后还有内容；此处应为分隔符“{0}”或换行",
    "text after the closing quote; a separator \"{0}\" or a line "
    "break is needed here"};
static const tp_msg MSG_LONG_ROW = {"csv.too-many-cells", "本行有 {0} 个单元格，表头只有 {1} 个",
                                    "this row has {0} {0|cell|cells}, the header has {1}"};
static const tp_msg MSG_SHORT_ROWS = {
    "csv.too-few-cells",
    "本行只有 {0} 个单元格，表头有 {1} 个；缺少的按空白处理（此类行共 {2} 行）",
    "this row has {0} {0|cell|cells}, the header has {1}; the missing ones are taken as empty ({2} "
    "such "
    "{2|row|rows})"};
static const tp_msg MSG_SEPARATOR = {"csv.separator-line", "首行“sep={0}”指定分隔符，已按此读取",
                                     "the first line sets the separator to {0}"};
static const tp_msg MSG_LONG_CELL = {"csv.cell-too-long", "单元格过长：最多 {0} 字节",
                                     "the cell is too long: at most {0} bytes are allowed"};
static const tp_msg MSG_WIDE = {"csv.too-many-columns", "表头超过 {0} 列",
                                "the header has more than {0} columns"};
static const tp_msg MSG_LARGE = {"csv.too-many-rows", "行数过多：单元格总数超过 {0}",
                                 "too many rows: more than {0} cells in all"};

/* Where the next byte of the source is, as a person counts. */
typedef struct place {
    size_t at;
    int32_t line, column;
} place;

/* Cells stay where they stand in the text: the byte after one becomes its NUL, and what quotes hold
 * is moved together. */
typedef struct tp_csv {
    tp_arena *arena;
    tp_diags *diags;
    const tp_source *source;
    char *text; /* NUL-terminated */
    size_t length;
    place here;
    char *to;  /* end of the quoted cell at hand, never beyond what was read */
    char stop; /* the byte that ended the last cell, which may be overwritten by now */
    char separator;
    bool ended; /* nothing more can be read */
    bool no_memory;
    unsigned char stops[256]; /* 1: ends a plain cell, or makes it an odd one (quote, tab) */
    tp_table *table;
    size_t most_rows;
    size_t errors; /* in diags before the first was added here */
    size_t short_rows, short_count;
    place short_place;
} reader;

static tp_pos pos_of(const reader *r, place where)
{
    return (tp_pos){.file = r->source->path, .line = where.line, .column = where.column};
}

static int32_t further(int32_t column, size_t points)
{
    size_t room = (size_t)(INT32_MAX - column);
    return column + (int32_t)(points < room ? points : room);
}

/* Moves to byte offset `to` on the same line. */
static void move(reader *r, size_t to)
{
    r->here.column = further(r->here.column, tp_text_points(r->text + r->here.at, to - r->here.at));
    r->here.at = to;
}

/* Passes a line break if `c`, which stands or stood here, begins one (CRLF, LF, CR). */
static bool pass_break(reader *r, char c)
{
    size_t n = c == '\r' ? (r->text[r->here.at + 1] == '\n' ? 2 : 1) : c == '\n';
    if (!n)
        return false;
    r->here.at += n;
    r->here.line += r->here.line < INT32_MAX;
    r->here.column = 1;
    return true;
}

/* First byte from `at` on that ends an unquoted cell, or is a quote if those count. */
static size_t cell_end(const reader *r, size_t at, bool quotes)
{
    const char *text = r->text;
    for (;; at++) {
        char c = text[at];
        if (c == r->separator || c == '\n' || c == '\r' || (c == '"' && quotes) || c == '\0')
            return at;
    }
}

/* From after the opening quote to after the closing one; the content is appended at r->to. */
static bool quoted_part(reader *r, place opening)
{
    for (;;) {
        size_t from = r->here.at, at = from;
        while (r->text[at] && r->text[at] != '"' && r->text[at] != '\n' && r->text[at] != '\r')
            at++;
        move(r, at);
        if (r->to != r->text + from)
            memmove(r->to, r->text + from, at - from);
        r->to += at - from;
        if (pass_break(r, r->text[at])) {
            *r->to++ = '\n';
        } else if (!r->text[at]) {
            tp_diag_add(r->diags, TP_ERROR, pos_of(r, opening), &MSG_UNTERMINATED, 0, NULL);
            r->ended = true;
            return false;
        } else if (r->text[at + 1] == '"') {
            *r->to++ = '"';
            move(r, at + 2);
        } else {
            move(r, at + 1);
            return true;
        }
    }
}

static void quoted_cell(reader *r)
{
    place opening = r->here;
    move(r, r->here.at + 1);
    if (!quoted_part(r, opening))
        return;
    size_t at = r->here.at;
    while (r->text[at] == ' ' && r->separator != ' ')
        at++;
    move(r, at);
    size_t end = cell_end(r, at, false);
    if (end > at) {
        char separator[2] = {r->separator, '\0'};
        tp_diag_error(r->diags, pos_of(r, r->here), &MSG_AFTER_QUOTE,
                      r->separator == '\t' ? "TAB" : separator);
        move(r, end);
    }
}

/* A quote stands at `quote` in a cell that is not quoted: up to where the cell ends without heed to
 * quotes. */
static void stray_cell(reader *r, size_t quote)
{
    place start = r->here;
    move(r, quote);
    tp_diag_add(r->diags, TP_ERROR, pos_of(r, r->here), &MSG_STRAY, 0, NULL);
    r->here = start;
    r->to = r->text + cell_end(r, quote, false);
    move(r, (size_t)(r->to - r->text));
}

/* A cell that holds a quote or a tab, or is too long: what is seldom. Its text is from *begin to
 * r->to. */
static void odd_cell(reader *r, char **begin, tp_cell *cell)
{
    size_t skip = r->here.at, stop = cell_end(r, skip, true);
    while (r->text[skip] == ' ')
        skip++;
    if (r->text[skip] == '"')
        move(r, skip);
    *cell = (tp_cell){.text = "", .line = r->here.line, .column = r->here.column};
    place start = r->here;
    *begin = r->text + r->here.at;
    if (**begin == '"') {
        r->to = ++*begin;
        quoted_cell(r);
    } else if (r->text[stop] == '"') {
        stray_cell(r, stop);
    } else {
        r->to = r->text + stop;
        move(r, stop);
    }
    if (r->to - *begin > TP_CELL_MOST_BYTES) {
        char most[16];
        snprintf(most, sizeof most, "%d", (int)TP_CELL_MOST_BYTES);
        tp_diag_error(r->diags, pos_of(r, start), &MSG_LONG_CELL, most);
        r->to = *begin;
    }
}

static void set_normal(reader *r, tp_cell *cell, char *begin, size_t length)
{
    cell->marks = tp_cell_trimming(begin, length);
    cell->text = tp_cell_normal(r->arena, begin, length, &cell->length);
    if (!cell->text) {
        r->no_memory = r->ended = true;
        cell->text = "";
        cell->length = 0;
    }
}

/* Our own CSV puts a ' before what a spreadsheet would run. */
static void drop_guard(tp_cell *cell)
{
    if (cell->length > 1 && tp_csv_is_formula(cell->text)) {
        cell->text++;
        cell->length--;
    }
}

/* A cell that is not in its normal form where it stands, or has a quote or a tab. */
static void other_cell(reader *r, tp_cell *cell, size_t length, bool odd)
{
    char *begin = r->text + r->here.at;
    *cell = (tp_cell){.text = "", .line = r->here.line, .column = r->here.column, .plain = !odd};
    if (odd) {
        odd_cell(r, &begin, cell);
        length = (size_t)(r->to - begin);
    } else {
        r->here.column = further(r->here.column, tp_text_points(begin, length));
        r->here.at += length;
    }
    r->stop = r->text[r->here.at];
    if (length)
        set_normal(r, cell, begin, length);
    if (*cell->text == '\'')
        drop_guard(cell);
}

/* Reads one cell; stays at the separator, line break or end that follows it. */
static void next_cell(reader *r, tp_cell *cell)
{
    char *begin = r->text + r->here.at, *end = begin;
    unsigned seen = 0;
    unsigned char c;
    for (; !r->stops[c = (unsigned char)*end]; end++)
        seen |= c;
    size_t length = (size_t)(end - begin), points = length;
    bool odd =
        c == '"' || (c == '\t' && r->separator != '\t') || length > (size_t)TP_CELL_MOST_BYTES;
    if (seen >= 0x80)
        points = tp_cell_plain_points(begin, length);
    else if (length && ((unsigned char)*begin <= ' ' || (unsigned char)end[-1] <= ' '))
        points = 0;
    if (odd || (length && !points)) {
        other_cell(r, cell, length, odd);
        return;
    }
    *cell = (tp_cell){.text = begin,
                      .length = (int32_t)length,
                      .line = r->here.line,
                      .column = r->here.column,
                      .plain = true};
    *end = '\0';
    r->stop = (char)c;
    r->here.at += length;
    r->here.column = further(r->here.column, points);
    if (*begin == '\'')
        drop_guard(cell);
}

/* Reads a row into cells[most]; the count of its cells goes to *count (it may exceed `most`).
 * *extra is where the first cell beyond stands. Returns whether any cell has a text. */
static bool next_row(reader *r, tp_cell *cells, size_t most, size_t *count, tp_cell *extra)
{
    bool any = false;
    size_t n = 0;
    tp_cell beyond;
    for (;;) {
        tp_cell *cell = n < most ? &cells[n] : n == most ? extra : &beyond;
        next_cell(r, cell);
        any |= cell->length > 0;
        n++;
        if (r->ended || r->stop != r->separator)
            break;
        r->here.at++;
        r->here.column = further(r->here.column, 1);
    }
    if (!r->ended && !pass_break(r, r->stop))
        r->ended = true;
    if (r->here.at >= r->length)
        r->ended = true;
    *count = n;
    return any;
}

/* The separator the first line has most of, outside quotes. */
static char find_separator(const char *text)
{
    static const char known[] = ",;\t";
    size_t counts[3] = {0}, best = 0;
    bool quoted = false;
    text += strspn(text, "\r\n");
    for (; *text && (quoted || (*text != '\n' && *text != '\r')); text++) {
        const char *which = quoted ? NULL : strchr(known, *text);
        if (*text == '"')
            quoted = !quoted;
        else if (which)
            counts[which - known]++;
    }
    for (size_t i = 1; i < 3; i++)
        if (counts[i] > counts[best])
            best = i;
    return known[best];
}

/* At least as many rows as there are: line breaks (outside quotes), and the last line. */
static size_t count_rows(const char *text, bool heed_quotes)
{
    size_t rows = 1;
    bool quoted = false;
    for (; *text; text++) {
        if (*text == '"')
            quoted = heed_quotes && !quoted;
        else if ((*text == '\n' || (*text == '\r' && text[1] != '\n')) && !quoted)
            rows++;
    }
    return rows;
}

/* The same without heed to quotes, quickly. */
static size_t count_breaks(const char *text, size_t length)
{
    const char *end = text + length;
    if (memchr(text, '\r', length))
        return count_rows(text, false);
    size_t rows = 1;
    while ((text = memchr(text, '\n', (size_t)(end - text)))) {
        rows++;
        text++;
    }
    return rows;
}

static bool read_header(reader *r, tp_table *table)
{
    static const size_t most = TP_TABLE_MOST_COLUMNS;
    tp_cell *cells = tp_arena_array(r->arena, most, sizeof *cells);
    if (!cells) {
        r->no_memory = true;
        return false;
    }
    size_t count = 0;
    tp_cell extra = {0};
    bool any = false;
    while (!r->ended && !any)
        any = next_row(r, cells, most, &count, &extra);
    if (!any)
        return false;
    if (count > most) {
        char limit[16];
        snprintf(limit, sizeof limit, "%zu", most);
        tp_diag_error(r->diags, pos_of(r, (place){0, extra.line, extra.column}), &MSG_WIDE, limit);
        return false;
    }
    table->header = cells;
    table->columns = count;
    return true;
}

static void number_text(char *buffer, size_t size, size_t value)
{
    snprintf(buffer, size, "%zu", value);
}

/* What is wrong with the length of a row of `count` cells; fills up a short one. */
static void judge_length(reader *r, tp_cell *row, size_t count, const tp_cell *extra, place start)
{
    size_t columns = r->table->columns;
    if (count > columns) {
        char counts[2][24];
        number_text(counts[0], sizeof counts[0], count);
        number_text(counts[1], sizeof counts[1], columns);
        tp_diag_error(r->diags, pos_of(r, (place){0, extra->line, extra->column}), &MSG_LONG_ROW,
                      counts[0], counts[1]);
        return;
    }
    for (size_t i = count; i < columns; i++)
        row[i] =
            (tp_cell){.text = "", .line = row[count - 1].line, .column = row[count - 1].column};
    if (!r->short_rows++) {
        r->short_place = start;
        r->short_count = count;
    }
}

bool tp_csv_next(tp_csv *r, tp_cell *row)
{
    size_t columns = r->table->columns;
    while (!r->ended) {
        place start = r->here;
        size_t count = 0;
        tp_cell extra = {0};
        if (!next_row(r, row, columns, &count, &extra) && count <= columns)
            continue;
        if (count != columns)
            judge_length(r, row, count, &extra, start);
        /* Where the count heeded quotes, a stray one made it too low: errors are all that is
         * wanted then. */
        if (r->table->rows == r->most_rows)
            continue;
        r->table->rows++;
        return true;
    }
    return false;
}

size_t tp_csv_most_rows(const tp_csv *csv)
{
    return csv->most_rows;
}

size_t tp_csv_errors(const tp_csv *csv)
{
    return csv->diags->errors - csv->errors;
}

tp_status tp_csv_end(tp_csv *r, tp_err *err)
{
    if (r->short_rows) {
        char counts[3][24];
        number_text(counts[0], sizeof counts[0], r->short_count);
        number_text(counts[1], sizeof counts[1], r->table->columns);
        number_text(counts[2], sizeof counts[2], r->short_rows);
        tp_diag_warn(r->diags, pos_of(r, r->short_place), &MSG_SHORT_ROWS, counts[0], counts[1],
                     counts[2]);
    }
    return r->no_memory ? tp_fail_nomem(err) : TP_OK;
}

/* The text to take apart: the source's own, or a copy. */
static char *text_of(tp_arena *arena, const tp_source *source)
{
    return source->own ? source->own : tp_arena_copy(arena, source->text, source->length);
}

/* `sep=;`, which spreadsheets write and heed: the separator; '\0' if the text does not begin so. */
static char separator_line(const char *text, size_t *length)
{
    size_t quote = *text == '"';
    if (strncasecmp(text + quote, "sep=", 4) != 0)
        return '\0';
    size_t at = quote + 4;
    char separator = text[at++];
    if (quote && text[at] == '"')
        at++;
    bool ends = !text[at] || text[at] == '\n' || text[at] == '\r';
    *length = at;
    return ends && separator && strchr(",;\t|:", separator) ? separator : '\0';
}

/* Passes such a line and says so. */
static void heed_separator(reader *r)
{
    size_t length;
    char separator = separator_line(r->text, &length);
    if (!separator)
        return;
    const char shown[2] = {separator, '\0'};
    tp_diag_note(r->diags, pos_of(r, r->here), &MSG_SEPARATOR, separator == '\t' ? "TAB" : shown);
    r->separator = separator;
    move(r, length);
    pass_break(r, r->text[r->here.at]);
    r->ended = r->here.at >= r->length;
}

static void note_stops(reader *r)
{
    r->stops['\0'] = r->stops['\n'] = r->stops['\r'] = r->stops['"'] = r->stops['\t'] = 1;
    r->stops[(unsigned char)r->separator] = 1;
}

/* How many rows there may be; false with a diagnostic if that is too many. */
static bool bound_rows(reader *r)
{
    size_t columns = r->table->columns;
    /* Memory that is not touched costs nothing, so line breaks inside quotes may count at first. */
    r->most_rows = count_breaks(r->text + r->here.at, r->length - r->here.at);
    if (r->most_rows > TP_TABLE_MOST_CELLS / columns)
        r->most_rows = count_rows(r->text + r->here.at, true);
    if (r->most_rows <= TP_TABLE_MOST_CELLS / columns)
        return true;
    char limit[16];
    snprintf(limit, sizeof limit, "%d", (int)TP_TABLE_MOST_CELLS);
    tp_diag_error(r->diags, (tp_pos){.file = r->source->path}, &MSG_LARGE, limit);
    return false;
}

tp_status tp_csv_begin(const tp_table **out, tp_arena *arena, const tp_source *source,
                       tp_diags *diags, tp_err *err)
{
    *out = NULL;
    tp_table *table = tp_arena_alloc(arena, sizeof *table);
    reader *r = tp_arena_alloc(arena, sizeof *r);
    tp_source *kept = tp_arena_alloc(arena, sizeof *kept);
    char *text = text_of(arena, source);
    if (!table || !r || !kept || !text)
        return tp_fail_nomem(err);
    *kept = *source;
    *r = (reader){.arena = arena,
                  .diags = diags,
                  .source = kept,
                  .text = text,
                  .length = source->length,
                  .here = {.line = 1, .column = 1},
                  .separator = find_separator(text),
                  .ended = source->length == 0,
                  .table = table,
                  .errors = diags->errors};
    heed_separator(r);
    note_stops(r);
    table->file = source->path;
    table->rest = r;
    bool header = read_header(r, table);
    if (r->no_memory)
        return tp_fail_nomem(err);
    if (header && bound_rows(r))
        *out = table;
    return TP_OK;
}

tp_status tp_csv_rest(const tp_table *begun, tp_arena *arena, tp_err *err)
{
    tp_csv *rest = begun->rest;
    tp_table *table = rest->table;
    tp_cell *cells = tp_arena_array(arena, rest->most_rows * table->columns, sizeof *cells);
    tp_cell *beyond = tp_arena_array(arena, table->columns, sizeof *beyond);
    if (!cells || !beyond)
        return tp_fail_nomem(err);
    tp_cell *row = cells;
    while (tp_csv_next(rest, table->rows < rest->most_rows ? row : beyond))
        row += table->columns;
    table->cells = cells;
    table->rest = NULL;
    return tp_csv_end(rest, err);
}

tp_status tp_csv_read(const tp_table **out, tp_arena *arena, const tp_source *source,
                      tp_diags *diags, tp_err *err)
{
    tp_status status = tp_csv_begin(out, arena, source, diags, err);
    return status == TP_OK && *out ? tp_csv_rest(*out, arena, err) : status;
}
