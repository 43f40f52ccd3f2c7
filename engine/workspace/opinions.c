#include "workspace/opinions.h"

#include "read/xlsx.h"

#include <string.h>

static const tp_msg msg_book = {
    "opinions.not-exported", "不是导出的调剂工作簿：缺少“调剂明细”表或其申请编号、意见、批准数列",
    "not an exported workbook: the sheet Movements or its columns Demand, Opinion, Approved are "
    "missing"};
static const tp_msg msg_opinion = {"opinions.unknown", "意见应为同意、不同意或暂缓，不能是“{0}”",
                                   "an opinion is agree, disagree or defer, not \"{0}\""};
static const tp_msg msg_count = {"opinions.count", "“{0}”不是数量", "\"{0}\" is not a count"};

typedef struct sheet {
    const tp_table *table;
    tp_arena *arena;
    tp_diags *diags;
    int demand, opinion, approved; /* columns */
} sheet;

static bool says(const char *text, tp_words words)
{
    return strcmp(text, words.zh) == 0 || strcmp(text, words.en) == 0;
}

static int find_column(const tp_table *table, tp_words name)
{
    for (size_t c = 0; c < table->columns; c++)
        if (says(table->header[c].text, name))
            return (int)c;
    return -1;
}

static int find_sheet(const tp_workbook *book, tp_words name)
{
    for (size_t i = 0; i < tp_xlsx_sheets(book); i++)
        if (says(tp_xlsx_sheet_name(book, i), name))
            return (int)i;
    return -1;
}

tp_status tp_opinions_add(tp_opinions *out, tp_amendment change, tp_arena *arena, tp_err *err)
{
    if (!change.demand || !tp_arena_grow(arena, &out->items, &out->capacity, out->count, 1))
        return tp_fail_nomem(err);
    out->items[out->count++] = change;
    return TP_OK;
}

static void wrong_cell(const sheet *s, const tp_cell *cell, const tp_msg *msg)
{
    tp_diag_error(s->diags, tp_table_pos(s->table, cell, s->arena), msg, cell->text);
}

/* One demand's opinion; true: it differs from "as proposed". */
static bool read_row(const sheet *s, size_t row, tp_amendment *out)
{
    const tp_cell *opinion = tp_table_cell(s->table, row, (size_t)s->opinion);
    const tp_cell *approved = tp_table_cell(s->table, row, (size_t)s->approved);
    int found = -1;
    for (int k = 0; k < TP_OPINIONS; k++)
        if (says(opinion->text, tp_opinion_words[k]))
            found = k;
    if (*opinion->text && found < 0)
        wrong_cell(s, opinion, &msg_opinion);
    out->opinion = found < 0 ? TP_AGREE : (tp_opinion)found;
    if (out->opinion != TP_AGREE)
        return true;
    if (!*approved->text)
        return false;
    if (tp_int_parse(approved->text, (size_t)approved->length, &out->count) != TP_PARSE_OK ||
        out->count < 0)
        wrong_cell(s, approved, &msg_count);
    return true;
}

static tp_status read_rows(const sheet *s, tp_opinions *out, tp_err *err)
{
    tp_status status = TP_OK;
    for (size_t r = 0; !status && r < s->table->rows; r++) {
        const tp_cell *demand = tp_table_cell(s->table, r, (size_t)s->demand);
        if (!*demand->text)
            continue; /* deposits, totals */
        tp_amendment change = {.demand = tp_arena_text(s->arena, demand->text)};
        if (read_row(s, r, &change))
            status = tp_opinions_add(out, change, s->arena, err);
    }
    return status;
}

/* The run the workbook was made of, so that opinions are not applied to another. */
static tp_status read_run(const sheet *s, tp_workbook *book, const char **run, tp_err *err)
{
    const tp_table *table;
    static const tp_words about = {"说明", "About"}, id = {"测算编号", "Run"};
    int at = find_sheet(book, about);
    if (at < 0)
        return TP_OK;
    tp_status status = tp_xlsx_read(&table, book, (size_t)at, s->arena, s->diags, err);
    if (status)
        return status;
    for (size_t r = 0; table && table->columns > 1 && r < table->rows; r++)
        if (says(tp_table_cell(table, r, 0)->text, id) &&
            !(*run = tp_arena_text(s->arena, tp_table_cell(table, r, 1)->text)))
            return tp_fail_nomem(err);
    return TP_OK;
}

static tp_status read_book(sheet *s, tp_workbook *book, const char *path, tp_opinions *out,
                           tp_err *err)
{
    static const tp_words name = {"调剂明细", "Movements"};
    int at = find_sheet(book, name);
    tp_status status =
        at < 0 ? TP_OK : tp_xlsx_read(&s->table, book, (size_t)at, s->arena, s->diags, err);
    if (status || s->diags->errors)
        return status ? status : tp_fail(err, TP_E_INPUT, "%s cannot be read", path);
    s->demand = s->table ? find_column(s->table, (tp_words){"申请编号", "Demand"}) : -1;
    s->opinion = s->table ? find_column(s->table, (tp_words){"意见", "Opinion"}) : -1;
    s->approved = s->table ? find_column(s->table, (tp_words){"批准数", "Approved"}) : -1;
    if (s->demand < 0 || s->opinion < 0 || s->approved < 0) {
        tp_diag_add(s->diags, TP_ERROR, (tp_pos){.file = path}, &msg_book, 0, NULL);
        return tp_fail(err, TP_E_INPUT, "%s is not an exported workbook", path);
    }
    status = read_run(s, book, &out->run, err);
    return status ? status : read_rows(s, out, err);
}

tp_status tp_opinions_read(tp_opinions *out, const char *path, tp_arena *arena, tp_diags *diags,
                           tp_err *err)
{
    tp_workbook *book;
    size_t before = diags->errors;
    sheet s = {.arena = arena, .diags = diags};
    *out = (tp_opinions){0};
    tp_status status = tp_xlsx_open(&book, path, diags, err);
    if (status)
        return status;
    status = read_book(&s, book, path, out, err);
    tp_xlsx_close(book);
    if (!status && diags->errors > before)
        status = tp_fail(err, TP_E_INPUT, "%s holds faults", path);
    return status;
}
