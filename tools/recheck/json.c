#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { JSON_DEPTH = 20 };
static const char *at;
const char *failed;
const value nothing = {.kind = 'n'};

void *need(void *memory)
{
    if (!memory) {
        fputs("recheck: out of memory\n", stderr);
        exit(2);
    }
    return memory;
}

static char *cut(const char *from, size_t n)
{
    char *copy = need(calloc(n + 1, 1));
    memcpy(copy, from, n);
    return copy;
}

static char skip(void)
{
    while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')
        at++;
    return *at;
}

static char *text(void)
{
    const char *from = ++at;
    while (*at && *at != '"')
        at += at[0] == '\\' && at[1] ? 2 : 1;
    char *copy = cut(from, (size_t)(at - from));
    if (*at)
        at++;
    else
        failed = "a text does not end";
    return copy;
}

static void parse(value *v, int depth);

static void parse_items(value *v, char end, int depth)
{
    size_t room = 0;
    v->kind = end == ']' ? 'a' : 'o';
    for (at++; skip() != end && !failed;) {
        if (v->count == room) {
            room = room ? 2 * room : 4;
            v->item = need(realloc(v->item, room * sizeof *v->item));
            v->key = need(realloc(v->key, room * sizeof *v->key));
        }
        v->key[v->count] = end == '}' && *at == '"' ? text() : NULL;
        if (end == '}' && (!v->key[v->count] || skip() != ':'))
            failed = "a key and a colon are expected";
        at += end == '}' && !failed;
        v->item[v->count] = nothing;
        parse(&v->item[v->count++], depth + 1);
        if (skip() == ',')
            at++;
        else if (*at != end)
            failed = failed ? failed : "a comma is expected";
    }
    at++;
}

/* Most numbers fit a word, and need no text of their own. */
static void parse_number(value *v)
{
    const char *from = at;
    bool minus = *at == '-';
    long small = 0;
    int digits = 0;
    for (at += minus; *at >= '0' && *at <= '9'; at++)
        if (++digits <= 18)
            small = 10 * small + (*at - '0');
    v->kind = 'i';
    if (digits > 1 && from[minus] == '0')
        failed = "a number begins with 0";
    if (digits && digits <= 18)
        mpz_init_set_si(v->number, minus ? -small : small);
    else if (mpz_init_set_str(v->number, digits ? cut(from, (size_t)(at - from)) : "", 10))
        failed = "a whole number is expected";
}

static void parse(value *v, int depth)
{
    char c = skip();
    if (failed || depth > JSON_DEPTH) {
        failed = failed ? failed : "nested too deeply";
    } else if (c == '"') {
        v->kind = 's';
        v->text = text();
    } else if (c == '[' || c == '{') {
        parse_items(v, c == '[' ? ']' : '}', depth);
    } else if (strncmp(at, "null", 4) == 0) {
        at += 4;
    } else {
        parse_number(v);
    }
}

const value *get(const value *object, const char *key)
{
    for (size_t i = 0; object->kind == 'o' && i < object->count; i++)
        if (strcmp(object->key[i], key) == 0)
            return &object->item[i];
    return &nothing;
}

const value *list(const value *object, const char *key)
{
    const value *v = get(object, key);
    if (v->kind != 'a')
        failed = key;
    return v->kind == 'a' ? v : &nothing;
}

mpz_srcptr whole(const value *v)
{
    static mpz_t zero;
    if (v->kind == 'i')
        return v->number;
    failed = "a whole number is expected";
    mpz_init(zero);
    return zero;
}

mpz_srcptr number(const value *object, const char *key)
{
    mpz_srcptr n = whole(get(object, key));
    failed = failed && get(object, key)->kind != 'i' ? key : failed;
    return n;
}

size_t index_of(const value *v, size_t limit)
{
    if (v->kind == 'i' && mpz_sgn(v->number) >= 0 && mpz_cmp_ui(v->number, limit) < 0)
        return mpz_get_ui(v->number);
    failed = "a number names no row or column";
    return 0;
}

value read_document(const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t size = 0, room = 1 << 20, got;
    char *bytes = need(malloc(room + 1));
    value doc = nothing;
    if (!file) {
        fprintf(stderr, "recheck: cannot read %s\n", path);
        exit(2);
    }
    while ((got = fread(bytes + size, 1, room - size, file)) > 0)
        if ((size += got) == room)
            bytes = need(realloc(bytes, (room *= 2) + 1));
    fclose(file);
    bytes[size] = '\0';
    at = bytes;
    parse(&doc, 0);
    if (!failed && skip())
        failed = "something follows the document";
    if (failed) {
        fprintf(stderr, "recheck: not valid at byte %zu: %s\n", (size_t)(at - bytes), failed);
        exit(2);
    }
    return doc;
}
