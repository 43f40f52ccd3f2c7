#include "../draws.h"

#include <inttypes.h>

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    if (!in_chance(stream, 20))
        return;
    own[0] = in_pick(stream, 1, 30);
    for (int g = 0; g < 4; g++)
        if (in->s.freeze[g] > own[0])
            own[0] = in->s.freeze[g];
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    (void)in;
    if (own[0])
        fprintf(out, "evaluation: {valid_months: %" PRId64 "}\n", own[0]);
}

/* Whole months from one day to another. */
static int months(int from, int to)
{
    return 12 * (to / 10000 - from / 10000) + to / 100 % 100 - from / 100 % 100 -
           (to % 100 < from % 100);
}

static bool lapses(const brute_case *c, const int64_t *own, int evaluated_on)
{
    return own[0] && months(evaluated_on, c->in->s.as_of) >= own[0];
}

extern const in_draw in_draw_evaluation;
const in_draw in_draw_evaluation = {
    .rule = "evaluation", .draw = draw, .write = write, .lapses = lapses};
