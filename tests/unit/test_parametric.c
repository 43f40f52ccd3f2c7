#include "pools.h"
#include "solve/exact/feasible.h"
#include "solve/held/held.h"
#include "solve/mip.h"
#include "solve/totals/fix_and_optimise.h"
#include "solve/totals/parametric.h"
#include "suite.h"

#include <string.h>

static const tp_origin nobody = {0};

/* Two balances, a total over both pools' loans, and a share of it. */
static tp_program *two_pools(tp_arena *arena, int32_t *total)
{
    tp_program *p = tp_program_create(arena);
    for (int k = 0; k < 2; k++) {
        int32_t closing = tp_program_col(p, 0, 100, nobody),
                deposit = tp_program_col(p, 0, 9, nobody);
        int32_t loan = tp_program_col(p, 0, 20, nobody);
        tp_program_row(p, 3, 3, nobody, (tp_entry[]){{closing, 1}, {loan, 1}, {deposit, -1}}, 3);
    }
    *total = tp_program_col(p, 0, 40, nobody);
    tp_program_row(p, 0, 0, nobody, (tp_entry[]){{2, 1}, {5, 1}, {*total, -1}}, 3);
    tp_program_row(p, -TP_INF, 0, nobody, (tp_entry[]){{2, 1000000}, {*total, -300000}}, 2);
    tp_program_row(p, 0, TP_INF, nobody, (tp_entry[]){{5, 1000000}, {*total, -100000}}, 2);
    return p;
}

START_TEST(parameters__are_found_in_the_matrix)
{
    tp_arena *arena = tp_arena_create();
    int32_t total;
    tp_program *p = two_pools(arena, &total);
    tp_parameters *found;
    tp_err err;
    ck_assert_int_eq(tp_parameters_find(&found, p, arena, &err), TP_OK);
    ck_assert_ptr_nonnull(found);
    ck_assert_int_eq(found->count, 1);
    ck_assert_int_eq(found->col[0], total);
    ck_assert_int_eq(found->defined_by[0], 2);
    ck_assert_int_eq(found->n_rows, 3);
    ck_assert(!found->bound[0] && found->bound[2] && found->bound[3] && found->bound[4]);
    int64_t x[] = {0, 4, 7, 0, 2, 5, 0};
    tp_parameters_complete(found, x);
    ck_assert_int_eq(x[total], 12);
    tp_arena_free(arena);
}
END_TEST

START_TEST(parameters__are_not_balances)
{
    tp_arena *arena = tp_arena_create();
    tp_program *p = tp_program_create(arena);
    tp_entry e[4];
    for (int j = 0; j < 4; j++)
        e[j] = (tp_entry){tp_program_col(p, 0, 9, nobody), j == 3 ? -1 : 1};
    tp_program_row(p, 0, 0, nobody, e, 4); /* closing = opening + deposits: crosses nothing */
    tp_parameters *found;
    tp_err err;
    ck_assert_int_eq(tp_parameters_find(&found, p, arena, &err), TP_OK);
    ck_assert_ptr_null(found);
    tp_arena_free(arena);
}
END_TEST

/* 10 L <= 3 T and 10 L >= T, divided and rounded inwards for T anywhere in a box. */
START_TEST(parameters__round_sides_for_a_box)
{
    tp_arena *arena = tp_arena_create();
    int32_t total;
    tp_program *p = two_pools(arena, &total);
    tp_parameters *found;
    tp_err err;
    int64_t lo, hi;
    ck_assert_int_eq(tp_parameters_find(&found, p, arena, &err), TP_OK);
    ck_assert(tp_parameters_sides(found, 1, (int64_t[]){7}, (int64_t[]){13}, -TP_INF, 0, &lo, &hi));
    ck_assert(lo == -TP_INF && hi == 3);
    ck_assert(tp_parameters_sides(found, 2, (int64_t[]){7}, (int64_t[]){13}, 0, TP_INF, &lo, &hi));
    ck_assert(lo == 1 && hi == TP_INF);
    ck_assert(tp_parameters_sides(found, 0, (int64_t[]){7}, (int64_t[]){13}, 0, 0, &lo, &hi));
    ck_assert(lo == 7 && hi == 13);
    tp_arena_free(arena);
}
END_TEST

static pools_spec medium(uint64_t seed, int totals)
{
    return (pools_spec){.seed = seed,
                        .lines = 12,
                        .demands = 14,
                        .scopes = 2 + (int)(seed % 4),
                        .most = 12,
                        .transfers = 2,
                        .totals = totals};
}

/* Every tier, with earlier ones held by explicit rows, by the search over the whole. */
static void same_as_the_search(const tp_tiers_task *task, const tp_tiers_answer *a, tp_arena *arena)
{
    for (size_t t = 0; t < task->n_tiers; t++) {
        tp_program *p;
        tp_err err;
        const tp_objective *o = &task->tiers[t].objective;
        ck_assert_int_eq(tp_tiers_program(&p, task, a, t, arena, &err), TP_OK);
        int64_t *cost = tp_arena_array(arena, (size_t)p->n_cols + 1, sizeof *cost);
        for (int32_t j = 0; j < task->program->n_cols; j++)
            cost[j] = o->sense == TP_MAX ? -o->cost[j] : o->cost[j];
        tp_task whole = {.program = p, .cost = cost, .lo = p->lo, .hi = p->hi};
        tp_solution found;
        ck_assert_int_eq(tp_solver_glpk.solve(&whole, &found, arena, &err), TP_OK);
        ck_assert_int_eq(found.status, TP_SOLVED_OPTIMAL);
        tp_wide value = o->constant + (o->sense == TP_MAX ? -found.value : found.value);
        ck_assert_msg(value == a->tiers[t].value, "tier %zu: %lld, not %lld", t,
                      (long long)a->tiers[t].value, (long long)value);
    }
}

static void agree(int totals, int *parametric, int *certified)
{
    for (uint64_t seed = 1; seed <= 60; seed++) {
        tp_arena *arena = tp_arena_create();
        pools_spec spec = medium(seed, totals);
        tp_tiers_task task = pools_make(&spec, arena);
        tp_tiers_answer a;
        tp_replay report;
        tp_err err;
        ck_assert_int_eq(tp_tiers_solve(&a, &task, arena, &err), TP_OK);
        if (a.status == TP_OPTIMAL) {
            same_as_the_search(&task, &a, arena);
            ck_assert_int_eq(tp_tiers_replay(&report, &task, a.tiers, a.n_tiers, a.x, arena, &err),
                             TP_OK);
            ck_assert_uint_eq(report.count, 0);
        }
        for (size_t t = 0; t < a.n_tiers; t++) {
            *parametric += strcmp(a.tiers[t].method, "parametric") == 0;
            *certified += a.tiers[t].proof == TP_PROOF_CERTIFICATE;
        }
        tp_arena_free(arena);
    }
}

START_TEST(parametric__agrees_with_the_search_over_the_whole)
{
    int parametric = 0, certified = 0;
    agree(1, &parametric, &certified);
    ck_assert_int_gt(parametric, 60);
    ck_assert_int_ge(certified, parametric);
}
END_TEST

START_TEST(parametric__searches_two_totals)
{
    int parametric = 0, certified = 0;
    agree(2, &parametric, &certified);
    ck_assert_int_gt(parametric, 60);
    ck_assert_int_ge(certified, parametric);
}
END_TEST

/* A total may cost something itself: it is not for the search by totals then, and the answers are
 * those of the search over the whole. */
START_TEST(parametric__leaves_totals_with_a_cost_alone)
{
    int answers = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        tp_arena *arena = tp_arena_create();
        pools_spec spec = medium(seed, 1 + (int)(seed % 2));
        tp_tiers_task task = pools_make(&spec, arena);
        tp_parameters *found;
        tp_tiers_answer a;
        tp_replay report;
        tp_err err;
        ck_assert_int_eq(tp_parameters_find(&found, task.program, arena, &err), TP_OK);
        ck_assert_ptr_nonnull(found);
        for (size_t t = 0; t < task.n_tiers; t++)
            if (task.tiers[t].kind == TP_TIER_LINEAR)
                for (int32_t k = 0; k < found->count; k++)
                    task.tiers[t].objective.cost[found->col[k]] +=
                        (seed + t) % 3 ? 700000 : -900000;
        ck_assert_int_eq(tp_tiers_solve(&a, &task, arena, &err), TP_OK);
        if (a.status == TP_OPTIMAL) {
            answers++;
            same_as_the_search(&task, &a, arena);
            ck_assert_int_eq(tp_tiers_replay(&report, &task, a.tiers, a.n_tiers, a.x, arena, &err),
                             TP_OK);
            ck_assert_uint_eq(report.count, 0);
        }
        tp_arena_free(arena);
    }
    ck_assert_int_gt(answers, 40);
}
END_TEST

/* With lots and reserve shares it is no network: an answer that keeps everything, and a bound that
 * its parts prove and the best answer does not pass. */
START_TEST(settle__answers_and_bounds)
{
    int answers = 0, exact = 0;
    for (uint64_t seed = 1; seed <= 80; seed++) {
        tp_arena *arena = tp_arena_create();
        pools_spec spec = medium(seed, 1);
        spec.minimum = true;
        spec.reserve_share = seed % 2;
        tp_tiers_task task = pools_make(&spec, arena);
        tp_held held;
        tp_stop none = {0};
        tp_err err;
        bool empty, done;
        int64_t *cost;
        ck_assert_int_eq(tp_held_init(&held, &task, arena, &empty, &err), TP_OK);
        ck_assert_int_eq(tp_network_recognise(&held.network, task.program, NULL, arena, &err),
                         TP_OK);
        ck_assert_int_eq(tp_held_cost(&cost, &held, 1, arena, &err), TP_OK);
        tp_task whole = {
            .program = task.program, .cost = cost, .lo = task.program->lo, .hi = task.program->hi};
        tp_solution best, found;
        ck_assert_int_eq(tp_solver_glpk.solve(&whole, &best, arena, &err), TP_OK);
        ck_assert_int_eq(tp_fix_and_optimise(&held, cost, &none, &found, &done, arena, &err),
                         TP_OK);
        if (done) {
            tp_multipliers proof = {.scale = 1,
                                    .count = task.program->n_rows,
                                    .parts = found.parts,
                                    .n_parts = found.n_parts};
            tp_dual_bound bound;
            tp_wide proven;
            ck_assert_int_eq(best.status, TP_SOLVED_OPTIMAL);
            ck_assert(tp_task_keeps(&whole, found.x));
            ck_assert(found.value >= best.value && found.bound <= best.value);
            ck_assert_int_eq(tp_held_bound(&bound, &proven, &held, cost, &proof, arena, &err),
                             TP_OK);
            ck_assert(proven >= found.bound && proven <= best.value);
            answers++;
            exact += found.value == best.value;
        }
        tp_arena_free(arena);
    }
    ck_assert_int_gt(answers, 40);
    ck_assert_int_gt(exact, 10);
}
END_TEST

static tp_stop_reason at_once(void *user)
{
    int *asked = user;
    return ++*asked > 3 ? TP_STOP_USER : TP_GO_ON;
}

/* Stopped early it says so, and what it says is still proven. */
START_TEST(parametric__stops_when_told)
{
    int answers = 0;
    for (uint64_t seed = 1; seed <= 160; seed++) {
        tp_arena *arena = tp_arena_create();
        pools_spec spec = medium(seed, 1 + (int)(seed % 2));
        tp_tiers_task task = pools_make(&spec, arena);
        int asked = -(int)(seed / 10);
        task.stop = (tp_stop){at_once, &asked};
        tp_tiers_answer a;
        tp_replay report;
        tp_err err;
        ck_assert_int_eq(tp_tiers_solve(&a, &task, arena, &err), TP_OK);
        ck_assert_int_ne(a.status, TP_INFEASIBLE);
        if (a.x) {
            answers++;
            ck_assert_int_eq(tp_tiers_replay(&report, &task, a.tiers, a.n_tiers, a.x, arena, &err),
                             TP_OK);
            ck_assert_uint_eq(report.count, 0);
        }
        tp_arena_free(arena);
    }
    ck_assert_int_gt(answers, 0);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("parametric");
    TCase *found = tcase_create("parameters");
    TCase *searched = tcase_create("search");
    tcase_set_timeout(searched, 120);
    tcase_add_test(found, parameters__are_found_in_the_matrix);
    tcase_add_test(found, parameters__are_not_balances);
    tcase_add_test(found, parameters__round_sides_for_a_box);
    tcase_add_test(searched, parametric__agrees_with_the_search_over_the_whole);
    tcase_add_test(searched, parametric__searches_two_totals);
    tcase_add_test(searched, parametric__stops_when_told);
    tcase_add_test(searched, parametric__leaves_totals_with_a_cost_alone);
    tcase_add_test(searched, settle__answers_and_bounds);
    suite_add_tcase(suite, found);
    suite_add_tcase(suite, searched);
    return suite;
}
