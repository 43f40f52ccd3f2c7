#include "people_case.h"

#include "store/approval.h"
#include "store/log_parts.h"
#include "store/movement.h"
#include "suite.h"

#include <stdio.h>
#include <string.h>

ledger_case people_c;
static int drawn;
const char people_password[] = "a good password";
const tp_secret_cost people_cheap = {1, 8};

void people_set_up(void)
{
    ledger_case_init(&people_c);
    drawn = 0;
}

void people_tear_down(void)
{
    ledger_case_finish(&people_c);
}

/* Bytes that never come twice. */
const unsigned char *people_draw(void)
{
    static unsigned char bytes[TP_USER_RANDOM];
    drawn++;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(drawn * 37 + (int)i * 11 + drawn / 7);
    return bytes;
}

void people_reopen_at(const char *now)
{
    tp_store_close(people_c.store);
    tp_store_options options = {
        .create = true, .diags = &people_c.diags, .wait_ms = 200, .now = now};
    ck_assert_int_eq(tp_store_open(&people_c.store, people_c.path, &options, &people_c.err), TP_OK);
}

tp_status people_sign_in(const char *name, const char *with)
{
    return tp_store_sign_in(people_c.store, &(tp_sign_in){.name = name, .password = with},
                            &people_c.err);
}

void people_as(const char *name)
{
    people_reopen_at("2026-08-01T09:00:00Z");
    ck_assert_msg(people_sign_in(name, people_password) == TP_OK, "%s", people_c.err.text);
}

tp_status people_add(const char *name, unsigned roles)
{
    const tp_user_request request = {.name = name,
                                     .roles = roles,
                                     .password = people_password,
                                     .random = people_draw(),
                                     .cost = people_cheap};
    return tp_user_add(people_c.store, &request, &people_c.err);
}

/* An administrator, and one account a role, named like it. */
void people_make(void)
{
    people_reopen_at("2026-08-01T08:00:00Z");
    ck_assert_int_eq(people_add("admin", 1u << TP_ROLE_ADMINISTRATOR), TP_OK);
    people_as("admin");
    for (int r = 0; r < TP_ROLES; r++)
        ck_assert_msg(people_add(tp_role_names[r], 1u << r) == TP_OK, "%s", people_c.err.text);
}

int64_t people_number(const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    ck_assert_int_eq(tp_db_prepare(people_c.store, &stmt, sql, &people_c.err), TP_OK);
    ck_assert_int_eq(tp_db_step(people_c.store, stmt, &row, &people_c.err), TP_OK);
    int64_t value = row ? sqlite3_column_int64(stmt, 0) : -1;
    sqlite3_finalize(stmt);
    return value;
}

/* "log.signature journal.…": codes of what verification finds. */
const char *people_findings(void)
{
    static char text[512];
    tp_ledger_finding *found;
    size_t count;
    ck_assert_int_eq(
        tp_ledger_verify(&found, &count, people_c.store, people_c.arena, &people_c.err), TP_OK);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i ? " " : "",
                 found[i].code);
    return text;
}

tp_status people_work(void)
{
    char sha[TP_SHA256_HEX], text[32];
    snprintf(text, sizeof text, "facts %d", ++drawn);
    ck_assert(tp_sha256_of(text, strlen(text), sha));
    const tp_dataset_record d = {sha, {text, strlen(text)}, {"", 0}, "2026-08-01"};
    return tp_store_put_dataset(people_c.store, &d, NULL, &people_c.err);
}

tp_status people_propose(void)
{
    int64_t proposal;
    const tp_propose_request request = {.run = "aaaa1111", .title = "再提", .on = 20260802};
    return tp_propose(people_c.store, &request, &proposal, &people_c.err);
}

tp_status people_decide(void)
{
    int64_t approval;
    const tp_decision decision = {.proposal = people_number("SELECT max(proposal) FROM proposal"),
                                  .reason = "不予通过",
                                  .on = 20260803};
    return tp_reject(people_c.store, &decision, &approval, &people_c.err);
}

tp_status people_post(void)
{
    const tp_movement_request request = {
        .kind = TP_JOURNAL_RETURN,
        .loan = people_number("SELECT min(entry) FROM journal WHERE kind = 'loan'"),
        .count = 1,
        .on = 20260804};
    return tp_ledger_move(people_c.store, &request, NULL, &people_c.err);
}
