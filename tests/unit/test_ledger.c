#include "ledger_case.h"
#include "store/journal.h"
#include "store/movement.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ledger_case c;

static void set_up(void)
{
    ledger_case_init(&c);
    ledger_case_approve(&c);
}

static void tear_down(void)
{
    ledger_case_finish(&c);
}

static tp_ledger *ledger_on(tp_date on)
{
    tp_ledger *ledger;
    ck_assert_msg(tp_ledger_load(&ledger, c.store, on, c.arena, &c.err) == TP_OK, "%s %s",
                  c.err.text, ledger_case_code(&c));
    return ledger;
}

static int64_t balance(const char *scope)
{
    const tp_ledger *ledger = ledger_on(TP_DATE_NONE);
    return ledger->pools[tp_ledger_find_pool(ledger, scope, "", "事业")].balance;
}

static tp_ledger_line line(const char *unit)
{
    const tp_ledger *ledger = ledger_on(TP_DATE_NONE);
    return ledger->lines[tp_ledger_find_line(ledger, unit, "事业")];
}

static int64_t loan_of(const char *demand)
{
    const tp_ledger *ledger = ledger_on(TP_DATE_NONE);
    for (size_t i = 0; i < ledger->n_loans; i++)
        if (strcmp(ledger->loans[i].demand, demand) == 0)
            return ledger->loans[i].entry;
    ck_abort_msg("no loan for %s", demand);
}

static tp_status move(tp_journal_kind kind, const char *demand, int64_t count, tp_date on)
{
    tp_movement_request request = {.kind = kind,
                                   .loan = loan_of(demand),
                                   .count = count,
                                   .on = on,
                                   .due_on = 20290101,
                                   .by = "赵",
                                   .reason = ""};
    return tp_ledger_move(c.store, &request, NULL, &c.err);
}

static tp_status withdraw(const char *unit, int64_t count, tp_date on)
{
    tp_withdraw_request request = {
        .unit = unit, .category = "事业", .count = count, .on = on, .by = "赵", .reason = ""};
    return tp_ledger_withdraw(c.store, &request, NULL, &c.err);
}

static size_t findings(void)
{
    tp_ledger_finding *found;
    size_t count;
    ck_assert_int_eq(tp_ledger_verify(&found, &count, c.store, c.arena, &c.err), TP_OK);
    return count;
}

START_TEST(ledger__approval_posts_what_the_hand_says)
{
    ck_assert_int_eq(balance("市本级"), 9);
    ck_assert_int_eq(balance("甲县"), 2);
    ck_assert_int_eq(line("U1").lent, 6);
    ck_assert_int_eq(line("U2").authorised, 27);
    ck_assert_int_eq(line("U2").reclaimed, 3);
    ck_assert_int_eq(line("U3").borrowed, 9);
    const tp_ledger *ledger = ledger_on(TP_DATE_NONE);
    const tp_ledger_loan *loan = tp_ledger_find_loan(ledger, loan_of("D1"));
    ck_assert_int_eq(loan->due_on, 20270710);
    ck_assert_str_eq(loan->notice, "2026-4"); /* U2, U1, U4, U3 in order of appearance */
    ck_assert_uint_eq(findings(), 0);
    tp_books books;
    ck_assert_int_eq(tp_ledger_books(&books, c.store, TP_DATE_NONE, c.arena, &c.err), TP_OK);
    ck_assert_uint_eq(books.n_lines, 4);
    ck_assert_uint_eq(books.n_pools, 2);
    ck_assert_int_eq(books.pools[0].balance, 9);
}
END_TEST

START_TEST(ledger__life_of_a_loan)
{
    ck_assert_int_eq(move(TP_JOURNAL_RETURN, "D1", 2, 20261001), TP_OK);
    ck_assert_int_eq(balance("市本级"), 11);
    ck_assert_int_eq(move(TP_JOURNAL_RETURN, "D1", 6, 20261001), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "ledger.too-many");
    ck_assert_int_eq(move(TP_JOURNAL_RECALL, "D1", 1, 20261101), TP_OK);
    ck_assert_int_eq(move(TP_JOURNAL_RETURN, "D2", 1, 20261030), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "ledger.back-dated");
    ck_assert_int_eq(move(TP_JOURNAL_EXPIRE, "D1", 0, 20270101), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "ledger.not-due");
    ck_assert_int_eq(move(TP_JOURNAL_RENEW, "D2", 0, 20270101), TP_E_REFUSED); /* due 2029-07-10 */
    ck_assert_str_eq(ledger_case_code(&c), "ledger.renew-date");
    int64_t count;
    ck_assert_int_eq(tp_ledger_expire_due(
                         c.store, &(tp_movement_request){.on = 20270710, .by = "赵", .reason = ""},
                         &count, &c.err),
                     TP_OK);
    ck_assert_int_eq(count, 1);
    ck_assert_int_eq(line("U3").borrowed, 2);
    ck_assert_int_eq(balance("市本级"), 16);
    ck_assert_uint_eq(findings(), 0);
    /* As it stood before: 9 + 2 returned + 1 recalled. */
    const tp_ledger *then = ledger_on(20261231);
    ck_assert_int_eq(then->pools[tp_ledger_find_pool(then, "市本级", "", "事业")].balance, 12);
}
END_TEST

START_TEST(ledger__renewal_moves_the_due_date_and_nothing_else)
{
    ck_assert_int_eq(move(TP_JOURNAL_RENEW, "D1", 0, 20270601), TP_OK);
    const tp_ledger *ledger = ledger_on(TP_DATE_NONE);
    const tp_ledger_loan *loan = tp_ledger_find_loan(ledger, loan_of("D1"));
    ck_assert_int_eq(loan->due_on, 20290101);
    ck_assert_int_eq(loan->renewals, 1);
    ck_assert_int_eq(balance("市本级"), 9);
    tp_due *due;
    size_t count;
    ck_assert_int_eq(tp_ledger_due(&due, &count, ledger, 20281101, 90, c.arena, &c.err), TP_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(due[0].days, 61);
    ck_assert_int_eq(tp_ledger_due(&due, &count, ledger, 20300101, 0, c.arena, &c.err), TP_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_int_lt(due[0].days, due[1].days);
}
END_TEST

START_TEST(ledger__withdrawal_stops_at_the_balance_and_names_loans)
{
    ck_assert_int_eq(withdraw("U4", 4, 20260801), TP_E_REFUSED); /* 甲县 holds 2 */
    ck_assert_str_eq(ledger_case_code(&c), "ledger.pool-short");
    ck_assert_int_eq(withdraw("U1", 7, 20260801), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "ledger.deposit-left");
    ck_assert_int_eq(withdraw("U3", 1, 20260801), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "ledger.no-deposit");
    ck_assert_int_eq(withdraw("U1", 6, 20260801), TP_OK); /* leaves 3 */
    ck_assert_int_eq(withdraw("U2", 4, 20260801), TP_E_REFUSED);
    const tp_diag *said = &c.diags.items[c.diags.count - 1];
    ck_assert_str_eq(said->code, "ledger.pool-short");
    ck_assert_ptr_nonnull(strstr(said->text[TP_EN], "U3 ×1 (2027-07-10)"));
    ck_assert_int_eq(move(TP_JOURNAL_RECALL, "D1", 1, 20260802), TP_OK);
    ck_assert_int_eq(withdraw("U2", 4, 20260803), TP_OK);
    ck_assert_int_eq(balance("市本级"), 0);
    ck_assert_uint_eq(findings(), 0);
}
END_TEST

START_TEST(ledger__correction_undoes_a_return_once)
{
    int64_t entry;
    tp_movement_request request = {
        .kind = TP_JOURNAL_RETURN, .loan = loan_of("D1"), .count = 5, .on = 20260901, .by = "赵"};
    ck_assert_int_eq(tp_ledger_move(c.store, &request, &entry, &c.err), TP_OK);
    tp_correct_request correct = {.entry = entry, .count = 3, .on = 20260902, .by = "赵"};
    ck_assert_int_eq(tp_ledger_correct(c.store, &correct, NULL, &c.err), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "ledger.no-reason");
    correct.reason = "应为2名";
    ck_assert_int_eq(tp_ledger_correct(c.store, &correct, NULL, &c.err), TP_OK);
    ck_assert_int_eq(line("U3").borrowed, 7);
    ck_assert_int_eq(tp_ledger_correct(c.store, &correct, NULL, &c.err), TP_E_REFUSED);
    ck_assert_uint_eq(findings(), 0);
}
END_TEST

START_TEST(ledger__posting_that_does_not_balance_is_rolled_back)
{
    tp_posting posting;
    ck_assert_int_eq(tp_store_begin(c.store, &c.err), TP_OK);
    ck_assert_int_eq(tp_posting_start(&posting, c.store, c.arena, &c.err), TP_OK);
    tp_journal_entry entry = {.kind = TP_JOURNAL_WITHDRAW,
                              .posted_on = 20260801,
                              .category = "事业",
                              .count = 5,
                              .from = {.scope = "甲县", .ring = ""},
                              .to = {.unit = "U4"},
                              .posted_by = "赵"};
    ck_assert_int_eq(tp_posting_entry(&posting, &entry, &c.err), TP_OK);
    ck_assert_int_eq(tp_posting_finish(&posting, NULL, &c.err), TP_E_REFUSED);
    tp_store_rollback(c.store);
    ck_assert_int_eq(balance("甲县"), 2);
    ck_assert_uint_eq(findings(), 0);
}
END_TEST

static void tamper(const char *sql)
{
    ledger_case_sql(&c, sql);
    tp_ledger_finding *found;
    size_t count;
    ck_assert_int_eq(tp_ledger_verify(&found, &count, c.store, c.arena, &c.err), TP_OK);
    ck_assert_msg(count > 0, "not found: %s", sql);
    tp_ledger *ledger;
    ck_assert_msg(tp_ledger_load(&ledger, c.store, TP_DATE_NONE, c.arena, &c.err) == TP_E_IO ||
                      strstr(sql, "proposal") || strstr(sql, "run"),
                  "loaded: %s", sql);
}

#define NO_GUARDS                                                                                  \
    "DROP TRIGGER journal_kept; DROP TRIGGER journal_held; DROP TRIGGER approval_kept;"            \
    "DROP TRIGGER approval_held; DROP TRIGGER proposal_kept; DROP TRIGGER run_kept;"

static const char *const tampering[] = {
    NO_GUARDS "UPDATE journal SET count = 8 WHERE kind = 'loan' AND demand = 'D1'",
    NO_GUARDS "UPDATE journal SET posted_by = 'x' WHERE entry = 3",
    NO_GUARDS "UPDATE journal SET demand = '' WHERE entry = 1",
    NO_GUARDS "DELETE FROM journal WHERE entry = (SELECT max(entry) FROM journal)",
    NO_GUARDS "DELETE FROM journal WHERE entry = 5",
    NO_GUARDS "DELETE FROM journal",
    NO_GUARDS "UPDATE journal SET entry = -entry WHERE entry IN (5, 6);"
              "UPDATE journal SET entry = 11 + entry WHERE entry < 0",
    NO_GUARDS "UPDATE approval SET meeting = '另一次会议'",
    NO_GUARDS "UPDATE proposal SET proposed_by = '李'",
    NO_GUARDS "UPDATE run SET document = x'7b7d20'",
    "UPDATE head SET entries = entries + 1",
    "UPDATE head SET approval_hash = ''",
    NO_GUARDS "INSERT INTO journal SELECT max(entry) + 1, 2, 1, 'renew', '2026-08-01', '事业', 0,"
              " NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2030-01-01', NULL, 13,"
              " NULL, '', '', '', '' FROM journal",
};

START_TEST(ledger__verify_finds_tampering)
{
    tamper(tampering[_i]);
}
END_TEST

START_TEST(ledger__rows_cannot_be_changed_by_statement)
{
    static const char *const changes[] = {
        "UPDATE journal SET count = 1",    "DELETE FROM journal",
        "UPDATE approval SET reason = ''", "DELETE FROM approval",
        "UPDATE proposal SET title = ''",  "DELETE FROM proposal"};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        ck_assert_int_eq(sqlite3_exec(c.store->db, changes[i], NULL, NULL, NULL) & 0xff,
                         SQLITE_CONSTRAINT);
}
END_TEST

static tp_status undo(int64_t posting, tp_date on)
{
    tp_undo_request request = {.posting = posting, .on = on, .by = "赵", .reason = "记错"};
    return tp_ledger_undo(c.store, &request, &c.err);
}

static int64_t last_posting(void)
{
    return ledger_on(TP_DATE_NONE)->last_posting;
}

START_TEST(ledger__dated_back_within_the_open_month)
{
    ck_assert_int_eq(move(TP_JOURNAL_RETURN, "D1", 2, 20261020), TP_OK);
    ck_assert_int_eq(move(TP_JOURNAL_RETURN, "D2", 1, 20261005), TP_OK);
    ck_assert_int_eq(balance("市本级"), 12);
    const tp_ledger *then = ledger_on(20261010);
    ck_assert_int_eq(then->pools[tp_ledger_find_pool(then, "市本级", "", "事业")].balance, 10);
    ck_assert_int_eq(then->last_posted_on, 20261005);
    ck_assert_int_eq(move(TP_JOURNAL_RETURN, "D1", 1, 20260930), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "ledger.back-dated");
    ck_assert_uint_eq(findings(), 0);
}
END_TEST

/* 9 in the pool; 4 come back on the 20th; 12 withdrawn before that would be 3 too many. */
START_TEST(ledger__dated_back_only_where_no_balance_between_falls_below_zero)
{
    ck_assert_int_eq(withdraw("U1", 6, 20261003), TP_OK);
    ck_assert_int_eq(move(TP_JOURNAL_RETURN, "D1", 4, 20261020), TP_OK);
    ck_assert_int_eq(withdraw("U2", 4, 20261010), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "ledger.refused");
    ck_assert_int_eq(withdraw("U2", 3, 20261010), TP_OK);
    ck_assert_int_eq(balance("市本级"), 4);
    ck_assert_uint_eq(findings(), 0);
}
END_TEST

START_TEST(ledger__wrong_date_undone_opens_what_it_locked)
{
    ck_assert_int_eq(move(TP_JOURNAL_RETURN, "D1", 2, 20720901), TP_OK);
    ck_assert_int_eq(move(TP_JOURNAL_RETURN, "D1", 2, 20261001), TP_E_REFUSED);
    ck_assert_int_eq(undo(last_posting(), 20261001), TP_OK);
    ck_assert_int_eq(balance("市本级"), 9);
    ck_assert_int_eq(move(TP_JOURNAL_RETURN, "D1", 2, 20261001), TP_OK);
    ck_assert_int_eq(balance("市本级"), 11);
    ck_assert_int_eq(ledger_on(TP_DATE_NONE)->last_posted_on, 20261001);
    ck_assert_uint_eq(findings(), 0);
}
END_TEST

START_TEST(ledger__future_is_refused_by_the_callers_clock)
{
    tp_store_close(c.store);
    tp_store_options options = {.today = 20261001, .diags = &c.diags};
    ck_assert_int_eq(tp_store_open(&c.store, c.path, &options, &c.err), TP_OK);
    ck_assert_int_eq(move(TP_JOURNAL_RETURN, "D1", 2, 20261003), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "date.future");
    ck_assert_int_eq(move(TP_JOURNAL_RETURN, "D1", 2, 20261002), TP_OK);
}
END_TEST

START_TEST(ledger__undo_takes_a_whole_posting_back)
{
    ck_assert_int_eq(undo(1, 20260801), TP_OK);
    ck_assert_int_eq(balance("市本级"), 2); /* as it opened */
    ck_assert_int_eq(balance("甲县"), 0);
    ck_assert_int_eq(line("U1").lent, 0);
    ck_assert_int_eq(line("U2").reclaimed, 0);
    ck_assert_int_eq(line("U3").borrowed, 0);
    ck_assert_uint_eq(findings(), 0);
    ck_assert_int_eq(undo(1, 20260801), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "ledger.no-posting");
    /* Before that day the books stand as they stood. */
    const tp_ledger *then = ledger_on(20260731);
    ck_assert_int_eq(then->pools[tp_ledger_find_pool(then, "市本级", "", "事业")].balance, 9);
}
END_TEST

/* Dated in the future, it goes with what it opened: the next run starts from its data. */
START_TEST(ledger__undo_of_the_future_leaves_nothing_open)
{
    tp_books books;
    ck_assert_int_eq(undo(1, 20260701), TP_OK);
    ck_assert_int_eq(tp_ledger_books(&books, c.store, TP_DATE_NONE, c.arena, &c.err), TP_OK);
    ck_assert_uint_eq(books.n_pools, 0);
    ck_assert_uint_eq(books.n_lines, 0);
    ck_assert_int_eq(books.on, TP_DATE_NONE);
    ck_assert_uint_eq(findings(), 0);
}
END_TEST

START_TEST(ledger__undo_is_refused_while_something_stands_on_it)
{
    ck_assert_int_eq(move(TP_JOURNAL_RETURN, "D1", 2, 20261001), TP_OK);
    ck_assert_int_eq(undo(1, 20261002), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "ledger.stands-on-it");
    ck_assert_int_eq(undo(2, 20261002), TP_OK);
    ck_assert_int_eq(undo(1, 20261002), TP_OK);
    ck_assert_uint_eq(findings(), 0);
}
END_TEST

START_TEST(ledger__undo_of_a_renewal_restores_the_due_date)
{
    ck_assert_int_eq(move(TP_JOURNAL_RENEW, "D1", 0, 20270601), TP_OK);
    ck_assert_int_eq(undo(last_posting(), 20270602), TP_OK);
    const tp_ledger *ledger = ledger_on(TP_DATE_NONE);
    const tp_ledger_loan *loan = tp_ledger_find_loan(ledger, loan_of("D1"));
    ck_assert_int_eq(loan->due_on, 20270710);
    ck_assert_int_eq(loan->renewals, 0);
    ck_assert_uint_eq(findings(), 0);
}
END_TEST

START_TEST(ledger__rehearsal_shows_and_keeps_nothing)
{
    tp_booking booking = {.arena = c.arena, .rehearse = true};
    tp_withdraw_request request = {.unit = "U1",
                                   .category = "事业",
                                   .count = 5,
                                   .on = 20261001,
                                   .by = "赵",
                                   .reason = "",
                                   .booking = &booking};
    const char *head = ledger_on(TP_DATE_NONE)->head;
    ck_assert_int_eq(tp_ledger_withdraw(c.store, &request, NULL, &c.err), TP_OK);
    ck_assert_uint_eq(booking.n_entries, 1);
    ck_assert_int_eq(booking.entries[0].count, 5);
    ck_assert_int_eq(
        booking.after->pools[tp_ledger_find_pool(booking.after, "市本级", "", "事业")].balance, 4);
    ck_assert_str_eq(ledger_on(TP_DATE_NONE)->head, head);
    ck_assert_int_eq(balance("市本级"), 9);
    /* Somebody else posts; what was looked at is no more what would be booked. */
    const char *seen = booking.before->head;
    ck_assert_int_eq(move(TP_JOURNAL_RETURN, "D1", 2, 20261001), TP_OK);
    booking = (tp_booking){.arena = c.arena, .expected_head = seen};
    ck_assert_int_eq(tp_ledger_withdraw(c.store, &request, NULL, &c.err), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&c), "ledger.moved");
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("ledger");
    TCase *tc = tcase_create("ledger");
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, ledger__approval_posts_what_the_hand_says);
    tcase_add_test(tc, ledger__life_of_a_loan);
    tcase_add_test(tc, ledger__renewal_moves_the_due_date_and_nothing_else);
    tcase_add_test(tc, ledger__withdrawal_stops_at_the_balance_and_names_loans);
    tcase_add_test(tc, ledger__correction_undoes_a_return_once);
    tcase_add_test(tc, ledger__posting_that_does_not_balance_is_rolled_back);
    tcase_add_loop_test(tc, ledger__verify_finds_tampering, 0,
                        sizeof tampering / sizeof *tampering);
    tcase_add_test(tc, ledger__rows_cannot_be_changed_by_statement);
    tcase_add_test(tc, ledger__dated_back_within_the_open_month);
    tcase_add_test(tc, ledger__dated_back_only_where_no_balance_between_falls_below_zero);
    tcase_add_test(tc, ledger__wrong_date_undone_opens_what_it_locked);
    tcase_add_test(tc, ledger__future_is_refused_by_the_callers_clock);
    tcase_add_test(tc, ledger__undo_takes_a_whole_posting_back);
    tcase_add_test(tc, ledger__undo_of_the_future_leaves_nothing_open);
    tcase_add_test(tc, ledger__undo_is_refused_while_something_stands_on_it);
    tcase_add_test(tc, ledger__undo_of_a_renewal_restores_the_due_date);
    tcase_add_test(tc, ledger__rehearsal_shows_and_keeps_nothing);
    suite_add_tcase(suite, tc);
    return suite;
}
