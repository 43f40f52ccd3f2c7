/* The case: one dataset under one scenario, with every derived quantity of the model.
 *
 * Order of derivation (4-model): reclaim; denials; own slots first; supply; loan room; pools.
 * Units: slots. Shape: arrays by canonical index of the dataset. Period: the position of a line is
 * that of period 0; several periods will add a dimension here.
 * Owns: everything lives in the case's arena; data and scenario are borrowed. */
#ifndef TP_MODELS_CASE_H
#define TP_MODELS_CASE_H

#include "domain/scenario.h"
#include "domain/where.h"
#include "lp/program.h"

/* Position of a line, after reclaim. */
typedef struct tp_position {
    int64_t authorised;
    int64_t usage;       /* R = authorised - lent + borrowed */
    int64_t occupied;    /* O = in post + committed */
    int64_t vacant;      /* V */
    int64_t over;        /* X */
    int64_t idle;        /* I */
    int64_t reclaimed;   /* c */
    int64_t demanded;    /* q: live demands on the line */
    int64_t supply;      /* S */
    int64_t room;        /* G */
    int32_t pool;        /* index of its pool */
    int32_t deposit_col; /* column of D in the program; -1: S = 0 and no column */
} tp_position;

/* Standing of a demand. */
typedef struct tp_standing {
    uint64_t denied_by; /* bit r: rule r denies it; 0: live */
    int64_t own, need;  /* own_d, n_d; for denied ones own 0, need = quantity */
    int32_t first_col;  /* columns of its tranches, consecutive; -1: none */
    int32_t cols;
} tp_standing;

typedef struct tp_pool {
    int32_t scope, category, ring; /* ids in c->names; ring TP_ID_NONE */
    int64_t opening, reclaimed;    /* opening includes reclaimed */
    int64_t reach;                 /* H */
    int32_t closing_col;           /* column of s */
    bool of_lines;
} tp_pool;

typedef struct tp_arc {
    int32_t from, to; /* pools */
    int64_t at_most;
    int32_t col;
    tp_pos pos;
} tp_arc;

typedef struct tp_case {
    tp_arena *arena;
    const tp_dataset *data;
    const tp_scenario *scenario;
    tp_date as_of;
    tp_ids *names; /* scopes, categories and rings of pools */
    tp_position *line;
    tp_standing *demand;
    tp_pool *pools;
    int32_t n_pools;
    tp_arc *arcs;
    int32_t n_arcs;
    void **state; /* [rules] what each rule prepared */
    tp_program *program;
} tp_case;

/* Schemas of every rule and goal, for tp_scenario_load. */
const tp_schema *const *tp_case_sections(size_t *count);

/* Derives everything and builds the program. Domain warnings go to diags. */
tp_status tp_case_create(tp_case **out, const tp_dataset *data, const tp_scenario *scenario,
                         tp_diags *diags, tp_err *err);
void tp_case_free(tp_case *c);
const void *tp_case_params(const tp_case *c, int rule);

#endif
