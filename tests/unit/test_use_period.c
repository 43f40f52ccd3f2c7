/* Use periods chosen loan by loan: what counts, what follows from it, and who notices a wrong one.
 * Derivation: models/README.md, 14 Use periods.
 *
 * U2 loses 2 within a year of as_of (2026-06-30) and 3 more by 2028-01-31; U1 offers all anybody
 * wants. D1 (states 12 months, worth twice) and D2 (states 36) want 6 each, covered by departures
 * in their own terms. */
#include "certify/recheck.h"
#include "explain/explain.h"
#include "run/session.h"
#include "solved.h"
#include "store/plan_run.h"
#include "suite.h"

#include <string.h>

typedef struct world {
    scratch s;
    tp_session *session;
    const tp_run *run;
} world;

static bool try(world *w, const char *rules)
{
    scratch_begin(&w->s);
    w->session = NULL;
    scratch_text(&w->s, "units.csv", "unit,region\nU1,甲县\nU2,甲县\n");
    scratch_text(&w->s, "posts.csv",
                 "unit,category,authorised,in_post\nU1,事业,60,40\nU2,事业,36,36\n");
    scratch_text(&w->s, "attrition.csv",
                 "unit,category,on,count\nU2,事业,2027-06-30,2\nU2,事业,2028-01-31,3\n");
    scratch_text(&w->s, "demands.csv",
                 "demand,unit,category,quantity,class,term_months\nD1,U2,事业,6,talent,12\n"
                 "D2,U2,事业,6,normal,36\n");
    scratch_text(&w->s, "s.yaml",
                 tp_arena_format(w->s.arena,
                                 "schema: turnpool.scenario/1\nname: t\ndata: .\nas_of: "
                                 "2026-06-30\nclasses: {talent: {weight: 2}}\nborrow: "
                                 "{attrition_cover: decide}\n%s",
                                 rules));
    return tp_session_open(&w->session, scratch_path(&w->s, "s.yaml"), NULL, &w->s.diags,
                           &w->s.err) == TP_OK;
}

static void begin(world *w, const char *rules)
{
    ck_assert_msg(try(w, rules), "%s", scratch_reports(&w->s));
    ck_assert_int_eq(tp_session_solve(w->session, NULL, &w->run, &w->s.err), TP_OK);
    ck_assert_int_eq(w->run->result->status, TP_OPTIMAL);
}

static void end(world *w)
{
    tp_session_free(w->session);
    scratch_end(&w->s);
}

static void expect(const char *rules, int64_t d1, int64_t d2, int m1, int m2)
{
    world w;
    documents d;
    tp_session_stored stored;
    const char *why;
    begin(&w, rules);
    ck_assert_int_eq(w.run->result->loan[0], d1);
    ck_assert_int_eq(w.run->result->loan[1], d2);
    ck_assert_int_eq(w.run->data->demands[0].term_months, m1);
    ck_assert_int_eq(w.run->data->demands[1].term_months, m2);
    documents_write(&d, w.run);
    documents_stored(&d, &stored);
    ck_assert_msg(solved_verifies(&stored, w.s.arena, &why), "%s", why);
    documents_free(&d);
    end(&w);
}

/* Given 24 months D1 is covered by all 5 that leave until 2028-06-30. At most 18 brings D2 down to
 * 2027-12-30, when 2 have left: they are D1's, who is worth more. At least 20 lengthens D1's to
 * 2028-02-29: 5. The first item that matches counts. */
START_TEST(use_period__departures_cover_what_is_given)
{
    expect("", 2, 3, 12, 36);
    expect("use_period: {given: [{demand: D1, months: 24, basis: 纪要〔2026〕5号}]}\n", 5, 0, 24,
           36);
    expect("use_period: {at_most: 18}\n", 2, 0, 12, 18);
    expect("use_period: {at_least: 20}\n", 5, 0, 20, 36);
    expect("use_period: {at_least: 6, at_most: 30, given: [{where: {class: normal}, months: 6}, "
           "{months: 24}]}\n",
           5, 0, 24, 6);
}
END_TEST

/* The data are who they were, the ledger gets the months, and documents the day. */
START_TEST(use_period__goes_to_the_ledger_and_the_document)
{
    world w, plain;
    tp_plan plan;
    int loans = 0;
    begin(&plain, "");
    begin(&w, "use_period: {at_most: 30, given: [{demand: D1, months: 24}]}\n");
    ck_assert_str_eq(w.run->data->sha256, plain.run->data->sha256);
    const tp_approved counts = {.loan = w.run->result->loan, .deposit = w.run->result->deposit};
    ck_assert_int_eq(tp_plan_of_run(&plan, w.run, &counts, w.s.arena, &w.s.err), TP_OK);
    for (size_t i = 0; i < plan.n_moves; i++)
        if (plan.moves[i].kind == TP_JOURNAL_LOAN) {
            ck_assert_str_eq(plan.moves[i].demand, "D1");
            ck_assert_int_eq(plan.moves[i].term_months, 24);
            loans++;
        }
    ck_assert_int_eq(loans, 1);
    documents d;
    documents_write(&d, w.run);
    ck_assert_ptr_nonnull(strstr(d.document.bytes, "\"months\": 24, \"due\": \"2028-06-30\""));
    ck_assert_ptr_nonnull(strstr(d.document.bytes, "\"months\": 30, \"due\": null"));
    documents_free(&d);
    end(&plain);
    end(&w);
}
END_TEST

START_TEST(use_period__is_explained)
{
    static const struct {
        const char *rules, *says;
    } cases[] = {
        {"use_period: {at_most: 30}\n", "used for 12 months, as it states; due 2027-06-30"},
        {"use_period: {given: [{demand: D1, months: 24}]}\n",
         "used for 24 months, as the scenario gives it (it states 12); due 2028-06-30"},
        {"use_period: {at_least: 18}\n",
         "used for 18 months, the scenario's bound (it states 12); due 2027-12-30"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world w;
        tp_explanation e;
        bool said = false;
        begin(&w, cases[i].rules);
        ck_assert_int_eq(
            tp_explain_demand(&e, w.run, 0, &(tp_explain_options){0}, w.s.arena, &w.s.err), TP_OK);
        for (size_t k = 0; k < e.n_causes; k++)
            said |= strncmp(e.causes[k].text.en, cases[i].says, strlen(cases[i].says)) == 0;
        ck_assert_msg(said, "nothing says: %s", cases[i].says);
        end(&w);
    }
}
END_TEST

static bool sound(world *w, const tp_dataset *data, const tp_result *result)
{
    tp_recheck r;
    ck_assert_int_eq(
        tp_recheck_run(&r, data, w->run->scenario, NULL, result, w->s.arena, &w->s.err), TP_OK);
    return r.findings.count == 0;
}

START_TEST(use_period__wrong_answers_are_found)
{
    world w;
    begin(&w, "use_period: {at_most: 30, given: [{demand: D1, months: 24}]}\n");
    for (int what = 0; what < 4; what++) {
        tp_dataset view = *w.run->data;
        tp_result answer = *w.run->result;
        tp_result *periods[] = {&answer};
        tp_demand demands[2] = {view.demands[0], view.demands[1]};
        tp_date due[2] = {20280630, TP_DATE_NONE};
        view.demands = demands;
        answer.periods = periods;
        answer.due = due;
        due[0] += what == 1;
        due[1] = what == 2 ? 20281230 : TP_DATE_NONE;
        demands[1].term_months += what == 3;
        ck_assert_int_eq(sound(&w, &view, &answer), what == 0);
    }
    end(&w);
}
END_TEST

START_TEST(use_period__a_warm_session_changes_it)
{
    world w;
    begin(&w, "use_period: {given: [{demand: D1, months: 24}]}\n");
    const tp_setting set[] = {{.key = "use_period.given[1].months", .value = "13"},
                              {.key = "use_period.at_most", .value = "18"}};
    ck_assert_int_eq(tp_session_set(w.session, set, 1, &w.s.diags, &w.s.err), TP_OK);
    ck_assert_int_eq(tp_session_data(w.session)->demands[0].term_months, 13);
    ck_assert_int_eq(tp_session_set(w.session, set, 2, &w.s.diags, &w.s.err), TP_OK);
    ck_assert_int_eq(tp_session_data(w.session)->demands[1].term_months, 18);
    ck_assert_int_eq(tp_session_set(w.session, NULL, 0, &w.s.diags, &w.s.err), TP_OK);
    ck_assert_int_eq(tp_session_data(w.session)->demands[0].term_months, 24);
    ck_assert_int_eq(tp_session_data(w.session)->demands[1].term_months, 36);
    end(&w);
}
END_TEST

START_TEST(use_period__faults_are_told)
{
    static const struct {
        const char *rules, *says;
        bool opens;
    } cases[] = {{"use_period: {at_least: 12, at_most: 6}\n",
                  "at least 12 months, more than at most 6", false},
                 {"use_period: {at_most: 36, given: [{demand: D1, months: 37}]}\n",
                  "a use period of 37 months is outside of the scenario's bounds (1 to 36 months)",
                  false},
                 {"use_period: {given: [{demand: D1, where: {unit: U2}, months: 3}]}\n",
                  "an item has `demand` or `where`, not both", false},
                 {"use_period: {given: [{demand: D9, months: 3}]}\n",
                  "the data have no demand \"D9\": this item does nothing", true},
                 {"use_period: {given: [{where: {unit: U1}, months: 3}]}\n",
                  "this item matches no demand", true},
                 {"use_period: {at_least: 13, at_most: 24}\n",
                  "the use periods 2 demands state are outside of 13 to 24 months: they have the "
                  "bound (such "
                  "as D1)",
                  true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world w;
        ck_assert_int_eq(try(&w, cases[i].rules), cases[i].opens);
        const char *reports = scratch_reports(&w.s);
        ck_assert_msg(strstr(reports, cases[i].says) != NULL, "%s: %s", cases[i].rules, reports);
        end(&w);
    }
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("use_period");
    TCase *tc = tcase_create("use_period");
    tcase_add_test(tc, use_period__departures_cover_what_is_given);
    tcase_add_test(tc, use_period__goes_to_the_ledger_and_the_document);
    tcase_add_test(tc, use_period__is_explained);
    tcase_add_test(tc, use_period__wrong_answers_are_found);
    tcase_add_test(tc, use_period__a_warm_session_changes_it);
    tcase_add_test(tc, use_period__faults_are_told);
    suite_add_tcase(suite, tc);
    return suite;
}
