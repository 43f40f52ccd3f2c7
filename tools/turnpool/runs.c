#include "runs.h"

#include "base/json.h"
#include "keep.h"
#include "report/conflict_view.h"
#include "report/run_view.h"
#include "run/document.h"
#include "store/ledger.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

const char *tp_cli_store_path(const tp_cli *cli)
{
    const char *path = tp_cli_value(cli, "store");
    return path ? path : "turnpool.db";
}

bool tp_cli_store_exists(const tp_cli *cli)
{
    return access(tp_cli_store_path(cli), F_OK) == 0;
}

int tp_cli_store_open(const tp_cli *cli, tp_store_use use, tp_store **out)
{
    tp_err err = {0};
    tp_store_options options = {
        .create = use == TP_STORE_MAKE, .read_only = use == TP_STORE_READ, .diags = cli->diags};
    *out = NULL;
    if (use != TP_STORE_MAKE && !tp_cli_store_exists(cli))
        return TP_ERROR_EXIT(
            cli, TP_EXIT_FAILURE,
            ((tp_words){"没有数据库“{0}”；先用 turnpool run 测算一次，或用 --store 指定",
                        "there is no store '{0}'; make one with turnpool run, or name "
                        "it with --store"}),
            tp_cli_store_path(cli));
    tp_status status = tp_store_open(out, tp_cli_store_path(cli), &options, &err);
    return status ? tp_cli_fail(cli, status, cli->diags, &err) : 0;
}

void tp_cli_now(char out[TP_TIME_TEXT])
{
    time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    strftime(out, TP_TIME_TEXT, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

int tp_cli_run_save(const tp_cli *cli, tp_store *store, const tp_run *run)
{
    tp_err err = {0};
    tp_kept_texts texts;
    char now[TP_TIME_TEXT];
    tp_cli_now(now);
    tp_status status = tp_keep_texts(&texts, run, &err);
    if (!status)
        status = tp_store_begin(store, &err);
    if (!status) {
        status = tp_keep_dataset(store, run, now, &err);
        if (!status)
            status = tp_keep_run(store, run, &texts, now, &err);
        if (!status)
            status = tp_store_commit(store, &err);
        if (status)
            tp_store_rollback(store);
    }
    tp_kept_texts_finish(&texts);
    return status ? tp_cli_fail(cli, status, cli->diags, &err) : 0;
}

static tp_status restore(const tp_cli *cli, const char *name, tp_cli_run *out, tp_diags *diags,
                         tp_err *err)
{
    const char *id;
    tp_dataset_record data;
    tp_scenario_record scenario;
    tp_status status = tp_store_find_run(out->store, name, cli->arena, &id, err);
    if (!status)
        status = tp_store_get_run(out->store, id, cli->arena, &out->record, err);
    if (!status)
        status =
            tp_store_get_dataset(out->store, out->record.dataset_sha256, cli->arena, &data, err);
    if (!status)
        status = tp_store_get_scenario(out->store, out->record.scenario_sha256, cli->arena,
                                       &scenario, err);
    if (status)
        return status;
    char *order = tp_arena_copy(cli->arena, data.order.bytes, data.order.length);
    char *origins = tp_arena_copy(cli->arena, scenario.origins.bytes, scenario.origins.length);
    if (!order || !origins)
        return tp_fail_nomem(err);
    out->stored = (tp_session_stored){.dataset = data.canonical.bytes,
                                      .dataset_length = data.canonical.length,
                                      .order = order,
                                      .scenario = scenario.text.bytes,
                                      .scenario_length = scenario.text.length,
                                      .origins = origins,
                                      .document = out->record.document.bytes,
                                      .document_length = out->record.document.length,
                                      .certificate = out->record.certificate.bytes,
                                      .certificate_length = out->record.certificate.length};
    return tp_session_restore(&out->session, &out->run, &out->stored, diags, err);
}

int tp_cli_run_load(const tp_cli *cli, const char *name, tp_cli_run *out)
{
    tp_err err = {0};
    *out = (tp_cli_run){NULL};
    int code = tp_cli_store_open(cli, TP_STORE_READ, &out->store);
    if (code)
        return code;
    tp_status status = restore(cli, name, out, cli->diags, &err);
    if (status) {
        code = tp_cli_fail(cli, status, cli->diags, &err);
        tp_cli_run_free(out);
    }
    return code;
}

void tp_cli_run_free(tp_cli_run *loaded)
{
    tp_session_free(loaded->session);
    tp_store_close(loaded->store);
    *loaded = (tp_cli_run){NULL};
}

int tp_cli_settings(const tp_cli *cli, tp_setting **out, size_t *count)
{
    size_t at = 0, capacity = 0;
    *out = NULL;
    *count = 0;
    for (const char *text; (text = tp_cli_next(cli, "set", &at)) != NULL;) {
        const char *equals = strchr(text, '=');
        if (!equals || equals == text)
            return TP_ERROR_EXIT(
                cli, TP_EXIT_USAGE,
                ((tp_words){"--set 应写作 键=值，如 --set reserve.share=0.1；此处为“{0}”",
                            "--set takes key=value, as in --set reserve.share=0.1; this "
                            "is \"{0}\""}),
                text);
        char *key = tp_arena_copy(cli->arena, text, (size_t)(equals - text));
        if (!key || !tp_arena_grow(cli->arena, out, &capacity, *count, 1))
            return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
        (*out)[(*count)++] = (tp_setting){.key = key, .value = equals + 1};
    }
    return 0;
}

static tp_status fetch_run(tp_store *store, const char *name, tp_buf *out, tp_arena *arena,
                           tp_err *err)
{
    const char *id;
    tp_run_record record;
    tp_status status = tp_store_find_run(store, name, arena, &id, err);
    if (!status)
        status = tp_store_get_run(store, id, arena, &record, err);
    if (!status)
        tp_buf_add(out, record.document.bytes, record.document.length);
    return status;
}

static void write_movements(tp_json *json, const tp_ledger *books, int64_t approval, bool loans)
{
    tp_json_key(json, loans ? "loans" : "deposits");
    tp_json_array(json);
    for (size_t i = 0; i < books->n_entries; i++) {
        const tp_journal_entry *e = &books->entries[i];
        if (e->approval != approval || e->corrects ||
            e->kind != (loans ? TP_JOURNAL_LOAN : TP_JOURNAL_DEPOSIT))
            continue;
        tp_json_flat_object(json);
        tp_json_key_text(json, loans ? "demand" : "unit", loans ? e->demand : e->from.unit);
        if (!loans)
            tp_json_key_text(json, "category", e->category);
        tp_json_key_int(json, "count", e->count);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

/* What an approval posted, in the form of a run document: a partial one posts less than its run. */
static tp_status fetch_approval(tp_store *store, const char *number, tp_buf *out, tp_arena *arena,
                                tp_err *err)
{
    int64_t approval;
    tp_ledger *books;
    if (tp_int_parse(number, strlen(number), &approval) != TP_PARSE_OK)
        return tp_fail(err, TP_E_INPUT, "no approval %s", number);
    tp_status status = tp_ledger_load(&books, store, TP_DATE_NONE, arena, err);
    if (status)
        return status;
    for (size_t i = 0; i < books->n_approvals; i++) {
        if (books->approvals[i].approval != approval ||
            !strcmp(books->approvals[i].decision, "rejected"))
            continue;
        tp_json json;
        tp_json_init(&json, out);
        tp_json_object(&json);
        write_movements(&json, books, approval, false);
        write_movements(&json, books, approval, true);
        tp_json_end_object(&json);
        return TP_OK;
    }
    return tp_fail(err, TP_E_INPUT, "no approval %s", number);
}

static tp_status fetch(void *user, const char *reference, tp_buf *out, tp_err *err)
{
    tp_arena *arena = tp_arena_create();
    if (!arena)
        return tp_fail_nomem(err);
    tp_status status = strncmp(reference, "run:", 4) == 0
                           ? fetch_run(user, reference + 4, out, arena, err)
                       : strncmp(reference, "approval:", 9) == 0
                           ? fetch_approval(user, reference + 9, out, arena, err)
                           : tp_fail(err, TP_E_INPUT, "unknown kind of reference %s", reference);
    tp_arena_free(arena);
    return status;
}

tp_reference_source tp_cli_references(tp_store *store)
{
    return (tp_reference_source){store ? fetch : NULL, store};
}

int tp_exit_of_answer(tp_answer_status status)
{
    static const int codes[] = {[TP_OPTIMAL] = TP_EXIT_DONE,
                                [TP_FEASIBLE] = TP_EXIT_STOPPED,
                                [TP_INFEASIBLE] = TP_EXIT_INFEASIBLE,
                                [TP_NO_ANSWER] = TP_EXIT_STOPPED_NONE};
    return codes[status];
}

/* A contradiction is shown with its way out. */
static tp_status add_repairs(const tp_cli *cli, const tp_run *run, tp_page *page, tp_err *err)
{
    tp_repairs repairs;
    tp_status status = tp_conflict_repairs(&repairs, run, run->task.stop, cli->arena, err);
    if (!status)
        tp_repairs_view(page, &repairs);
    return status;
}

int tp_cli_run_show(const tp_cli *cli, const tp_run *run)
{
    int code;
    tp_err err = {0};
    if (tp_cli_format_of(cli) == TP_AS_JSON && !tp_cli_has(cli, "table")) {
        tp_buf document;
        tp_buf_init(&document);
        tp_document_write(&document, run);
        code = tp_cli_write(cli, &document);
        tp_buf_finish(&document);
    } else {
        tp_page page;
        tp_run_page_options options = {.all = tp_cli_has(cli, "all")};
        tp_status status = tp_run_page(&page, run, &options, cli->arena, &err);
        if (!status && run->result->status == TP_INFEASIBLE)
            status = add_repairs(cli, run, &page, &err);
        code = status ? tp_cli_fail(cli, status, NULL, &err) : tp_cli_page(cli, &page);
    }
    return code ? code : tp_exit_of_answer(run->result->status);
}
