#include "commands.h"

#include "serve/serve.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { DEFAULT_PORT = 8737, FURTHER_PORTS = 20 };

static const tp_option options[] = {
    {"port",
     'p',
     {"端口", "PORT"},
     {"使用的端口；默认 8737，被占用时依次后推", "port to use; default 8737, or the next free one"},
     NULL},
    {"open", 0, {NULL, NULL}, {"随即在浏览器中打开", "open it in the browser at once"}, NULL},
};

static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
    (void)number;
    stopped = 1;
}

static int64_t now(void *user)
{
    (void)user;
    return (int64_t)time(NULL);
}

static bool unpredictable(void *user, void *bytes, size_t length)
{
    (void)user;
    return getrandom(bytes, length, 0) == (ssize_t)length;
}

/* Ctrl-C ends it; anything else that ends a program is taken the same way. */
static void take_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void open_browser(const char *link)
{
    pid_t child = fork();
    if (child != 0)
        return;
    int quiet = freopen("/dev/null", "w", stdout) && freopen("/dev/null", "w", stderr);
    if (quiet)
        execlp("xdg-open", "xdg-open", link, (char *)NULL);
    _exit(127);
}

/* The address is the command's result; everything else is said beside it. */
static int show_link(const tp_cli *cli, tp_server *server)
{
    tp_err err = {0};
    tp_buf link;
    tp_buf_init(&link);
    tp_status status = tp_server_link(server, &link, &err);
    if (!status && tp_buf_ok(&link)) {
        printf("%s\n", link.bytes);
        fflush(stdout);
        if (tp_cli_has(cli, "open"))
            open_browser(link.bytes);
    }
    tp_buf_finish(&link);
    return status ? tp_cli_fail(cli, status, NULL, &err) : 0;
}

/* Enter makes a new one-time address; the end of the input changes nothing. */
static int wait_for_end(const tp_cli *cli, tp_server *server)
{
    bool listens = true;
    int code = 0;
    while (!stopped && !code) {
        struct pollfd in = {.fd = listens ? 0 : -1, .events = POLLIN};
        if (poll(&in, 1, 500) <= 0 || !(in.revents & (POLLIN | POLLHUP)))
            continue;
        char line[256];
        ssize_t n = read(0, line, sizeof line);
        if (n <= 0)
            listens = n < 0 && errno == EINTR;
        else if (memchr(line, '\n', (size_t)n))
            code = show_link(cli, server);
    }
    return code;
}

static tp_status start(tp_server **out, tp_serve_options *wanted, bool fixed, tp_err *err)
{
    tp_status status = tp_server_start(out, wanted, err);
    for (int i = 0; status == TP_E_REFUSED && !fixed && i < FURTHER_PORTS; i++) {
        wanted->port++;
        status = tp_server_start(out, wanted, err);
    }
    return status;
}

static int serve(tp_cli *cli, const char *folder, const char *scratch)
{
    tp_err err = {0};
    tp_server *server = NULL;
    int64_t port = DEFAULT_PORT;
    int code = tp_cli_int(cli, "port", 0, 65535, &port);
    if (code)
        return code;
    const char *store = cli->workspace.store;
    if (!tp_cli_has(cli, "store"))
        store = tp_arena_format(cli->arena, "%s/turnpool.db", folder);
    tp_serve_options wanted = {.folder = folder,
                               .store = store ? store : "",
                               .scratch = scratch,
                               .port = (uint16_t)port,
                               .lang = cli->lang,
                               .now = now,
                               .random = unpredictable};
    tp_status status = start(&server, &wanted, tp_cli_has(cli, "port"), &err);
    if (status)
        return tp_cli_fail(cli, status, NULL, &err);
    take_signals();
    TP_SAY(cli,
           ((tp_words){
               "{0} 已可在浏览器中打开，一次性地址如下（按回车得到新的地址，按 Ctrl-C 结束）：",
               "{0} is open in the browser at this one-time address (Enter: a new one, "
               "Ctrl-C: end):"}),
           folder);
    code = show_link(cli, server);
    if (!code)
        code = wait_for_end(cli, server);
    tp_server_stop(server);
    return code;
}

static int run_serve(tp_cli *cli)
{
    struct stat is;
    const char *folder = cli->n_args ? cli->args[0] : ".";
    const char *temporary = getenv("TMPDIR");
    if (stat(folder, &is) != 0 || !S_ISDIR(is.st_mode))
        return TP_ERROR_EXIT(cli, TP_EXIT_INPUT,
                             ((tp_words){"{0} 不是文件夹", "{0} is not a folder"}), folder);
    char *scratch = tp_arena_format(cli->arena, "%s/turnpool-XXXXXX",
                                    temporary && *temporary ? temporary : "/tmp");
    if (!scratch || !mkdtemp(scratch))
        return TP_ERROR_EXIT(cli, TP_EXIT_FAILURE,
                             ((tp_words){"无法建立临时文件夹", "cannot make a temporary folder"}),
                             "");
    int code = serve(cli, folder, scratch);
    rmdir(scratch);
    return code;
}

const tp_command tp_cmd_serve = {
    .name = "serve",
    .arguments = {"[文件夹]", "[FOLDER]"},
    .brief = {"在浏览器中测算：打开文件夹中的方案",
              "Work in the browser: open the scenarios of a folder"},
    .text =
        {"列出文件夹（及下两级）中的方案，在浏览器中打开、调节、追问、存入测算记录。只在本机提供服"
         "务，"
         "不访问任何外部地址；用终端显示的一次性地址进入。结果存入文件夹中的 turnpool.db，与命令行"
         "共用。按 Ctrl-C 结束。",
         "Lists the scenarios of the folder (and two folders down); in the browser they are "
         "opened, "
         "moved, asked why, and kept. Serves this machine only and fetches nothing from anywhere; "
         "one comes in by the one-time address the terminal shows. Runs are kept in the folder's "
         "turnpool.db, the one the command line uses. Ctrl-C ends it."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE,
    .least = 0,
    .most = 1,
    .run = run_serve,
};
