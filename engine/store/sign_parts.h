/* Inside the store: an account as its row says. */
#ifndef TP_STORE_SIGN_PARTS_H
#define TP_STORE_SIGN_PARTS_H

#include "store/log_parts.h"

typedef struct tp_account_row {
    int64_t account; /* 0: there is none of the name */
    const char *name;
    unsigned roles;
    bool active;
    int64_t failures, failed_at, key;
    tp_secret_cost cost;
    unsigned char salt[TP_SALT_BYTES], sealed[TP_SEALED_BYTES];
} tp_account_row;

tp_status tp_account_find(tp_store *store, const char *name, tp_account_row *out, tp_arena *arena,
                          tp_err *err);
tp_status tp_sessions_end(tp_store *store, int64_t account, tp_err *err);

#endif
