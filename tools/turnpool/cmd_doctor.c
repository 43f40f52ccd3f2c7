#include "commands.h"
#include "runs.h"

#include "run/run.h"
#include "store/ledger.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

extern char **environ;

typedef enum standing { GOOD, MIND, BAD } standing;

static void row(const tp_cli *cli, tp_view *view, tp_words item, const char *value, standing how,
                tp_words advice)
{
    static const tp_words words[] = {{"正常", "fine"}, {"注意", "mind"}, {"有误", "wrong"}};
    tp_view_words(view, item);
    const char *kept = tp_arena_text(cli->arena, value); /* the view borrows its texts */
    tp_view_text(view, kept ? kept : "");
    tp_view_words(view, words[how]);
    tp_view_words(view, how == GOOD ? W("", "") : advice);
}

/* Is there such a program on the path? */
static bool on_path(const tp_cli *cli, const char *program)
{
    const char *path = getenv("PATH");
    while (path && *path) {
        size_t length = strcspn(path, ":");
        char *file = tp_arena_format(cli->arena, "%.*s/%s", (int)length, path, program);
        if (file && access(file, X_OK) == 0)
            return true;
        path += length + (path[length] == ':');
    }
    return false;
}

/* The first line a program writes; NULL: it cannot be run or writes nothing. */
static const char *first_line(const tp_cli *cli, char *const *argv)
{
    posix_spawn_file_actions_t files;
    char text[512];
    int ends[2], state = 0;
    pid_t pid;
    if (!on_path(cli, argv[0]) || pipe(ends))
        return NULL;
    size_t length = 0;
    int failed = posix_spawn_file_actions_init(&files);
    if (!failed) {
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_adddup2(&files, ends[1], 1);
        posix_spawn_file_actions_addclose(&files, ends[0]);
        failed = posix_spawnp(&pid, argv[0], &files, NULL, argv, environ);
        posix_spawn_file_actions_destroy(&files);
    }
    close(ends[1]);
    for (ssize_t n; !failed && length < sizeof text - 1;) {
        n = read(ends[0], text + length, sizeof text - 1 - length);
        if (n <= 0)
            break;
        length += (size_t)n;
    }
    close(ends[0]);
    if (!failed)
        waitpid(pid, &state, 0);
    const char *end = memchr(text, '\n', length);
    length = end ? (size_t)(end - text) : length;
    return length ? tp_arena_copy(cli->arena, text, length) : NULL;
}

static const char *system_name(const tp_cli *cli)
{
    char line[256];
    FILE *file = fopen("/etc/os-release", "r");
    const char *name = NULL;
    while (file && !name && fgets(line, sizeof line, file))
        if (strncmp(line, "PRETTY_NAME=", 12) == 0) {
            char *text = line + 12 + (line[12] == '"');
            name = tp_arena_copy(cli->arena, text, strcspn(text, "\"\n"));
        }
    if (file)
        fclose(file);
    return name ? name : "?";
}

static void program_rows(const tp_cli *cli, tp_view *view)
{
    struct utsname system = {0};
    uname(&system);
    row(cli, view, W("程序", "program"), "turnpool " TP_VERSION, GOOD, W("", ""));
    const char *engine = tp_run_engine(cli->arena);
    const char *solver = engine ? strstr(engine, ", ") : NULL;
    row(cli, view, W("求解引擎", "engine"), solver ? solver + 2 : "?", GOOD, W("", ""));
    row(cli, view, W("数据库引擎", "store engine"), tp_store_engine(), GOOD, W("", ""));
    const char *built =
        tp_arena_format(cli->arena, "gcc %s, %zu bit", __VERSION__, sizeof(void *) * 8);
    row(cli, view, W("编译", "built by"), built ? built : "?", GOOD, W("", ""));
    const char *machine = tp_arena_format(cli->arena, "%s, %s %s, %s", system_name(cli),
                                          system.sysname, system.release, system.machine);
    row(cli, view, W("系统", "system"), machine ? machine : "?", GOOD, W("", ""));
    time_t now = time(NULL);
    char date[32];
    struct tm day;
    strftime(date, sizeof date, "%Y-%m-%d", localtime_r(&now, &day));
    row(cli, view, W("系统日期", "date"), date, day.tm_year + 1900 < 2025 ? BAD : GOOD,
        W("日期显然不对，记账日期会受影响，请校准时钟",
          "the clock is wrong; bookings would be too"));
}

static void language_rows(const tp_cli *cli, tp_view *view)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *locale = "";
    for (size_t i = 0; i < 3 && !*locale; i++)
        locale = getenv(names[i]) ? getenv(names[i]) : "";
    bool utf8 = strstr(locale, "UTF-8") || strstr(locale, "utf8") || strstr(locale, "UTF8");
    row(cli, view, W("语言环境", "locale"), *locale ? locale : "-", utf8 ? GOOD : MIND,
        W("终端若显示乱码，请把语言环境设为 zh_CN.UTF-8 之类",
          "if Chinese is not shown, use a UTF-8 locale such as zh_CN.UTF-8"));
    char list[] = "fc-match", font[64], how[] = "-f%{family}";
    static const struct {
        const char *name;
        tp_words item;
    } wanted[] = {{"仿宋_GB2312", {"公文正文字体", "font of papers"}},
                  {"方正小标宋简体", {"公文标题字体", "font of titles"}}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        snprintf(font, sizeof font, "%s:lang=zh-cn", wanted[i].name);
        char *const argv[] = {list, how, font, NULL};
        const char *found = first_line(cli, argv);
        bool same = found && strstr(found, wanted[i].name);
        row(cli, view, wanted[i].item, found ? found : "-", same ? GOOD : MIND,
            W("没有公文专用字体时以替代字体显示；印发前请在装有该字体的电脑上打开",
              "papers are shown in a substitute; open them where the font is installed to print"));
    }
    static const struct {
        const char *program;
        tp_words item, use;
    } helpers[] = {
        {"chromium", {"浏览器", "browser"}, {"report --pdf 需要", "needed by report --pdf"}},
        {"soffice",
         {"办公软件", "office"},
         {"查看通知单和工作簿需要（WPS 亦可）", "to look at notices and workbooks (WPS will do)"}}};
    for (size_t i = 0; i < sizeof helpers / sizeof *helpers; i++) {
        bool there = on_path(cli, helpers[i].program);
        row(cli, view, helpers[i].item, there ? helpers[i].program : "-", there ? GOOD : MIND,
            helpers[i].use);
    }
}

/* Size, free room, what is in it, whether it holds. */
static void store_rows(const tp_cli *cli, tp_view *view, tp_store *store, bool *sound)
{
    const char *path = tp_cli_store_path(cli);
    struct stat file = {0};
    struct statvfs disk = {0};
    tp_run_row *runs;
    tp_ledger_finding *findings = NULL;
    size_t count = 0, wrong = 0;
    tp_err err = {0};
    stat(path, &file);
    statvfs(path, &disk);
    const char *size = tp_arena_format(cli->arena, "%.1f MB", (double)file.st_size / 1e6);
    row(cli, view, W("数据库大小", "size of the store"), size ? size : "?", GOOD, W("", ""));
    double left = (double)disk.f_bavail * (double)disk.f_frsize;
    const char *room = tp_arena_format(cli->arena, "%.0f MB", left / 1e6);
    row(cli, view, W("磁盘余量", "room on the disk"), room ? room : "?",
        left < 4.0 * (double)file.st_size + 50e6 ? MIND : GOOD,
        W("余量不多，请清理或换盘", "there is little left: make room"));
    row(cli, view, W("可写", "writable"), access(path, W_OK) == 0 ? "yes" : "no",
        access(path, W_OK) == 0 ? GOOD : MIND, W("只能查看，不能存入", "it can only be read"));
    tp_status status = tp_store_list_runs(store, cli->arena, &runs, &count, &err);
    const char *number = tp_arena_format(cli->arena, "%zu", count);
    row(cli, view, W("测算数", "runs"), number ? number : "?", status ? BAD : GOOD,
        W("数据库读不出", "the store cannot be read"));
    if (!status)
        status = tp_ledger_verify(&findings, &wrong, store, cli->arena, &err);
    *sound = !status && !wrong;
    row(cli, view, W("台账与完整性", "ledger and integrity"), *sound ? "ok" : "?",
        *sound ? GOOD : BAD,
        W("详见 turnpool ledger verify；从备份恢复：turnpool restore",
          "see turnpool ledger verify; restore a backup with turnpool restore"));
}

static int run_doctor(tp_cli *cli)
{
    tp_page page;
    tp_store *store = NULL;
    bool sound = true;
    tp_page_init(&page, cli->arena, W("运行环境", "What turnpool runs on"));
    tp_page_text(&page,
                 W("以下不含任何单位数据，报告问题时可一并附上。",
                   "Nothing here is of your data: it may go with a report of a fault as it is."));
    tp_view *view = tp_page_view(&page, "doctor", W("检查结果", "Findings"));
    tp_view_column_add(view, "item", W("项目", "Item"), 0);
    tp_view_column_add(view, "value", W("情况", "Found"), 0);
    tp_view_column_add(view, "state", W("结论", "State"), 0);
    tp_view_column_add(view, "advice", W("说明", "Advice"), TP_COL_WRAP);
    program_rows(cli, view);
    language_rows(cli, view);
    if (tp_cli_store_exists(cli)) {
        const tp_store_options how = {.read_only = true, .diags = cli->diags};
        tp_err err = {0};
        if (tp_store_open(&store, tp_cli_store_path(cli), &how, &err)) {
            sound = false;
            row(cli, view, W("数据库", "store"), "?", BAD,
                W("打不开，原因见上方信息", "it cannot be opened; the reason is told beside"));
            tp_cli_diags(cli, cli->diags);
        } else {
            store_rows(cli, view, store, &sound);
            tp_store_close(store);
        }
    } else {
        row(cli, view, W("数据库", "store"), "-", GOOD, W("", ""));
    }
    int code = tp_cli_page(cli, &page);
    return code ? code : sound ? TP_EXIT_DONE : TP_EXIT_FAILURE;
}

const tp_command tp_cmd_doctor = {
    .name = "doctor",
    .arguments = {"", ""},
    .brief = {"检查运行环境：版本、语言、字体、数据库是否完好",
              "Look at what turnpool runs on: versions, language, fonts, health of the store"},
    .text = {"报告问题时请附上本命令的输出；其中没有任何单位数据。数据库有损坏时退出码为 1。",
             "Goes with a report of a fault; holds none of your data. Exit code 1 if the store is "
             "damaged."},
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT,
    .least = 0,
    .most = 0,
    .run = run_doctor,
};
