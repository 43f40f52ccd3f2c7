#include "explain/robust.h"

#include "base/parallel.h"
#include "certify/recheck.h"
#include "explain/robust_draw.h"

#include <pthread.h>
#include <string.h>

typedef struct gatherer {
    const tp_robust_task *task;
    tp_draw *draws; /* [task->draws] */
    size_t width;   /* movements a draw can have: lines, then demands, then rules and the books */
    tp_arena *arena;
    pthread_mutex_t lock; /* of the arena and of `told` */
    size_t done;
} gatherer;

static tp_status keep(const gatherer *g, size_t item, tp_err *err)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_draw_write(&text, &g->draws[item], g->width, g->task->run->result->n_tiers);
    return tp_portion_keep(&g->task->portion, item, &text, err);
}

static tp_status work(void *user, size_t worker, size_t item, tp_err *err)
{
    (void)worker;
    gatherer *g = user;
    if (!tp_shard_has(g->task->portion.shard, item, g->task->draws))
        return TP_OK;
    const char *known = tp_portion_known(&g->task->portion, item);
    if (!known && g->task->stop.ask && g->task->stop.ask(g->task->stop.user) != TP_GO_ON)
        return TP_OK;
    tp_draw *draw = &g->draws[item];
    pthread_mutex_lock(&g->lock);
    draw->broken = tp_arena_array(g->arena, g->width, sizeof *draw->broken);
    draw->loss = tp_arena_array(g->arena, g->task->run->result->n_tiers + 1, sizeof *draw->loss);
    pthread_mutex_unlock(&g->lock);
    if (!draw->broken || !draw->loss)
        return tp_fail_nomem(err);
    if (known && tp_draw_read(draw, known, g->width, g->task->run->result->n_tiers))
        return TP_OK;
    tp_status status = tp_draw_measure(draw, g->task, item, err);
    if (status == TP_OK && draw->done)
        status = keep(g, item, err);
    if (status == TP_OK && draw->done && g->task->told) {
        pthread_mutex_lock(&g->lock);
        g->task->told(g->task->user, ++g->done);
        pthread_mutex_unlock(&g->lock);
    }
    return status;
}

/* Draw after draw, in order: so many failures, and which rule stands behind most of them. */
static void count_failures(const gatherer *g, size_t at, size_t *by_rule, tp_fragile *out)
{
    size_t rules = (size_t)tp_n_rules + 1;
    memset(by_rule, 0, rules * sizeof *by_rule);
    out->failed = 0;
    for (size_t i = 0; i < g->task->draws; i++) {
        if (!g->draws[i].done || !g->draws[i].broken[at])
            continue;
        out->failed++;
        by_rule[g->draws[i].broken[at] - 1]++;
    }
    size_t most = 0;
    for (size_t r = 1; r < rules; r++)
        if (by_rule[r] > by_rule[most])
            most = r;
    out->rule = most < (size_t)tp_n_rules ? (int)most : -1;
}

/* Stable: those in order of input stay so among equals. */
static void most_often_first(tp_fragile *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        tp_fragile item = items[i];
        size_t k = i;
        for (; k > 0 && items[k - 1].failed < item.failed; k--)
            items[k] = items[k - 1];
        items[k] = item;
    }
}

static tp_status list_failures(const gatherer *g, tp_robust *out, tp_err *err)
{
    const tp_run *run = g->task->run;
    const tp_dataset *data = run->data;
    size_t lines = (size_t)data->n_lines, demands = (size_t)data->n_demands;
    size_t rules = (size_t)tp_n_rules + 1;
    size_t *by_rule = tp_arena_array(g->arena, rules, sizeof *by_rule);
    out->movements = tp_arena_array(g->arena, lines + demands + 1, sizeof *out->movements);
    out->others = tp_arena_array(g->arena, rules, sizeof *out->others);
    if (!by_rule || !out->movements || !out->others)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < lines + demands; i++) {
        bool loan = i >= lines;
        int32_t d = loan ? data->demand_input_order[i - lines] : TP_ID_NONE;
        int32_t l = loan ? data->demands[d].line : data->line_input_order[i];
        tp_fragile item = {.kind = loan ? TP_MOVES_LOAN : TP_MOVES_DEPOSIT,
                           .line = l,
                           .demand = d,
                           .count = loan ? run->result->loan[d] : run->result->deposit[l]};
        count_failures(g, loan ? lines + (size_t)d : (size_t)l, by_rule, &item);
        if (item.failed)
            out->movements[out->n_movements++] = item;
    }
    for (size_t r = 0; r < rules; r++) {
        tp_fragile item = {.line = TP_ID_NONE, .demand = TP_ID_NONE};
        count_failures(g, lines + demands + r, by_rule, &item);
        if (item.failed)
            out->others[out->n_others++] = item;
    }
    most_often_first(out->movements, out->n_movements);
    most_often_first(out->others, out->n_others);
    return TP_OK;
}

static bool loses_nothing(const tp_draw *draw, size_t n_tiers)
{
    for (size_t t = 0; draw->compared && t < n_tiers; t++)
        if (draw->loss[t] != 0)
            return false;
    return draw->compared;
}

static tp_status sum_up(const gatherer *g, tp_robust *out, tp_err *err)
{
    out->n_tiers = g->task->run->result->n_tiers;
    out->tiers = tp_arena_array(g->arena, out->n_tiers + 1, sizeof *out->tiers);
    if (!out->tiers)
        return tp_fail_nomem(err);
    int64_t lent = 0;
    for (int32_t d = 0; d < g->task->run->data->n_demands; d++)
        lent += g->task->run->result->loan[d];
    for (size_t i = 0; i < g->task->draws; i++) {
        const tp_draw *draw = &g->draws[i];
        out->drawn += draw->done;
        out->feasible += draw->done && draw->feasible;
        out->best += draw->done && draw->feasible && loses_nothing(draw, out->n_tiers);
        out->hopeless += draw->done && draw->hopeless;
        out->stuck += draw->done && !draw->hopeless && !draw->compared;
        out->kept += draw->done && draw->compared ? draw->kept : 0;
        out->lent += draw->done && draw->compared ? lent : 0;
        for (size_t t = 0; draw->done && draw->compared && t < out->n_tiers; t++) {
            tp_robust_tier *tier = &out->tiers[t];
            tier->worst = tier->draws && tier->worst > draw->loss[t] ? tier->worst : draw->loss[t];
            tier->mean += draw->loss[t];
            tier->draws++;
        }
    }
    for (size_t t = 0; t < out->n_tiers; t++)
        if (out->tiers[t].draws)
            out->tiers[t].mean = tp_half_up_div(out->tiers[t].mean, (tp_wide)out->tiers[t].draws);
    return list_failures(g, out, err);
}

tp_spreads tp_spreads_usual(const tp_run *run)
{
    if (run->result->n_periods > 1)
        return (tp_spreads){.departures = TP_DEC_ONE / 10};
    return (tp_spreads){TP_DEC_ONE / 20, TP_DEC_ONE / 10, TP_DEC_ONE / 10, TP_DEC_ONE / 10};
}

tp_status tp_robust_measure(tp_robust *out, const tp_robust_task *task, tp_arena *arena,
                            tp_err *err)
{
    const tp_dataset *data = task->run->data;
    *out = (tp_robust){0};
    if (!task->run->answer.x)
        return tp_fail(err, TP_E_INPUT, "the run has no answer");
    gatherer g = {.task = task, .arena = arena};
    g.width = (size_t)data->n_lines + (size_t)data->n_demands + (size_t)tp_n_rules + 1;
    g.draws = tp_arena_array(arena, task->draws + 1, sizeof *g.draws);
    if (!g.draws)
        return tp_fail_nomem(err);
    tp_status status = tp_portion_begin(&task->portion, task->draws, err);
    if (status != TP_OK)
        return status;
    pthread_mutex_init(&g.lock, NULL);
    const tp_parallel crew = {
        .threads = task->threads, .items = task->draws, .work = work, .user = &g};
    status = tp_parallel_run(&crew, err);
    pthread_mutex_destroy(&g.lock);
    return status == TP_OK ? sum_up(&g, out, err) : status;
}
