#include "report/writers/xlsx_text.h"

#include <string.h>

bool tp_xlsx_is_nonchar(const char *at)
{
    return (unsigned char)at[0] == 0xEF && (unsigned char)at[1] == 0xBF &&
           (unsigned char)at[2] >= 0xBE;
}

void tp_xlsx_plain(char *out, size_t size, const char *text, size_t most, const char *forbidden)
{
    size_t n = 0;
    for (size_t count = 0; *text; count++) {
        unsigned char c = (unsigned char)*text;
        size_t length = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        count += length == 4; /* two units of UTF-16 */
        if (n + 4 >= size || count >= most)
            break;
        if (c == '&') {
            memcpy(out + n, "＆", 3);
            n += 3;
        } else if (c >= 0x20 && c != 0x7F && !tp_xlsx_is_nonchar(text)) {
            memcpy(out + n, text, length);
            if (strchr(forbidden, c))
                out[n] = '-';
            n += length;
        }
        text += length;
    }
    out[n] = '\0';
}
