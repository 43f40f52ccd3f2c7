/* Is the data after the reorganisation what the scenario's items make of the data before? Every
 * move is replayed over the figures before, and held to what its item says. */
#include "models/rule.h"
#include "models/rules/reorganise.h"
#include "models/say.h"

#include <string.h>

static const tp_words wrong_item = {"第 {0} 项：划转与方案不符", "item {0}: what was moved is not "
                                                                 "what the scenario says"};
static const tp_words wrong_total = {"第 {0} 项：核减 {1}，应为 {2}",
                                     "item {0}: {1} cut, should be {2}"};
static const tp_words wrong_part = {"第 {0} 项：核减 {1}，按最大余数应为 {2}",
                                    "item {0}: {1} cut, by largest remainders {2}"};
static const tp_words wrong_line = {"调整后{2}写作 {0}，应为 {1}",
                                    "after the reorganisation {2} is {0}, should be {1}"};
static const tp_words wrong_demand = {"申请不在承接单位名下",
                                      "the demand is not with the unit that "
                                      "took over"};
static const tp_words not_done = {"方案的机构编制调整没有执行", "the scenario's reorganisation was "
                                                                "not carried out"};

/* Figures of a line, in the order of `figure_names`. */
enum { SLOTS, IN_POST, COMMITTED, LENT, BORROWED, FROZEN, CEDED, FIGURES };
static const char *const figure_names[FIGURES] = {"authorised", "in_post", "committed", "lent",
                                                  "borrowed",   "frozen",  "ceded"};
typedef struct figures {
    int64_t of[FIGURES];
} figures;

typedef struct replay {
    const tp_measure *m;
    const tp_dataset *before, *after;
    tp_findings *out;
    figures *line; /* [lines of `after`] so far */
    int32_t *heir; /* [units] who took over, so far; itself */
    size_t at;     /* the next move */
    int item;
    tp_err *err;
} replay;

static figures figures_of(const tp_line *l)
{
    return (figures){{l->authorised, l->in_post, l->committed, l->lent, l->borrowed + l->given_back,
                      l->frozen, l->ceded}};
}

static figures figures_moved(const tp_regroup *move)
{
    return (figures){
        {move->slots, move->in_post, move->committed, move->lent, move->borrowed, move->frozen, 0}};
}

static tp_status say(const replay *r, const tp_words *what, int32_t line, int64_t got, int64_t want)
{
    const char *args[] = {tp_say_int(r->m->arena, r->item + 1), tp_say_int(r->m->arena, got),
                          tp_say_int(r->m->arena, want)};
    return tp_finding_add(r->out,
                          (tp_finding){.rule = "reorganise", .line = line, .demand = TP_ID_NONE},
                          what, 3, args, r->err);
}

static tp_status object(const replay *r, int32_t line)
{
    return say(r, &wrong_item, line, 0, 0);
}

/* The next move, if it is of this item. */
static const tp_regroup *peek(const replay *r)
{
    const tp_regroup *move = r->at < r->after->n_regroups ? &r->after->regroups[r->at] : NULL;
    return move && move->item == r->item ? move : NULL;
}

static void apply(replay *r, const tp_regroup *move)
{
    figures moved = figures_moved(move);
    for (int i = 0; i < FIGURES; i++) {
        r->line[move->from].of[i] -= moved.of[i];
        if (move->to != TP_ID_NONE)
            r->line[move->to].of[i] += moved.of[i];
    }
    if (move->to == TP_ID_NONE)
        r->line[move->from].of[CEDED] += move->slots;
    r->at++;
}

static bool empty(const figures *f)
{
    for (int i = 0; i < CEDED; i++)
        if (f->of[i])
            return false;
    return true;
}

/* All lines of the unit hand over all they have: to the heir's, or slots alone to the pool. */
static tp_status dissolve(replay *r, int32_t unit, int32_t heir)
{
    const tp_unit *u = &r->after->units[unit];
    tp_status status = TP_OK;
    for (int32_t l = u->first_line; l < u->first_line + u->lines && status == TP_OK; l++) {
        const tp_regroup *move = peek(r);
        if (move && move->from == l) {
            bool fits = heir == TP_ID_NONE
                            ? move->to == TP_ID_NONE
                            : move->to != TP_ID_NONE && r->after->lines[move->to].unit == heir &&
                                  r->after->lines[move->to].category == r->after->lines[l].category;
            apply(r, move);
            if (!fits)
                status = object(r, l);
        }
        if (status == TP_OK && !empty(&r->line[l]))
            status = object(r, l);
    }
    for (int32_t i = 0; heir != TP_ID_NONE && i < r->after->n_units; i++)
        if (r->heir[i] == unit)
            r->heir[i] = heir;
    return status;
}

static tp_status check_dissolved(replay *r, const tp_reorganise_item *item)
{
    const char *to = tp_reorganise_heir(item);
    int32_t heir = to ? tp_dataset_unit(r->before, to) : TP_ID_NONE;
    tp_status status = TP_OK;
    size_t count = item->abolish ? 1 : item->merge.count;
    for (size_t i = 0; i < count && status == TP_OK; i++) {
        int32_t unit =
            tp_dataset_unit(r->before, item->abolish ? item->abolish : item->merge.items[i]);
        if (unit != heir)
            status = dissolve(r, unit, heir);
    }
    return status;
}

static tp_status check_transfer(replay *r, const tp_reorganise_item *item)
{
    const tp_regroup *move = peek(r);
    if (!move)
        return object(r, TP_ID_NONE);
    const char *to = tp_reorganise_heir(item);
    const tp_dataset *d = r->after;
    int32_t got = move->to == TP_ID_NONE ? TP_ID_NONE : d->lines[move->to].unit;
    bool fits =
        strcmp(d->units[d->lines[move->from].unit].code, item->transfer) == 0 &&
        strcmp(tp_dataset_name(d, d->lines[move->from].category), item->category) == 0 &&
        got == (to ? tp_dataset_unit(r->before, to) : TP_ID_NONE) &&
        (got == TP_ID_NONE || d->lines[move->to].category == d->lines[move->from].category) &&
        move->slots == item->count && move->in_post == item->people && !move->committed &&
        !move->lent && !move->borrowed && !move->frozen && !move->whole;
    apply(r, move);
    return fits ? TP_OK : object(r, move->from);
}

/* ---- cuts ---- */

static int64_t rest_of(const tp_reorganise_item *item, const figures *f)
{
    return item->cut * f->of[SLOTS] % TP_DEC_ONE;
}

/* What was taken over the whole part: none or one, and none of a smaller remainder goes before a
 * larger. */
static tp_status check_parts(replay *r, const tp_reorganise_item *item, const bool *in,
                             const figures *was, const int64_t *taken)
{
    int32_t least = TP_ID_NONE, most = TP_ID_NONE; /* with one more; without */
    for (int32_t l = 0; l < r->after->n_lines; l++) {
        if (!in[l])
            continue;
        int64_t whole = item->cut * was[l].of[SLOTS] / TP_DEC_ONE, more = taken[l] - whole;
        if (more < 0 || more > 1)
            return say(r, &wrong_part, l, taken[l], whole);
        if (more && (least < 0 || rest_of(item, &was[l]) <= rest_of(item, &was[least])))
            least = l;
        if (!more && (most < 0 || rest_of(item, &was[l]) > rest_of(item, &was[most])))
            most = l;
    }
    if (least < 0 || most < 0)
        return TP_OK;
    int64_t a = rest_of(item, &was[least]), b = rest_of(item, &was[most]);
    return a > b || (a == b && least < most)
               ? TP_OK
               : say(r, &wrong_part, least, taken[least], taken[least] - 1);
}

static tp_status check_cut(replay *r, const tp_reorganise_item *item)
{
    size_t n = (size_t)r->after->n_lines;
    tp_arena *arena = r->m->arena;
    figures *was = tp_arena_array(arena, n + 1, sizeof *was);
    int64_t *taken = tp_arena_array(arena, n + 1, sizeof *taken);
    bool *in = tp_arena_array(arena, n + 1, sizeof *in);
    /* Units are under those they were under before. */
    tp_dataset *then = tp_arena_alloc(arena, sizeof *then);
    tp_unit *units = tp_arena_array(arena, (size_t)r->after->n_units + 1, sizeof *units);
    tp_filter *filter;
    tp_diags diags;
    if (!was || !taken || !in || !then || !units)
        return tp_fail_nomem(r->err);
    memcpy(was, r->line, n * sizeof *was);
    memcpy(units, r->after->units, (size_t)r->after->n_units * sizeof *units);
    for (int32_t u = 0; u < r->after->n_units; u++)
        units[u].parent = r->before->units[u].parent;
    *then = *r->after;
    then->units = units;
    then->is_parent = r->before->is_parent;
    tp_diags_init(&diags, arena);
    tp_status status =
        tp_filter_create(&filter, arena, &item->where, then, r->m->scenario->as_of, &diags, r->err);
    if (status != TP_OK)
        return status;
    tp_wide wanted = 0;
    int64_t sum = 0;
    for (int32_t l = 0; l < r->after->n_lines; l++) {
        in[l] = was[l].of[SLOTS] > 0 && tp_filter_line(filter, l);
        wanted += in[l] ? (tp_wide)item->cut * was[l].of[SLOTS] : 0;
    }
    for (const tp_regroup *move; (move = peek(r));) {
        bool fits = in[move->from] && move->to == TP_ID_NONE && !taken[move->from] &&
                    !move->in_post && !move->committed && !move->lent && !move->borrowed &&
                    !move->frozen && !move->whole;
        taken[move->from] = move->slots;
        sum += move->slots;
        apply(r, move);
        if (!fits)
            return object(r, move->from);
    }
    int64_t want = (int64_t)((2 * wanted + TP_DEC_ONE) / (2 * TP_DEC_ONE));
    return sum == want ? check_parts(r, item, in, was, taken)
                       : say(r, &wrong_total, TP_ID_NONE, sum, want);
}

/* ---- the whole ---- */

static tp_status check_items(replay *r)
{
    size_t count;
    const tp_reorganise_item *items = tp_reorganise_items(r->m->scenario, &count);
    tp_status status = TP_OK;
    for (size_t i = 0; i < count && status == TP_OK; i++) {
        r->item = (int)i;
        switch (tp_reorganise_kind_of(&items[i])) {
        case TP_REORGANISE_CUT:
            status = check_cut(r, &items[i]);
            break;
        case TP_REORGANISE_TRANSFER:
            status = check_transfer(r, &items[i]);
            break;
        default:
            status = check_dissolved(r, &items[i]);
        }
    }
    return status == TP_OK && r->at < r->after->n_regroups ? object(r, TP_ID_NONE) : status;
}

static tp_status check_lines(replay *r)
{
    for (int32_t l = 0; l < r->after->n_lines; l++) {
        figures is = figures_of(&r->after->lines[l]);
        for (int i = 0; i < FIGURES; i++) {
            if (is.of[i] == r->line[l].of[i])
                continue;
            const char *args[] = {tp_say_int(r->m->arena, is.of[i]),
                                  tp_say_int(r->m->arena, r->line[l].of[i]), figure_names[i]};
            tp_status status = tp_finding_add(
                r->out, (tp_finding){.rule = "reorganise", .line = l, .demand = TP_ID_NONE},
                &wrong_line, 3, args, r->err);
            if (status != TP_OK)
                return status;
        }
    }
    for (int32_t d = 0; d < r->after->n_demands; d++) {
        const tp_demand *is = &r->after->demands[d], *was = &r->before->demands[d];
        const char *category = tp_dataset_name(r->before, r->before->lines[was->line].category);
        if (is->unit == r->heir[was->unit] && r->after->lines[is->line].unit == is->unit &&
            strcmp(tp_dataset_name(r->after, r->after->lines[is->line].category), category) == 0)
            continue;
        tp_status status = tp_finding_add(
            r->out, (tp_finding){.rule = "reorganise", .line = is->line, .demand = d},
            &wrong_demand, 0, NULL, r->err);
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

tp_status tp_reorganise_measure(const tp_measure *m, int self, tp_findings *out, tp_err *err)
{
    (void)self;
    size_t count;
    const tp_dataset *before = m->data->before;
    tp_reorganise_items(m->scenario, &count);
    if (m->data->edited || (!count && !before))
        return TP_OK;
    replay r = {.m = m, .before = before, .after = m->data, .out = out, .err = err};
    if (!count || !before)
        return tp_finding_add(
            out, (tp_finding){.rule = "reorganise", .line = TP_ID_NONE, .demand = TP_ID_NONE},
            &not_done, 0, NULL, err);
    r.line = tp_arena_array(m->arena, (size_t)m->data->n_lines + 1, sizeof *r.line);
    r.heir = tp_arena_array(m->arena, (size_t)m->data->n_units + 1, sizeof *r.heir);
    if (!r.line || !r.heir)
        return tp_fail_nomem(err);
    for (int32_t u = 0; u < m->data->n_units; u++)
        r.heir[u] = u;
    for (int32_t l = 0; l < m->data->n_lines; l++) {
        const tp_line *at = &m->data->lines[l];
        int32_t was = tp_dataset_line(before, at->unit, tp_dataset_name(m->data, at->category));
        if (was != TP_ID_NONE)
            r.line[l] = figures_of(&before->lines[was]);
    }
    tp_status status = check_items(&r);
    return status == TP_OK ? check_lines(&r) : status;
}
