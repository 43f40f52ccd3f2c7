/* Expiry: what becomes of running loans that fall due, decided before everything else. The data a
 * case is made of are those afterwards (models/expire.c); this file has the keys. */
#include "models/rules/expiry.h"

#include "models/expire.h"
#include "models/rule.h"

extern const int tp_rule_at_expiry;

const char *const tp_expiry_names[TP_EXPIRY_OUTCOMES] = {"wind_down", "renew", "keep"};
const tp_words tp_expiry_words[TP_EXPIRY_OUTCOMES] = {
    {"收回", "wind down"}, {"续用", "continue"}, {"核减", "re-size"}};

typedef struct expiry_params {
    tp_expiry expiry;
} expiry_params;

/* As papers and evaluations say it; `horizon.renew` has the same choices in other words. */
static const tp_choice outcomes[] = {
    {"wind_down", "收回"}, {"renew", "续用"}, {"keep", "核减"}, {NULL, NULL}};

#define AT(field) offsetof(tp_expiry_item, field)
static const tp_key item_keys[] = {
    {.name = "loan",
     .title = {"借用", "loan"},
     .type = TP_T_TEXT,
     .offset = AT(loan),
     .doc = {"一笔借用：在借明细的借用编号，或台账的记录号，或申请编号；不写则按 where。",
             "One loan: its number in loans.csv or in the ledger, or its demand's; by `where` if "
             "absent."}},
    {.name = "where",
     .title = {"范围", "where"},
     .type = TP_T_STRUCT,
     .offset = AT(where),
     .of = &tp_where_line_schema,
     .doc = {"借用单位的范围，默认全部；可按评估等次（grade）、工作饱满度筛选。",
             "Whose loans; all if absent. May ask for the unit's grade or saturation."}},
    {.name = "outcome",
     .title = {"到期处理", "outcome"},
     .type = TP_T_ENUM,
     .offset = AT(outcome),
     .flags = TP_KEY_REQUIRED,
     .choices = outcomes,
     .doc =
         {"renew：续用；keep：核减到 "
          "to；wind_down：收回。收回的先用线上空编归还，其余随自然减员归还"
          "。",
          "renew: used on in full; keep: re-sized to `to`; wind_down: given back. What goes back "
          "goes at once as far as the line has vacancies, the rest as posts fall vacant."}},
    {.name = "to",
     .title = {"核减到", "to"},
     .type = TP_T_INT,
     .offset = AT(to),
     .least = 1,
     .most = TP_COUNT_MAX,
     .doc = {"仅用于 keep：这笔借用保留的编制数。", "For keep only: what stays of the loan."}},
    {.name = "months",
     .title = {"续用月数", "months"},
     .type = TP_T_INT,
     .offset = AT(months),
     .fallback = "12",
     .least = 1,
     .most = 600,
     .doc = {"保留部分的使用期（月），自到期日起；已逾期的自数据截止日起。",
             "For how many months what stays is used on, from its due date; an overdue one from "
             "as_of."}},
    {.name = "basis",
     .title = {"依据", "basis"},
     .type = TP_T_TEXT,
     .offset = AT(basis),
     .doc = {"到期评估的文件依据。", "The evaluation it rests on."}},
    {.type = TP_T_POS, .offset = AT(pos)},
};

static const tp_msg keep_needs_to = {"expiry.to", "outcome 为 keep 时须写 to，其他情形不写",
                                     "`to` belongs to the outcome keep, which needs it"};
static const tp_msg both_ways = {"expiry.loan", "loan 与 where 只写一个",
                                 "an item has `loan` or `where`, not both"};

static void check_item(const void *filled, const tp_node *node, tp_diags *diags)
{
    (void)node;
    const tp_expiry_item *item = filled;
    if ((item->outcome == TP_EXPIRY_KEEP) != (item->to != TP_INT_NONE))
        tp_diag_error(diags, item->pos, &keep_needs_to, "");
    if (item->loan && item->where.present)
        tp_diag_error(diags, item->pos, &both_ways, "");
}

static const tp_schema item_schema = {.name = "expiry outcome",
                                      TP_KEYS(item_keys),
                                      .size = sizeof(tp_expiry_item),
                                      .check = check_item};
static const tp_key inner[] = {
    {.type = TP_T_PRESENT, .offset = offsetof(tp_expiry, present)},
    {.type = TP_T_POS, .offset = offsetof(tp_expiry, pos)},
    {.name = "within_months",
     .title = {"提前月数", "within months"},
     .type = TP_T_INT,
     .offset = offsetof(tp_expiry, within_months),
     .fallback = "0",
     .least = 0,
     .most = 120,
     .doc =
         {"数据截止日起多少个月内到期的也一并处理；0：只处理已到期的。",
          "Loans that fall due within so many months of as_of are decided as well; 0: only those "
          "due by then."}},
    {.name = "outcomes",
     .title = {"到期处理", "outcomes"},
     .type = TP_T_LIST,
     .offset = offsetof(tp_expiry, outcomes),
     .of = &item_schema,
     .doc = {"逐笔或按范围处理，先写的优先；没有写到的暂不处理，照旧在借。",
             "Loan by loan or by filter, the first that matches; others stay as they are."}},
};
static const tp_schema inner_schema = {.name = "expiry", TP_KEYS(inner), .size = sizeof(tp_expiry)};
static const tp_key keys[] = {
    {.name = "expiry",
     .title = {"到期处理", "expiry"},
     .type = TP_T_STRUCT,
     .offset = offsetof(expiry_params, expiry),
     .of = &inner_schema,
     .doc =
         {"到期借用的处理：续用、核减、收回，先于其他规则（机构编制调整之后）；审定后记入台账。",
          "Running loans that fall due: used on, re-sized or given back, before every other rule "
          "but the reorganisation; entered in the ledger on approval."}},
};
extern const tp_schema tp_schema_expiry;
const tp_schema tp_schema_expiry = {
    .name = "expiry.rule", TP_KEYS(keys), .size = sizeof(expiry_params)};

const tp_expiry *tp_expiry_of(const tp_scenario *scenario)
{
    const expiry_params *p = scenario->params[tp_rule_at_expiry];
    return &p->expiry;
}

tp_date tp_expiry_until(const tp_scenario *scenario)
{
    return tp_date_add_months(scenario->as_of, (int32_t)tp_expiry_of(scenario)->within_months);
}

const char *tp_expiry_basis(const tp_scenario *scenario, int32_t item)
{
    const tp_expiry_item *items = tp_expiry_of(scenario)->outcomes.items;
    if (item < 0)
        return "";
    return items[item].basis ? items[item].basis : tp_scenario_basis(scenario, "expiry");
}

static bool remakes(const tp_scenario *scenario)
{
    return tp_expiry_of(scenario)->present;
}

/* ---- as text ---- */

/* What of the line's loans is not to be used on. */
static int64_t ended(const tp_case *c, int self, int32_t line)
{
    (void)self;
    int64_t sum = 0;
    for (size_t i = 0; !c->period && i < c->data->n_expired; i++)
        if (c->data->expired[i].line == line)
            sum += c->data->expired[i].count - c->data->expired[i].kept;
    return sum;
}

static const tp_mod_figure figures[] = {{"ended", TP_MOD_LINES, ended}, {0}};

extern const tp_rule tp_rule_expiry;
const tp_rule tp_rule_expiry = {
    .id = "expiry",
    .name = {"到期处理", "expiry of loans"},
    .doc =
        {"到期的借用：续用、核减或收回。收回的先用线上空编归还，其余随自然减员归还。",
         "Loans that fall due are used on, re-sized or given back: at once as far as the line has "
         "vacancies, the rest as posts fall vacant."},
    .source = "models/README.md, 13 Expiry",
    .schema = &tp_schema_expiry,
    .first_period = true,
    .remakes = remakes,
    .remake = tp_expire,
    .figures = figures,
    .measure = tp_expiry_measure,
};
