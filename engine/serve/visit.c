#include "serve/visit.h"

#include "serve/server_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const tp_words w_failed = {"没有做成：{0}", "That did not work: {0}"};
static const tp_words w_title = {"无法显示", "Not available"};

const char *tp_asked(const tp_visit *visit, const char *name)
{
    return tp_field_value(&visit->request->query, name);
}

void tp_visit_go(tp_visit *visit, const char *format, ...)
{
    va_list args;
    char *to = NULL;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length >= 0)
        to = tp_arena_alloc(visit->arena, (size_t)length + 1);
    if (!to) {
        visit->out->failed = true;
        return;
    }
    va_start(args, format);
    vsnprintf(to, (size_t)length + 1, format, args);
    va_end(args);
    visit->out->length = 0;
    visit->reply->status = 303;
    visit->reply->location = to;
}

static void start_over(tp_visit *visit, int status)
{
    visit->out->length = 0;
    visit->reply->status = status;
    visit->reply->type = "text/html; charset=utf-8";
    visit->reply->file_name = NULL;
}

static tp_stop_reason out_of_time(void *user)
{
    tp_visit *visit = user;
    const tp_serve_options *options = &visit->server->options;
    const int64_t now = options->now(options->user);
    if (!visit->until)
        visit->until = now + options->answer_most;
    if (atomic_load(&visit->server->stopping))
        return TP_STOP_USER;
    return now > visit->until ? TP_STOP_TIME : TP_GO_ON;
}

tp_stop tp_visit_stop(tp_visit *visit)
{
    return (tp_stop){out_of_time, visit};
}

int64_t tp_visit_number(const tp_visit *visit)
{
    int64_t number;
    const char *text = visit->star[0];
    return tp_int_parse(text, strlen(text), &number) == TP_PARSE_OK ? number : 0;
}

void tp_visit_refuse(tp_visit *visit, int status, tp_words words, const char *argument)
{
    start_over(visit, status);
    tp_shell_begin(visit, w_title, NULL);
    tp_buf text;
    tp_buf_init(&text);
    tp_words_fill(&text, tp_words_in(words, visit->lang), 1, &argument);
    tp_buf_text(visit->out, "<p class=\"trouble\" role=\"alert\">");
    tp_html_text(visit->out, text.bytes ? text.bytes : "");
    tp_buf_text(visit->out, "</p>\n");
    tp_buf_finish(&text);
    tp_shell_end(visit);
}

void tp_visit_failed(tp_visit *visit, tp_status status)
{
    static const int codes[] = {[TP_E_USAGE] = 422,
                                [TP_E_INPUT] = 422,
                                [TP_E_OVERFLOW] = 422,
                                [TP_E_REFUSED] = 409,
                                [TP_E_STOPPED] = 503};
    int code = (size_t)status < sizeof codes / sizeof *codes && codes[status] ? codes[status] : 500;
    if (!visit->diags.count) {
        tp_visit_refuse(visit, code, w_failed, visit->err.text);
        return;
    }
    start_over(visit, code);
    tp_shell_begin(visit, w_title, NULL);
    tp_shell_diags(visit, &visit->diags);
    tp_shell_end(visit);
}

bool tp_visit_may(const tp_visit *visit, tp_may may)
{
    return !visit->office || tp_roles_may(visit->person.roles, may);
}

/* A session of the store. Its form token follows from its own. */
static bool resume(tp_visit *visit, tp_store *store, const char *cookie)
{
    unsigned char form[TP_KEY_BYTES];
    tp_err err = {0};
    if (!cookie || !tp_hex_read(visit->session, TP_KEY_BYTES, cookie) ||
        tp_store_resume(store, visit->session, &err) ||
        !tp_secret_derive(form, "turnpool form", visit->session))
        return false;
    const tp_person *person = tp_store_person(store);
    visit->person = *person;
    visit->person.name = tp_arena_text(visit->arena, person->name);
    visit->visitor.number = -person->account;
    tp_hex_write(visit->visitor.form, form, sizeof form);
    return visit->person.name != NULL;
}

bool tp_visit_known(tp_visit *visit)
{
    tp_guard *guard = visit->server->guard;
    const char *cookie = tp_request_cookie(visit->request, tp_guard_cookie_name(guard));
    tp_store *store;
    tp_err err = {0};
    bool known = false;
    if (tp_visit_store_open(visit, TP_VISIT_READ, &store))
        return false;
    if (store && tp_people_any(store, &visit->office, &err))
        visit->office = true;
    if (visit->office) {
        const char *lang = tp_request_cookie(visit->request, "turnpool-lang");
        known = resume(visit, store, cookie);
        visit->visitor.chose = lang != NULL;
        visit->visitor.lang = lang && !strcmp(lang, "en") ? TP_EN : TP_ZH;
    } else {
        known = tp_guard_visitor(guard, cookie, &visit->visitor);
    }
    tp_store_close(store);
    return known;
}

tp_status tp_visit_store_open(tp_visit *visit, tp_visit_store use, tp_store **out)
{
    const char *path = visit->server->options.store;
    *out = NULL;
    if (use == TP_VISIT_READ && access(path, F_OK) != 0)
        return TP_OK;
    const tp_store_options options = {.create = use == TP_VISIT_WRITE,
                                      .read_only = use == TP_VISIT_READ,
                                      .today = tp_visit_today(visit),
                                      .now = tp_visit_now(visit),
                                      .diags = &visit->diags};
    tp_status status = tp_store_open(out, path, &options, &visit->err);
    /* Ended meanwhile: then nobody is signed in, and the library refuses. */
    if (!status && visit->person.account)
        tp_store_resume(*out, visit->session, &(tp_err){0});
    return status;
}

bool tp_visit_exports(tp_visit *visit, const char *what)
{
    tp_store *store = NULL;
    tp_status status = TP_OK;
    if (visit->office) {
        status = tp_visit_store_open(visit, TP_VISIT_WRITE, &store);
        if (!status)
            status = tp_store_note(store, TP_MAY_EXPORT, "export", what, &visit->err);
        tp_store_close(store);
    }
    if (status)
        tp_visit_failed(visit, status);
    return !status;
}

/* Civil date of a count of days since 1970-01-01. */
static tp_date date_of(int64_t seconds)
{
    int64_t days = seconds / 86400;
    return tp_date_add_days((tp_date)19700101, days);
}

tp_date tp_visit_today(tp_visit *visit)
{
    return date_of(visit->server->options.now(visit->server->options.user));
}

const char *tp_visit_now(tp_visit *visit)
{
    int64_t now = visit->server->options.now(visit->server->options.user), of_day = now % 86400;
    char date[TP_DATE_TEXT];
    tp_date_format(date_of(now), date);
    const char *text =
        tp_arena_format(visit->arena, "%sT%02d:%02d:%02dZ", date, (int)(of_day / 3600),
                        (int)(of_day / 60 % 60), (int)(of_day % 60));
    return text ? text : "";
}

const char *tp_visit_fresh(tp_visit *visit, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    enum { MOST = 32 };
    unsigned char bytes[MOST];
    char *text = tp_arena_alloc(visit->arena, size);
    const tp_serve_options *options = &visit->server->options;
    size_t n = size / 2;
    if (!text || n > MOST || !options->random(options->user, bytes, n))
        return NULL;
    for (size_t i = 0; i < n; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    return text;
}
