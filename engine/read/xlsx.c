#include "read/xlsx_parts.h"

#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const tp_msg MSG_OLD = {"xlsx.old-or-encrypted",
                               "这是旧版 .xls 或加密的工作簿；请去掉密码并另存为 .xlsx",
                               "this is an old .xls or a password-protected workbook; save it as "
                               ".xlsx without a password"};
static const tp_msg MSG_NOT = {"xlsx.not-a-workbook", "既不是数据目录也不是 XLSX 工作簿",
                               "neither a dataset directory nor an XLSX workbook"};
static const tp_msg MSG_ODS = {"xlsx.ods", "这是 ODS 工作簿；请另存为 .xlsx",
                               "this is an ODS workbook; save it as .xlsx"};
static const tp_msg MSG_CSV = {"xlsx.text", "这是单独一张表；请指定存放各表的文件夹",
                               "this is a single table; name the folder that holds the tables"};
static const tp_msg MSG_DAMAGED = {"xlsx.damaged", "工作簿已损坏，无法解读",
                                   "the workbook is damaged and cannot be read"};
static const tp_msg MSG_BOMB = {"xlsx.too-large", "工作簿解压后过大，拒绝读取",
                                "the workbook unpacks to more than is reasonable; it is refused"};
static const tp_msg MSG_DOCTYPE = {"xlsx.doctype", "工作簿含有文档类型声明（DOCTYPE），拒绝读取",
                                   "the workbook contains a document type declaration; it is "
                                   "refused"};
static const tp_msg MSG_PASSWORD = {"xlsx.encrypted", "工作簿已加密；请去掉密码后再保存",
                                    "the workbook is encrypted; save it without a password"};

enum { ALWAYS_ALLOWED = 64 << 20, MOST_RATIO = 200, MOST_SHEETS = 256 };
static const uint64_t MOST_UNPACKED = (uint64_t)1 << 30;

tp_status tp_xlsx_fault(tp_workbook *book, const char *sheet, tp_xml_fault fault, tp_diags *diags,
                        tp_err *err)
{
    static const tp_msg *const messages[] = {
        [TP_XML_ABSENT] = &MSG_DAMAGED,  [TP_XML_DAMAGED] = &MSG_DAMAGED,
        [TP_XML_LARGE] = &MSG_BOMB,      [TP_XML_ENCRYPTED] = &MSG_PASSWORD,
        [TP_XML_DOCTYPE] = &MSG_DOCTYPE, [TP_XML_STOPPED] = &MSG_DAMAGED};
    if (fault == TP_XML_FINE)
        return TP_OK;
    if (fault == TP_XML_NO_MEMORY)
        return tp_fail_nomem(err);
    tp_pos pos = {.file = book->path, .cell = sheet};
    tp_diag_error(diags, pos, messages[fault], "");
    return tp_fail(err, TP_E_INPUT, "%s: %s", book->path, messages[fault]->code);
}

/* ---- the workbook part ---- */

static bool book_start(void *self, const char *name, const char *const *attributes)
{
    tp_workbook *book = self;
    if (strcmp(name, "workbookPr") == 0) {
        const char *flag = tp_xml_attribute(attributes, "date1904");
        book->date1904 = flag && (strcmp(flag, "1") == 0 || strcmp(flag, "true") == 0);
    }
    if (strcmp(name, "sheet") != 0)
        return true;
    const char *title = tp_xml_attribute(attributes, "name");
    const char *relation = NULL;
    /* "r:id" is meant, not another attribute called id. */
    for (const char *const *a = attributes; *a; a += 2) {
        size_t n = strlen(*a);
        if (n > 3 && strcmp(*a + n - 3, ":id") == 0)
            relation = a[1];
    }
    if (!title || !relation)
        return true;
    if (book->n_sheets >= MOST_SHEETS)
        return false;
    if (!tp_arena_grow(book->arena, &book->sheets, &book->sheets_capacity, book->n_sheets, 1))
        return !(book->no_memory = true);
    tp_sheet_part *sheet = &book->sheets[book->n_sheets++];
    const char *state = tp_xml_attribute(attributes, "state");
    *sheet = (tp_sheet_part){.name = tp_text_normal(book->arena, title, strlen(title)),
                             .relation = tp_arena_text(book->arena, relation),
                             .hidden = state && strcmp(state, "visible") != 0};
    return (sheet->name && sheet->relation) || !(book->no_memory = true);
}

/* A relation's target as a member of the archive: relative to the folder of `part`, steps up and on
 * the spot (../, ./) taken. */
static const char *member_of(tp_workbook *book, const char *part, const char *target)
{
    const char *slash = part ? strrchr(part, '/') : NULL;
    size_t folder = *target != '/' && slash ? (size_t)(slash - part) + 1 : 0;
    char *path = tp_arena_format(book->arena, "%.*s%s", (int)folder, part ? part : "",
                                 target + (*target == '/'));
    size_t n = 0;
    for (const char *at = path; at && *at;) {
        size_t step = strcspn(at, "/"), whole = step + (at[step] == '/');
        if (step == 2 && memcmp(at, "..", 2) == 0) {
            n -= n > 0; /* the slash */
            while (n && path[n - 1] != '/')
                n--;
        } else if (step != 1 || *at != '.') {
            memmove(path + n, at, whole);
            n += whole;
        }
        at += whole;
    }
    if (path)
        path[n] = '\0';
    return path;
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

static bool relation_start(void *self, const char *name, const char *const *attributes)
{
    tp_workbook *book = self;
    const char *type = tp_xml_attribute(attributes, "Type");
    const char *target = tp_xml_attribute(attributes, "Target");
    const char *id = tp_xml_attribute(attributes, "Id");
    const char **place = NULL;
    if (strcmp(name, "Relationship") != 0 || !type || !target || !id)
        return true;
    if (!book->n_sheets && ends_with(type, "/officeDocument"))
        place = &book->part;
    else if (ends_with(type, "/sharedStrings"))
        place = &book->strings;
    else if (ends_with(type, "/styles"))
        place = &book->styles;
    else if (ends_with(type, "/worksheet"))
        for (size_t i = 0; i < book->n_sheets && !place; i++)
            if (strcmp(book->sheets[i].relation, id) == 0)
                place = &book->sheets[i].member;
    if (place && !(*place = member_of(book, book->n_sheets ? book->part : NULL, target)))
        book->no_memory = true;
    return !book->no_memory;
}

static tp_xml_fault read_parts(tp_workbook *book)
{
    tp_xml_handler relations = {.self = book, .start = relation_start};
    tp_xml_handler parts = {.self = book, .start = book_start};
    tp_xml_fault fault = tp_xml_read(book->zip, "_rels/.rels", &relations);
    if (fault == TP_XML_FINE && !book->part)
        fault = TP_XML_ABSENT;
    if (fault == TP_XML_FINE)
        fault = tp_xml_read(book->zip, book->part, &parts);
    if (fault == TP_XML_FINE && book->n_sheets) {
        const char *slash = strrchr(book->part, '/');
        size_t folder = slash ? (size_t)(slash - book->part) + 1 : 0;
        char *name = tp_arena_format(book->arena, "%.*s_rels/%s.rels", (int)folder, book->part,
                                     book->part + folder);
        fault = name ? tp_xml_read(book->zip, name, &relations) : TP_XML_NO_MEMORY;
    }
    if (fault == TP_XML_FINE)
        fault = tp_xlsx_read_styles(book);
    if (fault == TP_XML_FINE)
        fault = tp_xlsx_read_strings(book);
    return book->no_memory ? TP_XML_NO_MEMORY : fault;
}

/* ---- opening ---- */

static bool begins_as_compound_file(const char *path)
{
    static const unsigned char magic[] = {0xD0, 0xCF, 0x11, 0xE0};
    unsigned char first[sizeof magic] = {0};
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(first, 1, sizeof first, file) : 0;
    if (file)
        fclose(file);
    return n == sizeof magic && memcmp(first, magic, n) == 0;
}

static tp_status open_archive(tp_workbook *book, tp_diags *diags, tp_err *err)
{
    struct stat info;
    tp_pos whole = {.file = book->path};
    if (stat(book->path, &info) != 0)
        return tp_fail(err, TP_E_IO, "stat %s: %s", book->path, strerror(errno));
    if (!S_ISREG(info.st_mode)) {
        tp_diag_error(diags, whole, &MSG_NOT, "");
        return tp_fail(err, TP_E_INPUT, "%s is not a file", book->path);
    }
    if (begins_as_compound_file(book->path)) {
        tp_diag_error(diags, whole, &MSG_OLD, "");
        return tp_fail(err, TP_E_INPUT, "%s is a compound file", book->path);
    }
    /* No honest workbook is packed tighter than this; a bomb is. */
    uint64_t most = (uint64_t)info.st_size * MOST_RATIO;
    most = most < ALWAYS_ALLOWED ? ALWAYS_ALLOWED : most > MOST_UNPACKED ? MOST_UNPACKED : most;
    tp_status status = tp_unzip_open(&book->zip, book->path, most, err);
    if (status == TP_OK && !book->zip) {
        bool table = ends_with(book->path, ".csv") || ends_with(book->path, ".tsv");
        tp_diag_error(diags, whole, table ? &MSG_CSV : &MSG_NOT, "");
        status = tp_fail(err, TP_E_INPUT, "%s is not a ZIP archive", book->path);
    }
    return status;
}

static bool take_none(void *to, const char *bytes, size_t length)
{
    (void)to;
    (void)bytes;
    (void)length;
    return true;
}

static bool is_ods(const tp_workbook *book)
{
    return tp_unzip_read(book->zip, "META-INF/manifest.xml", take_none, NULL) == TP_UNZIP_FINE;
}

tp_status tp_xlsx_open(tp_workbook **out, const char *path, tp_diags *diags, tp_err *err)
{
    *out = NULL;
    tp_arena *arena = tp_arena_create();
    tp_workbook *book = arena ? tp_arena_alloc(arena, sizeof *book) : NULL;
    if (!book || !(book->path = tp_arena_text(arena, path))) {
        tp_arena_free(arena);
        return tp_fail_nomem(err);
    }
    book->arena = arena;
    tp_status status = open_archive(book, diags, err);
    if (status == TP_OK) {
        tp_xml_fault fault = read_parts(book);
        if (fault == TP_XML_ABSENT) {
            tp_diag_error(diags, (tp_pos){.file = path}, is_ods(book) ? &MSG_ODS : &MSG_NOT, "");
            status = tp_fail(err, TP_E_INPUT, "%s has not the parts of a workbook", path);
        } else {
            status = tp_xlsx_fault(book, NULL, fault, diags, err);
        }
    }
    if (status == TP_OK)
        *out = book;
    else
        tp_xlsx_close(book);
    return status;
}

void tp_xlsx_close(tp_workbook *book)
{
    if (!book)
        return;
    tp_unzip_close(book->zip);
    tp_arena_free(book->arena);
}

size_t tp_xlsx_sheets(const tp_workbook *book)
{
    return book->n_sheets;
}

const char *tp_xlsx_sheet_name(const tp_workbook *book, size_t sheet)
{
    return book->sheets[sheet].name;
}
