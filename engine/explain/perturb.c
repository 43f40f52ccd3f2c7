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

static void *copied(tp_arena *arena, const void *items, int32_t count, size_t size)
{
    char *copy = tp_arena_array(arena, (size_t)count + 1, size);
    if (copy && count)
        memcpy(copy, items, (size_t)count * size);
    return copy;
}

static tp_status move_outcomes(tp_dataset *d, tp_dec most, uint64_t state, tp_arena *arena,
                               tp_err *err)
{
    tp_outcome *outcomes = copied(arena, d->outcomes, d->n_outcomes, sizeof *outcomes);
    if (!outcomes)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < d->n_outcomes; i++)
        if (outcomes[i].saturation != TP_DEC_NONE)
            outcomes[i].saturation = (tp_dec)tp_half_up_div(
                (tp_wide)outcomes[i].saturation * (TP_DEC_ONE + spread(&state, most)), TP_DEC_ONE);
    d->outcomes = outcomes;
    return TP_OK;
}

static tp_status move_demands(tp_dataset *d, tp_dec most, uint64_t state, tp_arena *arena,
                              tp_err *err)
{
    tp_demand *demands = copied(arena, d->demands, d->n_demands, sizeof *demands);
    if (!demands)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < d->n_demands; i++) {
        int64_t least = demands[i].minimum > 1 ? demands[i].minimum : 1;
        int64_t moved = (int64_t)tp_half_up_div(
            (tp_wide)demands[i].quantity * (TP_DEC_ONE + spread(&state, most)), TP_DEC_ONE);
        moved = moved > TP_COUNT_MAX ? TP_COUNT_MAX : moved;
        demands[i].quantity = moved < least ? least : moved;
    }
    d->demands = demands;
    return TP_OK;
}

static tp_status move_vacancies(tp_dataset *d, tp_dec most, uint64_t state, tp_arena *arena,
                                tp_err *err)
{
    tp_line *lines = copied(arena, d->lines, d->n_lines, sizeof *lines);
    if (!lines)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < d->n_lines; i++) {
        tp_line *line = &lines[i];
        int64_t vacant =
            line->authorised - line->lent + line->borrowed - line->in_post - line->committed;
        int64_t by = (int64_t)tp_half_up_div(
            (tp_wide)(vacant > 0 ? vacant : 0) * spread(&state, most), TP_DEC_ONE);
        line->in_post = line->in_post < by ? 0 : line->in_post - by;
    }
    d->lines = lines;
    return TP_OK;
}

static tp_status move_departures(tp_dataset *d, tp_dec stays, uint64_t state, tp_arena *arena,
                                 tp_err *err)
{
    tp_departure *departures = copied(arena, d->departures, d->n_departures, sizeof *departures);
    if (!departures)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < d->n_departures; i++) {
        int64_t leave = 0;
        for (int64_t k = 0; k < departures[i].count; k++)
            leave += below(&state, (uint64_t)TP_DEC_ONE) >= (uint64_t)stays;
        departures[i].count = leave;
    }
    d->departures = departures;
    return TP_OK;
}

tp_status tp_perturb(tp_dataset **out, const tp_dataset *data, const tp_spreads *spreads,
                     uint64_t seed, uint64_t draw, tp_arena *arena, tp_err *err)
{
    static tp_status (*const moves[])(tp_dataset *, tp_dec, uint64_t, tp_arena *, tp_err *) = {
        move_outcomes, move_demands, move_vacancies, move_departures};
    const tp_dec most[] = {spreads->saturation, spreads->quantity, spreads->vacancies,
                           spreads->departures};
    tp_dataset *copy = tp_arena_alloc(arena, sizeof *copy);
    if (!copy)
        return tp_fail_nomem(err);
    *copy = *data;
    tp_status status = TP_OK;
    for (size_t k = 0; k < sizeof most / sizeof *most && status == TP_OK; k++)
        if (most[k] > 0)
            status = moves[k](copy, most[k], stream(seed, draw, k), arena, err);
    *out = copy;
    return status;
}
