#include "commands.h"
#include "runs.h"

#include "run/vipr.h"

static const tp_option options[] = {
    {"vipr",
     0,
     {NULL, NULL},
     {"写成 VIPR 1.0 文件（一级目标），供 viprchk 等公开的核对程序使用",
      "write one tier as a VIPR 1.0 file, for public checkers such as viprchk"},
     NULL},
    {"tier",
     't',
     {"目标", "TIER"},
     {"写哪一级目标（与 --vipr 同用）：名称（如 need）或次序（1、2……）；默认第一级",
      "which tier, with --vipr: its goal (e.g. need) or its number; default: the first"},
     NULL},
};

static const tp_words no_proof = {"这一级没有可写的证明", "this tier has no proof to write"};

static int write_out(tp_cli *cli, const tp_audit *audit, size_t tier)
{
    tp_err err = {0};
    tp_buf text;
    bool vipr = tp_cli_has(cli, "vipr");
    if (vipr && !tp_vipr_can(audit, tier))
        return tp_cli_error(cli, TP_EXIT_STOPPED, no_proof, 0, NULL);
    tp_buf_init(&text);
    tp_status status = vipr ? tp_vipr_write(&text, audit, tier, cli->arena, &err)
                            : tp_audit_write(&text, audit, cli->arena, &err);
    int code = status ? tp_cli_fail(cli, status, NULL, &err) : tp_cli_write(cli, &text);
    tp_buf_finish(&text);
    return code;
}

static int run_certificate(tp_cli *cli)
{
    tp_err err = {0};
    tp_cli_run loaded;
    tp_audit audit;
    size_t tier = 0;
    int code = tp_cli_run_load(cli, cli->args[0], &loaded);
    if (code)
        return code;
    bool infeasible = loaded.run->result->status == TP_INFEASIBLE;
    if (!infeasible)
        code = tp_cli_tier(cli, &loaded.run->task, &tier);
    tp_status status = code ? TP_OK : tp_audit_make(&audit, loaded.run, cli->arena, &err);
    if (!code)
        code = status ? tp_cli_fail(cli, status, NULL, &err) : write_out(cli, &audit, tier);
    if (!code && !tp_cli_has(cli, "vipr") &&
        !(infeasible ? audit.refutation != NULL : audit.n_proven == audit.n_tiers))
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
         "证明时退出码为 6。\n"
         "加 --vipr 则写成公开的 VIPR 格式，一次一级目标；方案自相矛盾时写矛盾的证明。",
         "Writes a turnpool.certificate/2 document: the integer program, the answer, each goal's "
         "value and proof, all in itself, as engine/certify/CERTIFICATE.md describes. recheck "
         "checks it with GMP alone. Exit code 6 if a goal has no complete proof.\n"
         "With --vipr it is the public format VIPR, one tier a file; of a scenario that "
         "contradicts itself, the proof of that."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_OUTPUT,
    .least = 1,
    .most = 1,
    .run = run_certificate,
};
