#include "../draws.h"

enum { LIMITED };

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    (void)in;
    own[LIMITED] = in_chance(stream, 12);
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    (void)in;
    fprintf(out, "borrow.attrition_cover: %s\n", own[LIMITED] ? "limit" : "off");
}

/* Departures of the line within the longest term of its live demands. */
static bool loan_most(const brute_case *c, const int64_t *own, int line, int64_t *most)
{
    const instance *in = c->in;
    int64_t term = 0;
    for (int d = 0; d < in->n_demands; d++)
        if (in->demand[d].line == line && c->live[d] && in->demand[d].term > term)
            term = in->demand[d].term;
    *most = 0;
    for (int i = 0; i < in->n_departures; i++)
        if (in->departure[i].line == line && in->departure[i].on > in->s.as_of &&
            in->departure[i].on <= brute_add_months(in->s.as_of, term))
            *most += in->departure[i].count;
    return own[LIMITED];
}

extern const in_draw in_draw_attrition_cover;
const in_draw in_draw_attrition_cover = {
    .rule = "borrow.attrition_cover", .draw = draw, .write = write, .loan_most = loan_most};
