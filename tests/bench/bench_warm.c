/* What a changed parameter costs on a loaded dataset, against opening everything again: cold and
 * warm solves of the same settings in turn, means of processor time, and the ratio. Every warm
 * document and certificate is held against the cold one, to the byte.
 *
 *     bench_warm SCENARIO [ROUNDS]      for each of the changes below: cold, warm, ratio
 *     bench_warm --short SCENARIO       compares only; times are not shown
 *     bench_warm --levers SCENARIO TURNPOOL [ROUNDS]
 *                                       every lever of the scenario, ROUNDS other values each (3),
 *                                       against a process of `turnpool run` with one of them;
 * nothing is compared, as unit-session and the random tests do. The levers below ten times, slowest
 * first, then levers COUNT LEAST MEDIAN BELOW-TEN   ratios of processor time */
#include "levers.h"
#include "run/document.h"
#include "run/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct change {
    const char *key, *value[2]; /* taken in turn, so that every set changes something */
} change;
static const change changes[] = {
    {"reserve.count", {"3", "2"}},
    {"borrow.max_share", {"0.19", "0.20"}},
    {"release.bands",
     {"[{below: 0.6, share: 1}, {below: 0.85, share: 0.4}]",
      "[{below: 0.6, share: 1}, {below: 0.85, share: 0.5}]"}},
    {"sectors.教育.weight", {"2", "3"}},
    {"release.keep_share", {"0.03", "0.02"}},
    {"borrow.min_saturation", {"0.80", "0.85"}},
};
enum { CHANGES = sizeof changes / sizeof *changes, MOST_ROUNDS = 1000 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6;
}

static void stop(const char *what, const tp_err *err)
{
    fprintf(stderr, "bench_warm: %s: %s\n", what, err->text);
    exit(1);
}

/* Means, not medians: some machines account processor time in ticks as long as a warm solve, and
 * only a sum evens that out. */
static double mean(const double *of, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += of[i];
    return sum / (double)count;
}

static void write_all(tp_buf *out, const tp_run *run)
{
    out->length = 0;
    tp_document_write(out, run);
    tp_certificate_write(out, run);
    if (!tp_buf_ok(out)) {
        fputs("bench_warm: out of memory\n", stderr);
        exit(1);
    }
}

/* Opens, solves, and writes what came out; returns the time without writing. */
static double cold(const char *file, const tp_setting *setting, tp_buf *out)
{
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_err err = {0};
    tp_session *session;
    const tp_run *run;
    const tp_session_options options = {.settings = setting, .n_settings = 1};
    tp_diags_init(&diags, arena);
    double start = now();
    if (tp_session_open(&session, file, &options, &diags, &err) ||
        tp_session_solve(session, NULL, &run, &err))
        stop(file, &err);
    double spent = now() - start;
    write_all(out, run);
    tp_session_free(session);
    tp_arena_free(arena);
    return spent;
}

static double warm(tp_session *session, const tp_setting *setting, tp_buf *out)
{
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_err err = {0};
    const tp_run *run;
    tp_diags_init(&diags, arena);
    double start = now();
    if (tp_session_set(session, setting, 1, &diags, &err) ||
        tp_session_solve(session, NULL, &run, &err))
        stop(setting->key, &err);
    double spent = now() - start;
    write_all(out, run);
    tp_arena_free(arena);
    return spent;
}

static int compare(const char *file, tp_session *session, const change *c, size_t rounds, bool tell)
{
    static double times[2][MOST_ROUNDS];
    tp_buf text[2];
    int wrong = 0;
    tp_buf_init(&text[0]);
    tp_buf_init(&text[1]);
    for (size_t i = 0; i < rounds; i++) {
        tp_setting setting = {.key = c->key, .value = c->value[i % 2]};
        times[0][i] = cold(file, &setting, &text[0]);
        times[1][i] = warm(session, &setting, &text[1]);
        if (text[0].length != text[1].length ||
            memcmp(text[0].bytes, text[1].bytes, text[0].length) != 0) {
            printf("%s=%s: the warm run differs from the cold one\n", c->key, c->value[i % 2]);
            wrong = 1;
        }
    }
    tp_buf_finish(&text[0]);
    tp_buf_finish(&text[1]);
    double before = mean(times[0], rounds), after = mean(times[1], rounds);
    if (tell)
        printf("%-22s cold %8.3f ms  warm %8.3f ms  ratio %6.1f\n", c->key, before, after,
               before / after);
    return wrong;
}

typedef struct ratio {
    const char *path;
    double cold, warm;
} ratio;

static int by_ratio(const void *a, const void *b)
{
    const ratio *x = a, *y = b;
    double p = x->cold * y->warm, q = y->cold * x->warm;
    return (p > q) - (p < q);
}

/* Mean milliseconds of a set and a solve; 0: no value of the lever is accepted. */
static double lever_warm(tp_session *session, const tp_entry_field *field, int rounds,
                         char value[LEVER_VALUE])
{
    double spent = 0;
    int had = 0;
    for (int i = 0; i < rounds && lever_value(field, i, value); i++) {
        tp_arena *arena = tp_arena_create();
        tp_diags diags;
        tp_err err = {0};
        const tp_run *run;
        const tp_setting setting = {.key = field->path, .value = value};
        tp_diags_init(&diags, arena);
        double start = now();
        bool good = tp_session_set(session, &setting, 1, &diags, &err) == TP_OK &&
                    tp_session_solve(session, NULL, &run, &err) == TP_OK;
        spent += good ? now() - start : 0;
        had += good;
        tp_arena_free(arena);
    }
    return had ? spent / had : 0;
}

static void move_levers(const char *file, const char *turnpool, tp_session *session, int rounds)
{
    static const tp_entry_field *lever[LEVERS_MOST];
    static ratio found[LEVERS_MOST];
    static double each[LEVERS_MOST];
    tp_arena *arena = tp_arena_create();
    tp_err err = {0};
    size_t n = 0, below = 0;
    const size_t all = levers_list(lever, tp_session_scenario(session), arena, &err);
    for (size_t l = 0; l < all; l++) {
        char value[LEVER_VALUE], setting[512];
        lever_times took;
        const double spent = lever_warm(session, lever[l], rounds, value);
        if (spent <= 0 || !lever_value(lever[l], 0, value))
            continue;
        snprintf(setting, sizeof setting, "%s=%s", lever[l]->path, value);
        if (!lever_run_cold(turnpool, file, setting, &took))
            stop(turnpool, &err);
        found[n++] = (ratio){lever[l]->path, took.processor, spent};
    }
    qsort(found, n, sizeof *found, by_ratio);
    for (size_t i = 0; i < n; i++) {
        each[i] = found[i].cold / found[i].warm;
        if (each[i] < 10 && ++below <= 30)
            printf("%-34s cold %8.2f ms  warm %8.3f ms  ratio %6.1f\n", found[i].path,
                   found[i].cold, found[i].warm, each[i]);
    }
    printf("levers %zu %.1f %.1f %zu\n", n, n ? each[0] : 0, lever_at_part(each, n, 50), below);
    tp_arena_free(arena);
}

int main(int count, char **args)
{
    bool brief = count > 1 && strcmp(args[1], "--short") == 0;
    bool levers = count > 3 && strcmp(args[1], "--levers") == 0;
    const char *file = count > 1 + (brief || levers) ? args[1 + (brief || levers)] : NULL;
    const char *times = levers ? (count > 4 ? args[4] : "3") : count > 2 ? args[2] : "41";
    size_t rounds = brief ? 2 : strtoul(times, NULL, 10);
    if (!file || rounds == 0 || rounds > MOST_ROUNDS) {
        fputs("bench_warm [--short | --levers] SCENARIO [TURNPOOL] [ROUNDS up to 1000]\n", stderr);
        return 2;
    }
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_err err = {0};
    tp_session *session;
    tp_diags_init(&diags, arena);
    if (tp_session_open(&session, file, NULL, &diags, &err))
        stop(file, &err);
    int wrong = 0;
    if (levers)
        move_levers(file, args[3], session, (int)rounds);
    for (size_t i = 0; i < CHANGES && !levers; i++)
        wrong |= compare(file, session, &changes[i], rounds, !brief);
    tp_session_free(session);
    tp_arena_free(arena);
    return wrong;
}
