#include "report/report.h"

#include "report/report_parts.h"

#include <string.h>

void tp_report_open(tp_reporting *r, const char *id, tp_words title)
{
    r->number++;
    tp_buf_format(r->out, "<section id=\"%s\">\n<h2>%d. ", id, r->number);
    tp_html_words(r->out, title);
    tp_buf_text(r->out, "</h2>\n");
}

void tp_report_close(tp_reporting *r)
{
    tp_buf_text(r->out, "</section>\n");
}

void tp_report_say(tp_reporting *r, tp_words text)
{
    tp_html_element(r->out, "p", text);
}

void tp_report_fill(tp_reporting *r, tp_words text, size_t count, const char *const *args)
{
    tp_report_say(r, tp_page_words(&r->page, text, count, args));
}

const char *tp_report_count(tp_reporting *r, int64_t count)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_html_count(&text, count);
    const char *copy = tp_buf_ok(&text) ? tp_arena_text(r->arena, text.bytes) : NULL;
    tp_buf_finish(&text);
    r->page.failed = r->page.failed || !copy;
    return copy ? copy : "";
}

const char *tp_report_nouns(tp_reporting *r, int64_t count, const char *one, const char *many)
{
    const char *text = tp_arena_format(r->arena, "%s %s", tp_report_count(r, count),
                                       count == 1 || count == -1 ? one : many);
    r->page.failed = r->page.failed || !text;
    return text ? text : "";
}

const char *tp_report_slots(tp_reporting *r, int64_t count)
{
    return tp_report_nouns(r, count, "slot", "slots");
}

bool tp_report_answered(const tp_run *run)
{
    return tp_answered(run->result->status);
}

int64_t tp_report_line_loans(const tp_run *run, int32_t line)
{
    const tp_line *at = &run->data->lines[line];
    int64_t sum = 0;
    for (int32_t i = 0; i < at->demands; i++)
        sum += run->result->loan[run->data->demand_of_line[at->first_demand + i]];
    return sum;
}

tp_words tp_report_sector(const char *name)
{
    return *name ? (tp_words){name, name} : (tp_words){"（未注明领域）", "(no sector)"};
}

void tp_report_figure_open(tp_reporting *r, tp_words caption)
{
    tp_buf_text(r->out, "<figure>\n");
    tp_html_element(r->out, "figcaption", caption);
    tp_html_frame_open(r->out, "picture", caption);
}

void tp_report_figure_close(tp_reporting *r)
{
    tp_html_frame_close(r->out);
    tp_buf_text(r->out, "</figure>\n");
}

void tp_report_by_run(tp_reporting *r, const tp_words *text)
{
    bool said[TP_REPORT_MOST] = {false}, alike = true;
    for (size_t i = 1; i < r->n; i++)
        alike = alike && strcmp(text[i].zh, text[0].zh) == 0;
    for (size_t i = 0; i < r->n; i++) {
        if (said[i] || (alike && i))
            continue;
        if (!alike)
            tp_buf_text(r->out, i ? "<br><b>" : "<b>");
        for (size_t k = i; k < r->n && !alike; k++) {
            if (strcmp(text[k].zh, text[i].zh) != 0)
                continue;
            if (k > i)
                tp_html_words(r->out, (tp_words){"、", ", "});
            tp_html_words(r->out, r->mark[r->entry[k]]);
            said[k] = true;
        }
        if (!alike)
            tp_buf_text(r->out, "</b> ");
        tp_html_words(r->out, text[i]);
    }
}

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
    tp_report_moves(r);
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
