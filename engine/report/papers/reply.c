/* 用编申请答复: what a unit is told whose demand is refused, put off, turned down or not met. */
#include "report/papers/anchor.h"
#include "report/papers/papers.h"
#include "report/papers/unsettled.h"

#include <string.h>

/* What is short beside a loan stands in the notice of the loan. */
static bool gets_reply(const tp_papers *p, const tp_open_demand *o)
{
    return o->kind != TP_OPEN_SHORT || p->loan[o->demand] == 0;
}

tp_status tp_papers_replies(tp_notice **out, size_t *count, const tp_papers *p, tp_err *err)
{
    const tp_dataset *data = p->run->data;
    bool *seen = tp_arena_array(p->arena, (size_t)data->n_units + 1, sizeof *seen);
    *out = tp_arena_array(p->arena, (size_t)data->n_units + 1, sizeof **out);
    *count = 0;
    if (!seen || !*out)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < p->n_open; i++) {
        int32_t unit = data->demands[p->open[i].demand].unit;
        if (!gets_reply(p, &p->open[i]) || seen[unit])
            continue;
        seen[unit] = true;
        const char *number =
            p->draft ? ""
                     : tp_arena_format(p->arena, "%d-%lld-%zu", (int)(p->decided_on / 10000),
                                       (long long)p->approval, *count + 1);
        if (!number)
            return tp_fail_nomem(err);
        (*out)[(*count)++] = (tp_notice){unit, number};
    }
    return TP_OK;
}

static const char *unit_name(tp_paper *paper, const tp_papers *p, int32_t unit)
{
    const tp_unit *u = &p->run->data->units[unit];
    if (strcmp(u->name, u->code) == 0)
        return u->code;
    return tp_paper_format(paper, p->lang == TP_EN ? "%s (%s)" : "%s（%s）", u->name, u->code);
}

void tp_open_paragraphs(tp_paper *paper, const tp_papers *p, const tp_open_demand *o)
{
    static const tp_words frames[TP_OPEN_KINDS] = {
        [TP_OPEN_REFUSED] = {"申请{0}（{1}编制{2}个）：不予受理。理由：{3}。",
                             "Demand {0} ({2} {2|slot|slots}, {1}): refused. Reason: {3}."},
        [TP_OPEN_DECLINED] = {"申请{0}（{1}编制{2}个）：{3}。",
                              "Demand {0} ({2} {2|slot|slots}, {1}): {3}."},
        [TP_OPEN_DEFERRED] = {"申请{0}（{1}编制{2}个）：{3}。",
                              "Demand {0} ({2} {2|slot|slots}, {1}): {3}."},
        [TP_OPEN_SHORT] = {"申请{0}（{1}编制{2}个）：已解决{4}个，尚缺{5}个。原因：{3}。",
                           "Demand {0} ({2} {2|slot|slots}, {1}): {4} settled, {5} short. Reason: "
                           "{3}."}};
    const tp_dataset *data = p->run->data;
    const tp_demand *demand = &data->demands[o->demand];
    const char *args[] = {demand->code,
                          tp_dataset_name(data, data->lines[demand->line].category),
                          tp_paper_format(paper, "%lld", (long long)o->asked),
                          tp_paper_words(paper, o->why),
                          tp_paper_format(paper, "%lld", (long long)o->settled),
                          tp_paper_format(paper, "%lld", (long long)o->open)};
    tp_paper_fill(paper, TP_BLOCK_BODY, frames[o->kind], 6, args);
    const char *next[] = {tp_paper_words(paper, o->next)};
    tp_paper_fill(paper, TP_BLOCK_BODY, (tp_words){"后续办理：{0}。", "What follows: {0}."}, 1,
                  next);
}

void tp_reply_paper(tp_paper *paper, const tp_papers *p, const tp_notice *reply)
{
    paper->mark = tp_papers_mark(p);
    paper->prefix = p->run->scenario->prefix;
    paper->title = tp_paper_words(paper, (tp_words){"用编申请答复", "Reply to a demand for slots"});
    tp_paper_add(paper, TP_BLOCK_TITLE, paper->title);
    tp_paper_add(paper, TP_BLOCK_NUMBER, tp_paper_number(paper, "复", "Reply no.", reply->number));
    tp_paper_add(paper, TP_BLOCK_ADDRESSEE,
                 tp_paper_format(paper, p->lang == TP_EN ? "%s:" : "%s：",
                                 unit_name(paper, p, reply->unit)));
    const char *args[] = {p->meeting, tp_paper_date(paper, p->decided_on)};
    if (p->draft)
        tp_paper_add(paper, TP_BLOCK_BODY,
                     tp_paper_words(paper, (tp_words){"本答复为草案，尚未经机构编制委员会审定。",
                                                      "This is a draft: the committee has not "
                                                      "decided."}));
    else
        tp_paper_fill(paper, TP_BLOCK_BODY,
                      (tp_words){"你单位的用编申请收悉。经{0}（{1}）审定，现答复如下。",
                                 "Your demand was received. As decided by {0} on {1}, the reply "
                                 "is as follows."},
                      2, args);
    tp_unsettled_part(paper, p, reply->unit);
    for (size_t i = 0; i < p->n_open; i++)
        if (gets_reply(p, &p->open[i]) &&
            p->run->data->demands[p->open[i].demand].unit == reply->unit)
            tp_open_paragraphs(paper, p, &p->open[i]);
    tp_paper_add(
        paper, TP_BLOCK_BODY,
        tp_paper_words(paper, (tp_words){"对上述答复有异议的，可向本办公室提出并附相关材料。",
                                         "Objections may be put to this office, with the "
                                         "papers that support them."}));
    tp_paper_add(paper, TP_BLOCK_BODY, "");
    tp_paper_add(paper, TP_BLOCK_SIGNATURE, p->issuer);
    tp_paper_add(paper, TP_BLOCK_SIGNATURE, tp_paper_date(paper, p->decided_on));
    tp_anchor_note(paper, p->head);
}
