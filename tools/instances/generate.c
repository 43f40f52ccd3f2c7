/* Instances of any size in the shape of the sample city: one pass, a few kilobytes of memory, the
 * same bytes for the same options. Every unit is drawn from a stream of its own (seed, number), so
 * a bigger instance begins with the units of a smaller one as far as the regions allow. */
#include "structure.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What share of the loans a region may or must have, in per cent of its part of the units. At 150
 * no region is stopped; at 110 a third of them is; at least 80 lifts the regions that would have
 * got less. */
typedef enum tp_share_kind { NO_SHARES, EVEN, TIGHT, LEAST, SHARE_KINDS } tp_share_kind;
static const struct {
    const char *name, *bound;
    int64_t percent;
} share_kinds[SHARE_KINDS] = {
    {"", "", 0}, {"even", "at_most", 150}, {"tight", "at_most", 110}, {"least", "at_least", 80}};

typedef struct tp_options {
    int64_t units, per_region, years; /* 0: no horizon */
    uint64_t seed;
    tp_share_kind shares;
    bool minimum, limits, reserve, structure;
    const char *out;
} tp_options;

enum { UNITS, POSTS, VACANCIES, OUTCOMES, DEMANDS, ATTRITION, LIMITS, FILES };

static const struct {
    const char *file, *header;
} tables[FILES] = {
    {"units.csv", "unit,name,kind,system,level,region,parent"},
    {"posts.csv", "unit,category,authorised,in_post,committed,cap"},
    {"vacancies.csv", "unit,category,count,since"},
    {"outcomes.csv", "unit,evaluated_on,grade,score,saturation"},
    {"demands.csv",
     "demand,unit,category,quantity,minimum,class,sector,filed_on,term_months,document"},
    {"attrition.csv", "unit,category,on,count"},
    {"limits.csv", "name,region,system,measure,at_least,at_most"},
};

/* Per cent of all units, as they run in a real city: schools and hospitals first. */
static const unsigned system_parts[] = {34, 20, 11, 6, 10, 9, 6, 4};
typedef struct tp_draw {
    const tp_options *options;
    FILE *out[FILES];
    tp_structure *structure; /* NULL: a plain instance */
    uint64_t state, more;    /* more: for what only a drawn structure has */
    uint64_t later;          /* for what only several years have */
    int64_t unit, demands, regions, parent, per_region;
} tp_draw;

typedef struct tp_drawn_unit {
    const char *kind, *category;
    int64_t region;
    unsigned saturation; /* per mille; 0: not evaluated */
    unsigned system;
    unsigned level;
    bool frozen; /* by a poor grade */
} tp_drawn_unit;

static unsigned below(tp_draw *d, unsigned n)
{
    return tp_draw_below(&d->state, n);
}

static bool chance(tp_draw *d, unsigned percent)
{
    return tp_draw_chance(&d->state, percent);
}

static void write_date(FILE *out, unsigned months_before, unsigned day)
{
    unsigned month = 2026 * 12 + 5 - months_before; /* counted back from June 2026 */
    fprintf(out, "%04u-%02u-%02u", month / 12, month % 12 + 1, day);
}

static void draw_outcome(tp_draw *d, tp_drawn_unit *u)
{
    unsigned band = below(d, 100);
    u->saturation = band < 12   ? 330 + below(d, 270)
                    : band < 30 ? 600 + below(d, 250)
                    : band < 97 ? 850 + below(d, 550)
                                : 0;
    if (u->saturation == 0)
        return;
    unsigned tenths = chance(d, 8) ? 450 + below(d, 350) : 800 + below(d, 180);
    const char *grade = tenths >= 900   ? "优秀"
                        : tenths >= 800 ? "良好"
                        : tenths >= 600 ? "一般"
                                        : "较差";
    u->frozen = tenths < 800;
    fprintf(d->out[OUTCOMES], "U%" PRId64 ",2026-05-31,%s,%u.%u,%u.%03u%03u\n", d->unit, grade,
            tenths / 10, tenths % 10, u->saturation / 1000, u->saturation % 1000, below(d, 1000));
}

/* Mostly small units, a few large ones, as authorised strengths are. */
static unsigned draw_size(tp_draw *d)
{
    unsigned size = 8 + below(d, 40);
    if (chance(d, 40))
        size += below(d, 120);
    if (chance(d, 6))
        size += 150 + below(d, 700);
    return size;
}

/* The less busy a unit, the more of its slots stand empty: 2 to 46 per cent. */
static unsigned draw_vacant(tp_draw *d, const tp_drawn_unit *u, unsigned size)
{
    unsigned percent = u->saturation == 0    ? 4 + below(d, 10)
                       : u->saturation < 600 ? 20 + below(d, 27)
                       : u->saturation < 850 ? 8 + below(d, 16)
                                             : 1 + below(d, 9);
    return size * percent / 100;
}

static void draw_lots(tp_draw *d, const tp_drawn_unit *u, const char *category, unsigned vacant)
{
    for (unsigned left = vacant; left > 0 && !chance(d, 10);) {
        unsigned part = left > 4 ? left * (40 + below(d, 30)) / 100 : left;
        unsigned age = u->saturation < 600 ? 14 + below(d, 58) : below(d, 30);
        fprintf(d->out[VACANCIES], "U%" PRId64 ",%s,%u,", d->unit, category, part);
        write_date(d->out[VACANCIES], age, 1 + below(d, 28));
        fputc('\n', d->out[VACANCIES]);
        left -= part;
    }
}

/* A share of the structure's own, on its own stream: `percent` of 0 draws nothing. */
static bool more(tp_draw *d, unsigned percent)
{
    return percent && tp_draw_chance(&d->more, percent);
}

static unsigned more_below(tp_draw *d, unsigned n)
{
    return tp_draw_below(&d->more, n);
}

static bool later(tp_draw *d, unsigned percent)
{
    return tp_draw_chance(&d->later, percent);
}

static unsigned later_below(tp_draw *d, unsigned n)
{
    return tp_draw_below(&d->later, n);
}

static int category_of(const char *name)
{
    int at = 0;
    while (at < CATEGORIES && strcmp(name, tp_categories[at]) != 0)
        at++;
    return at;
}

/* What limits and shares are measured by. */
static void expect_loan(tp_draw *d, const tp_drawn_unit *u, unsigned sector, unsigned class,
                        int64_t need)
{
    tp_structure *s = d->structure;
    if (u->frozen || u->saturation < 850)
        return;
    s->asked[(u->region * SYSTEMS + u->system) * CLASSES + class] += need;
    s->sector[sector] += need;
    s->level[u->level] += need;
    s->category[category_of(u->category)] += need;
}

static void draw_demand(tp_draw *d, const tp_drawn_unit *u, unsigned vacant, unsigned size)
{
    unsigned quantity = 1 + vacant + below(d, 2 + size / 12);
    unsigned least = d->options->minimum && chance(d, 30) ? (quantity + 2) / 3 : 0;
    unsigned draw = below(d, 100), class = draw < 10 ? 0 : draw < 18 ? 1 : 2, sector = u->system;
    const tp_structure *s = d->structure;
    if (s && more(d, s->minimum))
        least = (quantity + 2) / 3;
    if (s && more(d, s->sectors))
        sector = more_below(d, SYSTEMS);
    FILE *out = d->out[DEMANDS];
    d->demands++;
    if (s)
        expect_loan(d, u, sector, class, quantity > vacant ? quantity - vacant : 0);
    fprintf(out, "D%" PRId64 ",U%" PRId64 ",%s,%u,%u,%s,%s,", d->demands, d->unit, u->category,
            quantity, least, tp_classes[class], sector == u->system ? "" : tp_systems[sector]);
    write_date(out, below(d, 12), 1 + below(d, 28));
    fprintf(out, ",%u,\n", 12 * (1 + below(d, 5)));
    if (chance(d, 40) && !d->options->years) {
        fprintf(d->out[ATTRITION], "U%" PRId64 ",%s,20%u-%02u-28,%u\n", d->unit, u->category,
                27 + below(d, 3), 1 + below(d, 12), 1 + below(d, 6));
    }
}

/* Who leaves in each year, 2 to 5 of a hundred, more in some years than in others; and what will be
 * asked for later. */
static void draw_years(tp_draw *d, const tp_drawn_unit *u, unsigned size, unsigned people)
{
    for (int64_t year = 0; year < d->options->years; year++) {
        unsigned parts = people * (2 + later_below(d, 4)), leave = parts / 100;
        leave += later_below(d, 100) < parts % 100;
        if (leave)
            fprintf(d->out[ATTRITION], "U%" PRId64 ",%s,20%d-%02u-15,%u\n", d->unit, u->category,
                    27 + (int)year, 1 + later_below(d, 6), leave);
    }
    for (int64_t year = 1; year < d->options->years && u->saturation >= 850; year++)
        if (later(d, 8))
            fprintf(d->out[DEMANDS], "D%" PRId64 ",U%" PRId64 ",%s,%u,0,%s,,20%d-%02u-%02u,%u,\n",
                    ++d->demands, d->unit, u->category, 1 + later_below(d, 2 + size / 12),
                    tp_classes[later(d, 15) ? 0 : 2], 26 + (int)year, 1 + later_below(d, 6),
                    1 + later_below(d, 28), 12 * (1 + later_below(d, 5)));
}

static void draw_line(tp_draw *d, const tp_drawn_unit *u)
{
    unsigned size = draw_size(d), vacant = draw_vacant(d, u, size);
    bool overstaffed = chance(d, 2);
    unsigned in_post = overstaffed ? size + 1 + below(d, 4) : size - vacant;
    unsigned committed = !overstaffed && vacant > 3 && chance(d, 15) ? 1 + below(d, 2) : 0;
    unsigned running = d->options->years && u->saturation >= 850 && !vacant && later(d, 15)
                           ? 1 + later_below(d, 4)
                           : 0;
    fprintf(d->out[POSTS], "U%" PRId64 ",%s,%u,%u,%u,", d->unit, u->category, size,
            in_post + running, committed);
    if (d->structure && more(d, d->structure->caps))
        fprintf(d->out[POSTS], "%u", size + more_below(d, 4));
    if (d->options->years)
        fprintf(d->out[POSTS], ",%u", running);
    fputc('\n', d->out[POSTS]);
    draw_years(d, u, size, in_post + running);
    if (d->structure) {
        int64_t at = (d->unit - 1) * NAMED / d->options->units;
        d->structure->named_unit[at] = d->unit;
        d->structure->named_category[at] = category_of(u->category);
    }
    if (d->structure && !overstaffed && u->saturation < 850)
        d->structure->idle[u->region * SYSTEMS + u->system] +=
            (vacant - committed) / (u->saturation < 600 ? 1 : 3);
    if (!overstaffed)
        draw_lots(d, u, u->category, vacant - committed);
    /* Busy units ask; a few others do too, and are refused. */
    unsigned asks = u->saturation >= 850 ? 42 : 6;
    if (chance(d, asks))
        draw_demand(d, u, overstaffed ? 0 : vacant - committed, size);
    if (chance(d, 2))
        draw_demand(d, u, 0, size);
    if (chance(d, 12)) {
        unsigned men = 2 + below(d, 20);
        fprintf(d->out[POSTS], "U%" PRId64 ",工勤,%u,%u,0,%s\n", d->unit, men, men - men / 8,
                d->options->years ? ",0" : "");
    }
}

static void draw_unit(tp_draw *d)
{
    d->state = d->options->seed * UINT64_C(0xd1342543de82ef95) + (uint64_t)d->unit;
    tp_draw_next(&d->state);
    d->more = d->state ^ UINT64_C(0x2545f4914f6cdd1d);
    d->later = d->state ^ UINT64_C(0x9e3779b97f4a7c15);
    tp_drawn_unit u = {.kind = "事业单位", .category = "事业"};
    u.region = (d->unit - 1) / d->per_region;
    unsigned part = below(d, 100);
    while (part >= system_parts[u.system])
        part -= system_parts[u.system++];
    unsigned kind = below(d, 100);
    /* The first unit of a region leads it: an office of the government, the parent of others. */
    bool leads = (d->unit - 1) % d->per_region == 0;
    if (leads)
        d->parent = d->unit;
    if (u.system == 3 && kind < 70 && !leads) {
        u.kind = "政法机关";
        u.category = "政法专项";
    } else if (leads || kind < 18) {
        u.kind = u.system == SYSTEMS - 1 ? "党委部门" : kind % 9 == 8 ? "群团" : "政府部门";
        u.category = "行政";
    }
    u.level = u.region == 0 ? 0 : 1;
    if (d->structure && more(d, d->structure->mixed_levels))
        u.level = more_below(d, LEVELS);
    fprintf(d->out[UNITS],
            "U%" PRId64 ",区县%" PRId64 "%s%s%" PRId64 "号,%s,%s,%s,区县%" PRId64 ",", d->unit,
            u.region + 1, tp_systems[u.system], u.kind, d->unit, u.kind, tp_systems[u.system],
            tp_levels[u.level], u.region + 1);
    if (!leads && chance(d, 60))
        fprintf(d->out[UNITS], "U%" PRId64, d->parent);
    fputc('\n', d->out[UNITS]);
    draw_outcome(d, &u);
    draw_line(d, &u);
}

static void draw_limits(tp_draw *d)
{
    /* Loans of one system in one region: nested, so that a network stays one. */
    d->state = d->options->seed + UINT64_C(0x5851f42d4c957f2d);
    for (int64_t r = 0; d->options->limits && r < d->regions; r++) {
        for (unsigned s = 0; s < 2; s++)
            fprintf(d->out[LIMITS], "区县%" PRId64 "%s上限,区县%" PRId64 ",%s,loans,,%u\n", r + 1,
                    tp_systems[s], r + 1, tp_systems[s], 10 + below(d, 120));
    }
}

/* Even shares are the same for all, as they are written by hand; the others go by the units. */
static void write_shares(const tp_draw *d, FILE *out)
{
    tp_share_kind kind = d->options->shares;
    fputs("shares:\n", out);
    for (int64_t r = 0; r < d->regions; r++) {
        int64_t of = kind == EVEN ? d->regions : d->options->units, part = 1;
        if (kind != EVEN) {
            part = d->options->units - r * d->per_region;
            part = part < d->per_region ? part : d->per_region;
        }
        int64_t share = (part * share_kinds[kind].percent * 10000 + of - 1) / of;
        if (share > 1000000)
            share = 1000000;
        fprintf(out,
                "  - {name: 区县%" PRId64 "占比, of: loans, where: {region: 区县%" PRId64
                "}, %s: %" PRId64 ".%06" PRId64 "}\n",
                r + 1, r + 1, share_kinds[kind].bound, share / 1000000, share % 1000000);
    }
}

static void write_scenario(const tp_draw *d, FILE *out)
{
    fprintf(out, "schema: turnpool.scenario/1\n"
                 "name: generated\n"
                 "title: {zh: 生成的算例, en: Generated instance}\n"
                 "data: data\n"
                 "as_of: 2026-06-30\n"
                 "idle: {min_months: 6}\n"
                 "release:\n"
                 "  bands:\n"
                 "    - {below: 0.60, share: 1}\n"
                 "    - {below: 0.85, share: 0.5}\n"
                 "  keep_share: 0.02\n"
                 "categories:\n"
                 "  行政: {kinds: [党委部门, 政府部门, 群团]}\n"
                 "  政法专项: {kinds: [政法机关]}\n"
                 "  事业: {kinds: [事业单位]}\n"
                 "  工勤: {poolable: false}\n"
                 "borrow: {min_saturation: 0.85, max_vacancy_share: 0.15, max_share: 0.20}\n"
                 "grades:\n"
                 "  优秀: {weight: 1.2}\n"
                 "  一般: {freeze_months: 12}\n"
                 "  较差: {freeze_months: 12}\n"
                 "sectors:\n"
                 "  教育: {weight: 3}\n"
                 "  卫生健康: {weight: 3}\n"
                 "  应急监管: {weight: 2}\n"
                 "classes: {talent: {weight: 2}}\n"
                 "tranches:\n"
                 "  - {up_to: 0.5, value: 1.0}\n"
                 "  - {up_to: 1.0, value: 0.6}\n"
                 "pools: {by: region}\n");
    fprintf(out,
            d->options->reserve ? "reserve: {share: 0.10, count: 2}\n" : "reserve: {count: 2}\n");
    if (d->options->shares != NO_SHARES)
        write_shares(d, out);
    if (d->options->years)
        fprintf(out,
                "horizon: {periods: %" PRId64 ", discount: 0.9, tail: 2}\n"
                "limits:\n  - {name: 年度新增用编, measure: intake, at_most: %" PRId64 "}\n",
                d->options->years, d->options->units);
}

static FILE *open_in(const char *folder, const char *name)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        return NULL;
    }
    FILE *file = fopen(path, "w");
    if (!file)
        fprintf(stderr, "generate: %s: %s\n", path, strerror(errno));
    return file;
}

static bool close_all(FILE **files, size_t count)
{
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        if (files[i] && (ferror(files[i]) | fclose(files[i]))) {
            fprintf(stderr, "generate: %s\n", strerror(errno));
            ok = false;
        }
    }
    return ok;
}

static bool make_folder(const char *path)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return true;
    fprintf(stderr, "generate: %s: %s\n", path, strerror(errno));
    return false;
}

static bool generate(const tp_options *options)
{
    tp_draw d = {.options = options};
    tp_structure structure = {.seed = 0};
    d.per_region = options->per_region;
    if (options->structure) {
        if (!tp_structure_draw(&structure, options->seed, options->units))
            return false;
        d.structure = &structure;
        d.per_region = structure.per_region;
    }
    d.regions = (options->units + d.per_region - 1) / d.per_region;
    char data[PATH_MAX];
    if (snprintf(data, sizeof data, "%s/data", options->out) >= (int)sizeof data ||
        !make_folder(options->out) || !make_folder(data))
        return false;
    bool ok = true;
    for (size_t i = 0; i < FILES && ok; i++) {
        if (i == LIMITS && !options->limits && !d.structure)
            continue;
        ok = (d.out[i] = open_in(data, tables[i].file)) != NULL;
        if (ok && !(i == LIMITS && d.structure))
            fprintf(d.out[i], "%s%s\n", tables[i].header,
                    i == POSTS && options->years ? ",borrowed" : "");
    }
    for (d.unit = 1; ok && d.unit <= options->units; d.unit++)
        draw_unit(&d);
    if (ok && !d.structure)
        draw_limits(&d);
    FILE *scenario = ok ? open_in(options->out, "scenario.yaml") : NULL;
    FILE *reference = scenario && d.structure && structure.keeps_reference
                          ? open_in(options->out, "reference.json")
                          : NULL;
    if (scenario && d.structure) {
        structure.demands = d.demands;
        tp_structure_write(&structure, scenario, d.out[LIMITS]);
    } else if (scenario) {
        write_scenario(&d, scenario);
    }
    if (reference)
        tp_structure_refer(&structure, reference);
    ok = scenario && (reference || !d.structure || !structure.keeps_reference);
    FILE *last[] = {scenario, reference};
    ok = close_all(d.out, FILES) && ok;
    ok = close_all(last, 2) && ok;
    tp_structure_free(&structure);
    return ok;
}

static const char help[] =
    "generate --out FOLDER [--units N] [--seed N] [--shares [even|tight|least]] [--minimum] "
    "[--reserve] [--limits] [--years N] [--structure random]\n"
    "\n"
    "Writes FOLDER/data/*.csv and FOLDER/scenario.yaml: an instance in the shape of the sample "
    "city.\n"
    "Same options, same bytes.\n"
    "  --units N       how many units: 5000 a city (default), 100000 a province, 1200000 a nation\n"
    "  --per-region N  units in a region (default 400)\n"
    "  --seed N        another instance (default 1)\n"
    "  --shares [KIND] a share of the loans for each region (complicating rows):\n"
    "                  even   at most half as much again as an even part; stops none (default)\n"
    "                  tight  at most a tenth more than the region's part of the units\n"
    "                  least  at least 80 % of the region's part of the units\n"
    "  --minimum       smallest useful grants on 30 % of the demands (needs branch and bound)\n"
    "  --reserve       pools keep a share of what is deposited\n"
    "  --limits        ceilings on the loans of schools and hospitals in each region (nested)\n"
    "  --years N       retirements of N years, running loans, demands filed later, a ceiling on "
    "the intake\n"
    "                  of a year, and a horizon of N periods\n"
    "  --structure random\n"
    "                  every feature of the scenario language, or none, as the seed draws them: "
    "limits nested\n"
    "                  and crossing, shares, transfers, rings, lots, locks, tiers; two seeds of "
    "three in\n"
    "                  realistic proportions, the third nasty. Takes the place of the options "
    "above but\n"
    "                  --units and --seed\n";

static bool number(const char *text, uint64_t least, uint64_t most, uint64_t *out)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (errno || *end || end == text || *text == '-' || value < least || value > most) {
        fprintf(stderr, "generate: '%s' is not a number from %" PRIu64 " to %" PRIu64 "\n", text,
                least, most);
        return false;
    }
    *out = value;
    return true;
}

/* The word after --shares, if it is one. */
static bool share_kind(char **argv, tp_share_kind *out)
{
    const char *word = optarg;
    *out = EVEN;
    if (!word && argv[optind] && argv[optind][0] != '-')
        word = argv[optind++];
    if (!word)
        return true;
    for (*out = EVEN; *out < SHARE_KINDS; ++*out)
        if (!strcmp(word, share_kinds[*out].name))
            return true;
    fprintf(stderr, "generate: '%s' is not even, tight or least\n", word);
    return false;
}

int main(int argc, char **argv)
{
    static const struct option table[] = {{"units", required_argument, NULL, 'u'},
                                          {"per-region", required_argument, NULL, 'p'},
                                          {"seed", required_argument, NULL, 's'},
                                          {"out", required_argument, NULL, 'o'},
                                          {"shares", optional_argument, NULL, 'S'},
                                          {"minimum", no_argument, NULL, 'M'},
                                          {"limits", no_argument, NULL, 'L'},
                                          {"reserve", no_argument, NULL, 'R'},
                                          {"structure", required_argument, NULL, 'T'},
                                          {"years", required_argument, NULL, 'Y'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    tp_options options = {.units = 5000, .per_region = 400, .seed = 1};
    uint64_t value = 0;
    for (int c; (c = getopt_long(argc, argv, "", table, NULL)) != -1;) {
        if (c == '?' || (c == 'u' && !number(optarg, 1, 10000000, &value)) ||
            (c == 'p' && !number(optarg, 1, 10000000, &value)) ||
            (c == 's' && !number(optarg, 0, UINT64_MAX, &value)) ||
            (c == 'Y' && !number(optarg, 1, 10, &value)) ||
            (c == 'S' && !share_kind(argv, &options.shares)))
            return 2;
        if (c == 'T' && strcmp(optarg, "random") != 0) {
            fprintf(stderr, "generate: there is no structure '%s' but random\n", optarg);
            return 2;
        }
        options.structure |= c == 'T';
        if (c == 'h')
            return fputs(help, stdout) < 0;
        if (c == 'u')
            options.units = (int64_t)value;
        if (c == 'p')
            options.per_region = (int64_t)value;
        if (c == 's')
            options.seed = value;
        if (c == 'Y')
            options.years = (int64_t)value;
        if (c == 'o')
            options.out = optarg;
        options.minimum |= c == 'M';
        options.limits |= c == 'L';
        options.reserve |= c == 'R';
    }
    if (!options.out || optind < argc) {
        fputs(help, stderr);
        return 2;
    }
    return generate(&options) ? 0 : 1;
}
