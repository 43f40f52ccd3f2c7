#include "structure.h"

#include <inttypes.h>
#include <stdlib.h>

const char *const tp_systems[SYSTEMS] = {"教育",     "卫生健康", "综合政务", "政法",
                                         "农林水利", "城建交通", "应急监管", "党群"};
const char *const tp_classes[CLASSES] = {"statutory", "talent", "normal"};
const char *const tp_levels[LEVELS] = {"市级", "县级", "乡级"};
const char *const tp_categories[CATEGORIES] = {"行政", "政法专项", "事业"};
static const char *const kinds[] = {"事业单位", "政法机关", "党委部门", "政府部门", "群团"};

uint64_t tp_draw_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

unsigned tp_draw_below(uint64_t *state, unsigned n)
{
    return (unsigned)(tp_draw_next(state) % n);
}

bool tp_draw_chance(uint64_t *state, unsigned percent)
{
    return tp_draw_below(state, 100) < percent;
}

/* One stream a feature: a new one goes at the end. */
typedef enum feature {
    OF_SHAPE,
    OF_POOLS,
    OF_TRANSFERS,
    OF_BOOKS, /* opening, reserve, earmark */
    OF_GRID,  /* limits by region and system */
    OF_WIDE,  /* limits that cross regions */
    OF_SHARES,
    OF_LOCKS,
    OF_SUPPLY,
    OF_BORROW,
    OF_WEIGHTS,
    OF_TIERS,
    OF_REFERENCE
} feature;

typedef struct stream {
    const tp_structure *s;
    FILE *out;
    uint64_t state;
} stream;

static stream begin(const tp_structure *s, FILE *out, feature f)
{
    stream d = {s, out, s->seed * UINT64_C(0xd1342543de82ef95) + ((uint64_t)f + 1) * 0x632be5abu};
    tp_draw_next(&d.state);
    return d;
}

static unsigned below(stream *d, unsigned n)
{
    return tp_draw_below(&d->state, n);
}

static bool chance(stream *d, unsigned percent)
{
    return tp_draw_chance(&d->state, percent);
}

/* Likelier where proportions are nasty. */
static bool often(stream *d, unsigned realistic, unsigned nasty)
{
    return chance(d, d->s->nasty ? nasty : realistic);
}

static int64_t region(stream *d)
{
    return (int64_t)(tp_draw_next(&d->state) % (uint64_t)d->s->regions);
}

bool tp_structure_draw(tp_structure *s, uint64_t seed, int64_t units)
{
    static const unsigned sizes[] = {30, 80, 150, 400, 400, 400, 900, 2500};
    *s = (tp_structure){.seed = seed, .units = units};
    s->nasty = seed % 3 == 0;
    stream d = begin(s, NULL, OF_SHAPE);
    s->per_region = sizes[below(&d, 8)];
    if (s->nasty)
        s->per_region = chance(&d, 30) ? 1 + below(&d, 6) : chance(&d, 30) ? units : s->per_region;
    /* Small instances have a few regions too. */
    if (s->per_region * 2 > units && !s->nasty)
        s->per_region = (units + 2) / 3;
    s->regions = (units + s->per_region - 1) / s->per_region;
    s->minimum = often(&d, 20, 40) ? 5 + below(&d, 30) : 0;
    s->caps = often(&d, 25, 50) ? 3 + below(&d, 25) : 0;
    s->sectors = often(&d, 40, 60) ? 5 + below(&d, 40) : 0;
    s->mixed_levels = often(&d, 40, 70) ? 5 + below(&d, 60) : 0;
    stream t = begin(s, NULL, OF_TIERS);
    s->keeps_reference = often(&t, 10, 15);
    s->asked = calloc((size_t)s->regions * SYSTEMS * CLASSES, sizeof *s->asked);
    s->idle = calloc((size_t)s->regions * SYSTEMS, sizeof *s->idle);
    if (s->asked && s->idle)
        return true;
    tp_structure_free(s);
    return false;
}

void tp_structure_free(tp_structure *s)
{
    free(s->asked);
    free(s->idle);
    s->asked = s->idle = NULL;
}

/* --- what may be expected --- */

static int64_t asked_of(const tp_structure *s, int64_t r, int sys, int klass)
{
    int64_t sum = 0;
    for (int k = 0; k < CLASSES; k++)
        sum += klass < 0 || k == klass ? s->asked[(r * SYSTEMS + sys) * CLASSES + k] : 0;
    return sum;
}

/* About how many slots are lent: what is asked, as far as the region's idle slots go. -1: all. */
static int64_t expected(const tp_structure *s, int64_t only, int sys, int klass)
{
    int64_t sum = 0;
    for (int64_t r = only < 0 ? 0 : only; r < (only < 0 ? s->regions : only + 1); r++) {
        int64_t all = 0, here = 0, idle = 0;
        for (int k = 0; k < SYSTEMS; k++) {
            all += asked_of(s, r, k, -1);
            here += sys < 0 || k == sys ? asked_of(s, r, k, klass) : 0;
            idle += s->idle[r * SYSTEMS + k];
        }
        sum += all > idle ? here * idle / all : here;
    }
    return sum;
}

static int64_t idle_of(const tp_structure *s, int64_t only, int sys)
{
    int64_t sum = 0;
    for (int64_t r = only < 0 ? 0 : only; r < (only < 0 ? s->regions : only + 1); r++)
        for (int k = 0; k < SYSTEMS; k++)
            sum += sys < 0 || k == sys ? s->idle[r * SYSTEMS + k] : 0;
    return sum;
}

/* A ceiling near what may be expected: some bind hard, some do not. */
static int64_t ceiling(stream *d, int64_t of)
{
    unsigned percent = d->s->nasty && chance(d, 10) ? 0 : 25 + below(d, 100);
    return of * percent / 100;
}

/* A floor that can mostly be reached. */
static int64_t least(stream *d, int64_t of)
{
    return of * (d->s->nasty ? 3 + below(d, 30) : 1 + below(d, 12)) / 100;
}

/* --- pools --- */

static void write_scope(stream *d, unsigned by)
{
    if (by == 0)
        fprintf(d->out, "区县%" PRId64, region(d) + 1);
    else
        fputs(by == 1 ? tp_levels[below(d, LEVELS)] : "all", d->out);
}

static void write_ring(stream *d, unsigned rings, unsigned at)
{
    if (rings && chance(d, 30))
        fprintf(d->out, ", ring: %s", tp_systems[at]);
}

static void write_entries(stream *d, const char *name, const char *indent, unsigned by,
                          unsigned rings, unsigned first)
{
    unsigned n = 1 + below(d, d->s->regions > 40 ? 20 : 4);
    fprintf(d->out, "%s%s:\n", indent, name);
    for (unsigned k = 0; k < n; k++) {
        fprintf(d->out, "%s  - {scope: ", indent);
        write_scope(d, by);
        fprintf(d->out, ", category: %s, count: %u", tp_categories[below(d, CATEGORIES)],
                1 + below(d, 60));
        write_ring(d, rings, first);
        fputs("}\n", d->out);
    }
}

static void one_transfer(stream *d, int64_t from, int64_t to)
{
    if (from == to)
        return;
    fprintf(d->out,
            "    - {from: 区县%" PRId64 ", to: 区县%" PRId64 ", category: %s, at_most: %u}\n",
            from + 1, to + 1, tp_categories[chance(d, 70) ? 2 : below(d, CATEGORIES)],
            1 + below(d, d->s->nasty ? 2000 : 80));
}

/* Chains, stars, cycles, or a web of random arcs between the regions. */
static void write_transfers(const tp_structure *s, FILE *out, unsigned by)
{
    stream d = begin(s, out, OF_TRANSFERS);
    if (by != 0 || s->regions < 2 || !often(&d, 45, 65))
        return;
    unsigned shape = below(&d, 5);
    int64_t n = s->regions, first = region(&d);
    int64_t count = chance(&d, 50) ? n : 2 + (int64_t)below(&d, 12);
    count = count < n ? count : n;
    fputs("  transfers:\n", out);
    one_transfer(&d, first, (first + 1) % n);
    for (int64_t k = 1; k < count; k++) {
        int64_t at = (first + k) % n;
        if (shape == 0 && at + 1 < n) /* chain */
            one_transfer(&d, at, at + 1);
        else if (shape == 1) /* star, to or from the middle */
            one_transfer(&d, chance(&d, 50) ? at : first, chance(&d, 50) ? first : at);
        else if (shape == 2) /* cycle */
            one_transfer(&d, at, (at + 1) % n);
        else if (shape == 3) { /* both ways */
            one_transfer(&d, first, at);
            one_transfer(&d, at, first);
        } else
            one_transfer(&d, region(&d), region(&d));
    }
}

static void write_pools(const tp_structure *s, FILE *out)
{
    stream d = begin(s, out, OF_POOLS);
    static const char *const scopes[] = {"region", "level", "all"};
    unsigned by = often(&d, 80, 55) ? 0 : 1 + below(&d, 2), rings = 0, first = below(&d, SYSTEMS);
    fprintf(out, "pools:\n  by: %s\n", scopes[by]);
    if (often(&d, 25, 40)) {
        rings = 1 + below(&d, s->nasty ? SYSTEMS : 2);
        fputs("  ring_fenced: [", out);
        for (unsigned k = 0; k < rings; k++)
            fprintf(out, "%s%s", k ? ", " : "", tp_systems[(first + k) % SYSTEMS]);
        fputs("]\n", out);
    }
    stream books = begin(s, out, OF_BOOKS);
    if (often(&books, 30, 40))
        write_entries(&books, "opening", "  ", by, rings, first);
    write_transfers(s, out, by);
    if (often(&books, 50, 70))
        fprintf(out, "reserve: {share: %s, count: %u}\n",
                often(&books, 25, 40) ? (chance(&books, 50) ? "0.10" : "0.0375") : "0",
                below(&books, 6));
    if (often(&books, 25, 40))
        write_entries(&books, "earmark", "", by, rings, first);
}

/* --- limits --- */

static const char *const measures[] = {"loans", "net_change", "usage", "deposits"};

/* A row a region and system, in limits.csv; usage bounds move with what is in use, so net_change
 * stands for both. */
static void write_grid(const tp_structure *s, FILE *csv)
{
    stream d = begin(s, csv, OF_GRID);
    unsigned grids = often(&d, 60, 85) ? 1 + (unsigned)often(&d, 30, 50) : 0;
    fputs("name,region,system,measure,at_least,at_most\n", csv);
    for (unsigned g = 0; g < grids; g++) {
        unsigned measure = below(&d, 2), width = 1 + below(&d, SYSTEMS), from = below(&d, SYSTEMS);
        unsigned some = chance(&d, 50) ? 100 : 10 + below(&d, 80);
        for (int64_t r = 0; r < s->regions; r++)
            for (unsigned k = 0; k < width; k++) {
                int sys = (int)((from + k) % SYSTEMS);
                if (chance(&d, some))
                    fprintf(csv, "控制%u-%" PRId64 "-%d,区县%" PRId64 ",%s,%s,,%" PRId64 "\n", g,
                            r + 1, sys, r + 1, tp_systems[sys], measures[measure],
                            1 + ceiling(&d, expected(s, r, sys, -1)));
            }
    }
    if (often(&d, 35, 50)) /* a floor or ceiling under a region's deposits, over all categories */
        for (int64_t r = 0; r < s->regions; r++) {
            int64_t idle = idle_of(s, r, -1);
            fprintf(csv, "收储-%" PRId64 ",区县%" PRId64 ",,deposits,", r + 1, r + 1);
            if (chance(&d, 70))
                fprintf(csv, "%" PRId64 ",\n", least(&d, idle));
            else
                fprintf(csv, ",%" PRId64 "\n", ceiling(&d, idle));
        }
}

static void wide_limit(stream *d, unsigned at)
{
    const tp_structure *s = d->s;
    unsigned what = below(d, 10);
    int klass = 1 + (int)below(d, 2), sys = (int)below(d, SYSTEMS), level = (int)below(d, LEVELS);
    int64_t of = expected(s, -1, -1, -1);
    fprintf(d->out, "  - {name: 全市%u, where: {", at);
    const char *measure = "loans";
    if (what <= 1) { /* a class */
        fprintf(d->out, "class: %s", tp_classes[klass]);
        of = expected(s, -1, -1, klass);
    } else if (what == 2) { /* a sector */
        fprintf(d->out, "sector: %s", tp_systems[sys]);
        of = s->sector[sys] * 2 / 3;
    } else if (what == 3) { /* a system, either way */
        measure = measures[below(d, 2)];
        fprintf(d->out, "system: %s", tp_systems[sys]);
        of = expected(s, -1, sys, -1);
    } else if (what == 4) { /* a category or level */
        bool by_level = chance(d, 50);
        int cat = (int)below(d, CATEGORIES);
        fprintf(d->out, by_level ? "level: %s" : "category: %s",
                by_level ? tp_levels[level] : tp_categories[cat]);
        of = (by_level ? s->level[level] : s->category[cat]) * 2 / 3;
    } else if (what == 5) { /* a kind */
        fprintf(d->out, "kind: %s", kinds[below(d, 5)]);
        of = of / 3;
    } else if (what == 6) { /* a class in some systems */
        fprintf(d->out, "class: %s, system: [%s, %s]", tp_classes[klass], tp_systems[sys],
                tp_systems[(sys + 1) % SYSTEMS]);
        of = expected(s, -1, sys, klass) + expected(s, -1, (sys + 1) % SYSTEMS, klass);
    } else if (what == 7) { /* some regions, which may overlap with others' */
        int64_t first = region(d), n = 1 + region(d) / 2;
        of = 0;
        fputs("region: [", d->out);
        for (int64_t k = 0; k < n; k++) {
            int64_t r = (first + k) % s->regions;
            fprintf(d->out, "%s区县%" PRId64, k ? ", " : "", r + 1);
            of += expected(s, r, -1, -1);
        }
        fputs("]", d->out);
        measure = measures[below(d, 2)];
    } else if (what == 8) { /* some units */
        of = 20;
        fputs("unit: [", d->out);
        for (unsigned k = 0, first = below(d, NAMED); k < 8; k++)
            fprintf(d->out, "%sU%" PRId64, k ? ", " : "",
                    s->named_unit[(first + k * 5) % NAMED] ? s->named_unit[(first + k * 5) % NAMED]
                                                           : 1);
        fputs("]", d->out);
        measure = measures[below(d, 4)];
        if (measure == measures[2]) /* what is in use is not known here */
            measure = measures[1];
    }
    fprintf(d->out, "}, measure: %s, ", measure);
    if (often(d, 8, 20))
        fprintf(d->out, "at_least: %" PRId64 "}\n", least(d, of));
    else
        fprintf(d->out, "at_most: %" PRId64 "}\n", ceiling(d, of));
}

static void write_wide(const tp_structure *s, FILE *out)
{
    stream d = begin(s, out, OF_WIDE);
    if (!often(&d, 60, 80))
        return;
    unsigned n = 1 + below(&d, chance(&d, 60) ? 2 : s->nasty ? 12 : 6);
    fputs("limits:\n", out);
    for (unsigned k = 0; k < n; k++)
        wide_limit(&d, k + 1);
}

/* --- shares and locks --- */

static void one_share(stream *d, unsigned at, const char *of, const char *attribute,
                      const char *value, int64_t part, int64_t all)
{
    bool floor_of = often(d, 25, 45);
    int64_t share = all > 0 ? part * 1000000 / all : 0;
    share = share * (floor_of ? 40 + below(d, 55) : 90 + below(d, 90)) / 100;
    share = share > 1000000 ? 1000000 : share;
    fprintf(d->out, "  - {name: 占比%u, of: %s, where: {%s: %s}, %s: %" PRId64 ".%06" PRId64 "}\n",
            at, of, attribute, value, floor_of ? "at_least" : "at_most", share / 1000000,
            share % 1000000);
}

static void write_shares(const tp_structure *s, FILE *out)
{
    stream d = begin(s, out, OF_SHARES);
    if (!often(&d, 25, 45))
        return;
    unsigned kind = below(&d, 4), at = 0;
    int64_t all = expected(s, -1, -1, -1), idle = idle_of(s, -1, -1);
    fputs("shares:\n", out);
    if (kind == 0 || kind == 3) /* by sector or system */
        for (unsigned k = 0; k < 1 + below(&d, 3); k++) {
            int sys = (int)below(&d, SYSTEMS);
            one_share(&d, ++at, "loans", "sector", tp_systems[sys], s->sector[sys] * 2 / 3, all);
        }
    if (kind == 1 || kind == 3) /* by region: all, or some */
        for (int64_t r = 0; r < s->regions; r++) {
            char name[40];
            snprintf(name, sizeof name, "区县%" PRId64, r + 1);
            if (kind == 1 || chance(&d, 50))
                one_share(&d, ++at, "loans", "region", name, expected(s, r, -1, -1), all);
        }
    if (kind == 2 || at == 0) /* of the deposits */
        for (unsigned k = 0; k < 1 + below(&d, 2); k++) {
            int sys = (int)below(&d, SYSTEMS);
            one_share(&d, ++at, "deposits", "system", tp_systems[sys], idle_of(s, -1, sys), idle);
        }
}

static void write_locks(const tp_structure *s, FILE *out)
{
    stream d = begin(s, out, OF_LOCKS);
    if (often(&d, 25, 40)) {
        static const char *const how[] = {"loan_at_most", "loan_at_most", "loan"};
        unsigned n = 1 + below(&d, s->units > 2000 ? 40 : 4);
        fputs("locks:\n", out);
        for (unsigned k = 0; k < n && s->demands > 0; k++)
            fprintf(out, "  - {demand: D%" PRIu64 ", %s: %u}\n",
                    1 + tp_draw_next(&d.state) % (uint64_t)s->demands, how[below(&d, 3)],
                    chance(&d, 85) ? 0 : below(&d, 4));
        for (unsigned k = 0; k < n; k++) {
            unsigned at = below(&d, NAMED);
            if (s->named_unit[at])
                fprintf(out, "  - {unit: U%" PRId64 ", category: %s, deposit_at_most: %u}\n",
                        s->named_unit[at], tp_categories[s->named_category[at]], below(&d, 6));
        }
    }
    if (often(&d, 20, 30))
        fprintf(out, "exclude:\n  - {unit: [U%" PRIu64 "]}\n",
                1 + tp_draw_next(&d.state) % (uint64_t)s->units);
    if (often(&d, 20, 30))
        fprintf(out, "protect:\n  - {system: %s, level: %s}\n", tp_systems[below(&d, SYSTEMS)],
                tp_levels[below(&d, LEVELS)]);
}

/* --- supply, room, weights, tiers --- */

static void write_supply(const tp_structure *s, FILE *out)
{
    stream d = begin(s, out, OF_SUPPLY);
    fprintf(out, "idle: {min_months: %u, unknown_age_months: %u}\n", below(&d, 4) * 6,
            below(&d, 2) * 12);
    fputs("release:\n  bands:\n", out);
    if (chance(&d, 50))
        fputs("    - {below: 0.60, share: 1}\n    - {below: 0.85, share: 0.5}\n", out);
    else
        fprintf(out, "    - {below: 0.7, share: 0.%u}\n    - {below: 1.1, share: 0.2}\n",
                3 + below(&d, 7));
    fprintf(out, "  unevaluated_share: 0.%u\n  keep_share: 0.%02u\n  keep_count: %u\n",
            below(&d, 10), below(&d, 4), below(&d, 2));
    if (often(&d, 8, 20))
        fputs("  deposits: all-eligible\n", out);
    if (often(&d, 25, 40))
        fprintf(out, "reclaim: {min_months: %u, share: 0.%u, where: {saturation_below: 0.%u}}\n",
                24 + below(&d, 36), 1 + below(&d, 9), 3 + below(&d, 5));
    fputs("categories:\n"
          "  行政: {kinds: [党委部门, 政府部门, 群团]}\n"
          "  政法专项: {kinds: [政法机关]}\n"
          "  事业: {kinds: [事业单位]}\n",
          out);
    fprintf(out, "  工勤: {poolable: %s}\n", often(&d, 20, 40) ? "true" : "false");
}

static void write_borrow(const tp_structure *s, FILE *out)
{
    stream d = begin(s, out, OF_BORROW);
    fprintf(out, "borrow: {min_saturation: %s", chance(&d, 70) ? "0.85" : "0.4");
    if (chance(&d, 40))
        fputs(", unevaluated: allow", out);
    if (chance(&d, 60))
        fprintf(out, ", max_vacancy_share: 0.%02u", 8 + below(&d, 40));
    if (chance(&d, 60))
        fprintf(out, ", max_share: 0.%02u", 3 + below(&d, 30));
    if (chance(&d, 20))
        fputs(", overstaffed: allow", out);
    if (often(&d, 12, 20))
        fputs(", attrition_cover: limit", out);
    fputs("}\n", out);
    if (chance(&d, 40))
        fputs("rectification: {block_overdue: true}\n", out);
}

static void write_weights(const tp_structure *s, FILE *out)
{
    stream d = begin(s, out, OF_WEIGHTS);
    fprintf(out,
            "grades:\n  优秀: {weight: 1.%u}\n  一般: {freeze_months: %u}\n"
            "  较差: {freeze_months: 12}\n",
            below(&d, 10), below(&d, 2) * 12);
    if (chance(&d, 80)) {
        fputs("sectors:\n", out);
        for (unsigned k = 0; k < SYSTEMS; k++)
            if (chance(&d, 50))
                fprintf(out, "  %s: {weight: %u.%u}\n", tp_systems[k], below(&d, 4),
                        often(&d, 1, 30) ? 1 + below(&d, 999999) : below(&d, 2) * 5);
    }
    if (chance(&d, 70))
        fprintf(out, "classes: {talent: {weight: %u}, normal: {weight: 0.%u}}\n", 1 + below(&d, 4),
                1 + below(&d, 9));
    unsigned tranches = 1 + below(&d, 3);
    fputs("tranches:\n", out);
    for (unsigned k = 1; k <= tranches; k++)
        fprintf(out, "  - {up_to: %s, value: 0.%u}\n",
                k == tranches ? "1.0"
                : k == 1      ? "0.35"
                              : "0.7",
                k == 1 ? 9u : 10 - 3 * k + below(&d, 3));
}

static void write_tiers(const tp_structure *s, FILE *out)
{
    stream d = begin(s, out, OF_TIERS);
    static const char *const by[] = {"system", "sector", "region", "unit"};
    bool reference = often(&d, 10, 15), fair = often(&d, 15, 25), touched = often(&d, 10, 20);
    bool concedes = often(&d, 15, 30), early = chance(&d, 30);
    if (!reference && !fair && !touched && !concedes && chance(&d, 70))
        return; /* the default ones */
    if (reference)
        fputs("reference: reference.json\n", out);
    fputs("tiers:\n  - {goal: statutory}\n", out);
    if (fair && early)
        fprintf(out, "  - {goal: fair, by: %s}\n", by[below(&d, 4)]);
    fprintf(out, "  - {goal: need%s}\n",
            !concedes        ? ""
            : chance(&d, 50) ? ", concede: 0.02"
                             : ", concede: 0.001");
    if (fair && !early)
        fprintf(out, "  - {goal: fair, by: %s}\n", by[below(&d, 4)]);
    if (reference)
        fputs("  - {goal: stability}\n", out);
    if (touched && early)
        fputs("  - {goal: touched}\n", out);
    fputs("  - {goal: burden}\n  - {goal: transfers}\n", out);
    if (touched && !early)
        fputs("  - {goal: touched}\n", out);
}

void tp_structure_refer(const tp_structure *s, FILE *out)
{
    stream d = begin(s, out, OF_REFERENCE);
    static const char *const lists[] = {"deposits", "loans"};
    for (int list = 0; list < 2; list++) {
        uint64_t n = (uint64_t)(list ? s->demands : s->units), at = 0;
        fprintf(out, "%s\"%s\": [", list ? ",\n" : "{", lists[list]);
        for (const char *comma = ""; (at += 1 + below(&d, 12)) <= n; comma = ",\n") {
            fprintf(out,
                    list ? "%s{\"demand\": \"D%" PRIu64 "\", " : "%s{\"unit\": \"U%" PRIu64 "\", ",
                    comma, at);
            fprintf(out, "%s\"count\": %u}", list ? "" : "\"category\": \"事业\", ",
                    1 + below(&d, 5));
        }
        fputs("]", out);
    }
    fputs("}\n", out);
}

void tp_structure_write(const tp_structure *s, FILE *scenario, FILE *limits)
{
    fprintf(scenario,
            "schema: turnpool.scenario/1\n"
            "name: drawn-%" PRIu64 "\n"
            "title: {zh: 随机结构算例, en: Drawn instance}\n"
            "data: data\n"
            "as_of: 2026-06-30\n",
            s->seed);
    write_supply(s, scenario);
    write_borrow(s, scenario);
    write_weights(s, scenario);
    write_pools(s, scenario);
    write_wide(s, scenario);
    write_shares(s, scenario);
    write_locks(s, scenario);
    write_tiers(s, scenario);
    write_grid(s, limits);
}
