/* Part of a pool is for talent demands only; `required` of every pool is checked here as well. */
#include "models/rules/earmark.h"

#include "models/name.h"
#include "models/rules/knobs.h"
#include "models/rules/pools.h"
#include "models/rules/reserve.h"
#include "models/say.h"

#include <string.h>

extern const int tp_rule_at_earmark;

typedef struct earmark_params {
    tp_list earmark; /* tp_pool_entry */
} earmark_params;

static const tp_key keys[] = {
    {.name = "earmark",
     .title = {"人才专用", "earmark"},
     .type = TP_T_LIST,
     .offset = offsetof(earmark_params, earmark),
     .of = &tp_earmark_entry_schema,
     .doc = {"周转池中专供高层次人才（或 where 所列申请）的编制。",
             "Slots of a pool only talent demands (or those of where) may use."}},
};
extern const tp_schema tp_schema_earmark;
const tp_schema tp_schema_earmark = {
    .name = "earmark.rule", TP_KEYS(keys), .size = sizeof(earmark_params)};

const tp_list *tp_earmark_entries(const tp_binding *b)
{
    return &((const earmark_params *)tp_binding_params(b, tp_rule_at_earmark))->earmark;
}

int64_t tp_earmark_least(const tp_case *c, const tp_pool *pool)
{
    int64_t least = tp_reserve_count(c->bind) + pool->earmark;
    return least < pool->reach ? least : pool->reach;
}

int64_t tp_pool_required(const tp_case *c, const tp_pool *pool, int64_t own, int64_t talent)
{
    int64_t share = tp_share_ceil(tp_reserve_share(c->bind), own);
    return tp_larger(tp_larger(pool->floor, share), tp_earmark_least(c, pool) - talent);
}

/* One pass over the demands of the pool's lines. */
tp_status tp_earmark_row(tp_case *c, tp_program *program, tp_origin origin, int64_t least,
                         tp_earmark_may_use may_use, const void *user, tp_err *err)
{
    int32_t p = origin.subject;
    tp_entry *entries = NULL;
    size_t capacity = 0;
    int64_t n = 0;
    for (int32_t i = c->pool_start[p]; i < c->pool_start[p + 1]; i++) {
        const tp_line *line = &c->data->lines[c->pool_line[i]];
        for (int32_t k = 0; k < line->demands; k++) {
            int32_t d = c->data->demand_of_line[line->first_demand + k];
            if (!c->demand[d].cols || !may_use(user, c->data, d))
                continue;
            if (!tp_arena_grow(c->arena, &entries, &capacity, (size_t)n, (size_t)c->demand[d].cols))
                return tp_fail_nomem(err);
            for (int32_t j = 0; j < c->demand[d].cols; j++)
                entries[n++] = (tp_entry){c->demand[d].first_col + j, 1};
        }
    }
    if (!tp_arena_grow(c->arena, &entries, &capacity, (size_t)n, 1))
        return tp_fail_nomem(err);
    entries[n++] = (tp_entry){c->pools[p].closing_col, 1};
    return tp_program_row(program, least, TP_INF, origin, entries, n) < 0 ? tp_fail_nomem(err)
                                                                          : TP_OK;
}

static bool is_talent(const void *user, const tp_dataset *data, int32_t d)
{
    (void)user;
    return data->demands[d].demand_class == TP_TALENT;
}

static tp_status emit(tp_case *c, int self, tp_program *program, tp_err *err)
{
    tp_status status = TP_OK;
    if (!tp_earmark_entries(c->bind)->count)
        return TP_OK;
    for (int32_t p = 0; p < c->n_pools && status == TP_OK; p++) {
        int64_t least = tp_earmark_least(c, &c->pools[p]);
        const tp_origin origin = {.maker = (int16_t)self, .subject = p};
        if (c->pools[p].earmark != 0 && least != 0)
            status = tp_earmark_row(c, program, origin, least, is_talent, NULL, err);
    }
    return status;
}

static const tp_words keeps = {"周转池 {0} {1} {2}：期末余额加人才借用不少于 {3}",
                               "pool {0} {1} {2}: balance and talent loans at least {3}"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    (void)row;
    int32_t p = program->row_origin[index].subject;
    const tp_pool *pool = &c->pools[p];
    out->category = pool->category;
    out->item = pool->scope;
    out->pos = pool->pos;
    const tp_list *list = tp_earmark_entries(c->bind);
    const tp_pool_entry *entries = list->items;
    for (size_t i = list->count; i-- > 0;)
        if (strcmp(entries[i].scope, pool->scope) == 0 &&
            strcmp(entries[i].category, pool->category) == 0)
            out->pos = entries[i].pos;
    out->name = tp_name_make(arena, "earmark", out, p);
    out->words = TP_SAY(arena, keeps, pool->scope, pool->category, pool->ring,
                        tp_say_int(arena, tp_earmark_least(c, pool)));
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static const tp_words below = {"周转池 {0} {1} {2}：期末余额加人才借用 {3}，应不少于 {4}",
                               "pool {0} {1} {2}: balance and talent loans {3}, should be {4}"};
static const tp_words wrong_required = {"周转池 {0} {1} {2}：应留储备写作 {3}，应为 {4}",
                                        "pool {0} {1} {2}: required is {3}, should be {4}"};

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    (void)self;
    static const tp_finding about = {.rule = "earmark", .line = TP_ID_NONE, .demand = TP_ID_NONE};
    tp_pools_measured got;
    tp_status status = tp_pools_figures(&got, m, err);
    for (size_t i = 0; i < m->answer->n_pools && status == TP_OK; i++) {
        const tp_pool_figures *f = &got.pools[i];
        const tp_pool_result *at = &m->answer->pools[i];
        int64_t count = tp_reserve_count(m->bind);
        int64_t least = count + f->earmark < f->reach ? count + f->earmark : f->reach;
        int64_t has = tp_pool_figures_closing(f) + f->talent_loans;
        int64_t share = tp_share_ceil(tp_reserve_share(m->bind), f->opening + f->deposits);
        int64_t required = tp_larger(tp_larger(count < f->reach ? count : f->reach, share),
                                     least - f->talent_loans);
        if (has < least) {
            const char *args[] = {at->scope, at->category, at->ring, tp_say_int(m->arena, has),
                                  tp_say_int(m->arena, least)};
            status = tp_finding_add(out, about, &below, 5, args, err);
        }
        if (status == TP_OK && at->required != required) {
            const char *args[] = {at->scope, at->category, at->ring,
                                  tp_say_int(m->arena, at->required),
                                  tp_say_int(m->arena, required)};
            status = tp_finding_add(out, about, &wrong_required, 5, args, err);
        }
    }
    return status;
}

static const tp_words w_earmark = {"周转池 {0} 的人才专用数", "the earmark of pool {0}"};

static void knobs(tp_knob_finder *f)
{
    const tp_node *list = tp_node_get(f->root, "earmark");
    for (size_t i = 0; list && i < list->count; i++) {
        tp_knob knob = {.kind = TP_KNOB_EARMARK, .subject = (int32_t)i, .most = TP_KNOB_MOST};
        if (!tp_knob_figure(list->child[i], "count", false, &knob.value, &knob.pos))
            continue;
        knob.key = tp_knob_key(f, "earmark", i, "count");
        const char *name = tp_knob_pool(f->arena, tp_knob_text(list->child[i], "scope"),
                                        tp_knob_text(list->child[i], "category"),
                                        tp_knob_text(list->child[i], "ring"));
        knob.name = TP_SAY(f->arena, w_earmark, name);
        tp_knob_add(f, knob);
    }
}

/* ---- how its rows give way ---- */

/* The earmark falls, or what the reserve asks for beside it. */
static bool eases(tp_easing *e)
{
    int32_t pool = e->c->program->row_origin[e->row].subject;
    if (e->falls >= 0)
        e->entries[e->n++] = (tp_entry){e->falls, 1};
    return e->slack(e, TP_KNOB_EARMARK, pool, e->c->pools[pool].earmark, 1, -1);
}

/* Takes so many slots off the pool's earmarks, first entry first. */
void tp_earmark_take(tp_settling *s, size_t entry, int64_t *by)
{
    const tp_knob *knob = s->knob(s, TP_KNOB_EARMARK, (int32_t)entry);
    if (!knob)
        return;
    int64_t take = *by < knob->value ? *by : knob->value;
    *by -= take;
    s->move(s, TP_KNOB_EARMARK, (int32_t)entry, knob->value - take);
}

static void settles(tp_settling *s)
{
    const tp_pool *pool = &s->c->pools[s->subject];
    const tp_list *list = tp_earmark_entries(s->c->bind);
    const tp_pool_entry *entries = list->items;
    int64_t by = s->by, over = tp_reserve_count(s->c->bind) + pool->earmark - pool->reach;
    by += over > 0 ? over : 0; /* the part beyond the pool's reach asks for nothing */
    for (size_t i = 0; i < list->count && by > 0; i++) {
        const tp_pool_entry *at = &entries[i];
        if (!at->where.present && strcmp(at->scope, pool->scope) == 0 &&
            strcmp(at->category, pool->category) == 0 &&
            strcmp(at->ring ? at->ring : "", pool->ring) == 0)
            tp_earmark_take(s, i, &by);
    }
}

tp_status tp_earmark_levers(tp_levering *l)
{
    tp_status status = TP_OK;
    for (size_t i = 0; i < l->n_knobs && status == TP_OK; i++)
        if (l->knobs[i].kind == TP_KNOB_EARMARK)
            status = l->turn(l, TP_KNOB_EARMARK, l->knobs[i].subject, -1, -1);
    return status;
}

static tp_status levers(tp_levering *l)
{
    tp_status status = tp_earmark_levers(l);
    return status == TP_OK ? l->turn(l, TP_KNOB_RESERVE_COUNT, 0, -1, -1) : status;
}

static int64_t stated(const tp_case *c, int self, int32_t pool)
{
    (void)self;
    return c->pools[pool].earmark;
}

static const tp_mod_figure figures[] = {{"earmark", TP_MOD_POOLS, stated}, {0}};

extern const tp_rule tp_rule_earmark;
const tp_rule tp_rule_earmark = {
    .id = "earmark",
    .name = {"人才专用", "earmark"},
    .doc = {"周转池中专供高层次人才的部分，其他申请不得动用。",
            "Part of a pool that only talent demands may use."},
    .source = "models/README.md, 6 Pools",
    .schema = &tp_schema_earmark,
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
