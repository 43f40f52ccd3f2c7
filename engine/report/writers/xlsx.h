/* A page as an XLSX workbook: one sheet a view, numbers as numbers, text as text (never a formula),
 * frozen heads, filters, widths, print set-up (A4 landscape, one page wide, repeated head, page
 * numbers), live totals with their computed values. Same page, same bytes. */
#ifndef TP_REPORT_WRITERS_XLSX_H
#define TP_REPORT_WRITERS_XLSX_H

#include "report/document/page.h"

/* A totals row below a view: sums of its number columns. */
typedef struct tp_xlsx_total {
    const char *view;
    const char *key;  /* column id: one totals row for each of its values; NULL: one in all */
    const char *skip; /* a number column that is not to be added up; NULL: none */
} tp_xlsx_total;

/* A column to choose an opinion in, and beside it the count approved: filled in by the reader. */
typedef struct tp_xlsx_opinion {
    const char *view, *opinion, *count, *most; /* column ids; count is 0 … most of the same row */
    const tp_words *choices;
    size_t n_choices;
    const char *where;             /* only rows whose column `where` says */
    const char *const *where_text; /* one of these; NULL-terminated */
} tp_xlsx_opinion;

/* A cell that is coloured and says why, in a comment. */
typedef struct tp_xlsx_mark {
    const tp_view *view;
    size_t row, column; /* row SIZE_MAX: the head */
    const char *text;
} tp_xlsx_mark;

/* A column to be filled in: what it holds (a comment on its header), what may be chosen, the range
 * of a whole number. With fields, headers cannot be changed and all other cells can. */
enum { TP_XLSX_CHOICES = 8 };
typedef struct tp_xlsx_field {
    const char *view, *column; /* ids */
    const char *comment;
    const char *choices[TP_XLSX_CHOICES + 1]; /* NULL-terminated; none: anything */
    size_t n_choices;
    bool whole;
    int64_t least, most;
    /* What may be chosen row by row, NULL-terminated lists, NULL where anything may stand; rows
     * with the same list one after another share it. */
    const char *const *const *row_choices;
    size_t n_rows;
} tp_xlsx_field;

typedef struct tp_xlsx_options {
    tp_lang lang;
    const char *title;
    const char *mark; /* on every sheet and every printed page (document/paper.h); NULL: none */
    const tp_xlsx_total *totals;
    size_t n_totals;
    const tp_xlsx_opinion *opinion; /* NULL: none */
    const char *only;               /* this view alone; NULL: all */
    bool about; /* a first sheet with the page's sentences, and each table's unit and note */
    const tp_xlsx_mark *marks;
    size_t n_marks;
    const tp_xlsx_field *fields; /* of a workbook to be filled in; NULL: none */
    size_t n_fields;
} tp_xlsx_options;

/* Written aside and renamed. */
tp_status tp_write_xlsx(const char *path, const tp_page *page, const tp_xlsx_options *options,
                        tp_err *err);
/* The same bytes, added to `out`. */
tp_status tp_xlsx_bytes(tp_buf *out, const tp_page *page, const tp_xlsx_options *options,
                        tp_err *err);

#endif
