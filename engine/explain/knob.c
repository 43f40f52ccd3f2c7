/* The figures a planner can move, found in the resolved scenario and in the dataset. */
#include "explain/change.h"

#include "models/rules/limits.h"
#include "models/say.h"

#include <string.h>

typedef struct finder {
    const tp_case *c;
    tp_arena *arena;
    tp_knob *knobs;
    size_t count, capacity;
    bool failed;
} finder;

static const tp_words w_limit_least = {"总量控制“{0}”的下限", "the lower bound of limit {0}"};
static const tp_words w_limit_most = {"总量控制“{0}”的上限", "the upper bound of limit {0}"};
static const tp_words w_share_least = {"比例要求“{0}”的下限", "the lower bound of share {0}"};
static const tp_words w_share_most = {"比例要求“{0}”的上限", "the upper bound of share {0}"};
static const tp_words w_reserve_count = {"周转储备的个数", "the reserve each pool keeps"};
static const tp_words w_reserve_share = {"周转储备的比例", "the share each pool keeps as reserve"};
static const tp_words w_opening = {"周转池 {0} 的期初编制", "the opening balance of pool {0}"};
static const tp_words w_earmark = {"周转池 {0} 的人才专用数", "the earmark of pool {0}"};
static const tp_words w_transfer = {"由{0}调剂到{1}的“{2}”上限",
                                    "the most transferred from {0} to {1}, {2}"};
static const tp_words w_max_share = {"借用比例上限", "the largest share a line may borrow"};
static const tp_words w_cap = {"{0} 类别“{1}”的使用上限", "the cap on usage of {0}, {1}"};
static const tp_words w_lock_least = {"对 {0} 的锁定（至少）", "the lock of {0} (at least)"};
static const tp_words w_lock_most = {"对 {0} 的锁定（至多）", "the lock of {0} (at most)"};

enum { COUNT_MOST = 1000000 };

static void add(finder *f, tp_knob knob)
{
    if (!knob.name.zh || !knob.name.en ||
        !tp_arena_grow(f->arena, &f->knobs, &f->capacity, f->count, 1))
        f->failed = true;
    else
        f->knobs[f->count++] = knob;
}

static const char *text_at(const tp_node *node, const char *key)
{
    const tp_node *member = tp_node_get(node, key);
    return member && member->kind == TP_NODE_SCALAR ? member->text : NULL;
}

static bool figure_at(const tp_node *node, const char *key, bool share, int64_t *out, tp_pos *pos)
{
    const tp_node *member = tp_node_get(node, key);
    if (!member || member->kind != TP_NODE_SCALAR || !member->text)
        return false;
    *pos = member->pos;
    return (share ? tp_dec_parse(member->text, strlen(member->text), out)
                  : tp_int_parse(member->text, strlen(member->text), out)) == TP_PARSE_OK;
}

static void find_limits(finder *f)
{
    size_t count;
    const int64_t far = COUNT_MOST * (int64_t)1000000;
    const tp_limit *limits = tp_limits_of(f->c->bind, &count);
    for (size_t i = 0; i < count; i++) {
        const tp_limit *at = &limits[i];
        const char *name = *at->name ? at->name : tp_measure_words[at->measure].zh;
        tp_knob knob = {.subject = (int32_t)i, .rule = "limits", .pos = at->pos};
        if (at->at_least != TP_INT_NONE) {
            knob.kind = TP_KNOB_LIMIT_LEAST;
            knob.value = at->at_least;
            knob.least = -far;
            knob.most = at->at_most == TP_INT_NONE ? far : at->at_most;
            knob.name = TP_SAY(f->arena, w_limit_least, name);
            add(f, knob);
        }
        if (at->at_most != TP_INT_NONE) {
            knob.kind = TP_KNOB_LIMIT_MOST;
            knob.value = at->at_most;
            knob.least = at->at_least == TP_INT_NONE ? -far : at->at_least;
            knob.most = far;
            knob.name = TP_SAY(f->arena, w_limit_most, name);
            add(f, knob);
        }
    }
}

static void find_shares(finder *f, const tp_node *root)
{
    const tp_node *list = tp_node_get(root, "shares");
    for (size_t i = 0; list && i < list->count; i++) {
        const char *name = text_at(list->child[i], "name");
        int64_t least = 0, most = TP_DEC_ONE;
        tp_knob knob = {.subject = (int32_t)i, .share = true, .rule = "shares"};
        tp_pos at_least, at_most;
        bool below = figure_at(list->child[i], "at_least", true, &least, &at_least);
        bool above = figure_at(list->child[i], "at_most", true, &most, &at_most);
        if (below) {
            knob.kind = TP_KNOB_SHARE_LEAST;
            knob.value = least;
            knob.most = most;
            knob.pos = at_least;
            knob.name = TP_SAY(f->arena, w_share_least, name ? name : "");
            add(f, knob);
        }
        if (above) {
            knob.kind = TP_KNOB_SHARE_MOST;
            knob.value = most;
            knob.least = least;
            knob.most = TP_DEC_ONE;
            knob.pos = at_most;
            knob.name = TP_SAY(f->arena, w_share_most, name ? name : "");
            add(f, knob);
        }
    }
}

static void find_single(finder *f, const tp_node *root, const char *path, tp_knob knob)
{
    const tp_node *node = tp_node_path(root, path);
    if (!node || node->kind != TP_NODE_SCALAR || !node->text)
        return;
    knob.pos = node->pos;
    if ((knob.share ? tp_dec_parse(node->text, strlen(node->text), &knob.value)
                    : tp_int_parse(node->text, strlen(node->text), &knob.value)) == TP_PARSE_OK)
        add(f, knob);
}

static const char *pool_name(tp_arena *arena, const char *scope, const char *category,
                             const char *ring)
{
    return ring && *ring ? tp_arena_format(arena, "%s/%s/%s", scope, category, ring)
                         : tp_arena_format(arena, "%s/%s", scope, category);
}

static void find_pools(finder *f, const tp_node *root)
{
    const tp_case *c = f->c;
    for (int32_t p = 0; p < c->n_pools; p++) {
        const tp_pool *at = &c->pools[p];
        if (!at->of_lines || !*at->scope)
            continue;
        const char *name = pool_name(f->arena, at->scope, at->category, at->ring);
        add(f, (tp_knob){.kind = TP_KNOB_OPENING,
                         .subject = p,
                         .value = at->opening - at->reclaimed,
                         .most = COUNT_MOST,
                         .rule = "pools",
                         .pos = at->pos,
                         .name = TP_SAY(f->arena, w_opening, name)});
    }
    const tp_node *list = tp_node_path(root, "pools.transfers");
    for (size_t i = 0; list && i < list->count; i++) {
        tp_knob knob = {
            .kind = TP_KNOB_TRANSFER, .subject = (int32_t)i, .most = COUNT_MOST, .rule = "pools"};
        if (!figure_at(list->child[i], "at_most", false, &knob.value, &knob.pos))
            continue;
        knob.name = TP_SAY(f->arena, w_transfer, text_at(list->child[i], "from"),
                           text_at(list->child[i], "to"), text_at(list->child[i], "category"));
        add(f, knob);
    }
}

static void find_earmarks(finder *f, const tp_node *root)
{
    const tp_node *list = tp_node_get(root, "earmark");
    for (size_t i = 0; list && i < list->count; i++) {
        tp_knob knob = {
            .kind = TP_KNOB_EARMARK, .subject = (int32_t)i, .most = COUNT_MOST, .rule = "earmark"};
        if (!figure_at(list->child[i], "count", false, &knob.value, &knob.pos))
            continue;
        const char *name =
            pool_name(f->arena, text_at(list->child[i], "scope"),
                      text_at(list->child[i], "category"), text_at(list->child[i], "ring"));
        knob.name = TP_SAY(f->arena, w_earmark, name);
        add(f, knob);
    }
}

static void find_caps(finder *f)
{
    const tp_dataset *data = f->c->data;
    for (int32_t l = 0; l < data->n_lines; l++) {
        const tp_line *line = &data->lines[l];
        if (line->cap == TP_INT_NONE || !line->demands)
            continue;
        add(f, (tp_knob){.kind = TP_KNOB_CAP,
                         .subject = l,
                         .value = line->cap,
                         .most = COUNT_MOST,
                         .rule = "cap",
                         .pos = line->pos,
                         .name = TP_SAY(f->arena, w_cap, data->units[line->unit].code,
                                        tp_dataset_name(data, line->category))});
    }
}

/* A lock's two sides; an exact figure is both. */
static void find_locks(finder *f, const tp_node *root)
{
    static const char *const keys[2][2] = {{"loan", "deposit"},
                                           {"loan_at_least", "deposit_at_least"}};
    static const char *const tops[2] = {"loan_at_most", "deposit_at_most"};
    const tp_node *list = tp_node_get(root, "locks");
    for (size_t i = 0; list && i < list->count; i++) {
        const tp_node *lock = list->child[i];
        const char *demand = text_at(lock, "demand");
        bool of_line = demand == NULL;
        const char *name =
            of_line ? pool_name(f->arena, text_at(lock, "unit"), text_at(lock, "category"), NULL)
                    : demand;
        int64_t value;
        tp_pos pos;
        tp_knob knob = {.subject = (int32_t)i, .most = COUNT_MOST, .rule = "locks"};
        bool exact = figure_at(lock, keys[0][of_line], false, &value, &pos);
        if (exact || figure_at(lock, keys[1][of_line], false, &value, &pos)) {
            knob.kind = TP_KNOB_LOCK_LEAST;
            knob.value = value;
            knob.pos = pos;
            knob.name = TP_SAY(f->arena, w_lock_least, name);
            add(f, knob);
        }
        if (exact || figure_at(lock, tops[of_line], false, &value, &pos)) {
            if (exact)
                figure_at(lock, keys[0][of_line], false, &value, &pos);
            knob.kind = TP_KNOB_LOCK_MOST;
            knob.value = value;
            knob.pos = pos;
            knob.name = TP_SAY(f->arena, w_lock_most, name);
            add(f, knob);
        }
    }
}

tp_status tp_knobs_of(const tp_case *c, tp_arena *arena, tp_knob **out, size_t *count, tp_err *err)
{
    finder f = {.c = c, .arena = arena};
    const tp_node *root = c->scenario->normal;
    find_caps(&f);
    find_single(&f, root, "borrow.max_share",
                (tp_knob){.kind = TP_KNOB_MAX_SHARE,
                          .share = true,
                          .most = TP_DEC_ONE,
                          .rule = "borrow.max_share",
                          .name = w_max_share});
    find_locks(&f, root);
    find_pools(&f, root);
    find_single(&f, root, "reserve.share",
                (tp_knob){.kind = TP_KNOB_RESERVE_SHARE,
                          .share = true,
                          .most = TP_DEC_ONE,
                          .rule = "reserve",
                          .name = w_reserve_share});
    find_single(&f, root, "reserve.count",
                (tp_knob){.kind = TP_KNOB_RESERVE_COUNT,
                          .most = COUNT_MOST,
                          .rule = "reserve",
                          .name = w_reserve_count});
    find_earmarks(&f, root);
    find_limits(&f);
    find_shares(&f, root);
    *out = f.knobs;
    *count = f.count;
    return f.failed ? tp_fail_nomem(err) : TP_OK;
}

const tp_knob *tp_knob_find(const tp_knob *knobs, size_t count, tp_knob_kind kind, int32_t subject)
{
    for (size_t i = 0; i < count; i++)
        if (knobs[i].kind == kind && knobs[i].subject == subject)
            return &knobs[i];
    return NULL;
}

const char *tp_knob_value_text(const tp_knob *knob, int64_t value, tp_arena *arena)
{
    return knob->share ? tp_say_dec(arena, value) : tp_say_int(arena, value);
}

static const tp_words w_moved = {"{0}由 {1} 改为 {2}", "{0} from {1} to {2}"};

static tp_status set_opening(tp_change *change, const tp_case *c, const tp_knob *knob,
                             int64_t value, tp_words text, tp_arena *arena, tp_err *err)
{
    const tp_pool *pool = &c->pools[knob->subject];
    const tp_node *list = tp_node_path(c->scenario->normal, "pools.opening");
    int64_t others = knob->value;
    for (size_t i = 0; list && i < list->count; i++) {
        const tp_node *at = list->child[i];
        const char *ring = text_at(at, "ring");
        int64_t stated = 0;
        tp_pos pos;
        if (strcmp(text_at(at, "scope"), pool->scope) != 0 ||
            strcmp(text_at(at, "category"), pool->category) != 0 ||
            strcmp(ring ? ring : "", pool->ring) != 0 ||
            !figure_at(at, "count", false, &stated, &pos))
            continue;
        others -= stated;
        if (value < others)
            continue;
        return tp_change_set(change, tp_arena_format(arena, "pools.opening[%zu].count", i + 1),
                             tp_say_int(arena, stated + value - knob->value), text, arena, err);
    }
    tp_buf entry;
    tp_buf_init(&entry);
    tp_buf_format(&entry, "[{scope: \"%s\", category: \"%s\", ", pool->scope, pool->category);
    if (*pool->ring)
        tp_buf_format(&entry, "ring: \"%s\", ", pool->ring);
    tp_buf_format(&entry, "count: %lld}]", (long long)(value - knob->value));
    tp_status status = tp_buf_ok(&entry)
                           ? tp_change_set(change, "pools.opening+", entry.bytes, text, arena, err)
                           : tp_fail_nomem(err);
    tp_buf_finish(&entry);
    return status;
}

static size_t stated_limits(const tp_case *c)
{
    const tp_node *list = tp_node_get(c->scenario->normal, "limits");
    return list && list->kind == TP_NODE_LIST ? list->count : 0;
}

static tp_status set_limit(tp_change *change, const tp_case *c, const tp_knob *knob, int64_t value,
                           tp_words text, tp_arena *arena, tp_err *err)
{
    bool most = knob->kind == TP_KNOB_LIMIT_MOST;
    size_t stated = stated_limits(c);
    if ((size_t)knob->subject < stated)
        return tp_change_set(change,
                             tp_arena_format(arena, "limits[%d].%s", knob->subject + 1,
                                             most ? "at_most" : "at_least"),
                             tp_say_int(arena, value), text, arena, err);
    tp_data_edit edit = {most ? TP_EDIT_LIMIT_MOST : TP_EDIT_LIMIT_LEAST,
                         knob->subject - (int32_t)stated, value};
    return tp_change_edit(change, edit, text, arena, err);
}

static tp_status set_lock(tp_change *change, const tp_case *c, const tp_knob *knob, int64_t value,
                          tp_words text, tp_arena *arena, tp_err *err)
{
    bool most = knob->kind == TP_KNOB_LOCK_MOST;
    const tp_node *lock = tp_node_get(c->scenario->normal, "locks")->child[knob->subject];
    const char *what = tp_node_get(lock, "demand") ? "loan" : "deposit";
    const char *key = tp_node_get(lock, what)
                          ? tp_arena_format(arena, "locks[%d].%s", knob->subject + 1, what)
                          : tp_arena_format(arena, "locks[%d].%s_%s", knob->subject + 1, what,
                                            most ? "at_most" : "at_least");
    return tp_change_set(change, key, tp_say_int(arena, value), text, arena, err);
}

tp_status tp_change_knob(tp_change *change, const tp_case *c, const tp_knob *knob, int64_t value,
                         tp_arena *arena, tp_err *err)
{
    const char *from[2] = {tp_knob_value_text(knob, knob->value, arena),
                           tp_knob_value_text(knob, value, arena)};
    tp_words text = {TP_SAY(arena, w_moved, knob->name.zh, from[0], from[1]).zh,
                     TP_SAY(arena, w_moved, knob->name.en, from[0], from[1]).en};
    const char *key = NULL;
    if (!text.zh || !text.en)
        return tp_fail_nomem(err);
    switch (knob->kind) {
    case TP_KNOB_LIMIT_LEAST:
    case TP_KNOB_LIMIT_MOST:
        return set_limit(change, c, knob, value, text, arena, err);
    case TP_KNOB_SHARE_LEAST:
        key = tp_arena_format(arena, "shares[%d].at_least", knob->subject + 1);
        break;
    case TP_KNOB_SHARE_MOST:
        key = tp_arena_format(arena, "shares[%d].at_most", knob->subject + 1);
        break;
    case TP_KNOB_RESERVE_COUNT:
        key = "reserve.count";
        break;
    case TP_KNOB_RESERVE_SHARE:
        key = "reserve.share";
        break;
    case TP_KNOB_OPENING:
        return set_opening(change, c, knob, value, text, arena, err);
    case TP_KNOB_EARMARK:
        key = tp_arena_format(arena, "earmark[%d].count", knob->subject + 1);
        break;
    case TP_KNOB_TRANSFER:
        key = tp_arena_format(arena, "pools.transfers[%d].at_most", knob->subject + 1);
        break;
    case TP_KNOB_MAX_SHARE:
        key = "borrow.max_share";
        break;
    case TP_KNOB_CAP:
        return tp_change_edit(change, (tp_data_edit){TP_EDIT_CAP, knob->subject, value}, text,
                              arena, err);
    case TP_KNOB_LOCK_LEAST:
    case TP_KNOB_LOCK_MOST:
        return set_lock(change, c, knob, value, text, arena, err);
    }
    return tp_change_set(change, key, tp_knob_value_text(knob, value, arena), text, arena, err);
}
