#include "solve/exact/propagate.h"

enum { ROUNDS = 4 };
/* Beyond this a row's range says nothing useful, and staying below it keeps sums in 128 bits. */
#define WIDE_LIMIT ((tp_wide)1 << 100)

typedef struct row_range {
    tp_wide least, most, fixed; /* activity over the boxes; part of fixed columns */
    tp_wide widest;             /* the most a single column's box adds to it */
    int64_t gcd;                /* of free columns; 0: none free */
} row_range;

static void range_of(const tp_space *s, int32_t i, row_range *r)
{
    *r = (row_range){0};
    const tp_program *p = s->program;
    for (int64_t k = p->start[i]; k < p->start[i + 1]; k++) {
        int64_t lo = s->lo[p->entries[k].col], hi = s->hi[p->entries[k].col];
        int64_t a = p->entries[k].coef;
        if (lo == hi) {
            r->fixed += (tp_wide)a * lo;
            continue;
        }
        if (r->gcd != 1)
            r->gcd = tp_gcd(r->gcd, a);
        tp_wide at_lo = (tp_wide)a * lo, at_hi = (tp_wide)a * hi, least = a > 0 ? at_lo : at_hi;
        tp_wide most = a > 0 ? at_hi : at_lo;
        r->least += least;
        r->most += most;
        r->widest = most - least > r->widest ? most - least : r->widest;
    }
    r->least += r->fixed;
    r->most += r->fixed;
}

static bool in_range(tp_wide v)
{
    return v > -(tp_wide)TP_INF && v < (tp_wide)TP_INF;
}

/* Rounds the sides to reachable values; true if a side moved. */
static bool round_sides(tp_space *s, int32_t i, const row_range *r)
{
    bool moved = false;
    if (s->row_lo[i] != -TP_INF) {
        tp_wide v = r->fixed + tp_ceil_div(s->row_lo[i] - r->fixed, r->gcd) * r->gcd;
        if (in_range(v) && v != s->row_lo[i]) {
            s->row_lo[i] = (int64_t)v;
            moved = true;
        }
    }
    if (s->row_hi[i] != TP_INF) {
        tp_wide v = r->fixed + tp_floor_div(s->row_hi[i] - r->fixed, r->gcd) * r->gcd;
        if (in_range(v) && v != s->row_hi[i]) {
            s->row_hi[i] = (int64_t)v;
            moved = true;
        }
    }
    return moved;
}

static tp_wide steps(tp_wide room, tp_wide size)
{
    return size == 1 ? room : tp_floor_div(room, size);
}

/* What the rest of the row leaves to each column; true if a box moved. */
static bool cut_boxes(tp_space *s, int32_t i, const row_range *r)
{
    const tp_program *p = s->program;
    bool moved = false, below = s->row_lo[i] != -TP_INF, above = s->row_hi[i] != TP_INF;
    tp_wide up_room = above ? s->row_hi[i] - r->least : r->widest;
    tp_wide down_room = below ? r->most - s->row_lo[i] : r->widest;
    if (up_room >= r->widest && down_room >= r->widest)
        return false;
    for (int64_t k = p->start[i]; k < p->start[i + 1]; k++) {
        int32_t j = p->entries[k].col;
        int64_t lo = s->lo[j], hi = s->hi[j];
        tp_wide a = p->entries[k].coef;
        if (lo >= hi)
            continue;
        tp_wide size = a > 0 ? a : -a, width = ((tp_wide)hi - lo) * size;
        if (up_room >= width && down_room >= width)
            continue;
        /* Steps the column may go from its low end of the activity, and from its high end. */
        tp_wide up = steps(up_room, size), down = steps(down_room, size);
        if (up < 0 || down < 0)
            continue; /* an empty row: seen by the caller */
        if (up < (tp_wide)hi - lo) {
            if (a > 0)
                s->hi[j] = (int64_t)(lo + up);
            else
                s->lo[j] = (int64_t)(hi - up);
            moved = true;
        }
        if (down < (tp_wide)hi - lo) {
            if (a > 0)
                s->lo[j] = s->lo[j] > hi - (int64_t)down ? s->lo[j] : hi - (int64_t)down;
            else
                s->hi[j] = s->hi[j] < lo + (int64_t)down ? s->hi[j] : lo + (int64_t)down;
            moved = true;
        }
    }
    return moved;
}

bool tp_propagate_row(tp_space *s, int32_t i, bool *empty)
{
    if (s->row_lo[i] == -TP_INF && s->row_hi[i] == TP_INF)
        return false;
    row_range r;
    range_of(s, i, &r);
    if (r.least < -WIDE_LIMIT || r.most > WIDE_LIMIT)
        return false;
    bool moved = r.gcd > 1 && round_sides(s, i, &r);
    *empty = (s->row_hi[i] != TP_INF && r.least > s->row_hi[i]) ||
             (s->row_lo[i] != -TP_INF && r.most < s->row_lo[i]) || s->row_lo[i] > s->row_hi[i];
    if (r.gcd && !*empty)
        moved |= cut_boxes(s, i, &r); /* ranges go stale meanwhile: looser, never wrong */
    return moved;
}

void tp_propagate(tp_space *s, bool *empty)
{
    *empty = false;
    for (int32_t j = 0; j < s->program->n_cols; j++)
        if (s->lo[j] > s->hi[j])
            *empty = true;
    bool moved = true;
    for (int round = 0; round < ROUNDS && moved && !*empty; round++) {
        moved = false;
        for (int32_t i = 0; i < s->program->n_rows && !*empty; i++)
            moved |= tp_propagate_row(s, i, empty);
        for (int32_t j = 0; j < s->program->n_cols && moved; j++)
            *empty |= s->lo[j] > s->hi[j];
    }
}
