/* Other programs, run to their end. */
#ifndef TP_TOOLS_PROCESS_H
#define TP_TOOLS_PROCESS_H

#include "base/arena.h"
#include "base/buf.h"

typedef struct tp_process_cost {
    double seconds; /* of the processor */
    int64_t memory_kb;
} tp_process_cost;

/* argv[0] is looked for in $PATH. Standard output goes to `out`, standard error to `told` (NULL:
 * ours). Exit code; 127: there is no such program; 128 and more: ended by a signal, or it could not
 * be run. `cost` may be NULL. */
int tp_process_run(const char *const *argv, tp_buf *out, tp_buf *told, tp_process_cost *cost);

/* A growing list of arguments, ended by NULL. */
typedef struct tp_arguments {
    tp_arena *arena;
    const char **text;
    size_t count, capacity;
    bool failed; /* memory is out */
} tp_arguments;
void tp_arguments_add(tp_arguments *list, const char *text);    /* NULL makes the list failed */
void tp_arguments_write(tp_buf *out, const tp_arguments *list); /* quoted for a shell */

#endif
