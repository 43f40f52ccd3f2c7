#include "report/views/refusals.h"

#include "models/rule.h"
#include "report/views/plan.h"
#include "report/views/words.h"

#include <string.h>

tp_date tp_refusal_until(const tp_reasons *reasons)
{
    tp_date latest = TP_DATE_NONE;
    for (size_t k = 0; k < reasons->count; k++) {
        if (reasons->items[k].until == TP_DATE_NONE)
            return TP_DATE_NONE;
        latest = reasons->items[k].until > latest ? reasons->items[k].until : latest;
    }
    return latest;
}

static tp_words joined(tp_page *page, tp_words a, tp_words b, tp_words between)
{
    if (!a.zh)
        return b;
    tp_words both = {tp_arena_format(page->arena, "%s%s%s", a.zh, between.zh, b.zh),
                     tp_arena_format(page->arena, "%s%s%s", a.en, between.en, b.en)};
    page->failed = page->failed || !both.zh || !both.en;
    return both.zh && both.en ? both : (tp_words){"", ""};
}

static bool named_before(const tp_reasons *reasons, size_t k)
{
    for (size_t i = 0; i < k; i++)
        if (reasons->items[i].until == TP_DATE_NONE &&
            strcmp(reasons->items[i].rule, reasons->items[k].rule) == 0)
            return true;
    return false;
}

tp_words tp_refusal_again(tp_page *page, const tp_reasons *reasons)
{
    tp_date until = tp_refusal_until(reasons), latest = TP_DATE_NONE;
    tp_words what = {NULL, NULL};
    if (!reasons->count)
        return (tp_words){"", ""};
    for (size_t k = 0; k < reasons->count; k++) {
        int rule = tp_rule_find(reasons->items[k].rule);
        if (rule >= 0 && tp_rules[rule]->instead.zh)
            return tp_rules[rule]->instead;
        if (rule >= 0 && reasons->count == 1 && tp_rules[rule]->alone.zh)
            return tp_rules[rule]->alone;
    }
    if (until != TP_DATE_NONE)
        return TP_PAGE_WORDS(page, ((tp_words){"{0} 起可再申请", "may ask again from {0}"}),
                             tp_page_date(page, until));
    for (size_t k = 0; k < reasons->count; k++) {
        const tp_reason *at = &reasons->items[k];
        if (at->until != TP_DATE_NONE)
            latest = at->until > latest ? at->until : latest;
        else if (!named_before(reasons, k))
            what = joined(page, what, tp_rule_words(at->rule), (tp_words){"”“", ", "});
    }
    const char *date = latest == TP_DATE_NONE ? "" : tp_page_date(page, latest);
    tp_words frame =
        latest == TP_DATE_NONE
            ? (tp_words){"须先解决“{0}”（不随时间解除）",
                         "first to be put right: {0} (does not end by itself)"}
            : (tp_words){"须先解决“{0}”（不随时间解除），且不早于 {1}",
                         "first to be put right: {0} (does not end by itself), and not "
                         "before {1}"};
    return (tp_words){TP_PAGE_WORDS(page, frame, what.zh, date).zh,
                      TP_PAGE_WORDS(page, frame, what.en, date).en};
}

tp_words tp_refusal_follows(tp_page *page, const tp_run *run, int32_t demand)
{
    const tp_reasons *reasons = &run->result->denied[demand];
    tp_words again = tp_refusal_again(page, reasons), when = tp_plan_admits(page, run, demand);
    bool unfiled = run->data->demands[demand].filed_on > run->result->from;
    if (!when.zh)
        return again;
    if (unfiled && reasons->count == 1)
        return (tp_words){
            TP_PAGE_WORDS(page, ((tp_words){"已列入本规划{0}，不必重新申请", ""}), when.zh).zh,
            TP_PAGE_WORDS(page, ((tp_words){"", "in this plan as of {0}; no new demand is needed"}),
                          when.en)
                .en};
    return (tp_words){
        TP_PAGE_WORDS(page, ((tp_words){"{0}；按已知情况，本规划自{1}受理", ""}), again.zh, when.zh)
            .zh,
        TP_PAGE_WORDS(page,
                      ((tp_words){"", "{0}; by what is known, admitted in this plan as of {1}"}),
                      again.en, when.en)
            .en};
}

tp_words tp_refusal_text(tp_page *page, const tp_reasons *reasons)
{
    tp_words text = {NULL, NULL};
    for (size_t k = 0; k < reasons->count; k++) {
        const tp_reason *at = &reasons->items[k];
        tp_words one = at->text;
        if (*at->basis) {
            tp_words frame = {"{0}（依据：{1}）", "{0} (basis: {1})"};
            one = (tp_words){TP_PAGE_WORDS(page, frame, at->text.zh, at->basis).zh,
                             TP_PAGE_WORDS(page, frame, at->text.en, at->basis).en};
        }
        text = joined(page, text, one, (tp_words){"；", "; "});
    }
    return text.zh ? text : (tp_words){"", ""};
}
