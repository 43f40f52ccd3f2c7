/* Several periods, worked out by hand: the three examples of the specification and the corners of
 * what is known of the future. Derivations stand with the tests. */
#include "base/buf.h"
#include "models/rules/horizon.h"
#include "scratch.h"
#include "solved.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>

typedef struct world {
    scratch s;
    tp_session *session;
    const tp_run *run;
    const tp_books *books; /* NULL: none */
} world;

static void begin(world *w, const char *posts, const char *demands, const char *attrition)
{
    *w = (world){0};
    scratch_begin(&w->s);
    scratch_text(&w->s, "units.csv", "unit,region,system\nA,r,x\nB,r,y\nC,r,z\n");
    scratch_text(&w->s, "posts.csv", posts);
    scratch_text(&w->s, "demands.csv", demands);
    if (attrition)
        scratch_text(&w->s, "attrition.csv", attrition);
}

/* Solved, and what is stored of it verifies. */
static void solve_on(world *w, const char *as_of, const char *rules)
{
    scratch_text(&w->s, "scenario.yaml",
                 tp_arena_format(w->s.arena,
                                 "schema: turnpool.scenario/1\nname: test\ndata: .\n"
                                 "as_of: %s\n%s",
                                 as_of, rules));
    tp_session_free(w->session);
    tp_session_open(&w->session, scratch_path(&w->s, "scenario.yaml"),
                    &(tp_session_options){.books = w->books}, &w->s.diags, &w->s.err);
    ck_assert_msg(w->session != NULL, "%s", scratch_reports(&w->s));
    ck_assert_int_eq(
        tp_session_solve(w->session, &(tp_session_solve_options){0}, &w->run, &w->s.err), TP_OK);
    ck_assert_int_eq(w->run->result->status, TP_OPTIMAL);
    documents d;
    tp_session_stored stored;
    const char *why = "";
    documents_write(&d, w->run);
    documents_stored(&d, &stored);
    ck_assert_msg(solved_verifies(&stored, w->s.arena, &why), "%s", why);
    documents_free(&d);
}

static void solve(world *w, const char *rules)
{
    solve_on(w, "2026-06-30", rules);
}

static void finish(world *w)
{
    tp_session_free(w->session);
    scratch_end(&w->s);
}

static tp_wide tier(const world *w, const char *goal)
{
    for (size_t i = 0; i < w->run->result->n_tiers; i++)
        if (strcmp(w->run->result->tiers[i].goal, goal) == 0)
            return w->run->result->tiers[i].final;
    ck_abort_msg("no tier %s", goal);
    return 0;
}

static int64_t loan(const world *w, int period, const char *demand)
{
    return w->run->result->periods[period - 1]->loan[tp_dataset_demand(w->run->data, demand)];
}

static int64_t own(const world *w, int period, const char *demand)
{
    return w->run->result->periods[period - 1]->own[tp_dataset_demand(w->run->data, demand)];
}

static int64_t deposit(const world *w, int period, const char *unit)
{
    const tp_dataset *data = w->run->data;
    return w->run->result->periods[period - 1]
        ->deposit[tp_dataset_line(data, tp_dataset_unit(data, unit), "k")];
}

#define FULL "unit,category,authorised,in_post\nA,k,20,20\nB,k,20,20\nC,k,20,20\n"

/* A offers 10. d1 may have x now; B's 4 leavers then serve it, so it keeps max(0, x - 4) on loan
 * and d2, worth three times as much, gets what is left of 10: x + max(0, x - 4) + 3 (10 - max(0, x
 * - 4)) is largest at x = 4, 34. */
START_TEST(plan__looks_ahead_to_what_is_worth_more)
{
    world w;
    begin(&w, "unit,category,authorised,in_post\nA,k,20,10\nB,k,20,20\nC,k,20,20\n",
          "demand,unit,category,quantity,sector,filed_on\nd1,B,k,10,one,2026-01-01\n"
          "d2,C,k,10,three,2027-01-15\n",
          "unit,category,on,count\nB,k,2026-12-01,4\n");
    solve(&w, "horizon: {periods: 2}\nsectors: {three: {weight: 3}}\n");
    ck_assert(tier(&w, "need") == 34 * TP_DEC_ONE);
    ck_assert_int_eq(loan(&w, 1, "d1"), 4);
    ck_assert_int_eq(own(&w, 1, "d1"), 0);
    ck_assert_int_eq(own(&w, 2, "d1"), 4);
    ck_assert_int_eq(loan(&w, 2, "d1"), 0);
    ck_assert_int_eq(loan(&w, 2, "d2"), 10);
    ck_assert_int_eq(deposit(&w, 1, "A"), 4);
    ck_assert_int_eq(deposit(&w, 2, "A"), 10);
    finish(&w);
}
END_TEST

/* Six slots: d1 now and next year is worth 6 + 6 w, d2 next year 9 w. w = 1: 12 against 9;
 * w = 2: 18 against 18, where the one filed first has it; w = 3: 24 against 27. */
START_TEST(plan__tail_makes_the_last_period_stand_for_more)
{
    static const struct {
        int tail;
        int64_t need, now;
    } cases[] = {{0, 12, 6}, {1, 18, 6}, {2, 27, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world w;
        begin(&w, FULL,
              "demand,unit,category,quantity,sector,filed_on\nd1,B,k,6,one,2026-01-01\n"
              "d2,C,k,6,more,2027-01-15\n",
              NULL);
        solve(&w, tp_arena_format(w.s.arena,
                                  "horizon: {periods: 2, tail: %d}\n"
                                  "sectors: {more: {weight: 1.5}}\n"
                                  "pools: {opening: [{scope: r, category: k, count: 6}]}\n",
                                  cases[i].tail));
        ck_assert(tier(&w, "need") == cases[i].need * TP_DEC_ONE);
        ck_assert_int_eq(loan(&w, 1, "d1"), cases[i].now);
        finish(&w);
    }
}
END_TEST

/* d1's loan of 4 goes back by 2 and 2 as B's posts fall vacant, and d2 gets them: 4, 2, 0 and
 * -, 2, 4. Planned again a year later from where the first year led, the rest is the same. */
START_TEST(plan__rolling_keeps_its_word)
{
    world w;
    begin(&w, FULL,
          "demand,unit,category,quantity,filed_on,term_months\nd1,B,k,4,2026-01-01,36\n"
          "d2,C,k,4,2027-01-15,36\n",
          "unit,category,on,count\nB,k,2026-12-01,2\nB,k,2027-12-01,2\n");
    solve(&w, "horizon: {periods: 3}\npools: {opening: [{scope: r, category: k, count: 4}]}\n");
    const int64_t first[] = {4, 2, 0}, second[] = {0, 2, 4};
    for (int t = 1; t <= 3; t++) {
        ck_assert_int_eq(loan(&w, t, "d1"), first[t - 1]);
        ck_assert_int_eq(loan(&w, t, "d2"), second[t - 1]);
    }
    finish(&w);
    /* The four have been taken on, two have left, two slots went back. */
    begin(&w, "unit,category,authorised,in_post,borrowed\nA,k,20,20,0\nB,k,20,22,2\nC,k,20,20,0\n",
          "demand,unit,category,quantity,filed_on,term_months\nd2,C,k,4,2027-01-15,36\n",
          "unit,category,on,count\nB,k,2026-12-01,2\nB,k,2027-12-01,2\n");
    solve_on(&w, "2027-06-30",
             "horizon: {periods: 2}\npools: {opening: [{scope: r, category: k, count: 2}]}\n");
    ck_assert_int_eq(loan(&w, 1, "d2"), 2);
    ck_assert_int_eq(loan(&w, 2, "d2"), 4);
    ck_assert_int_eq(w.run->result->periods[1]->pools[0].returned, 2);
    finish(&w);
}
END_TEST

/* 0.9 twice is 0.81; a tail of 2 adds 0.729 and 0.6561: 2.1951. A third, cut off, rounds half up:
 * 0.333333³ = 0.037036925926…, and a half in the seventh digit goes up. */
START_TEST(plan__weights_are_exact)
{
    ck_assert_int_eq(tp_horizon_weight(900000, 0, 0), 1000000);
    ck_assert_int_eq(tp_horizon_weight(900000, 1, 1), 900000);
    ck_assert_int_eq(tp_horizon_weight(900000, 2, 4), 2195100);
    ck_assert_int_eq(tp_horizon_weight(333333, 3, 3), 37037);
    ck_assert_int_eq(tp_horizon_weight(1500, 2, 2), 2);   /* 0.00000225 */
    ck_assert_int_eq(tp_horizon_weight(50000, 5, 5), 0);  /* 0.0000003125 */
    ck_assert_int_eq(tp_horizon_weight(100000, 6, 7), 1); /* 0.0000011 */
    ck_assert_int_eq(tp_horizon_weight(1000000, 0, 100), 101000000);
    ck_assert_int_eq(tp_horizon_weight(0, 0, 5), 1000000);
    ck_assert_int_eq(tp_horizon_weigh(900000, 1500001), 1350001); /* 1.3500009 */
    ck_assert_int_eq(tp_horizon_weigh(500000, 1), 1);
    ck_assert_int_eq(tp_horizon_weigh(900000, -1000000), -900000);
}
END_TEST

/* B has two too many, then five leave: two free nothing, two repay the running loan of 2 (due or
 * not), one is B's own again and serves its demand. */
START_TEST(plan__departures_absorb_then_repay_then_serve)
{
    world w;
    begin(&w, "unit,category,authorised,in_post,borrowed\nA,k,20,20,0\nB,k,20,24,2\nC,k,20,20,0\n",
          "demand,unit,category,quantity,filed_on\nd1,B,k,3,2027-01-01\n",
          "unit,category,on,count\nB,k,2026-10-01,3\nB,k,2026-12-01,2\n");
    solve(&w, "horizon: {periods: 2}\n");
    ck_assert_int_eq(own(&w, 2, "d1"), 1);
    ck_assert_int_eq(w.run->result->periods[1]->pools[0].opening, 2);
    ck_assert_int_eq(w.run->result->periods[1]->pools[0].returned, 2);
    ck_assert_int_eq(loan(&w, 2, "d1"), 2); /* lent again what came back */
    solve(&w, "horizon: {periods: 2, renew: [{where: {unit: [B]}, outcome: keep, to: 1}]}\n");
    ck_assert_int_eq(own(&w, 2, "d1"), 2);
    ck_assert_int_eq(loan(&w, 2, "d1"), 1);
    solve(&w, "horizon: {periods: 2, renew: [{where: {sector: y}, outcome: renew}]}\n");
    ck_assert_int_eq(own(&w, 2, "d1"), 3);
    ck_assert_int_eq(w.run->result->periods[1]->pools[0].opening, 0);
    finish(&w);
}
END_TEST

/* The pool's 3 may serve 2 a year: 2, then 1 more; the second year alone may be capped at none. */
START_TEST(plan__intake_is_what_is_new_in_a_year)
{
    world w;
    const char *opening = "pools: {opening: [{scope: r, category: k, count: 3}]}\n"
                          "horizon: {periods: 2}\n";
    begin(&w, FULL, "demand,unit,category,quantity,filed_on\nd1,B,k,5,2026-01-01\n", NULL);
    solve(&w, tp_arena_format(w.s.arena, "%slimits: [{measure: intake, at_most: 2}]\n", opening));
    ck_assert_int_eq(loan(&w, 1, "d1"), 2);
    ck_assert_int_eq(loan(&w, 2, "d1"), 3);
    solve(&w, tp_arena_format(w.s.arena,
                              "%slimits: [{measure: intake, at_most: 2}, "
                              "{measure: intake, at_most: 0, period: 2}]\n",
                              opening));
    ck_assert_int_eq(loan(&w, 1, "d1"), 2);
    ck_assert_int_eq(loan(&w, 2, "d1"), 2);
    finish(&w);
}
END_TEST

/* B's grade freezes loans for a year from 2026-07-01 on, expected; what it had by then it keeps and
 * nothing comes on top. C's demand is withdrawn and never gets anything. */
START_TEST(plan__denied_later_keeps_what_it_has)
{
    world w;
    begin(&w, FULL,
          "demand,unit,category,quantity,filed_on\nd1,B,k,4,2026-01-01\nd2,C,k,1,2027-01-01\n",
          NULL);
    solve(&w, "pools: {opening: [{scope: r, category: k, count: 4}]}\n"
              "grades: {low: {freeze_months: 12}}\n"
              "limits: [{measure: intake, at_most: 2}]\n"
              "horizon: {periods: 3, assume: [{unit: B, grade: low, from: 2026-07-01}, "
              "{demand: d2, withdrawn: 2027-03-01}]}\n");
    ck_assert_int_eq(loan(&w, 1, "d1"), 2);
    ck_assert_int_eq(loan(&w, 2, "d1"), 2);
    ck_assert_str_eq(w.run->result->periods[1]->denied[0].items[0].rule, "grades");
    ck_assert_int_eq(loan(&w, 3, "d1"), 4); /* thawed on 2027-07-01 */
    ck_assert_int_eq(loan(&w, 3, "d2"), 0);
    ck_assert_str_eq(w.run->result->periods[2]->denied[1].items[0].rule, "horizon");
    finish(&w);
}
END_TEST

/* One period is the model without a horizon: no word of it in the document. */
START_TEST(plan__one_period_is_no_plan)
{
    world w;
    begin(&w, FULL, "demand,unit,category,quantity,filed_on\nd1,B,k,4,2026-01-01\n", NULL);
    solve(&w, "pools: {opening: [{scope: r, category: k, count: 3}]}\nhorizon: {tail: 4}\n");
    ck_assert(tier(&w, "need") == 3 * TP_DEC_ONE);
    documents d;
    documents_write(&d, w.run);
    ck_assert(strstr(d.document.bytes, "horizon") == NULL);
    documents_free(&d);
    finish(&w);
}
END_TEST

/* The pool has 2 next year only while A lends: calm first keeps A's deposit where it was. */
START_TEST(plan__calm_counts_changes_of_deposits)
{
    world w;
    begin(&w, "unit,category,authorised,in_post\nA,k,20,18\nB,k,20,20\nC,k,20,20\n",
          "demand,unit,category,quantity,filed_on\nd1,B,k,2,2027-01-01\n", NULL);
    solve(&w, "horizon: {periods: 2}\ntiers: [{goal: need}, {goal: burden}, {goal: calm}]\n");
    ck_assert(tier(&w, "calm") == 2 * TP_DEC_ONE);
    ck_assert_int_eq(deposit(&w, 1, "A"), 0);
    solve(&w, "horizon: {periods: 2}\ntiers: [{goal: need}, {goal: calm}, {goal: burden}]\n");
    ck_assert(tier(&w, "calm") == 0);
    ck_assert_int_eq(deposit(&w, 1, "A"), 2);
    finish(&w);
}
END_TEST

/* Six slots; left alone d1 has them all. Locked to get 2 in the second period d2 takes them from
 * the first on: what is given stays. A lock of a period there is not has no effect. */
START_TEST(plan__a_lock_may_be_of_a_later_period)
{
    world w;
    begin(&w, FULL,
          "demand,unit,category,quantity,filed_on\nd1,B,k,6,2026-01-01\nd2,C,k,6,2027-01-15\n",
          NULL);
    solve(&w, "horizon: {periods: 2}\nlocks: [{demand: d2, loan: 2, period: 2}]\n"
              "pools: {opening: [{scope: r, category: k, count: 6}]}\n");
    ck_assert_int_eq(loan(&w, 1, "d1"), 4);
    ck_assert_int_eq(loan(&w, 2, "d1"), 4);
    ck_assert_int_eq(loan(&w, 2, "d2"), 2);
    solve(&w, "horizon: {periods: 2}\nlocks: [{demand: d2, loan: 2, period: 3}]\n"
              "pools: {opening: [{scope: r, category: k, count: 6}]}\n");
    ck_assert_int_eq(loan(&w, 1, "d1"), 6);
    finish(&w);
}
END_TEST

/* Three run on B's line by the ledger: two due in January 2027, one two years later. One leaves in
 * 2026, so one of the two has gone back by the second decision and the other is late; the third is
 * late by the fourth. Where two are kept on, nothing is. */
START_TEST(plan__says_what_is_overdue)
{
    static const struct {
        const char *rules;
        int64_t overdue[4];
    } cases[] = {{"horizon: {periods: 4}\n", {0, 1, 1, 2}},
                 {"horizon: {periods: 4, renew: [{outcome: keep, to: 2}]}\n", {0, 0, 0, 0}},
                 {"horizon: {periods: 4, renew: [{outcome: keep, to: 1}]}\n", {0, 1, 1, 1}},
                 {"horizon: {periods: 4, renew: [{outcome: renew}]}\n", {0, 0, 0, 0}}};
    const tp_books_line line = {.unit = "B", .category = "k", .borrowed = 3};
    const tp_books_running running[] = {{"7", "D7", "B", "k", 20290101, 1},
                                        {"8", "D8", "B", "k", 20270101, 1},
                                        {"9", "", "B", "k", 20270101, 1}};
    const tp_books books = {.head = "head",
                            .loans = 3,
                            .lines = &line,
                            .n_lines = 1,
                            .running = running,
                            .n_running = 3};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world w;
        begin(&w, "unit,category,authorised,in_post\nA,k,20,20\nB,k,20,23\nC,k,20,20\n",
              "demand,unit,category,quantity\n", "unit,category,on,count\nB,k,2026-12-01,1\n");
        w.books = &books;
        solve(&w, cases[i].rules);
        for (int t = 0; t < 4; t++)
            ck_assert_int_eq(w.run->result->periods[t]->pools[0].overdue, cases[i].overdue[t]);
        finish(&w);
    }
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("plan");
    TCase *tcase = tcase_create("plan");
    tcase_add_test(tcase, plan__looks_ahead_to_what_is_worth_more);
    tcase_add_test(tcase, plan__tail_makes_the_last_period_stand_for_more);
    tcase_add_test(tcase, plan__rolling_keeps_its_word);
    tcase_add_test(tcase, plan__weights_are_exact);
    tcase_add_test(tcase, plan__departures_absorb_then_repay_then_serve);
    tcase_add_test(tcase, plan__intake_is_what_is_new_in_a_year);
    tcase_add_test(tcase, plan__denied_later_keeps_what_it_has);
    tcase_add_test(tcase, plan__one_period_is_no_plan);
    tcase_add_test(tcase, plan__calm_counts_changes_of_deposits);
    tcase_add_test(tcase, plan__says_what_is_overdue);
    tcase_add_test(tcase, plan__a_lock_may_be_of_a_later_period);
    suite_add_tcase(suite, tcase);
    return suite;
}
