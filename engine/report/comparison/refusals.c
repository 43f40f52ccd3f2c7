/* What was refused and on what basis, then what is short and what stands in the way. */
#include "report/views/refusals.h"
#include "report/comparison/sections.h"
#include "report/views/plan.h"
#include "report/views/run_stop.h"

#include <string.h>

enum { LISTED = 300 };

typedef struct listing {
    tp_reporting *r;
    tp_stoppers *stoppers[TP_REPORT_MOST];
    size_t rows, refused, missing; /* written; of each kind, written or not */
} listing;

/* The demand of the first run's data in run i; TP_ID_NONE: it is not there. */
static int32_t demand_in(const tp_reporting *r, size_t i, int32_t d)
{
    const tp_dataset *base = r->runs[0]->data, *data = r->runs[i]->data;
    return strcmp(base->sha256, data->sha256) == 0 ? d
                                                   : tp_dataset_demand(data, base->demands[d].code);
}

static int64_t missing_of(const tp_run *run, int32_t d)
{
    return run->result->live[d]
               ? run->data->demands[d].quantity - run->result->own[d] - run->result->loan[d]
               : 0;
}

/* Refused somewhere: 2; short somewhere: 1; settled everywhere: 0. */
static int standing_of(const tp_reporting *r, int32_t d)
{
    int worst = 0;
    for (size_t i = 0; i < r->n; i++) {
        int32_t at = demand_in(r, i, d);
        if (at == TP_ID_NONE)
            continue;
        int here = !r->runs[i]->result->live[at] ? 2 : missing_of(r->runs[i], at) ? 1 : 0;
        worst = here > worst ? here : worst;
    }
    return worst;
}

static tp_status text_of(listing *l, size_t i, int32_t d, tp_words *out)
{
    tp_reporting *r = l->r;
    const tp_run *run = r->runs[i];
    tp_page *page = &r->page;
    int32_t at = demand_in(r, i, d);
    if (at == TP_ID_NONE) {
        *out = (tp_words){"数据中没有", "not in the data"};
        return TP_OK;
    }
    if (!run->result->live[at]) {
        const tp_reasons *reasons = &run->result->denied[at];
        tp_words why = tp_refusal_text(page, reasons), again = tp_refusal_follows(page, run, at);
        tp_words frame = {"不予受理：{0}。{1}。", "Refused: {0}. It {1}."};
        if (tp_refusal_until(reasons) == TP_DATE_NONE || tp_plan_admits(page, run, at).zh)
            frame.en = "Refused: {0}; {1}.";
        *out = (tp_words){TP_PAGE_WORDS(page, frame, why.zh, again.zh).zh,
                          TP_PAGE_WORDS(page, frame, why.en, again.en).en};
        return TP_OK;
    }
    int64_t missing = missing_of(run, at);
    if (!missing) {
        *out = (tp_words){"全部解决", "settled in full"};
        return TP_OK;
    }
    tp_words why = {NULL, NULL};
    tp_status status = tp_stoppers_of(l->stoppers[i], at, &why, r->err);
    const char *count = tp_report_count(r, missing);
    const char *got = tp_report_count(r, run->result->own[at] + run->result->loan[at]);
    tp_words frame =
        why.zh ? (tp_words){"解决 {0} 个，尚缺 {1} 个：{2}。", "Gets {0}, {1} short: {2}."}
               : (tp_words){"解决 {0} 个，尚缺 {1} 个。", "Gets {0}, {1} short."};
    *out = (tp_words){TP_PAGE_WORDS(page, frame, got, count, why.zh ? why.zh : "").zh,
                      TP_PAGE_WORDS(page, frame, got, count, why.en ? why.en : "").en};
    return status;
}

static tp_status row(listing *l, int32_t d)
{
    tp_reporting *r = l->r;
    const tp_dataset *data = r->runs[0]->data;
    const tp_demand *demand = &data->demands[d];
    const tp_unit *unit = &data->units[demand->unit];
    tp_words text[TP_REPORT_MOST];
    for (size_t i = 0; i < r->n; i++) {
        tp_status status = text_of(l, i, d, &text[i]);
        if (status)
            return status;
    }
    tp_buf_text(r->out, "<tr><th scope=\"row\">");
    tp_html_text(r->out, demand->code);
    tp_buf_text(r->out, " ");
    tp_html_text(r->out, unit->name);
    tp_buf_text(r->out, "</th><td>");
    tp_html_text(r->out, tp_dataset_name(data, data->lines[demand->line].category));
    tp_buf_text(r->out, " · ");
    tp_html_words(r->out, tp_demand_class_words[demand->demand_class]);
    tp_buf_text(r->out, "</td><td class=\"n\">");
    tp_html_count(r->out, demand->quantity);
    tp_buf_text(r->out, "</td><td class=\"why\">");
    tp_report_by_run(r, text);
    tp_buf_text(r->out, "</td></tr>\n");
    l->rows++;
    return TP_OK;
}

static tp_status table(listing *l, int kind, tp_words title, tp_words none)
{
    tp_reporting *r = l->r;
    const tp_dataset *data = r->runs[0]->data;
    static const tp_words columns[] = {{"申请", "Demand"},
                                       {"类别", "Kind"},
                                       {"申请数", "Asked"},
                                       {"处理结果与理由", "What becomes of it, and why"}};
    size_t all = 0, shown = 0;
    for (int32_t i = 0; i < data->n_demands; i++)
        all += standing_of(r, data->demand_input_order[i]) == kind;
    tp_html_element(r->out, "h3", title);
    if (!all) {
        tp_report_say(r, none);
        return TP_OK;
    }
    tp_html_frame_open(r->out, "scroll", title);
    tp_buf_text(r->out, "<table class=\"refusals\">\n<thead><tr>");
    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
        tp_buf_text(r->out, k == 2 ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
        tp_html_words(r->out, columns[k]);
        tp_buf_text(r->out, "</th>");
    }
    tp_buf_text(r->out, "</tr></thead>\n<tbody>\n");
    tp_status status = TP_OK;
    for (int32_t i = 0; i < data->n_demands && !status && shown < LISTED; i++) {
        int32_t d = data->demand_input_order[i];
        if (standing_of(r, d) != kind)
            continue;
        status = row(l, d);
        shown++;
    }
    tp_buf_text(r->out, "</tbody></table>\n");
    tp_html_frame_close(r->out);
    if (shown < all)
        TP_REPORT_SAY(r,
                      ((tp_words){"以上 {0} 件，共 {1} 件；全部可用 turnpool show 列出。",
                                  "{0} of {1}; turnpool show lists them all."}),
                      tp_report_count(r, (int64_t)shown), tp_report_count(r, (int64_t)all));
    return status;
}

tp_status tp_report_refusals(tp_reporting *r)
{
    listing *l = tp_arena_alloc(r->arena, sizeof *l);
    tp_status status = l ? TP_OK : tp_fail_nomem(r->err);
    if (status)
        return status;
    l->r = r;
    for (size_t i = 0; i < r->n && !status; i++)
        status = tp_stoppers_create(&l->stoppers[i], r->runs[i], r->arena, r->err);
    if (status)
        return status;
    tp_report_open(r, "refusals", (tp_words){"不予受理与尚缺", "Refused and short"});
    status = table(
        l, 2, (tp_words){"不予受理的申请、理由和依据", "Refused demands, why, and on what basis"},
        (tp_words){"没有不予受理的申请。", "No demand is refused."});
    if (!status)
        status = table(l, 1,
                       (tp_words){"受理而尚缺的申请，以及缺在哪里",
                                  "Accepted but short, and what stands in the way"},
                       (tp_words){"受理的申请全部解决。", "Every accepted demand is settled."});
    tp_report_close(r);
    return status;
}
