/* Loans are covered by departures expected within the term. */
#include "models/eased.h"
#include "models/name.h"
#include "models/rules/borrow.h"
#include "models/say.h"

enum { OFF, LIMIT, DECIDE };

typedef struct attrition_cover_params {
    int attrition_cover;
} attrition_cover_params;

static const tp_choice cover_choices[] = {
    {"off", "不限"}, {"limit", "限制"}, {"decide", "足额与一事一议"}, {NULL, NULL}};
static const tp_key keys[] = {
    {.name = "attrition_cover",
     .title = {"减员覆盖", "cover by departures"},
     .type = TP_T_ENUM,
     .offset = offsetof(attrition_cover_params, attrition_cover),
     .fallback = "off",
     .choices = cover_choices,
     .doc = {"limit：每行的借用不超过其最长借期内的预计减员；decide：各件申请在自己借期内的预计减员"
             "以内足额。超出部分须一事一议（exceptions）。",
             "limit: loans of a line at most the departures within its longest term; decide: each "
             "demand in full where departures within its own term cover it. Beyond that only with "
             "an exception."}},
};
TP_BORROW_TABLE(attrition_cover, attrition_cover_params);

static int mode(const tp_binding *b, int self)
{
    return ((const attrition_cover_params *)tp_binding_params(b, self))->attrition_cover;
}

/* The largest term among the live demands that the rule counts; 0: there are none. */
static int64_t longest(const tp_case *c, int self, int32_t line, int64_t below)
{
    const tp_line *l = &c->data->lines[line];
    int64_t term = 0;
    for (int32_t i = 0; i < l->demands; i++) {
        int32_t d = c->data->demand_of_line[l->first_demand + i];
        int64_t its = c->data->demands[d].term_months;
        if (!c->demand[d].denied_by && !tp_is_eased(c, self, d) && its > term && its < below)
            term = its;
    }
    return term;
}

static int64_t leaving(const tp_case *c, int32_t line, tp_date end)
{
    const tp_line *l = &c->data->lines[line];
    int64_t sum = 0;
    for (int32_t i = 0; i < l->departures; i++) {
        const tp_departure *at = &c->data->departures[l->first_departure + i];
        if (at->on > c->as_of && at->on <= end)
            sum += at->count;
    }
    return sum;
}

static const tp_words covered = {"借期内（{0} 前）预计减员 {1} 人",
                                 "{1} {1|departure|departures} expected by {0}"};
static const tp_words covered_eased = {"借期内（{0} 前）预计减员 {1} 人，另有一事一议的申请 {2} 个",
                                       "{1} {1|departure|departures} expected by {0}, and {2} of "
                                       "demands with an exception"};

static bool room(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    if (mode(c->bind, self) == OFF)
        return false;
    tp_date end = tp_date_add_months(c->as_of, longest(c, self, line, INT64_MAX));
    int64_t covers = leaving(c, line, end), eased = tp_eased_need(c, self, line);
    out->most = covers + eased;
    if (arena) {
        const char *by = tp_say_date(arena, end), *count = tp_say_int(arena, covers);
        out->text = eased ? TP_SAY(arena, covered_eased, by, count, tp_say_int(arena, eased))
                          : TP_SAY(arena, covered, by, count);
        out->pos = tp_scenario_pos(c->scenario, "borrow.attrition_cover");
    }
    return true;
}

static tp_status emit_line(tp_case *c, int self, tp_program *program, int32_t l, tp_err *err)
{
    bool decide = mode(c->bind, self) == DECIDE;
    int64_t most = longest(c, self, l, INT64_MAX);
    tp_status status = TP_OK;
    for (int64_t term = most; term > 0 && status == TP_OK; term = longest(c, self, l, term)) {
        tp_date end = tp_date_add_months(c->as_of, term);
        const tp_eased_bound bound = {self, l, leaving(c, l, end), (int32_t)term};
        /* The longest is the line's room, unless that leaves exceptions theirs. */
        if (term < most || tp_eased_need(c, self, l))
            status = tp_eased_row(c, program, &bound, err);
        if (!decide)
            break;
    }
    return status;
}

static tp_status emit(tp_case *c, int self, tp_program *program, tp_err *err)
{
    tp_status status = TP_OK;
    for (int32_t l = 0; l < c->data->n_lines && mode(c->bind, self) != OFF; l++)
        if (c->line[l].room > 0 && status == TP_OK)
            status = emit_line(c, self, program, l, err);
    return status;
}

static const tp_words within_term = {
    "{0} 类别“{1}”借期不超过 {2} 个月、未经一事一议的借用合计不超过期内减员 {3}",
    "loans of {0}, {1} for up to {2} months without an exception: at most the {3} "
    "{3|departure|departures} in that time"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    (void)row;
    const tp_origin *origin = &program->row_origin[index];
    tp_name_line(c, origin->subject, out);
    const char *term = tp_say_int(arena, origin->part);
    out->item = term;
    out->name = tp_name_make(arena, "cover", out, origin->subject);
    out->item = "";
    out->pos = tp_scenario_pos(c->scenario, "borrow.attrition_cover");
    out->words = TP_SAY(arena, within_term, tp_name_unit(c, origin->subject, arena), out->category,
                        term, tp_say_int(arena, program->row_hi[index]));
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static bool is_counted(const tp_measure *m, int self, int32_t d)
{
    return m->answer->live[d] && !tp_measure_spares(m, self, d);
}

/* Own path: a departure counts if some demand that counts, of at most this term, reaches it. */
static int64_t reached(const tp_measure *m, int self, int32_t line, int32_t most_term)
{
    const tp_line *l = &m->data->lines[line];
    int64_t sum = 0;
    for (int32_t i = 0; i < l->departures; i++) {
        const tp_departure *at = &m->data->departures[l->first_departure + i];
        bool is_reached = false;
        for (int32_t k = 0; k < l->demands && !is_reached; k++) {
            int32_t d = m->data->demand_of_line[l->first_demand + k];
            int32_t term = m->data->demands[d].term_months;
            is_reached = term <= most_term && is_counted(m, self, d) &&
                         at->on <= tp_date_add_months(m->as_of, term);
        }
        if (is_reached && at->on > m->as_of)
            sum += at->count;
    }
    return sum;
}

static bool loan_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    if (mode(m->bind, self) == OFF)
        return false;
    *most = reached(m, self, line, INT32_MAX) + tp_measure_eased_need(m, self, line);
    return true;
}

static const tp_words uncovered = {"借期不超过 {0} 个月、未经一事一议的借用 {1}，期内减员 {2}",
                                   "{1} lent for up to {0} months without an exception, {2} "
                                   "{2|departure|departures} in that time"};

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    tp_status status = TP_OK;
    for (int32_t d = 0; d < m->data->n_demands && status == TP_OK; d++) {
        const tp_demand *at = &m->data->demands[d];
        if (mode(m->bind, self) == OFF || !is_counted(m, self, d))
            continue;
        int32_t term = mode(m->bind, self) == DECIDE ? at->term_months : INT32_MAX;
        int64_t lent = tp_measure_uneased(
            m, &(tp_eased_bound){.rule = self, .line = at->line, .term_months = term});
        int64_t most = reached(m, self, at->line, term);
        if (lent <= most)
            continue;
        const char *args[] = {tp_say_int(m->arena, at->term_months), tp_say_int(m->arena, lent),
                              tp_say_int(m->arena, most)};
        status = tp_finding_add(
            out, (tp_finding){.rule = tp_rules[self]->id, .line = at->line, .demand = d},
            &uncovered, 3, args, err);
    }
    return status;
}

/* The model as text: what leaves within each term, and whose loans do not count. */
static void text(tp_buf *out, const tp_case *c, int self)
{
    int how = mode(c->bind, self);
    tp_buf_text(out, "param: COVERS: cover :=");
    for (int t = 0; how != OFF && t < c->n_periods; t++)
        for (int32_t l = 0; l < c->data->n_lines; l++) {
            const tp_case *in = tp_case_at(c, t);
            int64_t term = longest(in, self, l, INT64_MAX);
            for (; term > 0; term = how == DECIDE ? longest(in, self, l, term) : 0)
                tp_buf_format(out, " %d %lld %d %lld", TP_MOD_NUMBER(l), (long long)term,
                              TP_MOD_NUMBER(t),
                              (long long)leaving(in, l, tp_date_add_months(in->as_of, term)));
        }
    tp_buf_text(out, ";\n");
}

static int64_t term_of(const tp_case *c, int self, int32_t demand)
{
    return tp_is_eased(c, self, demand) ? 0 : c->data->demands[demand].term_months;
}

static const tp_mod_figure figures[] = {
    {"departures", TP_MOD_LINES, tp_mod_room}, {"covered_term", TP_MOD_DEMANDS, term_of}, {0}};

extern const tp_rule tp_rule_attrition_cover;
const tp_rule tp_rule_attrition_cover = {
    .id = "borrow.attrition_cover",
    .name = {"减员覆盖", "attrition cover"},
    .doc = {"借用不超过借期内的预计减员，到期可自然消化。",
            "Loans stay within the departures expected during their term."},
    .source = "models/README.md, 4 Room",
    .in_principle = true,
    .schema = &tp_schema_attrition_cover,
    .room = room,
    .emit = emit,
    .label = label,
    .loan_most = loan_most,
    .measure = measure,
    .ease = TP_EASE_WIDEN,
    .widen = {TP_WIDEN_SET,
              0,
              "borrow.attrition_cover",
              "off",
              {"借用不再限于预计减员", "loans are no longer held to expected departures"}},
    .figures = figures,
    .text = text,
};
