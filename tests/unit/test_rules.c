/* Rules worked out by hand, from the files to the answer: reclaim, all-eligible deposits, earmarked
 * slots, and staying close to a reference. */
#include "base/buf.h"
#include "domain/scenario.h"
#include "models/bind.h"
#include "report/views/words.h"
#include "run/session.h"
#include "scratch.h"
#include "suite.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef struct world {
    scratch s;
    tp_session *session;
    const tp_run *run;
} world;

/* U1 may give, U2 asks, U3 may give as well. */
static void begin(world *w, const char *vacancies, const char *demands)
{
    *w = (world){0};
    scratch_begin(&w->s);
    scratch_text(&w->s, "units.csv", "unit,region\nU1,甲县\nU2,甲县\nU3,甲县\n");
    scratch_text(&w->s, "posts.csv",
                 "unit,category,authorised,in_post\nU1,事业,20,10\nU2,事业,30,30\n"
                 "U3,事业,9,5\n");
    scratch_text(&w->s, "vacancies.csv", vacancies);
    scratch_text(&w->s, "demands.csv", demands);
}

static void solve_with(world *w, const char *rules, const tp_session_options *options)
{
    scratch_text(&w->s, "scenario.yaml",
                 tp_arena_format(w->s.arena,
                                 "schema: turnpool.scenario/1\nname: test\ndata: .\n"
                                 "as_of: 2026-06-30\n%s",
                                 rules));
    tp_session_open(&w->session, scratch_path(&w->s, "scenario.yaml"), options, &w->s.diags,
                    &w->s.err);
    ck_assert_msg(w->session != NULL, "%s", scratch_reports(&w->s));
    ck_assert_int_eq(
        tp_session_solve(w->session, &(tp_session_solve_options){0}, &w->run, &w->s.err), TP_OK);
    ck_assert_int_eq(w->run->result->status, TP_OPTIMAL);
}

static void solve(world *w, const char *rules)
{
    solve_with(w, rules, &(tp_session_options){0});
}

static void finish(world *w)
{
    tp_session_free(w->session);
    scratch_end(&w->s);
}

/* 6 of U1's 10 vacancies are over 36 months old: half of them are reclaimed. Of the 17 slots left,
 * 7 vacant, ⌈0.1 × 17⌉ = 2 are kept, and 3 are idle for a year. 3 of the pool's own and 3 deposited
 * meet 6 of the 8 asked for. */
START_TEST(rules__reclaim_moves_ownership_before_anything_else)
{
    world w;
    begin(&w,
          "unit,category,count,since\nU1,事业,6,2022-01-01\nU1,事业,2,2026-05-01\n"
          "U3,事业,4,2026-06-01\n",
          "demand,unit,category,quantity,class\nD1,U2,事业,8,statutory\n");
    solve(&w, "idle: {min_months: 12}\nrelease: {keep_share: 0.1, unevaluated_share: 1}\n"
              "reclaim: {min_months: 36, share: 0.5}\n");
    const tp_result *r = w.run->result;
    const tp_position *u1 = &w.run->kase->line[0];
    ck_assert_int_eq(r->reclaimed[0], 3);
    ck_assert_int_eq(r->reclaimed[1], 0);
    ck_assert_int_eq(r->reclaimed[2], 0);
    ck_assert_int_eq(u1->supply, 3);
    ck_assert_int_eq(r->deposit[0], 3);
    ck_assert_int_eq(r->deposit[2], 0);
    ck_assert_int_eq(r->loan[0], 6);
    ck_assert_int_eq((int64_t)r->tiers[0].value, 2000000);
    const tp_pool_result *pool = &r->pools[0];
    ck_assert_int_eq(pool->opening, 0);
    ck_assert_int_eq(pool->reclaimed, 3);
    ck_assert_int_eq(pool->deposits, 3);
    ck_assert_int_eq(pool->loans, 6);
    ck_assert_int_eq(pool->closing, 0);
    finish(&w);
}
END_TEST

/* Everything releasable is deposited, lent or not; a lock lowers what "everything" is. */
START_TEST(rules__all_eligible_deposits_all_that_bounds_and_locks_allow)
{
    world w;
    begin(&w, "unit,category,count,since\n", "demand,unit,category,quantity\nD1,U2,事业,2\n");
    solve(&w, "release: {deposits: all-eligible, unevaluated_share: 0.5}\n"
              "locks: [{unit: U3, category: 事业, deposit_at_most: 1}]\n");
    const tp_result *r = w.run->result;
    ck_assert_int_eq(r->deposit[0], 5);
    ck_assert_int_eq(r->deposit[1], 0);
    ck_assert_int_eq(r->deposit[2], 1);
    ck_assert_int_eq(r->loan[0], 2);
    ck_assert_int_eq(r->pools[0].closing, 4);
    finish(&w);
}
END_TEST

/* The pool reaches 5. With one slot of reserve and two earmarked, others leave 3 less what talent
 * demands borrow: talent takes its 1, the rest borrows 2, 2 stay. */
START_TEST(rules__earmarked_slots_are_for_talent_alone)
{
    world w;
    begin(&w, "unit,category,count,since\n",
          "demand,unit,category,quantity,class\nD1,U2,事业,10,normal\nD2,U2,事业,1,talent\n");
    solve(&w, "release: {unevaluated_share: 0.5}\nprotect: [{unit: U3}]\nreserve: {count: 1}\n"
              "earmark: [{scope: 甲县, category: 事业, count: 2}]\n");
    const tp_result *r = w.run->result;
    ck_assert_int_eq(r->deposit[0], 5);
    ck_assert_int_eq(r->loan[0], 2);
    ck_assert_int_eq(r->loan[1], 1);
    ck_assert_int_eq(r->pools[0].closing, 2);
    ck_assert_int_eq(r->pools[0].required, 2);
    finish(&w);
}
END_TEST

static const char three_asked[] = "demand,unit,category,quantity\nD1,U2,事业,3\n";
static const char u3_gave[] =
    "{\"schema\": \"turnpool.run/1\",\n"
    " \"deposits\": [{\"unit\": \"U3\", \"category\": \"事业\", \"count\": 2},"
    " {\"unit\": \"U9\", \"category\": \"事业\", \"count\": 4}],\n"
    " \"loans\": [{\"demand\": \"D1\", \"count\": 2},"
    " {\"demand\": \"D7\", \"count\": 1}]}\n";

/* In the reference U3 gave 2 for a loan of 2; unknown entries do not count. Now 3 are lent: one
 * more loan and one more deposit are the least that changes, wherever the deposit comes from. */
static void near_the_reference(const world *w)
{
    const tp_result *r = w->run->result;
    ck_assert_int_eq((int64_t)r->tiers[1].value, 2000000);
    ck_assert_int_eq(r->loan[0], 3);
    ck_assert_int_ge(r->deposit[2], 2);
    ck_assert_int_eq(r->deposit[0] + r->deposit[2], 3);
    ck_assert_uint_ne(strlen(w->run->reference_sha256), 0);
}

START_TEST(rules__stability_keeps_close_to_a_result_file)
{
    static const char *const tiers[] = {
        "tiers: [{goal: need}, {goal: stability, reference: before/r.json}]\n",
        "reference: before/r.json\ntiers: [{goal: need}, {goal: stability}]\n"};
    world w;
    begin(&w, "unit,category,count,since\n", three_asked);
    ck_assert_int_eq(system(tp_arena_format(w.s.arena, "mkdir %s/before", w.s.path)), 0);
    scratch_text(&w.s, "before/r.json", u3_gave);
    solve(&w, tiers[_i]);
    near_the_reference(&w);
    scratch_remove(&w.s, "before/r.json");
    finish(&w);
}
END_TEST

static tp_status fetch(void *user, const char *reference, tp_buf *out, tp_err *err)
{
    (void)err;
    *(const char **)user = reference;
    tp_buf_text(out, u3_gave);
    return TP_OK;
}

START_TEST(rules__stability_keeps_close_to_a_stored_run)
{
    world w;
    const char *asked_for = NULL;
    begin(&w, "unit,category,count,since\n", three_asked);
    solve_with(&w, "tiers: [{goal: need}, {goal: stability, reference: \"run:0123abcd\"}]\n",
               &(tp_session_options){.references = {fetch, &asked_for}});
    near_the_reference(&w);
    ck_assert_str_eq(asked_for, "run:0123abcd");
    finish(&w);
}
END_TEST

static void check_titles(const tp_schema *schema, int depth)
{
    for (size_t i = 0; i < schema->count && depth < 8; i++) {
        const tp_key *key = &schema->keys[i];
        bool attribute = false;
        for (int a = 0; key->name && a < TP_ATTRIBUTES; a++)
            attribute = attribute || strcmp(key->name, tp_attribute_names[a]) == 0;
        for (int k = 0; key->name && k < TP_CLASSES; k++) /* called by their own words */
            attribute = attribute || strcmp(key->name, tp_demand_class_names[k]) == 0;
        if (key->name && !attribute)
            ck_assert_msg(key->title.zh && key->title.en, "key %s of %s has no title", key->name,
                          schema->name);
        /* They stand within a line: "expiry: within months, loan L1". */
        if (key->name && !attribute)
            ck_assert_msg(!isupper((unsigned char)*key->title.en) ||
                              isupper((unsigned char)key->title.en[1]),
                          "%s begins in upper case", key->title.en);
        if (key->of)
            check_titles(key->of, depth + 1);
    }
}

/* A report calls every key by words: none may do without. */
START_TEST(rules__every_key_has_a_title)
{
    size_t count;
    const tp_schema *const *sections = tp_case_sections(&count);
    check_titles(&tp_scenario_schema, 0);
    for (size_t i = 0; i < count; i++)
        check_titles(sections[i], 0);
}
END_TEST

START_TEST(rules__keys_and_values_are_said_in_words)
{
    tp_arena *arena = tp_arena_create();
    tp_page page;
    tp_page_init(&page, arena, (tp_words){NULL, NULL});
    ck_assert_str_eq(tp_key_words(&page, "reserve.share").zh, "周转储备：比例");
    ck_assert_str_eq(tp_key_words(&page, "borrow.max_share").en,
                     "borrowing: largest borrowed share");
    ck_assert_str_eq(tp_key_words(&page, "grades.优秀.weight").zh, "评估等次：优秀：权重");
    ck_assert_str_eq(tp_key_words(&page, "basis.borrow.max_share").zh, "依据：借用比例上限");
    tp_words value =
        tp_value_words(&page, "limits", "[{name: \"name: 甲\", measure: loans, at_most: 12}]");
    ck_assert_str_eq(value.zh, "“name: 甲”：指标 投放数，不超过 12");
    ck_assert_str_eq(value.en, "“name: 甲”: measure loans, at most 12");
    ck_assert_str_eq(tp_value_words(&page, "borrow.fill", "true").zh, "是");
    /* The same key is called what it is at its place. */
    ck_assert_str_eq(tp_value_words(&page, "pools.transfers", "[{from: A, to: B, at_most: 3}]").zh,
                     "从 A，到 B，不超过 3");
    ck_assert_str_eq(tp_value_words(&page, "pools.conversions", "[{from: A, to: B}]").zh,
                     "原类别 A，转为类别 B");
    ck_assert_str_eq(
        tp_value_words(&page, "horizon.renew", "[{where: {unit: [U1]}, outcome: keep, to: 2}]").zh,
        "范围（单位 U1），处理 保留，保留借用数 2");
    ck_assert_str_eq(
        tp_value_words(&page, "exceptions", "[{demand: D1, rule: borrow.min_saturation}]").zh,
        "申请 D1，放开的规则 最低饱满度");
    ck_assert_str_eq(
        tp_value_words(&page, "expiry.outcomes", "[{where: {}, outcome: wind_down}]").zh,
        "范围 全部，到期处理 收回");
    tp_arena_free(arena);
}
END_TEST

/* Two bureaus with a school each, and a county. */
START_TEST(rules__nearer_pools_come_first)
{
    world w = {0};
    scratch_begin(&w.s);
    scratch_text(&w.s, "units.csv",
                 "unit,parent,region\nU1,,市\nU2,U1,市\nU3,,市\nU4,U3,市\nU5,,县\n");
    scratch_text(&w.s, "posts.csv",
                 "unit,category,authorised,in_post\nU1,事业,20,17\nU2,事业,9,9\n"
                 "U3,事业,15,10\nU4,事业,8,8\nU5,事业,30,20\n");
    scratch_text(&w.s, "demands.csv",
                 "demand,unit,category,quantity\nD1,U2,事业,6\nD2,U4,事业,1\n");
    /* The bureau U1 has 3 for its school: 3 more come from U3's pool by way of the city's, two
     * steps each; the county's 10 stay there. */
    solve(&w, "pools: {by: parent, beyond: [region]}\n"
              "tiers: [{goal: need}, {goal: transfers}]\n");
    ck_assert_int_eq(w.run->result->loan[0], 6);
    ck_assert_int_eq(w.run->result->loan[1], 1);
    ck_assert_int_eq((int64_t)w.run->result->tiers[1].final, 6 * TP_DEC_ONE);
    ck_assert_int_eq(w.run->result->deposit[0], 3);
    ck_assert_int_eq(w.run->result->deposit[2], 4);
    ck_assert_int_eq(w.run->result->deposit[4], 0);
    tp_session_free(w.session);
    /* With the county: still no more than is asked, and the nearer first. */
    solve(&w, "pools: {by: parent, beyond: [地区, 全部]}\nprotect: [{unit: [U3]}]\n"
              "tiers: [{goal: need}, {goal: transfers}]\n");
    ck_assert_int_eq(w.run->result->loan[0] + w.run->result->loan[1], 7);
    ck_assert_int_eq(w.run->result->deposit[0], 3);
    ck_assert_int_eq(w.run->result->deposit[4], 4);
    ck_assert_int_eq((int64_t)w.run->result->tiers[1].final, 12 * TP_DEC_ONE);
    finish(&w);
}
END_TEST

/* A bureau U1 (4 vacant) with two schools: U2 gives 3, U3 asks 8, U4 of nobody gives 5 but to no
 * department: 4 + 3 = 7 of 8 inside the department. By system they all share one pool. */
START_TEST(rules__pools_by_parent_hold_a_department_together)
{
    world w = {0};
    scratch_begin(&w.s);
    scratch_text(&w.s, "units.csv",
                 "unit,parent,system\nU1,,教育\nU2,U1,教育\nU3,U1,教育\nU4,,教育\n");
    scratch_text(&w.s, "posts.csv",
                 "unit,category,authorised,in_post\nU1,事业,20,16\nU2,事业,13,10\n"
                 "U3,事业,9,9\nU4,事业,15,10\n");
    scratch_text(&w.s, "demands.csv", "demand,unit,category,quantity\nD1,U3,事业,8\n");
    solve(&w, "pools: {by: parent}\n");
    ck_assert_int_eq(w.run->result->loan[0], 7);
    ck_assert_uint_eq(w.run->result->n_pools, 2);
    ck_assert_str_eq(w.run->result->pools[0].scope, "U1");
    ck_assert_int_eq(w.run->result->pools[0].loans, 7);
    ck_assert_str_eq(w.run->result->pools[1].scope, "");
    tp_session_free(w.session);
    solve(&w, "pools: {by: system, opening: [{scope: 教育, category: 事业, count: 1}]}\n"
              "reserve: {count: 6}\n");
    ck_assert_int_eq(w.run->result->loan[0], 7); /* 1 + 4 + 3 + 5, less 6 */
    ck_assert_str_eq(w.run->result->pools[0].scope, "教育");
    finish(&w);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("rules");
    TCase *tcase = tcase_create("rules");
    tcase_add_test(tcase, rules__pools_by_parent_hold_a_department_together);
    tcase_add_test(tcase, rules__nearer_pools_come_first);
    tcase_add_test(tcase, rules__every_key_has_a_title);
    tcase_add_test(tcase, rules__keys_and_values_are_said_in_words);
    tcase_add_test(tcase, rules__reclaim_moves_ownership_before_anything_else);
    tcase_add_test(tcase, rules__all_eligible_deposits_all_that_bounds_and_locks_allow);
    tcase_add_test(tcase, rules__earmarked_slots_are_for_talent_alone);
    tcase_add_loop_test(tcase, rules__stability_keeps_close_to_a_result_file, 0, 2);
    tcase_add_test(tcase, rules__stability_keeps_close_to_a_stored_run);
    suite_add_tcase(suite, tcase);
    return suite;
}
