#include "report/views/sweep.h"

#include "report/views/words.h"

#include <string.h>

typedef struct sweep_rows {
    const tp_sweep_page_task *task;
    tp_page *page;
    tp_sweep_outcome *all; /* the base, then the points */
    int32_t *number;       /* of the answer */
    size_t n;
} sweep_rows;

/* As the store keeps it, so that a stored scenario reads like its file: 0.2, not 0.20. */
static const char *flow(tp_page *page, const tp_node *node)
{
    tp_buf text;
    tp_dec figure;
    if (node->kind == TP_NODE_SCALAR && !node->quoted && strchr(node->text, '.') &&
        tp_dec_parse(node->text, strlen(node->text), &figure) == TP_PARSE_OK)
        return tp_page_dec(page, figure);
    tp_buf_init(&text);
    tp_tree_write_flow(&text, node);
    const char *copy = tp_buf_ok(&text)
                           ? tp_arena_copy(page->arena, text.bytes ? text.bytes : "", text.length)
                           : NULL;
    tp_buf_finish(&text);
    page->failed = page->failed || !copy;
    return copy ? copy : "";
}

/* A list or map as value may be broken over lines; a figure keeps its column to one. */
/* Is every value of the key a number? */
static bool all_numbers(const tp_sweep_plan *plan, size_t key)
{
    tp_dec value;
    bool all = plan->n_points > 0;
    for (size_t i = 0; i < plan->n_points && all; i++) {
        const char *text = plan->points[i].value[key];
        all = !text || tp_dec_parse(text, strlen(text), &value) == TP_PARSE_OK;
    }
    return all;
}

static void add_columns(const sweep_rows *rows, tp_view *view)
{
    static const unsigned spare[TP_SWEEP_FIGURES] = {
        [TP_SWEEP_OWN] = TP_COL_SPARE,        [TP_SWEEP_SHORT] = TP_COL_SPARE,
        [TP_SWEEP_DENIED] = TP_COL_SPARE,     [TP_SWEEP_DONORS] = TP_COL_SPARE,
        [TP_SWEEP_SATURATION] = TP_COL_SPARE, [TP_SWEEP_RECLAIMED] = TP_COL_SPARE,
        [TP_SWEEP_TRANSFERS] = TP_COL_SPARE,  [TP_SWEEP_CLOSING] = TP_COL_SPARE};
    /* Many keys leave no room for all the figures that are always shown else. */
    unsigned crowded = rows->task->plan->n_keys > 2 ? TP_COL_SPARE : 0;
    tp_view_column_add(view, "point", (tp_words){"点", "Point"}, 0);
    for (size_t k = 0; k < rows->task->plan->n_keys; k++) {
        const char *key = rows->task->plan->keys[k];
        tp_view_column_add(view, key, tp_key_words(rows->page, key),
                           all_numbers(rows->task->plan, k) ? TP_COL_NUMBER : TP_COL_WRAP);
    }
    for (int f = 0; f < TP_SWEEP_FIGURES; f++)
        tp_view_column_add(view, tp_sweep_figure_names[f], tp_sweep_figure_words[f],
                           TP_COL_NUMBER | spare[f] |
                               (f == TP_SWEEP_LENT || f == TP_SWEEP_NEED ? 0 : crowded));
    tp_view_column_add(view, "answer", (tp_words){"结果", "Answer"}, 0);
    tp_view_column_add(view, "run", (tp_words){"测算编号", "Run"}, TP_COL_SPARE);
}

/* Choices and lists in words; figures stay texts that writers take for numbers. */
static void add_value(const sweep_rows *rows, tp_view *view, const char *key, const char *value)
{
    tp_dec number;
    if (tp_dec_parse(value, strlen(value), &number) == TP_PARSE_OK)
        tp_view_text(view, value);
    else
        tp_view_words(view, tp_value_words(rows->page, key, value));
}

/* A point's value of a key, else the scenario's own. */
static void add_values(const sweep_rows *rows, tp_view *view, size_t at)
{
    const tp_sweep_plan *plan = rows->task->plan;
    for (size_t k = 0; k < plan->n_keys; k++) {
        const char *value = at ? plan->points[at - 1].value[k] : NULL;
        const tp_node *own = tp_node_path(rows->task->base->scenario->root, plan->keys[k]);
        if (value)
            add_value(rows, view, plan->keys[k], value);
        else if (own)
            add_value(rows, view, plan->keys[k], flow(rows->page, own));
        else
            tp_view_words(view, (tp_words){"（未设）", "(not set)"});
    }
}

void tp_sweep_figures(tp_view *view, const tp_sweep_outcome *outcome)
{
    for (int f = 0; f < TP_SWEEP_FIGURES; f++) {
        int64_t value = outcome->figure[f];
        if (!outcome->done || value == TP_INT_NONE)
            tp_view_empty(view);
        else if (f == TP_SWEEP_LOWEST)
            tp_view_share(view, value);
        else if (tp_sweep_figure_is_dec((tp_sweep_figure)f))
            tp_view_dec(view, value);
        else
            tp_view_count(view, value);
    }
}

/* "#3", with what else is to be said of it. */
static tp_words answer_words(const sweep_rows *rows, size_t at)
{
    const tp_sweep_outcome *outcome = &rows->all[at];
    if (!outcome->done)
        return (tp_words){"未测算", "not solved"};
    if (outcome->status == TP_INFEASIBLE)
        return (tp_words){"自相矛盾", "infeasible"};
    const char *number = tp_page_count(rows->page, rows->number[at]);
    if (outcome->status == TP_FEASIBLE)
        return TP_PAGE_WORDS(rows->page, ((tp_words){"#{0}（未证明最优）", "#{0} (not proven)"}),
                             number);
    return TP_PAGE_WORDS(rows->page, ((tp_words){"#{0}", "#{0}"}), number);
}

static void add_rows(const sweep_rows *rows)
{
    tp_view *view = tp_page_view(rows->page, "points", (tp_words){"各点结果", "Points"});
    view->note = (tp_words){"“结果”编号相同的点，存入、借用和调剂完全一致；基准为方案本身。",
                            "Points with the same answer number move exactly the same; the base is "
                            "the scenario as it stands."};
    if (rows->task->base->result->n_periods > 1)
        view->note =
            (tp_words){"“结果”编号相同的点，第 1 期的存入、借用和调剂完全一致；基准为方案本身。"
                       "各项数字都是第 1 期的，以后各期见各点的测算。",
                       "Points with the same answer number move exactly the same in period 1; the "
                       "base is the scenario as it stands. All figures are those of period 1; a "
                       "point's run shows the others."};
    add_columns(rows, view);
    for (size_t at = 0; at < rows->n; at++) {
        if (at)
            tp_view_count(view, (tp_wide)at);
        else
            tp_view_words(view, (tp_words){"基准", "base"});
        add_values(rows, view, at);
        tp_sweep_figures(view, &rows->all[at]);
        tp_view_words(view, answer_words(rows, at));
        tp_view_text(view, rows->all[at].done ? rows->all[at].run : "");
    }
}

static void conclude(const sweep_rows *rows)
{
    tp_wide done = 0, infeasible = 0, like_base = 0, answers = 0;
    bool *seen = tp_arena_array(rows->page->arena, rows->n + 2, sizeof *seen);
    if (!seen) {
        rows->page->failed = true;
        return;
    }
    for (size_t at = 1; at < rows->n; at++) {
        const tp_sweep_outcome *outcome = &rows->all[at];
        bool empty = outcome->status == TP_INFEASIBLE;
        done += outcome->done;
        infeasible += outcome->done && empty;
        like_base += outcome->done && rows->number[at] == rows->number[0];
        answers += outcome->done && !empty && !seen[rows->number[at]];
        seen[rows->number[at]] = true;
    }
    tp_page_format(
        rows->page, TP_PART_TEXT,
        (tp_words){"批次 {0}：共 {1} 个点，已测算 {2} 个，得到 {3} 种不同的结果；{4} "
                   "个点与基准的结果相同，{5} 个点的方案自相矛盾。",
                   "Sweep {0}: points {1}, solved {2}, different answers {3}; {4} have the base's "
                   "answer, {5} are infeasible."},
        6,
        TP_ARGS_(rows->task->sweep, tp_page_count(rows->page, (tp_wide)rows->n - 1),
                 tp_page_count(rows->page, done), tp_page_count(rows->page, answers),
                 tp_page_count(rows->page, like_base), tp_page_count(rows->page, infeasible)));
}

tp_status tp_sweep_page(tp_page *page, const tp_sweep_page_task *task, tp_arena *arena, tp_err *err)
{
    tp_page_init(page, arena, (tp_words){NULL, NULL});
    tp_words title = task->base->scenario->title;
    page->title = (tp_words){tp_arena_format(arena, "%s：参数扫描", title.zh ? title.zh : ""),
                             tp_arena_format(arena, "Sweep of %s", title.en ? title.en : "")};
    sweep_rows rows = {.task = task, .page = page, .n = task->plan->n_points + 1};
    rows.all = tp_arena_array(arena, rows.n, sizeof *rows.all);
    rows.number = tp_arena_array(arena, rows.n, sizeof *rows.number);
    if (!page->title.zh || !page->title.en || !rows.all || !rows.number)
        return tp_fail_nomem(err);
    tp_status status = tp_sweep_outcome_of(&rows.all[0], task->base, err);
    if (status != TP_OK)
        return status;
    memcpy(rows.all + 1, task->outcomes, (rows.n - 1) * sizeof *rows.all);
    tp_sweep_number_answers(rows.all, rows.n, rows.number);
    conclude(&rows);
    add_rows(&rows);
    return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
}
