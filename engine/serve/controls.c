#include "serve/controls.h"

#include "report/views/words.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

const char *tp_control_now(const tp_live *live, const tp_entry_field *field)
{
    for (size_t i = live->n_keys; i-- > 0;)
        if (!strcmp(live->key[i], field->path))
            return live->value[i];
    return field->value;
}

static void range_of(const tp_entry_field *field, const char *now, char least[32], char most[32],
                     const char **step)
{
    const tp_key *key = field->key;
    bool dec = key->type == TP_T_DEC;
    int64_t unit = dec ? TP_DEC_ONE : 1, low = 0, high = 0;
    int64_t value = 0;
    if (dec) {
        tp_dec at;
        if (tp_dec_parse(now, strlen(now), &at) == TP_PARSE_OK)
            value = at;
    } else {
        tp_int_parse(now, strlen(now), &value);
    }
    bool narrow = (key->least || key->most) && key->most <= 10 * unit;
    high = narrow ? key->most : value > 0 ? 2 * value : 10 * unit;
    low = narrow ? key->least : 0;
    if (dec) {
        tp_dec_format(low, least);
        tp_dec_format(high, most);
    } else {
        tp_int_format(low, least);
        tp_int_format(high, most);
    }
    *step = dec ? "0.01" : "1";
}

void tp_control_ends(tp_visit *visit, const tp_entry_field *field, const char *now,
                     tp_range_ends *out)
{
    char least[32], most[32];
    const char *step;
    range_of(field, *now ? now : field->value, least, most, &step);
    *out = (tp_range_ends){tp_arena_text(visit->arena, least), tp_arena_text(visit->arena, most)};
    visit->out->failed = visit->out->failed || !out->least || !out->most;
    if (!out->least || !out->most)
        *out = (tp_range_ends){"0", "1"};
}

/* The texts of a flow list, one after another; false: it is no list of plain texts. */
static bool join_texts(tp_buf *out, const tp_node *list, const char *between)
{
    for (size_t i = 0; i < list->count; i++) {
        const char *text = list->child[i]->text;
        if (list->child[i]->kind != TP_NODE_SCALAR || strpbrk(text, "[],{}\"") ||
            strstr(text, "、") || strstr(text, "，"))
            return false;
        tp_buf_format(out, "%s%s", i ? between : "", text);
    }
    return true;
}

const char *tp_control_shown(const tp_key *key, const char *value, tp_arena *arena)
{
    tp_node *list = NULL;
    tp_diags ignored;
    const char *shown = value;
    if (key->type != TP_T_TEXTS || *value != '[')
        return value;
    tp_diags_init(&ignored, arena);
    const tp_source source = {.path = "", .text = value, .length = strlen(value)};
    tp_buf text;
    tp_buf_init(&text);
    if (tp_tree_parse(&list, arena, &source, &ignored, NULL) == TP_OK && list &&
        list->kind == TP_NODE_LIST && join_texts(&text, list, "、") && tp_buf_ok(&text))
        shown = tp_arena_text(arena, text.bytes ? text.bytes : "");
    tp_buf_finish(&text);
    return shown ? shown : value;
}

/* The bytes of the mark between two texts here; 0: none. */
static size_t between(const char *at)
{
    static const char *const marks[] = {"、", "，", ",", "；", ";"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (!strncmp(at, marks[i], strlen(marks[i])))
            return strlen(marks[i]);
    return 0;
}

const char *tp_control_taken(const tp_key *key, const char *shown, tp_arena *arena)
{
    tp_buf text;
    size_t marks = 0;
    if (!key || key->type != TP_T_TEXTS || strpbrk(shown, "[{\"'"))
        return shown;
    tp_buf_init(&text);
    tp_buf_text(&text, "[\"");
    for (const char *at = shown; *at;) {
        const size_t mark = between(at);
        marks += mark > 0;
        if (mark)
            tp_buf_text(&text, "\", \"");
        else if (*at == '\\')
            tp_buf_text(&text, "\\\\");
        else
            tp_buf_char(&text, *at);
        at += mark ? mark : 1;
    }
    tp_buf_text(&text, "\"]");
    const char *taken = !marks ? shown : tp_buf_ok(&text) ? tp_arena_text(arena, text.bytes) : NULL;
    tp_buf_finish(&text);
    return taken;
}

/* What a choice is called; its key where it has no other name. */
static tp_words choice_words(const tp_choice *choice)
{
    const tp_words known = tp_scenario_word(choice->en, strlen(choice->en), false);
    return (tp_words){choice->zh ? choice->zh
                      : known.zh ? known.zh
                                 : choice->en,
                      known.en ? known.en : choice->en};
}

/* English choices as they are written, but for the marks between their words. */
static const char *spaced(const char *word, tp_arena *arena)
{
    char *text = tp_arena_text(arena, word);
    for (char *at = text; at && *at; at++)
        *at = *at == '-' || *at == '_' ? ' ' : *at;
    return text ? text : word;
}

static const tp_choice yes_no[] = {{"true", "是"}, {"false", "否"}, {NULL, NULL}};

/* What may be chosen, up to one without a name; NULL: nothing is. */
static const tp_choice *choices_of(const tp_key *key)
{
    return key->type == TP_T_BOOL ? yes_no : key->type == TP_T_ENUM ? key->choices : NULL;
}

const char *tp_control_said(const tp_key *key, const char *value, tp_lang lang, tp_arena *arena)
{
    if (!*value)
        return "–";
    for (const tp_choice *choice = choices_of(key); choice && choice->en; choice++)
        if (!strcmp(choice->en, value) && key->type == TP_T_BOOL)
            return tp_words_in((tp_words){choice->zh, choice == yes_no ? "yes" : "no"}, lang);
        else if (!strcmp(choice->en, value))
            return lang == TP_EN ? spaced(choice_words(choice).en, arena) : choice_words(choice).zh;
    return tp_control_shown(key, value, arena);
}

/* A word of a reference page as the page calls it: a choice of this key, a key of the scenario.
 * NULLs: it stays. */
static tp_words called(const tp_key *key, const char *word, size_t length, tp_arena *arena)
{
    const char *copy = tp_arena_copy(arena, word, length);
    for (const tp_choice *c = key->type == TP_T_ENUM ? key->choices : NULL; c && c->en; c++)
        if (copy && !strcmp(c->en, copy))
            return (tp_words){choice_words(c).zh, spaced(c->en, arena)};
    const tp_key *other = copy ? tp_key_at(copy, arena) : NULL;
    if (other && other->title.zh)
        return other->title;
    const tp_words known = tp_scenario_word(word, length, true);
    return known.zh ? known : tp_scenario_word(word, length, false);
}

static const char *explained(const tp_key *key, const char *doc, tp_lang lang, tp_arena *arena)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_.-";
    tp_buf text;
    tp_buf_init(&text);
    for (const char *at = doc; *at;) {
        size_t length = strspn(at, letters);
        while (length && strchr(".-", at[length - 1]))
            length--;
        /* English words stay: only what no English word looks like is a key. */
        const bool code = length && (lang == TP_ZH || memchr(at, '_', length) ||
                                     memchr(at, '.', length) || memchr(at, '-', length));
        const tp_words words = code ? called(key, at, length, arena) : (tp_words){NULL, NULL};
        length = length ? length : 1;
        if (words.zh)
            tp_buf_format(&text, lang == TP_ZH ? "“%s”" : "'%s'", tp_words_in(words, lang));
        else
            tp_buf_add(&text, at, length);
        at += length;
    }
    const char *made = tp_buf_ok(&text) ? tp_arena_text(arena, text.bytes ? text.bytes : "") : NULL;
    tp_buf_finish(&text);
    return made ? made : doc;
}

tp_words tp_control_explained(const tp_key *key, tp_arena *arena)
{
    return (tp_words){explained(key, key->doc.zh, TP_ZH, arena),
                      explained(key, key->doc.en, TP_EN, arena)};
}

bool tp_control_same(const tp_key *key, const char *a, const char *b, tp_arena *arena)
{
    return !strcmp(tp_control_shown(key, a, arena), tp_control_shown(key, b, arena));
}

/* "limits[2]" and "limits+" are about rows of "limits", as is "limits" itself. */
static bool about_rows(const char *key, const char *table)
{
    const size_t length = strlen(table);
    if (strncmp(key, table, length) != 0)
        return false;
    const char *rest = key + length;
    if (!*rest || !strcmp(rest, "+"))
        return true;
    const size_t number = strspn(rest + 1, "0123456789");
    return *rest == '[' && rest[number + 1] == ']' && !rest[number + 2];
}

const char *tp_control_base(const tp_live *live, const tp_entry_fields *base,
                            const tp_entry_field *field)
{
    bool asked = false;
    for (size_t i = 0; i < live->n_keys; i++) {
        asked = asked || !strcmp(live->key[i], field->path);
        if (field->table && field->table->key->type == TP_T_LIST &&
            about_rows(live->key[i], field->table->path))
            base = NULL;
    }
    if (!asked)
        return field->value;
    const tp_entry_field *was = base ? tp_keys_find(base, field->path) : NULL;
    return was ? was->value : NULL;
}

static void options(tp_visit *visit, const tp_key *key, const char *now)
{
    if (!*now)
        tp_put_element(visit, "option value=\"\" selected", W("（未设）", "(not set)"));
    for (const tp_choice *choice = choices_of(key); choice && choice->en; choice++) {
        tp_buf_text(visit->out, "<option");
        tp_put_attribute(visit, "value", choice->en);
        tp_buf_text(visit->out, strcmp(choice->en, now) ? ">" : " selected>");
        tp_html_text(visit->out, tp_control_said(key, choice->en, visit->lang, visit->arena));
        tp_buf_text(visit->out, "</option>");
    }
}

static void choices(tp_visit *visit, const tp_entry_field *field, const char *id, const char *now)
{
    tp_buf_format(visit->out, "<select id=\"%s\"", id);
    tp_put_attribute(visit, "name", field->path);
    tp_put_attribute(visit, "data-base", field->value);
    tp_buf_text(visit->out, ">");
    options(visit, field->key, now);
    tp_buf_text(visit->out, "</select>\n");
}

static void number(tp_visit *visit, const tp_entry_field *field, const char *id, const char *now)
{
    char least[32], most[32];
    const char *step;
    range_of(field, *now ? now : field->value, least, most, &step);
    tp_buf_format(visit->out,
                  "<input id=\"%s\" type=\"text\" inputmode=\"decimal\" autocomplete=\"off\"", id);
    tp_put_attribute(visit, "name", field->path);
    tp_put_attribute(visit, "value", now);
    tp_put_attribute(visit, "data-base", field->value);
    tp_buf_format(visit->out,
                  ">\n<input class=\"slide\" type=\"range\" data-for=\"%s\" min=\"%s\" max=\"%s\" "
                  "step=\"%s\" hidden",
                  id, least, most, step);
    tp_put_attribute(visit, "aria-label", tp_words_in(field->name, visit->lang));
    tp_put_attribute(visit, "value",
                     *now                   ? now
                     : field->key->fallback ? field->key->fallback
                                            : least);
    tp_buf_format(visit->out, ">\n<span class=\"ends\"><span>%s</span><span>%s</span></span>\n",
                  least, most);
}

static void text(tp_visit *visit, const tp_entry_field *field, const char *id, const char *now)
{
    tp_buf_format(visit->out, "<input id=\"%s\" class=\"wide\" type=\"text\" autocomplete=\"off\"",
                  id);
    tp_put_attribute(visit, "name", field->path);
    tp_put_attribute(visit, "value", tp_control_shown(field->key, now, visit->arena));
    tp_put_attribute(visit, "data-base", tp_control_shown(field->key, field->value, visit->arena));
    tp_buf_text(visit->out, ">\n");
}

void tp_control(tp_visit *visit, const tp_entry_field *field, const char *id, const char *now)
{
    if (field->key->type == TP_T_INT || field->key->type == TP_T_DEC)
        number(visit, field, id, now);
    else if (tp_key_moves(field))
        choices(visit, field, id, now);
    else
        text(visit, field, id, now);
}

void tp_control_cell(tp_visit *visit, const tp_cell_control *cell)
{
    const tp_key *key = cell->field->key;
    const bool number = key->type == TP_T_INT || key->type == TP_T_DEC;
    const bool choice = key->type == TP_T_ENUM || key->type == TP_T_BOOL;
    tp_buf_text(visit->out, choice ? "<select" : "<input type=\"text\" autocomplete=\"off\"");
    if (number)
        tp_buf_text(visit->out, " inputmode=\"decimal\" class=\"n\"");
    tp_put_attribute(visit, "name", cell->name);
    tp_put_attribute(visit, "aria-label", cell->label);
    if (cell->base)
        tp_put_attribute(visit, "data-base", tp_control_shown(key, cell->base, visit->arena));
    if (choice) {
        tp_buf_text(visit->out, ">");
        options(visit, key, cell->now);
        tp_buf_text(visit->out, "</select>");
        return;
    }
    tp_put_attribute(visit, "value", tp_control_shown(key, cell->now, visit->arena));
    tp_buf_text(visit->out, ">");
}

static void hidden(tp_visit *visit, const char *before, const char *name, const char *value)
{
    tp_buf_format(visit->out, "<input type=\"hidden\" name=\"%s", before);
    tp_html_text(visit->out, name);
    tp_buf_char(visit->out, '"');
    tp_put_attribute(visit, "value", value);
    tp_buf_text(visit->out, ">\n");
}

void tp_controls_rest(tp_visit *visit, const tp_live *live,
                      bool (*shown)(void *user, const char *key), void *user)
{
    for (size_t i = 0; i < live->n_keys; i++)
        if (!shown(user, live->key[i]))
            hidden(visit, "", live->key[i], live->value[i]);
    if (*live->panel)
        hidden(visit, "", "panel", live->panel);
    if (*live->draft)
        hidden(visit, "", "data", live->draft);
}
