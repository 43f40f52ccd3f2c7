/* What planners note beside the rows of a run, for the meeting's papers. Source: LEDGER.md.
 *
 * Remarks are kept with the run, not in it: its identity and its answer stay what they are. Once a
 * decision on the run is on record they stay as they were before the committee.
 * Owns: texts handed out live in the arena given. */
#ifndef TP_STORE_REMARK_H
#define TP_STORE_REMARK_H

#include "store/store.h"

enum { TP_REMARK_MOST = 200 }; /* characters */

/* Of a demand, or of what a line deposits. */
typedef struct tp_remark {
    const char *demand;          /* "" of a line */
    const char *unit, *category; /* codes; "" of a demand */
    const char *text;
    const char *by; /* "" where nobody said who he is */
    tp_date on;
} tp_remark;

/* Writes the remark over the one before; an empty text takes it away. What says nothing new leaves
 * no row. The row is the caller's to have looked up. TP_E_REFUSED: the run is decided;
 * TP_E_INPUT: no such run, a text that is too long or of several lines. */
tp_status tp_remark_put(tp_store *store, const char *run, const tp_remark *remark, tp_err *err);
/* Those that stand, in the order they were written. */
tp_status tp_remarks_of(tp_store *store, const char *run, tp_arena *arena, tp_remark **out,
                        size_t *count, tp_err *err);
/* The text on a row; "" if there is none. */
const char *tp_remark_text(const tp_remark *remarks, size_t count, const char *demand,
                           const char *unit, const char *category);

#endif
