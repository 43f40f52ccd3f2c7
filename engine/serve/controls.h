/* Fields of forms for scenario keys: a number with a slider, a choice, a text, as the key's table
 * says. Each carries what the scenario says, so that only what was moved is asked for. */
#ifndef TP_SERVE_CONTROLS_H
#define TP_SERVE_CONTROLS_H

#include "serve/keys.h"
#include "serve/live.h"
#include "serve/shell.h"

/* `now`: what is set at the moment, as one would type it. */
void tp_control(tp_visit *visit, const tp_entry_field *field, const char *id, const char *now);
/* Between which ends a number's slider runs, as texts. */
typedef struct tp_range_ends {
    const char *least, *most;
} tp_range_ends;
void tp_control_ends(tp_visit *visit, const tp_entry_field *field, const char *now,
                     tp_range_ends *out);
/* The same in a cell of a table: no slider, and `label` for those who listen. `name` is the field's
 * in the form; `base`: what holds where the form does not send it, NULL: it is always sent. */
typedef struct tp_cell_control {
    const tp_entry_field *field;
    const char *name, *now, *base, *label;
} tp_cell_control;
void tp_control_cell(tp_visit *visit, const tp_cell_control *cell);
/* A value as a planner reads and types it: lists of texts without brackets ("教育、卫生健康"). */
const char *tp_control_shown(const tp_key *key, const char *value, tp_arena *arena);
/* What a key means, its own choices and other keys called as the page calls them. */
tp_words tp_control_explained(const tp_key *key, tp_arena *arena);
/* A value to be read only: choices in words. "–" where there is none. */
const char *tp_control_said(const tp_key *key, const char *value, tp_lang lang, tp_arena *arena);
/* Do two such texts say the same? */
bool tp_control_same(const tp_key *key, const char *a, const char *b, tp_arena *arena);
/* And back to what a setting takes ("[教育, 卫生健康]"). NULL: memory is out. */
const char *tp_control_taken(const tp_key *key, const char *shown, tp_arena *arena);
/* What the state sets a field to; what the scenario says where it sets nothing. */
const char *tp_control_now(const tp_live *live, const tp_entry_field *field);
/* What would hold if the state did not set the field; NULL: that cannot be told, because the state
 * adds or takes away rows of its table. `base`: the fields of the scenario as it stands. */
const char *tp_control_base(const tp_live *live, const tp_entry_fields *base,
                            const tp_entry_field *field);
/* Hidden fields for what the state sets and no control shows, panel and data included. They stand
 * before the controls: a row is added before its cells are set. */
void tp_controls_rest(tp_visit *visit, const tp_live *live,
                      bool (*shown)(void *user, const char *key), void *user);

#endif
