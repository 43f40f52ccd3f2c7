#include "serve/uploads.h"

#include "evaluate/evidence_tables.h"
#include "read/grid.h"
#include "read/source.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static const tp_msg msg_unknown = {
    "upload.name",
    "看不出“{0}”是哪张表：文件名应为 posts.csv 或 编制.csv 这样的表名，或一个 .xlsx 工作簿",
    "'{0}' names no table: call it posts.csv or 编制.csv and so on, or send one .xlsx workbook"};
static const tp_msg msg_rows = {
    "upload.rows",
    "“{0}”超过 20 万行，页面处理不了，没有接收；请用命令行（turnpool check、import）",
    "'{0}' has more than 200,000 rows, more than the page takes: use the command line (turnpool "
    "check, import)"};
enum { MOST_REGISTERS = 64 };
static const tp_msg msg_none = {"upload.none", "没有选择文件", "no file was chosen"};

typedef struct held {
    char id[TP_DRAFT_ID];     /* "": free */
    char before[TP_DRAFT_ID]; /* what it was edited of; "" */
    char *name, *slug;
    uint64_t used;
    bool book, registers;
} held;

struct tp_uploads {
    char *scratch;
    pthread_mutex_t lock;
    held items[TP_DRAFTS];
    uint64_t clock;
};

tp_status tp_uploads_create(tp_uploads **out, const char *scratch, tp_err *err)
{
    *out = calloc(1, sizeof **out);
    if (*out)
        (*out)->scratch = strdup(scratch);
    if (!*out || !(*out)->scratch) {
        free(*out);
        *out = NULL;
        return tp_fail_nomem(err);
    }
    pthread_mutex_init(&(*out)->lock, NULL);
    return TP_OK;
}

void tp_uploads_remove(const char *path)
{
    DIR *dir = path ? opendir(path) : NULL;
    const struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        if (entry->d_name[0] != '.')
            unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        closedir(dir);
    if (path)
        rmdir(path);
}

static char *folder_of(const tp_uploads *uploads, const char *id, tp_arena *arena)
{
    return tp_arena_format(arena, "%s/%s", uploads->scratch, id);
}

static void drop(tp_uploads *uploads, held *h)
{
    tp_arena *arena = tp_arena_create();
    char *folder = arena && h->id[0] ? folder_of(uploads, h->id, arena) : NULL;
    if (folder)
        tp_uploads_remove(folder);
    tp_arena_free(arena);
    free(h->name);
    free(h->slug);
    *h = (held){.id = ""};
}

void tp_uploads_free(tp_uploads *uploads)
{
    if (!uploads)
        return;
    for (size_t i = 0; i < TP_DRAFTS; i++)
        drop(uploads, &uploads->items[i]);
    pthread_mutex_destroy(&uploads->lock);
    free(uploads->scratch);
    free(uploads);
}

static void describe(const tp_uploads *uploads, const held *h, tp_draft_data *out, tp_arena *arena)
{
    memcpy(out->id, h->id, TP_DRAFT_ID);
    out->path =
        tp_arena_format(arena, h->book ? "%s/%s/book.xlsx" : "%s/%s", uploads->scratch, h->id);
    out->name = tp_arena_text(arena, h->name);
    out->slug = tp_arena_text(arena, h->slug);
    out->registers = h->registers;
    memcpy(out->before, h->before, TP_DRAFT_ID);
}

bool tp_uploads_find(tp_uploads *uploads, const char *id, tp_draft_data *out, tp_arena *arena)
{
    bool found = false;
    *out = (tp_draft_data){.id = ""};
    pthread_mutex_lock(&uploads->lock);
    for (size_t i = 0; *id && i < TP_DRAFTS; i++)
        if (!strcmp(uploads->items[i].id, id)) {
            uploads->items[i].used = ++uploads->clock;
            describe(uploads, &uploads->items[i], out, arena);
            found = out->path && out->name && out->slug;
        }
    pthread_mutex_unlock(&uploads->lock);
    return found;
}

/* Is there a draft that was made of this one by editing cells? */
static bool edited_on(const tp_uploads *uploads, const char *id)
{
    for (size_t i = 0; i < TP_DRAFTS; i++)
        if (uploads->items[i].id[0] && !strcmp(uploads->items[i].before, id))
            return true;
    return false;
}

size_t tp_uploads_list(tp_uploads *uploads, tp_draft_data out[TP_DRAFTS], tp_arena *arena)
{
    size_t n = 0;
    uint64_t below = UINT64_MAX;
    pthread_mutex_lock(&uploads->lock);
    for (;;) {
        const held *next = NULL;
        for (size_t i = 0; i < TP_DRAFTS; i++) {
            const held *h = &uploads->items[i];
            if (h->id[0] && h->used < below && (!next || h->used > next->used) &&
                !edited_on(uploads, h->id))
                next = h;
        }
        if (!next)
            break;
        below = next->used;
        describe(uploads, next, &out[n++], arena);
    }
    pthread_mutex_unlock(&uploads->lock);
    return n;
}

/* Takes the draft in, the one longest unused out. */
static bool add(tp_uploads *uploads, const tp_draft_data *draft, bool book)
{
    held fresh = {.name = strdup(draft->name),
                  .slug = strdup(draft->slug),
                  .book = book,
                  .registers = draft->registers};
    if (!fresh.name || !fresh.slug) {
        free(fresh.name);
        free(fresh.slug);
        return false;
    }
    memcpy(fresh.id, draft->id, TP_DRAFT_ID);
    memcpy(fresh.before, draft->before, TP_DRAFT_ID);
    pthread_mutex_lock(&uploads->lock);
    held *at = &uploads->items[0];
    for (size_t i = 0; i < TP_DRAFTS; i++)
        if (!uploads->items[i].id[0] || uploads->items[i].used < at->used)
            at = &uploads->items[i];
    drop(uploads, at);
    fresh.used = ++uploads->clock;
    *at = fresh;
    pthread_mutex_unlock(&uploads->lock);
    return true;
}

static bool ends(const char *name, const char *with)
{
    size_t n = strlen(name), m = strlen(with);
    return n > m && !strcasecmp(name + n - m, with);
}

enum { NO_TABLE = -1, NOT_OURS = -2 };

static bool called(const tp_columns *columns, const char *name, size_t length)
{
    return (strlen(columns->name) == length && !strncasecmp(columns->name, name, length)) ||
           (strlen(columns->zh) == length && !strncasecmp(columns->zh, name, length));
}

/* Which table a file is, by its name without folders and ending; NOT_OURS: of the evaluation, which
 * lies beside the data and is none of them. */
static int table_of(const char *file)
{
    const char *base = file;
    for (const char *at = file; *at; at++)
        if (*at == '/' || *at == '\\')
            base = at + 1;
    const char *dot = strrchr(base, '.');
    size_t length = dot ? (size_t)(dot - base) : strlen(base);
    for (int t = 0; t < TP_TABLES; t++)
        if (called(tp_data_tables[t], base, length))
            return t;
    return called(&tp_score_columns, base, length) || called(&tp_workload_columns, base, length)
               ? NOT_OURS
               : NO_TABLE;
}

static bool write_bytes(const char *path, const void *bytes, size_t length)
{
    int at = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    size_t done = 0;
    if (at < 0)
        return false;
    while (done < length) {
        ssize_t n = write(at, (const char *)bytes + done, length - done);
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    bool ok = done == length && fsync(at) == 0;
    return close(at) == 0 && ok;
}

static bool begin_draft(tp_uploads *uploads, const char *random, tp_draft_data *out,
                        tp_arena *arena, char **folder)
{
    *out = (tp_draft_data){.id = "", .slug = "", .name = ""};
    memcpy(out->id, random, TP_DRAFT_ID - 1);
    *folder = folder_of(uploads, out->id, arena);
    return *folder && mkdir(*folder, 0700) == 0;
}

/* Two sheets of a workbook that are called as our tables are: it is one of ours. */
static bool is_ours(const char *path)
{
    tp_arena *arena = tp_arena_create();
    tp_diags diags;
    tp_book *book = NULL;
    size_t named = 0;
    if (!arena)
        return false;
    tp_diags_init(&diags, arena);
    if (tp_book_read(&book, path, NULL, &diags, NULL) == TP_OK)
        for (size_t g = 0; g < book->n_grids; g++)
            for (int t = 0; book->grids[g].name && t < TP_TABLES; t++)
                named +=
                    called(tp_data_tables[t], book->grids[g].name, strlen(book->grids[g].name));
    /* One that cannot be read is said to be damaged as our own would be. */
    bool ours = named > 1 || !book;
    tp_book_free(book);
    tp_arena_free(arena);
    return ours;
}

typedef struct taking {
    tp_uploads *uploads;
    const tp_fields *form;
    tp_draft_data *out;
    const char *folder;
    tp_arena *arena;
    tp_diags *diags;
    bool book;
} taking;

static bool is_file(const tp_field *field)
{
    return field->file && (*field->file || field->length);
}

static bool add_name(taking *t, const tp_field *field)
{
    const char *name = *field->file ? field->file : "-";
    t->out->name = *t->out->name ? tp_arena_format(t->arena, "%s, %s", t->out->name, name) : name;
    return t->out->name != NULL;
}

/* Before anything is read: a row takes a line. Workbooks are looked at once they are read. */
static bool few_rows(taking *t)
{
    for (size_t i = 0; i < t->form->count; i++) {
        const tp_field *field = &t->form->items[i];
        const char *at = field->value, *end = at + field->length;
        size_t lines = 0;
        while (is_file(field) && at && lines <= TP_DRAFT_ROWS + 1 &&
               (at = memchr(at, '\n', (size_t)(end - at)))) {
            lines++;
            at++;
        }
        if (lines > TP_DRAFT_ROWS + 1 && !ends(field->file, ".xlsx") && !ends(field->file, ".ods"))
            tp_diag_error(t->diags, (tp_pos){0}, &msg_rows, field->file);
    }
    return !t->diags->errors;
}

/* Our own tables. */
static bool take_tables(taking *t)
{
    bool ok = true;
    for (size_t i = 0; ok && i < t->form->count; i++) {
        const tp_field *field = &t->form->items[i];
        if (!is_file(field))
            continue;
        int table = table_of(field->file);
        bool xlsx = ends(field->file, ".xlsx");
        if (table == NOT_OURS && !xlsx)
            continue;
        if (!xlsx && (table < 0 || !ends(field->file, ".csv"))) {
            tp_diag_error(t->diags, (tp_pos){0}, &msg_unknown, field->file);
            continue;
        }
        const char *path =
            xlsx ? tp_arena_format(t->arena, "%s/book.xlsx", t->folder)
                 : tp_arena_format(t->arena, "%s/%s.csv", t->folder, tp_data_tables[table]->name);
        ok = path && write_bytes(path, field->value, field->length) && add_name(t, field);
        t->book = t->book || xlsx;
    }
    return ok;
}

/* Registers lie as r0, r1 …; what they are called stands in `names`, a line each. */
static bool take_registers(taking *t)
{
    tp_buf names;
    size_t n = 0;
    bool ok = true;
    tp_buf_init(&names);
    t->out->registers = true;
    for (size_t i = 0; ok && i < t->form->count && n < MOST_REGISTERS; i++) {
        const tp_field *field = &t->form->items[i];
        if (!is_file(field))
            continue;
        const char *path = tp_arena_format(t->arena, "%s/r%zu", t->folder, n++);
        const char *base = field->file;
        for (const char *at = field->file; *at; at++)
            if (*at == '/' || *at == '\\')
                base = at + 1;
        for (const char *at = base; *at; at++)
            tp_buf_char(&names, (unsigned char)*at < ' ' ? ' ' : *at);
        tp_buf_char(&names, '\n');
        ok = path && write_bytes(path, field->value, field->length) && add_name(t, field);
    }
    const char *path = tp_arena_format(t->arena, "%s/names", t->folder);
    ok = ok && path && tp_buf_ok(&names) &&
         write_bytes(path, names.length ? names.bytes : "", names.length);
    tp_buf_finish(&names);
    return ok;
}

/* Are the files of the form our own tables? A workbook is looked into. */
static bool are_tables(taking *t)
{
    const char *as = tp_field_value(t->form, "as");
    if (*as)
        return strcmp(as, "registers") != 0;
    for (size_t i = 0; i < t->form->count; i++) {
        const tp_field *field = &t->form->items[i];
        if (!is_file(field))
            continue;
        if (ends(field->file, ".xlsx")) {
            const char *path = tp_arena_format(t->arena, "%s/look", t->folder);
            bool ours = path && write_bytes(path, field->value, field->length) && is_ours(path);
            if (path)
                unlink(path);
            if (!ours)
                return false;
        } else if (!ends(field->file, ".csv") || table_of(field->file) == NO_TABLE) {
            return false;
        }
    }
    return true;
}

tp_status tp_uploads_take(tp_uploads *uploads, const tp_fields *form, const char *random,
                          tp_draft_data *out, tp_arena *arena, tp_diags *diags, tp_err *err)
{
    char *folder;
    bool ok = begin_draft(uploads, random, out, arena, &folder), any = false;
    taking t = {uploads, form, out, folder, arena, diags, false};
    for (size_t i = 0; i < form->count; i++)
        any = any || is_file(&form->items[i]);
    if (!any)
        tp_diag_add(diags, TP_ERROR, (tp_pos){0}, &msg_none, 0, NULL);
    if (ok && any && few_rows(&t))
        ok = are_tables(&t) ? take_tables(&t) : take_registers(&t);
    if (ok && any && !diags->errors && !*out->name)
        tp_diag_add(diags, TP_ERROR, (tp_pos){0}, &msg_none, 0, NULL);
    if (ok && !diags->errors && out->name && add(uploads, out, t.book))
        return TP_OK;
    if (folder)
        tp_uploads_remove(folder);
    return diags->errors ? tp_fail(err, TP_E_INPUT, "no usable file")
                         : tp_fail(err, TP_E_IO, "the upload could not be written");
}

tp_status tp_uploads_registers(const tp_draft_data *draft, tp_register_files *out, tp_arena *arena,
                               tp_err *err)
{
    tp_source source;
    tp_diags diags;
    const char **paths = tp_arena_array(arena, MOST_REGISTERS, sizeof *paths);
    const char **names = tp_arena_array(arena, MOST_REGISTERS, sizeof *names);
    const char *list = tp_arena_format(arena, "%s/names", draft->path);
    const char *map = tp_arena_format(arena, "%s/map.yaml", draft->path);
    *out = (tp_register_files){.paths = paths, .names = names};
    if (!paths || !names || !list || !map)
        return tp_fail_nomem(err);
    tp_diags_init(&diags, arena);
    tp_status status = tp_source_read(&source, arena, list, NULL, &diags, err);
    const char *at = status ? "" : source.text;
    while (*at && out->count < MOST_REGISTERS) {
        size_t n = strcspn(at, "\n");
        names[out->count] = tp_arena_copy(arena, at, n);
        paths[out->count] = tp_arena_format(arena, "%s/r%zu", draft->path, out->count);
        if (!names[out->count] || !paths[out->count])
            return tp_fail_nomem(err);
        out->count++;
        at += n + (at[n] == '\n');
    }
    struct stat is;
    out->mapped = stat(map, &is) == 0 && is.st_size > 0; /* emptied: proposed anew */
    return status;
}

tp_status tp_uploads_begin(tp_uploads *uploads, const char *random, const tp_draft_data *of,
                           tp_draft_data *out, tp_arena *arena, tp_err *err)
{
    char *folder;
    if (!begin_draft(uploads, random, out, arena, &folder))
        return tp_fail(err, TP_E_IO, "no folder for the draft");
    out->path = folder;
    out->name = of->name;
    out->slug = of->slug;
    return TP_OK;
}

tp_status tp_uploads_end(tp_uploads *uploads, const tp_draft_data *draft, tp_err *err)
{
    return add(uploads, draft, false) ? TP_OK : tp_fail_nomem(err);
}

bool tp_uploads_put(tp_uploads *uploads, const tp_draft_data *draft, const char *name,
                    const char *text, size_t length)
{
    tp_arena *arena = tp_arena_create();
    const char *path = arena ? tp_arena_format(arena, "%s/%s", draft->path, name) : NULL;
    /* Two that write at once each have a file of their own; the last one is kept. */
    pthread_mutex_lock(&uploads->lock);
    unsigned long long number = ++uploads->clock;
    pthread_mutex_unlock(&uploads->lock);
    const char *aside = path ? tp_arena_format(arena, "%s.%llu", path, number) : NULL;
    bool ok = aside && write_bytes(aside, text, length) && rename(aside, path) == 0;
    if (aside && !ok)
        unlink(aside);
    tp_arena_free(arena);
    return ok;
}

tp_status tp_sheets_open(tp_sheets *out, const char *path, tp_arena *arena, tp_diags *diags,
                         tp_err *err)
{
    tp_dataset *data = NULL;
    tp_diags seen; /* faults of rows are found again with the dataset's */
    *out = (tp_sheets){NULL};
    tp_diags_init(&seen, arena);
    tp_status status = tp_tables_open(&out->from, path, NULL, diags, err);
    for (size_t t = 0; status == TP_OK && t < TP_TABLES; t++) {
        out->items[t].columns = tp_data_tables[t];
        status =
            tp_tables_get(&out->items[t].table, out->from, tp_data_tables[t], arena, &seen, err);
        const tp_table *table = status == TP_OK ? out->items[t].table : NULL;
        if (table && table->rows > TP_DRAFT_ROWS) {
            tp_diag_error(diags, (tp_pos){0}, &msg_rows, tp_data_tables[t]->zh);
            status = tp_fail(err, TP_E_INPUT, "too many rows");
        }
    }
    if (status == TP_OK) {
        tp_status read = tp_dataset_load(&data, path, NULL, diags, err);
        out->sound = read == TP_OK;
        if (data)
            memcpy(out->sha256, data->sha256, TP_SHA256_HEX);
        tp_dataset_free(data);
        status = read == TP_E_INPUT ? TP_OK : read;
    }
    if (status)
        tp_sheets_close(out);
    return status;
}

void tp_sheets_close(tp_sheets *sheets)
{
    tp_tables_free(sheets->from);
    sheets->from = NULL;
}

static bool at_cell(const tp_diag *diag, const tp_table *table, const tp_cell *cell,
                    tp_arena *arena)
{
    if (!diag->pos.file)
        return false;
    if (!table->sheet)
        return diag->pos.line == cell->line && diag->pos.column == cell->column &&
               !strcmp(diag->pos.file, table->file);
    if (!diag->pos.cell)
        return false;
    tp_pos pos = tp_table_pos(table, cell, arena);
    return pos.cell && !strcmp(pos.cell, diag->pos.cell);
}

const tp_diag *tp_sheet_fault(const tp_sheet *sheet, size_t row, size_t column,
                              const tp_diags *diags, tp_arena *arena)
{
    const tp_table *table = sheet->table;
    const tp_cell *cell =
        row == SIZE_MAX ? &table->header[column] : tp_table_cell(table, row, column);
    const tp_diag *found = NULL;
    for (size_t i = 0; i < diags->count; i++)
        if (at_cell(&diags->items[i], table, cell, arena) &&
            (!found || (found->severity == TP_WARNING && diags->items[i].severity == TP_ERROR)))
            found = &diags->items[i];
    return found;
}

tp_status tp_uploads_edit(tp_uploads *uploads, const tp_edits *edits, const char *random,
                          tp_draft_data *out, tp_arena *arena, tp_diags *diags, tp_err *err)
{
    tp_sheets sheets;
    tp_status status = tp_sheets_open(&sheets, edits->of->path, arena, diags, err);
    if (status)
        return status;
    status = tp_uploads_begin(uploads, random, edits->of, out, arena, err);
    if (!status) {
        memcpy(out->before, edits->of->id, sizeof out->before);
        status = tp_sheets_write(&sheets, out->path, edits->items, edits->count, arena, err);
        if (!status && !ends(edits->of->path, ".xlsx") &&
            !tp_sheets_bring_along(edits->of->path, out->path, arena))
            status = tp_fail(err, TP_E_IO, "a table could not be written");
        if (!status)
            status = tp_uploads_end(uploads, out, err);
        if (status)
            tp_uploads_remove(out->path);
    }
    tp_sheets_close(&sheets);
    return status;
}

tp_status tp_uploads_copy(tp_uploads *uploads, const char *path, const char *slug,
                          const char *random, tp_draft_data *out, tp_arena *arena, tp_diags *diags,
                          tp_err *err)
{
    tp_sheets sheets;
    char *folder = NULL;
    tp_status status = tp_sheets_open(&sheets, path, arena, diags, err);
    if (status)
        return status;
    if (!begin_draft(uploads, random, out, arena, &folder))
        status = tp_fail(err, TP_E_IO, "no folder for the draft");
    if (!status)
        status = tp_sheets_write(&sheets, folder, NULL, 0, arena, err);
    tp_sheets_close(&sheets);
    const char *slash = strrchr(path, '/');
    out->name = slash ? slash + 1 : path;
    out->slug = slug;
    if (!status && !add(uploads, out, false))
        status = tp_fail_nomem(err);
    if (status && folder)
        tp_uploads_remove(folder);
    return status;
}
