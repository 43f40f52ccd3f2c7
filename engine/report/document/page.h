/* A page: sentences and tables of typed figures, in both languages, apart from any format.
 *
 * Whoever has something to show builds a page; writers/writers.h turns it into any format.
 * No writer computes a figure. Building never fails on the way: a page that ran out of memory says
 * so once, at the end (tp_page_ok), and writers write nothing of it.
 * Owns: pages, views and copies of texts live in the arena given. Texts passed as tp_words or const
 * char * are borrowed and must live as long; use the _format calls for texts made on the spot. */
#ifndef TP_REPORT_DOCUMENT_PAGE_H
#define TP_REPORT_DOCUMENT_PAGE_H

#include "base/arena.h"
#include "base/date.h"
#include "base/diag.h"

typedef enum tp_figure_type {
    TP_FIG_EMPTY, /* nothing to say; prints as nothing */
    TP_FIG_TEXT,  /* the user's own text, the same in both languages */
    TP_FIG_WORDS, /* ours, by language */
    TP_FIG_COUNT, /* whole number */
    TP_FIG_DIFF,  /* whole number that is a difference: with its sign */
    TP_FIG_DEC,   /* millionths */
    TP_FIG_SHARE, /* millionths, shown as a percentage */
    TP_FIG_DATE
} tp_figure_type;

typedef struct tp_figure {
    tp_figure_type type;
    const char *text;
    tp_words words;
    tp_wide number; /* COUNT, DIFF, DEC, SHARE; the packed date of DATE */
} tp_figure;

enum {
    TP_COL_NUMBER = 1, /* right aligned */
    TP_COL_WRAP = 2,   /* may be broken over several lines where the terminal is narrow */
    TP_COL_SPARE = 4,  /* may be left out where the terminal is narrow */
    TP_COL_TAIL = 16,  /* with SPARE: where left out, its text goes in brackets behind the wrapped
                          column before it */
    TP_COL_STOCK = 32, /* the same stock may stand in several rows: no total of it */
    TP_COL_MERGE = 8 /* in text, not repeated while it and the merge columns before it are equal */
};

typedef struct tp_view_column {
    const char *id; /* in JSON; stable */
    tp_words title;
    unsigned flags;
} tp_view_column;

typedef struct tp_view {
    const char *id; /* in JSON and --table; stable */
    tp_words title;
    tp_words unit;  /* "单位：个"; NULLs: none */
    tp_words empty; /* said in place of a table without rows; NULLs: the view is then left out */
    tp_words note;  /* below the table; NULLs: none */
    bool facts;     /* two columns, name and value: no head */
    bool total;     /* the last row is the total of the others */
    tp_view_column *columns;
    size_t n_columns, column_capacity;
    tp_figure *figures; /* [rows * columns], row-major */
    size_t n_figures, figure_capacity;
    struct tp_page *page;
} tp_view;

typedef enum tp_part_kind {
    TP_PART_TEXT, /* a paragraph */
    TP_PART_HINT, /* what to do next; not part of the answer: text format only */
    TP_PART_VIEW
} tp_part_kind;

typedef struct tp_part {
    tp_part_kind kind;
    tp_words text;
    tp_view *view;
} tp_part;

typedef struct tp_page {
    tp_arena *arena;
    tp_words title; /* NULLs: none */
    tp_part *parts;
    size_t n_parts, part_capacity;
    bool failed;
    tp_view sink; /* takes what cannot be kept */
} tp_page;

void tp_page_init(tp_page *page, tp_arena *arena, tp_words title);
bool tp_page_ok(const tp_page *page);

void tp_page_text(tp_page *page, tp_words text);
void tp_page_hint(tp_page *page, tp_words text);
/* Template with {0} … {9}; arguments are texts, the same in both languages. */
void tp_page_format(tp_page *page, tp_part_kind kind, tp_words text, size_t count,
                    const char *const *args);
/* The filled template as words of the page's arena. */
tp_words tp_page_words(tp_page *page, tp_words text, size_t count, const char *const *args);
#define TP_PAGE_WORDS(page, words, ...)                                                            \
    tp_page_words((page), (words), sizeof TP_ARGS_("", ##__VA_ARGS__) / sizeof(char *) - 1,        \
                  TP_ARGS_("", ##__VA_ARGS__) + 1)
/* A text, a number as a text, in the page's arena; "" after a failure. */
const char *tp_page_copy(tp_page *page, const char *text);
const char *tp_page_count(tp_page *page, tp_wide value);
const char *tp_page_dec(tp_page *page, tp_wide millionths);
const char *tp_page_date(tp_page *page, tp_date date);

/* A new table; never NULL. Columns first, then figures row by row. */
tp_view *tp_page_view(tp_page *page, const char *id, tp_words title);
void tp_view_column_add(tp_view *view, const char *id, tp_words title, unsigned flags);
void tp_view_empty(tp_view *view);
void tp_view_text(tp_view *view, const char *text);
void tp_view_words(tp_view *view, tp_words words);
void tp_view_count(tp_view *view, tp_wide count);
void tp_view_diff(tp_view *view, tp_wide difference);
void tp_view_dec(tp_view *view, tp_wide millionths); /* TP_DEC_NONE: empty */
void tp_view_share(tp_view *view, tp_wide millionths);
void tp_view_date(tp_view *view, tp_date date); /* none: empty */
size_t tp_view_rows(const tp_view *view);
const tp_figure *tp_view_at(const tp_view *view, size_t row, size_t column);
/* Adds the last row: sums of the COUNT and DIFF columns under `title` in the first column; nothing
 * for fewer than two rows. */
void tp_view_sum(tp_view *view, tp_words title);

/* The view so named; NULL. */
const tp_view *tp_page_find(const tp_page *page, const char *id);
/* A figure as a reader sees it (writers, and sentences made from figures). */
void tp_figure_write(tp_buf *out, const tp_figure *figure, tp_lang lang);

#endif
