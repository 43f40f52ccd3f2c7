/* Documented exceptions: worked out by hand, from the files to the answer and its proof. */
#include "run/session.h"
#include "solved.h"
#include "suite.h"

#include <string.h>

typedef struct world {
    scratch s;
    tp_session *session;
    const tp_run *run;
} world;

/* U1 has 10 idle slots to give. U2, a school, was graded 较差 three months ago and is light in
 * workload: each of the two alone refuses its demand of 6. U3's demand of 3 nothing refuses. */
static void begin(world *w)
{
    *w = (world){0};
    scratch_begin(&w->s);
    scratch_text(&w->s, "units.csv", "unit,region\nU1,甲县\nU2,甲县\nU3,甲县\n");
    scratch_text(&w->s, "posts.csv",
                 "unit,category,authorised,in_post\nU1,事业,20,10\nU2,事业,30,30\nU3,事业,9,9\n");
    scratch_text(
        &w->s, "outcomes.csv",
        "unit,evaluated_on,grade,saturation\nU1,2026-03-31,一般,0.5\nU2,2026-03-31,较差,0.7\n"
        "U3,2026-03-31,一般,1\n");
    scratch_text(&w->s, "demands.csv",
                 "demand,unit,category,quantity\nD1,U2,事业,6\nD2,U3,事业,3\n");
}

static tp_status open_with(world *w, const char *rules)
{
    tp_session_free(w->session);
    w->session = NULL;
    scratch_text(&w->s, "scenario.yaml",
                 tp_arena_format(w->s.arena,
                                 "schema: turnpool.scenario/1\nname: test\ndata: .\n"
                                 "as_of: 2026-06-30\ngrades: {较差: {freeze_months: 12}}\n"
                                 "borrow: {min_saturation: 0.85}\n%s",
                                 rules));
    return tp_session_open(&w->session, scratch_path(&w->s, "scenario.yaml"), NULL, &w->s.diags,
                           &w->s.err);
}

static int64_t lent(world *w, const char *rules)
{
    ck_assert_int_eq(open_with(w, rules), TP_OK);
    ck_assert_int_eq(tp_session_solve(w->session, NULL, &w->run, &w->s.err), TP_OK);
    ck_assert_int_eq(w->run->result->status, TP_OPTIMAL);
    return w->run->result->loan[0];
}

static void end(world *w)
{
    tp_session_free(w->session);
    scratch_end(&w->s);
}

#define GRADE "{demand: D1, rule: grades, basis: 纪要〔2026〕5号}"
#define LIGHT "{demand: D1, rule: borrow.min_saturation, basis: 纪要〔2026〕5号}"

START_TEST(exceptions__lift_one_rule_for_one_demand)
{
    world w;
    begin(&w);
    ck_assert_int_eq(lent(&w, ""), 0);
    ck_assert_uint_eq(w.run->result->denied[0].count, 2);
    /* One of two is not enough, and the other reason is still given. */
    ck_assert_int_eq(lent(&w, "exceptions: [" GRADE "]\n"), 0);
    ck_assert_uint_eq(w.run->result->denied[0].count, 1);
    ck_assert_str_eq(w.run->result->denied[0].items[0].rule, "borrow.min_saturation");
    ck_assert_int_eq(lent(&w, "exceptions: [" GRADE ", " LIGHT "]\n"), 6);
    ck_assert_uint_eq(w.run->result->denied[0].count, 0);
    ck_assert_str_eq(scratch_reports(&w.s), "");
    /* The measuring half agrees, from the stored documents alone: */
    documents d;
    tp_session_stored stored;
    const char *why;
    documents_write(&d, w.run);
    documents_stored(&d, &stored);
    ck_assert_msg(solved_verifies(&stored, w.s.arena, &why), "%s", why);
    documents_free(&d);
    end(&w);
}
END_TEST

START_TEST(exceptions__need_a_basis_and_a_rule_that_holds_in_principle)
{
    world w;
    begin(&w);
    ck_assert_int_eq(open_with(&w, "exceptions:\n- {demand: D1, rule: grades, basis: ' '}\n"
                                   "- {demand: D1, rule: categories, basis: x}\n"
                                   "- {demand: D1, rule: grades}\n"),
                     TP_E_INPUT);
    ck_assert_str_eq(scratch_reports(&w.s),
                     "scenario.yaml:10:3: error: the required key exceptions[3].basis is missing "
                     "[schema.required]\n");
    ck_assert_int_eq(open_with(&w, "exceptions:\n- {demand: D1, rule: grades, basis: ' '}\n"
                                   "- {demand: D1, rule: categories, basis: x}\n"),
                     TP_E_INPUT);
    ck_assert_str_eq(
        scratch_reports(&w.s),
        "scenario.yaml:8:3: error: an exception needs its basis [exceptions.basis]\n"
        "scenario.yaml:9:3: error: no exception can be made from \"categories\"; possible "
        "are: grades, rectification, borrow.min_saturation, borrow.max_vacancy_share, "
        "borrow.overstaffed, findings, windows, borrow.attrition_cover, "
        "borrow.shortage_of_standard "
        "[exceptions.rule]\n");
    /* One that lifts nothing says so. */
    ck_assert_int_eq(lent(&w, "exceptions:\n- {demand: D2, rule: grades, basis: x}\n"
                              "- {demand: D9, rule: grades, basis: x}\n"),
                     0);
    ck_assert_str_eq(
        scratch_reports(&w.s),
        "scenario.yaml:9:3: warning: the data have no demand \"D9\": this exception does "
        "nothing [exceptions.demand]\n"
        "scenario.yaml:8:3: warning: the rule grades does not refuse demand D2: this "
        "exception does nothing [exceptions.not-needed]\n");
    end(&w);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("exceptions");
    TCase *tcase = tcase_create("exceptions");
    tcase_add_test(tcase, exceptions__lift_one_rule_for_one_demand);
    tcase_add_test(tcase, exceptions__need_a_basis_and_a_rule_that_holds_in_principle);
    suite_add_tcase(suite, tcase);
    return suite;
}
