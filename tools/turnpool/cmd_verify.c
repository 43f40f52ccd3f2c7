#include "commands.h"
#include "face.h"

static const tp_option options[] = {
    {"certificate",
     0,
     {"文件", "FILE"},
     {"一并核对导出的证明文件（certificate -o）：须与本次测算重新导出的逐字节一致",
      "also check a proof that was exported (certificate -o): it has to be what the run exports, "
      "byte for byte"},
     NULL},
};

static int verify(const tp_cli *cli, turnpool *t, const turnpool_run *run)
{
    const turnpool_writing how = tp_cli_face_writing(cli);
    turnpool_verdict verdict;
    char *text;
    size_t length;
    turnpool_status status =
        turnpool_verify(t, run, tp_cli_value(cli, "certificate"), &verdict, &how, &text, &length);
    int code = tp_cli_face_give(cli, t, status, text, length);
    return code ? code : (int)verdict;
}

static int run_verify(tp_cli *cli)
{
    turnpool *t;
    turnpool_run *run;
    int code = tp_cli_face_load(cli, cli->args[0], &t, &run);
    if (!code)
        code = verify(cli, t, run);
    turnpool_run_free(run);
    turnpool_close(t);
    return code;
}

const tp_command tp_cmd_verify = {
    .name = "verify",
    .arguments = {"测算编号", "RUN"},
    .brief = {"不依赖求解器，由数据逐条复核一次测算",
              "Check a run from the data alone, trusting no solver"},
    .text =
        {"重算各项规则、收支平衡和编制来源，以整数精确验证每个目标的证明，并核对数据库各列与文件"
         "是否一致。没有完整证明的目标列为“未经证实”，并给出差距。发现不符时退出码为 1；全部相符但"
         "有未经证实的为 6。",
         "Recomputes every rule, the balances and the backing, checks each goal's proof in exact "
         "integers, and what the store says of the run against its documents. A goal without a "
         "complete proof is not verified, whatever the run says of it, and its gap is told. "
         "Exit code 1 if anything differs, 6 if all holds but something is not verified."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT,
    .least = 1,
    .most = 1,
    .run = run_verify,
};
