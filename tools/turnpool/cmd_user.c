/* turnpool user …: accounts of a store; turnpool log: who did what when. */
#include "account.h"
#include "commands.h"
#include "report/views/people.h"
#include "runs.h"

#include <string.h>
#include <sys/random.h>

static const char *const roles[] = {"planner", "approver",      "clerk", "auditor",
                                    "reader",  "administrator", NULL};

#define ROLE_OPTION                                                                                         \
    {                                                                                                       \
        "role", 0, {"角色", "ROLE"},                                                                        \
            {"planner 测算、approver 编委会秘书、clerk 台账、auditor 审计、reader 查阅、" \
             "administrator 管理员；可多次",                                                                \
             "planner, approver, clerk, auditor, reader, administrator; may be repeated"},                  \
            roles                                                                                           \
    }
#define NEW_PASSWORD_OPTION                                                                        \
    {                                                                                              \
        "new-password-file", 0, {"文件", "FILE"},                                                  \
            {"从文件第一行读新密码，不在终端询问",                                                 \
             "take the new password from the first line of a file instead of asking"},             \
            NULL                                                                                   \
    }

static int roles_given(const tp_cli *cli, unsigned *out)
{
    size_t at = 0;
    *out = 0;
    for (const char *text; (text = tp_cli_next(cli, "role", &at)) != NULL;) {
        unsigned one;
        if (tp_roles_parse(text, &one))
            *out |= one;
    }
    if (*out)
        return 0;
    return TP_ERROR_EXIT(cli, TP_EXIT_USAGE, ((tp_words){"缺少 --{0}", "--{0} is required"}),
                         "role");
}

/* With a new password and randomness of its own. */
static int with_password(tp_cli *cli, tp_store *store, tp_user_request *request,
                         tp_status (*deed)(tp_store *, const tp_user_request *, tp_err *))
{
    tp_err err = {0};
    char password[TP_CLI_PASSWORD];
    unsigned char random[TP_USER_RANDOM];
    int code = tp_cli_new_password(cli, tp_cli_value(cli, "new-password-file"), password);
    if (!code && getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        code = tp_cli_fail(cli, TP_E_IO, NULL, &err);
    if (!code) {
        request->password = password;
        request->random = random;
        tp_status status = deed(store, request, &err);
        code = status ? tp_cli_fail(cli, status, cli->diags, &err) : 0;
    }
    tp_secret_wipe(password, sizeof password);
    tp_secret_wipe(random, sizeof random);
    return code;
}

static int run_add(tp_cli *cli)
{
    tp_store *store;
    tp_user_request request = {.name = cli->args[0], .on_machine = tp_cli_has(cli, "on-machine")};
    int code = roles_given(cli, &request.roles);
    if (!code)
        code = request.on_machine ? tp_cli_store_open_unsigned(cli, TP_STORE_WRITE, &store)
                                  : tp_cli_store_open(cli, TP_STORE_MAKE, &store);
    if (code)
        return code;
    code = with_password(cli, store, &request, tp_user_add);
    tp_store_close(store);
    if (!code)
        TP_SAY(cli, ((tp_words){"已建账号 {0}（{1}）", "account {0} is made ({1})"}), request.name,
               tp_words_in(tp_roles_words(request.roles, cli->arena), cli->lang));
    return code;
}

static const tp_option add_options[] = {
    ROLE_OPTION,
    NEW_PASSWORD_OPTION,
    {"on-machine",
     0,
     {NULL, NULL},
     {"所有管理员都无法登录时，在本机再建一个管理员；记入日志，不带签名",
      "where no administrator can sign in any more: one more, made on the machine itself; noted in "
      "the log, and not signed"},
     NULL},
};

const tp_command tp_cmd_user_add = {
    .name = "user add",
    .arguments = {"姓名", "NAME"},
    .brief = {"新建账号", "Make an account"},
    .text =
        {"第一个账号须为管理员，在数据库所在的机器上建立；从此写入数据库都须登录（--as），提请、审"
         "定、记账都带经办人的签名。其后的账号由管理员建立。姓名不能重用。",
         "The first account must be an administrator, made on the machine that holds the store; "
         "from then on whatever writes to it needs a sign-in (--as), and proposals, decisions and "
         "postings carry a signature. Further accounts are made by an administrator. Names are not "
         "used again."},
    .options = TP_OPTIONS(add_options),
    .shared = TP_WITH_STORE | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_add,
};

static int finish(tp_cli *cli, tp_store *store, tp_status status, tp_err *err, tp_words done)
{
    tp_store_close(store);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, err);
    TP_SAY(cli, done, cli->args[0]);
    return 0;
}

static int run_role(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    unsigned wanted;
    int code = roles_given(cli, &wanted);
    if (!code)
        code = tp_cli_store_open(cli, TP_STORE_WRITE, &store);
    if (code)
        return code;
    tp_status status = tp_user_roles(store, cli->args[0], wanted, &err);
    return finish(cli, store, status, &err,
                  (tp_words){"已变更 {0} 的角色", "the roles of {0} are changed"});
}

static const tp_option role_options[] = {ROLE_OPTION};

const tp_command tp_cmd_user_role = {
    .name = "user role",
    .arguments = {"姓名", "NAME"},
    .brief = {"变更账号的角色", "Change what an account may do"},
    .text = {"以所给角色代替原有角色；该账号的登录随即全部失效。",
             "The roles given take the place of those it had; its sessions end."},
    .options = TP_OPTIONS(role_options),
    .shared = TP_WITH_STORE | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_role,
};

static int run_disable(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    bool enable = tp_cli_has(cli, "enable");
    int code = tp_cli_store_open(cli, TP_STORE_WRITE, &store);
    if (code)
        return code;
    tp_status status = tp_user_active(store, cli->args[0], enable, &err);
    return finish(cli, store, status, &err,
                  enable ? (tp_words){"已启用账号 {0}", "account {0} is enabled"}
                         : (tp_words){"已停用账号 {0}", "account {0} is disabled"});
}

static const tp_option disable_options[] = {
    {"enable", 0, {NULL, NULL}, {"恢复已停用的账号", "enable it again"}, NULL}};

const tp_command tp_cmd_user_disable = {
    .name = "user disable",
    .arguments = {"姓名", "NAME"},
    .brief = {"停用账号", "Disable an account"},
    .text =
        {"账号不删除，其签名仍可核验；登录随即全部失效。",
         "Accounts are never deleted: their signatures can still be checked. Its sessions end."},
    .options = TP_OPTIONS(disable_options),
    .shared = TP_WITH_STORE | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_disable,
};

static int run_password(tp_cli *cli)
{
    tp_store *store;
    tp_user_request request = {.name = cli->args[0]};
    int code = tp_cli_store_open(cli, TP_STORE_WRITE, &store);
    if (code)
        return code;
    code = with_password(cli, store, &request, tp_user_password);
    tp_store_close(store);
    if (!code)
        TP_SAY(cli, ((tp_words){"已更换 {0} 的密码", "the password of {0} is changed"}),
               cli->args[0]);
    return code;
}

static const tp_option password_options[] = {NEW_PASSWORD_OPTION};

const tp_command tp_cmd_user_password = {
    .name = "user password",
    .arguments = {"姓名", "NAME"},
    .brief = {"更换密码", "Change a password"},
    .text = {"改自己的密码，签名密钥不变；管理员为他人重设密码时同时换新密钥，旧签名仍可核验。",
             "One's own: the key for signatures stays. An administrator who sets another's makes a "
             "new key with it; old signatures can still be checked."},
    .options = TP_OPTIONS(password_options),
    .shared = TP_WITH_STORE | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_password,
};

static int run_list(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    tp_user_row *rows;
    size_t count;
    tp_page page;
    int code = tp_cli_store_open(cli, TP_STORE_READ, &store);
    if (code)
        return code;
    tp_status status = tp_users_list(store, cli->arena, &rows, &count, &err);
    tp_page_init(&page, cli->arena, (tp_words){NULL, NULL});
    if (!status)
        tp_users_page(&page, rows, count);
    code = status ? tp_cli_fail(cli, status, cli->diags, &err) : tp_cli_page(cli, &page);
    tp_store_close(store);
    return code;
}

const tp_command tp_cmd_user_list = {
    .name = "user list",
    .arguments = {"", ""},
    .brief = {"列出账号、角色和可办事项", "List accounts, roles and what each may do"},
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT,
    .run = run_list,
};

static int run_log(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    tp_log_row *rows;
    size_t count;
    int64_t from = 1;
    tp_page page;
    int code = tp_cli_int(cli, "from", 1, TP_COUNT_MAX, &from);
    if (!code)
        code = tp_cli_store_open(cli, TP_STORE_READ, &store);
    if (code)
        return code;
    tp_status status = tp_log_list(store, from, cli->arena, &rows, &count, &err);
    tp_page_init(&page, cli->arena, (tp_words){NULL, NULL});
    if (!status)
        tp_log_page(&page, rows, count);
    code = status ? tp_cli_fail(cli, status, cli->diags, &err) : tp_cli_page(cli, &page);
    tp_store_close(store);
    return code;
}

static const tp_option log_options[] = {
    {"from", 0, {"序号", "NUMBER"}, {"从第几条起", "begin with this row"}, NULL}};

const tp_command tp_cmd_log = {
    .name = "log",
    .arguments = {"", ""},
    .brief = {"日志：谁在何时办了什么", "The log: who did what when"},
    .options = TP_OPTIONS(log_options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT,
    .run = run_log,
};
