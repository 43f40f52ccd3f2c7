/* What stands around the text of a Word document: head and foot of a page, defaults, substitutes of
 * fonts. An office's machine has 仿宋 rather than 仿宋_GB2312 since 2007, and a free one has only
 * Noto: the list of fonts names them, so that no program falls back on Japanese forms. */
#include "report/writers/docx_body.h"

const char tp_docx_styles[] = TP_DOCX_DECLARATION
    "<w:styles" TP_DOCX_NAMESPACES "><w:docDefaults><w:rPrDefault><w:rPr>"
    "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"仿宋_GB2312\""
    " w:cs=\"Times New Roman\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>"
    "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>"
    "<w:pPrDefault><w:pPr><w:widowControl w:val=\"0\"/></w:pPr></w:pPrDefault></w:docDefaults>"
    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/>"
    "<w:qFormat/></w:style></w:styles>";

const char tp_docx_settings[] = TP_DOCX_DECLARATION
    "<w:settings" TP_DOCX_NAMESPACES "><w:evenAndOddHeaders/>"
    "<w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat><w:compatSetting"
    " w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\""
    " w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>"
    "</w:settings>";

#define FONT(name, others, family)                                                                 \
    "<w:font w:name=\"" name "\"><w:altName w:val=\"" others "\"/><w:charset w:val=\"86\"/>"       \
    "<w:family w:val=\"" family "\"/></w:font>"
const char tp_docx_fonts[] = TP_DOCX_DECLARATION
    "<w:fonts" TP_DOCX_NAMESPACES
    ">" FONT("仿宋_GB2312", "仿宋,FangSong,STFangsong,Noto Serif CJK SC", "modern")
        FONT("方正小标宋简体", "FZXiaoBiaoSong-B05S,STZhongsong,Noto Serif CJK SC", "auto")
            FONT("宋体", "SimSun,Noto Serif CJK SC", "auto")
                FONT("黑体", "SimHei,Noto Sans CJK SC", "modern") "</w:fonts>";

/* — 1 —: 4号宋体, one character from the outer edge, its dashes 7 mm below the type area. */
void tp_docx_footer(tp_buf *out, bool even)
{
    static const char font[] = "<w:r><w:rPr><w:rFonts w:ascii=\"宋体\" w:hAnsi=\"宋体\""
                               " w:eastAsia=\"宋体\"/><w:sz w:val=\"28\"/></w:rPr>";
    tp_buf_format(out,
                  TP_DOCX_DECLARATION "<w:ftr" TP_DOCX_NAMESPACES "><w:p><w:pPr>"
                                      "<w:snapToGrid w:val=\"0\"/><w:ind w:%s=\"280\"/>"
                                      "<w:jc w:val=\"%s\"/></w:pPr>",
                  even ? "left" : "right", even ? "left" : "right");
    tp_buf_format(out, "%s<w:t xml:space=\"preserve\">— </w:t></w:r>", font);
    tp_buf_format(out, "%s<w:fldChar w:fldCharType=\"begin\"/></w:r>", font);
    tp_buf_format(out, "%s<w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>", font);
    tp_buf_format(out, "%s<w:fldChar w:fldCharType=\"separate\"/></w:r>", font);
    tp_buf_format(out, "%s<w:t>1</w:t></w:r>", font);
    tp_buf_format(out, "%s<w:fldChar w:fldCharType=\"end\"/></w:r>", font);
    tp_buf_format(out, "%s<w:t xml:space=\"preserve\"> —</w:t></w:r>", font);
    tp_buf_text(out, "</w:p></w:ftr>");
}

void tp_docx_header(tp_buf *out, const tp_paper *paper)
{
    tp_buf_text(out, TP_DOCX_DECLARATION "<w:hdr" TP_DOCX_NAMESPACES "><w:p><w:pPr>"
                                         "<w:snapToGrid w:val=\"0\"/><w:jc w:val=\"center\"/>"
                                         "</w:pPr>");
    if (paper->mark)
        tp_buf_format(out,
                      "<w:r><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New "
                      "Roman\" w:eastAsia=\"黑体\"/><w:b/><w:color w:val=\"C00000\"/>"
                      "<w:spacing w:val=\"60\"/><w:sz w:val=\"36\"/></w:rPr>"
                      "<w:t>%s</w:t></w:r>",
                      paper->mark);
    tp_buf_text(out, "</w:p></w:hdr>");
}
