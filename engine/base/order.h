/* Sorting by index: stable, without quadratic cases, and free for what is sorted already. */
#ifndef TP_BASE_ORDER_H
#define TP_BASE_ORDER_H

#include "base/arena.h"

/* Compares elements a and b of whatever `context` holds. */
typedef int (*tp_order_compare)(const void *context, int32_t a, int32_t b);

/* The indices 0 … n-1 in order of the elements; equal ones in order of index. NULL: memory is
 * out. */
int32_t *tp_order_make(tp_arena *arena, size_t n, tp_order_compare compare, const void *context);

#endif
