/* Sweep files: YAML with a grid and points, or CSV with changes. */
#include "explain/sweep_plan.h"

#include "base/ids.h"
#include "read/columns.h"
#include "read/csv.h"
#include "read/source.h"

#include <string.h>
#include <strings.h>

static const tp_msg msg_key = {"sweep.key", "“{0}”不是参数文件的键；应为 grid 或 points",
                               "{0} is no key of a sweep file; write grid or points"};
static const tp_msg msg_grid = {"sweep.grid", "grid 应为“键: 值、列表或 起:止:步长”的映射",
                                "grid is a map of keys to a value, a list or first:last:step{0}"};
static const tp_msg msg_points = {"sweep.points", "points 应为列表，每项是“键: 值”的映射",
                                  "points is a list of maps of keys to values{0}"};
static const tp_msg msg_no_value = {"sweep.no-value",
                                    "方案没有写明数值 {0}，无法在其上增减；请用 substitute（替换）",
                                    "the scenario states no number {0} to change; use substitute"};
static const tp_msg msg_number = {"sweep.number", "“{0}”不是小数不超过 6 位的数",
                                  "\"{0}\" is not a number of at most 6 decimals"};

static char *flow_text(tp_sweep_plan *plan, const tp_node *node)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_tree_write_flow(&text, node);
    char *copy = tp_buf_ok(&text)
                     ? tp_arena_copy(plan->arena, text.bytes ? text.bytes : "", text.length)
                     : NULL;
    tp_buf_finish(&text);
    return copy;
}

static tp_status read_grid(tp_sweep_plan *plan, const tp_node *grid, tp_diags *diags, tp_err *err)
{
    if (grid->kind != TP_NODE_MAP) {
        tp_diag_error(diags, grid->pos, &msg_grid, "");
        return TP_OK;
    }
    for (size_t i = 0; i < grid->count; i++) {
        const tp_node *node = grid->child[i];
        tp_status status = TP_OK;
        if (node->kind == TP_NODE_SCALAR && !node->quoted) {
            status = tp_sweep_axis_add(plan, node->key, node->text, node->pos, diags, err);
        } else {
            size_t n = node->kind == TP_NODE_LIST ? node->count : 1;
            for (size_t k = 0; k < n && status == TP_OK; k++) {
                const tp_node *value = node->kind == TP_NODE_LIST ? node->child[k] : node;
                char *text = flow_text(plan, value);
                status =
                    text ? tp_sweep_axis_add_value(plan, node->key, text, err) : tp_fail_nomem(err);
            }
        }
        if (status != TP_OK && status != TP_E_INPUT)
            return status;
    }
    return TP_OK;
}

static tp_status read_points(tp_sweep_plan *plan, const tp_node *list, tp_diags *diags, tp_err *err)
{
    size_t first = plan->n_loose_points;
    if (list->kind != TP_NODE_LIST) {
        tp_diag_error(diags, list->pos, &msg_points, "");
        return TP_OK;
    }
    for (size_t i = 0; i < list->count; i++) {
        const tp_node *point = list->child[i];
        if (point->kind != TP_NODE_MAP || !point->count) {
            tp_diag_error(diags, point->pos, &msg_points, "");
            continue;
        }
        for (size_t k = 0; k < point->count; k++) {
            char *text = flow_text(plan, point->child[k]);
            tp_status status =
                text ? tp_sweep_loose_add(plan, first + i, point->child[k]->key, text, err)
                     : tp_fail_nomem(err);
            if (status != TP_OK)
                return status;
        }
    }
    return TP_OK;
}

static tp_status read_yaml(tp_sweep_plan *plan, const tp_source *source, tp_diags *diags,
                           tp_err *err)
{
    tp_node *root;
    tp_status status = tp_tree_parse(&root, plan->arena, source, diags, err);
    if (status != TP_OK)
        return status;
    if (root->kind != TP_NODE_MAP) {
        tp_diag_error(diags, root->pos, &msg_key, source->path);
        return tp_fail(err, TP_E_INPUT, "a sweep file is a map");
    }
    for (size_t i = 0; i < root->count && status == TP_OK; i++) {
        const tp_node *node = root->child[i];
        if (!strcmp(node->key, "grid"))
            status = read_grid(plan, node, diags, err);
        else if (!strcmp(node->key, "points"))
            status = read_points(plan, node, diags, err);
        else
            tp_diag_error(diags, node->key_pos, &msg_key, node->key);
    }
    return status;
}

typedef enum change_kind { SUBSTITUTE, ABSOLUTE, RELATIVE } change_kind;

typedef struct change_row {
    const char *point, *key, *value;
    int change;
} change_row;

static const tp_choice change_choices[] = {
    {"substitute", "替换"}, {"absolute", "增减"}, {"relative", "按比例"}, {NULL, NULL}};
static const tp_column change_columns[] = {
    {.name = "point",
     .zh = "方案点",
     .type = TP_COL_CODE,
     .offset = offsetof(change_row, point),
     .doc = {"同一点的各行一起变动；不填则每行自成一点。",
             "Rows of the same point change together; a row without one is a point of its own."}},
    {.name = "key",
     .zh = "参数",
     .type = TP_COL_CODE,
     .offset = offsetof(change_row, key),
     .required = true,
     .doc = {"方案的键路径。", "Key path in the scenario."}},
    {.name = "change",
     .zh = "变动方式",
     .type = TP_COL_ENUM,
     .offset = offsetof(change_row, change),
     .fallback = "substitute",
     .choices = change_choices,
     .doc = {"替换、在原值上增减、或按原值的比例增减。",
             "Take the value's place, add to it, or add that share of it."}},
    {.name = "value",
     .zh = "值",
     .type = TP_COL_TEXT,
     .offset = offsetof(change_row, value),
     .required = true,
     .doc = {"新值或增减量。", "The new value, or by how much."}},
};
static const tp_columns change_table = {"changes",
                                        "变动",
                                        change_columns,
                                        sizeof change_columns / sizeof *change_columns,
                                        sizeof(change_row),
                                        true,
                                        {"一次测算改动哪些参数。", "Which keys a point changes."}};

/* The scenario's own figure, changed; NULL after a diagnostic. */
static const char *changed(tp_sweep_plan *plan, const change_row *row, const tp_scenario *base,
                           tp_pos pos, tp_diags *diags)
{
    tp_dec by, was;
    char text[TP_DEC_TEXT];
    const tp_node *node = tp_node_path(base->root, row->key);
    if (row->change == SUBSTITUTE)
        return row->value;
    if (tp_dec_parse(row->value, strlen(row->value), &by) != TP_PARSE_OK) {
        tp_diag_error(diags, pos, &msg_number, row->value);
        return NULL;
    }
    if (!node || node->kind != TP_NODE_SCALAR ||
        tp_dec_parse(node->text, strlen(node->text), &was) != TP_PARSE_OK) {
        tp_diag_error(diags, pos, &msg_no_value, row->key);
        return NULL;
    }
    tp_wide share = row->change == RELATIVE ? tp_half_up_div((tp_wide)was * by, TP_DEC_ONE) : by;
    tp_dec_format(was + share, text);
    return tp_arena_text(plan->arena, text);
}

static tp_status read_csv(tp_sweep_plan *plan, const tp_source *source, const tp_scenario *base,
                          tp_diags *diags, tp_err *err)
{
    const tp_table *table;
    tp_rows rows;
    size_t first = plan->n_loose_points, next = first;
    tp_status status = tp_csv_read(&table, plan->arena, source, diags, err);
    if (status != TP_OK || !table)
        return status;
    status = tp_rows_open(&rows, &change_table, table, plan->arena, diags, err);
    tp_ids *points = tp_ids_create(plan->arena, 16);
    size_t *place = tp_arena_array(plan->arena, table->rows + 1, sizeof *place);
    if (status != TP_OK || !points || !place)
        return status != TP_OK ? status : tp_fail_nomem(err);
    for (size_t i = 0; i < table->rows; i++) {
        change_row row;
        if (!tp_rows_read(&rows, i, &row, diags) || !rows.complete)
            continue;
        const char *value = changed(plan, &row, base, tp_rows_pos(&rows, i, "value"), diags);
        size_t at = next;
        if (row.point) {
            bool fresh;
            int32_t id = tp_ids_add(points, row.point, strlen(row.point), &fresh);
            if (id == TP_ID_NONE)
                return tp_fail_nomem(err);
            if (fresh)
                place[id] = next++;
            at = place[id];
        } else {
            next++;
        }
        if (value && (status = tp_sweep_loose_add(plan, at, row.key, value, err)) != TP_OK)
            return status;
    }
    return TP_OK;
}

tp_status tp_sweep_read(tp_sweep_plan *plan, const char *path, const tp_scenario *base,
                        tp_diags *diags, tp_err *err)
{
    tp_source source;
    size_t length = strlen(path), before = diags->errors;
    bool csv = length > 4 && strcasecmp(path + length - 4, ".csv") == 0;
    tp_status status = tp_source_read(&source, plan->arena, path, NULL, diags, err);
    if (status == TP_OK)
        status =
            csv ? read_csv(plan, &source, base, diags, err) : read_yaml(plan, &source, diags, err);
    if (status == TP_OK && diags->errors > before)
        status = tp_fail(err, TP_E_INPUT, "the sweep file is wrong");
    return status;
}
