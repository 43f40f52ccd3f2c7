#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ALIGN = 16, FIRST_BLOCK = 1 << 14, LARGEST_BLOCK = 1 << 22, ADVISED = 1 << 20 };

typedef struct block {
    struct block *next;
    size_t used, size;
    _Alignas(16) unsigned char bytes[];
} block;

struct tp_arena {
    block *head;
    size_t next_size;
    size_t total;
};

tp_arena *tp_arena_create(void)
{
    tp_arena *arena = calloc(1, sizeof *arena);
    if (arena)
        arena->next_size = FIRST_BLOCK;
    return arena;
}

void tp_arena_free(tp_arena *arena)
{
    if (!arena)
        return;
    for (block *b = arena->head; b;) {
        block *next = b->next;
        free(b);
        b = next;
    }
    free(arena);
}

void tp_arena_absorb(tp_arena *into, tp_arena *from)
{
    block **end = &into->head;
    while (*end)
        end = &(*end)->next;
    *end = from->head;
    into->total += from->total;
    free(from);
}

/* Asks for large pages where a block is large: a page at a time, the kernel took a fifth of reading
 * a province. Only advice: nothing depends on whether it is taken. */
static void use_large_pages(block *b, size_t size)
{
#ifdef MADV_HUGEPAGE
    long page = sysconf(_SC_PAGESIZE);
    if (size < ADVISED || page <= 0)
        return;
    uintptr_t mask = (uintptr_t)page - 1;
    /* Outwards, so that blocks beside each other become one stretch of large pages. */
    uintptr_t from = (uintptr_t)b & ~mask, to = ((uintptr_t)b + size + mask) & ~mask;
    madvise((void *)from, to - from, MADV_HUGEPAGE);
#else
    (void)b;
    (void)size;
#endif
}

static block *new_block(tp_arena *arena, size_t payload)
{
    if (payload > SIZE_MAX - sizeof(block))
        return NULL;
    block *b = calloc(1, sizeof(block) + payload);
    if (!b)
        return NULL;
    use_large_pages(b, sizeof(block) + payload);
    b->size = payload;
    arena->total += sizeof(block) + payload;
    return b;
}

void *tp_arena_alloc(tp_arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGN)
        return NULL;
    size = (size + ALIGN - 1) / ALIGN * ALIGN;
    block *b = arena->head;
    if (b && b->size - b->used >= size) {
        void *at = b->bytes + b->used;
        b->used += size;
        return at;
    }
    if (size >= arena->next_size / 4) {
        /* A large piece gets a block of its own, behind the current one. */
        block *own = new_block(arena, size);
        if (!own)
            return NULL;
        own->used = size;
        if (b) {
            own->next = b->next;
            b->next = own;
        } else {
            arena->head = own;
        }
        return own->bytes;
    }
    block *fresh = new_block(arena, arena->next_size);
    if (!fresh)
        return NULL;
    if (arena->next_size < LARGEST_BLOCK)
        arena->next_size *= 2;
    fresh->next = b;
    fresh->used = size;
    arena->head = fresh;
    return fresh->bytes;
}

void *tp_arena_array(tp_arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    return tp_arena_alloc(arena, bytes);
}

char *tp_arena_copy(tp_arena *arena, const char *text, size_t length)
{
    if (length == SIZE_MAX)
        return NULL;
    char *copy = tp_arena_alloc(arena, length + 1);
    if (copy && length)
        memcpy(copy, text, length);
    return copy;
}

char *tp_arena_text(tp_arena *arena, const char *text)
{
    return tp_arena_copy(arena, text, strlen(text));
}

char *tp_arena_format(tp_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = n < 0 ? NULL : tp_arena_alloc(arena, (size_t)n + 1);
    if (text)
        vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    return text;
}

size_t tp_arena_bytes(const tp_arena *arena)
{
    return arena->total;
}

bool tp_arena_grow_(tp_arena *arena, void **items, size_t *capacity, size_t count, size_t more,
                    size_t size)
{
    size_t needed;
    if (__builtin_add_overflow(count, more, &needed))
        return false;
    if (needed <= *capacity)
        return true;
    size_t wider = *capacity ? *capacity : 8;
    while (wider < needed)
        if (__builtin_mul_overflow(wider, (size_t)2, &wider))
            return false;
    void *fresh = tp_arena_array(arena, wider, size);
    if (!fresh)
        return false;
    if (count)
        memcpy(fresh, *items, count * size);
    *items = fresh;
    *capacity = wider;
    return true;
}
