/* Finding a unit or a demand by what a person calls it: its code comes first, then its whole name,
 * then a part of one. A demand is found by its number, or by its unit where that has one alone.
 *
 * Errors: what is not known, or fits several, is TP_E_INPUT with a message in `diags` that names
 * what there is. Owns: names and lists live in the arena given. */
#ifndef TP_DOMAIN_NAMED_H
#define TP_DOMAIN_NAMED_H

#include "base/ids.h"
#include "domain/dataset.h"

/* What units are called, from wherever they are known. */
typedef struct tp_unit_names {
    tp_ids *codes;      /* NULL: none */
    const char **names; /* [count], by id of the code */
    size_t count, capacity;
} tp_unit_names;

tp_status tp_unit_names_begin(tp_unit_names *out, tp_arena *arena, tp_err *err);
/* `name` is kept, not copied; the first name of a code stays. */
tp_status tp_unit_names_add(tp_unit_names *out, const char *code, const char *name, tp_arena *arena,
                            tp_err *err);
/* "" for a code that is not known. Accepts NULL. */
const char *tp_unit_name(const tp_unit_names *names, const char *code);

/* *code: the one unit that `text` means. `known`: a unit of the books that no dataset names is
 * taken by its code. */
tp_status tp_unit_find(const tp_unit_names *names, const char *text, bool known, tp_diags *diags,
                       const char **code, tp_err *err);
tp_status tp_dataset_unit_named(const tp_dataset *data, const char *text, tp_diags *diags,
                                tp_arena *arena, int32_t *unit, tp_err *err);
tp_status tp_dataset_demand_named(const tp_dataset *data, const char *text, tp_diags *diags,
                                  tp_arena *arena, int32_t *demand, tp_err *err);

#endif
