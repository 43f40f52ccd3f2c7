#include "../draws.h"
#include "reorganise.h"

#include <inttypes.h>

/* What is frozen on line l stands at l; what the files state of it at STATED + l. */
enum { STATED = IN_LINES };

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    bool some = in_chance(stream, 15);
    for (int l = 0; l < in->n_lines && some; l++) {
        own[l] = in_chance(stream, 35) ? in_pick(stream, 1, 3) : 0;
        if (!in->line[l].authorised && !in->line[l].in_post && !reorganise_changed(in, l))
            own[l] = 0; /* what a unit that is merged without a trace froze would be its heir's */
        own[STATED + l] = own[l];
    }
    reorganise_figure(in, own, true);
}

static void cell(FILE *out, const instance *in, const int64_t *own, int row)
{
    (void)in;
    fprintf(out, "%" PRId64, own[STATED + row]);
}

static bool usable_most(const brute_case *c, const int64_t *own, int line, int64_t *most)
{
    *most = c->vacant[line] - own[line];
    return own[line] > 0;
}

static bool deposit_most(const brute_case *c, const int64_t *own, int line, int64_t *most)
{
    *most = c->vacant[line] - own[line];
    for (int d = 0; d < c->in->n_demands; d++)
        if (c->in->demand[d].line == line && c->counted[d])
            *most -= c->in->demand[d].quantity;
    return own[line] > 0;
}

extern const in_draw in_draw_frozen;
const in_draw in_draw_frozen = {.rule = "frozen",
                                .draw = draw,
                                .table = "posts.csv",
                                .column = "frozen",
                                .cell = cell,
                                .usable_most = usable_most,
                                .deposit_most = deposit_most};
