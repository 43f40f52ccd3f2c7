/* A page's answer is solved for some seconds and then shown as far as it is proven; long work goes
 * on to the end, and the page shows that from then on. The clock here goes on with every look. */
#include "page.h"
#include "serve/warm.h"
#include "suite.h"

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

static void begin(page *p)
{
    static const page_data data = {
        .units = "unit,name,region\nU1,甲,市\nU2,乙,市\nU3,丙,市\n",
        .posts = "unit,category,authorised,in_post\nU1,事业,20,12\nU2,事业,10,10\nU3,事业,9,9\n",
        .demands = "demand,unit,category,quantity,minimum\nD1,U2,事业,6,4\nD2,U3,事业,5,4\n"};
    page_begin(p, &data, (tp_serve_options){.lang = TP_EN, .answer_most = 1});
    page_enter(p);
}

static int ask_for(page *p, const char *path, const char *kind)
{
    char fields[96];
    snprintf(fields, sizeof fields, "kind=%s", kind);
    return page_post_fields(p, path, fields);
}

/* Asked while the clock runs away, so that the limit is met at once. */
static void see_it_stopped(page *w, const char *path)
{
    atomic_store(&page_clock_ticks, true);
    ck_assert_int_eq(page_get(w, path), 200);
    atomic_store(&page_clock_ticks, false);
    ck_assert(page_says(w, "class=\"verdict open\"") || page_says(w, "class=\"verdict bad\""));
    ck_assert(!page_says(w, "class=\"verdict good\"") && page_says(w, "value=\"end\""));
}

static void solve_to_the_end(page *w, const char *path, int number)
{
    char jobs[128], job[32];
    const char *query = strchr(path, '?');
    snprintf(jobs, sizeof jobs, "/live/plan/jobs%s", query ? query : "");
    snprintf(job, sizeof job, "/jobs/%d", number);
    ck_assert_int_eq(ask_for(w, jobs, "end"), 303);
    do
        ck_assert_int_eq(page_get(w, job), 200);
    while (!page_says(w, "class=\"verdict good\"") && !page_says(w, "class=\"verdict bad\""));
    ck_assert(page_says(w, "class=\"verdict good\"") && page_says(w, "<table"));
    ck_assert(page_get(w, path) == 200 && page_says(w, "class=\"verdict good\""));
    ck_assert(!page_says(w, "value=\"end\"")); /* nothing is left to do */
    ck_assert_int_eq(ask_for(w, jobs, "end"), 422);
}

START_TEST(limit__stops_an_answer_and_long_work_ends_it)
{
    page w;
    begin(&w);
    ck_assert(page_get(&w, "/live/plan") == 200 && page_says(&w, "class=\"verdict good\""));
    see_it_stopped(&w, "/live/plan?reserve.count=2");
    solve_to_the_end(&w, "/live/plan?reserve.count=2", 1);
    page_end(&w);
}
END_TEST

START_TEST(limit__holds_for_what_the_file_says_too)
{
    page w;
    begin(&w);
    see_it_stopped(&w, "/live/plan");
    solve_to_the_end(&w, "/live/plan", 1);
    page_end(&w);
}
END_TEST

START_TEST(long_work__of_a_range_ends_in_a_picture_and_a_table)
{
    page w;
    begin(&w);
    ck_assert_int_eq(ask_for(&w, "/live/plan/jobs", "range&key=reserve.count&values=1:4:1"), 303);
    do
        ck_assert_int_eq(page_get(&w, "/jobs/1"), 200);
    while (!page_says(&w, "class=\"verdict good\"") && !page_says(&w, "class=\"verdict bad\""));
    ck_assert(page_says(&w, "4 / 4") && page_says(&w, "<svg") && page_says(&w, "<table"));
    page_end(&w);
}
END_TEST

/* Whatever the kind, the page says how far it is; a kind that tells nothing has no bar. */
START_TEST(long_work__of_every_kind_tells_how_far_it_is)
{
    static const char *const kinds[] = {"worth", "others", "robust"};
    page w;
    begin(&w);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char job[32];
        snprintf(job, sizeof job, "/jobs/%zu", i + 1);
        ck_assert_int_eq(ask_for(&w, "/live/plan/jobs", kinds[i]), 303);
        do
            ck_assert_int_eq(page_get(&w, job), 200);
        while (!page_says(&w, "class=\"verdict good\"") && !page_says(&w, "class=\"verdict bad\""));
        ck_assert_msg(page_says(&w, "<progress max=\""), "%s", kinds[i]);
    }
    page_end(&w);
}
END_TEST

/* One planner's solve that goes on until it is let go. */
typedef struct long_solve {
    tp_warmth *warmth;
    const tp_offer *offer;
    atomic_bool begun, let_go;
} long_solve;
static _Thread_local bool holds; /* the thread whose solve goes on */

static tp_stop_reason wait_for_it(void *user)
{
    long_solve *l = user;
    if (holds)
        atomic_store(&l->begun, true);
    while (holds && !atomic_load(&l->let_go))
        sched_yield();
    return TP_GO_ON;
}

static int64_t no_time(void *user)
{
    (void)user;
    return 0;
}

static tp_status solve_one(const long_solve *l, const char *count, tp_warm_answer *answer)
{
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_err err = {0};
    tp_diags_init(&diags, arena);
    const tp_setting setting = {.key = "reserve.count", .value = count};
    const tp_warm_wanted wanted = {.offer = l->offer, .settings = &setting, .n_settings = 1};
    tp_status status = tp_warm_solve(l->warmth, &wanted, answer, &diags, &err);
    tp_arena_free(arena);
    return status;
}

static void *hold(void *user)
{
    long_solve *l = user;
    tp_warm_answer answer;
    holds = true;
    tp_status status = solve_one(l, "2", &answer);
    tp_warm_answer_free(&answer);
    return status ? user : NULL;
}

/* Others go on meanwhile, over a session of their own, and what one has solved all know. */
START_TEST(sessions__nobody_waits_for_somebody_elses_long_solve)
{
    page w;
    long_solve l = {NULL};
    tp_warm_answer one, again;
    pthread_t thread;
    void *failed;
    begin(&w);
    const tp_offer offer = {.file = scratch_path(&w.s, "plan.yaml")};
    const tp_warmth_options options = {
        .store = "/nowhere", .most = 20, .stop = {wait_for_it, &l}, .seconds = 1, .now = no_time};
    ck_assert_int_eq(tp_warmth_create(&l.warmth, &options, &w.s.err), TP_OK);
    l.offer = &offer;
    ck_assert_int_eq(solve_one(&l, "1", &one), TP_OK); /* it is open */
    tp_warm_answer_free(&one);
    ck_assert_int_eq(pthread_create(&thread, NULL, hold, &l), 0);
    while (!atomic_load(&l.begun))
        sched_yield();
    ck_assert_int_eq(solve_one(&l, "3", &one), TP_OK);
    atomic_store(&l.let_go, true);
    ck_assert_int_eq(pthread_join(thread, &failed), 0);
    ck_assert_ptr_null(failed);
    ck_assert_int_eq(solve_one(&l, "3", &again), TP_OK);
    ck_assert_ptr_eq(one.run, again.run); /* remembered, whichever session is asked */
    tp_warm_answer_free(&one);
    tp_warm_answer_free(&again);
    tp_warmth_free(l.warmth);
    page_end(&w);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("serve_limit");
    TCase *tc = tcase_create("serve_limit");
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, limit__stops_an_answer_and_long_work_ends_it);
    tcase_add_test(tc, limit__holds_for_what_the_file_says_too);
    tcase_add_test(tc, long_work__of_a_range_ends_in_a_picture_and_a_table);
    tcase_add_test(tc, long_work__of_every_kind_tells_how_far_it_is);
    tcase_add_test(tc, sessions__nobody_waits_for_somebody_elses_long_solve);
    suite_add_tcase(suite, tc);
    return suite;
}
