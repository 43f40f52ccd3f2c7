/* Explanations are checked, not trusted: for random refusals and cuts, what the explanation says
 * would change it is done to a session opened afresh, solved again, and it does.
 * TP_SEEDS=n looks at n instances a test, TP_SEED=s starts at s. */
#include "explain/explain.h"
#include "solved.h"
#include "suite.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct tally {
    int looked_at, remedies, without, failures;
} tally;

static long setting(const char *name, long fallback)
{
    const char *text = getenv(name);
    return text && *text ? strtol(text, NULL, 10) : fallback;
}

/* A session of its own, opened from the files, under the change. */
static void grant_under(const char *file, const tp_change *change, int32_t demand,
                        tp_answer_status *status, int64_t *grant)
{
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_err err = {0};
    tp_session *session = NULL;
    const tp_run *run = NULL;
    tp_diags_init(&diags, arena);
    const tp_session_options options = {.settings = change->settings,
                                        .n_settings = change->n_settings};
    *status = TP_NO_ANSWER;
    *grant = -1;
    if (tp_session_open(&session, file, &options, &diags, &err) == TP_OK &&
        (!change->n_edits ||
         tp_session_vary(session, &(tp_variation){NULL, 0, change->edits, change->n_edits}, &diags,
                         &err) == TP_OK) &&
        tp_session_solve(session, NULL, &run, &err) == TP_OK) {
        *status = run->result->status;
        *grant = tp_run_grant(run, demand);
    }
    tp_session_free(session);
    tp_arena_free(arena);
}

/* Where nothing was found, not even a lock can give it more. */
static void check_hopeless(const tp_run *run, const char *file, int32_t demand, tally *t)
{
    tp_arena *arena = tp_arena_create();
    tp_change force = {0};
    tp_err err = {0};
    tp_answer_status status;
    int64_t grant;
    const char *value =
        tp_arena_format(arena, "[{demand: %s, loan_at_least: %d}]", run->data->demands[demand].code,
                        (int)run->result->loan[demand] + 1);
    ck_assert_int_eq(tp_change_set(&force, "locks+", value, (tp_words){"锁", "lock"}, arena, &err),
                     TP_OK);
    grant_under(file, &force, demand, &status, &grant);
    t->without++;
    if (status == TP_OPTIMAL && grant > tp_run_grant(run, demand))
        t->failures++;
    tp_arena_free(arena);
}

static void check_demand(const tp_run *run, tp_variant *variant, const char *file, int32_t demand,
                         tally *t, uint64_t seed)
{
    tp_arena *arena = tp_arena_create();
    tp_explanation a;
    tp_err err = {0};
    const tp_explain_options options = {.variant = variant};
    int64_t before = tp_run_grant(run, demand);
    ck_assert_msg(tp_explain_demand(&a, run, demand, &options, arena, &err) == TP_OK,
                  "seed %" PRIu64 ": %s", seed, err.text);
    ck_assert_int_eq(a.asked, a.own + a.lent + a.missing);
    ck_assert_msg(a.n_causes > 0, "seed %" PRIu64 " demand %d: no cause", seed, demand);
    if (a.missing == 0)
        ck_assert_uint_eq(a.n_remedies, 0);
    t->looked_at += a.missing > 0;
    for (size_t i = 0; i < a.n_remedies; i++) {
        tp_answer_status status;
        int64_t grant;
        grant_under(file, &a.remedies[i].change, demand, &status, &grant);
        t->remedies++;
        if (status == TP_OPTIMAL && grant > before && grant == a.remedies[i].grant)
            continue;
        t->failures++;
        fprintf(stderr, "# seed %" PRIu64 " demand %s: %s: %" PRId64 ", promised %" PRId64 "\n",
                seed, run->data->demands[demand].code, a.remedies[i].change.text.en, grant,
                a.remedies[i].grant);
    }
    if (a.missing > 0 && !a.n_remedies && a.live)
        check_hopeless(run, file, demand, t);
    tp_arena_free(arena);
}

/* Every `every`-th demand. */
static void check_run(const tp_run *run, const char *file, int every, tally *t, uint64_t seed)
{
    tp_variant variant;
    tp_err err = {0};
    ck_assert_int_eq(tp_variant_open(&variant, run, (tp_stop){NULL, NULL}, &err), TP_OK);
    for (int32_t d = 0; d < run->data->n_demands; d += every)
        check_demand(run, &variant, file, d, t, seed);
    tp_variant_close(&variant);
}

START_TEST(remedies__do_what_they_say)
{
    static instance in;
    tally t = {0};
    uint64_t first = (uint64_t)setting("TP_SEED", 1);
    long seeds = setting("TP_SEEDS", 20);
    for (uint64_t seed = first; seed < first + (uint64_t)seeds; seed++) {
        solved w;
        instance_make(&in, seed, seed % 4 ? IN_SMALL : IN_MEDIUM);
        solved_begin(&w, &in);
        if (w.run->result->status == TP_OPTIMAL)
            check_run(w.run, scratch_path(&w.s, "scenario.yaml"), 1, &t, seed);
        solved_end(&w);
    }
    fprintf(stderr, "# %d refusals and cuts, %d remedies, %d without one, %d failures\n",
            t.looked_at, t.remedies, t.without, t.failures);
    ck_assert_int_eq(t.failures, 0);
    ck_assert_int_ge(t.remedies, seeds >= 20 ? 200 : 1);
}
END_TEST

/* The sample city: refusals and cuts of two scenarios, all of them in the long form. */
START_TEST(remedies__in_the_sample_city)
{
    static const char *const names[] = {"baseline", "reduction"};
    const char *root = getenv("TP_SOURCE_ROOT");
    int every = getenv("TP_SEEDS") ? 1 : 5;
    tally t = {0};
    for (size_t i = 0; root && i < sizeof names / sizeof *names; i++) {
        char file[512];
        tp_arena *arena = tp_arena_create();
        tp_diags diags;
        tp_err err = {0};
        tp_session *session = NULL;
        const tp_run *run = NULL;
        snprintf(file, sizeof file, "%s/scenarios/sample-city/%s.yaml", root, names[i]);
        tp_diags_init(&diags, arena);
        ck_assert_msg(tp_session_open(&session, file, NULL, &diags, &err) == TP_OK, "%s", err.text);
        ck_assert_int_eq(tp_session_solve(session, NULL, &run, &err), TP_OK);
        check_run(run, file, every, &t, i);
        tp_session_free(session);
        tp_arena_free(arena);
    }
    fprintf(stderr, "# sample city: %d refusals and cuts, %d remedies, %d without, %d failures\n",
            t.looked_at, t.remedies, t.without, t.failures);
    ck_assert_int_eq(t.failures, 0);
    ck_assert_int_ge(t.remedies, 10);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("explain_random");
    TCase *tcase = tcase_create("explain_random");
    tcase_set_timeout(tcase, 600);
    tcase_add_test(tcase, remedies__do_what_they_say);
    tcase_add_test(tcase, remedies__in_the_sample_city);
    suite_add_tcase(suite, tcase);
    return suite;
}
