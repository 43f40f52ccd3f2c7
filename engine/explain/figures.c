#include "explain/figures.h"

static void add_demand(tp_group_figures *group, const tp_result *result, int32_t d, int64_t asked)
{
    group->demands++;
    group->asked += asked;
    if (!result->live[d]) {
        group->denied_demands++;
        group->denied += asked;
        return;
    }
    group->own += result->own[d];
    group->lent += result->loan[d];
    group->unmet += asked - result->own[d] - result->loan[d];
}

/* Sectors get their number when they first appear in the file. */
static tp_status add_demands(tp_figures *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    const tp_dataset *data = run->data;
    int32_t names = tp_ids_count(data->names), n = 0;
    int32_t *number = tp_arena_array(arena, (size_t)names + 2, sizeof *number);
    out->by_sector = tp_arena_array(arena, (size_t)names + 2, sizeof *out->by_sector);
    if (!number || !out->by_sector)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < data->n_demands; i++) {
        int32_t d = data->demand_input_order[i];
        const tp_demand *demand = &data->demands[d];
        int32_t *at = &number[demand->sector + 1]; /* 0 is "no sector" */
        if (!*at) {
            *at = ++n;
            out->by_sector[n - 1].name = tp_dataset_name(data, demand->sector);
        }
        add_demand(&out->by_sector[*at - 1], run->result, d, demand->quantity);
        add_demand(&out->by_class[demand->demand_class], run->result, d, demand->quantity);
        add_demand(&out->all, run->result, d, demand->quantity);
    }
    out->n_sectors = (size_t)n;
    return TP_OK;
}

static void find_lowest(tp_figures *out)
{
    for (size_t i = 0; i < out->n_sectors; i++) {
        const tp_group_figures *s = &out->by_sector[i];
        int64_t top = s->own + s->lent, bottom = s->asked; /* a refused demand was asked, too */
        if (bottom <= 0)
            continue;
        if (!out->lowest_bottom ||
            (tp_wide)top * out->lowest_bottom < (tp_wide)out->lowest_top * bottom) {
            out->lowest_sector = s->name;
            out->lowest_top = top;
            out->lowest_bottom = bottom;
        }
    }
}

/* What the loan is worth: the demand's tranches are filled in order, own vacancies first. */
static tp_wide loan_value(const tp_case *c, const tp_result *result, int32_t d)
{
    const tp_standing *standing = &c->demand[d];
    int64_t left = result->loan[d];
    tp_wide value = 0;
    for (int32_t k = 0; k < standing->cols && left > 0; k++) {
        int32_t col = standing->first_col + k;
        int64_t here = c->program->hi[col] < left ? c->program->hi[col] : left;
        value += (tp_wide)tp_case_value(c, d, c->program->col_origin[col].part) * here;
        left -= here;
    }
    return value;
}

/* Units that a reorganisation, a move of people or the end of a loan touches. */
static void add_others(tp_figures *out, const tp_run *run, bool *touched)
{
    const tp_dataset *data = run->data;
    for (size_t i = 0; i < data->n_regroups; i++) {
        const tp_regroup *at = &data->regroups[i];
        out->regrouped += at->slots;
        out->cut += at->to == TP_ID_NONE ? at->slots : 0;
        touched[data->lines[at->from].unit] |= at->slots > 0;
        if (at->to != TP_ID_NONE)
            touched[data->lines[at->to].unit] |= at->slots > 0;
    }
    for (size_t i = 0; i < run->result->n_moves; i++) {
        const tp_move_result *at = &run->result->moves[i];
        out->people += at->count;
        touched[data->lines[at->from].unit] |= at->count > 0;
        touched[data->lines[at->to].unit] |= at->count > 0;
    }
    for (size_t i = 0; i < data->n_expired; i++) {
        const tp_expired *at = &data->expired[i];
        if (at->item < 0)
            continue;
        out->due += at->count;
        out->due_kept += at->kept;
        out->due_back += at->back;
        out->due_owed += at->count - at->kept - at->back;
        touched[data->lines[at->line].unit] |= at->kept < at->count;
    }
    out->over -= out->people;
}

static tp_status add_lines(tp_figures *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    const tp_dataset *data = run->data;
    const tp_result *result = run->result;
    bool *touched = tp_arena_array(arena, (size_t)data->n_units + 1, sizeof *touched);
    tp_wide weighted = 0;
    int64_t weighed = 0;
    if (!touched)
        return tp_fail_nomem(err);
    for (int32_t l = 0; l < data->n_lines; l++) {
        const tp_line *line = &data->lines[l];
        tp_dec saturation = tp_case_saturation(run->kase, line->unit);
        int64_t lent = 0;
        for (int32_t k = 0; k < line->demands; k++) {
            int32_t d = data->demand_of_line[line->first_demand + k];
            lent += result->loan[d];
            if (result->loan[d])
                out->need_value += loan_value(run->kase, result, d);
        }
        out->over += run->kase->line[l].over;
        out->deposits += result->deposit[l];
        out->reclaimed += result->reclaimed[l];
        out->donors += result->deposit[l] > 0;
        out->borrowers += lent > 0;
        out->burden_value +=
            (tp_wide)(saturation == TP_DEC_NONE ? TP_DEC_ONE : saturation) * result->deposit[l];
        if (saturation != TP_DEC_NONE) {
            weighted += (tp_wide)saturation * result->deposit[l];
            weighed += result->deposit[l];
        }
        touched[line->unit] =
            touched[line->unit] || lent || result->deposit[l] || result->reclaimed[l];
    }
    add_others(out, run, touched);
    for (int32_t u = 0; u < data->n_units; u++)
        out->touched_units += touched[u];
    out->donor_saturation = weighed ? (tp_dec)tp_half_up_div(weighted, weighed) : TP_DEC_NONE;
    return TP_OK;
}

tp_status tp_figures_of(tp_figures *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    *out = (tp_figures){.all.name = ""};
    for (int k = 0; k < TP_CLASSES; k++)
        out->by_class[k].name = tp_demand_class_names[k];
    tp_status status = add_demands(out, run, arena, err);
    if (status == TP_OK)
        status = add_lines(out, run, arena, err);
    for (size_t i = 0; i < run->result->n_pools; i++) {
        out->opening += run->result->pools[i].opening;
        out->closing += run->result->pools[i].closing;
        out->required += run->result->pools[i].required;
    }
    for (size_t i = 0; i < run->result->n_transfers; i++)
        *(tp_transfer_converts(run->result, &run->result->transfers[i]) ? &out->conversions
                                                                        : &out->transfers) +=
            run->result->transfers[i].count;
    find_lowest(out);
    return status;
}
