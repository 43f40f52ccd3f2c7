/* WordprocessingML. Lengths are twentieths of a point. GB/T 9704-2012 wants 37 mm of white above
 * the first character, 28 mm beside it, and 22 lines of 28 characters that fill 156 × 225 mm. A
 * line is a character and seven eighths of one; a word processor sets the character in the middle
 * of its line, so the margins it is told are half of that space smaller (GB/T 33476.2-2016
 * says 34.58 and 32.58 mm for them). Lines stand on a grid: "exactly" puts four fifths of a line
 * above the baseline, a millimetre too low. What comes out is measured by tests/cli/cli_layout.sh;
 * REPORTS.md has the figures. */
#include "report/writers/docx_body.h"
#include "report/writers/xml.h"

#include <ctype.h>
#include <string.h>

enum { WIDTH_PORTRAIT = 8844, WIDTH_LANDSCAPE = 12756 };

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

/* Small print is set in its own lines, not on the grid of the body. */
#define OFF_GRID "<w:snapToGrid w:val=\"0\"/>"
#define INDENT "<w:ind w:firstLineChars=\"200\" w:firstLine=\"632\"/>"

static const look looks[] = {
    [TP_BLOCK_TITLE] = {XIAOBIAOSONG, 44,
                        "<w:spacing w:before=\"0\" w:after=\"200\" w:line=\"640\""
                        " w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>",
                        false, false},
    [TP_BLOCK_NUMBER] = {FANGSONG, 32, "<w:spacing w:after=\"300\"/><w:jc w:val=\"center\"/>",
                         false, true},
    [TP_BLOCK_ADDRESSEE] = {FANGSONG, 32, "", false, true},
    [TP_BLOCK_HEADING] = {HEITI, 32, "<w:keepNext/>" INDENT, false, true},
    [TP_BLOCK_BODY] = {FANGSONG, 32, INDENT "<w:jc w:val=\"both\"/>", false, true},
    [TP_BLOCK_NOTE] = {FANGSONG, 24, OFF_GRID "<w:spacing w:before=\"60\" w:after=\"120\"/>", false,
                       false},
    [TP_BLOCK_CAPTION] = {HEITI, 28,
                          "<w:keepNext/>" OFF_GRID "<w:spacing w:before=\"160\" w:after=\"80\"/>"
                          "<w:jc w:val=\"center\"/>",
                          false, false},
    [TP_BLOCK_SIGNATURE] = {FANGSONG, 32,
                            "<w:keepNext/><w:ind w:rightChars=\"400\" w:right=\"1264\"/>"
                            "<w:jc w:val=\"right\"/>",
                            false, true},
};

/* Latin words stretched to both edges leave holes. */
static const look english_body = {
    FANGSONG, 32, "<w:ind w:firstLine=\"632\"/><w:jc w:val=\"left\"/>", false, false};

/* The next hyphen at which a date or a code must not be broken ("2026-06-30"); else the end. */
static const char *unbroken_hyphen(const char *text)
{
    for (const char *at = text; *at; at++)
        if (*at == '-' && at > text && isalnum((unsigned char)at[-1]) &&
            isdigit((unsigned char)at[1]))
            return at;
    return text + strlen(text);
}

static void run(tp_buf *out, const look *l, const char *text)
{
    tp_buf_format(out,
                  "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\" w:ascii=\"Times New Roman\""
                  " w:hAnsi=\"Times New Roman\" w:eastAsia=\"%s\"/>%s%s<w:sz w:val=\"%d\"/><w:szCs "
                  "w:val=\"%d\"/><w:lang "
                  "w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr>"
                  "<w:t xml:space=\"preserve\">",
                  l->font, l->bold ? "<w:b/>" : "", l->close ? "<w:spacing w:val=\"-4\"/>" : "",
                  l->half_points, l->half_points);
    for (const char *at = text, *hyphen; *at; at = hyphen) {
        hyphen = unbroken_hyphen(at);
        tp_xml_bytes(out, at, (size_t)(hyphen - at));
        if (!*hyphen)
            break;
        tp_buf_text(out, "</w:t><w:noBreakHyphen/><w:t xml:space=\"preserve\">");
        hyphen++;
    }
    tp_buf_text(out, "</w:t></w:r>");
}

typedef struct flow {
    bool keep;   /* on the page of what follows */
    bool breaks; /* begins a page; a break of its own may fall onto a page by itself */
} flow;

static void paragraph(tp_buf *out, const look *l, const char *text, flow how)
{
    static const char keep[] = "<w:keepNext/>";
    size_t own = strncmp(l->paragraph, keep, sizeof keep - 1) == 0 ? sizeof keep - 1 : 0;
    tp_buf_format(out, "<w:p><w:pPr>%s%s%s</w:pPr>", own || how.keep ? keep : "",
                  how.breaks ? "<w:pageBreakBefore/>" : "", l->paragraph + own);
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
                  "</w:tcPr><w:p><w:pPr>%s" OFF_GRID "<w:spacing w:before=\"20\" w:after=\"20\"/>"
                  "<w:jc w:val=\"%s\"/></w:pPr>",
                  (int)how.width, head ? "<w:shd w:val=\"clear\" w:fill=\"F2F2F2\"/>" : "",
                  how.keep ? "<w:keepNext/>" : "", align);
    run(out, &l, text);
    tp_buf_text(out, "</w:p></w:tc>");
}

static void table(tp_buf *out, const tp_paper_table *t, int32_t total_width, bool keeps_next)
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
            /* Two rows come with the total, so that it never stands alone on a page; the last
             * goes with what follows. */
            bool keep = (t->total && r + 2 >= rows && !total) || (keeps_next && r == rows);
            cell(out, &t->columns[c], text, (cell_look){width, head || (total && c == 0), keep});
        }
        tp_buf_text(out, "</w:tr>");
    }
    tp_buf_text(out, "</w:tbl>");
}

/* Each page's head and foot; the feet of left and right pages mirror each other. */
static void section(tp_buf *out, const tp_paper *paper)
{
    tp_buf_text(out, "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId1\"/>"
                     "<w:headerReference w:type=\"even\" r:id=\"rId2\"/>"
                     "<w:footerReference w:type=\"default\" r:id=\"rId3\"/>"
                     "<w:footerReference w:type=\"even\" r:id=\"rId4\"/>");
    if (paper->landscape)
        tp_buf_text(out,
                    "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"
                    "<w:pgMar w:top=\"1588\" w:right=\"2041\" w:bottom=\"1474\" w:left=\"2041\""
                    " w:header=\"850\" w:footer=\"850\" w:gutter=\"0\"/>");
    else
        tp_buf_text(out,
                    "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
                    "<w:pgMar w:top=\"1943\" w:right=\"1464\" w:bottom=\"1841\" w:left=\"1588\""
                    " w:header=\"1134\" w:footer=\"1420\" w:gutter=\"0\"/>");
    tp_buf_text(out, "<w:docGrid w:type=\"lines\" w:linePitch=\"593\"/></w:sectPr>");
}

static bool empty(const tp_block *block)
{
    return block->kind == TP_BLOCK_BODY && !*block->text;
}

/* Neither signatures nor a last note begin a page alone. */
static bool keeps_next(const tp_paper *paper, size_t i)
{
    tp_block_kind kind = paper->blocks[i].kind;
    if (kind != TP_BLOCK_BODY && kind != TP_BLOCK_TABLE && kind != TP_BLOCK_NOTE)
        return false;
    for (i++; i < paper->n_blocks && empty(&paper->blocks[i]); i++)
        ;
    return i < paper->n_blocks &&
           (paper->blocks[i].kind == TP_BLOCK_SIGNATURE ||
            (paper->blocks[i].kind == TP_BLOCK_NOTE && i + 1 == paper->n_blocks));
}

void tp_docx_body(tp_buf *out, const tp_paper *paper)
{
    int32_t width = paper->landscape ? WIDTH_LANDSCAPE : WIDTH_PORTRAIT;
    tp_buf_text(out, TP_DOCX_DECLARATION "<w:document" TP_DOCX_NAMESPACES "><w:body>");
    for (size_t i = 0; i < paper->n_blocks; i++) {
        const tp_block *block = &paper->blocks[i];
        if (block->kind == TP_BLOCK_TABLE && !block->table->n_cells)
            paragraph(out, &looks[TP_BLOCK_NOTE], tp_paper_words(paper, tp_paper_nothing),
                      (flow){keeps_next(paper, i), false});
        else if (block->kind == TP_BLOCK_TABLE)
            table(out, block->table, width, keeps_next(paper, i));
        else if (block->kind != TP_BLOCK_PAGE)
            paragraph(
                out,
                block->kind == TP_BLOCK_BODY && paper->lang == TP_EN ? &english_body
                                                                     : &looks[block->kind],
                block->text,
                (flow){keeps_next(paper, i), i && paper->blocks[i - 1].kind == TP_BLOCK_PAGE});
    }
    section(out, paper);
    tp_buf_text(out, "</w:body></w:document>");
}
