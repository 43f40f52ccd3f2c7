#include "explain/sensitivity.h"

#include "base/parallel.h"
#include "explain/explain.h"
#include "models/rule.h"

#include <string.h>

enum { FARTHEST = 4096 };
#define HUNDREDTH (TP_DEC_ONE / 100)

typedef struct worker {
    tp_variant variant;
    tp_arena *arena;
} worker;

typedef struct prober {
    tp_sensitivity *out;
    const tp_portion *portion;
    worker *workers;
} prober;

/* What the tiers gain when the knob stands at `value`. */
static tp_status probe(worker *w, const tp_run *run, const tp_knob *knob, int64_t value,
                       tp_side_state *state, tp_wide *gain, tp_err *err)
{
    const tp_run *now;
    tp_change change = {0};
    tp_status status = tp_change_knob(&change, run->kase, knob, value, w->arena, err);
    if (status == TP_OK)
        status = tp_variant_solve(&w->variant, &change, &now, err);
    if (status != TP_OK)
        return status;
    *state = !now                                   ? TP_SIDE_NONE
             : now->result->status == TP_OPTIMAL    ? TP_SIDE_SOLVED
             : now->result->status == TP_INFEASIBLE ? TP_SIDE_INFEASIBLE
                                                    : TP_SIDE_UNKNOWN;
    for (size_t t = 0; *state == TP_SIDE_SOLVED && t < run->result->n_tiers; t++)
        gain[t] = run->result->tiers[t].sense *
                  (run->result->tiers[t].final - now->result->tiers[t].final);
    return TP_OK;
}

/* First tier that differs between two gains; -1. */
static int32_t differs(const tp_wide *a, const tp_wide *b, size_t n)
{
    for (size_t t = 0; t < n; t++)
        if (a[t] != b[t])
            return (int32_t)t;
    return -1;
}

static int64_t clip(const tp_knob *knob, int64_t value)
{
    return value < knob->least ? knob->least : value > knob->most ? knob->most : value;
}

/* Doubles, then bisects, to where a further step changes nothing. What a side gains grows no faster
 * with every step, so that a step without gain ends it. */
static tp_status reach(prober *p, worker *w, const tp_sensitive *item, tp_sensitive_side *side,
                       int64_t step, tp_err *err)
{
    const tp_run *run = p->out->run;
    size_t n = run->result->n_tiers;
    int64_t low = 1, high = 1, far = FARTHEST;
    tp_wide *last = tp_arena_array(w->arena, n + 1, sizeof *last);
    tp_wide *now = tp_arena_array(w->arena, n + 1, sizeof *now);
    tp_wide *end = tp_arena_array(w->arena, n + 1, sizeof *end);
    if (!last || !now || !end)
        return tp_fail_nomem(err);
    memcpy(last, side->gain, n * sizeof *last);
    tp_side_state state;
    tp_status status = TP_OK;
    while (status == TP_OK && high < far) {
        int64_t next = high * 2;
        status = probe(w, run, &item->knob, clip(&item->knob, item->knob.value + step * next),
                       &state, now, err);
        if (status != TP_OK || state != TP_SIDE_SOLVED)
            break;
        if (differs(now, last, n) < 0) {
            side->bounded = true;
            break;
        }
        low = high;
        high = next;
        memcpy(last, now, n * sizeof *last);
    }
    /* The gain at `high` is that of twice as much; where was it reached? */
    memcpy(end, last, n * sizeof *end);
    for (low = high / 2; status == TP_OK && side->bounded && low + 1 < high;) {
        int64_t middle = low + (high - low) / 2;
        status = probe(w, run, &item->knob, clip(&item->knob, item->knob.value + step * middle),
                       &state, now, err);
        if (status == TP_OK && state == TP_SIDE_SOLVED && differs(now, end, n) < 0)
            high = middle;
        else
            low = middle;
    }
    side->until = clip(&item->knob, item->knob.value + step * high);
    memcpy(side->in_all, end, n * sizeof *end);
    return status;
}

static tp_status look(prober *p, worker *w, const tp_sensitive *item, tp_sensitive_side *side,
                      int64_t step, tp_err *err)
{
    const tp_run *run = p->out->run;
    size_t n = run->result->n_tiers;
    side->to = clip(&item->knob, item->knob.value + step);
    side->first = -1;
    if (side->to == item->knob.value)
        return TP_OK;
    tp_status status = probe(w, run, &item->knob, side->to, &side->state, side->gain, err);
    if (status != TP_OK || side->state != TP_SIDE_SOLVED)
        return status;
    for (size_t t = 0; t < n && side->first < 0; t++)
        if (side->gain[t] != 0)
            side->first = (int32_t)t;
    side->better = side->first >= 0 && side->gain[side->first] > 0;
    return side->better ? reach(p, w, item, side, step, err) : TP_OK;
}

static void write_side(tp_buf *out, const char *name, const tp_sensitive_side *side, size_t n)
{
    tp_buf_format(out, "%s %d %lld %d %d %d %lld", name, (int)side->state, (long long)side->to,
                  (int)side->first, side->better, side->bounded, (long long)side->until);
    for (size_t t = 0; t < n; t++)
        tp_portion_write_wide(out, side->gain[t]);
    for (size_t t = 0; t < n; t++)
        tp_portion_write_wide(out, side->in_all[t]);
    tp_buf_char(out, '\n');
}

static bool read_side(tp_sensitive_side *side, const char *at, size_t n)
{
    int64_t figure[6];
    bool good = at != NULL;
    for (int i = 0; good && i < 6; i++)
        good = tp_portion_count(&at, &figure[i]);
    for (size_t t = 0; good && t < 2 * n; t++)
        good = tp_portion_figure(&at, t < n ? &side->gain[t] : &side->in_all[t - n]);
    if (!good || figure[0] < 0 || figure[0] > TP_SIDE_UNKNOWN || figure[2] >= (int64_t)n)
        return false;
    side->state = (tp_side_state)figure[0];
    side->to = figure[1];
    side->first = (int32_t)figure[2];
    side->better = figure[3];
    side->bounded = figure[4];
    side->until = figure[5];
    return true;
}

/* What is known of a figure need not be found again. */
static bool recall(prober *p, size_t index, size_t *solved)
{
    tp_sensitive *item = &p->out->items[index];
    size_t n = p->out->run->result->n_tiers;
    int64_t times = 0;
    const char *known = tp_portion_known(p->portion, index);
    const char *count = known ? tp_portion_line(known, "solved") : NULL;
    bool good = count && tp_portion_count(&count, &times) &&
                read_side(&item->more, tp_portion_line(known, "more"), n) &&
                read_side(&item->fewer, tp_portion_line(known, "fewer"), n);
    if (good)
        *solved += (size_t)times;
    return good;
}

static tp_status keep(prober *p, size_t index, size_t solved, tp_err *err)
{
    const tp_sensitive *item = &p->out->items[index];
    size_t n = p->out->run->result->n_tiers;
    tp_buf text;
    if (item->more.state == TP_SIDE_UNKNOWN || item->fewer.state == TP_SIDE_UNKNOWN)
        return TP_OK; /* more time would say more */
    tp_buf_init(&text);
    write_side(&text, "more", &item->more, n);
    write_side(&text, "fewer", &item->fewer, n);
    tp_buf_format(&text, "solved %zu\n", solved);
    return tp_portion_keep(p->portion, index, &text, err);
}

static tp_status work(void *user, size_t number, size_t index, tp_err *err)
{
    prober *p = user;
    worker *w = &p->workers[number];
    tp_sensitive *item = &p->out->items[index];
    if (!tp_shard_has(p->portion->shard, index, p->out->count))
        return TP_OK;
    size_t before = w->variant.solved;
    bool known = recall(p, index, &w->variant.solved);
    tp_status status = known ? TP_OK : look(p, w, item, &item->more, item->step, err);
    if (status == TP_OK && !known)
        status = look(p, w, item, &item->fewer, -item->step, err);
    if (status == TP_OK && !known)
        status = keep(p, index, w->variant.solved - before, err);
    item->matters = item->more.first >= 0 || item->fewer.first >= 0 ||
                    item->more.state == TP_SIDE_INFEASIBLE ||
                    item->fewer.state == TP_SIDE_INFEASIBLE;
    return status;
}

/* The row that stands for a knob, where one does. */
static int32_t row_of(const tp_run *run, const tp_knob *knob)
{
    const tp_program *p = run->kase->program;
    const char *rule = knob->rule;
    if (knob->kind == TP_KNOB_OPENING)
        return run->kase->pools[knob->subject].balance_row;
    if (knob->kind != TP_KNOB_LIMIT_LEAST && knob->kind != TP_KNOB_LIMIT_MOST &&
        knob->kind != TP_KNOB_LOCK_LEAST && knob->kind != TP_KNOB_LOCK_MOST)
        return -1;
    int maker = tp_rule_find(rule);
    for (int32_t i = 0; i < p->n_rows; i++)
        if (p->row_origin[i].maker == maker && p->row_origin[i].subject == knob->subject)
            return i;
    return -1;
}

static void hint(tp_sensitive *item, const tp_run *run)
{
    int32_t row = row_of(run, &item->knob);
    for (size_t t = 0; row >= 0 && t < run->result->n_tiers && !item->hinted; t++) {
        const tp_multipliers *m = &run->result->tiers[t].multipliers;
        if (row >= m->count || !m->scale || !m->y || !m->y[row])
            continue;
        tp_wide price = m->y[row] < 0 ? -(tp_wide)m->y[row] : m->y[row];
        item->hinted = true;
        item->hint_tier = (int32_t)t;
        item->hint = (tp_dec)(price / m->scale);
    }
}

/* A pool that has lent all it may, with nothing left that its lines could still deposit. */
static uint32_t dry_in(const tp_run *run, int32_t pool)
{
    const tp_pool_result *first = tp_answer_pool(run, pool);
    uint32_t bits = 0;
    for (int t = 0; first && t < run->result->n_periods; t++) {
        const tp_pool_result *at = &run->result->periods[t]->pools[first - run->result->pools];
        const tp_case *c = tp_case_at(run->kase, t);
        int64_t spare = 0;
        for (int32_t k = c->pool_start[pool]; k < c->pool_start[pool + 1]; k++)
            spare +=
                c->line[c->pool_line[k]].most - run->result->periods[t]->deposit[c->pool_line[k]];
        if (at->loans && !spare && at->closing <= at->required)
            bits |= (uint32_t)1 << t;
    }
    return bits;
}

/* In which periods the knob's bound is reached. */
static void find_binding(tp_sensitive *item, const tp_run *run)
{
    const tp_program *p = run->kase->program;
    const tp_knob *knob = &item->knob;
    bool least = knob->kind == TP_KNOB_LIMIT_LEAST || knob->kind == TP_KNOB_LOCK_LEAST;
    bool most = knob->kind == TP_KNOB_LIMIT_MOST || knob->kind == TP_KNOB_LOCK_MOST;
    int maker = tp_rule_find(knob->rule);
    item->speaks = least || most || knob->kind == TP_KNOB_OPENING;
    if (knob->kind == TP_KNOB_OPENING)
        item->binds = dry_in(run, knob->subject);
    for (int32_t i = 0; (least || most) && run->answer.x && i < p->n_rows; i++) {
        tp_wide is;
        if (p->row_origin[i].maker != maker || p->row_origin[i].subject != knob->subject ||
            !tp_program_activity(p, i, run->answer.x, &is))
            continue;
        if (is == (least ? p->row_lo[i] : p->row_hi[i]))
            item->binds |= (uint32_t)1 << p->row_origin[i].period;
    }
}

static bool make_side(tp_sensitive_side *side, size_t n, tp_arena *arena)
{
    side->first = -1;
    side->gain = tp_arena_array(arena, n + 1, sizeof *side->gain);
    side->in_all = tp_arena_array(arena, n + 1, sizeof *side->in_all);
    return side->gain && side->in_all;
}

static tp_status make_items(tp_sensitivity *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    tp_knob *knobs;
    size_t count;
    tp_status status = tp_knobs_of(run->kase, arena, &knobs, &count, err);
    if (status != TP_OK)
        return status;
    out->run = run;
    out->items = tp_arena_array(arena, count + 1, sizeof *out->items);
    if (!out->items)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < count; i++) {
        tp_sensitive *item = &out->items[out->count++];
        *item = (tp_sensitive){.knob = knobs[i], .step = knobs[i].share ? HUNDREDTH : 1};
        if (!make_side(&item->more, run->result->n_tiers, arena) ||
            !make_side(&item->fewer, run->result->n_tiers, arena))
            return tp_fail_nomem(err);
        hint(item, run);
        find_binding(item, run);
    }
    return TP_OK;
}

tp_status tp_sensitivity_of(tp_sensitivity *out, const tp_run *run,
                            const tp_sensitivity_options *options, tp_arena *arena, tp_err *err)
{
    size_t threads = options->threads ? options->threads : 1;
    prober p = {.out = out, .portion = &options->portion};
    *out = (tp_sensitivity){0};
    tp_status status = make_items(out, run, arena, err);
    if (status == TP_OK)
        status = tp_portion_begin(p.portion, out->count, err);
    p.workers = tp_arena_array(arena, threads, sizeof *p.workers);
    if (status == TP_OK && !p.workers)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < threads && status == TP_OK; i++) {
        p.workers[i].arena = tp_arena_create();
        status = p.workers[i].arena
                     ? tp_variant_open(&p.workers[i].variant, run, options->stop, err)
                     : tp_fail_nomem(err);
    }
    if (status == TP_OK)
        status =
            tp_parallel_run(&(tp_parallel){threads, out->count, work, &p, options->progress}, err);
    for (size_t i = 0; p.workers && i < threads; i++) {
        out->solved += p.workers[i].variant.solved;
        tp_variant_close(&p.workers[i].variant);
        tp_arena_free(p.workers[i].arena);
    }
    return status;
}
