/* Which categories flow at all, and which kinds of unit may hold them. */
#include "base/text.h"
#include "models/rule.h"
#include "models/say.h"

#include <string.h>

typedef struct category {
    const char *name;
    bool poolable;
    tp_texts kinds;
    tp_pos pos;
} category;

typedef struct categories_params {
    tp_list categories;
} categories_params;

static const tp_key category_keys[] = {
    {.type = TP_T_KEY, .offset = offsetof(category, name)},
    {.name = "poolable",
     .title = {"可进周转池", "poolable"},
     .type = TP_T_BOOL,
     .offset = offsetof(category, poolable),
     .fallback = "true",
     .doc = {"该类编制能否存入和借用。", "Whether slots of this category may flow at all."}},
    {.name = "kinds",
     .title = {"可持有的机构性质", "kinds of unit"},
     .type = TP_T_TEXTS,
     .offset = offsetof(category, kinds),
     .doc = {"可借用该类编制的机构性质，不写则不限。",
             "Kinds of unit that may borrow it; absent: any."}},
    {.type = TP_T_POS, .offset = offsetof(category, pos)},
};
static const tp_schema category_schema = {
    .name = "category", TP_KEYS(category_keys), .size = sizeof(category)};
static const tp_key keys[] = {
    {.name = "categories",
     .title = {"编制类别", "categories"},
     .type = TP_T_MAP,
     .offset = offsetof(categories_params, categories),
     .of = &category_schema,
     .doc = {"编制类别的规则；未列出的类别可流动且不限机构性质。",
             "Rules by category; one not listed may flow and be held by any kind."}},
};
extern const tp_schema tp_schema_categories;
const tp_schema tp_schema_categories = {
    .name = "categories.rule", TP_KEYS(keys), .size = sizeof(categories_params)};

typedef struct bound_category {
    const category *stated; /* NULL: not listed */
    bool any_kind;
    size_t n_kinds;
    int32_t *kinds; /* ids in data->names */
} bound_category;

static const tp_msg unknown_category = {"categories.unknown", "数据中没有编制类别“{0}”的编制",
                                        "no line has the category {0}"};
static const tp_msg unknown_kind = {"categories.unknown-kind", "数据中没有机构性质“{0}”",
                                    "no unit is of the kind {0}"};

static bool some_line_has(const tp_dataset *data, int32_t name)
{
    for (int32_t l = 0; l < data->n_lines; l++)
        if (data->lines[l].category == name)
            return true;
    return false;
}

static tp_status bind_kinds(tp_binding *b, bound_category *to, tp_diags *diags, tp_err *err)
{
    const tp_texts *kinds = &to->stated->kinds;
    to->any_kind = kinds->items == NULL;
    to->kinds = tp_arena_array(b->arena, kinds->count + 1, sizeof *to->kinds);
    if (!to->kinds)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < kinds->count; i++) {
        int32_t id = tp_ids_find(b->data->names, kinds->items[i], strlen(kinds->items[i]));
        if (id == TP_ID_NONE)
            tp_diag_warn(diags, to->stated->pos, &unknown_kind, kinds->items[i]);
        else
            to->kinds[to->n_kinds++] = id;
    }
    return TP_OK;
}

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const categories_params *p = tp_binding_params(b, self);
    if (!p->categories.count)
        return TP_OK;
    bound_category *state =
        tp_arena_array(b->arena, (size_t)tp_ids_count(b->data->names) + 1, sizeof *state);
    if (!state)
        return tp_fail_nomem(err);
    const category *list = p->categories.items;
    for (size_t i = 0; i < p->categories.count; i++) {
        int32_t id = tp_ids_find(b->data->names, list[i].name, strlen(list[i].name));
        if (id == TP_ID_NONE || !some_line_has(b->data, id)) {
            tp_diag_warn(diags, list[i].pos, &unknown_category, list[i].name);
            continue;
        }
        state[id].stated = &list[i];
        tp_status status = bind_kinds(b, &state[id], diags, err);
        if (status != TP_OK)
            return status;
    }
    b->state[self] = state;
    return TP_OK;
}

static const category *closed(const tp_binding *b, int self, int32_t line)
{
    const bound_category *state = b->state[self];
    if (!state)
        return NULL;
    const category *stated = state[b->data->lines[line].category].stated;
    return stated && !stated->poolable ? stated : NULL;
}

static const bound_category *wrong_kind(const tp_binding *b, int self, int32_t line)
{
    const bound_category *state = b->state[self];
    if (!state)
        return NULL;
    const bound_category *at = &state[b->data->lines[line].category];
    if (!at->stated || at->any_kind)
        return NULL;
    int32_t kind = b->data->units[b->data->lines[line].unit].kind;
    for (size_t i = 0; i < at->n_kinds; i++)
        if (at->kinds[i] == kind)
            return NULL;
    return at;
}

static bool shields(const tp_binding *b, int self, int32_t line)
{
    return closed(b, self, line) != NULL;
}

static const tp_words not_poolable = {"类别“{0}”不纳入周转", "category {0} does not flow"};
static const tp_words kind_may_not = {"机构性质“{0}”不得使用类别“{1}”",
                                      "a unit of kind {0} may not hold category {1}"};

static bool denies(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why)
{
    int32_t line = c->data->demands[demand].line;
    const char *name = tp_dataset_name(c->data, c->data->lines[line].category);
    const category *stated = closed(c->bind, self, line);
    if (stated) {
        if (arena) {
            why->text = TP_SAY(arena, not_poolable, name);
            why->pos = stated->pos;
        }
        return true;
    }
    const bound_category *at = wrong_kind(c->bind, self, line);
    if (at && arena) {
        const char *kind = tp_dataset_name(c->data, c->data->units[c->data->lines[line].unit].kind);
        why->text = TP_SAY(arena, kind_may_not, kind, name);
        why->pos = at->stated->pos;
    }
    return at != NULL;
}

static bool supply(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    const category *stated = closed(c->bind, self, line);
    if (!stated)
        return false;
    out->most = 0;
    if (arena) {
        out->text = TP_SAY(arena, not_poolable, stated->name);
        out->pos = stated->pos;
    }
    return true;
}

static const category *stated_for(const tp_measure *m, int self, int32_t line)
{
    const categories_params *p = tp_binding_params(m->bind, self);
    const category *list = p->categories.items;
    const char *name = tp_dataset_name(m->data, m->data->lines[line].category);
    for (size_t i = 0; i < p->categories.count; i++)
        if (strcmp(list[i].name, name) == 0)
            return &list[i];
    return NULL;
}

static bool refuses(const tp_measure *m, int self, int32_t demand, tp_date *until)
{
    (void)until;
    int32_t line = m->data->demands[demand].line;
    const category *stated = stated_for(m, self, line);
    if (!stated)
        return false;
    if (!stated->poolable)
        return true;
    if (!stated->kinds.items)
        return false;
    const char *kind = tp_dataset_name(m->data, m->data->units[m->data->lines[line].unit].kind);
    for (size_t i = 0; i < stated->kinds.count; i++)
        if (strcmp(stated->kinds.items[i], kind) == 0)
            return false;
    return true;
}

static bool deposit_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    const category *stated = stated_for(m, self, line);
    *most = 0;
    return stated && !stated->poolable;
}

static const tp_words w_poolable = {"类别“{0}”纳入周转", "category {0} may flow"};
static const tp_words w_kind = {"类别“{0}”允许机构性质“{1}”使用",
                                "category {0} may be held by the kind {1}"};
static const tp_words w_any_kind = {"类别“{0}”不限机构性质",
                                    "category {0} may be held by any kind"};

static const char *category_key(const tp_opening *o, const char *what)
{
    return tp_arena_format(o->arena, "categories.\"%s\".%s",
                           tp_dataset_name(o->c->data, o->line->category), what);
}

static tp_status open_gate(tp_opening *o)
{
    const char *name = tp_dataset_name(o->c->data, o->line->category);
    const char *kind = tp_dataset_name(o->c->data, o->unit->kind);
    const tp_node *map = tp_node_get(o->c->scenario->normal, "categories");
    const tp_node *stated = map ? tp_node_get(map, name) : NULL;
    const tp_node *poolable = stated ? tp_node_get(stated, "poolable") : NULL;
    const tp_node *kinds = stated ? tp_node_get(stated, "kinds") : NULL;
    tp_status status = TP_OK;
    if (poolable && poolable->text && strcmp(poolable->text, "false") == 0)
        status = tp_opening_set(o, category_key(o, "poolable"), "true",
                                TP_SAY(o->arena, w_poolable, name));
    bool held = !kinds;
    for (size_t i = 0; kinds && i < kinds->count && !held; i++)
        held = *kind && strcmp(kinds->child[i]->text, kind) == 0;
    if (status != TP_OK || held)
        return status;
    if (!*kind)
        return tp_opening_set(o, category_key(o, "kinds"), "", TP_SAY(o->arena, w_any_kind, name));
    return tp_opening_set(o, category_key(o, "kinds+"), tp_arena_format(o->arena, "[\"%s\"]", kind),
                          TP_SAY(o->arena, w_kind, name, kind));
}

static const tp_mod_figure figures[] = {{"closed", TP_MOD_LINES, tp_mod_closes}, {0}};

extern const tp_rule tp_rule_categories;
const tp_rule tp_rule_categories = {
    .id = "categories",
    .name = {"编制类别", "categories"},
    .doc = {"不纳入周转的类别不存不借；机构性质不符的不借。",
            "A category that does not flow is neither deposited nor lent; kinds not listed do not "
            "borrow."},
    .source = "models/README.md, 2 Denials and own slots; Supply",
    .schema = &tp_schema_categories,
    .prepare = prepare,
    .shields = shields,
    .denies = denies,
    .open = open_gate,
    .supply = supply,
    .refuses = refuses,
    .deposit_most = deposit_most,
    .figures = figures,
};
