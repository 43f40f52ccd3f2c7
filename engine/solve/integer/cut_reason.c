/* What proves a rounded row. Σ a·t <= b over whole t >= 0, divided by d: with rest = b mod d and π
 * = ⌊a/d⌋, one more where a mod d > rest, the split is on π·t <= ⌊b/d⌋. Before it the cut is (d -
 * rest) times the case; beyond it, the row less rest times the case; what is over, t >= 0 makes up
 * for. Source: Cook, Kannan and Schrijver, Chvátal closures for mixed integer programs (1990). */
#include "solve/integer/cut_row.h"

#include <string.h>

#define HANDY ((tp_wide)1 << 60)

static bool handy(tp_wide v)
{
    return v < HANDY && v > -HANDY;
}

bool tp_reason_wanted(const tp_cutter *c)
{
    return c->witness.tell != NULL;
}

void tp_reason_begin(tp_cutter *c, tp_wide at, tp_wide low, tp_wide high)
{
    memset(c->form, 0, (size_t)c->n_cols * sizeof *c->form);
    c->reason = (tp_cut_reason){.form = c->form,
                                .at = at,
                                .row = {c->why_row[0], c->why_row[1]},
                                .y = {c->why_y[0], c->why_y[1]},
                                .of_case = {low, high}};
}

void tp_reason_col(tp_cutter *c, int32_t col, tp_wide pi, bool from_high)
{
    c->form[col] += from_high ? -pi : pi;
    c->reason.at += from_high ? -pi * c->hi[col] : pi * c->lo[col];
}

void tp_reason_row(tp_cutter *c, const tp_program *p, int32_t row, tp_wide pi, bool from_high)
{
    for (int64_t k = p->start[row]; pi && k < p->start[row + 1]; k++)
        c->form[p->entries[k].col] += (from_high ? -pi : pi) * p->entries[k].coef;
    if (pi)
        c->reason.at += from_high ? -pi * p->row_hi[row] : pi * p->row_lo[row];
}

void tp_reason_lean(tp_cutter *c, int which, int32_t row, tp_wide y)
{
    int32_t n = c->reason.n_rows[which];
    if (!y)
        return;
    c->why_row[which][n] = row;
    c->why_y[which][n] = y;
    c->reason.n_rows[which]++;
}

bool tp_reason_fits(const tp_cutter *c)
{
    bool fits = handy(c->reason.at) && handy(c->reason.of_case[0]) && handy(c->reason.of_case[1]);
    for (int32_t j = 0; j < c->n_cols && fits; j++)
        fits = handy(c->form[j]);
    for (int which = 0; which < 2; which++)
        for (int32_t k = 0; k < c->reason.n_rows[which] && fits; k++)
            fits = handy(c->why_y[which][k]);
    return fits;
}

/* The program divided the cut by the gcd of its coefficients. */
tp_status tp_reason_tell(tp_cutter *c, tp_err *err)
{
    int64_t gcd = 0;
    for (int64_t k = 0; k < c->n_cut; k++)
        gcd = tp_gcd(gcd, c->cut[k].coef);
    c->reason.scale = gcd;
    return c->witness.tell(c->witness.user, &c->reason, err);
}
