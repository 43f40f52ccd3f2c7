#include "report/views/cells.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

/* The proper Chinese name stands first: "投放领域|领域". */
static tp_words name_of(tp_page *page, const tp_column *column)
{
    char *zh = tp_arena_copy(page->arena, column->zh, strcspn(column->zh, "|"));
    page->failed = page->failed || !zh;
    return (tp_words){zh ? zh : "", column->name};
}

void tp_cells_view(tp_page *page, const tp_cell_change *changes, size_t count, size_t most)
{
    static const tp_words fates[] = {[TP_CELL_ROW_NEW] = {"（新增一行）", "(new row)"},
                                     [TP_CELL_ROW_GONE] = {"（去掉一行）", "(row gone)"}};
    tp_view *view = tp_page_view(page, "cells", W("逐格改动", "Cells changed"));
    view->empty = W("没有改动。", "Nothing changed.");
    tp_view_column_add(view, "table", W("表", "Table"), 0);
    tp_view_column_add(view, "row", W("行", "Row"), TP_COL_WRAP);
    tp_view_column_add(view, "column", W("列", "Column"), 0);
    tp_view_column_add(view, "before", W("原为", "Before"), TP_COL_WRAP);
    tp_view_column_add(view, "after", W("现为", "Now"), TP_COL_WRAP);
    for (size_t i = 0; i < count && i < most; i++) {
        const tp_cell_change *change = &changes[i];
        const tp_columns *columns = tp_data_tables[change->table];
        tp_view_words(view, (tp_words){columns->zh, columns->name});
        tp_view_text(view, change->row);
        tp_view_words(view, change->column ? name_of(page, change->column) : fates[change->fate]);
        tp_view_text(view, change->before);
        tp_view_text(view, change->after);
    }
    if (count > most)
        view->note = TP_PAGE_WORDS(
            page, W("共 {0} 处，列出前 {1} 处。", "{0} in all; the first {1} are listed."),
            tp_page_count(page, (int64_t)count), tp_page_count(page, (int64_t)most));
}
