/* The server from outside: who is let in, what is refused, what every reply says; and that slow and
 * broken clients hold nobody up. */
#include "serve/serve.h"

#include "page.h"
#include "run/session.h"
#include "suite.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *form(const page *w)
{
    static char body[128];
    snprintf(body, sizeof body, "token=%s", w->token);
    return body;
}

START_TEST(serve__answers_to_its_own_names_only)
{
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    char local[64], upper[64], path[64];
    snprintf(local, sizeof local, "localhost:%u", w.port);
    snprintf(upper, sizeof upper, "LOCALHOST:%u", w.port);
    const char *style = strstr(strstr(w.reply, "stylesheet"), "/static/");
    snprintf(path, sizeof path, "%.24s", style);
    const char *const wrong[] = {"evil.example",     "127.0.0.1", "127.0.0.1:1",   "localhost",
                                 "localhost.evil:1", upper,       "127.0.0.1:80@x"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        client_request request = {
            .method = "GET", .path = "/", .host = wrong[i], .cookie = w.cookie};
        ck_assert_int_eq(page_ask(&w, request), 421);
        request.path = path;
        ck_assert_int_eq(page_ask(&w, request), 421); /* a rebound GET carries no Origin */
    }
    client_request request = {.method = "GET", .path = path, .host = local};
    ck_assert_int_eq(page_ask(&w, request), 200);
    char twice[128];
    snprintf(twice, sizeof twice, "Host: 127.0.0.1:%u\r\n", w.port);
    request = (client_request){.method = "GET", .path = "/", .cookie = w.cookie, .further = twice};
    ck_assert_int_eq(page_ask(&w, request), 400);
    page_end(&w);
}
END_TEST

START_TEST(serve__link_lets_in_once)
{
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    char link[128];
    ck_assert_int_eq(page_ask(&w, (client_request){.method = "GET", .path = "/"}), 401);
    ck_assert_ptr_null(page_header(&w, "Set-Cookie"));
    snprintf(link, sizeof link, "%s", page_link(&w));
    ck_assert_uint_ge(strlen(strrchr(link, '/') + 1), 32); /* hex digits: at least 128 bits */
    client_request request = {.method = "GET", .path = link};
    ck_assert_int_eq(page_ask(&w, request), 200);
    const char *cookie = page_header(&w, "Set-Cookie");
    char name[64];
    snprintf(name, sizeof name, "turnpool-%u=", w.port);
    ck_assert_int_eq(strncmp(cookie, name, strlen(name)), 0);
    ck_assert_ptr_nonnull(strstr(cookie, "HttpOnly"));
    ck_assert_ptr_nonnull(strstr(cookie, "SameSite=Strict"));
    ck_assert_str_eq(page_header(&w, "Referrer-Policy"), "no-referrer");
    ck_assert(!page_says(&w, strrchr(link, '/') + 1));
    ck_assert_int_eq(page_ask(&w, request), 403); /* used */
    ck_assert_ptr_null(page_header(&w, "Set-Cookie"));
    snprintf(link, sizeof link, "%s", page_link(&w));
    atomic_fetch_add(&page_clock, 25 * 3600);
    ck_assert_int_eq(page_ask(&w, request), 403); /* too old */
    request.path = "/enter/0000";
    ck_assert_int_eq(page_ask(&w, request), 403);
    page_end(&w);
}
END_TEST

/* Is the text in a file of the folder? */
static bool kept_in(page *w, const char *name, const char *secret)
{
    FILE *file = fopen(scratch_path(&w->s, name), "rb");
    if (!file)
        return false;
    static char bytes[1 << 22];
    size_t n = fread(bytes, 1, sizeof bytes, file);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_uint_lt(n, sizeof bytes);
    return memmem(bytes, n, secret, strlen(secret)) != NULL;
}

/* What lets in is in no file and no reply but the one that hands it out: store, journal, saved
 * file. */
START_TEST(serve__secrets_are_kept_nowhere)
{
    static const char *const files[] = {"turnpool.db", "turnpool.db-wal", "neu.yaml", "plan.yaml"};
    page w;
    char link[128];
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    snprintf(link, sizeof link, "%s", page_link(&w));
    ck_assert_int_eq(page_ask(&w, (client_request){.method = "GET", .path = link}), 200);
    page_enter(&w);
    ck_assert_int_eq(page_post_fields(&w, "/live/plan/keep?reserve.count=2", ""), 303);
    ck_assert_int_eq(
        page_post_fields(&w, "/live/plan/rules?reserve.count=3", "name=neu&title=%E6%96%B0"), 303);
    const char *const secrets[] = {strrchr(link, '/') + 1, strchr(w.cookie, '=') + 1, w.token};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        ck_assert_uint_ge(strlen(secrets[i]), 32);
        for (size_t k = 0; k < sizeof files / sizeof *files; k++)
            ck_assert_msg(!kept_in(&w, files[k], secrets[i]), "%s holds secret %zu", files[k], i);
    }
    ck_assert(kept_in(&w, "turnpool.db", "reserve") || kept_in(&w, "turnpool.db-wal", "reserve"));
    ck_assert_int_eq(page_get(&w, "/runs"), 200);
    ck_assert(!page_says(&w, secrets[0]) && !page_says(&w, secrets[1]));
    page_end(&w);
}
END_TEST

START_TEST(serve__leaving_ends_the_cookie)
{
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    ck_assert_int_eq(page_post(&w, "/leave", form(&w)), 200);
    ck_assert_int_eq(page_get(&w, "/"), 401);
    page_end(&w);
}
END_TEST

START_TEST(serve__changes_only_by_post_with_origin_and_token)
{
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    client_request request = {.method = "POST",
                              .path = "/link",
                              .cookie = w.cookie,
                              .type = "application/x-www-form-urlencoded",
                              .body = form(&w)};
    ck_assert_int_eq(page_ask(&w, request), 403); /* no Origin */
    const char *const wrong[] = {"null", "http://evil.example", "https://127.0.0.1",
                                 "http://127.0.0.1:1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        request.origin = wrong[i];
        ck_assert_int_eq(page_ask(&w, request), 403);
    }
    request.origin = w.origin;
    request.cookie = NULL;
    ck_assert_int_eq(page_ask(&w, request), 401);
    request.cookie = w.cookie;
    request.body = "token=0123";
    ck_assert_int_eq(page_ask(&w, request), 403);
    request.body = "";
    ck_assert_int_eq(page_ask(&w, request), 403);
    request.body = form(&w);
    request.type = "text/plain";
    ck_assert_int_eq(page_ask(&w, request), 400);
    ck_assert_int_eq(page_post(&w, "/link", form(&w)), 200);
    ck_assert_int_eq(page_get(&w, "/link"), 405);
    ck_assert_int_eq(page_get(&w, "/live/plan/keep"), 405);
    ck_assert_int_eq(
        page_ask(&w, (client_request){.method = "DELETE", .path = "/", .cookie = w.cookie}), 405);
    ck_assert_int_eq(
        page_ask(&w, (client_request){.method = "OPTIONS", .path = "/", .cookie = w.cookie}), 405);
    page_end(&w);
}
END_TEST

START_TEST(serve__every_reply_is_protected)
{
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    const char *const paths[] = {"/", "/runs", "/live/plan", "/nothing", "/live/none"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        client_request request = {
            .method = "GET", .path = paths[i], .cookie = w.cookie, .origin = "http://evil.example"};
        page_ask(&w, request);
        const char *policy = page_header(&w, "Content-Security-Policy");
        ck_assert_ptr_nonnull(policy);
        ck_assert_ptr_nonnull(strstr(policy, "default-src 'none'"));
        ck_assert_ptr_null(strstr(policy, "unsafe"));
        ck_assert_str_eq(page_header(&w, "X-Content-Type-Options"), "nosniff");
        ck_assert_str_eq(page_header(&w, "Cache-Control"), "no-store");
        ck_assert_ptr_null(page_header(&w, "Access-Control-Allow-Origin"));
        ck_assert(!page_says(&w, "style=\""));
        ck_assert(!page_says(&w, "onclick"));
    }
    page_end(&w);
}
END_TEST

START_TEST(serve__text_of_data_is_never_markup)
{
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    ck_assert_int_eq(page_get(&w, "/live/plan"), 200);
    ck_assert(page_says(&w, "方案&amp;甲") && page_says(&w, "甲&lt;b&gt;") &&
              !page_says(&w, "甲<b>"));
    ck_assert_int_eq(page_get(&w, "/live/plan?reserve.count=%3Cscript%3E"), 200);
    ck_assert(!page_says(&w, "<script>"));
    ck_assert_int_eq(page_get(&w, "/live/%3Cscript%3E"), 404);
    ck_assert(!page_says(&w, "<script>"));
    page_end(&w);
}
END_TEST

START_TEST(serve__no_path_of_a_request_is_a_file)
{
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    const char *const paths[] = {"/../plan.yaml",
                                 "/static/../plan.yaml",
                                 "/static/%2e%2e%2fplan.yaml",
                                 "/live/..",
                                 "/live/%2e%2e",
                                 "/live/..~plan",
                                 "/live/%2Fetc%2Fpasswd",
                                 "/live/plan.yaml",
                                 "/live/plan@../x",
                                 "/run/..%2f..%2fplan",
                                 "/live/plan%00",
                                 "/live/%ff",
                                 "/%"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        int status = page_get(&w, paths[i]);
        ck_assert_msg(status == 404 || status == 400, "%s: %d", paths[i], status);
    }
    page_end(&w);
}
END_TEST

START_TEST(serve__state_of_an_address_is_solved_and_kept)
{
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    ck_assert(page_get(&w, "/live/plan/document?reserve.count=3") == 200 &&
              page_says(&w, "\"required\": 3"));
    ck_assert_int_eq(page_get(&w, "/live/plan/document?lock.D%2F1=2"), 200);
    ck_assert(page_says(&w, "\"count\":2") || page_says(&w, "\"count\": 2"));
    ck_assert_int_eq(page_get(&w, "/live/plan/demand/D%2F1?reserve.count=3"), 200);
    ck_assert(page_get(&w, "/live/plan/tables?reserve.count=3") == 200 &&
              page_says(&w, "id=\"pools\""));
    ck_assert(page_get(&w, "/live/plan?reserve.count=x") == 200 &&
              page_says(&w, "class=\"error\""));
    ck_assert_int_eq(page_get(&w, "/live/plan?_go=1&reserve.count=1&lock.D%2F1="), 303);
    ck_assert_str_eq(page_header(&w, "Location"), "/live/plan");
    ck_assert_int_eq(page_post(&w, "/live/plan/keep?horizon.periods=2", form(&w)), 303);
    char run[64];
    snprintf(run, sizeof run, "%s", page_header(&w, "Location"));
    ck_assert(page_get(&w, run) == 200 && page_says(&w, "id=\"looking_ahead\""));
    ck_assert(page_get(&w, "/runs") == 200 && page_says(&w, run));
    page_end(&w);
}
END_TEST

START_TEST(serve__plan_shows_its_years_and_looks_ahead)
{
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    ck_assert(page_get(&w, "/live/plan?horizon.periods=2") == 200 &&
              page_says(&w, "id=\"across\""));
    ck_assert_int_eq(page_post_fields(&w, "/live/plan/jobs", "kind=outlook"), 422);
    ck_assert_int_eq(page_post_fields(&w, "/live/plan/jobs?horizon.periods=2", "kind=outlook"),
                     303);
    for (int i = 0; i < 5000 && !page_says(&w, "22 / 22"); i++)
        ck_assert_int_eq(page_get(&w, "/jobs/1"), 200);
    ck_assert(page_says(&w, "id=\"looking_ahead\"") && page_says(&w, "id=\"tails\""));
    page_end(&w);
}
END_TEST

static int upload(page *w, const char *name, const char *content)
{
    static char body[1 << 20];
    int length = snprintf(body, sizeof body,
                          "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n%s\r\n"
                          "--b\r\nContent-Disposition: form-data; name=\"files\"; "
                          "filename=\"%s\"\r\n\r\n%s\r\n--b--\r\n",
                          w->token, name, content);
    ck_assert(length > 0 && (size_t)length < sizeof body);
    return page_ask(w, (client_request){.method = "POST",
                                        .path = "/data",
                                        .cookie = w->cookie,
                                        .origin = w->origin,
                                        .type = "multipart/form-data; boundary=b",
                                        .body = body});
}

/* A register as the office keeps it: read, corrected where it was taken wrongly, gone on with. */
START_TEST(serve__register_is_reviewed_and_imported)
{
    page w;
    char review[64], to[96];
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    ck_assert_int_eq(upload(&w, "../台账<b>.csv",
                            "某市台账,,,\n单位名称,行政编制核定数,行政编制实有数,人数\n"
                            "甲局,20,12人,9\n乙局,10,１０,8\n"),
                     303);
    snprintf(review, sizeof review, "%s", page_header(&w, "Location"));
    ck_assert_ptr_nonnull(strstr(review, "/import/"));
    ck_assert_int_eq(page_get(&w, review), 200);
    ck_assert(page_says(&w, "name=\"f.0.1\"") && page_says(&w, "name=\"k.0\"") &&
              page_says(&w, "12人"));
    ck_assert(page_says(&w, "台账&lt;b&gt;.csv[C3]") && !page_says(&w, "<b>.csv"));
    ck_assert(!page_says(&w, w.s.path)); /* nothing of the server's own folders */
    /* The last column is said to be people under way; what the map says is what the form said. */
    ck_assert_int_eq(
        page_post_fields(&w, review, "k.0=posts&f.0.3=committed&c.0.3=%E8%A1%8C%E6%94%BF"), 303);
    snprintf(to, sizeof to, "%s/map", review);
    ck_assert_int_eq(page_get(&w, to), 200);
    ck_assert(page_says(&w, "人数: 在途 行政") || page_says(&w, "人数: committed 行政"));
    ck_assert_int_eq(page_post_fields(&w, to, "map=%3A%3A"), 303);
    ck_assert_int_eq(page_get(&w, review), 200); /* a map that is none: said, and shown as typed */
    ck_assert(page_says(&w, "class=\"error\"") && page_says(&w, "spellcheck=\"false\">::"));
    ck_assert_int_eq(page_post_fields(&w, review, "k.0=posts"), 303); /* cannot be built upon */
    ck_assert_int_eq(page_post_fields(&w, to, "map="), 303);
    page_end(&w);
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    ck_assert_int_eq(
        upload(&w, "台账.csv", "单位名称,行政编制核定数,行政编制实有数\n甲局,20,12\n乙局,10,10\n"),
        303);
    snprintf(to, sizeof to, "%s/go", page_header(&w, "Location"));
    ck_assert_int_eq(page_post_fields(&w, to, ""), 303);
    snprintf(review, sizeof review, "%s", page_header(&w, "Location"));
    ck_assert_ptr_nonnull(strstr(review, "/data/"));
    ck_assert_int_eq(page_get(&w, review), 200);
    ck_assert(page_says(&w, "verdict good"));
    ck_assert_int_eq(page_get(&w, "/data/0123456789abcdef"), 404);
    ck_assert_int_eq(page_get(&w, "/import/0123456789abcdef"), 404);
    /* What must be answered first is not passed over. */
    ck_assert_int_eq(
        upload(&w, "台账.csv", "单位名称,行政编制核定数,行政编制实有数\n甲局,20,5+2\n"), 303);
    snprintf(to, sizeof to, "%s/go", page_header(&w, "Location"));
    ck_assert_int_eq(page_post_fields(&w, to, ""), 422);
    page_end(&w);
}
END_TEST

/* What comes with too many rows is not taken, table or register; the largest that is, is. */
START_TEST(serve__uploads_are_bounded_in_rows)
{
    enum { MOST = 200000 };
    static const char head[] = "unit,name,region\n";
    static char text[sizeof head + 2 * (MOST + 2)];
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 20});
    page_enter(&w);
    strcpy(text, head);
    char *at = text + strlen(text);
    for (int i = 0; i <= MOST; i++)
        *at++ = '\n';
    *at = '\0';
    ck_assert_int_eq(upload(&w, "units.csv", text), 422);
    ck_assert(page_says(&w, "20 万行") || page_says(&w, "200,000"));
    ck_assert_int_eq(upload(&w, "台账.csv", text), 422);
    at[-1] = '\0';
    ck_assert_int_eq(upload(&w, "units.csv", text), 303);
    page_end(&w);
}
END_TEST

/* The file says what the state said: the command line solves it to the same run. */
START_TEST(serve__state_is_saved_as_a_scenario_file)
{
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    const char *path = "/live/plan/rules?reserve.count=3&lock.D%2F1=2&sectors.a=%7Bweight:%202%7D";
    ck_assert_int_eq(page_post_fields(&w, path, "name=neu&title=%E6%96%B0"), 303);
    ck_assert_str_eq(page_header(&w, "Location"), "/live/neu");
    tp_session *session;
    const tp_run *run;
    ck_assert_msg(tp_session_open(&session, scratch_path(&w.s, "neu.yaml"), NULL, &w.s.diags,
                                  &w.s.err) == TP_OK,
                  "%s", scratch_reports(&w.s));
    ck_assert_int_eq(tp_session_solve(session, NULL, &run, &w.s.err), TP_OK);
    ck_assert_str_eq(run->scenario->title.zh, "新");
    ck_assert_int_eq(run->result->loan[0], 2);
    ck_assert_int_eq(page_get(&w, "/live/neu/document"), 200);
    ck_assert(page_says(&w, run->id));
    tp_session_free(session);
    ck_assert_int_eq(page_post_fields(&w, path, "name=neu&title="), 422); /* taken */
    const char *const wrong[] = {"name=", "name=..%2Fx", "name=A", "name=a.b", "name=%2Fetc%2Fx"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_int_eq(page_post_fields(&w, path, wrong[i]), 422);
    page_end(&w);
}
END_TEST

START_TEST(serve__yaml_and_form_are_one_state)
{
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    ck_assert_int_eq(page_post_fields(&w, "/live/plan/rules",
                                      "yaml=reserve:%0A++count:+4%0Asectors:+{a.b:+{weight:+2}}"),
                     303);
    char to[256];
    snprintf(to, sizeof to, "%s", page_header(&w, "Location"));
    ck_assert_str_eq(to, "/live/plan/rules?reserve.count=4&sectors.%22a.b%22.weight=2");
    ck_assert_int_eq(page_get(&w, to), 200);
    ck_assert(page_says(&w, "  count: 4\n") && page_says(&w, "  a.b:\n    weight: 2\n"));
    ck_assert(page_says(&w, "name=\"reserve.count\" value=\"4\" data-base=\"1\""));
    ck_assert_int_eq(page_post_fields(&w, "/live/plan/rules", "yaml=a:+[1"), 422);
    ck_assert_int_eq(page_post_fields(&w, "/live/plan/rules", "yaml="), 303);
    ck_assert_str_eq(page_header(&w, "Location"), "/live/plan/rules");
    page_end(&w);
}
END_TEST

static const char *took(page *w, const char *state, const char *fields)
{
    static char path[512];
    snprintf(path, sizeof path, "/live/plan/rules/take%s", state);
    ck_assert_int_eq(page_post_fields(w, path, fields), 303);
    const char *to = page_header(w, "Location");
    ck_assert_int_eq(strncmp(to, "/live/plan/rules", 16), 0);
    return to + 16;
}

/* Rows written into blank ones are added, the one named goes, and cells after it move up. */
START_TEST(serve__rows_of_a_form_become_a_state)
{
    static const char one[] = "limits%2B=%5B%7Bname%3A%20A%2C%20measure%3A%20loans%2C%20at_most%3A"
                              "%203%7D%5D";
    static const char two[] = "limits%2B=%5B%7Bmeasure:+loans,at_most:+3%7D,%7Bmeasure:+loans,"
                              "at_most:+9%7D%5D";
    char text[600];
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    ck_assert_str_eq(took(&w, "", "reserve.count=1&_limits%5B%5D.at_most=&_do="), "");
    ck_assert_str_eq(took(&w, "", "reserve.count=2"), "?reserve.count=2");
    snprintf(text, sizeof text, "?%s&reserve.count=2#t-limits", one);
    ck_assert_str_eq(took(&w, "",
                          "_limits[].name=A&_limits[].measure=loans&_limits[].at_most=3&"
                          "reserve.count=2&_do=add:limits"),
                     text);
    snprintf(text, sizeof text, "%s&limits[1].at_most=4&limits[2].at_most=8&_do=drop:limits[1]",
             two);
    ck_assert_str_eq(strstr(took(&w,
                                 "?limits%2B=[{measure:+loans,at_most:+3},{measure:+loans,"
                                 "at_most:+9}]",
                                 text),
                            "&limits%5B1%5D"),
                     "&limits%5B1%5D=&limits%5B1%5D.at_most=8#t-limits");
    ck_assert_str_eq(took(&w, "", "_sectors[]=a.b&_sectors[].weight=2&_do=add:sectors"),
                     "?sectors.%22a.b%22=%7Bweight%3A%202%7D#t-sectors");
    ck_assert_str_eq(took(&w, "?sectors.x.weight=2", "sectors.x.weight=2&_do=drop:sectors.x"),
                     "#t-sectors");
    ck_assert_int_eq(page_post_fields(&w, "/live/plan/rules/take", "_sectors[].weight=2"), 422);
    ck_assert_str_eq(took(&w, "", "_basis[]=borrow&_basis[].text=a%22b%5C%3A+c&_do=add:basis"),
                     "?basis.borrow=%22a%5C%22b%5C%5C%3A%20c%22#t-basis");
    ck_assert_str_eq(took(&w, "", "_do=drop:limits[7]"), "");
    /* Lists of texts as one writes them; what an address does not hold is refused, whole. */
    ck_assert_str_eq(took(&w, "", "_protect[].unit=U1%E3%80%81U2"),
                     "?protect%2B=%5B%7Bunit%3A%20%5B%22U1%22%2C%20%22U2%22%5D%7D%5D#t-protect");
    static char long_text[20000];
    snprintf(long_text, sizeof long_text, "token=%s&_basis[]=borrow&_basis[].text=", w.token);
    memset(long_text + strlen(long_text), 'x', sizeof long_text - strlen(long_text) - 1);
    ck_assert_int_eq(page_post(&w, "/live/plan/rules/take", long_text), 422);
    page_end(&w);
}
END_TEST

START_TEST(serve__body_is_bounded)
{
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    char head[512];
    int n = snprintf(head, sizeof head,
                     "POST /link HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: %s\r\nOrigin: %s\r\n"
                     "Connection: close\r\nContent-Length: 99999999999\r\n\r\n",
                     w.port, w.cookie, w.origin);
    ck_assert_int_eq(client_ask(w.port, head, (size_t)n, NULL), 413);
    static char target[40000];
    memset(target, 'a', sizeof target - 1);
    target[0] = '/';
    ck_assert_int_ge(page_get(&w, target), 400);
    ck_assert_int_eq(page_get(&w, "/"), 200);
    page_end(&w);
}
END_TEST

/* 200 clients that sent half a request, and one that reads nothing: others are answered at once,
 * and in the end all are dropped. */
START_TEST(serve__half_open_connections_hold_nobody_up)
{
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    enum { SLOW = 200 };
    int slow[SLOW];
    static const char *const halves[] = {"GET / HT", "POST /link HTTP/1.1\r\nContent-Le", "",
                                         "GET / HTTP/1.1\r\nHost: x\r\nA: "};
    for (int i = 0; i < SLOW; i++) {
        slow[i] = client_connect(w.port);
        ck_assert_int_ge(slow[i], 0);
        client_send(slow[i], halves[i % 4], strlen(halves[i % 4]));
    }
    for (int i = 0; i < 20; i++)
        ck_assert_int_eq(page_get(&w, "/live/plan"), 200);
    for (int i = 0; i < SLOW; i++) {
        tp_buf rest;
        tp_buf_init(&rest);
        client_read(slow[i], &rest, 10); /* ends when the server closes */
        close(slow[i]);
        tp_buf_finish(&rest);
    }
    ck_assert_int_eq(page_get(&w, "/"), 200);
    page_end(&w);
}
END_TEST

typedef struct planner {
    page *w;
    int number, wrong;
} planner;

static void *plan(void *user)
{
    planner *p = user;
    char path[64], wanted[32];
    for (int i = 0; i < 20; i++) {
        int reserve = 1 + (p->number + i) % 5;
        tp_buf reply;
        tp_buf_init(&reply);
        snprintf(path, sizeof path, "/live/plan/document?reserve.count=%d", reserve);
        snprintf(wanted, sizeof wanted, "\"required\":%d", reserve);
        client_do(p->w->port,
                  &(client_request){.method = "GET", .path = path, .cookie = p->w->cookie}, &reply);
        for (char *at = reply.bytes; at && *at; at++) /* blanks after colons or not */
            if (at[0] == ':' && at[1] == ' ')
                memmove(at + 1, at + 2, strlen(at + 2) + 1);
        p->wrong += !reply.bytes || !strstr(reply.bytes, wanted);
        tp_buf_finish(&reply);
    }
    return NULL;
}

START_TEST(serve__planners_at_once_get_their_own_answers)
{
    page w;
    page_begin(&w, NULL, (tp_serve_options){.patience = 2});
    page_enter(&w);
    enum { PLANNERS = 8 };
    planner planners[PLANNERS];
    pthread_t threads[PLANNERS];
    for (int i = 0; i < PLANNERS; i++) {
        planners[i] = (planner){&w, i, 0};
        ck_assert_int_eq(pthread_create(&threads[i], NULL, plan, &planners[i]), 0);
    }
    for (int i = 0; i < PLANNERS; i++) {
        pthread_join(threads[i], NULL);
        ck_assert_int_eq(planners[i].wrong, 0);
    }
    page_end(&w);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("serve");
    TCase *tc = tcase_create("serve");
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, serve__answers_to_its_own_names_only);
    tcase_add_test(tc, serve__link_lets_in_once);
    tcase_add_test(tc, serve__secrets_are_kept_nowhere);
    tcase_add_test(tc, serve__leaving_ends_the_cookie);
    tcase_add_test(tc, serve__changes_only_by_post_with_origin_and_token);
    tcase_add_test(tc, serve__every_reply_is_protected);
    tcase_add_test(tc, serve__text_of_data_is_never_markup);
    tcase_add_test(tc, serve__no_path_of_a_request_is_a_file);
    tcase_add_test(tc, serve__state_of_an_address_is_solved_and_kept);
    tcase_add_test(tc, serve__plan_shows_its_years_and_looks_ahead);
    tcase_add_test(tc, serve__register_is_reviewed_and_imported);
    tcase_add_test(tc, serve__state_is_saved_as_a_scenario_file);
    tcase_add_test(tc, serve__yaml_and_form_are_one_state);
    tcase_add_test(tc, serve__rows_of_a_form_become_a_state);
    tcase_add_test(tc, serve__body_is_bounded);
    tcase_add_test(tc, serve__uploads_are_bounded_in_rows);
    tcase_add_test(tc, serve__half_open_connections_hold_nobody_up);
    tcase_add_test(tc, serve__planners_at_once_get_their_own_answers);
    suite_add_tcase(suite, tc);
    return suite;
}
