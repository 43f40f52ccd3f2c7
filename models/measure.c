#include "models/measure.h"

#include "models/rule.h"
#include "models/say.h"

tp_status tp_finding_add(tp_findings *out, tp_finding finding, const tp_words *template_text,
                         size_t count, const char *const *args, tp_err *err)
{
    finding.text = tp_say(out->arena, template_text, count, args);
    if (!finding.text.zh || !finding.text.en ||
        !tp_arena_grow(out->arena, &out->items, &out->capacity, out->count, 1))
        return tp_fail_nomem(err);
    out->items[out->count++] = finding;
    return TP_OK;
}

int64_t tp_measure_authorised(const tp_measure *m, int32_t line)
{
    return m->data->lines[line].authorised - m->answer->reclaimed[line];
}

int64_t tp_measure_usage(const tp_measure *m, int32_t line)
{
    const tp_line *l = &m->data->lines[line];
    return tp_measure_authorised(m, line) + l->borrowed - l->lent;
}

static int64_t free_slots(const tp_measure *m, int32_t line)
{
    const tp_line *l = &m->data->lines[line];
    return tp_measure_usage(m, line) - (l->in_post + l->committed);
}

int64_t tp_measure_vacant(const tp_measure *m, int32_t line)
{
    int64_t slots = free_slots(m, line);
    return slots > 0 ? slots : 0;
}

int64_t tp_measure_usable(const tp_measure *m, int32_t line)
{
    int64_t usable = tp_measure_vacant(m, line), most;
    for (int r = 0; r < tp_n_rules; r++)
        if (tp_rules[r]->usable_most && tp_rules[r]->usable_most(m, r, line, &most) &&
            most < usable)
            usable = most > 0 ? most : 0;
    return usable;
}

bool tp_measure_spares(const tp_measure *m, int rule, int32_t demand)
{
    for (int r = 0; r < tp_n_rules; r++)
        if (tp_rules[r]->spares && tp_rules[r]->spares(m, r, rule, demand))
            return true;
    return false;
}

int64_t tp_measure_over(const tp_measure *m, int32_t line)
{
    int64_t slots = free_slots(m, line);
    return slots < 0 ? -slots : 0;
}

/* The oldest slots fill V first, so at least min(V, known + unknown of that age) are so old. */
int64_t tp_measure_aged(const tp_measure *m, int32_t line, int64_t months, int64_t unknown_age)
{
    const tp_line *l = &m->data->lines[line];
    int64_t vacant = l->authorised + l->borrowed - l->lent - l->in_post - l->committed;
    int64_t old = 0, known = 0;
    if (vacant <= 0)
        return 0;
    for (int32_t i = 0; i < l->lots; i++) {
        const tp_lot *lot = &m->data->lots[l->first_lot + i];
        known += lot->count;
        if (tp_date_months(lot->since, m->as_of) >= months)
            old += lot->count;
    }
    if (unknown_age >= months && vacant > known)
        old += vacant - known;
    return old < vacant ? old : vacant;
}

tp_dec tp_measure_saturation(const tp_measure *m, int32_t unit)
{
    const tp_outcome *o = tp_dataset_outcome(m->data, unit, m->as_of);
    return o ? o->saturation : TP_DEC_NONE;
}

int64_t tp_measure_lent(const tp_measure *m, int32_t line)
{
    const tp_line *l = &m->data->lines[line];
    int64_t sum = 0;
    for (int32_t i = 0; i < l->demands; i++)
        sum += m->answer->loan[m->data->demand_of_line[l->first_demand + i]];
    return sum;
}

bool tp_measure_ever_live(const tp_measure *m, int32_t demand)
{
    for (int t = 0; t < m->answer->n_periods; t++)
        if (m->answer->periods[t]->live[demand])
            return true;
    return false;
}

tp_wide tp_measure_weighed(const tp_measure *m, tp_dec coefficient)
{
    tp_wide twice = (tp_wide)m->weight * coefficient * 2;
    return m->weight == TP_DEC_ONE ? coefficient : (twice + TP_DEC_ONE) / (2 * (tp_wide)TP_DEC_ONE);
}
