#include "report/views/remark.h"

static const tp_unit *unit_of(const tp_dataset *data, const tp_remark *r)
{
    int32_t demand = *r->demand ? tp_dataset_demand(data, r->demand) : TP_ID_NONE;
    int32_t unit =
        demand == TP_ID_NONE ? tp_dataset_unit(data, r->unit) : data->demands[demand].unit;
    return unit == TP_ID_NONE ? NULL : &data->units[unit];
}

static const char *category_of(const tp_dataset *data, const tp_remark *r)
{
    int32_t demand = *r->demand ? tp_dataset_demand(data, r->demand) : TP_ID_NONE;
    return demand == TP_ID_NONE
               ? r->category
               : tp_dataset_name(data, data->lines[data->demands[demand].line].category);
}

void tp_remarks_view(tp_page *page, const tp_run *run, const tp_remark *remarks, size_t count)
{
    tp_view *view = tp_page_view(page, "remarks", (tp_words){"备注", "Remarks"});
    view->empty = (tp_words){"没有备注。", "There are no remarks."};
    tp_view_column_add(view, "demand", (tp_words){"申请", "Demand"}, 0);
    tp_view_column_add(view, "unit", (tp_words){"编码", "Code"}, TP_COL_SPARE);
    tp_view_column_add(view, "name", (tp_words){"单位", "Unit"}, TP_COL_WRAP);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "remark", (tp_words){"备注", "Remark"}, TP_COL_WRAP);
    tp_view_column_add(view, "by", (tp_words){"填写人", "By"}, 0);
    tp_view_column_add(view, "on", (tp_words){"日期", "Date"}, 0);
    for (size_t i = 0; i < count; i++) {
        const tp_unit *unit = unit_of(run->data, &remarks[i]);
        if (*remarks[i].demand)
            tp_view_text(view, remarks[i].demand);
        else
            tp_view_words(view, (tp_words){"（存入）", "(deposit)"});
        tp_view_text(view, unit ? unit->code : "");
        tp_view_text(view, unit ? unit->name : "");
        tp_view_text(view, category_of(run->data, &remarks[i]));
        tp_view_text(view, remarks[i].text);
        tp_view_text(view, remarks[i].by);
        tp_view_date(view, remarks[i].on);
    }
}
