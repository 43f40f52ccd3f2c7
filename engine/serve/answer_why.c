/* Why a demand or a unit got what it did, what would change it, and what another number would
 * cost. */
#include "serve/answer.h"

#include "explain/whynot.h"
#include "report/views/whynot.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_words w_back = {"返回结果", "Back to the answer"};
static const tp_words w_unknown = {"数据中没有“{0}”。", "The data hold no '{0}'."};
static const tp_words w_try = {"试一试", "Try it"};

typedef struct why {
    const tp_answer_place *place;
    const tp_explanation *explanation;
    size_t next; /* remedies are listed in order */
} why;

static void try_button(void *user, tp_visit *visit, const tp_view *view, size_t row)
{
    const why *w = user;
    (void)view;
    if (row < w->explanation->n_remedies)
        tp_answer_apply(visit, w->place, &w->explanation->remedies[row].change, w_try);
}

static bool why_link(void *user, const tp_shell_cell *cell, tp_buf *out)
{
    const why *w = user;
    return tp_answer_link((void *)w->place, cell, out);
}

static void back(tp_visit *visit, const tp_answer_place *place)
{
    tp_buf to;
    tp_buf_init(&to);
    tp_buf_format(&to, "%s%s", place->base, place->query);
    tp_buf_text(visit->out, "<p class=\"back\"><a");
    tp_put_attribute(visit, "href", to.bytes ? to.bytes : "");
    tp_buf_text(visit->out, ">← ");
    tp_put(visit, w_back);
    tp_buf_text(visit->out, "</a></p>\n");
    tp_buf_finish(&to);
}

/* Which period is meant; from 0. Nothing is shown where there is only one. */
static int asked_period(tp_visit *visit, const tp_answer_place *place)
{
    int periods = place->run->result->n_periods;
    const char *text = tp_asked(visit, "_p");
    int64_t period = 1;
    if (tp_int_parse(text, strlen(text), &period) != TP_PARSE_OK || period < 1 || period > periods)
        period = 1;
    if (periods == 1)
        return 0;
    tp_buf_text(visit->out, "<label for=\"p\">");
    tp_put(visit, W("期", "Period"));
    tp_buf_format(visit->out,
                  "</label> <input id=\"p\" name=\"_p\" type=\"number\" min=\"1\" max=\"%d\" "
                  "required value=\"%d\"> ",
                  periods, (int)period);
    return (int)period - 1;
}

static void why_not(tp_visit *visit, const tp_answer_place *place, int32_t demand)
{
    const tp_demand *d = &place->run->data->demands[demand];
    const char *asked = tp_asked(visit, "_n");
    tp_buf_text(visit->out, "<section class=\"whynot\">\n");
    tp_put_element(visit, "h2", W("为什么不是另一个数？", "Why not another number?"));
    tp_buf_text(visit->out, "<form method=\"get\">\n");
    for (size_t i = 0; i < visit->request->query.count; i++) {
        const tp_field *field = &visit->request->query.items[i];
        if (!strcmp(field->name, "_n") || !strcmp(field->name, "_p"))
            continue;
        tp_buf_text(visit->out, "<input type=\"hidden\"");
        tp_put_attribute(visit, "name", field->name);
        tp_put_attribute(visit, "value", field->value);
        tp_buf_text(visit->out, ">");
    }
    int period = asked_period(visit, place);
    tp_buf_text(visit->out, "<label for=\"n\">");
    tp_put(visit, W("借用数改为", "A loan of"));
    tp_buf_format(visit->out,
                  "</label> <input id=\"n\" name=\"_n\" type=\"number\" min=\"0\" max=\"%lld\" "
                  "required",
                  (long long)d->quantity);
    tp_put_attribute(visit, "value", asked);
    tp_buf_text(visit->out, "> ");
    tp_form_button(visit, W("看代价", "What would it cost?"), NULL);
    tp_buf_text(visit->out, "</form>\n");
    int64_t loan = 0;
    if (*asked && tp_int_parse(asked, strlen(asked), &loan) == TP_PARSE_OK && loan >= 0) {
        tp_whynot found;
        tp_page page;
        tp_status status = tp_whynot_loan(&found, place->run, demand, period, loan,
                                          tp_visit_stop(visit), visit->arena, &visit->err);
        if (!status)
            status = tp_whynot_page(&page, place->run, &found, visit->arena, &visit->err);
        const tp_shell_table table = tp_answer_table(place, false);
        if (status)
            visit->out->failed = true;
        else
            tp_shell_page(visit, &page, &table, NULL);
        if (!status && tp_answered(found.status) && place->locks)
            tp_answer_apply(visit, place, &found.change, W("就按此数", "Lock it at that"));
    }
    tp_buf_text(visit->out, "</section>\n");
}

void tp_answer_demand_page(tp_visit *visit, const tp_answer_place *place, const char *code)
{
    int32_t demand = tp_dataset_demand(place->run->data, code);
    tp_variant variant = {NULL};
    tp_explanation explanation = {0};
    tp_page page;
    if (demand == TP_ID_NONE) {
        tp_visit_refuse(visit, 404, w_unknown, code);
        return;
    }
    bool answered = tp_answered(place->run->result->status);
    tp_status status =
        answered ? tp_variant_open(&variant, place->run, tp_visit_stop(visit), &visit->err) : TP_OK;
    const tp_explain_task task = {
        .run = place->run, .variant = answered ? &variant : NULL, .kept = &explanation};
    if (!status)
        status = tp_explain_demand_page(&page, &task, demand, visit->arena, &visit->err);
    tp_variant_close(&variant);
    if (status) {
        tp_visit_failed(visit, status);
        return;
    }
    tp_shell_begin(visit, page.title, NULL);
    back(visit, place);
    why w = {place, &explanation, 0};
    static const char *const without[] = {"demand", "setting", NULL};
    tp_shell_table table = {.link = why_link, .user = &w};
    for (size_t i = 0; i < page.n_parts; i++) {
        const tp_part *part = &page.parts[i];
        if (part->kind == TP_PART_TEXT)
            tp_put_element(visit, "p class=\"says\"", part->text);
        if (part->kind != TP_PART_VIEW)
            continue;
        bool remedies = !strcmp(part->view->id, "remedies");
        table.more = remedies && place->locks ? try_button : NULL;
        table.more_title = W("假设", "What if");
        table.without = without;
        tp_shell_view(visit, part->view, &table);
    }
    if (answered)
        why_not(visit, place, demand);
    tp_shell_end(visit);
}

void tp_answer_unit_page(tp_visit *visit, const tp_answer_place *place, const char *code)
{
    int32_t unit = tp_dataset_unit(place->run->data, code);
    tp_page page;
    if (unit == TP_ID_NONE) {
        tp_visit_refuse(visit, 404, w_unknown, code);
        return;
    }
    const tp_explain_task task = {.run = place->run};
    tp_status status = tp_explain_unit_page(&page, &task, unit, visit->arena, &visit->err);
    if (status) {
        tp_visit_failed(visit, status);
        return;
    }
    tp_shell_begin(visit, page.title, NULL);
    back(visit, place);
    const tp_shell_table table = tp_answer_table(place, false);
    tp_shell_page(visit, &page, &table, NULL);
    tp_shell_end(visit);
}
