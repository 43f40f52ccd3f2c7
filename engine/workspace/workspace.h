/* Which store belongs to what the user works on, and whether a word names a scenario file.
 *
 * The store is the file named; else turnpool.db where the user stands; else the nearest turnpool.db
 * beside the scenario or in a folder above it, or, without a scenario, above where the user stands;
 * else a new one where the user stands. Looking upwards ends before a folder that everyone may
 * write to: what lies there is not the user's.
 *
 * Errors: TP_E_NOMEM. Owns: texts live in the arena given. */
#ifndef TP_WORKSPACE_WORKSPACE_H
#define TP_WORKSPACE_WORKSPACE_H

#include "base/arena.h"
#include "base/err.h"

typedef enum tp_store_found {
    TP_FOUND_NAMED,    /* --store */
    TP_FOUND_HERE,     /* turnpool.db where the user stands */
    TP_FOUND_SCENARIO, /* beside the scenario or above it */
    TP_FOUND_ABOVE,    /* above where the user stands */
    TP_FOUND_NONE      /* nowhere: `store` is where a new one goes */
} tp_store_found;

typedef struct tp_workspace {
    const char *store; /* path; relative where the user stands */
    tp_store_found found;
    bool exists;
    const char *other; /* HERE: a store that lies beside the scenario or above it as well, and is
                          another file; else NULL */
} tp_workspace;

/* `named`: as --store says, or NULL; `scenario`: its file, with or without #NAME, or NULL. */
tp_status tp_workspace_find(tp_workspace *out, const char *named, const char *scenario,
                            tp_arena *arena, tp_err *err);

/* A scenario file, perhaps with #NAME: by its ending, a slash, a '#', or because it is there.
 * Anything else is the name of a run. */
bool tp_is_scenario_file(const char *name);
/* A directory or a workbook is data; anything else is read as a scenario. */
bool tp_is_data_path(const char *path);

#endif
