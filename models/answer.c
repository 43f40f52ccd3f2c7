#include "models/answer.h"

#include "base/invariant.h"
#include "models/backing.h"
#include "models/own.h"
#include "models/rules/earmark.h"
#include "models/rules/filing.h"
#include "models/rules/horizon.h"

static tp_status make_arrays(tp_result *r, const tp_case *c, tp_arena *arena, tp_err *err)
{
    size_t lines = (size_t)c->data->n_lines + 1, demands = (size_t)c->data->n_demands + 1;
    r->n_lines = c->data->n_lines;
    r->n_demands = c->data->n_demands;
    r->reclaimed = tp_arena_array(arena, lines, sizeof *r->reclaimed);
    r->deposit = tp_arena_array(arena, lines, sizeof *r->deposit);
    r->own = tp_arena_array(arena, demands, sizeof *r->own);
    r->loan = tp_arena_array(arena, demands, sizeof *r->loan);
    r->live = tp_arena_array(arena, demands, sizeof *r->live);
    r->denied = tp_arena_array(arena, demands, sizeof *r->denied);
    return r->reclaimed && r->deposit && r->own && r->loan && r->live && r->denied
               ? TP_OK
               : tp_fail_nomem(err);
}

static void fill_standing(tp_result *r, const tp_case *c)
{
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        r->live[d] = c->demand[d].denied_by == 0;
        r->own[d] = c->demand[d].own;
    }
}

/* Nothing where no item of `filing` is stated. */
static tp_status fill_filed(tp_result *r, const tp_case *c, tp_arena *arena, tp_err *err)
{
    tp_filing_split split;
    if (!tp_filings_stated(c->bind)->count)
        return TP_OK;
    tp_status status = tp_filing_divide(&split, c->bind, r, arena, err);
    r->filed = status == TP_OK ? split.item : NULL;
    return status;
}

tp_status tp_answer_tell(tp_result *result, const tp_case *c, tp_arena *arena, tp_err *err)
{
    tp_status status = TP_OK;
    if (result->told)
        return TP_OK;
    for (int32_t d = 0; d < result->n_demands && status == TP_OK; d++)
        status = tp_case_reasons(c, d, arena, &result->denied[d], err);
    for (int t = 1; t < result->n_periods && result->period == 0 && status == TP_OK; t++)
        status = tp_answer_tell(result->periods[t], tp_case_at(c, t), arena, err);
    if (result->period > 0) {
        result->told = status == TP_OK;
        return status;
    }
    result->backing = NULL;
    result->n_backing = 0;
    if (status == TP_OK && result->pools)
        status = tp_backing_match(result, c, arena, err);
    if (status == TP_OK && result->pools)
        status = fill_filed(result, c, arena, err);
    result->told = status == TP_OK;
    return status;
}

/* Pools in input order of first appearance, then those only the scenario names: place[p] is where
 * pool p of the case stands. */
static tp_status order_pools(tp_result *r, const tp_case *c, int32_t *place, tp_arena *arena,
                             tp_err *err)
{
    r->pools = tp_arena_array(arena, (size_t)c->n_pools + 1, sizeof *r->pools);
    if (!r->pools)
        return tp_fail_nomem(err);
    int32_t n = 0;
    for (int32_t p = 0; p < c->n_pools; p++)
        place[p] = -1;
    for (int32_t i = 0; i < c->data->n_lines; i++) {
        int32_t p = c->line[c->data->line_input_order[i]].pool;
        if (place[p] < 0)
            place[p] = n++;
    }
    for (int32_t p = 0; p < c->n_pools; p++)
        if (place[p] < 0)
            place[p] = n++;
    for (int32_t p = 0; p < c->n_pools; p++) {
        const tp_pool *at = &c->pools[p];
        const tp_case *before = tp_case_before(c);
        r->pools[place[p]] =
            (tp_pool_result){.scope = at->scope,
                             .category = at->category,
                             .ring = at->ring,
                             .opening = at->opening - at->reclaimed,
                             .reclaimed = at->reclaimed,
                             .returned = at->returned - (before ? before->pools[p].returned : 0),
                             .of_lines = at->of_lines};
    }
    r->n_pools = (size_t)n;
    return TP_OK;
}

static void fill_movements(tp_result *r, const tp_case *c, const int64_t *x)
{
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        r->reclaimed[l] = c->line[l].reclaimed;
        if (c->line[l].deposit_col >= 0)
            r->deposit[l] = x[c->line[l].deposit_col];
    }
    for (int32_t d = 0; d < c->data->n_demands; d++)
        for (int32_t k = 0; k < c->demand[d].cols; k++)
            r->loan[d] += x[c->demand[d].first_col + k];
}

static tp_status fill_transfers(tp_result *r, const tp_case *c, const int32_t *place,
                                const int64_t *x, tp_arena *arena, tp_err *err)
{
    r->transfers = tp_arena_array(arena, (size_t)c->n_arcs + 1, sizeof *r->transfers);
    if (!r->transfers)
        return tp_fail_nomem(err);
    for (int32_t a = 0; a < c->n_arcs; a++) {
        int64_t count = x[c->arcs[a].col];
        if (count == 0)
            continue;
        int32_t from = place[c->arcs[a].from], to = place[c->arcs[a].to];
        r->transfers[r->n_transfers++] = (tp_transfer_result){from, to, count};
        *(c->arcs[a].converts ? &r->pools[from].converted_out : &r->pools[from].out) += count;
        *(c->arcs[a].converts ? &r->pools[to].converted_in : &r->pools[to].in) += count;
    }
    return TP_OK;
}

/* Who leaves first takes the first vacancies: the program says how many, not which. */
static tp_status fill_moves(tp_result *r, const tp_case *c, const int64_t *x, tp_arena *arena,
                            tp_err *err)
{
    r->moves = tp_arena_array(arena, (size_t)c->n_ends + 1, sizeof *r->moves);
    if (!r->moves)
        return tp_fail_nomem(err);
    for (int32_t first = 0, end; first < c->n_ends; first = end) {
        int32_t to = first + 1;
        for (end = first + 1; end < c->n_ends && c->ends[end].line != TP_ID_NONE;)
            end++;
        int64_t room = 0;
        for (int32_t k = first + 1; k < end; k++) {
            int64_t left = c->ends[k].in ? 0 : x[c->ends[k].col];
            while (left > 0) {
                while (room == 0 && to < end) {
                    room = c->ends[to].in ? x[c->ends[to].col] : 0;
                    to++;
                }
                if (!room)
                    return tp_fail(err, TP_E_INTERNAL, "somebody leaves for nowhere");
                int64_t n = left < room ? left : room;
                r->moves[r->n_moves++] =
                    (tp_move_result){c->ends[k].entry, c->ends[k].line, c->ends[to - 1].line, n};
                left -= n;
                room -= n;
            }
        }
    }
    return TP_OK;
}

/* How much of each loan of the first period the departures known will have brought back when it
 * falls due: posts that fall vacant first repay running loans, then serve the line's demands. */
static int64_t brought_back(const tp_result *r, const tp_case *c, int32_t d)
{
    const tp_demand *of = &c->data->demands[d];
    const tp_line *line = &c->data->lines[of->line];
    const tp_horizon *horizon = tp_horizon_of(c->bind);
    tp_date due = tp_date_add_months(c->as_of, of->term_months);
    int64_t keep = horizon->keep ? horizon->keep[of->line] : 0;
    int64_t left = c->line[of->line].occupied, free = 0;
    for (int32_t i = 0; i < line->departures; i++) {
        const tp_departure *at = &c->data->departures[line->first_departure + i];
        if (at->on <= c->as_of || at->on > due)
            continue;
        int64_t gone = at->count < left ? at->count : left;
        left -= gone;
        free += gone;
    }
    free -= c->line[of->line].over;
    free -= line->borrowed > keep ? line->borrowed - keep : 0;
    for (int32_t i = 0; i < line->demands; i++) {
        int32_t other = c->data->demand_of_line[line->first_demand + i];
        if (other != d && !c->demand[other].denied_by && tp_own_before(c->data, other, d))
            free -= c->demand[other].need;
    }
    return free <= 0 ? 0 : free < r->loan[d] ? free : r->loan[d];
}

static tp_status fill_back(tp_result *r, const tp_case *c, tp_arena *arena, tp_err *err)
{
    if (c->period || c->n_periods == 1)
        return TP_OK;
    r->back = tp_arena_array(arena, (size_t)c->data->n_demands + 1, sizeof *r->back);
    for (int32_t d = 0; r->back && d < c->data->n_demands; d++)
        r->back[d] = r->loan[d] ? brought_back(r, c, d) : 0;
    return r->back ? TP_OK : tp_fail_nomem(err);
}

/* Running loans of a line still out on the day whose due date has passed: what goes back goes back
 * in the order of due dates, and what is renewed is not overdue. */
static int64_t overdue_of(const tp_case *c, int32_t line, int32_t first, int32_t end)
{
    const tp_horizon *horizon = tp_horizon_of(tp_case_at(c, 0)->bind);
    const tp_dataset *data = tp_case_at(c, 0)->data;
    int64_t past = 0, out = c->data->lines[line].borrowed;
    int64_t gone = data->lines[line].borrowed - out;
    int64_t due = out - (horizon->keep ? horizon->keep[line] : 0);
    for (int32_t i = first; i < end; i++)
        past += data->running[i].due < c->as_of ? data->running[i].count : 0;
    past = past > gone ? past - gone : 0;
    return due < 0 ? 0 : past < due ? past : due;
}

static void fill_overdue(tp_result *r, const tp_case *c, const int32_t *place)
{
    const tp_dataset *data = tp_case_at(c, 0)->data;
    for (int32_t i = 0, end; c->n_periods > 1 && i < data->n_running; i = end) {
        int32_t line = data->running[i].line;
        for (end = i; end < data->n_running && data->running[end].line == line; end++)
            ;
        r->pools[place[c->line[line].pool]].overdue += overdue_of(c, line, i, end);
    }
}

/* required = max(row 2 count, row 2 share rounded up, row 3 less the talent loans). */
static tp_status fill_pools(tp_result *r, const tp_case *c, const int32_t *place, tp_arena *arena,
                            tp_err *err)
{
    int64_t *talent = tp_arena_array(arena, (size_t)c->n_pools + 1, sizeof *talent);
    if (!talent)
        return tp_fail_nomem(err);
    for (int32_t l = 0; l < c->data->n_lines; l++)
        r->pools[place[c->line[l].pool]].deposits += r->deposit[l];
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        int32_t p = c->line[c->data->demands[d].line].pool;
        r->pools[place[p]].loans += r->loan[d];
        if (c->data->demands[d].demand_class == TP_TALENT)
            talent[p] += r->loan[d];
    }
    for (int32_t p = 0; p < c->n_pools; p++) {
        tp_pool_result *at = &r->pools[place[p]];
        int64_t own = at->opening + at->reclaimed + at->deposits;
        at->closing = own + at->in - at->out + at->converted_in - at->converted_out - at->loans;
        tp_invariant(at->closing >= 0); /* the box of its column */
        at->required = tp_pool_required(c, &c->pools[p], own, talent[p]);
    }
    return TP_OK;
}

static tp_status fill_period(tp_result *r, const tp_case *c, const int64_t *x, tp_arena *arena,
                             tp_err *err)
{
    int32_t *place = tp_arena_array(arena, (size_t)c->n_pools + 1, sizeof *place);
    if (!place)
        return tp_fail_nomem(err);
    tp_answer_period(r, c);
    tp_status status = make_arrays(r, c, arena, err);
    if (status == TP_OK)
        fill_standing(r, c);
    if (status == TP_OK && x) {
        fill_movements(r, c, x);
        status = order_pools(r, c, place, arena, err);
        if (status == TP_OK)
            status = fill_transfers(r, c, place, x, arena, err);
        if (status == TP_OK)
            status = fill_moves(r, c, x, arena, err);
        if (status == TP_OK)
            status = fill_pools(r, c, place, arena, err);
        if (status == TP_OK)
            fill_overdue(r, c, place);
        if (status == TP_OK)
            status = fill_back(r, c, arena, err);
    }
    return status;
}

void tp_answer_period(tp_result *r, const tp_case *c)
{
    const tp_horizon *horizon = tp_horizon_of(tp_case_at(c, 0)->bind);
    r->period = c->period;
    r->n_periods = c->n_periods;
    r->weight = c->weight;
    r->from = c->as_of;
    r->to = tp_date_add_days(horizon->at[c->period + 1], -1);
}

tp_status tp_answer_create(tp_result **out, const tp_case *c, const int64_t *x, tp_arena *arena,
                           tp_err *err)
{
    tp_result *all = tp_arena_array(arena, (size_t)c->n_periods, sizeof *all);
    tp_result **periods = tp_arena_array(arena, (size_t)c->n_periods, sizeof(tp_result *));
    if (!all || !periods)
        return tp_fail_nomem(err);
    tp_status status = TP_OK;
    for (int t = 0; t < c->n_periods && status == TP_OK; t++) {
        all[t] = (tp_result){.status = x ? TP_OPTIMAL : TP_INFEASIBLE, .periods = periods};
        periods[t] = &all[t];
        status = fill_period(&all[t], tp_case_at(c, t), x, arena, err);
    }
    all[0].expired = tp_case_at(c, 0)->data->expired;
    all[0].n_expired = tp_case_at(c, 0)->data->n_expired;
    if (status == TP_OK)
        *out = all;
    return status;
}
