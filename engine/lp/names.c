#include "lp/names.h"

tp_status tp_names_label(const tp_program *p, bool row, int32_t index, tp_arena *arena,
                         tp_label *out, tp_err *err)
{
    if (p->namer)
        return p->namer(p->namer_user, p, row, index, arena, out, err);
    *out = (tp_label){.rule = "", .unit = "", .category = "", .demand = "", .item = ""};
    out->name = tp_arena_format(arena, "%s.%d", row ? "row" : "column", (int)index);
    return out->name ? TP_OK : tp_fail_nomem(err);
}

static tp_status name_all(const char **names, const tp_program *p, bool rows, tp_arena *arena,
                          tp_err *err)
{
    int32_t n = rows ? p->n_rows : p->n_cols;
    for (int32_t i = 0; i < n; i++) {
        tp_label label;
        tp_status status = tp_names_label(p, rows, i, arena, &label, err);
        if (status != TP_OK)
            return status;
        names[i] = label.name;
    }
    return TP_OK;
}

tp_status tp_names_create(tp_names *out, const tp_program *p, tp_err *err)
{
    *out = (tp_names){.arena = tp_arena_create()};
    if (!out->arena)
        return tp_fail_nomem(err);
    out->col = tp_arena_array(out->arena, (size_t)p->n_cols + 1, sizeof(const char *));
    out->row = tp_arena_array(out->arena, (size_t)p->n_rows + 1, sizeof(const char *));
    tp_status status = out->col && out->row ? TP_OK : tp_fail_nomem(err);
    if (status == TP_OK)
        status = name_all(out->col, p, false, out->arena, err);
    if (status == TP_OK)
        status = name_all(out->row, p, true, out->arena, err);
    if (status != TP_OK)
        tp_names_free(out);
    return status;
}

void tp_names_free(tp_names *names)
{
    tp_arena_free(names->arena);
    *names = (tp_names){0};
}
