/* turnpool import: the office's own workbooks as a dataset. */
#include "commands.h"

#include "domain/dataset.h"
#include "report/views/import.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static bool is_there(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

/* The map to use: the one named, else the folder's own; NULL: none yet. */
static const char *map_of(const tp_cli *cli, const char *folder)
{
    const char *named = tp_cli_value(cli, "map");
    if (named || !folder)
        return named;
    const char *own = tp_arena_format(cli->arena, "%s/map.yaml", folder);
    return own && is_there(own) ? own : NULL;
}

static int write_map(const tp_cli *cli, const tp_import *import, const char *folder)
{
    tp_buf text = {0};
    const char *path = tp_arena_format(cli->arena, "%s/map.yaml", folder);
    if (!path)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return TP_ERROR_EXIT(cli, TP_EXIT_FAILURE,
                             W("无法建立目录 {0}：{1}", "cannot make the folder {0}: {1}"), folder,
                             strerror(errno));
    tp_import_map(&text, import, cli->lang);
    int code = tp_buf_ok(&text) ? tp_cli_write_file(cli, path, &text)
                                : tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    tp_buf_finish(&text);
    if (!code)
        TP_SAY(cli,
               W("对照表已写入 {0}：请核对、修改，以后每月都用它",
                 "the map is in {0}: look it over and change what is wrong; later months use it"),
               path);
    return code;
}

/* The tables are in the folder: the dataset is read as any command will read it. */
static int check_written(const tp_cli *cli, const char *folder)
{
    tp_err err = {0};
    tp_dataset *data = NULL;
    tp_status status = tp_dataset_load(&data, folder, NULL, cli->diags, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    tp_cli_diags(cli, cli->diags);
    TP_SAY(cli, W("数据已写入 {0}，身份 {1}", "the dataset is in {0}, identity {1}"), folder,
           data->sha256);
    tp_dataset_free(data);
    return TP_EXIT_DONE;
}

static int print(const tp_cli *cli, const tp_import *import)
{
    tp_page page;
    tp_page_init(&page, cli->arena, W("导入台账", "Import of registers"));
    const tp_import_page_options options = {
        .all = tp_cli_has(cli, "all"), .proposal = !import->mapped || tp_cli_has(cli, "preview")};
    tp_import_page(&page, import, &options);
    /* -o is the folder of the dataset here. */
    tp_cli shown = *cli;
    shown.given = NULL;
    shown.n_given = 0;
    tp_given given[1];
    for (size_t i = 0; i < cli->n_given; i++)
        if (strcmp(cli->given[i].option->name, "format") == 0 ||
            strcmp(cli->given[i].option->name, "json") == 0) {
            given[0] = cli->given[i];
            shown.given = given;
            shown.n_given = 1;
        }
    return tp_cli_page(&shown, &page);
}

static int with_import(const tp_cli *cli, tp_import *import, const char *folder)
{
    tp_err err = {0};
    const char *map = map_of(cli, folder);
    tp_status status = map ? tp_import_use(import, map, cli->diags, &err) : TP_OK;
    if (status == TP_OK)
        status = tp_import_apply(import, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    int code = print(cli, import);
    bool dry = tp_cli_has(cli, "dry-run") || !folder;
    if (!code && !map && !dry)
        code = write_map(cli, import, folder);
    if (code || import->asks.errors || dry)
        return code ? code : import->asks.errors ? TP_EXIT_INPUT : TP_EXIT_DONE;
    status = tp_import_write(import, folder, &err);
    return status ? tp_cli_fail(cli, status, NULL, &err) : check_written(cli, folder);
}

static int run(tp_cli *cli)
{
    tp_err err = {0};
    tp_import *import;
    const char *folder = tp_cli_value(cli, "output");
    const tp_import_options options = {.files = (const char *const *)cli->args,
                                       .n_files = (size_t)cli->n_args,
                                       .encoding = tp_cli_value(cli, "encoding"),
                                       .folder = folder};
    if (!folder && !tp_cli_has(cli, "dry-run"))
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             W("须用 -o 指明数据目录，或用 --dry-run 只看不写",
                               "say where with -o, or --dry-run to look only"),
                             "");
    tp_status status = tp_import_open(&import, &options, cli->diags, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    int code = with_import(cli, import, folder);
    tp_import_free(import);
    return code;
}

static const tp_option options[] = {
    {"map",
     'm',
     {"文件", "FILE"},
     {"对照表；缺省为数据目录里的 map.yaml", "the map; by default map.yaml of the folder"},
     NULL},
    {"dry-run", 'n', {NULL, NULL}, {"只看，不写任何文件", "look only, write nothing"}, NULL},
    {"preview",
     0,
     {NULL, NULL},
     {"有对照表时也显示各表、各列和前几行", "show tables, columns and first rows also with a map"},
     NULL},
};

const tp_command tp_cmd_import = {
    .name = "import",
    .arguments = {"文件…", "FILE…"},
    .brief = {"把本单位自己的台账（Excel、WPS、CSV）变成数据",
              "Make a dataset of the office's own workbooks"},
    .text = {"读 .xlsx、.xlsm、.xls、.ods、CSV "
             "和制表符分隔文本，认出标题、多行表头、合计、分组、缩进和各类编制，"
             "写出数据目录 -o。第一次运行提出一份对照表 "
             "map.yaml（每张表、每一列是什么，有多大把握，为什么），"
             "可以修改，以后每月都用它。拿不准的一律列出单元格，不替人决定；改动过的取值逐处列出；"
             "合计与分项之和逐一核对。\n"
             "单位没有编码的，给出固定编码，记在 "
             "codes.csv，以后沿用。每个数都记得来自哪个单元格（origins.csv）："
             "check、explain 和错误信息会说“台账.xlsx[编制!F12]”。\n"
             "表：asks sheets columns first_units first_posts … findings altered。",
             "Reads .xlsx, .xlsm, .xls, .ods, CSV and tab-separated text; finds titles, headers of "
             "several rows, "
             "totals, headings, indentation and kinds of slots, and writes the dataset to -o. The "
             "first run proposes "
             "map.yaml (what each table and column is, how sure that is, why), to be changed and "
             "used every month. "
             "Nothing doubtful is decided silently: it is listed with its cell; so is everything "
             "taken otherwise than "
             "it stands; totals are held against sums.\n"
             "Units without a code get one for good (codes.csv). Every value remembers its cell "
             "(origins.csv): check, "
             "explain and errors say 台账.xlsx[编制!F12].\n"
             "Tables: asks sheets columns first_units first_posts … findings altered."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_ALL | TP_WITH_ENCODING,
    .least = 1,
    .most = -1,
    .run = run,
};
