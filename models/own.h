/* Own slots first: which demands a line's own vacancies serve. Source: models/README.md, 2 Denials
 * and own slots. */
#ifndef TP_MODELS_OWN_H
#define TP_MODELS_OWN_H

#include "models/case.h"

/* Fills own, need of every live demand and demanded, need of every line; V and denials stand. */
tp_status tp_own_derive(tp_case *c, tp_err *err);

/* Does demand a come before b when their line's own vacancies are handed out? */
bool tp_own_before(const tp_dataset *data, int32_t a, int32_t b);

#endif
