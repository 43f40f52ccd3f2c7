/* A client that sends bytes as they are: what a browser would never send, too. */
#ifndef TP_TESTS_CLIENT_H
#define TP_TESTS_CLIENT_H

#include "base/buf.h"

#include <stdint.h>

/* A connection to 127.0.0.1; -1: refused. */
int client_connect(uint16_t port);
bool client_send(int at, const char *bytes, size_t length);
/* Reads until the other side closes, at most so many seconds; appended. */
void client_read(int at, tp_buf *out, int seconds);
/* Seconds that a reply is waited for, from its last byte; 10 at first. */
extern int client_patience;
/* One request and its whole reply; HTTP status, 0: none came. `out` may be NULL. */
int client_ask(uint16_t port, const char *request, size_t length, tp_buf *out);

typedef struct client_request {
    const char *method, *path;
    const char *host;    /* NULL: the right one */
    const char *cookie;  /* NULL: none */
    const char *origin;  /* NULL: none */
    const char *type;    /* of the body; NULL: none */
    const char *body;    /* NULL: none */
    const char *further; /* header lines; NULL */
} client_request;
int client_do(uint16_t port, const client_request *request, tp_buf *out);
/* The value of a header of a reply, in a buffer of the thread; NULL. */
const char *client_header(const tp_buf *reply, const char *name);

#endif
