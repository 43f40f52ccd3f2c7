/* What could be changed in a run's scenario or data, in words and as something to solve again with.
 *
 * A knob is one figure a planner can move: a limit, a share, the reserve, a pool's opening balance,
 * an earmark, a transfer, a cap, a lock. A change sets one or several of them, or is a step of its
 * own (a gate opened, an issue closed). A variant solves under a change, beside the run.
 * Nothing here guesses: whether a change helps is known only once its variant is solved.
 * Owns: everything lives in the arena given. Source: scenarios/SCENARIO.md; models/README.md, 6
 * Pools. */
#ifndef TP_EXPLAIN_CHANGE_H
#define TP_EXPLAIN_CHANGE_H

#include "models/change.h"
#include "run/session.h"

typedef enum tp_knob_kind {
    TP_KNOB_LIMIT_LEAST,
    TP_KNOB_LIMIT_MOST,
    TP_KNOB_SHARE_LEAST,
    TP_KNOB_SHARE_MOST,
    TP_KNOB_RESERVE_COUNT,
    TP_KNOB_RESERVE_SHARE,
    TP_KNOB_OPENING, /* of pool `subject` */
    TP_KNOB_EARMARK, /* element of the list */
    TP_KNOB_TRANSFER,
    TP_KNOB_MAX_SHARE, /* borrow.max_share */
    TP_KNOB_CAP,       /* of line `subject` */
    TP_KNOB_LOCK_LEAST,
    TP_KNOB_LOCK_MOST
} tp_knob_kind;

typedef struct tp_knob {
    tp_knob_kind kind;
    int32_t subject;     /* 0-based element of its list (limits: those of limits.csv after the
                            scenario's); pool or line of the case */
    bool share;          /* value in millionths, one step is a hundredth; else slots */
    int64_t value;       /* as it stands */
    int64_t least, most; /* what it may be set to */
    const char *rule;    /* id, static */
    tp_words name;       /* "总量控制“教育系统总量”的上限" */
    tp_pos pos;          /* no file: stated nowhere yet */
} tp_knob;

/* Every knob of a case, in the order of rules, then of the file. Caps only of lines with demands.
 */
tp_status tp_knobs_of(const tp_case *c, tp_arena *arena, tp_knob **out, size_t *count, tp_err *err);
/* The knob of this kind and subject; NULL: there is none. */
const tp_knob *tp_knob_find(const tp_knob *knobs, size_t count, tp_knob_kind kind, int32_t subject);
const char *tp_knob_value_text(const tp_knob *knob, int64_t value, tp_arena *arena);

/* Moves a knob of `c` (the case the change starts from) to `value`. */
tp_status tp_change_knob(tp_change *change, const tp_case *c, const tp_knob *knob, int64_t value,
                         tp_arena *arena, tp_err *err);
typedef struct tp_variant {
    tp_session *session;
    const tp_run *base;
    tp_stop stop;
    size_t solved; /* how many times */
} tp_variant;

tp_status tp_variant_open(tp_variant *out, const tp_run *base, tp_stop stop, tp_err *err);
void tp_variant_close(tp_variant *variant);
/* *run is borrowed until the next call; NULL if the scenario cannot be read with the change (a
 * figure out of range): then it is no change to offer. Infeasible is an answer. */
tp_status tp_variant_solve(tp_variant *variant, const tp_change *change, const tp_run **run,
                           tp_err *err);

bool tp_run_answered(const tp_run *run); /* optimal or feasible */
/* What a demand got: own vacancies and loan; 0 where it is refused or there is no answer. */
int64_t tp_run_grant(const tp_run *run, int32_t demand);

#endif
