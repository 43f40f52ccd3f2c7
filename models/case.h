/* The case: one dataset under one scenario, with every derived quantity of the model.
 *
 * Order of derivation (models/README.md): reclaim; denials; own slots first; supply; loan room;
 * pools; program. Units: slots. Shape: arrays by canonical index of the dataset. Period: a plan of
 * several has a case each, over the data as they will stand on its day: a place is a line (demand,
 * pool) in the case of a period, tp_case_at. The first is the case itself; program, tiers and
 * tie-break are its and speak of all. Owns: everything lives in the case's arena; data and scenario
 * are borrowed. */
#ifndef TP_MODELS_CASE_H
#define TP_MODELS_CASE_H

#include "domain/result.h"
#include "lp/tier.h"
#include "models/bind.h"

/* Position of a line, after reclaim. */
typedef struct tp_position {
    int64_t authorised;
    int64_t usage;       /* R = authorised - lent + borrowed */
    int64_t occupied;    /* O = in post + committed */
    int64_t vacant;      /* V */
    int64_t usable;      /* of V, for the line's own demands */
    int64_t over;        /* X */
    int64_t idle;        /* I */
    int64_t reclaimed;   /* c */
    int64_t demanded;    /* q: demands on the line that are live in any period */
    int64_t need;        /* Σ n of its live demands */
    int64_t supply;      /* S */
    int64_t most;        /* D̄: the most that S and the line's own deposit locks allow */
    int64_t room;        /* G */
    int32_t pool;        /* index of its pool */
    int32_t deposit_col; /* column of D in the program; -1: S = 0 and no column */
} tp_position;

/* Standing of a demand. */
typedef struct tp_standing {
    uint64_t denied_by;  /* bit r: rule r denies it; 0: live, or it was in a period before */
    uint64_t lifted;     /* rules that would deny it, but for an exception */
    uint64_t eased;      /* rules whose bounds on loans do not count its, by an exception */
    uint64_t stopped_by; /* likewise of one that was live before: it keeps what it has, no more */
    int64_t own, need;   /* own_d, n_d; for denied ones own 0, need = quantity */
    int32_t first_col;   /* columns of its tranches, consecutive; -1: none */
    int32_t cols;
    int32_t switch_col; /* 0/1 column: it borrows at all; -1: none needed */
    int32_t grant_col;  /* column of what it gets on top of the period before; -1: none */
} tp_standing;

typedef struct tp_pool {
    const char *scope, *category, *ring; /* "" where none */
    int64_t opening, reclaimed; /* opening includes reclaimed, and what running loans gave back */
    int64_t ceded;              /* of the opening: what the reorganisation brought */
    int64_t returned;           /* running loans that have gone back by this period, in all: at
                                   their expiry, and as posts fell vacant */
    int64_t reach;              /* H = opening + Σ D̄ */
    int64_t floor;              /* min(reserve.count, H) */
    int64_t earmark;            /* as stated; 0: none */
    int32_t closing_col;        /* column of s */
    int32_t balance_row;
    bool of_lines; /* some line falls in it (else only named in the scenario) */
    tp_pos pos;    /* first mention in the scenario; no file if it is only of lines */
} tp_pool;

typedef struct tp_arc {
    int32_t from, to; /* pools */
    int64_t at_most;
    int32_t col;
    bool step, back; /* from a pool to the next wider one, or back: as much as there may be */
    bool converts;   /* between pools of two categories */
    tp_pos pos;
} tp_arc;

/* One end of a move of people: of its entry as a whole (line TP_ID_NONE), of a line they leave or
 * enter. An entry's ends stand together, its own first. */
typedef struct tp_move_end {
    int32_t entry, line, col;
    bool in;
    int64_t most;
} tp_move_end;

/* How many people the answer moves there. */
static inline int64_t tp_move_end_count(const tp_move_end *end, const tp_result *result)
{
    int64_t sum = 0;
    for (size_t i = 0; i < result->n_moves; i++) {
        const tp_move_result *at = &result->moves[i];
        if (at->entry == end->entry &&
            (end->line == TP_ID_NONE || end->line == (end->in ? at->to : at->from)))
            sum += at->count;
    }
    return sum;
}

/* Σ of all loans, or of all deposits, as one column with the row that says so: what is said of
 * shares of it then takes a few entries a row. */
typedef enum tp_total_kind { TP_TOTAL_LOANS, TP_TOTAL_DEPOSITS, TP_N_TOTALS } tp_total_kind;
typedef struct tp_total {
    int32_t col, row; /* -1: nobody asked */
} tp_total;

/* A reference answer for `stability`: what each line deposits and each demand borrows there. */
typedef struct tp_reference {
    const char *name;       /* as stated in the scenario */
    const int64_t *deposit; /* [n_lines] */
    const int64_t *loan;    /* [n_demands] */
} tp_reference;

/* A flat contradiction found while deriving: a lock against a hard bound. The program then also
 * holds a row that cannot be kept, with the same origin. */
typedef struct tp_contradictions {
    tp_conflict_item *items;
    size_t count, capacity;
} tp_contradictions;

/* Steps of the derivation, in order; see steps.h. */
typedef enum tp_case_step {
    TP_STEP_STANDING, /* positions, denials, own slots */
    TP_STEP_SUPPLY,
    TP_STEP_ROOM,
    TP_STEP_PROGRAM, /* what the rules' derive hooks leave, columns and rows, the tie-break */
    TP_N_STEPS
} tp_case_step;

typedef struct tp_case tp_case;
struct tp_case {
    tp_arena *arena;
    int period, n_periods;      /* period counts from 0 */
    tp_case **periods;          /* [n_periods] the case of each, this one among them */
    tp_dec weight;              /* w of this period */
    const tp_case *base;        /* borrowed: what is kept lies there; NULL: none */
    int kept;                   /* steps taken over from it */
    uint64_t reads[TP_N_STEPS]; /* whose parameters each step asked for */
    uint64_t *tier_reads;       /* [n_tiers] likewise */
    tp_binding *bind;
    const tp_dataset *data;
    const tp_scenario *scenario;
    const tp_reference *reference; /* NULL: none */
    tp_date as_of;
    const tp_outcome **outcome; /* [n_units] the outcome that counts, NULL: none */
    tp_position *line;          /* [n_lines] */
    tp_standing *demand;        /* [n_demands] */
    tp_pool *pools; /* lines' pools by first appearance in canonical order, then scenario-only */
    int32_t n_pools;
    int32_t *pool_start, *pool_line; /* lines of pool p: pool_line[pool_start[p] … start[p+1]) */
    tp_arc *arcs;                    /* in scenario order; entries of the same arc added up */
    int32_t n_arcs;
    tp_move_end *ends; /* of moves of people; in the order of their entries, then of lines */
    int32_t n_ends;
    tp_program *program;
    int32_t cols_from, cols_to;  /* the columns the rules made for this period */
    tp_total total[TP_N_TOTALS]; /* columns that stand for a sum, where a rule asked for it */
    tp_tier_spec *tiers;
    size_t n_tiers;
    const int32_t
        *by_filing;     /* [n_demands] demands in order of filing (none last), then canonical */
    int64_t *tie_break; /* [n_cols] costs of the final tie-break, minimised */
    int64_t *tie_break_then; /* likewise, after that one; NULL: no more */
    tp_contradictions contradictions;
};

/* The case of a period, from any of them. */
static inline const tp_case *tp_case_at(const tp_case *c, int period)
{
    return c->periods[period];
}
/* The case of the period before; NULL in the first. */
static inline const tp_case *tp_case_before(const tp_case *c)
{
    return c->period ? c->periods[c->period - 1] : NULL;
}

/* Notes a contradiction; the arena is the case's. */
tp_status tp_case_contradiction(tp_case *c, const tp_conflict_item *item, tp_err *err);

typedef struct tp_case_options {
    const tp_dataset *data;
    const tp_scenario *scenario;
    const tp_reference *reference; /* for a stability tier; NULL: none */
    const tp_case *base;         /* over the same data as it stands: what no changed key touches is
                                    taken from it. It must outlive this one. NULL: none */
    bool derive_only;            /* no program, no tiers (for `check`) */
    void (*derived)(void *user); /* told before the program is built; NULL: nobody asks */
    void *user;
} tp_case_options;

/* Derives everything and builds the program. Domain warnings and errors go to diags. */
tp_status tp_case_create(tp_case **out, const tp_case_options *options, tp_diags *diags,
                         tp_err *err);
void tp_case_free(tp_case *c); /* accepts NULL */

/* What holds of every case that is derived: of each period the same facts in the same shape, of
 * each line usage and what bounds it, of each live demand own and need together what it asks, of
 * each pool its lines. (base/invariant.h) */
bool tp_case_sound(const tp_case *c);

/* What the scenario's stability tier refers to, as stated: a path, run:ID, approval:N; NULL: no
 * stability tier. *pos (if not NULL) gets where. */
const char *tp_case_reference(const tp_scenario *scenario, tp_pos *pos);

/* The saturation of a unit in the outcome that counts; TP_DEC_NONE if none. */
tp_dec tp_case_saturation(const tp_case *c, int32_t unit);

/* All rules that bound what a line may deposit (S), borrow (G) or use of its own vacancies, each
 * with its figure and words. Written in registry order; *count entries in the arena. */
typedef struct tp_bound_item {
    const char *rule; /* id, static */
    const char *basis;
    int64_t most;
    tp_words text;
    tp_pos pos;
} tp_bound_item;
typedef enum tp_bound_side { TP_OF_SUPPLY, TP_OF_ROOM, TP_OF_OWN } tp_bound_side;
tp_status tp_case_bounds(const tp_case *c, tp_bound_side side, int32_t line, tp_arena *arena,
                         tp_bound_item **items, size_t *count, tp_err *err);
/* All reasons of a denied demand, in registry order. */
/* Those that stop a demand which was live before are reasons as well. */
tp_status tp_case_reasons(const tp_case *c, int32_t demand, tp_arena *arena, tp_reasons *out,
                          tp_err *err);

/* Value v of a demand's tranche `part` per slot, in millionths. */
tp_dec tp_case_value(const tp_case *c, int32_t demand, int part);

#endif
