/* A plan keeps its word: period 1 approved, the year passed as assumed (what departures free goes
 * back, people leave, those taken on are in post), planned again with one period less: what is left
 * of the plan has the same statutory shortfall and the same need. And how far one must look is what
 * solving every tail by itself says. TP_CASES, TP_SEED as ever.
 *
 * Nothing limits deposits here (no reserve, no bands, no limits on them), and a line has at most
 * one demand. Where it had two, the one served first by own slots could be another than the one
 * whose loan goes back, and a new year's need counts new loans only. */
#include "explain/outlook.h"
#include "explain/passed.h"
#include "instance.h"
#include "run/session.h"
#include "scratch.h"
#include "suite.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINES = 8, PERIODS = 4, AS_OF = 20260630 };

static uint64_t number_of(const char *variable, uint64_t usual)
{
    const char *text = getenv(variable);
    return text && *text ? strtoull(text, NULL, 10) : usual;
}

/* ---- rolling ---- */

typedef struct asks {
    int64_t quantity, minimum; /* quantity 0: no demand */
    int klass, sector, filed, term;
} asks;
typedef struct horizon_case {
    int lines, periods, tail, as_of;
    int64_t authorised[LINES], in_post[LINES], lent[LINES], borrowed[LINES], cap[LINES];
    int64_t leave[LINES][PERIODS]; /* in the year after the decision of period t */
    asks demand[LINES];
    int frozen[LINES]; /* evaluated on, with a grade that freezes for a year; 0: not */
    int64_t opening, intake[PERIODS]; /* of each period; -1: no ceiling */
    int64_t sector_weight[3];         /* halves */
    int64_t max_share;                /* hundredths; -1: none */
} horizon_case;

static int year_later(int date, int years)
{
    return date + 10000 * years;
}

static void draw(horizon_case *c, uint64_t seed)
{
    uint64_t at = seed * 0x9e3779b97f4a7c15u + 11;
    *c = (horizon_case){.as_of = AS_OF,
                        .lines = (int)in_pick(&at, 3, LINES),
                        .periods = (int)in_pick(&at, 2, PERIODS),
                        .tail = in_chance(&at, 40) ? (int)in_pick(&at, 1, 3) : 0,
                        .opening = in_pick(&at, 0, 5),
                        .max_share = in_chance(&at, 30) ? in_pick(&at, 10, 80) : -1};
    for (int i = 0; i < 3; i++)
        c->sector_weight[i] = in_pick(&at, 1, 6);
    bool ceiling = in_chance(&at, 40);
    for (int t = 0; t < c->periods; t++)
        c->intake[t] = ceiling && in_chance(&at, 70) ? in_pick(&at, 1, 8) : -1;
    for (int l = 0; l < c->lines; l++) {
        c->authorised[l] = in_pick(&at, 6, 20);
        c->cap[l] = -1;
        for (int t = 0; t < c->periods; t++)
            c->leave[l][t] = in_chance(&at, 60) ? in_pick(&at, 0, 3) : 0;
        if (in_chance(&at, 35)) { /* has idle slots and asks for nothing */
            c->in_post[l] = c->authorised[l] - in_pick(&at, 1, 6);
            continue;
        }
        asks *d = &c->demand[l];
        int64_t vacant = in_chance(&at, 30) ? in_pick(&at, 1, 2) : 0;
        c->borrowed[l] = in_chance(&at, 25) ? in_pick(&at, 1, 3) : 0;
        c->in_post[l] = c->authorised[l] + c->borrowed[l] - vacant;
        d->quantity = vacant + in_pick(&at, 1, 6); /* so that it never deposits now */
        d->minimum = in_chance(&at, 20) ? in_pick(&at, 1, d->quantity) : 0;
        d->klass = (int)in_pick(&at, 0, 2);
        d->sector = (int)in_pick(&at, 0, 2);
        d->filed = in_chance(&at, 50) ? 20260101 + (int)in_pick(&at, 0, 27)
                                      : year_later(20260701, (int)in_pick(&at, 0, 2));
        d->term = 36;
        if (in_chance(&at, 20))
            c->frozen[l] = 20260101 + (int)in_pick(&at, 0, 27);
        if (in_chance(&at, 20))
            c->cap[l] = c->authorised[l] + c->borrowed[l] + in_pick(&at, 0, 4);
    }
}

static void write_data(scratch *s, const horizon_case *c)
{
    static const char *const classes[] = {"statutory", "talent", "normal"};
    const char *units = "unit,region\n";
    const char *posts = "unit,category,authorised,in_post,lent,borrowed,cap\n";
    const char *demands =
        "demand,unit,category,quantity,minimum,class,sector,filed_on,term_months\n";
    const char *leaves = "unit,category,on,count\n", *outcomes = "unit,evaluated_on,grade\n";
    for (int l = 0; l < c->lines; l++) {
        const asks *d = &c->demand[l];
        char cap[24] = "";
        if (c->cap[l] >= 0)
            snprintf(cap, sizeof cap, "%" PRId64, c->cap[l]);
        units = tp_arena_format(s->arena, "%sU%d,r\n", units, l + 1);
        posts = tp_arena_format(
            s->arena, "%sU%d,k,%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%s\n", posts, l + 1,
            c->authorised[l], c->in_post[l], c->lent[l], c->borrowed[l], cap);
        if (d->quantity)
            demands = tp_arena_format(
                s->arena, "%sD%d,U%d,k,%" PRId64 ",%" PRId64 ",%s,s%d,%04d-%02d-%02d,%d\n", demands,
                l + 1, l + 1, d->quantity, d->minimum, classes[d->klass], d->sector,
                d->filed / 10000, d->filed / 100 % 100, d->filed % 100, d->term);
        if (c->frozen[l])
            outcomes =
                tp_arena_format(s->arena, "%sU%d,%04d-%02d-%02d,cold\n", outcomes, l + 1,
                                c->frozen[l] / 10000, c->frozen[l] / 100 % 100, c->frozen[l] % 100);
        for (int t = 0; t < c->periods; t++)
            if (c->leave[l][t])
                leaves = tp_arena_format(s->arena, "%sU%d,k,%04d-12-01,%" PRId64 "\n", leaves,
                                         l + 1, c->as_of / 10000 + t, c->leave[l][t]);
    }
    scratch_text(s, "units.csv", units);
    scratch_text(s, "posts.csv", posts);
    scratch_text(s, "demands.csv", demands);
    scratch_text(s, "attrition.csv", leaves);
    scratch_text(s, "outcomes.csv", outcomes);
}

static void write_rules(scratch *s, const horizon_case *c)
{
    const char *text = tp_arena_format(
        s->arena,
        "schema: turnpool.scenario/1\nname: rolling\ndata: .\nas_of: %04d-%02d-%02d\n"
        "horizon: {periods: %d, tail: %d}\npools: {by: all, opening: [{scope: all, category: k, "
        "count: %" PRId64 "}]}\nrelease: {unevaluated_share: 1}\n"
        "grades: {cold: {freeze_months: 12}}\ntiers: [{goal: statutory}, {goal: need}]\n",
        c->as_of / 10000, c->as_of / 100 % 100, c->as_of % 100, c->periods, c->tail, c->opening);
    for (int i = 0; i < 3; i++)
        text =
            tp_arena_format(s->arena, "%s%s  s%d: {weight: %d.%d}\n", text, i ? "" : "sectors:\n",
                            i, (int)c->sector_weight[i] / 2, (int)c->sector_weight[i] % 2 * 5);
    if (c->max_share >= 0)
        text =
            tp_arena_format(s->arena, "%sborrow: {max_share: 0.%02d}\n", text, (int)c->max_share);
    bool any = false;
    for (int t = 0; t < c->periods; t++)
        if (c->intake[t] >= 0) {
            text = tp_arena_format(
                s->arena, "%s%s  - {name: i%d, measure: intake, at_most: %d, period: %d}\n", text,
                any ? "" : "limits:\n", t + 1, (int)c->intake[t], t + 1);
            any = true;
        }
    scratch_text(s, "scenario.yaml", text);
}

typedef struct planned {
    scratch s;
    tp_session *session;
    const tp_run *run;
} planned;

static void plan(planned *p, const horizon_case *c, uint64_t seed)
{
    *p = (planned){0};
    scratch_begin(&p->s);
    write_data(&p->s, c);
    write_rules(&p->s, c);
    tp_session_open(&p->session, scratch_path(&p->s, "scenario.yaml"), &(tp_session_options){0},
                    &p->s.diags, &p->s.err);
    ck_assert_msg(p->session != NULL, "seed %" PRIu64 ": %s", seed, scratch_reports(&p->s));
    ck_assert_int_eq(
        tp_session_solve(p->session, &(tp_session_solve_options){0}, &p->run, &p->s.err), TP_OK);
}

static void end_plan(planned *p)
{
    tp_session_free(p->session);
    scratch_end(&p->s);
}

static int32_t line_of(const tp_run *run, int l)
{
    char code[16];
    snprintf(code, sizeof code, "U%d", l + 1);
    return tp_dataset_line(run->data, tp_dataset_unit(run->data, code), "k");
}

static int32_t demand_of(const tp_run *run, int l)
{
    char code[16];
    snprintf(code, sizeof code, "D%d", l + 1);
    return tp_dataset_demand(run->data, code);
}

/* The books and the data a year later, if all goes as the plan assumes. */
static void pass_year(horizon_case *next, const horizon_case *c, const tp_run *run)
{
    const tp_result *first = run->result, *second = first->periods[1];
    *next = *c;
    next->as_of = year_later(c->as_of, 1);
    next->periods = c->periods - 1;
    for (int l = 0; l < c->lines; l++) {
        int32_t line = line_of(run, l);
        int64_t left = c->leave[l][0] < c->in_post[l] ? c->leave[l][0] : c->in_post[l];
        int64_t running = tp_case_at(run->kase, 1)->data->lines[line].borrowed;
        next->opening += c->borrowed[l] - running + first->deposit[line];
        next->lent[l] += first->deposit[line];
        next->borrowed[l] = running;
        next->in_post[l] = c->in_post[l] - left;
        for (int t = 0; t < next->periods; t++)
            next->leave[l][t] = c->leave[l][t + 1];
        if (!c->demand[l].quantity)
            continue;
        int32_t d = demand_of(run, l);
        int64_t got = first->own[d] + first->loan[d], back = tp_result_returned(second, d);
        /* A demand's loan goes back by what its own slots newly take over. */
        back = second->own[d] - first->own[d] < first->loan[d] ? second->own[d] - first->own[d]
                                                               : first->loan[d];
        next->opening += back - first->loan[d];
        next->borrowed[l] += first->loan[d] - back;
        next->in_post[l] += got;
        next->demand[l].quantity -= got;
        next->demand[l].minimum -= got < next->demand[l].minimum ? got : next->demand[l].minimum;
    }
    for (int t = 0; t < next->periods; t++)
        next->intake[t] = c->intake[t + 1];
}

/* What is left of the plan, with loans that ran on counted out: a new year's need counts its
 * own. */
static void worth_of_rest(const horizon_case *c, const tp_run *run, const tp_run *again,
                          tp_wide *statutory, tp_wide *need)
{
    *statutory = *need = 0;
    for (int t = 1; t < run->result->n_periods; t++) {
        const tp_result *r = run->result->periods[t];
        tp_dec weight =
            again->result->periods[t - 1]->weight; /* one period weighs 1, tail or not */
        ck_assert(again->result->n_periods == 1 || weight == r->weight);
        const tp_case *rolled = tp_case_at(again->kase, t - 1), *was = tp_case_at(run->kase, t);
        for (int l = 0; l < c->lines; l++) {
            if (!c->demand[l].quantity)
                continue;
            int32_t d = demand_of(run, l);
            int64_t on_loan = r->loan[d];
            int64_t ran_on = rolled->data->lines[line_of(again, l)].borrowed -
                             was->data->lines[line_of(run, l)].borrowed;
            if (c->demand[l].klass == 0)
                *statutory += (tp_wide)weight *
                              (c->demand[l].quantity - (r->live[d] ? r->own[d] + on_loan : 0));
            *need += (tp_wide)weight * c->sector_weight[c->demand[l].sector] * (on_loan - ran_on);
        }
    }
    *need /= 2;
}

static void all_as_foreseen(const tp_run *plan_run, const tp_run *now, uint64_t seed)
{
    tp_arena *arena = tp_arena_create();
    tp_passed *items;
    size_t count;
    ck_assert_int_eq(tp_passed_find(&items, &count, plan_run, now, arena, NULL), TP_OK);
    ck_assert_msg(count == 0, "seed %" PRIu64 ": %s %s kind %d: %d foreseen, is %d", seed,
                  items[0].unit, items[0].of, (int)items[0].kind, (int)items[0].foreseen,
                  (int)items[0].is);
    tp_arena_free(arena);
}

/* One person fewer leaves, and his slot has not gone back where one would have: just that is
 * named. */
static void one_thing_otherwise(const horizon_case *next, const tp_run *plan_run, uint64_t seed)
{
    horizon_case other = *next;
    planned then;
    tp_arena *arena = tp_arena_create();
    tp_passed *items;
    size_t count;
    int l = (int)(seed % (uint64_t)other.lines);
    other.in_post[l]++;
    plan(&then, &other, seed);
    if (then.run->result->status == TP_OPTIMAL) {
        ck_assert_int_eq(tp_passed_find(&items, &count, plan_run, then.run, arena, NULL), TP_OK);
        ck_assert_msg(count >= 1 && items[0].kind == TP_PASSED_PEOPLE &&
                          items[0].is == items[0].foreseen + 1,
                      "seed %" PRIu64 ": not named", seed);
    }
    end_plan(&then);
    tp_arena_free(arena);
}

START_TEST(rolling__keeps_its_word)
{
    uint64_t seed = number_of("TP_SEED", 1), left = number_of("TP_CASES", 60), first = seed;
    uint64_t several = 0, infeasible = 0;
    for (; left; seed++) {
        horizon_case c, next;
        planned now, then;
        tp_wide statutory, need;
        draw(&c, seed);
        plan(&now, &c, seed);
        if (now.run->result->status != TP_OPTIMAL) {
            infeasible++;
            end_plan(&now);
            continue;
        }
        pass_year(&next, &c, now.run);
        plan(&then, &next, seed);
        ck_assert_msg(then.run->result->status == TP_OPTIMAL, "seed %" PRIu64 ": stuck", seed);
        worth_of_rest(&c, now.run, then.run, &statutory, &need);
        ck_assert_msg(then.run->result->tiers[0].final == statutory,
                      "seed %" PRIu64 ": statutory %" PRId64 ", the plan has %" PRId64, seed,
                      (int64_t)then.run->result->tiers[0].final, (int64_t)statutory);
        ck_assert_msg(then.run->result->tiers[1].final == need,
                      "seed %" PRIu64 ": need %" PRId64 ", the plan has %" PRId64, seed,
                      (int64_t)then.run->result->tiers[1].final, (int64_t)need);
        several += need > 0;
        all_as_foreseen(now.run, then.run, seed);
        one_thing_otherwise(&next, now.run, seed);
        end_plan(&then);
        end_plan(&now);
        left--;
    }
    printf("# seeds %" PRIu64 " to %" PRIu64 ": %" PRIu64 " with something left to lend, %" PRIu64
           " infeasible\n",
           first, seed - 1, several, infeasible);
    ck_assert_uint_gt(several * 2, number_of("TP_CASES", 60));
}
END_TEST

/* ---- how far ---- */

/* One pool is short of what is wanted now and later, by demands of different worth: then it matters
 * how long what is given now stands in the way. */
static void make_scarce(horizon_case *c, uint64_t seed)
{
    uint64_t at = seed * 0x2545f4914f6cdd1du + 3;
    c->opening = in_pick(&at, 2, 7);
    for (int t = 0; t < c->periods; t++)
        c->intake[t] = -1;
    for (int l = 0; l < c->lines; l++) {
        c->in_post[l] = c->authorised[l] + c->borrowed[l];
        c->frozen[l] = 0;
        c->demand[l].klass = 2;
        for (int t = 0; t < c->periods; t++)
            c->leave[l][t] = in_chance(&at, 25) ? 1 : 0;
    }
}

static bool same_first(const tp_result *a, const tp_result *b)
{
    return !memcmp(a->loan, b->loan, (size_t)a->n_demands * sizeof *a->loan) &&
           !memcmp(a->deposit, b->deposit, (size_t)a->n_lines * sizeof *a->deposit);
}

/* Each tail stated in the file of a session of its own. */
static int by_hand(const horizon_case *stated, uint64_t seed)
{
    planned p[TP_TAILS_MOST];
    for (int tail = 0; tail < TP_TAILS_MOST; tail++) {
        horizon_case c = *stated;
        c.tail = tail;
        plan(&p[tail], &c, seed);
    }
    int last = TP_TAILS_MOST - 1, enough = last;
    while (enough > 0 && same_first(p[enough - 1].run->result, p[last].run->result))
        enough--;
    for (int tail = 0; tail < TP_TAILS_MOST; tail++)
        end_plan(&p[tail]);
    return enough == last ? -1 : enough;
}

START_TEST(tails__are_exact)
{
    uint64_t seed = number_of("TP_SEED", 1), left = number_of("TP_CASES", 60) / 5, first = seed;
    uint64_t far = 0;
    for (; left; seed++) {
        horizon_case c;
        planned p;
        tp_tails tails;
        draw(&c, seed);
        make_scarce(&c, seed);
        plan(&p, &c, seed);
        if (p.run->result->status != TP_OPTIMAL) {
            end_plan(&p);
            continue;
        }
        ck_assert_int_eq(
            tp_outlook_tails(&tails, p.run, TP_TAILS_MOST, &(tp_looking){0}, p.s.arena, &p.s.err),
            TP_OK);
        int enough = by_hand(&c, seed);
        ck_assert_msg(tails.enough == enough, "seed %" PRIu64 ": from tail %d, not %d", seed,
                      tails.enough, enough);
        far += enough != 0;
        end_plan(&p);
        left--;
    }
    printf("# seeds %" PRIu64 " to %" PRIu64 ": the tail matters in %" PRIu64 "\n", first, seed - 1,
           far);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("plan_rolling");
    TCase *tcase = tcase_create("plan_rolling");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, rolling__keeps_its_word);
    tcase_add_test(tcase, tails__are_exact);
    suite_add_tcase(suite, tcase);
    return suite;
}
