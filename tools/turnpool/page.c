#include "cli.h"

#include "report/writers/writers.h"

static int unknown_table(const tp_cli *cli, const tp_page *page, const char *table)
{
    tp_buf names;
    tp_buf_init(&names);
    for (size_t i = 0; i < page->n_parts; i++)
        if (page->parts[i].view)
            tp_buf_format(&names, "%s%s", names.length ? ", " : "", page->parts[i].view->id);
    int code = TP_ERROR_EXIT(
        cli, TP_EXIT_USAGE,
        ((tp_words){"没有表“{0}”；可用：{1}", "there is no table \"{0}\"; there are: {1}"}), table,
        names.bytes ? names.bytes : "-");
    tp_buf_finish(&names);
    return code;
}

int tp_cli_page(const tp_cli *cli, const tp_page *page)
{
    const char *table = tp_cli_value(cli, "table");
    if (!tp_page_ok(page))
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    if (table && !tp_page_find(page, table))
        return unknown_table(cli, page, table);
    tp_buf out;
    tp_err err = {0};
    tp_buf_init(&out);
    const tp_writing how = {
        .lang = cli->lang, .width = cli->width, .table = table, .bom = tp_cli_has(cli, "bom")};
    tp_status status = tp_cli_writer(cli)->write(&out, page, &how, &err);
    int code = status ? tp_cli_fail(cli, status, NULL, &err) : tp_cli_write(cli, &out);
    tp_buf_finish(&out);
    return code;
}
