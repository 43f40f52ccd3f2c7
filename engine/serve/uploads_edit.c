/* Cells of a draft as if they were others, written as CSV. */
#include "serve/uploads.h"

#include "base/csv_out.h"
#include "read/source.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *text_at(const tp_table *table, size_t which, size_t row, size_t column,
                           const tp_cell_edit *edits, size_t count)
{
    for (size_t i = count; i-- > 0;)
        if (edits[i].table == which && edits[i].row == row && edits[i].column == column)
            return edits[i].text;
    return row == SIZE_MAX ? table->header[column].text : tp_table_cell(table, row, column)->text;
}

static void write_table(tp_buf *out, const tp_table *table, size_t which, const tp_cell_edit *edits,
                        size_t count)
{
    tp_csv_out csv = {.out = out};
    for (size_t r = 0; r <= table->rows; r++) {
        for (size_t c = 0; c < table->columns; c++)
            tp_csv_text(&csv, text_at(table, which, r ? r - 1 : SIZE_MAX, c, edits, count));
        tp_csv_end_row(&csv);
    }
}

static bool put(const char *path, const tp_buf *text)
{
    FILE *to = tp_buf_ok(text) ? fopen(path, "wbe") : NULL;
    if (!to)
        return false;
    bool ok = fwrite(text->bytes, 1, text->length, to) == text->length && fflush(to) == 0 &&
              fsync(fileno(to)) == 0;
    return fclose(to) == 0 && ok;
}

tp_status tp_sheets_write(const tp_sheets *sheets, const char *folder, const tp_cell_edit *edits,
                          size_t count, tp_arena *arena, tp_err *err)
{
    for (size_t t = 0; t < TP_TABLES; t++) {
        if (!sheets->items[t].table)
            continue;
        const char *path =
            tp_arena_format(arena, "%s/%s.csv", folder, sheets->items[t].columns->name);
        tp_buf text;
        tp_buf_init(&text);
        write_table(&text, sheets->items[t].table, t, edits, count);
        bool ok = path && put(path, &text);
        tp_buf_finish(&text);
        if (!ok)
            return tp_fail(err, TP_E_IO, "a table could not be written");
    }
    int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at >= 0) {
        fsync(at);
        close(at);
    }
    return TP_OK;
}

bool tp_sheets_bring_along(const char *from, const char *folder, tp_arena *arena)
{
    static const char *const names[] = {"map.yaml", "codes.csv", "origins.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        tp_source source;
        tp_diags diags;
        tp_diags_init(&diags, arena);
        const char *path = tp_arena_format(arena, "%s/%s", from, names[i]);
        const char *to = tp_arena_format(arena, "%s/%s", folder, names[i]);
        if (!path || !to)
            return false;
        if (access(path, F_OK) != 0)
            continue;
        tp_buf text;
        tp_buf_init(&text);
        bool ok = tp_source_read(&source, arena, path, NULL, &diags, NULL) == TP_OK;
        if (ok)
            tp_buf_add(&text, source.text, source.length);
        ok = ok && put(to, &text);
        tp_buf_finish(&text);
        if (!ok)
            return false;
    }
    return true;
}
