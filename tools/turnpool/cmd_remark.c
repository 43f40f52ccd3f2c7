#include "commands.h"
#include "moves.h"
#include "report/views/remark.h"
#include "workspace/remark.h"

static const tp_option options[] = {
    {"by", 0, {"填写人", "WHO"}, {"填写人", "who writes it"}, NULL},
    {"on",
     0,
     {"日期", "DATE"},
     {"填写日期，缺省为今天", "date of the remark; default: today"},
     NULL},
};

static tp_status write_one(tp_cli *cli, tp_store *store, const tp_opened_run *run, tp_err *err)
{
    const char *by = tp_cli_value(cli, "by");
    tp_remark remark = {.text = cli->args[2], .by = by ? by : ""};
    if (tp_cli_on(cli, &remark.on))
        return tp_fail(err, TP_E_USAGE, "--on");
    return tp_remark_named(store, run, cli->args[1], &remark, cli->arena, err);
}

static int run_remark(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    tp_opened_run run;
    tp_remark *rows;
    size_t count;
    tp_page page;
    bool writes = cli->n_args > 1;
    if (cli->n_args == 2)
        return tp_cli_error(cli, TP_EXIT_USAGE,
                            (tp_words){"请写明备注内容；清除备注写 \"\"",
                                       "say what the remark is; \"\" takes it away"},
                            0, NULL);
    int code = tp_cli_store_open(cli, writes ? TP_STORE_WRITE : TP_STORE_READ, &store);
    if (code)
        return code;
    tp_status status = tp_run_open_named(store, cli->args[0], cli->arena, &run, &err);
    if (!status && writes)
        status = write_one(cli, store, &run, &err);
    if (!status)
        status = tp_remarks_of(store, run.record.run, cli->arena, &rows, &count, &err);
    tp_page_init(&page, cli->arena, (tp_words){NULL, NULL});
    if (!status) {
        tp_cli_diags(cli, cli->diags);
        tp_remarks_view(&page, run.run, rows, count);
    }
    code = status ? tp_cli_fail(cli, status, cli->diags, &err) : tp_cli_page(cli, &page);
    tp_opened_run_free(&run);
    tp_store_close(store);
    return code;
}

const tp_command tp_cmd_remark = {
    .name = "remark",
    .arguments = {"测算 [申请|单位/类别 备注]", "RUN [DEMAND|UNIT/CATEGORY REMARK]"},
    .brief = {"给测算的一行写备注，印在会议材料上",
              "Note something beside a row of a run, for the meeting's papers"},
    .text =
        {"申请用编号，存入的一行用 单位/类别，单位可写名称。新的备注替换旧的，写 \"\" "
         "清除；只写测算时列出已有的备注。"
         "备注随测算存放，不改变结果和编号；测算审定后不再改动。",
         "A row is a demand by its number, or what a line deposits as UNIT/CATEGORY, the unit by "
         "code or name. A new remark takes the old one's place, \"\" takes it away; with RUN alone "
         "those there are listed. "
         "Remarks are kept beside the run and change neither its answer nor its id; once the "
         "run is decided they stay."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 3,
    .run = run_remark,
};
