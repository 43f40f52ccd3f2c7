#include "run/columns.h"

#include "base/order.h"
#include "domain/pool_index.h"
#include "models/goal.h"
#include "models/totals.h"

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

/* Tranche values do not increase, so filling them in order is worth most. What is left over. */
static int64_t fill_tranches(int64_t *x, const tp_case *c, int32_t d, int64_t loan)
{
    const tp_standing *demand = &c->demand[d];
    for (int32_t k = 0; k < demand->cols; k++) {
        int32_t col = demand->first_col + k;
        int64_t most = c->program->hi[col];
        x[col] = loan < most ? loan : most;
        loan -= x[col];
    }
    return loan;
}

static tp_status set_demands(int64_t *x, bool *known, const tp_case *c, const tp_result *result,
                             tp_err *err)
{
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        const tp_standing *demand = &c->demand[d];
        for (int32_t k = 0; k < demand->cols; k++)
            known[demand->first_col + k] = true;
        if (fill_tranches(x, c, d, result->loan[d]))
            return no_column(err, "loans");
        if (demand->switch_col >= 0) {
            x[demand->switch_col] = result->loan[d] > 0;
            known[demand->switch_col] = true;
        }
        if (demand->grant_col >= 0) {
            x[demand->grant_col] = tp_result_given(result, d);
            known[demand->grant_col] = true;
        }
    }
    return TP_OK;
}

/* For each pool of the answer the one of the case, TP_ID_NONE where it has none. */
static int32_t *pools_in_case(tp_arena *arena, const tp_case *c, const tp_result *result)
{
    tp_pool_index *index = tp_pool_index_create(arena, result->pools, result->n_pools);
    int32_t *pools = tp_arena_array(arena, result->n_pools + 1, sizeof *pools);
    if (!index || !pools)
        return NULL;
    for (size_t i = 0; i < result->n_pools; i++)
        pools[i] = TP_ID_NONE;
    for (int32_t p = 0; p < c->n_pools; p++) {
        const tp_pool *pool = &c->pools[p];
        int32_t at = tp_pool_index_find(index, pool->scope, pool->category, pool->ring);
        if (at != TP_ID_NONE)
            pools[at] = p;
    }
    return pools;
}

static int compare_ends(const tp_arc *arc, int32_t from, int32_t to)
{
    if (arc->from != from)
        return arc->from < from ? -1 : 1;
    return arc->to < to ? -1 : arc->to > to;
}

static int by_ends(const void *context, int32_t a, int32_t b)
{
    const tp_arc *arcs = context;
    return compare_ends(&arcs[a], arcs[b].from, arcs[b].to);
}

/* The first arc between two pools; `order` is by their ends. */
static const tp_arc *arc_between(const tp_case *c, const int32_t *order, int32_t from, int32_t to)
{
    int32_t low = 0, high = c->n_arcs;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (compare_ends(&c->arcs[order[middle]], from, to) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    const tp_arc *arc = low < c->n_arcs ? &c->arcs[order[low]] : NULL;
    return arc && compare_ends(arc, from, to) == 0 ? arc : NULL;
}

static tp_status fill_pools(int64_t *x, bool *known, const tp_case *c, const tp_result *result,
                            tp_arena *passing, tp_err *err)
{
    const int32_t *in_case = pools_in_case(passing, c, result);
    const int32_t *order = tp_order_make(passing, (size_t)c->n_arcs, by_ends, c->arcs);
    if (!in_case || !order)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < result->n_pools; i++) {
        int32_t p = in_case[i];
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
        const tp_arc *arc = arc_between(c, order, in_case[t->from], in_case[t->to]);
        if (!arc || arc->col < 0)
            return no_column(err, "transfers");
        x[arc->col] = t->count;
    }
    return TP_OK;
}

static tp_status set_moves(int64_t *x, bool *known, const tp_case *c, const tp_result *result,
                           tp_err *err)
{
    int64_t placed = 0;
    for (int32_t k = 0; k < c->n_ends; k++) {
        const tp_move_end *end = &c->ends[k];
        if (end->col < 0)
            continue;
        known[end->col] = true;
        x[end->col] = tp_move_end_count(end, result);
        placed += end->line == TP_ID_NONE ? 0 : x[end->col];
    }
    for (size_t i = 0; i < result->n_moves; i++)
        placed -= 2 * result->moves[i].count;
    return placed ? no_column(err, "people") : TP_OK;
}

static tp_status set_pools(int64_t *x, bool *known, const tp_case *c, const tp_result *result,
                           tp_err *err)
{
    tp_arena *passing = tp_arena_create();
    tp_status status = passing ? fill_pools(x, known, c, result, passing, err) : tp_fail_nomem(err);
    tp_arena_free(passing);
    return status;
}

tp_status tp_columns_set(int64_t *x, bool *known, const tp_case *c, const tp_result *result,
                         tp_err *err)
{
    tp_status status = TP_OK;
    for (int t = 0; t < c->n_periods && status == TP_OK; t++) {
        const tp_case *at = tp_case_at(c, t);
        const tp_result *is = result->periods[t];
        status = set_lines(x, known, at, is, err);
        if (status == TP_OK)
            status = set_demands(x, known, at, is, err);
        if (status == TP_OK)
            status = set_pools(x, known, at, is, err);
        if (status == TP_OK)
            status = set_moves(x, known, at, is, err);
        for (int kind = 0; kind < TP_N_TOTALS; kind++)
            if (at->total[kind].col >= 0)
                known[at->total[kind].col] = true;
    }
    return status == TP_OK ? tp_totals_set(c, x, err) : status;
}

static void tidy_loans(const tp_case *c, int64_t *x)
{
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        const tp_standing *demand = &c->demand[d];
        int64_t loan = 0;
        for (int32_t k = 0; k < demand->cols; k++)
            loan += x[demand->first_col + k];
        fill_tranches(x, c, d, loan);
        if (demand->switch_col >= 0)
            x[demand->switch_col] = loan > 0;
    }
}

void tp_columns_tidy(const void *user, int64_t *x)
{
    const tp_case *c = user;
    size_t count;
    const tp_tier_params *tiers = tp_tiers_of(c->scenario, &count);
    for (int period = 0; period < c->n_periods; period++)
        tidy_loans(tp_case_at(c, period), x);
    for (size_t t = 0; t < count; t++)
        if (tp_goals[tiers[t].goal]->tidy)
            tp_goals[tiers[t].goal]->tidy(c, TP_GOAL_MAKER(tiers[t].goal), x);
}
