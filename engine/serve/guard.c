#include "serve/guard.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINKS = 16, DOORS = 512, DOOR_SECONDS = 3600, VISITORS = 256, SECRET = 32, NAME = 256 };

typedef struct link {
    char token[TP_SECRET_HEX]; /* "": used or free */
    int64_t made;
} link;

typedef struct visitor {
    char cookie[TP_SECRET_HEX]; /* "": free */
    int64_t seen;
    tp_visitor is;
} visitor;

struct tp_guard {
    tp_guard_options options;
    char host[TP_GUARD_HOSTS][NAME], origin[TP_GUARD_HOSTS][NAME + 8];
    size_t n_hosts;
    char cookie_name[32];
    pthread_mutex_t lock;
    link links[LINKS];
    size_t next_link;
    link doors[DOORS];
    size_t next_door;
    visitor visitors[VISITORS];
    int64_t arrived;
};

bool tp_guard_same(const char *a, const char *b)
{
    size_t n = strlen(a);
    unsigned char differ = 0;
    if (strlen(b) != n)
        return false;
    for (size_t i = 0; i < n; i++)
        differ |= (unsigned char)(a[i] ^ b[i]);
    return differ == 0;
}

static bool secret(tp_guard *guard, char out[TP_SECRET_HEX])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[SECRET];
    if (!guard->options.random(guard->options.user, bytes, sizeof bytes))
        return false;
    for (size_t i = 0; i < SECRET; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * SECRET] = '\0';
    return true;
}

tp_status tp_guard_create(tp_guard **out, const tp_guard_options *options, tp_err *err)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return tp_fail_nomem(err);
    (*out)->options = *options;
    pthread_mutex_init(&(*out)->lock, NULL);
    return TP_OK;
}

void tp_guard_free(tp_guard *guard)
{
    if (!guard)
        return;
    pthread_mutex_destroy(&guard->lock);
    free(guard);
}

static void add_host(tp_guard *guard, const char *name)
{
    if (guard->n_hosts == TP_GUARD_HOSTS || strlen(name) >= NAME)
        return;
    snprintf(guard->host[guard->n_hosts], NAME, "%s", name);
    snprintf(guard->origin[guard->n_hosts], NAME + 8, "%s://%s",
             guard->options.secure ? "https" : "http", name);
    guard->n_hosts++;
}

void tp_guard_listens(tp_guard *guard, uint16_t port)
{
    char name[32];
    snprintf(guard->cookie_name, sizeof guard->cookie_name, "%sturnpool-%u",
             guard->options.secure ? "__Host-" : "", port);
    snprintf(name, sizeof name, "127.0.0.1:%u", port);
    add_host(guard, name);
    snprintf(name, sizeof name, "localhost:%u", port);
    add_host(guard, name);
    for (size_t i = 0; i < guard->options.n_hosts; i++) {
        char full[NAME + 8];
        add_host(guard, guard->options.hosts[i]);
        if (strchr(guard->options.hosts[i], ':'))
            continue;
        snprintf(full, sizeof full, "%s:%u", guard->options.hosts[i], port);
        add_host(guard, full);
    }
}

bool tp_guard_host(const tp_guard *guard, const char *host)
{
    for (size_t i = 0; host && i < guard->n_hosts; i++)
        if (!strcmp(guard->host[i], host))
            return true;
    return false;
}

bool tp_guard_origin(const tp_guard *guard, const char *origin)
{
    for (size_t i = 0; origin && i < guard->n_hosts; i++)
        if (!strcmp(guard->origin[i], origin))
            return true;
    return false;
}

tp_status tp_guard_link(tp_guard *guard, char token[TP_SECRET_HEX], tp_err *err)
{
    if (!secret(guard, token))
        return tp_fail(err, TP_E_IO, "no randomness");
    pthread_mutex_lock(&guard->lock);
    link *at = &guard->links[guard->next_link];
    guard->next_link = (guard->next_link + 1) % LINKS;
    memcpy(at->token, token, TP_SECRET_HEX);
    at->made = guard->options.now(guard->options.user);
    pthread_mutex_unlock(&guard->lock);
    return TP_OK;
}

tp_status tp_guard_door(tp_guard *guard, char token[TP_SECRET_HEX], tp_err *err)
{
    if (!secret(guard, token))
        return tp_fail(err, TP_E_IO, "no randomness");
    pthread_mutex_lock(&guard->lock);
    link *at = &guard->doors[guard->next_door];
    guard->next_door = (guard->next_door + 1) % DOORS;
    memcpy(at->token, token, TP_SECRET_HEX);
    at->made = guard->options.now(guard->options.user);
    pthread_mutex_unlock(&guard->lock);
    return TP_OK;
}

const char *tp_guard_cookie_rest(const tp_guard *guard)
{
    return guard->options.secure ? "; Secure; HttpOnly; SameSite=Strict; Path=/"
                                 : "; HttpOnly; SameSite=Strict; Path=/";
}

/* The one not seen for longest makes room. */
static visitor *room(tp_guard *guard)
{
    visitor *oldest = &guard->visitors[0];
    for (size_t i = 0; i < VISITORS; i++) {
        visitor *at = &guard->visitors[i];
        if (!at->cookie[0])
            return at;
        if (at->seen < oldest->seen)
            oldest = at;
    }
    return oldest;
}

static bool take(link *links, size_t count, const char *token, int64_t within, int64_t now)
{
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        link *at = &links[i];
        if (!at->token[0] || !tp_guard_same(at->token, token))
            continue;
        found = now - at->made <= within;
        at->token[0] = '\0';
    }
    return found;
}

bool tp_guard_pass(tp_guard *guard, const char *token)
{
    int64_t now = guard->options.now(guard->options.user);
    pthread_mutex_lock(&guard->lock);
    bool found = *token && take(guard->doors, DOORS, token, DOOR_SECONDS, now);
    pthread_mutex_unlock(&guard->lock);
    return found;
}

bool tp_guard_enter(tp_guard *guard, const char *token, char cookie[TP_SECRET_HEX])
{
    char form[TP_SECRET_HEX];
    if (!*token || !secret(guard, cookie) || !secret(guard, form))
        return false;
    int64_t now = guard->options.now(guard->options.user);
    pthread_mutex_lock(&guard->lock);
    bool found = take(guard->links, LINKS, token, TP_LINK_SECONDS, now);
    if (found) {
        visitor *at = room(guard);
        *at = (visitor){.seen = now, .is = {.number = ++guard->arrived}};
        memcpy(at->cookie, cookie, TP_SECRET_HEX);
        memcpy(at->is.form, form, TP_SECRET_HEX);
    }
    pthread_mutex_unlock(&guard->lock);
    return found;
}

const char *tp_guard_cookie_name(const tp_guard *guard)
{
    return guard->cookie_name;
}

bool tp_guard_visitor(tp_guard *guard, const char *cookie, tp_visitor *out)
{
    bool found = false;
    int64_t now = guard->options.now(guard->options.user);
    pthread_mutex_lock(&guard->lock);
    for (size_t i = 0; cookie && i < VISITORS; i++) {
        visitor *at = &guard->visitors[i];
        if (!at->cookie[0] || !tp_guard_same(at->cookie, cookie))
            continue;
        at->seen = now;
        *out = at->is;
        found = true;
    }
    pthread_mutex_unlock(&guard->lock);
    return found;
}

static visitor *numbered(tp_guard *guard, int64_t number)
{
    for (size_t i = 0; i < VISITORS; i++)
        if (guard->visitors[i].cookie[0] && guard->visitors[i].is.number == number)
            return &guard->visitors[i];
    return NULL;
}

void tp_guard_chose(tp_guard *guard, int64_t number, tp_lang lang)
{
    pthread_mutex_lock(&guard->lock);
    visitor *at = numbered(guard, number);
    if (at) {
        at->is.chose = true;
        at->is.lang = lang;
    }
    pthread_mutex_unlock(&guard->lock);
}

void tp_guard_leave(tp_guard *guard, int64_t number)
{
    pthread_mutex_lock(&guard->lock);
    visitor *at = numbered(guard, number);
    if (at)
        at->cookie[0] = '\0';
    pthread_mutex_unlock(&guard->lock);
}
