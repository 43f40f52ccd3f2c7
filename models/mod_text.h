/* What a rule brings to the data section of turnover.mod: facts that the model as text cannot
 * derive because they rest on dates, names or keys of the rule's own. The rule's formula or row
 * stands in turnover.mod. */
#ifndef TP_MODELS_MOD_TEXT_H
#define TP_MODELS_MOD_TEXT_H

#include "models/case.h"

/* Where a figure stands: once, or in a row of a table. Those of lines and demands are asked of each
 * period's case and have the period for a last index; the others of the first. */
typedef enum tp_mod_table {
    TP_MOD_ONE,
    TP_MOD_LINES,
    TP_MOD_DEMANDS,
    TP_MOD_POOLS,
    TP_MOD_TABLES
} tp_mod_table;

/* A parameter of turnover.mod by name; `index` is the row's, 0 where it stands once. Stated by
 * several rules, the largest figure counts. A list of them ends with a NULL name. */
typedef struct tp_mod_figure {
    const char *name;
    tp_mod_table table;
    int64_t (*of)(const tp_case *c, int self, int32_t index);
} tp_mod_figure;

/* Elements of all sets, periods too, are numbered from 1. */
#define TP_MOD_NUMBER(index) ((int)(index) + 1)

/* For bounds that rest on dates or names: 1 where the rule's `supply` bounds the line, else 0; what
 * its `room` allows, -1 where it does not bound the line. */
int64_t tp_mod_closes(const tp_case *c, int self, int32_t line);
int64_t tp_mod_room(const tp_case *c, int self, int32_t line);

#endif
