#include "models/rules/idle.h"

extern const int tp_rule_at_idle;

#define MONTHS_MOST 12000

static const tp_key idle_keys[] = {
    {.name = "min_months",
     .type = TP_T_INT,
     .offset = offsetof(tp_idle_params, idle.min_months) - offsetof(tp_idle_params, idle),
     .fallback = "0",
     .least = 0,
     .most = MONTHS_MOST,
     .doc = {"空编满多少个月才算长期闲置。", "A vacancy younger than this is not idle."}},
    {.name = "unknown_age_months",
     .type = TP_T_INT,
     .offset = offsetof(tp_idle_params, idle.unknown_age_months) - offsetof(tp_idle_params, idle),
     .fallback = "0",
     .least = 0,
     .most = MONTHS_MOST,
     .doc = {"空编明细未列起始日期的空编按多少个月计。",
             "Age of vacancies that no lot of vacancies.csv covers."}},
};
static const tp_schema idle_schema = {
    .name = "idle", TP_KEYS(idle_keys), .size = sizeof((tp_idle_params *)0)->idle};
static const tp_key keys[] = {
    {.name = "idle",
     .type = TP_T_STRUCT,
     .offset = offsetof(tp_idle_params, idle),
     .of = &idle_schema,
     .doc = {"长期闲置空编的认定。", "What counts as idle."}},
};
extern const tp_schema tp_schema_idle;
const tp_schema tp_schema_idle = {
    .name = "idle.rule", TP_KEYS(keys), .size = sizeof(tp_idle_params)};

const tp_idle_params *tp_idle_params_of(const tp_binding *b)
{
    return tp_binding_params(b, tp_rule_at_idle);
}

extern const tp_rule tp_rule_idle;
const tp_rule tp_rule_idle = {
    .id = "idle",
    .name = {"长期闲置", "idle"},
    .doc = {"空编达到最短月数才算长期闲置，才可收储。",
            "Only vacancies of at least min_months are idle and may be deposited."},
    .source = "models/README.md, 1 The position of a line",
    .schema = &tp_schema_idle,
};
