#include "../draws.h"

#include <inttypes.h>

/* The standards are those of the rule standard_shortage. */
enum { SHARE, LINE = 8 };

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    own[SHARE] = in_chance(stream, 15) ? in_pick(stream, 0, 1000000) : -1;
    if (own[SHARE] < 0 || in->s.release)
        return;
    in->s.release = true; /* the section is there now: units without a saturation give nothing */
    in->s.unevaluated_share = in_chance(stream, 60) ? 1000000 : 0;
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    (void)in;
    if (own[SHARE] >= 0)
        fprintf(out, "release.above_standard: %d.%06d\n", (int)(own[SHARE] / 1000000),
                (int)(own[SHARE] % 1000000));
}

static bool deposit_most(const brute_case *c, const int64_t *own, int line, int64_t *most)
{
    int64_t standard = c->in->own[IN_DRAW_standard_shortage][LINE + line] - 1;
    int64_t above = c->authorised[line] - standard;
    *most = (above > 0 ? above * own[SHARE] / 1000000 : 0) - c->in->line[line].lent;
    return own[SHARE] >= 0 && standard >= 0;
}

extern const in_draw in_draw_above_standard;
const in_draw in_draw_above_standard = {
    .rule = "release.above_standard", .draw = draw, .write = write, .deposit_most = deposit_most};
