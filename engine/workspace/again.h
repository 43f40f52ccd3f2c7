/* What a stored run came from or was made into, looked at again: the evaluation behind its
 * outcomes, a file of its proof that went to others.
 *
 * Errors: TP_E_INPUT with a message in `diags`. */
#ifndef TP_WORKSPACE_AGAIN_H
#define TP_WORKSPACE_AGAIN_H

#include "evaluate/evaluate.h"
#include "run/session.h"
#include "store/store.h"

/* The evaluation the run's outcomes came from, if it is still there and still the same; else *out
 * is NULL, with a note in `diags` where it is another now. What is wrong with it now is nobody's
 * concern here. `store` (may be NULL) holds issues that joined it. *out: tp_evaluation_free. */
tp_status tp_evaluation_again(tp_evaluation **out, const tp_run *run, tp_store *store,
                              tp_diags *diags, tp_arena *arena, tp_err *err);

/* A document of the run's proof (run/audit.h): each figure and name in it is this run's. What is
 * not is added to the report. */
tp_status tp_exported_verify(const char *path, const tp_run *run, tp_verify_report *report,
                             tp_diags *diags, tp_arena *arena, tp_err *err);

#endif
