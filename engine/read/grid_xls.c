/* Sheets of old .xls workbooks as grids. The only place that knows libfreexl, which tells neither
 * formulas nor merged ranges nor what is hidden: grid_biff.c does for workbooks since 1997; of
 * older ones blanks may stand for merges (spans_known is false).
 *
 * libfreexl 1.0.6 reads and writes outside its memory on damaged files, so it works in a process of
 * its own that tells its cells through a pipe: whatever becomes of it, here it is a damaged
 * file. */
#include "read/grid_parts.h"
#include "read/xlsx_parts.h"

#include "base/text.h"

#include <errno.h>
#include <freexl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_SHEETS = 256, MOST_SECONDS = 60, MOST_NAME = 1024 };

static const tp_msg MSG_PASSWORD = {"xls.encrypted", "工作簿已加密；请去掉密码后再保存",
                                    "the workbook is encrypted; save it without a password"};
static const tp_msg MSG_NOT_XLS = {
    "xls.not-a-workbook", "不是 .xls 工作簿（可能是加密的 .xlsx 或其他文档）；请另存为 .xlsx",
    "not an .xls workbook (perhaps a password-protected .xlsx, or another document); save it as "
    ".xlsx"};

/* What the reading process tells. */
typedef enum word {
    WORD_SHEET = 1, /* kind: 1 it is hidden, 2 its merges are known, 3 both */
    WORD_CELL,
    WORD_SPAN, /* row, column; kind: its last row, indent: its last column */
    WORD_HIDDEN_COLUMN,
    WORD_HIDDEN_ROW, /* after its cells */
    WORD_DONE,
    WORD_PASSWORD,
    WORD_NOT_XLS
} word;
typedef struct telling {
    int32_t word, row, column, kind, indent;
    uint32_t length; /* of the text that follows */
} telling;

/* ---- the reading process ---- */

static bool put_bytes(FILE *to, const telling *t, const char *text)
{
    return fwrite(t, sizeof *t, 1, to) == 1 && fwrite(text, 1, t->length, to) == t->length;
}

static bool is_error(const char *text)
{
    static const char *const errors[] = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!",
                                         "#NAME?", "#NUM!",   "#N/A!",   "#N/A"};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strcmp(text, errors[i]) == 0)
            return true;
    return false;
}

static bool tell_formula(FILE *to, const tp_biff_cell *cell)
{
    telling t = {.word = WORD_CELL,
                 .row = cell->row,
                 .column = cell->column,
                 .kind = (int32_t)cell->kind,
                 .indent = cell->indent,
                 .length = (uint32_t)cell->length};
    return cell->length > TP_CELL_MOST_BYTES || !cell->length || put_bytes(to, &t, cell->text);
}

static bool tell_cell(FILE *to, const FreeXL_CellValue *value, int32_t row, int32_t column,
                      const tp_biff_cell *more)
{
    char buffer[64];
    const char *text = buffer;
    telling t = {.word = WORD_CELL, .row = row, .column = column, .kind = TP_GRID_NUMBER};
    if (more && more->kind != TP_GRID_NONE)
        return tell_formula(to, more);
    t.indent = more ? more->indent : 0;
    switch (value->type) {
    case FREEXL_CELL_INT:
        snprintf(buffer, sizeof buffer, "%d", value->value.int_value);
        break;
    case FREEXL_CELL_DOUBLE:
        snprintf(buffer, sizeof buffer, "%.17g", value->value.double_value);
        break;
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
        text = value->value.text_value;
        t.kind = text && is_error(text) ? TP_GRID_ERROR : TP_GRID_TEXT;
        break;
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
        text = value->value.text_value;
        t.kind = TP_GRID_DATE;
        break;
    default:
        return true;
    }
    size_t length = text ? strlen(text) : 0;
    t.length = length > TP_CELL_MOST_BYTES ? TP_CELL_MOST_BYTES : (uint32_t)length;
    return !length || put_bytes(to, &t, text);
}

/* Formulas may stand beyond what libfreexl knows of. */
static void widen(const tp_biff_sheet *more, unsigned *rows, unsigned *columns)
{
    for (size_t i = 0; more && i < more->n_cells; i++) {
        unsigned row = (unsigned)more->cells[i].row, column = (unsigned)more->cells[i].column;
        *rows = row > *rows ? row : *rows;
        *columns = column > *columns ? column : *columns;
    }
}

static bool tell_hidden_rows(FILE *to, const tp_biff_sheet *more, size_t *next, int32_t row)
{
    bool fine = true;
    for (; more && *next < more->n_rows && more->rows[*next] <= row && fine; (*next)++)
        if (more->rows[*next] == row)
            fine = put_bytes(to, &(telling){.word = WORD_HIDDEN_ROW, .row = row}, "");
    return fine;
}

/* What is told of a sheet beside its cells. */
static bool tell_shape(FILE *to, const tp_biff_sheet *more)
{
    bool fine = true;
    for (size_t i = 0; more && i < more->n_spans && fine; i++) {
        const tp_grid_span *s = &more->spans[i];
        fine = put_bytes(to,
                         &(telling){.word = WORD_SPAN,
                                    .row = s->top,
                                    .column = s->left,
                                    .kind = s->bottom,
                                    .indent = s->right},
                         "");
    }
    for (size_t i = 0; more && i < more->n_columns && fine; i++)
        fine =
            put_bytes(to, &(telling){.word = WORD_HIDDEN_COLUMN, .column = more->columns[i]}, "");
    return fine;
}

static bool tell_sheet(FILE *to, const void *handle, unsigned short index,
                       const tp_biff_sheet *more)
{
    const char *name = NULL;
    unsigned rows = 0, wide;
    unsigned short columns = 0;
    size_t hidden = 0;
    telling t = {.word = WORD_SHEET, .kind = !more ? 0 : more->hidden ? 3 : 2};
    if (freexl_get_worksheet_name(handle, index, &name) != FREEXL_OK || !name ||
        freexl_select_active_worksheet(handle, index) != FREEXL_OK)
        return false;
    size_t length = strlen(name);
    t.length = length > MOST_NAME ? MOST_NAME : (uint32_t)length;
    bool fine = put_bytes(to, &t, name) && tell_shape(to, more);
    if (freexl_worksheet_dimensions(handle, &rows, &columns) != FREEXL_OK)
        rows = columns = 0;
    wide = columns;
    widen(more, &rows, &wide);
    for (unsigned r = 0; fine && r < rows; r++) {
        for (unsigned c = 0; fine && c < wide; c++) {
            FreeXL_CellValue value = {.type = FREEXL_CELL_NULL};
            const tp_biff_cell *also = tp_biff_cell_at(more, (int32_t)r + 1, (int32_t)c + 1);
            if (freexl_get_cell_value(handle, r, (unsigned short)c, &value) != FREEXL_OK)
                value.type = FREEXL_CELL_NULL;
            fine = tell_cell(to, &value, (int32_t)r + 1, (int32_t)c + 1, also);
        }
        fine = fine && tell_hidden_rows(to, more, &hidden, (int32_t)r + 1);
    }
    return fine;
}

static void tell(FILE *to, const char *path)
{
    const void *handle = NULL;
    unsigned count = 0, encrypted = 0;
    telling last = {.word = WORD_DONE};
    int code = freexl_open(path, &handle);
    if (code == FREEXL_BIFF_WORKBOOK_NOT_FOUND || code == FREEXL_CFBF_INVALID_SIGNATURE)
        last.word = WORD_NOT_XLS;
    else if (code != FREEXL_OK)
        return;
    if (code == FREEXL_OK) {
        freexl_get_info(handle, FREEXL_BIFF_PASSWORD, &encrypted);
        freexl_get_info(handle, FREEXL_BIFF_SHEET_COUNT, &count);
        if (encrypted == FREEXL_BIFF_OBFUSCATED)
            last.word = WORD_PASSWORD;
        tp_arena *arena = tp_arena_create();
        const tp_biff *more = arena ? tp_biff_read(path, arena) : NULL;
        if (more && more->n_sheets != count)
            more = NULL;
        for (unsigned i = 0; last.word == WORD_DONE && i < count && i < MOST_SHEETS; i++)
            if (!tell_sheet(to, handle, (unsigned short)i, more ? &more->sheets[i] : NULL))
                return;
    }
    put_bytes(to, &last, "");
    fflush(to);
}

/* Never comes back. It is ended by a signal, so that nothing of the program's own is tidied up. */
static void be_reader(int to, const char *path)
{
    struct rlimit seconds = {MOST_SECONDS, MOST_SECONDS}, none = {0, 0};
    setrlimit(RLIMIT_CPU, &seconds);
    setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__
    struct rlimit bytes = {(rlim_t)2 << 30, (rlim_t)2 << 30};
    setrlimit(RLIMIT_DATA, &bytes);
#endif
    close(STDERR_FILENO); /* what the C library says of a broken heap is nobody's message */
    FILE *out = fdopen(to, "wb");
    if (out)
        tell(out, path);
    raise(SIGKILL);
}

/* ---- the listening side ---- */

static tp_grid_put put_cell(tp_book *book, tp_grid *grid, const telling *t, char *text)
{
    char buffer[TP_XLSX_NUMBER];
    bool lost;
    tp_grid_value v = {.row = t->row, .column = t->column, .text = text, .length = t->length};
    v.kind =
        t->kind < TP_GRID_TEXT || t->kind > TP_GRID_ERROR ? TP_GRID_TEXT : (tp_grid_kind)t->kind;
    if (t->row < 1 || t->row > 1 << 20 || !tp_text_valid(text, t->length, NULL) ||
        strlen(text) != t->length)
        return TP_PUT_FINE;
    if (v.kind == TP_GRID_NUMBER && tp_xlsx_number(text, t->length, buffer, &lost)) {
        v.text = buffer;
        v.length = strlen(buffer);
    } else if (v.kind == TP_GRID_NUMBER) {
        v.kind = TP_GRID_TEXT;
    }
    v.indent = tp_text_lead(v.text, v.length) +
               (t->indent > 0 && t->indent < 100 ? (unsigned)t->indent : 0);
    return tp_grid_put_cell(book, grid, &v);
}

/* What is told of a sheet beside its cells. False: memory is out. */
static bool take_shape(tp_book *book, tp_grid *grid, const telling *t)
{
    const tp_grid_span span = {t->row, t->column, t->kind, t->indent};
    switch (t->word) {
    case WORD_SPAN:
        return tp_grid_add_span(book, grid, span);
    case WORD_HIDDEN_COLUMN:
        return t->column < 1 || tp_grid_hide_column(book, grid, t->column);
    default:
        return tp_grid_hide_row(book, grid, t->row);
    }
}

static tp_grid *take_sheet(tp_book *book, const telling *t, const char *name)
{
    tp_grid *grid = book->n_grids < MOST_SHEETS && tp_text_valid(name, t->length, NULL)
                        ? tp_grid_add(book, name)
                        : NULL;
    if (!grid)
        return NULL;
    grid->hidden = (t->kind & 1) != 0;
    grid->spans_known = (t->kind & 2) != 0;
    return grid;
}

static tp_status hear(tp_book *book, FILE *from, tp_diags *diags, tp_err *err)
{
    tp_arena *passing = tp_arena_create();
    char *text = passing ? tp_arena_alloc(passing, TP_CELL_MOST_BYTES + 1) : NULL;
    tp_grid *grid = NULL;
    telling t;
    tp_status status = text ? TP_OK : tp_fail_nomem(err);
    const tp_msg *refusal = &tp_msg_grid_damaged;
    while (status == TP_OK && fread(&t, sizeof t, 1, from) == 1) {
        if (t.length > TP_CELL_MOST_BYTES || fread(text, 1, t.length, from) != t.length)
            break;
        text[t.length] = '\0';
        tp_grid_put put = TP_PUT_FINE;
        refusal = t.word == WORD_DONE       ? NULL
                  : t.word == WORD_PASSWORD ? &MSG_PASSWORD
                  : t.word == WORD_NOT_XLS  ? &MSG_NOT_XLS
                                            : &tp_msg_grid_damaged;
        if (t.word == WORD_SHEET) {
            grid = take_sheet(book, &t, text);
            if (!grid)
                break;
        } else if (t.word == WORD_CELL && grid) {
            put = put_cell(book, grid, &t, text);
        } else if (t.word > WORD_CELL && t.word < WORD_DONE && grid) {
            put = take_shape(book, grid, &t) ? TP_PUT_FINE : TP_PUT_NO_MEMORY;
        } else {
            break;
        }
        if (put == TP_PUT_NO_MEMORY)
            status = tp_fail_nomem(err);
        else if (put == TP_PUT_LARGE)
            status = tp_grid_refuse(book, grid->name, &tp_msg_grid_large, diags, err);
    }
    tp_arena_free(passing);
    for (size_t i = 0; status == TP_OK && !refusal && i < book->n_grids; i++)
        if (!tp_grid_finish(book, &book->grids[i]))
            status = tp_fail_nomem(err);
    if (status == TP_OK && refusal)
        status = tp_grid_refuse(book, NULL, refusal, diags, err);
    return status;
}

tp_status tp_grid_read_xls(tp_book *book, tp_diags *diags, tp_err *err)
{
    int ends[2];
    if (pipe(ends) != 0)
        return tp_fail(err, TP_E_IO, "pipe: %s", strerror(errno));
    pid_t reader = fork();
    if (reader == 0) {
        close(ends[0]);
        be_reader(ends[1], book->path);
    }
    close(ends[1]);
    FILE *from = reader > 0 ? fdopen(ends[0], "rb") : NULL;
    tp_status status =
        from ? hear(book, from, diags, err)
             : tp_fail(err, TP_E_IO, "a process to read %s: %s", book->path, strerror(errno));
    if (from)
        fclose(from);
    else
        close(ends[0]);
    if (reader > 0) {
        kill(reader, SIGKILL);
        while (waitpid(reader, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    return status;
}
