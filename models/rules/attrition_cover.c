/* Loans are covered by departures expected within the term. */
#include "models/rule.h"
#include "models/rules/borrow.h"
#include "models/say.h"

enum { OFF, LIMIT };

typedef struct attrition_cover_params {
    int attrition_cover;
} attrition_cover_params;

static const tp_choice cover_choices[] = {{"off", "不限"}, {"limit", "限制"}, {NULL, NULL}};
static const tp_key keys[] = {
    {.name = "attrition_cover",
     .title = {"减员覆盖", "cover by departures"},
     .type = TP_T_ENUM,
     .offset = offsetof(attrition_cover_params, attrition_cover),
     .fallback = "off",
     .choices = cover_choices,
     .doc = {"limit：借用不超过借期内预计减员。",
             "limit: loans at most the departures expected within the term."}},
};
TP_BORROW_TABLE(attrition_cover, attrition_cover_params);

static const tp_words covered = {"{0} 前预计减员 {1}",
                                 "{1} {1|departure|departures} expected by {0}"};

static bool room(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    const attrition_cover_params *p = tp_binding_params(c->bind, self);
    if (p->attrition_cover != LIMIT)
        return false;
    const tp_line *l = &c->data->lines[line];
    int64_t term = 0;
    for (int32_t i = 0; i < l->demands; i++) {
        int32_t d = c->data->demand_of_line[l->first_demand + i];
        if (!c->demand[d].denied_by && c->data->demands[d].term_months > term)
            term = c->data->demands[d].term_months;
    }
    tp_date end = tp_date_add_months(c->as_of, term);
    out->most = 0;
    for (int32_t i = 0; i < l->departures; i++) {
        const tp_departure *at = &c->data->departures[l->first_departure + i];
        if (at->on > c->as_of && at->on <= end)
            out->most += at->count;
    }
    if (arena) {
        out->text = TP_SAY(arena, covered, tp_say_date(arena, end), tp_say_int(arena, out->most));
        out->pos = tp_scenario_pos(c->scenario, "borrow.attrition_cover");
    }
    return true;
}

/* Own path: a departure counts if some live demand's term reaches it. */
static bool loan_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    const attrition_cover_params *p = tp_binding_params(m->bind, self);
    if (p->attrition_cover != LIMIT)
        return false;
    const tp_line *l = &m->data->lines[line];
    *most = 0;
    for (int32_t i = 0; i < l->departures; i++) {
        const tp_departure *at = &m->data->departures[l->first_departure + i];
        bool reached = false;
        for (int32_t k = 0; k < l->demands && !reached; k++) {
            int32_t d = m->data->demand_of_line[l->first_demand + k];
            reached = m->answer->live[d] &&
                      at->on <= tp_date_add_months(m->as_of, m->data->demands[d].term_months);
        }
        if (reached && at->on > m->as_of)
            *most += at->count;
    }
    return true;
}

static const tp_mod_figure figures[] = {{"departures", TP_MOD_LINES, tp_mod_room}, {0}};

extern const tp_rule tp_rule_attrition_cover;
const tp_rule tp_rule_attrition_cover = {
    .id = "borrow.attrition_cover",
    .name = {"减员覆盖", "attrition cover"},
    .doc = {"借用不超过借期内的预计减员，到期可自然消化。",
            "Loans stay within the departures expected during their term."},
    .source = "models/README.md, 4 Room",
    .schema = &tp_schema_attrition_cover,
    .room = room,
    .loan_most = loan_most,
    .widen = {TP_WIDEN_SET,
              0,
              "borrow.attrition_cover",
              "off",
              {"借用不再限于预计减员", "loans are no longer held to expected departures"}},
    .figures = figures,
};
