#include "models/own.h"

#include <stdlib.h>

typedef struct turn {
    int32_t class_rank;
    tp_date filed_on; /* INT32_MAX: none, last */
    int32_t demand;
} turn;

static int by_turn(const void *a, const void *b)
{
    const turn *p = a, *q = b;
    if (p->class_rank != q->class_rank)
        return p->class_rank < q->class_rank ? -1 : 1;
    if (p->filed_on != q->filed_on)
        return p->filed_on < q->filed_on ? -1 : 1;
    return (p->demand > q->demand) - (p->demand < q->demand);
}

static turn turn_of(const tp_dataset *data, int32_t d)
{
    const tp_demand *demand = &data->demands[d];
    return (turn){(int32_t)demand->demand_class,
                  demand->filed_on == TP_DATE_NONE ? INT32_MAX : demand->filed_on, d};
}

bool tp_own_before(const tp_dataset *data, int32_t a, int32_t b)
{
    const turn p = turn_of(data, a), q = turn_of(data, b);
    return by_turn(&p, &q) < 0;
}

/* What each demand has of the line's own vacancies it keeps; what these newly offer comes on
 * top. */
static void serve(tp_case *c, int32_t l, turn *turns)
{
    const tp_line *line = &c->data->lines[l];
    const tp_case *before = tp_case_before(c);
    tp_position *at = &c->line[l];
    int64_t left = at->usable;
    size_t n = 0;
    for (int32_t i = 0; i < line->demands; i++) {
        int32_t d = c->data->demand_of_line[line->first_demand + i];
        const tp_demand *demand = &c->data->demands[d];
        if (c->demand[d].denied_by) {
            c->demand[d].need = demand->quantity;
            continue;
        }
        c->demand[d].own = before ? before->demand[d].own : 0;
        c->demand[d].need = demand->quantity - c->demand[d].own;
        left -= c->demand[d].own;
        at->demanded += demand->quantity;
        at->need += c->demand[d].need;
        if (c->demand[d].stopped_by)
            continue;
        turns[n++] = turn_of(c->data, d);
    }
    if (n > 1)
        qsort(turns, n, sizeof *turns, by_turn);
    for (size_t i = 0; i < n && left > 0; i++) {
        tp_standing *demand = &c->demand[turns[i].demand];
        int64_t more = demand->need < left ? demand->need : left;
        demand->own += more;
        demand->need -= more;
        left -= more;
        at->need -= more;
    }
}

tp_status tp_own_derive(tp_case *c, tp_err *err)
{
    int32_t most = 0;
    for (int32_t l = 0; l < c->data->n_lines; l++)
        if (c->data->lines[l].demands > most)
            most = c->data->lines[l].demands;
    turn *turns = tp_arena_array(c->arena, (size_t)most + 1, sizeof *turns);
    if (!turns)
        return tp_fail_nomem(err);
    for (int32_t l = 0; l < c->data->n_lines; l++)
        if (c->data->lines[l].demands)
            serve(c, l, turns);
    return TP_OK;
}
