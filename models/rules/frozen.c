/* Frozen vacancies (column frozen of posts.csv): neither used by the line's own demands nor
 * lent. */
#include "models/rule.h"
#include "models/say.h"

extern const tp_schema tp_schema_frozen;
const tp_schema tp_schema_frozen = {.name = "frozen.rule"};

static const tp_words not_used = {"空编 {0} − 冻结 {1} = {2}", "{0} vacant − {1} frozen = {2}"};
static const tp_words not_lent = {"空编 {0} − 冻结 {1} − 本类用编申请 {2} = {3}",
                                  "{0} vacant − {1} frozen − {2} wanted by its own demands = {3}"};

static bool usable(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    (void)self;
    const tp_line *l = &c->data->lines[line];
    if (l->frozen == 0)
        return false;
    out->most = c->line[line].vacant - l->frozen;
    if (arena) {
        out->text = TP_SAY(arena, not_used, tp_say_int(arena, c->line[line].vacant),
                           tp_say_int(arena, l->frozen), tp_say_int(arena, out->most));
        out->pos = l->pos;
    }
    return true;
}

/* Its own demands take what is not frozen first. */
static bool supply(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    (void)self;
    const tp_line *l = &c->data->lines[line];
    const tp_position *at = &c->line[line];
    if (l->frozen == 0)
        return false;
    out->most = at->vacant - l->frozen - at->demanded;
    if (arena) {
        out->text =
            TP_SAY(arena, not_lent, tp_say_int(arena, at->vacant), tp_say_int(arena, l->frozen),
                   tp_say_int(arena, at->demanded), tp_say_int(arena, out->most));
        out->pos = l->pos;
    }
    return true;
}

static bool usable_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    (void)self;
    *most = tp_measure_vacant(m, line) - m->data->lines[line].frozen;
    return true;
}

static bool deposit_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    (void)self;
    const tp_line *l = &m->data->lines[line];
    *most = tp_measure_vacant(m, line) - l->frozen;
    for (int32_t i = 0; i < l->demands && l->frozen; i++) {
        int32_t d = m->data->demand_of_line[l->first_demand + i];
        *most -= tp_measure_ever_live(m, d) ? m->data->demands[d].quantity : 0;
    }
    return l->frozen > 0;
}

static const tp_msg more_than_vacant = {"frozen.more-than-vacant",
                                        "单位 {0} 类别“{1}”冻结 {2}，空编只有 {3}",
                                        "{0} {1}: {2} frozen, only {3} {3|is|are} vacant"};

static tp_status advise(const tp_case *c, int self, tp_diags *diags, tp_err *err)
{
    (void)self, (void)err;
    for (int32_t i = 0; i < c->data->n_lines; i++) {
        int32_t line = c->data->line_input_order[i];
        const tp_line *l = &c->data->lines[line];
        if (l->frozen <= c->line[line].vacant)
            continue;
        char frozen[TP_DEC_TEXT], vacant[TP_DEC_TEXT];
        tp_int_format(l->frozen, frozen);
        tp_int_format(c->line[line].vacant, vacant);
        tp_diag_warn(diags, l->pos, &more_than_vacant, c->data->units[l->unit].code,
                     tp_dataset_name(c->data, l->category), frozen, vacant);
    }
    return TP_OK;
}

static int64_t frozen_of(const tp_case *c, int self, int32_t line)
{
    (void)self;
    return c->data->lines[line].frozen;
}

static const tp_mod_figure figures[] = {{"frozen", TP_MOD_LINES, frozen_of}, {0}};

extern const tp_rule tp_rule_frozen;
const tp_rule tp_rule_frozen = {
    .id = "frozen",
    .name = {"冻结空编", "frozen vacancies"},
    .doc = {"冻结的空编既不自用，也不存入。", "Frozen vacancies are neither used nor lent."},
    .source = "models/README.md, 2 Denials and own slots",
    .schema = &tp_schema_frozen,
    .advise = advise,
    .usable = usable,
    .supply = supply,
    .usable_most = usable_most,
    .deposit_most = deposit_most,
    .figures = figures,
};
