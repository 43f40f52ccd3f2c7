#include "../draws.h"

#include <inttypes.h>

enum { IGNORED, COUNT, ROWS = 8, MOST = 20 };
enum { UNIT, FROM, UNTIL, EFFECT, FACTOR, FIGURES };
enum { NO_LOANS, NO_OWN_USE, ROOM, DEPOSITS };

static int day(uint64_t *stream, int from_year, int to_year)
{
    return (int)(in_pick(stream, from_year, to_year) * 10000 + in_pick(stream, 1, 12) * 100 +
                 in_pick(stream, 1, 28));
}

static void draw(uint64_t *stream, instance *in, int64_t *own)
{
    if (!in_chance(stream, 20))
        return;
    own[IGNORED] = in_chance(stream, 10);
    own[COUNT] = in_pick(stream, 1, in->n_units < MOST ? in->n_units : MOST);
    for (int i = 0; i < own[COUNT]; i++) {
        int64_t *row = own + ROWS + i * FIGURES;
        row[UNIT] = in_pick(stream, 0, in->n_units - 1);
        row[FROM] = day(stream, 2023, 2027);
        row[UNTIL] = in_chance(stream, 70) ? row[FROM] + in_pick(stream, 0, 3) * 10000 : 0;
        row[EFFECT] = in_pick(stream, NO_LOANS, DEPOSITS);
        row[FACTOR] = in_pick(stream, 0, 20) * 50000;
    }
}

static void write(FILE *out, const instance *in, const int64_t *own)
{
    (void)in;
    if (own[COUNT])
        fprintf(out, "findings: %s\n", own[IGNORED] ? "ignore" : "apply");
}

static void put_day(FILE *out, int64_t date)
{
    if (date)
        fprintf(out, "%04d-%02d-%02d", (int)(date / 10000), (int)(date / 100 % 100),
                (int)(date % 100));
}

static void more(const instance *in, const int64_t *own, const char *directory)
{
    static const char *const effects[] = {"no_loans", "no_own_use", "room", "deposits"};
    char path[512];
    if (!own[COUNT])
        return;
    snprintf(path, sizeof path, "%s/findings.csv", directory);
    FILE *out = fopen(path, "wb");
    if (!out)
        return;
    fprintf(out, "unit,finding,source,from,until,effect,factor\n");
    for (int i = 0; i < own[COUNT]; i++) {
        const int64_t *row = own + ROWS + i * FIGURES;
        fprintf(out, "%s,check %d,,", in->unit[row[UNIT]].code, i);
        put_day(out, row[FROM]);
        fprintf(out, ",");
        put_day(out, row[UNTIL]);
        fprintf(out, ",%s,", effects[row[EFFECT]]);
        if (row[EFFECT] >= ROOM)
            fprintf(out, "%d.%02d", (int)(row[FACTOR] / 1000000), (int)(row[FACTOR] / 10000 % 100));
        fprintf(out, "\n");
    }
    fclose(out);
}

/* The smallest factor of the findings that hold; -1: none does. */
static int64_t found(const brute_case *c, const int64_t *own, int unit, int effect)
{
    int64_t factor = -1;
    for (int i = 0; i < own[COUNT] && !own[IGNORED]; i++) {
        const int64_t *row = own + ROWS + i * FIGURES;
        if (row[UNIT] == unit && row[EFFECT] == effect && row[FROM] <= c->in->s.as_of &&
            (!row[UNTIL] || row[UNTIL] >= c->in->s.as_of) && (factor < 0 || row[FACTOR] < factor))
            factor = row[FACTOR];
    }
    return factor;
}

static bool denies(const brute_case *c, const int64_t *own, int demand)
{
    return found(c, own, c->in->line[c->in->demand[demand].line].unit, NO_LOANS) >= 0;
}

static bool usable_most(const brute_case *c, const int64_t *own, int line, int64_t *most)
{
    *most = 0;
    return found(c, own, c->in->line[line].unit, NO_OWN_USE) >= 0;
}

static int64_t scales(const brute_case *c, const int64_t *own, int line, bool loans, int64_t most)
{
    int64_t factor = found(c, own, c->in->line[line].unit, loans ? ROOM : DEPOSITS);
    return factor < 0 ? most : most * factor / 1000000;
}

extern const in_draw in_draw_findings;
const in_draw in_draw_findings = {.rule = "findings",
                                  .draw = draw,
                                  .write = write,
                                  .more = more,
                                  .denies = denies,
                                  .usable_most = usable_most,
                                  .scales = scales};
