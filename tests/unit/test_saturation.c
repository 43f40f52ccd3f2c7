#include "evidence_case.h"
#include "suite.h"

#include <stdio.h>

static const char spec_file[] = "schema: turnpool.evaluation/1\n"
                                "evaluated_on: 2026-05-31\n"
                                "data: .\n"
                                "indicators: [{id: a, kind: points}]\n"
                                "grades: [{grade: A, at_least: 0}]\n"
                                "saturation: {days_per_year: 250, hours_per_day: 8, low: 0.6, "
                                "high: 1, target: 0.9}\n";

static void start(evidence_case *c, const char *workload)
{
    evidence_case_init(c);
    evidence_case_write(c, "evaluation.yaml", spec_file);
    evidence_case_write(c, "units.csv",
                        "unit,kind,system\nU1,事业单位,教育\nU2,事业单位,教育\nU3,事业单位,教育\n"
                        "U4,事业单位,教育\nU5,事业单位,教育\nU6,事业单位,卫生\n");
    evidence_case_write(c, "posts.csv",
                        "unit,category,authorised,in_post\nU1,事业,9,3\nU1,工勤,9,0\nU2,事业,9,1\n"
                        "U3,事业,9,1\nU4,事业,9,1\nU5,事业,9,1\nU6,事业,9,1\n");
    evidence_case_write(c, "workload.csv", workload);
    ck_assert_int_eq(evidence_case_run(c), TP_OK);
}

static const tp_unit_load *load_of(const evidence_case *c, const char *unit)
{
    return &c->evaluation->saturation.units[tp_dataset_unit(c->evaluation->data, unit)];
}

START_TEST(saturation__years_growth_and_need_by_hand)
{
    /* 2024: 1000·4 = 4000 hours; 2025: 1000·4·1.25 + 0.5·1 = 5000.5 hours; 3 in post · 2000 hours.
     * 2025: 5000.5/6000 = 0.8334166… → 0.833417; a head 1666.8333… ; growth 0.250125;
     * need at 0.9: 5000.5/1800 = 2.778… → 3 */
    evidence_case c;
    start(&c, "unit,task,year,volume,hours_each,difficulty\n"
              "U1,t,2024,1000,4,1\nU1,t,2025,1000,4,1.25\nU1,s,2025,0.5,1,1\n"
              "U1,t,2022,10,4,1\nU1,t,2027,9000,4,1\n");
    const tp_unit_load *load = load_of(&c, "U1");
    ck_assert_uint_eq(load->n_years, 3);
    ck_assert_int_eq(load->years[1].growth, TP_DEC_NONE); /* there is no 2023 */
    ck_assert_int_eq(load->years[2].hours_text, 5000500000);
    ck_assert_int_eq(load->years[2].saturation, 833417);
    ck_assert_int_eq(load->years[2].per_head, 1666833333);
    ck_assert_int_eq(load->years[2].growth, 250125);
    ck_assert_int_eq(load->years[2].need, 3);
    ck_assert_int_eq(load->saturation, 833417);
    ck_assert_int_eq(load->load, TP_LOAD_NORMAL);
    ck_assert_int_eq(load_of(&c, "U2")->saturation, TP_DEC_NONE);
    evidence_case_finish(&c);
}
END_TEST

START_TEST(saturation__need_is_exact_at_the_edge)
{
    /* 3600 hours at 250·8·0.9 = 1800 are exactly 2 slots; a millionth of an hour more makes 3. */
    const tp_saturation_rules rules = {
        .days_per_year = 250000000, .hours_per_day = 8000000, .target = 900000};
    tp_hours scale = (tp_hours)1000000 * 1000000 * 1000000;
    ck_assert_int_eq(tp_saturation_need(3600 * scale, &rules), 2);
    ck_assert_int_eq(tp_saturation_need(3600 * scale + 1, &rules), 3);
    ck_assert_int_eq(tp_saturation_need(0, &rules), 0);
}
END_TEST

START_TEST(saturation__quartiles_and_outliers_among_peers)
{
    /* education, one in post each but U1 with three: 0.5, 0.52, 0.54, 0.56, 2.0 (hours over 2000).
     * n = 5: Q1 at rank 1 = 0.52, median 0.54, Q3 = 0.56; fences 0.46 and 0.62: U1 lies above. */
    evidence_case c;
    start(&c, "unit,task,year,volume,hours_each\nU1,t,2025,12000,1\nU2,t,2025,1000,1\n"
              "U3,t,2025,1040,1\nU4,t,2025,1080,1\nU5,t,2025,1120,1\nU6,t,2025,100,1\n");
    const tp_unit_load *heavy = load_of(&c, "U1");
    const tp_peers *peers = &c.evaluation->saturation.peers[heavy->peers];
    ck_assert_int_eq(peers->count, 5);
    ck_assert_int_eq(peers->quartile[0], 500000);
    ck_assert_int_eq(peers->quartile[1], 520000);
    ck_assert_int_eq(peers->quartile[2], 540000);
    ck_assert_int_eq(peers->quartile[3], 560000);
    ck_assert_int_eq(heavy->outlier, 1);
    ck_assert_int_eq(heavy->quarter, 4);
    ck_assert_int_eq(heavy->load, TP_LOAD_HEAVY);
    ck_assert_int_eq(load_of(&c, "U2")->outlier, 0);
    ck_assert_int_eq(load_of(&c, "U2")->quarter, 1);
    ck_assert_int_eq(load_of(&c, "U2")->load, TP_LOAD_LIGHT);
    /* alone among its like: no comparison */
    ck_assert_int_eq(load_of(&c, "U6")->quarter, 0);
    evidence_case_finish(&c);
}
END_TEST

START_TEST(saturation__fence_is_compared_exactly)
{
    /* 0.5 0.52 0.54 0.56 and 0.62 exactly on the fence: no outlier; 0.6205 above it. */
    const int64_t hours[] = {3720, 3723};
    for (int i = 0; i < 2; i++) {
        evidence_case c;
        char text[256];
        snprintf(text, sizeof text,
                 "unit,task,year,volume,hours_each\nU1,t,2025,%lld,1\nU2,t,2025,1000,1\n"
                 "U3,t,2025,1040,1\nU4,t,2025,1080,1\nU5,t,2025,1120,1\n",
                 (long long)hours[i]);
        start(&c, text);
        ck_assert_int_eq(load_of(&c, "U1")->outlier, i);
        evidence_case_finish(&c);
    }
}
END_TEST

START_TEST(saturation__demand_beyond_the_need_is_warned_of)
{
    evidence_case c;
    start(&c, "unit,task,year,volume,hours_each\nU1,t,2025,9000,1\nU2,t,2025,1000,1\n");
    /* U1: 9000/1800 = 5 slots, 3 in post: room for 2. */
    evidence_case_write(
        &c, "demands.csv",
        "demand,unit,category,quantity\nD1,U1,事业,2\nD2,U1,事业,3\nD3,U3,事业,9\n");
    tp_dataset *data;
    ck_assert_int_eq(tp_dataset_load(&data, c.folder, NULL, &c.diags, &c.err), TP_OK);
    tp_evaluation_check_demands(c.evaluation, data, &c.diags);
    ck_assert_int_eq(evidence_case_count(&c, "evaluation.demand-beyond-need"), 1);
    ck_assert_str_eq(evidence_case_where(&c, "evaluation.demand-beyond-need"), "3:1");
    tp_dataset_free(data);
    evidence_case_finish(&c);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("saturation");
    TCase *tc = tcase_create("saturation");
    tcase_add_test(tc, saturation__years_growth_and_need_by_hand);
    tcase_add_test(tc, saturation__need_is_exact_at_the_edge);
    tcase_add_test(tc, saturation__quartiles_and_outliers_among_peers);
    tcase_add_test(tc, saturation__fence_is_compared_exactly);
    tcase_add_test(tc, saturation__demand_beyond_the_need_is_warned_of);
    suite_add_tcase(suite, tc);
    return suite;
}
