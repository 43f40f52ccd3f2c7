/* Malformed requests to every address of the server: it answers or closes, goes on, and leaks
 * nothing (under the sanitizers). Deterministic: fuzz_serve [requests [seed]]; a failure prints
 * both. The long form is 100,000 requests. */
#include "client.h"
#include "serve/serve.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static uint64_t state;
static unsigned drawn;

static uint32_t next(uint32_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return below ? (uint32_t)(state >> 33) % below : 0;
}

static int64_t now(void *user)
{
    (void)user;
    return 1782777600;
}

static bool draw(void *user, void *bytes, size_t length)
{
    unsigned char *at = bytes;
    (void)user;
    for (size_t i = 0; i < length; i++)
        at[i] = (unsigned char)((drawn += 7) * 2654435761u >> 13);
    return true;
}

static char folder[] = "/tmp/turnpool-fuzz-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put(const char *name, const char *text)
{
    FILE *out = fopen(path_of(name), "w");
    if (!out || fputs(text, out) < 0 || fclose(out) != 0)
        exit(2);
}

static void remove_all(void)
{
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command) != 0)
        fputs("fuzz_serve: the folder stays\n", stderr);
}

static char cookie[256], token[65];
static uint16_t port;

static void enter(tp_server *server)
{
    tp_buf link, reply;
    tp_err err = {0};
    tp_buf_init(&link);
    if (tp_server_link(server, &link, &err) != TP_OK)
        exit(2);
    client_request request = {.method = "GET", .path = strstr(link.bytes, "/enter/")};
    client_do(port, &request, &reply);
    const char *set = client_header(&reply, "Set-Cookie");
    snprintf(cookie, sizeof cookie, "%.*s", (int)strcspn(set, ";"), set);
    tp_buf_finish(&reply);
    request = (client_request){.method = "GET", .path = "/", .cookie = cookie};
    client_do(port, &request, &reply);
    snprintf(token, sizeof token, "%.64s", strstr(reply.bytes, "name=\"token\" value=\"") + 20);
    tp_buf_finish(&reply);
    tp_buf_finish(&link);
}

static const char *const targets[] = {
    "/",
    "/runs",
    "/run/%s",
    "/jobs",
    "/jobs/1",
    "/data",
    "/data/0123456789abcdef?all=posts",
    "/data/0123456789abcdef/marked",
    "/import/0123456789abcdef",
    "/import/0123456789abcdef/map",
    "/live/plan",
    "/live/plan?reserve.count=3&lock.D1=2&panel=reserve.count&_go=1",
    "/live/plan/answer?reserve.share=0.5",
    "/live/plan/document?sectors.a=%7Bweight:%202%7D",
    "/live/plan/demand/D1?_n=3",
    "/live/plan/unit/U1",
    "/live/plan/rules?limits+=[%7Bmeasure:%20loans,at_most:%201%7D]",
    "/live/plan/rules/beside?tiers=[%7Bgoal:%20need%7D]",
    "/compare?run=1234&run=5678&base=1234",
    "/compare/report?run=latest&run=latest",
    "/compare/workbook?run=latest",
    "/run/latest/workbook",
    "/enter/0123",
    "/static/x",
};
static const char *const posts[] = {"/link",
                                    "/live/plan/keep?reserve.count=2",
                                    "/live/plan/rules",
                                    "/live/plan/jobs",
                                    "/live/plan/data",
                                    "/data",
                                    "/data/0123456789abcdef",
                                    "/import/0123456789abcdef",
                                    "/import/0123456789abcdef/map",
                                    "/import/0123456789abcdef/go",
                                    "/jobs/1/stop",
                                    "/run/latest/propose"};
static const char *const bodies[] = {"&kind=range&key=reserve.count&values=0:2:1",
                                     "&yaml=reserve:+{count:+2}", "&name=a&title=b",
                                     "&by=x&title=y", "&c.1.0.2=7&c.99.0.0=1&c.1.1.1.1=2"};
static const char multipart[] =
    "--B\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n%s\r\n"
    "--B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"posts.csv\"\r\n"
    "Content-Type: text/csv\r\n\r\nunit,category,authorised,in_post\nU1,a,x,3\n\r\n"
    "--B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"units.csv\"\r\n\r\n"
    "unit\nU1\n\r\n--B--\r\n";
static const char *const pieces[] = {"%00",
                                     "%",
                                     "../",
                                     "\r\n",
                                     "\r\n\r\n",
                                     "\0",
                                     "&",
                                     "=",
                                     "?",
                                     "[",
                                     "{",
                                     "\xff",
                                     "%ff",
                                     "99999999999999999999",
                                     "-1",
                                     "token=",
                                     "--B",
                                     "Content-Length: 5\r\n",
                                     "Transfer-Encoding: chunked\r\n",
                                     "Host: x\r\n",
                                     "name=\"",
                                     "'",
                                     "\"",
                                     "<script>",
                                     "教育"};

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof *(array)))

static void make(tp_buf *out)
{
    tp_buf body;
    bool post = next(3) == 0, files = post && next(3) == 0;
    out->length = 0;
    tp_buf_init(&body);
    if (files) {
        tp_buf_format(&body, multipart, token);
    } else if (post) {
        tp_buf_format(&body, "token=%s", token);
        tp_buf_text(&body, bodies[next(COUNT(bodies))]);
    }
    tp_buf_format(out,
                  "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: %s\r\nConnection: close\r\n",
                  post ? "POST" : "GET",
                  files  ? "/data"
                  : post ? posts[next(COUNT(posts))]
                         : targets[next(COUNT(targets))],
                  port, cookie);
    if (post)
        tp_buf_format(
            out, "Origin: http://127.0.0.1:%u\r\nContent-Type: %s\r\nContent-Length: %zu\r\n", port,
            files ? "multipart/form-data; boundary=B" : "application/x-www-form-urlencoded",
            body.length);
    tp_buf_text(out, "\r\n");
    tp_buf_add(out, body.bytes ? body.bytes : "", body.length);
    tp_buf_finish(&body);
}

static void mutate(tp_buf *text)
{
    for (uint32_t n = next(5); n > 0 && text->length > 1; n--) {
        size_t at = next((uint32_t)text->length);
        const char *piece = pieces[next(COUNT(pieces))];
        size_t size = *piece ? strlen(piece) : 1;
        tp_buf out;
        switch (next(4)) {
        case 0:
            text->bytes[at] = (char)next(256);
            break;
        case 1:
            text->length = at + 1;
            break;
        case 2:
            memmove(text->bytes + at, text->bytes + at + 1, text->length - at - 1);
            text->length--;
            break;
        default:
            tp_buf_init(&out);
            tp_buf_add(&out, text->bytes, at);
            tp_buf_add(&out, piece, size);
            tp_buf_add(&out, text->bytes + at, text->length - at);
            tp_buf_finish(text);
            *text = out;
        }
    }
}

/* Sends, waits a little for whatever is said, and is gone: half a request gets no answer, and a
 * client that leaves early is one more thing to live with. */
static void send_one(const tp_buf *text)
{
    char reply[16 << 10];
    int at = client_connect(port);
    if (at < 0)
        return;
    client_send(at, text->bytes, text->length);
    struct pollfd in = {.fd = at, .events = POLLIN};
    while (poll(&in, 1, 15) > 0 && recv(at, reply, sizeof reply, 0) > 0)
        continue;
    close(at);
}

int main(int argc, char **argv)
{
    unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 1500;
    unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
    tp_server *server;
    tp_err err = {0};
    tp_buf text;
    state = seed;
    if (!mkdtemp(folder))
        return 2;
    put("units.csv", "unit,name,region\nU1,a,x\nU2,b,x\n");
    put("posts.csv", "unit,category,authorised,in_post\nU1,c,20,12\nU2,c,10,10\n");
    put("demands.csv", "demand,unit,category,quantity\nD1,U2,c,6\n");
    put("plan.yaml", "schema: turnpool.scenario/1\nname: plan\ndata: .\nas_of: 2026-06-30\n");
    char scratch[256], store[256];
    snprintf(scratch, sizeof scratch, "%s", path_of("scratch"));
    snprintf(store, sizeof store, "%s", path_of("turnpool.db"));
    mkdir(scratch, 0700);
    const tp_serve_options options = {.folder = folder,
                                      .store = store,
                                      .scratch = scratch,
                                      .patience = 2,
                                      .now = now,
                                      .random = draw};
    if (tp_server_start(&server, &options, &err) != TP_OK) {
        fprintf(stderr, "fuzz_serve: %s\n", err.text);
        return 2;
    }
    port = tp_server_port(server);
    enter(server);
    tp_buf_init(&text);
    int wrong = 0;
    for (unsigned long i = 0; i < rounds && !wrong; i++) {
        make(&text);
        mutate(&text);
        send_one(&text);
        /* A mutated request may leave or use up what it holds; then one comes in again. */
        if (i % 50 == 49) {
            const client_request good = {.method = "GET", .path = "/live/plan", .cookie = cookie};
            int status = client_do(port, &good, NULL);
            if (status == 401)
                enter(server);
            wrong = status != 200 && status != 401;
        }
    }
    tp_buf_finish(&text);
    tp_server_stop(server);
    remove_all();
    if (wrong)
        fprintf(stderr, "fuzz_serve: not answered any more: fuzz_serve %lu %lu\n", rounds, seed);
    return wrong;
}
