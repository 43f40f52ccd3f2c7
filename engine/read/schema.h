/* Schema tables: one const table drives parsing, errors, "did you mean", JSON Schema and docs.
 *
 * A schema describes a map: its keys, and where in a C struct each value goes. Several schemas may
 * describe the same document: each rule of models/ has its own, with only the keys it owns. Filling
 * ignores keys the table does not know; `tp_schema_check` reports keys that none of the tables
 * knows. Types are the table's, never YAML's: `no`, `012`, `1e3` in a text field stay text.
 *
 * Every error is a diagnostic with file:line:column and the key path; filling goes on after one. */
#ifndef TP_READ_SCHEMA_H
#define TP_READ_SCHEMA_H

#include "read/tree.h"

typedef enum tp_type {
    TP_T_TEXT,     /* const char *, NULL if absent without default */
    TP_T_WORDS,    /* tp_words: {zh: …, en: …}, or a plain text for both; NULLs if absent */
    TP_T_INT,      /* int64_t, TP_INT_NONE if absent without default */
    TP_T_DEC,      /* tp_dec, TP_DEC_NONE if absent without default */
    TP_T_DATE,     /* tp_date, TP_DATE_NONE if absent */
    TP_T_BOOL,     /* bool; `true`/`false` (also 是/否); default needed */
    TP_T_ENUM,     /* int: index into `choices`; -1 if absent without default */
    TP_T_TEXTS,    /* tp_texts: one text or a list of texts */
    TP_T_STRUCT,   /* nested struct in place at `offset`, described by `of` */
    TP_T_LIST,     /* tp_list of structs `of`, one an element, in file order */
    TP_T_MAP,      /* tp_list of structs `of`, one a member, in file order; the member's key goes to
                      the TP_T_KEY field of `of` */
    TP_T_KEY,      /* pseudo: const char *, the member's key (in a schema used by TP_T_MAP) */
    TP_T_POS,      /* pseudo: tp_pos, where this struct's value stands; no key in the file */
    TP_T_SELF,     /* pseudo: const tp_node *, this struct's map, NULL if absent */
    TP_T_PRESENT,  /* pseudo: bool, whether this struct's map was written at all */
    TP_T_TEXT_MAP, /* tp_list of tp_text_member: a map whose values are texts, in file order */
    TP_T_NODE      /* const tp_node *: kept unread (its owner walks it), NULL if absent */
} tp_type;

typedef struct tp_texts {
    const char **items;
    size_t count;
} tp_texts;

typedef struct tp_list {
    void *items; /* [count] structs of the element schema's size */
    size_t count;
} tp_list;

typedef struct tp_text_member {
    const char *key, *text;
    tp_pos pos;
} tp_text_member;

typedef struct tp_choice {
    const char *en; /* as written in English data and in JSON */
    const char *zh; /* Chinese alias, NULL if none */
} tp_choice;

typedef struct tp_schema tp_schema;

enum {
    TP_KEY_REQUIRED = 1,
    TP_KEY_HIDDEN = 2,    /* not in docs */
    TP_KEY_INHERITS = 4,  /* stated, the document's required keys may come from elsewhere */
    TP_KEY_FRAGMENTS = 8, /* NODE: for docs, a map from names to parts of this same document */
    TP_KEY_THRESHOLD = 16 /* DEC: on which side of it a unit's saturation lies decides */
};

typedef struct tp_key {
    const char *name; /* NULL for pseudo keys */
    tp_type type;
    size_t offset;
    unsigned flags;
    const char *fallback;     /* default as the user would write it; NULL: none */
    int64_t least, most;      /* INT: the range; DEC: in millionths; both 0: no range check */
    const tp_choice *choices; /* ENUM: ends with {NULL, NULL} */
    const tp_schema *of;      /* STRUCT, LIST, MAP; NODE, for docs: a map whose members are a
                                 text, a list of texts or such a struct */
    tp_words title;           /* what a report calls it; NULLs: nothing but its name */
    tp_words doc;             /* one sentence for the reference page, both languages */
} tp_key;

struct tp_schema {
    const char *name; /* for docs; the same name = the same definition */
    const tp_key *keys;
    size_t count;
    size_t size; /* sizeof the C struct; 0 if nothing is stored */
    /* Cross-field checks after a struct was filled without error; may be NULL. */
    void (*check)(const void *filled, const tp_node *node, tp_diags *diags);
};
#define TP_KEYS(array) (array), sizeof(array) / sizeof *(array)

/* Fills *out (size schema->size, zeroed by the caller) from the map; NULL node = every default.
 * `path` is the key path of the node itself ("" at the root), for messages. */
tp_status tp_schema_fill(void *out, const tp_schema *schema, const tp_node *map, const char *path,
                         tp_arena *arena, tp_diags *diags, tp_err *err);

/* Do two structs filled by this table say the same? Places count as well (TP_T_POS, TP_T_SELF):
 * what is said of one then holds of the other to the word. */
bool tp_schema_same(const tp_schema *schema, const void *a, const void *b);

/* Reports keys of the document that no table knows, with the closest that would be allowed. */
tp_status tp_schema_check(const tp_node *root, const tp_schema *const *schemas, size_t count,
                          tp_arena *arena, tp_diags *diags, tp_err *err);

typedef struct tp_schema_set {
    const tp_schema *const *of;
    size_t count;
} tp_schema_set;

/* The same for a map that stands at `path` in the document ("overrides.open"). */
tp_status tp_schema_check_at(const tp_node *map, const char *path, const tp_schema_set *set,
                             tp_arena *arena, tp_diags *diags, tp_err *err);

/* Reports values of the wrong type or out of range in a fragment: a map that overrides part of a
 * document, so that required keys may be absent and cross-field checks do not apply. */
tp_status tp_schema_check_values(const tp_node *map, const char *path, const tp_schema *schema,
                                 tp_arena *arena, tp_diags *diags, tp_err *err);

/* The tree with values as the tables normalise them (0.60 is 0.6, 是 is true, one text is a list of
 * one) and keys in table order, members of maps by natural order: two documents that say the same
 * are written the same. The document must be without errors. NULL: memory is out. */
const tp_node *tp_schema_normal(const tp_node *root, const tp_schema_set *set, tp_arena *arena);

/* Two tables that describe one key differently: its path (in the arena), NULL if all agree. A fault
 * of the tables, for tests. */
const char *tp_schema_clash(const tp_schema_set *set, tp_arena *arena);

/* JSON Schema (draft-07) of the union of the tables; deterministic bytes. */
void tp_schema_json(tp_buf *out, const char *title, const tp_schema *const *schemas, size_t count);
/* The reference page of the union, Markdown. */
void tp_schema_page(tp_buf *out, const tp_schema *const *schemas, size_t count, tp_lang lang);

#endif
