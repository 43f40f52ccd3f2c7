#include "page.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

atomic_llong page_clock;
atomic_bool page_clock_ticks;
static atomic_uint drawn;

static int64_t now(void *user)
{
    (void)user;
    return atomic_load(&page_clock_ticks) ? atomic_fetch_add(&page_clock, 1)
                                          : atomic_load(&page_clock);
}

bool page_random(void *user, void *bytes, size_t length)
{
    unsigned char *at = bytes;
    (void)user;
    for (size_t i = 0; i < length; i++)
        at[i] = (unsigned char)(atomic_fetch_add(&drawn, 7) * 2654435761u >> 13);
    return true;
}

void page_begin(page *p, const page_data *data, tp_serve_options options)
{
    static const page_data small = {
        .units = "unit,name,region\nU1,甲<b>,市\nU2,乙,市\n",
        .posts = "unit,category,authorised,in_post\nU1,事业,20,12\nU2,事业,10,10\n",
        .demands = "demand,unit,category,quantity\nD/1,U2,事业,6\n",
        .plan = "schema: turnpool.scenario/1\nname: plan\ntitle: 方案&甲\ndata: .\n"
                "as_of: 2026-06-30\nreserve: {count: 1}\n"};
    const page_data *d = data ? data : &small;
    memset(p, 0, sizeof *p);
    atomic_store(&page_clock, 1782777600); /* 2026-06-30 */
    atomic_store(&page_clock_ticks, false);
    scratch_begin(&p->s);
    scratch_text(&p->s, "units.csv", d->units ? d->units : small.units);
    scratch_text(&p->s, "posts.csv", d->posts ? d->posts : small.posts);
    scratch_text(&p->s, "demands.csv", d->demands ? d->demands : small.demands);
    scratch_text(&p->s, "plan.yaml", d->plan ? d->plan : small.plan);
    ck_assert_int_eq(mkdir(scratch_path(&p->s, "scratch"), 0700), 0);
    options.folder = p->s.path;
    options.store = scratch_path(&p->s, "turnpool.db");
    options.scratch = scratch_path(&p->s, "scratch");
    options.now = now;
    options.random = page_random;
    ck_assert_msg(tp_server_start(&p->server, &options, &p->s.err) == TP_OK, "%s", p->s.err.text);
    p->port = tp_server_port(p->server);
    snprintf(p->origin, sizeof p->origin, "http://127.0.0.1:%u", p->port);
}

void page_end(page *p)
{
    tp_server_stop(p->server);
    free(p->reply);
    ck_assert_int_eq(rmdir(scratch_path(&p->s, "scratch")), 0);
    scratch_end(&p->s);
}

int page_ask(page *p, client_request request)
{
    tp_buf reply;
    tp_buf_init(&reply);
    int status = client_do(p->port, &request, &reply);
    free(p->reply);
    p->reply = reply.bytes;
    return status;
}

int page_get(page *p, const char *path)
{
    return page_ask(p, (client_request){.method = "GET", .path = path, .cookie = p->cookie});
}

int page_post(page *p, const char *path, const char *body)
{
    return page_ask(p, (client_request){.method = "POST",
                                        .path = path,
                                        .cookie = p->cookie,
                                        .origin = p->origin,
                                        .type = "application/x-www-form-urlencoded",
                                        .body = body});
}

int page_post_fields(page *p, const char *path, const char *fields)
{
    char body[1024];
    snprintf(body, sizeof body, "token=%s%s%s", p->token, *fields ? "&" : "", fields);
    return page_post(p, path, body);
}

const char *page_header(const page *p, const char *name)
{
    const tp_buf reply = {.bytes = p->reply};
    return client_header(&reply, name);
}

bool page_says(const page *p, const char *text)
{
    return p->reply && strstr(p->reply, text);
}

const char *page_link(page *p)
{
    static char path[128];
    tp_buf link;
    tp_buf_init(&link);
    ck_assert_int_eq(tp_server_link(p->server, &link, &p->s.err), TP_OK);
    snprintf(path, sizeof path, "%s", strstr(link.bytes, "/enter/"));
    tp_buf_finish(&link);
    return path;
}

void page_enter(page *p)
{
    ck_assert_int_eq(page_ask(p, (client_request){.method = "GET", .path = page_link(p)}), 200);
    const char *cookie = page_header(p, "Set-Cookie");
    ck_assert_ptr_nonnull(cookie);
    snprintf(p->cookie, sizeof p->cookie, "%.*s", (int)strcspn(cookie, ";"), cookie);
    ck_assert_int_eq(page_get(p, "/"), 200);
    const char *token = strstr(p->reply, "name=\"token\" value=\"");
    ck_assert_ptr_nonnull(token);
    snprintf(p->token, sizeof p->token, "%.64s", token + 20);
}
