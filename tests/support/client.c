#include "client.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

int client_connect(uint16_t port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int at = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (at >= 0 && connect(at, (struct sockaddr *)&address, sizeof address) == 0)
        return at;
    if (at >= 0)
        close(at);
    return -1;
}

bool client_send(int at, const char *bytes, size_t length)
{
    while (length) {
        ssize_t n = send(at, bytes, length, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        bytes += n;
        length -= (size_t)n;
    }
    return true;
}

void client_read(int at, tp_buf *out, int seconds)
{
    char bytes[16 << 10];
    struct pollfd in = {.fd = at, .events = POLLIN};
    while (poll(&in, 1, seconds * 1000) > 0) {
        ssize_t n = recv(at, bytes, sizeof bytes, 0);
        if (n <= 0)
            return;
        tp_buf_add(out, bytes, (size_t)n);
    }
}

int client_patience = 10;

int client_ask(uint16_t port, const char *request, size_t length, tp_buf *out)
{
    tp_buf own;
    tp_buf *reply = out ? out : &own;
    int at = client_connect(port), status = 0;
    if (at < 0)
        return 0;
    tp_buf_init(reply);
    client_send(at, request, length);
    client_read(at, reply, client_patience);
    close(at);
    if (reply->length < 12 || sscanf(reply->bytes, "HTTP/1.%*d %d", &status) != 1)
        status = 0;
    if (!out)
        tp_buf_finish(&own);
    return status;
}

static void line(tp_buf *out, const char *name, const char *value)
{
    if (value)
        tp_buf_format(out, "%s: %s\r\n", name, value);
}

int client_do(uint16_t port, const client_request *request, tp_buf *out)
{
    tp_buf text;
    char host[64];
    tp_buf_init(&text);
    snprintf(host, sizeof host, "127.0.0.1:%u", port);
    tp_buf_format(&text, "%s %s HTTP/1.1\r\nConnection: close\r\n", request->method, request->path);
    line(&text, "Host", request->host ? request->host : host);
    line(&text, "Cookie", request->cookie);
    line(&text, "Origin", request->origin);
    line(&text, "Content-Type", request->type);
    tp_buf_text(&text, request->further);
    if (request->body)
        tp_buf_format(&text, "Content-Length: %zu\r\n", strlen(request->body));
    tp_buf_text(&text, "\r\n");
    tp_buf_text(&text, request->body);
    int status = client_ask(port, text.bytes, text.length, out);
    tp_buf_finish(&text);
    return status;
}

const char *client_header(const tp_buf *reply, const char *name)
{
    static _Thread_local char value[1024];
    const char *at = reply->bytes;
    size_t size = strlen(name);
    while (at && (at = strstr(at, "\r\n"))) {
        at += 2;
        if (!strncmp(at, "\r\n", 2))
            return NULL;
        if (!strncasecmp(at, name, size) && at[size] == ':') {
            at += size + 1 + strspn(at + size + 1, " ");
            snprintf(value, sizeof value, "%.*s", (int)strcspn(at, "\r\n"), at);
            return value;
        }
    }
    return NULL;
}
