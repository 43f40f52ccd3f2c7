/* Which loans of an answer are filed. */
#include "models/rules/filing.h"

static int32_t line_of(const tp_dataset *data, int32_t unit, int32_t category)
{
    const tp_unit *u = &data->units[unit];
    for (int32_t i = 0; i < u->lines; i++)
        if (data->lines[u->first_line + i].category == category)
            return u->first_line + i;
    return TP_ID_NONE;
}

typedef struct divider {
    tp_filing_split *out;
    const tp_binding *b;
    const tp_result *answer;
    int64_t *inside; /* [n_lines] slots of its own system behind its loans, not given out yet */
    int64_t *taken;  /* [n_lines] of them, behind loans that are filed */
    int64_t *left;   /* [items] */
} divider;

static bool is_inside(const divider *d, const tp_backing *at, int32_t *from, int32_t *to)
{
    const tp_dataset *data = d->b->data;
    *to = line_of(data, at->to, at->category);
    *from = at->from == TP_ID_NONE ? TP_ID_NONE : line_of(data, at->from, at->category);
    if (*from == TP_ID_NONE || *to == TP_ID_NONE)
        return false;
    int32_t item = tp_filing_of_line(d->b, *to);
    return item >= 0 && item == tp_filing_of_line(d->b, *from);
}

static void give(divider *d, int32_t demand)
{
    int32_t line = d->b->data->demands[demand].line;
    int32_t item = tp_filing_of_line(d->b, line);
    int64_t loan = d->answer->loan[demand];
    d->out->item[demand] = -1;
    if (item < 0 || loan <= 0 || loan > d->inside[line] || loan > d->left[item])
        return;
    d->out->item[demand] = item;
    d->out->moved[item] += loan;
    d->inside[line] -= loan;
    d->taken[line] += loan;
    d->left[item] -= loan;
}

tp_status tp_filing_divide(tp_filing_split *out, const tp_binding *b, const tp_result *answer,
                           tp_arena *arena, tp_err *err)
{
    const tp_list *list = tp_filings_stated(b);
    const tp_filing *items = list->items;
    size_t lines = (size_t)answer->n_lines + 1;
    divider d = {out,
                 b,
                 answer,
                 tp_arena_array(arena, lines, sizeof(int64_t)),
                 tp_arena_array(arena, lines, sizeof(int64_t)),
                 tp_arena_array(arena, list->count + 1, sizeof(int64_t))};
    *out = (tp_filing_split){
        tp_arena_array(arena, (size_t)answer->n_demands + 1, sizeof(int32_t)),
        tp_arena_array(arena, lines, sizeof(int64_t)),
        tp_arena_array(arena, list->count + 1, sizeof(int64_t)),
    };
    if (!d.inside || !d.taken || !d.left || !out->item || !out->deposit || !out->moved)
        return tp_fail_nomem(err);
    int32_t from, to;
    for (size_t i = 0; i < list->count; i++)
        d.left[i] = tp_filing_left(&items[i]);
    for (size_t k = 0; k < answer->n_backing; k++)
        if (is_inside(&d, &answer->backing[k], &from, &to))
            d.inside[to] += answer->backing[k].count;
    for (int32_t i = 0; i < answer->n_demands; i++)
        give(&d, i);
    for (size_t k = 0; k < answer->n_backing; k++) {
        if (!is_inside(&d, &answer->backing[k], &from, &to))
            continue;
        int64_t n = answer->backing[k].count < d.taken[to] ? answer->backing[k].count : d.taken[to];
        out->deposit[from] += n;
        d.taken[to] -= n;
    }
    return TP_OK;
}
