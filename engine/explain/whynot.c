#include "explain/whynot.h"

#include "models/say.h"

static const tp_words w_force = {"锁定申请 {0} 借用 {1} 个", "lock: demand {0} borrows {1}"};

tp_status tp_tier_shifts(tp_tier_shift **out, size_t *count, const tp_result *before,
                         const tp_result *after, tp_arena *arena, tp_err *err)
{
    size_t n = before->n_tiers < after->n_tiers ? before->n_tiers : after->n_tiers;
    *count = 0;
    *out = tp_arena_array(arena, n + 1, sizeof **out);
    if (!*out)
        return tp_fail_nomem(err);
    for (size_t t = 0; t < n; t++) {
        const tp_tier_result *a = &before->tiers[t], *b = &after->tiers[t];
        (*out)[(*count)++] = (tp_tier_shift){.goal = a->goal,
                                             .sense = a->sense,
                                             .before = a->final,
                                             .after = b->final,
                                             .loss = a->sense * (b->final - a->final),
                                             .proven = a->proven && b->proven};
    }
    return TP_OK;
}

static tp_status find_shifts(tp_whynot *out, const tp_run *run, const tp_run *now, tp_arena *arena,
                             tp_err *err)
{
    const tp_dataset *data = run->data;
    out->demands = tp_arena_array(arena, (size_t)data->n_demands + 1, sizeof *out->demands);
    out->lines = tp_arena_array(arena, (size_t)data->n_lines + 1, sizeof *out->lines);
    if (!out->demands || !out->lines)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < data->n_demands; i++) {
        int32_t d = data->demand_input_order[i];
        int64_t was = tp_run_grant(run, d), is = tp_run_grant(now, d);
        if (d != out->demand && was != is)
            out->demands[out->n_demands++] = (tp_count_shift){d, was, is};
    }
    for (int32_t i = 0; i < data->n_lines; i++) {
        int32_t l = data->line_input_order[i];
        int64_t was = run->result->deposit[l], is = now->result->deposit[l];
        if (was != is)
            out->lines[out->n_lines++] = (tp_count_shift){l, was, is};
    }
    return tp_tier_shifts(&out->tiers, &out->n_tiers, run->result, now->result, arena, err);
}

/* The gates and hard bounds that stand in the way, with their figures. */
static tp_status find_bounds(tp_whynot *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    tp_bound_item *items;
    size_t count;
    int32_t line = run->data->demands[out->demand].line;
    tp_status status = tp_case_reasons(run->kase, out->demand, arena, &out->refused, err);
    if (status == TP_OK)
        status = tp_case_bounds(run->kase, TP_OF_ROOM, line, arena, &items, &count, err);
    if (status != TP_OK)
        return status;
    out->bounds = tp_arena_array(arena, count + 1, sizeof *out->bounds);
    if (!out->bounds)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < count; i++)
        if (items[i].most < out->loan)
            out->bounds[out->n_bounds++] = items[i];
    return TP_OK;
}

/* The session's texts go with it; the answer keeps its own. */
static tp_status keep_conflict(tp_whynot *out, const tp_result *result, tp_arena *arena,
                               tp_err *err)
{
    out->conflict = tp_arena_array(arena, result->n_conflict + 1, sizeof *out->conflict);
    if (!out->conflict)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < result->n_conflict; i++) {
        const tp_conflict_item *from = &result->conflict[i];
        tp_conflict_item to = {
            .rule = from->rule,
            .text = {tp_arena_text(arena, from->text.zh), tp_arena_text(arena, from->text.en)},
            .pos = from->pos,
            .set = from->set};
        to.pos.file = from->pos.file ? tp_arena_text(arena, from->pos.file) : NULL;
        to.pos.cell = from->pos.cell ? tp_arena_text(arena, from->pos.cell) : NULL;
        if (!to.text.zh || !to.text.en || (from->pos.file && !to.pos.file))
            return tp_fail_nomem(err);
        out->conflict[out->n_conflict++] = to;
    }
    return TP_OK;
}

tp_status tp_whynot_loan(tp_whynot *out, const tp_run *run, int32_t demand, int64_t loan,
                         tp_stop stop, tp_arena *arena, tp_err *err)
{
    const tp_demand *d = &run->data->demands[demand];
    *out = (tp_whynot){.demand = demand, .loan = loan, .before = run->result->loan[demand]};
    tp_status status = tp_change_set(
        &out->change, "locks+",
        tp_arena_format(arena, "[{demand: \"%s\", loan: %lld}]", d->code, (long long)loan),
        TP_SAY(arena, w_force, d->code, tp_say_int(arena, loan)), arena, err);
    tp_variant variant = {NULL};
    if (status == TP_OK)
        status = tp_variant_open(&variant, run, stop, err);
    const tp_run *now = NULL;
    if (status == TP_OK) {
        tp_diags diags;
        tp_diags_init(&diags, arena);
        status = tp_session_vary(
            variant.session, &(tp_variation){out->change.settings, out->change.n_settings, NULL, 0},
            &diags, err);
    }
    if (status == TP_OK)
        status = tp_session_solve(variant.session,
                                  &(tp_session_solve_options){.stop = stop, .figures_only = true},
                                  &now, err);
    if (status == TP_OK) {
        out->status = now->result->status;
        if (tp_run_answered(now))
            status = find_shifts(out, run, now, arena, err);
        else
            status = find_bounds(out, run, arena, err);
        if (status == TP_OK)
            status = keep_conflict(out, now->result, arena, err);
    }
    tp_variant_close(&variant);
    return status;
}
