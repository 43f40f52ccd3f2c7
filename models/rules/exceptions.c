/* Documented exceptions (一事一议): one named gate of one demand is lifted, with the document that
 * says so. Only gates that hold in principle can be; never ownership, categories, caps, limits or
 * the reserve. */
#include "models/rules/exceptions.h"

#include "models/rule.h"
#include "models/say.h"

#include <string.h>

typedef struct exceptions_params {
    tp_list list;
} exceptions_params;

extern const int tp_rule_at_exceptions;

static const tp_key exception_keys[] = {
    {.name = "demand",
     .title = {"申请", "demand"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_exception, demand),
     .flags = TP_KEY_REQUIRED,
     .doc = {"用编申请的编号。", "Code of the demand."}},
    {.name = "rule",
     .title = {"放开的规则", "rule lifted"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_exception, rule),
     .flags = TP_KEY_REQUIRED,
     .doc = {"为它放开的规则：windows、grades、rectification、findings、borrow.min_saturation、"
             "borrow.max_vacancy_share、borrow.overstaffed、borrow.attrition_cover "
             "或 borrow.shortage_of_standard。",
             "The rule that is lifted for it: windows, grades, rectification, findings, "
             "borrow.min_saturation, "
             "borrow.max_vacancy_share, borrow.overstaffed, borrow.attrition_cover or "
             "borrow.shortage_of_standard."}},
    {.name = "basis",
     .title = {"依据", "basis"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_exception, basis),
     .flags = TP_KEY_REQUIRED,
     .doc = {"同意破例的文件或会议纪要。", "The document or minutes that allow it."}},
    {.type = TP_T_POS, .offset = offsetof(tp_exception, pos)},
};
static const tp_schema exception_schema = {
    .name = "exception", TP_KEYS(exception_keys), .size = sizeof(tp_exception)};
static const tp_key keys[] = {
    {.name = "exceptions",
     .title = {"一事一议（例外）", "documented exceptions"},
     .type = TP_T_LIST,
     .offset = offsetof(exceptions_params, list),
     .of = &exception_schema,
     .doc =
         {"一事一议：对某件申请放开某条“原则上”的限制，须写明依据。",
          "Documented exceptions: one rule that holds in principle is lifted for one demand, with "
          "its basis."}},
};
extern const tp_schema tp_schema_exceptions;
const tp_schema tp_schema_exceptions = {
    .name = "exceptions.rule", TP_KEYS(keys), .size = sizeof(exceptions_params)};

static const tp_msg unknown_demand = {
    "exceptions.demand", "数据中没有申请“{0}”，这条例外不起作用",
    "the data have no demand \"{0}\": this exception does nothing"};
static const tp_msg not_in_principle = {"exceptions.rule", "“{0}”不能破例；可以破例的只有：{1}",
                                        "no exception can be made from \"{0}\"; possible are: {1}"};
static const tp_msg no_basis = {"exceptions.basis", "例外须写明依据（basis）",
                                "an exception needs its basis"};
static const tp_msg not_needed = {
    "exceptions.not-needed", "规则“{1}”并未拒绝申请 {0}，这条例外不起作用",
    "the rule {1} does not refuse demand {0}: this exception does nothing"};
static const tp_msg twice = {"exceptions.twice", "申请 {0} 对规则“{1}”的例外重复",
                             "the exception of demand {0} from {1} is stated twice"};

const tp_exception *tp_exceptions_of(const tp_binding *b, size_t *count)
{
    const exceptions_params *p = tp_binding_params(b, tp_rule_at_exceptions);
    *count = p->list.count;
    return p->list.items;
}

/* The rule it lifts, if it may; -1 with *list naming those that may be. */
static int principle(const char *id)
{
    int r = tp_rule_find(id);
    return r >= 0 && tp_rules[r]->in_principle ? r : -1;
}

static void write_principles(tp_buf *out)
{
    for (int r = 0; r < tp_n_rules; r++)
        if (tp_rules[r]->in_principle)
            tp_buf_format(out, "%s%s", out->length ? ", " : "", tp_rules[r]->id);
}

static bool same_as_before(const tp_exception *list, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(list[k].demand, list[i].demand) == 0 && strcmp(list[k].rule, list[i].rule) == 0)
            return true;
    return false;
}

/* What is lifted, by demand: a bit a rule. */
static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const exceptions_params *p = tp_binding_params(b, self);
    const tp_exception *list = p->list.items;
    if (!p->list.count)
        return TP_OK;
    uint64_t *lifted = tp_arena_array(b->arena, (size_t)b->data->n_demands + 1, sizeof *lifted);
    if (!lifted)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < p->list.count; i++) {
        int32_t d = tp_dataset_demand(b->data, list[i].demand);
        int r = principle(list[i].rule);
        if (r < 0) {
            tp_buf names;
            tp_buf_init(&names);
            write_principles(&names);
            tp_diag_error(diags, list[i].pos, &not_in_principle, list[i].rule,
                          names.bytes ? names.bytes : "");
            tp_buf_finish(&names);
        }
        if (!list[i].basis[strspn(list[i].basis, " ")])
            tp_diag_error(diags, list[i].pos, &no_basis, "");
        if (d == TP_ID_NONE)
            tp_diag_warn(diags, list[i].pos, &unknown_demand, list[i].demand);
        if (same_as_before(list, i))
            tp_diag_warn(diags, list[i].pos, &twice, list[i].demand, list[i].rule);
        if (d != TP_ID_NONE && r >= 0)
            lifted[d] |= (uint64_t)1 << r;
    }
    b->state[self] = lifted;
    return TP_OK;
}

static uint64_t lifts(const tp_binding *b, int self, int32_t demand)
{
    const uint64_t *lifted = b->state[self];
    return lifted ? lifted[demand] : 0;
}

/* From the scenario's own words. */
static bool spares(const tp_measure *m, int self, int rule, int32_t demand)
{
    const exceptions_params *p = tp_binding_params(m->bind, self);
    const tp_exception *list = p->list.items;
    for (size_t i = 0; i < p->list.count; i++)
        if (strcmp(list[i].demand, m->data->demands[demand].code) == 0 &&
            strcmp(list[i].rule, tp_rules[rule]->id) == 0)
            return true;
    return false;
}

bool tp_exception_used(const tp_case *c, const tp_exception *exception)
{
    int32_t d = tp_dataset_demand(c->data, exception->demand);
    int r = principle(exception->rule);
    return d != TP_ID_NONE && r >= 0 && ((c->demand[d].lifted | c->demand[d].eased) >> r & 1);
}

static tp_status advise(const tp_case *c, int self, tp_diags *diags, tp_err *err)
{
    const exceptions_params *p = tp_binding_params(c->bind, self);
    const tp_exception *list = p->list.items;
    (void)err;
    for (size_t i = 0; i < p->list.count; i++)
        if (tp_dataset_demand(c->data, list[i].demand) != TP_ID_NONE &&
            !tp_exception_used(c, &list[i]))
            tp_diag_warn(diags, list[i].pos, &not_needed, list[i].demand, list[i].rule);
    return TP_OK;
}

static const tp_words w_except = {"按一事一议对该申请放开“{0}”（须写明依据）",
                                  "an exception for this demand from {0} (with its basis)"};

/* A text as a YAML flow scalar. */
static void write_quoted(tp_buf *out, const char *text)
{
    tp_buf_char(out, '\'');
    for (; *text; text++) {
        tp_buf_char(out, *text);
        if (*text == '\'')
            tp_buf_char(out, '\'');
    }
    tp_buf_char(out, '\'');
}

static tp_status open_gate(tp_opening *o)
{
    int r = principle(o->reason->rule);
    tp_buf value;
    if (r < 0)
        return TP_OK;
    tp_buf_init(&value);
    tp_buf_text(&value, "[{demand: ");
    write_quoted(&value, o->c->data->demands[o->demand].code);
    tp_buf_format(&value, ", rule: %s, basis: '……'}]", o->reason->rule);
    const tp_words text = {TP_SAY(o->arena, w_except, tp_rules[r]->name.zh).zh,
                           TP_SAY(o->arena, w_except, tp_rules[r]->name.en).en};
    tp_status status = tp_buf_ok(&value) ? tp_opening_set(o, "exceptions+", value.bytes, text)
                                         : tp_fail_nomem(o->err);
    tp_buf_finish(&value);
    return status;
}

extern const tp_rule tp_rule_exceptions;
const tp_rule tp_rule_exceptions = {
    .id = "exceptions",
    .name = {"一事一议", "exceptions"},
    .doc = {"对单件申请放开一条原则上的限制，须有依据；不涉及所有权、编制类别、上限、总量和储备。",
            "One rule that holds in principle is lifted for one demand, with its basis; never "
            "ownership, category, cap, limits or reserve."},
    .source = "models/README.md, 2 Denials and own slots",
    .schema = &tp_schema_exceptions,
    .prepare = prepare,
    .advise = advise,
    .open = open_gate,
    .lifts = lifts,
    .spares = spares,
};
