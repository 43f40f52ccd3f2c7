/* Who may ask at all: names of this server, one-time links, the cookie they are exchanged for, and
 * the tokens that forms carry.
 *
 * Everybody on this machine reaches the loopback, and a page of another site can be made to name it
 * (DNS rebinding): so the Host must be one of ours to the letter before anything is looked at, and
 * nothing but the exchange of a link is answered without a cookie. Secrets have 256 bits, are
 * compared in constant time and are never written anywhere but into replies.
 * No clock and no randomness of its own. Safe to be called by several threads. */
#ifndef TP_SERVE_GUARD_H
#define TP_SERVE_GUARD_H

#include "base/words.h"
#include "serve/request.h"

#include <stdint.h>

enum { TP_SECRET_HEX = 65, TP_GUARD_HOSTS = 16, TP_LINK_SECONDS = 24 * 3600 };

typedef struct tp_guard tp_guard;

typedef struct tp_guard_options {
    const char *const *hosts; /* [n_hosts] further names, beside the loopback's */
    size_t n_hosts;
    bool secure; /* browsers come by https: here, or at the proxy before us */
    bool (*random)(void *user, void *bytes, size_t length); /* unpredictable bytes */
    int64_t (*now)(void *user);                             /* seconds */
    void *user;
} tp_guard_options;

/* Whoever holds a cookie of ours. A copy: valid for as long as the caller wants. */
typedef struct tp_visitor {
    int64_t number; /* 1, 2, … in the order they came */
    char form[TP_SECRET_HEX];
    bool chose; /* a language */
    tp_lang lang;
} tp_visitor;

tp_status tp_guard_create(tp_guard **out, const tp_guard_options *options, tp_err *err);
void tp_guard_free(tp_guard *guard);
/* Names become known with the port. */
void tp_guard_listens(tp_guard *guard, uint16_t port);

bool tp_guard_host(const tp_guard *guard, const char *host); /* NULL: not sent */
/* Is the Origin of a POST one of ours? */
bool tp_guard_origin(const tp_guard *guard, const char *origin);

/* A new one-time token; the oldest of 16 is forgotten. */
tp_status tp_guard_link(tp_guard *guard, char token[TP_SECRET_HEX], tp_err *err);
/* Exchanges it: the cookie's value. False: no such token, used, or too old. */
bool tp_guard_enter(tp_guard *guard, const char *token, char cookie[TP_SECRET_HEX]);
const char *tp_guard_cookie_name(const tp_guard *guard); /* "turnpool-8737" */
bool tp_guard_visitor(tp_guard *guard, const char *cookie, tp_visitor *out);
void tp_guard_chose(tp_guard *guard, int64_t visitor, tp_lang lang);
/* Forgets the visitor: its cookie is worth nothing any more. */
void tp_guard_leave(tp_guard *guard, int64_t visitor);

/* Form tokens for those who are not let in yet: each counts once, within an hour. */
tp_status tp_guard_door(tp_guard *guard, char token[TP_SECRET_HEX], tp_err *err);
bool tp_guard_pass(tp_guard *guard, const char *token);
/* What a cookie says beside its value: "; HttpOnly; …". */
const char *tp_guard_cookie_rest(const tp_guard *guard);

/* Equal, in a time that depends on lengths alone. */
bool tp_guard_same(const char *a, const char *b);

#endif
