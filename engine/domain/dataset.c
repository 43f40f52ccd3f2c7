#include "domain/dataset_build.h"
#include "domain/dataset_canonical.h"
#include "domain/uses.h"

#include "read/origins.h"
#include "read/tables.h"

#include <string.h>

static tp_status get_table(const tp_table **out, void *from, tp_data_table which, tp_arena *arena,
                           tp_diags *diags, tp_err *err)
{
    return tp_tables_begin(out, from, tp_data_tables[which], arena, diags, err);
}

static tp_status end_table(const tp_table *table, tp_data_table which, tp_diags *diags, tp_err *err)
{
    return tp_tables_end(table, tp_data_tables[which], diags, err);
}

static tp_status load(tp_dataset **out, tp_arena *arena, const char *path,
                      const tp_dataset_options *options, tp_diags *diags, tp_err *err)
{
    tp_tables *tables = NULL;
    tp_source_options source = {.encoding = options ? options->encoding : NULL};
    tp_status status = tp_tables_open(&tables, path, &source, diags, err);
    if (status != TP_OK)
        return status;
    size_t errors = diags->errors;
    status = tp_tables_review(tables, tp_data_tables, TP_TABLES, diags, err);
    tp_build_task task = {.arena = arena,
                          .getter = get_table,
                          .getter_end = end_table,
                          .from = tables,
                          .bytes = tp_tables_bytes(tables),
                          .without_outcomes = options && options->without_outcomes};
    tp_origins *origins = NULL;
    size_t said = diags->count;
    bool later = options && options->only_looked_at;
    if (status == TP_OK && !later)
        status = tp_origins_load(&origins, path, arena, err);
    if (status == TP_OK)
        status = tp_build_dataset(out, &task, diags, err);
    tp_tables_free(tables);
    if (later && diags->count > said && (status == TP_OK || status == TP_E_INPUT)) {
        tp_status loaded = tp_origins_load(&origins, path, arena, err);
        status = loaded ? loaded : status;
    }
    if (status == TP_OK && diags->errors > errors)
        status = tp_fail(err, TP_E_INPUT, "the dataset has %zu errors", diags->errors - errors);
    tp_origins_mark(origins, diags);
    if (status != TP_OK)
        return status;
    (*out)->origins = origins;
    (*out)->path = tp_arena_text(arena, path);
    if (!(*out)->path || !tp_canonical_hash(*out, (*out)->sha256) || !tp_uses_note(*out))
        return tp_fail_nomem(err);
    return TP_OK;
}

tp_status tp_dataset_load(tp_dataset **out, const char *path, const tp_dataset_options *options,
                          tp_diags *diags, tp_err *err)
{
    *out = NULL;
    tp_arena *arena = tp_arena_create();
    if (!arena)
        return tp_fail_nomem(err);
    tp_dataset *data = NULL;
    tp_status status = load(&data, arena, path, options, diags, err);
    if (status == TP_OK)
        *out = data;
    else
        tp_arena_free(arena);
    return status;
}

void tp_dataset_free(tp_dataset *data)
{
    if (data)
        tp_arena_free(data->arena);
}

int32_t tp_dataset_unit(const tp_dataset *data, const char *code)
{
    return tp_ids_find(data->unit_codes, code, strlen(code));
}

int32_t tp_dataset_line(const tp_dataset *data, int32_t unit, const char *category)
{
    int32_t low = data->units[unit].first_line, high = low + data->units[unit].lines;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        int order = strcmp(tp_ids_name(data->names, data->lines[middle].category), category);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return TP_ID_NONE;
}

int32_t tp_dataset_demand(const tp_dataset *data, const char *code)
{
    return tp_ids_find(data->demand_codes, code, strlen(code));
}

const char *tp_dataset_origin(const tp_dataset *data, tp_pos pos, const char *column,
                              tp_arena *arena)
{
    const char *slash = pos.file ? strrchr(pos.file, '/') : NULL;
    const char *name = slash ? slash + 1 : pos.file;
    size_t length = name ? strlen(name) : 0;
    if (!data->origins || !length)
        return NULL;
    size_t suffix = length > 4 && strcmp(name + length - 4, ".csv") == 0 ? 4 : 0;
    const char *table = tp_arena_copy(arena, name, length - suffix);
    return table ? tp_origins_cell(data->origins, table, pos.line, column, arena) : NULL;
}

const char *tp_dataset_name(const tp_dataset *data, int32_t id)
{
    return id == TP_ID_NONE ? "" : tp_ids_name(data->names, id);
}

/* The latest of all, final or not. */
static const tp_outcome *last(const tp_dataset *data, int32_t unit, tp_date as_of)
{
    const tp_outcome *outcomes = data->outcomes + data->units[unit].first_outcome;
    int32_t low = 0, high = data->units[unit].outcomes;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (outcomes[middle].evaluated_on <= as_of)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &outcomes[low - 1] : NULL;
}

static const tp_outcome *latest(const tp_dataset *data, int32_t unit, tp_date as_of)
{
    const tp_outcome *at = last(data, unit, as_of);
    const tp_outcome *first = data->outcomes + data->units[unit].first_outcome;
    while (at && at->status != TP_OUTCOME_FINAL && !data->use_drafts)
        at = at > first ? at - 1 : NULL;
    return at;
}

const tp_outcome *tp_dataset_pending(const tp_dataset *data, int32_t unit, tp_date as_of)
{
    const tp_outcome *at = last(data, unit, as_of);
    return at && at->status != TP_OUTCOME_FINAL ? at : NULL;
}

static bool counts(const tp_dataset *data, const tp_outcome *outcome, tp_date as_of)
{
    return !data->valid_months || tp_date_months(outcome->evaluated_on, as_of) < data->valid_months;
}

const tp_outcome *tp_dataset_outcome(const tp_dataset *data, int32_t unit, tp_date as_of)
{
    const tp_outcome *outcome = latest(data, unit, as_of);
    return outcome && counts(data, outcome, as_of) ? outcome : NULL;
}

const tp_outcome *tp_dataset_lapsed(const tp_dataset *data, int32_t unit, tp_date as_of)
{
    const tp_outcome *outcome = latest(data, unit, as_of);
    return outcome && !counts(data, outcome, as_of) ? outcome : NULL;
}
