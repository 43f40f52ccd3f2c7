/* What would open the gates a demand was refused at: each rule writes its own step (rule.h,
 * `open`). */
#include "explain/explain.h"

#include "models/rule.h"
#include "models/say.h"

static const tp_words w_wait = {"等到 {0}（其他数据不变）再申请",
                                "ask again on {0} (other data unchanged)"};

tp_status tp_gates_lift(tp_change *out, const tp_case *c, int32_t demand, bool waiting,
                        tp_arena *arena, tp_err *err)
{
    tp_reasons reasons;
    tp_date until = TP_DATE_NONE;
    const tp_line *line = &c->data->lines[c->data->demands[demand].line];
    *out = (tp_change){0};
    tp_status status = tp_case_reasons(c, demand, arena, &reasons, err);
    for (size_t i = 0; status == TP_OK && i < reasons.count; i++) {
        tp_opening o = {.change = out,
                        .c = c,
                        .demand = demand,
                        .line = line,
                        .unit = &c->data->units[line->unit],
                        .reason = &reasons.items[i],
                        .waiting = waiting,
                        .until = &until,
                        .arena = arena,
                        .err = err};
        int rule = tp_rule_find(reasons.items[i].rule);
        if (rule >= 0 && tp_rules[rule]->open)
            status = tp_rules[rule]->open(&o);
    }
    if (status != TP_OK || until == TP_DATE_NONE)
        return status;
    const char *date = tp_say_date(arena, until);
    tp_words text = TP_SAY(arena, w_wait, date);
    return text.zh ? tp_change_set(out, "as_of", date, text, arena, err) : tp_fail_nomem(err);
}

/* The rule that lifts what others deny. */
static int lifting_rule(void)
{
    for (int r = 0; r < tp_n_rules; r++)
        if (tp_rules[r]->lifts && tp_rules[r]->open)
            return r;
    return -1;
}

tp_status tp_gates_except_one(tp_change *out, const tp_case *c, int32_t demand,
                              const tp_reason *reason, tp_arena *arena, tp_err *err)
{
    int lifting = lifting_rule();
    const tp_line *line = &c->data->lines[c->data->demands[demand].line];
    tp_opening o = {.change = out,
                    .c = c,
                    .demand = demand,
                    .line = line,
                    .unit = &c->data->units[line->unit],
                    .reason = reason,
                    .arena = arena,
                    .err = err};
    return lifting < 0 ? TP_OK : tp_rules[lifting]->open(&o);
}

tp_status tp_gates_except(tp_change *out, const char **rule, const tp_case *c, int32_t demand,
                          tp_arena *arena, tp_err *err)
{
    tp_reasons reasons;
    int lifting = lifting_rule();
    *out = (tp_change){0};
    *rule = lifting < 0 ? "" : tp_rules[lifting]->id;
    tp_status status = tp_case_reasons(c, demand, arena, &reasons, err);
    for (size_t i = 0; status == TP_OK && lifting >= 0 && i < reasons.count; i++) {
        int denying = tp_rule_find(reasons.items[i].rule);
        if (denying < 0 || !tp_rules[denying]->in_principle) {
            *out = (tp_change){0}; /* that one refuses it all the same */
            return TP_OK;
        }
        status = tp_gates_except_one(out, c, demand, &reasons.items[i], arena, err);
    }
    return status;
}
