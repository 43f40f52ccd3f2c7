/* What a document says of filing: which loans, and the totals they are filed under. */
#include "models/rules/filing.h"
#include "run/document_values.h"

#include <string.h>

/* None, until loans say so; NULL: memory is out. */
static int32_t *filed_of(tp_reader *r, tp_result *result)
{
    int32_t *filed = (int32_t *)result->filed; /* made here */
    if (filed)
        return filed;
    filed = tp_arena_array(r->arena, (size_t)result->n_demands + 1, sizeof *filed);
    r->nomem |= !filed;
    for (int32_t k = 0; filed && k < result->n_demands; k++)
        filed[k] = -1;
    return filed;
}

void tp_reader_filed(tp_reader *r, const json_t *item, tp_result *result, int32_t d)
{
    int64_t number = tp_reader_count(r, item, "filed");
    int32_t *filed = filed_of(r, result);
    result->filed = filed;
    if (number < 0 || (size_t)number > tp_filings_of(r->run->scenario)->count)
        tp_reader_wrong(r, "filed");
    else if (filed)
        filed[d] = (int32_t)number - 1;
}

/* What the document repeats of an item, and what its loans come to, must be what they are. */
static void check_item(tp_reader *r, const json_t *at, const tp_filing *item, int64_t now)
{
    if (strcmp(tp_reader_text(r, at, "name"), item->name) != 0 ||
        strcmp(tp_reader_text(r, at, "basis"), item->basis) != 0 ||
        tp_reader_day(r, at, "from") != item->from ||
        tp_reader_day(r, at, "until") != item->until ||
        tp_reader_count(r, at, "total") != item->total ||
        tp_reader_count(r, at, "before") != item->filed + item->booked ||
        tp_reader_count(r, at, "now") != now ||
        tp_reader_int(r, at, "left") != tp_filing_left(item) - now)
        tp_reader_wrong(r, "filing");
}

void tp_reader_filing(tp_reader *r, const json_t *root, tp_result *result)
{
    const json_t *list = json_object_get(root, "filing"); /* where any are stated */
    const tp_list *stated = tp_filings_of(r->run->scenario);
    const tp_filing *items = stated->items;
    if (json_array_size(list) != (tp_answered(result->status) ? stated->count : 0)) {
        tp_reader_wrong(r, "filing");
        return;
    }
    if (json_array_size(list))
        result->filed = filed_of(r, result);
    for (size_t i = 0; i < json_array_size(list); i++) {
        int64_t now = 0;
        for (int32_t d = 0; result->filed && d < result->n_demands; d++)
            now += result->filed[d] == (int32_t)i ? result->loan[d] : 0;
        check_item(r, json_array_get(list, i), &items[i], now);
    }
}
