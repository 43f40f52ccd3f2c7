#include "read/schema_place.h"

#include <string.h>

/* JSON Schema draft-07 for editors. A struct that stands under one table only is a definition by
 * the table's name; where several tables share a section, the union is written in place. The root
 * is a definition too, because fragments are parts of it. */

typedef struct writer {
    tp_buf *out;
    tp_arena *arena;
    const tp_schema **defs; /* in order of first use */
    size_t count, capacity;
    int depth;
    bool first; /* no comma before the next member */
} writer;

static void write_string(tp_buf *out, const char *text)
{
    tp_buf_char(out, '"');
    for (const unsigned char *at = (const unsigned char *)text; at && *at; at++) {
        if (*at == '"' || *at == '\\')
            tp_buf_format(out, "\\%c", *at);
        else if (*at == '\n')
            tp_buf_text(out, "\\n");
        else if (*at < 0x20)
            tp_buf_format(out, "\\u%04x", (unsigned)*at);
        else
            tp_buf_char(out, (char)*at);
    }
    tp_buf_char(out, '"');
}

static void line(writer *w)
{
    if (!w->first)
        tp_buf_char(w->out, ',');
    w->first = false;
    tp_buf_char(w->out, '\n');
    for (int i = 0; i < w->depth; i++)
        tp_buf_text(w->out, "  ");
}

static void member(writer *w, const char *name)
{
    line(w);
    write_string(w->out, name);
    tp_buf_text(w->out, ": ");
}

static void open(writer *w, char bracket)
{
    tp_buf_char(w->out, bracket);
    w->depth++;
    w->first = true;
}

static void close(writer *w, char bracket)
{
    w->depth--;
    bool empty = w->first;
    w->first = true;
    if (!empty)
        line(w);
    w->first = false;
    tp_buf_char(w->out, bracket);
}

static void string_member(writer *w, const char *name, const char *text)
{
    member(w, name);
    write_string(w->out, text);
}

/* A table by its name; SIZE_MAX: another table has the name, or memory is out. */
static size_t define(writer *w, const tp_schema *schema)
{
    for (size_t i = 0; i < w->count; i++)
        if (!strcmp(w->defs[i]->name, schema->name))
            return w->defs[i] == schema ? i : SIZE_MAX;
    if (!tp_arena_grow(w->arena, &w->defs, &w->capacity, w->count, 1)) {
        w->out->failed = true;
        return SIZE_MAX;
    }
    w->defs[w->count] = schema;
    return w->count++;
}

static void write_object(writer *w, const tp_place *place, bool root);

static void write_place(writer *w, const tp_place *place)
{
    if (place->count == 1 && define(w, place->of[0]) != SIZE_MAX) {
        tp_buf_text(w->out, "{\"$ref\": \"#/definitions/");
        tp_buf_text(w->out, place->of[0]->name);
        tp_buf_text(w->out, "\"}");
        return;
    }
    write_object(w, place, false);
}

/* --- values --- */

static const char text_type[] = "\"type\": [\"string\", \"number\", \"boolean\"]";

static void write_range(writer *w, const tp_key *key)
{
    if (!key->least && !key->most)
        return;
    for (int upper = 0; upper < 2; upper++) {
        int64_t bound = upper ? key->most : key->least;
        if (bound == INT64_MIN || bound == INT64_MAX)
            continue;
        member(w, upper ? "maximum" : "minimum");
        if (key->type == TP_T_DEC)
            tp_buf_dec(w->out, bound);
        else
            tp_buf_int(w->out, bound);
    }
}

static void write_choices(writer *w, const tp_key *key)
{
    member(w, "enum");
    tp_buf_char(w->out, '[');
    for (const tp_choice *c = key->choices; c->en; c++) {
        write_string(w->out, c->en);
        tp_buf_text(w->out, ", ");
        if (c->zh) {
            write_string(w->out, c->zh);
            tp_buf_text(w->out, ", ");
        }
    }
    tp_buf_text(w->out, "null]");
}

static void write_default(writer *w, const tp_key *key)
{
    if (!key->fallback)
        return;
    member(w, "default");
    if (key->type == TP_T_INT || key->type == TP_T_DEC || key->type == TP_T_BOOL)
        tp_buf_text(w->out, key->fallback);
    else
        write_string(w->out, key->fallback);
}

static void write_any_of(writer *w, const char *first, const char *second)
{
    member(w, "anyOf");
    open(w, '[');
    line(w);
    tp_buf_text(w->out, first);
    line(w);
    tp_buf_text(w->out, second);
    line(w);
    tp_buf_text(w->out, "{\"type\": \"null\"}");
    close(w, ']');
}

static void write_scalar(writer *w, const tp_key *key)
{
    switch (key->type) {
    case TP_T_INT:
    case TP_T_DEC:
        member(w, "type");
        tp_buf_format(w->out, "[\"%s\", \"null\"]", key->type == TP_T_INT ? "integer" : "number");
        write_range(w, key);
        break;
    case TP_T_BOOL:
        member(w, "enum");
        tp_buf_text(w->out, "[true, false, \"是\", \"否\", null]");
        break;
    case TP_T_ENUM:
        write_choices(w, key);
        break;
    case TP_T_DATE:
        member(w, "type");
        tp_buf_text(w->out, "[\"string\", \"null\"]");
        string_member(w, "pattern", "^[0-9]{4}(-[0-9]{2}-[0-9]{2}|/[0-9]{1,2}/[0-9]{1,2})$");
        break;
    default:
        line(w);
        tp_buf_text(w->out, "\"type\": [\"string\", \"number\", \"boolean\", \"null\"]");
        break;
    }
}

static void write_container(writer *w, const tp_key *key, const tp_place *below)
{
    if (key->type == TP_T_STRUCT) {
        member(w, "anyOf");
        open(w, '[');
        line(w);
        write_place(w, below);
        line(w);
        tp_buf_text(w->out, "{\"type\": \"null\"}");
        close(w, ']');
        return;
    }
    bool list = key->type == TP_T_LIST;
    member(w, "type");
    tp_buf_text(w->out, list ? "[\"array\", \"null\"]" : "[\"object\", \"null\"]");
    member(w, list ? "items" : "additionalProperties");
    write_place(w, below);
}

static void write_node(writer *w, const tp_key *key)
{
    if (!key->of && !(key->flags & TP_KEY_FRAGMENTS))
        return;
    member(w, "type");
    tp_buf_text(w->out, "[\"object\", \"null\"]");
    member(w, "additionalProperties");
    if (!key->of) {
        tp_buf_text(w->out, "{\"$ref\": \"#/definitions/document\"}");
        return;
    }
    open(w, '{');
    member(w, "anyOf");
    open(w, '[');
    line(w);
    tp_buf_text(w->out, "{\"$ref\": \"#/definitions/texts\"}");
    line(w);
    write_place(w, &(tp_place){(const tp_schema *[]){key->of}, 1});
    close(w, ']');
    close(w, '}');
}

static void write_value(writer *w, const tp_key *key, const tp_place *below)
{
    open(w, '{');
    if (key->doc.en) {
        member(w, "description");
        tp_buf text = {0};
        tp_buf_text(&text, key->doc.zh);
        tp_buf_text(&text, key->doc.zh ? "\n" : "");
        tp_buf_text(&text, key->doc.en);
        write_string(w->out, text.bytes);
        w->out->failed = w->out->failed || !tp_buf_ok(&text);
        tp_buf_finish(&text);
    }
    switch (key->type) {
    case TP_T_STRUCT:
    case TP_T_LIST:
    case TP_T_MAP:
        write_container(w, key, below);
        break;
    case TP_T_TEXTS:
        write_any_of(w, "{\"$ref\": \"#/definitions/text\"}",
                     "{\"$ref\": \"#/definitions/texts\"}");
        break;
    case TP_T_WORDS:
        write_any_of(w, "{\"$ref\": \"#/definitions/text\"}",
                     "{\"$ref\": \"#/definitions/words\"}");
        break;
    case TP_T_TEXT_MAP:
        member(w, "type");
        tp_buf_text(w->out, "[\"object\", \"null\"]");
        member(w, "additionalProperties");
        tp_buf_text(w->out, "{\"$ref\": \"#/definitions/text\"}");
        break;
    case TP_T_NODE:
        write_node(w, key);
        break;
    default:
        write_scalar(w, key);
        break;
    }
    write_default(w, key);
    close(w, '}');
}

/* --- objects --- */

static void write_properties(writer *w, const tp_place *place)
{
    size_t next = 0;
    for (const tp_key *first; (first = tp_place_next(place, &next));) {
        const tp_key *key;
        tp_place below;
        if (first->flags & TP_KEY_HIDDEN)
            continue;
        if (!tp_place_under(place, first->name, w->arena, &key, &below)) {
            w->out->failed = true;
            return;
        }
        member(w, key->name);
        write_value(w, key, &below);
        if ((key->type != TP_T_LIST && key->type != TP_T_TEXTS) || (key->flags & TP_KEY_INHERITS))
            continue;
        /* `name+` appends to what is inherited. */
        char *more = tp_arena_format(w->arena, "%s+", key->name);
        if (!more) {
            w->out->failed = true;
            return;
        }
        member(w, more);
        tp_buf_text(w->out, "{\"type\": \"array\"");
        if (key->type == TP_T_LIST) {
            tp_buf_text(w->out, ", \"items\": ");
            write_place(w, &below);
        }
        tp_buf_char(w->out, '}');
    }
}

static void write_required(writer *w, const tp_place *place)
{
    size_t next = 0;
    bool any = false;
    for (const tp_key *key; (key = tp_place_next(place, &next));) {
        if (!(key->flags & TP_KEY_REQUIRED))
            continue;
        if (!any)
            member(w, "required");
        tp_buf_text(w->out, any ? ", " : "[");
        write_string(w->out, key->name);
        any = true;
    }
    tp_buf_text(w->out, any ? "]" : "");
}

static void write_object(writer *w, const tp_place *place, bool root)
{
    open(w, '{');
    string_member(w, "type", "object");
    member(w, "properties");
    open(w, '{');
    write_properties(w, place);
    close(w, '}');
    if (!root)
        write_required(w, place);
    member(w, "additionalProperties");
    tp_buf_text(w->out, "false");
    close(w, '}');
}

static const char *inheriting_key(const tp_place *place)
{
    size_t next = 0;
    for (const tp_key *key; (key = tp_place_next(place, &next));)
        if (key->flags & TP_KEY_INHERITS)
            return key->name;
    return NULL;
}

/* What the whole document must have; a document that inherits may have it from elsewhere. */
static void write_root(writer *w, const tp_place *place)
{
    member(w, "allOf");
    tp_buf_text(w->out, "[{\"$ref\": \"#/definitions/document\"}]");
    const char *key = inheriting_key(place);
    if (!key) {
        write_required(w, place);
        return;
    }
    member(w, "anyOf");
    open(w, '[');
    line(w);
    tp_buf_text(w->out, "{\"required\": [");
    write_string(w->out, key);
    tp_buf_text(w->out, "]}");
    line(w);
    open(w, '{');
    write_required(w, place);
    close(w, '}');
    close(w, ']');
}

static void write_definitions(writer *w, const tp_place *place)
{
    member(w, "definitions");
    open(w, '{');
    member(w, "text");
    tp_buf_format(w->out, "{%s}", text_type);
    member(w, "texts");
    tp_buf_format(w->out, "{\"anyOf\": [{%s}, {\"type\": \"array\", \"items\": {%s}}]}", text_type,
                  text_type);
    member(w, "words");
    tp_buf_format(w->out,
                  "{\"type\": \"object\", \"properties\": {\"zh\": {%s}, \"en\": {%s}}, "
                  "\"additionalProperties\": false}",
                  text_type, text_type);
    member(w, "document");
    write_object(w, place, true);
    for (size_t i = 0; i < w->count && tp_buf_ok(w->out); i++) {
        const tp_schema *of = w->defs[i];
        member(w, of->name);
        write_object(w, &(tp_place){&of, 1}, false);
    }
    close(w, '}');
}

void tp_schema_json(tp_buf *out, const char *title, const tp_schema *const *schemas, size_t count)
{
    writer w = {.out = out, .arena = tp_arena_create()};
    tp_place root;
    if (!w.arena || !tp_place_root(&root, &(tp_schema_set){schemas, count}, w.arena)) {
        out->failed = true;
        tp_arena_free(w.arena);
        return;
    }
    open(&w, '{');
    string_member(&w, "$schema", "http://json-schema.org/draft-07/schema#");
    string_member(&w, "title", title);
    write_root(&w, &root);
    write_definitions(&w, &root);
    close(&w, '}');
    tp_buf_char(out, '\n');
    tp_arena_free(w.arena);
}
