#include "store/amend.h"

#include "certify/recheck.h"
#include "models/backing.h"
#include "models/rules/earmark.h"

#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_rule = {"approval.rule", "调整后不符合规则“{0}”：",
                                "as changed, rule {0} does not hold: "};
static const tp_msg msg_follows = {
    "approval.follows", "周转池 {0}（{1}）因少存入将短缺 {2} 名，须同时调减该池的借用，如：{3}",
    "pool {0} ({1}) would be {2} short: loans from it must be cut as well, such as {3}"};

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

/* With fewer talent loans or own slots something else must stay in the pool. */
static void require(tp_pool_result *at, const tp_run *run, int32_t index, const int64_t *loan)
{
    int64_t talent = 0;
    for (int32_t d = 0; d < run->data->n_demands; d++)
        if (run->data->demands[d].demand_class == TP_TALENT &&
            run->kase->line[run->data->demands[d].line].pool == index)
            talent += loan[d];
    at->required = tp_pool_required(run->kase, &run->kase->pools[index],
                                    at->opening + at->reclaimed + at->deposits, talent);
}

/* Slots not lent stay in the pool. */
static void take_back(tp_result *result, const tp_run *run, int32_t demand, int64_t cut)
{
    int32_t index = run->kase->line[run->data->demands[demand].line].pool;
    tp_pool_result *pool = pool_result(result, &run->kase->pools[index]);
    if (pool) {
        pool->loans -= cut;
        pool->closing += cut;
        require(pool, run, index, result->loan);
    }
}

/* A depositor gives less: the pool holds less. */
static void give_less(tp_result *result, const tp_run *run, int32_t index, int64_t cut)
{
    int32_t at = run->kase->line[index].pool;
    tp_pool_result *pool = at < 0 ? NULL : pool_result(result, &run->kase->pools[at]);
    if (pool) {
        pool->deposits -= cut;
        pool->closing -= cut;
        require(pool, run, at, result->loan);
    }
}

/* The answer with these counts, who stands behind which loan matched anew; NULL: memory is out. */
static tp_result *amended(const tp_run *run, const tp_approved *counts, tp_arena *arena)
{
    tp_result *result = tp_arena_alloc(arena, sizeof *result);
    if (!result)
        return NULL;
    *result = *run->result;
    const int64_t *loan = counts->loan;
    result->loan = tp_arena_array(arena, (size_t)result->n_demands + 1, sizeof *result->loan);
    result->deposit = tp_arena_array(arena, (size_t)result->n_lines + 1, sizeof *result->deposit);
    result->pools = tp_arena_array(arena, result->n_pools + 1, sizeof *result->pools);
    if (!result->loan || !result->deposit || !result->pools)
        return NULL;
    memcpy(result->loan, loan, (size_t)result->n_demands * sizeof *loan);
    memcpy(result->deposit, counts->deposit, (size_t)result->n_lines * sizeof *loan);
    result->periods = tp_arena_array(arena, (size_t)result->n_periods, sizeof(tp_result *));
    if (!result->periods)
        return NULL;
    memcpy(result->periods, run->result->periods, (size_t)result->n_periods * sizeof(tp_result *));
    result->periods[0] = result;
    if (result->n_pools)
        memcpy(result->pools, run->result->pools, result->n_pools * sizeof *result->pools);
    for (int32_t d = 0; d < result->n_demands; d++)
        if (loan[d] < run->result->loan[d])
            take_back(result, run, d, run->result->loan[d] - loan[d]);
    for (int32_t l = 0; l < result->n_lines; l++)
        if (counts->deposit[l] < run->result->deposit[l])
            give_less(result, run, l, run->result->deposit[l] - counts->deposit[l]);
    result->backing = NULL;
    result->n_backing = 0;
    if (!counts->filed)
        result->filed = NULL; /* decided row by row: nothing rests on which would be filed */
    return tp_backing_match(result, run->kase, arena, NULL) ? NULL : result;
}

/* Which loans to cut where lowered deposits leave a pool short, the last in order first. */
static void tell_what_follows(tp_store *store, const tp_run *run, const tp_result *result)
{
    for (size_t i = 0; i < result->n_pools; i++) {
        const tp_pool_result *pool = &result->pools[i];
        int64_t missing = (pool->required > 0 ? pool->required : 0) - pool->closing;
        if (missing <= 0 || pool->deposits >= run->result->pools[i].deposits)
            continue;
        char short_by[TP_DEC_TEXT];
        tp_buf loans;
        tp_buf_init(&loans);
        tp_int_format(missing, short_by);
        for (int32_t d = run->data->n_demands; d-- > 0 && missing > 0;) {
            const tp_pool *of = &run->kase->pools[run->kase->line[run->data->demands[d].line].pool];
            if (!result->loan[d] || strcmp(of->scope, pool->scope) != 0 ||
                strcmp(of->ring, pool->ring) != 0 || strcmp(of->category, pool->category) != 0)
                continue;
            int64_t n = result->loan[d] < missing ? result->loan[d] : missing;
            tp_buf_format(&loans, "%s%s −%lld", loans.length ? ", " : "",
                          run->data->demands[d].code, (long long)n);
            missing -= n;
        }
        tp_diag_error(store->diags, nowhere, &msg_follows, pool->scope, pool->category, short_by,
                      loans.bytes ? loans.bytes : "—");
        tp_buf_finish(&loans);
    }
}

/* A filing leaves each pool as it was: what it must keep is the committee's matter. */
static bool of_stocks(const tp_finding *finding)
{
    static const char *const rules[] = {"reserve", "earmark", "earmark.where"};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(finding->rule, rules[i]) == 0)
            return true;
    return false;
}

tp_status tp_amend_check(tp_store *store, const tp_run *run, const tp_approved *counts,
                         tp_arena *arena, tp_err *err)
{
    tp_recheck recheck;
    tp_result *result = amended(run, counts, arena);
    if (!result)
        return tp_fail_nomem(err);
    tp_status status =
        tp_recheck_run(&recheck, run->data, run->scenario, run->reference, result, arena, err);
    if (status)
        return status;
    size_t violated = 0;
    /* Of a plan period 1 alone is posted; what follows is planned again then. */
    for (size_t i = 0; i < recheck.of_first_period; i++) {
        const tp_finding *finding = &recheck.findings.items[i];
        if (finding->of_values || (counts->filed && of_stocks(finding)))
            continue; /* with less granted, the values are not those of the run */
        violated++;
        tp_buf zh, en;
        tp_buf_init(&zh);
        tp_buf_init(&en);
        tp_words rule = tp_finding_rule(finding);
        tp_words_fill(&zh, msg_rule.zh, 1, &rule.zh);
        tp_words_fill(&en, msg_rule.en, 1, &rule.en);
        tp_buf_text(&zh, finding->text.zh);
        tp_buf_text(&en, finding->text.en);
        if (tp_buf_ok(&zh) && tp_buf_ok(&en))
            tp_db_tell(store, msg_rule.code, (tp_words){zh.bytes, en.bytes});
        tp_buf_finish(&zh);
        tp_buf_finish(&en);
    }
    if (violated)
        tell_what_follows(store, run, result);
    return violated ? tp_fail(err, TP_E_REFUSED, "%zu rules violated", violated) : TP_OK;
}
