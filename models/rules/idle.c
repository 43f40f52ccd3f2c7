#include "models/rules/idle.h"

#include "models/lots.h"

extern const int tp_rule_at_idle;

#define MONTHS_MOST 12000

static const tp_key idle_keys[] = {
    {.name = "min_months",
     .title = {"最短空置月数", "least months vacant"},
     .type = TP_T_INT,
     .offset = offsetof(tp_idle_params, idle.min_months) - offsetof(tp_idle_params, idle),
     .fallback = "0",
     .least = 0,
     .most = MONTHS_MOST,
     .doc = {"空编满多少个月才算长期闲置。", "A vacancy younger than this is not idle."}},
    {.name = "unknown_age_months",
     .title = {"起始不明按月数", "months where unknown"},
     .type = TP_T_INT,
     .offset = offsetof(tp_idle_params, idle.unknown_age_months) - offsetof(tp_idle_params, idle),
     .fallback = "0",
     .least = 0,
     .most = MONTHS_MOST,
     .doc = {"空编明细未列起始日期的空编按多少个月计。",
             "Age of vacancies that no lot of vacancies.csv covers."}},
};
static const tp_schema idle_schema = {
    .name = "idle", TP_KEYS(idle_keys), .size = sizeof((tp_idle_params *)0)->idle};
static const tp_key keys[] = {
    {.name = "idle",
     .title = {"长期闲置", "idle"},
     .type = TP_T_STRUCT,
     .offset = offsetof(tp_idle_params, idle),
     .of = &idle_schema,
     .doc = {"长期闲置空编的认定。", "What counts as idle."}},
};
extern const tp_schema tp_schema_idle;
const tp_schema tp_schema_idle = {
    .name = "idle.rule", TP_KEYS(keys), .size = sizeof(tp_idle_params)};

const tp_idle_params *tp_idle_params_of(const tp_binding *b)
{
    return tp_binding_params(b, tp_rule_at_idle);
}

static const tp_msg no_start = {
    "idle.no-start",
    "{0} 个空编中有 {1} 个不在空编明细中，按 {2} 个月计，达不到 {3} "
    "个月，不算长期闲置，不能收储；请补空编"
    "明细（vacancies）或设 idle.unknown_age_months",
    "of {0} vacant slots {1} are in no vacancy lot: they count as {2} months old, less than {3}, "
    "so "
    "that none of them is idle or can be deposited; add vacancies.csv, or set "
    "idle.unknown_age_months"};

/* Without the start of vacancies a pool stays empty for no reason that shows. */
static tp_status prepare_idle(tp_binding *b, int rule, tp_diags *diags, tp_err *err)
{
    const tp_idle_params *p = tp_binding_params(b, rule);
    const tp_dataset *data = b->data;
    int64_t vacant = 0, unknown = 0;
    (void)err;
    if (p->idle.min_months <= p->idle.unknown_age_months)
        return TP_OK;
    for (int32_t l = 0; l < data->n_lines; l++) {
        const tp_line *line = &data->lines[l];
        int64_t v =
            line->authorised - line->lent + line->borrowed - line->in_post - line->committed;
        int64_t dated = 0;
        for (int32_t i = 0; i < line->lots; i++)
            dated += data->lots[line->first_lot + i].count;
        vacant += v > 0 ? v : 0;
        unknown += v > dated ? v - dated : 0;
    }
    if (2 * unknown <= vacant)
        return TP_OK;
    char text[4][TP_DEC_TEXT];
    const int64_t figures[] = {vacant, unknown, p->idle.unknown_age_months, p->idle.min_months};
    for (size_t i = 0; i < 4; i++)
        tp_int_format(figures[i], text[i]);
    tp_diag_warn(diags, tp_scenario_pos(b->scenario, "idle.min_months"), &no_start, text[0],
                 text[1], text[2], text[3]);
    return TP_OK;
}

const tp_words tp_idle_nothing_words = {
    "空编 {0} 个，闲置满 {1} 个月的没有（没有填起始日期的，按方案中 idle.unknown_age_months 计）",
    "{0} {0|slot is|slots are} vacant, none for {1} months (where no date is given, "
    "idle.unknown_age_months counts)"};

static int64_t before_reclaim(const tp_case *c, int self, int32_t line)
{
    const tp_idle_params *p = tp_binding_params(c->bind, self);
    tp_lots_query query = {.line = line,
                           .vacant = c->line[line].vacant + c->line[line].reclaimed,
                           .unknown_age = p->idle.unknown_age_months,
                           .months = p->idle.min_months};
    return query.vacant ? tp_lots_aged(c->data, c->as_of, &query) : 0;
}

static const tp_mod_figure figures[] = {{"idle0", TP_MOD_LINES, before_reclaim}, {0}};

extern const tp_rule tp_rule_idle;
const tp_rule tp_rule_idle = {
    .id = "idle",
    .name = {"长期闲置", "idle"},
    .doc = {"空编达到最短月数才算长期闲置，才可收储。",
            "Only vacancies of at least min_months are idle and may be deposited."},
    .source = "models/README.md, 1 The position of a line",
    .schema = &tp_schema_idle,
    .prepare = prepare_idle,
    .figures = figures,
};
