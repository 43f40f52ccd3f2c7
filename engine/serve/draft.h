/* A state as YAML and back: what it says differently from its scenario, as a file that extends it
 * would; and such a text as settings. Source: scenarios/SCENARIO.md.
 * Owns: everything lives in the arena given. */
#ifndef TP_SERVE_DRAFT_H
#define TP_SERVE_DRAFT_H

#include "domain/scenario.h"

typedef struct tp_draft_head {
    const char *extends; /* NULL: the whole of `now` is written */
    const char *name, *title;
    const char *data; /* NULL: as the scenario it extends says */
} tp_draft_head;

/* The keys of `now` that `base` says differently; keys it has no more are empty. With a head, a
 * whole scenario file. *same (may be NULL): nothing differs. */
tp_status tp_draft_write(tp_buf *out, const tp_scenario *base, const tp_scenario *now,
                         const tp_draft_head *head, bool *same, tp_arena *arena, tp_err *err);

/* What a YAML text sets, one a value: names, titles and files are left out. Errors go to diags. */
tp_status tp_draft_read(tp_setting **out, size_t *count, const char *text, tp_arena *arena,
                        tp_diags *diags, tp_err *err);

/* Do the two say the same, apart from name and title? */
bool tp_draft_same(const tp_scenario *a, const tp_scenario *b);

#endif
