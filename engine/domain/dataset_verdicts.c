/* What checks found of units (findings.csv). */
#include "domain/dataset_build.h"

#include "base/order.h"
#include "base/text.h"

#include <string.h>

static const tp_msg MSG_UNTIL = {"data.finding-ends-before", "截止日期早于起始日期",
                                 "the finding ends before it begins"};
static const tp_msg MSG_FACTOR = {"data.finding-factor",
                                  "“可借数按系数”“可存数按系数”须写明系数（0…1）",
                                  "room and deposits need their factor (0…1)"};
static const tp_msg MSG_NO_FACTOR = {"data.finding-no-factor", "不得借用、不得自用不填系数",
                                     "no_loans and no_own_use have no factor"};

/* By unit and time; then by all the rest, so that file order leaves no trace. */
static int by_unit_from(const void *context, int32_t a, int32_t b)
{
    const tp_verdict *p = (const tp_verdict *)context + a, *q = (const tp_verdict *)context + b;
    if (p->unit != q->unit)
        return p->unit < q->unit ? -1 : 1;
    if (p->from != q->from)
        return p->from < q->from ? -1 : 1;
    if (p->effect != q->effect)
        return p->effect < q->effect ? -1 : 1;
    if (p->until != q->until)
        return p->until < q->until ? -1 : 1;
    if (p->factor != q->factor)
        return p->factor < q->factor ? -1 : 1;
    int order = strcmp(p->text, q->text);
    return order ? order : strcmp(p->source, q->source);
}

static void check(tp_builder *b, size_t i, const tp_finding_row *row)
{
    bool by_factor = row->effect >= TP_EFFECT_ROOM;
    if (row->until != TP_DATE_NONE && row->until < row->from)
        tp_build_error(b, i, "until", &MSG_UNTIL, NULL, NULL);
    if (by_factor && row->factor == TP_DEC_NONE)
        tp_build_error(b, i, "factor", &MSG_FACTOR, NULL, NULL);
    if (!by_factor && row->factor != TP_DEC_NONE)
        tp_build_error(b, i, "factor", &MSG_NO_FACTOR, NULL, NULL);
}

static bool fill(tp_builder *b, size_t i, const tp_finding_row *row, tp_verdict *to)
{
    to->from = row->from;
    to->until = row->until;
    to->effect = (tp_effect)row->effect;
    to->factor = row->factor;
    to->pos = tp_rows_pos(&b->view, i, NULL);
    return tp_build_text(b, row->finding, &to->text) &&
           tp_build_text(b, row->source ? row->source : "", &to->source);
}

tp_status tp_build_verdicts(tp_builder *b, const tp_kept *kept)
{
    tp_dataset *data = b->data;
    const tp_finding_row *rows = (const tp_finding_row *)(void *)kept->rows;
    tp_verdict *read = tp_arena_array(b->passing, kept->count + 1, sizeof *read);
    data->verdicts = tp_arena_array(data->arena, kept->count + 1, sizeof *read);
    if (!read || !data->verdicts)
        return tp_fail_nomem(b->err);
    size_t n = 0;
    for (size_t i = 0; i < kept->count; i++) {
        int32_t unit = tp_build_unit_of(b, i, rows[i].unit, "unit");
        if (kept->good[i])
            check(b, i, &rows[i]);
        if (unit == TP_ID_NONE || !kept->good[i])
            continue;
        read[n].unit = unit;
        if (!fill(b, i, &rows[i], &read[n++]))
            return tp_fail_nomem(b->err);
    }
    int32_t *order = tp_order_make(b->passing, n, by_unit_from, read);
    if (!order)
        return tp_fail_nomem(b->err);
    for (size_t k = 0; k < n; k++) {
        data->verdicts[k] = read[order[k]];
        tp_unit *unit = &data->units[data->verdicts[k].unit];
        if (!unit->verdicts++)
            unit->first_verdict = (int32_t)k;
    }
    data->n_verdicts = (int32_t)n;
    return TP_OK;
}
