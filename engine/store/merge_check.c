/* Which parts may be joined, and what the whole still lacks. */
#include "store/merge_parts.h"

#include <stdio.h>
#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_decided = {
    "merge.decided",
    "{0} 中有审定、台账或整改记录（{1}），不能并入：这些记录前后相连，只能留在原库",
    "{0} holds decisions, a ledger or issues ({1}), which are chains and cannot be joined"};
static const tp_msg msg_engine = {
    "merge.engine", "{0} 由 {1} 算出，{2} 由 {3} 算出；不同版本的结果不能合并",
    "{0} was computed by {1}, {2} by {3}: results of different versions are not joined"};
static const tp_msg msg_missing = {"merge.missing", "{0} {1} 共 {2} 项，缺 {3} 项：{4}",
                                   "{0} {1}: of {2} items, {3} are missing: {4}"};

tp_status tp_merge_admit(tp_merger *m, tp_store *part, const char *path, tp_err *err)
{
    tp_shard_record *shards;
    size_t count;
    bool row = false;
    char sql[128];
    tp_status status = TP_OK;
    for (size_t t = 0; t < tp_n_tables && !status; t++) {
        sqlite3_stmt *stmt = NULL;
        if (tp_tables[t].use != TP_TABLE_DECIDED)
            continue;
        snprintf(sql, sizeof sql, "SELECT 1 FROM %s LIMIT 1", tp_tables[t].name);
        status = tp_db_prepare(part, &stmt, sql, err);
        if (!status)
            status = tp_db_step(part, stmt, &row, err);
        sqlite3_finalize(stmt);
        if (!status && row) {
            tp_diag_error(m->task->diags, nowhere, &msg_decided, path, tp_tables[t].name);
            return tp_fail(err, TP_E_REFUSED, "%s holds decisions", path);
        }
    }
    sqlite3_stmt *stmt = NULL;
    if (!status)
        status = tp_db_prepare(
            part, &stmt, "SELECT engine FROM run UNION SELECT engine FROM work ORDER BY 1", err);
    while (!status && !(status = tp_db_step(part, stmt, &row, err)) && row) {
        const char *engine = tp_db_text(stmt, 0, m->arena);
        if (!engine) {
            status = tp_fail_nomem(err);
        } else if (!m->engine) {
            m->engine = engine;
            m->engine_of = path;
        } else if (m->task->n_parts > 1 && strcmp(m->engine, engine) != 0) {
            tp_diag_error(m->task->diags, nowhere, &msg_engine, m->engine_of, m->engine, path,
                          engine);
            status = tp_fail(err, TP_E_REFUSED, "different engines");
        }
    }
    sqlite3_finalize(stmt);
    if (!status)
        status = tp_store_list_shards(part, m->arena, &shards, &count, err);
    for (size_t i = 0; i < count && !status; i++)
        if (!tp_arena_grow(m->arena, &m->shards, &m->shards_capacity, m->n_shards, 1))
            status = tp_fail_nomem(err);
        else
            m->shards[m->n_shards++] = shards[i];
    return status;
}

/* "3, 5-7": the numbers from 1 that are marked. */
static void write_ranges(tp_buf *out, const bool *marked, size_t count)
{
    const char *between = "";
    for (size_t i = 0; i < count; i++) {
        size_t first = i;
        if (!marked[i])
            continue;
        while (i + 1 < count && marked[i + 1])
            i++;
        tp_buf_format(out, first == i ? "%s%zu" : "%s%zu-%zu", between, first + 1, i + 1);
        between = ", ";
    }
}

typedef struct gap {
    const char *work, *kind;
    size_t items, missing;
    bool *lacks; /* [items] */
} gap;

/* Into how many shards the parts of this work were cut; 0: they do not say, or disagree. */
static size_t cut_of(const tp_merger *m, const char *work)
{
    size_t of = 0;
    for (size_t i = 0; i < m->n_shards; i++) {
        if (strcmp(m->shards[i].work, work) != 0)
            continue;
        if (of && of != m->shards[i].shard.of)
            return 0;
        of = m->shards[i].shard.of;
    }
    return of;
}

/* "shards 3, 5-7 of 8" in both languages, those that are there but not finished apart. */
static tp_status name_gap(const tp_merger *m, const gap *g, tp_buf *zh, tp_buf *en, tp_err *err)
{
    size_t of = cut_of(m, g->work);
    bool *absent = tp_arena_array(m->arena, of + 1, sizeof *absent);
    bool *unfinished = tp_arena_array(m->arena, of + 1, sizeof *unfinished);
    size_t n_absent = 0, n_unfinished = 0;
    if (!absent || !unfinished)
        return tp_fail_nomem(err);
    for (size_t i = 0; of && i < g->items; i++)
        if (g->lacks[i])
            absent[tp_shard_of(i, g->items, of) - 1] = true;
    for (size_t i = 0; of && i < m->n_shards; i++)
        if (strcmp(m->shards[i].work, g->work) == 0 && absent[m->shards[i].shard.number - 1]) {
            absent[m->shards[i].shard.number - 1] = false;
            unfinished[m->shards[i].shard.number - 1] = true;
        }
    for (size_t i = 0; i < of; i++) {
        n_absent += absent[i];
        n_unfinished += unfinished[i];
    }
    if (!of) {
        tp_buf_text(zh, "第 ");
        tp_buf_text(en, "items ");
        write_ranges(zh, g->lacks, g->items);
        write_ranges(en, g->lacks, g->items);
        tp_buf_text(zh, " 项");
        return TP_OK;
    }
    if (n_absent) {
        tp_buf_format(zh, "共 %zu 片，缺第 ", of);
        tp_buf_text(en, n_absent > 1 ? "shards " : "shard ");
        write_ranges(zh, absent, of);
        write_ranges(en, absent, of);
        tp_buf_text(zh, " 片");
        tp_buf_format(en, " of %zu", of);
    }
    if (n_unfinished) {
        tp_buf_format(zh, n_absent ? "；第 " : "共 %zu 片，第 ", of);
        tp_buf_text(en, n_absent ? "; unfinished: " : "unfinished: shards ");
        write_ranges(zh, unfinished, of);
        write_ranges(en, unfinished, of);
        tp_buf_text(zh, " 片未算完");
        tp_buf_format(en, " of %zu", of);
    }
    return TP_OK;
}

static tp_status tell_gap(tp_merger *m, const gap *g, tp_err *err)
{
    static const struct {
        const char *kind;
        tp_words words;
    } kinds[] = {{"sweep", {"参数扫描", "sweep"}},
                 {"batch", {"批量测算", "batch"}},
                 {"robust", {"稳健性检验", "robust"}},
                 {"sensitivity", {"敏感性", "sensitivity"}},
                 {"alternatives", {"备选方案", "alternatives"}}};
    char items[TP_DEC_TEXT], missing[TP_DEC_TEXT];
    tp_words kind = {g->kind, g->kind};
    tp_buf zh, en;
    tp_buf_init(&zh);
    tp_buf_init(&en);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].kind, g->kind) == 0)
            kind = kinds[i].words;
    tp_int_format((tp_wide)g->items, items);
    tp_int_format((tp_wide)g->missing, missing);
    tp_status status = name_gap(m, g, &zh, &en, err);
    if (!status && (!tp_buf_ok(&zh) || !tp_buf_ok(&en)))
        status = tp_fail_nomem(err);
    if (!status) {
        const tp_words args[] = {
            kind, {g->work, g->work}, {items, items}, {missing, missing}, {zh.bytes, en.bytes}};
        tp_diag_add_words(m->task->diags, m->task->allow_missing ? TP_WARNING : TP_ERROR, nowhere,
                          &msg_missing, sizeof args / sizeof *args, args);
    }
    tp_buf_finish(&zh);
    tp_buf_finish(&en);
    return status;
}

static tp_status find_gap(tp_merger *m, gap *g, const char *items_sql, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row;
    g->lacks = tp_arena_array(m->arena, g->items + 1, sizeof *g->lacks);
    if (!g->lacks)
        return tp_fail_nomem(err);
    memset(g->lacks, 1, g->items * sizeof *g->lacks);
    g->missing = g->items;
    tp_status status = tp_db_prepare(m->whole, &stmt, items_sql, err);
    if (!status)
        status = tp_db_bind_text(m->whole, stmt, 1, g->work, err);
    while (!status && !(status = tp_db_step(m->whole, stmt, &row, err)) && row) {
        int64_t item = sqlite3_column_int64(stmt, 0);
        if (item < 0 || (uint64_t)item >= g->items || !g->lacks[item])
            continue;
        g->lacks[item] = false;
        g->missing--;
    }
    sqlite3_finalize(stmt);
    m->out->works++;
    m->out->items += g->items;
    m->out->missing += g->missing;
    return !status && g->missing ? tell_gap(m, g, err) : status;
}

tp_status tp_merge_count(tp_merger *m, tp_err *err)
{
    static const struct {
        const char *works, *items;
    } ask[] = {{"SELECT sweep, 'sweep', points FROM stage.sweep ORDER BY sweep",
                "SELECT point FROM stage.sweep_point WHERE sweep = ?1"},
               {"SELECT work, kind, items FROM stage.work ORDER BY work",
                "SELECT item FROM stage.work_item WHERE work = ?1"}};
    tp_status status = TP_OK;
    for (size_t k = 0; k < sizeof ask / sizeof *ask && !status; k++) {
        sqlite3_stmt *stmt = NULL;
        bool row;
        status = tp_db_prepare(m->whole, &stmt, ask[k].works, err);
        while (!status && !(status = tp_db_step(m->whole, stmt, &row, err)) && row) {
            gap g = {.work = tp_db_text(stmt, 0, m->arena),
                     .kind = tp_db_text(stmt, 1, m->arena),
                     .items = (size_t)sqlite3_column_int64(stmt, 2)};
            status = g.work && g.kind ? find_gap(m, &g, ask[k].items, err) : tp_fail_nomem(err);
        }
        sqlite3_finalize(stmt);
    }
    if (!status && m->out->missing && !m->task->allow_missing)
        status = tp_fail(err, TP_E_REFUSED, "%zu items are missing", m->out->missing);
    return status;
}
