/* Row for row: the program that glpsol makes of turnover.mod and its data against the one in C, on
 * random instances, after naming. Rows are brought to one form (totals put in, what is fixed moved
 * to the sides, divided by the size of the entries, sides that the boxes keep left out), one side
 * each; then the two sets must be the same, and every rule that makes rows must have had some.
 * A rule left out of turnover.mod is a row that is missing there. TP_CASES, TP_SEED as ever. */
#include "models/mod_data.h"
#include "models/totals.h"
#include "run/session.h"
#include "solved.h"
#include "suite.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROWS_MOST = 4000, RULES_MOST = 64 };

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

static char doing[64];
static unsigned rows_of[RULES_MOST];
static unsigned binds[RULES_MOST]; /* lines that the rule alone holds back */

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

static void rows_of_program(draft *r, sides *to)
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
        int said = add_row(r, to);
        if (!goal)
            rows_of[maker] += (unsigned)said;
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

/* How far a deposit, transfer or grant may go is what the program says; one it has no column for
 * cannot move. */
static void check_bound(const tp_case *c, const char *type, const char *column, double v)
{
    int32_t col = column_of(c, column);
    if ((!strchr("Dz", column[0]) && strncmp(column, "given", 5) != 0) || !strchr(column, '[') ||
        (strcmp(type, "UP") && strcmp(type, "FX")))
        return;
    double lo = strcmp(type, "FX") ? 0 : v;
    ck_assert_msg(col != -2, "%s: nobody knows the column %s", doing, column);
    ck_assert_msg(col >= 0 ? lround(v) == c->program->hi[col] &&
                                 (strcmp(type, "FX") || lround(lo) == c->program->lo[col])
                           : v == 0,
                  "%s: turnover.mod lets %s go to %g, the program to %lld", doing, column, v,
                  col >= 0 ? (long long)c->program->hi[col] : 0LL);
}

static void read_mps(mps *m, const tp_case *c, const char *path, tp_arena *arena)
{
    FILE *file = fopen(path, "r");
    char line[512], section[32] = "", a[128], b[128], d[128];
    ck_assert_msg(file != NULL, "%s: glpsol wrote no program", doing);
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
            check_bound(c, a, d, v);
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

static void rows_of_mps(draft *r, const mps *m, sides *to)
{
    for (int i = 0; i < m->count; i++) {
        const mps_row *at = &m->rows[i];
        if (!compared(at))
            continue;
        ck_assert_msg(!at->foreign, "%s: row %s has a column nobody knows", doing, at->name);
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

static void compare(sides *program, sides *model)
{
    drop_weaker(program);
    drop_weaker(model);
    sort_once(program);
    sort_once(model);
    for (int i = 0, k = 0; i < program->count || k < model->count;) {
        int order = i == program->count ? 1
                    : k == model->count ? -1
                                        : strcmp(program->items[i].text, model->items[k].text);
        ck_assert_msg(order >= 0, "%s: turnover.mod lacks the row %s: %s", doing,
                      program->items[i].name, program->items[i].text);
        ck_assert_msg(order <= 0, "%s: the program lacks the row %s: %s", doing,
                      model->items[k].name, model->items[k].text);
        i++;
        k++;
    }
}

/* What glpsol makes of the model as text with the tier's data. */
static void read_model(mps *m, const tp_case *c, const tp_run *run, size_t tier, tp_arena *arena)
{
    char folder[] = "/tmp/turnpool-rows-XXXXXX", path[64], command[512];
    tp_buf text;
    tp_err err = {0};
    ck_assert_ptr_nonnull(mkdtemp(folder));
    tp_buf_init(&text);
    const tp_mod_data_options options = {tier, run->answer.tiers};
    ck_assert_int_eq(tp_mod_data_write(&text, c, &options, &err), TP_OK);
    snprintf(path, sizeof path, "%s/case.dat", folder);
    FILE *file = fopen(path, "wb");
    ck_assert_uint_eq(fwrite(text.bytes, 1, text.length, file), text.length);
    fclose(file);
    tp_buf_finish(&text);
    snprintf(command, sizeof command,
             "glpsol --check -m %s/turnover.mod -d %s --wfreemps %s/case.mps >/dev/null 2>&1",
             getenv("TP_MODELS"), path, folder);
    ck_assert_msg(system(command) == 0, "%s: %s", doing, command);
    unlink(path);
    snprintf(path, sizeof path, "%s/case.mps", folder);
    read_mps(m, c, path, arena);
    unlink(path);
    rmdir(folder);
}

/* What a slot is worth to the tier, to the millionth, if its goal needs no columns of its own. */
static void check_worth(const tp_case *c, const tp_run *run, const mps *m, size_t tier)
{
    const tp_objective *objective = &c->tiers[tier].objective;
    int sign = objective->sense == TP_MAX ? -1 : 1;
    bool own_columns = c->tiers[tier].kind != TP_TIER_LINEAR;
    for (int g = 0; g < tp_n_goals; g++)
        own_columns = own_columns || (strcmp(tp_goals[g]->id, run->answer.tiers[tier].goal) == 0 &&
                                      !tp_goals[g]->of_columns);
    const mps_row *of = NULL;
    for (int i = 0; i < m->count && !of; i++)
        of = m->rows[i].type == 'N' ? &m->rows[i] : NULL;
    for (int32_t j = 0; of && !own_columns && j < c->program->n_cols; j++)
        ck_assert_msg(c->program->lo[j] == c->program->hi[j] ||
                          of->coef[j] == sign * objective->cost[j],
                      "%s %s: turnover.mod says column %d is worth %lld millionths, not %lld",
                      doing, run->answer.tiers[tier].goal, (int)j, (long long)of->coef[j],
                      (long long)(sign * objective->cost[j]));
}

/* At the last tier whatever any goal adds is there; and what each goal is worth. */
static void check_rows(const tp_case *c, const tp_run *run)
{
    tp_arena *arena = tp_arena_create();
    size_t last = run->answer.n_tiers - 1;
    mps m = {0};
    read_model(&m, c, run, last, arena);
    draft r = {.c = c, .arena = arena};
    r.coef = tp_arena_array(arena, (size_t)c->program->n_cols + 1, sizeof *r.coef);
    sides program = {tp_arena_array(arena, ROWS_MOST, sizeof(side)), 0};
    sides model = {tp_arena_array(arena, ROWS_MOST, sizeof(side)), 0};
    ck_assert(r.coef && program.items && model.items);
    rows_of_program(&r, &program);
    rows_of_mps(&r, &m, &model);
    compare(&program, &model);
    check_worth(c, run, &m, last);
    size_t other = (size_t)c->data->n_lines % run->answer.n_tiers;
    m = (mps){0};
    if (other != last) {
        read_model(&m, c, run, other, arena);
        check_worth(c, run, &m, other);
    }
    tp_arena_free(arena);
}

/* Lines that would deposit or borrow more but for the rule. */
static void count_binding(const tp_case *c, tp_bound_side of)
{
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        int64_t most[RULES_MOST], all = INT64_MAX;
        for (int r = 0; r < tp_n_rules; r++) {
            bool (*hook)(const tp_case *, int, int32_t, tp_arena *, tp_bound *) =
                of == TP_OF_SUPPLY ? tp_rules[r]->supply : tp_rules[r]->room;
            tp_bound bound;
            most[r] =
                hook && hook(c, r, l, NULL, &bound) ? bound.most < 0 ? 0 : bound.most : INT64_MAX;
            all = most[r] < all ? most[r] : all;
        }
        for (int r = 0; r < tp_n_rules; r++) {
            bool alone = most[r] == all;
            for (int k = 0; k < tp_n_rules; k++)
                alone = alone && (k == r || most[k] > all);
            binds[r] += alone;
        }
    }
}

static void check_periods(const tp_case *c, const tp_run *run)
{
    check_rows(c, run);
    for (int t = 0; t < c->n_periods; t++) {
        count_binding(tp_case_at(c, t), TP_OF_SUPPLY);
        count_binding(tp_case_at(c, t), TP_OF_ROOM);
    }
}

static uint64_t number_of(const char *variable, uint64_t usual)
{
    const char *text = getenv(variable);
    return text && *text ? strtoull(text, NULL, 10) : usual;
}

/* One case in three has several periods. */
START_TEST(model_rows__are_the_programs)
{
    static instance in;
    uint64_t seed = number_of("TP_SEED", 1), left = number_of("TP_CASES", 120);
    for (; left; seed++) {
        solved w;
        instance_make(&in, seed, seed % 3 ? IN_SMALL : IN_MEDIUM);
        if (seed % 3 == 1)
            instance_plan(&in, seed);
        solved_begin(&w, &in);
        snprintf(doing, sizeof doing, "seed %" PRIu64, seed);
        if (tp_answered(w.run->result->status)) {
            check_periods(tp_session_case(w.session), w.run);
            left--;
        }
        solved_end(&w);
    }
    for (int r = 0; r < tp_n_rules; r++) {
        ck_assert_msg(!tp_rules[r]->emit || rows_of[r] || !strcmp(tp_rules[r]->id, "release"),
                      "no random case has a row of the rule %s", tp_rules[r]->id);
        ck_assert_msg((!tp_rules[r]->supply && !tp_rules[r]->room) || binds[r],
                      "in no random case the rule %s holds a line back: draw it so that it does",
                      tp_rules[r]->id);
    }
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("model_rows");
    TCase *tcase = tcase_create("model_rows");
    if (system("command -v glpsol >/dev/null 2>&1") != 0) {
        printf("1..0 # SKIP glpsol is not there\n");
        exit(0);
    }
    tcase_set_timeout(tcase, 600);
    tcase_add_test(tcase, model_rows__are_the_programs);
    suite_add_tcase(suite, tcase);
    return suite;
}
