/* Keys of pools, and of entries that name one. */
#include "models/rules/pools.h"

#include <string.h>

#define ENTRY_KEYS                                                                                 \
    {.name = "scope",                                                                              \
     .title = {"池", "scope"},                                                                     \
     .type = TP_T_TEXT,                                                                            \
     .offset = offsetof(tp_pool_entry, scope),                                                     \
     .flags = TP_KEY_REQUIRED,                                                                     \
     .doc = {"范围：地区、层级或系统的名称，主管部门的单位编码，或 all。",                         \
             "The scope: a region, level or system, a department's unit code, or all."}},          \
        {.name = "category",                                                                       \
         .title = {"编制类别", "category"},                                                        \
         .type = TP_T_TEXT,                                                                        \
         .offset = offsetof(tp_pool_entry, category),                                              \
         .flags = TP_KEY_REQUIRED,                                                                 \
         .doc = {"编制类别。", "The category."}},                                                  \
        {.name = "ring",                                                                           \
         .title = {"专项系统", "ring"},                                                            \
         .type = TP_T_TEXT,                                                                        \
         .offset = offsetof(tp_pool_entry, ring),                                                  \
         .doc = {"单列系统，周转池单列时写。", "The system, where it has a pool of its own."}},    \
        {.name = "count",                                                                          \
         .title = {"数量", "count"},                                                               \
         .type = TP_T_INT,                                                                         \
         .offset = offsetof(tp_pool_entry, count),                                                 \
         .flags = TP_KEY_REQUIRED,                                                                 \
         .least = 0,                                                                               \
         .most = 1000 * TP_COUNT_MAX,                                                              \
         .doc = {"编制数。", "Slots."}},                                                           \
    {                                                                                              \
        .type = TP_T_POS, .offset = offsetof(tp_pool_entry, pos)                                   \
    }

static const tp_key entry_keys[] = {ENTRY_KEYS};
const tp_schema tp_pool_entry_schema = {
    .name = "pool.count", TP_KEYS(entry_keys), .size = sizeof(tp_pool_entry)};
static const tp_key earmark_keys[] = {
    ENTRY_KEYS,
    {.name = "where",
     .title = {"供谁使用", "for whom"},
     .type = TP_T_STRUCT,
     .offset = offsetof(tp_pool_entry, where),
     .of = &tp_where_schema,
     .doc = {"供哪些申请使用；不写即专供高层次人才。",
             "Which demands it is for; talent demands if absent."}},
};
const tp_schema tp_earmark_entry_schema = {
    .name = "pool.earmark", TP_KEYS(earmark_keys), .size = sizeof(tp_pool_entry)};

static const tp_key arc_keys[] = {
    {.name = "from",
     .title = {"从", "from"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_pool_arc, from),
     .flags = TP_KEY_REQUIRED,
     .doc = {"调出范围。", "The scope that gives."}},
    {.name = "to",
     .title = {"到", "to"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_pool_arc, to),
     .flags = TP_KEY_REQUIRED,
     .doc = {"调入范围。", "The scope that receives."}},
    {.name = "category",
     .title = {"编制类别", "category"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_pool_arc, category),
     .flags = TP_KEY_REQUIRED,
     .doc = {"编制类别。", "The category."}},
    {.name = "ring",
     .title = {"专项系统", "ring"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_pool_arc, ring),
     .doc = {"单列系统；调剂不跨系统。", "The ring-fenced system; a transfer stays within it."}},
    {.name = "at_most",
     .title = {"不超过", "at most"},
     .type = TP_T_INT,
     .offset = offsetof(tp_pool_arc, at_most),
     .flags = TP_KEY_REQUIRED,
     .least = 0,
     .most = 1000 * TP_COUNT_MAX,
     .doc = {"最多调剂数。", "The most that may be transferred."}},
    {.type = TP_T_POS, .offset = offsetof(tp_pool_arc, pos)},
};
static const tp_msg same_scope = {"pools.transfer", "调剂的两端相同：{0}",
                                  "a transfer from {0} to itself"};
static void check_arc(const void *filled, const tp_node *node, tp_diags *diags)
{
    (void)node;
    const tp_pool_arc *arc = filled;
    if (arc->from && arc->to && strcmp(arc->from, arc->to) == 0)
        tp_diag_error(diags, arc->pos, &same_scope, arc->from);
}
static const tp_schema arc_schema = {
    .name = "transfer", TP_KEYS(arc_keys), .size = sizeof(tp_pool_arc), .check = check_arc};

static const tp_choice by_choices[] = {{"region", "地区"},     {"level", "层级"},
                                       {"parent", "主管部门"}, {"system", "系统"},
                                       {"all", "全部"},        {NULL, NULL}};
#define IN_POOLS(field) (offsetof(tp_pools_params, pools.field) - offsetof(tp_pools_params, pools))
static const tp_key inner_keys[] = {
    {.name = "by",
     .title = {"划分方式", "by"},
     .type = TP_T_ENUM,
     .offset = IN_POOLS(by),
     .fallback = "region",
     .choices = by_choices,
     .doc = {"编制只在同一范围内流动：按地区、层级、主管部门（本部门及其所属单位）、系统，或全部。",
             "Slots only flow inside one scope: region, level, parent (a department with the units "
             "under it), system, or all."}},
    {.name = "beyond",
     .title = {"更大范围", "wider scopes"},
     .type = TP_T_TEXTS,
     .offset = IN_POOLS(beyond),
     .doc = {"由近及远的更大范围（如 [地区, "
             "全部]）：近处的池先用，余下的可逐级上交、逐级下拨；取值同 by。",
             "Wider scopes from near to far, such as [region, all], named as in by: a nearer pool "
             "comes "
             "first; what it can spare may be handed on, and what it lacks drawn, step by step."}},
    {.name = "ring_fenced",
     .title = {"专项系统", "ring-fenced systems"},
     .type = TP_T_TEXTS,
     .offset = IN_POOLS(ring_fenced),
     .doc = {"周转池单列的系统。", "Systems with a pool of their own."}},
    {.name = "opening",
     .title = {"期初余额", "opening balance"},
     .type = TP_T_LIST,
     .offset = IN_POOLS(opening),
     .of = &tp_pool_entry_schema,
     .doc = {"编制部门手中尚未分配的编制。", "Unallocated slots the office holds."}},
    {.name = "transfers",
     .title = {"跨池调剂", "transfers"},
     .type = TP_T_LIST,
     .offset = IN_POOLS(transfers),
     .of = &arc_schema,
     .doc = {"允许的跨范围调剂。", "Transfers allowed between scopes."}},
};
static const tp_msg unknown_scope = {
    "pools.beyond", "pools.beyond 不能是“{0}”：可写 region、level、parent、system、all",
    "pools.beyond cannot be \"{0}\": it takes region, level, parent, system, all"};
static const tp_msg twice = {"pools.beyond-twice", "范围“{0}”写了两次",
                             "the scope {0} is stated twice"};

int tp_pools_by_named(const char *name)
{
    for (int i = 0; by_choices[i].en; i++)
        if (strcmp(by_choices[i].en, name) == 0 || strcmp(by_choices[i].zh, name) == 0)
            return i;
    return -1;
}

static void check_beyond(const void *filled, const tp_node *node, tp_diags *diags)
{
    int by, seen = 0;
    tp_texts beyond;
    const tp_node *at = tp_node_get(node, "beyond");
    memcpy(&by, (const char *)filled + IN_POOLS(by), sizeof by);
    memcpy(&beyond, (const char *)filled + IN_POOLS(beyond), sizeof beyond);
    if (by >= 0)
        seen |= 1 << by;
    for (size_t i = 0; i < beyond.count; i++) {
        int one = tp_pools_by_named(beyond.items[i]);
        if (one < 0)
            tp_diag_error(diags, at ? at->pos : node->pos, &unknown_scope, beyond.items[i]);
        else if (seen >> one & 1)
            tp_diag_error(diags, at ? at->pos : node->pos, &twice, beyond.items[i]);
        seen |= one < 0 ? 0 : 1 << one;
    }
}

static const tp_schema inner_schema = {.name = "pools",
                                       TP_KEYS(inner_keys),
                                       .size = sizeof((tp_pools_params *)0)->pools,
                                       .check = check_beyond};
static const tp_key keys[] = {
    {.name = "pools",
     .title = {"周转池", "pools"},
     .type = TP_T_STRUCT,
     .offset = 0,
     .of = &inner_schema,
     .doc = {"周转池的划分。", "How pools are cut."}},
};
extern const tp_schema tp_schema_pools;
const tp_schema tp_schema_pools = {
    .name = "pools.rule", TP_KEYS(keys), .size = sizeof(tp_pools_params)};
