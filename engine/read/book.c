/* What a file of the office's is, by its bytes, and the reader that takes it. */
#include "read/grid_parts.h"

#include "base/buf.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const tp_msg MSG_MISSING = {"book.missing", "文件不存在", "no such file"};
static const tp_msg MSG_NOT_FILE = {"book.not-a-file", "不是普通文件，需要的是工作簿或文本表",
                                    "not a regular file; a workbook or a table in text is needed"};
static const tp_msg MSG_UNREADABLE = {"book.unreadable", "无法读取：{0}", "cannot be read: {0}"};
static const tp_msg MSG_NOT = {
    "book.not-a-table", "不是可读的表格；可读：.xlsx、.xlsm、.xls、.ods、.csv、制表符分隔文本",
    "not a table that can be read; .xlsx, .xlsm, .xls, .ods, .csv and "
    "tab-separated text can"};

/* No honest workbook is packed tighter than this; a bomb is. */
enum { ALWAYS_ALLOWED = 64 << 20, MOST_RATIO = 200, FIRST = 8 };
static const uint64_t MOST_UNPACKED = (uint64_t)1 << 30;

static bool take_type(void *to, const char *bytes, size_t length)
{
    return tp_buf_add(to, bytes, length > 200 ? 200 : length), false;
}

static tp_status read_zip(tp_book *book, uint64_t size, tp_diags *diags, tp_err *err)
{
    uint64_t most = size * MOST_RATIO;
    tp_unzip *zip = NULL;
    tp_buf type = {0};
    most = most < ALWAYS_ALLOWED ? ALWAYS_ALLOWED : most > MOST_UNPACKED ? MOST_UNPACKED : most;
    tp_status status = tp_unzip_open(&zip, book->path, most, err);
    if (status == TP_OK && !zip)
        return tp_grid_refuse(book, NULL, &MSG_NOT, diags, err);
    if (status != TP_OK)
        return status;
    tp_unzip_read(zip, "mimetype", take_type, &type);
    bool ods = type.length && strstr(type.bytes, "opendocument.spreadsheet");
    tp_buf_finish(&type);
    if (ods) {
        status = tp_grid_read_ods(book, zip, diags, err);
        tp_unzip_close(zip);
        return status;
    }
    tp_unzip_close(zip);
    return tp_grid_read_xlsx(book, diags, err);
}

static tp_status read_book(tp_book *book, const char *encoding, tp_diags *diags, tp_err *err)
{
    static const unsigned char compound[] = {0xD0, 0xCF, 0x11, 0xE0};
    struct stat info;
    unsigned char first[FIRST] = {0};
    if (stat(book->path, &info) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return tp_grid_refuse(book, NULL, &MSG_MISSING, diags, err);
        tp_diag_error(diags, ((tp_pos){.file = book->path}), &MSG_UNREADABLE, strerror(errno));
        return tp_fail(err, TP_E_IO, "stat %s: %s", book->path, strerror(errno));
    }
    if (!S_ISREG(info.st_mode))
        return tp_grid_refuse(book, NULL, &MSG_NOT_FILE, diags, err);
    FILE *file = fopen(book->path, "rb");
    if (!file) {
        tp_diag_error(diags, ((tp_pos){.file = book->path}), &MSG_UNREADABLE, strerror(errno));
        return tp_fail(err, TP_E_IO, "open %s: %s", book->path, strerror(errno));
    }
    size_t n = fread(first, 1, sizeof first, file);
    fclose(file);
    if (n >= 4 && memcmp(first, "PK\x03\x04", 4) == 0)
        return read_zip(book, (uint64_t)info.st_size, diags, err);
    if (n >= 4 && memcmp(first, compound, 4) == 0)
        return tp_grid_read_xls(book, diags, err);
    return tp_grid_read_text(book, encoding, diags, err);
}

tp_status tp_book_read(tp_book **out, const char *path, const char *encoding, tp_diags *diags,
                       tp_err *err)
{
    *out = NULL;
    tp_arena *arena = tp_arena_create();
    tp_book *book = arena ? tp_arena_alloc(arena, sizeof *book) : NULL;
    if (!book || !(book->path = tp_arena_text(arena, path))) {
        tp_arena_free(arena);
        return tp_fail_nomem(err);
    }
    book->arena = arena;
    tp_status status = read_book(book, encoding, diags, err);
    if (status == TP_OK)
        *out = book;
    else
        tp_book_free(book);
    return status;
}
