#include "solve/totals/parametric.h"

#include "solve/exact/feasible.h"
#include "solve/exact/multipliers.h"
#include "solve/held/partition.h"
#include "solve/totals/parameter_boxes.h"

#include <string.h>

enum {
    BOXES_MOST = 3000,
    LOOKS_MOST = 60, /* where only a bound is asked for */
    REACH = 32,      /* of the first window: values to either side */
    STRENGTH = 64    /* how far a held tier's price outweighs the costs below it */
};
#define NOTHING_KNOWN (-((tp_wide)1 << 100))

static int64_t largest(const int64_t *cost, int32_t n)
{
    int64_t most = 1;
    for (int32_t j = 0; j < n; j++) {
        int64_t size = cost[j] < 0 ? -cost[j] : cost[j];
        most = size > most ? size : most;
    }
    return most;
}

/* Later rows are priced first, so that an earlier tier outweighs them. */
static tp_status set_prices(tp_boxes *s, bool *done, tp_err *err)
{
    const tp_held *h = s->held;
    const tp_program *p = h->space.program;
    int32_t n = p->n_cols, first = h->before->n_rows;
    s->prices = tp_arena_array(s->arena, (size_t)p->n_rows + 1, sizeof *s->prices);
    s->priced = tp_arena_array(s->arena, (size_t)n + 1, sizeof *s->priced);
    if (!s->prices || !s->priced)
        return tp_fail_nomem(err);
    if (n)
        memcpy(s->priced, s->cost, (size_t)n * sizeof *s->priced);
    for (int32_t i = p->n_rows - 1; i >= first && *done; i--) {
        if (s->unpriced || h->implied[i - first] || h->space.row_hi[i] == TP_INF ||
            p->start[i] == p->start[i + 1])
            continue;
        int64_t unit = 0, price;
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++)
            unit = tp_gcd(unit, p->entries[k].coef);
        *done = !__builtin_mul_overflow(largest(s->priced, n), STRENGTH, &price);
        price = price / unit + 1;
        for (int64_t k = p->start[i]; k < p->start[i + 1] && *done; k++) {
            int64_t *at = &s->priced[p->entries[k].col], more;
            *done = !__builtin_mul_overflow(price, p->entries[k].coef, &more) &&
                    !__builtin_add_overflow(*at, more, at);
        }
        tp_wide side = (tp_wide)price * h->space.row_hi[i];
        s->prices[i] = -price;
        s->constant -= side;
    }
    return TP_OK;
}

/* How far the point misses the rows with parameters, in their own units. */
static tp_wide misses(const tp_boxes *s, const int64_t *x)
{
    const tp_parameters *p = s->parameters;
    tp_wide off = 0;
    for (int32_t k = 0; k < p->n_rows; k++) {
        tp_wide sum;
        int32_t i = p->row[k];
        if (!tp_program_activity(p->program, i, x, &sum))
            continue;
        if (s->held->space.row_hi[i] != TP_INF && sum > s->held->space.row_hi[i])
            off += sum - s->held->space.row_hi[i];
        if (s->held->space.row_lo[i] != -TP_INF && sum < s->held->space.row_lo[i])
            off += s->held->space.row_lo[i] - sum;
    }
    return off;
}

static tp_status keep_best(tp_boxes *s, const int64_t *x, tp_wide value, tp_err *err)
{
    size_t n = (size_t)s->parameters->rest->n_cols;
    if (!s->best && !(s->best = tp_arena_array(s->arena, n + 1, sizeof *s->best)))
        return tp_fail_nomem(err);
    if (n)
        memcpy(s->best, x, n * sizeof *s->best);
    s->value = value;
    return TP_OK;
}

/* What the box's network tells: its bound, its multipliers, perhaps an answer. */
static tp_status take(tp_boxes *s, tp_box *b, const tp_solution *found, tp_err *err)
{
    const tp_program *rest = s->parameters->rest;
    int32_t rows = s->held->space.program->n_rows;
    b->part.scale = found->scale ? found->scale : 1;
    b->part.y = tp_arena_array(s->arena, (size_t)rows + 1, sizeof *b->part.y);
    if (!b->part.y)
        return tp_fail_nomem(err);
    if (found->scale && rest->n_rows)
        memcpy(b->part.y, found->y, (size_t)rest->n_rows * sizeof *b->part.y);
    b->part.empty = found->status == TP_SOLVED_INFEASIBLE;
    if (b->part.empty)
        return TP_OK;
    for (int32_t i = rest->n_rows; i < rows; i++)
        b->part.y[i] = s->prices[i];
    b->bound = tp_round_up_to(found->value + s->constant, s->step);
    for (int32_t k = 0; k < s->parameters->count; k++)
        b->at[k] = found->x[s->parameters->col[k]];
    b->open = true;
    b->off = misses(s, found->x);
    if (b->off || !tp_task_keeps(&s->whole, found->x))
        return TP_OK;
    tp_wide value = 0;
    for (int32_t j = 0; j < rest->n_cols; j++)
        value += (tp_wide)s->cost[j] * found->x[j];
    b->open = value > b->bound;
    return s->best && value >= s->value ? TP_OK : keep_best(s, found->x, value, err);
}

static uint64_t width_of(const int64_t *lo, const int64_t *hi)
{
    return (uint64_t)hi[0] - (uint64_t)lo[0];
}

static tp_status visit(tp_boxes *s, const int64_t *lo, const int64_t *hi, tp_err *err)
{
    if (!tp_arena_grow(s->arena, &s->boxes, &s->capacity, s->n_boxes, 1))
        return tp_fail_nomem(err);
    tp_arena *scratch = tp_arena_create();
    if (!scratch)
        return tp_fail_nomem(err);
    tp_box b = {.bound = NOTHING_KNOWN, .seen = width_of(lo, hi) + 1, .reach = REACH};
    s->out->nodes++;
    memcpy(b.part.lo, lo, sizeof b.part.lo);
    memcpy(b.part.hi, hi, sizeof b.part.hi);
    tp_part_view view;
    tp_solution found = {.status = TP_SOLVED_INFEASIBLE};
    tp_status st = tp_part_sides(&view, s->held, lo, hi, scratch, err);
    if (!st && !view.crossed) {
        tp_task task = {.program = s->parameters->rest,
                        .cost = s->priced,
                        .lo = view.lo,
                        .hi = view.hi,
                        .row_lo = view.row_lo,
                        .row_hi = view.row_hi,
                        .stop = *s->stop};
        st = tp_network_solve(s->held->network, &task, &found, scratch, err);
    }
    if (!st && found.status == TP_SOLVED_NONE) {
        s->stopped = found.stopped;
        b.open = true;
        b.part.scale = 1;
        b.part.y =
            tp_arena_array(s->arena, (size_t)s->held->space.program->n_rows + 1, sizeof *b.part.y);
        st = b.part.y ? TP_OK : tp_fail_nomem(err);
    } else if (!st) {
        st = take(s, &b, &found, err);
        if (!st)
            st = tp_envelope_keep(s, &b, &view, scratch, err);
    }
    if (!st)
        s->boxes[s->n_boxes++] = b;
    tp_arena_free(scratch);
    return st;
}

/* The open box that may hold the best answer; -1: none may beat what is known. */
static int64_t choose(const tp_boxes *s)
{
    int64_t at = -1;
    tp_wide key = 0;
    for (size_t i = 0; i < s->n_boxes; i++) {
        const tp_box *b = &s->boxes[i];
        if (!b->open || b->part.empty || (s->best && b->bound >= s->value))
            continue;
        tp_wide here = tp_envelope_key(s, b);
        if (at >= 0 && (here > key || (here == key && b->off >= s->boxes[at].off)))
            continue;
        at = (int64_t)i;
        key = here;
    }
    return at;
}

/* Splits where the box's own point is, unless that leaves one side most of the width. */
static bool split_at(const tp_box *b, int32_t count, int32_t *parameter, int64_t *where)
{
    uint64_t widest = 0;
    for (int32_t k = 0; k < count; k++) {
        uint64_t width = (uint64_t)b->part.hi[k] - (uint64_t)b->part.lo[k];
        if (width > widest) {
            widest = width;
            *parameter = k;
        }
    }
    if (!widest)
        return false;
    int64_t lo = b->part.lo[*parameter], at = b->at[*parameter], fifth = (int64_t)(widest / 5);
    bool inside = at >= lo + fifth && at < b->part.hi[*parameter] - fifth;
    *where = inside ? at : lo + (int64_t)(widest / 2);
    return true;
}

/* A value that its network does not settle keeps its bound where only a bound is asked for. */
static bool give_way(tp_boxes *s, size_t i)
{
    if (s->relaxed)
        s->boxes[i].open = false;
    return s->relaxed;
}

/* Where less is known of a part than of the whole, what held there holds here. */
static void inherit(tp_box *part, const tp_box *whole)
{
    if (part->part.empty || part->bound >= whole->bound)
        return;
    part->bound = whole->bound;
    part->part.scale = whole->part.scale;
    part->part.y = whole->part.y;
}

/* *done = false: a box of one value that its network does not settle. */
static tp_status split(tp_boxes *s, size_t i, bool *done, tp_err *err)
{
    tp_box whole = s->boxes[i];
    int32_t k = 0;
    int64_t where;
    if (!split_at(&whole, s->parameters->count, &k, &where)) {
        *done = give_way(s, i);
        return TP_OK;
    }
    int64_t lo[TP_PARAMETERS_MOST], hi[TP_PARAMETERS_MOST];
    memcpy(lo, whole.part.lo, sizeof lo);
    memcpy(hi, whole.part.hi, sizeof hi);
    hi[k] = where;
    size_t first = s->n_boxes;
    tp_status st = visit(s, lo, hi, err);
    hi[k] = whole.part.hi[k];
    lo[k] = where + 1;
    if (!st)
        st = visit(s, lo, hi, err);
    if (st)
        return st;
    for (size_t c = first; c < s->n_boxes; c++)
        inherit(&s->boxes[c], &whole);
    s->boxes[i] = s->boxes[--s->n_boxes]; /* its halves stand for it */
    return TP_OK;
}

/* What is left of a box once its middle stands for itself. */
static tp_status leave_sides(tp_boxes *s, const tp_box *b, int64_t from, int64_t to, tp_err *err)
{
    tp_box side = *b;
    side.seen = 0;
    side.part.hi[0] = from - 1;
    tp_status st = from > b->part.lo[0] ? tp_boxes_add(s, &side, err) : TP_OK;
    side.part.lo[0] = to + 1;
    side.part.hi[0] = b->part.hi[0];
    return st || to >= b->part.hi[0] ? st : tp_boxes_add(s, &side, err);
}

/* Asks the network of the most promising value, and learns a line from it. */
static tp_status probe(tp_boxes *s, tp_box *b, bool *done, tp_err *err)
{
    int64_t at = tp_envelope_best(s, b), lo[TP_PARAMETERS_MOST] = {at},
            hi[TP_PARAMETERS_MOST] = {at};
    tp_wide hoped = 0;
    size_t cuts = s->n_cuts;
    bool known = tp_envelope_at(s, at, &hoped), left;
    uint64_t width = width_of(b->part.lo, b->part.hi);
    tp_status st = visit(s, lo, hi, err);
    if (st || s->stopped)
        return st ? st : leave_sides(s, b, at, at, err);
    const tp_box *point = &s->boxes[s->n_boxes - 1];
    *done = point->part.empty || !point->open || (s->best && point->bound >= s->value);
    *done |= give_way(s, s->n_boxes - 1);
    /* Once lines tell little more, what is left is a matter of rounding. */
    bool news = s->n_cuts > cuts, empty = news && s->cuts[cuts].empty;
    tp_wide told = news ? tp_envelope_line(&s->cuts[cuts].line, at) - hoped : 0;
    b->settled = !news || (!empty && known && told <= (tp_wide)s->unit * s->dearest);
    if (empty) {
        tp_box rest = *b;
        size_t boxes = s->n_boxes;
        st = tp_envelope_trim(s, &rest, &left, err);
        s->n_boxes = boxes; /* only to see how far it goes */
        b->settled = left && width_of(rest.part.lo, rest.part.hi) > width - width / 8;
    }
    return st ? st : leave_sides(s, b, at, at, err);
}

/* Looks at the values round the most promising one together: a small window first, larger ones as
 * those turn out empty, a part of it where it is not settled. */
static tp_status look(tp_boxes *s, tp_box *b, tp_err *err)
{
    uint64_t width = width_of(b->part.lo, b->part.hi);
    int64_t at = tp_envelope_best(s, b), reach = b->seen ? (int64_t)(width / 3) : b->reach;
    int64_t lo[TP_PARAMETERS_MOST] = {b->part.lo[0]}, hi[TP_PARAMETERS_MOST] = {b->part.hi[0]};
    lo[0] = at - lo[0] > reach ? at - reach : lo[0];
    hi[0] = hi[0] - at > reach ? at + reach : hi[0];
    tp_status st = visit(s, lo, hi, err);
    if (st)
        return st;
    inherit(&s->boxes[s->n_boxes - 1], b);
    s->boxes[s->n_boxes - 1].settled = true;
    b->reach = 4 * (reach > REACH ? reach : REACH);
    return leave_sides(s, b, lo[0], hi[0], err);
}

/* One parameter: lines first, then windows. *done = false: a value its network does not settle. */
static tp_status narrow(tp_boxes *s, size_t i, bool *done, tp_err *err)
{
    tp_box b = s->boxes[i];
    bool left = true;
    s->boxes[i] = s->boxes[--s->n_boxes]; /* what it is divided into stands for it */
    tp_status st = tp_envelope_trim(s, &b, &left, err);
    if (st || !left)
        return st;
    uint64_t width = width_of(b.part.lo, b.part.hi);
    if (width + 1 < b.seen)
        b.seen = 0; /* less than was looked at */
    if (!b.settled)
        return probe(s, &b, done, err);
    *done = width > 0 || !b.seen;
    if (!*done && s->relaxed) {
        *done = true;
        b.open = false;
        return tp_boxes_add(s, &b, err);
    }
    return *done ? look(s, &b, err) : TP_OK;
}

static int by_place(const tp_box *a, const tp_box *b)
{
    for (int32_t k = 0; k < TP_PARAMETERS_MOST; k++)
        if (a->part.lo[k] != b->part.lo[k])
            return a->part.lo[k] < b->part.lo[k] ? -1 : 1;
    return 0;
}

static tp_status finish(tp_boxes *s, tp_err *err)
{
    tp_solution *out = s->out;
    out->method = "parametric";
    out->parts = tp_arena_array(s->arena, s->n_boxes + 1, sizeof *out->parts);
    if (!out->parts)
        return tp_fail_nomem(err);
    out->bound = s->best ? s->value : -NOTHING_KNOWN;
    for (size_t i = 0; i < s->n_boxes; i++) {
        size_t at = i;
        tp_box b = s->boxes[i];
        for (; at > 0 && by_place(&b, &s->boxes[at - 1]) < 0; at--)
            s->boxes[at] = s->boxes[at - 1];
        s->boxes[at] = b;
        if (!b.part.empty && b.bound < out->bound)
            out->bound = b.bound;
    }
    for (size_t i = 0; i < s->n_boxes; i++)
        out->parts[out->n_parts++] = s->boxes[i].part;
    out->x = s->best;
    out->value = s->value;
    out->integral = true;
    out->stopped = s->stopped;
    bool closed = choose(s) < 0;
    out->status = s->best  ? closed ? TP_SOLVED_OPTIMAL : TP_SOLVED_FEASIBLE
                  : closed ? TP_SOLVED_INFEASIBLE
                           : TP_SOLVED_NONE;
    return TP_OK;
}

static tp_status search_boxes(tp_boxes *s, bool *done, tp_err *err)
{
    const tp_held *h = s->held;
    int64_t lo[TP_PARAMETERS_MOST] = {0}, hi[TP_PARAMETERS_MOST] = {0};
    tp_status st = set_prices(s, done, err);
    /* Nor in a tier that is priced in. */
    *done = !st && *done && !tp_network_costs_parameter(h->network, s->priced) &&
            !tp_network_costs_parameter(h->network, s->cost);
    if (st || !*done)
        return st;
    for (int32_t k = 0; k < s->parameters->count; k++) {
        lo[k] = h->space.lo[s->parameters->col[k]];
        hi[k] = h->space.hi[s->parameters->col[k]];
    }
    st = visit(s, lo, hi, err);
    for (int64_t at; !st && *done && !s->stopped && (at = choose(s)) >= 0;) {
        if (s->relaxed && s->out->nodes >= LOOKS_MOST)
            break;
        *done = s->n_boxes < BOXES_MOST;
        if (*done)
            st = s->unit && s->parameters->count == 1 ? narrow(s, (size_t)at, done, err)
                                                      : split(s, (size_t)at, done, err);
        if (!st && s->stop->ask)
            s->stopped = s->stop->ask(s->stop->user);
    }
    if (st == TP_E_OVERFLOW) {
        *done = false;
        st = TP_OK;
    }
    return st || !*done ? st : finish(s, err);
}

static tp_boxes search_of(const tp_held *h, const int64_t *cost, const tp_stop *stop,
                          tp_solution *out, tp_arena *arena)
{
    return (tp_boxes){.held = h,
                      .parameters = tp_network_parameters(h->network),
                      .cost = cost,
                      .stop = stop,
                      .out = out,
                      .arena = arena,
                      .whole = {.program = h->space.program,
                                .lo = h->space.lo,
                                .hi = h->space.hi,
                                .row_lo = h->space.row_lo,
                                .row_hi = h->space.row_hi},
                      .unit = tp_lagrangian_unit(tp_network_parameters(h->network)),
                      .step = tp_cost_gcd(cost, h->before->n_cols),
                      .dearest = largest(cost, h->before->n_cols)};
}

tp_status tp_parametric_solve(const tp_held *h, const int64_t *cost, const tp_stop *stop,
                              tp_solution *out, bool *done, tp_arena *arena, tp_err *err)
{
    *out = (tp_solution){0};
    *done = h->network && tp_network_parameters(h->network) && tp_network_is_whole(h->network);
    if (!*done)
        return TP_OK;
    tp_boxes s = search_of(h, cost, stop, out, arena);
    return search_boxes(&s, done, err);
}

/* Row sides without those the network does not know. */
static tp_status open_misfits(tp_boxes *s, tp_arena *arena, tp_err *err)
{
    const tp_held *h = s->held;
    const tp_program *p = h->space.program;
    int64_t *lo = tp_arena_array(arena, (size_t)p->n_rows + 1, sizeof *lo);
    int64_t *hi = tp_arena_array(arena, (size_t)p->n_rows + 1, sizeof *hi);
    if (!lo || !hi)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < p->n_rows; i++) {
        bool known = i < h->before->n_rows
                         ? s->parameters->bound[i] || tp_network_keeps_row(h->network, i)
                         : !s->unpriced;
        lo[i] = known ? h->space.row_lo[i] : -TP_INF;
        hi[i] = known ? h->space.row_hi[i] : TP_INF;
    }
    s->whole.row_lo = lo;
    s->whole.row_hi = hi;
    return TP_OK;
}

tp_status tp_parametric_relax(const tp_parametric_relaxed *task, tp_solution *out, bool *done,
                              tp_arena *arena, tp_err *err)
{
    *out = (tp_solution){0};
    *done = task->held->network && tp_network_parameters(task->held->network);
    if (!*done)
        return TP_OK;
    tp_boxes s = search_of(task->held, task->cost, task->stop, out, arena);
    s.relaxed = true;
    s.unpriced = !task->priced;
    tp_status st = open_misfits(&s, arena, err);
    return st ? st : search_boxes(&s, done, err);
}
