#include "visitor.h"

#include "client.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

double visitor_ms(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6;
}

int64_t visitor_now(void *user)
{
    (void)user;
    return (int64_t)time(NULL);
}

int64_t visitor_ticks(void *user, bool processor)
{
    (void)user;
    return (int64_t)visitor_ms(processor ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC);
}

bool visitor_random(void *user, void *bytes, size_t length)
{
    (void)user;
    return getrandom(bytes, length, 0) == (ssize_t)length;
}

bool visitor_enter(tp_server *server, char *cookie, size_t size)
{
    tp_buf link, reply;
    tp_err err = {0};
    tp_buf_init(&link);
    if (tp_server_link(server, &link, &err) != TP_OK)
        return false;
    const client_request request = {.method = "GET", .path = strstr(link.bytes, "/enter/")};
    bool in = client_do(tp_server_port(server), &request, &reply) == 200;
    const char *set = in ? client_header(&reply, "Set-Cookie") : NULL;
    snprintf(cookie, size, "%.*s", set ? (int)strcspn(set, ";") : 0, set ? set : "");
    tp_buf_finish(&reply);
    tp_buf_finish(&link);
    return set != NULL;
}
