/* Reductions before the search, by hand. */
#include "solve/integer/presolve.h"

#include "suite.h"

#include <string.h>

static const tp_origin nobody = {0};

/* min 3a + 5b + 7c + 2d, a fixed at 4, rows:
 *   r0: 2a + 4b + 6c >= 9    with a = 4: 4b + 6c >= 1, halved and rounded: 2b + 3c >= 1
 *   r1: b + d <= 100         boxes keep it: dropped
 *   r2: 0 <= b + c <= 1000   above cannot bind, below neither: dropped
 *   r3: 1 <= b + c <= 1000   only below can bind: the upper side opens */
static tp_program *by_hand(tp_arena *arena)
{
    tp_program *p = tp_program_create(arena);
    int32_t a = tp_program_col(p, 4, 4, nobody), b = tp_program_col(p, 0, 9, nobody);
    int32_t c = tp_program_col(p, 0, 9, nobody), d = tp_program_col(p, 0, 9, nobody);
    tp_program_row(p, 9, TP_INF, nobody, (tp_entry[]){{a, 2}, {b, 4}, {c, 6}}, 3);
    tp_program_row(p, -TP_INF, 100, nobody, (tp_entry[]){{b, 1}, {d, 1}}, 2);
    tp_program_row(p, 0, 1000, nobody, (tp_entry[]){{b, 1}, {c, 1}}, 2);
    tp_program_row(p, 1, 1000, nobody, (tp_entry[]){{b, 1}, {c, 1}}, 2);
    return p;
}

static tp_task task_of(const tp_program *p, const int64_t *cost)
{
    return (tp_task){.program = p,
                     .cost = cost,
                     .lo = p->lo,
                     .hi = p->hi,
                     .row_lo = p->row_lo,
                     .row_hi = p->row_hi};
}

START_TEST(reduce__keeps_what_can_bind)
{
    tp_arena *arena = tp_arena_create();
    tp_program *p = by_hand(arena);
    int64_t cost[] = {3, 5, 7, 2};
    tp_task task = task_of(p, cost);
    tp_reduced r;
    ck_assert_int_eq(tp_reduce(&r, &task, arena, NULL), TP_OK);
    ck_assert(!r.empty);
    ck_assert_int_eq(r.program->n_cols, 3);
    ck_assert_int_eq((int)r.constant, 12);
    ck_assert_int_eq(r.col_of[0], -1);
    ck_assert_int_eq(r.program->n_rows, 2);
    ck_assert_int_eq(r.row_of[0], 0);
    ck_assert_int_eq(r.row_of[1], -1);
    ck_assert_int_eq(r.row_of[2], -1);
    ck_assert_int_eq(r.row_of[3], 1);
    ck_assert_int_eq(r.program->row_lo[0], 1);
    ck_assert_int_eq(r.program->entries[0].coef, 2);
    ck_assert_int_eq(r.program->entries[1].coef, 3);
    ck_assert_int_eq(r.program->row_lo[1], 1);
    ck_assert(r.program->row_hi[1] == TP_INF);
    tp_arena_free(arena);
}
END_TEST

START_TEST(reduce__points_go_there_and_back)
{
    tp_arena *arena = tp_arena_create();
    tp_program *p = by_hand(arena);
    int64_t cost[] = {3, 5, 7, 2}, x[] = {4, 1, 2, 3}, small[4] = {0}, again[4] = {0};
    tp_task task = task_of(p, cost);
    tp_reduced r;
    ck_assert_int_eq(tp_reduce(&r, &task, arena, NULL), TP_OK);
    tp_reduce_compress(&r, x, small);
    tp_reduce_expand(&r, small, again);
    ck_assert_mem_eq(x, again, sizeof x);
    int64_t sum = (int64_t)r.constant;
    for (int32_t j = 0; j < r.program->n_cols; j++)
        sum += r.task.cost[j] * small[j];
    ck_assert_int_eq(sum, 3 * 4 + 5 * 1 + 7 * 2 + 2 * 3);
    tp_arena_free(arena);
}
END_TEST

/* 2b + 4c = 7 has no whole point: the gcd sees it. */
START_TEST(reduce__sees_contradictions)
{
    tp_arena *arena = tp_arena_create();
    int64_t cost[] = {1, 1};
    for (int fixed = 0; fixed < 2; fixed++) {
        tp_program *p = tp_program_create(arena);
        int32_t b = tp_program_col(p, fixed ? 3 : 0, fixed ? 3 : 9, nobody);
        int32_t c = tp_program_col(p, 0, fixed ? 0 : 9, nobody);
        tp_program_row(p, 7, 7, nobody, (tp_entry[]){{b, 2}, {c, 4}}, 2);
        tp_task task = task_of(p, cost);
        tp_reduced r;
        ck_assert_int_eq(tp_reduce(&r, &task, arena, NULL), TP_OK);
        ck_assert(r.empty);
    }
    tp_arena_free(arena);
}
END_TEST

/* A cut whose side no double holds is left out; a row of the task's own never is. */
START_TEST(reduce__leaves_out_cuts_too_large)
{
    tp_arena *arena = tp_arena_create();
    tp_program *p = tp_program_create(arena);
    int64_t cost[] = {1, 1}, huge = (int64_t)1 << 50;
    int32_t b = tp_program_col(p, 0, 9, nobody), c = tp_program_col(p, 0, 9, nobody);
    tp_program_row(p, 1, TP_INF, nobody, (tp_entry[]){{b, 1}, {c, 1}}, 2);
    tp_program_row(p, -TP_INF, 8 * huge + 1, nobody, (tp_entry[]){{b, huge}, {c, huge + 1}}, 2);
    tp_task task = task_of(p, cost);
    tp_reduced r;
    ck_assert_int_eq(tp_reduce(&r, &task, arena, NULL), TP_OK);
    ck_assert_int_eq(r.program->n_rows, 2);
    task.cuts_from = 1;
    ck_assert_int_eq(tp_reduce(&r, &task, arena, NULL), TP_OK);
    ck_assert_int_eq(r.program->n_rows, 1);
    ck_assert_int_eq(r.cuts_from, 1);
    tp_arena_free(arena);
}
END_TEST

/* a and c are alike (r1 tells them apart, but the boxes keep it), b costs more, d is in no row of
 * theirs, e is fixed. */
START_TEST(reduce__takes_like_columns_as_one)
{
    tp_arena *arena = tp_arena_create();
    tp_program *p = tp_program_create(arena);
    int32_t a = tp_program_col(p, 1, 3, nobody), b = tp_program_col(p, 0, 3, nobody);
    int32_t c = tp_program_col(p, 2, 9, nobody), d = tp_program_col(p, 0, 9, nobody);
    int32_t e = tp_program_col(p, 5, 5, nobody);
    tp_entry all[] = {{a, 2}, {b, 2}, {c, 2}, {d, 1}, {e, 2}};
    tp_program_row(p, 4, 25, nobody, all, 5);
    tp_program_row(p, 2, 100, nobody, (tp_entry[]){{c, 1}}, 1);
    int64_t cost[] = {7, 8, 7, 7, 7}, x[] = {2, 1, 6, 4, 5}, small[3], again[5];
    const int64_t canonical[] = {3, 1, 5, 4, 5};
    tp_task task = task_of(p, cost);
    tp_reduced r;
    ck_assert_int_eq(tp_reduce(&r, &task, arena, NULL), TP_OK);
    ck_assert(!r.empty);
    ck_assert_int_eq(r.program->n_cols, 3);
    ck_assert_int_eq(r.col_of[c], r.col_of[a]);
    ck_assert_int_ne(r.col_of[b], r.col_of[a]);
    ck_assert_int_eq(r.program->lo[0], 3);
    ck_assert_int_eq(r.program->hi[0], 12);
    ck_assert_int_eq(r.program->n_rows, 1);
    ck_assert_int_eq(r.program->start[1], 3);
    tp_reduce_compress(&r, x, small);
    ck_assert_int_eq(small[0], 8);
    tp_reduce_expand(&r, small, again);
    ck_assert_mem_eq(canonical, again, sizeof again);
    tp_arena_free(arena);
}
END_TEST

static int64_t drawn(uint64_t *seed, int64_t least, int64_t most)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return least + (int64_t)(*seed % (uint64_t)(most - least + 1));
}

static bool keeps(const tp_program *p, const int64_t *x)
{
    int32_t row, col;
    tp_program_violated(p, x, &row, &col);
    return row < 0 && col < 0;
}

/* The least cost of all whole points, by trying them; INT64_MAX: there is none. */
static int64_t tried(const tp_program *p, const int64_t *cost)
{
    int64_t x[8], least = INT64_MAX;
    memcpy(x, p->lo, (size_t)p->n_cols * sizeof *x);
    for (int32_t j = 0; j < p->n_cols;) {
        int64_t sum = 0;
        for (int32_t k = 0; k < p->n_cols; k++)
            sum += cost[k] * x[k];
        if (sum < least && keeps(p, x))
            least = sum;
        for (j = 0; j < p->n_cols && x[j] == p->hi[j]; j++)
            x[j] = p->lo[j];
        if (j < p->n_cols)
            x[j]++;
    }
    return least;
}

/* A program whose columns are of few kinds. */
static tp_program *draw_program(int64_t *cost, uint64_t *seed, tp_arena *arena)
{
    tp_program *p = tp_program_create(arena);
    int64_t kinds[3][4], n[3] = {0};
    tp_entry rows[3][8];
    int32_t cols = (int32_t)drawn(seed, 3, 6);
    for (int k = 0; k < 12; k++)
        kinds[k / 4][k % 4] = drawn(seed, -3, 3);
    for (int32_t j = 0; j < cols; j++) {
        const int64_t *kind = kinds[drawn(seed, 0, 2)];
        int64_t lo = drawn(seed, -1, 1);
        tp_program_col(p, lo, lo + drawn(seed, 0, 3), nobody);
        cost[j] = kind[3];
        for (int i = 0; i < 3; i++)
            if (kind[i])
                rows[i][n[i]++] = (tp_entry){j, kind[i]};
    }
    for (int i = 0; i < 3; i++) {
        int64_t lo = drawn(seed, -6, 6), wide = drawn(seed, 0, 4);
        tp_program_row(p, drawn(seed, 0, 3) ? lo : -TP_INF, drawn(seed, 0, 3) ? lo + wide : TP_INF,
                       nobody, rows[i], n[i]);
    }
    return p;
}

/* The search must find what trying all points finds, from a known point too, and what it learnt
 * must not lose all points as good. */
START_TEST(reduce__searches_find_what_trying_finds)
{
    uint64_t seed = 0x2545f4914f6cdd1du;
    int merged = 0, solved = 0;
    for (int round = 0; round < 1000; round++) {
        tp_arena *arena = tp_arena_create();
        int64_t cost[8];
        tp_program *p = draw_program(cost, &seed, arena);
        tp_task task = task_of(p, cost);
        tp_reduced r;
        ck_assert_int_eq(tp_reduce(&r, &task, arena, NULL), TP_OK);
        for (int32_t j = 0; j < p->n_cols; j++)
            merged += r.next[j] >= 0;
        tp_solution got;
        int64_t least = tried(p, cost);
        ck_assert_int_eq(tp_solver_glpk.solve(&task, &got, arena, NULL), TP_OK);
        if (least == INT64_MAX) {
            ck_assert_int_eq(got.status, TP_SOLVED_INFEASIBLE);
        } else {
            ck_assert_int_eq(got.status, TP_SOLVED_OPTIMAL);
            ck_assert_int_eq((int64_t)got.value, least);
            ck_assert(keeps(p, got.x));
            task.start = got.x;
            task.cuts = got.cuts;
            if (got.narrow_lo) {
                task.lo = got.narrow_lo;
                task.hi = got.narrow_hi;
            }
            ck_assert_int_eq(tp_solver_glpk.solve(&task, &got, arena, NULL), TP_OK);
            ck_assert_int_eq((int64_t)got.value, least);
            solved++;
        }
        tp_arena_free(arena);
    }
    ck_assert_int_gt(merged, 300);
    ck_assert_int_gt(solved, 100);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("reduce");
    TCase *reduce = tcase_create("reduce");
    tcase_add_test(reduce, reduce__keeps_what_can_bind);
    tcase_add_test(reduce, reduce__points_go_there_and_back);
    tcase_add_test(reduce, reduce__sees_contradictions);
    tcase_add_test(reduce, reduce__leaves_out_cuts_too_large);
    tcase_add_test(reduce, reduce__takes_like_columns_as_one);
    tcase_add_test(reduce, reduce__searches_find_what_trying_finds);
    tcase_set_timeout(reduce, 60);
    suite_add_tcase(suite, reduce);
    return suite;
}
