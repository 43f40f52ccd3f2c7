#include "lp/dual.h"
#include "suite.h"

/* minimise 3a + 5b over 2a + b >= 7, 0 <= a,b <= 4. By hand: a costs 1.5 a unit of the row, b costs
 * 5; so a first: a = 4 gives 8 >= 7; LP optimum a = 3.5, cost 10.5, y = 3/2. */
static tp_program *small(tp_arena *arena)
{
    tp_program *p = tp_program_create(arena);
    tp_origin none = {.maker = -1};
    tp_program_col(p, 0, 4, none);
    tp_program_col(p, 0, 4, none);
    tp_program_row(p, 7, TP_INF, none, (tp_entry[]){{0, 2}, {1, 1}}, 2);
    return p;
}

static const int64_t cost[] = {3, 5};

static tp_dual_problem problem_of(const tp_program *p)
{
    return (tp_dual_problem){p, cost, p->lo, p->hi, p->row_lo, p->row_hi};
}

START_TEST(bound__is_exact_and_rounds_up)
{
    tp_arena *arena = tp_arena_create();
    tp_program *p = small(arena);
    tp_dual_problem q = problem_of(p);
    tp_dual_bound b;
    /* y = 3, K = 2: 3·7 = 21; reduced a: 6 - 6 = 0, b: 10 - 3 = 7 at 0. 21/2 -> 11. */
    ck_assert_int_eq(tp_dual_bound_of(&b, &q, (int64_t[]){3}, 2, true, arena, NULL), TP_OK);
    ck_assert(b.numerator == 21 && b.bound == 11);
    ck_assert(b.reduced[0] == 0 && b.reduced[1] == 7);
    /* y = 2, K = 1: 14 + a: 3 - 4 = -1 at 4 -> 14 - 4 = 10. Weaker, and still true. */
    ck_assert_int_eq(tp_dual_bound_of(&b, &q, (int64_t[]){2}, 1, false, arena, NULL), TP_OK);
    ck_assert(b.numerator == 10 && b.reduced == NULL);
    tp_arena_free(arena);
}
END_TEST

START_TEST(bound__refuses_an_open_side_a_bad_scale_and_overflow)
{
    tp_arena *arena = tp_arena_create();
    tp_program *p = small(arena);
    tp_dual_problem q = problem_of(p);
    tp_dual_bound b;
    ck_assert_int_eq(tp_dual_bound_of(&b, &q, (int64_t[]){-1}, 1, false, arena, NULL), TP_E_INPUT);
    ck_assert_int_eq(tp_dual_bound_of(&b, &q, (int64_t[]){1}, 0, false, arena, NULL), TP_E_INPUT);
    int64_t huge_lo[] = {INT64_MIN + 1, INT64_MIN + 1}, huge_hi[] = {INT64_MAX, INT64_MAX};
    int64_t huge_cost[] = {INT64_MAX, INT64_MAX};
    q.lo = huge_lo;
    q.hi = huge_hi;
    q.cost = huge_cost;
    ck_assert_int_eq(tp_dual_bound_of(&b, &q, (int64_t[]){0}, INT64_MAX, false, arena, NULL),
                     TP_E_OVERFLOW);
    tp_arena_free(arena);
}
END_TEST

START_TEST(bound__goes_on_in_128_bits_where_64_do_not_do)
{
    tp_arena *arena = tp_arena_create();
    tp_program *p = small(arena);
    tp_dual_problem q = problem_of(p);
    tp_dual_bound b;
    bool exact;
    int64_t big = INT64_MAX / 2, large[] = {big, 5};
    q.cost = large;
    /* K = 4, y = 3: reduced 4·big - 6 and 20 - 3 = 17, both at 0: 3·7 = 21, bound 6. */
    ck_assert_int_eq(tp_dual_bound_of(&b, &q, (int64_t[]){3}, 4, true, arena, NULL), TP_OK);
    ck_assert(b.numerator == 21 && b.bound == 6);
    ck_assert(b.reduced == NULL && b.wide[0] == (tp_wide)4 * big - 6 && b.wide[1] == 17);
    /* most = 10: slack 40 - 21 = 19: the second may rise by 19/17 = 1, the first not at all. */
    ck_assert_int_eq(tp_dual_tighten(&b, (int64_t[]){3}, 4, 10, p, p->lo, p->hi, p->row_lo,
                                     p->row_hi, &exact, NULL),
                     TP_OK);
    ck_assert(!exact);
    ck_assert_int_eq(p->hi[0], 0);
    ck_assert_int_eq(p->hi[1], 1);
    tp_arena_free(arena);
}
END_TEST

START_TEST(bound__of_no_cost_is_a_proof_of_contradiction)
{
    tp_arena *arena = tp_arena_create();
    tp_program *p = small(arena);
    tp_dual_problem q = problem_of(p);
    tp_dual_bound b;
    int64_t lo[] = {13};
    q.cost = NULL;
    q.row_lo = lo; /* 2a + b <= 12 < 13 */
    ck_assert_int_eq(tp_dual_bound_of(&b, &q, (int64_t[]){1}, 1, false, arena, NULL), TP_OK);
    ck_assert(b.numerator == 1);
    tp_arena_free(arena);
}
END_TEST

START_TEST(tighten__keeps_exactly_what_the_slack_allows)
{
    tp_arena *arena = tp_arena_create();
    tp_program *p = small(arena);
    tp_dual_problem q = problem_of(p);
    tp_dual_bound b;
    bool exact;
    tp_dual_bound_of(&b, &q, (int64_t[]){3}, 2, true, arena, NULL);
    /* most = 12: slack 24 - 21 = 3. b rises by 3/7 = 0 steps; the row by 3/3 = 1: up to 8. */
    ck_assert_int_eq(tp_dual_tighten(&b, (int64_t[]){3}, 2, 12, p, p->lo, p->hi, p->row_lo,
                                     p->row_hi, &exact, NULL),
                     TP_OK);
    ck_assert(!exact);
    ck_assert_int_eq(p->hi[1], 0);
    ck_assert_int_eq(p->hi[0], 4);
    ck_assert_int_eq(p->row_hi[0], 8);
    /* Below the bound nothing is left to hold. */
    ck_assert_int_eq(tp_dual_tighten(&b, (int64_t[]){3}, 2, 10, p, p->lo, p->hi, p->row_lo,
                                     p->row_hi, &exact, NULL),
                     TP_E_INPUT);
    tp_arena_free(arena);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("dual");
    TCase *dual = tcase_create("dual");
    tcase_add_test(dual, bound__goes_on_in_128_bits_where_64_do_not_do);
    tcase_add_test(dual, bound__is_exact_and_rounds_up);
    tcase_add_test(dual, bound__refuses_an_open_side_a_bad_scale_and_overflow);
    tcase_add_test(dual, bound__of_no_cost_is_a_proof_of_contradiction);
    tcase_add_test(dual, tighten__keeps_exactly_what_the_slack_allows);
    suite_add_tcase(suite, dual);
    return suite;
}
