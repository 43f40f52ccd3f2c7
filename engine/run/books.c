#include "run/books.h"

#include "domain/dataset_canonical.h"
#include "models/bind.h"
#include "read/tree_make.h"

#include <stdlib.h>
#include <string.h>

extern const int tp_rule_at_reorganise;

static const tp_msg m_lent = {
    "books.lent", "{0}／{1}：数据中{2} {3} 个，周转池台账为 {4} 个；请按台账更正，或删去该列",
    "{0}/{1}: the data say {2} {3}, the ledger says {4}; correct it, or leave the column out"};
static const tp_msg m_gone = {
    "books.line-gone",
    "{0}／{1}：台账记有存入 {2}、借用 "
    "{3}，数据中却没有该单位的这一类别；已合并或更名的，先由承接单位承接"
    "（turnpool ledger succeed {0} 承接单位）",
    "{0}/{1}: the ledger has {2} lent and {3} borrowed, but the data lack this line; if the unit "
    "was "
    "merged or renamed, first let the other take its place (turnpool ledger succeed {0} HEIR)"};
static const tp_msg m_opening = {
    "books.opening", "周转池 {0}／{1}：方案的期初数为 {2}，台账余额为 {3}；以台账为准",
    "pool {0}/{1}: the scenario opens with {2}, the ledger's balance is {3}; the ledger counts"};

static const tp_msg m_above = {
    "books.lent-above-authorised",
    "{0}／{1}：核定编制数为 {2}，台账已存入 {3}，超出 "
    "{4}；请更正核定数，或先由该单位支取（turnpool withdraw）"
    "、由编办核减存入后再测算",
    "{0}/{1}: {2} slots are authorised, but the ledger has {3} of them lent, {4} too many; correct "
    "the "
    "figure, or let the unit withdraw deposits first (turnpool withdraw)"};

static const tp_msg m_as_before = {
    "books.before-reorganisation",
    "{0}／{1}：数据中核定编制数为 {2}，是机构编制调整以前的数，台账在调整后为 {3}；请更正",
    "{0}/{1}: the data have {2} authorised, as before the reorganisation; the ledger has {3} after "
    "it: correct it"};
static const tp_msg m_done = {
    "books.reorganised",
    "这项调整已于 {0} 记入台账（审定第 {1} 号），不再执行；再做一次须另写依据（basis）",
    "this item was booked on {0} (approval {1}) and is not done again; to do it once more, give it "
    "another basis"};

static const tp_msg m_loans = {
    "books.loans", "已有周转池台账，在借编制以台账为准，不看在借明细（loans.csv）",
    "there is a ledger: running loans are taken from it, loans.csv is not looked at"};

static const tp_words w_authorised = {"核定编制数", "authorised"};
static const tp_words w_lent = {"已存入", "lent"}, w_borrowed = {"已借用", "borrowed"};

static const char *number(tp_arena *arena, int64_t value)
{
    char *text = tp_arena_format(arena, "%lld", (long long)value);
    return text ? text : "?";
}

static int32_t find_line(const tp_dataset *data, const tp_books_line *line)
{
    int32_t unit = tp_dataset_unit(data, line->unit);
    return unit == TP_ID_NONE ? TP_ID_NONE : tp_dataset_line(data, unit, line->category);
}

static void differ(const tp_dataset *data, int32_t line, tp_words column, int64_t stated,
                   int64_t booked, tp_diags *diags)
{
    const tp_line *l = &data->lines[line];
    const char *code = data->units[l->unit].code, *category = tp_dataset_name(data, l->category);
    const char *said = number(diags->arena, stated), *kept = number(diags->arena, booked);
    const tp_words args[] = {
        {code, code}, {category, category}, column, {said, said}, {kept, kept}};
    tp_diag_add_words(diags, TP_ERROR, l->pos, &m_lent, 5, args);
}

/* A table of posts may still show the slots that were reclaimed: the ledger's figure counts. Any
 * other figure than these two is a difference. */
static void reclaim(tp_dataset *data, int32_t line, const tp_books_line *booked, tp_diags *diags)
{
    int64_t stated = data->lines[line].authorised;
    if (!booked->reclaimed || stated == booked->authorised)
        return;
    if (stated == booked->authorised + booked->reclaimed)
        data->lines[line].authorised = booked->authorised;
    else
        differ(data, line, w_authorised, stated, booked->authorised, diags);
}

/* People move with a reorganisation, too, and the ledger knows nothing of them: the office's own
 * table must be the one after it. */
static void regroup(const tp_dataset *data, int32_t line, const tp_books_line *booked,
                    tp_diags *diags)
{
    const tp_line *l = &data->lines[line];
    if (booked->regrouped && !booked->reclaimed &&
        l->authorised == booked->authorised - booked->regrouped)
        tp_diag_error(diags, l->pos, &m_as_before, data->units[l->unit].code,
                      tp_dataset_name(data, l->category), number(diags->arena, l->authorised),
                      number(diags->arena, booked->authorised));
}

/* What was lent under demands that are still in the data. */
static tp_status grants(tp_dataset *data, const tp_books *books, tp_err *err)
{
    for (size_t i = 0; i < books->n_demands; i++) {
        const tp_books_demand *from = &books->demands[i];
        int32_t d = tp_dataset_demand(data, from->demand);
        if (d == TP_ID_NONE || strcmp(data->units[data->demands[d].unit].code, from->unit) != 0)
            continue;
        char *notice = tp_arena_text(data->arena, from->notice);
        if (!notice)
            return tp_fail_nomem(err);
        data->demands[d].granted = (tp_grant){from->count, from->on, notice};
    }
    return TP_OK;
}

/* What runs and when it falls due, of lines that are still in the data; in place of loans.csv. */
static tp_status running(tp_dataset *data, const tp_books *books, tp_diags *diags, tp_err *err)
{
    if (data->loans_given && data->n_running)
        tp_diag_warn(diags, data->running[0].pos, &m_loans, "");
    data->n_running = 0;
    data->loans_given = false;
    data->running = tp_arena_array(data->arena, books->n_running + 1, sizeof *data->running);
    if (!data->running)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < books->n_running; i++) {
        const tp_books_running *from = &books->running[i];
        int32_t unit = tp_dataset_unit(data, from->unit);
        int32_t line =
            unit == TP_ID_NONE ? TP_ID_NONE : tp_dataset_line(data, unit, from->category);
        tp_running at = {.loan = tp_arena_text(data->arena, from->loan),
                         .demand = tp_arena_text(data->arena, from->demand),
                         .line = line,
                         .due = from->due,
                         .count = from->count};
        if (!at.loan || !at.demand)
            return tp_fail_nomem(err);
        if (line != TP_ID_NONE)
            data->running[data->n_running++] = at;
    }
    if (data->n_running > 1)
        qsort(data->running, (size_t)data->n_running, sizeof *data->running, tp_running_compare);
    return TP_OK;
}

tp_status tp_books_reconcile(tp_dataset *data, const tp_books *books, tp_diags *diags, tp_err *err)
{
    if (!books || !books->head || !*books->head)
        return TP_OK;
    size_t errors = diags->errors;
    tp_arena *scratch = tp_arena_create();
    int64_t *lent =
        scratch ? tp_arena_array(scratch, (size_t)data->n_lines + 1, sizeof *lent) : NULL;
    int64_t *borrowed =
        lent ? tp_arena_array(scratch, (size_t)data->n_lines + 1, sizeof *borrowed) : NULL;
    if (!borrowed) {
        tp_arena_free(scratch);
        return tp_fail_nomem(err);
    }
    for (size_t i = 0; i < books->n_lines; i++) {
        const tp_books_line *line = &books->lines[i];
        int32_t at = find_line(data, line);
        if (at != TP_ID_NONE) {
            lent[at] = line->lent;
            borrowed[at] = line->borrowed;
            reclaim(data, at, line, diags);
            regroup(data, at, line, diags);
        } else if (line->lent || line->borrowed) {
            tp_diag_error(diags, (tp_pos){.file = data->path}, &m_gone, line->unit, line->category,
                          number(diags->arena, line->lent), number(diags->arena, line->borrowed));
        }
    }
    for (int32_t l = 0; l < data->n_lines; l++) {
        tp_line *line = &data->lines[l];
        if (!data->lent_given)
            line->lent = lent[l];
        else if (line->lent != lent[l])
            differ(data, l, w_lent, line->lent, lent[l], diags);
        if (!data->borrowed_given)
            line->borrowed = borrowed[l];
        else if (line->borrowed != borrowed[l])
            differ(data, l, w_borrowed, line->borrowed, borrowed[l], diags);
        if (line->lent > line->authorised && line->lent == lent[l])
            tp_diag_error(diags, line->pos, &m_above, data->units[line->unit].code,
                          tp_dataset_name(data, line->category),
                          number(diags->arena, line->authorised), number(diags->arena, line->lent),
                          number(diags->arena, line->lent - line->authorised));
    }
    tp_arena_free(scratch);
    if (grants(data, books, err) != TP_OK || running(data, books, diags, err) != TP_OK)
        return TP_E_NOMEM;
    if (diags->errors > errors)
        return tp_fail(err, TP_E_REFUSED, "the dataset disagrees with the ledger");
    return tp_canonical_hash(data, data->sha256) ? TP_OK : tp_fail_nomem(err);
}

void tp_books_check_date(const tp_books *books, tp_date as_of, tp_diags *diags)
{
    static const tp_msg later = {"books.later",
                                 "台账已登记到 {0}，晚于数据截止日 "
                                 "{1}：其后的变动也计入了；要用当日的台账请加 --ledger-on {1}",
                                 "the ledger goes up to {0}, later than the data ({1}): what was "
                                 "posted since is applied too; "
                                 "--ledger-on {1} takes the ledger as it stood then"};
    char on[TP_DATE_TEXT], day[TP_DATE_TEXT];
    if (!books || !books->on || books->on <= as_of)
        return;
    tp_date_format(books->on, on);
    tp_date_format(as_of, day);
    tp_diag_warn(diags, (tp_pos){0}, &later, on, day);
}

static const char *entry_text(const tp_node *entry, const char *key)
{
    const tp_node *node = tp_node_get(entry, key);
    return node && node->text ? node->text : "";
}

static const tp_books_pool *booked_pool(const tp_books *books, const tp_node *entry)
{
    for (size_t i = 0; i < books->n_pools; i++) {
        const tp_books_pool *pool = &books->pools[i];
        if (!strcmp(entry_text(entry, "scope"), pool->scope) &&
            !strcmp(entry_text(entry, "category"), pool->category) &&
            !strcmp(entry_text(entry, "ring"), pool->ring))
            return pool;
    }
    return NULL;
}

static tp_node *entry_of(const tp_books_pool *pool, tp_pos pos, tp_arena *arena)
{
    tp_node *entry = tp_node_make(arena, TP_NODE_MAP, 4, pos);
    bool ok =
        tp_node_put(entry, "scope", tp_node_make_text(arena, pool->scope, pos)) &&
        tp_node_put(entry, "category", tp_node_make_text(arena, pool->category, pos)) &&
        (!*pool->ring || tp_node_put(entry, "ring", tp_node_make_text(arena, pool->ring, pos))) &&
        tp_node_put(entry, "count", tp_node_make_int(arena, pool->balance, pos));
    return ok ? entry : NULL;
}

/* Whether an entry can be compared; any other is an error that the check of the tree will name. */
static bool readable(const tp_node *entry)
{
    const char *count = entry_text(entry, "count");
    int64_t figure;
    const tp_node *scope = tp_node_get(entry, "scope");
    size_t known = 0;
    static const char *const keys[] = {"scope", "category", "ring", "count"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        known += tp_node_get(entry, keys[i]) != NULL;
    return entry->kind == TP_NODE_MAP && known == entry->count && scope &&
           scope->kind == TP_NODE_SCALAR && *entry_text(entry, "category") &&
           tp_int_parse(count, strlen(count), &figure) == TP_PARSE_OK;
}

/* What the scenario says of pools the books do not know stays. Of the others the books' figure
 * counts. */
static tp_status keep_or_warn(tp_node *list, const tp_books *books, const tp_node *stated,
                              tp_arena *arena, tp_diags *diags, tp_err *err)
{
    for (size_t i = 0; i < stated->count; i++) {
        const tp_node *entry = stated->child[i];
        const tp_books_pool *pool = booked_pool(books, entry);
        const char *count = entry_text(entry, "count");
        int64_t figure = 0;
        tp_int_parse(count, strlen(count), &figure);
        if (pool) {
            if (figure != pool->balance)
                tp_diag_warn(diags, entry->pos, &m_opening, pool->scope, pool->category, count,
                             number(diags->arena, pool->balance));
            continue;
        }
        tp_node *copy = tp_arena_alloc(arena, sizeof *copy);
        if (!copy)
            return tp_fail_nomem(err);
        *copy = *entry;
        tp_node_put(list, NULL, copy);
    }
    return TP_OK;
}

static tp_status make_opening(void *user, const tp_node *stated, tp_arena *arena, tp_node **value,
                              tp_diags *diags, tp_err *err)
{
    const tp_books *books = user;
    const tp_pos pos = {.file = "ledger"};
    /* Anything but a list is an error that the check of the tree will name. */
    if (stated && stated->kind != TP_NODE_LIST && stated->kind != TP_NODE_NULL)
        return TP_OK;
    size_t n = stated ? stated->count : 0;
    for (size_t i = 0; i < n; i++)
        if (!readable(stated->child[i]))
            return TP_OK;
    tp_node *list = tp_node_make(arena, TP_NODE_LIST, books->n_pools + n, pos);
    if (!list)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < books->n_pools; i++)
        if (books->pools[i].balance &&
            !tp_node_put(list, NULL, entry_of(&books->pools[i], pos, arena)))
            return tp_fail_nomem(err);
    *value = list;
    return n ? keep_or_warn(list, books, stated, arena, diags, err) : TP_OK;
}

static tp_status make_nothing(void *user, const tp_node *stated, tp_arena *arena, tp_node **value,
                              tp_diags *diags, tp_err *err)
{
    (void)user, (void)stated, (void)arena, (void)value, (void)diags, (void)err;
    return TP_OK;
}

tp_scenario_figure tp_books_opening(const tp_books *books)
{
    bool any = books && books->n_pools;
    return (tp_scenario_figure){"pools.opening", any ? make_opening : make_nothing, (void *)books};
}

/* ---- reorganisations that were done ---- */

/* The item as the ledger would have it; NULL: something is wrong with it, which the check of the
 * tree will name. */
static const char *item_text(const tp_node *item, tp_arena *arena)
{
    size_t n;
    const tp_schema *const *sections = tp_case_sections(&n);
    const tp_schema *schema = sections[tp_rule_at_reorganise];
    tp_node *root = tp_node_make(arena, TP_NODE_MAP, 1, item->pos);
    tp_node *list = tp_node_make(arena, TP_NODE_LIST, 1, item->pos);
    tp_node *copy = tp_arena_alloc(arena, sizeof *copy);
    void *params = tp_arena_alloc(arena, schema->size);
    tp_diags diags;
    tp_err err;
    if (!root || !list || !copy || !params)
        return NULL;
    *copy = *item;
    tp_diags_init(&diags, arena);
    if (!tp_node_put(list, NULL, copy) || !tp_node_put(root, "reorganise", list) ||
        tp_schema_fill(params, schema, root, "", arena, &diags, &err) != TP_OK || diags.errors)
        return NULL;
    const tp_node *normal =
        tp_schema_normal(root, &(tp_schema_set){.of = &schema, .count = 1}, arena);
    const tp_node *items = normal ? tp_node_get(normal, "reorganise") : NULL;
    tp_buf text;
    tp_buf_init(&text);
    if (items && items->count == 1)
        tp_tree_write_flow(&text, items->child[0]);
    const char *out = tp_buf_ok(&text) && text.bytes ? tp_arena_text(arena, text.bytes) : NULL;
    tp_buf_finish(&text);
    return out;
}

static const tp_books_item *booked_item(const tp_books *books, const char *text)
{
    for (size_t i = 0; text && i < books->n_items; i++)
        if (strcmp(books->items[i].text, text) == 0)
            return &books->items[i];
    return NULL;
}

static tp_status make_reorganise(void *user, const tp_node *stated, tp_arena *arena,
                                 tp_node **value, tp_diags *diags, tp_err *err)
{
    const tp_books *books = user;
    if (!books || !books->n_items || !stated || stated->kind != TP_NODE_LIST)
        return TP_OK;
    tp_node *list = tp_node_make(arena, TP_NODE_LIST, stated->count, stated->pos);
    if (!list)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < stated->count; i++) {
        const tp_node *item = stated->child[i];
        const tp_books_item *booked = booked_item(books, item_text(item, arena));
        tp_node *copy = tp_arena_alloc(arena, sizeof *copy);
        if (booked) {
            char on[TP_DATE_TEXT];
            tp_date_format(booked->on, on);
            tp_diag_warn(diags, item->pos, &m_done, on, number(diags->arena, booked->approval));
            continue;
        }
        if (!copy)
            return tp_fail_nomem(err);
        *copy = *item;
        if (!tp_node_put(list, NULL, copy))
            return tp_fail_nomem(err);
    }
    if (list->count < stated->count)
        *value = list;
    return TP_OK;
}

tp_scenario_figure tp_books_reorganise(const tp_books *books)
{
    return (tp_scenario_figure){"reorganise", make_reorganise, (void *)books};
}
