/* Vacancies that remember how old they are: registers of one month after another.
 *
 * Where a line's vacancies (authorised − in post − committed) grow from one register to the next,
 * the new ones began on the later register's day; where they shrink, the oldest are filled first.
 * What was vacant in the first register began as its own 空编 table says, else on its day, and
 * earlier is not known. Source: 12-import of the specification of data: first in, first out. */
#ifndef TP_IMPORT_HISTORY_H
#define TP_IMPORT_HISTORY_H

#include "import/import.h"

typedef struct tp_history_step {
    tp_date on;        /* the day a register stands for */
    tp_import *import; /* applied, without asks */
} tp_history_step;

/* A movement of a line between two registers. */
typedef struct tp_history_move {
    const char *unit, *name, *category;
    tp_date on;
    int64_t authorised, in_post; /* change of both; 0: none */
} tp_history_move;

typedef struct tp_history {
    tp_history_move *moves;
    size_t n_moves, capacity;
    size_t lots; /* vacancy lots that were worked out */
    int64_t
        of_first; /* vacancies that were there in the first register and have no earlier start */
} tp_history;

/* Works the lots out and puts them in place of the last import's vacancies. Steps ascend by day;
 * units are matched by code. TP_E_INPUT never: registers that do not fit together show as moves. */
tp_status tp_history_apply(tp_history *out, const tp_history_step *steps, size_t count,
                           tp_arena *arena, tp_err *err);
/* "2024-03" is the month's last day, "2024-03-15" that day. TP_DATE_NONE: neither. */
tp_date tp_history_day(const char *text, size_t length);

#endif
