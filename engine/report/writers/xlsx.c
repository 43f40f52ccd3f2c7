#include "report/writers/xlsx.h"

#include "report/writers/memory.h"

#include "base/text.h"
#include "report/writers/writers.h"
#include "report/writers/xlsx_about.h"
#include "report/writers/xlsx_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* Texts to choose from: char ** in the library of Debian 12, const char ** in that of Debian 13. */
#define AS_LIST(choices) ((void *)(uintptr_t)(choices))

enum { WIDEST = 30, NARROWEST = 6, WIDEST_FACT = 90 };
/* 2026-01-01: the workbook's bytes must not depend on the day it is written. */
static const time_t fixed_time = 1767225600;

typedef struct writer {
    lxw_workbook *book;
    const tp_xlsx_options *options;
    lxw_format *head, *text, *right, *count, *diff, *dec, *dec_diff, *share, *date, *total,
        *total_text, *mark, *input, *fault, *open;
    lxw_error error;
} writer;

static void check(writer *w, lxw_error error)
{
    if (error != LXW_NO_ERROR && w->error == LXW_NO_ERROR)
        w->error = error;
}

static lxw_format *format(writer *w, const char *number, bool bold)
{
    lxw_format *f = workbook_add_format(w->book);
    if (!f) {
        w->error = LXW_ERROR_MEMORY_MALLOC_FAILED;
        return NULL;
    }
    if (number)
        format_set_num_format(f, number);
    if (bold)
        format_set_bold(f);
    format_set_border(f, LXW_BORDER_THIN);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    format_set_font_name(f, "宋体");
    return f;
}

static void make_formats(writer *w)
{
    w->head = format(w, NULL, true);
    w->text = format(w, "@", false);
    w->right = format(w, "@", false);
    w->count = format(w, "#,##0", false);
    w->diff = format(w, "+#,##0;-#,##0;0", false);
    w->dec = format(w, "0.######", false);
    w->dec_diff = format(w, "+0.######;-0.######;0", false);
    w->share = format(w, "0.0%", false);
    w->date = format(w, "yyyy-mm-dd", false);
    w->total = format(w, "#,##0", true);
    w->total_text = format(w, NULL, true);
    w->mark = format(w, NULL, true);
    w->input = format(w, NULL, false);
    w->fault = format(w, "@", false);
    w->open = workbook_add_format(w->book);
    check(w, w->open ? LXW_NO_ERROR : LXW_ERROR_MEMORY_MALLOC_FAILED);
    if (w->error)
        return;
    format_set_bg_color(w->head, 0xDDE6F0);
    format_set_text_wrap(w->head);
    format_set_align(w->head, LXW_ALIGN_CENTER);
    format_set_text_wrap(w->text);
    format_set_text_wrap(w->right);
    format_set_align(w->right, LXW_ALIGN_RIGHT);
    format_set_align(w->date, LXW_ALIGN_CENTER);
    format_set_bg_color(w->total, 0xF2F2F2);
    format_set_bg_color(w->total_text, 0xF2F2F2);
    format_set_font_color(w->mark, 0xC00000);
    format_set_bg_color(w->input, 0xFFF8DC);
    format_set_bg_color(w->fault, 0xFAD7C3);
    format_set_unlocked(w->input);
    if (!w->options->n_fields)
        return;
    lxw_format *const filled[] = {w->text, w->count, w->diff, w->dec, w->share, w->date, w->open};
    for (size_t i = 0; i < sizeof filled / sizeof *filled; i++)
        format_set_unlocked(filled[i]);
}

static bool is_hex(const char *at)
{
    for (int i = 0; i < 4; i++)
        if (!at[i] || !strchr("0123456789abcdefABCDEF", at[i]))
            return false;
    return true;
}

/* A text of a cell as a workbook states it: _xHHHH_ stands for a character that XML cannot carry
 * (U+FFFE, U+FFFF; the library itself does so for control characters), so that a text that reads
 * like one must say its first sign so. */
static void write_text(writer *w, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col,
                       const char *text, lxw_format *look)
{
    tp_buf out;
    tp_buf_init(&out);
    for (const char *at = text; *at; at++)
        if (tp_xlsx_is_nonchar(at)) {
            tp_buf_text(&out, (unsigned char)at[2] == 0xBE ? "_xFFFE_" : "_xFFFF_");
            at += 2;
        } else {
            tp_buf_text(
                &out, *at == '_' && at[1] == 'x' && is_hex(at + 2) && at[6] == '_' ? "_x005F" : "");
            tp_buf_char(&out, *at);
        }
    check(w, tp_buf_ok(&out)
                 ? worksheet_write_string(sheet, row, col, out.bytes ? out.bytes : "", look)
                 : LXW_ERROR_MEMORY_MALLOC_FAILED);
    tp_buf_finish(&out);
}

/* A text in a column of numbers that reads as one: "0.05", "+58.34". */
static bool reads_as_number(const char *text, double *value)
{
    tp_dec parsed;
    const char *digits = text + (*text == '+');
    if (!*digits || (*text == '+' && *digits == '-') ||
        tp_dec_parse(digits, strlen(digits), &parsed) != TP_PARSE_OK)
        return false;
    *value = (double)parsed / 1e6;
    return true;
}

static void write_figure(writer *w, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col,
                         const tp_figure *f, bool number)
{
    double value;
    if (number && f->type == TP_FIG_TEXT && reads_as_number(f->text, &value)) {
        bool sign = *f->text == '+' || *f->text == '-';
        check(w, worksheet_write_number(sheet, row, col, value, sign ? w->dec_diff : w->dec));
        return;
    }
    switch (f->type) {
    case TP_FIG_EMPTY:
        check(w, worksheet_write_blank(sheet, row, col, w->text));
        break;
    case TP_FIG_TEXT:
        write_text(w, sheet, row, col, f->text, number ? w->right : w->text);
        break;
    case TP_FIG_WORDS: {
        const char *text = tp_words_in(f->words, w->options->lang);
        write_text(w, sheet, row, col, text ? text : "", number ? w->right : w->text);
        break;
    }
    case TP_FIG_COUNT:
    case TP_FIG_DIFF:
        check(w, worksheet_write_number(sheet, row, col, (double)f->number,
                                        f->type == TP_FIG_DIFF ? w->diff : w->count));
        break;
    case TP_FIG_DEC:
    case TP_FIG_SHARE:
        check(w, worksheet_write_number(sheet, row, col, (double)f->number / 1e6,
                                        f->type == TP_FIG_SHARE ? w->share : w->dec));
        break;
    case TP_FIG_DATE: {
        int date = (int)f->number;
        lxw_datetime day = {.year = date / 10000, .month = date / 100 % 100, .day = date % 100};
        if (date)
            check(w, worksheet_write_datetime(sheet, row, col, &day, w->date));
        else
            check(w, worksheet_write_blank(sheet, row, col, w->text));
        break;
    }
    }
}

/* 0 for an empty cell. */
static size_t width_of(writer *w, const tp_view *view, size_t row, size_t column)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_figure_write(&text, tp_view_at(view, row, column), w->options->lang);
    if (!tp_buf_ok(&text))
        check(w, LXW_ERROR_MEMORY_MALLOC_FAILED);
    size_t width = tp_buf_ok(&text) && text.bytes ? tp_text_width(text.bytes) + 2 : 0;
    tp_buf_finish(&text);
    return width;
}

static size_t widest(const tp_view *view)
{
    return view->facts ? WIDEST_FACT : WIDEST;
}

static void set_widths(writer *w, lxw_worksheet *sheet, const tp_view *view)
{
    for (size_t c = 0; c < view->n_columns; c++) {
        size_t width = tp_text_width(tp_words_in(view->columns[c].title, w->options->lang)) + 3;
        for (size_t r = 0; r < tp_view_rows(view); r++) {
            size_t own = width_of(w, view, r, c);
            width = own > width ? own : width;
        }
        width = width < NARROWEST ? NARROWEST : width > widest(view) ? widest(view) : width;
        check(w, worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, (double)width, NULL));
    }
}

/* Rows of wrapped text must be as high as it is long: not every program measures them itself. */
static void set_heights(writer *w, lxw_worksheet *sheet, const tp_view *view)
{
    for (size_t r = 0; r < tp_view_rows(view); r++) {
        size_t lines = 1;
        for (size_t c = 0; c < view->n_columns; c++) {
            size_t own = (width_of(w, view, r, c) + widest(view) - 3) / (widest(view) - 2);
            lines = own > lines ? own : lines;
        }
        if (lines > 1)
            check(w, worksheet_set_row(sheet, (lxw_row_t)r + 1,
                                       15.0 * (double)(lines > 20 ? 20 : lines), NULL));
    }
}

enum { SHEET_NAME_MOST = 31, TITLE_MOST = 100 };

/* Cut to what a workbook allows, and told apart from the sheets before it. */
static void sheet_name(writer *w, char out[128], const char *title)
{
    tp_xlsx_plain(out, 120, title, SHEET_NAME_MOST, "[]:*?/\\'");
    for (int k = 2; k < 100 && workbook_get_worksheet_by_name(w->book, out); k++) {
        tp_xlsx_plain(out, 110, title, SHEET_NAME_MOST - 4, "[]:*?/\\'");
        snprintf(out + strlen(out), 8, " %d", k);
    }
}

/* A sheet of many columns would be too small to read on one page's width of A4. */
enum { PAPER_A3 = 8, PAPER_A4 = 9, COLUMNS_ON_A4 = 12 };

static void set_print(writer *w, lxw_worksheet *sheet, const tp_view *view)
{
    char title[120], unit[80], header[360];
    size_t columns = view->n_columns;
    const char *of = view->unit.zh ? tp_words_in(view->unit, w->options->lang) : "";
    tp_xlsx_plain(unit, sizeof unit, of, 60, "");
    tp_xlsx_plain(title, sizeof title, w->options->title ? w->options->title : "", TITLE_MOST, "");
    snprintf(header, sizeof header, "&C%s%s%s&R&A%s%s", title,
             w->options->mark ? "  &\"-,Bold\"&KC00000" : "",
             w->options->mark ? w->options->mark : "", *unit ? "  " : "", unit);
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, columns > COLUMNS_ON_A4 ? PAPER_A3 : PAPER_A4);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_center_horizontally(sheet);
    worksheet_set_margins(sheet, 0.6, 0.6, 0.9, 0.7);
    check(w, worksheet_repeat_rows(sheet, 0, 0));
    check(w, worksheet_set_header(sheet, header));
    check(w, worksheet_set_footer(sheet, "&C— &P / &N —"));
}

static int column_of(const tp_view *view, const char *id)
{
    for (size_t c = 0; id && c < view->n_columns; c++)
        if (strcmp(view->columns[c].id, id) == 0)
            return (int)c;
    return -1;
}

static const char *figure_text(const tp_figure *f, tp_lang lang)
{
    const char *text = f->type == TP_FIG_WORDS  ? tp_words_in(f->words, lang)
                       : f->type == TP_FIG_TEXT ? f->text
                                                : "";
    return text ? text : "";
}

/* One row of sums below the table: SUM, or SUMIF over the rows whose key is `value`. */
static void total_row(writer *w, lxw_worksheet *sheet, const tp_view *view,
                      const tp_xlsx_total *total, int key, const char *value, lxw_row_t row)
{
    lxw_row_t last = (lxw_row_t)tp_view_rows(view);
    const char *all = tp_words_in((tp_words){"合计", "Total"}, w->options->lang);
    char label[160];
    snprintf(label, sizeof label, key < 0 ? "%s" : "%s（%s）", all, value);
    check(w, worksheet_write_string(sheet, row, 0, label, w->total_text));
    for (size_t c = 1; c < view->n_columns; c++) {
        if (!(view->columns[c].flags & TP_COL_NUMBER) ||
            (total->skip && strcmp(total->skip, view->columns[c].id) == 0)) {
            check(w, worksheet_write_blank(sheet, row, (lxw_col_t)c, w->total_text));
            continue;
        }
        double sum = 0;
        for (size_t r = 0; r < tp_view_rows(view); r++) {
            const tp_figure *f = tp_view_at(view, r, c);
            bool counts = f->type == TP_FIG_COUNT || f->type == TP_FIG_DIFF;
            if (counts &&
                (key < 0 || strcmp(figure_text(tp_view_at(view, r, (size_t)key), w->options->lang),
                                   value) == 0))
                sum += (double)f->number;
        }
        char from[16], to[16], key_from[16], key_to[16], formula[200];
        lxw_rowcol_to_cell(from, 1, (lxw_col_t)c);
        lxw_rowcol_to_cell(to, last, (lxw_col_t)c);
        if (key < 0) {
            snprintf(formula, sizeof formula, "=SUM(%s:%s)", from, to);
        } else {
            lxw_rowcol_to_cell(key_from, 1, (lxw_col_t)key);
            lxw_rowcol_to_cell(key_to, last, (lxw_col_t)key);
            snprintf(formula, sizeof formula, "=SUMIF(%s:%s,\"%.40s\",%s:%s)", key_from, key_to,
                     value, from, to);
        }
        check(w, worksheet_write_formula_num(sheet, row, (lxw_col_t)c, formula, w->total, sum));
    }
}

static void write_totals(writer *w, lxw_worksheet *sheet, const tp_view *view)
{
    size_t rows = tp_view_rows(view);
    for (size_t i = 0; i < w->options->n_totals && rows; i++) {
        const tp_xlsx_total *total = &w->options->totals[i];
        if (strcmp(total->view, view->id) != 0)
            continue;
        int key = column_of(view, total->key);
        lxw_row_t row = (lxw_row_t)rows + 1;
        if (key < 0) {
            total_row(w, sheet, view, total, key, "", row);
            continue;
        }
        for (size_t r = 0; r < rows; r++) {
            const char *value = figure_text(tp_view_at(view, r, (size_t)key), w->options->lang);
            bool seen = false;
            for (size_t k = 0; k < r && !seen; k++)
                seen = strcmp(value,
                              figure_text(tp_view_at(view, k, (size_t)key), w->options->lang)) == 0;
            if (!seen)
                total_row(w, sheet, view, total, key, value, row++);
        }
    }
}

/* Lists and bounds where the reader fills in. */
static void write_opinion(writer *w, lxw_worksheet *sheet, const tp_view *view)
{
    const tp_xlsx_opinion *o = w->options->opinion;
    if (!o || strcmp(o->view, view->id) != 0)
        return;
    int opinion = column_of(view, o->opinion), count = column_of(view, o->count);
    int most = column_of(view, o->most), where = column_of(view, o->where);
    char texts[7][64], *choices[8] = {NULL};
    for (size_t i = 0; i < o->n_choices && i < 7; i++) {
        snprintf(texts[i], sizeof texts[i], "%s", tp_words_in(o->choices[i], w->options->lang));
        choices[i] = texts[i];
    }
    for (size_t r = 0; r < tp_view_rows(view) && opinion >= 0 && count >= 0 && most >= 0; r++) {
        const char *says =
            where < 0 ? NULL : figure_text(tp_view_at(view, r, (size_t)where), w->options->lang);
        bool wanted = !says;
        for (size_t k = 0; says && o->where_text[k]; k++)
            wanted = wanted || strcmp(says, o->where_text[k]) == 0;
        if (!wanted)
            continue;
        lxw_row_t row = (lxw_row_t)r + 1;
        lxw_data_validation list = {.validate = LXW_VALIDATION_TYPE_LIST,
                                    .value_list = AS_LIST(choices)};
        lxw_data_validation bound = {.validate = LXW_VALIDATION_TYPE_INTEGER,
                                     .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                     .minimum_number = 0,
                                     .maximum_number =
                                         (double)tp_view_at(view, r, (size_t)most)->number};
        check(w, worksheet_data_validation_cell(sheet, row, (lxw_col_t)opinion, &list));
        check(w, worksheet_data_validation_cell(sheet, row, (lxw_col_t)count, &bound));
        if (tp_view_at(view, r, (size_t)opinion)->type == TP_FIG_EMPTY)
            check(w, worksheet_write_blank(sheet, row, (lxw_col_t)opinion, w->input));
        if (tp_view_at(view, r, (size_t)count)->type == TP_FIG_EMPTY)
            check(w, worksheet_write_blank(sheet, row, (lxw_col_t)count, w->input));
    }
}

/* Marked cells are texts: what is wrong with them is what was typed. */
static void write_marks(writer *w, lxw_worksheet *sheet, const tp_view *view)
{
    for (size_t i = 0; i < w->options->n_marks; i++) {
        const tp_xlsx_mark *mark = &w->options->marks[i];
        bool head = mark->row == SIZE_MAX;
        lxw_row_t row = head ? 0 : (lxw_row_t)mark->row + 1;
        lxw_col_t col = (lxw_col_t)mark->column;
        if (mark->view != view)
            continue;
        const char *text = head ? tp_words_in(view->columns[mark->column].title, w->options->lang)
                                : tp_view_at(view, mark->row, mark->column)->text;
        check(w, worksheet_write_string(sheet, row, col, text ? text : "", w->fault));
        check(w, worksheet_write_comment(sheet, row, col, mark->text));
    }
}

/* The lists of single rows: one for each stretch of rows that have the same. */
static void write_row_choices(writer *w, lxw_worksheet *sheet, const tp_xlsx_field *f, lxw_col_t c)
{
    for (size_t from = 0, to; from < f->n_rows; from = to) {
        for (to = from + 1; to < f->n_rows && f->row_choices[to] == f->row_choices[from];)
            to++;
        lxw_data_validation list = {.validate = LXW_VALIDATION_TYPE_LIST,
                                    .value_list = AS_LIST(f->row_choices[from])};
        if (f->row_choices[from])
            check(w, worksheet_data_validation_range(sheet, (lxw_row_t)from + 1, c, (lxw_row_t)to,
                                                     c, &list));
    }
    for (size_t r = 0; r < f->n_rows; r++)
        check(w, worksheet_write_blank(sheet, (lxw_row_t)r + 1, c, w->input));
}

/* Comments, lists and ranges of a workbook to be filled in. */
static void write_fields(writer *w, lxw_worksheet *sheet, const tp_view *view)
{
    enum { ROWS = 2000 };
    bool any = false;
    for (size_t i = 0; i < w->options->n_fields; i++) {
        const tp_xlsx_field *f = &w->options->fields[i];
        int column = strcmp(f->view, view->id) == 0 ? column_of(view, f->column) : -1;
        if (column < 0)
            continue;
        any = true;
        lxw_col_t c = (lxw_col_t)column;
        check(w, worksheet_write_comment(sheet, 0, c, f->comment));
        lxw_data_validation list = {.validate = LXW_VALIDATION_TYPE_LIST,
                                    .value_list = AS_LIST(f->choices)};
        lxw_data_validation range = {.validate = LXW_VALIDATION_TYPE_INTEGER,
                                     .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                     .minimum_number = (double)f->least,
                                     .maximum_number = (double)f->most};
        if (f->n_choices)
            check(w, worksheet_data_validation_range(sheet, 1, c, ROWS, c, &list));
        else if (f->whole)
            check(w, worksheet_data_validation_range(sheet, 1, c, ROWS, c, &range));
        write_row_choices(w, sheet, f, c);
        /* Blank cells below take the column's format, which is not locked. */
        check(w, worksheet_set_column(sheet, c, c, 16, w->open));
    }
    if (any) {
        lxw_protection may = {.format_cells = LXW_TRUE,
                              .format_columns = LXW_TRUE,
                              .format_rows = LXW_TRUE,
                              .insert_rows = LXW_TRUE,
                              .delete_rows = LXW_TRUE,
                              .sort = LXW_TRUE,
                              .autofilter = LXW_TRUE};
        worksheet_protect(sheet, NULL, &may);
    }
}

static void write_view(writer *w, const tp_view *view)
{
    char name[128];
    const char *title = tp_words_in(view->title, w->options->lang);
    sheet_name(w, name, title && *title ? title : view->id);
    lxw_worksheet *sheet = workbook_add_worksheet(w->book, name);
    if (!sheet) {
        w->error = LXW_ERROR_MEMORY_MALLOC_FAILED;
        return;
    }
    size_t rows = tp_view_rows(view);
    for (size_t c = 0; c < view->n_columns; c++)
        check(w, worksheet_write_string(sheet, 0, (lxw_col_t)c,
                                        tp_words_in(view->columns[c].title, w->options->lang),
                                        w->head));
    if (w->options->mark)
        check(w, worksheet_write_string(sheet, 0, (lxw_col_t)view->n_columns, w->options->mark,
                                        w->mark));
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < view->n_columns; c++)
            write_figure(w, sheet, (lxw_row_t)r + 1, (lxw_col_t)c, tp_view_at(view, r, c),
                         view->columns[c].flags & TP_COL_NUMBER);
    if (!rows && !w->options->n_fields) { /* a sheet of heads alone would look broken */
        tp_words none = view->empty.zh ? view->empty : (tp_words){"无", "none"};
        check(w, worksheet_write_string(sheet, 1, 0, tp_words_in(none, w->options->lang), NULL));
    }
    write_opinion(w, sheet, view);
    write_marks(w, sheet, view);
    write_totals(w, sheet, view);
    set_widths(w, sheet, view);
    write_fields(w, sheet, view);
    set_heights(w, sheet, view);
    if (w->options->mark)
        check(w, worksheet_set_column(sheet, (lxw_col_t)view->n_columns, (lxw_col_t)view->n_columns,
                                      14, NULL));
    worksheet_freeze_panes(sheet, 1, 0);
    if (rows && !view->facts)
        check(w,
              worksheet_autofilter(sheet, 0, 0, (lxw_row_t)rows, (lxw_col_t)(view->n_columns - 1)));
    set_print(w, sheet, view);
}

/* The library does not check all of its allocations: what it will need is asked for beforehand. */
static bool room_for(const tp_page *page)
{
    size_t bytes = (size_t)4 << 20;
    for (size_t i = 0; i < page->n_parts; i++)
        if (page->parts[i].view)
            bytes += (tp_view_rows(page->parts[i].view) + 2) * page->parts[i].view->n_columns * 512;
    void *room = malloc(bytes);
    free(room);
    return room != NULL;
}

/* The library writes to a path only; nothing of `path` is left where it fails. */
static tp_status write_book(const char *path, const tp_page *page, const tp_xlsx_options *options,
                            tp_err *err)
{
    if (!tp_page_ok(page) || !room_for(page))
        return tp_fail_nomem(err);
    writer w = {.options = options, .book = workbook_new(path)};
    if (!w.book)
        return tp_fail_nomem(err);
    make_formats(&w);
    char title[200], company[] = "turnpool";
    tp_xlsx_plain(title, sizeof title, options->title ? options->title : "", TITLE_MOST, "");
    lxw_doc_properties properties = {.title = title, .company = company, .created = fixed_time};
    check(&w, workbook_set_properties(w.book, &properties));
    tp_page first;
    const tp_view *about = options->about && !options->only ? tp_xlsx_about(&first, page) : NULL;
    if (about && !tp_page_ok(&first))
        check(&w, LXW_ERROR_MEMORY_MALLOC_FAILED);
    else if (about && tp_view_rows(about))
        write_view(&w, about);
    for (size_t i = 0; i < page->n_parts && !w.error; i++) {
        const tp_view *view = page->parts[i].view;
        if (about && tp_xlsx_belongs_to_about(view))
            continue;
        if (view && view->n_columns && (!options->only || strcmp(options->only, view->id) == 0))
            write_view(&w, view);
    }
    lxw_error closed = workbook_close(w.book);
    if (!w.error && !closed)
        return TP_OK;
    unlink(path);
    return tp_fail(err, TP_E_IO, "cannot write %s: %s", path,
                   lxw_strerror(w.error ? w.error : closed));
}

tp_status tp_write_xlsx(const char *path, const tp_page *page, const tp_xlsx_options *options,
                        tp_err *err)
{
    char aside[4096];
    int n = snprintf(aside, sizeof aside, "%s.part", path);
    if (n < 0 || (size_t)n >= sizeof aside)
        return tp_fail(err, TP_E_IO, "path too long");
    tp_status status = write_book(aside, page, options, err);
    if (status)
        return status;
    if (rename(aside, path) == 0)
        return TP_OK;
    unlink(aside);
    return tp_fail(err, TP_E_IO, "cannot write %s", path);
}

tp_status tp_xlsx_bytes(tp_buf *out, const tp_page *page, const tp_xlsx_options *options,
                        tp_err *err)
{
    char path[TP_MEMORY_PATH];
    int file;
    tp_status status = tp_memory_file(&file, path, err);
    if (status)
        return status;
    status = write_book(path, page, options, err);
    if (!status)
        status = tp_memory_read(out, file, err);
    close(file);
    return status;
}

static tp_status write_page(tp_buf *out, const tp_page *page, const tp_writing *how, tp_err *err)
{
    const tp_xlsx_options wanted = {.lang = how->lang,
                                    .title = tp_words_in(page->title, how->lang),
                                    .only = how->table,
                                    .about = true};
    return tp_xlsx_bytes(out, page, &wanted, err);
}

const tp_writer tp_writer_xlsx = {
    .suffix = "xlsx",
    .media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    .binary = true,
    .write = write_page};
