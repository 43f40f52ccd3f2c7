#include "../draws.h"

enum { MORE, FIRST }; /* how many wider scopes, and which */

static const char *const names[] = {"region", "level", "all", "parent", "system"};

/* Pools by department or system in place of the division drawn, and wider scopes. The entries that
 * name a scope by its number then name another. */
static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    if (in_chance(stream, 30))
        in->s.pools_by = in_chance(stream, 60) ? POOLS_BY_PARENT : POOLS_BY_SYSTEM;
    bool used[5] = {false};
    used[in->s.pools_by] = true;
    for (int64_t n = in_chance(stream, 25) ? in_pick(stream, 1, 2) : 0; n > 0; n--) {
        int64_t one = in_pick(stream, 0, 4);
        if (used[one])
            continue;
        used[one] = true;
        own[FIRST + own[MORE]++] = one;
    }
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    (void)in;
    for (int64_t i = 0; i < own[MORE]; i++)
        fprintf(out, "%s%s", i ? ", " : "pools.beyond: [", names[own[FIRST + i]]);
    if (own[MORE])
        fprintf(out, "]\n");
}

extern const in_draw in_draw_pools_by;
const in_draw in_draw_pools_by = {.rule = "pools", .draw = draw, .write = write};
