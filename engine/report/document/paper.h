/* A paper: an official document as blocks (title, paragraphs, tables), apart from any format.
 * docx.h and paper_html.h write it, laid out after GB/T 9704-2012: A4, 37 mm of white above and 28
 * mm to the left, type area 156 × 225 mm, 22 lines of 28 characters, body 3号仿宋, title 2号小标宋.
 *
 * Building never fails on the way: memory that ran out is said once, by tp_paper_ok.
 * Owns: blocks and copies of all texts live in the arena given. */
#ifndef TP_REPORT_DOCUMENT_PAPER_H
#define TP_REPORT_DOCUMENT_PAPER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/words.h"

typedef enum tp_block_kind {
    TP_BLOCK_TITLE,     /* 2号小标宋, centred */
    TP_BLOCK_NUMBER,    /* document number, centred below the title */
    TP_BLOCK_ADDRESSEE, /* flush left */
    TP_BLOCK_HEADING,   /* 3号黑体, indented */
    TP_BLOCK_BODY,      /* 3号仿宋, first line indented by two characters */
    TP_BLOCK_NOTE,      /* small, below a table */
    TP_BLOCK_CAPTION,   /* above a table, centred */
    TP_BLOCK_SIGNATURE, /* right, four characters from the edge */
    TP_BLOCK_TABLE,
    TP_BLOCK_PAGE /* the paragraph after it begins a page */
} tp_block_kind;

enum { TP_CELL_RIGHT = 1, TP_CELL_CENTRE = 2 };

typedef struct tp_paper_column {
    const char *title;
    int32_t width; /* share of the table's width, any unit */
    unsigned align;
} tp_paper_column;

typedef struct tp_paper_table {
    const tp_paper_column *columns;
    size_t n_columns;
    const char **cells; /* [rows * n_columns] */
    size_t n_cells, capacity;
    bool total; /* the last row is the total */
    bool tall;  /* rows high enough to write in by hand */
} tp_paper_table;

/* What stands in place of a table without rows. */
extern const tp_words tp_paper_nothing;

typedef struct tp_block {
    tp_block_kind kind;
    const char *text;
    tp_paper_table *table;
} tp_block;

/* What stands on every page of a paper, and every sheet of a workbook, that must not be taken for
 * what the committee decided. Both languages in one, since papers travel. */
#define TP_MARK_DRAFT "草案 DRAFT"
#define TP_MARK_UNDONE "已冲销 UNDONE"

typedef struct tp_paper {
    tp_arena *arena;
    tp_lang lang;
    bool landscape;
    const char *mark;   /* on every page, one of those below; NULL: none */
    const char *prefix; /* of numbers; NULL: the usual one */
    const char *title;  /* of the file: metadata, HTML title */
    tp_block *blocks;
    size_t n_blocks, capacity;
    bool failed;
    tp_paper_table sink; /* takes what cannot be kept */
} tp_paper;

void tp_paper_init(tp_paper *paper, tp_arena *arena, tp_lang lang);
bool tp_paper_ok(const tp_paper *paper);
void tp_paper_add(tp_paper *paper, tp_block_kind kind, const char *text);
/* A template in the paper's language with its arguments filled in. */
void tp_paper_fill(tp_paper *paper, tp_block_kind kind, tp_words text, size_t count,
                   const char *const *args);
/* A table; never NULL. `columns` is borrowed and must outlive the paper. */
tp_paper_table *tp_paper_table_add(tp_paper *paper, const tp_paper_column *columns, size_t count);
void tp_paper_cell(tp_paper *paper, tp_paper_table *table, const char *text);
void tp_paper_cell_count(tp_paper *paper, tp_paper_table *table, int64_t count);

/* Texts made in the paper's arena; "" when memory is out (and the paper has failed). */
const char *tp_paper_format(tp_paper *paper, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* "2026年7月10日" / "10 July 2026"; "" for none. */
const char *tp_paper_date(tp_paper *paper, int32_t date);
const char *tp_paper_iso(tp_paper *paper, int32_t date); /* 2026-07-10; for tables */
const char *tp_paper_words(const tp_paper *paper, tp_words words);

#endif
