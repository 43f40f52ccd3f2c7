/* Deposits go back and forth as little as possible: Σ |D - D of the period before|. */
#include "models/goal.h"
#include "models/name.h"
#include "models/say.h"

enum { UP, DOWN, CHANGE };

/* D - D before = up - down. */
static tp_status emit_one(tp_case *c, int maker, tp_program *program, int32_t l, tp_err *err)
{
    int32_t now = c->line[l].deposit_col, was = tp_case_before(c)->line[l].deposit_col;
    tp_origin origin = {.maker = (int16_t)maker, .role = UP, .subject = l};
    tp_entry entries[4];
    size_t n = 0;
    int64_t most = 0, least = 0;
    if (now < 0 && was < 0)
        return TP_OK;
    if (now >= 0) {
        most = program->hi[now];
        entries[n++] = (tp_entry){now, 1};
    }
    if (was >= 0) {
        least = program->hi[was];
        entries[n++] = (tp_entry){was, -1};
    }
    entries[n++] = (tp_entry){tp_program_col(program, 0, most, origin), -1};
    origin.role = DOWN;
    entries[n++] = (tp_entry){tp_program_col(program, 0, least, origin), 1};
    origin.role = CHANGE;
    if (entries[n - 1].col < 0 || entries[n - 2].col < 0 ||
        tp_program_row(program, 0, 0, origin, entries, (int64_t)n) < 0)
        return tp_fail_nomem(err);
    return TP_OK;
}

static tp_status emit(tp_case *c, int maker, const tp_tier_params *tier, tp_program *program,
                      tp_err *err)
{
    (void)tier;
    tp_status status = TP_OK;
    for (int t = 1; t < c->n_periods; t++) {
        program->period = (int16_t)t;
        for (int32_t l = 0; l < c->data->n_lines && status == TP_OK; l++)
            status = emit_one(c->periods[t], maker, program, l, err);
    }
    program->period = 0;
    return status;
}

static tp_status objective(const tp_case *c, const tp_tier_params *tier, tp_tier_spec *out,
                           tp_err *err)
{
    (void)err;
    for (int32_t j = 0; j < c->program->n_cols; j++)
        if (c->program->col_origin[j].maker == TP_GOAL_MAKER(tier->goal))
            out->objective.cost[j] = TP_DEC_ONE;
    return TP_OK;
}

/* No more up and down than the change takes. */
static void tidy(const tp_case *c, int maker, int64_t *x)
{
    const tp_program *p = c->program;
    for (int32_t i = 0; i < p->n_rows; i++) {
        int32_t up = -1, down = -1;
        int64_t change = 0;
        if (p->row_origin[i].maker != maker)
            continue;
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++) {
            int32_t col = p->entries[k].col;
            if (p->col_origin[col].maker != maker)
                change += p->entries[k].coef * x[col];
            else if (p->col_origin[col].role == UP)
                up = col;
            else
                down = col;
        }
        x[up] = change > 0 ? change : 0;
        x[down] = change < 0 ? -change : 0;
    }
}

static const tp_words moves = {"{0} 类别“{1}”存入数与上一期的差",
                               "{0}, {1}: change of its deposit against the period before"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    const tp_origin *origin = row ? &program->row_origin[index] : &program->col_origin[index];
    tp_name_line(c, origin->subject, out);
    out->name = tp_name_make(arena,
                             row                  ? "calm"
                             : origin->role == UP ? "deposit_up"
                                                  : "deposit_down",
                             out, origin->subject);
    out->words = TP_SAY(arena, moves, tp_name_unit(c, origin->subject, arena), out->category);
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static tp_status measure(const tp_measure *m, const tp_tier_params *tier, tp_wide *value,
                         tp_err *err)
{
    (void)tier, (void)err;
    tp_wide sum = 0;
    for (int t = 1; t < m->n_periods; t++) {
        const int64_t *now = m->periods[t]->answer->deposit;
        const int64_t *was = m->periods[t - 1]->answer->deposit;
        for (int32_t l = 0; l < m->data->n_lines; l++)
            sum += now[l] > was[l] ? now[l] - was[l] : was[l] - now[l];
    }
    *value = sum * TP_DEC_ONE;
    return TP_OK;
}

extern const tp_goal tp_goal_calm;
const tp_goal tp_goal_calm = {
    .id = "calm",
    .name = {"少变动", "calm"},
    .doc = {"各期之间存入数的变动之和，越少越好；只有一期时为零。",
            "How much deposits change from period to period; nothing with one period."},
    .source = "models/README.md, 9 Goals",
    .sense = TP_MIN,
    .whole = true,
    .emit = emit,
    .objective = objective,
    .tidy = tidy,
    .label = label,
    .measure = measure,
};
