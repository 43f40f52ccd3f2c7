/* Where tables stand on a sheet: header rows, the rows below them, tables side by side. */
#include "import/block.h"

#include <string.h>

enum { MOST_TEXT = 90, LOOK_UP = 3 };

typedef struct finder {
    tp_blocks *out;
    const tp_grid *grid;
    size_t grid_index;
    const tp_lexicon *lexicon;
    tp_arena *arena;
    tp_arena *passing;
    int nth;
    bool no_memory;
} finder;

typedef struct row_look {
    int texts, hits, known, figures;
    bool wide; /* a text spans several columns, but not all */
} row_look;

static bool spans_columns(const tp_grid *grid, size_t row, const tp_grid_cell *cell)
{
    const tp_grid_cell *next = tp_grid_at(grid, row, cell->column + 1);
    return next->covered && next->text == cell->text;
}

/* What a header row looks like. */
static row_look look_at(finder *f, size_t row)
{
    row_look look = {0};
    const tp_grid_row *r = &f->grid->rows[row];
    for (size_t i = 0; i < r->count; i++)
        look.figures += f->grid->cells[r->first + i].kind != TP_GRID_TEXT;
    /* With a figure it is no header, whatever its words are. */
    for (size_t i = 0; i < r->count && !look.figures; i++) {
        const tp_grid_cell *cell = &f->grid->cells[r->first + i];
        if (cell->covered)
            continue;
        look.texts++;
        if (cell->length > MOST_TEXT)
            continue;
        look.wide |= spans_columns(f->grid, row, cell);
        const char *plain = tp_plain_header(f->passing, cell->text);
        if (!plain) {
            f->no_memory = true;
            return look;
        }
        bool known = tp_lexicon_knows(f->lexicon, plain);
        tp_piece piece = known ? (tp_piece){.sure = 3} : tp_measure_piece(plain, f->passing);
        known |= piece.field > TP_F_SKIP && piece.sure == 3;
        look.known += known;
        look.hits += piece.sure >= 2 || piece.total;
    }
    return look;
}

static bool is_header(const row_look *look)
{
    return !look->figures && look->known && look->hits >= 2 && look->hits * 2 >= look->texts;
}

static bool has_colon(finder *f, size_t row)
{
    const tp_grid_row *r = &f->grid->rows[row];
    for (size_t i = 0; i < r->count; i++) {
        const tp_grid_cell *cell = &f->grid->cells[r->first + i];
        if (!cell->covered && (strchr(cell->text, ':') || strstr(cell->text, "：")))
            return true;
    }
    return false;
}

static bool adjacent(const tp_grid *grid, size_t upper)
{
    return upper + 1 < grid->n_rows && grid->rows[upper].row + 1 == grid->rows[upper + 1].row;
}

/* Rows above that belong to the header: they head several columns together. */
static size_t head_begin(finder *f, size_t row, size_t from)
{
    size_t head = row;
    while (head > from && row - head < LOOK_UP && adjacent(f->grid, head - 1)) {
        row_look look = look_at(f, head - 1);
        if (look.figures || look.texts < 2 || has_colon(f, head - 1) || (!look.wide && !look.hits))
            break;
        if (!look.hits && !f->grid->spans_known)
            break;
        head--;
    }
    return head;
}

/* The column that names units, by the header rows [head, end); 0: none yet. */
static int32_t name_column(finder *f, size_t head, size_t end)
{
    int32_t code = 0;
    for (size_t row = head; row < end; row++) {
        const tp_grid_row *r = &f->grid->rows[row];
        for (size_t i = 0; i < r->count; i++) {
            const tp_grid_cell *cell = &f->grid->cells[r->first + i];
            const char *plain = tp_plain_header(f->passing, cell->text);
            if (!plain || cell->length > MOST_TEXT)
                continue;
            tp_field_id field = tp_lexicon_piece(f->lexicon, TP_IS_UNITS, plain, f->passing).field;
            if (field == TP_F_NAME)
                return cell->column;
            if (field == TP_F_CODE && !code)
                code = cell->column;
        }
    }
    return code;
}

static bool continues_header(finder *f, size_t head, size_t row)
{
    row_look look = look_at(f, row);
    if (look.figures || !look.texts || !adjacent(f->grid, row - 1) || row - head >= TP_HEADER_ROWS)
        return false;
    int32_t name = name_column(f, head, row);
    if (!name)
        return is_header(&look);
    const tp_grid_cell *cell = tp_grid_at(f->grid, row, name);
    if (cell->kind != TP_GRID_NONE && !cell->covered)
        return false;
    if (cell->covered && tp_grid_at(f->grid, row - 1, name)->text != cell->text)
        return false;
    return look.hits * 2 >= look.texts;
}

/* ---- columns ---- */

static bool measure_like(const char *plain, bool spans_known, tp_arena *arena)
{
    tp_piece piece = tp_measure_piece(plain, arena);
    return piece.total || piece.sure >= (spans_known ? 2 : 1);
}

/* A heading that stands over several columns without being merged: the text to the left. */
static const tp_grid_cell *heading_at(finder *f, size_t row, size_t end, int32_t column)
{
    const tp_grid_cell *cell = tp_grid_at(f->grid, row, column);
    if (cell->kind != TP_GRID_NONE || row + 1 >= end)
        return cell;
    const tp_grid_cell *below = cell;
    for (size_t r = row + 1; r < end && below->kind == TP_GRID_NONE; r++)
        below = tp_grid_at(f->grid, r, column);
    const char *plain = tp_plain_header(f->passing, below->text);
    if (below->kind == TP_GRID_NONE || !plain ||
        !measure_like(plain, f->grid->spans_known, f->passing))
        return cell;
    for (int32_t c = column - 1; c > 0 && column - c < 30; c--) {
        const tp_grid_cell *left = tp_grid_at(f->grid, row, c);
        if (left->kind == TP_GRID_NONE)
            continue;
        /* It heads only what stands beside other headed columns. */
        bool headed = tp_grid_at(f->grid, row + 1, c)->kind != TP_GRID_NONE &&
                      tp_grid_at(f->grid, row + 1, c)->text != left->text;
        return headed ? left : cell;
    }
    return cell;
}

static void add_piece(finder *f, tp_block_column *c, const char *text)
{
    char *plain = tp_plain_header(f->arena, text);
    char *shown = tp_arena_text(f->arena, text);
    if (!plain || !shown) {
        f->no_memory = true;
        return;
    }
    /* Line breaks and blanks inside a header are how it was made to fit. */
    char *to = shown;
    for (const char *at = shown; *at; at++)
        if (*at != '\n' && *at != '\r' && *at != ' ')
            *to++ = *at;
    *to = '\0';
    if (!*plain || c->n_pieces >= TP_HEADER_ROWS ||
        (c->n_pieces && strcmp(c->pieces[c->n_pieces - 1], plain) == 0))
        return;
    c->pieces[c->n_pieces++] = plain;
    c->header = c->n_pieces > 1 ? tp_arena_format(f->arena, "%s/%s", c->header, shown) : shown;
    f->no_memory |= !c->header;
}

static bool fill_columns(finder *f, tp_block *b)
{
    b->columns = tp_arena_array(f->arena, (size_t)(b->right - b->left + 1), sizeof *b->columns);
    if (!b->columns)
        return false;
    for (int32_t c = b->left; c <= b->right && !f->no_memory; c++) {
        tp_block_column *column = &b->columns[b->n_columns];
        *column = (tp_block_column){.column = c, .header = "", .category = ""};
        for (size_t row = b->head; row < b->head_end; row++) {
            const tp_grid_cell *cell = heading_at(f, row, b->head_end, c);
            if (cell->kind == TP_GRID_TEXT)
                add_piece(f, column, cell->text);
        }
        b->n_columns += column->n_pieces > 0;
    }
    return !f->no_memory;
}

/* ---- tables ---- */

static void reach(const finder *f, tp_block *b)
{
    b->left = TP_GRID_MOST_COLUMNS;
    b->right = 0;
    for (size_t row = b->head; row < b->head_end; row++) {
        const tp_grid_row *r = &f->grid->rows[row];
        if (!r->count)
            continue;
        int32_t from = f->grid->cells[r->first].column;
        int32_t to = f->grid->cells[r->first + r->count - 1].column;
        b->left = from < b->left ? from : b->left;
        b->right = to > b->right ? to : b->right;
    }
}

/* Where a second table begins beside the first: its names' column, or the number before it. */
static int32_t next_beside(finder *f, const tp_block *b, int32_t after)
{
    bool seen = false, figures = false;
    for (int32_t c = after; c <= b->right; c++) {
        tp_field_id field = TP_F_NONE;
        for (size_t row = b->head; row < b->head_end; row++) {
            const char *plain = tp_plain_header(f->passing, tp_grid_at(f->grid, row, c)->text);
            tp_piece piece = {0};
            if (plain && *plain)
                piece = tp_lexicon_piece(f->lexicon, TP_IS_POSTS, plain, f->passing);
            if (piece.field)
                field = piece.field;
        }
        figures |= field >= TP_F_AUTHORISED && field <= TP_F_FROZEN;
        if (field != TP_F_NAME)
            continue;
        if (!seen || !figures) {
            seen = true;
            continue;
        }
        const char *before = tp_plain_header(f->passing, tp_grid_at(f->grid, b->head, c - 1)->text);
        bool number =
            before &&
            tp_lexicon_piece(f->lexicon, TP_IS_POSTS, before, f->passing).field == TP_F_SEQ;
        return number ? c - 1 : c;
    }
    return 0;
}

static bool add_block(finder *f, tp_block b)
{
    int32_t right = b.right;
    for (int32_t left = b.left; left;) {
        b.left = left;
        b.right = right;
        left = next_beside(f, &b, left);
        if (left)
            b.right = left - 1;
        b.nth = ++f->nth;
        b.n_columns = 0;
        b.roles = tp_arena_alloc(f->arena, b.end - b.first + 1);
        if (!b.roles || !fill_columns(f, &b) ||
            !tp_arena_grow(f->arena, &f->out->items, &f->out->capacity, f->out->count, 1))
            return false;
        f->out->items[f->out->count++] = b;
    }
    return true;
}

/* The header again, as printed pages have it. */
static bool repeats(const tp_grid *grid, size_t head, size_t row)
{
    const tp_grid_row *a = &grid->rows[head], *b = &grid->rows[row];
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(grid->cells[a->first + i].text, grid->cells[b->first + i].text) != 0)
            return false;
    return true;
}

/* The first row from `row` on that begins another table's header; *head: its first row. */
static size_t next_header(finder *f, size_t row, size_t from, const tp_block *before, size_t *head)
{
    for (; row < f->grid->n_rows && !f->no_memory; row++) {
        const tp_grid_row *r = &f->grid->rows[row];
        if (r->count < 2 || f->grid->cells[r->first + r->count - 1].kind != TP_GRID_TEXT)
            continue;
        row_look look = look_at(f, row);
        if (!is_header(&look))
            continue;
        *head = head_begin(f, row, from);
        if (before && repeats(f->grid, before->head, *head)) {
            row = *head + (before->head_end - before->head) - 1;
            continue;
        }
        return row;
    }
    return f->grid->n_rows;
}

bool tp_layout_find(tp_blocks *out, const tp_grid *grid, size_t grid_index,
                    const tp_lexicon *lexicon, tp_arena *arena)
{
    finder f = {.out = out,
                .grid = grid,
                .grid_index = grid_index,
                .lexicon = lexicon,
                .arena = arena,
                .passing = tp_arena_create()};
    if (!f.passing)
        return false;
    size_t head = 0, row = next_header(&f, 0, 0, NULL, &head);
    while (row < grid->n_rows && !f.no_memory) {
        tp_block b = {.grid = grid, .grid_index = grid_index, .head = head, .head_end = row + 1};
        while (b.head_end < grid->n_rows && continues_header(&f, b.head, b.head_end))
            b.head_end++;
        b.first = b.head_end;
        reach(&f, &b);
        row = next_header(&f, b.first, b.first, &b, &head);
        b.end = row < grid->n_rows ? head : grid->n_rows;
        f.no_memory |= !add_block(&f, b);
    }
    tp_arena_free(f.passing);
    return !f.no_memory;
}

const tp_block_column *tp_block_column_of(const tp_block *block, tp_field_id field)
{
    for (size_t i = 0; i < block->n_columns; i++)
        if (block->columns[i].field == field)
            return &block->columns[i];
    return NULL;
}
