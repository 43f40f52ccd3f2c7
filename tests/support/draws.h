/* What one rule brings to the random cases, in a file of its own (draws/NAME.c) and a line below:
 * what it draws, how the files state it, and what it says of an allocation, all by itself. Whatever
 * is NULL does not apply. `own` are the figures it drew; they are part of the instance. */
#ifndef TP_TESTS_DRAWS_H
#define TP_TESTS_DRAWS_H

#include "brute.h"

#define IN_DRAWS(X)                                                                                \
    X(windows)                                                                                     \
    X(evaluation)                                                                                  \
    X(trend)                                                                                       \
    X(reorganise)                                                                                  \
    X(expiry)                                                                                      \
    X(again)                                                                                       \
    X(attrition_cover)                                                                             \
    X(standard_shortage)                                                                           \
    X(above_standard)                                                                              \
    X(frozen)                                                                                      \
    X(findings)                                                                                    \
    X(exceptions)                                                                                  \
    X(pools_by)                                                                                    \
    X(conversions)                                                                                 \
    X(moves)                                                                                       \
    X(earmark_where)                                                                               \
    X(limits)                                                                                      \
    X(use_period)                                                                                  \
    X(filing)

typedef struct in_draw {
    const char *rule; /* its id; its stream of numbers hangs on it, so it changes no other's */
    void (*draw)(uint64_t *stream, instance *in, int64_t *own); /* the facts stand; it may add */

    void (*forget)(instance *in); /* what it noted with facts of others */

    /* Files: its keys, dotted, at the root of scenario.yaml; a column of a table, by row; a
     * table. */
    void (*write)(FILE *out, const instance *in, const int64_t *own);
    const char *table, *column; /* "posts.csv", "standard" */
    void (*cell)(FILE *out, const instance *in, const int64_t *own, int row);
    void (*more)(const instance *in, const int64_t *own, const char *directory);
    /* What posts.csv states in place of the facts. */
    void (*stated)(const int64_t *own, int line, in_line *is);

    /* What the rule says, from the facts: true with *most, or that the demand is denied; the name
     * of what an allocation breaks, or NULL. */
    bool (*deposit_most)(const brute_case *c, const int64_t *own, int line, int64_t *most);
    bool (*loan_most)(const brute_case *c, const int64_t *own, int line, int64_t *most);
    bool (*usable_most)(const brute_case *c, const int64_t *own, int line, int64_t *most);
    /* What becomes of supply or room once all others bound it. */
    int64_t (*scales)(const brute_case *c, const int64_t *own, int line, bool loans, int64_t most);
    bool (*denies)(const brute_case *c, const int64_t *own, int demand);
    bool (*lapses)(const brute_case *c, const int64_t *own, int evaluated_on); /* an outcome */
    /* The saturation of an outcome, which counts on a later day, as it stands then. */
    int64_t (*saturation)(const instance *first, const int64_t *own, int outcome, int day);
    int64_t (*opens)(const int64_t *own, int line); /* what it brings to the pool of the line */
    int64_t (*keeps)(const brute_case *c, const int64_t *own, int line,
                     int64_t otherwise);              /* of running loans what never goes back */
    void (*arcs)(brute_case *c, const int64_t *own);  /* between pools, after transfers */
    void (*pairs)(brute_case *c, const int64_t *own); /* of lines people may move between */
    bool (*spares)(const brute_case *c, const int64_t *own, const char *rule, int demand);
    const char *(*breaks)(const brute_case *c, const int64_t *own, const brute_point *at);
} in_draw;

#define IN_DRAW_AT(name) IN_DRAW_##name,
enum { IN_DRAWS(IN_DRAW_AT) IN_DRAW_COUNT };
_Static_assert((int)IN_DRAW_COUNT <= (int)IN_OWN_RULES, "more rules than an instance has room for");
extern const in_draw *const in_draws[IN_DRAW_COUNT];

void draws_make(instance *in, uint64_t seed);
/* The rule states nothing. */
void draws_forget(instance *in, const char *rule);
void draws_write(FILE *out, const instance *in);
void draws_head(FILE *out, const char *table); /* ",column" */
void draws_cells(FILE *out, const instance *in, const char *table, int row);
void draws_stated(const instance *in, int line, in_line *is);
void draws_tables(const instance *in, const char *directory);

/* The least of all that bound the line; `otherwise` if none. */
int64_t draws_deposit_most(const brute_case *c, int line, int64_t otherwise);
int64_t draws_loan_most(const brute_case *c, int line, int64_t otherwise);
/* What the line's own demands may use of its vacancies. */
int64_t draws_usable(const brute_case *c, int line);
int64_t draws_scaled(const brute_case *c, int line, bool loans, int64_t most);
bool draws_deny(const brute_case *c, int demand);
int64_t draws_open(const brute_case *c, int line);
int64_t draws_keep(const brute_case *c, int line, int64_t otherwise);
void draws_arcs(brute_case *c);
void draws_pairs(brute_case *c);
int64_t draws_saturation(const instance *first, int outcome, int day);
bool draws_lapse(const brute_case *c, int evaluated_on);
bool draws_spare(const brute_case *c, const char *rule, int demand);
const char *draws_broken(const brute_case *c, const brute_point *at);

#endif
