/* Several people on one server: who signs in how, and every role at every address. */
#include "page.h"
#include "serve/routes.h"
#include "serve/serve.h"
#include "store/log.h"
#include "store/people.h"
#include "suite.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static scratch s;
static tp_server *server;
static uint16_t port;
static char origin[64], *reply;
static atomic_llong clock_now;
static const char password[] = "a good password";

/* One browser. */
typedef struct browser {
    char cookie[256], token[65];
} browser;

static int64_t now(void *user)
{
    (void)user;
    return atomic_load(&clock_now);
}

static void start(void)
{
    const tp_serve_options options = {.folder = s.path,
                                      .store = scratch_path(&s, "turnpool.db"),
                                      .scratch = scratch_path(&s, "scratch"),
                                      .patience = 2,
                                      .now = now,
                                      .random = page_random};
    ck_assert_msg(tp_server_start(&server, &options, &s.err) == TP_OK, "%s", s.err.text);
    port = tp_server_port(server);
    snprintf(origin, sizeof origin, "http://127.0.0.1:%u", port);
}

static tp_store *open_store(tp_diags *diags)
{
    tp_store *store;
    tp_diags_init(diags, s.arena);
    const tp_store_options options = {
        .create = true, .now = "2026-06-30T00:00:00Z", .diags = diags, .wait_ms = 5000};
    ck_assert_int_eq(tp_store_open(&store, scratch_path(&s, "turnpool.db"), &options, &s.err),
                     TP_OK);
    return store;
}

static void add(tp_store *store, const char *name, unsigned roles)
{
    unsigned char random[TP_USER_RANDOM];
    page_random(NULL, random, sizeof random);
    const tp_user_request request = {
        .name = name, .roles = roles, .password = password, .random = random, .cost = {1, 8}};
    ck_assert_msg(tp_user_add(store, &request, &s.err) == TP_OK, "%s", s.err.text);
}

static void set_up(void)
{
    tp_diags diags;
    atomic_store(&clock_now, 1782777600); /* 2026-06-30 */
    scratch_begin(&s);
    scratch_text(&s, "units.csv", "unit,name,region\nU1,甲,市\nU2,乙,市\n");
    scratch_text(&s, "posts.csv",
                 "unit,category,authorised,in_post\nU1,事业,20,12\nU2,事业,10,10\n");
    scratch_text(&s, "demands.csv", "demand,unit,category,quantity\nD1,U2,事业,6\n");
    scratch_text(&s, "plan.yaml",
                 "schema: turnpool.scenario/1\nname: plan\ntitle: 方案甲\ndata: .\n"
                 "as_of: 2026-06-30\nreserve: {count: 1}\n");
    ck_assert_int_eq(mkdir(scratch_path(&s, "scratch"), 0700), 0);
    tp_store *store = open_store(&diags);
    add(store, "admin", 1u << TP_ROLE_ADMINISTRATOR);
    const tp_sign_in in = {.name = "admin", .password = password};
    ck_assert_int_eq(tp_store_sign_in(store, &in, &s.err), TP_OK);
    for (int r = 0; r < TP_ROLES; r++)
        add(store, tp_role_names[r], 1u << r);
    tp_store_close(store);
    start();
}

static void tear_down(void)
{
    tp_server_stop(server);
    free(reply);
    reply = NULL;
    scratch_end(&s);
}

static int ask(client_request request)
{
    tp_buf out;
    tp_buf_init(&out);
    int status = client_do(port, &request, &out);
    free(reply);
    reply = out.bytes;
    return status;
}

static int get(const browser *b, const char *path)
{
    return ask((client_request){.method = "GET", .path = path, .cookie = b ? b->cookie : NULL});
}

static int post(const browser *b, const char *path, const char *body)
{
    return ask((client_request){.method = "POST",
                                .path = path,
                                .cookie = b ? b->cookie : NULL,
                                .origin = origin,
                                .type = "application/x-www-form-urlencoded",
                                .body = body});
}

static const char *header(const char *name)
{
    const tp_buf text = {.bytes = reply};
    return client_header(&text, name);
}

static bool says(const char *text)
{
    return reply && strstr(reply, text);
}

static void take_token(char token[65])
{
    const char *at = reply ? strstr(reply, "name=\"token\" value=\"") : NULL;
    ck_assert_msg(at, "%s", reply);
    snprintf(token, 65, "%.64s", at + 20);
}

static int try_sign_in(const char *name, const char *with)
{
    char token[65], body[512];
    ck_assert_int_eq(get(NULL, "/sign-in"), 401);
    take_token(token);
    snprintf(body, sizeof body, "token=%s&name=%s&password=%s", token, name, with);
    return post(NULL, "/sign-in", body);
}

static browser sign_in(const char *name)
{
    browser b;
    ck_assert_msg(try_sign_in(name, "a+good+password") == 200, "%s", reply);
    const char *cookie = header("Set-Cookie");
    ck_assert_ptr_nonnull(cookie);
    ck_assert_ptr_nonnull(strstr(cookie, "; HttpOnly; SameSite=Strict; Path=/"));
    snprintf(b.cookie, sizeof b.cookie, "%.*s", (int)strcspn(cookie, ";"), cookie);
    ck_assert_int_eq(get(&b, "/account"), 200);
    ck_assert(says(name));
    take_token(b.token);
    return b;
}

static int64_t rows(const char *kind, const char **last)
{
    tp_diags diags;
    tp_log_row *log;
    size_t count;
    int64_t of_kind = 0;
    tp_store *store = open_store(&diags);
    ck_assert_int_eq(tp_log_list(store, 1, s.arena, &log, &count, &s.err), TP_OK);
    for (size_t i = 0; i < count; i++)
        of_kind += !kind || !strcmp(log[i].act, kind);
    if (last)
        *last = log[count - 1].act;
    tp_store_close(store);
    return of_kind;
}

static void sound(void)
{
    tp_diags diags;
    tp_ledger_finding *found;
    size_t count;
    tp_store *store = open_store(&diags);
    ck_assert_int_eq(tp_ledger_verify(&found, &count, store, s.arena, &s.err), TP_OK);
    ck_assert_msg(!count, "%s", count ? found[0].text.en : "");
    tp_store_close(store);
}

START_TEST(office__nobody_gets_in_without_a_password)
{
    ck_assert_int_eq(get(NULL, "/"), 401);
    ck_assert(says("name=\"password\""));
    ck_assert_int_eq(get(NULL, "/runs"), 401);
    ck_assert_int_eq(post(NULL, "/users", "name=x"), 401);
    ck_assert_int_eq(try_sign_in("planner", "wrong+password"), 403);
    ck_assert_ptr_null(header("Set-Cookie"));
    ck_assert_int_eq(try_sign_in("nobody", "a+good+password"), 403);
    /* a form that was sent once is worth nothing more, and one that was never made neither */
    char token[65], body[256];
    ck_assert_int_eq(get(NULL, "/sign-in"), 401);
    take_token(token);
    snprintf(body, sizeof body, "token=%s&name=planner&password=a+good+password", token);
    ck_assert_int_eq(post(NULL, "/sign-in", body), 200);
    ck_assert_int_eq(post(NULL, "/sign-in", body), 403);
    ck_assert_int_eq(post(NULL, "/sign-in", "name=planner&password=a+good+password"), 403);
    browser made_up = {.cookie = ""};
    snprintf(made_up.cookie, sizeof made_up.cookie, "turnpool-%u=%064d", port, 0);
    ck_assert_int_eq(get(&made_up, "/"), 401);
    /* a one-time link opens nothing any more */
    tp_buf link;
    tp_buf_init(&link);
    ck_assert_int_eq(tp_server_link(server, &link, &s.err), TP_OK);
    ck_assert_ptr_nonnull(strstr(link.bytes, "/sign-in"));
    tp_buf_finish(&link);
    sound();
}
END_TEST

START_TEST(office__sessions_outlive_the_server_and_end_everywhere)
{
    char body[128];
    browser one = sign_in("planner"), two = sign_in("planner");
    ck_assert_str_ne(one.cookie, two.cookie);
    ck_assert_str_ne(one.token, two.token);
    uint16_t before = port;
    tp_server_stop(server);
    start();
    browser moved = one; /* cookies are named after the port */
    snprintf(moved.cookie, sizeof moved.cookie, "turnpool-%u%s", port, strchr(one.cookie, '='));
    ck_assert_int_eq(get(&moved, "/runs"), 200);
    (void)before;
    snprintf(body, sizeof body, "token=%s&everywhere=1", one.token);
    ck_assert_int_eq(post(&moved, "/sign-out", body), 303);
    ck_assert_int_eq(get(&moved, "/runs"), 401);
    snprintf(two.cookie, sizeof two.cookie, "turnpool-%u=%064d", port, 1);
    ck_assert_int_eq(get(&two, "/runs"), 401);
    browser three = sign_in("planner");
    atomic_fetch_add(&clock_now, 12 * 3600 + 1);
    ck_assert_int_eq(get(&three, "/runs"), 401);
    sound();
}
END_TEST

START_TEST(office__one_browsers_token_is_not_anothers)
{
    char body[128];
    browser one = sign_in("planner"), two = sign_in("administrator");
    snprintf(body, sizeof body, "token=%s", one.token);
    ck_assert_int_eq(post(&two, "/sign-out", body), 403);
    ck_assert_int_eq(get(&two, "/users"), 200);
}
END_TEST

/* Two browsers: what one puts forward the other decides, and nobody decides on his own, whatever is
 * sent. */
START_TEST(office__one_proposes_and_another_decides)
{
    char body[256], path[128];
    tp_diags diags;
    browser admin = sign_in("admin");
    snprintf(body, sizeof body,
             "token=%s&name=both&password=a+good+password&again=a+good+password&role=planner"
             "&role=approver",
             admin.token);
    ck_assert_int_eq(post(&admin, "/users", body), 303);
    browser both = sign_in("both"), approver = sign_in("approver");
    snprintf(body, sizeof body, "token=%s", both.token);
    ck_assert_int_eq(post(&both, "/live/plan/keep", body), 303);
    snprintf(path, sizeof path, "%s/propose", header("Location"));
    snprintf(body, sizeof body, "token=%s&by=approver", both.token);
    ck_assert_int_eq(post(&both, path, body), 409); /* not in another's name */
    snprintf(body, sizeof body, "token=%s&title=one", both.token);
    ck_assert_int_eq(post(&both, path, body), 303);
    static const char *const names[] = {"", "&by=approver", "&by=both", "&by=%20BOTH"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(body, sizeof body,
                 "token=%s&what=approve&meeting=m&d.D1=agree&l.U1/%%E4%%BA%%8B%%E4%%B8%%9A=agree%s",
                 both.token, names[i]);
        ck_assert_int_eq(post(&both, "/meeting/1/approve", body), 409);
    }
    tp_store *store = open_store(&diags);
    tp_ledger *ledger;
    ck_assert_int_eq(tp_ledger_read(&ledger, store, TP_DATE_NONE, s.arena, &s.err), TP_OK);
    ck_assert_uint_eq(ledger->n_entries + ledger->n_approvals, 0);
    tp_store_close(store);
    ck_assert_int_ge(rows("refused", NULL), 5);
    snprintf(body, sizeof body,
             "token=%s&what=approve&meeting=m&d.D1=agree&l.U1/%%E4%%BA%%8B%%E4%%B8%%9A=agree",
             approver.token);
    ck_assert_msg(post(&approver, "/meeting/1/approve", body) == 303, "%s", reply);
    ck_assert_int_eq(get(&both, "/meeting/1/minutes"), 200);
    sound();
}
END_TEST

/* What was booked by mistake is undone in the browser, and every page that shows the approval says
 * so. */
START_TEST(office__what_was_undone_is_marked_on_every_page)
{
    char body[512], path[128], run[64], head[128];
    browser planner = sign_in("planner"), approver = sign_in("approver"), clerk = sign_in("clerk");
    snprintf(body, sizeof body, "token=%s", planner.token);
    ck_assert_int_eq(post(&planner, "/live/plan/keep", body), 303);
    snprintf(run, sizeof run, "%s", header("Location"));
    snprintf(path, sizeof path, "%s/propose", run);
    snprintf(body, sizeof body, "token=%s&title=one", planner.token);
    ck_assert_int_eq(post(&planner, path, body), 303);
    snprintf(body, sizeof body,
             "token=%s&what=approve&meeting=m&d.D1=agree&l.U1/%%E4%%BA%%8B%%E4%%B8%%9A=agree",
             approver.token);
    ck_assert_int_eq(post(&approver, "/meeting/1/approve", body), 303);
    const char *const pages[] = {"/runs", run, "/proposals", "/meeting/1/minutes"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        ck_assert_int_eq(get(&planner, pages[i]), 200);
        ck_assert_msg(!says("已冲销"), "%s", pages[i]);
    }
    /* a movement by the unit's name, of which one loan runs; then the posting as a whole */
    snprintf(body, sizeof body, "token=%s&kind=return&number=%%E4%%B9%%99&count=1", clerk.token);
    ck_assert_msg(post(&clerk, "/ledger/preview", body) == 200, "%s", reply);
    snprintf(body, sizeof body, "token=%s&kind=return&number=none&count=1", clerk.token);
    ck_assert_int_eq(post(&clerk, "/ledger/preview", body), 422);
    snprintf(body, sizeof body, "token=%s&kind=undo&number=one&reason=x", clerk.token);
    ck_assert_int_eq(post(&clerk, "/ledger/preview", body), 422);
    snprintf(body, sizeof body, "token=%s&kind=undo&number=1&reason=x", clerk.token);
    ck_assert_msg(post(&clerk, "/ledger/preview", body) == 200, "%s", reply);
    const char *at = strstr(reply, "name=\"head\" value=\"");
    ck_assert_ptr_nonnull(at);
    at += strlen("name=\"head\" value=\"");
    snprintf(head, sizeof head, "%.*s", (int)strcspn(at, "\""), at);
    snprintf(body, sizeof body, "token=%s&kind=undo&number=1&reason=x&head=%s", clerk.token, head);
    ck_assert_msg(post(&clerk, "/ledger/book", body) == 200, "%s", reply);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        ck_assert_int_eq(get(&planner, pages[i]), 200);
        ck_assert_msg(says("已冲销"), "%s: %s", pages[i], reply);
    }
    sound();
}
END_TEST

/* Each address of the server with a word in place of every star. */
static void path_of(const tp_route *route, char *out, size_t size)
{
    size_t n = 0;
    for (const char *at = route->path; *at && n + 2 < size; at++)
        out[n++] = *at == '*' ? '1' : *at;
    out[n] = '\0';
}

/* Every role at every address: what it may not is 403, leaves one row "refused", and nothing else;
 * what it may is answered, whatever the answer. */
START_TEST(office__every_role_at_every_address)
{
    size_t cells = 0, refusals = 0;
    for (int r = 0; r < TP_ROLES; r++) {
        browser b = sign_in(tp_role_names[r]);
        char body[128], path[256];
        snprintf(body, sizeof body, "token=%s&what=none", b.token);
        for (size_t p = 0; p < tp_n_pages; p++)
            for (size_t i = 0; i < tp_pages[p]->count; i++) {
                const tp_route *route = &tp_pages[p]->items[i];
                const char *last;
                path_of(route, path, sizeof path);
                if (!strcmp(path, "/sign-out") || !strcmp(path, "/leave"))
                    continue; /* would end the session */
                bool may = tp_roles_may(1u << r, route->may);
                int64_t before = may ? 0 : rows(NULL, NULL);
                int status = route->method == TP_GET ? get(&b, path) : post(&b, path, body);
                cells++;
                ck_assert_msg(may ? status != 403 && status != 401 && status != 0 : status == 403,
                              "%s %s: %d", tp_role_names[r], path, status);
                if (may)
                    continue;
                refusals++;
                ck_assert_msg(rows(NULL, &last) == before + 1, "%s %s", tp_role_names[r], path);
                ck_assert_str_eq(last, "refused");
            }
    }
    ck_assert_uint_gt(cells, 150);
    ck_assert_uint_gt(refusals, 40);
    sound();
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("office");
    TCase *tc = tcase_create("office");
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, office__nobody_gets_in_without_a_password);
    tcase_add_test(tc, office__sessions_outlive_the_server_and_end_everywhere);
    tcase_add_test(tc, office__one_browsers_token_is_not_anothers);
    tcase_add_test(tc, office__one_proposes_and_another_decides);
    tcase_add_test(tc, office__what_was_undone_is_marked_on_every_page);
    tcase_add_test(tc, office__every_role_at_every_address);
    suite_add_tcase(suite, tc);
    return suite;
}
