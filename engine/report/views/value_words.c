/* Values of a scenario, kept as YAML flow text, said in words. */
#include "models/rule.h"
#include "report/views/words.h"

#include <string.h>

enum { DEEP = 12 };

typedef struct teller {
    const char *at;
    tp_place here;
    bool rule; /* the value is a rule's id */
    tp_buf zh, en;
} teller;

static void say(teller *t, const char *zh, const char *en)
{
    tp_buf_text(&t->zh, zh);
    tp_buf_text(&t->en, en);
}

static void skip(teller *t)
{
    while (*t->at == ' ' || *t->at == '\n')
        t->at++;
}

/* A scalar of the user's is in quotes where it could be read otherwise; a double quote or a
 * backslash within is escaped, a single quote doubled. */
static void quoted(teller *t)
{
    char quote = *t->at++;
    for (; *t->at && !(*t->at == quote && t->at[1] != quote); t->at++) {
        bool escapes = (quote == '"' && *t->at == '\\' && t->at[1]) || *t->at == quote;
        t->at += escapes;
        tp_buf_add(&t->zh, t->at, 1);
        tp_buf_add(&t->en, t->at, 1);
    }
    t->at += *t->at == quote;
}

static bool is_number(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!strchr("0123456789.", text[i]))
            return false;
    return length > 0;
}

static size_t bare_length(const char *text, const char *ends)
{
    size_t length = 0;
    while (text[length] && !strchr(ends, text[length]) &&
           !(text[length] == ':' && (text[length + 1] == ' ' || !text[length + 1])))
        length++;
    while (length && text[length - 1] == ' ')
        length--;
    return length;
}

static tp_words rule_called(const char *id, size_t length)
{
    for (int i = 0; i < tp_n_rules; i++)
        if (strlen(tp_rules[i]->id) == length && memcmp(tp_rules[i]->id, id, length) == 0)
            return tp_rules[i]->name;
    return (tp_words){NULL, NULL};
}

/* `word`: of a key, what its place calls it; zh NULL: look everywhere. */
static void scalar(teller *t, bool within, bool is_key, tp_words word)
{
    if (*t->at == '"' || *t->at == '\'') {
        bool minus = t->at[1] == '-' && is_number(t->at + 2, strcspn(t->at + 2, "\"'"));
        if (minus) { /* a figure below 0 is written as text */
            say(t, "−", "−");
            t->at++;
            size_t length = strcspn(t->at + 1, "\"'");
            tp_buf_add(&t->zh, t->at + 1, length);
            tp_buf_add(&t->en, t->at + 1, length);
            t->at += length + 2;
            return;
        }
        quoted(t);
        return;
    }
    size_t length = within ? bare_length(t->at, ",]}") : strlen(t->at);
    if (t->rule && !is_key)
        word = rule_called(t->at, length);
    if (!word.zh && !is_key)
        word = tp_place_choice(&t->here, t->at, length);
    if (!word.zh)
        word = tp_scenario_word(t->at, length, is_key);
    if (word.zh) {
        tp_buf_text(&t->zh, word.zh);
        for (const char *c = word.en; *c; c++) /* choices are called as they are written */
            tp_buf_char(&t->en, *c == '_' || *c == '-' ? ' ' : *c);
        t->at += length;
        return;
    }
    if (*t->at == '-' && is_number(t->at + 1, length - 1)) {
        say(t, "−", "−");
        t->at++;
        length--;
    }
    tp_buf_add(&t->zh, t->at, length);
    tp_buf_add(&t->en, t->at, length);
    t->at += length;
}

static void value(teller *t, bool within, int depth);

/* What holds one thing after another closes with `close`; true while there is a next one. */
static bool more(teller *t, char close, const char *zh, const char *en)
{
    skip(t);
    if (*t->at == ',') {
        t->at++;
        skip(t);
        say(t, zh, en);
        return true;
    }
    t->at += *t->at == close;
    return false;
}

static void list(teller *t, int depth)
{
    t->at++;
    skip(t);
    if (*t->at == ']') {
        t->at++;
        say(t, "（无）", "(none)");
        return;
    }
    bool maps = *t->at == '{' || *t->at == '[';
    do
        value(t, true, depth);
    while (more(t, ']', maps ? "；" : "、", maps ? "; " : ", "));
}

/* Whether what follows is a map, or a list of maps: it is put in brackets. */
static bool nested(const char *at)
{
    return *at == '{' ? at[1] != '}' : *at == '[' && at[1] == '{';
}

static void map(teller *t, int depth)
{
    t->at++;
    skip(t);
    if (*t->at == '}') {
        t->at++;
        /* Within an item it is a filter that names nothing: all pass. */
        say(t, depth > 1 ? "全部" : "（无）", depth > 1 ? "all" : "(none)");
        return;
    }
    bool named;
    do {
        named = strncmp(t->at, "name: ", 6) == 0;
        tp_place above = t->here;
        t->rule = strncmp(t->at, "rule:", 5) == 0;
        tp_words key = tp_place_enter(&t->here, t->at, bare_length(t->at, ",]}"));
        if (!named)
            scalar(t, true, true, key);
        else
            t->at += 4;
        t->at += *t->at == ':';
        skip(t);
        bool inner = nested(t->at);
        say(t, named ? "“" : inner ? "（" : " ", named ? "“" : inner ? " (" : " ");
        value(t, true, depth);
        say(t, named ? "”" : inner ? "）" : "", named ? "”" : inner ? ")" : "");
        t->here = above;
        t->rule = false;
    } while (more(t, '}', named ? "：" : "，", named ? ": " : ", "));
}

static void value(teller *t, bool within, int depth)
{
    const char *from = t->at;
    skip(t);
    if (depth >= DEEP)
        scalar(t, false, false, (tp_words){NULL, NULL});
    else if (*t->at == '[')
        list(t, depth + 1);
    else if (*t->at == '{')
        map(t, depth + 1);
    else
        scalar(t, within, false, (tp_words){NULL, NULL});
    t->at += t->at == from && *from; /* never stands still */
}

tp_words tp_value_words(tp_page *page, const char *path, const char *flow)
{
    teller t = {.at = flow};
    tp_place_of(&t.here, path);
    tp_buf_init(&t.zh);
    tp_buf_init(&t.en);
    value(&t, false, 0);
    say(&t, t.at, t.at); /* what is no flow text stays as it is */
    tp_words out = {tp_page_copy(page, t.zh.bytes ? t.zh.bytes : ""),
                    tp_page_copy(page, t.en.bytes ? t.en.bytes : "")};
    page->failed = page->failed || t.zh.failed || t.en.failed;
    tp_buf_finish(&t.zh);
    tp_buf_finish(&t.en);
    return out;
}

tp_words tp_point_words(tp_page *page, const char *path, const char *value)
{
    tp_dec number;
    return tp_dec_parse(value, strlen(value), &number) == TP_PARSE_OK
               ? (tp_words){value, value}
               : tp_value_words(page, path, value);
}

tp_words tp_settings_words(tp_page *page, const char *lines)
{
    tp_words all = {"", ""};
    for (const char *at = lines; *at;) {
        size_t length = strcspn(at, "\n"), key_length = strcspn(at, "=");
        const char *key = tp_arena_copy(page->arena, at, key_length < length ? key_length : length);
        const char *text = key_length < length ? tp_arena_copy(page->arena, at + key_length + 1,
                                                               length - key_length - 1)
                                               : "";
        at += length + (at[length] == '\n');
        page->failed = page->failed || !key || !text;
        if (page->failed)
            break;
        tp_words name = tp_key_words(page, key), is = tp_value_words(page, key, text);
        tp_words join = {*all.zh ? "{0}；{1} {2}" : "{1} {2}",
                         *all.en ? "{0}; {1} {2}" : "{1} {2}"};
        all = (tp_words){TP_PAGE_WORDS(page, join, all.zh, name.zh, is.zh).zh,
                         TP_PAGE_WORDS(page, join, all.en, name.en, is.en).en};
    }
    return all;
}
