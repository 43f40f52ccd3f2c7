/* The names of all columns and rows of a program, made by its namer; rows without one (held tiers)
 * are called held.N. */
#ifndef TP_LP_NAMES_H
#define TP_LP_NAMES_H

#include "lp/program.h"

typedef struct tp_names {
    tp_arena *arena;
    const char **col, **row;
} tp_names;

tp_status tp_names_create(tp_names *out, const tp_program *program, tp_err *err);
void tp_names_free(tp_names *names);
/* The label of one; for held rows too. */
tp_status tp_names_label(const tp_program *program, bool row, int32_t index, tp_arena *arena,
                         tp_label *out, tp_err *err);

#endif
