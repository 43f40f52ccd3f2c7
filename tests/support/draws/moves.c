#include "../draws.h"

#include <inttypes.h>

/* Entries, each from up to four units to up to four, of one category; with them the goal that wants
 * them. */
enum { COUNT, ROWS = 8, FIGURES = 8, MOST = 3, UNITS = 4 };
enum { FROM, TO, CATEGORY, SLOTS };

static int64_t over_of(const in_line *l)
{
    return l->in_post + l->committed - (l->authorised - l->lent + l->borrowed);
}

/* Up to four units of the first 64, rather those with somebody too many (or a vacancy). */
static int64_t units_of(uint64_t *stream, const instance *in, int64_t category, bool from)
{
    int64_t mask = 0;
    for (int tries = 0, n = 0; tries < 40 && n < UNITS; tries++) {
        const in_line *l = &in->line[in_pick(stream, 0, in->n_lines - 1)];
        bool fits = l->category == category && (from ? over_of(l) > 0 : over_of(l) < 0);
        if (l->unit > 62 || mask >> l->unit & 1 || (!fits && in_chance(stream, 85)))
            continue;
        mask |= (int64_t)1 << l->unit;
        n++;
    }
    return mask;
}

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    in_scenario *s = &in->s;
    if (!in->n_lines || !in_chance(stream, 30))
        return;
    int64_t n = in_pick(stream, 1, in->n_units < 5 ? 1 : MOST);
    for (int i = 0; i < n; i++) {
        int64_t *e = own + ROWS + own[COUNT] * FIGURES;
        e[CATEGORY] = in_pick(stream, 1, 2);
        e[FROM] = units_of(stream, in, e[CATEGORY], true);
        e[TO] = units_of(stream, in, e[CATEGORY], false);
        e[SLOTS] = in_pick(stream, 0, in->n_units < 5 ? 2 : 8);
        own[COUNT] += e[FROM] && e[TO];
    }
    if (own[COUNT] && s->n_tiers && s->n_tiers < IN_TIERS && in_chance(stream, 70)) {
        int at = (int)in_pick(stream, 0, s->n_tiers);
        for (int t = s->n_tiers++; t > at; t--)
            s->tier[t] = s->tier[t - 1];
        s->tier[at] = (in_tier){.goal = GOAL_OVERSTAFFED};
    }
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    for (int i = 0; i < own[COUNT]; i++) {
        const int64_t *e = own + ROWS + i * FIGURES;
        for (int end = FROM; end <= TO; end++) {
            const in_filter f = {.units = (uint64_t)e[end], .below = -1};
            fprintf(out, "%s%s: ", end == FROM ? (i ? "- {" : "moves:\n- {") : ", ",
                    end == FROM ? "from" : "to");
            instance_write_filter(out, in, &f);
        }
        fprintf(out, ", category: %s, at_most: %" PRId64 "}\n", instance_category((int)e[CATEGORY]),
                e[SLOTS]);
    }
}

static bool has_end(const instance *in, const int64_t *e, int end, int l)
{
    return in->line[l].category == e[CATEGORY] && in->line[l].unit < 63 &&
           (e[end] >> in->line[l].unit & 1);
}

static void pairs(brute_case *c, const int64_t *own)
{
    for (int i = 0; i < own[COUNT]; i++) {
        const int64_t *e = own + ROWS + i * FIGURES;
        for (int a = 0; a < c->in->n_lines; a++)
            for (int b = 0; b < c->in->n_lines; b++) {
                int64_t most = draws_usable(c, b);
                if (!has_end(c->in, e, FROM, a) || !has_end(c->in, e, TO, b) || c->over[a] == 0)
                    continue;
                most = most < c->over[a] ? most : c->over[a];
                most = most < e[SLOTS] ? most : e[SLOTS];
                c->pair[c->n_pairs++] = (brute_pair){i, a, b, most};
            }
    }
}

static const char *breaks(const brute_case *c, const int64_t *own, const brute_point *at)
{
    for (int i = 0; i < own[COUNT]; i++) {
        int64_t sum = 0;
        for (int k = 0; k < c->n_pairs; k++)
            sum += c->pair[k].entry == i ? at->move[k] : 0;
        if (sum > own[ROWS + i * FIGURES + SLOTS])
            return "people of a move";
    }
    for (int l = 0; l < c->in->n_lines && own[COUNT]; l++) {
        int64_t leave = 0, enter = 0;
        for (int k = 0; k < c->n_pairs; k++) {
            leave += c->pair[k].from == l ? at->move[k] : 0;
            enter += c->pair[k].to == l ? at->move[k] : 0;
        }
        if (leave > c->over[l] || (enter && enter + at->deposit[l] > draws_usable(c, l)))
            return "people of a line";
    }
    return NULL;
}

extern const in_draw in_draw_moves;
const in_draw in_draw_moves = {
    .rule = "moves", .draw = draw, .write = write, .pairs = pairs, .breaks = breaks};
