/* What a document says of when loans fall due: its own, and those that ran before. */
#include "models/rules/expiry.h"
#include "run/document_values.h"

#include <string.h>

void tp_reader_months(tp_reader *r, const json_t *item, tp_result *result, int32_t d)
{
    result->due[d] = tp_reader_day(r, item, "due");
    if (tp_reader_int(r, item, "months") != r->data->demands[d].term_months)
        tp_reader_wrong(r, "loans");
}

/* What the document repeats of the item must be what the scenario says. */
static void read_expired(tp_reader *r, const json_t *item, tp_expired *to)
{
    const tp_scenario *scenario = r->run->scenario;
    const tp_list *outcomes = &tp_expiry_of(scenario)->outcomes;
    int64_t number = tp_reader_count(r, item, "item");
    if (number < 0 || (size_t)number > outcomes->count) {
        tp_reader_wrong(r, "expiry");
        number = 0;
    }
    *to = (tp_expired){.item = (int32_t)number - 1,
                       .loan = tp_reader_kept(r, item, "loan"),
                       .demand = tp_reader_kept(r, item, "demand"),
                       .line = tp_reader_line(r, item, "unit"),
                       .due = tp_reader_day(r, item, "due"),
                       .count = tp_reader_count(r, item, "count"),
                       .kept = tp_reader_count(r, item, "kept"),
                       .back = tp_reader_count(r, item, "back"),
                       .due_after = tp_reader_day(r, item, "due_after")};
    const tp_expiry_item *items = outcomes->items;
    const char *outcome = number ? tp_expiry_names[items[number - 1].outcome] : "";
    if (strcmp(tp_reader_text(r, item, "outcome"), outcome) != 0 ||
        strcmp(tp_reader_text(r, item, "basis"), tp_expiry_basis(scenario, to->item)) != 0 ||
        tp_reader_count(r, item, "left") != to->count - to->kept - to->back)
        tp_reader_wrong(r, "expiry");
}

void tp_reader_expiry(tp_reader *r, const json_t *root, tp_result *result)
{
    /* Where the scenario has any; of a reference (`lenient`) nobody asks. */
    const json_t *list = r->lenient ? NULL : json_object_get(root, "expiry");
    tp_expired *all = tp_arena_array(r->arena, json_array_size(list) + 1, sizeof *all);
    size_t i;
    json_t *item;
    r->nomem |= !all;
    if (!all)
        return;
    json_array_foreach(list, i, item)
    {
        read_expired(r, item, &all[result->n_expired++]);
    }
    result->expired = all;
}
