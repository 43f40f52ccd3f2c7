#include "../draws.h"

#include <inttypes.h>

/* The facts are those after the reorganisation; the files state what was before, and the scenario
 * hands slots and people over: that they come out as drawn is what is tried. */
enum { FROM, TO, SLOTS, PEOPLE, MOVE, MOST = 6 };
enum { COUNT, EMPTY, MOVES }; /* then the moves; EMPTY: a unit and line more with nothing in them */

/* A unit that is merged, cut and abolished without a trace: what these do to figures is held to a
 * plain model in test_reorganise.c. */
static bool add_empty(uint64_t *stream, instance *in)
{
    if (!in_chance(stream, 15) || in->n_units == IN_UNITS || in->n_lines == IN_LINES)
        return false;
    in_unit *unit = &in->unit[in->n_units];
    *unit = (in_unit){.parent = -1};
    snprintf(unit->code, sizeof unit->code, "Z1");
    in->line[in->n_lines++] = (in_line){.unit = in->n_units++, .category = 1, .cap = -1};
    return true;
}

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    int64_t n = in_chance(stream, 30) ? in_pick(stream, 1, MOST) : 0, k = 0;
    int64_t authorised[IN_LINES], people[IN_LINES];
    for (int l = 0; l < in->n_lines; l++) {
        authorised[l] = in->line[l].authorised;
        people[l] = in->line[l].in_post;
    }
    for (; n > 0; n--) {
        int from = (int)in_pick(stream, 0, in->n_lines - 1);
        int to = (int)in_pick(stream, 0, in->n_lines - 1);
        int64_t slots = authorised[to] - in->line[to].lent;
        if (in->line[from].unit == in->line[to].unit ||
            in->line[from].category != in->line[to].category || slots < 1)
            continue;
        int64_t *at = own + MOVES + k++ * MOVE;
        at[FROM] = from;
        at[TO] = to;
        at[SLOTS] = in_pick(stream, 1, slots);
        at[PEOPLE] = in_pick(stream, 0, people[to]);
        authorised[to] -= at[SLOTS];
        authorised[from] += at[SLOTS];
        people[to] -= at[PEOPLE];
        people[from] += at[PEOPLE];
    }
    own[COUNT] = k;
    own[EMPTY] = add_empty(stream, in);
}

/* They are carried out the other way round than they were drawn. */
static void write(FILE *out, const instance *in, const int64_t *own)
{
    if (own[COUNT] || own[EMPTY])
        fprintf(out, "reorganise:\n");
    int empty = in->line[in->n_lines - 1].unit, into = empty;
    for (int l = in->n_lines - 1; l-- > 0;)
        if (in->line[l].category == 1)
            into = in->line[l].unit;
    for (int i = 0; i < in->n_departures; i++)
        if (in->departure[i].line == in->n_lines - 1)
            into = empty; /* or they would go along */
    const char *code = in->unit[empty].code;
    if (own[EMPTY])
        fprintf(out,
                "- {cut: 0.25, where: {unit: '%s'}, basis: 某委}\n- {merge: ['%s'], into: '%s'}\n"
                "- {abolish: '%s', to: pool}\n",
                code, code, in->unit[into].code, code);
    for (int64_t k = own[COUNT]; k-- > 0;) {
        const int64_t *at = own + MOVES + k * MOVE;
        const in_line *from = &in->line[at[FROM]], *to = &in->line[at[TO]];
        fprintf(out,
                "- {transfer: '%s', to: '%s', category: %s, count: %" PRId64 ", people: %" PRId64
                "}\n",
                in->unit[from->unit].code, in->unit[to->unit].code,
                instance_category(from->category), at[SLOTS], at[PEOPLE]);
    }
}

static void stated(const int64_t *own, int line, in_line *is)
{
    for (int64_t k = 0; k < own[COUNT]; k++) {
        const int64_t *at = own + MOVES + k * MOVE;
        int64_t sign = (at[FROM] == line) - (at[TO] == line);
        is->authorised += sign * at[SLOTS];
        is->in_post += sign * at[PEOPLE];
    }
}

extern const in_draw in_draw_reorganise;
const in_draw in_draw_reorganise = {
    .rule = "reorganise", .draw = draw, .write = write, .stated = stated};
