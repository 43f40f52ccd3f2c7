#include "serve/remarks.h"

#include "report/views/remark.h"
#include "workspace/remark.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_words w_remark = {"备注", "Remark"};
static const tp_words w_of = {"{0} 的备注", "remark on {0}"};
/* Before the row in a field's name. */
static const char prefix[] = "remark.";

tp_status tp_remark_board_open(tp_remark_board *out, tp_visit *visit, tp_store *store,
                               const tp_opened_run *run)
{
    const tp_dataset *data = run->run->data;
    *out = (tp_remark_board){
        .run = run->run,
        .demand = tp_arena_array(visit->arena, (size_t)data->n_demands + 1, sizeof *out->demand),
        .line = tp_arena_array(visit->arena, (size_t)data->n_lines + 1, sizeof *out->line)};
    if (!out->demand || !out->line)
        return tp_fail_nomem(&visit->err);
    return tp_remarks_of(store, run->record.run, visit->arena, &out->remarks, &out->count,
                         &visit->err);
}

static const char *text_at(const tp_view *view, size_t row, const char *id)
{
    for (size_t c = 0; c < view->n_columns; c++)
        if (!strcmp(view->columns[c].id, id))
            return tp_view_at(view, row, c)->text;
    return NULL;
}

static void put_field(tp_visit *visit, const char *row, const char *text)
{
    tp_buf label;
    tp_buf_init(&label);
    tp_words_fill(&label, tp_words_in(w_of, visit->lang), 1, &row);
    tp_buf_text(visit->out, "<input class=\"remark\" form=\"remarks\" type=\"text\" "
                            "maxlength=\"200\" autocomplete=\"off\" name=\"");
    tp_buf_text(visit->out, prefix);
    tp_html_text(visit->out, row);
    tp_buf_char(visit->out, '"');
    tp_put_attribute(visit, "aria-label", label.bytes ? label.bytes : "");
    tp_put_attribute(visit, "value", text);
    tp_buf_text(visit->out, ">");
    visit->out->failed = visit->out->failed || !tp_buf_ok(&label);
    tp_buf_finish(&label);
}

static void field(void *user, tp_visit *visit, const tp_view *view, size_t row)
{
    tp_remark_board *board = user;
    const tp_dataset *data = board->run->data;
    const char *demand = text_at(view, row, "demand"), *unit = text_at(view, row, "unit");
    const char *category = text_at(view, row, "category");
    if (demand) {
        int32_t d = tp_dataset_demand(data, demand);
        if (d == TP_ID_NONE || board->demand[d])
            return;
        board->demand[d] = true;
        put_field(visit, demand, tp_remark_text(board->remarks, board->count, demand, "", ""));
        return;
    }
    int32_t u = unit ? tp_dataset_unit(data, unit) : TP_ID_NONE;
    int32_t l = u == TP_ID_NONE || !category ? TP_ID_NONE : tp_dataset_line(data, u, category);
    if (l == TP_ID_NONE || board->line[l])
        return;
    board->line[l] = true;
    const char *name = tp_arena_format(visit->arena, "%s/%s", unit, category);
    put_field(visit, name ? name : "",
              tp_remark_text(board->remarks, board->count, "", unit, category));
}

void tp_remark_board_offer(tp_remark_board *board, tp_answer_place *place)
{
    static const char *const tables[] = {"loans", "deposits", "denied", NULL};
    place->beside = field;
    place->beside_of = tables;
    place->beside_title = w_remark;
    place->user = board;
}

void tp_remark_board_form(tp_visit *visit, const tp_answer_place *place, bool few)
{
    const char *to = tp_arena_format(visit->arena, "%s/remarks", place->base);
    tp_form_begin(visit, to ? to : "", "id=\"remarks\" class=\"doing\"");
    if (few) {
        tp_put_element(visit, "span",
                       W("备注写在下面各行右侧，印在审议表和工作簿上。",
                         "Remarks go beside the rows below; the committee table and the workbook "
                         "print them."));
    } else {
        tp_put_element(visit, "label for=\"remark-row\"",
                       W("申请编号，或 单位/类别", "Demand, or UNIT/CATEGORY"));
        tp_buf_text(visit->out, " <input type=\"text\" id=\"remark-row\" name=\"row\" required "
                                "autocomplete=\"off\"> ");
        tp_put_element(visit, "label for=\"remark-text\"", w_remark);
        tp_buf_text(visit->out, " <input type=\"text\" id=\"remark-text\" name=\"text\" "
                                "maxlength=\"200\" autocomplete=\"off\"> ");
    }
    tp_form_button(visit, W("保存备注", "Save the remarks"), NULL);
    tp_form_end(visit);
}

void tp_remark_board_list(tp_visit *visit, const tp_remark_board *board)
{
    tp_page page;
    const tp_shell_table table = {0};
    if (!board->count)
        return;
    tp_page_init(&page, visit->arena, W(NULL, NULL));
    tp_remarks_view(&page, board->run, board->remarks, board->count);
    tp_shell_page(visit, &page, &table, NULL);
}

static tp_status save_one(tp_visit *visit, tp_store *store, const tp_opened_run *run,
                          const char *row, const char *text)
{
    tp_remark remark = {.text = text, .by = "", .on = tp_visit_today(visit)};
    return tp_remark_named(store, run, row, &remark, visit->arena, &visit->err);
}

tp_status tp_remark_board_save(tp_visit *visit, tp_store *store, const tp_opened_run *run)
{
    const tp_fields *form = &visit->request->form;
    const char *row = tp_field_value(form, "row");
    tp_status status = tp_store_begin(store, &visit->err);
    if (status)
        return status;
    if (*row)
        status = save_one(visit, store, run, row, tp_field_value(form, "text"));
    for (size_t i = 0; !status && i < form->count; i++)
        if (!strncmp(form->items[i].name, prefix, sizeof prefix - 1))
            status = save_one(visit, store, run, form->items[i].name + sizeof prefix - 1,
                              form->items[i].value);
    if (!status)
        return tp_store_commit(store, &visit->err);
    tp_store_rollback(store);
    return status;
}
