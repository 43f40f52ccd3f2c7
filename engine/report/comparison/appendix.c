#include "report/comparison/sections.h"
#include "report/views/run_stop.h"

#include <string.h>

/* A file that is mailed round stays below 5 MB: rows beyond this are counted, not listed. */
enum { BYTES = 4200000, ROWS = 6000 };

typedef struct appendix {
    tp_reporting *r;
    tp_stoppers *stoppers[TP_REPORT_MOST];
    int32_t *line_of[TP_REPORT_MOST]; /* the baseline's line in run i; TP_ID_NONE: not there */
    size_t listed, omitted;
} appendix;

static bool changes(const appendix *a, int32_t l)
{
    for (size_t i = 0; i < a->r->n; i++) {
        int32_t at = a->line_of[i][l];
        if (at == TP_ID_NONE)
            continue;
        const tp_run *run = a->r->runs[i];
        if (run->result->deposit[at] || run->result->reclaimed[at] ||
            tp_report_line_change(run, at))
            return true;
    }
    return false;
}

static tp_words joined(tp_reporting *r, tp_words a, tp_words b)
{
    if (!a.zh)
        return b;
    return (tp_words){TP_PAGE_WORDS(&r->page, ((tp_words){"{0}；{1}", ""}), a.zh, b.zh).zh,
                      TP_PAGE_WORDS(&r->page, ((tp_words){"", "{0}; {1}"}), a.en, b.en).en};
}

static tp_words with_demand(tp_reporting *r, const char *code, tp_words text)
{
    return (tp_words){TP_PAGE_WORDS(&r->page, ((tp_words){"{0}：{1}", ""}), code, text.zh).zh,
                      TP_PAGE_WORDS(&r->page, ((tp_words){"", "{0}: {1}"}), code, text.en).en};
}

static tp_status why_demands(appendix *a, size_t i, int32_t l, tp_words *out)
{
    tp_reporting *r = a->r;
    const tp_run *run = r->runs[i];
    const tp_line *line = &run->data->lines[l];
    for (int32_t k = 0; k < line->demands; k++) {
        int32_t d = run->data->demand_of_line[line->first_demand + k];
        const tp_demand *demand = &run->data->demands[d];
        tp_words text = {NULL, NULL};
        int64_t missing = demand->quantity - run->result->own[d] - run->result->loan[d];
        if (!run->result->live[d]) {
            for (size_t n = 0; n < run->result->denied[d].count; n++)
                text = joined(r, text, run->result->denied[d].items[n].text);
        } else if (missing) {
            tp_status status = tp_stoppers_of(a->stoppers[i], d, &text, r->err);
            if (status)
                return status;
        }
        if (text.zh)
            *out = joined(r, *out, with_demand(r, demand->code, text));
    }
    return TP_OK;
}

/* Why the line moves as it does, or does not move. */
static tp_status why(appendix *a, size_t i, int32_t l, tp_words *out)
{
    tp_reporting *r = a->r;
    const tp_run *run = r->runs[i];
    const tp_position *p = &run->kase->line[l];
    *out = (tp_words){NULL, NULL};
    int64_t regrouped = tp_report_line_regrouped(run, l);
    if (regrouped)
        *out = TP_PAGE_WORDS(
            &r->page,
            regrouped < 0 ? ((tp_words){"机构编制调整转出 {0} 个", "the reorganisation takes {0}"})
                          : ((tp_words){"机构编制调整转入 {0} 个", "the reorganisation gives {0}"}),
            tp_report_count(r, regrouped < 0 ? -regrouped : regrouped));
    if (run->data->lines[l].given_back)
        *out = joined(r, *out,
                      TP_PAGE_WORDS(&r->page,
                                    ((tp_words){"到期借用归还 {0} 个", "gives back {0} on loan"}),
                                    tp_report_count(r, run->data->lines[l].given_back)));
    if (run->result->deposit[l])
        *out = joined(
            r, *out,
            TP_PAGE_WORDS(
                &r->page, ((tp_words){"可释放 {0} 个，存入 {1} 个", "could give {0}, gives {1}"}),
                tp_report_count(r, p->supply), tp_report_count(r, run->result->deposit[l])));
    tp_status status = why_demands(a, i, l, out);
    if (status || out->zh)
        return status;
    if (tp_report_line_loans(run, l))
        *out = (tp_words){"申请全部满足", "asked and got all of it"};
    else if (p->demanded)
        *out = (tp_words){"申请由自有空编全部解决", "own vacancies cover what it asks"};
    else if (run->result->reclaimed[l])
        *out = (tp_words){"长期空编硬性收储", "long vacant slots are reclaimed"};
    else if (p->over)
        *out = TP_PAGE_WORDS(&r->page, ((tp_words){"超编 {0} 个", "{0} over"}),
                             tp_report_count(r, p->over));
    else if (!p->vacant)
        *out = (tp_words){"没有空编", "no vacancy"};
    else if (p->supply)
        *out = TP_PAGE_WORDS(
            &r->page, ((tp_words){"可释放 {0} 个，本方案不需要", "could give {0}, not needed"}),
            tp_report_count(r, p->supply));
    else {
        tp_bound_item *items;
        size_t count;
        status = tp_case_bounds(run->kase, TP_OF_SUPPLY, l, r->arena, &items, &count, r->err);
        for (size_t k = 0; !status && k < count && !out->zh; k++)
            if (items[k].most <= 0)
                *out = items[k].text;
        if (!out->zh)
            *out = (tp_words){"没有可释放的空编", "nothing to give"};
    }
    return status;
}

/* One reason where all runs agree; else each with the marks of the runs it holds for. */
static tp_status why_cell(appendix *a, int32_t l)
{
    tp_reporting *r = a->r;
    tp_words text[TP_REPORT_MOST];
    for (size_t i = 0; i < r->n; i++) {
        int32_t at = a->line_of[i][l];
        text[i] = (tp_words){"数据中没有", "not in the data"};
        tp_status status = at == TP_ID_NONE ? TP_OK : why(a, i, at, &text[i]);
        if (status)
            return status;
    }
    tp_buf_text(r->out, "<td class=\"why\">");
    tp_report_by_run(r, text);
    tp_buf_text(r->out, "</td>");
    return TP_OK;
}

static tp_status row(appendix *a, int32_t l, bool changed)
{
    tp_reporting *r = a->r;
    const tp_dataset *data = r->runs[0]->data;
    const tp_line *line = &data->lines[l];
    const tp_unit *unit = &data->units[line->unit];
    tp_buf_text(r->out, changed ? "<tr><td>" : "<tr class=\"same\"><td>");
    tp_html_text(r->out, unit->code);
    tp_buf_text(r->out, "</td><td>");
    tp_html_text(r->out, unit->name);
    tp_buf_text(r->out, "</td><td>");
    tp_html_text(r->out, tp_dataset_name(data, line->category));
    int64_t owned = line->authorised - tp_report_line_regrouped(r->runs[0], l);
    const int64_t figures[] = {owned, owned - line->lent + line->borrowed + line->given_back,
                               line->in_post + line->committed};
    tp_buf_text(r->out, "</td>");
    for (int k = 0; k < 3; k++) {
        tp_buf_text(r->out, "<td class=\"n\">");
        tp_html_count(r->out, figures[k]);
        tp_buf_text(r->out, "</td>");
    }
    for (size_t i = 0; i < r->n; i++) {
        int32_t at = a->line_of[i][l];
        tp_buf_text(r->out, "<td class=\"n\">");
        if (at != TP_ID_NONE)
            tp_html_diff(r->out, tp_report_line_change(r->runs[i], at));
        tp_buf_text(r->out, "</td>");
    }
    tp_status status = why_cell(a, l);
    tp_buf_text(r->out, "</tr>\n");
    return status;
}

static tp_status rows(appendix *a, bool changed)
{
    const tp_dataset *data = a->r->runs[0]->data;
    for (int32_t i = 0; i < data->n_lines; i++) {
        int32_t l = data->line_input_order[i];
        if (changes(a, l) != changed)
            continue;
        if (a->r->out->length > BYTES || a->listed >= ROWS) {
            a->omitted++;
            continue;
        }
        tp_status status = row(a, l, changed);
        if (status)
            return status;
        a->listed++;
    }
    return TP_OK;
}

static tp_status prepare(appendix *a)
{
    tp_reporting *r = a->r;
    const tp_dataset *base = r->runs[0]->data;
    for (size_t i = 0; i < r->n; i++) {
        const tp_dataset *data = r->runs[i]->data;
        bool same = strcmp(data->sha256, base->sha256) == 0 && !data->before && !base->before;
        a->line_of[i] = tp_arena_array(r->arena, (size_t)base->n_lines + 1, sizeof(int32_t));
        if (!a->line_of[i])
            return tp_fail_nomem(r->err);
        for (int32_t l = 0; l < base->n_lines; l++) {
            int32_t unit =
                same ? TP_ID_NONE : tp_dataset_unit(data, base->units[base->lines[l].unit].code);
            a->line_of[i][l] =
                same ? l
                : unit == TP_ID_NONE
                    ? TP_ID_NONE
                    : tp_dataset_line(data, unit, tp_dataset_name(base, base->lines[l].category));
        }
        tp_status status = tp_stoppers_create(&a->stoppers[i], r->runs[i], r->arena, r->err);
        if (status)
            return status;
    }
    return TP_OK;
}

static void head(tp_reporting *r)
{
    static const tp_words columns[] = {{"编码", "Code"},     {"单位", "Unit"},
                                       {"类别", "Category"}, {"核定", "Authorised"},
                                       {"使用权", "Usage"},  {"占用", "Occupied"}};
    tp_buf_text(r->out, "<p class=\"tools\" hidden><label for=\"every-filter\">");
    tp_html_words(r->out,
                  (tp_words){"筛选（单位、类别或理由）", "Filter (unit, category, reason)"});
    tp_buf_text(
        r->out,
        "</label> <input type=\"search\" id=\"every-filter\" class=\"filter\" "
        "data-table=\"every\"> <output class=\"shown\" for=\"every-filter\"></output></p>\n");
    tp_html_frame_open(r->out, "scroll", (tp_words){"逐单位明细", "Every unit"});
    tp_buf_text(r->out, "<table id=\"every\">\n<caption>");
    tp_html_words(r->out, (tp_words){"逐单位明细（单位：个）", "Every unit (slots)"});
    tp_buf_text(r->out, "</caption>\n<thead><tr>");
    for (size_t k = 0; k < 6; k++) {
        tp_buf_text(r->out, k < 3 ? "<th scope=\"col\" class=\"t sort\">"
                                  : "<th scope=\"col\" class=\"n sort\">");
        tp_html_words(r->out, columns[k]);
        tp_buf_text(r->out, "</th>");
    }
    for (size_t i = 0; i < r->n; i++) {
        tp_buf_text(r->out, "<th scope=\"col\" class=\"n sort\">");
        tp_html_words(r->out, r->n > 1 ? r->mark[r->entry[i]] : (tp_words){"增减", "Change"});
        tp_buf_text(r->out, "</th>");
    }
    tp_buf_text(r->out, "<th scope=\"col\">");
    tp_html_words(r->out, (tp_words){"理由", "Why"});
    tp_buf_text(r->out, "</th></tr></thead>\n<tbody>\n");
}

tp_status tp_report_appendix(tp_reporting *r)
{
    appendix a = {.r = r};
    tp_status status = prepare(&a);
    if (status)
        return status;
    tp_report_open(r, "appendix", (tp_words){"附：逐单位明细", "Appendix: every unit"});
    tp_report_say(r, (tp_words){"增减是使用权的变动：+ 借入，− 存出或收储。先列有变动的。",
                                "The change is that of usage: + borrowed, − given or reclaimed. "
                                "Lines that change come first."});
    head(r);
    status = rows(&a, true);
    if (!status)
        status = rows(&a, false);
    tp_buf_text(r->out, "</tbody></table>\n");
    tp_html_frame_close(r->out);
    tp_html_element(r->out, "p class=\"paper\"",
                    (tp_words){"印刷时只列有变动的行；全部见电子版。",
                               "On paper only lines that change are listed; the file has them "
                               "all."});
    if (a.omitted)
        TP_REPORT_SAY(r,
                      ((tp_words){"为控制篇幅只列 {0} 行，另有 {1} 行未列；全部可用 turnpool show "
                                  "--all 列出。",
                                  "To keep the file small {0} lines are listed and {1} are not; "
                                  "turnpool show --all lists them."}),
                      tp_report_count(r, (int64_t)a.listed),
                      tp_report_count(r, (int64_t)a.omitted));
    tp_report_close(r);
    return status;
}
