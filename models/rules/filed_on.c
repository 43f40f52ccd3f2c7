/* Demands filed after the date of the data do not count yet. */
#include "models/rule.h"
#include "models/say.h"

extern const tp_schema tp_schema_filed_on;
const tp_schema tp_schema_filed_on = {.name = "filed_on.rule"};

static const tp_words too_late = {"{0} 才申请，晚于数据日期 {1}", "filed on {0}, after {1}"};

static bool denies(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why)
{
    (void)self;
    const tp_demand *d = &c->data->demands[demand];
    if (d->filed_on == TP_DATE_NONE || d->filed_on <= c->as_of)
        return false;
    if (arena) {
        why->text =
            TP_SAY(arena, too_late, tp_say_date(arena, d->filed_on), tp_say_date(arena, c->as_of));
        why->pos = d->pos;
    }
    return true;
}

static bool refuses(const tp_measure *m, int self, int32_t demand, tp_date *until)
{
    (void)self, (void)until;
    return m->data->demands[demand].filed_on > m->as_of;
}

static tp_status open_gate(tp_opening *o)
{
    tp_opening_wait(o, o->c->data->demands[o->demand].filed_on);
    return TP_OK;
}

extern const tp_rule tp_rule_filed_on;
const tp_rule tp_rule_filed_on = {
    .id = "filed_on",
    .name = {"申请日期", "filed later"},
    .doc = {"数据日期之后提出的申请不在本次测算之列。",
            "A demand filed after as_of is not considered."},
    .source = "models/README.md, 2 Denials and own slots",
    .alone = {"列入下一次测算，不必重新申请", "comes into the next run; no new demand is needed"},
    .schema = &tp_schema_filed_on,
    .denies = denies,
    .open = open_gate,
    .refuses = refuses,
};
