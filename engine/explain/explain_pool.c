/* Lines as depositors, and pools as a whole. */
#include "explain/explain.h"

#include <string.h>

#include "models/rule.h"
#include "models/say.h"

extern const int tp_rule_at_moves;

static const tp_words w_enter = {
    "划入超编人员 {0} 人，可用空编 {1} 个还余 {2} 个",
    "{0} {0|person|people} from elsewhere {0|takes|take} up its usable "
    "vacancies of {1}: {2} left"};
static const tp_words w_leave = {"划出超编人员 {0} 人，仍超编 {1} 人",
                                 "{0} {0|person|people} above its usage rights {0|leaves|leave}, "
                                 "{1} {1|stays|stay} above"};

/* People who leave the line or take its vacancies; where those bind, they decide. */
static bool add_people(tp_line_account *out, const tp_run *run, tp_arena *arena)
{
    const tp_position *at = &run->kase->line[out->line];
    int64_t enter = 0, leave = 0;
    for (size_t i = 0; i < run->result->n_moves; i++) {
        enter += run->result->moves[i].to == out->line ? run->result->moves[i].count : 0;
        leave += run->result->moves[i].from == out->line ? run->result->moves[i].count : 0;
    }
    if (!enter && !leave)
        return true;
    int64_t left = enter ? at->usable - enter : at->over - leave;
    bool tight = enter && left < at->supply;
    tp_words text = enter
                        ? TP_SAY(arena, w_enter, tp_say_int(arena, enter),
                                 tp_say_int(arena, at->usable), tp_say_int(arena, left))
                        : TP_SAY(arena, w_leave, tp_say_int(arena, leave), tp_say_int(arena, left));
    for (size_t i = 0; i < out->n_causes && tight; i++)
        out->causes[i].decisive = false;
    out->causes[out->n_causes++] =
        (tp_cause){.rule = tp_rules[tp_rule_at_moves]->id,
                   .basis = tp_scenario_basis(run->scenario, tp_rules[tp_rule_at_moves]->id),
                   .text = text,
                   .figure = enter ? left : 0,
                   .pos = tp_scenario_pos(run->scenario, tp_rules[tp_rule_at_moves]->id),
                   .tight = tight,
                   .decisive = tight};
    return text.zh != NULL;
}

tp_status tp_explain_line(tp_line_account *out, const tp_run *run, int32_t line, tp_arena *arena,
                          tp_err *err)
{
    const tp_position *at = &run->kase->line[line];
    tp_bound_item *items;
    size_t count;
    *out = (tp_line_account){.line = line,
                             .supply = at->supply,
                             .most = at->most,
                             .deposit = run->result->deposit[line]};
    tp_status status = tp_case_bounds(run->kase, TP_OF_SUPPLY, line, arena, &items, &count, err);
    if (status != TP_OK)
        return status;
    out->causes = tp_arena_array(arena, count + 2, sizeof *out->causes);
    if (!out->causes)
        return tp_fail_nomem(err);
    bool decided = false;
    for (size_t i = 0; i < count; i++) {
        bool tight = items[i].most <= at->supply && items[i].most < at->vacant;
        out->causes[out->n_causes++] = (tp_cause){.rule = items[i].rule,
                                                  .basis = items[i].basis,
                                                  .text = items[i].text,
                                                  .figure = items[i].most,
                                                  .pos = items[i].pos,
                                                  .tight = tight,
                                                  .decisive = tight && !decided};
        decided = decided || tight;
    }
    if (!add_people(out, run, arena))
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < run->data->lines[line].demands; i++) {
        int32_t d = run->data->demand_of_line[run->data->lines[line].first_demand + i];
        out->borrows = out->borrows || run->result->loan[d] > 0;
    }
    return TP_OK;
}

static tp_status find_waiting(tp_pool_account *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    const tp_case *c = run->kase;
    out->waiting = tp_arena_array(arena, (size_t)run->data->n_demands + 1, sizeof *out->waiting);
    if (!out->waiting)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < run->data->n_demands && run->answer.x; i++) {
        int32_t d = run->data->demand_input_order[i];
        int64_t missing = run->data->demands[d].quantity - tp_run_grant(run, d);
        int32_t col = run->result->live[d] ? tp_open_column(run, d) : -1;
        if (!run->result->live[d] || !missing ||
            c->line[run->data->demands[d].line].pool != out->pool)
            continue;
        tp_dec value =
            col < 0 ? TP_DEC_NONE : tp_case_value(c, d, c->program->col_origin[col].part);
        size_t at = out->n_waiting++;
        for (; at > 0 && out->waiting[at - 1].value < value; at--)
            out->waiting[at] = out->waiting[at - 1];
        out->waiting[at] = (tp_pool_waiting){d, missing, value};
    }
    return TP_OK;
}

/* Solves with one slot more in the pool: who gets it? */
static tp_status find_next(tp_pool_account *out, const tp_run *run, tp_variant *variant,
                           tp_arena *arena, tp_err *err)
{
    tp_knob *knobs;
    size_t count;
    const tp_run *now;
    tp_status status = tp_knobs_of(run->kase, arena, &knobs, &count, err);
    const tp_knob *knob =
        status == TP_OK ? tp_knob_find(knobs, count, TP_KNOB_OPENING, out->pool) : NULL;
    if (!knob)
        return status;
    status = tp_change_knob(&out->next, run->kase, knob, knob->value + 1, arena, err);
    if (status == TP_OK)
        status = tp_variant_solve(variant, &out->next, &now, err);
    if (status != TP_OK || !tp_run_answered(now))
        return status;
    out->solved = true;
    for (int32_t d = 0; d < run->data->n_demands && out->next_demand == TP_ID_NONE; d++)
        if (tp_run_grant(now, d) > tp_run_grant(run, d))
            out->next_demand = d;
    return TP_OK;
}

tp_status tp_explain_pool(tp_pool_account *out, const tp_run *run, int32_t pool,
                          const tp_explain_options *options, tp_arena *arena, tp_err *err)
{
    const tp_case *c = run->kase;
    *out = (tp_pool_account){
        .pool = pool, .figures = tp_answer_pool(run, pool), .next_demand = TP_ID_NONE};
    for (int32_t i = c->pool_start[pool]; i < c->pool_start[pool + 1]; i++)
        out->spare += c->line[c->pool_line[i]].most - run->result->deposit[c->pool_line[i]];
    tp_status status = find_waiting(out, run, arena, err);
    if (status == TP_OK && options->variant && tp_run_answered(run))
        status = find_next(out, run, options->variant, arena, err);
    return status;
}

int32_t tp_pool_named(const tp_case *c, const char *text)
{
    for (int32_t p = 0; p < c->n_pools; p++) {
        const tp_pool *at = &c->pools[p];
        size_t scope = strlen(at->scope), category = strlen(at->category);
        const char *rest = text;
        if (strncmp(rest, at->scope, scope) != 0 || rest[scope] != '/')
            continue;
        rest += scope + 1;
        if (strncmp(rest, at->category, category) != 0)
            continue;
        rest += category;
        if (*at->ring ? *rest == '/' && strcmp(rest + 1, at->ring) == 0 : *rest == '\0')
            return p;
    }
    return TP_ID_NONE;
}
