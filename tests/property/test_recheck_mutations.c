/* Exported certificates changed at random: a figure anywhere in the program, the answer, the proofs
 * or what is stated. What the independent checker (TP_RECHECK) accepts all the same has to be true:
 * the document's own program, solved anew, gives what the document states of it. Texts (names,
 * identities) are no figures: they are held against the run by `verify --certificate`. TP_CASES
 * runs more cases, from TP_SEED on, TP_MUTATIONS changes of each. */
#include "run/audit.h"
#include "solve/tiers.h"
#include "solved.h"
#include "suite.h"

#include <ctype.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct tally {
    unsigned tried, unread, objected, true_still;
} tally;

static uint64_t number_of(const char *variable, uint64_t usual)
{
    const char *text = getenv(variable);
    return text && *text ? strtoull(text, NULL, 10) : usual;
}

/* 0: proven; 1: not; 2: no such document. */
static int recheck(scratch *s, const char *text, size_t length)
{
    const char *path = scratch_path(s, "certificate.json"), *checker = getenv("TP_RECHECK");
    FILE *file = fopen(path, "wb");
    ck_assert(checker && file && fwrite(text, 1, length, file) == length);
    fclose(file);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
        if (freopen("/dev/null", "w", stdout) && freopen("/dev/null", "w", stderr))
            execl(checker, checker, path, (char *)NULL);
        _exit(99);
    }
    int status = 0;
    ck_assert(child > 0 && waitpid(child, &status, 0) == child);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) < 3, "the checker ends with %d", status);
    return WEXITSTATUS(status);
}

/* A digit of a figure becomes another one, or the figure gets a sign: never within a text. */
static bool change(char *text, size_t length, uint64_t *state, size_t *place)
{
    for (int attempt = 0; attempt < 400; attempt++) {
        *place = (size_t)in_pick(state, 0, (int64_t)length - 1);
        size_t from = *place;
        int quotes = 0;
        if (!isdigit((unsigned char)text[*place]))
            continue;
        while (from > 0 && text[from - 1] != '\n')
            quotes += text[--from] == '"';
        if (quotes % 2)
            continue;
        char *c = text + *place;
        *c = (char)('0' + (*c - '0' + (in_chance(state, 50) ? 1 : (int)in_pick(state, 1, 9))) % 10);
        return true;
    }
    return false;
}

static int64_t whole(const json_t *object, const char *key, int64_t other)
{
    const json_t *v = json_object_get(object, key);
    return json_is_integer(v) ? json_integer_value(v) : other;
}

static tp_program *program_of(const json_t *doc, tp_arena *arena)
{
    tp_program *p = tp_program_create(arena);
    json_t *columns = json_object_get(doc, "columns"), *rows = json_object_get(doc, "rows"), *at;
    size_t i;
    json_array_foreach(columns, i, at)
        tp_program_col(p, json_integer_value(json_array_get(at, 1)),
                       json_integer_value(json_array_get(at, 2)), (tp_origin){.maker = 0});
    json_array_foreach(rows, i, at)
    {
        json_t *cols = json_object_get(at, "col"), *coefs = json_object_get(at, "coef");
        size_t n = json_array_size(cols);
        tp_entry *entries = tp_arena_array(arena, n + 1, sizeof *entries);
        size_t kept = 0;
        for (size_t k = 0; k < n; k++) { /* what is named twice adds up */
            int32_t col = (int32_t)json_integer_value(json_array_get(cols, k));
            size_t e = 0;
            while (e < kept && entries[e].col != col)
                e++;
            if (e == kept)
                entries[kept++] = (tp_entry){col, 0};
            entries[e].coef += json_integer_value(json_array_get(coefs, k));
        }
        tp_program_row(p, whole(at, "lo", -TP_INF), whole(at, "hi", TP_INF),
                       (tp_origin){.maker = 0}, entries, (int64_t)kept);
    }
    return p;
}

static tp_tier_spec tier_of(const json_t *tier, const tp_program *p, tp_arena *arena)
{
    tp_tier_spec spec = {.goal = "?", .kind = TP_TIER_LINEAR, .concede = whole(tier, "concede", 0)};
    json_t *groups = json_object_get(tier, "groups"), *at;
    size_t i;
    const char *sense = json_string_value(json_object_get(tier, "sense"));
    spec.objective =
        (tp_objective){.sense = sense && !strcmp(sense, "max") ? TP_MAX : TP_MIN,
                       .constant = whole(tier, "constant", 0),
                       .cost = tp_arena_array(arena, (size_t)p->n_cols + 1, sizeof(int64_t))};
    json_array_foreach(json_object_get(tier, "cost_col"), i, at)
        spec.objective.cost[json_integer_value(at)] +=
        json_integer_value(json_array_get(json_object_get(tier, "cost"), i));
    if (!groups)
        return spec;
    spec.kind = TP_TIER_RATIO;
    tp_ratio_group *all = tp_arena_array(arena, json_array_size(groups) + 1, sizeof *all);
    json_array_foreach(groups, i, at) all[i] =
        (tp_ratio_group){(int32_t)whole(at, "row", 0), whole(at, "base", 0), whole(at, "total", 1)};
    spec.groups = all;
    spec.n_groups = json_array_size(groups);
    return spec;
}

/* Solves the document's program as it stands now. */
static bool still_true(const char *text, size_t length, tp_arena *arena)
{
    tp_err err = {0};
    json_t *doc = json_loadb(text, length, 0, NULL);
    if (!doc)
        return false;
    tp_program *p = program_of(doc, arena);
    json_t *tiers = json_object_get(doc, "tiers"), *at;
    size_t n = json_array_size(tiers), i;
    tp_tier_spec *specs = tp_arena_array(arena, n + 1, sizeof *specs);
    json_array_foreach(tiers, i, at) specs[i] = tier_of(at, p, arena);
    if (n == 0) /* of an infeasible run: whether there is a point at all */
        specs[0] = tier_of(NULL, p, arena);
    const tp_tiers_task task = {
        .program = p, .tiers = specs, .n_tiers = n ? n : 1, .unproven = true};
    tp_tiers_answer is = {0};
    const char *status = json_string_value(json_object_get(doc, "status"));
    bool none = status && !strcmp(status, "infeasible");
    bool same = tp_tiers_solve(&is, &task, arena, &err) == TP_OK;
    if (same && none)
        same = is.status == TP_INFEASIBLE;
    else if (same)
        same = tp_answered(is.status) && is.n_tiers == n;
    if (same && !none)
        json_array_foreach(tiers, i, at) same = same && is.tiers[i].value == whole(at, "value", -1);
    json_decref(doc);
    return same;
}

static void attempt(solved *w, const tp_buf *good, uint64_t *state, tally *sum)
{
    size_t place = 0;
    tp_arena *arena = tp_arena_create();
    char *text = tp_arena_copy(arena, good->bytes, good->length);
    if (change(text, good->length, state, &place)) {
        sum->tried++;
        int code = recheck(&w->s, text, good->length);
        sum->unread += code == 2;
        sum->objected += code == 1;
        sum->true_still += code == 0;
        ck_assert_msg(code || still_true(text, good->length, arena),
                      "seed %" PRIu64 ": a change is accepted that is not true: %.60s[%.20s",
                      w->in->seed, text + (place > 60 ? place - 60 : 0), text + place);
    }
    tp_arena_free(arena);
}

START_TEST(recheck__accepts_nothing_that_is_not_true)
{
    static instance in;
    uint64_t seed = number_of("TP_SEED", 1), count = number_of("TP_CASES", 24);
    uint64_t each = number_of("TP_MUTATIONS", 40);
    tally sum = {0};
    for (uint64_t end = seed + count; seed < end; seed++) {
        uint64_t state = seed * 77;
        solved w;
        tp_audit audit;
        tp_buf text;
        instance_make(&in, seed, seed % 3 ? IN_TINY : IN_SMALL);
        solved_begin(&w, &in);
        ck_assert_int_eq(tp_audit_make(&audit, w.run, w.s.arena, &w.s.err), TP_OK);
        tp_buf_init(&text);
        ck_assert_int_eq(tp_audit_write(&text, &audit, w.s.arena, &w.s.err), TP_OK);
        ck_assert_int_eq(recheck(&w.s, text.bytes, text.length), 0);
        for (uint64_t i = 0; i < each; i++)
            attempt(&w, &text, &state, &sum);
        tp_buf_finish(&text);
        scratch_remove(&w.s, "certificate.json");
        solved_end(&w);
    }
    printf("# %u changed, %u unread, %u objected to, %u still true\n", sum.tried, sum.unread,
           sum.objected, sum.true_still);
    ck_assert_uint_gt(sum.objected, sum.tried / 20);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("recheck_mutations");
    TCase *tcase = tcase_create("recheck_mutations");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, recheck__accepts_nothing_that_is_not_true);
    suite_add_tcase(suite, tcase);
    return suite;
}
