/* The scenarios of a folder: what a planner can open. A scenario is found by its name in a list
 * made from the folder, so nothing a browser sends is ever part of a path. Owns: everything lives
 * in the arena given. */
#ifndef TP_SERVE_OFFERS_H
#define TP_SERVE_OFFERS_H

#include "domain/scenario.h"

enum { TP_OFFERS_DEPTH = 3, TP_OFFERS_MOST = 500 };

typedef struct tp_offer {
    const char *slug;  /* in addresses: "sample-city~baseline", "family@open" */
    const char *file;  /* as a session opens it: path, with #NAME for a member of a family */
    const char *shown; /* relative to the folder */
    const char *name;
    tp_words title;
    tp_date as_of;
    const char *data; /* relative to the folder where it lies in it */
    bool sound;       /* it can be read; else only slug, file and shown are filled */
} tp_offer;

typedef struct tp_offers {
    tp_offer *items; /* by path; members of a family after their file */
    size_t count, capacity;
} tp_offers;

/* All of them, read as far as the list shows. */
tp_status tp_offers_list(tp_offers *out, const char *folder, tp_arena *arena, tp_err *err);
/* One, unread: slug, file and shown. False: there is no such file. */
bool tp_offers_find(tp_offer *out, const char *folder, const char *slug, tp_arena *arena);
/* Where its data lie; NULL: memory is out, or it cannot be read. */
const char *tp_offer_data(const tp_offer *offer, const char *folder, tp_arena *arena);
/* What the files of a scenario look like from outside: another text where one was changed. */
tp_status tp_offers_stamp(char hex[TP_SHA256_HEX], const char *file, const char *data, tp_err *err);

/* The path of a new scenario of this name beside another one; NULL: not a name, or taken. */
const char *tp_offers_beside(const tp_offer *offer, const char *name, tp_arena *arena);

#endif
