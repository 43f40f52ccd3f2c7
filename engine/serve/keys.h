/* What a scenario can say, as fields of a form: one a key of the tables that parse it, with what it
 * says now. Nothing here knows a key by name: names, ranges, choices and explanations are the
 * tables' (read/schema.h), the basis is the scenario's own.
 * Owns: everything lives in the arena given; nodes are borrowed from the scenario. */
#ifndef TP_SERVE_KEYS_H
#define TP_SERVE_KEYS_H

#include "domain/scenario.h"
#include "report/document/page.h"

/* A list or map of the scenario: its elements are rows, their keys columns. */
typedef struct tp_entry_table {
    const char *path;  /* "limits", "sectors" */
    const tp_key *key; /* LIST, MAP or TEXT_MAP */
    const char *under;
    bool members; /* a map: each row has a name of its own */
} tp_entry_table;

typedef struct tp_entry_field {
    const char *path;    /* "sectors.教育.weight", "limits[1].at_most": as a setting names it */
    const tp_key *key;   /* type, range, choices, words */
    const tp_node *node; /* what the scenario says, normalised; NULL: not stated */
    const char *value;   /* the same as one would type it; "" if not stated */
    const char *under;   /* the first key of the path */
    const char *basis;   /* the document it rests on; "" */
    tp_words name;       /* short; the member's or element's own name where it has one */
    int depth;
    const tp_entry_table *table; /* whose cell it is; NULL: it stands alone */
    const char *member;          /* the map's member or list's element; NULL */
    const char *row;    /* the row it is a cell of: "limits[1]"; "limits[]": the blank one */
    const char *column; /* the path within the row: "at_most", "where.unit"; "": the text itself */
    tp_words heading;   /* what the column is called */
    bool blank;         /* of the row that is yet to be written */
} tp_entry_field;

typedef struct tp_entry_fields {
    tp_entry_field *items; /* in table order */
    size_t count, capacity;
} tp_entry_fields;

/* Every single value the scenario's tables have a place for: stated ones, and those of maps and
 * lists only where there is such a member or element. */
tp_status tp_keys_of(tp_entry_fields *out, const tp_scenario *scenario, tp_arena *arena,
                     tp_err *err);
/* The same, and after the rows of each list and map a blank one: so every key the scenario's tables
 * know has a field, whatever is stated. */
tp_status tp_keys_with_blanks(tp_entry_fields *out, const tp_scenario *scenario, tp_arena *arena,
                              tp_err *err);
const tp_entry_field *tp_keys_find(const tp_entry_fields *fields, const char *path);
/* A number with a range, a choice, or yes and no: something one can move. */
bool tp_key_moves(const tp_entry_field *field);

/* The field's name without that of the member or element it stands in. */
tp_words tp_key_name(const tp_entry_field *field, tp_arena *arena);
/* The key that a path leads to ("limits[2].where.unit"); NULL: none of the tables'. */
const tp_key *tp_key_at(const char *path, tp_arena *arena);
/* What the file is and rests on: shown, but not set from a page (live.h). */
bool tp_key_fixed(const tp_entry_field *field);
/* What a list or map is called: "期初编制". */
tp_words tp_table_called(const tp_entry_table *table, tp_arena *arena);
/* Is there a field of this row? */
bool tp_keys_in_row(const tp_entry_fields *fields, const char *row);
/* What may be written there: "整数，0…12", "日期 YYYY-MM-DD". */
tp_words tp_key_takes(const tp_key *key, tp_arena *arena);
/* "a" and "b" make a.b; a key with dots or brackets is quoted for settings. NULL: memory is out. */
const char *tp_key_step(tp_arena *arena, const char *path, const char *key);
/* The words of a first key ("borrow": 借用条件). */
tp_words tp_key_section(const char *under, tp_arena *arena);

#endif
