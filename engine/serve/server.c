#include "serve/people.h"
#include "serve/server_parts.h"

#include <stdlib.h>
#include <string.h>

enum {
    BODY_MOST = 32 << 20,
    BODIES_MOST = 128 << 20,
    DOOR_MOST = 16 << 10,
    OPEN_MOST = 20,
    ANSWER_MOST = 5
};

static const tp_words w_host = {"此地址不属于本服务。",
                                "This address is not one of this server's."};
static const tp_words w_origin = {"请求不是从本页面发出的，未执行。",
                                  "The request did not come from this page; nothing was done."};
static const tp_words w_enter[2] = {
    {"需要打开链接才能进入：请向照管本服务的人索取一次性地址（启动时写在服务的日志里，重新启动即换"
     "新"
     "），或在已经进入的浏览器的首页按“生成一次性地址”。",
     "A link is needed to come in: ask whoever runs this server for a one-time address (its log "
     "has "
     "one from its start, a restart makes a new one), or have one made on the first page of a "
     "browser that is in."},
    {"需要打开链接才能进入：请使用终端里显示的一次性地址；用过之后在终端按回车可得到新的地址，也可"
     "在"
     "已经进入的浏览器的首页生成。",
     "A link is needed to come in: use the one-time address shown in the terminal; once used, "
     "press "
     "Enter there for a new one, or have one made on the first page of a browser that is in."}};
static const tp_words w_sign_in = {"请先登录。", "Sign in first."};
static const tp_words w_may_not = {"您的角色不能办理此事（{0}），没有执行。",
                                   "Your role may not do this ({0}); nothing was done."};
static const tp_words w_secure = {
    "在本机以外监听须有证书（--certificate、--key），或位于有证书的代理之后（--proxy）",
    "to listen beyond this machine, give a certificate and key, or a proxy that has them"};
static const tp_words w_accounts = {
    "在本机以外监听的数据库须先设账号（turnpool user add）",
    "a store served beyond this machine needs accounts first (turnpool user add)"};
static const tp_words w_used[2] = {
    {"这个一次性地址已经用过或已失效。请向照管本服务的人索取新的地址，或在已经进入的浏览器的首页生"
     "成。",
     "This one-time address has been used or is too old. Ask whoever runs this server for a new "
     "one, "
     "or have one made on the first page of a browser that is in."},
    {"这个一次性地址已经用过或已失效。请在终端按回车得到新的地址。",
     "This one-time address has been used or is too old. Press Enter in the terminal for a new "
     "one."}};
static const tp_words w_token = {"页面已过期，请返回刷新后再试；刚才的操作没有执行。",
                                 "The page is out of date: go back, reload, try again. Nothing was "
                                 "done."};
static const tp_words w_malformed = {"请求不完整或格式不对。", "The request is malformed."};
static const tp_words w_nothing = {"没有这个页面。", "There is no such page."};
static const tp_words w_method = {"此地址不接受这种请求。", "This address takes no such request."};
static const tp_words w_memory = {"内存不足。", "Memory is out."};

static tp_stop_reason stop(void *user)
{
    tp_server *server = user;
    return atomic_load(&server->stopping) ? TP_STOP_USER : TP_GO_ON;
}

static void ended(void *at, const tp_run *was, const tp_run *now)
{
    const tp_server *server = at;
    tp_warm_replace(server->warmth, was, now);
}

static tp_lang language_of(const tp_server *server, const tp_request *request)
{
    const char *asked = request->languages;
    if (!asked)
        return server->options.lang;
    const char *zh = strstr(asked, "zh"), *en = strstr(asked, "en");
    return !zh && !en ? server->options.lang : !en || (zh && zh < en) ? TP_ZH : TP_EN;
}

/* A page that needs no visitor, in both languages where ours is not known. */
static void plain(tp_visit *visit, int status, tp_words words)
{
    visit->reply->status = status;
    tp_shell_bare(visit, words);
}

static void begin_visit(tp_visit *visit, tp_server *server, const tp_request *request,
                        tp_reply *reply)
{
    *visit = (tp_visit){.server = server,
                        .request = request,
                        .reply = reply,
                        .out = &reply->body,
                        .arena = request->arena,
                        .lang = language_of(server, request)};
    reply->status = 200;
    reply->type = "text/html; charset=utf-8";
    tp_diags_init(&visit->diags, visit->arena);
}

static int64_t ticks(void *user, bool processor)
{
    const tp_server *server = user;
    return server->options.ticks ? server->options.ticks(server->options.user, processor) : 0;
}

static bool is_door(const tp_request *request)
{
    return !strncmp(request->target, "/sign-in", 8) && strchr("?", request->target[8]);
}

/* Before anything else, static files included: a rebound name carries no Origin. */
static bool screen(void *user, const tp_request *request, tp_reply *reply)
{
    tp_server *server = user;
    tp_visit visit;
    begin_visit(&visit, server, request, reply);
    if (!tp_guard_host(server->guard, request->host)) {
        plain(&visit, 421, w_host);
        return false;
    }
    if (request->method != TP_POST)
        return true;
    /* Nobody's uploads are read before it is known whose they are; a sign-in is short. */
    bool known = tp_visit_known(&visit);
    if (!known && !(visit.office && is_door(request))) {
        plain(&visit, 401, visit.office ? w_sign_in : w_enter[server->options.attended]);
        return false;
    }
    if (!known)
        reply->body_most = DOOR_MOST;
    if (!tp_guard_origin(server->guard, request->origin)) {
        plain(&visit, 403, w_origin);
        return false;
    }
    return true;
}

static bool is_path(const tp_request *request, const char *first, size_t segments)
{
    return request->n_segments == segments && !strcmp(request->segment[0], first);
}

static void enter(tp_visit *visit)
{
    char cookie[TP_SECRET_HEX];
    tp_guard *guard = visit->server->guard;
    visit->reply->secret = true;
    if (visit->request->method != TP_GET ||
        !tp_guard_enter(guard, visit->request->segment[1], cookie)) {
        plain(visit, 403, w_used[visit->server->options.attended]);
        return;
    }
    visit->reply->set_cookie = tp_arena_format(visit->arena, "%s=%s%s", tp_guard_cookie_name(guard),
                                               cookie, tp_guard_cookie_rest(guard));
    /* A page and not a redirect: what leads on is ours, so the strict cookie goes with it. */
    tp_shell_lead_on(visit);
}

static bool static_file(tp_visit *visit)
{
    const tp_request *request = visit->request;
    const tp_server *server = visit->server;
    if (!is_path(request, "static", 2) || request->method != TP_GET)
        return false;
    if (!strcmp(request->segment[1], "icon.svg")) {
        visit->reply->type = "image/svg+xml";
        visit->reply->etag = "icon";
        tp_buf_text(visit->out, tp_shell_icon);
        return true;
    }
    bool style = !strcmp(request->segment[1], tp_shell_style_name(server));
    if (!style && strcmp(request->segment[1], tp_shell_script_name(server)) != 0)
        return false;
    visit->reply->type = style ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
    visit->reply->etag = style ? server->style : server->script;
    tp_buf_text(visit->out, style ? tp_serve_css : tp_serve_js);
    return true;
}

static void choose_language(tp_visit *visit)
{
    const char *asked = tp_field_value(&visit->request->query, "lang");
    if (visit->visitor.chose)
        visit->lang = visit->visitor.lang;
    if (strcmp(asked, "zh") != 0 && strcmp(asked, "en") != 0)
        return;
    visit->lang = asked[0] == 'z' ? TP_ZH : TP_EN;
    if (!visit->office)
        tp_guard_chose(visit->server->guard, visit->visitor.number, visit->lang);
    else
        visit->reply->set_cookie = tp_arena_format(visit->arena, "turnpool-lang=%s%s", asked,
                                                   tp_guard_cookie_rest(visit->server->guard));
}

/* The library says no, and notes it where it keeps a log. */
static bool refused(tp_visit *visit, const tp_route *route)
{
    tp_store *store = NULL;
    const char *may = tp_words_in(tp_may_words[route->may], visit->lang);
    if (tp_visit_may(visit, route->may))
        return false;
    if (!tp_visit_store_open(visit, TP_VISIT_WRITE, &store))
        tp_store_may(store, route->may, &visit->err);
    tp_store_close(store);
    tp_visit_refuse(visit, 403, w_may_not, may);
    return true;
}

static void dispatch(tp_visit *visit, tp_request *request)
{
    bool other = false;
    const tp_route *route = tp_route_find(request, visit->star, &other);
    if (!route) {
        tp_visit_refuse(visit, other ? 405 : 404, other ? w_method : w_nothing, "");
        return;
    }
    if (request->method == TP_POST && !tp_request_form(request)) {
        tp_visit_refuse(visit, 400, w_malformed, "");
        return;
    }
    if (request->method == TP_POST &&
        !tp_guard_same(tp_field_value(&request->form, "token"), visit->visitor.form)) {
        tp_visit_refuse(visit, 403, w_token, "");
        return;
    }
    if (!refused(visit, route))
        route->answer(visit);
}

static void answer(void *user, tp_request *request, tp_reply *reply)
{
    tp_server *server = user;
    tp_visit visit;
    begin_visit(&visit, server, request, reply);
    if (!tp_request_target(request)) {
        plain(&visit, 400, w_malformed);
        return;
    }
    if (static_file(&visit))
        return;
    if (is_path(request, "enter", 2)) { /* in a store with accounts a link opens nothing */
        enter(&visit);
        return;
    }
    bool known = tp_visit_known(&visit);
    if (!known && !visit.office) {
        plain(&visit, 401, w_enter[server->options.attended]);
        return;
    }
    choose_language(&visit);
    if (!known || is_path(request, "sign-in", 1)) {
        tp_people_door(&visit, request);
        return;
    }
    dispatch(&visit, request);
    if (tp_buf_ok(&reply->body))
        return;
    tp_buf_finish(&reply->body);
    tp_buf_init(&reply->body);
    plain(&visit, 500, w_memory);
}

static tp_status copy_options(tp_server *server, const tp_serve_options *options, tp_err *err)
{
    tp_serve_options *to = &server->options;
    *to = *options;
    to->folder = tp_arena_text(server->arena, options->folder);
    to->store = tp_arena_text(server->arena, options->store);
    to->scratch = tp_arena_text(server->arena, options->scratch);
    if (!to->open_most)
        to->open_most = OPEN_MOST;
    if (!to->answer_most)
        to->answer_most = ANSWER_MOST;
    to->names = NULL; /* the guard's */
    if (options->certificate)
        to->certificate = tp_arena_text(server->arena, options->certificate);
    if (options->key)
        to->key = tp_arena_text(server->arena, options->key);
    if (options->address)
        to->address = tp_arena_text(server->arena, options->address);
    if (options->proxy)
        to->proxy = tp_arena_text(server->arena, options->proxy);
    bool ok = to->folder && to->store && to->scratch && !to->certificate == !options->certificate &&
              !to->key == !options->key && !to->address == !options->address &&
              !to->proxy == !options->proxy &&
              tp_sha256_of(tp_serve_css, strlen(tp_serve_css), server->style) &&
              tp_sha256_of(tp_serve_js, strlen(tp_serve_js), server->script);
    server->style[16] = server->script[16] = '\0';
    return ok ? TP_OK : tp_fail_nomem(err);
}

static tp_status listen_on(tp_server *server, tp_err *err)
{
    const tp_http_options http = {.address = server->options.address,
                                  .certificate = server->options.certificate,
                                  .key = server->options.key,
                                  .only = server->options.proxy,
                                  .port = server->options.port,
                                  .workers = server->options.workers,
                                  .patience = server->options.patience,
                                  .body_most = BODY_MOST,
                                  .bodies_most = BODIES_MOST,
                                  .screen = screen,
                                  .answer = answer,
                                  .ticks = ticks,
                                  .user = server};
    tp_status status = tp_http_start(&server->http, &http, err);
    if (!status)
        tp_guard_listens(server->guard, tp_http_port(server->http));
    return status;
}

/* Beyond this machine: never in the clear, never without accounts. */
static tp_status check_listening(const tp_serve_options *options, tp_err *err)
{
    bool any = false;
    tp_store *store = NULL;
    tp_diags quiet;
    if (tp_http_loopback(options->address))
        return TP_OK;
    if (!options->certificate && !options->proxy)
        return tp_fail(err, TP_E_USAGE, "%s / %s", w_secure.zh, w_secure.en);
    tp_arena *arena = tp_arena_create();
    if (!arena)
        return tp_fail_nomem(err);
    tp_diags_init(&quiet, arena);
    tp_status status = tp_store_open(&store, options->store,
                                     &(tp_store_options){.read_only = true, .diags = &quiet}, err);
    if (!status)
        status = tp_people_any(store, &any, err);
    tp_store_close(store);
    tp_arena_free(arena);
    if (!status && any)
        return TP_OK;
    return tp_fail(err, TP_E_USAGE, "%s / %s", w_accounts.zh, w_accounts.en);
}

tp_status tp_server_start(tp_server **out, const tp_serve_options *options, tp_err *err)
{
    tp_server *server = calloc(1, sizeof *server);
    *out = NULL;
    tp_status allowed = check_listening(options, err);
    if (allowed) {
        free(server);
        return allowed;
    }
    if (server)
        server->arena = tp_arena_create();
    if (!server || !server->arena) {
        free(server);
        return tp_fail_nomem(err);
    }
    pthread_mutex_init(&server->door, NULL);
    const tp_guard_options guard = {.hosts = options->names,
                                    .n_hosts = options->n_names,
                                    .secure = options->certificate || options->proxy,
                                    .random = options->random,
                                    .now = options->now,
                                    .user = options->user};
    tp_status status = copy_options(server, options, err);
    if (!status)
        status = tp_guard_create(&server->guard, &guard, err);
    const tp_warmth_options warmth = {.store = server->options.store,
                                      .most = server->options.open_most,
                                      .stop = {stop, server},
                                      .seconds = server->options.answer_most,
                                      .now = options->now,
                                      .user = options->user};
    if (!status)
        status = tp_warmth_create(&server->warmth, &warmth, err);
    if (!status)
        status = tp_uploads_create(&server->uploads, server->options.scratch, err);
    const tp_jobs_options jobs = {.store = server->options.store,
                                  .now = options->now,
                                  .user = options->user,
                                  .ended = ended,
                                  .at = server};
    if (!status)
        status = tp_jobs_create(&server->jobs, &jobs, err);
    if (!status)
        status = listen_on(server, err);
    if (status) {
        tp_server_stop(server);
        return status;
    }
    *out = server;
    return TP_OK;
}

uint16_t tp_server_port(const tp_server *server)
{
    return tp_http_port(server->http);
}

tp_status tp_server_link(tp_server *server, tp_buf *out, tp_err *err)
{
    char token[TP_SECRET_HEX];
    const tp_serve_options *o = &server->options;
    bool office = false;
    tp_visit visit = {.server = server, .arena = tp_arena_create()};
    if (!visit.arena)
        return tp_fail_nomem(err);
    tp_diags_init(&visit.diags, visit.arena);
    tp_store *store = NULL;
    if (!tp_visit_store_open(&visit, TP_VISIT_READ, &store) && store)
        tp_people_any(store, &office, err);
    tp_store_close(store);
    tp_arena_free(visit.arena);
    tp_status status = office ? TP_OK : tp_guard_link(server->guard, token, err);
    if (status)
        return status;
    tp_buf_format(out, "%s://%s:%u/", o->certificate ? "https" : "http",
                  o->address ? o->address : "127.0.0.1", tp_server_port(server));
    if (office)
        tp_buf_text(out, "sign-in");
    else
        tp_buf_format(out, "enter/%s", token);
    return TP_OK;
}

void tp_server_stop(tp_server *server)
{
    if (!server)
        return;
    atomic_store(&server->stopping, true);
    tp_http_stop(server->http);
    tp_jobs_free(server->jobs);
    tp_warmth_free(server->warmth);
    tp_uploads_free(server->uploads);
    tp_guard_free(server->guard);
    pthread_mutex_destroy(&server->door);
    tp_arena_free(server->arena);
    free(server);
}
