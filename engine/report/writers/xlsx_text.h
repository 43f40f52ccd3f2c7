/* Texts as the parts of a workbook can carry them. */
#ifndef TP_REPORT_WRITERS_XLSX_TEXT_H
#define TP_REPORT_WRITERS_XLSX_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* U+FFFE or U+FFFF, which XML cannot carry. */
bool tp_xlsx_is_nonchar(const char *at);
/* What a header, a sheet's name or a property can carry: '&' begins a code there (and the library
 * looks for pictures behind it), so that its full-width twin stands for it; what XML cannot say is
 * left out. At most `most` characters, as a workbook counts them. */
void tp_xlsx_plain(char *out, size_t size, const char *text, size_t most, const char *forbidden);

#endif
