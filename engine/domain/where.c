#include "domain/where.h"

#include "base/text.h"
#include "domain/uses.h"
#include "domain/where_keys.h"

#include <string.h>

/* One attribute: the ids it may have, sorted. */
typedef struct wanted {
    bool any; /* not filtered */
    size_t count;
    int32_t *ids;
} wanted;

struct tp_filter {
    const tp_dataset *data;
    tp_date as_of;
    wanted at[TP_ATTRIBUTES];
    tp_dec saturation_below;
    bool needs_outcome;
};

/* Values an attribute has somewhere in the data: for warnings about those it never has. */
static int32_t id_of(const tp_dataset *data, int attribute, int32_t unit, int32_t line,
                     const tp_demand *demand)
{
    const tp_unit *u = &data->units[unit];
    switch (attribute) {
    case TP_AT_UNIT:
        return unit;
    case TP_AT_KIND:
        return u->kind;
    case TP_AT_SYSTEM:
        return u->system;
    case TP_AT_LEVEL:
        return u->level;
    case TP_AT_REGION:
        return u->region;
    case TP_AT_PARENT:
        return u->parent;
    case TP_AT_CATEGORY:
        return line < 0 ? TP_ID_NONE : data->lines[line].category;
    case TP_AT_SECTOR:
        return demand ? demand->sector : TP_ID_NONE;
    case TP_AT_CLASS:
        return demand ? (int32_t)demand->demand_class : TP_ID_NONE;
    default:
        return TP_ID_NONE;
    }
}

static const char *name_of(const tp_dataset *data, int attribute, int32_t id)
{
    if (attribute == TP_AT_UNIT || attribute == TP_AT_PARENT)
        return data->units[id].code;
    return tp_dataset_name(data, id);
}

typedef struct vocabulary {
    const char **names;
    size_t count;
    bool *seen; /* [ids]; units for unit and parent, else names */
} vocabulary;

static void learn(vocabulary *v, const tp_dataset *data, int attribute, int32_t id)
{
    if (id == TP_ID_NONE || v->seen[id])
        return;
    v->seen[id] = true;
    v->names[v->count++] = name_of(data, attribute, id);
}

/* Every value the attribute takes in the data, in canonical order of who has it first. */
static bool values_of(vocabulary *v, const tp_dataset *data, int attribute, tp_arena *arena)
{
    size_t ids = attribute == TP_AT_UNIT || attribute == TP_AT_PARENT
                     ? (size_t)data->n_units
                     : (size_t)tp_ids_count(data->names);
    v->count = 0;
    v->seen = tp_arena_array(arena, ids + 1, sizeof *v->seen);
    v->names = tp_arena_array(arena, ids + 1, sizeof *v->names);
    if (!v->seen || !v->names)
        return false;
    if (attribute == TP_AT_GRADE)
        for (int32_t i = 0; i < data->n_outcomes; i++)
            learn(v, data, attribute, data->outcomes[i].grade);
    else if (attribute == TP_AT_SECTOR)
        for (int32_t i = 0; i < data->n_demands; i++)
            learn(v, data, attribute, data->demands[i].sector);
    else if (attribute == TP_AT_CATEGORY)
        for (int32_t i = 0; i < data->n_lines; i++)
            learn(v, data, attribute, data->lines[i].category);
    else
        for (int32_t i = 0; i < data->n_units; i++)
            learn(v, data, attribute, id_of(data, attribute, i, -1, NULL));
    return true;
}

static const tp_msg msg_unknown = {"where.no-match", "数据中没有{0}为“{1}”的记录，该条件不会匹配",
                                   "nothing in the data has the {0} \"{1}\": it never matches"};
static const tp_msg msg_near = {
    "where.no-match", "数据中没有{0}为“{1}”的记录，该条件不会匹配；是否要写“{2}”？",
    "nothing in the data has the {0} \"{1}\": it never matches; did you "
    "mean \"{2}\"?"};

static const tp_msg msg_none = {"where.no-value", "条件 {0} 是空列表，不会匹配任何记录",
                                "the condition {0} is an empty list: it never matches"};

static tp_status warn_unknown(const tp_dataset *data, int attribute, const char *value, tp_pos pos,
                              tp_arena *arena, tp_diags *diags, tp_err *err)
{
    vocabulary v;
    if (!values_of(&v, data, attribute, arena))
        return tp_fail_nomem(err);
    const char *near = tp_text_closest(value, v.names, v.count);
    const tp_words args[] = {tp_attribute_words[attribute], {value, value}, {near, near}};
    tp_diag_add_words(diags, TP_WARNING, pos, near ? &msg_near : &msg_unknown, near ? 3 : 2, args);
    return TP_OK;
}

static int32_t value_id(const tp_dataset *data, int attribute, const char *value)
{
    if (attribute == TP_AT_CLASS)
        return tp_where_class(value);
    if (attribute == TP_AT_UNIT || attribute == TP_AT_PARENT)
        return tp_dataset_unit(data, value);
    return tp_ids_find(data->names, value, strlen(value));
}

static void insert_sorted(wanted *w, int32_t id)
{
    size_t at = w->count;
    while (at > 0 && w->ids[at - 1] > id) {
        w->ids[at] = w->ids[at - 1];
        at--;
    }
    w->ids[at] = id;
    w->count++;
}

static tp_status bind(tp_filter *filter, int attribute, const tp_where *where, tp_arena *arena,
                      tp_diags *diags, tp_err *err)
{
    const tp_dataset *data = filter->data;
    const tp_texts *texts = &where->values[attribute];
    wanted *w = &filter->at[attribute];
    w->any = texts->items == NULL;
    if (w->any)
        return TP_OK;
    w->ids = tp_arena_array(arena, texts->count, sizeof *w->ids);
    if (!w->ids)
        return tp_fail_nomem(err);
    if (diags && !texts->count)
        tp_diag_warn(diags, where->pos, &msg_none, tp_attribute_names[attribute]);
    for (size_t i = 0; i < texts->count; i++) {
        const char *value = texts->items[i];
        int32_t id = value_id(data, attribute, value);
        tp_status status = TP_OK;
        if (id >= 0)
            insert_sorted(w, id);
        if (diags && attribute != TP_AT_CLASS && !tp_uses_has(data, (tp_attribute)attribute, id))
            status = warn_unknown(data, attribute, value, tp_where_value_pos(where, attribute, i),
                                  arena, diags, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

tp_status tp_filter_create(tp_filter **out, tp_arena *arena, const tp_where *where,
                           const tp_dataset *data, tp_date as_of, tp_diags *diags, tp_err *err)
{
    *out = NULL;
    tp_filter *filter = tp_arena_alloc(arena, sizeof *filter);
    if (!filter)
        return tp_fail_nomem(err);
    filter->data = data;
    filter->as_of = as_of;
    /* A filter that was never written is all zero; 0 would be a bound nothing is below. */
    filter->saturation_below = where->present ? where->saturation_below : TP_DEC_NONE;
    for (int a = 0; a < TP_ATTRIBUTES; a++) {
        tp_status status = bind(filter, a, where, arena, diags, err);
        if (status != TP_OK)
            return status;
    }
    filter->needs_outcome = !filter->at[TP_AT_GRADE].any || filter->saturation_below != TP_DEC_NONE;
    *out = filter;
    return TP_OK;
}

static bool holds(const wanted *w, int32_t id)
{
    if (w->any)
        return true;
    if (id == TP_ID_NONE)
        return false;
    size_t low = 0, high = w->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (w->ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < w->count && w->ids[low] == id;
}

static bool outcome_matches(const tp_filter *filter, int32_t unit)
{
    const tp_outcome *outcome = tp_dataset_outcome(filter->data, unit, filter->as_of);
    if (!outcome || !holds(&filter->at[TP_AT_GRADE], outcome->grade))
        return false;
    if (filter->saturation_below == TP_DEC_NONE)
        return true;
    return outcome->saturation != TP_DEC_NONE && outcome->saturation < filter->saturation_below;
}

static bool matches(const tp_filter *filter, int32_t line, const tp_demand *demand)
{
    int32_t unit = filter->data->lines[line].unit;
    for (int a = 0; a < TP_ATTRIBUTES; a++)
        if (a != TP_AT_GRADE && !filter->at[a].any &&
            !holds(&filter->at[a], id_of(filter->data, a, unit, line, demand)))
            return false;
    return !filter->needs_outcome || outcome_matches(filter, unit);
}

bool tp_filter_line(const tp_filter *filter, int32_t line)
{
    return matches(filter, line, NULL);
}

bool tp_filter_demand(const tp_filter *filter, int32_t demand)
{
    const tp_demand *d = &filter->data->demands[demand];
    return matches(filter, d->line, d);
}

bool tp_filter_selects_demands(const tp_filter *filter)
{
    return !filter->at[TP_AT_SECTOR].any || !filter->at[TP_AT_CLASS].any;
}

tp_status tp_where_of_limit(tp_where *out, const tp_limit_row *row, tp_arena *arena, tp_err *err)
{
    *out = (tp_where){.present = true, .pos = row->pos, .saturation_below = TP_DEC_NONE};
    const char *const values[TP_ATTRIBUTES] = {
        row->unit,     row->kind,
        row->system,   row->level,
        row->region,   row->parent,
        row->category, NULL,
        row->sector,   row->demand_class < 0 ? NULL : tp_demand_class_names[row->demand_class]};
    for (int a = 0; a < TP_ATTRIBUTES; a++) {
        if (!values[a] || !*values[a])
            continue;
        const char **item = tp_arena_alloc(arena, sizeof *item);
        if (!item)
            return tp_fail_nomem(err);
        *item = values[a];
        out->values[a] = (tp_texts){item, 1};
    }
    return TP_OK;
}
