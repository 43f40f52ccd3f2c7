/* A ceiling on what a unit has of its own, without what it borrows.
 *
 * U1: 12 authorised, 2 lent, in post 6: own 10, vacant 4. U2: 10 authorised, 10 in post, wants 3.
 * Of usage U1 has 10, U2 10 and 3 more once it borrows; of its own U2 has 10 in any case. */
#include "run/session.h"
#include "scratch.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char head[] = "schema: turnpool.scenario/1\nname: t\ndata: .\nas_of: 2026-06-30\n"
                           "tiers: [{goal: need}, {goal: burden}]\n";

static tp_session *with(scratch *s, const char *keys, const char *limits)
{
    tp_session *session = NULL;
    scratch_begin(s);
    scratch_text(s, "units.csv", "unit\nU1\nU2\n");
    scratch_text(s, "posts.csv",
                 "unit,category,authorised,in_post,lent\nU1,事业,12,6,2\nU2,事业,10,10,0\n");
    scratch_text(s, "vacancies.csv", "unit,category,count,since\nU1,事业,4,2020-01-01\n");
    scratch_text(s, "demands.csv", "demand,unit,category,quantity\nD1,U2,事业,3\n");
    if (limits)
        scratch_text(s, "limits.csv", limits);
    scratch_text(s, "s.yaml", tp_arena_format(s->arena, "%s%s", head, keys));
    tp_session_open(&session, scratch_path(s, "s.yaml"), NULL, &s->diags, &s->err);
    ck_assert_ptr_nonnull(session);
    return session;
}

/* Deposits of U1 and loans of D1: "4 3"; "-" where the scenario contradicts itself. */
static const char *decided(scratch *s, tp_session *session)
{
    const tp_run *run;
    ck_assert_int_eq(tp_session_solve(session, &(tp_session_solve_options){0}, &run, &s->err),
                     TP_OK);
    if (run->result->status == TP_INFEASIBLE)
        return "-";
    return tp_arena_format(s->arena, "%lld %lld", (long long)run->result->deposit[0],
                           (long long)run->result->loan[0]);
}

static void expect(const char *keys, const char *limits, const char *what)
{
    scratch s;
    tp_session *session = with(&s, keys, limits);
    const char *is = decided(&s, session);
    ck_assert_msg(strcmp(is, what) == 0, "%s%s: %s, not %s", keys, limits ? limits : "", is, what);
    tp_session_free(session);
    scratch_end(&s);
}

/* At most 6 of its own: 12 − 2 − D ≤ 6, so it deposits all its 4, though 3 are wanted. */
START_TEST(own_use__above_its_ceiling_it_deposits)
{
    expect("", NULL, "3 3");
    expect("limits: [{where: {unit: U1}, measure: own_use, at_most: 6}]\n", NULL, "4 3");
    expect("", "name,unit,measure,at_most\n本单位编制,U1,自有使用数,6\n", "4 3");
    expect("limits: [{where: {unit: U1}, measure: own_use, at_most: 5}]\n", NULL, "-");
    expect("limits: [{where: {unit: U1}, measure: own_use, at_least: 9}]\n", NULL, "1 1");
}
END_TEST

/* At most 10 for U2: usage would leave it no loan, its own total does not count one. */
START_TEST(own_use__does_not_count_what_is_borrowed)
{
    expect("limits: [{where: {unit: U2}, measure: usage, at_most: 10}]\n", NULL, "0 0");
    expect("limits: [{where: {unit: U2}, measure: own_use, at_most: 10}]\n", NULL, "3 3");
    expect("limits: [{where: {unit: U2}, measure: own_use, at_most: 9}]\n", NULL, "-");
}
END_TEST

/* In a plan it holds in every period, or in the one it names. */
START_TEST(own_use__in_the_period_it_names)
{
    static const char plan[] = "horizon: {periods: 2}\nlimits: [{where: {unit: U1}, measure: "
                               "own_use, at_most: 6%s}]\n";
    static const struct {
        const char *period, *first;
        int64_t later;
    } cases[] = {{"", "4 3", 4}, {", period: 2", "3 3", 4}, {", period: 1", "4 3", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scratch s;
        const tp_run *run;
        char *keys = NULL;
        ck_assert_int_gt(asprintf(&keys, plan, cases[i].period), 0);
        tp_session *session = with(&s, keys, NULL);
        ck_assert_str_eq(decided(&s, session), cases[i].first);
        ck_assert_int_eq(tp_session_solve(session, &(tp_session_solve_options){0}, &run, &s.err),
                         TP_OK);
        ck_assert_int_eq(run->result->periods[1]->deposit[0], cases[i].later);
        free(keys);
        tp_session_free(session);
        scratch_end(&s);
    }
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("own_use");
    TCase *tc = tcase_create("own_use");
    tcase_add_test(tc, own_use__above_its_ceiling_it_deposits);
    tcase_add_test(tc, own_use__does_not_count_what_is_borrowed);
    tcase_add_test(tc, own_use__in_the_period_it_names);
    suite_add_tcase(suite, tc);
    return suite;
}
