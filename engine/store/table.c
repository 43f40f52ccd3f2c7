#include "store/table.h"

/* The same path may have stood for several datasets, one after the other. */
#define SOURCES                                                                                    \
    "(SELECT path, row_number() OVER (PARTITION BY path ORDER BY seq) AS place, sha256, stored_at" \
    " FROM source)"

/* clang-format off */
const tp_table tp_tables[] = {
    {.name = "dataset", .key = "sha256", .content = "canonical",
     .provenance = "input_order, order_sha256", .clock = "stored_at",
     .hashed = {{"canonical", "sha256"}, {"input_order", "order_sha256"}}},
    {.name = "source", .key = "path, place", .content = "sha256", .clock = "stored_at",
     .from = SOURCES, .made = "place"},
    /* The identity leaves out what the text says of names and of where the data lie. */
    {.name = "scenario", .key = "sha256",
     .provenance = "path, name, title_zh, title_en, text, text_sha256, origins, origins_sha256",
     .clock = "stored_at",
     .hashed = {{"text", "text_sha256"}, {"origins", "origins_sha256"}}},
    {.name = "run", .key = "run",
     .content = "dataset_sha256, source_sha256, scenario_sha256, ledger_head, evaluation, engine,"
                " status, as_of, document, document_sha256, certificate, certificate_sha256",
     .provenance = "source_path", .clock = "stored_at",
     .hashed = {{"document", "document_sha256"}, {"certificate", "certificate_sha256"}}},
    {.name = "asked", .key = "run, settings, asked_by", .clock = "asked_at"},
    {.name = "sweep", .key = "sweep", .content = "base, keys, points", .provenance = "path",
     .clock = "stored_at"},
    {.name = "sweep_point", .key = "sweep, point",
     .content = "settings, run, answer, status, figures", .clock = "stored_at"},
    {.name = "work", .key = "work", .content = "kind, base, asked, engine, items",
     .clock = "stored_at"},
    {.name = "work_item", .key = "work, item", .content = "result", .clock = "stored_at"},
    {.name = "shard", .key = "work, number, shards", .use = TP_TABLE_PASSING},
    {.name = "proposal", .key = "proposal", .content = "run, title, proposed_by, proposed_on",
     .use = TP_TABLE_DECIDED},
    {.name = "remark", .key = "remark",
     .content = "run, demand, unit, category, text, remarked_by, remarked_on",
     .use = TP_TABLE_DECIDED},
    {.name = "approval", .key = "approval",
     .content = "proposal, decision, meeting, decided_by, decided_on, reason, changes, proposed_by,"
                " run, document_sha256, dataset_sha256, scenario_sha256, ledger_head, previous,"
                " hash",
     .use = TP_TABLE_DECIDED},
    {.name = "journal", .key = "entry",
     .content = "posting, approval, kind, posted_on, category, count, from_unit, from_scope,"
                " from_ring, to_unit, to_scope, to_ring, demand, sector, start_on, due_on, notice,"
                " loan, corrects, posted_by, reason, previous, hash",
     .use = TP_TABLE_DECIDED},
    {.name = "issue", .key = "issue", .content = "unit, class, found_on, due_on, text, source",
     .clock = "recorded_at", .use = TP_TABLE_DECIDED},
    {.name = "issue_event", .key = "seq", .content = "issue, kind, happened_on, reference,"
     " recorded_by", .clock = "recorded_at", .use = TP_TABLE_DECIDED},
    /* Whoever may do what in one office is no business of another file. */
    {.name = "account", .key = "account", .content = "name, roles, active",
     .use = TP_TABLE_DECIDED},
    {.name = "account_key", .key = "key", .use = TP_TABLE_PASSING},
    {.name = "session", .key = "token", .use = TP_TABLE_PASSING},
    {.name = "log", .key = "seq", .use = TP_TABLE_PASSING},
    {.name = "log_end", .key = "only", .use = TP_TABLE_PASSING},
    /* How far the chains reach follows from their rows. */
    {.name = "head", .key = "only", .use = TP_TABLE_PASSING},
};
/* clang-format on */
const size_t tp_n_tables = sizeof tp_tables / sizeof *tp_tables;
