/* The derived figures of the published cases with known answers, where they are at hand. */
#include "base/buf.h"
#include "models/case.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *slurp(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    char *text = calloc(1, 1 << 16);
    size_t n = fread(text, 1, (1 << 16) - 1, file);
    text[n] = '\0';
    fclose(file);
    return text;
}

static long long expected(const char *json, const char *key)
{
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\":", key);
    const char *counts = strstr(json, "\"counts\""), *at = counts ? strstr(counts, quoted) : NULL;
    ck_assert_msg(at != NULL, "no %s in the expected counts", key);
    return atoll(at + strlen(quoted));
}

static void say(const tp_diags *diags, const char *path)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_diags_write(&text, diags, TP_EN);
    ck_assert_msg(diags->errors == 0, "%s:\n%s", path, text.bytes ? text.bytes : "");
    tp_buf_finish(&text);
}

static void check_counts(const tp_case *c, const char *json, int number)
{
    const tp_dataset *data = c->data;
    long long supply = 0, own = 0, need = 0, room = 0, denied = 0, reclaimed = 0;
    for (int32_t l = 0; l < data->n_lines; l++) {
        supply += c->line[l].supply;
        room += c->line[l].room;
        reclaimed += c->line[l].reclaimed;
    }
    for (int32_t d = 0; d < data->n_demands; d++) {
        if (c->demand[d].denied_by) {
            denied++;
            continue;
        }
        own += c->demand[d].own;
        need += c->demand[d].need;
    }
    const struct {
        const char *key;
        long long is;
    } figures[] = {{"units", data->n_units},
                   {"lines", data->n_lines},
                   {"demands", data->n_demands},
                   {"denied", denied},
                   {"pools", c->n_pools},
                   {"supply", supply},
                   {"own", own},
                   {"need", need},
                   {"loan_room", room},
                   {"reclaimed", reclaimed}};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        ck_assert_msg(figures[i].is == expected(json, figures[i].key),
                      "case %d: %s is %lld, not %lld", number, figures[i].key, figures[i].is,
                      expected(json, figures[i].key));
}

START_TEST(golden__derived_figures_match)
{
    const char *root = getenv("TP_GOLDEN");
    char path[512];
    snprintf(path, sizeof path, "%s/%d/expected.json", root ? root : "", _i);
    char *json = slurp(path);
    if (!json)
        return; /* the cases are not part of the project */
    snprintf(path, sizeof path, "%s/%d/scenario.yaml", root, _i);
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_diags_init(&diags, arena);
    tp_err err = {0};
    tp_scenario_options options = {0};
    options.sections = tp_case_sections(&options.n_sections);
    tp_scenario *scenario = NULL;
    tp_dataset *data = NULL;
    tp_case *c = NULL;
    tp_scenario_load(&scenario, path, &options, &diags, &err);
    say(&diags, path);
    ck_assert_msg(scenario != NULL, "%s", err.text);
    tp_dataset_load(&data, scenario->data, &(tp_dataset_options){0}, &diags, &err);
    say(&diags, path);
    ck_assert_msg(data != NULL, "%s", err.text);
    tp_case_create(&c, &(tp_case_options){.data = data, .scenario = scenario}, &diags, &err);
    say(&diags, path);
    ck_assert_msg(c != NULL, "%s", err.text);
    check_counts(c, json, _i);
    tp_case_free(c);
    tp_dataset_free(data);
    tp_scenario_free(scenario);
    tp_arena_free(arena);
    free(json);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("golden");
    TCase *tcase = tcase_create("golden");
    tcase_add_loop_test(tcase, golden__derived_figures_match, 1, 11);
    suite_add_tcase(suite, tcase);
    return suite;
}
