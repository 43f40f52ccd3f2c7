#include "lp/dual.h"
#include "solve/exact/feasible.h"
#include "solve/mip.h"
#include "suite.h"

#include <string.h>

static const tp_origin nobody = {0};

static uint64_t draw(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static int64_t below(uint64_t *seed, int64_t n)
{
    return (int64_t)(draw(seed) % (uint64_t)n);
}

enum { BLOCKS = 6, LOANS = 5 };

/* Pools that share no row: deposits against loans, every third loan all or nothing from a minimum
 * on, and in every other pool a reserve that is a share of the deposits. `tie`: one row over
 * all. */
static tp_program *pools(tp_arena *arena, uint64_t *seed, bool tie)
{
    tp_program *p = tp_program_create(arena);
    tp_entry whole[BLOCKS * LOANS];
    int n_whole = 0;
    for (int b = 0; b < BLOCKS; b++) {
        int64_t opening = 1 + below(seed, 6);
        int32_t closing = tp_program_col(p, 0, 1000, nobody);
        int32_t deposit = tp_program_col(p, 0, below(seed, 12), nobody);
        tp_entry balance[LOANS + 2] = {{closing, 1}, {deposit, -1}};
        for (int d = 0; d < LOANS; d++) {
            int64_t most = 1 + below(seed, 6);
            int32_t loan = tp_program_col(p, 0, most, nobody);
            balance[d + 2] = (tp_entry){loan, 1};
            whole[n_whole++] = (tp_entry){loan, b == 0 ? 2 : -1};
            if (d % 3)
                continue;
            int32_t given = tp_program_col(p, 0, 1, nobody);
            tp_program_row(p, 0, TP_INF, nobody, (tp_entry[]){{loan, 1}, {given, -(1 + most / 2)}},
                           2);
            tp_program_row(p, -TP_INF, 0, nobody, (tp_entry[]){{loan, 1}, {given, -most}}, 2);
        }
        tp_program_row(p, opening, opening, nobody, balance, LOANS + 2);
        if (b % 2)
            tp_program_row(p, opening, TP_INF, nobody, (tp_entry[]){{closing, 10}, {deposit, -1}},
                           2);
    }
    if (tie)
        tp_program_row(p, -TP_INF, 0, nobody, whole, n_whole);
    return p;
}

static tp_solution solve(tp_network *net, const tp_task *task, tp_arena *arena)
{
    tp_solution out;
    tp_err err;
    ck_assert_int_eq(tp_mip_solve(net, task, &out, arena, &err), TP_OK);
    return out;
}

static void check_multipliers(const tp_task *t, const tp_solution *s, tp_arena *arena)
{
    const tp_program *p = t->program;
    tp_dual_problem q = {p, t->cost, t->lo, t->hi, p->row_lo, p->row_hi};
    tp_dual_bound bound;
    tp_err err;
    ck_assert_int_eq(tp_dual_bound_of(&bound, &q, s->y, s->scale, false, arena, &err), TP_OK);
    ck_assert(bound.bound <= s->value);
}

/* Random pools: with the network and its blocks, and by the search over the whole. */
static int compare(uint64_t seed, bool tie)
{
    int by_blocks = 0;
    for (int round = 0; round < 60; round++) {
        tp_arena *arena = tp_arena_create();
        tp_program *p = pools(arena, &seed, tie);
        tp_network *net;
        tp_err err;
        ck_assert_int_eq(tp_network_recognise(&net, p, NULL, arena, &err), TP_OK);
        ck_assert_ptr_nonnull(net);
        int64_t *cost = tp_arena_array(arena, (size_t)p->n_cols, sizeof *cost);
        for (int32_t j = 0; j < p->n_cols; j++)
            cost[j] = below(&seed, 3000000) - 2000000;
        tp_task task = {.program = p, .cost = cost, .lo = p->lo, .hi = p->hi};
        tp_solution whole = solve(NULL, &task, arena), split = solve(net, &task, arena);
        ck_assert_int_eq(split.status, whole.status);
        by_blocks += strcmp(split.method, "blocks") == 0;
        if (whole.status != TP_SOLVED_OPTIMAL) {
            tp_arena_free(arena);
            continue;
        }
        ck_assert(split.value == whole.value);
        ck_assert(split.bound == split.value);
        ck_assert(tp_task_keeps(&(tp_task){.program = p, .lo = p->lo, .hi = p->hi}, split.x));
        check_multipliers(&task, &split, arena);
        for (int32_t i = 0; split.holds && i < split.holds->n_rows; i++) {
            tp_wide sum;
            ck_assert(tp_program_activity(split.holds, i, split.x, &sum));
            ck_assert(sum == split.holds->row_hi[i]);
        }
        tp_arena_free(arena);
    }
    return by_blocks;
}

START_TEST(split__agrees_with_the_search_over_the_whole)
{
    ck_assert_int_gt(compare(11, false), 30);
}
END_TEST

START_TEST(split__agrees_where_one_row_ties_all)
{
    compare(12, true);
}
END_TEST

/* The same blocks in the same order whatever the threads do. */
START_TEST(split__gives_the_same_answer_every_time)
{
    for (int round = 0; round < 20; round++) {
        tp_arena *arena = tp_arena_create();
        uint64_t seed = 5;
        tp_program *p = pools(arena, &seed, false);
        int64_t *cost = tp_arena_array(arena, (size_t)p->n_cols, sizeof *cost);
        int64_t *first = tp_arena_array(arena, (size_t)p->n_cols, sizeof *first);
        for (int32_t j = 0; j < p->n_cols; j++)
            cost[j] = -1000000; /* many optima */
        tp_task task = {.program = p, .cost = cost, .lo = p->lo, .hi = p->hi};
        for (int again = 0; again < 3; again++) {
            tp_network *net;
            tp_err err;
            ck_assert_int_eq(tp_network_recognise(&net, p, NULL, arena, &err), TP_OK);
            tp_solution s = solve(net, &task, arena);
            size_t size = (size_t)p->n_cols * sizeof *first;
            if (again)
                ck_assert_int_eq(memcmp(first, s.x, size), 0);
            memcpy(first, s.x, size);
        }
        tp_arena_free(arena);
    }
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("split");
    TCase *tc = tcase_create("split");
    tcase_add_test(tc, split__agrees_with_the_search_over_the_whole);
    tcase_add_test(tc, split__agrees_where_one_row_ties_all);
    tcase_add_test(tc, split__gives_the_same_answer_every_time);
    suite_add_tcase(suite, tc);
    return suite;
}
