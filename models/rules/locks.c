/* The planner's own decisions: bounds on single deposits and loans. A lock never overrides a hard
 * bound; where it asks for the impossible the scenario contradicts itself, and that is said. */
#include "base/text.h"
#include "models/name.h"
#include "models/rule.h"
#include "models/rules/horizon.h"
#include "models/say.h"

#include <string.h>

extern const int tp_rule_at_locks;

typedef struct lock {
    const char *demand, *unit, *category;
    int64_t deposit, deposit_at_least, deposit_at_most;
    int64_t loan, loan_at_least, loan_at_most, period;
    tp_pos pos;
} lock;

typedef struct locks_params {
    tp_list locks;
} locks_params;

#define COUNT_KEY(field, zh_title, en_title, zh_doc, en_doc)                                       \
    {                                                                                              \
        .name = #field, .title = {zh_title, en_title}, .type = TP_T_INT,                           \
        .offset = offsetof(lock, field), .least = 0, .most = TP_COUNT_MAX, .doc = {                \
            zh_doc,                                                                                \
            en_doc                                                                                 \
        }                                                                                          \
    }

static const tp_key lock_keys[] = {
    {.name = "demand",
     .title = {"申请", "demand"},
     .type = TP_T_TEXT,
     .offset = offsetof(lock, demand),
     .doc = {"锁定一项申请的借用数。", "The demand whose loan is locked."}},
    {.name = "unit",
     .title = {"单位", "unit"},
     .type = TP_T_TEXT,
     .offset = offsetof(lock, unit),
     .doc = {"与 category 一起：锁定一线的存入数。",
             "With category: the line whose deposit is locked."}},
    {.name = "category",
     .title = {"编制类别", "category"},
     .type = TP_T_TEXT,
     .offset = offsetof(lock, category),
     .doc = {"与 unit 一起使用。", "Goes with unit."}},
    COUNT_KEY(deposit, "存入数", "deposit", "存入数固定为。", "The deposit is exactly this."),
    COUNT_KEY(deposit_at_least, "存入不少于", "deposit at least", "存入数不少于。",
              "The deposit is at least this."),
    COUNT_KEY(deposit_at_most, "存入不超过", "deposit at most", "存入数不多于。",
              "The deposit is at most this."),
    COUNT_KEY(loan, "借用数", "loan", "借用数固定为。", "The loan is exactly this."),
    COUNT_KEY(loan_at_least, "借用不少于", "loan at least", "借用数不少于。",
              "The loan is at least this."),
    COUNT_KEY(loan_at_most, "借用不超过", "loan at most", "借用数不多于。",
              "The loan is at most this."),
    {.name = "period",
     .title = {"期", "period"},
     .type = TP_T_INT,
     .offset = offsetof(lock, period),
     .least = 1,
     .most = TP_PERIODS_MOST,
     .doc = {"锁定哪一期期末的存量；不写则为第 1 期。",
             "Which period's stock is locked; the first if absent."}},
    {.type = TP_T_POS, .offset = offsetof(lock, pos)},
};

static const tp_msg which = {"locks.which", "一条锁定须写 demand，或写 unit 和 category",
                             "a lock names either `demand`, or `unit` and `category`"};
static const tp_msg wrong_side = {"locks.side",
                                  "锁定申请只能用 loan…，锁定单位和类别只能用 deposit…",
                                  "a lock of a demand takes loan keys, one of a line deposit keys"};
static const tp_msg no_figure = {"locks.empty", "锁定没有写数", "the lock states no figure"};

static const tp_msg empty_lock = {"locks.crossed", "锁定的下限大于上限",
                                  "the lock asks for at least more than it allows at most"};

static bool crossed(int64_t exact, int64_t at_least, int64_t at_most)
{
    bool above = at_least != TP_INT_NONE && exact != TP_INT_NONE && at_least > exact;
    bool below = at_most != TP_INT_NONE && exact != TP_INT_NONE && at_most < exact;
    return above || below ||
           (at_least != TP_INT_NONE && at_most != TP_INT_NONE && at_least > at_most);
}

static void check_lock(const void *filled, const tp_node *node, tp_diags *diags)
{
    (void)node;
    const lock *l = filled;
    bool deposits = l->deposit != TP_INT_NONE || l->deposit_at_least != TP_INT_NONE ||
                    l->deposit_at_most != TP_INT_NONE;
    bool loans =
        l->loan != TP_INT_NONE || l->loan_at_least != TP_INT_NONE || l->loan_at_most != TP_INT_NONE;
    if (l->demand ? l->unit || l->category : !l->unit || !l->category)
        tp_diag_error(diags, l->pos, &which, "");
    else if (l->demand ? deposits : loans)
        tp_diag_error(diags, l->pos, &wrong_side, "");
    else if (!deposits && !loans)
        tp_diag_error(diags, l->pos, &no_figure, "");
    else if (crossed(l->deposit, l->deposit_at_least, l->deposit_at_most) ||
             crossed(l->loan, l->loan_at_least, l->loan_at_most))
        tp_diag_error(diags, l->pos, &empty_lock, "");
}

static const tp_schema lock_schema = {
    .name = "lock", TP_KEYS(lock_keys), .size = sizeof(lock), .check = check_lock};
static const tp_key keys[] = {
    {.name = "locks",
     .title = {"锁定", "locks"},
     .type = TP_T_LIST,
     .offset = offsetof(locks_params, locks),
     .of = &lock_schema,
     .doc = {"锁定：由编制部门事先定下的存入数或借用数。",
             "The planner's own decisions on single deposits and loans."}},
};
extern const tp_schema tp_schema_locks;
const tp_schema tp_schema_locks = {
    .name = "locks.rule", TP_KEYS(keys), .size = sizeof(locks_params)};

typedef struct bound_lock {
    const lock *stated;
    int period;           /* from 0 */
    int32_t line, demand; /* one of them TP_ID_NONE */
    int64_t lo, hi;
} bound_lock;

typedef struct locks_state {
    size_t count;
    bound_lock *items;
} locks_state;

static const tp_msg unknown_demand = {"locks.unknown-demand", "没有申请“{0}”{1}",
                                      "there is no demand {0}{1}"};
static const tp_msg unknown_unit = {"locks.unknown-unit", "没有单位“{0}”{1}",
                                    "there is no unit {0}{1}"};
static const tp_msg unknown_line = {"locks.unknown-line", "单位 {0} 没有类别“{1}”的编制{2}",
                                    "unit {0} has no slots of category {1}{2}"};

/* Adds the error, with the closest name there is. The hint is the same in both languages. */
static tp_status unknown(tp_binding *b, const lock *stated, const tp_msg *msg,
                         const char *const *known, size_t n, const char *name, tp_diags *diags,
                         tp_err *err)
{
    const char *closest = tp_text_closest(name, known, n);
    const char *hint = closest ? tp_arena_format(b->arena, " (→ %s?)", closest) : "";
    if (!hint)
        return tp_fail_nomem(err);
    if (msg == &unknown_line)
        tp_diag_error(diags, stated->pos, msg, stated->unit, name, hint);
    else
        tp_diag_error(diags, stated->pos, msg, name, hint);
    return TP_OK;
}

static const char **codes(tp_binding *b, const tp_ids *ids)
{
    int32_t n = tp_ids_count(ids);
    const char **out = tp_arena_array(b->arena, (size_t)n + 1, sizeof(const char *));
    for (int32_t i = 0; out && i < n; i++)
        out[i] = tp_ids_name(ids, i);
    return out;
}

static tp_status resolve_line(tp_binding *b, bound_lock *to, tp_diags *diags, tp_err *err)
{
    const lock *s = to->stated;
    int32_t unit = tp_dataset_unit(b->data, s->unit);
    if (unit == TP_ID_NONE) {
        const char **known = codes(b, b->data->unit_codes);
        if (!known)
            return tp_fail_nomem(err);
        return unknown(b, s, &unknown_unit, known, (size_t)b->data->n_units, s->unit, diags, err);
    }
    to->line = tp_dataset_line(b->data, unit, s->category);
    if (to->line != TP_ID_NONE)
        return TP_OK;
    const tp_unit *u = &b->data->units[unit];
    const char **known = tp_arena_array(b->arena, (size_t)u->lines + 1, sizeof(const char *));
    if (!known)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < u->lines; i++)
        known[i] = tp_dataset_name(b->data, b->data->lines[u->first_line + i].category);
    return unknown(b, s, &unknown_line, known, (size_t)u->lines, s->category, diags, err);
}

static tp_status resolve_demand(tp_binding *b, bound_lock *to, tp_diags *diags, tp_err *err)
{
    to->demand = tp_dataset_demand(b->data, to->stated->demand);
    if (to->demand != TP_ID_NONE)
        return TP_OK;
    const char **known = codes(b, b->data->demand_codes);
    if (!known)
        return tp_fail_nomem(err);
    return unknown(b, to->stated, &unknown_demand, known, (size_t)b->data->n_demands,
                   to->stated->demand, diags, err);
}

static void interval(bound_lock *to, int64_t exact, int64_t at_least, int64_t at_most)
{
    to->lo = at_least == TP_INT_NONE ? 0 : at_least;
    to->hi = at_most == TP_INT_NONE ? TP_INF : at_most;
    if (exact != TP_INT_NONE) {
        to->lo = exact > to->lo ? exact : to->lo;
        to->hi = exact < to->hi ? exact : to->hi;
    }
}

static const tp_msg no_period = {"locks.period", "锁定的是第 {0} 期，方案只有 {1} 期：此条不起作用",
                                 "the lock is of period {0}, there are only {1}: it has no effect"};

static void resolve_period(const tp_binding *b, bound_lock *to, tp_diags *diags)
{
    int periods = tp_horizon_periods(b->scenario);
    to->period = to->stated->period == TP_INT_NONE ? 0 : (int)to->stated->period - 1;
    if (to->period < periods)
        return;
    char stated[TP_DEC_TEXT], all[TP_DEC_TEXT];
    tp_int_format(to->stated->period, stated);
    tp_int_format(periods, all);
    tp_diag_warn(diags, to->stated->pos, &no_period, stated, all);
}

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const tp_list *list = &((const locks_params *)tp_binding_params(b, self))->locks;
    locks_state *state = tp_arena_alloc(b->arena, sizeof *state);
    bound_lock *items = tp_arena_array(b->arena, list->count + 1, sizeof *items);
    if (!state || !items)
        return tp_fail_nomem(err);
    *state = (locks_state){list->count, items};
    b->state[self] = state;
    for (size_t i = 0; i < list->count; i++) {
        const lock *s = &((const lock *)list->items)[i];
        items[i] = (bound_lock){.stated = s, .line = TP_ID_NONE, .demand = TP_ID_NONE};
        resolve_period(b, &items[i], diags);
        if (s->demand)
            interval(&items[i], s->loan, s->loan_at_least, s->loan_at_most);
        else
            interval(&items[i], s->deposit, s->deposit_at_least, s->deposit_at_most);
        tp_status status = s->demand ? resolve_demand(b, &items[i], diags, err)
                                     : resolve_line(b, &items[i], diags, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

static const tp_words deposit_beyond = {
    "锁定要求 {0} 类别“{1}”存入至少 {2}，可存上限为 {3}",
    "{0}, {1}: locked to deposit at least {2}, at most {3} can"};
static const tp_words loan_beyond = {"锁定要求申请 {0} 借用至少 {1}，可借上限为 {2}",
                                     "demand {0}: locked to borrow at least {1}, at most {2} can"};
static const tp_words loan_denied = {"锁定要求申请 {0} 借用至少 {1}，但该申请被拒绝",
                                     "demand {0}: locked to borrow at least {1}, but it is denied"};

static tp_status contradiction(tp_case *c, const bound_lock *at, tp_words text, tp_err *err)
{
    text = tp_name_of_period(c->arena, c->period, text);
    if (!text.zh || !text.en)
        return tp_fail_nomem(err);
    tp_conflict_item item = {.rule = "locks", .text = text, .pos = at->stated->pos};
    return tp_case_contradiction(c, &item, err);
}

static tp_status check_loan(tp_case *c, const bound_lock *at, tp_err *err)
{
    const tp_standing *demand = &c->demand[at->demand];
    int64_t room = c->line[c->data->demands[at->demand].line].room;
    int64_t most = demand->denied_by ? 0 : demand->need < room ? demand->need : room;
    if (at->lo <= most)
        return TP_OK;
    const char *lo = tp_say_int(c->arena, at->lo);
    return contradiction(c, at,
                         demand->denied_by ? TP_SAY(c->arena, loan_denied, at->stated->demand, lo)
                                           : TP_SAY(c->arena, loan_beyond, at->stated->demand, lo,
                                                    tp_say_int(c->arena, most)),
                         err);
}

static tp_status derive(tp_case *c, int self, tp_err *err)
{
    const locks_state *state = c->bind->state[self];
    tp_status status = TP_OK;
    for (size_t i = 0; i < state->count && status == TP_OK; i++) {
        const bound_lock *at = &state->items[i];
        if (at->period != c->period)
            continue;
        if (at->demand != TP_ID_NONE) {
            status = check_loan(c, at, err);
        } else if (at->lo > c->line[at->line].supply) {
            status = contradiction(c, at,
                                   TP_SAY(c->arena, deposit_beyond, at->stated->unit,
                                          at->stated->category, tp_say_int(c->arena, at->lo),
                                          tp_say_int(c->arena, c->line[at->line].supply)),
                                   err);
        }
        if (at->line != TP_ID_NONE && at->hi < c->line[at->line].most)
            c->line[at->line].most = at->hi;
    }
    return status;
}

static tp_status emit(tp_case *c, int self, tp_program *program, tp_err *err)
{
    const locks_state *state = c->bind->state[self];
    for (size_t i = 0; i < state->count; i++) {
        const bound_lock *at = &state->items[i];
        int32_t first = at->line != TP_ID_NONE ? c->line[at->line].deposit_col
                                               : c->demand[at->demand].first_col;
        int32_t cols = at->line != TP_ID_NONE ? first >= 0 : c->demand[at->demand].cols;
        if (at->period != c->period || (cols == 0 && at->lo <= 0))
            continue; /* nothing can move here anyway */
        tp_entry *entries = tp_arena_array(c->arena, (size_t)cols + 1, sizeof *entries);
        if (!entries)
            return tp_fail_nomem(err);
        for (int32_t k = 0; k < cols; k++)
            entries[k] = (tp_entry){first + k, 1};
        tp_origin origin = {.maker = (int16_t)self, .subject = (int32_t)i};
        if (tp_program_row(program, at->lo, at->hi, origin, entries, cols) < 0)
            return tp_fail_nomem(err);
    }
    return TP_OK;
}

static const tp_words lock_loan = {"锁定：申请 {0} 借用 {1}", "lock: demand {0} borrows {2}"};
static const tp_words lock_deposit = {"锁定：{0} 类别“{1}”存入 {2}", "lock: {0}, {1} deposits {3}"};

static tp_words range_of(tp_arena *arena, const bound_lock *at)
{
    return tp_say_range(arena, at->lo == at->hi || at->lo > 0 ? at->lo : TP_INT_NONE,
                        at->hi == TP_INF ? TP_INT_NONE : at->hi);
}

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    (void)row;
    int32_t number = program->row_origin[index].subject;
    const locks_state *state = c->bind->state[program->row_origin[index].maker];
    const bound_lock *at = &state->items[number];
    tp_words range = range_of(arena, at);
    if (at->demand != TP_ID_NONE) {
        tp_name_demand(c, at->demand, out);
        out->words = TP_SAY(arena, lock_loan, out->demand, range.zh, range.en);
    } else {
        tp_name_line(c, at->line, out);
        out->words = TP_SAY(arena, lock_deposit, tp_name_unit(c, at->line, arena), out->category,
                            range.zh, range.en);
    }
    out->pos = at->stated->pos;
    out->name = tp_name_make(arena, "lock", out, number);
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static tp_status tighten(tp_measure *m, int self, tp_err *err)
{
    (void)err;
    const locks_state *state = m->bind->state[self];
    for (size_t i = 0; i < state->count; i++) {
        const bound_lock *at = &state->items[i];
        if (at->period == m->period && at->line != TP_ID_NONE && at->hi < m->most[at->line])
            m->most[at->line] = at->hi;
    }
    return TP_OK;
}

static const tp_words not_kept = {"锁定为 {0}，实为 {1}", "locked to {2}, is {1}"};

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    const locks_state *state = m->bind->state[self];
    for (size_t i = 0; i < state->count; i++) {
        const bound_lock *at = &state->items[i];
        if (at->period != m->period)
            continue;
        int64_t is =
            at->demand != TP_ID_NONE ? m->answer->loan[at->demand] : m->answer->deposit[at->line];
        if (is >= at->lo && is <= at->hi)
            continue;
        tp_words range = range_of(m->arena, at);
        const char *args[] = {range.zh, tp_say_int(m->arena, is), range.en};
        tp_finding finding = {.rule = "locks", .line = at->line, .demand = at->demand};
        tp_status status = tp_finding_add(out, finding, &not_kept, 3, args, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

/* The tightest figure that locks of one line or demand, of one period, put on one side; *first:
 * lock `at` is the first of them. */
static int64_t tightest(const locks_state *state, size_t at, bool deposits, bool least, bool *first)
{
    int32_t of = deposits ? state->items[at].line : state->items[at].demand;
    int64_t side = least ? 0 : TP_INF;
    *first = true;
    for (size_t k = 0; k < state->count; k++) {
        const bound_lock *other = &state->items[k];
        if ((deposits ? other->line : other->demand) != of ||
            other->period != state->items[at].period)
            continue;
        int64_t its = least ? other->lo : other->hi;
        side = least == (its > side) ? its : side;
        *first = *first && k >= at;
    }
    return side;
}

static void text(tp_buf *out, const tp_case *c, int self)
{
    static const char *const names[] = {"deposit_least", "deposit_most", "loan_least", "loan_most"};
    const locks_state *state = c->bind->state[self];
    for (int kind = 0; kind < 4; kind++) {
        bool least = kind % 2 == 0, deposits = kind < 2, first;
        tp_buf_format(out, "param %s :=", names[kind]);
        for (size_t i = 0; i < state->count; i++) {
            int32_t of = deposits ? state->items[i].line : state->items[i].demand;
            if (of == TP_ID_NONE || state->items[i].period >= c->n_periods)
                continue;
            int64_t side = tightest(state, i, deposits, least, &first);
            if (first && (least ? side > 0 : side != TP_INF))
                tp_buf_format(out, " %d %d %lld", TP_MOD_NUMBER(of),
                              TP_MOD_NUMBER(state->items[i].period), (long long)side);
        }
        tp_buf_text(out, ";\n");
    }
}

static const tp_words w_lock_least = {"对 {0} 的锁定（至少）", "the lock of {0} (at least)"};
static const tp_words w_lock_most = {"对 {0} 的锁定（至多）", "the lock of {0} (at most)"};

/* A lock's two sides; an exact figure is both. */
static void knobs(tp_knob_finder *f)
{
    static const char *const exactly[2][2] = {{"loan", "deposit"},
                                              {"loan_at_least", "deposit_at_least"}};
    static const char *const tops[2] = {"loan_at_most", "deposit_at_most"};
    const tp_node *list = tp_node_get(f->root, "locks");
    for (size_t i = 0; list && i < list->count; i++) {
        const tp_node *at = list->child[i];
        const char *demand = tp_knob_text(at, "demand");
        bool of_line = demand == NULL;
        const char *name = of_line ? tp_knob_pool(f->arena, tp_knob_text(at, "unit"),
                                                  tp_knob_text(at, "category"), NULL)
                                   : demand;
        int64_t value;
        tp_pos pos;
        tp_knob knob = {.subject = (int32_t)i, .most = TP_KNOB_MOST};
        int64_t period = 1;
        tp_knob_figure(at, "period", false, &period, &pos);
        bool exact = tp_knob_figure(at, exactly[0][of_line], false, &value, &pos);
        if (exact || tp_knob_figure(at, exactly[1][of_line], false, &value, &pos)) {
            knob.kind = TP_KNOB_LOCK_LEAST;
            knob.key =
                tp_knob_key(f, "locks", i, exact ? exactly[0][of_line] : exactly[1][of_line]);
            knob.value = value;
            knob.pos = pos;
            knob.name =
                tp_name_of_period(f->arena, (int)period - 1, TP_SAY(f->arena, w_lock_least, name));
            tp_knob_add(f, knob);
        }
        if (exact || tp_knob_figure(at, tops[of_line], false, &value, &pos)) {
            if (exact)
                tp_knob_figure(at, exactly[0][of_line], false, &value, &pos);
            knob.kind = TP_KNOB_LOCK_MOST;
            knob.key = tp_knob_key(f, "locks", i, exact ? exactly[0][of_line] : tops[of_line]);
            knob.value = value;
            knob.pos = pos;
            knob.name =
                tp_name_of_period(f->arena, (int)period - 1, TP_SAY(f->arena, w_lock_most, name));
            tp_knob_add(f, knob);
        }
    }
}

extern const tp_rule tp_rule_locks;
const tp_rule tp_rule_locks = {
    .id = "locks",
    .name = {"锁定", "locks"},
    .doc = {"事先定下的存入数和借用数；不能突破可存、可借的硬上限。",
            "Decisions taken beforehand; they never override a hard bound."},
    .source = "models/README.md, 8 Minimum and locks",
    .schema = &tp_schema_locks,
    .prepare = prepare,
    .derive = derive,
    .relaxable = true,
    .emit = emit,
    .label = label,
    .tighten = tighten,
    .measure = measure,
    .knobs = knobs,
    .ease = TP_EASE_SIDES,
    .knob_least = TP_KNOB_LOCK_LEAST,
    .knob_most = TP_KNOB_LOCK_MOST,
    .text = text,
};
