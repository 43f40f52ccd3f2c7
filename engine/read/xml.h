/* XML in pieces, for the parts of a workbook. The only place that knows expat.
 * A document type is refused: no entities, no external files. Names come without prefix. */
#ifndef TP_READ_XML_H
#define TP_READ_XML_H

#include "read/unzip.h"

typedef struct tp_xml_handler {
    void *self;
    /* attributes: name, value, name, value …, NULL. Any may be NULL; false stops. */
    bool (*start)(void *self, const char *name, const char *const *attributes);
    bool (*end)(void *self, const char *name);
    bool (*text)(void *self, const char *bytes, size_t length);
} tp_xml_handler;

typedef enum tp_xml_fault {
    TP_XML_FINE,
    TP_XML_ABSENT,
    TP_XML_DAMAGED, /* not well-formed, or does not unpack */
    TP_XML_LARGE,
    TP_XML_ENCRYPTED,
    TP_XML_DOCTYPE,
    TP_XML_STOPPED,
    TP_XML_NO_MEMORY
} tp_xml_fault;

tp_xml_fault tp_xml_read(tp_unzip *zip, const char *member, const tp_xml_handler *handler);
/* Value of an attribute, NULL if absent; the name without prefix. */
const char *tp_xml_attribute(const char *const *attributes, const char *name);

#endif
