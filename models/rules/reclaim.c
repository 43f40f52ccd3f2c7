/* Reclaim: ownership of the oldest vacancies moves to the pool's own reserve. */
#include "models/lots.h"
#include "models/rules/idle.h"
#include "models/say.h"

extern const int tp_rule_at_reclaim;

typedef struct reclaim_params {
    struct {
        bool present;
        int64_t min_months;
        tp_dec share;
        tp_where where;
    } reclaim;
} reclaim_params;

#define IN_RECLAIM(field)                                                                          \
    (offsetof(reclaim_params, reclaim.field) - offsetof(reclaim_params, reclaim))

static const tp_key reclaim_keys[] = {
    {.type = TP_T_PRESENT, .offset = IN_RECLAIM(present)},
    {.name = "min_months",
     .title = {"最短空置月数", "least months vacant"},
     .type = TP_T_INT,
     .offset = IN_RECLAIM(min_months),
     .fallback = "0",
     .least = 0,
     .most = 12000,
     .doc = {"空编满多少个月可硬性收储。", "Only vacancies at least this old are reclaimed."}},
    {.name = "share",
     .title = {"比例", "share"},
     .type = TP_T_DEC,
     .offset = IN_RECLAIM(share),
     .fallback = "1",
     .least = 0,
     .most = TP_DEC_ONE,
     .doc = {"其中收储的比例，向下取整。", "Share of them that is reclaimed, rounded down."}},
    {.name = "where",
     .title = {"范围", "where"},
     .type = TP_T_STRUCT,
     .offset = IN_RECLAIM(where),
     .of = &tp_where_line_schema,
     .doc = {"适用范围，默认全部。", "Which lines; all if absent."}},
};
static const tp_schema reclaim_schema = {
    .name = "reclaim", TP_KEYS(reclaim_keys), .size = sizeof((reclaim_params *)0)->reclaim};
static const tp_key keys[] = {
    {.name = "reclaim",
     .title = {"硬性收储", "reclaim"},
     .type = TP_T_STRUCT,
     .offset = offsetof(reclaim_params, reclaim),
     .of = &reclaim_schema,
     .doc = {"硬性收储：所有权转入周转池；不写则不收储。",
             "Ownership of long vacancies moves to the pool; off unless present."}},
};
extern const tp_schema tp_schema_reclaim;
const tp_schema tp_schema_reclaim = {
    .name = "reclaim.rule", TP_KEYS(keys), .size = sizeof(reclaim_params)};

typedef struct reclaim_state {
    tp_filter *filter;
    const tp_idle_params *idle;
} reclaim_state;

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const reclaim_params *p = tp_binding_params(b, self);
    if (!p->reclaim.present)
        return TP_OK;
    reclaim_state *state = tp_arena_alloc(b->arena, sizeof *state);
    if (!state)
        return tp_fail_nomem(err);
    state->idle = tp_idle_params_of(b);
    b->state[self] = state;
    return tp_filter_create(&state->filter, b->arena, &p->reclaim.where, b->data, b->as_of, diags,
                            err);
}

/* Protected, excluded, not poolable: other rules say so by their `shields` hook. */
static bool reclaimable(const tp_binding *b, const reclaim_state *state, int32_t line)
{
    const tp_line *l = &b->data->lines[line];
    if (l->borrowed > 0 || l->demands > 0 || !tp_filter_line(state->filter, line))
        return false;
    for (int r = 0; r < tp_n_rules; r++)
        if (tp_rules[r]->shields && tp_rules[r]->shields(b, r, line))
            return false;
    return true;
}

static int64_t reclaim(const tp_case *c, int self, int32_t line)
{
    const reclaim_state *state = c->bind->state[self];
    const tp_position *at = &c->line[line];
    if (!state || at->vacant == 0 || !reclaimable(c->bind, state, line))
        return 0;
    const reclaim_params *p = tp_binding_params(c->bind, self);
    tp_lots_query query = {.line = line,
                           .vacant = at->vacant,
                           .unknown_age = state->idle->idle.unknown_age_months,
                           .months = p->reclaim.min_months};
    return tp_share_floor(p->reclaim.share, tp_lots_aged(c->data, c->as_of, &query));
}

static const tp_words wrong_count = {"硬性收储 {0}，应为 {1}", "{0} reclaimed, should be {1}"};

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    const reclaim_params *p = tp_binding_params(m->bind, self);
    const reclaim_state *state = m->bind->state[self];
    for (int32_t l = 0; l < m->data->n_lines; l++) {
        int64_t want = 0, got = m->answer->reclaimed[l];
        if (state && reclaimable(m->bind, state, l))
            want = tp_share_floor(
                p->reclaim.share,
                tp_measure_aged(m, l, p->reclaim.min_months, state->idle->idle.unknown_age_months));
        if (got == want)
            continue;
        const char *args[] = {tp_say_int(m->arena, got), tp_say_int(m->arena, want)};
        tp_status status =
            tp_finding_add(out, (tp_finding){.rule = "reclaim", .line = l, .demand = TP_ID_NONE},
                           &wrong_count, 2, args, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

static int64_t share_reclaimed(const tp_case *c, int self, int32_t index)
{
    (void)index;
    const reclaim_params *p = tp_binding_params(c->bind, self);
    return p->reclaim.present ? p->reclaim.share : 0;
}

int64_t tp_reclaim_months(const tp_binding *b)
{
    const reclaim_params *p = tp_binding_params(b, tp_rule_at_reclaim);
    return p->reclaim.present ? p->reclaim.min_months : 0;
}

/* Slots old enough; 0 where nothing is reclaimed, nor after the first period. */
static int64_t aged(const tp_case *c, int self, int32_t line)
{
    const reclaim_state *state = c->bind->state[self];
    const reclaim_params *p = tp_binding_params(c->bind, self);
    if (c->period || !state || !reclaimable(c->bind, state, line))
        return 0;
    tp_lots_query query = {.line = line,
                           .vacant = c->line[line].vacant + c->line[line].reclaimed,
                           .unknown_age = state->idle->idle.unknown_age_months,
                           .months = p->reclaim.min_months};
    return query.vacant ? tp_lots_aged(c->data, c->as_of, &query) : 0;
}

static const tp_mod_figure figures[] = {
    {"reclaim_share", TP_MOD_ONE, share_reclaimed}, {"aged", TP_MOD_LINES, aged}, {0}};

extern const tp_rule tp_rule_reclaim;
const tp_rule tp_rule_reclaim = {
    .id = "reclaim",
    .name = {"硬性收储", "reclaim"},
    .doc = {"最久的空编连同所有权收归周转池自有储备。",
            "The oldest vacancies move, with their ownership, to the pool's own reserve."},
    .source = "models/README.md, 1 The position of a line",
    .schema = &tp_schema_reclaim,
    .first_period = true,
    .prepare = prepare,
    .reclaim = reclaim,
    .figures = figures,
    .measure = measure,
};
