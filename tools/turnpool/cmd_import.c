/* turnpool import: the office's own workbooks as a dataset. */
#include "commands.h"

#include "domain/dataset.h"
#include "import/history.h"
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
    const tp_dataset_options options = {.only_looked_at = true};
    tp_status status = tp_dataset_load(&data, folder, &options, cli->diags, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    tp_cli_diags(cli, cli->diags);
    TP_SAY(cli, W("数据已写入 {0}，身份 {1}", "the dataset is in {0}, identity {1}"), folder,
           data->sha256);
    tp_dataset_free(data);
    return TP_EXIT_DONE;
}

/* -o is the folder of the dataset here, so the page goes to standard output. */
static int print_page(const tp_cli *cli, const tp_page *page)
{
    tp_cli shown = *cli;
    tp_given *given = tp_arena_array(cli->arena, cli->n_given + 1, sizeof *given);
    if (!given)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    shown.given = given;
    shown.n_given = 0;
    for (size_t i = 0; i < cli->n_given; i++)
        if (strcmp(cli->given[i].option->name, "output") != 0)
            given[shown.n_given++] = cli->given[i];
    return tp_cli_page(&shown, page);
}

static int print(const tp_cli *cli, const tp_import *import)
{
    tp_page page;
    tp_page_init(&page, cli->arena, W("导入台账", "Import of registers"));
    const tp_import_page_options options = {
        .all = tp_cli_has(cli, "all"), .proposal = !import->mapped || tp_cli_has(cli, "preview")};
    tp_import_page(&page, import, &options);
    return print_page(cli, &page);
}

/* *written: the tables are in the folder, to be checked when the import is out of the way. */
static int with_import(const tp_cli *cli, tp_import *import, const char *folder, bool *written)
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
    *written = status == TP_OK;
    return status ? tp_cli_fail(cli, status, NULL, &err) : TP_EXIT_DONE;
}

/* ---- registers of one month after another ---- */

static void show_moves(tp_page *page, const tp_history *history)
{
    tp_view *view = tp_page_view(page, "movements", W("逐期变动", "Movements between registers"));
    tp_view_column_add(view, "on", W("截至", "On"), 0);
    tp_view_column_add(view, "unit", W("单位编码", "Unit"), 0);
    tp_view_column_add(view, "name", W("单位", "Name"), 0);
    tp_view_column_add(view, "category", W("编制类别", "Kind of slot"), 0);
    tp_view_column_add(view, "authorised", W("核定增减", "Authorised"), TP_COL_NUMBER);
    tp_view_column_add(view, "in_post", W("实有增减", "In post"), TP_COL_NUMBER);
    for (size_t i = 0; i < history->n_moves; i++) {
        const tp_history_move *m = &history->moves[i];
        tp_view_date(view, m->on);
        tp_view_text(view, m->unit);
        tp_view_text(view, m->name);
        tp_view_text(view, m->category);
        tp_view_diff(view, m->authorised);
        tp_view_diff(view, m->in_post);
    }
}

/* "2024-03:台账.xlsx" opened, mapped and applied; asks are told. Exit code. */
static int open_step(const tp_cli *cli, const char *argument, const char *folder,
                     const tp_import *before, tp_history_step *step)
{
    tp_err err = {0};
    const char *colon = strchr(argument, ':'), *file = colon ? colon + 1 : "";
    step->on = colon ? tp_history_day(argument, (size_t)(colon - argument)) : TP_DATE_NONE;
    if (!step->on)
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             W("应写成 2024-03:文件 或 2024-03-15:文件，不是“{0}”",
                               "write 2024-03:FILE or 2024-03-15:FILE, not {0}"),
                             argument);
    const tp_import_options options = {.files = &file,
                                       .n_files = 1,
                                       .encoding = tp_cli_value(cli, "encoding"),
                                       .folder = folder,
                                       .after = before};
    const char *map = map_of(cli, folder);
    tp_status status = tp_import_open(&step->import, &options, cli->diags, &err);
    if (!status && map)
        status = tp_import_use(step->import, map, cli->diags, &err);
    if (!status)
        status = tp_import_apply(step->import, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    if (!step->import->asks.errors)
        return 0;
    tp_cli_diags(cli, &step->import->asks);
    return TP_EXIT_INPUT;
}

static int with_history(const tp_cli *cli, const tp_history_step *steps, size_t count,
                        const char *folder, bool *written)
{
    tp_err err = {0};
    tp_history history;
    tp_page page;
    tp_status status = tp_history_apply(&history, steps, count, cli->arena, &err);
    if (status)
        return tp_cli_fail(cli, status, NULL, &err);
    const tp_import *last = steps[count - 1].import;
    tp_page_init(&page, cli->arena, W("导入历次台账", "Import of registers over time"));
    const char *n = tp_page_count(&page, (tp_wide)count),
               *lots = tp_page_count(&page, (tp_wide)history.lots);
    const char *unknown = tp_page_count(&page, history.of_first);
    tp_page_format(&page, TP_PART_TEXT,
                   W("{0} 期台账：推出空编明细 {1} 条；首期已有而起始不明的空编 {2} 个。",
                     "{0} registers: {1} vacancy lots; {2} vacancies of the first register with no "
                     "known start."),
                   3, TP_ARGS_(n, lots, unknown));
    show_moves(&page, &history);
    tp_import_page(&page, last, &(tp_import_page_options){.all = tp_cli_has(cli, "all")});
    int code = print_page(cli, &page);
    if (!code && !map_of(cli, folder) && !tp_cli_has(cli, "dry-run"))
        code = write_map(cli, last, folder);
    if (code || tp_cli_has(cli, "dry-run") || !folder)
        return code;
    status = tp_import_write(last, folder, &err);
    *written = status == TP_OK;
    return status ? tp_cli_fail(cli, status, NULL, &err) : TP_EXIT_DONE;
}

static int run_history(const tp_cli *cli, const char *folder)
{
    size_t count = (size_t)cli->n_args;
    tp_history_step *steps = tp_arena_array(cli->arena, count, sizeof *steps);
    if (!steps)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    int code = 0;
    bool written = false;
    for (size_t i = 0; i < count && !code; i++)
        code = open_step(cli, cli->args[i], folder, i ? steps[i - 1].import : NULL, &steps[i]);
    for (size_t i = 1; i < count && !code; i++)
        if (steps[i].on <= steps[i - 1].on)
            code = TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                                 W("各期须按先后排列：“{0}”不在前一期之后",
                                   "registers in order of time: {0} is not after the one before"),
                                 cli->args[i]);
    if (!code)
        code = with_history(cli, steps, count, folder, &written);
    for (size_t i = 0; i < count; i++)
        tp_import_free(steps[i].import);
    return written ? check_written(cli, folder) : code;
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
    if (tp_cli_has(cli, "history"))
        return run_history(cli, folder);
    tp_status status = tp_import_open(&import, &options, cli->diags, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    bool written = false;
    int code = with_import(cli, import, folder, &written);
    tp_import_free(import);
    return written ? check_written(cli, folder) : code;
}

static const tp_option options[] = {
    {"history",
     0,
     {NULL, NULL},
     {"参数为历次台账 2024-01:文件 2024-02:文件……：推出空编起始日期和逐期变动",
      "the arguments are registers over time, 2024-01:FILE 2024-02:FILE …: works out since when "
      "slots are vacant, and movements"},
     NULL},
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
