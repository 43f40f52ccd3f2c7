#include "store/content.h"
#include "store/log_parts.h"

#include <string.h>

static const tp_pos nowhere = {0};

static const tp_content_kind run_kind = {
    {"store.no-run", "数据库中没有测算 {0}", "the store has no run {0}"},
    {"store.run-altered", "数据库中的测算 {0} 与其校验值不符，内容已被改动",
     "run {0} in the store does not match its hash: it was altered"}};
static const tp_msg msg_file = {
    "store.no-run", "这里要的是测算编号（或 latest），{0} 是文件名；先用 turnpool run {0} 测算",
    "the number of a run (or latest) is wanted, and {0} is the name of a file: turnpool run {0} "
    "first"};
static const tp_msg msg_several = {"store.several-runs", "{0} 对应多个测算：{1}",
                                   "{0} is the beginning of several runs: {1}"};

enum { RUN_TEXTS = 13 };
#define RUN_COLUMNS                                                                                \
    "run, dataset_sha256, source_sha256, source_path, scenario_sha256, ledger_head, evaluation,"   \
    " engine, status, as_of, document_sha256, certificate_sha256, stored_at"

static tp_status insert_source(tp_store *store, const tp_run_record *record, const char *sha256,
                               tp_err *err)
{
    /* Only a change is news. */
    return tp_db_insert(store,
                        "INSERT INTO source (path, sha256, stored_at) SELECT ?1, ?2, ?3"
                        " WHERE ?2 IS NOT (SELECT sha256 FROM source WHERE path = ?1"
                        " ORDER BY seq DESC LIMIT 1)",
                        3, (const char *const[]){record->source_path, sha256, record->stored_at},
                        err);
}

static tp_status insert_run(tp_store *store, sqlite3_stmt *stmt, const tp_run_record *record,
                            const char *source, tp_err *err)
{
    char document[TP_SHA256_HEX], certificate[TP_SHA256_HEX], as_of[TP_DATE_TEXT];
    tp_date_format(record->as_of, as_of);
    tp_status status = tp_content_sha(record->document, document, err);
    if (!status)
        status = tp_content_sha(record->certificate, certificate, err);
    const char *texts[RUN_TEXTS] = {record->run,
                                    record->dataset_sha256,
                                    source,
                                    record->source_path,
                                    record->scenario_sha256,
                                    record->ledger_head,
                                    record->evaluation,
                                    record->engine,
                                    record->status,
                                    as_of,
                                    document,
                                    certificate,
                                    record->stored_at};
    for (int i = 0; !status && i < RUN_TEXTS; i++)
        status = tp_db_bind_text(store, stmt, i + 1, texts[i] ? texts[i] : "", err);
    if (!status)
        status = tp_db_bind_blob(store, stmt, RUN_TEXTS + 1, record->document, err);
    if (!status)
        status = tp_db_bind_blob(store, stmt, RUN_TEXTS + 2, record->certificate, err);
    return status ? status : tp_db_step(store, stmt, NULL, err);
}

tp_status tp_store_put_run(tp_store *store, const tp_run_record *record, bool *fresh, tp_err *err)
{
    const char *source = record->source_sha256 ? record->source_sha256 : record->dataset_sha256;
    tp_content_write write;
    tp_status status = tp_content_work(store, &write, err);
    if (status)
        return status;
    sqlite3_stmt *stmt = NULL;
    if (record->source_path)
        status = insert_source(store, record, source, err);
    if (!status)
        status = tp_db_prepare(store, &stmt,
                               "INSERT INTO run (" RUN_COLUMNS ", document, certificate) VALUES"
                               " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
                               " ON CONFLICT (run) DO NOTHING",
                               err);
    if (!status)
        status = insert_run(store, stmt, record, source, err);
    if (!status && fresh)
        *fresh = sqlite3_changes(store->db) > 0;
    sqlite3_finalize(stmt);
    return tp_content_end(store, write, status, err);
}

tp_status tp_store_get_run(tp_store *store, const char *run, tp_arena *arena, tp_run_record *out,
                           tp_err *err)
{
    sqlite3_stmt *stmt;
    tp_status status = tp_content_find(
        store, &run_kind, "SELECT " RUN_COLUMNS ", document, certificate FROM run WHERE run = ?1",
        run, &stmt, err);
    if (status)
        return status;
    const char *t[RUN_TEXTS];
    bool ok = true;
    for (int i = 0; i < RUN_TEXTS; i++)
        ok = (t[i] = tp_db_text(stmt, i, arena)) && ok;
    *out = (tp_run_record){.run = t[0],
                           .dataset_sha256 = t[1],
                           .source_sha256 = t[2],
                           .source_path = t[3],
                           .scenario_sha256 = t[4],
                           .ledger_head = t[5],
                           .evaluation = t[6],
                           .engine = t[7],
                           .status = t[8],
                           .document_sha256 = t[10],
                           .certificate_sha256 = t[11],
                           .stored_at = t[12]};
    ok = ok && tp_db_blob(stmt, RUN_TEXTS, arena, &out->document) &&
         tp_db_blob(stmt, RUN_TEXTS + 1, arena, &out->certificate);
    sqlite3_finalize(stmt);
    if (!ok)
        return tp_fail_nomem(err);
    tp_date_parse(t[9], strlen(t[9]), &out->as_of);
    status = tp_content_check(store, &run_kind, run, out->document, t[10], err);
    if (!status)
        status = tp_content_check(store, &run_kind, run, out->certificate, t[11], err);
    return status;
}

static tp_status choose_run(tp_store *store, sqlite3_stmt *stmt, const char *beginning,
                            tp_arena *arena, const char **out, tp_err *err)
{
    tp_buf several;
    tp_buf_init(&several);
    size_t found = 0;
    bool row = true;
    tp_status status = TP_OK;
    while (!(status = tp_db_step(store, stmt, &row, err)) && row) {
        const char *run = tp_db_text(stmt, 0, arena);
        if (!run) {
            status = tp_fail_nomem(err);
            break;
        }
        tp_buf_text(&several, found++ ? " " : "");
        tp_buf_text(&several, run);
        *out = run;
    }
    if (!status && found > 1) {
        tp_diag_error(store->diags, nowhere, &msg_several, beginning, several.bytes);
        status = tp_fail(err, TP_E_INPUT, "%zu runs begin with %s", found, beginning);
    } else if (!status && !found) {
        tp_diag_error(store->diags, nowhere,
                      strpbrk(beginning, "./") ? &msg_file : &run_kind.unknown, beginning);
        status = tp_fail(err, TP_E_INPUT, "no run begins with %s", beginning);
    }
    tp_buf_finish(&several);
    return status;
}

tp_status tp_store_note_asked(tp_store *store, const char *run, const tp_asking *asked, tp_err *err)
{
    const char *by = asked->by;
    tp_content_write write;
    tp_status status = tp_store_by(store, TP_MAY_WORK, &by, err);
    if (!status)
        status = tp_content_begin(store, &write, err);
    if (status)
        return status;
    tp_log_about(store, "run", run, "");
    status = tp_db_insert(
        store, "INSERT INTO asked (run, settings, asked_by, asked_at) VALUES (?1, ?2, ?3, ?4)", 4,
        (const char *const[]){run, asked->settings ? asked->settings : "", by ? by : "", asked->at},
        err);
    return tp_content_end(store, write, status, err);
}

tp_status tp_store_find_run(tp_store *store, const char *beginning, tp_arena *arena,
                            const char **out, tp_err *err)
{
    bool latest = strcmp(beginning, "latest") == 0;
    const char *key = latest ? "" : strlen(beginning) < 4 ? " " : beginning;
    sqlite3_stmt *stmt = NULL;
    tp_status status = tp_db_prepare(
        store, &stmt,
        latest ? "SELECT r.run FROM run r LEFT JOIN (SELECT run, max(seq) AS asked FROM"
                 " asked GROUP BY run) a ON a.run = r.run WHERE ?1 = '' AND"
                 " (a.asked IS NOT NULL OR NOT EXISTS (SELECT 1 FROM sweep_point p"
                 " WHERE p.run = r.run)) ORDER BY a.asked DESC, r.seq DESC LIMIT 1"
               : "SELECT run FROM run WHERE substr(run, 1, length(?1)) = ?1"
                 " ORDER BY run = ?1 DESC, seq LIMIT 8",
        err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, key, err);
    if (!status)
        status = choose_run(store, stmt, beginning, arena, out, err);
    sqlite3_finalize(stmt);
    return status;
}

static bool read_row(sqlite3_stmt *stmt, tp_arena *arena, void *into)
{
    tp_run_row *out = into;
    const char *as_of = tp_db_text(stmt, 8, arena);
    *out = (tp_run_row){.seq = sqlite3_column_int64(stmt, 0),
                        .run = tp_db_text(stmt, 1, arena),
                        .scenario = tp_db_text(stmt, 2, arena),
                        .title = {tp_db_text(stmt, 3, arena), tp_db_text(stmt, 4, arena)},
                        .path = tp_db_text(stmt, 5, arena),
                        .status = tp_db_text(stmt, 6, arena),
                        .dataset_sha256 = tp_db_text(stmt, 7, arena),
                        .stored_at = tp_db_text(stmt, 9, arena),
                        .proposal = sqlite3_column_int64(stmt, 10),
                        .approval = sqlite3_column_int64(stmt, 11),
                        .decision = tp_db_text(stmt, 12, arena),
                        .asked_at = tp_db_text(stmt, 13, arena),
                        .settings = tp_db_text(stmt, 14, arena),
                        .sweep = tp_db_text(stmt, 15, arena)};
    if (as_of)
        tp_date_parse(as_of, strlen(as_of), &out->as_of);
    return as_of && out->run && out->scenario && out->title.zh && out->title.en && out->path &&
           out->status && out->dataset_sha256 && out->stored_at && out->decision && out->asked_at &&
           out->settings && out->sweep;
}

tp_status tp_store_list_runs(tp_store *store, tp_arena *arena, tp_run_row **out, size_t *count,
                             tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    *out = NULL;
    *count = 0;
    tp_status status = tp_db_prepare(
        store, &stmt,
        "SELECT r.seq, r.run, s.name, s.title_zh, s.title_en, s.path, r.status, r.dataset_sha256,"
        " r.as_of, r.stored_at, p.proposal, a.approval,"
        " iif(u.approval IS NULL, iif(" TP_FILES_SQL(
            "a") ", 'filed', a.decision), 'undone'), k.asked_at,"
                 " ifnull(k.settings, w.settings), w.sweep"
                 " FROM run r JOIN scenario s ON s.sha256 = r.scenario_sha256"
                 " LEFT JOIN (SELECT run, max(proposal) AS proposal FROM proposal GROUP BY run) p"
                 " ON p.run = r.run LEFT JOIN approval a ON a.proposal = p.proposal"
                 " LEFT JOIN " TP_UNDONE_APPROVALS " u ON u.approval = a.approval"
                 " LEFT JOIN (SELECT run, max(seq) AS seq FROM asked GROUP BY run) q ON q.run = "
                 "r.run"
                 " LEFT JOIN asked k ON k.seq = q.seq"
                 " LEFT JOIN (SELECT run, min(sweep) AS sweep, settings FROM sweep_point GROUP BY "
                 "run) w"
                 " ON w.run = r.run ORDER BY r.seq",
        err);
    if (!status)
        status = tp_db_list(store, stmt, read_row, arena, out, count, err);
    sqlite3_finalize(stmt);
    return status;
}

tp_status tp_store_latest_source(tp_store *store, const char *path, tp_arena *arena,
                                 const char **sha256, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    tp_status status = tp_db_prepare(
        store, &stmt, "SELECT sha256 FROM source WHERE path = ?1 ORDER BY seq DESC LIMIT 1", err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, path, err);
    if (!status)
        status = tp_db_step(store, stmt, &row, err);
    *sha256 = "";
    if (!status && row && !(*sha256 = tp_db_text(stmt, 0, arena)))
        status = tp_fail_nomem(err);
    sqlite3_finalize(stmt);
    return status;
}
