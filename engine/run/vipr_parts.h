/* Workings of the VIPR writer: the facts that a proof may lean on (sides of columns and rows, as
 * tightened), each derived when something asks for it, and the derivations as they are written.
 * Internal to run/. */
#ifndef TP_RUN_VIPR_PARTS_H
#define TP_RUN_VIPR_PARTS_H

#include "run/vipr.h"

/* λ times a constraint: what reasons are made of. The numerator over the reason's denominator. */
typedef struct tp_vipr_term {
    int32_t number; /* of the constraint in the file */
    tp_wide factor;
} tp_vipr_term;

/* A side of a column or row. */
typedef struct tp_vipr_fact {
    int64_t value;
    int32_t number; /* of its constraint; -1: not derived yet */
    bool row, upper;
    int32_t target;         /* column or row */
    int32_t step, rounding; /* what it follows from; -1 */
} tp_vipr_fact;

/* Σ z·row + Σ d·x = 0, each term at its least (CERTIFICATE.md, 5). */
typedef struct tp_vipr_use {
    int32_t target, fact;
    tp_wide rate;
} tp_vipr_use;
typedef struct tp_vipr_step {
    tp_vipr_use *rows, *cols;
    size_t n_rows, n_cols;
} tp_vipr_step;

/* A row's side rounded to what its free columns can reach. */
typedef struct tp_vipr_rounding {
    int32_t before;   /* the side it was */
    int32_t *lo, *hi; /* facts of the fixed columns, in the row's order */
    int64_t *coef;    /* of them */
    size_t n_fixed;
    int64_t gcd;   /* of the free ones' coefficients */
    tp_wide fixed; /* what the fixed ones add up to */
} tp_vipr_rounding;

/* A row in scope of a proof. */
typedef struct tp_vipr_scoped {
    const tp_form *form;
    int64_t value;
    int32_t number;
    bool upper;
} tp_vipr_scoped;

typedef struct tp_vipr {
    const tp_audit *audit;
    const tp_program *program; /* the audit's; rows from n_rows on are not there yet */
    int32_t n_cols, n_rows;
    tp_vipr_fact *facts;
    size_t n_facts, fact_room;
    int32_t *lo, *hi, *row_lo, *row_hi; /* facts that hold now; -1: no such side */
    tp_vipr_step *steps;
    size_t n_steps, step_room;
    tp_vipr_rounding *roundings;
    size_t n_roundings, rounding_room;
    tp_vipr_scoped *scoped;
    size_t n_scoped, scoped_room;
    tp_wide *dense; /* [n_cols], zero between uses */
    int32_t *touched, n_touched;
    bool *marked;
    tp_vipr_term *terms; /* of the reason at hand */
    size_t n_terms, term_room;
    int32_t *stack;
    size_t stack_room;
    int32_t next; /* number of the next constraint */
    size_t derived;
    tp_buf *der;
    bool overflow;
    tp_arena *arena;
    tp_err *err;
} tp_vipr;

/* Σ dense += factor·coef; overflow is noted. */
void tp_vipr_touch(tp_vipr *v, int32_t col, tp_wide factor, tp_wide coef);
void tp_vipr_untouch(tp_vipr *v);
/* *sum += a·b; overflow is noted. */
void tp_vipr_add(tp_vipr *v, tp_wide *sum, tp_wide a, tp_wide b);

/* The number of a new fact; -1: memory is out. */
int32_t tp_vipr_fact_new(tp_vipr *v, tp_vipr_fact fact);
/* All of a tier's tightening (CERTIFICATE.md, 5), remembered. */
tp_status tp_vipr_tighten(tp_vipr *v, const tp_audit_tier *tier);
/* Writes the derivation of a fact, and of what it follows from, if that is not there yet. */
tp_status tp_vipr_derive(tp_vipr *v, int32_t fact);

/* Begins a derived constraint of this sense; a form follows, then a reason. */
void tp_vipr_begin(tp_vipr *v, bool upper, tp_wide side);
void tp_vipr_row_form(tp_vipr *v, int32_t row, tp_wide divisor);
/* The terms collected since tp_vipr_collect, over the divisor, as `lin` or `rnd`; ends the
 * constraint and returns its number. */
void tp_vipr_collect(tp_vipr *v);
tp_status tp_vipr_term_add(tp_vipr *v, int32_t number, tp_wide factor);
int32_t tp_vipr_reason(tp_vipr *v, const char *kind, tp_wide divisor);
/* A reason in other words, ready to print, e.g. "asm". */
int32_t tp_vipr_end(tp_vipr *v, const char *reason);

#endif
