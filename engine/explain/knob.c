/* The figures a planner can move, as the rules list them; and how one is moved. */
#include "explain/change.h"

#include "models/rule.h"
#include "models/say.h"

tp_status tp_knobs_of(const tp_case *c, tp_arena *arena, tp_knob **out, size_t *count, tp_err *err)
{
    tp_knob_finder f = {.c = c, .root = c->scenario->normal, .arena = arena};
    for (int r = 0; r < tp_n_rules; r++) {
        f.rule = tp_rules[r]->id;
        if (tp_rules[r]->knobs)
            tp_rules[r]->knobs(&f);
    }
    *out = f.knobs;
    *count = f.count;
    return f.failed ? tp_fail_nomem(err) : TP_OK;
}

const char *tp_knob_value_text(const tp_knob *knob, int64_t value, tp_arena *arena)
{
    return knob->share ? tp_say_dec(arena, value) : tp_say_int(arena, value);
}

static const tp_words w_moved = {"{0}由 {1} 改为 {2}", "{0} from {1} to {2}"};

tp_status tp_change_knob(tp_change *change, const tp_case *c, const tp_knob *knob, int64_t value,
                         tp_arena *arena, tp_err *err)
{
    const char *from[2] = {tp_knob_value_text(knob, knob->value, arena),
                           tp_knob_value_text(knob, value, arena)};
    tp_words text = {TP_SAY(arena, w_moved, knob->name.zh, from[0], from[1]).zh,
                     TP_SAY(arena, w_moved, knob->name.en, from[0], from[1]).en};
    if (!text.zh || !text.en)
        return tp_fail_nomem(err);
    if (knob->key)
        return tp_change_set(change, knob->key, from[1], text, arena, err);
    if (knob->edits) {
        tp_data_edit edit = knob->edit;
        edit.value = value;
        return tp_change_edit(change, edit, text, arena, err);
    }
    const tp_turning turning = {change, c, knob, value, text, arena, err};
    return tp_rules[tp_rule_find(knob->rule)]->turn(&turning);
}
