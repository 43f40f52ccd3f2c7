/* A grant smaller than the demand's minimum is useless: nothing, or at least so much. */
#include "models/name.h"
#include "models/rule.h"
#include "models/say.h"

extern const tp_schema tp_schema_minimum;
const tp_schema tp_schema_minimum = {.name = "minimum.rule"};

enum { AT_LEAST, AT_MOST, SWITCH };

/* Y >= least·b, Y <= most·b with b a switch. */
static tp_status emit_one(tp_case *c, int self, tp_program *program, int32_t d, int64_t least,
                          tp_err *err)
{
    tp_standing *at = &c->demand[d];
    tp_origin origin = {.maker = (int16_t)self, .role = SWITCH, .subject = d};
    tp_entry *entries = tp_arena_array(c->arena, (size_t)at->cols + 1, sizeof *entries);
    at->switch_col = tp_program_col(program, 0, 1, origin);
    if (!entries || at->switch_col < 0)
        return tp_fail_nomem(err);
    int64_t most = 0;
    for (int32_t k = 0; k < at->cols; k++) {
        entries[k] = (tp_entry){at->first_col + k, 1};
        most += program->hi[at->first_col + k];
    }
    entries[at->cols] = (tp_entry){at->switch_col, -least};
    origin.role = AT_LEAST;
    if (tp_program_row(program, 0, TP_INF, origin, entries, at->cols + 1) < 0)
        return tp_fail_nomem(err);
    entries[at->cols].coef = -most;
    origin.role = AT_MOST;
    return tp_program_row(program, -TP_INF, 0, origin, entries, at->cols + 1) < 0
               ? tp_fail_nomem(err)
               : TP_OK;
}

static tp_status emit(tp_case *c, int self, tp_program *program, tp_err *err)
{
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        int64_t least = c->data->demands[d].minimum - c->demand[d].own;
        if (c->demand[d].cols == 0 || least <= 1)
            continue; /* no loan, or any loan is enough */
        tp_status status = emit_one(c, self, program, d, least, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

static const tp_words useless_below = {"申请 {0}：不借，或加自有空编不少于 {1}",
                                       "demand {0}: no loan, or at least {1} with its own slots"};
static const tp_words borrows = {"申请 {0} 是否借用", "whether demand {0} borrows"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    const tp_origin *origin = row ? &program->row_origin[index] : &program->col_origin[index];
    int32_t d = origin->subject;
    tp_name_demand(c, d, out);
    out->name = tp_name_make(arena,
                             origin->role == SWITCH     ? "borrows"
                             : origin->role == AT_LEAST ? "minimum"
                                                        : "minimum_switch",
                             out, d);
    out->words = row ? TP_SAY(arena, useless_below, out->demand,
                              tp_say_int(arena, c->data->demands[d].minimum))
                     : TP_SAY(arena, borrows, out->demand);
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static const tp_words too_small = {"自有空编 {0} 加借用 {1}，低于最低数 {2}",
                                   "{0} own and {1} lent, below the minimum of {2}"};

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    (void)self;
    for (int32_t d = 0; d < m->data->n_demands; d++) {
        int64_t loan = m->answer->loan[d], own = m->answer->own[d];
        if (loan == 0 || own + loan >= m->data->demands[d].minimum)
            continue;
        const char *args[] = {tp_say_int(m->arena, own), tp_say_int(m->arena, loan),
                              tp_say_int(m->arena, m->data->demands[d].minimum)};
        tp_finding finding = {.rule = "minimum", .line = m->data->demands[d].line, .demand = d};
        tp_status status = tp_finding_add(out, finding, &too_small, 3, args, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

extern const tp_rule tp_rule_minimum;
const tp_rule tp_rule_minimum = {
    .id = "minimum",
    .name = {"最低数", "minimum"},
    .doc = {"借用要么为零，要么连同自有空编达到最低数。",
            "A loan is nothing, or reaches the demand's minimum together with its own slots."},
    .source = "models/README.md, 8 Minimum and locks",
    .schema = &tp_schema_minimum,
    .relaxable = true,
    .emit = emit,
    .label = label,
    .measure = measure,
};
