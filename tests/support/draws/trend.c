#include "../draws.h"

/* More units have two outcomes than otherwise; the line is on. */
static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    if (!in_chance(stream, 30))
        return;
    own[0] = 1;
    for (int u = 0; u < in->n_units; u++) {
        if (in->n_outcomes == IN_OUTCOMES || !in_chance(stream, 60))
            continue;
        int on = 10000 * (int)in_pick(stream, 2022, 2027) + 100 * (int)in_pick(stream, 1, 12) +
                 (int)in_pick(stream, 1, 28);
        bool taken = false;
        for (int i = 0; i < in->n_outcomes; i++)
            taken = taken || (in->outcome[i].unit == u && in->outcome[i].on == on);
        int64_t saturation = in_pick(stream, 0, 1300000);
        if (!taken)
            in->outcome[in->n_outcomes++] =
                (in_outcome){u, on, (int)in_pick(stream, 1, 3), saturation, false, false};
    }
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    (void)in;
    if (own[0])
        fprintf(out, "evaluation.trend: linear\n");
}

/* Found step by step: from the outcome that counts back to the nearest that states one, then in
 * parts of a month of the line, half a millionth and more upwards. */
static int64_t saturation(const instance *first, const int64_t *own, int last, int day)
{
    const in_outcome *q = &first->outcome[last], *p = NULL;
    for (int i = 0; i < first->n_outcomes; i++) {
        const in_outcome *at = &first->outcome[i];
        if (at->unit == q->unit && at->on < q->on && !at->unused && at->saturation >= 0 &&
            (!p || at->on > p->on))
            p = at;
    }
    int64_t apart = p ? brute_months(p->on, q->on) : 0;
    if (!own[0] || q->saturation < 0 || apart == 0)
        return q->saturation;
    int64_t parts = q->saturation * apart;
    for (int64_t month = brute_months(q->on, day); month > 0; month--)
        parts += q->saturation - p->saturation;
    int64_t whole = 0;
    if (parts > 0)
        whole = parts / apart + (2 * (parts % apart) >= apart);
    return whole;
}

extern const in_draw in_draw_trend;
const in_draw in_draw_trend = {
    .rule = "evaluation.trend", .draw = draw, .write = write, .saturation = saturation};
