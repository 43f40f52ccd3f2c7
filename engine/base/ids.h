/* Names to dense indices 0, 1, 2 … in the order they were first added.
 *
 * Owns: the table lives in the arena it was made in and keeps copies of the names there, or what it
 * was told to borrow.
 * Names are compared byte for byte; normalise before adding (see text.h). */
#ifndef TP_BASE_IDS_H
#define TP_BASE_IDS_H

#include "base/arena.h"

#include <stdint.h>

#define TP_ID_NONE (-1)

typedef struct tp_ids tp_ids;

tp_ids *tp_ids_create(tp_arena *arena, size_t expected);
/* Names added from now on are not copied: they end with NUL and outlive the table. */
void tp_ids_borrow(tp_ids *ids);
/* Index of the name, added if new (*fresh, if not NULL, says which). TP_ID_NONE: memory is out. */
int32_t tp_ids_add(tp_ids *ids, const char *name, size_t length, bool *fresh);
int32_t tp_ids_find(const tp_ids *ids, const char *name, size_t length); /* TP_ID_NONE: unknown */
const char *tp_ids_name(const tp_ids *ids, int32_t id); /* borrowed; NUL-terminated */
int32_t tp_ids_count(const tp_ids *ids);

#endif
