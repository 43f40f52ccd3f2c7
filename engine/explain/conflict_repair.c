#include "explain/conflict_repair.h"

enum { ROUNDS = 6 };

/* The knob as the scenario has it, moved further. */
static tp_status note(tp_repairs *out, const tp_knob *knobs, size_t n_knobs, const tp_moved *moved,
                      tp_arena *arena, tp_err *err)
{
    for (size_t i = 0; i < out->count; i++) {
        if (out->items[i].knob.kind != moved->kind || out->items[i].knob.subject != moved->subject)
            continue;
        out->items[i].to = moved->to;
        return TP_OK;
    }
    const tp_knob *knob = tp_knob_find(knobs, n_knobs, moved->kind, moved->subject);
    if (!knob || !tp_arena_grow(arena, &out->items, &out->capacity, out->count, 1))
        return knob ? tp_fail_nomem(err) : TP_OK;
    out->items[out->count++] = (tp_repair){.knob = *knob, .to = moved->to};
    return TP_OK;
}

/* All moves as one change of the scenario as it was opened. An exact lock has two sides and one
 * figure: it is set once. */
static tp_status collect(tp_repairs *out, const tp_case *c, tp_arena *arena, tp_err *err)
{
    tp_status status = TP_OK;
    out->all = (tp_change){0};
    for (size_t i = 0; i < out->count && status == TP_OK; i++) {
        tp_repair *at = &out->items[i];
        at->change = (tp_change){0};
        status = tp_change_knob(&at->change, c, &at->knob, at->to, arena, err);
        const tp_change sofar = out->all;
        if (status == TP_OK)
            status = tp_change_join(&out->all, &sofar, &at->change, arena, err);
    }
    return status;
}

tp_status tp_conflict_repairs(tp_repairs *out, const tp_run *run, tp_stop stop, tp_arena *arena,
                              tp_err *err)
{
    *out = (tp_repairs){0};
    tp_knob *knobs;
    size_t n_knobs;
    tp_variant variant = {NULL};
    tp_status status = tp_knobs_of(run->kase, arena, &knobs, &n_knobs, err);
    out->stopped = tp_stop_asked(&stop) != TP_GO_ON;
    if (status == TP_OK && !out->stopped)
        status = tp_variant_open(&variant, run, stop, err);
    for (int round = 0; round < ROUNDS && status == TP_OK && !out->confirmed; round++) {
        if ((out->stopped = tp_stop_asked(&stop) != TP_GO_ON))
            break;
        tp_moved *moved;
        size_t count;
        const tp_case *now = tp_session_case(variant.session);
        const tp_run *tried;
        status = tp_elastic_solve(&moved, &count, now, stop, arena, err);
        if (status == TP_OK && !count)
            break;
        for (size_t i = 0; i < count && status == TP_OK; i++)
            status = note(out, knobs, n_knobs, &moved[i], arena, err);
        if (status == TP_OK)
            status = collect(out, run->kase, arena, err);
        if (status == TP_OK)
            status = tp_variant_solve(&variant, &out->all, &tried, err);
        if (status == TP_OK && !tried)
            break;
        out->confirmed = status == TP_OK && tp_run_answered(tried);
    }
    out->stopped = !out->confirmed && (out->stopped || tp_stop_asked(&stop));
    tp_variant_close(&variant);
    return status;
}
