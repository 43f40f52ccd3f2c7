/* The identity of what a store holds: SHA-256 over the rows of all tables in canonical order.
 *
 * It does not depend on the order in which things were put in, how often, in how many pieces, on
 * which machine, when, or by which version of SQLite. Left out are times of storing and the paths
 * files were read from. An empty table counts as none, so that a newer schema changes nothing.
 * Source: engine/store/LEDGER.md, Identity of a store. Errors: as in store.h. */
#ifndef TP_STORE_DIGEST_H
#define TP_STORE_DIGEST_H

#include "store/store.h"

tp_status tp_store_digest(tp_store *store, char hex[TP_SHA256_HEX], tp_err *err);

#endif
