#include "models/tiers.h"

#include <string.h>

typedef struct tiers_params {
    tp_list tiers;
} tiers_params;

/* In the order of tp_goals; a test holds the two to each other. */
static const tp_choice goal_choices[] = {
    {"statutory", NULL},   {"need", NULL},        {"fair", NULL},      {"burden", NULL},
    {"transfers", NULL},   {"touched", NULL},     {"stability", NULL}, {"calm", NULL},
    {"conversions", NULL}, {"overstaffed", NULL}, {NULL, NULL}};
static const tp_choice by_choices[] = {
    {"system", NULL}, {"sector", NULL}, {"region", NULL}, {"unit", NULL}, {NULL, NULL}};

static const tp_key tier_keys[] = {
    {.name = "goal",
     .title = {"目标", "goal"},
     .type = TP_T_ENUM,
     .offset = offsetof(tp_tier_params, goal),
     .flags = TP_KEY_REQUIRED,
     .choices = goal_choices,
     .doc = {"目标。", "What is optimised."}},
    {.name = "concede",
     .title = {"让步", "concede"},
     .type = TP_T_DEC,
     .offset = offsetof(tp_tier_params, concede),
     .fallback = "0",
     .least = 0,
     .most = TP_DEC_ONE,
     .doc = {"后续各级最多可让出本级最优值绝对值的这一比例。",
             "Share of the optimum's absolute value that later tiers may give up."}},
    {.name = "by",
     .title = {"划分方式", "by"},
     .type = TP_T_ENUM,
     .offset = offsetof(tp_tier_params, by),
     .choices = by_choices,
     .doc = {"仅用于 fair：按什么分组，默认按系统。",
             "For fair only: how demands are grouped; by system if absent."}},
    {.name = "reference",
     .title = {"参照", "reference"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_tier_params, reference),
     .doc = {"仅用于 stability：对照的结果文件、run:编号 或 approval:编号。",
             "For stability only: a result file, run:ID or approval:N to stay close to."}},
    {.type = TP_T_POS, .offset = offsetof(tp_tier_params, pos)},
};
static const tp_schema tier_schema = {
    .name = "tier", TP_KEYS(tier_keys), .size = sizeof(tp_tier_params)};

static const tp_msg by_without_fair = {"tiers.by", "“by” 只用于目标 fair，不用于 {0}",
                                       "`by` belongs to the goal fair, not to {0}"};
static const tp_msg reference_without_stability = {
    "tiers.reference", "“reference” 只用于目标 stability，不用于 {0}",
    "`reference` belongs to the goal stability, not to {0}"};
static const tp_msg goal_twice = {"tiers.twice", "目标 {0} 出现了两次",
                                  "the goal {0} appears twice"};
static const tp_msg concede_fair = {"tiers.concede-fair",
                                    "目标 fair 不能让步（concede 须为 0）：后续各级须严格保持",
                                    "fair cannot concede (must be 0): later tiers hold it exactly"};

static void check_tiers(const void *filled, const tp_node *node, tp_diags *diags)
{
    (void)node;
    const tp_list *list = &((const tiers_params *)filled)->tiers;
    const tp_tier_params *tiers = list->items;
    for (size_t i = 0; i < list->count; i++) {
        const tp_tier_params *t = &tiers[i];
        if (t->goal < 0)
            continue;
        const char *goal = goal_choices[t->goal].en;
        if (t->by >= 0 && strcmp(goal, "fair") != 0)
            tp_diag_error(diags, t->pos, &by_without_fair, goal);
        if (t->reference && strcmp(goal, "stability") != 0)
            tp_diag_error(diags, t->pos, &reference_without_stability, goal);
        if (t->concede > 0 && strcmp(goal, "fair") == 0)
            tp_diag_error(diags, t->pos, &concede_fair, goal);
        for (size_t k = 0; k < i; k++) {
            if (tiers[k].goal == t->goal && tiers[k].by == t->by) {
                tp_diag_error(diags, t->pos, &goal_twice, goal);
                break;
            }
        }
    }
}

static const tp_key keys[] = {
    {.name = "tiers",
     .title = {"目标次序", "order of goals"},
     .type = TP_T_LIST,
     .offset = offsetof(tiers_params, tiers),
     .of = &tier_schema,
     .doc = {"逐级目标，第一级最重要；默认 statutory、need、burden、transfers。",
             "Lexicographic goals, the first is the most important; default statutory, need, "
             "burden, transfers."}},
};
const tp_schema tp_schema_tiers = {
    .name = "tiers", TP_KEYS(keys), .size = sizeof(tiers_params), .check = check_tiers};

/* statutory, need, burden, transfers: indices in tp_goals. */
static const tp_tier_params default_tiers[] = {
    {.goal = 0, .by = -1}, {.goal = 1, .by = -1}, {.goal = 3, .by = -1}, {.goal = 4, .by = -1}};

const tp_tier_params *tp_tiers_of(const tp_scenario *scenario, size_t *count)
{
    const tiers_params *params = scenario->params[TP_TIERS_SECTION];
    if (!params->tiers.count) {
        *count = sizeof default_tiers / sizeof *default_tiers;
        return default_tiers;
    }
    *count = params->tiers.count;
    return params->tiers.items;
}

const char *tp_case_reference(const tp_scenario *scenario, tp_pos *pos)
{
    size_t count;
    const tp_tier_params *tiers = tp_tiers_of(scenario, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(tp_goals[tiers[i].goal]->id, "stability") != 0)
            continue;
        if (pos)
            *pos = tiers[i].pos;
        return tiers[i].reference ? tiers[i].reference : scenario->reference;
    }
    return NULL;
}
