#include "report/papers/usage.h"

/* Usage right of a line afterwards. */
typedef struct change {
    int64_t deposit, reclaim, loan;
} change;

static change change_of(const tp_papers *p, int32_t l)
{
    const tp_dataset *data = p->run->data;
    const tp_line *line = &data->lines[l];
    change c = {p->deposit[l], p->run->result->reclaimed[l], 0};
    for (int32_t k = 0; k < line->demands; k++)
        c.loan += p->loan[data->demand_of_line[line->first_demand + k]];
    return c;
}

void tp_papers_usage(tp_page *page, const tp_papers *p)
{
    tp_view *view = tp_page_view(page, "usage", (tp_words){"总量占用", "Totals and occupancy"});
    view->unit = (tp_words){"单位：个", "in slots"};
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "authorised", (tp_words){"核定", "Authorised"}, TP_COL_NUMBER);
    tp_view_column_add(view, "occupied", (tp_words){"占用", "Occupied"}, TP_COL_NUMBER);
    tp_view_column_add(view, "before", (tp_words){"使用权（前）", "Usage before"}, TP_COL_NUMBER);
    tp_view_column_add(view, "reclaimed", (tp_words){"硬性收储", "Reclaimed"}, TP_COL_NUMBER);
    tp_view_column_add(view, "deposits", (tp_words){"存入", "Deposits"}, TP_COL_NUMBER);
    tp_view_column_add(view, "loans", (tp_words){"借用", "Loans"}, TP_COL_NUMBER);
    tp_view_column_add(view, "after", (tp_words){"使用权（后）", "Usage after"}, TP_COL_NUMBER);
    const tp_dataset *data = p->run->data;
    bool *done = tp_arena_array(page->arena, (size_t)tp_ids_count(data->names) + 1, sizeof *done);
    if (!done) {
        page->failed = true;
        return;
    }
    for (int32_t at = 0; at < data->n_lines; at++) {
        int32_t category = data->lines[data->line_input_order[at]].category;
        if (done[category])
            continue;
        done[category] = true;
        int64_t s[4] = {0}; /* authorised, occupied, usage before, moves */
        change all = {0};
        for (int32_t l = 0; l < data->n_lines; l++) {
            const tp_line *line = &data->lines[l];
            if (line->category != category)
                continue;
            change c = change_of(p, l);
            s[0] += line->authorised;
            s[1] += line->in_post + line->committed;
            s[2] += line->authorised - line->lent + line->borrowed;
            all.deposit += c.deposit;
            all.reclaim += c.reclaim;
            all.loan += c.loan;
        }
        tp_view_text(view, tp_dataset_name(data, category));
        tp_view_count(view, s[0]);
        tp_view_count(view, s[1]);
        tp_view_count(view, s[2]);
        tp_view_count(view, all.reclaim);
        tp_view_count(view, all.deposit);
        tp_view_count(view, all.loan);
        tp_view_count(view, s[2] - all.reclaim - all.deposit + all.loan);
    }
}

void tp_papers_differences(tp_page *page, const tp_papers *p)
{
    tp_view *view = tp_page_view(page, "differences", (tp_words){"差异", "Differences"});
    view->unit = (tp_words){"单位：个", "in slots"};
    tp_view_column_add(view, "unit", (tp_words){"单位编码", "Unit"}, 0);
    tp_view_column_add(view, "name", (tp_words){"单位名称", "Name"}, TP_COL_WRAP);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "before", (tp_words){"使用权（前）", "Usage before"}, TP_COL_NUMBER);
    tp_view_column_add(view, "after", (tp_words){"使用权（后）", "Usage after"}, TP_COL_NUMBER);
    tp_view_column_add(view, "change", (tp_words){"增减", "Change"}, TP_COL_NUMBER);
    tp_view_column_add(view, "occupied", (tp_words){"占用", "Occupied"}, TP_COL_NUMBER);
    tp_view_column_add(view, "vacant", (tp_words){"空编（后）", "Vacant after"}, TP_COL_NUMBER);
    const tp_dataset *data = p->run->data;
    for (int32_t at = 0; at < data->n_lines; at++) {
        int32_t l = data->line_input_order[at];
        const tp_line *line = &data->lines[l];
        change c = change_of(p, l);
        if (!c.deposit && !c.reclaim && !c.loan)
            continue;
        int64_t before = line->authorised - line->lent + line->borrowed;
        int64_t after = before - c.deposit - c.reclaim + c.loan;
        int64_t occupied = line->in_post + line->committed;
        tp_view_text(view, data->units[line->unit].code);
        tp_view_text(view, data->units[line->unit].name);
        tp_view_text(view, tp_dataset_name(data, line->category));
        tp_view_count(view, before);
        tp_view_count(view, after);
        tp_view_diff(view, after - before);
        tp_view_count(view, occupied);
        tp_view_count(view, after > occupied ? after - occupied : 0);
    }
}
