/* Moves of people (超编消化): people above a line's usage rights take vacancies of other lines of
 * the category, as the scenario's entries allow. A vacancy they take is not deposited. */
#include "models/rules/moves.h"

#include "models/name.h"
#include "models/rules/horizon.h"
#include "models/rules/knobs.h"
#include "models/say.h"

#include <string.h>

extern const int tp_rule_at_moves;

enum { LEAVES, ENTERS, ENTRY, OF_ENTRY_OUT, OF_ENTRY_IN, OF_OVER, OF_VACANT };

typedef struct params {
    tp_list moves; /* tp_move */
} params;

static const tp_key move_keys[] = {
    {.name = "name",
     .title = {"名称", "name"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_move, name),
     .doc = {"这一项的名称。", "What the entry is called."}},
    {.name = "from",
     .title = {"划出范围", "from"},
     .type = TP_T_STRUCT,
     .offset = offsetof(tp_move, from),
     .of = &tp_where_line_schema,
     .flags = TP_KEY_REQUIRED,
     .doc = {"从哪些超编的单位划出。", "Which overstaffed lines people leave."}},
    {.name = "to",
     .title = {"划入范围", "to"},
     .type = TP_T_STRUCT,
     .offset = offsetof(tp_move, to),
     .of = &tp_where_line_schema,
     .flags = TP_KEY_REQUIRED,
     .doc = {"划入哪些有空编的单位。", "Whose vacancies they take."}},
    {.name = "category",
     .title = {"编制类别", "category"},
     .type = TP_T_TEXT,
     .offset = offsetof(tp_move, category),
     .flags = TP_KEY_REQUIRED,
     .doc = {"编制类别。", "The category."}},
    {.name = "at_most",
     .title = {"不超过", "at most"},
     .type = TP_T_INT,
     .offset = offsetof(tp_move, at_most),
     .flags = TP_KEY_REQUIRED,
     .least = 0,
     .most = 1000 * TP_COUNT_MAX,
     .doc = {"最多划转人数。", "How many people may move."}},
    {.type = TP_T_POS, .offset = offsetof(tp_move, pos)},
};
static const tp_schema move_schema = {.name = "move", TP_KEYS(move_keys), .size = sizeof(tp_move)};
static const tp_key keys[] = {
    {.name = "moves",
     .title = {"人员划转", "moves"},
     .type = TP_T_LIST,
     .offset = offsetof(params, moves),
     .of = &move_schema,
     .doc = {"超编消化：超编单位的人员划入其他单位同类别的空编（含用编申请所用的自有空编）；占用的"
             "空编不再存入。",
             "People above the usage rights of some lines take vacancies of others in the category "
             "(those that serve demands as well); a vacancy taken is not deposited."}},
};
extern const tp_schema tp_schema_moves;
const tp_schema tp_schema_moves = {.name = "moves.rule", TP_KEYS(keys), .size = sizeof(params)};

typedef struct state {
    tp_filter **from, **to; /* [entries] */
    int32_t *category;      /* [entries] id in names; TP_ID_NONE: no line has it */
} state;

const tp_list *tp_moves_stated(const tp_binding *b)
{
    return &((const params *)tp_binding_params(b, tp_rule_at_moves))->moves;
}

const char *tp_move_name(const tp_binding *b, int32_t entry, tp_arena *arena)
{
    const tp_move *at = (const tp_move *)tp_moves_stated(b)->items + entry;
    return at->name ? at->name : tp_arena_format(arena, "%d", (int)entry + 1);
}

static bool matches(const tp_binding *b, tp_filter *const *filters, int32_t entry, int32_t line)
{
    const state *s = b->state[tp_rule_at_moves];
    return b->data->lines[line].category == s->category[entry] &&
           tp_filter_line(filters[entry], line);
}

bool tp_move_leaves(const tp_binding *b, int32_t entry, int32_t line)
{
    return matches(b, ((const state *)b->state[tp_rule_at_moves])->from, entry, line);
}

bool tp_move_enters(const tp_binding *b, int32_t entry, int32_t line)
{
    return matches(b, ((const state *)b->state[tp_rule_at_moves])->to, entry, line);
}

static const tp_msg with_horizon = {
    "moves.horizon", "人员划转（moves）只用于单期方案，不能与多期（horizon.periods > 1）同用",
    "moves speak of one period: they cannot stand beside a horizon of several"};
static const tp_msg no_category = {"moves.category", "数据中没有编制类别“{0}”",
                                   "no line has the category {0}"};

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const tp_list *list = &((const params *)tp_binding_params(b, self))->moves;
    const tp_move *entries = list->items;
    state *s = tp_arena_alloc(b->arena, sizeof *s);
    if (!s)
        return tp_fail_nomem(err);
    b->state[self] = s;
    s->from = tp_arena_array(b->arena, list->count + 1, sizeof(tp_filter *));
    s->to = tp_arena_array(b->arena, list->count + 1, sizeof(tp_filter *));
    s->category = tp_arena_array(b->arena, list->count + 1, sizeof *s->category);
    if (!s->from || !s->to || !s->category)
        return tp_fail_nomem(err);
    if (list->count && tp_horizon_periods(b->scenario) > 1)
        tp_diag_add(diags, TP_ERROR, tp_scenario_pos(b->scenario, "moves"), &with_horizon, 0, NULL);
    for (size_t i = 0; i < list->count; i++) {
        const tp_move *at = &entries[i];
        s->category[i] = tp_ids_find(b->data->names, at->category, strlen(at->category));
        if (s->category[i] == TP_ID_NONE)
            tp_diag_warn(diags, at->pos, &no_category, at->category);
        tp_status status =
            tp_filter_create(&s->from[i], b->arena, &at->from, b->data, b->as_of, diags, err);
        if (status == TP_OK)
            status = tp_filter_create(&s->to[i], b->arena, &at->to, b->data, b->as_of, diags, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

/* ---- deriving ---- */

static tp_status add_end(tp_case *c, size_t *capacity, tp_move_end end, tp_err *err)
{
    if (!tp_arena_grow(c->arena, &c->ends, capacity, (size_t)c->n_ends, 1))
        return tp_fail_nomem(err);
    end.col = -1;
    c->ends[c->n_ends++] = end;
    return TP_OK;
}

/* Of each entry itself, then who may leave and who may be entered, in canonical order. */
static tp_status derive(tp_case *c, int self, tp_err *err)
{
    (void)self;
    const tp_list *list = tp_moves_stated(c->bind);
    const tp_move *entries = list->items;
    size_t capacity = 0;
    tp_status status = TP_OK;
    c->ends = NULL;
    c->n_ends = 0;
    for (int32_t i = 0; i < (int32_t)list->count && status == TP_OK; i++) {
        status =
            add_end(c, &capacity,
                    (tp_move_end){.entry = i, .line = TP_ID_NONE, .most = entries[i].at_most}, err);
        for (int32_t l = 0; l < c->data->n_lines && status == TP_OK; l++) {
            const tp_position *at = &c->line[l];
            if (at->over > 0 && tp_move_leaves(c->bind, i, l))
                status = add_end(c, &capacity,
                                 (tp_move_end){.entry = i, .line = l, .most = at->over}, err);
            else if (at->usable > 0 && tp_move_enters(c->bind, i, l))
                status = add_end(
                    c, &capacity,
                    (tp_move_end){.entry = i, .line = l, .in = true, .most = at->usable}, err);
        }
    }
    return status;
}

static const tp_msg nobody = {"moves.nobody", "人员划转“{0}”：范围内没有超编人员",
                              "move {0}: nobody there is above the usage rights"};
static const tp_msg nowhere_to = {"moves.nowhere", "人员划转“{0}”：划入范围内没有空编",
                                  "move {0}: there is no vacancy to go to"};

static tp_status advise(const tp_case *c, int self, tp_diags *diags, tp_err *err)
{
    (void)self;
    const tp_list *list = tp_moves_stated(c->bind);
    for (int32_t i = 0; i < (int32_t)list->count; i++) {
        const tp_move *at = (const tp_move *)list->items + i;
        const char *name = tp_move_name(c->bind, i, c->arena);
        bool any[2] = {false, false};
        if (!name)
            return tp_fail_nomem(err);
        for (int32_t k = 0; k < c->n_ends; k++)
            if (c->ends[k].entry == i && c->ends[k].line != TP_ID_NONE)
                any[c->ends[k].in] = true;
        if (!any[0])
            tp_diag_warn(diags, at->pos, &nobody, name);
        if (!any[1])
            tp_diag_warn(diags, at->pos, &nowhere_to, name);
    }
    return TP_OK;
}

/* ---- emitting ---- */

typedef struct rows {
    tp_case *c;
    int self;
    tp_program *program;
    tp_entry *entries;
    int64_t n;
} rows;

static tp_status close_row(rows *r, int role, int32_t subject, int64_t lo, int64_t hi, tp_err *err)
{
    tp_origin origin = {.maker = (int16_t)r->self, .role = (int16_t)role, .subject = subject};
    int32_t row = r->n ? tp_program_row(r->program, lo, hi, origin, r->entries, r->n) : 0;
    r->n = 0;
    return row < 0 ? tp_fail_nomem(err) : TP_OK;
}

static void put(rows *r, int32_t col, int64_t coef)
{
    r->entries[r->n++] = (tp_entry){col, coef};
}

/* As many leave as the entry moves, and as many enter. */
static tp_status even(rows *r, int32_t total, tp_err *err)
{
    const tp_case *c = r->c;
    tp_status status = TP_OK;
    for (int in = 0; in < 2 && status == TP_OK; in++) {
        for (int32_t k = total + 1; k < c->n_ends && c->ends[k].line != TP_ID_NONE; k++)
            if (c->ends[k].in == (in == 1))
                put(r, c->ends[k].col, in ? -1 : 1);
        put(r, c->ends[total].col, in ? 1 : -1);
        status = close_row(r, in ? OF_ENTRY_IN : OF_ENTRY_OUT, c->ends[total].entry, 0, 0, err);
    }
    return status;
}

/* Ends of each line, by counting. */
static int32_t *by_line(const tp_case *c, int32_t **start)
{
    size_t lines = (size_t)c->data->n_lines;
    int32_t *first = tp_arena_array(c->arena, lines + 2, sizeof *first);
    int32_t *list = tp_arena_array(c->arena, (size_t)c->n_ends + 1, sizeof *list);
    for (int32_t k = 0; first && list && k < c->n_ends; k++)
        if (c->ends[k].line != TP_ID_NONE)
            first[c->ends[k].line + 2]++;
    for (size_t l = 2; first && list && l < lines + 2; l++)
        first[l] += first[l - 1];
    for (int32_t k = 0; first && list && k < c->n_ends; k++)
        if (c->ends[k].line != TP_ID_NONE)
            list[first[c->ends[k].line + 1]++] = k;
    *start = first;
    return list;
}

/* Nobody leaves twice; a vacancy is taken once, by people or by the pool. */
static tp_status hold_lines(rows *r, tp_err *err)
{
    const tp_case *c = r->c;
    int32_t *start, *list = by_line(c, &start);
    tp_status status = list && start ? TP_OK : tp_fail_nomem(err);
    for (int32_t l = 0; l < c->data->n_lines && status == TP_OK; l++) {
        int32_t n = start[l + 1] - start[l];
        const tp_position *at = &c->line[l];
        bool in = n && c->ends[list[start[l]]].in;
        if (!n || (n == 1 && (!in || at->deposit_col < 0)))
            continue;
        for (int32_t i = start[l]; i < start[l + 1]; i++)
            put(r, c->ends[list[i]].col, 1);
        if (in && at->deposit_col >= 0)
            put(r, at->deposit_col, 1);
        status =
            close_row(r, in ? OF_VACANT : OF_OVER, l, -TP_INF, in ? at->usable : at->over, err);
    }
    return status;
}

static tp_status emit(tp_case *c, int self, tp_program *program, tp_err *err)
{
    rows r = {.c = c, .self = self, .program = program};
    if (!c->n_ends)
        return TP_OK;
    r.entries = tp_arena_array(c->arena, (size_t)c->n_ends + 2, sizeof *r.entries);
    if (!r.entries)
        return tp_fail_nomem(err);
    for (int32_t k = 0; k < c->n_ends; k++) {
        tp_move_end *end = &c->ends[k];
        int role = end->line == TP_ID_NONE ? ENTRY : end->in ? ENTERS : LEAVES;
        tp_origin origin = {.maker = (int16_t)self, .role = (int16_t)role, .subject = k};
        end->col = tp_program_col(program, 0, end->most, origin);
        if (end->col < 0)
            return tp_fail_nomem(err);
    }
    tp_status status = TP_OK;
    for (int32_t k = 0; k < c->n_ends && status == TP_OK; k++)
        if (c->ends[k].line == TP_ID_NONE)
            status = even(&r, k, err);
    return status == TP_OK ? hold_lines(&r, err) : status;
}

static const tp_words leaving = {"人员划转“{2}”：{0} 类别“{1}”划出人数",
                                 "move {2}: people who leave {0}, {1}"};
static const tp_words entering = {"人员划转“{2}”：{0} 类别“{1}”划入人数",
                                  "move {2}: people who enter {0}, {1}"};
static const tp_words of_entry = {"人员划转“{0}”的人数", "people of move {0}"};
static const tp_words over_once = {"{0} 类别“{1}”划出人员合计不超过超编 {2}",
                                   "{0}, {1}: no more leave than the {2} above its usage rights"};
static const tp_words vacant_once = {"{0} 类别“{1}”划入人员与存入合计不超过可用空编 {2}",
                                     "{0}, {1}: people who enter and deposits are at most its {2} "
                                     "vacancies"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    static const char *const names[] = {"move_out",    "move_in",   "move",       "move_out_row",
                                        "move_in_row", "move_over", "move_vacant"};
    const tp_origin *origin = row ? &program->row_origin[index] : &program->col_origin[index];
    int32_t subject = origin->subject;
    const tp_move *entries = tp_moves_stated(c->bind)->items;
    if (origin->role == OF_OVER || origin->role == OF_VACANT) {
        tp_name_line(c, subject, out);
        tp_words words = origin->role == OF_OVER ? over_once : vacant_once;
        out->pos = tp_scenario_pos(c->scenario, "moves");
        out->words = TP_SAY(arena, words, tp_name_unit(c, subject, arena), out->category,
                            tp_say_int(arena, program->row_hi[index]));
    } else {
        bool of_end = origin->role == LEAVES || origin->role == ENTERS;
        int32_t entry = row ? subject : c->ends[subject].entry;
        const char *name = tp_move_name(c->bind, entry, arena);
        tp_words words = origin->role == LEAVES ? leaving : entering;
        if (!name)
            return tp_fail_nomem(err);
        if (of_end)
            tp_name_line(c, c->ends[subject].line, out);
        out->pos = entries[entry].pos;
        out->words = of_end ? TP_SAY(arena, words, tp_name_unit(c, c->ends[subject].line, arena),
                                     out->category, name)
                            : TP_SAY(arena, of_entry, name);
    }
    out->name = tp_name_make(arena, names[origin->role], out, subject);
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

/* ---- what a planner can move ---- */

static const tp_words w_most = {"人员划转第 {0} 项的上限", "how many people move {0} takes"};

static void knobs(tp_knob_finder *f)
{
    const tp_node *list = tp_node_path(f->root, "moves");
    for (size_t i = 0; list && i < list->count; i++) {
        tp_knob knob = {.kind = TP_KNOB_MOVE, .subject = (int32_t)i, .most = TP_KNOB_MOST};
        if (!tp_knob_figure(list->child[i], "at_most", false, &knob.value, &knob.pos))
            continue;
        knob.key = tp_knob_key(f, "moves", i, "at_most");
        knob.name = TP_SAY(f->arena, w_most, tp_say_int(f->arena, (int64_t)i + 1));
        tp_knob_add(f, knob);
    }
}

/* Nobody has to move, so these rows are part of no contradiction. */
static bool eases(tp_easing *e)
{
    (void)e;
    return true;
}

/* Vacancies that fewer people take could be deposited. */
static tp_status levers(tp_levering *l)
{
    size_t count = tp_moves_stated(l->c->bind)->count;
    tp_status status = TP_OK;
    for (size_t i = 0; i < count && status == TP_OK; i++)
        status = l->turn(l, TP_KNOB_MOVE, (int32_t)i, -1, -1);
    return status;
}

/* ---- as text ---- */

static void text(tp_buf *out, const tp_case *c, int self)
{
    (void)self;
    static const char *const sets[] = {"MOVE_OUT", "MOVE_IN"};
    tp_buf_text(out, "param: MOVES: move_most :=");
    for (int32_t k = 0; k < c->n_ends; k++)
        if (c->ends[k].line == TP_ID_NONE)
            tp_buf_format(out, " %d %lld", TP_MOD_NUMBER(c->ends[k].entry),
                          (long long)c->ends[k].most);
    for (int in = 0; in < 2; in++) {
        tp_buf_format(out, ";\nset %s :=", sets[in]);
        for (int32_t k = 0; k < c->n_ends; k++)
            if (c->ends[k].line != TP_ID_NONE && c->ends[k].in == (in == 1))
                tp_buf_format(out, " (%d,%d)", TP_MOD_NUMBER(c->ends[k].entry),
                              TP_MOD_NUMBER(c->ends[k].line));
    }
    tp_buf_text(out, ";\n");
}

/* ---- measuring ---- */

static const tp_words not_stated = {"方案不允许由 {0} 向 {1} 划转人员",
                                    "the scenario lets nobody move from {0} to {1}"};
static const tp_words unknown_entry = {"结果中的人员划转不属于方案所列各项",
                                       "the answer moves people by an entry the scenario lacks"};
static const tp_words too_many = {"人员划转“{0}”共 {1} 人，最多 {2} 人",
                                  "move {0}: {1} people, at most {2}"};
static const tp_words above_over = {"{0} 类别“{1}”划出 {2} 人，超编只有 {3} 人",
                                    "{0}, {1}: {2} leave, only {3} are above its usage rights"};
static const tp_words above_vacant = {"{0} 类别“{1}”划入 {2} 人、存入 {3} 个，可用空编只有 {4} 个",
                                      "{0}, {1}: {2} enter and {3} are deposited, only {4} can be "
                                      "used"};

static tp_status check_one(const tp_measure *m, const tp_move_result *at, tp_findings *out,
                           tp_err *err)
{
    static const tp_finding about = {.rule = "moves", .line = TP_ID_NONE, .demand = TP_ID_NONE};
    if (at->count >= 0 && tp_move_leaves(m->bind, at->entry, at->from) &&
        tp_move_enters(m->bind, at->entry, at->to) && at->from != at->to)
        return TP_OK;
    const char *args[] = {m->data->units[m->data->lines[at->from].unit].code,
                          m->data->units[m->data->lines[at->to].unit].code};
    return tp_finding_add(out, about, &not_stated, 2, args, err);
}

static tp_status check_entry(const tp_measure *m, int32_t entry, int64_t sum, tp_findings *out,
                             tp_err *err)
{
    static const tp_finding about = {.rule = "moves", .line = TP_ID_NONE, .demand = TP_ID_NONE};
    const tp_move *at = (const tp_move *)tp_moves_stated(m->bind)->items + entry;
    if (sum <= at->at_most)
        return TP_OK;
    const char *args[] = {tp_move_name(m->bind, entry, m->arena), tp_say_int(m->arena, sum),
                          tp_say_int(m->arena, at->at_most)};
    return tp_finding_add(out, about, &too_many, 3, args, err);
}

static tp_status check_line(const tp_measure *m, int32_t l, int64_t out_of, int64_t into,
                            tp_findings *out, tp_err *err)
{
    tp_finding about = {.rule = "moves", .line = l, .demand = TP_ID_NONE};
    const char *unit = m->data->units[m->data->lines[l].unit].code;
    const char *category = tp_dataset_name(m->data, m->data->lines[l].category);
    int64_t over = tp_measure_over(m, l), usable = into ? tp_measure_usable(m, l) : 0;
    if (out_of > over) {
        const char *args[] = {unit, category, tp_say_int(m->arena, out_of),
                              tp_say_int(m->arena, over)};
        return tp_finding_add(out, about, &above_over, 4, args, err);
    }
    if (into && into + m->answer->deposit[l] > usable) {
        const char *args[] = {unit, category, tp_say_int(m->arena, into),
                              tp_say_int(m->arena, m->answer->deposit[l]),
                              tp_say_int(m->arena, usable)};
        return tp_finding_add(out, about, &above_vacant, 5, args, err);
    }
    return TP_OK;
}

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    (void)self;
    size_t entries = tp_moves_stated(m->bind)->count, lines = (size_t)m->data->n_lines;
    if (!m->answer->n_moves)
        return TP_OK;
    int64_t *sum = tp_arena_array(m->arena, entries + 1, sizeof *sum);
    int64_t *out_of = tp_arena_array(m->arena, lines + 1, sizeof *out_of);
    int64_t *into = tp_arena_array(m->arena, lines + 1, sizeof *into);
    tp_status status = sum && out_of && into ? TP_OK : tp_fail_nomem(err);
    for (size_t i = 0; i < m->answer->n_moves && status == TP_OK; i++) {
        const tp_move_result *at = &m->answer->moves[i];
        if ((size_t)at->entry >= entries)
            return tp_finding_add(
                out, (tp_finding){.rule = "moves", .line = TP_ID_NONE, .demand = TP_ID_NONE},
                &unknown_entry, 0, NULL, err);
        status = check_one(m, at, out, err);
        sum[at->entry] += at->count;
        out_of[at->from] += at->count;
        into[at->to] += at->count;
    }
    for (size_t i = 0; i < entries && status == TP_OK; i++)
        status = check_entry(m, (int32_t)i, sum[i], out, err);
    for (size_t l = 0; l < lines && status == TP_OK; l++)
        status = check_line(m, (int32_t)l, out_of[l], into[l], out, err);
    return status;
}

extern const tp_rule tp_rule_moves;
const tp_rule tp_rule_moves = {
    .id = "moves",
    .name = {"人员划转", "moves"},
    .doc = {"超编单位的人员可划入其他单位同类别的空编，人数以超编数、空编数和上限为限。",
            "People above a line's usage rights may take vacancies of other lines of the category, "
            "as far as both and the entry's ceiling go."},
    .source = "models/README.md, 8 Minimum and locks",
    .schema = &tp_schema_moves,
    .ease = TP_EASE_OWN,
    .knob_falls = TP_KNOB_MOVE,
    .eases = eases,
    .levers = levers,
    .knobs = knobs,
    .prepare = prepare,
    .advise = advise,
    .derive = derive,
    .emit = emit,
    .label = label,
    .measure = measure,
    .text = text,
};
