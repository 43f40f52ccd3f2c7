/* The most usage rights a line may hold. */
#include "models/rule.h"
#include "models/rules/knobs.h"
#include "models/say.h"

extern const tp_schema tp_schema_cap;
const tp_schema tp_schema_cap = {.name = "cap.rule"};

static const tp_words below_cap = {"使用上限 {0} − 现有使用权 {1} = {2}",
                                   "cap {0} − {1} usable now = {2}"};

static bool room(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    (void)self;
    const tp_line *l = &c->data->lines[line];
    if (l->cap == TP_INT_NONE)
        return false;
    out->most = l->cap - c->line[line].usage;
    if (arena) {
        out->text = TP_SAY(arena, below_cap, tp_say_int(arena, l->cap),
                           tp_say_int(arena, c->line[line].usage), tp_say_int(arena, out->most));
        out->pos = l->pos;
    }
    return true;
}

static bool loan_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    (void)self;
    if (m->data->lines[line].cap == TP_INT_NONE)
        return false;
    *most = m->data->lines[line].cap - tp_measure_usage(m, line);
    return true;
}

static const tp_msg cap_below_posts = {
    "cap.below-posts", "单位 {0} 类别“{1}”的使用上限 {2} 低于现有占用 {3}",
    "{0} {1}: the cap {2} is below the {3} {3|slot|slots} occupied"};

static tp_status advise(const tp_case *c, int self, tp_diags *diags, tp_err *err)
{
    (void)self, (void)err;
    for (int32_t i = 0; i < c->data->n_lines; i++) {
        int32_t line = c->data->line_input_order[i];
        const tp_line *l = &c->data->lines[line];
        if (l->cap == TP_INT_NONE || l->cap >= c->line[line].occupied)
            continue;
        char cap[TP_DEC_TEXT], occupied[TP_DEC_TEXT];
        tp_int_format(l->cap, cap);
        tp_int_format(c->line[line].occupied, occupied);
        tp_diag_warn(diags, l->pos, &cap_below_posts, c->data->units[l->unit].code,
                     tp_dataset_name(c->data, l->category), cap, occupied);
    }
    return TP_OK;
}

static const tp_words w_cap = {"{0} 类别“{1}”的使用上限", "the cap on usage of {0}, {1}"};

static void knobs(tp_knob_finder *f)
{
    const tp_dataset *data = f->c->data;
    for (int32_t l = 0; l < data->n_lines; l++) {
        const tp_line *line = &data->lines[l];
        if (line->cap == TP_INT_NONE || !line->demands)
            continue;
        tp_knob_add(f, (tp_knob){.kind = TP_KNOB_CAP,
                                 .subject = l,
                                 .edits = true,
                                 .edit = {TP_EDIT_CAP, l, 0, 0},
                                 .value = line->cap,
                                 .most = TP_KNOB_MOST,
                                 .pos = line->pos,
                                 .name = TP_SAY(f->arena, w_cap, data->units[line->unit].name,
                                                tp_dataset_name(data, line->category))});
    }
}

static int64_t stated_cap(const tp_case *c, int self, int32_t line)
{
    (void)self;
    return c->data->lines[line].cap == TP_INT_NONE ? -1 : c->data->lines[line].cap;
}

static const tp_mod_figure figures[] = {{"cap", TP_MOD_LINES, stated_cap}, {0}};

extern const tp_rule tp_rule_cap;
const tp_rule tp_rule_cap = {
    .id = "cap",
    .name = {"使用上限", "cap"},
    .doc = {"借用后使用权不超过该线的使用上限。", "Usage after loans stays within the line's cap."},
    .source = "models/README.md, 4 Room",
    .schema = &tp_schema_cap,
    .advise = advise,
    .room = room,
    .loan_most = loan_most,
    .knobs = knobs,
    .widen = {TP_WIDEN_USAGE, TP_KNOB_CAP, NULL, NULL, {NULL, NULL}},
    .figures = figures,
};
