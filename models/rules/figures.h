/* Figures of single rules that the data section of turnover.mod states. */
#ifndef TP_MODELS_RULES_FIGURES_H
#define TP_MODELS_RULES_FIGURES_H

#include "models/rule.h"

tp_dec tp_release_share(const tp_case *c, int32_t unit); /* by the unit's saturation */
bool tp_release_all_eligible(const tp_binding *b);
tp_dec tp_reclaim_share(const tp_binding *b);            /* 0: no reclaim */
int64_t tp_reclaim_aged(const tp_case *c, int32_t line); /* 0 where it does not apply */
tp_dec tp_keep_share(const tp_binding *b);
int64_t tp_keep_count(const tp_binding *b);
tp_dec tp_max_share(const tp_binding *b); /* TP_DEC_NONE: no such rule */

typedef struct tp_lock_bound {
    int32_t line, demand; /* one of them TP_ID_NONE */
    int64_t lo, hi;       /* hi TP_INF: none */
} tp_lock_bound;
size_t tp_locks_count(const tp_binding *b);
tp_lock_bound tp_locks_at(const tp_binding *b, size_t index);

typedef struct tp_share_bound {
    bool of_deposits;
    tp_dec at_least, at_most; /* TP_DEC_NONE: none */
    const tp_filter *filter;
} tp_share_bound;
size_t tp_shares_count(const tp_binding *b);
tp_share_bound tp_shares_at(const tp_binding *b, size_t index);

#endif
