#include "solve/exact/feasible.h"

bool tp_task_keeps(const tp_task *t, const int64_t *x)
{
    const tp_program *p = t->program;
    const int64_t *row_lo = t->row_lo ? t->row_lo : p->row_lo;
    const int64_t *row_hi = t->row_hi ? t->row_hi : p->row_hi;
    for (int32_t j = 0; j < p->n_cols; j++)
        if (x[j] < t->lo[j] || x[j] > t->hi[j])
            return false;
    for (int32_t i = 0; i < p->n_rows; i++) {
        tp_wide sum;
        if (row_lo[i] == -TP_INF && row_hi[i] == TP_INF)
            continue;
        if (!tp_program_activity(p, i, x, &sum) || (row_lo[i] != -TP_INF && sum < row_lo[i]) ||
            (row_hi[i] != TP_INF && sum > row_hi[i]))
            return false;
    }
    return true;
}
