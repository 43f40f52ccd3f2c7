/* Remarks beside the rows of a kept run. */
#ifndef TP_SERVE_REMARKS_H
#define TP_SERVE_REMARKS_H

#include "serve/answer.h"
#include "store/approval.h"
#include "store/remark.h"

typedef struct tp_remark_board {
    const tp_run *run;
    tp_remark *remarks;
    size_t count;
    bool *demand, *line; /* [n_demands], [n_lines]: the field stands somewhere already */
} tp_remark_board;

/* The remarks that stand, from the store; texts live in the visit's arena. */
tp_status tp_remark_board_open(tp_remark_board *out, tp_visit *visit, tp_store *store,
                               const tp_opened_run *run);
/* Lets the tables of `place` have a field beside each row; the board must outlive it. */
void tp_remark_board_offer(tp_remark_board *board, tp_answer_place *place);
/* The form these fields belong to, with its button; `few`: there are fields, else a row is named in
 * the form itself. */
void tp_remark_board_form(tp_visit *visit, const tp_answer_place *place, bool few);
/* What stands, where nothing can be written any more. */
void tp_remark_board_list(tp_visit *visit, const tp_remark_board *board);
/* Writes what such a form sent, all of it or nothing. */
tp_status tp_remark_board_save(tp_visit *visit, tp_store *store, const tp_opened_run *run);

#endif
