/* Row for row: the program that glpsol makes of turnover.mod and its data against the one in C, on
 * random instances (model_rows.h); every rule that makes rows must have had some. And what if a
 * row, or what the model says of a rule, were left out of turnover.mod: the comparison must notice,
 * for each. TP_CASES, TP_SEED as ever. */
#include "model_rows.h"
#include "solved.h"
#include "suite.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXT_MOST = 1 << 16, CHANGES_MOST = 96, SEEDS_MOST = 600 };

static unsigned rows_of[MODEL_RULES];
static unsigned binds[MODEL_RULES]; /* lines that the rule alone holds back */

/* Lines that would deposit or borrow more but for the rule. */
static void count_binding(const tp_case *c, tp_bound_side of)
{
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        int64_t most[MODEL_RULES], all = INT64_MAX;
        for (int r = 0; r < tp_n_rules; r++) {
            bool (*hook)(const tp_case *, int, int32_t, tp_arena *, tp_bound *) =
                of == TP_OF_SUPPLY ? tp_rules[r]->supply : tp_rules[r]->room;
            tp_bound bound;
            most[r] =
                hook && hook(c, r, l, NULL, &bound) ? bound.most < 0 ? 0 : bound.most : INT64_MAX;
            all = most[r] < all ? most[r] : all;
        }
        for (int r = 0; r < tp_n_rules; r++) {
            bool alone = most[r] == all;
            for (int k = 0; k < tp_n_rules; k++)
                alone = alone && (k == r || most[k] > all);
            binds[r] += alone;
        }
    }
}

static const char *model_path(const char *name)
{
    static char path[1024];
    snprintf(path, sizeof path, "%s/%s", getenv("TP_MODELS"), name);
    return path;
}

static void check_case(uint64_t seed, const solved *w)
{
    const tp_case *c = tp_session_case(w->session);
    size_t last = w->run->answer.n_tiers - 1;
    model_of of = {model_path("turnover.mod"), w->run, last, false};
    const char *differs = model_rows_differ(c, &of, rows_of, w->s.arena);
    of.tier = (size_t)c->data->n_lines % (last + 1);
    if (!differs && of.tier != last)
        differs = model_worth_differs(c, &of, w->s.arena);
    ck_assert_msg(!differs, "seed %" PRIu64 ", tier %zu: %s", seed, of.tier, differs);
    for (int t = 0; t < c->n_periods; t++) {
        count_binding(tp_case_at(c, t), TP_OF_SUPPLY);
        count_binding(tp_case_at(c, t), TP_OF_ROOM);
    }
}

static uint64_t number_of(const char *variable, uint64_t usual)
{
    const char *text = getenv(variable);
    return text && *text ? strtoull(text, NULL, 10) : usual;
}

/* One case in three has several periods. */
static void make(instance *in, uint64_t seed)
{
    instance_make(in, seed, seed % 3 ? IN_SMALL : IN_MEDIUM);
    if (seed % 3 == 1)
        instance_plan(in, seed);
}

START_TEST(model_rows__are_the_programs)
{
    static instance in;
    uint64_t seed = number_of("TP_SEED", 1), left = number_of("TP_CASES", 120);
    for (; left; seed++) {
        solved w;
        make(&in, seed);
        solved_begin(&w, &in);
        if (tp_answered(w.run->result->status)) {
            check_case(seed, &w);
            left--;
        }
        solved_end(&w);
    }
    for (int r = 0; r < tp_n_rules; r++) {
        ck_assert_msg(!tp_rules[r]->emit || rows_of[r] || !strcmp(tp_rules[r]->id, "release"),
                      "no random case has a row of the rule %s", tp_rules[r]->id);
        ck_assert_msg((!tp_rules[r]->supply && !tp_rules[r]->room) || binds[r],
                      "in no random case the rule %s holds a line back: draw it so that it does",
                      tp_rules[r]->id);
    }
}
END_TEST

/* What turnover.mod says of a rule outside its rows, and what would stand there without it. */
static const struct {
    const char *rule, *says, *instead;
} texts[] = {
    {"reclaim", "(reclaim_share * aged[l, 1]) div M", "0"},
    {"findings", "if unused[l, t] = 1 then 0 else ", ""},
    {"own", "if live[d, t] = 0 then 0\n    else if denied[d, t] = 1 then own[d, t - 1]",
     "if live[d, t] = 1 then 0"},
    {"release", "(share[l, t] * idle[l, t]) div M", "idle[l, t]"},
    {"release", "var D{l in LINES, t in PERIODS} >= (if all_eligible = 1 then most[l, t] else 0)",
     "var D{l in LINES, t in PERIODS} >= 0"},
    {"release.keep", "vacant[l, t] - keep[l, t], ", ""},
    {"release.above_standard",
     "if above_standard < 0 or standard[l, t] < 0 then vacant[l, t]\n        else (above_standard "
     "* "
     "max(0, authorised[l, t] - standard[l, t])) div M - lent[l]",
     "vacant[l, t]"},
    {"frozen", "max(0, vacant[l, t] - frozen[l, t]);", "vacant[l, t];"},
    {"frozen", "vacant[l, t] - frozen[l, t] - quantity[l]", "vacant[l, t] - quantity[l]"},
    {"protect", "if closed[l, t] = 1 or ", "if "},
    {"borrowed", " or borrowed[l, t] > 0", ""},
    {"borrow.max_share",
     "if max_share < 0 then wanted[l, t] else (max_share * authorised[l, t]) div M - borrowed[l, "
     "t]",
     "wanted[l, t]"},
    {"cap", "if cap[l, t] < 0 then wanted[l, t] else cap[l, t] - usage[l, t]", "wanted[l, t]"},
    {"findings.factor", "(deposits_factor[l, t] * ", "(M * "},
    {"findings.factor", "(room_factor[l, t] * ", "(M * "},
    {"tranches", "max(0, cut[d, k] - max(cut[d, k - 1], own[d, t]))", "asked[d]"},
    {"borrow.attrition_cover", "if departures[l, t] < 0 then wanted[l, t] else departures[l, t]",
     "wanted[l, t]"},
    {"borrow.shortage_of_standard",
     "if only_short = 0 or standard[l, t] < 0 then wanted[l, t]\n    else short[l, t]\n        + "
     "sum{d in OF[l]: live[d, t] = 1 and beyond_standard[d, t] = 1} need[d, t]",
     "wanted[l, t]"},
    {"pools.conversions",
     "(if goal[tier] = 'transfers' then\n        sum{a in ARCS diff CONVERSIONS, t in PERIODS}",
     "(if goal[tier] = 'transfers' then\n        sum{a in ARCS, t in PERIODS}"},
    {"horizon", "else borrowed[l, t - 1] - max(0, min(borrowed[l, t - 1] - kept[l],",
     "else borrowed[l, t - 1] - 0 * max(0, min(borrowed[l, t - 1] - kept[l],"},
    {"horizon", "if denied[d, t] = 0 then 1 else if t > 1 then live[d, t - 1] else 0;",
     "if denied[d, t] = 0 then 1 else 0;"},
    {"horizon", "(weight[t] * value[d, t, k] + M / 2) div M", "value[d, t, k]"},
    {"horizon", "(weight[t] * busy[l, t] + M / 2) div M", "busy[l, t]"},
};

/* One text of turnover.mod left out. */
typedef struct change {
    const char *says, *instead;
    size_t at, length;
    char what[96];
    bool noticed;
} change;

static char *read_model(void)
{
    static char text[TEXT_MOST];
    FILE *file = fopen(model_path("turnover.mod"), "r");
    ck_assert_ptr_nonnull(file);
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    ck_assert_uint_lt(length, sizeof text - 1);
    text[length] = '\0';
    return text;
}

/* Rows begin a line: a name, a set or a colon. Those of goals are no rules. */
static bool begins_row(const char *line, size_t *name)
{
    static const char *const not [] = {"param",    "set",     "var",      "printf", "minimize",
                                       "change_",  "served",  "change_",  "held_",  "gap_up",
                                       "gap_down", "loan_up", "loan_down"};
    *name = strspn(line, "abcdefghijklmnopqrstuvwxyz_");
    if (!*name || !strchr("{:", line[*name]))
        return false;
    for (size_t i = 0; i < sizeof not / sizeof *not ; i++)
        if (strncmp(line, not [i], strlen(not [i])) == 0)
            return false;
    return true;
}

static int all_changes(change *out, const char *text)
{
    int n = 0;
    for (const char *line = text; line; line = strchr(line, '\n'), line += line != NULL) {
        size_t name;
        if (!begins_row(line, &name))
            continue;
        const char *end = strchr(line, ';');
        ck_assert_ptr_nonnull(end);
        out[n] = (change){
            .instead = "", .at = (size_t)(line - text), .length = (size_t)(end - line) + 1};
        snprintf(out[n++].what, sizeof out->what, "the row %.*s", (int)name, line);
        ck_assert_int_lt(n, CHANGES_MOST);
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *at = strstr(text, texts[i].says);
        ck_assert_msg(at && !strstr(at + 1, texts[i].says),
                      "turnover.mod does not say once of %s: %s", texts[i].rule, texts[i].says);
        out[n] = (change){.instead = texts[i].instead,
                          .at = (size_t)(at - text),
                          .length = strlen(texts[i].says)};
        snprintf(out[n++].what, sizeof out->what, "%s: %.60s", texts[i].rule, texts[i].says);
        ck_assert_int_lt(n, CHANGES_MOST);
    }
    return n;
}

/* What stands in the model itself of a rule (as its header lists it) can be left out: it has a row,
 * or a text above. */
static void every_rule_has_one(const char *text, const change *changes, int n)
{
    const char *line = strstr(text, "#   idle "), *next;
    for (; line && strncmp(line, "#   ", 4) == 0; line = next) {
        char rule[64] = "", places[256] = "", *rest = places;
        bool inside = false, there = false;
        next = strchr(line, '\n') + 1;
        ck_assert_int_eq(sscanf(line, "#   %63s %255[^\n]", rule, places), 2);
        for (const char *place; (place = strsep(&rest, ",;"));) {
            place += strspn(place, " ");
            if (!strncmp(place, "data:", 5) || !strncmp(place, "from data", 9) ||
                !strncmp(place, "not here", 8))
                break; /* what follows is data's as well */
            inside = true;
            for (int i = 0; i < n; i++)
                there |=
                    !strncmp(changes[i].what, "the row ", 8) && !strcmp(changes[i].what + 8, place);
        }
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            there |= strcmp(texts[i].rule, rule) == 0;
        ck_assert_msg(!inside || there,
                      "the rule %s stands in turnover.mod: say in this test how to leave it out",
                      rule);
    }
}

static void leave_out(const char *text, const change *what, const char *path)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fprintf(file, "%.*s%s%s", (int)what->at, text, what->instead, text + what->at + what->length);
    fclose(file);
}

/* Seeds that noticed something last time, so that it does not take long; others follow. */
static const uint64_t telling[] = {3, 4, 6, 8, 9, 11, 12, 17, 52, 60, 69, 78, 103, 140, 144, 154};

START_TEST(model_rows__notice_what_is_left_out)
{
    static instance in;
    static change changes[CHANGES_MOST];
    char folder[] = "/tmp/turnpool-rows-XXXXXX", path[64];
    const char *text = read_model();
    int n = all_changes(changes, text), left = n;
    every_rule_has_one(text, changes, n);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/model.mod", folder);
    for (uint64_t k = 0; left && k < SEEDS_MOST; k++) {
        solved w;
        uint64_t seed = k < sizeof telling / sizeof *telling ? telling[k] : k + 1;
        make(&in, seed);
        solved_begin(&w, &in);
        for (int i = 0; i < n && tp_answered(w.run->result->status); i++) {
            if (changes[i].noticed)
                continue;
            leave_out(text, &changes[i], path);
            const model_of of = {path, w.run, w.run->answer.n_tiers - 1, true};
            changes[i].noticed =
                model_rows_differ(tp_session_case(w.session), &of, NULL, w.s.arena) != NULL;
            left -= changes[i].noticed;
        }
        solved_end(&w);
    }
    unlink(path);
    rmdir(folder);
    for (int i = 0; i < n; i++)
        ck_assert_msg(changes[i].noticed, "left out of turnover.mod, nobody notices: %s",
                      changes[i].what);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("model_rows");
    TCase *tcase = tcase_create("model_rows");
    if (system("command -v glpsol >/dev/null 2>&1") != 0) {
        printf("1..0 # SKIP glpsol is not there\n");
        exit(0);
    }
    tcase_set_timeout(tcase, 600);
    tcase_add_test(tcase, model_rows__are_the_programs);
    tcase_add_test(tcase, model_rows__notice_what_is_left_out);
    suite_add_tcase(suite, tcase);
    return suite;
}
