#include "domain/regroup.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* What once stood on its own, and where it stands now: lists of members by place. */
typedef struct places {
    int32_t *first, *last, *next;
    int32_t count;
} places;

struct tp_regrouping {
    tp_arena *arena;
    const tp_dataset *before;
    tp_dataset *view;
    places lines, units;
    bool units_moved;
    tp_regroup *moves;
    size_t n_moves, capacity;
};

static bool make_places(places *p, int32_t count, tp_arena *arena)
{
    size_t n = (size_t)count + 1;
    *p = (places){.first = tp_arena_array(arena, n, sizeof *p->first),
                  .last = tp_arena_array(arena, n, sizeof *p->last),
                  .next = tp_arena_array(arena, n, sizeof *p->next),
                  .count = count};
    if (!p->first || !p->last || !p->next)
        return false;
    for (int32_t i = 0; i < count; i++) {
        p->first[i] = p->last[i] = i;
        p->next[i] = -1;
    }
    return true;
}

static void join(places *p, int32_t from, int32_t to)
{
    if (p->first[from] < 0)
        return;
    if (p->first[to] < 0)
        p->first[to] = p->first[from];
    else
        p->next[p->last[to]] = p->first[from];
    p->last[to] = p->last[from];
    p->first[from] = p->last[from] = -1;
}

/* Where each member stands. */
static int32_t *now_at(const places *p, tp_arena *arena)
{
    int32_t *at = tp_arena_array(arena, (size_t)p->count + 1, sizeof *at);
    for (int32_t place = 0; at && place < p->count; place++)
        for (int32_t i = p->first[place]; i >= 0; i = p->next[i])
            at[i] = place;
    return at;
}

/* ---- start ---- */

/* As lines stand in a dataset: unit by unit, categories by name. */
static int by_line(const tp_dataset *data, int32_t unit, int32_t category, int32_t other_unit,
                   int32_t other_category)
{
    if (unit != other_unit)
        return unit < other_unit ? -1 : 1;
    return category == other_category ? 0
                                      : tp_text_compare(tp_dataset_name(data, category),
                                                        tp_dataset_name(data, other_category));
}

/* Few are wanted: sorted as they come. */
static void sort_wanted(const tp_dataset *data, tp_regroup_line *wanted, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        tp_regroup_line line = wanted[i];
        size_t k = i;
        for (; k > 0 && by_line(data, wanted[k - 1].unit, wanted[k - 1].category, line.unit,
                                line.category) > 0;
             k--)
            wanted[k] = wanted[k - 1];
        wanted[k] = line;
    }
}

/* Lines of both in one order; *to says where those of `before` went. */
static void weave(tp_regrouping *r, const tp_regroup_line *wanted, size_t count, int32_t *to)
{
    const tp_dataset *before = r->before;
    tp_line *lines = r->view->lines;
    int32_t n = 0, l = 0;
    size_t w = 0;
    while (l < before->n_lines || w < count) {
        int order = l == before->n_lines ? 1
                    : w == count         ? -1
                                 : by_line(before, before->lines[l].unit, before->lines[l].category,
                                           wanted[w].unit, wanted[w].category);
        const tp_line *last = n ? &lines[n - 1] : NULL;
        if (order <= 0) {
            to[l] = n;
            lines[n++] = before->lines[l++];
            w += order == 0;
        } else if (last && last->unit == wanted[w].unit && last->category == wanted[w].category) {
            w++;
        } else {
            lines[n++] = (tp_line){.unit = wanted[w].unit,
                                   .category = wanted[w].category,
                                   .cap = TP_INT_NONE,
                                   .standard = TP_INT_NONE,
                                   .pos = wanted[w].pos};
            w++;
        }
    }
    r->view->n_lines = n;
}

static tp_status place_units(tp_regrouping *r, tp_err *err)
{
    tp_dataset *view = r->view;
    size_t n = (size_t)view->n_units;
    view->units = tp_arena_array(r->arena, n + 1, sizeof *view->units);
    if (!view->units)
        return tp_fail_nomem(err);
    memcpy(view->units, r->before->units, n * sizeof *view->units);
    int32_t l = 0;
    for (int32_t u = 0; u < view->n_units; u++) {
        view->units[u].first_line = l;
        while (l < view->n_lines && view->lines[l].unit == u)
            l++;
        view->units[u].lines = l - view->units[u].first_line;
    }
    return TP_OK;
}

/* New lines are listed after those of the files. */
static tp_status order_lines(tp_regrouping *r, const int32_t *to, tp_err *err)
{
    const tp_dataset *before = r->before;
    size_t n = (size_t)r->view->n_lines;
    int32_t *order = tp_arena_array(r->arena, n + 1, sizeof *order);
    bool *old = tp_arena_array(r->arena, n + 1, sizeof *old);
    if (!order || !old)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < before->n_lines; i++) {
        order[i] = to[before->line_input_order[i]];
        old[order[i]] = true;
    }
    int32_t next = before->n_lines;
    for (int32_t l = 0; l < r->view->n_lines; l++)
        if (!old[l])
            order[next++] = l;
    r->view->line_input_order = order;
    return TP_OK;
}

/* Copies of what belongs to lines, by their places in the view. */
static tp_status copy_facts(tp_regrouping *r, const int32_t *to, tp_err *err)
{
    const tp_dataset *b = r->before;
    tp_dataset *v = r->view;
    v->lots = tp_arena_array(r->arena, (size_t)b->n_lots + 1, sizeof *v->lots);
    v->departures = tp_arena_array(r->arena, (size_t)b->n_departures + 1, sizeof *v->departures);
    v->demands = tp_arena_array(r->arena, (size_t)b->n_demands + 1, sizeof *v->demands);
    v->demand_of_line =
        tp_arena_array(r->arena, (size_t)b->n_demands + 1, sizeof *v->demand_of_line);
    v->running = tp_arena_array(r->arena, (size_t)b->n_running + 1, sizeof *v->running);
    if (!v->lots || !v->departures || !v->demands || !v->demand_of_line || !v->running)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < b->n_lots; i++) {
        v->lots[i] = b->lots[i];
        v->lots[i].line = to[b->lots[i].line];
    }
    for (int32_t i = 0; i < b->n_departures; i++) {
        v->departures[i] = b->departures[i];
        v->departures[i].line = to[b->departures[i].line];
    }
    for (int32_t i = 0; i < b->n_demands; i++) {
        v->demands[i] = b->demands[i];
        v->demands[i].line = to[b->demands[i].line];
    }
    for (int32_t i = 0; i < b->n_running; i++) {
        v->running[i] = b->running[i];
        v->running[i].line = to[b->running[i].line];
    }
    return TP_OK;
}

tp_status tp_regroup_start(tp_regrouping **out, const tp_dataset *before, tp_regroup_line *wanted,
                           size_t count, tp_arena *arena, tp_err *err)
{
    tp_regrouping *r = tp_arena_alloc(arena, sizeof *r);
    int32_t *to = tp_arena_array(arena, (size_t)before->n_lines + 1, sizeof *to);
    if (!r || !to)
        return tp_fail_nomem(err);
    *r = (tp_regrouping){.arena = arena, .before = before};
    r->view = tp_arena_alloc(arena, sizeof *r->view);
    if (!r->view)
        return tp_fail_nomem(err);
    *r->view = *before;
    r->view->before = before;
    r->view->lines =
        tp_arena_array(arena, (size_t)before->n_lines + count + 1, sizeof *r->view->lines);
    if (!r->view->lines)
        return tp_fail_nomem(err);
    sort_wanted(before, wanted, count);
    weave(r, wanted, count, to);
    tp_status status = place_units(r, err);
    if (status == TP_OK)
        status = order_lines(r, to, err);
    if (status == TP_OK)
        status = copy_facts(r, to, err);
    if (status == TP_OK && (!make_places(&r->lines, r->view->n_lines, arena) ||
                            !make_places(&r->units, r->view->n_units, arena)))
        status = tp_fail_nomem(err);
    *out = r;
    return status;
}

const tp_dataset *tp_regroup_now(const tp_regrouping *r)
{
    return r->view;
}

int32_t tp_regroup_find(const tp_regrouping *r, int32_t unit, int32_t category)
{
    const tp_unit *at = &r->view->units[unit];
    for (int32_t l = at->first_line; l < at->first_line + at->lines; l++)
        if (r->view->lines[l].category == category)
            return l;
    return TP_ID_NONE;
}

/* ---- moves ---- */

static bool has_anything(const tp_line *l)
{
    return l->authorised || l->in_post || l->committed || l->borrowed;
}

static int64_t both(int64_t a, bool any_a, int64_t b, bool any_b)
{
    if (!any_a)
        return b;
    if (!any_b)
        return a;
    return a == TP_INT_NONE || b == TP_INT_NONE ? TP_INT_NONE : a + b;
}

static void take_over(tp_regrouping *r, int32_t from, int32_t to)
{
    tp_line *old = &r->view->lines[from], *heir = &r->view->lines[to];
    bool any_old = has_anything(old), any_heir = has_anything(heir);
    heir->cap = both(old->cap, any_old, heir->cap, any_heir);
    heir->standard = both(old->standard, any_old, heir->standard, any_heir);
    old->cap = old->standard = TP_INT_NONE;
    join(&r->lines, from, to);
}

tp_status tp_regroup_move(tp_regrouping *r, const tp_regroup *move, tp_err *err)
{
    if (!tp_arena_grow(r->arena, &r->moves, &r->capacity, r->n_moves, 1))
        return tp_fail_nomem(err);
    r->moves[r->n_moves++] = *move;
    if (move->whole && move->to != TP_ID_NONE)
        take_over(r, move->from, move->to);
    tp_line *from = &r->view->lines[move->from];
    tp_line none = {0}, *to = move->to == TP_ID_NONE ? &none : &r->view->lines[move->to];
    from->authorised -= move->slots;
    from->in_post -= move->in_post;
    from->committed -= move->committed;
    from->lent -= move->lent;
    from->borrowed -= move->borrowed;
    from->frozen -= move->frozen;
    from->ceded += move->to == TP_ID_NONE ? move->slots : 0;
    to->authorised += move->slots;
    to->in_post += move->in_post;
    to->committed += move->committed;
    to->lent += move->lent;
    to->borrowed += move->borrowed;
    to->frozen += move->frozen;
    return TP_OK;
}

void tp_regroup_unit(tp_regrouping *r, int32_t from, int32_t to)
{
    join(&r->units, from, to);
    r->units_moved = true;
}

/* ---- end ---- */

static int by_since(const void *a, const void *b)
{
    const tp_lot *p = a, *q = b;
    if (p->line != q->line)
        return p->line < q->line ? -1 : 1;
    if (p->since != q->since)
        return p->since < q->since ? -1 : 1;
    return p->count < q->count ? -1 : p->count > q->count;
}

static int by_on(const void *a, const void *b)
{
    const tp_departure *p = a, *q = b;
    if (p->line != q->line)
        return p->line < q->line ? -1 : 1;
    if (p->on != q->on)
        return p->on < q->on ? -1 : 1;
    return p->count < q->count ? -1 : p->count > q->count;
}

static void end_running(tp_dataset *v)
{
    if (v->n_running > 1)
        qsort(v->running, (size_t)v->n_running, sizeof *v->running, tp_running_compare);
}

static void end_demands(tp_dataset *v, int32_t *next)
{
    for (int32_t d = 0; d < v->n_demands; d++)
        v->lines[v->demands[d].line].demands++;
    int32_t first = 0;
    for (int32_t l = 0; l < v->n_lines; l++) {
        next[l] = v->lines[l].first_demand = first;
        first += v->lines[l].demands;
    }
    for (int32_t d = 0; d < v->n_demands; d++)
        v->demand_of_line[next[v->demands[d].line]++] = d;
}

static void end_facts(tp_dataset *v)
{
    if (v->n_lots > 1)
        qsort(v->lots, (size_t)v->n_lots, sizeof *v->lots, by_since);
    if (v->n_departures > 1)
        qsort(v->departures, (size_t)v->n_departures, sizeof *v->departures, by_on);
    int32_t lot = 0, departure = 0;
    for (int32_t l = 0; l < v->n_lines; l++) {
        tp_line *at = &v->lines[l];
        at->first_lot = lot;
        while (lot < v->n_lots && v->lots[lot].line == l)
            lot++;
        at->lots = lot - at->first_lot;
        at->first_departure = departure;
        while (departure < v->n_departures && v->departures[departure].line == l)
            departure++;
        at->departures = departure - at->first_departure;
    }
}

static tp_status end_lines(tp_regrouping *r, tp_err *err)
{
    tp_dataset *v = r->view;
    const int32_t *at = now_at(&r->lines, r->arena);
    int32_t *next = tp_arena_array(r->arena, (size_t)v->n_lines + 1, sizeof *next);
    if (!at || !next)
        return tp_fail_nomem(err);
    for (int32_t l = 0; l < v->n_lines; l++)
        v->lines[l].demands = 0;
    for (int32_t i = 0; i < v->n_lots; i++)
        v->lots[i].line = at[v->lots[i].line];
    for (int32_t i = 0; i < v->n_departures; i++)
        v->departures[i].line = at[v->departures[i].line];
    for (int32_t i = 0; i < v->n_running; i++)
        v->running[i].line = at[v->running[i].line];
    for (int32_t d = 0; d < v->n_demands; d++) {
        v->demands[d].line = at[v->demands[d].line];
        v->demands[d].unit = v->lines[v->demands[d].line].unit;
    }
    end_demands(v, next);
    end_facts(v);
    end_running(v);
    return TP_OK;
}

static int by_unit_code(const void *a, const void *b)
{
    const tp_issue *p = a, *q = b;
    if (p->unit != q->unit)
        return p->unit < q->unit ? -1 : 1;
    return tp_text_compare(p->code, q->code);
}

/* Units under one that went are under the one it went to; that one itself is under whoever the
 * gone one was. */
static void end_parents(tp_regrouping *r, const int32_t *at, bool *is_parent)
{
    tp_dataset *v = r->view;
    for (int32_t u = 0; u < v->n_units; u++) {
        int32_t parent = v->units[u].parent;
        for (int32_t i = 0; parent != TP_ID_NONE && at[parent] == u && i <= v->n_units; i++)
            parent = r->before->units[parent].parent;
        v->units[u].parent = parent == TP_ID_NONE ? TP_ID_NONE : at[parent];
        if (v->units[u].parent == u)
            v->units[u].parent = TP_ID_NONE;
        if (v->units[u].parent != TP_ID_NONE)
            is_parent[v->units[u].parent] = true;
    }
    v->is_parent = is_parent;
}

static tp_status end_units(tp_regrouping *r, tp_err *err)
{
    tp_dataset *v = r->view;
    if (!r->units_moved)
        return TP_OK;
    size_t n = (size_t)v->n_issues, units = (size_t)v->n_units;
    const int32_t *at = now_at(&r->units, r->arena);
    tp_issue *issues = tp_arena_array(r->arena, n + 1, sizeof *issues);
    bool *is_parent = tp_arena_array(r->arena, units + 1, sizeof *is_parent);
    if (!at || !issues || !is_parent)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        issues[i] = v->issues[i];
        issues[i].unit = at[issues[i].unit];
    }
    if (n > 1)
        qsort(issues, n, sizeof *issues, by_unit_code);
    for (size_t u = 0; u < units; u++)
        v->units[u].first_issue = v->units[u].issues = 0;
    for (size_t i = 0; i < n; i++) {
        tp_unit *unit = &v->units[issues[i].unit];
        if (!unit->issues++)
            unit->first_issue = (int32_t)i;
    }
    v->issues = issues;
    end_parents(r, at, is_parent);
    return TP_OK;
}

tp_status tp_regroup_end(tp_regrouping *r, const tp_dataset **out, tp_err *err)
{
    tp_status status = end_lines(r, err);
    if (status == TP_OK)
        status = end_units(r, err);
    if (status != TP_OK)
        return status;
    r->view->regroups = r->moves;
    r->view->n_regroups = r->n_moves;
    *out = r->view;
    return TP_OK;
}
