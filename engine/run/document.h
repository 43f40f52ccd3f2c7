/* The run document (turnpool.run/1) and its certificate (turnpool.certificate/1) as JSON.
 * Source: engine/run/RESULTS.md. Deterministic bytes; lists in input order. */
#ifndef TP_RUN_DOCUMENT_H
#define TP_RUN_DOCUMENT_H

#include "run/run.h"

void tp_document_write(tp_buf *out, const tp_run *run);
/* Per tier: what is proven, how, by which multipliers (sparse), nodes, what stopped it; and the
 * normalised reference of a stability tier. Carries the hash of the run document and, last, its
 * own over everything before. */
void tp_certificate_write(tp_buf *out, const tp_run *run);

/* Reads a run document into a result over this dataset and case. What does not fit (unknown codes,
 * wrong types, counts that are no whole numbers) is TP_E_INPUT with diagnostics. */
tp_status tp_document_read(tp_run *run, const char *document, size_t length, tp_diags *diags,
                           tp_err *err);
tp_status tp_certificate_read(tp_run *run, const char *certificate, size_t length, tp_diags *diags,
                              tp_err *err);
/* Only the deposits and loans of a document, as the reference of a stability tier; entries that
 * name unknown lines or demands are ignored. */
tp_status tp_reference_read(tp_reference **out, const tp_dataset *data, const char *document,
                            size_t length, tp_arena *arena, tp_diags *diags, tp_err *err);

#endif
