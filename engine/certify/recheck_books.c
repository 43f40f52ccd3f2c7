/* Backing and the balance identity of an answer: what no single rule owns. */
#include "certify/recheck.h"
#include "models/rules/pools.h"
#include "models/say.h"

#include <string.h>

static const tp_words unknown_backing = {"支撑关系不在同一周转池内，或数量不为正",
                                         "backing crosses pools, or is not positive"};
static const tp_words wrong_backing = {"{0} 类别“{1}”：支撑合计 {2}，应为 {3}",
                                       "{0}, {1}: backing adds up to {2}, should be {3}"};
static const tp_words over_backing = {"{0} 类别“{1}”：支撑合计 {2}，超过存入 {3}",
                                      "{0}, {1}: backs {2}, deposits {3}"};
static const tp_words over_reserve = {"周转池 {0} {1}：自有储备支撑 {2}，只有 {3}",
                                      "pool {0} {1}: {2} backed by its reserve, which has {3}"};
static const tp_words unbalanced = {"类别“{0}”账目不平：{1}，应为 {2}",
                                    "category {0} does not balance: {1}, should be {2}"};

static const tp_finding about = {.rule = "backing", .line = TP_ID_NONE, .demand = TP_ID_NONE};

static int32_t line_of(const tp_dataset *data, int32_t unit, int32_t category)
{
    const tp_unit *u = &data->units[unit];
    for (int32_t i = 0; i < u->lines; i++)
        if (data->lines[u->first_line + i].category == category)
            return u->first_line + i;
    return TP_ID_NONE;
}

typedef struct sums {
    int64_t *to, *from; /* [n_lines] */
    int64_t *reserve;   /* [n_pools] */
} sums;

static tp_status add_up(const tp_measure *m, const tp_pools_measured *pools, sums *s,
                        tp_findings *out, tp_err *err)
{
    for (size_t i = 0; i < m->answer->n_backing; i++) {
        const tp_backing *b = &m->answer->backing[i];
        int32_t to = line_of(m->data, b->to, b->category);
        int32_t from = b->from == TP_ID_NONE ? to : line_of(m->data, b->from, b->category);
        bool known = to != TP_ID_NONE && from != TP_ID_NONE && b->count > 0 &&
                     pools->of_line[to] != TP_ID_NONE && pools->of_line[to] == pools->of_line[from];
        if (!known) {
            tp_status status = tp_finding_add(out, about, &unknown_backing, 0, NULL, err);
            if (status != TP_OK)
                return status;
            continue;
        }
        s->to[to] += b->count;
        if (b->from == TP_ID_NONE)
            s->reserve[pools->of_line[to]] += b->count;
        else
            s->from[from] += b->count;
    }
    return TP_OK;
}

static tp_status check_line(const tp_measure *m, const sums *s, int32_t l, tp_findings *out,
                            tp_err *err)
{
    const char *unit = m->data->units[m->data->lines[l].unit].code;
    const char *category = tp_dataset_name(m->data, m->data->lines[l].category);
    int64_t lent = tp_measure_lent(m, l), deposit = m->answer->deposit[l];
    if (s->to[l] != lent) {
        const char *args[] = {unit, category, tp_say_int(m->arena, s->to[l]),
                              tp_say_int(m->arena, lent)};
        return tp_finding_add(out, about, &wrong_backing, 4, args, err);
    }
    if (s->from[l] > deposit) {
        const char *args[] = {unit, category, tp_say_int(m->arena, s->from[l]),
                              tp_say_int(m->arena, deposit)};
        return tp_finding_add(out, about, &over_backing, 4, args, err);
    }
    return TP_OK;
}

/* Per category: Σ authorised + Σ pool-owned = Σ usage + Σ pool balances, where a pool owns its
 * opening balance less what its lines have lent plus what they have borrowed, and what is converted
 * into its category less what is converted out of it. */
static tp_status check_balance(const tp_measure *m, tp_findings *out, tp_err *err)
{
    size_t names = (size_t)tp_ids_count(m->data->names) + 1;
    tp_wide *owned = tp_arena_array(m->arena, names, sizeof *owned);
    tp_wide *used = tp_arena_array(m->arena, names, sizeof *used);
    if (!owned || !used)
        return tp_fail_nomem(err);
    for (int32_t l = 0; l < m->data->n_lines; l++) {
        const tp_line *at = &m->data->lines[l];
        owned[at->category] += tp_measure_authorised(m, l) - at->lent + at->borrowed;
        used[at->category] +=
            tp_measure_usage(m, l) + tp_measure_lent(m, l) - m->answer->deposit[l];
    }
    for (size_t p = 0; p < m->answer->n_pools; p++) {
        const tp_pool_result *at = &m->answer->pools[p];
        int32_t category = tp_ids_find(m->data->names, at->category, strlen(at->category));
        if (category == TP_ID_NONE)
            continue;
        owned[category] += at->opening + at->reclaimed + at->converted_in - at->converted_out;
        used[category] += at->closing;
    }
    for (size_t k = 0; k + 1 < names; k++) {
        if (owned[k] == used[k])
            continue;
        const char *args[] = {tp_dataset_name(m->data, (int32_t)k), tp_say_int(m->arena, used[k]),
                              tp_say_int(m->arena, owned[k])};
        tp_finding finding = {.rule = "balance", .line = TP_ID_NONE, .demand = TP_ID_NONE};
        tp_status status = tp_finding_add(out, finding, &unbalanced, 3, args, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

tp_status tp_recheck_backing(const tp_measure *m, tp_findings *out, tp_err *err)
{
    size_t lines = (size_t)m->data->n_lines + 1;
    sums s = {tp_arena_array(m->arena, lines, sizeof *s.to),
              tp_arena_array(m->arena, lines, sizeof *s.from),
              tp_arena_array(m->arena, m->answer->n_pools + 1, sizeof *s.reserve)};
    if (!s.to || !s.from || !s.reserve)
        return tp_fail_nomem(err);
    tp_pools_measured pools;
    tp_status status = tp_pools_figures(&pools, m, err);
    if (status == TP_OK)
        status = add_up(m, &pools, &s, out, err);
    /* Later periods are an outlook: nobody's slots are named for them. */
    for (int32_t l = 0; l < m->data->n_lines && status == TP_OK && m->period == 0; l++)
        status = check_line(m, &s, l, out, err);
    for (size_t p = 0; p < m->answer->n_pools && status == TP_OK; p++) {
        int64_t has = pools.pools[p].opening + pools.pools[p].in + pools.pools[p].converted_in;
        if (s.reserve[p] <= has)
            continue;
        const char *args[] = {m->answer->pools[p].scope, m->answer->pools[p].category,
                              tp_say_int(m->arena, s.reserve[p]), tp_say_int(m->arena, has)};
        status = tp_finding_add(out, about, &over_reserve, 4, args, err);
    }
    return status == TP_OK ? check_balance(m, out, err) : status;
}
