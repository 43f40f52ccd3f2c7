#include "explain/whynot.h"

#include "models/name.h"
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

static int64_t granted(const tp_run *run, int period, int32_t d)
{
    const tp_result *r = run->result->periods[period];
    return r->live[d] ? r->own[d] + r->loan[d] : 0;
}

static tp_status find_shifts(tp_whynot *out, const tp_run *run, const tp_run *now, tp_arena *arena,
                             tp_err *err)
{
    const tp_dataset *data = run->data;
    int periods = run->result->n_periods;
    out->demands =
        tp_arena_array(arena, (size_t)data->n_demands * (size_t)periods + 1, sizeof *out->demands);
    out->lines =
        tp_arena_array(arena, (size_t)data->n_lines * (size_t)periods + 1, sizeof *out->lines);
    if (!out->demands || !out->lines)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < data->n_demands; i++)
        for (int t = 0; t < periods; t++) {
            int32_t d = data->demand_input_order[i];
            int64_t was = granted(run, t, d), is = granted(now, t, d);
            if ((d != out->demand || t != out->period) && was != is)
                out->demands[out->n_demands++] = (tp_count_shift){d, t, was, is};
        }
    for (int32_t i = 0; i < data->n_lines; i++)
        for (int t = 0; t < periods; t++) {
            int32_t l = data->line_input_order[i];
            int64_t was = run->result->periods[t]->deposit[l];
            int64_t is = now->result->periods[t]->deposit[l];
            if (was != is)
                out->lines[out->n_lines++] = (tp_count_shift){l, t, was, is};
        }
    return tp_tier_shifts(&out->tiers, &out->n_tiers, run->result, now->result, arena, err);
}

/* The gates and hard bounds that stand in the way, with their figures. */
static tp_status find_bounds(tp_whynot *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    tp_bound_item *items;
    size_t count;
    int32_t line = run->data->demands[out->demand].line;
    const tp_case *c = tp_case_at(run->kase, out->period);
    tp_status status = tp_case_reasons(c, out->demand, arena, &out->refused, err);
    if (status == TP_OK)
        status = tp_case_bounds(c, TP_OF_ROOM, line, arena, &items, &count, err);
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

/* The lock, as the scenario would state it. */
static tp_status force(tp_whynot *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    const char *code = run->data->demands[out->demand].code;
    const char *when = out->period ? tp_arena_format(arena, ", period: %d", out->period + 1) : "";
    const char *value = tp_arena_format(arena, "[{demand: \"%s\", loan: %lld%s}]", code,
                                        (long long)out->loan, when ? when : "");
    tp_words words = TP_SAY(arena, w_force, code, tp_say_int(arena, out->loan));
    return when ? tp_change_set(&out->change, "locks+", value,
                                tp_name_of_period(arena, out->period, words), arena, err)
                : tp_fail_nomem(err);
}

tp_status tp_whynot_loan(tp_whynot *out, const tp_run *run, int32_t demand, int period,
                         int64_t loan, tp_stop stop, tp_arena *arena, tp_err *err)
{
    *out = (tp_whynot){.demand = demand,
                       .period = period,
                       .loan = loan,
                       .before = run->result->periods[period]->loan[demand]};
    tp_status status = force(out, run, arena, err);
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
