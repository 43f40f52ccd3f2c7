/* The ordered list of rules and goals. The order is that of reasons in answers, of rows in the
 * program, and of sections in the reference; `remake` hooks run in it (the reorganisation, then
 * which outcomes count, which filters of those after them may ask for); `derive` hooks rely on
 * locks before pools before reserve, `emit` hooks on release and loans before locks, and on pools
 * before what follows. */
#include "models/goal.h"
#include "models/tiers.h"

#define TP_RULES(X)                                                                                \
    X(reorganise)                                                                                  \
    X(evaluation)                                                                                  \
    X(trend)                                                                                       \
    X(use_period)                                                                                  \
    X(expiry)                                                                                      \
    X(idle)                                                                                        \
    X(reclaim)                                                                                     \
    X(categories)                                                                                  \
    X(exclude)                                                                                     \
    X(protect)                                                                                     \
    X(exceptions)                                                                                  \
    X(grades)                                                                                      \
    X(rectification)                                                                               \
    X(min_saturation)                                                                              \
    X(max_vacancy_share)                                                                           \
    X(overstaffed)                                                                                 \
    X(findings)                                                                                    \
    X(lent)                                                                                        \
    X(again)                                                                                       \
    X(windows)                                                                                     \
    X(filed_on)                                                                                    \
    X(horizon)                                                                                     \
    X(own)                                                                                         \
    X(release)                                                                                     \
    X(keep)                                                                                        \
    X(above_standard)                                                                              \
    X(frozen)                                                                                      \
    X(borrowed)                                                                                    \
    X(max_share)                                                                                   \
    X(cap)                                                                                         \
    X(findings_factor)                                                                             \
    X(sectors)                                                                                     \
    X(classes)                                                                                     \
    X(tranches)                                                                                    \
    X(loans)                                                                                       \
    X(attrition_cover)                                                                             \
    X(standard_shortage)                                                                           \
    X(stays)                                                                                       \
    X(locks)                                                                                       \
    X(pools)                                                                                       \
    X(conversions)                                                                                 \
    X(moves)                                                                                       \
    X(reserve)                                                                                     \
    X(earmark)                                                                                     \
    X(earmark_where)                                                                               \
    X(limits)                                                                                      \
    X(shares)                                                                                      \
    X(minimum)                                                                                     \
    X(filing)

#define TP_GOALS(X)                                                                                \
    X(statutory)                                                                                   \
    X(need)                                                                                        \
    X(fair)                                                                                        \
    X(burden)                                                                                      \
    X(transfers)                                                                                   \
    X(touched)                                                                                     \
    X(stability)                                                                                   \
    X(calm)                                                                                        \
    X(conversions)                                                                                 \
    X(overstaffed)

#define DECLARE_RULE(name)                                                                         \
    extern const tp_rule tp_rule_##name;                                                           \
    extern const tp_schema tp_schema_##name;
#define AT(name) AT_##name,
#define DECLARE_AT(name) extern const int tp_rule_at_##name;
#define DEFINE_AT(name) const int tp_rule_at_##name = AT_##name;
#define DECLARE_GOAL(name) extern const tp_goal tp_goal_##name;
#define RULE_POINTER(name) &tp_rule_##name,
#define SCHEMA_POINTER(name) &tp_schema_##name,
#define GOAL_POINTER(name) &tp_goal_##name,

TP_RULES(DECLARE_RULE)
TP_GOALS(DECLARE_GOAL)

/* Where each rule stands, for rules that are asked by others: no search by name in a loop. */
enum { TP_RULES(AT) };
TP_RULES(DECLARE_AT)
TP_RULES(DEFINE_AT)

const tp_rule *const tp_rules[] = {TP_RULES(RULE_POINTER)};
const int tp_n_rules = (int)(sizeof tp_rules / sizeof *tp_rules);
/* A standing keeps who denies it in 64 bits, and so does a binding what changed: there the tiers
 * have a bit as well. */
_Static_assert(sizeof tp_rules / sizeof *tp_rules < 64, "at most 63 rules");

const tp_goal *const tp_goals[] = {TP_GOALS(GOAL_POINTER)};
const int tp_n_goals = (int)(sizeof tp_goals / sizeof *tp_goals);

static const tp_schema *const sections[] = {TP_RULES(SCHEMA_POINTER) & tp_schema_tiers};

const tp_schema *const *tp_case_sections(size_t *count)
{
    *count = sizeof sections / sizeof *sections;
    return sections;
}
