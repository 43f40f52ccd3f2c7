#include "run/proof_json.h"

static void write_ints(tp_json *json, const char *key, const int64_t *values, int32_t count)
{
    tp_json_key_flat_array(json, key);
    for (int32_t k = 0; k < count; k++)
        tp_json_int(json, values[k]);
    tp_json_end_array(json);
}

static void write_columns(tp_json *json, const char *key, const tp_form *form)
{
    bool plain = true;
    tp_json_key_flat_array(json, key);
    for (int32_t k = 0; k < form->count; k++) {
        tp_json_int(json, form->col[k]);
        plain = plain && form->coef[k] == 1;
    }
    tp_json_end_array(json);
    if (!plain)
        write_ints(json, "coef", form->coef, form->count);
}

static int32_t numbered(const tp_proof_numbering *n, int32_t row)
{
    if (!n)
        return row;
    return row < n->n_map ? n->row_map[row] : row - n->n_map + n->first_scoped;
}

static void write_leaf(tp_json *json, const tp_proof_node *node,
                       const tp_proof_numbering *numbering)
{
    const tp_combination *leaf = &node->leaf;
    tp_json_flat_object(json);
    tp_json_key_flat_array(json, node->empty ? "empty" : "bound");
    for (int32_t k = 0; k < leaf->count; k++)
        tp_json_int(json, numbered(numbering, leaf->row[k]));
    tp_json_end_array(json);
    write_ints(json, "y", leaf->y, leaf->count);
    tp_json_key_int(json, "scale", leaf->scale);
    tp_json_end_object(json);
}

static void write_node(tp_json *json, const tp_proof_node *node,
                       const tp_proof_numbering *numbering)
{
    for (size_t k = 0; k < node->n_rows; k++) {
        tp_json_flat_object(json);
        write_columns(json, "derive", &node->rows[k].form);
        tp_json_end_object(json);
        write_node(json, node->rows[k].proof, numbering);
    }
    if (!node->low) {
        write_leaf(json, node, numbering);
        return;
    }
    tp_json_flat_object(json);
    write_columns(json, "split", &node->form);
    tp_json_key_int(json, "at", node->at);
    tp_json_end_object(json);
    write_node(json, node->low, numbering);
    write_node(json, node->high, numbering);
}

void tp_proof_write(tp_json *json, const tp_proof_node *tree, const tp_proof_numbering *numbering)
{
    tp_json_array(json);
    if (tree)
        write_node(json, tree, numbering);
    tp_json_end_array(json);
}
