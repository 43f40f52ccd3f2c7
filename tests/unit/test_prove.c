/* Proofs by windows of a total, held against every value of the total tried by hand. */
#include "solve/prove/parts.h"

#include "suite.h"

enum { GROUPS = 12, MOST = 50, POOL = 397 };

static const tp_origin nobody = {0};

/* What a group may have of a total: share(g) millionths of it. */
static int64_t share(int g)
{
    return 60001 + 7001 * (g + 1);
}

static int64_t worth(int g)
{
    return 10 + g + 1;
}

/* Columns: the groups, then their total. */
static tp_program *shares(tp_arena *arena)
{
    tp_program *p = tp_program_create(arena);
    tp_entry sum[GROUPS + 1];
    for (int g = 0; g < GROUPS; g++)
        sum[g] = (tp_entry){tp_program_col(p, 0, MOST, nobody), 1};
    sum[GROUPS] = (tp_entry){tp_program_col(p, 0, POOL, nobody), -1};
    tp_program_row(p, 0, 0, nobody, sum, GROUPS + 1);
    for (int g = 0; g < GROUPS; g++)
        tp_program_row(p, -TP_INF, 0, nobody, (tp_entry[]){{g, 1000000}, {GROUPS, -share(g)}}, 2);
    return p;
}

/* With the total given, the dearest groups get all they may have. */
static int64_t least_by_hand(void)
{
    int64_t least = 0;
    for (int64_t total = 0; total <= POOL; total++) {
        int64_t left = total, value = 0;
        for (int g = GROUPS - 1; g >= 0; g--) {
            int64_t may = share(g) * total / 1000000;
            may = may < MOST ? may : MOST;
            may = may < left ? may : left;
            left -= may;
            value -= worth(g) * may;
        }
        least = !left && value < least ? value : least;
    }
    return least;
}

static tp_status no_cases(tp_proof_node **out, const tp_prove_task *task, tp_arena *arena,
                          tp_err *err)
{
    (void)task, (void)arena, (void)err;
    *out = NULL;
    return TP_OK;
}

START_TEST(windows__close_what_rounding_leaves_open)
{
    if (!tp_relax_clp)
        return;
    tp_arena *arena = tp_arena_create();
    tp_err err = {0};
    const tp_program *p = shares(arena);
    int64_t cost[GROUPS + 1] = {0};
    for (int g = 0; g < GROUPS; g++)
        cost[g] = -worth(g);
    tp_prove_task task = {.program = p,
                          .lo = p->lo,
                          .hi = p->hi,
                          .row_lo = p->row_lo,
                          .row_hi = p->row_hi,
                          .cost = cost,
                          .want = least_by_hand()};
    tp_proof_node *tree = NULL;
    ck_assert_int_eq(tp_prover_windows(&tree, &task, no_cases, arena, &err), TP_OK);
    ck_assert_ptr_nonnull(tree);
    const tp_proof_problem about = {p, p->lo, p->hi, p->row_lo, p->row_hi, cost};
    tp_proof_found found;
    ck_assert_msg(tp_proof_check(&found, &about, tree, arena, &err) == TP_OK, "%s", err.text);
    ck_assert(!found.empty && found.bound == task.want);
    ck_assert_int_gt(found.leaves, 1); /* the relaxation alone does not */
    task.want++;                       /* more is not true */
    ck_assert_int_eq(tp_prover_windows(&tree, &task, no_cases, arena, &err), TP_OK);
    ck_assert_ptr_null(tree);
    tp_arena_free(arena);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("prove");
    TCase *prove = tcase_create("prove");
    tcase_add_test(prove, windows__close_what_rounding_leaves_open);
    tcase_set_timeout(prove, 60);
    suite_add_tcase(suite, prove);
    return suite;
}
