/* Every lever of a scenario, moved in the page: milliseconds from the request to the answer's last
 * byte, of one planner alone and of several at once, each time a value not asked before; and what a
 * cold `turnpool run` of the same takes.
 *
 *     bench_levers FOLDER SCENARIO TURNPOOL [ROUNDS [PLANNERS]]
 *
 * A value the scenario's rules refuse (422) is an answer and is counted apart; one that has no plan
 * is an answer like any other. Lines:
 *     alone MEDIAN P95 PROCESSOR-MEDIAN PROCESSOR-P95 SLOWEST-LEVER ITS-MEDIAN
 *     planners MEDIAN P95 P75 P90
 *     cold MEDIAN PROCESSOR-MEDIAN
 *     asked LEVERS REQUESTS REFUSED */
#include "client.h"
#include "levers.h"
#include "run/session.h"
#include "serve/serve.h"
#include "visitor.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 60000, PLANNERS = 64, EACH = 8 };

static uint16_t port;
static char cookie[256];
static const char *slug;
static const tp_entry_field *lever[LEVERS_MOST];
static size_t n_levers;

static void fail(const char *what)
{
    fprintf(stderr, "bench_levers: %s\n", what);
    exit(1);
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
static int ask(const tp_entry_field *field, int step, lever_times *took)
{
    char value[LEVER_VALUE];
    tp_buf path;
    if (!lever_value(field, step, value))
        return 0;
    tp_buf_init(&path);
    tp_buf_format(&path, "/live/%s/answer?", slug);
    put_query(&path, field->path);
    tp_buf_char(&path, '=');
    put_query(&path, value);
    const client_request request = {.method = "GET", .path = path.bytes, .cookie = cookie};
    const lever_times from = {visitor_ms(CLOCK_MONOTONIC), visitor_ms(CLOCK_PROCESS_CPUTIME_ID)};
    const int status = client_do(port, &request, NULL);
    *took = (lever_times){visitor_ms(CLOCK_MONOTONIC) - from.wall,
                          visitor_ms(CLOCK_PROCESS_CPUTIME_ID) - from.processor};
    if (status != 200 && status != 422) {
        fprintf(stderr, "bench_levers: answered %d after %.0f ms: %s\n", status, took->wall,
                path.bytes);
        exit(1);
    }
    tp_buf_finish(&path);
    return status;
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
            lever_times took;
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
        double its = lever_at_part(own, had, 50);
        if (its > slowest) {
            slowest = its;
            which = lever[l]->path;
        }
    }
    if (!n)
        fail("no lever was moved");
    printf("asked %zu %zu %zu\n", moved, n, refused);
    printf("alone %.2f %.2f %.2f %.2f %s %.2f\n", lever_at_part(wall, n, 50),
           lever_at_part(wall, n, 95), lever_at_part(processor, n, 50),
           lever_at_part(processor, n, 95), which, slowest);
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
        lever_times took;
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
    printf("planners %.2f %.2f %.2f %.2f\n", lever_at_part(wall, n, 50), lever_at_part(wall, n, 95),
           lever_at_part(wall, n, 75), lever_at_part(wall, n, 90));
}

/* Every few levers: a process for each of them says no more. */
static void cold(const char *turnpool, const char *file)
{
    double wall[LEVERS_MOST], processor[LEVERS_MOST];
    size_t n = 0;
    for (size_t l = 0; l < n_levers; l += 1 + n_levers / 24) {
        char value[LEVER_VALUE], setting[512];
        if (!lever_value(lever[l], 0, value))
            continue;
        snprintf(setting, sizeof setting, "%s=%s", lever[l]->path, value);
        lever_times took;
        if (!lever_run_cold(turnpool, file, setting, &took))
            fail("turnpool does not run");
        wall[n] = took.wall;
        processor[n++] = took.processor;
    }
    printf("cold %.2f %.2f\n", lever_at_part(wall, n, 50), lever_at_part(processor, n, 50));
}

static void list_levers(const char *file, tp_session **session, tp_arena *arena)
{
    tp_diags diags;
    tp_err err = {0};
    tp_diags_init(&diags, arena);
    if (tp_session_open(session, file, &(tp_session_options){0}, &diags, &err) == TP_OK)
        n_levers = levers_list(lever, tp_session_scenario(*session), arena, &err);
    if (!n_levers)
        fail(err.text);
}

int main(int argc, char **argv)
{
    if (argc < 4)
        fail("FOLDER SCENARIO TURNPOOL [ROUNDS [PLANNERS]]");
    int rounds = argc > 4 ? atoi(argv[4]) : 5, planners = argc > 5 ? atoi(argv[5]) : 20;
    char scratch[] = "/tmp/turnpool-bench-XXXXXX", store[64], file[512];
    if (rounds < 1 || planners < 1 || planners > PLANNERS || rounds * LEVERS_MOST > MOST ||
        !mkdtemp(scratch))
        fail("too many, or no temporary folder");
    snprintf(store, sizeof store, "%s/none.db", scratch);
    slug = argv[2];
    snprintf(file, sizeof file, "%s/%s.yaml", argv[1], slug);
    client_patience = 120; /* long ones wait behind each other */
    tp_arena *arena = tp_arena_create();
    tp_session *session;
    tp_server *server;
    tp_err err = {0};
    lever_times took;
    list_levers(file, &session, arena);
    const tp_serve_options options = {.folder = argv[1],
                                      .store = store,
                                      .scratch = scratch,
                                      .now = visitor_now,
                                      .ticks = visitor_ticks,
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
