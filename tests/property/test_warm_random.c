/* A session that was set this and that way before gives, to the byte, what a fresh one gives:
 * random settings one after another on random small cases and on the sample city; what-ifs between;
 * and a session's memory stays where it was. TP_CASES and TP_SEED as in test_cases_random.c. */
#include "run/document.h"
#include "solved.h"
#include "suite.h"

#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_VALUES = 4, MOST_AT_ONCE = 3 };

static const struct {
    const char *key, *value[MOST_VALUES];
} choices[] = {
    {"reserve.count", {"0", "1", "2", "5"}},
    {"reserve.share", {"0", "0.1", "0.25", ""}},
    {"borrow.max_share", {"0.05", "0.2", "1", ""}},
    {"borrow.min_saturation", {"0.5", "0.9", "1.2", ""}},
    {"borrow.max_vacancy_share", {"0.05", "0.3", "1", ""}},
    {"borrow.unevaluated", {"allow", "deny", "", "allow"}},
    {"borrow.overstaffed", {"allow", "deny", "", "perhaps"}},
    {"borrow.attrition_cover", {"limit", "off", "", "limit"}},
    {"release.bands",
     {"[{below: 0.7, share: 1}]", "[{below: 0.5, share: 0.25}, {below: 1.5, share: 0.75}]",
      "[{below: 2, share: 0}]", "[{below: 1, share: 1}, {below: 0.5, share: 1}]"}},
    {"release.keep_count", {"0", "1", "3", "-1"}},
    {"release.deposits", {"as-needed", "all-eligible", "", "as-needed"}},
    {"idle.min_months", {"0", "6", "36", "1"}},
    {"idle.unknown_age_months", {"0", "12", "48", ""}},
    {"classes.talent.weight", {"1", "2", "0.333333", "0"}},
    {"classes.normal.weight", {"1", "2.5", "", "1000"}},
    {"tranches",
     {"[{up_to: 0.5, value: 1}, {up_to: 1, value: 0.6}]", "[{up_to: 1, value: 2}]", "",
      "[{up_to: 0.3, value: 1}, {up_to: 0.6, value: 0.5}, {up_to: 1, value: 0.1}]"}},
    {"pools.by", {"region", "parent", "system", ""}},
    {"rectification.block_overdue", {"true", "false", "", "true"}},
    {"reclaim", {"{min_months: 12, share: 0.5}", "{min_months: 0, share: 1}", "", ""}},
    {"exclude", {"[{level: [县]}]", "[]", "", "[{saturation_below: 0.6}]"}},
    {"protect", {"[{saturation_below: 0.3}]", "[]", "", "[{grade: [优秀]}]"}},
    {"tiers",
     {"[{goal: need}, {goal: burden}]", "[{goal: statutory}, {goal: need, concede: 0.1}]", "",
      "[{goal: need}, {goal: touched}]"}},
    {"as_of", {"2026-06-30", "2026-09-30", "2025-12-31", "2026-06-30"}},
    /* Data that rules make others of, and periods that stand on them. */
    {"reorganise", {"[{cut: 0.1}]", "[{cut: 0.25, where: {level: [县]}}]", "[]", ""}},
    {"evaluation.valid_months", {"6", "12", "30", ""}},
    {"evaluation.drafts", {"use", "ignore", "", "use"}},
    {"evaluation.trend", {"linear", "none", "", "linear"}},
    {"use_period", {"{at_most: 12}", "{at_least: 48}", "{at_least: 6, at_most: 24}", ""}},
    {"expiry",
     {"{within_months: 12}", "{within_months: 24, outcomes: [{outcome: renew, months: 12}]}",
      "{outcomes: [{outcome: keep, to: 1}]}", ""}},
    {"horizon", {"{periods: 2}", "{periods: 3, months: 7}", "", ""}},
    {"basis.borrow", {"第三条", "第四条", "", "第三条"}},
};
enum { CHOICES = sizeof choices / sizeof *choices };

static uint64_t number_of(const char *variable, uint64_t usual)
{
    const char *text = getenv(variable);
    return text && *text ? strtoull(text, NULL, 10) : usual;
}

static size_t draw(tp_setting *settings, uint64_t *state)
{
    size_t count = (size_t)in_pick(state, 0, MOST_AT_ONCE);
    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)in_pick(state, 0, CHOICES - 1);
        settings[i] = (tp_setting){.key = choices[at].key,
                                   .value = choices[at].value[in_pick(state, 0, MOST_VALUES - 1)]};
    }
    return count;
}

static void write_run(tp_buf *out, const tp_run *run)
{
    out->length = 0;
    tp_document_write(out, run);
    tp_certificate_write(out, run);
    ck_assert(tp_buf_ok(out));
}

typedef struct pair {
    tp_session *warm;
    const char *file;
    tp_buf text[2]; /* the warm run, the fresh one */
    uint64_t seed;
    size_t refused;
} pair;

/* What a fresh session makes of the settings. */
static tp_status fresh(pair *p, const tp_setting *settings, size_t count)
{
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_err err = {0};
    tp_session *session = NULL;
    const tp_run *run;
    const tp_session_options options = {.settings = settings, .n_settings = count};
    tp_diags_init(&diags, arena);
    tp_status status = tp_session_open(&session, p->file, &options, &diags, &err);
    if (status == TP_OK) {
        ck_assert_msg(tp_session_solve(session, NULL, &run, &err) == TP_OK, "%s", err.text);
        write_run(&p->text[1], run);
    }
    tp_session_free(session);
    tp_arena_free(arena);
    return status;
}

static void step(pair *p, const tp_variation *wanted)
{
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_err err = {0};
    const tp_run *run;
    tp_diags_init(&diags, arena);
    tp_status status = tp_session_set(p->warm, wanted->settings, wanted->n_settings, &diags, &err);
    tp_status expected = fresh(p, wanted->settings, wanted->n_settings);
    ck_assert_msg(status == expected, "seed %" PRIu64 ": %s, a fresh session %s", p->seed,
                  tp_status_name(status), tp_status_name(expected));
    p->refused += status != TP_OK;
    if (status == TP_OK) {
        ck_assert_msg(tp_session_solve(p->warm, NULL, &run, &err) == TP_OK, "%s", err.text);
        write_run(&p->text[0], run);
        bool same = p->text[0].length == p->text[1].length &&
                    memcmp(p->text[0].bytes, p->text[1].bytes, p->text[0].length) == 0;
        for (size_t i = 0; i < wanted->n_settings && !same; i++)
            printf("# %s=%s\n", wanted->settings[i].key, wanted->settings[i].value);
        ck_assert_msg(same, "seed %" PRIu64 ": the warm run differs", p->seed);
    }
    tp_arena_free(arena);
}

/* A what-if with an edit, forgotten by the step after it. */
static void what_if(pair *p, const tp_variation *wanted, uint64_t *state)
{
    const tp_dataset *data = tp_session_data(p->warm);
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_err err = {0};
    const tp_run *run;
    tp_data_edit edit = {.kind = TP_EDIT_CAP,
                         .subject = (int32_t)in_pick(state, 0, data->n_lines - 1),
                         .value = in_pick(state, 0, 20)};
    tp_variation varied = *wanted;
    varied.edits = &edit;
    varied.n_edits = 1;
    tp_diags_init(&diags, arena);
    if (tp_session_vary(p->warm, &varied, &diags, &err) == TP_OK)
        ck_assert_msg(tp_session_solve(p->warm, NULL, &run, &err) == TP_OK, "%s", err.text);
    tp_arena_free(arena);
}

static void begin(pair *p, const char *file)
{
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_err err = {0};
    *p = (pair){.file = file};
    tp_buf_init(&p->text[0]);
    tp_buf_init(&p->text[1]);
    tp_diags_init(&diags, arena);
    ck_assert_msg(tp_session_open(&p->warm, file, NULL, &diags, &err) == TP_OK, "%s", err.text);
    tp_arena_free(arena);
}

static void end(pair *p)
{
    tp_session_free(p->warm);
    tp_buf_finish(&p->text[0]);
    tp_buf_finish(&p->text[1]);
}

static size_t walk(pair *p, uint64_t seed, size_t steps)
{
    uint64_t state = seed * 977 + 5;
    p->seed = seed;
    for (size_t i = 0; i < steps; i++) {
        tp_setting settings[MOST_AT_ONCE];
        tp_variation wanted = {.settings = settings, .n_settings = draw(settings, &state)};
        if (in_chance(&state, 15))
            what_if(p, &wanted, &state);
        step(p, &wanted);
    }
    return p->refused;
}

START_TEST(warm__equals_cold_on_random_cases)
{
    static instance in;
    uint64_t seed = number_of("TP_SEED", 1), left = number_of("TP_CASES", 60);
    size_t steps = 0, refused = 0;
    for (; left; left--, seed++) {
        scratch s;
        pair p;
        instance_make(&in, seed, left % 3 ? IN_TINY : IN_SMALL);
        scratch_begin(&s);
        instance_write(&in, s.path);
        begin(&p, scratch_path(&s, "scenario.yaml"));
        refused += walk(&p, seed, 10);
        steps += 10;
        end(&p);
        scratch_end(&s);
    }
    printf("# %zu steps, %zu refused\n", steps, refused);
    ck_assert_uint_lt(refused, steps / 2);
}
END_TEST

START_TEST(warm__equals_cold_on_the_sample_city)
{
    const char *root = getenv("TP_SOURCE_ROOT");
    pair p;
    if (!root)
        return;
    tp_arena *arena = tp_arena_create();
    begin(&p, tp_arena_format(arena, "%s/scenarios/sample-city/baseline.yaml", root));
    walk(&p, number_of("TP_SEED", 1), number_of("TP_CASES", 60));
    end(&p);
    tp_arena_free(arena);
}
END_TEST

/* What is in use, after so many sets. */
static size_t after_sets(pair *p, uint64_t *state, size_t sets)
{
    const tp_run *run;
    tp_err err = {0};
    for (size_t i = 0; i < sets; i++) {
        tp_arena *arena = tp_arena_create();
        tp_diags diags;
        tp_setting settings[MOST_AT_ONCE];
        tp_variation wanted = {.settings = settings, .n_settings = draw(settings, state)};
        tp_diags_init(&diags, arena);
        if (i % 7 == 0)
            what_if(p, &wanted, state);
        if (tp_session_set(p->warm, settings, wanted.n_settings, &diags, &err) == TP_OK &&
            i % 50 == 0)
            ck_assert_int_eq(tp_session_solve(p->warm, NULL, &run, &err), TP_OK);
        tp_arena_free(arena);
    }
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_diags_init(&diags, arena);
    ck_assert_int_eq(tp_session_set(p->warm, NULL, 0, &diags, &err), TP_OK);
    ck_assert_int_eq(tp_session_solve(p->warm, NULL, &run, &err), TP_OK);
    tp_arena_free(arena);
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

START_TEST(warm__memory_stays_where_it_was)
{
    static instance in;
    scratch s;
    pair p;
    uint64_t state = 7;
    instance_make(&in, 2, IN_TINY);
    scratch_begin(&s);
    instance_write(&in, s.path);
    begin(&p, scratch_path(&s, "scenario.yaml"));
    size_t before = after_sets(&p, &state, 1000), after = after_sets(&p, &state, 9000);
    printf("# in use after 1000 sets %zu, after 10000 %zu\n", before, after);
    ck_assert_uint_le(after, before + 16384);
    end(&p);
    scratch_end(&s);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("warm_random");
    TCase *tcase = tcase_create("warm_random");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, warm__equals_cold_on_random_cases);
    tcase_add_test(tcase, warm__equals_cold_on_the_sample_city);
    tcase_add_test(tcase, warm__memory_stays_where_it_was);
    suite_add_tcase(suite, tcase);
    return suite;
}
