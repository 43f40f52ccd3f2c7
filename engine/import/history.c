#include "import/history.h"

#include "import/parts.h"

#include <stdio.h>
#include <string.h>

typedef struct lot {
    int64_t count;
    tp_date since;
    bool unknown; /* it was there in the first register, since nobody knows when */
    tp_from from; /* in the register it was first seen in */
} lot;

/* A line through all registers. */
typedef struct thread {
    const char *code, *name, *category;
    lot *lots; /* oldest first */
    size_t n_lots, capacity;
    int64_t authorised, in_post;
    bool seen;
    size_t last; /* the register it was in last, from 1 */
    tp_value unit_value, category_value;
} thread;

typedef struct weaving {
    tp_arena *arena;
    tp_history *out;
    tp_ids *keys;
    thread *threads;
    size_t capacity;
    tp_date last_day;
} weaving;

tp_date tp_history_day(const char *text, size_t length)
{
    char full[TP_DATE_TEXT];
    tp_date day = TP_DATE_NONE;
    if (tp_date_parse(text, length, &day) == TP_PARSE_OK)
        return day;
    if (length != 7 || snprintf(full, sizeof full, "%.7s-01", text) != 10 ||
        tp_date_parse(full, 10, &day) != TP_PARSE_OK)
        return TP_DATE_NONE;
    return tp_date_add_days(tp_date_add_months(day, 1), -1);
}

static thread *thread_of(weaving *w, const char *code, const char *category)
{
    char key[512];
    bool fresh;
    snprintf(key, sizeof key, "%.200s\x1f%.200s", code, category);
    int32_t id = tp_ids_add(w->keys, key, strlen(key), &fresh);
    if (id == TP_ID_NONE || !tp_arena_grow(w->arena, &w->threads, &w->capacity, (size_t)id, 1))
        return NULL;
    if (fresh)
        w->threads[id] = (thread){.code = code, .category = category};
    return &w->threads[id];
}

static bool add_lot(weaving *w, thread *t, lot added)
{
    if (added.count <= 0)
        return true;
    if (t->n_lots && t->lots[t->n_lots - 1].since == added.since &&
        t->lots[t->n_lots - 1].unknown == added.unknown) {
        t->lots[t->n_lots - 1].count += added.count;
        return true;
    }
    if (!tp_arena_grow(w->arena, &t->lots, &t->capacity, t->n_lots, 1))
        return false;
    size_t at = t->n_lots++;
    while (at > 0 && t->lots[at - 1].since > added.since) {
        t->lots[at] = t->lots[at - 1];
        at--;
    }
    t->lots[at] = added;
    return true;
}

static int64_t sum_of(const thread *t)
{
    int64_t sum = 0;
    for (size_t i = 0; i < t->n_lots; i++)
        sum += t->lots[i].count;
    return sum;
}

/* Fills so many vacancies, the oldest first. */
static void fill(thread *t, int64_t count)
{
    size_t gone = 0;
    for (size_t i = 0; i < t->n_lots && count > 0; i++) {
        int64_t taken = t->lots[i].count < count ? t->lots[i].count : count;
        t->lots[i].count -= taken;
        count -= taken;
        gone += t->lots[i].count == 0;
    }
    memmove(t->lots, t->lots + gone, (t->n_lots - gone) * sizeof *t->lots);
    t->n_lots -= gone;
}

static const tp_value *cell(const tp_import_table *t, size_t row, tp_field_id field)
{
    static const tp_value none = {"", {0}};
    for (size_t i = 0; i < t->n_fields; i++)
        if (t->fields[i] == field)
            return &t->values[row * t->n_fields + i];
    return &none;
}

static int64_t number(const tp_import_table *t, size_t row, tp_field_id field)
{
    const char *text = cell(t, row, field)->text;
    int64_t value = 0;
    return tp_int_parse(text, strlen(text), &value) == TP_PARSE_OK ? value : 0;
}

/* Lots the first register states itself; more than there are vacancies is ignored, newest first. */
static bool stated_lots(weaving *w, const tp_import *import)
{
    const tp_import_table *t = &import->out[TP_OUT_VACANCIES];
    for (size_t r = 0; r < t->rows; r++) {
        const char *day = cell(t, r, TP_F_SINCE)->text;
        tp_date since = TP_DATE_NONE;
        thread *line = thread_of(w, cell(t, r, TP_F_CODE)->text, cell(t, r, TP_F_CATEGORY)->text);
        if (!line)
            return false;
        if (tp_date_parse(day, strlen(day), &since) != TP_PARSE_OK)
            continue;
        if (!add_lot(w, line, (lot){number(t, r, TP_F_COUNT), since, false, {0}}))
            return false;
    }
    return true;
}

static bool add_move(weaving *w, const thread *t, tp_date on, int64_t authorised, int64_t in_post)
{
    tp_history *out = w->out;
    if (!authorised && !in_post)
        return true;
    if (!tp_arena_grow(w->arena, &out->moves, &out->capacity, out->n_moves, 1))
        return false;
    out->moves[out->n_moves++] =
        (tp_history_move){t->code, t->name, t->category, on, authorised, in_post};
    return true;
}

static const char *name_of(const tp_import *import, const char *code)
{
    const tp_units *u = import->units;
    int32_t id = tp_ids_find(u->codes, code, strlen(code));
    return id == TP_ID_NONE ? code : u->items[u->by_code[id]].attribute[1].text;
}

static bool weave_row(weaving *w, const tp_history_step *step, size_t nth, size_t row)
{
    const tp_import_table *posts = &step->import->out[TP_OUT_POSTS];
    const tp_value *unit = cell(posts, row, TP_F_CODE), *category = cell(posts, row, TP_F_CATEGORY);
    thread *t = thread_of(w, unit->text, category->text);
    if (!t)
        return false;
    int64_t authorised = number(posts, row, TP_F_AUTHORISED),
            in_post = number(posts, row, TP_F_IN_POST);
    int64_t usage = authorised - number(posts, row, TP_F_LENT) + number(posts, row, TP_F_BORROWED);
    int64_t vacant = usage - in_post - number(posts, row, TP_F_COMMITTED), had = sum_of(t);
    vacant = vacant < 0 ? 0 : vacant;
    t->name = name_of(step->import, unit->text);
    t->unit_value = *unit;
    t->category_value = *category;
    if (t->seen && !add_move(w, t, step->on, authorised - t->authorised, in_post - t->in_post))
        return false;
    t->authorised = authorised;
    t->in_post = in_post;
    t->seen = true;
    t->last = nth;
    if (vacant < had && nth == 1) {
        /* More lots than vacancies in the first register: the newest excess is ignored. */
        for (size_t i = t->n_lots; i-- > 0 && had > vacant;) {
            int64_t less = t->lots[i].count < had - vacant ? t->lots[i].count : had - vacant;
            t->lots[i].count -= less;
            had -= less;
            t->n_lots -= t->lots[i].count == 0;
        }
    } else if (vacant < had) {
        fill(t, had - vacant);
    } else {
        bool unknown = nth == 1;
        w->out->of_first += unknown ? vacant - had : 0;
        return add_lot(
            w, t, (lot){vacant - had, step->on, unknown, cell(posts, row, TP_F_IN_POST)->from});
    }
    return true;
}

static bool put_lots(weaving *w, tp_import *last, size_t nth)
{
    last->out[TP_OUT_VACANCIES].rows = 0;
    for (int32_t i = 0; i < tp_ids_count(w->keys); i++) {
        const thread *t = &w->threads[i];
        for (size_t k = 0; k < t->n_lots && t->last == nth; k++) {
            if (t->lots[k].unknown)
                continue;
            char count[TP_DEC_TEXT], day[TP_DATE_TEXT];
            tp_int_format(t->lots[k].count, count);
            tp_date_format(t->lots[k].since, day);
            /* Cells of other registers are not of this import. */
            bool here = t->lots[k].from.row && t->lots[k].since == w->last_day;
            tp_value row[] = {
                t->unit_value,
                t->category_value,
                {tp_arena_text(last->arena, count), here ? t->lots[k].from : t->unit_value.from},
                {tp_arena_text(last->arena, day), {0}}};
            if (!row[2].text || !row[3].text || !tp_out_add(last, TP_OUT_VACANCIES, row))
                return false;
            w->out->lots++;
        }
    }
    return true;
}

tp_status tp_history_apply(tp_history *out, const tp_history_step *steps, size_t count,
                           tp_arena *arena, tp_err *err)
{
    *out = (tp_history){0};
    weaving w = {.arena = arena, .out = out, .keys = tp_ids_create(arena, 1024)};
    if (!count)
        return TP_OK;
    w.last_day = steps[count - 1].on;
    if (!w.keys || !stated_lots(&w, steps[0].import))
        return tp_fail_nomem(err);
    for (size_t s = 0; s < count; s++)
        for (size_t r = 0; r < steps[s].import->out[TP_OUT_POSTS].rows; r++)
            if (!weave_row(&w, &steps[s], s + 1, r))
                return tp_fail_nomem(err);
    return put_lots(&w, steps[count - 1].import, count) ? TP_OK : tp_fail_nomem(err);
}
