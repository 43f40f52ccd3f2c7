#include "commands.h"
#include "runs.h"
#include "store/digest.h"
#include "store/merge.h"

static const tp_option merge_options[] = {
    {"allow-missing",
     0,
     {NULL, NULL},
     {"缺片也合并；得到的库可接着算", "join what there is; the store can be gone on with"},
     NULL},
};

static int run_merge(tp_cli *cli)
{
    tp_err err = {0};
    char now[TP_TIME_TEXT], figure[4][TP_DEC_TEXT];
    tp_merged merged;
    const char *out = tp_cli_value(cli, "output");
    if (!out)
        return TP_ERROR_EXIT(
            cli, TP_EXIT_USAGE,
            ((tp_words){"须用 {0} 指定合并后的数据库文件", "{0} names the store to be made"}),
            "-o");
    tp_cli_now(now);
    const tp_merge_task task = {.parts = (const char *const *)cli->args,
                                .n_parts = (size_t)cli->n_args,
                                .out = out,
                                .allow_missing = tp_cli_has(cli, "allow-missing"),
                                .now = now,
                                .diags = cli->diags};
    tp_status status = tp_store_merge(&merged, &task, cli->arena, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    tp_cli_diags(cli, cli->diags);
    tp_int_format((tp_wide)merged.parts, figure[0]);
    tp_int_format((tp_wide)merged.runs, figure[1]);
    tp_int_format((tp_wide)(merged.items - merged.missing), figure[2]);
    tp_int_format((tp_wide)merged.items, figure[3]);
    TP_SAY(cli,
           ((tp_words){"{0}：合并 {1} 个库，测算 {2} 个，分片工作 {3}/{4} 项；校验值 {5}",
                       "{0}: {1} parts, {2} runs, {3} of {4} items of work; digest {5}"}),
           out, figure[0], figure[1], figure[2], figure[3], merged.digest);
    return 0;
}

const tp_command tp_cmd_merge = {
    .name = "merge",
    .arguments = {"文件…", "FILE…"},
    .brief = {"合并分片算出的数据库", "Join stores that were computed in shards"},
    .text =
        {"各库内容按校验值核对后并入；同名而内容不同、来自不同版本、或含有审定和台账的库不予合并（"
         "退"
         "出码 8）。缺片时列出缺哪几片（退出码 8）；--allow-missing "
         "先合并已有的，补算后再合并一次。"
         "合并后用原命令加 --store 即可看到结果，不再重算。\n"
         "本机多进程：seq 8 | xargs -P 2 -I{} turnpool sweep 方案.yaml --vary … --shard {}/8 "
         "--store "
         "part-{}.db；或 parallel turnpool sweep 方案.yaml --vary … --shard {}/8 --store "
         "part-{}.db "
         "::: $(seq 8)",
         "Content is checked against its hash and joined; the same name with another content, "
         "parts "
         "of different versions, and stores with decisions or a ledger are refused (exit code 8). "
         "Missing shards are named (exit code 8); --allow-missing joins what there is, and the "
         "rest "
         "may be joined later. Then the same command with --store shows the result and computes "
         "nothing again.\n"
         "On one machine: seq 8 | xargs -P 2 -I{} turnpool sweep plan.yaml --vary … --shard {}/8 "
         "--store part-{}.db; or parallel turnpool sweep plan.yaml --vary … --shard {}/8 --store "
         "part-{}.db ::: $(seq 8)"},
    .options = TP_OPTIONS(merge_options),
    .shared = TP_WITH_OUTPUT | TP_ONTO_INPUT,
    .least = 1,
    .most = -1,
    .run = run_merge,
};

static int run_digest(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    tp_buf line;
    char hex[TP_SHA256_HEX];
    int code = tp_cli_store_open(cli, TP_STORE_READ, &store);
    if (code)
        return code;
    tp_status status = tp_store_digest(store, hex, &err);
    tp_store_close(store);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    tp_buf_init(&line);
    tp_buf_format(&line, "%s\n", hex);
    code = tp_cli_write(cli, &line);
    tp_buf_finish(&line);
    return code;
}

const tp_command tp_cmd_store_digest = {
    .name = "store digest",
    .arguments = {"", ""},
    .brief = {"数据库内容的校验值", "The identity of what the store holds"},
    .text =
        {"对全部内容按固定次序计算的 SHA-256，与录入次序、分片方式、时间、机器和 SQLite 版本无关"
         "：两个库校验值相同，内容就相同。",
         "SHA-256 over all content in canonical order, whatever the order, the shards, the "
         "time, the machine or SQLite's version: the same digest, the same content."},
    .shared = TP_WITH_STORE | TP_WITH_OUTPUT,
    .least = 0,
    .most = 0,
    .run = run_digest,
};
