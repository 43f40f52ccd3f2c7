/* Lines with ample vacancies of their own get no loans. */
#include "models/rule.h"
#include "models/rules/borrow.h"
#include "models/say.h"

typedef struct max_vacancy_share_params {
    tp_dec max_vacancy_share;
} max_vacancy_share_params;

static const tp_key keys[] = {
    {.name = "max_vacancy_share",
     .title = {"空编比例上限", "largest vacancy share"},
     .type = TP_T_DEC,
     .offset = offsetof(max_vacancy_share_params, max_vacancy_share),
     .least = 0,
     .most = TP_DEC_ONE,
     .doc = {"空编占核定数的比例超过此值的不得借用。",
             "A line whose vacancies exceed this share of its authorised slots gets no loans."}},
};
TP_BORROW_TABLE(max_vacancy_share, max_vacancy_share_params);

extern const int tp_rule_at_max_vacancy_share;

tp_dec tp_max_vacancy_share(const tp_binding *b)
{
    const max_vacancy_share_params *p = tp_binding_params(b, tp_rule_at_max_vacancy_share);
    return p->max_vacancy_share;
}

static bool ample(tp_dec share, int64_t vacant, int64_t authorised)
{
    return share != TP_DEC_NONE && authorised > 0 &&
           (tp_wide)vacant * TP_DEC_ONE > (tp_wide)share * authorised;
}

static const tp_words too_vacant = {"该类空编 {0}，核定 {1}，空编比例超过 {2}",
                                    "{0} of {1} authorised slots are vacant, more than {2}"};

static bool denies(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why)
{
    const max_vacancy_share_params *p = tp_binding_params(c->bind, self);
    const tp_position *at = &c->line[c->data->demands[demand].line];
    tp_dec share = p->max_vacancy_share;
    if (!ample(share, at->vacant, at->authorised))
        return false;
    if (arena) {
        why->text = TP_SAY(arena, too_vacant, tp_say_int(arena, at->vacant),
                           tp_say_int(arena, at->authorised), tp_say_dec(arena, share));
        why->pos = tp_scenario_pos(c->scenario, "borrow.max_vacancy_share");
    }
    return true;
}

static bool refuses(const tp_measure *m, int self, int32_t demand, tp_date *until)
{
    (void)until;
    const max_vacancy_share_params *p = tp_binding_params(m->bind, self);
    int32_t line = m->data->demands[demand].line;
    return ample(p->max_vacancy_share, tp_measure_vacant(m, line), tp_measure_authorised(m, line));
}

static const tp_words w_vacancy = {"空编比例上限由 {0} 提到 {1}",
                                   "the largest share of vacancies from {0} to {1}"};
static const tp_words w_no_vacancy = {"不设空编比例上限", "no largest share of vacancies"};

static tp_status open_gate(tp_opening *o)
{
    const tp_node *node = tp_node_path(o->c->scenario->normal, "borrow.max_vacancy_share");
    const tp_position *at = &o->c->line[o->c->data->demands[o->demand].line];
    /* A deposit of its own is withdrawn too, and stands vacant then. */
    tp_wide vacant = at->vacant + o->line->lent;
    tp_wide share = tp_ceil_div(vacant * TP_DEC_ONE, at->authorised);
    if (share > TP_DEC_ONE)
        return tp_opening_set(o, "borrow.max_vacancy_share", "", w_no_vacancy);
    const char *to = tp_say_dec(o->arena, share);
    return tp_opening_set(o, "borrow.max_vacancy_share", to,
                          TP_SAY(o->arena, w_vacancy, node && node->text ? node->text : "", to));
}

extern const tp_rule tp_rule_max_vacancy_share;
const tp_rule tp_rule_max_vacancy_share = {
    .id = "borrow.max_vacancy_share",
    .name = {"空编比例上限", "ample vacancies"},
    .doc = {"自有空编较多的不得借用。", "A line with ample vacancies of its own gets no loans."},
    .source = "models/README.md, 2 Denials and own slots",
    .in_principle = true,
    .schema = &tp_schema_max_vacancy_share,
    .denies = denies,
    .open = open_gate,
    .refuses = refuses,
};
