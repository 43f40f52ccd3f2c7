/* The scenario that a file extends, by its path: what pages show a value beside. */
#ifndef TP_DOMAIN_SCENARIO_PARENT_H
#define TP_DOMAIN_SCENARIO_PARENT_H

#include "base/arena.h"
#include "base/diag.h"

/* Of FILE#NAME the FILE; of a FILE what it extends, the last one named (the others come before it
 * and give way to it), as tp_scenario_load takes it. NULL: it extends nothing, cannot be read
 * (reported to diags), or memory is out. Owns: the path lives in the arena. */
const char *tp_scenario_parent(const char *file, tp_arena *arena, tp_diags *diags, tp_err *err);

#endif
