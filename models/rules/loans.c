/* The loan columns: tranches of every live demand; one row a line where its room can bind. */
#include "models/name.h"
#include "models/rules/tranches.h"
#include "models/say.h"

extern const tp_schema tp_schema_loans;
const tp_schema tp_schema_loans = {.name = "loans.rule"};

enum { OF_DEMAND, OF_LINE };

/* Columns of one demand: what own slots leave of each tranche, together at most `most`. Cutting the
 * last tranches is exact, since their values never exceed those before. */
static bool add_columns(tp_case *c, int self, tp_program *program, int32_t d, int64_t most)
{
    tp_standing *at = &c->demand[d];
    int64_t quantity = c->data->demands[d].quantity, from = 0;
    int tranches = tp_tranches_count(c->bind);
    for (int t = 0; t < tranches && most > 0; t++) {
        int64_t to = tp_tranches_end(c->bind, t, quantity);
        int64_t size = to - (from > at->own ? from : at->own);
        from = to;
        if (size <= 0)
            continue;
        if (size > most)
            size = most;
        most -= size;
        tp_origin origin = {
            .maker = (int16_t)self, .role = OF_DEMAND, .subject = d, .part = (int16_t)t};
        int32_t col = tp_program_col(program, 0, size, origin);
        if (col < 0)
            return false;
        if (at->cols++ == 0)
            at->first_col = col;
    }
    return true;
}

static tp_status emit_line(tp_case *c, int self, tp_program *program, int32_t l, tp_err *err)
{
    const tp_line *line = &c->data->lines[l];
    int64_t room = c->line[l].room, sum = 0;
    size_t n = 0;
    for (int32_t i = 0; i < line->demands && room > 0; i++) {
        int32_t d = c->data->demand_of_line[line->first_demand + i];
        tp_standing *at = &c->demand[d];
        if (at->denied_by || at->need == 0)
            continue;
        int64_t most = at->need < room ? at->need : room;
        if (!add_columns(c, self, program, d, most))
            return tp_fail_nomem(err);
        sum += most;
        n += (size_t)at->cols;
    }
    if (sum <= room)
        return TP_OK;
    tp_entry *entries = tp_arena_array(c->arena, n, sizeof *entries);
    if (!entries)
        return tp_fail_nomem(err);
    n = 0;
    for (int32_t i = 0; i < line->demands; i++) {
        const tp_standing *at = &c->demand[c->data->demand_of_line[line->first_demand + i]];
        for (int32_t k = 0; k < at->cols; k++)
            entries[n++] = (tp_entry){at->first_col + k, 1};
    }
    tp_origin origin = {.maker = (int16_t)self, .role = OF_LINE, .subject = l};
    if (tp_program_row(program, -TP_INF, room, origin, entries, (int64_t)n) < 0)
        return tp_fail_nomem(err);
    return TP_OK;
}

static tp_status emit(tp_case *c, int self, tp_program *program, tp_err *err)
{
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        c->demand[d].first_col = c->demand[d].switch_col = c->demand[d].grant_col = -1;
        c->demand[d].cols = 0;
    }
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        if (c->line[l].demanded == 0)
            continue;
        tp_status status = emit_line(c, self, program, l, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

static const tp_words loan_to = {"申请 {0}（{1}）第 {2} 段的借用数",
                                 "loan to demand {0} ({1}), tranche {2}"};
static const tp_words room_of = {"{0} 类别“{1}”的借用合计不超过 {2}",
                                 "loans of {0}, {1}: at most {2}"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    const tp_origin *origin = row ? &program->row_origin[index] : &program->col_origin[index];
    if (row) {
        tp_name_line(c, origin->subject, out);
        out->name = tp_name_make(arena, "room", out, origin->subject);
        out->words = TP_SAY(arena, room_of, tp_name_unit(c, origin->subject, arena), out->category,
                            tp_say_int(arena, program->row_hi[index]));
    } else {
        tp_name_demand(c, origin->subject, out);
        const char *part = tp_say_int(arena, origin->part + 1);
        out->item = part;
        out->name = tp_name_make(arena, "loan", out, origin->subject);
        out->item = "";
        out->words = TP_SAY(arena, loan_to, out->demand,
                            tp_name_unit(c, c->data->demands[origin->subject].line, arena), part);
    }
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static const tp_words beyond_room = {"借用合计 {0}，可借 {1}", "{0} lent, there is room for {1}"};
static const tp_words denied_lent = {"被拒绝的申请借用了 {0}", "a denied demand was lent {0}"};

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    (void)self;
    tp_status status = TP_OK;
    for (int32_t l = 0; l < m->data->n_lines && status == TP_OK; l++) {
        int64_t lent = tp_measure_lent(m, l);
        if (lent <= m->room[l])
            continue;
        const char *args[] = {tp_say_int(m->arena, lent), tp_say_int(m->arena, m->room[l])};
        status = tp_finding_add(out, (tp_finding){.rule = "loans", .line = l, .demand = TP_ID_NONE},
                                &beyond_room, 2, args, err);
    }
    for (int32_t d = 0; d < m->data->n_demands && status == TP_OK; d++) {
        if (m->answer->live[d] || m->answer->loan[d] == 0)
            continue;
        const char *args[] = {tp_say_int(m->arena, m->answer->loan[d])};
        status = tp_finding_add(
            out, (tp_finding){.rule = "loans", .line = m->data->demands[d].line, .demand = d},
            &denied_lent, 1, args, err);
    }
    return status;
}

extern const tp_rule tp_rule_loans;
const tp_rule tp_rule_loans = {
    .id = "loans",
    .name = {"借用空间", "loan room"},
    .doc = {"每线的借用合计不超过其可借数。", "The loans of a line stay within its room."},
    .source = "models/README.md, 4 Room",
    .schema = &tp_schema_loans,
    .emit = emit,
    .label = label,
    .measure = measure,
};
