/* Pools that lend nothing because nothing comes in, and why nothing does. */
#include "report/views/run_rows.h"

#include "domain/pool_index.h"
#include "models/rules/idle.h"

typedef struct inflow {
    int64_t vacant, idle, supply; /* of the lines that could give to the pool */
    int64_t missing;              /* what live demands still lack there */
} inflow;

static void add_lines(inflow *flows, const tp_run *run)
{
    const tp_case *c = run->kase;
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        const tp_position *p = &c->line[l];
        inflow *f = &flows[p->pool];
        f->vacant += p->vacant;
        f->idle += p->idle;
        f->supply += p->supply;
        for (int32_t i = 0; i < c->data->lines[l].demands; i++) {
            int32_t d = c->data->demand_of_line[c->data->lines[l].first_demand + i];
            if (run->result->live[d])
                f->missing +=
                    c->data->demands[d].quantity - run->result->own[d] - run->result->loan[d];
        }
    }
}

static tp_words reason(tp_page *page, const inflow *f, int64_t months)
{
    const char *vacant = tp_page_count(page, f->vacant), *idle = tp_page_count(page, f->idle);
    if (!f->vacant)
        return (tp_words){"池内各单位没有空编", "its units have no vacancies"};
    if (!f->idle && months)
        return TP_PAGE_WORDS(page, tp_idle_nothing_words, vacant, tp_page_count(page, months));
    if (!f->supply)
        return TP_PAGE_WORDS(
            page,
            ((tp_words){
                "空编 {0} 个、长期闲置 {1} 个，按收储档次、保留、保护和本类申请，没有可收储的",
                "{0} vacant, {1} idle, but bands, what is kept, protection and the lines' own "
                "demands leave nothing to deposit"}),
            vacant, idle);
    return TP_PAGE_WORDS(page,
                         ((tp_words){"可收储 {0} 个，但受总量、锁定等限制没有收储",
                                     "{0} could be deposited, but limits or locks keep them out"}),
                         tp_page_count(page, f->supply));
}

static void say(tp_run_rows *rows, const tp_pool *pool, const inflow *f, int64_t months)
{
    static const tp_words frame = {"周转池 {0}／{1} 没有可用的编制，尚缺 {2} 个：{3}。",
                                   "Pool {0}/{1} has nothing to lend, {2} still lacking: {3}."};
    tp_page *page = rows->page;
    tp_words why = reason(page, f, months), scope = tp_rows_scope(rows->run, pool->scope);
    const char *missing = tp_page_count(page, f->missing);
    tp_page_text(
        page, (tp_words){TP_PAGE_WORDS(page, frame, scope.zh, pool->category, missing, why.zh).zh,
                         TP_PAGE_WORDS(page, frame, scope.en, pool->category, missing, why.en).en});
}

void tp_rows_empty_pools(tp_run_rows *rows)
{
    const tp_case *c = rows->run->kase;
    const tp_result *result = rows->run->result;
    tp_arena *arena = rows->page->arena;
    inflow *flows = tp_arena_array(arena, (size_t)c->n_pools + 1, sizeof *flows);
    const tp_pool_index *index = tp_pool_index_create(arena, result->pools, result->n_pools);
    if (!flows || !index) {
        rows->page->failed = true;
        return;
    }
    add_lines(flows, rows->run);
    int64_t months = tp_idle_params_of(c->bind)->idle.min_months;
    for (int32_t p = 0; p < c->n_pools; p++) {
        const tp_pool *pool = &c->pools[p];
        int32_t at = tp_pool_index_find(index, pool->scope, pool->category, pool->ring);
        const tp_pool_result *r = at == TP_ID_NONE ? NULL : &result->pools[at];
        int64_t there = r ? r->opening + r->reclaimed + r->deposits + r->in : 0;
        if (there == 0 && flows[p].missing > 0)
            say(rows, pool, &flows[p], months);
    }
}
