/* What the specification says of an instance, computed from its plain facts with none of the
 * engine's code: positions, denials, bounds; whether a given allocation keeps every rule and what
 * it is worth to every tier; and the lexicographic optimum by trying every whole allocation.
 * Source: models/README.md. */
#ifndef TP_TESTS_BRUTE_H
#define TP_TESTS_BRUTE_H

#include "instance.h"

__extension__ typedef __int128 brute_wide;

enum { BRUTE_POOLS = 1024, BRUTE_ARCS = 1024, BRUTE_PAIRS = 64 };

/* An allocation: deposits by line, loans by demand, transfers by arc, people by pair of lines. */
typedef struct brute_point {
    int64_t deposit[IN_LINES], loan[IN_DEMANDS], arc[BRUTE_ARCS], move[BRUTE_PAIRS];
} brute_point;

/* People may move from one line to another, by an entry of the scenario. */
typedef struct brute_pair {
    int entry, from, to;
    int64_t most;
} brute_pair;

typedef struct brute_pool {
    int scope, category, ring;
    int64_t opening, earmark, reach;
} brute_pool;

typedef struct brute_case {
    const instance *in;
    int64_t saturation[IN_UNITS]; /* -1: none */
    int grade[IN_UNITS], evaluated[IN_UNITS];
    int64_t right[IN_LINES], vacant[IN_LINES], authorised[IN_LINES]; /* after reclaim */
    int64_t over[IN_LINES], idle[IN_LINES], reclaimed[IN_LINES];
    int64_t supply[IN_LINES], most[IN_LINES], room[IN_LINES]; /* S, D̄, G */
    bool live[IN_DEMANDS];
    bool counted[IN_DEMANDS]; /* its quantity counts against what the line may deposit */
    int64_t own[IN_DEMANDS], need[IN_DEMANDS];
    brute_pool pool[BRUTE_POOLS];
    int n_pools, pool_of[IN_LINES];
    in_entry arc[BRUTE_ARCS]; /* entries of one arc added up */
    int n_arcs, arc_from[BRUTE_ARCS], arc_to[BRUTE_ARCS];
    brute_pair pair[BRUTE_PAIRS];
    int n_pairs;
    in_tier tier[IN_TIERS];
    int n_tiers;
    int64_t weight; /* of the period, millionths */
} brute_case;

/* A tier's value: millionths; of fair the fraction. */
typedef struct brute_value {
    brute_wide value; /* fair: rounded down to millionths */
    int64_t top, bottom;
} brute_value;

/* A filter on a line, and on a demand of it (-1: the line alone). */
bool brute_matches(const brute_case *c, const in_filter *f, int line, int demand);
void brute_derive(brute_case *out, const instance *in);
/* Its parts: outcomes, positions, denials; then, with live, counted, own and need standing, bounds
 * and pools. */
void brute_begin(brute_case *out, const instance *in);
void brute_bound(brute_case *c);
/* The pool with this scope, category and ring, and more room on an arc; made if new. */
int brute_pool_at(brute_case *c, int scope, int category, int ring);
void brute_arc(brute_case *c, int from, int to, int64_t count);
bool brute_goes_before(const in_demand *a, const in_demand *b);
int brute_add_months(int date, int64_t count);
int brute_months(int a, int b);
/* NULL if the allocation keeps every rule, else the name of one it breaks; values[n_tiers]. */
/* The same without what reaches over several periods. */
const char *brute_check(const brute_case *c, const brute_point *at, brute_value *values);

/* A tier's value of single periods; v times the period's weight, rounded half up. */
brute_wide brute_value_of(const brute_case *c, const brute_point *at, int goal);
/* Group of a demand for `fair`. */
int brute_group_of(const brute_case *c, int by, int demand);
bool brute_next(const brute_case *c, brute_point *at); /* the next allocation; false: all seen */
bool brute_too_many(const brute_case *c, int64_t most);
/* Tier by tier the best of the points, given their values (n_tiers a point, changed): value and,
 * once concessions are given back, final. */
void brute_rank(const in_tier *tier, int n_tiers, brute_value *values, size_t count,
                brute_value *value, brute_value *final);

typedef enum brute_status { BRUTE_OPTIMAL, BRUTE_INFEASIBLE, BRUTE_TOO_LARGE } brute_status;
/* Per tier the optimum (value) and, after every concession is given back, the final one. */
brute_status brute_solve(const brute_case *c, int64_t most_points, brute_value *value,
                         brute_value *final);

#endif
