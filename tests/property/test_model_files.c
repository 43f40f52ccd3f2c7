/* The model as text says the same as the model in C: glpsol on turnover.mod with its data section,
 * on MPS and on LP, finds the tier values turnpool finds. Where glpsol and cases are at hand. */
#include "lp/write.h"
#include "models/mod_data.h"
#include "run/session.h"
#include "solved.h"
#include "suite.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SECONDS = 20 };       /* of one glpsol */
static unsigned asked, late; /* programs glpsol ended with, and not in time */

static char doing[64] = ""; /* the random case at hand */
static char folder[] = "/tmp/turnpool-model-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void spill(const char *name, const tp_buf *text)
{
    FILE *file = fopen(path_of(name), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text->bytes, 1, text->length, file), text->length);
    fclose(file);
}

/* The number after `key` in what the command prints; NAN and all of the output if there is none. */
static double printed_by(const char *command, const char *key, char *all, size_t size)
{
    char line[1024];
    double value = NAN;
    FILE *pipe = popen(command, "r");
    ck_assert_ptr_nonnull(pipe);
    all[0] = '\0';
    while (fgets(line, sizeof line, pipe)) {
        char *at = strstr(line, key);
        if (at)
            value = strtod(strpbrk(at + strlen(key), "-0123456789"), NULL);
        if (strlen(all) + strlen(line) < size)
            strcat(all, line);
    }
    pclose(pipe);
    return value;
}

/* glpsol's answer; without cuts where those make it abort (a problem presolved to nothing). */
static double answer_of(const char *options, const char *key)
{
    char command[1024], all[16384];
    snprintf(command, sizeof command, "glpsol --tmlim %d --cuts %s 2>&1", SECONDS, options);
    double value = printed_by(command, key, all, sizeof all);
    if (strstr(all, "TIME LIMIT EXCEEDED")) {
        late++; /* counted: too many fail the test */
        return NAN;
    }
    asked++;
    if (isnan(value)) {
        snprintf(command, sizeof command, "glpsol --tmlim %d %s 2>&1", SECONDS, options);
        value = printed_by(command, key, all, sizeof all);
    }
    ck_assert_msg(!isnan(value), "%s: %s\n%s", doing, command, all);
    return value;
}

static void check_value(double is, const tp_tier_result *tier, const char *format)
{
    double want = (double)tier->value / 1e6;
    if (isnan(is))
        return;
    /* glpsol takes a deposit for whole within 1e-5, and calm sums differences of them. */
    double within = strcmp(tier->goal, "calm") == 0 ? 2e-5 : 2e-6;
    ck_assert_msg(fabs(is - want) < within, "%s %s, %s: %.6f, not %.6f", doing, format, tier->goal,
                  is, want);
}

/* The figures that glpsol derived of the case: every line, demand and pool, one for one. */
static void check_figures(const tp_case *c, const char *command)
{
    char line[256];
    long long n, t, a, b, d, e, f, lines = 0, demands = 0, pools = 0, live = 0;
    FILE *pipe = popen(command, "r");
    ck_assert_ptr_nonnull(pipe);
    while (fgets(line, sizeof line, pipe)) {
        if (sscanf(line, "line %lld %lld %lld %lld %lld %lld %lld", &n, &t, &a, &b, &d, &e, &f) ==
            7) {
            const tp_case *in = tp_case_at(c, (int)t - 1);
            const tp_position *at = &in->line[n - 1];
            long long running = in->data->lines[n - 1].borrowed;
            ck_assert_msg(at->supply == a && at->most == b && at->room == d &&
                              c->line[n - 1].reclaimed == e && running == f,
                          "%s: %s; the program has %lld %lld %lld %lld %lld", doing, line,
                          (long long)at->supply, (long long)at->most, (long long)at->room,
                          (long long)at->reclaimed, running);
            lines++;
        } else if (sscanf(line, "demand %lld %lld %lld %lld", &n, &t, &a, &b) == 4) {
            const tp_standing *at = &tp_case_at(c, (int)t - 1)->demand[n - 1];
            ck_assert_msg(at->own == a && at->need == b, "%s: %s; the program has %lld %lld", doing,
                          line, (long long)at->own, (long long)at->need);
            demands++;
        } else if (sscanf(line, "pool %lld %lld %lld %lld", &n, &t, &a, &b) == 4) {
            const tp_pool *at = &tp_case_at(c, (int)t - 1)->pools[n - 1];
            ck_assert_msg(at->opening == a && at->reach == b, "%s: %s; the program has %lld %lld",
                          doing, line, (long long)at->opening, (long long)at->reach);
            pools++;
        }
    }
    pclose(pipe);
    for (int32_t k = 0; k < c->n_periods * c->data->n_demands; k++)
        live += !tp_case_at(c, k / c->data->n_demands)->demand[k % c->data->n_demands].denied_by;
    ck_assert_msg(lines == c->n_periods * c->data->n_lines && demands == live &&
                      pools == c->n_periods * c->n_pools,
                  "%s: %lld lines, %lld demands, %lld pools derived", doing, lines, demands, pools);
}

static void check_mod(const tp_case *c, const tp_run *run, size_t t)
{
    tp_buf text;
    tp_err err = {0};
    tp_buf_init(&text);
    tp_mod_data_options options = {t, run->answer.tiers};
    ck_assert_int_eq(tp_mod_data_write(&text, c, &options, &err), TP_OK);
    if (t == 0) {
        char all[900];
        tp_buf figures;
        tp_buf_init(&figures);
        tp_buf_text(&figures, "data; param figures := 1; end;\n");
        spill("figures.dat", &figures);
        spill("case.dat", &text);
        snprintf(all, sizeof all,
                 "glpsol --tmlim %d -m %s/turnover.mod -d %s/figures.dat -d %s/case.dat 2>&1",
                 SECONDS, getenv("TP_MODELS"), folder, folder);
        check_figures(c, all);
        tp_buf_finish(&figures);
    }
    spill("case.dat", &text);
    tp_buf_finish(&text);
    char command[900];
    snprintf(command, sizeof command, "-m %s/turnover.mod -d %s", getenv("TP_MODELS"),
             path_of("case.dat"));
    char key[64];
    snprintf(key, sizeof key, "tier %s ", run->answer.tiers[t].goal);
    check_value(answer_of(command, key), &run->answer.tiers[t], "mod-data");
}

/* What glpsol makes of the tier's program, as the answer on standard output. */
static void check_file(const tp_run *run, size_t t, const char *format, bool negated)
{
    char command[900];
    snprintf(command, sizeof command, "--tmlim 60 --%s %s -w /dev/stdout",
             !strcmp(format, "mps") ? "freemps" : format,
             path_of(!strcmp(format, "mps") ? "tier.mps" : "tier.lp"));
    double is = answer_of(command, "c Objective:  objective =");
    check_value(negated ? -is : is, &run->answer.tiers[t], format);
}

/* Writes the tier's program both ways; was it turned round to be minimised? */
static bool spill_tier(const tp_run *run, size_t t)
{
    tp_arena *arena = tp_arena_create();
    tp_err err = {0};
    tp_program *program = NULL;
    ck_assert_int_eq(tp_tiers_program(&program, &run->task, &run->answer, t, arena, &err), TP_OK);
    tp_objective objective = run->task.tiers[t].objective;
    /* A ratio tier's program ends with the ratio, in millionths. */
    if (run->task.tiers[t].kind == TP_TIER_RATIO) {
        objective = (tp_objective){.sense = TP_MAX};
        objective.cost = tp_arena_array(arena, (size_t)program->n_cols + 1, sizeof *objective.cost);
        ck_assert_ptr_nonnull(objective.cost);
        objective.cost[program->n_cols - 1] = 1;
    }
    tp_buf mps, lp;
    tp_buf_init(&mps);
    tp_buf_init(&lp);
    const char *goal = run->answer.tiers[t].goal;
    ck_assert_int_eq(tp_write_mps(&mps, program, &objective, goal, &err), TP_OK);
    ck_assert_int_eq(tp_write_lp(&lp, program, &objective, goal, &err), TP_OK);
    spill("tier.mps", &mps);
    spill("tier.lp", &lp);
    bool negated = objective.sense == TP_MAX;
    tp_buf_finish(&mps);
    tp_buf_finish(&lp);
    tp_arena_free(arena);
    return negated;
}

static void check_texts(const tp_run *run, size_t t)
{
    bool negated = spill_tier(run, t);
    check_file(run, t, "mps", negated);
    check_file(run, t, "lp", false);
}

/* A goal whose proof did not end says between what its optimum lies. */
static void check_between(double is, const tp_tier_result *tier)
{
    double found = (double)tier->value / 1e6, bound = (double)tier->bound / 1e6;
    double lo = found < bound ? found : bound, hi = found < bound ? bound : found;
    ck_assert_msg(is > lo - 2e-6 && is < hi + 2e-6, "%s %s: CBC finds %.6f, not in %.6f to %.6f",
                  doing, tier->goal, is, lo, hi);
}

/* What CBC makes of it, which is quicker than glpsol where branch and bound goes deep. False where
 * it runs out of time. */
static bool check_by_cbc(const tp_run *run, size_t t, bool negated)
{
    char command[900], all[16384];
    snprintf(command, sizeof command, "cbc %s -sec 60 -solve -quit 2>&1", path_of("tier.mps"));
    double is = printed_by(command, "Objective value:", all, sizeof all);
    if (strstr(all, "Stopped on time") || strstr(all, "on time limit"))
        return false;
    ck_assert_msg(!isnan(is), "%s: %s\n%s", doing, command, all);
    const tp_tier_result *tier = &run->answer.tiers[t];
    if (tier->proven)
        check_value(negated ? -is : is, tier, "cbc");
    else
        check_between(negated ? -is : is, tier);
    return true;
}

static bool at_hand(void)
{
    return system("command -v glpsol >/dev/null 2>&1") == 0;
}

static void folder_begin(void)
{
    strcpy(folder, "/tmp/turnpool-model-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void folder_end(void)
{
    static const char *const files[] = {"case.dat", "figures.dat", "tier.mps", "tier.lp"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(path_of(files[i]));
    rmdir(folder);
}

/* `mod`: the MathProg file too, which has a harder time with large cases. */
static void check_run(const tp_case *c, const tp_run *run, bool mod)
{
    folder_begin();
    for (size_t t = 0; t < run->answer.n_tiers; t++) {
        if (mod)
            check_mod(c, run, t);
        check_texts(run, t);
    }
    folder_end();
}

static void check_scenario(const char *path)
{
    if (access(path, R_OK) != 0 || !at_hand())
        return;
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_diags_init(&diags, arena);
    tp_err err = {0};
    tp_session *session = NULL;
    const tp_run *run = NULL;
    ck_assert_int_eq(tp_session_open(&session, path, &(tp_session_options){0}, &diags, &err),
                     TP_OK);
    ck_assert_int_eq(tp_session_solve(session, &(tp_session_solve_options){0}, &run, &err), TP_OK);
    check_run(tp_session_case(session), run, true);
    tp_session_free(session);
    tp_arena_free(arena);
}

static uint64_t number_of(const char *variable, uint64_t usual)
{
    const char *text = getenv(variable);
    return text && *text ? strtoull(text, NULL, 10) : usual;
}

/* So many random cases with an answer, from a seed on; each failure names its seed. With the
 * MathProg file one in three has several periods. */
static void check_random(in_size size, uint64_t count, bool mod)
{
    static instance in;
    uint64_t seed = number_of("TP_SEED", 1), left = number_of("TP_CASES", count);
    for (; left && at_hand(); seed++) {
        solved w;
        instance_make(&in, seed, size);
        if (mod && seed % 3 == 0)
            instance_plan(&in, seed);
        solved_begin(&w, &in);
        if (w.run->result->status == TP_OPTIMAL) {
            snprintf(doing, sizeof doing, "seed %" PRIu64, seed);
            if (in.s.periods < 2)
                solved_check(&w);
            check_run(tp_session_case(w.session), w.run, mod);
            left--;
        }
        solved_end(&w);
    }
    ck_assert_msg(late * 20 <= asked, "glpsol was too late for %u of %u programs", late, asked);
}

START_TEST(model_files__say_it_of_random_cases)
{
    check_random(IN_SMALL, 50, true);
}
END_TEST

START_TEST(model_files__say_it_of_larger_random_cases)
{
    check_random(IN_MEDIUM, 10, false);
}
END_TEST

/* Fifty to three hundred units, all rules mixed, tier by tier against CBC; a run of hundreds is
 * TP_CASES=200 CK_RUN_CASE=cbc. */
START_TEST(model_files__cbc_finds_the_same_in_large_cases)
{
    static instance in;
    uint64_t seed = number_of("TP_SEED", 1), left = number_of("TP_CASES", 12), first = seed;
    unsigned tiers = 0, infeasible = 0, unproven = 0;
    bool cbc = system("command -v cbc >/dev/null 2>&1") == 0;
    for (; left && cbc; seed++) {
        solved w;
        instance_make(&in, seed, IN_LARGE);
        solved_try(&w, &in);
        if (getenv("TP_ONE_PERIOD"))
            solved_same_with_one_period(&w);
        snprintf(doing, sizeof doing, "seed %" PRIu64, seed);
        tp_answer_status is = w.run->result->status;
        ck_assert_msg(tp_answered(is) || is == TP_INFEASIBLE, "%s: no answer", doing);
        solved_check(&w);
        folder_begin();
        for (size_t t = 0; t < w.run->answer.n_tiers && tp_answered(is); t++) {
            late += !check_by_cbc(w.run, t, spill_tier(w.run, t));
            unproven += !w.run->answer.tiers[t].proven;
            tiers++;
        }
        folder_end();
        infeasible += !tp_answered(is);
        left -= tp_answered(is);
        solved_end(&w);
    }
    if (cbc)
        printf("# seeds %" PRIu64 " to %" PRIu64
               ": %u tiers, %u of them not proven, CBC too late for %u; %u infeasible\n",
               first, seed - 1, tiers, unproven, late, infeasible);
    ck_assert_uint_le(late * 10, tiers);
    ck_assert_uint_le(unproven * 20, tiers + 20); /* a proof may reach its limits, but seldom */
}
END_TEST

/* Plans of two and three periods, all rules mixed, tier by tier against CBC; two hundred are
 * TP_CASES=200 CK_RUN_CASE=plans. */
START_TEST(model_files__cbc_finds_the_same_in_plans)
{
    static instance in;
    uint64_t seed = number_of("TP_SEED", 1), left = number_of("TP_CASES", 8), first = seed;
    unsigned tiers = 0, infeasible = 0;
    bool cbc = system("command -v cbc >/dev/null 2>&1") == 0;
    late = 0;
    for (; left && cbc; seed++) {
        solved w;
        instance_make(&in, seed, IN_MEDIUM);
        instance_plan(&in, seed);
        solved_begin(&w, &in);
        snprintf(doing, sizeof doing, "plan of seed %" PRIu64, seed);
        bool optimal = w.run->result->status == TP_OPTIMAL;
        ck_assert_msg(optimal || w.run->result->status == TP_INFEASIBLE, "%s: not proven", doing);
        folder_begin();
        for (size_t t = 0; t < w.run->answer.n_tiers && optimal; t++) {
            late += !check_by_cbc(w.run, t, spill_tier(w.run, t));
            tiers++;
        }
        folder_end();
        infeasible += !optimal;
        left -= optimal;
        solved_end(&w);
    }
    if (cbc)
        printf("# plans, seeds %" PRIu64 " to %" PRIu64
               ": %u tiers, CBC too late for %u; %u infeasible\n",
               first, seed - 1, tiers, late, infeasible);
    ck_assert_uint_le(late * 10, tiers);
}
END_TEST

START_TEST(model_files__say_what_the_program_says)
{
    char path[512];
    const char *root = getenv("TP_GOLDEN");
    snprintf(path, sizeof path, "%s/%d/scenario.yaml", root ? root : "", _i);
    check_scenario(path);
}
END_TEST

/* Every sample scenario. */
START_TEST(model_files__say_it_of_the_samples)
{
    static const char *const samples[] = {
        "india-anm/baseline.yaml",     "india-anm/ceiling.yaml",
        "india-anm/gentler.yaml",      "sample-city/baseline.yaml",
        "sample-city/livelihood.yaml", "sample-city/reduction.yaml",
        "sample-city/regional.yaml",   "sample-city/retain.yaml",
        "sample-city/strict.yaml",     "sample-city/years/education.yaml"};
    char path[512];
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        snprintf(path, sizeof path, "%s/../scenarios/%s", getenv("TP_MODELS"), samples[i]);
        check_scenario(path);
    }
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("model_files");
    TCase *tcase = tcase_create("model_files");
    tcase_set_timeout(tcase, 3600);
    tcase_add_loop_test(tcase, model_files__say_what_the_program_says, 1, 11);
    tcase_add_test(tcase, model_files__say_it_of_the_samples);
    tcase_add_test(tcase, model_files__say_it_of_random_cases);
    tcase_add_test(tcase, model_files__say_it_of_larger_random_cases);
    suite_add_tcase(suite, tcase);
    TCase *large = tcase_create("cbc");
    tcase_set_timeout(large, 3600);
    tcase_add_test(large, model_files__cbc_finds_the_same_in_large_cases);
    suite_add_tcase(suite, large);
    TCase *plans = tcase_create("plans");
    tcase_set_timeout(plans, 3600);
    tcase_add_test(plans, model_files__cbc_finds_the_same_in_plans);
    suite_add_tcase(suite, plans);
    return suite;
}
