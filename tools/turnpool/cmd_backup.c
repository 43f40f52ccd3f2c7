#include "commands.h"
#include "runs.h"
#include "store/backup.h"

static int run_backup(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    int code = tp_cli_store_open(cli, TP_STORE_READ, &store);
    if (code)
        return code;
    tp_status status = tp_store_backup(store, cli->args[0], &err);
    tp_store_close(store);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    TP_SAY(cli, ((tp_words){"已备份并核验：{0}", "backed up and verified: {0}"}), cli->args[0]);
    return 0;
}

const tp_command tp_cmd_backup = {
    .name = "backup",
    .arguments = {"文件", "FILE"},
    .brief = {"备份数据库（在线，核验后才算数）",
              "Back the store up (online; verified before it counts)"},
    .shared = TP_WITH_STORE,
    .least = 1,
    .most = 1,
    .run = run_backup,
};

static const tp_option restore_options[] = {
    {"replace",
     0,
     {NULL, NULL},
     {"允许替换已有内容的数据库", "allow a store with content to be replaced"},
     NULL},
};

static int run_restore(tp_cli *cli)
{
    tp_err err = {0};
    tp_restore_request request = {.from = cli->args[0],
                                  .to = tp_cli_store_path(cli),
                                  .replace = tp_cli_has(cli, "replace"),
                                  .diags = cli->diags};
    tp_status status = tp_store_restore(&request, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    TP_SAY(cli, ((tp_words){"已恢复并核验：{0}", "restored and verified: {0}"}), request.to);
    return 0;
}

const tp_command tp_cmd_restore = {
    .name = "restore",
    .arguments = {"文件", "FILE"},
    .brief = {"从备份恢复数据库", "Restore the store from a backup"},
    .text = {"先核验备份，再在一个事务中替换 --store 所指数据库的内容。",
             "The backup is verified first; the content of --store is then replaced in one "
             "transaction."},
    .options = TP_OPTIONS(restore_options),
    .shared = TP_WITH_STORE,
    .least = 1,
    .most = 1,
    .run = run_restore,
};
