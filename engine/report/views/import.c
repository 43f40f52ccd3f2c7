#include "report/views/import.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

enum { FIRST_ROWS = 5, FIRST_NOTES = 20 };

static tp_words kind_words(tp_import_kind kind)
{
    return W(tp_import_kinds[kind].zh, tp_import_kinds[kind].en);
}

static tp_words sure_words(int sure)
{
    static const tp_words words[] = {{"不知道", "not known"},
                                     {"请核对", "look at it"},
                                     {"较有把握", "likely"},
                                     {"有把握", "certain"}};
    return words[sure < 0 || sure > 3 ? 0 : sure];
}

static void place(tp_page *page, tp_view *view, const tp_block *b)
{
    const char *name = b->grid->name ? b->grid->name : "";
    const char *text = tp_arena_format(page->arena, "%s[%s]", b->grid->file, name);
    tp_view_text(view, text ? text : "");
}

static size_t rows_of(const tp_block *b, tp_row_role role)
{
    size_t n = 0;
    for (size_t row = b->first; b->rows_known && row < b->end; row++)
        n += b->roles[row - b->first] == role;
    return n;
}

static void show_tables(tp_page *page, const tp_import *import)
{
    tp_view *view = tp_page_view(page, "sheets", W("找到的表", "Tables found"));
    tp_view_column_add(view, "where", W("位置", "Where"), 0);
    tp_view_column_add(view, "is", W("是", "Is"), 0);
    tp_view_column_add(view, "sure", W("把握", "Sure"), 0);
    tp_view_column_add(view, "header", W("表头行", "Header rows"), 0);
    tp_view_column_add(view, "rows", W("数据行", "Rows"), TP_COL_NUMBER);
    tp_view_column_add(view, "totals", W("合计行", "Totals"), TP_COL_NUMBER);
    tp_view_column_add(view, "groups", W("标题行", "Headings"), TP_COL_NUMBER);
    for (size_t i = 0; i < import->blocks.count; i++) {
        const tp_block *b = &import->blocks.items[i];
        const char *header = tp_arena_format(page->arena, "%d–%d", (int)b->grid->rows[b->head].row,
                                             (int)b->grid->rows[b->head_end - 1].row);
        place(page, view, b);
        tp_view_words(view, kind_words(b->kind));
        tp_view_words(view, sure_words(b->kind_sure));
        tp_view_text(view, header ? header : "");
        tp_view_count(view, (tp_wide)(rows_of(b, TP_ROW_DATA) + rows_of(b, TP_ROW_SUM)));
        tp_view_count(view, (tp_wide)rows_of(b, TP_ROW_TOTAL));
        tp_view_count(view, (tp_wide)rows_of(b, TP_ROW_GROUP));
    }
}

static void show_columns(tp_page *page, const tp_import *import)
{
    tp_view *view = tp_page_view(page, "columns", W("各列是什么", "What the columns are"));
    tp_view_column_add(view, "where", W("表", "Table"), TP_COL_MERGE);
    tp_view_column_add(view, "column", W("列", "Column"), 0);
    tp_view_column_add(view, "header", W("表头", "Header"), TP_COL_WRAP);
    tp_view_column_add(view, "is", W("是", "Is"), 0);
    tp_view_column_add(view, "category", W("编制类别", "Kind of slot"), 0);
    tp_view_column_add(view, "sure", W("把握", "Sure"), 0);
    tp_view_column_add(view, "reason", W("理由", "Reason"), TP_COL_WRAP);
    for (size_t i = 0; i < import->blocks.count; i++) {
        const tp_block *b = &import->blocks.items[i];
        for (size_t k = 0; b->kind && k < b->n_columns; k++) {
            const tp_block_column *c = &b->columns[k];
            char letters[TP_LETTERS];
            const char *column = tp_arena_text(page->arena, tp_column_letters(c->column, letters));
            tp_view_text(view, b->grid->name ? b->grid->name : b->grid->file);
            tp_view_text(view, column ? column : "");
            tp_view_text(view, c->header);
            tp_view_words(view, c->total ? W("合计（核对用）", "total, to compare")
                                         : W(tp_register_fields[c->field].zh,
                                             tp_register_fields[c->field].en));
            tp_view_text(view, c->category);
            tp_view_words(view, sure_words(c->sure));
            tp_view_words(view, c->reason);
        }
    }
}

/* Our own table by the name a reader knows it by. */
static tp_words table_words(const tp_import_table *t)
{
    for (int k = 0; k < TP_IS_KINDS; k++)
        if (tp_import_kinds[k].table && !strcmp(tp_import_kinds[k].table, t->name))
            return W(tp_import_kinds[k].zh, t->name);
    return W(t->name, t->name);
}

static void show_rows(tp_page *page, const tp_import *import, tp_import_out out)
{
    const tp_import_table *t = &import->out[out];
    const char *id = tp_arena_format(page->arena, "first_%s", t->name);
    if (!t->rows || !id)
        return;
    const char *rows = tp_page_count(page, (tp_wide)t->rows);
    tp_words name = table_words(t);
    tp_words title = {
        TP_PAGE_WORDS(page, W("{0}表共 {1} 行，前几行：", ""), name.zh, rows).zh,
        TP_PAGE_WORDS(page, W("", "{0}: {1} rows, the first ones:"), name.en, rows).en};
    tp_view *view = tp_page_view(page, id, title);
    for (size_t i = 0; i < t->n_fields; i++)
        if (t->used[i])
            tp_view_column_add(
                view, tp_register_fields[t->fields[i]].column,
                W(tp_register_fields[t->fields[i]].zh, tp_register_fields[t->fields[i]].column), 0);
    tp_view_column_add(view, "cell", W("来自", "From"), 0);
    for (size_t r = 0; r < t->rows && r < FIRST_ROWS; r++) {
        const tp_value *row = &t->values[r * t->n_fields];
        tp_from from = {0};
        for (size_t i = 0; i < t->n_fields; i++) {
            if (t->used[i])
                tp_view_text(view, row[i].text);
            if (row[i].from.row && (!from.row || out == TP_OUT_POSTS) &&
                t->fields[i] != TP_F_CATEGORY)
                from = row[i].from;
        }
        tp_pos pos = tp_from_pos(import, from, page->arena);
        tp_view_text(view, from.row && pos.cell ? pos.cell : "");
    }
}

static void show_list(tp_page *page, const tp_diags *diags, const char *id, tp_words title,
                      size_t most)
{
    if (!diags->count)
        return;
    tp_view *view = tp_page_view(page, id, title);
    tp_view_column_add(view, "where", W("单元格", "Cell"), 0);
    tp_view_column_add(view, "text", W("内容", "What"), TP_COL_WRAP);
    tp_view_column_add(view, "code", W("代码", "Code"), TP_COL_SPARE);
    for (size_t i = 0; i < diags->count && i < most; i++) {
        const tp_diag *diag = &diags->items[i];
        tp_buf where = {0};
        tp_diag_where(&where, diag);
        const char *text = tp_arena_text(page->arena, where.bytes ? where.bytes : "");
        page->failed = page->failed || !text;
        tp_buf_finish(&where);
        tp_view_text(view, text ? text : "");
        tp_view_words(view, W(diag->text[TP_ZH], diag->text[TP_EN]));
        tp_view_text(view, diag->code);
    }
    size_t all = diags->errors + diags->warnings;
    if (all > most) {
        const char *left = tp_page_count(page, (tp_wide)(all - most));
        view->note = tp_page_words(
            page, W("……另有 {0} 处；--all 全部列出。", "… and {0} more; --all lists them."), 1,
            TP_ARGS_(left));
    }
}

static void verdict(tp_page *page, const tp_import *import)
{
    const char *asks = tp_page_count(page, (tp_wide)import->asks.errors);
    const char *findings = tp_page_count(page, (tp_wide)import->findings.warnings);
    const char *altered = tp_page_count(page, (tp_wide)import->altered.warnings);
    const char *units = tp_page_count(page, (tp_wide)import->out[TP_OUT_UNITS].rows);
    const char *lines = tp_page_count(page, (tp_wide)import->out[TP_OUT_POSTS].rows);
    const char *totals = tp_page_count(page, (tp_wide)import->totals_compared);
    if (import->asks.errors)
        tp_page_format(
            page, TP_PART_TEXT,
            W("还不能导入：有 {0} 处须先回答或改正；另有 {1} 处请核对，{2} 处按约定取值。",
              "Not yet imported: {0} to be answered or mended first; {1} to look at, {2} taken "
              "otherwise than they stand."),
            3, TP_ARGS_(asks, findings, altered));
    else
        tp_page_format(page, TP_PART_TEXT,
                       W("读出单位 {0} 个，单位×类别 {1} 行；核对合计 {2} 处。{3} 处请核对，{4} "
                         "处按约定取值。",
                         "{0} units, {1} lines; {2} totals compared. {3} to look at, {4} taken "
                         "otherwise than they stand."),
                       5, TP_ARGS_(units, lines, totals, findings, altered));
}

void tp_import_page(tp_page *page, const tp_import *import, const tp_import_page_options *options)
{
    size_t most = options->all ? SIZE_MAX : FIRST_NOTES;
    verdict(page, import);
    show_list(page, &import->asks, "asks", W("须先回答或改正", "To be answered or mended first"),
              most);
    if (options->proposal) {
        show_tables(page, import);
        show_columns(page, import);
        for (int t = 0; t < TP_OUTS; t++)
            show_rows(page, import, (tp_import_out)t);
    }
    show_list(page, &import->findings, "findings", W("请核对", "To look at"), most);
    show_list(page, &import->altered, "altered", W("按约定取值", "Taken otherwise than it stands"),
              most);
}
