/* The committee's meeting, for the projector: one item after another, decided as it is spoken
 * about; what the decisions so far come to is worked out at once, and booked at the end.
 *
 * The state is the address, as everywhere: what was decided stands in it, so going back is
 * undoing. */
#include "serve/answer.h"
#include "serve/pages.h"
#include "serve/people.h"
#include "serve/server_parts.h"

#include "report/views/booking.h"
#include "workspace/decide.h"

#include <stdio.h>
#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_words w_meeting = {"编委会会议", "Meeting"};

typedef enum decided { OPEN, AGREED, REFUSED, DEFERRED, CUT } decided;
static const tp_words decided_words[] = {{"待议", "open"},
                                         {"同意", "agreed"},
                                         {"不同意", "refused"},
                                         {"暂缓", "deferred"},
                                         {"改数", "cut"}};

/* One row to decide on: a demand's loan or a line's deposit. */
typedef struct item {
    bool deposit;
    int32_t index;   /* of the demand or line */
    const char *key; /* of the field: "d.D012", "l.U034/事业" */
    const char *unit, *category;
    int64_t asked, own, proposed, count;
    decided state;
} item;

typedef struct meeting {
    tp_store *store;
    tp_proposal_row proposal;
    tp_opened_run opened;
    const tp_run *run;
    const tp_fields *given; /* where the decisions stand: the query, or the form */
    item *items;
    size_t n_items, at; /* the one on the screen */
    size_t open;        /* not decided yet */
} meeting;

static void close_meeting(meeting *m)
{
    tp_opened_run_free(&m->opened);
    tp_store_close(m->store);
}

static const char *unit_name(const meeting *m, const char *code)
{
    int32_t unit = tp_dataset_unit(m->run->data, code);
    return unit < 0 ? "" : m->run->data->units[unit].name;
}

/* What was said of the item: "agree", "disagree", "defer", or a number. */
static bool take_opinion(tp_visit *visit, item *i, const char *text)
{
    i->count = i->proposed;
    i->state = !*text                      ? OPEN
               : !strcmp(text, "agree")    ? AGREED
               : !strcmp(text, "disagree") ? REFUSED
               : !strcmp(text, "defer")    ? DEFERRED
                                           : CUT;
    if (i->state == REFUSED || i->state == DEFERRED)
        i->count = 0;
    if (i->state != CUT || (tp_int_parse(text, strlen(text), &i->count) == TP_PARSE_OK &&
                            i->count >= 0 && i->count <= i->proposed))
        return true;
    tp_visit_refuse(visit, 422,
                    W("“{0}”不是批准数：只能填 0 至建议数之间的整数。",
                      "\"{0}\" is no count: a whole number from 0 to what is proposed."),
                    text);
    return false;
}

static bool add_item(tp_visit *visit, meeting *m, item i)
{
    size_t capacity = m->n_items;
    if (!i.key || !tp_arena_grow(visit->arena, &m->items, &capacity, m->n_items, 1)) {
        visit->out->failed = true;
        return false;
    }
    if (!take_opinion(visit, &i, tp_field_value(m->given, i.key)))
        return false;
    m->open += i.state == OPEN;
    m->items[m->n_items++] = i;
    return true;
}

static bool gather(tp_visit *visit, meeting *m)
{
    const tp_dataset *data = m->run->data;
    const tp_result *result = m->run->result;
    m->items = tp_arena_array(visit->arena, (size_t)data->n_demands + (size_t)data->n_lines + 1,
                              sizeof *m->items);
    if (!m->items) {
        visit->out->failed = true;
        return false;
    }
    for (int32_t at = 0; at < data->n_demands; at++) {
        int32_t d = data->demand_input_order[at];
        const tp_demand *demand = &data->demands[d];
        if (result->loan[d] > 0 &&
            !add_item(visit, m,
                      (item){.index = d,
                             .key = tp_arena_format(visit->arena, "d.%s", demand->code),
                             .unit = data->units[demand->unit].code,
                             .category = tp_dataset_name(data, data->lines[demand->line].category),
                             .asked = demand->quantity,
                             .own = result->own[d],
                             .proposed = result->loan[d]}))
            return false;
    }
    for (int32_t l = 0; l < data->n_lines; l++) {
        const char *unit = data->units[data->lines[l].unit].code;
        const char *category = tp_dataset_name(data, data->lines[l].category);
        if (result->deposit[l] > 0 &&
            !add_item(visit, m,
                      (item){.deposit = true,
                             .index = l,
                             .key = tp_arena_format(visit->arena, "l.%s/%s", unit, category),
                             .unit = unit,
                             .category = category,
                             .proposed = result->deposit[l]}))
            return false;
    }
    return true;
}

static bool open_meeting(tp_visit *visit, meeting *m, const tp_fields *given)
{
    const int64_t number = tp_visit_number(visit);
    *m = (meeting){.given = given};
    if (number < 1) {
        tp_visit_refuse(visit, 404, W("没有建议方案 {0}。", "There is no proposal {0}."),
                        visit->star[0]);
        return false;
    }
    tp_status status = tp_visit_store_open(visit, TP_VISIT_WRITE, &m->store);
    if (!status)
        status = tp_proposal_get(m->store, number, visit->arena, &m->proposal, &visit->err);
    if (!status)
        status = tp_run_open(m->store, m->proposal.run, visit->arena, &m->opened, &visit->err);
    if (status) {
        close_meeting(m);
        tp_visit_failed(visit, status);
        return false;
    }
    m->run = m->opened.run;
    if (gather(visit, m))
        return true;
    close_meeting(m);
    return false;
}

/* --- what is decided so far, worked out ------------------------------------------------------- */

static void fill_decision(tp_visit *visit, const meeting *m, tp_decision *decision)
{
    tp_amendment *changes = tp_arena_array(visit->arena, m->n_items + 1, sizeof *changes);
    if (!changes) {
        visit->out->failed = true;
        return;
    }
    for (size_t i = 0; i < m->n_items; i++) {
        const item *at = &m->items[i];
        if (at->state == OPEN || at->state == AGREED)
            continue;
        changes[decision->n_changes++] =
            (tp_amendment){.demand = at->deposit ? NULL : m->run->data->demands[at->index].code,
                           .opinion = at->state == REFUSED    ? TP_DISAGREE
                                      : at->state == DEFERRED ? TP_DEFER
                                                              : TP_AGREE,
                           .count = at->count,
                           .unit = at->unit,
                           .category = at->category};
    }
    decision->changes = changes;
    decision->proposal = m->proposal.proposal;
    decision->trim = *tp_field_value(m->given, "trim") != '\0';
}

/* Everything posted, checked and taken back: what stands against it is told. */
static bool rehearse(tp_visit *visit, meeting *m, tp_booking *booking)
{
    int64_t approval;
    tp_decision decision = {.meeting = "",
                            .by = visit->person.account ? NULL : "(rehearsal)",
                            .on = tp_visit_today(visit),
                            .booking = booking};
    *booking = (tp_booking){.arena = visit->arena, .rehearse = true};
    fill_decision(visit, m, &decision);
    return !tp_approve_now(m->store, &decision, NULL, visit->arena, &approval, &visit->err);
}

/* All decisions but that of `skip`, as hidden fields. */
static void carry(tp_visit *visit, const meeting *m, const char *skip)
{
    for (size_t i = 0; i < m->n_items; i++) {
        const char *said = tp_field_value(m->given, m->items[i].key);
        if (!*said || (skip && !strcmp(skip, m->items[i].key)))
            continue;
        tp_buf_text(visit->out, "<input type=\"hidden\"");
        tp_put_attribute(visit, "name", m->items[i].key);
        tp_put_attribute(visit, "value", said);
        tp_buf_text(visit->out, ">");
    }
    if (*tp_field_value(m->given, "trim"))
        tp_buf_text(visit->out, "<input type=\"hidden\" name=\"trim\" value=\"1\">");
}

static void put_consequences(tp_visit *visit, meeting *m)
{
    static const char *const without[] = {"entries", "totals", NULL};
    tp_booking booking;
    tp_page page;
    tp_put_element(visit, "h2", W("照此办理的结果", "What this comes to"));
    if (!rehearse(visit, m, &booking)) {
        tp_put_element(visit, "p class=\"trouble\" role=\"alert\"",
                       W("照目前的意见不能登记：", "As decided so far it cannot be booked:"));
        if (visit->diags.count)
            tp_shell_diags(visit, &visit->diags);
        else
            tp_html_text(visit->out, visit->err.text);
        return;
    }
    tp_put_element(visit, "p class=\"good\"",
                   W("按全部规则复核通过。", "It holds against every rule."));
    if (booking.unused) {
        char text[TP_DEC_TEXT];
        tp_int_format(booking.unused, text);
        tp_buf_text(visit->out, "<p>");
        TP_PUT_FILLED(visit,
                      W("调减之后有 {0} 名存入用不上。",
                        "After the cuts {0} deposited slots are not needed."),
                      text);
        tp_buf_text(visit->out, "</p>\n");
        tp_buf_format(visit->out,
                      "<form method=\"get\" action=\"/meeting/%lld\"><input type=\"hidden\" "
                      "name=\"i\" value=\"%zu\"><input type=\"hidden\" name=\"trim\" value=\"1\">",
                      (long long)m->proposal.proposal, m->at + 1);
        carry(visit, m, NULL);
        tp_form_button(visit, W("用不上的不收储", "Leave them where they are"), NULL);
        tp_form_end(visit);
    }
    tp_page_init(&page, visit->arena, w_meeting);
    tp_booking_page(&page, &booking, NULL);
    tp_shell_page(visit, &page, NULL, without);
}

/* --- the screen ------------------------------------------------------------------------------- */

/* The address of the meeting with another item on the screen. */
static void address(tp_buf *out, const meeting *m, size_t at)
{
    tp_buf_format(out, "/meeting/%lld?i=%zu", (long long)m->proposal.proposal, at + 1);
    for (size_t i = 0; i < m->n_items; i++) {
        const char *said = tp_field_value(m->given, m->items[i].key);
        if (!*said)
            continue;
        tp_buf_char(out, '&');
        tp_url_text(out, m->items[i].key);
        tp_buf_char(out, '=');
        tp_url_text(out, said);
    }
}

static void fact(tp_visit *visit, tp_words name, const char *text)
{
    tp_put_element(visit, "dt", name);
    tp_buf_text(visit->out, "<dd>");
    tp_html_text(visit->out, text);
    tp_buf_text(visit->out, "</dd>\n");
}

static void fact_count(tp_visit *visit, tp_words name, int64_t count)
{
    char text[TP_DEC_TEXT];
    tp_int_format(count, text);
    fact(visit, name, text);
}

/* Why so many: the explanation of the demand, as everywhere. */
static void put_why(tp_visit *visit, const meeting *m, const item *i)
{
    tp_page page;
    const tp_explain_task task = {.run = m->run};
    if (i->deposit)
        return;
    tp_buf_text(visit->out, "<details><summary>");
    tp_put(visit, W("理由", "Why"));
    tp_buf_text(visit->out, "</summary>\n");
    if (!tp_explain_demand_page(&page, &task, i->index, visit->arena, &visit->err))
        tp_shell_page(visit, &page, NULL, NULL);
    tp_buf_text(visit->out, "</details>\n");
}

/* What the item alone takes from its pool, or brings. */
static void put_pool(tp_visit *visit, const meeting *m, const item *i)
{
    char count[TP_DEC_TEXT];
    tp_int_format(i->count, count);
    (void)m;
    tp_buf_text(visit->out, "<dt>");
    tp_put(visit, W("对周转池", "For the pool"));
    tp_buf_text(visit->out, "</dt><dd>");
    TP_PUT_FILLED(visit,
                  i->deposit ? W("存入 {0}", "{0} more in it") : W("借出 {0}", "{0} less in it"),
                  count);
    tp_buf_text(visit->out, "</dd>\n");
}

static void put_choice(tp_visit *visit, const item *i, const char *value, decided state)
{
    tp_buf_format(visit->out, "<button type=\"submit\" class=\"choice%s\" value=\"%s\"",
                  i->state == state ? " chosen" : "", value);
    tp_put_attribute(visit, "name", i->key);
    tp_buf_text(visit->out, ">");
    tp_put(visit, decided_words[state]);
    tp_buf_text(visit->out, "</button>\n");
}

static void form_open(tp_visit *visit, const meeting *m, const item *i)
{
    size_t next = m->at + 1 < m->n_items ? m->at + 2 : m->n_items;
    tp_buf_format(visit->out,
                  "<form method=\"get\" action=\"/meeting/%lld\" class=\"doing\"><input "
                  "type=\"hidden\" name=\"i\" value=\"%zu\">",
                  (long long)m->proposal.proposal, next);
    carry(visit, m, i->key);
}

static void put_item(tp_visit *visit, meeting *m)
{
    const item *i = &m->items[m->at];
    char text[2][TP_DEC_TEXT];
    tp_int_format((tp_wide)m->at + 1, text[0]);
    tp_int_format((tp_wide)m->n_items, text[1]);
    tp_buf_text(visit->out, "<section class=\"item\">\n<p class=\"note\">");
    TP_PUT_FILLED(visit, W("第 {0} 项，共 {1} 项", "Item {0} of {1}"), text[0], text[1]);
    tp_buf_text(visit->out, "</p>\n<h2>");
    tp_html_text(visit->out, unit_name(m, i->unit));
    tp_buf_text(visit->out, " <small>");
    tp_html_text(visit->out, i->unit);
    tp_buf_text(visit->out, "</small></h2>\n<dl class=\"big\">\n");
    fact(visit, W("事项", "Item"),
         tp_words_in(i->deposit ? W("存入周转池", "deposit") : W("借用编制", "loan"), visit->lang));
    fact(visit, W("编制类别", "Category"), i->category);
    if (!i->deposit) {
        fact(visit, W("申请号", "Demand"), m->run->data->demands[i->index].code);
        fact_count(visit, W("申请", "Asked"), i->asked);
        fact_count(visit, W("自有解决", "Own"), i->own);
    }
    fact_count(visit, W("建议", "Proposed"), i->proposed);
    put_pool(visit, m, i);
    fact(visit, W("意见", "Opinion"), tp_words_in(decided_words[i->state], visit->lang));
    tp_buf_text(visit->out, "</dl>\n");
    form_open(visit, m, i);
    put_choice(visit, i, "agree", AGREED);
    put_choice(visit, i, "disagree", REFUSED);
    put_choice(visit, i, "defer", DEFERRED);
    tp_form_end(visit);
    form_open(visit, m, i);
    tp_put_element(visit, "label for=\"count\"", W("改为", "Cut to"));
    tp_buf_format(visit->out,
                  " <input id=\"count\" type=\"number\" required min=\"0\" max=\"%lld\" "
                  "value=\"%lld\"",
                  (long long)i->proposed, (long long)i->count);
    tp_put_attribute(visit, "name", i->key);
    tp_buf_text(visit->out, "> ");
    tp_form_button(visit, W("改数", "Cut"), "class=\"choice\"");
    tp_form_end(visit);
    put_why(visit, m, i);
    tp_buf_text(visit->out, "</section>\n");
}

static bool to_item(void *user, const tp_shell_cell *cell, tp_buf *out)
{
    if (cell->column != 0)
        return false;
    address(out, user, cell->row);
    return true;
}

static void put_list(tp_visit *visit, meeting *m)
{
    tp_page page;
    tp_page_init(&page, visit->arena, w_meeting);
    tp_view *view = tp_page_view(&page, "items", W("议题", "Items"));
    tp_view_column_add(view, "unit", W("单位", "Unit"), TP_COL_WRAP);
    tp_view_column_add(view, "kind", W("事项", "Item"), 0);
    tp_view_column_add(view, "category", W("编制类别", "Category"), 0);
    tp_view_column_add(view, "asked", W("申请", "Asked"), TP_COL_NUMBER);
    tp_view_column_add(view, "own", W("自有解决", "Own"), TP_COL_NUMBER);
    tp_view_column_add(view, "proposed", W("建议", "Proposed"), TP_COL_NUMBER);
    tp_view_column_add(view, "count", W("批准", "Approved"), TP_COL_NUMBER);
    tp_view_column_add(view, "opinion", W("意见", "Opinion"), 0);
    for (size_t i = 0; i < m->n_items; i++) {
        const item *at = &m->items[i];
        const char *name = tp_arena_format(visit->arena, "%s %s", at->unit, unit_name(m, at->unit));
        tp_view_text(view, name ? name : at->unit);
        tp_view_words(view, at->deposit ? W("存入", "deposit") : W("借用", "loan"));
        tp_view_text(view, at->category);
        at->deposit ? tp_view_empty(view) : tp_view_count(view, at->asked);
        at->deposit ? tp_view_empty(view) : tp_view_count(view, at->own);
        tp_view_count(view, at->proposed);
        tp_view_count(view, at->count);
        tp_view_words(view, decided_words[at->state]);
    }
    tp_shell_page(visit, &page, &(tp_shell_table){.link = to_item, .user = m}, NULL);
}

static void put_end(tp_visit *visit, const meeting *m)
{
    char today[TP_DATE_TEXT], open[TP_DEC_TEXT];
    tp_date_format(tp_visit_today(visit), today);
    tp_int_format((tp_wide)m->open, open);
    tp_put_element(visit, "h2", W("审定", "Decision"));
    if (m->open) {
        tp_buf_text(visit->out, "<p class=\"note\">");
        TP_PUT_FILLED(
            visit,
            W("尚有 {0} 项未议。须逐项有意见才能登记；其余可一并同意。",
              "{0} {0|item is|items are} still open. Every item needs an opinion before it "
              "is booked; the rest can be agreed to together."),
            open);
        tp_buf_text(visit->out, "</p>\n");
        tp_buf_format(visit->out, "<form method=\"get\" action=\"/meeting/%lld\" class=\"doing\">",
                      (long long)m->proposal.proposal);
        carry(visit, m, NULL);
        for (size_t i = 0; i < m->n_items; i++)
            if (m->items[i].state == OPEN) {
                tp_buf_text(visit->out, "<input type=\"hidden\" value=\"agree\"");
                tp_put_attribute(visit, "name", m->items[i].key);
                tp_buf_text(visit->out, ">");
            }
        tp_form_button(visit, W("其余一并同意", "Agree to the rest"), NULL);
        tp_form_end(visit);
    }
    char action[64];
    snprintf(action, sizeof action, "/meeting/%lld/approve", (long long)m->proposal.proposal);
    tp_form_begin(visit, action, "class=\"stack\"");
    carry(visit, m, NULL);
    tp_put_element(visit, "label for=\"meeting\"", W("会议名称", "Meeting"));
    tp_buf_text(
        visit->out,
        "<input id=\"meeting\" type=\"text\" name=\"meeting\" required autocomplete=\"off\">\n");
    tp_put_element(visit, "label for=\"on\"", W("审定日期", "Date"));
    tp_buf_format(visit->out, "<input id=\"on\" name=\"on\" type=\"date\" value=\"%s\">\n", today);
    if (!visit->person.account)
        tp_people_by(visit, W("审定人", "Decided by"));
    tp_put_element(visit, "label for=\"reason\"", W("说明", "Remarks"));
    tp_buf_text(
        visit->out,
        "<input id=\"reason\" type=\"text\" name=\"reason\" autocomplete=\"off\">\n<span></span>");
    tp_buf_text(visit->out, "<span class=\"doing\">");
    if (!m->open)
        tp_form_button(visit, W("登记审定并记账", "Record the approval and post it"),
                       "class=\"main\" name=\"what\" value=\"approve\"");
    tp_form_button(visit, W("不予通过", "Turn it down"), "name=\"what\" value=\"reject\"");
    tp_buf_text(visit->out, "</span>");
    tp_form_end(visit);
}

static void hold(tp_visit *visit)
{
    meeting m;
    int64_t at = 0;
    if (!open_meeting(visit, &m, &visit->request->query))
        return;
    if (m.proposal.approval) {
        close_meeting(&m);
        tp_visit_go(visit, "/meeting/%s/minutes", visit->star[0]);
        return;
    }
    const char *text = tp_asked(visit, "i");
    m.at = tp_int_parse(text, strlen(text), &at) == TP_PARSE_OK && at > 0 && (size_t)at <= m.n_items
               ? (size_t)at - 1
               : 0;
    tp_words title = {m.proposal.title, m.proposal.title};
    tp_shell_begin(visit, title, "/proposals");
    if (m.n_items)
        put_item(visit, &m);
    put_consequences(visit, &m);
    put_list(visit, &m);
    if (m.run->result->filed && tp_visit_may(visit, TP_MAY_POST)) {
        tp_buf_format(visit->out, "<p class=\"doing\"><a class=\"button\" href=\"/filing/%lld\">",
                      (long long)m.proposal.proposal);
        tp_put(visit, W("其中只须备案的，不经会议办理", "File what needs no decision"));
        tp_buf_text(visit->out, "</a></p>\n");
    }
    put_end(visit, &m);
    tp_shell_end(visit);
    close_meeting(&m);
}

static void approve(tp_visit *visit)
{
    meeting m;
    int64_t approval = 0;
    const tp_fields *form = &visit->request->form;
    bool reject = !strcmp(tp_field_value(form, "what"), "reject");
    const char *on = tp_field_value(form, "on"), *by = tp_field_value(form, "by");
    tp_decision decision = {.meeting = tp_field_value(form, "meeting"),
                            .reason = tp_field_value(form, "reason"),
                            .by = *by ? by : NULL,
                            .on = tp_visit_today(visit)};
    if (*on && tp_date_parse(on, strlen(on), &decision.on) != TP_PARSE_OK) {
        tp_visit_refuse(visit, 422, W("“{0}”不是日期。", "\"{0}\" is no date."), on);
        return;
    }
    if (reject && !*decision.reason) {
        tp_visit_refuse(visit, 422, W("不予通过须写明说明。", "Say why it is turned down."), "");
        return;
    }
    if (!open_meeting(visit, &m, form))
        return;
    if (!reject && m.open) {
        close_meeting(&m);
        tp_visit_refuse(visit, 422, W("还有未议的事项。", "Some items have no opinion yet."), "");
        return;
    }
    fill_decision(visit, &m, &decision);
    if (reject)
        decision.n_changes = 0;
    tp_status status =
        reject ? tp_reject(m.store, &decision, &approval, &visit->err)
               : tp_approve_now(m.store, &decision, NULL, visit->arena, &approval, &visit->err);
    close_meeting(&m);
    if (status)
        tp_visit_failed(visit, status);
    else
        tp_visit_go(visit, "/meeting/%s/minutes", visit->star[0]);
}

static const tp_route routes[] = {
    {TP_GET, "/meeting/*", TP_MAY_DECIDE, hold},
    {TP_POST, "/meeting/*/approve", TP_MAY_DECIDE, approve},
};
const tp_routes tp_page_meeting = TP_ROUTES(routes);
