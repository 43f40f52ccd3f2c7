#include "commands.h"
#include "report/views/ledger.h"
#include "runs.h"

static int run_proposals(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    tp_proposal_row *rows;
    size_t count;
    tp_page page;
    int code = tp_cli_store_open(cli, TP_STORE_READ, &store);
    if (code)
        return code;
    tp_status status = tp_proposals_list(store, cli->arena, &rows, &count, &err);
    tp_page_init(&page, cli->arena, (tp_words){NULL, NULL});
    if (!status)
        tp_proposals_page(&page, rows, count);
    code = status ? tp_cli_fail(cli, status, cli->diags, &err) : tp_cli_page(cli, &page);
    tp_store_close(store);
    return code;
}

const tp_command tp_cmd_proposals = {
    .name = "proposals",
    .arguments = {"", ""},
    .brief = {"列出建议方案及审定结论", "List proposals and what was decided"},
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT,
    .run = run_proposals,
};
