/* Several runs against a named baseline: inputs, figures, and unit by unit.
 *
 * Runs may stand on different datasets: lines and demands are matched by code, in the baseline's
 * input order, then those only others have, in the order met. Run 0 is the baseline.
 * Owns: everything lives in the arena given; the runs are borrowed. */
#ifndef TP_EXPLAIN_COMPARE_H
#define TP_EXPLAIN_COMPARE_H

#include "explain/answer.h"
#include "explain/figures.h"

/* A key of the resolved scenarios (or the dataset) that is not the same everywhere. */
typedef struct tp_input_difference {
    const char *key;          /* dotted path, "data" for the dataset */
    const char *const *value; /* [runs] as YAML flow text; NULL where absent */
} tp_input_difference;

typedef enum tp_movement {
    TP_MOVES_DEPOSIT,
    TP_MOVES_LOAN,
    TP_MOVES_RECLAIM,
    TP_MOVES_CUT,    /* slots a reorganisation takes from a line, for its pool or another line */
    TP_MOVES_GAIN,   /* slots a reorganisation gives to a line */
    TP_MOVES_KEPT,   /* loans that fall due: used on */
    TP_MOVES_BACK,   /* the same: given back at once */
    TP_MOVES_OWED,   /* the same: given back as posts fall vacant */
    TP_MOVES_PEOPLE, /* people from one unit to another; the count is of people */
    TP_MOVES_TRANSFER,
    TP_MOVES_CONVERSION, /* between pools: no unit */
    TP_MOVEMENTS
} tp_movement;

/* One line (deposits, reclaims, what a reorganisation changes), one demand (loans), one running
 * loan (what becomes of it when due), one pair of units (people) or of pools, with its count in
 * every run. */
typedef struct tp_compared_row {
    tp_movement kind;
    const char *unit;                 /* "" between pools */
    const char *unit_name, *category; /* between pools: the scope slots come from, raw */
    const char *to_scope;             /* transfers: the scope they go to, raw; NULL otherwise */
    const char *demand;               /* "" for lines */
    const char *loan;                 /* number of a running loan; NULL otherwise */
    tp_date until;                    /* of a running loan that is used on */
    const char *sector;               /* of the demand; the unit's system for lines */
    int64_t asked;                    /* demands; 0 for lines */
    int64_t *count;                   /* [runs] */
    bool *denied;                     /* [runs]; demands only */
    bool *open;                       /* [runs]; running loans only: the run decides nothing */
    int32_t runs_with;                /* in how many runs count > 0 */
    bool alike;                       /* the same count in every run */
} tp_compared_row;

typedef struct tp_comparison {
    size_t n_runs;
    const tp_run *const *runs;
    tp_figures *figures;           /* [n_runs] */
    char (*answer)[TP_SHA256_HEX]; /* [n_runs] tp_answer_identify */
    tp_input_difference *inputs;
    size_t n_inputs;
    tp_compared_row *rows; /* only those with a count > 0 somewhere */
    size_t n_rows;
    bool *same_values; /* [n_runs] a slot lent is worth the same as in the baseline */
    bool same_answer;  /* every run moves the same, transfers included */
    /* [n_runs * n_runs] at [i * n_runs + k]: slots that run k settles (own vacancies and loans) of
     * demands that run i refuses. */
    int64_t *refuses_settled;
} tp_comparison;

tp_status tp_compare_runs(tp_comparison *out, const tp_run *const *runs, size_t n_runs,
                          tp_arena *arena, tp_err *err);

#endif
