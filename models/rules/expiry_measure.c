/* Is what the answer says of loans that fall due what the scenario makes of the loans as they ran?
 * From the data before, slot by slot. */
#include "models/rule.h"
#include "models/rules/expiry.h"
#include "models/say.h"

#include <string.h>

static const tp_words not_done = {"方案的到期处理没有执行", "the scenario's expiry was not carried "
                                                            "out"};
static const tp_words wrong_list = {
    "到期借用的清单与数据不符（列出 {0} 笔，应为 {1} 笔）",
    "the loans that fall due are not those of the data ({0} listed, "
    "should be {1})"};
static const tp_words wrong_figure = {"借用 {3}：{2}写作 {0}，应为 {1}",
                                      "loan {3}: {2} is {0}, should be {1}"};
static const tp_words wrong_day = {"借用 {2}：续用到 {0}，应为 {1}",
                                   "loan {2} is used on until {0}, should be {1}"};
static const tp_words wrong_line = {"到期处理后{2}写作 {0}，应为 {1}",
                                    "after expiry {2} is {0}, should be {1}"};

typedef struct checker {
    const tp_measure *m;
    const tp_dataset *before;
    tp_filter **filter;
    tp_findings *out;
    tp_err *err;
    int64_t *vacant, *back; /* [lines] left of what was vacant; gone back so far */
} checker;

static tp_finding about(int32_t line)
{
    return (tp_finding){.rule = "expiry", .line = line, .demand = TP_ID_NONE};
}

static tp_status figure(const checker *c, const tp_words *what, int32_t line, int64_t is,
                        int64_t want, const char *name, const char *loan)
{
    if (is == want)
        return TP_OK;
    const char *args[] = {tp_say_int(c->m->arena, is), tp_say_int(c->m->arena, want), name, loan};
    return tp_finding_add(c->out, about(line), what, 4, args, c->err);
}

/* Back from the last item, so that the first that speaks of the loan has the last word. */
static const tp_expiry_item *item_of(const checker *c, const tp_running *loan)
{
    const tp_expiry *rule = tp_expiry_of(c->m->scenario);
    const tp_expiry_item *items = rule->outcomes.items, *found = NULL;
    for (size_t i = rule->outcomes.count; i-- > 0;) {
        bool named = items[i].loan &&
                     (!strcmp(loan->loan, items[i].loan) || !strcmp(loan->demand, items[i].loan));
        if (named || (!items[i].loan && tp_filter_line(c->filter[i], loan->line)))
            found = &items[i];
    }
    return found;
}

static tp_status check_day(const checker *c, const tp_expired *is, tp_date want)
{
    if (is->due_after == want)
        return TP_OK;
    const char *args[] = {tp_say_date(c->m->arena, is->due_after), tp_say_date(c->m->arena, want),
                          is->loan};
    return tp_finding_add(c->out, about(is->line), &wrong_day, 3, args, c->err);
}

static tp_status check_loan(checker *c, const tp_running *loan, const tp_expired *is)
{
    const tp_expiry_item *item = item_of(c, loan);
    const tp_expiry_item *items = tp_expiry_of(c->m->scenario)->outcomes.items;
    int64_t keeps = loan->count, back = 0;
    tp_date until = loan->due;
    if (item && item->outcome == TP_EXPIRY_WIND_DOWN)
        keeps = 0;
    else if (item && item->outcome == TP_EXPIRY_KEEP && item->to < keeps)
        keeps = item->to;
    if (item)
        until = !keeps ? TP_DATE_NONE
                       : tp_date_add_months(loan->due < c->m->as_of ? c->m->as_of : loan->due,
                                            item->months);
    for (int64_t slot = keeps; slot < loan->count && c->vacant[loan->line] > 0; slot++) {
        c->vacant[loan->line]--;
        back++;
    }
    c->back[loan->line] += back;
    tp_status status = figure(c, &wrong_figure, loan->line, is->item + 1,
                              item ? item - items + 1 : 0, "item", loan->loan);
    if (status == TP_OK)
        status = figure(c, &wrong_figure, loan->line, is->count, loan->count, "count", loan->loan);
    if (status == TP_OK)
        status = figure(c, &wrong_figure, loan->line, is->kept, keeps, "kept", loan->loan);
    if (status == TP_OK)
        status = figure(c, &wrong_figure, loan->line, is->back, back, "back", loan->loan);
    return status == TP_OK ? check_day(c, is, until) : status;
}

static tp_status check_loans(checker *c)
{
    const tp_measure *m = c->m;
    tp_date until = tp_expiry_until(m->scenario);
    int64_t due = 0;
    tp_status status = TP_OK;
    for (int32_t i = 0; i < c->before->n_running; i++)
        due += c->before->running[i].due <= until;
    bool same = due == (int64_t)m->answer->n_expired;
    for (int32_t i = 0, k = 0; same && i < c->before->n_running; i++) {
        const tp_running *loan = &c->before->running[i];
        if (loan->due > until)
            continue;
        const tp_expired *is = &m->answer->expired[k++];
        same = is->line == loan->line && is->due == loan->due && !strcmp(is->loan, loan->loan);
        if (same && status == TP_OK)
            status = check_loan(c, loan, is);
    }
    const char *args[] = {tp_say_int(m->arena, (tp_wide)m->answer->n_expired),
                          tp_say_int(m->arena, due)};
    return same ? status : tp_finding_add(c->out, about(TP_ID_NONE), &wrong_list, 2, args, c->err);
}

static tp_status check_lines(const checker *c)
{
    tp_status status = TP_OK;
    int64_t left = 0, runs = 0;
    for (int32_t l = 0; l < c->before->n_lines && status == TP_OK; l++) {
        const tp_line *was = &c->before->lines[l], *is = &c->m->data->lines[l];
        left -= c->back[l];
        status =
            figure(c, &wrong_line, l, is->borrowed, was->borrowed - c->back[l], "borrowed", "");
        if (status == TP_OK)
            status = figure(c, &wrong_line, l, is->given_back, c->back[l], "given_back", "");
    }
    for (int32_t i = 0; i < c->before->n_running; i++)
        left += c->before->running[i].count;
    for (int32_t i = 0; i < c->m->data->n_running; i++)
        runs += c->m->data->running[i].count;
    return status == TP_OK ? figure(c, &wrong_line, TP_ID_NONE, runs, left, "running", "") : status;
}

tp_status tp_expiry_measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    (void)self;
    const tp_expiry *rule = tp_expiry_of(m->scenario);
    const tp_dataset *before = m->data->unexpired;
    if (m->data->edited || (!rule->present && !before && !m->answer->n_expired))
        return TP_OK;
    if (!rule->present || !before)
        return tp_finding_add(out, about(TP_ID_NONE), &not_done, 0, NULL, err);
    size_t n = rule->outcomes.count, lines = (size_t)before->n_lines + 1;
    checker c = {.m = m,
                 .before = before,
                 .out = out,
                 .err = err,
                 .filter = tp_arena_array(m->arena, n + 1, sizeof(tp_filter *)),
                 .vacant = tp_arena_array(m->arena, lines, sizeof *c.vacant),
                 .back = tp_arena_array(m->arena, lines, sizeof *c.back)};
    if (!c.filter || !c.vacant || !c.back)
        return tp_fail_nomem(err);
    tp_status status = TP_OK;
    tp_diags diags;
    tp_diags_init(&diags, m->arena);
    for (size_t i = 0; i < n && status == TP_OK; i++)
        status = tp_filter_create(&c.filter[i], m->arena,
                                  &((const tp_expiry_item *)rule->outcomes.items)[i].where, before,
                                  m->scenario->as_of, &diags, err);
    for (int32_t l = 0; l < before->n_lines; l++) {
        const tp_line *at = &before->lines[l];
        c.vacant[l] = at->authorised + at->borrowed - at->lent - at->in_post - at->committed;
    }
    if (status == TP_OK)
        status = check_loans(&c);
    return status == TP_OK ? check_lines(&c) : status;
}
