/* All the rules of a scenario as one form: single values by themselves, lists and maps as small
 * tables whose rows can be added and taken away; and what such a form says, as a state. The rows
 * are those of the state, so that a row just added has fields of its own. */
#ifndef TP_SERVE_RULE_FORM_H
#define TP_SERVE_RULE_FORM_H

#include "serve/keys.h"
#include "serve/live.h"
#include "serve/shell.h"

typedef struct tp_rule_form {
    tp_live *live;
    tp_entry_fields shown; /* of the state, or of the scenario where the state says nothing sound */
    tp_entry_fields base;  /* of the scenario as it stands */
    const tp_scenario *parent; /* what the scenario extends; NULL: nothing, or it cannot be read */
    tp_entry_fields above;     /* of the parent */
} tp_rule_form;

/* Looks the fields up. What is left to free: tp_rule_form_end. */
tp_status tp_rule_form_begin(tp_rule_form *out, tp_visit *visit, tp_live *live);
void tp_rule_form_end(tp_rule_form *form);
/* The fields, a section a first key; those that say nothing are folded. */
void tp_rule_form_put(tp_visit *visit, tp_rule_form *form);
/* The table of these fields, one after another from `from`. Rows and buttons of its own. */
void tp_rule_table_put(tp_visit *visit, tp_rule_form *form, const tp_entry_field *from,
                       size_t count);
/* Goes to the page of rules in the state of these fields, one list after another, at `table` (NULL:
 * its beginning); refuses what no address holds. */
void tp_rule_go(tp_visit *visit, const tp_live *live, const tp_fields *state, size_t n,
                const char *table);
/* What the fields of the request's form say, as the address of a state: only what differs. Rows
 * that were written into the blank ones are added, the row that a button names is taken away. */
void tp_rule_form_take(tp_visit *visit);

#endif
