/* Whole random cases: tiny ones against brute force over every allocation, and laws that any case
 * must keep. TP_CASES=1000 runs that many, from TP_SEED on; every failure names the seed that
 * repeats it. */
#include "solved.h"
#include "suite.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_POINTS = 40000 };

static uint64_t number_of(const char *variable, uint64_t usual)
{
    const char *text = getenv(variable);
    return text && *text ? strtoull(text, NULL, 10) : usual;
}

static void same_values(const solved *w, const brute_case *c, const brute_value *value,
                        const brute_value *final)
{
    const tp_result *is = w->run->result;
    ck_assert_int_eq((int)is->n_tiers, c->n_tiers);
    for (int t = 0; t < c->n_tiers; t++) {
        ck_assert_msg(is->tiers[t].value == value[t].value,
                      "seed %" PRIu64 " %s: value %" PRId64 ", not %" PRId64, w->in->seed,
                      is->tiers[t].goal, (int64_t)is->tiers[t].value, (int64_t)value[t].value);
        ck_assert_msg(is->tiers[t].final == final[t].value,
                      "seed %" PRIu64 " %s: final %" PRId64 ", not %" PRId64, w->in->seed,
                      is->tiers[t].goal, (int64_t)is->tiers[t].final, (int64_t) final[t].value);
        ck_assert_msg(is->tiers[t].proven, "seed %" PRIu64 ": not proven", w->in->seed);
    }
}

START_TEST(cases__match_every_allocation_tried)
{
    static instance in;
    static brute_case c;
    brute_value value[IN_TIERS], final[IN_TIERS];
    uint64_t seed = number_of("TP_SEED", 1), left = number_of("TP_CASES", 150);
    uint64_t first = seed, optimal = 0, infeasible = 0;
    for (; left; seed++) {
        instance_make(&in, seed, IN_TINY);
        brute_derive(&c, &in);
        brute_status status = brute_solve(&c, MOST_POINTS, value, final);
        if (status == BRUTE_TOO_LARGE)
            continue;
        solved w;
        solved_begin(&w, &in);
        bool answered = w.run->result->status == TP_OPTIMAL;
        ck_assert_msg(answered == (status == BRUTE_OPTIMAL), "seed %" PRIu64 ": %s, brute force %s",
                      seed, tp_answer_status_names[w.run->result->status],
                      status == BRUTE_OPTIMAL ? "optimal" : "infeasible");
        if (answered)
            same_values(&w, &c, value, final);
        solved_check(&w);
        solved_end(&w);
        optimal += answered;
        infeasible += !answered;
        left--;
    }
    printf("# seeds %" PRIu64 " to %" PRIu64 ": %" PRIu64 " optimal, %" PRIu64 " infeasible\n",
           first, seed - 1, optimal, infeasible);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("cases_random");
    TCase *tcase = tcase_create("cases_random");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, cases__match_every_allocation_tried);
    suite_add_tcase(suite, tcase);
    return suite;
}
