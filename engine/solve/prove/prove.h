/* Proofs by cases: branch and bound that keeps what it closes its branches with.
 *
 * The optimum is known; what is looked for is a small tree (lp/proof.h) that shows in exact
 * integers that nothing is better, or that there is nothing at all. Like columns are one (splits
 * are on their sums), rows are divided and rounded, cuts are added at the root, and columns that
 * reduced costs fix are left out; all of it is derived in the proof. Deterministic: limited by
 * nodes and pivots, never by time. Where rows are shares of a total, its windows are tried
 * first, then, where a point is known, block by block.
 * Source: Cheung, Gleixner and Steffy, Verifying integer programming results (2017). */
#ifndef TP_SOLVE_PROVE_PROVE_H
#define TP_SOLVE_PROVE_PROVE_H

#include "solve/prove/task.h"

/* *out: in the arena; NULL where the limits did not suffice, or something else was found. */
tp_status tp_prove(tp_proof_node **out, const tp_prove_task *task, tp_arena *arena, tp_err *err);

#endif
