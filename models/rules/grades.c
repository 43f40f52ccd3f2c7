/* Evaluation grades: a freeze on loans for a while, and a weight. */
#include "models/rule.h"
#include "models/say.h"

#include <string.h>

typedef struct grade {
    const char *name;
    tp_dec weight;
    int64_t freeze_months;
    tp_pos pos;
} grade;

typedef struct grades_params {
    tp_list grades;
} grades_params;

static const tp_key grade_keys[] = {
    {.type = TP_T_KEY, .offset = offsetof(grade, name)},
    {.name = "weight",
     .title = {"权重", "weight"},
     .type = TP_T_DEC,
     .offset = offsetof(grade, weight),
     .fallback = "1",
     .least = 0,
     .most = 1000000000 * TP_DEC_ONE,
     .doc = {"该等次单位的申请在目标“加权满足”中的权重。",
             "Weight of demands of units with this grade in the goal “weighted need met”."}},
    {.name = "freeze_months",
     .title = {"冻结月数", "months frozen"},
     .type = TP_T_INT,
     .offset = offsetof(grade, freeze_months),
     .fallback = "0",
     .least = 0,
     .most = 12000,
     .doc = {"评估后多少个月内不得借用。", "Months after the evaluation without loans."}},
    {.type = TP_T_POS, .offset = offsetof(grade, pos)},
};
static const tp_schema grade_schema = {.name = "grade", TP_KEYS(grade_keys), .size = sizeof(grade)};
static const tp_key keys[] = {
    {.name = "grades",
     .title = {"评估等次", "grades"},
     .type = TP_T_MAP,
     .offset = offsetof(grades_params, grades),
     .of = &grade_schema,
     .doc = {"按评估等次的冻结期和权重；未列出的等次权重为 1、不冻结。",
             "Freeze and weight by evaluation grade; a grade not listed: 1, no freeze."}},
};
extern const tp_schema tp_schema_grades;
const tp_schema tp_schema_grades = {
    .name = "grades.rule", TP_KEYS(keys), .size = sizeof(grades_params)};

typedef struct grades_state {
    const tp_outcome **outcome; /* [n_units] the one that counts */
    const grade **stated;       /* [n_units] what is said of its grade; NULL: nothing */
} grades_state;

static const tp_msg unknown_grade = {"grades.unknown", "评估结果中没有等次“{0}”",
                                     "no outcome has the grade {0}"};

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const grades_params *p = tp_binding_params(b, self);
    if (!p->grades.count)
        return TP_OK;
    size_t names = (size_t)tp_ids_count(b->data->names), units = (size_t)b->data->n_units;
    grades_state *state = tp_arena_alloc(b->arena, sizeof *state);
    const grade **by_name = tp_arena_array(b->arena, names + 1, sizeof(const grade *));
    if (!state || !by_name)
        return tp_fail_nomem(err);
    state->outcome = tp_arena_array(b->arena, units + 1, sizeof(const tp_outcome *));
    state->stated = tp_arena_array(b->arena, units + 1, sizeof(const grade *));
    if (!state->outcome || !state->stated)
        return tp_fail_nomem(err);
    const grade *list = p->grades.items;
    for (size_t i = 0; i < p->grades.count; i++) {
        int32_t id = tp_ids_find(b->data->names, list[i].name, strlen(list[i].name));
        if (id == TP_ID_NONE)
            tp_diag_warn(diags, list[i].pos, &unknown_grade, list[i].name);
        else
            by_name[id] = &list[i];
    }
    for (int32_t u = 0; u < b->data->n_units; u++) {
        const tp_outcome *o = tp_dataset_outcome(b->data, u, b->as_of);
        state->outcome[u] = o;
        state->stated[u] = o && o->grade != TP_ID_NONE ? by_name[o->grade] : NULL;
    }
    b->state[self] = state;
    return TP_OK;
}

static const tp_words frozen = {"评估等次“{0}”（{1} 评定），{2} 个月内不得借用，{3} 起解除",
                                "graded {0} on {1}: no loans for {2} {2|month|months}, until {3}"};

static bool denies(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why)
{
    const grades_state *state = c->bind->state[self];
    int32_t unit = c->data->demands[demand].unit;
    const grade *stated = state ? state->stated[unit] : NULL;
    if (!stated || stated->freeze_months == 0)
        return false;
    tp_date on = state->outcome[unit]->evaluated_on;
    if (tp_date_months(on, c->as_of) >= stated->freeze_months)
        return false;
    if (arena) {
        why->until = tp_date_after_months(on, stated->freeze_months);
        why->text =
            TP_SAY(arena, frozen, stated->name, tp_say_date(arena, on),
                   tp_say_int(arena, stated->freeze_months), tp_say_date(arena, why->until));
        why->pos = stated->pos;
    }
    return true;
}

static tp_dec weight(const tp_binding *b, int self, int32_t demand)
{
    const grades_state *state = b->state[self];
    const grade *stated = state ? state->stated[b->data->demands[demand].unit] : NULL;
    return stated ? stated->weight : TP_DEC_ONE;
}

static bool refuses(const tp_measure *m, int self, int32_t demand, tp_date *until)
{
    const grades_params *p = tp_binding_params(m->bind, self);
    const tp_outcome *o = tp_dataset_outcome(m->data, m->data->demands[demand].unit, m->as_of);
    if (!o || o->grade == TP_ID_NONE)
        return false;
    const char *name = tp_dataset_name(m->data, o->grade);
    const grade *list = p->grades.items;
    for (size_t i = 0; i < p->grades.count; i++) {
        if (strcmp(list[i].name, name) != 0)
            continue;
        /* The freeze ends on the first day with that many whole months. */
        tp_date end = tp_date_after_months(o->evaluated_on, list[i].freeze_months);
        if (list[i].freeze_months == 0 || m->as_of >= end)
            return false;
        *until = end;
        return true;
    }
    return false;
}

static const tp_words w_no_freeze = {"等次“{0}”不设冻结期", "no freeze for the grade {0}"};

static tp_status open_gate(tp_opening *o)
{
    const char *name = tp_dataset_name(o->c->data, o->c->outcome[o->line->unit]->grade);
    if (o->waiting) {
        tp_opening_wait(o, o->reason->until);
        return TP_OK;
    }
    return tp_opening_set(o, tp_arena_format(o->arena, "grades.\"%s\".freeze_months", name), "0",
                          TP_SAY(o->arena, w_no_freeze, name));
}

extern const tp_rule tp_rule_grades;
const tp_rule tp_rule_grades = {
    .id = "grades",
    .name = {"评估等次", "grades"},
    .doc = {"等次较低的单位在评估后的冻结期内不得借用。",
            "A unit with a frozen grade gets no loans for some months after the evaluation."},
    .source = "models/README.md, 2 Denials and own slots",
    .in_principle = true,
    .schema = &tp_schema_grades,
    .judges_outcome = true,
    .prepare = prepare,
    .denies = denies,
    .open = open_gate,
    .weight = weight,
    .refuses = refuses,
};
