#include "base/ids.h"

#include <string.h>

typedef struct entry {
    const char *name;
    uint32_t length, hash;
} entry;

struct tp_ids {
    tp_arena *arena;
    entry *entries;
    size_t count, capacity;
    int32_t *slots; /* open addressing; index + 1, 0 = free */
    size_t mask;
};

static uint32_t hash_of(const char *name, size_t length)
{
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < length; i++)
        h = (h ^ (unsigned char)name[i]) * 1099511628211u;
    return (uint32_t)(h ^ h >> 32);
}

tp_ids *tp_ids_create(tp_arena *arena, size_t expected)
{
    tp_ids *ids = tp_arena_alloc(arena, sizeof *ids);
    size_t slots = 16;
    while (slots < expected * 2 && slots < SIZE_MAX / 4)
        slots *= 2;
    if (!ids || !(ids->slots = tp_arena_array(arena, slots, sizeof *ids->slots)))
        return NULL;
    ids->arena = arena;
    ids->mask = slots - 1;
    return ids;
}

static size_t probe(const tp_ids *ids, const char *name, size_t length, uint32_t hash)
{
    size_t at = hash & ids->mask;
    while (ids->slots[at]) {
        const entry *e = &ids->entries[ids->slots[at] - 1];
        if (e->hash == hash && e->length == length && memcmp(e->name, name, length) == 0)
            break;
        at = (at + 1) & ids->mask;
    }
    return at;
}

static bool widen(tp_ids *ids)
{
    size_t slots = (ids->mask + 1) * 2;
    int32_t *fresh = tp_arena_array(ids->arena, slots, sizeof *fresh);
    if (!fresh)
        return false;
    ids->slots = fresh;
    ids->mask = slots - 1;
    for (size_t i = 0; i < ids->count; i++) {
        size_t at = ids->entries[i].hash & ids->mask;
        while (fresh[at])
            at = (at + 1) & ids->mask;
        fresh[at] = (int32_t)i + 1;
    }
    return true;
}

int32_t tp_ids_find(const tp_ids *ids, const char *name, size_t length)
{
    return ids->slots[probe(ids, name, length, hash_of(name, length))] - 1;
}

int32_t tp_ids_add(tp_ids *ids, const char *name, size_t length, bool *fresh)
{
    uint32_t hash = hash_of(name, length);
    size_t at = probe(ids, name, length, hash);
    if (fresh)
        *fresh = !ids->slots[at];
    if (ids->slots[at])
        return ids->slots[at] - 1;
    if (length > UINT32_MAX || ids->count >= INT32_MAX - 1)
        return TP_ID_NONE;
    if ((ids->count + 1) * 2 > ids->mask) {
        if (!widen(ids))
            return TP_ID_NONE;
        at = probe(ids, name, length, hash);
    }
    char *copy = tp_arena_copy(ids->arena, name, length);
    if (!copy || !tp_arena_grow(ids->arena, &ids->entries, &ids->capacity, ids->count, 1))
        return TP_ID_NONE;
    ids->entries[ids->count] = (entry){copy, (uint32_t)length, hash};
    ids->slots[at] = (int32_t)++ids->count;
    return (int32_t)ids->count - 1;
}

const char *tp_ids_name(const tp_ids *ids, int32_t id)
{
    return ids->entries[id].name;
}

int32_t tp_ids_count(const tp_ids *ids)
{
    return (int32_t)ids->count;
}
