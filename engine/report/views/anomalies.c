#include "report/views/anomalies.h"

#include "report/views/words.h"

#define W(zh_, en_) ((tp_words){zh_, en_})
enum { NUMBER = TP_COL_NUMBER };

static const tp_words kinds[TP_ANOMALY_KINDS] = {
    [TP_ANOMALY_RESTARTED] = {"空编重新起算", "age restarted"},
    [TP_ANOMALY_JUMPED] = {"数据日前实有突增", "people before the date"},
    [TP_ANOMALY_SPLIT] = {"申请拆分", "demand split"},
    [TP_ANOMALY_NEAR] = {"饱满度贴线", "just past a line"},
};

/* "0 → 3", or "3" where it stays. */
static void from_to(tp_view *view, const int64_t figure[2])
{
    tp_page *page = view->page;
    const char *was = tp_page_count(page, figure[0]), *is = tp_page_count(page, figure[1]);
    if (figure[0] == figure[1])
        tp_view_text(view, was);
    else
        tp_view_words(view, TP_PAGE_WORDS(page, W("{0} → {1}", "{0} → {1}"), was, is));
}

static void otherwise(tp_view *view, const tp_anomaly *at)
{
    if (!at->solved) {
        tp_view_words(view, W("未及测算", "not solved"));
    } else if (!at->answered) {
        tp_view_words(view, W("无解", "no answer"));
    } else {
        tp_view_words(view, at->alike ? W("方案不变", "the same answer")
                                      : W("方案不同", "another answer"));
        from_to(view, at->deposit);
        from_to(view, at->loan);
        from_to(view, at->deposits);
        from_to(view, at->loans);
        return;
    }
    for (int i = 0; i < 4; i++)
        tp_view_empty(view);
}

static void columns(tp_view *view)
{
    tp_view_column_add(view, "kind", W("情形", "What"), 0);
    tp_view_column_add(view, "unit", W("单位", "Unit"), 0);
    tp_view_column_add(view, "name", W("名称", "Name"), TP_COL_WRAP);
    tp_view_column_add(view, "category", W("类别", "Category"), 0);
    tp_view_column_add(view, "seen", W("数字", "Figures"), TP_COL_WRAP);
    tp_view_column_add(view, "rule", W("涉及规则", "Rule it touches"), 0);
    tp_view_column_add(view, "threshold", W("规定", "What it says"), TP_COL_WRAP);
    tp_view_column_add(view, "basis", W("依据", "Document"), TP_COL_WRAP | TP_COL_SPARE);
    tp_view_column_add(view, "otherwise", W("若不如此", "Otherwise"), 0);
    tp_view_column_add(view, "deposit", W("本单位存入", "It deposits"), NUMBER);
    tp_view_column_add(view, "loan", W("本单位借用", "It borrows"), NUMBER);
    tp_view_column_add(view, "deposits", W("全部存入", "All deposits"), NUMBER);
    tp_view_column_add(view, "loans", W("全部借用", "All loans"), NUMBER);
}

static void row(tp_view *view, const tp_run *run, const tp_anomaly *at)
{
    const tp_unit *unit = &run->data->units[at->unit];
    tp_view_words(view, kinds[at->kind]);
    tp_view_text(view, unit->code);
    tp_view_text(view, unit->name);
    tp_view_text(view, at->line == TP_ID_NONE
                           ? ""
                           : tp_dataset_name(run->data, run->data->lines[at->line].category));
    tp_view_words(view, at->seen);
    tp_view_words(view, *at->rule ? tp_rule_words(at->rule) : W("单件上限", "bound on one demand"));
    tp_view_words(view, at->threshold);
    tp_view_text(view, *at->rule ? tp_scenario_basis(run->scenario, at->rule) : "");
    otherwise(view, at);
}

static void add_thresholds(tp_page *page, const tp_anomalies *found)
{
    tp_view *view = tp_page_view(page, "thresholds",
                                 W("饱满度界线两侧的单位数", "Units on either side of a line"));
    view->note = W("只数规则涉及的单位。一侧远多于另一侧，值得一问。",
                   "Only units the rule concerns. Many more on one side than on the other is worth "
                   "a question.");
    tp_view_column_add(view, "rule", W("规则", "Rule"), 0);
    tp_view_column_add(view, "key", W("参数", "Figure"), 0);
    tp_view_column_add(view, "line", W("界线", "Line"), NUMBER);
    tp_view_column_add(view, "below", W("略低", "Just below"), NUMBER);
    tp_view_column_add(view, "above", W("略高", "Just above"), NUMBER);
    for (size_t i = 0; i < found->n_thresholds; i++) {
        const tp_threshold *t = &found->thresholds[i];
        tp_view_words(view, tp_rule_words(t->rule));
        tp_view_words(view, tp_key_words(page, t->path));
        tp_view_dec(view, t->at);
        tp_view_count(view, t->below);
        tp_view_count(view, t->above);
    }
}

tp_status tp_anomalies_page(tp_page *page, const tp_run *run, const tp_anomalies *found, bool all,
                            tp_arena *arena, tp_err *err)
{
    tp_page_init(page, arena, W("值得一看的数字", "Figures worth a look"));
    tp_page_text(page, W("以下情形使规则的结果有利于本单位，原因可以完全正当。供人核对，不作结论。",
                         "What follows turns a rule to the unit's advantage, and may have every "
                         "good reason. It is for a person to look at, not a finding."));
    size_t same = 0;
    tp_view *view = tp_page_view(page, "anomalies", W("逐条", "One by one"));
    view->unit = W("单位：个", "slots");
    view->empty = W("没有发现这类情形。", "Nothing of the kind was found.");
    columns(view);
    for (int changed = 1; changed >= 0; changed--)
        for (size_t i = 0; i < found->count; i++) {
            const tp_anomaly *at = &found->items[i];
            if (at->alike == (changed == 1))
                continue;
            same += at->alike;
            if (changed || all)
                row(view, run, at);
        }
    if (same && !all)
        tp_page_text(page, TP_PAGE_WORDS(page,
                                         W("另有 {0} 条，即使不如此方案也不变，未列出。",
                                           "{0} more would change nothing and are left out."),
                                         tp_page_count(page, (tp_wide)same)));
    add_thresholds(page, found);
    if (!found->n_registers)
        tp_page_text(page, W("没有给出其他日期的台账：空编重新起算、实有突增无从看出。",
                             "No register of another day was given: restarted ages and people who "
                             "came before the date cannot be seen."));
    else if (!found->later)
        tp_page_text(page, W("没有数据日之后的台账：实有突增是否回落，以后才能知道。",
                             "No register of a day after the data date: whether people stayed is "
                             "known later."));
    return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
}
