#include "models/mod_data.h"

#include "models/rule.h"

#include <string.h>

int64_t tp_mod_closes(const tp_case *c, int self, int32_t line)
{
    tp_bound bound;
    return tp_rules[self]->supply(c, self, line, NULL, &bound);
}

int64_t tp_mod_room(const tp_case *c, int self, int32_t line)
{
    tp_bound bound;
    return tp_rules[self]->room(c, self, line, NULL, &bound) ? bound.most : -1;
}

/* The rules' figures of one table by name, in the order in which they are first stated. */
enum { FIGURES_MOST = 64 };
typedef struct figure_list {
    const char *name[FIGURES_MOST];
    size_t count;
} figure_list;

static void figures_of(figure_list *list, tp_mod_table table)
{
    list->count = 0;
    for (int r = 0; r < tp_n_rules; r++)
        for (const tp_mod_figure *f = tp_rules[r]->figures; f && f->name; f++) {
            size_t k = 0;
            while (k < list->count && strcmp(list->name[k], f->name) != 0)
                k++;
            if (f->table == table && k == list->count && k < FIGURES_MOST)
                list->name[list->count++] = f->name;
        }
}

/* The largest any rule states. */
static int64_t figure_at(const tp_case *c, const char *name, tp_mod_table table, int32_t index)
{
    int64_t most = INT64_MIN;
    for (int r = 0; r < tp_n_rules; r++)
        for (const tp_mod_figure *f = tp_rules[r]->figures; f && f->name; f++)
            if (f->table == table && strcmp(f->name, name) == 0) {
                int64_t figure = f->of(c, r, index);
                most = figure > most ? figure : most;
            }
    return most;
}

/* Rows of the rules' figures, `TABLE index, period`, after what the table itself states. */
static void write_figures(tp_buf *out, const tp_case *c, const figure_list *list,
                          tp_mod_table table, int32_t index)
{
    for (size_t i = 0; i < list->count; i++)
        tp_buf_format(out, " %lld", (long long)figure_at(c, list->name[i], table, index));
    tp_buf_text(out, "\n");
}

static void write_head(tp_buf *out, const figure_list *list, const char *own)
{
    tp_buf_format(out, "param: %s", own);
    for (size_t i = 0; i < list->count; i++)
        tp_buf_format(out, " %s", list->name[i]);
    tp_buf_text(out, " :=\n");
}

static void write_ones(tp_buf *out, const tp_case *c)
{
    figure_list list;
    figures_of(&list, TP_MOD_ONE);
    for (size_t i = 0; i < list.count; i++)
        tp_buf_format(out, "param %s := %lld;\n", list.name[i],
                      (long long)figure_at(c, list.name[i], TP_MOD_ONE, 0));
}

static void write_pools(tp_buf *out, const tp_case *c)
{
    figure_list list;
    figures_of(&list, TP_MOD_POOLS);
    write_head(out, &list, "POOLS:");
    for (int32_t p = 0; p < c->n_pools; p++) {
        tp_buf_format(out, "# %s %s %s\n%d", c->pools[p].scope, c->pools[p].category,
                      c->pools[p].ring, TP_MOD_NUMBER(p));
        write_figures(out, c, &list, TP_MOD_POOLS, p);
    }
    tp_buf_text(out, ";\n");
}

/* What stays as it is, then what each period has. */
static void write_lines(tp_buf *out, const tp_case *c)
{
    figure_list list;
    tp_buf_text(out, "param: LINES: pool lent borrowed0 :=\n");
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        const tp_line *at = &c->data->lines[l];
        tp_buf_format(out, "%d %d %lld %lld # %s %s\n", TP_MOD_NUMBER(l),
                      TP_MOD_NUMBER(c->line[l].pool), (long long)at->lent,
                      (long long)(at->borrowed + at->given_back), c->data->units[at->unit].code,
                      tp_dataset_name(c->data, at->category));
    }
    figures_of(&list, TP_MOD_LINES);
    tp_buf_text(out, ";\n");
    write_head(out, &list, "in_use busy");
    for (int t = 0; t < c->n_periods; t++)
        for (int32_t l = 0; l < c->data->n_lines; l++) {
            const tp_case *in = tp_case_at(c, t);
            const tp_line *at = &in->data->lines[l];
            tp_dec saturation = tp_case_saturation(in, at->unit);
            tp_buf_format(out, "%d %d %lld %lld", TP_MOD_NUMBER(l), TP_MOD_NUMBER(t),
                          (long long)(at->in_post + at->committed),
                          (long long)(saturation == TP_DEC_NONE ? TP_DEC_ONE : saturation));
            write_figures(out, in, &list, TP_MOD_LINES, l);
        }
    tp_buf_text(out, ";\n");
}

static void write_demands(tp_buf *out, const tp_case *c)
{
    figure_list list;
    tp_buf_text(out, "param: DEMANDS: line asked minimum class filed :=\n");
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        const tp_demand *at = &c->data->demands[d];
        tp_buf_format(out, "%d %d %lld %lld %d %d # %s\n", TP_MOD_NUMBER(d),
                      TP_MOD_NUMBER(at->line), (long long)at->quantity, (long long)at->minimum,
                      (int)at->demand_class,
                      at->filed_on == TP_DATE_NONE ? 99999999 : (int)at->filed_on, at->code);
    }
    figures_of(&list, TP_MOD_DEMANDS);
    tp_buf_text(out, ";\n");
    write_head(out, &list, "denied");
    for (int t = 0; t < c->n_periods; t++)
        for (int32_t d = 0; d < c->data->n_demands; d++) {
            const tp_case *in = tp_case_at(c, t);
            tp_buf_format(out, "%d %d %d", TP_MOD_NUMBER(d), TP_MOD_NUMBER(t),
                          in->demand[d].denied_by || in->demand[d].stopped_by ? 1 : 0);
            write_figures(out, in, &list, TP_MOD_DEMANDS, d);
        }
    tp_buf_text(out, ";\n");
}

static void write_rules(tp_buf *out, const tp_case *c)
{
    for (int r = 0; r < tp_n_rules; r++)
        if (tp_rules[r]->text)
            tp_rules[r]->text(out, c, r);
}

static void write_reference(tp_buf *out, const tp_case *c)
{
    if (!c->reference)
        return;
    tp_buf_text(out, "param deposit_was :=");
    for (int32_t l = 0; l < c->data->n_lines; l++)
        if (c->reference->deposit[l])
            tp_buf_format(out, " %d %lld", TP_MOD_NUMBER(l), (long long)c->reference->deposit[l]);
    tp_buf_text(out, ";\nparam loan_was :=");
    for (int32_t d = 0; d < c->data->n_demands; d++)
        if (c->reference->loan[d])
            tp_buf_format(out, " %d %lld", TP_MOD_NUMBER(d), (long long)c->reference->loan[d]);
    tp_buf_text(out, ";\n");
}

static void write_held(tp_buf *out, const tp_tier_result *tier, size_t index)
{
    tp_wide size = tier->value < 0 ? -tier->value : tier->value;
    tp_wide room =
        size / TP_DEC_ONE * tier->concede + size % TP_DEC_ONE * tier->concede / TP_DEC_ONE;
    tp_buf_format(out, " %d ", TP_MOD_NUMBER(index));
    tp_buf_dec6(out, tier->sense == TP_MAX ? tier->value - room : tier->value + room);
}

static void write_tiers(tp_buf *out, const tp_case *c, const tp_mod_data_options *options)
{
    size_t count;
    const tp_tier_params *tiers = tp_tiers_of(c->scenario, &count);
    tp_buf_format(out, "param n := %d;\nparam tier := %d;\nparam goal :=", (int)count,
                  TP_MOD_NUMBER(options->tier));
    for (size_t i = 0; i < count; i++)
        tp_buf_format(out, " %d %s", TP_MOD_NUMBER(i), tp_goals[tiers[i].goal]->id);
    tp_buf_text(out, ";\n");
    tp_buf_text(out, "param held :=");
    for (size_t i = 0; i < options->tier; i++)
        write_held(out, &options->earlier[i], i);
    tp_buf_text(out, ";\nparam held_top :=");
    for (size_t i = 0; i < options->tier; i++)
        tp_buf_format(out, " %d %lld", TP_MOD_NUMBER(i), (long long)options->earlier[i].numerator);
    tp_buf_text(out, ";\nparam held_bottom :=");
    for (size_t i = 0; i < options->tier; i++)
        if (options->earlier[i].denominator > 0)
            tp_buf_format(out, " %d %lld", TP_MOD_NUMBER(i),
                          (long long)options->earlier[i].denominator);
    tp_buf_text(out, ";\nparam group :=");
    for (size_t i = 0; i < count && i <= options->tier; i++)
        for (int32_t d = 0; tp_goals[tiers[i].goal]->group && d < c->data->n_demands; d++)
            tp_buf_format(out, " %d %d %d", TP_MOD_NUMBER(i), TP_MOD_NUMBER(d),
                          (int)tp_goals[tiers[i].goal]->group(c->data, &tiers[i], d));
    tp_buf_text(out, ";\n");
}

tp_status tp_mod_data_write(tp_buf *out, const tp_case *c, const tp_mod_data_options *options,
                            tp_err *err)
{
    tp_buf_text(out, "data;\n\n");
    write_ones(out, c);
    write_pools(out, c);
    write_lines(out, c);
    write_demands(out, c);
    write_rules(out, c);
    write_reference(out, c);
    write_tiers(out, c, options);
    tp_buf_text(out, "\nend;\n");
    return tp_buf_ok(out) ? TP_OK : tp_fail_nomem(err);
}
