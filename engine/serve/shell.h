/* How every page looks: its frame, and the few pieces pages are made of. Texts are written in the
 * visitor's language; figures come as pages of views (report/document/page.h) and are written as
 * they are.
 *
 * Whatever is not markup goes through tp_html_text. */
#ifndef TP_SERVE_SHELL_H
#define TP_SERVE_SHELL_H

#include "report/writers/html.h"
#include "serve/visit.h"

/* From <!DOCTYPE> to <main>, with the title as heading; `here`: path of the entry of the bar that
 * is marked, NULL: none. */
void tp_shell_begin(tp_visit *visit, tp_words title, const char *here);
void tp_shell_end(tp_visit *visit);
/* The same without the bar, for somebody we do not know yet. */
void tp_shell_alone_begin(tp_visit *visit, tp_words title);
/* A page of one sentence for somebody we do not know, in both languages. */
void tp_shell_bare(tp_visit *visit, tp_words words);
/* The page after a one-time link: leads to the first page by itself. */
void tp_shell_lead_on(tp_visit *visit);

/* Words in the visitor's language, escaped; <tag>words</tag> with `open` as in tp_html_element. */
void tp_put(tp_visit *visit, tp_words words);
void tp_put_element(tp_visit *visit, const char *open, tp_words words);
/* A template of words with texts for {0} …, escaped. */
void tp_put_filled(tp_visit *visit, tp_words words, size_t count, const char *const *args);
#define TP_PUT_FILLED(visit, words, ...)                                                           \
    tp_put_filled((visit), (words), sizeof TP_ARGS_("", ##__VA_ARGS__) / sizeof(char *) - 1,       \
                  TP_ARGS_("", ##__VA_ARGS__) + 1)
/* name="value" with a blank before. */
void tp_put_attribute(tp_visit *visit, const char *name, const char *value);

/* A place in a file as the visitor knows it: without the folder that is served. */
const char *tp_shell_place(const tp_visit *visit, const char *place);

/* Everything reported, as a list: errors first. */
void tp_shell_diags(tp_visit *visit, const tp_diags *diags);

/* Where a cell's text leads: fills *out with an address and returns true. `visit` is told which row
 * of which view it is about. */
typedef struct tp_shell_cell {
    const tp_view *view;
    size_t row, column;
    const char *text; /* in the visitor's language, unescaped */
} tp_shell_cell;
typedef struct tp_shell_table {
    const char *id; /* of the table; NULL: the view's */
    bool (*link)(void *user, const tp_shell_cell *cell,
                 tp_buf *out); /* NULL: nothing leads anywhere */
    /* Writes a cell's content as markup and returns true; false: it is written as it is. */
    bool (*cell)(void *user, tp_visit *visit, const tp_shell_cell *cell);
    /* Further cells at the end of a row, as markup; NULL: none. */
    void (*more)(void *user, tp_visit *visit, const tp_view *view, size_t row);
    tp_words more_title;
    bool more_first;            /* at the beginning of the row instead */
    const char *const *without; /* ids of columns left out, NULL-terminated; NULL: none */
    bool bare; /* a heading stands above already: the caption is for those who listen */
    void *user;
} tp_shell_table;
void tp_shell_view(tp_visit *visit, const tp_view *view, const tp_shell_table *table);
/* A whole page of views: texts, tables; without the views named in `without` (NULL-terminated). */
void tp_shell_page(tp_visit *visit, const tp_page *page, const tp_shell_table *table,
                   const char *const *without);

/* <form method="post"> with its token. */
void tp_form_begin(tp_visit *visit, const char *action, const char *attributes);
void tp_form_end(tp_visit *visit);
void tp_form_button(tp_visit *visit, tp_words words, const char *attributes);

const char *tp_shell_style_name(const tp_server *server);
const char *tp_shell_script_name(const tp_server *server);
extern const char tp_shell_icon[]; /* SVG: a pool between two halves */
/* serve.css and serve.js, NUL-terminated. */
extern const char tp_serve_css[];
extern const char tp_serve_js[];

#endif
