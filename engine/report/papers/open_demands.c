/* What is not settled: refused, put off or turned down by the committee, or short; and why. */
#include "report/papers/papers.h"

#include "report/views/refusals.h"
#include "report/views/run_stop.h"

const tp_words tp_open_words[TP_OPEN_KINDS] = {[TP_OPEN_REFUSED] = {"不予受理", "refused"},
                                               [TP_OPEN_DECLINED] = {"不同意", "turned down"},
                                               [TP_OPEN_DEFERRED] = {"暂缓", "put off"},
                                               [TP_OPEN_SHORT] = {"尚缺", "short"}};

static tp_open_kind kind_of(const tp_papers *p, int32_t d)
{
    if (!p->run->result->live[d])
        return TP_OPEN_REFUSED;
    if (!p->draft && p->opinion[d] == TP_DEFER)
        return TP_OPEN_DEFERRED;
    if (!p->draft && p->opinion[d] == TP_DISAGREE)
        return TP_OPEN_DECLINED;
    return TP_OPEN_SHORT;
}

static tp_status fill(tp_open_demand *o, const tp_papers *p, tp_stoppers *stoppers, tp_page *page,
                      tp_err *err)
{
    const tp_result *r = p->run->result;
    const char *proposed = tp_page_count(page, r->loan[o->demand]);
    const char *open = tp_page_count(page, o->open);
    tp_words stop = {NULL, NULL};
    tp_status status = TP_OK;
    switch (o->kind) {
    case TP_OPEN_REFUSED:
        o->why = tp_refusal_text(page, &r->denied[o->demand]);
        o->next = tp_refusal_follows(page, p->run, o->demand);
        return TP_OK;
    case TP_OPEN_DEFERRED:
        o->why = TP_PAGE_WORDS(page,
                               ((tp_words){"建议借用 {0} 个，会议决定暂缓",
                                           "{0} proposed; the committee puts it off"}),
                               proposed);
        o->next = (tp_words){"待下次会议再议，不必重新申请",
                             "comes before a later meeting; no new demand is needed"};
        return TP_OK;
    case TP_OPEN_DECLINED:
        o->why = TP_PAGE_WORDS(page,
                               ((tp_words){"建议借用 {0} 个，会议不同意",
                                           "{0} proposed; the committee does not agree"}),
                               proposed);
        o->next = (tp_words){"情况变化后可重新申请", "may ask again once matters have changed"};
        return TP_OK;
    default:
        break;
    }
    if (p->loan[o->demand] < r->loan[o->demand])
        stop = TP_PAGE_WORDS(
            page, ((tp_words){"建议借用 {0} 个，审定减为 {1} 个", "{0} proposed, {1} approved"}),
            proposed, tp_page_count(page, p->loan[o->demand]));
    else
        status = tp_stoppers_of(stoppers, o->demand, &stop, err);
    o->why = stop.zh ? stop : (tp_words){"", ""};
    o->next = TP_PAGE_WORDS(page,
                            ((tp_words){"尚需 {0} 个，待上述限制放宽或周转池有余额时续办",
                                        "{0} more needed, once what stands in the way gives room"}),
                            open);
    return status;
}

tp_status tp_papers_open_demands(tp_papers *p, tp_err *err)
{
    const tp_dataset *data = p->run->data;
    const tp_result *r = p->run->result;
    tp_page page;
    tp_stoppers *stoppers;
    tp_open_demand *open = tp_arena_array(p->arena, (size_t)data->n_demands + 1, sizeof *open);
    tp_page_init(&page, p->arena, (tp_words){NULL, NULL});
    tp_status status =
        open ? tp_stoppers_create(&stoppers, p->run, p->arena, err) : tp_fail_nomem(err);
    size_t n = 0;
    for (int kind = 0; kind < TP_OPEN_KINDS && !status; kind++)
        for (int32_t at = 0; at < data->n_demands && !status; at++) {
            int32_t d = data->demand_input_order[at];
            int64_t asked = data->demands[d].quantity;
            int64_t settled = r->live[d] ? r->own[d] + p->loan[d] : 0;
            if (settled >= asked || kind_of(p, d) != (tp_open_kind)kind)
                continue;
            open[n] = (tp_open_demand){.demand = d,
                                       .kind = (tp_open_kind)kind,
                                       .asked = asked,
                                       .settled = settled,
                                       .open = asked - settled};
            status = fill(&open[n++], p, stoppers, &page, err);
        }
    p->open = open;
    p->n_open = n;
    return !status && !tp_page_ok(&page) ? tp_fail_nomem(err) : status;
}

int64_t tp_papers_open_sum(const tp_papers *p, tp_open_kind kind)
{
    int64_t sum = 0;
    for (size_t i = 0; i < p->n_open; i++)
        sum += p->open[i].kind == kind ? p->open[i].open : 0;
    return sum;
}
