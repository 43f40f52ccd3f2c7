#include "../draws.h"

#include <inttypes.h>

/* Earmarks of all kinds; they take the place of those drawn for talent alone. */
enum { COUNT, ROWS = 8, FIGURES = 8, MOST = 4 };
enum { SCOPE, CATEGORY, RING, SLOTS, KIND, VALUES };
enum { TALENT, SECTOR, SYSTEM, CLASS };

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    in_scenario *s = &in->s;
    int scopes = s->pools_by == POOLS_BY_REGION ? 3 : s->pools_by == POOLS_BY_LEVEL ? 2 : 1;
    if (!in_chance(stream, 15))
        return;
    s->n_earmark = 0;
    own[COUNT] = in_pick(stream, 1, MOST);
    for (int i = 0; i < own[COUNT]; i++) {
        int64_t *e = own + ROWS + i * FIGURES;
        bool again = i > 0 && in_chance(stream, 60);
        e[SCOPE] = again ? e[SCOPE - FIGURES] : in_pick(stream, 1, scopes);
        e[CATEGORY] = again ? e[CATEGORY - FIGURES] : in_pick(stream, 1, 2);
        e[RING] = again ? e[RING - FIGURES] : 0;
        for (int r = 1; r <= 3 && !again && in_chance(stream, 50); r++)
            if (s->ringed >> r & 1u)
                e[RING] = r;
        e[SLOTS] = in_pick(stream, 0, in->n_units < 5 ? 2 : 5);
        e[KIND] = in_pick(stream, TALENT, CLASS);
        e[VALUES] = 1 << in_pick(stream, 1, 3) | 1 << in_pick(stream, 1, 3);
    }
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    static const in_filter any = {.below = -1};
    for (int i = 0; i < own[COUNT]; i++) {
        const int64_t *e = own + ROWS + i * FIGURES;
        in_filter f = any;
        fprintf(out, "%s- {scope: %s, category: %s, count: %" PRId64, i ? "" : "earmark:\n",
                instance_scope(in, (int)e[SCOPE]), instance_category((int)e[CATEGORY]), e[SLOTS]);
        if (e[RING])
            fprintf(out, ", ring: %s", instance_ring((int)e[RING]));
        f.sector = e[KIND] == SECTOR ? (unsigned)e[VALUES] : 0;
        f.system = e[KIND] == SYSTEM ? (unsigned)e[VALUES] : 0;
        f.klass = e[KIND] == CLASS ? (unsigned)e[VALUES] : 0;
        if (e[KIND] != TALENT) {
            fprintf(out, ", where: ");
            instance_write_filter(out, in, &f);
        }
        fprintf(out, "}\n");
    }
}

static bool matches(const brute_case *c, const int64_t *e, int d)
{
    const in_demand *at = &c->in->demand[d];
    int system = c->in->unit[c->in->line[at->line].unit].system;
    int sector = instance_sector(c->in, d);
    return e[KIND] == TALENT   ? at->klass == CLASS_TALENT
           : e[KIND] == SECTOR ? sector > 0 && (e[VALUES] >> sector & 1)
           : e[KIND] == SYSTEM ? system > 0 && (e[VALUES] >> system & 1)
                               : e[VALUES] >> at->klass & 1;
}

static bool is_of(const brute_case *c, int p, const int64_t *e)
{
    const brute_pool *pool = &c->pool[p];
    return pool->scope == 1000 * c->in->s.pools_by + e[SCOPE] && pool->category == e[CATEGORY] &&
           pool->ring == e[RING];
}

/* Whoever matches none of a set of parts leaves them all. */
static const char *breaks(const brute_case *c, const int64_t *own, const brute_point *at)
{
    for (int p = 0; p < c->n_pools && own[COUNT]; p++) {
        int64_t closing = c->pool[p].opening;
        for (int l = 0; l < c->in->n_lines; l++)
            closing += c->pool_of[l] == p ? at->deposit[l] : 0;
        for (int a = 0; a < c->n_arcs; a++)
            closing +=
                (c->arc_to[a] == p ? at->arc[a] : 0) - (c->arc_from[a] == p ? at->arc[a] : 0);
        for (int set = 1; set < 1 << own[COUNT]; set++) {
            int64_t least = c->in->s.reserve_count, others = 0;
            bool some = false;
            for (int i = 0; i < own[COUNT]; i++)
                if (set >> i & 1 && is_of(c, p, own + ROWS + i * FIGURES)) {
                    least += own[ROWS + i * FIGURES + SLOTS];
                    some = true;
                }
            for (int d = 0; d < c->in->n_demands; d++) {
                bool own_part = c->pool_of[c->in->demand[d].line] != p;
                for (int i = 0; i < own[COUNT]; i++) {
                    const int64_t *e = own + ROWS + i * FIGURES;
                    own_part |= (set >> i & 1) && is_of(c, p, e) && matches(c, e, d);
                }
                others += own_part ? 0 : at->loan[d];
            }
            if (some && closing - others < (least < c->pool[p].reach ? least : c->pool[p].reach))
                return "earmark by filter";
        }
    }
    return NULL;
}

extern const in_draw in_draw_earmark_where;
const in_draw in_draw_earmark_where = {
    .rule = "earmark.where", .draw = draw, .write = write, .breaks = breaks};
