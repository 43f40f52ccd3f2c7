#include "../draws.h"

enum { MODE, OFF = 0, LIMIT, DECIDE };

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    (void)in;
    if (in_chance(stream, 18))
        own[MODE] = in_chance(stream, 40) ? LIMIT : DECIDE;
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    static const char *const names[] = {"off", "limit", "decide"};
    (void)in;
    fprintf(out, "borrow.attrition_cover: %s\n", names[own[MODE]]);
}

static bool excepted(const brute_case *c, int d)
{
    return draws_spare(c, "borrow.attrition_cover", d);
}

/* Departures of the line within so many months. */
static int64_t leaving(const brute_case *c, int line, int64_t term)
{
    const instance *in = c->in;
    int64_t sum = 0;
    for (int i = 0; i < in->n_departures; i++)
        if (in->departure[i].line == line && in->departure[i].on > in->s.as_of &&
            in->departure[i].on <= brute_add_months(in->s.as_of, term))
            sum += in->departure[i].count;
    return sum;
}

/* Within the longest term of its live demands; what is excepted comes on top. */
static bool loan_most(const brute_case *c, const int64_t *own, int line, int64_t *most)
{
    const instance *in = c->in;
    int64_t term = 0, besides = 0;
    for (int d = 0; d < in->n_demands; d++) {
        if (in->demand[d].line != line || !c->live[d])
            continue;
        if (excepted(c, d))
            besides += c->need[d];
        else if (in->demand[d].term > term)
            term = in->demand[d].term;
    }
    *most = leaving(c, line, term) + besides;
    return own[MODE] != OFF;
}

/* Each slot lent needs a departure of its own within the loan's term: those with the shortest term
 * choose first. */
static const char *breaks(const brute_case *c, const int64_t *own, const brute_point *at)
{
    const instance *in = c->in;
    for (int d = 0; d < in->n_demands && own[MODE] != OFF; d++) {
        int64_t lent = 0, longest = 0;
        if (!c->live[d] || excepted(c, d))
            continue;
        for (int e = 0; e < in->n_demands; e++) {
            if (in->demand[e].line != in->demand[d].line || !c->live[e] || excepted(c, e))
                continue;
            longest = in->demand[e].term > longest ? in->demand[e].term : longest;
            if (own[MODE] == LIMIT || in->demand[e].term <= in->demand[d].term)
                lent += at->loan[e];
        }
        if (lent >
            leaving(c, in->demand[d].line, own[MODE] == LIMIT ? longest : in->demand[d].term))
            return "covered by departures";
    }
    return NULL;
}

extern const in_draw in_draw_attrition_cover;
const in_draw in_draw_attrition_cover = {.rule = "borrow.attrition_cover",
                                         .draw = draw,
                                         .write = write,
                                         .loan_most = loan_most,
                                         .breaks = breaks};
