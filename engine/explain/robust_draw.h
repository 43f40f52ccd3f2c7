/* One draw of tp_robust_measure; inside robust*.c only. */
#ifndef TP_EXPLAIN_ROBUST_DRAW_H
#define TP_EXPLAIN_ROBUST_DRAW_H

#include "explain/robust.h"

typedef struct tp_draw {
    bool done;     /* false: a limit came first */
    bool feasible; /* every rule holds */
    bool hopeless; /* no answer keeps them */
    bool compared; /* loss and kept are known */
    int64_t kept;  /* slots of the proposal's loans that can be lent all the same */
    /* [lines + demands + rules + 1] 0: holds, else 1 + the rule that breaks it first (the number of
     * rules: the books). After lines and demands: what no single movement breaks, by rule. */
    uint8_t *broken;
    tp_wide *loss; /* [n_tiers] how far the proposal falls short of hindsight */
} tp_draw;

/* As the result of an item (portion.h), and back; false: it says nothing of such a draw. */
void tp_draw_write(tp_buf *out, const tp_draw *draw, size_t width, size_t tiers);
bool tp_draw_read(tp_draw *draw, const char *text, size_t width, size_t tiers);

tp_status tp_draw_measure(tp_draw *draw, const tp_robust_task *task, size_t number, tp_err *err);

#endif
