#include "evaluate/gather.h"

#include "base/csv_out.h"
#include "evaluate/evidence_tables.h"
#include "read/grid.h"

#include <string.h>
#include <strings.h>

enum { COLUMNS = 4, HEADER_ROWS = 20 };

static const tp_msg msg_no_table = {
    "evaluation.no-scores", "找不到评分表：须有“单位编码”“指标”“评分来源”“评分”四列",
    "no table of scores here: it needs the columns unit, indicator, source and value"};

typedef struct gathering {
    const tp_evaluation *evaluation;
    tp_csv_out csv;
    tp_gathered *counts;
    tp_arena *arena;
    tp_diags *diags;
    tp_err *err;
} gathering;

/* Is the header the column's, in English or by one of its Chinese names? */
static bool is_named(const char *header, const tp_column *column)
{
    if (!strcasecmp(header, column->name))
        return true;
    for (const char *at = column->zh; *at;) {
        size_t n = strcspn(at, "|");
        if (strlen(header) == n && !memcmp(header, at, n))
            return true;
        at += n + (at[n] == '|');
    }
    return false;
}

/* Where the columns stand in a row of the grid; false: not all four are there. */
static bool header_at(const tp_grid *grid, size_t row, int32_t at[COLUMNS])
{
    const tp_grid_row *r = &grid->rows[row];
    for (int c = 0; c < COLUMNS; c++)
        at[c] = 0;
    for (size_t i = 0; i < r->count; i++)
        for (int c = 0; c < COLUMNS; c++)
            if (!at[c] && is_named(grid->cells[r->first + i].text, &tp_score_columns.items[c]))
                at[c] = grid->cells[r->first + i].column;
    return at[0] && at[1] && at[2] && at[3];
}

/* The four columns of the rows below the header that hold a value, as a table of ours. */
static bool take_rows(gathering *g, const tp_grid *grid, size_t header, const int32_t at[COLUMNS],
                      tp_table *out)
{
    tp_cell *head = tp_arena_array(g->arena, COLUMNS, sizeof *head);
    tp_cell *cells = tp_arena_array(g->arena, (grid->n_rows + 1) * COLUMNS, sizeof *cells);
    size_t rows = 0;
    if (!head || !cells)
        return false;
    for (int c = 0; c < COLUMNS; c++) {
        const char *name = tp_score_columns.items[c].name;
        head[c] = (tp_cell){name, (int32_t)strlen(name), grid->rows[header].row, at[c], true, 0};
    }
    for (size_t r = header + 1; r < grid->n_rows; r++) {
        const tp_grid_cell *value = tp_grid_at(grid, r, at[3]);
        if (!value->length) {
            g->counts->blank += tp_grid_at(grid, r, at[1])->length > 0;
            continue;
        }
        for (int c = 0; c < COLUMNS; c++) {
            const tp_grid_cell *cell = tp_grid_at(grid, r, at[c]);
            cells[rows * COLUMNS + (size_t)c] = (tp_cell){
                cell->text, cell->length, grid->rows[r].row,
                at[c],      false,        cell->kind == TP_GRID_NUMBER ? TP_CELL_NUMBER : 0};
        }
        rows++;
    }
    *out = (tp_table){.file = grid->file,
                      .sheet = grid->name,
                      .columns = COLUMNS,
                      .header = head,
                      .rows = rows,
                      .cells = cells};
    return true;
}

/* Checked as scores.csv is, then written as it. */
static tp_status take_table(gathering *g, const tp_table *table)
{
    tp_evidence_reader reader = {.spec = g->evaluation->spec,
                                 .scratch = g->arena,
                                 .diags = g->diags,
                                 .err = g->err,
                                 .sound = true};
    tp_evidence *evidence = tp_arena_alloc(g->arena, sizeof *evidence);
    reader.sources = tp_ids_create(g->arena, 16);
    if (!evidence || !reader.sources)
        return tp_fail_nomem(g->err);
    *evidence =
        (tp_evidence){.arena = g->arena, .data = (tp_dataset *)(uintptr_t)g->evaluation->data};
    reader.evidence = evidence;
    for (size_t s = 0; s < reader.spec->n_sources; s++) {
        const char *id = reader.spec->sources[s].id;
        if (tp_ids_add(reader.sources, id, strlen(id), NULL) == TP_ID_NONE)
            return tp_fail_nomem(g->err);
    }
    tp_status status = tp_evidence_read_scores(&reader, table);
    for (size_t r = 0; r < table->rows && !status; r++) {
        for (size_t c = 0; c < COLUMNS; c++)
            tp_csv_text(&g->csv, tp_table_cell(table, r, c)->text);
        tp_csv_end_row(&g->csv);
    }
    g->counts->scores += evidence->n_scores;
    return status;
}

static tp_status take_book(gathering *g, const tp_book *book)
{
    bool found = false;
    for (size_t i = 0; i < book->n_grids; i++) {
        const tp_grid *grid = &book->grids[i];
        int32_t at[COLUMNS];
        size_t row = 0;
        while (row < grid->n_rows && row < HEADER_ROWS && !header_at(grid, row, at))
            row++;
        if (row == grid->n_rows || row == HEADER_ROWS)
            continue;
        tp_table table;
        found = true;
        if (!take_rows(g, grid, row, at, &table))
            return tp_fail_nomem(g->err);
        tp_status status = take_table(g, &table);
        if (status)
            return status;
    }
    if (!found)
        tp_diag_add(g->diags, TP_ERROR, (tp_pos){.file = book->path}, &msg_no_table, 0, NULL);
    return TP_OK;
}

tp_status tp_scores_gather(tp_buf *out, tp_gathered *counts, const tp_evaluation *evaluation,
                           const char *const *files, size_t n_files, const char *encoding,
                           tp_diags *diags, tp_err *err)
{
    gathering g = {evaluation, {.out = out}, counts, tp_arena_create(), diags, err};
    size_t before = diags->errors;
    tp_status status = g.arena ? TP_OK : tp_fail_nomem(err);
    *counts = (tp_gathered){0};
    for (int c = 0; c < COLUMNS; c++)
        tp_csv_text(&g.csv, tp_score_columns.items[c].name);
    tp_csv_end_row(&g.csv);
    for (size_t i = 0; i < n_files && !status; i++) {
        tp_book *book;
        status = tp_book_read(&book, files[i], encoding, diags, err);
        if (status == TP_E_INPUT) { /* said; the others are looked at as well */
            status = TP_OK;
            continue;
        }
        if (!status) {
            status = take_book(&g, book);
            tp_book_free(book);
        }
    }
    tp_arena_free(g.arena);
    if (!status && diags->errors > before)
        status = tp_fail(err, TP_E_INPUT, "scores are not all right");
    return !status && !tp_buf_ok(out) ? tp_fail_nomem(err) : status;
}
