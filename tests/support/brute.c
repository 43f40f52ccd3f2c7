#include "brute.h"

#include "draws.h"

#include <stdlib.h>
#include <string.h>

enum { ONE = 1000000, NEVER = 99999999 };

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t floor_share(int64_t share, int64_t of)
{
    return share * of / ONE;
}

static int64_t ceil_share(int64_t share, int64_t of)
{
    return (share * of + ONE - 1) / ONE;
}

int brute_months(int a, int b)
{
    int whole = 12 * (b / 10000 - a / 10000) + b / 100 % 100 - a / 100 % 100;
    return b % 100 < a % 100 ? whole - 1 : whole;
}

static int last_day(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

int brute_add_months(int date, int64_t count)
{
    int64_t index = (date / 10000) * 12 + date / 100 % 100 - 1 + count;
    int year = (int)(index / 12), month = (int)(index % 12) + 1, day = date % 100;
    int last = last_day(year, month);
    return year * 10000 + month * 100 + (day < last ? day : last);
}

static bool in_mask(unsigned mask, int value)
{
    return !mask || (value > 0 && (mask >> value & 1u));
}

bool brute_matches(const brute_case *c, const in_filter *f, int line, int demand)
{
    const instance *in = c->in;
    const in_line *l = &in->line[line];
    const in_unit *u = &in->unit[l->unit];
    if (f->units && (l->unit > 63 || !(f->units >> l->unit & 1u)))
        return false;
    if (f->parents && (u->parent < 0 || !(f->parents >> u->parent & 1u)))
        return false;
    if (f->below >= 0 && (c->saturation[l->unit] < 0 || c->saturation[l->unit] >= f->below))
        return false;
    if (demand >= 0 && (!in_mask(f->sector, instance_sector(in, demand)) ||
                        !in_mask(f->klass, in->demand[demand].klass)))
        return false;
    return in_mask(f->kind, u->kind) && in_mask(f->system, u->system) &&
           in_mask(f->level, u->level) && in_mask(f->region, u->region) &&
           in_mask(f->category, l->category) && in_mask(f->grade, c->grade[l->unit]);
}

static bool is_protected(const brute_case *c, int line)
{
    return c->in->s.has_protect && brute_matches(c, &c->in->s.protect, line, -1);
}

static bool is_excluded(const brute_case *c, int line)
{
    return c->in->s.has_exclude && brute_matches(c, &c->in->s.exclude, line, -1);
}

static bool flows(const brute_case *c, int line)
{
    return !c->in->s.not_poolable[c->in->line[line].category];
}

static void take_outcomes(brute_case *c)
{
    const instance *in = c->in;
    for (int u = 0; u < in->n_units; u++)
        c->saturation[u] = -1;
    for (int i = 0; i < in->n_outcomes; i++) {
        const in_outcome *at = &in->outcome[i];
        if (at->unused || at->on > in->s.as_of || at->on <= c->evaluated[at->unit])
            continue;
        c->evaluated[at->unit] = at->on;
        c->grade[at->unit] = at->grade;
        c->saturation[at->unit] = at->saturation;
    }
    for (int u = 0; u < in->n_units; u++)
        if (c->evaluated[u] && draws_lapse(c, c->evaluated[u])) {
            c->evaluated[u] = c->grade[u] = 0;
            c->saturation[u] = -1;
        }
}

typedef struct aged {
    int64_t age, count;
    int since;
} aged;

static int by_since(const void *a, const void *b)
{
    const aged *x = a, *y = b;
    return (x->since > y->since) - (x->since < y->since);
}

static int by_age(const void *a, const void *b)
{
    const aged *x = a, *y = b;
    return (x->age < y->age) - (x->age > y->age);
}

/* The line's lots, cut off at its vacancies, oldest first. */
static int lots_of(const brute_case *c, int line, aged *out)
{
    const instance *in = c->in;
    int n = 0;
    int64_t left = c->vacant[line];
    for (int i = 0; i < in->n_lots; i++)
        if (in->lot[i].line == line)
            out[n++] = (aged){brute_months(in->lot[i].since, in->s.as_of), in->lot[i].count,
                              in->lot[i].since};
    qsort(out, (size_t)n, sizeof *out, by_since);
    for (int i = 0; i < n; i++) {
        out[i].count = least(out[i].count, left);
        left -= out[i].count;
    }
    out[n++] = (aged){in->s.unknown_age, left, NEVER};
    qsort(out, (size_t)n, sizeof *out, by_age);
    return n;
}

static int64_t aged_at_least(const aged *lots, int n, int64_t age)
{
    int64_t sum = 0;
    for (int i = 0; i < n; i++)
        sum += lots[i].age >= age ? lots[i].count : 0;
    return sum;
}

static void derive_line(brute_case *c, int l)
{
    const instance *in = c->in;
    const in_scenario *s = &in->s;
    const in_line *at = &in->line[l];
    aged lots[IN_LOTS + 1];
    int64_t right = at->authorised - at->lent + at->borrowed;
    int64_t occupied = at->in_post + at->committed, take = 0;
    c->right[l] = right;
    c->authorised[l] = at->authorised;
    c->vacant[l] = right > occupied ? right - occupied : 0;
    c->over[l] = occupied > right ? occupied - right : 0;
    int n = lots_of(c, l, lots);
    bool asked = false;
    for (int d = 0; d < in->n_demands; d++)
        asked = asked || in->demand[d].line == l;
    if (s->reclaim && brute_matches(c, &s->reclaim_where, l, -1) && flows(c, l) &&
        !is_protected(c, l) && !is_excluded(c, l) && at->borrowed == 0 && !asked)
        take = floor_share(s->reclaim_share, aged_at_least(lots, n, s->reclaim_months));
    c->reclaimed[l] = take;
    c->right[l] -= take;
    c->authorised[l] -= take;
    c->vacant[l] -= take;
    for (int i = 0; i < n; i++) {
        int64_t part = least(take, lots[i].count);
        lots[i].count -= part;
        take -= part;
    }
    c->idle[l] = aged_at_least(lots, n, s->min_months);
}

static bool overdue(const brute_case *c, int unit)
{
    const instance *in = c->in;
    for (int i = 0; i < in->n_issues; i++) {
        const in_issue *at = &in->issue[i];
        int due = at->due ? at->due : brute_add_months(at->found, 3);
        if (at->unit == unit && at->klass == 1 && due < in->s.as_of &&
            (!at->closed || at->closed > in->s.as_of))
            return true;
    }
    return false;
}

static bool denied(const brute_case *c, int d)
{
    const instance *in = c->in;
    const in_scenario *s = &in->s;
    int l = in->demand[d].line, u = in->line[l].unit, grade = c->grade[u];
    int64_t saturation = c->saturation[u];
    unsigned kinds = s->kinds[in->line[l].category];
    bool no = !flows(c, l) || (kinds && !in_mask(kinds, in->unit[u].kind)) || is_excluded(c, l);
    no = no || (!draws_spare(c, "grades", d) && grade && s->freeze[grade] >= 0 &&
                brute_months(c->evaluated[u], s->as_of) < s->freeze[grade]);
    no = no || (!draws_spare(c, "rectification", d) && s->block_overdue && overdue(c, u));
    if (s->min_saturation >= 0 && !draws_spare(c, "borrow.min_saturation", d))
        no = no || (saturation < 0 ? !s->unevaluated_allow : saturation < s->min_saturation);
    if (s->max_vacancy_share >= 0 && !draws_spare(c, "borrow.max_vacancy_share", d))
        no = no ||
             (c->authorised[l] > 0 && c->vacant[l] * ONE > s->max_vacancy_share * c->authorised[l]);
    no = no ||
         (!draws_spare(c, "borrow.overstaffed", d) && !s->overstaffed_allow && c->over[l] > 0) ||
         in->line[l].lent > 0;
    return no || in->demand[d].filed > s->as_of || draws_deny(c, d);
}

/* Own vacancies by class, then filing, then order of the file. */
bool brute_goes_before(const in_demand *a, const in_demand *b)
{
    int x = a->filed ? a->filed : NEVER, y = b->filed ? b->filed : NEVER;
    return a->klass != b->klass ? a->klass < b->klass : x < y;
}

static void share_own(brute_case *c, int l)
{
    const instance *in = c->in;
    bool done[IN_DEMANDS] = {false};
    int64_t left = draws_usable(c, l);
    for (;;) {
        int next = -1;
        for (int d = 0; d < in->n_demands; d++)
            if (in->demand[d].line == l && c->live[d] && !done[d] &&
                (next < 0 || brute_goes_before(&in->demand[d], &in->demand[next])))
                next = d;
        if (next < 0)
            return;
        done[next] = true;
        c->own[next] = least(left, in->demand[next].quantity);
        c->need[next] = in->demand[next].quantity - c->own[next];
        left -= c->own[next];
    }
}

static int64_t release_share(const brute_case *c, int unit)
{
    const in_scenario *s = &c->in->s;
    int64_t saturation = c->saturation[unit];
    if (!s->release)
        return ONE;
    if (saturation < 0)
        return s->unevaluated_share;
    if (!s->has_bands)
        return ONE;
    for (int b = 0; b < s->n_bands; b++)
        if (saturation < s->below[b])
            return s->share[b];
    return 0;
}

static void bound_line(brute_case *c, int l)
{
    const instance *in = c->in;
    const in_scenario *s = &in->s;
    const in_line *at = &in->line[l];
    int64_t asked = 0, need = 0;
    for (int d = 0; d < in->n_demands; d++)
        need += in->demand[d].line == l && c->live[d] ? c->need[d] : 0;
    for (int d = 0; d < in->n_demands; d++)
        asked += in->demand[d].line == l && c->counted[d] ? in->demand[d].quantity : 0;
    int64_t supply = floor_share(release_share(c, at->unit), c->idle[l]);
    if (s->release)
        supply = least(supply,
                       c->vacant[l] - ceil_share(s->keep_share, c->authorised[l]) - s->keep_count);
    supply = draws_deposit_most(c, l, least(supply, c->vacant[l] - asked));
    supply = draws_scaled(c, l, false, supply);
    if (supply < 0 || !flows(c, l) || at->borrowed > 0 || c->over[l] > 0 || is_protected(c, l) ||
        is_excluded(c, l))
        supply = 0;
    c->supply[l] = c->most[l] = supply;
    for (int i = 0; i < s->n_locks; i++)
        if (s->lock[i].line == l) {
            if (s->lock[i].exact >= 0)
                c->most[l] = least(c->most[l], s->lock[i].exact);
            if (s->lock[i].most >= 0)
                c->most[l] = least(c->most[l], s->lock[i].most);
        }
    int64_t room = need;
    if (s->max_share >= 0)
        room = least(room, floor_share(s->max_share, c->authorised[l]) - at->borrowed);
    if (at->cap >= 0)
        room = least(room, at->cap - c->right[l]);
    c->room[l] = draws_scaled(c, l, true, draws_loan_most(c, l, room));
}

int brute_pool_at(brute_case *c, int scope, int category, int ring)
{
    for (int p = 0; p < c->n_pools; p++)
        if (c->pool[p].scope == scope && c->pool[p].category == category && c->pool[p].ring == ring)
            return p;
    c->pool[c->n_pools] = (brute_pool){.scope = scope, .category = category, .ring = ring};
    return c->n_pools++;
}

/* The unit's parent, or itself if it is one without having one; -1: neither. */
static int department_of(const instance *in, int unit)
{
    bool is_one = false;
    for (int u = 0; u < in->n_units; u++)
        is_one = is_one || in->unit[u].parent == unit;
    return in->unit[unit].parent >= 0 ? in->unit[unit].parent : is_one ? unit : -1;
}

static int scope_by(const instance *in, int by, int unit)
{
    const in_unit *u = &in->unit[unit];
    int scope = by == POOLS_BY_REGION   ? u->region
                : by == POOLS_BY_LEVEL  ? u->level
                : by == POOLS_BY_SYSTEM ? u->system
                : by == POOLS_BY_PARENT ? department_of(in, unit) + 1
                                        : 1;
    return scope ? 1000 * by + scope : 0;
}

/* The unit's scopes from near to far, as numbers of their own; {0} if it has none. */
static int scopes_of(const instance *in, int unit, int scope[5])
{
    const int64_t *wider = in->own[IN_DRAW_pools_by];
    int n = 0;
    for (int64_t i = -1; i < wider[0]; i++) {
        scope[n] = scope_by(in, i < 0 ? in->s.pools_by : (int)wider[1 + i], unit);
        n += scope[n] != 0;
    }
    if (!n)
        scope[0] = 0;
    return n ? n : 1;
}

static void arc_between(brute_case *c, int from, int to, int64_t count, bool all)
{
    int a = 0;
    while (a < c->n_arcs && (c->arc_from[a] != from || c->arc_to[a] != to))
        a++;
    if (a == c->n_arcs) {
        c->arc[c->n_arcs++] = (in_entry){.count = 0};
        c->arc_from[a] = from;
        c->arc_to[a] = to;
    }
    c->arc[a].count = all ? count : c->arc[a].count + count;
}

void brute_arc(brute_case *c, int from, int to, int64_t count)
{
    arc_between(c, from, to, count, false);
}

/* From each pool to the next wider one and back: as much as there may be. */
static void derive_steps(brute_case *c)
{
    const instance *in = c->in;
    int64_t all = 0;
    for (int p = 0; p < c->n_pools; p++)
        all += c->pool[p].opening;
    for (int l = 0; l < in->n_lines; l++)
        all += c->supply[l];
    for (int l = 0; l < in->n_lines; l++) {
        int scope[5], n = scopes_of(in, in->line[l].unit, scope);
        const brute_pool *own = &c->pool[c->pool_of[l]];
        for (int i = 0; i + 1 < n; i++) {
            int category = own->category, ring = own->ring;
            int near = brute_pool_at(c, scope[i], category, ring);
            int far = brute_pool_at(c, scope[i + 1], category, ring);
            own = &c->pool[c->pool_of[l]];
            arc_between(c, near, far, all, true);
            arc_between(c, far, near, all, true);
        }
    }
}

static void derive_pools(brute_case *c)
{
    const instance *in = c->in;
    const in_scenario *s = &in->s;
    for (int l = 0; l < in->n_lines; l++) {
        const in_unit *u = &in->unit[in->line[l].unit];
        int ring = u->system && (s->ringed >> u->system & 1u) ? u->system : 0, scope[5];
        scopes_of(in, in->line[l].unit, scope);
        int p = c->pool_of[l] = brute_pool_at(c, scope[0], in->line[l].category, ring);
        int64_t brought = c->reclaimed[l] + draws_open(c, l);
        c->pool[p].opening += brought;
        c->pool[p].reach += brought + c->most[l];
    }
    int base = 1000 * s->pools_by;
    for (int i = 0; i < s->n_opening; i++) {
        const in_entry *e = &s->opening[i];
        int p = brute_pool_at(c, base + e->scope, e->category, e->ring);
        c->pool[p].opening += e->count;
        c->pool[p].reach += e->count;
    }
    for (int i = 0; i < s->n_earmark; i++) {
        const in_entry *e = &s->earmark[i];
        c->pool[brute_pool_at(c, base + e->scope, e->category, e->ring)].earmark += e->count;
    }
    for (int i = 0; i < s->n_transfer; i++) {
        const in_entry *e = &s->transfer[i];
        arc_between(c, brute_pool_at(c, base + e->scope, e->category, e->ring),
                    brute_pool_at(c, base + e->to, e->category, e->ring), e->count, false);
    }
    draws_arcs(c);
    derive_steps(c);
}

void brute_begin(brute_case *c, const instance *in)
{
    memset(c, 0, sizeof *c);
    c->in = in;
    c->weight = ONE;
    c->n_tiers = instance_tiers(in, c->tier);
    take_outcomes(c);
    for (int l = 0; l < in->n_lines; l++)
        derive_line(c, l);
    for (int d = 0; d < in->n_demands; d++) {
        c->live[d] = c->counted[d] = !denied(c, d);
        c->need[d] = in->demand[d].quantity;
    }
}

void brute_bound(brute_case *c)
{
    for (int l = 0; l < c->in->n_lines; l++)
        bound_line(c, l);
    derive_pools(c);
    draws_pairs(c);
}

void brute_derive(brute_case *c, const instance *in)
{
    brute_begin(c, in);
    for (int l = 0; l < in->n_lines; l++)
        share_own(c, l);
    brute_bound(c);
}
