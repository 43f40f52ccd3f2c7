#include "explain/outlook.h"

#include "models/answer.h"
#include "models/goal.h"

#include <string.h>

typedef struct walker {
    const tp_run *run;
    const tp_case *kase;
    int64_t *x; /* [n_cols] decided so far */
    tp_stop stop;
    tp_arena *arena;
    tp_err *err;
} walker;

/* Columns up to the period, those decided before fixed; rows the rules made up to it. */
static tp_status copy_program(walker *w, int period, tp_program **out)
{
    const tp_program *p = w->kase->program;
    tp_program *to = tp_program_create(w->arena);
    if (!to)
        return tp_fail_nomem(w->err);
    to->namer = p->namer;
    to->namer_user = p->namer_user;
    int32_t decided = tp_case_at(w->kase, period)->cols_from;
    for (int32_t j = 0; j < tp_case_at(w->kase, period)->cols_to; j++)
        if (tp_program_col(to, j < decided ? w->x[j] : p->lo[j], j < decided ? w->x[j] : p->hi[j],
                           p->col_origin[j]) < 0)
            return tp_fail_nomem(w->err);
    for (int32_t i = 0; i < p->n_rows; i++)
        if (p->row_origin[i].maker < tp_n_rules && p->row_origin[i].period <= period &&
            tp_program_row(to, p->row_lo[i], p->row_hi[i], p->row_origin[i],
                           p->entries + p->start[i], p->start[i + 1] - p->start[i]) < 0)
            return tp_fail_nomem(w->err);
    *out = to;
    return TP_OK;
}

/* The period seen as if it were the only one, for goals to speak of it. */
static tp_status only_period(walker *w, int period, tp_program *program, tp_case **out)
{
    const tp_case *at = tp_case_at(w->kase, period);
    tp_case *c = tp_arena_alloc(w->arena, sizeof *c);
    size_t demands = (size_t)at->data->n_demands + 1;
    if (!c)
        return tp_fail_nomem(w->err);
    *c = *at;
    c->arena = w->arena;
    c->period = 0;
    c->n_periods = 1;
    c->periods = tp_arena_array(w->arena, 1, sizeof(tp_case *));
    c->demand = tp_arena_array(w->arena, demands, sizeof *c->demand);
    c->program = program;
    if (!c->periods || !c->demand)
        return tp_fail_nomem(w->err);
    memcpy(c->demand, at->demand, demands * sizeof *c->demand);
    c->periods[0] = c;
    *out = c;
    return TP_OK;
}

/* Stability speaks of the first period. */
static bool speaks(const tp_tier_params *tier, int period)
{
    return period == 0 || strcmp(tp_goals[tier->goal]->id, "stability") != 0;
}

static tp_status make_task(walker *w, int period, tp_tiers_task *task)
{
    size_t count;
    const tp_tier_params *tiers = tp_tiers_of(w->kase->scenario, &count);
    tp_program *program = NULL;
    tp_case *c = NULL;
    tp_status status = copy_program(w, period, &program);
    if (status == TP_OK)
        status = only_period(w, period, program, &c);
    for (size_t i = 0; i < count && status == TP_OK; i++)
        if (speaks(&tiers[i], period) && tp_goals[tiers[i].goal]->emit)
            status = tp_goals[tiers[i].goal]->emit(c, TP_GOAL_MAKER(tiers[i].goal), &tiers[i],
                                                   program, w->err);
    if (status != TP_OK)
        return status;
    size_t cols = (size_t)program->n_cols + 1;
    tp_tier_spec *specs = tp_arena_array(w->arena, count + 1, sizeof *specs);
    int64_t *ties = tp_arena_array(w->arena, cols, sizeof *ties);
    if (!specs || !ties)
        return tp_fail_nomem(w->err);
    *task = (tp_tiers_task){.program = program, .tiers = specs, .tie_break = ties, .stop = w->stop};
    for (size_t i = 0; i < count && status == TP_OK; i++) {
        const tp_goal *goal = tp_goals[tiers[i].goal];
        if (!speaks(&tiers[i], period))
            continue;
        tp_tier_spec *spec = &specs[task->n_tiers++];
        *spec = (tp_tier_spec){.goal = goal->id, .concede = tiers[i].concede};
        spec->objective.sense = goal->sense;
        spec->objective.cost = tp_arena_array(w->arena, cols, sizeof *spec->objective.cost);
        if (!spec->objective.cost)
            return tp_fail_nomem(w->err);
        status = goal->objective(c, &tiers[i], spec, w->err);
    }
    const tp_case *at = tp_case_at(w->kase, period);
    const int64_t *by =
        period + 1 < w->kase->n_periods ? w->kase->tie_break_then : w->kase->tie_break;
    for (int32_t j = at->cols_from; j < at->cols_to; j++)
        ties[j] = by[j];
    return status;
}

static tp_status decide(walker *w, int period, bool *stuck)
{
    tp_tiers_task task;
    tp_tiers_answer answer;
    tp_status status = make_task(w, period, &task);
    if (status == TP_OK)
        status = tp_tiers_solve(&answer, &task, w->arena, w->err);
    if (status != TP_OK)
        return status;
    *stuck = answer.x == NULL;
    const tp_case *at = tp_case_at(w->kase, period);
    for (int32_t j = at->cols_from; answer.x && j < at->cols_to; j++)
        w->x[j] = answer.x[j];
    return TP_OK;
}

/* The worst-served group, in millionths, rounded down as in results. */
static bool worst_of(const tp_tier_spec *spec, const tp_program *program, const int64_t *x,
                     tp_wide *out)
{
    *out = TP_DEC_ONE;
    for (size_t g = 0; g < spec->n_groups; g++) {
        tp_wide sum;
        if (!tp_program_activity(program, spec->groups[g].row, x, &sum))
            return false;
        sum = tp_floor_div((sum + spec->groups[g].base) * TP_DEC_ONE, spec->groups[g].total);
        *out = sum < *out ? sum : *out;
    }
    return true;
}

/* Worth of the whole in the plan's own goals. */
static tp_status value_all(walker *w, tp_yearly *out)
{
    const tp_case *c = w->kase;
    size_t count;
    const tp_tier_params *tiers = tp_tiers_of(c->scenario, &count);
    for (size_t i = 0; i < count; i++)
        if (tp_goals[tiers[i].goal]->tidy)
            tp_goals[tiers[i].goal]->tidy(c, TP_GOAL_MAKER(tiers[i].goal), w->x);
    out->first = -1;
    for (size_t i = 0; i < count; i++) {
        const tp_tier_spec *spec = &c->tiers[i];
        bool known =
            spec->kind == TP_TIER_RATIO
                ? worst_of(spec, c->program, w->x, &out->value[i])
                : tp_objective_value(&spec->objective, c->program->n_cols, w->x, &out->value[i]);
        if (!known)
            return tp_fail(w->err, TP_E_OVERFLOW, "a tier's value is out of range");
        const tp_tier_result *plan = &w->run->result->tiers[i];
        if (out->first < 0 && i < w->run->result->n_tiers && plan->final != out->value[i]) {
            out->first = (int)i;
            out->gain = plan->sense * (out->value[i] - plan->final);
        }
    }
    return TP_OK;
}

tp_status tp_outlook_yearly(tp_yearly *out, const tp_run *run, tp_stop stop, tp_arena *arena,
                            tp_err *err)
{
    walker w = {.run = run, .kase = run->kase, .stop = stop, .arena = arena, .err = err};
    bool stuck = false;
    *out = (tp_yearly){.first = -1};
    w.x = tp_arena_array(arena, (size_t)run->kase->program->n_cols + 1, sizeof *w.x);
    out->value = tp_arena_array(arena, run->kase->n_tiers + 1, sizeof *out->value);
    if (!w.x || !out->value)
        return tp_fail_nomem(err);
    for (int t = 0; t < run->kase->n_periods; t++) {
        tp_status status = decide(&w, t, &stuck);
        if (status != TP_OK)
            return status;
        if (stuck) {
            out->stuck = t + 1;
            return TP_OK;
        }
    }
    tp_status status = value_all(&w, out);
    return status == TP_OK ? tp_answer_create(&out->result, run->kase, w.x, arena, err) : status;
}

static bool same_answer(const tp_run *run, const int64_t *loan, const int64_t *deposit)
{
    const tp_result *r = run->result;
    return memcmp(r->loan, loan, (size_t)r->n_demands * sizeof *loan) == 0 &&
           memcmp(r->deposit, deposit, (size_t)r->n_lines * sizeof *deposit) == 0;
}

/* The number of the run's first-period answer, given to it if it is new. */
static tp_status number_answer(tp_tails *out, const tp_run *run, int *number, tp_arena *arena,
                               tp_err *err)
{
    const tp_result *r = run->result;
    for (*number = 0; *number < out->n_answers; (*number)++)
        if (same_answer(run, out->loan[*number], out->deposit[*number]))
            return TP_OK;
    size_t demands = (size_t)r->n_demands, lines = (size_t)r->n_lines;
    int64_t *loan = tp_arena_array(arena, demands + 1, sizeof *loan);
    int64_t *deposit = tp_arena_array(arena, lines + 1, sizeof *deposit);
    if (!loan || !deposit)
        return tp_fail_nomem(err);
    memcpy(loan, r->loan, demands * sizeof *loan);
    memcpy(deposit, r->deposit, lines * sizeof *deposit);
    out->loan[out->n_answers] = loan;
    out->deposit[out->n_answers++] = deposit;
    return TP_OK;
}

tp_status tp_outlook_tails(tp_tails *out, const tp_run *run, int count, const tp_looking *how,
                           tp_arena *arena, tp_err *err)
{
    tp_variant variant;
    *out = (tp_tails){.count = count, .enough = -1};
    out->answer = tp_arena_array(arena, (size_t)count, sizeof *out->answer);
    out->loan = tp_arena_array(arena, (size_t)count, sizeof(int64_t *));
    out->deposit = tp_arena_array(arena, (size_t)count, sizeof(int64_t *));
    if (!out->answer || !out->loan || !out->deposit)
        return tp_fail_nomem(err);
    tp_status status = tp_variant_open(&variant, run, how->stop, err);
    if (status != TP_OK)
        return status;
    for (int tail = 0; tail < count && status == TP_OK; tail++) {
        tp_change change = {0};
        const tp_run *at = NULL;
        const char *value = tp_arena_format(arena, "%d", tail);
        status = tp_change_set(&change, "horizon.tail", value, (tp_words){"", ""}, arena, err);
        if (status == TP_OK)
            status = tp_variant_solve(&variant, &change, &at, err);
        out->answer[tail] = -1;
        if (status == TP_OK && at && tp_run_answered(at))
            status = number_answer(out, at, &out->answer[tail], arena, err);
        if (how->told)
            how->told(how->user, (size_t)tail + 1);
    }
    tp_variant_close(&variant);
    /* The last one stands for all beyond; alone it shows nothing. */
    int from = count - 1;
    while (status == TP_OK && from > 0 && out->answer[from - 1] == out->answer[count - 1])
        from--;
    if (out->answer[count - 1] >= 0 && (from < count - 1 || count == 1))
        out->enough = from;
    return status;
}
