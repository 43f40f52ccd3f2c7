/* What registers of several days tell of one line: its vacancies, first in first out, and the
 * people who came just before the data date. */
#include "explain/anomalies_parts.h"

#include "models/rules/borrow.h"
#include "models/rules/idle.h"
#include "models/say.h"

#include <stdlib.h>
#include <string.h>

extern const int tp_rule_at_idle, tp_rule_at_reclaim, tp_rule_at_max_vacancy_share;

/* The line as a register has it. */
typedef struct point {
    const tp_dataset *data;
    const tp_line *line; /* NULL: not in it */
    tp_date on;
    int64_t vacant;
} point;

/* Vacant slots of one age; those that were filled remember when. */
typedef struct stretch {
    int64_t count;
    tp_date since, filled; /* filled: the first register that has them filled */
} stretch;

typedef struct stretches {
    stretch *items;
    size_t count, capacity;
} stretches;

typedef struct line_look {
    tp_anomaly_look *look;
    const point *points; /* [n_points] by day */
    size_t n_points, now;
    int32_t line;
    stretches vacant, filled; /* vacant: oldest first */
    int64_t *taken;           /* [lots of the line] already spoken of */
} line_look;

static bool push(line_look *l, stretches *to, stretch one)
{
    if (!tp_arena_grow(l->look->arena, &to->items, &to->capacity, to->count, 1))
        return false;
    to->items[to->count++] = one;
    return true;
}

/* The vacancies the first register has, as its own lots say; the rest since its own day. */
static bool begin(line_look *l, const point *at)
{
    int64_t left = at->vacant;
    for (int32_t i = 0; i < at->line->lots && left > 0; i++) {
        const tp_lot *lot = &at->data->lots[at->line->first_lot + i];
        int64_t count = lot->count < left ? lot->count : left;
        left -= count;
        if (!push(l, &l->vacant, (stretch){.count = count, .since = lot->since}))
            return false;
    }
    return !left || push(l, &l->vacant, (stretch){.count = left, .since = at->on});
}

/* The oldest are filled first. */
static bool fill(line_look *l, int64_t count, tp_date on)
{
    size_t gone = 0;
    for (size_t i = 0; i < l->vacant.count && count > 0; i++) {
        stretch *s = &l->vacant.items[i];
        int64_t part = s->count < count ? s->count : count;
        if (!push(l, &l->filled, (stretch){part, s->since, on}))
            return false;
        s->count -= part;
        count -= part;
        gone += !s->count;
    }
    memmove(l->vacant.items, l->vacant.items + gone,
            (l->vacant.count - gone) * sizeof *l->vacant.items);
    l->vacant.count -= gone;
    return true;
}

static const tp_words w_restarted = {
    "空编 {0} 个自 {1} 起，{2} 补上，{3} 又空出；现按 {4} 起算，已 {5} 个月，连续计算为 {6} 个月",
    "{0} vacant since {1}, filled by {2}, vacant again by {3}; counted from {4} now, which makes "
    "{5} months; without the break {6}"};
static const tp_words w_months = {"满 {0} 个月", "{0} months"};

/* The rule whose months the slots would have reached without the break; NULL: none. */
static const char *rule_between(const tp_anomaly_look *look, int32_t now, int32_t then,
                                int64_t *months)
{
    const tp_binding *bind = look->run->kase->bind;
    const int rules[] = {tp_rule_at_idle, tp_rule_at_reclaim};
    const int64_t wanted[] = {tp_idle_params_of(bind)->idle.min_months, tp_reclaim_months(bind)};
    for (int i = 0; i < 2; i++) {
        *months = wanted[i];
        if (now < *months && then >= *months)
            return tp_rules[rules[i]]->id;
    }
    return NULL;
}

/* So many slots were filled and are vacant again: do the run's lots count them anew? */
static bool restarted(line_look *l, const stretch *was, tp_date emptied)
{
    tp_anomaly_look *look = l->look;
    const tp_run *run = look->run;
    const tp_line *line = &run->data->lines[l->line];
    int64_t left = was->count, months;
    for (int32_t i = line->lots; i-- > 0 && left > 0;) {
        const tp_lot *lot = &run->data->lots[line->first_lot + i];
        int64_t free = lot->count - l->taken[i], count = free < left ? free : left;
        int32_t now = tp_date_months(lot->since, run->kase->as_of);
        int32_t then = tp_date_months(was->since, run->kase->as_of);
        const char *rule = rule_between(look, now, then, &months);
        if (count <= 0 || lot->since <= was->since || lot->since < was->filled || !rule)
            continue;
        tp_anomaly *at = tp_anomaly_add(look, TP_ANOMALY_RESTARTED, line->unit, l->line);
        if (!at)
            return false;
        at->rule = rule;
        at->threshold = TP_SAY(look->arena, w_months, tp_say_int(look->arena, months));
        at->seen =
            TP_SAY(look->arena, w_restarted, tp_say_int(look->arena, count),
                   tp_say_date(look->arena, was->since), tp_say_date(look->arena, was->filled),
                   tp_say_date(look->arena, emptied), tp_say_date(look->arena, lot->since),
                   tp_say_int(look->arena, now), tp_say_int(look->arena, then));
        if (!at->seen.zh || !at->threshold.zh ||
            !tp_anomaly_edit(look, at,
                             (tp_data_edit){TP_EDIT_LOT_LESS, line->first_lot + i, count, 0}) ||
            !tp_anomaly_edit(look, at,
                             (tp_data_edit){TP_EDIT_LOT_MORE, l->line, was->since, count}))
            return false;
        l->taken[i] += count;
        left -= count;
    }
    return true;
}

/* Slots vacant again: the last that were filled, within the months, are the same ones. */
static bool empty(line_look *l, int64_t count, tp_date on)
{
    if (!push(l, &l->vacant, (stretch){.count = count, .since = on}))
        return false;
    for (size_t i = l->filled.count; i-- > 0 && count > 0;) {
        stretch *s = &l->filled.items[i];
        int64_t part = s->count < count ? s->count : count;
        if (!part || tp_date_after_months(s->filled, l->look->options->within_months) < on)
            continue;
        if (!restarted(l, &(stretch){part, s->since, s->filled}, on))
            return false;
        s->count -= part;
        count -= part;
    }
    return true;
}

static const tp_words w_jumped = {"实有 {0} 为 {1}，{2}（数据日）为 {3}，{4} 为 {5}",
                                  "in post {1} on {0}, {3} on {2} (the data date), {5} on {4}"};
static const tp_words w_jump_only = {
    "实有 {0} 为 {1}，{2}（数据日）为 {3}；没有其后的台账，不知是否回落",
    "in post {1} on {0}, {3} on {2} (the data date); no later register says whether they stayed"};
static const tp_words w_vacancies = {"空编按实有计算", "vacancies follow from people in post"};
static const tp_words w_share = {"空编率高于 {0} 的不得借用", "no loans above {0} vacant"};

/* The rule that people in post decide here, and what it says. */
static void rule_of_jump(const line_look *l, tp_anomaly *at)
{
    tp_anomaly_look *look = l->look;
    tp_dec share = tp_max_vacancy_share(look->run->kase->bind);
    if (share != TP_DEC_NONE && look->run->data->lines[l->line].demands) {
        at->rule = tp_rules[tp_rule_at_max_vacancy_share]->id;
        at->threshold = TP_SAY(look->arena, w_share, tp_say_dec(look->arena, share));
    } else {
        at->rule = tp_rules[tp_rule_at_idle]->id;
        at->threshold = w_vacancies;
    }
}

static bool jumped(line_look *l)
{
    tp_anomaly_look *look = l->look;
    const point *now = &l->points[l->now], *before = NULL, *after = NULL;
    int64_t within = look->options->within_months;
    for (size_t i = 0; i < l->n_points; i++) {
        const point *p = &l->points[i];
        if (i < l->now && p->line && tp_date_after_months(p->on, within) >= now->on)
            before = p;
        if (i > l->now && p->line && !after && tp_date_after_months(now->on, within) >= p->on)
            after = p;
    }
    if (!before || (look->out->later && !after))
        return true;
    int64_t came = now->line->in_post - before->line->in_post;
    int64_t left = after ? now->line->in_post - after->line->in_post : came;
    int64_t both = came < left ? came : left;
    /* Without a later register only what fills half of the vacancies at once is worth a look. */
    if (both <= 0 || (!after && (came < 2 || 2 * came < before->vacant)))
        return true;
    tp_anomaly *at =
        tp_anomaly_add(look, TP_ANOMALY_JUMPED, look->run->data->lines[l->line].unit, l->line);
    if (!at)
        return false;
    const char *args[] = {tp_say_date(look->arena, before->on),
                          tp_say_int(look->arena, before->line->in_post),
                          tp_say_date(look->arena, now->on),
                          tp_say_int(look->arena, now->line->in_post),
                          after ? tp_say_date(look->arena, after->on) : "",
                          after ? tp_say_int(look->arena, after->line->in_post) : ""};
    at->seen = tp_say(look->arena, after ? &w_jumped : &w_jump_only, 6, args);
    rule_of_jump(l, at);
    bool ok = at->seen.zh && at->threshold.zh &&
              tp_anomaly_edit(look, at,
                              (tp_data_edit){.kind = TP_EDIT_IN_POST,
                                             .subject = l->line,
                                             .value = now->line->in_post - both});
    /* What they filled would still be vacant, and as old as it was. */
    for (size_t i = 0; ok && i < l->filled.count && both > 0; i++) {
        const stretch *s = &l->filled.items[i];
        int64_t part = s->count < both ? s->count : both;
        if (s->filled <= before->on || s->filled > now->on || !part)
            continue;
        ok = tp_anomaly_edit(look, at, (tp_data_edit){TP_EDIT_LOT_MORE, l->line, s->since, part});
        both -= part;
    }
    return ok;
}

static bool look_at_line(line_look *l)
{
    const point *last = NULL;
    for (size_t i = 0; i <= l->now; i++) {
        const point *at = &l->points[i];
        if (!at->line)
            continue;
        int64_t more = last ? at->vacant - last->vacant : 0;
        bool ok = last ? more < 0 ? fill(l, -more, at->on) : !more || empty(l, more, at->on)
                       : begin(l, at);
        if (!ok)
            return false;
        last = at;
    }
    return jumped(l);
}

static int by_day(const void *a, const void *b)
{
    tp_date x = ((const tp_register *)a)->on, y = ((const tp_register *)b)->on;
    return (x > y) - (x < y);
}

/* The same line of another dataset, by code and name. */
static const tp_line *same_line(const tp_dataset *in, const tp_dataset *of, const tp_line *line)
{
    int32_t unit = in == of ? line->unit : tp_dataset_unit(in, of->units[line->unit].code);
    int32_t at = unit == TP_ID_NONE
                     ? TP_ID_NONE
                     : tp_dataset_line(in, unit, tp_dataset_name(of, line->category));
    return at == TP_ID_NONE ? NULL : &in->lines[at];
}

/* The registers and the run's own data in their place, by day; a register of the data date itself
 * is the run's. */
static tp_register *all_days(tp_anomaly_look *look, size_t *count, size_t *now)
{
    const tp_anomaly_options *options = look->options;
    tp_date as_of = look->run->kase->as_of;
    tp_register *days = tp_arena_array(look->arena, options->n_registers + 1, sizeof *days);
    size_t n = 0;
    if (!days)
        return NULL;
    days[n++] = (tp_register){as_of, look->run->data};
    for (size_t i = 0; i < options->n_registers; i++)
        if (options->registers[i].on != as_of)
            days[n++] = options->registers[i];
    qsort(days, n, sizeof *days, by_day);
    for (size_t i = 0; i < n; i++)
        if (days[i].on == as_of)
            *now = i;
    look->out->n_registers = n - 1;
    look->out->later = *now + 1 < n;
    *count = n;
    return days;
}

tp_status tp_anomalies_of_history(tp_anomaly_look *look)
{
    const tp_dataset *data = look->run->data;
    size_t n, now = 0;
    const tp_register *days = all_days(look, &n, &now);
    point *points = days ? tp_arena_array(look->arena, n, sizeof *points) : NULL;
    int64_t *taken = tp_arena_array(look->arena, (size_t)data->n_lots + 1, sizeof *taken);
    if (!points || !taken)
        return tp_fail_nomem(look->err);
    for (int32_t line = 0; line < data->n_lines && n > 1; line++) {
        for (size_t i = 0; i < n; i++) {
            const tp_line *is = same_line(days[i].data, data, &data->lines[line]);
            int64_t free =
                is ? is->authorised - is->lent + is->borrowed - is->in_post - is->committed : 0;
            points[i] = (point){days[i].data, is, days[i].on, free > 0 ? free : 0};
        }
        line_look l = {.look = look, .points = points, .n_points = n, .now = now, .line = line};
        l.taken = taken + data->lines[line].first_lot;
        if (!look_at_line(&l))
            return tp_fail_nomem(look->err);
    }
    return TP_OK;
}
