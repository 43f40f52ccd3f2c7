#include "base/shard.h"

enum { ROWS = 8 };

/* Every shard has `each` items in blocks, one a row, and the first few shards one item more, from
 * the end of the range. A row is a block of each shard, side by side. */
typedef struct deal {
    size_t each, rows;
} deal;

static deal deal_of(size_t items, size_t of)
{
    size_t each = items / of;
    return (deal){each, each < ROWS ? each : ROWS};
}

/* Items of a shard in the rows before `row`. */
static size_t before(deal d, size_t row)
{
    return d.each / d.rows * row + d.each % d.rows * row / d.rows;
}

size_t tp_shard_of(size_t item, size_t items, size_t of)
{
    deal d = deal_of(items, of);
    if (item >= d.each * of)
        return item - d.each * of + 1;
    size_t row = 0;
    while (before(d, row + 1) * of <= item)
        row++;
    size_t block = before(d, row + 1) - before(d, row);
    size_t place = (item - before(d, row) * of) / block;
    /* There and back: 1 … of, of … 1, and so on. */
    return row % 2 ? of - place : place + 1;
}

bool tp_shard_has(tp_shard shard, size_t item, size_t items)
{
    return !shard.of || tp_shard_of(item, items, shard.of) == shard.number;
}

size_t tp_shard_size(tp_shard shard, size_t items)
{
    return shard.of ? items / shard.of + (shard.number <= items % shard.of) : items;
}
