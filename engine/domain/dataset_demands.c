/* Demands. */
#include "domain/dataset_doubt.h"

#include "base/order.h"
#include "base/text.h"

#include <string.h>

static const tp_msg MSG_TWICE = {"data.duplicate-demand", "申请编号“{1}”重复；已见于 {0}",
                                 "demand \"{1}\" is there twice; first at {0}"};
static const tp_msg MSG_MINIMUM = {"data.minimum-above-quantity", "最低数大于申请数",
                                   "minimum is more than quantity"};

/* Rows that have a code, with what is needed to sort them. */
typedef struct demand_key {
    uint64_t key; /* of the code */
    const char *code;
    int32_t line; /* may be none */
    int32_t from; /* index among the kept rows */
} demand_key;

static int by_code(const void *context, int32_t a, int32_t b)
{
    const demand_key *p = (const demand_key *)context + a, *q = (const demand_key *)context + b;
    if (p->key != q->key)
        return p->key < q->key ? -1 : 1;
    return tp_text_compare(p->code, q->code);
}

static size_t demand_keys(tp_builder *b, const tp_kept *kept, demand_key *keys)
{
    const tp_demand_row *rows = (const tp_demand_row *)(void *)kept->rows;
    size_t n = 0;
    for (size_t i = 0; i < kept->count; i++) {
        int32_t line = tp_build_line_of(b, i, rows[i].unit, rows[i].category);
        if (kept->good[i] && rows[i].minimum > rows[i].quantity)
            tp_build_error(b, i, "minimum", &MSG_MINIMUM, NULL, NULL);
        if (rows[i].demand)
            keys[n++] = (demand_key){tp_text_key(rows[i].demand), rows[i].demand, line, (int32_t)i};
    }
    return n;
}

/* Leaves in `order` one key a code, the first of the file, if it has a line; returns their
 * count. */
static size_t unique_demands(tp_builder *b, const demand_key *keys, size_t n, int32_t *order)
{
    size_t count = 0;
    const demand_key *last = NULL;
    for (size_t k = 0; k < n; k++) {
        const demand_key *key = &keys[order[k]];
        if (last && last->key == key->key && strcmp(last->code, key->code) == 0) {
            size_t first = (size_t)last->from;
            tp_build_error(b, (size_t)key->from, "demand", &MSG_TWICE, &first, key->code);
            continue;
        }
        last = key;
        if (key->line != TP_ID_NONE)
            order[count++] = order[k];
    }
    return count;
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
    demand->term_months = demand->stated_months = (int32_t)row->term_months;
    demand->granted.notice = "";
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

/* How the file orders them: position among those left -> canonical index. */
static bool note_order(tp_builder *b, const demand_key *keys, const int32_t *order, size_t rows)
{
    tp_dataset *data = b->data;
    int32_t *canonical_of = tp_arena_array(b->passing, rows + 1, sizeof *canonical_of);
    data->demand_input_order =
        tp_arena_array(data->arena, (size_t)data->n_demands + 1, sizeof(int32_t));
    if (!canonical_of || !data->demand_input_order)
        return false;
    for (int32_t k = 0; k < data->n_demands; k++)
        canonical_of[keys[order[k]].from] = k + 1;
    size_t n = 0;
    for (size_t i = 0; i < rows; i++)
        if (canonical_of[i])
            data->demand_input_order[n++] = canonical_of[i] - 1;
    return true;
}

tp_status tp_build_demands(tp_builder *b, const tp_kept *kept)
{
    tp_dataset *data = b->data;
    const tp_demand_row *rows = (const tp_demand_row *)(void *)kept->rows;
    demand_key *keys = tp_arena_array(b->passing, kept->count + 1, sizeof *keys);
    if (!keys)
        return tp_fail_nomem(b->err);
    size_t n = demand_keys(b, kept, keys);
    int32_t *order = tp_order_make(b->passing, n, by_code, keys);
    if (!order)
        return tp_fail_nomem(b->err);
    n = unique_demands(b, keys, n, order);
    data->demands = tp_arena_array(data->arena, n + 1, sizeof *data->demands);
    data->demand_codes = tp_ids_create(data->arena, n);
    if (!data->demands || !data->demand_codes)
        return tp_fail_nomem(b->err);
    for (size_t k = 0; k < n; k++) {
        const demand_key *key = &keys[order[k]];
        if (!fill_demand(b, &rows[key->from], key, (int32_t)k))
            return tp_fail_nomem(b->err);
        data->demands[k].pos = tp_rows_pos(&b->view, (size_t)key->from, NULL);
    }
    data->n_demands = (int32_t)n;
    return note_order(b, keys, order, kept->count) && group_by_line(data) &&
                   tp_doubt_demands(b, kept)
               ? TP_OK
               : tp_fail_nomem(b->err);
}
