/* The library as another program sees it: turnpool.h and libturnpool.so, nothing else of ours. */
#include "suite.h"
#include "turnpool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char scenario[4096];

static turnpool *open_sample(const char *store)
{
    turnpool *t;
    const turnpool_options options = {.size = sizeof options,
                                      .scenario = scenario,
                                      .store = store,
                                      .create = 1,
                                      .language = "en",
                                      .now = "2026-07-01T08:00:00Z"};
    turnpool_status status = turnpool_open(&t, &options);
    ck_assert_msg(status == TURNPOOL_OK, "%s", turnpool_messages(t));
    return t;
}

static char *document_of(const turnpool_run *run)
{
    char *text;
    size_t length;
    ck_assert_int_eq(turnpool_document(run, &text, &length), TURNPOOL_OK);
    ck_assert_uint_eq(strlen(text), length);
    return text;
}

START_TEST(turnpool__solves_sets_and_verifies)
{
    turnpool *t = open_sample(NULL);
    turnpool_run *base, *more, *again;
    turnpool_verdict verdict;
    ck_assert_int_eq(turnpool_solve(t, &base), TURNPOOL_OK);
    ck_assert_int_eq(turnpool_run_answer(base), TURNPOOL_OPTIMAL);
    ck_assert_int_eq(turnpool_set(t, (const char *[]){"reserve.share=0.3", NULL}), TURNPOOL_OK);
    ck_assert_int_eq(turnpool_solve(t, &more), TURNPOOL_OK);
    ck_assert_str_ne(turnpool_run_id(base), turnpool_run_id(more));
    ck_assert_int_eq(turnpool_set(t, NULL), TURNPOOL_OK);
    ck_assert_int_eq(turnpool_solve(t, &again), TURNPOOL_OK);
    char *one = document_of(base), *two = document_of(again);
    ck_assert_str_eq(one, two); /* a run depends on what it is of, not on what was asked between */
    ck_assert_int_eq(turnpool_verify(t, more, NULL, &verdict, NULL, NULL, NULL), TURNPOOL_OK);
    ck_assert_int_eq(verdict, TURNPOOL_HOLDS);
    turnpool_free(one);
    turnpool_free(two);
    turnpool_run_free(again);
    turnpool_run_free(more);
    turnpool_close(t);
    /* A run outlives what it came from. */
    one = document_of(base);
    ck_assert_ptr_nonnull(strstr(one, "\"turnpool.run/1\""));
    turnpool_free(one);
    turnpool_run_free(base);
}
END_TEST

START_TEST(turnpool__explains_and_compares_in_every_format)
{
    static const char *const formats[] = {"table", "json", "csv", "md"};
    static const turnpool_writing parquet = {.size = sizeof parquet, .format = "parquet"};
    turnpool *t = open_sample(NULL);
    turnpool_run *runs[2];
    char *text;
    size_t length;
    ck_assert_int_eq(turnpool_solve(t, &runs[0]), TURNPOOL_OK);
    ck_assert_int_eq(turnpool_set(t, (const char *[]){"borrow.max_share=0.05", NULL}), TURNPOOL_OK);
    ck_assert_int_eq(turnpool_solve(t, &runs[1]), TURNPOOL_OK);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        const turnpool_writing how = {.size = sizeof how, .format = formats[i]};
        int same = 1;
        ck_assert_int_eq(
            turnpool_compare(t, (const turnpool_run *const *)runs, 2, &same, &how, &text, &length),
            TURNPOOL_OK);
        ck_assert_int_eq(same, 0);
        ck_assert_uint_gt(length, 100);
        ck_assert_msg(strstr(text, "borrow.") != NULL, "%s: %.200s", formats[i], text);
        turnpool_free(text);
    }
    ck_assert_int_eq(turnpool_explain(t, runs[0], TURNPOOL_DEMAND, "D014", NULL, &text, NULL),
                     TURNPOOL_OK);
    ck_assert_ptr_nonnull(strstr(text, "D014"));
    turnpool_free(text);
    ck_assert_int_eq(turnpool_explain(t, runs[0], TURNPOOL_DEMAND, "D999", NULL, &text, NULL),
                     TURNPOOL_INPUT);
    ck_assert_ptr_null(text);
    ck_assert_ptr_nonnull(strstr(turnpool_messages(t), "D999"));
    ck_assert_int_eq(turnpool_show(t, runs[1], &parquet, &text, NULL), TURNPOOL_USAGE);
    ck_assert_ptr_nonnull(strstr(turnpool_messages(t), "parquet"));
    for (int i = 0; i < 2; i++)
        turnpool_run_free(runs[i]);
    turnpool_close(t);
}
END_TEST

/* The sample city with the years of its plan put on it; one period has nothing to look ahead to. */
START_TEST(turnpool__looks_ahead)
{
    static const turnpool_writing json = {.size = sizeof json, .format = "json"};
    turnpool *t = open_sample(NULL);
    turnpool_run *one, *plan;
    char *text;
    ck_assert_int_eq(turnpool_solve(t, &one), TURNPOOL_OK);
    ck_assert_int_eq(turnpool_outlook(t, one, -1, &json, &text, NULL), TURNPOOL_USAGE);
    ck_assert_ptr_null(text);
    ck_assert_int_eq(turnpool_set(t, (const char *[]){"horizon.periods=2", NULL}), TURNPOOL_OK);
    ck_assert_int_eq(turnpool_solve(t, &plan), TURNPOOL_OK);
    ck_assert_int_eq(turnpool_outlook(t, plan, 1, &json, &text, NULL), TURNPOOL_OK);
    ck_assert(strstr(text, "\"looking_ahead\"") != NULL && strstr(text, "\"tails\"") != NULL);
    turnpool_free(text);
    ck_assert_int_eq(turnpool_outlook(t, plan, 21, &json, &text, NULL), TURNPOOL_USAGE);
    turnpool_run_free(one);
    turnpool_run_free(plan);
    turnpool_close(t);
}
END_TEST

START_TEST(turnpool__keeps_and_loads)
{
    char folder[] = "/tmp/turnpool-face-XXXXXX", store[64];
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(store, sizeof store, "%s/turnpool.db", folder);
    turnpool *t = open_sample(store);
    turnpool_run *run, *loaded;
    ck_assert_int_eq(turnpool_solve(t, &run), TURNPOOL_OK);
    ck_assert_int_eq(turnpool_keep(t, run), TURNPOOL_OK);
    turnpool_close(t);
    const turnpool_options only_store = {.size = sizeof only_store, .store = store};
    ck_assert_int_eq(turnpool_open(&t, &only_store), TURNPOOL_OK);
    ck_assert_int_eq(turnpool_load(t, turnpool_run_id(run), &loaded), TURNPOOL_OK);
    char *one = document_of(run), *two = document_of(loaded);
    ck_assert_str_eq(one, two);
    turnpool_free(one);
    turnpool_free(two);
    turnpool_run_free(loaded);
    /* Without a scenario there is nothing to solve; without a time nothing is kept. */
    ck_assert_int_eq(turnpool_solve(t, &loaded), TURNPOOL_USAGE);
    ck_assert_ptr_null(loaded);
    ck_assert_int_eq(turnpool_keep(t, run), TURNPOOL_USAGE);
    turnpool_run_free(run);
    turnpool_close(t);
    unlink(store);
    rmdir(folder);
}
END_TEST

START_TEST(turnpool__says_what_is_wrong)
{
    turnpool *t;
    turnpool_options options = {
        .size = sizeof options, .scenario = "/nowhere/s.yaml", .language = "en"};
    ck_assert_int_ne(turnpool_open(&t, &options), TURNPOOL_OK);
    ck_assert_ptr_nonnull(strstr(turnpool_messages(t), "/nowhere/s.yaml"));
    turnpool_run *run;
    ck_assert_int_eq(turnpool_solve(t, &run), TURNPOOL_USAGE);
    turnpool_close(t);
    t = open_sample(NULL);
    ck_assert_int_eq(turnpool_set(t, (const char *[]){"reserve.shre=0.3", NULL}), TURNPOOL_INPUT);
    ck_assert_msg(strstr(turnpool_messages(t), "share") != NULL, "%s", turnpool_messages(t));
    ck_assert_int_eq(turnpool_set(t, (const char *[]){"reserve.share", NULL}), TURNPOOL_USAGE);
    ck_assert_int_eq(turnpool_solve(t, &run), TURNPOOL_OK); /* nothing was changed by either */
    turnpool_run_free(run);
    turnpool_close(t);
    options = (turnpool_options){.size = sizeof options};
    ck_assert_int_eq(turnpool_open(&t, &options), TURNPOOL_USAGE);
    turnpool_close(t);
    turnpool_close(NULL);
    turnpool_run_free(NULL);
    turnpool_free(NULL);
}
END_TEST

static int at_once(void *user)
{
    ++*(int *)user;
    return 1;
}

START_TEST(turnpool__older_callers_and_stops)
{
    turnpool *t;
    int asked = 0;
    /* A caller that knows fewer members: the rest is as if it were NULL. */
    turnpool_options options = {.size = offsetof(turnpool_options, language),
                                .scenario = scenario,
                                .language = "klingon",
                                .stop = at_once,
                                .user = &asked};
    ck_assert_int_eq(turnpool_open(&t, &options), TURNPOOL_OK);
    turnpool_close(t);
    ck_assert_int_eq(asked, 0);
    ck_assert_int_eq(turnpool_api(), TURNPOOL_API);
    ck_assert_uint_gt(strlen(turnpool_version()), 4);
}
END_TEST

Suite *suite_of_module(void)
{
    const char *root = getenv("TP_SOURCE_ROOT");
    snprintf(scenario, sizeof scenario, "%s/scenarios/sample-city/baseline.yaml",
             root ? root : ".");
    Suite *s = suite_create("turnpool");
    TCase *t = tcase_create("public interface");
    tcase_add_test(t, turnpool__solves_sets_and_verifies);
    tcase_add_test(t, turnpool__explains_and_compares_in_every_format);
    tcase_add_test(t, turnpool__looks_ahead);
    tcase_add_test(t, turnpool__keeps_and_loads);
    tcase_add_test(t, turnpool__says_what_is_wrong);
    tcase_add_test(t, turnpool__older_callers_and_stops);
    suite_add_tcase(s, t);
    return s;
}
