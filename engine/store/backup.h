/* Copies of a whole store, online: SQLite's backup API, verified before they count.
 *
 * Errors: as in store.h; a copy that does not verify is TP_E_IO and is not kept. */
#ifndef TP_STORE_BACKUP_H
#define TP_STORE_BACKUP_H

#include "store/ledger.h"

/* Writes a copy to `path` (made aside, renamed when it verified; an existing file is refused). */
tp_status tp_store_backup(tp_store *store, const char *path, tp_err *err);

typedef struct tp_restore_request {
    const char *from; /* the copy; verified first */
    const char *to;   /* the store; made if missing */
    bool replace;     /* a store that already holds something may be replaced */
    tp_diags *diags;
} tp_restore_request;

/* One transaction in the target: killed in between, the old content stands. TP_E_REFUSED if the
 * target holds something and `replace` was not given. */
tp_status tp_store_restore(const tp_restore_request *request, tp_err *err);

#endif
