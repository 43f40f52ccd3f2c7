/* Any single byte of a journal or approval row changed in the file, behind SQLite's back, is found
 * by `ledger verify`, and it says where; sound books are never said to be unsound. */
#include "ledger_case.h"
#include "store/movement.h"
#include "suite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ledger_case c;
static unsigned char *file;
static size_t size, page_size;
static char copy[128];

static void set_up(void)
{
    ledger_case_init(&c);
    ledger_case_approve(&c);
    tp_movement_request request = {.kind = TP_JOURNAL_RETURN,
                                   .loan = 11, /* the first loan of the case */
                                   .count = 2,
                                   .on = 20260901,
                                   .by = "赵",
                                   .reason = "调离"};
    ck_assert_msg(tp_ledger_move(c.store, &request, NULL, &c.err) == TP_OK, "%s", c.err.text);
    ledger_case_sql(&c, "PRAGMA wal_checkpoint(TRUNCATE)");
    tp_store_close(c.store);
    c.store = NULL;
    FILE *in = fopen(c.path, "rb");
    ck_assert_ptr_nonnull(in);
    fseek(in, 0, SEEK_END);
    size = (size_t)ftell(in);
    rewind(in);
    file = malloc(size);
    ck_assert_uint_eq(fread(file, 1, size, in), size);
    fclose(in);
    page_size = (size_t)(file[16] << 8 | file[17]);
    snprintf(copy, sizeof copy, "%s/copy.db", c.folder);
}

static void tear_down(void)
{
    free(file);
    ledger_case_finish(&c);
}

static uint32_t root_of(const char *table)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    ck_assert_int_eq(sqlite3_open(c.path, &db), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_prepare_v2(db,
                           "SELECT rootpage FROM sqlite_schema WHERE name = ?1 AND type = 'table'",
                           -1, &stmt, NULL),
        SQLITE_OK);
    sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
    ck_assert_int_eq(sqlite3_step(stmt), SQLITE_ROW);
    uint32_t root = (uint32_t)sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return root;
}

static size_t varint(const unsigned char *at, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < 8; i++) {
        *value = *value << 7 | (at[i] & 0x7f);
        if (!(at[i] & 0x80))
            return i + 1;
    }
    *value = *value << 8 | at[8];
    return 9;
}

/* Is the ledger found to be unsound, with a place? */
static bool found(void)
{
    tp_store *store = NULL;
    tp_diags diags;
    tp_err err;
    tp_arena *arena = tp_arena_create();
    tp_diags_init(&diags, arena);
    tp_store_options options = {.read_only = true, .diags = &diags};
    tp_ledger_finding *findings = NULL;
    size_t count = 0;
    tp_status status = tp_store_open(&store, copy, &options, &err);
    if (!status)
        status = tp_ledger_verify(&findings, &count, store, arena, &err);
    bool said = status == TP_OK ? count > 0 && findings[0].table : diags.errors > 0;
    tp_store_close(store);
    tp_arena_free(arena);
    return said;
}

static void write_copy(void)
{
    FILE *out = fopen(copy, "wb");
    ck_assert_ptr_nonnull(out);
    ck_assert_uint_eq(fwrite(file, 1, size, out), size);
    fclose(out);
}

/* Changes every byte of the row, one at a time. Returns how many there were. */
static size_t mutate_row(size_t from, size_t to, const unsigned char *masks, size_t n_masks)
{
    FILE *out = fopen(copy, "r+b");
    ck_assert_ptr_nonnull(out);
    size_t changed = 0;
    for (size_t at = from; at < to; at++)
        for (size_t m = 0; m < n_masks; m++) {
            unsigned char byte = file[at] ^ masks[m];
            fseek(out, (long)at, SEEK_SET);
            fwrite(&byte, 1, 1, out);
            fflush(out);
            ck_assert_msg(found(), "byte %zu changed from %02x to %02x and not found", at, file[at],
                          byte);
            changed++;
            fseek(out, (long)at, SEEK_SET);
            fwrite(&file[at], 1, 1, out);
            fflush(out);
        }
    fclose(out);
    return changed;
}

/* Every row below a page of the table's tree. */
static size_t mutate_page(uint32_t number, const unsigned char *masks, size_t n_masks)
{
    const unsigned char *page = file + (number - 1) * page_size;
    size_t cells = (size_t)(page[3] << 8 | page[4]), changed = 0;
    size_t head = page[0] == 13 ? 8 : 12;
    for (size_t i = 0; i < cells; i++) {
        size_t at = (size_t)(page[head + 2 * i] << 8 | page[head + 2 * i + 1]);
        const unsigned char *cell = page + at;
        if (page[0] == 5) {
            uint32_t child = (uint32_t)cell[0] << 24 | (uint32_t)cell[1] << 16 |
                             (uint32_t)cell[2] << 8 | cell[3];
            changed += mutate_page(child, masks, n_masks);
            continue;
        }
        uint64_t payload, rowid;
        size_t n = varint(cell, &payload);
        n += varint(cell + n, &rowid);
        size_t start = (size_t)(number - 1) * page_size + at;
        changed += mutate_row(start, start + n + (size_t)payload, masks, n_masks);
    }
    if (page[0] == 5)
        changed += mutate_page((uint32_t)page[8] << 24 | (uint32_t)page[9] << 16 |
                                   (uint32_t)page[10] << 8 | page[11],
                               masks, n_masks);
    return changed;
}

START_TEST(ledger__every_byte_counts)
{
    static const char *const tables[] = {"journal", "approval"};
    /* In turn: the lowest bit everywhere; with TURNPOOL_LONG also the highest and all bits. */
    static const unsigned char masks[] = {0x01, 0x80, 0xff};
    write_copy();
    ck_assert(!found());
    size_t changed = mutate_page(root_of(tables[_i]), masks, getenv("TURNPOOL_LONG") ? 3 : 1);
    ck_assert_uint_gt(changed, 300);
    ck_assert(!found());
}
END_TEST

/* SQLite's allocator, of which one call fails. */
static sqlite3_mem_methods plain;
static long calls, failing;

static void *failing_malloc(int bytes)
{
    return ++calls == failing ? NULL : plain.xMalloc(bytes);
}

static void *failing_realloc(void *old, int bytes)
{
    return ++calls == failing ? NULL : plain.xRealloc(old, bytes);
}

static void fail_allocations(bool on)
{
    sqlite3_mem_methods mine = plain;
    mine.xMalloc = failing_malloc;
    mine.xRealloc = failing_realloc;
    ck_assert_int_eq(sqlite3_shutdown(), SQLITE_OK);
    ck_assert_int_eq(sqlite3_config(SQLITE_CONFIG_MALLOC, on ? &mine : &plain), SQLITE_OK);
    ck_assert_int_eq(sqlite3_initialize(), SQLITE_OK);
}

/* Sound books are never called unsound for want of memory. */
START_TEST(ledger__want_of_memory_is_no_damage)
{
    ck_assert_int_eq(sqlite3_shutdown(), SQLITE_OK);
    ck_assert_int_eq(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain), SQLITE_OK);
    fail_allocations(true);
    write_copy();
    failing = 0;
    calls = 0;
    ck_assert(!found());
    long all = calls;
    ck_assert_int_gt(all, 200);
    for (failing = 1; failing <= all; failing++) {
        calls = 0;
        ck_assert_msg(!found(), "allocation %ld of %ld failed: damage reported", failing, all);
    }
    failing = 0;
    fail_allocations(false);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("ledger-bytes");
    TCase *tc = tcase_create("ledger-bytes");
    tcase_set_timeout(tc, 300);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, ledger__every_byte_counts, 0, 2);
    tcase_add_test(tc, ledger__want_of_memory_is_no_damage);
    suite_add_tcase(suite, tc);
    return suite;
}
