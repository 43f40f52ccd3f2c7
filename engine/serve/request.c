#include "serve/request.h"

#include "base/text.h"

#include <string.h>

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Decodes %XX (and + as a blank) in place of a copy; NULL: malformed, NUL, or no UTF-8. */
static char *decoded(tp_arena *arena, const char *text, size_t length, bool plus)
{
    char *out = tp_arena_alloc(arena, length + 1);
    size_t n = 0;
    if (!out)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '%') {
            if (length - i < 3 || hex(text[i + 1]) < 0 || hex(text[i + 2]) < 0)
                return NULL;
            c = (unsigned char)(hex(text[i + 1]) * 16 + hex(text[i + 2]));
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        if (!c)
            return NULL;
        out[n++] = (char)c;
    }
    return tp_text_valid(out, n, NULL) ? out : NULL;
}

static bool printable(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return false;
    return true;
}

bool tp_request_target(tp_request *request)
{
    const char *at = request->target;
    size_t length = at ? strlen(at) : 0;
    if (!length || at[0] != '/' || length > TP_REQUEST_TARGET)
        return false;
    const char *query = strchr(at, '?');
    const char *end = query ? query : at + length;
    while (at < end) {
        const char *from = ++at;
        while (at < end && *at != '/')
            at++;
        if (at == from && at == end)
            break; /* a slash at the end */
        if (request->n_segments == TP_REQUEST_SEGMENTS)
            return false;
        char *segment = decoded(request->arena, from, (size_t)(at - from), false);
        if (!segment || !printable(segment) || !*segment || !strcmp(segment, ".") ||
            !strcmp(segment, ".."))
            return false;
        request->segment[request->n_segments++] = segment;
    }
    return !query ||
           tp_request_pairs(&request->query, query + 1, strlen(query + 1), request->arena);
}

static bool add(tp_fields *out, const tp_field *field, tp_arena *arena)
{
    if (out->count == TP_REQUEST_FIELDS ||
        !tp_arena_grow(arena, &out->items, &out->capacity, out->count, 1))
        return false;
    out->items[out->count++] = *field;
    return true;
}

bool tp_request_pairs(tp_fields *out, const char *text, size_t length, tp_arena *arena)
{
    const char *end = text + length;
    while (text < end) {
        const char *stop = memchr(text, '&', (size_t)(end - text));
        stop = stop ? stop : end;
        const char *equals = memchr(text, '=', (size_t)(stop - text));
        const char *name_end = equals ? equals : stop;
        if (stop > text) {
            tp_field field = {0};
            const char *value = equals ? equals + 1 : stop;
            field.name = decoded(arena, text, (size_t)(name_end - text), true);
            field.value = decoded(arena, value, (size_t)(stop - value), true);
            if (!field.name || !field.value)
                return false;
            field.length = strlen(field.value);
            if (!add(out, &field, arena))
                return false;
        }
        text = stop + 1;
    }
    return true;
}

static const char *find(const char *in, size_t length, const char *what, size_t size)
{
    return size <= length ? memmem(in, length, what, size) : NULL;
}

/* A parameter of a header line, NAME="value" or NAME=value; NULL: not there. */
static char *parameter(const char *line, size_t length, const char *name, tp_arena *arena)
{
    size_t size = strlen(name);
    for (size_t i = 0; i < length; i++) {
        if (line[i] != ';')
            continue;
        size_t at = i + 1;
        while (at < length && (line[at] == ' ' || line[at] == '\t'))
            at++;
        if (length - at <= size || strncasecmp(line + at, name, size) != 0 ||
            line[at + size] != '=')
            continue;
        at += size + 1;
        bool quoted = at < length && line[at] == '"';
        size_t from = quoted ? ++at : at;
        while (at < length && (quoted ? line[at] != '"' : line[at] != ';' && line[at] != ' '))
            at++;
        if (quoted && at == length)
            return NULL;
        return tp_arena_copy(arena, line + from, at - from);
    }
    return NULL;
}

/* The headers of one part; its name goes to field->name, NULL if it has none. */
static bool part_headers(tp_field *field, const char *text, size_t length, tp_arena *arena)
{
    static const char disposition[] = "content-disposition:";
    const char *end = text + length;
    while (text < end) {
        const char *stop = find(text, (size_t)(end - text), "\r\n", 2);
        stop = stop ? stop : end;
        size_t line = (size_t)(stop - text);
        if (line > sizeof disposition && !strncasecmp(text, disposition, sizeof disposition - 1)) {
            field->name = parameter(text, line, "name", arena);
            field->file = parameter(text, line, "filename", arena);
        }
        text = stop + 2;
    }
    return field->name && tp_text_valid(field->name, strlen(field->name), NULL) &&
           (!field->file || tp_text_valid(field->file, strlen(field->file), NULL));
}

bool tp_request_multipart(tp_fields *out, const char *boundary, const char *body, size_t length,
                          tp_arena *arena)
{
    size_t size = strlen(boundary);
    if (!size || size > 70)
        return false;
    char *mark = tp_arena_format(arena, "\r\n--%s", boundary);
    if (!mark)
        return false;
    size += 4;
    /* The first mark may stand at the very beginning, without a line break before it. */
    if (length < size - 2 || memcmp(body, mark + 2, size - 2) != 0)
        return false;
    const char *at = body + size - 2, *end = body + length;
    for (;;) {
        if (end - at >= 2 && at[0] == '-' && at[1] == '-')
            return true;
        if (end - at < 2 || at[0] != '\r' || at[1] != '\n')
            return false;
        at += 2;
        const char *headers = find(at, (size_t)(end - at), "\r\n\r\n", 4);
        tp_field field = {0};
        if (!headers || !part_headers(&field, at, (size_t)(headers - at), arena))
            return false;
        const char *value = headers + 4, *stop = find(value, (size_t)(end - value), mark, size);
        if (!stop)
            return false;
        field.length = (size_t)(stop - value);
        field.value = tp_arena_copy(arena, value, field.length);
        if (!field.value || (!field.file && (strlen(field.value) != field.length ||
                                             !tp_text_valid(field.value, field.length, NULL))))
            return false;
        if (!add(out, &field, arena))
            return false;
        at = stop + size;
    }
}

bool tp_request_form(tp_request *request)
{
    static const char plain[] = "application/x-www-form-urlencoded";
    static const char multipart[] = "multipart/form-data";
    const char *type = request->content_type;
    if (!type)
        return request->body_length == 0;
    if (!strncasecmp(type, plain, sizeof plain - 1))
        return tp_request_pairs(&request->form, request->body, request->body_length,
                                request->arena);
    if (strncasecmp(type, multipart, sizeof multipart - 1) != 0)
        return false;
    const char *boundary = parameter(type, strlen(type), "boundary", request->arena);
    return boundary && tp_request_multipart(&request->form, boundary, request->body,
                                            request->body_length, request->arena);
}

const char *tp_request_cookie(const tp_request *request, const char *name)
{
    const char *at = request->cookie, *found = NULL;
    size_t size = strlen(name);
    while (at && *at) {
        while (*at == ' ' || *at == ';')
            at++;
        size_t length = strcspn(at, ";");
        if (length > size && !strncmp(at, name, size) && at[size] == '=') {
            if (found)
                return NULL;
            found = tp_arena_copy(request->arena, at + size + 1, length - size - 1);
        }
        at += length;
    }
    return found;
}

const tp_field *tp_field_find(const tp_fields *fields, const char *name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (!strcmp(fields->items[i].name, name))
            return &fields->items[i];
    return NULL;
}

const char *tp_field_value(const tp_fields *fields, const char *name)
{
    const tp_field *field = tp_field_find(fields, name);
    return field ? field->value : "";
}

void tp_url_text(tp_buf *out, const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            (c && strchr("-._~", c)))
            tp_buf_char(out, (char)c);
        else
            tp_buf_format(out, "%%%02X", c);
    }
}
