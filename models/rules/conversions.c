/* Conversion between categories: slots of a pool become slots of another category in the same scope
 * and ring, up to a ceiling. Without an entry nothing is converted. The arcs are those of pools
 * (pools.c derives them with the transfers and holds their columns in its balances). */
#include "models/rules/conversions.h"

#include "models/name.h"
#include "models/say.h"

#include <string.h>

extern const int tp_rule_at_conversions;

typedef struct params {
    struct {
        tp_list conversions; /* tp_conversion */
    } pools;
} params;

static const tp_key entry_keys[] = {
    {.name = "scope",
     .title = {"范围", "scope"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_conversion, scope),
     .flags = TP_KEY_REQUIRED,
     .doc = {"周转池的范围；转用不跨范围。", "The pools' scope; a conversion stays within it."}},
    {.name = "ring",
     .title = {"专项系统", "ring"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_conversion, ring),
     .doc = {"单列系统；转用不跨系统。", "The ring-fenced system; a conversion stays within it."}},
    {.name = "from",
     .title = {"原类别", "from"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_conversion, from),
     .flags = TP_KEY_REQUIRED,
     .doc = {"转出的编制类别。", "The category that gives."}},
    {.name = "to",
     .title = {"转为类别", "to"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_conversion, to),
     .flags = TP_KEY_REQUIRED,
     .doc = {"转为哪一编制类别。", "The category that receives."}},
    {.name = "at_most",
     .title = {"不超过", "at most"},
     .type = TP_T_INT,
     .offset = offsetof(tp_conversion, at_most),
     .flags = TP_KEY_REQUIRED,
     .least = 0,
     .most = 1000 * TP_COUNT_MAX,
     .doc = {"最多转用数。", "The most that may be converted."}},
    {.type = TP_T_POS, .offset = offsetof(tp_conversion, pos)},
};
static const tp_msg same_category = {"conversions.same", "转用的两端是同一类别：{0}",
                                     "a conversion of {0} to itself"};
static void check_entry(const void *filled, const tp_node *node, tp_diags *diags)
{
    (void)node;
    const tp_conversion *at = filled;
    if (at->from && at->to && strcmp(at->from, at->to) == 0)
        tp_diag_error(diags, at->pos, &same_category, at->from);
}
static const tp_schema entry_schema = {
    .name = "conversion", TP_KEYS(entry_keys), .size = sizeof(tp_conversion), .check = check_entry};
static const tp_key inner_keys[] = {
    {.name = "conversions",
     .title = {"跨类别统筹", "conversions"},
     .type = TP_T_LIST,
     .offset = 0,
     .of = &entry_schema,
     .doc = {"允许的跨类别统筹使用：池内编制由一类转为另一类，各有上限；不写则类别互不相通。",
             "Conversions allowed between categories of a scope, each under a ceiling; without "
             "them categories never mix."}},
};
static const tp_schema inner_schema = {
    .name = "conversions.inner", TP_KEYS(inner_keys), .size = sizeof((params *)0)->pools};
static const tp_key keys[] = {
    {.name = "pools",
     .title = {"周转池", "pools"},
     .type = TP_T_STRUCT,
     .offset = 0,
     .of = &inner_schema,
     .doc = {"周转池的划分。", "How pools are cut."}},
};
extern const tp_schema tp_schema_conversions;
const tp_schema tp_schema_conversions = {
    .name = "conversions.rule", TP_KEYS(keys), .size = sizeof(params)};

const tp_list *tp_conversions_stated(const tp_binding *b)
{
    return &((const params *)tp_binding_params(b, tp_rule_at_conversions))->pools.conversions;
}

static const tp_words conversion_of = {"{0}：由“{1}”转为“{2}”", "conversion in {0}, {1} to {2}"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    (void)row;
    int32_t subject = program->col_origin[index].subject;
    const tp_arc *arc = &c->arcs[subject];
    const tp_pool *from = &c->pools[arc->from], *to = &c->pools[arc->to];
    out->category = from->category;
    out->item = from->scope;
    out->pos = arc->pos;
    out->name = tp_name_make(arena, "conversion", out, subject);
    out->words = TP_SAY(arena, conversion_of, from->scope, from->category, to->category);
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static const tp_words w_most = {"{0}：由“{1}”转为“{2}”的上限",
                                "the most converted in {0}, {1} to {2}"};

static void knobs(tp_knob_finder *f)
{
    const tp_node *list = tp_node_path(f->root, "pools.conversions");
    for (size_t i = 0; list && i < list->count; i++) {
        tp_knob knob = {.kind = TP_KNOB_CONVERSION, .subject = (int32_t)i, .most = TP_KNOB_MOST};
        if (!tp_knob_figure(list->child[i], "at_most", false, &knob.value, &knob.pos))
            continue;
        knob.key = tp_knob_key(f, "pools.conversions", i, "at_most");
        knob.name =
            TP_SAY(f->arena, w_most, tp_knob_text(list->child[i], "scope"),
                   tp_knob_text(list->child[i], "from"), tp_knob_text(list->child[i], "to"));
        tp_knob_add(f, knob);
    }
}

/* Which of the arcs are conversions. */
static void text(tp_buf *out, const tp_case *c, int self)
{
    (void)self;
    tp_buf_text(out, "set CONVERSIONS :=");
    for (int32_t a = 0; a < c->n_arcs; a++)
        if (c->arcs[a].converts)
            tp_buf_format(out, " %d", TP_MOD_NUMBER(a));
    tp_buf_text(out, ";\n");
}

/* ---- measuring ---- */

typedef struct ceilings {
    tp_arena *arena;
    tp_ids *ids;
    int64_t *allowed, *moved;
    size_t capacity[2];
} ceilings;

/* Its number by scope, ring and the two categories; -1: memory is out. */
static int32_t ceiling_of(ceilings *s, const char *scope, const char *ring, const char *from,
                          const char *to)
{
    const char *text =
        tp_arena_format(s->arena, "%s\x1f%s\x1f%s\x1f%s", scope, ring ? ring : "", from, to);
    bool fresh = false;
    int32_t id = text ? tp_ids_add(s->ids, text, strlen(text), &fresh) : -1;
    if (id < 0 ||
        (fresh && (!tp_arena_grow(s->arena, &s->allowed, &s->capacity[0], (size_t)id, 1) ||
                   !tp_arena_grow(s->arena, &s->moved, &s->capacity[1], (size_t)id, 1))))
        return -1;
    if (fresh)
        s->allowed[id] = s->moved[id] = 0;
    return id;
}

static int32_t ceiling_met(ceilings *s, const tp_result *answer, const tp_transfer_result *t)
{
    const tp_pool_result *from = &answer->pools[t->from], *to = &answer->pools[t->to];
    return ceiling_of(s, from->scope, from->ring, from->category, to->category);
}

static const tp_words above = {"{0}：由“{1}”转为“{2}”{3} 个，方案最多允许 {4} 个",
                               "{0}: {3} converted from {1} to {2}, the scenario allows {4}"};
static const tp_words elsewhere = {"由“{0}”转为“{1}”跨了范围或专项系统",
                                   "a conversion of {0} to {1} leaves its scope or ring"};

static tp_status check(const tp_measure *m, ceilings *s, const tp_transfer_result *t,
                       tp_findings *out, tp_err *err)
{
    static const tp_finding about = {
        .rule = "pools.conversions", .line = TP_ID_NONE, .demand = TP_ID_NONE};
    const tp_pool_result *from = &m->answer->pools[t->from], *to = &m->answer->pools[t->to];
    if (strcmp(from->scope, to->scope) != 0 || strcmp(from->ring, to->ring) != 0) {
        const char *args[] = {from->category, to->category};
        return tp_finding_add(out, about, &elsewhere, 2, args, err);
    }
    int32_t id = ceiling_met(s, m->answer, t);
    if (id < 0)
        return tp_fail_nomem(err);
    if (t->count >= 0 && s->moved[id] <= s->allowed[id])
        return TP_OK;
    const char *args[] = {from->scope, from->category, to->category,
                          tp_say_int(m->arena, s->moved[id]), tp_say_int(m->arena, s->allowed[id])};
    return tp_finding_add(out, about, &above, 5, args, err);
}

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    (void)self;
    ceilings s = {.arena = m->arena, .ids = tp_ids_create(m->arena, 0)};
    const tp_list *stated = tp_conversions_stated(m->bind);
    const tp_conversion *entries = stated->items;
    tp_status status = s.ids ? TP_OK : tp_fail_nomem(err);
    for (size_t i = 0; i < stated->count && status == TP_OK; i++) {
        const tp_conversion *e = &entries[i];
        int32_t id = ceiling_of(&s, e->scope, e->ring, e->from, e->to);
        if (id < 0)
            return tp_fail_nomem(err);
        s.allowed[id] += e->at_most;
    }
    for (int round = 0; round < 2; round++)
        for (size_t t = 0; t < m->answer->n_transfers && status == TP_OK; t++) {
            const tp_transfer_result *at = &m->answer->transfers[t];
            if (!tp_transfer_converts(m->answer, at))
                continue;
            int32_t id = round ? 0 : ceiling_met(&s, m->answer, at);
            if (id < 0)
                return tp_fail_nomem(err);
            if (round)
                status = check(m, &s, at, out, err);
            else
                s.moved[id] += at->count;
        }
    return status;
}

extern const tp_rule tp_rule_conversions;
const tp_rule tp_rule_conversions = {
    .id = "pools.conversions",
    .name = {"跨类别统筹", "conversions"},
    .doc = {"池内编制可在上限内由一类转为另一类；默认各类别互不相通。",
            "Slots of a pool may become slots of another category, up to a ceiling; by default "
            "categories never mix."},
    .source = "models/README.md, 6 Pools",
    .schema = &tp_schema_conversions,
    .label = label,
    .knobs = knobs,
    .measure = measure,
    .text = text,
};
