/* Arena allocation: one arena a stage; everything in it is freed at once.
 *
 * Owns: the arena owns every block it gave out. Blocks are zeroed and aligned to 16 bytes.
 * Errors: NULL when memory is out, or when count * size overflows. */
#ifndef TP_BASE_ARENA_H
#define TP_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct tp_arena tp_arena;

tp_arena *tp_arena_create(void);
void tp_arena_free(tp_arena *arena); /* accepts NULL */

/* What `from` gave out belongs to `into` from now on; `from` is gone. */
void tp_arena_absorb(tp_arena *into, tp_arena *from);

void *tp_arena_alloc(tp_arena *arena, size_t size);
void *tp_arena_array(tp_arena *arena, size_t count, size_t size);
char *tp_arena_copy(tp_arena *arena, const char *text, size_t length); /* adds a NUL */
char *tp_arena_text(tp_arena *arena, const char *text);                /* strdup */
char *tp_arena_format(tp_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Bytes taken from the system so far. */
size_t tp_arena_bytes(const tp_arena *arena);

/* An array of T in *items, *count used of *capacity; makes room for `more` further elements by
 * doubling inside the arena. Returns false when memory is out (the array is unchanged). */
bool tp_arena_grow_(tp_arena *arena, void **items, size_t *capacity, size_t count, size_t more,
                    size_t size);
/* Nearly always there is room. */
static inline bool tp_arena_room(const size_t *capacity, size_t count, size_t more)
{
    return count < *capacity && more <= *capacity - count;
}
#define tp_arena_grow(arena, items, capacity, count, more)                                         \
    (tp_arena_room((capacity), (count), (more)) ||                                                 \
     tp_arena_grow_((arena), (void **)(items), (capacity), (count), (more), sizeof **(items)))

#endif
