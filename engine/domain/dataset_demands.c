/* Demands. */
#include "domain/dataset_build.h"

#include "base/order.h"
#include "base/text.h"

#include <string.h>

static const tp_msg MSG_TWICE = {"data.duplicate-demand", "申请编号“{1}”重复；已见于 {0}",
                                 "demand \"{1}\" is there twice; first at {0}"};
static const tp_msg MSG_MINIMUM = {"data.minimum-above-quantity", "最低数大于申请数",
                                   "minimum is more than quantity"};

typedef struct demand_key {
    const char *code;
    int32_t line, from;
} demand_key;

static int by_code(const void *context, int32_t a, int32_t b)
{
    const demand_key *keys = context;
    return tp_text_compare(keys[a].code, keys[b].code);
}

/* Rows with a code seen for the first time and a line; returns their count, -1: no memory. */
static int64_t demand_keys(tp_builder *b, const tp_kept *kept, demand_key *keys)
{
    const tp_demand_row *rows = (const tp_demand_row *)(void *)kept->rows;
    tp_ids *seen = tp_ids_create(b->passing, kept->count);
    size_t *from = tp_arena_array(b->passing, kept->count + 1, sizeof *from);
    if (!seen || !from)
        return -1;
    int64_t n = 0;
    for (size_t i = 0; i < kept->count; i++) {
        bool fresh = true;
        int32_t line = tp_build_line_of(b, kept, i, rows[i].unit, rows[i].category);
        if (kept->good[i] && rows[i].minimum > rows[i].quantity)
            tp_build_error(b, kept, i, "minimum", &MSG_MINIMUM, NULL, NULL);
        if (!rows[i].demand)
            continue;
        int32_t id = tp_ids_add(seen, rows[i].demand, strlen(rows[i].demand), &fresh);
        if (id == TP_ID_NONE)
            return -1;
        if (fresh)
            from[id] = i;
        else
            tp_build_error(b, kept, i, "demand", &MSG_TWICE, &from[id], rows[i].demand);
        if (fresh && line != TP_ID_NONE)
            keys[n++] = (demand_key){rows[i].demand, line, (int32_t)i};
    }
    return n;
}

static bool fill_demand(tp_builder *b, const tp_demand_row *row, const demand_key *key,
                        int32_t index)
{
    tp_dataset *data = b->data;
    tp_demand *demand = &data->demands[index];
    if (tp_ids_add(data->demand_codes, key->code, strlen(key->code), NULL) != index)
        return false;
    demand->code = tp_ids_name(data->demand_codes, index);
    demand->line = key->line;
    demand->unit = data->lines[key->line].unit;
    demand->quantity = row->quantity;
    demand->minimum = row->minimum;
    demand->demand_class = (tp_demand_class)row->demand_class;
    demand->filed_on = row->filed_on;
    demand->term_months = (int32_t)row->term_months;
    demand->sector = data->units[demand->unit].system;
    return tp_build_text(b, row->document ? row->document : "", &demand->document) &&
           (!row->sector || tp_build_name(b, row->sector, &demand->sector));
}

/* Groups the demands by line, canonical order inside a line. */
static bool group_by_line(tp_dataset *data)
{
    data->demand_of_line =
        tp_arena_array(data->arena, (size_t)data->n_demands + 1, sizeof(int32_t));
    if (!data->demand_of_line)
        return false;
    for (int32_t d = 0; d < data->n_demands; d++)
        data->lines[data->demands[d].line].demands++;
    int32_t first = 0;
    for (int32_t i = 0; i < data->n_lines; i++) {
        data->lines[i].first_demand = first;
        first += data->lines[i].demands;
        data->lines[i].demands = 0;
    }
    for (int32_t d = 0; d < data->n_demands; d++) {
        tp_line *line = &data->lines[data->demands[d].line];
        data->demand_of_line[line->first_demand + line->demands++] = d;
    }
    return true;
}

tp_status tp_build_demands(tp_builder *b, const tp_kept *kept)
{
    tp_dataset *data = b->data;
    const tp_demand_row *rows = (const tp_demand_row *)(void *)kept->rows;
    demand_key *keys = tp_arena_array(b->passing, kept->count + 1, sizeof *keys);
    int64_t count = keys ? demand_keys(b, kept, keys) : -1;
    if (count < 0)
        return tp_fail_nomem(b->err);
    size_t n = (size_t)count;
    int32_t *order = tp_order_make(b->passing, n, by_code, keys);
    data->demands = tp_arena_array(data->arena, n + 1, sizeof *data->demands);
    data->demand_codes = tp_ids_create(data->arena, n);
    data->demand_input_order = tp_arena_array(data->arena, n + 1, sizeof(int32_t));
    if (!order || !data->demands || !data->demand_codes || !data->demand_input_order)
        return tp_fail_nomem(b->err);
    for (size_t k = 0; k < n; k++) {
        const demand_key *key = &keys[order[k]];
        if (!fill_demand(b, &rows[key->from], key, (int32_t)k))
            return tp_fail_nomem(b->err);
        data->demands[k].pos = tp_rows_pos(&b->view, (size_t)kept->at[key->from], NULL);
        data->demand_input_order[order[k]] = (int32_t)k;
    }
    data->n_demands = (int32_t)n;
    return group_by_line(data) ? TP_OK : tp_fail_nomem(b->err);
}
