#include "solve/network/laminar.h"

#include <stdlib.h>
#include <string.h>

typedef struct candidate {
    int32_t row;
    bool equation;
    int64_t size;
} candidate;

/* Equations first (they are the balances), then wide rows before the rows inside them. */
static int by_width(const void *a, const void *b)
{
    const candidate *p = a, *q = b;
    if (p->equation != q->equation)
        return p->equation ? -1 : 1;
    if (p->size != q->size)
        return p->size > q->size ? -1 : 1;
    return (p->row > q->row) - (p->row < q->row);
}

void tp_row_reach(const tp_program *p, int32_t row, const int64_t *lo, const int64_t *hi,
                  tp_wide *least, tp_wide *most)
{
    int64_t low = 0, high = 0, at_lo, at_hi; /* nearly every row stays within 64 bits */
    bool over = false;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        over |= __builtin_mul_overflow(p->entries[k].coef, lo[p->entries[k].col], &at_lo) ||
                __builtin_mul_overflow(p->entries[k].coef, hi[p->entries[k].col], &at_hi) ||
                __builtin_add_overflow(low, at_lo < at_hi ? at_lo : at_hi, &low) ||
                __builtin_add_overflow(high, at_lo < at_hi ? at_hi : at_lo, &high);
    }
    *least = low;
    *most = high;
    if (!over)
        return;
    *least = *most = 0;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        tp_wide a = (tp_wide)p->entries[k].coef * lo[p->entries[k].col];
        tp_wide b = (tp_wide)p->entries[k].coef * hi[p->entries[k].col];
        *least += a < b ? a : b;
        *most += a < b ? b : a;
    }
}

/* Open rows count too: they are there to be given sides later (the groups of a ratio tier). */
static bool open_row(const tp_program *p, int32_t row)
{
    return p->row_lo[row] == -TP_INF && p->row_hi[row] == TP_INF;
}

static bool can_bind(const tp_program *p, int32_t row)
{
    tp_wide least, most;
    tp_row_reach(p, row, p->lo, p->hi, &least, &most);
    return (p->row_lo[row] != -TP_INF && least < p->row_lo[row]) ||
           (p->row_hi[row] != TP_INF && most > p->row_hi[row]);
}

static bool unit_coefficients(const tp_program *p, int32_t row)
{
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++)
        if (p->entries[k].coef != 1 && p->entries[k].coef != -1)
            return false;
    return true;
}

/* A sign the row must be flipped by so that all its entries agree with `wanted`; 0: none does. */
static int agree(int flip, int64_t coef, int wanted)
{
    int needed = coef > 0 ? wanted : -wanted;
    return flip == 2 ? needed : flip == needed ? flip : 0;
}

/* Inside one row of the family: all columns have the same innermost row and signs that match. */
static int fits_inside(const tp_forest *f, const tp_program *p, int32_t row, bool second)
{
    int flip = 2;
    int32_t around = -1;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        const tp_forest_column *c = &f->column[p->entries[k].col];
        int32_t innermost = second ? c->second : c->first;
        if (innermost < 0 || c->link >= 0 || (k > p->start[row] && innermost != around))
            return 0;
        around = innermost;
        flip = agree(flip, p->entries[k].coef, second ? c->second_sign : c->first_sign);
        if (!flip)
            return 0;
    }
    return flip;
}

/* A new top row of the first family. Columns standing in another top row become links. */
static int fits_first_top(const tp_forest *f, const tp_program *p, int32_t row)
{
    int flip = 2;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        const tp_forest_column *c = &f->column[p->entries[k].col];
        if (c->first >= 0) {
            if (c->link >= 0 || c->second >= 0 || f->parent[c->first] >= 0)
                return 0;
            flip = agree(flip, p->entries[k].coef, -c->first_sign);
        } else if (c->second >= 0) {
            flip = agree(flip, p->entries[k].coef, -c->second_sign);
        }
        if (!flip)
            return 0;
    }
    return flip == 2 ? 1 : flip;
}

/* A new top row of the second family: signs run against the first. */
static int fits_second_top(const tp_forest *f, const tp_program *p, int32_t row)
{
    int flip = 2;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        const tp_forest_column *c = &f->column[p->entries[k].col];
        if (c->second >= 0 || c->link >= 0)
            return 0;
        if (c->first >= 0)
            flip = agree(flip, p->entries[k].coef, -c->first_sign);
        if (!flip)
            return 0;
    }
    return flip == 2 ? 1 : flip;
}

static void place(tp_forest *f, const tp_program *p, int32_t row, int flip, bool second,
                  bool inside)
{
    const tp_forest_column *any = &f->column[p->entries[p->start[row]].col];
    f->parent[row] = !inside ? -1 : second ? any->second : any->first;
    f->node[row] = f->nodes++;
    f->flip[row] = (signed char)flip;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        tp_forest_column *c = &f->column[p->entries[k].col];
        signed char sign = (signed char)(p->entries[k].coef > 0 ? flip : -flip);
        if (second) {
            c->second = row;
            c->second_sign = sign;
        } else if (!inside && c->first >= 0) {
            c->link = row;
        } else {
            c->first = row;
            c->first_sign = sign;
        }
    }
}

/* Balances (equations) open the first family and may share columns, the links; other rows go inside
 * what is there, else open a tree of the second family, which leaves room inside them. */
static void add_row(tp_forest *f, const tp_program *p, int32_t row)
{
    bool equation = p->row_lo[row] == p->row_hi[row];
    int flip;
    if (!unit_coefficients(p, row))
        f->misfits += !open_row(p, row);
    else if ((flip = fits_inside(f, p, row, false)))
        place(f, p, row, flip, false, true);
    else if (equation && (flip = fits_first_top(f, p, row)))
        place(f, p, row, flip, false, false);
    else if ((flip = fits_inside(f, p, row, true)))
        place(f, p, row, flip, true, true);
    else if ((flip = fits_second_top(f, p, row)))
        place(f, p, row, flip, true, false);
    else if ((flip = fits_first_top(f, p, row)))
        place(f, p, row, flip, false, false);
    else
        f->misfits += !open_row(p, row);
}

tp_status tp_forest_grow(tp_forest *f, const tp_program *p, tp_arena *arena, tp_err *err)
{
    size_t rows = (size_t)p->n_rows + 1, cols = (size_t)p->n_cols + 1;
    *f = (tp_forest){.node = tp_arena_array(arena, rows, sizeof *f->node),
                     .parent = tp_arena_array(arena, rows, sizeof *f->parent),
                     .flip = tp_arena_array(arena, rows, sizeof *f->flip),
                     .column = tp_arena_array(arena, cols, sizeof *f->column)};
    candidate *order = tp_arena_array(arena, rows, sizeof *order);
    if (!f->node || !f->parent || !f->flip || !f->column || !order)
        return tp_fail_nomem(err);
    int32_t n = 0;
    for (int32_t i = 0; i < p->n_rows; i++) {
        f->node[i] = f->parent[i] = -1;
        bool counts = can_bind(p, i) || open_row(p, i);
        if (counts && p->start[i] < p->start[i + 1])
            order[n++] =
                (candidate){i, p->row_lo[i] == p->row_hi[i], p->start[i + 1] - p->start[i]};
        else if (counts && !open_row(p, i))
            f->misfits++; /* an empty row that cannot hold: leave the contradiction to others */
    }
    for (int32_t j = 0; j < p->n_cols; j++)
        f->column[j] = (tp_forest_column){-1, -1, -1, 0, 0};
    qsort(order, (size_t)n, sizeof *order, by_width);
    for (int32_t k = 0; k < n; k++)
        add_row(f, p, order[k].row);
    return TP_OK;
}
