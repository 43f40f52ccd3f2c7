#include "run/document.h"

#include "base/json_syntax.h"
#include "domain/pool_index.h"
#include "models/rules/horizon.h"
#include "run/document_values.h"
#include "run/proof_json.h"

#include <string.h>

static const tp_msg m_syntax = {"document.syntax", "不是有效的 JSON 文件：{0}",
                                "this is not valid JSON: {0}"};

static void read_lines(tp_reader *r, const json_t *root, const char *key, int64_t *count)
{
    size_t i;
    json_t *item;
    const json_t *list = tp_reader_array(r, root, key);
    json_array_foreach(list, i, item)
    {
        int32_t line = tp_reader_line(r, item, "unit");
        if (line != TP_ID_NONE)
            count[line] += tp_reader_count(r, item, "count");
    }
}

static void read_loans(tp_reader *r, const json_t *root, tp_result *result)
{
    size_t i;
    json_t *item;
    const json_t *list = tp_reader_array(r, root, "loans");
    json_array_foreach(list, i, item)
    {
        int32_t d = tp_reader_demand(r, item);
        if (d == TP_ID_NONE)
            continue;
        const tp_demand *demand = &r->data->demands[d];
        result->live[d] = true;
        result->own[d] = tp_reader_count(r, item, "own");
        result->loan[d] = tp_reader_count(r, item, "count");
        if (json_object_get(item, "back_by_due"))
            result->back[d] = tp_reader_count(r, item, "back_by_due");
        if (json_object_get(item, "months"))
            tp_reader_months(r, item, result, d);
        if (json_object_get(item, "filed"))
            tp_reader_filed(r, item, result, d);
        /* What the document repeats must be what the data say. */
        if (tp_reader_int(r, item, "asked") != demand->quantity ||
            tp_reader_int(r, item, "short") !=
                demand->quantity - result->own[d] - result->loan[d] ||
            strcmp(tp_reader_text(r, item, "unit"), r->data->units[demand->unit].code) != 0)
            tp_reader_wrong(r, "loans");
    }
}

static void read_reasons(tp_reader *r, const json_t *item, tp_reasons *out)
{
    const json_t *list = tp_reader_array(r, item, "reasons");
    size_t i, count = json_array_size(list);
    json_t *one;
    out->items = tp_arena_array(r->arena, count + 1, sizeof *out->items);
    if (!out->items) {
        r->nomem = true;
        return;
    }
    json_array_foreach(list, i, one)
    {
        tp_reason *reason = &out->items[out->count++];
        const json_t *words = json_object_get(one, "text");
        const char *until = json_string_value(json_object_get(one, "until"));
        reason->rule = tp_reader_kept(r, one, "rule");
        reason->basis = tp_reader_kept(r, one, "basis");
        reason->text = (tp_words){tp_reader_kept(r, words, "zh"), tp_reader_kept(r, words, "en")};
        if (until && tp_date_parse(until, strlen(until), &reason->until) != TP_PARSE_OK)
            tp_reader_wrong(r, "until");
    }
}

static void read_denied(tp_reader *r, const json_t *root, tp_result *result)
{
    size_t i;
    json_t *item;
    const json_t *list = tp_reader_array(r, root, "denied");
    json_array_foreach(list, i, item)
    {
        int32_t d = tp_reader_demand(r, item);
        if (d == TP_ID_NONE)
            continue;
        if (result->denied[d].count)
            tp_reader_wrong(r, "denied");
        else
            read_reasons(r, item, &result->denied[d]);
    }
}

/* What a pool of a period states beside its balance. */
static void read_changes(tp_reader *r, const json_t *item, tp_pool_result *pool)
{
    if (json_object_get(item, "returned"))
        pool->returned = tp_reader_count(r, item, "returned");
    if (json_object_get(item, "overdue"))
        pool->overdue = tp_reader_count(r, item, "overdue");
}

static void read_pools(tp_reader *r, const json_t *root, tp_result *result)
{
    const json_t *list = tp_reader_array(r, root, "pools");
    size_t i;
    json_t *item;
    result->pools = tp_arena_array(r->arena, json_array_size(list) + 1, sizeof *result->pools);
    r->nomem |= !result->pools;
    if (!result->pools)
        return;
    json_array_foreach(list, i, item)
    {
        result->pools[result->n_pools++] =
            (tp_pool_result){.scope = tp_reader_kept(r, item, "scope"),
                             .category = tp_reader_kept(r, item, "category"),
                             .ring = tp_reader_kept(r, item, "ring"),
                             .opening = tp_reader_count(r, item, "opening"),
                             .reclaimed = tp_reader_count(r, item, "reclaimed"),
                             .deposits = tp_reader_count(r, item, "deposits"),
                             .in = tp_reader_count(r, item, "in"),
                             .out = tp_reader_count(r, item, "out"),
                             .loans = tp_reader_count(r, item, "loans"),
                             .closing = tp_reader_count(r, item, "closing"),
                             .required = tp_reader_count(r, item, "required")};
        if (json_object_get(item, "converted_in")) {
            result->pools[i].converted_in = tp_reader_count(r, item, "converted_in");
            result->pools[i].converted_out = tp_reader_count(r, item, "converted_out");
        }
        read_changes(r, item, &result->pools[i]);
    }
}

/* The pool by the members that state its scope and its category. */
static int32_t pool_of(tp_reader *r, const tp_pool_index *pools, const json_t *item,
                       const char *of_scope, const char *of_category)
{
    const char *scope = tp_reader_text(r, item, of_scope);
    int32_t pool = tp_pool_index_find(pools, scope, tp_reader_text(r, item, of_category),
                                      tp_reader_text(r, item, "ring"));
    if (pool == TP_ID_NONE)
        tp_reader_unknown(r, "pool", scope);
    return pool;
}

static void add_transfer(tp_reader *r, tp_result *result, const json_t *item, int32_t from,
                         int32_t to)
{
    if (from != TP_ID_NONE && to != TP_ID_NONE)
        result->transfers[result->n_transfers++] =
            (tp_transfer_result){from, to, tp_reader_count(r, item, "count")};
}

static void read_transfers(tp_reader *r, const json_t *root, tp_result *result)
{
    const json_t *list = tp_reader_array(r, root, "transfers");
    const json_t *converted = json_object_get(root, "conversions"); /* where any are allowed */
    size_t i;
    json_t *item;
    result->transfers =
        tp_arena_array(r->arena, json_array_size(list) + json_array_size(converted) + 1,
                       sizeof *result->transfers);
    r->nomem |= !result->transfers;
    if (r->nomem) /* names of pools may be missing */
        return;
    tp_pool_index *pools = tp_pool_index_create(r->arena, result->pools, result->n_pools);
    r->nomem |= !pools;
    if (!pools)
        return;
    json_array_foreach(list, i, item)
    {
        add_transfer(r, result, item, pool_of(r, pools, item, "from", "category"),
                     pool_of(r, pools, item, "to", "category"));
    }
    json_array_foreach(converted, i, item)
    {
        add_transfer(r, result, item, pool_of(r, pools, item, "scope", "from"),
                     pool_of(r, pools, item, "scope", "to"));
    }
}

enum { MOVES_MOST = 1000000 };

static void read_moves(tp_reader *r, const json_t *root, tp_result *result)
{
    const json_t *list = json_object_get(root, "moves"); /* where any are allowed */
    size_t i;
    json_t *item;
    result->moves = tp_arena_array(r->arena, json_array_size(list) + 1, sizeof *result->moves);
    r->nomem |= !result->moves;
    if (!result->moves)
        return;
    json_array_foreach(list, i, item)
    {
        int64_t entry = tp_reader_count(r, item, "entry");
        int32_t from = tp_reader_line(r, item, "from"), to = tp_reader_line(r, item, "to");
        if (entry < 1 || entry > MOVES_MOST)
            tp_reader_wrong(r, "moves");
        else if (from != TP_ID_NONE && to != TP_ID_NONE)
            result->moves[result->n_moves++] =
                (tp_move_result){(int32_t)entry - 1, from, to, tp_reader_count(r, item, "count")};
    }
}

static void read_backing(tp_reader *r, const json_t *root, tp_result *result)
{
    const json_t *list = tp_reader_array(r, root, "backing");
    size_t i;
    json_t *item;
    result->backing = tp_arena_array(r->arena, json_array_size(list) + 1, sizeof *result->backing);
    r->nomem |= !result->backing;
    if (!result->backing)
        return;
    json_array_foreach(list, i, item)
    {
        const char *from = tp_reader_text(r, item, "from"), *to = tp_reader_text(r, item, "to");
        const char *category = tp_reader_text(r, item, "category");
        tp_backing backing = {TP_ID_NONE, tp_dataset_unit(r->data, to),
                              tp_ids_find(r->data->names, category, strlen(category)),
                              tp_reader_count(r, item, "count")};
        if (*from)
            backing.from = tp_dataset_unit(r->data, from);
        if (backing.to == TP_ID_NONE || (*from && backing.from == TP_ID_NONE))
            tp_reader_unknown(r, "unit", backing.to == TP_ID_NONE ? to : from);
        else if (backing.category == TP_ID_NONE)
            tp_reader_unknown(r, "category", category);
        else
            result->backing[result->n_backing++] = backing;
    }
}

static void read_conflict(tp_reader *r, const json_t *root, tp_result *result)
{
    const json_t *list = json_object_get(root, "conflict");
    size_t i;
    json_t *item;
    result->conflict_open = json_is_true(json_object_get(root, "conflict_stopped"));
    result->conflict =
        tp_arena_array(r->arena, json_array_size(list) + 1, sizeof *result->conflict);
    r->nomem |= !result->conflict;
    if (!result->conflict)
        return;
    json_array_foreach(list, i, item)
    {
        const json_t *words = json_object_get(item, "text"), *set = json_object_get(item, "set");
        result->conflict[result->n_conflict++] =
            (tp_conflict_item){tp_reader_kept(r, item, "rule"),
                               {tp_reader_kept(r, words, "zh"), tp_reader_kept(r, words, "en")},
                               {.file = tp_reader_kept(r, item, "at")},
                               set ? (int)json_integer_value(set) : 0};
    }
}

static void read_tiers(tp_reader *r, const json_t *root, tp_result *result)
{
    const json_t *list = tp_reader_array(r, root, "tiers");
    size_t i;
    json_t *item;
    result->tiers = tp_arena_array(r->arena, json_array_size(list) + 1, sizeof *result->tiers);
    r->nomem |= !result->tiers;
    if (!result->tiers)
        return;
    json_array_foreach(list, i, item)
    {
        tp_tier_result *tier = &result->tiers[result->n_tiers++];
        tier->goal = tp_reader_kept(r, item, "goal");
        tier->sense = strcmp(tp_reader_text(r, item, "sense"), "max") == 0 ? -1 : 1;
        tier->value = tp_reader_dec6(r, item, "value");
        tier->final = tp_reader_dec6(r, item, "final");
        tier->bound = tp_reader_dec6(r, item, "bound");
        tier->proven = json_is_true(json_object_get(item, "proven"));
        tier->method = "";
    }
}

/* The arrays by line and demand, all zero. */
static bool make_room(tp_reader *r, tp_result *result)
{
    size_t lines = (size_t)r->data->n_lines + 1, demands = (size_t)r->data->n_demands + 1;
    result->n_lines = r->data->n_lines;
    result->n_demands = r->data->n_demands;
    result->told = true; /* by the document */
    result->back = tp_arena_array(r->arena, demands, sizeof *result->back);
    return result->back &&
           (result->reclaimed = tp_arena_array(r->arena, lines, sizeof *result->reclaimed)) &&
           (result->deposit = tp_arena_array(r->arena, lines, sizeof *result->deposit)) &&
           (result->own = tp_arena_array(r->arena, demands, sizeof *result->own)) &&
           (result->loan = tp_arena_array(r->arena, demands, sizeof *result->loan)) &&
           (result->due = tp_arena_array(r->arena, demands, sizeof *result->due)) &&
           (result->live = tp_arena_array(r->arena, demands, sizeof *result->live)) &&
           (result->denied = tp_arena_array(r->arena, demands, sizeof *result->denied));
}

/* What each period moves, in the order that pools are needed. */
static void read_movements(tp_reader *r, const json_t *object, tp_result *result)
{
    read_pools(r, object, result);
    if (!result->pools)
        return;
    read_lines(r, object, "deposits", result->deposit);
    read_loans(r, object, result);
    read_transfers(r, object, result);
    read_moves(r, object, result);
    read_denied(r, object, result);
}

/* The periods after the first; those the document does not have (no answer) stay empty. The first
 * repeats the document's own lists. */
static tp_status read_horizon(tp_reader *r, const json_t *root, tp_result *first, tp_err *err)
{
    int n = tp_horizon_periods(r->run->scenario);
    const json_t *list = json_object_get(json_object_get(root, "horizon"), "periods");
    first->n_periods = n;
    first->periods = tp_arena_array(r->arena, (size_t)n, sizeof(tp_result *));
    if (!first->periods)
        return tp_fail_nomem(err);
    first->periods[0] = first;
    if (tp_answered(first->status) && n > 1 && json_array_size(list) != (size_t)n)
        tp_reader_wrong(r, "horizon");
    for (int t = 0; t < n; t++) {
        const json_t *at = json_array_get(list, (size_t)t);
        tp_result *result = t ? tp_arena_alloc(r->arena, sizeof *result) : first;
        if (!result || (t && !make_room(r, result)))
            return tp_fail_nomem(err);
        result->period = t;
        result->n_periods = n;
        result->periods = first->periods;
        first->periods[t] = result;
        if (t && at)
            read_movements(r, at, result);
        if (t == 0 && at)
            read_loans(r, at, result);
        const json_t *pools = t || !at ? NULL : tp_reader_array(r, at, "pools");
        for (size_t i = 0; i < result->n_pools && i < json_array_size(pools); i++)
            read_changes(r, json_array_get(pools, i), &result->pools[i]);
    }
    return TP_OK;
}

static json_t *parse(tp_reader *r, const char *text, size_t length)
{
    json_error_t fault = {0};
    json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &fault);
    if (root)
        return root;
    /* Short of memory, jansson says nothing, or calls what it was reading a fault, or sees a NUL
     * where none is. */
    enum json_error_code code = json_error_code(&fault);
    bool nul = code == json_error_null_character || code == json_error_null_byte_in_key;
    if (!fault.text[0] || code == json_error_out_of_memory ||
        (nul && !memmem(text, length, "\\u0000", 6)) ||
        (code == json_error_invalid_syntax && tp_json_well_formed(text, length)))
        r->nomem = true;
    else
        tp_diag_error(r->diags, (tp_pos){0}, &m_syntax, fault.text);
    return NULL;
}

static tp_status outcome_of(tp_reader *r, size_t errors_before, tp_err *err)
{
    if (r->nomem || r->diags->out_of_memory)
        return tp_fail_nomem(err);
    if (r->diags->errors > errors_before)
        return tp_fail(err, TP_E_INPUT, "the document does not fit the dataset");
    return TP_OK;
}

tp_status tp_document_read(tp_run *run, const char *document, size_t length, tp_diags *diags,
                           tp_err *err)
{
    tp_reader r = {.run = run, .data = run->data, .arena = run->arena, .diags = diags, .err = err};
    size_t errors = diags->errors;
    tp_result *result = tp_arena_alloc(run->arena, sizeof *result);
    if (!result || !make_room(&r, result))
        return tp_fail_nomem(err);
    json_t *root = parse(&r, document, length);
    if (!root)
        return outcome_of(&r, errors, err);
    const char *status = tp_reader_text(&r, root, "status"), *id = tp_reader_text(&r, root, "run");
    result->status = TP_NO_ANSWER;
    for (int s = 0; s < 4; s++)
        if (!strcmp(status, tp_answer_status_names[s]))
            result->status = (tp_answer_status)s;
    if (strcmp(status, tp_answer_status_names[result->status]) != 0)
        tp_reader_wrong(&r, "status");
    if (strlen(id) >= TP_RUN_ID_TEXT)
        tp_reader_wrong(&r, "run");
    else
        memcpy(run->id, id, strlen(id) + 1);
    run->engine = tp_reader_kept(&r, root, "engine");
    read_tiers(&r, root, result);
    tp_reader_expiry(&r, root, result);
    read_movements(&r, root, result);
    if (result->pools) {
        read_lines(&r, root, "reclaims", result->reclaimed);
        read_backing(&r, root, result);
        tp_reader_filing(&r, root, result);
        read_conflict(&r, root, result);
    }
    tp_status plan = read_horizon(&r, root, result, err);
    json_decref(root);
    run->result = result;
    if (plan != TP_OK)
        return plan;
    return outcome_of(&r, errors, err);
}

static void read_rows(tp_reader *r, const json_t *object, int32_t count, int64_t *scale,
                      int64_t **y)
{
    const json_t *rows = tp_reader_array(r, object, "row"),
                 *values = tp_reader_array(r, object, "y");
    *scale = tp_reader_int(r, object, "scale");
    if (json_array_size(rows) != json_array_size(values)) {
        tp_reader_wrong(r, "multipliers");
        return;
    }
    *y = tp_arena_array(r->arena, (size_t)count + 1, sizeof **y);
    r->nomem |= !*y;
    for (size_t i = 0; *y && i < json_array_size(rows); i++) {
        json_int_t row = json_integer_value(json_array_get(rows, i));
        if (row < 0 || row >= count)
            tp_reader_wrong(r, "row");
        else
            (*y)[row] = (int64_t)json_integer_value(json_array_get(values, i));
    }
}

static void read_ends(tp_reader *r, const json_t *object, const char *key, int64_t *ends)
{
    const json_t *list = tp_reader_array(r, object, key);
    if (json_array_size(list) != TP_PARAMETERS_MOST)
        tp_reader_wrong(r, key);
    for (size_t k = 0; k < TP_PARAMETERS_MOST; k++)
        ends[k] = (int64_t)json_integer_value(json_array_get(list, k));
}

static void read_parts(tp_reader *r, const json_t *list, tp_multipliers *out)
{
    size_t n = json_array_size(list);
    out->scale = 1;
    out->parts = tp_arena_array(r->arena, n + 1, sizeof *out->parts);
    r->nomem |= !out->parts;
    for (size_t i = 0; out->parts && i < n; i++) {
        const json_t *item = json_array_get(list, i);
        tp_proof_part *part = &out->parts[i];
        read_ends(r, item, "lo", part->lo);
        read_ends(r, item, "hi", part->hi);
        part->empty = json_is_true(json_object_get(item, "empty"));
        part->linear = json_is_true(json_object_get(item, "linear"));
        read_rows(r, item, out->count, &part->scale, &part->y);
        if (!part->y)
            return;
        out->n_parts = i + 1;
    }
}

static void read_multipliers(tp_reader *r, const json_t *object, tp_multipliers *out)
{
    int64_t count = tp_reader_int(r, object, "count");
    const json_t *parts = json_object_get(object, "parts");
    if (count < 0 || count > INT32_MAX) {
        tp_reader_wrong(r, "multipliers");
        return;
    }
    out->count = (int32_t)count;
    if (json_is_array(parts) && json_array_size(parts))
        read_parts(r, parts, out);
    else
        read_rows(r, object, out->count, &out->scale, &out->y);
    const json_t *cases = json_object_get(object, "cases");
    bool nomem = false;
    if (cases && !(out->tree = tp_proof_read(cases, r->arena, &nomem)) && !nomem)
        tp_reader_wrong(r, "cases");
    r->nomem |= nomem;
}

static void read_certificate_tier(tp_reader *r, const json_t *item, tp_tier_result *tier)
{
    static const char *const proofs[] = {"none", "certificate", "solver"};
    const char *proof = tp_reader_text(r, item, "proof");
    for (int p = 0; p < 3; p++)
        if (!strcmp(proof, proofs[p]))
            tier->proof = (tp_proof)p;
    if (strcmp(tp_reader_text(r, item, "goal"), tier->goal) != 0)
        tp_reader_wrong(r, "goal");
    if (json_is_string(json_object_get(item, "by")))
        tier->by = tp_reader_kept(r, item, "by");
    if (json_is_string(json_object_get(item, "stopped_by")))
        tier->stopped_by = tp_reader_kept(r, item, "stopped_by");
    tier->concede = (tp_dec)tp_reader_dec6(r, item, "concede");
    tier->certified = tp_reader_dec6(r, item, "certified");
    tier->method = tp_reader_kept(r, item, "method");
    tier->nodes = tp_reader_int(r, item, "nodes");
    if (json_object_get(item, "denominator")) {
        tier->numerator = tp_reader_int(r, item, "numerator");
        tier->denominator = tp_reader_int(r, item, "denominator");
        tier->next_numerator = tp_reader_int(r, item, "next_numerator");
        tier->next_denominator = tp_reader_int(r, item, "next_denominator");
    }
    read_multipliers(r, json_object_get(item, "multipliers"), &tier->multipliers);
}

static void read_hash(tp_reader *r, const json_t *object, const char *key, char hex[TP_SHA256_HEX])
{
    const char *text = tp_reader_text(r, object, key);
    if (strlen(text) < TP_SHA256_HEX)
        memcpy(hex, text, strlen(text) + 1);
    else
        tp_reader_wrong(r, key);
}

/* Kept as pairs until the program is there. */
static void read_columns(tp_reader *r, const json_t *root, tp_run *run)
{
    const json_t *list = tp_reader_array(r, root, "goal_columns");
    run->goal_columns = tp_arena_array(r->arena, json_array_size(list) + 1, sizeof(tp_entry));
    r->nomem |= !run->goal_columns;
    for (size_t i = 0; run->goal_columns && i < json_array_size(list); i++) {
        const json_t *pair = json_array_get(list, i);
        const json_t *col = json_array_get(pair, 0), *value = json_array_get(pair, 1);
        if (!json_is_integer(col) || !json_is_integer(value) || json_integer_value(col) < 0 ||
            json_integer_value(col) > INT32_MAX)
            tp_reader_wrong(r, "goal_columns");
        else
            run->goal_columns[run->n_goal_columns++] =
                (tp_entry){(int32_t)json_integer_value(col), (int64_t)json_integer_value(value)};
    }
}

static tp_reference *reference_of(tp_reader *r, const json_t *root)
{
    tp_reference *reference = tp_arena_alloc(r->arena, sizeof *reference);
    int64_t *deposit = tp_arena_array(r->arena, (size_t)r->data->n_lines + 1, sizeof *deposit);
    int64_t *loan = tp_arena_array(r->arena, (size_t)r->data->n_demands + 1, sizeof *loan);
    size_t i;
    json_t *item;
    if (!reference || !deposit || !loan) {
        r->nomem = true;
        return NULL;
    }
    read_lines(r, root, "deposits", deposit);
    const json_t *loans = tp_reader_array(r, root, "loans");
    json_array_foreach(loans, i, item)
    {
        int32_t d = tp_reader_demand(r, item);
        if (d != TP_ID_NONE)
            loan[d] += tp_reader_count(r, item, "count");
    }
    *reference = (tp_reference){"", deposit, loan};
    return reference;
}

tp_status tp_certificate_read(tp_run *run, const char *certificate, size_t length, tp_diags *diags,
                              tp_err *err)
{
    tp_reader r = {.run = run, .data = run->data, .arena = run->arena, .diags = diags, .err = err};
    size_t errors = diags->errors, i;
    json_t *root = parse(&r, certificate, length), *item;
    if (!root)
        return outcome_of(&r, errors, err);
    const json_t *tiers = tp_reader_array(&r, root, "tiers");
    if (strcmp(tp_reader_text(&r, root, "run"), run->id) != 0)
        tp_reader_wrong(&r, "run");
    read_hash(&r, root, "ledger_head", run->ledger_head);
    const char *on = json_string_value(json_object_get(root, "ledger_on"));
    if (on && tp_date_parse(on, strlen(on), &run->ledger_on) != TP_PARSE_OK)
        tp_reader_wrong(&r, "ledger_on");
    run->ledger_loans = (int64_t)json_integer_value(json_object_get(root, "ledger_loans"));
    read_hash(&r, root, "evaluation_sha256", run->evaluation_sha256);
    if (json_array_size(tiers) != run->result->n_tiers)
        tp_reader_wrong(&r, "tiers");
    else
        json_array_foreach(tiers, i, item) read_certificate_tier(&r, item, &run->result->tiers[i]);
    read_columns(&r, root, run);
    if (json_object_get(root, "farkas"))
        read_multipliers(&r, json_object_get(root, "farkas"), &run->answer.farkas);
    if (json_object_get(root, "reference")) {
        const json_t *reference = json_object_get(root, "reference");
        read_hash(&r, reference, "sha256", run->reference_sha256);
        run->reference = reference_of(&r, reference);
    }
    json_decref(root);
    return outcome_of(&r, errors, err);
}

tp_status tp_reference_read(tp_reference **out, const tp_dataset *data, const char *document,
                            size_t length, tp_arena *arena, tp_diags *diags, tp_err *err)
{
    tp_reader r = {.data = data, .arena = arena, .diags = diags, .err = err, .lenient = true};
    size_t errors = diags->errors;
    json_t *root = parse(&r, document, length);
    *out = NULL;
    if (root)
        *out = reference_of(&r, root);
    json_decref(root);
    return outcome_of(&r, errors, err);
}
