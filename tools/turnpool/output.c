#include "cli.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int tp_exit_of_status(tp_status status)
{
    switch (status) {
    case TP_OK:
        return TP_EXIT_DONE;
    case TP_E_USAGE:
        return TP_EXIT_USAGE;
    case TP_E_INPUT:
        return TP_EXIT_INPUT;
    case TP_E_STOPPED:
        return TP_EXIT_STOPPED_NONE;
    case TP_E_REFUSED:
        return TP_EXIT_REFUSED;
    default:
        return TP_EXIT_FAILURE;
    }
}

/* The status as a planner would say it. */
static tp_words status_words(tp_status status)
{
    switch (status) {
    case TP_E_NOMEM:
        return (tp_words){"内存不足", "out of memory"};
    case TP_E_IO:
        return (tp_words){"文件或数据库读写失败",
                          "a file or the store could not be read or written"};
    case TP_E_INPUT:
        return (tp_words){"输入有误", "the input is not valid"};
    case TP_E_OVERFLOW:
        return (tp_words){"数值超出精确计算的范围",
                          "a figure leaves the range of exact arithmetic"};
    case TP_E_SOLVER:
        return (tp_words){"求解器失败", "the solver failed"};
    case TP_E_USAGE:
        return (tp_words){"用法有误", "wrong usage"};
    case TP_E_REFUSED:
        return (tp_words){"操作被拒绝", "refused"};
    case TP_E_STOPPED:
        return (tp_words){"在得出方案之前已停止", "stopped before there was an answer"};
    default:
        return (tp_words){"程序内部错误", "internal error"};
    }
}

/* Without memory for the message there is still one that needs none. */
void tp_cli_tell(const tp_cli *cli, const tp_buf *text)
{
    tp_cli_progress_end();
    /* What users named may hold anything, also what would drive the terminal. */
    const char *shown =
        text->length ? tp_text_visible(cli->arena, text->bytes, text->length) : NULL;
    if (shown)
        fwrite(shown, 1, shown == text->bytes ? text->length : strlen(shown), stderr);
    if (!tp_buf_ok(text))
        fputs(cli->lang == TP_EN ? "\nturnpool: error: out of memory\n"
                                 : "\nturnpool: 错误：内存不足\n",
              stderr);
    fflush(stderr);
}

static void head(tp_buf *line, const tp_cli *cli)
{
    tp_buf_text(line, "turnpool");
    if (cli->command)
        tp_buf_format(line, " %s", cli->command->name);
    tp_buf_text(line, ": ");
}

void tp_cli_say(const tp_cli *cli, tp_words text, size_t count, const char *const *args)
{
    tp_buf line;
    tp_buf_init(&line);
    head(&line, cli);
    tp_words_fill(&line, tp_words_in(text, cli->lang), count, args);
    tp_buf_char(&line, '\n');
    tp_cli_tell(cli, &line);
    tp_buf_finish(&line);
}

int tp_cli_error(const tp_cli *cli, int exit_code, tp_words text, size_t count,
                 const char *const *args)
{
    tp_buf line;
    tp_buf_init(&line);
    head(&line, cli);
    tp_buf_text(&line, cli->lang == TP_EN ? "error: " : "错误：");
    tp_words_fill(&line, tp_words_in(text, cli->lang), count, args);
    tp_buf_char(&line, '\n');
    if (exit_code == TP_EXIT_USAGE)
        tp_buf_format(
            &line, cli->lang == TP_EN ? "See: turnpool help%s%s\n" : "用法见：turnpool help%s%s\n",
            cli->command ? " " : "", cli->command ? cli->command->name : "");
    tp_cli_tell(cli, &line);
    tp_buf_finish(&line);
    return exit_code;
}

/* Warnings of one kind come one a row of a file: enough of them to see what it is about. */
enum { FEW_WARNINGS = 10 };

static bool offers(const tp_cli *cli, const char *name)
{
    const tp_option *option;
    for (size_t i = 0; cli->command && (option = tp_command_option(cli->command, i)); i++)
        if (strcmp(option->name, name) == 0)
            return true;
    return false;
}

static const tp_words all_listed = {"全部列出请加 --all-warnings", "--all-warnings lists them all"};

const char *tp_cli_few_warnings(const tp_cli *cli)
{
    bool all = tp_cli_has(cli, "all-warnings") || !offers(cli, "all-warnings");
    return all ? NULL : tp_words_in(all_listed, cli->lang);
}

static void told(const tp_cli *cli, tp_diags *diags, bool all)
{
    tp_buf text;
    tp_buf_init(&text);
    if (all)
        tp_diags_write(&text, diags, cli->lang);
    else
        tp_diags_write_few(&text, diags, FEW_WARNINGS, all_listed, cli->lang);
    tp_diags_clear(diags);
    tp_cli_tell(cli, &text);
    tp_buf_finish(&text);
}

void tp_cli_diags(const tp_cli *cli, tp_diags *diags)
{
    told(cli, diags, !tp_cli_few_warnings(cli));
}

void tp_cli_diags_all(const tp_cli *cli, tp_diags *diags)
{
    told(cli, diags, true);
}

void tp_cli_say_errors(const tp_cli *cli, size_t errors)
{
    char count[TP_DEC_TEXT];
    tp_int_format((tp_wide)errors, count);
    TP_SAY(cli, ((tp_words){"发现 {0} 处错误", "{0} {0|error|errors}"}), count);
}

int tp_cli_fail(const tp_cli *cli, tp_status status, tp_diags *diags, const tp_err *err)
{
    int code = tp_exit_of_status(status);
    size_t errors = diags ? diags->errors : 0;
    if (diags)
        tp_cli_diags(cli, diags);
    if (errors) {
        tp_cli_say_errors(cli, errors);
        return code;
    }
    const char *what = tp_words_in(status_words(status), cli->lang);
    if (!err || !err->text[0])
        return TP_ERROR_EXIT(cli, code, ((tp_words){"{0}", "{0}"}), what);
    if (status == TP_E_INTERNAL) {
        char line[TP_DEC_TEXT];
        tp_int_format(err->c_line, line);
        return TP_ERROR_EXIT(cli, code, ((tp_words){"{0}：{1}（{2}:{3}）", "{0}: {1} ({2}:{3})"}),
                             what, err->text, err->c_file ? err->c_file : "?", line);
    }
    return TP_ERROR_EXIT(cli, code, ((tp_words){"{0}：{1}", "{0}: {1}"}), what, err->text);
}

/* Writes all of it; false with errno set. */
static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t done = write(fd, bytes, length);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        bytes += done;
        length -= (size_t)done;
    }
    return true;
}

/* The system's reason in the user's language; the C library speaks only its locale's. */
static const char *reason(int error, tp_lang lang)
{
    static const struct {
        int error;
        const char *zh;
    } known[] = {
        {ENOSPC, "磁盘空间已满"},    {EACCES, "没有权限"},         {EPERM, "不允许此操作"},
        {EROFS, "文件系统为只读"},   {EISDIR, "这是一个目录"},     {ENOENT, "目录不存在"},
        {ENOTDIR, "路径中有非目录"}, {ENAMETOOLONG, "文件名过长"}, {EIO, "设备读写错误"},
        {EDQUOT, "超出磁盘配额"},    {EPIPE, "读取方已关闭管道"},
    };
    for (size_t i = 0; lang == TP_ZH && i < sizeof known / sizeof *known; i++)
        if (known[i].error == error)
            return known[i].zh;
    return strerror(error);
}

static int write_failed(const tp_cli *cli, const char *path)
{
    return TP_ERROR_EXIT(cli, TP_EXIT_FAILURE,
                         ((tp_words){"无法写入“{0}”：{1}", "cannot write {0}: {1}"}), path,
                         reason(errno, cli->lang));
}

/* Not a plain file (a terminal, /dev/null, a pipe): nothing to replace, write into it. */
static int write_into(const tp_cli *cli, const char *path, const tp_buf *bytes)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return write_failed(cli, path);
    bool good = write_all(fd, bytes->bytes, bytes->length);
    if (close(fd) != 0)
        good = false;
    return good ? 0 : write_failed(cli, path);
}

int tp_cli_write_file(const tp_cli *cli, const char *path, const tp_buf *bytes)
{
    struct stat had;
    bool exists = stat(path, &had) == 0;
    if (!tp_buf_ok(bytes))
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    if (exists && S_ISDIR(had.st_mode)) {
        errno = EISDIR;
        return write_failed(cli, path);
    }
    if (exists && !S_ISREG(had.st_mode))
        return write_into(cli, path, bytes);
    char *aside = tp_arena_format(cli->arena, "%s.%ld.part", path, (long)getpid());
    if (!aside)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    int fd =
        open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, exists ? had.st_mode & 0777 : 0666);
    if (fd < 0)
        return write_failed(cli, path);
    bool good = write_all(fd, bytes->bytes, bytes->length) && fsync(fd) == 0;
    int why = errno;
    if (close(fd) != 0 && good) {
        good = false;
        why = errno;
    }
    if (good && rename(aside, path) == 0)
        return 0;
    if (good)
        why = errno;
    unlink(aside);
    errno = why;
    return write_failed(cli, path);
}

/* Is `path`, of which `out` is told, this input, or a table in this folder of inputs? */
static bool is_input(const tp_cli *cli, const char *path, const struct stat *out, const char *input)
{
    struct stat in, folder;
    const char *hash = strrchr(input, '#');
    if (stat(input, &in) != 0) {
        const char *file = hash ? tp_arena_copy(cli->arena, input, (size_t)(hash - input)) : NULL;
        if (!file || stat(file, &in) != 0)
            return false;
    }
    if (!S_ISDIR(in.st_mode))
        return in.st_dev == out->st_dev && in.st_ino == out->st_ino;
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
    const char *parent = !slash ? "." : tp_arena_copy(cli->arena, path, (size_t)(slash - path + 1));
    return dot && strcmp(dot, ".csv") == 0 && parent && stat(parent, &folder) == 0 &&
           folder.st_dev == in.st_dev && folder.st_ino == in.st_ino;
}

int tp_cli_spare(const tp_cli *cli, const char *input)
{
    const char *path = tp_cli_value(cli, "output");
    struct stat out;
    if (!path || !input || stat(path, &out) != 0 || !S_ISREG(out.st_mode) ||
        !is_input(cli, path, &out, input))
        return 0;
    return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                         ((tp_words){"-o {0}：这是本次读取的文件，写上去会毁掉它；请换一个文件名",
                                     "-o {0}: this is a file that is read here, and would be "
                                     "destroyed; give another name"}),
                         path);
}

int tp_cli_write(const tp_cli *cli, const tp_buf *result)
{
    const char *path = tp_cli_value(cli, "output");
    if (path && strcmp(path, "-") != 0)
        return tp_cli_write_file(cli, path, result);
    if (!tp_buf_ok(result))
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    tp_cli_progress_end();
    if (!write_all(STDOUT_FILENO, result->bytes, result->length))
        return write_failed(cli, cli->lang == TP_EN ? "standard output" : "标准输出");
    return 0;
}
