/* Finding a pool of an answer by its three names: answers list pools in input order, cases in
 * canonical order. Owns: the index lives in the arena; it borrows the pools. */
#ifndef TP_DOMAIN_POOL_INDEX_H
#define TP_DOMAIN_POOL_INDEX_H

#include "base/arena.h"
#include "domain/result.h"

typedef struct tp_pool_index tp_pool_index;

/* NULL: memory is out. */
tp_pool_index *tp_pool_index_create(tp_arena *arena, const tp_pool_result *pools, size_t count);
/* Index of the first pool so named, TP_ID_NONE if there is none. */
int32_t tp_pool_index_find(const tp_pool_index *index, const char *scope, const char *category,
                           const char *ring);

#endif
