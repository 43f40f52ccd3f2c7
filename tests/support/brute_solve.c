/* Rules and tiers of a given allocation, and the best of all allocations there are. */
#include "brute.h"

#include "draws.h"

#include <stdlib.h>
#include <string.h>

enum { ONE = 1000000 };

static const char *check_lines(const brute_case *c, const brute_point *at)
{
    const instance *in = c->in;
    int64_t lent[IN_LINES] = {0};
    for (int l = 0; l < in->n_lines; l++) {
        if (at->deposit[l] < 0 || at->deposit[l] > c->supply[l])
            return "supply";
        if (in->s.release && in->s.all_eligible && at->deposit[l] != c->most[l])
            return "all-eligible";
    }
    for (int d = 0; d < in->n_demands; d++) {
        int64_t loan = at->loan[d];
        if (loan < 0 || loan > (c->live[d] ? c->need[d] : 0))
            return "need";
        if (loan > 0 && c->own[d] + loan < in->demand[d].minimum)
            return "minimum";
        lent[in->demand[d].line] += loan;
    }
    for (int l = 0; l < in->n_lines; l++)
        if (lent[l] > c->room[l])
            return "room";
    for (int i = 0; i < in->s.n_locks; i++) {
        const in_lock *lock = &in->s.lock[i];
        int64_t is = lock->demand >= 0 ? at->loan[lock->demand] : at->deposit[lock->line];
        if ((lock->exact >= 0 && is != lock->exact) || (lock->least >= 0 && is < lock->least) ||
            (lock->most >= 0 && is > lock->most))
            return "lock";
    }
    return NULL;
}

static const char *check_pools(const brute_case *c, const brute_point *at)
{
    const instance *in = c->in;
    int64_t closing[BRUTE_POOLS], paid[BRUTE_POOLS] = {0}, talent[BRUTE_POOLS] = {0};
    for (int p = 0; p < c->n_pools; p++)
        closing[p] = c->pool[p].opening;
    for (int l = 0; l < in->n_lines; l++) {
        closing[c->pool_of[l]] += at->deposit[l];
        paid[c->pool_of[l]] += at->deposit[l];
    }
    for (int d = 0; d < in->n_demands; d++) {
        int p = c->pool_of[in->demand[d].line];
        closing[p] -= at->loan[d];
        talent[p] += in->demand[d].klass == CLASS_TALENT ? at->loan[d] : 0;
    }
    for (int a = 0; a < c->n_arcs; a++) {
        if (at->arc[a] < 0 || at->arc[a] > c->arc[a].count)
            return "transfer";
        closing[c->arc_from[a]] -= at->arc[a];
        closing[c->arc_to[a]] += at->arc[a];
    }
    for (int p = 0; p < c->n_pools; p++) {
        const brute_pool *pool = &c->pool[p];
        int64_t count = c->in->s.reserve_count, marked = count + pool->earmark;
        if (closing[p] < 0)
            return "balance";
        if (closing[p] < (count < pool->reach ? count : pool->reach))
            return "reserve count";
        if (closing[p] * ONE < c->in->s.reserve_share * (pool->opening + paid[p]))
            return "reserve share";
        if (closing[p] + talent[p] < (marked < pool->reach ? marked : pool->reach))
            return "earmark";
    }
    return NULL;
}

static brute_wide weigh(const brute_case *c, brute_wide value)
{
    return (value * c->weight + ONE / 2) / ONE;
}

static int64_t measured(const brute_case *c, const brute_point *at, const in_limit *limit)
{
    const instance *in = c->in;
    int64_t sum = 0;
    for (int l = 0; l < in->n_lines && limit->measure != OF_LOANS; l++)
        if (brute_matches(c, &limit->where, l, -1)) {
            sum += limit->measure == OF_DEPOSITS ? at->deposit[l] : -at->deposit[l];
            sum += limit->measure == OF_USAGE ? c->right[l] : 0;
            sum += limit->measure == OF_OWN_USE ? c->authorised[l] - in->line[l].lent : 0;
        }
    bool loans = limit->measure != OF_DEPOSITS && limit->measure != OF_OWN_USE;
    for (int d = 0; d < in->n_demands && loans; d++)
        if (brute_matches(c, &limit->where, in->demand[d].line, d))
            sum += at->loan[d];
    return sum;
}

static const char *check_sums(const brute_case *c, const brute_point *at)
{
    const instance *in = c->in;
    for (int i = 0; i < in->s.n_limits; i++) {
        const in_limit *limit = &in->s.limit[i];
        int64_t is = measured(c, at, limit);
        if (limit->measure == OF_INTAKE)
            continue; /* what is new: the caller's */
        if ((limit->has_least && is < limit->least) || (limit->has_most && is > limit->most))
            return "limit";
    }
    for (int i = 0; i < in->s.n_shares; i++) {
        const in_share *share = &in->s.shares[i];
        int64_t part = 0, all = 0;
        for (int l = 0; l < in->n_lines && !share->of_loans; l++) {
            all += at->deposit[l];
            part += brute_matches(c, &share->where, l, -1) ? at->deposit[l] : 0;
        }
        for (int d = 0; d < in->n_demands && share->of_loans; d++) {
            all += at->loan[d];
            part += brute_matches(c, &share->where, in->demand[d].line, d) ? at->loan[d] : 0;
        }
        if ((share->least >= 0 && part * ONE < share->least * all) ||
            (share->most >= 0 && part * ONE > share->most * all))
            return "share";
    }
    return NULL;
}

static int64_t stated(int64_t weight)
{
    return weight < 0 ? ONE : weight;
}

/* Σ v over the loan's slots: own vacancies fill the first tranches, the loan what follows. */
static brute_wide need_of(const brute_case *c, int d, int64_t loan)
{
    const in_scenario *s = &c->in->s;
    const in_demand *at = &c->in->demand[d];
    int sector = instance_sector(c->in, d), grade = c->grade[c->in->line[at->line].unit];
    brute_wide weight = stated(sector ? s->sector_weight[sector] : -1);
    weight *= stated(s->class_weight[at->klass]);
    weight *= stated(grade ? s->grade_weight[grade] : -1);
    brute_wide sum = 0, unit = (brute_wide)ONE * ONE * ONE;
    int64_t before = 0;
    for (int t = 0; t < (s->n_tranches ? s->n_tranches : 1); t++) {
        int64_t up_to = s->n_tranches ? s->up_to[t] : ONE;
        int64_t end = (up_to * at->quantity + ONE - 1) / ONE;
        int64_t from = before > c->own[d] ? before : c->own[d];
        int64_t to = end < c->own[d] + loan ? end : c->own[d] + loan;
        brute_wide value = (weight * (s->n_tranches ? s->value[t] : ONE) + unit / 2) / unit;
        if (to > from)
            sum += weigh(c, value) * (to - from);
        before = end;
    }
    return sum;
}

int brute_group_of(const brute_case *c, int by, int d)
{
    const in_unit *u = &c->in->unit[c->in->line[c->in->demand[d].line].unit];
    return by == FAIR_SYSTEM   ? u->system
           : by == FAIR_SECTOR ? instance_sector(c->in, d)
           : by == FAIR_REGION ? u->region
                               : c->in->line[c->in->demand[d].line].unit;
}

static brute_value fair_of(const brute_case *c, const brute_point *at, int by)
{
    int64_t got[IN_UNITS] = {0}, asked[IN_UNITS] = {0};
    brute_value worst = {ONE, 1, 1};
    for (int d = 0; d < c->in->n_demands; d++) {
        int g = brute_group_of(c, by, d);
        if (!c->live[d] || c->room[c->in->demand[d].line] <= 0)
            continue;
        got[g] += c->own[d] + at->loan[d];
        asked[g] += c->in->demand[d].quantity;
    }
    for (int g = 0; g < IN_UNITS; g++)
        if (asked[g] && got[g] * worst.bottom < worst.top * asked[g])
            worst = (brute_value){(brute_wide)got[g] * ONE / asked[g], got[g], asked[g]};
    return worst;
}

brute_wide brute_value_of(const brute_case *c, const brute_point *at, int goal)
{
    const instance *in = c->in;
    brute_wide sum = 0;
    for (int d = 0; d < in->n_demands; d++) {
        int64_t loan = at->loan[d], was = in->was_loan[d];
        if (goal == GOAL_STATUTORY && in->demand[d].klass == CLASS_STATUTORY)
            sum += weigh(c, ONE) * (c->need[d] - loan);
        else if (goal == GOAL_NEED)
            sum += need_of(c, d, loan);
        else if (goal == GOAL_TOUCHED)
            sum += loan > 0 ? ONE : 0;
        else if (goal == GOAL_STABILITY)
            sum += (brute_wide)ONE * (loan > was ? loan - was : was - loan);
    }
    for (int l = 0; l < in->n_lines; l++) {
        int64_t deposit = at->deposit[l], was = in->was_deposit[l];
        int64_t saturation = c->saturation[in->line[l].unit];
        if (goal == GOAL_BURDEN)
            sum += weigh(c, saturation < 0 ? ONE : saturation) * deposit;
        else if (goal == GOAL_TOUCHED)
            sum += deposit > 0 ? ONE : 0;
        else if (goal == GOAL_STABILITY)
            sum += (brute_wide)ONE * (deposit > was ? deposit - was : was - deposit);
    }
    for (int l = 0; l < in->n_lines && goal == GOAL_OVERSTAFFED; l++)
        sum += (brute_wide)ONE * c->over[l];
    for (int k = 0; k < c->n_pairs && goal == GOAL_OVERSTAFFED; k++)
        sum -= (brute_wide)ONE * at->move[k];
    for (int a = 0; a < c->n_arcs; a++) {
        bool same = c->pool[c->arc_from[a]].category == c->pool[c->arc_to[a]].category;
        if (goal == (same ? GOAL_TRANSFERS : GOAL_CONVERSIONS))
            sum += weigh(c, ONE) * at->arc[a];
    }
    return sum;
}

const char *brute_check(const brute_case *c, const brute_point *at, brute_value *values)
{
    const char *broken = check_lines(c, at);
    if (!broken)
        broken = check_pools(c, at);
    if (!broken)
        broken = check_sums(c, at);
    if (!broken)
        broken = draws_broken(c, at);
    for (int t = 0; t < c->n_tiers; t++)
        if (c->tier[t].goal == GOAL_FAIR)
            values[t] = fair_of(c, at, c->tier[t].by);
        else
            values[t] = (brute_value){brute_value_of(c, at, c->tier[t].goal), 0, 0};
    return broken;
}

/* > 0: a is better than b for the tier. */
static int better(const in_tier *tier, brute_value a, brute_value b)
{
    brute_wide x = a.value, y = b.value;
    if (tier->goal == GOAL_FAIR) {
        x = (brute_wide)a.top * b.bottom;
        y = (brute_wide)b.top * a.bottom;
    }
    int more = (x > y) - (x < y);
    return tier->goal == GOAL_NEED || tier->goal == GOAL_FAIR ? more : -more;
}

/* Whether `is` keeps the tier's optimum within its concession. */
static bool keeps(const in_tier *tier, brute_value optimum, brute_value is)
{
    brute_wide loss = is.value - optimum.value, size = optimum.value;
    if (tier->goal == GOAL_FAIR || tier->concede == 0)
        return better(tier, is, optimum) >= 0;
    return (loss < 0 ? -loss : loss) * ONE <= tier->concede * (size < 0 ? -size : size) ||
           better(tier, is, optimum) >= 0;
}

typedef struct found {
    const in_tier *tier;
    int n_tiers;
    brute_value *values; /* n_tiers a point */
    size_t count, capacity;
} found;

static void keep_point(found *f, const brute_value *values)
{
    size_t n = (size_t)f->n_tiers;
    if (f->count == f->capacity) {
        f->capacity = f->capacity ? f->capacity * 2 : 256;
        f->values = realloc(f->values, f->capacity * n * sizeof *values);
        if (!f->values)
            abort();
    }
    memcpy(f->values + f->count++ * n, values, n * sizeof *values);
}

static brute_value best_of(const found *f, int t)
{
    size_t n = (size_t)f->n_tiers;
    brute_value best = f->values[t];
    for (size_t i = 1; i < f->count; i++)
        if (better(&f->tier[t], f->values[i * n + (size_t)t], best) > 0)
            best = f->values[i * n + (size_t)t];
    return best;
}

static void narrow(found *f, int t, brute_value optimum, int64_t concede)
{
    size_t n = (size_t)f->n_tiers, left = 0;
    in_tier tier = f->tier[t];
    tier.concede = concede;
    for (size_t i = 0; i < f->count; i++)
        if (keeps(&tier, optimum, f->values[i * n + (size_t)t])) {
            memmove(f->values + left * n, f->values + i * n, n * sizeof *f->values);
            left++;
        }
    f->count = left;
}

void brute_rank(const in_tier *tier, int n_tiers, brute_value *values, size_t count,
                brute_value *value, brute_value *final)
{
    found f = {.tier = tier, .n_tiers = n_tiers, .values = values, .count = count};
    for (int t = 0; t < n_tiers; t++) {
        value[t] = best_of(&f, t);
        narrow(&f, t, value[t], tier[t].concede);
    }
    for (int t = 0; t < n_tiers; t++) {
        final[t] = best_of(&f, t);
        narrow(&f, t, final[t], 0);
    }
}

/* Next allocation; false when all were seen. */
bool brute_next(const brute_case *c, brute_point *at)
{
    const instance *in = c->in;
    for (int l = 0; l < in->n_lines; l++) {
        bool fixed = in->s.release && in->s.all_eligible;
        if (!fixed && at->deposit[l] < c->supply[l])
            return at->deposit[l]++, true;
        at->deposit[l] = fixed ? c->most[l] : 0;
    }
    for (int d = 0; d < in->n_demands; d++) {
        if (c->live[d] && at->loan[d] < c->need[d])
            return at->loan[d]++, true;
        at->loan[d] = 0;
    }
    for (int a = 0; a < c->n_arcs; a++) {
        if (at->arc[a] < c->arc[a].count)
            return at->arc[a]++, true;
        at->arc[a] = 0;
    }
    for (int k = 0; k < c->n_pairs; k++) {
        if (at->move[k] < c->pair[k].most)
            return at->move[k]++, true;
        at->move[k] = 0;
    }
    return false;
}

bool brute_too_many(const brute_case *c, int64_t most)
{
    int64_t points = 1;
    for (int l = 0; l < c->in->n_lines && points <= most; l++)
        points *= c->in->s.release && c->in->s.all_eligible ? 1 : c->supply[l] + 1;
    for (int d = 0; d < c->in->n_demands && points <= most; d++)
        points *= c->live[d] ? c->need[d] + 1 : 1;
    for (int a = 0; a < c->n_arcs && points <= most; a++)
        points *= c->arc[a].count + 1;
    for (int k = 0; k < c->n_pairs && points <= most; k++)
        points *= c->pair[k].most + 1;
    return points > most;
}

brute_status brute_solve(const brute_case *c, int64_t most_points, brute_value *value,
                         brute_value *final)
{
    found f = {.tier = c->tier, .n_tiers = c->n_tiers};
    brute_point at = {0};
    brute_value values[IN_TIERS];
    if (brute_too_many(c, most_points))
        return BRUTE_TOO_LARGE;
    for (int l = 0; l < c->in->n_lines && c->in->s.release && c->in->s.all_eligible; l++)
        at.deposit[l] = c->most[l];
    do
        if (!brute_check(c, &at, values))
            keep_point(&f, values);
    while (brute_next(c, &at));
    if (!f.count)
        return BRUTE_INFEASIBLE;
    brute_rank(c->tier, c->n_tiers, f.values, f.count, value, final);
    free(f.values);
    return BRUTE_OPTIMAL;
}
