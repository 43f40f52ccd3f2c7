#include "models/mod_data.h"

#include "models/goals/fair.h"
#include "models/lots.h"
#include "models/rules/figures.h"
#include "models/rules/idle.h"
#include "models/rules/limits.h"
#include "models/rules/pools.h"
#include "models/rules/reserve.h"
#include "models/rules/tranches.h"

#include <string.h>

/* Elements are numbered from 1; a comment after each row says what it is. */
#define NUMBER(index) ((int)(index) + 1)

static bool closes(const tp_case *c, const char *id, int32_t line)
{
    int r = tp_rule_find(id);
    tp_bound bound;
    return tp_rules[r]->supply(c, r, line, NULL, &bound);
}

static int64_t idle_before_reclaim(const tp_case *c, int32_t line)
{
    const tp_idle_params *idle = tp_idle_params_of(c->bind);
    tp_lots_query query = {.line = line,
                           .vacant = c->line[line].vacant + c->line[line].reclaimed,
                           .unknown_age = idle->idle.unknown_age_months,
                           .months = idle->idle.min_months};
    return query.vacant ? tp_lots_aged(c->data, c->as_of, &query) : 0;
}

static void write_lines(tp_buf *out, const tp_case *c)
{
    int cover = tp_rule_find("borrow.attrition_cover");
    tp_buf_text(out, "param: LINES: pool authorised0 in_use lent borrowed aged idle0 share closed "
                     "cap departures busy :=\n");
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        const tp_line *at = &c->data->lines[l];
        tp_bound bound = {.most = -1};
        if (!tp_rules[cover]->room(c, cover, l, NULL, &bound))
            bound.most = -1;
        tp_dec saturation = tp_case_saturation(c, at->unit);
        bool closed =
            closes(c, "categories", l) || closes(c, "protect", l) || closes(c, "exclude", l);
        const int64_t figures[] = {at->authorised,
                                   at->in_post + at->committed,
                                   at->lent,
                                   at->borrowed,
                                   tp_reclaim_aged(c, l),
                                   idle_before_reclaim(c, l),
                                   tp_release_share(c, at->unit),
                                   closed,
                                   at->cap == TP_INT_NONE ? -1 : at->cap,
                                   bound.most,
                                   saturation == TP_DEC_NONE ? TP_DEC_ONE : saturation};
        tp_buf_format(out, "%d %d", NUMBER(l), NUMBER(c->line[l].pool));
        for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
            tp_buf_format(out, " %lld", (long long)figures[i]);
        tp_buf_format(out, " # %s %s\n", c->data->units[at->unit].code,
                      tp_dataset_name(c->data, at->category));
    }
    tp_buf_text(out, ";\n");
}

static void write_demands(tp_buf *out, const tp_case *c)
{
    tp_buf_text(out, "param: DEMANDS: line asked minimum class filed denied :=\n");
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        const tp_demand *at = &c->data->demands[d];
        tp_buf_format(out, "%d %d %lld %lld %d %d %d # %s\n", NUMBER(d), NUMBER(at->line),
                      (long long)at->quantity, (long long)at->minimum, (int)at->demand_class,
                      at->filed_on == TP_DATE_NONE ? 99999999 : (int)at->filed_on,
                      c->demand[d].denied_by ? 1 : 0, at->code);
    }
    tp_buf_text(out, ";\n");
    int tranches = tp_tranches_count(c->bind);
    tp_buf_format(out, "param tranches := %d;\nparam up_to :=", tranches);
    for (int t = 0; t < tranches; t++)
        tp_buf_format(out, " %d %lld", NUMBER(t), (long long)tp_tranches_up_to(c->bind, t));
    tp_buf_text(out, ";\nparam value :=\n");
    for (int32_t d = 0; d < c->data->n_demands; d++)
        for (int t = 0; t < tranches && !c->demand[d].denied_by; t++)
            tp_buf_format(out, "%d %d %lld\n", NUMBER(d), NUMBER(t),
                          (long long)tp_case_value(c, d, t));
    tp_buf_text(out, ";\n");
}

static void write_pools(tp_buf *out, const tp_case *c)
{
    tp_buf_text(out, "param: POOLS: opening0 earmark :=\n");
    for (int32_t p = 0; p < c->n_pools; p++) {
        const tp_pool *at = &c->pools[p];
        tp_buf_format(out, "%d %lld %lld # %s %s %s\n", NUMBER(p),
                      (long long)(at->opening - at->reclaimed), (long long)at->earmark, at->scope,
                      at->category, at->ring);
    }
    tp_buf_text(out, ";\nparam: ARCS: from to at_most :=\n");
    for (int32_t a = 0; a < c->n_arcs; a++)
        tp_buf_format(out, "%d %d %d %lld\n", NUMBER(a), NUMBER(c->arcs[a].from),
                      NUMBER(c->arcs[a].to), (long long)c->arcs[a].at_most);
    tp_buf_text(out, ";\n");
    tp_dec max_share = tp_max_share(c->bind);
    const struct {
        const char *name;
        int64_t value;
    } figures[] = {{"reclaim_share", tp_reclaim_share(c->bind)},
                   {"keep_share", tp_keep_share(c->bind)},
                   {"keep_count", tp_keep_count(c->bind)},
                   {"max_share", max_share == TP_DEC_NONE ? -1 : max_share},
                   {"all_eligible", tp_release_all_eligible(c->bind)},
                   {"reserve_count", tp_reserve_count(c->bind)},
                   {"reserve_share", tp_reserve_share(c->bind)}};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        tp_buf_format(out, "param %s := %lld;\n", figures[i].name, (long long)figures[i].value);
}

static bool takes_lines(const tp_limit *limit)
{
    return limit->measure != TP_MEASURE_LOANS;
}

static void write_limits(tp_buf *out, const tp_case *c)
{
    size_t count;
    const tp_limit *limits = tp_limits_of(c->bind, &count);
    tp_buf_text(out, "param: LIMITS: measure limit_least limit_most :=\n");
    for (size_t i = 0; i < count; i++) {
        tp_buf_format(out, "%d %d ", NUMBER(i), limits[i].measure);
        if (limits[i].at_least == TP_INT_NONE)
            tp_buf_text(out, ". ");
        else
            tp_buf_format(out, "%lld ", (long long)limits[i].at_least);
        if (limits[i].at_most == TP_INT_NONE)
            tp_buf_text(out, ".");
        else
            tp_buf_format(out, "%lld", (long long)limits[i].at_most);
        tp_buf_format(out, " # %s\n", limits[i].name);
    }
    tp_buf_text(out, ";\nset LIMIT_LINES :=");
    for (size_t i = 0; i < count; i++)
        for (int32_t l = 0; l < c->data->n_lines && takes_lines(&limits[i]); l++)
            if (tp_filter_line(limits[i].filter, l))
                tp_buf_format(out, " (%d,%d)", NUMBER(i), NUMBER(l));
    /* Loans of a line count in net change and usage. */
    tp_buf_text(out, ";\nset LIMIT_DEMANDS :=");
    for (size_t i = 0; i < count; i++)
        for (int32_t d = 0; d < c->data->n_demands && limits[i].measure != TP_MEASURE_DEPOSITS; d++)
            if (takes_lines(&limits[i]) ? tp_filter_line(limits[i].filter, c->data->demands[d].line)
                                        : tp_filter_demand(limits[i].filter, d))
                tp_buf_format(out, " (%d,%d)", NUMBER(i), NUMBER(d));
    tp_buf_text(out, ";\n");
}

static void write_shares(tp_buf *out, const tp_case *c)
{
    size_t count = tp_shares_count(c->bind);
    tp_buf_text(out, "param: SHARES: share_of_deposits share_least share_most :=\n");
    for (size_t i = 0; i < count; i++) {
        tp_share_bound s = tp_shares_at(c->bind, i);
        tp_buf_format(out, "%d %d %lld %lld\n", NUMBER(i), s.of_deposits,
                      s.at_least == TP_DEC_NONE ? -1LL : (long long)s.at_least,
                      s.at_most == TP_DEC_NONE ? -1LL : (long long)s.at_most);
    }
    for (int demands = 0; demands < 2; demands++) {
        int32_t n = demands ? c->data->n_demands : c->data->n_lines;
        tp_buf_format(out, ";\nset %s :=", demands ? "SHARE_DEMANDS" : "SHARE_LINES");
        for (size_t i = 0; i < count; i++) {
            tp_share_bound s = tp_shares_at(c->bind, i);
            for (int32_t k = 0; k < n && s.of_deposits != (demands == 1); k++)
                if (demands ? tp_filter_demand(s.filter, k) : tp_filter_line(s.filter, k))
                    tp_buf_format(out, " (%d,%d)", NUMBER(i), NUMBER(k));
        }
    }
    tp_buf_text(out, ";\n");
}

/* Several locks of one line or demand: the tightest of each side. */
static void write_locks(tp_buf *out, const tp_case *c)
{
    static const char *const names[] = {"deposit_least", "deposit_most", "loan_least", "loan_most"};
    size_t count = tp_locks_count(c->bind);
    for (int kind = 0; kind < 4; kind++) {
        bool least = kind % 2 == 0, deposits = kind < 2;
        tp_buf_format(out, "param %s :=", names[kind]);
        for (size_t i = 0; i < count; i++) {
            tp_lock_bound at = tp_locks_at(c->bind, i);
            int32_t of = deposits ? at.line : at.demand;
            int64_t side = least ? at.lo : at.hi;
            bool later = false;
            for (size_t k = 0; k < count && of != TP_ID_NONE; k++) {
                tp_lock_bound other = tp_locks_at(c->bind, k);
                if ((deposits ? other.line : other.demand) != of)
                    continue;
                int64_t its = least ? other.lo : other.hi;
                side = least ? (its > side ? its : side) : (its < side ? its : side);
                later = later || k > i;
            }
            if (of != TP_ID_NONE && !later && (least ? side > 0 : side != TP_INF))
                tp_buf_format(out, " %d %lld", NUMBER(of), (long long)side);
        }
        tp_buf_text(out, ";\n");
    }
}

static void write_reference(tp_buf *out, const tp_case *c)
{
    if (!c->reference)
        return;
    tp_buf_text(out, "param deposit_was :=");
    for (int32_t l = 0; l < c->data->n_lines; l++)
        if (c->reference->deposit[l])
            tp_buf_format(out, " %d %lld", NUMBER(l), (long long)c->reference->deposit[l]);
    tp_buf_text(out, ";\nparam loan_was :=");
    for (int32_t d = 0; d < c->data->n_demands; d++)
        if (c->reference->loan[d])
            tp_buf_format(out, " %d %lld", NUMBER(d), (long long)c->reference->loan[d]);
    tp_buf_text(out, ";\n");
}

static void write_held(tp_buf *out, const tp_tier_result *tier, size_t index)
{
    tp_wide size = tier->value < 0 ? -tier->value : tier->value;
    tp_wide room =
        size / TP_DEC_ONE * tier->concede + size % TP_DEC_ONE * tier->concede / TP_DEC_ONE;
    tp_buf_format(out, " %d ", NUMBER(index));
    tp_buf_dec6(out, tier->sense == TP_MAX ? tier->value - room : tier->value + room);
}

static bool is_fair(const tp_tier_params *tier)
{
    return strcmp(tp_goals[tier->goal]->id, "fair") == 0;
}

static void write_tiers(tp_buf *out, const tp_case *c, const tp_mod_data_options *options)
{
    size_t count;
    const tp_tier_params *tiers = tp_tiers_of(c->scenario, &count);
    tp_buf_format(out, "param n := %d;\nparam tier := %d;\nparam goal :=", (int)count,
                  NUMBER(options->tier));
    for (size_t i = 0; i < count; i++)
        tp_buf_format(out, " %d %s", NUMBER(i), tp_goals[tiers[i].goal]->id);
    tp_buf_text(out, ";\n");
    tp_buf_text(out, "param held :=");
    for (size_t i = 0; i < options->tier; i++)
        write_held(out, &options->earlier[i], i);
    tp_buf_text(out, ";\nparam held_top :=");
    for (size_t i = 0; i < options->tier; i++)
        tp_buf_format(out, " %d %lld", NUMBER(i), (long long)options->earlier[i].numerator);
    tp_buf_text(out, ";\nparam held_bottom :=");
    for (size_t i = 0; i < options->tier; i++)
        if (options->earlier[i].denominator > 0)
            tp_buf_format(out, " %d %lld", NUMBER(i), (long long)options->earlier[i].denominator);
    tp_buf_text(out, ";\nparam group :=");
    for (size_t i = 0; i < count && i <= options->tier; i++)
        for (int32_t d = 0; is_fair(&tiers[i]) && d < c->data->n_demands; d++)
            if (!c->demand[d].denied_by)
                tp_buf_format(out, " %d %d %d", NUMBER(i), NUMBER(d),
                              (int)tp_fair_group(c->data, &tiers[i], d));
    tp_buf_text(out, ";\n");
}

tp_status tp_mod_data_write(tp_buf *out, const tp_case *c, const tp_mod_data_options *options,
                            tp_err *err)
{
    if (c->n_periods > 1)
        return tp_fail(err, TP_E_INPUT, "the MathProg data speak of one period; use mps or lp");
    tp_buf_text(out, "data;\n\n");
    write_pools(out, c);
    write_lines(out, c);
    write_demands(out, c);
    write_limits(out, c);
    write_shares(out, c);
    write_locks(out, c);
    write_reference(out, c);
    write_tiers(out, c, options);
    tp_buf_text(out, "\nend;\n");
    return tp_buf_ok(out) ? TP_OK : tp_fail_nomem(err);
}
