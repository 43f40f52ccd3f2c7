#include "read/source.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 1 << 20 };
static const size_t DEFAULT_MOST = (size_t)1 << 30;

static const tp_msg MSG_MISSING = {"source.missing", "文件不存在", "no such file"};
static const tp_msg MSG_DIRECTORY = {"source.directory", "这是一个目录，需要的是文件",
                                     "this is a directory; a file is needed"};
static const tp_msg MSG_NOT_FILE = {"source.not-a-file", "不是普通文件", "not a regular file"};
static const tp_msg MSG_UNREADABLE = {"source.unreadable", "无法读取：{0}", "cannot be read: {0}"};
static const tp_msg MSG_TOO_LARGE = {"source.too-large", "文件过大：最多允许 {0} 字节",
                                     "the file is too large: at most {0} bytes are allowed"};
static const tp_msg MSG_UTF16 = {"source.utf-16", "文件为 UTF-16 编码，已按此读取",
                                 "the file is in UTF-16 and was read as such"};
static const tp_msg MSG_BINARY = {"source.binary", "不是文本文件（此处为零字节）",
                                  "this is not a text file (there is a zero byte here)"};
static const tp_msg MSG_NO_MARK = {
    "source.binary", "看来是没有标记的 UTF-16 文本；请另存为 UTF-8，或指定 --encoding {0}",
    "this seems to be UTF-16 without its mark; save it as UTF-8, or give --encoding {0}"};
static const tp_msg MSG_FORMAT = {"source.format",
                                  "这是{0}，不是文本；请在表格软件中另存为 CSV UTF-8",
                                  "this is {1}, not a text; save it as CSV UTF-8 from a "
                                  "spreadsheet program"};
static const tp_msg MSG_NEITHER = {
    "source.encoding", "既不是 UTF-8 也不是 GB18030 编码：此处字节无法解读",
    "neither UTF-8 nor GB18030: the bytes here are not a text in either"};
static const tp_msg MSG_NOT_IN = {"source.not-in-encoding", "此处字节不符合 {0} 编码",
                                  "the bytes here are not {0}"};
static const tp_msg MSG_UNKNOWN = {
    "source.unknown-encoding", "不支持的编码“{0}”；可用：utf-8、gb18030、utf-16、big5",
    "unknown encoding \"{0}\"; allowed: utf-8, gb18030, utf-16, big5"};

/* What users call it, and what it is read as. GB2312 and GBK are parts of GB18030. */
static const struct {
    const char *alias, *name;
} encodings[] = {
    {"utf-8", "UTF-8"},       {"utf8", "UTF-8"},        {"gb18030", "GB18030"}, {"gbk", "GB18030"},
    {"gb2312", "GB18030"},    {"cp936", "GB18030"},     {"utf-16", "UTF-16"},   {"utf16", "UTF-16"},
    {"utf-16le", "UTF-16LE"}, {"utf-16be", "UTF-16BE"}, {"big5", "BIG5-HKSCS"},
};

typedef struct bytes {
    char *at;
    size_t length;
} bytes;

/* The position of a byte offset, in lines and bytes of the raw file. */
static tp_pos offset_pos(const char *path, bytes raw, size_t offset)
{
    tp_pos pos = {.file = path, .line = 1};
    size_t start = 0;
    for (size_t i = 0; i < offset && i < raw.length; i++)
        if (raw.at[i] == '\n') {
            pos.line += pos.line < INT32_MAX;
            start = i + 1;
        }
    size_t column = offset - start + 1;
    pos.column = column < INT32_MAX ? (int32_t)column : INT32_MAX;
    return pos;
}

static tp_status read_all(bytes *out, int fd, size_t expected, size_t most, tp_arena *arena,
                          tp_err *err)
{
    /* One byte more than stat promised shows whether the file grew; the last is for the NUL. */
    size_t capacity = expected + 2, length = 0;
    char *buffer = tp_arena_alloc(arena, capacity);
    if (!buffer)
        return tp_fail_nomem(err);
    for (;;) {
        if (length + 1 >= capacity &&
            !tp_arena_grow_(arena, (void **)&buffer, &capacity, length, CHUNK, 1))
            return tp_fail_nomem(err);
        size_t room = capacity - length - 1;
        ssize_t n = read(fd, buffer + length, room < (1u << 30) ? room : (1u << 30));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return tp_fail(err, TP_E_IO, "read: %s", strerror(errno));
        if (n == 0)
            break;
        length += (size_t)n;
        if (length > most)
            break;
    }
    buffer[length] = '\0';
    *out = (bytes){buffer, length};
    return TP_OK;
}

static tp_status load(bytes *out, tp_arena *arena, const char *path, size_t most, tp_diags *diags,
                      tp_err *err)
{
    tp_pos whole = {.file = path};
    char limit[32];
    snprintf(limit, sizeof limit, "%zu", most);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        int reason = errno;
        if (reason == ENOENT || reason == ENOTDIR) {
            tp_diag_add(diags, TP_ERROR, whole, &MSG_MISSING, 0, NULL);
            return tp_fail(err, TP_E_INPUT, "no such file: %s", path);
        }
        tp_diag_error(diags, whole, &MSG_UNREADABLE, strerror(reason));
        return tp_fail(err, TP_E_IO, "open %s: %s", path, strerror(reason));
    }
    struct stat info;
    tp_status status = TP_OK;
    const tp_msg *fault = NULL;
    if (fstat(fd, &info) != 0)
        status = tp_fail(err, TP_E_IO, "stat %s: %s", path, strerror(errno));
    else if (S_ISDIR(info.st_mode))
        fault = &MSG_DIRECTORY;
    else if (!S_ISREG(info.st_mode))
        fault = &MSG_NOT_FILE;
    else if ((uint64_t)info.st_size > most)
        fault = &MSG_TOO_LARGE;
    else
        status = read_all(out, fd, (size_t)info.st_size, most, arena, err);
    close(fd);
    if (status == TP_E_IO)
        tp_diag_error(diags, whole, &MSG_UNREADABLE, err ? err->text : "");
    if (status == TP_OK && !fault && out->length > most)
        fault = &MSG_TOO_LARGE;
    if (fault) {
        tp_diag_error(diags, whole, fault, limit);
        return tp_fail(err, TP_E_INPUT, "%s: %s", path, fault->code);
    }
    return status;
}

/* Converts to UTF-8. TP_E_INPUT and *bad = the offset of the first byte that is not in it. */
static tp_status convert(bytes *out, tp_arena *arena, bytes raw, const char *from, size_t *bad,
                         tp_err *err)
{
    iconv_t cd = iconv_open("UTF-8", from);
    if (cd == (iconv_t)-1)
        return tp_fail(err, TP_E_INTERNAL, "iconv does not know %s", from);
    /* ASCII stays one byte; everything else takes two bytes or more and becomes at most four. */
    size_t room = raw.length * 2 + 8;
    char *text = tp_arena_alloc(arena, room + 1);
    if (!text) {
        iconv_close(cd);
        return tp_fail_nomem(err);
    }
    char *in = raw.at, *to = text;
    size_t in_left = raw.length, out_left = room;
    size_t done = iconv(cd, &in, &in_left, &to, &out_left);
    if (done != (size_t)-1)
        done = iconv(cd, NULL, NULL, &to, &out_left);
    iconv_close(cd);
    *bad = raw.length - in_left;
    if (done == (size_t)-1 || in_left)
        return tp_fail(err, TP_E_INPUT, "not %s at byte %zu", from, *bad);
    *to = '\0';
    *out = (bytes){text, (size_t)(to - text)};
    return TP_OK;
}

static bytes without_bom(bytes raw)
{
    if (raw.length >= 3 && memcmp(raw.at, "\xEF\xBB\xBF", 3) == 0)
        return (bytes){raw.at + 3, raw.length - 3};
    return raw;
}

static bool is_utf16(bytes raw)
{
    return raw.length >= 2 &&
           (memcmp(raw.at, "\xFF\xFE", 2) == 0 || memcmp(raw.at, "\xFE\xFF", 2) == 0);
}

/* Says what a file with a zero byte at `zero` is, as far as its first bytes tell. */
static void report_binary(tp_diags *diags, const char *path, bytes raw, const char *zero)
{
    static const struct {
        const char *magic;
        size_t length;
        tp_words name;
    } known[] = {{"PK\x03\x04",
                  4,
                  {"工作簿（.xlsx、.ods）或压缩文件", "a workbook (.xlsx, .ods) or archive"}},
                 {"\xD0\xCF\x11\xE0",
                  4,
                  {"旧版 Office 文件（.xls、.doc）", "an old Office file (.xls, .doc)"}},
                 {"%PDF", 4, {"PDF 文件", "a PDF file"}}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (raw.length >= known[i].length && !memcmp(raw.at, known[i].magic, known[i].length)) {
            tp_diag_error(diags, (tp_pos){.file = path}, &MSG_FORMAT, known[i].name.zh,
                          known[i].name.en);
            return;
        }
    size_t at[2] = {0, 0};
    for (size_t i = 0; i < raw.length; i++)
        at[i % 2] += !raw.at[i];
    bool little = at[1] > 8 * at[0], big = at[0] > 8 * at[1];
    if (raw.length % 2 == 0 && (little || big) && at[0] + at[1] >= raw.length / 16)
        tp_diag_error(diags, (tp_pos){.file = path}, &MSG_NO_MARK,
                      little ? "utf-16le" : "utf-16be");
    else
        tp_diag_error(diags, offset_pos(path, raw, (size_t)(zero - raw.at)), &MSG_BINARY, "");
}

bool tp_source_is_text_fault(const tp_diags *diags)
{
    return diags->count == 1 && (!strcmp(diags->items[0].code, MSG_NOT_IN.code) ||
                                 !strcmp(diags->items[0].code, MSG_BINARY.code));
}

bool tp_source_is_other_kind(const tp_diags *diags)
{
    return diags->count == 1 && (!strcmp(diags->items[0].code, MSG_FORMAT.code) ||
                                 !strcmp(diags->items[0].code, MSG_DIRECTORY.code));
}

static void set_text(tp_source *out, bytes text, const char *encoding)
{
    out->text = out->own = text.at;
    out->length = text.length;
    out->encoding = encoding;
}

static tp_status decode_as(tp_source *out, tp_arena *arena, bytes raw, const char *encoding,
                           tp_diags *diags, tp_err *err)
{
    bytes text = without_bom(raw);
    size_t bad = 0;
    tp_status status = TP_OK;
    if (strcmp(encoding, "UTF-8") != 0) {
        /* GB18030 files may carry a BOM of their own (84 31 95 33), which becomes EF BB BF. */
        status = convert(&text, arena, raw, encoding, &bad, err);
        if (status == TP_OK)
            text = without_bom(text);
    } else if (!tp_text_valid(text.at, text.length, &bad)) {
        bad += (size_t)(text.at - raw.at);
        status = tp_fail(err, TP_E_INPUT, "not UTF-8 at byte %zu", bad);
    }
    if (status == TP_E_INPUT)
        tp_diag_error(diags, offset_pos(out->path, raw, bad), &MSG_NOT_IN, encoding);
    set_text(out, text, encoding);
    return status;
}

static tp_status detect(tp_source *out, tp_arena *arena, bytes raw, tp_diags *diags, tp_err *err)
{
    if (is_utf16(raw)) {
        tp_status status = decode_as(out, arena, raw, "UTF-16", diags, err);
        if (status == TP_OK)
            tp_diag_note(diags, (tp_pos){.file = out->path}, &MSG_UTF16, "");
        return status;
    }
    bytes text = without_bom(raw);
    if (text.at != raw.at)
        return decode_as(out, arena, raw, "UTF-8", diags, err);
    if (tp_text_valid(text.at, text.length, NULL)) {
        set_text(out, text, "UTF-8");
        return TP_OK;
    }
    size_t bad = 0;
    tp_status status = convert(&text, arena, raw, "GB18030", &bad, err);
    if (status == TP_E_INPUT)
        tp_diag_add(diags, TP_ERROR, offset_pos(out->path, raw, bad), &MSG_NEITHER, 0, NULL);
    set_text(out, without_bom(text), "GB18030");
    return status;
}

/* The name it is read as; NULL if unknown. */
static const char *known_encoding(const char *wanted)
{
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if (strcasecmp(wanted, encodings[i].alias) == 0)
            return encodings[i].name;
    return NULL;
}

tp_status tp_source_read(tp_source *out, tp_arena *arena, const char *path,
                         const tp_source_options *options, tp_diags *diags, tp_err *err)
{
    const char *wanted = options ? options->encoding : NULL;
    const char *encoding = wanted ? known_encoding(wanted) : NULL;
    size_t most = options && options->most_bytes ? options->most_bytes : DEFAULT_MOST;
    *out = (tp_source){.path = tp_arena_text(arena, path), .text = ""};
    if (!out->path)
        return tp_fail_nomem(err);
    if (wanted && !encoding) {
        tp_diag_error(diags, (tp_pos){.file = path}, &MSG_UNKNOWN, wanted);
        return tp_fail(err, TP_E_INPUT, "unknown encoding %s", wanted);
    }
    bytes raw = {NULL, 0};
    tp_status status = load(&raw, arena, path, most, diags, err);
    if (status != TP_OK)
        return status;
    /* Every line of a table in UTF-16 has zero bytes: without any it is something else, and only
     * others of the same dataset are in UTF-16. */
    const char *zero = memchr(raw.at, '\0', raw.length);
    bool wide = encoding ? strncmp(encoding, "UTF-16", 6) == 0 : is_utf16(raw);
    if (encoding && !strcmp(encoding, "UTF-16") && !zero && !is_utf16(raw)) {
        encoding = NULL;
        wide = false;
    }
    bytes junk = raw;
    if (!zero || wide) {
        status = encoding ? decode_as(out, arena, raw, encoding, diags, err)
                          : detect(out, arena, raw, diags, err);
        if (status != TP_OK)
            return status;
        junk = (bytes){out->own, out->length};
        zero = wide ? memchr(out->text, '\0', out->length) : NULL;
    }
    if (zero) {
        report_binary(diags, path, junk, zero);
        return tp_fail(err, TP_E_INPUT, "%s is not a text", path);
    }
    return TP_OK;
}
