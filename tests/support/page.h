/* One planner before a server of a small office: a clock and random bytes of the test's own, a
 * page's requests one by one. The last reply stands until the next. */
#ifndef TP_TESTS_PAGE_H
#define TP_TESTS_PAGE_H

#include "client.h"
#include "scratch.h"
#include "serve/serve.h"

#include <stdatomic.h>

typedef struct page {
    scratch s; /* units.csv, posts.csv, demands.csv and plan.yaml, then the store */
    tp_server *server;
    uint16_t port;
    char origin[64], cookie[256], token[65]; /* cookie: "" until it entered */
    char *reply;
} page;

/* Seconds since 1970, 2026-06-30 at first; it stands still unless it ticks: then each look at it is
 * a second. */
extern atomic_llong page_clock;
extern atomic_bool page_clock_ticks;

/* Bytes as they come next, the same in every run: .random of tp_serve_options. */
bool page_random(void *user, void *bytes, size_t length);

typedef struct page_data {
    const char *units, *posts, *demands,
        *plan; /* texts of the files; NULL: two units, one demand */
} page_data;

/* `options`: folder, store, scratch, clock and random bytes are the page's. */
void page_begin(page *p, const page_data *data, tp_serve_options options);
void page_end(page *p); /* nothing may be left in the scratch folder */

/* The status of the reply; 0: none came. */
int page_ask(page *p, client_request request);
int page_get(page *p, const char *path);
/* The body as it is; then with the form's token before the fields ("a=1&b=2", "": none). */
int page_post(page *p, const char *path, const char *body);
int page_post_fields(page *p, const char *path, const char *fields);
const char *page_header(const page *p, const char *name);
bool page_says(const page *p, const char *text);
/* A fresh link of the server, as a path; in a static buffer. */
const char *page_link(page *p);
/* In by such a link: the cookie and the form's token are kept. */
void page_enter(page *p);

#endif
