/* Block by block: where rows tie no two parts of the columns together but for those that hold
 * earlier tiers, each part of the cost is proven by itself, in a program as small as the block.
 *
 * Rows of the proof, from its root on: for each held row, what the blocks' parts of it are at
 * least, then what each is at most, since the others leave it no more; then what the blocks' parts
 * of the cost are at least, which add up. The point known says how much each part is. */
#include "solve/prove/parts.h"
#include "solve/side_rows/blocks.h"

#include <string.h>

/* What each block's part of a held row is at most names all other blocks. */
enum { BLOCKS_MOST = 300 };

typedef struct part {
    tp_program *program; /* the block's columns, then what fixed ones add; its rows, then `above` */
    int32_t block, n_cols, n_rows;
    int32_t
        *above; /* [program n_rows - n_rows] rows of the proof: the block's part of a held row */
} part;

typedef struct split {
    const tp_prove_task *task;
    tp_prove_within within;
    tp_blocks blocks;
    bool *matters;           /* [task n_cols] a column that no row ties needs a proof */
    part *parts;             /* blocks that need one */
    int32_t n_parts, *first; /* of the rows that the row at hand has of the parts; -1: none */
    int64_t *cost;           /* [task n_cols] what is asked of the parts */
    tp_derived_row *rows;
    size_t n_rows, room;
    tp_arena *arena, *scratch;
    tp_err *err;
} split;

static bool is_held(const tp_prove_task *t, int32_t row)
{
    return t->program->row_origin[row].maker == -1;
}

/* Does the point known reach what is to be proven, no more, in the boxes? */
static bool point_serves(const tp_prove_task *t)
{
    tp_wide sum = 0;
    for (int32_t j = 0; j < t->program->n_cols; j++) {
        tp_wide share;
        if (t->at[j] < t->lo[j] || t->at[j] > t->hi[j] ||
            __builtin_mul_overflow((tp_wide)t->cost[j], t->at[j], &share) ||
            __builtin_add_overflow(sum, share, &sum))
            return false;
    }
    return sum == t->want;
}

/* A held row that leaves the point no room holds every block's part where it is. */
static bool held_tight(const tp_prove_task *t)
{
    tp_wide sum;
    for (int32_t i = 0; i < t->program->n_rows; i++)
        if (is_held(t, i) && t->row_hi[i] != TP_INF &&
            (!tp_program_activity(t->program, i, t->at, &sum) || sum != t->row_hi[i]))
            return false;
    return true;
}

static tp_status find_blocks(split *s)
{
    const tp_prove_task *t = s->task;
    int32_t rows = t->program->n_rows;
    const tp_task task = {.program = t->program,
                          .cost = t->cost,
                          .lo = t->lo,
                          .hi = t->hi,
                          .row_lo = t->row_lo,
                          .row_hi = t->row_hi};
    tp_task *kept = tp_arena_alloc(s->scratch, sizeof *kept);
    bool *active = tp_arena_array(s->scratch, (size_t)rows + 1, sizeof *active);
    if (!kept || !active)
        return tp_fail_nomem(s->err);
    *kept = task;
    tp_status st = tp_blocks_init(&s->blocks, kept, s->scratch, s->err);
    for (int32_t i = 0; i < rows && !st; i++) {
        active[i] = !is_held(t, i) && tp_blocks_binds(&s->blocks, i);
        if (active[i])
            tp_blocks_tie(&s->blocks, i);
    }
    if (!st)
        tp_blocks_list(&s->blocks, active);
    return st;
}

static int32_t columns_of(const tp_blocks *b, int32_t block)
{
    return b->first_col[block + 1] - b->first_col[block];
}

/* Whether a column is at the end of its box that a cost wants. */
static bool stands_well(const tp_prove_task *t, int32_t col, int64_t cost)
{
    return !cost || t->at[col] == (cost > 0 ? t->lo[col] : t->hi[col]);
}

/* Columns without rows need no proof, unless it is a held row that keeps them from a better end. */
static tp_status mark_alone(split *s)
{
    const tp_prove_task *t = s->task;
    const tp_program *q = t->program;
    s->matters = tp_arena_array(s->scratch, (size_t)q->n_cols + 1, sizeof *s->matters);
    if (!s->matters)
        return tp_fail_nomem(s->err);
    for (int32_t j = 0; j < q->n_cols; j++)
        s->matters[j] = !stands_well(t, j, t->cost[j]);
    for (int32_t i = 0; i < q->n_rows; i++)
        for (int64_t k = q->start[i]; k < q->start[i + 1] && is_held(t, i); k++)
            s->matters[q->entries[k].col] |= !stands_well(t, q->entries[k].col, q->entries[k].coef);
    return TP_OK;
}

static bool is_part(const split *s, int32_t block)
{
    const tp_blocks *b = &s->blocks;
    return b->first_row[block] < b->first_row[block + 1] ||
           s->matters[b->cols[b->first_col[block]]];
}

/* Several blocks, none of them nearly all there is. */
static bool worth_it(split *s)
{
    const tp_blocks *b = &s->blocks;
    int32_t all = 0, largest = 0, n = 0;
    for (int32_t k = 0; k < b->n_blocks; k++) {
        if (!is_part(s, k))
            continue;
        int32_t size = columns_of(b, k);
        all += size;
        largest = size > largest ? size : largest;
        n++;
    }
    s->n_parts = n;
    return n > 1 && n <= BLOCKS_MOST && largest <= all / 2;
}

static tp_status make_parts(split *s)
{
    const tp_blocks *b = &s->blocks;
    size_t n = (size_t)s->n_parts + 1;
    s->parts = tp_arena_array(s->scratch, n, sizeof *s->parts);
    s->first = tp_arena_array(s->scratch, n, sizeof *s->first);
    s->cost = tp_arena_array(s->scratch, (size_t)b->n_cols + 1, sizeof *s->cost);
    if (!s->parts || !s->first || !s->cost)
        return tp_fail_nomem(s->err);
    s->n_parts = 0;
    for (int32_t k = 0; k < b->n_blocks; k++) {
        if (!is_part(s, k))
            continue;
        part *p = &s->parts[s->n_parts++];
        tp_task sub;
        tp_status st = tp_blocks_extract(b, k, &sub, s->scratch, s->err);
        if (st)
            return st;
        *p = (part){.program = (tp_program *)(uintptr_t)sub.program, /* made for us */
                    .block = k,
                    .n_cols = columns_of(b, k),
                    .n_rows = sub.program->n_rows};
        p->above =
            tp_arena_array(s->scratch, (size_t)s->task->program->n_rows + 1, sizeof *p->above);
        if (!p->above)
            return tp_fail_nomem(s->err);
        for (int32_t i = 0; i < p->n_rows; i++)
            p->program->row_origin[i] = s->task->program->row_origin[b->rows[b->first_row[k] + i]];
    }
    return TP_OK;
}

/* --- a proof of a block, in terms of the whole --- */

static bool map_form(const split *s, const part *p, tp_form *form)
{
    int32_t *col = tp_arena_array(s->arena, (size_t)form->count + 1, sizeof *col);
    int64_t *coef = tp_arena_array(s->arena, (size_t)form->count + 1, sizeof *coef);
    for (int32_t k = 0; col && coef && k < form->count; k++) {
        if (form->col[k] >= p->n_cols)
            return false; /* what fixed columns add is no column of the whole */
        col[k] = s->blocks.cols[s->blocks.first_col[p->block] + form->col[k]];
        coef[k] = form->coef[k];
    }
    form->col = col;
    form->coef = coef;
    return col && coef;
}

static bool map_leaf(const split *s, const part *p, tp_combination *leaf)
{
    int32_t whole = s->task->program->n_rows;
    int32_t *row = tp_arena_array(s->arena, (size_t)leaf->count + 1, sizeof *row);
    int64_t *y = tp_arena_array(s->arena, (size_t)leaf->count + 1, sizeof *y);
    for (int32_t k = 0; row && y && k < leaf->count; k++) {
        int32_t i = leaf->row[k];
        bool above = i >= p->n_rows && i < p->program->n_rows;
        y[k] = above ? -leaf->y[k] : leaf->y[k]; /* at most, as the negative at least */
        row[k] = i < p->n_rows ? s->blocks.rows[s->blocks.first_row[p->block] + i]
                 : above       ? whole + p->above[i - p->n_rows]
                               : whole + (int32_t)s->n_rows + i - p->program->n_rows;
    }
    leaf->row = row;
    leaf->y = y;
    return row && y;
}

/* NULL: memory is out, or it cannot be said of the whole. */
static tp_proof_node *map_node(const split *s, const part *p, const tp_proof_node *node)
{
    tp_proof_node *copy = tp_arena_alloc(s->arena, sizeof *copy);
    if (!copy)
        return NULL;
    *copy = *node;
    copy->rows = tp_arena_array(s->arena, node->n_rows + 1, sizeof *copy->rows);
    bool good = copy->rows != NULL;
    for (size_t k = 0; k < node->n_rows && good; k++) {
        copy->rows[k] = node->rows[k];
        copy->rows[k].proof = map_node(s, p, node->rows[k].proof);
        good = copy->rows[k].proof && map_form(s, p, &copy->rows[k].form);
    }
    if (good && !node->low)
        good = map_leaf(s, p, &copy->leaf);
    if (good && node->low) {
        copy->low = map_node(s, p, node->low);
        copy->high = copy->low ? map_node(s, p, node->high) : NULL;
        good = copy->high && map_form(s, p, &copy->form);
    }
    return good ? copy : NULL;
}

static bool add_row(split *s, tp_form form, tp_proof_node *proof)
{
    if (!tp_arena_grow(s->arena, &s->rows, &s->room, s->n_rows, 1))
        return false;
    s->rows[s->n_rows++] = (tp_derived_row){form, proof};
    return true;
}

/* The block's part of the cost at hand; count 0: it has none. False: memory is out. */
static bool form_of(const split *s, const part *p, tp_form *form)
{
    const int32_t *cols = s->blocks.cols + s->blocks.first_col[p->block];
    *form = (tp_form){.col = tp_arena_array(s->arena, (size_t)p->n_cols + 1, sizeof *form->col),
                      .coef = tp_arena_array(s->arena, (size_t)p->n_cols + 1, sizeof *form->coef)};
    for (int32_t k = 0; form->col && form->coef && k < p->n_cols; k++)
        if (s->cost[cols[k]]) {
            form->col[form->count] = cols[k];
            form->coef[form->count++] = s->cost[cols[k]];
        }
    return form->col && form->coef;
}

static tp_wide value_of(const split *s, const tp_form *form)
{
    tp_wide sum = 0;
    for (int32_t k = 0; k < form->count; k++)
        sum += (tp_wide)form->coef[k] * s->task->at[form->col[k]];
    return sum;
}

/* A row for what one part of the cost at hand is at least. *good: false if it was not proven. */
static tp_status prove_part(split *s, const part *p, const tp_form *form, bool *good)
{
    const int32_t *cols = s->blocks.cols + s->blocks.first_col[p->block];
    tp_proof_node *tree = NULL, *mapped = NULL;
    int64_t *cost = tp_arena_array(s->scratch, (size_t)p->program->n_cols + 1, sizeof *cost);
    if (!cost)
        return tp_fail_nomem(s->err);
    for (int32_t k = 0; k < p->n_cols; k++)
        cost[k] = s->cost[cols[k]];
    const tp_prove_task task = {.program = p->program,
                                .lo = p->program->lo,
                                .hi = p->program->hi,
                                .row_lo = p->program->row_lo,
                                .row_hi = p->program->row_hi,
                                .cost = cost,
                                .want = value_of(s, form),
                                .stop = s->task->stop};
    tp_status st = s->within(&tree, &task, s->scratch, s->err);
    if (!st && tree)
        mapped = map_node(s, p, tree);
    *good = mapped != NULL;
    return st || !mapped || add_row(s, *form, mapped) ? st : tp_fail_nomem(s->err);
}

/* Rows for what the parts of the cost at hand are at least; s->first says which. */
static tp_status prove_parts(split *s, bool *good)
{
    tp_status st = TP_OK;
    for (int32_t k = 0; k < s->n_parts && *good && !st; k++) {
        tp_form form;
        if (!form_of(s, &s->parts[k], &form))
            return tp_fail_nomem(s->err);
        s->first[k] = form.count ? (int32_t)s->n_rows : -1;
        if (form.count)
            st = prove_part(s, &s->parts[k], &form, good);
    }
    return st;
}

static int64_t step_of(const tp_form *form)
{
    int64_t gcd = 0;
    for (int32_t k = 0; k < form->count; k++)
        gcd = tp_gcd(gcd, form->coef[k]);
    return gcd;
}

/* What is left to one part of a held row by what the others take at least: a row of the proof, and
 * one of the block. */
static tp_status bound_part(split *s, int32_t held, int32_t which)
{
    part *p = &s->parts[which];
    int32_t whole = s->task->program->n_rows;
    tp_form form;
    tp_proof_node *leaf = tp_prover_leaf(s->arena, (size_t)s->n_parts + 1);
    tp_entry *entries = tp_arena_array(s->scratch, (size_t)p->n_cols + 1, sizeof *entries);
    if (!leaf || !entries || !form_of(s, p, &form))
        return tp_fail_nomem(s->err);
    tp_combination *m = &leaf->leaf;
    int64_t step = step_of(&form), most = (int64_t)(value_of(s, &form) / step);
    m->scale = step; /* the row is divided by it, as the block has it */
    m->row[m->count] = held;
    m->y[m->count++] = -1;
    for (int32_t k = 0; k < s->n_parts; k++)
        if (k != which && s->first[k] >= 0) {
            m->row[m->count] = whole + s->first[k];
            m->y[m->count++] = 1;
        }
    for (int32_t k = 0; k < form.count; k++) {
        form.coef[k] /= step;
        entries[k] = (tp_entry){s->blocks.local[form.col[k]], form.coef[k]};
    }
    if (tp_program_row(p->program, -TP_INF, most, (tp_origin){.maker = -1}, entries, form.count) <
        0)
        return tp_fail_nomem(s->err);
    for (int32_t k = 0; k < form.count; k++)
        form.coef[k] = -form.coef[k];
    p->above[p->program->n_rows - 1 - p->n_rows] = (int32_t)s->n_rows;
    return add_row(s, form, leaf) ? TP_OK : tp_fail_nomem(s->err);
}

static tp_status hold_parts(split *s, int32_t held, bool *good)
{
    const tp_program *q = s->task->program;
    memset(s->cost, 0, (size_t)q->n_cols * sizeof *s->cost);
    for (int64_t k = q->start[held]; k < q->start[held + 1]; k++)
        s->cost[q->entries[k].col] = q->entries[k].coef;
    tp_status st = prove_parts(s, good);
    for (int32_t k = 0; k < s->n_parts && *good && !st; k++)
        if (s->first[k] >= 0)
            st = bound_part(s, held, k);
    return st;
}

/* The parts of the cost itself, added up. */
static tp_status join(split *s, tp_proof_node **out)
{
    tp_proof_node *root = tp_prover_leaf(s->arena, (size_t)s->n_parts + 1);
    if (!root)
        return tp_fail_nomem(s->err);
    for (int32_t k = 0; k < s->n_parts; k++)
        if (s->first[k] >= 0) {
            root->leaf.row[root->leaf.count] = s->task->program->n_rows + s->first[k];
            root->leaf.y[root->leaf.count++] = 1;
        }
    root->rows = s->rows;
    root->n_rows = s->n_rows;
    *out = root;
    return TP_OK;
}

static tp_status by_blocks(tp_proof_node **out, split *s)
{
    const tp_prove_task *t = s->task;
    bool good = true;
    tp_status st = find_blocks(s);
    if (!st)
        st = mark_alone(s);
    if (st || !worth_it(s))
        return st;
    st = make_parts(s);
    for (int32_t i = 0; i < t->program->n_rows && good && !st; i++)
        if (is_held(t, i) && t->row_hi[i] != TP_INF)
            st = hold_parts(s, i, &good);
    if (st || !good)
        return st;
    memcpy(s->cost, t->cost, (size_t)t->program->n_cols * sizeof *s->cost);
    st = prove_parts(s, &good);
    return st || !good ? st : join(s, out);
}

tp_status tp_prover_blocks(tp_proof_node **out, const tp_prove_task *task, tp_prove_within within,
                           tp_arena *arena, tp_err *err)
{
    split s = {.task = task, .within = within, .arena = arena, .err = err};
    *out = NULL;
    if (!task->cost || !task->at || !point_serves(task) || !held_tight(task))
        return TP_OK;
    if (!(s.scratch = tp_arena_create()))
        return tp_fail_nomem(err);
    tp_status st = by_blocks(out, &s);
    tp_arena_free(s.scratch);
    return st == TP_E_OVERFLOW ? TP_OK : st;
}
