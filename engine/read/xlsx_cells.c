/* The cells of a sheet as they stand in the file, one after another: the only place that knows how
 * a worksheet part is written. Who wants a table (xlsx_sheet.c) or a grid (grid_xlsx.c) of them
 * takes what it is given here. */
#include "read/xlsx_parts.h"

#include <string.h>

enum { LAST_ROW = 1048576, LAST_COLUMN = 16384 };

typedef enum value_type {
    V_NUMBER,
    V_SHARED,
    V_INLINE, /* text in <is> */
    V_TEXT,   /* a formula's text, or an ISO date */
    V_BOOL,
    V_ERROR
} value_type;

typedef struct walk {
    const tp_workbook *book;
    const tp_xlsx_taker *to;
    int32_t row, column;
    value_type type;
    size_t style;
    bool in_cell, in_value, in_inline, in_text, formula, valued;
    int phonetic;
    tp_buf text;
} walk;

static bool is_true(const char *text)
{
    return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

/* Plain digits; `otherwise` for anything else. */
static int32_t number_of(const char *text, int32_t otherwise)
{
    int64_t value = 0;
    size_t n = 0;
    for (; text && text[n] >= '0' && text[n] <= '9' && n < 12; n++)
        value = value * 10 + (text[n] - '0');
    return !n || text[n] ? otherwise : value > LAST_ROW ? LAST_ROW : (int32_t)value;
}

/* "B12": its column and, where wanted, its row; what follows. A column there is none of is 0. */
static const char *take_reference(const char *text, int32_t *column, int32_t *row)
{
    int32_t c = 0, r = 0;
    for (; *text >= 'A' && *text <= 'Z' && c <= LAST_COLUMN; text++)
        c = c * 26 + (*text - 'A' + 1);
    for (; row && *text >= '0' && *text <= '9' && r <= LAST_ROW; text++)
        r = r * 10 + (*text - '0');
    *column = c > LAST_COLUMN ? 0 : c;
    if (row)
        *row = r;
    return text;
}

static bool begin_row(walk *w, const char *const *attributes)
{
    int32_t row = number_of(tp_xml_attribute(attributes, "r"), w->row + 1);
    w->row = row < 1 || row > LAST_ROW ? LAST_ROW : row;
    w->column = 0;
    return w->to->row(w->to->self, w->row, is_true(tp_xml_attribute(attributes, "hidden")));
}

static value_type type_of(const char *type)
{
    switch (*type) {
    case 's':
        return type[1] ? V_TEXT : V_SHARED; /* s, str */
    case 'i':
        return V_INLINE; /* inlineStr */
    case 'd':
        return V_TEXT;
    case 'b':
        return V_BOOL;
    case 'e':
        return V_ERROR;
    default:
        return V_NUMBER;
    }
}

static void begin_cell(walk *w, const char *const *attributes)
{
    int32_t column = 0;
    w->type = V_NUMBER;
    w->style = 0;
    for (; *attributes; attributes += 2) {
        if (attributes[0][1])
            continue; /* all of those below have names of one letter */
        switch (*attributes[0]) {
        case 'r':
            take_reference(attributes[1], &column, NULL);
            break;
        case 's':
            w->style = (size_t)number_of(attributes[1], 0);
            break;
        case 't':
            w->type = type_of(attributes[1]);
            break;
        default:
            break;
        }
    }
    w->column = column ? column : w->column < LAST_COLUMN ? w->column + 1 : LAST_COLUMN;
    w->in_cell = true;
    w->formula = w->valued = false;
    w->text.length = 0;
}

static bool take_merge(const walk *w, const char *range)
{
    tp_merge merge;
    if (!range)
        return true;
    range = take_reference(range, &merge.column, &merge.line);
    if (*range != ':')
        return true;
    take_reference(range + 1, &merge.to_column, &merge.to_line);
    if (merge.column < 1 || merge.line < 1 || merge.to_column < merge.column ||
        merge.to_line < merge.line)
        return true;
    return w->to->merge(w->to->self, &merge);
}

/* What stands beside the cells. */
static bool begin_other(const walk *w, const char *name, const char *const *attributes)
{
    if (strcmp(name, "mergeCell") == 0)
        return take_merge(w, tp_xml_attribute(attributes, "ref"));
    if (strcmp(name, "autoFilter") == 0)
        return w->to->filter(w->to->self);
    if (strcmp(name, "col") != 0 || !is_true(tp_xml_attribute(attributes, "hidden")))
        return true;
    int32_t from = number_of(tp_xml_attribute(attributes, "min"), 0);
    int32_t last = number_of(tp_xml_attribute(attributes, "max"), 0);
    for (int32_t c = from; c >= 1 && c <= last && c <= LAST_COLUMN; c++)
        if (!w->to->hidden_column(w->to->self, c))
            return false;
    return true;
}

static bool of_one_letter(const char *name)
{
    return *name && !name[1];
}

static bool on_start(void *self, const char *name, const char *const *attributes)
{
    walk *w = self;
    if (of_one_letter(name)) {
        if (*name == 'c')
            begin_cell(w, attributes);
        else if (*name == 'v')
            w->in_value = w->valued = w->in_cell;
        else if (*name == 'f')
            w->formula = w->in_cell;
        else if (*name == 't')
            w->in_text = w->in_cell && w->in_inline && !w->phonetic;
        return true;
    }
    if (strcmp(name, "row") == 0)
        return begin_row(w, attributes);
    if (!w->in_cell)
        return begin_other(w, name, attributes);
    if (strcmp(name, "is") == 0)
        w->in_inline = true;
    else if (strcmp(name, "rPh") == 0)
        w->phonetic++;
    return true;
}

static bool on_text(void *self, const char *bytes, size_t length)
{
    walk *w = self;
    if ((w->in_value || w->in_text) && w->text.length <= TP_CELL_MOST_BYTES)
        tp_buf_add(&w->text, bytes, length);
    return true;
}

static void set_error(tp_xlsx_cell *cell, const char *text)
{
    cell->kind = TP_XLSX_ERROR;
    cell->text = text;
    cell->length = strlen(text);
}

static void take_shared(const walk *w, tp_xlsx_cell *cell)
{
    int32_t index = number_of(w->text.bytes, -1);
    if (index < 0 || (size_t)index >= w->book->n_shared)
        set_error(cell, "#SHARED!");
    else
        cell->shared = &w->book->shared[index];
}

/* A number, or the day it is by its style; what is neither stays a text. */
static void take_number(const walk *w, tp_xlsx_cell *cell, char plain[TP_XLSX_NUMBER],
                        char day[TP_XLSX_NUMBER])
{
    const tp_workbook *book = w->book;
    size_t n = tp_xlsx_number(w->text.bytes, w->text.length, plain, &cell->lost);
    if (!n)
        return;
    cell->kind = TP_XLSX_NUMERIC;
    cell->text = plain;
    cell->length = n;
    if (w->style >= book->n_styles || !book->date_style[w->style] ||
        !(n = tp_xlsx_date(plain, book->date1904, day)))
        return;
    cell->kind = TP_XLSX_DAY;
    cell->text = day;
    cell->length = n;
}

static bool end_cell(walk *w)
{
    char plain[TP_XLSX_NUMBER], day[TP_XLSX_NUMBER];
    tp_xlsx_cell cell = {.row = w->row,
                         .column = w->column,
                         .kind = TP_XLSX_TEXT,
                         .text = w->text.bytes,
                         .length = w->text.length};
    w->in_cell = w->in_value = w->in_inline = w->in_text = false;
    w->phonetic = 0;
    if (w->style < w->book->n_styles)
        cell.look = w->book->look[w->style];
    if (!w->text.length) {
        /* An empty value is one only where the formula gives a text. */
        if (!w->formula || (w->valued && w->type == V_TEXT))
            return true;
        cell.kind = TP_XLSX_UNCOMPUTED;
        return w->to->cell(w->to->self, &cell);
    }
    switch (w->type) {
    case V_SHARED:
        take_shared(w, &cell);
        break;
    case V_NUMBER:
        take_number(w, &cell, plain, day);
        break;
    case V_BOOL:
        cell.kind = TP_XLSX_TRUTH;
        cell.text = *w->text.bytes == '1' ? "TRUE" : "FALSE";
        cell.length = strlen(cell.text);
        break;
    case V_ERROR:
        set_error(&cell, w->text.bytes);
        break;
    case V_INLINE:
    case V_TEXT:
        cell.length = tp_xlsx_unescape(w->text.bytes, w->text.length);
        break;
    }
    return w->to->cell(w->to->self, &cell);
}

static bool on_end(void *self, const char *name)
{
    walk *w = self;
    if (of_one_letter(name)) {
        if (*name == 'c' && w->in_cell)
            return end_cell(w);
        if (*name == 'v')
            w->in_value = false;
        else if (*name == 't')
            w->in_text = false;
        return true;
    }
    if (strcmp(name, "row") == 0)
        return w->to->row_end(w->to->self);
    if (strcmp(name, "is") == 0)
        w->in_inline = false;
    else if (strcmp(name, "rPh") == 0 && w->phonetic)
        w->phonetic--;
    return true;
}

tp_xml_fault tp_xlsx_walk(const tp_workbook *book, const tp_sheet_part *part,
                          const tp_xlsx_taker *to)
{
    walk w = {.book = book, .to = to};
    if (!part->member)
        return TP_XML_ABSENT;
    tp_buf_text(&w.text, ""); /* so that its bytes are never NULL */
    tp_xml_handler handler = {.self = &w, .start = on_start, .end = on_end, .text = on_text};
    tp_xml_fault fault = tp_xml_read(book->zip, part->member, &handler);
    bool failed = !tp_buf_ok(&w.text);
    tp_buf_finish(&w.text);
    return failed ? TP_XML_NO_MEMORY : fault;
}
