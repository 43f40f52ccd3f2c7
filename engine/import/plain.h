/* What people type, made plain: texts for comparing, and counts, shares and days out of cells.
 *
 * Nothing is guessed here: a cell that has one meaning is taken and what was altered is said; one
 * with several is TP_TAKE_ASK; one with none TP_TAKE_BAD. */
#ifndef TP_IMPORT_PLAIN_H
#define TP_IMPORT_PLAIN_H

#include "base/arena.h"
#include "base/date.h"
#include "base/words.h"
#include "read/grid.h"

/* For comparing: full-width forms made ASCII, ASCII in lower case, brackets of any kind round, no
 * white space at all. NULL: memory is out. */
char *tp_plain(tp_arena *arena, const char *text);
/* The same of a header: numbering in front, units of measure in brackets and such are dropped. */
char *tp_plain_header(tp_arena *arena, const char *text);

typedef enum tp_take {
    TP_TAKE_EMPTY,   /* nothing there */
    TP_TAKE_FINE,    /* as it stands */
    TP_TAKE_ALTERED, /* one meaning, but not as it stands */
    TP_TAKE_ASK,     /* several meanings */
    TP_TAKE_BAD      /* none */
} tp_take;

/* A whole number: 12, １２, 1,234, 12人, 12.0, — (nothing). *why: what was altered or is wrong. */
tp_take tp_take_count(const tp_grid_cell *cell, int64_t *out, tp_words *why);
/* A decimal; 85% and cells shown as percentages are shares. */
tp_take tp_take_decimal(const tp_grid_cell *cell, tp_dec *out, tp_words *why);
/* A day: date cells, 2024-03-15, 2024.3.15, 20240315, 2024年3月15日; 2024年3月, 2024.3 and 202403
 * are the month's first day (ALTERED). 2024.1 as a number might be October (2024.10): ASK. */
tp_take tp_take_date(const tp_grid_cell *cell, tp_date *out, tp_words *why);

#endif
