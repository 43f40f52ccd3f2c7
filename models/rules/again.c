/* A demand that was lent something under its number before is not lent again, unless the scenario
 * says so: a sheet that still lists last year's approvals does not lend them twice. */
#include "base/text.h"
#include "models/rule.h"
#include "models/say.h"

#include <string.h>

typedef struct again_params {
    tp_texts again;
} again_params;

static const tp_key keys[] = {
    {.name = "again",
     .title = {"准予再次借出的申请", "demands lent again"},
     .type = TP_T_TEXTS,
     .offset = offsetof(again_params, again),
     .doc =
         {"台账中已借出过的申请（编号与单位相同）不再借出；列在这里的照常测算。",
          "Demands the ledger has lent under before (same number, same unit) are not lent again; "
          "those listed here are."}},
};
extern const tp_schema tp_schema_again;
const tp_schema tp_schema_again = {
    .name = "again.rule", TP_KEYS(keys), .size = sizeof(again_params)};

static const tp_msg unknown = {"again.demand", "没有申请“{0}”{1}", "there is no demand {0}{1}"};
static const tp_msg left_out = {
    "again.left-out",
    "申请 {0} 已于 {1} 审定借出 {2} 个{3}，本次不再借出；确需再次借出的，在方案中写 again: "
    "[{0}]，另行申请的请用新编号",
    "demand {0} was lent {2} slots on {1}{4} and is left out; to lend it again, say `again: [{0}]` "
    "in the scenario; a new request needs a new number"};
static const tp_msg not_lent = {"again.not-lent",
                                "台账中没有借出过申请 {0}，again 中的这一项不起作用",
                                "nothing was lent under demand {0}: naming it in `again` does "
                                "nothing"};

static bool listed(const tp_texts *again, const char *demand)
{
    for (size_t i = 0; i < again->count; i++)
        if (strcmp(again->items[i], demand) == 0)
            return true;
    return false;
}

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const again_params *p = tp_binding_params(b, self);
    const char **known = NULL;
    for (size_t i = 0; i < p->again.count; i++) {
        if (tp_dataset_demand(b->data, p->again.items[i]) != TP_ID_NONE)
            continue;
        if (!known) {
            known = tp_arena_array(b->arena, (size_t)b->data->n_demands + 1, sizeof *known);
            for (int32_t d = 0; known && d < b->data->n_demands; d++)
                known[d] = b->data->demands[d].code;
        }
        const char *closest =
            known ? tp_text_closest(p->again.items[i], known, (size_t)b->data->n_demands) : NULL;
        const char *hint = closest ? tp_arena_format(b->arena, " (→ %s?)", closest) : "";
        if (!known || !hint)
            return tp_fail_nomem(err);
        tp_diag_error(diags, tp_scenario_pos(b->scenario, "again"), &unknown, p->again.items[i],
                      hint);
    }
    return TP_OK;
}

static bool held(const tp_dataset *data, const again_params *p, int32_t demand)
{
    const tp_demand *d = &data->demands[demand];
    return d->granted.count > 0 && !listed(&p->again, d->code);
}

/* " (notice 2026-3)" in one language; "" without a notice. */
static const char *under(tp_arena *arena, const tp_demand *d, bool zh)
{
    if (!*d->granted.notice)
        return "";
    return tp_arena_format(arena, zh ? "（通知单 %s）" : " (notice %s)", d->granted.notice);
}

static tp_status advise(const tp_case *c, int self, tp_diags *diags, tp_err *err)
{
    const again_params *p = tp_binding_params(c->bind, self);
    bool any = false;
    for (int32_t k = 0; k < c->data->n_demands; k++) {
        int32_t d = c->data->demand_input_order[k];
        const tp_demand *at = &c->data->demands[d];
        any = any || at->granted.count;
        if (!held(c->data, p, d))
            continue;
        char on[TP_DATE_TEXT];
        tp_date_format(at->granted.on, on);
        const char *count = tp_say_int(diags->arena, at->granted.count);
        const char *zh = under(diags->arena, at, true), *en = under(diags->arena, at, false);
        if (!count || !zh || !en)
            return tp_fail_nomem(err);
        tp_diag_warn(diags, at->pos, &left_out, at->code, on, count, zh, en);
    }
    for (size_t i = 0; any && i < p->again.count; i++) {
        int32_t d = tp_dataset_demand(c->data, p->again.items[i]);
        if (d != TP_ID_NONE && !c->data->demands[d].granted.count)
            tp_diag_warn(diags, tp_scenario_pos(c->scenario, "again"), &not_lent,
                         p->again.items[i]);
    }
    return TP_OK;
}

static const tp_words lent_before = {"该申请已于 {0} 审定借出 {1} 个{2}，不重复借出",
                                     "it was lent {1} slots on {0}{3} and is not lent again"};

static bool denies(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why)
{
    if (!held(c->data, tp_binding_params(c->bind, self), demand))
        return false;
    const tp_demand *d = &c->data->demands[demand];
    if (arena) {
        why->text = TP_SAY(arena, lent_before, tp_say_date(arena, d->granted.on),
                           tp_say_int(arena, d->granted.count), under(arena, d, true),
                           under(arena, d, false));
        why->pos = d->pos;
    }
    return true;
}

/* From the dataset and the scenario's own words. */
static bool refuses(const tp_measure *m, int self, int32_t demand, tp_date *until)
{
    (void)until;
    const again_params *p = tp_binding_params(m->bind, self);
    const tp_demand *d = &m->data->demands[demand];
    for (size_t i = 0; i < p->again.count; i++)
        if (strcmp(p->again.items[i], d->code) == 0)
            return false;
    return d->granted.count != 0;
}

static const tp_words w_again = {"准予申请 {0} 再次借出", "demand {0} is lent again"};

/* A code as an element of a YAML list. */
static void put_code(tp_buf *out, const char *code)
{
    bool plain = !code[strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                    "0123456789-_")];
    tp_buf_text(out, out->length ? ", " : "[");
    tp_buf_text(out, plain ? "" : "'");
    for (; *code; code++) {
        if (*code == '\'')
            tp_buf_char(out, '\'');
        tp_buf_char(out, *code);
    }
    tp_buf_text(out, plain ? "" : "'");
}

static tp_status open_gate(tp_opening *o)
{
    const again_params *p = tp_binding_params(o->c->bind, tp_rule_find("again"));
    const char *demand = o->c->data->demands[o->demand].code;
    tp_buf list;
    tp_buf_init(&list);
    for (size_t i = 0; i < p->again.count; i++)
        put_code(&list, p->again.items[i]);
    put_code(&list, demand);
    tp_buf_char(&list, ']');
    const char *value = tp_buf_ok(&list) ? tp_arena_copy(o->arena, list.bytes, list.length) : NULL;
    tp_buf_finish(&list);
    return tp_opening_set(o, "again", value, TP_SAY(o->arena, w_again, demand));
}

extern const tp_rule tp_rule_again;
const tp_rule tp_rule_again = {
    .id = "again",
    .name = {"已经借出", "lent before"},
    .doc = {"台账中已按同一编号、同一单位借出过的申请不再借出，方案 again 列出的除外。",
            "A demand the ledger has lent under before (same number, same unit) is not lent again, "
            "unless the scenario lists it in `again`."},
    .source = "models/README.md, 2 Denials and own slots",
    .schema = &tp_schema_again,
    .instead = {"已经借出，另有需要的用新编号申请",
                "already lent; a further need takes a new number"},
    .prepare = prepare,
    .advise = advise,
    .denies = denies,
    .open = open_gate,
    .refuses = refuses,
};
