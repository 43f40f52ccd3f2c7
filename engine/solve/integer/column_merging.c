#include "solve/integer/column_merging.h"

enum { WORTH = 50 }; /* one column in so many, or it does not pay */

static uint64_t mix(uint64_t v)
{
    v += 0x9e3779b97f4a7c15u;
    v = (v ^ (v >> 30)) * 0xbf58476d1ce4e5b9u;
    v = (v ^ (v >> 27)) * 0x94d049bb133111ebu;
    return v ^ (v >> 31);
}

static bool is_free(const tp_task *t, int32_t j)
{
    return t->lo[j] < t->hi[j];
}

/* One figure a column for all that counts of it. */
static void hash_columns(uint64_t *hash, const tp_task *t, const bool *idle)
{
    const tp_program *p = t->program;
    for (int32_t j = 0; j < p->n_cols; j++)
        hash[j] = mix((uint64_t)t->cost[j]);
    for (int32_t i = 0; i < p->n_rows; i++)
        for (int64_t k = p->start[i]; k < p->start[i + 1] && !idle[i]; k++) {
            uint64_t *of = &hash[p->entries[k].col];
            *of = mix(*of ^ mix((uint64_t)i) ^ (uint64_t)p->entries[k].coef);
        }
}

/* The first column with the same figure; *worth: enough columns have one before them. */
static tp_status propose(int32_t *first, const tp_task *t, const uint64_t *hash, bool *worth,
                         tp_arena *arena, tp_err *err)
{
    int32_t n = t->program->n_cols;
    size_t size = 16;
    while (size < 2 * (size_t)n)
        size *= 2;
    int32_t *slot = tp_arena_array(arena, size, sizeof *slot); /* column + 1 */
    if (!slot)
        return tp_fail_nomem(err);
    int64_t met = 0, all = 0;
    for (int32_t j = 0; j < n; j++) {
        first[j] = j;
        if (!is_free(t, j))
            continue;
        all++;
        size_t at = (size_t)hash[j] & (size - 1);
        while (slot[at] && hash[slot[at] - 1] != hash[j])
            at = (at + 1) & (size - 1);
        if (slot[at])
            first[j] = slot[at] - 1;
        else
            slot[at] = j + 1;
        met += first[j] != j;
    }
    *worth = met > 0 && met * WORTH >= all;
    return TP_OK;
}

/* Where column j goes on from entry k, rows that do not count left out. */
static int64_t counted(const tp_matrix_columns *c, const bool *idle, int32_t j, int64_t k)
{
    while (k < c->start[j + 1] && idle[c->row[k]])
        k++;
    return k;
}

static bool alike(const tp_task *t, const tp_matrix_columns *c, const bool *idle, int32_t i,
                  int32_t j)
{
    int64_t a = counted(c, idle, i, c->start[i]), b = counted(c, idle, j, c->start[j]);
    while (a < c->start[i + 1] && b < c->start[j + 1] && c->row[a] == c->row[b] &&
           c->coef[a] == c->coef[b]) {
        a = counted(c, idle, i, a + 1);
        b = counted(c, idle, j, b + 1);
    }
    return t->cost[i] == t->cost[j] && a == c->start[i + 1] && b == c->start[j + 1];
}

tp_status tp_merge_columns(int32_t *first, const tp_task *task, const bool *idle, tp_arena *arena,
                           tp_err *err)
{
    const tp_program *p = task->program;
    uint64_t *hash = tp_arena_array(arena, (size_t)p->n_cols + 1, sizeof *hash);
    if (!hash)
        return tp_fail_nomem(err);
    bool worth = false;
    hash_columns(hash, task, idle);
    tp_status st = propose(first, task, hash, &worth, arena, err);
    tp_matrix_columns columns = {0};
    if (!st && worth)
        st = tp_program_columns(&columns, p, arena, err);
    for (int32_t j = 0; j < p->n_cols && !st; j++)
        if (first[j] != j && (!worth || !alike(task, &columns, idle, first[j], j)))
            first[j] = j;
    return st;
}
