/* Filing instead of approval: which loans, what is left, what bounds, and who notices a wrong one.
 * Derivation: models/README.md, 15 Filing.
 *
 * Schools U1 … U3, health U4, U5, one pool. U1 can give 8 and U4 4; D1 (U2) wants 5, D2 (U3) 4,
 * D3 (U5) 3: all 12 are lent. Of U1's 8, U2 takes 5 and U3 3, of U4's 4 U5 takes 3 and U3 1. */
#include "certify/recheck.h"
#include "models/rules/filing.h"
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
    scratch_text(&w->s, "units.csv",
                 "unit,system,region\nU1,教育,甲县\nU2,教育,甲县\nU3,教育,甲县\nU4,卫生,甲县\n"
                 "U5,卫生,甲县\n");
    scratch_text(&w->s, "posts.csv",
                 "unit,category,authorised,in_post\nU1,事业,20,12\nU2,事业,10,10\nU3,事业,12,12\n"
                 "U4,事业,10,6\nU5,事业,8,8\n");
    scratch_text(&w->s, "vacancies.csv",
                 "unit,category,count,since\nU1,事业,8,2020-01-01\nU4,事业,4,2020-01-01\n");
    scratch_text(&w->s, "demands.csv",
                 "demand,unit,category,quantity\nD1,U2,事业,5\nD2,U3,事业,4\nD3,U5,事业,3\n");
    scratch_text(&w->s, "s.yaml",
                 tp_arena_format(w->s.arena,
                                 "schema: turnpool.scenario/1\nname: t\ndata: .\nas_of: "
                                 "2026-06-30\nrelease: {unevaluated_share: 1}\n%s",
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

#define DATES "from: 2026-01-01, until: 2028-12-31, basis: 3号"
#define SCHOOLS(rest) "filing: [{name: 教育, where: {system: [教育]}, " rest ", " DATES "}]\n"
#define BOTH(rest)                                                                                 \
    "filing: [{name: 教育, where: {system: [教育]}, total: 9, " DATES "}, {name: 卫生, where: "  \
    "{system: [卫生]}, " rest ", " DATES "}]\n"

/* Loans of the three demands, and the items they are filed under; -1: approved. */
static void expect(const char *rules, const int64_t *loans, const int32_t *filed)
{
    world w;
    documents d;
    tp_session_stored stored;
    const char *why;
    begin(&w, rules);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(w.run->result->loan[i], loans[i]);
        ck_assert_int_eq(w.run->result->filed[i], filed[i]);
    }
    documents_write(&d, w.run);
    documents_stored(&d, &stored);
    ck_assert_msg(solved_verifies(&stored, w.s.arena, &why), "%s", why);
    documents_free(&d);
    end(&w);
}
#define EXPECT(rules, a, b, c, x, y, z)                                                            \
    expect(rules, (const int64_t[]){a, b, c}, (const int32_t[]){x, y, z})

/* D2 crosses the system and is approved; where nobody but schools asks and gives enough it would
 * not. A loan that does not fit into what is left is approved, a later one may still fit. */
START_TEST(filing__whole_loans_inside_a_system_within_the_total)
{
    EXPECT(SCHOOLS("total: 8"), 5, 4, 3, 0, -1, -1);
    EXPECT(SCHOOLS("total: 5"), 5, 4, 3, 0, -1, -1);
    EXPECT(SCHOOLS("total: 4"), 5, 4, 3, -1, -1, -1);
    EXPECT(SCHOOLS("total: 8, filed: 2, booked: 2"), 5, 4, 3, -1, -1, -1);
    EXPECT(SCHOOLS("total: 8, filed: 9"), 5, 4, 3, -1, -1, -1);
    EXPECT(BOTH("total: 3"), 5, 4, 3, 0, -1, 1);
    EXPECT(BOTH("total: 2"), 5, 4, 3, 0, -1, -1);
    EXPECT("filing: [{name: 全部, where: {region: [甲县]}, total: 8, " DATES "}]\n", 5, 4, 3, 0, -1,
           0);
}
END_TEST

/* `beyond: none`: schools borrow no more than what is left, 8 − 2; D1 is first. U3 then takes U1's
 * last 3 instead, so that D2's 1 is inside. */
START_TEST(filing__nothing_beyond_a_total)
{
    EXPECT(SCHOOLS("total: 8, filed: 2, beyond: none"), 5, 1, 3, 0, 0, -1);
    EXPECT(SCHOOLS("total: 0, beyond: none"), 0, 0, 3, -1, -1, -1);
    EXPECT(SCHOOLS("total: 9, beyond: none"), 5, 4, 3, 0, -1, -1);
}
END_TEST

/* The first item that holds on the day has the line. */
START_TEST(filing__items_by_day_and_order)
{
    EXPECT("filing: [{name: 旧, where: {system: [教育]}, total: 0, beyond: none, from: 2023-01-01, "
           "until: 2026-06-29, basis: 1号}, {name: 新, where: {system: [教育]}, total: 8, " DATES
           "}]\n",
           5, 4, 3, 1, -1, -1);
    EXPECT("filing: [{name: 今, where: {system: [教育]}, total: 8, from: 2023-07-01, until: "
           "2026-06-30, basis: 1号}, {name: 全, where: {region: [甲县]}, total: 9, " DATES "}]\n",
           5, 4, 3, 0, -1, 1);
}
END_TEST

/* Deposits behind what is filed: as much as is lent, of the system's own. */
START_TEST(filing__deposits_behind_it)
{
    world w;
    tp_filing_split split;
    tp_plan plan;
    begin(&w, BOTH("total: 3"));
    ck_assert_int_eq(
        tp_filing_divide(&split, w.run->kase->bind, w.run->result, w.s.arena, &w.s.err), TP_OK);
    const int64_t behind[] = {5, 0, 0, 3, 0};
    for (int l = 0; l < 5; l++)
        ck_assert_int_eq(split.deposit[l], behind[l]);
    ck_assert_int_eq(split.moved[0], 5);
    ck_assert_int_eq(split.moved[1], 3);
    const tp_approved counts = {.loan = w.run->result->loan, .deposit = w.run->result->deposit};
    ck_assert_int_eq(tp_plan_of_run(&plan, w.run, &counts, w.s.arena, &w.s.err), TP_OK);
    static const char *const reasons[] = {"{name: 教育, basis: \"3号\"}", NULL,
                                          "{name: 卫生, basis: \"3号\"}"};
    int loans = 0;
    for (size_t i = 0; i < plan.n_moves; i++)
        if (plan.moves[i].kind == TP_JOURNAL_LOAN) {
            const char *want = reasons[loans++];
            ck_assert_msg(want ? plan.moves[i].reason && !strcmp(plan.moves[i].reason, want)
                               : !plan.moves[i].reason,
                          "%s", plan.moves[i].reason);
        }
    ck_assert_int_eq(loans, 3);
    end(&w);
}
END_TEST

/* How many findings of the rule the answer has, once `filed` and the loans are changed so. */
static size_t findings(const world *w, int32_t filed2, int32_t filed0)
{
    tp_recheck recheck;
    size_t count = 0;
    tp_result result = *w->run->result;
    const int32_t filed[] = {filed0, filed2, -1};
    tp_result *periods[] = {&result};
    result.filed = filed;
    result.periods = periods;
    tp_err err = {0};
    ck_assert_int_eq(
        tp_recheck_run(&recheck, w->run->data, w->run->scenario, NULL, &result, w->s.arena, &err),
        TP_OK);
    for (size_t i = 0; i < recheck.findings.count; i++)
        count += !strcmp(recheck.findings.items[i].rule, "filing");
    return count;
}

START_TEST(filing__a_wrong_one_is_noticed)
{
    world w;
    begin(&w, SCHOOLS("total: 8"));
    ck_assert_uint_eq(findings(&w, -1, 0), 0);
    ck_assert_uint_eq(findings(&w, 0, 0), 1);
    ck_assert_uint_eq(findings(&w, -1, -1), 1);
    end(&w);
}
END_TEST

static void told(const char *rules, bool opens, const char *code)
{
    world w;
    ck_assert_int_eq(try(&w, rules), opens);
    ck_assert_msg(strstr(scratch_reports(&w.s), code) != NULL, "%s", scratch_reports(&w.s));
    end(&w);
}

START_TEST(filing__says_what_is_wrong)
{
    told("filing: [{name: ' ', where: {system: [教育]}, total: 8, " DATES "}]\n", false,
         "filing.empty");
    told("filing: [{name: 甲, where: {system: [教育]}, total: 8, from: 2026-01-01, until: "
         "2025-01-01, basis: 3号}]\n",
         false, "filing.dates");
    told("filing: [{name: 甲, where: {system: [教育]}, total: 8, " DATES
         "}, {name: 甲, where: {system: [卫生]}, total: 8, " DATES "}]\n",
         false, "filing.twice");
    told("filing: [{name: 甲, where: {system: [教育]}, total: 8, from: 2027-01-01, until: "
         "2029-12-31, basis: 3号}]\n",
         true, "filing.early");
    told("filing: [{name: 甲, where: {system: [教育]}, total: 8, from: 2020-01-01, until: "
         "2022-12-31, basis: 3号}]\n",
         true, "filing.expired");
    told(SCHOOLS("total: 8, filed: 8"), true, "filing.used-up");
    told("filing: [{name: 甲, where: {system: [教育]}, total: 8}]\n", false, "schema.");
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("filing");
    TCase *tc = tcase_create("filing");
    tcase_add_test(tc, filing__whole_loans_inside_a_system_within_the_total);
    tcase_add_test(tc, filing__nothing_beyond_a_total);
    tcase_add_test(tc, filing__items_by_day_and_order);
    tcase_add_test(tc, filing__deposits_behind_it);
    tcase_add_test(tc, filing__a_wrong_one_is_noticed);
    tcase_add_test(tc, filing__says_what_is_wrong);
    suite_add_tcase(suite, tc);
    return suite;
}
