#include "run/columns.h"

#include "models/totals.h"

#include <string.h>

static tp_status no_column(tp_err *err, const char *what)
{
    return tp_fail(err, TP_E_INPUT, "the answer moves %s where nothing can move", what);
}

static tp_status set_lines(int64_t *x, bool *known, const tp_case *c, const tp_result *result,
                           tp_err *err)
{
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        int32_t col = c->line[l].deposit_col;
        if (col < 0 && result->deposit[l])
            return no_column(err, "deposits");
        if (col >= 0) {
            x[col] = result->deposit[l];
            known[col] = true;
        }
    }
    return TP_OK;
}

/* Tranche values do not increase, so filling them in order is worth most. */
static tp_status set_demands(int64_t *x, bool *known, const tp_case *c, const tp_result *result,
                             tp_err *err)
{
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        const tp_standing *demand = &c->demand[d];
        int64_t left = result->loan[d];
        for (int32_t k = 0; k < demand->cols; k++) {
            int32_t col = demand->first_col + k;
            int64_t most = c->program->hi[col];
            x[col] = left < most ? left : most;
            left -= x[col];
            known[col] = true;
        }
        if (left)
            return no_column(err, "loans");
        if (demand->switch_col >= 0) {
            x[demand->switch_col] = result->loan[d] > 0;
            known[demand->switch_col] = true;
        }
    }
    return TP_OK;
}

/* Pools of the answer stand in input order, those of the case in canonical order. */
static int32_t pool_in_case(const tp_case *c, const tp_pool_result *pool)
{
    for (int32_t p = 0; p < c->n_pools; p++)
        if (!strcmp(c->pools[p].scope, pool->scope) &&
            !strcmp(c->pools[p].category, pool->category) && !strcmp(c->pools[p].ring, pool->ring))
            return p;
    return -1;
}

static tp_status set_pools(int64_t *x, bool *known, const tp_case *c, const tp_result *result,
                           tp_err *err)
{
    for (size_t i = 0; i < result->n_pools; i++) {
        int32_t p = pool_in_case(c, &result->pools[i]);
        if (p < 0 || c->pools[p].closing_col < 0)
            return no_column(err, "a pool's balance");
        x[c->pools[p].closing_col] = result->pools[i].closing;
        known[c->pools[p].closing_col] = true;
    }
    for (int32_t a = 0; a < c->n_arcs; a++) {
        if (c->arcs[a].col < 0)
            continue;
        x[c->arcs[a].col] = 0;
        known[c->arcs[a].col] = true;
    }
    for (size_t i = 0; i < result->n_transfers; i++) {
        const tp_transfer_result *t = &result->transfers[i];
        int32_t from = pool_in_case(c, &result->pools[t->from]);
        int32_t to = pool_in_case(c, &result->pools[t->to]), a = 0;
        while (a < c->n_arcs && (c->arcs[a].from != from || c->arcs[a].to != to))
            a++;
        if (a == c->n_arcs || c->arcs[a].col < 0)
            return no_column(err, "transfers");
        x[c->arcs[a].col] = t->count;
    }
    return TP_OK;
}

tp_status tp_columns_set(int64_t *x, bool *known, const tp_case *c, const tp_result *result,
                         tp_err *err)
{
    tp_status status = set_lines(x, known, c, result, err);
    if (status == TP_OK)
        status = set_demands(x, known, c, result, err);
    if (status == TP_OK)
        status = set_pools(x, known, c, result, err);
    for (int kind = 0; kind < TP_N_TOTALS; kind++)
        if (c->total[kind].col >= 0)
            known[c->total[kind].col] = true;
    return status == TP_OK ? tp_totals_set(c, x, err) : status;
}
