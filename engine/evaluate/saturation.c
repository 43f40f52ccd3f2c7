#include "evaluate/saturation.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

const tp_words tp_load_words[4] = {
    {"未测算", "unknown"}, {"不饱满", "light"}, {"正常", "normal"}, {"超负荷", "overloaded"}};

static const tp_wide hours_scale = (tp_wide)TP_DEC_ONE * TP_DEC_ONE * TP_DEC_ONE;

int64_t tp_saturation_need(tp_hours hours, const tp_saturation_rules *rules)
{
    tp_wide each = (tp_wide)rules->days_per_year * rules->hours_per_day * rules->target;
    tp_wide need = tp_ceil_div(hours, each);
    return need > INT64_MAX ? INT64_MAX : (int64_t)need;
}

static tp_dec clipped(tp_wide value)
{
    return value >= INT64_MAX ? INT64_MAX : (tp_dec)value;
}

static tp_status task_hours(tp_hours *sum, const tp_work *task, tp_err *err)
{
    tp_wide hours;
    if (__builtin_mul_overflow((tp_wide)task->volume * task->hours_each, (tp_wide)task->difficulty,
                               &hours) ||
        __builtin_add_overflow(*sum, hours, sum) || *sum > hours_scale * 1000000000000)
        return tp_fail(err, TP_E_OVERFLOW, "workload beyond 10^12 hours in a year");
    return TP_OK;
}

/* Growth in millionths: hours ÷ before − 1, half up. Both are at most 10³⁰. */
static tp_dec growth_of(tp_hours hours, tp_hours before)
{
    return before > 0 ? clipped(tp_half_up_div(hours * TP_DEC_ONE, before) - TP_DEC_ONE)
                      : TP_DEC_NONE;
}

static void figures(tp_workload_year *year, const tp_saturation_rules *rules, int64_t in_post)
{
    tp_wide day_hours = (tp_wide)rules->days_per_year * rules->hours_per_day;
    tp_wide micro = (tp_wide)TP_DEC_ONE * TP_DEC_ONE;
    year->hours_text = clipped(tp_half_up_div(year->hours, micro));
    year->per_head = clipped(tp_half_up_div(year->hours, micro * in_post));
    year->saturation = clipped(tp_half_up_div(year->hours, day_hours * in_post));
    year->need = tp_saturation_need(year->hours, rules);
    year->growth = TP_DEC_NONE;
}

static tp_load load_of(tp_dec saturation, const tp_saturation_rules *rules)
{
    if (rules->low != TP_DEC_NONE && saturation < rules->low)
        return TP_LOAD_LIGHT;
    if (rules->high != TP_DEC_NONE && saturation > rules->high)
        return TP_LOAD_HEAVY;
    return TP_LOAD_NORMAL;
}

static tp_status one_unit(tp_unit_load *out, const tp_spec *spec, const tp_evidence *e,
                          int32_t unit, tp_arena *arena, tp_err *err)
{
    size_t first = e->first_work[unit], end = e->first_work[unit + 1], years = 0;
    int32_t last_year = spec->evaluated_on / 10000;
    for (size_t i = first; i < end && e->works[i].year <= last_year; i++)
        years += i == first || e->works[i].year != e->works[i - 1].year;
    if (!years)
        return TP_OK;
    out->years = tp_arena_array(arena, years, sizeof *out->years);
    if (!out->years)
        return tp_fail_nomem(err);
    for (size_t i = first; i < end && e->works[i].year <= last_year; i++) {
        if (i == first || e->works[i].year != e->works[i - 1].year)
            out->years[out->n_years++].year = e->works[i].year;
        tp_status status = task_hours(&out->years[out->n_years - 1].hours, &e->works[i], err);
        if (status)
            return status;
    }
    for (size_t y = 0; y < years; y++) {
        figures(&out->years[y], &spec->saturation, e->in_post[unit]);
        if (y && out->years[y - 1].year == out->years[y].year - 1)
            out->years[y].growth = growth_of(out->years[y].hours, out->years[y - 1].hours);
    }
    out->saturation = out->years[years - 1].saturation;
    out->load = load_of(out->saturation, &spec->saturation);
    return TP_OK;
}

static int compare_decs(const void *left, const void *right)
{
    tp_dec a = *(const tp_dec *)left, b = *(const tp_dec *)right;
    return (a > b) - (a < b);
}

/* Four times the value at rank (n − 1)·q/4, exact. */
static tp_wide quartile4(const tp_dec *sorted, size_t n, size_t q)
{
    size_t at = (n - 1) * q / 4, rest = (n - 1) * q % 4;
    tp_wide low = sorted[at], high = rest ? sorted[at + 1] : low;
    return low * (tp_wide)(4 - rest) + high * (tp_wide)rest;
}

static void summarise(tp_peers *peers, tp_dec *values)
{
    size_t n = (size_t)peers->count;
    qsort(values, n, sizeof *values, compare_decs);
    for (size_t q = 0; q <= 4; q++)
        peers->quartile[q] = (tp_dec)tp_half_up_div(quartile4(values, n, q), 4);
    tp_wide q1 = quartile4(values, n, 1), q3 = quartile4(values, n, 3);
    peers->low_fence = 2 * q1 - 3 * (q3 - q1); /* Q1 − 1.5·IQR in eighths */
    peers->high_fence = 2 * q3 + 3 * (q3 - q1);
}

static void stand(tp_unit_load *unit, const tp_peers *peers)
{
    if (peers->count < TP_PEERS_LEAST)
        return;
    unit->quarter = 1;
    for (int q = 1; q < 4; q++)
        unit->quarter += unit->saturation > peers->quartile[q];
    tp_wide eighths = (tp_wide)unit->saturation * 8;
    unit->outlier = (eighths > peers->high_fence) - (eighths < peers->low_fence);
}

static tp_status compare_peers(tp_saturation *out, const tp_dataset *data, tp_arena *arena,
                               tp_err *err)
{
    tp_arena *scratch = tp_arena_create();
    tp_ids *groups = scratch ? tp_ids_create(scratch, 64) : NULL;
    size_t units = (size_t)data->n_units;
    tp_dec *values = scratch ? tp_arena_array(scratch, units + 1, sizeof *values) : NULL;
    out->peers = tp_arena_array(arena, units + 1, sizeof *out->peers);
    tp_status status = groups && values && out->peers ? TP_OK : tp_fail_nomem(err);
    for (size_t u = 0; u < units && !status; u++) {
        const tp_unit *unit = &data->units[u];
        if (out->units[u].saturation == TP_DEC_NONE)
            continue;
        const int32_t key[] = {unit->kind, unit->system};
        bool fresh;
        int32_t group = tp_ids_add(groups, (const char *)key, sizeof key, &fresh);
        if (group == TP_ID_NONE) {
            status = tp_fail_nomem(err);
            break;
        }
        if (fresh)
            out->peers[out->n_peers++] = (tp_peers){.kind = unit->kind, .system = unit->system};
        out->units[u].peers = group;
        out->peers[group].count++;
    }
    for (size_t g = 0; g < out->n_peers && !status; g++) {
        size_t n = 0;
        for (size_t u = 0; u < units; u++)
            if (out->units[u].peers == (int32_t)g)
                values[n++] = out->units[u].saturation;
        summarise(&out->peers[g], values);
    }
    for (size_t u = 0; u < units && !status; u++)
        if (out->units[u].peers != TP_ID_NONE)
            stand(&out->units[u], &out->peers[out->units[u].peers]);
    tp_arena_free(scratch);
    return status;
}

tp_status tp_saturation_compute(tp_saturation *out, const tp_spec *spec,
                                const tp_evidence *evidence, tp_arena *arena, tp_err *err)
{
    size_t units = (size_t)evidence->data->n_units;
    *out = (tp_saturation){.units = tp_arena_array(arena, units + 1, sizeof *out->units)};
    if (!out->units)
        return tp_fail_nomem(err);
    for (size_t u = 0; u < units; u++) {
        tp_unit_load *unit = &out->units[u];
        *unit = (tp_unit_load){.saturation = TP_DEC_NONE, .peers = TP_ID_NONE};
        if (!spec->saturation.present)
            continue;
        tp_status status = one_unit(unit, spec, evidence, (int32_t)u, arena, err);
        if (status)
            return status;
    }
    return compare_peers(out, evidence->data, arena, err);
}
