#include "report/views/alternatives.h"

#include "models/goal.h"

#include <string.h>

typedef struct view_rows {
    const tp_alternatives_task *task;
    const tp_alternatives *found;
    tp_page *page;
} view_rows;

/* 测算 / run, 备选1 / alt. 1 … */
static tp_words label(const view_rows *rows, size_t i)
{
    if (!i)
        return (tp_words){"本测算", "This run"};
    return TP_PAGE_WORDS(rows->page, ((tp_words){"备选{0}", "Alt. {0}"}),
                         tp_page_count(rows->page, (tp_wide)i));
}

static const char *column_id(const view_rows *rows, size_t i)
{
    const char *id = tp_arena_format(rows->page->arena, "answer%zu", i);
    rows->page->failed = rows->page->failed || !id;
    return id ? id : "";
}

static tp_words goal_words(const tp_tier_result *tier)
{
    for (int g = 0; g < tp_n_goals; g++)
        if (strcmp(tp_goals[g]->id, tier->goal) == 0)
            return tp_goals[g]->name;
    return (tp_words){tier->goal, tier->goal};
}

static void add_answers(const view_rows *rows)
{
    const tp_result *run = rows->task->run->result;
    tp_view *view =
        tp_page_view(rows->page, "answers", (tp_words){"各备选方案", "The alternatives"});
    tp_view_column_add(view, "answer", (tp_words){"方案", "Answer"}, 0);
    for (size_t t = 0; t < run->n_tiers; t++) {
        const char *id = tp_arena_format(rows->page->arena, "tier%zu", t + 1);
        rows->page->failed = rows->page->failed || !id;
        tp_view_column_add(view, id ? id : "", goal_words(&run->tiers[t]), TP_COL_NUMBER);
    }
    tp_view_column_add(view, "moved", (tp_words){"与本测算相差（个）", "Slots moved"},
                       TP_COL_NUMBER);
    tp_view_column_add(view, "other", (tp_words){"增减的事项（笔）", "Movements changed"},
                       TP_COL_NUMBER);
    tp_view_column_add(view, "proof", (tp_words){"证明", "Proof"}, TP_COL_SPARE);
    for (size_t i = 0; i <= rows->found->n_found; i++) {
        const tp_alternative *a = i ? &rows->found->found[i - 1] : NULL;
        tp_view_words(view, label(rows, i));
        for (size_t t = 0; t < run->n_tiers; t++)
            tp_view_dec(view, a ? a->tiers[t] : run->tiers[t].final);
        if (a) {
            tp_view_count(view, a->moved);
            tp_view_count(view, a->other);
            tp_view_words(view, a->proven ? (tp_words){"已证明", "proven"}
                                          : (tp_words){"未证明", "not proven"});
        } else {
            tp_view_empty(view);
            tp_view_empty(view);
            tp_view_empty(view);
        }
    }
}

typedef enum part { SURE, IN_ALL, IN_SOME } part;

static part part_of(const tp_alternatives *found, const tp_common_row *row)
{
    if (row->least > 0)
        return SURE;
    return row->times > found->n_found ? IN_ALL : IN_SOME;
}

static void list(const view_rows *rows, part which, const char *id, tp_words title, tp_words note)
{
    const tp_dataset *data = rows->task->run->data;
    tp_view *view = tp_page_view(rows->page, id, title);
    view->unit = (tp_words){"单位：个", "slots"};
    view->note = note;
    tp_view_column_add(view, "movement", (tp_words){"事项", "Movement"}, TP_COL_MERGE);
    tp_view_column_add(view, "demand", (tp_words){"申请", "Demand"}, 0);
    tp_view_column_add(view, "unit", (tp_words){"编码", "Code"}, TP_COL_SPARE);
    tp_view_column_add(view, "name", (tp_words){"单位", "Unit"}, TP_COL_WRAP);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "times", (tp_words){"出现", "In"}, TP_COL_NUMBER);
    if (which == SURE)
        tp_view_column_add(view, "least", (tp_words){"至少", "At least"}, TP_COL_NUMBER);
    for (size_t i = 0; i <= rows->found->n_found; i++)
        tp_view_column_add(view, column_id(rows, i), label(rows, i), TP_COL_NUMBER);
    for (size_t r = 0; r < rows->found->n_rows; r++) {
        const tp_common_row *row = &rows->found->rows[r];
        if (part_of(rows->found, row) != which)
            continue;
        const tp_line *line = &data->lines[row->line];
        tp_view_words(view, row->kind == TP_MOVES_DEPOSIT ? (tp_words){"存入", "deposit"}
                                                          : (tp_words){"借用", "loan"});
        tp_view_text(view, row->demand == TP_ID_NONE ? "" : data->demands[row->demand].code);
        tp_view_text(view, data->units[line->unit].code);
        tp_view_text(view, data->units[line->unit].name);
        tp_view_text(view, tp_dataset_name(data, line->category));
        tp_view_count(view, (tp_wide)row->times);
        if (which == SURE)
            tp_view_count(view, row->least);
        for (size_t i = 0; i <= rows->found->n_found; i++)
            tp_view_count(view, row->count[i]);
    }
}

static void conclude(const view_rows *rows)
{
    tp_page *page = rows->page;
    const tp_alternatives *found = rows->found;
    tp_wide in[3] = {0};
    char share[TP_DEC_TEXT];
    for (size_t r = 0; r < found->n_rows; r++)
        in[part_of(found, &found->rows[r])]++;
    tp_dec_format((tp_wide)rows->task->within * 100, share);
    tp_page_format(page, TP_PART_TEXT,
                   (tp_words){"每级目标的损失都不超过 {0}% 的前提下，找到 {1} 个备选方案。",
                              "Alternatives that give up at most {0}% on any goal: {1}."},
                   2, TP_ARGS_(share, tp_page_count(page, (tp_wide)found->n_found)));
    if (found->exhausted)
        tp_page_text(page, (tp_words){"按这样的差异标准已找不到更多不同的方案。",
                                      "By this measure of difference there is no further one."});
    if (found->stopped)
        tp_page_text(page, (tp_words){"因时间限制提前结束，备选方案可能不全，差异也未必最大。",
                                      "A limit ended the search: there may be more, and more "
                                      "different ones."});
    if (found->least_known)
        tp_page_format(page, TP_PART_TEXT,
                       (tp_words){"{0} 笔存入或借用在允许的损失内必不可少（已证明），可以先行公布；"
                                  "另有 {1} 笔在找到的方案中都有，{2} 笔只在部分方案中有。",
                                  "Movements no answer within the loss can do without (proven): "
                                  "{0}; these are safe to announce. In every answer found, though "
                                  "not proven needed: {1}; in some only: {2}."},
                       3,
                       TP_ARGS_(tp_page_count(page, in[SURE]), tp_page_count(page, in[IN_ALL]),
                                tp_page_count(page, in[IN_SOME])));
}

tp_status tp_alternatives_page(tp_page *page, const tp_alternatives_task *task,
                               const tp_alternatives *found, tp_arena *arena, tp_err *err)
{
    tp_page_init(page, arena, (tp_words){"备选方案", "Alternatives"});
    view_rows rows = {task, found, page};
    conclude(&rows);
    add_answers(&rows);
    list(&rows, SURE, "sure", (tp_words){"必不可少：可以先行公布", "Needed: safe to announce"},
         (tp_words){"“至少”是允许的损失内任何方案都不低于的数。",
                    "At least: no answer within the loss has less."});
    list(&rows, IN_ALL, "all", (tp_words){"找到的方案都有", "In every answer found"},
         (tp_words){NULL, NULL});
    list(&rows, IN_SOME, "some", (tp_words){"只在部分方案中有", "In some of them"},
         (tp_words){NULL, NULL});
    return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
}
