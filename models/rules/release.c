/* How much of its idle slots a unit releases, and the deposit columns. */
#include "models/lots.h"
#include "models/name.h"
#include "models/rules/idle.h"
#include "models/rules/trend.h"
#include "models/say.h"

enum { AS_NEEDED, ALL_ELIGIBLE };

typedef struct band {
    tp_dec below, share;
    tp_pos pos;
} band;

typedef struct release_params {
    struct {
        bool present;
        tp_list bands;
        tp_dec unevaluated_share;
        int deposits;
    } release;
} release_params;

#define IN_RELEASE(field)                                                                          \
    (offsetof(release_params, release.field) - offsetof(release_params, release))

static const tp_key band_keys[] = {
    {.name = "below",
     .title = {"低于", "below"},
     .type = TP_T_DEC,
     .offset = offsetof(band, below),
     .flags = TP_KEY_REQUIRED | TP_KEY_THRESHOLD,
     .least = 0,
     .most = 1000 * TP_DEC_ONE,
     .doc = {"工作饱满度低于此值。", "For a saturation below this."}},
    {.name = "share",
     .title = {"比例", "share"},
     .type = TP_T_DEC,
     .offset = offsetof(band, share),
     .flags = TP_KEY_REQUIRED,
     .least = 0,
     .most = TP_DEC_ONE,
     .doc = {"释放长期闲置空编的比例。", "Share of its idle slots the unit releases."}},
    {.type = TP_T_POS, .offset = offsetof(band, pos)},
};
static const tp_schema band_schema = {.name = "band", TP_KEYS(band_keys), .size = sizeof(band)};
static const tp_choice deposits_choices[] = {
    {"as-needed", "按需"}, {"all-eligible", "应存尽存"}, {NULL, NULL}};

static const tp_key inner_keys[] = {
    {.type = TP_T_PRESENT, .offset = IN_RELEASE(present)},
    {.name = "bands",
     .title = {"释放档位", "release bands"},
     .type = TP_T_LIST,
     .offset = IN_RELEASE(bands),
     .of = &band_schema,
     .doc = {"按工作饱满度分档的释放比例，below 递增，取第一个符合的档；达到最高档的不释放。",
             "Release share by saturation; `below` ascends, the first match counts; at or above "
             "the last: 0."}},
    {.name = "unevaluated_share",
     .title = {"未评估单位释放比例", "share of unevaluated units"},
     .type = TP_T_DEC,
     .offset = IN_RELEASE(unevaluated_share),
     .fallback = "0",
     .least = 0,
     .most = TP_DEC_ONE,
     .doc = {"没有工作饱满度的单位的释放比例。", "Release share of units without a saturation."}},
    {.name = "deposits",
     .title = {"存入方式", "deposits"},
     .type = TP_T_ENUM,
     .offset = IN_RELEASE(deposits),
     .fallback = "as-needed",
     .choices = deposits_choices,
     .doc = {"as-needed：按需存入；all-eligible：可存的全部存入。",
             "as-needed, or all-eligible: everything releasable is deposited."}},
};

static const tp_msg bands_ascend = {"release.bands", "分档的 below 须递增：{0} 不大于 {1}",
                                    "bands must ascend: below {0} does not exceed {1}"};

static void check_bands(const void *filled, const tp_node *node, tp_diags *diags)
{
    (void)node;
    const tp_list *list = (const void *)((const char *)filled + IN_RELEASE(bands));
    const band *bands = list->items;
    for (size_t i = 1; i < list->count; i++) {
        char here[TP_DEC_TEXT], before[TP_DEC_TEXT];
        if (bands[i].below > bands[i - 1].below)
            continue;
        tp_dec_format(bands[i].below, here);
        tp_dec_format(bands[i - 1].below, before);
        tp_diag_error(diags, bands[i].pos, &bands_ascend, here, before);
    }
}

static const tp_schema inner_schema = {.name = "release",
                                       TP_KEYS(inner_keys),
                                       .size = sizeof((release_params *)0)->release,
                                       .check = check_bands};
static const tp_key keys[] = {
    {.name = "release",
     .title = {"释放", "release"},
     .type = TP_T_STRUCT,
     .offset = offsetof(release_params, release),
     .of = &inner_schema,
     .doc = {"释放多少长期闲置空编；不写则全部释放。",
             "How much of its idle slots a unit releases; all if absent."}},
};
extern const tp_schema tp_schema_release;
const tp_schema tp_schema_release = {
    .name = "release.rule", TP_KEYS(keys), .size = sizeof(release_params)};

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    (void)diags, (void)err;
    /* What the measuring half needs of another rule. */
    b->state[self] = (void *)(uintptr_t)tp_idle_params_of(b);
    return TP_OK;
}

/* The release share at a saturation; *matched gets the band, NULL if none. */
static tp_dec share_at(const release_params *p, tp_dec saturation, const band **matched)
{
    *matched = NULL;
    if (!p->release.present)
        return TP_DEC_ONE;
    if (saturation == TP_DEC_NONE)
        return p->release.unevaluated_share;
    if (!p->release.bands.count)
        return TP_DEC_ONE;
    const band *bands = p->release.bands.items;
    for (size_t i = 0; i < p->release.bands.count; i++) {
        if (saturation < bands[i].below) {
            *matched = &bands[i];
            return bands[i].share;
        }
    }
    return 0;
}

static const tp_words by_band = {"饱满度 {0} 低于 {1}：释放比例 {2} × 长期闲置空编 {3} = {4}",
                                 "saturation {0} below {1}: releases {2} × {3} idle = {4}"};
static const tp_words above_bands = {
    "饱满度 {0}，达到最高档，不释放（长期闲置空编 {1}）",
    "saturation {0} is above every band: releases none of {1} idle"};
static const tp_words unevaluated = {"没有饱满度：释放比例 {0} × 长期闲置空编 {1} = {2}",
                                     "no saturation: releases {0} × {1} idle = {2}"};
static const tp_words all_idle = {"长期闲置空编 {0}，全部可释放", "{0} idle, all may be released"};

static void explain(const tp_case *c, const tp_position *at, int32_t unit, tp_dec saturation,
                    tp_dec share, const band *matched, tp_arena *arena, tp_bound *out)
{
    const char *idle = tp_say_int(arena, at->idle), *most = tp_say_int(arena, out->most);
    out->pos = matched ? matched->pos : tp_scenario_pos(c->scenario, "release");
    if (matched)
        out->text = TP_SAY(arena, by_band, tp_say_dec(arena, saturation),
                           tp_say_dec(arena, matched->below), tp_say_dec(arena, share), idle, most);
    else if (share == TP_DEC_ONE)
        out->text = TP_SAY(arena, all_idle, idle);
    else if (saturation == TP_DEC_NONE)
        out->text = TP_SAY(arena, unevaluated, tp_say_dec(arena, share), idle, most);
    else
        out->text = TP_SAY(arena, above_bands, tp_say_dec(arena, saturation), idle);
    out->text = tp_say_then(arena, out->text, tp_trend_say(c, unit, arena));
}

static bool supply(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    const release_params *p = tp_binding_params(c->bind, self);
    const tp_position *at = &c->line[line];
    tp_dec saturation = tp_case_saturation(c, c->data->lines[line].unit);
    const band *matched;
    tp_dec share = share_at(p, saturation, &matched);
    out->most = tp_share_floor(share, at->idle);
    if (arena)
        explain(c, at, c->data->lines[line].unit, saturation, share, matched, arena, out);
    return true;
}

static tp_status emit(tp_case *c, int self, tp_program *program, tp_err *err)
{
    const release_params *p = tp_binding_params(c->bind, self);
    bool all = p->release.deposits == ALL_ELIGIBLE;
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        tp_position *at = &c->line[l];
        at->deposit_col = -1;
        if (at->supply == 0)
            continue;
        tp_origin origin = {.maker = (int16_t)self, .subject = l};
        at->deposit_col =
            tp_program_col(program, all ? at->most : 0, all ? at->most : at->supply, origin);
        if (at->deposit_col < 0)
            return tp_fail_nomem(err);
    }
    return TP_OK;
}

static const tp_words deposit_of = {"{0}（{1}）类别“{2}”的存入数", "deposit of {0} ({1}), {2}"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    (void)row;
    int32_t line = program->col_origin[index].subject;
    tp_name_line(c, line, out);
    out->name = tp_name_make(arena, "deposit", out, line);
    out->words = TP_SAY(arena, deposit_of, c->data->units[c->data->lines[line].unit].name,
                        out->unit, out->category);
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static bool deposit_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    const release_params *p = tp_binding_params(m->bind, self);
    const tp_idle_params *idle = m->bind->state[self];
    const band *matched;
    tp_dec share = share_at(p, tp_measure_saturation(m, m->data->lines[line].unit), &matched);
    int64_t aged = tp_measure_aged(m, line, idle->idle.min_months, idle->idle.unknown_age_months) -
                   m->answer->reclaimed[line];
    *most = aged > 0 ? (int64_t)((tp_wide)share * aged / TP_DEC_ONE) : 0;
    return true;
}

static const tp_words not_within = {"存入 {0}，可存 {1}", "{0} deposited, {1} may be"};
static const tp_words not_all = {"存入 {0}，应存尽存为 {1}",
                                 "{0} deposited, all-eligible means {1}"};

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    const release_params *p = tp_binding_params(m->bind, self);
    for (int32_t l = 0; l < m->data->n_lines; l++) {
        int64_t deposit = m->answer->deposit[l];
        bool within = deposit >= 0 && deposit <= m->supply[l];
        bool all = p->release.deposits == AS_NEEDED || deposit == m->most[l];
        if (within && all)
            continue;
        const char *args[] = {tp_say_int(m->arena, deposit),
                              tp_say_int(m->arena, within ? m->most[l] : m->supply[l])};
        tp_status status =
            tp_finding_add(out, (tp_finding){.rule = "release", .line = l, .demand = TP_ID_NONE},
                           within ? &not_all : &not_within, 2, args, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

static int64_t share_released(const tp_case *c, int self, int32_t line)
{
    const band *matched;
    return share_at(tp_binding_params(c->bind, self),
                    tp_case_saturation(c, c->data->lines[line].unit), &matched);
}

static int64_t all_eligible(const tp_case *c, int self, int32_t index)
{
    (void)index;
    const release_params *p = tp_binding_params(c->bind, self);
    return p->release.deposits == ALL_ELIGIBLE;
}

static const tp_mod_figure figures[] = {
    {"share", TP_MOD_LINES, share_released}, {"all_eligible", TP_MOD_ONE, all_eligible}, {0}};

extern const tp_rule tp_rule_release;
const tp_rule tp_rule_release = {
    .id = "release",
    .name = {"释放比例", "release"},
    .doc = {"单位按工作饱满度释放一部分长期闲置空编存入周转池。",
            "A unit releases a share of its idle slots by its saturation."},
    .source = "models/README.md, 3 Supply",
    .schema = &tp_schema_release,
    .prepare = prepare,
    .supply = supply,
    .emit = emit,
    .label = label,
    .deposit_most = deposit_most,
    .measure = measure,
    .figures = figures,
};
