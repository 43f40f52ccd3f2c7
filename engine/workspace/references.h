/* Where a scenario's `reference: run:ID` and `reference: approval:N` are looked up: the store. */
#ifndef TP_WORKSPACE_REFERENCES_H
#define TP_WORKSPACE_REFERENCES_H

#include "run/session.h"
#include "store/store.h"

/* The store is borrowed and outlives the source; NULL gives a source that finds nothing. A run's
 * name is anything tp_store_find_run takes; an approval stands for what it posted, a partial one
 * for less than its run. */
tp_reference_source tp_references(tp_store *store);

#endif
