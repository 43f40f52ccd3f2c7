/* Shares: what some get of all loans, or give of all deposits. */
#include "models/rules/shares.h"
#include "models/name.h"
#include "models/say.h"
#include "models/select.h"
#include "models/totals.h"

extern const int tp_rule_at_shares;

enum { OF_LOANS, OF_DEPOSITS };
static const tp_total_kind total_of[] = {TP_TOTAL_LOANS, TP_TOTAL_DEPOSITS};
enum { AT_LEAST, AT_MOST, TOTAL /* roles of rows; of the column too */ };

typedef struct share {
    const char *name;
    int of;
    tp_where where;
    tp_dec at_least, at_most;
    tp_pos pos;
} share;

typedef struct shares_params {
    tp_list shares;
} shares_params;

static const tp_choice of_choices[] = {{"loans", "投放数"}, {"deposits", "收储数"}, {NULL, NULL}};
static const tp_key share_keys[] = {
    {.name = "name",
     .title = {"名称", "name"},
     .type = TP_T_TEXT,
     .offset = offsetof(share, name),
     .doc = {"名称。", "What the share is called."}},
    {.name = "of",
     .title = {"对象", "of"},
     .type = TP_T_ENUM,
     .offset = offsetof(share, of),
     .flags = TP_KEY_REQUIRED,
     .choices = of_choices,
     .doc = {"占全部投放数还是全部收储数。", "Share of all loans, or of all deposits."}},
    {.name = "where",
     .title = {"范围", "where"},
     .type = TP_T_STRUCT,
     .offset = offsetof(share, where),
     .of = &tp_where_schema,
     .doc = {"适用范围。", "Whose share."}},
    {.name = "at_least",
     .title = {"不少于", "at least"},
     .type = TP_T_DEC,
     .offset = offsetof(share, at_least),
     .least = 0,
     .most = TP_DEC_ONE,
     .doc = {"不少于全部的这一比例。", "At least this share of all."}},
    {.name = "at_most",
     .title = {"不超过", "at most"},
     .type = TP_T_DEC,
     .offset = offsetof(share, at_most),
     .least = 0,
     .most = TP_DEC_ONE,
     .doc = {"不多于全部的这一比例。", "At most this share of all."}},
    {.type = TP_T_POS, .offset = offsetof(share, pos)},
};
static const tp_schema share_schema = {.name = "share", TP_KEYS(share_keys), .size = sizeof(share)};
static const tp_key keys[] = {
    {.name = "shares",
     .title = {"比例要求", "shares"},
     .type = TP_T_LIST,
     .offset = offsetof(shares_params, shares),
     .of = &share_schema,
     .doc = {"投放或收储中某一范围所占的比例。", "Shares of all loans or deposits."}},
};
extern const tp_schema tp_schema_shares;
const tp_schema tp_schema_shares = {
    .name = "shares.rule", TP_KEYS(keys), .size = sizeof(shares_params)};

typedef struct shares_state {
    size_t count;
    const share *stated;
    tp_filter **filters;
} shares_state;

static const tp_msg no_bound = {"shares.empty", "比例“{0}”既无下限也无上限",
                                "the share {0} has neither at_least nor at_most"};
static const tp_msg crossed = {"shares.crossed", "比例“{0}”的下限大于上限",
                               "the share {0} has at_least above at_most"};
static const tp_msg only_loans = {
    "shares.demand-filter", "比例“{0}”：sector 和 class 只能用于投放数（of: loans）",
    "share {0}: sector and class select demands; only shares of loans "
    "may use them"};

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const tp_list *list = &((const shares_params *)tp_binding_params(b, self))->shares;
    shares_state *state = tp_arena_alloc(b->arena, sizeof *state);
    tp_filter **filters = tp_arena_array(b->arena, list->count + 1, sizeof(tp_filter *));
    if (!state || !filters)
        return tp_fail_nomem(err);
    *state = (shares_state){list->count, list->items, filters};
    b->state[self] = state;
    for (size_t i = 0; i < list->count; i++) {
        const share *s = &state->stated[i];
        const char *name = s->name ? s->name : "";
        if (s->at_least == TP_DEC_NONE && s->at_most == TP_DEC_NONE)
            tp_diag_error(diags, s->pos, &no_bound, name);
        if (s->at_least != TP_DEC_NONE && s->at_most != TP_DEC_NONE && s->at_least > s->at_most)
            tp_diag_error(diags, s->pos, &crossed, name);
        tp_status status =
            tp_filter_create(&filters[i], b->arena, &s->where, b->data, b->as_of, diags, err);
        if (status != TP_OK)
            return status;
        if (s->of == OF_DEPOSITS && tp_filter_selects_demands(filters[i]))
            tp_diag_error(diags, s->pos, &only_loans, name);
    }
    return TP_OK;
}

/* Columns of what the share speaks of, each once. */
static int64_t put_matching(const tp_case *c, bool loans, const tp_selection *matching,
                            tp_entry *entries)
{
    int64_t n = 0;
    for (int32_t i = 0; i < matching->count; i++) {
        const tp_standing *at = loans ? &c->demand[matching->items[i]] : NULL;
        for (int32_t k = 0; at && k < at->cols; k++)
            entries[n++] = (tp_entry){at->first_col + k, TP_DEC_ONE};
        if (!at && c->line[matching->items[i]].deposit_col >= 0)
            entries[n++] = (tp_entry){c->line[matching->items[i]].deposit_col, TP_DEC_ONE};
    }
    return n;
}

/* Σ matching - share·total, in millionths; >= 0 or <= 0. */
static tp_status emit_share(tp_case *c, int self, tp_program *program, size_t number,
                            tp_selector *selector, tp_entry *entries, tp_err *err)
{
    const shares_state *state = c->bind->state[self];
    const share *s = &state->stated[number];
    tp_selection matching;
    tp_status status =
        s->of == OF_LOANS
            ? tp_select_demands(&matching, selector, &s->where, state->filters[number], err)
            : tp_select_lines(&matching, selector, &s->where, state->filters[number], err);
    if (status != TP_OK)
        return status;
    int64_t n = put_matching(c, s->of == OF_LOANS, &matching, entries);
    for (int side = AT_LEAST; side <= AT_MOST; side++) {
        tp_dec part = side == AT_LEAST ? s->at_least : s->at_most;
        if (part == TP_DEC_NONE)
            continue;
        entries[n] = (tp_entry){c->total[total_of[s->of]].col, -part};
        tp_origin origin = {
            .maker = (int16_t)self, .role = (int16_t)side, .subject = (int32_t)number};
        if (tp_program_row(program, side == AT_LEAST ? 0 : -TP_INF, side == AT_LEAST ? TP_INF : 0,
                           origin, entries, n + 1) < 0)
            return tp_fail_nomem(err);
    }
    return TP_OK;
}

static tp_status emit(tp_case *c, int self, tp_program *program, tp_err *err)
{
    const shares_state *state = c->bind->state[self];
    tp_status status = TP_OK;
    if (state->count == 0)
        return TP_OK;
    for (size_t i = 0; i < state->count && status == TP_OK; i++) {
        int of = state->stated[i].of;
        tp_origin origin = {.maker = (int16_t)self, .role = TOTAL, .subject = of};
        status = tp_totals_add(c, total_of[of], program, origin, err);
    }
    if (status != TP_OK)
        return status;
    tp_selector *selector = tp_selector_create(c->data, c->arena);
    tp_entry *entries = tp_arena_array(c->arena, (size_t)program->n_cols + 1, sizeof *entries);
    if (!selector || !entries)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < state->count && status == TP_OK; i++)
        status = emit_share(c, self, program, i, selector, entries, err);
    return status;
}

static const tp_words total_words[2] = {{"全部投放数", "all loans"},
                                        {"全部收储数", "all deposits"}};
static const tp_words share_words[2][2] = {
    {{"“{0}”不少于全部投放的 {1}", "share {0}: at least {1} of all loans"},
     {"“{0}”不多于全部投放的 {1}", "share {0}: at most {1} of all loans"}},
    {{"“{0}”不少于全部收储的 {1}", "share {0}: at least {1} of all deposits"},
     {"“{0}”不多于全部收储的 {1}", "share {0}: at most {1} of all deposits"}}};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    const tp_origin *origin = row ? &program->row_origin[index] : &program->col_origin[index];
    const shares_state *state = c->bind->state[origin->maker];
    if (origin->role == TOTAL) {
        out->name = tp_name_make(arena, origin->subject == OF_LOANS ? "all_loans" : "all_deposits",
                                 out, origin->subject);
        out->words = total_words[origin->subject];
        return out->name ? TP_OK : tp_fail_nomem(err);
    }
    const share *s = &state->stated[origin->subject];
    int side = origin->role;
    out->item = s->name ? s->name : "";
    out->pos = s->pos;
    out->name =
        tp_name_make(arena, side == AT_LEAST ? "share_least" : "share_most", out, origin->subject);
    out->words = TP_SAY(arena, share_words[s->of][side], out->item,
                        tp_say_dec(arena, side == AT_LEAST ? s->at_least : s->at_most));
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static const tp_words not_kept = {"“{0}”为 {1}，全部为 {2}，不合比例要求",
                                  "share {0}: {1} of {2} breaks its bound"};

static tp_status measure_one(const tp_measure *m, const share *s, const tp_filter *filter,
                             tp_selector *selector, int64_t all, tp_findings *out, tp_err *err)
{
    bool loans = s->of == OF_LOANS;
    int64_t some = 0;
    tp_selection matching;
    tp_status status = loans ? tp_select_demands(&matching, selector, &s->where, filter, err)
                             : tp_select_lines(&matching, selector, &s->where, filter, err);
    if (status != TP_OK)
        return status;
    for (int32_t i = 0; i < matching.count; i++)
        some += (loans ? m->answer->loan : m->answer->deposit)[matching.items[i]];
    tp_wide has = (tp_wide)some * TP_DEC_ONE;
    if ((s->at_least == TP_DEC_NONE || has >= (tp_wide)s->at_least * all) &&
        (s->at_most == TP_DEC_NONE || has <= (tp_wide)s->at_most * all))
        return TP_OK;
    const char *args[] = {s->name ? s->name : "", tp_say_int(m->arena, some),
                          tp_say_int(m->arena, all)};
    tp_finding finding = {.rule = "shares", .line = TP_ID_NONE, .demand = TP_ID_NONE};
    return tp_finding_add(out, finding, &not_kept, 3, args, err);
}

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    const shares_state *state = m->bind->state[self];
    int64_t all[2] = {0, 0};
    if (state->count == 0)
        return TP_OK;
    for (int32_t d = 0; d < m->data->n_demands; d++)
        all[OF_LOANS] += m->answer->loan[d];
    for (int32_t l = 0; l < m->data->n_lines; l++)
        all[OF_DEPOSITS] += m->answer->deposit[l];
    tp_selector *selector = tp_selector_create(m->data, m->arena);
    if (!selector)
        return tp_fail_nomem(err);
    tp_status status = TP_OK;
    for (size_t i = 0; i < state->count && status == TP_OK; i++)
        status = measure_one(m, &state->stated[i], state->filters[i], selector,
                             all[state->stated[i].of], out, err);
    return status;
}

bool tp_shares_of_deposits(const tp_binding *b, int32_t index)
{
    const shares_state *state = b->state[tp_rule_at_shares];
    return state->stated[index].of == OF_DEPOSITS;
}

static void text(tp_buf *out, const tp_case *c, int self)
{
    const shares_state *state = c->bind->state[self];
    tp_buf_text(out, "param: SHARES: share_of_deposits share_least share_most :=\n");
    for (size_t i = 0; i < state->count; i++) {
        const share *s = &state->stated[i];
        tp_buf_format(out, "%d %d %lld %lld\n", TP_MOD_NUMBER(i), s->of == OF_DEPOSITS,
                      s->at_least == TP_DEC_NONE ? -1LL : (long long)s->at_least,
                      s->at_most == TP_DEC_NONE ? -1LL : (long long)s->at_most);
    }
    for (int of = OF_LOANS; of <= OF_DEPOSITS; of++) {
        int32_t n = of == OF_LOANS ? c->data->n_demands : c->data->n_lines;
        tp_buf_format(out, ";\nset %s :=", of == OF_LOANS ? "SHARE_DEMANDS" : "SHARE_LINES");
        for (int t = 0; t < c->n_periods; t++) {
            const shares_state *in = tp_case_at(c, t)->bind->state[self];
            for (size_t i = 0; i < in->count; i++)
                for (int32_t k = 0; k < n && in->stated[i].of == of; k++)
                    if (of == OF_LOANS ? tp_filter_demand(in->filters[i], k)
                                       : tp_filter_line(in->filters[i], k))
                        tp_buf_format(out, " (%d,%d,%d)", TP_MOD_NUMBER(i), TP_MOD_NUMBER(k),
                                      TP_MOD_NUMBER(t));
        }
    }
    tp_buf_text(out, ";\n");
}

static const tp_words w_share_least = {"比例要求“{0}”的下限", "the lower bound of share {0}"};
static const tp_words w_share_most = {"比例要求“{0}”的上限", "the upper bound of share {0}"};

static void knobs(tp_knob_finder *f)
{
    const tp_node *list = tp_node_get(f->root, "shares");
    for (size_t i = 0; list && i < list->count; i++) {
        const char *name = tp_knob_text(list->child[i], "name");
        int64_t least = 0, most = TP_DEC_ONE;
        tp_knob knob = {.subject = (int32_t)i, .share = true};
        tp_pos at_least, at_most;
        bool below = tp_knob_figure(list->child[i], "at_least", true, &least, &at_least);
        bool above = tp_knob_figure(list->child[i], "at_most", true, &most, &at_most);
        if (below) {
            knob.kind = TP_KNOB_SHARE_LEAST;
            knob.key = tp_knob_key(f, "shares", i, "at_least");
            knob.value = least;
            knob.most = most;
            knob.pos = at_least;
            knob.name = TP_SAY(f->arena, w_share_least, name ? name : "");
            tp_knob_add(f, knob);
        }
        if (above) {
            knob.kind = TP_KNOB_SHARE_MOST;
            knob.key = tp_knob_key(f, "shares", i, "at_most");
            knob.value = most;
            knob.least = least;
            knob.most = TP_DEC_ONE;
            knob.pos = at_most;
            knob.name = TP_SAY(f->arena, w_share_most, name ? name : "");
            tp_knob_add(f, knob);
        }
    }
}

extern const tp_rule tp_rule_shares;
const tp_rule tp_rule_shares = {
    .id = "shares",
    .name = {"比例要求", "shares"},
    .doc = {"某一范围在全部投放或收储中占的比例有上下限。",
            "The share of some in all loans or deposits stays within bounds."},
    .source = "models/README.md, 7 Limits and shares",
    .schema = &tp_schema_shares,
    .prepare = prepare,
    .relaxable = true,
    .emit = emit,
    .label = label,
    .measure = measure,
    .knobs = knobs,
    .ease = TP_EASE_SHARE,
    .knob_least = TP_KNOB_SHARE_LEAST,
    .knob_most = TP_KNOB_SHARE_MOST,
    .text = text,
};
