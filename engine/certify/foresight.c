#include "certify/foresight.h"

#include "models/rules/horizon.h"
#include "models/rules/idle.h"
#include "models/rules/trend.h"

#include <stdlib.h>
#include <string.h>

/* A line on its way through the periods. */
typedef struct walk {
    int64_t occupied, running, vacant, absorbs;
    int32_t next; /* departure */
} walk;

typedef struct seer {
    const tp_measure *m;
    const tp_horizon *horizon;
    tp_dataset **later; /* [n] [0] stays empty */
    int n;
    tp_lot *pile; /* lots of the line at hand */
    int32_t piled;
    int32_t *put; /* [n] lots put into each period's table */
} seer;

static int older(const void *a, const void *b)
{
    const tp_lot *p = a, *q = b;
    return (p->since > q->since) - (p->since < q->since);
}

/* Takes what the answer reclaims off the oldest slots, one lot after another; the slots no lot
 * covers stand where their age puts them. */
static void take_reclaimed(seer *s, int32_t line, int64_t vacant)
{
    const tp_idle_params *idle = tp_idle_params_of(s->m->bind);
    int64_t take = s->m->answer->reclaimed[line], covered = 0, room = vacant;
    for (int32_t i = 0; i < s->piled; i++)
        covered += s->pile[i].count;
    int64_t loose = vacant > covered ? vacant - covered : 0;
    for (int32_t i = 0; i < s->piled && take > 0; i++) {
        tp_lot *lot = &s->pile[i];
        if (tp_date_months(lot->since, s->m->as_of) < idle->idle.unknown_age_months) {
            take -= take < loose ? take : loose;
            loose = 0;
        }
        int64_t within = lot->count < room ? lot->count : room;
        int64_t gone = within < take ? within : take;
        room -= within;
        take -= gone;
        lot->count -= gone;
    }
}

static int64_t stated(const seer *s, int32_t line, tp_date day, bool cap)
{
    const tp_line *l = &s->m->data->lines[line];
    int64_t is = cap ? l->cap : l->authorised - s->m->answer->reclaimed[line];
    for (size_t i = 0; i < s->horizon->n_expected; i++) {
        const tp_expected *e = &s->horizon->expected[i];
        int64_t figure = cap ? e->cap : e->authorised;
        if (e->kind == TP_EXPECT_FIGURES && e->subject == line && e->from <= day &&
            figure != TP_INT_NONE)
            is = figure;
    }
    return is;
}

/* One departure after another until the day: people leave while there are any, the first of them
 * posts there were too many of. */
static void leave(seer *s, int32_t line, walk *w, tp_date day)
{
    const tp_line *l = &s->m->data->lines[line];
    for (; w->next < l->departures; w->next++) {
        const tp_departure *at = &s->m->data->departures[l->first_departure + w->next];
        if (at->on > day)
            return;
        if (at->on <= s->m->as_of)
            continue;
        int64_t people = at->count;
        if (people > w->occupied)
            people = w->occupied;
        w->occupied -= people;
        if (w->absorbs >= people) {
            w->absorbs -= people;
            continue;
        }
        s->pile[s->piled++] =
            (tp_lot){.line = line, .count = people - w->absorbs, .since = at->on, .pos = at->pos};
        w->absorbs = 0;
    }
}

static void write_line(seer *s, int t, int32_t line, const walk *w)
{
    const tp_line *is = &s->m->data->lines[line];
    tp_dataset *to = s->later[t];
    tp_line *l = &to->lines[line];
    *l = *is;
    l->authorised = stated(s, line, s->horizon->at[t], false);
    l->cap = stated(s, line, s->horizon->at[t], true);
    l->committed = is->committed < w->occupied ? is->committed : w->occupied;
    l->in_post = w->occupied - l->committed;
    l->borrowed = w->running;
    l->first_lot = s->put[t];
    l->lots = 0;
    for (int32_t i = 0; i < s->piled; i++) {
        if (s->pile[i].count == 0)
            continue;
        to->lots[s->put[t]++] = s->pile[i];
        l->lots++;
    }
    to->n_lots = s->put[t];
}

static void walk_line(seer *s, int32_t line)
{
    const tp_line *l = &s->m->data->lines[line];
    walk w = {.occupied = l->in_post + l->committed, .running = l->borrowed};
    int64_t free = l->authorised + l->borrowed - l->lent - w.occupied;
    w.absorbs = free < 0 ? -free : 0;
    s->piled = 0;
    for (int32_t i = 0; i < l->lots; i++)
        s->pile[s->piled++] = s->m->data->lots[l->first_lot + i];
    if (s->m->answer->reclaimed[line])
        take_reclaimed(s, line, free > 0 ? free : 0);
    w.vacant = free > 0 ? free - s->m->answer->reclaimed[line] : 0;
    for (int t = 1; t < s->n; t++) {
        leave(s, line, &w, s->horizon->at[t]);
        qsort(s->pile, (size_t)s->piled, sizeof *s->pile, older);
        int64_t right = stated(s, line, s->horizon->at[t], false) - l->lent + w.running;
        int64_t open = right > w.occupied ? right - w.occupied : 0;
        int64_t keep = s->horizon->keep ? s->horizon->keep[line] : 0;
        while (open > w.vacant && w.running > keep) {
            int64_t back = open - w.vacant < w.running - keep ? open - w.vacant : w.running - keep;
            open -= back;
            w.running -= back;
        }
        w.vacant = open;
        write_line(s, t, line, &w);
    }
}

static tp_status walk_lines(seer *s, tp_err *err)
{
    const tp_dataset *data = s->m->data;
    size_t lots = (size_t)data->n_lots + (size_t)data->n_departures + 1;
    s->pile = tp_arena_array(s->m->arena, lots, sizeof *s->pile);
    s->put = tp_arena_array(s->m->arena, (size_t)s->n, sizeof *s->put);
    if (!s->pile || !s->put)
        return tp_fail_nomem(err);
    for (int t = 1; t < s->n; t++) {
        s->later[t]->lines =
            tp_arena_array(s->m->arena, (size_t)data->n_lines + 1, sizeof(tp_line));
        s->later[t]->lots = tp_arena_array(s->m->arena, lots, sizeof(tp_lot));
        if (!s->later[t]->lines || !s->later[t]->lots)
            return tp_fail_nomem(err);
    }
    for (int32_t l = 0; l < data->n_lines; l++)
        walk_line(s, l);
    return TP_OK;
}

static tp_status close_issues(seer *s, tp_dataset *to, tp_date day, tp_err *err)
{
    const tp_dataset *data = s->m->data;
    to->issues = tp_arena_array(s->m->arena, (size_t)data->n_issues + 1, sizeof *to->issues);
    if (!to->issues)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < data->n_issues; i++) {
        to->issues[i] = data->issues[i];
        tp_date *closed = &to->issues[i].closed_on;
        for (size_t k = 0; k < s->horizon->n_expected; k++) {
            const tp_expected *e = &s->horizon->expected[k];
            bool sooner = *closed == TP_DATE_NONE || e->from < *closed;
            if (e->kind == TP_EXPECT_CLOSED && e->subject == i && e->from <= day && sooner)
                *closed = e->from;
        }
    }
    return TP_OK;
}

/* The names, and those of expected grades nobody has yet. */
static tp_status name_grades(seer *s, tp_dataset *to, tp_err *err)
{
    const tp_ids *known = s->m->data->names;
    size_t more = 0;
    for (size_t k = 0; k < s->horizon->n_expected; k++) {
        const char *grade = s->horizon->expected[k].grade;
        more += grade && tp_ids_find(known, grade, strlen(grade)) == TP_ID_NONE;
    }
    if (!more)
        return TP_OK;
    int32_t n = tp_ids_count(known);
    to->names = tp_ids_create(s->m->arena, (size_t)n + more);
    to->name_uses = tp_arena_array(s->m->arena, (size_t)n + more + 1, sizeof *to->name_uses);
    if (!to->names || !to->name_uses)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < n; i++) {
        const char *name = tp_ids_name(known, i);
        if (tp_ids_add(to->names, name, strlen(name), NULL) < 0)
            return tp_fail_nomem(err);
        to->name_uses[i] = s->m->data->name_uses[i];
    }
    for (size_t k = 0; k < s->horizon->n_expected; k++) {
        const char *grade = s->horizon->expected[k].grade;
        int32_t id = grade ? tp_ids_add(to->names, grade, strlen(grade), NULL) : 0;
        if (id < 0)
            return tp_fail_nomem(err);
        if (id >= n)
            to->name_uses[id] = (uint16_t)(1u << TP_AT_GRADE);
    }
    return TP_OK;
}

static tp_outcome expected_outcome(const tp_dataset *to, const tp_outcome *has, bool *known,
                                   const tp_expected *e)
{
    tp_outcome is = {.unit = e->subject,
                     .evaluated_on = e->from,
                     .grade = TP_ID_NONE,
                     .score = TP_DEC_NONE,
                     .saturation = TP_DEC_NONE,
                     .pos = e->pos};
    if (*known)
        is = *has;
    *known = true;
    if (e->grade) {
        is.grade = tp_ids_find(to->names, e->grade, strlen(e->grade));
        is.evaluated_on = e->from;
    }
    if (e->saturation != TP_DEC_NONE)
        is.saturation = e->saturation;
    return is;
}

static bool is_point(const tp_dataset *data, const tp_outcome *at, tp_date day)
{
    bool settled = at->status == TP_OUTCOME_FINAL || data->use_drafts;
    return settled && at->evaluated_on <= day && at->saturation != TP_DEC_NONE;
}

/* Where the line through two outcomes is on that day: the nearest millionth, the upper of two. */
static tp_dec on_line(const tp_outcome *p, const tp_outcome *q, tp_date day)
{
    tp_wide run = tp_date_months(p->evaluated_on, q->evaluated_on);
    tp_wide beyond =
        tp_date_months(p->evaluated_on, q->evaluated_on) + tp_date_months(q->evaluated_on, day);
    tp_wide rise = ((tp_wide)q->saturation - p->saturation) * beyond;
    /* p + rise / run, all in halves of a run-th. */
    tp_wide halves = 2 * (p->saturation * run + rise) + run;
    if (halves <= 0)
        return 0;
    tp_wide whole = halves / (2 * run), most = 1000 * (tp_wide)TP_DEC_ONE;
    return (tp_dec)(whole > most ? most : whole);
}

/* Saturations of that day: on the line through the two latest that are stated, where there are
 * two. */
static void carry_on(const seer *s, tp_dataset *to, tp_date day)
{
    const tp_dataset *data = s->m->data;
    for (int32_t u = 0; u < data->n_units; u++) {
        const tp_outcome *counts = tp_dataset_outcome(data, u, day), *p = NULL, *q = NULL;
        for (int32_t i = 0; counts && i < data->units[u].outcomes; i++) {
            const tp_outcome *at = &data->outcomes[data->units[u].first_outcome + i];
            if (!is_point(data, at, day))
                continue;
            p = q;
            q = at;
        }
        if (p && q == counts && tp_date_months(p->evaluated_on, q->evaluated_on) > 0)
            to->outcomes[q - data->outcomes].saturation = on_line(p, q, day);
    }
}

/* Each unit of whom something is expected has one outcome, its own since with that. */
static tp_status see_outcomes(seer *s, tp_dataset *to, tp_date day, tp_err *err)
{
    const tp_dataset *data = s->m->data;
    size_t n = (size_t)data->n_outcomes, units = (size_t)data->n_units;
    to->units = tp_arena_array(s->m->arena, units + 1, sizeof *to->units);
    to->outcomes = tp_arena_array(s->m->arena, n + units + 1, sizeof *to->outcomes);
    if (!to->units || !to->outcomes)
        return tp_fail_nomem(err);
    memcpy(to->units, data->units, units * sizeof *to->units);
    memcpy(to->outcomes, data->outcomes, n * sizeof *to->outcomes);
    if (tp_trend_asked(s->m->bind))
        carry_on(s, to, day);
    for (int32_t u = 0; u < data->n_units; u++) {
        const tp_outcome *latest = tp_dataset_outcome(data, u, day);
        bool known = latest != NULL, changed = false;
        tp_outcome is = known ? to->outcomes[latest - data->outcomes] : (tp_outcome){0};
        for (size_t k = 0; k < s->horizon->n_expected; k++) {
            const tp_expected *e = &s->horizon->expected[k];
            if (e->kind != TP_EXPECT_OUTCOME || e->subject != u || e->from > day ||
                (latest && latest->evaluated_on > e->from))
                continue;
            /* What counts no more on that day is not there to go on from. */
            known = known && (!data->valid_months ||
                              tp_date_months(is.evaluated_on, day) < data->valid_months);
            is = expected_outcome(to, &is, &known, e);
            changed = true;
        }
        if (!changed)
            continue;
        to->units[u].first_outcome = to->n_outcomes;
        to->units[u].outcomes = 1;
        to->outcomes[to->n_outcomes++] = is;
    }
    return TP_OK;
}

static bool expects(const seer *s, tp_expected_kind kind)
{
    for (size_t k = 0; k < s->horizon->n_expected; k++)
        if (s->horizon->expected[k].kind == kind)
            return true;
    return false;
}

tp_status tp_foresight(const tp_dataset **out, int n_periods, const tp_measure *first, tp_err *err)
{
    seer s = {.m = first, .horizon = tp_horizon_of(first->bind), .n = n_periods};
    out[0] = first->data;
    if (n_periods == 1)
        return TP_OK;
    s.later = tp_arena_array(first->arena, (size_t)n_periods, sizeof(tp_dataset *));
    if (!s.later)
        return tp_fail_nomem(err);
    for (int t = 1; t < n_periods; t++) {
        if (!(s.later[t] = tp_arena_alloc(first->arena, sizeof(tp_dataset))))
            return tp_fail_nomem(err);
        *s.later[t] = *first->data;
        out[t] = s.later[t];
    }
    tp_status status = walk_lines(&s, err);
    bool issues = expects(&s, TP_EXPECT_CLOSED), outcomes = expects(&s, TP_EXPECT_OUTCOME);
    outcomes = outcomes || tp_trend_asked(first->bind);
    for (int t = 1; t < n_periods && status == TP_OK; t++) {
        if (issues)
            status = close_issues(&s, s.later[t], s.horizon->at[t], err);
        if (status == TP_OK && outcomes)
            status = name_grades(&s, s.later[t], err);
        if (status == TP_OK && outcomes)
            status = see_outcomes(&s, s.later[t], s.horizon->at[t], err);
    }
    return status;
}
