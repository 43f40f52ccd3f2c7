/* A pool sized by a share of what lines own above their staffing standard. */
#include "models/rule.h"
#include "models/say.h"

typedef struct above_standard_params {
    struct {
        tp_dec above_standard;
    } release;
} above_standard_params;

static const tp_key inner_keys[] = {
    {.name = "above_standard",
     .title = {"超出标准部分的比例", "share above the standard"},
     .type = TP_T_DEC,
     .offset = offsetof(above_standard_params, release.above_standard),
     .least = 0,
     .most = TP_DEC_ONE,
     .doc = {"有编制标准数的：存入（连同已存入）不超过核定数超出标准部分的这一比例，向下取整；"
             "以已空出的为限，以后空出的在以后各期存入。",
             "Lines with a standard deposit, with what they have lent, at most this share of what "
             "they own above it, rounded down; what is vacant now, and in later periods what "
             "becomes so."}},
};
static const tp_schema inner_schema = {.name = "release.above_standard",
                                       TP_KEYS(inner_keys),
                                       .size = sizeof((above_standard_params *)0)->release};
static const tp_key keys[] = {
    {.name = "release",
     .title = {"释放", "release"},
     .type = TP_T_STRUCT,
     .offset = 0,
     .of = &inner_schema,
     .doc = {"释放多少长期闲置空编。", "How much of its idle slots a unit releases."}},
};
extern const tp_schema tp_schema_above_standard;
const tp_schema tp_schema_above_standard = {
    .name = "above_standard.rule", TP_KEYS(keys), .size = sizeof(above_standard_params)};

static const tp_words by_share = {"核定 {0} 超出编制标准 {1}：{2} × {3} − 已存入 {4} = {5}",
                                  "{0} authorised against a standard of {1}: {2} × {3} − {4} lent "
                                  "= {5}"};

static bool supply(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    const above_standard_params *p = tp_binding_params(c->bind, self);
    const tp_line *l = &c->data->lines[line];
    if (p->release.above_standard == TP_DEC_NONE || l->standard == TP_INT_NONE)
        return false;
    int64_t above = c->line[line].authorised - l->standard;
    above = above > 0 ? above : 0;
    out->most = tp_share_floor(p->release.above_standard, above) - l->lent;
    if (arena) {
        out->text = TP_SAY(arena, by_share, tp_say_int(arena, c->line[line].authorised),
                           tp_say_int(arena, l->standard),
                           tp_say_dec(arena, p->release.above_standard), tp_say_int(arena, above),
                           tp_say_int(arena, l->lent), tp_say_int(arena, out->most));
        out->pos = tp_scenario_pos(c->scenario, "release.above_standard");
    }
    return true;
}

static bool deposit_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    const above_standard_params *p = tp_binding_params(m->bind, self);
    tp_dec share = p->release.above_standard;
    int64_t standard = m->data->lines[line].standard;
    if (share == TP_DEC_NONE || standard == TP_INT_NONE)
        return false;
    int64_t owned = tp_measure_authorised(m, line);
    *most = owned <= standard ? 0 : (int64_t)((tp_wide)share * (owned - standard) / TP_DEC_ONE);
    *most -= m->data->lines[line].lent;
    return true;
}

static int64_t share_above(const tp_case *c, int self, int32_t index)
{
    const above_standard_params *p = tp_binding_params(c->bind, self);
    (void)index;
    return p->release.above_standard == TP_DEC_NONE ? -1 : p->release.above_standard;
}

static const tp_mod_figure figures[] = {{"above_standard", TP_MOD_ONE, share_above}, {0}};

extern const tp_rule tp_rule_above_standard;
const tp_rule tp_rule_above_standard = {
    .id = "release.above_standard",
    .name = {"超出标准部分", "above the standard"},
    .doc = {"有编制标准的，只存入超出标准部分的一定比例。",
            "Lines with a staffing standard deposit a share of what they own above it."},
    .source = "models/README.md, 3 Supply",
    .schema = &tp_schema_above_standard,
    .supply = supply,
    .deposit_most = deposit_most,
    .figures = figures,
};
