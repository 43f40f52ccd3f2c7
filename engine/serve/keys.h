/* What a scenario can say, as fields of a form: one a key of the tables that parse it, with what it
 * says now. Nothing here knows a key by name: names, ranges, choices and explanations are the
 * tables' (read/schema.h), the basis is the scenario's own.
 * Owns: everything lives in the arena given; nodes are borrowed from the scenario. */
#ifndef TP_SERVE_KEYS_H
#define TP_SERVE_KEYS_H

#include "domain/scenario.h"
#include "report/document/page.h"

typedef struct tp_entry_field {
    const char *path;    /* "sectors.教育.weight", "limits[1].at_most": as a setting names it */
    const tp_key *key;   /* type, range, choices, words */
    const tp_node *node; /* what the scenario says, normalised; NULL: not stated */
    const char *value;   /* the same as one would type it; "" if not stated */
    const char *under;   /* the first key of the path */
    const char *basis;   /* the document it rests on; "" */
    tp_words name;       /* short; the member's or element's own name where it has one */
    int depth;
} tp_entry_field;

typedef struct tp_entry_fields {
    tp_entry_field *items; /* in table order */
    size_t count, capacity;
} tp_entry_fields;

/* Every single value the scenario's tables have a place for: stated ones, and those of maps and
 * lists only where there is such a member or element. */
tp_status tp_keys_of(tp_entry_fields *out, const tp_scenario *scenario, tp_arena *arena,
                     tp_err *err);
const tp_entry_field *tp_keys_find(const tp_entry_fields *fields, const char *path);
/* A number with a range, a choice, or yes and no: something one can move. */
bool tp_key_moves(const tp_entry_field *field);

/* The field's name without that of the member or element it stands in. */
tp_words tp_key_name(const tp_entry_field *field, tp_arena *arena);
/* The words of a first key ("borrow": 借用条件). */
tp_words tp_key_section(const char *under, tp_arena *arena);

#endif
