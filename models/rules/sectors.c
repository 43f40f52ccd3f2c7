/* Weights of sectors in the goal need. */
#include "models/rules/weights_map.h"

#include <string.h>

typedef struct sectors_params {
    tp_list sectors;
} sectors_params;

static const tp_key weight_keys[] = {
    {.type = TP_T_KEY, .offset = offsetof(tp_named_weight, name)},
    {.name = "weight",
     .title = {"权重", "weight"},
     .type = TP_T_DEC,
     .offset = offsetof(tp_named_weight, weight),
     .fallback = "1",
     .least = 0,
     .most = 1000000000 * TP_DEC_ONE,
     .doc = {"在目标“加权满足”中的权重。", "Weight in the goal “weighted need met”."}},
    {.type = TP_T_POS, .offset = offsetof(tp_named_weight, pos)},
};
const tp_schema tp_named_weight_schema = {
    .name = "weight", TP_KEYS(weight_keys), .size = sizeof(tp_named_weight)};

static const tp_key keys[] = {
    {.name = "sectors",
     .title = {"投放领域", "sectors"},
     .type = TP_T_MAP,
     .offset = offsetof(sectors_params, sectors),
     .of = &tp_named_weight_schema,
     .doc = {"投放领域的权重；未列出的为 1。", "Weights of sectors; one not listed has 1."}},
};
extern const tp_schema tp_schema_sectors;
const tp_schema tp_schema_sectors = {
    .name = "sectors.rule", TP_KEYS(keys), .size = sizeof(sectors_params)};

static const tp_msg unknown_sector = {"sectors.unknown", "没有申请属于投放领域“{0}”",
                                      "no demand serves the sector {0}"};

static bool some_demand_serves(const tp_dataset *data, int32_t sector)
{
    for (int32_t d = 0; d < data->n_demands; d++)
        if (data->demands[d].sector == sector)
            return true;
    return false;
}

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const sectors_params *p = tp_binding_params(b, self);
    if (!p->sectors.count)
        return TP_OK;
    const tp_named_weight **state = tp_arena_array(
        b->arena, (size_t)tp_ids_count(b->data->names) + 1, sizeof(const tp_named_weight *));
    if (!state)
        return tp_fail_nomem(err);
    const tp_named_weight *list = p->sectors.items;
    for (size_t i = 0; i < p->sectors.count; i++) {
        int32_t id = tp_ids_find(b->data->names, list[i].name, strlen(list[i].name));
        if (id != TP_ID_NONE)
            state[id] = &list[i];
        if (id == TP_ID_NONE || !some_demand_serves(b->data, id))
            tp_diag_warn(diags, list[i].pos, &unknown_sector, list[i].name);
    }
    b->state[self] = (void *)state;
    return TP_OK;
}

static tp_dec weight(const tp_binding *b, int self, int32_t demand)
{
    const tp_named_weight *const *state = b->state[self];
    int32_t sector = b->data->demands[demand].sector;
    return state && sector != TP_ID_NONE && state[sector] ? state[sector]->weight : TP_DEC_ONE;
}

extern const tp_rule tp_rule_sectors;
const tp_rule tp_rule_sectors = {
    .id = "sectors",
    .name = {"投放领域权重", "sector weights"},
    .doc = {"重点领域的申请在目标“加权满足”中权重更大。",
            "Demands that serve important sectors weigh more in the goal “weighted need met”."},
    .source = "models/README.md, 9 Goals",
    .schema = &tp_schema_sectors,
    .prepare = prepare,
    .weight = weight,
};
