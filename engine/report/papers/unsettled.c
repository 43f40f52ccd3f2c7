#include "report/papers/unsettled.h"

static const tp_words decides[TP_DRAFT_DECIDES] = {
    [TP_DRAFT_ADMITS] = {"用编申请的受理", "that a demand is admitted"},
    [TP_DRAFT_REFUSES] = {"用编申请的不予受理", "that a demand is refused"},
    [TP_DRAFT_RELEASES] = {"可存入的编制数", "how many slots may be deposited"},
    [TP_DRAFT_RANKS] = {"用编申请的先后", "how a demand ranks"}};

static const tp_draft_effect *effect_of(const tp_papers *p, int32_t unit)
{
    for (size_t i = 0; i < p->n_drafts; i++)
        if (p->drafts[i].unit == unit && p->drafts[i].decides)
            return &p->drafts[i];
    return NULL;
}

const char *tp_unsettled_decides(tp_paper *paper, const tp_papers *p, int32_t unit)
{
    const tp_draft_effect *at = effect_of(p, unit);
    const char *list = "", *comma = p->lang == TP_EN ? ", " : "、";
    for (int i = 0; at && i < TP_DRAFT_DECIDES; i++)
        if (at->decides >> i & 1)
            list = tp_paper_format(paper, "%s%s%s", list, *list ? comma : "",
                                   tp_paper_words(paper, decides[i]));
    return list;
}

void tp_unsettled_part(tp_paper *paper, const tp_papers *p, int32_t unit)
{
    static const tp_words says[2] = {
        {"你单位{0}的评估结果为{1}，尚未定稿，本次暂按其办理，{2}"
         "由其决定；定稿后结果不同的，另行调整。",
         "Your evaluation of {0} is not final ({1}). It is used for now and decides {2}; should "
         "the "
         "final one differ, this will be adjusted."},
        {"你单位对{0}的评估结果{1}（{3}提出），尚未定稿，本次暂按其办理，{2}"
         "由其决定；定稿后结果不同的，"
         "另行调整。",
         "Your evaluation of {0} is not final ({1} on {3}). It is used for now and decides {2}; "
         "should the final one differ, this will be adjusted."}};
    const tp_draft_effect *at = effect_of(p, unit);
    if (!at)
        return;
    const tp_outcome *o = at->outcome;
    const char *args[] = {tp_paper_date(paper, o->evaluated_on),
                          tp_paper_words(paper, tp_outcome_status_words[o->status]),
                          tp_unsettled_decides(paper, p, unit),
                          tp_paper_date(paper, o->objected_on)};
    tp_paper_fill(paper, TP_BLOCK_BODY, says[o->objected_on != TP_DATE_NONE], 4, args);
}
