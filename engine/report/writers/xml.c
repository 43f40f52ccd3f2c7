#include "report/writers/xml.h"

#include <string.h>

void tp_xml_text(tp_buf *out, const char *text)
{
    tp_xml_bytes(out, text, strlen(text));
}

void tp_xml_bytes(tp_buf *out, const char *text, size_t length)
{
    for (const char *at = text; at < text + length; at++) {
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
