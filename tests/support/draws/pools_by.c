#include "../draws.h"

/* Pools by department or system in place of the division drawn; the entries that name a scope by
 * its number then name another. */
static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    (void)own;
    if (in_chance(stream, 30))
        in->s.pools_by = in_chance(stream, 60) ? POOLS_BY_PARENT : POOLS_BY_SYSTEM;
}

extern const in_draw in_draw_pools_by;
const in_draw in_draw_pools_by = {.rule = "pools", .draw = draw};
