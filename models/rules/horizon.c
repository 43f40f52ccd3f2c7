/* Several periods decided at once: their dates and weights, what becomes of running loans, what the
 * planner expects to change; a demand expected to be withdrawn gets no more. */
#include "models/rules/horizon.h"

#include "base/text.h"
#include "models/rule.h"
#include "models/say.h"

#include <string.h>

extern const int tp_rule_at_horizon;

enum { WIND_DOWN, RENEW, KEEP };

typedef struct renewal {
    tp_where where;
    int outcome;
    int64_t to;
    tp_pos pos;
} renewal;

typedef struct assumption {
    const char *issue, *unit, *category, *demand, *grade;
    tp_date closed_on, from, withdrawn;
    tp_dec saturation;
    int64_t authorised, cap;
    tp_pos pos;
} assumption;

typedef struct horizon_params {
    struct {
        bool present;
        int64_t periods, months, tail;
        tp_dec discount;
        tp_list renew, assume;
    } horizon;
} horizon_params;

static const tp_choice outcome_choices[] = {
    {"wind_down", "逐步收回"}, {"renew", "续借"}, {"keep", "保留"}, {NULL, NULL}};
static const tp_key renewal_keys[] = {
    {.name = "where",
     .title = {"范围", "where"},
     .type = TP_T_STRUCT,
     .offset = offsetof(renewal, where),
     .of = &tp_where_schema,
     .doc = {"适用哪些单位的借用，默认全部；sector 指单位所属系统。",
             "Whose running loans; all if absent. Here `sector` is the unit's system."}},
    {.name = "outcome",
     .title = {"处理", "outcome"},
     .type = TP_T_ENUM,
     .offset = offsetof(renewal, outcome),
     .flags = TP_KEY_REQUIRED,
     .choices = outcome_choices,
     .doc = {"wind_down：随空出的编制归还；renew：不归还；keep：归还到 to 为止。",
             "wind_down: go back as posts fall vacant; renew: nothing goes back; keep: down to "
             "`to`."}},
    {.name = "to",
     .title = {"保留借用数", "keeps"},
     .type = TP_T_INT,
     .offset = offsetof(renewal, to),
     .least = 0,
     .most = TP_COUNT_MAX,
     .doc = {"仅用于 keep：每线保留的借用数。", "For keep only: what a line keeps on loan."}},
    {.type = TP_T_POS, .offset = offsetof(renewal, pos)},
};

static const tp_msg keep_without_to = {"horizon.keep", "outcome 为 keep 时须写 to，其他情形不写",
                                       "`to` belongs to the outcome keep, which needs it"};

static void check_renewal(const void *filled, const tp_node *node, tp_diags *diags)
{
    (void)node;
    const renewal *r = filled;
    if ((r->outcome == KEEP) != (r->to != TP_INT_NONE))
        tp_diag_error(diags, r->pos, &keep_without_to, "");
}
static const tp_schema renewal_schema = {
    .name = "renewal", TP_KEYS(renewal_keys), .size = sizeof(renewal), .check = check_renewal};

static const tp_key assumption_keys[] = {
    {.name = "issue",
     .title = {"整改事项", "issue"},
     .type = TP_T_TEXT,
     .offset = offsetof(assumption, issue),
     .doc = {"整改事项编号，与 closed_on 同写。", "An issue, with `closed_on`."}},
    {.name = "closed_on",
     .title = {"销号日期", "closed on"},
     .type = TP_T_DATE,
     .offset = offsetof(assumption, closed_on),
     .doc = {"预计销号日期。", "When it will be closed."}},
    {.name = "unit",
     .title = {"单位", "unit"},
     .type = TP_T_TEXT,
     .offset = offsetof(assumption, unit),
     .doc = {"单位编码，与 from 同写。", "A unit, with `from`."}},
    {.name = "category",
     .title = {"编制类别", "category"},
     .type = TP_T_TEXT,
     .offset = offsetof(assumption, category),
     .doc = {"编制类别，用于 authorised 和 cap。", "A category, for authorised and cap."}},
    {.name = "demand",
     .title = {"申请", "demand"},
     .type = TP_T_TEXT,
     .offset = offsetof(assumption, demand),
     .doc = {"用编申请编号，与 withdrawn 同写。", "A demand, with `withdrawn`."}},
    {.name = "from",
     .title = {"从", "from"},
     .type = TP_T_DATE,
     .offset = offsetof(assumption, from),
     .doc = {"从哪一天起。", "From which day on."}},
    {.name = "withdrawn",
     .title = {"撤回日期", "withdrawn"},
     .type = TP_T_DATE,
     .offset = offsetof(assumption, withdrawn),
     .doc = {"预计撤回申请的日期。", "When the demand will be withdrawn."}},
    {.name = "grade",
     .title = {"等次", "grade"},
     .type = TP_T_TEXT,
     .offset = offsetof(assumption, grade),
     .doc = {"预计的评估等次。", "The grade expected."}},
    {.name = "saturation",
     .title = {"工作饱满度", "saturation"},
     .type = TP_T_DEC,
     .offset = offsetof(assumption, saturation),
     .least = 0,
     .most = 1000 * TP_DEC_ONE,
     .doc = {"预计的工作饱满度。", "The saturation expected."}},
    {.name = "authorised",
     .title = {"核定数", "authorised"},
     .type = TP_T_INT,
     .offset = offsetof(assumption, authorised),
     .least = 0,
     .most = TP_COUNT_MAX,
     .doc = {"预计的核定编制数。", "The authorised slots expected."}},
    {.name = "cap",
     .title = {"使用上限", "cap"},
     .type = TP_T_INT,
     .offset = offsetof(assumption, cap),
     .least = 0,
     .most = TP_COUNT_MAX,
     .doc = {"预计的使用上限。", "The cap expected."}},
    {.type = TP_T_POS, .offset = offsetof(assumption, pos)},
};

static const tp_msg odd_assumption = {
    "horizon.assume",
    "每条预计写其中一种：issue 与 closed_on；unit、from 与 saturation 或 "
    "grade；unit、category、from "
    "与 authorised 或 cap；demand 与 withdrawn",
    "an assumption is one of: issue with closed_on; unit and from with saturation or grade; unit, "
    "category and from with authorised or cap; demand with withdrawn"};

static void check_assumption(const void *filled, const tp_node *node, tp_diags *diags)
{
    (void)node;
    const assumption *a = filled;
    bool outcome = a->grade || a->saturation != TP_DEC_NONE;
    bool figures = a->authorised != TP_INT_NONE || a->cap != TP_INT_NONE;
    bool of_issue = a->issue && a->closed_on && !a->unit && !a->category && !a->demand &&
                    !a->from && !a->withdrawn && !outcome && !figures;
    bool of_demand = a->demand && a->withdrawn && !a->issue && !a->unit && !a->category &&
                     !a->from && !a->closed_on && !outcome && !figures;
    bool of_unit = a->unit && a->from && !a->issue && !a->demand && !a->closed_on &&
                   !a->withdrawn && outcome != figures && (a->category != NULL) == figures;
    if (!of_issue && !of_demand && !of_unit)
        tp_diag_error(diags, a->pos, &odd_assumption, "");
}
static const tp_schema assumption_schema = {.name = "assumption",
                                            TP_KEYS(assumption_keys),
                                            .size = sizeof(assumption),
                                            .check = check_assumption};

#define IN_HORIZON(field)                                                                          \
    (offsetof(horizon_params, horizon.field) - offsetof(horizon_params, horizon))
static const tp_key inner_keys[] = {
    {.type = TP_T_PRESENT, .offset = IN_HORIZON(present)},
    {.name = "periods",
     .title = {"期数", "periods"},
     .type = TP_T_INT,
     .offset = IN_HORIZON(periods),
     .fallback = "1",
     .least = 1,
     .most = TP_PERIODS_MOST,
     .doc = {"一并测算的期数；第一期提交审定，其余为展望。",
             "Periods decided at once; the first goes to the committee, the rest is the outlook."}},
    {.name = "months",
     .title = {"每期月数", "months a period"},
     .type = TP_T_INT,
     .offset = IN_HORIZON(months),
     .fallback = "12",
     .least = 1,
     .most = 60,
     .doc = {"每期月数。", "Length of a period in months."}},
    {.name = "discount",
     .title = {"折扣", "discount"},
     .type = TP_T_DEC,
     .offset = IN_HORIZON(discount),
     .fallback = "1",
     .least = 0,
     .most = TP_DEC_ONE,
     .doc = {"后一期相对前一期的权重。", "Weight of a period against the one before."}},
    {.name = "tail",
     .title = {"末期延续", "tail"},
     .type = TP_T_INT,
     .offset = IN_HORIZON(tail),
     .fallback = "0",
     .least = 0,
     .most = TP_TAIL_MOST,
     .doc = {"最后一期还代表其后的多少期。",
             "The last period stands for itself and so many more."}},
    {.name = "renew",
     .title = {"续借", "renewals"},
     .type = TP_T_LIST,
     .offset = IN_HORIZON(renew),
     .of = &renewal_schema,
     .doc = {"在借编制的处理，取第一个符合的；默认随空出的编制归还。",
             "What becomes of running loans, first match; by default they go back as posts fall "
             "vacant."}},
    {.name = "assume",
     .title = {"预计", "assumptions"},
     .type = TP_T_LIST,
     .offset = IN_HORIZON(assume),
     .of = &assumption_schema,
     .doc = {"预计的变化，自所写日期起。", "What is expected to change, each from its date."}},
};
static const tp_schema inner_schema = {
    .name = "horizon", TP_KEYS(inner_keys), .size = sizeof((horizon_params *)0)->horizon};
static const tp_key keys[] = {
    {.name = "horizon",
     .title = {"多年规划", "horizon"},
     .type = TP_T_STRUCT,
     .offset = offsetof(horizon_params, horizon),
     .of = &inner_schema,
     .doc = {"多期规划：一并测算若干期；不写则只有一期。",
             "Several periods decided at once; one if absent."}},
};
extern const tp_schema tp_schema_horizon;
const tp_schema tp_schema_horizon = {
    .name = "horizon.rule", TP_KEYS(keys), .size = sizeof(horizon_params)};

int tp_horizon_periods(const tp_scenario *scenario)
{
    return (int)((const horizon_params *)scenario->params[tp_rule_at_horizon])->horizon.periods;
}

const tp_horizon *tp_horizon_of(const tp_binding *b)
{
    if (b->reads)
        *b->reads |= (uint64_t)1 << tp_rule_at_horizon;
    return b->state[tp_rule_at_horizon];
}

static const tp_msg unknown_issue = {"horizon.unknown-issue", "没有整改事项“{0}”",
                                     "there is no issue {0}"};
static const tp_msg unknown_demand = {"horizon.unknown-demand", "没有申请“{0}”",
                                      "there is no demand {0}"};
static const tp_msg unknown_unit = {"horizon.unknown-unit", "没有单位“{0}”",
                                    "there is no unit {0}"};
static const tp_msg unknown_line = {"horizon.unknown-line", "单位 {0} 没有类别“{1}”的编制",
                                    "unit {0} has no slots of category {1}"};
static const tp_msg unknown_grade = {"horizon.unknown-grade", "目前没有评估结果为等次“{0}”",
                                     "no outcome has the grade {0} now"};
static const tp_msg already_past = {"horizon.assume-past",
                                    "预计的日期 {0} 不晚于数据日期 {1}：以数据为准，此条不计",
                                    "the date {0} is not after {1}: the data count, this is passed "
                                    "over"};
static const tp_msg one_period = {"horizon.one-period", "只有一期：tail、renew、assume 不起作用",
                                  "with one period tail, renew and assume have no effect"};

static int32_t find_issue(const tp_dataset *data, const char *code)
{
    for (int32_t i = 0; i < data->n_issues; i++)
        if (strcmp(data->issues[i].code, code) == 0)
            return i;
    return TP_ID_NONE;
}

/* False if it names something that is not there; then it is said. */
static bool resolve(const tp_binding *b, const assumption *a, tp_expected *out, tp_diags *diags)
{
    const tp_dataset *data = b->data;
    size_t errors = diags->errors;
    *out = (tp_expected){.from = a->from,
                         .grade = a->grade,
                         .saturation = a->saturation,
                         .authorised = a->authorised,
                         .cap = a->cap,
                         .pos = a->pos};
    if (a->issue) {
        out->kind = TP_EXPECT_CLOSED;
        out->from = a->closed_on;
        out->subject = find_issue(data, a->issue);
        if (out->subject == TP_ID_NONE)
            tp_diag_error(diags, a->pos, &unknown_issue, a->issue);
    } else if (a->demand) {
        out->kind = TP_EXPECT_WITHDRAWN;
        out->from = a->withdrawn;
        out->subject = tp_dataset_demand(data, a->demand);
        if (out->subject == TP_ID_NONE)
            tp_diag_error(diags, a->pos, &unknown_demand, a->demand);
    } else {
        out->kind = a->category ? TP_EXPECT_FIGURES : TP_EXPECT_OUTCOME;
        out->subject = tp_dataset_unit(data, a->unit);
        if (out->subject == TP_ID_NONE)
            tp_diag_error(diags, a->pos, &unknown_unit, a->unit);
        else if (a->category &&
                 (out->subject = tp_dataset_line(data, out->subject, a->category)) == TP_ID_NONE)
            tp_diag_error(diags, a->pos, &unknown_line, a->unit, a->category);
        if (a->grade && tp_ids_find(data->names, a->grade, strlen(a->grade)) == TP_ID_NONE)
            tp_diag_warn(diags, a->pos, &unknown_grade, a->grade);
    }
    return diags->errors == errors;
}

static tp_status expect(tp_binding *b, tp_horizon *h, const tp_list *list, tp_diags *diags,
                        tp_err *err)
{
    const assumption *stated = list->items;
    h->expected = tp_arena_array(b->arena, list->count + 1, sizeof *h->expected);
    if (!h->expected)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < list->count; i++) {
        tp_expected at;
        if (!resolve(b, &stated[i], &at, diags))
            continue;
        if (at.from <= b->scenario->as_of) {
            char from[TP_DATE_TEXT], as_of[TP_DATE_TEXT];
            tp_date_format(at.from, from);
            tp_date_format(b->scenario->as_of, as_of);
            tp_diag_warn(diags, at.pos, &already_past, from, as_of);
            continue;
        }
        /* By date, later ones of a day after earlier ones. */
        size_t k = h->n_expected++;
        for (; k > 0 && h->expected[k - 1].from > at.from; k--)
            h->expected[k] = h->expected[k - 1];
        h->expected[k] = at;
        if (at.kind != TP_EXPECT_WITHDRAWN)
            continue;
        if (!h->withdrawn && !(h->withdrawn = tp_arena_array(
                                   b->arena, (size_t)b->data->n_demands + 1, sizeof *h->withdrawn)))
            return tp_fail_nomem(err);
        if (!h->withdrawn[at.subject] || at.from < h->withdrawn[at.subject])
            h->withdrawn[at.subject] = at.from;
    }
    return TP_OK;
}

/* A running loan is known by its line: its sector is the unit's system. */
static bool in_sector(const tp_dataset *data, const tp_where *where, int32_t line)
{
    const tp_texts *sectors = &where->values[TP_AT_SECTOR];
    const char *system = tp_dataset_name(data, data->units[data->lines[line].unit].system);
    for (size_t i = 0; i < sectors->count; i++)
        if (*system && strcmp(sectors->items[i], system) == 0)
            return true;
    return !sectors->items;
}

/* Loans whose expiry is decided keep what it says; `renew` speaks of a line's others. */
static void keep_decided(const tp_dataset *data, int64_t *keep)
{
    for (size_t i = 0, end; i < data->n_expired; i = end) {
        int32_t line = data->expired[i].line;
        int64_t kept = 0, rest = data->unexpired->lines[line].borrowed;
        for (end = i; end < data->n_expired && data->expired[end].line == line; end++) {
            const tp_expired *at = &data->expired[end];
            if (at->item < 0)
                continue;
            kept += at->kept;
            rest -= at->count;
        }
        keep[line] = kept + (keep[line] < rest ? keep[line] : rest);
    }
}

static tp_status keep_running(tp_binding *b, tp_horizon *h, const tp_list *list, tp_diags *diags,
                              tp_err *err)
{
    const renewal *stated = list->items;
    if (!list->count && !b->data->n_expired)
        return TP_OK;
    h->keep = tp_arena_array(b->arena, (size_t)b->data->n_lines + 1, sizeof *h->keep);
    bool *decided = tp_arena_array(b->arena, (size_t)b->data->n_lines + 1, sizeof *decided);
    if (!h->keep || !decided)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < list->count; i++) {
        tp_where plain = stated[i].where;
        plain.values[TP_AT_SECTOR] = (tp_texts){0};
        tp_filter *filter;
        tp_status status =
            tp_filter_create(&filter, b->arena, &plain, b->data, b->as_of, diags, err);
        if (status != TP_OK)
            return status;
        for (int32_t l = 0; l < b->data->n_lines; l++) {
            if (decided[l] || !b->data->lines[l].borrowed || !tp_filter_line(filter, l) ||
                !in_sector(b->data, &stated[i].where, l))
                continue;
            decided[l] = true;
            h->keep[l] = stated[i].outcome == RENEW  ? b->data->lines[l].borrowed
                         : stated[i].outcome == KEEP ? stated[i].to
                                                     : 0;
        }
    }
    keep_decided(b->data, h->keep);
    return TP_OK;
}

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const horizon_params *p = tp_binding_params(b, self);
    tp_horizon *h = tp_arena_alloc(b->arena, sizeof *h);
    if (!h)
        return tp_fail_nomem(err);
    *h = (tp_horizon){.periods = (int)p->horizon.periods, .months = p->horizon.months};
    b->state[self] = h;
    for (int t = 0; t <= h->periods; t++)
        h->at[t] = tp_date_add_months(b->scenario->as_of, t * h->months);
    for (int t = 0; t < h->periods; t++)
        h->weight[t] = tp_horizon_weight(p->horizon.discount, t,
                                         t + 1 == h->periods ? t + (int)p->horizon.tail : t);
    tp_status status = expect(b, h, &p->horizon.assume, diags, err);
    if (status == TP_OK)
        status = keep_running(b, h, &p->horizon.renew, diags, err);
    if (h->periods > 1)
        return status;
    /* One period is the model without a horizon. */
    h->weight[0] = TP_DEC_ONE;
    h->n_expected = 0;
    h->withdrawn = NULL;
    if (p->horizon.tail || p->horizon.renew.count || p->horizon.assume.count)
        tp_diag_warn(diags, tp_scenario_pos(b->scenario, "horizon"), &one_period, "");
    return status;
}

static const tp_words w_withdrawn = {"预计 {0} 撤回申请", "expected to be withdrawn on {0}"};

static bool denies(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why)
{
    const tp_horizon *h = c->bind->state[self];
    tp_date on = h->withdrawn ? h->withdrawn[demand] : TP_DATE_NONE;
    if (!on || on > c->as_of)
        return false;
    if (arena) {
        why->text = TP_SAY(arena, w_withdrawn, tp_say_date(arena, on));
        why->pos = tp_scenario_pos(c->scenario, "horizon.assume");
    }
    return true;
}

/* From the assumptions as stated. */
static bool refuses(const tp_measure *m, int self, int32_t demand, tp_date *until)
{
    (void)until;
    const horizon_params *p = tp_binding_params(m->bind, self);
    const assumption *stated = p->horizon.assume.items;
    for (size_t i = 0; p->horizon.periods > 1 && i < p->horizon.assume.count; i++)
        if (stated[i].demand && strcmp(stated[i].demand, m->data->demands[demand].code) == 0 &&
            stated[i].withdrawn > m->scenario->as_of && stated[i].withdrawn <= m->as_of)
            return true;
    return false;
}

/* ---- as text ---- */

static void text(tp_buf *out, const tp_case *c, int self)
{
    const tp_horizon *h = c->bind->state[self];
    tp_buf_text(out, "param weight :=");
    for (int t = 0; t < c->n_periods; t++)
        tp_buf_format(out, " %d %lld", TP_MOD_NUMBER(t), (long long)h->weight[t]);
    tp_buf_text(out, ";\nparam kept :=");
    for (int32_t l = 0; h->keep && l < c->data->n_lines; l++)
        if (h->keep[l])
            tp_buf_format(out, " %d %lld", TP_MOD_NUMBER(l), (long long)h->keep[l]);
    tp_buf_text(out, ";\n");
}

static int64_t periods_of(const tp_case *c, int self, int32_t index)
{
    (void)self, (void)index;
    return c->n_periods;
}

static const tp_mod_figure figures[] = {{"periods", TP_MOD_ONE, periods_of}, {0}};

extern const tp_rule tp_rule_horizon;
const tp_rule tp_rule_horizon = {
    .id = "horizon",
    .name = {"多期规划", "horizon"},
    .doc = {"一并测算若干期，第一期的决定使以后各期合起来最好。",
            "Several periods are decided at once, so that the first decision is right for all."},
    .source = "models/README.md, 11 Several periods",
    .schema = &tp_schema_horizon,
    .prepare = prepare,
    .denies = denies,
    .refuses = refuses,
    .figures = figures,
    .text = text,
};
