#include "solve/totals/parameter_boxes.h"

tp_wide tp_envelope_line(const tp_lagrangian *line, int64_t value)
{
    return line->constant + line->slope[0] * value;
}

/* Beyond this a line leaves nothing that could beat what is known. False: nothing is known. */
static bool ceiling_of(const tp_boxes *s, const tp_cut *c, tp_wide *out)
{
    *out = c->empty ? 0 : (s->value - s->step) * s->unit;
    return c->empty || s->best;
}

/* Where the largest of the lines turns upwards (or, `last`, where it does so for good). */
static int64_t turn_of(const tp_boxes *s, int64_t lo, int64_t hi, bool last)
{
    while (lo < hi) {
        int64_t middle = lo + (hi - lo) / 2 + (last ? (hi - lo) % 2 : 0);
        const tp_cut *most = NULL;
        for (size_t i = 0; i < s->n_cuts; i++) {
            const tp_cut *c = &s->cuts[i];
            if (!c->empty && (!most || tp_envelope_line(&c->line, middle) >
                                           tp_envelope_line(&most->line, middle)))
                most = c;
        }
        if (!most)
            return middle;
        if (last ? most->line.slope[0] > 0 : most->line.slope[0] < 0) {
            lo = last ? lo : middle + 1;
            hi = last ? middle - 1 : hi;
        } else {
            lo = last ? middle : lo;
            hi = last ? hi : middle;
        }
    }
    return lo;
}

bool tp_envelope_at(const tp_boxes *s, int64_t value, tp_wide *out)
{
    bool any = false;
    for (size_t i = 0; i < s->n_cuts; i++) {
        tp_wide here = tp_envelope_line(&s->cuts[i].line, value);
        if (s->cuts[i].empty || (any && here <= *out))
            continue;
        *out = here;
        any = true;
    }
    return any;
}

/* The value of one parameter the lines promise most for: the middle of their lowest stretch. */
int64_t tp_envelope_best(const tp_boxes *s, const tp_box *b)
{
    int64_t first = turn_of(s, b->part.lo[0], b->part.hi[0], false);
    int64_t last = turn_of(s, b->part.lo[0], b->part.hi[0], true);
    return last > first ? first + (last - first) / 2 : first;
}

/* What may lie in the box at best. */
tp_wide tp_envelope_key(const tp_boxes *s, const tp_box *b)
{
    tp_wide low = 0;
    if (s->parameters->count > 1 || !tp_envelope_at(s, tp_envelope_best(s, b), &low))
        return b->bound;
    low = tp_floor_div(low, s->unit);
    return low > b->bound ? low : b->bound;
}

tp_status tp_boxes_add(tp_boxes *s, const tp_box *b, tp_err *err)
{
    if (!tp_arena_grow(s->arena, &s->boxes, &s->capacity, s->n_boxes, 1))
        return tp_fail_nomem(err);
    s->boxes[s->n_boxes++] = *b;
    return TP_OK;
}

static tp_status close_by(tp_boxes *s, const tp_cut *by, int64_t lo, int64_t hi, tp_err *err)
{
    tp_box b = {.part = {.lo = {lo}, .hi = {hi}, .empty = by->empty, .linear = true, .scale = 1}};
    b.part.y = by->y;
    b.bound = s->value;
    return lo > hi ? TP_OK : tp_boxes_add(s, &b, err);
}

/* What the lines close at either end of a box is taken off it; *left = false: all of it. */
tp_status tp_envelope_trim(tp_boxes *s, tp_box *b, bool *left, tp_err *err)
{
    tp_wide from = b->part.lo[0], to = b->part.hi[0];
    const tp_cut *below = NULL, *above = NULL;
    for (size_t i = 0; i < s->n_cuts; i++) {
        const tp_cut *c = &s->cuts[i];
        tp_wide ceiling, slope = c->line.slope[0];
        if (!ceiling_of(s, c, &ceiling))
            continue;
        tp_wide room = ceiling - c->line.constant;
        tp_wide first = slope < 0 ? tp_ceil_div(-room, -slope) : slope || room >= 0 ? from : to + 1;
        tp_wide last = slope > 0 ? tp_floor_div(room, slope) : to;
        if (first > from) {
            from = first;
            below = c;
        }
        if (last < to) {
            to = last;
            above = c;
        }
    }
    int64_t lo = b->part.lo[0], hi = b->part.hi[0];
    from = from > hi ? (tp_wide)hi + 1 : from;
    to = to < from - 1 ? from - 1 : to;
    tp_status st = below ? close_by(s, below, lo, (int64_t)(from - 1), err) : TP_OK;
    if (!st && above)
        st = close_by(s, above, (int64_t)(to + 1), hi, err);
    b->part.lo[0] = (int64_t)from;
    b->part.hi[0] = (int64_t)to;
    *left = from <= to;
    return st;
}

/* Multipliers that make no line are no loss: others will. */
tp_status tp_envelope_keep(tp_boxes *s, const tp_box *b, tp_part_view *view, tp_arena *scratch,
                           tp_err *err)
{
    if (!s->unit || b->part.scale != 1 || view->crossed)
        return TP_OK;
    if (!tp_arena_grow(s->arena, &s->cuts, &s->cut_capacity, s->n_cuts, 1))
        return tp_fail_nomem(err);
    tp_cut *c = &s->cuts[s->n_cuts];
    *c = (tp_cut){.empty = b->part.empty, .y = b->part.y};
    tp_status st = tp_part_costs(view, s->held, b->part.empty ? NULL : s->cost, 1, b->part.y,
                                 s->held->space.program->n_rows, scratch, err);
    if (!st)
        st = tp_lagrangian_of(&c->line, view, s->held, b->part.y, s->unit, scratch, err);
    s->n_cuts += st == TP_OK;
    return st == TP_E_NOMEM ? st : TP_OK;
}
