#include "run/books.h"

#include "domain/dataset_canonical.h"

#include <string.h>

static const tp_msg m_lent = {
    "books.lent", "{0}／{1}：数据中{2} {3} 个，周转池台账为 {4} 个；请按台账更正，或删去该列",
    "{0}/{1}: the data say {2} {3}, the ledger says {4}; correct it, or leave the column out"};
static const tp_msg m_gone = {
    "books.line-gone", "{0}／{1}：台账记有存入 {2}、借用 {3}，数据中却没有该单位的这一类别",
    "{0}/{1}: the ledger has {2} lent and {3} borrowed, but the data lack "
    "this line"};
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

static bool same_pool(const tp_node *entry, const tp_books_pool *pool)
{
    return !strcmp(entry_text(entry, "scope"), pool->scope) &&
           !strcmp(entry_text(entry, "category"), pool->category) &&
           !strcmp(entry_text(entry, "ring"), pool->ring);
}

/* A YAML flow scalar that can hold any text. */
static void quoted(tp_buf *out, const char *text)
{
    tp_buf_char(out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            tp_buf_char(out, '\'');
        tp_buf_char(out, *text);
    }
    tp_buf_char(out, '\'');
}

static void write_entry(tp_buf *out, const tp_books_pool *pool)
{
    tp_buf_text(out, out->length > 1 ? ", {scope: " : "{scope: ");
    quoted(out, pool->scope);
    tp_buf_text(out, ", category: ");
    quoted(out, pool->category);
    if (*pool->ring) {
        tp_buf_text(out, ", ring: ");
        quoted(out, pool->ring);
    }
    tp_buf_format(out, ", count: %lld}", (long long)pool->balance);
}

/* Entries of the scenario for pools the books do not know stay; for the others, compares. */
static void keep_or_warn(tp_buf *out, const tp_books *books, const tp_node *opening,
                         tp_diags *diags)
{
    for (size_t i = 0; opening && i < opening->count; i++) {
        const tp_node *entry = opening->child[i];
        const char *count = entry_text(entry, "count");
        int64_t stated = 0;
        size_t k = 0;
        while (k < books->n_pools && !same_pool(entry, &books->pools[k]))
            k++;
        if (tp_int_parse(count, strlen(count), &stated) != TP_PARSE_OK)
            continue;
        if (k == books->n_pools) {
            write_entry(out,
                        &(tp_books_pool){entry_text(entry, "scope"), entry_text(entry, "category"),
                                         entry_text(entry, "ring"), stated});
        } else if (stated != books->pools[k].balance) {
            tp_diag_warn(diags, entry->pos, &m_opening, books->pools[k].scope,
                         books->pools[k].category, count,
                         number(diags->arena, books->pools[k].balance));
        }
    }
}

tp_status tp_books_opening(tp_setting *out, bool *needed, const tp_books *books,
                           const tp_scenario *scenario, tp_arena *arena, tp_diags *diags,
                           tp_err *err)
{
    *needed = books && books->n_pools > 0;
    if (!*needed)
        return TP_OK;
    tp_buf text;
    tp_buf_init(&text);
    tp_buf_char(&text, '[');
    for (size_t i = 0; i < books->n_pools; i++)
        if (books->pools[i].balance)
            write_entry(&text, &books->pools[i]);
    keep_or_warn(&text, books, tp_node_path(scenario->root, "pools.opening"), diags);
    tp_buf_char(&text, ']');
    char *value = tp_buf_ok(&text) ? tp_arena_copy(arena, text.bytes, text.length) : NULL;
    tp_buf_finish(&text);
    if (!value)
        return tp_fail_nomem(err);
    *out = (tp_setting){"pools.opening", value, "ledger", 0};
    return TP_OK;
}
