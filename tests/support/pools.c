#include "pools.h"

#include <string.h>

uint64_t pools_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int64_t pools_between(uint64_t *state, int64_t lo, int64_t hi)
{
    return lo + (int64_t)(pools_random(state) % (uint64_t)(hi - lo + 1));
}

typedef struct maker {
    const pools_spec *s;
    uint64_t random;
    tp_program *p;
    tp_arena *arena;
    int32_t *closing, *deposit, *deposit_pool, *loan[2], *loan_pool, *loan_line, *arc, *from, *to;
    int64_t *opening, *quantity, *own;
    int32_t *touch_of; /* switch column by deposit then demand, -1 none */
    int pools;
} maker;

static const tp_origin nobody = {.maker = -1};

static void *zeroed(maker *m, int n, size_t size)
{
    return tp_arena_array(m->arena, (size_t)n + 1, size);
}

static void columns(maker *m)
{
    const pools_spec *s = m->s;
    m->pools = s->scopes;
    m->closing = zeroed(m, m->pools, sizeof(int32_t));
    m->opening = zeroed(m, m->pools, sizeof(int64_t));
    m->deposit = zeroed(m, s->lines, sizeof(int32_t));
    m->deposit_pool = zeroed(m, s->lines, sizeof(int32_t));
    m->loan[0] = zeroed(m, s->demands, sizeof(int32_t));
    m->loan[1] = zeroed(m, s->demands, sizeof(int32_t));
    m->loan_pool = zeroed(m, s->demands, sizeof(int32_t));
    m->quantity = zeroed(m, s->demands, sizeof(int64_t));
    m->own = zeroed(m, s->demands, sizeof(int64_t));
    m->arc = zeroed(m, s->transfers, sizeof(int32_t));
    m->from = zeroed(m, s->transfers, sizeof(int32_t));
    m->to = zeroed(m, s->transfers, sizeof(int32_t));
    for (int l = 0; l < s->lines; l++) {
        m->deposit_pool[l] = (int32_t)pools_between(&m->random, 0, m->pools - 1);
        m->deposit[l] = tp_program_col(m->p, 0, pools_between(&m->random, 0, s->most), nobody);
    }
    for (int d = 0; d < s->demands; d++) {
        m->quantity[d] = pools_between(&m->random, 1, s->most + 1);
        m->own[d] = pools_between(&m->random, 0, m->quantity[d] / 3);
        int64_t need = m->quantity[d] - m->own[d], first = (need + 1) / 2;
        m->loan_pool[d] = (int32_t)pools_between(&m->random, 0, m->pools - 1);
        m->loan[0][d] = tp_program_col(m->p, 0, first, nobody);
        m->loan[1][d] = tp_program_col(m->p, 0, need - first, nobody);
    }
    for (int a = 0; a < s->transfers; a++) {
        m->from[a] = (int32_t)pools_between(&m->random, 0, m->pools - 1);
        m->to[a] = (int32_t)pools_between(&m->random, 0, m->pools - 1);
        m->arc[a] = tp_program_col(m->p, 0, pools_between(&m->random, 0, s->most), nobody);
    }
    for (int k = 0; k < m->pools; k++) {
        m->opening[k] = pools_between(&m->random, 0, s->most / 2);
        m->closing[k] = tp_program_col(
            m->p, 0, 10 + (int64_t)(s->lines + s->transfers) * (s->most + 1), nobody);
    }
}

static void pool_rows(maker *m)
{
    const pools_spec *s = m->s;
    tp_entry *e = zeroed(m, s->lines + 2 * s->demands + 2 * s->transfers + 1, sizeof *e);
    tp_entry *share = zeroed(m, s->lines + 1, sizeof *share);
    for (int k = 0; k < m->pools; k++) {
        int64_t n = 0, n_share = 0;
        e[n++] = (tp_entry){m->closing[k], 1};
        share[n_share++] = (tp_entry){m->closing[k], 1000000};
        for (int l = 0; l < s->lines; l++) {
            if (m->deposit_pool[l] != k)
                continue;
            e[n++] = (tp_entry){m->deposit[l], -1};
            share[n_share++] = (tp_entry){m->deposit[l], -100000};
        }
        for (int d = 0; d < s->demands; d++)
            for (int t = 0; t < 2 && m->loan_pool[d] == k; t++)
                e[n++] = (tp_entry){m->loan[t][d], 1};
        for (int a = 0; a < s->transfers; a++) {
            if (m->from[a] == k)
                e[n++] = (tp_entry){m->arc[a], 1};
            if (m->to[a] == k)
                e[n++] = (tp_entry){m->arc[a], -1};
        }
        tp_program_row(m->p, m->opening[k], m->opening[k], nobody, e, n);
        if (s->reserve_share)
            tp_program_row(m->p, 100000 * m->opening[k], TP_INF, nobody, share, n_share);
    }
}

static void loan_rows(maker *m)
{
    const pools_spec *s = m->s;
    for (int d = 0; d < s->demands; d++) {
        int64_t need = m->quantity[d] - m->own[d];
        tp_entry e[3] = {{m->loan[0][d], 1}, {m->loan[1][d], 1}, {0, 0}};
        if (pools_random(&m->random) % 3 == 0)
            tp_program_row(m->p, -TP_INF, pools_between(&m->random, need / 2, need), nobody, e, 2);
        int64_t minimum = pools_between(&m->random, 0, m->quantity[d]);
        if (s->minimum && pools_random(&m->random) % 3 == 0 && minimum > m->own[d] + 1) {
            e[2] = (tp_entry){tp_program_col(m->p, 0, 1, nobody), -need};
            tp_program_row(m->p, -TP_INF, 0, nobody, e, 3);
            e[2].coef = -(minimum - m->own[d]);
            tp_program_row(m->p, 0, TP_INF, nobody, e, 3);
        }
    }
}

static void side_rows(maker *m)
{
    const pools_spec *s = m->s;
    tp_entry *e = zeroed(m, s->lines + 2 * s->demands + 1, sizeof *e);
    for (int k = 0; k < s->limits; k++) {
        int64_t n = 0;
        for (int d = 0; d < s->demands; d++)
            for (int t = 0; t < 2 && (pools_random(&m->random) % 4 == 0 || t); t++)
                e[n++] = (tp_entry){m->loan[t][d], 1};
        for (int l = 0; l < s->lines; l++)
            if (pools_random(&m->random) % 4 == 0)
                e[n++] = (tp_entry){m->deposit[l], -1};
        tp_program_row(m->p, -TP_INF,
                       pools_between(&m->random, 0, (int64_t)s->most * s->demands / 8), nobody, e,
                       n);
    }
    for (int k = 0; k < s->shares; k++) {
        int64_t n = 0, share = pools_between(&m->random, 50, 400) * 1000;
        for (int d = 0; d < s->demands; d++) {
            bool matches = pools_random(&m->random) % 4 == 0;
            for (int t = 0; t < 2; t++)
                e[n++] = (tp_entry){m->loan[t][d], (matches ? 1000000 : 0) - share};
        }
        tp_program_row(m->p, 0, TP_INF, nobody, e, n);
    }
}

/* A column for the sum of all loans (deposits), and bounds on what each pool has of it. */
static void totals(maker *m, bool loans)
{
    const pools_spec *s = m->s;
    int count = loans ? s->demands : s->lines;
    tp_entry *e = zeroed(m, 2 * count + 1, sizeof *e);
    int64_t n = 0, most = 0;
    for (int i = 0; i < count; i++)
        for (int t = 0; t < (loans ? 2 : 1); t++)
            e[n++] = (tp_entry){loans ? m->loan[t][i] : m->deposit[i], 1};
    for (int64_t k = 0; k < n; k++)
        most += m->p->hi[e[k].col];
    int32_t total = tp_program_col(m->p, 0, most, nobody);
    e[n++] = (tp_entry){total, -1};
    tp_program_row(m->p, 0, 0, nobody, e, n);
    for (int k = 0; k < m->pools; k++) {
        bool least = pools_random(&m->random) % 3 == 0;
        int64_t share = pools_between(&m->random, least ? 5 : 35, least ? 40 : 80) * 10000;
        n = 0;
        for (int i = 0; i < count; i++)
            for (int t = 0; t < (loans ? 2 : 1); t++)
                if ((loans ? m->loan_pool[i] : m->deposit_pool[i]) == k)
                    e[n++] = (tp_entry){loans ? m->loan[t][i] : m->deposit[i], 1000000};
        e[n++] = (tp_entry){total, -share};
        tp_program_row(m->p, least ? 0 : -TP_INF, least ? TP_INF : 0, nobody, e, n);
    }
}

static int64_t *costs(maker *m)
{
    return zeroed(m, m->p->n_cols, sizeof(int64_t));
}

static void fair_tier(maker *m, tp_tier_spec *tier)
{
    const pools_spec *s = m->s;
    enum { GROUPS = 3 };
    tp_ratio_group *groups = zeroed(m, GROUPS, sizeof *groups);
    tp_entry *e = zeroed(m, 2 * s->demands, sizeof *e);
    size_t n_groups = 0;
    for (int g = 0; g < GROUPS; g++) {
        int64_t n = 0, base = 0, total = 0;
        for (int d = g; d < s->demands; d += GROUPS) {
            base += m->own[d];
            total += m->quantity[d];
            e[n++] = (tp_entry){m->loan[0][d], 1};
            e[n++] = (tp_entry){m->loan[1][d], 1};
        }
        if (total)
            groups[n_groups++] =
                (tp_ratio_group){tp_program_row(m->p, -TP_INF, TP_INF, nobody, e, n), base, total};
    }
    *tier = (tp_tier_spec){.goal = "fair",
                           .by = "system",
                           .kind = TP_TIER_RATIO,
                           .groups = groups,
                           .n_groups = n_groups};
}

static void tiers_of(maker *m, tp_tiers_task *task)
{
    const pools_spec *s = m->s;
    tp_tier_spec *tier = zeroed(m, 6, sizeof *tier);
    size_t n = 0;
    if (s->fair)
        fair_tier(m, &tier[n++]);
    int64_t *statutory = costs(m), *need = costs(m), *burden = costs(m), *moves = costs(m);
    static const int64_t weights[] = {3000000, 1200000, 1000000, 2000000, 1500000, 900000};
    for (int d = 0; d < s->demands; d++) {
        int64_t w = weights[pools_random(&m->random) % 6];
        need[m->loan[0][d]] = w;
        need[m->loan[1][d]] = w * 6 / 10;
        if (pools_random(&m->random) % 5 == 0)
            statutory[m->loan[0][d]] = statutory[m->loan[1][d]] = -1000000;
    }
    for (int l = 0; l < s->lines; l++)
        burden[m->deposit[l]] = pools_between(&m->random, 200000, 900000);
    for (int a = 0; a < s->transfers; a++)
        moves[m->arc[a]] = 1000000;
    tier[n++] = (tp_tier_spec){.goal = "statutory", .objective = {TP_MIN, 123000000, statutory}};
    tier[n++] = (tp_tier_spec){
        .goal = "need", .objective = {TP_MAX, 0, need}, .concede = s->concede ? 50000 : 0};
    tier[n++] = (tp_tier_spec){.goal = "burden", .objective = {TP_MIN, 0, burden}};
    tier[n++] = (tp_tier_spec){.goal = "transfers", .objective = {TP_MIN, 0, moves}};
    task->tiers = tier;
    task->n_tiers = n;
    int64_t *tie = costs(m);
    for (int d = 0; d < s->demands; d++)
        tie[m->loan[0][d]] = tie[m->loan[1][d]] = d - s->demands;
    task->tie_break = tie;
}

tp_tiers_task pools_make(const pools_spec *spec, tp_arena *arena)
{
    tp_tiers_task task = {0};
    maker m = {.s = spec, .random = spec->seed, .arena = arena};
    m.p = tp_program_create(arena);
    columns(&m);
    pool_rows(&m);
    loan_rows(&m);
    side_rows(&m);
    if (spec->totals > 0)
        totals(&m, true);
    if (spec->totals > 1)
        totals(&m, false);
    tiers_of(&m, &task);
    task.program = m.p;
    return task;
}
