/* Sweeps: what the points are, that each is the run `run --set` would give, on any threads. */
#include "explain/sweep.h"
#include "scratch.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const tp_pos nowhere = {0};

static const char *points_of(scratch *s, tp_sweep_plan *plan)
{
    tp_buf text;
    tp_buf_init(&text);
    ck_assert_int_eq(tp_sweep_plan_finish(plan, &s->diags, &s->err), TP_OK);
    for (size_t p = 0; p < plan->n_points; p++) {
        tp_sweep_point_write(&text, plan, p);
        tp_buf_char(&text, ';');
    }
    const char *copy = tp_arena_copy(s->arena, text.bytes, text.length);
    tp_buf_finish(&text);
    return copy;
}

START_TEST(plan__ranges_are_exact_and_the_first_axis_is_slowest)
{
    scratch s;
    tp_sweep_plan plan;
    scratch_begin(&s);
    tp_sweep_plan_init(&plan, s.arena);
    ck_assert_int_eq(tp_sweep_vary(&plan, "a=0:0.3:0.1", nowhere, &s.diags, &s.err), TP_OK);
    ck_assert_int_eq(tp_sweep_vary(&plan, "b=[x, y],2", nowhere, &s.diags, &s.err), TP_OK);
    scratch_expect(points_of(&s, &plan),
                   "a=0\nb=[x, y]\n;a=0\nb=2\n;a=0.1\nb=[x, y]\n;a=0.1\nb=2\n;"
                   "a=0.2\nb=[x, y]\n;a=0.2\nb=2\n;a=0.3\nb=[x, y]\n;a=0.3\nb=2\n;");
    scratch_end(&s);
}
END_TEST

START_TEST(plan__a_range_ends_on_its_grid_and_parts_add_up)
{
    scratch s;
    tp_sweep_plan plan;
    scratch_begin(&s);
    tp_sweep_plan_init(&plan, s.arena);
    ck_assert_int_eq(tp_sweep_vary(&plan, "a=0:1:0.4,0.4,9", nowhere, &s.diags, &s.err), TP_OK);
    scratch_expect(points_of(&s, &plan), "a=0\n;a=0.4\n;a=0.8\n;a=9\n;");
    scratch_end(&s);
}
END_TEST

START_TEST(plan__mistakes_are_named)
{
    static const char *const wrong[] = {"a",
                                        "=1",
                                        "a=",
                                        "a=1,",
                                        "a=0:1:0",
                                        "a=1:0:0.1",
                                        "a=0:1:-1",
                                        "a=0:x:1",
                                        "a=0:1:0.0000001",
                                        "a=0:1000000:1"};
    scratch s;
    tp_sweep_plan plan;
    scratch_begin(&s);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        size_t before = s.diags.errors;
        tp_sweep_plan_init(&plan, s.arena);
        ck_assert_msg(tp_sweep_vary(&plan, wrong[i], nowhere, &s.diags, &s.err) == TP_E_INPUT, "%s",
                      wrong[i]);
        ck_assert_uint_eq(s.diags.errors, before + 1);
    }
    tp_sweep_plan_init(&plan, s.arena);
    ck_assert_int_eq(tp_sweep_plan_finish(&plan, &s.diags, &s.err), TP_E_INPUT);
    scratch_end(&s);
}
END_TEST

static const char *city(void)
{
    static char path[512];
    const char *root = getenv("TP_SOURCE_ROOT");
    snprintf(path, sizeof path, "%s/scenarios/sample-city/baseline.yaml", root ? root : ".");
    return path;
}

typedef struct world {
    scratch s;
    tp_session *session;
    const tp_run *base;
    tp_sweep_plan plan;
    tp_sweep_task task;
} world;

static void begin(world *w)
{
    *w = (world){0};
    scratch_begin(&w->s);
    ck_assert_int_eq(tp_session_open(&w->session, city(), NULL, &w->s.diags, &w->s.err), TP_OK);
    ck_assert_int_eq(tp_session_solve(w->session, NULL, &w->base, &w->s.err), TP_OK);
    tp_sweep_plan_init(&w->plan, w->s.arena);
    w->task = (tp_sweep_task){.plan = &w->plan, .file = city(), .base = w->base, .threads = 2};
}

static tp_sweep_outcome *sweep(world *w, size_t threads)
{
    w->task.threads = threads;
    w->task.outcomes = tp_arena_array(w->s.arena, w->plan.n_points, sizeof(tp_sweep_outcome));
    tp_status status = tp_sweep_run(&w->task, &w->s.diags, &w->s.err);
    ck_assert_msg(status == TP_OK, "%s", w->s.err.text);
    return w->task.outcomes;
}

static void end(world *w)
{
    tp_session_free(w->session);
    scratch_end(&w->s);
}

START_TEST(file__changes_start_from_the_scenarios_own_value)
{
    world w;
    begin(&w);
    scratch_text(&w.s, "changes.csv",
                 "point,key,change,value\np,reserve.count,absolute,3\n"
                 ",borrow.max_share,relative,-0.25\np,borrow.max_share,替换,0.1\n");
    tp_status status = tp_sweep_read(&w.plan, scratch_path(&w.s, "changes.csv"), w.base->scenario,
                                     &w.s.diags, &w.s.err);
    ck_assert_int_eq(status, TP_OK);
    scratch_text(
        &w.s, "more.yaml",
        "grid: {reserve.share: 0:0.1:0.1}\npoints:\n  - {protect: [], reserve.count: 1}\n");
    status = tp_sweep_read(&w.plan, scratch_path(&w.s, "more.yaml"), w.base->scenario, &w.s.diags,
                           &w.s.err);
    ck_assert_int_eq(status, TP_OK);
    scratch_expect(points_of(&w.s, &w.plan),
                   "reserve.share=0\n;reserve.share=0.1\n;reserve.count=5\nborrow.max_share=0.1\n;"
                   "borrow.max_share=0.15\n;reserve.count=1\nprotect=[]\n;");
    scratch_text(&w.s, "wrong.csv", "key,change,value\nreserve.share,absolute,0.1\nprotect,x,1\n");
    tp_sweep_plan_init(&w.plan, w.s.arena);
    scratch_reports(&w.s);
    status = tp_sweep_read(&w.plan, scratch_path(&w.s, "wrong.csv"), w.base->scenario, &w.s.diags,
                           &w.s.err);
    ck_assert_int_eq(status, TP_E_INPUT);
    const char *reports = scratch_reports(&w.s);
    ck_assert_msg(strstr(reports, "wrong.csv:2:24: error: the scenario states no number") != NULL,
                  "%s", reports);
    ck_assert_msg(strstr(reports, "wrong.csv:3:9: error:") != NULL, "%s", reports);
    end(&w);
}
END_TEST

/* The same document as a session without a start and without neighbours writes. */
START_TEST(sweep__points_are_the_runs_that_set_gives)
{
    world w;
    begin(&w);
    ck_assert_int_eq(
        tp_sweep_vary(&w.plan, "reserve.share=0:0.3:0.1", nowhere, &w.s.diags, &w.s.err), TP_OK);
    ck_assert_int_eq(
        tp_sweep_vary(&w.plan, "borrow.max_share=0.1,0.2", nowhere, &w.s.diags, &w.s.err), TP_OK);
    ck_assert_int_eq(tp_sweep_plan_finish(&w.plan, &w.s.diags, &w.s.err), TP_OK);
    const tp_sweep_outcome *outcomes = sweep(&w, 2);
    for (size_t p = 0; p < w.plan.n_points; p++) {
        tp_setting *settings;
        size_t count;
        tp_session *alone;
        const tp_run *run;
        tp_sweep_outcome expected;
        tp_sweep_settings(&w.plan, p, w.s.arena, &settings, &count, &w.s.err);
        const tp_session_options options = {.settings = settings, .n_settings = count};
        ck_assert_int_eq(tp_session_open(&alone, city(), &options, &w.s.diags, &w.s.err), TP_OK);
        ck_assert_int_eq(tp_session_solve(alone, NULL, &run, &w.s.err), TP_OK);
        ck_assert_int_eq(tp_sweep_outcome_of(&expected, run, &w.s.err), TP_OK);
        ck_assert_str_eq(outcomes[p].run, expected.run);
        ck_assert_str_eq(outcomes[p].answer, expected.answer);
        ck_assert_mem_eq(outcomes[p].figure, expected.figure, sizeof expected.figure);
        tp_session_free(alone);
    }
    end(&w);
}
END_TEST

START_TEST(sweep__threads_and_what_was_done_before_change_nothing)
{
    world w;
    int32_t number[8];
    begin(&w);
    ck_assert_int_eq(tp_sweep_vary(&w.plan, "reserve.count=2,3,40", nowhere, &w.s.diags, &w.s.err),
                     TP_OK);
    ck_assert_int_eq(
        tp_sweep_vary(&w.plan, "idle.unknown_age_months=0,0.0", nowhere, &w.s.diags, &w.s.err),
        TP_OK);
    ck_assert_int_eq(tp_sweep_plan_finish(&w.plan, &w.s.diags, &w.s.err), TP_OK);
    ck_assert_uint_eq(w.plan.n_points, 6);
    w.plan.points[1].value[1] = w.plan.points[3].value[1] = w.plan.points[5].value[1] = "0";
    tp_sweep_outcome *one = sweep(&w, 1), *three = sweep(&w, 3);
    ck_assert_mem_eq(one, three, 6 * sizeof *one);
    tp_sweep_number_answers(one, 6, number);
    ck_assert_int_eq(number[0], number[1]); /* the same settings, written differently */
    ck_assert_int_ne(number[0], number[2]);
    ck_assert_int_eq(number[4], 3);
    /* What is done already is left alone. */
    w.task.outcomes = three;
    memset(three[2].run, 'x', 3);
    ck_assert_int_eq(tp_sweep_run(&w.task, &w.s.diags, &w.s.err), TP_OK);
    ck_assert_mem_eq(three[2].run, "xxx", 3);
    end(&w);
}
END_TEST

START_TEST(sweep__a_value_out_of_range_is_the_users_error)
{
    world w;
    begin(&w);
    ck_assert_int_eq(tp_sweep_vary(&w.plan, "reserve.share=0,2", nowhere, &w.s.diags, &w.s.err),
                     TP_OK);
    ck_assert_int_eq(tp_sweep_plan_finish(&w.plan, &w.s.diags, &w.s.err), TP_OK);
    w.task.outcomes = tp_arena_array(w.s.arena, 2, sizeof(tp_sweep_outcome));
    ck_assert_int_eq(tp_sweep_run(&w.task, &w.s.diags, &w.s.err), TP_E_INPUT);
    ck_assert_uint_eq(w.s.diags.errors, 1);
    end(&w);
}
END_TEST

START_TEST(figures__are_read_as_written)
{
    tp_sweep_outcome out = {.done = true}, back = {.done = true};
    tp_buf text;
    tp_buf_init(&text);
    for (int f = 0; f < TP_SWEEP_FIGURES; f++)
        out.figure[f] = f % 3 ? 7 - 5 * f : TP_INT_NONE;
    tp_sweep_figures_write(&text, &out);
    tp_sweep_figures_read(&back, text.bytes);
    ck_assert_mem_eq(&out, &back, sizeof out);
    tp_buf_finish(&text);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("sweep");
    TCase *tcase = tcase_create("sweep");
    tcase_add_test(tcase, plan__ranges_are_exact_and_the_first_axis_is_slowest);
    tcase_add_test(tcase, plan__a_range_ends_on_its_grid_and_parts_add_up);
    tcase_add_test(tcase, plan__mistakes_are_named);
    tcase_add_test(tcase, file__changes_start_from_the_scenarios_own_value);
    tcase_add_test(tcase, sweep__points_are_the_runs_that_set_gives);
    tcase_add_test(tcase, sweep__threads_and_what_was_done_before_change_nothing);
    tcase_add_test(tcase, sweep__a_value_out_of_range_is_the_users_error);
    tcase_add_test(tcase, figures__are_read_as_written);
    suite_add_tcase(suite, tcase);
    return suite;
}
