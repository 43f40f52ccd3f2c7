#include "explain/explain.h"

#include "models/rule.h"
#include "models/say.h"

#include <string.h>

extern const int tp_rule_at_sectors;

enum { ROUNDS = 8, MOST_STEPS = 1 << 14, RIVALS_SHOWN = 4 };

typedef struct seeker {
    tp_explanation *out;
    const tp_run *run;
    tp_variant *variant;
    size_t wanted;
    bool forcing; /* the lock takes part: nothing helped without it */
    tp_arena *arena;
    tp_err *err;
} seeker;

/* ---- trying ---- */

/* What the change does to the demand; *grant is -1 if it cannot be tried or contradicts itself. */
static tp_status try_change(seeker *s, const tp_change *change, tp_remedy *found, int64_t *grant)
{
    const tp_run *now;
    *grant = -1;
    tp_status status = tp_variant_solve(s->variant, change, &now, s->err);
    if (status != TP_OK || !tp_run_answered(now))
        return status;
    *grant = tp_run_grant(now, s->out->demand);
    found->change = *change;
    found->grant = *grant;
    found->loan = now->result->loan[s->out->demand];
    found->losers = 0;
    found->lost = 0;
    for (int32_t d = 0; d < s->run->data->n_demands; d++) {
        int64_t less = tp_run_grant(s->run, d) - tp_run_grant(now, d);
        if (d == s->out->demand || less <= 0)
            continue;
        found->losers++;
        found->lost += less;
    }
    return TP_OK;
}

static tp_status keep(seeker *s, const tp_remedy *found)
{
    tp_explanation *out = s->out;
    if (!tp_arena_grow(s->arena, &out->remedies, &out->remedy_capacity, out->n_remedies, 1))
        return tp_fail_nomem(s->err);
    out->remedies[out->n_remedies++] = *found;
    return TP_OK;
}

/* `base`, and the lever turned by so many steps (knobs with a target go there at once). */
static tp_status lever_change(seeker *s, const tp_change *base, const tp_case *c,
                              const tp_lever *lever, int64_t steps, tp_change *out)
{
    tp_change own = lever->change;
    tp_status status = TP_OK;
    if (lever->by_knob) {
        int64_t value =
            lever->target >= 0 ? lever->target : lever->knob.value + lever->step * steps;
        value = value > lever->knob.most ? lever->knob.most : value;
        value = value < lever->knob.least ? lever->knob.least : value;
        own = (tp_change){0};
        status = tp_change_knob(&own, c, &lever->knob, value, s->arena, s->err);
    }
    return status == TP_OK ? tp_change_join(out, base, &own, s->arena, s->err) : status;
}

/* How far a stepwise lever may go: beyond what everybody lacks nothing can change. */
static int64_t far_enough(const seeker *s, const tp_lever *lever)
{
    int64_t lacking = 1;
    for (int32_t d = 0; d < s->run->data->n_demands; d++)
        lacking += s->run->data->demands[d].quantity - tp_run_grant(s->run, d);
    lacking = lacking > MOST_STEPS ? MOST_STEPS : lacking;
    int64_t way = lever->step > 0 ? lever->knob.most - lever->knob.value
                                  : lever->knob.value - lever->knob.least;
    return way < lacking ? way : lacking;
}

/* The least turn of the lever that helps; *helps is false if none does. */
static tp_status pull(seeker *s, const tp_change *base, const tp_case *c, const tp_lever *lever,
                      int64_t before, tp_remedy *best, bool *helps)
{
    tp_change change;
    tp_remedy found = {.rule = lever->rule, .force = lever->force};
    int64_t grant, low = 1, high;
    bool stepwise = lever->by_knob && lever->target < 0;
    *helps = false;
    tp_status status = lever_change(s, base, c, lever, 1, &change);
    if (status == TP_OK)
        status = try_change(s, &change, &found, &grant);
    if (status != TP_OK)
        return status;
    if (grant > before || !stepwise) {
        *helps = grant > before;
        *best = found;
        return TP_OK;
    }
    high = far_enough(s, lever);
    for (int64_t at = high; status == TP_OK && low < at; at = low + (high - low) / 2) {
        status = lever_change(s, base, c, lever, at, &change);
        if (status == TP_OK)
            status = try_change(s, &change, &found, &grant);
        if (status == TP_OK && grant > before) {
            *helps = true;
            *best = found;
            high = at;
        } else if (at == high) {
            break; /* not even all the way */
        } else {
            low = at;
        }
    }
    return status;
}

static bool same_pos(const tp_pos *a, const tp_pos *b)
{
    return a->file && b->file && a->line == b->line && a->column == b->column &&
           strcmp(a->file, b->file) == 0;
}

/* The bound that the lever eases is the one that decided. */
static void mark_decisive(tp_explanation *out, const tp_lever *lever)
{
    tp_cause *other = NULL;
    for (size_t i = 0; i < out->n_causes; i++) {
        tp_cause *at = &out->causes[i];
        const char *rule = lever->weighs ? "need" : lever->rule;
        if (strcmp(at->rule, rule) != 0)
            continue;
        if (lever->by_knob && same_pos(&at->pos, &lever->knob.pos)) {
            at->decisive = true;
            return;
        }
        if (!other || (at->tight && !other->tight))
            other = at;
    }
    if (other)
        other->decisive = true;
}

/* Several levers pulled together: which, and how far. */
typedef struct together {
    const tp_change *base;
    const tp_case *c;
    const tp_levers *levers;
    bool *used;
    int64_t *steps;
    int64_t before;
} together;

/* Tries the levers in use but one (-1: all). */
static tp_status try_together(seeker *s, const together *t, int64_t left_out, tp_remedy *found,
                              bool *helps)
{
    tp_change change = *t->base;
    int64_t grant = 0;
    tp_status status = TP_OK;
    size_t n = 0;
    *found = (tp_remedy){.rule = "several", .force = s->forcing};
    for (size_t i = 0; i < t->levers->count && status == TP_OK; i++) {
        if (!t->used[i] || (int64_t)i == left_out)
            continue;
        const tp_change sofar = change;
        status = lever_change(s, &sofar, t->c, &t->levers->items[i], t->steps[i], &change);
        n++;
    }
    if (status == TP_OK && n)
        status = try_change(s, &change, found, &grant);
    *helps = status == TP_OK && n && grant > t->before;
    return status;
}

/* Each lever no further than it must go, the others staying where they are. */
static tp_status pull_back(seeker *s, together *t, size_t lever, tp_remedy *best)
{
    int64_t low = 0, high = t->steps[lever];
    tp_status status = TP_OK;
    while (high - low > 1 && status == TP_OK) {
        tp_remedy found;
        bool helps;
        t->steps[lever] = low + (high - low) / 2;
        status = try_together(s, t, -1, &found, &helps);
        if (status == TP_OK && helps) {
            *best = found;
            high = t->steps[lever];
        } else {
            low = t->steps[lever];
        }
    }
    t->steps[lever] = high;
    return status;
}

/* All levers at once; then one after the other is left out, as long as it still helps; then each of
 * the rest is turned back as far as it will go. */
static tp_status pull_together(seeker *s, const tp_change *base, const tp_case *c,
                               const tp_levers *levers, int64_t before)
{
    tp_remedy best = {0};
    bool helps;
    together t = {.base = base, .c = c, .levers = levers, .before = before};
    t.used = tp_arena_array(s->arena, levers->count + 1, sizeof *t.used);
    t.steps = tp_arena_array(s->arena, levers->count + 1, sizeof *t.steps);
    if (!t.used || !t.steps)
        return tp_fail_nomem(s->err);
    for (size_t i = 0; i < levers->count; i++) {
        const tp_lever *at = &levers->items[i];
        t.used[i] = at->force ? s->forcing : !at->weighs;
        t.steps[i] = at->by_knob ? far_enough(s, at) : 1;
    }
    tp_status status = try_together(s, &t, -1, &best, &helps);
    if (status != TP_OK || !helps)
        return status;
    for (size_t i = levers->count; i-- > 0 && status == TP_OK;) {
        tp_remedy found;
        if (!t.used[i] || levers->items[i].force)
            continue;
        status = try_together(s, &t, (int64_t)i, &found, &helps);
        if (status != TP_OK || !helps)
            continue;
        best = found;
        t.used[i] = false;
    }
    for (size_t i = 0; i < levers->count && status == TP_OK; i++)
        if (t.used[i] && levers->items[i].by_knob && levers->items[i].target < 0)
            status = pull_back(s, &t, i, &best);
    for (size_t i = 0; i < levers->count && !base->n_settings && !base->n_edits; i++)
        if (t.used[i])
            mark_decisive(s->out, &levers->items[i]);
    return status == TP_OK ? keep(s, &best) : status;
}

/* Bounds behind the ones in sight: with every lever pulled, what else is reached? */
static tp_status look_behind(seeker *s, const tp_change *base, const tp_case *c, tp_levers *levers)
{
    tp_change all = *base;
    size_t pulled = 0;
    tp_status status = TP_OK;
    for (size_t i = 0; i < levers->count && status == TP_OK; i++) {
        const tp_lever *at = &levers->items[i];
        if (at->force || at->weighs)
            continue;
        const tp_change sofar = all;
        status = lever_change(s, &sofar, c, at, at->by_knob ? far_enough(s, at) : 1, &all);
        pulled++;
    }
    const tp_run *now = NULL;
    tp_levers behind = {0};
    if (status == TP_OK && pulled)
        status = tp_variant_solve(s->variant, &all, &now, s->err);
    if (status == TP_OK && tp_run_answered(now) && now->result->live[s->out->demand])
        status = tp_levers_of(&behind, now, s->out->demand, s->arena, s->err);
    for (size_t i = 0; i < behind.count && status == TP_OK; i++)
        if (!behind.items[i].force)
            status = tp_lever_add(levers, &behind.items[i], s->arena, s->err);
    return status;
}

/* One lever after the other on top of `base`; then several together; a lock is the last resort,
 * alone and with the others. */
static tp_status pull_levers(seeker *s, const tp_change *base, const tp_case *c, tp_levers *levers,
                             int64_t before)
{
    bool marked = base->n_settings || base->n_edits;
    tp_status status = TP_OK;
    for (int pass = 0; pass < 4 && status == TP_OK; pass++) {
        if (pass && s->out->n_remedies)
            break;
        if (pass == 1 || pass == 3) {
            if (pass == 1)
                status = look_behind(s, base, c, levers);
            s->forcing = pass == 3;
            if (status == TP_OK)
                status = pull_together(s, base, c, levers, before);
            continue;
        }
        for (size_t i = 0; i < levers->count && status == TP_OK; i++) {
            tp_remedy found = {0};
            bool helps;
            if (levers->items[i].force != (pass == 2) || s->out->n_remedies >= s->wanted)
                continue;
            status = pull(s, base, c, &levers->items[i], before, &found, &helps);
            if (status != TP_OK || !helps)
                continue;
            if (!marked)
                mark_decisive(s->out, &levers->items[i]);
            marked = true;
            status = keep(s, &found);
        }
    }
    return status;
}

/* ---- a refused demand ---- */

/* Opens the gates, again for those behind them; then, if it is live and gets nothing, its
 * levers. */
static tp_status open_gates(seeker *s, bool waiting)
{
    const tp_case *c = s->run->kase;
    tp_change lift = {0};
    tp_remedy found = {.rule = s->out->n_causes ? s->out->causes[0].rule : ""};
    for (int round = 0; round < ROUNDS; round++) {
        tp_change more;
        int64_t grant;
        tp_status status =
            tp_gates_lift(&more, c, s->out->demand, waiting && round == 0, s->arena, s->err);
        if (status == TP_OK && !more.n_settings && !more.n_edits)
            return TP_OK; /* nobody can open it */
        if (status == TP_OK) {
            const tp_change sofar = lift;
            status = tp_change_join(&lift, &sofar, &more, s->arena, s->err);
        }
        if (status == TP_OK)
            status = try_change(s, &lift, &found, &grant);
        if (status != TP_OK || grant < 0)
            return status;
        if (grant > 0)
            return keep(s, &found);
        c = tp_session_case(s->variant->session);
        if (!c->demand[s->out->demand].denied_by)
            break;
    }
    if (waiting || c->demand[s->out->demand].denied_by)
        return TP_OK;
    /* The levers hold no text of the variant's, which the next try takes away. */
    const tp_run *now;
    tp_levers levers;
    tp_status status = tp_variant_solve(s->variant, &lift, &now, s->err);
    if (status != TP_OK || !tp_run_answered(now))
        return status;
    status = tp_levers_of(&levers, now, s->out->demand, s->arena, s->err);
    return status == TP_OK ? pull_levers(s, &lift, s->run->kase, &levers, 0) : status;
}

/* What holds in principle may be lifted for this demand alone. */
static tp_status except(seeker *s)
{
    tp_change change;
    int64_t grant = -1;
    tp_remedy found = {0};
    tp_status status =
        tp_gates_except(&change, &found.rule, s->run->kase, s->out->demand, s->arena, s->err);
    if (status == TP_OK && change.n_settings)
        status = try_change(s, &change, &found, &grant);
    return status == TP_OK && grant > 0 ? keep(s, &found) : status;
}

static tp_status refused(seeker *s)
{
    tp_reasons reasons;
    bool dated = false;
    tp_status status = tp_case_reasons(s->run->kase, s->out->demand, s->arena, &reasons, s->err);
    for (size_t i = 0; status == TP_OK && i < reasons.count; i++) {
        const tp_reason *why = &reasons.items[i];
        tp_cause cause = {.rule = why->rule,
                          .basis = why->basis,
                          .text = why->text,
                          .figure = 0,
                          .until = why->until,
                          .pos = why->pos,
                          .tight = true,
                          .decisive = i == 0};
        dated = dated || why->until != TP_DATE_NONE;
        status = tp_add_cause(s->out, &cause, s->arena, s->err);
    }
    if (status == TP_OK && s->variant && dated)
        status = open_gates(s, true);
    if (status == TP_OK && s->variant)
        status = open_gates(s, false);
    return status == TP_OK && s->variant ? except(s) : status;
}

/* ---- who was served before ---- */

static tp_dec last_value(const tp_run *run, int32_t demand)
{
    const tp_standing *at = &run->kase->demand[demand];
    for (int32_t k = at->cols; k-- > 0;)
        if (run->answer.x[at->first_col + k] > 0)
            return tp_case_value(run->kase, demand,
                                 run->kase->program->col_origin[at->first_col + k].part);
    return TP_DEC_NONE;
}

static tp_status find_rivals(seeker *s)
{
    tp_explanation *out = s->out;
    const tp_case *c = s->run->kase;
    int32_t pool = c->line[out->line].pool, col = tp_open_column(s->run, out->demand);
    size_t room = (size_t)s->run->data->n_demands + 1;
    out->value = TP_DEC_NONE;
    if (col < 0)
        return TP_OK;
    out->value = tp_case_value(c, out->demand, c->program->col_origin[col].part);
    out->rivals = tp_arena_array(s->arena, room, sizeof *out->rivals);
    if (!out->rivals)
        return tp_fail_nomem(s->err);
    for (int32_t i = 0; i < s->run->data->n_demands; i++) {
        int32_t d = s->run->data->demand_input_order[i];
        if (d == out->demand || !s->run->result->loan[d] ||
            c->line[s->run->data->demands[d].line].pool != pool)
            continue;
        tp_rival rival = {d, s->run->result->loan[d], last_value(s->run, d)};
        if (rival.value < out->value)
            continue;
        size_t at = out->n_rivals++;
        for (; at > 0 && out->rivals[at - 1].value < rival.value; at--)
            out->rivals[at] = out->rivals[at - 1];
        out->rivals[at] = rival;
    }
    return TP_OK;
}

static const tp_words w_ahead = {
    "同池有 {0} 件申请的权数不低于本申请（下一个编制的权数 {1}），排在前面：{2}",
    "{0} {0|demand of the pool weighs|demands of the pool weigh} no less than this one (its next "
    "slot: {1}) and {0|comes|come} before it: {2}"};
static const tp_words w_one = {"{0}（{1}，借用 {2}）", "{0} ({1}, lent {2})"};
static const tp_words w_more = {"{0}、{1}", "{0}, {1}"};
static const tp_words w_others = {"{0}等", "{0} …"};

static tp_status rival_cause(seeker *s)
{
    tp_explanation *out = s->out;
    const char *list[2] = {NULL, NULL};
    if (!out->n_rivals)
        return TP_OK;
    for (size_t i = 0; i < out->n_rivals && i < RIVALS_SHOWN; i++) {
        const tp_rival *at = &out->rivals[i];
        tp_words one = TP_SAY(s->arena, w_one, s->run->data->demands[at->demand].code,
                              tp_say_dec(s->arena, at->value), tp_say_int(s->arena, at->loan));
        list[0] = i ? TP_SAY(s->arena, w_more, list[0], one.zh).zh : one.zh;
        list[1] = i ? TP_SAY(s->arena, w_more, list[1], one.en).en : one.en;
    }
    if (out->n_rivals > RIVALS_SHOWN) {
        list[0] = TP_SAY(s->arena, w_others, list[0]).zh;
        list[1] = TP_SAY(s->arena, w_others, list[1]).en;
    }
    const char *count = tp_say_int(s->arena, (tp_wide)out->n_rivals);
    const char *mine = tp_say_dec(s->arena, out->value);
    const char *weighs = tp_rules[tp_rule_at_sectors]->id;
    tp_cause cause = {.rule = "need",
                      .basis = tp_scenario_basis(s->run->scenario, weighs),
                      .text = {TP_SAY(s->arena, w_ahead, count, mine, list[0]).zh,
                               TP_SAY(s->arena, w_ahead, count, mine, list[1]).en},
                      .figure = TP_INT_NONE,
                      .pos = tp_scenario_pos(s->run->scenario, weighs),
                      .tight = out->missing > 0};
    return tp_add_cause(out, &cause, s->arena, s->err);
}

static tp_status live(seeker *s)
{
    tp_status status = tp_causes_of(s->out, s->run, s->arena, s->err);
    if (status != TP_OK || !s->out->missing || !tp_run_answered(s->run) || !s->run->answer.x)
        return status;
    status = find_rivals(s);
    if (status == TP_OK)
        status = rival_cause(s);
    tp_levers levers;
    const tp_change nothing = {0};
    if (status == TP_OK && s->variant)
        status = tp_levers_of(&levers, s->run, s->out->demand, s->arena, s->err);
    if (status == TP_OK && s->variant)
        status = pull_levers(s, &nothing, s->run->kase, &levers, s->out->own + s->out->lent);
    return status;
}

tp_status tp_explain_demand(tp_explanation *out, const tp_run *run, int32_t demand,
                            const tp_explain_options *options, tp_arena *arena, tp_err *err)
{
    const tp_demand *d = &run->data->demands[demand];
    *out = (tp_explanation){.demand = demand,
                            .line = d->line,
                            .live = run->result->live[demand],
                            .asked = d->quantity,
                            .own = run->result->own[demand],
                            .lent = run->result->loan[demand],
                            .value = TP_DEC_NONE};
    out->missing = out->live ? out->asked - out->own - out->lent : out->asked;
    seeker s = {.out = out,
                .run = run,
                .variant = options->variant,
                .wanted = options->remedies ? options->remedies : 3,
                .arena = arena,
                .err = err};
    return out->live ? live(&s) : refused(&s);
}
