/* A run is complete when it is handed out, never changes, and outlives whatever made it. */
#include "run/session.h"

#include "explain/change.h"
#include "report/views/run.h"
#include "report/writers/writers.h"
#include "run/document.h"
#include "scratch.h"
#include "suite.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef struct world {
    scratch s;
    tp_session *session;
    const tp_run *run;
} world;

static void begin(world *w)
{
    scratch_begin(&w->s);
    scratch_text(&w->s, "units.csv", "unit,name,system,region\nU1,甲,教育,市\nU2,乙,卫生,市\n");
    scratch_text(&w->s, "posts.csv",
                 "unit,category,authorised,in_post,cap\nU1,事业,20,12,\nU2,事业,10,10,14\n");
    scratch_text(&w->s, "outcomes.csv",
                 "unit,evaluated_on,grade,saturation\nU1,2026-01-01,较差,0.5\n");
    scratch_text(&w->s, "demands.csv",
                 "demand,unit,category,quantity\nD1,U2,事业,6\nD2,U1,事业,3\n");
    scratch_text(&w->s, "scenario.yaml",
                 "schema: turnpool.scenario/1\nname: s\ndata: .\nas_of: 2026-06-30\n"
                 "grades: {较差: {freeze_months: 12}}\nborrow: {unevaluated: allow}\n");
    tp_session_open(&w->session, scratch_path(&w->s, "scenario.yaml"), NULL, &w->s.diags,
                    &w->s.err);
    ck_assert_msg(w->session != NULL, "%s", scratch_reports(&w->s));
    ck_assert_int_eq(tp_session_solve(w->session, NULL, &w->run, &w->s.err), TP_OK);
}

static void finish(world *w)
{
    tp_session_free(w->session);
    scratch_end(&w->s);
}

static void set(world *w, const char *key, const char *value)
{
    const tp_setting setting = {.key = key, .value = value};
    ck_assert_msg(tp_session_set(w->session, &setting, 1, &w->s.diags, &w->s.err) == TP_OK, "%s",
                  scratch_reports(&w->s));
}

/* Everything a run can be written as. */
static char *all_of(const tp_run *run)
{
    tp_buf out;
    tp_arena *arena = tp_arena_create();
    tp_page page;
    tp_buf_init(&out);
    tp_document_write(&out, run);
    tp_certificate_write(&out, run);
    tp_dataset_canonical(&out, run->data);
    tp_scenario_canonical(&out, run->scenario);
    tp_err err = {0};
    const tp_run_page_options options = {.all = true};
    tp_status status = tp_run_page(&page, run, &options, arena, &err);
    if (!status)
        tp_write_json(&out, &page, NULL);
    bool ok = !status && tp_buf_ok(&out);
    tp_arena_free(arena);
    if (ok)
        return out.bytes;
    tp_buf_finish(&out);
    return NULL;
}

START_TEST(session__run_is_told_when_handed_out)
{
    world w;
    begin(&w);
    ck_assert(w.run->result->told);
    ck_assert_int_eq(w.run->result->loan[0], 4);
    ck_assert_uint_eq(w.run->result->denied[1].count, 1);
    ck_assert_uint_eq(w.run->result->n_backing, 1);
    finish(&w);
}
END_TEST

START_TEST(session__run_of_figures_only_has_no_document)
{
    world w;
    begin(&w);
    const tp_run *run;
    const tp_session_solve_options options = {.figures_only = true};
    ck_assert_int_eq(tp_session_solve(w.session, &options, &run, &w.s.err), TP_OK);
    ck_assert_int_eq(run->result->loan[0], 4);
    tp_buf out;
    tp_buf_init(&out);
    tp_document_write(&out, run);
    ck_assert(!tp_buf_ok(&out));
    tp_buf_finish(&out);
    finish(&w);
}
END_TEST

START_TEST(session__held_run_outlives_sets_edits_and_the_session)
{
    world w;
    begin(&w);
    const tp_run *first = tp_run_hold(w.run), *second, *third;
    char *before = all_of(first);
    set(&w, "reserve.count", "1");
    ck_assert_int_eq(tp_session_solve(w.session, NULL, &second, &w.s.err), TP_OK);
    tp_run_hold(second);
    const tp_data_edit edit = {.kind = TP_EDIT_CAP, .subject = 1, .value = 12};
    const tp_variation variation = {.edits = &edit, .n_edits = 1};
    ck_assert_int_eq(tp_session_vary(w.session, &variation, &w.s.diags, &w.s.err), TP_OK);
    ck_assert_int_eq(tp_session_solve(w.session, NULL, &third, &w.s.err), TP_OK);
    ck_assert_int_eq(third->result->loan[0], 2);
    ck_assert_int_eq(third->data->lines[1].cap, 12);
    ck_assert_int_eq(first->data->lines[1].cap, 14); /* the edit is the third run's alone */
    tp_session_free(w.session);
    w.session = NULL;
    char *after = all_of(first);
    ck_assert_str_eq(before, after);
    ck_assert_str_ne(first->id, second->id);
    ck_assert_int_eq(second->result->pools[0].required, 1);
    free(before);
    free(after);
    tp_run_free(second);
    tp_run_free(first);
    finish(&w);
}
END_TEST

START_TEST(session__failed_edit_leaves_the_session_as_it_was)
{
    world w;
    begin(&w);
    const tp_data_edit edit = {.kind = TP_EDIT_CAP, .subject = 1, .value = 12};
    ck_assert_int_eq(tp_session_vary(w.session, &(tp_variation){.edits = &edit, .n_edits = 1},
                                     &w.s.diags, &w.s.err),
                     TP_OK);
    const tp_setting wrong = {.key = "reserve.count", .value = "many"};
    ck_assert_int_eq(tp_session_vary(w.session,
                                     &(tp_variation){.settings = &wrong, .n_settings = 1},
                                     &w.s.diags, &w.s.err),
                     TP_E_INPUT);
    ck_assert_int_eq(tp_session_data(w.session)->lines[1].cap, 12);
    ck_assert_int_eq(tp_session_set(w.session, NULL, 0, &w.s.diags, &w.s.err), TP_OK);
    ck_assert_int_eq(tp_session_data(w.session)->lines[1].cap, 14);
    finish(&w);
}
END_TEST

/* Settings given to a set need not live on. */
START_TEST(session__keeps_its_own_copy_of_settings)
{
    world w;
    begin(&w);
    char value[] = "2", key[] = "reserve.count", origin[] = "panel";
    const tp_setting setting = {.key = key, .value = value, .origin = origin, .line = 3};
    ck_assert_int_eq(tp_session_set(w.session, &setting, 1, &w.s.diags, &w.s.err), TP_OK);
    memset(value, 'x', sizeof value - 1);
    memset(key, 'x', sizeof key - 1);
    memset(origin, 'x', sizeof origin - 1);
    const tp_run *run;
    ck_assert_int_eq(tp_session_solve(w.session, NULL, &run, &w.s.err), TP_OK);
    tp_buf origins;
    tp_buf_init(&origins);
    tp_scenario_origins(&origins, run->scenario);
    ck_assert_ptr_nonnull(strstr(origins.bytes, "panel"));
    tp_buf_finish(&origins);
    finish(&w);
}
END_TEST

static void *render(void *user)
{
    return all_of(user);
}

static void *explain(void *user)
{
    tp_variant variant;
    tp_err err = {0};
    const tp_run *now = NULL;
    const tp_setting setting = {.key = "reserve.count", .value = "1"};
    const tp_change change = {.settings = (tp_setting *)&setting, .n_settings = 1};
    if (tp_variant_open(&variant, user, (tp_stop){0}, &err) == TP_OK)
        tp_variant_solve(&variant, &change, &now, &err);
    bool ok = now && now->result->pools[0].required == 1;
    tp_variant_close(&variant);
    return ok ? user : NULL;
}

/* Two threads write one run, a third asks what would change it, while the session goes on: nothing
 * is seen by ThreadSanitizer (tools/test), and the bytes are the same. */
START_TEST(session__threads_share_a_run)
{
    world w;
    begin(&w);
    for (int round = 0; round < 4; round++) {
        const tp_run *run = tp_run_hold(w.run), *next;
        pthread_t threads[3];
        void *out[3];
        ck_assert_int_eq(pthread_create(&threads[0], NULL, render, (void *)run), 0);
        ck_assert_int_eq(pthread_create(&threads[1], NULL, render, (void *)run), 0);
        ck_assert_int_eq(pthread_create(&threads[2], NULL, explain, (void *)run), 0);
        set(&w, "reserve.count", round % 2 ? "0" : "2");
        ck_assert_int_eq(tp_session_solve(w.session, NULL, &next, &w.s.err), TP_OK);
        for (int t = 0; t < 3; t++)
            pthread_join(threads[t], &out[t]);
        ck_assert_ptr_nonnull(out[0]);
        ck_assert_ptr_nonnull(out[1]);
        ck_assert_ptr_nonnull(out[2]);
        ck_assert_str_eq(out[0], out[1]);
        free(out[0]);
        free(out[1]);
        tp_run_free(run);
        w.run = next;
    }
    finish(&w);
}
END_TEST

/* A filter bound before is not bound again; what it had to say is said each time, at its place. */
START_TEST(session__says_again_what_was_taken_over)
{
    world w;
    begin(&w);
    tp_session_free(w.session);
    scratch_text(&w.s, "doubt.yaml",
                 "schema: turnpool.scenario/1\nname: s\ndata: .\nas_of: 2026-06-30\n"
                 "protect:\n  - {region: 郊}\n  - {system: [教肓, 卫生]}\n"
                 "borrow: {unevaluated: allow}\n");
    tp_diags_init(&w.s.diags, w.s.arena);
    tp_session_open(&w.session, scratch_path(&w.s, "doubt.yaml"), NULL, &w.s.diags, &w.s.err);
    ck_assert_uint_eq(w.s.diags.warnings, 2);
    const char *first = scratch_reports(&w.s);
    ck_assert_msg(strstr(first, "doubt.yaml:7:") && strstr(first, "\"教育\""), "%s", first);
    for (int i = 0; i < 3; i++) {
        set(&w, "reserve.count", i % 2 ? "1" : "2");
        ck_assert_uint_eq(w.s.diags.warnings, 2);
        ck_assert_str_eq(scratch_reports(&w.s), first);
    }
    finish(&w);
}
END_TEST

/* What is said beside the structs holds of a run, and is no longer said of it with one figure
 * spoiled. */
START_TEST(session__invariants_notice_what_is_broken)
{
    world w;
    begin(&w);
    tp_result *r = w.run->result;
    tp_case *kase = (tp_case *)w.run->kase;
    tp_scenario *scenario = (tp_scenario *)w.run->scenario;
    int64_t *const figures[] = {&r->pools[0].closing, &r->pools[0].loans, &r->loan[0],
                                &r->deposit[0], (int64_t *)&w.run->answer.x[0]};
    ck_assert(tp_run_sound(w.run));
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        *figures[i] += 1000000;
        ck_assert_msg(!tp_run_sound(w.run), "figure %zu", i);
        *figures[i] -= 1000000;
    }
    r->n_lines++;
    ck_assert(!tp_run_sound(w.run));
    r->n_lines--;
    r->tiers[0].proven = false;
    ck_assert(!tp_result_sound(r)); /* it is said to be optimal */
    r->tiers[0].proven = true;
    ck_assert(tp_run_sound(w.run));
    int64_t *const derived[] = {&kase->line[0].usable, &kase->line[0].most, &kase->demand[0].own,
                                &kase->demand[0].need};
    for (size_t i = 0; i < sizeof derived / sizeof *derived; i++) {
        ck_assert(tp_case_sound(kase));
        *derived[i] += 1000000;
        ck_assert_msg(!tp_case_sound(kase), "derived %zu", i);
        *derived[i] -= 1000000;
    }
    kase->line[0].pool += 1000;
    ck_assert(!tp_case_sound(kase));
    kase->line[0].pool -= 1000;
    tp_date day = scenario->as_of;
    scenario->as_of = TP_DATE_NONE;
    ck_assert(!tp_scenario_sound(scenario));
    scenario->as_of = day;
    ck_assert(tp_scenario_sound(scenario));
    finish(&w);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("session");
    TCase *tc = tcase_create("session");
    tcase_add_test(tc, session__run_is_told_when_handed_out);
    tcase_add_test(tc, session__run_of_figures_only_has_no_document);
    tcase_add_test(tc, session__held_run_outlives_sets_edits_and_the_session);
    tcase_add_test(tc, session__failed_edit_leaves_the_session_as_it_was);
    tcase_add_test(tc, session__keeps_its_own_copy_of_settings);
    tcase_add_test(tc, session__threads_share_a_run);
    tcase_add_test(tc, session__says_again_what_was_taken_over);
    tcase_add_test(tc, session__invariants_notice_what_is_broken);
    suite_add_tcase(suite, tc);
    return suite;
}
