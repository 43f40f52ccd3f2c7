/* One tier of an audit as a VIPR certificate, the public format for integer programs, version 1.0
 * (Cheung, Gleixner, Steffy, Verifying integer programming results, 2017), so that checkers made by
 * others can check it. How the tier becomes VIPR's program: engine/certify/CERTIFICATE.md, 7. */
#ifndef TP_RUN_VIPR_H
#define TP_RUN_VIPR_H

#include "run/audit.h"

/* Whether the tier has a proof that can be written; of an infeasible run tier 0 is its refutation.
 * A ratio of 1 needs none and has none. */
bool tp_vipr_can(const tp_audit *audit, size_t tier);

/* TP_E_INPUT: there is no proof (tp_vipr_can). TP_E_OVERFLOW: a figure leaves 128 bits. */
tp_status tp_vipr_write(tp_buf *out, const tp_audit *audit, size_t tier, tp_arena *arena,
                        tp_err *err);

#endif
