/* One writer a format for pages (page.h), found by the format's name. A new format is one file that
 * defines its tp_writer, and one line in TP_WRITERS.
 *
 * Text formats end their output with a newline; nothing is written of a page that failed. `table`
 * names the one view to write, NULL for all; an unknown name writes nothing (tp_page_find
 * tells). */
#ifndef TP_REPORT_WRITERS_WRITERS_H
#define TP_REPORT_WRITERS_WRITERS_H

#include "report/document/page.h"

/* Aligned by display width, for a terminal of `width` columns: text columns are wrapped, spare ones
 * left out where it is narrow. */
typedef struct tp_text_options {
    tp_lang lang;
    size_t width;
    const char *table;
} tp_text_options;
void tp_write_text(tp_buf *out, const tp_page *page, const tp_text_options *options);

/* Markdown: headings, paragraphs, tables. */
void tp_write_md(tp_buf *out, const tp_page *page, const char *table, tp_lang lang);

/* Tables one after the other, each under its title, split by an empty line; with `table`, that one
 * alone: head and rows. A text that a spreadsheet would run as a formula gets a ' in front. */
typedef struct tp_csv_options {
    tp_lang lang;
    const char *table;
    bool bom; /* UTF-8 byte order mark, so that Excel reads Chinese */
} tp_csv_options;
void tp_write_csv(tp_buf *out, const tp_page *page, const tp_csv_options *options);

/* One object: {"title": …, "text": […], "tables": {"id": [{column: value}, …]}}; counts are
 * numbers, decimals strings with six digits, words {"zh", "en"}. Totals are left out. */
void tp_write_json(tp_buf *out, const tp_page *page, const char *table);

/* How a page is to be written; what a format has no use for, it leaves aside. */
typedef struct tp_writing {
    tp_lang lang;
    size_t width;      /* columns of the terminal */
    const char *table; /* NULL: all */
    bool bom;          /* CSV with a byte order mark */
} tp_writing;

typedef struct tp_writer {
    const char *suffix; /* of a file: "csv" */
    const char *media;  /* "text/csv; charset=utf-8" */
    bool binary;        /* for files, not for terminals */
    tp_status (*write)(tp_buf *out, const tp_page *page, const tp_writing *how, tp_err *err);
} tp_writer;

/* Every format by its name, the one for terminals first. */
#define TP_WRITERS(X) X(table) X(json) X(csv) X(md) X(xlsx)
#define TP_WRITER_DECLARE_(name) extern const tp_writer tp_writer_##name;
TP_WRITERS(TP_WRITER_DECLARE_)
#undef TP_WRITER_DECLARE_
extern const char *const tp_writer_names[]; /* NULL-terminated */
/* NULL: no such format. */
const tp_writer *tp_writer_find(const char *name);

#endif
