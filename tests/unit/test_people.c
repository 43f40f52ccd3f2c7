#include "people_case.h"
#include "store/approval.h"
#include "store/issues.h"
#include "store/movement.h"
#include "suite.h"

#include <string.h>

/* --- the table ------------------------------------------------------------------------------- */

static const char *const expected[TP_ROLES] = {
    /* look work propose decide post record export audit administer */
    "LWP..RE..", /* planner */
    "L..D..E..", /* approver */
    "L...PRE..", /* clerk */
    "L.....EA.", /* auditor */
    "L........", /* reader */
    "L......AA", /* administrator */
};

START_TEST(role__may_exactly_what_the_table_says)
{
    for (int r = 0; r < TP_ROLES; r++)
        for (int may = 0; may < TP_MAYS; may++)
            ck_assert_msg(tp_roles_may(1u << r, (tp_may)may) == (expected[r][may] != '.'), "%s %s",
                          tp_role_names[r], tp_may_names[may]);
}
END_TEST

static tp_status record(void)
{
    const tp_issue_change change = {.issue = "I1",
                                    .on = 20260805,
                                    .reference = "文号",
                                    .recorded_at = "2026-08-05",
                                    .reopen =
                                        people_number("SELECT count(*) % 2 FROM issue_event") == 1};
    return tp_issue_record(people_c.store, &change, &people_c.err);
}

static tp_status export(void)
{
    return tp_store_note(people_c.store, TP_MAY_EXPORT, "export", "1", &people_c.err);
}

static tp_status administer(void)
{
    return tp_user_active(people_c.store, "reader", true, &people_c.err);
}

static const struct {
    tp_may may;
    tp_status (*deed)(void);
    const char *trace; /* rows it leaves besides the log's */
} deeds[] = {{TP_MAY_WORK, people_work, "SELECT count(*) FROM dataset"},
             {TP_MAY_PROPOSE, people_propose, "SELECT count(*) FROM proposal"},
             {TP_MAY_DECIDE, people_decide, "SELECT count(*) FROM approval"},
             {TP_MAY_POST, people_post, "SELECT count(*) FROM journal"},
             {TP_MAY_RECORD, record, "SELECT count(*) FROM issue_event"},
             {TP_MAY_EXPORT, export, "SELECT 0"},
             {TP_MAY_ADMINISTER, administer, "SELECT 0"}};

static void an_issue(void)
{
    ledger_case_sql(&people_c, "INSERT INTO issue VALUES (1, 'I1', 'U1', 'rectify', '2026-01-01',"
                               " '2026-12-01', '', '', '2026-01-01')");
    people_reopen_at("2026-07-15T08:00:00Z");
    ck_assert_int_eq(tp_store_begin(people_c.store, &people_c.err), TP_OK);
    ck_assert_int_eq(tp_store_commit(people_c.store, &people_c.err), TP_OK);
}

/* Every role tries every deed at the library itself: what it may not is refused, with nothing left
 * but a row of the log. */
START_TEST(library__refuses_every_cell_that_is_not_allowed)
{
    ledger_case_approve(&people_c);
    an_issue();
    people_make();
    for (int r = 0; r < TP_ROLES; r++)
        for (size_t d = 0; d < sizeof deeds / sizeof *deeds; d++) {
            if (deeds[d].may == TP_MAY_DECIDE) { /* something to decide on */
                people_as("planner");
                if (people_number("SELECT count(*) FROM proposal") ==
                    people_number("SELECT count(*) FROM approval"))
                    ck_assert_int_eq(people_propose(), TP_OK);
            }
            if (deeds[d].may == TP_MAY_PROPOSE &&
                people_number("SELECT count(*) FROM proposal") !=
                    people_number("SELECT count(*) FROM approval")) {
                people_as("approver");
                ck_assert_int_eq(people_decide(), TP_OK);
            }
            int64_t sign_ins = people_number("SELECT count(*) FROM log WHERE act = 'sign-in'");
            people_as(tp_role_names[r]);
            ck_assert_int_eq(people_number("SELECT count(*) FROM log WHERE act = 'sign-in'"),
                             sign_ins + 1);
            int64_t before = people_number(deeds[d].trace),
                    log = people_number("SELECT count(*) FROM log WHERE act <> 'sign-in'");
            bool may = expected[r][deeds[d].may] != '.';
            people_c.diags.count = 0;
            tp_status status = deeds[d].deed();
            ck_assert_msg(status == (may ? TP_OK : TP_E_REFUSED), "%s %s: %d %s", tp_role_names[r],
                          tp_may_names[deeds[d].may], (int)status, people_c.err.text);
            if (may)
                continue;
            ck_assert_str_eq(ledger_case_code(&people_c), "people.may-not");
            people_as("admin");
            ck_assert_int_eq(people_number(deeds[d].trace), before);
            ck_assert_int_eq(people_number("SELECT count(*) FROM log WHERE act <> 'sign-in'"),
                             log + 1);
            ck_assert_int_eq(
                people_number("SELECT count(*) FROM log WHERE act = 'refused' AND seq ="
                              " (SELECT max(seq) FROM log WHERE act <> 'sign-in')"),
                1);
        }
    ck_assert_str_eq(people_findings(), "");
}
END_TEST

START_TEST(library__refuses_everything_to_nobody_once_there_are_accounts)
{
    ledger_case_approve(&people_c);
    an_issue();
    ck_assert_int_eq(people_work(), TP_OK);
    people_make();
    people_reopen_at("2026-08-01T09:00:00Z");
    for (size_t d = 0; d < sizeof deeds / sizeof *deeds; d++) {
        people_c.diags.count = 0;
        ck_assert_int_eq(deeds[d].deed(), TP_E_REFUSED);
        ck_assert_msg(!strcmp(ledger_case_code(&people_c), "people.nobody") ||
                          deeds[d].may == TP_MAY_DECIDE, /* decided already */
                      "%s", ledger_case_code(&people_c));
    }
}
END_TEST

START_TEST(library__writes_in_nobody_elses_name)
{
    ledger_case_approve(&people_c);
    people_make();
    people_as("clerk");
    tp_movement_request request = {
        .kind = TP_JOURNAL_RETURN,
        .loan = people_number("SELECT min(entry) FROM journal WHERE kind = 'loan'"),
        .count = 1,
        .on = 20260804,
        .by = "planner"};
    ck_assert_int_eq(tp_ledger_move(people_c.store, &request, NULL, &people_c.err), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&people_c), "people.other-name");
    request.by = " CLERK ";
    ck_assert_int_eq(tp_ledger_move(people_c.store, &request, NULL, &people_c.err), TP_OK);
    ck_assert_int_eq(people_number("SELECT count(*) FROM journal WHERE posted_by = 'clerk'"), 1);
}
END_TEST

/* Whoever may both propose and decide still does not decide on his own. */
START_TEST(decision__never_on_ones_own_proposal)
{
    ledger_case_approve(&people_c);
    people_make();
    people_as("admin");
    ck_assert_int_eq(people_add("王明", 1u << TP_ROLE_PLANNER | 1u << TP_ROLE_APPROVER), TP_OK);
    people_as("王明");
    ck_assert_int_eq(people_propose(), TP_OK);
    int64_t log = people_number("SELECT count(*) FROM log WHERE act <> 'sign-in'");
    ck_assert_int_eq(people_decide(), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&people_c), "approval.same-person");
    ck_assert_int_eq(people_number("SELECT count(*) FROM log WHERE act <> 'sign-in'"), log + 1);
    people_as("approver");
    ck_assert_int_eq(people_decide(), TP_OK);
    ck_assert_str_eq(people_findings(), "");
}
END_TEST

/* --- accounts -------------------------------------------------------------------------------- */

START_TEST(account__first_is_an_administrator_and_names_stay)
{
    ck_assert_int_eq(people_add("planner", 1u << TP_ROLE_PLANNER), TP_E_REFUSED);
    ck_assert_int_eq(people_add("admin", 1u << TP_ROLE_ADMINISTRATOR), TP_OK);
    ck_assert_int_eq(people_add("second", 1u << TP_ROLE_ADMINISTRATOR),
                     TP_E_REFUSED); /* nobody signed in */
    people_as("admin");
    ck_assert_int_eq(people_add("second", 1u << TP_ROLE_PLANNER), TP_OK);
    ck_assert_int_eq(people_add(" Second ", 1u << TP_ROLE_PLANNER), TP_E_INPUT);
    ck_assert_str_eq(ledger_case_code(&people_c), "user.taken");
    ck_assert_int_eq(tp_user_active(people_c.store, "admin", false, &people_c.err), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&people_c), "user.last-administrator");
    ck_assert_int_eq(tp_user_roles(people_c.store, "admin", 1u << TP_ROLE_READER, &people_c.err),
                     TP_E_REFUSED);
    ck_assert_int_eq(tp_user_active(people_c.store, "nobody", false, &people_c.err), TP_E_INPUT);
    const tp_user_request brief = {.name = "third",
                                   .roles = 1,
                                   .password = "short",
                                   .random = people_draw(),
                                   .cost = people_cheap};
    ck_assert_int_eq(tp_user_add(people_c.store, &brief, &people_c.err), TP_E_INPUT);
    ck_assert_str_eq(ledger_case_code(&people_c), "user.password-short");
    ck_assert_str_eq(people_findings(), "");
}
END_TEST

START_TEST(account__disabled_cannot_sign_in_nor_go_on)
{
    people_make();
    people_as("planner");
    tp_store *open = people_c.store;
    people_c.store = NULL;
    people_as("admin");
    ck_assert_int_eq(tp_user_active(people_c.store, "planner", false, &people_c.err), TP_OK);
    tp_store *admin = people_c.store;
    people_c.store = open;
    ck_assert_int_eq(people_work(), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&people_c), "people.disabled");
    tp_store_close(admin);
    people_reopen_at("2026-08-01T10:00:00Z");
    ck_assert_int_eq(people_sign_in("planner", people_password), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&people_c), "people.wrong");
    people_as("admin");
    ck_assert_int_eq(tp_user_active(people_c.store, "planner", true, &people_c.err), TP_OK);
    people_as("planner");
    ck_assert_int_eq(people_work(), TP_OK);
    ck_assert_str_eq(people_findings(), "");
}
END_TEST

START_TEST(password__own_keeps_the_key_and_anothers_makes_a_new_one)
{
    people_make();
    people_as("planner");
    int64_t keys = people_number("SELECT count(*) FROM account_key");
    tp_user_request request = {.name = "planner",
                               .password = "another password",
                               .random = people_draw(),
                               .cost = people_cheap};
    ck_assert_int_eq(tp_user_password(people_c.store, &request, &people_c.err), TP_OK);
    ck_assert_int_eq(people_number("SELECT count(*) FROM account_key"), keys);
    people_reopen_at("2026-08-01T10:00:00Z");
    ck_assert_int_eq(people_sign_in("planner", people_password), TP_E_REFUSED);
    ck_assert_int_eq(people_sign_in("planner", "another password"), TP_OK);
    ck_assert_int_eq(people_work(), TP_OK);
    request.name = "clerk";
    ck_assert_int_eq(tp_user_password(people_c.store, &request, &people_c.err), TP_E_REFUSED);
    people_as("admin");
    request.random = people_draw();
    ck_assert_int_eq(tp_user_password(people_c.store, &request, &people_c.err), TP_OK);
    ck_assert_int_eq(people_number("SELECT count(*) FROM account_key"), keys + 1);
    people_reopen_at("2026-08-01T10:00:00Z");
    ck_assert_int_eq(people_sign_in("clerk", "another password"), TP_OK);
    ck_assert_str_eq(people_findings(), "");
}
END_TEST

START_TEST(sign_in__waits_longer_after_every_wrong_password)
{
    people_make();
    people_reopen_at("2026-08-01T10:00:00Z");
    for (int i = 0; i < 5; i++) {
        ck_assert_int_eq(people_sign_in("planner", "wrong password"), TP_E_REFUSED);
        ck_assert_str_eq(ledger_case_code(&people_c), "people.wrong");
    }
    ck_assert_int_eq(people_sign_in("planner", people_password), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&people_c), "people.wait");
    people_reopen_at("2026-08-01T10:01:00Z"); /* a minute later */
    ck_assert_int_eq(people_sign_in("planner", "wrong password"), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&people_c), "people.wrong");
    people_reopen_at("2026-08-01T10:02:59Z"); /* two minutes now */
    ck_assert_int_eq(people_sign_in("planner", people_password), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&people_c), "people.wait");
    people_reopen_at("2026-08-01T10:03:00Z");
    ck_assert_int_eq(people_sign_in("planner", people_password), TP_OK);
    ck_assert_int_eq(people_number("SELECT failures FROM account WHERE name = 'planner'"), 0);
    ck_assert_int_eq(people_number("SELECT count(*) FROM log WHERE act = 'sign-in-refused'"), 6);
    ck_assert_int_eq(people_sign_in("no such person", people_password), TP_E_REFUSED);
    ck_assert_str_eq(ledger_case_code(&people_c), "people.wrong");
    ck_assert_str_eq(people_findings(), "");
}
END_TEST

START_TEST(session__lasts_its_time_and_ends_everywhere)
{
    unsigned char token[2][TP_KEY_BYTES], other[TP_KEY_BYTES] = {9};
    people_make();
    for (int i = 0; i < 2; i++) {
        memcpy(token[i], people_draw(), TP_KEY_BYTES);
        people_reopen_at("2026-08-01T10:00:00Z");
        const tp_sign_in in = {.name = "planner",
                               .password = people_password,
                               .token = token[i],
                               .random = people_draw()};
        ck_assert_int_eq(tp_store_sign_in(people_c.store, &in, &people_c.err), TP_OK);
    }
    people_reopen_at("2026-08-01T21:59:59Z");
    ck_assert_int_eq(tp_store_resume(people_c.store, token[0], &people_c.err), TP_OK);
    ck_assert_str_eq(tp_store_person(people_c.store)->name, "planner");
    ck_assert_int_eq(people_work(), TP_OK);
    ck_assert_int_eq(people_propose(), TP_E_INPUT); /* allowed; there is no such run */
    ck_assert_int_eq(tp_store_resume(people_c.store, other, &people_c.err), TP_E_REFUSED);
    ck_assert_ptr_null(tp_store_person(people_c.store));
    people_reopen_at("2026-08-01T22:00:00Z");
    ck_assert_int_eq(tp_store_resume(people_c.store, token[0], &people_c.err), TP_E_REFUSED);
    people_reopen_at("2026-08-01T12:00:00Z");
    ck_assert_int_eq(tp_store_resume(people_c.store, token[1], &people_c.err), TP_OK);
    ck_assert_int_eq(tp_store_sign_out(people_c.store, NULL, &people_c.err), TP_OK);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(tp_store_resume(people_c.store, token[i], &people_c.err), TP_E_REFUSED);
    /* What the file holds opens nothing by itself. */
    ck_assert_int_eq(people_number("SELECT count(*) FROM session"), 0);
    ck_assert_str_eq(people_findings(), "");
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("people");
    TCase *tc = tcase_create("people");
    tcase_add_checked_fixture(tc, people_set_up, people_tear_down);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, role__may_exactly_what_the_table_says);
    tcase_add_test(tc, library__refuses_every_cell_that_is_not_allowed);
    tcase_add_test(tc, library__refuses_everything_to_nobody_once_there_are_accounts);
    tcase_add_test(tc, library__writes_in_nobody_elses_name);
    tcase_add_test(tc, decision__never_on_ones_own_proposal);
    tcase_add_test(tc, account__first_is_an_administrator_and_names_stay);
    tcase_add_test(tc, account__disabled_cannot_sign_in_nor_go_on);
    tcase_add_test(tc, password__own_keeps_the_key_and_anothers_makes_a_new_one);
    tcase_add_test(tc, sign_in__waits_longer_after_every_wrong_password);
    tcase_add_test(tc, session__lasts_its_time_and_ends_everywhere);
    suite_add_tcase(suite, tc);
    return suite;
}
