#include "commands.h"
#include "moves.h"
#include "workspace/decide.h"
#include "workspace/stored_run.h"

static const tp_option options[] = {
    {"by", 0, {"提出人", "WHO"}, {"提出人（必填）", "who proposes (required)"}, NULL},
    {"title",
     0,
     {"标题", "TEXT"},
     {"建议方案标题，缺省为方案名称", "title; default: the scenario's"},
     NULL},
    {"on", 0, {"日期", "DATE"}, {"提出日期，缺省为今天", "date; default: today"}, NULL},
};

/* What has moved since the run would have its approval refused: better said now. */
static tp_status say_stale(const tp_cli *cli, tp_store *store, const char *run, tp_err *err)
{
    tp_run_record record;
    tp_run_standing standing = {0};
    tp_status status = tp_store_get_run(store, run, cli->arena, &record, err);
    if (!status)
        status = tp_run_standing_of(&standing, store, &record, cli->arena, err);
    if (!status && standing.ledger_moved)
        tp_cli_say(cli,
                   (tp_words){"注意：测算以后台账又有变动，审定时会被拒绝；请重新测算后再提交",
                              "note: the ledger has moved since this run, and an approval will be "
                              "refused: run again and propose that"},
                   0, NULL);
    if (!status && standing.dataset_replaced)
        tp_cli_say(cli,
                   (tp_words){"注意：测算以后数据又有变动，审定时会被拒绝；请重新测算后再提交",
                              "note: the data have changed since this run, and an approval will be "
                              "refused: run again and propose that"},
                   0, NULL);
    return status;
}

static int run_propose(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    int64_t proposal = 0;
    char number[TP_DEC_TEXT];
    tp_propose_request request = {.run = cli->args[0], .title = tp_cli_value(cli, "title")};
    int code = tp_cli_by(cli, &request.by);
    if (!code)
        code = tp_cli_on(cli, &request.on);
    if (!code)
        code = tp_cli_store_open(cli, TP_STORE_WRITE, &store);
    if (code)
        return code;
    tp_status status = tp_propose_named(store, &request, cli->lang, cli->arena, &proposal, &err);
    if (!status)
        tp_cli_say_latest(cli, cli->args[0], store, request.run);
    if (!status)
        status = say_stale(cli, store, request.run, &err);
    tp_store_close(store);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    tp_int_format(proposal, number);
    TP_SAY(cli,
           ((tp_words){"测算 {0} 已提交为建议方案第 {1} 号：{2}", "run {0} is proposal {1}: {2}"}),
           request.run, number, request.title);
    return 0;
}

const tp_command tp_cmd_propose = {
    .name = "propose",
    .arguments = {"测算", "RUN"},
    .brief = {"把一次测算提交编委会审定", "Put a run forward to the committee"},
    .text = {"测算可写编号、编号开头几位，或 latest。",
             "RUN is an id, a unique beginning of one, or latest."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_propose,
};
