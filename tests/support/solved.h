/* An instance through the engine: files, session, answer; and whether the answer is what it says,
 * by the rules as brute.c states them and by the engine's own verify on the stored documents. */
#ifndef TP_TESTS_SOLVED_H
#define TP_TESTS_SOLVED_H

#include "brute.h"
#include "run/session.h"
#include "scratch.h"

typedef struct solved {
    scratch s;
    const instance *in;
    tp_session *session;
    const tp_run *run;
} solved;

/* Fails the test where the engine refuses the files or does not end with proven values. With
 * TP_ONE_PERIOD in the environment each case without a horizon is also solved with one of one
 * period: `TP_ONE_PERIOD=1 meson test --suite property` holds all of them to that. */
void solved_begin(solved *w, const instance *in);
/* The same but for one period; a proof may have reached its limits. */
void solved_try(solved *w, const instance *in);
/* Fails the test where a horizon of one period changes a byte of document or certificate. */
void solved_same_with_one_period(const solved *w);
void solved_end(solved *w);

/* What a store keeps of a run. */
typedef struct documents {
    tp_buf dataset, order, scenario, origins, document, certificate;
} documents;
void documents_write(documents *out, const tp_run *run);
void documents_free(documents *d);
void documents_stored(const documents *d, tp_session_stored *out);

/* The answer keeps every rule as brute_check sees them, its final values are what the allocation is
 * worth, and the documents, restored, verify. Fails the test otherwise. */
void solved_check(solved *w);
/* The transfers of a result as an allocation's. */
void solved_arcs(const solved *w, const brute_case *c, const tp_result *result, brute_point *out);
/* Whether the documents restore and verify without an objection; says why not in *why. */
bool solved_verifies(const tp_session_stored *stored, tp_arena *arena, const char **why);

#endif
