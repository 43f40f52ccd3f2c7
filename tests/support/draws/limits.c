#include "../draws.h"

/* Half of what was drawn on usage speaks of it without what is borrowed. */
static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    (void)own;
    for (int i = 0; i < in->s.n_limits; i++)
        if (in->s.limit[i].measure == OF_USAGE && in_chance(stream, 50))
            in->s.limit[i].measure = OF_OWN_USE;
}

extern const in_draw in_draw_limits;
const in_draw in_draw_limits = {.rule = "limits", .draw = draw};
