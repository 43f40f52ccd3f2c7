#include "report/comparison/sections.h"

#include <string.h>

static tp_words state_words(tp_reporting *r, const tp_report_entry *entry)
{
    const char *number = tp_report_count(r, entry->number);
    switch (entry->state) {
    case TP_RUN_PROPOSED:
        return TP_PAGE_WORDS(&r->page,
                             ((tp_words){"草案：已提请审定（建议方案第 {0} 号）",
                                         "Draft: put forward (proposal no. {0})"}),
                             number);
    case TP_RUN_APPROVED:
        return TP_PAGE_WORDS(
            &r->page, ((tp_words){"✓ 已审定（审定第 {0} 号）", "✓ Approved (approval no. {0})"}),
            number);
    case TP_RUN_PARTIAL:
        return TP_PAGE_WORDS(
            &r->page,
            ((tp_words){"✓ 部分审定（审定第 {0} 号）", "✓ Approved in part (approval no. {0})"}),
            number);
    case TP_RUN_FILED:
        return TP_PAGE_WORDS(&r->page, ((tp_words){"✓ 已备案（第 {0} 号）", "✓ Filed (no. {0})"}),
                             number);
    case TP_RUN_REJECTED:
        return TP_PAGE_WORDS(
            &r->page,
            ((tp_words){"✕ 未获通过（建议方案第 {0} 号）", "✕ Rejected (proposal no. {0})"}),
            number);
    case TP_RUN_UNDONE:
        return TP_PAGE_WORDS(&r->page,
                             ((tp_words){"✕ 审定后已冲销（审定第 {0} 号）",
                                         "✕ Approved, then undone (approval no. {0})"}),
                             number);
    default:
        return (tp_words){"草案", "Draft"};
    }
}

static void badge(tp_reporting *r, const tp_report_entry *entry)
{
    bool done = entry->state == TP_RUN_APPROVED || entry->state == TP_RUN_PARTIAL ||
                entry->state == TP_RUN_FILED;
    tp_html_element(r->out, done ? "span class=\"badge done\"" : "span class=\"badge\"",
                    state_words(r, entry));
    if (entry->ledger_moved || entry->dataset_replaced)
        tp_html_element(r->out, "span class=\"badge stale\"",
                        (tp_words){"! 已过期，须重新测算", "! Stale: run again"});
}

static void cell(tp_reporting *r, const char *text, size_t length)
{
    char cut[65];
    length = length < sizeof cut - 1 ? length : sizeof cut - 1;
    memcpy(cut, text, length);
    cut[length] = '\0';
    tp_buf_text(r->out, "<td><code>");
    tp_html_text(r->out, cut);
    tp_buf_text(r->out, "</code></td>");
}

static void entry_row(tp_reporting *r, size_t i)
{
    const tp_report_entry *entry = &r->report->entries[i];
    const tp_run *run = entry->run;
    tp_buf_text(r->out, "<tr><th scope=\"row\">");
    tp_html_words(r->out, r->label[i]);
    tp_buf_text(r->out, "</th><td>");
    badge(r, entry);
    tp_buf_text(r->out, "</td>");
    cell(r, run->id, 8);
    tp_buf_text(r->out, "<td class=\"date\">");
    tp_html_text(r->out, tp_page_date(&r->page, run->scenario->as_of));
    tp_buf_text(r->out, "</td>");
    cell(r, run->data->sha256, 12);
    cell(r, run->scenario->sha256, 12);
    tp_buf_text(r->out, "</tr>\n");
}

static bool always(const tp_reporting *r)
{
    (void)r;
    return true;
}

static bool answered(const tp_reporting *r)
{
    return r->n > 0;
}

static bool several(const tp_reporting *r)
{
    return r->n > 1;
}

static bool planned(const tp_reporting *r)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->runs[i]->result->n_periods > 1)
            return true;
    return false;
}

/* The links that a reader jumps by; printed paper has no use for them. */
static void contents(tp_reporting *r)
{
    static const struct {
        const char *id;
        tp_words title;
        bool (*there)(const tp_reporting *r);
    } parts[] = {
        {"conclusion", {"结论", "Conclusion"}, always},
        {"figures", {"主要数据", "Figures"}, answered},
        {"refusals", {"不予受理与尚缺", "Refused and short"}, answered},
        {"others", {"存借之外的调整", "Besides loans"}, tp_report_any_others},
        {"moves", {"逐单位对比", "Unit by unit"}, several},
        {"flow", {"流向", "Flow"}, answered},
        {"units", {"使用与占用", "Usage"}, answered},
        {"limits", {"控制与留存", "Limits"}, answered},
        {"sectors", {"领域", "Sectors"}, answered},
        {"steps", {"差额来源", "Differences"}, several},
        {"curve", {"取舍曲线", "Trade-off"}, answered},
        {"years", {"逐年展望", "Year by year"}, planned},
        {"past", {"以往借用", "Earlier loans"}, answered},
        {"appendix", {"逐单位明细", "Every unit"}, answered},
        {"provenance", {"出处", "Provenance"}, always},
        {"guide", {"怎样读", "How to read"}, always},
    };
    tp_buf_text(r->out, "<nav aria-label=\"目录 / Contents\">\n");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].there(r))
            continue;
        tp_buf_format(r->out, "<a href=\"#%s\">", parts[i].id);
        tp_html_words(r->out, parts[i].title);
        tp_buf_text(r->out, "</a>\n");
    }
    tp_buf_text(r->out, "</nav>\n");
}

void tp_report_head(tp_reporting *r)
{
    static const tp_words columns[] = {{"方案", "Proposal"}, {"状态", "State"},
                                       {"测算编号", "Run"},  {"数据截止", "As of"},
                                       {"数据指纹", "Data"}, {"方案指纹", "Scenario"}};
    tp_words about = {"方案与数据", "Proposals and data"};
    tp_buf_text(r->out, "<header>\n<p class=\"languages\"><label for=\"lang-zh\">中文</label>"
                        "<label for=\"lang-en\"><span lang=\"en\">English</span></label></p>\n");
    tp_html_element(r->out, "h1", r->page.title);
    tp_html_frame_open(r->out, "scroll", about);
    tp_buf_text(r->out, "<table class=\"runs\">\n<caption>");
    tp_html_words(r->out, about);
    tp_buf_text(r->out, "</caption>\n<thead><tr>");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        tp_buf_text(r->out, "<th scope=\"col\">");
        tp_html_words(r->out, columns[i]);
        tp_buf_text(r->out, "</th>");
    }
    tp_buf_text(r->out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < r->report->n_entries; i++)
        entry_row(r, i);
    tp_buf_text(r->out, "</tbody></table>\n");
    tp_html_frame_close(r->out);
    contents(r);
    tp_buf_text(r->out, "</header>\n");
}
