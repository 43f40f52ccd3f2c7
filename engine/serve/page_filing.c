/* 备案: what of a proposal is filed without the committee. It is worked out and shown, and entered
 * as shown or refused. */
#include "serve/pages.h"
#include "serve/people.h"
#include "serve/server_parts.h"

#include "report/views/booking.h"
#include "report/views/filing.h"
#include "workspace/decide.h"

#include <stdio.h>
#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_words w_filing = {"备案", "Filing"};

static void put_form(tp_visit *visit, int64_t proposal, const tp_booking *booking)
{
    char action[64], today[TP_DATE_TEXT];
    tp_date_format(tp_visit_today(visit), today);
    snprintf(action, sizeof action, "/filing/%lld", (long long)proposal);
    tp_form_begin(visit, action, "class=\"stack\"");
    tp_buf_text(visit->out, "<input type=\"hidden\" name=\"head\"");
    tp_put_attribute(visit, "value", booking->before->head);
    tp_buf_text(visit->out, ">");
    tp_put_element(visit, "label for=\"on\"", W("备案日期", "Date"));
    tp_buf_format(visit->out, "<input id=\"on\" name=\"on\" type=\"date\" value=\"%s\">\n", today);
    if (!visit->person.account)
        tp_people_by(visit, W("备案人", "Filed by"));
    tp_put_element(visit, "label for=\"reason\"", W("说明或备案号", "Remarks, or a number"));
    tp_buf_text(visit->out, "<input id=\"reason\" type=\"text\" name=\"reason\" "
                            "autocomplete=\"off\">\n<span></span><span class=\"doing\">");
    tp_form_button(visit, W("备案并记账", "File it and post it"), "class=\"main\"");
    tp_buf_text(visit->out, "</span>");
    tp_form_end(visit);
}

/* What is filed of the run, and what is left of the totals. */
static tp_status put_totals(tp_visit *visit, tp_store *store, const char *run)
{
    tp_opened_run opened;
    tp_page page;
    tp_status status = tp_run_open(store, run, visit->arena, &opened, &visit->err);
    if (!status) {
        tp_page_init(&page, visit->arena, w_filing);
        tp_filing_loans(&page, opened.run);
        tp_filing_totals(&page, opened.run->kase, opened.run->result);
        tp_shell_page(visit, &page, NULL, NULL);
    }
    tp_opened_run_free(&opened);
    return status;
}

static void show(tp_visit *visit)
{
    static const char *const without[] = {"totals", NULL};
    tp_store *store = NULL;
    tp_proposal_row row;
    int64_t approval;
    tp_booking booking = {.arena = visit->arena, .rehearse = true};
    tp_decision decision = {.proposal = tp_visit_number(visit),
                            .by = visit->person.account ? NULL : "(rehearsal)",
                            .on = tp_visit_today(visit),
                            .booking = &booking};
    tp_status status = tp_visit_store_open(visit, TP_VISIT_WRITE, &store);
    if (!status)
        status = tp_proposal_get(store, decision.proposal, visit->arena, &row, &visit->err);
    if (status) {
        tp_store_close(store);
        tp_visit_failed(visit, status);
        return;
    }
    tp_shell_begin(visit, w_filing, "/proposals");
    status = tp_file_now(store, &decision, visit->arena, &approval, &visit->err);
    if (status) {
        tp_put_element(visit, "p class=\"trouble\" role=\"alert\"",
                       W("不能备案：", "It cannot be filed:"));
        tp_shell_diags(visit, &visit->diags);
    } else if (!(status = put_totals(visit, store, row.run))) {
        tp_page page;
        tp_page_init(&page, visit->arena, w_filing);
        tp_booking_page(&page, &booking, NULL);
        tp_shell_page(visit, &page, NULL, without);
        put_form(visit, decision.proposal, &booking);
    }
    tp_shell_end(visit);
    tp_store_close(store);
}

static void file(tp_visit *visit)
{
    const tp_fields *form = &visit->request->form;
    const char *on = tp_field_value(form, "on"), *by = tp_field_value(form, "by");
    int64_t approval = 0;
    tp_store *store = NULL;
    tp_booking booking = {.arena = visit->arena, .expected_head = tp_field_value(form, "head")};
    tp_decision decision = {.proposal = tp_visit_number(visit),
                            .reason = tp_field_value(form, "reason"),
                            .by = *by ? by : NULL,
                            .on = tp_visit_today(visit),
                            .booking = &booking};
    if (*on && tp_date_parse(on, strlen(on), &decision.on) != TP_PARSE_OK) {
        tp_visit_refuse(visit, 422, W("“{0}”不是日期。", "\"{0}\" is no date."), on);
        return;
    }
    tp_status status = tp_visit_store_open(visit, TP_VISIT_WRITE, &store);
    if (!status)
        status = tp_file_now(store, &decision, visit->arena, &approval, &visit->err);
    tp_store_close(store);
    if (status)
        tp_visit_failed(visit, status);
    else
        tp_visit_go(visit, "/meeting/%s/minutes", visit->star[0]);
}

static const tp_route routes[] = {
    {TP_GET, "/filing/*", TP_MAY_POST, show},
    {TP_POST, "/filing/*", TP_MAY_POST, file},
};
const tp_routes tp_page_filing = TP_ROUTES(routes);
