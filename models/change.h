/* A step a planner could take: keys of the scenario to set and figures of the dataset to look at as
 * if they were other ones, with the words that say what is done. Rules write such steps (rule.h,
 * `open`); explain/ solves with them, so nothing here guesses whether they help.
 * Owns: everything lives in the arena given. Source: scenarios/SCENARIO.md. */
#ifndef TP_MODELS_CHANGE_H
#define TP_MODELS_CHANGE_H

#include "domain/edit.h"
#include "models/case.h"

typedef struct tp_change {
    tp_setting *settings;
    size_t n_settings, setting_capacity;
    tp_data_edit *edits;
    size_t n_edits, edit_capacity;
    tp_words text;   /* what is done, complete; several steps are joined */
    tp_words edited; /* the part of it that lies in the data; NULL: none */
} tp_change;

/* One step more; its words are joined to the change's. key and value are copied. */
tp_status tp_change_set(tp_change *change, const char *key, const char *value, tp_words text,
                        tp_arena *arena, tp_err *err);
tp_status tp_change_edit(tp_change *change, tp_data_edit edit, tp_words text, tp_arena *arena,
                         tp_err *err);
/* `first`, then `second`: a new change. */
tp_status tp_change_join(tp_change *out, const tp_change *first, const tp_change *second,
                         tp_arena *arena, tp_err *err);
/* "--set key=value …" for a person who wants to do it; "" without settings. */
const char *tp_change_command(const tp_change *change, tp_arena *arena);
/* The same with what has to be changed in the data beside it: all that the change takes. */
tp_words tp_change_complete(const tp_change *change, tp_arena *arena);

#endif
