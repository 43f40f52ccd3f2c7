/* Overdue rectification issues block loans. */
#include "models/rule.h"
#include "models/say.h"

typedef struct rectification_params {
    struct {
        bool block_overdue;
    } rectification;
} rectification_params;

static const tp_key inner_keys[] = {
    {.name = "block_overdue",
     .title = {"整改逾期不得借用", "block the overdue"},
     .type = TP_T_BOOL,
     .offset = 0,
     .fallback = "false",
     .doc = {"单位整改事项逾期未销号的，不得借用。",
             "No loans while a rectify issue is past its due date and open."}},
};
static const tp_schema inner_schema = {.name = "rectification",
                                       TP_KEYS(inner_keys),
                                       .size = sizeof((rectification_params *)0)->rectification};
static const tp_key keys[] = {
    {.name = "rectification",
     .title = {"整改", "rectification"},
     .type = TP_T_STRUCT,
     .offset = offsetof(rectification_params, rectification),
     .of = &inner_schema,
     .doc = {"整改事项。", "Rectification issues."}},
};
extern const tp_schema tp_schema_rectification;
const tp_schema tp_schema_rectification = {
    .name = "rectification.rule", TP_KEYS(keys), .size = sizeof(rectification_params)};

/* The overdue issue that is due first, NULL if none. */
static const tp_issue *overdue(const tp_dataset *data, int32_t unit, tp_date as_of)
{
    const tp_unit *u = &data->units[unit];
    const tp_issue *first = NULL;
    for (int32_t i = 0; i < u->issues; i++) {
        const tp_issue *at = &data->issues[u->first_issue + i];
        if (at->issue_class == TP_RECTIFY && at->due_on < as_of &&
            (at->closed_on == TP_DATE_NONE || at->closed_on > as_of) &&
            (!first || at->due_on < first->due_on))
            first = at;
    }
    return first;
}

static const tp_words blocked = {"整改事项 {0} 应于 {1} 前完成，逾期未销号",
                                 "rectification {0} was due on {1} and is still open"};

static bool denies(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why)
{
    const rectification_params *p = tp_binding_params(c->bind, self);
    if (!p->rectification.block_overdue)
        return false;
    const tp_issue *issue = overdue(c->data, c->data->demands[demand].unit, c->as_of);
    if (issue && arena) {
        why->text = TP_SAY(arena, blocked, issue->code, tp_say_date(arena, issue->due_on));
        why->pos = tp_scenario_pos(c->scenario, "rectification.block_overdue");
    }
    return issue != NULL;
}

static bool refuses(const tp_measure *m, int self, int32_t demand, tp_date *until)
{
    (void)until;
    const rectification_params *p = tp_binding_params(m->bind, self);
    if (!p->rectification.block_overdue)
        return false;
    for (int32_t i = 0; i < m->data->n_issues; i++) {
        const tp_issue *at = &m->data->issues[i];
        bool open = at->closed_on == TP_DATE_NONE || at->closed_on > m->as_of;
        if (at->unit == m->data->demands[demand].unit && at->issue_class == TP_RECTIFY && open &&
            m->as_of > at->due_on)
            return true;
    }
    return false;
}

static const tp_words w_close = {"整改事项 {0} 销号", "issue {0} is closed"};

static tp_status open_gate(tp_opening *o)
{
    tp_status status = TP_OK;
    for (int32_t i = 0; i < o->unit->issues && status == TP_OK; i++) {
        int32_t at = o->unit->first_issue + i;
        const tp_issue *issue = &o->c->data->issues[at];
        if (issue->issue_class != TP_RECTIFY || issue->due_on >= o->c->as_of ||
            (issue->closed_on != TP_DATE_NONE && issue->closed_on <= o->c->as_of))
            continue;
        status = tp_change_edit(o->change, (tp_data_edit){TP_EDIT_ISSUE_CLOSED, at, o->c->as_of, 0},
                                TP_SAY(o->arena, w_close, issue->code), o->arena, o->err);
    }
    return status;
}

extern const tp_rule tp_rule_rectification;
const tp_rule tp_rule_rectification = {
    .id = "rectification",
    .name = {"整改逾期", "overdue rectification"},
    .doc = {"单位整改事项逾期未销号的，不得借用。",
            "A unit with an overdue open rectification gets no loans."},
    .source = "models/README.md, 2 Denials and own slots",
    .in_principle = true,
    .schema = &tp_schema_rectification,
    .denies = denies,
    .open = open_gate,
    .refuses = refuses,
};
