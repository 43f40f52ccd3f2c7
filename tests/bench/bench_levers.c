/* Every lever of a scenario, moved in the page: milliseconds from the request to the answer's last
 * byte, of one planner alone and of several at once, each time a value not asked before; and what a
 * cold `turnpool run` of the same takes.
 *
 *     bench_levers FOLDER SCENARIO TURNPOOL [ROUNDS [PLANNERS]]
 *
 * A lever is what the page gives a slider or a choice; those of the horizon are left out: several
 * years are long work (tools/bench --years). A value the scenario's rules refuse (422) is
 * an answer and is counted apart; one that has no plan is an answer like any other. Lines:
 *     alone MEDIAN P95 PROCESSOR-MEDIAN PROCESSOR-P95 SLOWEST-LEVER ITS-MEDIAN
 *     planners MEDIAN P95
 *     cold MEDIAN PROCESSOR-MEDIAN
 *     asked LEVERS REQUESTS REFUSED */
#include "client.h"
#include "run/session.h"
#include "serve/keys.h"
#include "serve/serve.h"
#include "visitor.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 60000, PLANNERS = 64, LEVERS = 400, EACH = 8 };

typedef struct times {
    double wall, processor;
} times;

static uint16_t port;
static char cookie[256];
static const char *slug;
static const tp_entry_field *lever[LEVERS];
static size_t n_levers;

static void fail(const char *what)
{
    fprintf(stderr, "bench_levers: %s\n", what);
    exit(1);
}

/* The step-th other value, as one would type it; false: there are not so many. */
static bool value_of(const tp_entry_field *field, int step, char out[64])
{
    const tp_key *key = field->key;
    if (key->type == TP_T_INT || key->type == TP_T_DEC) {
        tp_dec at = 0;
        const char *text = *field->value ? field->value : key->fallback ? key->fallback : "0";
        int64_t unit = key->type == TP_T_DEC ? TP_DEC_ONE : 1, value;
        int64_t by = key->type == TP_T_DEC ? TP_DEC_ONE / 1000 : 1;
        if (key->type == TP_T_DEC)
            value = tp_dec_parse(text, strlen(text), &at) == TP_PARSE_OK ? at : 0;
        else if (tp_int_parse(text, strlen(text), &value) != TP_PARSE_OK)
            value = 0;
        bool up = !(key->least || key->most) || value + by * (step + 1) <= key->most;
        value += up ? by * (step + 1) : -by * (step + 1);
        if ((key->least || key->most) && value < key->least)
            return false;
        if (unit == 1)
            tp_int_format(value, out);
        else
            tp_dec_format(value, out);
        return true;
    }
    if (key->type == TP_T_BOOL) {
        snprintf(out, 64, "%s", strcmp(field->value, "true") ? "true" : "false");
        return step == 0;
    }
    for (const tp_choice *choice = key->choices; choice && choice->en; choice++)
        if (strcmp(choice->en, field->value) != 0 && !step--) {
            snprintf(out, 64, "%s", choice->en);
            return true;
        }
    return false;
}

/* A name or value in an address. */
static void put_query(tp_buf *out, const char *text)
{
    for (; *text; text++)
        if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", *text))
            tp_buf_char(out, *text);
        else
            tp_buf_format(out, "%%%02X", (unsigned char)*text);
}

/* Status; 0: the lever has no such value. */
static int ask(const tp_entry_field *field, int step, times *took)
{
    char value[64];
    tp_buf path;
    if (!value_of(field, step, value))
        return 0;
    tp_buf_init(&path);
    tp_buf_format(&path, "/live/%s/answer?", slug);
    put_query(&path, field->path);
    tp_buf_char(&path, '=');
    put_query(&path, value);
    const client_request request = {.method = "GET", .path = path.bytes, .cookie = cookie};
    const times from = {visitor_ms(CLOCK_MONOTONIC), visitor_ms(CLOCK_PROCESS_CPUTIME_ID)};
    const int status = client_do(port, &request, NULL);
    *took = (times){visitor_ms(CLOCK_MONOTONIC) - from.wall,
                    visitor_ms(CLOCK_PROCESS_CPUTIME_ID) - from.processor};
    if (status != 200 && status != 422) {
        fprintf(stderr, "bench_levers: answered %d after %.0f ms: %s\n", status, took->wall,
                path.bytes);
        exit(1);
    }
    tp_buf_finish(&path);
    return status;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double at_part(double *list, size_t n, int percent)
{
    qsort(list, n, sizeof *list, by_size);
    return n ? list[n * (size_t)percent / 100] : 0;
}

static void alone(int rounds)
{
    static double wall[MOST], processor[MOST], own[MOST];
    size_t n = 0, refused = 0, moved = 0;
    double slowest = 0;
    const char *which = "-";
    for (size_t l = 0; l < n_levers; l++) {
        size_t had = 0;
        for (int i = 0; i < rounds; i++) {
            times took;
            int status = ask(lever[l], i, &took);
            if (!status)
                break;
            refused += status != 200;
            if (status != 200)
                continue;
            wall[n] = own[had++] = took.wall;
            processor[n++] = took.processor;
        }
        moved += had > 0;
        double its = at_part(own, had, 50);
        if (its > slowest) {
            slowest = its;
            which = lever[l]->path;
        }
    }
    if (!n)
        fail("no lever was moved");
    printf("asked %zu %zu %zu\n", moved, n, refused);
    printf("alone %.2f %.2f %.2f %.2f %s %.2f\n", at_part(wall, n, 50), at_part(wall, n, 95),
           at_part(processor, n, 50), at_part(processor, n, 95), which, slowest);
}

typedef struct planner {
    int number, rounds;
    double *wall;
    size_t count;
} planner;

static void *work(void *user)
{
    planner *p = user;
    for (size_t l = 0; l < n_levers && l < EACH; l++) {
        times took;
        const tp_entry_field *field = lever[(l * 5 + 7 * (size_t)p->number) % n_levers];
        if (ask(field, p->rounds + p->number, &took) == 200)
            p->wall[p->count++] = took.wall;
    }
    return NULL;
}

static void at_once(int planners, int rounds)
{
    static double wall[PLANNERS * EACH];
    pthread_t threads[PLANNERS];
    planner all[PLANNERS];
    size_t n = 0;
    for (int i = 0; i < planners; i++) {
        all[i] = (planner){i, rounds, wall + (size_t)i * EACH, 0};
        if (pthread_create(&threads[i], NULL, work, &all[i]) != 0)
            fail("no thread");
    }
    for (int i = 0; i < planners; i++) {
        pthread_join(threads[i], NULL);
        memmove(wall + n, all[i].wall, all[i].count * sizeof *wall);
        n += all[i].count;
    }
    printf("planners %.2f %.2f\n", at_part(wall, n, 50), at_part(wall, n, 95));
}

static times run_cold(const char *turnpool, const char *file, const char *setting)
{
    const double from = visitor_ms(CLOCK_MONOTONIC);
    struct rusage spent;
    int status;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
            _exit(127);
        execl(turnpool, "turnpool", "run", file, "--no-store", "--set", setting, (char *)NULL);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &spent) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) == 127)
        fail("turnpool does not run");
    return (times){visitor_ms(CLOCK_MONOTONIC) - from,
                   (double)(spent.ru_utime.tv_sec + spent.ru_stime.tv_sec) * 1000 +
                       (double)(spent.ru_utime.tv_usec + spent.ru_stime.tv_usec) / 1000};
}

/* Every few levers: a process for each of them says no more. */
static void cold(const char *turnpool, const char *file)
{
    double wall[LEVERS], processor[LEVERS];
    size_t n = 0;
    for (size_t l = 0; l < n_levers; l += 1 + n_levers / 24) {
        char value[64], setting[512];
        if (!value_of(lever[l], 0, value))
            continue;
        snprintf(setting, sizeof setting, "%s=%s", lever[l]->path, value);
        const times took = run_cold(turnpool, file, setting);
        wall[n] = took.wall;
        processor[n++] = took.processor;
    }
    printf("cold %.2f %.2f\n", at_part(wall, n, 50), at_part(processor, n, 50));
}

static void list_levers(const char *file, tp_session **session, tp_arena *arena)
{
    tp_entry_fields fields;
    tp_diags diags;
    tp_err err = {0};
    tp_diags_init(&diags, arena);
    if (tp_session_open(session, file, &(tp_session_options){0}, &diags, &err) ||
        tp_keys_of(&fields, tp_session_scenario(*session), arena, &err))
        fail(err.text);
    for (size_t i = 0; i < fields.count && n_levers < LEVERS; i++)
        if (tp_key_moves(&fields.items[i]) && strcmp(fields.items[i].under, "horizon") != 0)
            lever[n_levers++] = &fields.items[i];
}

int main(int argc, char **argv)
{
    if (argc < 4)
        fail("FOLDER SCENARIO TURNPOOL [ROUNDS [PLANNERS]]");
    int rounds = argc > 4 ? atoi(argv[4]) : 5, planners = argc > 5 ? atoi(argv[5]) : 20;
    char scratch[] = "/tmp/turnpool-bench-XXXXXX", store[64], file[512];
    if (rounds < 1 || planners < 1 || planners > PLANNERS || rounds * LEVERS > MOST ||
        !mkdtemp(scratch))
        fail("too many, or no temporary folder");
    snprintf(store, sizeof store, "%s/none.db", scratch);
    slug = argv[2];
    snprintf(file, sizeof file, "%s/%s.yaml", argv[1], slug);
    tp_arena *arena = tp_arena_create();
    tp_session *session;
    tp_server *server;
    tp_err err = {0};
    times took;
    list_levers(file, &session, arena);
    const tp_serve_options options = {.folder = argv[1],
                                      .store = store,
                                      .scratch = scratch,
                                      .now = visitor_now,
                                      .random = visitor_random};
    if (tp_server_start(&server, &options, &err) != TP_OK)
        fail(err.text);
    port = tp_server_port(server);
    if (!visitor_enter(server, cookie, sizeof cookie))
        fail("not let in");
    for (size_t l = 0; l < n_levers; l++) /* opens it: the first answer is the cold one's */
        if (ask(lever[l], rounds + planners, &took) == 200)
            break;
    alone(rounds);
    at_once(planners, rounds);
    cold(argv[3], file);
    tp_server_stop(server);
    tp_session_free(session);
    tp_arena_free(arena);
    rmdir(scratch);
    return 0;
}
