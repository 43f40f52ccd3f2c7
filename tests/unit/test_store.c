#include "store/store.h"
#include "suite.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64], path[96];
static tp_arena *arena;
static tp_diags diags;
static tp_err err;

static void set_up(void)
{
    strcpy(folder, "/tmp/turnpool-store-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/turnpool.db", folder);
    arena = tp_arena_create();
    tp_diags_init(&diags, arena);
}

static void tear_down(void)
{
    char command[128];
    tp_arena_free(arena);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    ck_assert_int_eq(system(command), 0);
}

static tp_store *open_store(void)
{
    tp_store *store = NULL;
    tp_store_options options = {.create = true, .diags = &diags, .wait_ms = 200};
    ck_assert_int_eq(tp_store_open(&store, path, &options, &err), TP_OK);
    return store;
}

static void sql(const char *text)
{
    sqlite3 *db;
    char *message = NULL;
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, text, NULL, NULL, &message) == SQLITE_OK, "%s", message);
    sqlite3_close(db);
}

static const char *code(void)
{
    return diags.count ? diags.items[diags.count - 1].code : "";
}

static tp_blob blob(const char *text)
{
    return (tp_blob){text, strlen(text)};
}

static const char *sha(const char *text)
{
    char *hex = tp_arena_alloc(arena, TP_SHA256_HEX);
    ck_assert(tp_sha256_of(text, strlen(text), hex));
    return hex;
}

static void put_one(tp_store *store, const char *run, const char *data)
{
    tp_dataset_record d = {.sha256 = sha(data),
                           .canonical = blob(data),
                           .order = blob("1 2"),
                           .stored_at = "2026-07-01T08:00:00Z"};
    tp_scenario_record s = {.sha256 = sha("s"),
                            .name = "baseline",
                            .title = {"基准方案", "Baseline"},
                            .path = "city.yaml",
                            .text = blob("name: baseline\n"),
                            .origins = blob("name\tcity.yaml:1:1\n"),
                            .stored_at = "2026-07-01T08:00:00Z"};
    tp_run_record r = {.run = run,
                       .dataset_sha256 = d.sha256,
                       .scenario_sha256 = s.sha256,
                       .source_path = "data",
                       .ledger_head = "",
                       .evaluation = "",
                       .engine = "turnpool 0.1.0",
                       .status = "optimal",
                       .as_of = 20260630,
                       .document = blob("{\"run\": 1}"),
                       .certificate = blob(""),
                       .stored_at = "2026-07-01T08:00:00Z"};
    ck_assert_int_eq(tp_store_put_dataset(store, &d, NULL, &err), TP_OK);
    ck_assert_int_eq(tp_store_put_scenario(store, &s, NULL, &err), TP_OK);
    ck_assert_int_eq(tp_store_put_run(store, &r, NULL, &err), TP_OK);
}

START_TEST(store__gives_back_what_was_put)
{
    tp_store *store = open_store();
    put_one(store, "aaaa1111", "facts");
    put_one(store, "aaaa1111", "facts");
    put_one(store, "aaaa2222", "other facts");
    tp_store_close(store);

    store = open_store();
    tp_run_record run;
    ck_assert_int_eq(tp_store_get_run(store, "aaaa1111", arena, &run, &err), TP_OK);
    ck_assert_int_eq((int)run.document.length, 10);
    ck_assert_int_eq(run.as_of, 20260630);
    ck_assert_str_eq(run.source_sha256, sha("facts"));
    tp_dataset_record data;
    ck_assert_int_eq(tp_store_get_dataset(store, run.dataset_sha256, arena, &data, &err), TP_OK);
    ck_assert_int_eq(memcmp(data.canonical.bytes, "facts", 5), 0);
    tp_scenario_record scenario;
    ck_assert_int_eq(tp_store_get_scenario(store, run.scenario_sha256, arena, &scenario, &err),
                     TP_OK);
    ck_assert_str_eq(scenario.title.zh, "基准方案");
    tp_run_row *rows;
    size_t count;
    ck_assert_int_eq(tp_store_list_runs(store, arena, &rows, &count, &err), TP_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(rows[1].run, "aaaa2222");
    const char *found;
    ck_assert_int_eq(tp_store_find_run(store, "aaaa1", arena, &found, &err), TP_OK);
    ck_assert_str_eq(found, "aaaa1111");
    ck_assert_int_eq(tp_store_find_run(store, "latest", arena, &found, &err), TP_OK);
    ck_assert_str_eq(found, "aaaa2222");
    ck_assert_int_eq(tp_store_find_run(store, "aaaa", arena, &found, &err), TP_E_INPUT);
    ck_assert_str_eq(code(), "store.several-runs");
    ck_assert_int_eq(tp_store_find_run(store, "aa", arena, &found, &err), TP_E_INPUT);
    ck_assert_str_eq(code(), "store.no-run");
    ck_assert_int_eq(tp_store_latest_source(store, "data", arena, &found, &err), TP_OK);
    ck_assert_str_eq(found, sha("other facts"));
    tp_store_close(store);
}
END_TEST

START_TEST(store__one_transaction_is_all_or_nothing)
{
    tp_store *store = open_store();
    ck_assert_int_eq(tp_store_begin(store, &err), TP_OK);
    put_one(store, "aaaa1111", "facts");
    tp_store_rollback(store);
    tp_run_row *rows;
    size_t count;
    ck_assert_int_eq(tp_store_list_runs(store, arena, &rows, &count, &err), TP_OK);
    ck_assert_uint_eq(count, 0);
    ck_assert_int_eq(tp_store_begin(store, &err), TP_OK);
    put_one(store, "aaaa1111", "facts");
    ck_assert_int_eq(tp_store_commit(store, &err), TP_OK);
    ck_assert_int_eq(tp_store_list_runs(store, arena, &rows, &count, &err), TP_OK);
    ck_assert_uint_eq(count, 1);
    tp_store_close(store);
}
END_TEST

START_TEST(store__finds_altered_content)
{
    tp_store *store = open_store();
    put_one(store, "aaaa1111", "facts");
    tp_store_close(store);
    sql("DROP TRIGGER run_kept; DROP TRIGGER dataset_kept; DROP TRIGGER scenario_kept;"
        "UPDATE run SET document = x'7b7d'; UPDATE dataset SET input_order = x'32';"
        "UPDATE scenario SET text = x'20'");
    store = open_store();
    tp_run_record run;
    tp_dataset_record data;
    tp_scenario_record scenario;
    ck_assert_int_eq(tp_store_get_run(store, "aaaa1111", arena, &run, &err), TP_E_IO);
    ck_assert_str_eq(code(), "store.run-altered");
    ck_assert_int_eq(tp_store_get_dataset(store, sha("facts"), arena, &data, &err), TP_E_IO);
    ck_assert_str_eq(code(), "store.dataset-altered");
    ck_assert_int_eq(tp_store_get_scenario(store, sha("s"), arena, &scenario, &err), TP_E_IO);
    ck_assert_str_eq(code(), "store.scenario-altered");
    tp_store_close(store);
}
END_TEST

static tp_status try_open(tp_store_options options)
{
    tp_store *store = NULL;
    options.diags = &diags;
    options.wait_ms = 100;
    tp_status status = tp_store_open(&store, path, &options, &err);
    tp_store_close(store);
    return status;
}

START_TEST(store__refuses_what_is_not_a_store)
{
    ck_assert_int_eq(try_open((tp_store_options){0}), TP_E_IO);
    ck_assert_str_eq(code(), "store.missing");
    ck_assert_int_ne(access(path, F_OK), 0);
    FILE *file = fopen(path, "w");
    for (int i = 0; i < 600; i++)
        fputs("not a database at all. ", file);
    fclose(file);
    ck_assert_int_eq(try_open((tp_store_options){.create = true}), TP_E_IO);
    ck_assert_str_eq(code(), "store.not-a-store");
    unlink(path);
    sql("CREATE TABLE other (x)");
    ck_assert_int_eq(try_open((tp_store_options){.create = true}), TP_E_IO);
    ck_assert_str_eq(code(), "store.not-a-store");
    unlink(path);
    tp_store_close(open_store());
    sql("PRAGMA user_version = 99");
    ck_assert_int_eq(try_open((tp_store_options){.create = true}), TP_E_IO);
    ck_assert_str_eq(code(), "store.newer");
    ck_assert_int_eq(try_open((tp_store_options){.read_only = true}), TP_E_IO);
    ck_assert_str_eq(code(), "store.newer");
    strcpy(path, folder);
    ck_assert_int_eq(try_open((tp_store_options){.create = true}), TP_E_IO);
    ck_assert_str_eq(code(), "store.directory");
}
END_TEST

START_TEST(store__says_that_another_holds_the_lock)
{
    tp_store *one = open_store(), *two = open_store();
    ck_assert_int_eq(tp_store_begin(one, &err), TP_OK);
    ck_assert_int_eq(tp_store_begin(two, &err), TP_E_IO);
    ck_assert_str_eq(code(), "store.locked");
    tp_store_rollback(one);
    ck_assert_int_eq(tp_store_begin(two, &err), TP_OK);
    tp_store_close(one);
    tp_store_close(two);
}
END_TEST

START_TEST(store__names_the_process_that_holds_the_lock)
{
    int ready[2];
    char byte, pid[32];
    tp_store *store = open_store();
    ck_assert_int_eq(pipe(ready), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        /* A connection of its own: SQLite's are not carried across a fork. */
        tp_store *own = open_store();
        bool held = tp_store_begin(own, &err) == TP_OK && write(ready[1], "x", 1) == 1;
        for (;;)
            pause();
        (void)held;
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    ck_assert_int_eq(tp_store_begin(store, &err), TP_E_IO);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    ck_assert_str_eq(code(), "store.locked");
    snprintf(pid, sizeof pid, "pid %ld, ", (long)child);
    if (access("/proc/locks", R_OK) == 0)
        ck_assert_msg(strstr(diags.items[diags.count - 1].text[TP_EN], pid), "%s",
                      diags.items[diags.count - 1].text[TP_EN]);
    /* The lock died with its holder. */
    ck_assert_int_eq(tp_store_begin(store, &err), TP_OK);
    tp_store_close(store);
}
END_TEST

START_TEST(store__read_only_reads_and_does_not_write)
{
    tp_store *store = open_store();
    put_one(store, "aaaa1111", "facts");
    tp_store_close(store);
    tp_store_options options = {.read_only = true, .diags = &diags};
    ck_assert_int_eq(tp_store_open(&store, path, &options, &err), TP_OK);
    tp_run_record run;
    ck_assert_int_eq(tp_store_get_run(store, "aaaa1111", arena, &run, &err), TP_OK);
    ck_assert_int_eq(tp_store_begin(store, &err), TP_E_IO);
    ck_assert_str_eq(code(), "store.read-only");
    tp_store_close(store);
}
END_TEST

START_TEST(store__keeps_its_records_from_change)
{
    tp_store *store = open_store();
    put_one(store, "aaaa1111", "facts");
    tp_store_close(store);
    static const char *const changes[] = {
        "UPDATE run SET engine = ''", "DELETE FROM run",      "UPDATE dataset SET stored_at = ''",
        "DELETE FROM dataset",        "DELETE FROM scenario", "UPDATE scenario SET path = ''",
        "DELETE FROM head",
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        sqlite3 *db;
        ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
        ck_assert_int_eq(sqlite3_exec(db, changes[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
        sqlite3_close(db);
    }
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("store");
    TCase *tc = tcase_create("store");
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, store__gives_back_what_was_put);
    tcase_add_test(tc, store__one_transaction_is_all_or_nothing);
    tcase_add_test(tc, store__finds_altered_content);
    tcase_add_test(tc, store__refuses_what_is_not_a_store);
    tcase_add_test(tc, store__says_that_another_holds_the_lock);
    tcase_add_test(tc, store__names_the_process_that_holds_the_lock);
    tcase_add_test(tc, store__read_only_reads_and_does_not_write);
    tcase_add_test(tc, store__keeps_its_records_from_change);
    suite_add_tcase(suite, tc);
    return suite;
}
