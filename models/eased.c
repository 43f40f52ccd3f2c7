#include "models/eased.h"

bool tp_is_eased(const tp_case *c, int rule, int32_t demand)
{
    return c->demand[demand].eased >> rule & 1;
}

int64_t tp_eased_need(const tp_case *c, int rule, int32_t line)
{
    const tp_line *l = &c->data->lines[line];
    int64_t sum = 0;
    for (int32_t i = 0; i < l->demands; i++) {
        int32_t d = c->data->demand_of_line[l->first_demand + i];
        if (tp_is_eased(c, rule, d))
            sum += c->demand[d].need;
    }
    return sum;
}

static bool counts(const tp_case *c, const tp_eased_bound *bound, int32_t d)
{
    return c->demand[d].cols && !tp_is_eased(c, bound->rule, d) &&
           (!bound->term_months || c->data->demands[d].term_months <= bound->term_months);
}

tp_status tp_eased_row(tp_case *c, tp_program *program, const tp_eased_bound *bound, tp_err *err)
{
    const tp_line *l = &c->data->lines[bound->line];
    int64_t could = 0;
    size_t n = 0;
    for (int32_t i = 0; i < l->demands; i++) {
        int32_t d = c->data->demand_of_line[l->first_demand + i];
        const tp_standing *at = &c->demand[d];
        for (int32_t k = 0; counts(c, bound, d) && k < at->cols; k++) {
            could += program->hi[at->first_col + k];
            n++;
        }
    }
    if (could <= bound->most)
        return TP_OK;
    tp_entry *entries = tp_arena_array(c->arena, n, sizeof *entries);
    if (!entries)
        return tp_fail_nomem(err);
    n = 0;
    for (int32_t i = 0; i < l->demands; i++) {
        int32_t d = c->data->demand_of_line[l->first_demand + i];
        const tp_standing *at = &c->demand[d];
        for (int32_t k = 0; counts(c, bound, d) && k < at->cols; k++)
            entries[n++] = (tp_entry){at->first_col + k, 1};
    }
    tp_origin origin = {
        .maker = (int16_t)bound->rule, .subject = bound->line, .part = (int16_t)bound->term_months};
    return tp_program_row(program, -TP_INF, bound->most, origin, entries, (int64_t)n) < 0
               ? tp_fail_nomem(err)
               : TP_OK;
}

int64_t tp_measure_eased_need(const tp_measure *m, int rule, int32_t line)
{
    const tp_line *l = &m->data->lines[line];
    int64_t sum = 0;
    for (int32_t i = 0; i < l->demands; i++) {
        int32_t d = m->data->demand_of_line[l->first_demand + i];
        if (m->answer->live[d] && tp_measure_spares(m, rule, d))
            sum += m->data->demands[d].quantity - m->answer->own[d];
    }
    return sum;
}

int64_t tp_measure_uneased(const tp_measure *m, const tp_eased_bound *bound)
{
    const tp_line *l = &m->data->lines[bound->line];
    int64_t sum = 0;
    for (int32_t i = 0; i < l->demands; i++) {
        int32_t d = m->data->demand_of_line[l->first_demand + i];
        if (!tp_measure_spares(m, bound->rule, d) &&
            (!bound->term_months || m->data->demands[d].term_months <= bound->term_months))
            sum += m->answer->loan[d];
    }
    return sum;
}
