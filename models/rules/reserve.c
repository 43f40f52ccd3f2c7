/* Each pool keeps a reserve: a count, and a share of what it holds of its own. */
#include "models/rules/reserve.h"

#include "models/name.h"
#include "models/rules/knobs.h"
#include "models/rules/pools.h"
#include "models/say.h"

extern const int tp_rule_at_reserve;

enum { BY_COUNT, BY_SHARE };

typedef struct reserve_params {
    struct {
        tp_dec share;
        int64_t count;
    } reserve;
} reserve_params;

#define IN_RESERVE(field)                                                                          \
    (offsetof(reserve_params, reserve.field) - offsetof(reserve_params, reserve))
static const tp_key inner_keys[] = {
    {.name = "share",
     .title = {"比例", "share"},
     .type = TP_T_DEC,
     .offset = IN_RESERVE(share),
     .fallback = "0",
     .least = 0,
     .most = TP_DEC_ONE,
     .doc = {"期末余额不少于（期初＋存入）的这一比例。",
             "Keep at least this share of opening balance and deposits."}},
    {.name = "count",
     .title = {"数量", "count"},
     .type = TP_T_INT,
     .offset = IN_RESERVE(count),
     .fallback = "0",
     .least = 0,
     .most = 1000 * TP_COUNT_MAX,
     .doc = {"期末余额不少于此数；池内凑不足的，凑到多少算多少。",
             "Keep at least this many; a pool that cannot reach it keeps all it can."}},
};
static const tp_schema inner_schema = {
    .name = "reserve", TP_KEYS(inner_keys), .size = sizeof((reserve_params *)0)->reserve};
static const tp_key keys[] = {
    {.name = "reserve",
     .title = {"周转储备", "reserve"},
     .type = TP_T_STRUCT,
     .offset = 0,
     .of = &inner_schema,
     .doc = {"每个周转池必须保留的储备。", "What each pool must keep."}},
};
extern const tp_schema tp_schema_reserve;
const tp_schema tp_schema_reserve = {
    .name = "reserve.rule", TP_KEYS(keys), .size = sizeof(reserve_params)};

static const reserve_params *params_of(const tp_binding *b)
{
    return tp_binding_params(b, tp_rule_at_reserve);
}

int64_t tp_reserve_count(const tp_binding *b)
{
    return params_of(b)->reserve.count;
}

tp_dec tp_reserve_share(const tp_binding *b)
{
    return params_of(b)->reserve.share;
}

static tp_status derive(tp_case *c, int self, tp_err *err)
{
    (void)err;
    const reserve_params *p = tp_binding_params(c->bind, self);
    for (int32_t i = 0; i < c->n_pools; i++) {
        int64_t count = p->reserve.count, reach = c->pools[i].reach;
        c->pools[i].floor = count < reach ? count : reach;
    }
    return TP_OK;
}

/* share × (opening + Σ D) <= s, in millionths. */
static tp_status emit_share(tp_case *c, int self, tp_program *program, int32_t p, tp_err *err)
{
    tp_dec share = tp_reserve_share(c->bind);
    int32_t from = c->pool_start[p], to = c->pool_start[p + 1];
    tp_entry *entries = tp_arena_array(c->arena, (size_t)(to - from) + 1, sizeof *entries);
    if (!entries)
        return tp_fail_nomem(err);
    int64_t n = 0;
    for (int32_t i = from; i < to; i++) {
        int32_t col = c->line[c->pool_line[i]].deposit_col;
        if (col >= 0)
            entries[n++] = (tp_entry){col, -share};
    }
    entries[n++] = (tp_entry){c->pools[p].closing_col, TP_DEC_ONE};
    int64_t least;
    if (__builtin_mul_overflow(share, c->pools[p].opening, &least))
        return tp_fail(err, TP_E_OVERFLOW, "reserve share of the opening balance");
    tp_origin origin = {.maker = (int16_t)self, .role = BY_SHARE, .subject = p};
    return tp_program_row(program, least, TP_INF, origin, entries, n) < 0 ? tp_fail_nomem(err)
                                                                          : TP_OK;
}

static tp_status emit(tp_case *c, int self, tp_program *program, tp_err *err)
{
    for (int32_t p = 0; p < c->n_pools; p++) {
        tp_entry closing = {c->pools[p].closing_col, 1};
        tp_origin origin = {.maker = (int16_t)self, .role = BY_COUNT, .subject = p};
        if (c->pools[p].floor > 0 &&
            tp_program_row(program, c->pools[p].floor, TP_INF, origin, &closing, 1) < 0)
            return tp_fail_nomem(err);
        if (tp_reserve_share(c->bind) == 0)
            continue;
        tp_status status = emit_share(c, self, program, p, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

static const tp_words keeps_count = {"周转池 {0} {1} {2}：储备不少于 {3}",
                                     "pool {0} {1} {2}: reserve of at least {3}"};
static const tp_words keeps_share = {"周转池 {0} {1} {2}：储备不少于（期初＋存入）的 {3}",
                                     "pool {0} {1} {2}: reserve of at least {3} of its own slots"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    (void)row;
    const tp_origin *origin = &program->row_origin[index];
    const tp_pool *pool = &c->pools[origin->subject];
    bool share = origin->role == BY_SHARE;
    out->category = pool->category;
    out->item = pool->scope;
    out->pos = tp_scenario_pos(c->scenario, share ? "reserve.share" : "reserve.count");
    out->name =
        tp_name_make(arena, share ? "reserve_share" : "reserve_count", out, origin->subject);
    out->words = share ? TP_SAY(arena, keeps_share, pool->scope, pool->category, pool->ring,
                                tp_say_dec(arena, tp_reserve_share(c->bind)))
                       : TP_SAY(arena, keeps_count, pool->scope, pool->category, pool->ring,
                                tp_say_int(arena, pool->floor));
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static const tp_words below = {"周转池 {0} {1} {2}：期末余额 {3}，储备应不少于 {4}",
                               "pool {0} {1} {2}: closing balance {3}, the reserve is {4}"};

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    const reserve_params *p = tp_binding_params(m->bind, self);
    tp_pools_measured got;
    tp_status status = tp_pools_figures(&got, m, err);
    for (size_t i = 0; i < m->answer->n_pools && status == TP_OK; i++) {
        const tp_pool_figures *f = &got.pools[i];
        int64_t closing = tp_pool_figures_closing(f);
        int64_t least = p->reserve.count < f->reach ? p->reserve.count : f->reach;
        int64_t share = tp_share_ceil(p->reserve.share, f->opening + f->deposits);
        if (share > least)
            least = share;
        if (closing >= least)
            continue;
        const tp_pool_result *at = &m->answer->pools[i];
        const char *args[] = {at->scope, at->category, at->ring, tp_say_int(m->arena, closing),
                              tp_say_int(m->arena, least)};
        status = tp_finding_add(
            out, (tp_finding){.rule = "reserve", .line = TP_ID_NONE, .demand = TP_ID_NONE}, &below,
            5, args, err);
    }
    return status;
}

static const tp_words w_reserve_count = {"周转储备的个数", "the reserve each pool keeps"};
static const tp_words w_reserve_share = {"周转储备的比例", "the share each pool keeps as reserve"};

static void knobs(tp_knob_finder *f)
{
    tp_knob_stated(f, "reserve.share",
                   (tp_knob){.kind = TP_KNOB_RESERVE_SHARE,
                             .share = true,
                             .most = TP_DEC_ONE,
                             .name = w_reserve_share});
    tp_knob_stated(
        f, "reserve.count",
        (tp_knob){.kind = TP_KNOB_RESERVE_COUNT, .most = TP_KNOB_MOST, .name = w_reserve_count});
}

/* ---- how its rows give way ---- */

/* s >= min(count, H): where H is the lower, the count must first fall to H before it gives way. */
static bool ease_count(tp_easing *e, int32_t pool)
{
    int64_t count = tp_reserve_count(e->c->bind), floor = e->c->pools[pool].floor;
    if (e->falls < 0)
        return true;
    if (count == floor) {
        e->entries[e->n++] = (tp_entry){e->falls, 1};
        return true;
    }
    int32_t used = e->column(e, floor), gives = e->column(e, 1);
    if (used < 0 || gives < 0)
        return false;
    e->entries[e->n++] = (tp_entry){used, 1};
    const tp_entry only[] = {{used, 1}, {gives, -floor}};
    const tp_entry first[] = {{e->falls, 1}, {used, -1}, {gives, floor - count}};
    return e->tie(e, -TP_INF, 0, only, 2) && e->tie(e, 0, TP_INF, first, 3);
}

static bool eases(tp_easing *e)
{
    const tp_program *p = e->c->program;
    const tp_origin *origin = &p->row_origin[e->row];
    if (origin->role == BY_COUNT)
        return ease_count(e, origin->subject);
    int32_t closing = e->c->pools[origin->subject].closing_col;
    int64_t scale = 1;
    for (int64_t k = 0; k < e->n; k++)
        if (e->entries[k].col == closing)
            scale = e->entries[k].coef;
    return e->slack(e, TP_KNOB_RESERVE_SHARE, 0, e->widest(e, p->row_lo[e->row]) / scale + 1, scale,
                    -1);
}

/* Down to the share that the pool keeps. */
static void settles(tp_settling *s)
{
    const tp_case *c = s->c;
    int32_t pool = c->program->row_origin[s->row].subject;
    tp_wide own = c->pools[pool].opening, left = s->x[c->pools[pool].closing_col];
    for (int32_t i = c->pool_start[pool]; i < c->pool_start[pool + 1]; i++) {
        int32_t col = c->line[c->pool_line[i]].deposit_col;
        own += col >= 0 ? s->x[col] : 0;
    }
    s->move(s, s->kind, 0, own > 0 ? (int64_t)tp_floor_div(left * TP_DEC_ONE, own) : 0);
}

/* The count a slot at a time; the share down to what the pool would keep with so many fewer. */
static tp_status levers(tp_levering *l)
{
    tp_status status = l->turn(l, TP_KNOB_RESERVE_COUNT, 0, -1, -1);
    int64_t left = l->closing - l->want;
    tp_wide share = l->own > 0 && left > 0 ? tp_floor_div((tp_wide)left * TP_DEC_ONE, l->own) : 0;
    return status == TP_OK ? l->turn(l, TP_KNOB_RESERVE_SHARE, 0, -1, (int64_t)share) : status;
}

static int64_t stated_count(const tp_case *c, int self, int32_t index)
{
    (void)self, (void)index;
    return tp_reserve_count(c->bind);
}

static int64_t stated_share(const tp_case *c, int self, int32_t index)
{
    (void)self, (void)index;
    return tp_reserve_share(c->bind);
}

static const tp_mod_figure figures[] = {
    {"reserve_count", TP_MOD_ONE, stated_count}, {"reserve_share", TP_MOD_ONE, stated_share}, {0}};

extern const tp_rule tp_rule_reserve;
const tp_rule tp_rule_reserve = {
    .id = "reserve",
    .name = {"周转储备", "reserve"},
    .doc = {"每个周转池保留一定储备，为此可以不投放、也可以多收储。",
            "Each pool keeps a reserve; deposits are called in to fill it."},
    .source = "models/README.md, 6 Pools",
    .schema = &tp_schema_reserve,
    .derive = derive,
    .relaxable = true,
    .emit = emit,
    .label = label,
    .measure = measure,
    .knobs = knobs,
    .ease = TP_EASE_OWN,
    .knob_falls = TP_KNOB_RESERVE_COUNT,
    .eases = eases,
    .settles = settles,
    .levers = levers,
    .figures = figures,
};
