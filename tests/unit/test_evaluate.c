#include "evidence_case.h"
#include "suite.h"

#include <string.h>

/* The file of engine/evaluate/EVALUATION.md, as it stands there. */
static const char spec_file[] =
    "schema: turnpool.evaluation/1\n"
    "evaluated_on: 2026-05-31\n"
    "data: .\n"
    "indicators:\n"
    "  - id: duty\n"
    "    name: 职能配置\n"
    "    children:\n"
    "      - {id: duty.legal, name: 合法合规度, kind: menu, options: {好: 100, 较好: 80, 一般: 60, "
    "差: 0}}\n"
    "      - {id: duty.clear, name: 完整清晰度, kind: points}\n"
    "  - id: effect\n"
    "    name: 效能效益\n"
    "    children:\n"
    "      - {id: effect.ontime, name: 按时办结率, kind: bands, bands: [{at_least: 0.95, score: "
    "100}, "
    "{at_least: 0.8, score: 80}, {at_least: 0, score: 40}]}\n"
    "individual:\n"
    "  - {where: {unit: [U020]}, under: effect, leaf: {id: x.camp, name: 污染防治攻坚, kind: "
    "points}, weight: 0.3}\n"
    "templates:\n"
    "  - {where: {kind: [党委部门]}, omit: [effect.ontime]}\n"
    "weights:\n"
    "  duty: {direct: {duty.legal: 0.6, duty.clear: 0.4}}\n"
    "  root: {ahp: {order: [duty, effect], upper: [[2]]}}\n"
    "max_consistency_ratio: 0.1\n"
    "sources: {self: 0.2, onsite: 0.5, external: 0.2, survey: 0.1}\n"
    "deductions: {overdue_rectification: 5, open_issue: 1, at_most: 15}\n"
    "grades: [{grade: 优秀, at_least: 90}, {grade: 良好, at_least: 80}, {grade: 一般, at_least: "
    "60}, "
    "{grade: 较差, at_least: 0}]\n"
    "quota: {优秀: 0.3}\n"
    "saturation:\n"
    "  days_per_year: 250\n"
    "  hours_per_day: 6.5\n"
    "  low: 0.6\n"
    "  high: 1.0\n";

static const char units[] = "unit,name,kind,system\n"
                            "U020,生态环境局,政府部门,环保\n"
                            "U003,组织部,党委部门,党群\n"
                            "U007,林业站,事业单位,农林\n";
static const char posts[] = "unit,category,authorised,in_post\n"
                            "U020,行政,20,18\nU020,事业,5,2\nU003,行政,10,9\nU007,事业,8,6\n";
static const char scores[] = "unit,indicator,source,value\n"
                             "U020,duty.legal,self,较好\n"
                             "U020,duty.legal,onsite,好\n"
                             "U020,duty.legal,external,一般\n"
                             "U020,duty.legal,external,好\n"
                             "U020,duty.clear,onsite,77.5\n"
                             "U020,duty.clear,survey,60\n"
                             "U020,duty.clear,survey,61\n"
                             "U020,duty.clear,survey,62\n"
                             "U020,effect.ontime,self,0.96\n"
                             "U020,effect.ontime,external,0.8\n"
                             "U020,x.camp,onsite,33.333333\n"
                             "U003,duty.legal,onsite,好\n"
                             "U003,duty.clear,onsite,95\n"
                             "U007,duty.legal,self,好\n"
                             "U007,duty.clear,self,88\n";
static const char workload[] = "unit,task,year,volume,hours_each,difficulty\n"
                               "U020,审批,2024,10000,2.4,1\n"
                               "U020,审批,2025,12000,2.4,1.1\n"
                               "U020,巡查,2025,300,7.5,\n"
                               "U020,巡查,2027,900,7.5,\n";
static const char issues[] = "issue,unit,class,found_on,due_on,closed_on\n"
                             "W1,U020,rectify,2026-02-01,,\n" /* due 2026-05-01: overdue */
                             "W2,U020,rectify,2026-04-01,,\n" /* due 2026-07-01: open */
                             "W3,U020,office,2026-01-01,,\n"  /* open */
                             "W4,U020,rectify,2026-01-01,,2026-05-31\n" /* closed that day */
                             "W5,U020,rectify,2026-06-01,,\n";          /* found later */

static void write_case(evidence_case *c)
{
    evidence_case_init(c);
    evidence_case_write(c, "evaluation.yaml", spec_file);
    evidence_case_write(c, "units.csv", units);
    evidence_case_write(c, "posts.csv", posts);
    evidence_case_write(c, "scores.csv", scores);
    evidence_case_write(c, "workload.csv", workload);
    evidence_case_write(c, "issues.csv", issues);
}

START_TEST(evaluate__unit_by_hand_to_the_last_digit)
{
    /* duty.legal: self 80, onsite 100, external (60 + 100)/2 = 80; no survey, so over 0.9:
     *   (0.2·80 + 0.5·100 + 0.2·80)/0.9 = 82/0.9 = 820/9
     * duty.clear: onsite 77.5, survey (60 + 61 + 62)/3 = 61, over 0.6:
     *   (0.5·77.5 + 0.1·61)/0.6 = 44.85/0.6 = 74.75
     * duty = 0.6·820/9 + 0.4·74.75 = 164/3 + 29.9 = 253.7/3
     * effect.ontime: self 0.96 → 100, external 0.8 → 80, over 0.4: 36/0.4 = 90
     * x.camp holds 0.3 of effect, the rest 0.7: 0.3·33.333333 + 0.7·90 = 72.9999999
     * root by AHP of a single judgement 2: 2/3 and 1/3:
     *   2/3·253.7/3 + 72.9999999/3 = 56.3777777… + 24.3333333 = 80.7111110777… → 80.711111
     * issues: W1 overdue 5, W2 and W3 open 1 each, W4 closed, W5 later: 7 off → 73.711111, 一般
     * saturation 2025: 12000·2.4·1.1 + 300·7.5·1 = 31680 + 2250 = 33930 hours;
     *   20 in post · 250 · 6.5 = 32500; 33930/32500 = 1.044 exactly
     *   (2027 is after the evaluation and does not count) */
    evidence_case c;
    write_case(&c);
    ck_assert_int_eq(evidence_case_run(&c), TP_OK);
    const tp_assessed *unit = evidence_case_unit(&c, "U020");
    ck_assert_int_eq(unit->state, TP_UNIT_EVALUATED);
    ck_assert_int_eq(unit->before, 80711111);
    ck_assert_int_eq(unit->overdue, 1);
    ck_assert_int_eq(unit->open, 2);
    ck_assert_int_eq(unit->deduction, 7000000);
    ck_assert_int_eq(unit->score, 73711111);
    ck_assert_str_eq(c.evaluation->spec->grades[unit->grade].grade, "一般");
    ck_assert_int_eq(unit->saturation, 1044000);
    evidence_case_finish(&c);
}
END_TEST

START_TEST(evaluate__template_omits_and_siblings_share)
{
    /* A party organ has no effect.ontime, so no effect at all: duty is the whole:
     * 0.6·100 + 0.4·95 = 98, 优秀 by score; but 30 % of two graded units is none: it falls. */
    evidence_case c;
    write_case(&c);
    ck_assert_int_eq(evidence_case_run(&c), TP_OK);
    const tp_assessed *unit = evidence_case_unit(&c, "U003");
    ck_assert_int_eq(unit->leaves, 2);
    ck_assert_int_eq(unit->score, 98000000);
    ck_assert_str_eq(c.evaluation->spec->grades[unit->earned].grade, "优秀");
    ck_assert_str_eq(c.evaluation->spec->grades[unit->grade].grade, "良好");
    ck_assert_int_eq(c.evaluation->quotas[0].candidates, 1);
    ck_assert_int_eq(c.evaluation->quotas[0].allowed, 0);
    ck_assert_int_eq(unit->saturation, TP_DEC_NONE);
    evidence_case_finish(&c);
}
END_TEST

START_TEST(evaluate__incomplete_unit_gets_no_outcome_unless_renormalised)
{
    evidence_case c;
    write_case(&c);
    ck_assert_int_eq(evidence_case_run(&c), TP_OK);
    const tp_assessed *unit = evidence_case_unit(&c, "U007");
    ck_assert_int_eq(unit->state, TP_UNIT_INCOMPLETE);
    ck_assert_int_eq(unit->missing, 1);
    ck_assert_int_eq(unit->score, TP_DEC_NONE);
    tp_buf csv = {0};
    tp_evaluation_outcomes_csv(&csv, c.evaluation);
    ck_assert_str_eq(csv.bytes, "unit,evaluated_on,grade,score,saturation\n"
                                "U020,2026-05-31,一般,73.711111,1.044000\n"
                                "U003,2026-05-31,良好,98.000000,\n");
    tp_buf_finish(&csv);
    /* effect falls out, duty is the whole: 0.6·100 + 0.4·88 = 95.2 */
    evidence_case_write(&c, "evaluation.yaml",
                        tp_arena_format(c.arena, "%sincomplete: renormalise\n", spec_file));
    ck_assert_int_eq(evidence_case_run(&c), TP_OK);
    unit = evidence_case_unit(&c, "U007");
    ck_assert_int_eq(unit->state, TP_UNIT_RENORMALISED);
    ck_assert_int_eq(unit->score, 95200000);
    evidence_case_finish(&c);
}
END_TEST

START_TEST(evaluate__rounds_half_up_once_at_the_end)
{
    /* Two scorers, 50 and 50.000001: mean 50.0000005, half up 50.000001. Three leaves of equal
     * weight with 33.333333, 33.333333, 33.333334: mean 33.333333… with no drift: 33.333333. */
    static const char plain[] =
        "schema: turnpool.evaluation/1\nevaluated_on: 2026-05-31\ndata: .\n"
        "indicators: [{id: a, kind: points}, {id: b, kind: points}, {id: c, kind: points}]\n"
        "grades: [{grade: 合格, at_least: 0}]\n";
    evidence_case c;
    write_case(&c);
    evidence_case_write(&c, "evaluation.yaml", plain);
    evidence_case_write(&c, "workload.csv", "");
    evidence_case_write(&c, "scores.csv",
                        "unit,indicator,source,value\n"
                        "U003,a,s,50\nU003,a,s,50.000001\nU003,b,s,50\nU003,b,s,50.000001\n"
                        "U003,c,s,50\nU003,c,s,50.000001\n"
                        "U007,a,s,33.333333\nU007,b,t,33.333333\nU007,c,s,33.333334\n"
                        /* 1/3 of 0.000001 and 1/2 of a millionth more: 0.0000005 → 0.000001 */
                        "U020,a,s,0.000001\nU020,b,s,0\nU020,b,s,0.000001\nU020,c,t,0\n");
    ck_assert_int_eq(evidence_case_run(&c), TP_OK);
    ck_assert_int_eq(evidence_case_unit(&c, "U003")->score, 50000001);
    ck_assert_int_eq(evidence_case_unit(&c, "U007")->score, 33333333);
    ck_assert_int_eq(evidence_case_unit(&c, "U020")->before, 1);
    ck_assert_int_eq(evidence_case_unit(&c, "U020")->score, 1);
    evidence_case_finish(&c);
}
END_TEST

START_TEST(evaluate__trace_adds_up_to_the_score)
{
    evidence_case c;
    write_case(&c);
    ck_assert_int_eq(evidence_case_run(&c), TP_OK);
    tp_unit_trace trace;
    int32_t unit = tp_dataset_unit(c.evaluation->data, "U020");
    ck_assert_int_eq(tp_evaluation_trace(c.evaluation, unit, c.arena, &trace, &c.err), TP_OK);
    ck_assert_uint_eq(trace.n_leaves, 4);
    tp_dec weights = 0, gained = 0, lost = 0;
    for (size_t i = 0; i < trace.n_leaves; i++) {
        weights += trace.leaves[i].weight;
        gained += trace.leaves[i].gained;
        lost += trace.leaves[i].lost;
    }
    /* each figure is rounded for reading: half a millionth a leaf at most */
    ck_assert_int_le(weights - TP_DEC_ONE, 2);
    ck_assert_int_ge(weights - TP_DEC_ONE, -2);
    ck_assert_int_le(gained - trace.assessed->before, 2);
    ck_assert_int_ge(gained - trace.assessed->before, -2);
    ck_assert_int_le(gained + lost - 100 * TP_DEC_ONE, 4);
    ck_assert_int_ge(gained + lost - 100 * TP_DEC_ONE, -4);
    /* duty.legal weighs 0.4 of the whole: 2/3·0.6; loses 0.4·(100 − 820/9) = 3.5555… */
    ck_assert_int_eq(trace.leaves[0].weight, 400000);
    ck_assert_int_eq(trace.leaves[0].points, 91111111);
    ck_assert_int_eq(trace.leaves[0].lost, 3555556);
    ck_assert_uint_eq(trace.leaves[0].n_sources, 3);
    ck_assert_int_eq(trace.leaves[0].sources[2].scorers, 2);
    ck_assert_int_eq(trace.leaves[0].sources[2].mean, 80000000);
    ck_assert_int_eq(trace.leaves[0].sources[1].share, 555556);
    /* x.camp: 0.1·(100 − 33.333333) = 6.67 loses less than duty.clear: 4/15·25.25 = 6.733 */
    ck_assert_str_eq(c.evaluation->spec->indicators[tp_trace_heaviest_loss(&trace)].id,
                     "duty.clear");
    evidence_case_finish(&c);
}
END_TEST

START_TEST(evaluate__identity_is_of_the_facts)
{
    evidence_case c;
    write_case(&c);
    ck_assert_int_eq(evidence_case_run(&c), TP_OK);
    char before[TP_SHA256_HEX];
    memcpy(before, c.evaluation->sha256, sizeof before);
    /* other order of rows, other writing of a number: the same facts */
    evidence_case_write(&c, "workload.csv",
                        "year,unit,task,volume,hours_each\n2027,U020,巡查,900,7.5\n"
                        "2025,U020,巡查,300,7.50\n2024,U020,审批,10000,2.4\n");
    ck_assert_int_eq(evidence_case_run(&c), TP_OK);
    ck_assert_str_ne(c.evaluation->sha256, before);
    evidence_case_write(&c, "workload.csv",
                        "year,unit,task,volume,hours_each,difficulty\n2027,U020,巡查,900,7.5,1.0\n"
                        "2025,U020,巡查,300,7.50,\n2024,U020,审批,10000,2.4,1\n"
                        "2025,U020,审批,12000,2.4,1.1\n");
    ck_assert_int_eq(evidence_case_run(&c), TP_OK);
    ck_assert_str_eq(c.evaluation->sha256, before);
    evidence_case_write(&c, "issues.csv",
                        "issue,unit,class,found_on\nW1,U020,rectify,2026-02-01\n");
    ck_assert_int_eq(evidence_case_run(&c), TP_OK);
    ck_assert_str_ne(c.evaluation->sha256, before);
    evidence_case_finish(&c);
}
END_TEST

START_TEST(evaluate__closing_kept_elsewhere_counts)
{
    evidence_case c;
    write_case(&c);
    const tp_given_issue closing = {.code = "W1",
                                    .unit = "U020",
                                    .issue_class = TP_RECTIFY,
                                    .found_on = 20260201,
                                    .due_on = 20260501,
                                    .closed_on = 20260520};
    const tp_evaluate_options options = {.issues = &closing, .n_issues = 1};
    ck_assert_int_eq(evidence_case_run_with(&c, &options), TP_OK);
    ck_assert_int_eq(evidence_case_unit(&c, "U020")->overdue, 0);
    ck_assert_int_eq(evidence_case_unit(&c, "U020")->score, 78711111);
    evidence_case_finish(&c);
}
END_TEST

START_TEST(evaluate__outcomes_enter_a_dataset_as_if_written)
{
    evidence_case c;
    write_case(&c);
    ck_assert_int_eq(evidence_case_run(&c), TP_OK);
    tp_dataset *computed, *written;
    const tp_dataset_options without = {.without_outcomes = true};
    ck_assert_int_eq(tp_dataset_load(&computed, c.folder, &without, &c.diags, &c.err), TP_OK);
    ck_assert_int_eq(tp_evaluation_supply(c.evaluation, computed, &c.diags, &c.err), TP_OK);
    tp_buf csv = {0};
    tp_evaluation_outcomes_csv(&csv, c.evaluation);
    evidence_case_write(&c, "outcomes.csv", csv.bytes);
    tp_buf_finish(&csv);
    ck_assert_int_eq(tp_dataset_load(&written, c.folder, NULL, &c.diags, &c.err), TP_OK);
    ck_assert_str_eq(computed->sha256, written->sha256);
    const tp_outcome *outcome =
        tp_dataset_outcome(computed, tp_dataset_unit(computed, "U003"), 20260630);
    ck_assert_ptr_nonnull(outcome);
    ck_assert_str_eq(tp_dataset_name(computed, outcome->grade), "良好");
    tp_dataset_free(computed);
    tp_dataset_free(written);
    evidence_case_finish(&c);
}
END_TEST

START_TEST(evaluate__quota_ties_go_by_saturation_then_order)
{
    static const char plain[] =
        "schema: turnpool.evaluation/1\nevaluated_on: 2026-05-31\ndata: .\n"
        "indicators: [{id: a, kind: points}]\n"
        "grades: [{grade: A, at_least: 90}, {grade: B, at_least: 80}, {grade: C, at_least: 0}]\n"
        "quota: {A: 0.4, B: 0.2}\n"
        "saturation: {days_per_year: 250, hours_per_day: 8}\n";
    evidence_case c;
    evidence_case_init(&c);
    evidence_case_write(&c, "evaluation.yaml", plain);
    evidence_case_write(&c, "units.csv", "unit\nU10\nU9\nU2\nU1\nU3\n");
    evidence_case_write(&c, "posts.csv",
                        "unit,category,authorised,in_post\nU1,事业,9,5\nU2,事业,9,5\nU3,事业,9,5\n"
                        "U9,事业,9,5\nU10,事业,9,5\n");
    evidence_case_write(&c, "scores.csv",
                        "unit,indicator,source,value\nU1,a,s,95\nU2,a,s,95\nU3,a,s,85\n"
                        "U9,a,s,95\nU10,a,s,95\n");
    evidence_case_write(&c, "workload.csv",
                        "unit,task,year,volume,hours_each\nU10,t,2025,9000,1\nU3,t,2025,9000,1\n");
    ck_assert_int_eq(evidence_case_run(&c), TP_OK);
    /* A for two of five: U10 (busier), then U1 before U2 before U9 (natural order). B has room for
     * one: U2, ahead of U3 who earned B with a lower score. */
    const char *const codes[] = {"U10", "U1", "U2", "U9", "U3"};
    const int32_t grades[] = {0, 0, 1, 2, 2}, ranks[] = {1, 1, 1, 1, 5};
    for (size_t i = 0; i < 5; i++) {
        ck_assert_int_eq(evidence_case_unit(&c, codes[i])->grade, grades[i]);
        ck_assert_int_eq(evidence_case_unit(&c, codes[i])->rank, ranks[i]);
        ck_assert_str_eq(c.evaluation->data->units[c.evaluation->ranking[i]].code, codes[i]);
    }
    evidence_case_finish(&c);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("evaluate");
    TCase *tc = tcase_create("evaluate");
    tcase_add_test(tc, evaluate__unit_by_hand_to_the_last_digit);
    tcase_add_test(tc, evaluate__template_omits_and_siblings_share);
    tcase_add_test(tc, evaluate__incomplete_unit_gets_no_outcome_unless_renormalised);
    tcase_add_test(tc, evaluate__rounds_half_up_once_at_the_end);
    tcase_add_test(tc, evaluate__trace_adds_up_to_the_score);
    tcase_add_test(tc, evaluate__identity_is_of_the_facts);
    tcase_add_test(tc, evaluate__closing_kept_elsewhere_counts);
    tcase_add_test(tc, evaluate__outcomes_enter_a_dataset_as_if_written);
    tcase_add_test(tc, evaluate__quota_ties_go_by_saturation_then_order);
    suite_add_tcase(suite, tc);
    return suite;
}
