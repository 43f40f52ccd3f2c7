/* What is known of lines and units: lots, outcomes, issues, departures, limits. */
#include "domain/dataset_doubt.h"

#include "base/order.h"
#include "base/text.h"

#include <stddef.h>

static const tp_msg MSG_LOTS = {
    "data.lots-exceed-vacancies",
    "空编明细合计 {0}，超过该单位该类别的空编 {1}；最晚的超出部分不计",
    "the vacancy lots add up to {0}, the line has {1} vacant; the newest excess is ignored"};
static const tp_msg MSG_NOT_OBJECTED = {"data.objected-draft",
                                        "初步结果没有异议日期；单位已提出异议的，状态写“有异议”",
                                        "a draft has no objected_on: where the unit objected, its "
                                        "status is objected"};
static const tp_msg MSG_NO_OBJECTION = {"data.objection-date", "有异议的评估结果须写异议日期",
                                        "an outcome objected to needs objected_on"};
static const tp_msg MSG_OBJECTED_EARLY = {"data.objection-early", "异议日期早于评估日期",
                                          "the unit objected before it was evaluated"};
static const tp_msg MSG_OUTCOME_TWICE = {"data.duplicate-outcome",
                                         "该单位在同一日期已有评估结果；已见于 {0}",
                                         "the unit has an outcome of the same date at {0}"};
static const tp_msg MSG_ISSUE_TWICE = {"data.duplicate-issue", "问题编号“{1}”重复；已见于 {0}",
                                       "issue \"{1}\" is there twice; first at {0}"};
static const tp_msg MSG_CLOSED = {"data.closed-before-found", "销号日期早于发现日期",
                                  "the issue was closed before it was found"};
static const tp_msg MSG_ONLY_LOANS = {
    "data.limit-selects-demands",
    "按领域或申请类别筛选时，指标只能是投放数（loans）或新增用编（intake）",
    "a limit that selects a sector or class of demands can only measure loans or intake"};
static const tp_msg MSG_CROSSED = {"data.limit-bounds-cross", "下限大于上限，方案将无解",
                                   "at_least is more than at_most: no answer can meet both"};
static const tp_msg MSG_NO_BOUND = {"data.limit-without-bound",
                                    "既无下限也无上限，该控制项不起作用",
                                    "neither at_least nor at_most: this limit does nothing"};

/* ---- vacancy lots ---- */

static int by_line_since(const void *context, int32_t a, int32_t b)
{
    const tp_lot *p = (const tp_lot *)context + a, *q = (const tp_lot *)context + b;
    if (p->line != q->line)
        return p->line < q->line ? -1 : 1;
    if (p->since != q->since)
        return p->since < q->since ? -1 : 1;
    /* Lots of one day are alike but for their size: by it, so that file order leaves no trace. */
    return p->count < q->count ? -1 : p->count > q->count;
}

static void check_lots(tp_builder *b, const tp_line *line)
{
    const tp_lot *lots = b->data->lots + line->first_lot;
    int64_t vacant =
        line->authorised - line->lent + line->borrowed - line->in_post - line->committed;
    vacant = vacant > 0 ? vacant : 0;
    int64_t sum = 0;
    int32_t beyond = -1;
    for (int32_t i = 0; i < line->lots; i++) {
        sum += lots[i].count;
        if (sum > vacant && beyond < 0)
            beyond = i;
    }
    if (beyond < 0)
        return;
    char figures[2][TP_DEC_TEXT];
    tp_int_format(sum, figures[0]);
    tp_int_format(vacant, figures[1]);
    tp_diag_warn(b->diags, lots[beyond].pos, &MSG_LOTS, figures[0], figures[1]);
}

tp_status tp_build_lots(tp_builder *b, const tp_kept *kept)
{
    tp_dataset *data = b->data;
    const tp_vacancy_row *rows = (const tp_vacancy_row *)(void *)kept->rows;
    tp_lot *lots = tp_arena_array(b->passing, kept->count + 1, sizeof *lots);
    data->lots = tp_arena_array(data->arena, kept->count + 1, sizeof *lots);
    if (!lots || !data->lots)
        return tp_fail_nomem(b->err);
    size_t n = 0;
    bool good = !b->blind[TP_TABLE_POSTS];
    for (size_t i = 0; i < kept->count; i++) {
        int32_t line = tp_build_line_of(b, i, rows[i].unit, rows[i].category);
        good &= kept->good[i] && line != TP_ID_NONE;
        if (line != TP_ID_NONE)
            lots[n++] =
                (tp_lot){line, rows[i].count, rows[i].since, tp_rows_pos(&b->view, i, NULL)};
    }
    int32_t *order = tp_order_make(b->passing, n, by_line_since, lots);
    if (!order)
        return tp_fail_nomem(b->err);
    for (size_t k = 0; k < n; k++) {
        data->lots[k] = lots[order[k]];
        tp_line *line = &data->lines[data->lots[k].line];
        if (!line->lots++)
            line->first_lot = (int32_t)k;
    }
    data->n_lots = (int32_t)n;
    for (int32_t i = 0; good && !b->quiet && !b->diags->errors && i < data->n_lines; i++)
        check_lots(b, &data->lines[i]);
    return TP_OK;
}

/* ---- outcomes ---- */

static int by_unit_date(const void *context, int32_t a, int32_t b)
{
    const tp_outcome *p = (const tp_outcome *)context + a, *q = (const tp_outcome *)context + b;
    if (p->unit != q->unit)
        return p->unit < q->unit ? -1 : 1;
    return p->evaluated_on < q->evaluated_on ? -1 : p->evaluated_on > q->evaluated_on;
}

static void check_status(tp_builder *b, size_t i, const tp_outcome_row *row)
{
    bool objected = row->objected_on != TP_DATE_NONE;
    if (objected != (row->status == TP_OUTCOME_OBJECTED) &&
        !(objected && row->status == TP_OUTCOME_FINAL))
        tp_build_error(b, i, objected ? "objected_on" : "status",
                       objected ? &MSG_NOT_OBJECTED : &MSG_NO_OBJECTION, NULL, NULL);
    if (objected && row->objected_on < row->evaluated_on)
        tp_build_warn(b, i, "objected_on", &MSG_OBJECTED_EARLY);
}

tp_status tp_build_outcomes(tp_builder *b, const tp_kept *kept)
{
    tp_dataset *data = b->data;
    const tp_outcome_row *rows = (const tp_outcome_row *)(void *)kept->rows;
    tp_outcome *outcomes = tp_arena_array(b->passing, kept->count + 1, sizeof *outcomes);
    size_t *from = tp_arena_array(b->passing, kept->count + 1, sizeof *from);
    data->outcomes = tp_arena_array(data->arena, kept->count + 1, sizeof *outcomes);
    if (!outcomes || !from || !data->outcomes)
        return tp_fail_nomem(b->err);
    size_t n = 0;
    for (size_t i = 0; i < kept->count; i++) {
        int32_t unit = tp_build_unit_of(b, i, rows[i].unit, "unit");
        if (unit == TP_ID_NONE || rows[i].evaluated_on == TP_DATE_NONE)
            continue;
        check_status(b, i, &rows[i]);
        from[n] = i;
        outcomes[n++] = (tp_outcome){.unit = unit,
                                     .evaluated_on = rows[i].evaluated_on,
                                     .score = rows[i].score,
                                     .saturation = rows[i].saturation,
                                     .status = (tp_standing_of_outcome)rows[i].status,
                                     .objected_on = rows[i].objected_on,
                                     .pos = tp_rows_pos(&b->view, i, NULL)};
    }
    int32_t *order = tp_order_make(b->passing, n, by_unit_date, outcomes);
    if (!order)
        return tp_fail_nomem(b->err);
    for (size_t k = 0; k < n; k++) {
        size_t i = from[order[k]];
        if (k && by_unit_date(outcomes, order[k - 1], order[k]) == 0)
            tp_build_error(b, i, "evaluated_on", &MSG_OUTCOME_TWICE, &from[order[k - 1]], NULL);
        tp_outcome *outcome = &data->outcomes[k];
        *outcome = outcomes[order[k]];
        if (!tp_build_name(b, rows[i].grade, &outcome->grade))
            return tp_fail_nomem(b->err);
        tp_unit *unit = &data->units[outcome->unit];
        if (!unit->outcomes++)
            unit->first_outcome = (int32_t)k;
    }
    data->n_outcomes = (int32_t)n;
    return tp_doubt_outcomes(b, kept) ? TP_OK : tp_fail_nomem(b->err);
}

/* ---- issues ---- */

static int by_unit_code(const void *context, int32_t a, int32_t b)
{
    const tp_issue *p = (const tp_issue *)context + a, *q = (const tp_issue *)context + b;
    if (p->unit != q->unit)
        return p->unit < q->unit ? -1 : 1;
    return tp_text_compare(p->code, q->code);
}

static bool fill_issue(tp_builder *b, const tp_issue_row *row, tp_issue *issue)
{
    issue->issue_class = (tp_issue_class)row->issue_class;
    issue->found_on = row->found_on;
    issue->closed_on = row->closed_on;
    issue->due_on = row->due_on;
    if (row->due_on == TP_DATE_NONE && row->found_on != TP_DATE_NONE)
        issue->due_on = tp_date_add_months(row->found_on, 3);
    return tp_build_text(b, row->issue, &issue->code) &&
           tp_build_text(b, row->text ? row->text : "", &issue->text);
}

tp_status tp_build_issues(tp_builder *b, const tp_kept *kept)
{
    tp_dataset *data = b->data;
    const tp_issue_row *rows = (const tp_issue_row *)(void *)kept->rows;
    tp_issue *issues = tp_arena_array(b->passing, kept->count + 1, sizeof *issues);
    data->issues = tp_arena_array(data->arena, kept->count + 1, sizeof *issues);
    if (!issues || !data->issues ||
        !tp_build_unique(b, kept, sizeof *rows, offsetof(tp_issue_row, issue), "issue",
                         &MSG_ISSUE_TWICE))
        return tp_fail_nomem(b->err);
    size_t n = 0;
    for (size_t i = 0; i < kept->count; i++) {
        int32_t unit = tp_build_unit_of(b, i, rows[i].unit, "unit");
        if (unit == TP_ID_NONE || !rows[i].issue)
            continue;
        issues[n].unit = unit;
        issues[n].pos = tp_rows_pos(&b->view, i, NULL);
        if (rows[i].closed_on != TP_DATE_NONE && rows[i].closed_on < rows[i].found_on)
            tp_build_warn(b, i, "closed_on", &MSG_CLOSED);
        if (!fill_issue(b, &rows[i], &issues[n++]))
            return tp_fail_nomem(b->err);
    }
    int32_t *order = tp_order_make(b->passing, n, by_unit_code, issues);
    if (!order)
        return tp_fail_nomem(b->err);
    for (size_t k = 0; k < n; k++) {
        data->issues[k] = issues[order[k]];
        tp_unit *unit = &data->units[data->issues[k].unit];
        if (!unit->issues++)
            unit->first_issue = (int32_t)k;
    }
    data->n_issues = (int32_t)n;
    return TP_OK;
}

/* ---- expected departures ---- */

static int by_line_date(const void *context, int32_t a, int32_t b)
{
    const tp_departure *p = (const tp_departure *)context + a;
    const tp_departure *q = (const tp_departure *)context + b;
    if (p->line != q->line)
        return p->line < q->line ? -1 : 1;
    if (p->on != q->on)
        return p->on < q->on ? -1 : 1;
    return p->count < q->count ? -1 : p->count > q->count;
}

tp_status tp_build_departures(tp_builder *b, const tp_kept *kept)
{
    tp_dataset *data = b->data;
    const tp_attrition_row *rows = (const tp_attrition_row *)(void *)kept->rows;
    tp_departure *read = tp_arena_array(b->passing, kept->count + 1, sizeof *read);
    data->departures = tp_arena_array(data->arena, kept->count + 1, sizeof *read);
    if (!read || !data->departures)
        return tp_fail_nomem(b->err);
    size_t n = 0;
    for (size_t i = 0; i < kept->count; i++) {
        int32_t line = tp_build_line_of(b, i, rows[i].unit, rows[i].category);
        if (line != TP_ID_NONE)
            read[n++] =
                (tp_departure){line, rows[i].on, rows[i].count, tp_rows_pos(&b->view, i, NULL)};
    }
    int32_t *order = tp_order_make(b->passing, n, by_line_date, read);
    if (!order)
        return tp_fail_nomem(b->err);
    for (size_t k = 0; k < n; k++) {
        data->departures[k] = read[order[k]];
        tp_line *line = &data->lines[data->departures[k].line];
        if (!line->departures++)
            line->first_departure = (int32_t)k;
    }
    data->n_departures = (int32_t)n;
    return TP_OK;
}

/* ---- limits ---- */

static int compare_text(const char *a, const char *b)
{
    if (!a || !b)
        return !a ? (b ? -1 : 0) : 1;
    return tp_text_compare(a, b);
}

static int compare_int(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_name_filters(const void *context, int32_t a, int32_t b)
{
    const tp_limit_row *p = (const tp_limit_row *)context + a;
    const tp_limit_row *q = (const tp_limit_row *)context + b;
    const char *const texts[][2] = {
        {p->name, q->name},     {p->unit, q->unit},         {p->kind, q->kind},
        {p->system, q->system}, {p->level, q->level},       {p->region, q->region},
        {p->parent, q->parent}, {p->category, q->category}, {p->sector, q->sector},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int order = compare_text(texts[i][0], texts[i][1]);
        if (order)
            return order;
    }
    int order = compare_int(p->demand_class, q->demand_class);
    order = order ? order : compare_int(p->measure, q->measure);
    order = order ? order : compare_int(p->at_least, q->at_least);
    order = order ? order : compare_int(p->at_most, q->at_most);
    return order ? order : compare_int(p->period, q->period);
}

static void check_limit(tp_builder *b, const tp_kept *kept, size_t i, const tp_limit_row_read *row)
{
    tp_build_unit_of(b, i, row->unit, "unit");
    tp_build_unit_of(b, i, row->parent, "parent");
    if (!kept->good[i])
        return;
    if ((row->sector || row->demand_class >= 0) && row->measure != TP_MEASURE_LOANS &&
        row->measure != TP_MEASURE_INTAKE)
        tp_build_error(b, i, "measure", &MSG_ONLY_LOANS, NULL, NULL);
    if (row->at_least == TP_INT_NONE && row->at_most == TP_INT_NONE)
        tp_build_warn(b, i, NULL, &MSG_NO_BOUND);
    if (row->at_most != TP_INT_NONE && row->at_least > row->at_most)
        tp_build_warn(b, i, "at_least", &MSG_CROSSED);
}

static bool fill_limit(tp_builder *b, const tp_limit_row_read *row, tp_limit_row *limit)
{
    limit->demand_class = row->demand_class;
    limit->measure = (tp_limit_measure)row->measure;
    limit->at_least = row->at_least;
    limit->at_most = row->at_most;
    limit->period = row->period;
    return tp_build_text(b, row->name, &limit->name) && tp_build_text(b, row->unit, &limit->unit) &&
           tp_build_text(b, row->kind, &limit->kind) &&
           tp_build_text(b, row->system, &limit->system) &&
           tp_build_text(b, row->level, &limit->level) &&
           tp_build_text(b, row->region, &limit->region) &&
           tp_build_text(b, row->parent, &limit->parent) &&
           tp_build_text(b, row->category, &limit->category) &&
           tp_build_text(b, row->sector, &limit->sector);
}

tp_status tp_build_limits(tp_builder *b, const tp_kept *kept)
{
    tp_dataset *data = b->data;
    const tp_limit_row_read *rows = (const tp_limit_row_read *)(void *)kept->rows;
    tp_limit_row *read = tp_arena_array(b->passing, kept->count + 1, sizeof *read);
    data->limits = tp_arena_array(data->arena, kept->count + 1, sizeof *read);
    if (!read || !data->limits)
        return tp_fail_nomem(b->err);
    for (size_t i = 0; i < kept->count; i++) {
        check_limit(b, kept, i, &rows[i]);
        read[i].pos = tp_rows_pos(&b->view, i, NULL);
        if (!fill_limit(b, &rows[i], &read[i]))
            return tp_fail_nomem(b->err);
    }
    int32_t *order = tp_order_make(b->passing, kept->count, by_name_filters, read);
    if (!order)
        return tp_fail_nomem(b->err);
    for (size_t k = 0; k < kept->count; k++)
        data->limits[k] = read[order[k]];
    data->n_limits = (int32_t)kept->count;
    return TP_OK;
}
