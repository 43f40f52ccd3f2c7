/* approve --from: the 意见 column of an exported workbook, read back. */
#include "opinions.h"

#include "read/xlsx.h"
#include "workbook_opinions.h"

#include <string.h>

typedef struct sheet {
    tp_cli *cli;
    const tp_table *table;
    int demand, opinion, approved, proposed; /* columns */
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

static int wrong_book(const tp_cli *cli, const char *path)
{
    return TP_ERROR_EXIT(
        cli, TP_EXIT_INPUT,
        ((tp_words){"{0} 不是导出的调剂工作簿：缺少“调剂明细”表或其申请编号、意见、批准数列",
                    "{0} is not an exported workbook: the sheet Movements or its columns Demand, "
                    "Opinion, Approved are missing"}),
        path);
}

static int wrong_cell(const sheet *s, const tp_cell *cell, tp_words text)
{
    static const tp_words at = {"第 {0} 行：{1}“{2}”", "row {0}: {1} \"{2}\""};
    char row[TP_DEC_TEXT];
    tp_int_format(cell->line, row);
    const char *args[] = {row, tp_words_in(text, s->cli->lang), cell->text};
    return tp_cli_error(s->cli, TP_EXIT_INPUT, at, 3, args);
}

static int parse_count(const sheet *s, const tp_cell *cell, int64_t *out)
{
    if (tp_int_parse(cell->text, (size_t)cell->length, out) == TP_PARSE_OK && *out >= 0)
        return 0;
    return wrong_cell(s, cell, (tp_words){"不是数量：", "not a count:"});
}

/* One demand's opinion. *said: it differs from "as proposed". */
static int read_row(const sheet *s, size_t row, tp_amendment *out, bool *said)
{
    const tp_cell *opinion = tp_table_cell(s->table, row, (size_t)s->opinion);
    const tp_cell *approved = tp_table_cell(s->table, row, (size_t)s->approved);
    *out = (tp_amendment){.demand = tp_table_cell(s->table, row, (size_t)s->demand)->text,
                          .opinion = TP_AGREE};
    int found = -1;
    for (int k = 0; k < TP_OPINIONS; k++)
        if (says(opinion->text, tp_opinion_words[k]))
            found = k;
    if (*opinion->text && found < 0)
        return wrong_cell(s, opinion,
                          (tp_words){"意见应为同意、不同意或暂缓，不能是",
                                     "an opinion is agree, disagree or defer, not"});
    out->opinion = found < 0 ? TP_AGREE : (tp_opinion)found;
    *said = out->opinion != TP_AGREE || *approved->text;
    if (out->opinion != TP_AGREE || !*approved->text)
        return 0;
    return parse_count(s, approved, &out->count);
}

static int read_rows(const sheet *s, tp_changes *all)
{
    int code = 0;
    for (size_t r = 0; !code && r < s->table->rows; r++) {
        tp_amendment change;
        bool said = false;
        if (!*tp_table_cell(s->table, r, (size_t)s->demand)->text)
            continue; /* deposits, totals */
        code = read_row(s, r, &change, &said);
        change.demand = tp_arena_text(s->cli->arena, change.demand);
        if (!code && said)
            code = tp_changes_add(all, change);
    }
    return code;
}

/* The run the workbook was made of, so that opinions are not applied to another. */
static int read_run(tp_cli *cli, tp_workbook *book, const char **run)
{
    tp_err err = {0};
    const tp_table *table;
    static const tp_words about = {"说明", "About"}, id = {"测算编号", "Run"};
    int at = find_sheet(book, about);
    *run = NULL;
    if (at < 0)
        return 0;
    tp_status status = tp_xlsx_read(&table, book, (size_t)at, cli->arena, cli->diags, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    for (size_t r = 0; table && table->columns > 1 && r < table->rows; r++)
        if (says(tp_table_cell(table, r, 0)->text, id))
            *run = tp_arena_text(cli->arena, tp_table_cell(table, r, 1)->text);
    return 0;
}

static int read_book(tp_cli *cli, tp_workbook *book, const char *path, tp_changes *all,
                     const char **run)
{
    tp_err err = {0};
    static const tp_words name = {"调剂明细", "Movements"};
    sheet s = {.cli = cli};
    int at = find_sheet(book, name);
    if (at < 0)
        return wrong_book(cli, path);
    tp_status status = tp_xlsx_read(&s.table, book, (size_t)at, cli->arena, cli->diags, &err);
    if (status || cli->diags->errors)
        return tp_cli_fail(cli, status ? status : TP_E_INPUT, cli->diags, &err);
    if (!s.table)
        return wrong_book(cli, path);
    s.demand = find_column(s.table, (tp_words){"申请编号", "Demand"});
    s.opinion = find_column(s.table, (tp_words){"意见", "Opinion"});
    s.approved = find_column(s.table, (tp_words){"批准数", "Approved"});
    if (s.demand < 0 || s.opinion < 0 || s.approved < 0)
        return wrong_book(cli, path);
    int code = read_run(cli, book, run);
    return code ? code : read_rows(&s, all);
}

int tp_cli_workbook_opinions(tp_cli *cli, const char *path, tp_changes *all, const char **run)
{
    tp_err err = {0};
    tp_workbook *book;
    tp_status status = tp_xlsx_open(&book, path, cli->diags, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    int code = read_book(cli, book, path, all, run);
    tp_xlsx_close(book);
    return code;
}
