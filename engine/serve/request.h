/* A request and its reply, apart from the library that carries them over the wire.
 *
 * Everything in a request was written by somebody else: it is decoded strictly (no NUL, no control
 * characters in a path, valid UTF-8) or refused; nothing of it ever names a file.
 * Owns: texts of a request live in its arena; the body of a reply is its own. */
#ifndef TP_SERVE_REQUEST_H
#define TP_SERVE_REQUEST_H

#include "base/arena.h"
#include "base/buf.h"

enum {
    TP_REQUEST_SEGMENTS = 8,
    TP_REQUEST_FIELDS = 4096,    /* most fields of a form or a query */
    TP_REQUEST_TARGET = 16 << 10 /* longest path with query, bytes */
};

typedef enum tp_method { TP_GET, TP_POST, TP_OTHER_METHOD } tp_method;

typedef struct tp_field {
    const char *name, *value; /* NUL-terminated; a file's value may hold NULs */
    size_t length;
    const char *file; /* an upload: the name the browser gives, for people only; else NULL */
} tp_field;

typedef struct tp_fields {
    tp_field *items;
    size_t count, capacity;
} tp_fields;

typedef struct tp_request {
    tp_arena *arena;
    tp_method method;
    const char *target;                       /* as sent: path and query */
    const char *segment[TP_REQUEST_SEGMENTS]; /* of the path, decoded; "/" has none */
    size_t n_segments;
    tp_fields query, form;
    const char *host, *origin, *cookie, *content_type, *languages; /* NULL: not sent */
    bool twice; /* a header that may stand once stood twice */
    const char *body;
    size_t body_length;
} tp_request;

typedef struct tp_reply {
    int status; /* HTTP */
    const char *type;
    tp_buf body;
    const char *location;   /* where to go on; NULL */
    const char *set_cookie; /* NULL */
    const char *file_name;  /* the browser is to save it under this name; NULL */
    const char *etag;       /* may be kept by the browser for good; NULL: not at all */
    size_t body_most;       /* set before the body is read: the most bytes of it; 0: the server's */
    bool secret;            /* the address holds a secret: it is told to nobody */
} tp_reply;

/* Path and query of request->target. False: malformed. */
bool tp_request_target(tp_request *request);
/* "a=1&b=2", with + and %XX, added to `out`. False: malformed or too many. */
bool tp_request_pairs(tp_fields *out, const char *text, size_t length, tp_arena *arena);
/* The body as a form, urlencoded or multipart. False: malformed, or of another type. */
bool tp_request_form(tp_request *request);
/* multipart/form-data; boundary as the content type states it. */
bool tp_request_multipart(tp_fields *out, const char *boundary, const char *body, size_t length,
                          tp_arena *arena);
/* Value of a cookie; NULL: none, or several of the name. */
const char *tp_request_cookie(const tp_request *request, const char *name);

/* The first field of the name; NULL. */
const tp_field *tp_field_find(const tp_fields *fields, const char *name);
/* Its value; "" if absent. */
const char *tp_field_value(const tp_fields *fields, const char *name);

/* Percent-encodes for one segment of a path or one value of a query. */
void tp_url_text(tp_buf *out, const char *text);

#endif
