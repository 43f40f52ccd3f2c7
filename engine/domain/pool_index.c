#include "domain/pool_index.h"

#include "base/ids.h"
#include "base/order.h"

#include <string.h>

struct tp_pool_index {
    const tp_pool_result *pools;
    const int32_t *order;
    size_t count;
};

static int compare(const tp_pool_result *p, const char *scope, const char *category,
                   const char *ring)
{
    int order = strcmp(p->scope, scope);
    order = order ? order : strcmp(p->category, category);
    return order ? order : strcmp(p->ring, ring);
}

static int by_names(const void *context, int32_t a, int32_t b)
{
    const tp_pool_result *pools = context;
    return compare(&pools[a], pools[b].scope, pools[b].category, pools[b].ring);
}

tp_pool_index *tp_pool_index_create(tp_arena *arena, const tp_pool_result *pools, size_t count)
{
    tp_pool_index *index = tp_arena_alloc(arena, sizeof *index);
    const int32_t *order = tp_order_make(arena, count, by_names, pools);
    if (!index || !order)
        return NULL;
    *index = (tp_pool_index){pools, order, count};
    return index;
}

int32_t tp_pool_index_find(const tp_pool_index *index, const char *scope, const char *category,
                           const char *ring)
{
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&index->pools[index->order[middle]], scope, category, ring) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool found =
        low < index->count && compare(&index->pools[index->order[low]], scope, category, ring) == 0;
    return found ? index->order[low] : TP_ID_NONE;
}
