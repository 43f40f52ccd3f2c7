/* The measuring half of pools: every balance summed afresh from the answer's movements. */
#include "models/rules/horizon.h"
#include "models/rules/pools.h"
#include "models/say.h"

#include <string.h>

extern const int tp_rule_at_pools;

typedef struct finder {
    const tp_measure *m;
    tp_ids *ids;    /* pool keys as text */
    int32_t *index; /* id -> index of answer->pools */
} finder;

static int32_t find(const finder *f, const char *scope, const char *category, const char *ring)
{
    const char *text =
        tp_arena_format(f->m->arena, "%s\x1f%s\x1f%s", scope, category, ring ? ring : "");
    int32_t id = text ? tp_ids_find(f->ids, text, strlen(text)) : TP_ID_NONE;
    return id == TP_ID_NONE ? TP_ID_NONE : f->index[id];
}

static tp_status index_pools(finder *f, tp_err *err)
{
    const tp_result *answer = f->m->answer;
    f->ids = tp_ids_create(f->m->arena, answer->n_pools);
    f->index = tp_arena_array(f->m->arena, answer->n_pools + 1, sizeof *f->index);
    if (!f->ids || !f->index)
        return tp_fail_nomem(err);
    for (size_t p = 0; p < answer->n_pools; p++) {
        const tp_pool_result *at = &answer->pools[p];
        const char *text =
            tp_arena_format(f->m->arena, "%s\x1f%s\x1f%s", at->scope, at->category, at->ring);
        int32_t id = text ? tp_ids_add(f->ids, text, strlen(text), NULL) : -1;
        if (id < 0)
            return tp_fail_nomem(err);
        f->index[id] = (int32_t)p;
    }
    return TP_OK;
}

static tp_status place_lines(tp_pools_measured *out, const finder *f, tp_err *err)
{
    const tp_measure *m = f->m;
    /* Lines of one unit and category word share a pool with thousands of others: looked up once per
     * distinct key, by the addresses of its interned texts. */
    tp_ids *seen = tp_ids_create(m->arena, 64);
    int32_t *found = NULL;
    size_t capacity = 0;
    if (!seen)
        return tp_fail_nomem(err);
    for (int32_t l = 0; l < m->data->n_lines; l++) {
        tp_pool_key k = tp_pools_key(m->bind, l);
        bool fresh;
        int32_t id = tp_ids_add(seen, (const char *)&k, sizeof k, &fresh);
        if (id < 0 || (fresh && !tp_arena_grow(m->arena, &found, &capacity, (size_t)id, 1)))
            return tp_fail_nomem(err);
        if (fresh)
            found[id] = find(f, k.scope, k.category, k.ring);
        out->of_line[l] = found[id];
        if (found[id] == TP_ID_NONE)
            continue;
        tp_pool_figures *p = &out->pools[found[id]];
        const tp_measure *first = m->periods[0];
        int64_t reclaimed = first->answer->reclaimed[l];
        int64_t returned = m->data->lines[l].given_back + first->data->lines[l].borrowed -
                           m->data->lines[l].borrowed;
        int64_t ceded = m->data->lines[l].ceded;
        p->reclaimed += reclaimed;
        p->opening += reclaimed + ceded + returned;
        p->returned += returned;
        p->deposits += m->answer->deposit[l];
        p->reach += reclaimed + ceded + returned + m->most[l];
    }
    return TP_OK;
}

/* Slot by slot in the order of due dates: those that have gone back, then what is late of those
 * that are to go back at all. */
static void add_overdue(tp_pools_measured *out, const tp_measure *m)
{
    const tp_measure *first = m->periods[0];
    const tp_horizon *horizon = tp_horizon_of(m->bind);
    int32_t line = TP_ID_NONE;
    int64_t gone = 0, to_go = 0;
    for (int32_t i = 0; horizon->periods > 1 && i < first->data->n_running; i++) {
        const tp_running *at = &first->data->running[i];
        if (at->line != line) {
            line = at->line;
            gone = first->data->lines[line].borrowed - m->data->lines[line].borrowed;
            to_go = m->data->lines[line].borrowed - (horizon->keep ? horizon->keep[line] : 0);
        }
        for (int64_t k = 0; k < at->count; k++) {
            if (gone-- > 0)
                continue;
            if (at->due < m->as_of && to_go-- > 0 && out->of_line[line] != TP_ID_NONE)
                out->pools[out->of_line[line]].overdue++;
        }
    }
}

tp_status tp_pools_figures(tp_pools_measured *out, const tp_measure *m, tp_err *err)
{
    finder f = {.m = m};
    tp_status status = index_pools(&f, err);
    if (status != TP_OK)
        return status;
    *out = (tp_pools_measured){0};
    out->pools = tp_arena_array(m->arena, m->answer->n_pools + 1, sizeof *out->pools);
    out->of_line = tp_arena_array(m->arena, (size_t)m->data->n_lines + 1, sizeof *out->of_line);
    if (!out->pools || !out->of_line)
        return tp_fail_nomem(err);
    status = place_lines(out, &f, err);
    if (status != TP_OK)
        return status;
    add_overdue(out, m);
    for (int32_t d = 0; d < m->data->n_demands; d++) {
        int32_t p = out->of_line[m->data->demands[d].line];
        if (p == TP_ID_NONE)
            continue;
        out->pools[p].loans += m->answer->loan[d];
        if (m->data->demands[d].demand_class == TP_TALENT)
            out->pools[p].talent_loans += m->answer->loan[d];
    }
    for (size_t t = 0; t < m->answer->n_transfers; t++) {
        const tp_transfer_result *at = &m->answer->transfers[t];
        bool converts = tp_transfer_converts(m->answer, at);
        tp_pool_figures *from = &out->pools[at->from], *to = &out->pools[at->to];
        *(converts ? &from->converted_out : &from->out) += at->count;
        *(converts ? &to->converted_in : &to->in) += at->count;
    }
    const tp_pools_params *p = tp_binding_params(m->bind, tp_rule_at_pools);
    const tp_list *lists[] = {&p->pools.opening, tp_earmark_entries(m->bind)};
    for (int kind = 0; kind < 2; kind++) {
        const tp_pool_entry *entries = lists[kind]->items;
        for (size_t i = 0; i < lists[kind]->count; i++) {
            int32_t at = find(&f, entries[i].scope, entries[i].category, entries[i].ring);
            if (at == TP_ID_NONE) {
                out->missing_entries++;
            } else if (kind == 0) {
                out->pools[at].opening += entries[i].count;
                out->pools[at].reach += entries[i].count;
            } else {
                out->pools[at].earmark += entries[i].where.present ? 0 : entries[i].count;
            }
        }
    }
    return TP_OK;
}

static const tp_words wrong_figure = {"周转池 {0} {1} {2}：{3}为 {4}，应为 {5}",
                                      "pool {0} {1} {2}: {3} is {4}, should be {5}"};
static const tp_words below_zero = {"周转池 {0} {1} {2}：期末余额 {3} 为负",
                                    "pool {0} {1} {2}: closing balance {3} is below zero"};
static const tp_words no_pool = {"结果中缺少该线的周转池",
                                 "the answer lacks the pool of this line"};
static const tp_words no_entry = {"结果中缺少方案列出的周转池",
                                  "the answer lacks a pool the scenario names"};
static const tp_words no_arc = {"方案不允许由 {0} 到 {1} 调剂 {2}（最多 {3}）",
                                "transfer of {2} from {0} to {1}: the scenario allows {3}"};

static const tp_finding of_pools = {.rule = "pools", .line = TP_ID_NONE, .demand = TP_ID_NONE};

static tp_status check_pool(const tp_measure *m, size_t p, const tp_pool_figures *f,
                            const tp_pool_figures *was, tp_findings *out, tp_err *err)
{
    const tp_pool_result *at = &m->answer->pools[p];
    int64_t closing = tp_pool_figures_closing(f);
    const struct {
        const char *what;
        int64_t is, want;
    } figures[] = {
        {"opening", at->opening, f->opening - f->reclaimed},
        {"reclaimed", at->reclaimed, f->reclaimed},
        {"deposits", at->deposits, f->deposits},
        {"in", at->in, f->in},
        {"out", at->out, f->out},
        {"converted_in", at->converted_in, f->converted_in},
        {"converted_out", at->converted_out, f->converted_out},
        {"loans", at->loans, f->loans},
        {"returned", at->returned, f->returned - (was ? was->returned : 0)},
        {"overdue", at->overdue, f->overdue},
        {"closing", at->closing, closing},
    };
    tp_status status = TP_OK;
    for (size_t i = 0; i < sizeof figures / sizeof *figures && status == TP_OK; i++) {
        if (figures[i].is == figures[i].want)
            continue;
        const char *args[] = {at->scope,
                              at->category,
                              at->ring,
                              figures[i].what,
                              tp_say_int(m->arena, figures[i].is),
                              tp_say_int(m->arena, figures[i].want)};
        status = tp_finding_add(out, of_pools, &wrong_figure, 6, args, err);
    }
    if (status == TP_OK && closing < 0) {
        const char *args[] = {at->scope, at->category, at->ring, tp_say_int(m->arena, closing)};
        status = tp_finding_add(out, of_pools, &below_zero, 4, args, err);
    }
    return status;
}

/* A figure for each pair of ends. */
typedef struct arcs {
    tp_arena *arena;
    tp_ids *ids; /* the two ends, byte for byte */
    int64_t *figures;
    size_t capacity;
} arcs;

/* NULL: memory is out. A pair not met before has 0. */
static int64_t *arc_at(arcs *a, int32_t from, int32_t to)
{
    const int32_t ends[2] = {from, to};
    bool fresh;
    int32_t id = tp_ids_add(a->ids, (const char *)ends, sizeof ends, &fresh);
    if (id < 0 || (fresh && !tp_arena_grow(a->arena, &a->figures, &a->capacity, (size_t)id, 1)))
        return NULL;
    if (fresh)
        a->figures[id] = 0;
    return &a->figures[id];
}

/* What the scenario allows between pools by name, and what moves between pools of the answer:
 * summed once, since there may be thousands of each. */
typedef struct movements {
    finder names;
    arcs allowed, moved;
    int32_t *name_of; /* pool of the answer -> id of its name */
} movements;

static tp_status sum_movements(movements *mo, const tp_measure *m, tp_err *err)
{
    mo->names = (finder){.m = m};
    mo->allowed = (arcs){.arena = m->arena, .ids = tp_ids_create(m->arena, 0)};
    mo->moved = (arcs){.arena = m->arena, .ids = tp_ids_create(m->arena, 0)};
    mo->name_of = tp_arena_array(m->arena, m->answer->n_pools + 1, sizeof *mo->name_of);
    if (!mo->allowed.ids || !mo->moved.ids || !mo->name_of)
        return tp_fail_nomem(err);
    tp_status status = index_pools(&mo->names, err);
    if (status != TP_OK)
        return status;
    for (size_t p = 0; p < m->answer->n_pools; p++) {
        const tp_pool_result *at = &m->answer->pools[p];
        mo->name_of[p] = find(&mo->names, at->scope, at->category, at->ring);
    }
    const tp_pools_params *p = tp_binding_params(m->bind, tp_rule_at_pools);
    const tp_pool_arc *listed = p->pools.transfers.items;
    for (size_t i = 0; i < p->pools.transfers.count; i++) {
        int32_t from = find(&mo->names, listed[i].from, listed[i].category, listed[i].ring);
        int32_t to = find(&mo->names, listed[i].to, listed[i].category, listed[i].ring);
        int64_t *most = arc_at(&mo->allowed, from, to);
        if (!most)
            return tp_fail_nomem(err);
        *most += listed[i].at_most;
    }
    for (int32_t l = 0; l < m->data->n_lines && p->pools.beyond.count; l++) {
        const char *scope[TP_POOLS_LEVELS];
        tp_pool_key k = tp_pools_key(m->bind, l);
        int n = tp_pools_scopes(m->bind, l, scope);
        for (int i = 0; i + 1 < n; i++) {
            int32_t near = find(&mo->names, scope[i], k.category, k.ring);
            int32_t far = find(&mo->names, scope[i + 1], k.category, k.ring);
            int64_t *out = arc_at(&mo->allowed, near, far);
            if (out)
                *out = TP_INF;
            int64_t *back = arc_at(&mo->allowed, far, near);
            if (!out || !back)
                return tp_fail_nomem(err);
            *back = TP_INF;
        }
    }
    for (size_t t = 0; t < m->answer->n_transfers; t++) {
        const tp_transfer_result *at = &m->answer->transfers[t];
        int64_t *sum = arc_at(&mo->moved, at->from, at->to);
        if (!sum)
            return tp_fail_nomem(err);
        *sum += at->count;
    }
    return TP_OK;
}

static tp_status check_transfer(const tp_measure *m, movements *mo, size_t t, tp_findings *out,
                                tp_err *err)
{
    const tp_transfer_result *at = &m->answer->transfers[t];
    const tp_pool_result *from = &m->answer->pools[at->from], *to = &m->answer->pools[at->to];
    const int64_t *most = arc_at(&mo->allowed, mo->name_of[at->from], mo->name_of[at->to]);
    const int64_t *sum = arc_at(&mo->moved, at->from, at->to);
    if (!most || !sum)
        return tp_fail_nomem(err);
    if (at->count >= 0 && *sum <= *most)
        return TP_OK;
    const char *args[] = {from->scope, to->scope, tp_say_int(m->arena, *sum),
                          tp_say_int(m->arena, *most)};
    return tp_finding_add(out, of_pools, &no_arc, 4, args, err);
}

static tp_status check_transfers(const tp_measure *m, tp_findings *out, tp_err *err)
{
    movements mo;
    tp_status status = m->answer->n_transfers ? sum_movements(&mo, m, err) : TP_OK;
    for (size_t t = 0; t < m->answer->n_transfers && status == TP_OK; t++)
        if (!tp_transfer_converts(m->answer, &m->answer->transfers[t])) /* those: conversions.c */
            status = check_transfer(m, &mo, t, out, err);
    return status;
}

tp_status tp_pools_measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    (void)self;
    tp_pools_measured got, was = {0};
    const tp_measure *before = tp_measure_before(m);
    tp_status status = tp_pools_figures(&got, m, err);
    if (status == TP_OK && before)
        status = tp_pools_figures(&was, before, err);
    bool same = before && before->answer->n_pools == m->answer->n_pools;
    for (size_t p = 0; p < m->answer->n_pools && status == TP_OK; p++)
        status = check_pool(m, p, &got.pools[p], same ? &was.pools[p] : NULL, out, err);
    if (status == TP_OK)
        status = check_transfers(m, out, err);
    for (int32_t l = 0; l < m->data->n_lines && status == TP_OK; l++)
        if (got.of_line[l] == TP_ID_NONE)
            status =
                tp_finding_add(out, (tp_finding){.rule = "pools", .line = l, .demand = TP_ID_NONE},
                               &no_pool, 0, NULL, err);
    if (status == TP_OK && got.missing_entries)
        status = tp_finding_add(out, of_pools, &no_entry, 0, NULL, err);
    return status;
}
