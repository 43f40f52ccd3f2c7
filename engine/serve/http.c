#include "serve/http.h"

#include "serve/queue.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { MOST_WORKERS = 16, HEADER_BYTES = 64 << 10, OPTIONS = 16 };

typedef enum stage { FRESH, READING, TOO_LARGE, WAITING, ANSWERED } stage;

typedef struct exchange {
    tp_queued queued; /* first: an exchange is found by it */
    tp_http *http;
    struct MHD_Connection *connection;
    stage stage;
    char *target;
    tp_request request;
    tp_reply reply;
    tp_buf body;
    size_t counted; /* bytes of it in http->receiving */
    size_t most;    /* bytes the body may have */
} exchange;

struct tp_http {
    tp_http_options options;
    struct MHD_Daemon *daemon;
    uint16_t port;
    pthread_mutex_t lock;
    pthread_cond_t work; /* something waits, or it is time to stop */
    tp_queue queue;      /* under the lock */
    size_t receiving;    /* bytes of bodies; under the lock */
    bool stopping;
    pthread_t worker[MOST_WORKERS];
    size_t n_workers;
};

static void *begin(void *user, const char *uri, struct MHD_Connection *connection)
{
    exchange *x = calloc(1, sizeof *x);
    if (!x)
        return NULL;
    x->http = user;
    x->connection = connection;
    x->target = strdup(uri);
    x->request.arena = tp_arena_create();
    tp_buf_init(&x->body);
    tp_buf_init(&x->reply.body);
    if (x->target && x->request.arena)
        return x;
    free(x->target);
    tp_arena_free(x->request.arena);
    free(x);
    return NULL;
}

static void end(void *user, struct MHD_Connection *connection, void **state,
                enum MHD_RequestTerminationCode why)
{
    tp_http *http = user;
    exchange *x = *state;
    (void)connection;
    (void)why;
    if (!x)
        return;
    pthread_mutex_lock(&http->lock);
    http->receiving -= x->counted;
    pthread_mutex_unlock(&http->lock);
    tp_arena_free(x->request.arena);
    tp_buf_finish(&x->body);
    tp_buf_finish(&x->reply.body);
    free(x->target);
    free(x);
    *state = NULL;
}

static enum MHD_Result header(void *user, enum MHD_ValueKind kind, const char *key,
                              const char *value)
{
    exchange *x = user;
    tp_request *request = &x->request;
    const struct {
        const char *name;
        const char **at;
    } wanted[] = {{"Host", &request->host},
                  {"Origin", &request->origin},
                  {"Cookie", &request->cookie},
                  {"Content-Type", &request->content_type},
                  {"Accept-Language", &request->languages}};
    (void)kind;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!strcasecmp(key, wanted[i].name)) {
            request->twice = request->twice || *wanted[i].at;
            *wanted[i].at = tp_arena_text(request->arena, value ? value : "");
        }
    return MHD_YES;
}

static void with(struct MHD_Response *response, const char *name, const char *value)
{
    MHD_add_response_header(response, name, value);
}

/* Unit codes may be Chinese: the plain name is for clients that know no other (RFC 6266). */
static void with_name(struct MHD_Response *response, const char *name)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_buf_text(&text, "attachment; filename=\"");
    for (const char *at = name; *at; at++)
        tp_buf_char(&text, (unsigned char)*at < 0x20 || (unsigned char)*at >= 0x7f || *at == '"' ||
                                   *at == '\\'
                               ? '_'
                               : *at);
    tp_buf_text(&text, "\"; filename*=UTF-8''");
    tp_url_text(&text, name);
    with(response, "Content-Disposition", tp_buf_ok(&text) ? text.bytes : "attachment");
    tp_buf_finish(&text);
}

/* What every reply says, whoever asked. */
static void protect(struct MHD_Response *response, const tp_reply *reply, bool secure)
{
    if (secure)
        with(response, "Strict-Transport-Security", "max-age=31536000");
    with(response, "Content-Security-Policy",
         "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
         "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
    with(response, "X-Content-Type-Options", "nosniff");
    with(response, "X-Frame-Options", "DENY");
    with(response, "Cross-Origin-Opener-Policy", "same-origin");
    with(response, "Cross-Origin-Resource-Policy", "same-origin");
    with(response, "Referrer-Policy", reply->secret ? "no-referrer" : "same-origin");
    with(response, "Cache-Control",
         reply->etag ? "private, max-age=31536000, immutable" : "no-store");
}

static enum MHD_Result send_reply(exchange *x)
{
    tp_reply *reply = &x->reply;
    if (!tp_buf_ok(&reply->body)) {
        tp_buf_finish(&reply->body);
        tp_buf_init(&reply->body);
        reply->status = 500;
    }
    struct MHD_Response *response = MHD_create_response_from_buffer(
        reply->body.length, reply->body.bytes, MHD_RESPMEM_MUST_FREE);
    if (!response)
        return MHD_NO;
    tp_buf_init(&reply->body); /* the response's now */
    protect(response, reply, x->http->options.certificate != NULL);
    if (reply->type)
        with(response, "Content-Type", reply->type);
    if (reply->location)
        with(response, "Location", reply->location);
    if (reply->set_cookie)
        with(response, "Set-Cookie", reply->set_cookie);
    if (reply->etag)
        with(response, "ETag", reply->etag);
    if (reply->file_name)
        with_name(response, reply->file_name);
    if (reply->status == 405)
        with(response, "Allow", "GET, HEAD, POST");
    enum MHD_Result result = MHD_queue_response(x->connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result refuse(exchange *x, int status)
{
    x->reply = (tp_reply){.status = status, .type = "text/plain; charset=utf-8"};
    tp_buf_init(&x->reply.body);
    tp_buf_format(&x->reply.body, "%d\n", status);
    return send_reply(x);
}

/* Headers are there, the body is not. */
static enum MHD_Result look(exchange *x, const char *method)
{
    tp_http *http = x->http;
    tp_request *request = &x->request;
    request->target = x->target;
    request->method = !strcmp(method, "GET") || !strcmp(method, "HEAD") ? TP_GET
                      : !strcmp(method, "POST")                         ? TP_POST
                                                                        : TP_OTHER_METHOD;
    MHD_get_connection_values(x->connection, MHD_HEADER_KIND, header, x);
    x->stage = READING;
    x->most = http->options.body_most;
    if (request->twice)
        return refuse(x, 400);
    if (http->options.screen && !http->options.screen(http->options.user, request, &x->reply))
        return send_reply(x);
    if (x->reply.body_most && x->reply.body_most < x->most)
        x->most = x->reply.body_most;
    if (request->method == TP_OTHER_METHOD)
        return refuse(x, 405);
    const char *length =
        MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
    if (length && strtoull(length, NULL, 10) > x->most)
        return refuse(x, 413);
    return MHD_YES;
}

static void take(exchange *x, const char *bytes, size_t length)
{
    tp_http *http = x->http;
    if (x->stage != READING)
        return;
    pthread_mutex_lock(&http->lock);
    bool room =
        x->body.length + length <= x->most && http->receiving + length <= http->options.bodies_most;
    if (room) {
        http->receiving += length;
        x->counted += length;
    }
    pthread_mutex_unlock(&http->lock);
    if (room)
        tp_buf_add(&x->body, bytes, length);
    else
        x->stage = TOO_LARGE;
}

/* Everything is there: to the workers, and the connection sleeps. */
static enum MHD_Result hand_over(exchange *x)
{
    tp_http *http = x->http;
    if (!tp_buf_ok(&x->body))
        return refuse(x, 503);
    x->request.body = x->body.bytes ? x->body.bytes : "";
    x->request.body_length = x->body.length;
    pthread_mutex_lock(&http->lock);
    bool closed = http->stopping;
    if (!closed) {
        x->stage = WAITING;
        MHD_suspend_connection(x->connection);
        tp_queue_put(&http->queue, &x->queued, x->target,
                     http->options.ticks ? http->options.ticks(http->options.user, false) : 0);
        pthread_cond_signal(&http->work);
    }
    pthread_mutex_unlock(&http->lock);
    return closed ? refuse(x, 503) : MHD_YES;
}

static enum MHD_Result handle(void *user, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *length, void **state)
{
    exchange *x = *state;
    (void)user;
    (void)connection;
    (void)url;
    (void)version;
    if (!x)
        return MHD_NO;
    if (x->stage == FRESH)
        return look(x, method);
    if (*length) {
        take(x, data, *length);
        *length = 0;
        return MHD_YES;
    }
    if (x->stage == TOO_LARGE)
        return refuse(x, 413);
    return x->stage == ANSWERED ? send_reply(x) : hand_over(x);
}

/* The processor time of this thread so far. */
static int64_t spent(const tp_http *http)
{
    return http->options.ticks ? http->options.ticks(http->options.user, true) : 0;
}

static void *work(void *user)
{
    tp_http *http = user;
    pthread_mutex_lock(&http->lock);
    for (;;) {
        exchange *x = (exchange *)tp_queue_take(&http->queue);
        if (!x && http->stopping && !http->queue.first)
            break;
        if (!x) {
            pthread_cond_wait(&http->work, &http->lock);
            continue;
        }
        pthread_mutex_unlock(&http->lock);
        const int64_t from = spent(http);
        http->options.answer(http->options.user, &x->request, &x->reply);
        const int64_t took = spent(http) - from;
        pthread_mutex_lock(&http->lock);
        tp_queue_done(&http->queue, &x->queued, took);
        pthread_cond_signal(&http->work); /* a long one may wait for the end of this one */
        pthread_mutex_unlock(&http->lock);
        x->stage = ANSWERED;
        MHD_resume_connection(x->connection);
        pthread_mutex_lock(&http->lock);
    }
    pthread_cond_broadcast(&http->work);
    pthread_mutex_unlock(&http->lock);
    return NULL;
}

/* The path is decoded by request.c, from the target as sent. */
static size_t leave(void *user, struct MHD_Connection *connection, char *text)
{
    (void)user;
    (void)connection;
    return strlen(text);
}

/* Addresses hold tokens: nothing of what the library would say is said. */
static void silent(void *user, const char *format, va_list args)
{
    (void)user;
    (void)format;
    (void)args;
}

/* An address as the system takes it. */
typedef union address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
} address;

static bool read_address(address *out, const char *text, uint16_t port)
{
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, text, &out->four.sin_addr) == 1) {
        out->four.sin_family = AF_INET;
        out->four.sin_port = htons(port);
        return true;
    }
    out->six.sin6_family = AF_INET6;
    out->six.sin6_port = htons(port);
    return inet_pton(AF_INET6, text, &out->six.sin6_addr) == 1;
}

bool tp_http_loopback(const char *text)
{
    address at;
    if (!text)
        return true;
    if (!read_address(&at, text, 0))
        return false;
    return at.any.sa_family == AF_INET ? ntohl(at.four.sin_addr.s_addr) >> 24 == 127
                                       : IN6_IS_ADDR_LOOPBACK(&at.six.sin6_addr);
}

/* Only the proxy is spoken to, where one is named. */
static enum MHD_Result accepts(void *user, const struct sockaddr *from, socklen_t length)
{
    const tp_http *http = user;
    address want;
    if (!http->options.only)
        return MHD_YES;
    if (!read_address(&want, http->options.only, 0) || from->sa_family != want.any.sa_family)
        return MHD_NO;
    if (from->sa_family == AF_INET && length >= sizeof want.four)
        return ((const struct sockaddr_in *)from)->sin_addr.s_addr == want.four.sin_addr.s_addr
                   ? MHD_YES
                   : MHD_NO;
    return length >= sizeof want.six && !memcmp(&((const struct sockaddr_in6 *)from)->sin6_addr,
                                                &want.six.sin6_addr, sizeof want.six.sin6_addr)
               ? MHD_YES
               : MHD_NO;
}

static struct MHD_Daemon *start(tp_http *http, address *at)
{
    struct MHD_OptionItem options[OPTIONS] = {
        {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)silent, NULL},
        {MHD_OPTION_SOCK_ADDR, 0, at},
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)http->options.connections, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)http->options.patience, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, HEADER_BYTES, NULL},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)leave, NULL},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)begin, http},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)end, http},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL}};
    size_t n = 9;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    if (at->any.sa_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    if (http->options.certificate) {
        flags |= MHD_USE_TLS;
        options[n++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0,
                                               (void *)http->options.certificate};
        options[n++] =
            (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)http->options.key};
        options[n++] = (struct MHD_OptionItem){
            MHD_OPTION_HTTPS_PRIORITIES, 0,
            "SECURE256:SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:%SERVER_PRECEDENCE"};
    }
    options[n] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
    return MHD_start_daemon(flags, http->options.port, accepts, http, handle, http,
                            MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

static bool start_workers(tp_http *http)
{
    while (http->n_workers < http->options.workers) {
        if (pthread_create(&http->worker[http->n_workers], NULL, work, http) != 0)
            break;
        http->n_workers++;
    }
    return http->n_workers > 0;
}

tp_status tp_http_start(tp_http **out, const tp_http_options *options, tp_err *err)
{
    tp_http *http = calloc(1, sizeof *http);
    *out = NULL;
    if (!http)
        return tp_fail_nomem(err);
    http->options = *options;
    if (!http->options.workers || http->options.workers > MOST_WORKERS)
        http->options.workers = http->options.workers ? MOST_WORKERS : 4;
    if (!http->options.connections)
        http->options.connections = 1000;
    if (!http->options.patience)
        http->options.patience = 20;
    pthread_mutex_init(&http->lock, NULL);
    tp_queue_begin(&http->queue, http->options.workers);
    pthread_cond_init(&http->work, NULL);
    address at;
    const char *text = options->address ? options->address : "127.0.0.1";
    if (!read_address(&at, text, http->options.port)) {
        tp_http_stop(http);
        return tp_fail(err, TP_E_INPUT, "%s is no address", text);
    }
    bool workers = start_workers(http);
    errno = 0;
    http->daemon = workers ? start(http, &at) : NULL;
    const union MHD_DaemonInfo *info =
        http->daemon ? MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (info) {
        http->port = info->port;
        *out = http;
        return TP_OK;
    }
    int why = errno;
    tp_http_stop(http);
    if (options->certificate && why != EADDRINUSE && why != EADDRNOTAVAIL && why != EACCES)
        return tp_fail(err, TP_E_INPUT, "certificate and key cannot be used");
    return why == EADDRINUSE ? tp_fail(err, TP_E_REFUSED, "port %u is taken", options->port)
                             : tp_fail(err, TP_E_IO, "cannot listen: %s", strerror(why));
}

uint16_t tp_http_port(const tp_http *http)
{
    return http->port;
}

void tp_http_stop(tp_http *http)
{
    if (!http)
        return;
    MHD_socket listening = http->daemon ? MHD_quiesce_daemon(http->daemon) : MHD_INVALID_SOCKET;
    pthread_mutex_lock(&http->lock);
    http->stopping = true;
    pthread_cond_broadcast(&http->work);
    pthread_mutex_unlock(&http->lock);
    for (size_t i = 0; i < http->n_workers; i++)
        pthread_join(http->worker[i], NULL);
    if (http->daemon)
        MHD_stop_daemon(http->daemon);
    if (listening != MHD_INVALID_SOCKET)
        close(listening);
    pthread_cond_destroy(&http->work);
    pthread_mutex_destroy(&http->lock);
    free(http);
}
