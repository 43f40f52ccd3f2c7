/* Comparison, alternatives and robustness, on cases that can be worked out by hand. */
#include "explain/alternatives.h"
#include "explain/robust.h"
#include "run/session.h"
#include "scratch.h"
#include "suite.h"

#include <string.h>

typedef struct world {
    scratch s;
    tp_session *session;
    const tp_run *run;
} world;

/* A and B can each give 10 at the same cost, C wants 10 and D wants 4: who gives is free, that both
 * borrowers get all they ask for is not. */
static void begin_with(world *w, const char *more)
{
    *w = (world){0};
    scratch_begin(&w->s);
    scratch_text(&w->s, "units.csv", "unit,region\nA,城\nB,城\nC,城\nD,城\n");
    scratch_text(&w->s, "posts.csv",
                 "unit,category,authorised,in_post\nA,事业,30,20\nB,事业,30,20\n"
                 "C,事业,30,30\nD,事业,30,30\n");
    scratch_text(&w->s, "demands.csv",
                 "demand,unit,category,quantity\nD1,C,事业,10\nD2,D,事业,4\n");
    scratch_text(&w->s, "plan.yaml",
                 tp_arena_format(w->s.arena,
                                 "schema: turnpool.scenario/1\nname: test\ndata: .\n"
                                 "as_of: 2026-06-30\n%s",
                                 more));
    tp_status status = tp_session_open(&w->session, scratch_path(&w->s, "plan.yaml"), NULL,
                                       &w->s.diags, &w->s.err);
    ck_assert_msg(status == TP_OK, "%s", scratch_reports(&w->s));
    ck_assert_int_eq(tp_session_solve(w->session, NULL, &w->run, &w->s.err), TP_OK);
    ck_assert_int_eq(w->run->result->status, TP_OPTIMAL);
}

static void end(world *w)
{
    tp_session_free(w->session);
    scratch_end(&w->s);
}

/* 14 of 20 are needed: each giver gives at least 4 and at most 10, the loans are fixed. The run
 * takes A first (10 + 4); the only other extreme is 4 + 10. */
START_TEST(alternatives__what_is_free_moves_and_what_is_not_is_sure)
{
    world w;
    tp_alternatives found;
    begin_with(&w, "");
    const tp_alternatives_task task = {.run = w.run, .within = 0, .count = 5, .threads = 2};
    ck_assert_int_eq(tp_alternatives_find(&found, &task, w.s.arena, &w.s.err), TP_OK);
    ck_assert_uint_eq(found.n_rows, 4);
    static const int64_t least[] = {4, 4, 10, 4};
    for (size_t r = 0; r < 4; r++) {
        ck_assert_int_eq(found.rows[r].least, least[r]);
        ck_assert_uint_eq(found.rows[r].times, found.n_found + 1);
    }
    for (size_t i = 0; i < found.n_found; i++) {
        ck_assert_int_eq(found.found[i].deposit[0] + found.found[i].deposit[1], 14);
        ck_assert(found.found[i].proven);
        for (size_t t = 0; t < w.run->result->n_tiers; t++)
            ck_assert(found.found[i].tiers[t] == w.run->result->tiers[t].final);
    }
    end(&w);
}
END_TEST

/* With half of it given up no single giver is needed. */
START_TEST(alternatives__a_larger_loss_frees_more)
{
    world w;
    tp_alternatives found;
    begin_with(&w, "tiers: [{goal: need}]\n");
    const tp_alternatives_task task = {
        .run = w.run, .within = TP_DEC_ONE / 2, .count = 3, .threads = 1};
    ck_assert_int_eq(tp_alternatives_find(&found, &task, w.s.arena, &w.s.err), TP_OK);
    ck_assert_uint_ge(found.n_found, 1);
    for (size_t i = 0; i < found.n_found; i++) {
        int64_t lent = found.found[i].loan[0] + found.found[i].loan[1];
        ck_assert_int_ge(lent, 7);
        ck_assert_int_eq(found.found[i].deposit[0] + found.found[i].deposit[1], lent);
        ck_assert_int_gt(found.found[i].moved, 0);
    }
    for (size_t r = 0; r < found.n_rows; r++)
        if (found.rows[r].kind == TP_MOVES_DEPOSIT)
            ck_assert_int_eq(found.rows[r].least, 0);
    end(&w);
}
END_TEST

START_TEST(compare__same_answer_under_other_inputs_is_recognised)
{
    world a, b, c;
    tp_comparison same, other;
    begin_with(&a, "");
    begin_with(&b, "reserve: {count: 0}\n");
    begin_with(&c, "reserve: {count: 2}\n");
    const tp_run *first[] = {a.run, b.run}, *second[] = {a.run, c.run};
    ck_assert_int_eq(tp_compare_runs(&same, first, 2, a.s.arena, &a.s.err), TP_OK);
    ck_assert(same.same_answer);
    ck_assert_str_eq(same.answer[0], same.answer[1]);
    ck_assert_uint_eq(same.n_inputs, 1);
    ck_assert_str_eq(same.inputs[0].key, "reserve.count");
    ck_assert_int_eq(tp_compare_runs(&other, second, 2, a.s.arena, &a.s.err), TP_OK);
    ck_assert(!other.same_answer);
    ck_assert_int_eq(other.figures[1].deposits - other.figures[0].deposits, 2);
    ck_assert_int_eq(other.figures[1].closing, 2);
    end(&a);
    end(&b);
    end(&c);
}
END_TEST

START_TEST(robust__without_spread_everything_holds)
{
    world w;
    tp_robust found;
    begin_with(&w, "");
    const tp_robust_task task = {.run = w.run, .draws = 5, .seed = 1, .threads = 2};
    ck_assert_int_eq(tp_robust_measure(&found, &task, w.s.arena, &w.s.err), TP_OK);
    ck_assert_uint_eq(found.drawn, 5);
    ck_assert_uint_eq(found.feasible, 5);
    ck_assert_uint_eq(found.n_movements, 0);
    for (size_t t = 0; t < found.n_tiers; t++)
        ck_assert(found.tiers[t].draws == 5 && found.tiers[t].worst == 0 &&
                  found.tiers[t].mean == 0);
    end(&w);
}
END_TEST

/* Quantities alone move: a loan beyond what is asked fails, by the rule of own slots or need, and
 * nothing else does; deposits then lie idle in the pool. */
START_TEST(robust__a_loan_fails_where_less_is_asked_for)
{
    world w;
    tp_robust found, again;
    begin_with(&w, "");
    tp_robust_task task = {.run = w.run, .draws = 60, .seed = 7, .threads = 1};
    task.spreads.quantity = TP_DEC_ONE / 2;
    size_t expected[2] = {0}, either = 0;
    for (uint64_t i = 0; i < task.draws; i++) {
        tp_dataset *data;
        ck_assert_int_eq(
            tp_perturb(&data, w.run->data, &task.spreads, task.seed, i, w.s.arena, &w.s.err),
            TP_OK);
        bool less[2] = {data->demands[0].quantity < 10, data->demands[1].quantity < 4};
        expected[0] += less[0];
        expected[1] += less[1];
        either += less[0] || less[1];
    }
    ck_assert_int_eq(tp_robust_measure(&found, &task, w.s.arena, &w.s.err), TP_OK);
    ck_assert_uint_eq(found.drawn, 60);
    ck_assert_uint_eq(found.feasible, 60 - either);
    ck_assert_uint_gt(either, 10);
    ck_assert_uint_eq(found.n_movements, 2);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(found.movements[i].kind, TP_MOVES_LOAN);
        ck_assert_uint_eq(found.movements[i].failed, expected[found.movements[i].demand]);
    }
    ck_assert_uint_ge(found.movements[0].failed, found.movements[1].failed);
    task.threads = 3;
    ck_assert_int_eq(tp_robust_measure(&again, &task, w.s.arena, &w.s.err), TP_OK);
    ck_assert_uint_eq(again.feasible, found.feasible);
    ck_assert_mem_eq(again.tiers, found.tiers, found.n_tiers * sizeof *found.tiers);
    ck_assert_mem_eq(again.movements, found.movements, 2 * sizeof *found.movements);
    end(&w);
}
END_TEST

START_TEST(perturb__kinds_are_independent_and_within_their_spread)
{
    world w;
    tp_dataset *one, *both;
    begin_with(&w, "");
    const tp_spreads quantity = {.quantity = TP_DEC_ONE / 5};
    const tp_spreads all = {.quantity = TP_DEC_ONE / 5, .vacancies = TP_DEC_ONE / 2};
    bool moved = false;
    for (uint64_t i = 0; i < 50; i++) {
        tp_perturb(&one, w.run->data, &quantity, 3, i, w.s.arena, &w.s.err);
        tp_perturb(&both, w.run->data, &all, 3, i, w.s.arena, &w.s.err);
        for (int32_t d = 0; d < 2; d++) {
            ck_assert_int_eq(one->demands[d].quantity, both->demands[d].quantity);
            ck_assert_int_ge(one->demands[d].quantity, d ? 3 : 8);
            ck_assert_int_le(one->demands[d].quantity, d ? 5 : 12);
        }
        for (int32_t l = 0; l < 4; l++) {
            ck_assert_int_eq(one->lines[l].in_post, w.run->data->lines[l].in_post);
            ck_assert_int_ge(both->lines[l].in_post, l < 2 ? 15 : 30);
            ck_assert_int_le(both->lines[l].in_post, l < 2 ? 25 : 30);
            moved = moved || both->lines[l].in_post != one->lines[l].in_post;
        }
    }
    ck_assert(moved);
    end(&w);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("alternatives");
    TCase *tcase = tcase_create("alternatives");
    tcase_add_test(tcase, alternatives__what_is_free_moves_and_what_is_not_is_sure);
    tcase_add_test(tcase, alternatives__a_larger_loss_frees_more);
    tcase_add_test(tcase, compare__same_answer_under_other_inputs_is_recognised);
    tcase_add_test(tcase, robust__without_spread_everything_holds);
    tcase_add_test(tcase, robust__a_loan_fails_where_less_is_asked_for);
    tcase_add_test(tcase, perturb__kinds_are_independent_and_within_their_spread);
    suite_add_tcase(suite, tcase);
    return suite;
}
