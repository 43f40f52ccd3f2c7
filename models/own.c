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

static void serve(tp_case *c, int32_t l, turn *turns)
{
    const tp_line *line = &c->data->lines[l];
    tp_position *at = &c->line[l];
    size_t n = 0;
    for (int32_t i = 0; i < line->demands; i++) {
        int32_t d = c->data->demand_of_line[line->first_demand + i];
        const tp_demand *demand = &c->data->demands[d];
        if (c->demand[d].denied_by) {
            c->demand[d].need = demand->quantity;
            continue;
        }
        turns[n++] = (turn){(int32_t)demand->demand_class,
                            demand->filed_on == TP_DATE_NONE ? INT32_MAX : demand->filed_on, d};
    }
    if (n > 1)
        qsort(turns, n, sizeof *turns, by_turn);
    int64_t left = at->vacant;
    for (size_t i = 0; i < n; i++) {
        tp_standing *demand = &c->demand[turns[i].demand];
        int64_t quantity = c->data->demands[turns[i].demand].quantity;
        demand->own = quantity < left ? quantity : left;
        demand->need = quantity - demand->own;
        left -= demand->own;
        at->demanded += quantity;
        at->need += demand->need;
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
