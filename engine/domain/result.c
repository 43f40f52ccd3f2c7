#include "domain/result.h"

const char *const tp_answer_status_names[4] = {"optimal", "feasible", "infeasible", "none"};

static bool tiers_sound(const tp_result *r)
{
    for (size_t t = 0; t < r->n_tiers; t++) {
        const tp_tier_result *at = &r->tiers[t];
        if (!at->goal || (at->sense != 1 && at->sense != -1) || at->concede < 0 ||
            at->multipliers.count < 0 || (at->multipliers.y && at->multipliers.scale <= 0) ||
            (at->proven && at->proof == TP_PROOF_NONE) || (r->status == TP_OPTIMAL && !at->proven))
            return false;
    }
    for (size_t i = 1; i < r->n_conflict; i++)
        if (r->conflict[i].set < r->conflict[i - 1].set)
            return false;
    return true;
}

/* closing = opening + reclaimed + deposits + in - out + converted_in - converted_out - loans >= 0,
 * and the pools' figures are the lines', demands' and movements' together. */
static bool pools_sound(const tp_result *r)
{
    int64_t deposits = 0, loans = 0, in = 0, out = 0;
    for (size_t p = 0; p < r->n_pools; p++) {
        const tp_pool_result *at = &r->pools[p];
        int64_t came = at->in + at->converted_in, went = at->out + at->converted_out;
        if (at->closing < 0 || at->in < 0 || at->out < 0 || at->converted_in < 0 ||
            at->converted_out < 0 || at->overdue < 0 ||
            at->closing != at->opening + at->reclaimed + at->deposits + came - went - at->loans)
            return false;
        deposits += at->deposits;
        loans += at->loans;
        in += came;
        out += went;
    }
    for (size_t i = 0; i < r->n_transfers; i++) {
        const tp_transfer_result *at = &r->transfers[i];
        if (at->from < 0 || (size_t)at->from >= r->n_pools || at->to < 0 ||
            (size_t)at->to >= r->n_pools || at->from == at->to || at->count <= 0)
            return false;
        in -= at->count;
        out -= at->count;
    }
    for (int32_t l = 0; l < r->n_lines; l++)
        deposits -= r->deposit[l];
    for (int32_t d = 0; d < r->n_demands; d++)
        loans -= r->loan[d];
    return !deposits && !loans && !in && !out;
}

static bool places_sound(const tp_result *r)
{
    for (int32_t l = 0; l < r->n_lines; l++)
        if (r->deposit[l] < 0 || r->reclaimed[l] < 0)
            return false;
    for (int32_t d = 0; d < r->n_demands; d++)
        if (r->own[d] < 0 || r->loan[d] < 0 || (!r->live[d] && (r->own[d] || r->loan[d])) ||
            (r->told && !r->live[d] && !r->denied[d].count))
            return false;
    for (size_t i = 0; i < r->n_backing; i++)
        if (r->backing[i].count <= 0 || r->backing[i].to < 0)
            return false;
    return true;
}

bool tp_result_sound(const tp_result *result)
{
    if (result->period != 0 || result->n_periods < 1 || !tiers_sound(result))
        return false;
    for (int t = 0; t < result->n_periods; t++) {
        const tp_result *r = result->periods[t];
        if (r->period != t || r->n_periods != result->n_periods || r->periods != result->periods ||
            r->n_lines != result->n_lines || r->n_demands != result->n_demands || r->from > r->to ||
            (t && r->from != tp_date_add_days(result->periods[t - 1]->to, 1)) || !places_sound(r) ||
            (tp_answered(result->status) && !pools_sound(r)))
            return false;
    }
    return result->periods[0] == result;
}
