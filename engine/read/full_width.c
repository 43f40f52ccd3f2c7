#include "read/full_width.h"

#include "base/text.h"

#include <string.h>

static const tp_msg MSG_SIGN = {
    "tree.full-width",
    "“{0}”是全角符号，YAML 在此处要用半角的 {1}；若它是文字内容，请用半角引号把整个文本括起来",
    "\"{0}\" is a full-width sign; YAML wants the half-width {2} here (if it is meant as text, put "
    "the whole text in half-width quotes)"};

tp_full_width tp_full_width_here(const char *text)
{
    static const struct {
        const char *sign;
        char half;
    } others[] = {{"\xE3\x80\x80", ' '},
                  {"\xE2\x80\x9C", '"'},
                  {"\xE2\x80\x9D", '"'},
                  {"\xE2\x80\x98", '\''},
                  {"\xE2\x80\x99", '\''}};
    const unsigned char *at = (const unsigned char *)text;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strncmp(text, others[i].sign, 3) == 0)
            return (tp_full_width){0, 3, others[i].half};
    if (at[0] != 0xEF || (at[1] != 0xBC && at[1] != 0xBD) || at[2] < 0x80 || at[2] > 0xBF)
        return (tp_full_width){0};
    /* U+FF01 … U+FF5E are ! … ~ moved by 0xFEE0. */
    unsigned code = 0xFF00u + (at[1] == 0xBC ? 0u : 0x40u) + (at[2] - 0x80u);
    if (code < 0xFF01 || code > 0xFF5E)
        return (tp_full_width){0};
    return (tp_full_width){0, 3, (char)(code - 0xFEE0)};
}

static bool is_letter(char half)
{
    return (half >= '0' && half <= '9') || (half >= 'a' && half <= 'z') ||
           (half >= 'A' && half <= 'Z');
}

/* The first sign whose half-width form is one of `signs`, from byte `from` on. */
static tp_full_width first_of(const char *text, size_t from, const char *signs)
{
    for (size_t i = from; text[i]; i++) {
        tp_full_width sign = tp_full_width_here(text + i);
        if (sign.length && strchr(signs, sign.half)) {
            sign.at = i;
            return sign;
        }
    }
    return (tp_full_width){0};
}

tp_full_width tp_full_width_letter(const char *text)
{
    for (size_t i = 0; text[i]; i++) {
        tp_full_width sign = tp_full_width_here(text + i);
        if (sign.length && is_letter(sign.half)) {
            sign.at = i;
            return sign;
        }
    }
    return (tp_full_width){0};
}

tp_full_width tp_full_width_in_key(const char *key)
{
    tp_full_width first = tp_full_width_here(key);
    if (first.length && strchr("\"'-", first.half))
        return first;
    return first_of(key, 0, ":{}[],# ");
}

/* “…” round the whole text, and nothing like it inside. */
static bool is_wrapped(const char *value, size_t length)
{
    tp_full_width first = tp_full_width_here(value);
    if (!first.length || (first.half != '"' && first.half != '\'') || length < 6)
        return false;
    tp_full_width next = first_of(value, first.length, first.half == '"' ? "\"" : "'");
    return next.length && next.at + next.length == length;
}

/* `unit：U1`: a key of ours with its value, taken for a text. */
static tp_full_width key_like(const char *value)
{
    size_t n = strspn(value, "abcdefghijklmnopqrstuvwxyz_");
    tp_full_width sign = n ? tp_full_width_here(value + n) : (tp_full_width){0};
    sign.at = n;
    return sign.length && sign.half == ':' ? sign : (tp_full_width){0};
}

/* A closing bracket that nothing before it opens. */
static tp_full_width unopened(const char *value)
{
    tp_full_width close = first_of(value, 0, "]}");
    tp_full_width open = first_of(value, 0, "[{");
    bool matched = open.length && open.at < close.at;
    return close.length && !matched ? close : (tp_full_width){0};
}

tp_full_width tp_full_width_in_value(const char *value, bool in_list)
{
    size_t length = strlen(value);
    tp_full_width first = tp_full_width_here(value), last = {0};
    if (first.length && strchr("{[&*|>#", first.half))
        return first;
    if (is_wrapped(value, length))
        return first;
    const char *beyond = value + (first.length && first.half == '-' ? first.length : *value == '-');
    if (beyond > value && (*beyond == ' ' || tp_full_width_here(beyond).half == ' '))
        return first.length ? first : (tp_full_width){1, 3, ' '};
    if (length >= 3)
        last = tp_full_width_here(value + length - 3);
    last.at = length - last.length;
    if (last.length && strchr(",:", last.half))
        return last;
    tp_full_width sign = key_like(value);
    if (!sign.length && in_list)
        sign = first_of(value, 0, ",");
    if (!sign.length)
        sign = unopened(value);
    if (!sign.length) {
        const char *comment = strstr(value, " \xEF\xBC\x83");
        if (comment)
            sign = (tp_full_width){(size_t)(comment - value) + 1, 3, '#'};
    }
    return sign;
}

tp_full_width tp_full_width_in_line(const char *line, size_t length)
{
    bool value = false; /* a half-width ": " was passed: what follows is a value */
    bool begins = true; /* a key or value begins here */
    char quote = '\0';
    int depth = 0; /* of brackets */
    for (size_t i = 0; i < length; i++) {
        char c = line[i];
        tp_full_width sign = quote ? (tp_full_width){0} : tp_full_width_here(line + i);
        sign.at = i;
        if (quote) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '#' && (!i || line[i - 1] == ' ')) {
            break;
        } else if (begins && (c == '"' || c == '\'')) {
            quote = c;
        } else if (sign.length) {
            bool odd = strchr("{}[]", sign.half) || (sign.half == ':' && (!value || depth)) ||
                       (sign.half == ',' && depth) || (begins && strchr("\"'-#", sign.half)) ||
                       (sign.half == '#' && i && line[i - 1] == ' ') ||
                       (sign.half == ' ' && (begins || (i && strchr(":,-", line[i - 1]))));
            if (odd)
                return sign;
            begins = false;
            i += sign.length - 1;
        } else {
            bool ends = i + 1 == length || line[i + 1] == ' ';
            depth += (c == '{' || c == '[') - (c == '}' || c == ']');
            value = c == ':' && ends ? true : value && c != ',';
            begins = strchr("{[,", c) || (strchr(":-", c) && ends) || (begins && c == ' ');
        }
    }
    return (tp_full_width){0};
}

void tp_full_width_report(tp_diags *diags, tp_pos pos, const char *text, tp_full_width sign)
{
    static const struct {
        char half;
        tp_words words;
    } shown[] = {{':', {"“: ”（冒号后留一个空格）", "\": \" (a colon and a space)"}},
                 {',', {"“, ”", "\", \""}},
                 {'"', {"双引号", "double quote"}},
                 {'\'', {"单引号", "single quote"}},
                 {' ', {"空格", "space"}}};
    char half[4] = {sign.half, '\0'}, full[8] = "";
    tp_words words = {half, half};
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        if (shown[i].half == sign.half)
            words = shown[i].words;
    memcpy(full, text + sign.at, sign.length < sizeof full ? sign.length : sizeof full - 1);
    pos.column += (int32_t)tp_text_points(text, sign.at);
    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].pos.line == pos.line && diags->items[i].pos.column == pos.column &&
            strcmp(diags->items[i].code, MSG_SIGN.code) == 0)
            return;
    tp_diag_error(diags, pos, &MSG_SIGN, full, words.zh, words.en);
}
