/* The relaxation: bases kept and tried, reduced costs; and the search on top: the gap ends it. */
#include "solve/relaxation/relax.h"

#include "pools.h"
#include "suite.h"

#include <math.h>
#include <string.h>

static const tp_origin nobody = {0};

/* min -5a - 4b, 6a + 4b <= 24, a + 2b <= 6: at (3, 3/2), -21; both rows bind. */
static tp_program *by_hand(tp_arena *arena)
{
    tp_program *p = tp_program_create(arena);
    int32_t a = tp_program_col(p, 0, 10, nobody), b = tp_program_col(p, 0, 10, nobody);
    tp_program_row(p, -TP_INF, 24, nobody, (tp_entry[]){{a, 6}, {b, 4}}, 2);
    tp_program_row(p, -TP_INF, 6, nobody, (tp_entry[]){{a, 1}, {b, 2}}, 2);
    return p;
}

START_TEST(relax__trial_leaves_the_basis_as_it_was)
{
    tp_arena *arena = tp_arena_create();
    tp_program *p = by_hand(arena);
    int64_t cost[] = {-5, -4};
    tp_task task = {.program = p,
                    .cost = cost,
                    .lo = p->lo,
                    .hi = p->hi,
                    .row_lo = p->row_lo,
                    .row_hi = p->row_hi};
    tp_relax *r;
    tp_relax_point point;
    ck_assert_int_eq(tp_relax_open(&r, &(tp_relax_spec){.task = &task}, arena, NULL), TP_OK);
    ck_assert_int_eq(tp_relax_solve(r, &point, NULL), TP_OK);
    ck_assert_int_eq((int)point.status, TP_RELAXED_OPTIMAL);
    ck_assert(fabs(point.value + 21) < 1e-9 && fabs(point.x[1] - 1.5) < 1e-9);
    ck_assert(fabs(point.d[0]) < 1e-9 && fabs(point.d[1]) < 1e-9);
    ck_assert_int_eq(tp_relax_remember(r, NULL), TP_OK);
    /* b <= 1: a = 10/3, -62/3; b's reduced cost is -4 + 5·4/6. */
    ck_assert_int_eq(tp_relax_box(r, 1, 0, 1, NULL), TP_OK);
    ck_assert_int_eq(tp_relax_probe(r, 50, &point, NULL), TP_OK);
    ck_assert_int_eq((int)point.status, TP_RELAXED_OPTIMAL);
    ck_assert(fabs(point.value + 62.0 / 3) < 1e-9);
    ck_assert(fabs(point.d[1] + 2.0 / 3) < 1e-9);
    ck_assert_int_eq(tp_relax_box(r, 1, 0, 10, NULL), TP_OK);
    ck_assert_int_eq(tp_relax_recall(r, NULL), TP_OK);
    ck_assert_int_eq(tp_relax_probe(r, 50, &point, NULL), TP_OK);
    ck_assert(fabs(point.value + 21) < 1e-9);
    tp_relax_close(r);
    tp_arena_free(arena);
}
END_TEST

START_TEST(search__gap_ends_it_and_the_bound_stays_honest)
{
    int early = 0;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        tp_arena *arena = tp_arena_create();
        pools_spec spec = {.seed = seed,
                           .lines = 30,
                           .demands = 30,
                           .scopes = 3,
                           .most = 9,
                           .limits = 2,
                           .shares = 2,
                           .minimum = true,
                           .reserve_share = true};
        tp_tiers_task task = pools_make(&spec, arena);
        tp_tiers_answer exact, near;
        task.stop_after = 2;
        ck_assert_int_eq(tp_tiers_solve(&exact, &task, arena, NULL), TP_OK);
        task.gap = 50000;
        ck_assert_int_eq(tp_tiers_solve(&near, &task, arena, NULL), TP_OK);
        ck_assert_int_eq(exact.status == TP_INFEASIBLE, near.status == TP_INFEASIBLE);
        if (near.status != TP_INFEASIBLE) {
            const tp_tier_result *n = &near.tiers[0], *e = &exact.tiers[0];
            ck_assert(n->bound <= e->value && e->value <= n->value);
            ck_assert((n->value - n->bound) * 20 <= n->value);
        }
        for (size_t t = 0; t < near.n_tiers; t++) {
            const tp_tier_result *n = &near.tiers[t];
            early += !n->proven;
            ck_assert(n->proven ? !n->stopped_by : !strcmp(n->stopped_by, "gap"));
            ck_assert(n->proven == (n->value == n->bound));
        }
        tp_arena_free(arena);
    }
    ck_assert_int_gt(early, 0);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("glpk");
    TCase *glpk = tcase_create("glpk");
    tcase_set_timeout(glpk, 120);
    tcase_add_test(glpk, relax__trial_leaves_the_basis_as_it_was);
    tcase_add_test(glpk, search__gap_ends_it_and_the_bound_stays_honest);
    suite_add_tcase(suite, glpk);
    return suite;
}
