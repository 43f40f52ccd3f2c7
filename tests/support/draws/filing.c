#include "../draws.h"

#include <inttypes.h>

/* Totals of systems, or of departments with what is under them; several may match a line, some do
 * not hold on the day, some let nothing go beyond them. */
enum { COUNT, DAY, ROWS = 8, FIGURES = 8, MOST = 3 };
enum { SYSTEM, CATEGORY, TOTAL, FILED, BOOKED, FROM, UNTIL, NONE };

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    if (!in_chance(stream, 25))
        return;
    own[DAY] = in->s.as_of;
    own[COUNT] = in_pick(stream, 1, MOST);
    for (int i = 0; i < own[COUNT]; i++) {
        int64_t *e = own + ROWS + i * FIGURES;
        e[SYSTEM] = 1 << in_pick(stream, 1, 3) | (in_chance(stream, 40) ? 1 << 2 : 0);
        e[CATEGORY] = in_chance(stream, 30) ? in_pick(stream, 1, 2) : 0;
        e[TOTAL] = in_pick(stream, 0, in->n_units < 5 ? 6 : 20);
        e[FILED] = in_chance(stream, 40) ? in_pick(stream, 0, 4) : 0;
        e[BOOKED] = in_chance(stream, 20) ? in_pick(stream, 0, 3) : 0;
        e[FROM] =
            brute_add_months(in->s.as_of, in_pick(stream, -30, in_chance(stream, 15) ? 3 : 0));
        e[UNTIL] = brute_add_months((int)e[FROM], 36);
        e[NONE] = in_chance(stream, 60);
    }
}

static in_filter filter_of(const int64_t *e)
{
    return (in_filter){.below = -1,
                       .system = (unsigned)e[SYSTEM],
                       .category = e[CATEGORY] ? 1u << e[CATEGORY] : 0};
}

static void put_date(FILE *out, int64_t date)
{
    fprintf(out, "%04d-%02d-%02d", (int)(date / 10000), (int)(date / 100 % 100), (int)(date % 100));
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    for (int i = 0; i < own[COUNT]; i++) {
        const int64_t *e = own + ROWS + i * FIGURES;
        const in_filter f = filter_of(e);
        fprintf(out, "%s- {name: 总量%d, basis: 某编委〔2026〕%d号, total: %" PRId64 ", where: ",
                i ? "" : "filing:\n", i + 1, i + 1, e[TOTAL]);
        instance_write_filter(out, in, &f);
        fprintf(out, ", from: ");
        put_date(out, e[FROM]);
        fprintf(out, ", until: ");
        put_date(out, e[UNTIL]);
        if (e[FILED])
            fprintf(out, ", filed: %" PRId64, e[FILED]);
        if (e[BOOKED])
            fprintf(out, ", booked: %" PRId64, e[BOOKED]);
        fprintf(out, "%s}\n", e[NONE] ? ", beyond: none" : "");
    }
}

/* Whose line it is: the first that holds on the day. */
static int owner(const brute_case *c, const int64_t *own, int line)
{
    for (int i = 0; i < own[COUNT]; i++) {
        const int64_t *e = own + ROWS + i * FIGURES;
        const in_filter f = filter_of(e);
        if (e[FROM] <= own[DAY] && own[DAY] <= e[UNTIL] && brute_matches(c, &f, line, -1))
            return i;
    }
    return -1;
}

static const char *breaks(const brute_case *c, const int64_t *own, const brute_point *at)
{
    int64_t sum[MOST] = {0};
    if (!own[COUNT] || c->in->s.as_of != own[DAY])
        return NULL; /* later periods are not its matter */
    for (int d = 0; d < c->in->n_demands; d++) {
        int i = owner(c, own, c->in->demand[d].line);
        if (i >= 0)
            sum[i] += at->loan[d];
    }
    for (int i = 0; i < own[COUNT]; i++) {
        const int64_t *e = own + ROWS + i * FIGURES;
        int64_t left = e[TOTAL] - e[FILED] - e[BOOKED];
        left = left > 0 ? left : 0;
        if (e[NONE] && sum[i] > left)
            return "beyond a total";
    }
    return NULL;
}

extern const in_draw in_draw_filing;
const in_draw in_draw_filing = {.rule = "filing", .draw = draw, .write = write, .breaks = breaks};
