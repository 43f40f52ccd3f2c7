#include "report/comparison/sections.h"
#include "report/views/run_rows.h"

#include <stdlib.h>
#include <string.h>

enum {
    UNITS = 10, /* units shown by name on either side; the rest are one node */
    POOLS = 6,
    EXTRAS = 7,
    SIDE = UNITS + EXTRAS
};

typedef struct share {
    int32_t of; /* unit or pool */
    int64_t count;
} share;

typedef struct flows {
    tp_reporting *r;
    const tp_run *run;
    int32_t *unit_place[2]; /* [n_units] place + 1 among givers, getters; 0: among the rest */
    int32_t *pool_place;    /* [n_pools] of the case */
    int64_t *cut, *back;    /* [n_pools] of the case: what a reorganisation took for it, what loans
                             * that fall due gave back */
    size_t givers, getters, pools;
    int32_t rest[2], rest_pools; /* how many stand behind "others" */
    int64_t in[SIDE][POOLS + 1], out[POOLS + 1][SIDE];
    tp_words give_label[SIDE], get_label[SIDE], pool_label[POOLS + 1];
    tp_flow_node node[2 * SIDE + POOLS + 1];
    tp_flow_link link[2 * SIDE * (POOLS + 1)];
} flows;

/* Places after the units: others, then what is no unit. */
enum { OTHERS = UNITS, OPENING, RECLAIMED, ARRIVED, CONVERTED, REGROUPED, RETURNED };
enum { KEPT = UNITS + 1, SENT, TURNED };

static int by_count(const void *a, const void *b)
{
    const share *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return x->of < y->of ? -1 : x->of > y->of;
}

/* The largest few get a place of their own; one left over is no group: it takes the group's. */
static int32_t rank(share *all, int32_t n, int32_t most, int32_t *place)
{
    qsort(all, (size_t)n, sizeof *all, by_count);
    int32_t nonzero = 0;
    while (nonzero < n && all[nonzero].count > 0)
        nonzero++;
    int32_t named = nonzero <= most + 1 ? nonzero : most;
    for (int32_t i = 0; i < named; i++)
        place[all[i].of] = i + 1;
    return nonzero - named;
}

static tp_status rank_units(flows *f)
{
    const tp_dataset *data = f->run->data;
    for (int side = 0; side < 2; side++) {
        share *all = calloc((size_t)data->n_units + 1, sizeof *all);
        f->unit_place[side] =
            tp_arena_array(f->r->arena, (size_t)data->n_units + 1, sizeof(int32_t));
        if (!all || !f->unit_place[side]) {
            free(all);
            return tp_fail_nomem(f->r->err);
        }
        for (int32_t u = 0; u < data->n_units; u++)
            all[u].of = u;
        for (int32_t l = 0; l < data->n_lines; l++)
            all[data->lines[l].unit].count +=
                side ? tp_report_line_loans(f->run, l) : f->run->result->deposit[l];
        f->rest[side] = rank(all, data->n_units, UNITS, f->unit_place[side]);
        free(all);
    }
    return TP_OK;
}

static tp_words unit_label(const tp_run *run, int32_t unit)
{
    return (tp_words){run->data->units[unit].name, run->data->units[unit].name};
}

static tp_words pool_label(flows *f, const tp_pool *pool)
{
    tp_words scope = tp_rows_scope(f->run, pool->scope);
    tp_words frame = *pool->ring ? (tp_words){"{0}·{1}·{2}", "{0} · {1} · {2}"}
                                 : (tp_words){"{0}·{1}", "{0} · {1}"};
    return (tp_words){TP_PAGE_WORDS(&f->r->page, frame, scope.zh, pool->category, pool->ring).zh,
                      TP_PAGE_WORDS(&f->r->page, frame, scope.en, pool->category, pool->ring).en};
}

static const char *pool_key(tp_arena *arena, const char *scope, const char *category,
                            const char *ring)
{
    return tp_arena_format(arena, "%s\t%s\t%s", scope, category, ring);
}

/* The case's pool behind each of the answer's. */
static tp_status match_pools(flows *f, int32_t **out)
{
    const tp_case *c = f->run->kase;
    const tp_result *result = f->run->result;
    tp_ids *keys = tp_ids_create(f->r->arena, 64);
    int32_t *match = tp_arena_array(f->r->arena, result->n_pools + 1, sizeof *match);
    if (!keys || !match)
        return tp_fail_nomem(f->r->err);
    for (int32_t p = 0; p < c->n_pools; p++) {
        const char *key =
            pool_key(f->r->arena, c->pools[p].scope, c->pools[p].category, c->pools[p].ring);
        if (!key || tp_ids_add(keys, key, strlen(key), NULL) != p)
            return tp_fail_nomem(f->r->err);
    }
    for (size_t i = 0; i < result->n_pools; i++) {
        const tp_pool_result *pool = &result->pools[i];
        const char *key = pool_key(f->r->arena, pool->scope, pool->category, pool->ring);
        if (!key)
            return tp_fail_nomem(f->r->err);
        match[i] = tp_ids_add(keys, key, strlen(key), NULL);
        if (match[i] < 0 || match[i] >= c->n_pools)
            return tp_fail(f->r->err, TP_E_INTERNAL, "the case has no pool %s", key);
    }
    *out = match;
    return TP_OK;
}

static int64_t moved(const tp_pool_result *pool)
{
    return pool->deposits + pool->loans + pool->reclaimed + pool->in + pool->out +
           pool->converted_in + pool->converted_out;
}

/* Parts of what the pool begins with, as they come before anything else. */
static tp_status find_cuts(flows *f)
{
    const tp_dataset *data = f->run->data;
    f->back = tp_arena_array(f->r->arena, (size_t)f->run->kase->n_pools + 1, sizeof *f->back);
    f->cut = tp_arena_array(f->r->arena, (size_t)f->run->kase->n_pools + 1, sizeof *f->cut);
    if (!f->cut || !f->back)
        return tp_fail_nomem(f->r->err);
    for (int32_t l = 0; l < data->n_lines; l++)
        if (data->lines[l].given_back)
            f->back[f->run->kase->line[l].pool] += data->lines[l].given_back;
    for (size_t i = 0; i < data->n_regroups; i++)
        if (data->regroups[i].to == TP_ID_NONE)
            f->cut[f->run->kase->line[data->regroups[i].from].pool] += data->regroups[i].slots;
    return TP_OK;
}

/* Pools in which something moves; those in which nothing does are no part of a flow. */
static tp_status rank_pools(flows *f, const int32_t *match)
{
    const tp_result *result = f->run->result;
    int32_t n = f->run->kase->n_pools;
    share *all = calloc((size_t)n + 1, sizeof *all);
    f->pool_place = tp_arena_array(f->r->arena, (size_t)n + 1, sizeof(int32_t));
    if (!all || !f->pool_place) {
        free(all);
        return tp_fail_nomem(f->r->err);
    }
    for (int32_t p = 0; p < n; p++)
        all[p].of = p;
    for (size_t i = 0; i < result->n_pools; i++)
        all[match[i]].count = moved(&result->pools[i]);
    f->rest_pools = rank(all, n, POOLS, f->pool_place);
    for (int32_t p = 0; p < n; p++)
        if (f->pool_place[p])
            f->pool_label[f->pool_place[p] - 1] = pool_label(f, &f->run->kase->pools[p]);
    free(all);
    return TP_OK;
}

static int at_pool(const flows *f, int32_t pool)
{
    return f->pool_place[pool] ? f->pool_place[pool] - 1 : POOLS;
}

static void fill(flows *f, const int32_t *match)
{
    const tp_dataset *data = f->run->data;
    const tp_result *result = f->run->result;
    for (int32_t l = 0; l < data->n_lines; l++) {
        int32_t unit = data->lines[l].unit;
        int pool = at_pool(f, f->run->kase->line[l].pool);
        int64_t loans = tp_report_line_loans(f->run, l);
        if (result->deposit[l]) {
            int32_t place = f->unit_place[0][unit];
            f->in[place ? place - 1 : OTHERS][pool] += result->deposit[l];
            if (place)
                f->give_label[place - 1] = unit_label(f->run, unit);
        }
        if (loans) {
            int32_t place = f->unit_place[1][unit];
            f->out[pool][place ? place - 1 : OTHERS] += loans;
            if (place)
                f->get_label[place - 1] = unit_label(f->run, unit);
        }
    }
    for (size_t i = 0; i < result->n_pools; i++) {
        const tp_pool_result *p = &result->pools[i];
        if (!moved(p))
            continue;
        int pool = at_pool(f, match[i]);
        f->in[OPENING][pool] += p->opening - f->cut[match[i]] - f->back[match[i]];
        f->in[REGROUPED][pool] += f->cut[match[i]];
        f->in[RETURNED][pool] += f->back[match[i]];
        f->in[RECLAIMED][pool] += p->reclaimed;
        f->in[ARRIVED][pool] += p->in;
        f->out[pool][KEPT] += p->closing;
        f->out[pool][SENT] += p->out;
        f->in[CONVERTED][pool] += p->converted_in;
        f->out[pool][TURNED] += p->converted_out;
    }
}

static void name_groups(flows *f)
{
    tp_page *page = &f->r->page;
    static const tp_words others = {"其他 {0} 个单位", "{1}"};
    for (int side = 0; side < 2; side++) {
        tp_words *label = side ? f->get_label : f->give_label;
        if (f->rest[side])
            label[OTHERS] = TP_PAGE_WORDS(page, others, tp_report_count(f->r, f->rest[side]),
                                          tp_report_nouns(f->r, f->rest[side], "other", "others"));
    }
    f->give_label[OPENING] = (tp_words){"池内原有", "Pool, before"};
    f->give_label[RECLAIMED] = (tp_words){"硬性收储", "Reclaimed"};
    f->give_label[ARRIVED] = (tp_words){"他池调入", "From other pools"};
    f->get_label[KEPT] = (tp_words){"池内留存", "Pool, after"};
    f->get_label[SENT] = (tp_words){"调往他池", "To other pools"};
    f->give_label[REGROUPED] = (tp_words){"机构编制调整收回", "Taken by the reorganisation"};
    f->give_label[RETURNED] = (tp_words){"到期归还", "Given back when due"};
    f->give_label[CONVERTED] = (tp_words){"他类转入", "From other categories"};
    f->get_label[TURNED] = (tp_words){"转为他类", "To other categories"};
    if (f->rest_pools)
        f->pool_label[POOLS] = TP_PAGE_WORDS(
            page, ((tp_words){"其他 {0} 个池", "{1}"}), tp_report_count(f->r, f->rest_pools),
            tp_report_nouns(f->r, f->rest_pools, "other pool", "other pools"));
}

/* Nodes with something in them, and the links between. */
static void build(flows *f, tp_flow_figure *figure)
{
    size_t at[3][SIDE] = {{0}}, nodes = 0, links = 0;
    for (int column = 0; column < 3; column++)
        for (int i = 0; i < (column == 1 ? POOLS + 1 : SIDE); i++) {
            int64_t total = 0;
            for (int k = 0; k < (column == 1 ? SIDE : POOLS + 1); k++)
                total += column == 0 ? f->in[i][k] : column == 2 ? f->out[k][i] : f->in[k][i];
            at[column][i] = nodes;
            if (total > 0)
                f->node[nodes++] = (tp_flow_node){column == 0   ? f->give_label[i]
                                                  : column == 1 ? f->pool_label[i]
                                                                : f->get_label[i],
                                                  column, total};
        }
    for (int i = 0; i < SIDE; i++)
        for (int k = 0; k < POOLS + 1; k++)
            if (f->in[i][k] > 0)
                f->link[links++] = (tp_flow_link){at[0][i], at[1][k], f->in[i][k]};
    for (int k = 0; k < POOLS + 1; k++)
        for (int i = 0; i < SIDE; i++)
            if (f->out[k][i] > 0)
                f->link[links++] = (tp_flow_link){at[1][k], at[2][i], f->out[k][i]};
    figure->nodes = f->node;
    figure->n_nodes = nodes;
    figure->links = f->link;
    figure->n_links = links;
}

static int64_t total_of(const tp_run *run)
{
    int64_t total = 0;
    for (size_t i = 0; i < run->result->n_pools; i++) {
        const tp_pool_result *p = &run->result->pools[i];
        if (moved(p))
            total += p->opening + p->reclaimed + p->deposits + p->in + p->converted_in;
    }
    return total;
}

static tp_status one(tp_reporting *r, size_t i, int64_t scale)
{
    flows *f = tp_arena_alloc(r->arena, sizeof *f);
    int32_t *match = NULL;
    if (!f)
        return tp_fail_nomem(r->err);
    f->r = r;
    f->run = r->runs[i];
    tp_words label = r->label[r->entry[i]];
    tp_words title = {TP_PAGE_WORDS(&r->page, ((tp_words){"{0}：编制流向", ""}), label.zh).zh,
                      TP_PAGE_WORDS(&r->page, ((tp_words){"", "{0}: flow of slots"}), label.en).en};
    tp_status status = rank_units(f);
    if (!status)
        status = match_pools(f, &match);
    if (!status)
        status = find_cuts(f);
    if (!status)
        status = rank_pools(f, match);
    if (status)
        return status;
    fill(f, match);
    name_groups(f);
    tp_flow_figure figure = {.title = title, .scale = scale};
    build(f, &figure);
    if (!figure.n_links) {
        TP_REPORT_SAY(r, ((tp_words){"{0}：没有编制流动。", "{1}: no slot moves."}), label.zh,
                      label.en);
        return TP_OK;
    }
    tp_report_figure_open(r, title);
    TP_REPORT_BOTH_SIZES(r, figure)
    if (!status)
        status = tp_svg_flow(r->out, &figure, r->err);
    tp_report_figure_close(r);
    return status;
}

tp_status tp_report_flows(tp_reporting *r)
{
    int64_t scale = 0;
    tp_status status = TP_OK;
    tp_report_open(
        r, "flow",
        (tp_words){"编制流向：存出单位 → 周转池 → 借用单位", "Flow: givers → pools → borrowers"});
    for (size_t i = 0; i < r->n; i++) {
        int64_t total = total_of(r->runs[i]);
        scale = total > scale ? total : scale;
    }
    tp_report_say(r, (tp_words){"宽度即编制数，各方案用同一比例；数量小的合并为“其他”。",
                                "Width is the number of slots, to the same scale everywhere; small "
                                "flows are grouped."});
    for (size_t i = 0; i < r->n && !status; i++)
        status = one(r, i, scale);
    tp_report_close(r);
    return status;
}
