/* Which lines or demands a filter selects, without asking every line of the country: candidates
 * come from an index over the filter's most selective attribute. */
#ifndef TP_MODELS_SELECT_H
#define TP_MODELS_SELECT_H

#include "models/bind.h"

typedef struct tp_selector tp_selector;

tp_selector *tp_selector_create(const tp_dataset *data, tp_arena *arena); /* NULL: memory is out */

typedef struct tp_selection {
    int32_t *items; /* ascending */
    int32_t count;
} tp_selection;

/* In the selector's arena. */
tp_status tp_select_lines(tp_selection *out, tp_selector *selector, const tp_where *where,
                          const tp_filter *filter, tp_err *err);
tp_status tp_select_demands(tp_selection *out, tp_selector *selector, const tp_where *where,
                            const tp_filter *filter, tp_err *err);

#endif
