/* The office in a browser: a server over one folder of scenarios and its store.
 *
 * It computes no figure, knows no SQL and no rule: sessions, workspace, explain and report do. What
 * it adds is who may ask (guard.h), which address means what (routes.h), and how it looks
 * (shell.h).
 * No clock, no randomness, no environment of its own: the caller's. Errors: TP_E_REFUSED if the
 * port is taken. */
#ifndef TP_SERVE_SERVE_H
#define TP_SERVE_SERVE_H

#include "base/words.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct tp_server tp_server;

typedef struct tp_serve_options {
    const char *folder;  /* scenarios are looked for here and two folders down */
    const char *store;   /* its path; made when something is first kept */
    const char *scratch; /* an empty folder only we may read: uploads lie there, under our names */
    /* Where it listens. Beyond this machine only with a certificate or behind a proxy that has one,
     * and only over a store that has accounts: TP_E_REFUSED. Texts, not files. */
    const char *address;           /* NULL: 127.0.0.1 */
    const char *certificate, *key; /* PEM; NULL: no TLS */
    const char *proxy; /* its address, the only one answered; browsers reach it by https; NULL */
    const char *const *names; /* [n_names] by which browsers may call this server, with port if it
                                 is not the usual one */
    size_t n_names;
    uint16_t port;              /* 0: any free one */
    tp_lang lang;               /* where the browser does not say */
    bool attended;              /* somebody at a terminal can have a fresh link (tp_server_link) */
    size_t open_most;           /* scenarios held open at once; older ones are put away; 0: 20 */
    size_t workers;             /* 0: 4 */
    unsigned answer_most;       /* seconds a page's answer is solved for, then it is shown as far
                                   as it is proven; 0: 5 */
    unsigned patience;          /* seconds a silent client is waited for; 0: 20 */
    int64_t (*now)(void *user); /* seconds since 1970, UTC */
    /* Milliseconds of a clock that only goes forward, or of the calling thread's processor time:
     * what is soon answered comes first. NULL: what came first does. */
    int64_t (*ticks)(void *user, bool processor);
    bool (*random)(void *user, void *bytes, size_t length);
    void *user;
} tp_serve_options;

/* Texts of the options are copied. */
tp_status tp_server_start(tp_server **out, const tp_serve_options *options, tp_err *err);
uint16_t tp_server_port(const tp_server *server);
/* A full address with a fresh one-time token; in a store with accounts, where one signs in. */
tp_status tp_server_link(tp_server *server, tp_buf *out, tp_err *err);
/* What is being answered is answered, what runs beside is stopped. */
void tp_server_stop(tp_server *server);

#endif
