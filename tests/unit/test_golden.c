/* Cases with known answers: our own in tests/golden, and the published ones where they are at hand
 * (the set `published` says SKIP without). */
#include "base/buf.h"
#include "certify/recheck.h"
#include "run/session.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* tests/golden, unless TP_PUBLISHED says where other cases are. */
static const char *root_of(void)
{
    static char own[512];
    const char *given = getenv("TP_PUBLISHED");
    snprintf(own, sizeof own, "%s/tests/golden", getenv("TP_SOURCE_ROOT"));
    return given && *given ? given : own;
}

static int cases(void)
{
    int n = 0;
    char path[600];
    do
        snprintf(path, sizeof path, "%s/%d/expected.json", root_of(), n + 1);
    while (access(path, R_OK) == 0 && ++n < 100);
    return n;
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
    const char *root = root_of();
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

/* The tiers as expected.json lists them: "value": "…", "final": "…", in order. */
static const char *next_text(const char *at, const char *key, char *out, size_t size)
{
    at = strstr(at, key);
    if (!at)
        return NULL;
    at = strchr(at + strlen(key) + 1, '"') + 1;
    size_t n = strcspn(at, "\"");
    ck_assert(n < size);
    memcpy(out, at, n);
    out[n] = '\0';
    return at + n;
}

static void check_tiers(const tp_run *run, const char *json, int number)
{
    const tp_result *r = run->result;
    char want[64], value[TP_DEC_TEXT], final[TP_DEC_TEXT];
    ck_assert_ptr_nonnull(next_text(json, "\"status\"", want, sizeof want));
    ck_assert_str_eq(tp_answer_status_names[r->status], want);
    const char *at = json;
    size_t n = 0;
    for (; (at = next_text(at, "\"value\"", want, sizeof want)); n++) {
        ck_assert_msg(n < r->n_tiers, "case %d: %zu tiers", number, r->n_tiers);
        tp_dec_format6(r->tiers[n].value, value);
        tp_dec_format6(r->tiers[n].final, final);
        ck_assert_msg(!strcmp(value, want), "case %d: %s is %s, not %s", number, r->tiers[n].goal,
                      value, want);
        at = next_text(at, "\"final\"", want, sizeof want);
        ck_assert_msg(!strcmp(final, want), "case %d: %s ends at %s, not %s", number,
                      r->tiers[n].goal, final, want);
    }
    ck_assert_uint_eq(n, r->n_tiers);
}

static void check_rules(const tp_run *run, int number)
{
    tp_arena *arena = tp_arena_create();
    tp_recheck found;
    tp_err err = {0};
    ck_assert_msg(tp_recheck_run(&found, run->data, run->scenario, run->reference, run->result,
                                 arena, &err) == TP_OK,
                  "%s", err.text);
    ck_assert_msg(found.findings.count == 0, "case %d: %s: %s", number,
                  found.findings.count ? found.findings.items[0].rule : "",
                  found.findings.count ? found.findings.items[0].text.en : "");
    ck_assert_int_gt(found.rules_checked, 20);
    tp_arena_free(arena);
}

START_TEST(golden__tiers_match_and_every_rule_is_kept)
{
    const char *root = root_of();
    char path[512];
    snprintf(path, sizeof path, "%s/%d/expected.json", root ? root : "", _i);
    char *json = slurp(path);
    ck_assert_ptr_nonnull(json);
    snprintf(path, sizeof path, "%s/%d/scenario.yaml", root, _i);
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_diags_init(&diags, arena);
    tp_err err = {0};
    tp_session *session = NULL;
    tp_session_open(&session, path, &(tp_session_options){0}, &diags, &err);
    say(&diags, path);
    const tp_run *run = NULL;
    ck_assert_msg(tp_session_solve(session, &(tp_session_solve_options){0}, &run, &err) == TP_OK,
                  "%s", err.text);
    check_tiers(run, json, _i);
    if (run->result->status == TP_OPTIMAL)
        check_rules(run, _i);
    else
        ck_assert_uint_gt(run->result->n_conflict, 0);
    tp_session_free(session);
    tp_arena_free(arena);
    free(json);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("golden");
    TCase *tcase = tcase_create("golden");
    int n = cases();
    if (n == 0) {
        printf("1..0 # SKIP no cases in %s\n", root_of());
        exit(0);
    }
    tcase_add_loop_test(tcase, golden__derived_figures_match, 1, n + 1);
    tcase_add_loop_test(tcase, golden__tiers_match_and_every_rule_is_kept, 1, n + 1);
    suite_add_tcase(suite, tcase);
    return suite;
}
