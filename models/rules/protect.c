/* Protected lines neither deposit nor are reclaimed. */
#include "models/rules/where_list.h"
#include "models/say.h"

typedef struct protect_params {
    tp_list protect;
} protect_params;

static const tp_key keys[] = {
    {.name = "protect",
     .title = {"受保护", "protected"},
     .type = TP_T_LIST,
     .offset = offsetof(protect_params, protect),
     .of = &tp_where_line_schema,
     .doc = {"受保护的范围：不存入，也不被收储。",
             "Lines that neither deposit nor are reclaimed: any match."}},
};
extern const tp_schema tp_schema_protect;
const tp_schema tp_schema_protect = {
    .name = "protect.rule", TP_KEYS(keys), .size = sizeof(protect_params)};

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const protect_params *p = tp_binding_params(b, self);
    tp_where_list *list = NULL;
    tp_status status = tp_where_list_bind(&list, b, &p->protect, diags, err);
    b->state[self] = list;
    return status;
}

static bool shields(const tp_binding *b, int self, int32_t line)
{
    return tp_where_list_match(b->state[self], line) != NULL;
}

static const tp_words protected_line = {"受保护，不存入", "protected: deposits nothing"};

static bool supply(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    const tp_where *match = tp_where_list_match(c->bind->state[self], line);
    out->most = 0;
    if (match && arena) {
        out->text = protected_line;
        out->pos = match->pos;
    }
    return match != NULL;
}

static bool deposit_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    *most = 0;
    return tp_where_list_match(m->bind->state[self], line) != NULL;
}

static const tp_mod_figure figures[] = {{"closed", TP_MOD_LINES, tp_mod_closes}, {0}};

extern const tp_rule tp_rule_protect;
const tp_rule tp_rule_protect = {
    .id = "protect",
    .name = {"受保护", "protected"},
    .doc = {"列出的单位和类别不存入，也不被收储。",
            "The lines listed neither deposit nor are reclaimed."},
    .source = "models/README.md, 3 Supply; Reclaim",
    .schema = &tp_schema_protect,
    .prepare = prepare,
    .shields = shields,
    .supply = supply,
    .deposit_most = deposit_most,
    .figures = figures,
};
