/* As few lines and demands as possible are involved at all. */
#include "models/goal.h"
#include "models/name.h"
#include "models/say.h"

enum { LINE_SWITCH, DEMAND_SWITCH, LINE_ROW, DEMAND_ROW };

/* A line's switch is on if it deposits in any period. */
static tp_status emit_line(tp_case *c, int maker, tp_program *program, int32_t l, tp_err *err)
{
    tp_origin origin = {.maker = (int16_t)maker, .role = LINE_SWITCH, .subject = l};
    int32_t on = -1;
    for (int t = 0; t < c->n_periods; t++) {
        int32_t col = c->periods[t]->line[l].deposit_col;
        if (col < 0 || program->hi[col] == 0)
            continue;
        origin.role = LINE_SWITCH;
        program->period = 0;
        if (on < 0 && (on = tp_program_col(program, 0, 1, origin)) < 0)
            return tp_fail_nomem(err);
        const tp_entry entries[2] = {{col, 1}, {on, -program->hi[col]}};
        origin.role = LINE_ROW;
        program->period = (int16_t)t;
        if (tp_program_row(program, -TP_INF, 0, origin, entries, 2) < 0)
            return tp_fail_nomem(err);
    }
    return TP_OK;
}

/* The switch of a minimum serves where there is one period. */
static tp_status emit_demand(tp_case *c, int maker, tp_program *program, int32_t d, tp_err *err)
{
    tp_origin origin = {.maker = (int16_t)maker, .role = DEMAND_SWITCH, .subject = d};
    int32_t on = -1;
    if (c->n_periods == 1 && c->demand[d].switch_col >= 0)
        return TP_OK;
    for (int t = 0; t < c->n_periods; t++) {
        const tp_standing *at = &c->periods[t]->demand[d];
        if (at->cols == 0)
            continue;
        origin.role = DEMAND_SWITCH;
        program->period = 0;
        if (on < 0 && (on = tp_program_col(program, 0, 1, origin)) < 0)
            return tp_fail_nomem(err);
        tp_entry *row = tp_arena_array(c->arena, (size_t)at->cols + 1, sizeof *row);
        if (!row)
            return tp_fail_nomem(err);
        int64_t most = 0;
        for (int32_t k = 0; k < at->cols; k++) {
            row[k] = (tp_entry){at->first_col + k, 1};
            most += program->hi[at->first_col + k];
        }
        row[at->cols] = (tp_entry){on, -most};
        origin.role = DEMAND_ROW;
        program->period = (int16_t)t;
        if (tp_program_row(program, -TP_INF, 0, origin, row, at->cols + 1) < 0)
            return tp_fail_nomem(err);
    }
    if (c->n_periods == 1)
        c->demand[d].switch_col = on;
    return TP_OK;
}

/* The objective finds them by origin. */
static tp_status emit(tp_case *c, int maker, const tp_tier_params *tier, tp_program *program,
                      tp_err *err)
{
    (void)tier;
    tp_status status = TP_OK;
    for (int32_t l = 0; l < c->data->n_lines && status == TP_OK; l++)
        status = emit_line(c, maker, program, l, err);
    for (int32_t d = 0; d < c->data->n_demands && status == TP_OK; d++)
        status = emit_demand(c, maker, program, d, err);
    program->period = 0;
    return status;
}

static tp_status objective(const tp_case *c, const tp_tier_params *tier, tp_tier_spec *out,
                           tp_err *err)
{
    (void)err;
    int maker = TP_GOAL_MAKER(tier->goal);
    for (int32_t j = 0; j < c->program->n_cols; j++)
        if (c->program->col_origin[j].maker == maker)
            out->objective.cost[j] = TP_DEC_ONE;
    for (int32_t d = 0; d < c->data->n_demands && c->n_periods == 1; d++)
        if (c->demand[d].switch_col >= 0)
            out->objective.cost[c->demand[d].switch_col] = TP_DEC_ONE;
    return TP_OK;
}

/* Each switch stands in rows of its own, one a period, beside what it switches. */
static void tidy(const tp_case *c, int maker, int64_t *x)
{
    const tp_program *p = c->program;
    for (int32_t j = 0; j < p->n_cols; j++)
        if (p->col_origin[j].maker == maker)
            x[j] = 0;
    for (int32_t i = 0; i < p->n_rows; i++) {
        if (p->row_origin[i].maker != maker)
            continue;
        int32_t own = -1;
        bool moves = false;
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++) {
            int32_t col = p->entries[k].col;
            if (p->col_origin[col].maker == maker)
                own = col;
            else
                moves |= x[col] > 0;
        }
        if (own >= 0 && moves)
            x[own] = 1;
    }
}

static const tp_words deposits = {"{0} 类别“{1}”是否存入", "whether {0}, {1} deposits"};
static const tp_words borrows = {"申请 {0} 是否借用", "whether demand {0} borrows"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    const tp_origin *origin = row ? &program->row_origin[index] : &program->col_origin[index];
    if (origin->role == LINE_SWITCH || origin->role == LINE_ROW) {
        tp_name_line(c, origin->subject, out);
        out->words =
            TP_SAY(arena, deposits, tp_name_unit(c, origin->subject, arena), out->category);
        out->name = tp_name_make(arena, row ? "touched_deposit_row" : "touched_deposit", out,
                                 origin->subject);
    } else {
        tp_name_demand(c, origin->subject, out);
        out->words = TP_SAY(arena, borrows, out->demand);
        out->name =
            tp_name_make(arena, row ? "touched_loan_row" : "touched_loan", out, origin->subject);
    }
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static tp_status measure(const tp_measure *m, const tp_tier_params *tier, tp_wide *value,
                         tp_err *err)
{
    (void)tier, (void)err;
    int64_t count = 0;
    for (int32_t l = 0; l < m->data->n_lines; l++) {
        bool any = false;
        for (int t = 0; t < m->n_periods; t++)
            any = any || m->periods[t]->answer->deposit[l] > 0;
        count += any;
    }
    for (int32_t d = 0; d < m->data->n_demands; d++) {
        bool any = false;
        for (int t = 0; t < m->n_periods; t++)
            any = any || m->periods[t]->answer->loan[d] > 0;
        count += any;
    }
    *value = (tp_wide)count * TP_DEC_ONE;
    return TP_OK;
}

extern const tp_goal tp_goal_touched;
const tp_goal tp_goal_touched = {
    .id = "touched",
    .name = {"涉及面", "touched"},
    .doc = {"有存入的线数加有借用的申请数，越少越好；多期时任一期有即算。",
            "Lines that deposit plus demands that borrow, in any period."},
    .source = "models/README.md, 9 Goals",
    .sense = TP_MIN,
    .whole = true,
    .emit = emit,
    .objective = objective,
    .tidy = tidy,
    .label = label,
    .measure = measure,
};
