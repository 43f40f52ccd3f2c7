/* Styles and shared strings. */
#include "read/xlsx_parts.h"

#include "base/text.h"

#include <string.h>

/* Somewhat more than Excel itself allows. */
enum { MOST_STYLES = 70000, MOST_FORMATS = 1000 };

typedef struct format {
    int64_t id;
    bool date, percent;
} format;

typedef struct styles {
    tp_workbook *book;
    format *formats; /* the workbook's own number formats */
    size_t count, capacity;
    bool in_xf;
    bool in_cells; /* inside cellXfs; cellStyleXfs has xf elements too */
} styles;

static int64_t id_of(const char *const *attributes, const char *name)
{
    const char *text = tp_xml_attribute(attributes, name);
    int64_t id = 0;
    if (text && tp_int_parse(text, strlen(text), &id) != TP_PARSE_OK)
        id = 0;
    return id;
}

static bool style_start(void *self, const char *name, const char *const *attributes)
{
    styles *s = self;
    tp_workbook *book = s->book;
    if (strcmp(name, "numFmt") == 0) {
        const char *code = tp_xml_attribute(attributes, "formatCode");
        int64_t id = id_of(attributes, "numFmtId");
        if (!tp_arena_grow(book->arena, &s->formats, &s->capacity, s->count, 1))
            return !(book->no_memory = true);
        s->formats[s->count++] =
            (format){id, tp_xlsx_is_date_format(id, code), tp_xlsx_is_percent_format(id, code)};
    } else if (strcmp(name, "cellXfs") == 0) {
        s->in_cells = true;
    } else if (s->in_cells && strcmp(name, "xf") == 0) {
        int64_t id = id_of(attributes, "numFmtId");
        bool date = tp_xlsx_is_date_format(id, NULL);
        bool percent = tp_xlsx_is_percent_format(id, NULL);
        if (book->n_styles >= MOST_STYLES)
            return false;
        for (size_t i = 0; i < s->count && i < MOST_FORMATS; i++)
            if (s->formats[i].id == id) {
                date = s->formats[i].date;
                percent = s->formats[i].percent;
            }
        if (!tp_arena_grow(book->arena, &book->date_style, &book->styles_capacity, book->n_styles,
                           1) ||
            !tp_arena_grow(book->arena, &book->look, &book->looks_capacity, book->n_styles, 1))
            return !(book->no_memory = true);
        book->look[book->n_styles] = (tp_style_look){.percent = percent};
        book->date_style[book->n_styles++] = date;
        s->in_xf = true;
    } else if (s->in_xf && strcmp(name, "alignment") == 0) {
        int64_t indent = id_of(attributes, "indent");
        book->look[book->n_styles - 1].indent = (uint8_t)(indent < 0    ? 0
                                                          : indent > 50 ? 100
                                                                        : indent * 2);
    }
    return true;
}

static bool style_end(void *self, const char *name)
{
    styles *s = self;
    if (strcmp(name, "cellXfs") == 0)
        s->in_cells = false;
    else if (strcmp(name, "xf") == 0)
        s->in_xf = false;
    return true;
}

tp_xml_fault tp_xlsx_read_styles(tp_workbook *book)
{
    styles s = {.book = book};
    tp_xml_handler handler = {.self = &s, .start = style_start, .end = style_end};
    if (!book->styles)
        return TP_XML_FINE;
    tp_xml_fault fault = tp_xml_read(book->zip, book->styles, &handler);
    return book->no_memory ? TP_XML_NO_MEMORY : fault == TP_XML_ABSENT ? TP_XML_FINE : fault;
}

typedef struct strings {
    tp_workbook *book;
    tp_buf text;  /* of the item at hand */
    int phonetic; /* depth inside rPh */
    bool in_text;
} strings;

static bool string_start(void *self, const char *name, const char *const *attributes)
{
    (void)attributes;
    strings *s = self;
    if (strcmp(name, "si") == 0)
        s->text.length = 0;
    else if (strcmp(name, "rPh") == 0)
        s->phonetic++;
    else if (strcmp(name, "t") == 0)
        s->in_text = !s->phonetic;
    return true;
}

static bool string_text(void *self, const char *bytes, size_t length)
{
    strings *s = self;
    if (s->in_text && s->text.length <= TP_CELL_MOST_BYTES)
        tp_buf_add(&s->text, bytes, length);
    return true;
}

static bool string_end(void *self, const char *name)
{
    strings *s = self;
    tp_workbook *book = s->book;
    if (strcmp(name, "t") == 0)
        s->in_text = false;
    else if (strcmp(name, "rPh") == 0)
        s->phonetic--;
    if (strcmp(name, "si") != 0)
        return true;
    tp_shared_text shared = {"", 0, 0, 0};
    if (s->text.length) {
        size_t length = tp_xlsx_unescape(s->text.bytes, s->text.length);
        char *copy = tp_arena_copy(book->arena, s->text.bytes, length);
        shared.marks = copy ? tp_cell_trimming(copy, length) : 0;
        shared.lead = tp_text_lead(s->text.bytes, length);
        shared.text = copy ? tp_cell_normal(book->arena, copy, length, &shared.length) : NULL;
    }
    if (!shared.text || !tp_buf_ok(&s->text) ||
        !tp_arena_grow(book->arena, &book->shared, &book->shared_capacity, book->n_shared, 1))
        return !(book->no_memory = true);
    book->shared[book->n_shared++] = shared;
    return true;
}

tp_xml_fault tp_xlsx_read_strings(tp_workbook *book)
{
    if (!book->strings)
        return TP_XML_FINE;
    strings s = {.book = book};
    tp_buf_init(&s.text);
    tp_xml_handler handler = {
        .self = &s, .start = string_start, .end = string_end, .text = string_text};
    tp_xml_fault fault = tp_xml_read(book->zip, book->strings, &handler);
    tp_buf_finish(&s.text);
    return book->no_memory ? TP_XML_NO_MEMORY : fault;
}
