/* Several periods as the specification says them, from an instance's plain facts: what is known of
 * every day of decision, slot by slot; and the best of all plans by trying them. None of the
 * engine's code. Source: models/README.md, 11. */
#ifndef TP_TESTS_BRUTE_PLAN_H
#define TP_TESTS_BRUTE_PLAN_H

#include "brute.h"

typedef struct brute_plan {
    int periods;
    instance in[IN_PERIODS]; /* the facts as they will stand */
    brute_case at[IN_PERIODS];
    bool stopped[IN_PERIODS][IN_DEMANDS];   /* live before, denied now */
    int64_t returned[IN_PERIODS][IN_LINES]; /* running loans gone back by then */
} brute_plan;

void brute_plan_derive(brute_plan *out, const instance *in);
/* NULL if the points keep all that links and all each period asks, else what they break. */
const char *brute_plan_check(const brute_plan *p, const brute_point *points, brute_value *values);
brute_status brute_plan_solve(const brute_plan *p, int64_t most_points, brute_value *value,
                              brute_value *final);

#endif
