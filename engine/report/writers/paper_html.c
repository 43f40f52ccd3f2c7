#include "report/writers/paper_html.h"

#include "report/writers/xml.h"

/* Where Noto stands in for the faces of papers, its characters are as high as theirs. */
#define NOTO(kind)                                                                                 \
    "@font-face{font-family:\"turnpool " kind "\";src:local(\"Noto " kind " CJK SC\");"            \
    "ascent-override:88%;descent-override:12%;line-gap-override:0%}"
#define SERIF "\"turnpool Serif\",\"Noto Serif CJK SC\",\"Noto Sans CJK SC\",serif"
#define FANGSONG "\"仿宋_GB2312\",\"仿宋\",FangSong,STFangsong," SERIF
#define XIAOBIAOSONG "\"方正小标宋简体\",\"FZXiaoBiaoSong-B05S\",STZhongsong," SERIF
#define SONG "\"宋体\",SimSun," SERIF
#define HEITI "\"黑体\",SimHei,\"turnpool Sans\",\"Noto Sans CJK SC\",sans-serif"
/* Margins and pitch as in docx_body.c: half of a line's space is above its characters. */
#define MARGINS "34.6mm 26.2mm 32.5mm 28mm"
#define PITCH "29.59pt"
/* The page number, on the outer side; its dashes stand 7 mm below the last line. */
#define FOOT(side, inset)                                                                          \
    "@page:" side "{@bottom-" side "{content:\"— \" counter(page) \" —\";font:14pt/14pt " SONG     \
    ";vertical-align:top;padding:1.75mm " inset " 0;text-align:" side "}}"
static const char style[] =
    "@page{size:A4;margin:" MARGINS "}" NOTO("Serif") NOTO("Sans") FOOT("right", "16pt") FOOT(
        "left",
        "14pt") "@page wide{size:A4 landscape;margin:28mm 36mm 26mm 36mm}"
                "*{box-sizing:border-box}body{margin:0;background:#eee;color:#000}"
                "main{width:210mm;min-height:297mm;margin:8mm auto;padding:" MARGINS
                ";background:#fff;"
                "font:16pt/" PITCH " " FANGSONG ";letter-spacing:-.25pt;position:relative}"
                "main.wide{width:297mm;min-height:210mm;padding:28mm 36mm 26mm;page:wide}"
                "h1{font:22pt/32pt " XIAOBIAOSONG ";text-align:center;margin:0 0 10pt}"
                "h2{font:16pt/" PITCH " " HEITI ";text-indent:2em;margin:0;break-after:avoid}"
                "p{margin:0;overflow-wrap:anywhere;orphans:1;widows:1}p.number{text-align:center;"
                "margin-bottom:"
                "15pt}"
                "p.body{text-indent:2em;text-align:justify}p.note{break-before:avoid;font-size:"
                "12pt;line-height:18pt;"
                "margin:3pt 0 "
                "6pt}"
                "p.caption{font:14pt/20pt " HEITI
                ";text-align:center;margin:8pt 0 4pt;break-after:avoid}"
                "p.signature{text-align:right;padding-right:4em;break-inside:avoid}"
                "table{width:calc(100% - "
                "1pt);border-collapse:collapse;table-layout:fixed;font-size:12pt;line-height:16pt;"
                "letter-spacing:0}"
                "thead{display:table-header-group}tr{break-inside:avoid}"
                "th,td{border:.5pt solid #000;padding:2pt "
                "3pt;overflow-wrap:anywhere;vertical-align:middle}"
                "th{font-family:" HEITI ";font-weight:400;background:#f2f2f2}"
                "td.right{text-align:right;font-variant-numeric:tabular-nums}td.centre{text-align:"
                "center}"
                "table.tall td{height:24pt}.page{break-after:page}"
                ".draft{position:fixed;top:12mm;left:0;right:0;text-align:center;color:#c00000;"
                "font:700 18pt/1 " HEITI ";letter-spacing:3pt}"
                "p.body:empty{height:" PITCH "}.close{break-inside:avoid;break-before:avoid}@media "
                "screen{.draft{position:absolute}}"
                "@media "
                "print{body{background:#fff}main,main.wide{width:auto;min-height:0;margin:0;"
                "padding:0}"
                ".draft{top:40%;transform:rotate(-25deg);font-size:80pt;opacity:.14}}";

static const char mark_style[] =
    "@page{@top-center{content:\"%s\";color:#c00000;font:700 16pt sans-serif}}";

static void table(tp_buf *out, const tp_paper_table *t)
{
    int64_t sum = 0;
    for (size_t c = 0; c < t->n_columns; c++)
        sum += t->columns[c].width;
    tp_buf_text(out, t->tall ? "<table class=\"tall\">\n<colgroup>" : "<table>\n<colgroup>");
    for (size_t c = 0; c < t->n_columns; c++)
        tp_buf_format(out, "<col style=\"width:%lld.%lld%%\">",
                      (long long)(t->columns[c].width * (int64_t)100 / sum),
                      (long long)(t->columns[c].width * (int64_t)1000 / sum % 10));
    tp_buf_text(out, "</colgroup>\n<thead><tr>");
    for (size_t c = 0; c < t->n_columns; c++) {
        tp_buf_text(out, "<th scope=\"col\">");
        tp_xml_text(out, t->columns[c].title);
        tp_buf_text(out, "</th>");
    }
    tp_buf_text(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < t->n_cells; i++) {
        const tp_paper_column *column = &t->columns[i % t->n_columns];
        if (i % t->n_columns == 0)
            tp_buf_text(out, "<tr>");
        tp_buf_text(out, column->align == TP_CELL_RIGHT    ? "<td class=\"right\">"
                         : column->align == TP_CELL_CENTRE ? "<td class=\"centre\">"
                                                           : "<td>");
        tp_xml_text(out, t->cells[i]);
        tp_buf_text(out, "</td>");
        if (i % t->n_columns == t->n_columns - 1)
            tp_buf_text(out, "</tr>\n");
    }
    tp_buf_text(out, "</tbody></table>\n");
}

static void block(tp_buf *out, const tp_paper *paper, const tp_block *b)
{
    static const char *const open[] = {
        [TP_BLOCK_TITLE] = "<h1>",
        [TP_BLOCK_NUMBER] = "<p class=\"number\">",
        [TP_BLOCK_ADDRESSEE] = "<p>",
        [TP_BLOCK_HEADING] = "<h2>",
        [TP_BLOCK_BODY] = "<p class=\"body\">",
        [TP_BLOCK_NOTE] = "<p class=\"note\">",
        [TP_BLOCK_CAPTION] = "<p class=\"caption\">",
        [TP_BLOCK_SIGNATURE] = "<p class=\"signature\">",
    };
    if (b->kind == TP_BLOCK_TABLE && b->table->n_cells) {
        table(out, b->table);
        return;
    }
    if (b->kind == TP_BLOCK_TABLE) {
        tp_buf_format(out, "<p class=\"note\">%s</p>\n", tp_paper_words(paper, tp_paper_nothing));
        return;
    }
    if (b->kind == TP_BLOCK_PAGE) {
        tp_buf_text(out, "<div class=\"page\"></div>\n");
        return;
    }
    tp_buf_text(out, open[b->kind]);
    tp_xml_text(out, b->text);
    tp_buf_text(out, b->kind == TP_BLOCK_TITLE     ? "</h1>\n"
                     : b->kind == TP_BLOCK_HEADING ? "</h2>\n"
                                                   : "</p>\n");
}

/* An empty line before signatures: it, they and what is noted below begin no page alone. A browser
 * moves the row before them along only if they are one block. */
static bool closes_paper(const tp_paper *paper, size_t i)
{
    return paper->blocks[i].kind == TP_BLOCK_BODY && !*paper->blocks[i].text &&
           i + 1 < paper->n_blocks && paper->blocks[i + 1].kind == TP_BLOCK_SIGNATURE;
}

void tp_paper_html(tp_buf *out, const tp_paper *paper)
{
    tp_buf_format(
        out,
        "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'unsafe-inline'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
        paper->lang == TP_EN ? "en" : "zh-CN");
    tp_xml_text(out, paper->title);
    /* A draft is marked on screen at the top, in print across every page and in its margin. */
    tp_buf_format(out, "</title>\n<style>%s", style);
    if (paper->mark)
        tp_buf_format(out, mark_style, paper->mark);
    tp_buf_format(out, "</style>\n</head>\n<body>\n<main%s>\n",
                  paper->landscape ? " class=\"wide\"" : "");
    if (paper->mark)
        tp_buf_format(out, "<div class=\"draft\">%s</div>\n", paper->mark);
    bool closing = false;
    for (size_t i = 0; i < paper->n_blocks; i++) {
        tp_block_kind kind = paper->blocks[i].kind;
        bool closes = closes_paper(paper, i) ||
                      (closing && (kind == TP_BLOCK_SIGNATURE || kind == TP_BLOCK_NOTE));
        if (closes != closing)
            tp_buf_text(out, closes ? "<div class=\"close\">\n" : "</div>\n");
        closing = closes;
        block(out, paper, &paper->blocks[i]);
    }
    if (closing)
        tp_buf_text(out, "</div>\n");
    tp_buf_text(out, "</main>\n</body>\n</html>\n");
    if (paper->failed)
        out->failed = true;
}
