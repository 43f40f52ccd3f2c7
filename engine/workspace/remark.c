#include "workspace/remark.h"

#include "store/names.h"

#include <string.h>

static const tp_msg msg_row = {
    "remark.row", "这次测算的数据中没有申请“{0}”；存入的一行写作 单位/类别，如 {1}",
    "the run's data hold no demand '{0}'; a line's deposit is written UNIT/CATEGORY, as in {1}"};
static const tp_msg msg_line = {"remark.line", "{0} 没有类别为“{1}”的编制",
                                "{0} has no line of category '{1}'"};

/* What a row of a line looks like here. */
static const char *example(const tp_dataset *data, tp_arena *arena)
{
    const char *text = data->n_lines
                           ? tp_arena_format(arena, "%s/%s", data->units[data->lines[0].unit].code,
                                             tp_dataset_name(data, data->lines[0].category))
                           : "U001/A";
    return text ? text : "";
}

/* Fills demand, unit and category; texts live in the arena. */
static tp_status find_row(tp_remark *out, const char *row, const tp_dataset *data, tp_store *store,
                          tp_arena *arena, tp_err *err)
{
    const char *slash = strrchr(row, '/');
    out->unit = out->category = "";
    out->demand = row;
    if (tp_dataset_demand(data, row) != TP_ID_NONE)
        return TP_OK;
    if (!slash || slash == row || !slash[1]) {
        tp_diag_error(tp_store_diags(store), (tp_pos){0}, &msg_row, row, example(data, arena));
        return tp_fail(err, TP_E_INPUT, "no row %s", row);
    }
    const char *name = tp_arena_copy(arena, row, (size_t)(slash - row));
    out->demand = "";
    out->unit = name;
    out->category = slash + 1;
    if (!name)
        return tp_fail_nomem(err);
    int32_t unit = tp_dataset_unit(data, name);
    if (unit == TP_ID_NONE) {
        tp_status status = tp_ledger_unit(store, name, arena, &out->unit, err);
        if (status)
            return status;
        unit = tp_dataset_unit(data, out->unit);
    }
    if (unit != TP_ID_NONE && tp_dataset_line(data, unit, out->category) != TP_ID_NONE)
        return TP_OK;
    tp_diag_error(tp_store_diags(store), (tp_pos){0}, &msg_line, name, out->category);
    return tp_fail(err, TP_E_INPUT, "no line %s", row);
}

tp_status tp_remark_named(tp_store *store, const tp_opened_run *run, const char *row,
                          tp_remark *remark, tp_arena *arena, tp_err *err)
{
    tp_status status = find_row(remark, row, run->run->data, store, arena, err);
    return status ? status : tp_remark_put(store, run->record.run, remark, err);
}
