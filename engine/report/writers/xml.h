/* Text within XML and HTML. */
#ifndef TP_REPORT_WRITERS_XML_H
#define TP_REPORT_WRITERS_XML_H

#include "base/buf.h"

/* Markup escaped, characters XML cannot hold dropped. */
void tp_xml_text(tp_buf *out, const char *text);
void tp_xml_bytes(tp_buf *out, const char *text, size_t length); /* a part of a text */

#endif
