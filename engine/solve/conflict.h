/* A smallest set of rows that contradict each other: no row of it can be left out.
 *
 * Deletion filter (Chinneck, Feasibility and Infeasibility in Optimization, 2008): in fixed order,
 * each group of rows is taken away; if the rest still contradicts, it stays away. Rows outside all
 * groups (balances, ownership) always stay. A Farkas proof narrows the start. Deterministic.
 * "Smallest" means irreducible: removing any one member makes the set satisfiable. */
#ifndef TP_SOLVE_CONFLICT_H
#define TP_SOLVE_CONFLICT_H

#include "domain/result.h"
#include "solve/solver.h"

typedef struct tp_conflict_task {
    const tp_program *program;
    const int32_t *group; /* [n_rows] 0 … n_groups-1; -1: may not be taken away */
    int32_t n_groups;
    const bool *gone; /* [n_groups] groups that are taken away from the start; NULL: none */
    const tp_multipliers *farkas; /* proof over the program's rows, or NULL */
    tp_stop stop;
} tp_conflict_task;

typedef struct tp_conflict {
    bool *member; /* [n_groups] */
    int32_t members;
    /* false: stopped before every group was tried. The set contradicts itself, but may be too
     * large; without members nothing is known of it. */
    bool complete;
} tp_conflict;

/* The program must be infeasible as a whole; TP_E_INTERNAL if it is not. With `gone` it may be
 * satisfiable: then members is 0. */
tp_status tp_conflict_find(tp_conflict *out, const tp_conflict_task *task, tp_arena *arena,
                           tp_err *err);

#endif
