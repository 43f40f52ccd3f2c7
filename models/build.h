/* From derived figures to the program, its tiers and its tie-break. */
#ifndef TP_MODELS_BUILD_H
#define TP_MODELS_BUILD_H

#include "models/case.h"

/* Objectives that could leave exact arithmetic are input errors in diags. */
tp_status tp_build_program(tp_case *c, tp_diags *diags, tp_err *err);

#endif
