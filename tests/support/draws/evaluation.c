#include "../draws.h"

#include <inttypes.h>

enum { MONTHS, USE };

/* Some outcomes are drafts; in some cases they count. */
static void draw_drafts(uint64_t *stream, instance *in, int64_t *own)
{
    if (!in_chance(stream, 25))
        return;
    own[USE] = in_chance(stream, 40);
    for (int i = 0; i < in->n_outcomes; i++) {
        in->outcome[i].draft = in_chance(stream, 40);
        in->outcome[i].unused = in->outcome[i].draft && !own[USE];
    }
}

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    draw_drafts(stream, in, own);
    if (!in_chance(stream, 20))
        return;
    own[MONTHS] = in_pick(stream, 1, 30);
    for (int g = 0; g < 4; g++)
        if (in->s.freeze[g] > own[MONTHS])
            own[MONTHS] = in->s.freeze[g];
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    (void)in;
    if (own[MONTHS] || own[USE])
        fprintf(out, "evaluation: {drafts: %s", own[USE] ? "use" : "ignore");
    if (own[MONTHS])
        fprintf(out, ", valid_months: %" PRId64, own[MONTHS]);
    if (own[MONTHS] || own[USE])
        fprintf(out, "}\n");
}

static void cell(FILE *out, const instance *in, const int64_t *own, int row)
{
    (void)own;
    fprintf(out, "%s", in->outcome[row].draft ? "draft" : "");
}

/* Whole months from one day to another. */
static int months(int from, int to)
{
    return 12 * (to / 10000 - from / 10000) + to / 100 % 100 - from / 100 % 100 -
           (to % 100 < from % 100);
}

static bool lapses(const brute_case *c, const int64_t *own, int evaluated_on)
{
    return own[MONTHS] && months(evaluated_on, c->in->s.as_of) >= own[MONTHS];
}

extern const in_draw in_draw_evaluation;
const in_draw in_draw_evaluation = {.rule = "evaluation",
                                    .draw = draw,
                                    .write = write,
                                    .table = "outcomes.csv",
                                    .column = "status",
                                    .cell = cell,
                                    .lapses = lapses};
