/* Sheets of OpenDocument spreadsheets (.ods) as grids. */
#include "read/grid_parts.h"
#include "read/xlsx_parts.h"
#include "read/xml.h"

#include "base/ids.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { LAST_ROW = 1048576, MOST_SHEETS = 256, MOST_REPEATED = 1 << 20 };

static const tp_msg MSG_DOCTYPE = {"ods.doctype", "文件含有文档类型声明（DOCTYPE），拒绝读取",
                                   "the file contains a document type declaration; it is refused"};

typedef struct style {
    uint8_t indent;
    bool hidden; /* of a table */
} style;

typedef struct document {
    tp_book *book;
    tp_grid *grid;
    tp_ids *style_names;
    style *styles; /* by id of the name */
    size_t styles_capacity;
    int32_t style; /* at hand, TP_ID_NONE: none */
    int32_t row, column, repeat_rows, repeat_columns;
    int32_t next_column; /* of table-column */
    size_t row_first;    /* first cell of the row at hand */
    bool row_hidden, in_cell, covered, percent, has_formula;
    int paragraphs, in_text, note; /* note: depth inside an annotation */
    tp_grid_kind kind;
    uint8_t indent;
    tp_buf text, value;
    bool large, no_memory;
} document;

static int32_t count_of(const char *const *attributes, const char *name)
{
    const char *text = tp_xml_attribute(attributes, name);
    int64_t value = 1;
    if (text && tp_int_parse(text, strlen(text), &value) != TP_PARSE_OK)
        value = 1;
    return value < 1 ? 1 : value > MOST_REPEATED ? MOST_REPEATED : (int32_t)value;
}

/* "0.353cm", "10pt": in half characters, one about 0.18 cm. */
static uint8_t indent_of(const char *length)
{
    char *unit;
    double value = strtod(length, &unit);
    double centimetres = strncmp(unit, "in", 2) == 0   ? value * 2.54
                         : strncmp(unit, "pt", 2) == 0 ? value * 2.54 / 72
                         : strncmp(unit, "mm", 2) == 0 ? value / 10
                                                       : value;
    double halves = centimetres / 0.1764 + 0.5;
    return halves > 0 && halves < 100 ? (uint8_t)halves : 0;
}

static bool begin_style(document *d, const char *const *attributes)
{
    const char *name = tp_xml_attribute(attributes, "name");
    d->style = name ? tp_ids_add(d->style_names, name, strlen(name), NULL) : TP_ID_NONE;
    if (d->style == TP_ID_NONE)
        return !name || !(d->no_memory = true);
    if (!tp_arena_grow(d->book->arena, &d->styles, &d->styles_capacity, (size_t)d->style, 1))
        return !(d->no_memory = true);
    d->styles[d->style] = (style){0};
    return true;
}

static const style *style_named(const document *d, const char *name)
{
    static const style plain = {0};
    int32_t id = name ? tp_ids_find(d->style_names, name, strlen(name)) : TP_ID_NONE;
    return id == TP_ID_NONE ? &plain : &d->styles[id];
}

static bool begin_table(document *d, const char *const *attributes)
{
    const char *name = tp_xml_attribute(attributes, "name");
    if (d->book->n_grids >= MOST_SHEETS)
        return false;
    d->grid = tp_grid_add(d->book, name ? name : "");
    if (!d->grid)
        return !(d->no_memory = true);
    d->grid->spans_known = true;
    d->grid->hidden = style_named(d, tp_xml_attribute(attributes, "style-name"))->hidden;
    d->row = 0;
    d->next_column = 1;
    d->repeat_rows = 1;
    return true;
}

static bool begin_row(document *d, const char *const *attributes)
{
    const char *visibility = tp_xml_attribute(attributes, "visibility");
    d->row = d->row > LAST_ROW - d->repeat_rows ? LAST_ROW : d->row + d->repeat_rows;
    if (d->row == 0)
        d->row = 1;
    d->repeat_rows = count_of(attributes, "number-rows-repeated");
    d->row_hidden = visibility && strcmp(visibility, "visible") != 0;
    d->column = 0;
    d->repeat_columns = 1;
    d->row_first = d->grid->n_cells;
    return true;
}

static bool begin_column(document *d, const char *const *attributes)
{
    const char *visibility = tp_xml_attribute(attributes, "visibility");
    int32_t n = count_of(attributes, "number-columns-repeated");
    bool hidden = visibility && strcmp(visibility, "visible") != 0;
    for (int32_t c = d->next_column; hidden && c < d->next_column + n && c <= TP_GRID_MOST_COLUMNS;
         c++)
        if (!tp_grid_hide_column(d->book, d->grid, c))
            return !(d->no_memory = true);
    d->next_column = d->next_column > TP_GRID_MOST_COLUMNS ? d->next_column : d->next_column + n;
    return true;
}

static const char *value_text(document *d, const char *const *attributes, const char *type)
{
    static const struct {
        const char *type, *attribute;
        tp_grid_kind kind;
    } types[] = {{"float", "value", TP_GRID_NUMBER},
                 {"percentage", "value", TP_GRID_NUMBER},
                 {"currency", "value", TP_GRID_NUMBER},
                 {"date", "date-value", TP_GRID_DATE},
                 {"boolean", "boolean-value", TP_GRID_BOOL}};
    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i].type) == 0) {
            d->kind = types[i].kind;
            return tp_xml_attribute(attributes, types[i].attribute);
        }
    return NULL;
}

static bool begin_cell(document *d, const char *const *attributes, bool covered)
{
    const char *type = NULL;
    /* calcext:value-type tells errors; office:value-type does not. */
    bool error = false;
    for (const char *const *a = attributes; *a; a += 2) {
        size_t n = strlen(*a);
        if (n > 10 && strcmp(*a + n - 10, "value-type") == 0) {
            error |= strcmp(a[1], "error") == 0;
            if (strncmp(*a, "office:", 7) == 0 || !type)
                type = a[1];
        }
    }
    d->column = d->column > TP_GRID_MOST_COLUMNS ? d->column : d->column + d->repeat_columns;
    d->repeat_columns = count_of(attributes, "number-columns-repeated");
    if (d->column == 0)
        d->column = 1;
    d->in_cell = true;
    d->covered = covered;
    d->kind = TP_GRID_TEXT;
    d->paragraphs = d->in_text = d->note = 0;
    d->text.length = d->value.length = 0;
    const char *value = value_text(d, attributes, type);
    if (value)
        tp_buf_text(&d->value, value);
    if (error)
        d->kind = TP_GRID_ERROR;
    d->percent = type && strcmp(type, "percentage") == 0;
    d->has_formula = tp_xml_attribute(attributes, "formula") != NULL;
    d->indent = style_named(d, tp_xml_attribute(attributes, "style-name"))->indent;
    tp_grid_span span = {.top = d->row, .left = d->column};
    span.bottom = d->row + count_of(attributes, "number-rows-spanned") - 1;
    span.right = d->column + count_of(attributes, "number-columns-spanned") - 1;
    return covered || tp_grid_add_span(d->book, d->grid, span) || !(d->no_memory = true);
}

static bool begin_in_cell(document *d, const char *name, const char *const *attributes)
{
    if (d->note || strcmp(name, "annotation") == 0) {
        d->note++;
    } else if (strcmp(name, "p") == 0) {
        if (d->paragraphs++)
            tp_buf_char(&d->text, '\n');
        d->in_text++;
    } else if (strcmp(name, "s") == 0 && d->in_text) {
        for (int32_t n = count_of(attributes, "c"); n > 0 && d->text.length < TP_CELL_MOST_BYTES;
             n--)
            tp_buf_char(&d->text, ' ');
    } else if (strcmp(name, "line-break") == 0 && d->in_text) {
        tp_buf_char(&d->text, '\n');
    } else if (strcmp(name, "tab") == 0 && d->in_text) {
        tp_buf_char(&d->text, '\t');
    }
    return true;
}

static bool on_start(void *self, const char *name, const char *const *attributes)
{
    document *d = self;
    if (d->in_cell)
        return begin_in_cell(d, name, attributes);
    if (strcmp(name, "style") == 0)
        return begin_style(d, attributes);
    if (strcmp(name, "paragraph-properties") == 0 && d->style != TP_ID_NONE) {
        const char *margin = tp_xml_attribute(attributes, "margin-left");
        d->styles[d->style].indent = margin ? indent_of(margin) : 0;
    }
    if (strcmp(name, "table-properties") == 0 && d->style != TP_ID_NONE) {
        const char *display = tp_xml_attribute(attributes, "display");
        d->styles[d->style].hidden = display && strcmp(display, "false") == 0;
    }
    if (strcmp(name, "table") == 0)
        return begin_table(d, attributes);
    if (!d->grid)
        return true;
    if (strcmp(name, "table-row") == 0)
        return begin_row(d, attributes);
    if (strcmp(name, "table-column") == 0)
        return begin_column(d, attributes);
    if (strcmp(name, "table-cell") == 0 && d->row)
        return begin_cell(d, attributes, false);
    if (strcmp(name, "covered-table-cell") == 0 && d->row)
        return begin_cell(d, attributes, true);
    if (strcmp(name, "database-range") == 0)
        return true;
    return true;
}

static bool on_text(void *self, const char *bytes, size_t length)
{
    document *d = self;
    if (d->in_cell && d->in_text && !d->note && d->text.length <= TP_CELL_MOST_BYTES)
        tp_buf_add(&d->text, bytes, length);
    return true;
}

static bool put_cell(document *d, tp_grid_value *v)
{
    for (int32_t i = 0; i < d->repeat_columns; i++) {
        v->column = d->column + i;
        tp_grid_put put = tp_grid_put_cell(d->book, d->grid, v);
        d->large = d->large || put == TP_PUT_LARGE;
        d->no_memory = d->no_memory || put == TP_PUT_NO_MEMORY;
        if (put != TP_PUT_FINE)
            return false;
    }
    return true;
}

static bool end_cell(document *d)
{
    char buffer[TP_XLSX_NUMBER];
    tp_grid_value v = {.row = d->row, .kind = d->kind, .percent = d->percent, .indent = d->indent};
    d->in_cell = false;
    tp_buf_add(&d->text, "", 0);
    tp_buf_add(&d->value, "", 0);
    if (!tp_buf_ok(&d->text) || !tp_buf_ok(&d->value))
        return !(d->no_memory = true);
    v.text = d->text.bytes ? d->text.bytes : "";
    v.length = d->text.length;
    if (d->kind == TP_GRID_TEXT) {
        v.indent += tp_text_lead(v.text, v.length);
    } else if (d->kind == TP_GRID_NUMBER) {
        bool lost;
        v.text = buffer;
        if (!tp_xlsx_number(d->value.bytes ? d->value.bytes : "", d->value.length, buffer, &lost))
            return true;
        v.length = strlen(buffer);
    } else if (d->kind == TP_GRID_DATE && d->value.length >= 10) {
        v.text = d->value.bytes;
        v.length = 10; /* YYYY-MM-DDThh:mm:ss */
    }
    if (!v.length && d->has_formula)
        v.kind = TP_GRID_FORMULA;
    /* A text under a merged range is hidden by it; long runs of blanks end most rows. */
    if (d->covered || (!v.length && v.kind != TP_GRID_FORMULA))
        return true;
    return put_cell(d, &v);
}

/* Rows that are given once and stand for several. */
static bool end_row(document *d)
{
    size_t n = d->grid->n_cells - d->row_first;
    if (d->row_hidden)
        tp_grid_hide_row(d->book, d->grid, d->row);
    for (int32_t i = 1; n && i < d->repeat_rows; i++) {
        for (size_t k = 0; k < n; k++) {
            const tp_grid_cell *c = &d->grid->cells[d->row_first + k];
            tp_grid_value v = {.row = d->row + i,
                               .column = c->column,
                               .ready = c->text,
                               .length = (size_t)c->length,
                               .kind = (tp_grid_kind)c->kind,
                               .indent = c->indent,
                               .percent = c->percent};
            tp_grid_put put = tp_grid_put_cell(d->book, d->grid, &v);
            d->large = d->large || put == TP_PUT_LARGE;
            d->no_memory = d->no_memory || put == TP_PUT_NO_MEMORY;
            if (put != TP_PUT_FINE)
                return false;
        }
        if (d->row_hidden)
            tp_grid_hide_row(d->book, d->grid, d->row + i);
    }
    return true;
}

static bool on_end(void *self, const char *name)
{
    document *d = self;
    if (d->in_cell && d->note) {
        d->note--;
        return true;
    }
    if (d->in_cell && strcmp(name, "p") == 0)
        d->in_text -= d->in_text > 0;
    if (d->in_cell && (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0))
        return end_cell(d);
    if (strcmp(name, "style") == 0)
        d->style = TP_ID_NONE;
    if (d->grid && d->row && strcmp(name, "table-row") == 0)
        return end_row(d);
    if (strcmp(name, "table") == 0)
        d->grid = NULL;
    return true;
}

static bool finish_all(tp_book *book)
{
    for (size_t i = 0; i < book->n_grids; i++)
        if (!tp_grid_finish(book, &book->grids[i]))
            return false;
    return true;
}

tp_status tp_grid_read_ods(tp_book *book, tp_unzip *zip, tp_diags *diags, tp_err *err)
{
    document d = {.book = book, .style = TP_ID_NONE};
    d.style_names = tp_ids_create(book->arena, 64);
    if (!d.style_names)
        return tp_fail_nomem(err);
    tp_xml_handler handler = {.self = &d, .start = on_start, .end = on_end, .text = on_text};
    tp_xml_fault fault = tp_xml_read(zip, "content.xml", &handler);
    bool failed = d.no_memory || d.text.failed || d.value.failed || fault == TP_XML_NO_MEMORY;
    tp_buf_finish(&d.text);
    tp_buf_finish(&d.value);
    if (failed)
        return tp_fail_nomem(err);
    if (d.large || fault == TP_XML_LARGE)
        return tp_grid_refuse(book, NULL, &tp_msg_grid_large, diags, err);
    if (fault == TP_XML_DOCTYPE)
        return tp_grid_refuse(book, NULL, &MSG_DOCTYPE, diags, err);
    if (fault == TP_XML_ENCRYPTED)
        return tp_grid_refuse(book, NULL, &tp_msg_grid_encrypted, diags, err);
    if (fault != TP_XML_FINE)
        return tp_grid_refuse(book, NULL, &tp_msg_grid_damaged, diags, err);
    return finish_all(book) ? TP_OK : tp_fail_nomem(err);
}
