/* Opinions read back from an exported workbook: the 意见 and 批准数 columns of 调剂明细, of loans
 * and deposits alike, every row of them.
 *
 * Errors: TP_E_INPUT for what is not such a workbook. Faults of single cells are errors in `diags`,
 * each at its cell, and set `faulty`: the rest is read all the same, so that what contradicts the
 * proposal can be told along with them. Owns: what is returned lives in `arena`. Source:
 * engine/store/LEDGER.md. */
#ifndef TP_WORKSPACE_OPINIONS_H
#define TP_WORKSPACE_OPINIONS_H

#include "store/approval.h"

typedef struct tp_opinions {
    tp_amendment *items; /* in the order of the rows */
    size_t count, capacity;
    bool faulty;     /* something in it could not be read: nothing may be booked on it */
    const char *run; /* the run the workbook was made of; NULL if it does not say */
} tp_opinions;

tp_status tp_opinions_read(tp_opinions *out, const char *path, tp_arena *arena, tp_diags *diags,
                           tp_err *err);
/* Adds one from elsewhere. */
tp_status tp_opinions_add(tp_opinions *out, tp_amendment change, tp_arena *arena, tp_err *err);

#endif
