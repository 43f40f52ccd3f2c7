#include "report/writers/docx.h"

#include "report/writers/docx_body.h"
#include "report/writers/memory.h"

#include <minizip/zip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROOM = 1 << 20 };

#define TYPE(part, kind)                                                                           \
    "<Override PartName=\"/word/" part ".xml\" ContentType=\"application/"                         \
    "vnd.openxmlformats-officedocument.wordprocessingml." kind "+xml\"/>"
static const char content_types[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\""
    " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>" TYPE("document", "document.main")
        TYPE("styles", "styles") TYPE("settings", "settings") TYPE("fontTable", "fontTable")
            TYPE("header1", "header") TYPE("header2", "header") TYPE("footer1", "footer")
                TYPE("footer2", "footer") "</Types>";
#define RELATIONS                                                                                  \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define RELATION(id, kind, part)                                                                   \
    "<Relationship Id=\"rId" id "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/" \
    "relationships/" kind "\" Target=\"" part ".xml\"/>"
static const char package_rels[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" RELATIONS RELATION(
        "1", "officeDocument", "word/document") "</Relationships>";
static const char document_rels[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" RELATIONS RELATION(
        "1", "header", "header1") RELATION("2", "header", "header2")
        RELATION("3", "footer", "footer1") RELATION("4", "footer", "footer2")
            RELATION("5", "styles", "styles") RELATION("6", "settings", "settings")
                RELATION("7", "fontTable", "fontTable") "</Relationships>";

/* One part, dated 1980-01-01 so that the bytes depend on the paper alone. */
static bool add_part(zipFile zip, const char *name, const char *bytes, size_t length)
{
    zip_fileinfo info;
    memset(&info, 0, sizeof info);
    info.tmz_date.tm_mday = 1;
    info.tmz_date.tm_year = 1980;
    if (zipOpenNewFileInZip(zip, name, &info, NULL, 0, NULL, 0, NULL, Z_DEFLATED,
                            Z_DEFAULT_COMPRESSION) != ZIP_OK)
        return false;
    bool ok = length <= UINT32_MAX && zipWriteInFileInZip(zip, bytes, (unsigned)length) == ZIP_OK;
    return zipCloseFileInZip(zip) == ZIP_OK && ok;
}

static bool add_text(zipFile zip, const char *name, const char *text)
{
    return add_part(zip, name, text, strlen(text));
}

static bool add_buf(zipFile zip, const char *name, const tp_buf *buf)
{
    return tp_buf_ok(buf) && add_part(zip, name, buf->bytes, buf->length);
}

static bool write_parts(zipFile zip, const tp_paper *paper)
{
    tp_buf body, right, left, header;
    tp_buf_init(&body);
    tp_buf_init(&right);
    tp_buf_init(&left);
    tp_buf_init(&header);
    tp_docx_body(&body, paper);
    tp_docx_footer(&right, false);
    tp_docx_footer(&left, true);
    tp_docx_header(&header, paper);
    bool ok =
        add_text(zip, "[Content_Types].xml", content_types) &&
        add_text(zip, "_rels/.rels", package_rels) && add_buf(zip, "word/document.xml", &body) &&
        add_text(zip, "word/_rels/document.xml.rels", document_rels) &&
        add_text(zip, "word/styles.xml", tp_docx_styles) &&
        add_text(zip, "word/settings.xml", tp_docx_settings) &&
        add_text(zip, "word/fontTable.xml", tp_docx_fonts) &&
        add_buf(zip, "word/header1.xml", &header) && add_buf(zip, "word/header2.xml", &header) &&
        add_buf(zip, "word/footer1.xml", &right) && add_buf(zip, "word/footer2.xml", &left);
    tp_buf_finish(&body);
    tp_buf_finish(&right);
    tp_buf_finish(&left);
    tp_buf_finish(&header);
    return ok;
}

static tp_status write_zip(const char *path, const tp_paper *paper, tp_err *err)
{
    if (!tp_paper_ok(paper))
        return tp_fail_nomem(err);
    /* minizip does not check all of its allocations: what it will need is asked for beforehand. */
    void *room = malloc(ROOM);
    free(room);
    if (!room)
        return tp_fail_nomem(err);
    zipFile zip = zipOpen64(path, APPEND_STATUS_CREATE);
    if (!zip)
        return tp_fail(err, TP_E_IO, "cannot write %s", path);
    bool ok = write_parts(zip, paper);
    return zipClose(zip, NULL) == ZIP_OK && ok ? TP_OK
                                               : tp_fail(err, TP_E_IO, "cannot write %s", path);
}

tp_status tp_docx_write(const char *path, const tp_paper *paper, tp_err *err)
{
    char aside[4096];
    int n = snprintf(aside, sizeof aside, "%s.part", path);
    if (n < 0 || (size_t)n >= sizeof aside)
        return tp_fail(err, TP_E_IO, "path too long");
    tp_status status = write_zip(aside, paper, err);
    if (!status && rename(aside, path) != 0)
        status = tp_fail(err, TP_E_IO, "cannot write %s", path);
    if (status)
        unlink(aside);
    return status;
}

tp_status tp_docx_bytes(tp_buf *out, const tp_paper *paper, tp_err *err)
{
    char path[TP_MEMORY_PATH];
    int file;
    tp_status status = tp_memory_file(&file, path, err);
    if (status)
        return status;
    status = write_zip(path, paper, err);
    if (!status)
        status = tp_memory_read(out, file, err);
    close(file);
    return status;
}
