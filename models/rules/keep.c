/* Vacancies always left to the owner. */
#include "models/rule.h"
#include "models/say.h"

typedef struct keep_params {
    struct {
        tp_dec keep_share;
        int64_t keep_count;
    } release;
} keep_params;

static const tp_key inner_keys[] = {
    {.name = "keep_share",
     .title = {"留用比例", "share kept"},
     .type = TP_T_DEC,
     .offset = offsetof(keep_params, release.keep_share),
     .fallback = "0",
     .least = 0,
     .most = TP_DEC_ONE,
     .doc = {"始终留给单位的空编，占核定数的比例，向上取整。",
             "Vacancies always left to the owner, as a share of authorised, rounded up."}},
    {.name = "keep_count",
     .title = {"留用数", "number kept"},
     .type = TP_T_INT,
     .offset = offsetof(keep_params, release.keep_count),
     .fallback = "0",
     .least = 0,
     .most = TP_COUNT_MAX,
     .doc = {"始终留给单位的空编，另加的个数。",
             "Vacancies always left to the owner, in addition."}},
};
static const tp_schema inner_schema = {
    .name = "release.keep", TP_KEYS(inner_keys), .size = sizeof((keep_params *)0)->release};
static const tp_key keys[] = {
    {.name = "release",
     .title = {"释放", "release"},
     .type = TP_T_STRUCT,
     .offset = 0,
     .of = &inner_schema,
     .doc = {"释放多少长期闲置空编。", "How much of its idle slots a unit releases."}},
};
extern const tp_schema tp_schema_keep;
const tp_schema tp_schema_keep = {.name = "keep.rule", TP_KEYS(keys), .size = sizeof(keep_params)};

static const tp_words kept = {"空编 {0} − 留用 {1} = {2}", "{0} vacant − {1} kept = {2}"};

static int64_t keep_of(const keep_params *p, int64_t authorised)
{
    return tp_share_ceil(p->release.keep_share, authorised) + p->release.keep_count;
}

static bool supply(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    const keep_params *p = tp_binding_params(c->bind, self);
    const tp_position *at = &c->line[line];
    int64_t keep = keep_of(p, at->authorised);
    if (keep == 0)
        return false;
    out->most = at->vacant - keep;
    if (arena) {
        out->text = TP_SAY(arena, kept, tp_say_int(arena, at->vacant), tp_say_int(arena, keep),
                           tp_say_int(arena, out->most));
        out->pos = tp_scenario_pos(c->scenario, p->release.keep_share ? "release.keep_share"
                                                                      : "release.keep_count");
    }
    return true;
}

static bool deposit_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    const keep_params *p = tp_binding_params(m->bind, self);
    *most = tp_measure_vacant(m, line) - keep_of(p, tp_measure_authorised(m, line));
    return true;
}

static int64_t share_kept(const tp_case *c, int self, int32_t index)
{
    (void)index;
    return ((const keep_params *)tp_binding_params(c->bind, self))->release.keep_share;
}

static int64_t count_kept(const tp_case *c, int self, int32_t index)
{
    (void)index;
    return ((const keep_params *)tp_binding_params(c->bind, self))->release.keep_count;
}

static const tp_mod_figure figures[] = {
    {"keep_share", TP_MOD_ONE, share_kept}, {"keep_count", TP_MOD_ONE, count_kept}, {0}};

extern const tp_rule tp_rule_keep;
const tp_rule tp_rule_keep = {
    .id = "release.keep",
    .name = {"留用空编", "kept vacancies"},
    .doc = {"部分空编始终留给单位。", "Some vacancies are always left to the owner."},
    .source = "models/README.md, 3 Supply",
    .schema = &tp_schema_keep,
    .supply = supply,
    .figures = figures,
    .deposit_most = deposit_most,
};
