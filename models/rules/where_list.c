#include "models/rules/where_list.h"

tp_status tp_where_list_bind(tp_where_list **out, tp_binding *b, const tp_list *list,
                             tp_diags *diags, tp_err *err)
{
    if (!list->count)
        return TP_OK;
    tp_where_list *bound = tp_arena_alloc(b->arena, sizeof *bound);
    tp_filter **filters = tp_arena_array(b->arena, list->count, sizeof(tp_filter *));
    if (!bound || !filters)
        return tp_fail_nomem(err);
    *bound = (tp_where_list){.count = list->count, .filters = filters, .stated = list->items};
    for (size_t i = 0; i < list->count; i++) {
        tp_status status = tp_filter_create(&filters[i], b->arena, &bound->stated[i], b->data,
                                            b->as_of, diags, err);
        if (status != TP_OK)
            return status;
    }
    *out = bound;
    return TP_OK;
}

const tp_where *tp_where_list_match(const tp_where_list *list, int32_t line)
{
    for (size_t i = 0; list && i < list->count; i++)
        if (tp_filter_line(list->filters[i], line))
            return &list->stated[i];
    return NULL;
}
