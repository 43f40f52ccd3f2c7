/* Random small programs: every tier against enumeration, every certificate replayed, every mutation
 * of a certified figure noticed. TP_SEEDS=n runs n programs a test, TP_SEED=s starts at s. */
#include "enumerate.h"
#include "pools.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>

static long setting(const char *name, long fallback)
{
    const char *text = getenv(name);
    return text && *text ? strtol(text, NULL, 10) : fallback;
}

static pools_spec tiny(uint64_t seed)
{
    uint64_t r = seed * 77 + 1;
    return (pools_spec){.seed = seed,
                        .lines = (int)pools_between(&r, 1, 4),
                        .demands = (int)pools_between(&r, 1, 4),
                        .scopes = (int)pools_between(&r, 1, 2),
                        .most = (int)pools_between(&r, 1, 4),
                        .transfers = (int)pools_between(&r, 0, 2),
                        .limits = (int)pools_between(&r, 0, 2),
                        .shares = (int)pools_between(&r, 0, 2),
                        .reserve_share = pools_random(&r) % 2,
                        .minimum = pools_random(&r) % 2,
                        .fair = pools_random(&r) % 2,
                        .concede = pools_random(&r) % 2};
}

static void same_tier(const tp_tiers_task *task, const tp_tiers_answer *a, const enumerated *e,
                      size_t t, uint64_t seed)
{
    const tp_tier_result *r = &a->tiers[t];
    ck_assert_msg(r->proven, "seed %llu tier %zu not proven", (unsigned long long)seed, t);
    if (task->tiers[t].kind == TP_TIER_RATIO)
        ck_assert_msg((tp_wide)r->numerator * e->denominator[t] ==
                          (tp_wide)e->numerator[t] * r->denominator,
                      "seed %llu tier %zu: %lld/%lld, not %lld/%lld", (unsigned long long)seed, t,
                      (long long)r->numerator, (long long)r->denominator,
                      (long long)e->numerator[t], (long long)e->denominator[t]);
    else
        ck_assert_msg(r->value == e->value[t], "seed %llu tier %zu: %lld, not %lld",
                      (unsigned long long)seed, t, (long long)r->value, (long long)e->value[t]);
}

static void replay_is_clean(const tp_tiers_task *task, const tp_tiers_answer *a, tp_arena *arena,
                            uint64_t seed)
{
    tp_replay report;
    tp_err err = {0};
    ck_assert_int_eq(tp_tiers_replay(&report, task, a->tiers, a->n_tiers, a->x, arena, &err), 0);
    ck_assert_msg(report.count == 0, "seed %llu: %s", (unsigned long long)seed,
                  report.count ? report.findings[0].text.en : "");
}

/* Shares of totals, alone or with what makes them no network. */
static pools_spec with_totals(uint64_t seed)
{
    pools_spec spec = tiny(seed);
    spec.totals = 1 + (int)(seed % 2);
    spec.scopes = 1 + (int)(seed % 3);
    if (seed % 4) {
        spec.limits = spec.shares = 0;
        spec.reserve_share = spec.minimum = spec.fair = false;
    }
    return spec;
}

static void equal_enumeration(pools_spec (*spec_of)(uint64_t seed))
{
    long first = setting("TP_SEED", 1), count = setting("TP_SEEDS", 150), tried = 0, empty = 0;
    for (long seed = first; seed < first + count; seed++) {
        tp_arena *arena = tp_arena_create();
        pools_spec spec = spec_of((uint64_t)seed);
        tp_tiers_task task = pools_make(&spec, arena);
        enumerated e = enumerate_tiers(&task, 60000, arena);
        tp_tiers_answer a;
        tp_err err = {0};
        if (!e.too_many) {
            tried++;
            empty += !e.feasible;
            tp_status st = tp_tiers_solve(&a, &task, arena, &err);
            ck_assert_msg(st == TP_OK, "seed %ld: %s", seed, err.text);
            ck_assert_msg((a.status == TP_OPTIMAL) == e.feasible &&
                              (a.status == TP_INFEASIBLE) == !e.feasible,
                          "seed %ld: status %d", seed, (int)a.status);
            for (size_t t = 0; t < a.n_tiers; t++)
                same_tier(&task, &a, &e, t, (uint64_t)seed);
            if (a.x)
                replay_is_clean(&task, &a, arena, (uint64_t)seed);
        }
        tp_arena_free(arena);
    }
    printf("# seeds %ld..%ld: %ld enumerated, %ld of them infeasible\n", first, first + count - 1,
           tried, empty);
    ck_assert_int_gt(tried, count / 3);
}

START_TEST(tiers__equal_enumeration)
{
    equal_enumeration(tiny);
}
END_TEST

START_TEST(tiers__equal_enumeration_with_totals)
{
    equal_enumeration(with_totals);
}
END_TEST

static bool noticed(const tp_tiers_task *task, const tp_tiers_answer *a, tp_arena *arena)
{
    tp_replay report;
    ck_assert_int_eq(tp_tiers_replay(&report, task, a->tiers, a->n_tiers, a->x, arena, NULL),
                     TP_OK);
    return report.count > 0;
}

/* A part of a proof that is missing or does not reach its neighbour leaves values uncovered; two
 * that overlap are none. */
START_TEST(replay__notices_parts_that_do_not_cover)
{
    long first = setting("TP_SEED", 1), count = setting("TP_SEEDS", 150), parts = 0, linear = 0;
    for (long seed = first; seed < first + count; seed++) {
        tp_arena *arena = tp_arena_create();
        pools_spec spec = with_totals((uint64_t)seed);
        spec.lines = spec.demands = 6;
        spec.most = 9;
        tp_tiers_task task = pools_make(&spec, arena);
        tp_tiers_answer a;
        ck_assert_int_eq(tp_tiers_solve(&a, &task, arena, NULL), TP_OK);
        for (size_t t = 0; t < a.n_tiers && a.x; t++) {
            tp_multipliers *m = &a.tiers[t].multipliers, kept = *m;
            for (size_t i = 0; i < kept.n_parts; i++) {
                tp_proof_part part = m->parts[i];
                linear += part.linear;
                parts++;
                m->parts[i].lo[0]++;
                ck_assert_msg(noticed(&task, &a, arena), "seed %ld: a gap", seed);
                m->parts[i] = part;
                if (kept.n_parts > 1) {
                    m->parts[i] = m->parts[(i + 1) % kept.n_parts];
                    ck_assert_msg(noticed(&task, &a, arena), "seed %ld: a part twice", seed);
                }
                m->parts[i] = part;
                m->parts[i].empty = true; /* there is an answer, so not all can be empty */
                ck_assert_msg(kept.n_parts > 1 || noticed(&task, &a, arena), "seed %ld: emptiness",
                              seed);
                m->parts[i] = part;
                m->parts[i].scale = 0;
                ck_assert_msg(part.empty || noticed(&task, &a, arena), "seed %ld: scale", seed);
                m->parts[i] = part;
            }
            ck_assert_msg(!noticed(&task, &a, arena), "seed %ld: put back", seed);
        }
        tp_arena_free(arena);
    }
    printf("# %ld parts, %ld of them linear\n", parts, linear);
    ck_assert_int_gt(parts, count);
}
END_TEST

/* A certified figure moved by one is noticed; a multiplier moved is noticed or still proves it. */
START_TEST(replay__notices_mutations)
{
    long first = setting("TP_SEED", 1), count = setting("TP_SEEDS", 150), mutations = 0;
    for (long seed = first; seed < first + count; seed++) {
        tp_arena *arena = tp_arena_create();
        pools_spec spec = tiny((uint64_t)seed);
        tp_tiers_task task = pools_make(&spec, arena);
        tp_tiers_answer a;
        ck_assert_int_eq(tp_tiers_solve(&a, &task, arena, NULL), TP_OK);
        for (size_t t = 0; t < a.n_tiers && a.x; t++) {
            tp_tier_result kept = a.tiers[t];
            tp_wide *figures[] = {&a.tiers[t].value, &a.tiers[t].final, &a.tiers[t].bound,
                                  &a.tiers[t].certified};
            /* Where only the search proves a tier that concedes, its value is the search's word. */
            bool word = kept.proof == TP_PROOF_SOLVER && kept.concede > 0;
            for (int k = word ? 1 : 0; k < 4; k++) {
                for (int by = -1; by <= 1; by += 2) {
                    tp_replay report;
                    *figures[k] += by;
                    ck_assert_int_eq(
                        tp_tiers_replay(&report, &task, a.tiers, a.n_tiers, a.x, arena, NULL),
                        TP_OK);
                    ck_assert_msg(report.count > 0, "seed %ld tier %zu figure %d by %d missed",
                                  seed, t, k, by);
                    a.tiers[t] = kept;
                    mutations++;
                }
            }
        }
        tp_arena_free(arena);
    }
    printf("# %ld mutations\n", mutations);
    ck_assert_int_gt(mutations, count);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("solve_random");
    TCase *random = tcase_create("random");
    tcase_set_timeout(random, 600);
    tcase_add_test(random, tiers__equal_enumeration);
    tcase_add_test(random, tiers__equal_enumeration_with_totals);
    tcase_add_test(random, replay__notices_mutations);
    tcase_add_test(random, replay__notices_parts_that_do_not_cover);
    suite_add_tcase(suite, random);
    return suite;
}
