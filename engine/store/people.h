/* Who may do what, and as whom a store is used. Source: engine/store/LEDGER.md.
 *
 * A store without accounts belongs to whoever holds the file: everything is allowed, nothing is
 * signed, names are what was typed. From the first account on, whatever writes is refused
 * (TP_E_REFUSED, told in the store's diags) unless somebody is signed in on this very handle whose
 * roles allow it; the name that is written is the account's, and what is written is signed with its
 * key. This is checked where rows are written, so that no page and no command can forget it. What
 * is refused leaves a row in the log and nothing else.
 *
 * Passwords cross this interface as texts and are not kept. Times are the store's `now`; random
 * bytes come from the caller.
 * Owns: texts handed out live in the arena given, or in the store while it is open. */
#ifndef TP_STORE_PEOPLE_H
#define TP_STORE_PEOPLE_H

#include "base/secret.h"
#include "store/store.h"

/* What can be done. */
typedef enum tp_may {
    TP_MAY_LOOK,       /* see runs, proposals, the ledger; ask why */
    TP_MAY_WORK,       /* load data, change rules, keep runs */
    TP_MAY_PROPOSE,    /* put a run forward */
    TP_MAY_DECIDE,     /* record the committee's decision */
    TP_MAY_POST,       /* return, recall, renew, expire, withdraw, correct, undo */
    TP_MAY_RECORD,     /* rectification issues: import, close, reopen */
    TP_MAY_EXPORT,     /* papers, workbooks, reports */
    TP_MAY_AUDIT,      /* read the log, verify */
    TP_MAY_ADMINISTER, /* accounts and roles */
    TP_MAYS
} tp_may;
extern const char *const tp_may_names[TP_MAYS];
extern const tp_words tp_may_words[TP_MAYS];

typedef enum tp_role {
    TP_ROLE_PLANNER,
    TP_ROLE_APPROVER, /* secretary of the committee */
    TP_ROLE_CLERK,    /* keeps the ledger */
    TP_ROLE_AUDITOR,
    TP_ROLE_READER,
    TP_ROLE_ADMINISTRATOR,
    TP_ROLES
} tp_role;
extern const char *const tp_role_names[TP_ROLES];
extern const tp_words tp_role_words[TP_ROLES];

/* Roles as a set of bits, 1 << role. The one table there is of what each may do. */
bool tp_roles_may(unsigned roles, tp_may may);
/* "planner,clerk"; false: a name that is none, or none at all. */
bool tp_roles_parse(const char *text, unsigned *out);
void tp_roles_write(tp_buf *out, unsigned roles);
tp_words tp_roles_words(unsigned roles, tp_arena *arena); /* 测算、台账 */

/* Whoever is signed in on this handle. */
typedef struct tp_person {
    int64_t account;
    const char *name;
    unsigned roles;
} tp_person;
const tp_person *tp_store_person(const tp_store *store); /* NULL: nobody */
/* Are there accounts? */
tp_status tp_people_any(tp_store *store, bool *any, tp_err *err);
/* TP_E_REFUSED: there are accounts and the one signed in may not, was disabled since, or there is
 * none. */
tp_status tp_store_may(tp_store *store, tp_may may, tp_err *err);
/* The same, and *name becomes the account's: a name that is somebody else's is refused. */
tp_status tp_store_by(tp_store *store, tp_may may, const char **name, tp_err *err);

enum { TP_USER_RANDOM = TP_KEY_BYTES + TP_SALT_BYTES + TP_NONCE_BYTES, TP_PASSWORD_LEAST = 8 };

typedef struct tp_user_request {
    const char *name; /* of who it is about */
    unsigned roles;
    const char *password;
    const unsigned char *random; /* [TP_USER_RANDOM] never used before */
    tp_secret_cost cost;         /* zeros: tp_secret_cost_usual */
    /* Made on the machine itself by whoever holds the file: the first account (which must be an
     * administrator), or one more where no administrator can sign in any more. Never signed. */
    bool on_machine;
} tp_user_request;

/* Accounts are added by an administrator. TP_E_INPUT: the name is taken or empty, the password too
 * short, no role. */
tp_status tp_user_add(tp_store *store, const tp_user_request *request, tp_err *err);
/* Changes end the account's sessions. The last administrator keeps its role. */
tp_status tp_user_roles(tp_store *store, const char *name, unsigned roles, tp_err *err);
tp_status tp_user_active(tp_store *store, const char *name, bool active, tp_err *err);
/* One's own: the key stays. Another's (administrators): a new key, since the old one is locked for
 * good. Ends the account's sessions. */
tp_status tp_user_password(tp_store *store, const tp_user_request *request, tp_err *err);

typedef struct tp_user_row {
    int64_t account;
    const char *name;
    unsigned roles;
    bool active;
    const char *key; /* its public key, hex */
    int64_t sessions;
} tp_user_row;
tp_status tp_users_list(tp_store *store, tp_arena *arena, tp_user_row **out, size_t *count,
                        tp_err *err);

typedef struct tp_sign_in {
    const char *name, *password;
    /* To be known again by (a browser's cookie); NULL: for this handle alone. */
    const unsigned char *token;  /* [TP_KEY_BYTES] */
    const unsigned char *random; /* [TP_NONCE_BYTES], with a token */
    int64_t seconds;             /* how long the token counts; 0: twelve hours */
} tp_sign_in;
/* TP_E_REFUSED: no such account, wrong password, disabled (all told alike), or too many wrong
 * passwords: after five, a minute's wait, doubling up to a quarter of an hour. A store that is
 * read-only knows who it is, and cannot note it. */
tp_status tp_store_sign_in(tp_store *store, const tp_sign_in *in, tp_err *err);
/* By the token of an earlier sign-in. TP_E_REFUSED without a message: none that counts. */
tp_status tp_store_resume(tp_store *store, const unsigned char token[TP_KEY_BYTES], tp_err *err);
/* The token, or every one of the account signed in. */
tp_status tp_store_sign_out(tp_store *store, const unsigned char *token, tp_err *err);

/* Notes something that leaves no other row: an upload, an export. In a store without accounts:
 * nothing. */
tp_status tp_store_note(tp_store *store, tp_may may, const char *act, const char *subject,
                        tp_err *err);

#endif
