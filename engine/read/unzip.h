/* Reading members of a ZIP archive, bounded: what a hostile archive unpacks to is capped.
 * The only place that knows minizip's reading half. Owns: the handle owns the open file. */
#ifndef TP_READ_UNZIP_H
#define TP_READ_UNZIP_H

#include "base/err.h"

#include <stdint.h>

typedef struct tp_unzip tp_unzip;

typedef enum tp_unzip_fault {
    TP_UNZIP_FINE,
    TP_UNZIP_ABSENT,    /* no such member */
    TP_UNZIP_DAMAGED,   /* it does not unpack, or its CRC is wrong */
    TP_UNZIP_LARGE,     /* the archive unpacks to more than it may */
    TP_UNZIP_ENCRYPTED, /* the member needs a password */
    TP_UNZIP_STOPPED,   /* `take` said so */
    TP_UNZIP_NO_MEMORY
} tp_unzip_fault;

/* *out = NULL with TP_OK: not a ZIP archive. most_bytes: what all members read may unpack to. */
tp_status tp_unzip_open(tp_unzip **out, const char *path, uint64_t most_bytes, tp_err *err);
void tp_unzip_close(tp_unzip *zip); /* accepts NULL */
/* Unpacks a member piece by piece; `take` returns false to stop. Names ignore case. */
tp_unzip_fault tp_unzip_read(tp_unzip *zip, const char *name,
                             bool (*take)(void *to, const char *bytes, size_t length), void *to);

#endif
