#include "evidence_case.h"
#include "suite.h"

#include <string.h>

static const char units[] = "unit,kind\nU1,事业单位\nU2,事业单位\n";
static const char posts[] = "unit,category,authorised,in_post\nU1,事业,9,5\n";
static const char scores[] = "unit,indicator,source,value\nU1,a,self,80\nU2,a,self,70\n";

static void start(evidence_case *c)
{
    evidence_case_init(c);
    evidence_case_write(c, "units.csv", units);
    evidence_case_write(c, "posts.csv", posts);
    evidence_case_write(c, "scores.csv", scores);
}

/* The head of a file (3 lines) with what follows. */
static void write_spec(evidence_case *c, const char *rest)
{
    evidence_case_write(c, "evaluation.yaml",
                        tp_arena_format(c->arena,
                                        "schema: turnpool.evaluation/1\n"
                                        "evaluated_on: 2026-05-31\n"
                                        "data: .\n%s",
                                        rest));
}

#define GRADES "grades: [{grade: A, at_least: 0}]\n"

static void expect(evidence_case *c, const char *code, const char *where)
{
    ck_assert_msg(evidence_case_count(c, code) > 0, "no %s", code);
    ck_assert_msg(!strcmp(evidence_case_where(c, code), where), "%s stands at %s, not at %s", code,
                  evidence_case_where(c, code), where);
}

START_TEST(indicators__all_faults_of_all_files_at_once)
{
    evidence_case c;
    start(&c);
    write_spec(&c, "indicators:\n"               /* 4 */
                   "  - {id: a, kind: points}\n" /* 5 */
                   "  - {id: a, kind: points}\n" /* 6 */
                   "  - {id: b, kind: bands, bands: [{at_least: 0, score: 40}, {at_least: 1, "
                   "score: 90}]}\n"                                                        /* 7 */
                   "  - {id: m, kind: menu, options: {好: 100, 差: 101}}\n"                /* 8 */
                   "  - {id: g, children: [{id: h, children: [{id: g, kind: points}]}]}\n" /* 9 */
                   "  - {id: n}\n"                                                         /* 10 */
                   "weights:\n"                                                            /* 11 */
                   "  root: {direct: {a: 0.5, b: 0.2, m: 0.2, n: 0.05, g: 0.06}}\n"        /* 12 */
                   "  gg: {direct: {a: 1}}\n"                                              /* 13 */
                   "sources: {self: 0.5, onsite: 0.6}\n"                                   /* 14 */
                   "grades: [{grade: A, at_least: 50}, {grade: B, at_least: 60}]\n"        /* 15 */
                   "quota: {C: 0.3}\n"                                                     /* 16 */
                   "colour: red\n");                                                       /* 17 */
    evidence_case_write(&c, "scores.csv",
                        "unit,indicator,source,value\nU9,a,self,1\nU1,aa,slef,1\n");
    ck_assert_int_eq(evidence_case_run(&c), TP_E_INPUT);
    ck_assert_ptr_null(c.evaluation);
    expect(&c, "evaluation.duplicate-indicator", "6:5");
    expect(&c, "evaluation.bands-order", "7:60");
    expect(&c, "evaluation.range", "8:46");
    expect(&c, "evaluation.cycle", "9:43");
    expect(&c, "evaluation.no-kind", "10:5");
    expect(&c, "evaluation.weights-sum", "12:18");
    expect(&c, "evaluation.unknown-indicator", "13:7");
    expect(&c, "evaluation.sources-sum", "14:10");
    expect(&c, "evaluation.grades-order", "15:36");
    expect(&c, "evaluation.quota-grade", "16:9");
    expect(&c, "evaluation.unknown-unit", "2:1");
    expect(&c, "evaluation.unknown-leaf", "3:4");
    expect(&c, "evaluation.unknown-source", "3:7");
    ck_assert_ptr_nonnull(strstr(evidence_case_text(&c, "evaluation.unknown-source"), "self?"));
    ck_assert_ptr_nonnull(strstr(evidence_case_text(&c, "evaluation.weights-sum"), "1.01"));
    evidence_case_finish(&c);
}
END_TEST

START_TEST(indicators__values_are_checked_where_they_stand)
{
    evidence_case c;
    start(&c);
    write_spec(&c, "indicators:\n"
                   "  - {id: a, kind: points}\n"
                   "  - {id: m, kind: menu, options: {好: 100, 一般: 60}}\n"
                   "  - {id: b, kind: bands, bands: [{at_least: 0.5, score: 90}]}\n" GRADES);
    evidence_case_write(&c, "scores.csv",
                        "unit,indicator,source,value\n"
                        "U1,a,self,100.5\nU1,a,self,-1\nU1,m,self,较好\nU1,b,self,0.4\n"
                        "U1,b,self,1e9\nU1,a,self,NaN\n");
    evidence_case_write(&c, "workload.csv", "unit,task,year,volume,hours_each\nU2,t,2025,10,1\n");
    ck_assert_int_eq(evidence_case_run(&c), TP_E_INPUT);
    ck_assert_int_eq(evidence_case_count(&c, "evaluation.points-range"), 2);
    expect(&c, "evaluation.points-range", "2:11");
    expect(&c, "evaluation.not-on-menu", "4:11");
    expect(&c, "evaluation.below-bands", "5:11");
    ck_assert_int_eq(evidence_case_count(&c, "evaluation.value"), 2);
    expect(&c, "evaluation.no-posts", "2:1");
    ck_assert_ptr_nonnull(strstr(evidence_case_text(&c, "evaluation.not-on-menu"), "好 | 一般"));
    evidence_case_finish(&c);
}
END_TEST

START_TEST(indicators__judgements_of_the_wrong_shape)
{
    evidence_case c;
    start(&c);
    write_spec(&c, "indicators: [{id: a, kind: points}, {id: b, kind: points}, {id: c, kind: "
                   "points}]\n"
                   "weights:\n"
                   "  root: {ahp: {order: [a, b, c], upper: [[2, 3, 4], [10]]}}\n" GRADES);
    ck_assert_int_eq(evidence_case_run(&c), TP_E_INPUT);
    expect(&c, "evaluation.ahp-row", "6:42");
    expect(&c, "evaluation.judgement", "6:54");
    write_spec(&c, "indicators: [{id: a, kind: points}, {id: b, kind: points}, {id: c, kind: "
                   "points}]\n"
                   "weights:\n"
                   "  root: {ahp: {order: [a, b, c], upper: [[2, 3]]}}\n" GRADES);
    ck_assert_int_eq(evidence_case_run(&c), TP_E_INPUT);
    expect(&c, "evaluation.ahp-upper", "6:41");
    evidence_case_finish(&c);
}
END_TEST

START_TEST(indicators__inconsistent_judgements_name_the_mend)
{
    evidence_case c;
    start(&c);
    write_spec(&c, "indicators: [{id: a, kind: points}, {id: b, kind: points}, {id: c, kind: "
                   "points}]\n"
                   "weights:\n"
                   "  root: {ahp: {order: [a, b, c], upper: [[3, 1/5], [3]]}}\n" GRADES);
    ck_assert_int_eq(evidence_case_run(&c), TP_E_INPUT);
    const char *text = evidence_case_text(&c, "evaluation.inconsistent");
    ck_assert_ptr_nonnull(strstr(text, "reconsider a against c"));
    ck_assert_ptr_nonnull(strstr(text, "in place of 1/5"));
    evidence_case_finish(&c);
}
END_TEST

START_TEST(indicators__individual_leaf_takes_its_share_and_no_more)
{
    evidence_case c;
    start(&c);
    /* U1: x holds 0.25, a and b share 0.75 as 2 : 1: 0.5, 0.25, 0.25 */
    const char *spec =
        "indicators: [{id: a, kind: points}, {id: b, kind: points}]\n"
        "individual:\n"
        "  - {where: {unit: U1}, under: root, leaf: {id: x, kind: points}, weight: %s}\n"
        "weights: {root: {ahp: {order: [a, b], upper: [[2]]}}}\n" GRADES;
    write_spec(&c, tp_arena_format(c.arena, spec, "0.25"));
    evidence_case_write(&c, "scores.csv",
                        "unit,indicator,source,value\nU1,a,s,80\nU1,b,s,60\nU1,x,s,100\n"
                        "U2,a,s,80\nU2,b,s,60\nU2,x,s,100\n");
    ck_assert_int_eq(evidence_case_run(&c), TP_OK);
    ck_assert_int_eq(evidence_case_unit(&c, "U1")->score, 80000000);
    ck_assert_int_eq(evidence_case_unit(&c, "U2")->score, 73333333);
    /* U2 has no x: its score there does not count, and that is said */
    ck_assert_int_eq(evidence_case_count(&c, "evaluation.score-not-applicable"), 1);
    write_spec(&c, tp_arena_format(c.arena, spec, "1"));
    ck_assert_int_eq(evidence_case_run(&c), TP_E_INPUT);
    expect(&c, "evaluation.individual-too-heavy", "6:5");
    evidence_case_finish(&c);
}
END_TEST

START_TEST(indicators__exact_sums_do_not_drift)
{
    /* Σ 1/k over k = 1 … 60, 10^6 times: 4.679870412951738… → 4679870 */
    tp_exact sum;
    tp_exact_zero(&sum);
    for (uint64_t k = 1; k <= 60; k++) {
        tp_ratio term;
        tp_ratio_one(&term);
        ck_assert(tp_ratio_times(&term, 1000000, k));
        ck_assert(tp_exact_add(&sum, &term));
    }
    int64_t out = 0;
    ck_assert(tp_exact_half_up(&sum, &out));
    ck_assert_int_eq(out, 4679870);
    /* 1/3 + 1/6 = 1/2 rounds up to 1; 1/3 + 1/6 − nothing less would not */
    tp_exact_zero(&sum);
    for (uint64_t k = 3; k <= 6; k += 3) {
        tp_ratio term;
        tp_ratio_one(&term);
        ck_assert(tp_ratio_times(&term, 1, k) && tp_exact_add(&sum, &term));
    }
    ck_assert(tp_exact_half_up(&sum, &out));
    ck_assert_int_eq(out, 1);
    /* out of room is said, not cut: many large primes as denominators */
    bool room = true;
    for (uint64_t k = 0; k < 60 && room; k++) {
        tp_ratio term;
        tp_ratio_one(&term);
        room = tp_ratio_times(&term, 1, 18446744073709551557u - 2 * k) && tp_exact_add(&sum, &term);
    }
    ck_assert(!room);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("indicators");
    TCase *tc = tcase_create("indicators");
    tcase_add_test(tc, indicators__all_faults_of_all_files_at_once);
    tcase_add_test(tc, indicators__values_are_checked_where_they_stand);
    tcase_add_test(tc, indicators__judgements_of_the_wrong_shape);
    tcase_add_test(tc, indicators__inconsistent_judgements_name_the_mend);
    tcase_add_test(tc, indicators__individual_leaf_takes_its_share_and_no_more);
    tcase_add_test(tc, indicators__exact_sums_do_not_drift);
    suite_add_tcase(suite, tc);
    return suite;
}
