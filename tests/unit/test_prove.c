/* Proofs and searches by windows of a total, held against every value of the total tried by hand;
 * proofs by blocks, held against every point of each block. */
#include "solve/prove/parts.h"
#include "solve/prove/prove.h"

#include "suite.h"

enum { GROUPS = 20, MOST = 50, POOL = 397 };

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

enum { BLOCKS = 6, OF_BLOCK = 3, END = 4, DRAWS = 300 };

static uint64_t drawn = 20261127;
static int64_t draw(int64_t least, int64_t most)
{
    drawn = drawn * 6364136223846793005u + 1442695040888963407u;
    return least + (int64_t)((drawn >> 33) % (uint64_t)(most - least + 1));
}

/* Blocks of three columns under one row each, a column that is fixed in every other row, and two
 * goals; the best point by the first, then by the second, by trying all. */
typedef struct blocks {
    tp_program *program;
    int64_t *first, *second, *at; /* [n_cols] */
} blocks;

static int64_t of(const int64_t *cost, const int64_t *x)
{
    return cost[0] * x[0] + cost[1] * x[1] + cost[2] * x[2];
}

static void best_of_block(blocks *b, int from, const int64_t *weight, int64_t most)
{
    bool any = false;
    for (int i = 0; i < (END + 1) * (END + 1) * (END + 1); i++) {
        const int64_t x[OF_BLOCK] = {i % (END + 1), i / (END + 1) % (END + 1),
                                     i / (END + 1) / (END + 1)};
        int64_t *at = b->at + from, one = of(b->first + from, x), two = of(b->second + from, x);
        int64_t had = of(b->first + from, at), then = of(b->second + from, at);
        if (of(weight, x) > most || (any && (one > had || (one == had && two >= then))))
            continue;
        any = true;
        at[0] = x[0], at[1] = x[1], at[2] = x[2];
    }
}

static blocks some_blocks(tp_arena *arena)
{
    const size_t n = BLOCKS * OF_BLOCK + 1;
    blocks b = {tp_program_create(arena), tp_arena_array(arena, n, sizeof(int64_t)),
                tp_arena_array(arena, n, sizeof(int64_t)),
                tp_arena_array(arena, n, sizeof(int64_t))};
    for (size_t j = 0; j + 1 < n; j++)
        tp_program_col(b.program, 0, END, nobody);
    int32_t fixed = tp_program_col(b.program, 2, 2, nobody);
    b.at[fixed] = 2;
    b.first[fixed] = draw(-3, 3);
    b.second[fixed] = draw(-3, 3);
    for (int k = 0; k < BLOCKS; k++) {
        int from = k * OF_BLOCK, odd = k % 2;
        int64_t weight[OF_BLOCK], most = draw(5, 40), unit = draw(1, 6);
        tp_entry row[OF_BLOCK + 1] = {[OF_BLOCK] = {fixed, 7}};
        for (int c = 0; c < OF_BLOCK; c++) {
            weight[c] = draw(2, 9);
            row[c] = (tp_entry){from + c, weight[c]};
            b.first[from + c] = -unit * draw(0, 5);
            b.second[from + c] = draw(-9, 4);
        }
        tp_program_row(b.program, -TP_INF, most + 14 * odd, nobody, row, OF_BLOCK + odd);
        best_of_block(&b, from, weight, most);
    }
    return b;
}

static int64_t total(const blocks *b, const int64_t *cost)
{
    int64_t sum = 0;
    for (int j = 0; j < b->program->n_cols; j++)
        sum += cost[j] * b->at[j];
    return sum;
}

/* They know of no point. */
static tp_status whole(tp_proof_node **out, const tp_prove_task *task, tp_arena *arena, tp_err *err)
{
    return tp_prove(out, task, arena, err);
}

static tp_prove_task about_blocks(const blocks *b, const int64_t *cost)
{
    const tp_program *p = b->program;
    return (tp_prove_task){.program = p,
                           .lo = p->lo,
                           .hi = p->hi,
                           .row_lo = p->row_lo,
                           .row_hi = p->row_hi,
                           .cost = cost,
                           .want = total(b, cost),
                           .at = b->at};
}

static void expect_proof(const tp_prove_task *task, tp_arena *arena)
{
    tp_proof_node *tree = NULL;
    tp_proof_found found;
    tp_err err = {0};
    ck_assert_msg(tp_prover_blocks(&tree, task, whole, arena, &err) == TP_OK, "%s", err.text);
    ck_assert_ptr_nonnull(tree);
    const tp_proof_problem about = {task->program, task->lo,     task->hi,
                                    task->row_lo,  task->row_hi, task->cost};
    ck_assert_msg(tp_proof_check(&found, &about, tree, arena, &err) == TP_OK, "%s", err.text);
    ck_assert(!found.empty && found.bound == task->want);
}

START_TEST(blocks__add_up_under_an_earlier_goal_held)
{
    for (int i = 0; i < DRAWS; i++) {
        tp_arena *arena = tp_arena_create();
        tp_err err = {0};
        blocks b = some_blocks(arena);
        tp_prove_task task = about_blocks(&b, b.first);
        expect_proof(&task, arena);
        tp_entry held[BLOCKS * OF_BLOCK + 1];
        for (int j = 0; j < b.program->n_cols; j++)
            held[j] = (tp_entry){j, b.first[j]};
        int32_t row = tp_program_row(b.program, -TP_INF, total(&b, b.first),
                                     (tp_origin){.maker = -1}, held, b.program->n_cols);
        task = about_blocks(&b, b.second);
        expect_proof(&task, arena);
        /* Nothing is said of what the point does not reach, or where the held row leaves room. */
        tp_proof_node *tree = NULL;
        task.want++;
        ck_assert_int_eq(tp_prover_blocks(&tree, &task, whole, arena, &err), TP_OK);
        ck_assert_ptr_null(tree);
        task.want--;
        b.program->row_hi[row]++;
        ck_assert_int_eq(tp_prover_blocks(&tree, &task, whole, arena, &err), TP_OK);
        ck_assert_ptr_null(tree);
        tp_arena_free(arena);
    }
}
END_TEST

/* The search by windows comes first where there is a total; cuts and branching come after it. */
START_TEST(windows__find_the_best_and_leave_nothing_open)
{
    tp_arena *arena = tp_arena_create();
    tp_err err = {0};
    const tp_program *p = shares(arena);
    int64_t cost[GROUPS + 1] = {0};
    for (int g = 0; g < GROUPS; g++)
        cost[g] = -worth(g);
    const tp_task task = {.program = p, .cost = cost, .lo = p->lo, .hi = p->hi};
    tp_solution found;
    ck_assert_int_eq(tp_solver_glpk.solve(&task, &found, arena, &err), TP_OK);
    ck_assert_int_eq(found.status, TP_SOLVED_OPTIMAL);
    ck_assert(found.value == least_by_hand());
    ck_assert(found.bound == found.value);
    tp_arena_free(arena);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("prove");
    TCase *prove = tcase_create("prove");
    tcase_add_test(prove, windows__close_what_rounding_leaves_open);
    tcase_add_test(prove, blocks__add_up_under_an_earlier_goal_held);
    tcase_add_test(prove, windows__find_the_best_and_leave_nothing_open);
    tcase_set_timeout(prove, 60);
    suite_add_tcase(suite, prove);
    return suite;
}
