/* Overstaffed lines get no loans. (They deposit nothing either: they have no vacancies.) */
#include "models/rule.h"
#include "models/rules/borrow.h"
#include "models/say.h"

enum { DENY, ALLOW };

typedef struct overstaffed_params {
    int overstaffed;
} overstaffed_params;

static const tp_choice overstaffed_choices[] = {{"deny", "不予"}, {"allow", "允许"}, {NULL, NULL}};
static const tp_key keys[] = {
    {.name = "overstaffed",
     .title = {"超编单位", "overstaffed units"},
     .type = TP_T_ENUM,
     .offset = offsetof(overstaffed_params, overstaffed),
     .fallback = "deny",
     .choices = overstaffed_choices,
     .doc = {"超编的能否借用。", "Whether an overstaffed line may borrow."}},
};
TP_BORROW_TABLE(overstaffed, overstaffed_params);

static const tp_words over = {"占用 {0}，使用权 {1}，超编 {2}",
                              "{0} occupied against {1} usable: {2} overstaffed"};

static bool denies(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why)
{
    const overstaffed_params *p = tp_binding_params(c->bind, self);
    const tp_position *at = &c->line[c->data->demands[demand].line];
    if (p->overstaffed == ALLOW || at->over == 0)
        return false;
    if (arena) {
        why->text = TP_SAY(arena, over, tp_say_int(arena, at->occupied),
                           tp_say_int(arena, at->usage), tp_say_int(arena, at->over));
        why->pos = tp_scenario_pos(c->scenario, "borrow.overstaffed");
    }
    return true;
}

static bool refuses(const tp_measure *m, int self, int32_t demand, tp_date *until)
{
    (void)until;
    const overstaffed_params *p = tp_binding_params(m->bind, self);
    return p->overstaffed == DENY && tp_measure_over(m, m->data->demands[demand].line) > 0;
}

static const tp_words w_over = {"允许超编的线借用", "overstaffed lines may borrow"};

static tp_status open_gate(tp_opening *o)
{
    return tp_opening_set(o, "borrow.overstaffed", "allow", w_over);
}

extern const tp_rule tp_rule_overstaffed;
const tp_rule tp_rule_overstaffed = {
    .id = "borrow.overstaffed",
    .name = {"超编", "overstaffed"},
    .doc = {"超编的不得借用。", "An overstaffed line gets no loans."},
    .source = "models/README.md, 2 Denials and own slots",
    .in_principle = true,
    .schema = &tp_schema_overstaffed,
    .denies = denies,
    .open = open_gate,
    .refuses = refuses,
};
