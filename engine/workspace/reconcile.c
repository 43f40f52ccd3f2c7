#include "workspace/reconcile.h"

#include <string.h>

const tp_words tp_difference_words[TP_DIFF_KINDS] = {{"已存入", "deposited"},
                                                     {"已借用", "on loan"},
                                                     {"核定（收储后）", "authorised after reclaim"},
                                                     {"台账有、数据无", "missing from the data"},
                                                     {"核定数有变", "authorised changed"}};

typedef struct comparing {
    const tp_dataset *data, *before; /* before NULL: there is none */
    tp_ledger *ledger;
    tp_arena *arena;
    tp_difference *items;
    size_t n, capacity;
    tp_err *err;
} comparing;

static int32_t line_in(const tp_dataset *data, const char *unit, const char *category)
{
    int32_t at = data ? tp_dataset_unit(data, unit) : TP_ID_NONE;
    return at < 0 ? TP_ID_NONE : tp_dataset_line(data, at, category);
}

static tp_status add(comparing *c, tp_difference d)
{
    if (!tp_arena_grow(c->arena, &c->items, &c->capacity, c->n, 1))
        return tp_fail_nomem(c->err);
    int32_t was = line_in(c->before, d.unit, d.category);
    d.before = TP_INT_NONE;
    if (was >= 0)
        d.before = d.kind == TP_DIFF_LENT       ? c->before->lines[was].lent
                   : d.kind == TP_DIFF_BORROWED ? c->before->lines[was].borrowed
                                                : c->before->lines[was].authorised;
    c->items[c->n++] = d;
    return TP_OK;
}

/* The loan a return would most likely be of: the one that falls due first and is large enough, else
 * the first with something left. */
static const tp_ledger_loan *loan_of(const tp_ledger *ledger, int32_t line, int64_t count)
{
    const tp_ledger_loan *best = NULL;
    for (size_t i = 0; i < ledger->n_loans; i++) {
        const tp_ledger_loan *loan = &ledger->loans[i];
        if (loan->line != line || !loan->outstanding)
            continue;
        bool fits = loan->outstanding >= count, best_fits = best && best->outstanding >= count;
        bool sooner = best && loan->due_on && (!best->due_on || loan->due_on < best->due_on);
        if (!best || (fits && !best_fits) || (fits == best_fits && sooner))
            best = loan;
    }
    return best;
}

static tp_status compare_line(comparing *c, int32_t l)
{
    const tp_line *line = &c->data->lines[l];
    const char *unit = c->data->units[line->unit].code;
    const char *category = tp_dataset_name(c->data, line->category);
    int32_t at = tp_ledger_find_line(c->ledger, unit, category);
    const tp_ledger_line *booked = at < 0 ? NULL : &c->ledger->lines[at];
    int64_t lent = booked ? booked->lent : 0, borrowed = booked ? booked->borrowed : 0;
    tp_difference d = {.unit = unit, .category = category, .pos = line->pos};
    tp_status status = TP_OK;
    if (c->data->lent_given && line->lent != lent) {
        d.kind = TP_DIFF_LENT;
        d.stated = line->lent;
        d.booked = lent;
        d.ways = TP_SETTLE_ACCEPT | TP_SETTLE_CORRECT;
        if (line->lent < lent) {
            d.ways |= TP_SETTLE_WITHDRAW;
            d.count = lent - line->lent;
        }
        status = add(c, d);
    }
    if (!status && c->data->borrowed_given && line->borrowed != borrowed) {
        d = (tp_difference){.kind = TP_DIFF_BORROWED,
                            .unit = unit,
                            .category = category,
                            .stated = line->borrowed,
                            .booked = borrowed,
                            .ways = TP_SETTLE_ACCEPT | TP_SETTLE_CORRECT,
                            .pos = line->pos};
        const tp_ledger_loan *loan =
            line->borrowed < borrowed ? loan_of(c->ledger, at, borrowed - line->borrowed) : NULL;
        if (loan) {
            int64_t less = borrowed - line->borrowed;
            d.ways |= TP_SETTLE_RETURN;
            d.loan = loan->entry;
            d.count = less < loan->outstanding ? less : loan->outstanding;
        }
        status = add(c, d);
    }
    bool reclaimed = booked && booked->reclaimed;
    /* As before a reorganisation that was approved since. */
    bool as_before = booked && booked->regrouped && !reclaimed &&
                     line->authorised == booked->authorised - booked->regrouped;
    if (!status && (as_before || (reclaimed && line->authorised != booked->authorised &&
                                  line->authorised != booked->authorised + booked->reclaimed)))
        return add(c, (tp_difference){.kind = TP_DIFF_AUTHORISED,
                                      .unit = unit,
                                      .category = category,
                                      .stated = line->authorised,
                                      .booked = booked->authorised,
                                      .ways = TP_SETTLE_ACCEPT | TP_SETTLE_CORRECT,
                                      .pos = line->pos});
    int32_t was = line_in(c->before, unit, category);
    if (!status && !reclaimed && was >= 0 && c->before->lines[was].authorised != line->authorised)
        status = add(c, (tp_difference){.kind = TP_DIFF_CHANGED,
                                        .unit = unit,
                                        .category = category,
                                        .stated = line->authorised,
                                        .booked = c->before->lines[was].authorised,
                                        .ways = TP_SETTLE_CORRECT,
                                        .pos = line->pos});
    return status;
}

static tp_status compare_gone(comparing *c)
{
    tp_status status = TP_OK;
    for (size_t i = 0; !status && i < c->ledger->n_lines; i++) {
        const tp_ledger_line *line = &c->ledger->lines[i];
        if ((line->lent || line->borrowed) && line_in(c->data, line->unit, line->category) < 0)
            status = add(c, (tp_difference){.kind = TP_DIFF_GONE,
                                            .unit = line->unit,
                                            .category = line->category,
                                            .booked = line->lent + line->borrowed,
                                            .ways = TP_SETTLE_CORRECT});
    }
    return status;
}

/* The dataset of the newest run; NULL if there is none, or it cannot be read any more. */
static tp_status snapshot(tp_dataset **out, tp_store *store, tp_arena *arena, tp_err *err)
{
    tp_run_row *rows;
    size_t count;
    tp_dataset_record record;
    tp_diags quiet;
    *out = NULL;
    tp_status status = tp_store_list_runs(store, arena, &rows, &count, err);
    if (status || !count)
        return status;
    tp_diags_init(&quiet, arena);
    status = tp_store_get_dataset(store, rows[count - 1].dataset_sha256, arena, &record, err);
    if (!status && tp_dataset_parse(out, record.canonical.bytes, record.canonical.length,
                                    record.order.bytes, &quiet, NULL))
        *out = NULL;
    return status;
}

tp_status tp_reconcile(tp_difference **out, size_t *count, const tp_dataset *data, tp_store *store,
                       tp_arena *arena, tp_err *err)
{
    tp_dataset *before = NULL;
    comparing c = {.data = data, .arena = arena, .err = err};
    tp_status status = tp_ledger_load(&c.ledger, store, TP_DATE_NONE, arena, err);
    if (!status)
        status = snapshot(&before, store, arena, err);
    c.before = before;
    for (int32_t l = 0; !status && l < data->n_lines; l++)
        status = compare_line(&c, l);
    if (!status)
        status = compare_gone(&c);
    tp_dataset_free(before);
    *out = c.items;
    *count = status ? 0 : c.n;
    return status;
}
