#include "../draws.h"

#include <inttypes.h>

/* Entries, two of which may name the same pools; with some of them the goal that counts them. */
enum { COUNT, ROWS = 8, FIGURES = 8, MOST = 3 };
enum { SCOPE, RING, FROM, TO, SLOTS };

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    in_scenario *s = &in->s;
    int scopes = s->pools_by == POOLS_BY_REGION ? 3 : s->pools_by == POOLS_BY_LEVEL ? 2 : 1;
    if (!in_chance(stream, 22))
        return;
    own[COUNT] = in_pick(stream, 1, in->n_units < 5 ? 1 : MOST);
    for (int i = 0; i < own[COUNT]; i++) {
        int64_t *e = own + ROWS + i * FIGURES;
        e[SCOPE] = in_pick(stream, 1, scopes);
        e[FROM] = in_pick(stream, 1, 2);
        e[TO] = 3 - e[FROM];
        for (int r = 1; r <= 3 && in_chance(stream, 50); r++)
            if (s->ringed >> r & 1u)
                e[RING] = r;
        e[SLOTS] = in_pick(stream, 0, in->n_units < 5 ? 2 : 6);
    }
    if (s->n_tiers && s->n_tiers < IN_TIERS && in_chance(stream, 60)) {
        int at = (int)in_pick(stream, 0, s->n_tiers);
        for (int t = s->n_tiers++; t > at; t--)
            s->tier[t] = s->tier[t - 1];
        s->tier[at] = (in_tier){.goal = GOAL_CONVERSIONS};
    }
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    for (int i = 0; i < own[COUNT]; i++) {
        const int64_t *e = own + ROWS + i * FIGURES;
        fprintf(out, "%s- {scope: %s, from: %s, to: %s, at_most: %" PRId64,
                i ? "" : "pools.conversions:\n", instance_scope(in, (int)e[SCOPE]),
                instance_category((int)e[FROM]), instance_category((int)e[TO]), e[SLOTS]);
        if (e[RING])
            fprintf(out, ", ring: %s", instance_ring((int)e[RING]));
        fprintf(out, "}\n");
    }
}

static void arcs(brute_case *c, const int64_t *own)
{
    int base = 1000 * c->in->s.pools_by;
    for (int i = 0; i < own[COUNT]; i++) {
        const int64_t *e = own + ROWS + i * FIGURES;
        /* A plan may have put all in one pool since. */
        int scope = base + (c->in->s.pools_by == POOLS_ALL ? 1 : (int)e[SCOPE]);
        brute_arc(c, brute_pool_at(c, scope, (int)e[FROM], (int)e[RING]),
                  brute_pool_at(c, scope, (int)e[TO], (int)e[RING]), e[SLOTS]);
    }
}

extern const in_draw in_draw_conversions;
const in_draw in_draw_conversions = {
    .rule = "pools.conversions", .draw = draw, .write = write, .arcs = arcs};
