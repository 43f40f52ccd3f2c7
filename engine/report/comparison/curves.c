#include "report/comparison/sections.h"
#include "report/views/words.h"

#include <string.h>

/* What the table says of a point; the first is what the curve draws. */
static const tp_sweep_figure columns[] = {
    TP_SWEEP_LENT,     TP_SWEEP_SHORT,   TP_SWEEP_STATUTORY_SHORT,
    TP_SWEEP_DEPOSITS, TP_SWEEP_CLOSING, TP_SWEEP_UNITS};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* The slider has one stop a point; the script shows that point's row. The table has them all. */
static void slider(tp_reporting *r, const tp_report_curve *curve, size_t index, size_t start)
{
    tp_buf_format(r->out, "<p class=\"slider\" hidden><label for=\"slider-%zu\">", index);
    tp_html_words(r->out, (tp_words){"只停在已求解的点上", "Stops at solved points only"});
    tp_buf_format(r->out,
                  "</label> <input type=\"range\" id=\"slider-%zu\" min=\"0\" max=\"%zu\" "
                  "step=\"1\" value=\"%zu\" data-table=\"curve-%zu\"> <output for=\"slider-%zu\">"
                  "</output></p>\n",
                  index, curve->n_points - 1, start, index, index);
}

/* The value of key `k` in "key=value" lines, as the plan wrote it; "" if it is not there. */
static const char *value_of(tp_reporting *r, const char *settings, const char *keys, size_t k)
{
    for (; k; k--)
        keys += strcspn(keys, "\n") + 1;
    size_t length = strcspn(keys, "\n");
    for (const char *at = settings; *at; at += strcspn(at, "\n"), at += *at == '\n')
        if (strncmp(at, keys, length) == 0 && at[length] == '=') {
            const char *value = at + length + 1;
            char *copy = tp_arena_copy(r->arena, value, strcspn(value, "\n"));
            r->page.failed = r->page.failed || !copy;
            return copy ? copy : "";
        }
    return "";
}

static const char *key_at(tp_reporting *r, const char *keys, size_t k)
{
    for (; k; k--)
        keys += strcspn(keys, "\n") + 1;
    char *key = tp_arena_copy(r->arena, keys, strcspn(keys, "\n"));
    r->page.failed = r->page.failed || !key;
    return key ? key : "";
}

static tp_words name_of(tp_reporting *r, const char *keys, size_t k)
{
    return tp_key_words(&r->page, key_at(r, keys, k));
}

static bool is_number(const char *text)
{
    tp_dec value;
    return tp_dec_parse(text, strlen(text), &value) == TP_PARSE_OK;
}

/* A value as its reader says it: choices and lists in words. */
static tp_words said(tp_reporting *r, const char *keys, size_t k, const char *value)
{
    return tp_point_words(&r->page, key_at(r, keys, k), value);
}

static size_t count_keys(const char *keys)
{
    size_t n = 0;
    for (; *keys; keys += strcspn(keys, "\n"), keys += *keys == '\n')
        n++;
    return n;
}

/* The values alone, in the order of the keys that the heading names. */
static tp_words settings_text(tp_reporting *r, const tp_report_curve *curve, size_t i)
{
    tp_words text = {"", ""};
    for (size_t k = 0; k < count_keys(curve->keys); k++) {
        tp_words value =
            said(r, curve->keys, k, value_of(r, curve->points[i].settings, curve->keys, k));
        text.zh = tp_arena_format(r->arena, "%s%s%s", text.zh, k ? " · " : "", value.zh);
        text.en = tp_arena_format(r->arena, "%s%s%s", text.en, k ? " · " : "", value.en);
        if (!text.zh || !text.en) {
            r->page.failed = true;
            return (tp_words){"", ""};
        }
    }
    return text;
}

/* Whether two texts are the same value: 0.2 and 0.20 are. */
static bool same_value(const char *a, const char *b)
{
    tp_dec x, y;
    if (tp_dec_parse(a, strlen(a), &x) == TP_PARSE_OK &&
        tp_dec_parse(b, strlen(b), &y) == TP_PARSE_OK)
        return x == y;
    return strcmp(a, b) == 0;
}

/* The scenario's own value of key k, the default where it states none; NULL: there is none. */
static const char *own_value(tp_reporting *r, const tp_report_curve *curve, size_t k)
{
    const char *key = key_at(r, curve->keys, k);
    const tp_run *run = r->report->entries[curve->entry].run;
    const tp_node *node = tp_node_path(run->scenario->root, key);
    if (!node)
        return tp_key_fallback(key);
    return node->kind == TP_NODE_SCALAR ? node->text : NULL;
}

static bool is_base(tp_reporting *r, const tp_report_curve *curve, size_t i)
{
    for (size_t k = 0; k < count_keys(curve->keys); k++) {
        const char *own = own_value(r, curve, k);
        if (!own || !same_value(own, value_of(r, curve->points[i].settings, curve->keys, k)))
            return false;
    }
    return true;
}

/* A column a key, then the figures; the point that is the scenario itself is marked. */
static void table(tp_reporting *r, const tp_report_curve *curve, size_t index, tp_words title,
                  const tp_curve_point *points)
{
    size_t n_keys = count_keys(curve->keys);
    tp_view *view = tp_page_view(&r->page, "curve", title);
    for (size_t k = 0; k < n_keys; k++)
        tp_view_column_add(view, "point", name_of(r, curve->keys, k), TP_COL_NUMBER);
    for (size_t k = 0; k < COLUMNS; k++)
        tp_view_column_add(view, "figure", tp_sweep_figure_words[columns[k]], TP_COL_NUMBER);
    for (size_t i = 0; i < curve->n_points; i++) {
        for (size_t k = 0; k < n_keys; k++) {
            tp_words value =
                said(r, curve->keys, k, value_of(r, curve->points[i].settings, curve->keys, k));
            if (!k && is_base(r, curve, i))
                value = TP_PAGE_WORDS(&r->page, ((tp_words){"◆ {0}", "◆ {1}"}), value.zh, value.en);
            tp_view_words(view, value);
        }
        for (size_t k = 0; k < COLUMNS; k++) {
            int64_t value = curve->points[i].outcome.figure[columns[k]];
            if (points[i].solved && value != TP_INT_NONE)
                tp_view_count(view, value);
            else
                tp_view_words(view, (tp_words){"无结果", "no answer"});
        }
    }
    const char *id = tp_arena_format(r->arena, "curve-%zu", index);
    tp_html_view(r->out, view, &(tp_html_table){.id = id, .headed = true});
}

/* Distinct values of key k in order of appearance; 0: too many for a picture. */
static size_t values_of(tp_reporting *r, const tp_report_curve *curve, size_t k, const char **out,
                        size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < curve->n_points; i++) {
        const char *value = value_of(r, curve->points[i].settings, curve->keys, k);
        size_t at = 0;
        while (at < n && strcmp(out[at], value) != 0)
            at++;
        if (at < n)
            continue;
        if (n == most)
            return 0;
        out[n++] = value;
    }
    return n;
}

enum { AXIS = 60 };

/* Two parameters, every pair of values at most once: a table of shades. false: it is none. */
static bool grid(tp_reporting *r, const tp_report_curve *curve, tp_words title)
{
    const char *rows[AXIS], *across[AXIS];
    tp_words row_words[AXIS], across_words[AXIS];
    if (count_keys(curve->keys) != 2)
        return false;
    size_t n_rows = values_of(r, curve, 0, rows, AXIS),
           n_columns = values_of(r, curve, 1, across, AXIS);
    int64_t *value = tp_arena_array(r->arena, n_rows * n_columns + 1, sizeof *value);
    if (!value) {
        r->page.failed = true;
        return false;
    }
    if (!n_rows || !n_columns || n_rows * n_columns > 4 * curve->n_points)
        return false;
    for (size_t i = 0; i < n_rows * n_columns; i++)
        value[i] = TP_INT_NONE;
    for (size_t i = 0; i < n_rows; i++)
        row_words[i] = said(r, curve->keys, 0, rows[i]);
    for (size_t i = 0; i < n_columns; i++)
        across_words[i] = said(r, curve->keys, 1, across[i]);
    tp_grid_figure figure = {.title = title,
                             .row_name = name_of(r, curve->keys, 0),
                             .column_name = name_of(r, curve->keys, 1),
                             .rows = row_words,
                             .columns = across_words,
                             .n_rows = n_rows,
                             .n_columns = n_columns,
                             .value = value};
    figure.row_name = TP_PAGE_WORDS(&r->page, ((tp_words){"↓ 行：{0}", "↓ rows: {1}"}),
                                    figure.row_name.zh, figure.row_name.en);
    figure.column_name = TP_PAGE_WORDS(&r->page, ((tp_words){"→ 列：{0}", "→ columns: {1}"}),
                                       figure.column_name.zh, figure.column_name.en);
    for (size_t i = 0; i < curve->n_points; i++) {
        const tp_report_point *point = &curve->points[i];
        size_t at[2] = {0, 0};
        while (strcmp(rows[at[0]], value_of(r, point->settings, curve->keys, 0)) != 0)
            at[0]++;
        while (strcmp(across[at[1]], value_of(r, point->settings, curve->keys, 1)) != 0)
            at[1]++;
        if (tp_answered(point->outcome.status))
            value[at[0] * n_columns + at[1]] = point->outcome.figure[TP_SWEEP_LENT];
        if (is_base(r, curve, i)) {
            figure.has_base = true;
            figure.base_row = at[0];
            figure.base_column = at[1];
        }
    }
    tp_report_figure_open(r, title);
    TP_REPORT_BOTH_SIZES(r, figure) tp_svg_grid(r->out, &figure);
    tp_report_figure_close(r);
    return true;
}

static void say_base(tp_reporting *r, const tp_report_curve *curve, bool among)
{
    const tp_figures *base = NULL;
    for (size_t i = 0; i < r->n; i++)
        if (r->entry[i] == curve->entry)
            base = &r->cmp.figures[i];
    if (!base)
        return;
    const char *lent = tp_report_count(r, base->all.lent);
    TP_REPORT_SAY(r,
                  among ? ((tp_words){"◆ 为方案本身的取值（投放 {0} 个）；× 为没有结果的点。",
                                      "◆ marks the scenario as it stands ({0} lent); × a point "
                                      "without an answer."})
                        : ((tp_words){"方案本身的取值不在这些点之内，其投放为 {0} 个。",
                                      "The scenario as it stands is none of these points; it lends "
                                      "{0}."}),
                  lent);
}

static void one(tp_reporting *r, const tp_report_curve *curve, size_t index)
{
    tp_curve_point *points = tp_arena_array(r->arena, curve->n_points + 1, sizeof *points);
    tp_words label = r->label[curve->entry], keys = name_of(r, curve->keys, 0);
    size_t n_keys = count_keys(curve->keys), base_point = curve->n_points;
    bool apart = n_keys > 1;
    if (!points) {
        r->page.failed = true;
        return;
    }
    for (size_t k = 1; k < n_keys; k++) {
        tp_words next = name_of(r, curve->keys, k);
        keys =
            (tp_words){TP_PAGE_WORDS(&r->page, ((tp_words){"{0}、{1}", ""}), keys.zh, next.zh).zh,
                       TP_PAGE_WORDS(&r->page, ((tp_words){"", "{0}, {1}"}), keys.en, next.en).en};
    }
    for (size_t i = 0; i < curve->n_points; i++) {
        int64_t lent = curve->points[i].outcome.figure[TP_SWEEP_LENT];
        tp_answer_status status = curve->points[i].outcome.status;
        points[i] = (tp_curve_point){settings_text(r, curve, i), (tp_wide)lent * TP_DEC_ONE,
                                     lent != TP_INT_NONE && tp_answered(status)};
        base_point = is_base(r, curve, i) ? i : base_point;
        apart = apart || !is_number(value_of(r, curve->points[i].settings, curve->keys, 0));
    }
    tp_words title = {
        TP_PAGE_WORDS(&r->page, ((tp_words){"{0}：投放数随“{1}”变化", ""}), label.zh, keys.zh).zh,
        TP_PAGE_WORDS(&r->page, ((tp_words){"", "{0}: slots lent as “{1}” varies"}), label.en,
                      keys.en)
            .en};
    if (!grid(r, curve, title)) {
        tp_curve_figure figure = {.title = title,
                                  .x_label = keys,
                                  .y_label = tp_sweep_figure_words[TP_SWEEP_LENT],
                                  .points = points,
                                  .n_points = curve->n_points,
                                  .apart = apart,
                                  .base_point = base_point};
        for (size_t i = 0; i < r->n; i++)
            if (r->entry[i] == curve->entry) {
                figure.has_base = true;
                figure.base = (tp_wide)r->cmp.figures[i].all.lent * TP_DEC_ONE;
            }
        tp_report_figure_open(r, title);
        TP_REPORT_BOTH_SIZES(r, figure) tp_svg_curve(r->out, &figure);
        tp_report_figure_close(r);
        slider(r, curve, index, base_point < curve->n_points ? base_point : 0);
    }
    say_base(r, curve, base_point < curve->n_points);
    table(r, curve, index, title, points);
}

void tp_report_curves(tp_reporting *r)
{
    tp_report_open(r, "curve", (tp_words){"取舍曲线", "Trade-off curve"});
    if (!r->report->n_curves)
        tp_report_say(r,
                      (tp_words){"没有以这些方案为基准的参数扫描，因此没有曲线。用 turnpool sweep "
                                 "对某个参数逐点求解后再出报告，曲线即在此处。",
                                 "There is no sweep of these proposals, so there is no curve. "
                                 "Solve one with turnpool sweep, make the report again, and the "
                                 "curve stands here."});
    else
        tp_report_say(r, (tp_words){"每个圆点是一次完整求解；点与点之间没有求解，不作推断。",
                                    "Every mark is a full solve; nothing is said of what lies "
                                    "between marks."});
    for (size_t i = 0; i < r->report->n_curves; i++)
        if (r->report->curves[i].n_points)
            one(r, &r->report->curves[i], i);
    tp_report_close(r);
}
