#include "report/views/batch.h"

#include "report/views/sweep.h"
#include "report/views/words.h"

static void add_columns(tp_view *view)
{
    tp_view_column_add(view, "item", (tp_words){"序号", "No."}, TP_COL_NUMBER);
    tp_view_column_add(view, "scenario", (tp_words){"方案文件", "Scenario"}, TP_COL_WRAP);
    tp_view_column_add(view, "set", (tp_words){"改写", "Settings"}, TP_COL_WRAP | TP_COL_SPARE);
    tp_view_column_add(view, "title", (tp_words){"名称", "Title"}, TP_COL_WRAP);
    for (int f = 0; f < TP_SWEEP_FIGURES; f++)
        tp_view_column_add(view, tp_sweep_figure_names[f], tp_sweep_figure_words[f],
                           TP_COL_NUMBER | (f == TP_SWEEP_LENT || f == TP_SWEEP_NEED ||
                                                    f == TP_SWEEP_STATUTORY_SHORT
                                                ? 0
                                                : TP_COL_SPARE));
    tp_view_column_add(view, "status", (tp_words){"状态", "Status"}, 0);
    tp_view_column_add(view, "run", (tp_words){"测算编号", "Run"}, 0);
}

static void add_row(tp_view *view, const tp_batch_item *item, const tp_batch_outcome *outcome,
                    size_t number)
{
    static const tp_words status[] = {[TP_OPTIMAL] = {"最优", "optimal"},
                                      [TP_FEASIBLE] = {"可行", "feasible"},
                                      [TP_INFEASIBLE] = {"自相矛盾", "infeasible"},
                                      [TP_NO_ANSWER] = {"没有方案", "none"}};
    tp_view_count(view, (tp_wide)number);
    tp_view_text(view, item->scenario);
    tp_view_text(view, item->set);
    tp_view_words(view, outcome->title.zh ? outcome->title : (tp_words){"", ""});
    tp_sweep_figures(view, &outcome->at);
    tp_view_words(view, outcome->at.done ? status[outcome->at.status]
                                         : (tp_words){"未测算", "not solved"});
    tp_view_text(view, outcome->at.done ? outcome->at.run : "");
}

tp_status tp_batch_page(tp_page *page, const tp_batch *batch, const tp_batch_outcome *outcomes,
                        tp_arena *arena, tp_err *err)
{
    tp_wide done = 0;
    tp_page_init(page, arena, (tp_words){"批量测算", "List of runs"});
    for (size_t i = 0; i < batch->count; i++)
        done += outcomes[i].at.done;
    tp_page_format(page, TP_PART_TEXT,
                   (tp_words){"共 {0} 个测算，已完成 {1} 个。", "Runs {0}, done {1}."}, 2,
                   TP_ARGS_(tp_page_count(page, (tp_wide)batch->count), tp_page_count(page, done)));
    tp_view *view = tp_page_view(page, "runs", (tp_words){"各次测算", "Runs"});
    add_columns(view);
    for (size_t i = 0; i < batch->count; i++)
        add_row(view, &batch->items[i], &outcomes[i], i + 1);
    return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
}
