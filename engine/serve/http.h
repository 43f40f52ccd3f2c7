/* HTTP, with or without TLS: connections in, requests to a handler, replies out. The only place
 * that knows the library underneath (GNU libmicrohttpd).
 *
 * One thread talks to all clients, however slow or many; a request whose last byte has arrived goes
 * to one of a few workers, where the handler runs; the connection sleeps meanwhile. So a client
 * that sends half a request, or reads half an answer, costs memory and nothing else, and is dropped
 * after a while.
 * Owns: the server; the handler's request and reply live until it returns. */
#ifndef TP_SERVE_HTTP_H
#define TP_SERVE_HTTP_H

#include "serve/request.h"

#include <stdint.h>

typedef struct tp_http tp_http;

typedef struct tp_http_options {
    const char *address;           /* to listen on, "10.1.2.3" or "::"; NULL: 127.0.0.1 */
    const char *certificate, *key; /* PEM, for TLS; NULL: none. They outlive the server */
    const char *only;     /* the one address that is answered, a proxy's; NULL: everybody */
    uint16_t port;        /* 0: any free one */
    size_t workers;       /* threads the handler runs in; 0: 4 */
    size_t body_most;     /* bytes of one body; larger ones are answered 413 */
    size_t bodies_most;   /* bytes of all bodies being received at once */
    unsigned connections; /* at once; further ones are not accepted; 0: 1000 */
    unsigned patience;    /* seconds without a byte until a client is dropped; 0: 20 */
    /* Asked when the headers are there, before any of the body is read: false ends it with the
     * reply given. Runs in the thread that talks to all clients. */
    bool (*screen)(void *user, const tp_request *request, tp_reply *reply);
    /* Headers and body are there; the target is not parsed yet. By several threads at once. */
    void (*answer)(void *user, tp_request *request, tp_reply *reply);
    /* Milliseconds of a clock that only goes forward, or of the calling thread's processor time,
     * for the order in which requests are answered (queue.h); NULL: as they came. */
    int64_t (*ticks)(void *user, bool processor);
    void *user;
} tp_http_options;

/* Is it one that only this machine reaches? */
bool tp_http_loopback(const char *address);

/* TP_E_REFUSED: the port is taken. TP_E_INPUT: the address is none, or certificate and key do not
 * make a pair. */
tp_status tp_http_start(tp_http **out, const tp_http_options *options, tp_err *err);
uint16_t tp_http_port(const tp_http *http);
/* Accepts nobody any more; what is being answered is answered; then everything is closed. */
void tp_http_stop(tp_http *http);

#endif
