/* Only lines below their staffing standard borrow, at most what they are short of it. */
#include "models/eased.h"
#include "models/name.h"
#include "models/rules/borrow.h"
#include "models/say.h"

typedef struct standard_shortage_params {
    bool shortage_of_standard;
    int without_standard;
} standard_shortage_params;

enum { DENY, ALLOW };
static const tp_choice without_choices[] = {{"deny", "不予"}, {"allow", "允许"}, {NULL, NULL}};

static const tp_key keys[] = {
    {.name = "shortage_of_standard",
     .title = {"只补编制标准缺口", "shortage of the standard only"},
     .type = TP_T_BOOL,
     .offset = offsetof(standard_shortage_params, shortage_of_standard),
     .fallback = "false",
     .doc = {"true：只有使用权低于编制标准数（posts.csv 的 standard）的才可借用，借用不超过缺口。",
             "true: only lines whose usage is below their standard (column standard of posts.csv) "
             "borrow, at most what they are short of it."}},
    {.name = "without_standard",
     .title = {"没有编制标准的", "lines without a standard"},
     .type = TP_T_ENUM,
     .offset = offsetof(standard_shortage_params, without_standard),
     .fallback = "deny",
     .choices = without_choices,
     .doc = {"设有 shortage_of_standard 时，没有编制标准数的能否借用。",
             "Where shortage_of_standard is set: whether lines without a standard may borrow."}},
};
TP_BORROW_TABLE(standard_shortage, standard_shortage_params);

/* What is missing up to the standard; below 0: above it. */
static bool shortage(const standard_shortage_params *p, int64_t standard, int64_t usage,
                     int64_t *missing)
{
    *missing = standard == TP_INT_NONE ? 0 : standard - usage;
    return p->shortage_of_standard && (standard != TP_INT_NONE || p->without_standard == DENY);
}

static const tp_words not_below = {"使用权 {0}，编制标准 {1}，没有缺口",
                                   "{0} usable, the standard is {1}: not short of it"};
static const tp_words no_standard = {"没有编制标准数", "it has no staffing standard"};

static bool denies(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why)
{
    const standard_shortage_params *p = tp_binding_params(c->bind, self);
    const tp_line *l = &c->data->lines[c->data->demands[demand].line];
    int64_t usage = c->line[c->data->demands[demand].line].usage, missing;
    if (!shortage(p, l->standard, usage, &missing) || missing > 0)
        return false;
    if (arena) {
        why->text = l->standard == TP_INT_NONE ? no_standard
                                               : TP_SAY(arena, not_below, tp_say_int(arena, usage),
                                                        tp_say_int(arena, l->standard));
        why->pos = tp_scenario_pos(c->scenario, "borrow.shortage_of_standard");
    }
    return true;
}

static bool refuses(const tp_measure *m, int self, int32_t demand, tp_date *until)
{
    (void)until;
    const standard_shortage_params *p = tp_binding_params(m->bind, self);
    int32_t line = m->data->demands[demand].line;
    int64_t standard = m->data->lines[line].standard;
    if (!p->shortage_of_standard)
        return false;
    if (standard == TP_INT_NONE)
        return p->without_standard == DENY;
    return tp_measure_usage(m, line) >= standard;
}

static const tp_words short_of = {"编制标准 {0} − 现有使用权 {1} = 缺口 {2}",
                                  "standard {0} − {1} usable now = {2} short of it"};
static const tp_words short_eased = {"编制标准 {0} − 现有使用权 {1}，另有一事一议的申请 {2}",
                                     "standard {0} − {1} usable now, and {2} of demands with an "
                                     "exception"};

static bool room(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    const standard_shortage_params *p = tp_binding_params(c->bind, self);
    const tp_line *l = &c->data->lines[line];
    int64_t missing, eased = tp_eased_need(c, self, line);
    if (!shortage(p, l->standard, c->line[line].usage, &missing) || l->standard == TP_INT_NONE)
        return false;
    out->most = (missing > 0 ? missing : 0) + eased;
    if (arena) {
        const char *standard = tp_say_int(arena, l->standard),
                   *usage = tp_say_int(arena, c->line[line].usage);
        out->text = eased ? TP_SAY(arena, short_eased, standard, usage, tp_say_int(arena, eased))
                          : TP_SAY(arena, short_of, standard, usage, tp_say_int(arena, out->most));
        out->pos = l->pos;
    }
    return true;
}

/* Where the line's room leaves exceptions theirs, the others stay within the shortage. */
static tp_status emit(tp_case *c, int self, tp_program *program, tp_err *err)
{
    const standard_shortage_params *p = tp_binding_params(c->bind, self);
    tp_status status = TP_OK;
    for (int32_t l = 0; l < c->data->n_lines && p->shortage_of_standard; l++) {
        int64_t standard = c->data->lines[l].standard;
        if (standard == TP_INT_NONE || c->line[l].room == 0 || !tp_eased_need(c, self, l))
            continue;
        int64_t missing = standard - c->line[l].usage;
        const tp_eased_bound bound = {.rule = self, .line = l, .most = missing > 0 ? missing : 0};
        status = tp_eased_row(c, program, &bound, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

static const tp_words others = {"{0} 类别“{1}”未经一事一议的借用合计不超过编制标准缺口 {2}",
                                "loans of {0}, {1} without an exception: at most the {2} it is "
                                "short of its standard"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    (void)row;
    int32_t line = program->row_origin[index].subject;
    tp_name_line(c, line, out);
    out->name = tp_name_make(arena, "standard", out, line);
    out->words = TP_SAY(arena, others, tp_name_unit(c, line, arena), out->category,
                        tp_say_int(arena, program->row_hi[index]));
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static bool loan_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    const standard_shortage_params *p = tp_binding_params(m->bind, self);
    int64_t standard = m->data->lines[line].standard;
    if (!p->shortage_of_standard || standard == TP_INT_NONE)
        return false;
    int64_t missing = standard - tp_measure_usage(m, line);
    *most = (missing > 0 ? missing : 0) + tp_measure_eased_need(m, self, line);
    return true;
}

static const tp_words beyond = {"未经一事一议的借用 {0}，编制标准缺口 {1}",
                                "{0} lent without an exception, {1} short of the standard"};

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    const standard_shortage_params *p = tp_binding_params(m->bind, self);
    for (int32_t l = 0; l < m->data->n_lines && p->shortage_of_standard; l++) {
        int64_t standard = m->data->lines[l].standard;
        if (standard == TP_INT_NONE)
            continue;
        int64_t missing = standard - tp_measure_usage(m, l);
        int64_t lent = tp_measure_uneased(m, &(tp_eased_bound){.rule = self, .line = l});
        missing = missing > 0 ? missing : 0;
        if (lent <= missing)
            continue;
        const char *args[] = {tp_say_int(m->arena, lent), tp_say_int(m->arena, missing)};
        tp_status status = tp_finding_add(
            out, (tp_finding){.rule = tp_rules[self]->id, .line = l, .demand = TP_ID_NONE}, &beyond,
            2, args, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

static const tp_words w_off = {"借用不再限于编制标准缺口",
                               "loans are no longer held to what is short of the standard"};
static const tp_words w_allow = {"没有编制标准数的也可借用", "lines without a standard may borrow"};

static tp_status open_gate(tp_opening *o)
{
    if (o->line->standard == TP_INT_NONE)
        return tp_opening_set(o, "borrow.without_standard", "allow", w_allow);
    return tp_opening_set(o, "borrow.shortage_of_standard", "false", w_off);
}

static int64_t is_set(const tp_case *c, int self, int32_t index)
{
    const standard_shortage_params *p = tp_binding_params(c->bind, self);
    (void)index;
    return p->shortage_of_standard;
}

static int64_t standard_of(const tp_case *c, int self, int32_t line)
{
    (void)self;
    int64_t standard = c->data->lines[line].standard;
    return standard == TP_INT_NONE ? -1 : standard;
}

static int64_t is_excepted(const tp_case *c, int self, int32_t demand)
{
    return tp_is_eased(c, self, demand);
}

static const tp_mod_figure figures[] = {{"only_short", TP_MOD_ONE, is_set},
                                        {"standard", TP_MOD_LINES, standard_of},
                                        {"beyond_standard", TP_MOD_DEMANDS, is_excepted},
                                        {0}};

extern const tp_rule tp_rule_standard_shortage;
const tp_rule tp_rule_standard_shortage = {
    .id = "borrow.shortage_of_standard",
    .name = {"编制标准缺口", "shortage of the standard"},
    .doc = {"只有低于编制标准的才可借用，借用不超过缺口。",
            "Only lines below their staffing standard borrow, at most what they are short of it."},
    .source = "models/README.md, 4 Room",
    .in_principle = true,
    .schema = &tp_schema_standard_shortage,
    .denies = denies,
    .open = open_gate,
    .refuses = refuses,
    .room = room,
    .emit = emit,
    .label = label,
    .loan_most = loan_most,
    .measure = measure,
    .ease = TP_EASE_WIDEN,
    .widen = {TP_WIDEN_SET,
              0,
              "borrow.shortage_of_standard",
              "false",
              {"借用不再限于编制标准缺口",
               "loans are no longer held to what is short of the standard"}},
    .figures = figures,
};
