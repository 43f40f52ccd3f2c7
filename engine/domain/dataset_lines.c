/* Units and lines. */
#include "domain/dataset_doubt.h"

#include "base/order.h"
#include "base/text.h"

#include <string.h>

static const tp_msg MSG_UNIT_TWICE = {"data.duplicate-unit", "单位“{1}”重复；已见于 {0}",
                                      "unit \"{1}\" is there twice; first at {0}"};
static const tp_msg MSG_LINE_TWICE = {"data.duplicate-line", "该单位类别“{1}”重复；已见于 {0}",
                                      "the unit has two rows of category \"{1}\"; first at {0}"};
static const tp_msg MSG_LENT = {"data.lent-above-authorised", "已存入数超过核定编制数",
                                "lent is more than authorised"};
static const tp_msg MSG_BOTH = {"data.lent-and-borrowed",
                                "已借用的单位不能同时有存入：借用大于 0 时“已存入”须为 0",
                                "a line that has borrowed slots cannot have lent any: lent must "
                                "be 0"};

/* ---- units ---- */

/* Rows that have a code, with what is needed to sort them. */
typedef struct unit_key {
    uint64_t key; /* of the code */
    const char *code;
    int32_t from; /* index among the kept rows */
} unit_key;

static int by_code(const void *context, int32_t a, int32_t b)
{
    const unit_key *p = (const unit_key *)context + a, *q = (const unit_key *)context + b;
    if (p->key != q->key)
        return p->key < q->key ? -1 : 1;
    return tp_text_compare(p->code, q->code);
}

static size_t unit_keys(const tp_kept *kept, unit_key *keys)
{
    const tp_unit_row *rows = (const tp_unit_row *)(void *)kept->rows;
    size_t n = 0;
    for (size_t i = 0; i < kept->count; i++)
        if (rows[i].unit)
            keys[n++] = (unit_key){tp_text_key(rows[i].unit), rows[i].unit, (int32_t)i};
    return n;
}

/* Leaves in `order` one key a code, the first of the file; returns their count. */
static size_t unique_units(tp_builder *b, const unit_key *keys, size_t n, int32_t *order)
{
    size_t count = 0;
    for (size_t k = 0; k < n; k++) {
        const unit_key *key = &keys[order[k]];
        const unit_key *last = count ? &keys[order[count - 1]] : NULL;
        if (last && last->key == key->key && strcmp(last->code, key->code) == 0) {
            size_t first = (size_t)last->from;
            tp_build_error(b, (size_t)key->from, "unit", &MSG_UNIT_TWICE, &first, key->code);
        } else {
            order[count++] = order[k];
        }
    }
    return count;
}

static bool fill_unit(tp_builder *b, const tp_unit_row *row, int32_t index)
{
    tp_dataset *data = b->data;
    tp_unit *unit = &data->units[index];
    if (index)
        *unit = (tp_unit){.kind = unit[-1].kind, /* guesses */
                          .system = unit[-1].system,
                          .level = unit[-1].level,
                          .region = unit[-1].region};
    unit->parent = TP_ID_NONE;
    if (tp_ids_add(data->unit_codes, row->unit, strlen(row->unit), NULL) != index)
        return false;
    unit->code = unit->name = tp_ids_name(data->unit_codes, index);
    return tp_build_text(b, row->entry_standard, &unit->entry_standard) &&
           (!row->name || strcmp(row->name, row->unit) == 0 ||
            tp_build_text(b, row->name, &unit->name)) &&
           tp_build_name(b, row->kind, &unit->kind) &&
           tp_build_name(b, row->system, &unit->system) &&
           tp_build_name(b, row->level, &unit->level) &&
           tp_build_name(b, row->region, &unit->region);
}

/* Turns "input index -> canonical index or -1" into "position among those left -> canonical
 * index". */
static void pack_order(int32_t *order, const int32_t *canonical_of, size_t rows)
{
    size_t n = 0;
    for (size_t i = 0; i < rows; i++)
        if (canonical_of[i] >= 0)
            order[n++] = canonical_of[i];
}

static int32_t *no_index(tp_arena *arena, size_t count)
{
    int32_t *index = tp_arena_array(arena, count + 1, sizeof *index);
    if (index)
        memset(index, 0xFF, (count + 1) * sizeof *index);
    return index;
}

tp_status tp_build_units(tp_builder *b, const tp_kept *kept)
{
    tp_dataset *data = b->data;
    const tp_unit_row *rows = (const tp_unit_row *)(void *)kept->rows;
    unit_key *keys = tp_arena_array(b->passing, kept->count + 1, sizeof *keys);
    int32_t *canonical_of = no_index(b->passing, kept->count);
    if (!keys || !canonical_of)
        return tp_fail_nomem(b->err);
    size_t n = unit_keys(kept, keys);
    int32_t *order = tp_order_make(b->passing, n, by_code, keys);
    if (!order)
        return tp_fail_nomem(b->err);
    n = unique_units(b, keys, n, order);
    data->units = tp_arena_array(data->arena, n + 1, sizeof *data->units);
    data->unit_codes = tp_ids_create(data->arena, n);
    data->unit_input_order = tp_arena_array(data->arena, n + 1, sizeof(int32_t));
    if (!data->units || !data->unit_codes || !data->unit_input_order)
        return tp_fail_nomem(b->err);
    for (size_t k = 0; k < n; k++) {
        size_t from = (size_t)keys[order[k]].from;
        if (!fill_unit(b, &rows[from], (int32_t)k))
            return tp_fail_nomem(b->err);
        data->units[k].pos = tp_rows_pos(&b->view, from, NULL);
        canonical_of[from] = (int32_t)k;
    }
    pack_order(data->unit_input_order, canonical_of, kept->count);
    data->n_units = (int32_t)n;
    for (size_t k = 0; k < n; k++) {
        size_t from = (size_t)keys[order[k]].from;
        data->units[k].parent = tp_build_unit_of(b, from, rows[from].parent, "parent");
    }
    return tp_doubt_units(b, kept) ? TP_OK : tp_fail_nomem(b->err);
}

/* ---- lines ---- */

/* Rows that stand on a unit, with what is needed to sort them. */
typedef struct line_key {
    int32_t unit, from; /* from: index among the kept rows */
    const char *category;
} line_key;

static int by_unit_category(const void *context, int32_t a, int32_t b)
{
    const line_key *keys = context;
    if (keys[a].unit != keys[b].unit)
        return keys[a].unit < keys[b].unit ? -1 : 1;
    return strcmp(keys[a].category, keys[b].category);
}

static void check_line(tp_builder *b, size_t i, const tp_post_row *row)
{
    if (row->lent > row->authorised)
        tp_build_error(b, i, "lent", &MSG_LENT, NULL, NULL);
    if (row->borrowed > 0 && row->lent > 0)
        tp_build_error(b, i, "lent", &MSG_BOTH, NULL, NULL);
}

static bool fill_line(tp_builder *b, const tp_post_row *row, const line_key *key, tp_line *line)
{
    *line = (tp_line){.unit = key->unit,
                      .category = line > b->data->lines ? line[-1].category : TP_ID_NONE,
                      .authorised = row->authorised,
                      .in_post = row->in_post,
                      .committed = row->committed,
                      .lent = row->lent,
                      .borrowed = row->borrowed,
                      .cap = row->cap,
                      .standard = row->standard,
                      .frozen = row->frozen};
    return tp_build_name(b, row->category, &line->category);
}

static size_t line_keys(tp_builder *b, const tp_kept *kept, line_key *keys)
{
    const tp_post_row *rows = (const tp_post_row *)(void *)kept->rows;
    size_t n = 0;
    for (size_t i = 0; i < kept->count; i++) {
        int32_t unit = tp_build_unit_of(b, i, rows[i].unit, "unit");
        if (unit != TP_ID_NONE && rows[i].category)
            keys[n++] = (line_key){unit, (int32_t)i, rows[i].category};
    }
    return n;
}

tp_status tp_build_lines(tp_builder *b, const tp_kept *kept)
{
    tp_dataset *data = b->data;
    const tp_post_row *rows = (const tp_post_row *)(void *)kept->rows;
    line_key *keys = tp_arena_array(b->passing, kept->count + 1, sizeof *keys);
    int32_t *canonical_of = no_index(b->passing, kept->count);
    if (!keys || !canonical_of)
        return tp_fail_nomem(b->err);
    size_t n = line_keys(b, kept, keys);
    int32_t *order = tp_order_make(b->passing, n, by_unit_category, keys);
    data->lines = tp_arena_array(data->arena, n + 1, sizeof *data->lines);
    data->line_input_order = tp_arena_array(data->arena, n + 1, sizeof(int32_t));
    if (!order || !data->lines || !data->line_input_order)
        return tp_fail_nomem(b->err);
    int32_t count = 0;
    for (size_t k = 0; k < n; k++) {
        const line_key *key = &keys[order[k]];
        if (k && by_unit_category(keys, order[k - 1], order[k]) == 0) {
            size_t first = (size_t)keys[order[k - 1]].from;
            tp_build_error(b, (size_t)key->from, "category", &MSG_LINE_TWICE, &first,
                           key->category);
            continue;
        }
        tp_line *line = &data->lines[count];
        if (kept->good[key->from])
            check_line(b, (size_t)key->from, &rows[key->from]);
        if (!fill_line(b, &rows[key->from], key, line))
            return tp_fail_nomem(b->err);
        line->pos = tp_rows_pos(&b->view, (size_t)key->from, NULL);
        tp_unit *unit = &data->units[key->unit];
        if (!unit->lines++)
            unit->first_line = count;
        canonical_of[key->from] = count++;
    }
    data->n_lines = count;
    pack_order(data->line_input_order, canonical_of, kept->count);
    return tp_doubt_lines(b, kept) ? TP_OK : tp_fail_nomem(b->err);
}
