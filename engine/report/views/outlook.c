#include "report/views/outlook.h"

#include "report/views/words.h"

#define W(zh_, en_) ((tp_words){zh_, en_})
enum { NUMBER = TP_COL_NUMBER };

static const tp_words slots = {"单位：个", "slots"};

void tp_outlook_say(tp_page *page, const tp_run *run, const tp_yearly *yearly)
{
    if (yearly->stuck) {
        tp_page_text(page, TP_PAGE_WORDS(page,
                                         W("逐期单独测算到第 {0} 期无解：前几期给出的已使该期无法"
                                           "同时满足各项规则；统筹测算有解。",
                                           "Year by year gets stuck in period {0}: what was given "
                                           "before leaves nothing that keeps every rule; the plan "
                                           "has an answer."),
                                         tp_page_count(page, yearly->stuck)));
        return;
    }
    if (yearly->first < 0) {
        tp_page_text(page, W("逐期单独测算与统筹测算各级目标相同：看得远并不更好。",
                             "Year by year reaches the same in every goal: looking ahead brings "
                             "nothing here."));
        return;
    }
    tp_words goal = tp_goal_words(run->result->tiers[yearly->first].goal);
    tp_wide gain = yearly->gain;
    tp_words zh = W("统筹各期，“{0}”比逐期单独测算好 {1}。", "");
    tp_words en = W("", "Planning all periods together is better by {1} in the goal {0}.");
    if (gain < 0) { /* a goal that concedes may let the other win there */
        gain = -gain;
        zh = W("逐期单独测算在“{0}”上多 {1}：方案的该级目标允许让步。", "");
        en = W("", "Year by year is better by {1} in the goal {0}: the scenario lets goals "
                   "concede.");
    }
    tp_page_text(page, (tp_words){TP_PAGE_WORDS(page, zh, goal.zh, tp_page_dec(page, gain)).zh,
                                  TP_PAGE_WORDS(page, en, goal.en, tp_page_dec(page, gain)).en});
}

static void add_goals(tp_page *page, const tp_run *run, const tp_yearly *yearly)
{
    tp_view *view = tp_page_view(page, "looking_ahead",
                                 W("统筹各期与逐期单独测算", "The plan and year by year"));
    view->note = W("逐期：每期只看当期，已给出的保留；各级目标按统筹方案的口径计值。",
                   "Year by year: each period sees only itself, what was given stays; both are "
                   "valued by the plan's goals.");
    tp_view_column_add(view, "goal", W("目标", "Goal"), 0);
    tp_view_column_add(view, "sense", W("方向", "Sense"), 0);
    tp_view_column_add(view, "plan", W("统筹", "Plan"), NUMBER);
    tp_view_column_add(view, "yearly", W("逐期", "Year by year"), NUMBER);
    tp_view_column_add(view, "gain", W("统筹更好", "Plan is better by"), NUMBER);
    for (size_t i = 0; i < run->result->n_tiers; i++) {
        const tp_tier_result *tier = &run->result->tiers[i];
        tp_view_words(view, tp_goal_words(tier->goal));
        tp_view_words(view, tier->sense > 0 ? W("越小越好", "min") : W("越大越好", "max"));
        tp_view_dec(view, tier->final);
        tp_view_dec(view, yearly->value[i]);
        tp_view_dec(view, tier->sense * (yearly->value[i] - tier->final));
    }
}

/* "4, 4" against "10, 6": what a demand has in each period, own and lent. */
static const char *strip(tp_page *page, const tp_result *result, int32_t d)
{
    const char *text = "";
    for (int t = 0; t < result->n_periods && text; t++) {
        const tp_result *r = result->periods[t];
        text = tp_arena_format(page->arena, "%s%s%lld", text, t ? ", " : "",
                               (long long)(r->own[d] + r->loan[d]));
    }
    page->failed = page->failed || !text;
    return text ? text : "";
}

static bool differs(const tp_result *a, const tp_result *b, int32_t d)
{
    for (int t = 0; t < a->n_periods; t++)
        if (a->periods[t]->loan[d] != b->periods[t]->loan[d])
            return true;
    return false;
}

static void add_demands(tp_page *page, const tp_run *run, const tp_yearly *yearly)
{
    const tp_dataset *data = run->data;
    tp_view *view =
        tp_page_view(page, "looking_ahead_demands", W("两者不同的申请", "Demands that differ"));
    view->unit = slots;
    view->note =
        W("各期所得（自有＋借用），按期列出。", "What each has (own + loan), period after period.");
    tp_view_column_add(view, "demand", W("申请", "Demand"), 0);
    tp_view_column_add(view, "unit", W("编码", "Code"), TP_COL_SPARE);
    tp_view_column_add(view, "name", W("单位", "Unit"), TP_COL_WRAP);
    tp_view_column_add(view, "asked", W("申请数", "Asked"), NUMBER);
    tp_view_column_add(view, "plan", W("统筹", "Plan"), 0);
    tp_view_column_add(view, "yearly", W("逐期", "Year by year"), 0);
    for (int32_t i = 0; i < data->n_demands; i++) {
        int32_t d = data->demand_input_order[i];
        if (!differs(run->result, yearly->result, d))
            continue;
        tp_view_text(view, data->demands[d].code);
        tp_view_text(view, data->units[data->demands[d].unit].code);
        tp_view_text(view, data->units[data->demands[d].unit].name);
        tp_view_count(view, data->demands[d].quantity);
        tp_view_text(view, strip(page, run->result, d));
        tp_view_text(view, strip(page, yearly->result, d));
    }
}

static int64_t sum(const int64_t *figures, int32_t n)
{
    int64_t all = 0;
    for (int32_t i = 0; i < n; i++)
        all += figures[i];
    return all;
}

static void add_tails(tp_page *page, const tp_run *run, const tp_tails *tails)
{
    if (tails->enough >= 0)
        tp_page_text(page,
                     TP_PAGE_WORDS(page,
                                   W("tail 从 {0} 起（试到 {1}），第 1 期的决定不再变化。",
                                     "From tail {0} on (tried up to {1}) the decision of period 1 "
                                     "no longer changes."),
                                   tp_page_count(page, tails->enough),
                                   tp_page_count(page, tails->count - 1)));
    else
        tp_page_text(page, TP_PAGE_WORDS(page,
                                         W("tail 试到 {0}，第 1 期的决定仍在变化。",
                                           "Up to tail {0} the decision of period 1 still "
                                           "changes."),
                                         tp_page_count(page, tails->count - 1)));
    tp_view *view =
        tp_page_view(page, "tails", W("看多远，第 1 期如何决定", "Period 1 by how far one looks"));
    view->unit = slots;
    tp_view_column_add(view, "tail", W("tail", "Tail"), NUMBER);
    tp_view_column_add(view, "answer", W("决定", "Decision"), 0);
    tp_view_column_add(view, "loans", W("投放", "Loans"), NUMBER);
    tp_view_column_add(view, "deposits", W("收储", "Deposits"), NUMBER);
    for (int t = 0; t < tails->count; t++) {
        int a = tails->answer[t];
        bool first = t == 0 || a != tails->answer[t - 1];
        if (!first)
            continue; /* only where it changes */
        tp_view_count(view, t);
        if (a < 0) {
            tp_view_words(view, W("无解", "no answer"));
            tp_view_empty(view);
            tp_view_empty(view);
            continue;
        }
        const char *name = tp_arena_format(page->arena, "%c", a < 26 ? 'A' + a : '*');
        page->failed = page->failed || !name;
        tp_view_text(view, name ? name : "");
        tp_view_count(view, sum(tails->loan[a], run->result->n_demands));
        tp_view_count(view, sum(tails->deposit[a], run->result->n_lines));
    }
}

void tp_outlook_tables(tp_page *page, const tp_run *run, const tp_yearly *yearly)
{
    if (yearly->stuck)
        return;
    add_goals(page, run, yearly);
    if (yearly->result)
        add_demands(page, run, yearly);
}

void tp_outlook_parts(tp_page *page, const tp_run *run, const tp_yearly *yearly,
                      const tp_tails *tails)
{
    tp_outlook_say(page, run, yearly);
    tp_outlook_tables(page, run, yearly);
    if (tails)
        add_tails(page, run, tails);
}

tp_status tp_outlook_page(tp_page *page, const tp_run *run, const tp_yearly *yearly,
                          const tp_tails *tails, tp_arena *arena, tp_err *err)
{
    tp_page_init(page, arena, W("看得远值多少", "What looking ahead is worth"));
    tp_outlook_parts(page, run, yearly, tails);
    return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
}
