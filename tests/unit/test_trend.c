/* Saturations carried on along their trend, worked out by hand.
 *
 * A was evaluated at 0.9 on 2025-05-31 and at 0.8 on 2026-05-31: twelve whole months apart, 0.1
 * less. On 2027-06-30, thirteen months (twelve whole ones) after the latter, the line is at 0.7, on
 * 2028-06-30 at 0.6. */
#include "certify/recheck.h"
#include "models/rules/trend.h"
#include "run/session.h"
#include "scratch.h"
#include "suite.h"

#include <string.h>

static const char *const falls = "A,2025-05-31,,0.9,\nA,2026-05-31,,0.8,\n";

static tp_status open(scratch *s, tp_session **session, const char *outcomes, const char *keys)
{
    scratch_begin(s);
    scratch_text(s, "units.csv", "unit\nA\nB\n");
    scratch_text(s, "posts.csv", "unit,category,authorised,in_post\nA,k,9,9\nB,k,9,4\n");
    scratch_text(
        s, "outcomes.csv",
        tp_arena_format(s->arena, "unit,evaluated_on,grade,saturation,status\n%s", outcomes));
    scratch_text(s, "demands.csv", "demand,unit,category,quantity\nD,A,k,2\n");
    scratch_text(s, "s.yaml",
                 tp_arena_format(s->arena,
                                 "schema: turnpool.scenario/1\nname: t\ndata: .\n"
                                 "as_of: 2026-06-30\npools: {by: all}\n%s",
                                 keys));
    *session = NULL;
    return tp_session_open(session, scratch_path(s, "s.yaml"), NULL, &s->diags, &s->err);
}

static void opened(scratch *s, tp_session **session, const char *outcomes, const char *keys)
{
    tp_status status = open(s, session, outcomes, keys);
    ck_assert_msg(status == TP_OK, "%s", scratch_reports(s));
}

static void closed(scratch *s, tp_session *session)
{
    tp_session_free(session);
    scratch_end(s);
}

#define PLAN "horizon: {periods: 3}\n"
#define LINE "evaluation: {trend: linear}\n"
#define GATE "borrow: {min_saturation: 0.75}\n"

static tp_dec in_period(const tp_session *session, int period, const char *unit)
{
    const tp_case *c = tp_case_at(tp_session_case(session), period);
    return tp_case_saturation(c, tp_dataset_unit(c->data, unit));
}

static const struct point {
    const char *says, *outcomes;
    tp_dec at[3]; /* of A on 2026-06-30, 2027-06-30, 2028-06-30 */
} points[] = {
    {"falls by a tenth a year",
     "A,2025-05-31,,0.9,\nA,2026-05-31,,0.8,\n",
     {800000, 700000, 600000}},
    /* 7 months apart, 19 and 31 whole ones on: 1 + 0.1 × 19 / 7, × 31 / 7. */
    {"whole months", "A,2025-04-02,,0.9,\nA,2025-11-02,,1,\n", {1000000, 1271429, 1442857}},
    /* Two months apart, 13 and 25 on: 0.000003 + 6.5, + 12.5 millionths. */
    {"a half upwards", "A,2026-03-30,,0.000002,\nA,2026-05-30,,0.000003,\n", {3, 10, 16}},
    /* 0.0001 − 6.5, − 12.5 millionths: 93.5 and 87.5. */
    {"a half upwards when it falls",
     "A,2026-03-30,,0.000101,\nA,2026-05-30,,0.0001,\n",
     {100, 94, 88}},
    {"never below 0", "A,2025-05-31,,0.9,\nA,2026-05-31,,0.4,\n", {400000, 0, 0}},
    {"one outcome stays", "A,2026-05-31,,0.8,\n", {800000, 800000, 800000}},
    {"less than a month apart",
     "A,2026-05-15,,0.9,\nA,2026-05-31,,0.8,\n",
     {800000, 800000, 800000}},
    {"the two latest",
     "A,2024-05-31,,0.1,\nA,2025-05-31,,0.9,\nA,2026-05-31,,0.8,\n",
     {800000, 700000, 600000}},
    {"those that state none are no points",
     "A,2025-05-31,,0.9,\nA,2025-11-30,良好,,\nA,2026-05-31,,0.8,\n",
     {800000, 700000, 600000}},
    {"drafts are none",
     "A,2025-05-31,,0.9,\nA,2025-11-30,,0.1,draft\nA,2026-05-31,,0.8,\n",
     {800000, 700000, 600000}},
    /* Evaluated again on 2026-12-31, as the data know already: 7 months apart (2026-05-31 to
       12-31), 5 and 17 on. */
    {"one to come is one in time",
     "A,2026-05-31,,0.8,\nA,2026-12-31,,0.87,\n",
     {800000, 920000, 1040000}}};

START_TEST(trend__is_the_line_through_the_two_latest)
{
    const struct point *p = &points[_i];
    scratch s;
    tp_session *session;
    opened(&s, &session, p->outcomes, PLAN LINE);
    for (int t = 0; t < 3; t++)
        ck_assert_msg(in_period(session, t, "A") == p->at[t], "%s, period %d: %lld", p->says, t + 1,
                      (long long)in_period(session, t, "A"));
    closed(&s, session);
}
END_TEST

/* Without the key nothing moves; a saturation assumed from 2027-01-01 on is what it says, a grade
 * assumed leaves the saturation to the line. */
START_TEST(trend__what_is_assumed_comes_first)
{
    static const struct {
        const char *keys;
        tp_dec at[2];
    } cases[] = {
        {PLAN, {800000, 800000}},
        {LINE "horizon: {periods: 3, assume: [{unit: A, from: 2027-01-01, saturation: 0.95}]}\n",
         {950000, 950000}},
        {LINE "horizon: {periods: 3, assume: [{unit: A, from: 2027-12-31, saturation: 0.95}]}\n",
         {700000, 950000}},
        {LINE "horizon: {periods: 3, assume: [{unit: A, from: 2027-01-01, grade: 良好}]}\n",
         {700000, 600000}},
        {"evaluation: {trend: linear, valid_months: 24}\n" PLAN, {700000, TP_DEC_NONE}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scratch s;
        tp_session *session;
        opened(&s, &session, falls, cases[i].keys);
        for (int t = 0; t < 2; t++)
            ck_assert_msg(in_period(session, t + 1, "A") == cases[i].at[t], "%s, period %d: %lld",
                          cases[i].keys, t + 2, (long long)in_period(session, t + 1, "A"));
        closed(&s, session);
    }
}
END_TEST

static const tp_run *solved(scratch *s, tp_session *session)
{
    const tp_run *run;
    ck_assert_int_eq(tp_session_solve(session, &(tp_session_solve_options){0}, &run, &s->err),
                     TP_OK);
    return run;
}

/* A falls below the gate in period 2, where its demand, filed then, would come up. */
START_TEST(trend__a_gate_crossed_is_told)
{
    scratch s;
    tp_session *session;
    opened(&s, &session, falls, PLAN LINE GATE);
    ck_assert_ptr_nonnull(strstr(
        scratch_reports(&s),
        "projected saturations cross 1 threshold (such as A: 0.7 from period 2 on, evaluated 0.8; "
        "borrow.min_saturation is 0.75) [evaluation.trend]"));
    const tp_case *second = tp_case_at(tp_session_case(session), 1);
    tp_reasons why;
    ck_assert_int_eq(tp_case_reasons(second, 0, s.arena, &why, &s.err), TP_OK);
    ck_assert_uint_eq(why.count, 1);
    ck_assert_str_eq(why.items[0].text.en,
                     "saturation 0.7 is below 0.75 (projected: 0.9 on 2025-05-31, 0.8 on "
                     "2026-05-31, carried on to 2027-06-30; 0.8 without evaluation.trend, and "
                     "horizon.assume may state another)");
    ck_assert_ptr_nonnull(strstr(why.items[0].text.zh, "推算：2025-05-31 评估 0.9、2026-05-31 评估 "
                                                       "0.8，按直线推至 2027-06-30"));
    ck_assert_int_eq(tp_case_reasons(tp_session_case(session), 0, s.arena, &why, &s.err), TP_OK);
    ck_assert_uint_eq(why.count, 0);
    closed(&s, session);
    opened(&s, &session, falls, LINE GATE);
    ck_assert_ptr_nonnull(
        strstr(scratch_reports(&s), "with one period evaluation.trend has no effect"));
    closed(&s, session);
}
END_TEST

/* B keeps 5 idle; its saturation rises through the band's 0.8 (0.7, 0.85, 1): deposits of period 2
 * are not those of period 1, and the answer of one scenario does not verify under the other. */
START_TEST(trend__both_halves_say_the_same)
{
    static const char rises[] = "A,2026-05-31,,1,\nB,2025-05-31,,0.55,\nB,2026-05-31,,0.7,\n";
#define ALL                                                                                        \
    PLAN "idle: {min_months: 0, unknown_age_months: 12}\n"                                         \
         "release: {deposits: all-eligible, bands: [{below: 0.8, share: 1}]}\n"
    scratch s[2];
    tp_session *session[2];
    const tp_run *run[2];
    tp_recheck r;
    for (int i = 0; i < 2; i++) {
        opened(&s[i], &session[i], rises, i ? LINE ALL : ALL);
        run[i] = solved(&s[i], session[i]);
        ck_assert_int_eq(run[i]->result->status, TP_OPTIMAL);
    }
    ck_assert_int_eq(run[0]->result->periods[1]->deposit[1], 5);
    ck_assert_int_eq(run[1]->result->periods[0]->deposit[1], 5);
    ck_assert_int_eq(run[1]->result->periods[1]->deposit[1], 0);
    for (int i = 0; i < 4; i++) {
        const tp_run *of = run[i / 2], *under = run[i % 2];
        ck_assert_int_eq(tp_recheck_run(&r, under->data, under->scenario, NULL, of->result,
                                        s[0].arena, &s[0].err),
                         TP_OK);
        ck_assert_int_eq(r.findings.count == 0, of == under);
    }
    for (int i = 0; i < 2; i++)
        closed(&s[i], session[i]);
}
END_TEST

/* Turned on while the session is open, as a what-if does. */
START_TEST(trend__a_warm_session_carries_on)
{
    scratch s;
    tp_session *session;
    const tp_setting line = {.key = "evaluation.trend", .value = "linear"};
    opened(&s, &session, falls, PLAN);
    ck_assert_int_eq(tp_session_set(session, &line, 1, &s.diags, &s.err), TP_OK);
    ck_assert_int_eq(in_period(session, 1, "A"), 700000);
    ck_assert_int_eq(tp_session_set(session, NULL, 0, &s.diags, &s.err), TP_OK);
    ck_assert_int_eq(in_period(session, 1, "A"), 800000);
    closed(&s, session);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("trend");
    TCase *tc = tcase_create("trend");
    tcase_add_loop_test(tc, trend__is_the_line_through_the_two_latest, 0,
                        (int)(sizeof points / sizeof *points));
    tcase_add_test(tc, trend__what_is_assumed_comes_first);
    tcase_add_test(tc, trend__a_gate_crossed_is_told);
    tcase_add_test(tc, trend__both_halves_say_the_same);
    tcase_add_test(tc, trend__a_warm_session_carries_on);
    suite_add_tcase(suite, tc);
    return suite;
}
