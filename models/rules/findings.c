/* What checks found of a unit keeps it for a time from borrowing, or from using its own
 * vacancies. */
#include "models/rules/findings.h"

#include "models/rule.h"
#include "models/say.h"

extern const int tp_rule_at_findings;

enum { APPLY, IGNORE };
typedef struct findings_params {
    int findings;
} findings_params;

static const tp_choice choices[] = {{"apply", "执行"}, {"ignore", "不执行"}, {NULL, NULL}};
static const tp_key keys[] = {
    {.name = "findings",
     .title = {"认定事项", "findings"},
     .type = TP_T_ENUM,
     .offset = offsetof(findings_params, findings),
     .fallback = "apply",
     .choices = choices,
     .doc = {"是否执行认定表（findings.csv）中对单位的处理；ignore 供测算比较。",
             "Whether findings.csv holds; ignore is for comparing."}},
};
extern const tp_schema tp_schema_findings;
const tp_schema tp_schema_findings = {
    .name = "findings.rule", TP_KEYS(keys), .size = sizeof(findings_params)};

bool tp_findings_heeded(const tp_binding *b)
{
    return ((const findings_params *)tp_binding_params(b, tp_rule_at_findings))->findings == APPLY;
}

static bool goes_further(const tp_verdict *a, const tp_verdict *b)
{
    if (a->effect >= TP_EFFECT_ROOM)
        return a->factor < b->factor;
    if (b->until == TP_DATE_NONE)
        return false;
    return a->until == TP_DATE_NONE || a->until > b->until;
}

const tp_verdict *tp_findings_of(const tp_binding *b, const tp_dataset *data, int32_t unit,
                                 tp_effect effect, tp_date day)
{
    const tp_unit *u = &data->units[unit];
    const tp_verdict *found = NULL;
    if (u->verdicts == 0 || !tp_findings_heeded(b))
        return NULL;
    for (int32_t i = 0; i < u->verdicts; i++) {
        const tp_verdict *at = &data->verdicts[u->first_verdict + i];
        if (at->effect == effect && at->from <= day &&
            (at->until == TP_DATE_NONE || day <= at->until) && (!found || goes_further(at, found)))
            found = at;
    }
    return found;
}

static const tp_verdict *of_demand(const tp_case *c, int32_t demand)
{
    return tp_findings_of(c->bind, c->data, c->data->demands[demand].unit, TP_EFFECT_NO_LOANS,
                          c->as_of);
}

/* Findings that follow each other without a gap end with the last. */
static tp_date day_after(const tp_case *c, int32_t unit, const tp_verdict *at)
{
    while (at && at->until != TP_DATE_NONE) {
        tp_date next = tp_date_add_days(at->until, 1);
        at = tp_findings_of(c->bind, c->data, unit, TP_EFFECT_NO_LOANS, next);
        if (!at)
            return next;
    }
    return TP_DATE_NONE;
}

static const tp_words for_a_time = {"认定“{0}”（{1}），自 {2} 至 {3} 不得借用",
                                    "finding \"{0}\" ({1}): no loans from {2} to {3}"};
static const tp_words for_good = {"认定“{0}”（{1}），自 {2} 起不得借用",
                                  "finding \"{0}\" ({1}): no loans from {2} on"};

static bool denies(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why)
{
    (void)self;
    const tp_verdict *at = of_demand(c, demand);
    if (at && arena) {
        const char *from = tp_say_date(arena, at->from);
        why->until = day_after(c, at->unit, at);
        why->text = at->until == TP_DATE_NONE ? TP_SAY(arena, for_good, at->text, at->source, from)
                                              : TP_SAY(arena, for_a_time, at->text, at->source,
                                                       from, tp_say_date(arena, at->until));
        why->pos = at->pos;
    }
    return at != NULL;
}

/* Own path: every row of the table; *until moves on while one holds on that day. */
static bool refuses(const tp_measure *m, int self, int32_t demand, tp_date *until)
{
    const findings_params *p = tp_binding_params(m->bind, self);
    tp_date day = m->as_of;
    bool endless = false;
    for (bool moved = p->findings == APPLY; moved;) {
        moved = false;
        for (int32_t i = 0; i < m->data->n_verdicts && !endless; i++) {
            const tp_verdict *at = &m->data->verdicts[i];
            bool holds = at->unit == m->data->demands[demand].unit &&
                         at->effect == TP_EFFECT_NO_LOANS && at->from <= day &&
                         (at->until == TP_DATE_NONE || at->until >= day);
            if (!holds)
                continue;
            endless = at->until == TP_DATE_NONE;
            moved = !endless;
            day = endless ? day : tp_date_add_days(at->until, 1);
        }
    }
    *until = endless || day == m->as_of ? TP_DATE_NONE : day;
    return endless || day > m->as_of;
}

static const tp_words w_lift = {"认定“{0}”不再执行", "the finding \"{0}\" no longer holds"};

static tp_status open_gate(tp_opening *o)
{
    tp_status status = TP_OK;
    if (o->waiting) {
        tp_opening_wait(o, o->reason->until);
        if (o->reason->until != TP_DATE_NONE)
            return TP_OK;
    }
    for (int32_t i = 0; i < o->unit->verdicts && status == TP_OK; i++) {
        int32_t at = o->unit->first_verdict + i;
        const tp_verdict *verdict = &o->c->data->verdicts[at];
        if (verdict->effect != TP_EFFECT_NO_LOANS || verdict->from > o->c->as_of ||
            (verdict->until != TP_DATE_NONE && verdict->until < o->c->as_of))
            continue;
        status = tp_change_edit(o->change,
                                (tp_data_edit){.kind = TP_EDIT_FINDING_UNTIL,
                                               .subject = at,
                                               .value = tp_date_add_days(o->c->as_of, -1)},
                                TP_SAY(o->arena, w_lift, verdict->text), o->arena, o->err);
    }
    return status;
}

static const tp_words not_used = {"认定“{0}”（{1}）：自有空编不得自用",
                                  "finding \"{0}\" ({1}): its own vacancies may not be used"};

static bool usable(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    (void)self;
    const tp_verdict *at =
        tp_findings_of(c->bind, c->data, c->data->lines[line].unit, TP_EFFECT_NO_OWN_USE, c->as_of);
    out->most = 0;
    if (at && arena) {
        out->text = TP_SAY(arena, not_used, at->text, at->source);
        out->pos = at->pos;
    }
    return at != NULL;
}

static bool usable_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    const findings_params *p = tp_binding_params(m->bind, self);
    const tp_unit *u = &m->data->units[m->data->lines[line].unit];
    bool banned = false;
    for (int32_t i = u->first_verdict; i < u->first_verdict + u->verdicts; i++) {
        const tp_verdict *at = &m->data->verdicts[i];
        banned |= at->effect == TP_EFFECT_NO_OWN_USE && m->as_of >= at->from &&
                  (at->until == TP_DATE_NONE || m->as_of <= at->until);
    }
    *most = 0;
    return banned && p->findings == APPLY;
}

static int64_t is_banned(const tp_case *c, int self, int32_t line)
{
    tp_bound bound;
    return usable(c, self, line, NULL, &bound);
}

static const tp_mod_figure figures[] = {{"unused", TP_MOD_LINES, is_banned}, {0}};

extern const tp_rule tp_rule_findings;
const tp_rule tp_rule_findings = {
    .id = "findings",
    .name = {"认定事项", "findings"},
    .doc = {"检查、评估认定的单位在期限内不得借用，或不得使用自有空编。",
            "What checks found of a unit keeps it for a time from borrowing, or from using its own "
            "vacancies."},
    .source = "models/README.md, 2 Denials and own slots",
    .in_principle = true,
    .schema = &tp_schema_findings,
    .denies = denies,
    .open = open_gate,
    .refuses = refuses,
    .usable = usable,
    .usable_most = usable_most,
    .figures = figures,
};
