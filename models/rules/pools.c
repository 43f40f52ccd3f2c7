/* Pools: which slots flow together, their closing balances, transfers between them. */
#include "models/rules/pools.h"

#include "models/name.h"
#include "models/rules/conversions.h"
#include "models/say.h"

#include <string.h>

extern const int tp_rule_at_pools, tp_rule_at_conversions;
extern const tp_schema tp_schema_pools; /* pools_keys.c */

enum { CLOSING, TRANSFER, BALANCE };

typedef tp_pools_state pools_state;

static const tp_msg unknown_system = {"pools.unknown-system", "数据中没有系统“{0}”",
                                      "no unit belongs to the system {0}"};

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const tp_pools_params *p = tp_binding_params(b, self);
    pools_state *state = tp_arena_alloc(b->arena, sizeof *state);
    if (!state)
        return tp_fail_nomem(err);
    state->fenced =
        tp_arena_array(b->arena, (size_t)tp_ids_count(b->data->names) + 1, sizeof *state->fenced);
    state->heads = tp_arena_array(b->arena, (size_t)b->data->n_units + 1, sizeof *state->heads);
    if (!state->fenced || !state->heads)
        return tp_fail_nomem(err);
    for (int32_t u = 0; u < b->data->n_units; u++)
        if (b->data->units[u].parent != TP_ID_NONE)
            state->heads[b->data->units[u].parent] = true;
    for (size_t i = 0; i < p->pools.ring_fenced.count; i++) {
        const char *system = p->pools.ring_fenced.items[i];
        int32_t id = tp_ids_find(b->data->names, system, strlen(system));
        if (id == TP_ID_NONE)
            tp_diag_warn(diags, tp_scenario_pos(b->scenario, "pools.ring_fenced"), &unknown_system,
                         system);
        else
            state->fenced[id] = true;
    }
    state->level[state->n_levels++] = p->pools.by;
    for (size_t i = 0; i < p->pools.beyond.count && state->n_levels < TP_POOLS_LEVELS; i++)
        state->level[state->n_levels++] = tp_pools_by_named(p->pools.beyond.items[i]);
    b->state[self] = state;
    return TP_OK;
}

/* ---- deriving ---- */

/* Scope, category, ring: ids of dataset names; names only the scenario has count on from there. */
typedef struct key {
    int32_t scope, category, ring;
} key;
#define SCOPE_ALL (-2)
#define SCOPE_UNIT(unit) (-3 - (unit)) /* and back */

typedef struct builder {
    tp_case *c;
    int self;
    tp_ids *extra; /* names the dataset does not know */
    tp_ids *keys;  /* pools by key */
    size_t capacity;
} builder;

static int32_t scope_of(const tp_case *c, const pools_state *state, int by, int32_t unit)
{
    const tp_unit *u = &c->data->units[unit];
    switch ((tp_pools_by)by) {
    case TP_POOLS_BY_REGION:
        return u->region;
    case TP_POOLS_BY_LEVEL:
        return u->level;
    case TP_POOLS_BY_SYSTEM:
        return u->system;
    case TP_POOLS_BY_PARENT:
        return u->parent != TP_ID_NONE ? SCOPE_UNIT(u->parent)
               : state->heads[unit]    ? SCOPE_UNIT(unit)
                                       : TP_ID_NONE;
    case TP_POOLS_BY_ALL:
        break;
    }
    return SCOPE_ALL;
}

/* The line's pools from the nearest on; at least one. */
static int keys_of_line(const tp_case *c, int self, int32_t line, key out[TP_POOLS_LEVELS])
{
    const pools_state *state = c->bind->state[self];
    int32_t unit = c->data->lines[line].unit, system = c->data->units[unit].system;
    bool fenced = system != TP_ID_NONE && state->fenced[system];
    key k = {TP_ID_NONE, c->data->lines[line].category, fenced ? system : TP_ID_NONE};
    int n = 0;
    out[0] = k;
    for (int i = 0; i < state->n_levels; i++) {
        k.scope = scope_of(c, state, state->level[i], unit);
        if (k.scope != TP_ID_NONE)
            out[n++] = k;
    }
    return n ? n : 1;
}

static key key_of_line(const tp_case *c, int self, int32_t line)
{
    key all[TP_POOLS_LEVELS];
    keys_of_line(c, self, line, all);
    return all[0];
}

static bool name_id(builder *b, const char *name, int32_t *id)
{
    *id = TP_ID_NONE;
    if (!name || !*name)
        return true;
    *id = tp_ids_find(b->c->data->names, name, strlen(name));
    if (*id != TP_ID_NONE)
        return true;
    int32_t extra = tp_ids_add(b->extra, name, strlen(name), NULL);
    *id = tp_ids_count(b->c->data->names) + extra;
    return extra != TP_ID_NONE;
}

static const char *text_of(const builder *b, int32_t id)
{
    int32_t known = tp_ids_count(b->c->data->names);
    if (id == SCOPE_ALL)
        return "all";
    if (id < SCOPE_ALL)
        return b->c->data->units[SCOPE_UNIT(id)].code;
    return id == TP_ID_NONE ? ""
           : id < known     ? tp_dataset_name(b->c->data, id)
                            : tp_ids_name(b->extra, id - known);
}

/* Index of the pool with this key, made if new; -1 when memory is out. */
static int32_t pool_of(builder *b, key k)
{
    bool fresh;
    int32_t p = tp_ids_add(b->keys, (const char *)&k, sizeof k, &fresh);
    if (p < 0 || !fresh)
        return p;
    if (!tp_arena_grow(b->c->arena, &b->c->pools, &b->capacity, (size_t)p, 1))
        return -1;
    b->c->pools[p] = (tp_pool){.scope = text_of(b, k.scope),
                               .category = text_of(b, k.category),
                               .ring = text_of(b, k.ring),
                               .closing_col = -1,
                               .balance_row = -1};
    b->c->n_pools = p + 1;
    return p;
}

static int32_t named_pool(builder *b, const char *scope, const char *category, const char *ring,
                          tp_pos pos)
{
    key k = {.scope = SCOPE_ALL};
    bool all = tp_pools_has_level(b->c->bind, TP_POOLS_BY_ALL) && strcmp(scope, "all") == 0;
    int32_t unit = tp_pools_department(b->c->bind, scope);
    if (unit != TP_ID_NONE)
        k.scope = SCOPE_UNIT(unit);
    else if (!all && !name_id(b, scope, &k.scope))
        return -1;
    if (!name_id(b, category, &k.category) || !name_id(b, ring, &k.ring))
        return -1;
    int32_t pool = pool_of(b, k);
    if (pool >= 0 && !b->c->pools[pool].pos.file)
        b->c->pools[pool].pos = pos;
    return pool;
}

/* Few pools, many lines: most lines' pools were met a moment ago. */
enum { RECENT = 256 };
typedef struct recent {
    key of[RECENT];
    int32_t pool[RECENT]; /* index + 1; 0: none */
} recent;

static int32_t pool_of_line(builder *b, recent *seen, int32_t line)
{
    key k = key_of_line(b->c, b->self, line);
    uint32_t at = ((uint32_t)k.scope * 31 + (uint32_t)k.category * 7 + (uint32_t)k.ring) % RECENT;
    if (seen->pool[at] && memcmp(&seen->of[at], &k, sizeof k) == 0)
        return seen->pool[at] - 1;
    int32_t p = pool_of(b, k);
    seen->of[at] = k;
    seen->pool[at] = p + 1;
    return p;
}

static tp_status derive_lines(builder *b, tp_err *err)
{
    tp_case *c = b->c;
    int32_t n = c->data->n_lines;
    recent seen = {.pool = {0}};
    for (int32_t l = 0; l < n; l++) {
        int32_t p = pool_of_line(b, &seen, l);
        if (p < 0)
            return tp_fail_nomem(err);
        c->line[l].pool = p;
        tp_pool *pool = &c->pools[p];
        const tp_case *first = tp_case_at(c, 0);
        int64_t reclaimed = first->line[l].reclaimed;
        const tp_line *was = &first->data->lines[l];
        int64_t returned = was->given_back + was->borrowed - c->data->lines[l].borrowed;
        int64_t ceded = c->data->lines[l].ceded;
        pool->of_lines = true;
        pool->reclaimed += reclaimed;
        pool->ceded += ceded;
        pool->returned += returned;
        pool->opening += reclaimed + ceded + returned;
        pool->reach += reclaimed + ceded + returned + c->line[l].most;
    }
    return TP_OK;
}

typedef struct arc_list {
    tp_ids *pairs;
    size_t capacity;
} arc_list;

/* The arc between two pools, made if new; NULL: memory is out. */
static tp_arc *arc_between(builder *b, arc_list *list, int32_t from, int32_t to, tp_pos pos)
{
    tp_case *c = b->c;
    int32_t ends[2] = {from, to};
    bool fresh = false;
    int32_t a =
        from < 0 || to < 0 ? -1 : tp_ids_add(list->pairs, (const char *)ends, sizeof ends, &fresh);
    if (a < 0 || (fresh && !tp_arena_grow(c->arena, &c->arcs, &list->capacity, (size_t)a, 1)))
        return NULL;
    if (fresh)
        c->arcs[a] = (tp_arc){.from = from, .to = to, .col = -1, .pos = pos};
    c->n_arcs = tp_ids_count(list->pairs);
    return &c->arcs[a];
}

/* Between the pools that follow one another for some line, both ways, as much as there may be. */
static tp_status derive_steps(builder *b, arc_list *list, tp_err *err)
{
    tp_case *c = b->c;
    const pools_state *state = c->bind->state[b->self];
    int64_t all = 0;
    if (state->n_levels < 2)
        return TP_OK;
    for (int32_t l = 0; l < c->data->n_lines; l++)
        all += c->line[l].supply;
    for (int32_t p = 0; p < c->n_pools; p++)
        all += c->pools[p].opening;
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        key keys[TP_POOLS_LEVELS];
        int n = keys_of_line(c, b->self, l, keys);
        for (int i = 0; i + 1 < n; i++) {
            int32_t near = pool_of(b, keys[i]), far = pool_of(b, keys[i + 1]);
            tp_pos pos = tp_scenario_pos(c->scenario, "pools.beyond");
            tp_arc *out = near < 0 || far < 0 ? NULL : arc_between(b, list, near, far, pos);
            if (!out)
                return tp_fail_nomem(err);
            out->at_most = all;
            out->step = true;
            tp_arc *back = arc_between(b, list, far, near, pos);
            if (!back)
                return tp_fail_nomem(err);
            back->at_most = all;
            back->step = back->back = true;
            c->pools[far].of_lines = true;
        }
    }
    return TP_OK;
}

static tp_status derive_conversions(builder *b, arc_list *list, tp_err *err)
{
    const tp_list *stated = tp_conversions_stated(b->c->bind);
    const tp_conversion *entries = stated->items;
    for (size_t i = 0; i < stated->count; i++) {
        const tp_conversion *at = &entries[i];
        tp_arc *arc = arc_between(b, list, named_pool(b, at->scope, at->from, at->ring, at->pos),
                                  named_pool(b, at->scope, at->to, at->ring, at->pos), at->pos);
        if (!arc)
            return tp_fail_nomem(err);
        arc->at_most += at->at_most;
        arc->converts = true;
    }
    return TP_OK;
}

static tp_status derive_arcs(builder *b, tp_err *err)
{
    const tp_pools_params *p = tp_binding_params(b->c->bind, b->self);
    const tp_pool_arc *stated = p->pools.transfers.items;
    arc_list list = {.pairs = tp_ids_create(b->c->arena, p->pools.transfers.count)};
    b->c->arcs = NULL;
    if (!list.pairs || !tp_arena_grow(b->c->arena, &b->c->arcs, &list.capacity, 0, 1))
        return tp_fail_nomem(err);
    for (size_t i = 0; i < p->pools.transfers.count; i++) {
        const tp_pool_arc *at = &stated[i];
        tp_arc *arc =
            arc_between(b, &list, named_pool(b, at->from, at->category, at->ring, at->pos),
                        named_pool(b, at->to, at->category, at->ring, at->pos), at->pos);
        if (!arc)
            return tp_fail_nomem(err);
        arc->at_most += at->at_most;
    }
    tp_status status = derive_conversions(b, &list, err);
    return status == TP_OK ? derive_steps(b, &list, err) : status;
}

/* Lines grouped by pool, canonical order inside. */
static tp_status group_lines(tp_case *c, tp_err *err)
{
    int32_t n = c->data->n_lines;
    c->pool_start = tp_arena_array(c->arena, (size_t)c->n_pools + 2, sizeof *c->pool_start);
    c->pool_line = tp_arena_array(c->arena, (size_t)n + 1, sizeof *c->pool_line);
    if (!c->pool_start || !c->pool_line)
        return tp_fail_nomem(err);
    for (int32_t l = 0; l < n; l++)
        c->pool_start[c->line[l].pool + 2]++;
    for (int32_t p = 2; p <= c->n_pools; p++)
        c->pool_start[p] += c->pool_start[p - 1];
    for (int32_t l = 0; l < n; l++)
        c->pool_line[c->pool_start[c->line[l].pool + 1]++] = l;
    return TP_OK;
}

static tp_status derive(tp_case *c, int self, tp_err *err)
{
    builder b = {.c = c, .self = self};
    b.extra = tp_ids_create(c->arena, 0);
    b.keys = tp_ids_create(c->arena, 0);
    if (!b.extra || !b.keys)
        return tp_fail_nomem(err);
    tp_status status = derive_lines(&b, err);
    const tp_list *lists[] = {
        &((const tp_pools_params *)tp_binding_params(c->bind, self))->pools.opening,
        tp_earmark_entries(c->bind)};
    /* In the order of the scenario's keys, which is that of pools no line falls in. */
    for (int kind = 0; kind < 2 && status == TP_OK; kind++) {
        const tp_pool_entry *entries = lists[kind]->items;
        if (kind == 1 && (status = derive_arcs(&b, err)) != TP_OK)
            return status;
        for (size_t i = 0; i < lists[kind]->count; i++) {
            int32_t p = named_pool(&b, entries[i].scope, entries[i].category, entries[i].ring,
                                   entries[i].pos);
            if (p < 0)
                return tp_fail_nomem(err);
            if (kind == 0) {
                c->pools[p].opening += entries[i].count;
                c->pools[p].reach += entries[i].count;
            } else {
                c->pools[p].earmark += entries[i].where.present ? 0 : entries[i].count;
            }
        }
    }
    return status == TP_OK ? group_lines(c, err) : status;
}

static const tp_msg no_line = {"pools.no-line", "没有编制落入周转池：范围“{0}”类别“{1}”{2}",
                               "no line falls in the pool: scope {0}, category {1}{2}"};

static tp_status advise(const tp_case *c, int self, tp_diags *diags, tp_err *err)
{
    (void)self;
    for (int32_t p = 0; p < c->n_pools; p++) {
        const tp_pool *at = &c->pools[p];
        if (at->of_lines)
            continue;
        const char *ring = *at->ring ? tp_arena_format(c->arena, " (%s)", at->ring) : "";
        if (!ring)
            return tp_fail_nomem(err);
        tp_diag_warn(diags, at->pos, &no_line, at->scope, at->category, ring);
    }
    return TP_OK;
}

/* ---- emitting ---- */

typedef struct balance {
    tp_entry *entries;
    int64_t *start; /* [n_pools + 1]; advanced while filling */
} balance;

static void put(balance *b, int32_t pool, int32_t col, int64_t coef)
{
    b->entries[b->start[pool]++] = (tp_entry){col, coef};
}

/* In a later period a pool's balance goes on from the one before: what changes is counted, loans by
 * what is given on top and by what goes back. So a column stands in the balances of its own period
 * and of the next, and nothing but flows from period to period is left (models/README.md, 11). */
static void put_change(balance *b, const tp_case *c, const tp_case *before)
{
    for (int32_t l = 0; l < c->data->n_lines; l++)
        if (before->line[l].deposit_col >= 0)
            put(b, c->line[l].pool, before->line[l].deposit_col, -1);
    for (int32_t d = 0; d < c->data->n_demands; d++)
        if (c->demand[d].grant_col >= 0)
            put(b, c->line[c->data->demands[d].line].pool, c->demand[d].grant_col, -1);
    for (int32_t a = 0; a < c->n_arcs; a++) {
        put(b, before->arcs[a].from, before->arcs[a].col, 1);
        put(b, before->arcs[a].to, before->arcs[a].col, -1);
    }
    for (int32_t p = 0; p < c->n_pools; p++)
        put(b, p, before->pools[p].closing_col, 1);
}

/* What each pool has to begin with; later: what it gains, and what own vacancies take over. */
static int64_t *gains(const tp_case *c)
{
    const tp_case *before = tp_case_before(c);
    int64_t *gain = tp_arena_array(c->arena, (size_t)c->n_pools + 1, sizeof *gain);
    for (int32_t p = 0; gain && p < c->n_pools; p++)
        gain[p] = c->pools[p].opening - (before ? before->pools[p].opening : 0);
    for (int32_t d = 0; gain && before && d < c->data->n_demands; d++)
        if (c->demand[d].grant_col >= 0)
            gain[c->line[c->data->demands[d].line].pool] +=
                c->demand[d].own - before->demand[d].own;
    return gain;
}

/* Room for every entry: one a line, its loans, two an arc, one a pool; and what changes. */
static tp_status make_room(balance *b, const tp_case *c, tp_err *err)
{
    const tp_case *before = tp_case_before(c);
    int64_t *count = tp_arena_array(c->arena, (size_t)c->n_pools + 1, sizeof *count);
    if (!count)
        return tp_fail_nomem(err);
    for (int32_t l = 0; l < c->data->n_lines; l++)
        count[c->line[l].pool] += c->line[l].deposit_col >= 0;
    for (int32_t d = 0; d < c->data->n_demands; d++)
        count[c->line[c->data->demands[d].line].pool] += before ? 1 : c->demand[d].cols;
    for (int32_t l = 0; before && l < c->data->n_lines; l++)
        count[c->line[l].pool] += before->line[l].deposit_col >= 0;
    for (int32_t a = 0; a < c->n_arcs; a++) {
        count[c->arcs[a].from] += before ? 2 : 1;
        count[c->arcs[a].to] += before ? 2 : 1;
    }
    int64_t total = 0;
    for (int32_t p = 0; p < c->n_pools; p++) {
        int64_t n = count[p] + (before ? 2 : 1);
        count[p] = total;
        total += n;
    }
    b->start = count;
    b->entries = tp_arena_array(c->arena, (size_t)total + 1, sizeof *b->entries);
    return b->entries ? TP_OK : tp_fail_nomem(err);
}

static tp_status add_columns(tp_case *c, int self, tp_program *program, tp_err *err)
{
    int64_t *most = tp_arena_array(c->arena, (size_t)c->n_pools + 1, sizeof *most);
    if (!most)
        return tp_fail_nomem(err);
    for (int32_t p = 0; p < c->n_pools; p++)
        most[p] = c->pools[p].opening;
    for (int32_t l = 0; l < c->data->n_lines; l++)
        most[c->line[l].pool] += c->line[l].supply;
    for (int32_t a = 0; a < c->n_arcs; a++) {
        most[c->arcs[a].to] += c->arcs[a].at_most;
        int maker = c->arcs[a].converts ? tp_rule_at_conversions : self;
        tp_origin origin = {.maker = (int16_t)maker, .role = TRANSFER, .subject = a};
        c->arcs[a].col = tp_program_col(program, 0, c->arcs[a].at_most, origin);
        if (c->arcs[a].col < 0)
            return tp_fail_nomem(err);
    }
    for (int32_t p = 0; p < c->n_pools; p++) {
        tp_origin origin = {.maker = (int16_t)self, .role = CLOSING, .subject = p};
        c->pools[p].closing_col = tp_program_col(program, 0, most[p], origin);
        if (c->pools[p].closing_col < 0)
            return tp_fail_nomem(err);
    }
    return TP_OK;
}

static tp_status emit(tp_case *c, int self, tp_program *program, tp_err *err)
{
    balance b = {0};
    tp_status status = add_columns(c, self, program, err);
    if (status == TP_OK)
        status = make_room(&b, c, err);
    if (status != TP_OK)
        return status;
    const tp_case *before = tp_case_before(c);
    const int64_t *gain = gains(c);
    if (!gain)
        return tp_fail_nomem(err);
    int64_t first = 0;
    if (before)
        put_change(&b, c, before);
    for (int32_t l = 0; l < c->data->n_lines; l++)
        if (c->line[l].deposit_col >= 0)
            put(&b, c->line[l].pool, c->line[l].deposit_col, 1);
    for (int32_t d = 0; d < c->data->n_demands && !before; d++)
        for (int32_t k = 0; k < c->demand[d].cols; k++)
            put(&b, c->line[c->data->demands[d].line].pool, c->demand[d].first_col + k, -1);
    for (int32_t a = 0; a < c->n_arcs; a++) {
        put(&b, c->arcs[a].from, c->arcs[a].col, -1);
        put(&b, c->arcs[a].to, c->arcs[a].col, 1);
    }
    for (int32_t p = 0; p < c->n_pools; p++) {
        put(&b, p, c->pools[p].closing_col, -1);
        tp_origin origin = {.maker = (int16_t)self, .role = BALANCE, .subject = p};
        c->pools[p].balance_row = tp_program_row(program, -gain[p], -gain[p], origin,
                                                 b.entries + first, b.start[p] - first);
        if (c->pools[p].balance_row < 0)
            return tp_fail_nomem(err);
        first = b.start[p];
    }
    return TP_OK;
}

static const tp_words closing_of = {"周转池 {0} {1} {2}的期末余额",
                                    "closing balance of the pool {0} {1} {2}"};
static const tp_words balance_of = {"周转池 {0} {1} {2}的收支平衡",
                                    "balance of the pool {0} {1} {2}"};
static const tp_words transfer_of = {"由 {0} 调剂到 {1} 的“{2}”", "transfer from {0} to {1}, {2}"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    const tp_origin *origin = row ? &program->row_origin[index] : &program->col_origin[index];
    if (origin->role == TRANSFER) {
        const tp_arc *arc = &c->arcs[origin->subject];
        const tp_pool *from = &c->pools[arc->from], *to = &c->pools[arc->to];
        out->category = from->category;
        out->item = from->scope;
        out->pos = arc->pos;
        out->name = tp_name_make(arena, "transfer", out, origin->subject);
        out->words = TP_SAY(arena, transfer_of, from->scope, to->scope, from->category);
    } else {
        const tp_pool *pool = &c->pools[origin->subject];
        out->category = pool->category;
        out->item = pool->scope;
        out->pos = pool->pos.file ? pool->pos : tp_scenario_pos(c->scenario, "pools.by");
        out->name = tp_name_make(arena, row ? "balance" : "closing", out, origin->subject);
        out->words = row ? TP_SAY(arena, balance_of, pool->scope, pool->category, pool->ring)
                         : TP_SAY(arena, closing_of, pool->scope, pool->category, pool->ring);
    }
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

/* ---- as text ---- */

static int64_t opening_before(const tp_case *c, int self, int32_t pool)
{
    (void)self;
    const tp_pool *at = &c->pools[pool];
    return at->opening - at->reclaimed - at->ceded - at->returned;
}

static const tp_mod_figure figures[] = {{"opening0", TP_MOD_POOLS, opening_before}, {0}};

static void text(tp_buf *out, const tp_case *c, int self)
{
    (void)self;
    tp_buf_text(out, "param: ARCS: from to :=\n");
    for (int32_t a = 0; a < c->n_arcs; a++)
        tp_buf_format(out, "%d %d %d\n", TP_MOD_NUMBER(a), TP_MOD_NUMBER(c->arcs[a].from),
                      TP_MOD_NUMBER(c->arcs[a].to));
    tp_buf_text(out, ";\nparam at_most :=\n");
    for (int t = 0; t < c->n_periods; t++)
        for (int32_t a = 0; a < c->n_arcs; a++)
            tp_buf_format(out, "%d %d %lld\n", TP_MOD_NUMBER(a), TP_MOD_NUMBER(t),
                          (long long)tp_case_at(c, t)->arcs[a].at_most);
    tp_buf_text(out, ";\n");
}

extern const tp_rule tp_rule_pools;
const tp_rule tp_rule_pools = {
    .id = "pools",
    .knobs = tp_pools_knobs,
    .turn = tp_pools_turn,
    .name = {"周转池", "pools"},
    .doc = {"编制只在同一范围、类别和单列系统的周转池内流动；收支平衡，期末余额不为负。",
            "Slots flow only inside the pool of their scope, category and ring; it balances and "
            "never falls below zero."},
    .source = "models/README.md, 6 Pools",
    .schema = &tp_schema_pools,
    .prepare = prepare,
    .advise = advise,
    .derive = derive,
    .emit = emit,
    .label = label,
    .measure = tp_pools_measure,
    .figures = figures,
    .text = text,
};
