/* The integer program: named integer columns in boxes, integer rows, each with its origin.
 *
 * A plain container: it knows no policy. Rules and goals of models/ fill it, solve/ reads it,
 * certify/ proves bounds on it, the writers print it. Everything is an integer; shares in
 * millionths become integer coefficients (a row is divided by the gcd of its entries).
 *
 * Units: columns count slots; costs are millionths of the goal's unit.
 * Shape: columns 0 … n_cols-1, rows 0 … n_rows-1, matrix kept by rows.
 * Owns: everything lives in the arena given to create. */
#ifndef TP_LP_PROGRAM_H
#define TP_LP_PROGRAM_H

#include "base/arena.h"
#include "base/diag.h"

/* Side of a row: none above; -TP_INF: none below. Columns are always boxed. */
#define TP_INF INT64_MAX

/* Where a column or row comes from. `maker` is the index of the rule or goal in the registry,
 * the rest is the maker's own: what it speaks of (a line, demand, pool, arc, list element …).
 * `period` is that of a plan of several, from 0: the container writes it, see tp_program. */
typedef struct tp_origin {
    int16_t maker;
    int16_t role;    /* what kind of column or row of that maker */
    int32_t subject; /* index of the line, demand, pool … */
    int16_t part;    /* tranche, direction …; 0 otherwise */
    int16_t period;
} tp_origin;

typedef struct tp_entry {
    int32_t col;
    int64_t coef;
} tp_entry;

/* Human side of an origin, made on demand by the program's namer. */
typedef struct tp_label {
    const char *name; /* unique, ASCII, <= 200 bytes, no spaces: for files of other solvers */
    const char *rule; /* id of the rule or goal */
    const char *unit, *category, *demand; /* "" where not about one */
    const char *item;                     /* name of the limit, pool scope …, "" if none */
    tp_words words;                       /* what it says, for a person */
    tp_pos pos;                           /* scenario file:line (or data row) that caused it */
} tp_label;

typedef struct tp_program tp_program;
typedef tp_status (*tp_namer)(void *user, const tp_program *program, bool row, int32_t index,
                              tp_arena *arena, tp_label *out, tp_err *err);

struct tp_program {
    tp_arena *arena;
    int32_t n_cols, n_rows;
    int64_t *lo, *hi;      /* [n_cols] column boxes, lo <= hi unless the program is contradictory */
    tp_origin *col_origin; /* [n_cols] */
    int64_t *row_lo, *row_hi; /* [n_rows]; -TP_INF / TP_INF where open */
    tp_origin *row_origin;    /* [n_rows] */
    int64_t *start;           /* [n_rows + 1] into entries */
    tp_entry *entries;
    tp_namer namer;
    void *namer_user;
    int16_t period; /* whose columns and rows are being added: goes into their origins */
    size_t col_capacity, row_capacity, start_capacity, entry_capacity, lo_capacity, hi_capacity,
        row_lo_capacity, row_hi_capacity;
};

/* Invariant: entries of a row name columns there are, each once, none with 0; no side is NaN-like
 * (an open side is TP_INF, on its own side only). */
bool tp_program_sound(const tp_program *program);

tp_program *tp_program_create(tp_arena *arena);
/* Index of the new column; -1 when memory is out. */
int32_t tp_program_col(tp_program *program, int64_t lo, int64_t hi, tp_origin origin);
/* Adds a row lo <= Σ coef·x <= hi. Entries of one column are added up, zero ones dropped, the row
 * divided by the gcd (bounds rounded inwards: exact for whole numbers). -1 when memory is out. */
int32_t tp_program_row(tp_program *program, int64_t lo, int64_t hi, tp_origin origin,
                       const tp_entry *entries, int64_t count);

/* Σ coef·x of a row; false on overflow. */
bool tp_program_activity(const tp_program *program, int32_t row, const int64_t *x, tp_wide *out);
/* First violated row or column box for x, or "none" as -1/-1. */
void tp_program_violated(const tp_program *program, const int64_t *x, int32_t *row, int32_t *col);

/* The same matrix by columns. */
typedef struct tp_matrix_columns {
    int64_t *start; /* [n_cols + 1] */
    int32_t *row;
    int64_t *coef;
} tp_matrix_columns;
tp_status tp_program_columns(tp_matrix_columns *out, const tp_program *program, tp_arena *arena,
                             tp_err *err);

/* What a tier wants. value = constant + Σ cost·x, in millionths. */
typedef enum tp_sense { TP_MIN = 1, TP_MAX = -1 } tp_sense;
typedef struct tp_objective {
    tp_sense sense;
    tp_wide constant;
    int64_t *cost; /* [n_cols] */
} tp_objective;
bool tp_objective_value(const tp_objective *objective, int32_t n_cols, const int64_t *x,
                        tp_wide *out);

#endif
