/* The answer of a run: what moves, what every tier is worth, and why a demand got nothing.
 *
 * Indices are canonical (dataset.h); writers show them in input order. Immutable once made.
 * Units: counts are slots, tier values millionths. Source: engine/run/RESULTS.md. */
#ifndef TP_DOMAIN_RESULT_H
#define TP_DOMAIN_RESULT_H

#include "domain/dataset.h"

#include <string.h>

typedef enum tp_answer_status {
    TP_OPTIMAL,    /* every tier proven */
    TP_FEASIBLE,   /* a limit stopped the proof; the answer keeps every rule */
    TP_INFEASIBLE, /* the scenario contradicts itself */
    TP_NO_ANSWER   /* a limit stopped the search before any answer */
} tp_answer_status;
extern const char *const tp_answer_status_names[4]; /* optimal feasible infeasible none */
/* Is there an answer, proven or not? */
static inline bool tp_answered(tp_answer_status status)
{
    return status == TP_OPTIMAL || status == TP_FEASIBLE;
}

/* What proves a tier's bound. */
typedef enum tp_proof {
    TP_PROOF_NONE,        /* stopped by a limit */
    TP_PROOF_CERTIFICATE, /* the stored multipliers, or cases, prove it in exact arithmetic */
    TP_PROOF_SOLVER /* the search's word alone: in runs of turnpool 0.1, and where no proof was
                       asked for */
} tp_proof;

/* One part of a proof by parts: while the program's parameters (totals that shares are taken of)
 * lie in lo … hi, the multipliers y / scale prove their bound, or that there is no answer at all.
 * They are multipliers of the rows without the parameters, each divided by the size of its entries,
 * its sides rounded for the parameters in lo … hi (solve/parameters.h) unless the part is
 * linear. */
enum { TP_PARAMETERS_MOST = 2 };
typedef struct tp_proof_part {
    int64_t lo[TP_PARAMETERS_MOST], hi[TP_PARAMETERS_MOST];
    bool empty;
    bool linear;   /* sides taken as they are, not rounded: the bound is linear in the parameters */
    int64_t scale; /* > 0 */
    int64_t *y;    /* [count] of the multipliers it belongs to */
} tp_proof_part;

/* Integer multipliers of one tier: row multipliers y / scale. Rows beyond the program's own are the
 * earlier tiers' held rows, in tier order. Empty: none stored. With parts, y is NULL and the parts
 * together cover every value of the parameters; the weakest of their bounds is what is proven. With
 * a tree of cases (lp/proof.h) the bound is what the tree proves, and y serves to hold the tier. */
struct tp_proof_node;
typedef struct tp_multipliers {
    int64_t scale; /* > 0 */
    int32_t count;
    int64_t *y; /* [count] */
    tp_proof_part *parts;
    size_t n_parts;
    const struct tp_proof_node *tree; /* NULL: none */
} tp_multipliers;

typedef struct tp_tier_result {
    const char *goal; /* id, static */
    const char *by;   /* fair: grouping; NULL otherwise */
    int sense;        /* 1 min, -1 max */
    tp_dec concede;
    tp_wide value;     /* optimum found for this tier */
    tp_wide final;     /* its value in the answer */
    tp_wide bound;     /* proven bound on value */
    tp_wide certified; /* bound the multipliers alone prove (equals bound unless TP_PROOF_SOLVER) */
    bool proven;
    tp_proof proof;
    int64_t nodes;          /* branch and bound nodes */
    const char *method;     /* "network", "simplex", "branch-and-bound", …; static */
    const char *stopped_by; /* NULL, "time", "user", "gap", "iterations", "proof"; static */
    tp_multipliers multipliers;
    /* fair only: θ = numerator / denominator exactly; multipliers then prove that the next higher
     * θ (next_numerator / next_denominator) is impossible. */
    int64_t numerator, denominator, next_numerator, next_denominator;
} tp_tier_result;

/* Between pools: a transfer, or a conversion (tp_transfer_converts). */
typedef struct tp_transfer_result {
    int32_t from, to; /* pool indices */
    int64_t count;
} tp_transfer_result;

typedef struct tp_pool_result {
    const char *scope, *category, *ring; /* "" where none */
    /* closing = opening + reclaimed + deposits + in - out + converted_in - converted_out - loans */
    int64_t opening, reclaimed, deposits, in, out, loans, closing, required;
    int64_t converted_in, converted_out; /* from and to other categories */
    int64_t returned; /* running loans gone back since the period before; part of opening */
    int64_t overdue;  /* running loans still out whose due date has passed by then */
    bool of_lines;    /* some line falls in it (else only named in the scenario) */
} tp_pool_result;

typedef struct tp_backing {
    int32_t from, to; /* unit indices; from TP_ID_NONE: the pool's reserve or transferred in */
    int32_t category; /* id in names */
    int64_t count;
} tp_backing;

/* People who leave a line for another's vacancies. */
typedef struct tp_move_result {
    int32_t entry;    /* of the scenario's `moves`, from 0 */
    int32_t from, to; /* lines */
    int64_t count;
} tp_move_result;

/* One reason a demand is denied; texts filled, ready to print. */
typedef struct tp_reason {
    const char *rule;  /* id, static */
    const char *basis; /* "" if none stated */
    tp_words text;
    tp_date until; /* TP_DATE_NONE: no date of return */
    tp_pos pos;    /* where the scenario states the rule */
} tp_reason;

typedef struct tp_reasons {
    tp_reason *items;
    size_t count;
} tp_reasons;

/* One thing in a contradiction: a row, a lock, a bound; with its place in the scenario. Things of
 * one set contradict each other; sets have nothing to do with each other. */
typedef struct tp_conflict_item {
    const char *rule;
    tp_words text;
    tp_pos pos;
    int set; /* 1 …, ascending; 0: there is one set only */
} tp_conflict_item;

/* Of several periods each has a result, with stocks; the first is the run's own and holds the
 * status, the tiers, the backing and the others. */
typedef struct tp_result tp_result;
struct tp_result {
    tp_answer_status status;
    int period, n_periods; /* period counts from 0 */
    tp_result **periods;   /* [n_periods], this one among them */
    tp_date from, to;      /* first and last day of the period */
    tp_dec weight;         /* w of the period */
    int32_t n_lines, n_demands;
    tp_tier_result *tiers;
    size_t n_tiers;
    int64_t *reclaimed; /* [n_lines] */
    int64_t *deposit;   /* [n_lines] */
    int64_t *own;       /* [n_demands]; 0 for denied ones */
    int64_t *loan;      /* [n_demands] */
    int64_t *back;      /* [n_demands] of its loan, what known departures bring back by its due
                           date; of several periods, in the first; else NULL */
    tp_date *due;       /* [n_demands] when a loan falls due, as a document states it; NULL: it does
                           not */
    const int32_t *filed; /* [n_demands] of its loan the item of `filing` it is filed under; -1: it
                           is approved; NULL: nothing is filed. In the first period */
    bool *live;           /* [n_demands] */
    tp_reasons *denied;   /* [n_demands]; empty for live ones */
    bool told;            /* denied and backing are filled: not in answers of figures only */
    tp_transfer_result *transfers;
    size_t n_transfers;
    tp_move_result *moves; /* by entry, then by the lines they leave and enter */
    size_t n_moves;
    const tp_expired *expired; /* of the first period: what became of running loans that fell due */
    size_t n_expired;
    tp_pool_result *pools; /* in order of first appearance (input order), then scenario-only */
    size_t n_pools;
    tp_backing *backing;
    size_t n_backing;
    tp_conflict_item *conflict;
    size_t n_conflict;
    /* A limit stopped the search for it: the last set may be too large, and there may be others. */
    bool conflict_open;
};

/* What holds of every result, whatever rules there are: shapes, the pools' sums, what goes in is
 * what goes out, and each period begins the day after the one before. (base/invariant.h) */
bool tp_result_sound(const tp_result *result);

/* The result of the period before; NULL in the first. */
static inline const tp_result *tp_result_before(const tp_result *result)
{
    return result->period ? result->periods[result->period - 1] : NULL;
}
/* What moves between two pools is a conversion where their categories differ, else a transfer. */
static inline bool tp_transfer_converts(const tp_result *result, const tp_transfer_result *transfer)
{
    return strcmp(result->pools[transfer->from].category, result->pools[transfer->to].category) !=
           0;
}
/* What the demand has gained since the period before, own vacancies and loan together; in the
 * first all it has. */
static inline int64_t tp_result_given(const tp_result *result, int32_t demand)
{
    const tp_result *was = tp_result_before(result);
    return result->own[demand] + result->loan[demand] -
           (was ? was->own[demand] + was->loan[demand] : 0);
}
/* How much of its loan has gone back since then. */
static inline int64_t tp_result_returned(const tp_result *result, int32_t demand)
{
    const tp_result *was = tp_result_before(result);
    int64_t less = was ? was->loan[demand] - result->loan[demand] : 0;
    return less > 0 ? less : 0;
}

#endif
