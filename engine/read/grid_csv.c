/* Comma, semicolon or tab separated text as a grid: as lenient as spreadsheets are, since rows of a
 * register have as many cells as they need. */
#include "read/grid_parts.h"

#include "base/text.h"
#include "read/source.h"
#include "read/table.h"

#include <stdio.h>
#include <string.h>

enum { LOOKED_AT = 60 };

static const tp_msg MSG_QUOTE = {
    "grid.unterminated-quote", "此处的引号没有结束，直到文件末尾；其后内容未读取",
    "the quote opened here is never closed; nothing after it was read"};

/* The separator that the first lines have most of. Ties: comma, tab, semicolon. */
static char separator_of(const char *text)
{
    static const char candidates[] = {',', '\t', ';'};
    size_t counts[3] = {0};
    bool quoted = false;
    int lines = 0;
    for (const char *at = text; *at && lines < LOOKED_AT; at++) {
        quoted ^= *at == '"';
        lines += *at == '\n' && !quoted;
        for (int i = 0; i < 3 && !quoted; i++)
            counts[i] += *at == candidates[i];
    }
    int best = 0;
    for (int i = 1; i < 3; i++)
        best = counts[i] > counts[best] ? i : best;
    return candidates[best];
}

/* "sep=;" alone in the first line, as spreadsheets write and read it. */
static char stated_separator(char **text)
{
    char *at = *text;
    if (strncmp(at, "sep=", 4) != 0 || !at[4] || (at[5] && at[5] != '\r' && at[5] != '\n'))
        return 0;
    *text = at + 5 + (at[5] == '\r') + (at[5] == '\r' ? at[6] == '\n' : at[5] == '\n');
    return at[4];
}

static bool is_number(const char *text, size_t length)
{
    size_t i = length && *text == '-', digits = 0;
    bool point = false;
    for (; i < length; i++) {
        if (text[i] == '.' && !point)
            point = true;
        else if (text[i] >= '0' && text[i] <= '9')
            digits++;
        else
            return false;
    }
    /* 007 is a code, and so is what no spreadsheet keeps as a number. */
    size_t at = length && *text == '-';
    return digits && digits <= 15 && !(length > at + 1 && text[at] == '0' && text[at + 1] != '.');
}

/* Cells stay where they stand in the text: the byte after one becomes its NUL, and what quotes hold
 * is moved together. */
typedef struct reading {
    tp_book *book;
    tp_grid *grid;
    char *at;
    char separator;
    int32_t row, column;
    char *cell; /* the one at hand */
    size_t length;
    char stop; /* the byte that ended it, which may be overwritten by now */
    bool unterminated;
    int32_t quote_row, quote_column;
    bool stops[256]; /* bytes that end a cell */
} reading;

static bool ends_cell(const reading *r, char c)
{
    return r->stops[(unsigned char)c];
}

static void take_quoted(reading *r)
{
    char *to = r->at;
    r->cell = to;
    for (;; r->at++) {
        if (!*r->at) {
            r->unterminated = true;
            r->quote_row = r->row;
            r->quote_column = r->column;
            break;
        }
        if (*r->at == '"' && r->at[1] != '"')
            break;
        r->at += *r->at == '"';
        *to++ = *r->at;
    }
    r->at += *r->at == '"';
    while (!ends_cell(r, *r->at))
        *to++ = *r->at++;
    r->length = (size_t)(to - r->cell);
}

/* A cell; stays at what ends it. */
static void take_cell(reading *r)
{
    char *start = r->at;
    while (*start == ' ')
        start++;
    if (*start == '"') {
        r->at = start + 1;
        take_quoted(r);
    } else {
        r->cell = r->at;
        while (!ends_cell(r, *r->at))
            r->at++;
        r->length = (size_t)(r->at - r->cell);
    }
    r->stop = *r->at;
}

static tp_grid_put put(reading *r)
{
    /* Our own CSV puts a ' before what a spreadsheet would run. */
    if (r->length > 1 && *r->cell == '\'' && strchr("=+-@\t'", r->cell[1])) {
        r->cell++;
        r->length--;
    }
    if (!r->length)
        return TP_PUT_FINE;
    bool number = is_number(r->cell, r->length);
    tp_grid_value v = {.row = r->row,
                       .column = r->column,
                       .own = r->cell,
                       .length = r->length,
                       .kind = number ? TP_GRID_NUMBER : TP_GRID_TEXT,
                       .indent = number ? 0 : tp_text_lead(r->cell, r->length)};
    return tp_grid_put_cell(r->book, r->grid, &v);
}

static tp_grid_put read_rows(reading *r)
{
    while (*r->at) {
        take_cell(r);
        tp_grid_put fault = r->unterminated ? TP_PUT_FINE : put(r);
        if (fault != TP_PUT_FINE)
            return fault;
        if (r->stop && r->stop == r->separator) {
            r->at++;
            r->column++;
        } else if (r->stop) {
            r->at += r->stop == '\r' && r->at[1] == '\n' ? 2 : 1;
            r->column = 1;
            if (r->row == INT32_MAX)
                return TP_PUT_LARGE;
            r->row++;
        }
    }
    return TP_PUT_FINE;
}

tp_status tp_grid_read_text(tp_book *book, const char *encoding, tp_diags *diags, tp_err *err)
{
    tp_source source;
    tp_source_options options = {.encoding = encoding};
    unsigned char mark[2] = {0};
    FILE *file = fopen(book->path, "rb");
    if (file && fread(mark, 1, 2, file) == 2 && mark[0] + mark[1] == 0xFF + 0xFE && !encoding)
        options.encoding = "utf-16"; /* FF FE or FE FF */
    if (file)
        fclose(file);
    tp_status status = tp_source_read(&source, book->arena, book->path, &options, diags, err);
    if (status != TP_OK)
        return status;
    char *text = source.own ? source.own : tp_arena_copy(book->arena, source.text, source.length);
    reading r = {.book = book, .grid = tp_grid_add(book, NULL), .at = text, .row = 1};
    if (!r.grid || !text)
        return tp_fail_nomem(err);
    r.separator = stated_separator(&r.at);
    r.row += r.separator != 0;
    if (!r.separator)
        r.separator = separator_of(r.at);
    r.column = 1;
    r.stops[0] = r.stops['\n'] = r.stops['\r'] = r.stops[(unsigned char)r.separator] = true;
    tp_grid_put fault = read_rows(&r);
    if (fault == TP_PUT_NO_MEMORY)
        return tp_fail_nomem(err);
    if (fault == TP_PUT_LARGE)
        return tp_grid_refuse(book, NULL, &tp_msg_grid_large, diags, err);
    if (r.unterminated) {
        tp_diag_error(diags, tp_grid_pos(r.grid, r.quote_row, r.quote_column, diags->arena),
                      &MSG_QUOTE, "");
        return tp_fail(err, TP_E_INPUT, "%s: unterminated quote", book->path);
    }
    return TP_OK;
}
