#include "models/lots.h"

/* Takes a lot off the queue's head: first what reclaim took, then counts it if it is old enough. */
static void pass(int64_t count, int64_t age, int64_t months, int64_t *taken, int64_t *aged)
{
    int64_t gone = count < *taken ? count : *taken;
    *taken -= gone;
    if (age >= months)
        *aged += count - gone;
}

int64_t tp_lots_aged(const tp_dataset *data, tp_date as_of, const tp_lots_query *q)
{
    const tp_line *line = &data->lines[q->line];
    int64_t covered = 0;
    for (int32_t i = 0; i < line->lots; i++)
        covered += data->lots[line->first_lot + i].count;
    int64_t unknown = q->vacant > covered ? q->vacant - covered : 0;
    int64_t left = q->vacant - unknown, taken = q->taken, aged = 0;
    for (int32_t i = 0; i < line->lots && left > 0; i++) {
        const tp_lot *lot = &data->lots[line->first_lot + i];
        int64_t age = tp_date_months(lot->since, as_of);
        /* Known lots of equal age come first: the unknown one stands where its age puts it. */
        if (unknown && q->unknown_age > age) {
            pass(unknown, q->unknown_age, q->months, &taken, &aged);
            unknown = 0;
        }
        int64_t count = lot->count < left ? lot->count : left;
        left -= count;
        pass(count, age, q->months, &taken, &aged);
    }
    if (unknown)
        pass(unknown, q->unknown_age, q->months, &taken, &aged);
    return aged;
}

void tp_lots_left(const tp_dataset *data, tp_date as_of, const tp_lots_query *q, int64_t *left)
{
    const tp_line *line = &data->lines[q->line];
    int64_t covered = 0, taken = q->taken;
    for (int32_t i = 0; i < line->lots; i++)
        covered += data->lots[line->first_lot + i].count;
    int64_t unknown = q->vacant > covered ? q->vacant - covered : 0, rest = q->vacant - unknown;
    for (int32_t i = 0; i < line->lots; i++) {
        const tp_lot *lot = &data->lots[line->first_lot + i];
        if (unknown && q->unknown_age > tp_date_months(lot->since, as_of)) {
            taken -= unknown < taken ? unknown : taken;
            unknown = 0;
        }
        int64_t counts = lot->count < rest ? lot->count : rest;
        int64_t gone = counts < taken ? counts : taken;
        rest -= counts;
        taken -= gone;
        left[i] = lot->count - gone;
    }
}
