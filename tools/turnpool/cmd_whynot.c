#include "commands.h"
#include "domain/named.h"
#include "report/views/whynot.h"
#include "runs.h"

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_option options[] = {
    {"demand",
     0,
     {"申请编号", "DEMAND"},
     {"哪一件申请（编号，或只有一件申请的单位）",
      "the demand: its number, or the unit that has that one"},
     NULL},
    {"grant", 0, {"个数", "COUNT"}, {"假定从周转池借给它的个数", "slots to be lent to it"}, NULL},
    {"period",
     0,
     {"期", "PERIOD"},
     {"多期规划中指哪一期末的借用；默认第 1 期",
      "of a plan of several periods: the loan in which one; default 1"},
     NULL},
};

static int explain(const tp_cli *cli, const tp_run *run, const tp_cli_limits *limits, int64_t loan,
                   int64_t period)
{
    const char *code = tp_cli_value(cli, "demand");
    int32_t demand;
    tp_err err = {0};
    tp_whynot found;
    tp_page page;
    tp_status status =
        tp_dataset_demand_named(run->data, code, cli->diags, cli->arena, &demand, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    if (!tp_run_answered(run))
        return TP_ERROR_EXIT(cli, TP_EXIT_INFEASIBLE,
                             W("测算 {0} 没有方案可比；矛盾见 turnpool conflict",
                               "the run {0} has no answer to compare with; see turnpool conflict"),
                             run->id);
    if (period > run->result->n_periods)
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             W("测算 {0} 没有第 {1} 期", "the run {0} has no period {1}"), run->id,
                             tp_cli_value(cli, "period"));
    status =
        tp_whynot_loan(&found, run, demand, (int)period - 1, loan, limits->stop, cli->arena, &err);
    tp_cli_progress_end();
    if (!status)
        status = tp_whynot_page(&page, run, &found, cli->arena, &err);
    if (status)
        return tp_cli_fail(cli, status, NULL, &err);
    int exit_code = tp_cli_page(cli, &page);
    return exit_code ? exit_code : tp_exit_of_answer(found.status);
}

static int run_whynot(tp_cli *cli)
{
    int64_t loan = 0, period = 1;
    tp_cli_limits limits;
    tp_cli_run loaded;
    if (!tp_cli_has(cli, "demand") || !tp_cli_has(cli, "grant"))
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             W("须写 --demand 和 --grant", "--demand and --grant are needed"), "");
    int code = tp_cli_begin(cli, &limits);
    if (!code)
        code = tp_cli_int(cli, "grant", 0, TP_COUNT_MAX, &loan);
    if (!code && tp_cli_has(cli, "period"))
        code = tp_cli_int(cli, "period", 1, TP_COUNT_MAX, &period);
    if (!code)
        code = tp_cli_run_load(cli, cli->args[0], &loaded);
    if (code)
        return code;
    code = explain(cli, loaded.run, &limits, loan, period);
    tp_cli_run_free(&loaded);
    return code;
}

const tp_command tp_cmd_whynot = {
    .name = "whynot",
    .arguments = {"测算编号", "RUN"},
    .brief = {"假定借给一件申请某个数：代价是什么，或为什么不行",
              "What it would cost to lend a demand so many, or why that cannot be"},
    .text =
        {"把该申请的借用数锁定为 --grant "
         "再测算一次：各级目标损失多少，哪些申请多得、少得，收储怎样变化；做不到的，列出与之矛盾的"
         "规定，退出码 "
         "4。结果不存入数据库。",
         "Locks the demand's loan to --grant and solves again: what each tier loses, which demands "
         "gain and lose, how deposits change. If it cannot be had, what forbids it is named and "
         "the "
         "exit code is 4. Nothing is kept in the store."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_LIMITS,
    .least = 1,
    .most = 1,
    .run = run_whynot,
};
