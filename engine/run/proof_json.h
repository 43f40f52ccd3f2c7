/* Proofs by cases in documents: a flat list of steps in the order a reader meets them, so that no
 * depth of nesting is needed. Source: engine/certify/CERTIFICATE.md. */
#ifndef TP_RUN_PROOF_JSON_H
#define TP_RUN_PROOF_JSON_H

#include "base/json.h"
#include "lp/proof.h"

/* Writes the steps as one array. Where row_map is given, it holds the number of each of the first
 * n_map rows; later rows are shifted to follow `first_scoped`. */
typedef struct tp_proof_numbering {
    const int32_t *row_map;
    int32_t n_map;
    int32_t first_scoped;
} tp_proof_numbering;
void tp_proof_write(tp_json *json, const tp_proof_node *tree, const tp_proof_numbering *numbering);

/* `list` is a json_t of the library that documents are read with. NULL: it is no proof, or memory
 * is out (*nomem). Rows and columns are not checked against a program. */
tp_proof_node *tp_proof_read(const void *list, tp_arena *arena, bool *nomem);

#endif
