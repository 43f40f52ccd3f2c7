/* A run's proofs on one program that an auditor can be given: each tier over the program as it was
 * built, with what earlier tiers hold as rows of their own, and with every tightening of boxes and
 * sides derived step by step. What the stored certificate shows in the engine's own chain of spaces
 * is carried over; where it does not hold there, it is proven anew.
 * Source: engine/certify/CERTIFICATE.md. */
#ifndef TP_RUN_AUDIT_H
#define TP_RUN_AUDIT_H

#include "base/buf.h"
#include "lp/proof.h"
#include "run/run.h"

/* A step that tightens boxes and sides: each of these rows visited in turn, or a combination of
 * rows (lp/proof.h) that leaves so much slack. */
typedef struct tp_audit_step {
    int32_t *visit;
    size_t n_visit;
    tp_combination tighten; /* scale 0: visits */
} tp_audit_step;

typedef struct tp_audit_tier {
    tp_audit_step *steps; /* before the tier */
    size_t n_steps, capacity;
    const tp_proof_node *proof; /* NULL: none */
    tp_wide most;               /* LINEAR: what later tiers keep the minimised cost at */
    int32_t hold_row;           /* its row; -1: none (RATIO) */
} tp_audit_tier;

typedef struct tp_audit {
    const tp_run *run;
    const tp_program *program; /* the run's, and after its rows those that hold tiers, in order */
    tp_audit_tier *tiers;      /* [n_tiers] of the run's result */
    size_t n_tiers, n_proven;
    const tp_proof_node *refutation; /* of an infeasible run; NULL: none */
} tp_audit;

tp_status tp_audit_make(tp_audit *out, const tp_run *run, tp_arena *arena, tp_err *err);
/* The self-contained document, `turnpool.certificate/2`. */
tp_status tp_audit_write(tp_buf *out, const tp_audit *audit, tp_arena *arena, tp_err *err);

#endif
