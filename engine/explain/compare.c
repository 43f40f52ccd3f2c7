#include "explain/compare.h"

#include "read/tree.h"

#include <string.h>

typedef struct comparing {
    tp_comparison *out;
    tp_arena *arena;
    tp_err *err;
    size_t capacity, input_capacity;
    tp_ids *decided; /* running loans that runs decide, with the run */
} comparing;

/* Rows are found again by a key of codes; tab cannot stand in one. */
static const char *row_key(tp_arena *arena, tp_movement kind, const char *unit, const char *what)
{
    return tp_arena_format(arena, "%d\t%s\t%s", (int)kind, unit, what);
}

static tp_compared_row *new_row(comparing *c, tp_movement kind)
{
    tp_comparison *out = c->out;
    if (!tp_arena_grow(c->arena, &out->rows, &c->capacity, out->n_rows, 1))
        return NULL;
    int64_t *count = tp_arena_array(c->arena, out->n_runs + 1, sizeof *count);
    bool *denied = tp_arena_array(c->arena, out->n_runs + 1, sizeof *denied);
    bool *open = tp_arena_array(c->arena, out->n_runs + 1, sizeof *open);
    if (!count || !denied || !open)
        return NULL;
    tp_compared_row *row = &out->rows[out->n_rows++];
    *row = (tp_compared_row){
        .kind = kind, .demand = "", .count = count, .denied = denied, .open = open};
    return row;
}

/* The row so keyed, made at its first appearance. */
static tp_compared_row *row_at(comparing *c, tp_ids *keys, tp_movement kind, const char *unit,
                               const char *what, bool *fresh)
{
    const char *key = row_key(c->arena, kind, unit, what);
    int32_t at = key ? tp_ids_add(keys, key, strlen(key), fresh) : TP_ID_NONE;
    if (at == TP_ID_NONE)
        return NULL;
    return *fresh ? new_row(c, kind) : &c->out->rows[at];
}

static tp_compared_row *row_of(comparing *c, tp_ids *keys, tp_movement kind, const tp_dataset *data,
                               int32_t line, int32_t demand)
{
    const tp_unit *unit = &data->units[data->lines[line].unit];
    const char *category = tp_dataset_name(data, data->lines[line].category);
    const char *what = demand == TP_ID_NONE ? category : data->demands[demand].code;
    bool fresh = false;
    tp_compared_row *row =
        row_at(c, keys, kind, demand == TP_ID_NONE ? unit->code : "", what, &fresh);
    if (!row || !fresh)
        return row;
    row->unit = unit->code;
    row->unit_name = unit->name;
    row->category = category;
    row->sector = tp_dataset_name(data, unit->system);
    if (demand != TP_ID_NONE) {
        row->demand = data->demands[demand].code;
        row->sector = tp_dataset_name(data, data->demands[demand].sector);
        row->asked = data->demands[demand].quantity;
    }
    return row;
}

/* What a reorganisation took from lines and gave to others, before anything was solved. */
static tp_status add_regroups(comparing *c, tp_ids *keys, size_t index)
{
    const tp_dataset *data = c->out->runs[index]->data;
    for (size_t i = 0; i < data->n_regroups; i++) {
        const tp_regroup *at = &data->regroups[i];
        const int32_t line[2] = {at->from, at->to};
        for (int k = 0; k < 2; k++) {
            if (line[k] == TP_ID_NONE || !at->slots)
                continue;
            tp_compared_row *row =
                row_of(c, keys, k ? TP_MOVES_GAIN : TP_MOVES_CUT, data, line[k], TP_ID_NONE);
            if (!row)
                return tp_fail_nomem(c->err);
            row->count[index] += at->slots;
        }
    }
    return TP_OK;
}

/* A running loan in one run: what that run decides is there. */
static const char *loan_key(tp_arena *arena, size_t run, const char *unit, const tp_expired *at)
{
    return tp_arena_format(arena, "%zu\t%s\t%s\t%s", run, unit, at->loan, at->demand);
}

static const char *unit_of(const tp_dataset *data, int32_t line)
{
    return data->units[data->lines[line].unit].code;
}

static tp_status find_decided(comparing *c)
{
    c->decided = tp_ids_create(c->arena, 64);
    if (!c->decided)
        return tp_fail_nomem(c->err);
    for (size_t r = 0; r < c->out->n_runs; r++) {
        const tp_dataset *data = c->out->runs[r]->data;
        for (size_t i = 0; i < data->n_expired; i++) {
            const tp_expired *at = &data->expired[i];
            if (at->item < 0)
                continue;
            const char *key = loan_key(c->arena, r, unit_of(data, at->line), at);
            if (!key || tp_ids_add(c->decided, key, strlen(key), NULL) < 0)
                return tp_fail_nomem(c->err);
        }
    }
    return TP_OK;
}

/* One part of a running loan. What is used on until different days is not the same. */
static tp_status add_part(comparing *c, tp_ids *keys, size_t index, const tp_expired *at,
                          tp_movement kind, int64_t count)
{
    const tp_dataset *data = c->out->runs[index]->data;
    const char *unit = unit_of(data, at->line);
    tp_date until = kind == TP_MOVES_KEPT ? at->due_after : TP_DATE_NONE;
    bool fresh = false;
    const char *what = tp_arena_format(c->arena, "%s\t%s\t%d", at->loan, at->demand, (int)until);
    tp_compared_row *row = what ? row_at(c, keys, kind, unit, what, &fresh) : NULL;
    if (!row)
        return tp_fail_nomem(c->err);
    row->count[index] += count;
    if (!fresh)
        return TP_OK;
    row->unit = unit;
    row->unit_name = data->units[data->lines[at->line].unit].name;
    row->category = tp_dataset_name(data, data->lines[at->line].category);
    row->sector = tp_dataset_name(data, data->units[data->lines[at->line].unit].system);
    row->loan = at->loan;
    row->until = until;
    for (size_t r = 0; r < c->out->n_runs; r++) {
        const char *key = loan_key(c->arena, r, unit, at);
        if (!key)
            return tp_fail_nomem(c->err);
        row->open[r] = tp_ids_find(c->decided, key, strlen(key)) < 0;
    }
    return TP_OK;
}

/* What becomes of loans that fall due: they may be kept in part. */
static tp_status add_expired(comparing *c, tp_ids *keys, size_t index)
{
    const tp_dataset *data = c->out->runs[index]->data;
    tp_status status = TP_OK;
    for (size_t i = 0; i < data->n_expired && status == TP_OK; i++) {
        const tp_expired *at = &data->expired[i];
        if (at->item < 0)
            continue;
        if (at->kept)
            status = add_part(c, keys, index, at, TP_MOVES_KEPT, at->kept);
        if (status == TP_OK)
            status = add_part(c, keys, index, at, TP_MOVES_BACK, at->back);
        if (status == TP_OK)
            status = add_part(c, keys, index, at, TP_MOVES_OWED, at->count - at->kept - at->back);
    }
    return status;
}

/* People who go from one unit to another: a row under the unit they leave. */
static tp_status add_people(comparing *c, tp_ids *keys, size_t index)
{
    const tp_run *run = c->out->runs[index];
    const tp_dataset *data = run->data;
    for (size_t i = 0; i < run->result->n_moves; i++) {
        const tp_move_result *at = &run->result->moves[i];
        const tp_unit *from = &data->units[data->lines[at->from].unit];
        const tp_unit *to = &data->units[data->lines[at->to].unit];
        const char *category = tp_dataset_name(data, data->lines[at->from].category);
        const char *what = tp_arena_format(c->arena, "%s\t%s", to->code, category);
        const char *name = tp_arena_format(c->arena, "%s → %s", from->name, to->name);
        bool fresh = false;
        tp_compared_row *row =
            what && name ? row_at(c, keys, TP_MOVES_PEOPLE, from->code, what, &fresh) : NULL;
        if (!row)
            return tp_fail_nomem(c->err);
        row->unit = from->code;
        row->unit_name = name;
        row->category = category;
        row->sector = tp_dataset_name(data, from->system);
        row->count[index] += at->count;
    }
    return TP_OK;
}

/* Transfers and conversions: of pools, not of units. */
static tp_status add_arcs(comparing *c, tp_ids *keys, size_t index)
{
    const tp_result *result = c->out->runs[index]->result;
    for (size_t i = 0; i < result->n_transfers; i++) {
        const tp_transfer_result *at = &result->transfers[i];
        const tp_pool_result *from = &result->pools[at->from], *to = &result->pools[at->to];
        bool fresh = false, converts = tp_transfer_converts(result, at);
        if (!at->count)
            continue;
        const char *key = tp_arena_format(c->arena, "%s\t%s\t%s\t%s\t%s", from->scope, from->ring,
                                          from->category, to->scope, to->category);
        const char *category =
            converts ? tp_arena_format(c->arena, "%s → %s", from->category, to->category)
                     : from->category;
        tp_compared_row *row =
            key && category ? row_at(c, keys, converts ? TP_MOVES_CONVERSION : TP_MOVES_TRANSFER,
                                     "", key, &fresh)
                            : NULL;
        if (!row)
            return tp_fail_nomem(c->err);
        row->unit = "";
        row->unit_name = from->scope;
        row->to_scope = converts ? NULL : to->scope;
        row->category = category;
        row->sector = "";
        row->count[index] += at->count;
    }
    return TP_OK;
}

static tp_status add_run(comparing *c, tp_ids *keys, size_t index)
{
    const tp_run *run = c->out->runs[index];
    const tp_dataset *data = run->data;
    const tp_result *result = run->result;
    tp_status status = add_regroups(c, keys, index);
    if (status == TP_OK)
        status = add_expired(c, keys, index);
    for (int32_t i = 0; i < data->n_lines; i++) {
        int32_t l = data->line_input_order[i];
        const int64_t moved[2] = {result->deposit[l], result->reclaimed[l]};
        for (int k = 0; k < 2; k++) {
            if (!moved[k])
                continue;
            tp_compared_row *row =
                row_of(c, keys, k ? TP_MOVES_RECLAIM : TP_MOVES_DEPOSIT, data, l, TP_ID_NONE);
            if (!row)
                return tp_fail_nomem(c->err);
            row->count[index] = moved[k];
        }
    }
    for (int32_t i = 0; i < data->n_demands; i++) {
        int32_t d = data->demand_input_order[i];
        tp_compared_row *row = row_of(c, keys, TP_MOVES_LOAN, data, data->demands[d].line, d);
        if (!row)
            return tp_fail_nomem(c->err);
        row->count[index] = result->loan[d];
        row->denied[index] = !result->live[d];
    }
    if (status == TP_OK)
        status = add_people(c, keys, index);
    return status == TP_OK ? add_arcs(c, keys, index) : status;
}

/* Demands that nowhere get a slot are no movement; they were kept so far to know who was denied. */
static void drop_empty_rows(tp_comparison *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < out->n_rows; i++) {
        tp_compared_row row = out->rows[i];
        row.alike = true;
        for (size_t r = 0; r < out->n_runs; r++) {
            row.runs_with += row.count[r] > 0;
            row.alike = row.alike && row.count[r] == row.count[0] && row.open[r] == row.open[0];
        }
        if (!row.runs_with)
            continue;
        out->rows[kept++] = row;
    }
    out->n_rows = kept;
}

static const char *flow_text(tp_arena *arena, const tp_node *node)
{
    tp_buf text;
    if (!node)
        return NULL;
    tp_buf_init(&text);
    tp_tree_write_flow(&text, node);
    const char *copy =
        tp_buf_ok(&text) ? tp_arena_copy(arena, text.bytes ? text.bytes : "", text.length) : NULL;
    tp_buf_finish(&text);
    return copy;
}

static tp_status add_input(comparing *c, const char *key, const char *const *value)
{
    bool differs = false;
    for (size_t r = 1; r < c->out->n_runs; r++)
        differs = differs ||
                  (value[0] && value[r] ? strcmp(value[0], value[r]) != 0 : value[0] != value[r]);
    if (!differs)
        return TP_OK;
    if (!tp_arena_grow(c->arena, &c->out->inputs, &c->input_capacity, c->out->n_inputs, 1))
        return tp_fail_nomem(c->err);
    c->out->inputs[c->out->n_inputs++] = (tp_input_difference){key, value};
    return TP_OK;
}

static bool maps_everywhere(const tp_node *const *node, size_t n)
{
    for (size_t r = 0; r < n; r++)
        if (node[r] && node[r]->kind != TP_NODE_MAP)
            return false;
    return true;
}

/* Keys that some run has at this place, in the order met; names and titles are not inputs. */
static tp_status differences_below(comparing *c, const char *path, const tp_node *const *node)
{
    size_t n = c->out->n_runs;
    tp_ids *keys = tp_ids_create(c->arena, 16);
    if (!keys)
        return tp_fail_nomem(c->err);
    for (size_t r = 0; r < n; r++)
        for (size_t i = 0; node[r] && i < node[r]->count; i++)
            if (tp_ids_add(keys, node[r]->child[i]->key, strlen(node[r]->child[i]->key), NULL) < 0)
                return tp_fail_nomem(c->err);
    for (int32_t k = 0; k < tp_ids_count(keys); k++) {
        const char *name = tp_ids_name(keys, k);
        bool label = !*path && (!strcmp(name, "name") || !strcmp(name, "title") ||
                                !strcmp(name, "schema") || !strcmp(name, "data"));
        const char *key = *path ? tp_arena_format(c->arena, "%s.%s", path, name) : name;
        const tp_node **child = tp_arena_array(c->arena, n + 1, sizeof(tp_node *));
        const char **value = tp_arena_array(c->arena, n + 1, sizeof(char *));
        if (!key || !child || !value)
            return tp_fail_nomem(c->err);
        for (size_t r = 0; r < n; r++)
            child[r] = node[r] ? tp_node_get(node[r], name) : NULL;
        tp_status status = TP_OK;
        if (!label && maps_everywhere(child, n)) {
            status = differences_below(c, key, child);
        } else if (!label) {
            for (size_t r = 0; r < n; r++) {
                value[r] = flow_text(c->arena, child[r]);
                if (child[r] && !value[r])
                    return tp_fail_nomem(c->err);
            }
            status = add_input(c, key, value);
        }
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

static tp_status compare_inputs(comparing *c)
{
    size_t n = c->out->n_runs;
    const tp_node **root = tp_arena_array(c->arena, n + 1, sizeof(tp_node *));
    const char **data = tp_arena_array(c->arena, n + 1, sizeof(char *));
    if (!root || !data)
        return tp_fail_nomem(c->err);
    for (size_t r = 0; r < n; r++) {
        /* normalised: a stored run and a file may write the same in other ways */
        root[r] = c->out->runs[r]->scenario->normal;
        data[r] = c->out->runs[r]->data->sha256;
    }
    tp_status status = add_input(c, "data", data);
    return status == TP_OK ? differences_below(c, "", root) : status;
}

static int64_t refuses_settled(const tp_run *refusing, const tp_run *settling)
{
    const tp_dataset *data = refusing->data;
    bool alike = strcmp(data->sha256, settling->data->sha256) == 0;
    int64_t sum = 0;
    for (int32_t d = 0; d < data->n_demands; d++) {
        if (refusing->result->live[d])
            continue;
        int32_t there = alike ? d : tp_dataset_demand(settling->data, data->demands[d].code);
        if (there != TP_ID_NONE && settling->result->live[there])
            sum += settling->result->own[there] + settling->result->loan[there];
    }
    return sum;
}

/* Is a slot of every demand that both runs could lend to worth the same in both? */
static bool same_values(const tp_run *a, const tp_run *b)
{
    const tp_case *here = a->kase, *there = b->kase;
    if (strcmp(a->data->sha256, b->data->sha256) != 0)
        return false;
    for (int32_t d = 0; d < a->data->n_demands; d++) {
        const tp_standing *x = &here->demand[d], *y = &there->demand[d];
        for (int32_t k = 0; k < x->cols && k < y->cols; k++)
            if (tp_case_value(here, d, here->program->col_origin[x->first_col + k].part) !=
                tp_case_value(there, d, there->program->col_origin[y->first_col + k].part))
                return false;
    }
    return true;
}

tp_status tp_compare_runs(tp_comparison *out, const tp_run *const *runs, size_t n_runs,
                          tp_arena *arena, tp_err *err)
{
    comparing c = {.out = out, .arena = arena, .err = err};
    *out = (tp_comparison){.n_runs = n_runs, .runs = runs};
    tp_ids *keys = tp_ids_create(arena, 256);
    out->figures = tp_arena_array(arena, n_runs + 1, sizeof *out->figures);
    out->answer = tp_arena_array(arena, n_runs + 1, sizeof *out->answer);
    out->refuses_settled = tp_arena_array(arena, n_runs * n_runs + 1, sizeof(int64_t));
    out->same_values = tp_arena_array(arena, n_runs + 1, sizeof *out->same_values);
    if (!keys || !out->same_values || !out->figures || !out->answer || !out->refuses_settled)
        return tp_fail_nomem(err);
    out->same_answer = true;
    tp_status status = find_decided(&c);
    for (size_t r = 0; r < n_runs && status == TP_OK; r++) {
        status = tp_figures_of(&out->figures[r], runs[r], arena, err);
        out->same_values[r] = same_values(runs[0], runs[r]);
        if (status == TP_OK)
            status = add_run(&c, keys, r);
        if (status == TP_OK)
            status = tp_answer_identify(runs[r], out->answer[r], err);
        out->same_answer = out->same_answer && strcmp(out->answer[r], out->answer[0]) == 0;
    }
    if (status != TP_OK)
        return status;
    for (size_t i = 0; i < n_runs; i++)
        for (size_t k = 0; k < n_runs; k++)
            if (k != i)
                out->refuses_settled[i * n_runs + k] = refuses_settled(runs[i], runs[k]);
    drop_empty_rows(out);
    return compare_inputs(&c);
}
