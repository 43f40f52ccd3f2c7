#include "base/order.h"

#include <stdlib.h>
#include <string.h>

static void merge(int32_t *to, const int32_t *from, size_t left, size_t middle, size_t right,
                  tp_order_compare compare, const void *context)
{
    size_t a = left, b = middle;
    for (size_t k = left; k < right; k++)
        if (b >= right || (a < middle && compare(context, from[a], from[b]) <= 0))
            to[k] = from[a++];
        else
            to[k] = from[b++];
}

int32_t *tp_order_make(tp_arena *arena, size_t n, tp_order_compare compare, const void *context)
{
    int32_t *order = tp_arena_array(arena, n ? n : 1, sizeof *order);
    if (!order || n > INT32_MAX)
        return NULL;
    size_t fault = 0;
    for (size_t i = 0; i < n; i++) {
        order[i] = (int32_t)i;
        if (i && !fault && compare(context, (int32_t)i - 1, (int32_t)i) > 0)
            fault = i;
    }
    if (!fault)
        return order;
    int32_t *scratch = malloc(n * sizeof *scratch);
    if (!scratch)
        return NULL;
    int32_t *from = order, *to = scratch;
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t left = 0; left < n; left += 2 * width) {
            size_t middle = left + width < n ? left + width : n;
            size_t right = left + 2 * width < n ? left + 2 * width : n;
            if (middle < right && compare(context, from[middle - 1], from[middle]) > 0)
                merge(to, from, left, middle, right, compare, context);
            else
                memcpy(to + left, from + left, (right - left) * sizeof *to);
        }
        int32_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != order)
        memcpy(order, from, n * sizeof *order);
    free(scratch);
    return order;
}
