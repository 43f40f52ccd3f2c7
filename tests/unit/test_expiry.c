/* Expiry of running loans: by hand, by the ledger, over several periods, and wrong answers found by
 * the measuring half. Derivation: models/README.md, 13 Expiry. */
#include "certify/recheck.h"
#include "run/session.h"
#include "scratch.h"
#include "suite.h"

#include <stdio.h>
#include <string.h>

/* A is 2 short of full (20 + 6 - 24), B is full, C lends nothing. */
static void begin(scratch *s, const char *rules)
{
    scratch_begin(s);
    scratch_text(s, "units.csv", "unit,system\nA,s\nB,s\nC,t\n");
    scratch_text(
        s, "posts.csv",
        "unit,category,authorised,in_post,borrowed\nA,k,20,24,6\nB,k,20,25,5\nC,k,20,16,4\n");
    scratch_text(s, "loans.csv",
                 "loan,unit,category,count,due,demand\nL2,A,k,2,2026-06-30,D2\n"
                 "L1,A,k,4,2026-03-31,\nL3,B,k,5,2026-12-30,D3\nL4,C,k,3,2026-06-01,D4\n");
    scratch_text(s, "attrition.csv",
                 "unit,category,on,count\nA,k,2027-01-31,2\nB,k,2027-02-28,9\n");
    scratch_text(s, "outcomes.csv",
                 "unit,evaluated_on,grade\nA,2026-05-31,一般\nC,2026-05-31,优秀\n");
    scratch_text(
        s, "s.yaml",
        tp_arena_format(s->arena,
                        "schema: turnpool.scenario/1\nname: t\ndata: .\nas_of: 2026-06-30\n"
                        "pools: {by: all}\n%s",
                        rules));
}

static const tp_run *solve(scratch *s, tp_session **session, const tp_session_options *options)
{
    const tp_run *run;
    tp_status status =
        tp_session_open(session, scratch_path(s, "s.yaml"), options, &s->diags, &s->err);
    ck_assert_msg(status == TP_OK, "%s", scratch_reports(s));
    ck_assert_int_eq(tp_session_solve(*session, &(tp_session_solve_options){0}, &run, &s->err),
                     TP_OK);
    return run;
}

/* loan item count kept back due_after, a line each */
static void expect(const tp_run *run, const char *wanted)
{
    char text[512] = "";
    size_t n = 0;
    for (size_t i = 0; i < run->result->n_expired; i++) {
        const tp_expired *at = &run->result->expired[i];
        n += (size_t)snprintf(text + n, sizeof text - n, "%s %d %d %d %d %d\n", at->loan, at->item,
                              (int)at->count, (int)at->kept, (int)at->back, (int)at->due_after);
    }
    ck_assert_str_eq(text, wanted);
}

static bool sound(scratch *s, const tp_run *run, const tp_dataset *data, const tp_result *result)
{
    tp_recheck r;
    ck_assert_int_eq(tp_recheck_run(&r, data, run->scenario, NULL, result, s->arena, &s->err),
                     TP_OK);
    return r.findings.count == 0;
}

static const char decided[] =
    "expiry:\n  outcomes:\n  - {loan: D2, outcome: keep, to: 1, months: 24}\n"
    "  - {where: {grade: [优秀]}, outcome: renew}\n  - {where: {unit: A}, outcome: wind_down}\n";

/* L1 is the older: its 4 take both vacancies of A; of L2 one is kept, the other waits. L4 is
 * overdue by a month: used on for a year from as_of. L3 is not due. The pool gets 2. */
START_TEST(expiry__by_hand)
{
    scratch s;
    tp_session *session;
    begin(&s, decided);
    const tp_run *run = solve(&s, &session, NULL);
    expect(run, "L1 2 4 0 2 0\nL2 0 2 1 0 20280630\nL4 1 3 3 0 20270630\n");
    ck_assert_int_eq(run->data->lines[0].borrowed, 4);
    ck_assert_int_eq(run->data->lines[1].borrowed, 5);
    ck_assert_int_eq(run->result->pools[0].opening, 2);
    ck_assert_int_eq(run->result->pools[0].returned, 2);
    ck_assert(sound(&s, run, run->data, run->result));
    tp_session_free(session);
    scratch_end(&s);
}
END_TEST

/* Half a year ahead L3 is due as well, and nobody decides it. */
START_TEST(expiry__what_nobody_decides_stays)
{
    scratch s;
    tp_session *session;
    begin(&s, "expiry:\n  within_months: 6\n  outcomes:\n  - {loan: L4, outcome: wind_down}\n"
              "  - {loan: L9, outcome: renew}\n");
    const tp_run *run = solve(&s, &session, NULL);
    expect(run, "L1 -1 4 4 0 20260331\nL2 -1 2 2 0 20260630\nL3 -1 5 5 0 20261230\nL4 0 3 0 3 0\n");
    scratch_expect(
        scratch_reports(&s),
        "s.yaml:10:5: warning: this item decides no loan that falls due [expiry.nobody]\n"
        "s.yaml:7:3: warning: 3 loans that fall due (11 slots) are not decided: on loan as "
        "before (such as L1) [expiry.open]\n");
    ck_assert(sound(&s, run, run->data, run->result));
    tp_session_free(session);
    scratch_end(&s);
}
END_TEST

/* A keeps 1, and what of its 4 others still waits (3) goes back with the next 2 who leave. B's loan
 * is not due at as_of: `renew` speaks of it, and nothing goes back when nine leave. C: D4's 3 are
 * used on; the slot of unknown date goes back no sooner than a post falls free. */
START_TEST(expiry__over_several_periods)
{
    static const int64_t borrowed[2][3] = {{4, 5, 4}, {2, 5, 4}};
    scratch s;
    tp_session *session;
    char rules[512];
    snprintf(rules, sizeof rules,
             "%shorizon: {periods: 2, renew: [{where: {unit: B}, outcome: renew}]}\n", decided);
    begin(&s, rules);
    const tp_run *run = solve(&s, &session, NULL);
    for (int t = 0; t < 2; t++)
        for (int l = 0; l < 3; l++)
            ck_assert_int_eq(tp_case_at(run->kase, t)->data->lines[l].borrowed, borrowed[t][l]);
    ck_assert_int_eq(run->result->periods[0]->pools[0].returned, 2);
    ck_assert_int_eq(run->result->periods[1]->pools[0].returned, 2);
    ck_assert_int_eq(run->result->periods[1]->pools[0].opening, 4);
    /* On 2027-06-30 late: of A's 3 the one still owed; L2's part and L4 are used on. */
    ck_assert_int_eq(run->result->periods[1]->pools[0].overdue, 1);
    ck_assert(sound(&s, run, run->data, run->result));
    tp_session_free(session);
    scratch_end(&s);
}
END_TEST

/* The ledger counts in place of loans.csv; its loans go by their entry or their demand. */
START_TEST(expiry__loans_of_the_ledger)
{
    scratch s;
    tp_session *session;
    const tp_books_line lines[] = {{.unit = "A", .category = "k", .borrowed = 6},
                                   {.unit = "B", .category = "k", .borrowed = 5},
                                   {.unit = "C", .category = "k", .borrowed = 4}};
    const tp_books_running running[] = {{"12", "X1", "A", "k", 20260101, 3},
                                        {"7", "X2", "A", "k", 20260101, 3},
                                        {"9", "X3", "B", "k", 20260630, 5}};
    const tp_books books = {.head = "head",
                            .loans = 3,
                            .lines = lines,
                            .n_lines = 3,
                            .running = running,
                            .n_running = 3};
    begin(&s, "expiry: {outcomes: [{loan: '12', outcome: wind_down}, {loan: X3, outcome: renew}, "
              "{loan: X2, outcome: keep, to: 2}]}\n");
    const tp_run *run = solve(&s, &session, &(tp_session_options){.books = &books});
    /* 7 before 12: one of it goes back, and one of 12. */
    expect(run, "7 2 3 2 1 20270630\n12 0 3 0 1 0\n9 1 5 5 0 20270630\n");
    scratch_expect(scratch_reports(&s),
                   "./loans.csv:3:1: warning: there is a ledger: running loans are "
                   "taken from it, loans.csv is not looked at [books.loans]\n");
    /* What the store keeps of it is the same again. */
    tp_buf text;
    tp_dataset *again = NULL;
    tp_buf_init(&text);
    tp_dataset_canonical(&text, run->data);
    ck_assert_int_eq(tp_dataset_parse(&again, text.bytes, text.length, NULL, &s.diags, &s.err),
                     TP_OK);
    ck_assert_str_eq(again->sha256, run->data->sha256);
    ck_assert_str_eq(again->running[0].loan, "7");
    ck_assert_str_eq(again->running[0].demand, "X2");
    tp_dataset_free(again);
    tp_buf_finish(&text);
    tp_session_free(session);
    scratch_end(&s);
}
END_TEST

/* Whatever the answer says otherwise, or the view has otherwise, is found. */
START_TEST(expiry__wrong_answers_are_found)
{
    scratch s;
    tp_session *session;
    begin(&s, decided);
    const tp_run *run = solve(&s, &session, NULL);
    size_t n = run->result->n_expired;
    for (int what = 0; what < 9; what++)
        for (size_t i = 0; i < n; i++) {
            tp_dataset view = *run->data;
            tp_result answer = *run->result;
            tp_result *periods[] = {&answer};
            tp_expired list[8];
            tp_line lines[3];
            tp_running runs[8];
            memcpy(list, answer.expired, n * sizeof *list);
            memcpy(lines, view.lines, sizeof lines);
            memcpy(runs, view.running, (size_t)view.n_running * sizeof *runs);
            answer.expired = list;
            answer.periods = periods;
            view.lines = lines;
            view.running = runs;
            switch (what) {
            case 0:
                list[i].kept ^= 1;
                break;
            case 1:
                list[i].back ^= 1;
                break;
            case 2:
                list[i].item = (list[i].item + 1) % 3;
                break;
            case 3:
                list[i].due_after += 1;
                break;
            case 4:
                list[i].count++;
                break;
            case 5:
                list[i].loan = "L9";
                break;
            case 6:
                answer.n_expired--;
                break;
            case 7:
                lines[list[i].line].borrowed++;
                lines[list[i].line].given_back--;
                break;
            default:
                runs[i].count++;
            }
            ck_assert_msg(!sound(&s, run, &view, &answer), "change %d of loan %zu", what, i);
        }
    tp_session_free(session);
    scratch_end(&s);
}
END_TEST

START_TEST(expiry__a_warm_session_changes_it)
{
    scratch s;
    tp_session *session;
    begin(&s, decided);
    solve(&s, &session, NULL);
    const tp_setting less = {.key = "expiry.outcomes[3].outcome", .value = "renew"};
    const tp_setting none = {.key = "expiry.outcomes", .value = "[]"};
    ck_assert_int_eq(tp_session_set(session, &less, 1, &s.diags, &s.err), TP_OK);
    ck_assert_int_eq(tp_session_data(session)->lines[0].borrowed, 5); /* L2's one goes at once */
    ck_assert_int_eq(tp_session_set(session, &none, 1, &s.diags, &s.err), TP_OK);
    ck_assert_int_eq(tp_session_data(session)->lines[0].borrowed, 6);
    ck_assert_int_eq(tp_session_set(session, NULL, 0, &s.diags, &s.err), TP_OK);
    ck_assert_int_eq(tp_session_data(session)->lines[0].borrowed, 4);
    tp_session_free(session);
    scratch_end(&s);
}
END_TEST

START_TEST(expiry__faults_are_told_all_at_once)
{
    scratch s;
    tp_session *session = NULL;
    begin(&s, "expiry:\n  outcomes:\n  - {loan: L1, outcome: keep}\n"
              "  - {loan: L2, where: {unit: A}, outcome: renew}\n"
              "  - {loan: L2, outcome: wind_down, to: 2}\n");
    ck_assert_int_ne(tp_session_open(&session, scratch_path(&s, "s.yaml"), NULL, &s.diags, &s.err),
                     TP_OK);
    scratch_expect(
        scratch_reports(&s),
        "s.yaml:8:5: error: `to` belongs to the outcome keep, which needs it [expiry.to]\n"
        "s.yaml:9:5: error: an item has `loan` or `where`, not both [expiry.loan]\n"
        "s.yaml:10:5: error: `to` belongs to the outcome keep, which needs it [expiry.to]\n");
    scratch_end(&s);
    begin(&s, "");
    scratch_text(&s, "loans.csv",
                 "loan,unit,category,count,due\nL1,A,k,4,2026-03-31\nL1,A,k,3,2026-03-31\n"
                 "L2,Z,k,1,2026-03-31\nL3,B,k,0,2026-03-31\n");
    ck_assert_int_ne(tp_session_open(&session, scratch_path(&s, "s.yaml"), NULL, &s.diags, &s.err),
                     TP_OK);
    scratch_expect(
        scratch_reports(&s),
        "./loans.csv:2:1: error: A (k): the loans add up to 7, posts.csv has 6 borrowed "
        "[data.loans-above-borrowed]\n"
        "./loans.csv:3:1: error: loan \"L1\" is there twice; first at ./loans.csv:2:1 "
        "[data.duplicate-loan]\n"
        "./loans.csv:4:4: error: there is no unit \"Z\" in units.csv [data.unknown-unit]\n"
        "./loans.csv:5:8: error: count must be between 1 and 1000000, not 0 [table.range]\n");
    /* Without the column the loans are what is borrowed; a line that lends has none. */
    scratch_text(&s, "posts.csv",
                 "unit,category,authorised,in_post,lent\nA,k,20,24,0\nB,k,20,15,2\nC,k,20,16,0\n");
    scratch_text(&s, "loans.csv",
                 "loan,unit,category,count,due\nL1,A,k,4,2026-03-31\nL3,B,k,2,2026-03-31\n");
    ck_assert_int_ne(tp_session_open(&session, scratch_path(&s, "s.yaml"), NULL, &s.diags, &s.err),
                     TP_OK);
    scratch_expect(scratch_reports(&s),
                   "./loans.csv:3:1: error: B (k) has 2 lent: it cannot have 2 on loan as well "
                   "[data.loans-and-lent]\n");
    scratch_end(&s);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("expiry");
    TCase *tc = tcase_create("expiry");
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, expiry__by_hand);
    tcase_add_test(tc, expiry__what_nobody_decides_stays);
    tcase_add_test(tc, expiry__over_several_periods);
    tcase_add_test(tc, expiry__loans_of_the_ledger);
    tcase_add_test(tc, expiry__wrong_answers_are_found);
    tcase_add_test(tc, expiry__a_warm_session_changes_it);
    tcase_add_test(tc, expiry__faults_are_told_all_at_once);
    suite_add_tcase(suite, tc);
    return suite;
}
