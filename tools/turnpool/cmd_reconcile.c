/* turnpool reconcile: a new month's tables against the ledger. */
#include "commands.h"
#include "report/views/reconcile.h"
#include "runs.h"

static int show(tp_cli *cli, tp_store *store, const tp_dataset *data)
{
    tp_err err = {0};
    tp_difference *items;
    size_t count;
    tp_unit_names names;
    tp_page page;
    tp_status status = tp_reconcile(&items, &count, data, store, cli->arena, &err);
    if (!status)
        status = tp_unit_names_load(&names, store, cli->arena, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    tp_page_init(&page, cli->arena, (tp_words){NULL, NULL});
    tp_reconcile_page(&page, items, count, &names);
    int code = tp_cli_page(cli, &page);
    return code ? code : count ? TP_EXIT_DIFFERENT : 0;
}

static int run_reconcile(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    tp_dataset *data = NULL;
    int code = tp_cli_store_open(cli, TP_STORE_READ, &store);
    if (code)
        return code;
    const tp_dataset_options options = {.encoding = tp_cli_value(cli, "encoding")};
    tp_status status = tp_dataset_load(&data, cli->args[0], &options, cli->diags, &err);
    code = status ? tp_cli_fail(cli, status, cli->diags, &err) : show(cli, store, data);
    tp_dataset_free(data);
    tp_store_close(store);
    return code;
}

const tp_command tp_cmd_reconcile = {
    .name = "reconcile",
    .arguments = {"数据", "DATA"},
    .brief = {"新一期数据与台账、上期数据核对，列出差异和处理办法",
              "A new month's data against the ledger and the month before: differences to settle"},
    .text =
        {"逐条列出数据与台账不一致之处（存入、借用、收储后的核定数、台账有而数据没有的单位）和较上"
         "期变动的核定数，并写明可以怎样处理：以台账为准、补登归还或支取、更正数据表。没有差异退出"
         "码为 0，有差异为 9。",
         "Lists where the data and the ledger differ (deposits, loans, what is authorised after "
         "reclaim, lines the data lack) and where the authorised figure is not the one of the "
         "month "
         "before, each with the ways to settle it: take the ledger's figure, enter the return or "
         "withdrawal, correct the table. Exit code 0 without differences, 9 with."},
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_ENCODING,
    .least = 1,
    .most = 1,
    .run = run_reconcile,
};
