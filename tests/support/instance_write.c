/* An instance as the files a planner would write. */
#include "instance.h"

#include "draws.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char *const kinds[] = {"", "事业单位", "政府部门"};
static const char *const systems[] = {"", "教育", "卫生健康", "公安"};
static const char *const levels[] = {"", "市", "县"};
static const char *const regions[] = {"", "甲县", "乙县", "市本级"};
static const char *const categories[] = {"", "事业", "行政"};
static const char *const grades[] = {"", "优秀", "良好", "较差"};
static const char *const sectors[] = {"", "教育", "卫生健康", "公安", "住房"};
static const char *const classes[] = {"", "statutory", "talent", "normal"};
static const char *const issue_classes[] = {"", "rectify", "office", "reserve"};
static const char *const measures[] = {"deposits", "loans",  "net_change",
                                       "usage",    "intake", "own_use"};
static const char *const goals[] = {"statutory", "need",      "fair", "burden",      "transfers",
                                    "touched",   "stability", "calm", "conversions", "overstaffed"};
static const char *const groupings[] = {"system", "sector", "region", "unit"};

enum { MOST_ROWS = IN_LOTS }; /* the longest table */

const char *instance_grade(int grade)
{
    return grades[grade];
}

static FILE *table(const char *directory, const char *name, const char *head)
{
    char path[512];
    if (snprintf(path, sizeof path, "%s/%s", directory, name) >= (int)sizeof path)
        return NULL;
    FILE *out = fopen(path, "wb");
    ck_assert_ptr_nonnull(out);
    fprintf(out, "%s", head);
    draws_head(out, name);
    fprintf(out, "\n");
    return out;
}

static void close_file(FILE *out)
{
    ck_assert_int_eq(fclose(out), 0);
}

/* The rows in the order to be written. */
static void draw_order(const instance *in, int salt, int count, int *order)
{
    uint64_t state = in->shuffle + (uint64_t)salt;
    for (int i = 0; i < count; i++)
        order[i] = i;
    for (int i = count - 1; in->shuffle && i > 0; i--) {
        int k = (int)in_pick(&state, 0, i), keep = order[i];
        order[i] = order[k];
        order[k] = keep;
    }
}

static void put_date(FILE *out, int date)
{
    if (date)
        fprintf(out, "%04d-%02d-%02d", date / 10000, date / 100 % 100, date % 100);
}

static void put_decimal(FILE *out, int64_t value)
{
    fprintf(out, "%" PRId64 ".%06" PRId64, value / 1000000, value % 1000000);
}

static void put_line(FILE *out, const instance *in, int line)
{
    const in_line *l = &in->line[line];
    fprintf(out, "%s,%s", in->unit[l->unit].code, categories[l->category]);
}

static void put_stated_line(FILE *out, const instance *in, int stated, int line)
{
    put_line(out, in, stated ? stated - 1 : line);
}

static void end_row(FILE *out, const instance *in, const char *name, int row)
{
    draws_cells(out, in, name, row);
    fprintf(out, "\n");
}

static void write_units(const instance *in, const char *directory)
{
    int order[MOST_ROWS];
    FILE *out = table(directory, "units.csv", "unit,kind,system,level,region,parent");
    draw_order(in, 1, in->n_units, order);
    for (int i = 0; i < in->n_units; i++) {
        const in_unit *u = &in->unit[order[i]];
        fprintf(out, "%s,%s,%s,%s,%s,%s", u->code, kinds[u->kind], systems[u->system],
                levels[u->level], regions[u->region],
                u->stated_parent ? in->unit[u->stated_parent - 1].code
                : u->parent < 0  ? ""
                                 : in->unit[u->parent].code);
        end_row(out, in, "units.csv", order[i]);
    }
    close_file(out);
    out = table(directory, "posts.csv",
                "unit,category,authorised,in_post,committed,lent,borrowed,cap");
    draw_order(in, 2, in->n_lines, order);
    for (int i = 0; i < in->n_lines; i++) {
        in_line stated = in->line[order[i]];
        const in_line *l = &stated;
        draws_stated(in, order[i], &stated);
        put_line(out, in, order[i]);
        fprintf(out, ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",", l->authorised,
                l->in_post, l->committed, l->lent, l->borrowed);
        if (l->cap >= 0)
            fprintf(out, "%" PRId64, l->cap);
        end_row(out, in, "posts.csv", order[i]);
    }
    close_file(out);
}

static void write_outcomes(const instance *in, const char *directory)
{
    int order[MOST_ROWS];
    FILE *out = table(directory, "outcomes.csv", "unit,evaluated_on,grade,saturation");
    draw_order(in, 3, in->n_outcomes, order);
    for (int i = 0; i < in->n_outcomes; i++) {
        const in_outcome *at = &in->outcome[order[i]];
        fprintf(out, "%s,", in->unit[at->unit].code);
        put_date(out, at->on);
        fprintf(out, ",%s,", grades[at->grade]);
        if (at->saturation >= 0)
            put_decimal(out, at->saturation);
        end_row(out, in, "outcomes.csv", order[i]);
    }
    close_file(out);
    out = table(directory, "issues.csv", "issue,unit,class,found_on,due_on,closed_on");
    draw_order(in, 4, in->n_issues, order);
    for (int i = 0; i < in->n_issues; i++) {
        const in_issue *at = &in->issue[order[i]];
        int unit = at->stated_unit ? at->stated_unit - 1 : at->unit;
        fprintf(out, "I%d,%s,%s,", order[i] + 1, in->unit[unit].code, issue_classes[at->klass]);
        put_date(out, at->found);
        fprintf(out, ",");
        put_date(out, at->due);
        fprintf(out, ",");
        put_date(out, at->closed);
        end_row(out, in, "issues.csv", order[i]);
    }
    close_file(out);
}

static void write_demands(const instance *in, const char *directory)
{
    int order[MOST_ROWS];
    FILE *out = table(directory, "demands.csv",
                      "demand,unit,category,quantity,minimum,class,sector,filed_on,term_months");
    draw_order(in, 5, in->n_demands, order);
    for (int i = 0; i < in->n_demands; i++) {
        const in_demand *d = &in->demand[order[i]];
        fprintf(out, "D%d,", order[i] + 1);
        put_stated_line(out, in, d->stated_line, d->line);
        fprintf(out, ",%" PRId64 ",%" PRId64 ",%s,%s,", d->quantity, d->minimum, classes[d->klass],
                sectors[d->sector]);
        put_date(out, d->filed);
        fprintf(out, ",%" PRId64, d->stated_term ? d->stated_term : d->term);
        end_row(out, in, "demands.csv", order[i]);
    }
    close_file(out);
}

static void write_lots(const instance *in, const char *directory)
{
    int order[MOST_ROWS];
    FILE *out = table(directory, "vacancies.csv", "unit,category,count,since");
    draw_order(in, 6, in->n_lots, order);
    for (int i = 0; i < in->n_lots; i++) {
        put_stated_line(out, in, in->lot[order[i]].stated_line, in->lot[order[i]].line);
        fprintf(out, ",%" PRId64 ",", in->lot[order[i]].count);
        put_date(out, in->lot[order[i]].since);
        fprintf(out, "\n");
    }
    close_file(out);
    out = table(directory, "attrition.csv", "unit,category,on,count");
    draw_order(in, 7, in->n_departures, order);
    for (int i = 0; i < in->n_departures; i++) {
        put_stated_line(out, in, in->departure[order[i]].stated_line, in->departure[order[i]].line);
        fprintf(out, ",");
        put_date(out, in->departure[order[i]].on);
        fprintf(out, ",%" PRId64 "\n", in->departure[order[i]].count);
    }
    close_file(out);
}

static int one_of(uint64_t mask)
{
    int bit = 0;
    while (mask && !(mask >> bit & 1u))
        bit++;
    return bit;
}

static void write_limits(const instance *in, const char *directory)
{
    FILE *out =
        table(directory, "limits.csv",
              "name,unit,kind,system,level,region,parent,category,sector,class,measure,at_least,"
              "at_most,period");
    for (int i = 0; i < in->s.n_limits; i++) {
        const in_limit *at = &in->s.limit[i];
        const in_filter *f = &at->where;
        if (!at->in_csv)
            continue;
        fprintf(out, "limit %d,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,", i,
                f->units ? in->unit[one_of(f->units)].code : "", kinds[one_of(f->kind)],
                systems[one_of(f->system)], levels[one_of(f->level)], regions[one_of(f->region)],
                f->parents ? in->unit[one_of(f->parents)].code : "",
                categories[one_of(f->category)], sectors[one_of(f->sector)],
                classes[one_of(f->klass)], measures[at->measure]);
        if (at->has_least)
            fprintf(out, "%" PRId64, at->least);
        fprintf(out, ",");
        if (at->has_most)
            fprintf(out, "%" PRId64, at->most);
        fprintf(out, ",");
        if (at->period)
            fprintf(out, "%d", at->period);
        fprintf(out, "\n");
    }
    close_file(out);
}

static void put_set(FILE *out, const char *key, unsigned mask, const char *const *names,
                    const char **separator)
{
    if (!mask)
        return;
    fprintf(out, "%s%s: [", *separator, key);
    for (int v = 1, first = 1; v < 8; v++)
        if (mask >> v & 1u) {
            fprintf(out, "%s%s", first ? "" : ", ", names[v]);
            first = 0;
        }
    fprintf(out, "]");
    *separator = ", ";
}

static void put_units(FILE *out, const instance *in, const char *key, uint64_t mask,
                      const char **separator)
{
    if (!mask)
        return;
    fprintf(out, "%s%s: [", *separator, key);
    for (int u = 0, first = 1; u < in->n_units && u < 64; u++)
        if (mask >> u & 1u) {
            fprintf(out, "%s%s", first ? "" : ", ", in->unit[u].code);
            first = 0;
        }
    fprintf(out, "]");
    *separator = ", ";
}

void instance_write_filter(FILE *out, const instance *in, const in_filter *f)
{
    const char *separator = "";
    fprintf(out, "{");
    put_units(out, in, "unit", f->units, &separator);
    put_set(out, "kind", f->kind, kinds, &separator);
    put_set(out, "system", f->system, systems, &separator);
    put_set(out, "level", f->level, levels, &separator);
    put_set(out, "region", f->region, regions, &separator);
    put_units(out, in, "parent", f->parents, &separator);
    put_set(out, "category", f->category, categories, &separator);
    put_set(out, "grade", f->grade, grades, &separator);
    put_set(out, "sector", f->sector, sectors, &separator);
    put_set(out, "class", f->klass, classes, &separator);
    if (f->below >= 0) {
        fprintf(out, "%ssaturation_below: ", separator);
        put_decimal(out, f->below);
    }
    fprintf(out, "}");
}

static void put_key(FILE *out, const char *key, int64_t value)
{
    if (value < 0)
        return;
    fprintf(out, "  %s: ", key);
    put_decimal(out, value);
    fprintf(out, "\n");
}

static void write_supply(FILE *out, const instance *in)
{
    const in_scenario *s = &in->s;
    fprintf(out, "idle:\n  min_months: %" PRId64 "\n  unknown_age_months: %" PRId64 "\n",
            s->min_months, s->unknown_age);
    if (s->release) {
        fprintf(out, "release:\n");
        put_key(out, "unevaluated_share", s->unevaluated_share);
        put_key(out, "keep_share", s->keep_share);
        fprintf(out, "  keep_count: %" PRId64 "\n  deposits: %s\n", s->keep_count,
                s->all_eligible ? "all-eligible" : "as-needed");
        if (s->has_bands)
            fprintf(out, "  bands:\n");
        for (int b = 0; b < s->n_bands; b++) {
            fprintf(out, "  - below: ");
            put_decimal(out, s->below[b]);
            fprintf(out, "\n    share: ");
            put_decimal(out, s->share[b]);
            fprintf(out, "\n");
        }
    }
    if (s->has_protect) {
        fprintf(out, "protect:\n- ");
        instance_write_filter(out, in, &s->protect);
        fprintf(out, "\n");
    }
    if (s->has_exclude) {
        fprintf(out, "exclude:\n- ");
        instance_write_filter(out, in, &s->exclude);
        fprintf(out, "\n");
    }
    if (s->reclaim) {
        fprintf(out, "reclaim:\n  min_months: %" PRId64 "\n", s->reclaim_months);
        put_key(out, "share", s->reclaim_share);
        fprintf(out, "  where: ");
        instance_write_filter(out, in, &s->reclaim_where);
        fprintf(out, "\n");
    }
    if (s->not_poolable[1] || s->not_poolable[2] || s->kinds[1] || s->kinds[2])
        fprintf(out, "categories:\n");
    for (int k = 1; k <= 2; k++) {
        const char *separator = ", ";
        if (!s->not_poolable[k] && !s->kinds[k])
            continue;
        fprintf(out, "  %s: {poolable: %s", categories[k], s->not_poolable[k] ? "false" : "true");
        put_set(out, "kinds", s->kinds[k], kinds, &separator);
        fprintf(out, "}\n");
    }
}

static void put_weights(FILE *out, const char *key, const char *const *names,
                        const int64_t *weights, int count)
{
    bool any = false;
    for (int i = 1; i <= count; i++) {
        if (weights[i] < 0)
            continue;
        fprintf(out, "%s  %s: {weight: ", any ? "" : key, names[i]);
        put_decimal(out, weights[i]);
        fprintf(out, "}\n");
        any = true;
    }
}

static void write_loans(FILE *out, const instance *in)
{
    const in_scenario *s = &in->s;
    fprintf(out, "borrow:\n");
    put_key(out, "min_saturation", s->min_saturation);
    put_key(out, "max_vacancy_share", s->max_vacancy_share);
    put_key(out, "max_share", s->max_share);
    fprintf(out, "  unevaluated: %s\n  overstaffed: %s\n", s->unevaluated_allow ? "allow" : "deny",
            s->overstaffed_allow ? "allow" : "deny");
    fprintf(out, "rectification: {block_overdue: %s}\n", s->block_overdue ? "true" : "false");
    bool any = false;
    for (int g = 1; g <= 3; g++) {
        if (s->grade_weight[g] < 0 && s->freeze[g] < 0)
            continue;
        fprintf(out, "%s  %s: {", any ? "" : "grades:\n", grades[g]);
        any = true;
        if (s->grade_weight[g] >= 0) {
            fprintf(out, "weight: ");
            put_decimal(out, s->grade_weight[g]);
        }
        if (s->freeze[g] >= 0)
            fprintf(out, "%sfreeze_months: %" PRId64, s->grade_weight[g] >= 0 ? ", " : "",
                    s->freeze[g]);
        fprintf(out, "}\n");
    }
    put_weights(out, "sectors:\n", sectors, s->sector_weight, 4);
    put_weights(out, "classes:\n", classes, s->class_weight, 3);
    if (s->n_tranches)
        fprintf(out, "tranches:\n");
    for (int t = 0; t < s->n_tranches; t++) {
        fprintf(out, "- up_to: ");
        put_decimal(out, s->up_to[t]);
        fprintf(out, "\n  value: ");
        put_decimal(out, s->value[t]);
        fprintf(out, "\n");
    }
}

const char *instance_category(int category)
{
    return categories[category];
}

const char *instance_ring(int ring)
{
    return systems[ring];
}

const char *instance_scope(const instance *in, int scope)
{
    return instance_scope_by(in, in->s.pools_by, scope);
}

const char *instance_scope_by(const instance *in, int by, int scope)
{
    if (by == POOLS_BY_PARENT)
        return scope > 0 && scope <= in->n_units ? in->unit[scope - 1].code : scope ? "none" : "";
    if (by == POOLS_BY_SYSTEM)
        return systems[scope];
    return by == POOLS_BY_REGION ? regions[scope] : by == POOLS_BY_LEVEL ? levels[scope] : "all";
}

static void put_entries(FILE *out, const instance *in, const char *key, const in_entry *entries,
                        int count)
{
    bool transfers = strstr(key, "transfers") != NULL;
    const char *indent = key[0] == ' ' ? "  " : "";
    if (count)
        fprintf(out, "%s:\n", key);
    for (int i = 0; i < count; i++) {
        const in_entry *e = &entries[i];
        fprintf(out, "%s- {%s: %s, ", indent, transfers ? "from" : "scope",
                instance_scope(in, e->scope));
        if (transfers)
            fprintf(out, "to: %s, ", instance_scope(in, e->to));
        if (e->ring)
            fprintf(out, "ring: %s, ", systems[e->ring]);
        fprintf(out, "category: %s, %s: %" PRId64 "}\n", categories[e->category],
                transfers ? "at_most" : "count", e->count);
    }
}

static void write_pools(FILE *out, const instance *in)
{
    static const char *const by[] = {"region", "level", "all", "parent", "system"};
    const in_scenario *s = &in->s;
    const char *separator = "  ";
    fprintf(out, "pools:\n  by: %s\n", by[s->pools_by]);
    put_set(out, "ring_fenced", s->ringed, systems, &separator);
    if (s->ringed)
        fprintf(out, "\n");
    put_entries(out, in, "  opening", s->opening, s->n_opening);
    put_entries(out, in, "  transfers", s->transfer, s->n_transfer);
    put_entries(out, in, "earmark", s->earmark, s->n_earmark);
    fprintf(out, "reserve:\n  count: %" PRId64 "\n", s->reserve_count);
    put_key(out, "share", s->reserve_share);
}

static void write_bounds(FILE *out, const instance *in)
{
    const in_scenario *s = &in->s;
    bool any = false;
    for (int i = 0; i < s->n_limits; i++) {
        const in_limit *at = &s->limit[i];
        if (at->in_csv)
            continue;
        fprintf(out, "%s- name: limit %d\n  measure: %s\n  where: ", any ? "" : "limits:\n", i,
                measures[at->measure]);
        any = true;
        instance_write_filter(out, in, &at->where);
        if (at->period)
            fprintf(out, "\n  period: %d", at->period);
        if (at->has_least)
            fprintf(out, "\n  at_least: %" PRId64, at->least);
        if (at->has_most)
            fprintf(out, "\n  at_most: %" PRId64, at->most);
        fprintf(out, "\n");
    }
    for (int i = 0; i < s->n_shares; i++) {
        const in_share *at = &s->shares[i];
        fprintf(out, "%s- name: share %d\n  of: %s\n  where: ", i ? "" : "shares:\n", i,
                at->of_loans ? "loans" : "deposits");
        instance_write_filter(out, in, &at->where);
        fprintf(out, "\n");
        put_key(out, "at_least", at->least);
        put_key(out, "at_most", at->most);
    }
    for (int i = 0; i < s->n_locks; i++) {
        const in_lock *at = &s->lock[i];
        const char *what = at->demand < 0 ? "deposit" : "loan";
        fprintf(out, "%s- {", i ? "" : "locks:\n");
        if (at->demand >= 0)
            fprintf(out, "demand: D%d", at->demand + 1);
        else
            fprintf(out, "unit: %s, category: %s", in->unit[in->line[at->line].unit].code,
                    categories[in->line[at->line].category]);
        if (at->exact >= 0)
            fprintf(out, ", %s: %" PRId64, what, at->exact);
        if (at->least >= 0)
            fprintf(out, ", %s_at_least: %" PRId64, what, at->least);
        if (at->most >= 0)
            fprintf(out, ", %s_at_most: %" PRId64, what, at->most);
        if (at->period)
            fprintf(out, ", period: %d", at->period);
        fprintf(out, "}\n");
    }
}

static void write_reference(const instance *in, const char *directory)
{
    const char *separator = "\n";
    FILE *out = table(directory, "reference.json", "{\"schema\": \"turnpool.run/1\",");
    fprintf(out, " \"deposits\": [");
    for (int l = 0; l < in->n_lines; l++) {
        if (!in->was_deposit[l])
            continue;
        fprintf(out, "%s  {\"unit\": \"%s\", \"category\": \"%s\", \"count\": %" PRId64 "}",
                separator, in->unit[in->line[l].unit].code, categories[in->line[l].category],
                in->was_deposit[l]);
        separator = ",\n";
    }
    fprintf(out, "],\n \"loans\": [");
    separator = "\n";
    for (int d = 0; d < in->n_demands; d++) {
        if (!in->was_loan[d])
            continue;
        fprintf(out, "%s  {\"demand\": \"D%d\", \"count\": %" PRId64 "}", separator, d + 1,
                in->was_loan[d]);
        separator = ",\n";
    }
    fprintf(out, "]}\n");
    close_file(out);
}

static void write_tiers(FILE *out, const instance *in, const char *directory)
{
    const in_scenario *s = &in->s;
    for (int t = 0; t < s->n_tiers; t++) {
        const in_tier *at = &s->tier[t];
        fprintf(out, "%s- goal: %s\n", t ? "" : "tiers:\n", goals[at->goal]);
        put_key(out, "concede", at->concede ? at->concede : -1);
        if (at->goal == GOAL_FAIR)
            fprintf(out, "  by: %s\n", groupings[at->by]);
        if (at->goal == GOAL_STABILITY) {
            fprintf(out, "  reference: reference.json\n");
            write_reference(in, directory);
        }
    }
}

void instance_write(const instance *in, const char *directory)
{
    char path[512];
    snprintf(path, sizeof path, "%s/data", directory);
    mkdir(path, 0777);
    write_units(in, path);
    write_outcomes(in, path);
    write_lots(in, path);
    write_demands(in, path);
    write_limits(in, path);
    draws_tables(in, path);
    FILE *out = table(directory, "scenario.yaml", "schema: turnpool.scenario/1");
    fprintf(out, "name: case\ndata: data\nas_of: ");
    put_date(out, in->s.as_of);
    fprintf(out, "\n");
    draws_write(out, in);
    write_supply(out, in);
    write_loans(out, in);
    write_pools(out, in);
    write_bounds(out, in);
    write_tiers(out, in, directory);
    instance_write_horizon(out, in);
    close_file(out);
}
