#include "commands.h"
#include "runs.h"

#include "run/audit.h"

static int write_out(tp_cli *cli, const tp_audit *audit)
{
    tp_err err = {0};
    tp_buf text;
    tp_buf_init(&text);
    tp_status status = tp_audit_write(&text, audit, cli->arena, &err);
    int code = status ? tp_cli_fail(cli, status, NULL, &err) : tp_cli_write(cli, &text);
    tp_buf_finish(&text);
    return code;
}

static int run_certificate(tp_cli *cli)
{
    tp_err err = {0};
    tp_cli_run loaded;
    tp_audit audit;
    int code = tp_cli_run_load(cli, cli->args[0], &loaded);
    if (code)
        return code;
    tp_status status = tp_audit_make(&audit, loaded.run, cli->arena, &err);
    code = status ? tp_cli_fail(cli, status, NULL, &err) : write_out(cli, &audit);
    bool infeasible = loaded.run->result->status == TP_INFEASIBLE;
    bool whole = infeasible ? audit.refutation != NULL : audit.n_proven == audit.n_tiers;
    if (!code && !whole)
        code = TP_EXIT_STOPPED;
    tp_cli_run_free(&loaded);
    return code;
}

const tp_command tp_cmd_certificate = {
    .name = "certificate",
    .arguments = {"测算编号", "RUN"},
    .brief = {"导出一次测算的完整证明，供外部独立核对",
              "Write a run's complete proof, for others to check"},
    .text =
        {"写出 turnpool.certificate/2 文件：整数规划、方案、各级目标的数值与证明，一切自成一体，"
         "格式见 engine/certify/CERTIFICATE.md。tools/recheck 只用 GMP 即可独立核对。有目标没有完整"
         "证明时退出码为 6。",
         "Writes a turnpool.certificate/2 document: the integer program, the answer, each goal's "
         "value and proof, all in itself, as engine/certify/CERTIFICATE.md describes. recheck "
         "checks it with GMP alone. Exit code 6 if a goal has no complete proof."},
    .shared = TP_WITH_STORE | TP_WITH_OUTPUT,
    .least = 1,
    .most = 1,
    .run = run_certificate,
};
