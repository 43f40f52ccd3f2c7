#include "models/select.h"

#include <stdlib.h>
#include <string.h>

/* Lines grouped by one attribute of their unit, or by category. */
typedef struct grouping {
    int32_t *start; /* [values + 2]; NULL: not built yet */
    int32_t *items;
} grouping;

struct tp_selector {
    const tp_dataset *data;
    tp_arena *arena;
    grouping by[TP_ATTRIBUTES];
};

/* From the most to the least selective, as datasets go. */
static const tp_attribute order[] = {TP_AT_UNIT, TP_AT_PARENT, TP_AT_REGION,  TP_AT_SYSTEM,
                                     TP_AT_KIND, TP_AT_LEVEL,  TP_AT_CATEGORY};

tp_selector *tp_selector_create(const tp_dataset *data, tp_arena *arena)
{
    tp_selector *s = tp_arena_alloc(arena, sizeof *s);
    if (s)
        *s = (tp_selector){.data = data, .arena = arena};
    return s;
}

static int32_t value_of(const tp_dataset *data, int32_t line, tp_attribute attribute)
{
    const tp_line *l = &data->lines[line];
    const tp_unit *u = &data->units[l->unit];
    switch (attribute) {
    case TP_AT_UNIT:
        return l->unit;
    case TP_AT_PARENT:
        return u->parent;
    case TP_AT_REGION:
        return u->region;
    case TP_AT_SYSTEM:
        return u->system;
    case TP_AT_KIND:
        return u->kind;
    case TP_AT_LEVEL:
        return u->level;
    default:
        return l->category;
    }
}

static bool of_units(tp_attribute attribute)
{
    return attribute == TP_AT_UNIT || attribute == TP_AT_PARENT;
}

static bool build(tp_selector *s, tp_attribute attribute)
{
    grouping *g = &s->by[attribute];
    int32_t values = of_units(attribute) ? s->data->n_units : tp_ids_count(s->data->names);
    int32_t *start = tp_arena_array(s->arena, (size_t)values + 3, sizeof *start);
    g->items = tp_arena_array(s->arena, (size_t)s->data->n_lines + 1, sizeof *g->items);
    if (!start || !g->items)
        return false;
    /* Value v stands at v + 1, so that none (-1) has a place too. */
    for (int32_t l = 0; l < s->data->n_lines; l++)
        start[value_of(s->data, l, attribute) + 2]++;
    for (int32_t v = 2; v <= values + 1; v++)
        start[v] += start[v - 1];
    int32_t *at = tp_arena_array(s->arena, (size_t)values + 2, sizeof *at);
    if (!at)
        return false;
    memcpy(at, start, ((size_t)values + 2) * sizeof *at);
    for (int32_t l = 0; l < s->data->n_lines; l++)
        g->items[at[value_of(s->data, l, attribute) + 1]++] = l;
    g->start = start;
    return true;
}

static int32_t id_of(const tp_dataset *data, tp_attribute attribute, const char *text)
{
    return of_units(attribute) ? tp_dataset_unit(data, text)
                               : tp_ids_find(data->names, text, strlen(text));
}

static int ascending(const void *a, const void *b)
{
    int32_t p = *(const int32_t *)a, q = *(const int32_t *)b;
    return (p > q) - (p < q);
}

/* A value named twice selects its lines once. */
static void drop_repeated(tp_selection *out)
{
    int32_t n = 0;
    for (int32_t i = 0; i < out->count; i++)
        if (n == 0 || out->items[n - 1] != out->items[i])
            out->items[n++] = out->items[i];
    out->count = n;
}

static tp_status from_group(tp_selection *out, tp_selector *s, const tp_where *where,
                            tp_attribute attribute, const tp_filter *filter, tp_err *err)
{
    grouping *g = &s->by[attribute];
    if (!g->start && !build(s, attribute))
        return tp_fail_nomem(err);
    const tp_texts *values = &where->values[attribute];
    size_t most = 0;
    for (size_t i = 0; i < values->count; i++) {
        int32_t v = id_of(s->data, attribute, values->items[i]);
        if (v != TP_ID_NONE)
            most += (size_t)(g->start[v + 2] - g->start[v + 1]);
    }
    out->count = 0;
    out->items = tp_arena_array(s->arena, most + 1, sizeof *out->items);
    if (!out->items)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < values->count; i++) {
        int32_t v = id_of(s->data, attribute, values->items[i]);
        for (int32_t k = v == TP_ID_NONE ? 0 : g->start[v + 1];
             v != TP_ID_NONE && k < g->start[v + 2]; k++)
            if (tp_filter_line(filter, g->items[k]))
                out->items[out->count++] = g->items[k];
    }
    if (values->count > 1) {
        qsort(out->items, (size_t)out->count, sizeof *out->items, ascending);
        drop_repeated(out);
    }
    return TP_OK;
}

tp_status tp_select_lines(tp_selection *out, tp_selector *s, const tp_where *where,
                          const tp_filter *filter, tp_err *err)
{
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (where->values[order[i]].items)
            return from_group(out, s, where, order[i], filter, err);
    out->count = 0;
    out->items = tp_arena_array(s->arena, (size_t)s->data->n_lines + 1, sizeof *out->items);
    if (!out->items)
        return tp_fail_nomem(err);
    for (int32_t l = 0; l < s->data->n_lines; l++)
        if (tp_filter_line(filter, l))
            out->items[out->count++] = l;
    return TP_OK;
}

/* Through the lines an attribute of the line leaves, where the filter has one. */
static tp_status demands_of_lines(tp_selection *out, tp_selector *s, const tp_where *where,
                                  tp_attribute attribute, const tp_filter *filter, tp_err *err)
{
    grouping *g = &s->by[attribute];
    if (!g->start && !build(s, attribute))
        return tp_fail_nomem(err);
    const tp_dataset *data = s->data;
    const tp_texts *values = &where->values[attribute];
    for (int pass = 0; pass < 2; pass++) {
        int32_t n = 0;
        for (size_t i = 0; i < values->count; i++) {
            int32_t v = id_of(data, attribute, values->items[i]);
            for (int32_t k = v == TP_ID_NONE ? 0 : g->start[v + 1];
                 v != TP_ID_NONE && k < g->start[v + 2]; k++) {
                const tp_line *line = &data->lines[g->items[k]];
                for (int32_t j = 0; j < line->demands; j++) {
                    int32_t d = data->demand_of_line[line->first_demand + j];
                    if (!tp_filter_demand(filter, d))
                        continue;
                    if (pass)
                        out->items[n] = d;
                    n++;
                }
            }
        }
        out->count = n;
        if (!pass && !(out->items = tp_arena_array(s->arena, (size_t)n + 1, sizeof *out->items)))
            return tp_fail_nomem(err);
    }
    qsort(out->items, (size_t)out->count, sizeof *out->items, ascending);
    drop_repeated(out);
    return TP_OK;
}

tp_status tp_select_demands(tp_selection *out, tp_selector *s, const tp_where *where,
                            const tp_filter *filter, tp_err *err)
{
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (where->values[order[i]].items)
            return demands_of_lines(out, s, where, order[i], filter, err);
    out->count = 0;
    out->items = tp_arena_array(s->arena, (size_t)s->data->n_demands + 1, sizeof *out->items);
    if (!out->items)
        return tp_fail_nomem(err);
    for (int32_t d = 0; d < s->data->n_demands; d++)
        if (tp_filter_demand(filter, d))
            out->items[out->count++] = d;
    return TP_OK;
}
