#include "domain/dataset.h"

static bool within(int32_t index, int32_t count)
{
    return index >= 0 && index < count;
}

/* A run of `count` from `first`, right behind the one before. */
static bool follows(int32_t first, int32_t count, int32_t *next)
{
    bool holds = count >= 0 && (count == 0 || first == *next);
    *next += count;
    return holds;
}

static bool permutes(const int32_t *order, int32_t count)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < count; i++) {
        if (!within(order[i], count))
            return false;
        sum += order[i];
    }
    return sum == (int64_t)count * (count - 1) / 2;
}

static bool units_sound(const tp_dataset *d)
{
    int32_t line = 0;
    for (int32_t u = 0; u < d->n_units; u++) {
        const tp_unit *at = &d->units[u];
        if (!follows(at->first_line, at->lines, &line))
            return false;
        for (int32_t l = at->first_line; l < at->first_line + at->lines; l++)
            if (!within(l, d->n_lines) || d->lines[l].unit != u)
                return false;
        if (at->parent != TP_ID_NONE && !within(at->parent, d->n_units))
            return false;
    }
    return line == d->n_lines;
}

static bool lines_sound(const tp_dataset *d)
{
    int32_t demand = 0, lot = 0, departure = 0;
    for (int32_t l = 0; l < d->n_lines; l++) {
        const tp_line *at = &d->lines[l];
        if (!follows(at->first_demand, at->demands, &demand) ||
            !follows(at->first_lot, at->lots, &lot) ||
            !follows(at->first_departure, at->departures, &departure))
            return false;
        if (at->authorised < 0 || at->in_post < 0 || at->lent < 0 || at->borrowed < 0 ||
            (at->lent > 0 && at->borrowed > 0))
            return false;
        for (int32_t i = 0; i < at->lots; i++)
            if (d->lots[at->first_lot + i].line != l)
                return false;
        for (int32_t i = 0; i < at->departures; i++)
            if (d->departures[at->first_departure + i].line != l)
                return false;
        for (int32_t i = 0; i < at->demands; i++) {
            int32_t n = d->demand_of_line[at->first_demand + i];
            if (!within(n, d->n_demands) || d->demands[n].line != l ||
                d->demands[n].unit != at->unit)
                return false;
        }
    }
    return demand == d->n_demands && lot == d->n_lots && departure == d->n_departures;
}

static bool verdicts_sound(const tp_dataset *d)
{
    int32_t verdict = 0;
    for (int32_t u = 0; u < d->n_units; u++)
        if (!follows(d->units[u].first_verdict, d->units[u].verdicts, &verdict))
            return false;
    for (int32_t v = 0; v < d->n_verdicts; v++)
        if (!within(d->verdicts[v].unit, d->n_units) ||
            (d->verdicts[v].factor == TP_DEC_NONE) != (d->verdicts[v].effect < TP_EFFECT_ROOM))
            return false;
    return verdict == d->n_verdicts;
}

bool tp_dataset_sound(const tp_dataset *d)
{
    return units_sound(d) && lines_sound(d) && verdicts_sound(d) &&
           permutes(d->unit_input_order, d->n_units) && permutes(d->line_input_order, d->n_lines) &&
           permutes(d->demand_input_order, d->n_demands);
}
