#include "run/document_values.h"
#include "run/proof_json.h"

typedef struct reader {
    const json_t *list;
    size_t at;
    tp_arena *arena;
    bool nomem, fault;
} reader;

static int64_t *ints(reader *r, const json_t *array, size_t n)
{
    int64_t *out = tp_arena_array(r->arena, n + 1, sizeof *out);
    r->nomem |= !out;
    r->fault |= array && json_array_size(array) != n;
    for (size_t k = 0; out && k < n; k++) {
        const json_t *v = array ? json_array_get(array, k) : NULL;
        r->fault |= array && !json_is_integer(v);
        out[k] = v ? (int64_t)json_integer_value(v) : 1;
    }
    return out;
}

static int32_t *indices(reader *r, const json_t *array, int32_t *count)
{
    size_t n = json_array_size(array);
    int32_t *out = tp_arena_array(r->arena, n + 1, sizeof *out);
    r->nomem |= !out;
    for (size_t k = 0; out && k < n; k++) {
        const json_t *v = json_array_get(array, k);
        r->fault |=
            !json_is_integer(v) || json_integer_value(v) < 0 || json_integer_value(v) > INT32_MAX;
        out[k] = (int32_t)json_integer_value(v);
    }
    *count = (int32_t)n;
    return out;
}

static tp_form form_of(reader *r, const json_t *columns, const json_t *coefs)
{
    tp_form form = {0};
    form.col = indices(r, columns, &form.count);
    form.coef = ints(r, coefs, (size_t)form.count);
    return form;
}

static void read_leaf(reader *r, const json_t *step, const json_t *rows, tp_proof_node *node)
{
    const json_t *scale = json_object_get(step, "scale"), *y = json_object_get(step, "y");
    node->leaf.row = indices(r, rows, &node->leaf.count);
    node->leaf.y = ints(r, y, (size_t)node->leaf.count);
    node->leaf.scale = (int64_t)json_integer_value(scale);
    r->fault |= !json_is_integer(scale) || !json_is_array(y);
}

static tp_proof_node *read_node(reader *r, int depth);

static void read_row(reader *r, const json_t *step, const json_t *columns, tp_proof_node *node,
                     size_t *capacity, int depth)
{
    if (!tp_arena_grow(r->arena, &node->rows, capacity, node->n_rows, 1)) {
        r->nomem = true;
        return;
    }
    tp_derived_row *row = &node->rows[node->n_rows];
    row->form = form_of(r, columns, json_object_get(step, "coef"));
    row->proof = read_node(r, depth + 1);
    node->n_rows++;
}

static tp_proof_node *read_node(reader *r, int depth)
{
    tp_proof_node *node = tp_arena_alloc(r->arena, sizeof *node);
    size_t capacity = 0;
    r->nomem |= !node;
    r->fault |= depth > TP_PROOF_DEPTH;
    while (!r->nomem && !r->fault) {
        const json_t *step = json_array_get(r->list, r->at++), *what;
        if ((what = json_object_get(step, "derive"))) {
            read_row(r, step, what, node, &capacity, depth);
        } else if ((what = json_object_get(step, "split"))) {
            const json_t *at = json_object_get(step, "at");
            node->form = form_of(r, what, json_object_get(step, "coef"));
            node->at = (int64_t)json_integer_value(at);
            r->fault |= !json_is_integer(at);
            node->low = read_node(r, depth + 1);
            node->high = read_node(r, depth + 1);
            break;
        } else {
            node->empty = (what = json_object_get(step, "empty")) != NULL;
            what = what ? what : json_object_get(step, "bound");
            r->fault |= !json_is_array(what);
            read_leaf(r, step, what, node);
            break;
        }
    }
    return node;
}

tp_proof_node *tp_proof_read(const void *list, tp_arena *arena, bool *nomem)
{
    reader r = {.list = list, .arena = arena};
    tp_proof_node *tree = json_is_array(r.list) ? read_node(&r, 0) : NULL;
    *nomem = r.nomem;
    return tree && !r.nomem && !r.fault && r.at == json_array_size(r.list) ? tree : NULL;
}
