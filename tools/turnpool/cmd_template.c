/* turnpool template: an empty workbook of the dataset's tables; turnpool init: a folder to begin
 * in. */
#include "commands.h"

#include "report/papers/template.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const char scenario_zh[] =
    "# 本单位的测算方案。十个问题，逐项改成本地的规定；全部可写的键见 turnpool schema --page。\n"
    "schema: turnpool.scenario/1\n"
    "name: baseline\n"
    "title: {zh: 基准方案, en: Baseline}\n"
    "\n"
    "# 1. 数据在哪里，截至哪一天？\n"
    "data: 数据.xlsx\n"
    "as_of: 2026-06-30\n"
    "# 2. 空编满几个月算长期闲置？起始日期不明的按几个月？\n"
    "idle: {min_months: 6, unknown_age_months: 0}\n"
    "# 3. 工作饱满度多低，闲置空编交出多少？各单位留多少机动？\n"
    "release:\n"
    "  bands:\n"
    "    - {below: 0.60, share: 1}\n"
    "    - {below: 0.85, share: 0.5}\n"
    "  keep_share: 0.02\n"
    "# 4. 哪些单位不收储？\n"
    "protect:\n"
    "  - {grade: [优秀]}\n"
    "# 5. 哪些编制类别可以进池？\n"
    "categories:\n"
    "  事业: {poolable: true}\n"
    "  工勤: {poolable: false}\n"
    "# 6. 什么条件才能借用，最多借多少？\n"
    "borrow: {min_saturation: 0.85, unevaluated: deny, max_vacancy_share: 0.15, max_share: 0.20, "
    "overstaffed: deny}\n"
    "# 7. 评估等次有什么影响？\n"
    "grades:\n"
    "  良好: {weight: 1.0}\n"
    "  较差: {freeze_months: 12}\n"
    "# 8. 哪些领域优先？\n"
    "sectors:\n"
    "  教育: {weight: 2}\n"
    "  卫生健康: {weight: 2}\n"
    "# 9. 池子怎么分？\n"
    "pools: {by: region}\n"
    "# 10. 池子留多少备用？\n"
    "reserve: {share: 0.10, count: 0}\n";
static const char scenario_en[] =
    "# The office's own scenario. Ten questions; put the local rules in. All keys: turnpool schema "
    "--page.\n"
    "schema: turnpool.scenario/1\n"
    "name: baseline\n"
    "title: {zh: 基准方案, en: Baseline}\n"
    "\n"
    "# 1. Where is the data, and of which day?\n"
    "data: data.xlsx\n"
    "as_of: 2026-06-30\n"
    "# 2. After how many months is a vacancy idle? How old is one of unknown start?\n"
    "idle: {min_months: 6, unknown_age_months: 0}\n"
    "# 3. How light must the workload be for idle slots to be given up? What do units keep?\n"
    "release:\n"
    "  bands:\n"
    "    - {below: 0.60, share: 1}\n"
    "    - {below: 0.85, share: 0.5}\n"
    "  keep_share: 0.02\n"
    "# 4. Who never deposits?\n"
    "protect:\n"
    "  - {grade: [优秀]}\n"
    "# 5. Which kinds of slots go into the pool?\n"
    "categories:\n"
    "  事业: {poolable: true}\n"
    "  工勤: {poolable: false}\n"
    "# 6. Who may borrow, and how much at most?\n"
    "borrow: {min_saturation: 0.85, unevaluated: deny, max_vacancy_share: 0.15, max_share: 0.20, "
    "overstaffed: deny}\n"
    "# 7. What do evaluation grades mean?\n"
    "grades:\n"
    "  良好: {weight: 1.0}\n"
    "  较差: {freeze_months: 12}\n"
    "# 8. Which sectors come first?\n"
    "sectors:\n"
    "  教育: {weight: 2}\n"
    "  卫生健康: {weight: 2}\n"
    "# 9. How are pools divided?\n"
    "pools: {by: region}\n"
    "# 10. What does each pool keep?\n"
    "reserve: {share: 0.10, count: 0}\n";
static const char readme_zh[] =
    "# 编制周转工作区\n\n"
    "1. 填 `数据.xlsx`：每张表第 2 行是示例，填好后删去；把鼠标放在表头上有说明。已有台账的，改用\n"
    "   `turnpool import 台账.xlsx -o 数据`，并把 `方案.yaml` 的 `data` 改为 `数据`。\n"
    "2. 改 `方案.yaml`：十个问题，逐项写成本地的规定。\n"
    "3. `turnpool check 方案.yaml`：一次列出全部问题和所在单元格。\n"
    "4. `turnpool run 方案.yaml`：测算；`turnpool explain latest --demand D001`：为什么。\n";
static const char readme_en[] =
    "# A workspace for reallocating idle slots\n\n"
    "1. Fill in `data.xlsx`: row 2 of each sheet is an example to be deleted; headers explain "
    "themselves. With\n"
    "   registers of your own use `turnpool import register.xlsx -o data` and say `data: data` in "
    "`plan.yaml`.\n"
    "2. Change `plan.yaml`: ten questions, with the local rules for answers.\n"
    "3. `turnpool check plan.yaml` lists everything wrong at once, with its cell.\n"
    "4. `turnpool run plan.yaml`, then `turnpool explain latest --demand D001`.\n";

static int write_text(const tp_cli *cli, const char *folder, const char *name, const char *text,
                      size_t length)
{
    struct stat info;
    const char *path = tp_arena_format(cli->arena, "%s/%s", folder, name);
    tp_buf bytes = {0};
    if (!path)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    if (stat(path, &info) == 0)
        return TP_ERROR_EXIT(
            cli, TP_EXIT_REFUSED,
            W("{0} 已经存在，没有改动", "{0} is there already and was left as it is"), path);
    tp_buf_add(&bytes, text, length);
    int code = tp_cli_write_file(cli, path, &bytes);
    tp_buf_finish(&bytes);
    return code;
}

static int run_template(tp_cli *cli)
{
    tp_buf bytes = {0};
    tp_err err = {0};
    if (!tp_cli_value(cli, "output"))
        return TP_ERROR_EXIT(
            cli, TP_EXIT_USAGE,
            W("须用 -o 指明工作簿，如 -o 数据.xlsx", "say where with -o, such as -o data.xlsx"),
            "");
    tp_status status = tp_template_bytes(&bytes, cli->lang, cli->arena, &err);
    int code = status ? tp_cli_fail(cli, status, NULL, &err) : tp_cli_write(cli, &bytes);
    tp_buf_finish(&bytes);
    return code;
}

static int run_init(tp_cli *cli)
{
    bool en = cli->lang == TP_EN;
    const char *folder = cli->args[0], *plan = en ? "plan.yaml" : "方案.yaml";
    const char *scenario = en ? scenario_en : scenario_zh, *readme = en ? readme_en : readme_zh;
    tp_buf bytes = {0};
    tp_err err = {0};
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return TP_ERROR_EXIT(cli, TP_EXIT_FAILURE,
                             W("无法建立目录 {0}：{1}", "cannot make the folder {0}: {1}"), folder,
                             strerror(errno));
    tp_status status = tp_template_bytes(&bytes, cli->lang, cli->arena, &err);
    int code =
        status ? tp_cli_fail(cli, status, NULL, &err)
               : write_text(cli, folder, en ? "data.xlsx" : "数据.xlsx", bytes.bytes, bytes.length);
    tp_buf_finish(&bytes);
    if (!code)
        code = write_text(cli, folder, plan, scenario, strlen(scenario));
    if (!code)
        code = write_text(cli, folder, "README.md", readme, strlen(readme));
    if (!code)
        TP_SAY(cli,
               W("工作区已建好：先看 {0}/README.md",
                 "the workspace is ready: begin with {0}/README.md"),
               folder);
    return code;
}

const tp_command tp_cmd_template = {
    .name = "template",
    .arguments = {"", ""},
    .brief = {"写出空白数据工作簿：各表、说明、下拉选项",
              "Write an empty workbook of all tables, with notes and lists"},
    .text = {"没有现成台账时用。每张表的表头有说明且不能改动，有选项的列可下拉选择，数量只收规定范"
             "围的整数；第 2 行是示例，填好后删去。",
             "For offices without registers. Headers carry notes and cannot be changed, columns "
             "with choices have lists, counts take "
             "whole numbers in their range; row 2 is an example to be deleted."},
    .shared = TP_WITH_OUTPUT,
    .least = 0,
    .most = 0,
    .run = run_template,
};

const tp_command tp_cmd_init = {
    .name = "init",
    .arguments = {"目录", "FOLDER"},
    .brief = {"新建工作区：空白数据、带说明的方案、使用说明",
              "Begin a workspace: empty data, a scenario that asks, a README"},
    .text =
        {"写出数据工作簿（同 template）、列出十个问题的方案文件和 README.md；已有的文件不改动。",
         "Writes the workbook of template, a scenario that asks the ten questions an office must "
         "answer, and README.md; files "
         "that are there are left as they are."},
    .least = 1,
    .most = 1,
    .run = run_init,
};
