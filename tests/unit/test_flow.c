#include "solve/network/simplex.h"
#include "suite.h"

#include <stdlib.h>

static uint64_t draw(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static int64_t between(uint64_t *seed, int64_t least, int64_t most)
{
    return least + (int64_t)(draw(seed) % (uint64_t)(most - least + 1));
}

enum { MOST_NODES = 60, MOST_ARCS = 400 };

typedef struct instance {
    int32_t nodes, arcs;
    tp_arc_end ends[MOST_ARCS];
    int64_t lo[MOST_ARCS], hi[MOST_ARCS], cost[MOST_ARCS];
} instance;

static void make(instance *in, uint64_t *seed)
{
    in->nodes = (int32_t)between(seed, 2, MOST_NODES);
    in->arcs = (int32_t)between(seed, 1, MOST_ARCS);
    for (int32_t a = 0; a < in->arcs; a++) {
        in->ends[a].tail = (int32_t)between(seed, 0, in->nodes - 1);
        do
            in->ends[a].head = (int32_t)between(seed, 0, in->nodes - 1);
        while (in->ends[a].head == in->ends[a].tail);
    }
}

static void draw_figures(instance *in, uint64_t *seed)
{
    bool lower = between(seed, 0, 2) == 0;
    for (int32_t a = 0; a < in->arcs; a++) {
        in->lo[a] = lower && between(seed, 0, 9) == 0 ? between(seed, -3, 2) : 0;
        in->hi[a] = in->lo[a] + between(seed, 0, 9);
        in->cost[a] = between(seed, -20, 20) * between(seed, 0, 2);
    }
}

/* Balance, boxes and the sign of every reduced cost together prove the optimum; with all costs
 * zero and a positive bound, the potentials prove that nothing fits. */
static void check_answer(const instance *in, const tp_flow *flow, tp_flow_status status)
{
    const int64_t *x = tp_flow_x(flow), *pi = tp_flow_potential(flow);
    int64_t excess[MOST_NODES] = {0}, bound = 0;
    int wrong = 0;
    for (int32_t a = 0; a < in->arcs; a++) {
        int64_t cost = status == TP_FLOW_OPTIMAL ? in->cost[a] : 0;
        int64_t reduced = cost + pi[in->ends[a].tail] - pi[in->ends[a].head];
        bound += reduced > 0 ? reduced * in->lo[a] : reduced * in->hi[a];
        if (status != TP_FLOW_OPTIMAL)
            continue;
        wrong += x[a] < in->lo[a] || x[a] > in->hi[a];
        wrong += (reduced > 0 && x[a] != in->lo[a]) || (reduced < 0 && x[a] != in->hi[a]);
        excess[in->ends[a].tail] -= x[a];
        excess[in->ends[a].head] += x[a];
    }
    if (status == TP_FLOW_INFEASIBLE)
        ck_assert_int_gt(bound, 0);
    for (int32_t v = 0; v < in->nodes; v++)
        wrong += excess[v] != 0;
    ck_assert_int_eq(wrong, 0);
}

START_TEST(flow__answers_carry_their_own_proof)
{
    uint64_t seed = 88172645463325252u;
    int optimal = 0, infeasible = 0;
    instance *in = malloc(sizeof *in);
    for (int round = 0; round < 800; round++) {
        tp_arena *arena = tp_arena_create();
        make(in, &seed);
        tp_flow *flow = tp_flow_create(arena, in->nodes, in->arcs, in->ends);
        ck_assert_ptr_nonnull(flow);
        for (int again = 0; again < 4; again++) { /* the later ones start warm */
            draw_figures(in, &seed);
            tp_flow_status status =
                tp_flow_solve(flow, &(tp_flow_figures){in->cost, in->lo, in->hi}, NULL, NULL);
            ck_assert(status == TP_FLOW_OPTIMAL || status == TP_FLOW_INFEASIBLE);
            check_answer(in, flow, status);
            optimal += status == TP_FLOW_OPTIMAL;
            infeasible += status == TP_FLOW_INFEASIBLE;
        }
        tp_arena_free(arena);
    }
    free(in);
    ck_assert_int_gt(optimal, 800);
    ck_assert_int_gt(infeasible, 100);
}
END_TEST

START_TEST(flow__by_hand)
{
    /* Two ways from 0 to 1, at 1 (room 2) and at 3 (room 5), and a reward of 2 for coming back,
     * room 4: the dear way does not pay, so 2 slots go round and earn 2. */
    tp_arena *arena = tp_arena_create();
    const tp_arc_end ends[] = {{0, 1}, {0, 1}, {1, 0}};
    tp_flow *flow = tp_flow_create(arena, 2, 3, ends);
    int64_t lo[3] = {0}, hi[] = {2, 5, 4}, cost[] = {1, 3, -2};
    const tp_flow_figures figures = {cost, lo, hi};
    ck_assert_int_eq(tp_flow_solve(flow, &figures, NULL, NULL), TP_FLOW_OPTIMAL);
    ck_assert_int_eq(tp_flow_x(flow)[0], 2);
    ck_assert_int_eq(tp_flow_x(flow)[1], 0);
    ck_assert_int_eq(tp_flow_x(flow)[2], 2);
    cost[0] = INT64_MAX / 8;
    ck_assert_int_eq(tp_flow_solve(flow, &figures, NULL, NULL), TP_FLOW_RANGE);
    tp_arena_free(arena);
}
END_TEST

static int64_t value_of(const tp_flow *flow, const int64_t *cost, int32_t arcs)
{
    int64_t sum = 0;
    for (int32_t a = 0; a < arcs; a++)
        sum += cost[a] * tp_flow_x(flow)[a];
    return sum;
}

/* The same network with a node in the middle of every arc has no two arcs that could be merged. */
START_TEST(flow__merged_arcs_cost_what_single_ones_do)
{
    enum { NODES = 6, ARCS = 60 };
    uint64_t seed = 4242;
    int optimal = 0, infeasible = 0;
    for (int round = 0; round < 600; round++) {
        tp_arena *arena = tp_arena_create();
        tp_arc_end ends[ARCS], apart[2 * ARCS];
        int64_t lo[2 * ARCS], hi[2 * ARCS], cost[2 * ARCS];
        int32_t nodes = (int32_t)between(&seed, 2, NODES);
        for (int32_t a = 0; a < ARCS; a++) {
            int32_t tail = (int32_t)between(&seed, 0, nodes - 1);
            int32_t head = (tail + (int32_t)between(&seed, 1, nodes - 1)) % nodes;
            ends[a] = (tp_arc_end){tail, head};
            apart[a] = (tp_arc_end){tail, nodes + a};
            apart[ARCS + a] = (tp_arc_end){nodes + a, head};
        }
        tp_flow *merged = tp_flow_create(arena, nodes, ARCS, ends);
        tp_flow *single = tp_flow_create(arena, nodes + ARCS, 2 * ARCS, apart);
        ck_assert(merged && single);
        for (int again = 0; again < 3; again++) {
            for (int32_t a = 0; a < ARCS; a++) {
                lo[a] = between(&seed, 0, 6) ? 0 : between(&seed, -4, 3);
                hi[a] = lo[a] + between(&seed, 0, 3) * between(&seed, 0, 3);
                cost[a] = between(&seed, -4, 4); /* few: many members are alike */
                lo[ARCS + a] = -1000;
                hi[ARCS + a] = 1000;
                cost[ARCS + a] = 0;
            }
            const tp_flow_figures figures = {cost, lo, hi};
            tp_flow_status one = tp_flow_solve(merged, &figures, NULL, NULL);
            tp_flow_status other = tp_flow_solve(single, &figures, NULL, NULL);
            ck_assert_int_eq(one, other);
            if (one == TP_FLOW_OPTIMAL)
                ck_assert_int_eq(value_of(merged, cost, ARCS), value_of(single, cost, ARCS));
            optimal += one == TP_FLOW_OPTIMAL;
            infeasible += one == TP_FLOW_INFEASIBLE;
        }
        tp_arena_free(arena);
    }
    ck_assert_int_gt(optimal, 600);
    ck_assert_int_gt(infeasible, 20);
}
END_TEST

START_TEST(flow__like_arcs_are_filled_in_order)
{
    /* Seven slots must go from 0 to 1 (arc 4 forces them back). Arc 1 is cheapest: 2. Arcs 0, 2, 3
     * cost the same: 0 takes its 3, 2 takes the last 2, nothing is left for 3. */
    tp_arena *arena = tp_arena_create();
    const tp_arc_end ends[] = {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {1, 0}};
    int64_t lo[] = {0, 0, 0, 0, 7}, hi[] = {3, 2, 4, 4, 7}, cost[] = {5, 1, 5, 5, 0};
    const int64_t want[] = {3, 2, 2, 0, 7};
    tp_flow *flow = tp_flow_create(arena, 2, 5, ends);
    const tp_flow_figures figures = {cost, lo, hi};
    ck_assert_int_eq(tp_flow_solve(flow, &figures, NULL, NULL), TP_FLOW_OPTIMAL);
    for (int a = 0; a < 5; a++)
        ck_assert_int_eq(tp_flow_x(flow)[a], want[a]);
    hi[4] = lo[4] = 14; /* more than fits */
    ck_assert_int_eq(tp_flow_solve(flow, &figures, NULL, NULL), TP_FLOW_INFEASIBLE);
    lo[0] = -INT64_MAX / 4;
    ck_assert_int_eq(tp_flow_solve(flow, &figures, NULL, NULL), TP_FLOW_RANGE);
    tp_arena_free(arena);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("flow");
    TCase *tc = tcase_create("flow");
    tcase_add_test(tc, flow__by_hand);
    tcase_add_test(tc, flow__like_arcs_are_filled_in_order);
    tcase_add_test(tc, flow__merged_arcs_cost_what_single_ones_do);
    tcase_add_test(tc, flow__answers_carry_their_own_proof);
    suite_add_tcase(suite, tc);
    return suite;
}
