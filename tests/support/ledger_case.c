#include "ledger_case.h"

#include "store/journal.h"
#include "store/plan.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ledger_case_reopen(ledger_case *c)
{
    tp_store_close(c->store);
    tp_store_options options = {.create = true, .diags = &c->diags, .wait_ms = 200};
    ck_assert_int_eq(tp_store_open(&c->store, c->path, &options, &c->err), TP_OK);
}

void ledger_case_init(ledger_case *c)
{
    memset(c, 0, sizeof *c);
    strcpy(c->folder, "/tmp/turnpool-ledger-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(c->folder));
    snprintf(c->path, sizeof c->path, "%s/turnpool.db", c->folder);
    c->arena = tp_arena_create();
    tp_diags_init(&c->diags, c->arena);
    ledger_case_reopen(c);
}

void ledger_case_finish(ledger_case *c)
{
    char command[128];
    tp_store_close(c->store);
    tp_arena_free(c->arena);
    snprintf(command, sizeof command, "rm -rf %s", c->folder);
    ck_assert_int_eq(system(command), 0);
}

const char *ledger_case_code(const ledger_case *c)
{
    return c->diags.count ? c->diags.items[c->diags.count - 1].code : "";
}

void ledger_case_sql(ledger_case *c, const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    tp_store_close(c->store);
    c->store = NULL;
    ck_assert_int_eq(sqlite3_open(c->path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, &message) == SQLITE_OK, "%s", message);
    sqlite3_close(db);
    ledger_case_reopen(c);
}

static tp_blob blob(const char *text)
{
    return (tp_blob){text, strlen(text)};
}

void ledger_case_run(ledger_case *c, const char *run)
{
    char data_sha[TP_SHA256_HEX], scenario_sha[TP_SHA256_HEX], head[TP_SHA256_HEX];
    const char *ledger_head;
    ck_assert(tp_sha256_of("facts", 5, data_sha));
    ck_assert(tp_sha256_of("rules", 5, scenario_sha));
    ck_assert_int_eq(tp_ledger_head(c->store, c->arena, &ledger_head, &c->err), TP_OK);
    snprintf(head, sizeof head, "%s", ledger_head);
    tp_dataset_record d = {data_sha, blob("facts"), blob(""), "2026-07-01"};
    tp_scenario_record s = {scenario_sha, "baseline",    {"基准方案", "Baseline"},
                            "city.yaml",  blob("rules"), blob(""),
                            "2026-07-01"};
    tp_run_record r = {.run = run,
                       .dataset_sha256 = data_sha,
                       .scenario_sha256 = scenario_sha,
                       .source_path = "data",
                       .ledger_head = head,
                       .evaluation = "",
                       .engine = "turnpool",
                       .status = "optimal",
                       .as_of = 20260630,
                       .document = blob("{}"),
                       .certificate = blob(""),
                       .stored_at = "2026-07-01"};
    ck_assert_int_eq(tp_store_put_dataset(c->store, &d, NULL, &c->err), TP_OK);
    ck_assert_int_eq(tp_store_put_scenario(c->store, &s, NULL, &c->err), TP_OK);
    ck_assert_int_eq(tp_store_put_run(c->store, &r, NULL, &c->err), TP_OK);
}

static const tp_account city = {.scope = "市本级", .ring = ""};
static const tp_account county = {.scope = "甲县", .ring = ""};
static const char shiye[] = "事业";

static tp_plan_move move(tp_journal_kind kind, int64_t count, tp_account from, tp_account to)
{
    return (tp_plan_move){.kind = kind, .category = shiye, .count = count, .from = from, .to = to};
}

static tp_plan_move loan(const char *demand, int64_t count, int32_t months)
{
    tp_plan_move m = move(TP_JOURNAL_LOAN, count, city, (tp_account){.unit = "U3"});
    m.demand = demand;
    m.sector = "教育";
    m.term_months = months;
    return m;
}

void ledger_case_approve(ledger_case *c)
{
    tp_plan_line lines[] = {{"U1", shiye, 50, 0, 0, city},
                            {"U2", shiye, 30, 0, 0, city},
                            {"U3", shiye, 20, 0, 0, city},
                            {"U4", shiye, 40, 0, 0, county}};
    tp_plan_pool pools[] = {{"市本级", "", shiye, 2}, {"甲县", "", shiye, 0}};
    tp_plan_move moves[] = {
        move(TP_JOURNAL_RECLAIM, 3, (tp_account){.unit = "U2"}, city),
        move(TP_JOURNAL_DEPOSIT, 6, (tp_account){.unit = "U1"}, city),
        move(TP_JOURNAL_DEPOSIT, 4, (tp_account){.unit = "U2"}, city),
        move(TP_JOURNAL_DEPOSIT, 5, (tp_account){.unit = "U4"}, county),
        move(TP_JOURNAL_TRANSFER, 3, county, city),
        loan("D1", 7, 12),
        loan("D2", 2, 36),
    };
    tp_plan plan = {.lines = lines,
                    .n_lines = 4,
                    .pools = pools,
                    .n_pools = 2,
                    .moves = moves,
                    .n_moves = sizeof moves / sizeof *moves};
    ledger_case_run(c, "aaaa1111");
    tp_run_record run;
    ck_assert_int_eq(tp_store_get_run(c->store, "aaaa1111", c->arena, &run, &c->err), TP_OK);
    ck_assert_int_eq(tp_store_begin(c->store, &c->err), TP_OK);
    ck_assert_int_eq(
        tp_db_exec(c->store,
                   "INSERT INTO proposal VALUES (1, 'aaaa1111', '一', '王', '2026-07-05')",
                   &c->err),
        TP_OK);
    tp_ledger *ledger;
    tp_posting posting;
    ck_assert_int_eq(tp_ledger_load(&ledger, c->store, TP_DATE_NONE, c->arena, &c->err), TP_OK);
    ck_assert_int_eq(tp_posting_start(&posting, c->store, c->arena, &c->err), TP_OK);
    tp_approval_row row = {.proposal = 1,
                           .decision = "approved",
                           .meeting = "编委会第一次会议",
                           .decided_by = "李",
                           .decided_on = 20260710,
                           .reason = "",
                           .changes = "",
                           .proposed_by = "王",
                           .run = run.run,
                           .document_sha256 = run.document_sha256,
                           .dataset_sha256 = run.dataset_sha256,
                           .scenario_sha256 = run.scenario_sha256};
    ck_assert_int_eq(tp_posting_approval(&posting, &row, &c->err), TP_OK);
    tp_plan_terms terms = {row.approval, row.decided_on, row.decided_by};
    ck_assert_int_eq(tp_plan_post(&plan, &terms, ledger, &posting, &c->err), TP_OK);
    ck_assert_msg(tp_posting_finish(&posting, NULL, &c->err) == TP_OK, "%s", c->err.text);
    ck_assert_int_eq(tp_store_commit(c->store, &c->err), TP_OK);
}
