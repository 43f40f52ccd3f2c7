/* Use periods: chosen loan by loan, within bounds. The data a case is made of state what counts, so
 * whatever rests on a loan's term (departures that cover it, due dates, notices, the ledger)
 * follows. */
#include "models/rule.h"
#include "models/say.h"

#include <string.h>

extern const int tp_rule_at_use_period;

typedef struct given {
    const char *demand; /* NULL: by `where` */
    tp_where where;
    int64_t months;
    const char *basis; /* NULL: none */
    tp_pos pos;
} given;

typedef struct use_period {
    bool present;
    int64_t at_least, at_most;
    tp_list given;
    tp_pos pos;
} use_period;

typedef struct use_period_params {
    use_period use_period;
} use_period_params;

enum { MONTHS_MOST = 1200 };

#define AT(field) offsetof(given, field)
static const tp_key given_keys[] = {
    {.name = "demand",
     .title = {"申请", "demand"},
     .type = TP_T_TEXT,
     .offset = AT(demand),
     .doc = {"用编申请的编号；不写则按 where。", "Code of a demand; by `where` if absent."}},
    {.name = "where",
     .title = {"范围", "where"},
     .type = TP_T_STRUCT,
     .offset = AT(where),
     .of = &tp_where_schema,
     .doc = {"哪些申请，默认全部。", "Which demands; all if absent."}},
    {.name = "months",
     .title = {"使用月数", "months"},
     .type = TP_T_INT,
     .offset = AT(months),
     .flags = TP_KEY_REQUIRED,
     .least = 1,
     .most = MONTHS_MOST,
     .doc = {"核定的使用期（月），须在 at_least 与 at_most 之间。",
             "The months it is used for, between at_least and at_most."}},
    {.name = "basis",
     .title = {"依据", "basis"},
     .type = TP_T_TEXT,
     .offset = AT(basis),
     .doc = {"核定使用期的文件依据。", "The document it rests on."}},
    {.type = TP_T_POS, .offset = AT(pos)},
};

static const tp_msg both_ways = {"use_period.demand", "demand 与 where 只写一个",
                                 "an item has `demand` or `where`, not both"};

static void check_given(const void *filled, const tp_node *node, tp_diags *diags)
{
    (void)node;
    const given *g = filled;
    if (g->demand && g->where.present)
        tp_diag_error(diags, g->pos, &both_ways, "");
}

static const tp_schema given_schema = {
    .name = "use period", TP_KEYS(given_keys), .size = sizeof(given), .check = check_given};
#undef AT
#define AT(field) offsetof(use_period, field)
static const tp_key inner[] = {
    {.type = TP_T_PRESENT, .offset = AT(present)},
    {.type = TP_T_POS, .offset = AT(pos)},
    {.name = "at_least",
     .title = {"最短月数", "at least"},
     .type = TP_T_INT,
     .offset = AT(at_least),
     .least = 1,
     .most = MONTHS_MOST,
     .doc = {"使用期最短多少个月；申请写得更短的，按此计。",
             "The shortest period; a demand that states less has this."}},
    {.name = "at_most",
     .title = {"最长月数", "at most"},
     .type = TP_T_INT,
     .offset = AT(at_most),
     .least = 1,
     .most = MONTHS_MOST,
     .doc = {"使用期最长多少个月；申请写得更长的，按此计。",
             "The longest period; a demand that states more has this."}},
    {.name = "given",
     .title = {"核定", "given"},
     .type = TP_T_LIST,
     .offset = AT(given),
     .of = &given_schema,
     .doc = {"逐件或按范围核定使用期，先写的优先；没有写到的按申请所写（demands.csv 的 "
             "term_months）。",
             "Given demand by demand or by filter, the first that matches; others have what they "
             "state (term_months of demands.csv)."}},
};
#undef AT

static const tp_msg crossed = {"use_period.crossed", "使用期最短 {0} 个月，长于最长 {1} 个月",
                               "use periods are at least {0} months, more than at most {1}"};
static const tp_msg outside = {
    "use_period.outside", "核定的使用期 {0} 个月不在方案的范围（{1} 至 {2} 个月）之内",
    "a use period of {0} months is outside of the scenario's bounds ({1} "
    "to {2} months)"};

static int64_t lower(const use_period *p)
{
    return p->at_least == TP_INT_NONE ? 1 : p->at_least;
}

static int64_t upper(const use_period *p)
{
    return p->at_most == TP_INT_NONE ? MONTHS_MOST : p->at_most;
}

static void check_all(const void *filled, const tp_node *node, tp_diags *diags)
{
    (void)node;
    const use_period *p = filled;
    const given *list = p->given.items;
    char figure[3][TP_DEC_TEXT];
    tp_int_format(lower(p), figure[1]);
    tp_int_format(upper(p), figure[2]);
    if (lower(p) > upper(p))
        tp_diag_error(diags, p->pos, &crossed, figure[1], figure[2]);
    for (size_t i = 0; i < p->given.count; i++) {
        if (lower(p) > upper(p) || list[i].months == TP_INT_NONE ||
            (lower(p) <= list[i].months && list[i].months <= upper(p)))
            continue;
        tp_int_format(list[i].months, figure[0]);
        tp_diag_error(diags, list[i].pos, &outside, figure[0], figure[1], figure[2]);
    }
}

static const tp_schema inner_schema = {
    .name = "use_period", TP_KEYS(inner), .size = sizeof(use_period), .check = check_all};
static const tp_key keys[] = {
    {.name = "use_period",
     .title = {"使用期", "use periods"},
     .type = TP_T_STRUCT,
     .offset = offsetof(use_period_params, use_period),
     .of = &inner_schema,
     .doc = {"每笔借用的使用期：范围，以及逐件的核定。到期日、减员覆盖、通知单和台账都按它。",
             "For how long each loan is used: bounds, and what is given loan by loan. Due dates, "
             "departures that cover a loan, notices and the ledger follow it."}},
};
extern const tp_schema tp_schema_use_period;
const tp_schema tp_schema_use_period = {
    .name = "use_period.rule", TP_KEYS(keys), .size = sizeof(use_period_params)};

static const use_period *stated_in(const tp_scenario *scenario)
{
    return &((const use_period_params *)scenario->params[tp_rule_at_use_period])->use_period;
}

static bool remakes(const tp_scenario *scenario)
{
    return stated_in(scenario)->present;
}

/* ---- what counts ---- */

static const tp_msg no_demand = {"use_period.unknown", "数据中没有申请“{0}”，这一项不起作用",
                                 "the data have no demand \"{0}\": this item does nothing"};
static const tp_msg nobody = {"use_period.nobody", "这一项没有对应任何申请",
                              "this item matches no demand"};
static const tp_msg bounded = {"use_period.bounded",
                               "{0} 件申请所写的使用期不在 {1} 至 {2} 个月之内，按界限计（如 {3}）",
                               "the use periods {0} {0|demand states|demands state} are outside of "
                               "{1} to {2} months: they have the bound (such as {3})"};

/* The item that gives the demand's period; -1: none does. */
static int32_t item_of(const use_period *p, tp_filter *const *filters, const tp_dataset *data,
                       int32_t d)
{
    const given *list = p->given.items;
    for (size_t i = 0; i < p->given.count; i++)
        if (list[i].demand ? strcmp(list[i].demand, data->demands[d].code) == 0
                           : tp_filter_demand(filters[i], d))
            return (int32_t)i;
    return -1;
}

static tp_status bind_filters(tp_filter ***out, const use_period *p, const tp_dataset *data,
                              tp_date as_of, tp_arena *arena, tp_diags *diags, tp_err *err)
{
    const given *list = p->given.items;
    tp_status status = TP_OK;
    *out = tp_arena_array(arena, p->given.count + 1, sizeof **out);
    if (!*out)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < p->given.count && status == TP_OK; i++)
        if (!list[i].demand)
            status = tp_filter_create(&(*out)[i], arena, &list[i].where, data, as_of, diags, err);
    return status;
}

static void tell(const use_period *p, const bool *used, int64_t changed, const char *first,
                 tp_diags *diags)
{
    const given *list = p->given.items;
    char figure[3][TP_DEC_TEXT];
    for (size_t i = 0; i < p->given.count; i++)
        if (!used[i])
            tp_diag_warn(diags, list[i].pos, list[i].demand ? &no_demand : &nobody,
                         list[i].demand ? list[i].demand : "");
    if (!changed)
        return;
    tp_int_format(changed, figure[0]);
    tp_int_format(lower(p), figure[1]);
    tp_int_format(upper(p), figure[2]);
    tp_diag_warn(diags, p->pos, &bounded, figure[0], figure[1], figure[2], first);
}

/* The data with the months that count (tp_demand.term_months); what demands state stands beside
 * (stated_months). A demand or filter that is not in the data is told. */
static tp_status remake(tp_remaking *r, tp_err *err)
{
    const tp_dataset *data = r->data;
    tp_arena *arena = r->arena;
    const use_period *p = stated_in(r->scenario);
    const given *list = p->given.items;
    tp_filter **filters;
    int64_t changed = 0;
    const char *first = "";
    tp_status status = bind_filters(&filters, p, data, r->scenario->as_of, arena, r->diags, err);
    if (status != TP_OK)
        return status;
    tp_dataset *view = tp_arena_alloc(arena, sizeof *view);
    tp_demand *demands = tp_arena_array(arena, (size_t)data->n_demands + 1, sizeof *demands);
    bool *used = tp_arena_array(arena, p->given.count + 1, sizeof *used);
    if (!view || !demands || !used)
        return tp_fail_nomem(err);
    *view = *data;
    view->demands = demands;
    view->months_given = true;
    for (int32_t d = 0; d < data->n_demands; d++) {
        int32_t i = item_of(p, filters, data, d);
        demands[d] = data->demands[d];
        int64_t asked = demands[d].stated_months;
        int64_t counts = i >= 0             ? list[i].months
                         : asked < lower(p) ? lower(p)
                         : asked > upper(p) ? upper(p)
                                            : asked;
        if (i >= 0)
            used[i] = true;
        else if (counts != asked && !changed++)
            first = demands[d].code;
        demands[d].term_months = (int32_t)counts;
    }
    tell(p, used, changed, first, r->diags);
    r->data = view;
    return TP_OK;
}

/* ---- what it says of a demand ---- */

static const tp_words as_asked = {"使用期 {0} 个月（按申请），{1} 到期",
                                  "used for {0} months, as it states; due {1}"};
static const tp_words as_given = {"使用期 {0} 个月（方案核定，申请 {2} 个月），{1} 到期",
                                  "used for {0} months, as the scenario gives it (it states {2}); "
                                  "due {1}"};
static const tp_words as_bound = {
    "使用期 {0} 个月（方案的界限，申请 {2} 个月），{1} 到期；改 use_period 的 at_least、at_most "
    "或逐件"
    "核定（given）可变",
    "used for {0} months, the scenario's bound (it states {2}); due {1}. at_least and at_most of "
    "use_period, or `given` for this demand, would change it"};

static bool states(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_bound *out)
{
    const use_period *p = stated_in(c->scenario);
    const tp_demand *d = &c->data->demands[demand];
    if (!p->present)
        return false;
    int32_t i = item_of(p, c->bind->state[self], c->data, demand);
    const given *by = i < 0 ? NULL : (const given *)p->given.items + i;
    tp_words how = by ? as_given : d->term_months == d->stated_months ? as_asked : as_bound;
    out->most = d->term_months;
    out->pos = by ? by->pos : p->pos;
    out->text = TP_SAY(arena, how, tp_say_int(arena, d->term_months),
                       tp_say_date(arena, tp_date_add_months(c->as_of, d->term_months)),
                       tp_say_int(arena, d->stated_months));
    return true;
}

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const use_period *p = stated_in(b->scenario);
    tp_filter **filters = NULL;
    tp_diags told; /* the remake hook has told them */
    (void)diags;
    if (!p->present)
        return TP_OK;
    tp_diags_init(&told, b->arena);
    tp_status status = bind_filters(&filters, p, b->data, b->as_of, b->arena, &told, err);
    b->state[self] = filters;
    return status;
}

/* ---- measured: from the last item to the first, and the bounds one after the other ---- */

static const tp_words other_months = {"使用期按 {0} 个月计，应为 {1} 个月",
                                      "its use period is {0} months, should be {1}"};
static const tp_words other_day = {"到期日写作 {0}，应为 {1}", "it is due {0}, should be {1}"};

static int64_t expected(const use_period *p, tp_filter *const *filters, const tp_dataset *data,
                        int32_t d)
{
    int64_t months = data->demands[d].stated_months;
    if (p->present && p->at_most != TP_INT_NONE && months > p->at_most)
        months = p->at_most;
    if (p->present && p->at_least != TP_INT_NONE && months < p->at_least)
        months = p->at_least;
    for (size_t i = p->given.count; i-- > 0;) {
        const given *g = (const given *)p->given.items + i;
        bool its =
            g->demand ? tp_dataset_demand(data, g->demand) == d : tp_filter_demand(filters[i], d);
        months = its ? g->months : months;
    }
    return months;
}

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    const use_period *p = stated_in(m->scenario);
    tp_status status = TP_OK;
    for (int32_t d = 0; d < m->data->n_demands && status == TP_OK; d++) {
        int64_t want = expected(p, m->bind->state[self], m->data, d);
        int64_t is = m->data->demands[d].term_months;
        tp_finding at = {.rule = "use_period", .line = m->data->demands[d].line, .demand = d};
        tp_date due = m->answer->loan[d] ? tp_date_add_months(m->as_of, (int32_t)want) : 0;
        const char *months[] = {tp_say_int(m->arena, is), tp_say_int(m->arena, want)};
        if (is != want)
            status = tp_finding_add(out, at, &other_months, 2, months, err);
        if (status != TP_OK || !p->present || !m->answer->due || m->answer->due[d] == due)
            continue;
        const char *days[] = {tp_say_date(m->arena, m->answer->due[d]), tp_say_date(m->arena, due)};
        status = tp_finding_add(out, at, &other_day, 2, days, err);
    }
    return status;
}

extern const tp_rule tp_rule_use_period;
const tp_rule tp_rule_use_period = {
    .id = "use_period",
    .name = {"使用期", "use periods"},
    .doc =
        {"借用的使用期逐笔核定，不超出方案的范围；到期日由它而定。",
         "The use period of each loan is as stated or given, within bounds; its due date follows."},
    .source = "models/README.md, 14 Use periods",
    .schema = &tp_schema_use_period,
    .first_period = true,
    .remakes = remakes,
    .remake = remake,
    .prepare = prepare,
    .states = states,
    .measure = measure,
};
