/* Fields of forms for scenario keys: a number with a slider, a choice, a text, as the key's table
 * says. Each carries what the scenario says, so that only what was moved is asked for. */
#ifndef TP_SERVE_CONTROLS_H
#define TP_SERVE_CONTROLS_H

#include "serve/keys.h"
#include "serve/live.h"
#include "serve/shell.h"

/* `now`: what is set at the moment, as one would type it. */
void tp_control(tp_visit *visit, const tp_entry_field *field, const char *id, const char *now);
/* What the state sets a field to; what the scenario says where it sets nothing. */
const char *tp_control_now(const tp_live *live, const tp_entry_field *field);
/* Hidden fields for what the state sets and no control shows, locks and panel included. */
void tp_controls_rest(tp_visit *visit, const tp_live *live,
                      bool (*shown)(void *user, const char *key), void *user);

#endif
