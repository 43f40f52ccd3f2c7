#include "people_case.h"
#include "store/log_parts.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- insiders -------------------------------------------------------------------------------- */

/* Rewrites what is there and every hash that follows from it: two chains and the log. */
static void recompute(const char *change)
{
    static const struct {
        const char *table, *set;
        int hashed;
    } chains[] = {{"approval", "UPDATE approval SET previous = ?1, hash = ?2 WHERE rowid = ?3", 15},
                  {"journal", "UPDATE journal SET previous = ?1, hash = ?2 WHERE rowid = ?3", 23},
                  {"log", "UPDATE log SET previous = ?1, hash = ?2 WHERE rowid = ?3", 14}};
    people_reopen_at("");
    ck_assert_int_eq(
        tp_db_exec(people_c.store,
                   "DROP TRIGGER approval_kept; DROP TRIGGER journal_kept; DROP TRIGGER log_kept;"
                   " DROP TRIGGER account_kept; DROP TRIGGER proposal_kept;"
                   " DROP TRIGGER account_key_kept; DROP TRIGGER log_held",
                   &people_c.err),
        TP_OK);
    ck_assert_msg(tp_db_exec(people_c.store, change, &people_c.err) == TP_OK, "%s",
                  people_c.err.text);
    for (int t = 0; t < 3; t++) {
        char previous[TP_SHA256_HEX] = "", sql[64];
        int64_t rows = 0;
        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", chains[t].table);
        rows = people_number(sql);
        if (t == 2) { /* what the log says of the two chains, and of the other tables */
            ck_assert_int_eq(tp_db_exec(people_c.store,
                                        "UPDATE log SET approval_hash = ifnull((SELECT hash FROM"
                                        " approval WHERE approval = approvals), ''), entry_hash ="
                                        " ifnull((SELECT hash FROM journal WHERE entry = entries),"
                                        " '')",
                                        &people_c.err),
                             TP_OK);
        }
        for (int64_t i = 1; i <= rows; i++) {
            tp_value v[24];
            char hex[TP_SHA256_HEX];
            sqlite3_stmt *stmt = NULL;
            bool row;
            snprintf(sql, sizeof sql, "SELECT * FROM %s WHERE rowid = %d", chains[t].table, (int)i);
            ck_assert_int_eq(tp_db_prepare(people_c.store, &stmt, sql, &people_c.err), TP_OK);
            ck_assert_int_eq(tp_db_step(people_c.store, stmt, &row, &people_c.err), TP_OK);
            ck_assert_int_eq(
                tp_row_read(stmt, (size_t)chains[t].hashed, people_c.arena, v, &people_c.err),
                TP_OK);
            sqlite3_finalize(stmt);
            v[chains[t].hashed - 1] = tp_value_text(previous);
            ck_assert_int_eq(tp_row_hash(v, (size_t)chains[t].hashed, hex, &people_c.err), TP_OK);
            const tp_value set[] = {tp_value_text(previous), tp_value_text(hex), tp_value_int(i)};
            ck_assert_int_eq(tp_row_insert(people_c.store, chains[t].set, set, 3, &people_c.err),
                             TP_OK);
            memcpy(previous, hex, sizeof previous);
        }
    }
    ck_assert_int_eq(
        tp_db_exec(people_c.store,
                   "UPDATE head SET approval_hash = ifnull((SELECT hash FROM approval ORDER BY"
                   " approval DESC LIMIT 1), ''), entry_hash = (SELECT hash FROM journal ORDER BY"
                   " entry DESC LIMIT 1); UPDATE log_end SET rows = (SELECT count(*) FROM log),"
                   " hash = (SELECT hash FROM log ORDER BY seq DESC LIMIT 1)",
                   &people_c.err),
        TP_OK);
}

/* A year of signed books: an old approval, then accounts, a decision, a return. */
static void signed_books(void)
{
    ledger_case_approve(&people_c);
    people_make();
    people_as("planner");
    ck_assert_int_eq(people_propose(), TP_OK);
    people_as("approver");
    ck_assert_int_eq(people_decide(), TP_OK);
    people_as("clerk");
    ck_assert_int_eq(people_post(), TP_OK);
    ck_assert_str_eq(people_findings(), "");
}

static bool anchored(const char *hash)
{
    bool holds;
    ck_assert_int_eq(tp_books_hold(people_c.store, hash, &holds, &people_c.err), TP_OK);
    return holds;
}

START_TEST(insider__recomputed_hashes_are_found_by_the_signature)
{
    static const struct {
        const char *change, *found;
    } tries[] = {
        /* nothing at all: the script itself leaves sound books */
        {"SELECT 1", ""},
        {"UPDATE approval SET reason = '另有说法' WHERE approval = 2", "log.signature"},
        {"UPDATE approval SET decided_by = '李明' WHERE approval = 2", "log.name log.signature"},
        /* one from before the signatures: every signature after it stands on it */
        {"UPDATE approval SET meeting = '没有开过的会' WHERE approval = 1", "log.signature"},
        {"UPDATE journal SET reason = '没有的事' WHERE entry = (SELECT max(entry) FROM journal)",
         "log.signature"},
        {"UPDATE log SET at = '2026-09-01T09:00:00Z' WHERE seq = 4", "log.signature"},
        /* signatures taken off */
        {"UPDATE approval SET reason = '另有说法' WHERE approval = 2; UPDATE log SET key = NULL,"
         " signature = '' WHERE act IN ('reject', 'post', 'sign-in')",
         "log.unsigned"},
        /* an account made to look as if it might */
        {"UPDATE account SET roles = 'clerk,approver' WHERE name = 'clerk'", "log.account"},
        {"UPDATE proposal SET title = '另一个题目' WHERE proposal = 2", "log.added"},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        people_tear_down();
        people_set_up();
        signed_books();
        recompute(tries[i].change);
        ck_assert_str_eq(people_findings(), tries[i].found);
    }
}
END_TEST

/* Whoever signs with his own key what another should have decided: the roles of the log say no. */
START_TEST(insider__own_key_does_not_do_for_anothers_act)
{
    signed_books();
    char message[128], hex[2 * TP_SIGNATURE_BYTES + 1];
    unsigned char bytes[TP_SIGNATURE_BYTES];
    people_as("clerk");
    const tp_actor clerk = people_c.store->actor;
    recompute("UPDATE approval SET decided_by = 'clerk' WHERE approval = 2; UPDATE log SET name ="
              " 'clerk', account = (SELECT account FROM account WHERE name = 'clerk'), key ="
              " (SELECT key FROM account WHERE name = 'clerk') WHERE act = 'reject'");
    int64_t rows = people_number("SELECT count(*) FROM log");
    for (int64_t i = 1; i <= rows; i++) {
        sqlite3_stmt *stmt = NULL;
        bool row;
        ck_assert_int_eq(tp_db_prepare(people_c.store, &stmt,
                                       "SELECT hash FROM log WHERE seq = ?1 AND name = 'clerk' AND"
                                       " key NOT NULL",
                                       &people_c.err),
                         TP_OK);
        ck_assert_int_eq(tp_db_bind_int(people_c.store, stmt, 1, i, &people_c.err), TP_OK);
        ck_assert_int_eq(tp_db_step(people_c.store, stmt, &row, &people_c.err), TP_OK);
        const char *hash = row ? tp_db_text(stmt, 0, people_c.arena) : NULL;
        sqlite3_finalize(stmt);
        if (!hash)
            continue;
        tp_sign(bytes, message, tp_log_message(message, sizeof message, hash), clerk.seed);
        tp_hex_write(hex, bytes, sizeof bytes);
        const tp_value v[] = {tp_value_text(hex), tp_value_int(i)};
        ck_assert_int_eq(tp_row_insert(people_c.store,
                                       "UPDATE log SET signature = ?1 WHERE seq = ?2", v, 2,
                                       &people_c.err),
                         TP_OK);
    }
    ck_assert_str_eq(people_findings(), "log.may-not");
}
END_TEST

START_TEST(insider__older_copy_is_found_by_the_anchor)
{
    char copy[160], command[512];
    const char *old, *head;
    signed_books();
    ck_assert_int_eq(tp_books_head(people_c.store, people_c.arena, &old, &people_c.err), TP_OK);
    snprintf(copy, sizeof copy, "%s/copy.db", people_c.folder);
    tp_store_close(people_c.store);
    people_c.store = NULL;
    snprintf(command, sizeof command, "cp %s %s", people_c.path, copy);
    ck_assert_int_eq(system(command), 0);
    people_as("clerk");
    ck_assert_int_eq(people_post(), TP_OK);
    ck_assert_int_eq(tp_books_head(people_c.store, people_c.arena, &head, &people_c.err), TP_OK);
    ck_assert_str_ne(head, old);
    char print[TP_HEAD_SHORT];
    tp_head_short(head, print);
    ck_assert(anchored(head) && anchored(print) && anchored(old));
    tp_store_close(people_c.store);
    people_c.store = NULL;
    snprintf(command, sizeof command, "rm -f %s-wal %s-shm; cp %s %s", people_c.path, people_c.path,
             copy, people_c.path);
    ck_assert_int_eq(system(command), 0);
    people_reopen_at("");
    ck_assert_str_eq(people_findings(), "");
    ck_assert(anchored(old) && !anchored(head) && !anchored(print));
}
END_TEST

/* Everything signed thrown away: the books are sound again, say that nothing is signed, and hold no
 * head that was printed. */
START_TEST(insider__who_strips_all_signatures_leaves_unsigned_books)
{
    const char *head;
    tp_log_report report;
    tp_ledger *books;
    signed_books();
    ck_assert_int_eq(tp_books_head(people_c.store, people_c.arena, &head, &people_c.err), TP_OK);
    ledger_case_sql(&people_c,
                    "PRAGMA foreign_keys = OFF; DROP TRIGGER log_held; DROP TRIGGER account_held;"
                    " DROP TRIGGER account_key_held; DELETE FROM session; DELETE FROM log; DELETE"
                    " FROM account_key; DELETE FROM account; UPDATE log_end SET rows = 0, hash ="
                    " ''");
    people_reopen_at("");
    ck_assert_int_eq(tp_store_begin(people_c.store, &people_c.err), TP_OK);
    ck_assert_int_eq(tp_store_commit(people_c.store, &people_c.err), TP_OK);
    ck_assert_str_eq(people_findings(), "");
    ck_assert_int_eq(
        tp_ledger_read(&books, people_c.store, TP_DATE_NONE, people_c.arena, &people_c.err), TP_OK);
    ck_assert_int_eq(tp_log_signers(&report, books, people_c.store, people_c.arena, &people_c.err),
                     TP_OK);
    ck_assert(!report.people && !report.signed_entries && report.unsigned_entries > 0);
    ck_assert(!anchored(head));
}
END_TEST

START_TEST(log__says_who_signed_what)
{
    tp_log_report report;
    tp_ledger *books;
    signed_books();
    ck_assert_int_eq(
        tp_ledger_read(&books, people_c.store, TP_DATE_NONE, people_c.arena, &people_c.err), TP_OK);
    ck_assert_int_eq(tp_log_signers(&report, books, people_c.store, people_c.arena, &people_c.err),
                     TP_OK);
    ck_assert(report.people);
    ck_assert_int_eq(report.signed_entries, 1);
    ck_assert_int_eq(report.unsigned_entries, (int64_t)books->n_entries - 1);
    ck_assert_int_eq(report.signed_approvals, 1);
    ck_assert_int_eq(report.unsigned_approvals, 1);
    ck_assert_ptr_null(report.entry_by[0]);
    ck_assert_str_eq(report.entry_by[books->n_entries - 1], "clerk");
    ck_assert_str_eq(report.approval_by[1], "approver");
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("insider");
    TCase *tc = tcase_create("insider");
    tcase_add_checked_fixture(tc, people_set_up, people_tear_down);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, insider__recomputed_hashes_are_found_by_the_signature);
    tcase_add_test(tc, insider__own_key_does_not_do_for_anothers_act);
    tcase_add_test(tc, insider__older_copy_is_found_by_the_anchor);
    tcase_add_test(tc, insider__who_strips_all_signatures_leaves_unsigned_books);
    tcase_add_test(tc, log__says_who_signed_what);
    suite_add_tcase(suite, tc);
    return suite;
}
