#include "model_rows.h"

#include "models/mod_data.h"
#include "models/totals.h"
#include "suite.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROWS_MOST = 4000 };

/* One side of a row in the form that is compared, as text. */
typedef struct side {
    char *text;
    char name[64];
} side;

typedef struct sides {
    side *items;
    int count;
} sides;

typedef struct draft {
    const tp_case *c;
    int64_t *coef; /* [n_cols] */
    tp_wide lo, hi;
    bool below, above;
    char name[64];
    tp_arena *arena;
} draft;

/* What was found to differ first; NULL: nothing yet. */
typedef struct verdict {
    const char *differs;
    int64_t *taken; /* [n_demands, period] how far its columns read so far may go */
    int64_t *least; /* [n_cols] what a bound of the model wants of it at the least */
    tp_arena *arena;
} verdict;

__attribute__((format(printf, 2, 3))) static void differ(verdict *v, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (!v->differs)
        v->differs = tp_arena_copy(v->arena, text, strlen(text));
}

/* The column of a total stands for the sum that its row says. */
static void put_in_totals(draft *r)
{
    const tp_program *p = r->c->program;
    for (int i = 0; i < TP_N_TOTALS * r->c->n_periods; i++) {
        const tp_case *in = tp_case_at(r->c, i / TP_N_TOTALS);
        int32_t col = in->total[i % TP_N_TOTALS].col, row = in->total[i % TP_N_TOTALS].row;
        if (col < 0 || !r->coef[col])
            continue;
        int64_t factor = r->coef[col], own = 0;
        for (int64_t k = p->start[row]; k < p->start[row + 1]; k++)
            own = p->entries[k].col == col ? p->entries[k].coef : own;
        for (int64_t k = p->start[row]; k < p->start[row + 1]; k++)
            if (p->entries[k].col != col)
                r->coef[p->entries[k].col] -= factor * p->entries[k].coef / own;
        r->coef[col] = 0;
    }
}

static bool is_switch(const tp_case *c, int32_t col)
{
    const tp_origin *o = &c->program->col_origin[col];
    if (o->maker >= tp_n_rules)
        return strcmp(tp_goals[o->maker - tp_n_rules]->id, "touched") == 0;
    return strcmp(tp_rules[o->maker]->id, "minimum") == 0;
}

/* What a switch lets through is at most what there is. */
static void cut_switches(draft *r)
{
    const tp_program *p = r->c->program;
    tp_wide most = 0;
    int32_t with = -1;
    for (int32_t j = 0; j < p->n_cols; j++) {
        if (r->coef[j] > 0)
            most += (tp_wide)r->coef[j] * p->hi[j];
        else if (r->coef[j] < 0)
            with = with < 0 && is_switch(r->c, j) ? j : p->n_cols;
    }
    if (with >= 0 && with < p->n_cols && r->above && r->hi == 0 && -r->coef[with] > most)
        r->coef[with] = -(int64_t)most;
}

static void write_side(draft *r, sides *to, bool upper)
{
    const tp_program *p = r->c->program;
    tp_buf text;
    int64_t gcd = 0, sign = upper ? -1 : 1;
    for (int32_t j = 0; j < p->n_cols; j++)
        gcd = tp_gcd(gcd, r->coef[j]);
    tp_buf_init(&text);
    for (int32_t j = 0; j < p->n_cols; j++)
        if (r->coef[j])
            tp_buf_format(&text, "%d*%lld ", (int)j, (long long)(sign * r->coef[j] / gcd));
    tp_wide least = upper ? -r->hi : r->lo;
    tp_buf_format(&text, ">= %lld", (long long)tp_ceil_div(least, gcd ? gcd : 1));
    ck_assert_int_lt(to->count, ROWS_MOST);
    to->items[to->count].text = tp_arena_copy(r->arena, text.bytes, text.length);
    memcpy(to->items[to->count++].name, r->name, sizeof r->name);
    tp_buf_finish(&text);
}

/* Adds the row's sides; returns how many say anything. */
static int add_row(draft *r, sides *to)
{
    const tp_program *p = r->c->program;
    tp_wide least = 0, most = 0;
    int before = to->count;
    put_in_totals(r);
    for (int32_t j = 0; j < p->n_cols; j++) {
        if (p->lo[j] == p->hi[j]) {
            r->lo -= (tp_wide)r->coef[j] * p->lo[j];
            r->hi -= (tp_wide)r->coef[j] * p->lo[j];
            r->coef[j] = 0;
        }
        least += (tp_wide)r->coef[j] * (r->coef[j] > 0 ? p->lo[j] : p->hi[j]);
        most += (tp_wide)r->coef[j] * (r->coef[j] > 0 ? p->hi[j] : p->lo[j]);
    }
    cut_switches(r);
    if (r->below && r->lo > least)
        write_side(r, to, false);
    if (r->above && r->hi < most)
        write_side(r, to, true);
    memset(r->coef, 0, ((size_t)p->n_cols + 1) * sizeof *r->coef);
    return to->count - before;
}

static void rows_of_program(draft *r, sides *to, unsigned said[MODEL_RULES])
{
    const tp_program *p = r->c->program;
    for (int32_t i = 0; i < p->n_rows; i++) {
        int maker = p->row_origin[i].maker;
        bool goal = maker >= tp_n_rules;
        if (tp_totals_defines(r->c, i) ||
            (goal && strcmp(tp_goals[maker - tp_n_rules]->id, "touched") != 0))
            continue;
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++)
            r->coef[p->entries[k].col] += p->entries[k].coef;
        r->below = p->row_lo[i] != -TP_INF;
        r->above = p->row_hi[i] != TP_INF;
        r->lo = r->below ? p->row_lo[i] : 0;
        r->hi = r->above ? p->row_hi[i] : 0;
        snprintf(r->name, sizeof r->name, "%s %d", goal ? "touched" : tp_rules[maker]->id, (int)i);
        int sides_said = add_row(r, to);
        if (!goal && said)
            said[maker] += (unsigned)sides_said;
    }
}

/* ---- what glpsol wrote ---- */

/* Of a line (role 0) or demand (role 1). */
static int32_t touched_column(const tp_case *c, int role, int32_t subject)
{
    const tp_program *p = c->program;
    for (int32_t j = 0; j < p->n_cols; j++) {
        const tp_origin *o = &p->col_origin[j];
        if (o->maker >= tp_n_rules && o->role == role && o->subject == subject &&
            strcmp(tp_goals[o->maker - tp_n_rules]->id, "touched") == 0)
            return j;
    }
    return -1;
}

/* Of an end of a move of people, its entry's own where the line is none. */
static int32_t move_column(const tp_case *c, int entry, int32_t line, bool in)
{
    for (int32_t k = 0; k < c->n_ends; k++)
        if (c->ends[k].entry == entry && c->ends[k].line == line && c->ends[k].in == in)
            return c->ends[k].col;
    return -1;
}

/* -1: the program in C has no such column, so it must be one that cannot move; -2: not compared. */
static int32_t column_of(const tp_case *c, const char *name)
{
    int a = 0, t = 0, b = 0;
    if (sscanf(name, "D[%d,%d]", &a, &t) == 2)
        return tp_case_at(c, t - 1)->line[a - 1].deposit_col;
    if (sscanf(name, "s[%d,%d]", &a, &t) == 2)
        return tp_case_at(c, t - 1)->pools[a - 1].closing_col;
    if (sscanf(name, "z[%d,%d]", &a, &t) == 2)
        return tp_case_at(c, t - 1)->arcs[a - 1].col;
    if (sscanf(name, "leaves[%d,%d]", &a, &b) == 2)
        return move_column(c, a - 1, b - 1, false);
    if (sscanf(name, "enters[%d,%d]", &a, &b) == 2)
        return move_column(c, a - 1, b - 1, true);
    if (sscanf(name, "moved[%d]", &a) == 1)
        return move_column(c, a - 1, TP_ID_NONE, false);
    if (sscanf(name, "given[%d,%d]", &a, &t) == 2)
        return tp_case_at(c, t - 1)->demand[a - 1].grant_col;
    if (sscanf(name, "borrows[%d,%d]", &a, &t) == 2)
        return tp_case_at(c, t - 1)->demand[a - 1].switch_col;
    if (sscanf(name, "gives[%d]", &a) == 1)
        return touched_column(c, 0, a - 1);
    if (sscanf(name, "takes[%d]", &a) == 1)
        return touched_column(c, 1, a - 1);
    if (sscanf(name, "y[%d,%d,%d]", &a, &t, &b) == 3) {
        const tp_standing *d = &tp_case_at(c, t - 1)->demand[a - 1];
        for (int32_t k = 0; k < d->cols; k++)
            if (c->program->col_origin[d->first_col + k].part == b - 1)
                return d->first_col + k;
        return -1;
    }
    return -2;
}

typedef struct mps_row {
    char name[128], type;
    double rhs, range;
    bool ranged, foreign; /* has a column that is not compared */
    int64_t *coef;
} mps_row;

typedef struct mps {
    mps_row *rows;
    int count;
} mps;

static mps_row *row_named(mps *m, const char *name)
{
    for (int i = 0; i < m->count; i++)
        if (strcmp(m->rows[i].name, name) == 0)
            return &m->rows[i];
    return NULL;
}

static void take_entry(mps *m, const tp_case *c, const char *column, const char *row, double v)
{
    mps_row *at = row_named(m, row);
    int32_t col = column_of(c, column);
    if (!at || v == 0)
        return;
    at->foreign |= col == -2;
    if (col >= 0) /* what is wanted in millionths, rows in whole numbers */
        at->coef[col] += (int64_t)llround(at->type == 'N' ? v * 1e6 : v);
}

/* How far a deposit, loan, transfer or grant may go is what the program says; one it has no column
 * for cannot move. */
static void check_bound(verdict *out, const tp_case *c, const char *type, const char *column,
                        double v)
{
    int32_t col = column_of(c, column);
    int d = 0, t = 0, k = 0;
    if ((!strchr("Dyz", column[0]) && strncmp(column, "given", 5) != 0) || !strchr(column, '[') ||
        (strcmp(type, "UP") && strcmp(type, "FX")))
        return;
    /* The last tranches are cut to the room of the line, which a row of the model says. */
    if (sscanf(column, "y[%d,%d,%d]", &d, &t, &k) == 3) {
        const tp_case *in = tp_case_at(c, t - 1);
        int64_t *taken = &out->taken[(d - 1) * c->n_periods + t - 1];
        int64_t left = in->line[c->data->demands[d - 1].line].room - *taken;
        v = v < (double)left ? v : (double)left;
        *taken += lround(v);
    }
    if (col >= 0 && !strcmp(type, "FX"))
        out->least[col] = lround(v);
    if (col == -2)
        differ(out, "nobody knows the column %s", column);
    else if (col < 0 ? v != 0 : lround(v) != c->program->hi[col])
        differ(out, "turnover.mod lets %s go to %g, the program to %lld", column, v,
               col >= 0 ? (long long)c->program->hi[col] : 0LL);
}

static void read_mps(mps *m, verdict *out, const tp_case *c, const char *path, tp_arena *arena)
{
    FILE *file = fopen(path, "r");
    char line[512], section[32] = "", a[128], b[128], d[128];
    ck_assert_msg(file != NULL, "glpsol wrote no program");
    m->rows = tp_arena_array(arena, ROWS_MOST, sizeof *m->rows);
    while (fgets(line, sizeof line, file)) {
        double v = 0, w = 0;
        char e[128];
        if (line[0] == '*')
            continue;
        if (line[0] != ' ') {
            sscanf(line, "%31s", section);
        } else if (!strcmp(section, "ROWS") && sscanf(line, "%1s %63s", d, a) == 2) {
            ck_assert_int_lt(m->count, ROWS_MOST);
            mps_row *r = &m->rows[m->count++];
            snprintf(r->name, sizeof r->name, "%s", a);
            r->type = d[0];
            r->coef = tp_arena_array(arena, (size_t)c->program->n_cols + 1, sizeof *r->coef);
        } else if (!strcmp(section, "COLUMNS") && !strstr(line, "'MARKER'")) {
            int n = sscanf(line, "%127s %127s %lf %127s %lf", a, b, &v, e, &w);
            take_entry(m, c, a, b, n >= 3 ? v : 0);
            take_entry(m, c, a, n == 5 ? e : "", w);
        } else if (!strcmp(section, "BOUNDS") &&
                   sscanf(line, "%127s %127s %127s %lf", a, b, d, &v) == 4) {
            check_bound(out, c, a, d, v);
        } else if (!strcmp(section, "RHS") || !strcmp(section, "RANGES")) {
            int n = sscanf(line, "%127s %127s %lf %127s %lf", a, b, &v, e, &w);
            for (int k = 0; k < (n == 5 ? 2 : 1); k++) {
                mps_row *r = row_named(m, k ? e : b);
                if (r && section[1] == 'H')
                    r->rhs = k ? w : v;
                else if (r) {
                    r->range = k ? w : v;
                    r->ranged = true;
                }
            }
        }
    }
    fclose(file);
}

static bool compared(const mps_row *r)
{
    return r->type != 'N' && strncmp(r->name, "held_", 5) != 0 &&
           strncmp(r->name, "served", 6) != 0 && strncmp(r->name, "gap_", 4) != 0 &&
           strncmp(r->name, "loan_up", 7) != 0 && strncmp(r->name, "loan_down", 9) != 0 &&
           strncmp(r->name, "change_", 7) != 0;
}

/* Deposits are held to a least by bounds. */
static void check_least(verdict *out, const tp_case *c)
{
    for (int32_t l = 0; l < c->data->n_lines * c->n_periods; l++) {
        int32_t col = tp_case_at(c, l % c->n_periods)->line[l / c->n_periods].deposit_col;
        if (col >= 0 && out->least[col] != c->program->lo[col])
            differ(out, "turnover.mod wants a deposit of %lld from line %d, the program of %lld",
                   (long long)out->least[col], (int)l, (long long)c->program->lo[col]);
    }
}

static void rows_of_mps(draft *r, verdict *out, const mps *m, sides *to)
{
    for (int i = 0; i < m->count; i++) {
        const mps_row *at = &m->rows[i];
        if (!compared(at))
            continue;
        if (at->foreign)
            differ(out, "row %s has a column nobody knows", at->name);
        memcpy(r->coef, at->coef, (size_t)r->c->program->n_cols * sizeof *r->coef);
        double lo = at->type == 'L' ? -INFINITY : at->rhs,
               hi = at->type == 'G' ? INFINITY : at->rhs;
        if (at->ranged && at->type == 'L')
            lo = at->rhs - fabs(at->range);
        if (at->ranged && at->type == 'E') /* the range's sign says which side the figure is */
            *(at->range < 0 ? &lo : &hi) += at->range;
        if (at->ranged && at->type == 'G')
            hi = at->rhs + fabs(at->range);
        r->below = lo > -5e9;
        r->above = hi < 5e9;
        r->lo = r->below ? (tp_wide)llround(lo) : 0;
        r->hi = r->above ? (tp_wide)llround(hi) : 0;
        snprintf(r->name, sizeof r->name, "%.63s", at->name);
        add_row(r, to);
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(((const side *)a)->text, ((const side *)b)->text);
}

static void sort_once(sides *s)
{
    int n = 0;
    qsort(s->items, (size_t)s->count, sizeof *s->items, by_text);
    for (int i = 0; i < s->count; i++)
        if (n == 0 || strcmp(s->items[n - 1].text, s->items[i].text) != 0)
            s->items[n++] = s->items[i];
    s->count = n;
}

/* A side with the same columns that asks for more makes a weaker one say nothing. */
static void drop_weaker(sides *s)
{
    int n = 0;
    for (int i = 0; i < s->count; i++) {
        size_t form = (size_t)(strstr(s->items[i].text, ">=") - s->items[i].text);
        long long own = atoll(s->items[i].text + form + 2);
        bool weaker = false;
        for (int k = 0; k < s->count && !weaker; k++)
            weaker = strncmp(s->items[k].text, s->items[i].text, form + 2) == 0 &&
                     atoll(s->items[k].text + form + 2) > own;
        if (!weaker)
            s->items[n++] = s->items[i];
    }
    s->count = n;
}

static void compare(verdict *out, sides *program, sides *model)
{
    drop_weaker(program);
    drop_weaker(model);
    sort_once(program);
    sort_once(model);
    for (int i = 0, k = 0; i < program->count || k < model->count;) {
        int order = i == program->count ? 1
                    : k == model->count ? -1
                                        : strcmp(program->items[i].text, model->items[k].text);
        if (order < 0)
            differ(out, "turnover.mod lacks the row %s: %s", program->items[i].name,
                   program->items[i].text);
        if (order > 0)
            differ(out, "the program lacks the row %s: %s", model->items[k].name,
                   model->items[k].text);
        i += order <= 0;
        k += order >= 0;
    }
}

/* What glpsol makes of the model as text with the tier's data. */
static void read_model(mps *m, verdict *out, const tp_case *c, const model_of *of)
{
    char folder[] = "/tmp/turnpool-rows-XXXXXX", path[64], command[4096];
    tp_buf text;
    tp_err err = {0};
    ck_assert_ptr_nonnull(mkdtemp(folder));
    tp_buf_init(&text);
    const tp_mod_data_options options = {of->tier, of->run->answer.tiers};
    ck_assert_int_eq(tp_mod_data_write(&text, c, &options, &err), TP_OK);
    snprintf(path, sizeof path, "%s/case.dat", folder);
    FILE *file = fopen(path, "wb");
    ck_assert_uint_eq(fwrite(text.bytes, 1, text.length, file), text.length);
    fclose(file);
    tp_buf_finish(&text);
    snprintf(command, sizeof command,
             "cd %s && { glpsol --check -m %s -d case.dat --wfreemps case.mps >log 2>&1 || {"
             " grep -q 'out of domain' log && exit 9; }; }",
             folder, of->model);
    int code = system(command);
    bool beyond = of->changed && WIFEXITED(code) && WEXITSTATUS(code) == 9;
    ck_assert_msg(code == 0 || beyond, "%s", command);
    unlink(path);
    snprintf(path, sizeof path, "%s/log", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/case.mps", folder);
    if (beyond)
        differ(out, "the model reads a figure that is not there");
    else
        read_mps(m, out, c, path, out->arena);
    unlink(path);
    rmdir(folder);
}

/* What a slot is worth to the tier, to the millionth, if its goal needs no columns of its own. */
static void check_worth(verdict *out, const tp_case *c, const mps *m, const model_of *what)
{
    const tp_objective *objective = &c->tiers[what->tier].objective;
    const char *goal = what->run->answer.tiers[what->tier].goal;
    int sign = objective->sense == TP_MAX ? -1 : 1;
    bool own_columns = c->tiers[what->tier].kind != TP_TIER_LINEAR;
    for (int g = 0; g < tp_n_goals; g++)
        own_columns =
            own_columns || (strcmp(tp_goals[g]->id, goal) == 0 && !tp_goals[g]->of_columns);
    const mps_row *of = NULL;
    for (int i = 0; i < m->count && !of; i++)
        of = m->rows[i].type == 'N' ? &m->rows[i] : NULL;
    for (int32_t j = 0; of && !own_columns && j < c->program->n_cols; j++)
        if (c->program->lo[j] != c->program->hi[j] && of->coef[j] != sign * objective->cost[j])
            differ(out, "%s: turnover.mod says column %d is worth %lld millionths, not %lld", goal,
                   (int)j, (long long)of->coef[j], (long long)(sign * objective->cost[j]));
}

static verdict begin(const tp_case *c, tp_arena *arena)
{
    size_t demands = (size_t)c->data->n_demands * (size_t)c->n_periods;
    verdict out = {.arena = arena,
                   .least = tp_arena_array(arena, (size_t)c->program->n_cols + 1, sizeof(int64_t)),
                   .taken = tp_arena_array(arena, demands + 1, sizeof(int64_t))};
    ck_assert(out.least && out.taken);
    return out;
}

const char *model_rows_differ(const tp_case *c, const model_of *of, unsigned said[MODEL_RULES],
                              tp_arena *arena)
{
    verdict out = begin(c, arena);
    mps m = {0};
    read_model(&m, &out, c, of);
    draft r = {.c = c, .arena = arena};
    r.coef = tp_arena_array(arena, (size_t)c->program->n_cols + 1, sizeof *r.coef);
    sides program = {tp_arena_array(arena, ROWS_MOST, sizeof(side)), 0};
    sides rows = {tp_arena_array(arena, ROWS_MOST, sizeof(side)), 0};
    ck_assert(r.coef && program.items && rows.items);
    rows_of_program(&r, &program, said);
    rows_of_mps(&r, &out, &m, &rows);
    check_least(&out, c);
    compare(&out, &program, &rows);
    check_worth(&out, c, &m, of);
    return out.differs;
}

const char *model_worth_differs(const tp_case *c, const model_of *of, tp_arena *arena)
{
    verdict out = begin(c, arena);
    mps m = {0};
    read_model(&m, &out, c, of);
    check_worth(&out, c, &m, of);
    return out.differs;
}
