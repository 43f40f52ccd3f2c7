/* When things count: application windows and the validity of evaluations, day by day. */
#include "run/session.h"
#include "scratch.h"
#include "suite.h"

#include <string.h>

static void data(scratch *s)
{
    scratch_begin(s);
    scratch_text(s, "units.csv", "unit,system\nU1,教育\nU2,卫生\n");
    scratch_text(s, "posts.csv",
                 "unit,category,authorised,in_post\nU1,事业,10,10\nU2,事业,10,10\n");
    scratch_text(s, "outcomes.csv", "unit,evaluated_on,grade,saturation\nU1,2025-01-31,一般,0.9\n");
    scratch_text(s, "demands.csv",
                 "demand,unit,category,quantity,class,filed_on\nD1,U1,事业,1,normal,2026-03-31\n"
                 "D2,U1,事业,1,talent,2026-04-01\nD3,U2,事业,1,normal,\n");
}

static tp_session *with(scratch *s, const char *as_of, const char *keys)
{
    tp_session *session = NULL;
    const char *text = tp_arena_format(
        s->arena, "schema: turnpool.scenario/1\nname: t\ndata: .\nas_of: %s\n%s", as_of, keys);
    scratch_text(s, "s.yaml", text);
    tp_session_open(&session, scratch_path(s, "s.yaml"), NULL, &s->diags, &s->err);
    return session;
}

/* Which demands the rule refuses, and until when: "D2>2026-09-01 ". */
static const char *refused(scratch *s, tp_session *session, const char *rule)
{
    const tp_run *run;
    tp_buf out;
    tp_buf_init(&out);
    ck_assert_int_eq(tp_session_solve(session, &(tp_session_solve_options){0}, &run, &s->err),
                     TP_OK);
    for (int32_t d = 0; d < run->data->n_demands; d++)
        for (size_t i = 0; i < run->result->denied[d].count; i++) {
            const tp_reason *why = &run->result->denied[d].items[i];
            if (strcmp(why->rule, rule) != 0)
                continue;
            tp_buf_text(&out, run->data->demands[d].code);
            if (why->until != TP_DATE_NONE) {
                tp_buf_char(&out, '>');
                tp_buf_date(&out, why->until);
            }
            tp_buf_char(&out, ' ');
        }
    const char *text = tp_arena_text(s->arena, out.bytes ? out.bytes : "");
    tp_buf_finish(&out);
    tp_session_free(session);
    return text;
}

/* The last day of a window counts; the next that opens for the demand is when it may ask again. */
START_TEST(windows__their_days_and_the_next)
{
    scratch s;
    data(&s);
    ck_assert_str_eq(refused(&s, with(&s, "2026-06-30", ""), "windows"), "");
    ck_assert_str_eq(
        refused(&s,
                with(&s, "2026-06-30",
                     "windows:\n- {from: 2026-03-01, until: 2026-03-31}\n"
                     "- {from: 2026-10-01, until: 2026-10-31}\n"
                     "- {from: 2026-09-01, until: 2026-09-30, where: {class: talent}}\n"),
                "windows"),
        "D2>2026-09-01 D3>2026-10-01 ");
    ck_assert_str_eq(refused(&s,
                             with(&s, "2026-06-30",
                                  "windows: [{from: 2026-04-01, until: 2026-04-01}]\n"
                                  "exceptions: [{demand: D3, rule: windows, basis: 纪要}]\n"),
                             "windows"),
                     "D1 ");
    ck_assert_ptr_null(
        with(&s, "2026-06-30", "windows: [{from: 2026-04-02, until: 2026-04-01}]\n"));
    ck_assert_ptr_nonnull(strstr(scratch_reports(&s), "the window ends on 2026-04-01, before it "
                                                      "begins on 2026-04-02"));
    scratch_end(&s);
}
END_TEST

/* Twelve whole months from 31 January 2025 end on 31 January 2026: it counts until the day
 * before. */
START_TEST(evaluation__counts_for_its_months)
{
    scratch s;
    static const char keys[] = "evaluation: {valid_months: 12}\nborrow: {min_saturation: 0.5}\n";
    data(&s);
    ck_assert_str_eq(refused(&s, with(&s, "2026-01-30", keys), "borrow.min_saturation"), "D3 ");
    ck_assert_str_eq(refused(&s, with(&s, "2026-01-31", keys), "borrow.min_saturation"),
                     "D1 D2 D3 ");
    scratch_reports(&s);
    tp_session *session = with(&s, "2026-01-31", keys);
    ck_assert_ptr_nonnull(strstr(scratch_reports(&s),
                                 "the evaluations of 1 unit are 12 months old and count no "
                                 "more (such as U1) [evaluation.lapsed]"));
    const tp_dataset *d = tp_session_data(session);
    ck_assert_ptr_nonnull(tp_dataset_lapsed(d, 0, 20260131));
    ck_assert_ptr_null(tp_dataset_lapsed(d, 0, 20260130));
    ck_assert_ptr_null(tp_dataset_lapsed(d, 1, 20260131));
    tp_session_free(session);
    scratch_end(&s);
}
END_TEST

/* In a plan each period has its own day: evaluated in January 2025, for 24 months. */
START_TEST(evaluation__lapses_in_a_later_period)
{
    scratch s;
    const tp_run *run;
    data(&s);
    tp_session *session =
        with(&s, "2026-01-30",
             "evaluation: {valid_months: 24}\nhorizon: {periods: 2}\nborrow: {min_saturation: "
             "0.5}\ngrades: {一般: {weight: 2}}\n");
    ck_assert_int_eq(tp_session_solve(session, &(tp_session_solve_options){0}, &run, &s.err),
                     TP_OK);
    ck_assert_uint_eq(run->result->periods[0]->denied[0].count, 1); /* filed later */
    ck_assert_int_eq(tp_case_saturation(tp_case_at(run->kase, 0), 0), 900000);
    ck_assert_int_eq(tp_case_saturation(tp_case_at(run->kase, 1), 0), 900000); /* 2027-01-30 */
    tp_session_free(session);
    session = with(&s, "2026-01-31",
                   "evaluation: {valid_months: 24}\nhorizon: {periods: 2}\nborrow: "
                   "{min_saturation: 0.5}\n");
    ck_assert_int_eq(tp_session_solve(session, &(tp_session_solve_options){0}, &run, &s.err),
                     TP_OK);
    ck_assert_int_eq(tp_case_saturation(tp_case_at(run->kase, 1), 0), TP_DEC_NONE);
    tp_session_free(session);
    scratch_end(&s);
}
END_TEST

START_TEST(evaluation__no_shorter_than_a_freeze)
{
    scratch s;
    data(&s);
    ck_assert_ptr_null(with(
        &s, "2026-01-31", "evaluation: {valid_months: 12}\ngrades: {一般: {freeze_months: 13}}\n"));
    ck_assert_ptr_nonnull(strstr(scratch_reports(&s), "the grade 一般 freezes for 13 months, "
                                                      "longer than evaluations count: 12"));
    scratch_end(&s);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("windows");
    TCase *tc = tcase_create("windows");
    tcase_add_test(tc, windows__their_days_and_the_next);
    tcase_add_test(tc, evaluation__counts_for_its_months);
    tcase_add_test(tc, evaluation__lapses_in_a_later_period);
    tcase_add_test(tc, evaluation__no_shorter_than_a_freeze);
    suite_add_tcase(suite, tc);
    return suite;
}
