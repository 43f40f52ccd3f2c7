#include "explain/drafts.h"

#include "models/rule.h"

/* What the unit's demands and lines have by the draft that they would not have without. */
static unsigned differs(const tp_case *with, const tp_case *without, int32_t unit)
{
    const tp_unit *u = &with->data->units[unit];
    unsigned bits = 0;
    for (int32_t l = u->first_line; l < u->first_line + u->lines; l++) {
        const tp_line *line = &with->data->lines[l];
        bits |= (unsigned)(with->line[l].supply != without->line[l].supply) << TP_DRAFT_RELEASES;
        for (int32_t i = 0; i < line->demands; i++) {
            int32_t d = with->data->demand_of_line[line->first_demand + i];
            bool in = !with->demand[d].denied_by, else_in = !without->demand[d].denied_by;
            bits |= (unsigned)(in && !else_in) << TP_DRAFT_ADMITS;
            bits |= (unsigned)(!in && else_in) << TP_DRAFT_REFUSES;
            bits |= (unsigned)(in && else_in &&
                               tp_case_value(with, d, 0) != tp_case_value(without, d, 0))
                    << TP_DRAFT_RANKS;
        }
    }
    return bits;
}

tp_status tp_drafts_effects(const tp_run *run, tp_arena *arena, tp_draft_effect **out,
                            size_t *count, tp_err *err)
{
    const tp_dataset *data = run->data;
    size_t capacity = 0;
    *out = NULL;
    *count = 0;
    for (int32_t u = 0; data->use_drafts && u < data->n_units; u++) {
        const tp_outcome *at = tp_dataset_pending(data, u, run->scenario->as_of);
        if (!at)
            continue;
        if (!tp_arena_grow(arena, out, &capacity, *count, 1))
            return tp_fail_nomem(err);
        (*out)[(*count)++] = (tp_draft_effect){.unit = u, .outcome = at};
    }
    if (!*count)
        return TP_OK;
    tp_dataset settled = *data;
    settled.use_drafts = false;
    tp_case *without;
    tp_diags unheard;
    tp_diags_init(&unheard, arena);
    tp_status status = tp_case_create(&without,
                                      &(tp_case_options){.data = &settled,
                                                         .scenario = run->scenario,
                                                         .reference = run->kase->reference,
                                                         .derive_only = true},
                                      &unheard, err);
    if (status != TP_OK)
        return status;
    for (size_t i = 0; i < *count; i++)
        (*out)[i].decides = differs(run->kase, without, (*out)[i].unit);
    tp_case_free(without);
    return TP_OK;
}
