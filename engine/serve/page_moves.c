/* Movements of the ledger as forms: looked at first, with the entries they would make, then booked.
 *
 * What was looked at is what is booked: the head of the journal goes with the confirmation, and the
 * library refuses if the books moved in between. */
#include "serve/pages.h"
#include "serve/people.h"
#include "serve/server_parts.h"

#include "report/views/booking.h"
#include "store/movement.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_words w_title = {"台账办理", "Post to the ledger"};

enum { LOAN = 1, ENTRY = 2, COUNT = 4, UNTIL = 8, UNIT = 16, HEIR = 32 };

typedef struct movement {
    const tp_visit *visit;
    const tp_fields *form;
    tp_date on, until;
    int64_t posting, count;
    const char *by, *reason;
    tp_booking booking;
} movement;

/* A deed: its name in forms, the fields it wants, what books it. */
typedef struct deed {
    const char *name;
    tp_words words, explains;
    unsigned fields;
    tp_status (*book)(tp_store *store, movement *m, tp_err *err);
} deed;

static const char *value(const movement *m, const char *name)
{
    return tp_field_value(m->form, name);
}

static tp_status move(tp_store *store, movement *m, tp_journal_kind kind, tp_err *err)
{
    int64_t loan;
    tp_status status = tp_ledger_loan_named(store, value(m, "number"), m->visit->arena, &loan, err);
    const tp_movement_request request = {.kind = kind,
                                         .loan = loan,
                                         .count = m->count,
                                         .on = m->on,
                                         .due_on = m->until,
                                         .by = m->by,
                                         .reason = m->reason,
                                         .booking = &m->booking};
    return status ? status : tp_ledger_move(store, &request, NULL, err);
}

static tp_status give_back(tp_store *store, movement *m, tp_err *err)
{
    return move(store, m, TP_JOURNAL_RETURN, err);
}

static tp_status recall(tp_store *store, movement *m, tp_err *err)
{
    return move(store, m, TP_JOURNAL_RECALL, err);
}

static tp_status renew(tp_store *store, movement *m, tp_err *err)
{
    m->count = 0;
    return move(store, m, TP_JOURNAL_RENEW, err);
}

static tp_status expire(tp_store *store, movement *m, tp_err *err)
{
    int64_t count;
    const tp_movement_request request = {
        .on = m->on, .by = m->by, .reason = m->reason, .booking = &m->booking};
    return *value(m, "number") ? move(store, m, TP_JOURNAL_EXPIRE, err)
                               : tp_ledger_expire_due(store, &request, &count, err);
}

static tp_status withdraw(tp_store *store, movement *m, tp_err *err)
{
    const char *unit, *pool = value(m, "pool");
    tp_status status = tp_ledger_unit(store, value(m, "unit"), m->visit->arena, &unit, err);
    const tp_withdraw_request request = {.unit = status ? "" : unit,
                                         .category = value(m, "category"),
                                         .scope = *pool ? pool : NULL,
                                         .ring = *pool ? value(m, "ring") : NULL,
                                         .count = m->count,
                                         .on = m->on,
                                         .by = m->by,
                                         .reason = m->reason,
                                         .booking = &m->booking};
    return status ? status : tp_ledger_withdraw(store, &request, NULL, err);
}

static tp_status correct(tp_store *store, movement *m, tp_err *err)
{
    int64_t entry;
    tp_status status = tp_ledger_entry_named(store, value(m, "number"), tp_ledger_correctable,
                                             m->visit->arena, &entry, err);
    const tp_correct_request request = {.entry = entry,
                                        .count = m->count,
                                        .on = m->on,
                                        .by = m->by,
                                        .reason = m->reason,
                                        .booking = &m->booking};
    return status ? status : tp_ledger_correct(store, &request, NULL, err);
}

static tp_status undo(tp_store *store, movement *m, tp_err *err)
{
    const tp_undo_request request = {.posting = m->posting,
                                     .on = m->on,
                                     .by = m->by,
                                     .reason = m->reason,
                                     .booking = &m->booking};
    return tp_ledger_undo(store, &request, err);
}

/* A unit merged or renamed. The heir need not be known yet where that is said. */
static tp_status succeed(tp_store *store, movement *m, tp_err *err)
{
    const char *unit = "", *heir = value(m, "heir");
    tp_status status = tp_ledger_unit(store, value(m, "unit"), m->visit->arena, &unit, err);
    if (!status && !*value(m, "fresh"))
        status = tp_ledger_unit(store, heir, m->visit->arena, &heir, err);
    const tp_succeed_request request = {.unit = unit,
                                        .heir = heir,
                                        .on = m->on,
                                        .by = m->by,
                                        .reason = m->reason,
                                        .booking = &m->booking};
    return status ? status : tp_ledger_succeed(store, &request, err);
}

static const deed deeds[] = {
    {"return",
     {"归还", "Return"},
     {"借用单位交回编制", "the borrower gives slots back"},
     LOAN | COUNT,
     give_back},
    {"recall",
     {"召回", "Recall"},
     {"周转池提前收回", "the pool takes them back early"},
     LOAN | COUNT,
     recall},
    {"renew", {"续借", "Renew"}, {"延长到期日", "a later due date"}, LOAN | UNTIL, renew},
    {"expire",
     {"到期收回", "Expire"},
     {"到期的借用收回；不填借用号则全部到期的都收回",
      "what is due goes back; without a number all of it"},
     LOAN,
     expire},
    {"withdraw",
     {"支取", "Withdraw"},
     {"所有者取回存入的编制", "the owner takes its deposit back"},
     UNIT | COUNT,
     withdraw},
    {"succeed",
     {"单位承接", "Succeed"},
     {"单位合并、更名：核定、存入和借用由承接单位接着算，须写明文号",
      "a unit merged or renamed: its heir takes over slots, deposits and loans; say on what "
      "document"},
     HEIR,
     succeed},
    {"correct",
     {"更正", "Correct"},
     {"一条流水记相反分录", "one entry is undone by its contrary"},
     ENTRY | COUNT,
     correct},
    {"undo",
     {"整批冲销", "Undo a posting"},
     {"填批次号", "by the number of the posting"},
     ENTRY,
     undo},
};
enum { DEEDS = sizeof deeds / sizeof *deeds };

static const deed *find(const char *name)
{
    for (size_t i = 0; i < DEEDS; i++)
        if (!strcmp(deeds[i].name, name))
            return &deeds[i];
    return NULL;
}

static void input(tp_visit *visit, const char *name, const char *type, const char *given,
                  tp_words label)
{
    tp_buf_format(visit->out, "<label for=\"%s\">", name);
    tp_put(visit, label);
    tp_buf_format(visit->out,
                  "</label><input id=\"%s\" name=\"%s\" type=\"%s\" autocomplete=\"off\"", name,
                  name, type);
    tp_put_attribute(visit, "value", given);
    tp_buf_text(visit->out, ">\n");
}

static void form_of(tp_visit *visit, const deed *d, const tp_fields *given)
{
    char today[TP_DATE_TEXT];
    const char *on = tp_field_value(given, "on"), *number = tp_field_value(given, "number");
    tp_date_format(tp_visit_today(visit), today);
    if (!*number)
        number = tp_field_value(given, d->fields & LOAN ? "loan" : "entry");
    tp_put_element(visit, "h2", d->words);
    tp_put_element(visit, "p class=\"note\"", d->explains);
    tp_form_begin(visit, "/ledger/preview", "class=\"stack\"");
    tp_buf_format(visit->out, "<input type=\"hidden\" name=\"kind\" value=\"%s\">\n", d->name);
    if (d->fields & (LOAN | ENTRY))
        input(visit, "number", "text", number,
              d->fields & LOAN           ? W("借用（编号、通知单号、申请或单位）",
                                             "Loan (its number, notice, demand or unit)")
              : !strcmp(d->name, "undo") ? W("批次", "Posting")
                                         : W("流水（序号、通知单号、申请或单位）",
                                             "Entry (its number, notice, demand or unit)"));
    if (d->fields & UNIT) {
        input(visit, "unit", "text", tp_field_value(given, "unit"), W("单位", "Unit"));
        input(visit, "category", "text", tp_field_value(given, "category"),
              W("编制类别", "Category"));
        input(visit, "pool", "text", tp_field_value(given, "pool"),
              W("周转池（只有一个时可不填）", "Pool (may be left out if there is one)"));
    }
    if (d->fields & HEIR) {
        input(visit, "unit", "text", tp_field_value(given, "unit"), W("原单位", "Unit"));
        input(visit, "heir", "text", tp_field_value(given, "heir"), W("承接单位", "Heir"));
        tp_put_element(visit, "label for=\"fresh\"",
                       W("承接单位是新设的", "The heir is new to the books"));
        tp_buf_text(visit->out,
                    "<input id=\"fresh\" name=\"fresh\" type=\"checkbox\" value=\"1\">\n");
    }
    if (d->fields & COUNT)
        input(visit, "count", "text", tp_field_value(given, "count"),
              W("数量（不填为全部）", "Slots (empty: all)"));
    if (d->fields & UNTIL)
        input(visit, "until", "date", tp_field_value(given, "until"),
              W("新到期日", "New due date"));
    input(visit, "on", "date", *on ? on : today, W("记账日期", "Date"));
    if (!visit->person.account)
        input(visit, "by", "text", tp_field_value(given, "by"), W("经办人", "By"));
    input(visit, "reason", "text", tp_field_value(given, "reason"), W("说明或文号", "Reason"));
    tp_buf_text(visit->out, "<span></span>");
    tp_form_button(visit, W("预览", "Preview"), "class=\"main\"");
    tp_form_end(visit);
}

static void forms(tp_visit *visit)
{
    const tp_fields *query = &visit->request->query;
    const deed *d = find(tp_asked(visit, "kind"));
    bool loan = *tp_asked(visit, "loan") != '\0';
    tp_shell_begin(visit, w_title, "/ledger");
    tp_buf_text(visit->out, "<p class=\"doing\">");
    for (size_t i = 0; i < DEEDS; i++) {
        if (loan && !(deeds[i].fields & LOAN))
            continue;
        tp_buf_format(visit->out, "<a class=\"button\" href=\"/ledger/move?kind=%s%s",
                      deeds[i].name, loan ? "&amp;loan=" : "");
        tp_url_text(visit->out, tp_asked(visit, "loan"));
        tp_buf_text(visit->out, "\">");
        tp_put(visit, deeds[i].words);
        tp_buf_text(visit->out, "</a> ");
    }
    tp_buf_text(visit->out, "</p>\n");
    if (d)
        form_of(visit, d, query);
    tp_shell_end(visit);
}

static bool whole(tp_visit *visit, const char *text, int64_t *out)
{
    *out = 0;
    if (!*text)
        return true;
    if (tp_int_parse(text, strlen(text), out) == TP_PARSE_OK && *out > 0)
        return true;
    tp_visit_refuse(visit, 422, W("“{0}”不是编号或数量。", "\"{0}\" is no number."), text);
    return false;
}

static bool day(tp_visit *visit, const char *text, tp_date *out)
{
    *out = TP_DATE_NONE;
    if (!*text || tp_date_parse(text, strlen(text), out) == TP_PARSE_OK)
        return true;
    tp_visit_refuse(visit, 422, W("“{0}”不是日期。", "\"{0}\" is no date."), text);
    return false;
}

static bool read_form(tp_visit *visit, movement *m)
{
    const tp_fields *form = &visit->request->form;
    *m = (movement){.visit = visit, .form = form, .booking = {.arena = visit->arena}};
    if (!strcmp(value(m, "kind"), "undo") && !whole(visit, value(m, "number"), &m->posting))
        return false;
    if (!whole(visit, value(m, "count"), &m->count) || !day(visit, value(m, "on"), &m->on) ||
        !day(visit, value(m, "until"), &m->until))
        return false;
    m->on = m->on ? m->on : tp_visit_today(visit);
    m->by = *value(m, "by") ? value(m, "by") : NULL;
    m->reason = *value(m, "reason") ? value(m, "reason") : NULL;
    if (!strcmp(value(m, "kind"), "succeed") && (!m->reason || !*value(m, "heir"))) {
        tp_visit_refuse(visit, 422,
                        W("须写明承接单位和依据的文号。",
                          "Say who the heir is, and on what document it rests."),
                        "");
        return false;
    }
    if (visit->person.account || m->by)
        return true;
    tp_visit_refuse(visit, 422, W("须写明经办人。", "Say who does it."), "");
    return false;
}

/* Everything the form said, and the head it was worked out on. */
static void confirm_form(tp_visit *visit, const movement *m)
{
    static const char *const names[] = {"kind",     "number", "unit",  "heir",  "fresh",
                                        "category", "pool",   "ring",  "count", "until",
                                        "on",       "by",     "reason"};
    tp_form_begin(visit, "/ledger/book", "class=\"doing\"");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!*value(m, names[i]))
            continue;
        tp_buf_format(visit->out, "<input type=\"hidden\" name=\"%s\"", names[i]);
        tp_put_attribute(visit, "value", value(m, names[i]));
        tp_buf_text(visit->out, ">");
    }
    tp_buf_format(visit->out, "<input type=\"hidden\" name=\"head\" value=\"%s\">",
                  m->booking.before->head);
    tp_form_button(visit, W("确认登记入账", "Book it"), "class=\"main\"");
    tp_form_end(visit);
}

static void show(tp_visit *visit, tp_store *store, movement *m, const deed *d, bool booked)
{
    tp_page page;
    tp_unit_names names;
    tp_status status = tp_unit_names_load(&names, store, visit->arena, &visit->err);
    if (status) {
        tp_visit_failed(visit, status);
        return;
    }
    tp_page_init(&page, visit->arena, d->words);
    tp_booking_page(&page, &m->booking, &names);
    tp_shell_begin(visit, d->words, "/ledger");
    tp_put_element(visit, booked ? "p class=\"good\"" : "p class=\"note\"",
                   booked ? W("已登记入账。", "Booked.")
                          : W("以下为预览，尚未登记。", "A preview: nothing is booked yet."));
    tp_shell_page(visit, &page, NULL, NULL);
    if (!booked)
        confirm_form(visit, m);
    tp_put_element(visit, "a class=\"button\" href=\"/ledger\"",
                   W("返回台账", "Back to the ledger"));
    tp_shell_end(visit);
}

static void book(tp_visit *visit, bool booking)
{
    movement m;
    tp_store *store = NULL;
    const deed *d = find(tp_field_value(&visit->request->form, "kind"));
    const char *head = tp_field_value(&visit->request->form, "head");
    if (!d) {
        tp_visit_refuse(visit, 422, W("没有这种业务。", "There is no such movement."), "");
        return;
    }
    if (!read_form(visit, &m))
        return;
    m.booking.rehearse = !booking;
    m.booking.expected_head = booking ? head : NULL;
    tp_status status = tp_visit_store_open(visit, TP_VISIT_WRITE, &store);
    if (!status)
        status = d->book(store, &m, &visit->err);
    if (status)
        tp_visit_failed(visit, status);
    else
        show(visit, store, &m, d, booking);
    tp_store_close(store);
}

static void preview(tp_visit *visit)
{
    book(visit, false);
}

static void confirm(tp_visit *visit)
{
    book(visit, true);
}

static const tp_route routes[] = {
    {TP_GET, "/ledger/move", TP_MAY_POST, forms},
    {TP_POST, "/ledger/preview", TP_MAY_POST, preview},
    {TP_POST, "/ledger/book", TP_MAY_POST, confirm},
};
const tp_routes tp_page_moves = TP_ROUTES(routes);
