/* What libfreexl does not tell of a BIFF8 workbook (.xls since 1997): what formulas were last
 * worth, merged ranges, what is hidden, indentation of formats. The bytes are taken as they are:
 * every length and every place is held against what is there. */
#include "read/grid_parts.h"
#include "read/xlsx_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEADER = 512,
    ENTRY = 128, /* of the directory */
    SMALL = 64,  /* bytes of a small sector */
    IN_HEADER = 109,
    LAST_SECTOR = 0x0FFFFFF0,
    MOST_BYTES = 256 << 20,
    MOST_XFS = 65536,
    MOST_HIDDEN = 70000
};
/* Records. */
enum {
    R_FORMULA = 0x0006,
    R_EOF = 0x000A,
    R_DATE1904 = 0x0022,
    R_FILEPASS = 0x002F,
    R_COLINFO = 0x007D,
    R_BOUNDSHEET = 0x0085,
    R_LABEL = 0x0204,
    R_XF = 0x00E0,
    R_MERGED = 0x00E5,
    R_LABELSST = 0x00FD,
    R_STRING = 0x0207,
    R_ROW = 0x0208,
    R_FORMAT = 0x041E,
    R_BOF = 0x0809,
    BIFF8 = 0x0600
};

typedef struct xf {
    bool date, percent;
    uint8_t indent; /* in half characters */
} xf;

typedef struct biff {
    tp_arena *arena;
    const unsigned char *file, *stream; /* the file; the stream of the workbook in it */
    size_t size, length;
    size_t sector; /* bytes of one */
    uint32_t *next;
    size_t n_sectors;
    tp_biff *out;
    size_t sheets_capacity;
    size_t *places; /* [sheets] where each begins in the stream */
    size_t places_capacity;
    int64_t *date_formats; /* formats of its own that show dates */
    size_t n_date_formats, date_formats_capacity;
    xf *xfs;
    size_t n_xfs, xfs_capacity;
    bool date1904, no_memory;
} biff;

static unsigned u16(const unsigned char *at)
{
    return (unsigned)at[0] | (unsigned)at[1] << 8;
}

static uint32_t u32(const unsigned char *at)
{
    return (uint32_t)u16(at) | (uint32_t)u16(at + 2) << 16;
}

/* ---- the file in sectors ---- */

static const unsigned char *sector_at(const biff *b, uint32_t number)
{
    return number < b->n_sectors ? b->file + ((size_t)number + 1) * b->sector : NULL;
}

static bool take_fat_sector(biff *b, uint32_t number, size_t *filled)
{
    const unsigned char *from = sector_at(b, number);
    for (size_t i = 0; from && i < b->sector / 4 && *filled < b->n_sectors; i++)
        b->next[(*filled)++] = u32(from + 4 * i);
    return from != NULL;
}

/* Which sector follows which: the places of that list stand in the header, and in further sectors
 * where there are many. */
static bool read_fat(biff *b)
{
    size_t filled = 0, seen = 0;
    b->next = tp_arena_array(b->arena, b->n_sectors + 1, sizeof *b->next);
    for (size_t i = 0; b->next && i <= b->n_sectors; i++)
        b->next[i] = UINT32_MAX;
    if (!b->next)
        return !(b->no_memory = true);
    for (size_t i = 0; i < IN_HEADER; i++)
        if (!take_fat_sector(b, u32(b->file + 0x4C + 4 * i), &filled))
            break;
    for (uint32_t more = u32(b->file + 0x44); more < LAST_SECTOR && seen < b->n_sectors; seen++) {
        const unsigned char *from = sector_at(b, more);
        if (!from)
            break;
        for (size_t i = 0; i + 1 < b->sector / 4; i++)
            if (!take_fat_sector(b, u32(from + 4 * i), &filled))
                break;
        more = u32(from + b->sector - 4);
    }
    return filled > 0;
}

/* The sectors from `first` on, one behind the other; at most `most` bytes. */
static unsigned char *chain(biff *b, uint32_t first, size_t most, size_t *length)
{
    size_t room = b->n_sectors * b->sector;
    room = most < room ? most : room;
    unsigned char *to = tp_arena_alloc(b->arena, room + 1);
    *length = 0;
    b->no_memory |= !to;
    for (uint32_t at = first; to && *length < room && sector_at(b, at); at = b->next[at]) {
        size_t n = room - *length < b->sector ? room - *length : b->sector;
        memcpy(to + *length, sector_at(b, at), n);
        *length += n;
    }
    return to;
}

/* A stream below the size that has sectors of its own: in small ones, which make up the stream of
 * the directory's first entry. */
static unsigned char *small_chain(biff *b, const unsigned char *root, uint32_t first, size_t most,
                                  size_t *length)
{
    size_t held, listed;
    const unsigned char *all = chain(b, u32(root + 0x74), u32(root + 0x78), &held);
    const unsigned char *next = chain(b, u32(b->file + 0x3C), SIZE_MAX, &listed);
    unsigned char *to = tp_arena_alloc(b->arena, most + 1);
    *length = 0;
    b->no_memory |= !to;
    for (uint32_t at = first; all && next && to && *length < most;) {
        size_t n = most - *length < SMALL ? most - *length : SMALL;
        if (((size_t)at + 1) * SMALL > held || ((size_t)at + 1) * 4 > listed)
            break;
        memcpy(to + *length, all + (size_t)at * SMALL, n);
        *length += n;
        at = u32(next + (size_t)at * 4);
    }
    return to;
}

static bool is_named(const unsigned char *entry, const char *name)
{
    size_t n = strlen(name);
    if (u16(entry + 0x40) != 2 * (n + 1))
        return false;
    for (size_t i = 0; i < n; i++)
        if (u16(entry + 2 * i) != (unsigned)name[i])
            return false;
    return true;
}

static bool find_stream(biff *b)
{
    static const unsigned char magic[] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
    size_t length;
    if (b->size < HEADER || memcmp(b->file, magic, sizeof magic) != 0)
        return false;
    unsigned shift = u16(b->file + 0x1E);
    if (shift != 9 && shift != 12)
        return false;
    b->sector = (size_t)1 << shift;
    b->n_sectors = b->size / b->sector - 1;
    if (b->size < 2 * b->sector || !read_fat(b))
        return false;
    const unsigned char *entries = chain(b, u32(b->file + 0x30), SIZE_MAX, &length);
    for (size_t at = 0; entries && at + ENTRY <= length; at += ENTRY) {
        const unsigned char *entry = entries + at;
        size_t size = u32(entry + 0x78);
        bool small = size < u32(b->file + 0x38) && size <= b->size;
        if (entry[0x42] != 2 || !is_named(entry, "Workbook"))
            continue;
        b->stream = small ? small_chain(b, entries, u32(entry + 0x74), size, &b->length)
                          : chain(b, u32(entry + 0x74), size, &b->length);
        return b->stream != NULL;
    }
    return false;
}

/* ---- records ---- */

typedef struct record {
    unsigned type;
    size_t length;
    const unsigned char *at;
} record;

static bool next_record(const biff *b, size_t *place, record *r)
{
    if (*place + 4 > b->length)
        return false;
    r->type = u16(b->stream + *place);
    r->length = u16(b->stream + *place + 2);
    r->at = b->stream + *place + 4;
    *place += 4 + r->length;
    return *place <= b->length;
}

/* Characters of one or two bytes as UTF-8; NULL: memory is out. */
static char *characters(biff *b, const unsigned char *at, size_t count, bool wide, size_t *length)
{
    char *to = tp_arena_alloc(b->arena, count * 3 + 1);
    size_t n = 0;
    b->no_memory |= !to;
    for (size_t i = 0; to && i < count; i++) {
        uint32_t c = wide ? u16(at + 2 * i) : at[i];
        if (c >= 0xD800 && c <= 0xDBFF && wide && i + 1 < count) {
            uint32_t low = u16(at + 2 * ++i);
            c = low >= 0xDC00 && low <= 0xDFFF ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00)
                                               : 0xFFFD;
        } else if (c >= 0xD800 && c <= 0xDFFF) {
            c = 0xFFFD;
        }
        if (c >= 0x10000) { /* two of two bytes: room for six */
            to[n++] = (char)(0xF0 | c >> 18);
            to[n++] = (char)(0x80 | (c >> 12 & 0x3F));
        } else if (c >= 0x800) {
            to[n++] = (char)(0xE0 | c >> 12);
        }
        if (c >= 0x800)
            to[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        else if (c >= 0x80)
            to[n++] = (char)(0xC0 | c >> 6);
        to[n++] = (char)(c < 0x80 ? c : 0x80 | (c & 0x3F));
    }
    if (to)
        to[n] = '\0';
    *length = n;
    return to;
}

/* A text of a record: its count in two bytes, a mark, the characters. */
static char *record_text(biff *b, const unsigned char *at, size_t room, size_t *length)
{
    *length = 0;
    if (room < 3)
        return NULL;
    bool wide = at[2] & 1;
    size_t count = u16(at), fits = (room - 3) / (wide ? 2 : 1);
    return characters(b, at + 3, count < fits ? count : fits, wide, length);
}

static void take_format(biff *b, const record *r)
{
    size_t length;
    char *code = r->length > 5 ? record_text(b, r->at + 2, r->length - 2, &length) : NULL;
    if (!code || !tp_xlsx_is_date_format(0, code))
        return;
    if (tp_arena_grow(b->arena, &b->date_formats, &b->date_formats_capacity, b->n_date_formats, 1))
        b->date_formats[b->n_date_formats++] = u16(r->at);
    else
        b->no_memory = true;
}

static void take_xf(biff *b, const record *r)
{
    if (r->length < 9 || b->n_xfs >= MOST_XFS)
        return;
    if (!tp_arena_grow(b->arena, &b->xfs, &b->xfs_capacity, b->n_xfs, 1)) {
        b->no_memory = true;
        return;
    }
    int64_t format = u16(r->at + 2);
    xf *x = &b->xfs[b->n_xfs++];
    *x = (xf){.date = tp_xlsx_is_date_format(format, NULL),
              .percent = tp_xlsx_is_percent_format(format, NULL),
              .indent = (uint8_t)((r->at[8] & 15) * 2)};
    for (size_t i = 0; i < b->n_date_formats; i++)
        x->date |= b->date_formats[i] == format;
}

static void take_bound_sheet(biff *b, const record *r)
{
    tp_biff *out = b->out;
    if (r->length < 6)
        return;
    if (!tp_arena_grow(b->arena, &out->sheets, &b->sheets_capacity, out->n_sheets, 1) ||
        !tp_arena_grow(b->arena, &b->places, &b->places_capacity, out->n_sheets, 1)) {
        b->no_memory = true;
        return;
    }
    b->places[out->n_sheets] = u32(r->at);
    out->sheets[out->n_sheets++] = (tp_biff_sheet){.hidden = (r->at[4] & 3) != 0};
}

/* What stands before the sheets. False: not a workbook this knows. */
static bool read_globals(biff *b)
{
    size_t place = 0;
    record r;
    if (!next_record(b, &place, &r) || r.type != R_BOF || r.length < 4 || u16(r.at) != BIFF8)
        return false;
    while (next_record(b, &place, &r) && r.type != R_EOF && !b->no_memory) {
        if (r.type == R_FILEPASS)
            return false;
        if (r.type == R_DATE1904 && r.length >= 2)
            b->date1904 = u16(r.at) == 1;
        else if (r.type == R_FORMAT)
            take_format(b, &r);
        else if (r.type == R_XF)
            take_xf(b, &r);
        else if (r.type == R_BOUNDSHEET)
            take_bound_sheet(b, &r);
    }
    return r.type == R_EOF && !b->no_memory;
}

/* ---- a sheet ---- */

static tp_biff_cell *add_cell(biff *b, tp_biff_sheet *s, const record *r, tp_grid_kind kind)
{
    if (!tp_arena_grow(b->arena, &s->cells, &s->cells_capacity, s->n_cells, 1)) {
        b->no_memory = true;
        return NULL;
    }
    unsigned style = u16(r->at + 4);
    tp_biff_cell *cell = &s->cells[s->n_cells++];
    *cell = (tp_biff_cell){.row = (int32_t)u16(r->at) + 1,
                           .column = (int32_t)u16(r->at + 2) + 1,
                           .kind = kind,
                           .text = ""};
    if (style < b->n_xfs)
        cell->indent = b->xfs[style].indent;
    return cell;
}

static void set_text(biff *b, tp_biff_cell *cell, const char *text)
{
    cell->text = tp_arena_text(b->arena, text);
    cell->length = strlen(text);
    b->no_memory |= !cell->text;
}

static void set_number(biff *b, tp_biff_cell *cell, const unsigned char value[8], unsigned style)
{
    double number;
    char raw[40], plain[TP_XLSX_NUMBER], day[TP_XLSX_NUMBER];
    bool lost;
    uint64_t bits = (uint64_t)u32(value) | (uint64_t)u32(value + 4) << 32;
    memcpy(&number, &bits, sizeof number);
    snprintf(raw, sizeof raw, "%.17g", number);
    if (!tp_xlsx_number(raw, strlen(raw), plain, &lost)) {
        cell->kind = TP_GRID_ERROR;
        set_text(b, cell, "#NUM!");
        return;
    }
    bool date = style < b->n_xfs && b->xfs[style].date && tp_xlsx_date(plain, b->date1904, day);
    cell->kind = date ? TP_GRID_DATE : TP_GRID_NUMBER;
    cell->percent = style < b->n_xfs && b->xfs[style].percent;
    set_text(b, cell, date ? day : plain);
}

/* *waiting: the cell whose text follows in a record of its own. */
static void take_formula(biff *b, tp_biff_sheet *s, const record *r, bool *waiting)
{
    *waiting = false;
    if (r->length < 14)
        return;
    const unsigned char *value = r->at + 6;
    tp_biff_cell *cell = add_cell(b, s, r, TP_GRID_TEXT);
    if (!cell)
        return;
    if (u16(value + 6) != 0xFFFF) {
        set_number(b, cell, value, u16(r->at + 4));
        return;
    }
    switch (value[0]) {
    case 0:
        *waiting = true;
        break;
    case 1:
        cell->kind = TP_GRID_BOOL;
        set_text(b, cell, value[2] ? "TRUE" : "FALSE");
        break;
    case 2:
        cell->kind = TP_GRID_ERROR;
        set_text(b, cell, value[2] == 0x17 ? "#REF!" : value[2] == 0x07 ? "#DIV/0!" : "#VALUE!");
        break;
    default: /* the formula gives an empty text */
        break;
    }
}

static void take_merged(biff *b, tp_biff_sheet *s, const record *r)
{
    size_t count = r->length < 2 ? 0 : u16(r->at);
    for (size_t i = 0; i < count && 2 + 8 * (i + 1) <= r->length; i++) {
        const unsigned char *at = r->at + 2 + 8 * i;
        if (!tp_arena_grow(b->arena, &s->spans, &s->spans_capacity, s->n_spans, 1)) {
            b->no_memory = true;
            return;
        }
        s->spans[s->n_spans++] = (tp_grid_span){(int32_t)u16(at) + 1, (int32_t)u16(at + 4) + 1,
                                                (int32_t)u16(at + 2) + 1, (int32_t)u16(at + 6) + 1};
    }
}

static void add_hidden(biff *b, int32_t **list, size_t *capacity, size_t *count, int32_t number)
{
    if (*count >= MOST_HIDDEN)
        return; /* more than any sheet has */
    if (tp_arena_grow(b->arena, list, capacity, *count, 1))
        (*list)[(*count)++] = number;
    else
        b->no_memory = true;
}

static int by_place(const void *a, const void *b)
{
    const tp_biff_cell *x = a, *y = b;
    return x->row != y->row         ? (x->row < y->row ? -1 : 1)
           : x->column != y->column ? (x->column < y->column ? -1 : 1)
                                    : 0;
}

static void take_record(biff *b, tp_biff_sheet *s, const record *r, bool *waiting)
{
    switch (r->type) {
    case R_FORMULA:
        take_formula(b, s, r, waiting);
        break;
    case R_STRING:
        if (*waiting) {
            tp_biff_cell *cell = &s->cells[s->n_cells - 1];
            const char *text = record_text(b, r->at, r->length, &cell->length);
            cell->text = text ? text : "";
        }
        *waiting = false;
        break;
    case R_LABEL:
    case R_LABELSST:
        if (r->length >= 6 && u16(r->at + 4) < b->n_xfs && b->xfs[u16(r->at + 4)].indent)
            add_cell(b, s, r, TP_GRID_NONE);
        break;
    case R_MERGED:
        take_merged(b, s, r);
        break;
    case R_ROW:
        if (r->length >= 16 && (r->at[12] & 0x20))
            add_hidden(b, &s->rows, &s->rows_capacity, &s->n_rows, (int32_t)u16(r->at) + 1);
        break;
    case R_COLINFO:
        for (unsigned c = r->length >= 10 && (r->at[8] & 1) ? u16(r->at) : 1;
             r->length >= 10 && (r->at[8] & 1) && c <= u16(r->at + 2) && c < 256; c++)
            add_hidden(b, &s->columns, &s->columns_capacity, &s->n_columns, (int32_t)c + 1);
        break;
    default:
        break;
    }
}

static void read_sheet(biff *b, size_t index)
{
    tp_biff_sheet *s = &b->out->sheets[index];
    size_t place = b->places[index];
    record r;
    bool waiting = false;
    int depth = 0; /* charts stand inside of sheets, between a BOF and an EOF of their own */
    if (place >= b->length || !next_record(b, &place, &r) || r.type != R_BOF)
        return;
    while (next_record(b, &place, &r) && !b->no_memory) {
        if (r.type == R_BOF)
            depth++;
        else if (r.type == R_EOF && depth-- == 0)
            break;
        else if (depth == 0)
            take_record(b, s, &r, &waiting);
    }
    if (s->n_cells)
        qsort(s->cells, s->n_cells, sizeof *s->cells, by_place);
}

static unsigned char *read_file(const char *path, tp_arena *arena, size_t *size)
{
    FILE *file = fopen(path, "rb");
    unsigned char *bytes = NULL;
    long end = file && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    if (end > 0 && end <= MOST_BYTES && fseek(file, 0, SEEK_SET) == 0 &&
        (bytes = tp_arena_alloc(arena, (size_t)end)))
        *size = fread(bytes, 1, (size_t)end, file);
    if (file)
        fclose(file);
    return bytes;
}

const tp_biff *tp_biff_read(const char *path, tp_arena *arena)
{
    biff b = {.arena = arena, .out = tp_arena_alloc(arena, sizeof(tp_biff))};
    b.file = b.out ? read_file(path, arena, &b.size) : NULL;
    if (!b.file || !find_stream(&b) || !read_globals(&b))
        return NULL;
    for (size_t i = 0; i < b.out->n_sheets && !b.no_memory; i++)
        read_sheet(&b, i);
    return b.no_memory ? NULL : b.out;
}

const tp_biff_cell *tp_biff_cell_at(const tp_biff_sheet *sheet, int32_t row, int32_t column)
{
    const tp_biff_cell key = {.row = row, .column = column};
    return sheet && sheet->n_cells
               ? bsearch(&key, sheet->cells, sheet->n_cells, sizeof key, by_place)
               : NULL;
}
