#include "lp/names.h"
#include "lp/write.h"

enum { TERMS_A_LINE = 6 };

static void write_term(tp_buf *out, int64_t *terms, tp_wide coef, bool decimal, const char *name)
{
    if (*terms && *terms % TERMS_A_LINE == 0)
        tp_buf_text(out, "\n  ");
    tp_buf_text(out, coef < 0 ? " - " : " + ");
    if (decimal)
        tp_buf_dec(out, coef < 0 ? -coef : coef);
    else
        tp_buf_int(out, coef < 0 ? -coef : coef);
    tp_buf_char(out, ' ');
    tp_buf_text(out, name);
    ++*terms;
}

static void write_objective(tp_buf *out, const tp_program *p, const tp_objective *objective,
                            const tp_names *names)
{
    int64_t terms = 0;
    tp_buf_text(out, objective->sense == TP_MAX ? "Maximize\n" : "Minimize\n");
    tp_buf_text(out, " objective:");
    for (int32_t j = 0; j < p->n_cols; j++)
        if (objective->cost[j])
            write_term(out, &terms, objective->cost[j], true, names->col[j]);
    if (objective->constant || terms == 0)
        write_term(out, &terms, objective->constant, true, "constant");
    tp_buf_char(out, '\n');
}

static void write_row(tp_buf *out, const tp_program *p, int32_t i, const tp_names *names,
                      const char *suffix)
{
    int64_t terms = 0;
    tp_buf_format(out, " %s%s:", names->row[i], suffix);
    for (int64_t k = p->start[i]; k < p->start[i + 1]; k++)
        write_term(out, &terms, p->entries[k].coef, false, names->col[p->entries[k].col]);
    if (terms == 0)
        write_term(out, &terms, 0, false, "constant");
}

static void write_rows(tp_buf *out, const tp_program *p, const tp_names *names)
{
    tp_buf_text(out, "Subject To\n");
    for (int32_t i = 0; i < p->n_rows; i++) {
        int64_t lo = p->row_lo[i], hi = p->row_hi[i];
        if (lo == hi) {
            write_row(out, p, i, names, "");
            tp_buf_format(out, " = %lld\n", (long long)lo);
            continue;
        }
        if (lo != -TP_INF) {
            write_row(out, p, i, names, hi == TP_INF ? "" : ".least");
            tp_buf_format(out, " >= %lld\n", (long long)lo);
        }
        if (hi != TP_INF) {
            write_row(out, p, i, names, lo == -TP_INF ? "" : ".most");
            tp_buf_format(out, " <= %lld\n", (long long)hi);
        }
    }
}

tp_status tp_write_lp(tp_buf *out, const tp_program *p, const tp_objective *objective,
                      const char *title, tp_err *err)
{
    tp_names names;
    tp_status status = tp_names_create(&names, p, err);
    if (status != TP_OK)
        return status;
    tp_buf_format(out, "\\ turnpool, goal %s\n", title);
    write_objective(out, p, objective, &names);
    write_rows(out, p, &names);
    tp_buf_text(out, "Bounds\n constant = 1\n");
    for (int32_t j = 0; j < p->n_cols; j++)
        tp_buf_format(out, " %lld <= %s <= %lld\n", (long long)p->lo[j], names.col[j],
                      (long long)p->hi[j]);
    tp_buf_text(out, "Generals\n");
    for (int32_t j = 0; j < p->n_cols; j++)
        tp_buf_format(out, " %s\n", names.col[j]);
    tp_buf_text(out, "End\n");
    tp_names_free(&names);
    return tp_buf_ok(out) ? TP_OK : tp_fail_nomem(err);
}
