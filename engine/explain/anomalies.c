#include "explain/anomalies_parts.h"

#include "explain/answer.h"
#include "models/rules/limits.h"
#include "models/rules/tranches.h"
#include "models/say.h"

#include <string.h>

extern const int tp_rule_at_limits, tp_rule_at_tranches;

tp_anomaly *tp_anomaly_add(tp_anomaly_look *look, tp_anomaly_kind kind, int32_t unit, int32_t line)
{
    tp_anomalies *out = look->out;
    if (!tp_arena_grow(look->arena, &out->items, &out->capacity, out->count, 1))
        return NULL;
    tp_anomaly *at = &out->items[out->count++];
    *at = (tp_anomaly){.kind = kind, .unit = unit, .line = line, .rule = ""};
    return at;
}

bool tp_anomaly_edit(tp_anomaly_look *look, tp_anomaly *at, tp_data_edit edit)
{
    tp_change *change = &at->otherwise;
    if (!tp_arena_grow(look->arena, &change->edits, &change->edit_capacity, change->n_edits, 1))
        return false;
    change->edits[change->n_edits++] = edit;
    return true;
}

/* ---- saturations just on the better side of a threshold ---- */

/* Whom a rule spares of deposits and asks nothing for it stands better below its line, all others
 * above. */
static bool better_below(const char *id)
{
    const tp_rule *rule = tp_rules[tp_rule_find(id)];
    return rule->shields && !rule->denies;
}

/* The outcome before the one that counts; NULL: none. */
static const tp_outcome *outcome_before(const tp_dataset *data, const tp_outcome *counts)
{
    const tp_unit *u = &data->units[counts->unit];
    const tp_outcome *first = &data->outcomes[u->first_outcome];
    return counts > first && counts[-1].saturation != TP_DEC_NONE ? counts - 1 : NULL;
}

static const tp_words w_near = {"工作饱满度 {0}，只差 {1}", "saturation {0}, only {1} away"};
static const tp_words w_near_before = {"工作饱满度 {0}，只差 {1}；上次（{2}）为 {3}",
                                       "saturation {0}, only {1} away; the time before ({2}) {3}"};
static const tp_words w_line_at = {"以 {0} 为界", "the line is {0}"};

static bool near_one(tp_anomaly_look *look, const tp_threshold *t, const tp_outcome *has)
{
    const tp_dataset *data = look->run->data;
    bool below = better_below(t->rule);
    tp_dec away = below ? t->at - has->saturation : has->saturation - t->at;
    const tp_outcome *before = outcome_before(data, has);
    const char *is = tp_say_dec(look->arena, has->saturation), *by = tp_say_dec(look->arena, away);
    tp_anomaly *at = tp_anomaly_add(look, TP_ANOMALY_NEAR, has->unit, TP_ID_NONE);
    if (!at)
        return false;
    at->rule = t->rule;
    at->seen = before ? TP_SAY(look->arena, w_near_before, is, by,
                               tp_say_date(look->arena, before->evaluated_on),
                               tp_say_dec(look->arena, before->saturation))
                      : TP_SAY(look->arena, w_near, is, by);
    at->threshold = TP_SAY(look->arena, w_line_at, tp_say_dec(look->arena, t->at));
    return at->seen.zh && at->threshold.zh &&
           tp_anomaly_edit(look, at,
                           (tp_data_edit){.kind = TP_EDIT_SATURATION,
                                          .subject = (int32_t)(has - data->outcomes),
                                          .value = below ? t->at : t->at - 1});
}

static tp_status near_thresholds(tp_anomaly_look *look)
{
    const tp_case *c = look->run->kase;
    tp_dec margin = look->options->margin;
    if (!tp_thresholds(look->run->scenario, look->arena, &look->out->thresholds,
                       &look->out->n_thresholds))
        return tp_fail_nomem(look->err);
    for (size_t i = 0; i < look->out->n_thresholds; i++) {
        tp_threshold *t = &look->out->thresholds[i];
        bool other_side = better_below(t->rule);
        for (int32_t u = 0; u < c->data->n_units; u++) {
            const tp_outcome *has = c->outcome[u];
            if (!has || has->saturation == TP_DEC_NONE || !tp_threshold_concerns(c, t, u))
                continue;
            tp_dec over = has->saturation - t->at;
            bool above = over >= 0 && over < margin, below = over < 0 && -over <= margin;
            t->above += above;
            t->below += below;
            if ((other_side ? below : above) && t->at > 0 && !near_one(look, t, has))
                return tp_fail_nomem(look->err);
        }
    }
    return TP_OK;
}

/* ---- demands split ---- */

typedef struct cluster {
    const int32_t *demand; /* [count], filed within the days of each other */
    int32_t count;
    int64_t all;
} cluster;

static const tp_words w_split = {"{0} 件申请（{1}）同时期提出，共 {2} 个",
                                 "{0} demands ({1}) filed together, {2} slots in all"};
static const tp_words w_own_bound = {"单件至多 {0} 个", "at most {0} in one demand"};
static const tp_words w_limit = {"“{0}”至多 {1} 个；其中只有 {2} 个计入",
                                 "{0}: at most {1}; only {2} of them count there"};
static const tp_words w_tranches = {"分开后，第一段多 {0} 个",
                                    "apart, {0} more of them are in the first part"};

/* The pieces as one demand, kept under the code of demand[keep]. */
static bool merged(tp_anomaly_look *look, const cluster *g, int32_t keep, const char *rule,
                   tp_words threshold)
{
    const tp_dataset *data = look->run->data;
    const tp_demand *first = &data->demands[g->demand[0]];
    const char *codes = "";
    tp_anomaly *at = tp_anomaly_add(look, TP_ANOMALY_SPLIT, first->unit, first->line);
    if (!at)
        return false;
    for (int32_t i = 0; i < g->count && codes; i++)
        codes = tp_arena_format(look->arena, "%s%s%s", codes, i ? " " : "",
                                data->demands[g->demand[i]].code);
    at->rule = rule;
    at->threshold = threshold;
    at->seen = TP_SAY(look->arena, w_split, tp_say_int(look->arena, g->count), codes,
                      tp_say_int(look->arena, g->all));
    bool ok = codes && at->seen.zh && threshold.zh;
    for (int32_t i = 0; ok && i < g->count; i++) {
        tp_data_edit edit = {.kind = TP_EDIT_QUANTITY, .subject = g->demand[i]};
        edit.value = i == keep ? g->all : 0;
        ok = tp_anomaly_edit(look, at, edit);
        edit = (tp_data_edit){.kind = TP_EDIT_MINIMUM, .subject = g->demand[i]};
        ok = ok && (i == keep || tp_anomaly_edit(look, at, edit));
    }
    return ok;
}

/* A limit on loans that the pieces together would pass, and some of them are outside of. */
static bool round_limits(tp_anomaly_look *look, const cluster *g, bool *found)
{
    const tp_dataset *data = look->run->data;
    size_t n;
    const tp_limit *limits = tp_limits_of(look->run->kase->bind, &n);
    for (size_t i = 0; i < n && !*found; i++) {
        const tp_limit *limit = &limits[i];
        int64_t inside = 0;
        int32_t keep = -1;
        if (limit->measure != TP_MEASURE_LOANS || limit->at_most == TP_INT_NONE || !limit->filter)
            continue;
        for (int32_t k = 0; k < g->count; k++)
            if (tp_filter_demand(limit->filter, g->demand[k])) {
                inside += data->demands[g->demand[k]].quantity;
                keep = keep < 0 ? k : keep;
            }
        if (keep < 0 || inside == g->all || inside > limit->at_most || g->all <= limit->at_most)
            continue;
        *found = true;
        if (!merged(look, g, keep, tp_rules[tp_rule_at_limits]->id,
                    TP_SAY(look->arena, w_limit, limit->name,
                           tp_say_int(look->arena, limit->at_most),
                           tp_say_int(look->arena, inside))))
            return false;
    }
    return true;
}

static bool look_at_cluster(tp_anomaly_look *look, const cluster *g)
{
    const tp_dataset *data = look->run->data;
    const tp_binding *bind = look->run->kase->bind;
    int64_t bound = look->options->demand_most, largest = 0, first = 0;
    bool found = false;
    for (int32_t i = 0; i < g->count; i++) {
        int64_t quantity = data->demands[g->demand[i]].quantity;
        largest = quantity > largest ? quantity : largest;
        first += tp_tranches_end(bind, 0, quantity);
    }
    if (bound != TP_INT_NONE && largest <= bound && g->all > bound)
        return merged(look, g, 0, "",
                      TP_SAY(look->arena, w_own_bound, tp_say_int(look->arena, bound)));
    if (!round_limits(look, g, &found))
        return false;
    if (found)
        return true;
    int64_t gained = first - tp_tranches_end(bind, 0, g->all);
    if (tp_tranches_count(bind) > 1 && gained > 0 &&
        tp_tranches_value(bind, 0) > tp_tranches_value(bind, 1))
        return merged(look, g, 0, tp_rules[tp_rule_at_tranches]->id,
                      TP_SAY(look->arena, w_tranches, tp_say_int(look->arena, gained)));
    return true;
}

/* Demands of a line in order of filing (none last), cut where there is more than the days
 * between. */
static tp_status splits_of_line(tp_anomaly_look *look, const tp_line *line)
{
    const tp_dataset *data = look->run->data;
    int32_t n = line->demands;
    int32_t *order = tp_arena_array(look->arena, (size_t)n + 1, sizeof *order);
    if (!order)
        return tp_fail_nomem(look->err);
    for (int32_t i = 0; i < n; i++) {
        int32_t d = data->demand_of_line[line->first_demand + i], at = i;
        tp_date on = data->demands[d].filed_on;
        for (;
             at && on &&
             (!data->demands[order[at - 1]].filed_on || data->demands[order[at - 1]].filed_on > on);
             at--)
            order[at] = order[at - 1];
        order[at] = d;
    }
    for (int32_t from = 0, to; from < n; from = to) {
        tp_date on = data->demands[order[from]].filed_on;
        cluster g = {.demand = order + from};
        for (to = from; to < n; to++) {
            tp_date then = data->demands[order[to]].filed_on;
            if ((on == TP_DATE_NONE) != (then == TP_DATE_NONE) ||
                (on && tp_date_days(on, then) > look->options->within_days))
                break;
            g.all += data->demands[order[to]].quantity;
            g.count++;
        }
        if (g.count > 1 && !look_at_cluster(look, &g))
            return tp_fail_nomem(look->err);
    }
    return TP_OK;
}

/* ---- what the answer would be otherwise ---- */

static void sums(const tp_run *run, int32_t unit, int64_t *deposit, int64_t *loan)
{
    *deposit = *loan = 0;
    for (int32_t l = 0; l < run->data->n_lines; l++)
        if (unit == TP_ID_NONE || run->data->lines[l].unit == unit)
            *deposit += run->result->deposit[l];
    for (int32_t d = 0; d < run->data->n_demands; d++)
        if (unit == TP_ID_NONE || run->data->demands[d].unit == unit)
            *loan += run->result->loan[d];
}

static tp_status solve(tp_anomaly_look *look, tp_variant *variant, tp_anomaly *at)
{
    const tp_run *other;
    char was[TP_SHA256_HEX], is[TP_SHA256_HEX];
    tp_status status = tp_variant_solve(variant, &at->otherwise, &other, look->err);
    if (status != TP_OK)
        return status;
    at->solved = true;
    at->answered = tp_run_answered(other);
    sums(look->run, at->unit, &at->deposit[0], &at->loan[0]);
    sums(look->run, TP_ID_NONE, &at->deposits[0], &at->loans[0]);
    if (!at->answered)
        return TP_OK;
    sums(other, at->unit, &at->deposit[1], &at->loan[1]);
    sums(other, TP_ID_NONE, &at->deposits[1], &at->loans[1]);
    status = tp_answer_identify(look->run, was, look->err);
    if (status == TP_OK)
        status = tp_answer_identify(other, is, look->err);
    at->alike = status == TP_OK && !strcmp(was, is);
    return status;
}

static bool stopped(const tp_anomaly_options *options)
{
    return options->stop.ask && options->stop.ask(options->stop.user) != TP_GO_ON;
}

tp_status tp_anomalies_find(tp_anomalies *out, const tp_run *run, const tp_anomaly_options *options,
                            tp_arena *arena, tp_err *err)
{
    tp_anomaly_look look = {out, run, options, arena, err};
    *out = (tp_anomalies){0};
    tp_status status = tp_anomalies_of_history(&look);
    for (int32_t l = 0; l < run->data->n_lines && status == TP_OK; l++)
        if (run->data->lines[l].demands > 1)
            status = splits_of_line(&look, &run->data->lines[l]);
    if (status == TP_OK)
        status = near_thresholds(&look);
    if (status != TP_OK || !out->count)
        return status;
    tp_variant variant;
    status = tp_variant_open(&variant, run, options->stop, err);
    for (size_t i = 0; i < out->count && status == TP_OK && !stopped(options); i++) {
        status = solve(&look, &variant, &out->items[i]);
        if (options->told)
            options->told(options->user, i + 1, out->count);
    }
    tp_variant_close(&variant);
    return status;
}
