/* Own slots first: a line's own vacancies serve its live demands before any loan. */
#include "models/rule.h"
#include "models/say.h"

extern const tp_schema tp_schema_own;
const tp_schema tp_schema_own = {.name = "own.rule"};

static const tp_words for_demands = {"空编 {0} − 本类用编申请 {1} = {2}",
                                     "{0} vacant − {1} wanted by its own demands = {2}"};
static const tp_words beyond_own = {"本类申请中自有空编未能满足的 {0}",
                                    "{0} of its demands left after its own vacancies"};

static bool supply(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    (void)self;
    const tp_position *at = &c->line[line];
    out->most = at->vacant - at->demanded;
    if (arena) {
        out->text = TP_SAY(arena, for_demands, tp_say_int(arena, at->vacant),
                           tp_say_int(arena, at->demanded), tp_say_int(arena, out->most));
        out->pos = c->data->lines[line].pos;
    }
    return true;
}

static bool room(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out)
{
    (void)self;
    out->most = c->line[line].need;
    if (arena) {
        out->text = TP_SAY(arena, beyond_own, tp_say_int(arena, out->most));
        out->pos = c->data->lines[line].pos;
    }
    return true;
}

/* What will be needed in any period stays with the line. */
static int64_t ever_wanted(const tp_measure *m, int32_t line)
{
    const tp_line *l = &m->data->lines[line];
    int64_t sum = 0;
    for (int32_t i = 0; i < l->demands; i++) {
        int32_t d = m->data->demand_of_line[l->first_demand + i];
        if (tp_measure_ever_live(m, d))
            sum += m->data->demands[d].quantity;
    }
    return sum;
}

static bool deposit_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    (void)self;
    *most = tp_measure_vacant(m, line) - ever_wanted(m, line);
    return true;
}

static bool loan_most(const tp_measure *m, int self, int32_t line, int64_t *most)
{
    (void)self;
    const tp_line *l = &m->data->lines[line];
    *most = 0;
    for (int32_t i = 0; i < l->demands; i++) {
        int32_t d = m->data->demand_of_line[l->first_demand + i];
        if (m->answer->live[d])
            *most += m->data->demands[d].quantity - m->answer->own[d]; /* itself measured below */
    }
    return true;
}

/* Does demand a come before b when the line's own vacancies are handed out? */
static bool before(const tp_dataset *data, int32_t a, int32_t b)
{
    const tp_demand *p = &data->demands[a], *q = &data->demands[b];
    if (p->demand_class != q->demand_class)
        return p->demand_class < q->demand_class;
    if ((p->filed_on == TP_DATE_NONE) != (q->filed_on == TP_DATE_NONE))
        return p->filed_on != TP_DATE_NONE;
    if (p->filed_on != q->filed_on)
        return p->filed_on < q->filed_on;
    return a < b;
}

static const tp_words wrong_own = {"自有空编满足 {0}，应为 {1}",
                                   "{0} from its own vacancies, should be {1}"};
static const tp_words too_much = {"借用 {0}，超过尚缺的 {1}",
                                  "lent {0}, more than the need of {1}"};

static tp_status check_demand(const tp_measure *m, int32_t d, int64_t want, tp_findings *out,
                              tp_err *err)
{
    tp_finding finding = {.rule = "own", .line = m->data->demands[d].line, .demand = d};
    int64_t own = m->answer->own[d], loan = m->answer->loan[d];
    int64_t need = m->data->demands[d].quantity - want;
    tp_status status = TP_OK;
    if (own != want) {
        const char *args[] = {tp_say_int(m->arena, own), tp_say_int(m->arena, want)};
        status = tp_finding_add(out, finding, &wrong_own, 2, args, err);
    }
    if (status == TP_OK && (loan > need || loan < 0)) {
        const char *args[] = {tp_say_int(m->arena, loan), tp_say_int(m->arena, need)};
        status = tp_finding_add(out, finding, &too_much, 2, args, err);
    }
    return status;
}

/* What a demand had of the line's own vacancies in the period before. */
static int64_t had(const tp_measure *m, int32_t d)
{
    const tp_result *was = tp_result_before(m->answer);
    return was ? was->own[d] : 0;
}

/* Live, and admitted in this period: it may get more. */
static bool gets_more(const tp_measure *m, int32_t d)
{
    return m->answer->live[d] && m->answer->denied[d].count == 0;
}

/* own_d = what it had, and min(what it lacks, what V leaves after all that is had and after the
 * demands before it): summed afresh for each demand. */
static int64_t wanted_own(const tp_measure *m, int32_t d)
{
    const tp_line *l = &m->data->lines[m->data->demands[d].line];
    int64_t left = tp_measure_usable(m, m->data->demands[d].line);
    if (!gets_more(m, d))
        return had(m, d);
    for (int32_t i = 0; i < l->demands; i++) {
        int32_t other = m->data->demand_of_line[l->first_demand + i];
        left -= had(m, other);
        if (gets_more(m, other) && before(m->data, other, d))
            left -= m->data->demands[other].quantity - had(m, other);
    }
    int64_t lacks = m->data->demands[d].quantity - had(m, d);
    return had(m, d) + (left <= 0 ? 0 : left < lacks ? left : lacks);
}

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    (void)self;
    tp_status status = TP_OK;
    for (int32_t d = 0; d < m->data->n_demands && status == TP_OK; d++)
        status = check_demand(m, d, wanted_own(m, d), out, err);
    return status;
}

extern const tp_rule tp_rule_own;
const tp_rule tp_rule_own = {
    .id = "own",
    .name = {"先用自有空编", "own slots first"},
    .doc = {"自有空编先满足本类申请，余下的才可存入；申请只借用自有空编不能满足的部分。",
            "A line's own vacancies serve its demands first: only what is left may be deposited, "
            "only what is missing may be borrowed."},
    .source = "models/README.md, 2 Denials and own slots",
    .schema = &tp_schema_own,
    .supply = supply,
    .room = room,
    .deposit_most = deposit_most,
    .loan_most = loan_most,
    .measure = measure,
};
