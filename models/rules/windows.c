/* Application windows: a demand counts only if it was filed on a day of a window that speaks of
 * it. */
#include "models/rule.h"
#include "models/say.h"

typedef struct window {
    tp_date from, until; /* both days included */
    tp_where where;
    tp_pos pos;
} window;

typedef struct windows_params {
    tp_list list;
} windows_params;

static const tp_key window_keys[] = {
    {.name = "from",
     .title = {"起", "from"},
     .type = TP_T_DATE,
     .offset = offsetof(window, from),
     .flags = TP_KEY_REQUIRED,
     .doc = {"窗口的第一天。", "The first day of the window."}},
    {.name = "until",
     .title = {"止", "until"},
     .type = TP_T_DATE,
     .offset = offsetof(window, until),
     .flags = TP_KEY_REQUIRED,
     .doc = {"窗口的最后一天（含）。", "Its last day, included."}},
    {.name = "where",
     .title = {"范围", "where"},
     .type = TP_T_STRUCT,
     .offset = offsetof(window, where),
     .of = &tp_where_schema,
     .doc = {"供哪些申请，默认全部。", "Which demands it is for; all if absent."}},
    {.type = TP_T_POS, .offset = offsetof(window, pos)},
};

static const tp_msg turned = {"windows.turned", "窗口的止日 {1} 早于起日 {0}",
                              "the window ends on {1}, before it begins on {0}"};

static void check_window(const void *filled, const tp_node *node, tp_diags *diags)
{
    (void)node;
    const window *w = filled;
    char from[TP_DATE_TEXT], until[TP_DATE_TEXT];
    if (w->from == TP_DATE_NONE || w->until == TP_DATE_NONE || w->from <= w->until)
        return;
    tp_date_format(w->from, from);
    tp_date_format(w->until, until);
    tp_diag_error(diags, w->pos, &turned, from, until);
}

static const tp_schema window_schema = {
    .name = "window", TP_KEYS(window_keys), .size = sizeof(window), .check = check_window};
static const tp_key keys[] = {
    {.name = "windows",
     .title = {"申请窗口", "application windows"},
     .type = TP_T_LIST,
     .offset = offsetof(windows_params, list),
     .of = &window_schema,
     .doc = {"集中受理的时段：申请日期须在适用于它的某个时段内，没有申请日期的不受理；不写则随时受"
             "理。",
             "When demands are taken: a demand must have been filed on a day of a window for it, "
             "and one "
             "without a filing date is not; at any time if absent."}},
};
extern const tp_schema tp_schema_windows;
const tp_schema tp_schema_windows = {
    .name = "windows.rule", TP_KEYS(keys), .size = sizeof(windows_params)};

static tp_status prepare(tp_binding *b, int self, tp_diags *diags, tp_err *err)
{
    const windows_params *p = tp_binding_params(b, self);
    const window *list = p->list.items;
    tp_status status = TP_OK;
    if (!p->list.count)
        return TP_OK;
    tp_filter **filters = tp_arena_array(b->arena, p->list.count, sizeof(tp_filter *));
    if (!filters)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < p->list.count && status == TP_OK; i++)
        status =
            tp_filter_create(&filters[i], b->arena, &list[i].where, b->data, b->as_of, diags, err);
    b->state[self] = filters;
    return status;
}

/* Was it filed outside of every window for it? *next: when the next one for it opens. */
static bool outside(const tp_binding *b, int self, int32_t demand, tp_date as_of, tp_date *next)
{
    const windows_params *p = tp_binding_params(b, self);
    const window *list = p->list.items;
    tp_filter *const *filters = b->state[self];
    tp_date filed = b->data->demands[demand].filed_on;
    *next = TP_DATE_NONE;
    for (size_t i = 0; i < p->list.count; i++) {
        if (!tp_filter_demand(filters[i], demand))
            continue;
        if (filed != TP_DATE_NONE && list[i].from <= filed && filed <= list[i].until)
            return false;
        if (list[i].from > as_of && (*next == TP_DATE_NONE || list[i].from < *next))
            *next = list[i].from;
    }
    return p->list.count > 0;
}

static const tp_words not_then = {"{0} 申请，不在受理时段内", "filed on {0}, in no window for it"};
static const tp_words no_date = {"没有申请日期，不能确认在受理时段内",
                                 "no filing date: it cannot be said to be in a window"};

static bool denies(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why)
{
    tp_date next, filed = c->data->demands[demand].filed_on;
    if (!outside(c->bind, self, demand, c->as_of, &next))
        return false;
    if (arena) {
        why->text =
            filed == TP_DATE_NONE ? no_date : TP_SAY(arena, not_then, tp_say_date(arena, filed));
        why->pos = tp_scenario_pos(c->scenario, "windows");
        why->until = next;
    }
    return true;
}

/* From the scenario's own words. */
static bool refuses(const tp_measure *m, int self, int32_t demand, tp_date *until)
{
    const windows_params *p = tp_binding_params(m->bind, self);
    const window *list = p->list.items;
    tp_filter *const *filters = m->bind->state[self];
    const tp_demand *d = &m->data->demands[demand];
    bool in = false;
    tp_date opens = TP_DATE_NONE;
    for (size_t i = p->list.count; i-- > 0;) {
        bool for_it = tp_filter_demand(filters[i], demand);
        in = in || (for_it && d->filed_on != TP_DATE_NONE && d->filed_on >= list[i].from &&
                    d->filed_on <= list[i].until);
        if (for_it && list[i].from > m->as_of && (opens == TP_DATE_NONE || opens > list[i].from))
            opens = list[i].from;
    }
    *until = opens;
    return p->list.count > 0 && !in;
}

static const tp_words w_any_time = {"随时受理申请", "demands are taken at any time"};

static tp_status open_gate(tp_opening *o)
{
    if (o->waiting && o->reason->until != TP_DATE_NONE) {
        tp_opening_wait(o, o->reason->until);
        return TP_OK;
    }
    return tp_opening_set(o, "windows", "[]", w_any_time);
}

extern const tp_rule tp_rule_windows;
const tp_rule tp_rule_windows = {
    .id = "windows",
    .name = {"申请窗口", "application windows"},
    .doc = {"集中受理：不在受理时段内提出的申请不予受理，可在下一时段再报。",
            "Demands are taken in windows: one filed outside of them waits for the next."},
    .source = "models/README.md, 2 Denials and own slots",
    .in_principle = true,
    .schema = &tp_schema_windows,
    .prepare = prepare,
    .denies = denies,
    .open = open_gate,
    .refuses = refuses,
};
