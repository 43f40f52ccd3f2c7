/* A store of several people, for the tests: the ledger of ledger_case.h, an administrator "admin",
 * and one account a role, named like it. Passwords cost next to nothing. */
#ifndef TP_TESTS_PEOPLE_CASE_H
#define TP_TESTS_PEOPLE_CASE_H

#include "ledger_case.h"
#include "store/people.h"

extern ledger_case people_c;
extern const char people_password[];
extern const tp_secret_cost people_cheap;

void people_set_up(void);
void people_tear_down(void);
/* Bytes that never come twice; the next call overwrites them. */
const unsigned char *people_draw(void);
void people_reopen_at(const char *now);
tp_status people_sign_in(const char *name, const char *password);
/* The store opened anew by the account so named. */
void people_as(const char *name);
tp_status people_add(const char *name, unsigned roles);
void people_make(void);
/* One number the store answers; -1 for no row. */
int64_t people_number(const char *sql);
/* Codes of what verification finds, with blanks between. */
const char *people_findings(void);

/* Deeds of whoever is signed in: data, a proposal of run aaaa1111, turning the latest down, a
 * return. */
tp_status people_work(void);
tp_status people_propose(void);
tp_status people_decide(void);
tp_status people_post(void);

#endif
