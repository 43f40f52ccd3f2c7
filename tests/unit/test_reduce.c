/* Reductions before the search, by hand. */
#include "solve/reduce.h"

#include "suite.h"

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

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("reduce");
    TCase *reduce = tcase_create("reduce");
    tcase_add_test(reduce, reduce__keeps_what_can_bind);
    tcase_add_test(reduce, reduce__points_go_there_and_back);
    tcase_add_test(reduce, reduce__sees_contradictions);
    tcase_add_test(reduce, reduce__leaves_out_cuts_too_large);
    suite_add_tcase(suite, reduce);
    return suite;
}
