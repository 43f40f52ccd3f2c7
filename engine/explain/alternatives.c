#include "explain/alternatives.h"

#include "base/parallel.h"
#include "explain/change.h"

#include <string.h>

typedef struct finder {
    const tp_alternatives_task *task;
    const tp_case *kase;
    tp_program *program; /* the run's, held within the loss */
    int32_t n_cols;
    const tp_tier_spec *own; /* the run's tiers without concessions */
    size_t n_own;
    tp_alternatives *out;
    tp_arena *arena;
    tp_err *err;
} finder;

/* The run's program with every tier held within the loss of its value in the run's answer. */
static tp_status hold(finder *f)
{
    const tp_run *run = f->task->run;
    size_t n = run->task.n_tiers;
    tp_tier_spec *held = tp_arena_array(f->arena, n + 2, sizeof *held);
    tp_tier_spec *own = tp_arena_array(f->arena, n + 1, sizeof *own);
    tp_tier_result *at = tp_arena_array(f->arena, n + 1, sizeof *at);
    int64_t *zero = tp_arena_array(f->arena, (size_t)f->n_cols + 1, sizeof *zero);
    if (!held || !own || !at || !zero)
        return tp_fail_nomem(f->err);
    for (size_t t = 0; t < n; t++) {
        own[t] = held[t] = run->task.tiers[t];
        own[t].concede = 0;
        held[t].concede = f->task->within;
        at[t] = run->result->tiers[t];
        at[t].value = at[t].final;
    }
    held[n] = (tp_tier_spec){.goal = "different", .objective = {.sense = TP_MIN, .cost = zero}};
    const tp_tiers_task task = {.program = run->task.program, .tiers = held, .n_tiers = n + 1};
    const tp_tiers_answer answer = {.tiers = at, .n_tiers = n};
    f->own = own;
    f->n_own = n;
    return tp_tiers_program(&f->program, &task, &answer, n, f->arena, f->err);
}

static int64_t loan_of(const finder *f, int32_t d, const int64_t *x)
{
    int64_t sum = 0;
    for (int32_t k = 0; k < f->kase->demand[d].cols; k++)
        sum += x[f->kase->demand[d].first_col + k];
    return sum;
}

/* Each use of a movement in an answer found so far costs one a slot. */
static void charge(const finder *f, int64_t *cost, const int64_t *deposit, const int64_t *loan)
{
    const tp_case *c = f->kase;
    for (int32_t l = 0; l < c->data->n_lines; l++)
        if (deposit[l] && c->line[l].deposit_col >= 0)
            cost[c->line[l].deposit_col] += TP_DEC_ONE;
    for (int32_t d = 0; d < c->data->n_demands; d++)
        for (int32_t k = 0; loan[d] && k < c->demand[d].cols; k++)
            cost[c->demand[d].first_col + k] += TP_DEC_ONE;
}

/* The run's point in the held program's columns, if it is whole there. */
static const int64_t *start_of(const finder *f)
{
    return f->program->n_cols == f->task->run->task.program->n_cols ? f->task->run->answer.x : NULL;
}

static tp_status solve(const finder *f, const int64_t *cost, size_t tiers, tp_arena *arena,
                       tp_tiers_answer *out, tp_err *err)
{
    tp_tier_spec *specs = tp_arena_array(arena, tiers + 2, sizeof *specs);
    if (!specs)
        return tp_fail_nomem(err);
    specs[0] = (tp_tier_spec){.goal = "different",
                              .objective = {.sense = TP_MIN, .cost = (int64_t *)(uintptr_t)cost}};
    for (size_t t = 0; t < tiers; t++)
        specs[t + 1] = f->own[t];
    const tp_tiers_task task = {.program = f->program,
                                .tiers = specs,
                                .n_tiers = tiers + 1,
                                .tie_break = tiers ? f->task->run->task.tie_break : NULL,
                                .tie_break_then = tiers ? f->task->run->task.tie_break_then : NULL,
                                .stop = f->task->stop,
                                .unproven = tiers > 0 && f->kase->n_periods > 1,
                                .start = start_of(f)};
    return tp_tiers_solve(out, &task, arena, err);
}

static tp_status values_of(finder *f, const int64_t *x, const tp_wide **out)
{
    tp_wide *values = tp_arena_array(f->arena, f->n_own + 1, sizeof *values);
    if (!values)
        return tp_fail_nomem(f->err);
    for (size_t t = 0; t < f->n_own; t++) {
        values[t] = TP_DEC_NONE;
        if (f->own[t].kind == TP_TIER_LINEAR &&
            !tp_objective_value(&f->own[t].objective, f->n_cols, x, &values[t]))
            return tp_fail(f->err, TP_E_OVERFLOW, "value of a tier");
    }
    *out = values;
    return TP_OK;
}

static void measure(const finder *f, tp_alternative *a)
{
    const tp_result *run = f->task->run->result;
    for (int32_t l = 0; l < run->n_lines; l++) {
        int64_t gap = a->deposit[l] - run->deposit[l];
        a->moved += gap < 0 ? -gap : gap;
        a->other += (a->deposit[l] > 0) != (run->deposit[l] > 0);
    }
    for (int32_t d = 0; d < run->n_demands; d++) {
        int64_t gap = a->loan[d] - run->loan[d];
        a->moved += gap < 0 ? -gap : gap;
        a->other += (a->loan[d] > 0) != (run->loan[d] > 0);
    }
}

static tp_status take(finder *f, const int64_t *x, bool proven, tp_alternative *out)
{
    const tp_dataset *data = f->kase->data;
    int64_t *deposit = tp_arena_array(f->arena, (size_t)data->n_lines + 1, sizeof *deposit);
    int64_t *loan = tp_arena_array(f->arena, (size_t)data->n_demands + 1, sizeof *loan);
    if (!deposit || !loan)
        return tp_fail_nomem(f->err);
    for (int32_t l = 0; l < data->n_lines; l++)
        if (f->kase->line[l].deposit_col >= 0)
            deposit[l] = x[f->kase->line[l].deposit_col];
    for (int32_t d = 0; d < data->n_demands; d++)
        loan[d] = loan_of(f, d, x);
    *out = (tp_alternative){.deposit = deposit, .loan = loan, .proven = proven};
    measure(f, out);
    return values_of(f, x, &out->tiers);
}

static bool same(const finder *f, const int64_t *deposit, const int64_t *loan,
                 const tp_alternative *a)
{
    size_t lines = (size_t)f->kase->data->n_lines, demands = (size_t)f->kase->data->n_demands;
    return (!lines || !memcmp(deposit, a->deposit, lines * sizeof *deposit)) &&
           (!demands || !memcmp(loan, a->loan, demands * sizeof *loan));
}

static bool known(const finder *f, const tp_alternative *a)
{
    const tp_result *run = f->task->run->result;
    bool found = same(f, run->deposit, run->loan, a);
    for (size_t i = 0; i < f->out->n_found; i++)
        found = found || same(f, f->out->found[i].deposit, f->out->found[i].loan, a);
    return found;
}

/* Answers found, and proofs done: the search is as many steps as answers were wanted. */
static void tell(const finder *f, size_t done, size_t total)
{
    const tp_told *progress = &f->task->progress;
    if (progress->told)
        progress->told(progress->user, done, total);
}

static void proven(void *user, size_t done, size_t total)
{
    const finder *f = user;
    tell(f, f->task->count + done, f->task->count + total);
}

static tp_status find_all(finder *f)
{
    const tp_result *run = f->task->run->result;
    int64_t *cost = tp_arena_array(f->arena, (size_t)f->n_cols + 1, sizeof *cost);
    f->out->found = tp_arena_array(f->arena, f->task->count + 1, sizeof *f->out->found);
    if (!cost || !f->out->found)
        return tp_fail_nomem(f->err);
    charge(f, cost, run->deposit, run->loan);
    while (f->out->n_found < f->task->count) {
        tp_tiers_answer answer;
        tp_alternative next;
        tp_arena *scratch = tp_arena_create();
        if (!scratch)
            return tp_fail_nomem(f->err);
        tp_status status = solve(f, cost, f->n_own, scratch, &answer, f->err);
        if (status == TP_OK && answer.x)
            status = take(f, answer.x, answer.tiers[0].proven, &next);
        bool none = !answer.x;
        f->out->stopped = status == TP_OK && (none || answer.status != TP_OPTIMAL) &&
                          f->task->stop.ask && f->task->stop.ask(f->task->stop.user) != TP_GO_ON;
        tp_arena_free(scratch);
        if (status != TP_OK || none)
            return status;
        if (known(f, &next)) {
            f->out->exhausted = !f->out->stopped;
            return TP_OK;
        }
        f->out->found[f->out->n_found++] = next;
        tell(f, f->out->n_found, f->task->count);
        charge(f, cost, next.deposit, next.loan);
        if (f->out->stopped)
            return TP_OK;
    }
    return TP_OK;
}

static tp_status add_row(finder *f, tp_movement kind, int32_t line, int32_t demand)
{
    tp_alternatives *out = f->out;
    tp_common_row *row = &out->rows[out->n_rows];
    *row = (tp_common_row){.kind = kind, .line = line, .demand = demand};
    row->count = tp_arena_array(f->arena, out->n_found + 1, sizeof *row->count);
    if (!row->count)
        return tp_fail_nomem(f->err);
    const tp_result *run = f->task->run->result;
    for (size_t i = 0; i <= out->n_found; i++) {
        const int64_t *deposit = i ? out->found[i - 1].deposit : run->deposit;
        const int64_t *loan = i ? out->found[i - 1].loan : run->loan;
        row->count[i] = kind == TP_MOVES_DEPOSIT ? deposit[line] : loan[demand];
        row->times += row->count[i] > 0;
    }
    out->n_rows += row->times > 0;
    return TP_OK;
}

static tp_status make_rows(finder *f)
{
    const tp_dataset *data = f->kase->data;
    size_t most = (size_t)data->n_lines + (size_t)data->n_demands + 1;
    f->out->rows = tp_arena_array(f->arena, most, sizeof *f->out->rows);
    if (!f->out->rows)
        return tp_fail_nomem(f->err);
    tp_status status = TP_OK;
    for (int32_t i = 0; i < data->n_lines && status == TP_OK; i++)
        status = add_row(f, TP_MOVES_DEPOSIT, data->line_input_order[i], TP_ID_NONE);
    for (int32_t i = 0; i < data->n_demands && status == TP_OK; i++) {
        int32_t d = data->demand_input_order[i];
        status = add_row(f, TP_MOVES_LOAN, data->demands[d].line, d);
    }
    return status;
}

static bool stopped(const finder *f)
{
    return f->task->stop.ask && f->task->stop.ask(f->task->stop.user) != TP_GO_ON;
}

static bool recall(finder *f, size_t item)
{
    const char *known = tp_portion_known(&f->task->portion, item);
    const char *at = known ? tp_portion_line(known, "least") : NULL;
    return at && tp_portion_count(&at, &f->out->rows[item].least);
}

static tp_status keep(finder *f, size_t item, tp_err *err)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_buf_format(&text, "least %lld\n", (long long)f->out->rows[item].least);
    return tp_portion_keep(&f->task->portion, item, &text, err);
}

/* The least a movement can be, rounded up from what is proven. */
static tp_status least_of(void *user, size_t worker, size_t item, tp_err *err)
{
    (void)worker;
    finder *f = user;
    tp_common_row *row = &f->out->rows[item];
    if (!tp_shard_has(f->task->portion.shard, item, f->out->n_rows) || recall(f, item))
        return TP_OK;
    if (row->times <= f->out->n_found)
        return keep(f, item, err);
    if (stopped(f))
        return TP_OK;
    tp_arena *arena = tp_arena_create();
    int64_t *cost = arena ? tp_arena_array(arena, (size_t)f->n_cols + 1, sizeof *cost) : NULL;
    tp_tiers_answer answer;
    tp_status status = cost ? TP_OK : tp_fail_nomem(err);
    if (status == TP_OK) {
        if (row->kind == TP_MOVES_DEPOSIT)
            cost[f->kase->line[row->line].deposit_col] = TP_DEC_ONE;
        for (int32_t k = 0; row->kind == TP_MOVES_LOAN && k < f->kase->demand[row->demand].cols;
             k++)
            cost[f->kase->demand[row->demand].first_col + k] = TP_DEC_ONE;
        status = solve(f, cost, 0, arena, &answer, err);
    }
    if (status == TP_OK && answer.n_tiers && answer.tiers[0].bound > 0)
        row->least = (int64_t)tp_ceil_div(answer.tiers[0].bound, TP_DEC_ONE);
    tp_arena_free(arena);
    return status == TP_OK && !stopped(f) ? keep(f, item, err) : status;
}

tp_status tp_alternatives_find(tp_alternatives *out, const tp_alternatives_task *task,
                               tp_arena *arena, tp_err *err)
{
    *out = (tp_alternatives){0};
    if (!tp_run_answered(task->run) || !task->run->answer.x)
        return tp_fail(err, TP_E_INPUT, "the run has no answer");
    finder f = {.task = task,
                .kase = task->run->kase,
                .n_cols = task->run->task.program->n_cols,
                .out = out,
                .arena = arena,
                .err = err};
    tp_status status = hold(&f);
    if (status == TP_OK)
        status = find_all(&f);
    if (status == TP_OK)
        status = make_rows(&f);
    if (status != TP_OK || task->skip_least || (task->portion.shard.of && out->stopped))
        return status;
    status = tp_portion_begin(&task->portion, out->n_rows, err);
    if (status != TP_OK)
        return status;
    const tp_parallel crew = {.threads = task->threads,
                              .items = out->n_rows,
                              .work = least_of,
                              .user = &f,
                              .progress = {proven, &f}};
    out->least_known = true;
    return tp_parallel_run(&crew, err);
}
