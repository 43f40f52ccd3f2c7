#include "base/json_syntax.h"

#include <string.h>

enum { DEEPEST = 64 };

typedef struct scanner {
    const char *at, *end;
} scanner;

static void skip_blanks(scanner *s)
{
    while (s->at < s->end && *s->at && strchr(" \t\r\n", *s->at))
        s->at++;
}

static bool take(scanner *s, char c)
{
    skip_blanks(s);
    if (s->at >= s->end || *s->at != c)
        return false;
    s->at++;
    return true;
}

static bool take_word(scanner *s, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(s->end - s->at) < length || memcmp(s->at, word, length) != 0)
        return false;
    s->at += length;
    return true;
}

static bool hex4(scanner *s)
{
    for (int i = 0; i < 4; i++, s->at++)
        if (s->at >= s->end || !*s->at || !strchr("0123456789abcdefABCDEF", *s->at))
            return false;
    return true;
}

static bool text(scanner *s)
{
    if (!take(s, '"'))
        return false;
    while (s->at < s->end && (unsigned char)*s->at >= 0x20) {
        char c = *s->at++;
        if (c == '"')
            return true;
        if (c != '\\')
            continue;
        if (s->at >= s->end || !*s->at || !strchr("\"\\/bfnrtu", *s->at))
            return false;
        if (*s->at++ == 'u' && !hex4(s))
            return false;
    }
    return false;
}

static bool digits(scanner *s)
{
    const char *first = s->at;
    while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
        s->at++;
    return s->at > first;
}

static bool figure(scanner *s)
{
    if (s->at < s->end && *s->at == '-')
        s->at++;
    if (!take_word(s, "0") && !digits(s))
        return false;
    if (take_word(s, ".") && !digits(s))
        return false;
    if (!take_word(s, "e") && !take_word(s, "E"))
        return true;
    if (!take_word(s, "+"))
        (void)take_word(s, "-");
    return digits(s);
}

static bool value(scanner *s, int depth);

static bool members(scanner *s, char closing, int depth)
{
    if (take(s, closing))
        return true;
    do {
        if (closing == '}' && !(text(s) && take(s, ':')))
            return false;
        if (!value(s, depth + 1))
            return false;
    } while (take(s, ','));
    return take(s, closing);
}

static bool value(scanner *s, int depth)
{
    if (depth > DEEPEST)
        return false;
    if (take(s, '{'))
        return members(s, '}', depth);
    if (take(s, '['))
        return members(s, ']', depth);
    if (s->at < s->end && *s->at == '"')
        return text(s);
    return take_word(s, "true") || take_word(s, "false") || take_word(s, "null") || figure(s);
}

bool tp_json_well_formed(const char *bytes, size_t length)
{
    scanner s = {bytes, bytes + length};
    if (!value(&s, 0))
        return false;
    skip_blanks(&s);
    return s.at == s.end;
}
