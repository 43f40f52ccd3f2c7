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
    static const int codes[] = {[TP_E_INPUT] = 422, [TP_E_REFUSED] = 409, [TP_E_STOPPED] = 503};
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

tp_status tp_visit_store_open(tp_visit *visit, tp_visit_store use, tp_store **out)
{
    const char *path = visit->server->options.store;
    *out = NULL;
    if (use == TP_VISIT_READ && access(path, F_OK) != 0)
        return TP_OK;
    const tp_store_options options = {
        .create = use == TP_VISIT_WRITE, .read_only = use == TP_VISIT_READ, .diags = &visit->diags};
    return tp_store_open(out, path, &options, &visit->err);
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
