/* Whatever is changed in an answer, the measuring half objects. */
#include "certify/recheck.h"
#include "run/session.h"
#include "scratch.h"
#include "suite.h"

typedef struct world {
    scratch s;
    tp_session *session;
    const tp_run *run;
    tp_result answer; /* a copy whose figures may be changed in place */
} world;

static void begin(world *w)
{
    *w = (world){0};
    scratch_begin(&w->s);
    scratch_text(&w->s, "units.csv",
                 "unit,kind,system,region\nU1,事业单位,教育,甲县\nU2,事业单位,卫生,甲县\n"
                 "U3,事业单位,教育,乙县\nU4,政府部门,公安,乙县\nU5,事业单位,教育,甲县\n");
    scratch_text(&w->s, "posts.csv",
                 "unit,category,authorised,in_post\nU1,事业,40,30\nU2,事业,30,30\n"
                 "U3,事业,20,18\nU4,行政,10,7\nU5,事业,10,12\n");
    scratch_text(&w->s, "outcomes.csv",
                 "unit,evaluated_on,grade,saturation\nU1,2026-01-01,良好,0.5\n"
                 "U2,2026-01-01,良好,1.1\nU3,2026-01-01,良好,1\nU4,2026-03-01,较差,0.4\n");
    scratch_text(&w->s, "demands.csv",
                 "demand,unit,category,quantity,minimum,class\nD1,U2,事业,6,2,statutory\n"
                 "D2,U3,事业,5,0,normal\nD3,U4,行政,2,0,normal\nD4,U2,事业,3,0,talent\n");
    scratch_text(&w->s, "scenario.yaml",
                 "schema: turnpool.scenario/1\nname: test\ndata: .\nas_of: 2026-06-30\n"
                 "release: {bands: [{below: 0.9, share: 1}]}\n"
                 "grades: {较差: {freeze_months: 12}}\nborrow: {max_share: 0.25}\n"
                 "pools: {opening: [{scope: 乙县, category: 事业, count: 1}],\n"
                 "        transfers: [{from: 甲县, to: 乙县, category: 事业, at_most: 2}],\n"
                 "        conversions: [{scope: 乙县, from: 行政, to: 事业, at_most: 1}]}\n"
                 "reserve: {count: 1}\nearmark: [{scope: 甲县, category: 事业, count: 1}]\n"
                 "limits: [{name: a, measure: loans, at_most: 10}]\n"
                 "shares: [{name: b, of: loans, where: {unit: U3}, at_most: 0.5}]\n"
                 "moves: [{from: {}, to: {}, category: 事业, at_most: 1}]\n"
                 "tiers: [{goal: statutory}, {goal: need}, {goal: overstaffed}, {goal: burden},\n"
                 "        {goal: transfers}]\n"
                 "basis: {grades: 第三条}\n");
    tp_session_open(&w->session, scratch_path(&w->s, "scenario.yaml"), &(tp_session_options){0},
                    &w->s.diags, &w->s.err);
    ck_assert_msg(w->session != NULL, "%s", scratch_reports(&w->s));
    ck_assert_int_eq(
        tp_session_solve(w->session, &(tp_session_solve_options){0}, &w->run, &w->s.err), TP_OK);
    ck_assert_int_eq(w->run->result->status, TP_OPTIMAL);
    w->answer = *w->run->result;
}

static void finish(world *w)
{
    tp_session_free(w->session);
    scratch_end(&w->s);
}

static size_t findings(world *w)
{
    tp_recheck found;
    ck_assert_int_eq(tp_recheck_run(&found, w->run->data, w->run->scenario, NULL, &w->answer,
                                    w->s.arena, &w->s.err),
                     TP_OK);
    return found.findings.count;
}

/* Each figure one up and one down. */
static void mutate(world *w, int64_t *figure, const char *what, size_t index)
{
    for (int step = -1; step <= 1; step += 2) {
        *figure += step;
        ck_assert_msg(findings(w) > 0, "%s %zu %+d goes unnoticed", what, index, step);
        *figure -= step;
    }
}

START_TEST(recheck__accepts_the_answer_and_measures_its_tiers)
{
    world w;
    begin(&w);
    tp_recheck found;
    ck_assert_int_eq(
        tp_recheck_run(&found, w.run->data, w.run->scenario, NULL, &w.answer, w.s.arena, &w.s.err),
        TP_OK);
    ck_assert_msg(found.findings.count == 0, "%s",
                  found.findings.count ? found.findings.items[0].text.en : "");
    ck_assert_uint_eq(found.n_tiers, 5);
    ck_assert(found.tiers[1] == w.answer.tiers[1].value);
    ck_assert_uint_gt(w.answer.n_transfers, 0);
    ck_assert_uint_gt(w.answer.n_backing, 1);
    finish(&w);
}
END_TEST

START_TEST(recheck__objects_to_every_changed_count)
{
    world w;
    begin(&w);
    tp_result *a = &w.answer;
    for (int32_t l = 0; l < a->n_lines; l++) {
        mutate(&w, &a->deposit[l], "deposit", (size_t)l);
        mutate(&w, &a->reclaimed[l], "reclaimed", (size_t)l);
    }
    for (int32_t d = 0; d < a->n_demands; d++) {
        mutate(&w, &a->loan[d], "loan", (size_t)d);
        mutate(&w, &a->own[d], "own", (size_t)d);
    }
    bool converts = false;
    for (size_t t = 0; t < a->n_transfers; t++)
        converts = converts || tp_transfer_converts(a, &a->transfers[t]);
    ck_assert(converts);
    for (size_t t = 0; t < a->n_transfers; t++)
        mutate(&w, &a->transfers[t].count, "transfer", t);
    ck_assert_uint_gt(a->n_moves, 0);
    for (size_t i = 0; i < a->n_moves; i++)
        mutate(&w, &a->moves[i].count, "move", i);
    for (size_t b = 0; b < a->n_backing; b++)
        mutate(&w, &a->backing[b].count, "backing", b);
    for (size_t p = 0; p < a->n_pools; p++) {
        tp_pool_result *at = &a->pools[p];
        int64_t *figures[] = {&at->opening,      &at->reclaimed,    &at->deposits, &at->in,
                              &at->out,          &at->loans,        &at->closing,  &at->required,
                              &at->converted_in, &at->converted_out};
        for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
            mutate(&w, figures[i], "pool figure", i);
    }
    finish(&w);
}
END_TEST

START_TEST(recheck__objects_to_every_changed_refusal_and_tier)
{
    world w;
    begin(&w);
    tp_result *a = &w.answer;
    for (int32_t d = 0; d < a->n_demands; d++) {
        a->live[d] = !a->live[d];
        ck_assert_msg(findings(&w) > 0, "live %d goes unnoticed", (int)d);
        a->live[d] = !a->live[d];
        if (!a->denied[d].count)
            continue;
        tp_reason *why = &a->denied[d].items[0];
        why->until++;
        ck_assert_uint_gt(findings(&w), 0);
        why->until--;
        why->rule = "lent";
        ck_assert_uint_gt(findings(&w), 0);
        why->rule = "grades";
        why->basis = "第四条";
        ck_assert_uint_gt(findings(&w), 0);
        why->basis = "第三条";
    }
    for (size_t t = 0; t < a->n_tiers; t++) {
        a->tiers[t].final += 1;
        ck_assert_msg(findings(&w) > 0, "tier %zu goes unnoticed", t);
        a->tiers[t].final -= 1;
    }
    ck_assert_uint_eq(findings(&w), 0);
    finish(&w);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("recheck");
    TCase *tcase = tcase_create("recheck");
    tcase_add_test(tcase, recheck__accepts_the_answer_and_measures_its_tiers);
    tcase_add_test(tcase, recheck__objects_to_every_changed_count);
    tcase_add_test(tcase, recheck__objects_to_every_changed_refusal_and_tier);
    suite_add_tcase(suite, tcase);
    return suite;
}
