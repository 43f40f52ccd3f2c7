#include "report/comparison/sections.h"

typedef enum metric_kind { COUNT, DECIMAL, RATIO, SHARE } metric_kind;

typedef struct metric {
    tp_words title;
    metric_kind kind;
    int better; /* 1: more is better, -1: less, 0: neither */
} metric;

static const metric metrics[] = {
    {{"申请数", "Asked"}, COUNT, 0},
    {{"自有空编解决", "Covered by own vacancies"}, COUNT, 0},
    {{"周转池投放", "Lent from the pools"}, COUNT, 1},
    {{"尚缺", "Still short"}, COUNT, -1},
    {{"不予受理", "Refused"}, COUNT, 0},
    {{"其中法定保障尚缺", "Statutory, still short"}, COUNT, -1},
    {{"收储（存入）", "Deposits"}, COUNT, 0},
    {{"硬性收储", "Reclaimed"}, COUNT, 0},
    {{"跨池调剂", "Transfers between pools"}, COUNT, 0},
    {{"周转池期初余额", "Pools before"}, COUNT, 0},
    {{"周转池期末余额", "Pools after"}, COUNT, 0},
    {{"应留存", "Must be kept"}, COUNT, 0},
    {{"存出编制（单位×类别）", "Lines that deposit"}, COUNT, 0},
    {{"借入编制（单位×类别）", "Lines that borrow"}, COUNT, 0},
    {{"涉及单位", "Units touched"}, COUNT, -1},
    {{"需求价值（按各自权重）", "Value of what is lent (own weights)"}, DECIMAL, 0},
    {{"存出负担", "Burden on those who give"}, DECIMAL, -1},
    {{"存出单位平均工作饱满度", "Mean saturation of givers"}, RATIO, -1},
    {{"满足率最低领域的满足率", "Lowest sector's share met"}, SHARE, 1},
};
enum { METRICS = sizeof metrics / sizeof *metrics };

/* TP_DEC_NONE: there is no such figure. */
static tp_wide value_of(const tp_figures *f, size_t metric_index)
{
    tp_wide share = f->lowest_bottom > 0
                        ? tp_half_up_div((tp_wide)f->lowest_top * TP_DEC_ONE, f->lowest_bottom)
                        : TP_DEC_NONE;
    const tp_wide values[METRICS] = {
        f->all.asked,  f->all.own,      f->all.lent,
        f->all.unmet,  f->all.denied,   f->by_class[TP_STATUTORY].unmet,
        f->deposits,   f->reclaimed,    f->transfers,
        f->opening,    f->closing,      f->required,
        f->donors,     f->borrowers,    f->touched_units,
        f->need_value, f->burden_value, f->donor_saturation,
        share};
    return values[metric_index];
}

/* Units of the last digit shown: differences are taken between figures as shown, so that a reader
 * who checks them agrees. */
static tp_wide shown(tp_wide value, metric_kind kind)
{
    static const int64_t unit[] = {[COUNT] = 1, [DECIMAL] = 10000, [RATIO] = 1000, [SHARE] = 1000};
    tp_wide size = tp_half_up_div(value < 0 ? -value : value, unit[kind]);
    return value < 0 ? -size : size;
}

/* `value` is in units of the last digit. */
static void number(tp_buf *out, tp_wide value, metric_kind kind)
{
    static const int digits[] = {[COUNT] = 0, [DECIMAL] = 2, [RATIO] = 3, [SHARE] = 1};
    static const int64_t power[] = {1, 10, 100, 1000};
    int64_t one = power[digits[kind]];
    tp_buf_int(out, value / one);
    if (digits[kind])
        tp_buf_format(out, ".%0*d", digits[kind], (int)(value % one));
}

static void value_cell(tp_buf *out, tp_wide value, metric_kind kind)
{
    if (value < 0)
        tp_buf_text(out, "−");
    number(out, value < 0 ? -value : value, kind);
    if (kind == SHARE)
        tp_buf_char(out, '%');
}

static void difference_cell(tp_buf *out, tp_wide value, metric_kind kind)
{
    if (!value) {
        tp_buf_char(out, '=');
        return;
    }
    tp_buf_text(out, value < 0 ? "−" : "+");
    number(out, value < 0 ? -value : value, kind);
    if (kind == SHARE)
        tp_html_words(out, (tp_words){" 个百分点", " points"});
}

static bool is_best(const tp_reporting *r, size_t m, size_t i)
{
    bool differs = false;
    tp_wide mine = value_of(&r->cmp.figures[i], m);
    if (!metrics[m].better || r->n < 2 || mine == TP_DEC_NONE)
        return false;
    for (size_t k = 0; k < r->n; k++) {
        tp_wide other = value_of(&r->cmp.figures[k], m);
        if (other == TP_DEC_NONE)
            continue;
        if (metrics[m].better > 0 ? other > mine : other < mine)
            return false;
        differs = differs || other != mine;
    }
    return differs;
}

/* Value, difference and percentage stand side by side; the switch above the table hides two. */
static void cell(tp_reporting *r, size_t m, size_t i)
{
    tp_wide mine = value_of(&r->cmp.figures[i], m), base = value_of(&r->cmp.figures[0], m);
    tp_buf_text(r->out, "<td class=\"n\">");
    if (mine == TP_DEC_NONE) {
        tp_buf_text(r->out, "—</td>");
        return;
    }
    tp_buf_text(r->out, "<span class=\"v\">");
    value_cell(r->out, shown(mine, metrics[m].kind), metrics[m].kind);
    tp_buf_text(r->out, "</span>");
    if (i > 0 && base != TP_DEC_NONE) {
        tp_buf_text(r->out, " <span class=\"d\">");
        difference_cell(r->out, shown(mine, metrics[m].kind) - shown(base, metrics[m].kind),
                        metrics[m].kind);
        tp_buf_text(r->out, "</span> <span class=\"p\">");
        tp_html_percent(r->out, mine - base, base);
        tp_buf_text(r->out, "</span>");
    }
    if (is_best(r, m, i)) {
        tp_buf_text(r->out, " <span class=\"best\">★");
        tp_html_words(r->out, (tp_words){"最优", "best"});
        tp_buf_text(r->out, "</span>");
    }
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
    for (size_t m = 0; m < METRICS; m++) {
        tp_buf_text(r->out, "<tr><th scope=\"row\">");
        tp_html_words(r->out, metrics[m].title);
        tp_buf_text(r->out, "</th>");
        for (size_t i = 0; i < r->n; i++)
            cell(r, m, i);
        tp_buf_text(r->out, "</tr>\n");
    }
    tp_buf_text(r->out, "</tbody></table>\n");
    tp_html_frame_close(r->out);
    tp_report_say(
        r, r->n > 1
               ? (tp_words){"差额以基准为准；★ 表示该项最优；申请数 = 自有空编解决 + 投放 + 尚缺 + "
                            "不予受理。",
                            "Differences are against the baseline; ★ marks the best; asked = own + "
                            "lent + short + refused."}
               : (tp_words){"申请数 = 自有空编解决 + 投放 + 尚缺 + 不予受理。",
                            "Asked = own + lent + short + refused."});
    tp_report_close(r);
}
