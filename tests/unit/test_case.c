/* What a line deposits, borrows and is denied, derived by hand. */
#include "models/case.h"
#include "models/rule.h"
#include "scratch.h"
#include "suite.h"

#include <stdio.h>
#include <string.h>

typedef struct world {
    scratch s;
    tp_scenario *scenario;
    tp_dataset *data;
    tp_case *c;
    tp_status status;
} world;

static const char units[] =
    "unit,kind,system,region\nU1,事业单位,教育,甲县\nU2,事业单位,卫生,甲县\n"
    "U3,政府部门,公安,乙县\n";

static void derive(world *w, const char *rules)
{
    char text[4096];
    snprintf(text, sizeof text,
             "schema: turnpool.scenario/1\nname: test\ndata: .\nas_of: 2026-06-30\n%s", rules);
    scratch_text(&w->s, "scenario.yaml", text);
    tp_scenario_options options = {0};
    options.sections = tp_case_sections(&options.n_sections);
    tp_scenario_load(&w->scenario, scratch_path(&w->s, "scenario.yaml"), &options, &w->s.diags,
                     &w->s.err);
    ck_assert_msg(w->scenario != NULL, "%s", scratch_reports(&w->s));
    tp_dataset_load(&w->data, w->scenario->data, &(tp_dataset_options){0}, &w->s.diags, &w->s.err);
    ck_assert_msg(w->data != NULL, "%s", scratch_reports(&w->s));
    tp_case_options made = {.data = w->data, .scenario = w->scenario};
    w->status = tp_case_create(&w->c, &made, &w->s.diags, &w->s.err);
}

static void begin(world *w)
{
    memset(w, 0, sizeof *w);
    scratch_begin(&w->s);
    scratch_text(&w->s, "units.csv", units);
}

static void finish(world *w)
{
    tp_case_free(w->c);
    tp_dataset_free(w->data);
    tp_scenario_free(w->scenario);
    scratch_end(&w->s);
}

/* U1: 20 authorised, 12 in post: V = 8. Lots 3 from 2024-06-30 (24 months), 2 from 2026-01-01 (5),
 * the other 3 of unknown age 10. Reclaim of at least 12 months, half: ⌊0.5 × 3⌋ = 1. Then V = 7;
 * idle of at least 6 months: 3 + 3 - 1 = 5. Share 0.5: ⌊2.5⌋ = 2. */
START_TEST(case__reclaims_the_oldest_then_releases_a_share)
{
    world w;
    begin(&w);
    scratch_text(&w.s, "posts.csv", "unit,category,authorised,in_post\nU1,事业,20,12\n");
    scratch_text(&w.s, "vacancies.csv",
                 "unit,category,count,since\nU1,事业,2,2026-01-01\nU1,事业,3,2024-06-30\n");
    derive(&w, "idle: {min_months: 6, unknown_age_months: 10}\n"
               "reclaim: {min_months: 12, share: 0.5}\n"
               "release: {unevaluated_share: 0.5}\n");
    ck_assert_int_eq(w.status, TP_OK);
    const tp_position *at = &w.c->line[0];
    ck_assert_int_eq(at->reclaimed, 1);
    ck_assert_int_eq(at->authorised, 19);
    ck_assert_int_eq(at->vacant, 7);
    ck_assert_int_eq(at->idle, 5);
    ck_assert_int_eq(at->supply, 2);
    ck_assert_int_eq(w.c->pools[0].opening, 1);
    ck_assert_int_eq(w.c->pools[0].reach, 3);
    finish(&w);
}
END_TEST

/* V = 5: D1 (normal, filed first) 3, D2 (statutory, filed last) 4, D3 (normal, no date) 2.
 * Statutory first: 4; D1 gets 1; D3 none. Need 0 + 2 + 2 = 4. max_share ⌊0.1 × 35⌋ = 3 = G. */
START_TEST(case__serves_statutory_demands_from_own_slots_first)
{
    world w;
    begin(&w);
    scratch_text(&w.s, "posts.csv", "unit,category,authorised,in_post\nU1,事业,35,30\n");
    scratch_text(&w.s, "demands.csv",
                 "demand,unit,category,quantity,class,filed_on\nD1,U1,事业,3,normal,2026-01-01\n"
                 "D2,U1,事业,4,statutory,2026-05-01\nD3,U1,事业,2,normal,\n"
                 "D4,U1,事业,9,statutory,2026-07-01\n");
    derive(&w, "borrow: {max_share: 0.1}\n");
    ck_assert_int_eq(w.status, TP_OK);
    const int64_t own[] = {1, 4, 0, 0}, need[] = {2, 0, 2, 9};
    for (int32_t d = 0; d < 4; d++) {
        ck_assert_int_eq(w.c->demand[d].own, own[d]);
        ck_assert_int_eq(w.c->demand[d].need, need[d]);
    }
    ck_assert_uint_eq(w.c->demand[3].denied_by, (uint64_t)1 << tp_rule_find("filed_on"));
    ck_assert_int_eq(w.c->line[0].demanded, 9);
    ck_assert_int_eq(w.c->line[0].supply, 0);
    ck_assert_int_eq(w.c->line[0].room, 3);
    finish(&w);
}
END_TEST

/* Graded 2025-12-31, frozen for 6 months: months(2025-12-31, 2026-06-30) = 5 < 6, and the first
 * day with 6 whole months is 2026-07-01. */
START_TEST(case__names_every_reason_and_the_day_of_return)
{
    world w;
    begin(&w);
    scratch_text(&w.s, "posts.csv", "unit,category,authorised,in_post,lent\nU3,行政,10,6,1\n");
    scratch_text(&w.s, "outcomes.csv",
                 "unit,evaluated_on,grade,saturation\nU3,2025-12-31,较差,0.5\n");
    scratch_text(&w.s, "demands.csv", "demand,unit,category,quantity\nD1,U3,行政,3\n");
    derive(&w, "categories: {行政: {kinds: [党委部门]}}\ngrades: {较差: {freeze_months: 6}}\n"
               "borrow: {min_saturation: 0.8, max_vacancy_share: 0.2}\n"
               "basis: {borrow: 第八条}\n");
    ck_assert_int_eq(w.status, TP_OK);
    tp_reasons reasons;
    ck_assert_int_eq(tp_case_reasons(w.c, 0, w.s.arena, &reasons, &w.s.err), TP_OK);
    static const char *const rules[] = {"categories", "grades", "borrow.min_saturation",
                                        "borrow.max_vacancy_share", "lent"};
    ck_assert_uint_eq(reasons.count, 5);
    for (size_t i = 0; i < 5; i++)
        ck_assert_str_eq(reasons.items[i].rule, rules[i]);
    ck_assert_int_eq(reasons.items[1].until, 20260701);
    ck_assert_str_eq(reasons.items[2].basis, "第八条");
    ck_assert_str_eq(reasons.items[2].text.en, "saturation 0.5 is below 0.8");
    finish(&w);
}
END_TEST

/* Opening 3, S = 2, locked to deposit at most 1: H = 4, so a reserve of 10 asks for 4. */
START_TEST(case__a_pool_keeps_no_more_than_it_can_reach)
{
    world w;
    begin(&w);
    scratch_text(&w.s, "posts.csv",
                 "unit,category,authorised,in_post\nU1,事业,10,8\nU3,行政,5,5\n");
    derive(&w, "pools: {opening: [{scope: 甲县, category: 事业, count: 3}]}\n"
               "reserve: {count: 10}\n"
               "locks: [{unit: U1, category: 事业, deposit_at_most: 1}]\n");
    ck_assert_int_eq(w.status, TP_OK);
    ck_assert_int_eq(w.c->n_pools, 2);
    ck_assert_int_eq(w.c->line[0].supply, 2);
    ck_assert_int_eq(w.c->line[0].most, 1);
    ck_assert_int_eq(w.c->pools[0].reach, 4);
    ck_assert_int_eq(w.c->pools[0].floor, 4);
    ck_assert_int_eq(w.c->pools[1].floor, 0);
    finish(&w);
}
END_TEST

START_TEST(case__a_lock_against_a_hard_bound_is_named)
{
    world w;
    begin(&w);
    scratch_text(&w.s, "posts.csv", "unit,category,authorised,in_post\nU1,事业,10,8\n");
    derive(&w, "locks:\n  - {unit: U1, category: 事业, deposit: 5}\n");
    ck_assert_int_eq(w.status, TP_OK);
    ck_assert_uint_eq(w.c->contradictions.count, 1);
    ck_assert_str_eq(w.c->contradictions.items[0].rule, "locks");
    ck_assert_int_eq(w.c->contradictions.items[0].pos.line, 6);
    finish(&w);
}
END_TEST

START_TEST(case__an_unknown_code_in_a_lock_is_an_error_with_a_suggestion)
{
    world w;
    begin(&w);
    scratch_text(&w.s, "posts.csv", "unit,category,authorised,in_post\nU1,事业,10,8\n");
    derive(&w, "locks: [{unit: U11, category: 事业, deposit: 1}]\n");
    ck_assert_int_eq(w.status, TP_E_INPUT);
    const char *reports = scratch_reports(&w.s);
    ck_assert_msg(strstr(reports, "scenario.yaml:5:") && strstr(reports, "U1?"), "%s", reports);
    finish(&w);
}
END_TEST

/* v = 3 × 1.2 × 0.333333 = 1.1999988 -> 1.199999 */
START_TEST(case__values_are_rounded_once)
{
    world w;
    begin(&w);
    scratch_text(&w.s, "posts.csv", "unit,category,authorised,in_post\nU1,事业,10,10\n");
    scratch_text(&w.s, "outcomes.csv",
                 "unit,evaluated_on,grade,saturation\nU1,2026-01-01,优秀,1\n");
    scratch_text(&w.s, "demands.csv", "demand,unit,category,quantity\nD1,U1,事业,4\n");
    derive(&w, "sectors: {教育: {weight: 3}}\ngrades: {优秀: {weight: 1.2}}\n"
               "tranches: [{up_to: 0.3, value: 1}, {up_to: 1, value: 0.333333}]\n");
    ck_assert_int_eq(w.status, TP_OK);
    ck_assert_int_eq(tp_case_value(w.c, 0, 0), 3600000);
    ck_assert_int_eq(tp_case_value(w.c, 0, 1), 1199999);
    /* Tranches of 4: ⌈1.2⌉ = 2 and 2. */
    ck_assert_int_eq(w.c->demand[0].cols, 2);
    ck_assert_int_eq(w.c->program->hi[w.c->demand[0].first_col], 2);
    finish(&w);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("case");
    TCase *tcase = tcase_create("case");
    tcase_add_test(tcase, case__reclaims_the_oldest_then_releases_a_share);
    tcase_add_test(tcase, case__serves_statutory_demands_from_own_slots_first);
    tcase_add_test(tcase, case__names_every_reason_and_the_day_of_return);
    tcase_add_test(tcase, case__a_pool_keeps_no_more_than_it_can_reach);
    tcase_add_test(tcase, case__a_lock_against_a_hard_bound_is_named);
    tcase_add_test(tcase, case__an_unknown_code_in_a_lock_is_an_error_with_a_suggestion);
    tcase_add_test(tcase, case__values_are_rounded_once);
    suite_add_tcase(suite, tcase);
    return suite;
}
