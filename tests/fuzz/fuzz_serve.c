/* Malformed requests to every address of the server's own table of routes, as a visitor of a store
 * without accounts, as an office's people and as nobody: it answers, goes on, is never itself at
 * fault (500), and leaks nothing (under the sanitizers). What a field can be called is learned from
 * the pages it answers with. Routes are drawn from the table, so a new one is fuzzed without a word
 * here; one whose handler was never reached is a failure.
 *
 *     fuzz_serve [REQUESTS [SEED [CLIENTS]]]
 *
 * With one client the requests follow from the seed; a failure prints it. The long form is 100,000
 * requests; several clients at once are for the thread sanitizer. */
#include "client.h"
#include "serve/serve.h"
#include "serve_draw.h"
#include "store/people.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* A world is left after so many requests: what was saved in it makes later pages long. */
/* FAULTS: so many are told before it ends. */
enum { FAULTS = 8, WORLD = 2500, ROUTES = 256, CLIENTS = 8, TRIES = 3 };
static atomic_llong clock_now = 1782777600; /* 2026-06-30 */
static atomic_uint drawn;

static int64_t now(void *user)
{
    (void)user;
    return atomic_load(&clock_now);
}

static bool draw(void *user, void *bytes, size_t length)
{
    unsigned char *at = bytes;
    (void)user;
    for (size_t i = 0; i < length; i++)
        at[i] = (unsigned char)((atomic_fetch_add(&drawn, 7) + 7) * 2654435761u >> 13);
    return true;
}

/* --- the table of routes ---------------------------------------------------------------------- */

static const tp_route *routes[ROUTES];
static atomic_uint reached[ROUTES]; /* times a handler had the word */
static atomic_uint went_well[ROUTES];
static size_t n_routes;

static void list_routes(void)
{
    for (size_t p = 0; p < tp_n_pages; p++)
        for (size_t i = 0; i < tp_pages[p]->count && n_routes < ROUTES; i++)
            routes[n_routes++] = &tp_pages[p]->items[i];
}

/* --- the worlds: a folder, a store, a server -------------------------------------------------- */

typedef struct world {
    char folder[64];
    tp_server *server;
    uint16_t port;
} world;

static world alone, office;
static const char password[] = "a good password";

static void fail(const char *what)
{
    fprintf(stderr, "fuzz_serve: %s\n", what);
    exit(2);
}

static void put(const world *w, const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", w->folder, name);
    FILE *out = fopen(path, "w");
    if (!out || fputs(text, out) < 0 || fclose(out) != 0)
        fail("a file cannot be written");
}

static tp_status add_person(tp_store *store, const char *name, unsigned roles, bool first,
                            tp_err *err)
{
    unsigned char bytes[TP_USER_RANDOM];
    draw(NULL, bytes, sizeof bytes);
    return tp_user_add(store,
                       &(tp_user_request){.name = name,
                                          .roles = roles,
                                          .password = password,
                                          .random = bytes,
                                          .cost = {1, 8},
                                          .on_machine = first},
                       err);
}

static tp_store *open_store(const world *w, tp_diags *diags)
{
    static _Thread_local char path[128];
    tp_err err = {0};
    tp_store *store;
    snprintf(path, sizeof path, "%s/turnpool.db", w->folder);
    const tp_store_options options = {
        .create = true, .diags = diags, .today = 20260630, .now = "2026-06-30T00:00:00Z"};
    if (tp_store_open(&store, path, &options, &err) != TP_OK)
        fail(err.text);
    return store;
}

static void add_people(const world *w)
{
    tp_err err = {0};
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_diags_init(&diags, arena);
    tp_store *store = open_store(w, &diags);
    tp_status status = add_person(store, "admin", 1u << TP_ROLE_ADMINISTRATOR, true, &err);
    if (!status)
        status =
            tp_store_sign_in(store, &(tp_sign_in){.name = "admin", .password = password}, &err);
    if (!status)
        status = add_person(store, "\xe6\x9d\x8e", (1u << TP_ROLE_ADMINISTRATOR) - 1, false, &err);
    if (status)
        fail(err.text);
    tp_store_close(store);
    tp_arena_free(arena);
}

static void begin_world(world *w, bool people)
{
    char scratch[96], store[96];
    tp_err err = {0};
    snprintf(w->folder, sizeof w->folder, "/tmp/turnpool-fuzz-XXXXXX");
    if (!mkdtemp(w->folder))
        fail("no temporary folder");
    put(w, "units.csv", "unit,name,region\nU1,a,x\nU2,b,x\n");
    put(w, "posts.csv", "unit,category,authorised,in_post\nU1,c,20,12\nU2,c,10,10\n");
    put(w, "demands.csv", "demand,unit,category,quantity\nD1,U2,c,6\n");
    put(w, "plan.yaml",
        "schema: turnpool.scenario/1\nname: plan\ndata: .\nas_of: 2026-06-30\n"
        "pools: {by: all}\n");
    put(w, "years.yaml",
        "schema: turnpool.scenario/1\nname: years\ndata: .\nas_of: 2026-06-30\n"
        "pools: {by: all}\nhorizon: {periods: 2, months: 12}\n");
    snprintf(scratch, sizeof scratch, "%s/scratch", w->folder);
    snprintf(store, sizeof store, "%s/turnpool.db", w->folder);
    mkdir(scratch, 0700);
    if (people)
        add_people(w);
    const tp_serve_options options = {.folder = w->folder,
                                      .store = store,
                                      .scratch = scratch,
                                      .patience = 2,
                                      .workers = 3,
                                      .now = now,
                                      .random = draw};
    if (tp_server_start(&w->server, &options, &err) != TP_OK)
        fail(err.text);
    w->port = tp_server_port(w->server);
}

static void end_world(world *w)
{
    char command[128];
    tp_server_stop(w->server);
    snprintf(command, sizeof command, "rm -rf '%s'", w->folder);
    if (system(command) != 0)
        fputs("fuzz_serve: a folder stays\n", stderr);
}

/* --- a client -------------------------------------------------------------------------------- */

static const world *world_of(int who)
{
    return who == ALONE || who == NOBODY ? &alone : &office;
}

static void find_token(client *c, int who, const tp_buf *reply)
{
    const char *at = reply->bytes ? strstr(reply->bytes, "name=\"token\" value=\"") : NULL;
    if (at)
        snprintf(c->token[who], sizeof c->token[who], "%.64s", at + 20);
}

static void come_in(client *c)
{
    tp_buf link, reply;
    tp_err err = {0};
    tp_buf_init(&link);
    if (tp_server_link(alone.server, &link, &err) != TP_OK)
        fail(err.text);
    client_request request = {.method = "GET", .path = strstr(link.bytes, "/enter/")};
    client_do(alone.port, &request, &reply);
    const char *set = client_header(&reply, "Set-Cookie");
    snprintf(c->cookie[ALONE], sizeof c->cookie[ALONE], "%.*s", set ? (int)strcspn(set, ";") : 0,
             set ? set : "");
    tp_buf_finish(&reply);
    tp_buf_finish(&link);
}

/* A session of the store, made as the door makes it. False: the account is not what it was. */
static bool sign_in(client *c, int who)
{
    tp_err err = {0};
    unsigned char token[TP_KEY_BYTES], nonce[TP_NONCE_BYTES];
    char hex[2 * TP_KEY_BYTES + 1];
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_diags_init(&diags, arena);
    tp_store *store = open_store(&office, &diags);
    draw(NULL, token, sizeof token);
    draw(NULL, nonce, sizeof nonce);
    const tp_sign_in in = {.name = who == ADMIN ? "admin" : "\xe6\x9d\x8e",
                           .password = password,
                           .token = token,
                           .random = nonce,
                           .seconds = 1 << 30};
    bool in_again = tp_store_sign_in(store, &in, &err) == TP_OK;
    tp_hex_write(hex, token, sizeof token);
    snprintf(c->cookie[who], sizeof c->cookie[who], "turnpool-%u=%s", office.port, hex);
    tp_store_close(store);
    tp_arena_free(arena);
    return in_again;
}

/* Asks a page with a form as each of them; whoever is not known comes in again. */
static void be_known(client *c)
{
    for (int who = 0; who < NOBODY; who++) {
        tp_buf reply;
        const client_request request = {
            .method = "GET", .path = who == ALONE ? "/" : "/account", .cookie = c->cookie[who]};
        int status = client_do(world_of(who)->port, &request, &reply);
        /* On a machine with much to do a reply may come too late: then once more. */
        for (int tries = 0; status != 200 && tries < TRIES; tries++) {
            tp_buf_finish(&reply);
            if (who == ALONE)
                come_in(c);
            else if (!sign_in(c, who))
                break;
            const client_request again = {
                .method = "GET", .path = who == ALONE ? "/" : "/account", .cookie = c->cookie[who]};
            status = client_do(world_of(who)->port, &again, &reply);
        }
        if (status != 200 && who == ALONE) {
            fprintf(stderr, "fuzz_serve: not answered any more: %d\n", status);
            c->faults++;
        }
        if (status == 200)
            find_token(c, who, &reply);
        tp_buf_finish(&reply);
    }
}

/* Something to look at and to spoil: a run kept and put forward, data brought, long work. */
static void prepare(client *c)
{
    static const char *const posts[][2] = {
        {"/live/plan/keep", ""},
        {"/run/latest/propose", "&by=\xe6\x9d\x8e"},
        {"/live/plan/data", ""},
        {"/live/plan/jobs", "&kind=range&key=reserve.count&values=0:2:1"},
        {"/live/years/keep", ""}};
    for (int who = 0; who < ADMIN; who++)
        for (uint32_t i = 0; i < COUNT(posts); i++) {
            char origin[64], body[160];
            tp_buf reply;
            snprintf(origin, sizeof origin, "http://127.0.0.1:%u", world_of(who)->port);
            snprintf(body, sizeof body, "token=%s%s", c->token[who], posts[i][1]);
            const client_request request = {.method = "POST",
                                            .path = posts[i][0],
                                            .cookie = c->cookie[who],
                                            .origin = origin,
                                            .type = "application/x-www-form-urlencoded",
                                            .body = body};
            if (client_do(world_of(who)->port, &request, &reply) != 303) {
                fprintf(stderr, "fuzz_serve: %s:\n%s\n", posts[i][0], reply.bytes);
                c->faults++;
            }
            const char *to = client_header(&reply, "Location");
            const char *slash = to ? strrchr(to, '/') : NULL;
            if (slash)
                client_learn_word(c, slash + 1, strcspn(slash + 1, "?"));
            tp_buf_finish(&reply);
        }
}

typedef struct asked {
    tp_buf text;
    int who;
    size_t route; /* SIZE_MAX: the door and the static files, which stand in no table */
    bool whole;   /* nothing of its bytes was changed */
} asked;

static void choose(client *c, asked *out)
{
    out->who = client_draw(c, 40) == 0 ? NOBODY : (int)client_draw(c, NOBODY);
    out->route = client_draw(c, 40) == 0 ? SIZE_MAX : client_draw(c, (uint32_t)n_routes);
    /* What only an administrator may do is asked by one, or hardly anything would get there. */
    if (out->route != SIZE_MAX && routes[out->route]->may == TP_MAY_ADMINISTER && client_draw(c, 2))
        out->who = ADMIN;
}

/* Sends, waits a little for whatever is said, and is gone: half a request gets no answer, and a
 * client that leaves early is one more thing to live with. */
static void send_and_leave(const asked *a)
{
    char reply[16 << 10];
    int at = client_connect(world_of(a->who)->port);
    if (at < 0)
        return;
    client_send(at, a->text.bytes, a->text.length);
    struct pollfd in = {.fd = at, .events = POLLIN};
    while (poll(&in, 1, 15) > 0 && recv(at, reply, sizeof reply, 0) > 0)
        continue;
    close(at);
}

static void send_whole(client *c, const asked *a)
{
    tp_buf reply;
    int status = client_ask(world_of(a->who)->port, a->text.bytes, a->text.length, &reply);
    bool met = status && status != 400 && status != 401 && status != 403 && status != 405;
    if (met && a->route != SIZE_MAX) {
        atomic_fetch_add(&reached[a->route], 1);
        if (status == 200 || status == 303)
            atomic_fetch_add(&went_well[a->route], 1);
    }
    if (status == 500 || !status) {
        fprintf(stderr, "fuzz_serve: answered %d:\n%.*s\n", status, (int)a->text.length,
                a->text.bytes);
        c->faults++;
    }
    if (status == 200 && reply.bytes && client_draw(c, 4) == 0)
        client_learn(c, &reply);
    const char *to = status == 303 ? client_header(&reply, "Location") : NULL;
    const char *slash = to ? strrchr(to, '/') : NULL;
    if (slash)
        client_learn_word(c, slash + 1, strcspn(slash + 1, "?"));
    tp_buf_finish(&reply);
}

static void *work(void *user)
{
    client *c = user;
    c->n_words = 0;
    be_known(c);
    if (c->prepares)
        prepare(c);
    for (unsigned long i = 0; i < c->rounds && c->faults < FAULTS; i++) {
        asked a = {.whole = client_draw(c, 5) < 3};
        tp_buf_init(&a.text);
        choose(c, &a);
        client_make(c, &a.text, a.route == SIZE_MAX ? NULL : routes[a.route], a.who,
                    world_of(a.who)->port);
        if (!a.whole)
            client_spoil(c, &a.text);
        if (a.whole)
            send_whole(c, &a);
        else
            send_and_leave(&a);
        tp_buf_finish(&a.text);
        atomic_fetch_add(&clock_now, 1);
        /* A request may leave, or end the sessions of an account. */
        if (i % 20 == 19)
            be_known(c);
    }
    return NULL;
}

/* Everybody at work in a fresh pair of worlds. */
static void spend(client *clients, unsigned n, unsigned long rounds)
{
    pthread_t threads[CLIENTS];
    begin_world(&alone, false);
    begin_world(&office, true);
    for (unsigned i = 0; i < n; i++) {
        clients[i].rounds = rounds / n;
        clients[i].prepares = i == 0;
        if (n > 1 && pthread_create(&threads[i], NULL, work, &clients[i]) != 0)
            fail("no thread");
    }
    if (n == 1)
        work(&clients[0]);
    for (unsigned i = 0; i < n && n > 1; i++)
        pthread_join(threads[i], NULL);
    end_world(&alone);
    end_world(&office);
}

static int tell(unsigned long rounds)
{
    int missed = 0;
    size_t well = 0;
    for (size_t i = 0; i < n_routes; i++) {
        well += atomic_load(&went_well[i]) > 0;
        if (rounds < 20 * n_routes || atomic_load(&reached[i]))
            continue;
        printf("never reached: %s\n", routes[i]->path);
        missed++;
    }
    for (size_t i = 0; i < n_routes && rounds >= 20000; i++)
        if (!atomic_load(&went_well[i]))
            printf("answered, never well: %s\n", routes[i]->path);
    printf("%lu requests, %zu routes, %zu answered well\n", rounds, n_routes, well);
    return missed;
}

int main(int argc, char **argv)
{
    static client clients[CLIENTS];
    unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 3000;
    unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
    unsigned n = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 1;
    int faults = 0;
    n = n < 1 ? 1 : n > CLIENTS ? CLIENTS : n;
    list_routes();
    for (unsigned i = 0; i < n; i++) {
        clients[i].state = seed * CLIENTS + i;
        clients[i].words = calloc(WORDS, sizeof *clients[i].words);
        if (!clients[i].words)
            fail("no memory");
    }
    for (unsigned long done = 0; done < rounds && faults < FAULTS; done += WORLD) {
        spend(clients, n, rounds - done < WORLD ? rounds - done : WORLD);
        for (unsigned i = 0; i < n; i++)
            faults += clients[i].faults;
    }
    for (unsigned i = 0; i < n; i++)
        free(clients[i].words);
    if (faults)
        fprintf(stderr, "fuzz_serve: failed with fuzz_serve %lu %lu %u\n", rounds, seed, n);
    else
        faults = tell(rounds);
    return faults ? 1 : 0;
}
