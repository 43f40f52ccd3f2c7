#include "commands.h"
#include "report/views/words.h"
#include "runs.h"

#include <string.h>

static tp_words decision_words(const tp_run_row *row, tp_page *page)
{
    static const struct {
        const char *id;
        tp_words words;
    } known[] = {
        {"approved", {"已审定", "approved"}},
        {"partial", {"部分审定", "approved in part"}},
        {"rejected", {"未通过", "rejected"}},
        {"undone", {"已冲销", "undone"}},
    };
    for (size_t i = 0; row->decision && i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].id, row->decision) == 0)
            return known[i].words;
    if (row->proposal)
        return TP_PAGE_WORDS(page, ((tp_words){"已提请（{0} 号）", "proposed (no. {0})"}),
                             tp_page_count(page, row->proposal));
    return (tp_words){NULL, NULL};
}

static void fill(tp_page *page, const tp_run_row *rows, size_t count)
{
    tp_view *view =
        tp_page_view(page, "runs", (tp_words){"测算记录（由早到晚）", "Runs, oldest first"});
    view->empty = (tp_words){"数据库中还没有测算记录。", "There are no runs in the store."};
    tp_view_column_add(view, "run", (tp_words){"编号", "Run"}, 0);
    tp_view_column_add(view, "scenario", (tp_words){"方案", "Scenario"}, 0);
    tp_view_column_add(view, "title", (tp_words){"名称", "Title"}, TP_COL_WRAP | TP_COL_SPARE);
    tp_view_column_add(view, "as_of", (tp_words){"数据截止", "As of"}, 0);
    tp_view_column_add(view, "status", (tp_words){"结果", "Status"}, TP_COL_WRAP);
    tp_view_column_add(view, "decision", (tp_words){"审定", "Decision"}, TP_COL_WRAP);
    tp_view_column_add(view, "dataset", (tp_words){"数据集", "Dataset"}, TP_COL_SPARE);
    tp_view_column_add(view, "stored_at", (tp_words){"存入时间", "Stored at"}, TP_COL_SPARE);
    tp_view_column_add(view, "asked_at", (tp_words){"最近一次测算", "Last asked for"}, 0);
    tp_view_column_add(view, "settings", (tp_words){"所设参数", "Set"}, TP_COL_WRAP);
    tp_view_column_add(view, "sweep", (tp_words){"所属批量", "Sweep"}, TP_COL_SPARE);
    for (size_t i = 0; i < count; i++) {
        char *dataset = tp_arena_copy(page->arena, rows[i].dataset_sha256, 12);
        page->failed = page->failed || !dataset;
        tp_view_text(view, rows[i].run);
        tp_view_text(view, rows[i].scenario);
        tp_view_words(view, rows[i].title);
        tp_view_date(view, rows[i].as_of);
        tp_view_words(view, tp_run_status_name(rows[i].status));
        tp_view_words(view, decision_words(&rows[i], page));
        tp_view_text(view, dataset);
        tp_view_text(view, rows[i].stored_at);
        tp_view_text(view, rows[i].asked_at);
        tp_view_words(view, tp_settings_words(page, rows[i].settings));
        tp_view_text(view, rows[i].sweep);
    }
}

static int run_runs(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    tp_run_row *rows;
    size_t count;
    tp_page page;
    int code = tp_cli_store_open(cli, TP_STORE_READ, &store);
    if (code)
        return code;
    tp_status status = tp_store_list_runs(store, cli->arena, &rows, &count, &err);
    if (status) {
        code = tp_cli_fail(cli, status, cli->diags, &err);
    } else {
        tp_page_init(&page, cli->arena, (tp_words){NULL, NULL});
        fill(&page, rows, count);
        code = tp_cli_page(cli, &page);
    }
    tp_store_close(store);
    return code;
}

const tp_command tp_cmd_runs = {
    .name = "runs",
    .arguments = {"", ""},
    .brief = {"列出数据库中的测算记录", "List the runs in the store"},
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT,
    .least = 0,
    .most = 0,
    .run = run_runs,
};
