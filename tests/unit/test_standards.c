/* Staffing standards, cover by departures with exceptions, frozen vacancies, findings: worked out
 * by hand, from the files to the answer and its proof. */
#include "run/session.h"
#include "solved.h"
#include "suite.h"

#include <string.h>

typedef struct world {
    scratch s;
    tp_session *session;
    const tp_run *run;
} world;

static void begin(world *w)
{
    *w = (world){0};
    scratch_begin(&w->s);
}

static void end(world *w)
{
    tp_session_free(w->session);
    scratch_end(&w->s);
}

/* Solves, and holds the answer to the measuring half from the stored documents alone. */
static void solve(world *w, const char *rules)
{
    tp_session_free(w->session);
    w->session = NULL;
    scratch_text(&w->s, "scenario.yaml",
                 tp_arena_format(w->s.arena,
                                 "schema: turnpool.scenario/1\nname: test\ndata: .\n"
                                 "as_of: 2026-06-30\n%s",
                                 rules));
    ck_assert_msg(tp_session_open(&w->session, scratch_path(&w->s, "scenario.yaml"), NULL,
                                  &w->s.diags, &w->s.err) == TP_OK,
                  "%s", scratch_reports(&w->s));
    ck_assert_int_eq(tp_session_solve(w->session, NULL, &w->run, &w->s.err), TP_OK);
    ck_assert_int_eq(w->run->result->status, TP_OPTIMAL);
    documents d;
    tp_session_stored stored;
    const char *why;
    documents_write(&d, w->run);
    documents_stored(&d, &stored);
    ck_assert_msg(solved_verifies(&stored, w->s.arena, &why), "%s", why);
    documents_free(&d);
}

static int64_t lent(const world *w, int d)
{
    return w->run->result->loan[d];
}

static const char *reason(const world *w, int d)
{
    const tp_reasons *why = &w->run->result->denied[d];
    return why->count ? why->items[0].rule : "";
}

/* U1 offers 30. U2: standard 40, owns 36, uses 36: 4 short. U3: standard 30, owns 30: none short.
 * U4 has no standard. Each wants 6. */
static void schools(world *w)
{
    begin(w);
    scratch_text(&w->s, "units.csv", "unit,region\nU1,甲县\nU2,甲县\nU3,甲县\nU4,甲县\n");
    scratch_text(&w->s, "posts.csv",
                 "unit,category,authorised,in_post,standard\nU1,事业,60,30,35\nU2,事业,36,36,40\n"
                 "U3,事业,30,30,30\nU4,事业,9,9,\n");
    scratch_text(
        &w->s, "demands.csv",
        "demand,unit,category,quantity\nD1,U2,事业,6\nD2,U3,事业,6\nD3,U4,事业,6\nD4,U2,事业,3\n");
}

START_TEST(standards__only_what_is_short_is_lent)
{
    world w;
    schools(&w);
    solve(&w, "");
    ck_assert_int_eq(lent(&w, 0) + lent(&w, 3), 9);
    /* D1 and D4 together at most the 4 their line is short. */
    solve(&w, "borrow: {shortage_of_standard: true}\n");
    ck_assert_int_eq(lent(&w, 0) + lent(&w, 3), 4);
    ck_assert_str_eq(reason(&w, 1), "borrow.shortage_of_standard");
    ck_assert_str_eq(reason(&w, 2), "borrow.shortage_of_standard");
    solve(&w, "borrow: {shortage_of_standard: true, without_standard: allow}\n");
    ck_assert_int_eq(lent(&w, 2), 6);
    ck_assert_str_eq(reason(&w, 1), "borrow.shortage_of_standard");
    /* With exceptions D2 passes the gate and D4 does not count: D1 alone has the 4. */
    solve(&w, "borrow: {shortage_of_standard: true}\nexceptions:\n"
              "- {demand: D2, rule: borrow.shortage_of_standard, basis: 纪要〔2026〕5号}\n"
              "- {demand: D4, rule: borrow.shortage_of_standard, basis: 纪要〔2026〕5号}\n");
    ck_assert_int_eq(lent(&w, 0), 4);
    ck_assert_int_eq(lent(&w, 1), 6);
    ck_assert_int_eq(lent(&w, 3), 3);
    ck_assert_str_eq(scratch_reports(&w.s), "");
    end(&w);
}
END_TEST

/* U1 owns 60 against a standard of 35: ⌊0.3 × 25⌋ = 7, of which 2 are lent already. 18 are
 * vacant. */
START_TEST(standards__a_share_of_what_is_above_is_deposited)
{
    world w;
    schools(&w);
    scratch_text(&w.s, "posts.csv",
                 "unit,category,authorised,in_post,lent,standard\nU1,事业,60,40,2,35\n"
                 "U2,事业,36,36,0,40\nU3,事业,30,30,0,\nU4,事业,9,9,0,\n");
    solve(&w, "release: {above_standard: 0.3, unevaluated_share: 1, deposits: all-eligible}\n");
    ck_assert_int_eq(w.run->result->deposit[0], 5);
    /* Below its standard a line has nothing to give. */
    scratch_text(&w.s, "posts.csv",
                 "unit,category,authorised,in_post,standard\nU1,事业,60,40,61\n"
                 "U2,事业,36,36,40\nU3,事业,30,30,\nU4,事业,9,9,\n");
    solve(&w, "release: {above_standard: 1, unevaluated_share: 1, deposits: all-eligible}\n");
    ck_assert_int_eq(w.run->result->deposit[0], 0);
    end(&w);
}
END_TEST

/* U2 loses 2 within a year and 3 more in the second. D1 (12 months) and D2 (36 months) want 6 and
 * 6: limit counts the longest term, 5 in all; decide lets D1 have at most 2 of them; an exception
 * lets D1 have what it wants, and D2 what the departures cover. */
START_TEST(cover__each_term_by_its_own_departures)
{
    world w;
    begin(&w);
    scratch_text(&w.s, "units.csv", "unit,region\nU1,甲县\nU2,甲县\n");
    scratch_text(&w.s, "posts.csv",
                 "unit,category,authorised,in_post\nU1,事业,60,40\nU2,事业,36,36\n");
    scratch_text(&w.s, "attrition.csv",
                 "unit,category,on,count\nU2,事业,2027-06-30,2\nU2,事业,2028-01-31,3\n");
    scratch_text(&w.s, "demands.csv",
                 "demand,unit,category,quantity,class,term_months\nD1,U2,事业,6,talent,12\n"
                 "D2,U2,事业,6,normal,36\n");
    const char *weights = "classes: {talent: {weight: 2}}\n";
    solve(&w, tp_arena_format(w.s.arena, "%sborrow: {attrition_cover: limit}\n", weights));
    ck_assert_int_eq(lent(&w, 0), 5);
    ck_assert_int_eq(lent(&w, 1), 0);
    solve(&w, tp_arena_format(w.s.arena, "%sborrow: {attrition_cover: decide}\n", weights));
    ck_assert_int_eq(lent(&w, 0), 2);
    ck_assert_int_eq(lent(&w, 1), 3);
    solve(&w,
          tp_arena_format(w.s.arena,
                          "%sborrow: {attrition_cover: decide}\nexceptions: [{demand: D1, rule: "
                          "borrow.attrition_cover, basis: 纪要〔2026〕5号}]\n",
                          weights));
    ck_assert_int_eq(lent(&w, 0), 6);
    ck_assert_int_eq(lent(&w, 1), 5);
    ck_assert_str_eq(scratch_reports(&w.s), "");
    end(&w);
}
END_TEST

/* U1 has 10 vacant, 4 of them frozen; its own demand wants 8: own 6, 2 to borrow, nothing to give.
 * Without that demand it gives 6. */
START_TEST(frozen__neither_used_nor_lent)
{
    world w;
    begin(&w);
    scratch_text(&w.s, "units.csv", "unit,region\nU1,甲县\nU2,甲县\n");
    scratch_text(&w.s, "posts.csv",
                 "unit,category,authorised,in_post,frozen\nU1,事业,30,20,4\nU2,事业,9,9,\n");
    scratch_text(&w.s, "demands.csv", "demand,unit,category,quantity\nD1,U1,事业,8\n");
    solve(&w, "pools: {opening: [{scope: 甲县, category: 事业, count: 9}]}\n");
    ck_assert_int_eq(w.run->result->own[0], 6);
    ck_assert_int_eq(lent(&w, 0), 2);
    scratch_text(&w.s, "demands.csv", "demand,unit,category,quantity\nD1,U2,事业,8\n");
    solve(&w, "");
    ck_assert_int_eq(lent(&w, 0), 6);
    ck_assert_int_eq(w.run->result->deposit[0], 6);
    end(&w);
}
END_TEST

/* U1 offers 20, × 0.5 by a finding: 10. U2 wants 8 with 3 vacant of its own that it may not use: it
 * borrows all 8, × 0.75 by another: 6. U3 may not borrow for two years. */
START_TEST(findings__hold_for_their_time)
{
    world w;
    begin(&w);
    scratch_text(&w.s, "units.csv", "unit,region\nU1,甲县\nU2,甲县\nU3,甲县\n");
    scratch_text(&w.s, "posts.csv",
                 "unit,category,authorised,in_post\nU1,事业,60,40\nU2,事业,30,27\nU3,事业,9,9\n");
    scratch_text(&w.s, "demands.csv",
                 "demand,unit,category,quantity\nD1,U2,事业,8\nD2,U3,事业,9\n");
    scratch_text(&w.s, "findings.csv",
                 "unit,finding,source,from,until,effect,factor\n"
                 "U1,空编消化计划,,2026-01-01,,deposits,0.5\n"
                 "U2,违规用编,巡察,2026-01-01,2026-12-31,no_own_use,\n"
                 "U2,违规用编,巡察,2026-01-01,2026-12-31,room,0.75\n"
                 "U3,编制较为充裕,评估,2026-01-01,2027-12-31,no_loans,\n"
                 "U3,已过期,评估,2020-01-01,2021-12-31,room,0\n");
    solve(&w, "");
    ck_assert_int_eq(w.run->result->own[0], 0);
    ck_assert_int_eq(lent(&w, 0), 6);
    ck_assert_str_eq(reason(&w, 1), "findings");
    ck_assert_int_eq(w.run->result->denied[1].items[0].until, 20280101);
    solve(&w, "release: {deposits: all-eligible, unevaluated_share: 1}\n");
    ck_assert_int_eq(w.run->result->deposit[0], 10);
    /* On the day after its end it holds no longer; and not where the scenario ignores findings. */
    solve(&w, "findings: ignore\n");
    ck_assert_int_eq(w.run->result->own[0], 3);
    ck_assert_int_eq(lent(&w, 0), 5);
    ck_assert_int_eq(lent(&w, 1), 9);
    /* An exception lifts the ban for one demand. */
    solve(&w, "exceptions: [{demand: D2, rule: findings, basis: 纪要〔2026〕5号}]\n");
    ck_assert_int_eq(lent(&w, 1), 4);
    end(&w);
}
END_TEST

START_TEST(findings__wrong_rows_are_errors)
{
    world w;
    begin(&w);
    scratch_text(&w.s, "units.csv", "unit,region\nU1,甲县\n");
    scratch_text(&w.s, "posts.csv", "unit,category,authorised,in_post\nU1,事业,60,40\n");
    scratch_text(&w.s, "findings.csv",
                 "unit,finding,from,until,effect,factor\nU1,a,2026-01-01,2025-01-01,room,\n"
                 "U9,b,2026-01-01,,no_loans,0.5\n");
    scratch_text(&w.s, "scenario.yaml",
                 "schema: turnpool.scenario/1\nname: test\ndata: .\nas_of: 2026-06-30\n");
    ck_assert_int_eq(tp_session_open(&w.session, scratch_path(&w.s, "scenario.yaml"), NULL,
                                     &w.s.diags, &w.s.err),
                     TP_E_INPUT);
    ck_assert_str_eq(
        scratch_reports(&w.s),
        "./findings.csv:2:17: error: the finding ends before it begins [data.finding-ends-before]\n"
        "./findings.csv:2:33: error: room and deposits need their factor (0…1) "
        "[data.finding-factor]\n"
        "./findings.csv:3:1: error: there is no unit \"U9\" in units.csv [data.unknown-unit]\n"
        "./findings.csv:3:27: error: no_loans and no_own_use have no factor "
        "[data.finding-no-factor]\n");
    end(&w);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("standards");
    TCase *tcase = tcase_create("standards");
    tcase_add_test(tcase, standards__only_what_is_short_is_lent);
    tcase_add_test(tcase, standards__a_share_of_what_is_above_is_deposited);
    tcase_add_test(tcase, cover__each_term_by_its_own_departures);
    tcase_add_test(tcase, frozen__neither_used_nor_lent);
    tcase_add_test(tcase, findings__hold_for_their_time);
    tcase_add_test(tcase, findings__wrong_rows_are_errors);
    suite_add_tcase(suite, tcase);
    return suite;
}
