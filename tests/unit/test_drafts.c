/* Evaluations that are not final: draft, objected to, final. What counts, what is told, and what
 * becomes of it when a scenario uses them.
 *
 * U1 was evaluated at 0.95 in 2025 (final) and at 0.5 in 2026 (draft); U2 only in 2026, at 0.9, and
 * objected on 2026-06-10; U3 at 0.4 in 2025, final since with 0.9 though it had objected. */
#include "certify/recheck.h"
#include "run/session.h"
#include "scratch.h"
#include "suite.h"

#include <string.h>

static const char *const rows[] = {"U1,2025-05-31,优秀,0.95,,\n", "U1,2026-05-31,较差,0.5,draft,\n",
                                   "U2,2026-05-31,良好,0.9,有异议,2026-06-10\n",
                                   "U3,2025-05-31,较差,0.4,final,\n",
                                   "U3,2026-05-31,良好,0.9,final,2026-06-12\n"};

static tp_status open(scratch *s, tp_session **session, const char *keys, const char *outcomes)
{
    scratch_begin(s);
    scratch_text(s, "units.csv", "unit\nU1\nU2\nU3\n");
    scratch_text(s, "posts.csv",
                 "unit,category,authorised,in_post\nU1,事业,10,10\nU2,事业,10,10\nU3,事业,10,10\n");
    scratch_text(s, "outcomes.csv",
                 tp_arena_format(s->arena,
                                 "unit,evaluated_on,grade,saturation,status,objected_on\n%s",
                                 outcomes));
    scratch_text(s, "demands.csv",
                 "demand,unit,category,quantity\nD1,U1,事业,1\nD2,U2,事业,1\nD3,U3,事业,1\n");
    scratch_text(s, "s.yaml",
                 tp_arena_format(s->arena,
                                 "schema: turnpool.scenario/1\nname: t\ndata: .\nas_of: "
                                 "2026-06-30\nborrow: {min_saturation: 0.85}\n%s",
                                 keys));
    *session = NULL;
    return tp_session_open(session, scratch_path(s, "s.yaml"), NULL, &s->diags, &s->err);
}

static tp_status opened(scratch *s, tp_session **session, const char *keys)
{
    scratch text;
    scratch_begin(&text);
    const char *all =
        tp_arena_format(text.arena, "%s%s%s%s%s", rows[0], rows[1], rows[2], rows[3], rows[4]);
    tp_status status = open(s, session, keys, all);
    scratch_end(&text);
    return status;
}

static const tp_run *solved(scratch *s, tp_session *session)
{
    const tp_run *run;
    ck_assert_int_eq(tp_session_solve(session, &(tp_session_solve_options){0}, &run, &s->err),
                     TP_OK);
    return run;
}

/* "D2 " where the workload refuses. */
static const char *refused(scratch *s, const tp_run *run)
{
    const char *text = "";
    for (int32_t d = 0; d < run->data->n_demands; d++)
        if (run->result->denied[d].count)
            text = tp_arena_format(s->arena, "%s%s ", text, run->data->demands[d].code);
    return text;
}

/* Ignored, U1 counts as in 2025 and U2 is not evaluated; used, U1 is too light and U2 is not. */
START_TEST(drafts__the_final_one_before_counts)
{
    scratch s;
    tp_session *session;
    ck_assert_int_eq(opened(&s, &session, ""), TP_OK);
    const tp_run *run = solved(&s, session);
    ck_assert_str_eq(refused(&s, run), "D2 ");
    ck_assert_ptr_nonnull(strstr(run->result->denied[1].items[0].text.en,
                                 "the evaluation of 2026-05-31 is not final"));
    ck_assert_ptr_nonnull(strstr(
        scratch_reports(&s), "the latest evaluations of 2 units are not final and do not count, "
                             "the final ones before do (such as U1) [evaluation.not-final]"));
    tp_session_free(session);
    scratch_end(&s);
    ck_assert_int_eq(opened(&s, &session, "evaluation: {drafts: use}\n"), TP_OK);
    ck_assert_str_eq(refused(&s, solved(&s, session)), "D1 ");
    ck_assert_ptr_nonnull(strstr(scratch_reports(&s), "the answer rests on evaluations of 2 units "
                                                      "that are not final (such as U1)"));
    tp_session_free(session);
    scratch_end(&s);
}
END_TEST

/* The day it becomes final it counts; the identity of the data tells the two apart, and data
 * without the column are who they were. */
START_TEST(drafts__final_is_another_dataset)
{
    scratch s[3];
    tp_session *session[3];
    static const char *const written[] = {"U1,2026-05-31,较差,0.5,draft,\n",
                                          "U1,2026-05-31,较差,0.5,final,\n",
                                          "U1,2026-05-31,较差,0.5,,\n"};
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(open(&s[i], &session[i], "", written[i]), TP_OK);
    const char *sha = tp_session_data(session[1])->sha256;
    ck_assert_str_eq(tp_session_data(session[2])->sha256, sha);
    ck_assert_str_ne(tp_session_data(session[0])->sha256, sha);
    ck_assert_ptr_nonnull(tp_dataset_pending(tp_session_data(session[0]), 0, 20260630));
    ck_assert_ptr_null(tp_dataset_pending(tp_session_data(session[0]), 0, 20260530));
    ck_assert_ptr_null(tp_dataset_pending(tp_session_data(session[1]), 0, 20260630));
    for (int i = 0; i < 3; i++) {
        tp_session_free(session[i]);
        scratch_end(&s[i]);
    }
}
END_TEST

START_TEST(drafts__faults_are_told_and_found)
{
    static const struct {
        const char *row, *says;
        bool opens;
    } cases[] = {
        {"U1,2026-05-31,较差,0.5,objected,\n", "an outcome objected to needs objected_on", false},
        {"U1,2026-05-31,较差,0.5,draft,2026-06-01\n", "a draft has no objected_on", false},
        {"U1,2026-05-31,较差,0.5,objected,2026-05-01\n", "the unit objected before", true}};
    scratch s;
    tp_session *session;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_int_eq(open(&s, &session, "", cases[i].row) == TP_OK, cases[i].opens);
        const char *told = scratch_reports(&s);
        ck_assert_msg(strstr(told, cases[i].says) != NULL, "%s: %s", cases[i].row, told);
        tp_session_free(session);
        scratch_end(&s);
    }
    ck_assert_int_eq(opened(&s, &session, ""), TP_OK);
    const tp_run *run = solved(&s, session);
    for (int use = 0; use < 2; use++) {
        tp_dataset view = *run->data;
        tp_recheck r;
        view.use_drafts = use;
        ck_assert_int_eq(
            tp_recheck_run(&r, &view, run->scenario, NULL, run->result, s.arena, &s.err), TP_OK);
        ck_assert_int_eq(r.findings.count == 0, !use);
    }
    tp_session_free(session);
    scratch_end(&s);
}
END_TEST

/* Turned over while the session is open, as a what-if does. */
START_TEST(drafts__a_warm_session_uses_them)
{
    scratch s;
    tp_session *session;
    const tp_setting use = {.key = "evaluation.drafts", .value = "use"};
    ck_assert_int_eq(opened(&s, &session, ""), TP_OK);
    ck_assert_int_eq(tp_session_set(session, &use, 1, &s.diags, &s.err), TP_OK);
    ck_assert_str_eq(refused(&s, solved(&s, session)), "D1 ");
    ck_assert_int_eq(tp_session_set(session, NULL, 0, &s.diags, &s.err), TP_OK);
    ck_assert_str_eq(refused(&s, solved(&s, session)), "D2 ");
    tp_session_free(session);
    scratch_end(&s);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("drafts");
    TCase *tc = tcase_create("drafts");
    tcase_add_test(tc, drafts__the_final_one_before_counts);
    tcase_add_test(tc, drafts__final_is_another_dataset);
    tcase_add_test(tc, drafts__faults_are_told_and_found);
    tcase_add_test(tc, drafts__a_warm_session_uses_them);
    suite_add_tcase(suite, tc);
    return suite;
}
