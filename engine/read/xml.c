#include "read/xml.h"

#include <expat.h>
#include <string.h>

enum { DEEPEST = 64 };

typedef struct parsing {
    XML_Parser parser;
    const tp_xml_handler *handler;
    int depth;
    tp_xml_fault fault;
} parsing;

static const char *local(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *tp_xml_attribute(const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(local(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

static void stop(parsing *p, tp_xml_fault fault)
{
    if (p->fault == TP_XML_FINE)
        p->fault = fault;
    XML_StopParser(p->parser, XML_FALSE);
}

static void on_start(void *data, const char *name, const char **attributes)
{
    parsing *p = data;
    if (p->fault != TP_XML_FINE)
        return;
    if (++p->depth > DEEPEST)
        stop(p, TP_XML_DAMAGED);
    else if (p->handler->start &&
             !p->handler->start(p->handler->self, local(name), (const char *const *)attributes))
        stop(p, TP_XML_STOPPED);
}

static void on_end(void *data, const char *name)
{
    parsing *p = data;
    p->depth--;
    if (p->fault == TP_XML_FINE && p->handler->end &&
        !p->handler->end(p->handler->self, local(name)))
        stop(p, TP_XML_STOPPED);
}

static void on_text(void *data, const char *bytes, int length)
{
    parsing *p = data;
    if (p->fault == TP_XML_FINE && p->handler->text &&
        !p->handler->text(p->handler->self, bytes, (size_t)length))
        stop(p, TP_XML_STOPPED);
}

static void on_doctype(void *data, const char *name, const char *system, const char *public_id,
                       int internal)
{
    (void)name, (void)system, (void)public_id, (void)internal;
    stop(data, TP_XML_DOCTYPE);
}

static tp_xml_fault fault_of(XML_Parser parser)
{
    return XML_GetErrorCode(parser) == XML_ERROR_NO_MEMORY ? TP_XML_NO_MEMORY : TP_XML_DAMAGED;
}

static bool take(void *to, const char *bytes, size_t length)
{
    parsing *p = to;
    if (XML_Parse(p->parser, bytes, (int)length, 0) == XML_STATUS_OK)
        return true;
    if (p->fault == TP_XML_FINE)
        p->fault = fault_of(p->parser);
    return false;
}

tp_xml_fault tp_xml_read(tp_unzip *zip, const char *member, const tp_xml_handler *handler)
{
    parsing p = {.parser = XML_ParserCreate(NULL), .handler = handler};
    if (!p.parser)
        return TP_XML_NO_MEMORY;
    XML_SetUserData(p.parser, &p);
    XML_SetElementHandler(p.parser, on_start, on_end);
    XML_SetCharacterDataHandler(p.parser, on_text);
    XML_SetStartDoctypeDeclHandler(p.parser, on_doctype);
    static const tp_xml_fault faults[] = {
        [TP_UNZIP_FINE] = TP_XML_FINE,           [TP_UNZIP_ABSENT] = TP_XML_ABSENT,
        [TP_UNZIP_DAMAGED] = TP_XML_DAMAGED,     [TP_UNZIP_LARGE] = TP_XML_LARGE,
        [TP_UNZIP_ENCRYPTED] = TP_XML_ENCRYPTED, [TP_UNZIP_STOPPED] = TP_XML_STOPPED,
        [TP_UNZIP_NO_MEMORY] = TP_XML_NO_MEMORY};
    tp_xml_fault unzipped = faults[tp_unzip_read(zip, member, take, &p)];
    if (p.fault == TP_XML_FINE)
        p.fault = unzipped;
    if (p.fault == TP_XML_FINE && XML_Parse(p.parser, "", 0, 1) != XML_STATUS_OK)
        p.fault = p.fault == TP_XML_FINE ? fault_of(p.parser) : p.fault;
    XML_ParserFree(p.parser);
    return p.fault;
}
