/* Side rows priced over a network, held against the search over the whole: values, multipliers, and
 * what is passed on to the next tier. */
#include "lp/dual.h"
#include "pools.h"
#include "solve/exact/feasible.h"
#include "solve/mip.h"
#include "solve/side_rows/pricing.h"
#include "suite.h"

#include <string.h>

static tp_dual_bound bound_of(const tp_task *t, const tp_solution *s, tp_arena *arena)
{
    tp_dual_problem q = {t->program, t->cost, t->lo, t->hi, t->row_lo, t->row_hi};
    tp_dual_bound bound;
    ck_assert_int_eq(tp_dual_bound_of(&bound, &q, s->y, s->scale, false, arena, NULL), TP_OK);
    return bound;
}

/* Every optimum lies where the next tier is told to look. */
static void passes_on(const tp_program *p, const tp_solution *priced, const int64_t *best)
{
    for (int32_t j = 0; priced->narrow_lo && j < p->n_cols; j++)
        ck_assert(priced->narrow_lo[j] <= best[j] && best[j] <= priced->narrow_hi[j]);
    for (int32_t i = 0; priced->holds && i < priced->holds->n_rows; i++) {
        tp_wide sum;
        ck_assert(tp_program_activity(priced->holds, i, best, &sum));
        ck_assert(sum <= priced->holds->row_hi[i]);
    }
}

typedef struct tally {
    int done, proved, searched;
} tally;

static void compare(const pools_spec *spec, tally *all)
{
    tp_arena *arena = tp_arena_create();
    tp_tiers_task tiers = pools_make(spec, arena);
    const tp_program *p = tiers.program;
    tp_network *net;
    ck_assert_int_eq(tp_network_recognise(&net, p, NULL, arena, NULL), TP_OK);
    for (size_t t = 0; net && t < tiers.n_tiers; t++) {
        if (tiers.tiers[t].kind != TP_TIER_LINEAR)
            continue;
        const tp_objective *o = &tiers.tiers[t].objective;
        int64_t *cost = tp_arena_array(arena, (size_t)p->n_cols + 1, sizeof *cost);
        for (int32_t j = 0; j < p->n_cols; j++)
            cost[j] = o->sense == TP_MAX ? -o->cost[j] : o->cost[j];
        tp_task task = {.program = p,
                        .cost = cost,
                        .lo = p->lo,
                        .hi = p->hi,
                        .row_lo = p->row_lo,
                        .row_hi = p->row_hi};
        tp_solution whole, priced;
        bool done;
        ck_assert_int_eq(tp_mip_solve(NULL, &task, &whole, arena, NULL), TP_OK);
        ck_assert_int_eq(tp_price_side_rows(net, &task, &priced, &done, arena, NULL), TP_OK);
        if (!done)
            continue;
        all->done++;
        ck_assert_int_eq((int)priced.status, TP_SOLVED_OPTIMAL);
        ck_assert_int_eq((int)whole.status, TP_SOLVED_OPTIMAL);
        ck_assert(priced.value == whole.value);
        ck_assert(tp_task_keeps(&task, priced.x));
        tp_dual_bound bound = bound_of(&task, &priced, arena);
        ck_assert(bound.bound <= priced.value);
        all->proved += bound.bound == priced.value;
        all->searched += priced.nodes > 0 || priced.narrow_lo;
        passes_on(p, &priced, whole.x);
        passes_on(p, &priced, priced.x);
    }
    tp_arena_free(arena);
}

START_TEST(pricing__agrees_with_the_search_over_the_whole)
{
    tally limits = {0}, all = {0};
    for (uint64_t seed = 1; seed <= 60; seed++) {
        pools_spec spec = {.seed = seed,
                           .lines = 8 + (int)(seed % 9),
                           .demands = 8 + (int)(seed % 7),
                           .scopes = 1 + (int)(seed % 4),
                           .most = 9,
                           .transfers = (int)(seed % 3),
                           .limits = 1 + (int)(seed % 5)};
        compare(&spec, &limits);
        spec.shares = (int)(seed % 2);
        spec.totals = (int)(seed % 3);
        spec.reserve_share = seed % 5 == 0;
        spec.minimum = seed % 4 == 0;
        spec.touched = seed % 7 == 0;
        compare(&spec, &all);
    }
    /* With limits alone the multipliers nearly always say all; elsewhere rounding is searched. */
    ck_assert_msg(limits.done > 100 && limits.proved * 10 > limits.done * 8, "%d of %d",
                  limits.proved, limits.done);
    ck_assert_msg(all.done > 60 && all.searched > 10, "%d, %d", all.done, all.searched);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("pricing");
    TCase *pricing = tcase_create("pricing");
    tcase_set_timeout(pricing, 120);
    tcase_add_test(pricing, pricing__agrees_with_the_search_over_the_whole);
    suite_add_tcase(suite, pricing);
    return suite;
}
