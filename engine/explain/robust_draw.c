#include "explain/robust_draw.h"

#include "certify/recheck.h"
#include "models/answer.h"

#include <string.h>

extern const int tp_rule_at_own, tp_rule_at_stays;

typedef struct drawing {
    tp_draw *draw;
    const tp_robust_task *task;
    const tp_run *run;
    tp_dataset *data;
    tp_case *kase;
    int64_t *x; /* the run's movements in the columns of the perturbed case */
    tp_arena *arena;
    tp_err *err;
} drawing;

static uint8_t rule_number(const char *id)
{
    for (int r = 0; r < tp_n_rules; r++)
        if (strcmp(tp_rules[r]->id, id) == 0)
            return (uint8_t)(r + 1);
    return (uint8_t)(tp_n_rules + 1);
}

/* The first reason counts; a movement breaks once. */
static void breaks(drawing *w, int32_t line, int32_t demand, const char *rule)
{
    size_t lines = (size_t)w->data->n_lines, demands = (size_t)w->data->n_demands;
    uint8_t number = rule_number(rule);
    size_t at = demand != TP_ID_NONE ? lines + (size_t)demand
                : line != TP_ID_NONE ? (size_t)line
                                     : lines + demands + number - 1;
    w->draw->feasible = false;
    if (!w->draw->broken[at])
        w->draw->broken[at] = number;
}

/* Which bound leaves the line nothing to deposit. */
static tp_status place_deposit(drawing *w, int32_t l)
{
    int32_t col = w->kase->line[l].deposit_col;
    int64_t count = w->run->result->deposit[l];
    if (col >= 0)
        w->x[col] = count;
    if (col >= 0 || !count)
        return TP_OK;
    tp_bound_item *bounds;
    size_t n;
    tp_status status = tp_case_bounds(w->kase, TP_OF_SUPPLY, l, w->arena, &bounds, &n, w->err);
    const char *rule = tp_rules[tp_rule_at_own]->id;
    for (size_t i = n; status == TP_OK && i-- > 0;)
        if (bounds[i].most <= 0)
            rule = bounds[i].rule;
    breaks(w, l, TP_ID_NONE, rule);
    return status;
}

/* Tranches in order; what is beyond the need stays in the last one, for the check to find. */
static void place_loan(drawing *w, int32_t d)
{
    const tp_standing *standing = &w->kase->demand[d];
    int64_t left = w->run->result->loan[d];
    if (!left)
        return;
    if (!standing->cols) {
        int r = 0;
        while (r < tp_n_rules && !(standing->denied_by >> r & 1))
            r++;
        breaks(w, w->data->demands[d].line, d,
               r < tp_n_rules ? tp_rules[r]->id : tp_rules[tp_rule_at_own]->id);
        return;
    }
    for (int32_t k = 0; k < standing->cols; k++) {
        int32_t col = standing->first_col + k;
        int64_t most = w->kase->program->hi[col];
        w->x[col] = left < most || k == standing->cols - 1 ? left : most;
        left -= w->x[col];
    }
}

static tp_status place(drawing *w)
{
    const tp_case *was = w->run->kase;
    w->x = tp_arena_array(w->arena, (size_t)w->kase->program->n_cols + 1, sizeof *w->x);
    if (!w->x)
        return tp_fail_nomem(w->err);
    tp_status status = TP_OK;
    for (int32_t l = 0; l < w->data->n_lines && status == TP_OK; l++)
        status = place_deposit(w, l);
    for (int32_t d = 0; d < w->data->n_demands; d++)
        place_loan(w, d);
    if (was->n_arcs != w->kase->n_arcs)
        return tp_fail(w->err, TP_E_INTERNAL, "a draw has other arcs");
    for (int32_t a = 0; a < was->n_arcs; a++)
        w->x[w->kase->arcs[a].col] = w->run->answer.x[was->arcs[a].col];
    return status;
}

/* A finding about a line is about what moves there: its deposit, else its loans. */
static void note(drawing *w, const tp_finding *finding)
{
    const tp_result *run = w->run->result;
    int32_t line = finding->line, demand = finding->demand;
    if (demand == TP_ID_NONE && line != TP_ID_NONE && !run->deposit[line]) {
        const tp_line *at = &w->data->lines[line];
        bool any = false;
        for (int32_t i = 0; i < at->demands; i++) {
            int32_t d = w->data->demand_of_line[at->first_demand + i];
            if (!run->loan[d])
                continue;
            breaks(w, line, d, finding->rule);
            any = true;
        }
        if (any)
            return;
        line = TP_ID_NONE;
    }
    breaks(w, line, demand, finding->rule);
}

/* No movement beyond the proposal's: what is left is to carry it out as far as the facts allow. */
static void bound_by_proposal(drawing *w)
{
    const tp_result *run = w->run->result;
    int64_t *hi = w->kase->program->hi;
    for (int32_t l = 0; l < w->data->n_lines; l++) {
        int32_t col = w->kase->line[l].deposit_col;
        if (col >= 0 && run->deposit[l] < hi[col])
            hi[col] = run->deposit[l];
    }
    for (int32_t d = 0; d < w->data->n_demands; d++) {
        int64_t left = run->loan[d];
        for (int32_t k = 0; k < w->kase->demand[d].cols; k++) {
            int32_t col = w->kase->demand[d].first_col + k;
            hi[col] = hi[col] < left ? hi[col] : left;
            left -= hi[col];
        }
    }
    for (int32_t a = 0; a < w->kase->n_arcs; a++) {
        int32_t col = w->kase->arcs[a].col;
        hi[col] = hi[col] < w->x[col] ? hi[col] : w->x[col];
    }
}

static int64_t lent_in(const drawing *w, const int64_t *x)
{
    int64_t sum = 0;
    for (int32_t d = 0; d < w->data->n_demands; d++)
        for (int32_t k = 0; k < w->kase->demand[d].cols; k++)
            sum += x[w->kase->demand[d].first_col + k];
    return sum;
}

/* Carries out what can be carried out. *value gets its tiers; NULL if even that breaks a rule. */
static tp_status salvage(drawing *w, const tp_tiers_task *task, const tp_tier_result **value)
{
    tp_tiers_answer answer;
    *value = NULL;
    bound_by_proposal(w);
    tp_status status = tp_tiers_solve(&answer, task, w->arena, w->err);
    if (status != TP_OK)
        return status;
    w->draw->done = answer.status == TP_OPTIMAL || answer.status == TP_INFEASIBLE;
    if (answer.status != TP_OPTIMAL)
        return TP_OK;
    w->draw->kept = lent_in(w, answer.x);
    *value = answer.tiers;
    return TP_OK;
}

static void stands(drawing *w, int32_t first, int32_t cols)
{
    for (int32_t j = first; j < first + cols; j++)
        w->kase->program->lo[j] = w->kase->program->hi[j] = w->x[j];
}

/* Of a plan period 1 is carried out as proposed; it stands if the periods after it still can
 * follow. *value gets the tiers of the best that can, NULL if nothing can. */
static tp_status follow(drawing *w, const tp_tiers_task *task, const tp_tier_result **value)
{
    const tp_case *c = w->kase;
    tp_tiers_answer answer;
    size_t bytes = (size_t)c->cols_to * sizeof *w->x;
    int64_t *lo = tp_arena_array(w->arena, (size_t)c->cols_to + 1, sizeof *lo);
    int64_t *hi = tp_arena_array(w->arena, (size_t)c->cols_to + 1, sizeof *hi);
    if (!lo || !hi)
        return tp_fail_nomem(w->err);
    memcpy(lo, c->program->lo, bytes);
    memcpy(hi, c->program->hi, bytes);
    for (int32_t l = 0; l < w->data->n_lines; l++)
        stands(w, c->line[l].deposit_col, c->line[l].deposit_col >= 0);
    for (int32_t d = 0; d < w->data->n_demands; d++)
        stands(w, c->demand[d].first_col, c->demand[d].cols);
    for (int32_t a = 0; a < c->n_arcs; a++)
        stands(w, c->arcs[a].col, 1);
    tp_status status = tp_tiers_solve(&answer, task, w->arena, w->err);
    *value = status == TP_OK && answer.status == TP_OPTIMAL ? answer.tiers : NULL;
    memcpy(c->program->lo, lo, bytes);
    memcpy(c->program->hi, hi, bytes);
    if (status == TP_OK && !*value)
        breaks(w, TP_ID_NONE, TP_ID_NONE, tp_rules[tp_rule_at_stays]->id);
    return status;
}

/* What solving afresh would have reached, tier by tier, against what the proposal is worth: as it
 * stands where every rule holds, else carried out as far as it goes. */
static tp_status compare(drawing *w, const tp_recheck *measured)
{
    const tp_case *c = w->kase;
    const tp_tiers_task task = {
        .program = c->program, .tiers = c->tiers, .n_tiers = c->n_tiers, .stop = w->task->stop};
    tp_tiers_answer best;
    const tp_tier_result *value = NULL;
    size_t n = w->run->result->n_tiers;
    tp_draw *draw = w->draw;
    tp_status status = tp_tiers_solve(&best, &task, w->arena, w->err);
    if (status != TP_OK)
        return status;
    draw->hopeless = best.status == TP_INFEASIBLE;
    draw->done = best.status == TP_OPTIMAL || best.status == TP_INFEASIBLE;
    if (best.status != TP_OPTIMAL || best.n_tiers != n || measured->n_tiers != n)
        return TP_OK;
    if (draw->feasible && c->n_periods > 1)
        status = follow(w, &task, &value);
    if (status == TP_OK && draw->feasible)
        draw->kept = lent_in(w, w->x);
    else if (status == TP_OK)
        status = salvage(w, &task, &value);
    draw->compared = status == TP_OK && (draw->feasible || value);
    for (size_t t = 0; draw->compared && t < n; t++) {
        tp_wide reached = value ? value[t].final : measured->tiers[t];
        draw->loss[t] = (reached - best.tiers[t].final) * best.tiers[t].sense;
    }
    return status;
}

static tp_status measure(drawing *w)
{
    tp_result *answer;
    tp_recheck found;
    tp_status status = place(w);
    if (status == TP_OK)
        status = tp_answer_create(&answer, w->kase, w->x, w->arena, w->err);
    if (status == TP_OK)
        status = tp_answer_tell(answer, w->kase, w->arena, w->err);
    if (status != TP_OK)
        return status;
    answer->status = TP_FEASIBLE; /* nobody claims that it is the best here */
    status = tp_recheck_run(&found, w->data, w->run->scenario, w->run->reference, answer, w->arena,
                            w->err);
    /* Of a plan only period 1 is proposed. */
    for (size_t i = 0; status == TP_OK && i < found.of_first_period; i++)
        note(w, &found.findings.items[i]);
    return status == TP_OK ? compare(w, &found) : status;
}

tp_status tp_draw_measure(tp_draw *draw, const tp_robust_task *task, size_t number, tp_err *err)
{
    tp_arena *arena = tp_arena_create();
    if (!arena)
        return tp_fail_nomem(err);
    tp_diags diags;
    tp_diags_init(&diags, arena);
    drawing w = {.draw = draw, .task = task, .run = task->run, .arena = arena, .err = err};
    draw->feasible = true;
    tp_status status =
        tp_perturb(&w.data, task->run->data, &task->spreads, task->seed, number, arena, err);
    if (status == TP_OK)
        status = tp_case_create(&w.kase,
                                &(tp_case_options){.data = w.data,
                                                   .scenario = task->run->scenario,
                                                   .reference = task->run->reference},
                                &diags, err);
    if (status == TP_OK)
        status = measure(&w);
    tp_case_free(w.kase);
    tp_arena_free(arena);
    return status;
}

void tp_draw_write(tp_buf *out, const tp_draw *draw, size_t width, size_t tiers)
{
    tp_buf_format(out, "draw %d %d %d", draw->feasible, draw->hopeless, draw->compared);
    tp_portion_write_wide(out, draw->kept);
    tp_buf_text(out, "\nloss");
    for (size_t t = 0; t < tiers; t++)
        tp_portion_write_wide(out, draw->loss[t]);
    tp_buf_text(out, "\nbroken");
    for (size_t i = 0; i < width; i++)
        if (draw->broken[i])
            tp_buf_format(out, " %zu %u", i, draw->broken[i]);
    tp_buf_char(out, '\n');
}

bool tp_draw_read(tp_draw *draw, const char *text, size_t width, size_t tiers)
{
    int64_t flag[3], at, rule;
    const char *head = tp_portion_line(text, "draw"), *loss = tp_portion_line(text, "loss"),
               *broken = tp_portion_line(text, "broken");
    bool good = head && loss && broken;
    for (int i = 0; good && i < 3; i++)
        good = tp_portion_count(&head, &flag[i]);
    good = good && tp_portion_count(&head, &draw->kept);
    for (size_t t = 0; good && t < tiers; t++)
        good = tp_portion_figure(&loss, &draw->loss[t]);
    while (good && tp_portion_count(&broken, &at)) {
        good = tp_portion_count(&broken, &rule) && at >= 0 && (uint64_t)at < width && rule > 0 &&
               rule <= tp_n_rules + 1;
        if (good)
            draw->broken[at] = (uint8_t)rule;
    }
    if (!good) {
        memset(draw->broken, 0, width * sizeof *draw->broken);
        draw->kept = 0;
        return false;
    }
    draw->feasible = flag[0];
    draw->hopeless = flag[1];
    draw->compared = flag[2];
    draw->done = true;
    return true;
}
