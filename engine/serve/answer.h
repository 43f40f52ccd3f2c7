/* An answer on a page: what it says in full, what it changes, and why a row is as it is. The same
 * for a state of the live page and for a run of the store; only addresses differ. */
#ifndef TP_SERVE_ANSWER_H
#define TP_SERVE_ANSWER_H

#include "report/views/change.h"
#include "report/views/explain.h"
#include "run/run.h"
#include "serve/shell.h"

/* Where rows lead: "/live/baseline" or "/run/c05f69ca", and what follows ("?reserve.count=3"). */
typedef struct tp_answer_place {
    const char *base, *query;
    const tp_run *run;
    bool *offered; /* [n_demands] whose field for a lock stands somewhere already; with `locks` */
    bool locks;    /* a number typed beside a demand becomes a lock, of a period (the live page) */
    /* What is typed there; "". `period` from 1. */
    const char *(*locked)(void *user, const char *demand, int period);
    /* A field beside each row of these tables (ids, NULL-terminated), in place of a lock; NULL:
     * none. `view` and `row` say which. */
    void (*beside)(void *user, tp_visit *visit, const tp_view *view, size_t row);
    const char *const *beside_of;
    tp_words beside_title;
    void *user;
} tp_answer_place;

/* One sentence: proven or not, and how good. `tone`: of the mark before it. */
void tp_answer_verdict(tp_visit *visit, const tp_run *run);
/* Every table of the run (report/views/run.h), each under a heading that can be folded; `open`: the
 * first ones are. */
void tp_answer_tables(tp_visit *visit, const tp_answer_place *place, bool open);
/* Figures against the baseline, then who gains, loses and gives; what is the same is left out. */
void tp_answer_changes(tp_visit *visit, const tp_answer_place *place, const tp_run *base);
/* What contradicts what, with its repairs as buttons; of an infeasible run. */
void tp_answer_conflict(tp_visit *visit, const tp_answer_place *place);

/* The pages behind a demand and a unit: TP_OK, or the visit is answered otherwise. */
void tp_answer_demand_page(tp_visit *visit, const tp_answer_place *place, const char *code);
void tp_answer_unit_page(tp_visit *visit, const tp_answer_place *place, const char *code);

/* Pieces of these pages. The table's cells of demands and units lead to why; with `locks`, a field
 * stands beside each demand. A change as a button that asks for the state with it on top: nothing
 * for one that is the data's to make. */
tp_shell_table tp_answer_table(const tp_answer_place *place, bool locks);
bool tp_answer_link(void *place, const tp_shell_cell *cell, tp_buf *out);
void tp_answer_apply(tp_visit *visit, const tp_answer_place *place, const tp_change *change,
                     tp_words words);

#endif
