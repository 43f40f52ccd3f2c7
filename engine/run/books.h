/* Bringing a dataset and a scenario in line with the ledger before a run. Source:
 * engine/store/LEDGER.md. */
#ifndef TP_RUN_BOOKS_H
#define TP_RUN_BOOKS_H

#include "domain/books.h"
#include "domain/dataset.h"
#include "domain/scenario.h"

/* Columns lent/borrowed that the data file leaves out are taken from the books (the dataset's
 * identity is then taken again); where it states them and they differ, each difference is an error
 * at its line. What was lent under demands that are still there is noted with them, and when the
 * loans of a line fall due. TP_E_REFUSED if any differs. Does nothing while the journal is
 * empty. */
tp_status tp_books_reconcile(tp_dataset *data, const tp_books *books, tp_diags *diags, tp_err *err);

/* Warns of a ledger that goes on after the scenario's as_of: its later movements are applied
 * too. */
void tp_books_check_date(const tp_books *books, tp_date as_of, tp_diags *diags);

/* The pools' balances as the figure pools.opening, so that the resolved scenario states what the
 * run started from. Pools that only the scenario opens keep their entry; one that both state
 * differently is warned about. While no entry names a pool it leaves the scenario as it is. The
 * books are borrowed until the scenario is loaded. */
tp_scenario_figure tp_books_opening(const tp_books *books);

/* The scenario's list `reorganise` without the items the books have already, each with a warning.
 * The books are borrowed likewise. */
tp_scenario_figure tp_books_reorganise(const tp_books *books);

/* The scenario's list `filing` with what the ledger has filed of each item while it holds
 * (`booked`); as it is where the ledger has nothing of any. The books are borrowed likewise. */
tp_scenario_figure tp_books_filing(const tp_books *books);

#endif
