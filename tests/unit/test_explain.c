/* Explanation, why-not, repair and sensitivity on a case small enough to do by hand.
 *
 * U1 has 20 slots and 12 people: 8 vacant, all idle. U2 has 50 and 50, U3 30 and 30. D1 (U2) asks
 * for 6, D2 (U3) for 4, both normal; sector a weighs 2, b 1. One pool: D1 gets 6, D2 what is left:
 * 2. */
#include "explain/conflict_repair.h"
#include "explain/explain.h"
#include "explain/sensitivity.h"
#include "explain/whynot.h"
#include "scratch.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct fixture {
    scratch s;
    tp_session *session;
    const tp_run *run;
    tp_variant variant;
} fixture;
static fixture f;

static const struct {
    const char *name, *text;
} tables[] = {
    {"data/units.csv", "unit,name,system\nU1,馆,x\nU2,院,x\nU3,校,x\n"},
    {"data/posts.csv", "unit,category,authorised,in_post\nU1,k,20,12\nU2,k,50,50\nU3,k,30,30\n"},
    {"data/demands.csv", "demand,unit,category,quantity,sector\nD1,U2,k,6,a\nD2,U3,k,4,b\n"},
    {"data/outcomes.csv", "unit,evaluated_on,grade,saturation\nU3,2026-01-31,低,1\n"},
};

static void open_with(const char *more)
{
    scratch_begin(&f.s);
    mkdir(scratch_path(&f.s, "data"), 0700);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        scratch_text(&f.s, tables[i].name, tables[i].text);
    scratch_text(&f.s, "s.yaml",
                 tp_arena_format(f.s.arena,
                                 "schema: turnpool.scenario/1\nname: small\ndata: data\n"
                                 "as_of: 2026-06-30\npools: {by: all}\n"
                                 "sectors: {a: {weight: 2}, b: {weight: 1}}\n%s",
                                 more));
    tp_session_open(&f.session, scratch_path(&f.s, "s.yaml"), NULL, &f.s.diags, &f.s.err);
    ck_assert_msg(f.session != NULL, "%s", scratch_reports(&f.s));
    ck_assert_int_eq(tp_session_solve(f.session, NULL, &f.run, &f.s.err), TP_OK);
    ck_assert_int_eq(tp_variant_open(&f.variant, f.run, (tp_stop){NULL, NULL}, &f.s.err), TP_OK);
}

static void finish(void)
{
    tp_variant_close(&f.variant);
    tp_session_free(f.session);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        scratch_remove(&f.s, tables[i].name);
    rmdir(scratch_path(&f.s, "data"));
    scratch_end(&f.s);
}

static tp_explanation explain(const char *code)
{
    tp_explanation a;
    const tp_explain_options options = {.variant = &f.variant};
    int32_t demand = tp_dataset_demand(f.run->data, code);
    ck_assert_msg(tp_explain_demand(&a, f.run, demand, &options, f.s.arena, &f.s.err) == TP_OK,
                  "%s", f.s.err.text);
    return a;
}

static const tp_cause *decisive(const tp_explanation *a)
{
    for (size_t i = 0; i < a->n_causes; i++)
        if (a->causes[i].decisive)
            return &a->causes[i];
    return NULL;
}

START_TEST(explain__a_dry_pool_wants_one_slot_more)
{
    open_with("");
    tp_explanation a = explain("D2");
    ck_assert_int_eq(a.lent, 2);
    ck_assert_int_eq(a.missing, 2);
    ck_assert_uint_eq(a.n_rivals, 1);
    ck_assert_int_eq(a.rivals[0].loan, 6);
    ck_assert_int_eq(a.rivals[0].value, 2 * TP_DEC_ONE);
    ck_assert_ptr_nonnull(decisive(&a));
    ck_assert_str_eq(decisive(&a)->rule, "pools");
    ck_assert_uint_ge(a.n_remedies, 1);
    ck_assert_str_eq(a.remedies[0].change.settings[0].key, "pools.opening+");
    ck_assert_int_eq(a.remedies[0].grant, 3);
    ck_assert_int_eq(a.remedies[0].losers, 0);
    finish();
}
END_TEST

START_TEST(explain__a_full_demand_needs_no_remedy)
{
    open_with("");
    tp_explanation a = explain("D1");
    ck_assert_int_eq(a.missing, 0);
    ck_assert_uint_eq(a.n_remedies, 0);
    ck_assert_ptr_null(decisive(&a));
    finish();
}
END_TEST

/* floor(0.08 × 50) = 4; one more needs 5 of 50: a tenth. */
START_TEST(explain__the_largest_share_by_the_next_slot)
{
    open_with("borrow: {max_share: 0.08}\n");
    tp_explanation a = explain("D1");
    ck_assert_int_eq(a.lent, 4);
    ck_assert_str_eq(decisive(&a)->rule, "borrow.max_share");
    ck_assert_int_eq(decisive(&a)->figure, 4);
    ck_assert_str_eq(a.remedies[0].change.settings[0].key, "borrow.max_share");
    ck_assert_str_eq(a.remedies[0].change.settings[0].value, "0.1");
    ck_assert_int_eq(a.remedies[0].grant, 5);
    finish();
}
END_TEST

/* Graded 低 on 2026-01-31, frozen 12 months: until 2027-01-31. */
START_TEST(explain__a_freeze_by_waiting_or_by_lifting)
{
    open_with("grades: {低: {freeze_months: 12}}\n");
    tp_explanation a = explain("D2");
    ck_assert(!a.live);
    ck_assert_int_eq(a.missing, 4);
    ck_assert_str_eq(decisive(&a)->rule, "grades");
    ck_assert_int_eq(decisive(&a)->until, 20270131);
    ck_assert_uint_eq(a.n_remedies, 3);
    ck_assert_str_eq(a.remedies[2].rule, "exceptions");
    ck_assert_str_eq(a.remedies[0].change.settings[0].key, "as_of");
    ck_assert_str_eq(a.remedies[0].change.settings[0].value, "2027-01-31");
    ck_assert_str_eq(a.remedies[1].change.settings[0].value, "0");
    ck_assert_int_eq(a.remedies[1].grant, 2);
    finish();
}
END_TEST

/* Two bounds at once: neither alone gives D1 a fifth slot. */
START_TEST(explain__two_bounds_are_eased_together)
{
    open_with("borrow: {max_share: 0.08}\n"
              "limits: [{name: l, where: {sector: a}, measure: loans, at_most: 4}]\n");
    tp_explanation a = explain("D1");
    ck_assert_int_eq(a.lent, 4);
    ck_assert_uint_eq(a.n_remedies, 1);
    ck_assert_str_eq(a.remedies[0].rule, "several");
    ck_assert_uint_eq(a.remedies[0].change.n_settings, 2);
    ck_assert_int_gt(a.remedies[0].grant, 4);
    finish();
}
END_TEST

/* D2 gets its 4 of D1's 6: need falls from 14 to 8 + 4 = 12. */
START_TEST(whynot__says_who_pays)
{
    open_with("tiers: [{goal: need}]\n");
    tp_whynot w;
    ck_assert_int_eq(tp_whynot_loan(&w, f.run, tp_dataset_demand(f.run->data, "D2"), 0, 4,
                                    (tp_stop){NULL, NULL}, f.s.arena, &f.s.err),
                     TP_OK);
    ck_assert_int_eq(w.status, TP_OPTIMAL);
    ck_assert_uint_eq(w.n_tiers, 1);
    ck_assert(w.tiers[0].before == 14 * TP_DEC_ONE && w.tiers[0].after == 12 * TP_DEC_ONE);
    ck_assert(w.tiers[0].loss == 2 * TP_DEC_ONE);
    ck_assert_uint_eq(w.n_demands, 1);
    ck_assert_int_eq(w.demands[0].before, 6);
    ck_assert_int_eq(w.demands[0].after, 4);
    finish();
}
END_TEST

START_TEST(whynot__names_the_bound_that_forbids)
{
    open_with("borrow: {max_share: 0.08}\n");
    tp_whynot w;
    ck_assert_int_eq(tp_whynot_loan(&w, f.run, tp_dataset_demand(f.run->data, "D1"), 0, 5,
                                    (tp_stop){NULL, NULL}, f.s.arena, &f.s.err),
                     TP_OK);
    ck_assert_int_eq(w.status, TP_INFEASIBLE);
    ck_assert_uint_eq(w.n_bounds, 1);
    ck_assert_str_eq(w.bounds[0].rule, "borrow.max_share");
    ck_assert_uint_ge(w.n_conflict, 1);
    finish();
}
END_TEST

/* At most 8 can be lent: a limit of at least 11 gives way by 3. */
START_TEST(repair__moves_the_limit_as_little_as_possible)
{
    open_with("limits: [{name: l, measure: loans, at_least: 11}]\n");
    tp_repairs repairs;
    ck_assert_int_eq(f.run->result->status, TP_INFEASIBLE);
    ck_assert_int_eq(
        tp_conflict_repairs(&repairs, f.run, (tp_stop){NULL, NULL}, f.s.arena, &f.s.err), TP_OK);
    /* 10 are asked for: 8 is what the pool holds. */
    ck_assert(repairs.confirmed);
    ck_assert_uint_eq(repairs.count, 1);
    ck_assert_int_eq(repairs.items[0].knob.value, 11);
    ck_assert_int_eq(repairs.items[0].to, 8);
    ck_assert_str_eq(repairs.all.settings[0].key, "limits[1].at_least");
    finish();
}
END_TEST

/* The pool keeps 3 of 8, a lock wants 6 lent: 5 can be, so either gives way by one. */
START_TEST(repair__of_reserve_or_lock)
{
    open_with("reserve: {count: 3}\nlocks: [{demand: D1, loan: 6}]\n");
    tp_repairs repairs;
    ck_assert_int_eq(f.run->result->status, TP_INFEASIBLE);
    ck_assert_uint_eq(f.run->result->n_conflict, 2);
    ck_assert_int_eq(
        tp_conflict_repairs(&repairs, f.run, (tp_stop){NULL, NULL}, f.s.arena, &f.s.err), TP_OK);
    ck_assert(repairs.confirmed);
    ck_assert_uint_eq(repairs.count, 1);
    ck_assert_int_eq(llabs(repairs.items[0].knob.value - repairs.items[0].to), 1);
    finish();
}
END_TEST

/* Each slot more in the pool lends D2 one more (worth 1), until both have all: 2 more. One fewer
 * lent as well, and one fewer cannot be: the opening balance is 0. */
START_TEST(sensitivity__of_the_pool)
{
    open_with("tiers: [{goal: need}]\n");
    tp_sensitivity found;
    const tp_sensitivity_options options = {.threads = 2};
    ck_assert_int_eq(tp_sensitivity_of(&found, f.run, &options, f.s.arena, &f.s.err), TP_OK);
    ck_assert_uint_eq(found.count, 1);
    const tp_sensitive *item = &found.items[0];
    ck_assert_int_eq(item->knob.kind, TP_KNOB_OPENING);
    ck_assert(item->more.state == TP_SIDE_SOLVED && item->more.better);
    ck_assert(item->more.gain[0] == TP_DEC_ONE);
    ck_assert(item->more.bounded);
    ck_assert_int_eq(item->more.until, 2);
    ck_assert(item->more.in_all[0] == 2 * TP_DEC_ONE);
    ck_assert_int_eq(item->fewer.state, TP_SIDE_NONE);
    ck_assert(item->hinted && item->hint == TP_DEC_ONE);
    finish();
}
END_TEST

/* A variation is undone by the next one, edits of the data too. */
START_TEST(vary__starts_from_what_was_opened)
{
    open_with("");
    const tp_run *now;
    tp_change cap = {0}, nothing = {0};
    int32_t d1 = tp_dataset_demand(f.run->data, "D1");
    tp_data_edit edit = {TP_EDIT_CAP, f.run->data->demands[d1].line, 51, 0};
    ck_assert_int_eq(tp_change_edit(&cap, edit, (tp_words){"上限", "cap"}, f.s.arena, &f.s.err),
                     TP_OK);
    ck_assert_int_eq(tp_variant_solve(&f.variant, &cap, &now, &f.s.err), TP_OK);
    ck_assert_int_eq(tp_run_grant(now, d1), 1);
    ck_assert_int_eq(tp_variant_solve(&f.variant, &nothing, &now, &f.s.err), TP_OK);
    ck_assert_int_eq(tp_run_grant(now, d1), 6);
    ck_assert_str_eq(now->id, f.run->id);
    finish();
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("explain");
    TCase *tcase = tcase_create("explain");
    tcase_add_test(tcase, explain__a_dry_pool_wants_one_slot_more);
    tcase_add_test(tcase, explain__a_full_demand_needs_no_remedy);
    tcase_add_test(tcase, explain__the_largest_share_by_the_next_slot);
    tcase_add_test(tcase, explain__a_freeze_by_waiting_or_by_lifting);
    tcase_add_test(tcase, explain__two_bounds_are_eased_together);
    tcase_add_test(tcase, whynot__says_who_pays);
    tcase_add_test(tcase, whynot__names_the_bound_that_forbids);
    tcase_add_test(tcase, repair__moves_the_limit_as_little_as_possible);
    tcase_add_test(tcase, repair__of_reserve_or_lock);
    tcase_add_test(tcase, sensitivity__of_the_pool);
    tcase_add_test(tcase, vary__starts_from_what_was_opened);
    suite_add_tcase(suite, tcase);
    return suite;
}
