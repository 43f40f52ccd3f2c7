/* An evaluation in a temporary folder: files written by hand, evaluated, removed. */
#ifndef TP_TESTS_EVIDENCE_CASE_H
#define TP_TESTS_EVIDENCE_CASE_H

#include "evaluate/evaluate.h"

typedef struct evidence_case {
    char folder[64];
    tp_arena *arena;
    tp_diags diags;
    tp_err err;
    tp_evaluation *evaluation;
} evidence_case;

void evidence_case_init(evidence_case *c);
void evidence_case_finish(evidence_case *c);
/* Writes FOLDER/name; an empty text removes it. */
void evidence_case_write(evidence_case *c, const char *name, const char *text);
/* Evaluates FOLDER/evaluation.yaml, forgetting earlier diagnostics. */
tp_status evidence_case_run(evidence_case *c);
tp_status evidence_case_run_with(evidence_case *c, const tp_evaluate_options *options);
const tp_assessed *evidence_case_unit(const evidence_case *c, const char *code);
/* How many diagnostics carry the code; the position of the first ("line:column", "" if none). */
int evidence_case_count(const evidence_case *c, const char *code);
const char *evidence_case_where(const evidence_case *c, const char *code);
/* English text of the first diagnostic of that code, "" if none. */
const char *evidence_case_text(const evidence_case *c, const char *code);

#endif
