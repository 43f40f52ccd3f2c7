/* A small ledger made by hand for the tests of the store: three lines and two pools of 事业.
 *
 *   U1 authorised 50, deposits 6            pool 市本级 opens with 2
 *   U2 authorised 30, deposits 4, 3 reclaimed
 *   U3 authorised 20, borrows 7 for D1 (12 months) and 2 for D2 (36 months)
 *   U4 authorised 40 in pool 甲县, deposits 5, of which 3 are transferred to 市本级
 * so 市本级 = 2 + 3 + 6 + 4 + 3 - 9 = 9 and 甲县 = 5 - 3 = 2. */
#ifndef TP_TESTS_LEDGER_CASE_H
#define TP_TESTS_LEDGER_CASE_H

#include "store/ledger.h"

typedef struct ledger_case {
    char folder[64], path[96];
    tp_arena *arena;
    tp_diags diags;
    tp_err err;
    tp_store *store;
} ledger_case;

void ledger_case_init(ledger_case *c);
void ledger_case_finish(ledger_case *c);
void ledger_case_reopen(ledger_case *c);
/* Posts the plan above as approval 1 on 2026-07-10. */
void ledger_case_approve(ledger_case *c);
/* Adds dataset, scenario, run and a proposal so that approvals can refer to them. */
void ledger_case_run(ledger_case *c, const char *run);
const char *ledger_case_code(const ledger_case *c); /* code of the last diagnostic, "" if none */
/* SQL behind the store's back (the store is closed meanwhile). */
void ledger_case_sql(ledger_case *c, const char *sql);

#endif
