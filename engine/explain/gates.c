/* What would open the gates a demand was refused at: one step a rule, in the scenario's own keys,
 * or in the data where the fact is the data's (an issue closed, a deposit withdrawn). */
#include "explain/explain.h"

#include "models/rule.h"
#include "models/say.h"

#include <string.h>

typedef struct opener {
    tp_change *change;
    const tp_case *c;
    int32_t demand;
    const tp_line *line;
    const tp_unit *unit;
    const tp_reason *reason;
    bool waiting;
    tp_date *wait_until; /* latest date to wait for; set by steps that wait */
    tp_arena *arena;
    tp_err *err;
} opener;

static const tp_words w_poolable = {"类别“{0}”纳入周转", "category {0} may flow"};
static const tp_words w_kind = {"类别“{0}”允许机构性质“{1}”使用",
                                "category {0} may be held by the kind {1}"};
static const tp_words w_any_kind = {"类别“{0}”不限机构性质",
                                    "category {0} may be held by any kind"};
static const tp_words w_included = {"该单位该类编制不再排除", "the line is no longer excluded"};
static const tp_words w_no_freeze = {"等次“{0}”不设冻结期", "no freeze for the grade {0}"};
static const tp_words w_wait = {"等到 {0}（其他数据不变）再申请",
                                "ask again on {0} (other data unchanged)"};
static const tp_words w_close = {"整改事项 {0} 销号", "issue {0} is closed"};
static const tp_words w_saturation = {"借用的最低饱满度由 {0} 降到 {1}",
                                      "the least saturation for loans from {0} to {1}"};
static const tp_words w_unevaluated = {"允许未评估单位借用（或先评估）",
                                       "units not evaluated may borrow (or it is evaluated first)"};
static const tp_words w_vacancy = {"空编比例上限由 {0} 提到 {1}",
                                   "the largest share of vacancies from {0} to {1}"};
static const tp_words w_no_vacancy = {"不设空编比例上限", "no largest share of vacancies"};
static const tp_words w_over = {"允许超编的线借用", "overstaffed lines may borrow"};
static const tp_words w_withdraw = {"先支取本线已存入的 {0} 个",
                                    "the line withdraws its deposit of {0} first"};

static tp_status set(opener *o, const char *key, const char *value, tp_words text)
{
    if (!text.zh || !text.en)
        return tp_fail_nomem(o->err);
    return tp_change_set(o->change, key, value, text, o->arena, o->err);
}

static const char *category_key(const opener *o, const char *what)
{
    return tp_arena_format(o->arena, "categories.\"%s\".%s",
                           tp_dataset_name(o->c->data, o->line->category), what);
}

static tp_status open_category(opener *o)
{
    const char *category = tp_dataset_name(o->c->data, o->line->category);
    const char *kind = tp_dataset_name(o->c->data, o->unit->kind);
    const tp_node *map = tp_node_get(o->c->scenario->normal, "categories");
    const tp_node *stated = map ? tp_node_get(map, category) : NULL;
    const tp_node *poolable = stated ? tp_node_get(stated, "poolable") : NULL;
    const tp_node *kinds = stated ? tp_node_get(stated, "kinds") : NULL;
    tp_status status = TP_OK;
    if (poolable && poolable->text && strcmp(poolable->text, "false") == 0)
        status =
            set(o, category_key(o, "poolable"), "true", TP_SAY(o->arena, w_poolable, category));
    bool held = !kinds;
    for (size_t i = 0; kinds && i < kinds->count && !held; i++)
        held = *kind && strcmp(kinds->child[i]->text, kind) == 0;
    if (status != TP_OK || held)
        return status;
    if (!*kind)
        return set(o, category_key(o, "kinds"), "", TP_SAY(o->arena, w_any_kind, category));
    return set(o, category_key(o, "kinds+"), tp_arena_format(o->arena, "[\"%s\"]", kind),
               TP_SAY(o->arena, w_kind, category, kind));
}

static bool same_place(const tp_pos *a, const tp_pos *b)
{
    return a->line == b->line && a->column == b->column && a->file && b->file &&
           strcmp(a->file, b->file) == 0;
}

static tp_status include_line(opener *o)
{
    const tp_node *list = tp_node_get(o->c->scenario->root, "exclude");
    for (size_t i = 0; list && i < list->count; i++)
        if (same_place(&list->child[i]->pos, &o->reason->pos))
            return set(o, tp_arena_format(o->arena, "exclude[%zu]", i + 1), "", w_included);
    return TP_OK;
}

static void wait(opener *o, tp_date date)
{
    if (date > *o->wait_until)
        *o->wait_until = date;
}

static tp_status thaw(opener *o)
{
    const char *grade = tp_dataset_name(o->c->data, o->c->outcome[o->line->unit]->grade);
    if (o->waiting) {
        wait(o, o->reason->until);
        return TP_OK;
    }
    return set(o, tp_arena_format(o->arena, "grades.\"%s\".freeze_months", grade), "0",
               TP_SAY(o->arena, w_no_freeze, grade));
}

static tp_status close_issues(opener *o)
{
    tp_status status = TP_OK;
    for (int32_t i = 0; i < o->unit->issues && status == TP_OK; i++) {
        int32_t at = o->unit->first_issue + i;
        const tp_issue *issue = &o->c->data->issues[at];
        if (issue->issue_class != TP_RECTIFY || issue->due_on >= o->c->as_of ||
            (issue->closed_on != TP_DATE_NONE && issue->closed_on <= o->c->as_of))
            continue;
        status = tp_change_edit(o->change, (tp_data_edit){TP_EDIT_ISSUE_CLOSED, at, o->c->as_of},
                                TP_SAY(o->arena, w_close, issue->code), o->arena, o->err);
    }
    return status;
}

static tp_status lower_saturation(opener *o)
{
    const tp_node *node = tp_node_path(o->c->scenario->normal, "borrow.min_saturation");
    tp_dec has = tp_case_saturation(o->c, o->line->unit);
    if (has == TP_DEC_NONE)
        return set(o, "borrow.unevaluated", "allow", w_unevaluated);
    const char *to = tp_say_dec(o->arena, has);
    return set(o, "borrow.min_saturation", to,
               TP_SAY(o->arena, w_saturation, node && node->text ? node->text : "", to));
}

static tp_status raise_vacancy_share(opener *o)
{
    const tp_node *node = tp_node_path(o->c->scenario->normal, "borrow.max_vacancy_share");
    const tp_position *at = &o->c->line[o->c->data->demands[o->demand].line];
    /* A deposit of its own is withdrawn too, and stands vacant then. */
    tp_wide vacant = at->vacant + o->line->lent;
    tp_wide share = tp_ceil_div(vacant * TP_DEC_ONE, at->authorised);
    if (share > TP_DEC_ONE)
        return set(o, "borrow.max_vacancy_share", "", w_no_vacancy);
    const char *to = tp_say_dec(o->arena, share);
    return set(o, "borrow.max_vacancy_share", to,
               TP_SAY(o->arena, w_vacancy, node && node->text ? node->text : "", to));
}

static tp_status withdraw(opener *o)
{
    tp_data_edit edit = {TP_EDIT_LENT, o->c->data->demands[o->demand].line, 0};
    return tp_change_edit(o->change, edit,
                          TP_SAY(o->arena, w_withdraw, tp_say_int(o->arena, o->line->lent)),
                          o->arena, o->err);
}

static tp_status allow_overstaffed(opener *o)
{
    return set(o, "borrow.overstaffed", "allow", w_over);
}

static tp_status wait_for_filing(opener *o)
{
    wait(o, o->c->data->demands[o->demand].filed_on);
    return TP_OK;
}

static const struct {
    const char *rule;
    tp_status (*open)(opener *o);
} openers[] = {
    {"categories", open_category},
    {"exclude", include_line},
    {"grades", thaw},
    {"rectification", close_issues},
    {"borrow.min_saturation", lower_saturation},
    {"borrow.max_vacancy_share", raise_vacancy_share},
    {"borrow.overstaffed", allow_overstaffed},
    {"lent", withdraw},
    {"filed_on", wait_for_filing},
};

tp_status tp_gates_lift(tp_change *out, const tp_case *c, int32_t demand, bool waiting,
                        tp_arena *arena, tp_err *err)
{
    tp_reasons reasons;
    tp_date until = TP_DATE_NONE;
    *out = (tp_change){0};
    tp_status status = tp_case_reasons(c, demand, arena, &reasons, err);
    for (size_t i = 0; status == TP_OK && i < reasons.count; i++) {
        const tp_line *line = &c->data->lines[c->data->demands[demand].line];
        opener o = {.change = out,
                    .c = c,
                    .demand = demand,
                    .line = line,
                    .unit = &c->data->units[line->unit],
                    .reason = &reasons.items[i],
                    .waiting = waiting,
                    .wait_until = &until,
                    .arena = arena,
                    .err = err};
        for (size_t k = 0; k < sizeof openers / sizeof *openers && status == TP_OK; k++)
            if (strcmp(openers[k].rule, reasons.items[i].rule) == 0)
                status = openers[k].open(&o);
    }
    if (status != TP_OK || until == TP_DATE_NONE)
        return status;
    const char *date = tp_say_date(arena, until);
    tp_words text = TP_SAY(arena, w_wait, date);
    return text.zh ? tp_change_set(out, "as_of", date, text, arena, err) : tp_fail_nomem(err);
}
