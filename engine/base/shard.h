/* Sharing items 0 … n-1 out among machines: a pure function, so that nobody has to be asked.
 *
 * Neighbours stay together in blocks, and each shard has several blocks from all over the range,
 * there and back: items whose cost rises along the range weigh on all shards alike. Every item
 * belongs to one shard, and no shard has more than one item more than another. */
#ifndef TP_BASE_SHARD_H
#define TP_BASE_SHARD_H

#include <stdbool.h>
#include <stddef.h>

typedef struct tp_shard {
    size_t number; /* 1 … of */
    size_t of;     /* 0: not shared out, all items are this one's */
} tp_shard;

/* The shard, 1 … of, that item 0 … items-1 belongs to. */
size_t tp_shard_of(size_t item, size_t items, size_t of);
bool tp_shard_has(tp_shard shard, size_t item, size_t items);
size_t tp_shard_size(tp_shard shard, size_t items);

#endif
