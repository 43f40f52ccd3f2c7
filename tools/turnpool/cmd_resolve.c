#include "commands.h"
#include "runs.h"

static const tp_option options[] = {
    {"origin",
     0,
     {NULL, NULL},
     {"每个值注明来自哪个文件哪一行", "say of each value which file and line it came from"},
     NULL},
};

static int run_resolve(tp_cli *cli)
{
    tp_err err = {0};
    tp_setting *settings;
    tp_scenario *scenario;
    tp_scenario_options wanted = {0};
    int code = tp_cli_settings(cli, &settings, &wanted.n_settings);
    if (code)
        return code;
    wanted.settings = settings;
    wanted.sections = tp_case_sections(&wanted.n_sections);
    tp_status status = tp_scenario_load(&scenario, cli->args[0], &wanted, cli->diags, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    tp_cli_diags(cli, cli->diags);
    tp_buf text;
    tp_buf_init(&text);
    tp_tree_write(&text, scenario->root, tp_cli_has(cli, "origin"));
    code = tp_cli_write(cli, &text);
    tp_buf_finish(&text);
    tp_scenario_free(scenario);
    return code;
}

const tp_command tp_cmd_resolve = {
    .name = "resolve",
    .arguments = {"方案文件[#名称]", "FILE[#NAME]"},
    .brief = {"输出合并后的方案全文（extends、overrides、--set 之后）",
              "Print a scenario as merged from extends, overrides and --set"},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_SET | TP_WITH_OUTPUT,
    .least = 1,
    .most = 1,
    .run = run_resolve,
};
