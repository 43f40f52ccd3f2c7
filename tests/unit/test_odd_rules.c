/* Three or more of the younger rules together, in odd ways: days on which something begins or ends,
 * counts of nothing, units without a place, units merged or abolished with what runs on them. What
 * comes out was written by hand from the specification before anything was run; each line says how.
 *
 * An answer in short: "D1 2+3" own slots and loan, "D1 -grades" refused by; "U1:3" deposited,
 * "U1>U2 2" people who move; "(all 事业 4>1)" a pool's opening and closing, where there is
 * anything. */
#include "certify/recheck.h"
#include "run/session.h"
#include "scratch.h"
#include "suite.h"

#include <stdio.h>
#include <string.h>

typedef struct odd {
    const char *what, *units, *posts, *demands, *other[4], *rules, *comes_out;
} odd;

#define UNITS2 "unit\nU1\nU2\n"
#define POSTS "unit,category,authorised,in_post"
#define FULL2 POSTS "\nU1,事业,10,10\nU2,事业,5,5\n"
#define POOL(n) "pools: {by: all, opening: [{scope: all, category: 事业, count: " #n "}]}\n"

static const odd cases[] = {
    {"the heir's grade freezes a merged unit's demand; an exception lifts it",
     UNITS2,
     FULL2,
     "demand,unit,category,quantity\nD1,U2,事业,3\nD2,U2,事业,1\n",
     {"outcomes.csv", "unit,evaluated_on,grade\nU1,2026-01-01,较差\n"},
     POOL(4) "grades: {较差: {freeze_months: 12}}\nreorganise: [{merge: U2, into: U1}]\n"
             "exceptions: [{demand: D1, rule: grades, basis: 纪要}]\n",
     "D1 0+3 D2 -grades (all 事业 4>1)"},
    {"whoever has deposits is not abolished",
     UNITS2,
     POSTS ",lent\nU1,事业,10,0,2\nU2,事业,5,5,0\n",
     NULL,
     {0},
     POOL(4) "reorganise: [{abolish: U1}]\n",
     "error reorganise.running"},
    {"whoever asks is not abolished, though the merger before it left nothing else",
     UNITS2,
     POSTS "\nU1,事业,10,10\nU2,事业,0,0\n",
     "demand,unit,category,quantity\nD1,U2,事业,3\n",
     {0},
     POOL(4) "reorganise: [{cut: 0.5, where: {unit: U1}}, {abolish: U2}]\n",
     "error reorganise.asks"},
    {"deposits and loans do not meet in one line",
     UNITS2,
     POSTS ",lent,borrowed\nU1,事业,10,6,2,0\nU2,事业,5,6,0,1\n",
     NULL,
     {0},
     "pools: {by: all}\nreorganise: [{merge: U2, into: U1}]\n",
     "error reorganise.both"},
    /* U2 16 + 2 borrowed − 14 in post: 4 vacant, so both go back at once; then 2 remain. */
    {"a merged unit's loan goes back from the heir's vacancies",
     UNITS2,
     POSTS ",borrowed\nU1,事业,6,8,2\nU2,事业,10,6,0\n",
     NULL,
     {"loans.csv", "loan,unit,category,count,due\nL1,U1,事业,2,2026-06-30\n"},
     "pools: {by: all}\nreorganise: [{merge: U1, into: U2}]\n"
     "expiry: {outcomes: [{where: {unit: U2}, outcome: wind_down}]}\n"
     "release: {deposits: all-eligible, unevaluated_share: 1}\n",
     "U2:2 (all 事业 2>4)"},
    /* 14 left, 10 in post: 4 vacant of which 6 are frozen. What was cut is lent. */
    {"a cut leaves less than is frozen: neither used nor lent",
     UNITS2,
     POSTS ",frozen\nU1,事业,20,10,6\nU2,事业,5,5,0\n",
     "demand,unit,category,quantity\nD1,U1,事业,2\n",
     {0},
     "pools: {by: all}\nrelease: {deposits: all-eligible, unevaluated_share: 1}\n"
     "reorganise: [{cut: 0.3, where: {unit: U1}}]\n",
     "D1 0+2 (all 事业 6>4)"},
    {"of two equal remainders the earlier line gives", /* 0.5 + 0.5 = 1; then 4 − 5: one over */
     UNITS2,
     POSTS "\nU1,事业,5,5\nU2,事业,5,4\n",
     NULL,
     {0},
     "pools: {by: all}\nrelease: {deposits: all-eligible, unevaluated_share: 1}\nreorganise: "
     "[{cut: 0.1}]\n",
     "U2:1 (all 事业 1>2)"},
    {"half a slot is cut as one, less is not", /* U1 0.5 → 1 by itself; U2 0.4 → 0 by itself */
     UNITS2,
     POSTS "\nU1,事业,5,4\nU2,事业,4,4\n",
     NULL,
     {0},
     "pools: {by: all}\nreorganise: [{cut: 0.1, where: {unit: U1}}, {cut: 0.1, where: {unit: "
     "U2}}]\n",
     "(all 事业 1>1)"},
    {"first and last day of a window count; no date does not; an exception lifts it",
     UNITS2,
     FULL2,
     "demand,unit,category,quantity,filed_on\nD1,U1,事业,1,2026-03-01\nD2,U1,事业,1,2026-03-31\n"
     "D3,U1,事业,1,2026-04-01\nD4,U1,事业,1,\nD5,U1,事业,1,\n",
     {0},
     POOL(9) "windows: [{from: 2026-03-01, until: 2026-03-31}]\n"
             "exceptions: [{demand: D4, rule: windows, basis: 纪要}]\n"
             "use_period: {at_most: 12}\n",
     "D1 0+1 D2 0+1 D3 -windows D4 0+1 D5 -windows (all 事业 9>6)"},
    {"a finding holds on its last and its first day",
     "unit\nU1\nU2\nU3\nU4\n",
     POSTS "\nU1,事业,1,1\nU2,事业,1,1\nU3,事业,1,1\nU4,事业,1,1\n",
     "demand,unit,category,quantity\nD1,U1,事业,1\nD2,U2,事业,1\nD3,U3,事业,1\nD4,U4,事业,1\n",
     {"findings.csv",
      "unit,finding,from,until,effect,factor\nU1,f,2026-01-01,2026-06-30,no_loans,\n"
      "U2,f,2026-01-01,2026-06-29,no_loans,\nU3,f,2026-07-01,,no_loans,\n"
      "U4,f,2026-06-30,,no_loans,\n"},
     POOL(9) "exceptions: [{demand: D4, rule: findings, basis: 纪要}]\n",
     "D1 -findings D2 0+1 D3 0+1 D4 0+1 (all 事业 9>6)"},
    /* ⌊0.3 × 5⌋ = 1, the smaller counts; ⌊0 × 2⌋ = 0: not refused, but nothing. */
    {"the smallest factor of two counts; a factor of nothing lends nothing",
     UNITS2,
     FULL2,
     "demand,unit,category,quantity\nD1,U1,事业,5\nD2,U2,事业,2\n",
     {"findings.csv", "unit,finding,from,until,effect,factor\nU1,f,2026-01-01,,room,0.5\n"
                      "U1,g,2026-06-30,2026-06-30,room,0.3\nU2,f,2026-01-01,,room,0\n"},
     POOL(9),
     "D1 0+1 D2 0+0 (all 事业 9>8)"},
    /* Twelve whole months have passed for U1, eleven for U2; U3's draft does not count. */
    {"an evaluation ends on the day; a draft is none",
     "unit\nU1\nU2\nU3\n",
     POSTS "\nU1,事业,1,1\nU2,事业,1,1\nU3,事业,1,1\n",
     "demand,unit,category,quantity\nD1,U1,事业,1\nD2,U2,事业,1\nD3,U3,事业,1\n",
     {"outcomes.csv", "unit,evaluated_on,saturation,status\nU1,2025-06-30,1,\nU2,2025-07-01,1,\n"
                      "U3,2025-09-01,0.95,\nU3,2026-03-01,0.5,draft\n"},
     POOL(9) "evaluation: {valid_months: 12}\nborrow: {min_saturation: 0.9, unevaluated: deny}\n",
     "D1 -borrow.min_saturation D2 0+1 D3 0+1 (all 事业 9>7)"},
    {"a draft that is used decides",
     UNITS2,
     FULL2,
     "demand,unit,category,quantity\nD1,U1,事业,1\nD2,U2,事业,1\n",
     {"outcomes.csv", "unit,evaluated_on,saturation,status\nU1,2025-09-01,0.95,\n"
                      "U1,2026-03-01,0.5,draft\nU2,2025-09-01,0.5,\nU2,2026-06-30,0.9,draft\n"},
     POOL(9) "evaluation: {drafts: use}\nborrow: {min_saturation: 0.9}\n",
     "D1 -borrow.min_saturation D2 0+1 (all 事业 9>8)"},
    {"a departure on the last day of the period given covers, one a day later does not",
     UNITS2,
     FULL2,
     "demand,unit,category,quantity\nD1,U1,事业,6\n",
     {"attrition.csv", "unit,category,on,count\nU1,事业,2027-06-30,2\nU1,事业,2027-07-01,3\n"},
     POOL(9) "borrow: {attrition_cover: decide}\nuse_period: {at_most: 12}\n",
     "D1 0+2 (all 事业 9>7)"},
    {"an exception comes on top of what departures cover", /* one leaves: D1 1; D2 all 4 */
     UNITS2,
     FULL2,
     "demand,unit,category,quantity\nD1,U1,事业,3\nD2,U1,事业,4\n",
     {"attrition.csv", "unit,category,on,count\nU1,事业,2027-01-31,1\n"},
     POOL(9) "borrow: {attrition_cover: decide}\nuse_period: {given: [{demand: D1, months: 7}]}\n"
             "exceptions: [{demand: D2, rule: borrow.attrition_cover, basis: 纪要}]\n",
     "D1 0+0 D2 0+4 (all 事业 9>5)"},
    /* U1: 10 + 4 − 11 = 3 vacant; L1 gives back 3 of 4. U2: kept min(5, 3). L3 a day too late. */
    {"what goes back stops at the vacancies; kept is no more than there is; the day after waits",
     "unit\nU1\nU2\nU3\n",
     POSTS ",borrowed\nU1,事业,10,11,4\nU2,事业,5,5,3\nU3,事业,5,5,2\n",
     NULL,
     {"loans.csv", "loan,unit,category,count,due\nL1,U1,事业,4,2026-09-30\n"
                   "L2,U2,事业,3,2026-09-30\nL3,U3,事业,2,2026-10-01\n"},
     "pools: {by: all}\nexpiry: {within_months: 3, outcomes: [{loan: L2, outcome: keep, to: 5}, "
     "{outcome: wind_down}]}\n",
     "(all 事业 3>3)"},
    /* U2's three 工勤 go to the city's pool, two become 事业, which go to U1's department. */
    {"nearest pools with a conversion in the widest",
     "unit,parent\nP,\nU1,P\nU2,P\n",
     POSTS "\nU1,事业,5,5\nU2,工勤,3,0\n",
     "demand,unit,category,quantity\nD1,U1,事业,5\n",
     {0},
     "pools: {by: parent, beyond: all, conversions: [{scope: all, from: 工勤, to: 事业, at_most: "
     "2}]}\n",
     "D1 0+2 U2:2"},
    {"a unit in no region borrows of no region's pool, unless there is a wider one",
     "unit,region\nU1,\nU2,甲县\n",
     FULL2,
     "demand,unit,category,quantity\nD1,U1,事业,2\n",
     {0},
     "pools: {by: region, opening: [{scope: 甲县, category: 事业, count: 5}]}\n",
     "D1 0+0 (甲县 事业 5>5)"},
    {"with a wider one it does",
     "unit,region\nU1,\nU2,甲县\n",
     FULL2,
     "demand,unit,category,quantity\nD1,U1,事业,2\n",
     {0},
     "pools: {by: region, beyond: all, opening: [{scope: 甲县, category: 事业, count: 5}]}\n",
     "D1 0+2 (甲县 事业 5>3)"},
    /* 10 in the pool; education holds 4, talent 3. D3 matches neither: 3. D2 and D3 leave talent's
     * 3: 7 together, so D2 4; D1 the rest. */
    {"parts that overlap",
     "unit,system\nU1,教育\nU2,卫生\n",
     FULL2,
     "demand,unit,category,quantity,class\nD1,U1,事业,10,talent\nD2,U1,事业,10,normal\n"
     "D3,U2,事业,10,statutory\n",
     {0},
     POOL(10) "earmark: [{scope: all, category: 事业, count: 4, where: {sector: 教育}}, {scope: "
              "all, category: 事业, count: 3}, {scope: all, category: 事业, count: 0, where: "
              "{class: "
              "normal}}]\nclasses: {statutory: {weight: 3}, normal: {weight: 2}}\n"
              "tiers: [{goal: need}]\n",
     "D1 0+3 D2 0+4 D3 0+3 (all 事业 10>0)"},
    /* U1 10 → 8 by the cut, 10 in post: 2 over; they fill what U2's own demand would use. */
    {"a cut makes people too many, who fill vacancies before anyone deposits",
     UNITS2,
     POSTS "\nU1,事业,10,10\nU2,事业,10,7\n",
     "demand,unit,category,quantity\nD1,U2,事业,2\n",
     {0},
     "pools: {by: all}\nrelease: {deposits: all-eligible, unevaluated_share: 1}\n"
     "reorganise: [{cut: 0.2, where: {unit: U1}}]\n"
     "moves: [{from: {}, to: {}, category: 事业, at_most: 5}]\n"
     "tiers: [{goal: overstaffed}, {goal: need}]\n",
     "D1 2+0 U2:1 U1>U2 2 (all 事业 2>3)"},
    {"standards of merged lines add up", /* 8 + 4 = 12, 10 in use: 2 short */
     UNITS2,
     POSTS ",standard\nU1,事业,5,5,8\nU2,事业,5,5,4\n",
     "demand,unit,category,quantity\nD1,U2,事业,5\n",
     {0},
     POOL(9) "borrow: {shortage_of_standard: true}\nreorganise: [{merge: U2, into: U1}]\n",
     "D1 0+2 (all 事业 9>7)"},
    {"one without a standard leaves none", /* and without_standard is deny */
     UNITS2,
     POSTS ",standard\nU1,事业,5,5,8\nU2,事业,5,5,\n",
     "demand,unit,category,quantity\nD1,U2,事业,5\nD2,U1,事业,1\n",
     {0},
     POOL(9) "borrow: {shortage_of_standard: true}\nreorganise: [{merge: U2, into: U1}]\n"
             "exceptions: [{demand: D2, rule: borrow.shortage_of_standard, basis: 纪要}]\n",
     "D1 -borrow.shortage_of_standard D2 0+1 (all 事业 9>8)"},
    {"a ceiling on its own total makes a unit deposit", /* 12 − 2 lent − 6 = 4, one is lent on */
     UNITS2,
     POSTS ",lent\nU1,事业,12,0,2\nU2,事业,5,5,0\n",
     "demand,unit,category,quantity\nD1,U2,事业,1\n",
     {0},
     "pools: {by: all}\nlimits: [{name: a, measure: own_use, where: {unit: U1}, at_most: 6}]\n",
     "D1 0+1 U1:4 (all 事业 0>3)"},
    {"a share of what is above the standard, less what is lent", /* ⌊0.25 × 21⌋ − 2 = 3 */
     UNITS2,
     POSTS ",lent,standard\nU1,事业,31,0,2,10\nU2,事业,5,5,0,\n",
     "demand,unit,category,quantity\nD1,U2,事业,10\n",
     {0},
     "pools: {by: all}\nrelease: {above_standard: 0.25, unevaluated_share: 1}\n"
     "use_period: {at_least: 3}\nwindows: [{from: 2026-01-01, until: 2026-06-30}]\n"
     "exceptions: [{demand: D1, rule: windows, basis: 纪要}]\n",
     "D1 0+3 U1:3 (all 事业 0>0)"},
    /* 40 → 20, standard 30: nothing above it. The cut's 20 are there. */
    {"what a cut took is not above the standard any more",
     UNITS2,
     POSTS ",standard\nU1,事业,40,0,30\nU2,事业,5,5,\n",
     "demand,unit,category,quantity\nD1,U2,事业,30\n",
     {0},
     "pools: {by: all}\nrelease: {above_standard: 1, unevaluated_share: 1}\n"
     "reorganise: [{cut: 0.5, where: {unit: U1}}]\n",
     "D1 0+20 (all 事业 20>0)"},
};

static const char *text_of(const tp_run *run, tp_arena *arena)
{
    const tp_result *is = run->result;
    const tp_dataset *data = run->data;
    const char *text = "";
    for (int32_t d = 0; d < is->n_demands; d++) {
        text = tp_arena_format(arena, "%s %s ", text, data->demands[d].code);
        if (is->live[d])
            text = tp_arena_format(arena, "%s%lld+%lld", text, (long long)is->own[d],
                                   (long long)is->loan[d]);
        for (size_t i = 0; i < is->denied[d].count; i++)
            text =
                tp_arena_format(arena, "%s%s%s", text, i ? "," : "-", is->denied[d].items[i].rule);
    }
    for (int32_t l = 0; l < is->n_lines; l++)
        if (is->deposit[l])
            text = tp_arena_format(arena, "%s %s:%lld", text, data->units[data->lines[l].unit].code,
                                   (long long)is->deposit[l]);
    for (size_t i = 0; i < is->n_moves; i++)
        text = tp_arena_format(
            arena, "%s %s>%s %lld", text, data->units[data->lines[is->moves[i].from].unit].code,
            data->units[data->lines[is->moves[i].to].unit].code, (long long)is->moves[i].count);
    for (size_t p = 0; p < is->n_pools; p++)
        if (is->pools[p].opening || is->pools[p].closing ||
            (is->n_pools == 1 && is->pools[p].loans))
            text = tp_arena_format(arena, "%s (%s %s %lld>%lld)", text, is->pools[p].scope,
                                   is->pools[p].category, (long long)is->pools[p].opening,
                                   (long long)is->pools[p].closing);
    return text + (*text == ' ');
}

static const char *come_out(scratch *s, const odd *o)
{
    tp_session *session = NULL;
    const tp_run *run;
    tp_recheck r;
    scratch_text(s, "units.csv", o->units);
    scratch_text(s, "posts.csv", o->posts);
    if (o->demands)
        scratch_text(s, "demands.csv", o->demands);
    if (o->other[0])
        scratch_text(s, o->other[0], o->other[1]);
    scratch_text(s, "s.yaml",
                 tp_arena_format(s->arena,
                                 "schema: turnpool.scenario/1\nname: t\ndata: .\nas_of: "
                                 "2026-06-30\n%s",
                                 o->rules));
    if (tp_session_open(&session, scratch_path(s, "s.yaml"), NULL, &s->diags, &s->err) != TP_OK) {
        for (size_t i = 0; i < s->diags.count; i++)
            if (s->diags.items[i].severity == TP_ERROR)
                return tp_arena_format(s->arena, "error %s", s->diags.items[i].code);
        return "error";
    }
    ck_assert_int_eq(tp_session_solve(session, &(tp_session_solve_options){0}, &run, &s->err),
                     TP_OK);
    const char *text = text_of(run, s->arena);
    ck_assert_int_eq(
        tp_recheck_run(&r, run->data, run->scenario, NULL, run->result, s->arena, &s->err), TP_OK);
    if (r.findings.count)
        text = tp_arena_format(s->arena, "%s, and %s objects", text, r.findings.items[0].rule);
    tp_session_free(session);
    return text;
}

START_TEST(odd_rules__come_out_as_by_hand)
{
    const odd *o = &cases[_i];
    scratch s;
    scratch_begin(&s);
    const char *is = come_out(&s, o);
    ck_assert_msg(strcmp(is, o->comes_out) == 0, "%s:\n# is      %s\n# by hand %s", o->what, is,
                  o->comes_out);
    scratch_end(&s);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("odd_rules");
    TCase *tcase = tcase_create("odd_rules");
    tcase_add_loop_test(tcase, odd_rules__come_out_as_by_hand, 0,
                        (int)(sizeof cases / sizeof *cases));
    suite_add_tcase(suite, tcase);
    return suite;
}
