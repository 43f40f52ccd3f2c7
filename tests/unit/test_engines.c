/* The engines for relaxations held against each other: random programs, boxes that move, rows that
 * come, trials; contradictions are shown by rays that hold in integers. */
#include "lp/dual.h"
#include "solve/exact/multipliers.h"
#include "solve/integer/cbc.h"
#include "solve/relaxation/relax.h"
#include "suite.h"

#include <math.h>
#include <pthread.h>

static uint64_t state;

static int64_t pick(int64_t lo, int64_t hi)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return lo + (int64_t)((state >> 33) % (uint64_t)(hi - lo + 1));
}

static void add_row(tp_program *p)
{
    tp_entry entries[8];
    int64_t n = pick(2, 6), from = pick(0, p->n_cols - 1), side = pick(-2, 40);
    bool plain = pick(0, 2) != 0; /* with two sides: ±1, so nothing is divided and no sides cross */
    n = n < p->n_cols ? n : p->n_cols;
    for (int64_t k = 0; k < n; k++)
        entries[k] = (tp_entry){(int32_t)((from + k) % p->n_cols),
                                plain ? pick(0, 1) * 2 - 1 : 1 + pick(0, 4)};
    tp_program_row(p, plain && pick(0, 1) ? side - pick(5, 50) : -TP_INF, side, (tp_origin){0},
                   entries, n);
}

typedef struct pair {
    tp_relax *r[2];
    tp_task task;
} pair;

static pair open_both(tp_program *p, const int64_t *cost, tp_arena *arena)
{
    pair both = {.task = {.program = p,
                          .cost = cost,
                          .lo = p->lo,
                          .hi = p->hi,
                          .row_lo = p->row_lo,
                          .row_hi = p->row_hi}};
    const tp_relax_engine *engines[] = {&tp_relax_glpk, tp_relax_clp};
    for (int e = 0; e < 2; e++) {
        tp_relax_spec spec = {.task = &both.task, .engine = engines[e]};
        ck_assert_int_eq(tp_relax_open(&both.r[e], &spec, arena, NULL), TP_OK);
    }
    return both;
}

/* The ray is a proof in exact arithmetic over the boxes as they are. */
static void ray_holds(const pair *both, const tp_program *p, const int64_t *lo, const int64_t *hi,
                      tp_arena *arena)
{
    double *ray = tp_arena_array(arena, (size_t)p->n_rows + 1, sizeof *ray);
    bool found;
    ck_assert_int_eq(tp_relax_ray(both->r[1], ray, &found, NULL), TP_OK);
    if (!found)
        return;
    tp_dual_problem q = {p, NULL, lo, hi, p->row_lo, p->row_hi};
    tp_proved proved;
    ck_assert_int_eq(tp_multipliers_prove(&proved, &q, ray, arena, NULL), TP_OK);
    ck_assert(proved.numerator > 0);
}

static int agree(const pair *both, const tp_program *p, const int64_t *lo, const int64_t *hi,
                 tp_arena *arena)
{
    tp_relax_point point[2];
    for (int e = 0; e < 2; e++)
        ck_assert_int_eq(tp_relax_solve(both->r[e], &point[e], NULL), TP_OK);
    ck_assert_int_eq((int)point[0].status, (int)point[1].status);
    if (point[0].status == TP_RELAXED_INFEASIBLE) {
        ray_holds(both, p, lo, hi, arena);
        return 0;
    }
    ck_assert_int_eq((int)point[0].status, TP_RELAXED_OPTIMAL);
    ck_assert(fabs(point[0].value - point[1].value) < 1e-6);
    double dual = 0; /* weak duality with Clp's own figures comes to the same value */
    for (int32_t i = 0; i < p->n_rows; i++) {
        double y = point[1].y[i];
        if (fabs(y) > 1e-9)
            dual += y * (double)(y > 0 ? p->row_lo[i] : p->row_hi[i]);
    }
    for (int32_t j = 0; j < p->n_cols; j++)
        dual += point[1].d[j] * (double)(point[1].d[j] > 0 ? lo[j] : hi[j]);
    ck_assert(fabs(dual - point[1].value) < 1e-6);
    return 1;
}

START_TEST(engines__agree_on_random_programs)
{
    int solved = 0, empty = 0;
    for (uint64_t seed = 1; seed <= 150 && tp_relax_clp; seed++) {
        state = seed * 977;
        tp_arena *arena = tp_arena_create();
        tp_program *p = tp_program_create(arena);
        int64_t cost[14], lo[14], hi[14];
        int32_t n = (int32_t)pick(3, 14);
        for (int32_t j = 0; j < n; j++) {
            cost[j] = pick(-9, 9);
            lo[j] = pick(0, 2);
            hi[j] = lo[j] + pick(0, 7);
            tp_program_col(p, lo[j], hi[j], (tp_origin){0});
        }
        for (int64_t k = pick(1, 9); k > 0; k--)
            add_row(p);
        pair both = open_both(p, cost, arena);
        for (int step = 0; step < 6; step++) {
            (agree(&both, p, lo, hi, arena) ? &solved : &empty)[0]++;
            int32_t j = (int32_t)pick(0, n - 1);
            lo[j] = pick(0, 4);
            hi[j] = lo[j] + pick(0, 6);
            for (int e = 0; e < 2; e++)
                ck_assert_int_eq(tp_relax_box(both.r[e], j, lo[j], hi[j], NULL), TP_OK);
            if (step % 2)
                continue;
            add_row(p);
            for (int e = 0; e < 2; e++)
                ck_assert_int_eq(tp_relax_add(both.r[e], p, p->n_rows - 1, NULL), TP_OK);
        }
        for (int e = 0; e < 2; e++)
            tp_relax_close(both.r[e]);
        tp_arena_free(arena);
    }
    ck_assert_msg(!tp_relax_clp || (solved > 100 && empty > 10), "%d, %d", solved, empty);
}
END_TEST

/* A program of rows that cut corners off, so that whole points are not at hand. */
static tp_program *drawn(int64_t *cost, tp_arena *arena)
{
    tp_program *p = tp_program_create(arena);
    int32_t n = (int32_t)pick(3, 14);
    for (int32_t j = 0; j < n; j++) {
        int64_t lo = pick(0, 2);
        cost[j] = pick(-9, 9);
        tp_program_col(p, lo, lo + pick(0, 7), (tp_origin){0});
    }
    for (int64_t k = pick(2, 9); k > 0; k--)
        add_row(p);
    return p;
}

static tp_task whole_task(const tp_program *p, const int64_t *cost)
{
    return (tp_task){.program = p,
                     .cost = cost,
                     .lo = p->lo,
                     .hi = p->hi,
                     .row_lo = p->row_lo,
                     .row_hi = p->row_hi};
}

START_TEST(engines__cbc_finds_what_our_own_search_finds)
{
    int solved = 0, empty = 0;
    for (uint64_t seed = 1; seed <= 200 && tp_cbc_there(); seed++) {
        state = seed * 7919;
        tp_arena *arena = tp_arena_create();
        int64_t cost[14];
        tp_program *p = drawn(cost, arena);
        tp_task task = whole_task(p, cost);
        tp_search_order order = {.task = &task, .unit = 1};
        tp_subproblem l;
        tp_solution own;
        bool complete = false;
        ck_assert_int_eq(tp_solver_glpk.solve(&task, &own, arena, NULL), TP_OK);
        ck_assert_int_eq(tp_subproblem_init(&l, &order, arena, NULL), TP_OK);
        if (!l.red.empty && l.program->n_cols > 0) {
            ck_assert_int_eq(tp_cbc_search(&l, &complete), TP_OK);
            ck_assert(complete);
            ck_assert_int_eq(l.best != NULL, own.x != NULL);
            if (own.x)
                ck_assert(l.value * l.step + l.red.constant == own.value);
            (own.x ? &solved : &empty)[0]++;
        }
        tp_arena_free(arena);
    }
    ck_assert_msg(!tp_cbc_there() || (solved > 50 && empty > 5), "%d, %d", solved, empty);
}
END_TEST

static tp_stop_reason third_time(void *user)
{
    return ++*(int *)user >= 3 ? TP_STOP_USER : TP_GO_ON;
}

/* A market split (Cornuéjols and Dawande): hours of branching, unless somebody says stop. */
START_TEST(engines__cbc_is_stopped)
{
    enum { COLS = 50, ROWS = 5 };
    tp_arena *arena = tp_arena_create();
    tp_program *p = tp_program_create(arena);
    int64_t cost[COLS + ROWS] = {0};
    int asked = 0;
    bool complete = true;
    state = 4711;
    for (int j = 0; j < COLS; j++)
        tp_program_col(p, 0, 1, (tp_origin){0});
    for (int i = 0; i < ROWS; i++) {
        cost[COLS + i] = 1;
        tp_program_col(p, 0, 10000, (tp_origin){0});
    }
    for (int i = 0; i < ROWS; i++) {
        tp_entry row[COLS + 1];
        int64_t sum = 0;
        for (int j = 0; j < COLS; j++) {
            row[j] = (tp_entry){j, pick(1, 99)};
            sum += row[j].coef;
        }
        row[COLS] = (tp_entry){COLS + i, 1};
        tp_program_row(p, sum / 2, sum / 2, (tp_origin){0}, row, COLS + 1);
    }
    tp_task task = whole_task(p, cost);
    task.stop = (tp_stop){third_time, &asked};
    tp_search_order order = {.task = &task, .unit = 1};
    tp_subproblem l;
    ck_assert_int_eq(tp_subproblem_init(&l, &order, arena, NULL), TP_OK);
    if (tp_cbc_there()) {
        ck_assert_int_eq(tp_cbc_search(&l, &complete), TP_OK);
        ck_assert_int_eq((int)l.stopped, TP_STOP_USER);
        ck_assert(!complete);
        ck_assert_int_ge(asked, 3);
    }
    tp_arena_free(arena);
}
END_TEST

static void *search_beside(void *user)
{
    (void)user;
    for (int k = 0; k < 20; k++) {
        tp_arena *arena = tp_arena_create();
        const int64_t cost[] = {-3, -4, -5};
        const tp_entry row[] = {{0, 2}, {1, 3}, {2, 4}};
        tp_program *p = tp_program_create(arena);
        for (int j = 0; j < 3; j++)
            tp_program_col(p, 0, 5, (tp_origin){0});
        tp_program_row(p, -TP_INF, 17, (tp_origin){0}, row, 3);
        tp_task task = whole_task(p, cost);
        tp_search_order order = {.task = &task, .unit = 1};
        tp_subproblem l;
        bool complete = false;
        if (tp_subproblem_init(&l, &order, arena, NULL) || tp_cbc_search(&l, &complete) ||
            !complete || l.value * l.step + l.red.constant != -24)
            return "wrong";
        tp_arena_free(arena);
    }
    return NULL;
}

START_TEST(engines__cbc_in_two_threads)
{
    pthread_t beside;
    void *said;
    if (!tp_cbc_there())
        return;
    ck_assert_int_eq(pthread_create(&beside, NULL, search_beside, NULL), 0);
    ck_assert_ptr_null(search_beside(NULL));
    ck_assert_int_eq(pthread_join(beside, &said), 0);
    ck_assert_ptr_null(said);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("engines");
    TCase *engines = tcase_create("engines");
    tcase_set_timeout(engines, 60);
    tcase_add_test(engines, engines__agree_on_random_programs);
    tcase_add_test(engines, engines__cbc_finds_what_our_own_search_finds);
    tcase_add_test(engines, engines__cbc_is_stopped);
    tcase_add_test(engines, engines__cbc_in_two_threads);
    suite_add_tcase(suite, engines);
    return suite;
}
