#include "serve_draw.h"

#include <stdio.h>
#include <string.h>

uint32_t client_draw(client *c, uint32_t below)
{
    c->state = c->state * 6364136223846793005u + 1442695040888963407u;
    return below ? (uint32_t)(c->state >> 33) % below : 0;
}

static uint32_t next(client *c, uint32_t below)
{
    return client_draw(c, below);
}

void client_learn_word(client *c, const char *text, size_t length)
{
    if (!length || length >= WORD)
        return;
    size_t at = c->n_words < WORDS ? c->n_words++ : next(c, WORDS);
    memcpy(c->words[at], text, length);
    c->words[at][length] = '\0';
}

void client_learn(client *c, const tp_buf *page)
{
    static const char *const before[] = {" name=\"", " value=\"", " href=\"/"};
    for (uint32_t i = 0; i < COUNT(before); i++) {
        const char *at = page->bytes;
        while (at && (at = strstr(at, before[i]))) {
            at += strlen(before[i]);
            size_t length = strcspn(at, "\"");
            const char *slash = memrchr(at, '/', length);
            if (next(c, 8) == 0)
                client_learn_word(c, at, length);
            if (i == 2 && slash && next(c, 8) == 0)
                client_learn_word(c, slash + 1, length - (size_t)(slash - at) - 1);
            at += length;
        }
    }
}

static const char *const pieces[] = {"%00",
                                     "%",
                                     "../",
                                     "\r\n",
                                     "\r\n\r\n",
                                     "\0",
                                     "&",
                                     "=",
                                     "?",
                                     "[",
                                     "{",
                                     "\xff",
                                     "%ff",
                                     "99999999999999999999",
                                     "-1",
                                     "token=",
                                     "--B",
                                     "Content-Length: 5\r\n",
                                     "Transfer-Encoding: chunked\r\n",
                                     "Host: x\r\n",
                                     "name=\"",
                                     "'",
                                     "\"",
                                     "<script>",
                                     "教育"};

static const char *const names[] = {"reserve.count",
                                    "lock.D1",
                                    "lock2.D1",
                                    "lock11.D1",
                                    "limits+",
                                    "panel",
                                    "_go",
                                    "_n",
                                    "stay",
                                    "stay.give",
                                    "kind",
                                    "key",
                                    "values",
                                    "yaml",
                                    "name",
                                    "title",
                                    "by",
                                    "run",
                                    "base",
                                    "state",
                                    "more",
                                    "all",
                                    "lang",
                                    "i",
                                    "what",
                                    "meeting",
                                    "on",
                                    "reason",
                                    "number",
                                    "head",
                                    "until",
                                    "count",
                                    "c.1.0.2",
                                    "c.99.0.0",
                                    "remark.D1",
                                    "row",
                                    "text",
                                    "role",
                                    "password",
                                    "again",
                                    "files",
                                    "as",
                                    "f.0.1",
                                    "chair",
                                    "within",
                                    "unit",
                                    "data",
                                    "range",
                                    "range.from",
                                    "range.to",
                                    "range.step",
                                    "_range",
                                    "_do",
                                    "_limits[].measure",
                                    "_limits[].at_most",
                                    "_sectors[]",
                                    "_sectors[].weight",
                                    "_basis[]",
                                    "_basis[].text",
                                    "limits[1]",
                                    "limits[1].at_most",
                                    "sectors.x.weight",
                                    "plain"};
static const char *const values[] = {"",
                                     "1",
                                     "0",
                                     "-1",
                                     "0.5",
                                     "1e9",
                                     "plan",
                                     "latest",
                                     "D1",
                                     "U1",
                                     "c",
                                     "true",
                                     "zh",
                                     "en",
                                     "x",
                                     "0:3:1",
                                     "2026-06-30",
                                     "2027-01-01",
                                     "approve",
                                     "reject",
                                     "agree",
                                     "return",
                                     "renew",
                                     "range",
                                     "sensitivity",
                                     "reserve.count",
                                     "/live/plan",
                                     "/live/plan?reserve.count=2",
                                     "[{demand: D1, loan: 2}]",
                                     "{a: {b: [1, 2",
                                     "reserve: {count: 2}",
                                     "a good password",
                                     "99999999999999999999",
                                     "drop:limits[1]",
                                     "drop:sectors.x",
                                     "add:limits",
                                     "\xe6\x95\x99"};
static const char *const stars[] = {"plan",
                                    "years",
                                    "latest",
                                    "1",
                                    "2",
                                    "D1",
                                    "U1",
                                    "all.zip",
                                    "committee.docx",
                                    "notices",
                                    "draft-U2.html",
                                    "2026",
                                    "plan.xlsx",
                                    "0123456789abcdef"};

/* Forms that say something, so that what lies behind them is reached. */
static const char *const forms[] = {"kind=range&key=reserve.count&values=0:3:1",
                                    "kind=worth",
                                    "kind=others",
                                    "kind=robust",
                                    "kind=outlook",
                                    "kind=end",
                                    "run=latest&run=latest",
                                    "state=/live/plan&state=/live/plan",
                                    "range=reserve.count&range.from=0&range.to=3&range.step=1",
                                    "_limits[].measure=loans&_limits[].at_most=2&_do=add:limits",
                                    "limits%2B=[{measure:+loans,at_most:+3}]&limits[1].at_most=4&"
                                    "_do=drop:limits[1]",
                                    "_basis[]=borrow&_basis[].text=x&_sectors[]=y",
                                    "horizon.periods=2&lock2.D1=1"};

static const char *any(client *c, const char *const *from, uint32_t count)
{
    return c->n_words && next(c, 3) == 0 ? c->words[next(c, (uint32_t)c->n_words)]
                                         : from[next(c, count)];
}

static void add_pairs(client *c, tp_buf *out, char between)
{
    if (next(c, 6) == 0) {
        tp_buf_char(out, between);
        tp_buf_text(out, forms[next(c, COUNT(forms))]);
        between = '&';
    }
    for (uint32_t n = next(c, 5); n > 0; n--) {
        tp_buf_char(out, between);
        between = '&';
        tp_url_text(out, any(c, names, COUNT(names)));
        tp_buf_char(out, '=');
        if (next(c, 4))
            tp_url_text(out, any(c, values, COUNT(values)));
        else
            tp_buf_text(out, pieces[next(c, COUNT(pieces))]);
    }
}

/* The route's address with something in place of its stars. */
static void add_path(client *c, tp_buf *out, const char *path)
{
    for (; *path; path++)
        if (*path == '*')
            tp_url_text(out,
                        next(c, 16) ? any(c, stars, COUNT(stars)) : pieces[next(c, COUNT(pieces))]);
        else
            tp_buf_char(out, *path);
}

static void add_part(tp_buf *out, const char *name, const char *file, const char *text)
{
    tp_buf_format(out, "--B\r\nContent-Disposition: form-data; name=\"%s\"", name);
    if (file)
        tp_buf_format(out, "; filename=\"%s\"", file);
    tp_buf_format(out, "\r\n\r\n%s\r\n", text);
}

static void add_files(client *c, tp_buf *out, const char *token)
{
    static const char *const files[][2] = {
        {"posts.csv", "unit,category,authorised,in_post\nU1,c,x,3\nU9,c,1,1\n"},
        {"units.csv", "unit\nU1\nU2\n"},
        {"units.csv", "unit\nU1\n\"U2\n"},
        {"\xe5\x8f\xb0\xe8\xb4\xa6.csv",
         "\xe5\x8d\x95\xe4\xbd\x8d,\xe4\xba\xba\xe6\x95\xb0\na,1\nb,2\n"},
        {"book.xlsx", "PK\x03\x04 no archive"},
        {"map.yaml", "schema: turnpool.map/1\n"}};
    add_part(out, "token", NULL, token);
    for (uint32_t n = 1 + next(c, 3); n > 0; n--) {
        uint32_t at = next(c, COUNT(files));
        add_part(out, next(c, 8) ? "files" : any(c, names, COUNT(names)), files[at][0],
                 files[at][1]);
    }
    if (next(c, 2))
        add_part(out, any(c, names, COUNT(names)), NULL, any(c, values, COUNT(values)));
    tp_buf_text(out, "--B--\r\n");
}

void client_make(client *c, tp_buf *out, const tp_route *route, int who, uint16_t port)
{
    static const char *const doors[] = {"/enter/0123", "/static/x", "/static/icon.svg", "/sign-in"};
    tp_buf body;
    tp_buf_init(&body);
    bool post = route ? route->method == TP_POST : next(c, 2);
    bool files = post && next(c, 4) == 0;
    const char *token = next(c, 30) ? c->token[who] : "0";
    if (files) {
        add_files(c, &body, token);
    } else if (post) {
        tp_buf_format(&body, "token=%s", token);
        add_pairs(c, &body, '&');
    }
    tp_buf_text(out, post ? "POST " : "GET ");
    if (route)
        add_path(c, out, route->path);
    else
        tp_buf_text(out, doors[next(c, COUNT(doors))]);
    if (next(c, 3))
        add_pairs(c, out, '?');
    tp_buf_format(out, " HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: %s\r\nConnection: close\r\n",
                  port, c->cookie[who]);
    if (post)
        tp_buf_format(
            out, "Origin: http://127.0.0.1:%u\r\nContent-Type: %s\r\nContent-Length: %zu\r\n", port,
            files ? "multipart/form-data; boundary=B" : "application/x-www-form-urlencoded",
            body.length);
    tp_buf_text(out, "\r\n");
    tp_buf_add(out, body.bytes ? body.bytes : "", body.length);
    tp_buf_finish(&body);
}

void client_spoil(client *c, tp_buf *text)
{
    for (uint32_t n = 1 + next(c, 4); n > 0 && text->length > 1; n--) {
        size_t at = next(c, (uint32_t)text->length);
        const char *piece = pieces[next(c, COUNT(pieces))];
        size_t size = *piece ? strlen(piece) : 1;
        tp_buf out;
        switch (next(c, 4)) {
        case 0:
            text->bytes[at] = (char)next(c, 256);
            break;
        case 1:
            text->length = at + 1;
            break;
        case 2:
            memmove(text->bytes + at, text->bytes + at + 1, text->length - at - 1);
            text->length--;
            break;
        default:
            tp_buf_init(&out);
            tp_buf_add(&out, text->bytes, at);
            tp_buf_add(&out, piece, size);
            tp_buf_add(&out, text->bytes + at, text->length - at);
            tp_buf_finish(text);
            *text = out;
        }
    }
}
