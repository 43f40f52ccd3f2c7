/* The papers of an evaluation before it is computed: a workbook to score in for each source, a
 * questionnaire for each class of units, and who hands in what. Read back by evaluate/gather.h. */
#ifndef TP_REPORT_PAPERS_SCORING_H
#define TP_REPORT_PAPERS_SCORING_H

#include "evaluate/evaluate.h"
#include "report/document/page.h"
#include "report/document/paper.h"

/* The workbook of a source: a row for each unit and leaf, with a list to choose from where the leaf
 * has a menu, and cells for values. */
tp_status tp_scoring_workbook(tp_buf *out, const tp_evaluation *evaluation, const char *source,
                              tp_lang lang, tp_arena *arena, tp_err *err);

/* The questionnaire of a class of units, to be filled in by hand; `klass` as in tp_classes. */
void tp_scoring_questionnaire(tp_paper *paper, const tp_evaluation *evaluation, size_t klass);
/* Units of the class. */
size_t tp_scoring_class_units(const tp_evaluation *evaluation, size_t klass);

/* Who hands in what: a row for each unit and material, with the indicators it bears on. */
void tp_scoring_evidence(tp_page *page, const tp_evaluation *evaluation);

#endif
