/* Several periods for a random instance: what they change, and how the file says it. Each part is
 * drawn from a stream of its own, so that one more does not move the others. */
#include "instance.h"

#include "draws.h"
#include "draws/reorganise.h"

#include <inttypes.h>

enum { ONE = 1000000 };

static uint64_t stream(uint64_t seed, int part)
{
    return seed * 0x9e3779b97f4a7c15u + (uint64_t)part * 0x2545f4914f6cdd1du + 7;
}

/* A day within some years after the first decision. */
static int later(uint64_t *at, const instance *in, int years)
{
    return (in->s.as_of / 10000 + (int)in_pick(at, 0, years)) * 10000 +
           (int)in_pick(at, 1, 12) * 100 + (int)in_pick(at, 1, 28);
}

static void plan_facts(instance *in, uint64_t seed)
{
    uint64_t at = stream(seed, 1);
    for (int d = 0; d < in->n_demands; d++) {
        in_demand *demand = &in->demand[d];
        if (in_chance(&at, 40))
            demand->filed = later(&at, in, 2);
        if (demand->quantity > 3) {
            demand->quantity = in_pick(&at, 1, 3);
            demand->minimum = demand->minimum > demand->quantity ? 0 : demand->minimum;
        }
    }
    for (int l = 0; l < in->n_lines && in->n_departures < IN_DEPARTURES; l++)
        if (in_chance(&at, 50))
            in->departure[in->n_departures++] =
                (in_departure){.line = reorganise_stands(in, l),
                               .on = later(&at, in, 3),
                               .count = in_pick(&at, 1, 3),
                               .stated_line = reorganise_stands(in, l) == l ? 0 : l + 1};
    /* One row a line and day: dates of the same line are moved apart. */
    for (int i = 0; i < in->n_departures; i++)
        for (int k = 0; k < i; k++)
            if (in->departure[i].line == in->departure[k].line &&
                in->departure[i].on == in->departure[k].on)
                in->departure[i].count = 0;
    for (int l = 0; l < in->n_lines; l++)
        if (in->line[l].borrowed == 0 && in->line[l].lent == 0 && in_chance(&at, 15) &&
            in->line[l].authorised + in->line[l].in_post > 0 && !reorganise_changed(in, l)) {
            in->line[l].borrowed = in_pick(&at, 1, 2);
            in->line[l].in_post += in->line[l].borrowed;
        }
}

static void plan_horizon(instance *in, uint64_t seed)
{
    uint64_t at = stream(seed, 2);
    static const int months[] = {12, 12, 6, 7, 18};
    in->s.periods = in_chance(&at, 60) ? 2 : 3;
    in->s.months = months[in_pick(&at, 0, 4)];
    in->s.discount = in_chance(&at, 60) ? in_pick(&at, 0, ONE) : -1;
    in->s.tail = in_chance(&at, 40) ? (int)in_pick(&at, 0, 3) : 0;
    in->s.n_renewals = in_chance(&at, 40) ? (int)in_pick(&at, 1, 2) : 0;
    for (int i = 0; i < in->s.n_renewals; i++) {
        in_renewal *r = &in->s.renewal[i];
        *r = (in_renewal){.where = {.below = -1}, .outcome = (int)in_pick(&at, 0, 2)};
        if (in_chance(&at, 50))
            r->where.units = (uint64_t)1 << in_pick(&at, 0, in->n_units - 1);
        else if (in_chance(&at, 50))
            r->where.sector = 1u << in_pick(&at, 1, 3);
        r->to = r->outcome == RUNNING_KEEP ? in_pick(&at, 0, 2) : -1;
    }
}

static void plan_expected(instance *in, uint64_t seed)
{
    uint64_t at = stream(seed, 3);
    int want = in_chance(&at, 50) ? (int)in_pick(&at, 1, IN_EXPECTED) : 0;
    for (int i = 0; i < want; i++) {
        in_expected e = {.kind = (int)in_pick(&at, 0, 3),
                         .date = later(&at, in, 2),
                         .saturation = -1,
                         .authorised = -1,
                         .cap = -1};
        int of = e.kind == EXPECT_CLOSED    ? in->n_issues
                 : e.kind == EXPECT_OUTCOME ? in->n_units
                 : e.kind == EXPECT_FIGURES ? in->n_lines
                                            : in->n_demands;
        if (of == 0)
            continue;
        e.subject = (int)in_pick(&at, 0, of - 1);
        if (e.kind == EXPECT_OUTCOME && in_chance(&at, 60))
            e.grade = (int)in_pick(&at, 1, 3);
        if (e.kind == EXPECT_OUTCOME && (!e.grade || in_chance(&at, 50)))
            e.saturation = in_pick(&at, 0, 1300000);
        if (e.kind == EXPECT_FIGURES && in_chance(&at, 60))
            e.authorised = in_pick(&at, 0, 10);
        if (e.kind == EXPECT_FIGURES && (e.authorised < 0 || in_chance(&at, 30)))
            e.cap = in_pick(&at, 0, 10);
        in->s.expected[in->s.n_expected++] = e;
    }
}

static void plan_rules(instance *in, uint64_t seed)
{
    uint64_t at = stream(seed, 4);
    in_scenario *s = &in->s;
    for (int i = 0; i < s->n_limits; i++) {
        in_limit *limit = &s->limit[i];
        if (in_chance(&at, 35)) {
            limit->measure = OF_INTAKE;
            limit->has_most = true;
            limit->most = in_pick(&at, 0, 4);
            limit->has_least = false;
        }
        if (in_chance(&at, 40))
            limit->period = (int)in_pick(&at, 1, s->periods);
    }
    uint64_t locks = stream(seed, 6);
    for (int i = 0; i < s->n_locks; i++)
        s->lock[i].period = in_chance(&locks, 50) ? (int)in_pick(&locks, 1, s->periods) : 0;
    if (s->n_tiers && s->n_tiers < IN_TIERS && in_chance(&at, 40)) {
        int to = (int)in_pick(&at, 0, s->n_tiers);
        for (int t = s->n_tiers++; t > to; t--)
            s->tier[t] = s->tier[t - 1];
        s->tier[to] = (in_tier){.goal = GOAL_CALM};
        if (in_chance(&at, 30))
            s->tier[to].concede = in_pick(&at, 0, ONE / 2);
    }
}

/* Most cases drawn at large leave little to decide: here one pool is short of what is wanted now
 * and later, by demands of different worth, and nothing else stands in the way. */
static void plan_scarce(instance *in, uint64_t seed)
{
    uint64_t at = stream(seed, 5);
    in_scenario *s = &in->s;
    if (in_chance(&at, 35))
        return;
    if (in_chance(&at, 60)) {
        s->n_tiers = 0;
        s->tail = (int)in_pick(&at, 0, 3);
    }
    s->pools_by = POOLS_ALL;
    s->ringed = 0;
    s->reserve_share = s->reserve_count = 0;
    s->n_transfer = s->n_earmark = 0;
    s->n_opening = 1;
    s->opening[0] = (in_entry){.scope = 1, .to = 1, .category = 1, .count = in_pick(&at, 1, 4)};
    s->min_saturation = s->max_vacancy_share = s->max_share = -1;
    s->has_exclude = s->has_protect = s->block_overdue = false;
    draws_forget(in, "borrow.attrition_cover");
    draws_forget(in, "pools");
    draws_forget(in, "earmark.where"); /* its scopes are those of the division drawn */
    for (int k = 1; k <= 2; k++) {
        s->not_poolable[k] = false;
        s->kinds[k] = 0;
    }
    for (int g = 1; g <= 3; g++)
        s->freeze[g] = -1;
    for (int i = 1; i <= 4; i++)
        s->sector_weight[i] = in_pick(&at, 1, 6) * (ONE / 2);
    s->n_locks = in_chance(&at, 80) ? 0 : s->n_locks;
    for (int i = 0; i < s->n_limits; i++)
        if (s->limit[i].measure != OF_INTAKE && !s->limit[i].has_least)
            s->limit[i].most = s->limit[i].has_most ? 99999 : 0;
    for (int d = 0; d < in->n_demands; d++) {
        in_line *line = &in->line[in->demand[d].line];
        in->demand[d].sector = (int)in_pick(&at, 1, 4);
        if (!reorganise_changed(in, in->demand[d].line)) {
            line->lent = 0;
            line->cap = -1;
            line->in_post = line->authorised + line->borrowed - line->committed;
            if (line->in_post < 0)
                line->in_post = 0;
        }
        if (in_chance(&at, 60))
            in->demand[d].filed = in_chance(&at, 50) ? 0 : later(&at, in, 2);
    }
}

void instance_plan(instance *in, uint64_t seed)
{
    plan_horizon(in, seed);
    plan_facts(in, seed);
    plan_expected(in, seed);
    plan_rules(in, seed);
    plan_scarce(in, seed);
    draws_forget(in, "moves"); /* they speak of one period */
    for (int t = 0; t < in->s.n_tiers; t++)
        if (in->s.tier[t].goal == GOAL_OVERSTAFFED)
            in->s.tier[t--] = in->s.tier[--in->s.n_tiers];
}

static void put_date(FILE *out, const char *key, int date)
{
    fprintf(out, ", %s: %04d-%02d-%02d", key, date / 10000, date / 100 % 100, date % 100);
}

static void put_expected(FILE *out, const instance *in, const in_expected *e)
{
    static const char *const categories[] = {"", "事业", "行政"};
    switch (e->kind) {
    case EXPECT_CLOSED:
        fprintf(out, "    - {issue: I%d", e->subject + 1);
        put_date(out, "closed_on", e->date);
        break;
    case EXPECT_WITHDRAWN:
        fprintf(out, "    - {demand: D%d", e->subject + 1);
        put_date(out, "withdrawn", e->date);
        break;
    case EXPECT_OUTCOME:
        fprintf(out, "    - {unit: %s", in->unit[e->subject].code);
        put_date(out, "from", e->date);
        break;
    default:
        fprintf(out, "    - {unit: %s, category: %s", in->unit[in->line[e->subject].unit].code,
                categories[in->line[e->subject].category]);
        put_date(out, "from", e->date);
    }
    if (e->grade)
        fprintf(out, ", grade: %s", instance_grade(e->grade));
    if (e->saturation >= 0)
        fprintf(out, ", saturation: %d.%06d", (int)(e->saturation / ONE),
                (int)(e->saturation % ONE));
    if (e->authorised >= 0)
        fprintf(out, ", authorised: %d", (int)e->authorised);
    if (e->cap >= 0)
        fprintf(out, ", cap: %d", (int)e->cap);
    fprintf(out, "}\n");
}

void instance_write_horizon(FILE *out, const instance *in)
{
    static const char *const outcomes[] = {"wind_down", "renew", "keep"};
    const in_scenario *s = &in->s;
    if (!s->periods)
        return;
    fprintf(out, "horizon:\n  periods: %d\n  months: %d\n  tail: %d\n", s->periods, s->months,
            s->tail);
    if (s->discount >= 0)
        fprintf(out, "  discount: %d.%06d\n", (int)(s->discount / ONE), (int)(s->discount % ONE));
    for (int i = 0; i < s->n_renewals; i++) {
        fprintf(out, "%s    - {where: ", i ? "" : "  renew:\n");
        instance_write_filter(out, in, &s->renewal[i].where);
        fprintf(out, ", outcome: %s", outcomes[s->renewal[i].outcome]);
        if (s->renewal[i].to >= 0)
            fprintf(out, ", to: %" PRId64, s->renewal[i].to);
        fprintf(out, "}\n");
    }
    for (int i = 0; i < s->n_expected; i++) {
        fprintf(out, "%s", i ? "" : "  assume:\n");
        put_expected(out, in, &s->expected[i]);
    }
}
