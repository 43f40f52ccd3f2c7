/* What of a run is filed: its loans within a total, and as many slots of deposits as stand behind
 * them, so that every pool is left as it was. */
#include "store/filing.h"

#include "domain/pool_index.h"
#include "models/rules/earmark.h"
#include "models/rules/filing.h"

#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_no_total = {
    "filing.none", "该测算的方案没有备案总量（filing）：须提请审定",
    "the run's scenario states no total to file under (filing): it needs approval"};
static const tp_msg msg_nothing = {"filing.nothing", "没有可以备案的借用：须提请审定",
                                   "no loan of the run can be filed: it needs approval"};
static const tp_msg msg_spent = {"filing.spent", "“{0}”的总量 {1} 已备案 {2}，没有余额",
                                 "of the total of {0}, {1}, {2} are filed: nothing is left"};
static const tp_msg msg_small = {
    "filing.small", "“{0}”尚余 {1}，没有一笔系统内部的借用能整笔列入",
    "{0} has {1} left: no loan inside the system fits into it as a whole"};
static const tp_msg msg_day = {"filing.day", "“{0}”自 {1} 至 {2} 有效，{3} 不能备案",
                               "{0} holds from {1} to {2}: nothing is filed under it on {3}"};
static const tp_msg msg_others = {
    "filing.others",
    "该测算还有{0}，备案的借用以其为前提：须整案提请审定，或用不含它的方案另行测算",
    "the run has {0} as well, which what is filed rests on: all of it needs approval, or a run of "
    "a "
    "scenario without"};

typedef struct filer {
    tp_filed *out;
    tp_store *store;
    const tp_run *run;
    const tp_decision *decision;
    tp_arena *arena;
    tp_filing_split split;
} filer;

/* Why there is nothing, item by item. */
static void tell_items(const filer *f)
{
    const tp_list *list = tp_filings_stated(f->run->kase->bind);
    const tp_filing *items = list->items;
    for (size_t i = 0; i < list->count; i++) {
        char figure[2][TP_DEC_TEXT], day[3][TP_DATE_TEXT];
        int64_t left = tp_filing_left(&items[i]);
        tp_int_format(left ? left : items[i].total, figure[0]);
        tp_int_format(items[i].filed + items[i].booked, figure[1]);
        tp_date_format(items[i].from, day[0]);
        tp_date_format(items[i].until, day[1]);
        tp_date_format(f->run->scenario->as_of, day[2]);
        if (!tp_filing_holds(&items[i], f->run->scenario->as_of))
            tp_diag_error(f->store->diags, nowhere, &msg_day, items[i].name, day[0], day[1],
                          day[2]);
        else if (left)
            tp_diag_error(f->store->diags, nowhere, &msg_small, items[i].name, figure[0]);
        else
            tp_diag_error(f->store->diags, nowhere, &msg_spent, items[i].name, figure[0],
                          figure[1]);
    }
}

static bool refuse_day(const filer *f)
{
    const tp_list *list = tp_filings_stated(f->run->kase->bind);
    const tp_filing *items = list->items;
    bool any = false;
    for (size_t i = 0; i < list->count; i++) {
        char day[3][TP_DATE_TEXT];
        if (!f->split.moved[i] || tp_filing_holds(&items[i], f->decision->on))
            continue;
        tp_date_format(items[i].from, day[0]);
        tp_date_format(items[i].until, day[1]);
        tp_date_format(f->decision->on, day[2]);
        tp_diag_error(f->store->diags, nowhere, &msg_day, items[i].name, day[0], day[1], day[2]);
        any = true;
    }
    return any;
}

/* What is done before anything is lent, so that loans rest on it. */
static bool refuse_others(const filer *f)
{
    static const tp_words names[] = {{"机构编制调整", "a reorganisation"},
                                     {"到期借用的处理", "loans that fall due"},
                                     {"硬性收储", "reclaims"}};
    const tp_dataset *data = f->run->data;
    bool has[3] = {data->n_regroups > 0}, any = false;
    for (size_t i = 0; i < data->n_expired; i++)
        has[1] = has[1] || data->expired[i].item >= 0;
    for (int32_t l = 0; l < data->n_lines; l++)
        has[2] = has[2] || f->run->result->reclaimed[l] > 0;
    for (int k = 0; k < 3; k++)
        if (has[k]) {
            tp_diag_add_words(f->store->diags, TP_ERROR, nowhere, &msg_others, 1, &names[k]);
            any = true;
        }
    return any;
}

static tp_status look(filer *f, tp_err *err)
{
    const tp_result *result = f->run->result;
    bool any = false;
    if (!result->filed) {
        tp_diag_add(f->store->diags, TP_ERROR, nowhere, &msg_no_total, 0, NULL);
        return tp_fail(err, TP_E_REFUSED, "no total stated");
    }
    tp_status status = tp_filing_divide(&f->split, f->run->kase->bind, result, f->arena, err);
    for (int32_t d = 0; !status && d < result->n_demands; d++)
        any = any || f->split.item[d] >= 0;
    if (status)
        return status;
    if (!any) {
        tp_diag_add(f->store->diags, TP_ERROR, nowhere, &msg_nothing, 0, NULL);
        tell_items(f);
        return tp_fail(err, TP_E_REFUSED, "nothing to file");
    }
    any = refuse_day(f);
    any = refuse_others(f) || any;
    return any ? tp_fail(err, TP_E_REFUSED, "it cannot be filed") : TP_OK;
}

/* The rest is put off. */
static tp_status defer_rest(const filer *f, tp_err *err)
{
    const tp_dataset *data = f->run->data;
    const tp_result *result = f->run->result;
    size_t most = (size_t)result->n_demands + (size_t)result->n_lines + 1;
    tp_amendment *changes = tp_arena_array(f->arena, most, sizeof *changes);
    tp_decision decision = *f->decision;
    size_t n = 0;
    if (!changes)
        return tp_fail_nomem(err);
    for (int32_t d = 0; d < result->n_demands; d++)
        if (result->loan[d] > 0 && f->split.item[d] < 0)
            changes[n++] = (tp_amendment){.demand = data->demands[d].code, .opinion = TP_DEFER};
    for (int32_t l = 0; l < result->n_lines; l++)
        if (f->split.deposit[l] < result->deposit[l])
            changes[n++] =
                (tp_amendment){.unit = data->units[data->lines[l].unit].code,
                               .category = tp_dataset_name(data, data->lines[l].category),
                               .opinion = f->split.deposit[l] ? TP_AGREE : TP_DEFER,
                               .count = f->split.deposit[l]};
    decision.changes = changes;
    decision.n_changes = n;
    decision.complete = decision.trim = false;
    tp_amended *out = &f->out->amended;
    tp_status status = tp_amend(out, f->store, f->run, &decision, f->arena, err);
    if (status)
        return status;
    out->counts.filed = true;
    out->unused = 0; /* none: as much is deposited as is lent */
    out->changes = tp_arena_format(f->arena, "%s%s", TP_FILED_MARK, out->changes);
    return out->changes ? TP_OK : tp_fail_nomem(err);
}

/* Each pool with what is filed alone, in one pass over lines and demands. */
static bool fill_pools(const filer *f, tp_result *result)
{
    const tp_case *c = f->run->kase;
    const tp_dataset *data = f->run->data;
    size_t n = (size_t)c->n_pools + 1;
    tp_pool_index *index = tp_pool_index_create(f->arena, result->pools, result->n_pools);
    int64_t *deposits = tp_arena_array(f->arena, n, sizeof *deposits);
    int64_t *loans = tp_arena_array(f->arena, n, sizeof *loans);
    int64_t *talent = tp_arena_array(f->arena, n, sizeof *talent);
    if (!index || !deposits || !loans || !talent)
        return false;
    for (int32_t l = 0; l < result->n_lines; l++)
        if (c->line[l].pool >= 0)
            deposits[c->line[l].pool] += result->deposit[l];
    for (int32_t d = 0; d < result->n_demands; d++) {
        int32_t pool = c->line[data->demands[d].line].pool;
        if (pool < 0)
            continue;
        loans[pool] += result->loan[d];
        talent[pool] += data->demands[d].demand_class == TP_TALENT ? result->loan[d] : 0;
    }
    for (size_t i = 0; i < result->n_pools; i++) {
        tp_pool_result *at = &result->pools[i];
        at->in = at->out = at->converted_in = at->converted_out = at->deposits = at->loans = 0;
    }
    for (int32_t p = 0; p < c->n_pools; p++) {
        const tp_pool *pool = &c->pools[p];
        int32_t i = tp_pool_index_find(index, pool->scope, pool->category, pool->ring);
        if (i == TP_ID_NONE)
            continue;
        tp_pool_result *at = &result->pools[i];
        at->deposits = deposits[p];
        at->loans = loans[p];
        at->closing = at->opening + at->deposits - at->loans;
        at->required = tp_pool_required(c, pool, at->opening + at->deposits, talent[p]);
    }
    return true;
}

/* Nothing but what is filed: no transfers, conversions or people. */
static tp_status answer(const filer *f, tp_err *err)
{
    const tp_result *was = f->run->result;
    tp_result *result = tp_arena_alloc(f->arena, sizeof *result);
    if (!result)
        return tp_fail_nomem(err);
    *result = *was;
    result->loan = f->out->amended.counts.loan;
    result->deposit = f->out->amended.counts.deposit;
    result->filed = f->split.item;
    result->n_transfers = result->n_moves = 0;
    result->pools = tp_arena_array(f->arena, was->n_pools + 1, sizeof *result->pools);
    result->periods = tp_arena_array(f->arena, (size_t)was->n_periods, sizeof(tp_result *));
    if (!result->pools || !result->periods)
        return tp_fail_nomem(err);
    if (was->n_pools)
        memcpy(result->pools, was->pools, was->n_pools * sizeof *was->pools);
    memcpy(result->periods, was->periods, (size_t)was->n_periods * sizeof(tp_result *));
    result->periods[0] = result;
    if (!fill_pools(f, result))
        return tp_fail_nomem(err);
    f->out->run = *f->run;
    f->out->run.result = result;
    return TP_OK;
}

tp_status tp_file_part(tp_filed *out, tp_store *store, const tp_run *run,
                       const tp_decision *decision, tp_arena *arena, tp_err *err)
{
    filer f = {.out = out, .store = store, .run = run, .decision = decision, .arena = arena};
    tp_status status = look(&f, err);
    if (!status)
        status = defer_rest(&f, err);
    return status ? status : answer(&f, err);
}
