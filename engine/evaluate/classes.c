#include "evaluate/classes.h"

#include "base/text.h"

#include <string.h>

static const tp_msg msg_unit = {"evaluation.unknown-unit", "单位“{0}”不在单位表中",
                                "unit {0} is not in units"};
static const tp_msg msg_nobody = {"evaluation.matches-nothing", "没有单位符合此条件",
                                  "no unit matches this"};
static const tp_msg msg_whole = {
    "evaluation.individual-too-heavy",
    "单位“{0}”的个性指标在“{1}”中的权重合计为 {2}，其余指标没有余量",
    "individual leaves of unit {0} hold {2} of {1}: nothing is left for its other children"};
static const tp_msg msg_nothing = {"evaluation.no-leaves", "单位“{0}”没有任何计分指标",
                                   "unit {0} has no leaf to be scored on"};

static bool among(const tp_texts *values, const char *text)
{
    if (!values->count)
        return true;
    for (size_t i = 0; i < values->count; i++)
        if (!strcmp(values->items[i], text))
            return true;
    return false;
}

bool tp_unit_where_matches(const tp_unit_where *where, const tp_dataset *data, int32_t unit)
{
    const tp_unit *u = &data->units[unit];
    const char *parent = u->parent == TP_ID_NONE ? "" : data->units[u->parent].code;
    return among(&where->unit, u->code) && among(&where->kind, tp_dataset_name(data, u->kind)) &&
           among(&where->system, tp_dataset_name(data, u->system)) &&
           among(&where->level, tp_dataset_name(data, u->level)) &&
           among(&where->region, tp_dataset_name(data, u->region)) && among(&where->parent, parent);
}

/* Calls visit for every unit that matches. A list of units is looked up, not searched for: an
 * individual leaf per unit is the common case. */
typedef tp_status (*visitor)(void *user, int32_t unit);
static tp_status each_match(const tp_unit_where *where, tp_pos pos, const tp_dataset *data,
                            tp_diags *diags, visitor visit, void *user)
{
    bool any = false, unknown = false;
    tp_status status = TP_OK;
    for (size_t i = 0; i < where->unit.count && !status; i++) {
        int32_t unit = tp_dataset_unit(data, where->unit.items[i]);
        if (unit == TP_ID_NONE) {
            tp_diag_error(diags, pos, &msg_unit, where->unit.items[i]);
            unknown = true;
        } else if (tp_unit_where_matches(where, data, unit)) {
            any = true;
            status = visit(user, unit);
        }
    }
    for (int32_t unit = 0; !where->unit.count && unit < data->n_units && !status; unit++)
        if (tp_unit_where_matches(where, data, unit)) {
            any = true;
            status = visit(user, unit);
        }
    if (!status && !any && !unknown)
        tp_diag_add(diags, TP_WARNING, pos, &msg_nobody, 0, NULL);
    return status;
}

typedef struct member { /* an individual entry of a unit, as a list */
    int32_t individual;
    struct member *next;
} member;

/* What sits in one group: for its children's share of it. */
typedef struct share {
    tp_dec pool;  /* Σ weights of children that share what fixed ones leave */
    tp_dec fixed; /* Σ fixed shares */
    bool alive;   /* some child that weighs */
} share;

typedef struct builder {
    tp_classes *out;
    const tp_spec *spec;
    const tp_dataset *data;
    tp_arena *arena, *scratch;
    tp_diags *diags;
    tp_err *err;
    int32_t *template_of; /* [n_units] */
    member **first, **last;
    int32_t entry; /* template or individual being matched */
    share *group;  /* room for weighing, used for one class after the other */
    tp_ratio *ratio;
} builder;

static tp_status take_template(void *user, int32_t unit)
{
    builder *b = user;
    if (b->template_of[unit] == TP_ID_NONE)
        b->template_of[unit] = b->entry;
    return TP_OK;
}

static tp_status take_individual(void *user, int32_t unit)
{
    builder *b = user;
    if (b->last[unit] && b->last[unit]->individual == b->entry)
        return TP_OK; /* the same unit named twice in one list */
    member *one = tp_arena_alloc(b->scratch, sizeof *one);
    if (!one)
        return tp_fail_nomem(b->err);
    *one = (member){b->entry, NULL};
    if (b->last[unit])
        b->last[unit]->next = one;
    else
        b->first[unit] = one;
    b->last[unit] = one;
    return TP_OK;
}

typedef struct weigher {
    const tp_spec *spec;
    share *group;    /* [n_common] */
    tp_ratio *ratio; /* [n_common] of groups */
    const int32_t *leaves;
    size_t n_leaves;
    int32_t heavy; /* a group whose fixed leaves leave nothing; TP_ID_NONE */
} weigher;

static void join(weigher *w, int32_t i)
{
    const tp_indicator *one = &w->spec->indicators[i];
    share *group = &w->group[one->parent];
    if (one->fixed)
        group->fixed += one->weight;
    else
        group->pool += one->weight;
    group->alive = group->alive || one->weight > 0;
}

/* Shares of every group, from the leaves up: children follow their parents, so backwards. */
static void gather(weigher *w)
{
    size_t at = w->n_leaves;
    memset(w->group, 0, (size_t)w->spec->n_common * sizeof *w->group);
    while (at && w->leaves[at - 1] >= w->spec->n_common)
        join(w, w->leaves[--at]);
    for (int32_t i = w->spec->n_common - 1; i > 0; i--) {
        bool listed = at && w->leaves[at - 1] == i;
        if (listed)
            at--;
        if (listed || (!w->spec->indicators[i].leaf && w->group[i].alive))
            join(w, i);
    }
    for (int32_t i = 0; i < w->spec->n_common; i++)
        if (w->group[i].pool > 0 && w->group[i].fixed >= TP_DEC_ONE && w->heavy == TP_ID_NONE)
            w->heavy = i;
}

/* The ratio of one child: that of its group times its share of it. */
static bool weigh_one(const weigher *w, int32_t i, tp_ratio *out)
{
    const tp_indicator *one = &w->spec->indicators[i];
    const share *group = &w->group[one->parent];
    *out = w->ratio[one->parent];
    if (one->fixed)
        return tp_ratio_times(out, (uint64_t)one->weight,
                              (uint64_t)(group->pool ? TP_DEC_ONE : group->fixed));
    return tp_ratio_times(out, (uint64_t)one->weight, (uint64_t)group->pool) &&
           tp_ratio_times(out, (uint64_t)(TP_DEC_ONE - group->fixed), TP_DEC_ONE);
}

/* Weights of these leaves (ascending); those that weigh nothing are left out. */
static tp_status weigh_leaves(weigher *w, tp_class_leaf *out, size_t *n, tp_arena *scratch,
                              tp_err *err)
{
    size_t common = (size_t)w->spec->n_common;
    if (!w->group)
        w->group = tp_arena_array(scratch, common, sizeof *w->group);
    if (!w->ratio)
        w->ratio = tp_arena_array(scratch, common, sizeof *w->ratio);
    w->heavy = TP_ID_NONE;
    *n = 0;
    if (!w->group || !w->ratio)
        return tp_fail_nomem(err);
    gather(w);
    if (w->heavy != TP_ID_NONE || !w->group[0].alive)
        return TP_OK;
    tp_ratio_one(&w->ratio[0]);
    size_t at = 0;
    for (int32_t i = 1; i < w->spec->n_common; i++) {
        const tp_indicator *one = &w->spec->indicators[i];
        bool weighs = one->weight > 0, fits = true;
        bool listed = at < w->n_leaves && w->leaves[at] == i;
        if (!one->leaf && w->group[i].alive && weighs)
            fits = weigh_one(w, i, &w->ratio[i]);
        if (listed && weighs) {
            fits = weigh_one(w, i, &out[*n].weight);
            out[(*n)++].leaf = i;
        }
        at += listed;
        if (!fits)
            return tp_fail(err, TP_E_OVERFLOW, "indicator %s lies too deep", one->id);
    }
    for (; at < w->n_leaves; at++) {
        int32_t i = w->leaves[at];
        if (w->spec->indicators[i].weight <= 0)
            continue;
        if (!weigh_one(w, i, &out[*n].weight))
            return tp_fail(err, TP_E_OVERFLOW, "indicator %s lies too deep",
                           w->spec->indicators[i].id);
        out[(*n)++].leaf = i;
    }
    return TP_OK;
}

tp_status tp_class_without(tp_class_leaf *out, size_t *n, const tp_spec *spec, const tp_class *base,
                           const bool *absent, tp_arena *scratch, tp_err *err)
{
    int32_t *leaves = tp_arena_array(scratch, base->n_leaves + 1, sizeof *leaves);
    if (!leaves)
        return tp_fail_nomem(err);
    weigher w = {.spec = spec, .leaves = leaves};
    for (size_t i = 0; i < base->n_leaves; i++)
        if (!absent[i])
            leaves[w.n_leaves++] = base->leaves[i].leaf;
    return weigh_leaves(&w, out, n, scratch, err);
}

static bool omitted(const tp_spec *spec, const tp_class *class, int32_t i)
{
    if (class->template_index == TP_ID_NONE)
        return false;
    const tp_template *form = &spec->templates[class->template_index];
    for (; i > 0; i = spec->indicators[i].parent)
        for (size_t k = 0; k < form->n_omit; k++)
            if (form->omit[k] == i)
                return true;
    return false;
}

static tp_status fill_class(builder *b, tp_class *class, int32_t unit)
{
    const tp_spec *spec = b->spec;
    size_t most = (size_t)spec->n_common + class->n_individuals;
    int32_t *leaves = tp_arena_array(b->scratch, most, sizeof *leaves);
    if (!leaves)
        return tp_fail_nomem(b->err);
    weigher w = {.spec = spec, .leaves = leaves, .group = b->group, .ratio = b->ratio};
    for (int32_t i = 1; i < spec->n_common; i++)
        if (spec->indicators[i].leaf && !omitted(spec, class, i))
            leaves[w.n_leaves++] = i;
    for (size_t k = 0; k < class->n_individuals; k++) {
        int32_t leaf = spec->individuals[class->individuals[k]].leaf;
        if (leaf != TP_ID_NONE && !omitted(spec, class, leaf))
            leaves[w.n_leaves++] = leaf;
    }
    class->leaves = tp_arena_array(b->arena, w.n_leaves + 1, sizeof *class->leaves);
    if (!class->leaves)
        return tp_fail_nomem(b->err);
    tp_status status = weigh_leaves(&w, class->leaves, &class->n_leaves, b->scratch, b->err);
    if (status)
        return status;
    const char *code = b->data->units[unit].code;
    if (w.heavy != TP_ID_NONE) {
        char sum[TP_DEC_TEXT];
        tp_dec_format(w.group[w.heavy].fixed, sum);
        tp_pos pos = class->n_individuals ? spec->individuals[class->individuals[0]].pos
                                          : spec->indicators[w.heavy].pos;
        tp_diag_error(b->diags, pos, &msg_whole, code, spec->indicators[w.heavy].id, sum);
    } else if (!class->n_leaves) {
        tp_diag_error(b->diags, (tp_pos){.file = spec->path}, &msg_nothing, code);
    }
    return TP_OK;
}

static tp_status class_of(builder *b, tp_ids *keys, int32_t unit, size_t *capacity)
{
    tp_buf key = {0};
    size_t members = 0;
    bool fresh = false;
    tp_buf_int(&key, b->template_of[unit]);
    for (const member *m = b->first[unit]; m; m = m->next, members++) {
        tp_buf_char(&key, ',');
        tp_buf_int(&key, m->individual);
    }
    int32_t id = tp_buf_ok(&key) ? tp_ids_add(keys, key.bytes, key.length, &fresh) : TP_ID_NONE;
    tp_buf_finish(&key);
    if (id == TP_ID_NONE)
        return tp_fail_nomem(b->err);
    b->out->of_unit[unit] = id;
    if (!fresh)
        return TP_OK;
    if (!tp_arena_grow(b->arena, &b->out->items, capacity, b->out->count, 1))
        return tp_fail_nomem(b->err);
    tp_class *class = &b->out->items[b->out->count++];
    *class = (tp_class){.template_index = b->template_of[unit]};
    class->individuals = tp_arena_array(b->arena, members + 1, sizeof *class->individuals);
    if (!class->individuals)
        return tp_fail_nomem(b->err);
    for (const member *m = b->first[unit]; m; m = m->next)
        class->individuals[class->n_individuals++] = m->individual;
    return fill_class(b, class, unit);
}

static tp_status build(builder *b)
{
    size_t units = (size_t)b->data->n_units, capacity = 0;
    tp_ids *keys = tp_ids_create(b->scratch, 64);
    b->template_of = tp_arena_array(b->scratch, units + 1, sizeof *b->template_of);
    b->first = tp_arena_array(b->scratch, units + 1, sizeof *b->first);
    b->last = tp_arena_array(b->scratch, units + 1, sizeof *b->last);
    b->out->of_unit = tp_arena_array(b->arena, units + 1, sizeof *b->out->of_unit);
    b->group = tp_arena_array(b->scratch, (size_t)b->spec->n_common, sizeof *b->group);
    b->ratio = tp_arena_array(b->scratch, (size_t)b->spec->n_common, sizeof *b->ratio);
    if (!b->group || !b->ratio || !keys || !b->template_of || !b->first || !b->last ||
        !b->out->of_unit)
        return tp_fail_nomem(b->err);
    for (size_t u = 0; u < units; u++)
        b->template_of[u] = TP_ID_NONE;
    tp_status status = TP_OK;
    for (size_t i = 0; i < b->spec->n_templates && !status; i++) {
        b->entry = (int32_t)i;
        status = each_match(&b->spec->templates[i].where, b->spec->templates[i].pos, b->data,
                            b->diags, take_template, b);
    }
    for (size_t i = 0; i < b->spec->n_individuals && !status; i++) {
        b->entry = (int32_t)i;
        status = each_match(&b->spec->individuals[i].where, b->spec->individuals[i].pos, b->data,
                            b->diags, take_individual, b);
    }
    for (int32_t unit = 0; unit < b->data->n_units && !status; unit++)
        status = class_of(b, keys, unit, &capacity);
    return status;
}

tp_status tp_classes_build(tp_classes *out, const tp_spec *spec, const tp_dataset *data,
                           tp_arena *arena, tp_diags *diags, tp_err *err)
{
    *out = (tp_classes){0};
    tp_arena *scratch = tp_arena_create();
    if (!scratch)
        return tp_fail_nomem(err);
    builder b = {.out = out,
                 .spec = spec,
                 .data = data,
                 .arena = arena,
                 .scratch = scratch,
                 .diags = diags,
                 .err = err};
    tp_status status = build(&b);
    tp_arena_free(scratch);
    return status;
}
