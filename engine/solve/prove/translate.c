/* From reduced columns and rows to those of the task: a merged column is the sum of its members, a
 * row that was divided and rounded is derived. */
#include "solve/exact/multipliers.h"
#include "solve/prove/parts.h"

#include <string.h>

typedef struct translator {
    const tp_prover *p;
    int32_t *plain;      /* [reduced rows] the task's row that serves as it is; -1 */
    int32_t *derived[2]; /* [reduced rows] row number for the lower and the upper side; -1 */
    bool *used[2];       /* [reduced rows] by a leaf */
    int32_t *original;   /* [reduced rows] the task's row */
    /* Splits on merged columns are rows: the one that bounds a column now, -1: its box does.
     * [reduced columns] from below and above; `path` lists the columns with one. */
    int32_t *case_row[2], *path, n_path;
    int32_t next_row; /* number of the next row in scope */
    tp_matrix_columns columns;
    int64_t *dense; /* [reduced rows] multipliers of the leaf at hand, else zero */
    int64_t *sum;   /* [task columns] coefficients of the form at hand, else zero */
    bool overflow;
    tp_arena *arena;
    tp_err *err;
} translator;

static void note_used(translator *t, const tp_case_node *node)
{
    if (node->low) {
        note_used(t, node->low);
        note_used(t, node->high);
        return;
    }
    for (int32_t k = 0; k < node->count; k++)
        t->used[node->y[k] < 0][node->row[k]] = true;
}

/* What the cuts in use lean on is in use as well. */
static void note_bases(translator *t)
{
    for (size_t k = t->p->n_cuts; k-- > 0;) {
        const tp_prover_cut *cut = &t->p->cuts[k];
        if (!t->used[1][t->p->n_own + (int32_t)k])
            continue;
        for (int which = 0; which < 2; which++)
            for (int32_t b = 0; b < cut->n_rows[which]; b++)
                t->used[cut->y[which][b] < 0][cut->row[which][b]] = true;
    }
}

static bool prepare(translator *t)
{
    const tp_prover *p = t->p;
    size_t rows = (size_t)p->program->n_rows + 1;
    t->plain = tp_arena_array(t->arena, rows, sizeof *t->plain);
    t->original = tp_arena_array(t->arena, rows, sizeof *t->original);
    for (int s = 0; s < 2; s++) {
        t->derived[s] = tp_arena_array(t->arena, rows, sizeof *t->derived[s]);
        t->used[s] = tp_arena_array(t->arena, rows, sizeof *t->used[s]);
        if (!t->derived[s] || !t->used[s])
            return false;
    }
    size_t cols = (size_t)p->program->n_cols + 1;
    for (int s = 0; s < 2; s++)
        if (!(t->case_row[s] = tp_arena_array(t->arena, cols, sizeof *t->case_row[s])))
            return false;
    t->path = tp_arena_array(t->arena, 2 * cols + TP_PROOF_DEPTH, sizeof *t->path);
    t->dense = tp_arena_array(t->arena, rows, sizeof *t->dense);
    t->sum = tp_arena_array(t->arena, (size_t)p->task->program->n_cols + 1, sizeof *t->sum);
    if (!t->sum || !t->plain || !t->original || !t->path || !t->dense ||
        tp_program_columns(&t->columns, p->program, t->arena, t->err))
        return false;
    for (size_t c = 0; c < cols; c++)
        t->case_row[0][c] = t->case_row[1][c] = -1;
    for (int32_t i = p->n_plain; i < p->program->n_rows; i++)
        t->plain[i] = -1;
    for (int32_t i = 0; i < p->task->program->n_rows; i++) {
        int32_t at = p->red.row_of[i];
        if (at < 0)
            continue;
        t->original[at] = i;
        t->plain[at] = p->red.divisor[at] == 1 ? i : -1;
    }
    return true;
}

static int32_t members(const tp_prover *p, int32_t col)
{
    int32_t n = 0;
    for (int32_t j = p->red.first[col]; j >= 0; j = p->red.next[j])
        n++;
    return n;
}

/* How many columns of the task one of the program stands for, at most. */
static size_t breadth(const tp_prover *p, int32_t col)
{
    size_t n = 0;
    if (col < p->n_merged)
        return (size_t)members(p, col);
    const tp_prover_total *of = &p->totals[col - p->n_merged];
    for (int32_t k = 0; k < of->count; k++)
        n += (size_t)members(p, p->total_cols[of->first + k]);
    return n;
}

static bool form_room(translator *t, tp_form *form, size_t n)
{
    *form = (tp_form){.col = tp_arena_array(t->arena, n + 1, sizeof *form->col),
                      .coef = tp_arena_array(t->arena, n + 1, sizeof *form->coef)};
    return form->col && form->coef;
}

/* The sum of a merged column's members, times a factor. */
static void add_members(translator *t, tp_form *form, int32_t col, int64_t coef)
{
    for (int32_t j = t->p->red.first[col]; j >= 0; j = t->p->red.next[j]) {
        if (t->sum[j] == 0)
            form->col[form->count++] = j;
        t->overflow |= __builtin_add_overflow(t->sum[j], coef, &t->sum[j]);
    }
}

/* A column of the program, times a factor. */
static void add_col(translator *t, tp_form *form, int32_t col, int64_t coef)
{
    const tp_prover *p = t->p;
    if (col < p->n_merged) {
        add_members(t, form, col, coef);
        return;
    }
    const tp_prover_total *of = &p->totals[col - p->n_merged];
    for (int32_t k = 0; k < of->count; k++)
        add_members(t, form, p->total_cols[of->first + k], coef);
}

/* What was added up: a column that stood in it twice, or cancelled out, may be listed twice. */
static void close_form(translator *t, tp_form *form)
{
    int32_t n = 0;
    for (int32_t k = 0; k < form->count; k++) {
        int32_t j = form->col[k];
        if (t->sum[j] == 0)
            continue;
        form->col[n] = j;
        form->coef[n++] = t->sum[j];
        t->sum[j] = 0;
    }
    form->count = n;
}

static tp_proof_node *one_row(translator *t, int32_t row, int64_t y, int64_t scale)
{
    tp_proof_node *node = tp_prover_leaf(t->arena, 1);
    if (!node)
        return NULL;
    node->leaf.scale = scale;
    node->leaf.count = 1;
    node->leaf.row[0] = row;
    node->leaf.y[0] = y;
    return node;
}

/* In the proof a total is the sum that its row says it is. */
static bool says_nothing(const translator *t, int32_t row)
{
    return row >= t->p->n_plain && row < t->p->n_own;
}

/* The number of a reduced row's side in the proof, and its multiplier there. */
static int32_t in_proof(const translator *t, int32_t row, int64_t *y)
{
    bool upper = *y < 0;
    if (t->plain[row] >= 0)
        return t->plain[row];
    *y = upper ? -*y : *y;
    return t->derived[upper][row];
}

/* One case of a cut: the rows, and the case's own (-1: it is a box). */
static tp_proof_node *cut_side(translator *t, const tp_prover_cut *cut, int which, int32_t number)
{
    tp_proof_node *node = tp_prover_leaf(t->arena, (size_t)cut->n_rows[which] + 1);
    if (!node)
        return NULL;
    node->leaf.scale = cut->scale;
    for (int32_t b = 0; b < cut->n_rows[which]; b++) {
        int64_t y = cut->y[which][b];
        if (says_nothing(t, cut->row[which][b]))
            continue;
        node->leaf.row[node->leaf.count] = in_proof(t, cut->row[which][b], &y);
        node->leaf.y[node->leaf.count++] = y;
    }
    if (number >= 0 && cut->of_case[which]) {
        node->leaf.row[node->leaf.count] = number;
        node->leaf.y[node->leaf.count++] = cut->of_case[which];
    }
    return node;
}

/* A split on one column changes its box, and there is no row to lean on. */
static bool derive_cut(translator *t, tp_derived_row *out, int32_t row, int32_t next)
{
    const tp_prover_cut *cut = &t->p->cuts[row - t->p->n_own];
    tp_proof_node *node = tp_arena_alloc(t->arena, sizeof *node);
    size_t n = 0;
    for (int32_t k = 0; k < cut->n_form; k++)
        n += breadth(t->p, cut->col[k]);
    if (!node || !form_room(t, &node->form, n))
        return false;
    for (int32_t k = 0; k < cut->n_form; k++)
        add_col(t, &node->form, cut->col[k], cut->coef[k]);
    close_form(t, &node->form);
    bool boxed = node->form.count == 1 && node->form.coef[0] == 1;
    node->at = cut->at;
    node->low = cut_side(t, cut, 0, boxed ? -1 : next);
    node->high = cut_side(t, cut, 1, boxed ? -1 : next);
    out->proof = node;
    return node->low && node->high;
}

/* A reduced row's side: the task's row over its divisor, rounded. */
static bool derive_side(translator *t, tp_derived_row *out, int32_t row, bool upper, int32_t next)
{
    const tp_program *r = t->p->program;
    size_t n = 0;
    int64_t sign = upper ? -1 : 1;
    for (int64_t k = r->start[row]; k < r->start[row + 1]; k++)
        n += breadth(t->p, r->entries[k].col);
    if (!form_room(t, &out->form, n))
        return false;
    for (int64_t k = r->start[row]; k < r->start[row + 1]; k++)
        add_col(t, &out->form, r->entries[k].col, sign * r->entries[k].coef);
    close_form(t, &out->form);
    if (row >= t->p->n_own)
        return derive_cut(t, out, row, next);
    out->proof = one_row(t, t->original[row], sign, t->p->red.divisor[row]);
    return out->proof != NULL;
}

/* The derived rows that leaves lean on, numbered after the program's. */
static bool derive_all(translator *t, tp_proof_node *root)
{
    size_t n = 0;
    int32_t next = t->p->task->program->n_rows;
    for (int32_t i = 0; i < t->p->program->n_rows; i++)
        for (int s = 0; s < 2; s++)
            n += t->plain[i] < 0 && t->used[s][i];
    root->rows = tp_arena_array(t->arena, n + 2 * TP_PROVER_LINES + 2, sizeof *root->rows);
    if (!root->rows)
        return false;
    for (int32_t i = 0; i < t->p->program->n_rows; i++)
        for (int s = 0; s < 2; s++) {
            t->derived[s][i] = -1;
            if (t->plain[i] >= 0 || !t->used[s][i] || says_nothing(t, i))
                continue;
            if (!derive_side(t, &root->rows[root->n_rows++], i, s == 1, next))
                return false;
            t->derived[s][i] = next++;
        }
    t->next_row = next;
    return true;
}

/* What a merged column has left over leans on the case that bounds its sum. */
static void lean_on_cases(translator *t, tp_combination *to, const tp_case_node *from)
{
    const tp_prover *p = t->p;
    for (int32_t k = 0; k < from->count; k++)
        t->dense[from->row[k]] = from->y[k];
    for (int32_t i = 0; i < t->n_path; i++) {
        int32_t c = t->path[i];
        bool again = false;
        for (int32_t k = 0; k < i; k++)
            again |= t->path[k] == c;
        tp_wide d = from->empty ? 0 : (tp_wide)p->cost[c] * from->scale;
        for (int64_t k = t->columns.start[c]; k < t->columns.start[c + 1]; k++)
            d -= (tp_wide)t->dense[t->columns.row[k]] * t->columns.coef[k];
        int32_t row = d == 0 || again ? -1 : t->case_row[d < 0][c];
        if (row < 0)
            continue;
        t->overflow |= d >= (tp_wide)TP_INF || d <= -(tp_wide)TP_INF;
        to->row[to->count] = row;
        to->y[to->count++] = (int64_t)d;
    }
    for (int32_t k = 0; k < from->count; k++)
        t->dense[from->row[k]] = 0;
}

static bool write_leaf(translator *t, tp_combination *to, const tp_case_node *from)
{
    size_t n = (size_t)from->count + (size_t)t->n_path + 2;
    to->scale = from->scale;
    to->row = tp_arena_array(t->arena, n, sizeof *to->row);
    to->y = tp_arena_array(t->arena, n, sizeof *to->y);
    if (!to->row || !to->y)
        return false;
    for (int32_t k = 0; k < from->count; k++) {
        if (says_nothing(t, from->row[k]))
            continue;
        int32_t *row = &to->row[to->count];
        to->y[to->count] = from->y[k];
        *row = in_proof(t, from->row[k], &to->y[to->count]);
        to->count++;
    }
    lean_on_cases(t, to, from);
    return true;
}

static tp_proof_node *write_node(translator *t, tp_proof_node *node, const tp_case_node *from);

/* One of the cases of a split; on a merged column it is a row. */
static tp_proof_node *write_side(translator *t, const tp_case_node *from, bool high)
{
    const tp_case_node *child = high ? from->high : from->low;
    if (breadth(t->p, from->col) == 1)
        return write_node(t, NULL, child);
    int32_t *at = &t->case_row[!high][from->col], before = *at;
    *at = t->next_row++;
    t->path[t->n_path++] = from->col;
    tp_proof_node *node = write_node(t, NULL, child);
    t->n_path--;
    t->next_row--;
    *at = before;
    return node;
}

static tp_proof_node *write_node(translator *t, tp_proof_node *node, const tp_case_node *from)
{
    if (!node && !(node = tp_arena_alloc(t->arena, sizeof *node)))
        return NULL;
    if (!from->low) {
        node->empty = from->empty;
        return write_leaf(t, &node->leaf, from) ? node : NULL;
    }
    if (!form_room(t, &node->form, breadth(t->p, from->col)))
        return NULL;
    add_col(t, &node->form, from->col, 1);
    close_form(t, &node->form);
    node->at = from->at;
    node->low = write_side(t, from, false);
    node->high = write_side(t, from, true);
    return node->low && node->high ? node : NULL;
}

/* A bound on the free columns' part of the costs is rounded in steps of its own: derived first,
 * then what it says of all costs. */
static tp_proof_node *in_steps(translator *t, tp_proof_node *root, const tp_case_node *from)
{
    const tp_prover *p = t->p;
    tp_derived_row *row = &root->rows[root->n_rows];
    size_t n = 0;
    for (int32_t c = 0; c < p->program->n_cols; c++)
        n += p->cost[c] ? breadth(p, c) : 0;
    if (!form_room(t, &row->form, n))
        return NULL;
    for (int32_t c = 0; c < p->program->n_cols; c++)
        if (p->cost[c])
            add_col(t, &row->form, c, p->cost[c]);
    close_form(t, &row->form);
    row->proof = write_node(t, NULL, from);
    int32_t number = p->task->program->n_rows + (int32_t)root->n_rows++;
    tp_proof_node *last = one_row(t, number, 1, 1);
    if (!row->proof || !last)
        return NULL;
    root->leaf = last->leaf;
    return root;
}

static bool copy_form(translator *t, tp_form *to, const tp_form *from, int64_t sign)
{
    if (!form_room(t, to, (size_t)from->count))
        return false;
    for (int32_t k = 0; k < from->count; k++) {
        to->col[to->count] = from->col[k];
        to->coef[to->count++] = sign * from->coef[k];
    }
    return true;
}

/* The columns of a line have one cost between them: none can leave its end. */
static bool derive_line(translator *t, tp_proof_node *root, tp_prover_line *line)
{
    tp_derived_row *row = &root->rows[root->n_rows++];
    if (!copy_form(t, &row->form, &line->form, -1))
        return false;
    line->number = t->next_row++;
    row->proof = tp_arena_alloc(t->arena, sizeof *row->proof);
    return row->proof && write_leaf(t, &row->proof->leaf, &line->leaf);
}

static bool derive_range(translator *t, tp_proof_node *root, tp_prover_line *line)
{
    tp_derived_row *row = &root->rows[root->n_rows++];
    row->proof = tp_arena_alloc(t->arena, sizeof *row->proof);
    if (!row->proof || !copy_form(t, &row->form, &line->range, 1) ||
        !write_leaf(t, &row->proof->leaf, &line->leaf))
        return false;
    row->proof->leaf.scale = 1;
    line->range_number = t->next_row++;
    return true;
}

/* What is left of the boxes holds `rest`; what is cut off is closed by a line or by a row. */
static tp_proof_node *cut_boxes(translator *t, tp_proof_node *rest, bool by_lines)
{
    const tp_prover *p = t->p;
    for (size_t k = p->n_steps; k-- > 0 && rest;) {
        const tp_prover_step *step = &p->steps[k];
        const tp_prover_line *line = step->line < 0 ? NULL : &p->lines[step->line];
        if (by_lines != (line != NULL))
            continue;
        tp_proof_node *node = tp_arena_alloc(t->arena, sizeof *node);
        tp_proof_node *off = line ? one_row(t, line->range_number, 1, line->own ? line->scale : 1)
                                  : one_row(t, step->row, step->y, 1);
        if (!node || !off || !form_room(t, &node->form, 1))
            return NULL;
        off->empty = !line || !line->own;
        node->form.col[0] = step->col;
        node->form.coef[node->form.count++] = 1;
        node->at = step->at;
        node->low = step->up ? off : rest;
        node->high = step->up ? rest : off;
        rest = node;
    }
    return rest;
}

/* The case in which one leaves its end reaches what is to be proven. */
static tp_proof_node *case_of_line(translator *t, tp_prover_line *line)
{
    tp_proof_node *node = tp_arena_alloc(t->arena, sizeof *node);
    line->number = t->next_row;
    if (!node || !write_leaf(t, &node->leaf, &line->leaf))
        return NULL;
    node->leaf.row[node->leaf.count] = line->number;
    node->leaf.y[node->leaf.count++] = line->weight;
    return node;
}

/* What is left follows the rows that were derived. */
static bool append(translator *t, tp_proof_node *root, const tp_proof_node *rest)
{
    size_t n = root->n_rows + rest->n_rows;
    tp_derived_row *rows = tp_arena_array(t->arena, n + 1, sizeof *rows);
    if (!rows)
        return false;
    for (size_t k = 0; k < n; k++)
        rows[k] = k < root->n_rows ? root->rows[k] : rest->rows[k - root->n_rows];
    *root = *rest;
    root->rows = rows;
    root->n_rows = n;
    return true;
}

tp_status tp_prover_put_before(tp_proof_node **out, tp_prover *p, tp_proof_node *rest)
{
    translator t = {.p = p, .arena = p->arena, .err = p->err};
    tp_proof_node *root = tp_arena_alloc(p->arena, sizeof *root);
    tp_prover_line *own = NULL;
    bool fits = true;
    if (!root || !prepare(&t))
        return tp_fail_nomem(p->err);
    for (int32_t i = 0; i < p->n_lines; i++)
        note_used(&t, &p->lines[i].leaf);
    note_bases(&t);
    if (!derive_all(&t, root))
        return tp_fail_nomem(p->err);
    for (int32_t i = 0; i < p->n_lines; i++) {
        tp_prover_line *line = &p->lines[i];
        if (line->range.count && !derive_range(&t, root, line))
            return tp_fail_nomem(p->err);
        if (line->form.count && line->own)
            own = line;
        else if (line->form.count && !derive_line(&t, root, line))
            return tp_fail_nomem(p->err);
    }
    if (own) {
        root->at = own->at;
        root->high = case_of_line(&t, own);
        if (!root->high || !copy_form(&t, &root->form, &own->form, 1))
            return tp_fail_nomem(p->err);
        t.next_row++;
    }
    if (!(rest = cut_boxes(&t, rest, false)))
        return tp_fail_nomem(p->err);
    tp_status st = tp_prover_lift(&fits, p, rest, t.next_row - p->task->program->n_rows);
    if (!st && (!(rest = cut_boxes(&t, rest, true)) || (!own && !append(&t, root, rest))))
        st = tp_fail_nomem(p->err);
    root->low = own ? rest : root->low;
    *out = st || t.overflow || !fits ? NULL : root;
    return st;
}

tp_status tp_prover_translate(tp_proof_node **out, const tp_prover *p, const tp_case_node *from)
{
    translator t = {.p = p, .arena = p->arena, .err = p->err};
    tp_proof_node *root = tp_arena_alloc(p->arena, sizeof *root);
    if (!root || !prepare(&t))
        return tp_fail_nomem(p->err);
    note_used(&t, from);
    note_bases(&t);
    if (!derive_all(&t, root))
        return tp_fail_nomem(p->err);
    bool finer = p->task->cost && tp_cost_gcd(p->task->cost, p->task->program->n_cols) != p->step;
    *out = finer ? in_steps(&t, root, from) : write_node(&t, root, from);
    if (!*out)
        return tp_fail_nomem(p->err);
    if (t.overflow)
        *out = NULL;
    return TP_OK;
}
