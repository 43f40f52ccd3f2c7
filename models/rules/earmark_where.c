/* Parts of a pool that only certain demands may use: entries of `earmark` with a `where`. A demand
 * may draw on every part whose filter it matches, and on what no part holds back. So for each set
 * of parts, those who match none of them leave them all: one row a set (Hall's condition). Source:
 * models/README.md, 6 Pools. */
#include "models/name.h"
#include "models/rules/earmark.h"
#include "models/rules/knobs.h"
#include "models/rules/pools.h"
#include "models/rules/reserve.h"
#include "models/say.h"
#include "models/select.h"

#include <string.h>

extern const int tp_rule_at_earmark_where;
extern const tp_schema tp_schema_earmark_where;
const tp_schema tp_schema_earmark_where = {.name = "earmark.where.rule"};

/* A row a set of parts: more parts of one pool would be too many rows. */
enum { PARTS_MOST = 6 };

typedef struct part {
    const char *scope, *category, *ring; /* "" none */
    const tp_filter *filter;             /* NULL: talent demands */
    int64_t count;
    size_t entry; /* of the list `earmark`; the first, of those for talent */
    tp_pos pos;
} part;
typedef struct parts_state {
    part *parts;
    size_t count;
} parts_state;

/* The parts of one pool; those for talent alone are one part, and stand last. */
typedef struct pool_parts {
    const part *of[PARTS_MOST + 1];
    int n;
    bool some_where;
} pool_parts;

static const tp_msg too_many = {"earmark.too-many",
                                "周转池 {0} 类别“{1}”带 where 的专用部分多于 6 个",
                                "pool {0}, {1}: more than 6 earmarks with a where"};

static bool same_pool(const part *p, const char *scope, const char *category, const char *ring)
{
    return strcmp(p->scope, scope) == 0 && strcmp(p->category, category) == 0 &&
           strcmp(p->ring, ring) == 0;
}

static part *talent_part(parts_state *state, const tp_pool_entry *e)
{
    for (size_t i = 0; i < state->count; i++)
        if (!state->parts[i].filter &&
            same_pool(&state->parts[i], e->scope, e->category, e->ring ? e->ring : ""))
            return &state->parts[i];
    return NULL;
}

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const tp_list *list = tp_earmark_entries(b);
    const tp_pool_entry *entries = list->items;
    parts_state *state = tp_arena_alloc(b->arena, sizeof *state);
    if (!state)
        return tp_fail_nomem(err);
    *state = (parts_state){tp_arena_array(b->arena, list->count + 1, sizeof(part)), 0};
    if (!state->parts)
        return tp_fail_nomem(err);
    b->state[self] = state;
    for (size_t i = 0; i < list->count; i++) {
        const tp_pool_entry *e = &entries[i];
        part *known = e->where.present ? NULL : talent_part(state, e);
        if (known) {
            known->count += e->count;
            continue;
        }
        tp_filter *filter = NULL;
        int of_pool = 1;
        if (e->where.present) {
            tp_status status =
                tp_filter_create(&filter, b->arena, &e->where, b->data, b->as_of, diags, err);
            if (status != TP_OK)
                return status;
        }
        part made = {e->scope, e->category, e->ring ? e->ring : "", filter, e->count, i, e->pos};
        for (size_t k = 0; k < state->count; k++)
            of_pool += filter && state->parts[k].filter &&
                       same_pool(&state->parts[k], made.scope, made.category, made.ring);
        if (of_pool > PARTS_MOST)
            tp_diag_error(diags, e->pos, &too_many, e->scope, e->category);
        state->parts[state->count++] = made;
    }
    return TP_OK;
}

static pool_parts parts_of(const tp_binding *b, int self, const char *scope, const char *category,
                           const char *ring)
{
    const parts_state *state = b->state[self];
    pool_parts out = {.n = 0};
    for (int talent = 0; talent < 2; talent++)
        for (size_t i = 0; i < state->count; i++) {
            const part *p = &state->parts[i];
            if ((p->filter == NULL) != (talent == 1) || !same_pool(p, scope, category, ring) ||
                out.n > PARTS_MOST)
                continue;
            out.of[out.n++] = p;
            out.some_where |= p->filter != NULL;
        }
    return out;
}

/* Has the set a part with a filter? (The talent part alone is the rule earmark's.) */
static bool is_set(const pool_parts *parts, unsigned set)
{
    for (int i = 0; i < parts->n; i++)
        if (set >> i & 1u && parts->of[i]->filter)
            return true;
    return false;
}

static int64_t counted(const pool_parts *parts, unsigned set)
{
    int64_t sum = 0;
    for (int i = 0; i < parts->n; i++)
        sum += set >> i & 1u ? parts->of[i]->count : 0;
    return sum;
}

static bool may_use(const tp_dataset *data, const pool_parts *parts, unsigned set, int32_t d)
{
    for (int i = 0; i < parts->n; i++) {
        const part *p = parts->of[i];
        if (set >> i & 1u && (p->filter ? tp_filter_demand(p->filter, d)
                                        : data->demands[d].demand_class == TP_TALENT))
            return true;
    }
    return false;
}

static pool_parts parts_at(const tp_case *c, int self, int32_t p)
{
    const tp_pool *pool = &c->pools[p];
    return parts_of(c->bind, self, pool->scope, pool->category, pool->ring);
}

/* The set of parts a row is about. */
typedef struct set_of_parts {
    const pool_parts *parts;
    unsigned set;
} set_of_parts;

static bool may_use_set(const void *user, const tp_dataset *data, int32_t d)
{
    const set_of_parts *of = user;
    return may_use(data, of->parts, of->set, d);
}

static tp_status emit_row(tp_case *c, int self, tp_program *program, int32_t p, unsigned set,
                          tp_err *err)
{
    const pool_parts parts = parts_at(c, self, p);
    int64_t least = tp_smaller(tp_reserve_count(c->bind) + counted(&parts, set), c->pools[p].reach);
    const tp_origin origin = {.maker = (int16_t)self, .subject = p, .part = (int16_t)set};
    const set_of_parts of = {&parts, set};
    return least > 0 ? tp_earmark_row(c, program, origin, least, may_use_set, &of, err) : TP_OK;
}

static tp_status emit(tp_case *c, int self, tp_program *program, tp_err *err)
{
    for (int32_t p = 0; p < c->n_pools; p++) {
        const pool_parts parts = parts_at(c, self, p);
        for (unsigned set = 1; parts.some_where && set < 1u << parts.n; set++) {
            tp_status status =
                is_set(&parts, set) ? emit_row(c, self, program, p, set, err) : TP_OK;
            if (status != TP_OK)
                return status;
        }
    }
    return TP_OK;
}

static const tp_words keeps = {
    "周转池 {0} {1} {2}：期末余额加 {3} 个专用部分所供申请的借用不少于 {4}",
    "pool {0} {1} {2}: balance and loans to those {3} {3|earmark is|earmarks are} for at least "
    "{4}"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    (void)row;
    const tp_origin *origin = &program->row_origin[index];
    const tp_pool *pool = &c->pools[origin->subject];
    const pool_parts parts = parts_at(c, origin->maker, origin->subject);
    unsigned set = (unsigned)origin->part;
    int n = 0;
    out->category = pool->category;
    out->item = tp_arena_format(arena, "%s_%u", pool->scope, set);
    for (int i = parts.n - 1; i >= 0; i--)
        if (set >> i & 1u) {
            out->pos = parts.of[i]->pos;
            n++;
        }
    out->name = tp_name_make(arena, "earmark_where", out, origin->subject);
    out->item = pool->scope;
    out->words = TP_SAY(arena, keeps, pool->scope, pool->category, pool->ring, tp_say_int(arena, n),
                        tp_say_int(arena, program->row_lo[index]));
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static const tp_words below = {
    "周转池 {0} {1} {2}：期末余额加专用部分所供申请的借用 {3}，应不少于 {4}",
    "pool {0} {1} {2}: balance and loans to those the earmarks are for {3}, should be {4}"};

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    static const tp_finding about = {
        .rule = "earmark.where", .line = TP_ID_NONE, .demand = TP_ID_NONE};
    tp_pools_measured got;
    tp_status status = tp_pools_figures(&got, m, err);
    for (size_t i = 0; i < m->answer->n_pools && status == TP_OK; i++) {
        const tp_pool_figures *f = &got.pools[i];
        const tp_pool_result *at = &m->answer->pools[i];
        const pool_parts parts = parts_of(m->bind, self, at->scope, at->category, at->ring);
        for (unsigned set = 1; parts.some_where && set < 1u << parts.n; set++) {
            int64_t has = tp_pool_figures_closing(f);
            int64_t least = tp_smaller(tp_reserve_count(m->bind) + counted(&parts, set), f->reach);
            for (int32_t d = 0; d < m->data->n_demands; d++)
                if (got.of_line[m->data->demands[d].line] == (int32_t)i &&
                    may_use(m->data, &parts, set, d))
                    has += m->answer->loan[d];
            if (has >= least || !is_set(&parts, set))
                continue;
            const char *args[] = {at->scope, at->category, at->ring, tp_say_int(m->arena, has),
                                  tp_say_int(m->arena, least)};
            status = tp_finding_add(out, about, &below, 5, args, err);
            if (status != TP_OK)
                return status;
        }
    }
    return status;
}

/* Its parts fall, or what the reserve asks for beside them. */
static bool eases(tp_easing *e)
{
    const tp_origin *origin = &e->c->program->row_origin[e->row];
    const pool_parts parts = parts_at(e->c, origin->maker, origin->subject);
    if (e->falls >= 0)
        e->entries[e->n++] = (tp_entry){e->falls, 1};
    return e->slack(e, TP_KNOB_EARMARK, origin->subject, counted(&parts, (unsigned)origin->part), 1,
                    -1);
}

/* Is the entry one of the set's parts? */
static bool in_set(const tp_case *c, const pool_parts *parts, unsigned set, size_t entry)
{
    const tp_pool_entry *e = (const tp_pool_entry *)tp_earmark_entries(c->bind)->items + entry;
    for (int i = 0; i < parts->n; i++) {
        const part *p = parts->of[i];
        if (set >> i & 1u && (p->filter ? p->entry == entry
                                        : !e->where.present && same_pool(p, e->scope, e->category,
                                                                         e->ring ? e->ring : "")))
            return true;
    }
    return false;
}

/* Takes so many slots off the set's entries, first entry first. */
static void settles(tp_settling *s)
{
    const tp_origin *origin = &s->c->program->row_origin[s->row];
    const pool_parts parts = parts_at(s->c, origin->maker, origin->subject);
    unsigned set = (unsigned)origin->part;
    int64_t over =
        tp_reserve_count(s->c->bind) + counted(&parts, set) - s->c->pools[origin->subject].reach;
    int64_t by = s->by + (over > 0 ? over : 0);
    for (size_t i = 0; i < tp_earmark_entries(s->c->bind)->count && by > 0; i++)
        if (in_set(s->c, &parts, set, i))
            tp_earmark_take(s, i, &by);
}

/* The rows of a pool, counted on in *row: period, pool and count of each, or whose loans count. */
static void write_marks(tp_buf *out, const tp_case *c, int self, int32_t p, bool whose, int *row)
{
    const pool_parts parts = parts_at(c, self, p);
    for (unsigned set = 1; parts.some_where && set < 1u << parts.n; set++) {
        if (!is_set(&parts, set))
            continue;
        (*row)++;
        if (!whose)
            tp_buf_format(out, " %d %d %d %lld", *row, TP_MOD_NUMBER(c->period), TP_MOD_NUMBER(p),
                          (long long)counted(&parts, set));
        for (int32_t d = 0; whose && d < c->data->n_demands; d++)
            if (c->line[c->data->demands[d].line].pool == p && may_use(c->data, &parts, set, d))
                tp_buf_format(out, " (%d,%d)", *row, TP_MOD_NUMBER(d));
    }
}

static void text(tp_buf *out, const tp_case *c, int self)
{
    for (int whose = 0; whose < 2; whose++) {
        int row = 0;
        tp_buf_text(out, whose ? ";\nset MARKED :="
                               : "param: MARKS: mark_period mark_pool mark_count :=");
        for (int t = 0; t < c->n_periods; t++)
            for (int32_t p = 0; p < c->n_pools; p++)
                write_marks(out, tp_case_at(c, t), self, p, whose, &row);
    }
    tp_buf_text(out, ";\n");
}

extern const tp_rule tp_rule_earmark_where;
const tp_rule tp_rule_earmark_where = {
    .id = "earmark.where",
    .name = {"专用部分", "earmarks by filter"},
    .doc = {"周转池中专供某类申请的部分，其他申请不得动用。",
            "Parts of a pool that only the demands they are for may use."},
    .source = "models/README.md, 6 Pools",
    .schema = &tp_schema_earmark_where,
    .prepare = prepare,
    .emit = emit,
    .label = label,
    .measure = measure,
    .relaxable = true,
    .ease = TP_EASE_OWN,
    .knob_falls = TP_KNOB_RESERVE_COUNT,
    .eases = eases,
    .settles = settles,
    .levers = tp_earmark_levers,
    .text = text,
};
