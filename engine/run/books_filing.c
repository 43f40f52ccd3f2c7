/* What the ledger has filed of each total that the scenario states. */
#include "models/rules/filing.h"
#include "read/tree_make.h"
#include "run/books.h"

#include <string.h>

static const tp_msg m_booked = {
    "books.filed", "“{0}”：方案写台账已备案 {1} 个，台账为 {2} 个；以台账为准",
    "{0}: the scenario says that {1} are filed in the ledger, it has {2}: the ledger counts"};

static const char *text_of(const tp_node *item, const char *key)
{
    const tp_node *node = tp_node_get(item, key);
    return node && node->text ? node->text : "";
}

/* Whatever cannot be read is an error that the check of the tree will name. */
static bool day_of(const tp_node *item, const char *key, tp_date *out)
{
    const char *text = text_of(item, key);
    return tp_date_parse(text, strlen(text), out) == TP_PARSE_OK;
}

static int64_t booked(const tp_books *books, const tp_node *item, tp_arena *arena)
{
    tp_filing at = {
        .name = text_of(item, "name"), .basis = text_of(item, "basis"), .pos = item->pos};
    int64_t sum = 0;
    if (!day_of(item, "from", &at.from) || !day_of(item, "until", &at.until))
        return 0;
    const char *text = tp_filing_text(&at, arena);
    for (size_t i = 0; text && i < books->n_filed; i++)
        if (strcmp(books->filed[i].text, text) == 0 && tp_filing_holds(&at, books->filed[i].on))
            sum += books->filed[i].count;
    return text ? sum : -1;
}

/* The item with the ledger's figure in place of what it states. */
static tp_node *with_figure(const tp_node *item, int64_t figure, tp_arena *arena, tp_diags *diags)
{
    tp_node *copy = tp_node_make(arena, TP_NODE_MAP, item->count + 1, item->pos);
    const char *stated = text_of(item, "booked");
    char count[TP_DEC_TEXT];
    tp_int_format(figure, count);
    if (*stated && strcmp(stated, count) != 0)
        tp_diag_warn(diags, item->pos, &m_booked, text_of(item, "name"), stated, count);
    for (size_t k = 0; copy && k < item->count; k++) {
        tp_node *child = tp_arena_alloc(arena, sizeof *child);
        if (!child)
            return NULL;
        *child = *item->child[k];
        if (strcmp(child->key, "booked") != 0 && !tp_node_put(copy, child->key, child))
            return NULL;
    }
    return copy && tp_node_put(copy, "booked", tp_node_make_int(arena, figure, item->pos)) ? copy
                                                                                           : NULL;
}

static tp_status make_filing(void *user, const tp_node *stated, tp_arena *arena, tp_node **value,
                             tp_diags *diags, tp_err *err)
{
    const tp_books *books = user;
    if (!books || !books->head || !*books->head || !stated || stated->kind != TP_NODE_LIST)
        return TP_OK;
    tp_node *list = tp_node_make(arena, TP_NODE_LIST, stated->count, stated->pos);
    if (!list)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < stated->count; i++) {
        const tp_node *item = stated->child[i];
        if (item->kind != TP_NODE_MAP)
            return TP_OK;
        int64_t figure = booked(books, item, arena);
        tp_node *copy = figure < 0 ? NULL : with_figure(item, figure, arena, diags);
        if (!copy || !tp_node_put(list, NULL, copy))
            return tp_fail_nomem(err);
    }
    *value = list;
    return TP_OK;
}

tp_scenario_figure tp_books_filing(const tp_books *books)
{
    return (tp_scenario_figure){"filing", make_filing, (void *)books};
}
