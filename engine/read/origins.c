#include "read/origins.h"

#include "base/csv_out.h"
#include "base/ids.h"
#include "base/sha256.h"
#include "base/text.h"
#include "read/grid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- writing ---- */

/* What a place is told by: rows of one sheet look alike, so most rows need no text of their own. */
typedef struct mark {
    const char *column, *file, *sheet;
    int32_t at, group;
} mark;

struct tp_origin_writer {
    tp_arena *arena;
    tp_ids *places; /* by their marks */
    mark last[TP_ORIGIN_CELLS];
    size_t n_last;
    int32_t last_id;
    tp_buf head, rows;
};

tp_origin_writer *tp_origin_writer_create(void)
{
    tp_arena *arena = tp_arena_create();
    tp_origin_writer *w = arena ? tp_arena_alloc(arena, sizeof *w) : NULL;
    if (!w || !(w->places = tp_ids_create(arena, 64))) {
        tp_arena_free(arena);
        return NULL;
    }
    w->arena = arena;
    return w;
}

void tp_origin_writer_free(tp_origin_writer *writer)
{
    if (!writer)
        return;
    tp_buf_finish(&writer->head);
    tp_buf_finish(&writer->rows);
    tp_arena_free(writer->arena);
}

bool tp_origin_table(tp_origin_writer *w, const char *table, const char *sha256)
{
    tp_buf_format(&w->rows, "table,%s,%s\n", table, sha256);
    return tp_buf_ok(&w->rows);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool same_row(const tp_origin_cell *a, const tp_origin_cell *b)
{
    return a->row == b->row && a->file == b->file && a->sheet == b->sheet;
}

/* The place as text: for each row of a sheet its file, its name, and which columns stand where. */
static void write_place(tp_buf *out, const tp_origin_row *row, const mark *marks, int32_t groups)
{
    tp_csv_out csv = {.out = out};
    for (int32_t g = 0; g < groups; g++) {
        tp_buf cells = {0};
        const tp_origin_cell *first = NULL;
        for (size_t k = 0; k < row->n_cells; k++) {
            char letters[TP_LETTERS];
            if (marks[k].group != g)
                continue;
            first = first ? first : &row->cells[k];
            tp_buf_format(&cells, "%s%s=%s", cells.length ? " " : "", row->cells[k].column,
                          tp_column_letters(row->cells[k].at, letters));
        }
        tp_csv_text(&csv, base_name(first->file));
        tp_csv_text(&csv, first->sheet ? first->sheet : "");
        tp_csv_text(&csv, cells.bytes ? cells.bytes : "");
        out->failed |= cells.failed;
        tp_buf_finish(&cells);
    }
}

bool tp_origin_add(tp_origin_writer *w, const tp_origin_row *row)
{
    mark marks[TP_ORIGIN_CELLS];
    int32_t rows[TP_ORIGIN_CELLS], groups = 0;
    bool fresh;
    memset(marks, 0, row->n_cells * sizeof *marks); /* the bytes between fields count as well */
    for (size_t i = 0; i < row->n_cells; i++) {
        int32_t g = -1;
        for (size_t k = 0; k < i && g < 0; k++)
            if (same_row(&row->cells[i], &row->cells[k]))
                g = marks[k].group;
        if (g < 0)
            rows[g = groups++] = row->cells[i].row;
        marks[i].column = row->cells[i].column;
        marks[i].file = row->cells[i].file;
        marks[i].sheet = row->cells[i].sheet;
        marks[i].at = row->cells[i].at;
        marks[i].group = g;
    }
    size_t bytes = row->n_cells * sizeof *marks;
    bool same = w->n_last == row->n_cells && memcmp(w->last, marks, bytes) == 0;
    int32_t id = w->last_id;
    fresh = false;
    if (!same && (id = tp_ids_add(w->places, (const char *)marks, bytes, &fresh)) == TP_ID_NONE)
        return false;
    if (!same)
        memcpy(w->last, marks, bytes);
    w->n_last = row->n_cells;
    w->last_id = id;
    if (fresh) {
        tp_buf_format(&w->head, "place,%d,", (int)id);
        write_place(&w->head, row, marks, groups);
        tp_buf_char(&w->head, '\n');
    }
    tp_buf_int(&w->rows, row->line);
    tp_buf_char(&w->rows, ',');
    tp_buf_int(&w->rows, id);
    for (int32_t g = 0; g < groups; g++) {
        tp_buf_char(&w->rows, g ? ' ' : ',');
        tp_buf_int(&w->rows, rows[g]);
    }
    tp_buf_char(&w->rows, '\n');
    return tp_buf_ok(&w->head) && tp_buf_ok(&w->rows);
}

bool tp_origin_writer_text(const tp_origin_writer *w, tp_buf *out)
{
    tp_buf_text(out, "turnpool.origins/1\n");
    tp_buf_add(out, w->head.bytes ? w->head.bytes : "", w->head.length);
    tp_buf_add(out, w->rows.bytes ? w->rows.bytes : "", w->rows.length);
    return tp_buf_ok(out);
}

/* ---- reading ---- */

static const char magic[] = "turnpool.origins/1\n";

typedef struct slot {
    const char *file, *sheet, *cells;
} slot;

typedef struct place {
    slot *slots;
    size_t count;
} place;

typedef struct row {
    int32_t line, place;
    const char *rows; /* in the text; ends at the line break */
} row;

typedef struct table {
    const char *name, *path;
    bool sound; /* as it was when the origins were written */
    row *rows;
    size_t count, capacity;
} table;

struct tp_origins {
    tp_arena *arena;
    place *places;
    size_t n_places, places_capacity;
    table *tables;
    size_t n_tables, tables_capacity;
};

static char *read_file(const char *path, tp_arena *arena, size_t *length)
{
    enum { MOST = 1 << 30 };
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    long size;
    if (file && fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && size < MOST &&
        fseek(file, 0, SEEK_SET) == 0 && (text = tp_arena_alloc(arena, (size_t)size + 1))) {
        *length = fread(text, 1, (size_t)size, file);
        text[*length] = '\0';
    }
    if (file)
        fclose(file);
    return text;
}

/* Takes the next cell of a line apart in place; NULL: the line is at its end. */
static char *next_cell(char **at)
{
    char *begin = *at, *to = *at;
    if (!**at)
        return NULL;
    if (**at == '"') {
        begin = to = ++*at;
        while (**at && !(**at == '"' && (*at)[1] != '"')) {
            *at += **at == '"';
            *to++ = *(*at)++;
        }
        *at += **at == '"';
        while (**at && **at != ',')
            (*at)++;
    } else {
        while (**at && **at != ',')
            (*at)++;
        to = *at;
    }
    *at += **at == ',';
    *to = '\0';
    return begin;
}

static bool take_place(tp_origins *o, char *at)
{
    char *cell = next_cell(&at);
    place *p;
    size_t capacity = 0;
    if (!cell || atol(cell) != (long)o->n_places)
        return true;
    if (!tp_arena_grow(o->arena, &o->places, &o->places_capacity, o->n_places, 1))
        return false;
    p = &o->places[o->n_places++];
    *p = (place){0};
    for (;;) {
        slot s = {next_cell(&at), next_cell(&at), next_cell(&at)};
        if (!s.cells)
            return true;
        if (!tp_arena_grow(o->arena, &p->slots, &capacity, p->count, 1))
            return false;
        p->slots[p->count++] = s;
    }
}

static bool take_table(tp_origins *o, const char *folder, char *at)
{
    char *name = next_cell(&at), *sha = next_cell(&at), now[TP_SHA256_HEX];
    size_t length = 0;
    if (!name || !sha || strchr(name, '/'))
        return true;
    if (!tp_arena_grow(o->arena, &o->tables, &o->tables_capacity, o->n_tables, 1))
        return false;
    table *t = &o->tables[o->n_tables++];
    if (!folder) { /* kept with a dataset that is named by what it says */
        *t = (table){.name = name, .sound = true};
        return true;
    }
    size_t n = strlen(folder);
    *t = (table){.name = name,
                 .path = tp_arena_format(o->arena, "%s%s%s.csv", folder,
                                         n && folder[n - 1] == '/' ? "" : "/", name)};
    tp_arena *passing = tp_arena_create();
    char *text = t->path && passing ? read_file(t->path, passing, &length) : NULL;
    t->sound = text && tp_sha256_of(text, length, now) && strcmp(now, sha) == 0;
    tp_arena_free(passing);
    return t->path != NULL;
}

static bool take_row(tp_origins *o, char *at)
{
    table *t = o->n_tables ? &o->tables[o->n_tables - 1] : NULL;
    char *rest;
    long line = strtol(at, &rest, 10), id = *rest == ',' ? strtol(rest + 1, &rest, 10) : -1;
    if (!t || !t->sound || *rest != ',' || id < 0 || id >= (long)o->n_places || line < 1 ||
        line > INT32_MAX || (t->count && t->rows[t->count - 1].line >= line))
        return true;
    if (!tp_arena_grow(o->arena, &t->rows, &t->capacity, t->count, 1))
        return false;
    t->rows[t->count++] = (row){(int32_t)line, (int32_t)id, rest + 1};
    return true;
}

static tp_status take(tp_origins **out, char *text, const char *folder, tp_arena *arena,
                      tp_err *err)
{
    tp_origins *o = tp_arena_alloc(arena, sizeof *o);
    if (!o)
        return tp_fail_nomem(err);
    o->arena = arena;
    char *at = text + sizeof magic - 1;
    for (char *end; *at; at = end) {
        bool fine = true;
        end = strchr(at, '\n');
        if (end)
            *end++ = '\0';
        else
            end = at + strlen(at);
        if (strncmp(at, "place,", 6) == 0)
            fine = take_place(o, at + 6);
        else if (strncmp(at, "table,", 6) == 0)
            fine = take_table(o, folder, at + 6);
        else
            fine = take_row(o, at);
        if (!fine)
            return tp_fail_nomem(err);
    }
    *out = o;
    return TP_OK;
}

tp_status tp_origins_load(tp_origins **out, const char *folder, tp_arena *arena, tp_err *err)
{
    size_t length = 0, n = strlen(folder);
    *out = NULL;
    const char *path = tp_arena_format(arena, "%s%s" TP_ORIGINS_FILE, folder,
                                       n && folder[n - 1] == '/' ? "" : "/");
    if (!path)
        return tp_fail_nomem(err);
    char *text = read_file(path, arena, &length);
    if (!text || strncmp(text, magic, sizeof magic - 1) != 0 || !tp_text_valid(text, length, NULL))
        return TP_OK;
    return take(out, text, folder, arena, err);
}

tp_status tp_origins_kept(tp_origins **out, char *text, tp_arena *arena, tp_err *err)
{
    *out = NULL;
    if (strncmp(text, magic, sizeof magic - 1) != 0 || !tp_text_valid(text, strlen(text), NULL))
        return TP_OK;
    return take(out, text, NULL, arena, err);
}

static const row *find_row(const table *t, int32_t line)
{
    size_t low = 0, high = t->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->rows[middle].line < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low < t->count && t->rows[low].line == line ? &t->rows[low] : NULL;
}

/* The letters behind "column=" in "unit=B name=C"; 0 length: it is not there. */
static const char *letters_of(const char *cells, const char *column, size_t *length)
{
    size_t n = column ? strlen(column) : 0;
    for (const char *at = cells; *at;) {
        size_t all = strcspn(at, " "), name = strcspn(at, "= ");
        if (!column || (name == n && memcmp(at, column, n) == 0)) {
            *length = all > name ? all - name - 1 : 0;
            return at + name + 1;
        }
        at += all + (at[all] == ' ');
    }
    *length = 0;
    return cells;
}

static const row *row_of(const tp_origins *origins, const char *name, int32_t line)
{
    for (size_t i = 0; origins && i < origins->n_tables; i++)
        if (strcmp(origins->tables[i].name, name) == 0)
            return find_row(&origins->tables[i], line);
    return NULL;
}

void tp_origins_keep(tp_buf *out, const tp_origins *origins)
{
    tp_buf_text(out, magic);
    for (size_t i = 0; i < origins->n_places; i++) {
        tp_csv_out csv = {.out = out};
        tp_buf_format(out, "place,%zu,", i);
        for (size_t k = 0; k < origins->places[i].count; k++) {
            const slot *s = &origins->places[i].slots[k];
            tp_csv_text(&csv, s->file);
            tp_csv_text(&csv, s->sheet);
            tp_csv_text(&csv, s->cells);
        }
        tp_buf_char(out, '\n');
    }
}

void tp_origins_keep_row(tp_buf *out, const tp_origins *origins, const char *name, int32_t line,
                         int32_t at)
{
    const row *found = row_of(origins, name, line);
    if (found)
        tp_buf_format(out, "%d,%d,%s\n", (int)at, (int)found->place, found->rows);
}

const char *tp_origins_cell(const tp_origins *origins, const char *name, int32_t line,
                            const char *column, tp_arena *arena)
{
    const row *found = row_of(origins, name, line);
    if (!found)
        return NULL;
    const place *p = &origins->places[found->place];
    char *rows = (char *)found->rows;
    for (size_t i = 0; i < p->count; i++) {
        size_t n;
        long at = strtol(rows, &rows, 10);
        const slot *s = &p->slots[i];
        const char *letters = letters_of(s->cells, column, &n);
        if (n && at > 0)
            return *s->sheet ? tp_arena_format(arena, "%s[%s!%.*s%ld]", s->file, s->sheet, (int)n,
                                               letters, at)
                             : tp_arena_format(arena, "%s[%.*s%ld]", s->file, (int)n, letters, at);
    }
    return NULL;
}

/* ---- diagnostics ---- */

/* Name of the column at character `column` of line `line` of a CSV text; "" if that is not
 * plain. */
static void column_at(const char *text, int32_t line, int32_t column, char *name, size_t room)
{
    int index = 0;
    int32_t at = 1;
    bool quoted = false;
    const char *start = text;
    *name = '\0';
    for (int32_t l = 1; l < line && start; l++) {
        start = strchr(start, '\n');
        start = start ? start + 1 : NULL;
    }
    for (const char *c = start; c && *c && *c != '\n' && at < column; c++) {
        if (((unsigned char)*c & 0xC0) == 0x80)
            continue;
        quoted ^= *c == '"';
        index += *c == ',' && !quoted;
        at++;
    }
    for (const char *h = text; index >= 0 && *h && *h != '\n';) {
        size_t n = strcspn(h, ",\n");
        if (index-- == 0 && n < room) {
            memcpy(name, h, n);
            name[n] = '\0';
        }
        h += n + (h[n] == ',');
    }
}

void tp_origins_mark(const tp_origins *origins, tp_diags *diags)
{
    for (size_t k = 0; origins && k < origins->n_tables; k++) {
        const table *t = &origins->tables[k];
        tp_arena *passing = NULL;
        const char *text = NULL;
        size_t length;
        for (size_t i = 0; i < diags->count && t->sound; i++) {
            tp_diag *diag = &diags->items[i];
            char name[64] = "";
            if (!t->path || !diag->pos.file || diag->origin || diag->pos.line < 2 ||
                strcmp(diag->pos.file, t->path) != 0)
                continue;
            if (!text && (passing = tp_arena_create()))
                text = read_file(t->path, passing, &length);
            if (text)
                column_at(text, diag->pos.line, diag->pos.column, name, sizeof name);
            diag->origin = tp_origins_cell(origins, t->name, diag->pos.line, *name ? name : NULL,
                                           diags->arena);
            if (!diag->origin)
                diag->origin =
                    tp_origins_cell(origins, t->name, diag->pos.line, NULL, diags->arena);
        }
        tp_arena_free(passing);
    }
}
