/* turnpool diff: what changed between two datasets. */
#include "commands.h"

#include "domain/dataset.h"
#include "report/views/cells.h"
#include "report/views/changes.h"

#define W(zh_, en_) ((tp_words){zh_, en_})

static int run(tp_cli *cli)
{
    tp_err err = {0};
    tp_dataset *data[2] = {NULL, NULL};
    tp_dataset_options options = {.encoding = tp_cli_value(cli, "encoding")};
    tp_status status = TP_OK;
    for (int i = 0; i < 2 && !status; i++)
        status = tp_dataset_load(&data[i], cli->args[i], &options, cli->diags, &err);
    int code;
    if (status) {
        code = tp_cli_fail(cli, status, cli->diags, &err);
    } else {
        tp_page page;
        tp_page_init(&page, cli->arena, W("两期数据的变化", "Changes between two datasets"));
        size_t count = tp_changes_page(&page, data[0], data[1], cli->arena), n_cells = 0;
        if (tp_cli_has(cli, "cells")) {
            tp_cell_change *cells = NULL;
            status = tp_dataset_cells(&cells, &n_cells, data[0], data[1], cli->arena, &err);
            if (!status)
                tp_cells_view(&page, cells, n_cells, SIZE_MAX);
        }
        count = count > n_cells ? count : n_cells;
        code = status ? tp_cli_fail(cli, status, cli->diags, &err) : tp_cli_page(cli, &page);
        if (!code && count && tp_cli_has(cli, "exit-code"))
            code = TP_EXIT_DIFFERENT;
    }
    tp_dataset_free(data[0]);
    tp_dataset_free(data[1]);
    return code;
}

static const tp_option options[] = {
    {"cells",
     0,
     {NULL, NULL},
     {"逐格列出所有表的改动", "list every cell of every table that changed"},
     NULL},
    {"exit-code", 0, {NULL, NULL}, {"有变化时退出码为 9", "exit with 9 if anything changed"}, NULL},
};

const tp_command tp_cmd_diff = {
    .name = "diff",
    .arguments = {"旧数据 新数据", "OLD NEW"},
    .brief = {"比较两期数据：单位、核定、实有、空编及其起始日期",
              "Compare two datasets: units, slots, people, vacancies and their age"},
    .text = {"列出新增、撤销、改名的单位，每个单位×类别的核定、实有增减，空编变化和最早空编日期的变"
             "化。核定变动须有文号，逐处列为待补。\n"
             "表：units lines cells（--cells）。",
             "Lists units new, gone and renamed, changes of slots authorised and people in post of "
             "every line, and what that does to "
             "vacancies and the date of the oldest. Authorised changes need a document number: "
             "each is marked.\n"
             "Tables: units lines cells (--cells)."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_ENCODING,
    .least = 2,
    .most = 2,
    .run = run,
};
