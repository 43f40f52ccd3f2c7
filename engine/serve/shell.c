#include "report/views/words.h"
#include "serve/keys.h"
#include "serve/server_parts.h"

#include <stdio.h>
#include <string.h>

static const tp_words w_product = {"编制周转池", "turnpool"};
static const tp_words w_skip = {"跳到正文", "Skip to content"};
static const tp_words w_bar = {"主导航", "Main"};
static const tp_words w_set_here = {"本页所设（%s）", "set on this page (%s)"};
static const tp_words w_error = {"错误", "error"}, w_warning = {"提示", "note"};
static const tp_words w_more = {"还有 {0} 条未列出。", "{0} more are not listed."};
static const tp_words w_go_on = {"进入", "Come in"};

const char tp_shell_icon[] =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"><path fill=\"#1d5c9e\" "
    "d=\"M1 8a7 7 0 0 1 14 0z\"/><path fill=\"#c8671f\" d=\"M1 8a7 7 0 0 0 14 0z\"/><rect x=\"0\" "
    "y=\"7\" width=\"16\" height=\"2\" fill=\"#fff\"/></svg>\n";

const char *tp_shell_style_name(const tp_server *server)
{
    return server->style;
}

const char *tp_shell_script_name(const tp_server *server)
{
    return server->script;
}

void tp_put(tp_visit *visit, tp_words words)
{
    tp_html_text(visit->out, tp_words_in(words, visit->lang));
}

void tp_put_element(tp_visit *visit, const char *open, tp_words words)
{
    tp_buf_format(visit->out, "<%s>", open);
    tp_put(visit, words);
    tp_buf_format(visit->out, "</%.*s>\n", (int)strcspn(open, " "), open);
}

void tp_put_filled(tp_visit *visit, tp_words words, size_t count, const char *const *args)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_words_fill(&text, tp_words_in(words, visit->lang), count, args);
    if (tp_buf_ok(&text))
        tp_html_text(visit->out, text.bytes ? text.bytes : "");
    else
        visit->out->failed = true;
    tp_buf_finish(&text);
}

void tp_put_attribute(tp_visit *visit, const char *name, const char *value)
{
    tp_buf_format(visit->out, " %s=\"", name);
    tp_html_text(visit->out, value);
    tp_buf_char(visit->out, '"');
}

static void head(tp_visit *visit, tp_words title)
{
    const tp_server *server = visit->server;
    bool zh = visit->lang == TP_ZH;
    tp_buf_format(visit->out,
                  "<!DOCTYPE html>\n<html lang=\"%s\" class=\"%s\">\n<head>\n"
                  "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                  "content=\"width=device-width, initial-scale=1\">\n<title>",
                  zh ? "zh-CN" : "en", zh ? "in-zh" : "in-en");
    tp_put(visit, title);
    tp_buf_text(visit->out, " · ");
    tp_put(visit, w_product);
    tp_buf_text(visit->out, "</title>\n<link rel=\"icon\" href=\"/static/icon.svg\">");
    tp_buf_format(visit->out, "\n<link rel=\"stylesheet\" href=\"/static/%s\">\n", server->style);
}

/* The same page in the other language: path and query as asked, with lang set. */
static void other_language(tp_visit *visit)
{
    const tp_request *request = visit->request;
    const char *target = request->target;
    bool zh = visit->lang == TP_ZH;
    tp_buf_format(visit->out, "<a class=\"lang\" lang=\"%s\" hreflang=\"%s\" href=\"",
                  zh ? "en" : "zh-CN", zh ? "en" : "zh-CN");
    tp_buf to;
    tp_buf_init(&to);
    if (request->method == TP_GET) {
        tp_buf_add(&to, target, strcspn(target, "?"));
        tp_buf_text(&to, zh ? "?lang=en" : "?lang=zh");
        for (size_t i = 0; i < request->query.count; i++) {
            const tp_field *field = &request->query.items[i];
            if (!strcmp(field->name, "lang"))
                continue;
            tp_buf_char(&to, '&');
            tp_url_text(&to, field->name);
            tp_buf_char(&to, '=');
            tp_url_text(&to, field->value);
        }
    } else {
        tp_buf_text(&to, zh ? "/?lang=en" : "/?lang=zh");
    }
    tp_html_text(visit->out, to.bytes);
    tp_buf_finish(&to);
    tp_buf_format(visit->out, "\">%s</a>\n", zh ? "English" : "中文");
}

void tp_shell_begin(tp_visit *visit, tp_words title, const char *here)
{
    tp_buf *out = visit->out;
    head(visit, title);
    if (visit->again)
        tp_buf_format(out, "<meta http-equiv=\"refresh\" content=\"%d\">\n", visit->again);
    tp_buf_format(out, "<script src=\"/static/%s\" defer></script>\n</head>\n<body>\n",
                  visit->server->script);
    tp_put_element(visit, "a class=\"skip\" href=\"#main\"", w_skip);
    tp_buf_text(out, "<header class=\"bar\">\n<a class=\"product\" href=\"/\">");
    tp_put(visit, w_product);
    tp_buf_text(out, "</a>\n<nav");
    tp_put_attribute(visit, "aria-label", tp_words_in(w_bar, visit->lang));
    tp_buf_text(out, ">\n");
    for (size_t i = 0; i < tp_n_navs; i++) {
        bool offered = tp_navs[i].may == TP_MAY_LOOK || visit->office;
        if (!offered || !tp_visit_may(visit, tp_navs[i].may))
            continue;
        bool is = here && !strcmp(tp_navs[i].path, here);
        tp_buf_format(out, "<a href=\"%s\"%s>", tp_navs[i].path,
                      is ? " aria-current=\"page\"" : "");
        tp_put(visit, tp_navs[i].words);
        tp_buf_text(out, "</a>\n");
    }
    tp_buf_text(out, "</nav>\n");
    if (visit->person.account) {
        tp_buf_text(out, "<a class=\"who\" href=\"/account\">");
        tp_html_text(out, visit->person.name);
        tp_buf_text(out, "</a>\n");
    }
    other_language(visit);
    tp_buf_text(out, "</header>\n<main id=\"main\">\n");
    tp_put_element(visit, "h1", title);
}

void tp_shell_end(tp_visit *visit)
{
    tp_buf_text(visit->out, "</main>\n</body>\n</html>\n");
}

void tp_shell_alone_begin(tp_visit *visit, tp_words title)
{
    head(visit, title);
    tp_buf_text(visit->out, "</head>\n<body class=\"alone\">\n<main id=\"main\">\n");
    tp_put_element(visit, "h1", w_product);
}

void tp_shell_bare(tp_visit *visit, tp_words words)
{
    tp_buf *out = visit->out;
    head(visit, w_product);
    tp_buf_text(out, "</head>\n<body class=\"alone\">\n<main id=\"main\">\n");
    tp_put_element(visit, "h1", w_product);
    for (int i = 0; i < 2; i++) {
        bool zh = (i == 0) == (visit->lang == TP_ZH);
        tp_buf_format(out, "<p lang=\"%s\">", zh ? "zh-CN" : "en");
        tp_html_text(out, zh ? words.zh : words.en);
        tp_buf_text(out, "</p>\n");
    }
    tp_shell_end(visit);
}

void tp_shell_lead_on(tp_visit *visit)
{
    tp_buf *out = visit->out;
    head(visit, w_product);
    tp_buf_text(out, "<meta http-equiv=\"refresh\" content=\"0; url=/\">\n</head>\n"
                     "<body class=\"alone\">\n<main id=\"main\">\n");
    tp_put_element(visit, "h1", w_product);
    tp_buf_text(out, "<p>");
    tp_put_element(visit, "a class=\"button\" href=\"/\"", w_go_on);
    tp_buf_text(out, "</p>\n");
    tp_shell_end(visit);
}

/* "--set locks+=[{demand: D001, loan: 60}]": what the page's own address says. */
static const char *set_here(const tp_visit *visit, const char *setting)
{
    tp_page page;
    tp_page_init(&page, visit->arena, (tp_words){NULL, NULL});
    const tp_words said = tp_settings_words(&page, setting);
    const char *made = tp_page_ok(&page)
                           ? tp_arena_format(visit->arena, tp_words_in(w_set_here, visit->lang),
                                             tp_words_in(said, visit->lang))
                           : NULL;
    return made ? made : setting;
}

const char *tp_shell_place(const tp_visit *visit, const char *place)
{
    static const char set[] = "--set ";
    if (!strncmp(place, set, sizeof set - 1))
        return set_here(visit, place + sizeof set - 1);
    const char *folder = visit->server->options.folder;
    size_t length = strlen(folder);
    if (!strncmp(place, folder, length) && place[length] == '/')
        return place + length + 1;
    /* A draft is known by its tables. */
    const char *scratch = visit->server->options.scratch;
    length = strlen(scratch);
    if (strncmp(place, scratch, length) != 0 || place[length] != '/')
        return place;
    const char *slash = strchr(place + length + 1, '/');
    return slash ? slash + 1 : place;
}

/* A message that begins with a key of the scenario begins with what that key is called. */
static const char *put_key(tp_visit *visit, const char *text)
{
    const size_t length = strcspn(text, " ");
    const char *path = tp_arena_copy(visit->arena, text, length);
    const tp_key *key = path ? tp_key_at(path, visit->arena) : NULL;
    tp_page page;
    if (!key || !text[length] || !strpbrk(path, ".[+"))
        return text;
    tp_page_init(&page, visit->arena, (tp_words){NULL, NULL});
    tp_put(visit, tp_key_words(&page, path));
    return text + length;
}

static void put_diag(tp_visit *visit, const tp_diag *diag)
{
    tp_buf place;
    bool error = diag->severity == TP_ERROR;
    tp_buf_format(visit->out, "<li class=\"%s\"><b>", error ? "error" : "warning");
    tp_put(visit, error ? w_error : w_warning);
    tp_buf_text(visit->out, "</b> ");
    tp_html_text(visit->out, put_key(visit, diag->text[visit->lang]));
    tp_buf_init(&place);
    if (diag->pos.file)
        tp_pos_write(&place, &diag->pos);
    if (place.length) {
        tp_buf_text(visit->out, " <span class=\"at\">");
        tp_html_text(visit->out, tp_shell_place(visit, place.bytes));
        tp_buf_text(visit->out, "</span>");
    }
    tp_buf_finish(&place);
    tp_buf_text(visit->out, "</li>\n");
}

void tp_shell_diags(tp_visit *visit, const tp_diags *diags)
{
    if (!diags->count)
        return;
    tp_buf_text(visit->out, "<div role=\"alert\"><ul class=\"diags\">\n");
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < diags->count; i++)
            if ((diags->items[i].severity == TP_ERROR) == (pass == 0))
                put_diag(visit, &diags->items[i]);
    tp_buf_text(visit->out, "</ul></div>\n");
    size_t all = diags->errors + diags->warnings;
    if (all > diags->count) {
        char number[32];
        tp_buf_text(visit->out, "<p class=\"note\">");
        snprintf(number, sizeof number, "%zu", all - diags->count);
        TP_PUT_FILLED(visit, w_more, number);
        tp_buf_text(visit->out, "</p>\n");
    }
}

void tp_form_begin(tp_visit *visit, const char *action, const char *attributes)
{
    tp_buf_text(visit->out, "<form method=\"post\"");
    tp_put_attribute(visit, "action", action);
    tp_buf_format(visit->out, "%s%s><input type=\"hidden\" name=\"token\" value=\"%s\">\n",
                  attributes ? " " : "", attributes ? attributes : "", visit->visitor.form);
}

void tp_form_end(tp_visit *visit)
{
    tp_buf_text(visit->out, "</form>\n");
}

void tp_form_button(tp_visit *visit, tp_words words, const char *attributes)
{
    tp_buf_format(visit->out, "<button type=\"submit\"%s%s>", attributes ? " " : "",
                  attributes ? attributes : "");
    tp_put(visit, words);
    tp_buf_text(visit->out, "</button>\n");
}
