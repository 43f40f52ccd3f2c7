/* The door, one's own account, everybody's accounts, the log. */
#include "serve/pages.h"
#include "serve/people.h"
#include "serve/server_parts.h"

#include "report/views/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

enum { LOG_ROWS = 500 };

static const tp_words w_door = {"登录", "Sign in"};
static const tp_words w_account = {"我的账号", "My account"};
static const tp_words w_users = {"账号", "Accounts"};
static const tp_words w_log = {"日志", "Log"};
static const tp_words w_token = {"页面已过期，请重新登录。",
                                 "The page is out of date: sign in again."};

static void field(tp_visit *visit, const char *name, const char *type, const char *more,
                  tp_words label)
{
    tp_buf_format(visit->out, "<label for=\"%s\">", name);
    tp_put(visit, label);
    tp_buf_format(visit->out, "</label><input id=\"%s\" name=\"%s\" type=\"%s\" required %s>\n",
                  name, name, type, more);
}

void tp_people_by(tp_visit *visit, tp_words label)
{
    if (visit->person.account)
        return;
    tp_put_element(visit, "label for=\"by\"", label);
    tp_buf_text(visit->out,
                " <input type=\"text\" id=\"by\" name=\"by\" required autocomplete=\"off\"> ");
}

static void door_page(tp_visit *visit, int status)
{
    char token[TP_SECRET_HEX];
    if (tp_guard_door(visit->server->guard, token, &visit->err)) {
        visit->out->failed = true;
        return;
    }
    visit->reply->status = status;
    tp_shell_alone_begin(visit, w_door);
    tp_shell_diags(visit, &visit->diags);
    tp_buf_format(
        visit->out,
        "<form method=\"post\" action=\"/sign-in\" class=\"stack\"><input type=\"hidden\" "
        "name=\"token\" value=\"%s\">\n",
        token);
    field(visit, "name", "text", "autocomplete=\"username\" autofocus", W("姓名", "Name"));
    field(visit, "password", "password", "autocomplete=\"current-password\"",
          W("密码", "Password"));
    tp_buf_text(visit->out, "<span></span>");
    tp_form_button(visit, w_door, "class=\"main\"");
    tp_form_end(visit);
    tp_shell_end(visit);
}

static bool draw(tp_visit *visit, unsigned char *out, size_t length)
{
    const tp_serve_options *o = &visit->server->options;
    return o->random(o->user, out, length);
}

static void come_in(tp_visit *visit, const tp_fields *form)
{
    unsigned char token[TP_KEY_BYTES], nonce[TP_NONCE_BYTES];
    char cookie[2 * TP_KEY_BYTES + 1];
    tp_store *store = NULL;
    if (!draw(visit, token, sizeof token) || !draw(visit, nonce, sizeof nonce)) {
        visit->out->failed = true;
        return;
    }
    visit->person.account = 0;
    const tp_sign_in in = {.name = tp_field_value(form, "name"),
                           .password = tp_field_value(form, "password"),
                           .token = token,
                           .random = nonce};
    tp_status status = tp_visit_store_open(visit, TP_VISIT_WRITE, &store);
    if (!status) {
        pthread_mutex_lock(&visit->server->door);
        status = tp_store_sign_in(store, &in, &visit->err);
        pthread_mutex_unlock(&visit->server->door);
    }
    tp_store_close(store);
    if (status == TP_E_REFUSED) {
        door_page(visit, 403);
        return;
    }
    if (status) {
        tp_visit_failed(visit, status);
        return;
    }
    tp_hex_write(cookie, token, sizeof token);
    const tp_guard *guard = visit->server->guard;
    visit->reply->secret = true;
    visit->reply->set_cookie = tp_arena_format(visit->arena, "%s=%s%s", tp_guard_cookie_name(guard),
                                               cookie, tp_guard_cookie_rest(guard));
    tp_shell_lead_on(visit);
}

void tp_people_door(tp_visit *visit, tp_request *request)
{
    bool known = visit->person.account != 0;
    if (request->method == TP_GET) {
        door_page(visit, known ? 200 : 401);
        return;
    }
    if (request->method != TP_POST || !tp_request_form(request)) {
        tp_shell_bare(visit, w_token);
        visit->reply->status = 400;
        return;
    }
    if (!tp_guard_pass(visit->server->guard, tp_field_value(&request->form, "token"))) {
        tp_shell_bare(visit, w_token);
        visit->reply->status = 403;
        return;
    }
    come_in(visit, &request->form);
}

/* --- one's own ------------------------------------------------------------------------------- */

static void account(tp_visit *visit)
{
    tp_page page;
    tp_shell_begin(visit, w_account, NULL);
    if (!visit->person.account) {
        tp_put_element(
            visit, "p",
            W("此数据库没有账号：谁能进入，谁都可以办理，记录不带签名。在存放数据库的机器上用 "
              "turnpool user add 姓名 --role administrator 建立第一个账号。",
              "This store has no accounts: whoever comes in may do everything, and nothing "
              "is signed. The first account is made on the machine that holds it, with "
              "turnpool user add NAME --role administrator."));
        tp_shell_end(visit);
        return;
    }
    tp_words roles = tp_roles_words(visit->person.roles, visit->arena);
    tp_buf_text(visit->out, "<p>");
    TP_PUT_FILLED(visit, W("{0}（{1}）", "{0} ({1})"), visit->person.name,
                  tp_words_in(roles, visit->lang));
    tp_buf_text(visit->out, "</p>\n");
    tp_put_element(visit, "h2", W("更换密码", "Change the password"));
    tp_form_begin(visit, "/account/password", "class=\"stack\"");
    field(visit, "password", "password", "autocomplete=\"new-password\" minlength=\"8\"",
          W("新密码", "New password"));
    field(visit, "again", "password", "autocomplete=\"new-password\" minlength=\"8\"",
          W("再输一次", "Once more"));
    tp_buf_text(visit->out, "<span></span>");
    tp_form_button(visit, W("更换并重新登录", "Change, and sign in again"), NULL);
    tp_form_end(visit);
    tp_put_element(visit, "h2", W("退出", "Sign out"));
    tp_buf_text(visit->out, "<div class=\"doing\">");
    tp_form_begin(visit, "/sign-out", NULL);
    tp_form_button(visit, W("退出", "Sign out"), "class=\"main\"");
    tp_form_end(visit);
    tp_form_begin(visit, "/sign-out", NULL);
    tp_buf_text(visit->out, "<input type=\"hidden\" name=\"everywhere\" value=\"1\">");
    tp_form_button(visit, W("在所有浏览器中退出", "Sign out everywhere"), NULL);
    tp_form_end(visit);
    tp_buf_text(visit->out, "</div>\n");
    tp_page_init(&page, visit->arena, w_account);
    tp_roles_page(&page);
    tp_shell_page(visit, &page, NULL, NULL);
    tp_shell_end(visit);
}

static void out(tp_visit *visit)
{
    tp_store *store = NULL;
    bool everywhere = *tp_field_value(&visit->request->form, "everywhere");
    tp_status status = tp_visit_store_open(visit, TP_VISIT_WRITE, &store);
    if (!status && visit->person.account)
        status = tp_store_sign_out(store, everywhere ? NULL : visit->session, &visit->err);
    tp_store_close(store);
    if (status)
        tp_visit_failed(visit, status);
    else
        tp_visit_go(visit, "/");
}

/* A password typed twice, with fresh randomness. */
static bool set_password(tp_visit *visit, const char *name, unsigned roles,
                         tp_status (*deed)(tp_store *, const tp_user_request *, tp_err *))
{
    const tp_fields *form = &visit->request->form;
    const char *password = tp_field_value(form, "password"), *again = tp_field_value(form, "again");
    unsigned char random[TP_USER_RANDOM];
    tp_store *store = NULL;
    if (strcmp(password, again) != 0) {
        tp_visit_refuse(visit, 422, W("两次输入的密码不同。", "The two passwords differ."), "");
        return false;
    }
    if (!draw(visit, random, sizeof random)) {
        visit->out->failed = true;
        return false;
    }
    const tp_user_request request = {
        .name = name, .roles = roles, .password = password, .random = random};
    tp_status status = tp_visit_store_open(visit, TP_VISIT_WRITE, &store);
    if (!status) {
        pthread_mutex_lock(&visit->server->door);
        status = deed(store, &request, &visit->err);
        pthread_mutex_unlock(&visit->server->door);
    }
    tp_store_close(store);
    tp_secret_wipe(random, sizeof random);
    if (status)
        tp_visit_failed(visit, status);
    return !status;
}

static void password(tp_visit *visit)
{
    if (visit->person.account && set_password(visit, visit->person.name, 0, tp_user_password))
        tp_visit_go(visit, "/");
}

/* --- everybody's ----------------------------------------------------------------------------- */

static void role_boxes(tp_visit *visit, unsigned roles)
{
    tp_buf_text(visit->out, "<span class=\"wide\">");
    for (int r = 0; r < TP_ROLES; r++) {
        tp_buf_format(visit->out, "<label><input type=\"checkbox\" name=\"role\" value=\"%s\"%s> ",
                      tp_role_names[r], roles >> r & 1u ? " checked" : "");
        tp_put(visit, tp_role_words[r]);
        tp_buf_text(visit->out, "</label> ");
    }
    tp_buf_text(visit->out, "</span>\n");
}

static void users(tp_visit *visit)
{
    tp_store *store = NULL;
    tp_user_row *rows = NULL;
    size_t count = 0;
    tp_page page;
    tp_status status = tp_visit_store_open(visit, TP_VISIT_READ, &store);
    if (!status && store)
        status = tp_users_list(store, visit->arena, &rows, &count, &visit->err);
    tp_store_close(store);
    if (status) {
        tp_visit_failed(visit, status);
        return;
    }
    tp_page_init(&page, visit->arena, w_users);
    tp_users_page(&page, rows, count);
    tp_shell_begin(visit, w_users, "/users");
    tp_shell_page(visit, &page, NULL, NULL);
    tp_put_element(visit, "h2", W("新建账号", "Make an account"));
    tp_form_begin(visit, "/users", "class=\"stack\"");
    field(visit, "name", "text", "autocomplete=\"off\"", W("姓名", "Name"));
    field(visit, "password", "password", "autocomplete=\"new-password\" minlength=\"8\"",
          W("初始密码", "First password"));
    field(visit, "again", "password", "autocomplete=\"new-password\" minlength=\"8\"",
          W("再输一次", "Once more"));
    role_boxes(visit, 0);
    tp_form_button(visit, W("新建", "Make it"), "class=\"main\"");
    tp_form_end(visit);
    tp_put_element(visit, "h2", W("变更账号", "Change an account"));
    for (size_t i = 0; i < count; i++) {
        tp_buf_text(visit->out, "<details><summary>");
        tp_html_text(visit->out, rows[i].name);
        tp_buf_text(visit->out, "</summary>\n");
        tp_form_begin(visit, "/users/change", "class=\"doing\"");
        tp_buf_text(visit->out, "<input type=\"hidden\" name=\"name\"");
        tp_put_attribute(visit, "value", rows[i].name);
        tp_buf_text(visit->out, ">");
        role_boxes(visit, rows[i].roles);
        tp_form_button(visit, W("变更角色", "Change roles"), "name=\"what\" value=\"roles\"");
        tp_form_button(visit, rows[i].active ? W("停用", "Disable") : W("启用", "Enable"),
                       rows[i].active ? "name=\"what\" value=\"disable\""
                                      : "name=\"what\" value=\"enable\"");
        tp_form_end(visit);
        tp_buf_text(visit->out, "</details>\n");
    }
    tp_shell_end(visit);
}

static unsigned roles_of(const tp_fields *form)
{
    unsigned roles = 0, one;
    for (size_t i = 0; i < form->count; i++)
        if (!strcmp(form->items[i].name, "role") && tp_roles_parse(form->items[i].value, &one))
            roles |= one;
    return roles;
}

static void add(tp_visit *visit)
{
    const tp_fields *form = &visit->request->form;
    if (set_password(visit, tp_field_value(form, "name"), roles_of(form), tp_user_add))
        tp_visit_go(visit, "/users");
}

static void change(tp_visit *visit)
{
    const tp_fields *form = &visit->request->form;
    const char *name = tp_field_value(form, "name"), *what = tp_field_value(form, "what");
    unsigned roles = roles_of(form);
    tp_store *store = NULL;
    tp_status status = tp_visit_store_open(visit, TP_VISIT_WRITE, &store);
    if (!status && !strcmp(what, "roles"))
        status = tp_user_roles(store, name, roles, &visit->err);
    else if (!status)
        status = tp_user_active(store, name, !strcmp(what, "enable"), &visit->err);
    tp_store_close(store);
    if (status)
        tp_visit_failed(visit, status);
    else
        tp_visit_go(visit, "/users");
}

static void log_page(tp_visit *visit)
{
    tp_store *store = NULL;
    tp_log_row *rows = NULL;
    size_t count = 0;
    tp_page page;
    tp_status status = tp_visit_store_open(visit, TP_VISIT_READ, &store);
    if (!status && store)
        status = tp_log_list(store, 1, visit->arena, &rows, &count, &visit->err);
    tp_store_close(store);
    if (status) {
        tp_visit_failed(visit, status);
        return;
    }
    size_t first = count > LOG_ROWS ? count - LOG_ROWS : 0;
    tp_page_init(&page, visit->arena, w_log);
    tp_log_page(&page, rows + first, count - first);
    tp_shell_begin(visit, w_log, "/log");
    if (first)
        tp_put_element(visit, "p class=\"note\"",
                       W("只列最近 500 条；全部见 turnpool log。",
                         "The last 500 rows; turnpool log lists all."));
    tp_shell_page(visit, &page, NULL, NULL);
    tp_shell_end(visit);
}

static const tp_route routes[] = {
    {TP_GET, "/account", TP_MAY_LOOK, account},
    {TP_POST, "/account/password", TP_MAY_LOOK, password},
    {TP_POST, "/sign-out", TP_MAY_LOOK, out},
    {TP_GET, "/users", TP_MAY_ADMINISTER, users},
    {TP_POST, "/users", TP_MAY_ADMINISTER, add},
    {TP_POST, "/users/change", TP_MAY_ADMINISTER, change},
    {TP_GET, "/log", TP_MAY_AUDIT, log_page},
};
const tp_routes tp_page_people = TP_ROUTES(routes);
