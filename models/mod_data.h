/* The data section of turnover.mod: `turnpool model FILE --format mod-data`.
 *
 * What stands here and what the .mod derives itself is said at the head of turnover.mod. */
#ifndef TP_MODELS_MOD_DATA_H
#define TP_MODELS_MOD_DATA_H

#include "models/goal.h"

typedef struct tp_mod_data_options {
    size_t tier;                   /* index of the tier to optimise */
    const tp_tier_result *earlier; /* [tier] results of those before it; NULL if tier is 0 */
} tp_mod_data_options;

tp_status tp_mod_data_write(tp_buf *out, const tp_case *c, const tp_mod_data_options *options,
                            tp_err *err);

#endif
