#include "workspace/stored_run.h"

#include <string.h>

const tp_words tp_run_state_words[TP_RUN_STATES] = {{"草案", "draft"},
                                                    {"已提请", "proposed"},
                                                    {"已审定", "approved"},
                                                    {"部分审定", "approved in part"},
                                                    {"已备案", "filed"},
                                                    {"未通过", "rejected"},
                                                    {"审定后已冲销", "approved, then undone"}};

static const tp_msg msg_latest = {"store.latest", "latest：{0}（{1}），{2} UTC，{3}",
                                  "latest: {0} ({1}), {2} UTC, {3}"};
static const tp_pos nowhere = {0};

tp_words tp_run_status_name(const char *status)
{
    static const struct {
        const char *id;
        tp_words words;
    } known[] = {
        {"optimal", {"最优", "optimal"}},
        {"feasible", {"可行，未证明最优", "feasible, not proven"}},
        {"infeasible", {"自相矛盾", "infeasible"}},
        {"none", {"未得出方案", "no answer"}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].id, status) == 0)
            return known[i].words;
    return (tp_words){status, status};
}

void tp_run_say_latest(tp_store *store, const char *name, const char *run, tp_arena *arena)
{
    tp_run_row *rows;
    size_t count;
    tp_err err = {0};
    if (strcmp(name, "latest") != 0 || tp_store_list_runs(store, arena, &rows, &count, &err))
        return;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].run, run) != 0)
            continue;
        const tp_run_row *r = &rows[i];
        const char *when = *r->asked_at ? r->asked_at : r->stored_at;
        char *at = tp_arena_copy(arena, when, strcspn(when, "Z"));
        char *gap = at ? strchr(at, 'T') : NULL;
        const tp_words words[] = {{tp_words_in(r->title, TP_ZH), tp_words_in(r->title, TP_EN)},
                                  {r->run, r->run},
                                  {at ? at : when, at ? at : when},
                                  tp_run_status_name(r->status)};
        if (gap)
            *gap = ' ';
        tp_diag_add_words(tp_store_diags(store), TP_NOTE, nowhere, &msg_latest, 4, words);
    }
}

tp_status tp_run_open_named(tp_store *store, const char *name, tp_arena *arena, tp_opened_run *out,
                            tp_err *err)
{
    const char *id;
    *out = (tp_opened_run){0};
    tp_status status = tp_store_find_run(store, name, arena, &id, err);
    if (!status)
        status = tp_run_open(store, id, arena, out, err);
    if (status)
        tp_opened_run_free(out);
    else
        tp_run_say_latest(store, name, id, arena);
    return status;
}

static tp_run_state state_of(const tp_run_row *row)
{
    if (strcmp(row->decision, "approved") == 0)
        return TP_RUN_APPROVED;
    if (strcmp(row->decision, "partial") == 0)
        return TP_RUN_PARTIAL;
    if (strcmp(row->decision, "filed") == 0)
        return TP_RUN_FILED;
    if (strcmp(row->decision, "rejected") == 0)
        return TP_RUN_REJECTED;
    if (strcmp(row->decision, "undone") == 0)
        return TP_RUN_UNDONE;
    return row->proposal ? TP_RUN_PROPOSED : TP_RUN_DRAFT;
}

static tp_status see_changes(tp_run_standing *out, tp_store *store, const tp_run_record *record,
                             tp_arena *arena, tp_err *err)
{
    const char *head = "", *source = "";
    const char *known = record->source_sha256 ? record->source_sha256 : record->dataset_sha256;
    tp_status status = tp_ledger_head(store, arena, &head, err);
    if (!status && record->source_path)
        status = tp_store_latest_source(store, record->source_path, arena, &source, err);
    if (status)
        return status;
    out->ledger_moved = strcmp(head, record->ledger_head) != 0;
    out->dataset_replaced = *source && strcmp(source, known) != 0;
    return TP_OK;
}

tp_status tp_run_standing_of(tp_run_standing *out, tp_store *store, const tp_run_record *record,
                             tp_arena *arena, tp_err *err)
{
    tp_run_row *rows;
    size_t count;
    *out = (tp_run_standing){0};
    tp_status status = tp_store_list_runs(store, arena, &rows, &count, err);
    for (size_t i = 0; !status && i < count; i++)
        if (strcmp(rows[i].run, record->run) == 0) {
            out->state = state_of(&rows[i]);
            bool posted = out->state == TP_RUN_APPROVED || out->state == TP_RUN_PARTIAL ||
                          out->state == TP_RUN_FILED || out->state == TP_RUN_UNDONE;
            out->proposal = rows[i].proposal;
            out->number = posted ? rows[i].approval : rows[i].proposal;
        }
    if (status || (out->state != TP_RUN_DRAFT && out->state != TP_RUN_PROPOSED))
        return status;
    return see_changes(out, store, record, arena, err);
}
