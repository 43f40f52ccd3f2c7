#include "base/ids.h"

#include <string.h>

typedef struct entry {
    const char *name;
    size_t length;
} entry;

typedef struct slot {
    uint32_t hash;
    int32_t id; /* index + 1, 0 = free */
} slot;

struct tp_ids {
    tp_arena *arena;
    entry *entries;
    size_t count, capacity;
    slot *slots; /* open addressing; with the hash, so that only what is found is looked at */
    size_t mask;
    bool borrow;
};

/* Eight bytes at a time: names are short, and a step a byte was what finding one cost. */
static uint32_t hash_of(const char *name, size_t length)
{
    static const uint64_t odd = 0x9E3779B97F4A7C15u;
    uint64_t h = (length + 1) * odd, word;
    for (; length >= 8; name += 8, length -= 8) {
        memcpy(&word, name, 8);
        h = (h ^ word) * odd;
        h ^= h >> 29;
    }
    word = 0;
    for (size_t i = 0; i < length; i++)
        word |= (uint64_t)(unsigned char)name[i] << 8 * i;
    h = (h ^ word) * odd;
    h ^= h >> 32;
    return (uint32_t)(h * odd >> 32);
}

tp_ids *tp_ids_create(tp_arena *arena, size_t expected)
{
    tp_ids *ids = tp_arena_alloc(arena, sizeof *ids);
    size_t slots = 16;
    while (slots < expected * 2 && slots < SIZE_MAX / 4)
        slots *= 2;
    if (!ids || !(ids->slots = tp_arena_array(arena, slots, sizeof *ids->slots)))
        return NULL;
    if (expected && !tp_arena_grow(arena, &ids->entries, &ids->capacity, 0, expected))
        return NULL;
    ids->arena = arena;
    ids->mask = slots - 1;
    return ids;
}

void tp_ids_borrow(tp_ids *ids)
{
    ids->borrow = true;
}

static size_t probe(const tp_ids *ids, const char *name, size_t length, uint32_t hash)
{
    size_t at = hash & ids->mask;
    for (; ids->slots[at].id; at = (at + 1) & ids->mask) {
        if (ids->slots[at].hash != hash)
            continue;
        const entry *e = &ids->entries[ids->slots[at].id - 1];
        if (e->length == length && memcmp(e->name, name, length) == 0)
            break;
    }
    return at;
}

static bool widen(tp_ids *ids)
{
    size_t slots = (ids->mask + 1) * 2, before = ids->mask + 1;
    slot *fresh = tp_arena_array(ids->arena, slots, sizeof *fresh);
    if (!fresh)
        return false;
    const slot *old = ids->slots;
    ids->slots = fresh;
    ids->mask = slots - 1;
    for (size_t i = 0; i < before; i++) {
        size_t at = old[i].hash & ids->mask;
        while (old[i].id && fresh[at].id)
            at = (at + 1) & ids->mask;
        if (old[i].id)
            fresh[at] = old[i];
    }
    return true;
}

int32_t tp_ids_find(const tp_ids *ids, const char *name, size_t length)
{
    return ids->slots[probe(ids, name, length, hash_of(name, length))].id - 1;
}

int32_t tp_ids_add(tp_ids *ids, const char *name, size_t length, bool *fresh)
{
    uint32_t hash = hash_of(name, length);
    size_t at = probe(ids, name, length, hash);
    if (fresh)
        *fresh = !ids->slots[at].id;
    if (ids->slots[at].id)
        return ids->slots[at].id - 1;
    if (ids->count >= INT32_MAX - 1)
        return TP_ID_NONE;
    if ((ids->count + 1) * 2 > ids->mask) {
        if (!widen(ids))
            return TP_ID_NONE;
        at = probe(ids, name, length, hash);
    }
    const char *copy = ids->borrow ? name : tp_arena_copy(ids->arena, name, length);
    if (!copy || !tp_arena_grow(ids->arena, &ids->entries, &ids->capacity, ids->count, 1))
        return TP_ID_NONE;
    ids->entries[ids->count] = (entry){copy, length};
    ids->slots[at] = (slot){hash, (int32_t)++ids->count};
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
