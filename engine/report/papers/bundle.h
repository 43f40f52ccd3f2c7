/* All the papers of an approval or a draft as files: which there are, and the bytes of each.
 * Whoever writes them into a folder and whoever sends them over a wire gets the same ones. */
#ifndef TP_REPORT_PAPERS_BUNDLE_H
#define TP_REPORT_PAPERS_BUNDLE_H

#include "report/papers/papers.h"

typedef enum tp_bundle_kind {
    TP_BUNDLE_XLSX,
    TP_BUNDLE_CSV,
    TP_BUNDLE_JSON,
    TP_BUNDLE_COMMITTEE,
    TP_BUNDLE_MINUTES,
    TP_BUNDLE_FILING,
    TP_BUNDLE_NOTICES,
    TP_BUNDLE_REPLIES,
    TP_BUNDLE_PLAN,
    TP_BUNDLE_KINDS
} tp_bundle_kind;
extern const char *const tp_bundle_ids[TP_BUNDLE_KINDS + 1]; /* "xlsx" …, NULL */
extern const tp_words tp_bundle_words[TP_BUNDLE_KINDS];      /* 工作簿 … */

typedef enum tp_bundle_form {
    TP_FORM_XLSX,
    TP_FORM_CSV,
    TP_FORM_JSON,
    TP_FORM_DOCX,
    TP_FORM_HTML,
    TP_FORMS
} tp_bundle_form;
extern const char *const tp_form_suffixes[TP_FORMS];

typedef struct tp_bundle_file {
    tp_bundle_kind kind;
    tp_bundle_form form;
    const char *name;        /* "committee.docx", "notices/2026-3-U034.html" */
    int32_t unit;            /* whose it is; TP_ID_NONE: the office's */
    int32_t item;            /* of a filing sheet: which total */
    const char *view;        /* of a CSV: which table */
    const tp_notice *notice; /* of a notice or reply */
} tp_bundle_file;

typedef struct tp_bundle {
    const tp_papers *papers;
    const tp_attendance *who; /* who met, for the minutes; NULL: lines to fill in */
    tp_bundle_file *files;
    size_t count, capacity;
    tp_page page;     /* of the tables */
    tp_yearly yearly; /* of a plan; made when a file asks for it */
    bool looked_ahead;
} tp_bundle;

/* The files of a kind; TP_BUNDLE_KINDS: all. Minutes there are only where somebody has met, a plan
 * only of several periods, filing sheets where something is filed; what was filed alone has no
 * committee's table. Owns: everything lives in the papers' arena. */
tp_status tp_bundle_list(tp_bundle *out, const tp_papers *papers, tp_bundle_kind kind, tp_err *err);
tp_status tp_bundle_bytes(tp_buf *out, tp_bundle *bundle, const tp_bundle_file *file, tp_err *err);
/* All of them in one ZIP archive, under their names. */
tp_status tp_bundle_archive(tp_buf *out, tp_bundle *bundle, tp_err *err);
/* "approval-1", "proposal-2-draft", "run-6b459d60-draft"; NULL: memory is out. */
const char *tp_bundle_stem(const tp_papers *papers);

#endif
