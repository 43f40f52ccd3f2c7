#include "run/document_values.h"

#include <string.h>

static const tp_msg m_shape = {"document.shape", "结果文件中“{0}”缺失或类型不对",
                               "in the result document, '{0}' is missing or of the wrong type"};
static const tp_msg m_unknown = {"document.unknown", "结果文件提到数据集中没有的{0}“{1}”",
                                 "the result document names {0} '{1}', which the dataset lacks"};

void tp_reader_wrong(tp_reader *r, const char *key)
{
    tp_diag_error(r->diags, (tp_pos){0}, &m_shape, key);
}

const char *tp_reader_text(tp_reader *r, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    if (!text)
        tp_reader_wrong(r, key);
    return text ? text : "";
}

const char *tp_reader_kept(tp_reader *r, const json_t *object, const char *key)
{
    const char *copy = tp_arena_text(r->arena, tp_reader_text(r, object, key));
    r->nomem |= !copy;
    return copy ? copy : "";
}

int64_t tp_reader_int(tp_reader *r, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value))
        tp_reader_wrong(r, key);
    return json_is_integer(value) ? (int64_t)json_integer_value(value) : 0;
}

tp_wide tp_reader_dec6(tp_reader *r, const json_t *object, const char *key)
{
    tp_dec value = 0;
    const char *text = tp_reader_text(r, object, key);
    if (tp_dec_parse(text, strlen(text), &value) != TP_PARSE_OK)
        tp_reader_wrong(r, key);
    return value;
}

const json_t *tp_reader_array(tp_reader *r, const json_t *object, const char *key)
{
    const json_t *array = json_object_get(object, key);
    if (!json_is_array(array))
        tp_reader_wrong(r, key);
    return array;
}

void tp_reader_unknown(tp_reader *r, const char *what, const char *name)
{
    if (!r->lenient)
        tp_diag_error(r->diags, (tp_pos){0}, &m_unknown, what, name);
}

int32_t tp_reader_line(tp_reader *r, const json_t *item, const char *key)
{
    const char *code = tp_reader_text(r, item, key);
    int32_t unit = tp_dataset_unit(r->data, code);
    int32_t line = unit == TP_ID_NONE
                       ? TP_ID_NONE
                       : tp_dataset_line(r->data, unit, tp_reader_text(r, item, "category"));
    if (line == TP_ID_NONE)
        tp_reader_unknown(r, "unit", code);
    return line;
}

int32_t tp_reader_demand(tp_reader *r, const json_t *item)
{
    const char *code = tp_reader_text(r, item, "demand");
    int32_t demand = tp_dataset_demand(r->data, code);
    if (demand == TP_ID_NONE)
        tp_reader_unknown(r, "demand", code);
    return demand;
}

tp_date tp_reader_day(tp_reader *r, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    tp_date day = TP_DATE_NONE;
    if (text && *text && tp_date_parse(text, strlen(text), &day) != TP_PARSE_OK)
        tp_reader_wrong(r, key);
    return day;
}

/* Figures of slots stay far from where sums of them would leave 64 bits. */
int64_t tp_reader_count(tp_reader *r, const json_t *object, const char *key)
{
    const int64_t most = INT64_C(1000000) * 1000000;
    int64_t count = tp_reader_int(r, object, key);
    if (count <= most && count >= -most)
        return count;
    tp_reader_wrong(r, key);
    return 0;
}
