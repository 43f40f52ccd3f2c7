#include "domain/named.h"

#include "base/text.h"

#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_unknown = {"unit.unknown", "没有编码或名称为“{0}”的单位",
                                   "there is no unit whose code or name is \"{0}\""};
static const tp_msg msg_closest = {"unit.unknown", "没有编码或名称为“{0}”的单位；是否为 {1}",
                                   "there is no unit whose code or name is \"{0}\"; perhaps {1}"};
static const tp_msg msg_several = {"unit.several", "“{0}”对应多个单位，请用编码指明：{1}",
                                   "\"{0}\" fits several units: give a code: {1}"};
static const tp_msg msg_no_demand = {"demand.unknown",
                                     "数据中没有编号为“{0}”的申请，也没有叫这个名称的单位",
                                     "the data have no demand \"{0}\", nor a unit of that name"};
static const tp_msg msg_demand_closest = {
    "demand.unknown", "数据中没有编号为“{0}”的申请，也没有叫这个名称的单位；是否为 {1}",
    "the data have no demand \"{0}\", nor a unit of that name; perhaps {1}"};
static const tp_msg msg_none = {"demand.none", "单位 {0} 没有用编申请", "unit {0} has no demand"};
static const tp_msg msg_several_demands = {"demand.several",
                                           "“{0}”有多件申请，请用申请编号指明：{1}",
                                           "\"{0}\" has several demands: say which by number: {1}"};

enum { SHOWN = 8 };

tp_status tp_unit_names_begin(tp_unit_names *out, tp_arena *arena, tp_err *err)
{
    *out = (tp_unit_names){.codes = tp_ids_create(arena, 0)};
    return out->codes ? TP_OK : tp_fail_nomem(err);
}

tp_status tp_unit_names_add(tp_unit_names *out, const char *code, const char *name, tp_arena *arena,
                            tp_err *err)
{
    bool fresh = false;
    int32_t id = tp_ids_add(out->codes, code, strlen(code), &fresh);
    if (id == TP_ID_NONE)
        return tp_fail_nomem(err);
    if (!fresh)
        return TP_OK;
    if (!tp_arena_grow(arena, &out->names, &out->capacity, out->count, 1))
        return tp_fail_nomem(err);
    out->names[out->count++] = name;
    return TP_OK;
}

const char *tp_unit_name(const tp_unit_names *names, const char *code)
{
    int32_t id = names && names->codes ? tp_ids_find(names->codes, code, strlen(code)) : TP_ID_NONE;
    return id == TP_ID_NONE ? "" : names->names[id];
}

/* Units whose name is `text`, or holds it; the first few are written out. */
static size_t collect(const tp_unit_names *names, const char *text, bool part, tp_buf *found,
                      const char **code)
{
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        const char *name = names->names[i];
        if (part ? !strstr(name, text) : strcmp(name, text) != 0)
            continue;
        const char *of = tp_ids_name(names->codes, (int32_t)i);
        *code = of;
        if (++count <= SHOWN)
            tp_buf_format(found, "%s%s %s", count > 1 ? ", " : "", of, name);
        else if (count == SHOWN + 1)
            tp_buf_text(found, ", …");
    }
    return count;
}

static const char *closest(const tp_unit_names *names, const char *text)
{
    const char *best = NULL;
    size_t least = 3;
    for (size_t i = 0; i < names->count; i++) {
        const char *code = tp_ids_name(names->codes, (int32_t)i);
        size_t by_code = tp_text_distance(code, text, least),
               by_name = tp_text_distance(names->names[i], text, least);
        if (by_code < least || by_name < least) {
            least = by_code < by_name ? by_code : by_name;
            best = code;
        }
    }
    return best;
}

tp_status tp_unit_find(const tp_unit_names *names, const char *text, bool known, tp_diags *diags,
                       const char **code, tp_err *err)
{
    *code = text;
    if (known || tp_ids_find(names->codes, text, strlen(text)) != TP_ID_NONE)
        return TP_OK;
    tp_buf found;
    tp_buf_init(&found);
    size_t count = *text ? collect(names, text, false, &found, code) : 0;
    if (!count && *text)
        count = collect(names, text, true, &found, code);
    tp_status status = TP_OK;
    if (count > 1) {
        tp_diag_error(diags, nowhere, &msg_several, text, found.bytes ? found.bytes : "");
        status = tp_fail(err, TP_E_INPUT, "%zu units fit %s", count, text);
    } else if (!count) {
        const char *near = closest(names, text);
        if (near) {
            tp_buf_format(&found, "%s %s", near, tp_unit_name(names, near));
            tp_diag_error(diags, nowhere, &msg_closest, text, found.bytes ? found.bytes : near);
        } else {
            tp_diag_error(diags, nowhere, &msg_unknown, text);
        }
        status = tp_fail(err, TP_E_INPUT, "no unit %s", text);
    }
    tp_buf_finish(&found);
    return status;
}

tp_status tp_dataset_unit_named(const tp_dataset *data, const char *text, tp_diags *diags,
                                tp_arena *arena, int32_t *unit, tp_err *err)
{
    *unit = tp_dataset_unit(data, text);
    if (*unit != TP_ID_NONE)
        return TP_OK;
    size_t n = (size_t)data->n_units;
    tp_unit_names names = {.codes = data->unit_codes, .count = n};
    names.names = tp_arena_array(arena, n + 1, sizeof *names.names);
    if (!names.names)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        names.names[i] = data->units[i].name;
    const char *code;
    tp_status status = tp_unit_find(&names, text, false, diags, &code, err);
    if (!status)
        *unit = tp_dataset_unit(data, code);
    return status;
}

static void tell_unknown_demand(const tp_dataset *data, const char *text, tp_diags *diags)
{
    const char *near = NULL;
    size_t least = 3;
    for (int32_t d = 0; d < data->n_demands; d++) {
        size_t away = tp_text_distance(data->demands[d].code, text, least);
        if (away < least) {
            least = away;
            near = data->demands[d].code;
        }
    }
    if (near)
        tp_diag_error(diags, nowhere, &msg_demand_closest, text, near);
    else
        tp_diag_error(diags, nowhere, &msg_no_demand, text);
}

/* The demands of a unit, the first few written out. */
static size_t demands_of(const tp_dataset *data, int32_t unit, tp_buf *list, int32_t *last)
{
    size_t count = 0;
    for (int32_t d = 0; d < data->n_demands; d++) {
        const tp_demand *at = &data->demands[d];
        if (at->unit != unit)
            continue;
        *last = d;
        if (++count <= SHOWN)
            tp_buf_format(list, "%s%s %s ×%lld", count > 1 ? ", " : "", at->code,
                          tp_dataset_name(data, data->lines[at->line].category),
                          (long long)at->quantity);
        else if (count == SHOWN + 1)
            tp_buf_text(list, ", …");
    }
    return count;
}

tp_status tp_dataset_demand_named(const tp_dataset *data, const char *text, tp_diags *diags,
                                  tp_arena *arena, int32_t *demand, tp_err *err)
{
    int32_t unit;
    *demand = tp_dataset_demand(data, text);
    if (*demand != TP_ID_NONE)
        return TP_OK;
    tp_diags quiet; /* what is no unit may be meant for a demand */
    tp_diags_init(&quiet, arena);
    tp_status status = tp_dataset_unit_named(data, text, &quiet, arena, &unit, err);
    if (status == TP_E_INPUT && quiet.count && strcmp(quiet.items[0].code, msg_several.code) != 0)
        tell_unknown_demand(data, text, diags);
    else if (status)
        tp_diags_join(diags, &quiet);
    if (status)
        return status;
    tp_buf list;
    tp_buf_init(&list);
    size_t count = demands_of(data, unit, &list, demand);
    if (!count)
        tp_diag_error(diags, nowhere, &msg_none, data->units[unit].code);
    else if (count > 1)
        tp_diag_error(diags, nowhere, &msg_several_demands, text, list.bytes ? list.bytes : "");
    tp_buf_finish(&list);
    return count == 1 ? TP_OK : tp_fail(err, TP_E_INPUT, "%zu demands fit %s", count, text);
}
