/* Stay close to a reference answer: Σ |D − D'| + Σ |Y − Y'|. */
#include "models/goal.h"
#include "models/name.h"
#include "models/say.h"

enum { LINE_UP, LINE_DOWN, LINE_ROW, DEMAND_UP, DEMAND_DOWN, DEMAND_ROW };

static const tp_msg no_reference = {"stability.reference",
                                    "目标 stability 需要 reference：一次测算、审定或结果文件",
                                    "the goal stability needs a reference: a run, an approval or a "
                                    "result file"};

static tp_status prepare(const tp_case *c, const tp_tier_params *tier, tp_diags *diags, tp_err *err)
{
    if (c->reference)
        return TP_OK;
    tp_diag_error(diags, tier->pos, &no_reference, "");
    return tp_fail(err, TP_E_INPUT, "no reference for the goal stability");
}

/* Σ cols = was + up - down, where the reference lies strictly inside the box. */
static tp_status emit_split(tp_case *c, int maker, tp_program *program, int role, int32_t subject,
                            int32_t first, int32_t cols, int64_t was, tp_err *err)
{
    tp_entry *row = tp_arena_array(c->arena, (size_t)cols + 2, sizeof *row);
    if (!row)
        return tp_fail_nomem(err);
    int64_t most = 0;
    for (int32_t k = 0; k < cols; k++) {
        row[k] = (tp_entry){first + k, 1};
        most += program->hi[first + k];
    }
    if (was <= 0 || was >= most)
        return TP_OK; /* the difference is linear already */
    tp_origin origin = {.maker = (int16_t)maker, .role = (int16_t)role, .subject = subject};
    row[cols] = (tp_entry){tp_program_col(program, 0, most - was, origin), -1};
    origin.role = (int16_t)(role + 1);
    row[cols + 1] = (tp_entry){tp_program_col(program, 0, was, origin), 1};
    origin.role = (int16_t)(role + 2);
    if (row[cols].col < 0 || row[cols + 1].col < 0 ||
        tp_program_row(program, was, was, origin, row, cols + 2) < 0)
        return tp_fail_nomem(err);
    return TP_OK;
}

static tp_status emit(tp_case *c, int maker, const tp_tier_params *tier, tp_program *program,
                      tp_err *err)
{
    (void)tier;
    tp_status status = TP_OK;
    for (int32_t l = 0; l < c->data->n_lines && status == TP_OK; l++)
        if (c->line[l].deposit_col >= 0)
            status = emit_split(c, maker, program, LINE_UP, l, c->line[l].deposit_col, 1,
                                c->reference->deposit[l], err);
    for (int32_t d = 0; d < c->data->n_demands && status == TP_OK; d++)
        if (c->demand[d].cols)
            status = emit_split(c, maker, program, DEMAND_UP, d, c->demand[d].first_col,
                                c->demand[d].cols, c->reference->loan[d], err);
    return status;
}

/* Where no split was made: was - x if the reference lies above the box, x - was if below. */
static void linear(const tp_case *c, tp_objective *objective, int32_t first, int32_t cols,
                   int64_t was)
{
    int64_t most = 0;
    for (int32_t k = 0; k < cols; k++)
        most += c->program->hi[first + k];
    if (was > 0 && was < most)
        return;
    bool above = was >= most && was > 0;
    objective->constant += (tp_wide)was * TP_DEC_ONE;
    for (int32_t k = 0; k < cols; k++)
        objective->cost[first + k] += above ? -TP_DEC_ONE : TP_DEC_ONE;
}

/* Σ cols = was + up - down: of up and down only one is needed. */
static void tidy(const tp_case *c, int maker, int64_t *x)
{
    const tp_program *p = c->program;
    for (int32_t i = 0; i < p->n_rows; i++) {
        if (p->row_origin[i].maker != maker)
            continue;
        int32_t up = -1, down = -1;
        int64_t moved = -p->row_lo[i];
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++) {
            int32_t col = p->entries[k].col;
            if (p->col_origin[col].maker != maker)
                moved += x[col];
            else if (p->entries[k].coef < 0)
                up = col;
            else
                down = col;
        }
        if (up < 0 || down < 0)
            continue;
        x[up] = moved > 0 ? moved : 0;
        x[down] = moved < 0 ? -moved : 0;
    }
}

static tp_status objective(const tp_case *c, const tp_tier_params *tier, tp_tier_spec *out,
                           tp_err *err)
{
    (void)err;
    int maker = TP_GOAL_MAKER(tier->goal);
    for (int32_t l = 0; l < c->data->n_lines; l++)
        linear(c, &out->objective, c->line[l].deposit_col, c->line[l].deposit_col >= 0,
               c->reference->deposit[l]);
    for (int32_t d = 0; d < c->data->n_demands; d++)
        linear(c, &out->objective, c->demand[d].first_col, c->demand[d].cols,
               c->reference->loan[d]);
    for (int32_t j = 0; j < c->program->n_cols; j++)
        if (c->program->col_origin[j].maker == maker)
            out->objective.cost[j] = TP_DEC_ONE;
    return TP_OK;
}

static const tp_words differs = {"{0}{1} 与对照方案的差", "{0}{1}: difference to the reference"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    static const char *const kinds[] = {"above_deposit", "below_deposit", "stability_deposit",
                                        "above_loan",    "below_loan",    "stability_loan"};
    tp_origin origin = row ? program->row_origin[index] : program->col_origin[index];
    if (origin.role <= LINE_ROW)
        tp_name_line(c, origin.subject, out);
    else
        tp_name_demand(c, origin.subject, out);
    out->name = tp_name_make(arena, kinds[origin.role], out, origin.subject);
    out->words = TP_SAY(arena, differs, out->unit, out->demand);
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static tp_status measure(const tp_measure *m, const tp_tier_params *tier, tp_wide *value,
                         tp_err *err)
{
    (void)tier;
    if (!m->reference)
        return tp_fail(err, TP_E_INPUT, "no reference for the goal stability");
    tp_wide sum = 0;
    for (int32_t l = 0; l < m->data->n_lines; l++) {
        int64_t gap = m->answer->deposit[l] - m->reference->deposit[l];
        sum += gap < 0 ? -gap : gap;
    }
    for (int32_t d = 0; d < m->data->n_demands; d++) {
        int64_t gap = m->answer->loan[d] - m->reference->loan[d];
        sum += gap < 0 ? -gap : gap;
    }
    *value = sum * TP_DEC_ONE;
    return TP_OK;
}

extern const tp_goal tp_goal_stability;
const tp_goal tp_goal_stability = {
    .id = "stability",
    .name = {"与对照方案一致", "stability"},
    .doc = {"与对照方案的存入数、借用数之差的总和，越小越好。",
            "Total difference of deposits and loans from a reference answer."},
    .source = "models/README.md, 9 Goals",
    .sense = TP_MIN,
    .whole = true,
    .prepare = prepare,
    .emit = emit,
    .objective = objective,
    .tidy = tidy,
    .label = label,
    .measure = measure,
};
