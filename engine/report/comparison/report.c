#include "report/comparison/report.h"

#include "report/comparison/sections.h"

#include <string.h>

static tp_words title_of(const tp_run *run)
{
    const tp_scenario *s = run->scenario;
    return (tp_words){s->title.zh ? s->title.zh : s->name, s->title.en ? s->title.en : s->name};
}

static tp_status name_entries(tp_reporting *r)
{
    size_t n = r->report->n_entries;
    tp_words *label = tp_arena_array(r->arena, n + 1, sizeof *label);
    tp_words *mark = tp_arena_array(r->arena, n + 1, sizeof *mark);
    if (!label || !mark)
        return tp_fail_nomem(r->err);
    for (size_t i = 0; i < n; i++) {
        tp_words title = title_of(r->report->entries[i].run);
        if (i == 0) {
            mark[i] = n == 1 ? (tp_words){"本方案", "This run"} : (tp_words){"基准", "Base"};
        } else {
            const char *letter = tp_arena_format(r->arena, "%c", (int)('A' + i - 1));
            mark[i] = (tp_words){letter, letter};
        }
        label[i] = title;
        if (n > 1 && i == 0)
            label[i] = (tp_words){tp_arena_format(r->arena, "%s（基准）", title.zh),
                                  tp_arena_format(r->arena, "%s (base)", title.en)};
        else if (n > 1)
            label[i] = (tp_words){tp_arena_format(r->arena, "%s %s", mark[i].zh, title.zh),
                                  tp_arena_format(r->arena, "%s %s", mark[i].en, title.en)};
        if (!mark[i].zh || !label[i].zh || !label[i].en)
            return tp_fail_nomem(r->err);
    }
    r->label = label;
    r->mark = mark;
    return TP_OK;
}

static tp_words page_title(tp_reporting *r)
{
    tp_words title = title_of(r->report->entries[0].run);
    if (r->report->n_entries == 1)
        return TP_PAGE_WORDS(
            &r->page, ((tp_words){"{0}：编制周转池测算报告", "{1}: report of the slot pool"}),
            title.zh, title.en);
    return (tp_words){"编制周转池方案对比报告", "Comparison of proposals for the slot pool"};
}

static tp_status write_sections(tp_reporting *r)
{
    tp_status status = tp_report_conclusion(r);
    if (status || !r->n)
        return status;
    tp_report_figures(r);
    status = tp_report_refusals(r);
    if (!status)
        status = tp_report_doubts(r);
    tp_report_others(r);
    tp_report_moves(r);
    if (!status)
        status = tp_report_flows(r);
    if (!status)
        status = tp_report_units(r);
    if (!status)
        status = tp_report_limits(r);
    if (!status)
        status = tp_report_sectors(r);
    if (!status)
        status = tp_report_steps(r);
    tp_report_curves(r);
    if (!status)
        status = tp_report_years(r);
    tp_report_past_loans(r);
    return status ? status : tp_report_appendix(r);
}

tp_status tp_report_write(tp_buf *out, const tp_report *report, tp_arena *arena, tp_err *err)
{
    tp_reporting r = {.out = out, .arena = arena, .err = err, .report = report};
    if (report->n_entries < 1 || report->n_entries > TP_REPORT_MOST)
        return tp_fail(err, TP_E_USAGE, "a report takes 1 to %d runs", (int)TP_REPORT_MOST);
    tp_page_init(&r.page, arena, (tp_words){NULL, NULL});
    for (size_t i = 0; i < report->n_entries; i++)
        if (tp_report_answered(report->entries[i].run)) {
            r.entry[r.n] = i;
            r.runs[r.n++] = report->entries[i].run;
        }
    tp_status status = name_entries(&r);
    if (!status)
        status = tp_compare_runs(&r.cmp, r.runs, r.n, arena, err);
    if (!status)
        status = tp_report_whom(&r);
    tp_words title = page_title(&r);
    r.page.title = title;
    if (!status)
        status = tp_html_begin(out, title, report->lang, err);
    if (status)
        return status;
    tp_report_head(&r);
    tp_buf_text(out, "<div>\n");
    status = write_sections(&r);
    tp_report_provenance(&r);
    tp_report_guide(&r);
    tp_buf_text(out, "</div>\n");
    tp_html_end(out);
    if (!status && (!tp_page_ok(&r.page) || !tp_buf_ok(out)))
        status = tp_fail_nomem(err);
    return status;
}
