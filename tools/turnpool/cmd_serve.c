#include "commands.h"

#include "clock.h"
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
    {"listen",
     0,
     {"地址[:端口]", "ADDRESS[:PORT]"},
     {"监听的地址，默认 127.0.0.1；本机以外须有账号，并有证书或代理",
      "the address to listen on, default 127.0.0.1; beyond this machine it takes accounts, and a "
      "certificate or a proxy"},
     NULL},
    {"certificate",
     0,
     {"文件", "FILE"},
     {"TLS 证书（PEM，含中间证书）", "TLS certificate (PEM, with those it rests on)"},
     NULL},
    {"key", 0, {"文件", "FILE"}, {"证书的私钥（PEM）", "its private key (PEM)"}, NULL},
    {"proxy",
     0,
     {"地址", "ADDRESS"},
     {"有证书的反向代理的地址：只接受它的连接，须以 --name 写明对外名称",
      "address of a proxy that has the certificate: only its connections are taken; --name says "
      "how "
      "browsers call it"},
     NULL},
    {"name",
     0,
     {"名称", "NAME"},
     {"浏览器访问时所用的名称，如 bianzhi.example.cn；可多次",
      "by which browsers call this server, such as slots.example.org; may be repeated"},
     NULL},
    {"open", 0, {NULL, NULL}, {"随即在浏览器中打开", "open it in the browser at once"}, NULL},
};

static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
    (void)number;
    stopped = 1;
}

/* TURNPOOL_TODAY stands for the clock here as everywhere. */
static int64_t now(void *user)
{
    (void)user;
    tp_date given = tp_cli_stand_in();
    return given ? tp_date_days((tp_date)19700101, given) * 86400 + 12 * 3600 : (int64_t)time(NULL);
}

/* What requests take is measured by the machine's own clocks, whatever day it is said to be. */
static int64_t ticks(void *user, bool processor)
{
    struct timespec t;
    (void)user;
    clock_gettime(processor ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* "10.1.2.3:8443", "[::1]:8443", either without port; an address of six groups needs brackets for
 * one. */
static int read_listen(tp_cli *cli, const char **address, int64_t *port)
{
    const char *text = tp_cli_value(cli, "listen");
    if (!text)
        return 0;
    const char *colon = strrchr(text, ':'), *end = text + strlen(text);
    bool bracket = *text == '[';
    const char *close = bracket ? strchr(text, ']') : NULL;
    bool with_port = bracket ? close && close[1] == ':' : colon && strchr(text, ':') == colon;
    const char *stop = bracket ? close : with_port ? colon : end;
    const char *digits = with_port ? (bracket ? close + 2 : colon + 1) : NULL;
    *address =
        stop ? tp_arena_copy(cli->arena, text + bracket, (size_t)(stop - text - bracket)) : NULL;
    if (*address && (!digits || (tp_int_parse(digits, strlen(digits), port) == TP_PARSE_OK &&
                                 *port >= 0 && *port <= 65535)))
        return 0;
    return TP_ERROR_EXIT(cli, TP_EXIT_USAGE, ((tp_words){"“{0}”不是地址", "\"{0}\" is no address"}),
                         text);
}

/* A small text file; exit code. */
static int read_pem(tp_cli *cli, const char *option, const char **out)
{
    const char *path = tp_cli_value(cli, option);
    enum { MOST = 256 << 10 };
    if (!path)
        return 0;
    FILE *file = fopen(path, "rb");
    char *text = tp_arena_alloc(cli->arena, MOST + 1);
    size_t length = file && text ? fread(text, 1, MOST, file) : 0;
    if (file)
        fclose(file);
    if (!length)
        return TP_ERROR_EXIT(cli, TP_EXIT_INPUT, ((tp_words){"无法读取 {0}", "cannot read {0}"}),
                             path);
    text[length] = '\0';
    *out = text;
    return 0;
}

static int read_where(tp_cli *cli, tp_serve_options *wanted, int64_t *port)
{
    int code = read_listen(cli, &wanted->address, port);
    if (!code)
        code = read_pem(cli, "certificate", &wanted->certificate);
    if (!code)
        code = read_pem(cli, "key", &wanted->key);
    wanted->proxy = tp_cli_value(cli, "proxy");
    if (!code && !wanted->certificate != !wanted->key)
        code = TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"--certificate 与 --key 须一同给出",
                                         "--certificate and --key go together"}),
                             "");
    if (!code && wanted->proxy && !tp_cli_has(cli, "name"))
        code = TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"用 --proxy 须以 --name 写明对外名称",
                                         "--proxy needs --name: how browsers call it"}),
                             "");
    size_t at = 0, capacity = 0;
    const char **names = NULL;
    for (const char *name; !code && (name = tp_cli_next(cli, "name", &at)) != NULL;) {
        if (!tp_arena_grow(cli->arena, &names, &capacity, wanted->n_names, 1))
            return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
        names[wanted->n_names++] = name;
    }
    wanted->names = names;
    return code;
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
    tp_serve_options wanted = {0};
    code = read_where(cli, &wanted, &port);
    if (code)
        return code;
    wanted.folder = folder;
    wanted.store = store ? store : "";
    wanted.scratch = scratch;
    wanted.port = (uint16_t)port;
    wanted.lang = cli->lang;
    wanted.attended = isatty(0);
    wanted.now = now;
    wanted.ticks = ticks;
    wanted.random = unpredictable;
    tp_status status =
        start(&server, &wanted, tp_cli_has(cli, "port") || tp_cli_has(cli, "listen"), &err);
    if (status)
        return tp_cli_fail(cli, status, NULL, &err);
    take_signals();
    /* A service has nobody to press Enter. */
    TP_SAY(cli,
           (isatty(0) ? (tp_words){"{0} 已可在浏览器中打开，地址如下（按回车再显示，一次性地址则换"
                                   "新；按 Ctrl-C 结束）：",
                                   "{0} is open in the browser at this address (Enter: again, a "
                                   "one-time address anew; Ctrl-C: end):"}
                      : (tp_words){"{0} 已可在浏览器中打开，地址如下（一次性地址用过后，重新启动即"
                                   "换新）：",
                                   "{0} is open in the browser at this address (a one-time "
                                   "address, once used, is made anew by a restart):"}),
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
        {"列出文件夹（及下两级）中的方案，在浏览器中打开、调节、追问、存入测算记录。不访问任何外部"
         "地址。没有账号时只在本机提供服务，用终端显示的一次性地址进入；设了账号（turnpool user "
         "add）则登录进入，并可用 --listen 供全单位使用。结果存入文件夹中的 turnpool.db，与命令行"
         "共用。按 Ctrl-C 结束。",
         "Lists the scenarios of the folder (and two folders down); in the browser they are "
         "opened, "
         "moved, asked why, and kept. Fetches nothing from anywhere. Without accounts it serves "
         "this "
         "machine only, and one comes in by the one-time address the terminal shows; with accounts "
         "(turnpool user add) one signs in, and --listen serves the whole office. Runs are kept in "
         "the folder's "
         "turnpool.db, the one the command line uses. Ctrl-C ends it."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE,
    .least = 0,
    .most = 1,
    .run = run_serve,
};
