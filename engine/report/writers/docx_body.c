/* WordprocessingML. Lengths are twentieths of a point; GB/T 9704-2012 in these units: A4 11906 ×
 * 16838, margins 2098 (37 mm) top and 1588 (28 mm) left, right 1474 and bottom 1984 so that the
 * type area is 156 × 225 mm; 22 lines of 579; 28 characters of 3号 (16 pt) set 0.25 pt closer. */
#include "report/writers/docx_body.h"
#include "report/writers/docx.h"

#include <string.h>

enum { WIDTH_PORTRAIT = 8844, WIDTH_LANDSCAPE = 12756 };

#define NAMESPACES                                                                                 \
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""                    \
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

#define SONG "宋体"
#define FANGSONG "仿宋_GB2312"
#define HEITI "黑体"
#define XIAOBIAOSONG "方正小标宋简体"

typedef struct look {
    const char *font;
    int half_points;
    const char *paragraph; /* pPr content */
    bool bold;
    bool close; /* the 28-character setting */
} look;

static const look looks[] = {
    [TP_BLOCK_TITLE] = {XIAOBIAOSONG, 44,
                        "<w:spacing w:before=\"0\" w:after=\"200\" w:line=\"640\""
                        " w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>",
                        false, false},
    [TP_BLOCK_NUMBER] = {FANGSONG, 32,
                         "<w:spacing w:after=\"300\" w:line=\"579\" w:lineRule=\"exact\"/>"
                         "<w:jc w:val=\"center\"/>",
                         false, true},
    [TP_BLOCK_ADDRESSEE] = {FANGSONG, 32, "<w:spacing w:line=\"579\" w:lineRule=\"exact\"/>", false,
                            true},
    [TP_BLOCK_HEADING] = {HEITI, 32,
                          "<w:keepNext/><w:spacing w:line=\"579\" w:lineRule=\"exact\"/>"
                          "<w:ind w:firstLineChars=\"200\" w:firstLine=\"630\"/>",
                          false, true},
    [TP_BLOCK_BODY] =
        {FANGSONG, 32,
         "<w:spacing w:line=\"579\" w:lineRule=\"exact\"/>"
         "<w:ind w:firstLineChars=\"200\" w:firstLine=\"630\"/><w:jc w:val=\"both\"/>",
         false, true},
    [TP_BLOCK_NOTE] = {FANGSONG, 24, "<w:spacing w:before=\"60\" w:after=\"120\"/>", false, false},
    [TP_BLOCK_CAPTION] = {HEITI, 28,
                          "<w:keepNext/><w:spacing w:before=\"160\" w:after=\"80\"/>"
                          "<w:jc w:val=\"center\"/>",
                          false, false},
    [TP_BLOCK_SIGNATURE] = {FANGSONG, 32,
                            "<w:keepNext/><w:spacing w:line=\"579\" w:lineRule=\"exact\"/>"
                            "<w:ind w:rightChars=\"400\" w:right=\"1260\"/><w:jc w:val=\"right\"/>",
                            false, true},
};

/* Latin words stretched to both edges leave holes. */
static const look english_body = {FANGSONG, 32,
                                  "<w:spacing w:line=\"579\" w:lineRule=\"exact\"/>"
                                  "<w:ind w:firstLine=\"630\"/><w:jc w:val=\"left\"/>",
                                  false, false};

void tp_xml_text(tp_buf *out, const char *text)
{
    for (const char *at = text; *at; at++) {
        unsigned char c = (unsigned char)*at;
        if (c == '&')
            tp_buf_text(out, "&amp;");
        else if (c == '<')
            tp_buf_text(out, "&lt;");
        else if (c == '>')
            tp_buf_text(out, "&gt;");
        else if (c == '"')
            tp_buf_text(out, "&quot;");
        else if (c == 0xEF && (unsigned char)at[1] == 0xBF && (unsigned char)at[2] >= 0xBE) {
            tp_buf_text(out, "\xEF\xBF\xBD"); /* U+FFFE, U+FFFF: XML knows no way to say them */
            at += 2;
        } else if (c >= 0x20 || c == '\t' || c == '\n' || c == '\r')
            tp_buf_char(out, (char)c);
    }
}

static void run(tp_buf *out, const look *l, const char *text)
{
    tp_buf_format(out,
                  "<w:r><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\""
                  " w:eastAsia=\"%s\"/>%s%s<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/><w:lang "
                  "w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr>"
                  "<w:t xml:space=\"preserve\">",
                  l->font, l->bold ? "<w:b/>" : "", l->close ? "<w:spacing w:val=\"-5\"/>" : "",
                  l->half_points, l->half_points);
    tp_xml_text(out, text);
    tp_buf_text(out, "</w:t></w:r>");
}

static void paragraph(tp_buf *out, const look *l, const char *text)
{
    tp_buf_format(out, "<w:p><w:pPr>%s</w:pPr>", l->paragraph);
    run(out, l, text);
    tp_buf_text(out, "</w:p>");
}

typedef struct cell_look {
    int32_t width;
    bool head;
    bool keep; /* on the page of the row after it */
} cell_look;

static void cell(tp_buf *out, const tp_paper_column *column, const char *text, cell_look how)
{
    bool head = how.head;
    const char *align = head || column->align == TP_CELL_CENTRE ? "center"
                        : column->align == TP_CELL_RIGHT        ? "right"
                                                                : "left";
    look l = {head ? HEITI : FANGSONG, 24, "", false, false};
    tp_buf_format(out,
                  "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>%s<w:vAlign w:val=\"center\"/>"
                  "</w:tcPr><w:p><w:pPr>%s<w:spacing w:before=\"20\" w:after=\"20\"/>"
                  "<w:jc w:val=\"%s\"/></w:pPr>",
                  (int)how.width, head ? "<w:shd w:val=\"clear\" w:fill=\"F2F2F2\"/>" : "",
                  how.keep ? "<w:keepNext/>" : "", align);
    run(out, &l, text);
    tp_buf_text(out, "</w:p></w:tc>");
}

static void table(tp_buf *out, const tp_paper_table *t, int32_t total_width)
{
    static const char *const sides[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
    int64_t sum = 0;
    for (size_t c = 0; c < t->n_columns; c++)
        sum += t->columns[c].width;
    tp_buf_format(out,
                  "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>"
                  "<w:tblBorders>",
                  (int)total_width);
    for (size_t i = 0; i < 6; i++)
        tp_buf_format(out, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>",
                      sides[i]);
    tp_buf_text(out,
                "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"60\""
                " w:type=\"dxa\"/><w:right w:w=\"60\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
                "<w:tblGrid>");
    for (size_t c = 0; c < t->n_columns; c++)
        tp_buf_format(out, "<w:gridCol w:w=\"%lld\"/>",
                      (long long)(t->columns[c].width * (int64_t)total_width / sum));
    tp_buf_text(out, "</w:tblGrid>");
    size_t rows = t->n_columns ? t->n_cells / t->n_columns : 0;
    for (size_t r = 0; r <= rows; r++) {
        bool head = r == 0;
        tp_buf_format(out, "<w:tr><w:trPr><w:cantSplit/>%s%s</w:trPr>",
                      t->tall && !head ? "<w:trHeight w:val=\"480\"/>" : "",
                      head ? "<w:tblHeader/>" : "");
        for (size_t c = 0; c < t->n_columns; c++) {
            int32_t width = (int32_t)(t->columns[c].width * (int64_t)total_width / sum);
            const char *text = head ? t->columns[c].title : t->cells[(r - 1) * t->n_columns + c];
            bool total = t->total && r == rows;
            /* Two rows come with the total, so that it never stands alone on a page. */
            bool keep = t->total && r + 2 >= rows && !total;
            cell(out, &t->columns[c], text, (cell_look){width, head || (total && c == 0), keep});
        }
        tp_buf_text(out, "</w:tr>");
    }
    tp_buf_text(out, "</w:tbl>");
}

static void section(tp_buf *out, const tp_paper *paper)
{
    tp_buf_text(out, "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/>"
                     "<w:footerReference w:type=\"default\" r:id=\"rId1\"/>");
    if (paper->landscape)
        tp_buf_text(out,
                    "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"
                    "<w:pgMar w:top=\"1588\" w:right=\"2041\" w:bottom=\"1474\" w:left=\"2041\""
                    " w:header=\"850\" w:footer=\"850\" w:gutter=\"0\"/>");
    else
        tp_buf_text(out,
                    "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
                    "<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\""
                    " w:header=\"1134\" w:footer=\"1417\" w:gutter=\"0\"/>");
    tp_buf_text(out, "</w:sectPr>");
}

void tp_docx_body(tp_buf *out, const tp_paper *paper)
{
    int32_t width = paper->landscape ? WIDTH_LANDSCAPE : WIDTH_PORTRAIT;
    tp_buf_text(out, DECLARATION "<w:document" NAMESPACES "><w:body>");
    for (size_t i = 0; i < paper->n_blocks; i++) {
        const tp_block *block = &paper->blocks[i];
        if (block->kind == TP_BLOCK_TABLE)
            table(out, block->table, width);
        else if (block->kind == TP_BLOCK_PAGE)
            tp_buf_text(out, "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
        else if (block->kind == TP_BLOCK_BODY && paper->lang == TP_EN)
            paragraph(out, &english_body, block->text);
        else
            paragraph(out, &looks[block->kind], block->text);
    }
    section(out, paper);
    tp_buf_text(out, "</w:body></w:document>");
}

void tp_docx_footer(tp_buf *out)
{
    static const look l = {SONG, 28, "", false, false};
    tp_buf_text(out,
                DECLARATION "<w:ftr" NAMESPACES "><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>");
    run(out, &l, "— ");
    tp_buf_text(out, "<w:r><w:rPr><w:rFonts w:eastAsia=\"" SONG "\"/><w:sz w:val=\"28\"/></w:rPr>"
                     "<w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:rPr><w:sz w:val=\"28\"/>"
                     "</w:rPr><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"
                     "<w:r><w:rPr><w:sz w:val=\"28\"/></w:rPr><w:fldChar"
                     " w:fldCharType=\"separate\"/></w:r><w:r><w:rPr><w:sz w:val=\"28\"/></w:rPr>"
                     "<w:t>1</w:t></w:r><w:r><w:rPr><w:sz w:val=\"28\"/></w:rPr><w:fldChar"
                     " w:fldCharType=\"end\"/></w:r>");
    run(out, &l, " —");
    tp_buf_text(out, "</w:p></w:ftr>");
}

void tp_docx_header(tp_buf *out, const tp_paper *paper)
{
    tp_buf_text(out,
                DECLARATION "<w:hdr" NAMESPACES "><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>");
    if (paper->mark)
        tp_buf_format(out,
                      "<w:r><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New "
                      "Roman\" w:eastAsia=\"" HEITI "\"/><w:b/><w:color w:val=\"C00000\"/>"
                      "<w:spacing w:val=\"60\"/><w:sz w:val=\"36\"/></w:rPr>"
                      "<w:t>%s</w:t></w:r>",
                      paper->mark);
    tp_buf_text(out, "</w:p></w:hdr>");
}
