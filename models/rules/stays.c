/* What is given stays: in every later period a demand has at least what it had, own vacancies and
 * loans together, so that a loan goes back exactly as the line's posts fall vacant. One that is
 * denied later keeps what it has and gets no more. */
#include "models/name.h"
#include "models/rule.h"
#include "models/say.h"

extern const tp_schema tp_schema_stays;
const tp_schema tp_schema_stays = {.name = "stays.rule"};

static void put(tp_entry *entries, size_t *n, const tp_standing *at, int64_t coef)
{
    for (int32_t k = 0; k < at->cols; k++)
        entries[(*n)++] = (tp_entry){at->first_col + k, coef};
}

/* g + Y before - Y = own - own before, with g, what is given on top, not below 0. */
static tp_status emit_one(tp_case *c, int self, tp_program *program, int32_t d, tp_err *err)
{
    const tp_standing *was = &tp_case_before(c)->demand[d];
    tp_standing *at = &c->demand[d];
    tp_origin origin = {.maker = (int16_t)self, .subject = d};
    size_t n = 0;
    tp_entry *entries =
        tp_arena_array(c->arena, (size_t)(at->cols + was->cols) + 1, sizeof *entries);
    at->grant_col =
        tp_program_col(program, 0, at->stopped_by ? 0 : c->data->demands[d].quantity, origin);
    if (!entries || at->grant_col < 0)
        return tp_fail_nomem(err);
    entries[n++] = (tp_entry){at->grant_col, 1};
    put(entries, &n, was, 1);
    put(entries, &n, at, -1);
    int64_t more = at->own - was->own;
    return tp_program_row(program, more, more, origin, entries, (int64_t)n) < 0 ? tp_fail_nomem(err)
                                                                                : TP_OK;
}

static tp_status emit(tp_case *c, int self, tp_program *program, tp_err *err)
{
    const tp_case *before = tp_case_before(c);
    tp_status status = TP_OK;
    for (int32_t d = 0; before && d < c->data->n_demands && status == TP_OK; d++)
        if (c->demand[d].cols || before->demand[d].cols)
            status = emit_one(c, self, program, d, err);
    return status;
}

static const tp_words given_to = {"申请 {0} 比上一期新增的编制",
                                  "what demand {0} gets on top of the period before"};
static const tp_words keeps_it = {"申请 {0} 已得的编制不收回，借用随空出的编制归还",
                                  "demand {0} keeps what it was given; its loan goes back as posts "
                                  "fall vacant"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    int32_t d = (row ? program->row_origin : program->col_origin)[index].subject;
    tp_name_demand(c, d, out);
    out->name = tp_name_make(arena, row ? "stays" : "given", out, d);
    out->words = row ? TP_SAY(arena, keeps_it, out->demand) : TP_SAY(arena, given_to, out->demand);
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static const tp_words taken_back = {"已得 {0}，下一期只有 {1}", "had {0}, has {1} a period later"};
static const tp_words not_stopped = {"已不符合条件，借用却由 {0} 增到 {1}",
                                     "no longer admitted, yet its loan grows from {0} to {1}"};

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    (void)self;
    const tp_result *was = tp_result_before(m->answer);
    tp_status status = TP_OK;
    for (int32_t d = 0; was && d < m->data->n_demands && status == TP_OK; d++) {
        tp_finding about = {.rule = "stays", .line = m->data->demands[d].line, .demand = d};
        int64_t had = was->own[d] + was->loan[d], has = m->answer->own[d] + m->answer->loan[d];
        if (has < had) {
            const char *args[] = {tp_say_int(m->arena, had), tp_say_int(m->arena, has)};
            status = tp_finding_add(out, about, &taken_back, 2, args, err);
        }
        if (status == TP_OK && m->answer->denied[d].count && m->answer->loan[d] > was->loan[d]) {
            const char *args[] = {tp_say_int(m->arena, was->loan[d]),
                                  tp_say_int(m->arena, m->answer->loan[d])};
            status = tp_finding_add(out, about, &not_stopped, 2, args, err);
        }
    }
    return status;
}

extern const tp_rule tp_rule_stays;
const tp_rule tp_rule_stays = {
    .id = "stays",
    .name = {"给出的不收回", "what is given stays"},
    .doc = {"以后各期，申请已得的编制（自有加借用）不减少，借用随空出的编制归还；后来不符合条件的，"
            "保留已得，不再增加。",
            "In later periods a demand keeps what it has, own vacancies and loans together; one "
            "denied later gets no more."},
    .source = "models/README.md, 11 Several periods",
    .schema = &tp_schema_stays,
    .emit = emit,
    .label = label,
    .measure = measure,
};
