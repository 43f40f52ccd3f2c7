/* Limits on totals: deposits, loans, net change, usage over matching lines and demands. */
#include "models/rules/limits.h"

#include "domain/dataset_tables.h"
#include "models/name.h"
#include "models/rules/horizon.h"
#include "models/say.h"
#include "models/select.h"

extern const int tp_rule_at_limits;

typedef struct limit_params {
    const char *name;
    tp_where where;
    int measure;
    int64_t at_least, at_most, period;
    tp_pos pos;
} limit_params;

typedef struct limits_params {
    tp_list limits;
} limits_params;

#define BOUND_MOST (1000000 * TP_COUNT_MAX)

static const tp_key limit_keys[] = {
    {.name = "name",
     .title = {"名称", "name"},
     .type = TP_T_TEXT,
     .offset = offsetof(limit_params, name),
     .doc = {"控制项名称。", "What the limit is called."}},
    {.name = "where",
     .title = {"范围", "where"},
     .type = TP_T_STRUCT,
     .offset = offsetof(limit_params, where),
     .of = &tp_where_schema,
     .doc = {"适用范围，默认全部。", "What it covers; everything if absent."}},
    {.name = "measure",
     .title = {"指标", "measure"},
     .type = TP_T_ENUM,
     .offset = offsetof(limit_params, measure),
     .flags = TP_KEY_REQUIRED,
     .choices = tp_measure_choices,
     .doc = {"控制的指标：deposits 收储数、loans 投放数、net_change 净增减、usage 使用数、intake "
             "新增用编（申请比上一期多得的自有和借用）、own_use 自有使用数（使用数不计借用的）。",
             "What is bounded: deposits, loans, net_change, usage, intake (what demands get on "
             "top of the period before, own vacancies and loans), or own_use (usage without what "
             "is borrowed)."}},
    {.name = "at_least",
     .title = {"不少于", "at least"},
     .type = TP_T_INT,
     .offset = offsetof(limit_params, at_least),
     .least = -BOUND_MOST,
     .most = BOUND_MOST,
     .doc = {"下限。", "Lower bound."}},
    {.name = "at_most",
     .title = {"不超过", "at most"},
     .type = TP_T_INT,
     .offset = offsetof(limit_params, at_most),
     .least = -BOUND_MOST,
     .most = BOUND_MOST,
     .doc = {"上限。", "Upper bound."}},
    {.name = "period",
     .title = {"期", "period"},
     .type = TP_T_INT,
     .offset = offsetof(limit_params, period),
     .least = 1,
     .most = TP_PERIODS_MOST,
     .doc = {"只在这一期有效；不写则每期都有效。",
             "Holds in this period alone; in all if absent."}},
    {.type = TP_T_POS, .offset = offsetof(limit_params, pos)},
};
static const tp_schema limit_schema = {
    .name = "limit", TP_KEYS(limit_keys), .size = sizeof(limit_params)};
static const tp_key keys[] = {
    {.name = "limits",
     .title = {"总量控制", "limits"},
     .type = TP_T_LIST,
     .offset = offsetof(limits_params, limits),
     .of = &limit_schema,
     .doc = {"总量控制；limits.csv 中的另加。",
             "Limits on totals; those of limits.csv are added."}},
};
extern const tp_schema tp_schema_limits;
const tp_schema tp_schema_limits = {
    .name = "limits.rule", TP_KEYS(keys), .size = sizeof(limits_params)};

typedef struct limits_state {
    size_t count;
    tp_limit *items;
    int64_t *fixed; /* [count] what usage limits begin with, once derived */
} limits_state;

static const tp_msg no_bound = {"limits.empty", "控制项“{0}”既无下限也无上限",
                                "the limit {0} has neither at_least nor at_most"};
static const tp_msg crossed = {"limits.crossed", "控制项“{0}”的下限大于上限",
                               "the limit {0} has at_least above at_most"};
static const tp_msg only_loans = {
    "limits.demand-filter",
    "控制项“{0}”：sector 和 class 只能用于投放数（loans）和新增用编（intake）",
    "limit {0}: sector and class select demands; only loans and "
    "intake may use them"};
static const tp_msg no_period = {"limits.period", "控制项“{0}”只在第 {1} 期有效，方案只有 {2} 期",
                                 "the limit {0} holds in period {1}, there are only {2}"};

/* Loans count in it. */
static bool of_loans(const tp_limit *at)
{
    return at->measure != TP_MEASURE_DEPOSITS && at->measure != TP_MEASURE_OWN_USE;
}

/* Over demands, not over lines. */
static bool of_demands(const tp_limit *at)
{
    return at->measure == TP_MEASURE_LOANS || at->measure == TP_MEASURE_INTAKE;
}

bool tp_limit_holds(const tp_limit *limit, int period)
{
    return limit->period == TP_INT_NONE || limit->period == period + 1;
}

static tp_status bind_one(tp_binding *b, tp_limit *to, tp_diags *diags, tp_err *err)
{
    const char *name = to->name ? to->name : "";
    to->name = name;
    if (to->at_least == TP_INT_NONE && to->at_most == TP_INT_NONE)
        tp_diag_error(diags, to->pos, &no_bound, name);
    if (to->at_least != TP_INT_NONE && to->at_most != TP_INT_NONE && to->at_least > to->at_most)
        tp_diag_error(diags, to->pos, &crossed, name);
    tp_status status =
        tp_filter_create(&to->filter, b->arena, &to->where, b->data, b->as_of, diags, err);
    if (status == TP_OK && !of_demands(to) && tp_filter_selects_demands(to->filter))
        tp_diag_error(diags, to->pos, &only_loans, name);
    int periods = tp_horizon_periods(b->scenario);
    if (to->period != TP_INT_NONE && to->period > periods) {
        char stated[TP_DEC_TEXT], all[TP_DEC_TEXT];
        tp_int_format(to->period, stated);
        tp_int_format(periods, all);
        tp_diag_warn(diags, to->pos, &no_period, name, stated, all);
    }
    return status;
}

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const tp_list *list = &((const limits_params *)tp_binding_params(b, self))->limits;
    limits_state *state = tp_arena_alloc(b->arena, sizeof *state);
    size_t count = list->count + (size_t)b->data->n_limits;
    tp_limit *items = tp_arena_array(b->arena, count + 1, sizeof *items);
    if (!state || !items)
        return tp_fail_nomem(err);
    *state = (limits_state){.count = count, .items = items};
    b->state[self] = state;
    const limit_params *stated = list->items;
    for (size_t i = 0; i < count; i++) {
        tp_status status = TP_OK;
        if (i < list->count) {
            const limit_params *s = &stated[i];
            items[i] = (tp_limit){s->name,     s->where,   NULL,      s->measure,
                                  s->at_least, s->at_most, s->period, s->pos};
        } else {
            const tp_limit_row *row = &b->data->limits[i - list->count];
            items[i] = (tp_limit){.name = row->name,
                                  .measure = (int)row->measure,
                                  .at_least = row->at_least,
                                  .at_most = row->at_most,
                                  .period = row->period,
                                  .pos = row->pos};
            status = tp_where_of_limit(&items[i].where, row, b->arena, err);
        }
        if (status == TP_OK)
            status = bind_one(b, &items[i], diags, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

const tp_limit *tp_limits_of(const tp_binding *b, size_t *count)
{
    const limits_state *state = b->state[tp_rule_at_limits];
    *count = state->count;
    return state->items;
}

static const tp_msg matches_no_demand = {"limits.nothing", "控制项“{0}”没有对应的申请",
                                         "the limit {0} matches nothing: no demand"};
static const tp_msg matches_no_line = {"limits.nothing", "控制项“{0}”没有对应的单位和编制类别",
                                       "the limit {0} matches nothing: no line"};

static tp_status advise(const tp_case *c, int self, tp_diags *diags, tp_err *err)
{
    const limits_state *state = c->bind->state[self];
    tp_selector *selector = tp_selector_create(c->data, c->arena);
    if (!selector)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < state->count; i++) {
        const tp_limit *at = &state->items[i];
        bool loans = of_demands(at);
        tp_selection found;
        tp_status status = loans ? tp_select_demands(&found, selector, &at->where, at->filter, err)
                                 : tp_select_lines(&found, selector, &at->where, at->filter, err);
        if (status != TP_OK)
            return status;
        if (found.count == 0)
            tp_diag_warn(diags, at->pos, loans ? &matches_no_demand : &matches_no_line, at->name);
    }
    return TP_OK;
}

typedef struct collector {
    tp_arena *arena;
    tp_entry *entries;
    size_t count, capacity;
} collector;

static bool collect_loans(collector *to, const tp_case *c, int32_t d)
{
    const tp_standing *at = &c->demand[d];
    if (at->cols == 0)
        return true;
    if (!tp_arena_grow(to->arena, &to->entries, &to->capacity, to->count, (size_t)at->cols))
        return false;
    for (int32_t k = 0; k < at->cols; k++)
        to->entries[to->count++] = (tp_entry){at->first_col + k, 1};
    return true;
}

/* What the demand gets on top of the period before; without a column it is known already. */
static bool collect_intake(collector *to, const tp_case *c, int32_t d, int64_t *fixed)
{
    const tp_case *before = tp_case_before(c);
    if (!before || c->demand[d].grant_col < 0) {
        *fixed += c->demand[d].own - (before ? before->demand[d].own : 0);
        return before || collect_loans(to, c, d);
    }
    if (!tp_arena_grow(to->arena, &to->entries, &to->capacity, to->count, 1))
        return false;
    to->entries[to->count++] = (tp_entry){c->demand[d].grant_col, 1};
    return true;
}

static bool collect_demand(collector *to, const tp_case *c, int32_t d, int measure, int64_t *fixed)
{
    return measure == TP_MEASURE_INTAKE ? collect_intake(to, c, d, fixed) : collect_loans(to, c, d);
}

static bool collect_line(collector *to, const tp_case *c, int32_t l, int measure, int64_t *fixed)
{
    const tp_line *line = &c->data->lines[l];
    if (c->line[l].deposit_col >= 0) {
        if (!tp_arena_grow(to->arena, &to->entries, &to->capacity, to->count, 1))
            return false;
        to->entries[to->count++] =
            (tp_entry){c->line[l].deposit_col, measure == TP_MEASURE_DEPOSITS ? 1 : -1};
    }
    if (measure == TP_MEASURE_USAGE)
        *fixed += c->line[l].usage;
    if (measure == TP_MEASURE_OWN_USE)
        *fixed += c->line[l].usage - line->borrowed;
    if (measure == TP_MEASURE_DEPOSITS || measure == TP_MEASURE_OWN_USE)
        return true;
    for (int32_t i = 0; i < line->demands; i++)
        if (!collect_loans(to, c, c->data->demand_of_line[line->first_demand + i]))
            return false;
    return true;
}

static tp_status emit_one(tp_case *c, tp_selector *selector, const tp_limit *at, tp_origin origin,
                          tp_program *program, int64_t *fixed, tp_err *err)
{
    collector to = {.arena = c->arena};
    tp_selection found;
    bool loans = of_demands(at);
    tp_status status = loans ? tp_select_demands(&found, selector, &at->where, at->filter, err)
                             : tp_select_lines(&found, selector, &at->where, at->filter, err);
    if (status != TP_OK)
        return status;
    for (int32_t i = 0; i < found.count; i++)
        if (loans ? !collect_demand(&to, c, found.items[i], at->measure, fixed)
                  : !collect_line(&to, c, found.items[i], at->measure, fixed))
            return tp_fail_nomem(err);
    int64_t lo = at->at_least == TP_INT_NONE ? -TP_INF : at->at_least - *fixed;
    int64_t hi = at->at_most == TP_INT_NONE ? TP_INF : at->at_most - *fixed;
    return tp_program_row(program, lo, hi, origin, to.entries, (int64_t)to.count) < 0
               ? tp_fail_nomem(err)
               : TP_OK;
}

static tp_status emit(tp_case *c, int self, tp_program *program, tp_err *err)
{
    limits_state *state = c->bind->state[self];
    tp_selector *selector = tp_selector_create(c->data, c->arena);
    state->fixed = tp_arena_array(c->arena, state->count + 1, sizeof *state->fixed);
    if (!selector || !state->fixed)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < state->count; i++) {
        tp_origin origin = {.maker = (int16_t)self, .subject = (int32_t)i};
        if (!tp_limit_holds(&state->items[i], c->period))
            continue;
        tp_status status =
            emit_one(c, selector, &state->items[i], origin, program, &state->fixed[i], err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

static const tp_words limit_words[] = {{"总量控制“{0}”：收储数{1}", "limit {0}: deposits {2}"},
                                       {"总量控制“{0}”：投放数{1}", "limit {0}: loans {2}"},
                                       {"总量控制“{0}”：净增减{1}", "limit {0}: net change {2}"},
                                       {"总量控制“{0}”：使用数{1}", "limit {0}: usage {2}"},
                                       {"总量控制“{0}”：新增用编{1}", "limit {0}: intake {2}"},
                                       {"总量控制“{0}”：自有使用数{1}", "limit {0}: own use {2}"}};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    (void)row;
    const limits_state *state = c->bind->state[program->row_origin[index].maker];
    int32_t number = program->row_origin[index].subject;
    const tp_limit *at = &state->items[number];
    out->item = at->name;
    out->pos = at->pos;
    out->name = tp_name_make(arena, "limit", out, number);
    tp_words range = tp_say_range(arena, at->at_least, at->at_most);
    out->words = TP_SAY(arena, limit_words[at->measure], at->name, range.zh, range.en);
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

static int64_t loans_of_line(const tp_dataset *data, const tp_result *answer, int32_t l)
{
    const tp_line *line = &data->lines[l];
    int64_t sum = 0;
    for (int32_t i = 0; i < line->demands; i++)
        sum += answer->loan[data->demand_of_line[line->first_demand + i]];
    return sum;
}

int64_t tp_limit_used(const tp_dataset *data, const tp_result *answer, const tp_limit *limit)
{
    int64_t sum = 0;
    for (int32_t d = 0; of_demands(limit) && d < data->n_demands; d++)
        if (tp_filter_demand(limit->filter, d))
            sum +=
                limit->measure == TP_MEASURE_LOANS ? answer->loan[d] : tp_result_given(answer, d);
    for (int32_t l = 0; !of_demands(limit) && l < data->n_lines; l++) {
        if (!tp_filter_line(limit->filter, l))
            continue;
        const tp_line *at = &data->lines[l];
        if (limit->measure == TP_MEASURE_DEPOSITS) {
            sum += answer->deposit[l];
            continue;
        }
        if (limit->measure == TP_MEASURE_OWN_USE) {
            sum += at->authorised - answer->reclaimed[l] - at->lent - answer->deposit[l];
            continue;
        }
        sum += loans_of_line(data, answer, l) - answer->deposit[l];
        if (limit->measure == TP_MEASURE_USAGE)
            sum += at->authorised - answer->reclaimed[l] - at->lent + at->borrowed;
    }
    return sum;
}

static const tp_words not_kept = {"总量控制“{0}”要求{1}，实为 {2}",
                                  "limit {0} wants {3}, it is {2}"};

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    const limits_state *state = m->bind->state[self];
    for (size_t i = 0; i < state->count; i++) {
        const tp_limit *at = &state->items[i];
        int64_t used = tp_limit_used(m->data, m->answer, at);
        if (!tp_limit_holds(at, m->period))
            continue;
        if ((at->at_least == TP_INT_NONE || used >= at->at_least) &&
            (at->at_most == TP_INT_NONE || used <= at->at_most))
            continue;
        tp_words range = tp_say_range(m->arena, at->at_least, at->at_most);
        const char *args[] = {at->name, range.zh, tp_say_int(m->arena, used), range.en};
        tp_finding finding = {.rule = "limits", .line = TP_ID_NONE, .demand = TP_ID_NONE};
        tp_status status = tp_finding_add(out, finding, &not_kept, 4, args, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

static const tp_words w_limit_least = {"总量控制“{0}”的下限", "the lower bound of limit {0}"};
static const tp_words w_limit_most = {"总量控制“{0}”的上限", "the upper bound of limit {0}"};

static void knobs(tp_knob_finder *f)
{
    const tp_node *list = tp_node_get(f->root, "limits");
    size_t stated = list && list->kind == TP_NODE_LIST ? list->count : 0;
    size_t count;
    const int64_t far = TP_KNOB_MOST * (int64_t)1000000;
    const tp_limit *limits = tp_limits_of(f->c->bind, &count);
    for (size_t i = 0; i < count; i++) {
        const tp_limit *at = &limits[i];
        const char *name = *at->name ? at->name : tp_measure_words[at->measure].zh;
        tp_knob knob = {.subject = (int32_t)i, .pos = at->pos};
        if (at->at_least != TP_INT_NONE) {
            knob.kind = TP_KNOB_LIMIT_LEAST;
            knob.edits = i >= stated;
            knob.edit = (tp_data_edit){TP_EDIT_LIMIT_LEAST, (int32_t)(i - stated), 0, 0};
            knob.key = i < stated ? tp_knob_key(f, "limits", i, "at_least") : NULL;
            knob.value = at->at_least;
            knob.least = -far;
            knob.most = at->at_most == TP_INT_NONE ? far : at->at_most;
            knob.name = TP_SAY(f->arena, w_limit_least, name);
            tp_knob_add(f, knob);
        }
        if (at->at_most != TP_INT_NONE) {
            knob.kind = TP_KNOB_LIMIT_MOST;
            knob.edits = i >= stated;
            knob.edit = (tp_data_edit){TP_EDIT_LIMIT_MOST, (int32_t)(i - stated), 0, 0};
            knob.key = i < stated ? tp_knob_key(f, "limits", i, "at_most") : NULL;
            knob.value = at->at_most;
            knob.least = at->at_least == TP_INT_NONE ? -far : at->at_least;
            knob.most = far;
            knob.name = TP_SAY(f->arena, w_limit_most, name);
            tp_knob_add(f, knob);
        }
    }
}

/* Lines and demands that count in a limit in one period; loans of a line count in net change and
 * usage. */
static void write_members(tp_buf *out, const tp_case *c, bool demands)
{
    size_t count;
    const tp_limit *limits = tp_limits_of(c->bind, &count);
    for (size_t i = 0; i < count; i++) {
        const tp_limit *at = &limits[i];
        int32_t n = demands ? c->data->n_demands : c->data->n_lines;
        if (demands ? !of_loans(at) : of_demands(at))
            continue;
        for (int32_t k = 0; k < n; k++)
            if (!demands         ? tp_filter_line(at->filter, k)
                : of_demands(at) ? tp_filter_demand(at->filter, k)
                                 : tp_filter_line(at->filter, c->data->demands[k].line))
                tp_buf_format(out, " (%d,%d,%d)", TP_MOD_NUMBER(i), TP_MOD_NUMBER(k),
                              TP_MOD_NUMBER(c->period));
    }
}

static void text(tp_buf *out, const tp_case *c, int self)
{
    (void)self;
    size_t count;
    const tp_limit *limits = tp_limits_of(c->bind, &count);
    tp_buf_text(out, "param: LIMITS: measure limit_period limit_least limit_most :=\n");
    for (size_t i = 0; i < count; i++) {
        tp_buf_format(out, "%d %d %d ", TP_MOD_NUMBER(i), limits[i].measure,
                      limits[i].period == TP_INT_NONE ? 0 : (int)limits[i].period);
        if (limits[i].at_least == TP_INT_NONE)
            tp_buf_text(out, ". ");
        else
            tp_buf_format(out, "%lld ", (long long)limits[i].at_least);
        if (limits[i].at_most == TP_INT_NONE)
            tp_buf_text(out, ".");
        else
            tp_buf_format(out, "%lld", (long long)limits[i].at_most);
        tp_buf_format(out, " # %s\n", limits[i].name);
    }
    tp_buf_text(out, ";\nset LIMIT_LINES :=");
    for (int t = 0; t < c->n_periods; t++)
        write_members(out, tp_case_at(c, t), false);
    tp_buf_text(out, ";\nset LIMIT_DEMANDS :=");
    for (int t = 0; t < c->n_periods; t++)
        write_members(out, tp_case_at(c, t), true);
    tp_buf_text(out, ";\n");
}

extern const tp_rule tp_rule_limits;
const tp_rule tp_rule_limits = {
    .id = "limits",
    .name = {"总量控制", "limits"},
    .doc =
        {"某一范围的收储、投放、净增减或使用总数（可不计借用的）控制在上下限之内。",
         "Totals of deposits, loans, net change or usage, with or without what is borrowed, stay "
         "within bounds."},
    .source = "models/README.md, 7 Limits and shares",
    .schema = &tp_schema_limits,
    .prepare = prepare,
    .advise = advise,
    .relaxable = true,
    .emit = emit,
    .label = label,
    .measure = measure,
    .knobs = knobs,
    .ease = TP_EASE_SIDES,
    .knob_least = TP_KNOB_LIMIT_LEAST,
    .knob_most = TP_KNOB_LIMIT_MOST,
    .text = text,
};
