/* Random whole cases: the facts of a dataset and of a scenario as plain numbers, made from a seed,
 * and their files. The facts say nothing about how they are read or solved: brute.c recomputes from
 * them what the specification says, the engine gets the files.
 *
 * Attributes are small numbers, 0 = none; sets of them are bit masks (bit v for value v), 0 = any.
 * Decimals are millionths, -1 = not stated. Dates are yyyymmdd, 0 = none. */
#ifndef TP_TESTS_INSTANCE_H
#define TP_TESTS_INSTANCE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum {
    IN_UNITS = 304,
    IN_LINES = 480,
    IN_LOTS = 640,
    IN_OUTCOMES = 608,
    IN_ISSUES = 128,
    IN_DEMANDS = 304,
    IN_DEPARTURES = 256,
    IN_LIMITS = 6,
    IN_SHARES = 3,
    IN_LOCKS = 6,
    IN_ENTRIES = 6,
    IN_TIERS = 8,
    IN_PERIODS = 3,
    IN_EXPECTED = 4,
    IN_TRANCHES = 3,
    IN_BANDS = 3,
    IN_OWN_RULES = 20, /* rules with a draw of their own (draws.h) */
    IN_OWN = 1024      /* figures of each */
};

enum { CLASS_STATUTORY = 1, CLASS_TALENT, CLASS_NORMAL };
enum { OF_DEPOSITS, OF_LOANS, OF_NET_CHANGE, OF_USAGE, OF_INTAKE, OF_OWN_USE };
enum { POOLS_BY_REGION, POOLS_BY_LEVEL, POOLS_ALL, POOLS_BY_PARENT, POOLS_BY_SYSTEM };
enum {
    GOAL_STATUTORY,
    GOAL_NEED,
    GOAL_FAIR,
    GOAL_BURDEN,
    GOAL_TRANSFERS,
    GOAL_TOUCHED,
    GOAL_STABILITY,
    GOAL_CALM,
    GOAL_CONVERSIONS,
    GOAL_OVERSTAFFED
};
enum { FAIR_SYSTEM, FAIR_SECTOR, FAIR_REGION, FAIR_UNIT };

typedef struct in_filter {
    uint64_t units, parents; /* bit u of unit u, of the first 64 */
    unsigned kind, system, level, region, category, grade, sector, klass;
    int64_t below; /* saturation_below */
} in_filter;

typedef struct in_unit {
    char code[24];
    int kind, system, level, region, parent; /* parent -1: none */
    int stated_parent; /* where a reorganisation changed it: one more than the files say; else 0 */
} in_unit;
typedef struct in_line {
    int unit, category;
    int64_t authorised, in_post, committed, lent, borrowed, cap; /* cap -1: none */
} in_line;
typedef struct in_lot {
    int line, since;
    int stated_line; /* where a merger moved it: one more than the files say; else 0 */
    int64_t count;
} in_lot;
typedef struct in_outcome {
    int unit, on, grade;
    int64_t saturation;
    bool draft, unused; /* unused: a draft, and the scenario does not use them */
} in_outcome;
typedef struct in_issue {
    int unit, klass, found, due, closed; /* klass 1: rectify */
    int stated_unit;                     /* like stated_line of a lot */
} in_issue;
typedef struct in_demand {
    int line, klass, sector, filed; /* sector 0: the unit's system */
    int64_t quantity, minimum, term;
    int64_t stated_term; /* where a rule gives another; else 0 */
    int stated_line;     /* like that of a lot */
} in_demand;
typedef struct in_departure {
    int line, on;
    int64_t count;
    int stated_line; /* like that of a lot */
} in_departure;
typedef struct in_limit {
    in_filter where;
    int measure;
    bool in_csv, has_least, has_most;
    int64_t least, most;
    int period; /* 0: all */
} in_limit;
typedef struct in_share {
    in_filter where;
    bool of_loans;
    int64_t least, most;
} in_share;
typedef struct in_lock {
    int line, demand; /* one of them -1 */
    int64_t exact, least, most;
    int period; /* 0: not stated, the first */
} in_lock;
typedef struct in_entry { /* opening, earmark, transfer (to, at most count) */
    int scope, to, category, ring;
    int64_t count;
} in_entry;
typedef struct in_tier {
    int goal, by;
    int64_t concede;
} in_tier;

enum { EXPECT_CLOSED, EXPECT_OUTCOME, EXPECT_FIGURES, EXPECT_WITHDRAWN };
typedef struct in_expected {
    int kind, subject, date, grade; /* subject: issue, unit, line or demand; grade 0: not stated */
    int64_t saturation, authorised, cap; /* -1: not stated */
} in_expected;
enum { RUNNING_WIND_DOWN, RUNNING_RENEW, RUNNING_KEEP };
typedef struct in_renewal {
    in_filter where; /* sector: the unit's system */
    int outcome;
    int64_t to;
} in_renewal;

typedef struct in_scenario {
    int as_of;
    int64_t min_months, unknown_age;
    bool release, has_bands, all_eligible, reclaim;
    int n_bands;
    int64_t below[IN_BANDS], share[IN_BANDS], unevaluated_share, keep_share, keep_count;
    int64_t reclaim_months, reclaim_share;
    in_filter reclaim_where, protect, exclude;
    bool has_protect, has_exclude;
    bool not_poolable[3];
    unsigned kinds[3];
    int64_t min_saturation, max_vacancy_share, max_share;
    bool unevaluated_allow, overstaffed_allow, block_overdue;
    int64_t grade_weight[4], freeze[4], sector_weight[5], class_weight[4]; /* -1: not stated */
    int n_tranches;
    int64_t up_to[IN_TRANCHES], value[IN_TRANCHES];
    int pools_by;
    unsigned ringed; /* systems */
    int64_t reserve_share, reserve_count;
    in_entry opening[IN_ENTRIES], transfer[IN_ENTRIES], earmark[IN_ENTRIES];
    int n_opening, n_transfer, n_earmark;
    in_limit limit[IN_LIMITS];
    in_share shares[IN_SHARES];
    in_lock lock[IN_LOCKS];
    int n_limits, n_shares, n_locks;
    in_tier tier[IN_TIERS];
    int n_tiers;               /* 0: the default ones */
    int periods, months, tail; /* periods 0: no horizon */
    int64_t discount;          /* -1: not stated */
    in_expected expected[IN_EXPECTED];
    in_renewal renewal[2];
    int n_expected, n_renewals;
} in_scenario;

typedef struct instance {
    uint64_t seed;
    in_unit unit[IN_UNITS];
    in_line line[IN_LINES];
    in_lot lot[IN_LOTS];
    in_outcome outcome[IN_OUTCOMES];
    in_issue issue[IN_ISSUES];
    in_demand demand[IN_DEMANDS];
    in_departure departure[IN_DEPARTURES];
    int n_units, n_lines, n_lots, n_outcomes, n_issues, n_demands, n_departures;
    int64_t was_deposit[IN_LINES], was_loan[IN_DEMANDS]; /* the reference of a stability tier */
    in_scenario s;
    int64_t own[IN_OWN_RULES][IN_OWN];
    uint64_t shuffle; /* rows in an order drawn from this; 0: as they stand */
} instance;

/* Units: 2 to 4, 5 to 12, 25 to 60, 50 to 300. */
typedef enum in_size { IN_TINY, IN_SMALL, IN_MEDIUM, IN_LARGE } in_size;

/* The same seed and size always give the same instance. */
void instance_make(instance *out, uint64_t seed, in_size size);
/* Gives an instance a horizon of two or three periods, later demands and departures, drawn from
 * streams of its own. */
void instance_plan(instance *in, uint64_t seed);
/* Writes scenario.yaml, data/<table>.csv and, for stability, reference.json below the directory. */
void instance_write(const instance *in, const char *directory);

/* Names as the files write them. */
const char *instance_scope(const instance *in, int scope);
const char *instance_scope_by(const instance *in, int by, int scope);
const char *instance_category(int category);
const char *instance_ring(int ring);

const char *instance_grade(int grade);
void instance_write_filter(FILE *out, const instance *in, const in_filter *f);
void instance_write_horizon(FILE *out, const instance *in);

/* A deterministic stream of numbers. */
uint64_t in_next(uint64_t *state);
int64_t in_pick(uint64_t *state, int64_t lo, int64_t hi); /* lo … hi */
bool in_chance(uint64_t *state, int percent);
/* The default tiers where none are stated. */
int instance_tiers(const instance *in, in_tier *out);
/* Sector of a demand: its own, else the system of the unit it is stated with. */
int instance_sector(const instance *in, int demand);

#endif
