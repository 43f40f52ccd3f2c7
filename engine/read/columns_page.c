/* The reference page of tables of columns. */
#include "read/columns.h"

#include <string.h>

static const tp_words type_words[] = {
    [TP_COL_CODE] = {"文本", "text"},          [TP_COL_TEXT] = {"文本", "text"},
    [TP_COL_WHOLE] = {"整数", "whole number"}, [TP_COL_DECIMAL] = {"小数", "decimal"},
    [TP_COL_DATE] = {"日期", "date"},          [TP_COL_ENUM] = {"选项", "one of"}};

static void bound(tp_buf *out, const tp_column *column, int64_t value)
{
    if (column->type == TP_COL_DECIMAL)
        tp_buf_dec(out, value);
    else
        tp_buf_int(out, value);
}

static void type_cell(tp_buf *out, const tp_column *column, tp_lang lang)
{
    tp_buf_text(out, tp_words_in(type_words[column->type], lang));
    if (column->least || column->most) {
        tp_buf_text(out, lang == TP_EN ? ", " : "，");
        bound(out, column, column->least);
        tp_buf_text(out, "…");
        bound(out, column, column->most);
    }
    for (const tp_choice *c = column->choices; c && c->en; c++) {
        tp_buf_format(out, "%s`%s`", c == column->choices ? (lang == TP_EN ? " " : "：") : ", ",
                      c->en);
        if (c->zh)
            tp_buf_format(out, " %s", c->zh);
    }
}

static void zh_headers(tp_buf *out, const char *names)
{
    for (; *names; names++)
        if (*names == '|')
            tp_buf_text(out, "、");
        else
            tp_buf_char(out, *names);
}

static void column_row(tp_buf *out, const tp_column *column, tp_lang lang)
{
    static const tp_words yes = {"是", "yes"};
    tp_buf_format(out, "| `%s` | ", column->name);
    zh_headers(out, column->zh);
    tp_buf_text(out, " | ");
    type_cell(out, column, lang);
    tp_buf_format(out, " | %s | %s | %s |\n", column->required ? tp_words_in(yes, lang) : "",
                  column->fallback ? column->fallback : "", tp_words_in(column->doc, lang));
}

void tp_columns_page(tp_buf *out, const tp_columns *const *tables, size_t count, tp_lang lang)
{
    static const tp_words heads = {"| 列名 | 中文列名 | 内容 | 必需 | 缺省值 | 说明 |\n",
                                   "| column | in Chinese | holds | required | default | meaning "
                                   "|\n"};
    for (size_t i = 0; i < count; i++) {
        const tp_columns *table = tables[i];
        tp_buf_format(out, "%s### %s.csv (%s)\n\n", i ? "\n" : "", table->name, table->zh);
        tp_buf_format(out, "%s", tp_words_in(table->doc, lang));
        if (!table->required)
            tp_buf_text(out, lang == TP_EN ? " Optional." : "可不提供。");
        tp_buf_format(out, "\n\n%s|---|---|---|---|---|---|\n", tp_words_in(heads, lang));
        for (size_t k = 0; k < table->count; k++)
            column_row(out, &table->items[k], lang);
    }
}
