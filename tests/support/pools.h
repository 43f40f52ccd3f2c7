/* Random programs of the shape of the allocation model, without its code: lines, pools, loans in
 * tranches, transfers, reserves, shares, minimum lots; tiers over them. Deterministic by seed. */
#ifndef TP_TESTS_POOLS_H
#define TP_TESTS_POOLS_H

#include "solve/tiers.h"

typedef struct pools_spec {
    uint64_t seed;
    int lines, demands, scopes;
    int most;      /* largest supply or demand */
    int transfers; /* arcs between pools */
    int limits;    /* random rows over deposits and loans */
    int shares;    /* share rows over all loans */
    int totals; /* 1: each pool's share of all loans, through a column for these; 2: deposits too */
    bool reserve_share, minimum, fair, concede, touched;
} pools_spec;

uint64_t pools_random(uint64_t *state);
int64_t pools_between(uint64_t *state, int64_t lo, int64_t hi);

/* All memory in `arena`; aborts the test by returning NULL program if memory is out. */
tp_tiers_task pools_make(const pools_spec *spec, tp_arena *arena);

#endif
