#include "models/totals.h"

#include "models/rules/shares.h"

static int64_t put_loans(const tp_case *c, tp_entry *entries)
{
    int64_t n = 0;
    for (int32_t d = 0; d < c->data->n_demands; d++)
        for (int32_t k = 0; k < c->demand[d].cols; k++)
            entries[n++] = (tp_entry){c->demand[d].first_col + k, 1};
    return n;
}

static int64_t put_deposits(const tp_case *c, tp_entry *entries)
{
    int64_t n = 0;
    for (int32_t l = 0; l < c->data->n_lines; l++)
        if (c->line[l].deposit_col >= 0)
            entries[n++] = (tp_entry){c->line[l].deposit_col, 1};
    return n;
}

tp_status tp_totals_add(tp_case *c, tp_total_kind kind, tp_program *program, tp_origin origin,
                        tp_err *err)
{
    tp_total *total = &c->total[kind];
    if (total->col >= 0)
        return TP_OK;
    tp_entry *entries = tp_arena_array(c->arena, (size_t)program->n_cols + 2, sizeof *entries);
    if (!entries)
        return tp_fail_nomem(err);
    int64_t n = kind == TP_TOTAL_LOANS ? put_loans(c, entries) : put_deposits(c, entries), most = 0;
    for (int64_t k = 0; k < n; k++)
        if (__builtin_add_overflow(most, program->hi[entries[k].col], &most))
            return tp_fail(err, TP_E_OVERFLOW, "total of all loans or deposits");
    total->col = tp_program_col(program, 0, most, origin);
    if (total->col < 0)
        return tp_fail_nomem(err);
    entries[n++] = (tp_entry){total->col, -1};
    total->row = tp_program_row(program, 0, 0, origin, entries, n);
    return total->row < 0 ? tp_fail_nomem(err) : TP_OK;
}

/* The totals of the period a column or row is of. */
static const tp_total *totals_of(const tp_case *c, tp_origin origin)
{
    return tp_case_at(c, origin.period)->total;
}

bool tp_totals_is(const tp_case *c, int32_t col)
{
    if (col < 0)
        return false;
    const tp_total *total = totals_of(c, c->program->col_origin[col]);
    return col == total[TP_TOTAL_LOANS].col || col == total[TP_TOTAL_DEPOSITS].col;
}

bool tp_totals_defines(const tp_case *c, int32_t row)
{
    if (row < 0)
        return false;
    const tp_total *total = totals_of(c, c->program->row_origin[row]);
    return row == total[TP_TOTAL_LOANS].row || row == total[TP_TOTAL_DEPOSITS].row;
}

int32_t tp_totals_of_share(const tp_case *c, tp_origin row)
{
    bool deposits = tp_shares_of_deposits(c->bind, row.subject);
    return totals_of(c, row)[deposits ? TP_TOTAL_DEPOSITS : TP_TOTAL_LOANS].col;
}

int32_t tp_totals_over(const tp_case *c, const tp_matrix_columns *columns, int32_t col)
{
    const tp_total *total = totals_of(c, c->program->col_origin[col]);
    for (int kind = 0; kind < TP_N_TOTALS; kind++)
        for (int64_t k = columns->start[col]; k < columns->start[col + 1]; k++)
            if (columns->row[k] == total[kind].row && col != total[kind].col)
                return total[kind].col;
    return -1;
}

/* Coefficient of a column in a row; the column's rows are ascending. */
static int64_t coef_in(const tp_matrix_columns *columns, int32_t col, int32_t row)
{
    int64_t from = columns->start[col], to = columns->start[col + 1];
    while (from < to) {
        int64_t middle = from + (to - from) / 2;
        if (columns->row[middle] < row)
            from = middle + 1;
        else
            to = middle;
    }
    return from < columns->start[col + 1] && columns->row[from] == row ? columns->coef[from] : 0;
}

tp_status tp_totals_step(const tp_case *c, const tp_matrix_columns *columns, int32_t col,
                         tp_arena *arena, tp_step **out, size_t *count, tp_err *err)
{
    int32_t over = tp_totals_over(c, columns, col);
    size_t most = (size_t)(columns->start[col + 1] - columns->start[col]);
    if (over >= 0)
        most += (size_t)(columns->start[over + 1] - columns->start[over]);
    tp_step *steps = tp_arena_array(arena, most + 1, sizeof *steps);
    if (!steps)
        return tp_fail_nomem(err);
    *out = steps;
    *count = 0;
    for (int64_t k = columns->start[col]; k < columns->start[col + 1]; k++) {
        int32_t row = columns->row[k];
        int64_t along = over >= 0 ? coef_in(columns, over, row) : 0;
        if (!tp_totals_defines(c, row))
            steps[(*count)++] = (tp_step){row, columns->coef[k] + along};
    }
    for (int64_t k = over >= 0 ? columns->start[over] : 0;
         over >= 0 && k < columns->start[over + 1]; k++) {
        int32_t row = columns->row[k];
        if (!tp_totals_defines(c, row) && coef_in(columns, col, row) == 0)
            steps[(*count)++] = (tp_step){row, columns->coef[k]};
    }
    return TP_OK;
}

tp_status tp_totals_set(const tp_case *c, int64_t *x, tp_err *err)
{
    for (int i = 0; i < TP_N_TOTALS * c->n_periods; i++) {
        const tp_total *total = &tp_case_at(c, i / TP_N_TOTALS)->total[i % TP_N_TOTALS];
        if (total->col < 0)
            continue;
        tp_wide sum;
        x[total->col] = 0;
        if (!tp_program_activity(c->program, total->row, x, &sum) || sum < 0 || sum > INT64_MAX)
            return tp_fail(err, TP_E_OVERFLOW, "total of all loans or deposits");
        x[total->col] = (int64_t)sum;
    }
    return TP_OK;
}
