/* What a sweep varies: a list of points, each a few settings on top of one scenario.
 *
 *     reserve.share=0:0.3:0.02      0, 0.02, 0.04 … 0.3: exact decimals, both ends included
 *     borrow.max_share=0.1,0.2      a list; a part of it may be a range
 *
 * Axes make a grid, the first one varying slowest. A sweep file is YAML with `grid` (key to range,
 * value or list) and `points` (a list of maps from key to value), or CSV with the columns point
 * (optional: rows of the same point go together), key, change (substitute, absolute, relative) and
 * value; absolute adds to the scenario's own value, relative adds that share of it.
 * Owns: everything lives in the plan's arena. */
#ifndef TP_EXPLAIN_SWEEP_PLAN_H
#define TP_EXPLAIN_SWEEP_PLAN_H

#include "domain/scenario.h"

enum { TP_SWEEP_MOST_POINTS = 100000 };

typedef struct tp_sweep_axis {
    const char *key;
    const char **values; /* as YAML flow text */
    size_t n_values, capacity;
} tp_sweep_axis;

typedef struct tp_sweep_point {
    const char **value; /* [n_keys] NULL: as in the scenario */
} tp_sweep_point;

typedef struct tp_sweep_plan {
    tp_arena *arena;
    tp_sweep_axis *axes;
    size_t n_axes, axes_capacity;
    const char **keys; /* every key that is varied, in order of first mention */
    size_t n_keys, keys_capacity;
    tp_sweep_point *points;
    size_t n_points, points_capacity;
    /* Points stated one by one, before tp_sweep_plan_finish puts them behind the grid's. */
    tp_setting *loose;
    size_t *loose_point; /* [n_loose] */
    size_t n_loose, loose_capacity, loose_point_capacity, n_loose_points;
} tp_sweep_plan;

void tp_sweep_plan_init(tp_sweep_plan *plan, tp_arena *arena);
/* One axis, "key=values". Faults go to diags at `pos`: TP_E_INPUT. */
tp_status tp_sweep_vary(tp_sweep_plan *plan, const char *text, tp_pos pos, tp_diags *diags,
                        tp_err *err);
/* A sweep file; `base` is the scenario whose values absolute and relative changes start from. */
tp_status tp_sweep_read(tp_sweep_plan *plan, const char *path, const tp_scenario *base,
                        tp_diags *diags, tp_err *err);
/* Makes the points. TP_E_INPUT if there are none, or too many. */
tp_status tp_sweep_plan_finish(tp_sweep_plan *plan, tp_diags *diags, tp_err *err);

/* The settings of a point; *out in the arena given. */
tp_status tp_sweep_settings(const tp_sweep_plan *plan, size_t point, tp_arena *arena,
                            tp_setting **out, size_t *count, tp_err *err);
/* key=value lines: what names a point in the store. */
void tp_sweep_point_write(tp_buf *out, const tp_sweep_plan *plan, size_t point);

/* Inside: a value or range added to an axis; a setting of a loose point. */
tp_status tp_sweep_axis_add(tp_sweep_plan *plan, const char *key, const char *values, tp_pos pos,
                            tp_diags *diags, tp_err *err);
tp_status tp_sweep_axis_add_value(tp_sweep_plan *plan, const char *key, const char *value,
                                  tp_err *err);
tp_status tp_sweep_loose_add(tp_sweep_plan *plan, size_t point, const char *key, const char *value,
                             tp_err *err);

#endif
