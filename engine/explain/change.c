#include "explain/change.h"

tp_status tp_variant_open(tp_variant *out, const tp_run *base, tp_stop stop, tp_err *err)
{
    *out = (tp_variant){.base = base, .stop = stop};
    tp_arena *arena = tp_arena_create();
    if (!arena)
        return tp_fail_nomem(err);
    tp_diags diags;
    tp_diags_init(&diags, arena);
    tp_status status = tp_session_clone(&out->session, base, &diags, err);
    tp_arena_free(arena);
    return status;
}

void tp_variant_close(tp_variant *variant)
{
    tp_session_free(variant->session);
    variant->session = NULL;
}

tp_status tp_variant_solve(tp_variant *variant, const tp_change *change, const tp_run **run,
                           tp_err *err)
{
    *run = NULL;
    tp_arena *arena = tp_arena_create();
    if (!arena)
        return tp_fail_nomem(err);
    tp_diags diags;
    tp_diags_init(&diags, arena);
    const tp_variation variation = {change->settings, change->n_settings, change->edits,
                                    change->n_edits};
    tp_status status = tp_session_vary(variant->session, &variation, &diags, err);
    tp_arena_free(arena);
    if (status == TP_E_INPUT)
        return TP_OK;
    variant->solved++;
    if (status == TP_OK)
        status = tp_session_solve(variant->session,
                                  &(tp_session_solve_options){.stop = variant->stop,
                                                              .skip_conflict = true,
                                                              .skip_proofs = true,
                                                              .figures_only = true},
                                  run, err);
    return status;
}

bool tp_run_answered(const tp_run *run)
{
    return run && tp_answered(run->result->status);
}

int64_t tp_run_grant(const tp_run *run, int32_t demand)
{
    if (!tp_run_answered(run) || !run->result->live[demand])
        return 0;
    return run->result->own[demand] + run->result->loan[demand];
}
