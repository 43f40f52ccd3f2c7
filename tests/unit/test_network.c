#include "lp/dual.h"
#include "solve/network/network.h"
#include "suite.h"

static uint64_t draw(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static int32_t below(uint64_t *seed, int32_t n)
{
    return (int32_t)(draw(seed) % (uint64_t)n);
}

static const tp_origin nobody = {0};

enum { POOLS = 4, LINES = 24, SYSTEMS = 3 };

/* Pools with deposits, loans in two tranches, transfers and closing balances; line rows, limits by
 * system over the net change. Lines belong to pool l % POOLS and system
 * l % SYSTEMS, so limits cut across pools. */
static tp_program *pools_program(tp_arena *arena, uint64_t *seed)
{
    tp_program *p = tp_program_create(arena);
    tp_entry pool[POOLS][200], limit[SYSTEMS][200];
    int pools[POOLS] = {0}, limits[SYSTEMS] = {0};
    for (int l = 0; l < LINES; l++) {
        int k = l % POOLS, s = l % SYSTEMS;
        if (below(seed, 2)) {
            int32_t d = tp_program_col(p, 0, below(seed, 9), nobody);
            pool[k][pools[k]++] = (tp_entry){d, -1};
            limit[s][limits[s]++] = (tp_entry){d, -1};
            continue;
        }
        int32_t first = tp_program_col(p, 0, below(seed, 5), nobody);
        int32_t rest = tp_program_col(p, 0, below(seed, 5), nobody);
        tp_entry line[2] = {{first, 1}, {rest, 1}};
        for (int t = 0; t < 2; t++) {
            pool[k][pools[k]++] = line[t];
            limit[s][limits[s]++] = line[t];
        }
        tp_program_row(p, -TP_INF, below(seed, 8), nobody, line, 2);
    }
    for (int a = 0; a < POOLS; a++) {
        int32_t z = tp_program_col(p, 0, below(seed, 6), nobody);
        int from = a, to = (a + 1 + below(seed, POOLS - 1)) % POOLS;
        pool[from][pools[from]++] = (tp_entry){z, 1};
        pool[to][pools[to]++] = (tp_entry){z, -1};
    }
    for (int k = 0; k < POOLS; k++) {
        int32_t s = tp_program_col(p, below(seed, 3), 10000, nobody);
        int64_t opening = below(seed, 6);
        pool[k][pools[k]++] = (tp_entry){s, 1};
        tp_program_row(p, opening, opening, nobody, pool[k], pools[k]);
    }
    for (int s = 0; s < SYSTEMS; s++)
        tp_program_row(p, below(seed, 6) - 9, below(seed, 9) - 2, nobody, limit[s], limits[s]);
    return p;
}

static void check(const tp_task *task, const tp_solution *got, tp_arena *arena)
{
    const tp_program *p = task->program;
    tp_dual_problem problem = {p, task->cost, task->lo, task->hi, p->row_lo, p->row_hi};
    tp_dual_bound bound;
    tp_err err;
    if (got->status == TP_SOLVED_INFEASIBLE)
        problem.cost = NULL;
    ck_assert_int_eq(tp_dual_bound_of(&bound, &problem, got->y, got->scale, false, arena, &err),
                     TP_OK);
    if (got->status == TP_SOLVED_INFEASIBLE) {
        ck_assert(bound.numerator > 0);
        return;
    }
    int32_t row, col;
    ck_assert_int_eq(got->status, TP_SOLVED_OPTIMAL);
    tp_program_violated(p, got->x, &row, &col);
    ck_assert_int_eq(row, -1);
    ck_assert_int_eq(col, -1);
    ck_assert(bound.bound == got->value);
}

START_TEST(network__proves_what_it_finds_on_random_pools)
{
    uint64_t seed = 7;
    int solved = 0, impossible = 0;
    for (int round = 0; round < 500; round++) {
        tp_arena *arena = tp_arena_create();
        tp_program *p = pools_program(arena, &seed);
        tp_network *net;
        tp_err err;
        int64_t misfits = 0;
        ck_assert_int_eq(tp_network_recognise(&net, p, &misfits, arena, &err), TP_OK);
        ck_assert_int_eq(misfits, 0);
        for (int tier = 0; tier < 3; tier++) {
            int64_t *cost = tp_arena_array(arena, (size_t)p->n_cols, sizeof *cost);
            for (int32_t j = 0; j < p->n_cols; j++)
                cost[j] = below(&seed, 4000001) - 2000000;
            tp_task task = {.program = p, .cost = cost, .lo = p->lo, .hi = p->hi};
            tp_solution got;
            ck_assert_int_eq(tp_network_solve(net, &task, &got, arena, &err), TP_OK);
            check(&task, &got, arena);
            solved += got.status == TP_SOLVED_OPTIMAL;
            impossible += got.status == TP_SOLVED_INFEASIBLE;
        }
        tp_arena_free(arena);
    }
    ck_assert_int_gt(solved, 300);
    ck_assert_int_gt(impossible, 30);
}
END_TEST

START_TEST(network__counts_what_does_not_fit)
{
    tp_arena *arena = tp_arena_create();
    tp_program *p = tp_program_create(arena);
    tp_err err;
    for (int j = 0; j < 3; j++)
        tp_program_col(p, 0, 9, nobody);
    /* Three rows that cross each other pairwise fit no two forests. */
    tp_program_row(p, -TP_INF, 5, nobody, (tp_entry[]){{0, 1}, {1, 1}}, 2);
    tp_program_row(p, -TP_INF, 5, nobody, (tp_entry[]){{1, 1}, {2, 1}}, 2);
    tp_program_row(p, -TP_INF, 5, nobody, (tp_entry[]){{0, 1}, {2, 1}}, 2);
    int64_t misfits = 0;
    tp_network *net;
    ck_assert_int_eq(tp_network_recognise(&net, p, &misfits, arena, &err), TP_OK);
    ck_assert_ptr_nonnull(net);
    ck_assert_int_eq(misfits, 1);
    int kept = 0;
    for (int32_t i = 0; i < 3; i++)
        kept += tp_network_keeps_row(net, i);
    ck_assert_int_eq(kept, 2);
    tp_program *share = tp_program_create(arena);
    for (int j = 0; j < 2; j++)
        tp_program_col(share, 0, 9, nobody);
    tp_program_row(share, -TP_INF, 0, nobody, (tp_entry[]){{0, 7}, {1, -3}}, 2);
    ck_assert_int_eq(tp_network_recognise(&net, share, &misfits, arena, &err), TP_OK);
    ck_assert_ptr_null(net);
    ck_assert_int_eq(misfits, 1);
    tp_arena_free(arena);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("network");
    TCase *tc = tcase_create("network");
    tcase_add_test(tc, network__proves_what_it_finds_on_random_pools);
    tcase_add_test(tc, network__counts_what_does_not_fit);
    suite_add_tcase(suite, tc);
    return suite;
}
