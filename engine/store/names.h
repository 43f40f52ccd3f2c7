/* What units are called: from the datasets of the runs, the newest first; the journal itself knows
 * codes alone. And finding a unit by its code, its name or a part of it.
 *
 * Errors: as in store.h; a unit that is not known, or several that fit, is TP_E_INPUT with a
 * message in the store's diags that names what there is. Owns: everything lives in `arena`. */
#ifndef TP_STORE_NAMES_H
#define TP_STORE_NAMES_H

#include "domain/named.h"
#include "store/ledger.h"

tp_status tp_unit_names_load(tp_unit_names *out, tp_store *store, tp_arena *arena, tp_err *err);
/* tp_unit_find for a unit of the store's runs or its journal, with the names loaded for it. */
tp_status tp_ledger_unit(tp_store *store, const char *text, tp_arena *arena, const char **code,
                         tp_err *err);

/* *entry: the one running loan that `text` means: its number (with or without #; not looked at
 * further), else its notice ("2026-3", "编周转〔2026〕3号"), else its demand, else its unit by code
 * or name. Several that fit are listed; all gone back is TP_E_REFUSED. */
tp_status tp_ledger_loan_named(tp_store *store, const char *text, tp_arena *arena, int64_t *entry,
                               tp_err *err);

/* *entry: the one entry of the journal that `text` means, among those that stand and that `fits`
 * accepts: its number (with or without #; not looked at further), else the notice or the demand of
 * the loan it is about, else its unit. Several that fit are listed. */
tp_status tp_ledger_entry_named(tp_store *store, const char *text,
                                bool (*fits)(const tp_journal_entry *entry), tp_arena *arena,
                                int64_t *entry, tp_err *err);

#endif
