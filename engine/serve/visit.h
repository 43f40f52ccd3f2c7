/* One request being answered: who asks, in which language, and where the reply goes. */
#ifndef TP_SERVE_VISIT_H
#define TP_SERVE_VISIT_H

#include "base/diag.h"
#include "serve/guard.h"
#include "serve/request.h"
#include "serve/serve.h"
#include "solve/solver.h"
#include "store/people.h"
#include "store/store.h"

typedef struct tp_visit {
    tp_server *server;
    const tp_request *request;
    tp_reply *reply;
    tp_buf *out; /* the reply's body */
    tp_visitor visitor;
    bool office;      /* the store has accounts */
    tp_person person; /* whoever is signed in; account 0 where there are no accounts */
    unsigned char session[TP_KEY_BYTES];
    tp_lang lang;
    tp_arena *arena; /* lives as long as the visit */
    tp_diags diags;
    tp_err err;
    int64_t until; /* second from which what is looked for beside an answer is stopped; 0: not yet
                      set */
    int again;     /* seconds after which the page asks for itself again; 0: it does not */
    const char *star[TP_REQUEST_SEGMENTS]; /* what the stars of the route stand for */
} tp_visit;

/* Asked by what is looked for beside an answer (repairs, remedies, why not, ranges): stops it when
 * the server ends, and after as many seconds as an answer may take. */
tp_stop tp_visit_stop(tp_visit *visit);
/* The number that the first star of the route stands for; 0: it is none. */
int64_t tp_visit_number(const tp_visit *visit);
/* Value of a field of the query; "" if absent. */
const char *tp_asked(const tp_visit *visit, const char *name);

/* Who asks, by the cookie: fills visitor, office and person. False: somebody we do not know. */
bool tp_visit_known(tp_visit *visit);
/* May the visitor? The library is asked again where something is written. */
bool tp_visit_may(const tp_visit *visit, tp_may may);

/* Ends the visit: elsewhere (303), or with a page that says what is wrong. `words` may hold one
 * argument {0}. */
void tp_visit_go(tp_visit *visit, const char *format, ...) __attribute__((format(printf, 2, 3)));
void tp_visit_refuse(tp_visit *visit, int status, tp_words words, const char *argument);
/* What a failed call of the library means for the visitor: its diagnostics, or the error. */
void tp_visit_failed(tp_visit *visit, tp_status status);

/* The store, for this visit alone, as whoever is signed in; NULL and TP_OK if there is none yet and
 * it need not be made. Refusals go to visit->diags. The caller closes it. */
typedef enum tp_visit_store { TP_VISIT_READ, TP_VISIT_WRITE } tp_visit_store;
tp_status tp_visit_store_open(tp_visit *visit, tp_visit_store use, tp_store **out);
/* Something leaves the office: noted in the log. false: not allowed, and answered. */
bool tp_visit_exports(tp_visit *visit, const char *what);
/* Unpredictable hex digits, `size` bytes with the NUL; NULL: none to be had. */
const char *tp_visit_fresh(tp_visit *visit, size_t size);
/* Now, as the store keeps times. */
const char *tp_visit_now(tp_visit *visit);
tp_date tp_visit_today(tp_visit *visit);

#endif
