/* Which address means what: a table a page, each in the page's own file.
 *
 * A page is one file with its const table of routes, one line in routes.c and one in meson.build.
 * A handler gets a visit whose visitor is known, whose form (POST) is read and whose token was
 * right; it writes a reply, and that is all it does. */
#ifndef TP_SERVE_ROUTES_H
#define TP_SERVE_ROUTES_H

#include "serve/visit.h"
#include "store/people.h"

typedef struct tp_route {
    tp_method method;
    const char *path; /* a star for a segment stands for any one: visit->star[0], … */
    tp_may may;       /* what a visitor must be allowed to do (store/people.h) */
    void (*answer)(tp_visit *visit);
} tp_route;

typedef struct tp_routes {
    const tp_route *items;
    size_t count;
} tp_routes;
#define TP_ROUTES(array)                                                                           \
    {                                                                                              \
        (array), sizeof(array) / sizeof *(array)                                                   \
    }

extern const tp_routes *const tp_pages[];
extern const size_t tp_n_pages;

/* The route of a request; NULL: none. *other_method: there is one for another method. */
const tp_route *tp_route_find(const tp_request *request, const char *star[TP_REQUEST_SEGMENTS],
                              bool *other_method);

/* Entries of the bar at the top. */
typedef struct tp_nav {
    const char *path;
    tp_may may;
    tp_words words;
} tp_nav;
extern const tp_nav tp_navs[];
extern const size_t tp_n_navs;

#endif
