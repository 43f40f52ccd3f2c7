/* GLPK made to misbehave in every known way: an error or another attempt, never an abort. */
#include "solve/relaxation/relax.h"
#include "suite.h"

typedef struct plan {
    tp_relax_fault fault;
    int attempts; /* how many attempts it spoils; attempt 0 is the building */
    int seen;
} plan;

static tp_relax_fault spoil(void *user, int attempt)
{
    plan *p = user;
    p->seen = attempt;
    return attempt <= p->attempts ? p->fault : TP_FAULT_NONE;
}

/* maximise a + b over a + 2b <= 8, a <= 5, b <= 5: a = 5, b = 1.5; minimised: -6.5. */
static tp_task task_of(tp_arena *arena, int64_t side)
{
    static const int64_t cost[] = {-1, -1};
    tp_origin none = {.maker = -1};
    tp_program *p = tp_program_create(arena);
    tp_program_col(p, 0, 5, none);
    tp_program_col(p, 0, 5, none);
    tp_program_row(p, -TP_INF, side, none, (tp_entry[]){{0, 1}, {1, 2}}, 2);
    return (tp_task){.program = p,
                     .cost = cost,
                     .lo = p->lo,
                     .hi = p->hi,
                     .row_lo = p->row_lo,
                     .row_hi = p->row_hi};
}

static tp_status solve_with(plan *p, int64_t side, tp_relax_point *point, double *value)
{
    tp_arena *arena = tp_arena_create();
    tp_task task = task_of(arena, side);
    tp_relax_hooks hooks = {spoil, p};
    tp_relax_spec spec = {.task = &task, .hooks = &hooks};
    tp_relax *r = NULL;
    tp_err err = {0};
    tp_status st = tp_relax_open(&r, &spec, arena, &err);
    if (!st)
        st = tp_relax_solve(r, point, &err);
    *value = st ? 0 : point->value;
    tp_relax_close(r);
    tp_arena_free(arena);
    return st;
}

START_TEST(faults__that_abort_become_errors)
{
    const tp_relax_fault faults[] = {TP_FAULT_INDEX, TP_FAULT_MEMORY};
    for (size_t k = 0; k < sizeof faults / sizeof *faults; k++) {
        plan p = {.fault = faults[k], .attempts = 0};
        tp_relax_point point;
        double value;
        ck_assert_int_eq(solve_with(&p, 8, &point, &value),
                         faults[k] == TP_FAULT_MEMORY ? TP_E_NOMEM : TP_E_SOLVER);
        /* The next one starts with a clean environment. */
        plan none = {.attempts = -1};
        ck_assert_int_eq(solve_with(&none, 8, &point, &value), TP_OK);
        ck_assert_double_eq_tol(value, -6.5, 1e-9);
    }
}
END_TEST

START_TEST(faults__of_one_method_lead_to_the_next)
{
    const tp_relax_fault faults[] = {TP_FAULT_ITERATION, TP_FAULT_BASIS};
    for (size_t k = 0; k < sizeof faults / sizeof *faults; k++) {
        for (int spoiled = 1; spoiled <= 4; spoiled++) {
            plan p = {.fault = faults[k], .attempts = spoiled};
            tp_relax_point point;
            double value;
            ck_assert_int_eq(solve_with(&p, 8, &point, &value), TP_OK);
            ck_assert_int_eq(point.status, TP_RELAXED_OPTIMAL);
            ck_assert_double_eq_tol(value, -6.5, 1e-9);
            ck_assert_int_eq(p.seen, spoiled + 1);
        }
    }
}
END_TEST

START_TEST(faults__nan_is_not_called_optimal)
{
    plan p = {.fault = TP_FAULT_NAN, .attempts = 0};
    tp_relax_point point = {0};
    double value;
    tp_status st = solve_with(&p, 8, &point, &value);
    ck_assert(st == TP_E_SOLVER || point.status == TP_RELAXED_FAILED);
}
END_TEST

START_TEST(range__beyond_doubles_is_refused)
{
    tp_relax_point point;
    double value;
    plan none = {.attempts = -1};
    ck_assert_int_eq(solve_with(&none, ((int64_t)1 << 53) + 1, &point, &value), TP_E_OVERFLOW);
}
END_TEST

static tp_stop_reason at_once(void *user)
{
    ++*(int *)user;
    return TP_STOP_USER;
}

START_TEST(stop__is_asked_and_obeyed)
{
    tp_arena *arena = tp_arena_create();
    tp_task task = task_of(arena, 8);
    int asked = 0;
    task.stop = (tp_stop){at_once, &asked};
    tp_solution out;
    tp_err err = {0};
    ck_assert_int_eq(tp_solver_glpk.solve(&task, &out, arena, &err), TP_OK);
    ck_assert(out.x == NULL || tp_program_activity(task.program, 0, out.x, &(tp_wide){0}));
    tp_arena_free(arena);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("glpk_faults");
    TCase *faults = tcase_create("faults");
    tcase_add_test(faults, faults__that_abort_become_errors);
    tcase_add_test(faults, faults__of_one_method_lead_to_the_next);
    tcase_add_test(faults, faults__nan_is_not_called_optimal);
    tcase_add_test(faults, range__beyond_doubles_is_refused);
    tcase_add_test(faults, stop__is_asked_and_obeyed);
    suite_add_tcase(suite, faults);
    return suite;
}
