#include "domain/dataset_review.h"

#include "domain/dataset_doubt.h"

#include <string.h>

typedef struct reviewer {
    const tp_dataset *data;
    tp_arena *arena;
    tp_diags diags; /* what the loading would say, without a place */
    tp_doubt *items;
    size_t count, capacity;
    bool failed;
} reviewer;

/* Takes over what was said since, as said of the unit. */
static void take(reviewer *r, int32_t unit)
{
    for (size_t i = 0; i < r->diags.count; i++) {
        if (!tp_arena_grow(r->arena, &r->items, &r->capacity, r->count, 1)) {
            r->failed = true;
            break;
        }
        r->items[r->count++] =
            (tp_doubt){unit, {r->diags.items[i].text[TP_ZH], r->diags.items[i].text[TP_EN]}};
    }
    tp_diags_clear(&r->diags);
}

static void say(reviewer *r, int32_t unit, const tp_msg *msg, const char *a, const char *b,
                const char *c)
{
    tp_diag_warn(&r->diags, (tp_pos){0}, msg, a, b, c);
    take(r, unit);
}

static void say_counts(reviewer *r, int32_t unit, const tp_msg *msg, int64_t a, int64_t b)
{
    char text[2][TP_DEC_TEXT];
    tp_int_format(a, text[0]);
    tp_int_format(b, text[1]);
    say(r, unit, msg, text[0], text[1], "");
}

static bool same_names(reviewer *r)
{
    const tp_dataset *data = r->data;
    tp_ids *names = tp_ids_create(r->arena, (size_t)data->n_units);
    int32_t *first = tp_arena_array(r->arena, (size_t)data->n_units + 1, sizeof *first);
    if (!names || !first)
        return false;
    for (int32_t u = 0; u < data->n_units; u++) {
        bool fresh = false;
        const char *name = data->units[u].name;
        int32_t id = tp_ids_add(names, name, strlen(name), &fresh);
        if (id == TP_ID_NONE)
            return false;
        if (fresh)
            first[id] = u;
        else
            say(r, u, &tp_msg_doubt_name, data->units[first[id]].code, data->units[u].code, name);
    }
    return true;
}

static void figures(reviewer *r)
{
    const tp_dataset *data = r->data;
    for (int32_t l = 0; l < data->n_lines; l++) {
        const tp_line *line = &data->lines[l];
        int64_t people = line->in_post + line->committed;
        if (tp_doubt_proportion(people, line->authorised))
            say_counts(r, line->unit, &tp_msg_doubt_in_post, people, line->authorised);
    }
    for (int32_t i = 0; i < data->n_outcomes; i++)
        if (tp_doubt_saturation(data->outcomes[i].saturation)) {
            char text[TP_DEC_TEXT];
            tp_dec_format(data->outcomes[i].saturation, text);
            say(r, data->outcomes[i].unit, &tp_msg_doubt_saturation, text, "", "");
        }
    for (int32_t d = 0; d < data->n_demands; d++) {
        int64_t authorised = data->lines[data->demands[d].line].authorised;
        if (tp_doubt_proportion(data->demands[d].quantity, authorised))
            say_counts(r, data->demands[d].unit, &tp_msg_doubt_quantity, data->demands[d].quantity,
                       authorised);
    }
    for (int32_t l = 0; l < data->n_lines; l++) {
        tp_doubt_same_demands(data, &data->lines[l], &r->diags);
        take(r, data->lines[l].unit);
    }
}

tp_status tp_dataset_doubts(tp_doubt **out, size_t *count, const tp_dataset *data, tp_date as_of,
                            tp_arena *arena, tp_err *err)
{
    reviewer r = {.data = data, .arena = arena};
    tp_diags_init(&r.diags, arena);
    *out = NULL;
    *count = 0;
    if (!same_names(&r))
        return tp_fail_nomem(err);
    figures(&r);
    tp_doubt_day(data, as_of, (tp_pos){0}, &r.diags);
    take(&r, TP_ID_NONE);
    *out = r.items;
    *count = r.count;
    return r.failed ? tp_fail_nomem(err) : TP_OK;
}
