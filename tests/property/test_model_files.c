/* The model as text says the same as the model in C: glpsol on turnover.mod with its data section,
 * on MPS and on LP, finds the tier values turnpool finds. Where glpsol and cases are at hand. */
#include "lp/write.h"
#include "models/mod_data.h"
#include "run/session.h"
#include "suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* The number after `key` in what the command prints; the whole output on failure. */
static double answer_of(const char *command, const char *key)
{
    char line[1024], all[16384] = "";
    double value = NAN;
    FILE *pipe = popen(command, "r");
    ck_assert_ptr_nonnull(pipe);
    while (fgets(line, sizeof line, pipe)) {
        char *at = strstr(line, key);
        if (at)
            value = strtod(strpbrk(at + strlen(key), "-0123456789"), NULL);
        if (strlen(all) + strlen(line) < sizeof all)
            strcat(all, line);
    }
    pclose(pipe);
    ck_assert_msg(!isnan(value), "%s\n%s", command, all);
    return value;
}

static void check_value(double is, const tp_tier_result *tier, const char *format)
{
    double want = (double)tier->value / 1e6;
    ck_assert_msg(fabs(is - want) < 2e-6, "%s, %s: %.6f, not %.6f", format, tier->goal, is, want);
}

static void check_mod(const tp_case *c, const tp_run *run, size_t t)
{
    tp_buf text;
    tp_err err = {0};
    tp_buf_init(&text);
    tp_mod_data_options options = {t, run->answer.tiers};
    ck_assert_int_eq(tp_mod_data_write(&text, c, &options, &err), TP_OK);
    spill("case.dat", &text);
    tp_buf_finish(&text);
    char command[1024];
    snprintf(command, sizeof command, "glpsol --cuts -m %s/turnover.mod -d %s 2>&1",
             getenv("TP_MODELS"), path_of("case.dat"));
    char key[64];
    snprintf(key, sizeof key, "tier %s ", run->answer.tiers[t].goal);
    check_value(answer_of(command, key), &run->answer.tiers[t], "mod-data");
}

static void check_texts(const tp_run *run, size_t t)
{
    if (run->task.tiers[t].kind != TP_TIER_LINEAR)
        return;
    tp_arena *arena = tp_arena_create();
    tp_err err = {0};
    tp_program *program = NULL;
    ck_assert_int_eq(tp_tiers_program(&program, &run->task, &run->answer, t, arena, &err), TP_OK);
    const tp_objective *objective = &run->task.tiers[t].objective;
    tp_buf mps, lp;
    tp_buf_init(&mps);
    tp_buf_init(&lp);
    ck_assert_int_eq(tp_write_mps(&mps, program, objective, run->answer.tiers[t].goal, &err),
                     TP_OK);
    ck_assert_int_eq(tp_write_lp(&lp, program, objective, run->answer.tiers[t].goal, &err), TP_OK);
    spill("tier.mps", &mps);
    spill("tier.lp", &lp);
    char command[1024], file[512];
    snprintf(file, sizeof file, "%s", path_of("tier.mps"));
    snprintf(command, sizeof command, "glpsol --cuts --freemps %s -w /dev/stdout 2>&1", file);
    double is = answer_of(command, "c Objective:  objective =");
    check_value(objective->sense == TP_MAX ? -is : is, &run->answer.tiers[t], "mps");
    snprintf(file, sizeof file, "%s", path_of("tier.lp"));
    snprintf(command, sizeof command, "glpsol --cuts --lp %s -w /dev/stdout 2>&1", file);
    check_value(answer_of(command, "c Objective:  objective ="), &run->answer.tiers[t], "lp");
    tp_buf_finish(&mps);
    tp_buf_finish(&lp);
    tp_arena_free(arena);
}

static void check_scenario(const char *path)
{
    if (access(path, R_OK) != 0 || system("command -v glpsol >/dev/null 2>&1") != 0)
        return;
    strcpy(folder, "/tmp/turnpool-model-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_diags_init(&diags, arena);
    tp_err err = {0};
    tp_session *session = NULL;
    const tp_run *run = NULL;
    ck_assert_int_eq(tp_session_open(&session, path, &(tp_session_options){0}, &diags, &err),
                     TP_OK);
    ck_assert_int_eq(tp_session_solve(session, &(tp_session_solve_options){0}, &run, &err), TP_OK);
    for (size_t t = 0; t < run->answer.n_tiers; t++) {
        check_mod(tp_session_case(session), run, t);
        check_texts(run, t);
    }
    static const char *const files[] = {"case.dat", "tier.mps", "tier.lp"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(path_of(files[i]));
    rmdir(folder);
    tp_session_free(session);
    tp_arena_free(arena);
}

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
        "india-anm/baseline.yaml",   "india-anm/ceiling.yaml",      "india-anm/gentler.yaml",
        "sample-city/baseline.yaml", "sample-city/livelihood.yaml", "sample-city/reduction.yaml",
        "sample-city/regional.yaml", "sample-city/retain.yaml",     "sample-city/strict.yaml"};
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
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, model_files__say_what_the_program_says, 1, 11);
    tcase_add_test(tcase, model_files__say_it_of_the_samples);
    suite_add_tcase(suite, tcase);
    return suite;
}
