#include "pools.h"
#include "suite.h"

static const tp_origin none = {.maker = -1};

/* One pool of 3 free slots, a depositor of up to 4 (burden 0.5 a slot), two demands of 5 (weight 3)
 * and 4 (weight 1). need: 7 slots in all, 5·3 + 2·1 = 17; burden then 4·0.5 = 2. */
typedef struct bench {
    tp_arena *arena;
    tp_program *p;
    int64_t need[4], burden[4], tie[4];
    tp_tier_spec tiers[3];
    tp_tiers_task task;
} bench;

static void set_up(bench *b)
{
    *b = (bench){.arena = tp_arena_create()};
    b->p = tp_program_create(b->arena);
    tp_program_col(b->p, 0, 4, none); /* deposit */
    tp_program_col(b->p, 0, 5, none); /* loans */
    tp_program_col(b->p, 0, 4, none);
    tp_program_col(b->p, 0, 7, none); /* closing */
    tp_program_row(b->p, 3, 3, none, (tp_entry[]){{0, -1}, {1, 1}, {2, 1}, {3, 1}}, 4);
    b->need[1] = 3000000;
    b->need[2] = 1000000;
    b->burden[0] = 500000;
    b->tiers[0] = (tp_tier_spec){.goal = "need", .objective = {TP_MAX, 0, b->need}};
    b->tiers[1] = (tp_tier_spec){.goal = "burden", .objective = {TP_MIN, 0, b->burden}};
    b->task =
        (tp_tiers_task){.program = b->p, .tiers = b->tiers, .n_tiers = 2, .tie_break = b->tie};
}

START_TEST(tiers__hold_earlier_ones_exactly)
{
    bench b;
    set_up(&b);
    tp_tiers_answer a;
    ck_assert_int_eq(tp_tiers_solve(&a, &b.task, b.arena, NULL), TP_OK);
    ck_assert_int_eq(a.status, TP_OPTIMAL);
    ck_assert(a.tiers[0].value == 17000000 && a.tiers[1].value == 2000000);
    ck_assert_int_eq(a.tiers[0].proof, TP_PROOF_CERTIFICATE);
    ck_assert_int_eq(a.tiers[1].proof, TP_PROOF_CERTIFICATE);
    tp_arena_free(b.arena);
}
END_TEST

START_TEST(tiers__concede_what_they_may_and_no_more)
{
    bench b;
    set_up(&b);
    /* A tenth of 17 is 1.7: one slot of weight 1 may go, burden falls to 3·0.5 = 1.5. */
    b.tiers[0].concede = 100000;
    tp_tiers_answer a;
    ck_assert_int_eq(tp_tiers_solve(&a, &b.task, b.arena, NULL), TP_OK);
    ck_assert(a.tiers[0].value == 17000000 && a.tiers[0].final == 16000000);
    ck_assert(a.tiers[1].value == 1500000);
    tp_replay report;
    ck_assert_int_eq(tp_tiers_replay(&report, &b.task, a.tiers, a.n_tiers, a.x, b.arena, NULL),
                     TP_OK);
    ck_assert_uint_eq(report.count, 0);
    tp_arena_free(b.arena);
}
END_TEST

/* x0 = x2 + x5 looks like a total that other rows speak of, and costs something itself. Nothing is
 * best: x5 <= 0. */
START_TEST(tiers__do_not_leave_out_what_a_total_costs)
{
    tp_arena *arena = tp_arena_create();
    tp_program *p = tp_program_create(arena);
    static const int64_t most[6] = {2, 1, 1, 4, 1, 1};
    int64_t cost[6] = {1000000, 1000000};
    for (int j = 0; j < 6; j++)
        tp_program_col(p, 0, most[j], none);
    tp_program_row(p, 0, 0, none, (tp_entry[]){{0, 1}, {2, -1}, {5, -1}}, 3);
    tp_program_row(p, 0, 0, none, (tp_entry[]){{1, -1}, {2, 1}, {4, -1}}, 3);
    tp_program_row(p, 0, 0, none, (tp_entry[]){{1, 1}, {5, -1}}, 2);
    tp_program_row(p, 0, TP_INF, none, (tp_entry[]){{1, 4}, {5, -1}}, 2);
    tp_program_row(p, 0, TP_INF, none, (tp_entry[]){{5, -1}}, 1);
    const tp_tier_spec tier = {.goal = "stability", .objective = {TP_MIN, 0, cost}};
    const tp_tiers_task task = {.program = p, .tiers = &tier, .n_tiers = 1};
    tp_tiers_answer a;
    ck_assert_int_eq(tp_tiers_solve(&a, &task, arena, NULL), TP_OK);
    ck_assert_int_eq(a.status, TP_OPTIMAL);
    ck_assert(a.tiers[0].value == 0 && a.tiers[0].proof == TP_PROOF_CERTIFICATE);
    tp_arena_free(arena);
}
END_TEST

START_TEST(ratio__is_the_exact_fraction_and_caps_at_one)
{
    bench b;
    set_up(&b);
    /* Groups (0 + Y1)/5 and (0 + Y2)/4 with 7 slots: 4/5 needs 4 + 4 = 8 (Y2 >= 3.2); 3/4 needs
     * 4 + 3 = 7. So θ = 3/4, and the next candidate 4/5 is impossible. */
    tp_ratio_group groups[2] = {{0, 0, 5}, {0, 0, 4}};
    groups[0].row = tp_program_row(b.p, -TP_INF, TP_INF, none, (tp_entry[]){{1, 1}}, 1);
    groups[1].row = tp_program_row(b.p, -TP_INF, TP_INF, none, (tp_entry[]){{2, 1}}, 1);
    b.tiers[1] = b.tiers[0];
    b.tiers[0] = (tp_tier_spec){
        .goal = "fair", .by = "unit", .kind = TP_TIER_RATIO, .groups = groups, .n_groups = 2};
    tp_tiers_answer a;
    ck_assert_int_eq(tp_tiers_solve(&a, &b.task, b.arena, NULL), TP_OK);
    const tp_tier_result *t = &a.tiers[0];
    ck_assert_int_eq(t->numerator * 4, t->denominator * 3);
    ck_assert_int_eq(t->next_numerator * 5, t->next_denominator * 4);
    ck_assert(t->value == 750000 && t->proof == TP_PROOF_CERTIFICATE);
    ck_assert(a.tiers[1].value == 15000000); /* 4·3 + 3·1 */
    b.p->lo[3] = 0;
    b.p->row_lo[0] = b.p->row_hi[0] = 9;
    b.p->hi[3] = 13;
    ck_assert_int_eq(tp_tiers_solve(&a, &b.task, b.arena, NULL), TP_OK);
    ck_assert(a.tiers[0].value == TP_DEC_ONE && a.tiers[0].next_denominator == 0);
    tp_arena_free(b.arena);
}
END_TEST

START_TEST(tiers__call_a_contradiction_by_its_name)
{
    bench b;
    set_up(&b);
    tp_tiers_answer a;
    b.p->lo[1] = 6; /* a lock beyond the box */
    ck_assert_int_eq(tp_tiers_solve(&a, &b.task, b.arena, NULL), TP_OK);
    ck_assert_int_eq(a.status, TP_INFEASIBLE);
    b.p->lo[1] = 0;
    b.p->lo[3] = 8; /* closing 8 wants more than 3 + 4 */
    b.p->hi[3] = 9;
    ck_assert_int_eq(tp_tiers_solve(&a, &b.task, b.arena, NULL), TP_OK);
    ck_assert_int_eq(a.status, TP_INFEASIBLE);
    ck_assert(a.x == NULL);
    tp_arena_free(b.arena);
}
END_TEST

static tp_stop_reason after(void *user)
{
    int *left = user;
    return (*left)-- > 0 ? TP_GO_ON : TP_STOP_TIME;
}

/* Stopped at any moment: the answer keeps every rule, the status is honest. */
START_TEST(stop__is_honest_at_any_moment)
{
    pools_spec spec = {.seed = 9,
                       .lines = 30,
                       .demands = 25,
                       .scopes = 3,
                       .most = 8,
                       .transfers = 3,
                       .limits = 1,
                       .shares = 1,
                       .reserve_share = true,
                       .minimum = true,
                       .fair = true};
    for (int moment = 0; moment < 12; moment++) {
        tp_arena *arena = tp_arena_create();
        tp_tiers_task task = pools_make(&spec, arena);
        int left = moment;
        task.stop = (tp_stop){after, &left};
        tp_tiers_answer a;
        ck_assert_int_eq(tp_tiers_solve(&a, &task, arena, NULL), TP_OK);
        ck_assert(a.status != TP_INFEASIBLE && (a.status == TP_NO_ANSWER) == (a.x == NULL));
        bool all = true;
        for (size_t t = 0; t < a.n_tiers; t++)
            all = all && a.tiers[t].proven;
        ck_assert(a.x == NULL || (a.status == TP_OPTIMAL) == all);
        if (a.x) {
            int32_t row, col;
            tp_program_violated(task.program, a.x, &row, &col);
            ck_assert(row < 0 && col < 0);
            ck_assert_uint_eq(a.n_tiers, task.n_tiers);
            tp_replay report;
            ck_assert_int_eq(tp_tiers_replay(&report, &task, a.tiers, a.n_tiers, a.x, arena, NULL),
                             TP_OK);
            ck_assert_msg(report.count == 0, "%s", report.count ? report.findings[0].text.en : "");
        }
        tp_arena_free(arena);
    }
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("tiers");
    TCase *tiers = tcase_create("tiers");
    tcase_add_test(tiers, tiers__hold_earlier_ones_exactly);
    tcase_add_test(tiers, tiers__concede_what_they_may_and_no_more);
    tcase_add_test(tiers, tiers__do_not_leave_out_what_a_total_costs);
    tcase_add_test(tiers, ratio__is_the_exact_fraction_and_caps_at_one);
    tcase_add_test(tiers, tiers__call_a_contradiction_by_its_name);
    tcase_add_test(tiers, stop__is_honest_at_any_moment);
    suite_add_tcase(suite, tiers);
    return suite;
}
