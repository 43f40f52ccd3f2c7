#include "report/writers/docx.h"

#include "report/writers/archive.h"
#include "report/writers/docx_body.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

static tp_status add_text(tp_archive *archive, const char *name, const char *text, tp_err *err)
{
    const tp_buf bytes = {.bytes = (char *)text, .length = strlen(text)};
    return tp_archive_add(archive, name, &bytes, err);
}

static tp_status add_parts(tp_archive *archive, const tp_paper *paper, tp_err *err)
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
    const struct {
        const char *name, *text;
        const tp_buf *bytes;
    } parts[] = {{"[Content_Types].xml", content_types, NULL},
                 {"_rels/.rels", package_rels, NULL},
                 {"word/document.xml", NULL, &body},
                 {"word/_rels/document.xml.rels", document_rels, NULL},
                 {"word/styles.xml", tp_docx_styles, NULL},
                 {"word/settings.xml", tp_docx_settings, NULL},
                 {"word/fontTable.xml", tp_docx_fonts, NULL},
                 {"word/header1.xml", NULL, &header},
                 {"word/header2.xml", NULL, &header},
                 {"word/footer1.xml", NULL, &right},
                 {"word/footer2.xml", NULL, &left}};
    tp_status status = TP_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !status; i++)
        status = parts[i].bytes ? tp_archive_add(archive, parts[i].name, parts[i].bytes, err)
                                : add_text(archive, parts[i].name, parts[i].text, err);
    tp_buf_finish(&body);
    tp_buf_finish(&right);
    tp_buf_finish(&left);
    tp_buf_finish(&header);
    return status;
}

tp_status tp_docx_write(const char *path, const tp_paper *paper, tp_err *err)
{
    char aside[4096];
    tp_archive archive;
    int n = snprintf(aside, sizeof aside, "%s.part", path);
    if (!tp_paper_ok(paper))
        return tp_fail_nomem(err);
    if (n < 0 || (size_t)n >= sizeof aside)
        return tp_fail(err, TP_E_IO, "path too long");
    tp_status status = tp_archive_begin_at(&archive, aside, err);
    if (status)
        return status;
    status = tp_archive_end(&archive, NULL, add_parts(&archive, paper, err), err);
    if (!status && rename(aside, path) != 0)
        status = tp_fail(err, TP_E_IO, "cannot write %s", path);
    if (status)
        unlink(aside);
    return status;
}

tp_status tp_docx_bytes(tp_buf *out, const tp_paper *paper, tp_err *err)
{
    tp_archive archive;
    if (!tp_paper_ok(paper))
        return tp_fail_nomem(err);
    tp_status status = tp_archive_begin(&archive, err);
    return status ? status : tp_archive_end(&archive, out, add_parts(&archive, paper, err), err);
}
