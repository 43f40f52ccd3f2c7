#include "../draws.h"

#include <inttypes.h>

enum { STATED, LEAST, MOST, ITEMS, ROWS = 8, FIGURES = 4, ITEMS_MOST = 3 };
enum { DEMAND, CLASS, MONTHS };

/* The first item that speaks of the demand, else what it states, brought within the bounds. */
static int64_t months_of(const instance *in, const int64_t *own, int d)
{
    int64_t months = in->demand[d].term;
    for (int i = 0; i < own[ITEMS]; i++) {
        const int64_t *row = own + ROWS + i * FIGURES;
        if (row[DEMAND] >= 0 ? row[DEMAND] == d : row[CLASS] == in->demand[d].klass)
            return row[MONTHS];
    }
    months = own[LEAST] && months < own[LEAST] ? own[LEAST] : months;
    return own[MOST] && months > own[MOST] ? own[MOST] : months;
}

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    if (!in->n_demands || !in_chance(stream, 25))
        return;
    own[STATED] = 1;
    own[LEAST] = in_chance(stream, 50) ? in_pick(stream, 1, 24) : 0;
    own[MOST] = in_chance(stream, 60) ? own[LEAST] + in_pick(stream, 1, 24) : 0;
    own[ITEMS] = in_pick(stream, 0, ITEMS_MOST);
    for (int i = 0; i < own[ITEMS]; i++) {
        int64_t *row = own + ROWS + i * FIGURES;
        row[DEMAND] = in_chance(stream, 50) ? in_pick(stream, 0, in->n_demands - 1) : -1;
        row[CLASS] = in_pick(stream, CLASS_STATUTORY, CLASS_NORMAL);
        row[MONTHS] = in_pick(stream, own[LEAST] ? own[LEAST] : 1, own[MOST] ? own[MOST] : 60);
    }
    for (int d = 0; d < in->n_demands; d++) {
        int64_t months = months_of(in, own, d);
        in->demand[d].stated_term = in->demand[d].term;
        in->demand[d].term = months;
    }
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    static const char *const classes[] = {"", "statutory", "talent", "normal"};
    (void)in;
    if (!own[STATED])
        return;
    fprintf(out, "use_period:\n  given:%s\n", own[ITEMS] ? "" : " []");
    for (int i = 0; i < own[ITEMS]; i++) {
        const int64_t *row = own + ROWS + i * FIGURES;
        fprintf(out, "    - {months: %" PRId64 ", basis: 纪要, ", row[MONTHS]);
        if (row[DEMAND] >= 0)
            fprintf(out, "demand: D%d}\n", (int)row[DEMAND] + 1);
        else
            fprintf(out, "where: {class: %s}}\n", classes[row[CLASS]]);
    }
    if (own[LEAST])
        fprintf(out, "  at_least: %" PRId64 "\n", own[LEAST]);
    if (own[MOST])
        fprintf(out, "  at_most: %" PRId64 "\n", own[MOST]);
}

extern const in_draw in_draw_use_period;
const in_draw in_draw_use_period = {.rule = "use_period", .draw = draw, .write = write};
