#include "instance.h"

#include "draws.h"

#include <stdio.h>
#include <string.h>

enum { ONE = 1000000 };

uint64_t in_next(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int64_t in_pick(uint64_t *state, int64_t lo, int64_t hi)
{
    return lo + (int64_t)(in_next(state) % (uint64_t)(hi - lo + 1));
}

bool in_chance(uint64_t *state, int percent)
{
    return in_pick(state, 0, 99) < percent;
}

/* A stream and how large the case may grow. */
typedef struct maker {
    uint64_t at;
    in_size size;
    instance *in;
} maker;

static int pick(maker *m, int lo, int hi)
{
    return (int)in_pick(&m->at, lo, hi);
}

static bool chance(maker *m, int percent)
{
    return in_chance(&m->at, percent);
}

/* A share or weight: often round, sometimes to the last digit. */
static int64_t decimal(maker *m, int64_t lo, int64_t hi)
{
    if (chance(m, 20))
        return in_pick(&m->at, lo, hi);
    return in_pick(&m->at, (lo + 49999) / 50000, hi / 50000) * 50000;
}

static int date(maker *m, int from_year, int to_year)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = pick(m, from_year, to_year), month = pick(m, 1, 12);
    int last = days[month - 1] + (month == 2 && year % 4 == 0);
    int day = chance(m, 25) ? last : chance(m, 25) ? m->in->s.as_of % 100 : pick(m, 1, 28);
    return year * 10000 + month * 100 + (day > last ? last : day);
}

static void make_units(maker *m)
{
    instance *in = m->in;
    in->n_units = m->size == IN_TINY     ? pick(m, 2, 4)
                  : m->size == IN_SMALL  ? pick(m, 5, 12)
                  : m->size == IN_MEDIUM ? pick(m, 25, 60)
                                         : pick(m, 50, 300);
    for (int u = 0; u < in->n_units; u++) {
        in_unit *at = &in->unit[u];
        snprintf(at->code, sizeof at->code, "U%d", u + 1);
        at->kind = pick(m, chance(m, 10) ? 0 : 1, 2);
        at->system = pick(m, chance(m, 10) ? 0 : 1, 3);
        at->level = pick(m, chance(m, 10) ? 0 : 1, 2);
        at->region = pick(m, chance(m, 10) ? 0 : 1, m->size == IN_TINY ? 2 : 3);
        at->parent = u > 0 && chance(m, 30) ? pick(m, 0, u - 1) : -1;
    }
}

static void make_line(maker *m, int unit, int category)
{
    instance *in = m->in;
    in_line *at = &in->line[in->n_lines];
    int most = m->size == IN_TINY ? 8 : 40;
    *at = (in_line){.unit = unit, .category = category, .authorised = pick(m, 0, most), .cap = -1};
    if (chance(m, 10))
        at->borrowed = pick(m, 1, 3);
    else if (chance(m, 10) && at->authorised)
        at->lent = in_pick(&m->at, 1, at->authorised < 3 ? at->authorised : 3);
    int64_t right = at->authorised - at->lent + at->borrowed;
    int64_t vacant = chance(m, 50) ? 0 : pick(m, 0, m->size == IN_TINY ? 4 : 12);
    at->in_post = right > vacant ? right - vacant : 0;
    if (chance(m, 10))
        at->in_post += pick(m, 1, 2);
    if (chance(m, 15))
        at->committed = at->in_post > 0 ? 1 : 0;
    at->in_post -= at->committed;
    if (chance(m, 15))
        at->cap = right + pick(m, 0, 4) - (chance(m, 10) ? 2 : 0);
    if (at->cap < -1)
        at->cap = 0;
    int lots = chance(m, 60) ? pick(m, 1, 3) : 0;
    for (int i = 0; i < lots && vacant > 0; i++) {
        in_lot *lot = &in->lot[in->n_lots];
        bool same = i > 0 && chance(m, 30);
        int since = same ? in->lot[in->n_lots - 1].since : date(m, 2020, 2026);
        if (since > 20260827)
            since = 20260827;
        *lot = (in_lot){in->n_lines, since, 0, in_pick(&m->at, 1, vacant)};
        in->n_lots += in->n_lots < IN_LOTS - 1;
    }
    in->n_lines++;
}

static void make_facts(maker *m)
{
    instance *in = m->in;
    for (int u = 0; u < in->n_units; u++) {
        for (int k = 1; k <= 2; k++)
            if (in->n_lines < IN_LINES - 1 && chance(m, k == 1 ? 85 : m->size == IN_TINY ? 25 : 45))
                make_line(m, u, k);
        int outcomes = chance(m, 80) ? chance(m, 20) ? 2 : 1 : 0;
        for (int i = 0, before = 0; i < outcomes; i++) {
            int on = date(m, 2023, 2026);
            if (on == before)
                break;
            before = on;
            in->outcome[in->n_outcomes++] = (in_outcome){
                u, on, pick(m, 0, 3), chance(m, 85) ? decimal(m, 0, 1300000) : -1, false, false};
        }
        if (chance(m, 20) && in->n_issues < IN_ISSUES) {
            in_issue *issue = &in->issue[in->n_issues++];
            *issue = (in_issue){u, chance(m, 70) ? 1 : pick(m, 2, 3), date(m, 2025, 2026), 0, 0, 0};
            if (chance(m, 40))
                issue->due = issue->found + 20000;
            if (issue->due % 10000 == 229)
                issue->due -= 1;
            if (chance(m, 40))
                issue->closed = chance(m, 50) ? issue->found : 20271231;
        }
    }
    if (in->n_lines == 0)
        make_line(m, 0, 1);
    for (int l = 0; l < in->n_lines; l++)
        if (chance(m, 35) && in->n_departures < IN_DEPARTURES)
            in->departure[in->n_departures++] =
                (in_departure){l, date(m, 2026, 2029), pick(m, 0, 3), 0};
}

static void make_demands(maker *m)
{
    instance *in = m->in;
    int want = m->size == IN_TINY     ? pick(m, 1, 4)
               : m->size == IN_SMALL  ? pick(m, 4, 14)
               : m->size == IN_MEDIUM ? pick(m, 15, 60)
                                      : pick(m, 30, 300);
    for (int d = 0; d < want; d++) {
        in_demand *at = &in->demand[in->n_demands++];
        *at = (in_demand){.line = pick(m, 0, in->n_lines - 1),
                          .klass = pick(m, 1, 3),
                          .sector = chance(m, 50) ? 0 : pick(m, 1, 4),
                          .filed = chance(m, 60) ? date(m, 2025, 2026) : 0,
                          .quantity = pick(m, 1, m->size == IN_TINY ? 4 : 12),
                          .term = chance(m, 30) ? pick(m, 1, 48) : 36};
        if (chance(m, 30))
            at->minimum = in_pick(&m->at, 0, at->quantity);
        /* Where a line has vacancies, its demand is mostly met by them: not the usual case. */
        in_line *line = &in->line[at->line];
        int64_t right = line->authorised - line->lent + line->borrowed;
        if (chance(m, 50) && line->in_post + line->committed < right)
            line->in_post = right - line->committed;
    }
}

static in_filter in_any(void)
{
    return (in_filter){.below = -1};
}

enum { FOR_LINES, FOR_DEMANDS, FOR_CSV, FOR_CSV_DEMANDS };

/* One of the units that a mask of 64 bits can name. */
static int unit_of_mask(maker *m)
{
    return pick(m, 0, (m->in->n_units < 64 ? m->in->n_units : 64) - 1);
}

static unsigned mask(maker *m, int most, bool single)
{
    unsigned bits = 1u << pick(m, 1, most);
    return !single && chance(m, 30) ? bits | 1u << pick(m, 1, most) : bits;
}

static in_filter make_filter(maker *m, int use)
{
    in_filter f = in_any();
    bool single = use == FOR_CSV || use == FOR_CSV_DEMANDS;
    int parts = pick(m, chance(m, 15) ? 0 : 1, 2);
    for (int i = 0; i < parts; i++) {
        switch (pick(m, 0, 9)) {
        case 0:
            f.units = (uint64_t)1 << unit_of_mask(m);
            if (!single && chance(m, 60))
                f.units |= (uint64_t)1 << unit_of_mask(m);
            break;
        case 1:
            f.kind = mask(m, 2, single);
            break;
        case 2:
        case 3:
            f.system = mask(m, 3, single);
            break;
        case 4:
            f.level = mask(m, 2, single);
            break;
        case 5:
            f.region = mask(m, 3, single);
            break;
        case 6:
            f.category = mask(m, 2, single);
            break;
        case 7:
            if (single)
                f.parents = (uint64_t)1 << unit_of_mask(m);
            else if (chance(m, 50))
                f.grade = mask(m, 3, false);
            else
                f.below = decimal(m, 300000, 1200000);
            break;
        default:
            if (use != FOR_DEMANDS && use != FOR_CSV_DEMANDS)
                f.system = mask(m, 3, single);
            else if (chance(m, 50))
                f.sector = mask(m, 4, single);
            else
                f.klass = mask(m, 3, single);
        }
    }
    return f;
}

static void make_supply_rules(maker *m)
{
    in_scenario *s = &m->in->s;
    if (chance(m, 50))
        s->min_months = pick(m, 0, 18);
    if (chance(m, 50))
        s->unknown_age = pick(m, 0, 24);
    s->release = chance(m, 50);
    if (s->release) {
        s->has_bands = chance(m, 70);
        s->n_bands = s->has_bands ? pick(m, 1, IN_BANDS) : 0;
        for (int b = 0; b < s->n_bands; b++) {
            s->below[b] = (b ? s->below[b - 1] : 100000) + decimal(m, 50000, 500000);
            s->share[b] = decimal(m, 0, ONE);
        }
        s->unevaluated_share = chance(m, 60) ? decimal(m, 0, ONE) : 0;
        s->keep_share = chance(m, 30) ? decimal(m, 0, 200000) : 0;
        s->keep_count = chance(m, 20) ? pick(m, 0, 2) : 0;
        s->all_eligible = chance(m, 15);
    }
    s->has_protect = chance(m, 25);
    s->has_exclude = chance(m, 15);
    s->protect = make_filter(m, FOR_LINES);
    s->exclude = make_filter(m, FOR_LINES);
    s->reclaim = chance(m, 25);
    s->reclaim_months = chance(m, 70) ? pick(m, 0, 40) : 0;
    s->reclaim_share = chance(m, 70) ? decimal(m, 0, ONE) : ONE;
    s->reclaim_where = chance(m, 50) ? make_filter(m, FOR_LINES) : in_any();
    for (int k = 1; k <= 2; k++) {
        s->not_poolable[k] = chance(m, 6);
        s->kinds[k] = chance(m, 15) ? mask(m, 2, false) : 0;
    }
}

static void make_loan_rules(maker *m)
{
    in_scenario *s = &m->in->s;
    s->min_saturation = chance(m, 25) ? decimal(m, 0, ONE) : -1;
    s->max_vacancy_share = chance(m, 25) ? decimal(m, 0, 500000) : -1;
    s->max_share = chance(m, 25) ? decimal(m, 0, ONE) : -1;
    s->unevaluated_allow = chance(m, 60);
    s->overstaffed_allow = chance(m, 60);
    chance(m, 12); /* drawn here once: what follows stays what it was */
    s->block_overdue = chance(m, 40);
    for (int g = 1; g <= 3; g++) {
        s->grade_weight[g] = chance(m, 50) ? decimal(m, 0, 2 * ONE) : -1;
        s->freeze[g] = g == 3 && chance(m, 50) ? pick(m, 0, 30) : -1;
    }
    for (int i = 1; i <= 4; i++)
        s->sector_weight[i] = chance(m, 50) ? decimal(m, 0, 4 * ONE) : -1;
    for (int c = 1; c <= 3; c++)
        s->class_weight[c] = chance(m, 40) ? decimal(m, 0, 3 * ONE) : -1;
    s->n_tranches = chance(m, 40) ? pick(m, 1, IN_TRANCHES) : 0;
    for (int t = 0; t < s->n_tranches; t++) {
        s->up_to[t] = t + 1 == s->n_tranches ? ONE : 250000 * (t + 1) + decimal(m, 0, 200000);
        s->value[t] = decimal(m, 0, t ? s->value[t - 1] : ONE);
    }
}

static in_entry make_entry(maker *m, int64_t most)
{
    in_scenario *s = &m->in->s;
    int scopes = s->pools_by == POOLS_BY_REGION ? 3 : s->pools_by == POOLS_BY_LEVEL ? 2 : 1;
    in_entry e = {.scope = pick(m, 1, scopes),
                  .to = pick(m, 1, scopes),
                  .category = pick(m, 1, 2),
                  .count = in_pick(&m->at, 0, most)};
    if (s->ringed && chance(m, 50))
        for (e.ring = pick(m, 1, 3); !(s->ringed >> e.ring & 1u);)
            e.ring = pick(m, 1, 3);
    if (e.to == e.scope)
        e.to = e.scope % scopes + 1;
    return e;
}

static void make_pools(maker *m)
{
    in_scenario *s = &m->in->s;
    bool tiny = m->size == IN_TINY;
    s->pools_by = chance(m, 50) ? POOLS_BY_REGION : pick(m, POOLS_BY_LEVEL, POOLS_ALL);
    s->ringed = chance(m, 20) ? mask(m, 3, false) : 0;
    s->n_opening = chance(m, 60) ? pick(m, 1, tiny ? 2 : IN_ENTRIES) : 0;
    for (int i = 0; i < s->n_opening; i++)
        s->opening[i] = make_entry(m, tiny ? 3 : 8);
    s->n_transfer = s->pools_by != POOLS_ALL && chance(m, 50) ? pick(m, 1, tiny ? 1 : 4) : 0;
    for (int i = 0; i < s->n_transfer; i++)
        s->transfer[i] = make_entry(m, tiny ? 2 : 6);
    s->n_earmark = chance(m, 30) ? pick(m, 1, 2) : 0;
    for (int i = 0; i < s->n_earmark; i++)
        s->earmark[i] = make_entry(m, tiny ? 2 : 5);
    s->reserve_share = chance(m, 30) ? decimal(m, 0, 500000) : 0;
    s->reserve_count = chance(m, 30) ? pick(m, 0, 3) : 0;
}

static int64_t usage_of(const instance *in, const in_filter *f)
{
    int64_t sum = 0;
    for (int l = 0; l < in->n_lines; l++) {
        const in_unit *u = &in->unit[in->line[l].unit];
        if ((!f->system || f->system >> u->system & 1u) &&
            (!f->region || f->region >> u->region & 1u) &&
            (!f->category || f->category >> in->line[l].category & 1u))
            sum += in->line[l].authorised - in->line[l].lent + in->line[l].borrowed;
    }
    return sum;
}

static void make_limits(maker *m)
{
    in_scenario *s = &m->in->s;
    int64_t room = m->size == IN_TINY     ? 4
                   : m->size == IN_SMALL  ? 12
                   : m->size == IN_MEDIUM ? 40
                                          : 200;
    s->n_limits = chance(m, 50) ? pick(m, 1, m->size == IN_TINY ? 2 : IN_LIMITS) : 0;
    for (int i = 0; i < s->n_limits; i++) {
        in_limit *at = &s->limit[i];
        *at = (in_limit){.measure = pick(m, OF_DEPOSITS, OF_USAGE), .in_csv = chance(m, 40)};
        bool loans = at->measure == OF_LOANS;
        at->where = make_filter(m, at->in_csv ? loans ? FOR_CSV_DEMANDS : FOR_CSV
                                   : loans    ? FOR_DEMANDS
                                              : FOR_LINES);
        int64_t base = at->measure == OF_USAGE ? usage_of(m->in, &at->where) : 0;
        int64_t low = at->measure == OF_NET_CHANGE || at->measure == OF_USAGE ? -2 : 0;
        at->has_most = chance(m, 75);
        at->has_least = !at->has_most || chance(m, 15);
        at->most = base + in_pick(&m->at, low, room);
        at->least = base + in_pick(&m->at, low * 2, at->has_most ? 0 : 1);
        if (at->least > at->most)
            at->least = at->most;
        if (at->measure <= OF_LOANS && at->least < 0)
            at->least = 0;
        if (at->most < 0 && at->measure != OF_NET_CHANGE)
            at->most = 0;
        if (at->least < 0 && at->measure == OF_USAGE)
            at->least = 0;
    }
    s->n_shares = chance(m, 30) ? pick(m, 1, 2) : 0;
    for (int i = 0; i < s->n_shares; i++) {
        in_share *at = &s->shares[i];
        at->of_loans = chance(m, 60);
        at->where = make_filter(m, at->of_loans ? FOR_DEMANDS : FOR_LINES);
        bool least = chance(m, 50);
        at->least = least ? decimal(m, 0, 700000) : -1;
        at->most = !least || chance(m, 20) ? decimal(m, least ? 700000 : 200000, ONE) : -1;
    }
}

static void make_locks(maker *m)
{
    instance *in = m->in;
    in_scenario *s = &in->s;
    s->n_locks = chance(m, 30) ? pick(m, 1, m->size == IN_TINY ? 2 : IN_LOCKS) : 0;
    for (int i = 0; i < s->n_locks; i++) {
        in_lock *at = &s->lock[i];
        bool line = chance(m, 50) || !in->n_demands;
        *at = (in_lock){line ? pick(m, 0, in->n_lines - 1) : -1,
                        line ? -1 : pick(m, 0, in->n_demands - 1),
                        -1,
                        -1,
                        -1,
                        0};
        int kind = pick(m, 0, 9);
        if (kind < 2)
            at->exact = pick(m, 0, 1);
        else if (kind < 8)
            at->most = pick(m, 0, 3);
        if (kind >= 7)
            at->least = pick(m, 0, 1);
        if (at->most >= 0 && at->least > at->most)
            at->least = at->most;
    }
}

static void make_tiers(maker *m)
{
    in_scenario *s = &m->in->s;
    if (chance(m, 15))
        return;
    enum { GOALS = GOAL_CALM }; /* calm is a plan's: instance_plan */
    int order[GOALS] = {0, 1, 2, 3, 4, 5, 6};
    for (int i = GOALS - 1; i > 0; i--) {
        int k = pick(m, 0, i), keep = order[i];
        order[i] = order[k];
        order[k] = keep;
    }
    s->n_tiers = pick(m, 1, chance(m, 50) ? 4 : GOALS);
    for (int t = 0; t < s->n_tiers; t++) {
        s->tier[t] = (in_tier){order[t], pick(m, FAIR_SYSTEM, FAIR_UNIT), 0};
        if (order[t] != GOAL_FAIR && chance(m, 20))
            s->tier[t].concede = decimal(m, 0, 500000);
    }
    for (int l = 0; l < m->in->n_lines; l++)
        m->in->was_deposit[l] = chance(m, 50) ? pick(m, 0, 4) : 0;
    for (int d = 0; d < m->in->n_demands; d++)
        m->in->was_loan[d] = chance(m, 50) ? pick(m, 0, 4) : 0;
}

void instance_make(instance *out, uint64_t seed, in_size size)
{
    static const int as_of[] = {20260630, 20260228, 20260831, 20240229, 20260115};
    memset(out, 0, sizeof *out);
    out->seed = seed;
    maker m = {.at = seed * 0x2545f4914f6cdd1du + (uint64_t)size, .size = size, .in = out};
    out->s.as_of = as_of[chance(&m, 60) ? 0 : pick(&m, 1, 4)];
    /* A stream of its own for each feature: one more draw in one changes none of the others. */
    void (*const features[])(maker *) = {make_units,        make_facts,      make_demands,
                                         make_supply_rules, make_loan_rules, make_pools,
                                         make_limits,       make_locks,      make_tiers};
    for (size_t f = 0; f < sizeof features / sizeof *features; f++) {
        m.at = (seed + 1) * 0x2545f4914f6cdd1du + (uint64_t)size * 0x9e3779b97f4a7c15u +
               (f + 1) * 0xbf58476d1ce4e5b9u;
        features[f](&m);
    }
    draws_make(out, seed);
}

int instance_tiers(const instance *in, in_tier *out)
{
    static const in_tier usual[] = {
        {GOAL_STATUTORY, 0, 0}, {GOAL_NEED, 0, 0}, {GOAL_BURDEN, 0, 0}, {GOAL_TRANSFERS, 0, 0}};
    int count = in->s.n_tiers ? in->s.n_tiers : 4;
    memcpy(out, in->s.n_tiers ? in->s.tier : usual, (size_t)count * sizeof *out);
    return count;
}

int instance_sector(const instance *in, int demand)
{
    const in_demand *d = &in->demand[demand];
    int line = d->stated_line ? d->stated_line - 1 : d->line; /* what it serves stays */
    return d->sector ? d->sector : in->unit[in->line[line].unit].system;
}
