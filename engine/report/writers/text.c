#include "report/writers/writers.h"

#include "base/text.h"
#include "report/writers/wrap.h"

#include <string.h>

enum { GAP = 2, LEAST_WRAPPED = 12, MOST_COLUMNS = 64 };

/* One table as laid out: texts of its cells and the width of each column (0: left out). */
typedef struct layout {
    const tp_view *view;
    tp_lang lang;
    size_t rows, columns;
    char **head;  /* [columns] */
    char **cells; /* [rows * columns] */
    size_t *width;
    tp_arena *arena;
} layout;

static char *cell_text(const layout *l, size_t row, size_t column)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_figure_write(&text, tp_view_at(l->view, row, column), l->lang);
    char *copy = tp_buf_ok(&text)
                     ? tp_arena_copy(l->arena, text.bytes ? text.bytes : "", text.length)
                     : NULL;
    tp_buf_finish(&text);
    return copy ? (char *)tp_text_visible(l->arena, copy, strlen(copy)) : NULL;
}

/* Blanks what repeats the row above, column by column from the left. */
static void merge(layout *l)
{
    for (size_t row = l->rows; row-- > 1;)
        for (size_t column = 0; column < l->columns; column++) {
            char **cell = &l->cells[row * l->columns + column];
            if (!(l->view->columns[column].flags & TP_COL_MERGE) ||
                strcmp(*cell, l->cells[(row - 1) * l->columns + column]) != 0)
                break;
            *cell = tp_arena_text(l->arena, "");
            if (!*cell)
                return;
        }
}

static bool fill(layout *l)
{
    l->head = tp_arena_array(l->arena, l->columns, sizeof *l->head);
    l->cells = tp_arena_array(l->arena, l->rows * l->columns + 1, sizeof *l->cells);
    l->width = tp_arena_array(l->arena, l->columns, sizeof *l->width);
    if (!l->head || !l->cells || !l->width)
        return false;
    for (size_t column = 0; column < l->columns; column++) {
        const char *title = tp_words_in(l->view->columns[column].title, l->lang);
        l->head[column] = tp_arena_text(l->arena, title ? title : "");
        if (!l->head[column])
            return false;
        l->width[column] = l->view->facts ? 0 : tp_text_width(l->head[column]);
    }
    for (size_t i = 0; i < l->rows * l->columns; i++) {
        l->cells[i] = cell_text(l, i / l->columns, i % l->columns);
        if (!l->cells[i])
            return false;
        size_t w = tp_text_width(l->cells[i]);
        if (w > l->width[i % l->columns])
            l->width[i % l->columns] = w;
    }
    return true;
}

static size_t line_width(const layout *l)
{
    size_t total = 0;
    for (size_t column = 0; column < l->columns; column++)
        total += l->width[column] ? l->width[column] + GAP : 0;
    return total > GAP ? total - GAP : 0;
}

/* Narrows the widest wrappable column step by step; false when none can give. */
static bool shrink(layout *l, size_t width)
{
    while (line_width(l) > width) {
        size_t widest = l->columns, over = line_width(l) - width;
        for (size_t column = 0; column < l->columns; column++)
            if ((l->view->columns[column].flags & TP_COL_WRAP) &&
                l->width[column] > LEAST_WRAPPED &&
                (widest == l->columns || l->width[column] > l->width[widest]))
                widest = column;
        if (widest == l->columns)
            return false;
        size_t second = LEAST_WRAPPED; /* down to the next widest, then both share */
        for (size_t column = 0; column < l->columns; column++)
            if (column != widest && (l->view->columns[column].flags & TP_COL_WRAP) &&
                l->width[column] > second && l->width[column] < l->width[widest])
                second = l->width[column];
        size_t step = l->width[widest] - second;
        l->width[widest] -= step < 1 ? 1 : step < over ? step : over;
    }
    return true;
}

/* Leaves a column out; a tail goes in brackets behind the wrapped column before it. */
static bool leave_out(layout *l, size_t column)
{
    size_t host = column;
    l->width[column] = 0;
    if (!(l->view->columns[column].flags & TP_COL_TAIL))
        return true;
    while (host > 0 && !(l->view->columns[host - 1].flags & TP_COL_WRAP))
        host--;
    if (host == 0)
        return true;
    host--;
    for (size_t row = 0; row < l->rows; row++) {
        char **cell = &l->cells[row * l->columns + host];
        const char *tail = l->cells[row * l->columns + column];
        if (!*tail)
            continue;
        *cell = tp_arena_format(l->arena, l->lang == TP_EN ? "%s (%s)" : "%s（%s）", *cell, tail);
        if (!*cell)
            return false;
        size_t w = tp_text_width(*cell);
        l->width[host] = w > l->width[host] ? w : l->width[host];
    }
    return true;
}

static bool fit(layout *l, size_t width)
{
    size_t comfortable = 0; /* wrapped columns narrower than this read badly */
    for (size_t column = 0; column < l->columns; column++)
        if (l->view->columns[column].flags & TP_COL_WRAP) {
            size_t half = l->width[column] < 24 ? l->width[column] : 24;
            comfortable += l->width[column] - half;
        }
    for (size_t column = l->columns; column-- > 0 && line_width(l) > width + comfortable;)
        if ((l->view->columns[column].flags & TP_COL_SPARE) && !leave_out(l, column))
            return false;
    shrink(l, width);
    return true;
}

/* Writes one table line of cells, each over as many lines as it needs. */
static void write_row(tp_buf *out, const layout *l, char **cells)
{
    const char *rest[MOST_COLUMNS];
    bool more = true;
    for (size_t column = 0; column < l->columns; column++)
        rest[column] = cells[column];
    while (more) {
        size_t blank = 0; /* spaces owed: none are written at the end of a line */
        more = false;
        for (size_t column = 0; column < l->columns; column++) {
            if (!l->width[column])
                continue;
            size_t next = 0, bytes = tp_wrap_line(rest[column], l->width[column], &next);
            char piece[1024];
            size_t kept = bytes < sizeof piece ? bytes : sizeof piece - 1;
            memcpy(piece, rest[column], kept);
            piece[kept] = '\0';
            size_t used = tp_text_width(piece);
            size_t pad = used < l->width[column] ? l->width[column] - used : 0;
            bool right = l->view->columns[column].flags & TP_COL_NUMBER;
            blank += right ? pad : 0;
            if (kept) {
                tp_wrap_pad(out, blank);
                tp_buf_add(out, rest[column], bytes);
                blank = 0;
            } else {
                blank += used;
            }
            blank += (right ? 0 : pad) + GAP;
            rest[column] += next;
            more = more || *rest[column];
        }
        tp_buf_char(out, '\n');
    }
}

static void rule(tp_buf *out, const layout *l)
{
    bool first = true;
    for (size_t column = 0; column < l->columns; column++) {
        if (!l->width[column])
            continue;
        tp_wrap_pad(out, first ? 0 : GAP);
        for (size_t i = 0; i < l->width[column]; i++)
            tp_buf_char(out, '-');
        first = false;
    }
    tp_buf_char(out, '\n');
}

static void write_table(tp_buf *out, const tp_view *view, const tp_text_options *options)
{
    layout l = {.view = view,
                .lang = options->lang,
                .rows = tp_view_rows(view),
                .columns = view->n_columns,
                .arena = tp_arena_create()};
    bool ready = l.arena && l.columns <= MOST_COLUMNS && fill(&l);
    if (ready)
        merge(&l);
    if (!ready || !fit(&l, options->width)) {
        out->failed = true;
    } else {
        if (!view->facts) {
            write_row(out, &l, l.head);
            rule(out, &l);
        }
        for (size_t row = 0; row < l.rows; row++) {
            if (view->total && row + 1 == l.rows)
                rule(out, &l);
            write_row(out, &l, &l.cells[row * l.columns]);
        }
    }
    tp_arena_free(l.arena);
}

/* "一、" or "1. " before the n-th title. */
static void number(tp_buf *out, size_t n, tp_lang lang)
{
    static const char *const digits[] = {"",   "一", "二", "三", "四", "五",
                                         "六", "七", "八", "九", "十"};
    if (lang == TP_EN)
        tp_buf_format(out, "%zu. ", n);
    else if (n <= 10)
        tp_buf_format(out, "%s、", digits[n]);
    else
        tp_buf_format(out, "%s十%s、", n / 10 > 1 ? digits[n / 10] : "", digits[n % 10]);
}

static void write_view(tp_buf *out, const tp_view *view, const tp_text_options *options, size_t n)
{
    const char *title = tp_words_in(view->title, options->lang);
    const char *unit = tp_words_in(view->unit, options->lang);
    const char *note = tp_words_in(view->note, options->lang);
    if (title) {
        if (n)
            number(out, n, options->lang);
        tp_buf_text(out, title);
        if (unit)
            tp_buf_format(out, options->lang == TP_EN ? " (%s)" : "（%s）", unit);
        tp_buf_char(out, '\n');
    }
    if (tp_view_rows(view))
        write_table(out, view, options);
    else
        tp_wrap_write(out, tp_words_in(view->empty, options->lang), options->width, 0);
    if (note)
        tp_wrap_write(out, note, options->width, 0);
}

static bool shown(const tp_part *part, const char *table)
{
    if (table)
        return part->view && strcmp(part->view->id, table) == 0;
    return !part->view || tp_view_rows(part->view) || part->view->empty.zh;
}

void tp_write_text(tp_buf *out, const tp_page *page, const tp_text_options *options)
{
    size_t titled = 0, n = 0;
    if (page->failed) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < page->n_parts; i++)
        titled += page->parts[i].view && page->parts[i].view->title.zh &&
                  shown(&page->parts[i], options->table);
    const char *title = options->table ? NULL : tp_words_in(page->title, options->lang);
    if (title)
        tp_wrap_write(out, title, options->width, 0);
    bool first = !title;
    for (size_t i = 0; i < page->n_parts; i++) {
        const tp_part *part = &page->parts[i];
        if (!shown(part, options->table))
            continue;
        bool heads = part->view && part->view->title.zh;
        bool paragraph = part->kind == TP_PART_TEXT && i && page->parts[i - 1].kind == TP_PART_TEXT;
        if (!first && !paragraph)
            tp_buf_char(out, '\n');
        first = false;
        n += heads ? 1 : 0;
        if (part->view)
            write_view(out, part->view, options, heads && titled > 1 ? n : 0);
        else
            tp_wrap_write(out, tp_words_in(part->text, options->lang), options->width, 0);
    }
}

/* Titles and notes hold names, too. */
static bool make_visible(tp_buf *out)
{
    tp_arena *arena = tp_arena_create();
    const char *text = arena && out->bytes ? tp_text_visible(arena, out->bytes, out->length) : NULL;
    bool ok = arena && (text || !out->bytes);
    if (text && text != out->bytes) {
        size_t length = strlen(text);
        out->length = 0;
        tp_buf_add(out, text, length);
        ok = tp_buf_ok(out);
    }
    tp_arena_free(arena);
    return ok;
}

static tp_status write_page(tp_buf *out, const tp_page *page, const tp_writing *how, tp_err *err)
{
    tp_write_text(out, page, &(tp_text_options){how->lang, how->width, how->table});
    return tp_buf_ok(out) && make_visible(out) ? TP_OK : tp_fail_nomem(err);
}

const tp_writer tp_writer_table = {
    .suffix = "txt", .media = "text/plain; charset=utf-8", .write = write_page};
