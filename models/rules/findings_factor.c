/* What checks found of a unit scales for a time what it may borrow or deposit. */
#include "models/rule.h"
#include "models/rules/findings.h"
#include "models/say.h"

extern const tp_schema tp_schema_findings_factor;
const tp_schema tp_schema_findings_factor = {.name = "findings.factor.rule"};

static const tp_words scaled_room = {"认定“{0}”（{1}）：可借数 {2} × {3} = {4}",
                                     "finding \"{0}\" ({1}): room {2} × {3} = {4}"};
static const tp_words scaled_supply = {"认定“{0}”（{1}）：可存数 {2} × {3} = {4}",
                                       "finding \"{0}\" ({1}): deposits {2} × {3} = {4}"};

static tp_dec factor_of(const tp_case *c, int32_t line, tp_effect effect, const tp_verdict **at)
{
    *at = tp_findings_of(c->bind, c->data, c->data->lines[line].unit, effect, c->as_of);
    return *at ? (*at)->factor : TP_DEC_NONE;
}

/* What all other rules leave. */
static int64_t others(const tp_case *c, int self, int32_t line, bool of_room)
{
    int64_t least = of_room ? c->line[line].need : c->line[line].vacant;
    for (int r = 0; r < tp_n_rules; r++) {
        tp_bound bound = {0};
        bool (*hook)(const tp_case *, int, int32_t, tp_arena *, tp_bound *) =
            of_room ? tp_rules[r]->room : tp_rules[r]->supply;
        if (hook && r != self && hook(c, r, line, NULL, &bound) && bound.most < least)
            least = bound.most;
    }
    return least > 0 ? least : 0;
}

static bool scale(const tp_case *c, int self, int32_t line, tp_effect effect, tp_arena *arena,
                  tp_bound *out)
{
    const tp_verdict *at;
    bool of_room = effect == TP_EFFECT_ROOM;
    tp_dec factor = factor_of(c, line, effect, &at);
    if (!at)
        return false;
    int64_t before = others(c, self, line, of_room);
    out->most = tp_share_floor(factor, before);
    if (arena) {
        const char *figures[] = {at->text, at->source, tp_say_int(arena, before),
                                 tp_say_dec(arena, factor), tp_say_int(arena, out->most)};
        out->text = tp_say(arena, of_room ? &scaled_room : &scaled_supply, 5, figures);
        out->pos = at->pos;
    }
    return true;
}

static bool room(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    return scale(c, self, line, TP_EFFECT_ROOM, arena, out);
}

static bool supply(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    return scale(c, self, line, TP_EFFECT_DEPOSITS, arena, out);
}

/* Own path: the smallest factor of all rows that hold, times the least the other rules measure. */
static bool measured(const tp_measure *m, int self, int32_t line, tp_effect effect, int64_t *most)
{
    const tp_unit *u = &m->data->units[m->data->lines[line].unit];
    tp_dec factor = TP_DEC_NONE;
    for (int32_t i = u->first_verdict; i < u->first_verdict + u->verdicts; i++) {
        const tp_verdict *at = &m->data->verdicts[i];
        bool holds = m->as_of >= at->from && (at->until == TP_DATE_NONE || m->as_of <= at->until);
        if (at->effect == effect && holds && (factor == TP_DEC_NONE || at->factor < factor))
            factor = at->factor;
    }
    if (factor == TP_DEC_NONE || !tp_findings_heeded(m->bind))
        return false;
    bool of_room = effect == TP_EFFECT_ROOM;
    int64_t least = of_room ? INT64_MAX : tp_measure_vacant(m, line), its;
    for (int r = 0; r < tp_n_rules; r++) {
        bool (*hook)(const tp_measure *, int, int32_t, int64_t *) =
            of_room ? tp_rules[r]->loan_most : tp_rules[r]->deposit_most;
        if (hook && r != self && hook(m, r, line, &its) && its < least)
            least = its;
    }
    *most = least > 0 ? (int64_t)((tp_wide)factor * least / TP_DEC_ONE) : 0;
    return true;
}

static bool loan_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    return measured(m, self, line, TP_EFFECT_ROOM, most);
}

static bool deposit_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    return measured(m, self, line, TP_EFFECT_DEPOSITS, most);
}

static int64_t room_factor(const tp_case *c, int self, int32_t line)
{
    const tp_verdict *at;
    (void)self;
    return factor_of(c, line, TP_EFFECT_ROOM, &at) == TP_DEC_NONE ? TP_DEC_ONE : at->factor;
}

static int64_t deposits_factor(const tp_case *c, int self, int32_t line)
{
    const tp_verdict *at;
    (void)self;
    return factor_of(c, line, TP_EFFECT_DEPOSITS, &at) == TP_DEC_NONE ? TP_DEC_ONE : at->factor;
}

static const tp_mod_figure figures[] = {{"room_factor", TP_MOD_LINES, room_factor},
                                        {"deposits_factor", TP_MOD_LINES, deposits_factor},
                                        {0}};

extern const tp_rule tp_rule_findings_factor;
const tp_rule tp_rule_findings_factor = {
    .id = "findings.factor",
    .name = {"认定系数", "factor of a finding"},
    .doc = {"检查、评估认定的单位在期限内可借数、可存数按系数折减。",
            "What checks found of a unit scales for a time what it may borrow or deposit."},
    .source = "models/README.md, 3 Supply",
    .schema = &tp_schema_findings_factor,
    .room = room,
    .supply = supply,
    .loan_most = loan_most,
    .deposit_most = deposit_most,
    .widen = {TP_WIDEN_SET, 0, "findings", "ignore", {"不执行认定事项", "findings are not heeded"}},
    .figures = figures,
};
