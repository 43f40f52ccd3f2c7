#include "read/tables.h"

#include "base/text.h"
#include "read/csv.h"
#include "read/xlsx.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static const tp_msg MSG_NO_PLACE = {"data.missing", "没有这个数据目录或工作簿",
                                    "there is no such dataset directory or workbook"};
static const tp_msg MSG_NO_LIST = {"data.unreadable", "无法读取目录：{0}",
                                   "the directory cannot be read: {0}"};
static const tp_msg MSG_REQUIRED = {"data.missing-table", "缺少必需的表：{0}（{1}）",
                                    "the required table {0} ({1}) is missing"};
static const tp_msg MSG_REQUIRED_THERE = {"data.missing-table", "缺少必需的表：{0}；这里有：{2}",
                                          "required tables are missing: {1}; there are: {3}"};
static const tp_msg MSG_REQUIRED_NONE = {"data.missing-table",
                                         "缺少必需的表：{0}；这里什么表也没有",
                                         "required tables are missing: {1}; there is nothing here"};
static const tp_msg MSG_BOOKS = {
    "data.missing-table",
    "缺少必需的表：{0}；这是存放工作簿的文件夹（{2}）：请直接指定其中一个工作簿",
    "required tables are missing: {1}; this folder holds workbooks ({3}): name one of them "
    "instead"};
static const tp_msg MSG_NO_ROWS = {"data.empty-table", "必需的表“{1}”没有数据行",
                                   "the required table {0} has no rows"};
static const tp_msg MSG_TWO = {"data.ambiguous-table", "“{0}”与“{1}”是同一张表，只能保留一个",
                               "{0} and {1} are the same table; keep one of them"};
static const tp_msg MSG_NEARLY = {"data.unread-table", "未读取“{0}”；是否应命名为“{1}”？",
                                  "{0} is not read; did you mean {1}?"};

/* A file of the directory or a sheet of the workbook. */
typedef struct entry {
    const char *name; /* as it is called there */
    const char *stem; /* without ".csv" */
    bool readable;    /* a sheet, or a file that ends in .csv */
    size_t sheet;     /* of the workbook */
} entry;

struct tp_tables {
    tp_arena *arena;
    const char *path;
    tp_source_options options;
    tp_workbook *book; /* NULL: a directory */
    entry *entries;    /* by name, so that nothing depends on the order of the directory */
    size_t count, capacity;
    size_t bytes;  /* of the files of a directory */
    bool reviewed; /* what is missing has been told */
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const entry *)a)->name, ((const entry *)b)->name);
}

static bool add_file(tp_tables *tables, const char *name)
{
    const char *dot = strrchr(name, '.');
    size_t stem = dot ? (size_t)(dot - name) : strlen(name);
    if (!tp_text_valid(name, strlen(name), NULL) || stem == 0)
        return true;
    if (!tp_arena_grow(tables->arena, &tables->entries, &tables->capacity, tables->count, 1))
        return false;
    entry *e = &tables->entries[tables->count];
    e->name = tp_arena_text(tables->arena, name);
    e->stem = tp_text_normal(tables->arena, name, stem);
    e->readable = dot && strcasecmp(dot, ".csv") == 0;
    tables->count += e->name && e->stem;
    return e->name && e->stem;
}

static tp_status open_directory(tp_tables *tables, tp_diags *diags, tp_err *err)
{
    DIR *dir = opendir(tables->path);
    if (!dir) {
        if (errno == ENOMEM)
            return tp_fail_nomem(err);
        const char *why = strerror(errno);
        tp_diag_error(diags, (tp_pos){.file = tables->path}, &MSG_NO_LIST, why);
        return tp_fail(err, TP_E_IO, "opendir %s: %s", tables->path, why);
    }
    bool fits = true;
    struct stat info;
    for (struct dirent *each; fits && (each = readdir(dir));)
        fits = add_file(tables, each->d_name);
    for (size_t i = 0; fits && i < tables->count; i++)
        if (fstatat(dirfd(dir), tables->entries[i].name, &info, 0) == 0 && S_ISREG(info.st_mode))
            tables->bytes += (size_t)info.st_size;
    closedir(dir);
    if (!fits)
        return tp_fail_nomem(err);
    if (tables->count)
        qsort(tables->entries, tables->count, sizeof *tables->entries, by_name);
    return TP_OK;
}

static tp_status open_workbook(tp_tables *tables, tp_diags *diags, tp_err *err)
{
    tp_status status = tp_xlsx_open(&tables->book, tables->path, diags, err);
    if (status != TP_OK)
        return status;
    size_t n = tp_xlsx_sheets(tables->book);
    tables->entries = tp_arena_array(tables->arena, n + 1, sizeof *tables->entries);
    if (!tables->entries)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        const char *name = tp_xlsx_sheet_name(tables->book, i);
        tables->entries[i] = (entry){.name = name, .stem = name, .readable = true, .sheet = i};
    }
    tables->count = n;
    return TP_OK;
}

tp_status tp_tables_open(tp_tables **out, const char *path, const tp_source_options *options,
                         tp_diags *diags, tp_err *err)
{
    *out = NULL;
    tp_arena *arena = tp_arena_create();
    tp_tables *tables = arena ? tp_arena_alloc(arena, sizeof *tables) : NULL;
    if (!tables || !(tables->path = tp_arena_text(arena, path))) {
        tp_arena_free(arena);
        return tp_fail_nomem(err);
    }
    tables->arena = arena;
    if (options)
        tables->options = *options;
    struct stat info;
    tp_status status;
    if (stat(path, &info) != 0) {
        tp_diag_add(diags, TP_ERROR, (tp_pos){.file = path}, &MSG_NO_PLACE, 0, NULL);
        status = tp_fail(err, TP_E_INPUT, "stat %s: %s", path, strerror(errno));
    } else if (S_ISDIR(info.st_mode)) {
        status = open_directory(tables, diags, err);
    } else {
        status = open_workbook(tables, diags, err);
    }
    if (status != TP_OK)
        tp_tables_free(tables);
    else
        *out = tables;
    return status;
}

void tp_tables_free(tp_tables *tables)
{
    if (!tables)
        return;
    tp_xlsx_close(tables->book);
    tp_arena_free(tables->arena);
}

static const entry *find_entry(const tp_tables *tables, const tp_columns *columns, tp_diags *diags)
{
    const entry *found = NULL;
    for (size_t i = 0; i < tables->count; i++) {
        const entry *e = &tables->entries[i];
        if (!e->readable ||
            (strcasecmp(e->stem, columns->name) != 0 && strcmp(e->stem, columns->zh) != 0))
            continue;
        if (found)
            tp_diag_error(diags, (tp_pos){.file = tables->path}, &MSG_TWO, found->name, e->name);
        else
            found = e;
    }
    return found;
}

static tp_status begin_csv_file(const tp_table **out, const tp_tables *tables, const entry *e,
                                tp_arena *arena, tp_diags *diags, tp_err *err)
{
    size_t length = strlen(tables->path);
    bool slash = length && tables->path[length - 1] == '/';
    const char *path = tp_arena_format(arena, "%s%s%s", tables->path, slash ? "" : "/", e->name);
    if (!path)
        return tp_fail_nomem(err);
    /* The cells stay in the text of the file, so both live as long. */
    tp_source source;
    tp_status status = tp_source_read(&source, arena, path, &tables->options, diags, err);
    source.path = path;
    return status == TP_OK ? tp_csv_begin(out, arena, &source, diags, err) : status;
}

tp_status tp_tables_begin(const tp_table **out, tp_tables *tables, const tp_columns *columns,
                          tp_arena *arena, tp_diags *diags, tp_err *err)
{
    *out = NULL;
    tp_pos whole = {.file = tables->path};
    const entry *e = find_entry(tables, columns, diags);
    if (!e) {
        if (columns->required && !tables->reviewed)
            tp_diag_error(diags, whole, &MSG_REQUIRED, columns->name, columns->zh);
        return TP_OK;
    }
    size_t errors = diags->errors;
    tp_status status = tables->book ? tp_xlsx_read(out, tables->book, e->sheet, arena, diags, err)
                                    : begin_csv_file(out, tables, e, arena, diags, err);
    /* A file that is not usable has its diagnostic; the others are read all the same. */
    if (status == TP_E_INPUT || (status == TP_E_IO && diags->errors > errors))
        status = TP_OK;
    if (status == TP_OK && columns->required && diags->errors == errors &&
        (!*out || (!(*out)->rest && !(*out)->rows))) {
        if (*out)
            whole = tp_table_pos(*out, &(*out)->header[0], arena);
        else if (tables->book)
            whole.cell = e->name;
        else
            whole.file = tp_arena_format(arena, "%s/%s", tables->path, e->name);
        tp_diag_error(diags, whole, &MSG_NO_ROWS, columns->name, columns->zh);
    }
    return status;
}

static void check_any(const tp_table *table, const tp_csv *csv, const tp_columns *columns,
                      tp_diags *diags)
{
    if (columns->required && !table->rows && !tp_csv_errors(csv))
        tp_diag_error(diags, tp_table_pos(table, &table->header[0], diags->arena), &MSG_NO_ROWS,
                      columns->name, columns->zh);
}

tp_status tp_tables_end(const tp_table *table, const tp_columns *columns, tp_diags *diags,
                        tp_err *err)
{
    if (!table->rest)
        return TP_OK;
    tp_status status = tp_csv_end(table->rest, err);
    if (status == TP_OK)
        check_any(table, table->rest, columns, diags);
    return status;
}

tp_status tp_tables_get(const tp_table **out, tp_tables *tables, const tp_columns *columns,
                        tp_arena *arena, tp_diags *diags, tp_err *err)
{
    tp_status status = tp_tables_begin(out, tables, columns, arena, diags, err);
    const tp_csv *csv = status == TP_OK && *out ? (*out)->rest : NULL;
    if (!csv)
        return status;
    status = tp_csv_rest(*out, arena, err);
    if (status == TP_OK)
        check_any(*out, csv, columns, diags);
    return status;
}

size_t tp_tables_bytes(const tp_tables *tables)
{
    return tables->bytes;
}

/* ---- what is there under another name ---- */

/* How close a stem is to a table's name, in one language or the other. */
static const char *nearly(const char *stem, const tp_columns *columns)
{
    const char *names[] = {columns->name, columns->zh};
    for (size_t i = 0; i < 2; i++) {
        size_t points = tp_text_points(names[i], strlen(names[i]));
        size_t most = points <= 2 ? 0 : points <= 4 ? 1 : 2;
        if (tp_text_distance(stem, names[i], most) <= most)
            return names[i];
    }
    return NULL;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Where the name stands in the stem: English ones as a word of its own. NULL: nowhere. */
static const char *contained(const char *stem, const char *name)
{
    const char *at = strcasestr(stem, name);
    bool word = at && ((at > stem && is_letter(at[-1])) || is_letter(at[strlen(name)]));
    return at && is_letter(*name) && word ? NULL : at;
}

/* Is what stands beside the name such as copies and versions are called by: (2), 2026, 副本? */
static bool is_version(const char *stem, const char *at, size_t length)
{
    static const char *const marks[] = {"副本", "备份", "最新", "最终",  "新",  "旧",
                                        "年",   "月",   "日",   "（",    "）",  "copy",
                                        "new",  "old",  "bak",  "final", "csv", "of"};
    for (const char *c = stem; *c;) {
        size_t n = c == at ? length : strspn(c, "0123456789 ()[]_-.+~");
        for (size_t i = 0; !n && i < sizeof marks / sizeof *marks; i++)
            if (strncasecmp(c, marks[i], strlen(marks[i])) == 0)
                n = strlen(marks[i]);
        if (!n)
            return false;
        c += n;
    }
    return true;
}

typedef struct likeness {
    const char *name; /* of the table, in the language it is like; NULL: none */
    size_t table;
    bool version; /* the very name with what a copy is called by */
} likeness;

static likeness like_which(const char *stem, const tp_columns *const *known, size_t count)
{
    likeness best = {0};
    size_t longest = 0;
    for (size_t k = 0; k < count; k++) {
        const char *names[] = {known[k]->name, known[k]->zh}, *near = nearly(stem, known[k]);
        for (size_t i = 0; i < 2; i++) {
            const char *at = contained(stem, names[i]);
            size_t length = strlen(names[i]);
            if (at && length > longest) {
                best = (likeness){names[i], k, is_version(stem, at, length)};
                longest = length;
            }
        }
        if (near && !longest && !best.name)
            best = (likeness){near, k, false};
    }
    return best;
}

static const entry *named(const tp_tables *tables, const tp_columns *columns)
{
    for (size_t i = 0; i < tables->count; i++) {
        const entry *e = &tables->entries[i];
        if (e->readable &&
            (strcasecmp(e->stem, columns->name) == 0 || strcmp(e->stem, columns->zh) == 0))
            return e;
    }
    return NULL;
}

static bool is_known(const entry *e, const tp_columns *const *known, size_t count)
{
    for (size_t i = 0; e->readable && i < count; i++)
        if (strcasecmp(e->stem, known[i]->name) == 0 || strcmp(e->stem, known[i]->zh) == 0)
            return true;
    return false;
}

/* Warns of what is not read but named nearly as a table. A name that merely holds a table's counts
 * where that table is not there, or where it is called as a copy of it. */
static void review_names(tp_tables *tables, const tp_columns *const *known, size_t count,
                         tp_diags *diags)
{
    for (size_t i = 0; i < tables->count; i++) {
        const entry *e = &tables->entries[i];
        if (is_known(e, known, count))
            continue;
        likeness like = like_which(e->stem, known, count);
        if (!like.name || (named(tables, known[like.table]) && !like.version &&
                           !nearly(e->stem, known[like.table])))
            continue;
        char full[80];
        snprintf(full, sizeof full, "%s%s", like.name, tables->book ? "" : ".csv");
        tp_diag_warn(diags, (tp_pos){.file = tables->path}, &MSG_NEARLY, e->name, full);
    }
}

/* The first few names that are there, as a list. */
static void write_there(tp_buf *out, const tp_tables *tables, const char *ending, tp_lang lang)
{
    enum { MOST = 12 };
    size_t n = 0;
    for (size_t i = 0; i < tables->count; i++) {
        const char *name = tables->entries[i].name;
        size_t length = strlen(name), m = strlen(ending);
        if (*name == '.' || length < m || strcasecmp(name + length - m, ending) != 0)
            continue;
        if (n++ < MOST)
            tp_buf_format(out, "%s%s", out->length ? lang == TP_EN ? ", " : "、" : "", name);
        else if (n == MOST + 1)
            tp_buf_text(out, " …");
    }
}

/* One message for all required tables that are missing, with what is there instead. */
static void review_required(tp_tables *tables, const tp_columns *const *known, size_t count,
                            tp_diags *diags)
{
    tp_buf missing[2] = {{0}, {0}}, there[2] = {{0}, {0}}, books[2] = {{0}, {0}};
    for (size_t k = 0; k < count; k++) {
        if (!known[k]->required || named(tables, known[k]))
            continue;
        for (int lang = 0; lang < 2; lang++)
            tp_buf_format(&missing[lang], lang == TP_EN ? "%s%s (%s)" : "%s%s（%s）",
                          missing[lang].length ? lang == TP_EN ? ", " : "、" : "", known[k]->name,
                          known[k]->zh);
    }
    for (int lang = 0; lang < 2; lang++) {
        write_there(&there[lang], tables, "", (tp_lang)lang);
        write_there(&books[lang], tables, ".xlsx", (tp_lang)lang);
    }
    bool any = false;
    for (size_t i = 0; i < tables->count; i++)
        any |= tables->entries[i].readable;
    const tp_msg *msg = !any && books[0].length ? &MSG_BOOKS
                        : there[0].length       ? &MSG_REQUIRED_THERE
                                                : &MSG_REQUIRED_NONE;
    const tp_buf *list = msg == &MSG_BOOKS ? books : there;
    if (missing[0].length)
        tp_diag_error(diags, (tp_pos){.file = tables->path}, msg, missing[TP_ZH].bytes,
                      missing[TP_EN].bytes, list[TP_ZH].length ? list[TP_ZH].bytes : "",
                      list[TP_EN].length ? list[TP_EN].bytes : "");
    for (int lang = 0; lang < 2; lang++) {
        tp_buf_finish(&missing[lang]);
        tp_buf_finish(&there[lang]);
        tp_buf_finish(&books[lang]);
    }
}

tp_status tp_tables_review(tp_tables *tables, const tp_columns *const *known, size_t count,
                           tp_diags *diags, tp_err *err)
{
    tables->reviewed = true;
    review_names(tables, known, count, diags);
    review_required(tables, known, count, diags);
    return diags->out_of_memory ? tp_fail_nomem(err) : TP_OK;
}
