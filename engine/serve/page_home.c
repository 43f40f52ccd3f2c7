/* The first page: what can be opened here, and what was solved last. */
#include "serve/pages.h"
#include "serve/server_parts.h"

#include "workspace/stored_run.h"

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_words w_title = {"测算方案", "Scenarios"};
static const tp_words w_none = {
    "这个文件夹里还没有测算方案。方案是一个 YAML 文件，第一项写 schema: turnpool.scenario/1。",
    "There is no scenario in this folder yet. A scenario is a YAML file that begins with schema: "
    "turnpool.scenario/1."};
static const tp_words w_unreadable = {"有错误，打开后逐条列出",
                                      "has errors; open it to see them all"};

static bool to_live(void *user, const tp_shell_cell *cell, tp_buf *out)
{
    const tp_offers *offers = user;
    if (cell->column != 0)
        return false;
    tp_buf_text(out, "/live/");
    tp_url_text(out, offers->items[cell->row].slug);
    return true;
}

static void add_scenarios(tp_page *page, const tp_offers *offers)
{
    tp_view *view = tp_page_view(page, "scenarios", w_title);
    view->empty = w_none;
    tp_view_column_add(view, "title", W("方案", "Scenario"), TP_COL_WRAP);
    tp_view_column_add(view, "name", W("代号", "Name"), 0);
    tp_view_column_add(view, "as_of", W("基准日", "As of"), 0);
    tp_view_column_add(view, "data", W("数据", "Data"), TP_COL_WRAP);
    tp_view_column_add(view, "file", W("文件", "File"), TP_COL_WRAP);
    for (size_t i = 0; i < offers->count; i++) {
        const tp_offer *offer = &offers->items[i];
        tp_view_words(view, offer->title);
        if (offer->sound)
            tp_view_text(view, offer->name);
        else
            tp_view_words(view, w_unreadable);
        tp_view_date(view, offer->as_of);
        tp_view_text(view, offer->data ? offer->data : "");
        tp_view_text(view, offer->shown);
    }
}

/* Where there are accounts one signs in and out instead. */
static void coming_and_going(tp_visit *visit)
{
    tp_put_element(visit, "h2", W("进出", "Coming and going"));
    tp_put_element(visit, "p",
                   W("同一台机器上的另一个浏览器需要一个新的一次性地址。",
                     "Another browser on this machine needs a one-time address of its own."));
    tp_buf_text(visit->out, "<div class=\"doing\">");
    tp_form_begin(visit, "/link", NULL);
    tp_form_button(visit, W("生成一次性地址", "Make a one-time address"), NULL);
    tp_form_end(visit);
    tp_form_begin(visit, "/leave", NULL);
    tp_form_button(visit, W("退出", "Leave"), NULL);
    tp_form_end(visit);
    tp_buf_text(visit->out, "</div>\n");
}

static void home(tp_visit *visit)
{
    tp_offers offers;
    tp_page page;
    tp_page_init(&page, visit->arena, w_title);
    tp_status status =
        tp_offers_list(&offers, visit->server->options.folder, visit->arena, &visit->err);
    if (status) {
        tp_visit_failed(visit, status);
        return;
    }
    add_scenarios(&page, &offers);
    const tp_shell_table table = {.link = to_live, .bare = true, .user = &offers};
    tp_shell_begin(visit, w_title, "/");
    tp_shell_page(visit, &page, &table, NULL);
    if (!visit->office)
        coming_and_going(visit);
    tp_shell_end(visit);
}

/* The cookie is worth nothing from now on. */
static void leave(tp_visit *visit)
{
    tp_guard_leave(visit->server->guard, visit->visitor.number);
    static const tp_words gone[2] = {
        {"已退出。再次进入需要新的一次性地址：请向照管本服务的人索取，或在已经进入的浏览器的首页生"
         "成。",
         "You have left. To come back, ask whoever runs this server for a new one-time address, or "
         "have one made on the first page of a browser that is in."},
        {"已退出。再次进入需要新的一次性地址：在终端按回车。",
         "You have left. To come back, press Enter in the terminal for a new one-time address."}};
    tp_shell_bare(visit, gone[visit->server->options.attended]);
}

static void make_link(tp_visit *visit)
{
    tp_buf link;
    tp_buf_init(&link);
    tp_status status = tp_server_link(visit->server, &link, &visit->err);
    if (status) {
        tp_buf_finish(&link);
        tp_visit_failed(visit, status);
        return;
    }
    tp_shell_begin(visit, W("一次性地址", "One-time address"), NULL);
    tp_put_element(visit, "p",
                   W("在另一个浏览器中打开；只能用一次，一天内有效。",
                     "Open it in the other browser; it works once, within a day."));
    tp_buf_text(visit->out, "<p><code class=\"secret\">");
    tp_html_text(visit->out, link.bytes ? link.bytes : "");
    tp_buf_text(visit->out, "</code></p>\n");
    tp_shell_end(visit);
    tp_buf_finish(&link);
}

static const tp_route routes[] = {
    {TP_GET, "/", TP_MAY_LOOK, home},
    {TP_POST, "/link", TP_MAY_LOOK, make_link},
    {TP_POST, "/leave", TP_MAY_LOOK, leave},
};
const tp_routes tp_page_home = TP_ROUTES(routes);
