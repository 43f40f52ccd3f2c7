/* Excluded lines neither deposit nor borrow. */
#include "models/rules/where_list.h"
#include "models/say.h"

#include <string.h>

typedef struct exclude_params {
    tp_list exclude;
} exclude_params;

static const tp_key keys[] = {
    {.name = "exclude",
     .title = {"不参与周转", "excluded"},
     .type = TP_T_LIST,
     .offset = offsetof(exclude_params, exclude),
     .of = &tp_where_line_schema,
     .doc = {"不参与周转的范围：既不存入也不借用，也不被收储。",
             "Lines that neither deposit nor borrow, nor are reclaimed: any match."}},
};
extern const tp_schema tp_schema_exclude;
const tp_schema tp_schema_exclude = {
    .name = "exclude.rule", TP_KEYS(keys), .size = sizeof(exclude_params)};

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const exclude_params *p = tp_binding_params(b, self);
    tp_where_list *list = NULL;
    tp_status status = tp_where_list_bind(&list, b, &p->exclude, diags, err);
    b->state[self] = list;
    return status;
}

static bool shields(const tp_binding *b, int self, int32_t line)
{
    return tp_where_list_match(b->state[self], line) != NULL;
}

static const tp_words excluded = {"该单位该类编制不参与周转", "the line is excluded"};

static bool denies(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why)
{
    const tp_where *match =
        tp_where_list_match(c->bind->state[self], c->data->demands[demand].line);
    if (match && arena) {
        why->text = excluded;
        why->pos = match->pos;
    }
    return match != NULL;
}

static bool supply(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    const tp_where *match = tp_where_list_match(c->bind->state[self], line);
    out->most = 0;
    if (match && arena) {
        out->text = excluded;
        out->pos = match->pos;
    }
    return match != NULL;
}

static bool refuses(const tp_measure *m, int self, int32_t demand, tp_date *until)
{
    (void)until;
    return tp_where_list_match(m->bind->state[self], m->data->demands[demand].line) != NULL;
}

static bool deposit_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    *most = 0;
    return tp_where_list_match(m->bind->state[self], line) != NULL;
}

static const tp_words w_included = {"该单位该类编制不再排除", "the line is no longer excluded"};

static bool same_place(const tp_pos *a, const tp_pos *b)
{
    return a->line == b->line && a->column == b->column && a->file && b->file &&
           strcmp(a->file, b->file) == 0;
}

static tp_status open_gate(tp_opening *o)
{
    const tp_node *list = tp_node_get(o->c->scenario->root, "exclude");
    for (size_t i = 0; list && i < list->count; i++)
        if (same_place(&list->child[i]->pos, &o->reason->pos))
            return tp_opening_set(o, tp_arena_format(o->arena, "exclude[%zu]", i + 1), "",
                                  w_included);
    return TP_OK;
}

static const tp_mod_figure figures[] = {{"closed", TP_MOD_LINES, tp_mod_closes}, {0}};

extern const tp_rule tp_rule_exclude;
const tp_rule tp_rule_exclude = {
    .id = "exclude",
    .name = {"不参与周转", "excluded"},
    .doc = {"列出的单位和类别既不存入也不借用。", "The lines listed neither deposit nor borrow."},
    .source = "models/README.md, 2 Denials and own slots; Supply",
    .schema = &tp_schema_exclude,
    .prepare = prepare,
    .shields = shields,
    .denies = denies,
    .open = open_gate,
    .supply = supply,
    .refuses = refuses,
    .deposit_most = deposit_most,
    .figures = figures,
};
