/* HTML as text: the page's frame, both languages side by side, tables of a view.
 *
 * Every text goes through tp_html_text, so nothing a user wrote can become markup. A page holds no
 * address and asks for nothing: its content security policy allows one style sheet and one script,
 * both in the page, each by its hash. Source: engine/report/REPORTS.md. */
#ifndef TP_REPORT_WRITERS_HTML_H
#define TP_REPORT_WRITERS_HTML_H

#include "report/document/page.h"

/* Text with markup escaped; good between tags and inside double quotes. */
void tp_html_text(tp_buf *out, const char *text);
/* Both languages, of which the page shows one; written once where they are the same. */
void tp_html_words(tp_buf *out, tp_words words);
/* <tag>words</tag>; `open` is the tag with its attributes: "p class=\"note\"". */
void tp_html_element(tp_buf *out, const char *open, tp_words words);
/* A figure as it stands in a cell, in both languages where they differ. */
void tp_html_figure(tp_buf *out, const tp_figure *figure);
/* A number as a reader sees it: minus sign U+2212; with a plus sign if it is a difference. */
void tp_html_count(tp_buf *out, tp_wide value);
void tp_html_diff(tp_buf *out, tp_wide difference);
/* Signed tenths of a percent of `base`, half up: "+12.5%"; "—" where base is 0. */
void tp_html_percent(tp_buf *out, tp_wide difference, tp_wide base);

typedef struct tp_html_table {
    const char *id;       /* NULL: none */
    bool tools;           /* filter and sort buttons (the script shows them) */
    tp_words filter_text; /* what stands beside the filter */
    const char *without;  /* the column of this id is left out; NULL: none */
    bool headed;          /* a heading above says the title already: no caption */
} tp_html_table;
/* A view as a table with its title as caption; a view without rows says what it has to say. */
void tp_html_view(tp_buf *out, const tp_view *view, const tp_html_table *options);
/* The scrolling frame around a wide table or picture; `label` says what is in it. */
void tp_html_frame_open(tp_buf *out, const char *kind, tp_words label);
void tp_html_frame_close(tp_buf *out);

/* From <!DOCTYPE> to the language switch; `lang` is shown first. */
tp_status tp_html_begin(tp_buf *out, tp_words title, tp_lang lang, tp_err *err);
void tp_html_end(tp_buf *out);

/* The page's style sheet and script (page.css, page.js), NUL-terminated. */
extern const char tp_html_css[];
extern const char tp_html_js[];

#endif
