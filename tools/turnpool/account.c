#include "account.h"

#include "runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const char *given(const tp_cli *cli, const char *option, const char *variable)
{
    bool takes = cli->command->shared & TP_WITH_ACCOUNT;
    const char *value = takes ? tp_cli_value(cli, option) : NULL;
    if (!value || !*value)
        value = takes ? getenv(variable) : NULL;
    return value && *value ? value : NULL;
}

int tp_cli_by(const tp_cli *cli, const char **out)
{
    *out = tp_cli_value(cli, "by");
    if (!*out || !**out)
        *out = given(cli, "as", "TURNPOOL_AS");
    if (*out)
        return 0;
    return TP_ERROR_EXIT(cli, TP_EXIT_USAGE, ((tp_words){"缺少 --{0}", "--{0} is required"}), "by");
}

static int read_file(const tp_cli *cli, const char *path, char out[TP_CLI_PASSWORD])
{
    FILE *file = fopen(path, "r");
    bool ok = file && fgets(out, TP_CLI_PASSWORD, file);
    if (file)
        fclose(file);
    if (!ok)
        return TP_ERROR_EXIT(cli, TP_EXIT_INPUT,
                             ((tp_words){"无法从 {0} 读取密码", "cannot read a password from {0}"}),
                             path);
    out[strcspn(out, "\r\n")] = '\0';
    return 0;
}

/* At the terminal, unseen. `option` names a file instead. */
static int ask(const tp_cli *cli, tp_words prompt, const char *option, char out[TP_CLI_PASSWORD])
{
    struct termios before, silent;
    FILE *terminal = fopen("/dev/tty", "r+");
    if (!terminal)
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"没有终端可以询问密码：请用 --{0}",
                                         "no terminal to ask for the password: use --{0}"}),
                             option);
    bool hidden = tcgetattr(fileno(terminal), &before) == 0;
    silent = before;
    silent.c_lflag &= (tcflag_t)~ECHO;
    if (hidden)
        tcsetattr(fileno(terminal), TCSAFLUSH, &silent);
    fputs(tp_words_in(prompt, cli->lang), terminal);
    fflush(terminal);
    bool ok = fgets(out, TP_CLI_PASSWORD, terminal) != NULL;
    if (hidden)
        tcsetattr(fileno(terminal), TCSAFLUSH, &before);
    fputs("\n", terminal);
    fclose(terminal);
    if (!ok)
        out[0] = '\0';
    out[strcspn(out, "\r\n")] = '\0';
    return 0;
}

int tp_cli_new_password(const tp_cli *cli, const char *file, char out[TP_CLI_PASSWORD])
{
    char again[TP_CLI_PASSWORD];
    if (file)
        return read_file(cli, file, out);
    int code = ask(cli, (tp_words){"新密码：", "New password: "}, "new-password-file", out);
    if (!code)
        code = ask(cli, (tp_words){"再输一次：", "Once more: "}, "new-password-file", again);
    if (!code && strcmp(out, again) != 0)
        code = tp_cli_error(cli, TP_EXIT_INPUT,
                            (tp_words){"两次输入的密码不同", "the two passwords differ"}, 0, NULL);
    tp_secret_wipe(again, sizeof again);
    return code;
}

int tp_cli_sign_in(const tp_cli *cli, tp_store *store)
{
    tp_err err = {0};
    char password[TP_CLI_PASSWORD];
    bool any;
    const char *name = given(cli, "as", "TURNPOOL_AS");
    tp_status status = tp_people_any(store, &any, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    if (!any || !name)
        return 0;
    const char *file = given(cli, "password-file", "TURNPOOL_PASSWORD_FILE");
    int code = file ? read_file(cli, file, password)
                    : ask(cli, (tp_words){"密码：", "Password: "}, "password-file", password);
    if (!code) {
        status = tp_store_sign_in(store, &(tp_sign_in){.name = name, .password = password}, &err);
        code = status ? tp_cli_fail(cli, status, cli->diags, &err) : 0;
    }
    tp_secret_wipe(password, sizeof password);
    return code;
}

int tp_cli_exporting(const tp_cli *cli, const char *what)
{
    tp_err err = {0};
    tp_store *store;
    bool any = false;
    if (!tp_cli_store_exists(cli))
        return 0; /* said by the command itself */
    int code = tp_cli_store_open(cli, TP_STORE_READ, &store);
    if (code)
        return code;
    tp_status status = tp_people_any(store, &any, &err);
    tp_store_close(store);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    if (!any)
        return 0;
    code = tp_cli_store_open(cli, TP_STORE_WRITE, &store);
    if (code)
        return code;
    status = tp_store_note(store, TP_MAY_EXPORT, "export", what, &err);
    tp_store_close(store);
    return status ? tp_cli_fail(cli, status, cli->diags, &err) : 0;
}
