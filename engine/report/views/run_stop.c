#include "report/views/run_stop.h"

#include "domain/pool_index.h"
#include "models/totals.h"

struct tp_stoppers {
    const tp_run *run;
    const tp_case *kase;
    tp_arena *arena;
    tp_matrix_columns columns;
    int64_t *x;     /* [n_cols] the answer as a point of the program */
    bool *known;    /* [n_cols] goals' own columns are not: rows that have them are passed over */
    int32_t *pool;  /* [n_pools] its index in the answer, TP_ID_NONE if it has none there */
    int64_t *spare; /* [n_pools] what the pool's lines could still deposit */
    tp_wide *sum;   /* [n_rows] the row's sum at the point */
    bool *judges;   /* [n_rows] all its columns are known */
    int32_t *
        held; /* [n_pools] the row that keeps its lines from depositing more, -1; NULL: not asked */
};

static void set(tp_stoppers *s, int32_t col, int64_t value)
{
    if (col >= 0) {
        s->x[col] = value;
        s->known[col] = true;
    }
}

/* Rebuilds the point from the answer; tranches fill in order. */
static void fill_point(tp_stoppers *s)
{
    const tp_result *result = s->run->result;
    const tp_case *c = s->kase;
    for (int32_t l = 0; l < c->data->n_lines; l++)
        set(s, c->line[l].deposit_col, result->deposit[l]);
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        int64_t left = result->loan[d];
        for (int32_t k = 0; k < c->demand[d].cols; k++) {
            int32_t col = c->demand[d].first_col + k;
            int64_t take = left < c->program->hi[col] ? left : c->program->hi[col];
            set(s, col, take);
            left -= take;
        }
        set(s, c->demand[d].switch_col, result->loan[d] > 0);
    }
    for (int32_t a = 0; a < c->n_arcs; a++)
        set(s, c->arcs[a].col, 0);
    for (int32_t k = 0; k < c->n_ends; k++)
        set(s, c->ends[k].col, tp_move_end_count(&c->ends[k], result));
}

/* Pools of the answer are in input order, those of the case in canonical order. */
static bool find_pools(tp_stoppers *s)
{
    const tp_case *c = s->kase;
    const tp_result *result = s->run->result;
    const tp_pool_index *index = tp_pool_index_create(s->arena, result->pools, result->n_pools);
    s->pool = tp_arena_array(s->arena, (size_t)c->n_pools + 1, sizeof *s->pool);
    if (!index || !s->pool)
        return false;
    for (int32_t p = 0; p < c->n_pools; p++) {
        const tp_pool *pool = &c->pools[p];
        s->pool[p] = tp_pool_index_find(index, pool->scope, pool->category, pool->ring);
    }
    return true;
}

static const tp_pool_result *answer_pool(const tp_stoppers *s, int32_t pool)
{
    return s->pool[pool] == TP_ID_NONE ? NULL : &s->run->result->pools[s->pool[pool]];
}

static void fill_pools(tp_stoppers *s)
{
    const tp_case *c = s->kase;
    const tp_result *result = s->run->result;
    for (int32_t p = 0; p < c->n_pools; p++) {
        const tp_pool_result *pool = answer_pool(s, p);
        if (pool)
            set(s, c->pools[p].closing_col, pool->closing);
    }
    for (int32_t a = 0; a < c->n_arcs; a++)
        for (size_t t = 0; t < result->n_transfers; t++)
            if (s->pool[c->arcs[a].from] == result->transfers[t].from &&
                s->pool[c->arcs[a].to] == result->transfers[t].to)
                set(s, c->arcs[a].col, result->transfers[t].count);
    for (int32_t l = 0; l < c->data->n_lines; l++)
        s->spare[c->line[l].pool] += c->line[l].most - result->deposit[l];
    for (int kind = 0; kind < TP_N_TOTALS; kind++)
        if (c->total[kind].col >= 0)
            s->known[c->total[kind].col] = true;
}

/* Once for all that is asked: one row may span all demands. */
static void sum_rows(tp_stoppers *s)
{
    const tp_program *p = s->kase->program;
    for (int32_t i = 0; i < p->n_rows; i++) {
        s->judges[i] = true;
        s->sum[i] = 0;
        for (int64_t e = p->start[i]; e < p->start[i + 1]; e++) {
            s->judges[i] = s->judges[i] && s->known[p->entries[e].col];
            s->sum[i] += (tp_wide)p->entries[e].coef * s->x[p->entries[e].col];
        }
    }
}

tp_status tp_stoppers_create(tp_stoppers **out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    const tp_case *c = run->kase;
    tp_stoppers *s = tp_arena_alloc(arena, sizeof *s);
    if (!s)
        return tp_fail_nomem(err);
    *s = (tp_stoppers){.run = run, .kase = c, .arena = arena};
    size_t cols = c->program ? (size_t)c->program->n_cols : 0;
    size_t rows = c->program ? (size_t)c->program->n_rows : 0;
    s->x = tp_arena_array(arena, cols + 1, sizeof *s->x);
    s->known = tp_arena_array(arena, cols + 1, sizeof *s->known);
    s->spare = tp_arena_array(arena, (size_t)c->n_pools + 1, sizeof *s->spare);
    s->sum = tp_arena_array(arena, rows + 1, sizeof *s->sum);
    s->judges = tp_arena_array(arena, rows + 1, sizeof *s->judges);
    if (!s->x || !s->known || !s->spare || !s->sum || !s->judges || !find_pools(s))
        return tp_fail_nomem(err);
    if (c->program) {
        tp_status status = tp_program_columns(&s->columns, c->program, arena, err);
        if (status)
            return status;
        fill_point(s);
        fill_pools(s);
        status = tp_totals_set(c, s->x, err);
        if (status)
            return status;
        sum_rows(s);
    }
    *out = s;
    return TP_OK;
}

/* A move away from the answer: one column by `step`, and the demand's switch to 1. */
typedef struct tp_move {
    int32_t col, switch_col;
    int64_t step;
} tp_move;

/* What the row's sum grows by when the column grows by so much. */
static tp_wide growth(const tp_stoppers *s, int32_t row, int32_t col, int64_t by)
{
    tp_wide sum = 0;
    for (int64_t e = s->columns.start[col]; by && e < s->columns.start[col + 1]; e++)
        if (s->columns.row[e] == row)
            sum += (tp_wide)s->columns.coef[e] * by;
    return sum;
}

/* Would the move break the row? Rows with unknown columns never say so. */
static bool row_blocks(const tp_stoppers *s, int32_t row, const tp_move *move, int32_t total)
{
    const tp_program *p = s->kase->program;
    if (!s->judges[row])
        return false;
    tp_wide sum = s->sum[row] + growth(s, row, move->col, move->step);
    if (total >= 0 && total != move->col)
        sum += growth(s, row, total, move->step);
    if (move->switch_col >= 0)
        sum += growth(s, row, move->switch_col, 1 - s->x[move->switch_col]);
    return (p->row_hi[row] != TP_INF && sum > p->row_hi[row]) ||
           (p->row_lo[row] != -TP_INF && sum < p->row_lo[row]);
}

/* The first row that forbids the move, apart from the pool's balance row; -1. */
static int32_t blocking_row(const tp_stoppers *s, const tp_move *move, int32_t but)
{
    int32_t through[] = {move->col, tp_totals_over(s->kase, &s->columns, move->col)};
    for (int i = 0; i < 2 && through[i] >= 0; i++)
        for (int64_t e = s->columns.start[through[i]]; e < s->columns.start[through[i] + 1]; e++)
            if (s->columns.row[e] != but && row_blocks(s, s->columns.row[e], move, through[1]))
                return s->columns.row[e];
    return -1;
}

/* The line's own ceiling G, if that is what is reached. */
static tp_status room_words(tp_stoppers *s, int32_t line, tp_words *out, tp_err *err)
{
    const tp_position *p = &s->kase->line[line];
    const tp_dataset *data = s->kase->data;
    tp_bound_item *items;
    size_t count;
    int64_t lent = 0;
    for (int32_t i = 0; i < data->lines[line].demands; i++)
        lent += s->run->result->loan[data->demand_of_line[data->lines[line].first_demand + i]];
    if (lent < p->room || p->room >= p->need)
        return TP_OK;
    tp_status status = tp_case_bounds(s->kase, TP_OF_ROOM, line, s->arena, &items, &count, err);
    for (size_t i = 0; !status && i < count && !out->zh; i++)
        if ((items[i].most > 0 ? items[i].most : 0) == p->room)
            *out = items[i].text;
    return status;
}

static tp_words pool_words(tp_stoppers *s, const tp_pool_result *pool)
{
    if (!pool || pool->closing == 0)
        return (tp_words){"池内编制已全部投放", "the pool is dry"};
    char text[TP_DEC_TEXT];
    tp_int_format(pool->closing, text);
    return (tp_words){tp_arena_format(s->arena, "池内只剩应留的 %s 个", text),
                      tp_arena_format(s->arena, "the pool holds only the %s it must keep", text)};
}

/* The pool has some left, but fewer than the demand's minimum. */
static tp_words left_words(tp_stoppers *s, int64_t left, int64_t least)
{
    char have[TP_DEC_TEXT], need[TP_DEC_TEXT];
    tp_int_format(left, have);
    tp_int_format(least, need);
    return (tp_words){
        tp_arena_format(s->arena, "池内只余 %s 个可投放，不足最低需要的 %s 个", have, need),
        tp_arena_format(s->arena, "%s left to lend, fewer than the %s it needs at least", have,
                        need)};
}

/* First column of the demand that could still grow. */
static int32_t open_column(const tp_stoppers *s, int32_t demand)
{
    const tp_standing *d = &s->kase->demand[demand];
    for (int32_t k = 0; k < d->cols; k++)
        if (s->x[d->first_col + k] < s->kase->program->hi[d->first_col + k])
            return d->first_col + k;
    return -1;
}

/* No row of the first period forbids it: the plan has other uses for it later. */
static const tp_words later = {"留待以后各期统筹使用", "kept for later periods"};

/* What keeps the pool's lines from depositing more, where they still could; -1. Found for all pools
 * at once: many demands of a pool ask. */
static tp_status deposit_row(tp_stoppers *s, int32_t pool, int32_t *row, tp_err *err)
{
    const tp_case *c = s->kase;
    if (!s->held) {
        s->held = tp_arena_array(s->arena, (size_t)c->n_pools + 1, sizeof *s->held);
        if (!s->held)
            return tp_fail_nomem(err);
        for (int32_t p = 0; p < c->n_pools; p++)
            s->held[p] = -1;
        for (int32_t l = 0; l < c->data->n_lines; l++) {
            const tp_position *p = &c->line[l];
            tp_move more = {p->deposit_col, -1, 1};
            if (p->deposit_col >= 0 && s->held[p->pool] < 0 && s->run->result->deposit[l] < p->most)
                s->held[p->pool] = blocking_row(s, &more, c->pools[p->pool].balance_row);
        }
    }
    *row = s->held[pool];
    return TP_OK;
}

static tp_status row_words(tp_stoppers *s, int32_t row, tp_words *out, tp_err *err)
{
    tp_label label = {0};
    const tp_program *p = s->kase->program;
    tp_status status = p->namer(p->namer_user, p, true, row, s->arena, &label, err);
    if (!status)
        *out = label.words;
    return status;
}

static tp_status program_words(tp_stoppers *s, int32_t demand, int32_t line, tp_words *out,
                               tp_err *err)
{
    const tp_case *c = s->kase;
    int32_t col = open_column(s, demand), line_pool = c->line[line].pool;
    const tp_pool *p = &c->pools[line_pool];
    if (col < 0)
        return TP_OK;
    /* A demand that got nothing needs its minimum at once. */
    const tp_standing *d = &c->demand[demand];
    int64_t least = c->data->demands[demand].minimum - d->own;
    tp_move more = {col, d->switch_col, s->run->result->loan[demand] || least < 1 ? 1 : least};
    tp_move less = {p->closing_col, -1, -more.step};
    int32_t row = blocking_row(s, &more, p->balance_row);
    if (row >= 0)
        return row_words(s, row, out, err);
    bool floored = s->x[p->closing_col] - more.step < c->program->lo[p->closing_col] ||
                   blocking_row(s, &less, p->balance_row) >= 0;
    const tp_pool_result *pool = answer_pool(s, line_pool);
    if (!floored)
        return TP_OK;
    if (s->spare[line_pool] > 0) {
        tp_status status = deposit_row(s, line_pool, &row, err);
        if (status || row >= 0)
            return status ? status : row_words(s, row, out, err);
        *out = c->n_periods > 1 ? later
                                : (tp_words){"尚可收储的编制受其他限制",
                                             "deposits still possible are held back by a limit"};
    } else if (c->n_periods > 1 && pool && pool->closing > pool->required) {
        *out = later;
    } else if (pool && pool->closing > pool->required)
        *out = left_words(s, pool->closing - pool->required, more.step);
    else
        *out = pool_words(s, pool);
    return TP_OK;
}

tp_status tp_stoppers_of(tp_stoppers *s, int32_t demand, tp_words *out, tp_err *err)
{
    int32_t line = s->kase->data->demands[demand].line;
    *out = (tp_words){NULL, NULL};
    if (!s->kase->program)
        return TP_OK;
    tp_status status = room_words(s, line, out, err);
    if (!status && !out->zh)
        status = program_words(s, demand, line, out, err);
    if (!status && !out->zh)
        *out = s->run->result->status == TP_FEASIBLE
                   ? (tp_words){"求解提前停止", "the search was stopped early"}
                   : (tp_words){"次序在前的目标或整批规则不容许",
                                "earlier goals or rules of the whole"};
    return status;
}
