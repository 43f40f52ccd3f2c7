/* Reorganisation: units merged or abolished, slots cut by a rate or handed over, before everything
 * else. The data a case is made of are those afterwards (models/reorganise.c); this file has the
 * keys. */
#include "models/rules/reorganise.h"

#include "models/reorganise.h"
#include "models/rule.h"

#include <string.h>

extern const int tp_rule_at_reorganise;

const char *const tp_reorganise_names[TP_REORGANISE_KINDS] = {"merge", "abolish", "cut",
                                                              "transfer"};
const tp_words tp_reorganise_words[TP_REORGANISE_KINDS] = {
    {"合并", "merge"}, {"撤销", "abolish"}, {"按比例核减", "cut by a rate"}, {"划转", "transfer"}};

typedef struct reorganise_params {
    tp_list list;
} reorganise_params;

#define AT(field) offsetof(tp_reorganise_item, field)
static const tp_key item_keys[] = {
    {.name = "merge",
     .title = {"合并", "merge"},
     .type = TP_T_TEXTS,
     .offset = AT(merge),
     .doc = {"合并这些单位（编码）：编制、人员、存入、借用、申请、空编、预计减员、整改事项都并入 "
             "into。",
             "Units (codes) that are merged: slots, people, deposits, loans, demands, vacancies, "
             "departures and issues go to the unit `into`."}},
    {.name = "into",
     .title = {"并入", "into"},
     .type = TP_T_TEXT,
     .offset = AT(into),
     .doc = {"合并后的单位，可以是其中之一。", "The unit that stays, or takes their place."}},
    {.name = "abolish",
     .title = {"撤销", "abolish"},
     .type = TP_T_TEXT,
     .offset = AT(abolish),
     .doc = {"撤销的单位；编制收回周转池，或写 to 并入其他单位。收回前人员须已划出。",
             "A unit that is abolished; its slots go to the pool, or to the unit stated in `to`. "
             "Before slots go to the pool its people must have been handed over."}},
    {.name = "cut",
     .title = {"核减比例", "cut"},
     .type = TP_T_DEC,
     .offset = AT(cut),
     .least = 1,
     .most = TP_DEC_ONE,
     .doc = {"按这一比例核减 where 内各线的核定编制数，收回周转池：总数为合计乘以比例，四舍五入；"
             "各线先取整数部分，其余按小数部分由大到小各一个。",
             "Cuts the authorised slots of the lines in `where` by this rate, for the pool: in all "
             "the rate of their sum, rounded half up; each line its whole part, and the largest "
             "remainders one more."}},
    {.name = "where",
     .title = {"范围", "where"},
     .type = TP_T_STRUCT,
     .offset = AT(where),
     .of = &tp_where_line_schema,
     .doc = {"核减的范围，默认全部。", "Which lines are cut; all if absent."}},
    {.name = "transfer",
     .title = {"划出单位", "transfer from"},
     .type = TP_T_TEXT,
     .offset = AT(transfer),
     .doc = {"划出编制的单位，与 to、category、count 同写。",
             "The unit that hands slots over, with `to`, `category` and `count`."}},
    {.name = "to",
     .title = {"划入", "to"},
     .type = TP_T_TEXT,
     .offset = AT(to),
     .doc = {"划入的单位，或 pool（收回周转池）；撤销时缺省为 pool。",
             "The unit that gets them, or `pool`; of a unit abolished `pool` by default."}},
    {.name = "category",
     .title = {"编制类别", "category"},
     .type = TP_T_TEXT,
     .offset = AT(category),
     .doc = {"划转的编制类别。", "The category handed over."}},
    {.name = "count",
     .title = {"编制数", "count"},
     .type = TP_T_INT,
     .offset = AT(count),
     .least = 1,
     .most = TP_COUNT_MAX,
     .doc = {"划转的编制数。", "Slots handed over."}},
    {.name = "people",
     .title = {"人员数", "people"},
     .type = TP_T_INT,
     .offset = AT(people),
     .fallback = "0",
     .least = 0,
     .most = TP_COUNT_MAX,
     .doc = {"随编制划转的在编人数。", "People who go with them."}},
    {.name = "basis",
     .title = {"依据", "basis"},
     .type = TP_T_TEXT,
     .offset = AT(basis),
     .doc = {"文件依据；台账中已记的同一项不再执行，再次核减须另写依据。",
             "The document it rests on. What the ledger has of an item is not done again: the same "
             "once more needs another basis."}},
    {.type = TP_T_POS, .offset = AT(pos)},
};

static const tp_msg not_one = {"reorganise.kind",
                               "每一项须写 merge、abolish、cut、transfer 中的一个{0}",
                               "an item has one of merge, abolish, cut, transfer{0}"};
static const tp_msg needs = {"reorganise.needs", "{0} 须同时写 {1}", "{0} needs {1}"};
static const tp_msg out_of_place = {"reorganise.place", "{1} 不能与 {0} 同写",
                                    "{1} does not go with {0}"};
static const tp_msg people_to_pool = {"reorganise.people-to-pool", "人员不能划入周转池",
                                      "people cannot go to the pool"};

/* What goes with each kind: a bit a key. */
enum { INTO = 1, TO = 2, WHERE = 4, CATEGORY = 8, COUNT = 16, PEOPLE = 32 };
static const struct {
    unsigned must, may;
} fitting[TP_REORGANISE_KINDS] = {
    [TP_REORGANISE_MERGE] = {INTO, INTO},
    [TP_REORGANISE_ABOLISH] = {0, TO},
    [TP_REORGANISE_CUT] = {0, WHERE},
    [TP_REORGANISE_TRANSFER] = {TO | CATEGORY | COUNT, TO | CATEGORY | COUNT | PEOPLE}};
static const char *const companions[] = {"into", "to", "where", "category", "count", "people"};

static unsigned kinds_stated(const tp_reorganise_item *item)
{
    return (item->merge.count > 0 ? 1u << TP_REORGANISE_MERGE : 0) |
           (item->abolish ? 1u << TP_REORGANISE_ABOLISH : 0) |
           (item->cut != TP_DEC_NONE ? 1u << TP_REORGANISE_CUT : 0) |
           (item->transfer ? 1u << TP_REORGANISE_TRANSFER : 0);
}

static bool is_pool(const char *to)
{
    return !to || strcmp(to, "pool") == 0 || strcmp(to, "周转池") == 0;
}

static void check_item(const void *filled, const tp_node *node, tp_diags *diags)
{
    (void)node;
    const tp_reorganise_item *item = filled;
    unsigned kinds = kinds_stated(item);
    if (!kinds || (kinds & (kinds - 1))) {
        tp_diag_error(diags, item->pos, &not_one, "");
        return;
    }
    tp_reorganise_kind kind = tp_reorganise_kind_of(item);
    unsigned stated = (item->into ? INTO : 0) | (item->to ? TO : 0) |
                      (item->where.present ? WHERE : 0) | (item->category ? CATEGORY : 0) |
                      (item->count != TP_INT_NONE ? COUNT : 0) | (item->people > 0 ? PEOPLE : 0);
    for (size_t k = 0; k < sizeof companions / sizeof *companions; k++) {
        if (fitting[kind].must & ~stated & 1u << k)
            tp_diag_error(diags, item->pos, &needs, tp_reorganise_names[kind], companions[k]);
        if (stated & ~fitting[kind].may & 1u << k)
            tp_diag_error(diags, item->pos, &out_of_place, tp_reorganise_names[kind],
                          companions[k]);
    }
    if (kind == TP_REORGANISE_TRANSFER && item->to && is_pool(item->to) && item->people > 0)
        tp_diag_error(diags, item->pos, &people_to_pool, "");
}

static const tp_schema item_schema = {.name = "reorganisation",
                                      TP_KEYS(item_keys),
                                      .size = sizeof(tp_reorganise_item),
                                      .check = check_item};
static const tp_key keys[] = {
    {.name = "reorganise",
     .title = {"撤并核减划转", "reorganisation"},
     .type = TP_T_LIST,
     .offset = offsetof(reorganise_params, list),
     .of = &item_schema,
     .doc =
         {"机构编制调整的测算：依次合并、撤销、按比例核减、划转，先于其他一切规则；审定后记入台账"
          "（所有权随之变动）。",
          "Reorganisation, item by item before every other rule: units merged or abolished, "
          "slots cut by a rate or handed over; ownership moves in the ledger on approval."}},
};
extern const tp_schema tp_schema_reorganise;
const tp_schema tp_schema_reorganise = {
    .name = "reorganise.rule", TP_KEYS(keys), .size = sizeof(reorganise_params)};

const tp_reorganise_item *tp_reorganise_items(const tp_scenario *scenario, size_t *count)
{
    const reorganise_params *p = scenario->params[tp_rule_at_reorganise];
    *count = p->list.count;
    return p->list.items;
}

tp_reorganise_kind tp_reorganise_kind_of(const tp_reorganise_item *item)
{
    unsigned kinds = kinds_stated(item);
    return kinds ? (tp_reorganise_kind)__builtin_ctz(kinds) : TP_REORGANISE_MERGE;
}

const char *tp_reorganise_heir(const tp_reorganise_item *item)
{
    return item->into ? item->into : is_pool(item->to) ? NULL : item->to;
}

static bool remakes(const tp_scenario *scenario)
{
    size_t count;
    tp_reorganise_items(scenario, &count);
    return count > 0;
}

/* ---- as text ---- */

/* What the line would own in the period, had nothing been moved. */
static int64_t stated(const tp_case *c, int self, int32_t line)
{
    (void)self;
    const tp_dataset *before = c->data->before;
    const tp_line *l = &c->data->lines[line];
    if (!before)
        return l->authorised;
    int32_t was = tp_dataset_line(before, l->unit, tp_dataset_name(before, l->category));
    return l->authorised - tp_case_at(c, 0)->data->lines[line].authorised +
           (was == TP_ID_NONE ? 0 : before->lines[was].authorised);
}

static void text(tp_buf *out, const tp_case *c, int self)
{
    (void)self;
    tp_buf_text(out, "param: SHIFTS: shift_item shift_from shift_to shift_slots :=\n");
    for (size_t i = 0; i < c->data->n_regroups; i++) {
        const tp_regroup *move = &c->data->regroups[i];
        tp_buf_format(out, "%zu %d %d %d %lld\n", i + 1, TP_MOD_NUMBER(move->item),
                      TP_MOD_NUMBER(move->from),
                      move->to == TP_ID_NONE ? 0 : TP_MOD_NUMBER(move->to), (long long)move->slots);
    }
    tp_buf_text(out, ";\n");
}

static const tp_mod_figure figures[] = {{"stated", TP_MOD_LINES, stated}, {0}};

extern const tp_rule tp_rule_reorganise;
const tp_rule tp_rule_reorganise = {
    .id = "reorganise",
    .name = {"撤并核减划转", "reorganisation"},
    .doc = {"先于一切规则：合并、撤销单位，按比例核减，划转编制；所有权随之变动。",
            "Before every other rule: units are merged or abolished, slots cut by a rate or handed "
            "over; ownership moves."},
    .source = "models/README.md, 12 Reorganisation",
    .schema = &tp_schema_reorganise,
    .first_period = true,
    .remakes = remakes,
    .remake = tp_reorganise,
    .figures = figures,
    .text = text,
    .measure = tp_reorganise_measure,
};
