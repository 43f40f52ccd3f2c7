/* The tables of an import as files of a folder. */
#include "import/parts.h"

#include "base/csv_out.h"
#include "base/parallel.h"
#include "base/sha256.h"
#include "read/origins.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static tp_status write_file(const char *folder, const char *name, const tp_buf *bytes, tp_err *err)
{
    char path[4096], aside[4120];
    if (!tp_buf_ok(bytes))
        return tp_fail_nomem(err);
    if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) >= sizeof path)
        return tp_fail(err, TP_E_IO, "the path is too long");
    snprintf(aside, sizeof aside, "%s.new", path);
    FILE *file = fopen(aside, "wb");
    bool fine =
        file && fwrite(bytes->bytes ? bytes->bytes : "", 1, bytes->length, file) == bytes->length;
    fine = (!file || fclose(file) == 0) && fine;
    if (fine && rename(aside, path) == 0)
        return TP_OK;
    tp_status status = tp_fail(err, TP_E_IO, "%s: %s", path, strerror(errno));
    unlink(aside);
    return status;
}

/* Columns a reader of the dataset cannot do without, used or not. */
static bool is_written(const tp_import_table *t, tp_import_out out, size_t i)
{
    tp_field_id f = t->fields[i];
    return t->used[i] || f == TP_F_CODE || (out == TP_OUT_UNITS && f < TP_F_PARENT) ||
           f == TP_F_AUTHORISED || f == TP_F_IN_POST ||
           (f == TP_F_CATEGORY && out != TP_OUT_LIMITS) || f == TP_F_FINDING || f == TP_F_FROM ||
           f == TP_F_EFFECT || f == TP_F_LOAN || f == TP_F_LOAN_DUE;
}

/* `lines` [rows]: in which line each row begins (texts may hold line breaks). */
static void write_csv(tp_buf *out, const tp_import_table *t, tp_import_out which, int32_t *lines)
{
    int32_t line = 2;
    tp_csv_out csv = {.out = out};
    bool written[TP_IMPORT_MOST_FIELDS];
    for (size_t i = 0; i < t->n_fields; i++)
        written[i] = is_written(t, which, i);
    for (size_t i = 0; i < t->n_fields; i++)
        if (written[i])
            tp_csv_text(&csv, tp_register_fields[t->fields[i]].column);
    tp_csv_end_row(&csv);
    for (size_t r = 0; r < t->rows; r++) {
        size_t begin = out->length;
        lines[r] = line;
        for (size_t i = 0; i < t->n_fields; i++)
            if (written[i])
                tp_csv_text(&csv, t->values[r * t->n_fields + i].text);
        tp_csv_end_row(&csv);
        for (const char *at = out->bytes + begin, *end = out->bytes + out->length;
             !out->failed && (at = memchr(at, '\n', (size_t)(end - at))); at++)
            line++;
    }
}

static bool note_origins(tp_origin_writer *w, const tp_import *import, const tp_import_table *t,
                         const int32_t *lines)
{
    for (size_t r = 0; r < t->rows; r++) {
        const tp_value *row = &t->values[r * t->n_fields];
        tp_origin_row at = {.table = t->name, .line = lines[r]};
        for (size_t i = 0; i < t->n_fields; i++)
            if (row[i].from.row && row[i].text && *row[i].text) {
                const tp_grid *grid = import->grids[row[i].from.grid];
                at.cells[at.n_cells++] =
                    (tp_origin_cell){tp_register_fields[t->fields[i]].column, grid->file,
                                     grid->name, row[i].from.row, row[i].from.column};
            }
        if (at.n_cells && !tp_origin_add(w, &at))
            return false;
    }
    return true;
}

static void write_codes(tp_buf *out, const tp_import *import)
{
    const tp_units *u = import->units;
    tp_csv_out csv = {.out = out};
    tp_csv_text(&csv, "unit");
    tp_csv_text(&csv, "name");
    tp_csv_end_row(&csv);
    for (size_t i = 0; i < u->n_known; i++) {
        tp_csv_text(&csv, u->known[i].code);
        tp_csv_text(&csv, u->known[i].name);
        tp_csv_end_row(&csv);
    }
    for (size_t i = 0; i < u->count; i++) {
        const tp_register_unit *unit = &u->items[i];
        if (tp_ids_find(u->known_keys, unit->key, strlen(unit->key)) != TP_ID_NONE)
            continue;
        tp_csv_text(&csv, unit->attribute[0].text);
        tp_csv_text(&csv, unit->attribute[1].text);
        tp_csv_end_row(&csv);
    }
}

/* A table's bytes, made and written by itself; its origins follow in the order of the tables. */
typedef struct file_made {
    int32_t *lines; /* [rows] */
    char sha[TP_SHA256_HEX];
} file_made;

typedef struct writing {
    const tp_import *import;
    const char *folder;
    file_made made[TP_OUTS];
} writing;

/* Is there such a file in a dataset without rows for it? */
static bool is_there(const tp_import *import, int which)
{
    return import->out[which].rows || which <= TP_OUT_POSTS;
}

static tp_status write_register(const writing *g, tp_err *err)
{
    tp_buf codes = {0};
    write_codes(&codes, g->import);
    tp_status status = write_file(g->folder, "codes.csv", &codes, err);
    tp_buf_finish(&codes);
    return status;
}

/* One file: a table, or behind the tables the register of codes. */
static tp_status write_table(void *user, size_t worker, size_t which, tp_err *err)
{
    writing *g = user;
    (void)worker;
    if (which == TP_OUTS)
        return write_register(g, err);
    const tp_import_table *t = &g->import->out[which];
    file_made *made = &g->made[which];
    char name[64];
    tp_buf csv = {0};
    snprintf(name, sizeof name, "%s.csv", t->name);
    if (!is_there(g->import, (int)which)) {
        /* What an import before this one wrote would be read beside the new tables. */
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", g->folder, name);
        if (unlink(path) != 0 && errno != ENOENT)
            return tp_fail(err, TP_E_IO, "%s: %s", path, strerror(errno));
        return TP_OK;
    }
    made->lines = calloc(t->rows + 1, sizeof *made->lines);
    if (!made->lines)
        return tp_fail_nomem(err);
    write_csv(&csv, t, (tp_import_out)which, made->lines);
    bool fine = tp_buf_ok(&csv) && tp_sha256_of(csv.bytes, csv.length, made->sha);
    tp_status status = fine ? write_file(g->folder, name, &csv, err) : tp_fail_nomem(err);
    tp_buf_finish(&csv);
    return status;
}

static tp_status write_origins(const writing *g, tp_err *err)
{
    tp_origin_writer *w = tp_origin_writer_create();
    tp_buf origins = {0};
    bool fine = w != NULL;
    for (int t = 0; fine && t < TP_OUTS; t++)
        if (is_there(g->import, t)) {
            const tp_import_table *table = &g->import->out[t];
            fine = tp_origin_table(w, table->name, g->made[t].sha) &&
                   note_origins(w, g->import, table, g->made[t].lines);
        }
    fine = fine && tp_origin_writer_text(w, &origins);
    tp_status status =
        fine ? write_file(g->folder, TP_ORIGINS_FILE, &origins, err) : tp_fail_nomem(err);
    tp_buf_finish(&origins);
    tp_origin_writer_free(w);
    return status;
}

tp_status tp_import_write(const tp_import *import, const char *folder, tp_err *err)
{
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return tp_fail(err, TP_E_IO, "mkdir %s: %s", folder, strerror(errno));
    writing g = {.import = import, .folder = folder};
    const tp_parallel crew = {
        .threads = TP_IMPORT_THREADS, .items = TP_OUTS + 1, .work = write_table, .user = &g};
    tp_status status = tp_parallel_run(&crew, err);
    if (status == TP_OK)
        status = write_origins(&g, err);
    for (int t = 0; t < TP_OUTS; t++)
        free(g.made[t].lines);
    return status;
}
