#include "report/comparison/sections.h"
#include "report/views/metrics.h"

/* Units of the last digit shown: differences are taken between figures as shown, so that a reader
 * who checks them agrees. */
static tp_wide shown(tp_wide value, tp_metric_kind kind)
{
    static const int64_t unit[] = {[TP_METRIC_COUNT] = 1,
                                   [TP_METRIC_DECIMAL] = 10000,
                                   [TP_METRIC_RATIO] = 1000,
                                   [TP_METRIC_SHARE] = 1000};
    tp_wide size = tp_half_up_div(value < 0 ? -value : value, unit[kind]);
    return value < 0 ? -size : size;
}

/* `value` is in units of the last digit. */
static void number(tp_buf *out, tp_wide value, tp_metric_kind kind)
{
    static const int digits[] = {[TP_METRIC_COUNT] = 0,
                                 [TP_METRIC_DECIMAL] = 2,
                                 [TP_METRIC_RATIO] = 3,
                                 [TP_METRIC_SHARE] = 1};
    static const int64_t power[] = {1, 10, 100, 1000};
    int64_t one = power[digits[kind]];
    tp_buf_int(out, value / one);
    if (digits[kind])
        tp_buf_format(out, ".%0*d", digits[kind], (int)(value % one));
}

static void value_cell(tp_buf *out, tp_wide value, tp_metric_kind kind)
{
    if (value < 0)
        tp_buf_text(out, "−");
    number(out, value < 0 ? -value : value, kind);
    if (kind == TP_METRIC_SHARE)
        tp_buf_char(out, '%');
}

static void difference_cell(tp_buf *out, tp_wide value, tp_metric_kind kind)
{
    if (!value) {
        tp_buf_char(out, '=');
        return;
    }
    tp_buf_text(out, value < 0 ? "−" : "+");
    number(out, value < 0 ? -value : value, kind);
    if (kind == TP_METRIC_SHARE)
        tp_html_words(out, (tp_words){" 个百分点", " points"});
}

/* The star, and beside it what it must not hide. */
static void star_cell(tp_reporting *r, size_t m, size_t i)
{
    tp_star star = tp_metric_star(&r->cmp, m, i);
    if (!star.best)
        return;
    tp_buf_text(r->out, " <span class=\"best\">★");
    tp_html_words(r->out, (tp_words){"最优", "best"});
    tp_buf_text(r->out, "</span>");
    if (!star.beside)
        return;
    tp_html_element(r->out, "div class=\"beside\"",
                    TP_PAGE_WORDS(&r->page,
                                  ((tp_words){"但不予受理别的方案已解决的 {0} 个",
                                              "but refuses {0} that another settles"}),
                                  tp_report_count(r, star.beside)));
}

/* Value, difference and percentage stand side by side; the switch above the table hides two. */
static void cell(tp_reporting *r, size_t m, size_t i)
{
    tp_wide mine = tp_metric_value(&r->cmp.figures[i], m),
            base = tp_metric_value(&r->cmp.figures[0], m);
    tp_buf_text(r->out, "<td class=\"n\">");
    if (mine == TP_DEC_NONE) {
        tp_buf_text(r->out, "—</td>");
        return;
    }
    tp_buf_text(r->out, "<span class=\"v\">");
    value_cell(r->out, shown(mine, tp_metrics[m].kind), tp_metrics[m].kind);
    tp_buf_text(r->out, "</span>");
    bool compares = tp_metric_comparable(&r->cmp, m, i);
    if (i > 0 && base != TP_DEC_NONE && !compares) {
        tp_buf_text(r->out, " <span class=\"about\">");
        tp_html_words(r->out, (tp_words){"权重不同，不可比", "other weights"});
        tp_buf_text(r->out, "</span>");
    } else if (i > 0 && base != TP_DEC_NONE) {
        tp_buf_text(r->out, " <span class=\"d\">");
        difference_cell(r->out, shown(mine, tp_metrics[m].kind) - shown(base, tp_metrics[m].kind),
                        tp_metrics[m].kind);
        tp_buf_text(r->out, "</span> <span class=\"p\">");
        tp_html_percent(r->out, mine - base, base);
        tp_buf_text(r->out, "</span>");
    }
    tp_words about = tp_metric_about(&r->cmp.figures[i], m);
    if (about.zh) {
        tp_buf_text(r->out, " <span class=\"about\">");
        tp_html_words(r->out, about);
        tp_buf_text(r->out, "</span>");
    }
    star_cell(r, m, i);
    tp_buf_text(r->out, "</td>");
}

static void toggle(tp_reporting *r)
{
    static const struct {
        const char *id;
        tp_words title;
    } ways[] = {{"show-v", {"数值与差额", "Value and difference"}},
                {"show-d", {"只看差额", "Difference"}},
                {"show-p", {"百分比", "Percent"}}};
    for (int i = 0; i < 3; i++) {
        tp_buf_format(r->out,
                      "<input class=\"way-input\" type=\"radio\" name=\"way\" id=\"%s\"%s>"
                      "<label class=\"way\" for=\"%s\">",
                      ways[i].id, i ? "" : " checked", ways[i].id);
        tp_html_words(r->out, ways[i].title);
        tp_buf_text(r->out, "</label>\n");
    }
}

void tp_report_figures(tp_reporting *r)
{
    tp_words title = {"主要数据", "Figures"};
    tp_report_open(r, "figures", title);
    if (r->n > 1)
        toggle(r);
    tp_html_frame_open(r->out, "scroll", title);
    tp_buf_text(r->out, "<table class=\"figures\">\n<caption>");
    tp_html_words(r->out, (tp_words){"编制数单位：个", "Counts are slots"});
    tp_buf_text(r->out, "</caption>\n<thead><tr><th scope=\"col\">");
    tp_html_words(r->out, (tp_words){"指标", "Figure"});
    tp_buf_text(r->out, "</th>");
    for (size_t i = 0; i < r->n; i++) {
        tp_buf_text(r->out, "<th scope=\"col\" class=\"n\">");
        tp_html_words(r->out, r->label[r->entry[i]]);
        tp_buf_text(r->out, "</th>");
    }
    tp_buf_text(r->out, "</tr></thead>\n<tbody>\n");
    for (size_t m = 0; m < tp_n_metrics; m++) {
        if (!tp_metric_shown(&r->cmp, m))
            continue;
        tp_buf_text(r->out, tp_metrics[m].part ? "<tr class=\"part\"><th scope=\"row\">"
                                               : "<tr><th scope=\"row\">");
        tp_html_words(r->out, tp_metrics[m].title);
        tp_buf_text(r->out, "</th>");
        for (size_t i = 0; i < r->n; i++)
            cell(r, m, i);
        tp_buf_text(r->out, "</tr>\n");
    }
    tp_buf_text(r->out, "</tbody></table>\n");
    tp_html_frame_close(r->out);
    tp_report_say(
        r, r->n > 1
               ? (tp_words){"差额以基准为准。申请数 = 自有空编解决 + 投放 + 尚缺 + 不予受理；满足率"
                            "以申请数为分母，不予受理的也计入，理由见“不予受理与尚缺”一节。★ "
                            "只标方向没有争议、数据相同因而可比的指标。",
                            "Differences are against the baseline. Asked = own + lent + short + "
                            "refused; shares are of all that was asked, refused demands included "
                            "(reasons: section “Refused and short”). ★ stands only where the "
                            "direction is beyond dispute and the data are the same."}
               : (tp_words){"申请数 = 自有空编解决 + 投放 + 尚缺 + 不予受理；满足率以申请数为分母，"
                            "不予受理的也计入。",
                            "Asked = own + lent + short + refused; shares are of all that was "
                            "asked, refused demands included."});
    tp_report_close(r);
}
