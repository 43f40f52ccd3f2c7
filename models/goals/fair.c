/* The worst-served group is served as well as possible: θ = min Σ(own + Y) / Σ q. */
#include "models/goal.h"

#include "models/name.h"
#include "models/say.h"

static int by_of(const tp_tier_params *tier)
{
    return tier->by < 0 ? TP_BY_SYSTEM : tier->by;
}

static int32_t group_id(const tp_dataset *data, int by, int32_t demand)
{
    const tp_demand *d = &data->demands[demand];
    const tp_unit *u = &data->units[d->unit];
    switch (by) {
    case TP_BY_SECTOR:
        return d->sector;
    case TP_BY_REGION:
        return u->region;
    case TP_BY_UNIT:
        return d->unit;
    default:
        return u->system;
    }
}

static int32_t groups_most(const tp_dataset *data, int by)
{
    return by == TP_BY_UNIT ? data->n_units : tp_ids_count(data->names);
}

typedef struct group {
    int64_t base, total, cols;
} group;

/* Figures of every group, over all periods; index 0 is that of demands without the attribute. */
static group *gather(const tp_case *first, int by)
{
    group *groups =
        tp_arena_array(first->arena, (size_t)groups_most(first->data, by) + 2, sizeof *groups);
    for (int t = 0; groups && t < first->n_periods; t++) {
        const tp_case *c = tp_case_at(first, t);
        for (int32_t d = 0; d < c->data->n_demands; d++) {
            const tp_standing *at = &c->demand[d];
            if (at->denied_by || c->line[c->data->demands[d].line].room == 0)
                continue;
            group *g = &groups[group_id(c->data, by, d) + 1];
            g->base += at->own;
            g->total += c->data->demands[d].quantity;
            g->cols += at->cols;
        }
    }
    return groups;
}

static tp_status emit(tp_case *c, int maker, const tp_tier_params *tier, tp_program *program,
                      tp_err *err)
{
    int by = by_of(tier);
    int32_t most = groups_most(c->data, by);
    group *groups = gather(c, by);
    int64_t *fill = tp_arena_array(c->arena, (size_t)most + 3, sizeof *fill);
    if (!groups || !fill)
        return tp_fail_nomem(err);
    int64_t total = 0;
    for (int32_t g = 0; g <= most; g++) {
        fill[g] = total;
        total += groups[g].cols;
    }
    tp_entry *entries = tp_arena_array(c->arena, (size_t)total + 1, sizeof *entries);
    if (!entries)
        return tp_fail_nomem(err);
    for (int t = 0; t < c->n_periods; t++) {
        const tp_standing *at = c->periods[t]->demand;
        for (int32_t d = 0; d < c->data->n_demands; d++)
            for (int32_t k = 0; k < at[d].cols; k++)
                entries[fill[group_id(c->data, by, d) + 1]++] = (tp_entry){at[d].first_col + k, 1};
    }
    for (int32_t g = 0; g <= most; g++) {
        if (groups[g].total == 0)
            continue;
        tp_origin origin = {.maker = (int16_t)maker, .role = (int16_t)by, .subject = g};
        if (tp_program_row(program, -TP_INF, TP_INF, origin, entries + fill[g] - groups[g].cols,
                           groups[g].cols) < 0)
            return tp_fail_nomem(err);
    }
    return TP_OK;
}

static const char *const by_names[] = {"system", "sector", "region", "unit"};

static tp_status objective(const tp_case *c, const tp_tier_params *tier, tp_tier_spec *out,
                           tp_err *err)
{
    int by = by_of(tier), maker = TP_GOAL_MAKER(tier->goal);
    group *groups = gather(c, by);
    tp_ratio_group *list =
        tp_arena_array(c->arena, (size_t)groups_most(c->data, by) + 2, sizeof *list);
    if (!groups || !list)
        return tp_fail_nomem(err);
    out->kind = TP_TIER_RATIO;
    out->by = by_names[by];
    out->groups = list;
    for (int32_t i = 0; i < c->program->n_rows; i++) {
        tp_origin origin = c->program->row_origin[i];
        if (origin.maker != maker || origin.role != by)
            continue;
        const group *g = &groups[origin.subject];
        list[out->n_groups++] = (tp_ratio_group){.row = i, .base = g->base, .total = g->total};
    }
    return TP_OK;
}

static const tp_words served = {"“{0}”的满足率（按{1}）", "share of demand met: {0} (by {1})"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    (void)row;
    tp_origin origin = program->row_origin[index];
    int32_t id = origin.subject - 1;
    const char *name = id == TP_ID_NONE            ? ""
                       : origin.role == TP_BY_UNIT ? c->data->units[id].code
                                                   : tp_dataset_name(c->data, id);
    if (origin.role == TP_BY_UNIT)
        out->unit = name;
    else
        out->item = name;
    out->pos = tp_scenario_pos(c->scenario, "tiers");
    const char *kind = tp_arena_format(arena, "fair_%s", by_names[origin.role]);
    if (!kind)
        return tp_fail_nomem(err);
    out->name = tp_name_make(arena, kind, out, origin.subject);
    out->words = TP_SAY(arena, served, name, by_names[origin.role]);
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static tp_status measure(const tp_measure *m, const tp_tier_params *tier, tp_wide *value,
                         tp_err *err)
{
    int by = by_of(tier);
    int32_t most = groups_most(m->data, by);
    int64_t *got = tp_arena_array(m->arena, (size_t)most + 2, sizeof *got);
    int64_t *asked = tp_arena_array(m->arena, (size_t)most + 2, sizeof *asked);
    if (!got || !asked)
        return tp_fail_nomem(err);
    for (int t = 0; t < m->n_periods; t++) {
        const tp_measure *in = m->periods[t];
        for (int32_t d = 0; d < in->data->n_demands; d++) {
            if (!in->answer->live[d] || in->room[in->data->demands[d].line] <= 0)
                continue;
            int32_t g = group_id(in->data, by, d) + 1;
            got[g] += in->answer->own[d] + in->answer->loan[d];
            asked[g] += in->data->demands[d].quantity;
        }
    }
    *value = TP_DEC_ONE;
    for (int32_t g = 0; g <= most; g++) {
        if (asked[g] == 0)
            continue;
        tp_wide ratio = tp_floor_div((tp_wide)got[g] * TP_DEC_ONE, asked[g]);
        if (ratio < *value)
            *value = ratio;
    }
    return TP_OK;
}

/* -1 for those without the attribute. */
static int32_t group_of(const tp_dataset *data, const tp_tier_params *tier, int32_t demand)
{
    return group_id(data, by_of(tier), demand);
}

extern const tp_goal tp_goal_fair;
const tp_goal tp_goal_fair = {
    .id = "fair",
    .name = {"均衡", "fairness"},
    .doc = {"满足率最低的一组尽可能高；按系统、领域、地区或单位分组。",
            "The worst-served group (system, sector, region or unit) is served as well as "
            "possible."},
    .source = "models/README.md, 9 Goals",
    .sense = TP_MAX,
    .whole = true,
    .emit = emit,
    .objective = objective,
    .label = label,
    .group = group_of,
    .measure = measure,
};
