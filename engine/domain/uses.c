#include "domain/uses.h"

static void note(tp_dataset *data, tp_attribute attribute, int32_t id)
{
    if (id != TP_ID_NONE)
        data->name_uses[id] = (uint16_t)(data->name_uses[id] | 1u << attribute);
}

bool tp_uses_note(tp_dataset *data)
{
    data->name_uses =
        tp_arena_array(data->arena, (size_t)tp_ids_count(data->names) + 1, sizeof(uint16_t));
    data->is_parent = tp_arena_array(data->arena, (size_t)data->n_units + 1, sizeof(bool));
    if (!data->name_uses || !data->is_parent)
        return false;
    for (int32_t u = 0; u < data->n_units; u++) {
        const tp_unit *unit = &data->units[u];
        note(data, TP_AT_KIND, unit->kind);
        note(data, TP_AT_SYSTEM, unit->system);
        note(data, TP_AT_LEVEL, unit->level);
        note(data, TP_AT_REGION, unit->region);
        if (unit->parent != TP_ID_NONE)
            data->is_parent[unit->parent] = true;
    }
    for (int32_t l = 0; l < data->n_lines; l++)
        note(data, TP_AT_CATEGORY, data->lines[l].category);
    for (int32_t o = 0; o < data->n_outcomes; o++)
        note(data, TP_AT_GRADE, data->outcomes[o].grade);
    for (int32_t d = 0; d < data->n_demands; d++)
        note(data, TP_AT_SECTOR, data->demands[d].sector);
    return true;
}

bool tp_uses_has(const tp_dataset *data, tp_attribute attribute, int32_t id)
{
    if (id == TP_ID_NONE || attribute == TP_AT_UNIT || attribute == TP_AT_CLASS)
        return id != TP_ID_NONE;
    if (attribute == TP_AT_PARENT)
        return data->is_parent[id];
    return (data->name_uses[id] & 1u << attribute) != 0;
}
