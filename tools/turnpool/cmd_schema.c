#include "commands.h"

#include "evaluate/evidence.h"
#include "models/bind.h"

static const tp_option options[] = {
    {"page",
     0,
     {NULL, NULL},
     {"输出方案文件的参考手册（Markdown）",
      "write the reference page of scenario files (Markdown)"},
     NULL},
    {"data-page",
     0,
     {NULL, NULL},
     {"输出数据文件的参考手册（Markdown）", "write the reference page of data files (Markdown)"},
     NULL},
    {"evaluation",
     0,
     {NULL, NULL},
     {"改为评估文件（与 --page 同用时含评分、工作量数据）",
      "of evaluation files instead (with --page: their evidence as well)"},
     NULL},
};

static void write_evaluation(tp_buf *text, const tp_cli *cli)
{
    static const tp_schema *const schemas[] = {&tp_evaluation_schema};
    if (!tp_cli_has(cli, "page")) {
        tp_schema_json(text, TP_EVALUATION_SCHEMA, schemas, 1);
        return;
    }
    tp_schema_page(text, schemas, 1, cli->lang);
    tp_evidence_page(text, cli->lang);
}

static int run_schema(tp_cli *cli)
{
    size_t count;
    const tp_schema *const *sections = tp_case_sections(&count);
    const tp_schema **all = tp_arena_array(cli->arena, count + 1, sizeof *all);
    if (!all)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    all[0] = &tp_scenario_schema;
    for (size_t i = 0; i < count; i++)
        all[i + 1] = sections[i];
    tp_buf text;
    tp_buf_init(&text);
    if (tp_cli_has(cli, "evaluation"))
        write_evaluation(&text, cli);
    else if (tp_cli_has(cli, "data-page"))
        tp_dataset_page(&text, cli->lang);
    else if (tp_cli_has(cli, "page"))
        tp_schema_page(&text, all, count + 1, cli->lang);
    else
        tp_schema_json(&text, "turnpool.scenario/1", all, count + 1);
    int code = tp_cli_write(cli, &text);
    tp_buf_finish(&text);
    return code;
}

const tp_command tp_cmd_schema = {
    .name = "schema",
    .arguments = {"", ""},
    .brief = {"输出方案文件的 JSON Schema 或参考手册",
              "Write the JSON Schema of scenario files, or the reference pages"},
    .text = {"编辑器可按 JSON Schema（draft-07）提示和检查方案文件：在方案第一行写 "
             "# yaml-language-server: $schema=文件",
             "Editors complete and check scenario files by the JSON Schema (draft-07): let the "
             "first line "
             "be # yaml-language-server: $schema=FILE"},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_OUTPUT,
    .least = 0,
    .most = 0,
    .run = run_schema,
};
