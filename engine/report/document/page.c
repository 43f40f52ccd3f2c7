#include "report/document/page.h"

#include <string.h>

void tp_page_init(tp_page *page, tp_arena *arena, tp_words title)
{
    *page = (tp_page){.arena = arena, .title = title};
    page->sink.page = page;
}

bool tp_page_ok(const tp_page *page)
{
    return !page->failed;
}

static tp_part *add_part(tp_page *page, tp_part part)
{
    if (!tp_arena_grow(page->arena, &page->parts, &page->part_capacity, page->n_parts, 1)) {
        page->failed = true;
        return NULL;
    }
    page->parts[page->n_parts] = part;
    return &page->parts[page->n_parts++];
}

void tp_page_text(tp_page *page, tp_words text)
{
    add_part(page, (tp_part){TP_PART_TEXT, text, NULL});
}

void tp_page_hint(tp_page *page, tp_words text)
{
    add_part(page, (tp_part){TP_PART_HINT, text, NULL});
}

static const char *filled(tp_page *page, const char *text, size_t count, const char *const *args)
{
    tp_buf buf;
    tp_buf_init(&buf);
    tp_words_fill(&buf, text, count, args);
    char *copy =
        tp_buf_ok(&buf) ? tp_arena_copy(page->arena, buf.bytes ? buf.bytes : "", buf.length) : NULL;
    tp_buf_finish(&buf);
    if (!copy)
        page->failed = true;
    return copy ? copy : "";
}

tp_words tp_page_words(tp_page *page, tp_words text, size_t count, const char *const *args)
{
    return (tp_words){filled(page, text.zh, count, args), filled(page, text.en, count, args)};
}

void tp_page_format(tp_page *page, tp_part_kind kind, tp_words text, size_t count,
                    const char *const *args)
{
    add_part(page, (tp_part){kind, tp_page_words(page, text, count, args), NULL});
}

const char *tp_page_copy(tp_page *page, const char *text)
{
    const char *copy = tp_arena_text(page->arena, text);
    if (!copy)
        page->failed = true;
    return copy ? copy : "";
}

const char *tp_page_count(tp_page *page, tp_wide value)
{
    char text[TP_DEC_TEXT];
    tp_int_format(value, text);
    return tp_page_copy(page, text);
}

const char *tp_page_dec(tp_page *page, tp_wide millionths)
{
    char text[TP_DEC_TEXT];
    tp_dec_format(millionths, text);
    return tp_page_copy(page, text);
}

const char *tp_page_date(tp_page *page, tp_date date)
{
    char text[TP_DATE_TEXT];
    tp_date_format(date, text);
    return tp_page_copy(page, text);
}

tp_view *tp_page_view(tp_page *page, const char *id, tp_words title)
{
    tp_view *view = tp_arena_alloc(page->arena, sizeof *view);
    if (!view || !add_part(page, (tp_part){TP_PART_VIEW, {NULL, NULL}, view})) {
        page->failed = true;
        return &page->sink;
    }
    view->id = id;
    view->title = title;
    view->page = page;
    return view;
}

void tp_view_column_add(tp_view *view, const char *id, tp_words title, unsigned flags)
{
    if (!tp_arena_grow(view->page->arena, &view->columns, &view->column_capacity, view->n_columns,
                       1)) {
        view->page->failed = true;
        return;
    }
    view->columns[view->n_columns++] = (tp_view_column){id, title, flags};
}

static void add(tp_view *view, tp_figure figure)
{
    if (!tp_arena_grow(view->page->arena, &view->figures, &view->figure_capacity, view->n_figures,
                       1)) {
        view->page->failed = true;
        return;
    }
    view->figures[view->n_figures++] = figure;
}

void tp_view_empty(tp_view *view)
{
    add(view, (tp_figure){.type = TP_FIG_EMPTY});
}

void tp_view_text(tp_view *view, const char *text)
{
    add(view, (tp_figure){.type = TP_FIG_TEXT, .text = text ? text : ""});
}

void tp_view_words(tp_view *view, tp_words words)
{
    add(view, (tp_figure){.type = words.zh ? TP_FIG_WORDS : TP_FIG_EMPTY, .words = words});
}

void tp_view_count(tp_view *view, tp_wide count)
{
    add(view, (tp_figure){.type = TP_FIG_COUNT, .number = count});
}

void tp_view_diff(tp_view *view, tp_wide difference)
{
    add(view, (tp_figure){.type = TP_FIG_DIFF, .number = difference});
}

void tp_view_dec(tp_view *view, tp_wide millionths)
{
    add(view, (tp_figure){.type = millionths == TP_DEC_NONE ? TP_FIG_EMPTY : TP_FIG_DEC,
                          .number = millionths});
}

void tp_view_share(tp_view *view, tp_wide millionths)
{
    add(view, (tp_figure){.type = TP_FIG_SHARE, .number = millionths});
}

void tp_view_date(tp_view *view, tp_date date)
{
    add(view, (tp_figure){.type = date ? TP_FIG_DATE : TP_FIG_EMPTY, .number = date});
}

size_t tp_view_rows(const tp_view *view)
{
    return view->n_columns ? view->n_figures / view->n_columns : 0;
}

const tp_figure *tp_view_at(const tp_view *view, size_t row, size_t column)
{
    return &view->figures[row * view->n_columns + column];
}

void tp_view_sum(tp_view *view, tp_words title)
{
    size_t rows = tp_view_rows(view);
    if (rows < 2 || view->page->failed)
        return;
    tp_view_words(view, title);
    for (size_t column = 1; column < view->n_columns; column++) {
        tp_figure sum = {.type = TP_FIG_EMPTY};
        bool stock = view->columns[column].flags & TP_COL_STOCK;
        for (size_t row = 0; row < rows && !stock; row++) {
            const tp_figure *figure = tp_view_at(view, row, column);
            if (figure->type == TP_FIG_COUNT || figure->type == TP_FIG_DIFF) {
                sum.type = figure->type;
                sum.number += figure->number;
            }
        }
        add(view, sum);
    }
    view->total = true;
}

const tp_view *tp_page_find(const tp_page *page, const char *id)
{
    for (size_t i = 0; i < page->n_parts; i++)
        if (page->parts[i].view && strcmp(page->parts[i].view->id, id) == 0)
            return page->parts[i].view;
    return NULL;
}

/* A share as a percentage with at most one digit: 0.125 is 12.5%. Rounded half up. */
static void write_share(tp_buf *out, tp_wide millionths)
{
    tp_wide tenths = tp_half_up_div(millionths, 1000);
    if (tenths < 0)
        tp_buf_char(out, '-');
    tenths = tenths < 0 ? -tenths : tenths;
    tp_buf_int(out, tenths / 10);
    if (tenths % 10) {
        tp_buf_char(out, '.');
        tp_buf_int(out, tenths % 10);
    }
    tp_buf_char(out, '%');
}

void tp_figure_write(tp_buf *out, const tp_figure *figure, tp_lang lang)
{
    switch (figure->type) {
    case TP_FIG_EMPTY:
        break;
    case TP_FIG_TEXT:
        tp_buf_text(out, figure->text);
        break;
    case TP_FIG_WORDS:
        tp_buf_text(out, tp_words_in(figure->words, lang));
        break;
    case TP_FIG_DIFF:
        if (figure->number > 0)
            tp_buf_char(out, '+');
        tp_buf_int(out, figure->number);
        break;
    case TP_FIG_COUNT:
        tp_buf_int(out, figure->number);
        break;
    case TP_FIG_DEC:
        tp_buf_dec(out, figure->number);
        break;
    case TP_FIG_SHARE:
        write_share(out, figure->number);
        break;
    case TP_FIG_DATE:
        tp_buf_date(out, (tp_date)figure->number);
        break;
    }
}
