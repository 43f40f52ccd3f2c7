/* A new month's tables against the ledger and the snapshot before: what differs, and how each
 * difference can be settled.
 *
 * A difference is no error: the list says what the table states, what the ledger holds, what the
 * snapshot before said, and which ways there are. The snapshot is the dataset of the newest stored
 * run over the same units. Errors: those of the store. Owns: everything lives in `arena`. */
#ifndef TP_WORKSPACE_RECONCILE_H
#define TP_WORKSPACE_RECONCILE_H

#include "domain/dataset.h"
#include "store/ledger.h"

typedef enum tp_difference_kind {
    TP_DIFF_LENT,       /* deposited */
    TP_DIFF_BORROWED,   /* on loan */
    TP_DIFF_AUTHORISED, /* what the unit owns, after reclaim */
    TP_DIFF_GONE,       /* the ledger has the line, the table does not */
    TP_DIFF_CHANGED,    /* authorised is not what the snapshot before said */
    TP_DIFF_KINDS
} tp_difference_kind;
extern const tp_words tp_difference_words[TP_DIFF_KINDS];

/* How it can be settled: a set of bits. */
enum {
    TP_SETTLE_ACCEPT = 1,   /* the ledger's figure counts: write it into the table, or leave the
                               column out */
    TP_SETTLE_RETURN = 2,   /* the unit gave slots back: enter the return */
    TP_SETTLE_WITHDRAW = 4, /* it took its deposit back: enter the withdrawal */
    TP_SETTLE_CORRECT = 8   /* the table is wrong, or lacks a document */
};

typedef struct tp_difference {
    tp_difference_kind kind;
    const char *unit, *category;
    int64_t stated, booked; /* table, ledger (CHANGED: snapshot); GONE: booked is what is out */
    int64_t before;         /* as the snapshot said; TP_INT_NONE: it has no such line */
    unsigned ways;
    int64_t loan, count; /* RETURN: which loan, how many of it; WITHDRAW: how many */
    tp_pos pos;          /* in the table; nowhere for GONE */
} tp_difference;

tp_status tp_reconcile(tp_difference **out, size_t *count, const tp_dataset *data, tp_store *store,
                       tp_arena *arena, tp_err *err);

#endif
