/* A page's answer is solved for some seconds and then shown as far as it is proven; long work goes
 * on to the end, and the page shows that from then on. The clock here goes on with every look. */
#include "serve/serve.h"

#include "client.h"
#include "scratch.h"
#include "suite.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_llong clock_now;
static atomic_uint drawn;
static atomic_bool ticks;

static int64_t now(void *user)
{
    (void)user;
    return atomic_load(&ticks) ? atomic_fetch_add(&clock_now, 1) : atomic_load(&clock_now);
}

static bool draw(void *user, void *bytes, size_t length)
{
    unsigned char *at = bytes;
    (void)user;
    for (size_t i = 0; i < length; i++)
        at[i] = (unsigned char)(atomic_fetch_add(&drawn, 7) * 2654435761u >> 13);
    return true;
}

typedef struct world {
    scratch s;
    tp_server *server;
    uint16_t port;
    char origin[64], cookie[256], token[65];
    char *reply; /* the last one */
} world;

static int ask(world *w, client_request request)
{
    tp_buf reply;
    tp_buf_init(&reply);
    int status = client_do(w->port, &request, &reply);
    free(w->reply);
    w->reply = reply.bytes;
    return status;
}

static int get(world *w, const char *path)
{
    return ask(w, (client_request){.method = "GET", .path = path, .cookie = w->cookie});
}

static bool says(const world *w, const char *text)
{
    return w->reply && strstr(w->reply, text);
}

static int ask_for(world *w, const char *path, const char *kind)
{
    char body[160];
    snprintf(body, sizeof body, "token=%s&kind=%s", w->token, kind);
    return ask(w, (client_request){.method = "POST",
                                   .path = path,
                                   .cookie = w->cookie,
                                   .origin = w->origin,
                                   .type = "application/x-www-form-urlencoded",
                                   .body = body});
}

static void begin(world *w)
{
    tp_buf link;
    memset(w, 0, sizeof *w);
    atomic_store(&clock_now, 1782777600); /* 2026-06-30 */
    atomic_store(&ticks, false);
    scratch_begin(&w->s);
    scratch_text(&w->s, "units.csv", "unit,name,region\nU1,甲,市\nU2,乙,市\nU3,丙,市\n");
    scratch_text(&w->s, "posts.csv",
                 "unit,category,authorised,in_post\nU1,事业,20,12\nU2,事业,10,10\nU3,事业,9,9\n");
    scratch_text(&w->s, "demands.csv",
                 "demand,unit,category,quantity,minimum\nD1,U2,事业,6,4\nD2,U3,事业,5,4\n");
    scratch_text(&w->s, "plan.yaml",
                 "schema: turnpool.scenario/1\nname: plan\ntitle: 方案\ndata: .\n"
                 "as_of: 2026-06-30\nreserve: {count: 1}\n");
    ck_assert_int_eq(mkdir(scratch_path(&w->s, "scratch"), 0700), 0);
    const tp_serve_options options = {.folder = w->s.path,
                                      .store = scratch_path(&w->s, "turnpool.db"),
                                      .scratch = scratch_path(&w->s, "scratch"),
                                      .lang = TP_EN,
                                      .answer_most = 1,
                                      .now = now,
                                      .random = draw};
    ck_assert_msg(tp_server_start(&w->server, &options, &w->s.err) == TP_OK, "%s", w->s.err.text);
    w->port = tp_server_port(w->server);
    snprintf(w->origin, sizeof w->origin, "http://127.0.0.1:%u", w->port);
    tp_buf_init(&link);
    ck_assert_int_eq(tp_server_link(w->server, &link, &w->s.err), TP_OK);
    const client_request enter = {.method = "GET", .path = strstr(link.bytes, "/enter/")};
    ck_assert_int_eq(ask(w, enter), 200);
    const tp_buf reply = {.bytes = w->reply};
    const char *cookie = client_header(&reply, "Set-Cookie");
    snprintf(w->cookie, sizeof w->cookie, "%.*s", (int)strcspn(cookie, ";"), cookie);
    tp_buf_finish(&link);
    ck_assert_int_eq(get(w, "/"), 200);
    const char *token = strstr(w->reply, "name=\"token\" value=\"");
    ck_assert_ptr_nonnull(token);
    snprintf(w->token, sizeof w->token, "%.64s", token + 20);
}

static void finish(world *w)
{
    tp_server_stop(w->server);
    free(w->reply);
    ck_assert_int_eq(rmdir(scratch_path(&w->s, "scratch")), 0);
    scratch_end(&w->s);
}

/* Asked while the clock runs away, so that the limit is met at once. */
static void see_it_stopped(world *w, const char *path)
{
    atomic_store(&ticks, true);
    ck_assert_int_eq(get(w, path), 200);
    atomic_store(&ticks, false);
    ck_assert(says(w, "class=\"verdict open\"") || says(w, "class=\"verdict bad\""));
    ck_assert(!says(w, "class=\"verdict good\"") && says(w, "value=\"end\""));
}

static void solve_to_the_end(world *w, const char *path, int number)
{
    char jobs[128], job[32];
    const char *query = strchr(path, '?');
    snprintf(jobs, sizeof jobs, "/live/plan/jobs%s", query ? query : "");
    snprintf(job, sizeof job, "/jobs/%d", number);
    ck_assert_int_eq(ask_for(w, jobs, "end"), 303);
    do
        ck_assert_int_eq(get(w, job), 200);
    while (!says(w, "class=\"verdict good\"") && !says(w, "class=\"verdict bad\""));
    ck_assert(says(w, "class=\"verdict good\"") && says(w, "<table"));
    ck_assert(get(w, path) == 200 && says(w, "class=\"verdict good\""));
    ck_assert(!says(w, "value=\"end\"")); /* nothing is left to do */
    ck_assert_int_eq(ask_for(w, jobs, "end"), 422);
}

START_TEST(limit__stops_an_answer_and_long_work_ends_it)
{
    world w;
    begin(&w);
    ck_assert(get(&w, "/live/plan") == 200 && says(&w, "class=\"verdict good\""));
    see_it_stopped(&w, "/live/plan?reserve.count=2");
    solve_to_the_end(&w, "/live/plan?reserve.count=2", 1);
    finish(&w);
}
END_TEST

START_TEST(limit__holds_for_what_the_file_says_too)
{
    world w;
    begin(&w);
    see_it_stopped(&w, "/live/plan");
    solve_to_the_end(&w, "/live/plan", 1);
    finish(&w);
}
END_TEST

START_TEST(long_work__of_a_range_ends_in_a_picture_and_a_table)
{
    world w;
    begin(&w);
    ck_assert_int_eq(ask_for(&w, "/live/plan/jobs", "range&key=reserve.count&values=1:4:1"), 303);
    do
        ck_assert_int_eq(get(&w, "/jobs/1"), 200);
    while (!says(&w, "class=\"verdict good\"") && !says(&w, "class=\"verdict bad\""));
    ck_assert(says(&w, "4 / 4") && says(&w, "<svg") && says(&w, "<table"));
    finish(&w);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("serve_limit");
    TCase *tc = tcase_create("serve_limit");
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, limit__stops_an_answer_and_long_work_ends_it);
    tcase_add_test(tc, limit__holds_for_what_the_file_says_too);
    tcase_add_test(tc, long_work__of_a_range_ends_in_a_picture_and_a_table);
    suite_add_tcase(suite, tc);
    return suite;
}
