/* What a line has borrowed stays within a share of its authorised slots. */
#include "models/rule.h"
#include "models/rules/borrow.h"
#include "models/rules/knobs.h"
#include "models/say.h"

typedef struct max_share_params {
    tp_dec max_share;
} max_share_params;

static const tp_key keys[] = {
    {.name = "max_share",
     .title = {"借用比例上限", "largest borrowed share"},
     .type = TP_T_DEC,
     .offset = offsetof(max_share_params, max_share),
     .least = 0,
     .most = TP_DEC_ONE,
     .doc = {"借用后累计借用不得超过核定数的这一比例（向下取整）。",
             "Borrowed afterwards at most this share of authorised, rounded down."}},
};
TP_BORROW_TABLE(max_share, max_share_params);

static const tp_words within_share = {"借用上限：核定 {0} × {1} 取整，减已借用 {2}，余 {3}",
                                      "{0} authorised × {1} rounded down − {2} borrowed = {3}"};

static bool room(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    const max_share_params *p = tp_binding_params(c->bind, self);
    tp_dec share = p->max_share;
    if (share == TP_DEC_NONE)
        return false;
    int64_t authorised = c->line[line].authorised, borrowed = c->data->lines[line].borrowed;
    out->most = tp_share_floor(share, authorised) - borrowed;
    if (arena) {
        out->text =
            TP_SAY(arena, within_share, tp_say_int(arena, authorised), tp_say_dec(arena, share),
                   tp_say_int(arena, borrowed), tp_say_int(arena, out->most));
        out->pos = tp_scenario_pos(c->scenario, "borrow.max_share");
    }
    return true;
}

static bool loan_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    const max_share_params *p = tp_binding_params(m->bind, self);
    if (p->max_share == TP_DEC_NONE)
        return false;
    tp_wide whole = (tp_wide)p->max_share * tp_measure_authorised(m, line);
    *most = (int64_t)(whole / TP_DEC_ONE) - m->data->lines[line].borrowed;
    return true;
}

static int64_t largest(const tp_case *c, int self, int32_t index)
{
    (void)index;
    const max_share_params *p = tp_binding_params(c->bind, self);
    return p->max_share == TP_DEC_NONE ? -1 : p->max_share;
}

static const tp_mod_figure figures[] = {{"max_share", TP_MOD_ONE, largest}, {0}};

static const tp_words w_max_share = {"借用比例上限", "the largest share a line may borrow"};

static void knobs(tp_knob_finder *f)
{
    tp_knob_stated(
        f, "borrow.max_share",
        (tp_knob){
            .kind = TP_KNOB_MAX_SHARE, .share = true, .most = TP_DEC_ONE, .name = w_max_share});
}

extern const tp_rule tp_rule_max_share;
const tp_rule tp_rule_max_share = {
    .id = "borrow.max_share",
    .name = {"借用比例上限", "largest borrowed share"},
    .doc = {"累计借用不超过核定数的一定比例。",
            "Borrowed slots stay within a share of the authorised ones."},
    .source = "models/README.md, 4 Room",
    .schema = &tp_schema_max_share,
    .room = room,
    .loan_most = loan_most,
    .knobs = knobs,
    .widen = {TP_WIDEN_SHARE, TP_KNOB_MAX_SHARE, NULL, NULL, {NULL, NULL}},
    .figures = figures,
};
