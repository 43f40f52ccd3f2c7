/* The sections of a VIPR file, and a proof by cases as its derivations: a case is an assumption, a
 * leaf a rounded combination, a split is taken back by `uns`. */
#include "models/goal.h"
#include "run/vipr_parts.h"
#include "solve/exact/multipliers.h"
#include "solve/held/held.h"

#include <string.h>

/* What a node is asked for: Σ (cost / step)·x >= ?; no cost: that there is nothing. */
typedef struct question {
    const int64_t *cost; /* [n_cols], the file's objective times the step; or */
    const tp_form *form;
    int64_t step;
} question;

typedef struct found {
    int32_t number; /* of the constraint that says so */
    tp_wide bound;  /* of cost / step */
    bool empty;
} found;

bool tp_vipr_can(const tp_audit *audit, size_t tier)
{
    if (audit->run->result->status == TP_INFEASIBLE)
        return tier == 0 && audit->refutation;
    return tier < audit->n_tiers && audit->tiers[tier].proof;
}

/* ---- proofs ---- */

static void write_question(tp_vipr *v, const question *q)
{
    if (q->cost) {
        tp_buf_text(v->der, " OBJ");
        return;
    }
    tp_buf_format(v->der, " %d", (int)(q->form ? q->form->count : 0));
    for (int32_t k = 0; q->form && k < q->form->count; k++) {
        tp_buf_format(v->der, " %d ", (int)q->form->col[k]);
        tp_buf_int(v->der, q->form->coef[k] / q->step);
    }
}

/* A multiplier of a row: the side it leans on is added up, its form taken off. */
static tp_status use_row(tp_vipr *v, int32_t row, int64_t y, tp_wide *sum)
{
    const tp_program *p = v->program;
    const tp_vipr_scoped *s = row >= v->n_rows ? &v->scoped[row - v->n_rows] : NULL;
    int32_t fact = s ? -1 : y > 0 ? v->row_lo[row] : v->row_hi[row];
    if (s ? s->upper != (y < 0) : fact < 0)
        return tp_fail(v->err, TP_E_INPUT, "a leaf leans on an open side");
    tp_vipr_add(v, sum, y, s ? s->value : v->facts[fact].value);
    for (int32_t k = 0; s && k < s->form->count; k++)
        tp_vipr_touch(v, s->form->col[k], -(tp_wide)y, s->form->coef[k]);
    for (int64_t k = s ? 0 : p->start[row]; !s && k < p->start[row + 1]; k++)
        tp_vipr_touch(v, p->entries[k].col, -(tp_wide)y, p->entries[k].coef);
    return s ? TP_OK : tp_vipr_derive(v, fact);
}

static tp_status use_all(tp_vipr *v, const question *q, const tp_proof_node *node, tp_wide *sum)
{
    const tp_combination *m = &node->leaf;
    tp_status st = TP_OK;
    for (int32_t j = 0; !node->empty && q->cost && j < v->n_cols; j++)
        if (q->cost[j])
            tp_vipr_touch(v, j, q->cost[j], m->scale);
    for (int32_t k = 0; !node->empty && q->form && k < q->form->count; k++)
        tp_vipr_touch(v, q->form->col[k], q->form->coef[k], m->scale);
    for (int32_t k = 0; k < m->count && !st; k++)
        if (m->y[k])
            st = use_row(v, m->row[k], m->y[k], sum);
    for (int32_t k = 0; k < v->n_touched && !st; k++) {
        int32_t j = v->touched[k], fact = v->dense[j] > 0 ? v->lo[j] : v->hi[j];
        if (!v->dense[j])
            continue;
        tp_vipr_add(v, sum, v->dense[j], v->facts[fact].value);
        st = tp_vipr_derive(v, fact);
    }
    return st;
}

/* Everything that the reason names stands before it. */
static tp_status collect_all(tp_vipr *v, const tp_combination *m)
{
    tp_status st = TP_OK;
    tp_vipr_collect(v);
    for (int32_t k = 0; k < m->count && !st; k++) {
        int32_t row = m->row[k], fact = row >= v->n_rows ? -1
                                        : m->y[k] > 0    ? v->row_lo[row]
                                                         : v->row_hi[row];
        if (m->y[k])
            st = tp_vipr_term_add(
                v, fact < 0 ? v->scoped[row - v->n_rows].number : v->facts[fact].number, m->y[k]);
    }
    for (int32_t k = 0; k < v->n_touched && !st; k++) {
        int32_t j = v->touched[k], fact = v->dense[j] > 0 ? v->lo[j] : v->hi[j];
        if (v->dense[j])
            st = tp_vipr_term_add(v, v->facts[fact].number, v->dense[j]);
    }
    return st;
}

static tp_status leaf(tp_vipr *v, const question *q, const tp_proof_node *node, found *out)
{
    tp_wide sum = 0, scale = (tp_wide)node->leaf.scale * q->step;
    tp_status st = use_all(v, q, node, &sum);
    if (!st)
        st = collect_all(v, &node->leaf);
    tp_vipr_untouch(v);
    if (st)
        return st;
    *out = (found){.empty = node->empty, .bound = node->empty ? 1 : tp_ceil_div(sum, scale)};
    tp_vipr_begin(v, false, out->bound);
    if (node->empty)
        tp_buf_text(v->der, " 0");
    else
        write_question(v, q);
    out->number = node->empty ? tp_vipr_reason(v, "lin", 1) : tp_vipr_reason(v, "rnd", scale);
    return TP_OK;
}

static tp_status node_of(tp_vipr *v, const question *q, const tp_proof_node *node, found *out);

static tp_status push(tp_vipr *v, const tp_form *form, tp_wide value, int32_t number, bool upper)
{
    if (!tp_arena_grow(v->arena, &v->scoped, &v->scoped_room, v->n_scoped, 1))
        return tp_fail_nomem(v->err);
    v->overflow |= value >= (tp_wide)TP_INF || value <= -(tp_wide)TP_INF;
    v->scoped[v->n_scoped++] = (tp_vipr_scoped){form, (int64_t)value, number, upper};
    return TP_OK;
}

static void write_form(tp_vipr *v, const tp_form *form)
{
    write_question(v, &(question){.form = form, .step = 1});
}

static int64_t step_of(const tp_form *form)
{
    int64_t gcd = 0;
    for (int32_t k = 0; k < form->count; k++)
        gcd = tp_gcd(gcd, form->coef[k]);
    return gcd ? gcd : 1;
}

/* A row in scope; where the form has a step, its bound is written in the form itself. */
static tp_status derived_row(tp_vipr *v, const tp_derived_row *row, found *out)
{
    const question q = {.form = &row->form, .step = step_of(&row->form)};
    tp_status st = node_of(v, &q, row->proof, out);
    if (st || out->empty)
        return st;
    if (q.step > 1) {
        tp_vipr_collect(v);
        st = tp_vipr_term_add(v, out->number, q.step);
        if (st)
            return st;
        tp_vipr_begin(v, false, out->bound * q.step);
        write_form(v, &row->form);
        out->number = tp_vipr_reason(v, "lin", 1);
    }
    return push(v, &row->form, out->bound * q.step, out->number, false);
}

/* The box crosses: what was assumed and what holds contradict each other. */
static tp_status crossed(tp_vipr *v, int32_t lo, int32_t hi, found *out)
{
    tp_status st = tp_vipr_derive(v, lo);
    if (!st)
        st = tp_vipr_derive(v, hi);
    tp_vipr_collect(v);
    if (!st)
        st = tp_vipr_term_add(v, v->facts[lo].number, 1);
    if (!st)
        st = tp_vipr_term_add(v, v->facts[hi].number, -1);
    if (st)
        return st;
    tp_vipr_begin(v, false, 1);
    tp_buf_text(v->der, " 0");
    *out = (found){tp_vipr_reason(v, "lin", 1), 0, true};
    return TP_OK;
}

/* One of the two cases of a split: its assumption, and what follows. */
static tp_status side(tp_vipr *v, const question *q, const tp_proof_node *node, bool high,
                      int32_t *assumed, found *out)
{
    const tp_form *form = &node->form;
    int64_t at = high ? node->at + 1 : node->at;
    size_t scoped = v->n_scoped;
    tp_vipr_begin(v, !high, at);
    write_form(v, form);
    *assumed = tp_vipr_end(v, "asm");
    const tp_proof_node *child = high ? node->high : node->low;
    if (form->count != 1 || form->coef[0] != 1) {
        tp_status st = push(v, form, at, *assumed, !high);
        if (!st)
            st = node_of(v, q, child, out);
        v->n_scoped = scoped;
        return st;
    }
    int32_t j = form->col[0], *end = high ? &v->lo[j] : &v->hi[j], before = *end;
    int64_t is = v->facts[before].value;
    if (high ? at > is : at < is) {
        *end = tp_vipr_fact_new(v, (tp_vipr_fact){.value = at,
                                                  .number = *assumed,
                                                  .target = j,
                                                  .upper = !high,
                                                  .step = -1,
                                                  .rounding = -1});
        if (*end < 0) {
            *end = before;
            return TP_E_NOMEM;
        }
    }
    bool cross = v->facts[v->lo[j]].value > v->facts[v->hi[j]].value;
    tp_status st = cross ? crossed(v, v->lo[j], v->hi[j], out) : node_of(v, q, child, out);
    *end = before;
    return st;
}

static tp_status split(tp_vipr *v, const question *q, const tp_proof_node *node, found *out)
{
    found low, high;
    int32_t if_low, if_high;
    tp_status st = side(v, q, node, false, &if_low, &low);
    if (!st)
        st = side(v, q, node, true, &if_high, &high);
    if (st)
        return st;
    *out = high.empty || (!low.empty && low.bound < high.bound) ? low : high;
    tp_vipr_begin(v, false, out->empty ? 1 : out->bound);
    if (out->empty)
        tp_buf_text(v->der, " 0");
    else
        write_question(v, q);
    const char *reason = tp_arena_format(v->arena, "uns %d %d %d %d", (int)low.number, (int)if_low,
                                         (int)high.number, (int)if_high);
    if (!reason)
        return tp_fail_nomem(v->err);
    out->number = tp_vipr_end(v, reason);
    return TP_OK;
}

static tp_status node_of(tp_vipr *v, const question *q, const tp_proof_node *node, found *out)
{
    size_t scoped = v->n_scoped;
    tp_status st = TP_OK;
    out->empty = false;
    for (size_t k = 0; k < node->n_rows && !st && !out->empty; k++)
        st = derived_row(v, &node->rows[k], out);
    if (!st && !out->empty)
        st = node->low ? split(v, q, node, out) : leaf(v, q, node, out);
    if (!st && v->overflow)
        st = tp_fail(v->err, TP_E_OVERFLOW, "a figure of a proof");
    v->n_scoped = scoped;
    return st;
}

/* ---- the program ---- */

/* Lower sides that the ratio asks for: those of earlier tiers for good, those of the tier at hand
 * as what is refuted. */
static tp_status raise(const tp_vipr *v, size_t t, int64_t *row_lo, int64_t top, int64_t bottom,
                       tp_dec concede)
{
    const tp_tier_spec *spec = &v->audit->run->task.tiers[t];
    for (size_t g = 0; g < spec->n_groups; g++) {
        int64_t need;
        tp_status st = tp_ratio_need(&spec->groups[g], top, bottom, concede, &need, v->err);
        if (st)
            return st;
        if (need > row_lo[spec->groups[g].row])
            row_lo[spec->groups[g].row] = need;
    }
    return TP_OK;
}

static tp_status sides_of(const tp_vipr *v, size_t tier, int64_t *row_lo)
{
    const tp_run *run = v->audit->run;
    bool ratio = tier < v->audit->n_tiers && run->task.tiers[tier].kind == TP_TIER_RATIO;
    memcpy(row_lo, v->program->row_lo, (size_t)v->n_rows * sizeof *row_lo);
    for (size_t t = 0; t < tier; t++) {
        const tp_tier_result *r = &run->result->tiers[t];
        if (run->task.tiers[t].kind != TP_TIER_RATIO)
            continue;
        tp_status st =
            raise(v, t, row_lo, r->numerator, r->denominator, run->task.tiers[t].concede);
        if (st)
            return st;
    }
    const tp_tier_result *r = ratio ? &run->result->tiers[tier] : NULL;
    return r ? raise(v, tier, row_lo, r->next_numerator, r->next_denominator, 0) : TP_OK;
}

static int32_t given(tp_vipr *v, bool row, int32_t target, bool upper, int64_t value,
                     int32_t number)
{
    return tp_vipr_fact_new(v, (tp_vipr_fact){.value = value,
                                              .number = number,
                                              .row = row,
                                              .upper = upper,
                                              .target = target,
                                              .step = -1,
                                              .rounding = -1});
}

/* The constraints of a row: one where its sides are the same, else one a side. */
static tp_status write_row(tp_vipr *v, tp_buf *out, int32_t i, int64_t lo, int64_t hi)
{
    bool below = lo != -TP_INF, above = hi != TP_INF;
    tp_buf *keep = v->der;
    v->der = out;
    if (below) {
        tp_buf_format(out, "r%d%s ", (int)i, lo == hi ? " E" : "a G");
        tp_buf_int(out, lo);
        tp_vipr_row_form(v, i, 1);
        tp_buf_char(out, '\n');
        v->row_lo[i] = given(v, true, i, false, lo, v->next++);
    }
    if (above && lo != hi) {
        tp_buf_format(out, "r%db L ", (int)i);
        tp_buf_int(out, hi);
        tp_vipr_row_form(v, i, 1);
        tp_buf_char(out, '\n');
        v->next++;
    }
    if (above)
        v->row_hi[i] = given(v, true, i, true, hi, v->next - 1);
    v->der = keep;
    return (below && v->row_lo[i] < 0) || (above && v->row_hi[i] < 0) ? TP_E_NOMEM : TP_OK;
}

static tp_status write_constraints(tp_vipr *v, tp_buf *out, size_t tier)
{
    const tp_program *p = v->program;
    int64_t *row_lo = tp_arena_array(v->arena, (size_t)v->n_rows + 1, sizeof *row_lo);
    tp_buf rows;
    tp_status st = row_lo ? sides_of(v, tier, row_lo) : tp_fail_nomem(v->err);
    if (st)
        return st;
    tp_buf_init(&rows);
    for (int32_t j = 0; j < v->n_cols && !st; j++) {
        tp_buf_format(&rows, "b%da G %lld 1 %d 1\nb%db L %lld 1 %d 1\n", (int)j,
                      (long long)p->lo[j], (int)j, (int)j, (long long)p->hi[j], (int)j);
        v->lo[j] = given(v, false, j, false, p->lo[j], v->next++);
        v->hi[j] = given(v, false, j, true, p->hi[j], v->next++);
        st = v->lo[j] < 0 || v->hi[j] < 0 ? TP_E_NOMEM : TP_OK;
    }
    for (int32_t i = 0; i < v->n_rows && !st; i++) {
        v->row_lo[i] = v->row_hi[i] = -1;
        st = write_row(v, &rows, i, row_lo[i], p->row_hi[i]);
    }
    tp_buf_format(out, "CON %d %d\n", (int)v->next, (int)(2 * v->n_cols));
    tp_buf_add(out, rows.bytes ? rows.bytes : "", rows.length);
    out->failed |= rows.failed;
    tp_buf_finish(&rows);
    return st;
}

static tp_status write_variables(const tp_vipr *v, tp_buf *out)
{
    const tp_program *p = v->audit->run->task.program; /* it knows the names */
    tp_buf_format(out, "VER 1.0\nVAR %d\n", (int)v->n_cols);
    for (int32_t j = 0; j < v->n_cols; j++) {
        tp_label label = {0};
        tp_status st = p->namer(p->namer_user, p, false, j, v->arena, &label, v->err);
        if (st)
            return st;
        tp_buf_format(out, "%s\n", label.name);
    }
    tp_buf_format(out, "INT %d\n", (int)v->n_cols);
    for (int32_t j = 0; j < v->n_cols; j++)
        tp_buf_format(out, "%d%s", (int)j, j + 1 < v->n_cols ? " " : "");
    tp_buf_char(out, '\n');
    return TP_OK;
}

static void write_objective(const tp_vipr *v, tp_buf *out, const question *q)
{
    int32_t n = 0;
    for (int32_t j = 0; q->cost && j < v->n_cols; j++)
        n += q->cost[j] != 0;
    tp_buf_format(out, "OBJ min\n%d", (int)n);
    for (int32_t j = 0; q->cost && j < v->n_cols; j++)
        if (q->cost[j])
            tp_buf_format(out, " %d %lld", (int)j, (long long)(q->cost[j] / q->step));
    tp_buf_char(out, '\n');
}

static void write_solution(const tp_vipr *v, tp_buf *out, const question *q, tp_wide bound)
{
    const int64_t *x = v->audit->run->answer.x;
    tp_wide is = 0;
    int32_t n = 0;
    for (int32_t j = 0; j < v->n_cols; j++) {
        is += (tp_wide)q->cost[j] / q->step * x[j];
        n += x[j] != 0;
    }
    tp_buf_text(out, "RTP range ");
    tp_buf_int(out, bound);
    tp_buf_char(out, ' ');
    tp_buf_int(out, is);
    tp_buf_format(out, "\nSOL 1\nanswer %d", (int)n);
    for (int32_t j = 0; j < v->n_cols; j++)
        if (x[j])
            tp_buf_format(out, " %d %lld", (int)j, (long long)x[j]);
    tp_buf_char(out, '\n');
}

/* What the file is about, for whoever opens it. */
static void write_head(const tp_vipr *v, tp_buf *out, size_t tier, const question *q)
{
    const tp_run *run = v->audit->run;
    const tp_tier_spec *spec = &run->task.tiers[tier];
    tp_buf_format(out, "%% turnpool run %s, dataset %s\n", run->id, run->data->sha256);
    if (run->result->status == TP_INFEASIBLE) {
        tp_buf_text(out, "% The scenario has no answer.\n");
    } else if (spec->kind == TP_TIER_RATIO) {
        const tp_tier_result *r = &run->result->tiers[tier];
        tp_buf_format(out,
                      "%% Tier %zu %s: its ratio is %lld/%lld; with %lld/%lld or more there is "
                      "no answer.\n",
                      tier + 1, spec->goal, (long long)r->numerator, (long long)r->denominator,
                      (long long)r->next_numerator, (long long)r->next_denominator);
    } else {
        tp_buf_format(out, "%% Tier %zu %s, in millionths: value = ", tier + 1, spec->goal);
        tp_buf_int(out, spec->objective.constant);
        tp_buf_format(out, " %c %lld * OBJ\n", spec->objective.sense == TP_MAX ? '-' : '+',
                      (long long)q->step);
    }
}

static tp_status begin(tp_vipr *v, const tp_audit *audit, size_t tier)
{
    bool infeasible = audit->run->result->status == TP_INFEASIBLE;
    int32_t own = audit->run->task.program->n_rows;
    v->program = audit->program;
    v->n_cols = v->program->n_cols;
    v->n_rows = own;
    for (size_t t = 0; t < tier && !infeasible; t++)
        v->n_rows += audit->tiers[t].hold_row >= 0;
    size_t cols = (size_t)v->n_cols + 1, rows = (size_t)v->n_rows + 1;
    int32_t **ends[] = {&v->lo, &v->hi, &v->row_lo, &v->row_hi};
    for (int k = 0; k < 4; k++)
        if (!(*ends[k] = tp_arena_array(v->arena, k < 2 ? cols : rows, sizeof(int32_t))))
            return tp_fail_nomem(v->err);
    v->dense = tp_arena_array(v->arena, cols, sizeof *v->dense);
    v->touched = tp_arena_array(v->arena, cols, sizeof *v->touched);
    v->marked = tp_arena_array(v->arena, cols, sizeof *v->marked);
    return v->dense && v->touched && v->marked ? TP_OK : tp_fail_nomem(v->err);
}

static tp_status objective_of(const tp_vipr *v, size_t tier, question *q)
{
    const tp_run *run = v->audit->run;
    const tp_objective *o = &run->task.tiers[tier].objective;
    *q = (question){.step = 1};
    if (run->result->status == TP_INFEASIBLE || run->task.tiers[tier].kind == TP_TIER_RATIO)
        return TP_OK;
    int64_t *cost = tp_arena_array(v->arena, (size_t)v->n_cols + 1, sizeof *cost);
    if (!cost)
        return tp_fail_nomem(v->err);
    for (int32_t j = 0; j < v->n_cols; j++)
        cost[j] = (int)o->sense * o->cost[j];
    q->cost = cost;
    q->step = tp_cost_gcd(cost, v->n_cols);
    return TP_OK;
}

/* Tightens as the certificate does, then writes the proof. A box that crosses is proof enough. */
static tp_status prove(tp_vipr *v, size_t tier, const question *q, found *out)
{
    const tp_audit *audit = v->audit;
    bool infeasible = audit->run->result->status == TP_INFEASIBLE;
    tp_status st = TP_OK;
    for (int32_t j = 0; j < v->n_cols; j++)
        if (v->facts[v->lo[j]].value > v->facts[v->hi[j]].value)
            return crossed(v, v->lo[j], v->hi[j], out);
    for (size_t t = 0; t <= tier && !infeasible && !st; t++)
        st = tp_vipr_tighten(v, &audit->tiers[t]);
    return st ? st : node_of(v, q, infeasible ? audit->refutation : audit->tiers[tier].proof, out);
}

tp_status tp_vipr_write(tp_buf *out, const tp_audit *audit, size_t tier, tp_arena *arena,
                        tp_err *err)
{
    tp_buf der;
    tp_vipr v = {.audit = audit, .der = &der, .arena = arena, .err = err};
    question q;
    found result = {0};
    if (!tp_vipr_can(audit, tier))
        return tp_fail(err, TP_E_INPUT, "tier %zu has no proof", tier + 1);
    tp_buf_init(&der);
    tp_status st = begin(&v, audit, tier);
    if (!st)
        st = objective_of(&v, tier, &q);
    if (!st) {
        write_head(&v, out, tier, &q);
        st = write_variables(&v, out);
    }
    if (!st) {
        write_objective(&v, out, &q);
        st = write_constraints(&v, out, tier);
    }
    if (!st)
        st = prove(&v, tier, &q, &result);
    if (!st && q.cost)
        write_solution(&v, out, &q, result.bound);
    else if (!st)
        tp_buf_text(out, "RTP infeas\nSOL 0\n");
    if (!st) {
        tp_buf_format(out, "DER %zu\n", v.derived);
        tp_buf_add(out, der.bytes ? der.bytes : "", der.length);
        st = tp_buf_ok(out) && tp_buf_ok(&der) ? TP_OK : tp_fail_nomem(err);
    }
    tp_buf_finish(&der);
    return st;
}
