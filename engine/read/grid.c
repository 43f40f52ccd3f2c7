#include "read/grid_parts.h"

#include "base/text.h"
#include "read/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const tp_msg tp_msg_grid_damaged = {"grid.damaged", "文件已损坏，无法解读",
                                    "the file is damaged and cannot be read"};
const tp_msg tp_msg_grid_large = {"grid.too-large", "文件内容过多，拒绝读取",
                                  "the file holds more than is reasonable; it is refused"};
const tp_msg tp_msg_grid_encrypted = {"grid.encrypted", "文件已加密；请去掉密码后再保存",
                                      "the file is encrypted; save it without a password"};

static const tp_grid_cell nothing = {.text = ""};

tp_status tp_grid_refuse(const tp_book *book, const char *sheet, const tp_msg *msg, tp_diags *diags,
                         tp_err *err)
{
    tp_diag_error(diags, ((tp_pos){.file = book->path, .cell = sheet}), msg, "");
    return tp_fail(err, TP_E_INPUT, "%s: %s", book->path, msg->code);
}

tp_grid *tp_grid_add(tp_book *book, const char *name)
{
    if (!tp_arena_grow(book->arena, &book->grids, &book->grids_capacity, book->n_grids, 1))
        return NULL;
    const char *copy = name ? tp_text_normal(book->arena, name, strlen(name)) : NULL;
    if (name && !copy)
        return NULL;
    tp_grid *grid = &book->grids[book->n_grids++];
    *grid = (tp_grid){.file = book->path, .name = copy};
    return grid;
}

/* Sheets can be large and nobody knows how large beforehand: their rows and cells are outside of
 * the arena, which would keep every smaller copy. */
static bool widen(void *items, size_t *capacity, size_t count, size_t more, size_t size)
{
    void **array = items;
    if (count + more <= *capacity)
        return true;
    size_t wider = *capacity ? *capacity : 64;
    while (wider < count + more)
        wider *= 2;
    void *fresh = realloc(*array, wider * size);
    if (!fresh)
        return false;
    *array = fresh;
    *capacity = wider;
    return true;
}

void tp_book_free(tp_book *book)
{
    if (!book)
        return;
    for (size_t i = 0; i < book->n_grids; i++) {
        free(book->grids[i].cells);
        free(book->grids[i].rows);
    }
    tp_arena_free(book->arena);
}

static bool begin_row(tp_grid *grid, int32_t row)
{
    if (grid->n_rows && grid->rows[grid->n_rows - 1].row == row)
        return true;
    if (!widen(&grid->rows, &grid->rows_capacity, grid->n_rows, 1, sizeof *grid->rows))
        return false;
    grid->rows[grid->n_rows++] = (tp_grid_row){.row = row, .first = grid->n_cells};
    return true;
}

tp_grid_put tp_grid_put_cell(tp_book *book, tp_grid *grid, const tp_grid_value *v)
{
    const char *text = v->ready;
    int32_t length = (int32_t)v->length;
    const tp_grid_row *last = grid->n_rows ? &grid->rows[grid->n_rows - 1] : NULL;
    if (v->column < 1 || v->column > TP_GRID_MOST_COLUMNS || v->length > TP_CELL_MOST_BYTES)
        return v->length ? TP_PUT_LARGE : TP_PUT_FINE;
    if (last && (last->row > v->row || (last->row == v->row && grid->n_cells > last->first &&
                                        grid->cells[grid->n_cells - 1].column >= v->column)))
        return TP_PUT_FINE;
    if (!text) {
        char *copy = v->own ? v->own : tp_arena_copy(book->arena, v->text, v->length);
        text = copy ? tp_cell_normal(book->arena, copy, v->length, &length) : NULL;
        if (!text)
            return TP_PUT_NO_MEMORY;
    }
    if (!length && v->kind != TP_GRID_FORMULA)
        return TP_PUT_FINE;
    if (grid->n_cells >= TP_GRID_MOST_CELLS)
        return TP_PUT_LARGE;
    if (!begin_row(grid, v->row) ||
        !widen(&grid->cells, &grid->cells_capacity, grid->n_cells, 1, sizeof *grid->cells))
        return TP_PUT_NO_MEMORY;
    grid->cells[grid->n_cells++] =
        (tp_grid_cell){.text = text,
                       .length = length,
                       .column = (uint16_t)v->column,
                       .kind = (uint8_t)(v->kind & 63),
                       .indent = (uint8_t)(v->indent > 200 ? 200 : v->indent),
                       .percent = v->percent};
    grid->rows[grid->n_rows - 1].count++;
    if (v->column > grid->last_column)
        grid->last_column = v->column;
    return TP_PUT_FINE;
}

bool tp_grid_hide_row(tp_book *book, tp_grid *grid, int32_t row)
{
    (void)book;
    if (grid->n_rows && grid->rows[grid->n_rows - 1].row == row)
        grid->rows[grid->n_rows - 1].hidden = true;
    return true;
}

bool tp_grid_add_span(tp_book *book, tp_grid *grid, tp_grid_span span)
{
    if (span.top < 1 || span.left < 1 || span.bottom < span.top || span.right < span.left ||
        grid->n_spans >= TP_GRID_MOST_SPANS || (span.top == span.bottom && span.left == span.right))
        return true;
    if (!tp_arena_grow(book->arena, &grid->spans, &grid->spans_capacity, grid->n_spans, 1))
        return false;
    grid->spans[grid->n_spans++] = span;
    return true;
}

bool tp_grid_hide_column(tp_book *book, tp_grid *grid, int32_t column)
{
    if (column > TP_GRID_MOST_COLUMNS)
        return true;
    if (!tp_arena_grow(book->arena, &grid->hidden_columns, &grid->hidden_capacity,
                       grid->n_hidden_columns, 1))
        return false;
    grid->hidden_columns[grid->n_hidden_columns++] = column;
    return true;
}

/* ---- merged ranges ---- */

/* Index of the first row that is not above `row`. */
static size_t row_from(const tp_grid *grid, int32_t row)
{
    size_t low = 0, high = grid->n_rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (grid->rows[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A cell that a merge puts into a row. */
typedef struct placed {
    size_t row; /* index */
    tp_grid_cell cell;
    size_t order; /* of the merges: the first counts */
} placed;

static int by_place(const void *a, const void *b)
{
    const placed *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->cell.column != y->cell.column)
        return x->cell.column < y->cell.column ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

typedef struct cover {
    placed *items;
    size_t count, capacity, most;
} cover;

static bool cover_span(tp_book *book, const tp_grid *grid, const tp_grid_span *span, cover *out)
{
    size_t at = row_from(grid, span->top);
    if (at >= grid->n_rows || grid->rows[at].row != span->top)
        return true;
    const tp_grid_cell *anchor = tp_grid_at(grid, at, span->left);
    int32_t right = span->right < grid->last_column ? span->right : grid->last_column;
    if (anchor->kind == TP_GRID_NONE)
        return true;
    for (size_t r = at; r < grid->n_rows && grid->rows[r].row <= span->bottom; r++)
        for (int32_t c = span->left; c <= right && out->count < out->most; c++) {
            if (r == at && c == span->left)
                continue;
            if (!tp_arena_grow(book->arena, &out->items, &out->capacity, out->count, 1))
                return false;
            placed *p = &out->items[out->count];
            *p = (placed){r, *anchor, out->count};
            out->count++;
            p->cell.column = (uint16_t)c;
            p->cell.covered = true;
        }
    return true;
}

/* Joins the cells of a row with those that merges put into it, from the right to the left; `to` is
 * the place behind the last one. What stood there before, hidden by the merge, gives way. */
static void join(tp_grid *grid, size_t row, const placed *covers, size_t n, size_t *to)
{
    tp_grid_row *r = &grid->rows[row];
    size_t left = r->count, end = *to;
    while (left || n) {
        int32_t own = left ? grid->cells[r->first + left - 1].column : 0;
        int32_t over = n ? covers[n - 1].cell.column : 0;
        /* The first of several merges over one place counts. */
        if (over && n > 1 && covers[n - 2].cell.column == over) {
            n--;
            continue;
        }
        if (over >= own) {
            left -= over == own;
            grid->cells[--*to] = covers[--n].cell;
        } else {
            grid->cells[--*to] = grid->cells[r->first + --left];
        }
    }
    r->first = *to;
    r->count = end - *to;
}

static bool lay(tp_grid *grid, cover *all)
{
    size_t n = all->count, to = grid->n_cells + n;
    if (!widen(&grid->cells, &grid->cells_capacity, grid->n_cells, n, sizeof *grid->cells))
        return false;
    qsort(all->items, n, sizeof *all->items, by_place);
    grid->n_cells = to;
    for (size_t r = grid->n_rows; r-- > 0;) {
        size_t first = n;
        while (first && all->items[first - 1].row == r)
            first--;
        join(grid, r, all->items + first, n - first, &to);
        n = first;
    }
    return true;
}

bool tp_grid_finish(tp_book *book, tp_grid *grid)
{
    cover all = {.most = grid->n_cells * 8 + 100000};
    for (size_t i = 0; i < grid->n_spans; i++)
        if (!cover_span(book, grid, &grid->spans[i], &all))
            return false;
    return !all.count || lay(grid, &all);
}

/* ---- looking ---- */

const tp_grid_cell *tp_grid_at(const tp_grid *grid, size_t row, int32_t column)
{
    const tp_grid_row *r = &grid->rows[row];
    size_t low = r->first, high = r->first + r->count;
    /* No column to the left of it is empty: so it is in most rows. */
    size_t guess = low + (size_t)column - 1;
    if (column > 0 && guess < high && grid->cells[guess].column == column)
        return &grid->cells[guess];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (grid->cells[middle].column < column)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->first + r->count && grid->cells[low].column == column ? &grid->cells[low]
                                                                          : &nothing;
}

const char *tp_column_letters(int32_t column, char buffer[TP_LETTERS])
{
    char back[TP_LETTERS];
    int n = 0, k = 0;
    for (int32_t c = column; c > 0 && n < TP_LETTERS - 1; c = (c - 1) / 26)
        back[n++] = (char)('A' + (c - 1) % 26);
    while (n)
        buffer[k++] = back[--n];
    buffer[k] = '\0';
    return buffer;
}

const char *tp_grid_cell_name(const tp_grid *grid, int32_t row, int32_t column, tp_arena *arena)
{
    char letters[TP_LETTERS];
    tp_column_letters(column, letters);
    if (!grid->name)
        return tp_arena_format(arena, "%s%d", letters, (int)row);
    return tp_arena_format(arena, "%s!%s%d", grid->name, letters, (int)row);
}

tp_pos tp_grid_pos(const tp_grid *grid, int32_t row, int32_t column, tp_arena *arena)
{
    return (tp_pos){.file = grid->file, .cell = tp_grid_cell_name(grid, row, column, arena)};
}

const char *tp_grid_file(const tp_grid *grid)
{
    const char *slash = strrchr(grid->file, '/');
    return slash ? slash + 1 : grid->file;
}
