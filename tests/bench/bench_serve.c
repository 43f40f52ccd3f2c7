/* The live page under load: from the request to the answer's last byte, one planner alone and
 * several at once, for levers of a scenario, each asked with values not asked before; and what a
 * cold run of the same takes. Memory with many scenarios open, and that those put away come back.
 *
 *     bench_serve FOLDER SCENARIO [ROUNDS [PLANNERS]]
 *     bench_serve --processor FOLDER SCENARIO …   processor time of both sides in place of the
 * clock bench_serve --cities N FOLDER SCENARIO      memory: N copies, 13 states of each, 20 held
 * open bench_serve --short FOLDER SCENARIO         answers, and that memory does not grow with the
 *                                                 sessions put away; no times */
#include "client.h"
#include "run/document.h"
#include "run/session.h"
#include "serve/serve.h"
#include "visitor.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 20000 };

typedef struct lever {
    const char *key, *format; /* %d: 0 … 99 */
} lever;
static const lever levers[] = {{"reserve.count", "%d"},
                               {"borrow.max_share", "0.%02d"},
                               {"release.keep_share", "0.0%02d"},
                               {"borrow.min_saturation", "0.8%02d"},
                               {"idle.min_months", "%d"}};
enum { LEVERS = sizeof levers / sizeof *levers };

static uint16_t port;
static char cookie[256];
static const char *slug;

/* A machine that others use as well says little by the clock. */
static clockid_t clock_used = CLOCK_MONOTONIC;

static void fail(const char *what)
{
    fprintf(stderr, "bench_serve: %s\n", what);
    exit(1);
}

static double ask(const char *what, const lever *l, int step)
{
    char path[512], value[64];
    snprintf(value, sizeof value, l->format, step % 100);
    snprintf(path, sizeof path, "/live/%s/%s?%s=%s", slug, what, l->key, value);
    const client_request request = {.method = "GET", .path = path, .cookie = cookie};
    double from = visitor_ms(clock_used);
    if (client_do(port, &request, NULL) != 200)
        fail(path);
    return visitor_ms(clock_used) - from;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void tell(const char *what, double *times, size_t n)
{
    qsort(times, n, sizeof *times, by_size);
    printf("%-34s %8.1f %8.1f\n", what, times[n / 2], times[n * 95 / 100]);
}

/* Opened, solved and written anew, in this process: what a command pays beyond its start. */
static double cold(const char *file, const tp_setting *setting, tp_buf *out)
{
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_err err = {0};
    tp_session *session;
    const tp_run *run;
    tp_diags_init(&diags, arena);
    const tp_session_options options = {.settings = setting, .n_settings = 1};
    double from = visitor_ms(clock_used);
    if (tp_session_open(&session, file, &options, &diags, &err) ||
        tp_session_solve(session, NULL, &run, &err))
        fail(err.text);
    out->length = 0;
    tp_document_write(out, run);
    double spent = visitor_ms(clock_used) - from;
    tp_session_free(session);
    tp_arena_free(arena);
    return spent;
}

/* The document the page serves is the one a fresh session writes. */
static void check(const char *file, const lever *l)
{
    char path[512], value[64];
    tp_buf reply, own;
    tp_buf_init(&own);
    snprintf(value, sizeof value, l->format, 3);
    const tp_setting setting = {.key = l->key, .value = value};
    cold(file, &setting, &own);
    snprintf(path, sizeof path, "/live/%s/document?%s=%s", slug, l->key, value);
    const client_request request = {.method = "GET", .path = path, .cookie = cookie};
    if (client_do(port, &request, &reply) != 200)
        fail(path);
    const char *body = strstr(reply.bytes, "\r\n\r\n") + 4;
    size_t length = reply.length - (size_t)(body - reply.bytes);
    if (length != own.length || memcmp(body, own.bytes, length) != 0)
        fail("the page's document differs from a fresh run's");
    tp_buf_finish(&reply);
    tp_buf_finish(&own);
}

typedef struct planner {
    int number, rounds;
    double *times;
} planner;

static void *work(void *user)
{
    planner *p = user;
    for (int i = 0; i < p->rounds; i++)
        p->times[i] = ask("answer", &levers[(i + p->number) % LEVERS], i * 7 + p->number * 13);
    return NULL;
}

static void at_once(int planners, int rounds)
{
    static double times[MOST];
    pthread_t threads[64];
    planner all[64];
    char label[64];
    planners = planners > 64 ? 64 : planners;
    for (int i = 0; i < planners; i++) {
        all[i] = (planner){i, rounds, times + i * rounds};
        if (pthread_create(&threads[i], NULL, work, &all[i]) != 0)
            fail("no thread");
    }
    double from = visitor_ms(clock_used);
    for (int i = 0; i < planners; i++)
        pthread_join(threads[i], NULL);
    if (clock_used == CLOCK_PROCESS_CPUTIME_ID) { /* what one waited is others' work as well */
        printf("%d planners at once, a request   %8.1f\n", planners,
               (visitor_ms(clock_used) - from) / (planners * rounds));
        return;
    }
    snprintf(label, sizeof label, "%d planners at once", planners);
    tell(label, times, (size_t)(planners * rounds));
}

/* Resident, in kB; 0: not known. */
static long memory_now(void)
{
    char line[256];
    long kb = 0;
    FILE *in = fopen("/proc/self/status", "r");
    while (in && fgets(line, sizeof line, in))
        if (!strncmp(line, "VmRSS:", 6))
            kb = strtol(line + 6, NULL, 10);
    if (in)
        fclose(in);
    return kb;
}

static void tell_memory(const char *what)
{
    printf("%-34s %8.1f MB\n", what, (double)memory_now() / 1024);
}

static void measure(const char *file, int rounds, int planners)
{
    static double times[MOST];
    tp_buf out;
    tp_buf_init(&out);
    printf("%-34s %8s %8s   (ms)\n", "", "median", "95 %");
    for (size_t l = 0; l < LEVERS; l++) {
        char label[64], value[64];
        for (int i = 0; i < rounds; i++)
            times[i] = ask("answer", &levers[l], i);
        snprintf(label, sizeof label, "page, %s", levers[l].key);
        tell(label, times, (size_t)rounds);
        for (int i = 0; i < rounds && i < 10; i++) {
            snprintf(value, sizeof value, levers[l].format, i);
            const tp_setting setting = {.key = levers[l].key, .value = value};
            times[i] = cold(file, &setting, &out);
        }
        snprintf(label, sizeof label, "cold, %s", levers[l].key);
        tell(label, times, (size_t)(rounds < 10 ? rounds : 10));
    }
    at_once(planners, rounds);
    tp_buf_finish(&out);
}

/* The document of a state of the n-th copy. */
static void document_of(int copy, int step, tp_buf *reply)
{
    char path[256];
    snprintf(path, sizeof path, "/live/c%d/document?%s=%d", copy, levers[0].key, step);
    const client_request request = {.method = "GET", .path = path, .cookie = cookie};
    if (client_do(port, &request, reply) != 200)
        fail(path);
}

static void copy_scenarios(const char *folder, const char *file, int count)
{
    static char text[1 << 20];
    char path[512], data[512], *from, *line;
    FILE *in = fopen(file, "r");
    size_t n = in ? fread(text, 1, sizeof text - 1, in) : 0;
    if (in)
        fclose(in);
    text[n] = '\0';
    line = strstr(text, "\ndata: ");
    if (!line)
        fail("a scenario that names its data");
    snprintf(path, sizeof path, "%s", file);
    *strrchr(path, '/') = '\0';
    from = realpath(path, NULL);
    snprintf(data, sizeof data, "%s/%.*s", from ? from : "", (int)strcspn(line + 7, " \n#"),
             line + 7);
    free(from);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/c%d.yaml", folder, i);
        FILE *out = fopen(path, "w");
        if (!out ||
            fprintf(out, "%.*s\ndata: %s%s", (int)(line - text), text, data,
                    line + 7 + strcspn(line + 7, " \n#")) < 0 ||
            fclose(out) != 0)
            fail(path);
    }
}

static void remove_copies(const char *folder, int count)
{
    char path[512];
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/c%d.yaml", folder, i);
        unlink(path);
    }
    rmdir(folder);
}

/* What sanitizers hold back after it was freed is no growth. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { GROWTH_SEEN = false };
#else
enum { GROWTH_SEEN = true };
#endif
/* So many kB may come on top between the tenth session and the last; five of them are open. */
enum { GROWTH = 4096 };

/* More scenarios than are held open: the oldest are put away, and asked again say the same. */
static void many(const char *file, const char *scratch, const char *store, int cities, size_t most,
                 int states)
{
    long tenth = 0;
    char folder[96], label[64];
    tp_server *server;
    tp_err err = {0};
    tp_buf first, again;
    snprintf(folder, sizeof folder, "%s/copies", scratch);
    mkdir(folder, 0700);
    copy_scenarios(folder, file, cities);
    const tp_serve_options options = {.folder = folder,
                                      .store = store,
                                      .scratch = scratch,
                                      .open_most = most,
                                      .now = visitor_now,
                                      .ticks = visitor_ticks,
                                      .random = visitor_random};
    if (tp_server_start(&server, &options, &err) != TP_OK)
        fail(err.text);
    port = tp_server_port(server);
    if (!visitor_enter(server, cookie, sizeof cookie))
        fail("not let in");
    document_of(0, 3, &first);
    for (int i = 0; i < cities; i++) {
        char name[32];
        snprintf(name, sizeof name, "c%d", i);
        slug = name;
        for (int k = 0; k < states; k++)
            ask("answer", &levers[0], k);
        snprintf(label, sizeof label, "memory, %d asked for", i + 1);
        if (i == 0 || i % 5 == 4)
            tell_memory(label);
        if (i == 9)
            tenth = memory_now();
        if (most < 10 && i > 9 && GROWTH_SEEN && memory_now() > tenth + GROWTH)
            fail("memory grows with the sessions put away");
    }
    document_of(0, 3, &again);
    const char *one = strstr(first.bytes, "\r\n\r\n"), *two = strstr(again.bytes, "\r\n\r\n");
    if (!one || !two || strcmp(one, two) != 0)
        fail("put away and asked again, a state says something else");
    tp_buf_finish(&first);
    tp_buf_finish(&again);
    tp_server_stop(server);
    remove_copies(folder, cities);
}

int main(int argc, char **argv)
{
    bool brief = argc > 1 && !strcmp(argv[1], "--short");
    bool processor = argc > 1 && !strcmp(argv[1], "--processor");
    int cities = argc > 2 && !strcmp(argv[1], "--cities") ? atoi(argv[2]) : 0;
    int options_given = cities ? 2 : brief || processor ? 1 : 0;
    argv += options_given;
    argc -= options_given;
    if (processor)
        clock_used = CLOCK_PROCESS_CPUTIME_ID;
    if (argc < 3)
        fail("FOLDER SCENARIO [ROUNDS [PLANNERS]]");
    int rounds = argc > 3 ? atoi(argv[3]) : 40, planners = argc > 4 ? atoi(argv[4]) : 20;
    char scratch[] = "/tmp/turnpool-bench-XXXXXX", store[64], file[512];
    if (!mkdtemp(scratch) || rounds < 1 || rounds * planners > MOST)
        fail("no temporary folder, or too many rounds");
    snprintf(store, sizeof store, "%s/none.db", scratch);
    slug = argv[2];
    snprintf(file, sizeof file, "%s/%s.yaml", argv[1], slug);
    if (cities || brief)
        many(file, scratch, store, cities ? cities : 30, cities ? 20 : 5, cities ? 13 : 4);
    if (cities) {
        rmdir(scratch);
        return 0;
    }
    slug = argv[2];
    const tp_serve_options options = {.folder = argv[1],
                                      .store = store,
                                      .scratch = scratch,
                                      .now = visitor_now,
                                      .ticks = visitor_ticks,
                                      .random = visitor_random};
    tp_server *server;
    tp_err err = {0};
    if (tp_server_start(&server, &options, &err) != TP_OK)
        fail(err.text);
    port = tp_server_port(server);
    if (!visitor_enter(server, cookie, sizeof cookie))
        fail("not let in");
    for (size_t l = 0; l < LEVERS; l++)
        check(file, &levers[l]);
    if (!brief) {
        measure(file, rounds, planners);
        tell_memory("memory");
    }
    tp_server_stop(server);
    rmdir(scratch);
    return 0;
}
