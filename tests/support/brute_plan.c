#include "brute_plan.h"

#include "draws.h"

#include <stdlib.h>
#include <string.h>

enum { ONE = 1000000, SLOTS = 256, NEVER = 99999999 };

/* w_t exactly: powers of so few millionths stay below 2^127. */
static int64_t weight_of(const in_scenario *s, int t)
{
    int last = t + (t + 1 == s->periods ? s->tail : 0);
    brute_wide sum = 0, whole = 1;
    for (int i = 0; i < last; i++)
        whole *= ONE;
    for (int i = t; i <= last; i++) {
        brute_wide power = whole;
        for (int k = 0; k < i; k++)
            power = power / ONE * (s->discount < 0 ? ONE : s->discount);
        sum += power;
    }
    return (int64_t)((sum * ONE * 2 + whole) / (2 * whole));
}

static int by_since(const void *a, const void *b)
{
    const in_lot *x = a, *y = b;
    return (x->since > y->since) - (x->since < y->since);
}

/* The line's own lots by date, less what reclaim took of its oldest slots. */
static int lots_after_reclaim(const instance *in, const brute_case *first, int line, in_lot *out)
{
    int n = 0;
    int64_t vacant = first->vacant[line] + first->reclaimed[line], left = vacant;
    for (int i = 0; i < in->n_lots; i++)
        if (in->lot[i].line == line)
            out[n++] = in->lot[i];
    qsort(out, (size_t)n, sizeof *out, by_since);
    int64_t within[IN_LOTS], loose;
    for (int i = 0; i < n; i++) {
        within[i] = out[i].count < left ? out[i].count : left;
        left -= within[i];
    }
    loose = left;
    /* The oldest first; of one age the smaller lot. */
    for (int64_t take = first->reclaimed[line]; take > 0; take--) {
        int oldest = -1;
        int64_t age = loose > 0 ? in->s.unknown_age : -1, size = loose > 0 ? loose : 0;
        for (int i = 0; i < n; i++) {
            int64_t its = brute_months(out[i].since, in->s.as_of);
            if (within[i] > 0 && (its > age || (its == age && within[i] <= size))) {
                oldest = i;
                age = its;
                size = within[i];
            }
        }
        if (oldest < 0) {
            loose--;
        } else {
            within[oldest]--;
            out[oldest].count--;
        }
    }
    return n;
}

static int64_t kept_running(const brute_case *first, int line)
{
    const in_scenario *s = &first->in->s;
    for (int i = 0; i < s->n_renewals; i++) {
        in_filter f = s->renewal[i].where;
        int system = first->in->unit[first->in->line[line].unit].system;
        bool sector = !f.sector || (system && (f.sector >> system & 1u));
        f.sector = 0;
        if (!sector || !brute_matches(first, &f, line, -1))
            continue;
        int64_t kept = s->renewal[i].outcome == RUNNING_RENEW  ? first->in->line[line].borrowed
                       : s->renewal[i].outcome == RUNNING_KEEP ? s->renewal[i].to
                                                               : 0;
        return draws_keep(first, line, kept);
    }
    return draws_keep(first, line, 0);
}

static void add_lot(instance *to, int line, int since)
{
    to->lot[to->n_lots++] = (in_lot){.line = line, .since = since, .count = 1};
}

/* Facts of period t from those of the first day: people leave one by one in the order of days. */
static void walk_line(brute_plan *p, const instance *first, int t, int l)
{
    instance *to = &p->in[t];
    const brute_case *now = &p->at[0], *before = &p->at[t - 1];
    const in_line *is = &first->line[l];
    in_line *line = &to->line[l];
    in_lot lots[IN_LOTS];
    int n = lots_after_reclaim(first, now, l, lots);
    for (int i = 0; i < n; i++)
        if (lots[i].count > 0)
            to->lot[to->n_lots++] = lots[i];
    int64_t people = is->in_post + is->committed, too_many = now->over[l];
    for (int day = 0;;) {
        int next = NEVER;
        for (int i = 0; i < first->n_departures; i++)
            if (first->departure[i].line == l && first->departure[i].on > first->s.as_of &&
                first->departure[i].on > day && first->departure[i].on < next)
                next = first->departure[i].on;
        day = next;
        if (day > to->s.as_of)
            break;
        for (int i = 0; i < first->n_departures; i++)
            for (int64_t k = 0; k < first->departure[i].count; k++) {
                if (first->departure[i].line != l || first->departure[i].on != day || people == 0)
                    continue;
                people--;
                if (too_many > 0)
                    too_many--;
                else
                    add_lot(to, l, day);
            }
    }
    line->committed = is->committed < people ? is->committed : people;
    line->in_post = people - line->committed;
    line->authorised = is->authorised - now->reclaimed[l];
    for (int day = first->s.as_of + 1; day <= to->s.as_of; day++)
        for (int i = 0; i < first->s.n_expected; i++) {
            const in_expected *e = &first->s.expected[i];
            if (e->kind != EXPECT_FIGURES || e->subject != l || e->date != day)
                continue;
            line->authorised = e->authorised >= 0 ? e->authorised : line->authorised;
            line->cap = e->cap >= 0 ? e->cap : line->cap;
        }
    line->borrowed = p->in[t - 1].line[l].borrowed;
    for (;;) {
        int64_t vacant = line->authorised - line->lent + line->borrowed - people;
        if (vacant <= before->vacant[l] || vacant <= 0 || line->borrowed <= kept_running(now, l))
            break;
        line->borrowed--; /* a newly free slot repays */
    }
    p->returned[t][l] = is->borrowed - line->borrowed;
}

static int latest(const instance *in, int unit, int day)
{
    int best = -1;
    for (int i = 0; i < in->n_outcomes; i++)
        if (in->outcome[i].unit == unit && in->outcome[i].on <= day && !in->outcome[i].unused &&
            (best < 0 || in->outcome[i].on > in->outcome[best].on))
            best = i;
    return best;
}

static void expect_others(instance *to, const instance *first)
{
    for (int i = 0; i < first->s.n_expected; i++) {
        const in_expected *e = &first->s.expected[i];
        if (e->date <= first->s.as_of || e->date > to->s.as_of || e->kind != EXPECT_CLOSED)
            continue;
        int *closed = &to->issue[e->subject].closed;
        if (!*closed || *closed > e->date)
            *closed = e->date;
    }
    for (int u = 0; u < first->n_units; u++) {
        static brute_case then;
        then.in = to;
        int had = latest(first, u, to->s.as_of);
        if (had >= 0 && draws_lapse(&then, first->outcome[had].on))
            had = -1; /* it counts no more: what is expected starts anew */
        in_outcome is = had < 0 ? (in_outcome){.unit = u, .saturation = -1} : first->outcome[had];
        bool changed = had >= 0;
        if (had >= 0)
            is.saturation = draws_saturation(first, had, to->s.as_of);
        for (int day = first->s.as_of + 1; day <= to->s.as_of; day++)
            for (int i = 0; i < first->s.n_expected; i++) {
                const in_expected *e = &first->s.expected[i];
                if (e->kind != EXPECT_OUTCOME || e->subject != u || e->date != day ||
                    (had >= 0 && first->outcome[had].on > day))
                    continue;
                if (is.on && draws_lapse(&then, is.on))
                    is = (in_outcome){.unit = u, .saturation = -1};
                if (!is.on || e->grade)
                    is.on = day;
                is.grade = e->grade ? e->grade : is.grade;
                is.saturation = e->saturation >= 0 ? e->saturation : is.saturation;
                changed = true;
            }
        if (!changed)
            continue;
        int kept = 0;
        for (int i = 0; i < to->n_outcomes; i++)
            if (to->outcome[i].unit != u)
                to->outcome[kept++] = to->outcome[i];
        to->outcome[kept++] = is;
        to->n_outcomes = kept;
    }
}

static bool withdrawn(const instance *first, int demand, int day)
{
    for (int i = 0; i < first->s.n_expected; i++)
        if (first->s.expected[i].kind == EXPECT_WITHDRAWN &&
            first->s.expected[i].subject == demand && first->s.expected[i].date > first->s.as_of &&
            first->s.expected[i].date <= day)
            return true;
    return false;
}

/* Leaves the locks of period t; they then speak of the only period there is. */
static void keep_locks(in_scenario *s, const in_scenario *stated, int t)
{
    s->n_locks = 0;
    for (int i = 0; i < stated->n_locks; i++)
        if ((stated->lock[i].period ? stated->lock[i].period - 1 : 0) == t)
            s->lock[s->n_locks++] = stated->lock[i];
}

static void begin_later(brute_plan *p, const instance *first, int t)
{
    instance *to = &p->in[t];
    *to = *first;
    to->s.as_of = brute_add_months(first->s.as_of, (int64_t)t * first->s.months);
    to->s.reclaim = false;
    keep_locks(&to->s, &first->s, t);
    to->n_lots = 0;
    for (int l = 0; l < first->n_lines; l++)
        walk_line(p, first, t, l);
    expect_others(to, first);
    brute_begin(&p->at[t], to);
    for (int d = 0; d < first->n_demands; d++) {
        bool admitted = p->at[t].live[d] && !withdrawn(first, d, to->s.as_of);
        p->stopped[t][d] = !admitted && p->at[t - 1].live[d];
        p->at[t].live[d] = admitted || p->at[t - 1].live[d];
    }
}

/* Slots of its own go out one by one to whoever is first in turn and still wants one. */
static void serve(brute_plan *p, int t, int l)
{
    brute_case *c = &p->at[t];
    const instance *in = c->in;
    int64_t left = draws_usable(c, l);
    for (int d = 0; d < in->n_demands; d++) {
        if (in->demand[d].line != l)
            continue;
        c->own[d] = t ? p->at[t - 1].own[d] : 0;
        left -= c->own[d];
    }
    for (; left > 0; left--) {
        int next = -1;
        for (int d = 0; d < in->n_demands; d++)
            if (in->demand[d].line == l && c->live[d] && !p->stopped[t][d] &&
                c->own[d] < in->demand[d].quantity &&
                (next < 0 || brute_goes_before(&in->demand[d], &in->demand[next])))
                next = d;
        if (next < 0)
            break;
        c->own[next]++;
    }
    for (int d = 0; d < in->n_demands; d++)
        if (in->demand[d].line == l)
            c->need[d] = in->demand[d].quantity - c->own[d];
}

void brute_plan_derive(brute_plan *p, const instance *in)
{
    memset(p, 0, sizeof *p);
    p->periods = in->s.periods;
    p->in[0] = *in;
    keep_locks(&p->in[0].s, &in->s, 0);
    brute_begin(&p->at[0], &p->in[0]);
    for (int t = 1; t < p->periods; t++)
        begin_later(p, in, t);
    for (int t = 0; t < p->periods; t++)
        for (int l = 0; l < in->n_lines; l++)
            serve(p, t, l);
    for (int t = 0; t < p->periods; t++) {
        brute_case *c = &p->at[t];
        c->weight = weight_of(&in->s, t);
        for (int d = 0; d < in->n_demands; d++)
            c->counted[d] = p->at[p->periods - 1].live[d];
        brute_bound(c);
        for (int l = 0; l < in->n_lines && t; l++) {
            int64_t more = p->at[0].reclaimed[l] + p->returned[t][l];
            c->pool[c->pool_of[l]].opening += more;
            c->pool[c->pool_of[l]].reach += more;
        }
    }
}

static int64_t has(const brute_plan *p, const brute_point *points, int t, int d)
{
    return t < 0 ? 0 : p->at[t].own[d] + points[t].loan[d];
}

static const char *check_links(const brute_plan *p, const brute_point *points, int t)
{
    const brute_case *c = &p->at[t];
    const in_scenario *s = &p->in[0].s;
    for (int d = 0; d < c->in->n_demands && t; d++) {
        if (has(p, points, t, d) < has(p, points, t - 1, d))
            return "what is given stays";
        if (p->stopped[t][d] && points[t].loan[d] > points[t - 1].loan[d])
            return "denied later";
    }
    for (int i = 0; i < s->n_limits; i++) {
        const in_limit *limit = &s->limit[i];
        int64_t fresh = 0;
        if (limit->measure != OF_INTAKE || (limit->period && limit->period != t + 1))
            continue;
        for (int d = 0; d < c->in->n_demands; d++)
            if (brute_matches(c, &limit->where, c->in->demand[d].line, d))
                fresh += has(p, points, t, d) - has(p, points, t - 1, d);
        if ((limit->has_least && fresh < limit->least) || (limit->has_most && fresh > limit->most))
            return "intake";
    }
    return NULL;
}

/* Limits of one period are those that speak of it. */
static const char *check_one(const brute_plan *p, const brute_point *point, int t)
{
    static instance local;
    static brute_case c;
    brute_value ignored[IN_TIERS];
    c = p->at[t];
    local = *c.in;
    local.s.n_limits = 0;
    for (int i = 0; i < c.in->s.n_limits; i++)
        if (!c.in->s.limit[i].period || c.in->s.limit[i].period == t + 1)
            local.s.limit[local.s.n_limits++] = c.in->s.limit[i];
    c.in = &local;
    c.n_tiers = 0;
    return brute_check(&c, point, ignored);
}

static brute_value fair_of(const brute_plan *p, const brute_point *points, int by)
{
    int64_t got[IN_UNITS] = {0}, asked[IN_UNITS] = {0};
    brute_value worst = {ONE, 1, 1};
    for (int t = 0; t < p->periods; t++)
        for (int d = 0; d < p->in[0].n_demands; d++) {
            const brute_case *c = &p->at[t];
            int g = brute_group_of(c, by, d);
            if (!c->live[d] || c->room[c->in->demand[d].line] <= 0)
                continue;
            got[g] += has(p, points, t, d);
            asked[g] += c->in->demand[d].quantity;
        }
    for (int g = 0; g < IN_UNITS; g++)
        if (asked[g] && got[g] * worst.bottom < worst.top * asked[g])
            worst = (brute_value){(brute_wide)got[g] * ONE / asked[g], got[g], asked[g]};
    return worst;
}

static brute_wide touched_of(const brute_plan *p, const brute_point *points)
{
    int64_t count = 0;
    for (int l = 0; l < p->in[0].n_lines; l++) {
        bool any = false;
        for (int t = 0; t < p->periods; t++)
            any = any || points[t].deposit[l] > 0;
        count += any;
    }
    for (int d = 0; d < p->in[0].n_demands; d++) {
        bool any = false;
        for (int t = 0; t < p->periods; t++)
            any = any || points[t].loan[d] > 0;
        count += any;
    }
    return (brute_wide)count * ONE;
}

static brute_wide calm_of(const brute_plan *p, const brute_point *points)
{
    int64_t sum = 0;
    for (int t = 1; t < p->periods; t++)
        for (int l = 0; l < p->in[0].n_lines; l++)
            sum += llabs((long long)(points[t].deposit[l] - points[t - 1].deposit[l]));
    return (brute_wide)sum * ONE;
}

static void value_all(const brute_plan *p, const brute_point *points, brute_value *values)
{
    for (int i = 0; i < p->at[0].n_tiers; i++) {
        const in_tier *tier = &p->at[0].tier[i];
        values[i] = (brute_value){0, 0, 0};
        if (tier->goal == GOAL_FAIR)
            values[i] = fair_of(p, points, tier->by);
        else if (tier->goal == GOAL_TOUCHED)
            values[i].value = touched_of(p, points);
        else if (tier->goal == GOAL_CALM)
            values[i].value = calm_of(p, points);
        else
            for (int t = 0; t < (tier->goal == GOAL_STABILITY ? 1 : p->periods); t++)
                values[i].value += brute_value_of(&p->at[t], &points[t], tier->goal);
    }
}

const char *brute_plan_check(const brute_plan *p, const brute_point *points, brute_value *values)
{
    const char *broken = NULL;
    for (int t = 0; t < p->periods && !broken; t++)
        broken = check_one(p, &points[t], t);
    for (int t = 0; t < p->periods && !broken; t++)
        broken = check_links(p, points, t);
    value_all(p, points, values);
    return broken;
}

typedef struct search {
    const brute_plan *p;
    brute_point *list[IN_PERIODS], at[IN_PERIODS];
    size_t count[IN_PERIODS];
    brute_value *values;
    size_t kept, capacity;
    int64_t left;
} search;

static bool list_period(search *s, int t, int64_t most)
{
    const brute_case *c = &s->p->at[t];
    brute_point at = {0};
    size_t capacity = 0;
    if (brute_too_many(c, most))
        return false;
    for (int l = 0; l < c->in->n_lines && c->in->s.release && c->in->s.all_eligible; l++)
        at.deposit[l] = c->most[l];
    do {
        if (check_one(s->p, &at, t))
            continue;
        if (s->count[t] == capacity) {
            capacity = capacity ? capacity * 2 : 64;
            s->list[t] = realloc(s->list[t], capacity * sizeof at);
            if (!s->list[t])
                abort();
        }
        s->list[t][s->count[t]++] = at;
    } while (brute_next(c, &at));
    return true;
}

static void combine(search *s, int t)
{
    size_t n = (size_t)s->p->at[0].n_tiers;
    for (size_t i = 0; i < s->count[t] && s->left > 0; i++) {
        s->at[t] = s->list[t][i];
        s->left--;
        if (check_links(s->p, s->at, t))
            continue;
        if (t + 1 < s->p->periods) {
            combine(s, t + 1);
            continue;
        }
        if (s->kept == s->capacity) {
            s->capacity = s->capacity ? s->capacity * 2 : 256;
            s->values = realloc(s->values, s->capacity * n * sizeof *s->values);
            if (!s->values)
                abort();
        }
        value_all(s->p, s->at, s->values + s->kept++ * n);
    }
}

brute_status brute_plan_solve(const brute_plan *p, int64_t most_points, brute_value *value,
                              brute_value *final)
{
    static search s;
    memset(&s, 0, sizeof s);
    s.p = p;
    s.left = most_points;
    brute_status status = BRUTE_OPTIMAL;
    for (int t = 0; t < p->periods && status == BRUTE_OPTIMAL; t++)
        if (!list_period(&s, t, 1500))
            status = BRUTE_TOO_LARGE;
    if (status == BRUTE_OPTIMAL)
        combine(&s, 0);
    if (s.left <= 0)
        status = BRUTE_TOO_LARGE;
    else if (status == BRUTE_OPTIMAL && !s.kept)
        status = BRUTE_INFEASIBLE;
    if (status == BRUTE_OPTIMAL)
        brute_rank(p->at[0].tier, p->at[0].n_tiers, s.values, s.kept, value, final);
    for (int t = 0; t < IN_PERIODS; t++)
        free(s.list[t]);
    free(s.values);
    return status;
}
