#include "domain/dataset_cells.h"

#include "domain/dataset_canonical.h"
#include "read/csv.h"

#include <string.h>

/* The columns that name a row. */
enum { KEYS = 3 };
static const char *const keys[TP_TABLES][KEYS] = {
    [TP_TABLE_UNITS] = {"unit"},
    [TP_TABLE_POSTS] = {"unit", "category"},
    [TP_TABLE_VACANCIES] = {"unit", "category", "since"},
    [TP_TABLE_OUTCOMES] = {"unit", "evaluated_on"},
    [TP_TABLE_ISSUES] = {"issue"},
    [TP_TABLE_DEMANDS] = {"demand"},
    [TP_TABLE_ATTRITION] = {"unit", "category", "on"},
    [TP_TABLE_LIMITS] = {"name"},
    [TP_TABLE_FINDINGS] = {"unit", "finding", "from"},
    [TP_TABLE_LOANS] = {"loan"}};

typedef struct side {
    const tp_table *table; /* canonical; NULL: nothing in it */
    int32_t *column;       /* [columns of the table as such] where it stands here, -1: nowhere */
    tp_ids *names;         /* of rows; several of one name get a number */
    int32_t *row;          /* by name */
} side;

typedef struct comparing {
    tp_arena *arena;
    tp_data_table which;
    const tp_columns *columns;
    side side[2];
    tp_cell_change *changes;
    size_t count, capacity;
} comparing;

static const char *text_at(const comparing *c, int which, int32_t row, size_t column)
{
    const side *s = &c->side[which];
    return s->column[column] < 0
               ? ""
               : tp_table_cell(s->table, (size_t)row, (size_t)s->column[column])->text;
}

static bool is_key(const comparing *c, size_t column)
{
    for (int k = 0; k < KEYS && keys[c->which][k]; k++)
        if (strcmp(c->columns->items[column].name, keys[c->which][k]) == 0)
            return true;
    return false;
}

/* The texts of the columns that name the row, or of those that do not. */
static const char *row_text(const comparing *c, int which, int32_t row, bool naming)
{
    tp_buf out;
    tp_buf_init(&out);
    for (size_t k = 0; k < c->columns->count; k++) {
        const char *text = text_at(c, which, row, k);
        if (is_key(c, k) == naming && *text)
            tp_buf_format(&out, "%s%s", out.length ? " " : "", text);
    }
    const char *copy = tp_buf_ok(&out) ? tp_arena_text(c->arena, out.bytes ? out.bytes : "") : NULL;
    tp_buf_finish(&out);
    return copy;
}

static bool name_rows(comparing *c, int which)
{
    side *s = &c->side[which];
    size_t rows = s->table ? s->table->rows : 0;
    s->names = tp_ids_create(c->arena, rows);
    s->row = tp_arena_array(c->arena, rows + 1, sizeof *s->row);
    bool ok = s->names && s->row;
    for (size_t r = 0; ok && r < rows; r++) {
        const char *name = row_text(c, which, (int32_t)r, true), *as = name;
        bool fresh = false;
        for (int n = 1; as && !fresh; n++) {
            int32_t id = tp_ids_add(s->names, as, strlen(as), &fresh);
            ok = id != TP_ID_NONE;
            if (!ok)
                break;
            if (fresh)
                s->row[id] = (int32_t)r;
            else
                as = tp_arena_format(c->arena, "%s #%d", name, n + 1);
        }
        ok = ok && as;
    }
    return ok;
}

static tp_status read_side(comparing *c, int which, const tp_dataset *data, tp_err *err)
{
    side *s = &c->side[which];
    tp_buf text;
    tp_diags quiet; /* our own text */
    tp_diags_init(&quiet, c->arena);
    tp_buf_init(&text);
    tp_canonical_section(&text, data, c->which);
    char *copy = tp_buf_ok(&text)
                     ? tp_arena_copy(c->arena, text.bytes ? text.bytes : "", text.length)
                     : NULL;
    tp_source source = {.path = c->columns->name,
                        .text = copy,
                        .own = copy,
                        .length = text.length,
                        .encoding = "UTF-8"};
    tp_buf_finish(&text);
    s->column = tp_arena_array(c->arena, c->columns->count, sizeof *s->column);
    if (!copy || !s->column)
        return tp_fail_nomem(err);
    tp_status status = tp_csv_read(&s->table, c->arena, &source, &quiet, err);
    for (size_t k = 0; !status && k < c->columns->count; k++) {
        s->column[k] = -1;
        for (size_t at = 0; s->table && at < s->table->columns; at++)
            if (strcmp(s->table->header[at].text, c->columns->items[k].name) == 0)
                s->column[k] = (int32_t)at;
    }
    return status ? status : name_rows(c, which) ? TP_OK : tp_fail_nomem(err);
}

static bool add(comparing *c, tp_cell_change change)
{
    if (!change.row || !change.before || !change.after ||
        !tp_arena_grow(c->arena, &c->changes, &c->capacity, c->count, 1))
        return false;
    change.table = c->which;
    c->changes[c->count++] = change;
    return true;
}

static bool compare_rows(comparing *c)
{
    const side *was = &c->side[0], *is = &c->side[1];
    bool ok = true;
    for (int32_t id = 0; ok && id < tp_ids_count(is->names); id++) {
        const char *name = tp_ids_name(is->names, id);
        int32_t now = is->row[id], other = tp_ids_find(was->names, name, strlen(name));
        if (other == TP_ID_NONE) {
            ok = add(c, (tp_cell_change){.fate = TP_CELL_ROW_NEW,
                                         .row = name,
                                         .before = "",
                                         .after = row_text(c, 1, now, false)});
            continue;
        }
        for (size_t k = 0; ok && k < c->columns->count; k++) {
            const char *a = text_at(c, 0, was->row[other], k), *b = text_at(c, 1, now, k);
            if (strcmp(a, b) != 0)
                ok = add(
                    c, (tp_cell_change){
                           .row = name, .column = &c->columns->items[k], .before = a, .after = b});
        }
    }
    for (int32_t id = 0; ok && id < tp_ids_count(was->names); id++) {
        const char *name = tp_ids_name(was->names, id);
        if (tp_ids_find(is->names, name, strlen(name)) == TP_ID_NONE)
            ok = add(c, (tp_cell_change){.fate = TP_CELL_ROW_GONE,
                                         .row = name,
                                         .before = row_text(c, 0, was->row[id], false),
                                         .after = ""});
    }
    return ok;
}

tp_status tp_dataset_cells(tp_cell_change **out, size_t *count, const tp_dataset *before,
                           const tp_dataset *after, tp_arena *arena, tp_err *err)
{
    comparing c = {.arena = arena};
    tp_status status = TP_OK;
    for (int t = 0; t < TP_TABLES && !status; t++) {
        c.which = (tp_data_table)t;
        c.columns = tp_data_tables[t];
        c.side[0] = c.side[1] = (side){NULL};
        status = read_side(&c, 0, before, err);
        if (!status)
            status = read_side(&c, 1, after, err);
        if (!status && !compare_rows(&c))
            status = tp_fail_nomem(err);
    }
    *out = c.changes;
    *count = c.count;
    return status;
}
