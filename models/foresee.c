#include "models/foresee.h"

#include "models/lots.h"
#include "models/rules/horizon.h"
#include "models/rules/idle.h"
#include "models/rules/trend.h"

#include <string.h>

typedef struct future {
    const tp_case *first, *before;
    const tp_horizon *horizon;
    tp_date day; /* a_t */
    tp_dataset *data;
    tp_arena *arena;
    int64_t *left; /* [most lots of a line] what reclaim left of each */
    int32_t lots;  /* put so far */
} future;

static bool is_out(const future *f, const tp_departure *at)
{
    return at->on > f->first->as_of && at->on <= f->day;
}

static void put_lot(future *f, int32_t line, int64_t count, tp_date since, tp_pos pos)
{
    if (count > 0)
        f->data->lots[f->lots++] =
            (tp_lot){.line = line, .count = count, .since = since, .pos = pos};
}

/* The lots of the data, less what reclaim took of them, then one a departure; both ascend. */
static void put_lots(future *f, int32_t line, int64_t *occupied)
{
    const tp_dataset *now = f->first->data;
    const tp_line *is = &now->lines[line];
    const tp_idle_params *idle = tp_idle_params_of(f->first->bind);
    int64_t absorbs = f->first->line[line].over;
    int64_t reclaimed = f->first->line[line].reclaimed;
    int32_t first = f->lots, next = 0;
    tp_lots_query query = {.line = line,
                           .vacant = f->first->line[line].vacant + reclaimed,
                           .taken = reclaimed,
                           .unknown_age = idle->idle.unknown_age_months};
    if (reclaimed)
        tp_lots_left(now, f->first->as_of, &query, f->left);
    for (int32_t i = 0; i <= is->departures; i++) {
        const tp_departure *leaves = &now->departures[is->first_departure + i];
        bool some = i < is->departures;
        if (some && !is_out(f, leaves))
            continue;
        for (; next < is->lots; next++) {
            const tp_lot *lot = &now->lots[is->first_lot + next];
            if (some && lot->since > leaves->on)
                break;
            put_lot(f, line, reclaimed ? f->left[next] : lot->count, lot->since, lot->pos);
        }
        if (!some)
            break;
        int64_t gone = leaves->count < *occupied ? leaves->count : *occupied;
        int64_t absorbed = gone < absorbs ? gone : absorbs;
        *occupied -= gone;
        absorbs -= absorbed;
        put_lot(f, line, gone - absorbed, leaves->on, leaves->pos);
    }
    f->data->lines[line].first_lot = first;
    f->data->lines[line].lots = f->lots - first;
}

/* What falls free first repays, whether due or not. */
static void put_line(future *f, int32_t l)
{
    const tp_line *is = &f->first->data->lines[l], *was = &f->before->data->lines[l];
    tp_line *to = &f->data->lines[l];
    int64_t occupied = is->in_post + is->committed;
    put_lots(f, l, &occupied);
    to->in_post = occupied < is->committed ? 0 : occupied - is->committed;
    to->committed = occupied - to->in_post;
    int64_t free = to->authorised - to->lent + was->borrowed - occupied;
    int64_t fresh = (free > 0 ? free : 0) - f->before->line[l].vacant;
    int64_t keep = f->horizon->keep ? f->horizon->keep[l] : 0, due = was->borrowed - keep;
    to->borrowed = was->borrowed;
    if (fresh > 0 && due > 0)
        to->borrowed -= fresh < due ? fresh : due;
}

static tp_status put_lines(future *f, tp_err *err)
{
    const tp_dataset *now = f->first->data;
    size_t n = (size_t)now->n_lines;
    int32_t most = 0;
    f->data->lines = tp_arena_array(f->arena, n + 1, sizeof *f->data->lines);
    f->data->lots = tp_arena_array(f->arena, (size_t)now->n_lots + (size_t)now->n_departures + 1,
                                   sizeof(tp_lot));
    for (int32_t l = 0; l < now->n_lines; l++)
        most = now->lines[l].lots > most ? now->lines[l].lots : most;
    f->left = tp_arena_array(f->arena, (size_t)most + 1, sizeof *f->left);
    if (!f->data->lines || !f->data->lots || !f->left)
        return tp_fail_nomem(err);
    memcpy(f->data->lines, now->lines, n * sizeof *now->lines);
    for (int32_t l = 0; l < now->n_lines; l++)
        f->data->lines[l].authorised -= f->first->line[l].reclaimed;
    for (size_t i = 0; i < f->horizon->n_expected; i++) {
        const tp_expected *e = &f->horizon->expected[i];
        if (e->kind != TP_EXPECT_FIGURES || e->from > f->day)
            continue;
        if (e->authorised != TP_INT_NONE)
            f->data->lines[e->subject].authorised = e->authorised;
        if (e->cap != TP_INT_NONE)
            f->data->lines[e->subject].cap = e->cap;
    }
    for (int32_t l = 0; l < now->n_lines; l++)
        put_line(f, l);
    f->data->n_lots = f->lots;
    return TP_OK;
}

static tp_status close_issues(future *f, tp_err *err)
{
    const tp_dataset *now = f->first->data;
    bool copied = false;
    for (size_t i = 0; i < f->horizon->n_expected; i++) {
        const tp_expected *e = &f->horizon->expected[i];
        if (e->kind != TP_EXPECT_CLOSED || e->from > f->day)
            continue;
        if (!copied) {
            f->data->issues =
                tp_arena_array(f->arena, (size_t)now->n_issues + 1, sizeof *now->issues);
            if (!f->data->issues)
                return tp_fail_nomem(err);
            memcpy(f->data->issues, now->issues, (size_t)now->n_issues * sizeof *now->issues);
            copied = true;
        }
        tp_date *closed = &f->data->issues[e->subject].closed_on;
        if (*closed == TP_DATE_NONE || *closed > e->from)
            *closed = e->from;
    }
    return TP_OK;
}

/* A grade nobody has yet is a name more; the ids of the others stay. */
static int32_t grade_id(future *f, const char *name)
{
    const tp_dataset *now = f->first->data;
    int32_t id = tp_ids_find(f->data->names, name, strlen(name));
    if (id != TP_ID_NONE)
        return id;
    if (f->data->names == now->names) {
        int32_t n = tp_ids_count(now->names);
        tp_ids *names = tp_ids_create(f->arena, (size_t)n + 1);
        for (int32_t i = 0; names && i < n; i++) {
            const char *text = tp_ids_name(now->names, i);
            if (tp_ids_add(names, text, strlen(text), NULL) != i)
                return TP_ID_NONE;
        }
        if (!names)
            return TP_ID_NONE;
        f->data->names = names;
    }
    id = tp_ids_add(f->data->names, name, strlen(name), NULL);
    size_t n = (size_t)tp_ids_count(f->data->names);
    uint16_t *uses = id == TP_ID_NONE ? NULL : tp_arena_array(f->arena, n + 1, sizeof *uses);
    if (!uses)
        return TP_ID_NONE;
    memcpy(uses, f->data->name_uses, (n - 1) * sizeof *uses);
    uses[id] = (uint16_t)(1u << TP_AT_GRADE);
    f->data->name_uses = uses;
    return id;
}

/* Saturations go on along their trend. */
static tp_status project_outcomes(future *f, tp_err *err)
{
    const tp_dataset *now = f->first->data;
    size_t n = (size_t)now->n_outcomes;
    if (!tp_trend_asked(f->first->bind))
        return TP_OK;
    tp_outcome *to = tp_arena_array(f->arena, n + 1, sizeof *to);
    if (!to)
        return tp_fail_nomem(err);
    memcpy(to, now->outcomes, n * sizeof *to);
    for (int32_t u = 0; u < now->n_units; u++) {
        tp_trend at;
        if (!tp_trend_of(now, u, f->day, &at))
            continue;
        to[at.last - now->outcomes].saturation = at.saturation;
        to[at.last - now->outcomes].projected = true;
    }
    f->data->outcomes = to;
    return TP_OK;
}

/* The unit's outcome on that day, with what is expected of it since: its only one. */
static tp_status expect_outcome(future *f, const tp_expected *e, tp_outcome *to, tp_err *err)
{
    tp_unit *unit = &f->data->units[e->subject];
    const tp_outcome *has = tp_dataset_outcome(f->data, e->subject, f->day);
    if (has && has->evaluated_on > e->from)
        return TP_OK; /* evaluated later than that */
    *to = has ? *has
              : (tp_outcome){.unit = e->subject,
                             .evaluated_on = e->from,
                             .grade = TP_ID_NONE,
                             .score = TP_DEC_NONE,
                             .saturation = TP_DEC_NONE,
                             .pos = e->pos};
    if (e->saturation != TP_DEC_NONE) {
        to->saturation = e->saturation;
        to->projected = false;
    }
    if (e->grade) {
        to->grade = grade_id(f, e->grade);
        to->evaluated_on = e->from;
        if (to->grade == TP_ID_NONE)
            return tp_fail_nomem(err);
    }
    unit->first_outcome = (int32_t)(to - f->data->outcomes);
    unit->outcomes = 1;
    return TP_OK;
}

static tp_status expect_outcomes(future *f, tp_err *err)
{
    const tp_dataset *now = f->first->data;
    size_t count = 0, have = (size_t)now->n_outcomes;
    for (size_t i = 0; i < f->horizon->n_expected; i++)
        count += f->horizon->expected[i].kind == TP_EXPECT_OUTCOME &&
                 f->horizon->expected[i].from <= f->day;
    if (!count)
        return TP_OK;
    const tp_outcome *known = f->data->outcomes;
    f->data->outcomes = tp_arena_array(f->arena, have + count + 1, sizeof *now->outcomes);
    f->data->units = tp_arena_array(f->arena, (size_t)now->n_units + 1, sizeof *now->units);
    if (!f->data->outcomes || !f->data->units)
        return tp_fail_nomem(err);
    memcpy(f->data->outcomes, known, have * sizeof *now->outcomes);
    memcpy(f->data->units, now->units, (size_t)now->n_units * sizeof *now->units);
    tp_status status = TP_OK;
    for (size_t i = 0; i < f->horizon->n_expected && status == TP_OK; i++) {
        const tp_expected *e = &f->horizon->expected[i];
        if (e->kind == TP_EXPECT_OUTCOME && e->from <= f->day)
            status = expect_outcome(f, e, &f->data->outcomes[have++], err);
    }
    f->data->n_outcomes = (int32_t)have;
    return status;
}

tp_status tp_foresee(const tp_dataset **out, const tp_case *first, const tp_case *before,
                     int period, tp_arena *arena, tp_err *err)
{
    const tp_horizon *horizon = tp_horizon_of(first->bind);
    future f = {.first = first,
                .before = before,
                .horizon = horizon,
                .day = horizon->at[period],
                .data = tp_arena_alloc(arena, sizeof *f.data),
                .arena = arena};
    if (!f.data)
        return tp_fail_nomem(err);
    *f.data = *first->data;
    tp_status status = put_lines(&f, err);
    if (status == TP_OK)
        status = close_issues(&f, err);
    if (status == TP_OK)
        status = project_outcomes(&f, err);
    if (status == TP_OK)
        status = expect_outcomes(&f, err);
    *out = f.data;
    return status;
}
