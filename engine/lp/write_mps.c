#include "lp/names.h"
#include "lp/write.h"

static bool open_row(const tp_program *p, int32_t i)
{
    return p->row_lo[i] == -TP_INF && p->row_hi[i] == TP_INF;
}

static void write_rows(tp_buf *out, const tp_program *p, const tp_names *names)
{
    tp_buf_text(out, "ROWS\n N objective\n");
    for (int32_t i = 0; i < p->n_rows; i++) {
        if (open_row(p, i))
            continue;
        char kind = p->row_lo[i] == p->row_hi[i] ? 'E' : p->row_hi[i] == TP_INF ? 'G' : 'L';
        tp_buf_format(out, " %c %s\n", kind, names->row[i]);
    }
}

/* A constant of the objective is the cost of a column fixed to 1: solvers disagree on the sign of a
 * right-hand side of the objective row. */
static void write_columns(tp_buf *out, const tp_program *p, const tp_objective *objective,
                          const tp_matrix_columns *by_col, const tp_names *names)
{
    tp_buf_text(out, "COLUMNS\n M1 'MARKER' 'INTORG'\n");
    for (int32_t j = 0; j < p->n_cols; j++) {
        int64_t cost = objective->sense == TP_MAX ? -objective->cost[j] : objective->cost[j];
        tp_buf_format(out, " %s objective ", names->col[j]);
        tp_buf_dec(out, cost);
        tp_buf_char(out, '\n');
        for (int64_t k = by_col->start[j]; k < by_col->start[j + 1]; k++)
            if (!open_row(p, by_col->row[k]))
                tp_buf_format(out, " %s %s %lld\n", names->col[j], names->row[by_col->row[k]],
                              (long long)by_col->coef[k]);
    }
    tp_buf_text(out, " constant objective ");
    tp_buf_dec(out, objective->sense == TP_MAX ? -objective->constant : objective->constant);
    tp_buf_text(out, "\n M2 'MARKER' 'INTEND'\n");
}

static void write_sides(tp_buf *out, const tp_program *p, const tp_names *names)
{
    tp_buf_text(out, "RHS\n");
    bool ranges = false;
    for (int32_t i = 0; i < p->n_rows; i++) {
        int64_t side = p->row_hi[i] == TP_INF ? p->row_lo[i] : p->row_hi[i];
        if (!open_row(p, i) && side)
            tp_buf_format(out, " RHS %s %lld\n", names->row[i], (long long)side);
        ranges = ranges || (p->row_lo[i] != -TP_INF && p->row_hi[i] != TP_INF &&
                            p->row_lo[i] != p->row_hi[i]);
    }
    if (!ranges)
        return;
    tp_buf_text(out, "RANGES\n");
    for (int32_t i = 0; i < p->n_rows; i++)
        if (p->row_lo[i] != -TP_INF && p->row_hi[i] != TP_INF && p->row_lo[i] != p->row_hi[i])
            tp_buf_format(out, " RANGE %s %lld\n", names->row[i],
                          (long long)(p->row_hi[i] - p->row_lo[i]));
}

static void write_bounds(tp_buf *out, const tp_program *p, const tp_names *names)
{
    tp_buf_text(out, "BOUNDS\n FX BOUND constant 1\n");
    for (int32_t j = 0; j < p->n_cols; j++) {
        if (p->lo[j] == p->hi[j]) {
            tp_buf_format(out, " FX BOUND %s %lld\n", names->col[j], (long long)p->lo[j]);
            continue;
        }
        tp_buf_format(out, " LO BOUND %s %lld\n", names->col[j], (long long)p->lo[j]);
        tp_buf_format(out, " UP BOUND %s %lld\n", names->col[j], (long long)p->hi[j]);
    }
}

tp_status tp_write_mps(tp_buf *out, const tp_program *p, const tp_objective *objective,
                       const char *title, tp_err *err)
{
    tp_names names;
    tp_matrix_columns by_col;
    tp_status status = tp_names_create(&names, p, err);
    if (status != TP_OK)
        return status;
    status = tp_program_columns(&by_col, p, names.arena, err);
    if (status == TP_OK) {
        tp_buf_format(out, "* turnpool, goal %s; free MPS\n", title);
        if (objective->sense == TP_MAX)
            tp_buf_text(out, "* The goal is maximised: costs are negated here, the optimum of this "
                             "file is minus the tier's value.\n");
        tp_buf_format(out, "NAME %s\n", title);
        write_rows(out, p, &names);
        write_columns(out, p, objective, &by_col, &names);
        write_sides(out, p, &names);
        write_bounds(out, p, &names);
        tp_buf_text(out, "ENDATA\n");
    }
    tp_names_free(&names);
    return status == TP_OK && !tp_buf_ok(out) ? tp_fail_nomem(err) : status;
}
