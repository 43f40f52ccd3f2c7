/* The ledger: balances of any day, a unit's statement, what falls due, the journal, the year. */
#include "serve/offers.h"
#include "serve/pages.h"
#include "serve/server_parts.h"

#include "report/papers/ledger.h"
#include "report/views/reconcile.h"
#include "report/views/statement.h"
#include "report/writers/docx.h"
#include "report/writers/paper_html.h"
#include "store/log.h"

#include <stdio.h>
#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

enum { DUE_DAYS = 90 };

static const tp_words w_title = {"周转池台账", "Ledger"};
static const tp_words w_none = {"台账中还没有记录。", "The journal is empty."};

/* The books of one visit. */
typedef struct books {
    tp_store *store;
    tp_ledger *ledger;
    tp_unit_names names;
    tp_date on, today;
    const char *head;
} books;

static bool open_books(tp_visit *visit, books *out)
{
    const char *on = tp_asked(visit, "on");
    *out = (books){.today = tp_visit_today(visit)};
    if (*on && tp_date_parse(on, strlen(on), &out->on) != TP_PARSE_OK) {
        tp_visit_refuse(visit, 422, W("“{0}”不是日期。", "\"{0}\" is no date."), on);
        return false;
    }
    tp_status status = tp_visit_store_open(visit, TP_VISIT_READ, &out->store);
    if (!status && !out->store) {
        tp_visit_refuse(visit, 404, w_none, "");
        return false;
    }
    if (!status)
        status = tp_ledger_load(&out->ledger, out->store, out->on, visit->arena, &visit->err);
    if (!status)
        status = tp_unit_names_load(&out->names, out->store, visit->arena, &visit->err);
    if (!status)
        status = tp_books_head(out->store, visit->arena, &out->head, &visit->err);
    if (!status)
        return true;
    tp_store_close(out->store);
    tp_visit_failed(visit, status);
    return false;
}

/* Units lead to their statements, loans to what can be done with them. */
static bool link(void *user, const tp_shell_cell *cell, tp_buf *out)
{
    const char *id = cell->view->columns[cell->column].id;
    (void)user;
    if (!*cell->text)
        return false;
    if (!strcmp(id, "unit") || !strcmp(id, "name")) {
        const tp_figure *code = NULL;
        for (size_t c = 0; c < cell->view->n_columns; c++)
            if (!strcmp(cell->view->columns[c].id, "unit"))
                code = tp_view_at(cell->view, cell->row, c);
        if (!code || code->type != TP_FIG_TEXT)
            return false;
        tp_buf_text(out, "/ledger/unit/");
        tp_url_text(out, code->text);
        return true;
    }
    if (strcmp(id, "loan") != 0 ||
        (strcmp(cell->view->id, "loans") != 0 && strcmp(cell->view->id, "due") != 0 &&
         strcmp(cell->view->id, "held") != 0))
        return false;
    tp_buf_format(out, "/ledger/move?loan=%s", cell->text);
    return true;
}

/* The state of a loan as a badge. */
static bool badge(void *user, tp_visit *visit, const tp_shell_cell *cell)
{
    (void)user;
    if (strcmp(cell->view->columns[cell->column].id, "state") != 0)
        return false;
    const tp_figure *figure = tp_view_at(cell->view, cell->row, cell->column);
    bool late = !strcmp(figure->words.en, "overdue"), now = !strcmp(figure->words.en, "due today");
    tp_buf_format(visit->out, "<span class=\"badge%s\">", late || now ? " late" : "");
    tp_html_text(visit->out, cell->text);
    tp_buf_text(visit->out, "</span>");
    return true;
}

static const tp_shell_table linked = {.link = link, .cell = badge};

static void tabs(tp_visit *visit)
{
    static const struct {
        const char *path;
        tp_words words;
        tp_may may;
    } items[] = {{"/ledger", {"余额", "Balances"}, TP_MAY_LOOK},
                 {"/ledger/due", {"到期清单", "Falling due"}, TP_MAY_LOOK},
                 {"/ledger/journal", {"流水", "Journal"}, TP_MAY_LOOK},
                 {"/ledger/lent", {"历年投放", "Lent by year"}, TP_MAY_LOOK},
                 {"/ledger/move", {"办理", "Post"}, TP_MAY_POST},
                 {"/reconcile", {"核对新数据", "Reconcile"}, TP_MAY_LOOK}};
    tp_buf_text(visit->out, "<p class=\"doing\">");
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        if (!tp_visit_may(visit, items[i].may))
            continue;
        tp_buf_format(visit->out, "<a class=\"button\" href=\"%s\">", items[i].path);
        tp_put(visit, items[i].words);
        tp_buf_text(visit->out, "</a> ");
    }
    tp_buf_text(visit->out, "</p>\n");
}

static void put_head(tp_visit *visit, const books *b)
{
    char head[TP_HEAD_SHORT];
    if (!*b->head)
        return;
    tp_head_short(b->head, head);
    tp_buf_text(visit->out, "<p class=\"note\">");
    TP_PUT_FILLED(visit, W("台账校验值 {0}", "Head of the books {0}"), head);
    tp_buf_text(visit->out, "</p>\n");
}

static void show(tp_visit *visit, books *b, const tp_page *page)
{
    tp_shell_begin(visit, w_title, "/ledger");
    tabs(visit);
    if (!tp_page_ok(page))
        visit->out->failed = true;
    tp_shell_page(visit, page, &linked, NULL);
    put_head(visit, b);
    tp_shell_end(visit);
    tp_store_close(b->store);
}

static void date_field(tp_visit *visit, const books *b)
{
    char on[TP_DATE_TEXT];
    tp_date_format(b->on ? b->on : b->today, on);
    tp_buf_text(visit->out, "<form method=\"get\" action=\"/ledger\" class=\"doing\">");
    tp_put_element(visit, "label for=\"on\"", W("截至", "As at"));
    tp_buf_format(visit->out, " <input type=\"date\" id=\"on\" name=\"on\" value=\"%s\"> ", on);
    tp_form_button(visit, W("查看", "Show"), NULL);
    tp_form_end(visit);
}

static void balances(tp_visit *visit)
{
    books b;
    tp_page page;
    if (!open_books(visit, &b))
        return;
    const tp_ledger_filter filter = {.names = &b.names};
    tp_page_init(&page, visit->arena, w_title);
    tp_ledger_balance_page(&page, b.ledger, &filter, b.on);
    tp_shell_begin(visit, w_title, "/ledger");
    tabs(visit);
    date_field(visit, &b);
    tp_shell_page(visit, &page, &linked, NULL);
    tp_buf_text(visit->out, "<p>");
    int year = (int)(b.today / 10000);
    for (int y = year - 1; y <= year; y++) {
        char text[16];
        snprintf(text, sizeof text, "%d", y);
        tp_buf_format(visit->out, "<a href=\"/ledger/year/%d\">", y);
        TP_PUT_FILLED(visit, W("{0} 年度运行报告", "Report of {0}"), text);
        tp_buf_format(visit->out, "</a> (<a href=\"/ledger/year/%d?as=docx\">", y);
        TP_PUT_FILLED(visit, W("{0} 年，Word", "{0}, Word"), text);
        tp_buf_text(visit->out, "</a>) ");
    }
    tp_buf_text(visit->out, "</p>\n");
    put_head(visit, &b);
    tp_shell_end(visit);
    tp_store_close(b.store);
}

static void statement(tp_visit *visit)
{
    books b;
    tp_page page;
    if (!open_books(visit, &b))
        return;
    tp_page_init(&page, visit->arena, w_title);
    tp_statement_page(&page, b.ledger, visit->star[0], &b.names, b.on ? b.on : b.today);
    show(visit, &b, &page);
}

static void due(tp_visit *visit)
{
    books b;
    tp_page page;
    tp_due *list;
    size_t count;
    int64_t days = DUE_DAYS;
    const char *within = tp_asked(visit, "within");
    if (*within &&
        (tp_int_parse(within, strlen(within), &days) != TP_PARSE_OK || days < 0 || days > 36500)) {
        tp_visit_refuse(visit, 422, W("“{0}”不是天数。", "\"{0}\" is no number of days."), within);
        return;
    }
    if (!open_books(visit, &b))
        return;
    tp_status status =
        tp_ledger_due(&list, &count, b.ledger, b.today, days, visit->arena, &visit->err);
    if (status) {
        tp_store_close(b.store);
        tp_visit_failed(visit, status);
        return;
    }
    tp_page_init(&page, visit->arena, w_title);
    tp_ledger_due_page(&page, b.ledger, list, count, b.today, &b.names);
    show(visit, &b, &page);
}

static void journal(tp_visit *visit)
{
    books b;
    tp_page page;
    if (!open_books(visit, &b))
        return;
    tp_log_report log;
    tp_status status = tp_log_signers(&log, b.ledger, b.store, visit->arena, &visit->err);
    if (status) {
        tp_store_close(b.store);
        tp_visit_failed(visit, status);
        return;
    }
    const tp_ledger_filter filter = {.names = &b.names, .log = &log};
    tp_page_init(&page, visit->arena, w_title);
    tp_ledger_journal_page(&page, b.ledger, &filter);
    show(visit, &b, &page);
}

static void lent(tp_visit *visit)
{
    books b;
    tp_page page;
    tp_lent_by by;
    if (!open_books(visit, &b))
        return;
    tp_status status = tp_lent_by_sector(&by, b.ledger, visit->arena, &visit->err);
    if (status) {
        tp_store_close(b.store);
        tp_visit_failed(visit, status);
        return;
    }
    tp_page_init(&page, visit->arena, w_title);
    tp_lent_by_page(&page, &by);
    tp_shell_begin(visit, w_title, "/ledger");
    tabs(visit);
    tp_buf_text(visit->out, "<div class=\"picture\" role=\"region\" tabindex=\"0\"");
    tp_put_attribute(visit, "aria-label", tp_words_in(W("历年投放", "Lent by year"), visit->lang));
    tp_buf_text(visit->out, ">");
    tp_lent_by_picture(visit->out, &by);
    tp_buf_text(visit->out, "</div>\n");
    tp_shell_page(visit, &page, &linked, NULL);
    tp_shell_end(visit);
    tp_store_close(b.store);
}

static void year(tp_visit *visit)
{
    books b;
    int64_t number = 0;
    tp_year_report report = {.issuer = NULL};
    tp_ledger *ledger[2];
    tp_paper paper;
    const char *text = visit->star[0];
    if (tp_int_parse(text, strlen(text), &number) != TP_PARSE_OK || number < 2 || number > 9998) {
        tp_visit_refuse(visit, 404, W("“{0}”不是年份。", "\"{0}\" is no year."), text);
        return;
    }
    if (!tp_visit_exports(visit, "year") || !open_books(visit, &b))
        return;
    tp_status status = TP_OK;
    for (int i = 0; !status && i < 2; i++)
        status = tp_ledger_load(&ledger[i], b.store, (tp_date)((number - 1 + i) * 10000 + 1231),
                                visit->arena, &visit->err);
    if (!status && ledger[1]->n_entries)
        status = tp_books_head_of(b.store, 0, ledger[1]->entries[ledger[1]->n_entries - 1].entry,
                                  visit->arena, &report.head, &visit->err);
    tp_store_close(b.store);
    if (status) {
        tp_visit_failed(visit, status);
        return;
    }
    report.year = (int32_t)number;
    report.before = ledger[0];
    report.after = ledger[1];
    tp_paper_init(&paper, visit->arena, visit->lang);
    tp_year_paper(&paper, &report);
    if (strcmp(tp_asked(visit, "as"), "docx") != 0) {
        tp_paper_html(visit->out, &paper);
        visit->reply->file_name = tp_arena_format(visit->arena, "year-%d.html", (int)number);
        return;
    }
    status = tp_docx_bytes(visit->out, &paper, &visit->err);
    if (status) {
        tp_visit_failed(visit, status);
        return;
    }
    visit->reply->type = TP_DOCX_TYPE;
    visit->reply->file_name = tp_arena_format(visit->arena, "year-%d.docx", (int)number);
}

/* Where an entry settles a difference, its form is filled in already. */
static void settle(void *user, tp_visit *visit, const tp_view *view, size_t row)
{
    const tp_difference *d = (const tp_difference *)user + row;
    (void)view;
    if (!tp_visit_may(visit, TP_MAY_POST))
        return;
    if (d->ways & TP_SETTLE_RETURN)
        tp_buf_format(visit->out,
                      "<a href=\"/ledger/move?kind=return&amp;loan=%lld&amp;count=%lld\">",
                      (long long)d->loan, (long long)d->count);
    else if (d->ways & TP_SETTLE_WITHDRAW) {
        tp_buf_text(visit->out, "<a href=\"/ledger/move?kind=withdraw&amp;unit=");
        tp_url_text(visit->out, d->unit);
        tp_buf_text(visit->out, "&amp;category=");
        tp_url_text(visit->out, d->category);
        tp_buf_format(visit->out, "&amp;count=%lld\">", (long long)d->count);
    } else {
        return;
    }
    tp_put(visit, d->ways & TP_SETTLE_RETURN ? W("补登归还", "Enter the return")
                                             : W("补登支取", "Enter the withdrawal"));
    tp_buf_text(visit->out, "</a>");
}

/* The data of the scenarios here, each to be held against the ledger. */
static void offer_data(tp_visit *visit)
{
    tp_offers offers;
    if (tp_offers_list(&offers, visit->server->options.folder, visit->arena, &visit->err))
        return;
    tp_put_element(visit, "p",
                   W("选一个方案，用它的数据与台账核对：",
                     "Choose a scenario: its data are held against the ledger."));
    tp_buf_text(visit->out, "<p class=\"doing\">");
    for (size_t i = 0; i < offers.count; i++) {
        if (!offers.items[i].data)
            continue;
        tp_buf_text(visit->out, "<a class=\"button\" href=\"/reconcile?scenario=");
        tp_url_text(visit->out, offers.items[i].slug);
        tp_buf_text(visit->out, "\">");
        tp_put(visit, offers.items[i].title);
        tp_buf_text(visit->out, "</a> ");
    }
    tp_buf_text(visit->out, "</p>\n");
}

/* *data stays the caller's to free: the list points into it. */
static tp_status differences(tp_visit *visit, const books *b, tp_dataset **data,
                             tp_difference **items, size_t *count)
{
    tp_offers offers;
    tp_offer *offer = NULL;
    const char *slug = tp_asked(visit, "scenario");
    tp_status status =
        tp_offers_list(&offers, visit->server->options.folder, visit->arena, &visit->err);
    for (size_t i = 0; !status && i < offers.count; i++)
        if (!strcmp(offers.items[i].slug, slug))
            offer = &offers.items[i];
    if (!status && (!offer || !offer->data))
        return tp_fail(&visit->err, TP_E_INPUT, "no such scenario");
    const char *path = NULL;
    if (!status)
        path = *offer->data == '/' ? offer->data
                                   : tp_arena_format(visit->arena, "%s/%s",
                                                     visit->server->options.folder, offer->data);
    if (!status && !path)
        status = tp_fail_nomem(&visit->err);
    if (!status)
        status = tp_dataset_load(data, path, NULL, &visit->diags, &visit->err);
    return status ? status : tp_reconcile(items, count, *data, b->store, visit->arena, &visit->err);
}

static void reconcile(tp_visit *visit)
{
    books b;
    tp_page page;
    tp_difference *items = NULL;
    tp_dataset *data = NULL;
    size_t count = 0;
    if (!open_books(visit, &b))
        return;
    tp_status status = TP_OK;
    bool asked = *tp_asked(visit, "scenario") != '\0';
    if (asked)
        status = differences(visit, &b, &data, &items, &count);
    if (status) {
        tp_dataset_free(data);
        tp_store_close(b.store);
        tp_visit_failed(visit, status);
        return;
    }
    tp_shell_begin(visit, W("核对新数据", "Reconcile"), "/ledger");
    tabs(visit);
    offer_data(visit);
    if (asked) {
        static const char *const without[] = {"entry", NULL};
        tp_page_init(&page, visit->arena, w_title);
        tp_reconcile_page(&page, items, count, &b.names);
        tp_shell_page(visit, &page,
                      &(tp_shell_table){.link = link,
                                        .more = settle,
                                        .more_title = W("办理", "Settle"),
                                        .without = without,
                                        .user = items},
                      NULL);
    }
    tp_shell_end(visit);
    tp_dataset_free(data);
    tp_store_close(b.store);
}

static const tp_route routes[] = {
    {TP_GET, "/reconcile", TP_MAY_LOOK, reconcile},     {TP_GET, "/ledger", TP_MAY_LOOK, balances},
    {TP_GET, "/ledger/unit/*", TP_MAY_LOOK, statement}, {TP_GET, "/ledger/due", TP_MAY_LOOK, due},
    {TP_GET, "/ledger/journal", TP_MAY_LOOK, journal},  {TP_GET, "/ledger/lent", TP_MAY_LOOK, lent},
    {TP_GET, "/ledger/year/*", TP_MAY_EXPORT, year},
};
const tp_routes tp_page_ledger = TP_ROUTES(routes);
