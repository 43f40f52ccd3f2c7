/* A scenario: the resolved tree (extends, overrides, --set applied), the few keys that belong to no
 * rule, and one parameter block per rule and goal of the registry. Source: scenarios/SCENARIO.md.
 *
 * The domain does not know the rules: whoever loads a scenario passes their schemas.
 * Owns: everything lives in the scenario's arena; immutable after loading. */
#ifndef TP_DOMAIN_SCENARIO_H
#define TP_DOMAIN_SCENARIO_H

#include "base/sha256.h"
#include "read/schema.h"

typedef struct tp_basis {
    const char *rule; /* id of the rule, or its section ("release") */
    const char *document;
    tp_pos pos;
} tp_basis;

typedef struct tp_scenario {
    tp_arena *arena;
    const char *path;    /* as the user named it, without #name */
    const char *variant; /* the #name, NULL if none */
    const char *name;
    tp_words title;       /* falls back to name */
    const char *data;     /* path of the dataset, resolved against the file that states it */
    const char *outcomes; /* path of an evaluation file, resolved likewise; NULL: none */
    const char *reference; /* as stated: a path (resolved), "run:…" or "approval:…"; NULL: none */
    tp_date as_of;
    const char *prefix, *issuer; /* of the papers; NULL: as usual */
    tp_node *tree;               /* before settings; NULL if reading it left a message */
    const tp_node *root;         /* the resolved tree, as written, with origins */
    const tp_node *normal;       /* the same with values normalised and keys in table order */
    size_t n_sections;
    void **params;              /* [n_sections] parameter blocks, by the caller's schema order */
    char sha256[TP_SHA256_HEX]; /* over the canonical text of the resolved scenario */
    const tp_basis *basis;
    size_t n_basis;
} tp_scenario;

typedef struct tp_setting {
    const char *key;    /* dotted path */
    const char *value;  /* YAML flow text: 0.3, [a, b], {x: 1}; empty removes the key */
    const char *origin; /* where it came from, for messages: "--set", "sweep.csv"; NULL: --set */
    int32_t line;       /* 0 if none */
} tp_setting;

/* A figure that stands in no file (a balance of the ledger) and takes its place in the tree after
 * the settings, so that the resolved scenario says what it rests on. `make` gets what stands at the
 * key, which nothing has checked yet (NULL: nothing), and sets *value to what shall stand there;
 * left NULL, the tree stays as it is. Nodes live in the arena (read/tree_make.h). */
typedef struct tp_scenario_figure {
    const char *key;
    tp_status (*make)(void *user, const tp_node *stated, tp_arena *arena, tp_node **value,
                      tp_diags *diags, tp_err *err);
    void *user;
} tp_scenario_figure;

typedef struct tp_scenario_options {
    const tp_schema *const *sections; /* one schema a rule or goal */
    size_t n_sections;
    const tp_setting *settings; /* applied after the file, in order */
    size_t n_settings;
    const tp_scenario_figure *figures; /* after these, in order */
    size_t n_figures;
    /* The same file, loaded before: its tree is taken over, nothing is read again. It must outlive
     * what is loaded. NULL: none. */
    const tp_scenario *base;
} tp_scenario_options;

/* What holds of every scenario that is handed out: it has a name, titles, data, a day, an identity,
 * trees and the parameters of every section. (base/invariant.h) */
bool tp_scenario_sound(const tp_scenario *scenario);

/* Loads FILE or FILE#NAME. All errors go to diags; with any, TP_E_INPUT and *out = NULL. */
tp_status tp_scenario_load(tp_scenario **out, const char *file, const tp_scenario_options *options,
                           tp_diags *diags, tp_err *err);
/* From the canonical text (what the store keeps): no extends, no files. `origins` as written by
 * tp_scenario_origins, so that messages still name the user's file and line; may be NULL. */
tp_status tp_scenario_parse(tp_scenario **out, const char *text, size_t length, const char *origins,
                            const tp_scenario_options *options, tp_diags *diags, tp_err *err);
void tp_scenario_free(tp_scenario *scenario);

/* The canonical text: YAML with map keys in schema order, values normalised. The identity is taken
 * over it without `data` (the dataset has an identity of its own). */
void tp_scenario_canonical(tp_buf *out, const tp_scenario *scenario);
/* One line a key of the canonical text, in its order: path TAB file:line:column. */
void tp_scenario_origins(tp_buf *out, const tp_scenario *scenario);

/* Where a key came from; no file if it is a default. */
tp_pos tp_scenario_pos(const tp_scenario *scenario, const char *dotted);
/* The document a rule rests on: by its id ("borrow.max_share"), else its section ("borrow"), else
 * "". */
const char *tp_scenario_basis(const tp_scenario *scenario, const char *rule);

/* The keys of the scenario that belong to no rule. */
extern const tp_schema tp_scenario_schema;

#endif
