/* Filing instead of approval (备案): within a total that the committee has approved for a system
 * for some years, what moves between its own units is filed; what exceeds it or crosses the system
 * is approved, or, if the item says so, not done. */
#include "models/rules/filing.h"

#include "models/name.h"
#include "models/rule.h"
#include "models/rules/knobs.h"
#include "models/say.h"
#include "read/tree_make.h"

#include <string.h>

extern const int tp_rule_at_filing;

typedef struct params {
    tp_list filing; /* tp_filing */
} params;

static const tp_choice beyond_choices[] = {
    {"approval", "提请审定"}, {"none", "不办理"}, {NULL, NULL}};

#define AT(field) offsetof(tp_filing, field)
enum { TOTAL_MOST = 1000 };
static const tp_key filing_keys[] = {
    {.name = "name",
     .title = {"名称", "name"},
     .type = TP_T_TEXT,
     .offset = AT(name),
     .flags = TP_KEY_REQUIRED,
     .doc = {"总量的名称，如“教育系统三年总量”。",
             "What the total is called, such as \"education, three years\"."}},
    {.name = "where",
     .title = {"范围", "where"},
     .type = TP_T_STRUCT,
     .offset = AT(where),
     .of = &tp_where_line_schema,
     .flags = TP_KEY_REQUIRED,
     .doc = {"系统（主管部门）有哪些单位；几项都对应的单位，归最前面一项。",
             "The units of the system (of the department); a line that several items match is the "
             "first one's."}},
    {.name = "total",
     .title = {"批准总量", "total"},
     .type = TP_T_INT,
     .offset = AT(total),
     .flags = TP_KEY_REQUIRED,
     .least = 0,
     .most = TOTAL_MOST * TP_COUNT_MAX,
     .doc = {"编委批准的、几年内可在系统内调剂的编制总数。",
             "How many slots in all may move inside the system during these years."}},
    {.name = "filed",
     .title = {"建账前已备案", "filed before"},
     .type = TP_T_INT,
     .offset = AT(filed),
     .fallback = "0",
     .least = 0,
     .most = TOTAL_MOST * TP_COUNT_MAX,
     .doc = {"其中台账建立以前已备案的数。", "Of it, what was filed before there was a ledger."}},
    {.name = "booked",
     .title = {"台账已备案", "in the ledger"},
     .type = TP_T_INT,
     .offset = AT(booked),
     .fallback = "0",
     .least = 0,
     .most = TOTAL_MOST * TP_COUNT_MAX,
     .doc = {"其中台账已备案的数；有台账时由程序填入，不必写。",
             "Of it, what the ledger has filed; filled in where there is a ledger, not to be "
             "written."}},
    {.name = "from",
     .title = {"起", "from"},
     .type = TP_T_DATE,
     .offset = AT(from),
     .flags = TP_KEY_REQUIRED,
     .doc = {"从这一天起有效。", "The first day it holds."}},
    {.name = "until",
     .title = {"止", "until"},
     .type = TP_T_DATE,
     .offset = AT(until),
     .flags = TP_KEY_REQUIRED,
     .doc = {"到这一天为止有效（含当日）。", "The last day it holds."}},
    {.name = "basis",
     .title = {"依据", "basis"},
     .type = TP_T_TEXT,
     .offset = AT(basis),
     .flags = TP_KEY_REQUIRED,
     .doc = {"批准总量的文件；台账按名称和依据认这一项，新的总量须有新的依据。",
             "The document that approves the total; the ledger knows an item by its name and "
             "basis, so a new total needs a new one."}},
    {.name = "beyond",
     .title = {"超出总量的", "beyond it"},
     .type = TP_T_ENUM,
     .offset = AT(beyond),
     .fallback = "approval",
     .choices = beyond_choices,
     .doc = {"超出总量的借用：approval 提请审定（默认）；none 不办理，系统各单位的借用合计不超过"
             "总量所余。",
             "Loans that exceed the total: approval (default), they go to the committee; none, the "
             "loans of the system's units together stay within what is left of it."}},
    {.type = TP_T_POS, .offset = AT(pos)},
};
#undef AT

static const tp_msg no_text = {"filing.empty", "备案总量须写明名称和依据",
                               "a total needs its name and its basis"};
static const tp_msg crossed = {"filing.dates", "“{0}”的止日早于起日", "{0} ends before it begins"};

static void check_item(const void *filled, const tp_node *node, tp_diags *diags)
{
    (void)node;
    const tp_filing *at = filled;
    if ((at->name && !at->name[strspn(at->name, " ")]) ||
        (at->basis && !at->basis[strspn(at->basis, " ")]))
        tp_diag_error(diags, at->pos, &no_text, "");
    if (at->from && at->until && at->until < at->from)
        tp_diag_error(diags, at->pos, &crossed, at->name ? at->name : "");
}

static const tp_schema filing_schema = {
    .name = "filing.item", TP_KEYS(filing_keys), .size = sizeof(tp_filing), .check = check_item};
static const tp_key keys[] = {
    {.name = "filing",
     .title = {"备案", "filing"},
     .type = TP_T_LIST,
     .offset = offsetof(params, filing),
     .of = &filing_schema,
     .doc = {"备案：编委为一个系统批准了几年的调剂总量，系统内部在总量以内的调剂只须备案，超出总量"
             "或跨系统的仍须审定。",
             "Totals approved for a system for some years: what moves inside it within the total "
             "is filed, what exceeds it or crosses the system is approved."}},
};
extern const tp_schema tp_schema_filing;
const tp_schema tp_schema_filing = {.name = "filing.rule", TP_KEYS(keys), .size = sizeof(params)};

typedef struct state {
    tp_filter **filters; /* [items] */
    int32_t *item;       /* [n_lines] -1: none */
} state;

const tp_list *tp_filings_stated(const tp_binding *b)
{
    return &((const params *)tp_binding_params(b, tp_rule_at_filing))->filing;
}

const tp_list *tp_filings_of(const tp_scenario *scenario)
{
    return &((const params *)scenario->params[tp_rule_at_filing])->filing;
}

int64_t tp_filing_left(const tp_filing *item)
{
    int64_t left = item->total - item->filed - item->booked;
    return left > 0 ? left : 0;
}

bool tp_filing_holds(const tp_filing *item, tp_date on)
{
    return item->from <= on && on <= item->until;
}

int32_t tp_filing_of_line(const tp_binding *b, int32_t line)
{
    const state *s = b->state[tp_rule_at_filing];
    return s ? s->item[line] : -1;
}

const char *tp_filing_text(const tp_filing *item, tp_arena *arena)
{
    tp_node *map = tp_node_make(arena, TP_NODE_MAP, 2, item->pos);
    tp_buf text;
    if (!map || !tp_node_put(map, "name", tp_node_make_text(arena, item->name, item->pos)) ||
        !tp_node_put(map, "basis", tp_node_make_text(arena, item->basis, item->pos)))
        return NULL;
    tp_buf_init(&text);
    tp_tree_write_flow(&text, map);
    const char *copy = tp_buf_ok(&text) && text.bytes ? tp_arena_text(arena, text.bytes) : NULL;
    tp_buf_finish(&text);
    return copy;
}

/* ---- binding ---- */

static const tp_msg twice = {"filing.twice", "“{0}”（{1}）写了两次", "{0} ({1}) is stated twice"};
static const tp_msg over = {"filing.expired", "“{0}”自 {1} 起已不再有效：系统内的调剂须提请审定",
                            "{0} has ended on {1}: moves inside it need approval"};
static const tp_msg early = {"filing.early", "“{0}”要到 {1} 才生效：系统内的调剂须提请审定",
                             "{0} begins on {1} only: moves inside it need approval"};
static const tp_msg used_up = {"filing.used-up", "“{0}”的总量 {1} 已用完：系统内的调剂须提请审定",
                               "the total of {0}, {1}, is used up: moves inside it need approval"};
static const tp_msg nobody = {"filing.nobody", "备案总量“{0}”没有对应的单位",
                              "{0} matches no unit"};

static void advise_item(const tp_binding *b, const tp_filing *at, tp_diags *diags)
{
    char figure[TP_DEC_TEXT], day[TP_DATE_TEXT];
    tp_int_format(at->total, figure);
    tp_date_format(b->as_of < at->from ? at->from : at->until, day);
    if (!tp_filing_holds(at, b->as_of))
        tp_diag_warn(diags, at->pos, b->as_of < at->from ? &early : &over, at->name, day);
    else if (!tp_filing_left(at))
        tp_diag_warn(diags, at->pos, &used_up, at->name, figure);
}

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const tp_list *list = &((const params *)tp_binding_params(b, self))->filing;
    const tp_filing *items = list->items;
    tp_status status = TP_OK;
    if (!list->count)
        return TP_OK;
    state *s = tp_arena_alloc(b->arena, sizeof *s);
    if (!s)
        return tp_fail_nomem(err);
    s->filters = tp_arena_array(b->arena, list->count, sizeof(tp_filter *));
    s->item = tp_arena_array(b->arena, (size_t)b->data->n_lines + 1, sizeof *s->item);
    if (!s->filters || !s->item)
        return tp_fail_nomem(err);
    b->state[self] = s;
    for (size_t i = 0; i < list->count && status == TP_OK; i++) {
        status = tp_filter_create(&s->filters[i], b->arena, &items[i].where, b->data, b->as_of,
                                  diags, err);
        for (size_t k = 0; k < i; k++)
            if (strcmp(items[k].name, items[i].name) == 0 &&
                strcmp(items[k].basis, items[i].basis) == 0)
                tp_diag_error(diags, items[i].pos, &twice, items[i].name, items[i].basis);
        advise_item(b, &items[i], diags);
    }
    for (int32_t l = 0; l < b->data->n_lines && status == TP_OK; l++) {
        s->item[l] = -1;
        for (size_t i = list->count; i-- > 0;)
            if (tp_filing_holds(&items[i], b->as_of) && tp_filter_line(s->filters[i], l))
                s->item[l] = (int32_t)i;
    }
    return status;
}

static tp_status advise(const tp_case *c, int self, tp_diags *diags, tp_err *err)
{
    const state *s = c->bind->state[self];
    const tp_list *list = tp_filings_stated(c->bind);
    const tp_filing *items = list->items;
    (void)err;
    for (size_t i = 0; i < list->count; i++) {
        bool any = false;
        for (int32_t l = 0; l < c->data->n_lines && !any; l++)
            any = tp_filter_line(s->filters[i], l);
        if (!any)
            tp_diag_warn(diags, items[i].pos, &nobody, items[i].name);
    }
    return TP_OK;
}

static const tp_words may_file = {
    "属于“{0}”（{1}）：总量 {2}，已备案 {3}，尚余 {4}；整笔不超过余额、且全部由本系统单位存入支撑的"
    "借用只须备案，否则须提请审定",
    "under {0} ({1}): total {2}, {3} filed, {4} left; a loan that fits into it as a whole, with "
    "slots of the system's own units behind all of it, is filed; any other needs approval"};

static bool states(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_bound *out)
{
    int32_t item = tp_filing_of_line(c->bind, c->data->demands[demand].line);
    (void)self;
    if (item < 0)
        return false;
    const tp_filing *at = (const tp_filing *)tp_filings_stated(c->bind)->items + item;
    out->most = tp_filing_left(at);
    out->pos = at->pos;
    out->text =
        TP_SAY(arena, may_file, at->name, at->basis, tp_say_int(arena, at->total),
               tp_say_int(arena, at->filed + at->booked), tp_say_int(arena, tp_filing_left(at)));
    return true;
}

/* ---- emitting ---- */

static tp_status emit_one(tp_case *c, int32_t item, tp_origin origin, tp_program *program,
                          tp_err *err)
{
    const tp_filing *at = (const tp_filing *)tp_filings_stated(c->bind)->items + item;
    tp_entry *entries = NULL;
    size_t count = 0, capacity = 0;
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        const tp_standing *of = &c->demand[d];
        if (of->cols == 0 || tp_filing_of_line(c->bind, c->data->demands[d].line) != item)
            continue;
        if (!tp_arena_grow(c->arena, &entries, &capacity, count, (size_t)of->cols))
            return tp_fail_nomem(err);
        for (int32_t k = 0; k < of->cols; k++)
            entries[count++] = (tp_entry){of->first_col + k, 1};
    }
    return tp_program_row(program, -TP_INF, tp_filing_left(at), origin, entries, (int64_t)count) < 0
               ? tp_fail_nomem(err)
               : TP_OK;
}

static bool bounds(const tp_filing *at, tp_date as_of)
{
    return at->beyond == TP_FILING_NONE && tp_filing_holds(at, as_of);
}

static tp_status emit(tp_case *c, int self, tp_program *program, tp_err *err)
{
    const tp_list *list = tp_filings_stated(c->bind);
    const tp_filing *items = list->items;
    tp_status status = TP_OK;
    for (size_t i = 0; i < list->count && status == TP_OK; i++) {
        tp_origin origin = {.maker = (int16_t)self, .subject = (int32_t)i};
        if (bounds(&items[i], c->as_of))
            status = emit_one(c, (int32_t)i, origin, program, err);
    }
    return status;
}

static const tp_words within = {"“{0}”（{3}）：借用不超过总量 {1} 所余的 {2}",
                                "{0} ({3}): loans stay within the {2} left of the total {1}"};

static tp_status label(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err)
{
    (void)row;
    int32_t item = program->row_origin[index].subject;
    const tp_filing *at = (const tp_filing *)tp_filings_stated(c->bind)->items + item;
    out->item = at->name;
    out->pos = at->pos;
    out->name = tp_name_make(arena, "filing", out, item);
    out->words = TP_SAY(arena, within, at->name, tp_say_int(arena, at->total),
                        tp_say_int(arena, tp_filing_left(at)), at->basis);
    return out->words.zh ? TP_OK : tp_fail_nomem(err);
}

/* ---- what a planner can move ---- */

static const tp_words w_total = {"备案总量“{0}”", "the total {0}"};

static void knobs(tp_knob_finder *f)
{
    const tp_list *list = tp_filings_stated(f->c->bind);
    const tp_filing *items = list->items;
    for (size_t i = 0; i < list->count; i++) {
        tp_knob knob = {.kind = TP_KNOB_FILING,
                        .subject = (int32_t)i,
                        .pos = items[i].pos,
                        .value = items[i].total,
                        .least = items[i].filed + items[i].booked,
                        .most = TP_KNOB_MOST};
        knob.key = tp_knob_key(f, "filing", i, "total");
        knob.name = TP_SAY(f->arena, w_total, items[i].name);
        if (bounds(&items[i], f->c->as_of) && items[i].total >= knob.least)
            tp_knob_add(f, knob);
    }
}

static void text(tp_buf *out, const tp_case *c, int self)
{
    const tp_list *list = tp_filings_stated(c->bind);
    const tp_filing *items = list->items;
    (void)self;
    tp_buf_text(out, "param: FILINGS: filing_left :=");
    for (size_t i = 0; i < list->count; i++)
        if (bounds(&items[i], c->as_of))
            tp_buf_format(out, " %d %lld", TP_MOD_NUMBER(i), (long long)tp_filing_left(&items[i]));
    tp_buf_text(out, ";\nset FILING_DEMANDS :=");
    for (int32_t d = 0; list->count && d < c->data->n_demands; d++) {
        int32_t item = tp_filing_of_line(c->bind, c->data->demands[d].line);
        if (item >= 0 && bounds(&items[item], c->as_of))
            tp_buf_format(out, " (%d,%d)", TP_MOD_NUMBER(item), TP_MOD_NUMBER(d));
    }
    tp_buf_text(out, ";\n");
}

/* ---- measuring: from the items' own words and the backing of the answer ---- */

static const tp_words above = {"备案总量“{0}”所余 {1}，系统各单位借用共 {2}",
                               "{0}: {1} are left of the total, its units borrow {2}"};
static const tp_words not_filed = {"申请 {0} 的借用应列入备案“{1}”",
                                   "the loan of demand {0} is to be filed under {1}"};
static const tp_words not_approved = {"申请 {0} 的借用不属于备案，应提请审定",
                                      "the loan of demand {0} is not to be filed but approved"};

static int32_t item_of(const tp_measure *m, int32_t line)
{
    const state *s = m->bind->state[tp_rule_at_filing];
    const tp_list *list = tp_filings_stated(m->bind);
    const tp_filing *items = list->items;
    for (size_t i = 0; i < list->count; i++)
        if (items[i].from <= m->as_of && m->as_of <= items[i].until &&
            tp_filter_line(s->filters[i], line))
            return (int32_t)i;
    return -1;
}

static bool is_line(const tp_dataset *data, int32_t line, int32_t unit, int32_t category)
{
    return data->lines[line].unit == unit && data->lines[line].category == category;
}

/* Slots of the system's own units behind all loans of the line. */
static int64_t behind(const tp_measure *m, int32_t line, int32_t item)
{
    int64_t sum = 0;
    for (size_t k = 0; k < m->answer->n_backing; k++) {
        const tp_backing *b = &m->answer->backing[k];
        if (b->from == TP_ID_NONE || !is_line(m->data, line, b->to, b->category))
            continue;
        const tp_unit *giver = &m->data->units[b->from];
        for (int32_t i = 0; i < giver->lines; i++)
            if (m->data->lines[giver->first_line + i].category == b->category &&
                item_of(m, giver->first_line + i) == item)
                sum += b->count;
    }
    return sum;
}

static tp_status check_demands(const tp_measure *m, tp_findings *out, tp_err *err)
{
    const tp_list *list = tp_filings_stated(m->bind);
    const tp_filing *items = list->items;
    int64_t *used = tp_arena_array(m->arena, list->count + 1, sizeof *used);
    int64_t *of_line = tp_arena_array(m->arena, (size_t)m->data->n_lines + 1, sizeof *of_line);
    tp_status status = used && of_line ? TP_OK : tp_fail_nomem(err);
    for (int32_t d = 0; d < m->data->n_demands && status == TP_OK; d++) {
        int32_t line = m->data->demands[d].line, is = m->answer->filed[d];
        int64_t loan = m->answer->loan[d];
        int32_t item = loan > 0 ? item_of(m, line) : -1;
        if (item >= 0 &&
            (behind(m, line, item) - of_line[line] < loan ||
             items[item].filed + items[item].booked + used[item] + loan > items[item].total))
            item = -1;
        if (item >= 0) {
            used[item] += loan;
            of_line[line] += loan;
        }
        tp_finding at = {.rule = "filing", .line = line, .demand = d};
        const char *args[] = {m->data->demands[d].code, item < 0 ? "" : items[item].name};
        if (item != is)
            status = tp_finding_add(out, at, item < 0 ? &not_approved : &not_filed, 2, args, err);
    }
    return status;
}

static tp_status measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    static const tp_finding about = {.rule = "filing", .line = TP_ID_NONE, .demand = TP_ID_NONE};
    const tp_list *list = tp_filings_stated(m->bind);
    const tp_filing *items = list->items;
    tp_status status = TP_OK;
    (void)self;
    for (size_t i = 0; i < list->count && status == TP_OK; i++) {
        int64_t sum = 0, left = items[i].total - items[i].filed - items[i].booked;
        if (!bounds(&items[i], m->as_of))
            continue;
        for (int32_t d = 0; d < m->data->n_demands; d++)
            if (item_of(m, m->data->demands[d].line) == (int32_t)i)
                sum += m->answer->loan[d];
        if (sum <= left || sum == 0)
            continue;
        const char *args[] = {items[i].name, tp_say_int(m->arena, left < 0 ? 0 : left),
                              tp_say_int(m->arena, sum)};
        status = tp_finding_add(out, about, &above, 3, args, err);
    }
    return status == TP_OK && list->count && m->answer->filed ? check_demands(m, out, err) : status;
}

extern const tp_rule tp_rule_filing;
const tp_rule tp_rule_filing = {
    .id = "filing",
    .name = {"备案", "filing"},
    .doc = {"系统内部在批准总量以内的调剂只须备案；超出总量或跨系统的须审定。",
            "What moves inside a system within the total approved for it is filed; what exceeds it "
            "or crosses the system is approved."},
    .source = "models/README.md, 15 Filing",
    .schema = &tp_schema_filing,
    .first_period = true,
    .relaxable = true,
    .prepare = prepare,
    .advise = advise,
    .states = states,
    .emit = emit,
    .label = label,
    .measure = measure,
    .knobs = knobs,
    .ease = TP_EASE_SIDES,
    .knob_most = TP_KNOB_FILING,
    .text = text,
};
