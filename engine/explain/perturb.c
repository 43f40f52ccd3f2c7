#include "explain/perturb.h"

#include <string.h>

/* SplitMix64 (Steele, Lea and Flood 2014): a stream a kind, started from seed, draw and kind. */
static uint64_t next(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static uint64_t stream(uint64_t seed, uint64_t draw, uint64_t kind)
{
    uint64_t state = seed;
    state = next(&state) ^ draw;
    state = next(&state) ^ kind;
    return next(&state);
}

/* Uniform on 0 … n-1, without the bias of a plain remainder. */
static uint64_t below(uint64_t *state, uint64_t n)
{
    uint64_t least = (UINT64_MAX - n + 1) % n, got;
    do
        got = next(state);
    while (got < least);
    return got % n;
}

static tp_dec spread(uint64_t *state, tp_dec most)
{
    return (tp_dec)below(state, 2 * (uint64_t)most + 1) - most;
}

static void move_outcome(void *item, tp_dec most, uint64_t *state)
{
    tp_outcome *at = item;
    if (at->saturation != TP_DEC_NONE)
        at->saturation = (tp_dec)tp_half_up_div(
            (tp_wide)at->saturation * (TP_DEC_ONE + spread(state, most)), TP_DEC_ONE);
}

static void move_demand(void *item, tp_dec most, uint64_t *state)
{
    tp_demand *at = item;
    int64_t least = at->minimum > 1 ? at->minimum : 1;
    int64_t moved = (int64_t)tp_half_up_div(
        (tp_wide)at->quantity * (TP_DEC_ONE + spread(state, most)), TP_DEC_ONE);
    moved = moved > TP_COUNT_MAX ? TP_COUNT_MAX : moved;
    at->quantity = moved < least ? least : moved;
}

static void move_vacancy(void *item, tp_dec most, uint64_t *state)
{
    tp_line *at = item;
    int64_t vacant = at->authorised - at->lent + at->borrowed - at->in_post - at->committed;
    int64_t by = (int64_t)tp_half_up_div((tp_wide)(vacant > 0 ? vacant : 0) * spread(state, most),
                                         TP_DEC_ONE);
    at->in_post = at->in_post < by ? 0 : at->in_post - by;
}

static void move_departure(void *item, tp_dec stays, uint64_t *state)
{
    tp_departure *at = item;
    int64_t leave = 0;
    for (int64_t k = 0; k < at->count; k++)
        leave += below(state, (uint64_t)TP_DEC_ONE) >= (uint64_t)stays;
    at->count = leave;
}

/* A copy of one table of the dataset with every item moved. */
typedef struct move {
    void (*item)(void *item, tp_dec most, uint64_t *state);
    tp_dec most;
    const void *items;
    int32_t count;
    size_t size;
} move;

static void *moved(const move *m, uint64_t state, tp_arena *arena)
{
    char *copy = tp_arena_array(arena, (size_t)m->count + 1, m->size);
    if (copy && m->count)
        memcpy(copy, m->items, (size_t)m->count * m->size);
    for (int32_t i = 0; copy && i < m->count; i++)
        m->item(copy + (size_t)i * m->size, m->most, &state);
    return copy;
}

tp_status tp_perturb(tp_dataset **out, const tp_dataset *data, const tp_spreads *spreads,
                     uint64_t seed, uint64_t draw, tp_arena *arena, tp_err *err)
{
    const move moves[] = {
        {move_outcome, spreads->saturation, data->outcomes, data->n_outcomes, sizeof(tp_outcome)},
        {move_demand, spreads->quantity, data->demands, data->n_demands, sizeof(tp_demand)},
        {move_vacancy, spreads->vacancies, data->lines, data->n_lines, sizeof(tp_line)},
        {move_departure, spreads->departures, data->departures, data->n_departures,
         sizeof(tp_departure)}};
    enum { KINDS = sizeof moves / sizeof *moves };
    void *tables[KINDS] = {data->outcomes, data->demands, data->lines, data->departures};
    tp_dataset *copy = tp_arena_alloc(arena, sizeof *copy);
    for (size_t k = 0; k < KINDS && copy; k++)
        if (moves[k].most > 0) {
            tables[k] = moved(&moves[k], stream(seed, draw, k), arena);
            copy = tables[k] ? copy : NULL;
        }
    *out = copy;
    if (!copy)
        return tp_fail_nomem(err);
    *copy = *data;
    copy->outcomes = tables[0];
    copy->demands = tables[1];
    copy->lines = tables[2];
    copy->departures = tables[3];
    return TP_OK;
}
