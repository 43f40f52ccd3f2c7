#include "report_pdf.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int broken(const tp_cli *cli, const char *path)
{
    return TP_ERROR_EXIT(cli, TP_EXIT_FAILURE,
                         ((tp_words){"无法写入 {0}：{1}", "cannot write {0}: {1}"}), path,
                         strerror(errno));
}

/* Runs one candidate; what it says goes nowhere. -1: there is no such program. */
static int try_browser(char *const *argv)
{
    posix_spawn_file_actions_t files;
    pid_t pid;
    int state = 0;
    if (posix_spawn_file_actions_init(&files))
        return 1;
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    int failed = posix_spawnp(&pid, argv[0], &files, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    if (failed)
        return failed == ENOENT ? -1 : 1;
    while (waitpid(pid, &state, 0) < 0)
        if (errno != EINTR)
            return 1;
    if (WIFEXITED(state) && WEXITSTATUS(state) == 127)
        return -1;
    return WIFEXITED(state) && WEXITSTATUS(state) == 0 ? 0 : 1;
}

static int print(const tp_cli *cli, const char *folder, const char *page, const char *pdf)
{
    static const char *const browsers[] = {"chromium", "chromium-browser", "google-chrome"};
    char *profile = tp_arena_format(cli->arena, "--user-data-dir=%s/profile", folder);
    char *to = tp_arena_format(cli->arena, "--print-to-pdf=%s", pdf);
    char *from = tp_arena_format(cli->arena, "file://%s", page);
    if (!profile || !to || !from)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    for (size_t i = 0; i < sizeof browsers / sizeof *browsers; i++) {
        char *name = tp_arena_text(cli->arena, browsers[i]);
        /* Chromium's sandbox does not start as root. */
        char sandbox[] = "--no-sandbox", headless[] = "--headless", gpu[] = "--disable-gpu",
             first[] = "--no-first-run", quiet[] = "--disable-background-networking",
             update[] = "--disable-component-update", sync[] = "--disable-sync",
             head[] = "--no-pdf-header-footer";
        char *const argv[] = {name,    headless, gpu,  first,
                              quiet,   update,   sync, head,
                              profile, to,       from, geteuid() == 0 ? sandbox : NULL,
                              NULL};
        if (!name)
            return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
        int code = try_browser(argv);
        struct stat made;
        if (code == 0 && stat(pdf, &made) == 0 && made.st_size > 0)
            return 0;
        if (code >= 0)
            return TP_ERROR_EXIT(cli, TP_EXIT_FAILURE,
                                 ((tp_words){"{0} 未能打印出 PDF", "{0} could not print the PDF"}),
                                 browsers[i]);
    }
    return tp_cli_error(
        cli, TP_EXIT_FAILURE,
        (tp_words){"--pdf 需要 Chromium，本机没有安装；可先用 -o 写出网页，再用浏览器打印",
                   "--pdf needs Chromium, which is not installed; write the page with -o and "
                   "print it from a browser"},
        0, NULL);
}

static void clean(const tp_cli *cli, const char *folder)
{
    char rm[] = "rm", how[] = "-rf", end[] = "--";
    char *where = tp_arena_text(cli->arena, folder);
    char *const argv[] = {rm, how, end, where, NULL};
    if (where)
        (void)try_browser(argv);
}

/* The page and the browser's profile live in a folder of their own; the PDF is copied from there,
 * so that a browser that fails leaves no half a file. */
int tp_cli_pdf(const tp_cli *cli, const tp_buf *html, const char *path)
{
    const char *temp = getenv("TMPDIR");
    char *folder = tp_arena_format(cli->arena, "%s/turnpool-XXXXXX", temp ? temp : "/tmp");
    if (!folder)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    if (!mkdtemp(folder))
        return broken(cli, folder);
    char *page = tp_arena_format(cli->arena, "%s/report.html", folder);
    char *pdf = tp_arena_format(cli->arena, "%s/report.pdf", folder);
    int code =
        page && pdf ? tp_cli_write_file(cli, page, html) : tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    if (!code)
        code = print(cli, folder, page, pdf);
    if (!code) {
        tp_buf bytes;
        char chunk[65536];
        tp_buf_init(&bytes);
        FILE *file = fopen(pdf, "rb");
        for (size_t got; file && (got = fread(chunk, 1, sizeof chunk, file)) > 0;)
            tp_buf_add(&bytes, chunk, got);
        bool whole = file && !ferror(file);
        if (file)
            fclose(file);
        code = whole ? tp_cli_write_file(cli, path, &bytes) : broken(cli, path);
        tp_buf_finish(&bytes);
    }
    clean(cli, folder);
    return code;
}
