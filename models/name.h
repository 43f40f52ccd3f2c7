/* Names of columns and rows for files of other solvers, and the rest of a label.
 *
 * A name reads maker.unit.category.number: ASCII letters, digits, '_' and '.', at most 200 bytes,
 * unique because the trailing number is that of the subject within its maker. Category words the
 * pools know are transliterated (事业 shiye), other characters are written as u4E8B. */
#ifndef TP_MODELS_NAME_H
#define TP_MODELS_NAME_H

#include "models/case.h"

/* Fills unit, category, pos of a line; demand as well. Other texts become "". */
void tp_name_line(const tp_case *c, int32_t line, tp_label *out);
void tp_name_demand(const tp_case *c, int32_t demand, tp_label *out);
/* A line's unit as sentences call it: "U3 县农技推广中心", or the code where it is the name. NULL:
 * memory is out. */
const char *tp_name_unit(const tp_case *c, int32_t line, tp_arena *arena);
/* "kind.unit.category.demand.item.number" without the empty ones; NULL: memory is out. */
const char *tp_name_make(tp_arena *arena, const char *kind, const tp_label *label, int64_t number);

/* The words, with the period in front: "period 3: …"; as they are in the first (from 0). A NULL
 * text afterwards: memory is out. */
tp_words tp_name_of_period(tp_arena *arena, int period, tp_words words);

/* The program's namer (tp_namer); user is the case. */
tp_status tp_case_label(void *user, const tp_program *program, bool row, int32_t index,
                        tp_arena *arena, tp_label *out, tp_err *err);

#endif
