#include "report/views/compare.h"

#include "report/views/words.h"

#include <string.h>

/* The scenario's name, with the beginning of the run's id where another run has the same name. */
static void make_labels(tp_compare_rows *rows)
{
    const tp_comparison *c = rows->of;
    for (size_t r = 0; r < c->n_runs; r++) {
        const char *name = c->runs[r]->scenario->name;
        bool twice = false;
        for (size_t k = 0; k < c->n_runs; k++)
            twice = twice || (k != r && strcmp(c->runs[k]->scenario->name, name) == 0);
        rows->label[r] =
            twice ? tp_arena_format(rows->page->arena, "%s·%.4s", name, c->runs[r]->id) : name;
        rows->page->failed = rows->page->failed || !rows->label[r];
    }
}

static tp_words status_words(tp_answer_status status)
{
    static const tp_words words[] = {[TP_OPTIMAL] = {"最优", "optimal"},
                                     [TP_FEASIBLE] = {"可行，未证明最优", "feasible, not proven"},
                                     [TP_INFEASIBLE] = {"自相矛盾", "infeasible"},
                                     [TP_NO_ANSWER] = {"未得出方案", "no answer"}};
    return words[status];
}

/* The run before it that moves the same; n_runs: none. */
static size_t twin_of(const tp_comparison *c, size_t r)
{
    for (size_t k = 0; k < r; k++)
        if (strcmp(c->answer[k], c->answer[r]) == 0)
            return k;
    return c->n_runs;
}

static void add_runs(const tp_compare_rows *rows)
{
    const tp_comparison *c = rows->of;
    tp_view *view =
        tp_page_view(rows->page, "runs", (tp_words){"参加比较的方案", "What is compared"});
    tp_view_column_add(view, "name", (tp_words){"方案", "Scenario"}, 0);
    tp_view_column_add(view, "title", (tp_words){"名称", "Title"}, TP_COL_WRAP);
    tp_view_column_add(view, "run", (tp_words){"测算编号", "Run"}, 0);
    tp_view_column_add(view, "as_of", (tp_words){"数据截止", "As of"}, 0);
    tp_view_column_add(view, "status", (tp_words){"结果", "Status"}, TP_COL_WRAP);
    tp_view_column_add(view, "same", (tp_words){"结果同于", "Same answer as"}, 0);
    for (size_t r = 0; r < c->n_runs; r++) {
        size_t twin = twin_of(c, r);
        tp_view_text(view, rows->label[r]);
        tp_view_words(view, c->runs[r]->scenario->title);
        tp_view_text(view, c->runs[r]->id);
        tp_view_date(view, c->runs[r]->scenario->as_of);
        tp_view_words(view, status_words(c->runs[r]->result->status));
        tp_view_text(view, twin < c->n_runs ? rows->label[twin] : "");
    }
}

static void add_inputs(const tp_compare_rows *rows)
{
    const tp_comparison *c = rows->of;
    tp_view *view =
        tp_page_view(rows->page, "inputs", (tp_words){"输入的差别", "Inputs that differ"});
    view->empty = (tp_words){"输入完全相同。", "The inputs are the same."};
    tp_view_column_add(view, "name", (tp_words){"参数", "Setting"}, TP_COL_WRAP);
    tp_view_column_add(view, "key", (tp_words){"键", "Key"}, TP_COL_SPARE);
    for (size_t r = 0; r < c->n_runs; r++) {
        const char *id = tp_arena_format(rows->page->arena, "run%zu", r);
        rows->page->failed = rows->page->failed || !id;
        tp_view_column_add(view, id ? id : "", (tp_words){rows->label[r], rows->label[r]},
                           TP_COL_WRAP);
    }
    for (size_t i = 0; i < c->n_inputs; i++) {
        bool data = strcmp(c->inputs[i].key, "data") == 0;
        tp_view_words(view, data ? (tp_words){"数据", "Data"}
                                 : tp_key_words(rows->page, c->inputs[i].key));
        tp_view_text(view, c->inputs[i].key);
        for (size_t r = 0; r < c->n_runs; r++) {
            const char *value = c->inputs[i].value[r];
            if (!value)
                tp_view_words(view, (tp_words){"（未设）", "(not set)"});
            else if (data) /* an identity: its beginning tells it apart */
                tp_view_text(view, tp_arena_format(rows->page->arena, "sha256:%.12s", value));
            else
                tp_view_words(view, tp_value_words(rows->page, c->inputs[i].key, value));
        }
    }
}

static bool several(const tp_comparison *c)
{
    bool any = false;
    for (size_t r = 0; r < c->n_runs; r++)
        any = any || c->runs[r]->result->n_periods > 1;
    return any;
}

static void conclude(const tp_compare_rows *rows)
{
    const tp_comparison *c = rows->of;
    tp_wide alike = 0, all = 0, some = 0, one = 0;
    for (size_t i = 0; i < c->n_rows; i++) {
        const tp_compared_row *row = &c->rows[i];
        if (row->alike)
            alike++;
        else if ((size_t)row->runs_with == c->n_runs)
            all++;
        else if (row->runs_with > 1)
            some++;
        else
            one++;
    }
    if (c->same_answer && several(c)) {
        tp_page_text(rows->page,
                     (tp_words){"各方案第 1 期的结果相同：每一笔存入、借用和调剂都一致。",
                                "The answer of period 1 is the same: every deposit, loan and "
                                "transfer."});
        return;
    }
    if (c->same_answer) {
        tp_page_text(rows->page,
                     (tp_words){"各方案的结果相同：每一笔存入、借用和调剂都一致。",
                                "The answer is the same: every deposit, loan and transfer."});
        return;
    }
    tp_page_format(
        rows->page, TP_PART_TEXT,
        (tp_words){"共涉及 {0} 笔存入、借用、收储或调剂：{1} 笔各方案一致，{2} 笔都有但数量不同，"
                   "{3} 笔只有部分方案有，{4} 笔只有一个方案有。",
                   "Movements in all: {0}. The same everywhere: {1}; "
                   "everywhere with different counts: {2}; in some: {3}; in one only: "
                   "{4}."},
        5,
        TP_ARGS_(tp_page_count(rows->page, (tp_wide)c->n_rows), tp_page_count(rows->page, alike),
                 tp_page_count(rows->page, all), tp_page_count(rows->page, some),
                 tp_page_count(rows->page, one)));
    if (alike && !rows->all)
        tp_page_hint(rows->page, (tp_words){"加 --all 列出各方案一致的部分。",
                                            "--all also lists what is the same everywhere."});
}

tp_status tp_compare_page(tp_page *page, const tp_comparison *comparison,
                          const tp_compare_page_options *options, tp_arena *arena, tp_err *err)
{
    tp_page_init(page, arena, (tp_words){"方案比较", "Comparison"});
    tp_compare_rows rows = {.of = comparison, .page = page, .all = options->all};
    rows.label = tp_arena_array(arena, comparison->n_runs + 1, sizeof *rows.label);
    if (!rows.label)
        return tp_fail_nomem(err);
    make_labels(&rows);
    if (!tp_page_ok(page))
        return tp_fail_nomem(err);
    add_runs(&rows);
    conclude(&rows);
    tp_status status = tp_compare_passed(&rows, err);
    if (status != TP_OK)
        return status;
    add_inputs(&rows);
    tp_compare_figures(&rows);
    tp_compare_years(&rows);
    tp_compare_movements(&rows);
    return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
}
