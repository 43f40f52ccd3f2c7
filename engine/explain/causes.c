/* The bounds of a live demand in the order of derivation: own slots, the line's room, the rows its
 * columns stand in, the pool. */
#include "explain/explain.h"

#include "models/rule.h"
#include "models/say.h"
#include "models/totals.h"

#include <string.h>

extern const int tp_rule_at_own, tp_rule_at_loans, tp_rule_at_pools, tp_rule_at_release,
    tp_rule_at_conversions;

static const tp_words w_own = {"自有空编 {0}，先解决本类申请：解决 {1}，还需 {2}",
                               "{0} vacant of its own, used first: covers {1}, {2} more needed"};
static const tp_words w_pool = {
    "周转池 {0}：期初 {1} ＋ 收储 {2} ＋ 调入 {3} − 调出 {4} − 投放 {5} = 结余 {6}，应留 {7}",
    "pool {0}: opening {1} + deposits {2} + in {3} − out {4} − loans {5} = {6} left, {7} to be "
    "kept"};
static const tp_words w_pool_converts = {
    "周转池 {0}：期初 {1} ＋ 收储 {2} ＋ 调入 {3} − 调出 {4} ＋ 他类转入 {8} − 转为他类 {9} − 投放 "
    "{5} = 结余 {6}，应留 {7}",
    "pool {0}: opening {1} + deposits {2} + in {3} − out {4} + converted in {8} − converted out "
    "{9} "
    "− loans {5} = {6} left, {7} to be kept"};
static const tp_words w_converted = {"跨类别统筹：由“{0}”转为“{1}”{2} 个，上限 {3} 个",
                                     "conversion: {2} from {0} to {1}, at most {3}"};
static const tp_words w_spare = {"池内单位还可存入 {0} 个，按需收储未动用",
                                 "lines of the pool could still deposit {0}, not called in"};

tp_status tp_add_cause(tp_explanation *out, const tp_cause *cause, tp_arena *arena, tp_err *err)
{
    if (!cause->text.zh || !cause->text.en ||
        !tp_arena_grow(arena, &out->causes, &out->cause_capacity, out->n_causes, 1))
        return tp_fail_nomem(err);
    out->causes[out->n_causes++] = *cause;
    return TP_OK;
}

const tp_pool_result *tp_answer_pool(const tp_run *run, int32_t pool)
{
    const tp_pool *p = &run->kase->pools[pool];
    for (size_t i = 0; i < run->result->n_pools; i++) {
        const tp_pool_result *at = &run->result->pools[i];
        if (!strcmp(p->scope, at->scope) && !strcmp(p->category, at->category) &&
            !strcmp(p->ring, at->ring))
            return at;
    }
    return NULL;
}

int32_t tp_open_column(const tp_run *run, int32_t demand)
{
    const tp_standing *at = &run->kase->demand[demand];
    for (int32_t k = 0; k < at->cols; k++)
        if (run->answer.x[at->first_col + k] < run->kase->program->hi[at->first_col + k])
            return at->first_col + k;
    return -1;
}

static int64_t lent_on(const tp_run *run, int32_t line)
{
    const tp_line *l = &run->data->lines[line];
    int64_t sum = 0;
    for (int32_t i = 0; i < l->demands; i++)
        sum += run->result->loan[run->data->demand_of_line[l->first_demand + i]];
    return sum;
}

/* What keeps its own vacancies from being used. */
static tp_status own_causes(tp_explanation *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    tp_bound_item *items;
    size_t count;
    tp_status status = tp_case_bounds(run->kase, TP_OF_OWN, out->line, arena, &items, &count, err);
    for (size_t i = 0; status == TP_OK && i < count; i++) {
        tp_cause cause = {.rule = items[i].rule,
                          .basis = items[i].basis,
                          .text = items[i].text,
                          .figure = items[i].most,
                          .pos = items[i].pos,
                          .tight = out->missing > 0};
        status = tp_add_cause(out, &cause, arena, err);
    }
    return status;
}

/* What rules say of the demand that decide nothing here. */
static tp_status stated_causes(tp_explanation *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    tp_status status = TP_OK;
    for (int r = 0; r < tp_n_rules && status == TP_OK; r++) {
        tp_bound says = {0};
        if (!tp_rules[r]->states || !tp_rules[r]->states(run->kase, r, out->demand, arena, &says))
            continue;
        tp_cause cause = {.rule = tp_rules[r]->id,
                          .basis = tp_scenario_basis(run->scenario, tp_rules[r]->id),
                          .text = says.text,
                          .figure = says.most,
                          .pos = says.pos};
        status = says.text.zh ? tp_add_cause(out, &cause, arena, err) : tp_fail_nomem(err);
    }
    return status;
}

static tp_status room_causes(tp_explanation *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    tp_bound_item *items;
    size_t count;
    int64_t lent = lent_on(run, out->line);
    tp_status status = tp_case_bounds(run->kase, TP_OF_ROOM, out->line, arena, &items, &count, err);
    for (size_t i = 0; status == TP_OK && i < count; i++) {
        if (items[i].rule == tp_rules[tp_rule_at_own]->id)
            continue; /* said already */
        tp_cause cause = {.rule = items[i].rule,
                          .basis = items[i].basis,
                          .text = items[i].text,
                          .figure = items[i].most,
                          .pos = items[i].pos,
                          .tight = out->missing > 0 && items[i].most <= lent};
        status = tp_add_cause(out, &cause, arena, err);
    }
    return status;
}

/* How much one slot more for the demand adds to a row, the total of all loans moving along. */
static int64_t step_of(const tp_case *c, int32_t row, const tp_standing *at)
{
    const tp_program *p = c->program;
    int64_t own = 0, along = 0;
    for (int64_t e = p->start[row]; e < p->start[row + 1]; e++) {
        if (p->entries[e].col >= at->first_col && p->entries[e].col < at->first_col + at->cols)
            own = p->entries[e].coef;
        else if (p->entries[e].col == c->total[TP_TOTAL_LOANS].col)
            along = p->entries[e].coef;
    }
    return own + along;
}

/* Rows of the program with a column of the demand, apart from those said otherwise. */
static tp_status row_causes(tp_explanation *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    const tp_program *p = run->kase->program;
    const tp_standing *at = &run->kase->demand[out->demand];
    int32_t open = tp_open_column(run, out->demand), of_loans = tp_rule_at_loans;
    tp_status status = TP_OK;
    if (open < 0)
        open = at->cols - 1; /* full up to its room: would a slot more fit the rows? */
    for (int32_t i = 0; i < p->n_rows && status == TP_OK; i++) {
        int64_t coef = step_of(run->kase, i, at);
        int maker = p->row_origin[i].maker;
        if (!coef || tp_totals_defines(run->kase, i) || maker < 0 || maker >= tp_n_rules ||
            maker == of_loans || i == run->kase->pools[run->kase->line[out->line].pool].balance_row)
            continue;
        tp_label label = {0};
        tp_wide activity;
        status = p->namer(p->namer_user, p, true, i, arena, &label, err);
        if (status != TP_OK || !tp_program_activity(p, i, run->answer.x, &activity))
            continue;
        tp_cause cause = {.rule = label.rule ? label.rule : tp_rules[maker]->id,
                          .text = label.words,
                          .figure = TP_INT_NONE,
                          .pos = label.pos};
        cause.basis = tp_scenario_basis(run->scenario, cause.rule);
        cause.tight = out->missing > 0 && open >= 0 &&
                      ((coef > 0 && p->row_hi[i] != TP_INF && activity + coef > p->row_hi[i]) ||
                       (coef < 0 && p->row_lo[i] != -TP_INF && activity + coef < p->row_lo[i]));
        status = tp_add_cause(out, &cause, arena, err);
    }
    return status;
}

/* Slots of a pool's own lines that are not called in; and, of a wider one, what those it draws on
 * can still hand on. */
static int64_t spare_of(const tp_run *run, int32_t p)
{
    const tp_case *c = run->kase;
    int64_t spare = 0;
    for (int32_t i = c->pool_start[p]; i < c->pool_start[p + 1]; i++)
        spare += c->line[c->pool_line[i]].most - run->result->deposit[c->pool_line[i]];
    return spare;
}

static int64_t left_in(const tp_run *run, int32_t p)
{
    const tp_pool_result *at = tp_answer_pool(run, p);
    return at && at->closing > at->required ? at->closing - at->required : 0;
}

static int64_t handed_on(const tp_run *run, int32_t p)
{
    const tp_case *c = run->kase;
    int64_t sum = 0;
    for (int32_t a = 0; a < c->n_arcs; a++)
        if (c->arcs[a].step && !c->arcs[a].back && c->arcs[a].to == p)
            sum += left_in(run, c->arcs[a].from) + spare_of(run, c->arcs[a].from);
    return sum;
}

static bool draws_on_wider(const tp_case *c, int32_t p)
{
    for (int32_t a = 0; a < c->n_arcs; a++)
        if (c->arcs[a].back && c->arcs[a].to == p)
            return true;
    return false;
}

/* The pool's account. It decides where nothing is left in it, in what it can call in, or in wider
 * pools, which say so themselves. */
static tp_status pool_cause(tp_explanation *out, const tp_run *run, int32_t p, int64_t spare,
                            tp_arena *arena, tp_err *err)
{
    const tp_case *c = run->kase;
    const tp_pool_result *at = tp_answer_pool(run, p);
    if (!at)
        return TP_OK;
    const char *name = *at->ring
                           ? tp_arena_format(arena, "%s/%s/%s", at->scope, at->category, at->ring)
                           : tp_arena_format(arena, "%s/%s", at->scope, at->category);
    tp_words account = at->converted_in || at->converted_out ? w_pool_converts : w_pool;
    tp_cause cause = {
        .rule = tp_rules[tp_rule_at_pools]->id,
        .basis = tp_scenario_basis(run->scenario, tp_rules[tp_rule_at_pools]->id),
        .text = TP_SAY(arena, account, name, tp_say_int(arena, at->opening + at->reclaimed),
                       tp_say_int(arena, at->deposits), tp_say_int(arena, at->in),
                       tp_say_int(arena, at->out), tp_say_int(arena, at->loans),
                       tp_say_int(arena, at->closing), tp_say_int(arena, at->required),
                       tp_say_int(arena, at->converted_in), tp_say_int(arena, at->converted_out)),
        .figure = left_in(run, p),
        .pos = c->pools[p].pos,
        .tight =
            out->missing > 0 && at->closing <= at->required && spare == 0 && !draws_on_wider(c, p)};
    return tp_add_cause(out, &cause, arena, err);
}

/* Pools that this one draws on, from near to far; a department in two regions has two. */
enum { WIDER_MOST = 16 };
static tp_status wider_causes(tp_explanation *out, const tp_run *run, int32_t p, tp_arena *arena,
                              tp_err *err)
{
    const tp_case *c = run->kase;
    int32_t chain[WIDER_MOST] = {p};
    int n = 1;
    tp_status status = TP_OK;
    for (int i = 0; i < n && status == TP_OK; i++)
        for (int32_t a = 0; a < c->n_arcs && n < WIDER_MOST && status == TP_OK; a++) {
            bool known = !c->arcs[a].back || c->arcs[a].to != chain[i];
            for (int k = 0; k < n; k++)
                known = known || chain[k] == c->arcs[a].from;
            if (known)
                continue;
            int32_t far = chain[n++] = c->arcs[a].from;
            status =
                pool_cause(out, run, far, spare_of(run, far) + handed_on(run, far), arena, err);
        }
    return status;
}

static int64_t converted(const tp_run *run, const tp_arc *arc)
{
    return run->answer.x ? run->answer.x[arc->col] : 0;
}

/* What other categories give to this pool or take from it, where the scenario allows any; it
 * decides where the ceiling is reached and the other category could still give. */
static tp_status conversion_causes(tp_explanation *out, const tp_run *run, int32_t p,
                                   tp_arena *arena, tp_err *err)
{
    const tp_case *c = run->kase;
    tp_status status = TP_OK;
    for (int32_t a = 0; a < c->n_arcs && status == TP_OK; a++) {
        const tp_arc *arc = &c->arcs[a];
        if (!arc->converts || (arc->to != p && arc->from != p))
            continue;
        int64_t count = converted(run, arc);
        bool could = left_in(run, arc->from) + spare_of(run, arc->from) > 0;
        tp_cause cause = {
            .rule = tp_rules[tp_rule_at_conversions]->id,
            .basis = tp_scenario_basis(run->scenario, tp_rules[tp_rule_at_conversions]->id),
            .text =
                TP_SAY(arena, w_converted, c->pools[arc->from].category, c->pools[arc->to].category,
                       tp_say_int(arena, count), tp_say_int(arena, arc->at_most)),
            .figure = arc->at_most - count,
            .pos = arc->pos,
            .tight = out->missing > 0 && arc->to == p && count == arc->at_most && could};
        status = tp_add_cause(out, &cause, arena, err);
    }
    return status;
}

static tp_status pool_causes(tp_explanation *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    const tp_case *c = run->kase;
    int32_t p = c->line[out->line].pool;
    if (!tp_answer_pool(run, p))
        return TP_OK;
    int64_t spare = spare_of(run, p);
    tp_cause cause;
    tp_status status = pool_cause(out, run, p, spare, arena, err);
    if (status == TP_OK)
        status = wider_causes(out, run, p, arena, err);
    if (status == TP_OK)
        status = conversion_causes(out, run, p, arena, err);
    if (status != TP_OK || spare == 0)
        return status;
    cause = (tp_cause){.rule = tp_rules[tp_rule_at_release]->id,
                       .basis = tp_scenario_basis(run->scenario, tp_rules[tp_rule_at_release]->id),
                       .text = TP_SAY(arena, w_spare, tp_say_int(arena, spare)),
                       .figure = spare};
    return tp_add_cause(out, &cause, arena, err);
}

tp_status tp_causes_of(tp_explanation *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    const tp_position *at = &run->kase->line[out->line];
    tp_cause own = {.rule = tp_rules[tp_rule_at_own]->id,
                    .basis = tp_scenario_basis(run->scenario, tp_rules[tp_rule_at_own]->id),
                    .text = TP_SAY(arena, w_own, tp_say_int(arena, at->vacant),
                                   tp_say_int(arena, out->own),
                                   tp_say_int(arena, out->asked - out->own)),
                    .figure = out->asked - out->own,
                    .pos = run->data->lines[out->line].pos};
    tp_status status = tp_add_cause(out, &own, arena, err);
    if (status == TP_OK && at->vacant)
        status = own_causes(out, run, arena, err);
    if (status == TP_OK)
        status = stated_causes(out, run, arena, err);
    if (status == TP_OK && out->asked > out->own)
        status = room_causes(out, run, arena, err);
    if (status == TP_OK && out->asked > out->own && run->answer.x)
        status = row_causes(out, run, arena, err);
    if (status == TP_OK && out->asked > out->own)
        status = pool_causes(out, run, arena, err);
    return status;
}
