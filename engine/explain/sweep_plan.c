#include "explain/sweep_plan.h"

#include <string.h>

static const tp_msg msg_equals = {"sweep.vary",
                                  "“{0}”应写作 键=值，如 reserve.share=0:0.3:0.02 或 键=值1,值2",
                                  "\"{0}\": write key=values, as in reserve.share=0:0.3:0.02 or "
                                  "key=value,value"};
static const tp_msg msg_range = {
    "sweep.range", "“{0}”不是有效的范围：应为 起:止:步长，步长大于 0，止不小于起，小数不超过 6 位",
    "\"{0}\" is not a range: write first:last:step with step > 0, first <= last and at most 6 "
    "decimals"};
static const tp_msg msg_value = {"sweep.value", "{0} 缺少值", "{0} has an empty value"};
static const tp_msg msg_none = {"sweep.none", "没有要变动的参数：用 --vary 或参数文件给出",
                                "nothing varies: give --vary or a sweep file{0}"};
static const tp_msg msg_many = {"sweep.many", "共 {0} 个以上的点，超过上限 {1}",
                                "more than {0} points; at most {1} are allowed"};
static const tp_pos nowhere = {0};

void tp_sweep_plan_init(tp_sweep_plan *plan, tp_arena *arena)
{
    *plan = (tp_sweep_plan){.arena = arena};
}

static size_t key_index(const tp_sweep_plan *plan, const char *key)
{
    size_t k = 0;
    while (k < plan->n_keys && strcmp(plan->keys[k], key) != 0)
        k++;
    return k;
}

static tp_status add_key(tp_sweep_plan *plan, const char *key, tp_err *err)
{
    if (key_index(plan, key) < plan->n_keys)
        return TP_OK;
    char *copy = tp_arena_text(plan->arena, key);
    if (!copy || !tp_arena_grow(plan->arena, &plan->keys, &plan->keys_capacity, plan->n_keys, 1))
        return tp_fail_nomem(err);
    plan->keys[plan->n_keys++] = copy;
    return TP_OK;
}

/* The axis of a key, made at its first mention. */
static tp_sweep_axis *axis_of(tp_sweep_plan *plan, const char *key, tp_err *err)
{
    for (size_t a = 0; a < plan->n_axes; a++)
        if (strcmp(plan->axes[a].key, key) == 0)
            return &plan->axes[a];
    if (add_key(plan, key, err) != TP_OK ||
        !tp_arena_grow(plan->arena, &plan->axes, &plan->axes_capacity, plan->n_axes, 1)) {
        tp_fail_nomem(err);
        return NULL;
    }
    tp_sweep_axis *axis = &plan->axes[plan->n_axes++];
    *axis = (tp_sweep_axis){.key = plan->keys[key_index(plan, key)]};
    return axis;
}

tp_status tp_sweep_axis_add_value(tp_sweep_plan *plan, const char *key, const char *value,
                                  tp_err *err)
{
    tp_sweep_axis *axis = axis_of(plan, key, err);
    char *copy = tp_arena_text(plan->arena, value);
    if (!axis || !copy ||
        !tp_arena_grow(plan->arena, &axis->values, &axis->capacity, axis->n_values, 1))
        return tp_fail_nomem(err);
    for (size_t i = 0; i < axis->n_values; i++)
        if (strcmp(axis->values[i], value) == 0)
            return TP_OK; /* stated twice is stated once */
    axis->values[axis->n_values++] = copy;
    return TP_OK;
}

/* first:last:step; false with *range unset if the text is no range at all. */
typedef struct range {
    tp_dec first, last, step;
} range;

static bool is_range(const char *text, range *out, bool *good)
{
    const char *a = strchr(text, ':'), *b = a ? strchr(a + 1, ':') : NULL;
    if (!b || strchr(b + 1, ':') || strpbrk(text, "{[\"'"))
        return false;
    *good = tp_dec_parse(text, (size_t)(a - text), &out->first) == TP_PARSE_OK &&
            tp_dec_parse(a + 1, (size_t)(b - a - 1), &out->last) == TP_PARSE_OK &&
            tp_dec_parse(b + 1, strlen(b + 1), &out->step) == TP_PARSE_OK && out->step > 0 &&
            out->last >= out->first;
    return true;
}

static tp_status add_range(tp_sweep_plan *plan, const char *key, const range *r, tp_diags *diags,
                           tp_pos pos, tp_err *err)
{
    tp_wide count = ((tp_wide)r->last - r->first) / r->step + 1;
    if (count > TP_SWEEP_MOST_POINTS) {
        char most[TP_DEC_TEXT];
        tp_int_format(TP_SWEEP_MOST_POINTS, most);
        tp_diag_error(diags, pos, &msg_many, most, most);
        return tp_fail(err, TP_E_INPUT, "too many points");
    }
    for (tp_wide i = 0; i < count; i++) {
        char text[TP_DEC_TEXT];
        tp_dec_format(r->first + i * r->step, text);
        tp_status status = tp_sweep_axis_add_value(plan, key, text, err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

/* Bytes up to the next comma that stands outside brackets and quotes. */
static size_t part_length(const char *text)
{
    int depth = 0;
    char quote = 0;
    size_t n = 0;
    for (; text[n]; n++) {
        char c = text[n];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '[' || c == '{')
            depth++;
        else if (c == ']' || c == '}')
            depth--;
        else if (c == ',' && depth <= 0)
            break;
    }
    return n;
}

tp_status tp_sweep_axis_add(tp_sweep_plan *plan, const char *key, const char *values, tp_pos pos,
                            tp_diags *diags, tp_err *err)
{
    for (const char *at = values;;) {
        size_t length = part_length(at), skip = strspn(at, " ");
        skip = skip < length ? skip : length;
        char *part = tp_arena_copy(plan->arena, at + skip, length - skip);
        range r;
        bool good = true;
        if (!part)
            return tp_fail_nomem(err);
        if (!*part || (is_range(part, &r, &good) && !good)) {
            tp_diag_error(diags, pos, *part ? &msg_range : &msg_value, *part ? part : key);
            return tp_fail(err, TP_E_INPUT, "not a range of values");
        }
        tp_status status = is_range(part, &r, &good)
                               ? add_range(plan, key, &r, diags, pos, err)
                               : tp_sweep_axis_add_value(plan, key, part, err);
        if (status != TP_OK || !at[length])
            return status;
        at += length + 1;
    }
}

tp_status tp_sweep_vary(tp_sweep_plan *plan, const char *text, tp_pos pos, tp_diags *diags,
                        tp_err *err)
{
    const char *equals = strchr(text, '=');
    if (!equals || equals == text) {
        tp_diag_error(diags, pos, &msg_equals, text);
        return tp_fail(err, TP_E_INPUT, "no key=values");
    }
    char *key = tp_arena_copy(plan->arena, text, (size_t)(equals - text));
    return key ? tp_sweep_axis_add(plan, key, equals + 1, pos, diags, err) : tp_fail_nomem(err);
}

tp_status tp_sweep_loose_add(tp_sweep_plan *plan, size_t point, const char *key, const char *value,
                             tp_err *err)
{
    size_t n = plan->n_loose;
    char *copy = tp_arena_text(plan->arena, value);
    tp_status status = add_key(plan, key, err);
    if (status != TP_OK)
        return status;
    if (!copy || !tp_arena_grow(plan->arena, &plan->loose, &plan->loose_capacity, n, 1) ||
        !tp_arena_grow(plan->arena, &plan->loose_point, &plan->loose_point_capacity, n, 1))
        return tp_fail_nomem(err);
    plan->loose[n] = (tp_setting){.key = plan->keys[key_index(plan, key)], .value = copy};
    plan->loose_point[n] = point;
    plan->n_loose++;
    if (point >= plan->n_loose_points)
        plan->n_loose_points = point + 1;
    return TP_OK;
}

static tp_status too_many(tp_diags *diags, tp_err *err)
{
    char most[TP_DEC_TEXT];
    tp_int_format(TP_SWEEP_MOST_POINTS, most);
    tp_diag_error(diags, nowhere, &msg_many, most, most);
    return tp_fail(err, TP_E_INPUT, "too many points");
}

tp_status tp_sweep_plan_finish(tp_sweep_plan *plan, tp_diags *diags, tp_err *err)
{
    size_t grid = plan->n_axes ? 1 : 0;
    for (size_t a = 0; a < plan->n_axes; a++) {
        grid *= plan->axes[a].n_values;
        if (grid > TP_SWEEP_MOST_POINTS)
            return too_many(diags, err);
    }
    size_t total = grid + plan->n_loose_points;
    if (total > TP_SWEEP_MOST_POINTS)
        return too_many(diags, err);
    if (!total) {
        tp_diag_error(diags, nowhere, &msg_none, "");
        return tp_fail(err, TP_E_INPUT, "nothing varies");
    }
    plan->points = tp_arena_array(plan->arena, total, sizeof *plan->points);
    const char **values = tp_arena_array(plan->arena, total * plan->n_keys, sizeof(char *));
    if (!plan->points || !values)
        return tp_fail_nomem(err);
    for (size_t p = 0; p < total; p++) {
        plan->points[p].value = values + p * plan->n_keys;
        size_t rest = p;
        for (size_t a = plan->n_axes; p < grid && a-- > 0;) {
            const tp_sweep_axis *axis = &plan->axes[a];
            values[p * plan->n_keys + key_index(plan, axis->key)] =
                axis->values[rest % axis->n_values];
            rest /= axis->n_values;
        }
    }
    for (size_t i = 0; i < plan->n_loose; i++)
        plan->points[grid + plan->loose_point[i]].value[key_index(plan, plan->loose[i].key)] =
            plan->loose[i].value;
    plan->n_points = total;
    return TP_OK;
}

tp_status tp_sweep_settings(const tp_sweep_plan *plan, size_t point, tp_arena *arena,
                            tp_setting **out, size_t *count, tp_err *err)
{
    *count = 0;
    *out = tp_arena_array(arena, plan->n_keys + 1, sizeof **out);
    if (!*out)
        return tp_fail_nomem(err);
    for (size_t k = 0; k < plan->n_keys; k++)
        if (plan->points[point].value[k])
            (*out)[(*count)++] = (tp_setting){
                .key = plan->keys[k], .value = plan->points[point].value[k], .origin = "--vary"};
    return TP_OK;
}

void tp_sweep_point_write(tp_buf *out, const tp_sweep_plan *plan, size_t point)
{
    for (size_t k = 0; k < plan->n_keys; k++)
        if (plan->points[point].value[k])
            tp_buf_format(out, "%s=%s\n", plan->keys[k], plan->points[point].value[k]);
}
