#include "store/amend.h"

#include "certify/recheck.h"
#include "models/rules/reserve.h"

#include <string.h>

static const tp_pos nowhere = {0};

const char *const tp_opinion_names[TP_OPINIONS] = {"agree", "disagree", "defer"};
const tp_words tp_opinion_words[TP_OPINIONS] = {
    {"同意", "agree"}, {"不同意", "disagree"}, {"暂缓", "defer"}};

static const tp_msg msg_unknown = {"approval.no-demand", "该建议方案中没有用编申请 {0}",
                                   "the proposal has no demand {0}"};
static const tp_msg msg_larger = {
    "approval.larger", "申请 {0}：批准数 {1} 大于建议数 {2}，只能调减",
    "demand {0}: {1} is more than the {2} proposed; only less can be approved"};
static const tp_msg msg_twice = {"approval.twice", "申请 {0} 出现两次",
                                 "demand {0} is named twice"};
static const tp_msg msg_rule = {"approval.rule", "调整后不符合规则 {0}：",
                                "as changed, rule {0} does not hold: "};

static tp_status amend_one(tp_store *store, const tp_run *run, const tp_amendment *change,
                           int64_t *loan, bool *seen, tp_err *err)
{
    int32_t d = tp_dataset_demand(run->data, change->demand);
    if (d == TP_ID_NONE) {
        tp_diag_error(store->diags, nowhere, &msg_unknown, change->demand);
        return tp_fail(err, TP_E_REFUSED, "no demand %s", change->demand);
    }
    if (seen[d]) {
        tp_diag_error(store->diags, nowhere, &msg_twice, change->demand);
        return tp_fail(err, TP_E_REFUSED, "demand %s twice", change->demand);
    }
    seen[d] = true;
    int64_t count = change->opinion == TP_AGREE ? change->count : 0;
    if (count > loan[d] || count < 0) {
        char more[TP_DEC_TEXT], proposed[TP_DEC_TEXT];
        tp_int_format(count, more);
        tp_int_format(loan[d], proposed);
        tp_diag_error(store->diags, nowhere, &msg_larger, change->demand, more, proposed);
        return tp_fail(err, TP_E_REFUSED, "demand %s: %s of %s", change->demand, more, proposed);
    }
    loan[d] = count;
    return TP_OK;
}

tp_status tp_amend(tp_store *store, const tp_run *run, const tp_decision *decision, tp_arena *arena,
                   int64_t **loan, const char **changes, tp_err *err)
{
    size_t n = (size_t)run->data->n_demands + 1;
    *loan = tp_arena_array(arena, n, sizeof **loan);
    bool *seen = tp_arena_array(arena, n, sizeof *seen);
    if (!*loan || !seen)
        return tp_fail_nomem(err);
    memcpy(*loan, run->result->loan, (n - 1) * sizeof **loan);
    tp_buf text;
    tp_buf_init(&text);
    tp_status status = TP_OK;
    for (size_t i = 0; i < decision->n_changes; i++) {
        const tp_amendment *change = &decision->changes[i];
        tp_status one = amend_one(store, run, change, *loan, seen, err);
        status = status ? status : one;
        if (one)
            continue;
        int32_t d = tp_dataset_demand(run->data, change->demand);
        if ((*loan)[d] != run->result->loan[d])
            tp_buf_format(&text, "%s\t%s\t%lld\n", change->demand,
                          tp_opinion_names[change->opinion], (long long)(*loan)[d]);
    }
    *changes = tp_buf_ok(&text) ? tp_arena_text(arena, text.bytes ? text.bytes : "") : NULL;
    tp_buf_finish(&text);
    return status ? status : *changes ? TP_OK : tp_fail_nomem(err);
}

tp_status tp_approved_loans(int64_t **out, const tp_run *run, const char *changes, tp_arena *arena,
                            tp_err *err)
{
    size_t n = (size_t)run->data->n_demands;
    *out = tp_arena_array(arena, n + 1, sizeof **out);
    if (!*out)
        return tp_fail_nomem(err);
    memcpy(*out, run->result->loan, n * sizeof **out);
    while (*changes) {
        size_t code = strcspn(changes, "\t"), line = strcspn(changes, "\n");
        const char *count = changes + line;
        while (count > changes && count[-1] != '\t')
            count--;
        char *demand = tp_arena_copy(arena, changes, code);
        if (!demand)
            return tp_fail_nomem(err);
        int32_t d = tp_dataset_demand(run->data, demand);
        int64_t value;
        if (d == TP_ID_NONE ||
            tp_int_parse(count, (size_t)(changes + line - count), &value) != TP_PARSE_OK)
            return tp_fail(err, TP_E_IO, "changes of an approval cannot be read: %s", demand);
        (*out)[d] = value;
        changes += line + (changes[line] == '\n');
    }
    return TP_OK;
}

static tp_pool_result *pool_result(tp_result *result, const tp_pool *pool)
{
    for (size_t i = 0; i < result->n_pools; i++) {
        tp_pool_result *r = &result->pools[i];
        if (strcmp(r->scope, pool->scope) == 0 && strcmp(r->ring, pool->ring) == 0 &&
            strcmp(r->category, pool->category) == 0)
            return r;
    }
    return NULL;
}

/* Talent loans count towards the earmark: with fewer of them more must stay in the pool. */
static void require(tp_pool_result *at, const tp_run *run, int32_t index, const int64_t *loan)
{
    const tp_pool *pool = &run->kase->pools[index];
    int64_t talent = 0, earmark = tp_reserve_count(run->kase->bind) + pool->earmark;
    for (int32_t d = 0; d < run->data->n_demands; d++)
        if (run->data->demands[d].demand_class == TP_TALENT &&
            run->kase->line[run->data->demands[d].line].pool == index)
            talent += loan[d];
    earmark = (earmark < pool->reach ? earmark : pool->reach) - talent;
    if (earmark > at->required)
        at->required = earmark;
}

/* Slots not lent stay in the pool; nobody stands behind them any more. */
static void take_back(tp_result *result, const tp_run *run, int32_t demand, int64_t cut)
{
    const tp_line *line = &run->data->lines[run->data->demands[demand].line];
    int32_t index = run->kase->line[run->data->demands[demand].line].pool;
    tp_pool_result *pool = pool_result(result, &run->kase->pools[index]);
    if (pool) {
        pool->loans -= cut;
        pool->closing += cut;
        require(pool, run, index, result->loan);
    }
    for (size_t i = result->n_backing; i-- > 0 && cut > 0;) {
        tp_backing *b = &result->backing[i];
        if (b->to != line->unit || b->category != line->category)
            continue;
        int64_t n = b->count < cut ? b->count : cut;
        b->count -= n;
        cut -= n;
    }
    size_t kept = 0;
    for (size_t i = 0; i < result->n_backing; i++)
        if (result->backing[i].count)
            result->backing[kept++] = result->backing[i];
    result->n_backing = kept;
}

static tp_result *amended(const tp_run *run, const int64_t *loan, tp_arena *arena)
{
    tp_result *result = tp_arena_alloc(arena, sizeof *result);
    if (!result)
        return NULL;
    *result = *run->result;
    result->loan = tp_arena_array(arena, (size_t)result->n_demands + 1, sizeof *result->loan);
    result->pools = tp_arena_array(arena, result->n_pools + 1, sizeof *result->pools);
    result->backing = tp_arena_array(arena, result->n_backing + 1, sizeof *result->backing);
    if (!result->loan || !result->pools || !result->backing)
        return NULL;
    memcpy(result->loan, loan, (size_t)result->n_demands * sizeof *loan);
    if (result->n_pools)
        memcpy(result->pools, run->result->pools, result->n_pools * sizeof *result->pools);
    if (result->n_backing)
        memcpy(result->backing, run->result->backing, result->n_backing * sizeof *result->backing);
    for (int32_t d = 0; d < result->n_demands; d++)
        if (loan[d] < run->result->loan[d])
            take_back(result, run, d, run->result->loan[d] - loan[d]);
    return result;
}

tp_status tp_amend_check(tp_store *store, const tp_run *run, const int64_t *loan, tp_arena *arena,
                         tp_err *err)
{
    tp_recheck recheck;
    tp_result *result = amended(run, loan, arena);
    if (!result)
        return tp_fail_nomem(err);
    tp_status status =
        tp_recheck_run(&recheck, run->data, run->scenario, run->reference, result, arena, err);
    if (status)
        return status;
    size_t violated = 0;
    for (size_t i = 0; i < recheck.findings.count; i++) {
        const tp_finding *finding = &recheck.findings.items[i];
        if (strcmp(finding->rule, "tiers") == 0)
            continue; /* with less granted, the values are not those of the run */
        violated++;
        tp_buf zh, en;
        tp_buf_init(&zh);
        tp_buf_init(&en);
        tp_words_fill(&zh, msg_rule.zh, 1, &finding->rule);
        tp_words_fill(&en, msg_rule.en, 1, &finding->rule);
        tp_buf_text(&zh, finding->text.zh);
        tp_buf_text(&en, finding->text.en);
        if (tp_buf_ok(&zh) && tp_buf_ok(&en))
            tp_db_tell(store, msg_rule.code, (tp_words){zh.bytes, en.bytes});
        tp_buf_finish(&zh);
        tp_buf_finish(&en);
    }
    return violated ? tp_fail(err, TP_E_REFUSED, "%zu rules violated", violated) : TP_OK;
}
