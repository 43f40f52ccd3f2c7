#include "models/backing.h"

#include "models/rules/filing.h"

/* Lines of one pool that give or get, with what is left to match: in canonical order, as everything
 * that is decided, so that the same facts in another row order are backed by the same slots. */
typedef struct party {
    int32_t line;
    int64_t left;
    int32_t next; /* depositors: the next of the same key */
} party;

typedef enum stage { SAME_FILING, SAME_PARENT, SAME_SYSTEM, REST, STAGES } stage;

typedef struct matcher {
    tp_result *answer;
    const tp_case *c;
    tp_arena *arena;
    size_t capacity;
    party *givers, *takers; /* of all pools, grouped by pool */
    int32_t *giver_start, *taker_start;
    int32_t *head; /* [keys + 1] first depositor of a key, -1: none */
    bool filing;   /* what can be filed comes first */
} matcher;

static int32_t key_of(const matcher *m, int32_t line, stage s)
{
    const tp_unit *u = &m->c->data->units[m->c->data->lines[line].unit];
    return s == SAME_FILING   ? tp_filing_of_line(m->c->bind, line)
           : s == SAME_PARENT ? u->parent
           : s == SAME_SYSTEM ? u->system
                              : 0;
}

static bool add(matcher *m, int32_t from, int32_t to, int64_t count)
{
    tp_result *a = m->answer;
    if (!tp_arena_grow(m->arena, &a->backing, &m->capacity, a->n_backing, 1))
        return false;
    const tp_line *lines = m->c->data->lines;
    a->backing[a->n_backing++] =
        (tp_backing){.from = from == TP_ID_NONE ? TP_ID_NONE : lines[from].unit,
                     .to = lines[to].unit,
                     .category = lines[to].category,
                     .count = count};
    return true;
}

/* Chains the depositors of a pool by key; head must be all -1. */
static void chain(matcher *m, int32_t pool, stage s)
{
    for (int32_t g = m->giver_start[pool + 1] - 1; g >= m->giver_start[pool]; g--) {
        int32_t key = key_of(m, m->givers[g].line, s);
        if (key == TP_ID_NONE || m->givers[g].left == 0)
            continue;
        m->givers[g].next = m->head[key];
        m->head[key] = g;
    }
}

static void unchain(matcher *m, int32_t pool, stage s)
{
    for (int32_t g = m->giver_start[pool]; g < m->giver_start[pool + 1]; g++) {
        int32_t key = key_of(m, m->givers[g].line, s);
        if (key != TP_ID_NONE)
            m->head[key] = -1;
    }
}

static bool match_stage(matcher *m, int32_t pool, stage s)
{
    chain(m, pool, s);
    for (int32_t t = m->taker_start[pool]; t < m->taker_start[pool + 1]; t++) {
        party *taker = &m->takers[t];
        int32_t key = key_of(m, taker->line, s);
        while (key != TP_ID_NONE && taker->left > 0 && m->head[key] >= 0) {
            party *giver = &m->givers[m->head[key]];
            int64_t count = giver->left < taker->left ? giver->left : taker->left;
            if (!add(m, giver->line, taker->line, count))
                return false;
            giver->left -= count;
            taker->left -= count;
            if (giver->left == 0)
                m->head[key] = giver->next;
        }
    }
    unchain(m, pool, s);
    return true;
}

static bool match_pool(matcher *m, int32_t pool)
{
    for (stage s = m->filing ? SAME_FILING : SAME_PARENT; s < STAGES; s++)
        if (!match_stage(m, pool, s))
            return false;
    for (int32_t t = m->taker_start[pool]; t < m->taker_start[pool + 1]; t++)
        if (m->takers[t].left > 0 && !add(m, TP_ID_NONE, m->takers[t].line, m->takers[t].left))
            return false;
    return true;
}

/* Counts, then places: lines in canonical order, grouped by pool. */
static tp_status gather(matcher *m, tp_err *err)
{
    const tp_case *c = m->c;
    const int64_t *deposit = m->answer->deposit;
    size_t pools = (size_t)c->n_pools + 2;
    int64_t *lent = tp_arena_array(m->arena, (size_t)c->data->n_lines + 1, sizeof *lent);
    m->giver_start = tp_arena_array(m->arena, pools, sizeof *m->giver_start);
    m->taker_start = tp_arena_array(m->arena, pools, sizeof *m->taker_start);
    m->givers = tp_arena_array(m->arena, (size_t)c->data->n_lines + 1, sizeof *m->givers);
    m->takers = tp_arena_array(m->arena, (size_t)c->data->n_lines + 1, sizeof *m->takers);
    if (!m->giver_start || !m->taker_start || !m->givers || !m->takers || !lent)
        return tp_fail_nomem(err);
    for (int32_t d = 0; d < c->data->n_demands; d++)
        lent[c->data->demands[d].line] += m->answer->loan[d];
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        m->giver_start[c->line[l].pool + 2] += deposit[l] > 0;
        m->taker_start[c->line[l].pool + 2] += lent[l] > 0;
    }
    for (int32_t p = 2; p <= c->n_pools; p++) {
        m->giver_start[p] += m->giver_start[p - 1];
        m->taker_start[p] += m->taker_start[p - 1];
    }
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        int32_t p = c->line[l].pool;
        if (deposit[l] > 0)
            m->givers[m->giver_start[p + 1]++] = (party){.line = l, .left = deposit[l]};
        if (lent[l] > 0)
            m->takers[m->taker_start[p + 1]++] = (party){.line = l, .left = lent[l]};
    }
    return TP_OK;
}

tp_status tp_backing_match(tp_result *answer, const tp_case *c, tp_arena *arena, tp_err *err)
{
    matcher m = {.answer = answer, .c = c, .arena = arena};
    tp_status status = gather(&m, err);
    if (status != TP_OK)
        return status;
    int32_t names = tp_ids_count(c->data->names);
    int32_t keys = (c->data->n_units > names ? c->data->n_units : names) + 1;
    int32_t filings = (int32_t)tp_filings_stated(c->bind)->count;
    keys = keys > filings ? keys : filings;
    m.filing = filings > 0;
    m.head = tp_arena_array(arena, (size_t)keys, sizeof *m.head);
    if (!m.head)
        return tp_fail_nomem(err);
    for (int32_t k = 0; k < keys; k++)
        m.head[k] = -1;
    for (int32_t p = 0; p < c->n_pools; p++)
        if (!match_pool(&m, p))
            return tp_fail_nomem(err);
    return TP_OK;
}
