/* Random plans of two and three periods: tiny ones against every plan there is, derived slot by
 * slot from the plain facts. TP_CASES=1000 runs that many, from TP_SEED on. */
#include "brute_plan.h"
#include "explain/outlook.h"
#include "run/document.h"
#include "solved.h"
#include "suite.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_POINTS = 150000 };

static uint64_t number_of(const char *variable, uint64_t usual)
{
    const char *text = getenv(variable);
    return text && *text ? strtoull(text, NULL, 10) : usual;
}

static void same_period(const solved *w, const brute_plan *p, int t)
{
    const tp_case *is = tp_case_at(w->run->kase, t);
    const brute_case *c = &p->at[t];
    for (int l = 0; l < w->in->n_lines; l++)
        ck_assert_msg(is->line[l].vacant == c->vacant[l] && is->line[l].idle == c->idle[l] &&
                          is->line[l].supply == c->supply[l] && is->line[l].room == c->room[l],
                      "seed %" PRIu64 " period %d line %d: vacant %d, not %d; idle %d, not %d; "
                      "supply %d, not %d; room %d, not %d",
                      w->in->seed, t + 1, l, (int)is->line[l].vacant, (int)c->vacant[l],
                      (int)is->line[l].idle, (int)c->idle[l], (int)is->line[l].supply,
                      (int)c->supply[l], (int)is->line[l].room, (int)c->room[l]);
    for (int l = 0; l < w->in->n_lines; l++) {
        tp_dec has = tp_case_saturation(is, is->data->lines[l].unit);
        int64_t wants = c->saturation[w->in->line[l].unit];
        ck_assert_msg(has == (wants < 0 ? TP_DEC_NONE : wants),
                      "seed %" PRIu64 " period %d line %d: saturation %d, not %d", w->in->seed,
                      t + 1, l, (int)has, (int)wants);
    }
    for (int d = 0; d < w->in->n_demands; d++)
        ck_assert_msg((is->demand[d].denied_by == 0) == c->live[d] &&
                          (is->demand[d].stopped_by != 0) == p->stopped[t][d] &&
                          is->demand[d].own == c->own[d],
                      "seed %" PRIu64 " period %d demand %d: live %d, not %d; own %d, not %d",
                      w->in->seed, t + 1, d + 1, is->demand[d].denied_by == 0, c->live[d],
                      (int)is->demand[d].own, (int)c->own[d]);
    ck_assert_int_eq(is->weight, c->weight);
}

static void points_of(const solved *w, const brute_plan *p, const tp_result *of,
                      brute_point *points)
{
    for (int t = 0; t < p->periods; t++) {
        const tp_result *result = of->periods[t];
        points[t] = (brute_point){0};
        for (int l = 0; l < w->in->n_lines; l++)
            points[t].deposit[l] = result->deposit[l];
        for (int d = 0; d < w->in->n_demands; d++)
            points[t].loan[d] = result->loan[d];
        solved_arcs(w, &p->at[t], result, &points[t]);
    }
}

static void check_answer(solved *w, const brute_plan *p)
{
    brute_point points[IN_PERIODS];
    brute_value values[IN_TIERS];
    points_of(w, p, w->run->result, points);
    const char *broken = brute_plan_check(p, points, values);
    ck_assert_msg(!broken, "seed %" PRIu64 ": the answer breaks %s", w->in->seed, broken);
    for (int t = 0; t < p->at[0].n_tiers; t++)
        ck_assert_msg(w->run->result->tiers[t].final == values[t].value,
                      "seed %" PRIu64 " %s: final %" PRId64 ", worth %" PRId64, w->in->seed,
                      w->run->result->tiers[t].goal, (int64_t)w->run->result->tiers[t].final,
                      (int64_t)values[t].value);
}

/* Year by year is a plan as well, if it gets through, and none better than the plan in the first
 * goal where they differ. */
static void check_yearly(solved *w, const brute_plan *p, uint64_t *worse)
{
    brute_point points[IN_PERIODS];
    brute_value values[IN_TIERS];
    tp_yearly yearly;
    bool concedes = false;
    ck_assert_int_eq(tp_outlook_yearly(&yearly, w->run, (tp_stop){0}, w->s.arena, &w->s.err),
                     TP_OK);
    if (yearly.stuck)
        return;
    points_of(w, p, yearly.result, points);
    const char *broken = brute_plan_check(p, points, values);
    ck_assert_msg(!broken, "seed %" PRIu64 ": year by year breaks %s", w->in->seed, broken);
    for (int t = 0; t < p->at[0].n_tiers; t++) {
        concedes = concedes || p->at[0].tier[t].concede > 0;
        ck_assert_msg(yearly.value[t] == values[t].value, "seed %" PRIu64 ": worth of %s",
                      w->in->seed, w->run->result->tiers[t].goal);
    }
    ck_assert_msg(concedes || yearly.first < 0 || yearly.gain > 0,
                  "seed %" PRIu64 ": year by year is better", w->in->seed);
    *worse += yearly.first >= 0;
}

static void check_documents(solved *w)
{
    documents d;
    tp_session_stored stored;
    const char *why;
    documents_write(&d, w->run);
    documents_stored(&d, &stored);
    bool good = solved_verifies(&stored, w->s.arena, &why);
    documents_free(&d);
    ck_assert_msg(good, "seed %" PRIu64 ": %s", w->in->seed, why);
}

static void same_values(const solved *w, const brute_value *value, const brute_value *final)
{
    const tp_result *is = w->run->result;
    for (size_t t = 0; t < is->n_tiers; t++) {
        ck_assert_msg(is->tiers[t].value == value[t].value && is->tiers[t].final == final[t].value,
                      "seed %" PRIu64 " %s: value %" PRId64 ", not %" PRId64 "; final %" PRId64
                      ", not %" PRId64,
                      w->in->seed, is->tiers[t].goal, (int64_t)is->tiers[t].value,
                      (int64_t)value[t].value, (int64_t)is->tiers[t].final,
                      (int64_t) final[t].value);
        ck_assert_msg(is->tiers[t].proven, "seed %" PRIu64 ": not proven", w->in->seed);
    }
}

START_TEST(plans__match_every_plan_tried)
{
    static instance in;
    static brute_plan plan;
    brute_value value[IN_TIERS], final[IN_TIERS];
    uint64_t seed = number_of("TP_SEED", 1), left = number_of("TP_CASES", 120);
    uint64_t first = seed, optimal = 0, infeasible = 0, worse = 0;
    for (; left; seed++) {
        instance_make(&in, seed, IN_TINY);
        instance_plan(&in, seed);
        brute_plan_derive(&plan, &in);
        brute_status status = brute_plan_solve(&plan, MOST_POINTS, value, final);
        if (status == BRUTE_TOO_LARGE)
            continue;
        solved w;
        solved_begin(&w, &in);
        for (int t = 0; t < plan.periods; t++)
            same_period(&w, &plan, t);
        bool answered = w.run->result->status == TP_OPTIMAL;
        ck_assert_msg(answered == (status == BRUTE_OPTIMAL), "seed %" PRIu64 ": %s, brute force %s",
                      seed, tp_answer_status_names[w.run->result->status],
                      status == BRUTE_OPTIMAL ? "optimal" : "infeasible");
        if (answered) {
            same_values(&w, value, final);
            check_answer(&w, &plan);
            check_yearly(&w, &plan, &worse);
        }
        check_documents(&w);
        solved_end(&w);
        optimal += answered;
        infeasible += !answered;
        left--;
    }
    printf("# seeds %" PRIu64 " to %" PRIu64 ": %" PRIu64 " optimal, %" PRIu64
           " infeasible; year by year differs in %" PRIu64 "\n",
           first, seed - 1, optimal, infeasible, worse);
}
END_TEST

START_TEST(plans__of_one_period_are_the_model_without)
{
    static instance in;
    uint64_t first = number_of("TP_SEED", 1), count = number_of("TP_CASES", 120) / 2;
    for (uint64_t seed = first; seed < first + count; seed++) {
        solved w;
        instance_make(&in, seed, seed % 4 ? IN_TINY : IN_SMALL);
        solved_begin(&w, &in);
        solved_same_with_one_period(&w);
        solved_end(&w);
    }
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("plan_random");
    TCase *tcase = tcase_create("plan_random");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, plans__match_every_plan_tried);
    tcase_add_test(tcase, plans__of_one_period_are_the_model_without);
    suite_add_tcase(suite, tcase);
    return suite;
}
