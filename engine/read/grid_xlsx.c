/* Sheets of .xlsx and .xlsm as grids. */
#include "read/grid_parts.h"
#include "read/xlsx_parts.h"

#include "base/number.h"
#include "base/text.h"

#include <string.h>

enum { LAST_ROW = 1048576, LAST_COLUMN = 16384, MOST_HIDDEN = 16384 };

typedef enum value_type { V_NUMBER, V_SHARED, V_INLINE, V_TEXT, V_BOOL, V_ERROR } value_type;

typedef struct sheet {
    tp_workbook *from;
    tp_book *book;
    tp_grid *grid;
    int32_t row, column;
    bool row_hidden;
    value_type type;
    size_t style;
    bool in_cell, in_value, in_inline, in_text, formula, valued;
    int phonetic;
    tp_buf text;
    bool large, no_memory;
} sheet;

static int64_t number_of(const char *text, int64_t otherwise)
{
    int64_t value;
    return text && tp_int_parse(text, strlen(text), &value) == TP_PARSE_OK ? value : otherwise;
}

static bool is_true(const char *text)
{
    return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

/* "F12": the column; *row (if not NULL) the number behind it. */
static int32_t reference(const char *text, int32_t *row)
{
    int32_t column = 0;
    for (; *text >= 'A' && *text <= 'Z' && column <= LAST_COLUMN; text++)
        column = column * 26 + (*text - 'A' + 1);
    if (row) {
        int64_t value = 0;
        for (; *text >= '0' && *text <= '9' && value <= LAST_ROW; text++)
            value = value * 10 + (*text - '0');
        *row = (int32_t)value;
    }
    return column > LAST_COLUMN ? 0 : column;
}

static void begin_row(sheet *s, const char *const *attributes)
{
    int64_t row = number_of(tp_xml_attribute(attributes, "r"), s->row + 1);
    s->row = row < 1 || row > LAST_ROW ? LAST_ROW : (int32_t)row;
    s->column = 0;
    s->row_hidden = is_true(tp_xml_attribute(attributes, "hidden"));
}

static void begin_cell(sheet *s, const char *const *attributes)
{
    static const struct {
        const char *name;
        value_type type;
    } types[] = {{"s", V_SHARED}, {"inlineStr", V_INLINE}, {"str", V_TEXT},
                 {"d", V_TEXT},   {"b", V_BOOL},           {"e", V_ERROR}};
    const char *type = tp_xml_attribute(attributes, "t");
    const char *at = tp_xml_attribute(attributes, "r");
    int32_t column = at ? reference(at, NULL) : 0;
    int64_t style = number_of(tp_xml_attribute(attributes, "s"), 0);
    s->column = column ? column : s->column < LAST_COLUMN ? s->column + 1 : LAST_COLUMN;
    s->type = V_NUMBER;
    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i].name) == 0)
            s->type = types[i].type;
    s->style = style < 0 ? 0 : (size_t)style;
    s->in_cell = true;
    s->formula = s->valued = false;
    s->text.length = 0;
}

static bool begin_other(sheet *s, const char *name, const char *const *attributes)
{
    if (strcmp(name, "mergeCell") == 0) {
        const char *range = tp_xml_attribute(attributes, "ref");
        const char *colon = range ? strchr(range, ':') : NULL;
        tp_grid_span span = {0};
        if (!colon)
            return true;
        span.left = reference(range, &span.top);
        span.right = reference(colon + 1, &span.bottom);
        return tp_grid_add_span(s->book, s->grid, span) || !(s->no_memory = true);
    }
    if (strcmp(name, "col") == 0 && is_true(tp_xml_attribute(attributes, "hidden"))) {
        int64_t from = number_of(tp_xml_attribute(attributes, "min"), 0);
        int64_t to = number_of(tp_xml_attribute(attributes, "max"), 0);
        for (int64_t c = from; c >= 1 && c <= to && c <= TP_GRID_MOST_COLUMNS; c++)
            if (!tp_grid_hide_column(s->book, s->grid, (int32_t)c))
                return !(s->no_memory = true);
    }
    if (strcmp(name, "autoFilter") == 0)
        s->grid->filtered = true;
    return true;
}

static bool on_start(void *self, const char *name, const char *const *attributes)
{
    sheet *s = self;
    if (strcmp(name, "row") == 0)
        begin_row(s, attributes);
    else if (strcmp(name, "c") == 0)
        begin_cell(s, attributes);
    else if (!s->in_cell)
        return begin_other(s, name, attributes);
    else if (strcmp(name, "v") == 0)
        s->in_value = s->valued = true;
    else if (strcmp(name, "f") == 0)
        s->formula = true;
    else if (strcmp(name, "is") == 0)
        s->in_inline = true;
    else if (strcmp(name, "rPh") == 0)
        s->phonetic++;
    else if (strcmp(name, "t") == 0)
        s->in_text = s->in_inline && !s->phonetic;
    return true;
}

static bool on_text(void *self, const char *bytes, size_t length)
{
    sheet *s = self;
    if ((s->in_value || s->in_text) && s->text.length <= TP_CELL_MOST_BYTES)
        tp_buf_add(&s->text, bytes, length);
    return true;
}

static void shared_value(const sheet *s, tp_grid_value *v)
{
    int64_t index = number_of(s->text.bytes, -1);
    v->kind = TP_GRID_TEXT;
    if (index < 0 || (uint64_t)index >= s->from->n_shared) {
        v->kind = TP_GRID_ERROR;
        v->text = "#SHARED!";
        v->length = strlen(v->text);
        return;
    }
    const tp_shared_text *shared = &s->from->shared[index];
    v->ready = shared->text;
    v->length = (size_t)shared->length;
    v->indent += shared->lead;
}

static void number_value(const sheet *s, tp_grid_value *v, char buffer[TP_XLSX_NUMBER])
{
    char plain[TP_XLSX_NUMBER];
    bool lost;
    v->kind = TP_GRID_NUMBER;
    if (!tp_xlsx_number(s->text.bytes, s->text.length, plain, &lost)) {
        v->kind = TP_GRID_TEXT;
        return;
    }
    bool date = s->style < s->from->n_styles && s->from->date_style[s->style] &&
                tp_xlsx_date(plain, s->from->date1904, buffer);
    if (date)
        v->kind = TP_GRID_DATE;
    else
        strcpy(buffer, plain);
    v->text = buffer;
    v->length = strlen(buffer);
}

static bool end_cell(sheet *s)
{
    char buffer[TP_XLSX_NUMBER];
    tp_grid_value v = {.row = s->row, .column = s->column, .kind = TP_GRID_TEXT};
    s->in_cell = s->in_value = s->in_inline = s->in_text = false;
    s->phonetic = 0;
    if (s->style < s->from->n_styles) {
        v.indent = s->from->look[s->style].indent;
        v.percent = s->from->look[s->style].percent;
    }
    v.text = s->text.bytes;
    v.length = s->text.length;
    if (!s->text.length && s->formula && !s->valued) {
        v.kind = TP_GRID_FORMULA;
    } else if (!s->text.length) {
        return true;
    } else if (s->type == V_SHARED) {
        shared_value(s, &v);
    } else if (s->type == V_NUMBER) {
        number_value(s, &v, buffer);
    } else if (s->type == V_BOOL) {
        v.kind = TP_GRID_BOOL;
        v.text = *s->text.bytes == '1' ? "TRUE" : "FALSE";
        v.length = strlen(v.text);
    } else if (s->type == V_ERROR) {
        v.kind = TP_GRID_ERROR;
    } else {
        v.length = tp_xlsx_unescape(s->text.bytes, s->text.length);
        v.indent += tp_text_lead(s->text.bytes, v.length);
    }
    tp_grid_put put = tp_grid_put_cell(s->book, s->grid, &v);
    s->large = s->large || put == TP_PUT_LARGE;
    s->no_memory = s->no_memory || put == TP_PUT_NO_MEMORY;
    return put == TP_PUT_FINE;
}

static bool on_end(void *self, const char *name)
{
    sheet *s = self;
    if (strcmp(name, "c") == 0 && s->in_cell)
        return end_cell(s);
    if (strcmp(name, "row") == 0 && s->row_hidden)
        return tp_grid_hide_row(s->book, s->grid, s->row);
    if (strcmp(name, "v") == 0)
        s->in_value = false;
    else if (strcmp(name, "t") == 0)
        s->in_text = false;
    else if (strcmp(name, "is") == 0)
        s->in_inline = false;
    else if (strcmp(name, "rPh") == 0 && s->phonetic)
        s->phonetic--;
    return true;
}

static tp_status read_sheet(tp_book *book, tp_workbook *from, const tp_sheet_part *part,
                            tp_diags *diags, tp_err *err)
{
    sheet s = {.from = from, .book = book, .grid = tp_grid_add(book, part->name)};
    if (!s.grid)
        return tp_fail_nomem(err);
    s.grid->hidden = part->hidden;
    s.grid->spans_known = true;
    tp_buf_text(&s.text, "");
    tp_xml_handler handler = {.self = &s, .start = on_start, .end = on_end, .text = on_text};
    tp_xml_fault fault =
        part->member ? tp_xml_read(from->zip, part->member, &handler) : TP_XML_ABSENT;
    bool failed = s.no_memory || !tp_buf_ok(&s.text);
    tp_buf_finish(&s.text);
    if (failed)
        return tp_fail_nomem(err);
    if (s.large)
        return tp_grid_refuse(book, part->name, &tp_msg_grid_large, diags, err);
    tp_status status = tp_xlsx_fault(from, part->name, fault, diags, err);
    return status || tp_grid_finish(book, s.grid) ? status : tp_fail_nomem(err);
}

tp_status tp_grid_read_xlsx(tp_book *book, tp_diags *diags, tp_err *err)
{
    tp_workbook *from;
    tp_status status = tp_xlsx_open(&from, book->path, diags, err);
    if (status != TP_OK)
        return status;
    for (size_t i = 0; !status && i < from->n_sheets; i++)
        status = read_sheet(book, from, &from->sheets[i], diags, err);
    /* Cells borrow the shared strings, so these go with the book. */
    if (status == TP_OK) {
        tp_arena *strings = from->arena;
        from->arena = NULL;
        tp_arena_absorb(book->arena, strings);
    }
    tp_xlsx_close(from);
    return status;
}
