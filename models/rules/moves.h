/* Moves of people as the scenario states them: from which overstaffed lines to whose vacancies. */
#ifndef TP_MODELS_RULES_MOVES_H
#define TP_MODELS_RULES_MOVES_H

#include "models/rule.h"

typedef struct tp_move {
    const char *name; /* NULL: none */
    tp_where from, to;
    const char *category;
    int64_t at_most;
    tp_pos pos;
} tp_move;

/* Entries of `moves` (tp_move), in the scenario's order. */
const tp_list *tp_moves_stated(const tp_binding *b);
/* What the entry is called: its name, else its number from 1. */
const char *tp_move_name(const tp_binding *b, int32_t entry, tp_arena *arena);
/* Does the entry take people from the line, or send them there? */
bool tp_move_leaves(const tp_binding *b, int32_t entry, int32_t line);
bool tp_move_enters(const tp_binding *b, int32_t entry, int32_t line);

#endif
