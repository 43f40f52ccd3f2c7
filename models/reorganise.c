#include "models/reorganise.h"

#include "base/text.h"
#include "domain/regroup.h"
#include "models/rules/reorganise.h"

#include <stdlib.h>
#include <string.h>

static const tp_msg no_unit = {"reorganise.unit", "单位表中没有单位“{0}”",
                               "there is no unit \"{0}\" in units.csv"};
static const tp_msg near_unit = {"reorganise.unit", "单位表中没有单位“{0}”；是否应为“{1}”？",
                                 "there is no unit \"{0}\" in units.csv; did you mean \"{1}\"?"};
static const tp_msg no_line = {"reorganise.line", "单位 {0} 没有“{1}”编制",
                               "unit {0} has no slots of category \"{1}\""};
static const tp_msg too_many = {
    "reorganise.slots", "{0}（{1}）要划出 {2} 个，只有 {3} 个可划（核定 {4}，其中已存入 {5}）",
    "{0} ({1}): {2} to be taken, {3} can be ({4} authorised, {5} of them deposited)"};
static const tp_msg too_many_people = {"reorganise.people", "{0}（{1}）要划出 {2} 人，实有 {3} 人",
                                       "{0} ({1}): {2} people to go, {3} are in post"};
static const tp_msg people_left = {
    "reorganise.people-left",
    "{0}（{1}）还有在编和在途 {2} 人，不能收回周转池：请先用 transfer 划出，或并入其他单位",
    "{0} ({1}) still has {2} in post or committed: hand them over first (transfer), or merge it"};
static const tp_msg still_running = {
    "reorganise.running",
    "{0}（{1}）还有存入 {2} 个、借用 {3} 个，不能收回周转池：请先支取、归还，或并入其他单位",
    "{0} ({1}) has {2} deposited and {3} borrowed: withdraw or give back first, or merge it"};
static const tp_msg still_asks = {
    "reorganise.asks", "单位 {0} 已撤销，不能再借用：请先撤回用编申请 {1}，或把单位并入其他单位",
    "unit {0} is abolished and cannot borrow: withdraw demand {1} first, or merge the unit"};
static const tp_msg both_running = {
    "reorganise.both", "{0}（{1}）合并后将同时有存入 {2} 个、借用 {3} 个：请先支取存入或归还借用",
    "{0} ({1}) would have {2} deposited and {3} borrowed at once: withdraw or give back first"};
static const tp_msg itself = {"reorganise.itself", "{0} 不能划给自己",
                              "{0} cannot hand over to "
                              "itself"};
static const tp_msg nothing = {"reorganise.nothing", "这一项没有涉及任何编制",
                               "this item moves no slots"};
static const tp_msg overstaffed = {
    "reorganise.overstaffed", "核减后 {0} 条线超编，共超 {1} 人",
    "after the cut {0} {0|line is|lines are} overstaffed, by {1} in all"};
static const tp_msg findings_stay = {
    "reorganise.findings", "{0} 的认定不随并入 {1}，不再起作用",
    "the findings of {0} do not pass to {1}: they no longer count"};

typedef struct work {
    const tp_dataset *before;
    const tp_scenario *scenario;
    tp_arena *arena;
    tp_diags *diags;
    tp_regrouping *to;
    tp_regroup_line *wanted;
    size_t n_wanted, capacity;
    int32_t item;
    const tp_reorganise_item *at;
    size_t moved;
} work;

static const char *closest(const work *w, const char *code)
{
    const char *best = NULL;
    size_t most = strlen(code) <= 2 ? 0 : strlen(code) <= 6 ? 1 : 2;
    for (int32_t u = 0; u < w->before->n_units && most; u++) {
        size_t distance = tp_text_distance(code, w->before->units[u].code, most);
        if (distance > most)
            continue;
        best = w->before->units[u].code;
        most = distance - 1;
    }
    return best;
}

static int32_t unit_of(work *w, const char *code)
{
    int32_t unit = tp_dataset_unit(w->before, code);
    const char *near = unit == TP_ID_NONE ? closest(w, code) : NULL;
    if (unit == TP_ID_NONE)
        tp_diag_error(w->diags, w->at->pos, near ? &near_unit : &no_unit, code, near ? near : "");
    return unit;
}

static int32_t category_of(const work *w, const char *name)
{
    return tp_ids_find(w->before->names, name, strlen(name));
}

static bool want(work *w, int32_t unit, int32_t category)
{
    if (!tp_arena_grow(w->arena, &w->wanted, &w->capacity, w->n_wanted, 1))
        return false;
    w->wanted[w->n_wanted++] = (tp_regroup_line){unit, category, w->at->pos};
    return true;
}

/* ---- the lines there must be ---- */

/* Units that go, of a merger or an abolition into another. */
static size_t leavers(const tp_reorganise_item *item, const char *const **codes)
{
    if (item->abolish) {
        *codes = (const char *const *)&item->abolish;
        return 1;
    }
    *codes = (const char *const *)item->merge.items;
    return item->merge.count;
}

/* Whatever comes into a unit on the way may go on with it: all categories of all who go. */
static bool want_heirs(work *w, bool *ok)
{
    const char *heir = tp_reorganise_heir(w->at);
    int32_t to = heir ? unit_of(w, heir) : TP_ID_NONE;
    const char *const *codes;
    size_t count = leavers(w->at, &codes);
    *ok = !heir || to != TP_ID_NONE;
    for (size_t i = 0; i < count; i++) {
        int32_t unit = unit_of(w, codes[i]);
        *ok = *ok && unit != TP_ID_NONE;
        if (unit == TP_ID_NONE || to == TP_ID_NONE || unit == to)
            continue;
        const tp_unit *u = &w->before->units[unit];
        for (int32_t l = u->first_line; l < u->first_line + u->lines; l++)
            if (!want(w, to, w->before->lines[l].category))
                return false;
        size_t known = w->n_wanted;
        for (size_t k = 0; k < known; k++)
            if (w->wanted[k].unit == unit && !want(w, to, w->wanted[k].category))
                return false;
    }
    return true;
}

static bool want_transfer(work *w)
{
    int32_t from = unit_of(w, w->at->transfer), category = category_of(w, w->at->category);
    const char *heir = tp_reorganise_heir(w->at);
    int32_t to = heir ? unit_of(w, heir) : TP_ID_NONE;
    bool there = false;
    if (from == TP_ID_NONE)
        return true;
    for (int32_t l = 0; l < w->before->units[from].lines; l++)
        there =
            there || w->before->lines[w->before->units[from].first_line + l].category == category;
    for (size_t i = 0; i < w->n_wanted; i++)
        there = there || (w->wanted[i].unit == from && w->wanted[i].category == category);
    if (category == TP_ID_NONE || !there)
        tp_diag_error(w->diags, w->at->pos, &no_line, w->at->transfer, w->at->category);
    else if (from == to)
        tp_diag_error(w->diags, w->at->pos, &itself, w->at->transfer);
    else if (to != TP_ID_NONE)
        return want(w, to, category);
    return true;
}

static bool want_lines(work *w, const tp_reorganise_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool known = true, ok = true;
        w->at = &items[i];
        switch (tp_reorganise_kind_of(w->at)) {
        case TP_REORGANISE_MERGE:
        case TP_REORGANISE_ABOLISH:
            ok = want_heirs(w, &known);
            break;
        case TP_REORGANISE_TRANSFER:
            ok = want_transfer(w);
            break;
        case TP_REORGANISE_CUT:
        case TP_REORGANISE_KINDS:
            break;
        }
        if (!ok)
            return false;
    }
    return true;
}

/* ---- carrying out ---- */

static const tp_line *line_now(const work *w, int32_t line)
{
    return &tp_regroup_now(w->to)->lines[line];
}

static const char *code_of(const work *w, int32_t line)
{
    return w->before->units[line_now(w, line)->unit].code;
}

static const char *category_name(const work *w, int32_t line)
{
    return tp_dataset_name(w->before, line_now(w, line)->category);
}

/* Says a line's figures, {0} and {1} being the line itself. */
static void object(work *w, const tp_msg *msg, int32_t line, size_t count, const int64_t *figures)
{
    enum { MOST = 4 };
    char text[MOST][TP_DEC_TEXT];
    const char *args[2 + MOST] = {code_of(w, line), category_name(w, line)};
    for (size_t i = 0; i < count && i < MOST; i++) {
        tp_int_format(figures[i], text[i]);
        args[2 + i] = text[i];
    }
    tp_diag_add(w->diags, TP_ERROR, w->at->pos, msg, 2 + count, args);
}

static tp_status move(work *w, tp_regroup m, tp_err *err)
{
    m.item = w->item;
    if (!m.slots && !m.in_post && !m.committed && !m.lent && !m.borrowed && !m.frozen && !m.whole)
        return TP_OK;
    w->moved++;
    return tp_regroup_move(w->to, &m, err);
}

static tp_status take_all(work *w, int32_t line, int32_t heir, tp_err *err)
{
    const tp_line *l = line_now(w, line);
    int32_t to = tp_regroup_find(w->to, heir, l->category);
    if (to == TP_ID_NONE) /* a line that only a later item brings something to: empty as yet */
        return TP_OK;
    const tp_line *h = line_now(w, to);
    if (l->lent + h->lent > 0 && l->borrowed + h->borrowed > 0) {
        object(w, &both_running, to, 2,
               (const int64_t[]){l->lent + h->lent, l->borrowed + h->borrowed});
        return TP_OK;
    }
    return move(w,
                (tp_regroup){.from = line,
                             .to = to,
                             .slots = l->authorised,
                             .in_post = l->in_post,
                             .committed = l->committed,
                             .lent = l->lent,
                             .borrowed = l->borrowed,
                             .frozen = l->frozen,
                             .whole = true},
                err);
}

static tp_status to_pool(work *w, int32_t line, tp_err *err)
{
    const tp_line *l = line_now(w, line);
    if (l->in_post + l->committed > 0)
        object(w, &people_left, line, 1, (const int64_t[]){l->in_post + l->committed});
    else if (l->lent || l->borrowed)
        object(w, &still_running, line, 2, (const int64_t[]){l->lent, l->borrowed});
    else
        return move(
            w,
            (tp_regroup){
                .from = line, .to = TP_ID_NONE, .slots = l->authorised, .frozen = l->frozen},
            err);
    return TP_OK;
}

static tp_status dissolve(work *w, int32_t unit, int32_t heir, tp_err *err)
{
    const tp_unit *u = &tp_regroup_now(w->to)->units[unit];
    tp_status status = TP_OK;
    if (unit == heir)
        return TP_OK;
    for (int32_t l = u->first_line; l < u->first_line + u->lines && status == TP_OK; l++)
        status = heir == TP_ID_NONE ? to_pool(w, l, err) : take_all(w, l, heir, err);
    if (heir == TP_ID_NONE)
        return status;
    if (u->verdicts)
        tp_diag_warn(w->diags, w->at->pos, &findings_stay, u->code, w->before->units[heir].code);
    tp_regroup_unit(w->to, unit, heir);
    return status;
}

static tp_status dissolve_all(work *w, tp_err *err)
{
    const char *heir = tp_reorganise_heir(w->at);
    int32_t to = heir ? tp_dataset_unit(w->before, heir) : TP_ID_NONE;
    const char *const *codes;
    size_t count = leavers(w->at, &codes);
    tp_status status = TP_OK;
    for (size_t i = 0; i < count && status == TP_OK; i++)
        status = dissolve(w, tp_dataset_unit(w->before, codes[i]), to, err);
    return status;
}

static bool can_take(work *w, int32_t line, int64_t count)
{
    const tp_line *l = line_now(w, line);
    if (count <= l->authorised - l->lent)
        return true;
    object(w, &too_many, line, 4,
           (const int64_t[]){count, l->authorised - l->lent, l->authorised, l->lent});
    return false;
}

static tp_status hand_over(work *w, tp_err *err)
{
    const char *heir = tp_reorganise_heir(w->at);
    int32_t from = tp_dataset_unit(w->before, w->at->transfer);
    int32_t category = category_of(w, w->at->category);
    int32_t line = tp_regroup_find(w->to, from, category);
    int32_t to =
        heir ? tp_regroup_find(w->to, tp_dataset_unit(w->before, heir), category) : TP_ID_NONE;
    bool good = can_take(w, line, w->at->count);
    if (w->at->people > line_now(w, line)->in_post) {
        object(w, &too_many_people, line, 2,
               (const int64_t[]){w->at->people, line_now(w, line)->in_post});
        good = false;
    }
    return good ? move(w,
                       (tp_regroup){
                           .from = line, .to = to, .slots = w->at->count, .in_post = w->at->people},
                       err)
                : TP_OK;
}

/* ---- cutting by a rate ---- */

typedef struct quota {
    int32_t line;
    int64_t whole, rest; /* of the rate times its slots; rest in millionths */
} quota;

static int by_rest(const void *a, const void *b)
{
    const quota *p = a, *q = b;
    if (p->rest != q->rest)
        return p->rest > q->rest ? -1 : 1;
    return p->line < q->line ? -1 : p->line > q->line;
}

static int by_line(const void *a, const void *b)
{
    const quota *p = a, *q = b;
    return p->line < q->line ? -1 : p->line > q->line;
}

/* Whole parts, and to the largest remainders one more, so that the sum is the rate of the sum. */
static void share_out(quota *quotas, size_t n, int64_t total)
{
    for (size_t i = 0; i < n; i++)
        total -= quotas[i].whole;
    qsort(quotas, n, sizeof *quotas, by_rest);
    for (size_t i = 0; i < n && total > 0; i++, total--)
        quotas[i].whole++;
    qsort(quotas, n, sizeof *quotas, by_line);
}

static tp_status carry_out_cut(work *w, const quota *quotas, size_t n, tp_err *err)
{
    tp_status status = TP_OK;
    int64_t lines = 0, people = 0;
    for (size_t i = 0; i < n && status == TP_OK; i++) {
        int32_t line = quotas[i].line;
        if (!can_take(w, line, quotas[i].whole))
            continue;
        status =
            move(w, (tp_regroup){.from = line, .to = TP_ID_NONE, .slots = quotas[i].whole}, err);
        const tp_line *l = line_now(w, line);
        int64_t over = l->in_post + l->committed - (l->authorised - l->lent + l->borrowed);
        lines += quotas[i].whole > 0 && over > 0;
        people += quotas[i].whole > 0 && over > 0 ? over : 0;
    }
    if (lines) {
        char figure[2][TP_DEC_TEXT];
        tp_int_format(lines, figure[0]);
        tp_int_format(people, figure[1]);
        tp_diag_warn(w->diags, w->at->pos, &overstaffed, figure[0], figure[1]);
    }
    return status;
}

static tp_status cut(work *w, tp_err *err)
{
    const tp_dataset *now = tp_regroup_now(w->to);
    tp_filter *filter;
    tp_status status =
        tp_filter_create(&filter, w->arena, &w->at->where, now, w->scenario->as_of, w->diags, err);
    quota *quotas = tp_arena_array(w->arena, (size_t)now->n_lines + 1, sizeof *quotas);
    if (status != TP_OK || !quotas)
        return status != TP_OK ? status : tp_fail_nomem(err);
    size_t n = 0;
    tp_wide all = 0;
    for (int32_t l = 0; l < now->n_lines; l++) {
        if (!now->lines[l].authorised || !tp_filter_line(filter, l))
            continue;
        int64_t part = w->at->cut * now->lines[l].authorised;
        quotas[n++] = (quota){l, part / TP_DEC_ONE, part % TP_DEC_ONE};
        all += part;
    }
    share_out(quotas, n, (int64_t)((all + TP_DEC_ONE / 2) / TP_DEC_ONE));
    return carry_out_cut(w, quotas, n, err);
}

static tp_status carry_out(work *w, tp_err *err)
{
    size_t moved = w->moved, errors = w->diags->errors;
    tp_status status = TP_OK;
    switch (tp_reorganise_kind_of(w->at)) {
    case TP_REORGANISE_MERGE:
    case TP_REORGANISE_ABOLISH:
        status = dissolve_all(w, err);
        break;
    case TP_REORGANISE_CUT:
        status = cut(w, err);
        break;
    case TP_REORGANISE_TRANSFER:
        status = hand_over(w, err);
        break;
    case TP_REORGANISE_KINDS:
        break;
    }
    if (status == TP_OK && w->moved == moved && w->diags->errors == errors)
        tp_diag_warn(w->diags, w->at->pos, &nothing, "");
    return status;
}

/* Whoever is abolished asks for nothing any more. */
static void check_asking(work *w, const tp_reorganise_item *items, size_t count,
                         const tp_dataset *after)
{
    for (size_t i = 0; i < count; i++) {
        w->at = &items[i];
        if (!w->at->abolish || tp_reorganise_heir(w->at))
            continue;
        int32_t unit = tp_dataset_unit(w->before, w->at->abolish);
        for (int32_t d = 0; d < after->n_demands; d++)
            if (after->demands[d].unit == unit)
                tp_diag_error(w->diags, w->at->pos, &still_asks, w->at->abolish,
                              after->demands[d].code);
    }
}

tp_status tp_reorganise(tp_remaking *r, tp_err *err)
{
    size_t count, errors = r->diags->errors;
    const tp_reorganise_item *items = tp_reorganise_items(r->scenario, &count);
    work w = {.before = r->data, .scenario = r->scenario, .arena = r->arena, .diags = r->diags};
    if (!want_lines(&w, items, count))
        return tp_fail_nomem(err);
    if (r->diags->errors > errors)
        return tp_fail(err, TP_E_INPUT, "reorganise names what is not there");
    tp_status status = tp_regroup_start(&w.to, r->data, w.wanted, w.n_wanted, r->arena, err);
    for (size_t i = 0; i < count && status == TP_OK; i++) {
        w.item = (int32_t)i;
        w.at = &items[i];
        status = carry_out(&w, err);
    }
    if (status == TP_OK)
        status = tp_regroup_end(w.to, &r->data, err);
    if (status == TP_OK)
        check_asking(&w, items, count, r->data);
    if (status == TP_OK && r->diags->errors > errors)
        status = tp_fail(err, TP_E_INPUT, "reorganise cannot be carried out");
    return status;
}
