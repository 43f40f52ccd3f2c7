#include "domain/scenario_keys.h"

#include <string.h>

static const tp_choice versions[] = {{"turnpool.scenario/1", NULL}, {NULL, NULL}};

static const tp_key member_keys[] = {
    {.type = TP_T_POS, .offset = offsetof(tp_family_member, pos)},
    {.name = "use",
     .title = {"选用", "use"},
     .type = TP_T_TEXTS,
     .offset = offsetof(tp_family_member, use),
     .flags = TP_KEY_REQUIRED,
     .doc = {"依次应用的片段（overrides 中的名称）。",
             "Fragments of overrides to apply, in this order."}},
    {.name = "title",
     .title = {"标题", "title"},
     .type = TP_T_WORDS,
     .offset = offsetof(tp_family_member, title),
     .doc = {"这一方案的标题。", "Title of this member."}},
};
const tp_schema tp_family_schema = {
    .name = "family_member", TP_KEYS(member_keys), .size = sizeof(tp_family_member)};

static const tp_key papers_keys[] = {
    {.name = "prefix",
     .title = {"发文字头", "prefix"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_scenario_keys, papers.prefix) - offsetof(tp_scenario_keys, papers),
     .doc =
         {"通知单的发文字头，如“云编周转”，编号写作“云编周转〔2026〕3号”；缺省为“编周转”。",
          "What stands before the numbers of notices: with X, a notice is \"X No. 3 of 2026\"."}},
    {.name = "issuer",
     .title = {"落款机构", "issuer"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_scenario_keys, papers.issuer) - offsetof(tp_scenario_keys, papers),
     .doc = {"文书的落款机构；命令行 --issuer 优先。",
             "Who signs the papers; --issuer on the command line counts more."}},
};
static const tp_schema papers_schema = {
    .name = "papers", TP_KEYS(papers_keys), .size = sizeof((tp_scenario_keys *)0)->papers};

/* The family keys are read before the rest (scenario_family.c); here they are for the
 * documentation, and so that they count as known. */
static const tp_key keys[] = {
    {.name = "schema",
     .title = {"格式", "schema"},
     .type = TP_T_ENUM,
     .offset = offsetof(tp_scenario_keys, version),
     .flags = TP_KEY_REQUIRED,
     .choices = versions,
     .doc = {"文件格式的名称与版本，固定写 turnpool.scenario/1。",
             "Name and version of the format: always turnpool.scenario/1."}},
    {.name = "extends",
     .title = {"继承", "extends"},
     .type = TP_T_TEXTS,
     .offset = offsetof(tp_scenario_keys, extends),
     .flags = TP_KEY_INHERITS,
     .doc =
         {"继承的方案文件（一个或多个，依次应用，后者优先），相对于本文件；可写“文件#方案”。"
          "映射逐键合并，其余整体替换；“键名+”向此前的列表追加；空值删除继承的键，没有可删的给出"
          "警告。",
          "Scenario files to inherit from (one or several, applied in order, later wins), relative "
          "to this file; FILE#NAME names a member of a family. Maps merge key by key, the rest "
          "replaces; a key with + appends to the list so far; an empty value removes what was "
          "inherited, and is a warning where there is nothing to remove."}},
    {.name = "name",
     .title = {"名称", "name"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_scenario_keys, name),
     .flags = TP_KEY_REQUIRED,
     .doc = {"方案代号：小写字母、数字和连字符。", "Short name: a-z, 0-9 and hyphens."}},
    {.name = "title",
     .title = {"标题", "title"},
     .type = TP_T_WORDS,
     .offset = offsetof(tp_scenario_keys, title),
     .doc = {"方案标题，可分中英文。", "Title, in one or both languages."}},
    {.name = "data",
     .title = {"数据", "data"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_scenario_keys, data),
     .flags = TP_KEY_REQUIRED,
     .doc = {"数据目录或工作簿，相对于写下它的文件。",
             "Dataset directory or workbook, relative to the file that states it."}},
    {.name = "outcomes",
     .title = {"评估文件", "outcomes"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_scenario_keys, outcomes),
     .doc = {"评估文件：用它计算的结果代替 outcomes.csv，相对于写下它的文件。",
             "Evaluation file whose computed outcomes stand in for outcomes.csv, relative to the "
             "file that states it."}},
    {.name = "reference",
     .title = {"参照", "reference"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_scenario_keys, reference),
     .doc = {"稳定性目标的参照：结果文件，或 run:编号、approval:编号。",
             "What the goal stability compares with: a result file, run:… or approval:…"}},
    {.name = "as_of",
     .title = {"测算基准日", "as of"},
     .type = TP_T_DATE,
     .offset = offsetof(tp_scenario_keys, as_of),
     .flags = TP_KEY_REQUIRED,
     .doc = {"测算基准日 YYYY-MM-DD。", "Date of the calculation, YYYY-MM-DD."}},
    {.name = "papers",
     .title = {"文书", "papers"},
     .type = TP_T_STRUCT,
     .offset = offsetof(tp_scenario_keys, papers),
     .of = &papers_schema,
     .doc = {"文书：发文字头和落款机构。", "The papers: prefix of their numbers, and who signs."}},
    {.name = "basis",
     .title = {"依据", "basis"},
     .type = TP_T_TEXT_MAP,
     .offset = offsetof(tp_scenario_keys, basis),
     .doc = {"各规则的文件依据：规则（如 borrow.max_share）或其所在部分（如 borrow）→ 文件条款，"
             "引用该规则时一并显示。",
             "The document each rule rests on, by rule (borrow.max_share) or section (borrow); "
             "shown wherever the rule is cited."}},
    {.name = "overrides",
     .title = {"片段", "overrides"},
     .type = TP_T_NODE,
     .offset = offsetof(tp_scenario_keys, overrides),
     .flags = TP_KEY_FRAGMENTS,
     .doc = {"片段：名称 → 要改动的键（与方案文件同样的结构）。",
             "Fragments: a name and the keys it changes, in the shape of a scenario."}},
    {.name = "scenarios",
     .title = {"方案族", "scenarios"},
     .type = TP_T_NODE,
     .offset = offsetof(tp_scenario_keys, scenarios),
     .of = &tp_family_schema,
     .doc = {"方案族：名称 → 依次应用的片段（一个名称、列表，或 {title: 标题, use: "
             "列表}）；用“文件#名称”"
             "选用，代号为“name-名称”。片段名本身也可选用。",
             "The family: a name and the fragments it applies in order (one name, a list, or "
             "{title: …, use: …}); chosen as FILE#NAME, its name is then name-NAME. A fragment's "
             "own name works, too."}},
};

const tp_schema tp_scenario_schema = {
    .name = "scenario", TP_KEYS(keys), .size = sizeof(tp_scenario_keys)};

bool tp_scenario_name_ok(const char *name)
{
    return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")];
}
