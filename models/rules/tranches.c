#include "models/rules/tranches.h"

extern const int tp_rule_at_tranches;

typedef struct tranche {
    tp_dec up_to, value;
    tp_pos pos;
} tranche;

typedef struct tranches_params {
    tp_list tranches;
} tranches_params;

static const tp_key tranche_keys[] = {
    {.name = "up_to",
     .title = {"至", "up to"},
     .type = TP_T_DEC,
     .offset = offsetof(tranche, up_to),
     .flags = TP_KEY_REQUIRED,
     .least = 1,
     .most = TP_DEC_ONE,
     .doc = {"到申请数的这一比例为止（向上取整）。",
             "Up to this share of the quantity asked, rounded up."}},
    {.name = "value",
     .title = {"价值", "value"},
     .type = TP_T_DEC,
     .offset = offsetof(tranche, value),
     .flags = TP_KEY_REQUIRED,
     .least = 0,
     .most = 1000000000 * TP_DEC_ONE,
     .doc = {"这一段每个编制的价值。", "Value of each slot of this part."}},
    {.type = TP_T_POS, .offset = offsetof(tranche, pos)},
};
static const tp_schema tranche_schema = {
    .name = "tranche", TP_KEYS(tranche_keys), .size = sizeof(tranche)};

static const tp_msg ascend = {"tranches.ascend", "分段的 up_to 须递增：{0} 不大于 {1}",
                              "tranches must ascend: up_to {0} does not exceed {1}"};
static const tp_msg increases = {"tranches.value", "分段的 value 不得递增：{0} 大于 {1}",
                                 "values must not increase: {0} exceeds {1}"};
static const tp_msg ends_below = {"tranches.end", "最后一段的 up_to 须为 1，现为 {0}",
                                  "the last up_to must be 1, it is {0}"};

static void say(tp_diags *diags, tp_pos pos, const tp_msg *msg, tp_dec a, tp_dec b)
{
    char first[TP_DEC_TEXT], second[TP_DEC_TEXT];
    tp_dec_format(a, first);
    tp_dec_format(b, second);
    tp_diag_error(diags, pos, msg, first, second);
}

static void check_tranches(const void *filled, const tp_node *node, tp_diags *diags)
{
    (void)node;
    const tp_list *list = &((const tranches_params *)filled)->tranches;
    const tranche *t = list->items;
    for (size_t i = 1; i < list->count; i++) {
        if (t[i].up_to <= t[i - 1].up_to)
            say(diags, t[i].pos, &ascend, t[i].up_to, t[i - 1].up_to);
        if (t[i].value > t[i - 1].value)
            say(diags, t[i].pos, &increases, t[i].value, t[i - 1].value);
    }
    if (list->count && t[list->count - 1].up_to != TP_DEC_ONE)
        say(diags, t[list->count - 1].pos, &ends_below, t[list->count - 1].up_to, 0);
}

static const tp_key keys[] = {
    {.name = "tranches",
     .title = {"分段价值", "tranches"},
     .type = TP_T_LIST,
     .offset = offsetof(tranches_params, tranches),
     .of = &tranche_schema,
     .doc = {"申请的第一段、下一段……各值多少；up_to 递增到 1，value 不递增。默认一段，值 1。",
             "Value of the first, next … part of a demand; up_to ascends to 1, values do not "
             "increase. One of value 1 if absent."}},
};
extern const tp_schema tp_schema_tranches;
const tp_schema tp_schema_tranches = {.name = "tranches.rule",
                                      TP_KEYS(keys),
                                      .size = sizeof(tranches_params),
                                      .check = check_tranches};

static const tp_list *list_of(const tp_binding *b)
{
    return &((const tranches_params *)tp_binding_params(b, tp_rule_at_tranches))->tranches;
}

int tp_tranches_count(const tp_binding *b)
{
    size_t count = list_of(b)->count;
    return count ? (int)count : 1;
}

int64_t tp_tranches_end(const tp_binding *b, int t, int64_t quantity)
{
    const tp_list *list = list_of(b);
    if (t < 0)
        return 0;
    return list->count ? tp_share_ceil(((const tranche *)list->items)[t].up_to, quantity)
                       : quantity;
}

tp_dec tp_tranches_value(const tp_binding *b, int t)
{
    const tp_list *list = list_of(b);
    return list->count ? ((const tranche *)list->items)[t].value : TP_DEC_ONE;
}

static void text(tp_buf *out, const tp_case *c, int self)
{
    (void)self;
    int tranches = tp_tranches_count(c->bind);
    const tp_list *list = list_of(c->bind);
    tp_buf_format(out, "param tranches := %d;\nparam up_to :=", tranches);
    for (int t = 0; t < tranches; t++)
        tp_buf_format(
            out, " %d %lld", TP_MOD_NUMBER(t),
            (long long)(list->count ? ((const tranche *)list->items)[t].up_to : TP_DEC_ONE));
    tp_buf_text(out, ";\nparam value :=\n");
    for (int p = 0; p < c->n_periods; p++)
        for (int32_t d = 0; d < c->data->n_demands; d++)
            for (int t = 0; t < tranches && !tp_case_at(c, p)->demand[d].denied_by; t++)
                tp_buf_format(out, "%d %d %d %lld\n", TP_MOD_NUMBER(d), TP_MOD_NUMBER(p),
                              TP_MOD_NUMBER(t), (long long)tp_case_value(tp_case_at(c, p), d, t));
    tp_buf_text(out, ";\n");
}

extern const tp_rule tp_rule_tranches;
const tp_rule tp_rule_tranches = {
    .id = "tranches",
    .name = {"分段价值", "tranches"},
    .doc = {"申请的前一段比后一段更有价值。",
            "The first part of a demand is worth more than the rest."},
    .source = "models/README.md, 5 Loans",
    .schema = &tp_schema_tranches,
    .text = text,
};
