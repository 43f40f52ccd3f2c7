/* Laws that any case must keep, whatever its answer: shuffled rows, renamed and exchanged units,
 * split lots, scaled weights, rules that cannot bind, raised ceilings.
 * TP_CASES cases a law, from TP_SEED on; every failure names law and seed. */
#include "solved.h"
#include "suite.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t number_of(const char *variable, uint64_t usual)
{
    const char *text = getenv(variable);
    return text && *text ? strtoull(text, NULL, 10) : usual;
}

/* What is compared of two answers. */
enum { VALUES = 1, ALLOCATION = 2, IDENTITY = 4, NO_WORSE = 8 };

typedef struct law {
    const char *name;
    /* Changes the case; false: the law has nothing to say about it. */
    bool (*change)(instance *in, uint64_t *state);
    void (*before)(instance *in); /* what the law needs of the case; NULL: nothing */
    int64_t need_scale;           /* of the tier `need`, 0: 1 */
    int compares;
} law;

static bool shuffle(instance *in, uint64_t *state)
{
    in->shuffle = in_next(state) | 1u;
    return true;
}

static bool rename_units(instance *in, uint64_t *state)
{
    int step = (int)in_pick(state, 1, 30);
    for (int u = 0; u < in->n_units; u++)
        snprintf(in->unit[u].code, sizeof in->unit[u].code, "单位-%d", 7 + step * u);
    return true;
}

static bool exchange_units(instance *in, uint64_t *state)
{
    char keep[sizeof in->unit[0].code];
    for (int i = in->n_units - 1; i > 0; i--) {
        int k = (int)in_pick(state, 0, i);
        memcpy(keep, in->unit[i].code, sizeof keep);
        memcpy(in->unit[i].code, in->unit[k].code, sizeof keep);
        memcpy(in->unit[k].code, keep, sizeof keep);
    }
    return true;
}

static bool split_lot(instance *in, uint64_t *state)
{
    int from = in->n_lots ? (int)in_pick(state, 0, in->n_lots - 1) : 0;
    for (int i = 0; i < in->n_lots && in->n_lots < IN_LOTS; i++) {
        in_lot *lot = &in->lot[(from + i) % in->n_lots];
        if (lot->count < 2)
            continue;
        in->lot[in->n_lots] = *lot;
        in->lot[in->n_lots].count = in_pick(state, 1, lot->count - 1);
        lot->count -= in->lot[in->n_lots++].count;
        return true;
    }
    return false;
}

/* Weights with so few digits that their product is exact. */
static void round_weights(instance *in)
{
    in_scenario *s = &in->s;
    for (int i = 1; i <= 4; i++)
        s->sector_weight[i] = s->sector_weight[i] < 0 ? -1 : s->sector_weight[i] / 100000 * 100000;
    for (int i = 1; i <= 3; i++) {
        s->class_weight[i] = s->class_weight[i] < 0 ? -1 : s->class_weight[i] / 100000 * 100000;
        s->grade_weight[i] = s->grade_weight[i] < 0 ? -1 : s->grade_weight[i] / 100000 * 100000;
    }
    for (int t = 0; t < s->n_tranches; t++)
        s->value[t] = s->value[t] / 100000 * 100000;
}

static bool scale_weights(instance *in, uint64_t *state)
{
    (void)state;
    for (int i = 1; i <= 3; i++)
        in->s.class_weight[i] = 7 * (in->s.class_weight[i] < 0 ? 1000000 : in->s.class_weight[i]);
    return true;
}

static bool add_idle_rules(instance *in, uint64_t *state)
{
    in_scenario *s = &in->s;
    in_filter all = {.below = -1};
    if (s->n_limits == IN_LIMITS || s->n_locks == IN_LOCKS || s->n_shares == IN_SHARES)
        return false;
    s->limit[s->n_limits++] = (in_limit){.where = all,
                                         .measure = (int)in_pick(state, OF_DEPOSITS, OF_NET_CHANGE),
                                         .in_csv = in_chance(state, 50),
                                         .has_most = true,
                                         .most = 100000};
    s->shares[s->n_shares++] = (in_share){all, in_chance(state, 50), 1000000, -1};
    s->lock[s->n_locks++] =
        (in_lock){(int)in_pick(state, 0, in->n_lines - 1), -1, -1, -1, 100000, 0};
    return true;
}

static bool raise_ceiling(instance *in, uint64_t *state)
{
    in_scenario *s = &in->s;
    for (int i = 0; i < s->n_limits; i++)
        if (s->limit[i].has_most) {
            s->limit[i].most += in_pick(state, 1, 3);
            return true;
        }
    for (int l = 0; l < in->n_lines; l++)
        if (in->line[l].cap >= 0 && in->s.n_tiers && in->s.tier[0].goal != GOAL_FAIR) {
            in->line[l].cap += in_pick(state, 1, 3);
            return true;
        }
    return false;
}

static const law laws[] = {
    {"rows shuffled", shuffle, NULL, 0, VALUES | ALLOCATION | IDENTITY},
    {"units renamed", rename_units, NULL, 0, VALUES | ALLOCATION},
    {"units exchanged", exchange_units, NULL, 0, VALUES},
    {"lot split", split_lot, NULL, 0, VALUES | ALLOCATION},
    {"weights scaled", scale_weights, round_weights, 7, VALUES},
    {"idle rules added", add_idle_rules, NULL, 0, VALUES | ALLOCATION},
    {"ceiling raised", raise_ceiling, NULL, 0, NO_WORSE},
};

static void compare_values(const law *l, const solved *a, const solved *b)
{
    ck_assert_uint_eq(a->run->result->n_tiers, b->run->result->n_tiers);
    for (size_t t = 0; t < a->run->result->n_tiers; t++) {
        const tp_tier_result *x = &a->run->result->tiers[t], *y = &b->run->result->tiers[t];
        tp_wide scale = l->need_scale && !strcmp(x->goal, "need") ? l->need_scale : 1;
        ck_assert_msg(x->value * scale == y->value && x->final * scale == y->final,
                      "%s, seed %" PRIu64 " %s: %" PRId64 " (%" PRId64 ") became %" PRId64
                      " (%" PRId64 ")",
                      l->name, a->in->seed, x->goal, (int64_t)x->value, (int64_t)x->final,
                      (int64_t)y->value, (int64_t)y->final);
    }
}

static void compare_allocation(const law *l, const solved *a, const solved *b)
{
    const tp_result *x = a->run->result, *y = b->run->result;
    for (int i = 0; i < a->in->n_lines; i++)
        ck_assert_msg(x->deposit[i] == y->deposit[i], "%s, seed %" PRIu64 ": deposit %d", l->name,
                      a->in->seed, i);
    for (int i = 0; i < a->in->n_demands; i++)
        ck_assert_msg(x->loan[i] == y->loan[i], "%s, seed %" PRIu64 ": loan %d", l->name,
                      a->in->seed, i);
}

static void compare(const law *l, const solved *a, const solved *b)
{
    bool answered = a->run->result->status == TP_OPTIMAL;
    if (l->compares == NO_WORSE && !answered)
        return;
    ck_assert_msg(a->run->result->status == b->run->result->status, "%s, seed %" PRIu64 ": %s, %s",
                  l->name, a->in->seed, tp_answer_status_names[a->run->result->status],
                  tp_answer_status_names[b->run->result->status]);
    if (l->compares & IDENTITY)
        ck_assert_str_eq(a->run->id, b->run->id);
    if (answered && (l->compares & VALUES))
        compare_values(l, a, b);
    if (answered && (l->compares & ALLOCATION))
        compare_allocation(l, a, b);
    if (l->compares & NO_WORSE) {
        const tp_tier_result *x = &a->run->result->tiers[0], *y = &b->run->result->tiers[0];
        ck_assert_msg(y->value * y->sense <= x->value * x->sense,
                      "%s, seed %" PRIu64 " %s: %" PRId64 " became %" PRId64, l->name, a->in->seed,
                      x->goal, (int64_t)x->value, (int64_t)y->value);
    }
}

START_TEST(cases__keep_the_law)
{
    static instance in, changed;
    const law *l = &laws[_i];
    uint64_t seed = number_of("TP_SEED", 1), left = number_of("TP_CASES", 24), held = 0;
    for (uint64_t end = seed + left; seed < end; seed++) {
        uint64_t state = seed;
        instance_make(&in, seed, seed % 8 == 0 ? IN_MEDIUM : IN_SMALL);
        if (l->before)
            l->before(&in);
        changed = in;
        if (!l->change(&changed, &state))
            continue;
        solved a, b;
        solved_begin(&a, &in);
        solved_begin(&b, &changed);
        solved_check(&a);
        compare(l, &a, &b);
        held += a.run->result->status == TP_OPTIMAL;
        solved_end(&a);
        solved_end(&b);
    }
    ck_assert_uint_gt(held, 0);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("cases_laws");
    TCase *tcase = tcase_create("cases_laws");
    tcase_set_timeout(tcase, 3600);
    tcase_add_loop_test(tcase, cases__keep_the_law, 0, (int)(sizeof laws / sizeof *laws));
    suite_add_tcase(suite, tcase);
    return suite;
}
