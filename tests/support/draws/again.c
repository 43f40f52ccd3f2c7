#include "../draws.h"

#include <inttypes.h>

/* Nothing was lent under any of these demands (only a ledger says so), so naming one changes
 * nothing. */
static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    if (in->n_demands && in_chance(stream, 25))
        own[0] = in_pick(stream, 1, in->n_demands);
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    (void)in;
    if (own[0])
        fprintf(out, "again: [D%" PRId64 "]\n", own[0]);
}

extern const in_draw in_draw_again;
const in_draw in_draw_again = {.rule = "again", .draw = draw, .write = write};
